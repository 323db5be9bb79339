"""Passages: what is searched. One per measure.

Words are looked up in heading and measure together; meaning is compared with each phrase of the
measure, because one vector for a sentence that promises five things is near to none of them. On 272
development questions the right clause came first for 0.73 with one vector a measure (heading
included), 0.77 without the heading, 0.82 with one vector a phrase (words not used; eval/ablation.py).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from corpus import PartKind, Policy

# Characters of a phrase: 20–24 did best on the development questions, 14 to 28 are within a point.
_PHRASE = 24
_NOT_SEARCHED = (PartKind.HEADER, PartKind.FURNITURE)


@dataclass(frozen=True, slots=True)
class Passage:
    """One searchable measure.

    ``text`` (headings and measure) is searched by words, each of ``phrases`` by meaning; what is
    quoted is the measure itself.
    """

    id: str  # the measure's id
    policy_id: str
    clause_id: str
    path: tuple[str, ...]
    measure: int  # position among the clause's measures, from 0
    text: str
    phrases: tuple[str, ...]
    heading: str = ""  # the headings above the measure, outermost first, joined by spaces


def passages_of(policies: Iterable[Policy]) -> tuple[Passage, ...]:
    """Every measure of every clause, introduction and closing, in document order.

    Header data is not searched: the title shares its words with every question about the policy. Menus and
    tables of contents repeat the words of clauses and are never cited.
    """
    found = []
    for policy in policies:
        headings: dict[tuple[str, ...], str] = {}  # of the parts so far: numbers may start anew in an annex
        for part in policy.parts:
            headings[part.path] = part.heading
            if part.kind in _NOT_SEARCHED:
                continue
            above = [headings[part.path[:n]] for n in range(1, len(part.path) + 1) if headings.get(part.path[:n])]
            found += [
                Passage(
                    measure.id, policy.id, part.id, part.path, i, "\n".join([*above, measure.text]),
                    phrases_of(measure.text), " ".join(above),
                )
                for i, measure in enumerate(part.measures)
            ]
    return tuple(found)


def phrases_of(measure: str) -> tuple[str, ...]:
    """The measure cut at commas into phrases of up to 24 characters; a longer one stays whole.

    >>> phrases_of("建立教师共享中心，推动优秀教师跨校走教、资源共享，确保优秀教师愿意去。")
    ('建立教师共享中心，推动优秀教师跨校走教、资源共享', '确保优秀教师愿意去。')
    """
    phrases: list[str] = []
    current = ""
    for part in re.split(r"[，,：:]", measure):
        if current and len(current) + len(part) >= _PHRASE:
            phrases.append(current)
            current = part
        else:
            current = f"{current}，{part}" if current else part
    return (*phrases, current) if current else tuple(phrases)


def digest_of(passages: Iterable[Passage]) -> str:
    """SHA-256 over ids and texts: the same documents cut the same way give the same digest."""
    digest = sha256()
    for passage in passages:
        digest.update(json.dumps([passage.id, passage.text, passage.phrases], ensure_ascii=False).encode("utf-8", "replace"))
    return digest.hexdigest()
