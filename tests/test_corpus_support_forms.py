"""Whatever a document's form, what it grants is found: cards, introductions, tables of acts, Taiwan's regulations, tax relief."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.matching import Verdict, match, read_text
from corpus.measures import split_measures
from corpus.policy import Addressee, Audience, Clause, Commitment, PartKind, Span, SupportItem
from corpus.support import read_support
from tests.test_assistant_matching import make_policy
from tests.test_corpus_support import asked, item_of, items_of

DAY = date(2026, 3, 1)


def claimed(text: str, title: str = "关于支持企业发展的若干措施") -> list[SupportItem]:
    """What somebody outside the administration may claim."""
    return [item for item in items_of(text, title) if item.addressee is Addressee.CLAIMANT]


@pytest.mark.parametrize(
    "text",
    [
        "取消增值税扣税凭证认证确认的期限。",
        "受影响较大的困难行业企业发生的亏损，最长结转年限由5年延长至8年。",
        "对逾期未申报的纳税人，取消实地核查要求，不给予行政处罚。",
        "人才入户无需积分，满足下列条件即可申报。",
        "参保病人门诊治疗不受病种数量限制。",
        "通过积分入户的人员，其子女可同时随迁入户。",
        "对连续两年完成度较高的主办单位，将对申报总额度进行适当扩充。",
        "鼓励有条件的区县对积极参与帮扶的企业给予倾斜支持。",
    ],
)
def test_being_spared_or_allowed_is_an_offer(text: str) -> None:
    """Who is spared a duty, given longer or let in gets something, though no verb of giving is said."""
    assert [item.addressee for item in items_of(text)] == [Addressee.CLAIMANT]


@pytest.mark.parametrize(
    "text",
    [
        "对项目完成率低的单位，核减其申报额度。",
        "通知提出了减免房租、延期缴税等5项具体举措。",
        "《支持中小企业发展若干措施》解读",
        "已获批账号的单位可直接登录系统查询。",
        "取消企业享受补贴的资格。",
    ],
)
def test_a_cut_a_report_and_a_hint_offer_nothing(text: str) -> None:
    """What is taken away, what a document says of another, and where to look are nothing to claim."""
    assert claimed(text) == []


def test_introductions_hold_offers_too() -> None:
    """A flattened book of policies stands before its first heading, and is read all the same."""
    text = "新获示范称号的家庭农场，一次性奖励5万元。"
    span = Span(0, len(text))
    part = Clause("p#序", PartKind.PREAMBLE, ("序",), "", text, span, split_measures(text, span, "p#序"))
    (item,) = read_support("政策汇编", text, (part,))
    assert item.commitment is Commitment.GRANTS


@pytest.mark.parametrize(
    ("text", "audience"),
    [
        ("增僱員工為四十五歲以上者，補助期間得延長為一年。", Audience.ENTERPRISE),
        ("投資於創業投資事業之公司，其投資收益免予計入所得額課稅。", Audience.ENTERPRISE),
        ("當年度不足抵減者，得在以後五年度應納稅額中抵減之。", Audience.ENTERPRISE),
    ],
)
def test_taiwans_regulations_are_read_in_their_idiom(text: str, audience: Audience) -> None:
    """得 allows, 者 and 之 describe; conditions are quoted as they are printed."""
    whole = text + "本辦法之主管機關為經濟部。本條例之規定，依其他法律之規定。"
    (item,) = claimed(whole, "中小企業增僱員工補助辦法")
    assert audience in item.audience
    assert all(option.span.of(whole) == option.text for group in item.conditions for option in group.options)


def test_where_offices_may_do_something_nobody_may_claim() -> None:
    """得 says of an office what it may do."""
    assert claimed("主管機關得委託其他機關辦理之。逾期之案件，得不予受理。本條例之規定，依其他法律之規定。") == []


def test_the_act_that_a_row_quotes_gives_nothing_itself() -> None:
    """财政部公告 before an offer is where it comes from, not who acts."""
    item = item_of("财政部 税务总局公告（2020年第8号）对运输防疫物资的纳税人取得的收入免征增值税。")
    assert item.addressee is Addressee.CLAIMANT


def test_a_label_opens_its_field_with_its_own_sentence() -> None:
    """Cards that begin with their conditions: each binds its own rate, and of a list under 之一 one is enough."""
    card = "补贴条件：\n（1）法定代表人符合以下条件之一：\n①退役军人；\n②登记失业人员。\n（2）正常缴纳社会保险费。\n补贴对象：符合条件的创业者。\n补贴标准：{}元。\n"
    text = card.format("10000") + card.replace("退役军人", "残疾人").format("6000")
    first, second = claimed(text)
    told = [["|".join(o.text for o in g.options) for g in item.inherited] for item in (first, second)]
    assert told == [["退役军人|登记失业人员", "正常缴纳社会保险费"], ["残疾人|登记失业人员", "正常缴纳社会保险费"]]


def test_tiers_of_one_measure_are_alternatives() -> None:
    """Who is in the third tier is not shut out by the first."""
    text = "种植面积100-200亩的，奖励1万元，200至300亩的奖励2万元，500亩以上的奖励5万元。"
    assert asked(item_of(text)) == ["种植面积100-200亩|200至300亩|500亩以上"]
    policy = make_policy("对种粮大户，" + text)
    verdicts = {area: match(read_text(f"我们是种粮大户，在武侯区，种植面积{area}亩。", DAY), [policy], DAY).matches[0].verdict for area in (260, 50)}
    assert verdicts[260] is not Verdict.UNMET
    assert verdicts[50] is Verdict.UNMET


def test_a_list_that_a_sentence_announces_is_asked_for() -> None:
    """符合下列条件之一的…：the lines below are what decides."""
    (item, *_) = claimed("符合下列条件之一的人才，可申请入户：\n（一）取得博士学位的；\n（二）取得高级职称的。")
    assert ["|".join(o.text for o in g.options) for g in item.inherited] == ["取得博士学位的|取得高级职称的"]


def test_an_owner_who_writes_in_traditional_characters_is_understood() -> None:
    """What is said in Traditional characters is read as what is said in Simplified ones."""
    assert read_text("我們是軟體公司，沒有裁員。", DAY).statements == read_text("我们是软体公司，没有裁员。", DAY).statements


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("对获评省、市级智能化产品示范项目的企业给予奖励20万元。", "我们是武侯区的制造企业，规上企业。"),
        ("对当年新上市的企业，给予20万元奖励。", "我们是武侯区的一家上市公司。"),
        ("对新增规上企业给予10万元奖励。", "我们是武侯区的规上企业。"),
        ("获评专精特新的企业，奖励20万元，已获得中央资金的小巨人企业不予奖励。", "我们是武侯区的公司，专精特新小巨人，已获得中央资金。"),
        ("支持标准：\n采取后补助方式给予支持，每项不超过30万元。\n支持对象：企业\n", "我们是武侯区的软件公司。"),
    ],
)
def test_what_is_not_said_is_never_met(text: str, owner: str) -> None:
    """Parts of words, what was once, what is barred, and an offer whose conditions are not understood: none of them is met."""
    found = match(read_text(owner, DAY), [make_policy(text)], DAY).matches
    assert found
    assert all(m.verdict is not Verdict.MET for m in found)
