"""Fusion: one score from several, knowing only numbers.

A weighted sum of min–max normalised scores. Rank fusion throws the distances away and lost to its
better half on every set measured; a sum with measured weights beat every part.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def min_max(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scores moved to 0–1; all zeros where they do not differ.

    >>> min_max(np.array([1.0, 3.0, 2.0], dtype=np.float32)).tolist()
    [0.0, 1.0, 0.5]
    """
    if scores.size == 0:
        return scores
    low, high = float(scores.min()), float(scores.max())
    if high - low < 1e-9:
        return np.zeros_like(scores)
    return ((scores - low) / (high - low)).astype(np.float32)


def weighted_sum(signals: Sequence[tuple[float, NDArray[np.float32]]]) -> NDArray[np.float32]:
    """The sum of weight × min–max normalised scores over (weight, scores) pairs of one length.

    >>> one, other = np.array([1.0, 2.0], dtype=np.float32), np.array([9.0, 0.0], dtype=np.float32)
    >>> weighted_sum([(0.75, one), (0.25, other)]).tolist()
    [0.25, 0.75]
    """
    fused = np.zeros_like(signals[0][1], dtype=np.float32)
    for weight, scores in signals:
        if weight:
            fused += np.float32(weight) * min_max(scores)
    return fused
