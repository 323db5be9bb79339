"""What a peer searches, and what it finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Text:
    """One policy as every peer gets it: the file's name, its title and its repaired text."""

    source: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one policy: characters ``start`` up to but not including ``end`` of its repaired text."""

    source: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a peer finds for one question.

    Attributes:
        passages: best first; what it would put before a reader or a model.
        certainty: of the best, 0–1, higher is surer; only its order counts. None where the peer tells no score.
    """

    passages: tuple[Passage, ...]
    certainty: float | None = None


class Searcher(Protocol):
    """A peer, built over texts and ready to be asked."""

    def search(self, question: str) -> Found:
        """The passages for a question that stands on its own."""


def with_history(question: str, history: Sequence[str]) -> str:
    """A follow-up for a system that keeps no conversation: the earlier questions in front of it.

    >>> with_history("谁牵头？", ["担保费率补贴多少？"])
    '担保费率补贴多少？\\n谁牵头？'
    """
    return "\n".join((*history, question))
