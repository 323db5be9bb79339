"""Ranking (检索排序): recall@k, reciprocal rank, nDCG@k over ranked clauses, as ir_measures defines them.

A ranking is a sequence of ids, best first; an id that stands twice counts where it stands first.
Relevance is yes or no. Every measure is None where nothing is relevant, and 0 for an empty ranking.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log2

from eval.metrics.names import distinct


def recall_at(ranked: Sequence[str], relevant: Sequence[str], k: int) -> float | None:
    """Recall@k: |first k of ranked ∩ relevant| / |relevant|.

    >>> recall_at(["三", "五", "二"], ["五", "尾"], 2)
    0.5
    >>> recall_at([], ["五"], 5), recall_at(["五"], [], 5) is None
    (0.0, True)
    """
    if k < 1:
        raise ValueError("k must be at least 1")
    right = set(distinct(relevant))
    return len(set(distinct(ranked)[:k]) & right) / len(right) if right else None


def reciprocal_rank(ranked: Sequence[str], relevant: Sequence[str]) -> float | None:
    """Reciprocal rank: 1 / place of the first relevant id, 0 if there is none. Its mean is the MRR.

    >>> reciprocal_rank(["三", "五"], ["五"]), reciprocal_rank(["三"], ["五"])
    (0.5, 0.0)
    """
    right = set(distinct(relevant))
    if not right:
        return None
    return next((1 / place for place, name in enumerate(distinct(ranked), 1) if name in right), 0.0)


def ndcg_at(ranked: Sequence[str], relevant: Sequence[str], k: int) -> float | None:
    """nDCG@k: Σ over relevant places i ≤ k of 1/log₂(i+1), over the same sum of the best possible order.

    >>> ndcg_at(["五", "三"], ["五"], 10), round(ndcg_at(["三", "五"], ["五"], 10), 3)
    (1.0, 0.631)
    """
    if k < 1:
        raise ValueError("k must be at least 1")
    right = set(distinct(relevant))
    if not right:
        return None
    gain = sum(1 / log2(place + 1) for place, name in enumerate(distinct(ranked)[:k], 1) if name in right)
    return gain / sum(1 / log2(place + 1) for place in range(1, min(k, len(right)) + 1))
