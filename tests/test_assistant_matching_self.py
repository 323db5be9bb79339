"""What owners say of themselves read right, and what their shares come to under the ceilings."""

from __future__ import annotations

from datetime import date

import pytest
from test_assistant_matching import found

from assistant.matching import bad_record, read_text, says_nothing

DAY = date(2024, 6, 1)


@pytest.mark.parametrize(
    ("said", "text", "computed"),
    [
        ("我们公司投资9000万元", "对企业按投资额的2%给予补助，单个企业最高不超过100万元。", "投资额9000万元×2%＝180万元，按“最高不超过100万元”封顶为100万元"),
        ("我们公司投资9000万元", "对企业按总投资的20%至70%予以补贴，对单家企业的补贴上限为500万元。", "投资额9000万元×20%至70%＝1800万元—6300万元，按“上限为500万元”封顶为500万元"),
        ("我们公司投资900万元", "对企业按总投资的20%至70%予以补贴，每户最高500万元。", "投资额900万元×20%至70%＝180万元—630万元，按“每户最高500万元”封顶为180万元—500万元"),
        ("我们公司投资9000万元", "对企业按投资额的10%给予奖励；单个项目奖励不超过300万元。", "投资额9000万元×10%＝900万元，按“不超过300万元”封顶为300万元"),
        ("我们公司投资9000万元", "对企业按投资额的10%给予奖励，对引进人才的再给予每人最高5万元补贴。", "投资额9000万元×10%＝900万元"),
        ("我们公司新购置设备200万元", "对新购置设备的企业予以30%补助。", "设备200万元×30%＝60万元"),
        ("我们公司有50万元质保金", "对企业质保金按80%给予贷款支持，最高不超过100万元。", "质保金50万元×80%＝40万元"),
    ],
)
def test_shares_are_worked_out_and_capped(said: str, text: str, computed: str) -> None:
    """Every ceiling for the whole claimant caps, at both ends of a range and from the half-sentence behind; one for each person does not."""
    assert found(said, text).matches[0].computed == (computed,)


def test_a_shop_of_ones_own_is_a_business() -> None:
    """Who runs an eatery is in its trade and may be registered as self-employed; who only wants to, or works in one, is not."""
    owner = read_text("我在遂宁开小饭馆，租的民营写字楼一楼", DAY)
    assert (owner.also, owner.sections, owner.ownership) == ("个体工商户", frozenset("H"), "")
    assert not any(read_text(said, DAY).also for said in ("我想开个小饭馆", "我在饭馆打工", "我朋友在大邑开店"))


def test_what_is_in_order_and_what_is_made_or_sold() -> None:
    """规划环保都合规 is no line of business; masks are made by who makes them and sold by who sells them."""
    assert read_text("我们规划环保都合规", DAY).sections == frozenset()
    assert read_text("我们是做环保的", DAY).sections == frozenset("N")
    assert (read_text("做口罩的厂", DAY).sections, read_text("卖口罩的", DAY).sections) == (frozenset("C"), frozenset("F"))


def test_dues_that_cannot_be_paid() -> None:
    """没生意交不起社保 says both, in either order of the words."""
    for said in ("没生意交不起社保", "社保交不起"):
        assert "缴纳社保有困难" in [s.words for s in read_text(said, DAY).statements]


def test_a_text_about_nothing_and_a_grave_record_are_said_so() -> None:
    """asdf tells of nobody; who sold fake medicine is told that this shuts one out."""
    policy = "对小微企业给予5000元补贴。"
    for said, nothing in (("asdf", True), ("今天天气真好", True), ("我们是小微企业", False)):
        assert says_nothing(read_text(said, DAY), found(said, policy).matches) is nothing
    assert bad_record(read_text("我们公司卖假药，没有失信", DAY)) == ("卖假药",)


def test_a_fact_is_asked_once() -> None:
    """不裁员, then 不裁员或少裁员: one question."""
    asked = [question.about for question in found("我们是成都的企业", "对不裁员的企业，返还失业保险费的50%。对不裁员或少裁员的企业，给予5万元补贴。").questions]
    assert sum("裁员" in about for about in asked) == 1
