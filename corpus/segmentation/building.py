"""From the sections to the parts of a policy: the records with their headings, measures and units."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.measures import measure_of, split_measures
from corpus.policy import (
    CLOSING,
    FURNITURE,
    HEADER,
    PREAMBLE,
    Clause,
    Measure,
    PartKind,
    ResponsibleUnits,
    Span,
)
from corpus.segmentation.headed_tables import HeadedRow, HeadedTable
from corpus.segmentation.headings import heading_of
from corpus.segmentation.sections import Opener, Section
from corpus.units import (
    DocumentRule,
    find_rule,
    is_deadline_head,
    is_units_head,
    units_of_clause,
    units_of_columns,
)


def build(
    text: str, policy_id: str, sections: Sequence[Section], furniture: Sequence[Span], tables: Sequence[HeadedTable] = ()
) -> tuple[Clause, ...]:
    """The parts of the document, in order; their texts together are ``text``.

    Args:
        text: the whole document.
        policy_id: what the ids of the parts begin with.
        sections: its documents and tables, in order, together covering the text.
        furniture: stretches that are no text of the policy (tables of contents), in order.
        tables: those with heads: a row is read under them, the heads are no measure.
    """
    rows = _Rows(tables)
    maker = _Maker(text, policy_id, find_rule(text))
    parts: list[Clause] = []
    for section in sections:
        if section.copy:
            parts.append(maker.plain(PartKind.FURNITURE, (FURNITURE,), section.span))
            continue
        prefix = (section.title,) if section.title else ()
        edges = (
            (PartKind.HEADER, HEADER, section.header), (PartKind.PREAMBLE, PREAMBLE, section.preamble),
            (PartKind.CLOSING, CLOSING, section.closing),
        )  # fmt: skip
        for kind, name, span in edges[:2]:
            parts.extend(maker.around(kind, (*prefix, name), span, furniture))
        ends = [*(o.start for o in section.openers[1:]), section.closing.start][: len(section.openers)]
        for opener, end in zip(section.openers, ends, strict=True):
            parts.extend(maker.clause(opener, (*prefix, *opener.path), Span(opener.start, end), furniture))
        for kind, name, span in edges[2:]:
            parts.extend(maker.around(kind, (*prefix, name), span, furniture))
    return _with_distinct_ids([rows.read(text, part) for part in parts if len(part.span)])


class _Maker:
    """Makes the records of one document."""

    def __init__(self, text: str, policy_id: str, rule: DocumentRule) -> None:
        self._text = text
        self._policy_id = policy_id
        self._rule = rule

    def plain(self, kind: PartKind, path: tuple[str, ...], span: Span) -> Clause:
        part_id = f"{self._policy_id}#{'/'.join(path)}"
        measures = () if kind is PartKind.FURNITURE else split_measures(self._text, span, part_id)
        return Clause(part_id, kind, path, "", span.of(self._text), span, measures)

    def around(
        self, kind: PartKind, path: tuple[str, ...], span: Span, furniture: Sequence[Span]
    ) -> Iterator[Clause]:
        """A part that is no clause, cut where furniture stands in it."""
        for piece, is_furniture in _carved(self._text, span, furniture):
            yield self.plain(PartKind.FURNITURE, (FURNITURE,), piece) if is_furniture else self.plain(kind, path, piece)

    def clause(
        self, opener: Opener, path: tuple[str, ...], span: Span, furniture: Sequence[Span]
    ) -> Iterator[Clause]:
        """A clause; furniture at its end is cut off, furniture inside it stays."""
        pieces = list(_carved(self._text, span, furniture))
        if len(pieces) > 1 and not pieces[0][1] and all(f or not p.of(self._text).strip() for p, f in pieces[1:]):
            yield self._made(opener, path, pieces[0][0])
            yield self.plain(PartKind.FURNITURE, (FURNITURE,), Span(pieces[1][0].start, span.end))
        else:
            yield self._made(opener, path, span)

    def _made(self, opener: Opener, path: tuple[str, ...], span: Span) -> Clause:
        text = self._text
        clause_id = f"{self._policy_id}#{'/'.join(path)}"
        if opener.style == "行":
            units = self._units_of_row(opener, span)
            measures = split_measures(text, Span(opener.body, span.end), clause_id)
            first = _first_cell(text, opener, span)
            return Clause(
                clause_id, PartKind.CLAUSE, path, first if first != path[-1] else "", span.of(text), span, measures, units,
                leaf=opener.leaf,
            )
        heading, body = heading_of(text, opener.style, opener.body, span.end)
        units = units_of_clause(text, Span(body, span.end), self._rule)
        measures = _measures_around(text, Span(body, span.end), units.span if units else None, clause_id)
        if not measures and heading and opener.leaf:  # the whole provision is its first line
            measures = split_measures(text, Span(opener.body, span.end), clause_id)
        return Clause(
            clause_id, PartKind.CLAUSE, path, heading, span.of(text), span, measures, units, leaf=opener.leaf
        )

    def _units_of_row(self, opener: Opener, span: Span) -> ResponsibleUnits:
        cells = dict(opener.cells)
        if any(is_units_head(head) or is_deadline_head(head) for head in cells):
            return units_of_columns(cells, span, self._rule)
        return units_of_clause(self._text, span, self._rule)


def _first_cell(text: str, opener: Opener, span: Span) -> str:
    """What a row is about: its first words behind the number, to the next cell."""
    words = text[opener.body : span.end].strip()
    first = words.split("\t", 1)[0].split("\n", 1)[0].strip()
    return first if len(first) <= 60 and "\t" in words else ""


def _carved(text: str, span: Span, furniture: Sequence[Span]) -> Iterator[tuple[Span, bool]]:
    """``span`` cut at the furniture in it, in order, each piece with whether it is furniture.

    Blank space behind furniture goes with it.
    """
    at = span.start
    for block in furniture:
        start, end = max(block.start, span.start), min(block.end, span.end)
        while end < span.end and text[end].isspace():
            end += 1
        if start >= end:
            continue
        if start > at:
            yield Span(at, start), False
        yield Span(start, end), True
        at = end
    if at < span.end:
        yield Span(at, span.end), False


def _measures_around(text: str, body: Span, note: Span | None, clause_id: str) -> tuple[Measure, ...]:
    if note is None:
        return split_measures(text, body, clause_id)
    before = split_measures(text, Span(body.start, note.start), clause_id)
    after = split_measures(text, Span(note.end, body.end), clause_id)
    renumbered = (replace(m, id=f"{clause_id}/{len(before) + i}") for i, m in enumerate(after, 1))
    return (*before, *renumbered)


class _Rows:
    """The head rows and the rows of a document's tables with heads, to be looked up by place."""

    def __init__(self, tables: Sequence[HeadedTable]) -> None:
        stretches: list[tuple[Span, HeadedRow | None]] = []
        for table in tables:
            stretches += [(table.heads, None), *((row.span, row) for row in table.rows)]
        self._stretches = sorted(stretches, key=lambda entry: entry[0])
        self._starts = [span.start for span, _ in self._stretches]

    def read(self, text: str, part: Clause) -> Clause:
        """The part with the measures in its tables cut at the rows, each with what it says under the heads; those of the heads left out."""
        first = max(0, bisect_right(self._starts, part.span.start) - 1)
        inside = [entry for entry in self._stretches[first : bisect_left(self._starts, part.span.end)] if entry[0].end > part.span.start]
        if not inside or not part.measures:
            return part
        kept: list[Measure] = []
        cuts = sorted({at for span, _ in inside for at in (span.start, span.end)})
        starts = [span.start for span, _ in inside]
        for measure in part.measures:
            for piece in _cut_at(text, measure.span, cuts):
                at = bisect_right(starts, piece.start) - 1
                span, row = inside[at] if at >= 0 else (Span(0, 0), None)
                in_table = span.start <= piece.start < span.end
                if in_table and row is None:
                    continue
                made = measure if piece == measure.span else measure_of(text, piece, "")
                kept.append(replace(made, id=f"{part.id}/{len(kept) + 1}", row=row.of_piece(text, piece) if in_table and row is not None else None))
        return replace(part, measures=tuple(kept) or part.measures)


def _cut_at(text: str, span: Span, cuts: Sequence[int]) -> Iterator[Span]:
    """The stretches of ``span`` between ``cuts`` that say something, without the space around them."""
    places = [span.start, *cuts[bisect_right(cuts, span.start) : bisect_left(cuts, span.end)], span.end]
    for start, end in pairwise(places):
        words = text[start:end]
        if words.strip():
            yield Span(start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip()))


def _with_distinct_ids(parts: Sequence[Clause]) -> tuple[Clause, ...]:
    """Number the ids of parts whose paths repeat (two tables of one title): #一, #一~2."""
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
