"""Sections (部分): the documents and tables that one file holds, each with numbers of its own.

A notice and the plan it prints, several plans, the annexes, a table of tasks: where the outermost numbers begin
again, another section begins. A section has a head (title, signature of what stands before), an introduction, what
it numbers, and a closing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.policy import Span
from corpus.segmentation.edges import end_of_header, is_signature, start_of_closing
from corpus.segmentation.markers import WEAK
from corpus.segmentation.outline import Entry
from corpus.segmentation.rows import RowTable
from corpus.segmentation.section_names import (
    heading_alike,
    is_attached,
    lines_of,
    name_of,
    name_of_table,
    reads_as_head,
    second_title,
)
from corpus.units import is_units_head

_NOTES = re.compile(r"\s*(?:[（(]?(?:注|说明|备注|填表说明|指标说明)[:：）)]?|★|▲|＊|\*)")
_SAME_OPENING = 60  # characters of a clause that tell whether a second copy repeats the first
_FALLBACK = "附表"  # a table with no title above it
_MOST_COMPARED = 20  # documents of a file; what is printed twice stands near its front
_COPY = 0.9  # of a section's clauses that stand in an earlier one: the file prints the document twice


@dataclass(frozen=True, slots=True)
class Opener:
    """What opens a clause.

    Attributes:
        path: within its section. start: of the clause. body: behind its number.
        end: of a row's last line; of an entry the next opener decides, and this is 0.
        style: as in ``markers.Marker``, or 行 for a row of a table.
        leaf: has no clauses of its own below it.
        cells: of a row, its words by the heads of the columns.
    """

    path: tuple[str, ...]
    start: int
    body: int
    style: str
    leaf: bool
    end: int = 0
    cells: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Section:
    """One document or table of the file; ``title`` is "" where it is the file's own document."""

    title: str
    openers: list[Opener]
    header: Span = field(default_factory=lambda: Span(0, 0))
    preamble: Span = field(default_factory=lambda: Span(0, 0))
    closing: Span = field(default_factory=lambda: Span(0, 0))
    copy: bool = False

    @property
    def span(self) -> Span:
        """Everything of the section."""
        return Span(self.header.start, self.closing.end)


def sections(
    text: str, entries: Sequence[Entry], tables: Sequence[RowTable], breaks: Sequence[int], whole: Sequence[Span] = ()
) -> list[Section]:
    """The sections of the file, in order, together covering ``text``; one without clauses where nothing is numbered.

    No closing begins inside one of the ``whole`` stretches (the fields of a card).
    """
    groups = _groups(text, entries, tables)
    if not groups:
        head = end_of_header(text, 0, len(text))
        return [Section("", [], Span(0, head), Span(head, len(text)), Span(len(text), len(text)))]
    copies = _copies(text, groups)
    documents = sum(1 for group, copy in zip(groups, copies, strict=True) if not group.table and not copy)
    apart = groups[0].table or (documents > 1 and is_attached(text, 0, groups[0].openers[0].start, breaks))
    notice = _notice(text, groups[0], breaks) if apart else None
    begins = [notice.span.end if notice else 0]
    for before, after in pairwise(groups):
        begins.append(_begin(text, before, after, breaks))
    alone = len(groups) - sum(copies) == 1
    found: list[Section] = []
    for i, group in enumerate(groups):
        openers = group.openers
        begin, first = begins[i], openers[0].start
        end = begins[i + 1] if i + 1 < len(groups) else len(text)
        head = first if group.table else end_of_header(text, begin, first)
        last = openers[-1]
        closing = min(last.end, end) if last.end else start_of_closing(text, Span(last.body, end), last.style == "条")
        closing = next((min(s.end, end) for s in whole if s.start <= closing < s.end), closing)
        title = ""
        if group.table:
            title = name_of_table(text, group.table) or name_of(text, begin, max(begin, group.table.span.start)) or _FALLBACK
        elif i and not alone:
            title = name_of(text, begin, first) or found[-1].title
        elif documents > 1 and is_attached(text, begin, first, breaks):
            title = name_of(text, begin, first)
        elif documents > 1 and not any(begin <= at < g.openers[0].start for at in breaks for g in groups[1:2]):
            title = second_title(text, begin, first)
        found.append(Section(title, openers, Span(begin, head), Span(head, first), Span(closing, end), copies[i]))
    if not found[0].title:
        plain = [
            s.title for s, g in zip(found, groups, strict=True)
            if not g.table and not s.copy and not len(s.preamble) and not any(s.header.start <= at < s.header.end for at in breaks)
        ]  # fmt: skip
        found[0].title = heading_alike(text, 0, groups[0].openers[0].start, [title for title in plain if title])
    return [notice, *found] if notice else found


def _notice(text: str, group: _Group, breaks: Sequence[int]) -> Section | None:
    """The notice without clauses of its own that prints the table or the annex which the first numbers belong to."""
    first = group.openers[0].start
    if group.table:
        cut = group.table.title.start
        cut = max((at for at in breaks if at <= cut and not text[at:cut].strip().count("\n")), default=cut)
    else:
        cut = max((at for at in breaks if at < first), default=0)
    head = end_of_header(text, 0, cut)
    if head >= cut or "。" not in text[head:cut]:
        return None
    closing = text.rfind("。", head, cut) + 1
    closing += len(text[closing:cut]) - len(text[closing:cut].lstrip("）)”』」\n\r"))
    if not any(is_signature(line.of(text)) for line in lines_of(text, closing, cut)):
        closing = cut
    return Section("", [], Span(0, head), Span(head, closing), Span(closing, cut))


