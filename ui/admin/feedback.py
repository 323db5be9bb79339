"""意见: what people said about answers, open or dealt with; marked by hand, exported as lines or as a sheet."""

import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from corpus.errors import ZhengceError
from corpus.feedback import Feedback
from ui.admin import views
from ui.admin.desk import AdminDesk
from ui.admin.door import Session
from ui.admin.entry import Entry, address_of
from ui.cells import XLSX, cell
from ui.render import escape, token_field

STATES = (("open", "待处理"), ("handled", "已处理"), ("all", "全部"))
PER_PAGE = 30
LONGEST_NAME, LONGEST_NOTE = 30, 1_000  # characters
COLUMNS = ("编号", "时间", "意见", "问题", "回答", "说明", "状态", "处理人", "处理时间", "处理说明", "索引")


def add_feedback_routes(app: FastAPI, desk: AdminDesk, entry: Entry) -> None:
    """The list, the decision and the two exports."""
    In = Annotated[Session, Depends(entry.inside)]

    @app.get("/feedback")
    def feedback(session: In, state: str = "open", p: str = "1", note: str = "") -> HTMLResponse:
        page = int(p) if p.isdecimal() and len(p) < 6 else 1
        return HTMLResponse(feedback_html(desk.library.feedback.all(), state, page, session, note))

    @app.post("/feedback/handle")
    async def handle(request: Request, session: In) -> Response:
        form = await entry.form_of(request, session)
        number, who, said = str(form.get("number", "")), str(form.get("who", "")).strip(), str(form.get("note", "")).strip()
        again, state = form.get("choice") == "reopen", str(form.get("state", ""))
        action = "重新打开意见" if again else "处理意见"
        state = state if state in dict(STATES) else "open"
        if not (number.isdecimal() and len(number) < 16 and 0 < len(who) <= LONGEST_NAME and len(said) <= LONGEST_NOTE):
            desk.audit.note(address_of(request), action, number[:20], "没有写明处理人，或内容过长")
            return RedirectResponse(f"/admin/feedback?state={state}&note=who", 303)
        session.name = who
        try:
            desk.library.feedback.handle(int(number), who, said, reopen=again)
        except ZhengceError as error:
            desk.audit.note(address_of(request), action, number, str(error))
            return RedirectResponse(f"/admin/feedback?state={state}&note=gone", 303)
        desk.audit.note(address_of(request), action, f"{number} {who}")
        return RedirectResponse(f"/admin/feedback?state={state}&note={'reopened' if again else 'done'}", 303)

    @app.get("/feedback.jsonl")
    def lines(request: Request, session: In, state: str = "all") -> Response:
        desk.audit.note(address_of(request), "导出意见", f"{state[:10]} jsonl")
        kept = "".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in chosen(desk.library.feedback.all(), state))
        return Response(kept, media_type="application/x-ndjson", headers={"Content-Disposition": "attachment; filename=feedback.jsonl"})

    @app.get("/feedback.xlsx")
    def sheet(request: Request, session: In, state: str = "all") -> Response:
        desk.audit.note(address_of(request), "导出意见", f"{state[:10]} xlsx")
        made = feedback_xlsx(chosen(desk.library.feedback.all(), state))
        return Response(made, media_type=XLSX, headers={"Content-Disposition": f"attachment; filename=feedback-{date.today().isoformat()}.xlsx"})


def chosen(said: Sequence[Feedback], state: str) -> list[Feedback]:
    """The feedback in one of the STATES; all of it for any other word."""
    return [one for one in said if state not in ("open", "handled") or one.open == (state == "open")]


def feedback_xlsx(said: Sequence[Feedback]) -> bytes:
    """One row each, in order."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    rows: Any = book.create_sheet("意见")
    rows.append(COLUMNS)
    for one in said:
        last = one.handled[-1] if one.handled else None
        rows.append([
            one.number, one.at, *map(cell, (one.verdict, one.question, one.answer, one.comment)), "待处理" if one.open else "已处理",
            *map(cell, (last.who, last.at, last.note) if last else ("", "", "")), one.index_digest,
        ])  # fmt: skip
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


_NOTES = {"done": "已标记为处理。", "reopened": "已重新打开。", "who": "请写明处理人（30字以内）；说明最多1000字。", "gone": "没有这条意见。"}


def feedback_html(said: Sequence[Feedback], state: str, page: int, session: Session, note: str = "") -> str:
    """The page: the newest first, one state at a time."""
    state = state if state in dict(STATES) else "open"
    shown = chosen(said, state)[::-1]
    pages = max(1, -(-len(shown) // PER_PAGE))
    page = min(max(page, 1), pages)
    tabs = "".join(
        f'<a href="/admin/feedback?state={key}"{" aria-current=page" if key == state else ""}>{words} {len(chosen(said, key))}</a>' for key, words in STATES
    )
    rest = f'<a href="/admin/feedback.xlsx?state={state}" download>导出 Excel</a><a href="/admin/feedback.jsonl?state={state}" download>导出 JSON Lines（供评测题集使用）</a>'
    turn = "".join(
        f'<a href="/admin/feedback?state={state}&amp;p={to}">{words}</a>' for to, words in ((page - 1, "上一页"), (page + 1, "下一页")) if 1 <= to <= pages
    )
    items = "".join(_item(one, state, session) for one in shown[(page - 1) * PER_PAGE : page * PER_PAGE])
    none = '<p class="hint">没有意见。</p>' if not shown else ""
    pager = f'<p class="turn">第 {page} 页，共 {pages} 页{turn}</p>' if pages > 1 else ""
    body = f'<nav class="pick" aria-label="意见的状态">{tabs}</nav><p class="turn">{rest}</p>{none}{items}{pager}'
    return views.page("意见", body, tab="feedback", form=session.form, note=_NOTES.get(note, ""))


def _item(one: Feedback, state: str, session: Session) -> str:
    done = "".join(
        f"<li>{'重新打开' if step.open else '已处理'} · {escape(step.who)} · {_minute(step.at)}{f'：{escape(step.note)}' if step.note else ''}</li>" for step in one.handled
    )
    log = f'<ul class="done">{done}</ul>' if done else ""
    button = '<button class="main" name="choice" value="handle">标记为已处理</button>' if one.open else '<button name="choice" value="reopen">重新打开</button>'
    comment = f"<div><dt>说明</dt><dd>{escape(one.comment)}</dd></div>" if one.comment else ""
    return (
        f'<section class="card said"><h2>{escape(one.verdict)}<span class="pill {"open" if one.open else "closed"}">{"待处理" if one.open else "已处理"}</span>'
        f'<span class="hint">第 {one.number} 条 · {_minute(one.at)}</span></h2>'
        f"<dl class=stack><div><dt>问题</dt><dd>{escape(one.question[:600])}</dd></div>{comment}<div><dt>回答</dt><dd>{escape(one.answer[:600])}{'…' if len(one.answer) > 600 else ''}</dd></div></dl>"
        f'{log}<form class="row" method="post" action="/admin/feedback/handle">{token_field(session.form)}<input type="hidden" name="number" value="{one.number}">'
        f'<input type="hidden" name="state" value="{state}"><label>处理人<input name="who" value="{escape(session.name)}" maxlength="{LONGEST_NAME}" required autocomplete="name"></label>'
        f'<label class="wide">处理说明<input name="note" maxlength="{LONGEST_NOTE}" autocomplete="off"></label>{button}</form></section>'
    )


def _minute(at: str) -> str:
    return escape(at[:16].replace("T", " "))
