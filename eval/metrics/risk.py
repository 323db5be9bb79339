"""Risk and coverage (风险与覆盖): how often answers are wrong as fewer of the questions are answered.

A question gives (confidence, right). Confidence None is a refusal: never answered at any threshold. An
answer to a question that should be refused is wrong.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

Judged = tuple[float | None, bool]
"""(confidence of the answer, or None for a refusal; whether the answer is right)."""


@dataclass(frozen=True, slots=True)
class Point:
    """Answering only from ``threshold`` on: share answered (0–1), and share of those that are wrong (0–1)."""

    threshold: float
    coverage: float
    risk: float


def risk_coverage(judged: Sequence[Judged]) -> tuple[Point, ...]:
    """One point per distinct confidence, the highest first; questions of one confidence come and go together.

    >>> risk_coverage([(0.9, True), (0.5, False), (0.5, True), (None, False)])
    (Point(threshold=0.9, coverage=0.25, risk=0.0), Point(threshold=0.5, coverage=0.75, risk=0.3333333333333333))
    >>> risk_coverage([])
    ()
    """
    points: list[Point] = []
    answered = sorted(((c, right) for c, right in judged if c is not None), key=lambda pair: -pair[0])
    wrong = 0
    for count, (confidence, right) in enumerate(answered, 1):
        wrong += not right
        if count == len(answered) or answered[count][0] != confidence:
            points.append(Point(confidence, count / len(judged), wrong / count))
    return tuple(points)


def area(points: Sequence[Point]) -> float | None:
    """The area under risk over coverage (AURC), by trapezoids from the first point on, risk constant before it.

    Divided by the coverage reached, so that it is a mean risk. No answer: None. 0 is best.

    >>> area(risk_coverage([(0.9, True), (0.5, True)])), area([]) is None
    (0.0, True)
    """
    if not points:
        return None
    total = points[0].coverage * points[0].risk
    for before, after in itertools.pairwise(points):
        total += (after.coverage - before.coverage) * (before.risk + after.risk) / 2
    return total / points[-1].coverage