@dataclass(slots=True)
class _Group:
    openers: list[Opener]
    part: int
    table: RowTable | None = None


def _groups(text: str, entries: Sequence[Entry], tables: Sequence[RowTable]) -> list[_Group]:
    """Entries of one part together; a table of rows between them where it belongs to no clause or is one of tasks."""
    kept = [table for table in tables if _stands_apart(table, entries)]
    groups: list[_Group] = []
    waiting = list(kept)
    for i, entry in enumerate(entries):
        while waiting and waiting[0].span.start < entry.marker.start:
            groups.append(_table_group(text, waiting.pop(0)))
        if not groups or groups[-1].table or groups[-1].part != entry.part:
            groups.append(_Group([], entry.part))
        parent = i + 1 < len(entries) and entry.marker in entries[i + 1].above
        start = _start_of(text, entry.marker.start)
        groups[-1].openers.append(Opener(entry.path, start, _body(text, entry), entry.marker.style, not parent))
    groups.extend(_table_group(text, table) for table in waiting)
    if len(groups) > 1 and _is_history(groups[0], groups[1]):
        groups = groups[1:]
    return [g for k, g in enumerate(groups) if not (k and not g.table and _are_notes(text, groups[k - 1], g))]


def _body(text: str, entry: Entry) -> int:
    """Behind the number; a number printed twice (第一条, and again on the next line) counts once."""
    end = entry.marker.end
    again = re.compile(rf"\s*{re.escape(text[entry.marker.start : end].strip())}").match(text, end)
    return again.end() if again and entry.marker.style == "条" else end


def _stands_apart(table: RowTable, entries: Sequence[Entry]) -> bool:
    """A table between two clauses of one document belongs to the first, unless it is an annex or its columns name units."""
    if table.named or any(is_units_head(head) for row in table.rows for head, _ in row.cells):
        return True
    before = [e.part for e in entries if e.marker.start < table.span.start]
    after = [e.part for e in entries if e.marker.start > table.span.start]
    return not (before and after and before[-1] == after[0])


def _is_history(first: _Group, second: _Group) -> bool:
    """A short list 1. 2. 3. above the first clause (orders that amended the text, labels of a drawing) is no provision."""
    if first.table or second.table:
        return False
    return first.openers[0].style in WEAK and second.openers[0].style not in WEAK and len(first.openers) < len(second.openers)


def _are_notes(text: str, before: _Group, group: _Group) -> bool:
    """Numbered notes below a table (注：1. …) explain it and are no provisions."""
    return bool(before.table and _NOTES.match(text, before.openers[-1].end, group.openers[0].start))


def _table_group(text: str, table: RowTable) -> _Group:
    openers: list[Opener] = []
    at = table.span.start
    for row in table.rows:
        words = text[at : row.start].strip()
        if words and openers:  # merged cells and rows across the table head what follows
            openers.append(Opener((_brief(words),), at, at, "行", False, row.start))
        openers.append(Opener((row.number,), row.start, row.body, "行", True, row.end, row.cells))
        at = row.end
    return _Group(openers, -1, table)


def _brief(words: str) -> str:
    return re.sub(r"\s+", " ", words)[:40]


def _start_of(text: str, at: int) -> int:
    """Where the clause of a marker begins: at its line, or at the marker where something stands before it."""
    start = text.rfind("\n", 0, at) + 1
    return start if not text[start:at].strip(" \t\u3000\xa0") else at


def _begin(text: str, before: _Group, after: _Group, breaks: Sequence[int]) -> int:
    """Where the section of ``after`` begins, behind the last clause of ``before``."""
    last = before.openers[-1]
    low, high = max(last.body, last.end), after.openers[0].start
    broken = [at for at in breaks if low < at <= high]
    if broken:
        return broken[0]
    if after.table:
        return max(low, after.table.title.start)
    lines = lines_of(text, low, high)
    best = None
    for k, line in enumerate(lines):
        words = line.of(text).strip()
        if (k and is_signature(lines[k - 1].of(text)) and not is_signature(words)) or (best is None and k and reads_as_head(words)):
            best = line.start
    return high if best is None else best


def _copies(text: str, groups: Sequence[_Group]) -> list[bool]:
    """For each group whether it repeats an earlier one word for word; equal headings alone are no copy."""
    seen: list[set[str]] = []
    copies = []
    for group in groups:
        stops = [o.start for o in group.openers[1:]] or [group.openers[0].body + _SAME_OPENING]
        keys = {
            o.path[-1] + re.sub(r"\W", "", text[o.body : stop])[:_SAME_OPENING]
            for o, stop in zip(group.openers, stops, strict=False)
        }
        copies.append(any(len(keys & other) >= _COPY * len(keys) and len(other) <= 2 * len(keys) for other in seen[:_MOST_COMPARED]))
        seen.append(keys)
    return copies
