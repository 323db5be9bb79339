"""The routes of 管理. Every one but the login asks for a session, and every form for that session's token."""

from typing import Annotated

import anyio.to_thread
from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile

from assistant.wiring import system_status
from corpus.errors import ZhengceError
from ui.admin import views
from ui.admin.desk import AdminDesk
from ui.admin.door import Session
from ui.admin.entry import COOKIE, Entry, NotIn, address_of
from ui.admin.evaluation import add_evaluation_routes
from ui.admin.feedback import add_feedback_routes
from ui.service import Service


def build_admin(desk: AdminDesk, service: Service) -> FastAPI:
    """The application that is mounted at ``/admin``."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    entry, who = Entry(desk), address_of
    In = Annotated[Session, Depends(entry.inside)]
    form_of = entry.form_of

    def turned_away(_: Request, __: Exception) -> Response:
        return RedirectResponse("/admin/login", 303)

    app.add_exception_handler(NotIn, turned_away)

    @app.get("/login")
    def login_page() -> HTMLResponse:
        return HTMLResponse(views.login())

    @app.post("/login")
    async def login(request: Request) -> Response:
        form = await request.form(max_files=0, max_fields=5)
        try:
            token = await anyio.to_thread.run_sync(desk.door.enter, str(form.get("password", "")))
        except ZhengceError as error:
            desk.audit.note(who(request), "登录", result=str(error))
            return HTMLResponse(views.login(str(error)), 429 if desk.door.wait() else 403)
        desk.audit.note(who(request), "登录")
        reply = RedirectResponse("/admin/", 303)
        reply.set_cookie(COOKIE, token, path="/admin", httponly=True, samesite="strict", secure=request.url.scheme == "https")
        return reply

    @app.post("/logout")
    async def logout(request: Request, session: In) -> Response:
        await form_of(request, session)
        desk.door.leave(request.cookies.get(COOKIE, ""))
        desk.audit.note(who(request), "退出")
        reply = RedirectResponse("/admin/login", 303)
        reply.delete_cookie(COOKIE, path="/admin")
        return reply

    @app.get("/")
    def overview(session: In, note: str = "") -> HTMLResponse:
        state = system_status(desk.settings) | {"sizes": desk.sizes(), "latencies": service.latencies()}
        return HTMLResponse(views.overview(state, desk.rebuild, session.form, _note(note)))

    @app.post("/reindex")
    async def reindex(request: Request, session: In) -> Response:
        await form_of(request, session)
        started = desk.start_rebuild()
        desk.audit.note(who(request), "重建索引", result="ok" if started else "已在进行")
        return RedirectResponse("/admin/", 303)

    @app.get("/documents")
    def documents(session: In, note: str = "") -> HTMLResponse:
        return HTMLResponse(views.documents(desk.waiting(), session.form, _note(note)))

    @app.post("/upload")
    async def upload(request: Request, session: In) -> Response:
        form = await form_of(request, session)
        note = ""
        for file in form.getlist("files"):
            if isinstance(file, UploadFile):
                try:
                    waiting = await anyio.to_thread.run_sync(desk.hand_in, file.filename or "", await file.read())
                    desk.audit.note(who(request), "上传", waiting.file.name, waiting.problem or "已读")
                except ZhengceError as error:
                    note = "refused"
                    desk.audit.note(who(request), "上传", file.filename or "", str(error))
        return RedirectResponse(f"/admin/documents?note={note}", 303)

    @app.post("/decide")
    async def decide(request: Request, session: In) -> Response:
        form = await form_of(request, session)
        let_in = form.get("choice") == "yes"
        try:
            report = await anyio.to_thread.run_sync(desk.decide, str(form.get("key", "")), let_in)
        except ZhengceError as error:
            desk.audit.note(who(request), "收录" if let_in else "不收录", result=str(error))
            return RedirectResponse("/admin/documents?note=gone", 303)
        desk.audit.note(who(request), "收录" if let_in else "不收录", report.source if report else "", report.outcome if report else "ok")
        if report is not None and report.outcome in ("added", "new_version", "read_anew"):
            desk.start_rebuild()
        return RedirectResponse(f"/admin/documents?note={report.outcome if report else 'dropped'}", 303)

    add_feedback_routes(app, desk, entry)
    add_evaluation_routes(app, desk, entry)

    @app.get("/audit")
    def audit(session: In) -> HTMLResponse:
        return HTMLResponse(views.audit(desk.audit.lines(), desk.audit.broken_at(), session.form))

    return app


# What the address may say; anything else is not shown, so that no link can put words on the page.
_NOTES = {
    "added": "已收录，正在重建索引。", "new_version": "已收录为新版本，正在重建索引。", "read_anew": "已按新版程序重新收录，正在重建索引。",
    "unchanged": "内容与已收录的文件相同，没有变化。", "refused": "有文件没有收下，原因见审计。", "dropped": "没有收录这份文件。",
    "gone": "这份文件已处理过。", "declined": "没有收录这份文件。",
}  # fmt: skip


def _note(word: str) -> str:
    return _NOTES.get(word, "")
