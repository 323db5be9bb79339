"""Factories of the tests of evaluation: gold items, answers, runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from assistant.answer import Answer, Citation, Kind, Refusal, RefusalCode
from eval import evaluate
from eval.gold import GoldItem, Split, Style, UnanswerableKind
from eval.runner import Run

TEXTS = {"一": "一、强化规划引领，由市规资局牵头。", "五": "五、坚持交通先行，站点覆盖率达到65%以上。"}


def make_item(name: str = "q1", **changes: Any) -> GoldItem:
    """An answerable fact question about clause 五."""
    item = GoldItem(name, Split.DEV, f"{name}覆盖率？", Kind.FACT, Style.FORMAL, True, clauses=("五",), facts=("65%",))
    return replace(item, **changes)


def make_unanswerable(name: str = "q9", **changes: Any) -> GoldItem:
    """A question that should be refused."""
    return make_item(name, answerable=False, unanswerable_kind=UnanswerableKind.OFF_TOPIC, clauses=(), facts=(), **changes)


def make_citation(clause: str = "五", quote: str | None = None, **changes: Any) -> Citation:
    """A citation of a clause of TEXTS, quoting all of it."""
    said = TEXTS.get(clause, "没有这一条") if quote is None else quote
    return replace(Citation(1, "政策", "p1", "file.txt", clause, (clause,), clause, said, 0, len(said), 0, len(said)), **changes)


def make_answer(text: str = "达到65%以上。", clause: str = "五", **changes: Any) -> Answer:
    """An answer citing one clause."""
    return replace(Answer("问", text, Kind.FACT, (make_citation(clause),)), **changes)


def make_refusal() -> Answer:
    """A refusal."""
    return Answer("问", "没有找到依据。", Kind.FACT, refusal=Refusal(RefusalCode.NOT_IN_LIBRARY, "没有依据"))


def make_run(items: Sequence[GoldItem], wrong: Sequence[str] = (), **options: Any) -> Run:
    """A run over items: right, but clause 一 for the ids in ``wrong``; unanswerable ones are refused."""
    by_question = {item.question: item for item in items}

    def ask(question: str, history: Sequence[str], as_of: date | None) -> Answer:
        item = by_question[question]
        if item.id in wrong:
            return make_answer("达到75%。", "一")
        return make_answer() if item.answerable else make_refusal()

    return evaluate(ask, items, **{"clause_text": lambda cited: TEXTS.get(cited.clause), **options})
