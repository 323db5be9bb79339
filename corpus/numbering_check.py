"""Gaps in the numbering of clauses (编号缺漏): 三 followed by 五, 第七条 printed twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.numerals import chinese_number
from corpus.policy import Clause, Span

_NUMBER = r"(?P<n>\d{1,4}|[零〇○一二三四五六七八九十百千两廿卅]{1,8})"
_STYLES = (
    ("条", re.compile(rf"^第\s*{_NUMBER}\s*(?P<kind>[编篇章节条條款项])$")),
    ("（）", re.compile(rf"^[（(]\s*{_NUMBER}\s*[）)]$")),
    ("）", re.compile(rf"^{_NUMBER}\s*[）)]$")),
    (".", re.compile(r"^(?P<head>\d{1,3}(?:[.．]\d{1,3}){0,4})[.．](?P<n>\d{1,3})$")),
    ("", re.compile(rf"^{_NUMBER}$")),
    ("专栏", re.compile(rf"^专栏\s*{_NUMBER}$")),
)
_LINE_NUMBER = re.compile(
    r"^[ \t\u3000]*(?:(?P<mark>第\s?[\d一二三四五六七八九十百零〇]{1,6}\s?条|[（(][一二三四五六七八九十]{1,3}[）)])|(?P<mark2>[一二三四五六七八九十]{1,3})、)",
    re.MULTILINE,
)
_LEADER = re.compile(r"[^\n]{0,80}(?:\.{4}|…{2}|·{4}|．{4})")  # a line of a table of contents
_FAR = 4  # numbers ahead; a larger leap is a citation


@dataclass(frozen=True, slots=True)
class Gap:
    """A number that does not follow, and where it stands; ``grave`` where whole provisions may be missing."""

    span: Span
    message: str
    grave: bool


def find_gaps(clauses: Iterable[Clause]) -> Iterator[Gap]:
    """Numbers that follow neither the last of the same style under the same heading nor the last anywhere.

    A number that was not taken for a clause's because one before it is missing is found within the clause in
    front of it.
    """
    clauses = tuple(clauses)
    printed = {read for clause in clauses if (read := read_number(clause.number))}
    under: dict[tuple[tuple[str, ...], str], int] = {}
    anywhere: dict[str, int] = {}
    for clause in clauses:
        read = read_number(clause.number)
        if read is None:
            continue
        style, number = read
        key = (clause.path[:-1], style)
        expected = {1, *(last + 1 for last in (under.get(key), anywhere.get(style)) if last is not None)}
        before = under.get(key, anywhere.get(style))
        if number not in expected and number > 0:
            yield Gap(clause.span, _message(clause, number, before), len(clause.path) == 1 or style.startswith("第"))
        under[key] = anywhere[style] = number
        yield from _untaken(clause, style, number, printed)


def _untaken(clause: Clause, style: str, number: int, printed: set[tuple[str, int]]) -> Iterator[Gap]:
    """Lines within a clause that begin with a number of its own style a little further on."""
    for match in _LINE_NUMBER.finditer(clause.text):
        mark = match.group("mark") or match.group("mark2")
        read = read_number(mark)
        if read is None or match.start() == 0 or read in printed or read[0] != style:
            continue
        if number + 1 < read[1] <= number + _FAR and not _LEADER.match(clause.text, match.end()):
            at = clause.text.index(mark, match.start())
            span = Span(clause.span.start + at, min(clause.span.end, clause.span.start + at + 30))
            yield Gap(span, f"正文中有编号“{mark}”，前面缺第 {number + 1} 项", grave=True)
            return


def read_number(marker: str) -> tuple[str, int] | None:
    """Style and value of a marker as it stands in a path; None if it is no number (a title).

    >>> read_number("（三）"), read_number("第 10 条"), read_number("2.1.3"), read_number("③"), read_number("附件")
    (('（）一', 3), ('第条一', 10), ('.2.1', 3), ('①', 3), None)
    """
    if len(marker) == 1 and "①" <= marker <= "⑳":
        return "①", ord(marker) - ord("①") + 1
    for name, pattern in _STYLES:
        match = pattern.match(marker.strip())
        if match is None:
            continue
        number = chinese_number(match.group("n"))
        if number is None:
            return None
        if name == ".":
            return f".{match.group('head')}", number
        script = "1" if match.group("n").isdigit() and name != "条" else "一"
        return (f"第{match.group('kind')}一" if name == "条" else name + script), number
    return None


def _message(clause: Clause, number: int, before: int | None) -> str:
    if before is None:
        return f"编号从“{clause.number}”开始，前面缺 {number - 1} 项"
    if number == before:
        return f"编号“{clause.number}”重复"
    if number < before:
        return f"编号“{clause.number}”倒退，前一项是第 {before} 项"
    missing = number - before - 1
    return f"编号跳到“{clause.number}”，前面缺 {missing} 项（第 {before + 1} 项{'' if missing == 1 else f'至第 {number - 1} 项'}）"
