"""From a raw document to a Policy: repair, segment, read header data and validity."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from corpus.metadata import read_metadata
from corpus.policy import Clause, Doubt, Heading, PartKind, Policy, Span, Table
from corpus.reading import RawDocument
from corpus.repair import Certainty, RepairedText, repair
from corpus.repair.script import to_simplified
from corpus.segmentation import segment
from corpus.validity import read_validity

# Raised when repair, segmentation or the reading of units and validity come to another result on the same
# file: the library reads what an earlier edition stored anew at the next ingest.
EDITION = 2

_CONFLICT_RULE = re.compile(
    r"取高不重复|就高不就低|就高不重复|从高不重复|择优不重复|按照?最高标准|与上级政策不一致"
)


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
    header = "".join(part.text for part in parts if part.kind is PartKind.HEADER)
    metadata = read_metadata(header, text, Path(raw.source).stem)
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
        validity=read_validity(text, _provisions(parts), metadata),
        doubts=_doubts(repaired, raw.text),
        pages=tuple(map(to_repaired, raw.pages)),
        tables=tables,
        rules=tuple(
            sentence.strip() for sentence in re.findall(r"[^。；\n]+[。；]?", text) if _CONFLICT_RULE.search(sentence)
        ),
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


def _provisions(parts: Iterable[Clause]) -> list[Clause]:
    return [part for part in parts if part.kind is not PartKind.HEADER]


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
            "repealed_by": validity.repealed_by, "quote": validity.quote,
        },
        "repeals": [],
        "rules": list(policy.rules),
        "doubts": [
            {"start": d.span.start, "end": d.span.end, "text": d.span.of(policy.text), "raw": d.raw,
             "alternatives": list(d.alternatives)}
            for d in policy.doubts
        ],
        "preamble": _part_text(policy, PartKind.PREAMBLE),
        "closing": _part_text(policy, PartKind.CLOSING),
        "clauses": [
            {
                "path": list(clause.path), "number": clause.number, "heading": clause.heading,
                "text": clause.text, "start": clause.span.start, "end": clause.span.end,
                "units": {
                    "lead": list(clause.units.lead), "supporting": list(clause.units.supporting),
                    "listed": list(clause.units.listed), "note": clause.units.note,
                    "deadline": clause.units.deadline,
                },
                "measures": [
                    {"text": m.text, "start": m.span.start, "end": m.span.end} for m in clause.measures
                ],
            }
            for clause in policy.clauses
        ],
    }


def _part_text(policy: Policy, kind: PartKind) -> str:
    return "".join(part.text for part in policy.parts if part.kind is kind).strip()


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
