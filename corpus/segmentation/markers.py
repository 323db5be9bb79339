"""Candidates for clause numbers (条款序号): everything that may open a provision, and how strongly its place says so.

A number opens a provision at the start of a paragraph. Files without line breaks still show where paragraphs
began: by two ideographic spaces, by the one space that a line break was collapsed to, or by nothing but the
stop before the number. Which of these counts is decided per long line, not per file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from corpus.numerals import NUMERAL, chinese_number

_N = f"[{NUMERAL}]{{1,4}}"
_ADDED = rf"\s?之\s?(?:[{NUMERAL}]{{1,2}}|\d{{1,2}})(?=\s)"  # 第二節之一, 第五条之一
_ARTICLE_CITED = rf"(?![、，和至的之规款或及与所])(?!第|[（(][{NUMERAL}]{{1,3}}[）)]所)"  # 第二条所列、第二条第一款 cite
# Outermost first where a document uses several; the nesting found in the document decides.
_STYLES: tuple[tuple[str, str], ...] = (
    ("部分", rf"第\s?(?P<n11>{_N}|\d{{1,2}})\s?(?:部分|篇)(?=[\s：:、]|[\u4e00-\u9fff“]|$)(?![的之中和与或])"),
    ("领域", rf"(?P<word>[\u4e00-\u9fff]{{0,3}}(?:领域|任务|措施|举措|场景|行动|工程|专题|板块|模块))(?P<n12>{_N}|\d{{1,2}})(?=[：:、\s])"),
    ("编", rf"第\s?(?P<n0>{_N}|\d{{1,3}})\s?[编編](?=\s|[\u4e00-\u9fff]|$)"),
    ("分编", rf"第\s?(?P<n13>{_N})\s?分编(?=\s|[\u4e00-\u9fff]|$)"),
    ("章", rf"第\s?(?P<n1>{_N}|\d{{1,3}})\s?章(?P<added3>{_ADDED})?(?=\s|[\u4e00-\u9fff“]|$)"),
    ("节", rf"第\s?(?P<n2>{_N}|\d{{1,3}})\s?[节節](?P<added4>{_ADDED})?(?=\s|[\u4e00-\u9fff“]|$)"),
    # A head between section and article in Taiwan's regulations; elsewhere 第一款 is a paragraph that is cited.
    ("款", rf"第\s?(?P<n14>{_N})\s?款(?=[ \u3000]+[\u4e00-\u9fff]{{2,20}}[ \u3000]*(?:$|\n))"),
    ("条", rf"第\s?(?P<n3>[{NUMERAL}]{{1,8}}|\d(?:\s?\d){{0,3}})(?P<added1>[-－]\d{{1,2}})?\s?[条條](?P<added2>{_ADDED})?{_ARTICLE_CITED}"),
    # A scan reads 、 as a comma, a full stop or nothing at all: 一,总体要求, 一 总体要求. That counts at the start of a line
    # only, and where nothing is left of it only before a heading on a line of its own.
    ("一、", rf"(?P<n4>{_N})(?:、|(?P<scanned>[,，.．](?=[ \u3000]?[\u4e00-\u9fff“《])|[ \u3000]{{1,4}}(?=[\u4e00-\u9fff“《][^\n。；：:、\t \u3000]{{3,60}}[ \u3000]*(?:$|\n))))"),
    ("（一）", rf"[（(](?P<n5>{_N})[）)]"),
    ("1.1", r"(?P<n6>\d{1,2}(?:[.．]\d{1,2}){1,3})(?![\d.．%％‰])(?=[\s“]|[\u4e00-\u9fff])(?!(?:万|亿|个|元|年|倍|米|吨|公里|平方|亩|千|百|人|家|户|分|小时|以[上下]))"),
    ("1.", r"(?P<n7>\d{1,3})(?:[.．](?![\d])|、)"),
    ("1", r"(?P<n8>\d{1,2})[ \u3000]{1,4}(?=[\u4e00-\u9fff]{2,30}[ \u3000]*(?:$|\n))"),
    ("（1）", r"[（(](?P<n9>\d{1,3})[）)]"),
    ("①", r"(?P<n10>[①-⑳])"),
    ("附则", r"(?P<n15>附[ \u3000]{0,4}[则則])(?=[ \u3000]*(?:$|\n))"),  # a head without a number
)
WEAK = ("1.", "1", "（1）", "①")  # numbers that open no document by themselves
HEADS = ("部分", "编", "分编", "章", "节", "款")
_NAMES = {re.search(r"\?P<(n\d+)>", pattern).group(1): name for name, pattern in _STYLES}  # type: ignore[union-attr]
NAMED = frozenset(_NAMES.values()) - {"领域"}  # the styles of plain numbers; others are series of a word (领域一)
_ANY = re.compile("|".join(f"(?:{pattern})" for _, pattern in _STYLES), re.MULTILINE)
_LONG_LINE = 400  # characters: a longer line may be several paragraphs
_FEW_LINES = 3
_PARAGRAPH = 60  # characters: in a file that has lost its line breaks a shorter line is one paragraph
_COLLAPSED = 0.4  # of the text in long lines: the file has lost its line breaks
_WIDE = re.compile(r"[\u3000\u2003]{2,}|[ \u3000]{4,}|[ ]?\u3000{2,}[ ]?")
# Before a number inside a sentence: 第（二）项, 上述（一）, 1、2、3, 十一、十二.
_CITING = re.compile(rf"[第、，和与及或至到按照条款项之\d{NUMERAL}]$")
_CITED = re.compile(rf"(?:、?[（(]?(?:{_N}|\d{{1,3}})[）)]?[、，和至]|[项目款条种类]|[^\n]{{0,4}}规定的)")
_ITEM_BEHIND_STOP = re.compile(rf"(?<=[。）〕】])[（(]{_N}[）)](?=[\u4e00-\u9fff“《])")
_ITEM_AT_LINE = re.compile(rf"^[ \t\u3000]*[（(]{_N}[）)]", re.MULTILINE)
_FEWEST_IN_LINE = 3
_PROVISION = 60  # characters from one item to the next
_FILLED = ("条", "一、", "（一）", "1.")
_FAR = 30_000  # characters back from a number to the one before it
_PAGE_GLUED = re.compile(r"(?:^|\n)\d{1,3}$")  # 15三、强化: the number of the page runs into the heading
_PAGE_BEFORE_DECIMAL = re.compile(r"^\d{2,5}(?=\.\d)", re.MULTILINE)
_OPENS_ITEM = (*"。；：！？）〕】 \u3000\n", "")
_STOPS = "。；：！？）)〕］]】”》:;"
_ARTICLE_IN_LINE = re.compile(
    rf"(?:(?<=[。；：！？）〕】”》\u4e00-\u9fff])[ \t\u3000\u2003]+|(?<=。))(?=第\s?(?:{_N}|\d(?:\s?\d){{0,3}})\s?(?:[条条節节章编]|部分)[ \t\u3000\u2003])"
)


class Boundary(IntEnum):
    """How strongly the place of a number says that a paragraph begins there."""

    GLUED = 0  # in mid-line behind a word; only in a file that has lost its line breaks
    STOP = 1  # behind a stop, no space
    SPACE = 2  # behind a space that may have been a line break
    LINE = 3


@dataclass(frozen=True, slots=True)
class Marker:
    """A number that may open a provision.

    Attributes:
        style: its look, one of 部分 编 章 节 款 条 一、 （一） 1.1 1.1.1 1. 1 （1） ① 附则, or the word of a series (领域一, 任务二).
        number: its own value; of a decimal the last place.
        prefix: of a decimal the places before the last (2.1.3: "2.1"), else "".
        printed: without stop and inner spaces.
        start, end: of the marker itself.
        boundary: how strongly its place speaks for it.
        added: an article, section or chapter put in behind the one of its number (第五条之一, 第 5-1 條, 第二節之一).
    """

    style: str
    number: int
    prefix: str
    printed: str
    start: int
    end: int
    boundary: Boundary
    added: bool = False


def candidates(text: str) -> list[Marker]:
    """Everything that looks like a clause number where a paragraph may begin, in order."""
    lines = [m.span() for m in re.finditer(r"[^\n]+", text)]
    long = sum(b - a for a, b in lines if b - a > _LONG_LINE)
    total = sum(b - a for a, b in lines) or 1
    collapsed = long > _COLLAPSED * total or len(lines) < _FEW_LINES or _runs_in_line(text)
    found: list[Marker] = []
    for a, b in lines:
        found.extend(_in_long_line(text, a, b) if collapsed and b - a > (_PARAGRAPH if len(lines) >= _FEW_LINES else 0) else _in_line(text, a, b))
    found = sorted([*found, *_lost_in_line(text, found)], key=lambda marker: marker.start)
    return sorted([*found, *_decimals_behind_pages(text, found)], key=lambda marker: marker.start)


def _runs_in_line(text: str) -> bool:
    """Whether the items （一）（二） stand behind the sentence before them rather than at the start of lines, far apart.

    Close together they are a list inside a sentence.
    """
    inside = [m.start() for m in _ITEM_BEHIND_STOP.finditer(text)]
    if len(inside) < _FEWEST_IN_LINE:
        return False
    at_lines = sum(1 for _ in _ITEM_AT_LINE.finditer(text))
    apart = sorted(b - a for a, b in pairwise(inside))
    return len(inside) > 2 * at_lines and apart[len(apart) // 2] >= _PROVISION


def _lost_in_line(text: str, found: Sequence[Marker]) -> Iterator[Marker]:
    """The one number that a run lacks, where it stands in mid-line between its neighbours (…如下：1.甲。 and 2.乙 below)."""
    last: dict[str, Marker] = {}
    for marker in found:
        before = last.get(marker.style)
        last[marker.style] = marker
        wanted = marker.number - 1
        if marker.style not in _FILLED or wanted < 1 or (before and before.number != wanted - 1 and wanted > 1):
            continue
        if (before and before.number == wanted) or (before is None and wanted > 1):
            continue
        start = max(before.end if before else 0, marker.start - _FAR)
        inside = [
            match for match in _ANY.finditer(text, start, marker.start)
            if _NAMES[_group(match)] == marker.style and _number(match.group(_group(match))) == wanted
            and (
                text[match.start() - 1 : match.start()] in _OPENS_ITEM or (wanted == 1 and marker.style == "（一）")
                or _PAGE_GLUED.search(text, max(0, match.start() - 4), match.start())
            )
        ]  # fmt: skip
        if len(inside) == 1 and (filled := _marker(inside[0], Boundary.STOP)):
            yield filled


def _decimals_behind_pages(text: str, found: Sequence[Marker]) -> Iterator[Marker]:
    """Decimals that the number of the page runs into (10613.3 is page 106, then 13.3): where one continues the run before it."""
    places: tuple[int, ...] = ()
    known = iter(found)
    waiting = next(known, None)
    for line in _PAGE_BEFORE_DECIMAL.finditer(text):
        while waiting is not None and waiting.start < line.start():
            if waiting.style == "一、" or waiting.prefix:
                places = (*map(int, waiting.prefix.split(".")), waiting.number) if waiting.prefix else (waiting.number,)
            waiting = next(known, None)
        nexts = {(*places, 1), *((*places[:k], places[k] + 1) for k in range(1, len(places)))}
        for at in range(line.start() + 1, line.end()):
            match = _ANY.match(text, at)
            marker = _marker(match, Boundary.LINE) if match else None
            if marker and marker.prefix and (own := (*map(int, marker.prefix.split(".")), marker.number)) in nexts:
                places = own
                yield marker
                break


def _in_line(text: str, start: int, end: int) -> Iterator[Marker]:
    at = start
    while at < end and text[at] in " \t\u3000\u2003\xa0":
        at += 1
    marker = marker_at(text, at, end, Boundary.LINE)
    if marker is None and end - start < 3:
        return
    if marker is not None:
        yield marker
        if marker.style in HEADS:  # 第一章 总则 第一条 …, glued on one line
            at = marker.end
    for gap in _ARTICLE_IN_LINE.finditer(text, at, end):
        inner = marker_at(text, gap.end(), end, Boundary.SPACE)
        if inner is not None:
            yield inner


def _in_long_line(text: str, start: int, end: int) -> Iterator[Marker]:
    """The candidates of a line that is several paragraphs, by the strongest evidence that the line shows."""
    wide = {gap.end() for gap in _WIDE.finditer(text, start, end)} | {start}
    spaced = sum(1 for _ in re.compile(r"[。；：][ \u3000]").finditer(text, start, end))
    stops = text.count("。", start, end) or 1
    least = (
        Boundary.LINE if len(wide) > 3 and len(wide) * 600 > end - start
        else Boundary.SPACE if spaced * 4 > stops or spaced > 20
        else Boundary.GLUED
    )
    for match in _ANY.finditer(text, start, end):
        at = match.start()
        before = text[max(start, at - 4) : at]
        if at in wide or not before.strip():
            boundary = Boundary.LINE
        elif before[-1] in " \t\u3000\u2003\xa0":
            boundary = Boundary.SPACE
        elif before[-1] in _STOPS:
            boundary = Boundary.STOP
        else:
            boundary = Boundary.GLUED
        if boundary < least:
            continue
        if boundary < Boundary.LINE and (_CITING.search(before.rstrip()) or _CITED.match(text, match.end())):
            continue
        marker = _marker(match, boundary)
        if marker is not None and not (boundary is Boundary.GLUED and marker.style in ("1", "1.1", "1.", "条")):
            yield marker


def marker_at(text: str, at: int, end: int, boundary: Boundary) -> Marker | None:
    """The number that stands at ``at``, None if none does."""
    match = _ANY.match(text, at, end)
    return _marker(match, boundary) if match else None


def _marker(match: re.Match[str], boundary: Boundary) -> Marker | None:
    group = _group(match)
    style, printed = _NAMES[group], match.group(group)
    if (match.group("scanned") or style in ("款", "附则")) and boundary < Boundary.LINE:
        return None
    prefix = ""
    if style == "1.1":
        places = re.split(r"[.．]", printed)
        prefix, printed = ".".join(places[:-1]), places[-1]
        style = ".".join("1" * len(places))
    if style == "领域":
        style = match.group("word")
    number = 1 if style == "附则" else _number(printed)
    if not number:
        return None
    whole = re.sub(r"[、，,\s]", "", match.group())
    whole = whole.replace("．", ".").rstrip(".")
    added = any(match.group(f"added{n}") for n in (1, 2, 3, 4))
    return Marker(style, number, prefix, whole, match.start(), match.end(), boundary, added)


def _group(match: re.Match[str]) -> str:
    """The group of the style that matched; an added article or a scanned stop sets one of its own behind it."""
    group = match.lastgroup or ""
    return group if group in _NAMES else {"scanned": "n4", "added3": "n1", "added4": "n2"}.get(group, "n3")


def _number(printed: str) -> int | None:
    if len(printed) == 1 and "①" <= printed <= "⑳":
        return ord(printed) - ord("①") + 1
    return chinese_number(re.sub(r"\s", "", printed))
