"""Sections (部分): the documents and tables that one file holds, each with numbers of its own.

A notice and the plan it prints, several plans, the annexes, a table of tasks: where the outermost numbers begin
again, another section begins. A section has a head (title, signature of what stands before), an introduction, what
it numbers, and a closing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from corpus.policy import Span
from corpus.segmentation.edges import end_of_header, is_signature, start_of_closing
from corpus.segmentation.markers import WEAK
from corpus.segmentation.outline import Entry
from corpus.segmentation.rows import RowTable
from corpus.titles import reads_as_title
from corpus.units import is_units_head

_ANNEX = re.compile(r"附[ \t\u3000]*[件表录錄][ \t\u3000]*(?:\d{1,2}|[一二三四五六七八九十]{1,3})?[ \t\u3000]*[:：.．]?")
_LISTED = re.compile(r"\d{1,2}[.．、]|[（(]")
_NOTES = re.compile(r"\s*(?:[（(]?(?:注|说明|备注|填表说明|指标说明)[:：）)]?|★|▲|＊|\*)")
_COLUMN = re.compile(r"类\s*别|序\s*号|项\s*目|编\s*号|指\s*标|名\s*称|备\s*注")
_LONGEST_TITLE = 80
_LONGEST_HEADING = 30
_ALIKE = 0.5
_MOST_TITLE_LINES = 3
_SAME_OPENING = 12  # characters of a clause that tell whether a second copy repeats the first
_FALLBACK = "附表"  # a table with no title above it
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
    text: str, entries: Sequence[Entry], tables: Sequence[RowTable], breaks: Sequence[int]
) -> list[Section]:
    """The sections of the file, in order, together covering ``text``; one without clauses where nothing is numbered."""
    groups = _groups(text, entries, tables)
    if not groups:
        head = end_of_header(text, 0, len(text))
        return [Section("", [], Span(0, head), Span(head, len(text)), Span(len(text), len(text)))]
    begins = [0]
    for before, after in zip(groups, groups[1:], strict=False):
        begins.append(_begin(text, before, after, breaks))
    copies = _copies(text, groups)
    found = []
    for i, group in enumerate(groups):
        openers = group.openers
        begin, first = begins[i], openers[0].start
        end = begins[i + 1] if i + 1 < len(groups) else len(text)
        head = first if group.table else end_of_header(text, begin, first)
        last = openers[-1]
        closing = min(last.end, end) if last.end else start_of_closing(text, Span(last.body, end), last.style == "条")
        others = [g for k, g in enumerate(groups) if k != i and not copies[k]]
        title = _title(text, begin, first) if _is_titled(text, i, begin, first, breaks, others) else ""
        if group.table:
            title = _title_of_table(text, group.table) or title or _title(text, begin, first) or _FALLBACK
        elif i and others and not title:
            title = found[-1].title
        found.append(Section(title, openers, Span(begin, head), Span(head, first), Span(closing, end), copies[i]))
    if not found[0].title:
        found[0].title = _headed_alike(text, found[0], [s for s, g in zip(found, groups, strict=True) if not g.table and not s.copy][1:], breaks)
    return found


def _headed_alike(text: str, first: Section, others: Sequence[Section], breaks: Sequence[int]) -> str:
    """The heading right above the first clauses, where later ones begin again under a heading of the same make."""
    lines = _lines(text, first.header.start, first.preamble.end)
    heading = re.sub(r"\s", "", lines[-1].of(text)) if lines else ""
    if not 3 < len(heading) <= _LONGEST_HEADING or re.search(r"[。；：:，]$", heading):
        return ""
    alike = (
        o for o in others
        if not len(o.preamble) and not any(o.header.start <= at < o.header.end for at in breaks)
        and SequenceMatcher(None, heading, o.title).ratio() >= _ALIKE
    )  # fmt: skip
    return heading if any(alike) else ""


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
    """A table between two clauses of one document belongs to the first, unless its columns name units."""
    if any(is_units_head(head) for row in table.rows for head, _ in row.cells):
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
        begin = row.start if openers else row.start
        openers.append(Opener((row.number,), begin, row.body, "行", True, row.end, row.cells))
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
    lines = _lines(text, low, high)
    best = None
    for k, line in enumerate(lines):
        words = line.of(text).strip()
        if k and is_signature(lines[k - 1].of(text)) and not is_signature(words):
            best = line.start
        elif best is None and k and _reads_as_head(words):
            best = line.start
    return high if best is None else best


def _lines(text: str, start: int, end: int) -> list[Span]:
    found = [Span(m.start(), m.end()) for m in re.compile(r"[^\n]+").finditer(text, start, end)]
    return [line for line in found if line.of(text).strip()]


def _reads_as_head(words: str) -> bool:
    return len(words) <= _LONGEST_TITLE and not _LISTED.match(words) and not re.search(r"[。；，：:,;]$", words) and reads_as_title(re.sub(r"\s", "", words))


def _is_titled(text: str, i: int, begin: int, first: int, breaks: Sequence[int], others: Sequence[_Group]) -> bool:
    """Every section but the file's own document bears its title in the paths of its clauses.

    The first section is the file's own document, or what a notice without numbers prints; only where other
    documents follow, and it stands behind the notice's signature or as an annex, does it need a name.
    """
    if i or not others:
        return bool(others)
    if all(other.table for other in others):
        return False
    if any(begin <= at < first for at in breaks):
        return True
    lines = _lines(text, begin, first)
    words = [line.of(text).strip() for line in lines]
    signed = next((k for k in range(len(words) - 1, 2, -1) if is_signature(words[k])), 0)
    said = any(re.search(r"。$", line) for line in words[:signed])  # a notice says something before it is signed
    return said and any(_reads_as_head(line) and line not in words[:signed] for line in words[signed + 1 :])


def _title(text: str, begin: int, first: int) -> str:
    """The title of a section: behind its annex number or the signature above it, else the lines next above its text."""
    lines = _lines(text, begin, first)
    signed = [k for k, line in enumerate(lines[:-1]) if is_signature(line.of(text))]
    words = [line.of(text).strip(" \t\u3000\xa0") for line in lines[signed[-1] + 1 if signed else 0 :]]
    annex = next((match for w in words[:1] if (match := _ANNEX.match(w))), None)
    if annex is None and not any(_reads_as_head(w) for w in words[:_MOST_TITLE_LINES]):
        return _title_upwards(words)
    if annex is not None:
        words = [words[0][annex.end() :].strip(), *words[1:]]
    taken: list[str] = []
    for line in words[:12]:
        if not line:
            continue
        if re.search(r"[。；：:]$", line) or len(line) > _LONGEST_TITLE or "\t" in line or _COLUMN.fullmatch(line):
            break
        taken.append(line)
        if _reads_as_head("".join(taken)) or len(taken) == _MOST_TITLE_LINES:
            break
    joined = re.sub(r"\s", "", "".join(taken))
    return joined or (re.sub(r"[\s:：.．]", "", annex.group()) if annex else "")


def _title_of_table(text: str, table: RowTable) -> str:
    """The title of a flattened table, which has no line of its own."""
    words = re.sub(r"\s", "", table.title.of(text)) if table.flat else ""
    return _ANNEX.sub("", words, count=1) if _ANNEX.match(words) else words


def _title_upwards(words: Sequence[str]) -> str:
    """The nearest line above the text that is no sentence."""
    for line in reversed(words):
        if re.search(r"[。；：:，？！]$", line) or len(line) > _LONGEST_TITLE:
            continue
        return "" if _LISTED.match(line) or "\t" in line else re.sub(r"\s", "", line)
    return ""


def _copies(text: str, groups: Sequence[_Group]) -> list[bool]:
    """For each group whether it repeats an earlier one word for word."""
    seen: list[set[str]] = []
    copies = []
    for group in groups:
        keys = {re.sub(r"\W", "", text[o.body : o.body + 2 * _SAME_OPENING])[:_SAME_OPENING] + o.path[-1] for o in group.openers}
        copies.append(any(len(keys & other) >= _COPY * len(keys) and len(other) <= 2 * len(keys) for other in seen))
        seen.append(keys)
    return copies
