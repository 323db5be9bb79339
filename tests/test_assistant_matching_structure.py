"""Conditions by their structure: who and acts apart, words that come near, places, sizes, tiers; and replies that begin with what is close."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.matching import Verdict, match, read_text
from assistant.matching.nearness import near
from assistant.matching.numbers import asked_in
from assistant.matching.shape import shape_of
from assistant.matching.size_classes import sizes_possible
from assistant.matching.truth import Setting, judge
from corpus.policy import Addressee, Condition, Policy, Span
from corpus.support.areas import Area, area_in
from corpus.support.kinds import kind_of
from tests.test_assistant_matching import make_policy
from ui.match_view import matched_text

DAY = date(2024, 6, 1)


def truth(asked: str, words: str, area: str = "", day: date = DAY) -> bool | None:
    """What an owner's words make of one condition of a policy of some place."""
    return judge(Condition(asked, Span(0, len(asked)), kind_of(asked)), read_text(words, day), Setting(area_in(area) if area else Area(), None, day))


@pytest.mark.parametrize(
    ("asked", "who", "acts"),
    [
        ("在本市注册并纳税的工业企业", ("工业企业",), ("在本市注册并纳税",)),
        ("小微企业承租国有房产", ("小微企业",), ("承租国有房产",)),
        ("参加防控工作的医务人员和防疫工作者", ("医务人员", "防疫工作者"), ("参加防控工作",)),
        ("个体工商户转型升级为企业", (), ("个体工商户转型升级为企业",)),  # what it was is no longer who it is
    ],
)
def test_a_condition_is_taken_apart_into_who_and_what(asked: str, who: tuple[str, ...], acts: tuple[str, ...]) -> None:
    """The noun says who, the rest what they do; of several nouns one is enough."""
    shape = shape_of(asked)
    assert (shape.who, shape.acts) == (who, acts)


@pytest.mark.parametrize(
    ("asked", "words", "area", "expected"),
    [
        ("在嵊州市注册并纳税的工业企业", "我们是嵊州的电机厂，在嵊州注册纳税", "嵊州市", True),
        ("在嵊州市注册并纳税的工业企业", "我们是嵊州的餐馆，在嵊州注册纳税", "嵊州市", False),  # another line of business
        ("在嵊州市注册并纳税的工业企业", "我们是电机厂", "嵊州市", None),  # where it is was not said
        ("工业企业设备投资（不含税）300万元以上", "我们是电机厂，设备花了520万", "", True),
        ("工业企业设备投资（不含税）300万元以上", "我们是电机厂，设备投了200万", "", False),
        ("年度研发费用增长20%以上", "去年研发费用比前一年涨了三成", "", True),
        ("评为省级未来工厂、省级数字化车间", "我们今年被评上了省级数字化车间", "", True),  # of titles one is enough
        ("招用就业困难人员、高校毕业生", "今年招了两个就业困难人员", "", True),
        ("在停工期间组织职工参加各类线上职业培训", "停工这段时间组织员工上了网上的职业培训课", "", True),
        ("在停工期间组织职工参加各类线上职业培训", "停工这段时间组织员工上了线下的职业培训课", "", False),  # an opposite
        ("对发放贷款给小微企业", "我们是小微企业，贷了款", "", None),  # who gets is not who gives
        ("申报单位须在本市注册登记", "我们注册在海淀，接下来想做产权登记", "北京市", True),
        ("签订1年以上劳动合同", "跟客户签了三份供货合同", "", None),
        ("成都市首席技师工作室", "我们在成都", "成都市", None),  # a place alone makes no 工作室
    ],
)
def test_facts_are_compared_part_by_part(asked: str, words: str, area: str, expected: bool | None) -> None:
    """Each part is judged by its own field or words; what is not said stays open, what only contrasts never holds."""
    assert truth(asked, words, area) is expected


def test_the_lowest_tier_is_what_is_asked() -> None:
    """首次达到5亿元、10亿元 asks for five hundred million or more."""
    (one,), _ = asked_in("年销售额首次达到5亿元、10亿元")
    assert (one.quantity.number, one.quantity.bound.value) == (500_000_000, "at_least")


def test_known_figures_leave_sizes_open() -> None:
    """Two hundred and fifty workers are no large works; eight in a restaurant are a micro one; nothing known leaves nothing."""
    assert sizes_possible("C", 250, None, None) == {"小型", "微型"}
    assert sizes_possible("H", 8, None, None) == {"微型"}
    assert sizes_possible("C", None, None, None) == frozenset()


