"""What a sentence of a model is held against: the cited quote and the record of its clause."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answer import Citation
from corpus import Clause


@dataclass(frozen=True, slots=True)
class Ground:
    """One citation with what its clause says on units.

    Attributes:
        mark: the number the sentence cites it by.
        quote: the verbatim quote; the only text whose figures and claims a sentence may repeat.
        frame: title of the policy and label of the clause: what the quote may be called by.
        number: the clause's own number as printed (五, 第八条).
        lead, supporting, listed: units of the clause as printed.
    """

    mark: int
    quote: str
    frame: str = ""
    number: str = ""
    lead: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Everything a word of the sentence may be taken from."""
        return "\n".join((self.quote, self.frame, *self.lead, *self.supporting, *self.listed))


def grounds_of(citations: Sequence[Citation], clause_of: Callable[[Citation], Clause | None]) -> tuple[Ground, ...]:
    """The ground of every citation; ``clause_of`` gives the cited clause, None where it is not at hand."""
    grounds = []
    for citation in citations:
        clause = clause_of(citation)
        ground = Ground(citation.mark, citation.quote, f"《{citation.policy}》{citation.label}", citation.clause)
        if clause is not None and clause.units:
            units = clause.units
            ground = Ground(
                ground.mark, ground.quote, ground.frame, ground.number, units.lead, units.supporting, units.listed
            )
        grounds.append(ground)
    return tuple(grounds)
