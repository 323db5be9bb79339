"""The library as the page looks things up in it; nothing here belongs to any visitor."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answer import Answer
from corpus.policy import Policy
from ui import answer_view, evidence_view, front_view
from ui.service import Service

CATALOGUE_SECONDS = 60.0  # how long the list of documents on the page may lag behind the library


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange of a visitor's conversation.

    Attributes:
        number: from 1, never used twice in a conversation; chips carry it.
        question: as typed.
        html: the answer card as last shown.
        answer: None while it is being made, and for good if the visitor stopped it.
    """

    number: int
    question: str
    html: str
    answer: Answer | None = None


class Desk:
    """The library as the page looks things up in it; it holds nothing of any visitor."""

    def __init__(self, service: Service, title: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._service = service
        self._title = title
        self._clock = clock
        self._read_at = -CATALOGUE_SECONDS * 2
        self._policies: tuple[Policy, ...] = ()

    def catalogue(self) -> tuple[Policy, ...]:
        """Every document, as of at most a minute ago."""
        # Reading every document for every page load would let a reload key stall the others.
        now = self._clock()
        if now - self._read_at > CATALOGUE_SECONDS:
            self._policies = tuple(self._service.policies())
            self._read_at = now
        return self._policies

    def header(self) -> str:
        """Name, scope, notice, switches."""
        return front_view.header_html(self._title, self.catalogue())

    def titles(self) -> list[tuple[str, str]]:
        """Title and id of every document; the same title twice gets its id beside it."""
        policies = sorted(self.catalogue(), key=lambda policy: (policy.title, policy.id))
        titles = [policy.title for policy in policies]
        return [
            (f"{policy.title}（{policy.id}）" if titles.count(policy.title) > 1 else policy.title, policy.id)
            for policy in policies
        ]

    def empty_panel(self) -> str:
        """The panel before the first question."""
        return front_view.library_html(self.catalogue(), date.today())

    def stages(self, answer: Answer, turn: int) -> Iterator[str]:
        """The answer card, growing."""
        return answer_view.answer_stages(answer, turn=turn, policies=self._service.cited(answer), on=date.today())

    def evidence(self, answer: Answer, turn: int, index: int = 0) -> str:
        """The evidence panel for one citation of ``answer``."""
        citations = evidence_view.shown_citations(answer)
        if not citations:
            return evidence_view.panel_note_html("本次回答没有引用条款。")
        policy = self._service.cited(answer).get(citations[index].policy_id)
        return evidence_view.evidence_html(
            evidence_view.Evidence(answer=answer, turn=turn, index=index, policy=policy, on=date.today())
        )

    def chosen(self, value: str, turns: Sequence[Turn]) -> str:
        """The panel for the chip or step button with ``value`` ("turn-mark"), which a browser sent."""
        found = re.fullmatch(r"(\d{1,6})-(\d{1,4})", value or "")
        for turn in turns if found else ():
            if found and turn.number == int(found[1]) and turn.answer is not None:
                for index, citation in enumerate(evidence_view.shown_citations(turn.answer)):
                    if citation.mark == int(found[2]):
                        return self.evidence(turn.answer, turn.number, index)
        return evidence_view.panel_note_html("这次问答的依据已不在本页记录中，请重新提问。")
