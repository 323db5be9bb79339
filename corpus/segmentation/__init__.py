"""Segmentation (条款切分): the parts of a document, as the document itself numbers them.

The evidence is the run of numbers, not the look of one line: a marker opens a clause only where its number
continues (一, 二, 三 …) or begins a run, so that a citation (第六条、第七条) at the start of a line does not.
``markers`` finds what may be a number, ``contents`` leaves out tables of contents, ``figures`` the labels of drawings, ``rows`` and ``flat_tables`` read the numbered rows of tables,
``headed_tables`` what the rows say under the heads of their columns,
``outline`` keeps the runs and nests them, ``levels`` tells provisions from lists inside one, ``edges`` finds titles,
introductions and closing provisions, ``building`` makes the records. The parts cover the whole text, in order.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.policy import Clause, Heading, Span, Table
from corpus.segmentation.building import build
from corpus.segmentation.cards import card_bodies
from corpus.segmentation.contents import contents_of
from corpus.segmentation.edges import annex_lists, annexes
from corpus.segmentation.figures import figure_labels
from corpus.segmentation.flat_tables import flat_tables
from corpus.segmentation.headed_tables import headed_tables, spaced_tables, tables_apart
from corpus.segmentation.levels import provisions
from corpus.segmentation.markers import Marker, candidates
from corpus.segmentation.outline import lone_clause, outline
from corpus.segmentation.rows import row_tables
from corpus.segmentation.sections import sections


def segment(
    text: str, policy_id: str, tables: Sequence[Table] = (), headings: Sequence[Heading] = ()
) -> tuple[Clause, ...]:
    """Cut the repaired ``text`` into 题, 序, clauses and 尾, with their measures and units.

    Args:
        text: the whole document.
        policy_id: what the ids of the parts begin with.
        tables: the document's tables; the numbered rows of one are clauses, and all rows of one that is an annex.
        headings: what the file itself marks as headings.

    Returns:
        The parts in order; their texts together are ``text``.
    """
    del headings
    numbered = row_tables(text, tables)
    gridless = spaced_tables(text, [table.span for table in tables])
    headed = headed_tables(text, [*tables, *gridless], {table.span.start: table.rows[0].start for table in numbered})
    found = candidates(text)
    contents = contents_of(text, found)
    numbered += flat_tables(text, [*contents, *(table.span for table in tables)])
    listed = annex_lists(text)
    breaks = [at for at in annexes(text) if not any(span.start <= at < span.end for span in listed)]
    numbered += tables_apart(text, headed, numbered, breaks, listed)
    numbered.sort(key=lambda table: table.span)
    bodies = card_bodies(text, found)
    outside = _outside(found, [*contents, *listed, *bodies, *figure_labels(text, found), *(table.span for table in numbered)])
    entries = provisions(text, outline(outside, breaks), len(text))
    if not entries and not numbered:
        entries = lone_clause(text, outside)
    return build(text, policy_id, sections(text, entries, numbered, breaks, bodies), contents, headed)


def _outside(found: Sequence[Marker], spans: Sequence[Span]) -> list[Marker]:
    """The markers that stand in none of the ``spans``."""
    ordered = sorted(spans)
    kept = []
    i = 0
    for marker in found:
        while i < len(ordered) and ordered[i].end <= marker.start:
            i += 1
        if i == len(ordered) or marker.start < ordered[i].start:
            kept.append(marker)
    return kept
