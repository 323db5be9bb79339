"""One question of a run as a record: what was expected, what came, and how it scored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.answer import Kind
from eval.gold.item import GoldItem, Split, Style, UnanswerableKind
from eval.gold.reading import read_item
from eval.metrics.refusal import Outcome

PROMISES = (
    "refusal", "policy_hit", "hit_at_1", "quote_exact", "units_exact", "reverse_exact", "fact_accuracy",
    "forbidden_absent", "validity_accuracy", "fidelity",
)  # fmt: skip
"""What every question is held to, as far as it applies; `Record.passed` means all of them in full."""


@dataclass(frozen=True, slots=True)
class Record:
    """One question of a run: what was expected, what came, and how it scored.

    Attributes:
        gold: the gold item.
        clauses: distinct clauses cited, in order; none for a refusal or a crash. A right one is written
            as the gold writes it; a clause of a policy other than the one the gold is about is written
            "<file>#<path>".
        policies: files of the policies cited, in order.
        refused: whether the system refused; False for a crash.
        refusal: the refusal's code, "" if there is none.
        text: the answer's text.
        lead, supporting, status: the units and the validity status shown; none for a refusal.
        findings: what the system itself could not find in its cited clauses.
        quotes: (exact, all) of the quotes shown, those beside a refusal too; None if not checked.
        scores: by measure, 0–1; None where the measure does not apply to the question.
        seconds: wall time of the call, as the caller saw it.
        pairs: (numerator, denominator) of the measures that are ratios within a question (spans, figures, units).
        ranked: clauses as the search alone ranks them, best first; None where the system tells none.
        confidence: of the answer, higher is surer (0–1); None for a refusal or where the system tells none.
        evidence: the citations shown, or the nearest clauses of a refusal, as the answer contract has them.
        trace: how the system read the question: its kind, the resolved follow-up, mode, reason of the refusal.
        error: what a crash said, "" if there was none.
    """

    gold: GoldItem
    clauses: tuple[str, ...]
    policies: tuple[str, ...]
    refused: bool
    refusal: str
    text: str
    lead: tuple[str, ...]
    supporting: tuple[str, ...]
    status: str | None
    findings: tuple[str, ...]
    quotes: tuple[int, int] | None
    scores: Mapping[str, float | None]
    seconds: float
    pairs: Mapping[str, tuple[float, float] | None] = field(default_factory=dict)
    ranked: tuple[str, ...] | None = None
    confidence: float | None = None
    evidence: tuple[Mapping[str, Any], ...] = ()
    trace: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""

    @property
    def failed(self) -> tuple[str, ...]:
        """The promises that apply to the question and were not kept in full."""
        return tuple(key for key in PROMISES if (value := self.scores.get(key)) is not None and value < 1)

    @property
    def passed(self) -> bool:
        """Whether every promise that applies was kept in full."""
        return not self.failed

    @property
    def held(self) -> bool:
        """Whether the item is held back: shown only within totals."""
        return self.gold.split is Split.HELD

    @property
    def sealed_up(self) -> bool:
        """Whether it was read from a published run that tells its scores alone."""
        return not self.gold.question

    @property
    def outcome(self) -> Outcome:
        """What the refusal measures count."""
        return Outcome(answerable=self.gold.answerable, refused=self.refused)

    def to_json(self) -> dict[str, Any]:
        """As a run file keeps it; `record_from_json` gives an equal record."""
        return {
            "id": self.gold.id,
            "split": self.gold.split.value,
            "kind": self.gold.kind.value,
            "style": self.gold.style.value,
            "question": self.gold.question,
            "gold": self.gold.to_json(),
            "passed": self.passed,
            "failed": list(self.failed),
            "refused": self.refused,
            "refusal": self.refusal or None,
            "clauses": list(self.clauses),
            "policies": list(self.policies),
            "units": {"lead": list(self.lead), "supporting": list(self.supporting)},
            "status": self.status,
            "findings": list(self.findings),
            "quotes": None if self.quotes is None else {"exact": self.quotes[0], "all": self.quotes[1]},
            "scores": dict(self.scores),
            "pairs": {key: None if pair is None else list(pair) for key, pair in self.pairs.items()},
            "ranked": None if self.ranked is None else list(self.ranked),
            "confidence": self.confidence,
            "evidence": [dict(cited) for cited in self.evidence],
            "trace": dict(self.trace),
            "text": self.text,
            "seconds": round(self.seconds, 6),
            "error": self.error or None,
        }

    def sealed(self) -> dict[str, Any]:
        """A held-back item as a published run keeps it: its scores, nothing of the question or the answer."""
        whole = self.to_json()
        kept = {key: whole[key] for key in ("id", "split", "kind", "style", "passed", "refused", "quotes", "confidence", "seconds")}
        return kept | {
            "scores": {key: round(value, 4) for key, value in self.scores.items() if value is not None},
            "pairs": {key: [round(part, 4) for part in pair] for key, pair in self.pairs.items() if pair is not None},
            "sealed": True, "answerable": self.gold.answerable, "policy": self.gold.policy, "follow_up": bool(self.gold.history),
            "unanswerable_kind": self.gold.unanswerable_kind.value if self.gold.unanswerable_kind else None,
        }  # fmt: skip


def record_from_json(data: Mapping[str, Any]) -> Record:
    """The record that ``Record.to_json`` or ``sealed`` wrote. Raises BadInput (a gold item that is none), KeyError."""
    quotes = data["quotes"]
    if data.get("sealed"):
        return _unsealed(data, None if quotes is None else (quotes["exact"], quotes["all"]))
    return Record(
        gold=read_item(data["gold"]),
        clauses=tuple(data["clauses"]),
        policies=tuple(data["policies"]),
        refused=data["refused"],
        refusal=data["refusal"] or "",
        text=data["text"],
        lead=tuple(data["units"]["lead"]),
        supporting=tuple(data["units"]["supporting"]),
        status=data["status"],
        findings=tuple(data["findings"]),
        quotes=None if quotes is None else (quotes["exact"], quotes["all"]),
        scores=dict(data["scores"]),
        seconds=data["seconds"],
        pairs={key: None if pair is None else (pair[0], pair[1]) for key, pair in data["pairs"].items()},
        ranked=None if data["ranked"] is None else tuple(data["ranked"]),
        confidence=data["confidence"],
        evidence=tuple(data["evidence"]),
        trace=data["trace"],
        error=data["error"] or "",
    )


def _unsealed(data: Mapping[str, Any], quotes: tuple[int, int] | None) -> Record:
    """A held-back item of a published run: what groups and totals need, and no more."""
    why = data["unanswerable_kind"]
    item = GoldItem(
        data["id"], Split(data["split"]), "", Kind(data["kind"]), Style(data["style"]), data["answerable"],
        history=("",) if data["follow_up"] else (), unanswerable_kind=UnanswerableKind(why) if why else None, policy=data["policy"],
    )  # fmt: skip
    return Record(
        item, (), (), data["refused"], "", "", (), (), None, (), quotes, dict(data["scores"]), data["seconds"],
        {key: None if pair is None else (pair[0], pair[1]) for key, pair in data["pairs"].items()}, None, data["confidence"],
    )  # fmt: skip
