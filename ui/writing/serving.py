"""Running the page for gold items, on 127.0.0.1 alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ui.page.guard import Guard
from ui.page.serving import listening, run
from ui.writing.app import Known, build_writing

if TYPE_CHECKING:
    import fastapi

    from corpus.policy import Policy
    from eval.gold.annotation import Annotation

HOST = "127.0.0.1"


def build(annotation: Annotation, policies: Sequence[Policy], known: Known = ()) -> fastapi.FastAPI:
    """The whole application: the pages under ``/write``, guarded as the public page is."""
    from fastapi import FastAPI
    from fastapi.responses import RedirectResponse, Response
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/")
    def start() -> Response:
        return RedirectResponse("/write/", 303)

    app.mount("/write", build_writing(annotation, policies, known))
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"], www_redirect=False)
    app.add_middleware(Guard)
    return app


def serve(annotation: Annotation, policies: Sequence[Policy], known: Known, port: int) -> None:
    """Serve until interrupted. Raises SystemExit with one line where the port cannot be used."""
    bound = listening(HOST, port)
    run(build(annotation, policies, known), bound, HOST, "写题页面", lifespan="off")
