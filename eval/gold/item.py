"""One gold question as a record. The format, field by field, is ``FORMAT.md``.

A clause is named in one of two ways: by its innermost number ("五", where one policy is asked about and
its numbers do not repeat), or by its whole path (["二", "（三）"]), which tells （三） under 二 from （三） under 四.
``policy`` names the file that holds the clauses, for questions over a library; a comparison names the
clauses of its other policies under ``also``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from assistant.answer import Kind
from corpus.policy import Status


class Split(StrEnum):
    """What an item may be used for: dev to tune on, held only to report."""

    DEV = "dev"
    HELD = "held"


class Style(StrEnum):
    """How the question is worded."""

    FORMAL = "formal"
    COLLOQUIAL = "colloquial"
    TERSE = "terse"
    TYPO = "typo"
    TRADITIONAL = "traditional"
    ENGLISH = "english"
    PARAPHRASE = "paraphrase"


class UnanswerableKind(StrEnum):
    """Why the documents cannot answer a question."""

    NEAR_TOPIC = "near_topic"  # the clause is there, the asked detail is not
    OFF_TOPIC = "off_topic"
    OTHER_POLICY = "other_policy"  # the answer stands in a document that is not in the library
    INJECTION = "injection"  # the question is an instruction to the system


@dataclass(frozen=True, slots=True)
class GoldValidity:
    """The status (效力) the answer must give, and the day it is true on (None: on any later day)."""

    status: Status
    as_of: date | None

    def to_json(self) -> dict[str, Any]:
        """As the gold file has it."""
        return {"status": self.status.value, "as_of": self.as_of.isoformat() if self.as_of else None}


@dataclass(frozen=True, slots=True)
class GoldItem:
    """One gold question.

    Attributes:
        id: unique in its file.
        split: dev or held.
        question: as a person would type it.
        kind: what is asked for.
        style: how it is worded.
        answerable: whether the documents hold the answer; if not, refusing is right.
        history: the earlier questions of the conversation, oldest first (``{"q": …}`` in the file).
        unanswerable_kind: why not; None for an answerable question.
        clauses: right clauses, best first: innermost numbers as printed (五, 序, 尾, 题), or whole paths,
            written with a stroke before each number ("/二/（三）").
        policy: file name of the policy that holds them, "" where any policy's clause counts.
        also: (file name, clause) of clauses of other policies, for comparisons.
        facts: Python regular expressions; each must be found in the answer's text.
        forbidden: regular expressions; none may be found in the answer's text (a false figure, another city's unit).
        quotes: verbatim stretches of the gold clauses that carry the answer, for the measures by exact span.
        lead, supporting: unit names as printed; () says there are none, None leaves it unmeasured.
        validity: the status the answer must give; None leaves it unmeasured.
        as_of: the day handed to the system, exactly so; None lets the system take its own day.
        note: for the reader of the file.
    """

    id: str
    split: Split
    question: str
    kind: Kind
    style: Style
    answerable: bool
    history: tuple[str, ...] = ()
    unanswerable_kind: UnanswerableKind | None = None
    clauses: tuple[str, ...] = ()
    policy: str = ""
    also: tuple[tuple[str, str], ...] = ()
    facts: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    lead: tuple[str, ...] | None = None
    supporting: tuple[str, ...] | None = None
    validity: GoldValidity | None = None
    as_of: date | None = None
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        """As one line of the gold file has it; reading it back gives an equal item."""
        out: dict[str, Any] = {
            "id": self.id,
            "split": self.split.value,
            "question": self.question,
            "history": [{"q": question} for question in self.history],
            "kind": self.kind.value,
            "style": self.style.value,
            "answerable": self.answerable,
            "clauses": [_clause_to_json(clause) for clause in self.clauses],
            "facts": list(self.facts),
            "lead": None if self.lead is None else list(self.lead),
            "supporting": None if self.supporting is None else list(self.supporting),
            "validity": self.validity.to_json() if self.validity else None,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "note": self.note,
        }
        if self.unanswerable_kind is not None:
            out["unanswerable_kind"] = self.unanswerable_kind.value
        if self.forbidden:
            out["forbidden"] = list(self.forbidden)
        if self.quotes:
            out["quotes"] = list(self.quotes)
        if self.policy:
            out["policy"] = self.policy
        if self.also:
            out["also"] = [{"policy": source, "clauses": [_clause_to_json(clause)]} for source, clause in self.also]
        return out


def path_name(path: Sequence[str]) -> str:
    """A whole path as ``GoldItem.clauses`` writes it.

    >>> path_name(["二", "（三）"])
    '/二/（三）'
    """
    return "".join(f"/{number}" for number in path)


def path_of(clause: str) -> tuple[str, ...] | None:
    """The path that ``path_name`` wrote; None for an innermost number alone."""
    return tuple(clause.split("/")[1:]) if clause.startswith("/") else None


def _clause_to_json(clause: str) -> str | list[str]:
    path = path_of(clause)
    return clause if path is None else list(path)


def gold_digest(items: Iterable[GoldItem]) -> str:
    """SHA-256 over the items, whatever their order: two runs with one digest asked the same.

    >>> item = GoldItem("q1", Split.DEV, "谁牵头？", Kind.SMALL_TALK, Style.TERSE, True)
    >>> gold_digest([item]) == gold_digest((item,))
    True
    >>> len(gold_digest([]))
    64
    """
    lines = sorted(json.dumps(item.to_json(), sort_keys=True) for item in items)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
