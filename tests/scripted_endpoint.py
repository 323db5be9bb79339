"""A scripted OpenAI-compatible server on loopback: it streams what it is told, or fails as it is told.

Each fault is a function from a handler to nothing: it writes to the socket what such an endpoint would.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Script = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """One request: kept for the test to look at, then answered by the script of its path."""

    server: Server
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(Request(self.path, dict(self.headers), body))
        self.close_connection = True
        with suppress(OSError):  # the client gave up, as it should
            self.server.scripts[self.path.split("/")[1]](self)

    do_GET = do_POST

    def head(self, status: int = 200, kind: str = "text/event-stream", **headers: str) -> None:
        """Status and headers; the body then ends with the connection."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Connection", "close")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def send(self, text: str | bytes) -> None:
        """Text straight to the client."""
        self.wfile.write(text.encode() if isinstance(text, str) else text)
        self.wfile.flush()

    def piece(self, text: Any, finish: str | None = None) -> None:
        """One event of a chat completion stream."""
        choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": finish}
        event = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
        self.send(f"data: {json.dumps(event)}\n\n")

    def complete(self, reason: str = "stop") -> None:
        """The end of a complete reply."""
        self.piece("", reason)
        self.send("data: [DONE]\n\n")

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


@dataclass(frozen=True)
class Request:
    """What the client sent."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass
class Server(ThreadingHTTPServer):
    """The server: ``/name/v1`` behaves as the script of that name."""

    scripts: dict[str, Script]
    requests: list[Request] = field(default_factory=list)
    daemon_threads = True
    block_on_close = False

    def __post_init__(self) -> None:
        ThreadingHTTPServer.__init__(self, ("127.0.0.1", 0), Handler)

    def url(self, name: str) -> str:
        """The base URL under which the endpoint behaves as ``name``."""
        return f"http://127.0.0.1:{self.server_address[1]}/{name}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no error here."""


@contextmanager
def serving(scripts: dict[str, Script]) -> Iterator[Server]:
    """The server while it runs."""
    server = Server(scripts)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def saying(*pieces: str) -> Script:
    """An endpoint that works: it streams ``pieces`` and ends."""

    def script(handler: Handler) -> None:
        handler.head()
        for text in pieces:
            handler.piece(text)
        handler.complete()

    return script


def _hang(handler: Handler) -> None:
    time.sleep(5)


def _hang_after_headers(handler: Handler) -> None:
    handler.head()
    time.sleep(5)


def _drip_headers(handler: Handler) -> None:
    handler.send("HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(100):
        handler.send("x")
        time.sleep(0.05)


def _drip_words(right: str) -> Script:
    def script(handler: Handler) -> None:
        handler.head()
        for character in right * 100:
            handler.piece(character)
            time.sleep(0.05)

    return script


def _drip_keepalives(handler: Handler) -> None:
    handler.head()
    for _ in range(100):
        handler.send(": ping\n\n")
        time.sleep(0.05)


def _endless(text: str) -> Script:
    def script(handler: Handler) -> None:
        handler.head()
        while True:
            handler.piece(text)

    return script


def _endless_line(handler: Handler) -> None:
    handler.head()
    handler.send("data: ")
    while True:
        handler.send("x" * 65536)


def _raw(body: str | bytes, status: int = 200, kind: str = "text/event-stream", **headers: str) -> Script:
    def script(handler: Handler) -> None:
        handler.head(status, kind, **headers)
        handler.send(body)

    return script


def _cut_off(right: str) -> Script:
    def script(handler: Handler) -> None:
        handler.head()
        handler.piece(right)

    return script


def _chunk_cut_off(right: str) -> Script:
    def script(handler: Handler) -> None:
        handler.head(Transfer_Encoding="chunked")
        handler.send("40\r\ndata: {")

    return script


def _reset(handler: Handler) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    handler.connection.close()


def _too_long(right: str) -> Script:
    def script(handler: Handler) -> None:
        handler.head()
        handler.piece(right)
        handler.complete("length")

    return script


def _wrong_shape(content: Any) -> Script:
    def script(handler: Handler) -> None:
        handler.head()
        handler.piece(content)
        handler.complete()

    return script


def faults(right: str) -> dict[str, Script]:
    """Every way to fail, by name; ``right`` is a sentence that would pass its check if the endpoint worked."""
    complete = json.dumps({"choices": [{"message": {"role": "assistant", "content": right}, "finish_reason": "stop"}]})
    return {
        "hangs": _hang,
        "hangs-after-headers": _hang_after_headers,
        "drips-headers": _drip_headers,
        "drips-words": _drip_words(right),
        "drips-keepalives": _drip_keepalives,
        "endless-sentences": _endless(right),
        "endless-thought": _endless("<think>嗯"),
        "endless-line": _endless_line,
        "not-json": _raw("data: {not json\n\ndata: [DONE]\n\n"),
        "deep-json": _raw(f"data: {'[' * 100_000}\n\n"),
        "json-list": _raw("data: [1, 2]\n\ndata: [DONE]\n\n"),
        "binary": _raw(bytes(range(256)) * 8),
        "web-page": _raw("<html>hello</html>", kind="text/html"),
        "no-stream": _raw(complete, kind="application/json"),
        "empty": _raw(""),
        "only-done": _raw("data: [DONE]\n\n"),
        "no-choices": _raw('data: {"choices": []}\n\ndata: [DONE]\n\n'),
        "error-event": _raw('data: {"error": {"message": "sk-secret leaked"}}\n\n'),
        "compressed": _raw(b"\x1f\x8b\x08\x00", Content_Encoding="gzip"),
        "number-for-text": _wrong_shape(7),
        "list-for-text": _wrong_shape([right]),
        "cut-off": _cut_off(right),
        "chunk-cut-off": _chunk_cut_off(right),
        "reset": _reset,
        "too-long": _too_long(right),
        "filtered": _raw('data: {"choices": [{"index": 0, "delta": {}, "finish_reason": "content_filter"}]}\n\ndata: [DONE]\n\n'),
        "too-many-requests": _raw('{"error": {"message": "slow down"}}', 429, "application/json", Retry_After="60"),
        "server-error": _raw("oops", 500, "text/plain"),
        "unauthorised": _raw('{"error": {"message": "bad key"}}', 401, "application/json"),
        "redirects": _raw("", 307, "text/plain", Location="/right/v1/chat/completions"),
        "moved": _raw("", 301, "text/plain", Location="/right/v1/chat/completions"),
    }
