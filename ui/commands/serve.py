"""The commands about the page: serve, password."""

from __future__ import annotations

import gc
import sys

import typer

from corpus.errors import BadInput


def run_serve(host: str, port: int) -> int:
    """Serve until interrupted. Raises BadInput for an impossible port, NotReady without library, index or model."""
    from assistant import open_library, read_settings
    from assistant.wiring import open_live_assistant
    from ui.admin.desk import AdminDesk

    settings = read_settings()
    if not 0 <= port <= 65535:
        raise BadInput(f"端口 {port} 无效；请用 1 到 65535（bad port）")
    gc.disable()  # nothing read at the start is garbage, and looking for some took a quarter of it; ``serve`` turns it on again
    assistant = open_live_assistant(settings)
    from ui.page import serve

    library = open_library(settings)
    desk = AdminDesk(settings, library)
    serve(
        assistant, host=host or settings.host, port=port or settings.port, hosts=settings.allowed_hosts, library=library,
        admin=desk if desk.door.exists else None,
    )  # fmt: skip
    return 0


def run_password(*, from_stdin: bool) -> int:
    """Set the password of 管理. Raises BadInput for a weak one."""
    from assistant import read_settings
    from ui.admin.door import set_password

    if from_stdin:
        given = sys.stdin.readline().rstrip("\n")
    else:
        given = typer.prompt("新的管理密码", hide_input=True, confirmation_prompt="再输入一次")
    set_password(read_settings().home / "admin.json", given)
    print("管理密码已设置；重新启动 zhengce serve 后在 /admin 登录。")
    return 0
