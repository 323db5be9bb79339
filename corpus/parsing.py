"""From a raw document to a Policy: repair, segment, read header data and validity."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from datetime import date
from pathlib import Path

from corpus.conflict_rules import read_rules
from corpus.metadata import read_metadata
from corpus.policy import Clause, Doubt, Heading, Measure, PartKind, Policy, Span, Table
from corpus.reading import RawDocument
from corpus.repair import Certainty, RepairedText, repair
from corpus.repair.simplified import to_simplified
from corpus.repeals import read_repeals
from corpus.segmentation import segment
from corpus.supplied_title import supplied_title
from corpus.support import read_support
from corpus.validity import read_validity

# Raised when repair, segmentation or the reading of units and validity come to another result on the same
# file: the library reads what an earlier edition stored anew at the next ingest.
EDITION = 16

def parse_policy(raw: RawDocument) -> tuple[Policy, RepairedText]:
    """Parse one document; also returns the repair, for those who show or count it."""
    repaired = repair(raw.text)
    return _build(raw, repaired), repaired


def _build(raw: RawDocument, repaired: RepairedText) -> Policy:
    text = repaired.text
    to_repaired = _to_repaired(repaired)
    tables = tuple(_moved_table(table, to_repaired) for table in raw.tables)
    headings = tuple(Heading(_moved(h.span, to_repaired), h.level) for h in raw.headings)
    policy_id = "p" + raw.digest[:10]
    parts = segment(text, policy_id, tables, headings)
    furniture = tuple(part.span for part in parts if part.kind is PartKind.FURNITURE)
    metadata = read_metadata(text, supplied_title(text) or Path(raw.source).stem)
    read = read_validity(text, furniture, metadata)
    return Policy(
        id=policy_id,
        source=raw.source,
        title=metadata.title,
        doc_number=metadata.doc_number,
        issuers=metadata.issuers,
        written=metadata.written,
        issued=metadata.issued,
        level=metadata.level,
        text=text,
        raw_starts=tuple(repaired.raw_starts),
        raw_ends=tuple(repaired.raw_ends),
        parts=parts,
        validity=read.validity,
        doubts=_doubts(repaired, raw.text),
        pages=tuple(map(to_repaired, raw.pages)),
        tables=tables,
        rules=read_rules(text, furniture),
        repeals=read_repeals(text, metadata.title, furniture),
        support=read_support(metadata.title, text, parts),
        contradictions=(*metadata.contradictions, *read.contradictions),
    )


def _to_repaired(repaired: RepairedText) -> Callable[[int], int]:
    """From a place in the raw text to the first repaired character that came from there or from behind it."""
    ends = repaired.raw_ends
    return lambda position: bisect_right(ends, position)


def _moved(span: Span, move: Callable[[int], int]) -> Span:
    return Span(move(span.start), move(span.end))


def _moved_table(table: Table, move: Callable[[int], int]) -> Table:
    rows = tuple(tuple(_moved(cell, move) for cell in row) for row in table.rows)
    return Table(_moved(table.span, move), rows, table.header_rows)


def _doubts(repaired: RepairedText, raw: str) -> tuple[Doubt, ...]:
    """The uncertain stretches with what stands there in the raw file."""
    found = []
    for start, end in repaired.uncertain:
        raw_start, raw_end = repaired.raw_starts[start], repaired.raw_ends[end - 1]
        steps = [s for s in repaired.steps if s.certainty is Certainty.UNCERTAIN and s.raw_start == raw_start]
        others = steps[0].alternatives if steps else ()
        found.append(Doubt(Span(start, end), raw[raw_start:raw_end], tuple(map(to_simplified, others))))
    return tuple(found)


def policy_to_json(policy: Policy, on: date) -> dict[str, object]:
    """The parsed policy as ``zhengce show --json`` prints it; ``on`` sets the day for the status."""
    validity = policy.validity
    return {
        "id": policy.id, "source": policy.source, "title": policy.title, "doc_number": policy.doc_number,
        "issuers": list(policy.issuers), "written": _iso(policy.written), "issued": _iso(policy.issued),
        "effective": _iso(validity.effective), "level": policy.level,
        "validity": {
            "status": validity.status(on).value, "effective": _iso(validity.effective),
            "expires": _iso(validity.expires), "event": validity.event,
            "repealed_by": validity.repealed_by, "repealed_on": _iso(validity.repealed_on), "quote": validity.quote,
        },
        "repeals": [{"title": r.title, "doc_number": r.doc_number, "quote": r.quote} for r in policy.repeals],
        "contradictions": [
            {"about": c.about, "first": c.first, "second": c.second} for c in policy.contradictions
        ],
        "rules": list(policy.rules),
        "pages": list(policy.pages),
        "doubts": [
            {"start": d.span.start, "end": d.span.end, "text": d.span.of(policy.text), "raw": d.raw,
             "alternatives": list(d.alternatives)}
            for d in policy.doubts
        ],
        "preamble": _part_text(policy, PartKind.PREAMBLE),
        "closing": _part_text(policy, PartKind.CLOSING),
        "clauses": [_clause_to_json(clause) for clause in policy.leaves],
        "parents": [_clause_to_json(clause) for clause in policy.headings],
    }


def _clause_to_json(clause: Clause) -> dict[str, object]:
    units = clause.units
    return {
        "path": list(clause.path), "number": clause.number, "heading": clause.heading,
        "text": clause.text, "start": clause.span.start, "end": clause.span.end,
        "units": {
            "lead": list(units.lead), "supporting": list(units.supporting), "listed": list(units.listed),
            "note": units.note, "deadline": units.deadline,
        },
        "measures": [_measure_to_json(measure) for measure in clause.measures],
    }


def _measure_to_json(measure: Measure) -> dict[str, object]:
    return {
        "text": measure.text, "start": measure.span.start, "end": measure.span.end,
        "commitment": measure.commitment.value if measure.commitment else None,
        "audience": list(measure.audience),
        "quantities": [
            {
                "text": q.text, "number": str(q.number), "unit": q.unit, "bound": q.bound.value,
                "upper": None if q.upper is None else str(q.upper), "per": q.per,
                "start": q.span.start, "end": q.span.end,
            }
            for q in measure.quantities
        ],
    }


def _part_text(policy: Policy, kind: PartKind) -> str:
    return "".join(part.text for part in policy.parts if part.kind is kind).strip()


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