def test_nearness_never_crosses_a_contrast() -> None:
    """A shared telling character makes words near, one that contrasts keeps them apart."""
    assert near("缴存", "缴纳")
    assert not any(near(one, other) for one, other in (("进口", "出口"), ("线上", "线下"), ("首套", "二套"), ("国有", "私有"), ("省级", "市级")))


@pytest.mark.parametrize(
    ("text", "addressee"),
    [
        ("允许综合保税区内加工制造企业利用剩余产能承接境内区外委托加工。", "claimant"),
        ("简化核准手续，支持综合保税区内企业自主备案、自主核报。", "claimant"),
        ("区内各银行机构要加大对受疫情影响较大企业的信贷支持。", "intermediary"),
        ("减半收取企业宽带资费，由电信运营商负责落实。", "intermediary"),
        ("鼓励大型商务楼宇、商场、园区等各类市场运营主体为实体经营的承租户减免租金。", "intermediary"),
        ("政策兑现实行申报制，由企业向区经贸局提出申请，审核后予以兑现奖励。", "none"),
        ("本政策与其他政策可以叠加享受。", "none"),
    ],
)
def test_whom_a_sentence_speaks_to_is_told_by_its_grammar(text: str, addressee: str) -> None:
    """Who is let act or backed can claim, whoever bears the cost is a third party, procedure offers nothing."""
    assert next((item.addressee.value for item in make_policy(text).support if item.addressee is not Addressee.DEPARTMENT), "none") == addressee


def test_the_list_of_a_sentence_binds_it() -> None:
    """有下列情形之一的，可以提取：（一）…（二）…: one of the cases is enough, and without any nothing is met."""
    policy = make_policy("职工有下列情形之一的，可以提取住房公积金：（一）购买自住住房的；（二）离休、退休的；（三）出境定居的。")
    assert told(policy, "我在成都上班，上个月退休了") == "met"
    assert told(policy, "我在成都上班，想换工作") == "unclear"


def told(policy: Policy, words: str) -> str:
    """The verdict on the first item of a policy."""
    return min(match(read_text(words, DAY), [policy], DAY).matches, key=lambda m: m.item.span.start).verdict.value


def test_what_is_for_nobody_in_particular_is_not_met() -> None:
    """推动设立基金 without a condition backs nobody; the same for a bank that is told nothing of whom."""
    assert all(m.verdict.value != "met" for m in match(read_text("成都的企业", DAY), [make_policy("支持设立产业投资基金项目。")], DAY).matches)


@pytest.mark.parametrize(
    "text",
    [
        "首获国家级、省级文化出口重点企业或重点项目的，分别给予10万元、5万元奖励。",  # both are titles to be won
        "在成都注册的服务业企业，可享受高管子女入学保障，名额按入库税收安排：（1）上一年度入库税收500万元以上的企业，不超过2名。",
        "对重点企业给予用能保障补贴。",
    ],
)
def test_who_says_only_what_it_is_meets_nothing_that_has_to_be_won(text: str) -> None:
    """A title, a list that an office keeps, a rank by figures: none of them is met by being a firm."""
    assert told(make_policy(text), "我们是成都的软件公司") != "met"


def test_a_reply_begins_with_what_is_close_and_counts_the_rest() -> None:
    """Items that share nothing with what was said are counted, not read out one by one."""
    offers = ["对购置数控机床等设备的企业，按投资额的10%给予补助。", *(f"对获得第{n}类文艺奖项的企业，给予{n}万元奖励。" for n in range(1, 9))]
    policies = [make_policy(text, name=f"p{n}") for n, text in enumerate(offers)]
    found = match(read_text("成都的企业，想买几台设备", DAY), policies, DAY)
    text = matched_text(read_text("成都的企业，想买几台设备", DAY), found)
    assert text.index("投资额的10%") < text.index("文艺奖项")
    assert "另有 5 项没有列出" in text
    assert "另有 5 项" not in matched_text(read_text("成都的企业，想买几台设备", DAY), found, everything=True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我是县里一家纺织厂的会计，厂里想买设备", "企业"), ("我在一家纺织厂上班，想考个证", "个人"), ("我自己在镇上盖了座敬老院，三十张床", "医疗教育机构"),
        ("我想开一家公司，现在还在念书", "个人"), ("我是做外卖配送的，公司在合肥", "企业"),
    ],
)
def test_who_runs_a_body_or_speaks_for_it_is_that_body(text: str, kind: str) -> None:
    """A clerk or owner speaks for the body; who only works there, or only means to found one, is a person."""
    assert read_text(text, date(2025, 10, 8)).kind == kind


