"""corpus.repair on text that is not damaged: statutes and policies must come out as they went in."""

from __future__ import annotations

import json
import random
from functools import lru_cache
from pathlib import Path

import pytest
from corpus_cases import SHARED

from corpus.reading import read_document
from corpus.repair import RepairedText, Step, language, repair

STATUTES = SHARED / "statutes" / "statutes.jsonl"
POLICIES = SHARED / "policies"
SEED = 20261123
SAMPLE = 100

# Files with visible damage: single Traditional characters that a converter left in a Simplified text. Each
# was read by eye; nothing else of theirs may change.
STRAY_TRADITIONAL = {"後": "后", "馀": "余"}
VISIBLY_DAMAGED = {"032": 7, "034": 1, "036": 2, "047": 12, "049": 1, "050": 3}  # number: characters

needs_statutes = pytest.mark.skipif(not STATUTES.exists(), reason=f"the shared statutes are not at {STATUTES}")
needs_policies = pytest.mark.skipif(not POLICIES.is_dir(), reason=f"the shared policies are not at {POLICIES}")


def han(text: str) -> list[str]:
    """The Chinese characters of a text, in order."""
    return [c for c in text if "\u3400" <= c <= "\u9fff" or "\U00020000" <= c <= "\U0003ffff"]


def edits_of_han(repaired: RepairedText) -> list[Step]:
    """Steps that change, add or remove a Chinese character, furniture lines apart."""
    return [s for s in repaired.steps if s.fixer != "furniture" and han(s.before) != han(s.after)]


@lru_cache(maxsize=1)
def statutes() -> tuple[tuple[str, str], ...]:
    """Title and text of a fixed sample of the statutes."""
    rows = [json.loads(line) for line in STATUTES.read_text(encoding="utf-8").splitlines()]
    return tuple((row["title"], row["text"]) for row in random.Random(SEED).sample(rows, SAMPLE))


def policy_files() -> list[Path]:
    """The shared policies that are plain text, 084 apart (a PDF without a Unicode map: nothing to save)."""
    found = [*POLICIES.glob("*.txt"), *POLICIES.glob("*.json")] if POLICIES.is_dir() else []
    return sorted(path for path in found if not path.name.startswith("084_")) or [POLICIES / "absent.txt"]


@needs_statutes
def test_no_chinese_character_of_a_statute_is_touched() -> None:
    """Of 100 statutes, some 600,000 characters, not one Chinese character is changed, added or removed."""
    offenders = []
    characters = 0
    for title, text in statutes():
        repaired = repair(text)
        characters += len(han(text))
        offenders += [(title, s.fixer, s.before, s.after) for s in edits_of_han(repaired)]
        if han(repaired.text) != han(text):
            offenders.append((title, "unaccounted", "", ""))
    assert characters > 300_000
    assert offenders == []


@needs_statutes
def test_a_statute_keeps_its_stops_and_its_lines() -> None:
    """Of 100 statutes at most 5 in 100,000 characters change at all, blank and invisible ones apart."""
    changed = total = 0
    for _, text in statutes():
        total += len(text)
        changed += sum(1 for s in repair(text).steps if s.before.strip("\u00a0\u200b\ufeff\r\n \u3000"))
    assert total > 300_000
    assert changed * 100_000 <= 5 * total


@needs_statutes
def test_where_nothing_is_damaged_little_is_weighed(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a hundred clean statutes the language model is asked at most once in twenty characters."""
    asked, model = [0], language.model

    def counted() -> tuple[dict[str, float], dict[str, float]]:
        asked[0] += 1
        return model()

    monkeypatch.setattr(language, "model", counted)
    for _, text in statutes():
        repair(text)
    assert 0 < asked[0] * 20 <= sum(len(text) for _, text in statutes())


@needs_policies
@pytest.mark.parametrize("path", policy_files(), ids=lambda path: path.name[:3])
def test_no_chinese_character_of_a_policy_is_touched(path: Path) -> None:
    """Page furniture and visible damage apart, a real policy keeps every Chinese character."""
    repaired = repair(read_document(path).text)
    offenders = [(s.fixer, s.before, s.after) for s in edits_of_han(repaired)]
    mended = [o for o in offenders if STRAY_TRADITIONAL.get(o[1]) == o[2]]
    assert len(mended) == VISIBLY_DAMAGED.get(path.name[:3], 0), offenders
    assert len(offenders) == len(mended), offenders


@needs_policies
@pytest.mark.parametrize("path", policy_files(), ids=lambda path: path.name[:3])
def test_furniture_dropped_from_a_policy_is_whole_short_lines(path: Path) -> None:
    """What goes as page furniture is a whole line of at most 40 characters without a full stop, or stands on every page."""
    raw = read_document(path).text
    for step in repair(raw).steps:
        if step.fixer == "furniture" and han(step.before):
            assert step.before.endswith("\n") or step.raw_end == len(raw)
            assert len(step.before.strip()) <= 40 or raw.count(step.before.strip()) > 1
            assert "。" not in step.before


@needs_policies
def test_genuinely_traditional_documents_stay_traditional() -> None:
    """The laws of Taiwan among the shared policies take no step towards Simplified."""
    seen = 0
    for path in policy_files():
        if "_tw_" in path.name:
            seen += 1
            assert [s for s in repair(read_document(path).text).steps if s.fixer == "script"] == []
    assert seen >= 3
