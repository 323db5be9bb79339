"""Ours, through the contract that anybody has: ``zhengce ask --batch FILE --json``."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import ZhengceError
from corpus.files import write_whole
from eval.peers.questions import Question
from eval.peers.records import Given, Passage

_ROOT = Path(__file__).resolve().parents[2]
NAME = "zhengce (ours)"


def build_library(home: Path, files: Sequence[Path]) -> None:
    """A library of ``files`` at ``home``, as today's code reads them; built anew where code or files have changed.

    Files that ours refuses are in nobody's corpus. Raises ZhengceError where nothing could be ingested.
    """
    stamp, wanted = home / "comparison.stamp", _digest(files)
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    print(f"building {home.name} …", file=sys.stderr, flush=True)
    shutil.rmtree(home, ignore_errors=True)
    _run(home, ["ingest", *map(str, files)], accept=(0, 2))
    write_whole(stamp, wanted)


def _digest(files: Sequence[Path]) -> str:
    """Of the code that reads and indexes, and of the names and sizes of the files."""
    digest = hashlib.sha256()
    for code in sorted([*(_ROOT / "corpus").rglob("*.py"), *(_ROOT / "index").rglob("*.py")]):
        digest.update(code.read_bytes())
    for file in sorted(found for path in files for found in ([path] if path.is_file() else path.rglob("*"))):
        digest.update(f"{file.name} {file.stat().st_size}\n".encode())
    return digest.hexdigest()


def ask_all(home: Path, questions: Sequence[Question]) -> list[Given]:
    """The answers to all questions, in order, by one process of the command line."""
    with tempfile.TemporaryDirectory() as folder:
        batch = Path(folder) / "questions.jsonl"
        lines = [{"id": q.id, "question": q.question, "history": [{"q": h} for h in q.history]} for q in questions]
        batch.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
        printed = _run(home, ["ask", "--batch", str(batch), "--json"])
    return [_given(json.loads(line)) for line in printed.splitlines()]


def _given(record: dict[str, object]) -> Given:
    units: dict[str, list[str]] = record["units"]  # type: ignore[assignment]
    citations: list[dict[str, object]] = record["citations"]  # type: ignore[assignment]
    passages = () if record["refused"] else tuple(
        Passage(str(c["source"]), int(str(c["start"])), int(str(c["end"]))) for c in citations
    )
    return Given(
        passages, str(record["answer"]), float(str(record["seconds"])),
        lead=tuple(units["lead"]), supporting=tuple(units["supporting"]),
    )  # fmt: skip


def _run(home: Path, arguments: list[str], accept: tuple[int, ...] = (0,)) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "ui.cli", *arguments], cwd=_ROOT, capture_output=True, text=True, check=False,
        env=os.environ | {"ZHENGCE_HOME": str(home), "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    if done.returncode not in accept:
        raise ZhengceError(f"zhengce {arguments[0]} 失败：{done.stderr.strip()[-300:]}（our command failed）")
    return done.stdout
