"""Support items: who a measure speaks to, what it asks and what it gives, read off the sentence."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.measures import split_measures
from corpus.policy import (
    Addressee,
    Audience,
    Benefit,
    Clause,
    Commitment,
    PartKind,
    Policy,
    Span,
    SupportItem,
)
from corpus.records import dump, load
from corpus.support import read_support
from corpus.support.areas import area_in
from corpus.support.conditions import kind_of
from corpus.support.vocabulary import implied_by, sections_in, sizes_in
from tests.corpus_cases import chengdu


def items_of(text: str, title: str = "关于支持企业发展的若干措施") -> tuple[SupportItem, ...]:
    """The items of a document of one clause."""
    span = Span(0, len(text))
    clause = Clause("p#一", PartKind.CLAUSE, ("一",), "", text, span, split_measures(text, span, "p#一"))
    return read_support(title, text, (clause,))


def item_of(text: str) -> SupportItem:
    """The one item of a sentence."""
    (item,) = items_of(text)
    return item


def asked(item: SupportItem) -> list[str]:
    """The conditions as AND of OR, in words."""
    return ["|".join(option.text for option in group.options) for group in item.conditions]


@pytest.mark.parametrize(
    ("text", "addressee"),
    [
        ("对首次认定的高新技术企业给予20万元奖励。", Addressee.CLAIMANT),
        ("支持企业建立海外仓。", Addressee.CLAIMANT),
        ("研究对引进的总部企业给予补贴。", Addressee.CLAIMANT),
        ("对向小微企业发放贷款的银行，给予贷款金额1%的奖励。", Addressee.CLAIMANT),
        ("鼓励政府性担保公司降低费率，对符合条件的企业担保费率降至1%以下。", Addressee.INTERMEDIARY),
        ("对租用民房的，鼓励房东为租户减免租金。", Addressee.INTERMEDIARY),
        ("支持各区县完善公共服务设施。", Addressee.DEPARTMENT),
        ("财政部门要及时拨付资金，帮助企业渡过难关。", Addressee.DEPARTMENT),
        ("探索建立区域协同机制。", Addressee.DEPARTMENT),
    ],
)
def test_tasks_of_departments_are_told_from_offers(text: str, addressee: Addressee) -> None:
    """Only what somebody outside the administration could get is addressed to a claimant."""
    assert item_of(text).addressee is addressee


@pytest.mark.parametrize("text", ["本办法所称企业，是指依法注册的市场主体。", "骗取补贴的，追回资金并给予处罚。", "同一项目不得重复享受补贴。", "各部门加强监管。"])
def test_what_offers_nothing_is_no_offer(text: str) -> None:
    """Definitions, penalties, rules on conflict and plain tasks are never addressed to a claimant."""
    assert all(item.addressee is Addressee.DEPARTMENT for item in items_of(text))


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("对受疫情影响、确实无力缴费的中小企业，可缓缴社保费。", ["受疫情影响", "确实无力缴费", "中小企业"]),
        ("鼓励工业企业利用存量工业土地新建工业厂房或增加原厂房层数，对新增的工业厂房不再增收土地价款。", ["工业企业", "利用存量工业土地", "新建工业厂房|增加原厂房层数"]),
        ("对营业面积100平方米以上且经营满一年的餐厅，给予1万元奖励。", ["营业面积100平方米以上", "经营满一年", "餐厅"]),
        ("对获得认定的企业，经批准后给予补贴。", ["获得认定", "经批准"]),
        ("对国家工程研究中心、国家技术创新中心，给予50%支持。", ["国家工程研究中心|国家技术创新中心"]),
    ],
)
def test_conditions_are_taken_apart(text: str, conditions: list[str]) -> None:
    """Every requirement is a group of its own, and one of several alternatives is enough."""
    assert asked(item_of(text)) == conditions


def test_every_word_stands_in_its_place() -> None:
    """Quotes, conditions, offers and amounts are exact substrings at their spans, in a real and damaged document."""
    policy = chengdu()[1]
    assert policy.support
    for item in policy.support:
        assert item.text == item.span.of(policy.text)
        assert item.offer.text == item.offer.span.of(policy.text)
        for group in (*item.conditions, *item.inherited):
            assert all(option.text == option.span.of(policy.text) for option in group.options)
        assert all(quantity.text == quantity.span.of(policy.text) for quantity in item.amounts)


def test_chengdu_mostly_instructs_departments() -> None:
    """What only departments are told is marked so, and what is only studied is not firm."""
    support = chengdu()[1].support
    tasks = [item for item in support if item.addressee is Addressee.DEPARTMENT]
    assert len(tasks) > len(support) / 3
    (studied,) = [item for item in support if "分档次给予补贴" in item.text]
    (pilot,) = [item for item in support if "中试平台设备购置费用" in item.text]
    assert {studied.commitment, pilot.commitment} == {Commitment.EXPLORES}


def test_thresholds_are_not_amounts() -> None:
    """What must be reached is asked for, what is paid is given; a term of payment belongs to the gift."""
    item = item_of("对投资1000万元以上的项目，给予每年2个百分点（期限2年）贴息，最高不超过500万元。")
    assert [(str(q.number), q.unit) for q in item.amounts] == [("2", "个百分点"), ("2", "年"), ("5000000", "元")]
    assert item.benefits[0] is Benefit.INTEREST
    assert item.audience == (Audience.PROJECT,)


def test_a_sentence_without_a_subject_goes_on_with_the_case_before() -> None:
    """确有其他困难的 asks for what the sentence before asked as well."""
    first, second = items_of("对受灾的小微企业，给予50%补助；确有其他困难的，最高给予100%补助。")
    assert set(first.conditions) <= set(second.inherited)


def test_the_scope_of_the_document_binds_every_item() -> None:
    """以上政策适用于… is a condition of each offer."""
    (item,) = [i for i in items_of("对高新技术企业给予10万元奖励。以上政策适用于在海淀区注册的企业。") if i.addressee is Addressee.CLAIMANT]
    assert [group.options[0].text for group in item.inherited] == ["在海淀区注册的企业"]


CARDS = "依据文件\n《甲办法》\n服务对象\n专精特新企业\n服务内容\n给予最高50万元补助。\n条件要求\n上年研发投入不低于100万元。\n服务流程\n向区经信局申请。\n依据文件\n《乙办法》\n服务对象\n孵化器\n服务内容\n给予10万元奖励。\n"


def test_a_card_binds_its_own_offers_alone() -> None:
    """服务对象 and 条件要求 of one card are conditions of its offers and of no other card's; procedure offers nothing."""
    first, second = items_of(CARDS)
    assert [g.options[0].text for g in first.inherited] == ["专精特新企业", "上年研发投入不低于100万元"]
    assert [g.options[0].text for g in second.inherited] == ["孵化器"]


