"""Sentences as they were meant (断行还原): printed lines joined and stray spaces dropped, every character with its place.

A page cut to lines prints 安|排补助资金 and 5000 万元. Reading needs the sentence; quoting needs the page: so
a sentence is read flat, and what was found in it is carried back to the places it was printed at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

from corpus.policy import AnyOf, Measure, Quantity, Span, Words
from corpus.repair.simplified import to_simplified

_FEWEST_LINES = 8  # broken lines of one width before a document counts as cut to a page
_NARROWEST = 16  # columns of full width; shorter lines are headings, tables and addresses
_SLACK = 2.5  # columns by which full lines differ: a word or a figure that did not fit
_AROUND = 600  # characters before and behind a line in which lines of its width are looked for
_REMAINDER = 8  # columns of what a full line leaves over
_LIKE_IT = 3  # broken lines of its width around a line that is cut by the page
_ONE_WIDTH = 0.4  # share of the broken lines that must be of the page's width
_STOPPED = re.compile(r"[。；！？：:;”）)】]\s*$")
# （1）提升关键技术创新能力: numbered and without a comma.
_HEADING = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}(?:[）)、]|[．.](?!\d)))[^，。；、：]{4,40}$")
_OPENS = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十百\d]{1,3}[）)、]|\d{1,2}[．.](?!\d)|第[一二三四五六七八九十百]+[章节条]|[①-⑳●•·■◆—\-]|附件|[\u4e00-\u9fff]{4,6}[：:]?\s*$)"
)

_LIST_MARK = re.compile(r"\s*(?:(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|第[一二三四五六七八九十百零\d]{1,5}条|[一二三四五六七八九十]{1,3}、|\d{1,2}(?:[．、)）]|\.(?!\d))|[①-⑳●•·■◆])\s*)+(?=\S)")

Piece = TypeVar("Piece", Words, Quantity)


@dataclass(frozen=True, slots=True)
class Flat:
    """One sentence read flat: ``places[i]`` is where character i of ``text`` stands in the policy's text."""

    text: str
    places: tuple[int, ...]
    measure: Measure
    span: Span

    def printed(self, span: Span) -> Span:
        """Where a stretch of the flat sentence is printed."""
        return Span(self.places[span.start], self.places[span.end - 1] + 1) if span.end > span.start else Span(self.span.start, self.span.start)

    def carried(self, piece: Piece, text: str) -> Piece:
        """A piece of the flat sentence as it is printed in ``text``."""
        span = self.printed(piece.span)
        return replace(piece, text=span.of(text), span=span)

    def carried_groups(self, groups: Sequence[AnyOf], text: str) -> tuple[AnyOf, ...]:
        """Conditions of the flat sentence as they are printed."""
        found = []
        for group in filter(lambda group: group.options, groups):
            spans = [self.printed(option.span) for option in group.options]
            found.append(AnyOf(tuple(replace(o, text=s.of(text), span=s) for o, s in zip(group.options, spans, strict=True))))
        return tuple(found)


def flatten(text: str, span: Span, measure: Measure) -> Flat:
    """Read ``span`` of ``text`` flat and in Simplified characters, without the number it is listed under; a space between two Latin words stays."""
    mark = _LIST_MARK.match(text, span.start, span.end)
    leading = _LEADING_ACTS.match(text, mark.end() if mark else span.start, span.end)
    mark = leading or mark
    while cited := _CITED.match(text, mark.end() if mark else span.start, span.end):
        mark = cited
    kept = [at for at in range(mark.end() if mark else span.start, span.end) if not text[at].isspace() or _between_words(text, at, span)]
    raw = "".join(text[at] if not text[at].isspace() else " " for at in kept)
    words = to_simplified(raw)
    if _in_taiwans_idiom(text):
        words = _plainly(words)
    return Flat(_NARROW_STOP.sub(lambda stop: stop.group().translate(_WIDE), words), tuple(kept), measure, span)


