"""Which files an ingest is about, and what tells one of them from another before it is read."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from corpus.errors import UnreadableDocument
from corpus.reading import SUFFIXES

_BLOCK = 1 << 20  # bytes read at a time


def files_in(paths: Iterable[Path]) -> list[Path]:
    """The policy files named, folders expanded (by name, files of a kind that can be read)."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in SUFFIXES)
            if not inside:
                raise UnreadableDocument(f"文件夹 {path} 里没有可读的文件（{'、'.join(SUFFIXES)}）（nothing to read）")
            found += inside
        else:
            found.append(path)
    return found


def digest_of(file: Path) -> str:
    """SHA-256 of a file's bytes, "" where it cannot be read (reading it will say why)."""
    try:
        if not file.is_file():
            return ""
        digest = sha256()
        with file.open("rb") as data:
            while block := data.read(_BLOCK):
                digest.update(block)
    except (OSError, ValueError):
        return ""
    return digest.hexdigest()


def printable(name: str) -> str:
    """A file name on one line, whatever bytes it is made of."""
    return "".join(c if c.isprintable() else "?" for c in name.encode("utf-8", "replace").decode("utf-8"))
