"""The whole web application: the page at ``/``, its files, the HTTP interface, the MCP tools, 管理, and ``/healthz``."""

from __future__ import annotations

import inspect
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.library import Library
from ui import front_view
from ui.page import assets
from ui.page.ask_tab import CONCURRENCY, ask_tab
from ui.page.desk import Desk
from ui.page.guard import TITLE, Guard
from ui.page.library_tab import filters, library_tab
from ui.page.match_tab import match_tab
from ui.page.parts import PLAIN, QUIET
from ui.page.repair_tab import repair_tab
from ui.page.repairs import RawOf, Repairs
from ui.service import Answerer, Service

if TYPE_CHECKING:
    import fastapi
    import gradio as gr

    from ui.admin.desk import AdminDesk

MOST_SESSIONS = 500  # conversations kept in memory, half a megabyte each; the one unused for longest goes first
LOCAL_HOSTS: tuple[str, ...] = ("127.0.0.1", "localhost")


def load_gradio() -> Any:
    """Import gradio, late and silenced: it reads these variables when it is imported."""
    os.environ.update(GRADIO_ANALYTICS_ENABLED="False", GRADIO_RUN_HISTORY="False", HF_HUB_OFFLINE="1")
    # Its monitoring, which is switched off, would put all events of the past into a data frame after every single one.
    os.environ.update(GRADIO_ANALYTICS_MAX_EVENTS="1", GRADIO_ANALYTICS_CACHE_FREQUENCY=str(10**12))
    # gradio makes a directory when it starts; the default one is shared by every user of the machine.
    os.environ.setdefault("GRADIO_TEMP_DIR", str(Path(tempfile.gettempdir()) / f"zhengce-page-{os.getuid()}"))
    Path(os.environ["GRADIO_TEMP_DIR"]).mkdir(mode=0o700, parents=True, exist_ok=True)
    with _without_stubs():
        import gradio

    return gradio


@contextmanager
def _without_stubs() -> Iterator[None]:
    """Keep gradio from parsing and rewriting the stubs for editors in its own package, a third of its import; it lets a component
    without a file go without one."""
    if "gradio" in sys.modules:
        yield
        return
    real = inspect.getfile

    def getfile(of: Any) -> str:
        if sys._getframe(1).f_globals.get("__name__") == "gradio.component_meta":
            raise OSError
        return real(of)

    inspect.getfile = getfile  # type: ignore[assignment]
    try:
        yield
    finally:
        inspect.getfile = real


def build_blocks(service: Service, raw_of: RawOf | None) -> gr.Blocks:
    """The four tabs. Which one is shown is the script's and the stylesheet's affair: all are there at once."""
    gr = load_gradio()
    desk = Desk(service, TITLE)
    repairs = Repairs(desk, raw_of)
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True, fill_height=True) as blocks:
        header = gr.Markdown(desk.header(), elem_id="zc-header", container=False, **PLAIN)
        gr.Markdown(front_view.nav_html(rephrases=service.rephrases), elem_id="zc-nav", container=False, **PLAIN)
        asked = ask_tab(gr, service, desk)
        match_tab(gr, service)
        library = library_tab(gr, service, desk)
        mended = repair_tab(gr, repairs)

        built = front_view.empty_html(desk.examples())

        def opened() -> tuple[Any, ...]:
            """What a visitor who opens the page sees of the library as it is now; the header then says that the page listens."""
            empty = front_view.empty_html(desk.examples())
            start = gr.skip() if empty == built else gr.Chatbot(placeholder=empty)
            return desk.header(live=True), start, desk.empty_panel(), desk.scope_form(), filters(desk), gr.Dropdown(choices=repairs.documents())

        # Never through the queue (nor by functions as values, which gradio queues): the stream of a queued
        # load closes as it ends, and a question sent in that moment waits for ever on the closed stream.
        shown = [header, asked["chat"], asked["panel"], asked["scopes"], library["filters"], mended["picked"]]
        blocks.load(opened, None, shown, queue=False, **QUIET)
    blocks.queue(default_concurrency_limit=CONCURRENCY, max_size=64, api_open=False)
    blocks.state_session_capacity = MOST_SESSIONS
    return blocks  # type: ignore[no-any-return]


def build_app(
    assistant: Answerer,
    *,
    hosts: Sequence[str] = LOCAL_HOSTS,
    library: Library | None = None,
    raw_of: RawOf | None = None,
    admin: AdminDesk | None = None,
) -> fastapi.FastAPI:
    """The whole web application.

    Args:
        assistant: who answers.
        hosts: names the page may be called by; any other Host header is refused (DNS rebinding).
        library: the documents on disk: versions, raw texts and feedback; without it these say that they are missing.
        raw_of: where 文本修复对照 gets the raw text of a document, if not from ``library``.
        admin: the desk of 管理; without it there is no such page.
    """
    gr = load_gradio()
    from fastapi import FastAPI, Response
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    from ui.api.mcp_tools import build_mcp
    from ui.api.routes import build_api

    service = Service(assistant, library)
    tools = build_mcp(service)
    from mcp.server.transport_security import TransportSecuritySettings

    # Host and origin are checked by our own middleware, for every route alike.
    tools_app = tools.streamable_http_app(
        streamable_http_path="/", json_response=True, stateless_http=True, max_request_body_size=256 * 1024,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )  # fmt: skip

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        async with tools.session_manager.run():
            yield

    app = FastAPI(title=TITLE, docs_url=None, redoc_url=None, openapi_url=None, lifespan=running)

    # Before the mount: a page mounted at the root swallows every route that is added later.
    @app.get("/healthz", include_in_schema=False)
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    kept = {"Cache-Control": "max-age=31536000, immutable"}  # their addresses change with their content

    @app.get("/zc/page.css", include_in_schema=False)
    def stylesheet() -> Response:
        return Response(assets.stylesheet(), media_type="text/css", headers=kept)

    @app.get("/zc/page.js", include_in_schema=False)
    def script() -> Response:
        return Response(assets.script(), media_type="text/javascript", headers=kept)

    @app.get("/zc/admin.css", include_in_schema=False)
    def admin_stylesheet() -> Response:
        return Response(assets.admin_stylesheet(), media_type="text/css")

    @app.get("/zc/words.json", include_in_schema=False)
    def words() -> Response:
        return Response(assets.words(), media_type="application/json", headers=kept)

    app.mount("/api/v1", build_api(service))
    app.mount("/mcp", tools_app)
    if admin is not None:
        from ui.admin.pages import build_admin

        app.mount("/admin", build_admin(admin, service))

    fonts = ("system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif")
    theme = gr.themes.Base(font=fonts, font_mono=("Consolas", "Noto Sans Mono CJK SC", "monospace"))
    raws = raw_of or (library.raw_text if library is not None else None)
    mounted: FastAPI = gr.mount_gradio_app(
        app, build_blocks(service, raws), path="/", theme=theme, show_error=False, footer_links=[],
        run_history=False, enable_monitoring=False, max_file_size=1, pwa=False, mcp_server=False, ssr_mode=False,
    )  # fmt: skip
    mounted.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    mounted.add_middleware(Guard, may_upload=admin.may_upload if admin else None)  # outermost: it sees every answer
    return mounted
