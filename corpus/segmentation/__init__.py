"""Segmentation (条款切分): the parts of a document, as the document itself numbers them.

The evidence is the run of numbers, not the look of one line: a marker opens a clause only where
its number continues (一, 二, 三 …) or begins a run, so that a citation (第六条、第七条) at the start
of a line does not. The parts 题, 序, clauses and 尾 together cover the whole text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.measures import split_measures
from corpus.numerals import NUMERAL, chinese_number
from corpus.policy import (
    CLOSING,
    HEADER,
    PREAMBLE,
    Clause,
    Heading,
    Measure,
    PartKind,
    Span,
    Table,
)
from corpus.units import DocumentRule, find_note, find_rule, units_of_clause

_N = f"[{NUMERAL}]{{1,4}}"
# Outermost first where a document uses several; the nesting found in the document decides.
_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("编", re.compile(rf"第\s?(?P<n>{_N}|\d{{1,3}})\s?[编編](?=[\s\u3000]|[\u4e00-\u9fff]|$)")),
    ("章", re.compile(rf"第\s?(?P<n>{_N}|\d{{1,3}})\s?章(?=[\s\u3000]|[\u4e00-\u9fff]|$)")),
    ("节", re.compile(rf"第\s?(?P<n>{_N}|\d{{1,3}})\s?[节節](?=[\s\u3000]|[\u4e00-\u9fff]|$)")),
    # 第二条所列、第二条第一款、第二条或者第三条 cite an article.
    ("条", re.compile(rf"第\s?(?P<n>{_N}|\d(?:\s?\d){{0,3}})\s?[条條](?![、，和至的之规款或及与所])(?!第|[（(][{NUMERAL}]{{1,3}}[）)]所)")),
    ("一、", re.compile(rf"(?P<n>{_N})、")),
    ("（一）", re.compile(rf"[（(](?P<n>{_N})[）)]")),
    ("1.", re.compile(r"(?P<n>\d{1,3})(?:[.．](?![\d])|、)")),
    ("（1）", re.compile(r"[（(](?P<n>\d{1,3})[）)]")),
    ("①", re.compile(r"(?P<n>[①-⑳])")),
)
# A line of a table of contents: leader dots or a wide gap, and the page.
_CONTENTS = re.compile(r"(?:[.．·…]{3,}|…+|[\t\u3000 ]{4,}|-{3,})\s*[(（]?\d{1,3}[)）]?\s*$")
_GLUED = re.compile(r"[ \t\u3000]+(?=第\s?(?:[一二三四五六七八九十百零〇]{1,5}|\d[\d ]{0,4})\s?[条條節节][ \t\u3000])")
_MOST_LOST = 2  # numbers in a row that a damaged file may lack
_LONGEST_HEADING = 60  # characters; a longer first sentence is a provision, not a heading
_CLOSING = re.compile(
    r"^(?:本|以上|上述|此前|原)(?:[\u4e00-\u9fff]{0,12})(?:自|由|有效期|从|施行|实施|执行|未尽事宜|解释|与|规定)|"
    r"^(?:附件|附表|附录)[:：\d一二三四五六七八九十]?|^自.{2,30}起(?:施行|执行|实施)|"
    r"^(?:此件|（此件|\(此件)|^抄送|^(?:\d{4}|[二〇○零一]{2,4}.{0,2})年\d{0,2}.{0,4}月"
)


@dataclass(frozen=True, slots=True)
class _Marker:
    style: str
    number: int
    printed: str
    start: int  # of the marker itself
    end: int


_INTRODUCES = re.compile(r"^(?:为|根据|按照|依据|近年来|当前).{4,}(?:如下|以下|本).{0,20}[。：]$|^为.{6,}。$")


def segment(
    text: str, policy_id: str, tables: Sequence[Table] = (), headings: Sequence[Heading] = ()
) -> tuple[Clause, ...]:
    """Cut the repaired ``text`` into 题, 序, clauses and 尾, with their measures and units."""
    del tables, headings
    markers = _outline(_candidates(text))
    rule = find_rule(text)
    first = markers[0].start if markers else len(text)
    header_end = _end_of_header(text, _line_start(text, first))
    parts = [
        _plain(text, policy_id, PartKind.HEADER, HEADER, Span(0, header_end)),
        _plain(text, policy_id, PartKind.PREAMBLE, PREAMBLE, Span(header_end, _line_start(text, first))),
    ]
    paths = _paths(markers)
    closing = _start_of_closing(text, markers, rule) if markers else len(text)
    for i, (marker, path) in enumerate(zip(markers, paths, strict=True)):
        start = _start_of(text, marker)
        end = _start_of(text, markers[i + 1]) if i + 1 < len(markers) else closing
        parent = i + 1 < len(markers) and len(paths[i + 1]) > len(path)
        parts.append(_clause(text, policy_id, marker, path, Span(start, end), rule, parent))
    parts.append(_plain(text, policy_id, PartKind.CLOSING, CLOSING, Span(closing, len(text))))
    return _with_distinct_ids([part for part in parts if len(part.span)])


def _with_distinct_ids(parts: Sequence[Clause]) -> tuple[Clause, ...]:
    """Number the ids of parts whose paths repeat (numbering that restarts in an annex): #一, #一~2."""
    seen: dict[str, int] = {}
    distinct = []
    for part in parts:
        seen[part.id] = seen.get(part.id, 0) + 1
        if seen[part.id] > 1:
            new = f"{part.id}~{seen[part.id]}"
            measures = tuple(replace(m, id=f"{new}/{i}") for i, m in enumerate(part.measures, 1))
            part = replace(part, id=new, measures=measures)
        distinct.append(part)
    return tuple(distinct)


