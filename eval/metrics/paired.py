"""Paired tests between two runs of the same questions: is the difference more than luck?"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import comb

from eval.metrics.totals import RESAMPLES, SEED


def mcnemar_exact(better: int, worse: int) -> float:
    """The exact two-sided McNemar test: p of so uneven a split of the questions that flipped.

    p = min(1, 2 · Σ_{i ≤ min(b, w)} C(b+w, i) / 2^(b+w)).  No question flipped: 1.

    >>> mcnemar_exact(0, 0), mcnemar_exact(5, 0), mcnemar_exact(3, 3)
    (1.0, 0.0625, 1.0)
    """
    flipped = better + worse
    tail = sum(comb(flipped, i) for i in range(min(better, worse) + 1))
    return min(1.0, float(Fraction(2 * tail, 2**flipped)))


def paired_difference(before: Sequence[float], after: Sequence[float]) -> tuple[float, float, float]:
    """(mean difference after − before, low, high): questions drawn in pairs, percentile bootstrap at 95 %.

    Raises ValueError where the lengths differ or nothing is there.

    >>> paired_difference([0, 0, 1], [1, 1, 1])[0].__round__(3)
    0.667
    """
    import numpy as np

    if len(before) != len(after) or not before:
        raise ValueError("two runs of the same questions, at least one")
    gap = np.asarray(after, dtype=np.float64) - np.asarray(before, dtype=np.float64)
    random = np.random.RandomState(SEED)
    means = [gap[random.randint(0, len(gap), size=len(gap))].mean() for _ in range(RESAMPLES)]
    low, high = np.quantile(means, [0.025, 0.975])
    return float(gap.mean()), float(low), float(high)
