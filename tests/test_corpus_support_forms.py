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
        "国家对从事邮政普遍服务的企业实行补贴。",
        "县级以上地方人民政府应当对见义勇为人员及其家属给予抚恤、医疗救助。",
        "国家鼓励和支持科技人员离岗创办企业。",
        "伤残补助应当向因公负伤的护林员和家庭困难的职工发放。",
        "首次来我市实习的在校大学生，由市人才集团全额承担意外保险费。",
        "鼓励有条件的农户发展庭院经济。",
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
        "未按时年检的机构，不能申请享受运营补贴。",
        "同一块地，每年度只能享受一次补贴，不可同时再享受其他补贴。",
        "市税务局将退税平均办理时间压缩至3个工作日以内。",
        "各级人民政府应当对残疾人事业的经费予以保障。",
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


def test_a_share_raised_for_some_goes_on_with_the_offer() -> None:
    """…；初创企业比例提高至50% is an offer behind an offer, and a target on its own."""
    first = "对购买算力服务的企业，按合同额的30%给予补贴；"
    assert [item.addressee for item in items_of(first + "初创企业比例提高至50%。")] == [Addressee.CLAIMANT] * 2
    assert claimed("高新技术企业比例提高至50%。") == []


def test_a_card_ends_at_the_next_label_and_heading() -> None:
    """An unknown label that comes again and the heading of the next card are no conditions of the one before."""
    card = "支持对象：租用本市算力的企业。\n支持标准：按合同额的30%给予补贴，最高200万元。\n申报条件：同时满足：①在本市注册；②合同额不低于20万元。\n受理处室：市数据局算力科\n"
    items = items_of("一、算力券补贴\n" + card + "\n二、节能改造\n" + card, "数字经济政策导引")
    words = [option.text for item in items for group in (*item.conditions, *item.inherited) for option in group.options]
    assert "在本市注册" in words and not any("处室" in text or "节能" in text for text in words)
