"""Questions about the document itself: its validity and its header data."""

from __future__ import annotations

from datetime import date

from assistant.answer import Answer, RefusalCode
from assistant.answering.desk import Desk, part_at
from assistant.composing import Evidence
from assistant.conversation import Resolved
from assistant.header_fields import EFFECTIVE, HeaderField
from assistant.question import Understanding
from assistant.refusal import REASONS, is_about_something_else
from assistant.titles import same_policy
from assistant.validity_line import as_asked_for_another_day, validity_view, with_time_left
from index.tokens import fold


def answer_validity(desk: Desk, resolved: Resolved, day: date) -> Answer:
    asked = resolved.understanding
    policies = desk.scope(asked)
    if len(asked.topic) >= 4 and not asked.speaks_of_this and resolved.clause is None:  # the validity of something named
        result = desk.search(asked.topic)
        named = len(policies) < len(desk.policies) or any(
            fold(policy.title) in asked.folded or any(same_policy(t, policy.title) for t in asked.titles)
            for policy in policies
        )
        if not named and is_about_something_else(result, asked, desk.options.refusal):
            reason = REASONS[RefusalCode.NOT_IN_LIBRARY]
            return desk.refuse(asked, RefusalCode.NOT_IN_LIBRARY, reason, result.hits)
    if len(policies) > 1:
        chosen = resolved.clause[0] if resolved.clause else ""
        policies = [policy for policy in policies if policy.id == chosen]
    if len(policies) != 1:
        titles = "；".join(f"《{policy.title}》" for policy in desk.scope(asked)[:5])
        return desk.refuse(asked, RefusalCode.AMBIGUOUS, f"请说明要问哪一份文件的效力：{titles}")
    (policy,) = policies
    evidence: list[Evidence] = []
    if policy.validity.span is not None:
        evidence.append(Evidence(policy, part_at(policy, policy.validity.span), policy.validity.span))
    start = EFFECTIVE.line_in(policy)
    if start is not None and (not evidence or _asks_for_start(asked.folded)):
        evidence.append(Evidence(policy, part_at(policy, start), start))
    if not evidence:
        return desk.refuse(asked, RefusalCode.NOT_STATED, f"《{policy.title}》未载明施行日期和有效期。")
    today, day = day, asked.day or day
    view = validity_view(policy, day)
    if asked.day is not None and asked.day != today:
        view = as_asked_for_another_day(view, asked.day, validity_view(policy, today), today)
    if asked.asks_time_left:
        view = with_time_left(view, day)
    return desk.compose(asked, evidence, day, lead=f"《{policy.title}》{view.line}。", keep_order=True)


def answer_header(desk: Desk, asked: Understanding, wanted: HeaderField, day: date) -> Answer:
    policies = desk.scope(asked)
    evidence = [
        Evidence(policy, part_at(policy, line), line)
        for policy in policies
        if (line := wanted.line_in(policy)) is not None
    ][:1]
    if not evidence:
        reason = f"文件没有载明{wanted.label}。"
        return desk.refuse(asked, RefusalCode.NOT_STATED, reason)
    return desk.compose(asked, evidence, day)


def _asks_for_start(folded: str) -> bool:
    return any(word in folded for word in ("施行", "生效", "实施", "开始", "起效", "执行", "effect", "start"))
