"""Running the page: the address is claimed first, printed once it answers, and left in silence."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import gc
import socket
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from ui.page.app import LOCAL_HOSTS, build_app
from ui.page.guard import TITLE

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from corpus.library import Library
    from ui.admin.desk import AdminDesk
    from ui.page.repairs import RawOf
    from ui.service import Answerer

_M_ARENA_MAX, _M_MMAP_THRESHOLD = -8, -3  # of mallopt(3)


def listening(host: str, port: int) -> socket.socket:
    """A socket bound to the address, or one clear line and the end of the program."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        reason = {
            errno.EADDRINUSE: f"端口 {port} 已被占用，请关闭占用它的程序，或换一个端口。",
            errno.EACCES: f"没有权限使用端口 {port}，请换用 1024 以上的端口。",
            errno.EADDRNOTAVAIL: f"本机没有地址 {host}，请改用 127.0.0.1 或本机的内网地址。",
        }.get(error.errno or 0, f"无法在 {host}:{port} 上提供服务：{error.strerror or error}。")
        print(reason, file=sys.stderr, flush=True)
        raise SystemExit(2) from None
    return bound


def _give_memory_back() -> None:
    """Keep the C library from hoarding: by default every thread has a heap of its own that only ever grows.

    With two heaps, and large blocks returned when they are freed, a server that answers for days stays at its size.
    Elsewhere than on glibc there is nothing to set.
    """
    with contextlib.suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_M_ARENA_MAX, 2)
        mallopt(_M_MMAP_THRESHOLD, 256 * 1024)


def serve(
    assistant: Answerer,
    host: str = "127.0.0.1",
    port: int = 7860,
    *,
    hosts: Sequence[str] = (),
    library: Library | None = None,
    raw_of: RawOf | None = None,
    admin: AdminDesk | None = None,
) -> None:
    """Serve the page until interrupted; the address is printed once it really answers.

    Args:
        assistant: who answers.
        host: address to listen on.
        port: port to listen on; 0 takes a free one.
        hosts: further names the page may be called by, such as its name on the intranet.
        library: the documents on disk: versions, raw texts, feedback.
        raw_of: where 文本修复对照 gets the raw text of a document, if not from ``library``.
        admin: the desk of 管理; without it there is no such page.

    Raises:
        SystemExit: with status 2 and one line on stderr, if the address cannot be used.
    """
    _give_memory_back()
    bound = listening(host, port)  # before the slow imports: a taken port should say so at once
    allowed = tuple(dict.fromkeys((*LOCAL_HOSTS, *(() if host in ("0.0.0.0", "::", "") else (host,)), *hosts)))
    app = build_app(assistant, hosts=allowed, library=library, raw_of=raw_of, admin=admin)
    gc.freeze()  # what is there now stays: it need not be looked through again
    gc.enable()
    run(app, bound, host, TITLE)


def run(app: ASGIApp, bound: socket.socket, host: str, title: str, *, lifespan: Literal["auto", "off"] = "auto") -> None:
    """Serve an application on a socket until interrupted; the address is printed once it really answers. ``lifespan`` off
    is for one that has nothing to start or stop: waiting for its end would be told as an error at Ctrl+C."""
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets=sockets)
            if self.started:
                shown = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host
                shown = f"[{shown}]" if ":" in shown else shown
                print(f"{title}已启动：http://{shown}:{bound.getsockname()[1]}（按 Ctrl+C 停止）", flush=True)

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            # Every open page holds an event stream that never ends by itself; cut off by the time
            # limit it would end in a traceback, closed here it ends in silence.
            for connection in list(self.server_state.connections):
                transport = getattr(connection, "transport", None)
                if transport is not None:
                    transport.close()
            await super().shutdown(sockets=sockets)

    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=3, lifespan=lifespan
    )
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl+C is how one stops it, not an error
        Server(config).run(sockets=[bound])
