"""Refusal (拒答): precision, recall, false refusals.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from eval.metrics.totals import Pair, ratio, there


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether a question can be answered, and whether it was refused. A crash is no refusal."""

    answerable: bool
    refused: bool


def refusal_precision_pair(outcome: Outcome) -> Pair | None:
    """(refused rightly, refused); None for a question rightly not refused, which says nothing here.

    >>> refusal_precision_pair(Outcome(answerable=False, refused=True))
    (1.0, 1.0)
    >>> refusal_precision_pair(Outcome(answerable=True, refused=True))
    (0.0, 1.0)
    >>> refusal_precision_pair(Outcome(answerable=True, refused=False)) is None
    True
    """
    if outcome.answerable and not outcome.refused:
        return None
    return float(outcome.refused and not outcome.answerable), float(outcome.refused)


def refusal_recall_pair(outcome: Outcome) -> Pair | None:
    """(refused, 1) for an unanswerable question; None for an answerable one.

    >>> refusal_recall_pair(Outcome(answerable=False, refused=True))
    (1.0, 1.0)
    """
    return None if outcome.answerable else (float(outcome.refused), 1.0)


def false_refusal_pair(outcome: Outcome) -> Pair | None:
    """(refused, 1) for an answerable question; None for an unanswerable one.

    >>> false_refusal_pair(Outcome(answerable=True, refused=True))
    (1.0, 1.0)
    """
    return (float(outcome.refused), 1.0) if outcome.answerable else None


def refusal_precision(outcomes: Iterable[Outcome]) -> float | None:
    """Refusal precision: refused and unanswerable / refused.

    Nothing refused: 0 where something should have been, else None (nothing to refuse, nothing refused).
    For one unanswerable kind, hand in its outcomes together with those of the answerable questions.

    >>> refusal_precision([Outcome(False, True), Outcome(True, True), Outcome(True, False)])
    0.5
    >>> refusal_precision([Outcome(False, False)])
    0.0
    >>> refusal_precision([Outcome(True, False)]) is None
    True
    """
    return ratio(there(map(refusal_precision_pair, outcomes)))


def refusal_recall(outcomes: Iterable[Outcome]) -> float | None:
    """Refusal recall: refused and unanswerable / unanswerable. No unanswerable question: None.

    >>> refusal_recall([Outcome(False, True), Outcome(False, False), Outcome(True, True)])
    0.5
    >>> refusal_recall([Outcome(True, True)]) is None
    True
    """
    return ratio(there(map(refusal_recall_pair, outcomes)))


def false_refusal_rate(outcomes: Iterable[Outcome]) -> float | None:
    """False refusal rate: answerable but refused / answerable. Lower is better. None answerable: None.

    >>> false_refusal_rate([Outcome(True, True), Outcome(True, False), Outcome(False, True)])
    0.5
    >>> false_refusal_rate([Outcome(False, True)]) is None
    True
    """
    return ratio(there(map(false_refusal_pair, outcomes)))
