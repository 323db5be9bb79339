"""What lists and pages say of a document: its card, the day it is known by, the parts that are shown of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from corpus.policy import Clause, PartKind, Policy


def day_of(policy: Policy) -> date | None:
    """The day a document is known by: issue, else writing."""
    return policy.issued or policy.written


def card_of(policy: Policy, on: date) -> dict[str, Any]:
    """A document in one line, as lists show it."""
    validity = policy.validity
    dates = {"written": policy.written, "issued": policy.issued, "effective": validity.effective, "expires": validity.expires}
    return {
        "id": policy.id, "source": policy.source, "title": policy.title, "doc_number": policy.doc_number,
        "issuers": list(policy.issuers), "level": policy.level, "status": validity.status(on).value, "clauses": len(policy.leaves),
        "headings": len(policy.headings),
    } | {name: found.isoformat() if found else None for name, found in dates.items()}  # fmt: skip


def shown_parts(policy: Policy) -> list[Clause]:
    """The parts that are shown, in order; furniture is kept but never cited."""
    return [part for part in policy.parts if part.kind is not PartKind.FURNITURE and part.text.strip()]
