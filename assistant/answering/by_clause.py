"""Questions about a clause by its number: its words, its units, or a fact in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.answer import Answer, Kind, RefusalCode
from assistant.answering import by_content, by_units
from assistant.answering.desk import Desk
from assistant.composing import Evidence
from assistant.conversation import Resolved
from assistant.question import Understanding
from corpus import Clause, Policy, Span
from corpus.numerals import chinese_number, to_chinese


def answer_named(desk: Desk, resolved: Resolved, day: date) -> Answer:
    asked = resolved.understanding
    found, missing = _clauses_named(desk, asked)
    if not found:
        reason = f"文件里没有{'、'.join(missing)}。" + _clause_range(desk)
        return desk.refuse(asked, RefusalCode.NOT_STATED, reason)
    if missing:
        answer = _of_named(desk, resolved, found, day)
        return replace(answer, text=f"文件里没有{'、'.join(missing)}。\n{answer.text}")
    return _of_named(desk, resolved, found, day)


def _of_named(desk: Desk, resolved: Resolved, found: Sequence[tuple[Policy, Clause]], day: date) -> Answer:
    asked = resolved.understanding
    only_units = asked.kind is Kind.UNITS and asked.wants is None
    if only_units or (asked.units and asked.kind is not Kind.CLAUSE):
        return by_units.units_of(desk, asked, found, day)
    if asked.kind is Kind.CLAUSE:
        return whole_clauses(desk, asked, found, day)
    named = {clause.id for _, clause in found}
    result = desk.search(asked.question, replace(desk.options.search, top_k=desk.options.search.pool))
    inside = [hit for hit in result.hits if hit.passage.clause_id in named]
    if not inside:
        return whole_clauses(desk, asked, found, day)
    return by_content.from_hits(desk, resolved, replace(result, hits=tuple(inside)), day)


def _clauses_named(desk: Desk, asked: Understanding) -> tuple[list[tuple[Policy, Clause]], list[str]]:
    found: list[tuple[Policy, Clause]] = []
    missing: list[str] = []
    for number in asked.clauses:
        fits = [
            (policy, clause)
            for policy in desk.scope(asked)
            for clause in policy.clauses
            if chinese_number(clause.number.strip("第条（）().．")) == number and len(clause.path) == 1
        ]
        found += fits[:1]
        if not fits:
            missing.append(f"第{to_chinese(number) if 0 < number < 100 else number}条")
    if asked.part:
        found += [(p, part) for p in desk.scope(asked) for part in p.parts if part.number == asked.part][:1]
    return found, missing


def _clause_range(desk: Desk) -> str:
    if len(desk.policies) != 1:
        return ""
    (policy,) = desk.policies.values()
    top = [clause for clause in policy.clauses if len(clause.path) == 1]
    return f"《{policy.title}》共{to_chinese(len(top))}条。" if 0 < len(top) < 100 else ""


def whole_clauses(desk: Desk, asked: Understanding, found: Sequence[tuple[Policy, Clause]], day: date) -> Answer:
    evidence = [
        Evidence(policy, clause, Span(clause.measures[0].span.start, clause.measures[-1].span.end))
        for policy, clause in found
        if clause.measures
    ]
    return desk.compose(asked, evidence, day)
