"""The rules of the comparison. Systems cut text differently, so clauses are judged by overlap of characters.

- right policy: the first passage lies in the right document (any file of it).
- clause found: of all passages shown, one overlaps a gold clause by half of the shorter of the two. A chunk that
  holds the clause among ten others counts.
- clause cited: the first passage overlaps gold clauses by half of its own length: it points at the clause, not at a
  page around it. The reader of a citation needs this one.
- units named: every gold unit stands in the text shown. roles right: lead and supporting sets are the gold ones;
  only ours tells roles.
- refused: share of unanswerable questions for which nothing is given; wrongly refused: the same of answerable ones.
  Peers always give something. For them the table adds what a threshold on their own best score, chosen afterwards
  with every answer known to refuse at most 5 % of the answerable, would have refused: no honest setting does better.
- seconds: median per question.

An answerable question that is refused scores 0 in every measure that applies to it.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from eval.metrics import distinct
from eval.peers.questions import Question
from eval.peers.records import Given, Passage

_HALF = 0.5
_FALSE_REFUSALS = 0.05


@dataclass(frozen=True, slots=True)
class Share:
    """A share with what it is a share of; None where nothing applies."""

    right: int
    of: int

    def __str__(self) -> str:
        return f"{self.right / self.of:.3f} n={self.of}" if self.of else "–"


@dataclass(frozen=True, slots=True)
class Scores:
    """One row of the table; seconds are medians per question and the time to build."""

    policy: Share
    found: Share
    cited: Share
    units: Share
    roles: Share
    refused: Share
    wrongly_refused: Share
    refused_at_best: Share
    seconds: float


def score(questions: Sequence[Question], given: Sequence[Given]) -> Scores:
    """The scores of one system over all questions."""
    pairs = list(zip(questions, given, strict=True))
    answerable = [(q, g) for q, g in pairs if q.answerable]
    placed = [(q, g) for q, g in answerable if q.places]
    of_policy = [(q, g) for q, g in answerable if q.sources]
    of_units = [(q, g) for q, g in answerable if q.lead is not None or q.supporting is not None]
    with_roles = [(q, g) for q, g in of_units if g.lead is not None or not g.passages]
    unanswerable = [g for q, g in pairs if not q.answerable]
    return Scores(
        policy=_share(bool(g.passages) and g.passages[0].source in q.sources for q, g in of_policy),
        found=_share(any(finds(p, q.places) for p in g.passages) for q, g in placed),
        cited=_share(bool(g.passages) and cites(g.passages[0], q.places) for q, g in placed),
        units=_share(_names_all(q, g) for q, g in of_units),
        roles=_share(_roles_right(q, g) for q, g in with_roles) if any(g.lead is not None for _, g in of_units) else Share(0, 0),
        refused=_share(not g.passages for g in unanswerable),
        wrongly_refused=_share(not g.passages for _, g in answerable),
        refused_at_best=_at_best([g for _, g in answerable], unanswerable),
        seconds=statistics.median(g.seconds for g in given),
    )  # fmt: skip


def finds(passage: Passage, places: Sequence[Passage]) -> bool:
    """Whether ``passage`` overlaps one gold place by half of the shorter of the two.

    >>> clause = Passage("a", 100, 120)
    >>> finds(Passage("a", 0, 1000), [clause]), finds(Passage("a", 110, 118), [clause]), finds(Passage("a", 0, 105), [clause])
    (True, True, False)
    """
    return any(
        _overlap(passage, place) >= _HALF * min(passage.end - passage.start, place.end - place.start) for place in places
    )


def cites(passage: Passage, places: Sequence[Passage]) -> bool:
    """Whether half of ``passage`` lies in gold places.

    >>> cites(Passage("a", 0, 1000), [Passage("a", 100, 120)]), cites(Passage("a", 110, 118), [Passage("a", 100, 120)])
    (False, True)
    """
    covered = {i for place in places if place.source == passage.source for i in range(max(place.start, passage.start), min(place.end, passage.end))}
    return len(covered) >= _HALF * (passage.end - passage.start)


def _overlap(a: Passage, b: Passage) -> int:
    return max(0, min(a.end, b.end) - max(a.start, b.start)) if a.source == b.source else 0


def _names_all(question: Question, given: Given) -> bool:
    shown = "".join(given.text.split())
    return all("".join(unit.split()) in shown for unit in (*(question.lead or ()), *(question.supporting or ())))


def _roles_right(question: Question, given: Given) -> bool:
    return all(
        gold is None or set(distinct(gold)) == set(distinct(said or ()))
        for gold, said in ((question.lead, given.lead), (question.supporting, given.supporting))
    )


def _at_best(answerable: Sequence[Given], unanswerable: Sequence[Given]) -> Share:
    scores = sorted(g.score for g in answerable if g.score is not None)
    if len(scores) < len(answerable) or not scores:
        return Share(0, 0)
    threshold = scores[int(_FALSE_REFUSALS * len(scores))]
    return _share(g.score is None or g.score < threshold for g in unanswerable)


def _share(verdicts: object) -> Share:
    known = [bool(verdict) for verdict in verdicts]  # type: ignore[attr-defined]
    return Share(sum(known), len(known))
