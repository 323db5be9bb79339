"""The application for writing gold items, on this machine alone: routes, and what each may do.

It has no password, for it only listens on 127.0.0.1; every form carries a token of the running process, and
requests by another name or from another site are refused (``ui.page.guard``).
"""

import hmac
import secrets
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from corpus.errors import BadInput
from corpus.policy import Policy
from eval.gold.annotation import Annotation
from eval.gold.checking import Checked, check, nearest
from eval.gold.item import GoldItem
from eval.gold.sheets import export_sheet
from ui.cells import XLSX
from ui.page import assets
from ui.writing import form, views
from ui.writing.form import Form

Given = Mapping[str, Sequence[str]]
Known = Sequence[tuple[str, str]]

_MEDIA = {"jsonl": "application/x-ndjson", "csv": "text/csv", "xlsx": XLSX}


class NotOurs(Exception):
    """A form that this process did not give out."""


def build_writing(annotation: Annotation, policies: Sequence[Policy], known: Known = ()) -> FastAPI:
    """The application.

    Args:
        annotation: the set being written.
        policies: the library that items are written about.
        known: (where, question) of questions of other sets, to tell when one is asked again.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    token = secrets.token_urlsafe(16)
    by_id = {policy.id: policy for policy in policies}

    async def sent(request: Request) -> Given:
        data = await request.form(max_files=0, max_fields=400)
        given: dict[str, list[str]] = {}
        for key, value in data.multi_items():
            given.setdefault(key, []).append(str(value))
        if not hmac.compare_digest(given.get("form", [""])[0], token):
            raise NotOurs
        return given

    Sent = Annotated[Given, Depends(sent)]

    def turned_away(_: Request, __: Exception) -> Response:
        return HTMLResponse(views.page("请重新打开", "<p>程序重新启动过，请从首页再进一次；没有保存的内容请先复制下来。</p>", bad=True), 403)

    def mistaken(_: Request, error: Exception) -> Response:
        return HTMLResponse(views.page("有问题", "", note=str(error), bad=True), 400)

    app.add_exception_handler(NotOurs, turned_away)
    app.add_exception_handler(BadInput, mistaken)

    def checked(one: Form, who: str) -> Checked:
        ours = [(f"{task.question.id}", task.question.question) for task in annotation.tasks(who) if task.question.id != one.name] if who else []
        return check(one.cells, one.name, one.chosen, [*ours, *known])

    def question_of(who: str, name: str) -> GoldItem | None:
        """The question of somebody else that ``who`` labels; None where it is their own or new."""
        task = next((task for task in annotation.tasks(who) if task.question.id == name), None)
        return task.question if task and task.author != who else None

    @app.get("/page.css")
    def stylesheet() -> Response:
        return Response(assets.admin_stylesheet() + (assets.FOLDER / "write.css").read_bytes(), media_type="text/css")

    @app.get("/page.js")
    def script() -> Response:
        return Response((assets.FOLDER / "write.js").read_bytes(), media_type="text/javascript")

    @app.get("/")
    def start() -> HTMLResponse:
        people = []
        for who in annotation.annotators():
            tasks = annotation.tasks(who)
            people.append((who, sum(task.labelled is not None for task in tasks), len(tasks)))
        return HTMLResponse(views.start(people, token))

    @app.post("/enter")
    def enter(given: Sent) -> Response:
        return RedirectResponse(f"/write/by/{quote(annotation.enter(given.get('name', [''])[0]))}", 303)

    @app.get("/by/{who}")
    def mine(who: str, note: str = "") -> HTMLResponse:
        return HTMLResponse(views.mine(annotation.enter(who), annotation.tasks(who), _NOTES.get(note, "")))

    @app.get("/by/{who}/new")
    def new(who: str) -> Response:
        return RedirectResponse(views.item_address(annotation.enter(who), annotation.new_id()), 303)

    def edited(who: str, one: Form, *, labelled: bool, fixed: bool, note: str = "", status: int = 200) -> HTMLResponse:
        what = "修改" if labelled else "标注" if fixed else "写新题"
        return HTMLResponse(views.editor(
            one, checked(one, who) if one.cells.get("question") else Checked(None, (), ()), policies, action=views.item_address(who, one.name), token=token,
            title=f"{what} {one.name}", who=who, fixed=fixed, note=note, may_drop=labelled,
        ), status)  # fmt: skip

    @app.get("/by/{who}/item/{name}")
    def item(who: str, name: str) -> Response:
        who = annotation.enter(who)
        task = next((task for task in annotation.tasks(who) if task.question.id == name), None)
        if task is None and name != annotation.new_id():
            return RedirectResponse(f"/write/by/{quote(who)}", 303)
        if task is None:
            return edited(who, form.empty(name), labelled=False, fixed=False)
        one = form.of_item(task.labelled or task.question, policies, question_only=task.labelled is None)
        return edited(who, one, labelled=task.labelled is not None, fixed=task.author != who)

    @app.post("/by/{who}/item/{name}")
    def save(who: str, name: str, given: Sent) -> Response:
        who = annotation.enter(who)
        if given.get("do") == ["drop"]:
            annotation.drop(who, name)
            return RedirectResponse(f"/write/by/{quote(who)}?note=dropped", 303)
        fixed = question_of(who, name)
        one = form.read(name, given, policies, fixed)
        said, found = "", checked(one, who)
        if found.item is None:
            said = "还不能保存，请看标 ✗ 的地方。"
        else:
            try:
                annotation.save(who, found.item)
            except BadInput as error:
                said = str(error)
        if said:
            labelled = any(task.labelled and task.question.id == name for task in annotation.tasks(who))
            return edited(who, one, labelled=labelled, fixed=fixed is not None, note=said, status=400)
        if given.get("do") == ["next"]:
            todo = next((task.question.id for task in annotation.tasks(who) if task.labelled is None), None)
            return RedirectResponse(views.item_address(who, todo) if todo else f"/write/by/{quote(who)}/new", 303)
        return RedirectResponse(f"/write/by/{quote(who)}?note=saved", 303)

    @app.post("/check")
    def check_now(given: Sent, name: str = "", who: str = "") -> JSONResponse:
        one = form.read(name, given, policies, question_of(who, name) if who else None)
        found = checked(one, who)
        return JSONResponse({"remarks": views.remarks(found), "evidence": views.evidence(one, found.marks), "ready": found.item is not None})

    @app.get("/policy")
    def policy(id: str) -> HTMLResponse:
        return HTMLResponse(views.only_clauses(by_id[id]) if id in by_id else "")

    @app.get("/find")
    def find(q: str) -> HTMLResponse:
        return HTMLResponse(views.found_clauses(nearest(q[:200], policies)))

    def two(first: str, second: str) -> tuple[str, str]:
        people = annotation.annotators()
        if first in people and second in people and first != second:
            return first, second
        return (people[0], people[1]) if len(people) > 1 else ("", "")

    @app.get("/compare")
    def compare(first: str = "", second: str = "", note: str = "") -> HTMLResponse:
        one, other = two(first, second)
        fields = annotation.agreement(one, other) if one else ()
        differ = annotation.differences(one, other) if one else ()
        final = annotation.final(one, other) if one else ()
        return HTMLResponse(views.compare(annotation.annotators(), one, other, fields, differ, len(final), token, _NOTES.get(note, "")))

    def differing(first: str, second: str, name: str) -> Any:
        found = next((one for one in annotation.differences(first, second) if one.first.id == name), None)
        if found is None:
            raise BadInput(f"{name} 没有分歧（there is nothing to settle）")
        return found

    @app.post("/settle")
    def settle(given: Sent) -> Response:
        first, second, name, take = (given.get(key, [""])[0] for key in ("first", "second", "id", "take"))
        found = differing(first, second, name)
        annotation.settle(first, second, found.second if take == "second" else found.first)
        return RedirectResponse(f"/write/compare?first={quote(first)}&second={quote(second)}&note=settled", 303)

    @app.get("/settle/{first}/{second}/{name}")
    def settle_page(first: str, second: str, name: str) -> HTMLResponse:
        found = differing(first, second, name)
        one = form.of_item(found.settled or found.first, policies)
        return HTMLResponse(views.editor(one, checked(one, ""), policies, action=f"/write/settle/{quote(first)}/{quote(second)}/{quote(name)}", token=token, title=f"定稿 {name}", fixed=True))

    @app.post("/settle/{first}/{second}/{name}")
    def settle_as_written(first: str, second: str, name: str, given: Sent) -> Response:
        one = form.read(name, given, policies, differing(first, second, name).first)
        found = checked(one, "")
        if found.item is None:
            return HTMLResponse(views.editor(one, found, policies, action=f"/write/settle/{quote(first)}/{quote(second)}/{quote(name)}", token=token, title=f"定稿 {name}", fixed=True, note="还不能保存，请看标 ✗ 的地方。"), 400)
        annotation.settle(first, second, found.item)
        return RedirectResponse(f"/write/compare?first={quote(first)}&second={quote(second)}&note=settled", 303)

    @app.get("/export")
    def export(first: str, second: str, kind: str = "jsonl") -> Response:
        items = annotation.final(annotation.enter(first), annotation.enter(second))
        if kind not in _MEDIA or not items:
            raise BadInput("还没有可导出的题（nothing to export yet）" if kind in _MEDIA else f"不能导出 {kind}（jsonl, xlsx or csv）")
        return Response(_exported(items, kind), media_type=_MEDIA[kind], headers={"Content-Disposition": f"attachment; filename=gold.{kind}"})

    return app


def _exported(items: Sequence[GoldItem], kind: str) -> bytes:
    import json

    if kind == "jsonl":
        return "".join(json.dumps(item.to_json(), ensure_ascii=False) + "\n" for item in items).encode()
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder) / f"gold.{kind}"
        export_sheet(items, sheet)
        return sheet.read_bytes()


# What the address may say; anything else is not shown, so that no link can put words on the page.
_NOTES = {"saved": "已保存。", "dropped": "已删去。", "settled": "已定稿。"}
