"""What the assistant says: an answer is a record, and a refusal is an answer too."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a question asks for."""

    FACT = "fact"
    LIST = "list"
    UNITS = "units"  # who is responsible for X
    UNITS_REVERSE = "units_reverse"  # what is X responsible for
    YES_NO = "yes_no"
    ELIGIBILITY = "eligibility"
    VALIDITY = "validity"
    CLAUSE = "clause"  # a clause by its number
    SMALL_TALK = "small_talk"


class Mode(StrEnum):
    """How the words of an answer came about."""

    EXTRACTIVE = "extractive"  # templates and verbatim quotes only
    VERIFIED = "verified"  # a model's sentences, every one checked, above the extract
    PARTLY_VERIFIED = "partly_verified"  # some of its sentences failed and were dropped
    NOT_VERIFIED = "not_verified"  # none of them passed: the extract alone
    NOT_CHECKED = "not_checked"  # no complete reply came to be checked: the extract alone


class Confidence(StrEnum):
    """How well the quotes answer the question: the band shown to a person, the lowest first."""

    NONE = "none"  # 未找到依据
    INCOMPLETE = "incomplete"  # 依据不完整，请核对
    CLEAR = "clear"  # 有明确依据

    @property
    def chinese(self) -> str:
        """The band in words."""
        return {"none": "未找到依据", "incomplete": "依据不完整，请核对", "clear": "有明确依据"}[self.value]


class RefusalCode(StrEnum):
    """Why a question is not answered."""

    NOT_IN_LIBRARY = "not_in_library"  # nothing in the documents is about it
    NOT_STATED = "not_stated"  # the topic is there, the asked detail is not
    NOT_A_POLICY_QUESTION = "not_a_policy_question"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote (引证) with its place in the repaired text and in the raw file.

    ``start``/``end`` are characters of the repaired text, ``raw_start``/``raw_end`` of the raw
    file, ends excluded. ``clause`` is the innermost number as printed, ``path`` the whole way. ``page`` is
    the page of the file that the quote begins on, from 1, None where the file has no pages.
    """

    mark: int
    policy: str
    policy_id: str
    source: str
    clause: str
    path: tuple[str, ...]
    label: str
    quote: str
    start: int
    end: int
    raw_start: int
    raw_end: int
    page: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The citation as the command-line contract has it."""
        return {
            "mark": self.mark, "policy": self.policy, "policy_id": self.policy_id,
            "source": self.source, "clause": self.clause, "path": list(self.path),
            "label": self.label, "quote": self.quote, "start": self.start, "end": self.end,
            "raw_start": self.raw_start, "raw_end": self.raw_end,
            **({"page": self.page} if self.page is not None else {}),
        }


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer, in words for a person, and the clauses that come nearest."""

    code: RefusalCode
    reason: str
    nearest: tuple[Citation, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The refusal as the command-line contract has it."""
        return {
            "code": self.code.value, "reason": self.reason,
            "nearest": [citation.to_json() for citation in self.nearest],
        }


@dataclass(frozen=True, slots=True)
class UnitsView:
    """The responsible units of the clause an answer rests on."""

    lead: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The units as the command-line contract has them."""
        return {"lead": list(self.lead), "supporting": list(self.supporting)}


@dataclass(frozen=True, slots=True)
class ValidityView:
    """The validity of the cited policy on the day asked about, and the line shown for it.

    ``status_now`` and ``line_now``: those of today, where a question names another day; a banner never shows a past day's as if it
    held today.
    """

    status: str
    effective: date | None
    expires: date | None
    line: str  # 有效期至2025年12月31日，已于2026年1月1日起失效
    status_now: str = ""
    line_now: str = ""

    @property
    def today(self) -> ValidityView:
        """The validity today."""
        return replace(self, status=self.status_now, line=self.line_now) if self.status_now else self

    def to_json(self) -> dict[str, Any]:
        """The validity as the command-line contract has it."""
        return {
            "status": self.status,
            "effective": self.effective.isoformat() if self.effective else None,
            "expires": self.expires.isoformat() if self.expires else None,
            "line": self.line,
        }


@dataclass(frozen=True, slots=True)
class RewrittenSentence:
    """One sentence of a language model, marks included, and why it may not be shown (empty: it passed)."""

    text: str
    problems: tuple[str, ...] = ()

    @property
    def shown(self) -> bool:
        """True where the sentence passed every check."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What a language model made of an answer (大模型改写).

    Attributes:
        state: VERIFIED, PARTLY_VERIFIED, NOT_VERIFIED or NOT_CHECKED.
        sentences: every complete sentence of the reply, in order, with its verdict.
        fault: why the reply was not used, "" if it was.
        reply: the reply as it came, never shown to the person.
    """

    state: Mode
    sentences: tuple[RewrittenSentence, ...] = ()
    fault: str = ""
    reply: str = ""

    def to_json(self) -> dict[str, Any]:
        """The rewrite as the command-line contract has it: only text that is shown; what failed is in ``findings``."""
        used = self.state in (Mode.VERIFIED, Mode.PARTLY_VERIFIED)
        return {
            "state": self.state.value, "fault": self.fault,
            "sentences": [{"text": s.text if used and s.shown else "", "problems": list(s.problems)} for s in self.sentences],
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """One answered (or refused) question.

    Attributes:
        question: as asked.
        resolved: the question a follow-up was understood as, "" if it stood on its own.
        text: what the person reads; citations are marked [1] [2].
        kind: what was asked for.
        citations: in order of their marks; empty for a refusal.
        units: of the cited clauses, None where none is known.
        validity: of the cited policy, None where no policy is cited.
        refusal: None for an answer.
        findings: figures, dates or unit names in the text that no cited clause contains.
        mode: how the words came about.
        confidence: how well the quotes answer; NONE for a refusal.
        certainty: that the documents answer the question, 0–1, as the fitted signals have it; None where none
            were weighed (a clause by its number, a refusal).
        rewrite: what a language model made of it, None where none was asked.
        seconds: wall time, question in to answer out.
    """

    question: str
    text: str
    kind: Kind
    citations: tuple[Citation, ...] = ()
    units: UnitsView | None = None
    validity: ValidityView | None = None
    refusal: Refusal | None = None
    findings: tuple[str, ...] = ()
    resolved: str = ""
    mode: Mode = Mode.EXTRACTIVE
    confidence: Confidence = Confidence.CLEAR
    certainty: float | None = None
    rewrite: Rewrite | None = None
    seconds: float = 0.0

    @property
    def refused(self) -> bool:
        """True where the answer is a refusal."""
        return self.refusal is not None

    def to_json(self) -> dict[str, Any]:
        """The answer as the command-line contract has it (one line of ``zhengce ask --json``)."""
        return {
            "question": self.question, "resolved": self.resolved, "answer": self.text,
            "refused": self.refused, "refusal": self.refusal.to_json() if self.refusal else None,
            "kind": self.kind.value, "citations": [c.to_json() for c in self.citations],
            "units": (self.units or UnitsView()).to_json(),
            "validity": self.validity.to_json() if self.validity else None,
            "findings": list(self.findings), "mode": self.mode.value,
            "confidence": (Confidence.NONE if self.refused else self.confidence).value,
            **({"rewrite": self.rewrite.to_json()} if self.rewrite else {}), "seconds": round(self.seconds, 6),
        }