def test_items_are_kept_with_the_policy() -> None:
    """The library's record holds the items and reads them back equal."""
    policy: Policy = chengdu()[1]
    assert load(dump(policy)).support == policy.support


@pytest.mark.parametrize(
    ("inner", "outer", "within"),
    [("成都市武侯区", "四川省", True), ("成都市", "福建省三明市", False), ("四川省", "成都市", None), ("北京市朝阳区", "北京市海淀区", False), ("海淀区", "北京市", True), ("平湖市", "平湖市", True)],
)
def test_a_place_lies_in_another_or_not(inner: str, outer: str, within: bool | None) -> None:
    """A city lies in its province, beside another city, and perhaps in a district that was not named."""
    assert area_in(inner).lies_in(area_in(outer)) is within


def test_vocabularies_follow_the_standards() -> None:
    """中小微 are three size classes, 都市工业 is manufacturing, and a 小巨人 is 专精特新 but not the other way."""
    assert sizes_in("中小微企业") == {"中型", "小型", "微型"}
    assert sections_in("都市工业企业") == {"C"}
    assert "专精特新中小企业" in implied_by("专精特新小巨人")
    assert "专精特新小巨人" not in implied_by("专精特新中小企业")
    assert kind_of("经营满一年").value == "figure"


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("对企业个人给予的，、。；或且经认定鼓励支持研究项目10万元以上（）“”在区内"), max_size=80))
def test_any_text_is_read_without_harm(text: str) -> None:
    """Whatever the words, every condition is printed where its span says."""
    for item in items_of(text):
        assert all(option.text == option.span.of(text) for group in item.conditions for option in group.options)


@pytest.mark.parametrize("unit", ["对企业，", "给予企业、", "支持", "的企业", "或", "（", "服务对象\n", "经认定且"])
def test_time_is_bounded(unit: str) -> None:
    """300,000 characters of anything are read in seconds."""
    began = time.perf_counter()
    items_of(unit * (300_000 // len(unit)))
    assert time.perf_counter() - began < 8
