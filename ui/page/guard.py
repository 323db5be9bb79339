"""Hardening around the whole application: what is let in, what headers go out, and the page made ready.

Three layers keep a document from acting on the page: ``render`` escapes, gradio's sanitiser
filters (no ``gr.HTML`` is used, which does not), and the browser runs only scripts that carry the
nonce of this very response, so that even an unescaped string could not run or fetch anything.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ui.page import assets

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

TITLE = "政策问答"
MAX_BODY = 256 * 1024  # bytes of one request; the longest question takes 8 KB
MAX_BATCH = 2 * 1024 * 1024  # bytes of a batch of enterprises
MAX_UPLOAD = 64 * 1024 * 1024  # bytes of documents that someone who is logged in hands in at once
_POLICY = (
    "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; "
    "img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; script-src 'self' 'nonce-{nonce}'; "
    "connect-src 'self'; font-src 'self' data:; worker-src 'self' blob:"
)
# What the page itself uses of gradio's own interface. The rest (uploads, files, deep links, run
# history, a proxy for foreign addresses) only widens what can go wrong.
_USED = re.compile(r"/gradio_api/(queue/(join|data)|run/predict|heartbeat/\w+|startup-events|cancel|reset|theme\.css)/?")
_PLAIN = ("/admin", "/api/", "/mcp", "/write")  # pages that are served as they are
_UNUSED = ("/pwa_icon", "/monitoring", "/manifest.json", "/login", "/logout", "/token", "/openapi.json", "/docs")

_ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32'"
    " rx='6' fill='%231d3f72'/%3E%3Cpath d='M9 8h14v3H9zm0 7h14v3H9zm0 7h9v3H9z' fill='%23fff'/%3E%3C/svg%3E"
)


class Guard:
    """Hardening around the whole application, for every answer it gives.

    Refuses writes from other sites, bodies over ``MAX_BODY`` and routes the page does not use;
    adds the security headers; and readies the HTML page: Chinese as its language, our two files,
    and this response's nonce on every script. Event streams pass through untouched.
    """

    def __init__(self, app: ASGIApp, may_upload: Callable[[str], bool] | None = None) -> None:
        self.app = app
        self.may_upload = may_upload or (lambda _: False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection; anything that is not HTTP is none of the guard's business."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {key.lower(): value for key, value in scope["headers"]}
        method, path = scope["method"], scope["path"]
        nonce = secrets.token_urlsafe(16)
        def ready(page: str) -> str:
            return page if path.startswith(_PLAIN) else ready_page(page, nonce, assets.version())

        reply = _Reply(send, ready, nonce)
        if (path.startswith("/gradio_api/") and not _USED.fullmatch(path)) or path.startswith(_UNUSED):
            await reply.refuse(404, "没有这个地址。")
            return
        if method not in ("GET", "HEAD") and headers.get(b"sec-fetch-site", b"none") not in (b"none", b"same-origin"):
            await reply.refuse(403, "不接受来自其他网站的请求。")
            return
        body = await _body(receive, headers, self._most(path, headers)) if method not in ("GET", "HEAD") else b""
        if body is None:
            await reply.refuse(413, "请求内容过大。")
            return
        # A compressed page could not be readied; it is small, and the network is a local one.
        scope = {**scope, "headers": [item for item in scope["headers"] if item[0].lower() != b"accept-encoding"]}
        replayed = False

        async def receive_again() -> Message:
            nonlocal replayed
            if method in ("GET", "HEAD") or replayed:
                return await receive()
            replayed = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self.app(scope, receive_again, reply)

    def _most(self, path: str, headers: dict[bytes, bytes]) -> int:
        """Bytes a request may have: a batch of enterprises more than a question, a document more than both."""
        if path == "/api/v1/match/batch":
            return MAX_BATCH
        if path.startswith("/admin/upload") and self.may_upload(headers.get(b"cookie", b"").decode("latin-1")):
            return MAX_UPLOAD
        return MAX_BODY


async def _body(receive: Receive, headers: dict[bytes, bytes], most: int) -> bytes | None:
    """The request's whole body, None if it is larger than allowed (whatever its header claims)."""
    claimed = headers.get(b"content-length", b"0")
    if not claimed.isdigit() or int(claimed) > most:
        return None
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return bytes(body)
        body += message.get("body", b"")
        if len(body) > most:
            return None
        if not message.get("more_body", False):
            return bytes(body)


class _Reply:
    """The way back to the browser: headers on every answer, and the HTML page readied."""

    def __init__(self, send: Send, ready: Callable[[str], str], nonce: str) -> None:
        self._send = send
        self._ready = ready
        self._nonce = nonce
        self._page: Message | None = None
        self._html = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": self._headers(message.get("headers", ()))}
            if any(key == b"content-type" and b"text/html" in value for key, value in message["headers"]):
                self._page = message
                return
        elif message["type"] == "http.response.body" and self._page is not None:
            self._html += message.get("body", b"")
            if message.get("more_body", False):
                return
            body = self._ready(self._html.decode("utf-8")).encode("utf-8")
            kept = [item for item in self._page["headers"] if item[0] != b"content-length"]
            kept += [(b"content-length", str(len(body)).encode()), (b"cache-control", b"no-store")]
            await self._send({**self._page, "headers": kept})
            message = {"type": "http.response.body", "body": body}
        await self._send(message)

    def _headers(self, given: Sequence[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        # gradio answers any Origin with "allowed"; nothing here is meant for another site.
        kept = [(key.lower(), value) for key, value in given if not key.lower().startswith(b"access-control-")]
        return [
            *kept,
            (b"content-security-policy", _POLICY.format(nonce=self._nonce).encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"x-frame-options", b"DENY"),
            (b"referrer-policy", b"no-referrer"),
            (b"cross-origin-opener-policy", b"same-origin"),
            (b"cross-origin-resource-policy", b"same-origin"),
        ]

    async def refuse(self, status: int, words: str) -> None:
        """Answer at once with one line."""
        body = words.encode("utf-8")
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
        await self({"type": "http.response.start", "status": status, "headers": headers})
        await self({"type": "http.response.body", "body": body})


def ready_page(page: str, nonce: str, version: str) -> str:
    """gradio's HTML page in Chinese, with our files and the nonce, without its advertising tags."""
    page = re.sub(r'<meta\s+(?:property="og:|name="twitter:)[^>]*>', "", page)
    page = re.sub(r'<link rel="manifest"[^>]*>', "", page)
    page = page.replace('lang="en"', 'lang="zh-CN"', 1)
    # The script is neither deferred nor a module: it has to set the language before gradio looks.
    ours = (
        f'<title>{TITLE}</title><link rel="icon" href="{_ICON}">'
        f'<link rel="stylesheet" href="./zc/page.css?v={version}"><script src="./zc/page.js?v={version}"></script>'
    )
    page = page.replace("<style>", ours + "<style>", 1)
    return page.replace("<script", f'<script nonce="{nonce}"')
