"""Support items: who a measure speaks to, what it asks and what it gives, read off the sentence."""

from __future__ import annotations

import pytest
from growth import assert_linear, repeated
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
from corpus.support.kinds import kind_of
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
def test_time_grows_with_the_text_only(unit: str) -> None:
    """The time grows with a text of any one thing, not with its square."""
    assert_linear(items_of, repeated(unit), 60_000)


WRAPPED = "\n".join(
    (
        "（1）投资补助。低效楼宇改造项目，按照固定资产投资总额10%的比例安",
        "排市政府固定资产投资补助资金，最高不超过5000 万元。",
        "（2）对于改造升级项目发生的银行贷款，可以按照市场报价利率的实际水平",
        "给予不超过2 年的贴息支持，总金额不超过5000 万元，并由所在区的财政",
        "部门按照有关规定在次年的预算中予以安排，不足的部分由企业自行承担并且",
        "按照有关的会计制度单独核算，不得与其他的资金混同使用，也不得用于发放",
        "职工的奖金和福利，违反规定的按照财政资金管理的有关规定予以处理，并在",
        "三年以内不再受理其申请，具体的管理办法由市发展改革委会同市财政局另行",
        "制定并且向社会公布，自公布之日起三十日后施行，有效期为五年，期满以前",
        "由制定机关组织评估，根据评估的结果决定是否延长有效期或者对其内容进行",
        "修改，评估的过程应当听取企业的意见并且向社会公开，接受社会各界的监督",
        "检查。",
    )
)


def test_a_sentence_cut_by_the_page_is_read_whole() -> None:
    """What is printed over two lines keeps its amounts and its conditions, and is quoted as it is printed."""
    first = items_of(WRAPPED)[0]
    assert first.text.startswith("低效楼宇改造项目") and first.text.endswith("5000 万元。") and "\n" in first.text
    assert [(int(q.number), q.unit) for q in first.amounts] == [(10, "%"), (50_000_000, "元")]
    assert all(option.text == option.span.of(WRAPPED) for group in first.conditions for option in group.options)


def test_lines_that_end_where_they_like_are_left_apart() -> None:
    """Short lines of a document that is not cut to a page are sentences of their own."""
    items = items_of("对高新技术企业给予20万元奖励\n对小微企业给予10万元奖励")
    assert [int(item.amounts[0].number) for item in items] == [200_000, 100_000]


def test_the_number_of_a_list_is_no_condition() -> None:
    """第六条, （1） and 2． stand before the sentence and ask for nothing."""
    assert asked(item_of("（1）对开放创新平台按照上一年度投资额5%的比例，给予不超过500万元的资金支持。")) == ["开放创新平台"]


@pytest.mark.parametrize(
    "text",
    [
        "对不能按期缴费的企业，经批准后延期缴纳，最长不超过3个月。", "可将社会保险费征收期延长至6月底。", "缓缴期间免征滞纳金。",
        "对困难企业依法办理延期申报。", "企业办理收入结汇支付时，无需逐笔向银行提交单证材料。", "符合照护等级的老年人可直接认定为二级。",
    ],
)
def test_relief_is_an_offer(text: str) -> None:
    """What the tax and insurance offices spare somebody is granted to a claimant."""
    item = item_of(text)
    assert (item.addressee, item.commitment) == (Addressee.CLAIMANT, Commitment.GRANTS)


@pytest.mark.parametrize(
    "text",
    ["加快两级财政涉企资金拨付进度，对困难企业要及时拨付资金，给予支持。", "对项目谋划成效明显的区，给予前期工作经费支持。", "符合下列规定的，不受前项限制。", "每种类型的补贴每人只能享受一次。"],
)
def test_what_offices_settle_among_themselves_is_no_offer(text: str) -> None:
    """Money between offices, districts that are rewarded, exceptions to another clause and limits are no benefit."""
    assert all(item.addressee is Addressee.DEPARTMENT for item in items_of(text))


def test_what_only_banks_do_is_told_to_banks() -> None:
    """不抽贷 and 续贷 are the bank's own doing even where no bank is named."""
    assert item_of("对受疫情影响的企业不抽贷、不断贷、不压贷，做好续贷服务。").addressee is Addressee.INTERMEDIARY


