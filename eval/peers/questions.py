"""The questions of the comparison, with the place of their gold clauses in the repaired text.

A gold clause is a path (``["四", "（一）", "1"]``) or, in the Chengdu file, a number alone (``"五"``). Its place comes
from the labels made by hand (eval/gold/policies: first and last twelve characters), where the file has some, else
from our own reading. A question none of whose clauses can be placed leaves the measures on clauses, not the others;
the table says how many. Where a document lies in two files (a PDF and its text), either is right.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import Policy
from eval.peers.records import Passage

_GOLD = Path(__file__).resolve().parent.parent / "gold"
_CHENGDU = "chengdu.jsonl"
_KEY_OF_TITLE = 8  # characters of a part's title that a path element is compared by


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        history: the earlier questions, oldest first.
        sources: files in which the right document lies; empty where no policy is meant.
        places: of the gold clauses, in every file of ``sources``; empty where none is asked for or none found.
        units: every gold unit, None where units are not asked for; lead, supporting likewise.
    """

    id: str
    question: str
    history: tuple[str, ...]
    answerable: bool
    sources: frozenset[str]
    places: tuple[Passage, ...]
    has_clauses: bool
    lead: tuple[str, ...] | None
    supporting: tuple[str, ...] | None


def read_questions(policies: Sequence[Policy], split: str = "dev") -> list[Question]:
    """The questions of ``split`` of every gold file, in order."""
    by_source = {policy.source: policy for policy in policies}
    found = []
    for name in (_CHENGDU, "library_a.jsonl", "library_b.jsonl"):
        for line in (_GOLD / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["split"] != split:
                continue
            source = row.get("policy") or (_chengdu(policies) if name == _CHENGDU and row["clauses"] else None)
            twins = _twins(by_source[source], policies) if source in by_source else []
            found.append(_question(name, row, source, twins))
    return found


def _question(name: str, row: dict[str, Any], source: str | None, twins: list[Policy]) -> Question:
    places = [place for twin in twins for path in row["clauses"] for place in _places(twin, _path(path))]
    return Question(
        f"{name.removesuffix('.jsonl')}/{row['id']}", row["question"], tuple(turn["q"] for turn in row.get("history") or []),
        row["answerable"], frozenset([*(twin.source for twin in twins), *([source] if source else [])]),
        tuple(dict.fromkeys(places)), bool(row["clauses"]) and row["answerable"], _names(row["lead"]), _names(row["supporting"]),
    )  # fmt: skip


def _chengdu(policies: Sequence[Policy]) -> str | None:
    documents = Path(__file__).resolve().parents[2] / "corpus" / "documents"
    shipped = {file.name for file in documents.iterdir()}
    return next((policy.source for policy in policies if policy.source in shipped), None)


def _names(names: list[str] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(names)


def _path(path: str | list[str]) -> tuple[str, ...]:
    return tuple(_folded(step) for step in ([path] if isinstance(path, str) else path))


def _twins(policy: Policy, policies: Sequence[Policy]) -> list[Policy]:
    """The policy and its copies in other files: the same title or number."""
    return [
        other for other in policies
        if other.source == policy.source or _folded(other.title) == _folded(policy.title)
        or (policy.doc_number and other.doc_number == policy.doc_number)
    ]  # fmt: skip


def _places(policy: Policy, path: tuple[str, ...]) -> list[Passage]:
    labelled = _labelled(policy, path)
    if labelled:
        return labelled
    steps = {part.id: tuple(_folded(step) for step in part.path) for part in policy.parts}
    for fits in (lambda s: s[: len(path)] == path, lambda s: _tail_fits(s, path), lambda s: _subsequence(s, path)):
        spans = [part.span for part in policy.parts if fits(steps[part.id])]
        if spans:
            return [Passage(policy.source, span.start, span.end) for span in spans]
    return []


def _tail_fits(steps: tuple[str, ...], path: tuple[str, ...]) -> bool:
    """Whether ``path`` stands in ``steps`` in one piece: part titles may stand in front, sub-clauses behind."""
    return any(steps[i : i + len(path)] == path for i in range(len(steps) - len(path) + 1))


def _subsequence(steps: tuple[str, ...], path: tuple[str, ...]) -> bool:
    rest = iter(steps)
    return all(any(_same(step, other) for other in rest) for step in path)


def _same(a: str, b: str) -> bool:
    return a == b or (len(a) >= _KEY_OF_TITLE and a[:_KEY_OF_TITLE] == b[:_KEY_OF_TITLE])


def _labelled(policy: Policy, path: tuple[str, ...]) -> list[Passage]:
    """The clauses at or below ``path`` of the hand-made labels, found by their first and last characters."""
    file = _GOLD / "policies" / f"{policy.source[:3]}.json"
    if not file.exists() or (labels := json.loads(file.read_text(encoding="utf-8")))["file"] != policy.source:
        return []
    kept = [i for i, char in enumerate(policy.text) if not char.isspace()]
    bare = "".join(policy.text[i] for i in kept)
    found = []
    at = 0
    for clause in labels["clauses"]:
        begins, ends = ("".join(clause[key].split()) for key in ("begins", "ends"))
        first = bare.find(begins, at)
        last = bare.find(ends, first) if first >= 0 else -1
        if last < 0:
            continue
        at = first
        if _path(clause["path"])[: len(path)] == path:
            found.append(Passage(policy.source, kept[first], kept[last + len(ends) - 1] + 1))
    return found


def _folded(text: str) -> str:
    """Width and spaces aside, brackets gone: （三） and (三) are one number."""
    return re.sub(r"[\s()（）、.．]", "", unicodedata.normalize("NFKC", text))
