"""What the tests of the corpus room share: cases kept as data, and the Chengdu policy read once."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

import corpus
from corpus.parsing import parse_policy
from corpus.policy import Policy
from corpus.reading import RawDocument, read_document
from corpus.repair import RepairedText

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
CASES = Path(__file__).resolve().parent / "cases"


def cases(name: str) -> list[Any]:
    """The cases of one file as parameters; one marked "fail" is a known failure and must go on failing.

    When a change mends a known failure its test fails (strictly): set its "expect" to "pass".
    """
    found = json.loads((CASES / name).read_text(encoding="utf-8"))
    labels = [case["label"] for case in found]
    assert len(set(labels)) == len(labels), f"two cases in {name} share a label"
    return [
        pytest.param(
            case,
            id=case["label"],
            marks=[pytest.mark.xfail(strict=True, reason=case["comment"])] if case["expect"] == "fail" else [],
        )
        for case in found
    ]


def chengdu_file() -> Path:
    """The Chengdu policy as it came, damage and all."""
    (path,) = (Path(corpus.__file__).parent / "documents").glob("000_*.txt")
    return path


@lru_cache(maxsize=1)
def chengdu() -> tuple[RawDocument, Policy, RepairedText]:
    """The Chengdu policy, read and parsed once for all tests."""
    raw = read_document(chengdu_file())
    return (raw, *parse_policy(raw))


@lru_cache(maxsize=1)
def chengdu_facts() -> dict[str, Any]:
    """What a person read off the Chengdu policy: headings, unit notes, who leads, who supports."""
    facts: dict[str, Any] = json.loads((CASES / "chengdu.json").read_text(encoding="utf-8"))
    return facts