def test_of_several_cases_one_is_enough() -> None:
    """对甲给予…，对乙给予…: somebody of either kind gets something; what stands before both is asked of both."""
    item = item_of("经市级主管部门认定的，对高新技术企业给予20万元奖励，对外贸企业给予10万元奖励。")
    assert asked(item) == ["经市级主管部门认定", "高新技术企业|外贸企业"]


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("招用3人以下的按每人2000元给予补贴。", ["招用3人以下"]),
        ("对承租国有经营用房的企业，1个月房租免收、2个月房租减半。", ["承租国有经营用房"]),
        ("对于旅游、住宿、餐饮等受影响较大的行业企业，可缓缴社保费。", ["旅游|住宿|餐饮等受影响较大的行业企业"]),
        ("采取价格扣除、预留份额等措施，对养老企业给予补贴。", ["养老企业"]),
        ("支持旅行社应对经营困难，向旅行社暂退80%的保证金。", ["旅行社"]),
        ("对2021年11月1日（含）以后引进首店的企业，给予10万元奖励。", ["2021年11月1日（含）以后", "引进首店"]),
        ("对新落地的项目加快审批，优先配置用地指标。", ["新落地"]),
    ],
)
def test_only_what_is_asked_is_a_condition(text: str, conditions: list[str]) -> None:
    """Thresholds keep their bound; what is given, why and by which service is no condition."""
    assert asked(item_of(text)) == conditions


CARD = """服务对象
新型储能企业
服务内容
对符合要求的企业给予不超过100万元奖励。
条件要求
企业应满足以下条件：
1．在本市注册并纳税；
2．符合以下条件之一：
（1）年营业收入2000万元以上；
（2）拥有发明专利10件以上。
3．近三年无违法记录。
"""


def test_one_of_a_list_is_enough_on_a_card() -> None:
    """Under 符合以下条件之一 the numbered lines are alternatives; the list ends where the outer numbering goes on."""
    groups = [[option.text for option in group.options] for group in items_of(CARD)[0].inherited]
    assert ["年营业收入2000万元以上", "拥有发明专利10件以上"] in groups and ["近三年无违法记录"] in groups


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("对入选平台按照不超过其上一年度出口总额的20%进行奖励。", [("20", "at_most")]),
        ("对考核优秀、良好的单位，分别给予不超过100万元、60万元资金支持。", [("1000000", "at_most"), ("600000", "at_most")]),
        ("招用4人以上的每增加1人给予3000元补贴，总额最高不超过3万元。", [("3000", "exact"), ("30000", "at_most")]),
    ],
)
def test_a_bound_holds_for_what_it_governs(text: str, amounts: list[tuple[str, str]]) -> None:
    """不超过 reaches over the words between it and its figure, and over a list of figures."""
    assert [(str(q.number), q.bound.value) for q in item_of(text).amounts] == amounts


@pytest.mark.parametrize(
    ("text", "area"),
    [("铁岭市银州区", ("辽宁", "铁岭", "银州")), ("调兵山市", ("辽宁", "铁岭", "调兵山")), ("铁岭开原的公司", ("辽宁", "铁岭", "开原")), ("朝阳区", ("", "", "朝阳"))],
)
def test_a_county_lies_in_its_city(text: str, area: tuple[str, str, str]) -> None:
    """A county is known by its full name, or by its bare name behind its city; a name borne by several stays open."""
    found = area_in(text)
    assert (found.province, found.city, found.district) == area


@pytest.mark.parametrize(
    ("text", "amount"),
    [("补贴标准：10000元。", 10_000), ("补贴标准为：珠三角地区每年最高6000元。", 6_000), ("获评专精特新的，再增加奖励20万元，已获得中央资金支持的不予奖励。", 200_000)],
)
def test_a_stated_rate_is_a_gift(text: str, amount: int) -> None:
    """A sum under 补贴标准 is granted though no verb gives it, and an exclusion behind a gift does not take it back."""
    item = item_of(text)
    assert item.addressee is Addressee.CLAIMANT and [int(q.number) for q in item.amounts] == [amount]


def test_a_case_that_asks_nothing_opens_the_offer_to_nobody() -> None:
    """Where the first of two gifts names nobody, the conditions of the second still hold."""
    assert asked(item_of("在技能大师评选中给予政策倾斜，对确定为市级大师工作室的，按规定给予资金支持。")) == ["确定为市级大师工作室"]
