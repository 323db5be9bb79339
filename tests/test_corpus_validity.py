"""corpus.validity: from when, until when, and the status on the day before and the day after."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from corpus_cases import cases, chengdu
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.parsing import parse_policy
from corpus.policy import Policy, Status, Validity
from corpus.reading import RawDocument

DAY = timedelta(days=1)
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def make_policy(closing: str, header: str = "发布日期：2023-02-09") -> Policy:
    """A policy of two clauses with this closing and this header data."""
    text = f"某市促进就业若干措施\n{header}\n一、扩大就业\n给予补助。\n二、稳定就业\n给予奖励。\n{closing}\n"
    return parse_policy(RawDocument("x.txt", text, "0" * 64, "utf-8"))[0]


def day(value: str | None) -> date | None:
    """A date of a case, None for null."""
    return date.fromisoformat(value) if value else None


# --- the Chengdu policy ----------------------------------------------------------------------------------


def test_chengdu_is_in_force_from_issue_to_the_end_of_2025() -> None:
    """自印发之日起施行，有效期至2025年12月31日: from 2023-02-09 to 2025-12-31, with the sentence that says so."""
    policy = chengdu()[1]
    validity = policy.validity
    assert (validity.effective, validity.expires) == (date(2023, 2, 9), date(2025, 12, 31))
    assert validity.quote == "本政策措施自印发之日起施行，有效期至2025年12月31日。"
    assert validity.span is not None
    assert validity.span.of(policy.text) == validity.quote
    assert validity.event is None and validity.repealed_by is None


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (date(2023, 2, 8), Status.NOT_YET),
        (date(2023, 2, 9), Status.IN_FORCE),
        (date(2025, 12, 31), Status.IN_FORCE),
        (date(2026, 1, 1), Status.EXPIRED),
    ],
)
def test_chengdu_status_turns_on_the_right_days(on: date, status: Status) -> None:
    """The Chengdu policy is not yet in force the day before, in force on both border days, expired the day after."""
    assert chengdu()[1].validity.status(on) is status


# --- cases as data ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("validity.json"))
def test_validity_is_read_from_the_sentence_about_the_document(case: dict[str, Any]) -> None:
    """The closing and the header data give exactly this start, end and event, and nothing else."""
    validity = make_policy(case["original"], case["header"]).validity
    assert validity.effective == day(case["effective"])
    assert validity.expires == day(case["expires"])
    assert validity.event == case["event"]
    assert (validity.repealed_by is None) == (case["repealed_by"] is None)


@pytest.mark.parametrize("case", [c for c in cases("validity.json") if not c.marks])
def test_a_stated_term_is_quoted(case: dict[str, Any]) -> None:
    """What the closing says comes with the sentence that says it, verbatim; silence comes with none."""
    policy = make_policy(case["original"], case["header"])
    quote = policy.validity.quote
    assert quote in policy.text
    if policy.validity.span:
        assert policy.validity.span.of(policy.text) == quote
    read_from_text = "本" in case["original"] or case["original"].startswith("有效期")
    if read_from_text and (case["effective"] or case["expires"] or case["event"]):
        assert quote in case["original"]
        assert quote


# --- status ----------------------------------------------------------------------------------------------


@given(DAYS, st.integers(0, 4000))
def test_status_on_the_border_days(start: date, length: int) -> None:
    """With a start and an end the status is not_yet before, in_force on both and between, expired after."""
    end = start + timedelta(days=length)
    validity = Validity(effective=start, expires=end)
    assert validity.status(start - DAY) is Status.NOT_YET
    assert validity.status(start) is Status.IN_FORCE
    assert validity.status(start + timedelta(days=length // 2)) is Status.IN_FORCE
    assert validity.status(end) is Status.IN_FORCE
    assert validity.status(end + DAY) is Status.EXPIRED


@given(DAYS)
def test_repeal_outranks_every_term(on: date) -> None:
    """A repealed policy is repealed on every day, whatever its term."""
    validity = Validity(date(2000, 1, 1), date(2050, 1, 1), repealed_by="《某办法》")
    assert validity.status(on) is Status.REPEALED


def test_an_event_bound_term_is_neither_in_force_nor_expired() -> None:
    """A term that ends with an event is event_bound from its start, and not_yet before it."""
    validity = Validity(effective=date(2020, 2, 1), event="响应解除")
    assert validity.status(date(2020, 1, 31)) is Status.NOT_YET
    assert validity.status(date(2030, 1, 1)) is Status.EVENT_BOUND


def test_silence_is_unknown_and_not_in_force() -> None:
    """A policy that states no term is unknown; only one that says it has no end is in force."""
    assert Validity().status(date(2024, 1, 1)) is Status.UNKNOWN
    assert Validity(open_ended=True).status(date(2024, 1, 1)) is Status.IN_FORCE
    assert make_policy("各区县应当抓好落实。").validity.status(date(2024, 1, 1)) is Status.UNKNOWN


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.integers(1, 30))
@example(date(2024, 2, 29), 1)
@example(date(2024, 2, 29), 4)
@example(date(2023, 3, 1), 1)
def test_a_term_of_n_years_ends_on_the_eve(start: date, years: int) -> None:
    """有效期N年 from a printed start ends the day before the Nth anniversary (28 February after a leap day)."""
    closing = f"本措施自{start.year}年{start.month}月{start.day}日起施行，有效期{years}年。"
    leap = (start.month, start.day) == (2, 29)
    to = start.year + years
    eve = date(to, 2, 28) if leap else start.replace(year=to) - DAY
    validity = make_policy(closing).validity
    assert (validity.effective, validity.expires) == (start, eve)
