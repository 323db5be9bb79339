"""An answer with its evidence as it was, kept to be shown again under a link, and what has changed since.

What is kept: question, earlier questions, scope, day, the answer, and of every cited document its data and the cited
parts in full, with a digest of the whole edition. Whoever opens the link sees that, not what the library says by then.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any, Protocol

from assistant.answer import Answer, Citation
from corpus.errors import AnswerNotFound, PolicyNotFound, ZhengceError
from corpus.policy import Policy
from corpus.records import dump, dump_record, load, load_record
from ui.scope import Scope, scope_of

_FORM = 1  # of what is kept; raised when it is written otherwise


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: the question, the earlier ones of the conversation, the scope, the day validity was judged for."""

    question: str
    history: tuple[str, ...] = ()
    scope: Scope = field(default_factory=Scope)
    day: date | None = None


class Change(StrEnum):
    """What became of a cited document."""

    SAME = "same"
    REREAD = "reread"  # the same file, read otherwise by a later edition of the program
    SUPERSEDED = "superseded"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class CitedThen:
    """A cited document as it was: ``policy`` holds its data and its cited parts; ``change`` is what became of it."""

    policy: Policy
    change: Change


@dataclass(frozen=True, slots=True)
class Reopened:
    """A kept answer, and what the library says today.

    Attributes:
        at: when it was kept, local time with offset, ISO 8601.
        cited: the cited documents as they were, by id.
        library_changed: whether any document of the library has changed since.
        now: the answer of today, None where it cannot be given; ``problem`` says why.
        same: whether it rests on the same words and has the same validity.
    """

    asked: Asked
    at: str
    answer: Answer
    cited: Mapping[str, CitedThen]
    library_changed: bool
    now: Answer | None
    same: bool
    problem: str = ""

    @property
    def policies(self) -> dict[str, Policy]:
        """The cited documents as they were, by id."""
        return {policy_id: then.policy for policy_id, then in self.cited.items()}


class Today(Protocol):
    """The answers and documents of today (the service)."""

    def ask(self, question: str, history: Sequence[str] = (), as_of: date | None = None, scope: Scope | None = None) -> Answer:
        """Answer one question from the documents of ``scope``. Raises ZhengceError."""

    def policy(self, name: str) -> Policy:
        """A document by its id. Raises PolicyNotFound."""

    def has_successor(self, policy_id: str) -> bool:
        """Whether a document that is no longer current was followed by another version."""


def shown_citations(answer: Answer) -> tuple[Citation, ...]:
    """What an answer can be checked by: its citations, or for a refusal the nearest clauses."""
    return answer.refusal.nearest if answer.refusal is not None else answer.citations


def frozen(asked: Asked, answer: Answer, cited: Mapping[str, Policy], library: str) -> str:
    """What is kept, as JSON: the same answer from the same documents gives the same text."""
    shown = shown_citations(answer)
    return json.dumps(
        {
            "form": _FORM, "question": asked.question, "history": list(asked.history), "scope": asked.scope.to_json(),
            "day": (asked.day or date.today()).isoformat(), "library": library,
            "answer": dump_record(replace(answer, seconds=0.0)),
            "policies": [dump(_excerpt(policy, shown)) for policy in cited.values()],
            "editions": {policy_id: edition_of(policy) for policy_id, policy in cited.items()},
        },
        ensure_ascii=False, sort_keys=True, separators=(",", ":"),
    )  # fmt: skip


def edition_of(policy: Policy) -> str:
    """A digest of everything that was read from a document."""
    return sha256(dump(policy).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def reopen(service: Today, at: str, content: str, library: str, today: date | None = None) -> Reopened:
    """The kept answer, compared with the library of today. Raises AnswerNotFound where it cannot be read."""
    try:
        kept = json.loads(content)
        if kept["form"] != _FORM:
            raise ValueError(kept["form"])
        asked = Asked(kept["question"], tuple(kept["history"]), scope_of(kept["scope"]), date.fromisoformat(kept["day"]))
        answer = load_record(Answer, kept["answer"])
        then = [load(record) for record in kept["policies"]]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise AnswerNotFound("这条存档的回答是另一版程序写的，无法打开（kept in another form）") from None
    cited = {
        policy.id: CitedThen(replace(policy, text=""), _change(service, policy.id, kept["editions"].get(policy.id, "")))
        for policy in then
    }
    now, problem = None, ""
    try:
        now = service.ask(asked.question, asked.history, today, asked.scope)
    except ZhengceError as error:
        problem = str(error)
    same = now is not None and _rests_on(now) == _rests_on(answer)
    return Reopened(asked, at, answer, cited, library != kept["library"], now, same, problem)


def _change(service: Today, policy_id: str, edition: str) -> Change:
    try:
        return Change.SAME if edition_of(service.policy(policy_id)) == edition else Change.REREAD
    except PolicyNotFound:
        return Change.SUPERSEDED if service.has_successor(policy_id) else Change.REMOVED


def _rests_on(answer: Answer) -> object:
    """What an answer comes down to: clauses, words, units, validity, or why it is refused."""
    refusal = answer.refusal
    quotes = [(c.policy_id, c.path, c.quote) for c in shown_citations(answer)]
    return quotes, answer.units, answer.validity, refusal and (refusal.code, refusal.reason)


def _excerpt(policy: Policy, shown: Sequence[Citation]) -> Policy:
    """The document's data with its cited parts alone; elsewhere its text is blank, so that places stay what they were."""
    here = [citation for citation in shown if citation.policy_id == policy.id]
    parts = tuple(
        part for part in policy.parts
        if any(part.path == c.path and part.span.start <= c.start < part.span.end for c in here)
    )
    text = [" "] * max((part.span.end for part in parts), default=0)
    for part in parts:
        text[part.span.start : part.span.end] = part.text
    return replace(
        policy, text="".join(text), raw_starts=(), raw_ends=(), parts=parts, doubts=(), repeals=(), contradictions=(), tables=(), support=()
    )


def reopened_json(kept: Reopened) -> dict[str, Any]:
    """What is told apart from the two answers themselves."""
    return {
        "kept_at": kept.at, "question": kept.asked.question, "history": list(kept.asked.history), "scope": kept.asked.scope.to_json(),
        "as_of": kept.asked.day, "library_changed": kept.library_changed, "same": kept.same, "problem": kept.problem,
        "cited": [{"policy_id": policy_id, "policy": then.policy.title, "change": then.change.value} for policy_id, then in kept.cited.items()],
    }  # fmt: skip
