"""The HTTP interface under ``/api/v1``, described by ``/api/v1/openapi.json``; every error is ``{code, message}``."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

import anyio
import anyio.to_thread
from fastapi import FastAPI, Query, Request
from fastapi import Path as FromPath
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from corpus.catalogue import Wanted
from corpus.errors import AnswerNotFound, BadInput, NotReady, PolicyNotFound, ZhengceError
from corpus.policy import Status
from ui.api import models as m
from ui.api.answers import answer_record, clause_record, fields_record, match_record, reopened_record
from ui.cells import DOCX, XLSX
from ui.conversation_export import conversation_docx, conversation_markdown
from ui.documents import card_of
from ui.permalink import Asked
from ui.repair_comparison import repair_record
from ui.service import Service
from ui.tasks import tasks_xlsx

MOST_ENTERPRISES = 10_000
_ONE_BATCH = anyio.CapacityLimiter(1)  # a batch takes the processor: one at a time, the others wait
_STATUS_OF: tuple[tuple[type[ZhengceError], int, str], ...] = (
    (PolicyNotFound, 404, "not_found"), (AnswerNotFound, 404, "not_found"), (NotReady, 503, "not_ready"), (BadInput, 422, "bad_input"), (ZhengceError, 422, "bad_input"),
)  # fmt: skip


def build_api(service: Service) -> FastAPI:
    """The application that is mounted at ``/api/v1``."""

    problems: dict[int | str, dict[str, Any]] = {code: {"model": m.ErrorOut} for code in (404, 422, 503)}
    api = FastAPI(
        title="zhengce 政策问答", version="1", docs_url=None, redoc_url=None, responses=problems,
        description="依据政策原文回答问题：条款、原句、责任单位、效力。只读，意见反馈除外。Answers from policy documents with verbatim citations.",
    )  # fmt: skip

    def failed(_: Request, error: Exception) -> JSONResponse:
        status, code = next((status, code) for kind, status, code in _STATUS_OF if isinstance(error, kind))
        return JSONResponse({"code": code, "message": str(error)}, status)

    def malformed(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        where = "；".join(f"{'.'.join(str(step) for step in e['loc'][1:])}：{e['msg']}" for e in error.errors()[:5])
        return JSONResponse({"code": "bad_input", "message": f"请求有误：{where}（bad request）"}, 422)

    def nowhere(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        return JSONResponse({"code": "not_found", "message": f"没有这个接口：{error.detail}"}, error.status_code)

    api.add_exception_handler(ZhengceError, failed)
    api.add_exception_handler(RequestValidationError, malformed)
    api.add_exception_handler(HTTPException, nowhere)

    _asking(api, service)
    _matching(api, service)

    @api.get("/policies", response_model=m.PolicyList, tags=["政策库"], summary="列出和检索政策文件")
    def policies(
        search: Annotated[str, Query(max_length=200)] = "", issuer: Annotated[str, Query(max_length=100)] = "",
        level: Annotated[str, Query(max_length=50)] = "", year: int | None = None, status: Status | None = None,
        as_of: date | None = None, offset: Annotated[int, Query(ge=0)] = 0, limit: Annotated[int, Query(ge=1, le=500)] = 50,
    ) -> Any:  # fmt: skip
        found = service.policies(Wanted(issuer, level, year, status, as_of, search))
        day = as_of or date.today()
        return {"total": len(found), "policies": [card_of(policy, day) for policy in found[offset : offset + limit]]}

    @api.get("/policies/{policy}", tags=["政策库"], summary="一份文件：条款、责任单位、效力（同 zhengce show --json）")
    def show(policy: str, as_of: date | None = None) -> dict[str, Any]:
        from corpus.parsing import policy_to_json

        return dict(policy_to_json(service.policy(policy), as_of or date.today()))

    @api.get("/policies/{policy}/clauses/{path:path}", tags=["政策库"], summary="一条条款的全文，例如 二/（三）")
    def clause(policy: str, path: str, as_of: date | None = None) -> dict[str, Any]:
        found, part = service.clause(policy, [step for step in path.split("/") if step])
        return clause_record(found, part, as_of or date.today())

    @api.get("/policies/{policy}/tasks", response_model=m.TaskTableOut, tags=["任务分工"], summary="任务分工表：条款 × 单位")
    def tasks(policy: str, unit: str = "") -> Any:
        return service.tasks(policy).of(unit).to_json()

    @api.get("/policies/{policy}/tasks.xlsx", response_class=Response, tags=["任务分工"], summary="任务分工表（Excel）")
    def tasks_sheet(policy: str, unit: str = "") -> Response:
        table = service.tasks(policy).of(unit)
        return _file(tasks_xlsx(table), XLSX, f"任务分工表-{table.title[:40]}.xlsx")

    @api.get("/policies/{policy}/pages/{number}.png", response_class=Response, tags=["政策库"], summary="PDF 原件一页的图像")
    def page(policy: str, number: Annotated[int, FromPath(ge=1, le=5_000)]) -> Response:
        return Response(service.page_image(policy, number), media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})

    @api.get("/policies/{policy}/newer", response_model=m.PolicyList, tags=["政策库"], summary="同类更新文件：同名、更晚的文件")
    def newer(policy: str, as_of: date | None = None) -> Any:
        found = service.newer(service.policy(policy))
        return {"total": len(found), "policies": [card_of(one, as_of or date.today()) for one in found]}

    @api.get("/policies/{policy}/versions", response_model=list[m.VersionOut], tags=["政策库"], summary="保存的各个版本")
    def versions(policy: str) -> Any:
        return service.versions(policy)

    @api.get("/compare", response_model=m.ComparisonOut, tags=["政策库"], summary="两个版本或两份文件逐条对照")
    def compare(old: str, new: str) -> Any:
        before, after, changes = service.compare(old, new)
        today = date.today()
        return {"old": card_of(before, today), "new": card_of(after, today), "changes": [change.to_json() for change in changes]}

    @api.post("/repair", response_model=m.RepairOut, tags=["文本修复"], summary="修复一段文字（同 zhengce repair --json）")
    def repair(asked: m.RepairRequest) -> Any:
        return repair_record(service.repair(asked.text))

    @api.get("/policies/{policy}/repair", response_model=m.RepairOut, tags=["文本修复"], summary="一份文件的原文怎样修复而来")
    def repair_of(policy: str) -> Any:
        return repair_record(service.repair(policy_id=policy))

    @api.get("/units/{unit}", response_model=list[m.UnitTaskOut], tags=["任务分工"], summary="一个单位在所有文件里承担的条款")
    def units(unit: str, as_of: date | None = None) -> Any:
        return [asdict(task) for task in service.units(unit, as_of)]

    return api


def _asking(api: FastAPI, service: Service) -> None:
    @api.post("/ask", response_model=m.AnswerOut, tags=["问答"], summary="提问（同 zhengce ask --json）")
    def ask(asked: m.AskRequest) -> Any:
        scope = asked.scope.scope()
        return answer_record(service, service.ask(asked.question, asked.history, asked.as_of, scope), scope)

    @api.post("/answers", response_model=m.KeptOut, status_code=201, tags=["问答"], summary="提问并存档：回答和依据按此刻的样子保存，可凭编号再看")
    def keep(asked: m.AskRequest) -> Any:
        day, scope = asked.as_of or date.today(), asked.scope.scope()
        answer = service.ask(asked.question, asked.history, day, scope)
        name = service.keep(Asked(asked.question.strip(), tuple(asked.history), scope, day), answer)
        return {"id": name, "link": f"/#answer/{name}"}

    @api.get("/answers/{answer}", response_model=m.ReopenedOut, tags=["问答"], summary="存档的回答与今天的回答，所引文件有无变化")
    def reopened(answer: str, as_of: date | None = None) -> Any:
        return reopened_record(service, answer, as_of)

    def conversation(asked: m.ExportRequest, form: Callable[..., Any]) -> Any:
        answers = [
            service.ask(question, asked.questions[:place], asked.as_of, asked.scope.scope()) for place, question in enumerate(asked.questions)
        ]
        cited = {policy_id: policy for answer in answers for policy_id, policy in service.cited(answer).items()}
        return form(answers, cited, datetime.now())

    @api.post("/conversation.docx", response_class=Response, tags=["问答"], summary="一段对话的 Word 文件")
    def as_docx(asked: m.ExportRequest) -> Response:
        return _file(conversation(asked, conversation_docx), DOCX, "政策问答记录.docx")

    @api.post("/conversation.md", response_class=Response, tags=["问答"], summary="一段对话的 Markdown 文件")
    def as_markdown(asked: m.ExportRequest) -> Response:
        return _file(conversation(asked, conversation_markdown).encode(), "text/markdown; charset=utf-8", "政策问答记录.md")

    @api.post("/feedback", response_model=m.Thanks, tags=["问答"], summary="对回答的意见")
    def feedback(said: m.FeedbackRequest) -> Any:
        service.say(said.question, said.answer, said.verdict, said.comment)
        return {"kept": True}


def _matching(api: FastAPI, service: Service) -> None:
    @api.post("/match", response_model=m.MatchOut, tags=["惠企匹配"], summary="哪些支持适用于一家企业（同 zhengce match --json）")
    def match(asked: m.MatchRequest) -> Any:
        return match_record(service, asked.profile, asked.text, asked.as_of, asked.policies, corrected=asked.corrected)

    @api.post("/match/fields", response_model=m.DescriptionOut, tags=["惠企匹配"], summary="一段话读入表单：每个字段及其出处")
    def match_fields(asked: m.DescriptionRequest) -> Any:
        return fields_record(service, asked.text, asked.as_of)

    @api.post("/match.docx", response_class=Response, tags=["惠企匹配"], summary="匹配报告（Word）")
    def match_report(asked: m.MatchRequest) -> Response:
        profile, matched = service.match(asked.profile | ({"text": asked.text} if asked.text.strip() else {}), asked.as_of, asked.policies, corrected=asked.corrected)
        return _file(report_bytes(profile, matched), DOCX, f"惠企政策匹配报告-{matched.as_of.isoformat()}.docx")


    @api.post("/match/batch", response_class=Response, tags=["惠企匹配"], summary="一批企业（CSV 或 JSON Lines）的免申即享候选（Excel）")
    async def match_batch(request: Request, unclear: bool = False, as_of: date | None = None) -> Response:
        lines = (await request.body()).decode("utf-8-sig", errors="replace")
        is_csv = "json" not in request.headers.get("content-type", "")
        made = await anyio.to_thread.run_sync(_batch, service, lines, is_csv, as_of or date.today(), unclear, limiter=_ONE_BATCH)
        return _file(made, XLSX, "惠企匹配-批量结果.xlsx")


def _batch(service: Service, lines: str, is_csv: bool, on: date, unclear: bool) -> bytes:
    """The candidates of a batch as an Excel file. Raises BadInput naming the line that cannot be read."""
    from assistant.matching import BatchMatcher, read_batch
    from ui.match_export import export_batch

    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / ("batch.csv" if is_csv else "batch.jsonl")
        given.write_text(lines, encoding="utf-8")
        batch = list(itertools.islice(read_batch(given, on), MOST_ENTERPRISES + 1))
        if not batch:
            raise BadInput("文件里没有企业：首行应为字段名，其后每行一家（no enterprises in the batch）")
        if len(batch) > MOST_ENTERPRISES:
            raise BadInput(f"一次最多 {MOST_ENTERPRISES:,} 家；更多请用命令行 zhengce match --batch（too many enterprises）")
        made = Path(folder) / "result.xlsx"
        export_batch(made, batch, BatchMatcher(service.policies(), on), on, "page", unclear=unclear)
        return made.read_bytes()


def report_bytes(profile: Any, matched: Any) -> bytes:
    """The printable report as bytes."""
    from ui.match_report import write_report

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.docx"
        write_report(path, profile, matched)
        return path.read_bytes()


def _file(content: bytes, kind: str, name: str) -> Response:
    return Response(content, media_type=kind, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"})


def routes_of(api: FastAPI) -> Sequence[str]:
    """The paths of the interface, for its documentation test."""
    return sorted(api.openapi()["paths"])
