"""Measures (措施): the sentence and semicolon parts of a clause, and what each one promises."""

from __future__ import annotations

import re

from corpus.audience import audience_of
from corpus.commitment import commitment_of
from corpus.policy import Measure, Span
from corpus.quantities import find_quantities

_ENDS = "。；！？"
_OPEN = "（(〔[【《“「"
_CLOSE = "）)〕]】》”」"
# Fewer characters than these are a measure only where they are all that a clause says: （二）罚款；
_SHORTEST = 4
_WORDS = re.compile(r"[^\W_]")


def split_measures(text: str, span: Span, clause_id: str) -> tuple[Measure, ...]:
    """Cut ``span`` of ``text`` at sentence stops and semicolons outside brackets and quotes.

    A line break ends a measure too. Pieces keep their stop and lose surrounding space; every
    piece is an exact substring of ``text``. A crumb (总则。) is no measure unless it is all there is.
    Each measure carries how firmly it promises, who it is for, and its quantities.
    """
    pieces = _cut(text, span)
    long = [piece for piece in pieces if len(piece) >= _SHORTEST]
    return tuple(_measure(text, piece, f"{clause_id}/{i}") for i, piece in enumerate(long or pieces[:1], 1))


def _cut(text: str, span: Span) -> list[Span]:
    """Every piece with a word in it."""
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
            _add(pieces, text, start, at + 1)
            start = at + 1
    _add(pieces, text, start, span.end)
    return pieces


def _add(pieces: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end - start >= _SHORTEST or _WORDS.search(text, start, end):
        pieces.append(Span(start, end))


def _measure(text: str, span: Span, measure_id: str) -> Measure:
    words = span.of(text)
    commitment = commitment_of(words)
    return Measure(
        measure_id, words, span, commitment, audience_of(words) if commitment else (), find_quantities(text, span)
    )
