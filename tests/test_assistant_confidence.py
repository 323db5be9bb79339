"""Confidence: the bands follow the fitted numbers, and the numbers that ship are those of a calibration."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path

import pytest

from assistant.answer import Confidence, Kind
from assistant.judging import confidence
from assistant.judging.confidence import NOT_WEIGHED, Judge, Signals, judge_of
from assistant.judging.unsaid import unsaid
from assistant.understanding.question import Understanding
from assistant.vocabulary.acts import acts_unsaid
from assistant.vocabulary.lexicon import unread
from assistant.which_policy.editions import of_another_edition

GOOD = Signals(**(dict.fromkeys((field.name for field in fields(Signals)), 0.0) | {
    "margin": 0.06, "bm25": 0.9, "held": 0.8, "covered": 0.8, "clear": 1.0, "length": 0.4,
}))  # fmt: skip


def test_more_for_an_answer_is_never_less_sure() -> None:
    """A judge that likes margin is surer the larger it is, and its band never falls."""
    judge = Judge({"margin": 20.0}, -0.5, 0.3, 0.7, 0.3)
    bands = [judge.band(replace(GOOD, margin=margin)) for margin in (-0.1, 0.0, 0.02, 0.1)]
    assert bands[0] is Confidence.NONE and bands[-1] is Confidence.CLEAR
    assert [list(Confidence).index(band) for band in bands] == sorted(list(Confidence).index(band) for band in bands)


def test_extreme_signals_do_not_overflow() -> None:
    """Hostile figures end at 0 or 1, not in an error."""
    judge = Judge({"margin": 1e9}, 0.0, 0.5, 0.9, 0.5)
    assert judge.probability(replace(GOOD, margin=1.0)) == pytest.approx(1.0)
    assert judge.probability(replace(GOOD, margin=-1.0)) == pytest.approx(0.0)


def test_an_encoder_without_a_calibration_has_no_judge() -> None:
    """Numbers of one encoder are never used for another."""
    assert judge_of("no-such-model/fp32") is None


def test_the_numbers_that_ship_name_every_signal_and_order_the_bands() -> None:
    """A signal added without a new calibration is noticed."""
    shipped = json.loads(Path(confidence.__file__).with_name("confidence.json").read_text(encoding="utf-8"))
    for encoder, numbers in shipped.items():
        assert set(numbers["weights"]) | set(NOT_WEIGHED) == {field.name for field in fields(Signals)}, encoder
        assert 0 < numbers["refuse_below"] < numbers["clear_from"] < 1
        assert 0 < numbers["refuse_below_of_many"] < numbers["clear_from"]


def test_what_speaks_against_an_answer_weighs_against_it() -> None:
    """As fitted: a value said of something else, another place, a question nearer to everyday ones make it less sure."""
    judge = judge_of("multilingual-e5-small-zhengce/onnx-int8")
    assert judge is not None
    good = judge.probability(GOOD)
    worse = ({"wants": 1.0}, {"held": 0.1}, {"gap": 0.5}, {"elsewhere": 1.0}, {"part": 2.0}, {"absent": 1.0}, {"acts": 1.0}, {"edition": 1.0}, {"margin": -0.03})
    for change in worse:
        assert judge.probability(replace(GOOD, **change)) < good, change


def test_a_part_that_nothing_answers_is_seen() -> None:
    """Of a question in two parts the worse counts."""
    asked = dummy_question("补贴多少，找哪家银行放款")
    weights = [(("补贴",), 3.0), (("银行",), 4.0), (("放款",), 5.0)]
    assert unsaid(asked, weights, "补贴3000元").part == pytest.approx(9.0 / 20)
    assert unsaid(asked, weights, "补贴3000元由银行放款").part == 0.0


def test_english_words_without_chinese_are_counted() -> None:
    """How do I make mapo tofu has no word that documents have; rent subsidy has."""
    assert unread("how do i make mapo tofu") == 1.0
    assert unread("who leads the rent subsidy") < 0.5


def test_an_english_question_hardly_read_needs_surer_evidence() -> None:
    """What is left of the best laptop for video editing under 8000 yuan may lie near some clause."""
    judge = Judge({"margin": 20.0}, -0.5, 0.3, 0.7, 0.3)
    near = replace(GOOD, margin=0.05, english=1.0)
    assert 0.6 < judge.probability(near) < 0.75
    assert judge.band(replace(near, unread=0.9)) is Confidence.NONE
    assert judge.band(replace(near, unread=0.4)) is Confidence.INCOMPLETE
    assert judge.band(replace(near, unread=0.9, margin=0.2)) is Confidence.CLEAR


def dummy_question(folded: str) -> Understanding:
    return Understanding(folded, folded, Kind.FACT, folded)


@pytest.mark.parametrize(("question", "said", "lacking"), [
    ("考核不合格会给什么处分？能不能申诉？", "考核不合格的，限期整改。", 2),
    ("考核不合格会给什么处分？能不能申诉？", "不合格的予以通报；有异议的可以申请复核。", 0),
    ("用地按用处分几类？", "用地分为四类。", 0),
])  # fmt: skip
def test_an_act_is_unsaid_where_no_name_of_it_stands(question: str, said: str, lacking: int) -> None:
    """Each act asked after counts unless the text has one of its names."""
    assert acts_unsaid(question, said) == lacking


@pytest.mark.parametrize(("question", "another"), [
    ("2026年每亩补多少", True), ("2025年每亩补多少", False), ("2024年每亩补多少", False), ("第四批清单有哪些", True), ("第三批清单有哪些", False),
])  # fmt: skip
def test_a_question_on_another_year_or_batch_is_told(question: str, another: bool) -> None:
    """Another edition is one that neither the title nor what is quoted names."""
    assert of_another_edition(question, "2025年第三批清单", "2024年每亩300元。", "2024年每亩300元。") is another
