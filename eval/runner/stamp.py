"""Which system gave a run: commit, machine, settings without their secrets, memory."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import resource
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def _git(*arguments: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", "-C", str(ROOT), *arguments], capture_output=True, text=True, timeout=10, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def commit() -> tuple[str, bool]:
    """The commit of this project and whether its tree has changes; ("", False) if it has no commit."""
    top = _git("rev-parse", "--show-toplevel")
    if not top or Path(top).resolve() != ROOT:  # an unpacked copy inside somebody else's repository
        return "", False
    found = _git("rev-parse", "--verify", "--quiet", "HEAD")
    return (found, bool(_git("status", "--porcelain", "--untracked-files=no"))) if found else ("", False)


def tree_digest() -> str:
    """A digest of commit and uncommitted changes: a run is only taken up again by the program that began it."""
    state = f"{_git('rev-parse', 'HEAD') or ''}\n{_git('diff', 'HEAD') or ''}"
    return hashlib.sha256(state.encode("utf-8", "surrogateescape")).hexdigest()


def machine() -> str:
    """System, cores and Python, without the host's name."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{platform.system()} {platform.machine()}, {cores} cores, Python {platform.python_version()}"


def peak_memory() -> float:
    """The most memory this process has held, in MB (10⁶ bytes)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


_SECRET = re.compile(r"(?i)api_?key|secret|passw|credential|authorization|(?:^|_)token$")


def plain(value: Any, name: str = "") -> Any:
    """The value as JSON can hold it; what stands under a secret-looking name is masked."""
    if _SECRET.search(name) and value:
        return "***"
    if isinstance(value, Mapping):
        return {str(key): plain(inner, str(key)) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        inner = [plain(part) for part in value]
        return sorted(inner, key=str) if isinstance(value, set | frozenset) else inner
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