def _candidates(text: str) -> list[_Marker]:
    """Everything that looks like a number at the start of a paragraph."""
    found: list[_Marker] = []
    for line in re.finditer(r"[^\n]+", text):
        if _CONTENTS.search(line.group()):
            continue
        at: int | None = line.start() + len(line.group()) - len(line.group().lstrip(" \t\u3000"))
        while at is not None:
            marker = _marker_at(text, at, line.end())
            if marker is not None:
                found.append(marker)
            at = None
            if marker is not None and marker.style in ("编", "章", "节"):  # 第一章 总则 第一条 …, glued on one line
                glued = _GLUED.search(text, marker.end, line.end())
                at = glued.end() if glued else None
    return found


def _marker_at(text: str, at: int, end: int) -> _Marker | None:
    for style, pattern in _STYLES:
        match = pattern.match(text, at, end)
        if match:
            number = _number(match.group("n"))
            if number is None:
                return None
            return _Marker(style, number, re.sub(r"[、.．\s]", "", match.group()), at, match.end())
    return None


def _number(printed: str) -> int | None:
    if len(printed) == 1 and "①" <= printed <= "⑳":
        return ord(printed) - ord("①") + 1
    return chinese_number(re.sub(r"\s", "", printed))


def _outline(candidates: Sequence[_Marker]) -> list[_Marker]:
    """Keep the candidates whose numbers run on: from 1, or from the one before in their run."""
    kept: list[_Marker] = []
    stack: list[_Marker] = []  # the open clause at each level
    last: dict[str, int] = {}  # 条 runs on through chapters
    for i, marker in enumerate(candidates):
        open_at = next((i for i, held in enumerate(stack) if held.style == marker.style), None)
        if (open_at is not None and marker.number == stack[open_at].number + 1) or (open_at is not None and marker.number == 1 and marker.style not in ("条", "章", "编", "一、")):
            stack = [*stack[:open_at], marker]
        elif open_at is None and marker.number in (1, last.get(marker.style, 0) + 1):
            stack = [*stack, marker]
        elif _number_was_lost(marker, last.get(marker.style, 0), candidates[i + 1 :]):
            stack = [*stack[:open_at], marker] if open_at is not None else [*stack, marker]
        else:
            continue
        last[marker.style] = marker.number
        kept.append(marker)
    return _without_lone_runs(kept)


def _number_was_lost(marker: _Marker, last: int, following: Sequence[_Marker]) -> bool:
    """True if only one or two numbers are missing before this one, and the run goes on behind it.

    三、四、五 after 一、 is a document that lost its 二、; a number that nothing follows may be a citation.
    """
    if not 1 < marker.number - last <= 1 + _MOST_LOST or last == 0:
        return False
    for other in following:
        if other.style == marker.style:
            return other.number == marker.number + 1
    return False


def _without_lone_runs(markers: list[_Marker]) -> list[_Marker]:
    """A style that never gets to its second number is no numbering (第一条 alone is a citation)."""
    highest: dict[str, int] = {}
    for marker in markers:
        highest[marker.style] = max(highest.get(marker.style, 0), marker.number)
    return [marker for marker in markers if highest[marker.style] > 1]


