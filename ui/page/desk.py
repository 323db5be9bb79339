"""The library as the page looks things up in it; nothing here belongs to any visitor."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answer import Answer
from corpus.policy import Policy
from ui import answer_view, evidence_view, front_view, scope_view
from ui.examples import Examples, draw
from ui.permalink import Asked, shown_citations
from ui.permalink_view import moment
from ui.scope_view import choices_of
from ui.service import Service

CATALOGUE_SECONDS = 60.0  # how long the list of documents on the page may lag behind the library


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange of a visitor's conversation.

    Attributes:
        number: from 1, never used twice in a conversation; chips carry it.
        question: as typed.
        html: the answer card as last shown.
        asked: what exactly was asked: the earlier questions and the scope too.
        answer: None while it is being made, and for good if the visitor stopped it before its first words.
        then: the cited documents as they were, by id, for an answer that was kept; None for one of today.
        kept_at: when it was kept, "" for one of today.
    """

    number: int
    question: str
    html: str
    asked: Asked
    answer: Answer | None = None
    then: dict[str, Policy] | None = None
    kept_at: str = ""

    @property
    def day(self) -> date:
        """The day that validity is judged for."""
        return self.asked.day or date.today()


class Desk:
    """The library as the page looks things up in it; it holds nothing of any visitor."""

    def __init__(self, service: Service, title: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._service = service
        self._title = title
        self._clock = clock
        self._read_at = -CATALOGUE_SECONDS * 2
        self._policies: tuple[Policy, ...] = ()
        self._drawing = threading.Lock()
        self._drawn: Examples = {}
        self._drawn_from: tuple[Policy, ...] = ()

    def catalogue(self) -> tuple[Policy, ...]:
        """Every document, as of at most a minute ago."""
        # Reading every document for every page load would let a reload key stall the others.
        now = self._clock()
        if now - self._read_at > CATALOGUE_SECONDS:
            self._policies = tuple(self._service.policies())
            self._read_at = now
        return self._policies

    def header(self, *, live: bool = False) -> str:
        """Name, scope, notice, switches; ``live`` once the server has answered."""
        return front_view.header_html(self._title, self.catalogue(), live=live)

    def examples(self) -> Examples:
        """Questions to begin with, drawn from the library; drawn anew when its list of documents changes."""
        policies = self.catalogue()
        with self._drawing:
            if self._drawn_from != policies:
                self._drawn, self._drawn_from = draw(self._service, policies, date.today()), policies
        return self._drawn

    def scope_form(self) -> str:
        """What a question can be limited to."""
        policies = self.catalogue()
        return scope_view.form_html(policies, choices_of(policies))

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

    def stages(self, turn: Turn, answer: Answer) -> list[str]:
        """The answer card growing up to all of its words; :meth:`card` has what stands below them too."""
        if answer.refusal is not None or self._service.rephrases:
            return [self.card(turn, answer, whole=False)]
        return [self.card(turn, answer, text=text) for text in answer_view.growing(answer_view.shown_text(answer))]

    def card(self, turn: Turn, answer: Answer, *, text: str | None = None, whole: bool = True, above: str = "") -> str:
        """The answer card: all of it, or (not ``whole``) with its words so far, or with ``text`` of them."""
        shown = text if text is not None or whole else answer_view.shown_text(answer)
        policies = turn.then if turn.then is not None else self._service.cited(answer)
        tags = turn.asked.scope.tags(self.catalogue()) if turn.asked.scope else []
        if answer.refusal is not None and not tags:
            above += answer_view.searched_html(answer.refusal.code, len(self.catalogue()))
        return answer_view.answer_html(
            answer, turn=turn.number, policies=policies, on=turn.day, text=shown, above=above + answer_view.scope_html(tags, answer.question)
        )

    def evidence(self, turn: Turn, index: int = 0) -> str:
        """The evidence panel for one citation of a turn's answer."""
        answer = turn.answer
        citations = shown_citations(answer) if answer is not None else ()
        if answer is None or not citations:
            return evidence_view.panel_note_html("本次回答没有引用条款。")
        policies = turn.then if turn.then is not None else self._service.cited(answer)
        policy = policies.get(citations[index].policy_id)
        return evidence_view.evidence_html(
            evidence_view.Evidence(
                answer, turn.number, index, policy, turn.day, turn.kept_at and moment(turn.kept_at), self._service.newer(policy) if policy is not None else ()
            )
        )

    def chosen(self, value: str, turns: Sequence[Turn]) -> str:
        """The panel for the chip or step button with ``value`` ("turn-mark"), which a browser sent."""
        found = re.fullmatch(r"(\d{1,6})-(\d{1,4})", value or "")
        for turn in turns if found else ():
            if found and turn.number == int(found[1]) and turn.answer is not None:
                for index, citation in enumerate(shown_citations(turn.answer)):
                    if citation.mark == int(found[2]):
                        return self.evidence(turn, index)
        return evidence_view.panel_note_html("这次问答的依据已不在本页记录中，请重新提问。")
