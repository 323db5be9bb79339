"""A small gold set, systems that answer it well or fail in known ways, and runs of them: for the tests of eval.runner."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from assistant.answer import (
    Answer,
    Citation,
    Kind,
    Refusal,
    RefusalCode,
    UnitsView,
    ValidityView,
)
from corpus.policy import Status
from eval import evaluate
from eval.gold import GoldItem, GoldValidity, Split, Style, UnanswerableKind
from eval.runner import Ask, Record, Run, totals

POLICY = "cd-2023"
TEXTS = {
    "一": "一、强化规划引领，由市规划和自然资源局牵头，市住建局、各区(市)县配合。",
    "三": "三、加大资金支持，给予一次性50万元奖励。",
    "五": "五、坚持交通先行，轨道站点覆盖率达到65%以上。",
    "尾": "本政策措施自印发之日起施行，有效期至2025年12月31日。",
}


def make_item(name: str, **changes: Any) -> GoldItem:
    """An answerable fact question about clause 五."""
    item = GoldItem(
        id=name, split=Split.DEV, question=f"{name}？", kind=Kind.FACT, style=Style.FORMAL, answerable=True,
        clauses=("五",), facts=("65%",),
    )  # fmt: skip
    return replace(item, **changes)


def make_unanswerable(name: str, kind: UnanswerableKind, **changes: Any) -> GoldItem:
    """A question that should be refused."""
    return make_item(name, answerable=False, unanswerable_kind=kind, clauses=(), facts=(), **changes)


def make_citation(clause: str, mark: int = 1, quote: str | None = None, policy_id: str = POLICY) -> Citation:
    """A citation of a clause of TEXTS, quoting all of it unless told otherwise."""
    said = TEXTS.get(clause, "没有这一条") if quote is None else quote
    return Citation(
        mark, "政策", policy_id, "file.txt", clause, (clause,), clause, said, 0, len(said), 0, len(said)
    )


def make_answer(text: str = "达到65%[1]。", clauses: Sequence[str] = ("五",), **changes: Any) -> Answer:
    """An answer citing these clauses."""
    citations = tuple(make_citation(clause, mark) for mark, clause in enumerate(clauses, start=1))
    return replace(Answer("问？", text, Kind.FACT, citations), **changes)


def make_refusal(*nearest: Citation) -> Answer:
    """A refusal."""
    return Answer(
        "问？", "没有找到依据。", Kind.FACT, refusal=Refusal(RefusalCode.NOT_IN_LIBRARY, "没有依据", nearest)
    )


def make_view(status: str) -> ValidityView:
    """The validity shown beside an answer."""
    return ValidityView(status, date(2023, 2, 9), date(2025, 12, 31), "")


def stored(cited: Citation) -> str | None:
    """The stored clause text, as the library would give it."""
    return TEXTS.get(cited.clause) if cited.policy_id == POLICY else None


GOLD = (
    make_item("fact", quotes=(TEXTS["五"],), forbidden=("75%",), history=("轨道交通呢？",)),
    make_item("list", kind=Kind.LIST, clauses=("三", "五"), facts=("50万元", "65%"), style=Style.COLLOQUIAL),
    make_item(
        "units", kind=Kind.UNITS, clauses=("一",), facts=(), lead=("市规划和自然资源局",),
        supporting=("市住建局", "各区（市）县"), split=Split.HELD,
    ),
    make_item("reverse", kind=Kind.UNITS_REVERSE, clauses=("三", "五"), facts=(), style=Style.TERSE),
    make_item(
        "validity", kind=Kind.VALIDITY, clauses=("尾",), facts=(), as_of=date(2026, 1, 1),
        validity=GoldValidity(Status.EXPIRED, date(2026, 1, 1)),
    ),
    make_item("hello", kind=Kind.SMALL_TALK, clauses=(), facts=()),
    make_unanswerable("near", UnanswerableKind.NEAR_TOPIC),
    make_unanswerable("off", UnanswerableKind.OFF_TOPIC, split=Split.HELD),
    make_unanswerable("inject", UnanswerableKind.INJECTION, style=Style.ENGLISH),
)  # fmt: skip
ANSWERABLE = sum(item.answerable for item in GOLD)
BY_QUESTION = {item.question: item for item in GOLD}


def oracle(question: str, history: Sequence[str], as_of: date | None) -> Answer:
    """Answers every question of GOLD as the gold has it."""
    item = BY_QUESTION[question]
    if not item.answerable:
        return make_refusal()
    return make_answer(
        "、".join(item.facts) or "答。",
        item.clauses,
        kind=item.kind,
        units=UnitsView(item.lead or (), item.supporting or ()),
        validity=make_view(item.validity.status.value) if item.validity else None,
    )


def find(question: str) -> list[Citation]:
    """The search alone: the gold clauses, in order."""
    return [make_citation(clause) for clause in BY_QUESTION[question].clauses] if question in BY_QUESTION else []


def spoil(change: Callable[[Answer], Answer]) -> Ask:
    """The oracle, with every answer that is no refusal changed."""

    def ask(question: str, history: Sequence[str], as_of: date | None) -> Answer:
        answer = oracle(question, history, as_of)
        return answer if answer.refused else change(answer)

    return ask


def run_of(ask: Ask, gold: Sequence[GoldItem] = GOLD, **options: Any) -> Run:
    """A run with quotes checked and the gold's policy named."""
    usual: dict[str, Any] = {"clause_text": stored, "policy_id": POLICY, "rank": find}
    return evaluate(ask, gold, **(usual | options))


def values(run: Run) -> dict[str, float | None]:
    """The overall value of every measure."""
    return {key: score.value for key, score in totals(run.records).items()}


def record_of(run: Run, name: str) -> Record:
    """The record of one question."""
    return next(record for record in run.records if record.gold.id == name)
