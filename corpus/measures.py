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
_WRAPPED = 20  # characters of a line from which on it may have been broken by the width of the page
_GOES_ON = re.compile(r"[\u3400-\u9fff\d，、][ \u3000]*\n(?=[\u3400-\u9fff\d])")
# What opens a line of its own: （一）, 1. (but not 4.5%), 第三条, a date, 附件. A wrapped figure has its unit behind it.
_ITEM = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、．.是]|\d{1,3}(?:[、．)）]|\.(?!\d)|(?:\.\d{1,2}){1,3}(?![\d%％万亿元个倍年]))|第[一二三四五六七八九十百\d]{1,4}[条章节部编]|附[件表：:]|(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*(?:\n|$))"
)
_LABEL = re.compile(r"[\u4e00-\u9fff/]{2,6}(?:[ \t\u3000]|\n|$)")
_WORDS = re.compile(r"[^\W_]")


def split_measures(text: str, span: Span, clause_id: str) -> tuple[Measure, ...]:
    """Cut ``span`` of ``text`` at sentence stops and semicolons outside brackets and quotes.

    A line break ends a measure too, unless it only wraps a long line (金额最高不超过⏎200万元). Pieces keep their stop and lose surrounding space; every
    piece is an exact substring of ``text``. A crumb (总则。) is no measure unless it is all there is.
    Each measure carries how firmly it promises, who it is for, and its quantities.
    """
    pieces = _cut(text, span)
    long = [piece for piece in pieces if len(piece) >= _SHORTEST]
    return tuple(measure_of(text, piece, f"{clause_id}/{i}") for i, piece in enumerate(long or pieces[:1], 1))


def _cut(text: str, span: Span) -> list[Span]:
    """Every piece with a word in it."""
    pieces: list[Span] = []
    depth = 0
    start = line_at = span.start
    for at in range(span.start, span.end):
        character = text[at]
        if character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            depth = max(0, depth - 1)
        breaks = character == "\n" and not (line_at + _WRAPPED <= at and _wraps(text, at, span.end))
        if breaks:
            depth = 0
        if character == "\n":
            line_at = at + 1
        if (character in _ENDS and depth == 0) or breaks:
            _add(pieces, text, start, at + 1)
            start = at + 1
    _add(pieces, text, start, span.end)
    return pieces


def _wraps(text: str, at: int, end: int) -> bool:
    """True if the line break at ``at`` stands within a sentence: no stop, colon or bracket before it, no cell of a table,
    and after it neither the number of an item nor a label (联络方式 …)."""
    if not _GOES_ON.match(text, at - 1, end) or _ITEM.match(text, at + 1, end) or _LABEL.match(text, at + 1, end):
        return False
    return "\t" not in text[text.rfind("\n", 0, at) + 1 : at]


def _add(pieces: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end - start >= _SHORTEST or _WORDS.search(text, start, end):
        pieces.append(Span(start, end))


def measure_of(text: str, span: Span, measure_id: str) -> Measure:
    """The measure that stands at ``span``, with how firmly it promises, for whom, and its quantities."""
    words = span.of(text)
    commitment = commitment_of(words)
    return Measure(
        measure_id, words, span, commitment, audience_of(words) if commitment else (), find_quantities(text, span)
    )
