"""Quotes (引文): verbatim or not.
"""

from __future__ import annotations

from collections.abc import Iterable

from eval.metrics.totals import Pair


def quote_exact(quote: str, clause_text: str | None) -> bool:
    """Whether the quote is a non-empty substring of the stored clause text, character for character.

    No folding: a quote is verbatim or it is not. An empty quote, or a clause that does not exist
    (None), is not exact.

    >>> quote_exact("达到65%", "站点覆盖达到65%以上"), quote_exact("达到６５%", "站点覆盖达到65%以上")
    (True, False)
    >>> quote_exact("", "五、"), quote_exact("五", None)
    (False, False)
    """
    return bool(quote) and clause_text is not None and quote in clause_text


def quote_pair(quotes: Iterable[tuple[str, str | None]]) -> Pair | None:
    """(exact quotes, quotes) of one answer, from (quote, stored clause text); None if there is no quote.

    >>> quote_pair([("达到65%", "五、达到65%以上"), ("达到75%", "五、达到65%以上")])
    (1.0, 2.0)
    >>> quote_pair([]) is None
    True
    """
    checks = [quote_exact(quote, text) for quote, text in quotes]
    return (float(sum(checks)), float(len(checks))) if checks else None