# 财政部 税务总局公告（2020年第10号），…问答（第六期）对…: the acts that a row of a table quotes first.
_LEADING_ACTS = re.compile(r"(?:[^，。；：（对凡《]{2,40}(?:[（(](?:\d{4}年)?第[\d一二三四五六七八九十]+[号期批][）)]|[〔\[（]\d{4}[〕\]）]第?\d+号)[，、\s]*)+(?=对|凡|自\d|企业|纳税人|从事|经|为)")
# The act that a row of a table quotes before what it gives: 财政部税务总局公告（2020年第8号）….
_CITED = re.compile(r"\s*(?:\d{1,2}\s+)?(?:[\u4e00-\u9fff]{2,8}(?:\s?[\u4e00-\u9fff]{2,8}){0,2}公告|[\u4e00-\u9fff]{2,12}令|财税|[\u4e00-\u9fff]{2,20}(?:问答|通知|公告|规定)|[\u4e00-\u9fff]{2,4}(?:府规|府发|政发|政办发|府办))(?:[（(]\d{4}年第\d+号[）)]|[（(]第[一二三四五六七八九十\d]+[期批][）)]|[（(]第[一二三四五六七八九十\d]+[期批][）)]|〔\d{4}〕(?:第)?\d+号|第\d+号)\s*(?=[\u4e00-\u9fff])(?![中的规第等和、])")
_OF_ALL = 100  # one character in so many is 之 where a regulation is worded so; on the mainland one in a thousand
# The idiom of Taiwan's regulations in the words of the mainland's, character for character: 得申請 may, …者， whoever, 之 of.
_IDIOM: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<![不取获所难觉使值赢求应须始方心])得(?![到分出益知失票奖不])"), "可"),
    (re.compile(r"(?<![费业动营用作读记学老患使资创承计])者(?=[，：])"), "的"),
    (re.compile(r"(?<=[\u4e00-\u9fff])(?<!分)之(?![一二三间内外前后后日中和类初际上下])(?=[\u4e00-\u9fff])"), "的"),
    (re.compile(r"左列"), "下列"),
)


@lru_cache(maxsize=8)
def _in_taiwans_idiom(text: str) -> bool:
    return text.count("之") * _OF_ALL > len(text)


def _plainly(words: str) -> str:
    for idiom, plain in _IDIOM:
        words = idiom.sub(plain, words)
    return words


# Chinese set with the stops of an ASCII keyboard: 参与救助的单位,可享受补贴; 1,000 stays.
_NARROW_STOP = re.compile(r"(?<=[\u4e00-\u9fff%）)”])[,;:!?](?=\D|$)|(?<=\d)[,;:](?=[\u4e00-\u9fff])|[()](?=[^()]{0,40}[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])[()]")
_WIDE = str.maketrans(",;:!?()", "，；：！？（）")


def _between_words(text: str, at: int, span: Span) -> bool:
    if not span.start < at < span.end - 1:
        return False
    before, behind = text[at - 1], text[at + 1]
    return before.isascii() and before.isalpha() and behind.isascii() and behind.isalpha()


def page_width(text: str) -> float:
    """The width that the lines of a document were cut to, in full-width columns; 0 where its line breaks are its own."""
    broken = [round(_columns(line)) for line in text.split("\n") if _columns(line) >= _NARROWEST and not _STOPPED.search(line)]
    if len(broken) < _FEWEST_LINES:
        return 0
    counts = Counter(broken)
    near = {width: sum(counts[width + step] for step in (-2, -1, 0, 1)) for width in counts}
    width = max(near, key=lambda w: (near[w], w))
    return width if near[width] >= _ONE_WIDTH * len(broken) else 0


def _columns(line: str) -> float:
    """Columns that a line takes, an ASCII character half of one."""
    line = line.strip()
    return sum(0.5 if character.isascii() else 1.0 for character in line)


def goes_on(text: str, end: int, start: int, width: float) -> bool:
    """Whether the line that ends at ``end`` is cut by the page and goes on at ``start``: its neighbours end where it does.

    A table within the page is cut to a narrower width of its own, so neighbours are compared, not the whole document.
    """
    if not width or text[end:start].strip() or text.count("\n", end, start) != 1:
        return False
    line = text[text.rfind("\n", 0, end) + 1 : end]
    below = text[start : start + 12].split("\n")[0]
    if _HEADING.match(line) or _STOPPED.search(line) or _columns(line) < _NARROWEST or _OPENS.match(below) is not None:
        return False
    columns = _columns(line)
    rest = text[start:].split("\n")[0]
    if _columns(rest) <= _REMAINDER and _STOPPED.search(rest) and line[-1:] not in "，、：":
        return True  # 给予一次性资|助。 the end of a sentence, left over for a line of its own
    around = text[max(0, end - _AROUND) : end + _AROUND].split("\n")[1:-1]
    alike = sum(not _STOPPED.search(other) and abs(_columns(other) - columns) <= _SLACK for other in around)
    return columns >= width - _SLACK or alike > _LIKE_IT


def sentences_of(text: str, measures: Sequence[Measure], width: float) -> list[Flat]:
    """The sentences of a clause, in order: its measures, those that a page's width cut apart put together."""
    spans: list[tuple[Measure, int]] = []
    for measure in measures:
        if spans and goes_on(text, spans[-1][1], measure.span.start, width):
            spans[-1] = (spans[-1][0], measure.span.end)
        else:
            spans.append((measure, measure.span.end))
    return [flatten(text, Span(measure.span.start, end), measure) for measure, end in spans]


def logical_lines(text: str, start: int, end: int, width: float) -> list[Span]:
    """The lines between two places, those that a page's width cut apart put together."""
    found: list[Span] = []
    for match in re.finditer(r"[^\n]+", text[start:end]):
        span = Span(start + match.start(), start + match.end())
        if not span.of(text).strip():
            continue
        if found and goes_on(text, found[-1].end, span.start, width):
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found
