"""Responsible units (责任单位): who leads (牵头) and who supports (配合) a clause.

Notes stand in brackets of any shape, on lines of their own under labels, or in the columns of a
table of tasks. Role words decide; else the document's own rule (第一个逗号前为牵头单位，下同), which
holds for the whole document; else the units are listed without a role. Names are kept as printed.
"""

from __future__ import annotations

from corpus.policy import ResponsibleUnits, Span
from corpus.units.columns import is_deadline_head, is_units_head, units_of_columns
from corpus.units.finding import blocks, find_notes
from corpus.units.note import inside_of, read, resolve
from corpus.units.rules import DocumentRule, RoleRule, find_rule

__all__ = [
    "DocumentRule", "RoleRule", "find_note", "find_rule", "is_deadline_head", "is_units_head", "read_units",
    "units_of_clause", "units_of_columns",
]  # fmt: skip


def find_note(text: str, span: Span) -> Span | None:
    """Where the unit note of a clause stands, brackets and labels included; the last one counts."""
    found = blocks(text, find_notes(text, span, find_rule(span.of(text))))
    named = [block for block in found if any(note.reading.members for note in block)]
    return Span(named[-1][0].span.start, named[-1][-1].span.end) if named else None


def read_units(note: str, span: Span, rule: DocumentRule) -> ResponsibleUnits:
    """Read lead and supporting units from a ``note`` (brackets and labels included) that stands at ``span``."""
    return resolve([read(inside_of(note))], rule, note, span)


def units_of_clause(text: str, span: Span, rule: DocumentRule) -> ResponsibleUnits:
    """The units of all notes within ``span``, under the document's ``rule``.

    ``note`` and ``span`` of the result are those of the last note, the one that closes the clause; notes side
    by side count as one. A unit that leads in one note and supports in another leads.

    >>> text = "给予奖励。\\n牵头部门：市科技局\\n参与部门：市财政局\\n完成时限：2022年10月"
    >>> units = units_of_clause(text, Span(0, len(text)), DocumentRule())
    >>> units.lead, units.supporting, units.deadline
    (('市科技局',), ('市财政局',), '2022年10月')
    """
    found = []
    for block in blocks(text, find_notes(text, span, rule)):
        where = Span(block[0].span.start, block[-1].span.end)
        found.append(resolve([note.reading for note in block], rule, where.of(text), where))
    named = [units for units in found if units]
    if not named:
        return ResponsibleUnits()
    last = named[-1]
    lead = tuple(dict.fromkeys(unit for units in named for unit in units.lead))
    return ResponsibleUnits(
        lead,
        tuple(dict.fromkeys(unit for units in named for unit in units.supporting if unit not in lead)),
        tuple(dict.fromkeys(unit for units in named for unit in units.listed)),
        last.note,
        last.span,
        next((units.rule for units in named if units.rule), ""),
        last.deadline or next((units.deadline for units in found if units.deadline), ""),
    )