@pytest.mark.parametrize(
    ("condition", "told", "holds"),
    [
        ("近三年无失信记录", "我们公司三年没失过信", True), ("未发生安全责任事故", "从来没出过一点事故", True), ("未发生安全责任事故", "没出过重大事故", None),
        ("近三年无走私、骗税等违法行为", "走私骗税这种事从没沾过", True), ("近三年无走私、骗税等违法行为", "我们从没偷税", None),
        ("近三年未受到行政处罚", "去年被环保罚过", False), ("未列入失信被执行人名单", "我们按时交社保", None),
        ("年度研发费用300万元（含）以上且较上年增长10%以上", "研发费用前年430万，去年520万", True), ("营业收入同比增长20%以上", "研发费用前年430万，去年520万", None),
        ("客房数量5间以上14间以下", "我家民宿有八间客房", True), ("客房数量5间以上14间以下", "我家民宿有二十间客房", False), ("年满80周岁", "我妈83了", True),
    ],
)
def test_records_growth_and_counts_as_people_tell_them(condition: str, told: str, holds: bool | None) -> None:
    """A denial of all misdeeds covers the narrower ones and never the other way round; growth is of one thing only."""
    assert truth(condition, told, day=date(2025, 10, 8)) is holds


def test_who_says_that_an_excluded_case_is_theirs_gets_nothing() -> None:
    """A case shut out elsewhere in the document makes unmet where it is told, and leaves the offer alone where nobody speaks of it."""
    policy = make_policy("第一条 对购置烘干设备的企业，给予20万元奖励。\n第二条 近两年发生安全事故的企业，不得享受本办法规定的奖励。")
    told = "我们是成都的公司，购置了烘干设备"
    said = [match(read_text(words, DAY), [policy], DAY).matches[0].verdict.value for words in (told, told + "，去年出过一次安全事故", told + "，从没出过事故")]
    assert said == ["met", "unmet", "met"]


@pytest.mark.parametrize(
    ("asked", "words", "expected"),
    [
        ("获评国家级绿色工厂", "我们去年评上了国家级绿色工厂", True),
        ("获评国家级绿色工厂", "我们去年评上了省级绿色工厂", None),  # of another level, and perhaps of that too
        ("国家和市级“专精特新”中小企业", "市里刚评上了专精特新中小企业", True),
        ("纳税信用等级为A级", "我们纳税信用是A级", True),
        ("纳税信用等级为A级", "我们纳税信用是C级", False),
        ("本人和配偶在嵊州市无自有住房", "没结婚，名下没房", True),  # who has no family speaks for all of it
        ("本人和配偶在嵊州市无自有住房", "我名下没房，老婆在外地", None),
        ("接受义务教育以外其他教育的学生", "我儿子上小学三年级", False),
        ("连续三年纳税500万元以上", "前年纳税600万，去年720万，大前年550万", True),
        ("连续三年纳税500万元以上", "前年纳税600万，去年420万，大前年550万", False),
        ("研发费用同比增量为500万元以上", "去年研发费用比前年多了480万，差一点到500万", False),
        ("通过股权质押获得贷款", "银行还在谈股权质押贷款", None),  # not there yet
        ("通过股权质押获得贷款", "贷款用的是厂房抵押", False),
        ("种植水稻面积50亩以上", "我包了80亩田种水稻", True),
        ("报废国三柴油货车并新购新能源货车", "把国三的柴油货车报废了，买了辆电动货车", True),  # both words are the condition's own
        ("特殊教育教师和手语翻译", "我是特殊教育学校的老师，教特殊教育", True),  # nobody is all of them
        ("取得高级工证书", "我没有证书", False),
    ],
)
def test_what_owners_say_most_often_is_understood(asked: str, words: str, expected: bool | None) -> None:
    """Levels, years in a row, family, what one lacks altogether, and what is only under way."""
    assert truth(asked, words) is expected


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        ("外商投资企业以利润再投资1000万元以上的，奖励2%。", "我们是成都的外资企业，利润还没分"),
        ("支持利用存量房产兴办养老机构，对连续经营1年以上的养老服务项目，可办理用地手续。", "我们用成都的存量房产办了养老院，上个月才开"),
        ("对租赁厂房的企业实行租赁补助，对已享受土地优惠的企业不予补助。", "我们是成都的公司，厂房是租的"),
    ],
)
def test_no_threshold_or_bar_of_a_sentence_is_lost(measure: str, words: str) -> None:
    """A threshold that looks like a rate, a condition behind what is backed, and who is barred are all asked for."""
    policy = make_policy("第一条 " + measure)
    assert all(found.verdict is not Verdict.MET for found in match(read_text(words, DAY), [policy], DAY).matches)
