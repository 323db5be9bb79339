"""The validity line (效力说明): dates and status in words, on a given day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from assistant.answer import ValidityView
from corpus import Policy, Status
from corpus.naming import chinese_date


def validity_view(policy: Policy, on: date) -> ValidityView:
    """The validity of ``policy`` on day ``on``, with the line shown to a person."""
    validity = policy.validity
    status = validity.status(on)
    of = f"所解读的《{validity.of}》" if validity.of else ""
    return ValidityView(status.value, validity.effective, validity.expires, of + _line(policy, status))


def as_asked_for_another_day(view: ValidityView, asked: date, now: ValidityView, *, in_words: bool) -> ValidityView:
    """The view of the day a question names, saying so, with what holds today beside it.

    ``in_words``: the question names that day itself, not a year or month of which it is the last.
    """
    there = view.line.replace("现行有效", f"{chinese_date(asked)}当日有效" if in_words else "所问时段结束时有效")
    return replace(view, line=there if now.status == view.status else f"{there}；今天为：{now.line}", status_now=now.status, line_now=now.line)


def with_time_left(view: ValidityView, on: date) -> ValidityView:
    """The view with the days left until its end, where it has one to come."""
    if view.status != Status.IN_FORCE or view.expires is None:
        return view
    return replace(view, line=f"{view.line}，自{chinese_date(on)}起尚余{(view.expires - on).days}天")


def _line(policy: Policy, status: Status) -> str:
    validity = policy.validity
    until = f"有效期至{chinese_date(validity.expires)}" if validity.expires else ""
    if status is Status.EXPIRED and validity.expires:
        return f"{until}，已于{chinese_date(validity.expires + timedelta(days=1))}起失效"
    if status is Status.REPEALED:
        return f"已废止（{validity.repealed_by}）"
    if status is Status.NOT_YET and validity.effective:
        return f"自{chinese_date(validity.effective)}起施行，尚未施行" + (f"；{until}" if until else "")
    if status is Status.EVENT_BOUND:
        return f"有效期至{validity.event}，是否届满请向发文机关核实"
    if status is Status.IN_FORCE:
        return f"{until}，现行有效" if until else "现行有效"
    return "文件未载明有效期，是否现行有效请向发文机关核实"
