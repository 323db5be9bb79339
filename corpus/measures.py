"""Measures (措施): the sentence and semicolon parts of a clause."""

from __future__ import annotations

from corpus.policy import Measure, Span

_ENDS = "。；！？"
_OPEN = "（(〔[【《“「"
_CLOSE = "）)〕]】》”」"
_SHORTEST = 4  # characters; a shorter piece (总则。) is no measure of its own


def split_measures(text: str, span: Span, clause_id: str) -> tuple[Measure, ...]:
    """Cut ``span`` of ``text`` at sentence stops and semicolons outside brackets and quotes.

    A line break ends a measure too. Pieces keep their stop and lose surrounding space; every
    piece is an exact substring of ``text``.
    """
    pieces: list[Span] = []
    depth = 0
    start = span.start
    for at in range(span.start, span.end):
        character = text[at]
        if character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            depth = max(0, depth - 1)
        if character == "\n":
            depth = 0
        if (character in _ENDS and depth == 0) or character == "\n":
            end = at + 1
            # A closing quote behind the stop belongs to its sentence.
            _add(pieces, text, start, end)
            start = end
    _add(pieces, text, start, span.end)
    return tuple(Measure(f"{clause_id}/{i}", s.of(text), s) for i, s in enumerate(pieces, 1))


def _add(pieces: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end - start >= _SHORTEST:
        pieces.append(Span(start, end))
