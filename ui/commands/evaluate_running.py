"""What the commands of ``zhengce evaluate`` share: which questions, which system, a run with its progress bar."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import BadInput

if TYPE_CHECKING:
    from eval.gold import GoldItem
    from eval.runner import Run
    from eval.systems import SystemSpec


def items_of(gold: Sequence[Path], split: str) -> tuple[GoldItem, ...]:
    from eval.gold import load_gold

    if split not in ("", "dev", "held"):
        raise BadInput(f"--split 只能是 dev 或 held，不能是 {split}（bad split）")
    return tuple(item for file in gold for item in load_gold(file, split or None))


def spec_of(policy: str, endpoint: str = "", chat: str = "", chat_model: str = "", key_name: str = "", peer: str = "") -> SystemSpec:
    from eval.systems import Chat, Endpoint, Local, Peer

    if sum(map(bool, (endpoint, chat, peer))) > 1:
        raise BadInput("--endpoint、--chat、--peer 只能给出一个（one of them only）")
    home = read_home().home
    if peer:
        return Peer(peer, home, policy)
    if endpoint:
        return Endpoint(endpoint, home if (home / "library.sqlite3").exists() else None, key_name)
    if chat:
        if not chat_model:
            raise BadInput("--chat 还要 --chat-model 给出模型名（name the model）")
        return Chat(chat, chat_model, home, key_name)
    return Local(home, policy)


def asked(spec: SystemSpec, items: Sequence[GoldItem], *, workers: int, fresh: bool) -> Run:
    """Run with a progress bar; what a run broken off has done is taken up, unless ``fresh``."""
    from eval.gold import gold_digest
    from eval.runner.parallel import run_system
    from eval.runner.store import Partial

    partial = Partial.of(runs_folder(), spec.identity(), gold_digest(items))
    if fresh:
        partial.finished()
    done = [] if fresh else list(partial.records())
    if done:
        print(f"接着上次：已有 {len(done)} 题（taken up again）", file=sys.stderr)
    few = len(items) < 100  # opening a second system costs more than it brings
    with bar(len(items), "提问 questions") as told:
        result = run_system(
            spec, items, workers=workers or (1 if few else cores()), done=done, keep=partial.keep,
            progress=lambda count, total, record: told(count, total),
        )  # fmt: skip
    partial.finished()
    return result


@contextmanager
def bar(total: int, name: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda done, of: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns: list[Any] = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()]
    with Progress(*columns, console=Console(stderr=True), transient=True) as drawn:
        task = drawn.add_task(name, total=total)
        yield lambda done, of: drawn.update(task, completed=done, total=of)


def read_home() -> Any:
    from assistant import read_settings

    return read_settings()


def runs_folder() -> Path:
    home: Path = read_home().home
    return home / "runs"


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
