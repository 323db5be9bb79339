"""Exact spans (逐字区间): how much of what is quoted was asked for, and how much of it is quoted.

A span is (where, start, end): a key of the clause and characters of its text, end excluded. Counted in
characters, each once, however many quotes cover it.
"""

from __future__ import annotations

from collections.abc import Iterable

from eval.metrics.totals import Pair

SpanOf = tuple[str, int, int]
"""(clause, start, end), characters, end excluded."""


def _characters(spans: Iterable[SpanOf]) -> set[tuple[str, int]]:
    return {(where, at) for where, start, end in spans for at in range(start, end)}


def span_precision_pair(given: Iterable[SpanOf], gold: Iterable[SpanOf]) -> Pair | None:
    """(|given ∩ gold|, |given|) in characters; None if there is no gold span.

    >>> span_precision_pair([("五", 0, 10)], [("五", 5, 20)])
    (5.0, 10.0)
    >>> span_precision_pair([], [("五", 5, 20)])
    (0.0, 0.0)
    """
    right, said = _characters(gold), _characters(given)
    return (float(len(said & right)), float(len(said))) if right else None


def span_recall_pair(given: Iterable[SpanOf], gold: Iterable[SpanOf]) -> Pair | None:
    """(|given ∩ gold|, |gold|) in characters; None if there is no gold span.

    >>> span_recall_pair([("五", 0, 10), ("五", 0, 8)], [("五", 5, 20)])
    (5.0, 15.0)
    """
    right, said = _characters(gold), _characters(given)
    return (float(len(said & right)), float(len(right))) if right else None


def located(quote: str, texts: Iterable[tuple[str, str]]) -> SpanOf | None:
    """Where a quote stands, verbatim, first of all in (clause, text); None where it does not.

    >>> located("65%", [("三", "50万元"), ("五", "达到65%以上")])
    ('五', 2, 5)
    """
    for where, text in texts:
        if quote and (at := text.find(quote)) >= 0:
            return where, at, at + len(quote)
    return None
