"""Clean texts to measure and train repair on: statutes and policies, each half kept apart.

The texts lie outside the project (``ZHENGCE_SHARED``, by default ``../shared`` beside the project's
root); whoever lacks them gets one clear error. A text belongs to the held-out half by the digest of its
name, so that the halves never move: the language model of ``corpus.repair`` is trained on one half
only, and figures are reported on the other.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import BadInput
from corpus.reading import read_document

_ROOT = Path(__file__).resolve().parent.parent
# Files whose characters are damaged or that are no running text: not clean, so neither trained nor measured on.
_NOT_CLEAN = ("084_",)  # a PDF without a Unicode map


@dataclass(frozen=True, slots=True)
class CleanText:
    """A text as published; ``name`` is a file name or a title, ``kind`` is statute or policy."""

    name: str
    kind: str
    text: str


def shared_folder() -> Path:
    """The folder of shared texts. Raises BadInput where it is absent."""
    folder = Path(os.environ.get("ZHENGCE_SHARED", _ROOT.parent / "shared"))
    if not (folder / "statutes" / "statutes.jsonl").exists():
        raise BadInput(
            f"找不到测量用的文本：{folder}；请用环境变量 ZHENGCE_SHARED 指明其位置"
            "（statutes and policies to measure on are not there）"
        )
    return folder


def is_held_out(name: str) -> bool:
    """True for the half that no model is trained on."""
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 0


def statutes() -> Iterator[CleanText]:
    """The statutes, in the order of the file."""
    with (shared_folder() / "statutes" / "statutes.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield CleanText(row["path"], "statute", row["text"])


def policies() -> Iterator[CleanText]:
    """The policies that are plain text, in the order of their names."""
    for path in sorted((shared_folder() / "policies").glob("*.txt")):
        if not path.name.startswith(_NOT_CLEAN):
            yield CleanText(path.name, "policy", read_document(path).text)
