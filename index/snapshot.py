"""Snapshots: an index on disk, built aside and swapped in by one rename.

An index is one immutable folder under ``index/``, named in ``index/CURRENT``. A crash leaves the old
index or the new one, never half of either. What does not fit is reported with all its reasons.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from corpus import IndexMissing, IndexStale

MEND = "请运行 zhengce ingest 重建索引"
PARTS = frozenset({
    "vectors.faiss", "headings.npy", "phrases.npy", "background.npy", "spelling.json", "measures/frequency.json",
    "clauses/frequency.json",
})


def current_directory(home: Path) -> Path:
    """The folder of the current index. Raises IndexMissing."""
    pointer = home / "CURRENT"
    try:
        directory = home / pointer.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        raise IndexMissing("还没有索引；请先运行 zhengce ingest（no index yet）") from None
    if not directory.is_dir():
        raise IndexMissing(f"索引文件夹 {directory.name} 不见了；{MEND}（index folder is gone）")
    return directory


_IN_WORDS = {
    "format": "索引格式", "encoder": "向量模型", "weights": "权重类型", "dimension": "向量维数",
    "model_digest": "模型文件", "segmenter": "分词方法", "library_digest": "政策库内容",
    "passages_digest": "条款切分", "passages": "条款数", "background": "参照问题",
}


def misfits(stored: dict[str, Any], wanted: dict[str, Any]) -> list[str]:
    """Everything in which the stored index differs from what is wanted, in words."""
    found = []
    for key, name in _IN_WORDS.items():
        if stored.get(key) != wanted[key]:
            shown = "" if key.endswith(("digest", "background")) else f"（索引为 {stored.get(key)}，现为 {wanted[key]}）"
            found.append(f"{name}不同{shown}")
    return found


def damaged(directory: Path, manifest: dict[str, Any]) -> list[str]:
    """Every file that is missing or not what the manifest says, in words."""
    found = []
    listed = manifest.get("files")
    if not isinstance(listed, dict) or not set(listed) >= PARTS:
        return ["说明文件不完整"]
    for name, digest in sorted(listed.items()):
        path = directory / name
        if not path.is_file():
            found.append(f"缺少文件 {name}")
        elif digest_of_file(path) != digest:
            found.append(f"文件 {name} 已损坏")
    return found


def read_manifest(directory: Path) -> dict[str, Any]:
    """The manifest of a stored index. Raises IndexStale."""
    try:
        manifest = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise IndexStale(f"索引的说明文件 manifest.json 缺失或损坏。{MEND}（manifest unreadable）") from None
    if not isinstance(manifest, dict):
        raise IndexStale(f"索引的说明文件 manifest.json 已损坏。{MEND}（manifest unreadable）")
    return manifest


def store(home: Path, manifest: dict[str, Any], write: Callable[[Path], None]) -> None:
    """Let ``write`` fill a folder aside, add the manifest with the digests of its files, and swap it in."""
    home.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".building-", dir=home))
    try:
        write(aside)
        files = {
            path.relative_to(aside).as_posix(): digest_of_file(path) for path in sorted(aside.rglob("*")) if path.is_file()
        }
        manifest["files"] = files
        written = json.dumps(manifest, ensure_ascii=False, indent=1)
        (aside / "manifest.json").write_text(written, encoding="utf-8")
        # The random ending keeps a rebuild of the same documents from touching the one in use.
        name = f"snapshot-{sha256(written.encode()).hexdigest()[:8]}-{aside.name[-8:]}"
        os.replace(aside, home / name)
        pointer = home / ".CURRENT"
        with pointer.open("w", encoding="utf-8") as out:
            out.write(name + "\n")
            out.flush()
            os.fsync(out.fileno())
        os.replace(pointer, home / "CURRENT")
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    for old in home.glob("snapshot-*"):  # nothing else in this folder is ours to remove
        if old.is_dir() and old.name != name:
            shutil.rmtree(old, ignore_errors=True)


def digest_of_file(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    return sha256(path.read_bytes()).hexdigest()
