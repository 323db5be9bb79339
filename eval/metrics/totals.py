"""Totals and uncertainty (汇总与区间): a total is a ratio of sums, with a bootstrap interval over questions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from typing import Any

Pair = tuple[float, float]
"""(numerator, denominator) of one question."""

RESAMPLES = 2000  # the ends of a 95 % interval then move by less than .01 between seeds at n = 100
SEED = 20230209  # the day the first policy was issued; any number would do, but always the same one


def there(pairs: Iterable[Pair | None]) -> list[Pair]:
    """The pairs that apply."""
    return [pair for pair in pairs if pair is not None]


def ratio(pairs: Iterable[Pair]) -> float | None:
    """Σ numerator / Σ denominator. No pair: None. Denominators adding up to 0: 0.

    >>> ratio([(1, 1), (1, 3)]), ratio([(0, 0)])
    (0.5, 0.0)
    >>> ratio([]) is None
    True
    """
    counted = list(pairs)
    if not counted:
        return None
    below = sum(pair[1] for pair in counted)
    return sum(pair[0] for pair in counted) / below if below else 0.0


def mean(values: Iterable[float | None]) -> float | None:
    """The macro average: the mean of the values that are not None. No such value: None.

    >>> mean([1.0, None, 0.0])
    0.5
    >>> mean([None]) is None
    True
    """
    return ratio((value, 1.0) for value in values if value is not None)


def percentile(values: Iterable[float], q: float) -> float | None:
    """The q-percentile by nearest rank: the smallest value with at least q of all values at or below it.

    p_q = x₍⌈q·n⌉₎ of the sorted values, always one of them. No value: None. 0 < q ≤ 1.

    >>> percentile([4, 1, 3, 2], 0.5), percentile([4, 1, 3, 2], 0.95)
    (2, 4)
    >>> percentile([], 0.5) is None
    True
    """
    if not 0 < q <= 1:
        raise ValueError("q must be above 0 and at most 1")
    ordered = sorted(values)
    # rounded first, for 0.95 · 20 is 19.000000000000004 in floating point on some machines
    return ordered[ceil(round(q * len(ordered), 9)) - 1] if ordered else None


def bootstrap_interval(
    pairs: Iterable[Pair], *, seed: int = SEED
) -> tuple[float, float] | None:
    """The percentile bootstrap interval of `ratio` at 95 %, drawing questions with replacement.

    The seed is fixed and the stream is NumPy's frozen legacy one, so a rerun gives the same interval.
    No pair: None. A draw whose denominators add up to 0 counts as 0, as in `ratio`.

    Where every question scores the same the interval closes to a point, (1, 1) for a perfect run. That
    says the sample holds no failure, not that there are none: with n questions and none failed, up to
    3/n failures are still compatible at 95 %.

    >>> bootstrap_interval([(1, 1)] * 10)
    (1.0, 1.0)
    >>> low, high = bootstrap_interval([(1, 1)] * 80 + [(0, 1)] * 20) or (0, 0)
    >>> 0.70 < low < 0.76 and 0.84 < high < 0.90
    True
    >>> bootstrap_interval([]) is None
    True
    """
    import numpy as np  # here and not above: reading a gold set should not load it

    table = np.asarray(list(pairs), dtype=np.float64).reshape(-1, 2)
    count = len(table)
    if not count:
        return None
    random = np.random.RandomState(seed)
    # Most questions score one of a few values. How often each value is drawn is multinomial, whatever question had it:
    # the same draws as of single questions, at a tenth of the cost.
    values, often = np.unique(table, axis=0, return_counts=True)
    at_once = max(1, 1_000_000 // len(values))  # draws held in memory together
    draws: list[Any] = []
    for start in range(0, RESAMPLES, at_once):
        drawn = random.multinomial(count, often / count, size=min(at_once, RESAMPLES - start)) @ values
        below = drawn[:, 1]
        draws.append(np.where(below > 0, drawn[:, 0] / np.where(below > 0, below, 1.0), 0.0))
    low, high = np.quantile(np.concatenate(draws), [0.025, 0.975])
    return float(low), float(high)


@dataclass(frozen=True, slots=True)
class Score:
    """A total: its value (0–1), what it was counted over, and the 95 % interval.

    ``n`` is the sum of the denominators: questions for a mean, citations or refusals for a ratio.
    ``value`` and the interval are None where the measure applied to nothing.
    """

    value: float | None
    n: int
    low: float | None
    high: float | None

    def to_json(self) -> dict[str, Any]:
        """Rounded to six places, as runs are kept."""

        def short(value: float | None) -> float | None:
            return None if value is None else round(value, 6)

        return {"value": short(self.value), "n": self.n, "low": short(self.low), "high": short(self.high)}


def score(pairs: Iterable[Pair | None]) -> Score:
    """The total over the pairs that are not None, with its interval.

    >>> score([(1, 1), None, (1, 1)])
    Score(value=1.0, n=2, low=1.0, high=1.0)
    >>> score([None])
    Score(value=None, n=0, low=None, high=None)
    """
    counted = there(pairs)
    low, high = bootstrap_interval(counted) or (None, None)
    return Score(ratio(counted), int(sum(pair[1] for pair in counted)), low, high)