def _paths(markers: Sequence[_Marker]) -> list[tuple[str, ...]]:
    paths: list[tuple[str, ...]] = []
    stack: list[_Marker] = []
    for marker in markers:
        held = next((i for i, m in enumerate(stack) if m.style == marker.style), len(stack))
        stack = [*stack[:held], marker]
        paths.append(tuple(m.printed for m in stack))
    return paths


def _clause(
    text: str, policy_id: str, marker: _Marker, path: tuple[str, ...], span: Span, rule: DocumentRule,
    parent: bool,
) -> Clause:
    clause_id = f"{policy_id}#{'/'.join(path)}"
    heading, body_start = _heading(text, marker, span)
    units = units_of_clause(text, Span(body_start, span.end), rule)
    note = units.span if units else None
    measures = list(_measures_around(text, Span(body_start, span.end), note, clause_id))
    if not measures and heading and not parent:  # the whole provision is its first line
        measures = list(split_measures(text, Span(marker.end, span.end), clause_id))
    return Clause(
        clause_id, PartKind.CLAUSE, path, heading, span.of(text), span, tuple(measures), units, leaf=not parent
    )


def _measures_around(text: str, body: Span, note: Span | None, clause_id: str) -> tuple[Measure, ...]:
    if note is None:
        return split_measures(text, body, clause_id)
    before = split_measures(text, Span(body.start, note.start), clause_id)
    after = split_measures(text, Span(note.end, body.end), clause_id)
    renumbered = (replace(m, id=f"{clause_id}/{len(before) + i}") for i, m in enumerate(after, 1))
    return (*before, *renumbered)


def _heading(text: str, marker: _Marker, span: Span) -> tuple[str, int]:
    """The heading of a clause and where its body starts."""
    line_end = text.find("\n", marker.end, span.end)
    line_end = span.end if line_end < 0 else line_end
    line = text[marker.end : line_end]
    stop = re.search(r"[。；！？：]", line)
    if stop is None:
        bare = line.strip(" \t\u3000")
        if 0 < len(bare) <= _LONGEST_HEADING:
            return bare, line_end
        return "", marker.end
    first = line[: stop.start()].strip(" \t\u3000")
    rest = line[stop.end() :].strip()
    has_comma = "，" in first and len(first) > 25
    if marker.style != "条" and stop.group() == "。" and 0 < len(first) <= 40 and rest and not has_comma:
        return first, marker.end + stop.end()
    if stop.group() == "。" and not rest and len(first) <= _LONGEST_HEADING and marker.style in ("一、", "（一）"):
        body_follows = bool(text[line_end : span.end].strip())
        if body_follows:
            return first, line_end
    return "", marker.end


def _end_of_header(text: str, before: int) -> int:
    """Where the introduction begins: at the first paragraph that reads as prose."""
    at = 0
    while at < before:
        end = text.find("\n", at, before)
        end = before if end < 0 else end + 1
        line = text[at:end].strip()
        indented = text[at:end].startswith("\u3000\u3000")
        if line and (_INTRODUCES.search(line) or (re.search(r"[。；：]$", line) and (len(line) > 30 or indented)) or len(line) > 150):
            return at
        at = end
    return before


def _start_of_closing(text: str, markers: Sequence[_Marker], rule: DocumentRule) -> int:
    """Where the closing provisions begin, behind the last clause.

    A clause ends with its unit note, so unnumbered paragraphs behind the last note belong to the
    closing where the other clauses carry notes as well; elsewhere the words decide.
    """
    del rule
    last = markers[-1]
    note = find_note(text, Span(last.end, len(text)))
    paragraphs = list(re.finditer(r"[^\n]+", text[last.end :]))[1:]
    for paragraph in paragraphs:
        start = last.end + paragraph.start()
        line = paragraph.group().strip(" \t\u3000")
        if not line:
            continue
        if note is not None and start >= note.end:
            return start
        if _CLOSING.match(line) and (note is None or start > note.start):
            return start
    return len(text)


def _start_of(text: str, marker: _Marker) -> int:
    """Where the clause of a marker begins: at its line, or at the marker where a heading stands before it."""
    start = _line_start(text, marker.start)
    return start if not text[start : marker.start].strip(" \t\u3000") else marker.start


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1 if at < len(text) else at


def _plain(text: str, policy_id: str, kind: PartKind, number: str, span: Span) -> Clause:
    part_id = f"{policy_id}#{number}"
    measures = split_measures(text, span, part_id)  # of the header: its lines
    return Clause(part_id, kind, (number,), "", span.of(text), span, measures)
