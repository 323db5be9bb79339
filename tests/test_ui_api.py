"""The HTTP interface, the MCP tools, and the records behind them: same answers as the page, every error one clear line."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant import Assistant
from corpus.errors import BadInput
from corpus.library import Library
from corpus.policy import ResponsibleUnits, Validity
from ui.api.routes import build_api, routes_of
from ui.comparing import compare_policies, text_pieces
from ui.conversation_export import conversation_docx, conversation_markdown
from ui.related import related_questions
from ui.service import Service
from ui.tasks import LEAD, LISTED, SUPPORTING, roles_of, task_table, tasks_xlsx

pytestmark = pytest.mark.slow
QUESTION = "轨道交通站点覆盖要到多少？谁牵头？"


@pytest.fixture(scope="module")
def service(assistant: Assistant, settings: Any) -> Service:
    """The service over the shipped document."""
    return Service(assistant, Library(settings.library_file))


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[TestClient]:
    """The interface without a server."""
    with TestClient(build_api(service)) as client:
        yield client


@pytest.fixture(scope="module")
def policy_id(client: TestClient) -> str:
    """The id of the shipped document."""
    (card,) = client.get("/policies").json()["policies"]
    return str(card["id"])


def test_an_answer_is_the_command_lines_record_with_official_citations(client: TestClient, service: Service) -> None:
    """POST /ask gives what ``zhengce ask --json`` prints, plus how to cite it and what to ask next."""
    told = client.post("/ask", json={"question": QUESTION, "as_of": "2026-11-23"}).json()
    printed = service.ask(QUESTION, (), date(2026, 11, 23)).to_json()
    assert {key: told[key] for key in printed if key not in ("citations", "seconds")} == {
        key: printed[key] for key in printed if key not in ("citations", "seconds")
    }
    first = told["citations"][0]
    assert first["official"] == f"《{first['policy']}》第五条"
    assert any("第五条" in question for question in told["related"]) and told["notice"]


def test_a_scope_leaves_only_its_documents(client: TestClient) -> None:
    """A scope that fits changes nothing but the record; one without documents, and one that cannot be read, are refused."""
    given = {"issuer": "成都市委", "year": 2023, "status": "expired"}
    told = client.post("/ask", json={"question": QUESTION, "as_of": "2026-11-23", "scope": given}).json()
    assert told["citations"][0]["path"] == ["五"] and told["scope"] == given
    none = client.post("/ask", json={"question": QUESTION, "as_of": "2024-01-01", "scope": given})
    assert none.status_code == 422 and "里没有文件" in none.json()["message"]
    assert client.post("/ask", json={"question": QUESTION, "scope": {"policy": "没有这份"}}).status_code == 404
    assert client.post("/ask", json={"question": QUESTION, "scope": {"color": "red"}}).status_code == 422


def test_an_answer_is_kept_and_shown_again(client: TestClient) -> None:
    """What is kept comes back with its link, beside the answer of the day."""
    kept = client.post("/answers", json={"question": QUESTION, "as_of": "2024-01-01"}).json()
    assert kept["link"] == f"/#answer/{kept['id']}"
    again = client.get(f"/answers/{kept['id']}", params={"as_of": "2026-11-23"}).json()
    assert again["then"]["citations"] == again["now"]["citations"] and again["as_of"] == "2024-01-01"
    assert (again["then"]["validity"]["status"], again["now"]["validity"]["status"]) == ("in_force", "expired")
    assert (again["same"], again["library_changed"]) == (False, False) and {c["change"] for c in again["cited"]} == {"same"}
    assert client.get("/answers/none").status_code == 404


def test_a_follow_up_leans_on_the_history(client: TestClient) -> None:
    """The earlier questions go in, and what the follow-up was understood as comes out."""
    told = client.post("/ask", json={"question": "那谁牵头？", "history": ["轨道交通站点覆盖要到多少？"]}).json()
    assert told["resolved"] and "市交通运输局" in told["units"]["lead"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "words"),
    [
        ("POST", "/ask", {"question": ""}, 422, "question"),
        ("POST", "/ask", {"question": "  "}, 422, "请先输入问题"),
        ("POST", "/ask", {"question": "问" * 2001}, 422, "question"),
        ("POST", "/ask", {"question": "甲", "other": 1}, 422, "other"),
        ("GET", "/policies/nothing", None, 404, "没有编号为 nothing"),
        ("GET", "/policies/nothing/tasks.xlsx", None, 404, "nothing"),
        ("GET", "/units/财", None, 422, "至少两个字"),
        ("POST", "/feedback", {"question": "甲", "verdict": "坏"}, 422, "verdict"),
        ("POST", "/match", {}, 422, "至少填写一项"),
        ("GET", "/compare?old=甲&new=乙", None, 404, "甲"),
        ("GET", "/nowhere", None, 404, "没有这个接口"),
    ],
)  # fmt: skip
def test_every_error_is_one_line_for_a_person(
    client: TestClient, method: str, path: str, body: Any, status: int, words: str
) -> None:
    """What cannot be done says so as {code, message}, with the right status."""
    reply = client.request(method, path, json=body)
    assert reply.status_code == status
    assert set(reply.json()) == {"code", "message"} and words in reply.json()["message"]


def test_documents_are_listed_shown_and_cut_into_clauses(client: TestClient, policy_id: str) -> None:
    """A document is found by its words and status, shown whole, and one clause of it by its path."""
    assert client.get("/policies", params={"search": "没有这样的词"}).json() == {"total": 0, "policies": []}
    assert client.get("/policies", params={"status": "expired", "as_of": "2026-11-23"}).json()["total"] == 1
    assert client.get("/policies", params={"status": "expired", "as_of": "2024-01-01"}).json()["total"] == 0
    whole = client.get(f"/policies/{policy_id}").json()
    assert len(whole["clauses"]) == 10
    clause = client.get(f"/policies/{policy_id}/clauses/五", params={"as_of": "2026-11-23"}).json()
    assert clause["text"] in json.dumps(whole, ensure_ascii=False).replace("\\n", "\n")
    assert clause["units"]["lead"][0] == "市财政局" and clause["validity"]["status"] == "expired"
    assert client.get(f"/policies/{policy_id}/versions").json()[0]["current"] is True


def test_a_repair_says_what_was_done(client: TestClient, policy_id: str) -> None:
    """A text and a stored document come with their steps, and every character leads back to the raw text."""
    mended = client.post("/repair", json={"text": "支持企业发(fā)展。"}).json()
    assert mended["text"] == "支持企业发展。" and mended["steps"]
    whole = client.get(f"/policies/{policy_id}/repair").json()
    assert len(whole["offsets"]) == len(whole["text"]) + 1 and whole["offsets"] == sorted(whole["offsets"])
    for doubt in whole["uncertain"]:
        assert whole["text"][doubt["start"] : doubt["end"]] == doubt["text"]
    assert whole["uncertain"]


def test_the_task_table_names_roles_and_comes_as_a_sheet(client: TestClient, policy_id: str) -> None:
    """Clauses by units with their roles, narrowed to one unit, and the same as a spreadsheet."""
    import openpyxl

    table = client.get(f"/policies/{policy_id}/tasks").json()
    fifth = next(task for task in table["tasks"] if task["path"] == ["五"])
    assert fifth["roles"]["市财政局"] == LEAD and fifth["roles"]["各区（市）县"] == SUPPORTING
    one = client.get(f"/policies/{policy_id}/tasks", params={"unit": "市交通运输局"}).json()
    assert one["units"][0] == "市交通运输局" and all("市交通运输局" in task["roles"] for task in one["tasks"])
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"/policies/{policy_id}/tasks.xlsx").content))
    assert sheet.sheetnames == ["任务分工表", "逐条清单"]
    assert [cell.value for cell in sheet["任务分工表"][2]][:4] == ["条款", "任务", "完成时限", table["units"][0]]
    found = client.get("/units/交通运输局").json()
    assert {task["role"] for task in found} == {"市交通运输局：牵头"}


def test_feedback_lands_in_the_library_and_a_flood_is_stopped(client: TestClient, service: Service, settings: Any) -> None:
    """What a person says is kept with the index it was about; the sixty-first in a minute is turned away."""
    said = {"question": "<b>问</b>", "answer": "答", "verdict": "来源不对", "comment": "应为第六条"}
    assert client.post("/feedback", json=said).json() == {"kept": True}
    last = Library(settings.library_file).feedback.all()[-1]
    assert (last.question, last.verdict, last.comment) == ("<b>问</b>", "来源不对", "应为第六条") and last.index_digest
    for _ in range(60):
        with suppress(BadInput):
            service.say("问", "答", "有帮助")
    with pytest.raises(BadInput, match="太多"):
        service.say("问", "答", "有帮助")


def test_a_conversation_and_a_report_come_as_files(client: TestClient) -> None:
    """Word and Markdown carry question, official citation and the notice; the questions are asked again, in order."""
    import docx

    asked = {"questions": ["轨道交通站点覆盖要到多少？", "那谁牵头？"], "as_of": "2026-11-23"}
    text = client.post("/conversation.md", json=asked).text
    assert "## 2. 那谁牵头？" in text and "第五条" in text and "以原文为准" in text
    words = "\n".join(p.text for p in docx.Document(io.BytesIO(client.post("/conversation.docx", json=asked).content)).paragraphs)
    assert "那谁牵头？" in words and "已失效" in words
    report = client.post("/match.docx", json={"text": "我们是成都的工业企业，想在老厂房上加一层"})
    assert docx.Document(io.BytesIO(report.content)).paragraphs[0].text == "惠企政策匹配报告"


def test_enterprises_are_matched_one_and_many(client: TestClient) -> None:
    """One enterprise in words gives what was read and verdicts; a batch gives a sheet; a broken batch one line."""
    import openpyxl

    told = client.post("/match", json={"text": "我们是成都的工业企业，想在老厂房上加一层", "as_of": "2025-01-01"}).json()
    assert any("工业企业" in line for line in told["read"]) and told["items"] and told["notice"]
    csv = "企业名称,所在地,行业\n甲公司,成都市,制造业\n".encode()
    reply = client.post("/match/batch?as_of=2025-01-01&unclear=true", content=csv, headers={"Content-Type": "text/csv"})
    rows = list(openpyxl.load_workbook(io.BytesIO(reply.content)).active.values)
    assert rows[0][1] == "企业名称" and {row[1] for row in rows[1:]} <= {"甲公司"}
    assert client.post("/match/batch", content=b"", headers={"Content-Type": "text/csv"}).status_code == 422


def test_the_documentation_names_every_route(client: TestClient, service: Service) -> None:
    """docs/api.md and OpenAPI speak of the same routes."""
    from conftest import ROOT

    words = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    missing = [route for route in routes_of(build_api(service)) if f"/api/v1{route}" not in words]
    assert not missing
    assert client.get("/openapi.json").json()["info"]["version"] == "1"


def test_the_mcp_tools_only_read_and_answer_like_the_interface(service: Service) -> None:
    """The four tools are listed as read-only, give the same records, and say errors as errors."""
    import anyio
    from mcp.client import Client

    from ui.api.mcp_tools import build_mcp

    async def talk() -> None:
        async with Client(build_mcp(service)) as client:
            tools = {tool.name: tool for tool in (await client.list_tools()).tools}
            assert set(tools) == {"ask", "match", "show_clause", "find_units"}
            assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools.values())

            async def call(name: str, **given: Any) -> tuple[bool, str]:
                reply = await client.call_tool(name, given)
                return bool(reply.is_error), str(reply.content[0].text)  # type: ignore[union-attr]

            answer = json.loads((await call("ask", question=QUESTION))[1])
            assert answer["citations"][0]["clause"] == "五"
            (policy,) = service.policies()
            assert "65%" in json.loads((await call("show_clause", policy=policy.id, path="五"))[1])["text"]
            assert json.loads((await call("find_units", unit="市交通运输局"))[1])
            assert json.loads((await call("match", text="我们是成都的工业企业"))[1])["read"]
            failed, words = await call("show_clause", policy="没有", path="五")
            assert failed and "没有" in words
            failed, words = await call("ask", question=QUESTION, as_of="昨天")
            assert failed and "日期" in words

    # In a thread of its own: the browser of other tests keeps a loop in this one.
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(anyio.run, talk).result()


# ---- records ----------------------------------------------------------------------------------------


def test_a_unit_that_leads_and_supports_leads() -> None:
    """Roles follow the note; a unit without a role is listed."""
    assert roles_of(ResponsibleUnits(("甲",), ("乙", "甲"), ("甲", "乙", "丙"))) == {"甲": LEAD, "乙": SUPPORTING, "丙": LISTED}


def test_a_sheet_runs_no_formula_of_a_document() -> None:
    """A cell that a spreadsheet would run begins with an apostrophe."""
    import openpyxl
    from page_records import make_policy, units

    evil = "=HYPERLINK(1)"
    policy = make_policy("p", evil, [("一", evil, "正文。", units(evil, "乙"))], validity=Validity())
    sheet = openpyxl.load_workbook(io.BytesIO(tasks_xlsx(task_table(policy))))
    cells = [cell for page in sheet for row in page.iter_rows() for cell in row if cell.value]
    assert not [cell.value for cell in cells if cell.data_type == "f"]


def test_versions_are_compared_clause_by_clause_and_figures_stay_whole() -> None:
    """Changed, added and removed clauses are told apart; 20 → 30 is not shown as 2 → 3."""
    from page_records import make_policy, units

    def made(clauses: list[tuple[str, str]]) -> Any:
        return make_policy("p", "办法", [(number, "题", body, units("甲", "乙")) for number, body in clauses], validity=Validity())

    old = made([("一", "给予20万元补助。"), ("二", "加强服务。"), ("三", "做好统计。")])
    new = made([("一", "给予30万元补助。"), ("二", "加强服务。"), ("四", "公开结果。")])
    changes = {change.path: change for change in compare_policies(old, new)}
    assert [changes[(n,)].kind for n in "一二三四"] == ["changed", "same", "removed", "added"]
    assert ("removed", "20") in changes[("一",)].pieces and ("added", "30") in changes[("一",)].pieces
    for before, after in (("甲乙", "甲丙乙"), ("", "甲"), ("甲", ""), ("a1，b", "a2，b，c"), ("12万元", "2万元")):
        pieces = text_pieces(before, after)
        assert "".join(text for kind, text in pieces if kind != "added") == before
        assert "".join(text for kind, text in pieces if kind != "removed") == after


def test_exports_escape_and_related_questions_name_their_document(service: Service) -> None:
    """Markdown of a document stays text in the export; every related question can be asked without the conversation."""
    from datetime import datetime

    from page_records import EVIL_MARKDOWN, FakeAssistant

    fake = Service(FakeAssistant())
    answer = fake.ask("恶意")
    text = conversation_markdown([answer], fake.cited(answer), datetime(2026, 11, 27))
    assert "](javascript" not in text and "![" not in text.replace("\\!", "") and "<script>" not in text
    assert conversation_docx([answer], fake.cited(answer), datetime(2026, 11, 27))[:2] == b"PK"
    assert EVIL_MARKDOWN not in text
    real = service.ask(QUESTION)
    questions = related_questions(real, service.cited(real))
    assert 2 <= len(questions) <= 4
    assert not [question for question in questions if service.ask(question).refused]
