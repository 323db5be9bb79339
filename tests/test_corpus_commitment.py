"""corpus.commitment, corpus.audience, corpus.measures: what a measure promises, to whom, and how firmly."""

from __future__ import annotations

from typing import Any

import pytest
from corpus_cases import cases, chengdu
from growth import assert_linear, repeated
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.audience import audience_of
from corpus.commitment import commitment_of
from corpus.measures import split_measures
from corpus.policy import Commitment, Span


@pytest.mark.parametrize("case", cases("commitment.json"))
def test_the_weakest_governing_word_decides(case: dict[str, Any]) -> None:
    """A measure promises exactly as firmly as its words, to exactly those it names."""
    (measure,) = split_measures(case["text"], Span(0, len(case["text"])), "p#一")
    assert measure.commitment == (Commitment(case["commitment"]) if case["commitment"] else None)
    assert list(measure.audience) == case["audience"]


def test_a_measure_carries_its_quantities_in_their_place() -> None:
    """The quantities of a measure stand in the policy's text, not in the measure's own."""
    text = "一、补助\n对企业给予不超过50万元补助；对个人给予5年支持。"
    first, second = split_measures(text, Span(5, len(text)), "p#一")
    assert [q.text for q in first.quantities] == ["不超过50万元"]
    assert [q.span.of(text) for q in (*first.quantities, *second.quantities)] == ["不超过50万元", "5年"]
    assert (first.audience, second.audience) == (("企业",), ("个人",))


@pytest.mark.parametrize(("text", "expected"), [("罚款；", ["罚款；"]), ("警告。", ["警告。"]), (" \n；。", []), ("总则。\n为了发展经济。", ["为了发展经济。"])])
def test_a_crumb_counts_only_where_it_is_all_there_is(text: str, expected: list[str]) -> None:
    """（二）罚款； can be found and quoted; 总则。 in front of a sentence is no measure; bare punctuation never is."""
    assert [m.text for m in split_measures(text, Span(0, len(text)), "p#一")] == expected


def test_chengdu_promises_what_it_promises() -> None:
    """The Chengdu policy grants, prioritises, encourages and explores; figures and terms are read off it."""
    measures = [m for clause in chengdu()[1].clauses for m in clause.measures]
    kinds = {m.commitment for m in measures}
    assert {Commitment.GRANTS, Commitment.ENCOURAGES, Commitment.EXPLORES} <= kinds
    (station,) = [m for m in measures if "65%" in m.text]
    assert [(str(q.number), q.unit) for q in station.quantities if q.unit == "%"] == [("65", "%")]
    assert all(q.text == q.span.of(chengdu()[1].text) for m in measures for q in m.quantities)
    assert not any(m.audience for m in measures if m.commitment is None)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("对企业个人给予享受支持鼓励研究探索优先的，、。；按可补贴10万元各区"), max_size=60))
def test_any_text_is_read_without_harm(text: str) -> None:
    """Whatever the words: an answer, and an audience that is printed there."""
    commitment_of(text)
    assert all(name and name in text for name in audience_of(text))


@pytest.mark.parametrize("unit", ["对企业", "支持", "给予", "鼓励各区", "对", "的", "优先", "按", "可按", "提供", "已享受", "负责", "为"])
def test_time_grows_with_the_text_only(unit: str) -> None:
    """The time of a sentence of any one thing does not grow with its square."""
    assert_linear(lambda text: (commitment_of(text), audience_of(text)), repeated(unit), 64_000)
