"""The work behind 管理: documents handed in, looked at, let in or turned away; the index rebuilt in the background."""

from __future__ import annotations

import logging
import re
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant import Settings, build_index
from corpus.errors import BadInput, ZhengceError
from corpus.inspection import Inspection
from corpus.library import IngestReport, Library
from corpus.policy import Policy
from ui.admin.audit import Audit
from ui.admin.door import Door

log = logging.getLogger(__name__)

MOST_WAITING = 50  # documents that wait for a decision
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f/\\\\:*?\"<>|\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document that was handed in and read, and what a person should look at before it is let in.

    Attributes:
        problem: why it cannot be read; then ``policy`` and ``inspection`` are None.
    """

    key: str
    file: Path
    policy: Policy | None
    inspection: Inspection | None
    problem: str = ""


@dataclass
class Rebuild:
    """How far a rebuild of the index is."""

    done: int = 0
    total: int = 0
    running: bool = False
    seconds: float = 0.0
    problem: str = ""


@dataclass
class AdminDesk:
    """Everything 管理 does; safe to call from several threads."""

    settings: Settings
    library: Library
    rebuild: Rebuild = field(default_factory=Rebuild)

    def __post_init__(self) -> None:
        self.door = Door(self.settings.home / "admin.json")
        self.audit = Audit(self.settings.home / "audit.jsonl")
        self._waiting: dict[str, Waiting] = {}
        self._lock = threading.Lock()

    def may_upload(self, cookies: str) -> bool:
        """Whether a Cookie header belongs to someone who is logged in; asked before a large body is read."""
        found = re.search(r"(?:^|;\s*)zc_admin=([\w-]{20,80})", cookies)
        return found is not None and self.door.session(found[1]) is not None

    # ---- documents --------------------------------------------------------------------------------

    def waiting(self) -> Sequence[Waiting]:
        """What waits for a decision, the oldest first."""
        return tuple(self._waiting.values())

    def hand_in(self, name: str, content: bytes) -> Waiting:
        """Keep a file aside, read it as an ingest would, and say what is doubtful. Raises BadInput."""
        safe = safe_name(name)
        if not content:
            raise BadInput(f"{safe} 是空文件。")
        with self._lock:
            if len(self._waiting) >= MOST_WAITING:
                raise BadInput(f"已有 {MOST_WAITING} 份文件等待处理，请先决定它们的去留。")
            key = secrets.token_hex(8)
        folder = self.settings.home / "incoming" / key
        folder.mkdir(parents=True)
        file = folder / safe
        file.write_bytes(content)
        try:
            policy, inspection = self.library.examine(file)
            waiting = Waiting(key, file, policy, inspection)
        except ZhengceError as error:
            waiting = Waiting(key, file, None, None, str(error))
        with self._lock:
            self._waiting[key] = waiting
        return waiting

    def decide(self, key: str, let_in: bool) -> IngestReport | None:
        """Let a waiting document into the library (a known name becomes a new version), or drop it. Raises BadInput."""
        with self._lock:
            waiting = self._waiting.pop(key, None)
        if waiting is None:
            raise BadInput("这份文件已处理过，或服务重启后已不在等待列表。")
        try:
            if not let_in:
                return None
            kept = self.settings.home / "documents" / waiting.file.name
            kept.parent.mkdir(parents=True, exist_ok=True)
            waiting.file.replace(kept)
            return next(iter(self.library.ingest([kept])))
        finally:
            shutil.rmtree(waiting.file.parent, ignore_errors=True)

    def sizes(self) -> list[tuple[str, str]]:
        """What takes room on the disk and in memory."""
        home, library = self.settings.home, self.settings.library_file
        parts = (("政策库文件", library), ("索引", self.settings.index_home), ("上传的文件", home / "documents"), ("评测结果", home / "runs"), ("审计日志", home / "audit.jsonl"))
        rows = [(name, f"{_bytes(path) / 1e6:.1f} MB") for name, path in parts if path.exists()]
        free = f"{shutil.disk_usage(home).free / 1e9:.1f} GB"
        resident = next((line.split()[1] for line in _own_status() if line.startswith("VmRSS:")), "")
        return [*rows, ("磁盘剩余", free), *([("本进程内存", f"{int(resident) / 1024:.0f} MB")] if resident.isdecimal() else [])]

    # ---- the index --------------------------------------------------------------------------------

    def start_rebuild(self, build: Callable[..., object] = build_index) -> bool:
        """Rebuild the index in the background; False if that is under way already."""
        with self._lock:
            if self.rebuild.running:
                return False
            self.rebuild = Rebuild(running=True)
        threading.Thread(target=self._rebuild, args=(build,), daemon=True).start()
        return True

    def _rebuild(self, build: Callable[..., object]) -> None:
        state, began = self.rebuild, time.monotonic()

        def progress(done: int, total: int) -> None:
            state.done, state.total = done, total

        try:
            build(self.settings, progress)
        except ZhengceError as error:
            state.problem = str(error)
        except Exception:
            log.exception("the index could not be rebuilt")
            state.problem = "重建索引时出错，请查看服务日志。"
        state.seconds, state.running = time.monotonic() - began, False


def _bytes(path: Path) -> int:
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files)


def _own_status() -> list[str]:
    """What Linux says of this process; nothing elsewhere."""
    try:
        return Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return []


def safe_name(name: str) -> str:
    """A file name without folders, hidden characters or a leading dot.

    >>> safe_name("../../etc/通知<1>.txt"), safe_name(".."), safe_name("")
    ('通知1.txt', '未命名文件', '未命名文件')
    """
    last = re.split(r"[/\\\\]", name)[-1]
    clean = _UNSAFE.sub("", last).strip(" .")
    stem, dot, ending = clean.rpartition(".")
    return (f"{stem[:100]}{dot}{ending[:10]}" if dot else clean[:100]) or "未命名文件"
