"""Clause citations (条款引证): hit@k, precision and recall by clause, exact lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from eval.metrics.names import distinct
from eval.metrics.totals import Pair, ratio, there

Clauses = Sequence[str]
"""Clause numbers, innermost as printed, in the order cited."""


def clause_hit(given: Clauses, gold: Clauses, k: int) -> float | None:
    """Clause hit@k: 1 if one of the first k distinct cited clauses is a gold clause, else 0.

    hit@k = [ {g₁ … g_k} ∩ gold ≠ ∅ ],  g the distinct cited clauses in order of their marks.

    Any gold clause will do: "best first" in the gold file is for the reader. No citation (a refusal,
    a crash) is a miss, 0. No gold clause: None.

    >>> clause_hit(["三", "三", "五"], ["五"], 1), clause_hit(["三", "三", "五"], ["五"], 2)
    (0.0, 1.0)
    >>> clause_hit([], ["五"], 3)
    0.0
    >>> clause_hit(["五"], [], 1) is None
    True
    """
    if k < 1:
        raise ValueError("k must be at least 1")
    if not gold:
        return None
    return float(bool(set(distinct(given)[:k]) & set(distinct(gold))))


def wrong_first_clause(given: Clauses, gold: Clauses) -> float | None:
    """1 if something is cited and the first cited clause is not a gold clause, else 0. Lower is better.

    A wrong clause number is worse than no answer; hit@1 cannot tell the two apart, this can. No
    citation is not a wrong one: 0. No gold clause: None.

    >>> wrong_first_clause(["三"], ["五"]), wrong_first_clause([], ["五"]), wrong_first_clause(["五"], ["五"])
    (1.0, 0.0, 0.0)
    >>> wrong_first_clause(["三"], []) is None
    True
    """
    hit = clause_hit(given, gold, 1)
    return None if hit is None else float(bool(given) and not hit)


def precision_pair(given: Clauses, gold: Clauses) -> Pair | None:
    """(|given ∩ gold|, |given|) over distinct clauses; None if there is no gold clause.

    >>> precision_pair(["五", "三", "五"], ["五", "尾"])
    (1.0, 2.0)
    >>> precision_pair([], ["五"])
    (0.0, 0.0)
    """
    if not gold:
        return None
    cited, right = set(distinct(given)), set(distinct(gold))
    return float(len(cited & right)), float(len(cited))


def recall_pair(given: Clauses, gold: Clauses) -> Pair | None:
    """(|given ∩ gold|, |gold|) over distinct clauses; None if there is no gold clause.

    >>> recall_pair(["五", "三"], ["五", "尾"])
    (1.0, 2.0)
    """
    if not gold:
        return None
    cited, right = set(distinct(given)), set(distinct(gold))
    return float(len(cited & right)), float(len(right))


def citation_precision(given: Clauses, gold: Clauses) -> float | None:
    """Citation precision of one question: |given ∩ gold| / |given|, over distinct clauses.

    Nothing given scores 0: citing nothing earns nothing. No gold clause: None.
    The macro average, the mean of this over questions, is the one shown in tables.

    >>> citation_precision(["五", "三"], ["五"])
    0.5
    >>> citation_precision([], ["五"])
    0.0
    >>> citation_precision(["五"], []) is None
    True
    """
    pair = precision_pair(given, gold)
    return None if pair is None else ratio([pair])


def citation_recall(given: Clauses, gold: Clauses) -> float | None:
    """Citation recall of one question: |given ∩ gold| / |gold|, over distinct clauses.

    Nothing given scores 0. No gold clause: None. The macro average is the one shown in tables.

    >>> citation_recall(["五"], ["五", "尾"])
    0.5
    >>> citation_recall([], ["五"])
    0.0
    """
    pair = recall_pair(given, gold)
    return None if pair is None else ratio([pair])


def micro_precision(cases: Iterable[tuple[Clauses, Clauses]]) -> float | None:
    """Micro precision over (given, gold): Σ|given ∩ gold| / Σ|given|; every citation counts the same.

    A question without citations adds nothing to either sum, so silence costs recall alone; only where
    no question at all got a citation is it 0. No case with a gold clause: None.

    >>> micro_precision([(["五"], ["五"]), (["三", "四", "六"], ["三"])])
    0.5
    >>> micro_precision([([], ["五"])])
    0.0
    >>> micro_precision([]) is None
    True
    """
    return ratio(there(precision_pair(given, gold) for given, gold in cases))


def micro_recall(cases: Iterable[tuple[Clauses, Clauses]]) -> float | None:
    """Micro recall over (given, gold): Σ|given ∩ gold| / Σ|gold|; every gold clause counts the same.

    No case with a gold clause: None.

    >>> micro_recall([(["五"], ["五"]), ([], ["三", "四", "六"])])
    0.25
    """
    return ratio(there(recall_pair(given, gold) for given, gold in cases))


def clause_list_exact(given: Clauses, gold: Clauses) -> float | None:
    """Reverse-unit clause list (某单位负责哪些条款): 1 if the cited clauses are exactly the gold ones.

    exact = [ given = gold ] as sets: one clause too many or too few is 0, order does not matter.
    Nothing given: 0. No gold clause: None.

    >>> clause_list_exact(["三", "一"], ["一", "三"]), clause_list_exact(["一"], ["一", "三"])
    (1.0, 0.0)
    >>> clause_list_exact(["一"], []) is None
    True
    """
    return None if not gold else float(set(distinct(given)) == set(distinct(gold)))
