"""Passages: what is searched. One per measure, with its clause's heading in front of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from corpus import Clause, Measure, PartKind, Policy


@dataclass(frozen=True, slots=True)
class Passage:
    """One searchable measure.

    ``text`` is what is indexed (heading and measure); what is quoted is the measure itself.
    """

    id: str  # the measure's id
    policy_id: str
    path: tuple[str, ...]
    measure: int  # position among the clause's measures, from 0
    text: str


def passages_of(policies: Iterable[Policy]) -> tuple[Passage, ...]:
    """Every measure of every clause, introduction and closing, in document order.

    Header data is not searched: the title shares its words with every question about the policy.
    """
    return tuple(
        Passage(measure.id, policy.id, part.path, i, _indexed_text(policy, part, measure))
        for policy in policies
        for part in policy.parts
        if part.kind is not PartKind.HEADER
        for i, measure in enumerate(part.measures)
    )


def digest_of(passages: Iterable[Passage]) -> str:
    """SHA-256 over ids and texts: the same documents cut the same way give the same digest."""
    digest = sha256()
    for passage in passages:
        digest.update(json.dumps([passage.id, passage.text], ensure_ascii=False).encode("utf-8", "replace"))
    return digest.hexdigest()


def _indexed_text(policy: Policy, part: Clause, measure: Measure) -> str:
    headings = [
        other.heading
        for other in policy.parts
        if other.heading and len(other.path) < len(part.path) and part.path[: len(other.path)] == other.path
    ]
    return "\n".join([*headings, *([part.heading] if part.heading else []), measure.text])
