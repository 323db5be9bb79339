"""What a system is here, and what it gives back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Text:
    """One policy as every system gets it: the file's name, its title and its repaired text."""

    source: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one policy: characters ``start`` up to ``end`` of its repaired text."""

    source: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Given:
    """What a system gave for one question.

    Attributes:
        passages: what it shows as evidence, best first; empty for a refusal.
        text: everything it shows, for the test on unit names.
        seconds: question in to evidence out.
        score: of the best passage, higher is surer; None where the system tells none.
        lead, supporting: the units it names by role, None where it does not tell roles.
    """

    passages: tuple[Passage, ...]
    text: str
    seconds: float
    score: float | None = None
    lead: tuple[str, ...] | None = None
    supporting: tuple[str, ...] | None = None


class System(Protocol):
    """A system under comparison, ready to answer."""

    name: str

    def answer(self, question: str, history: Sequence[str]) -> Given:
        """Evidence for ``question``; ``history`` holds the earlier questions, oldest first."""


def with_history(question: str, history: Sequence[str]) -> str:
    """A follow-up for a system that keeps no conversation: the earlier questions in front of it."""
    return "\n".join((*history, question))
