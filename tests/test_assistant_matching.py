"""The matcher: profiles from words and fields, three-valued verdicts, what to ask, several policies side by side."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.matching import BatchMatcher, Matched, Profile, Verdict, match, read_record, read_text
from assistant.matching.descriptions import alternatives
from assistant.matching.matcher import match_one, offers_of
from assistant.matching.profile import Statement
from assistant.matching.size_classes import sizes_possible
from assistant.matching.truth import both, either
from assistant.matching.wording import content_words
from corpus.errors import BadInput
from corpus.measures import split_measures
from corpus.policy import Audience, Clause, Commitment, PartKind, Policy, Span, Validity
from corpus.support import read_support
from tests.corpus_cases import chengdu

DAY = date(2024, 6, 1)


def make_policy(text: str, *, name: str = "a", issuer: str = "成都市人民政府", validity: Validity | None = None, rules: tuple[str, ...] = ()) -> Policy:
    """A policy of one clause."""
    span, title = Span(0, len(text)), "关于支持企业发展的若干措施"
    clause = Clause(f"{name}#一", PartKind.CLAUSE, ("一",), "", text, span, split_measures(text, span, f"{name}#一"))
    return Policy(
        name, f"{name}.txt", title, "", (issuer,), None, date(2024, 1, 1), "", text, (), (), (clause,), validity or Validity(open_ended=True), rules,
        support=read_support(title, text, (clause,)),
    )


def found(said: str, text: str, **options: object) -> Matched:
    """What an enterprise that says this is told about a policy that says that."""
    return match(read_text(said, DAY), [make_policy(text, **options)], DAY)  # type: ignore[arg-type]


def verdict(said: str, text: str) -> str:
    """The verdict on the one item of a policy of Chengdu."""
    (one,) = found(said, text).matches
    return one.verdict.value


GRANT = "对受疫情影响的小微企业，给予5万元补助。"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("我们是成都的小微企业，受疫情影响很大", "met"),
        ("我们是成都的小微企业", "unclear"),
        ("我们是成都的大型企业，受疫情影响很大", "unmet"),
        ("我们是重庆的小微企业，受疫情影响很大", "unmet"),
        ("我们是小微企业，受疫情影响很大", "unclear"),
        ("我们是成都的小微企业，没有受疫情影响", "unmet"),
        ("我们是成都市发改委", "unmet"),
    ],
)
def test_a_verdict_has_three_values(said: str, expected: str) -> None:
    """Met where everything is said to hold, unmet where one thing is said not to, unclear else."""
    assert verdict(said, GRANT) == expected


@pytest.mark.parametrize(
    ("said", "text", "expected"),
    [
        ("成都的企业，用的是存量工业土地，想给老厂房加层", "鼓励企业利用存量工业土地新建厂房或增加厂房层数，对新增的厂房不再增收土地价款。", "met"),
        ("成都的企业，做口罩的，没裁员", "对不裁员或少裁员的企业，返还失业保险费的50%。", "met"),
        ("成都的企业，裁员了", "对不裁员的企业，返还失业保险费的50%。", "unmet"),
        ("成都的高新技术企业", "对专精特新企业，给予10万元奖励。", "unclear"),
        ("成都的企业，是国家级专精特新小巨人", "对专精特新企业，给予10万元奖励。", "met"),
        ("成都的软件公司", "对工业企业，给予10万元奖励。", "unmet"),
        ("成都的餐馆，营业面积150平方米", "对营业面积100平方米以上的企业，给予1万元奖励。", "met"),
        ("成都的餐馆，营业面积60平方米", "对营业面积100平方米以上的企业，给予1万元奖励。", "unmet"),
        ("成都的企业，打算申请认定高新技术企业", "对高新技术企业，给予10万元奖励。", "unmet"),
        ("成都的企业，高新技术企业证书已过期", "对高新技术企业，给予10万元奖励。", "unmet"),
        ("成都的企业，正在申报专精特新", "对专精特新企业，给予10万元奖励。", "unmet"),
        ("成都的企业，首次认定为高新技术企业", "对通过两化融合贯标认定的企业，给予15万元奖励。", "unclear"),
        ("成都的企业，首次认定为高新技术企业", "对出口企业，经认定，给予15万元奖励。", "unclear"),
        ("成都的出口企业，已通过认定", "对出口企业，经认定，给予15万元奖励。", "met"),
        ("成都的企业", "被认定为示范基地的，给予30万元奖励。", "unclear"),
        ("成都的企业", "支持企业建立海外仓。", "unclear"),
        ("成都的企业", "对符合条件的企业，给予10万元奖励。", "unclear"),
        ("成都的企业", "对经市科技局认定的企业，给予10万元奖励。", "unclear"),
    ],
)
def test_or_exceptions_figures_and_negations_are_honoured(said: str, text: str, expected: str) -> None:
    """One alternative is enough, a denial is a denial, a plan is no fact, and what only the office can judge stays open."""
    assert verdict(said, text) == expected


def test_what_is_missing_is_asked_in_the_words_of_the_policy() -> None:
    """The condition that decides is quoted, and the question that decides most comes first."""
    result = found("我们是成都的小微企业，规上", "对小微企业，出口的，给予5万元补助。对小微企业，出口且参加展会的，给予1万元补助。")
    assert result.matches[0].missing == ("出口",)
    assert result.questions[0].about == "出口"


def test_a_third_party_is_never_simply_met() -> None:
    """What a landlord is encouraged to do depends on the landlord."""
    (one,) = found("成都的企业，租用民房", "对租用民房的，鼓励房东为租户减免租金。").matches
    assert (one.verdict, one.item.commitment) == (Verdict.UNCLEAR, Commitment.ENCOURAGES)
    assert any("自行决定" in words for words in one.missing)


def test_tasks_of_departments_are_never_offered() -> None:
    """No match of Chengdu is a task of departments, whoever asks; an outsider has nothing to claim."""
    policy = chengdu()[1]
    inside, outside = (match(read_text(words, DAY), [policy], DAY) for words in ("我们是成都重点片区的工业企业", "我们是广州的工业企业"))
    assert not any("支持重点片区优化布局" in m.item.text or "建立全市“教师共享中心”" in m.item.text for m in inside.matches)
    assert outside.nothing
    assert not inside.nothing


def test_a_floor_on_an_old_works_asks_for_the_land() -> None:
    """The example of the design: everything is said but whose land it is."""
    result = match(read_text("我们是成都某重点片区里的工业企业，想在老厂房上加一层。", DAY), [chengdu()[1]], DAY)
    (floor,) = [m for m in result.matches if "增加原厂房层数" in m.item.text]
    assert (floor.verdict, floor.missing) == (Verdict.UNCLEAR, ("利用存量工业土地",))
    assert floor.units.lead


def test_expired_policies_stand_apart() -> None:
    """Conditions can be met though the policy is over; then there is nothing to claim."""
    result = found("我们是成都的小微企业，受疫情影响", GRANT, validity=Validity(expires=date(2021, 1, 1)))
    assert result.matches[0].verdict is Verdict.MET
    assert result.matches[0].over
    assert result.nothing


def test_amounts_are_computed_from_what_is_said_and_never_invented() -> None:
    """Points × term × loan, capped by the ceiling; nothing without the loan."""
    text = "对技术改造项目的企业，给予每年2个百分点（期限2年）贴息，最高不超过30万元。"
    (one,) = found("成都的企业，有技术改造项目，贷款1000万元", text).matches
    (without,) = found("成都的企业，有技术改造项目", text).matches
    assert one.computed == ("贷款1000万元×每年2个百分点×2年＝40万元，按“最高不超过30万元”封顶为30万元",)
    assert without.computed == ()


def test_the_higher_of_two_is_preferred_and_both_are_shown() -> None:
    """取高不重复: the lower item names the higher one; nothing disappears."""
    policies = [
        make_policy(f"对首次认定的高新技术企业，给予一次性奖励{amount}万元。", name=name, rules=("同类政策按“取高不重复”原则执行。",))
        for name, amount in (("a", 10), ("b", 20))
    ]
    lower, higher = sorted(match(read_text("成都的高新技术企业，首次认定高新技术企业", DAY), policies, DAY).matches, key=lambda m: m.policy.id)
    assert lower.instead == higher.item.id
    assert higher.instead == ""
    assert lower.rule and lower.alike == (higher.item.id,)


def test_fields_and_words_read_alike() -> None:
    """Chinese and English field names, sizes from figures, sections by letter or name."""
    one = read_record({"所在地": ["四川省", "成都市"], "行业": "制造业", "从业人员": 250, "营业收入": "3000万元", "资质": "高新技术企业、专精特新中小企业"})
    other = read_record({"places": ["四川省", "成都市"], "industry": "C", "employees": "250", "revenue": 30_000_000, "qualifications": ["高新技术企业", "专精特新中小企业"]})
    assert (one.area, one.sections, one.sizes, one.qualifications) == (other.area, other.sections, other.sizes, other.qualifications)
    assert one.sizes == {"小型"}
    assert sizes_possible("C", 250, Decimal(30_000_000), None) == {"小型"}


@pytest.mark.parametrize("record", [{"employees": "很多"}, {"revenue": "一大笔"}, {"kind": "外星人"}, {"founded": "很久以前"}, []])
def test_a_field_that_cannot_be_read_is_named(record: object) -> None:
    """Bad input is one clear message, never a guess."""
    with pytest.raises(BadInput):
        read_record(record)  # type: ignore[arg-type]


def test_plain_words_are_read_into_fields() -> None:
    """Who, where, what, how big, what it holds and what it lacks; others' qualities are not its own."""
    profile = read_text("我们是北京市海淀区的小微软件公司，员工80人，没裁员，不是高新技术企业，租的是国有企业的房子", DAY)
    assert (profile.kind, profile.area.district, profile.sections, profile.sizes) == ("企业", "海淀", {"I"}, {"小型", "微型"})
    assert (profile.employees, profile.lacks, profile.ownership, profile.qualifications) == (80, {"高新技术企业"}, "", frozenset())
    assert any(s.words == "裁员" and not s.holds for s in profile.statements)


def test_kleene() -> None:
    """AND and OR over true, false and not known."""
    assert (both([True, None]), both([None, False]), either([None, False]), either([None, True])) == (None, False, None, True)
    assert alternatives("评定为三星级、四星级") == ("评定为三星级", "评定为四星级")


WORDS = st.lists(
    st.sampled_from(
        ["成都的", "重庆的", "小微企业", "大型企业", "高新技术企业", "不是高新技术企业", "受疫情影响", "没裁员", "裁员了", "营业面积150平方米", "做软件", "工业企业", "打算加层", "存量工业土地", "出口"]
    ),
    min_size=1, max_size=5,
)


@settings(max_examples=60, deadline=None)
@given(WORDS)
def test_nothing_is_met_with_an_open_or_failed_condition(words: list[str]) -> None:
    """Met means that every single group of conditions holds, whatever is said."""
    result = match(read_text("我们是" + "，".join(words), DAY), [chengdu()[1], make_policy(GRANT + "对不裁员的高新技术企业，出口的，给予10万元补助。")], DAY)
    for one in result.matches:
        if one.verdict is Verdict.MET:
            assert all(checked.truth is True for checked in one.checked)
        assert (one.verdict is Verdict.UNCLEAR) == bool(one.missing)


@settings(max_examples=25, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=4))
def test_the_batch_agrees_with_the_single_verdicts(many: list[list[str]]) -> None:
    """Judging each condition once for many gives what judging one by one gives."""
    policies = [chengdu()[1], make_policy(GRANT + "对营业面积100平方米以上的企业，给予1万元奖励。2024年7月1日前，对工业企业给予奖励1万元。")]
    profiles = [read_text("我们是" + "，".join(words), DAY) for words in many]
    matcher = BatchMatcher(policies, DAY)
    codes = matcher.verdicts(profiles)
    for i, profile in enumerate(profiles):
        for j in range(len(matcher.offers)):
            assert matcher.verdict(int(codes[i, j])) is matcher.match(profile, j).verdict


def test_an_older_library_is_not_taken_for_an_empty_one() -> None:
    """Policies stored before support items were read are read now."""
    old = replace(chengdu()[1], support=())
    assert match(Profile(), [old], DAY).matches


def test_no_item_of_chengdu_is_met_with_one_condition_unsaid_or_denied() -> None:
    """A profile that says every condition but one is not met; one that denies it is not either."""
    policy = chengdu()[1]
    checked = 0
    for offer in offers_of([policy], DAY):
        texts = [group.options[0].text for group in offer.groups]
        kind = next((a.value for a in offer.item.audience if a is not Audience.PROJECT), "企业")
        for text in texts:
            others = [other for other in texts if other != text]
            if text[-4:] in "".join(others) or set(content_words(text)) <= {word for other in others for word in content_words(other)}:
                continue  # 重点片区企业 says 重点片区
            said = replace(read_text("；".join(others), DAY), kind=kind, area=offer.setting.area)
            denied = replace(said, statements=(*said.statements, Statement(text, holds=False)))
            assert match_one(offer, said).verdict is not Verdict.MET, (text, others)
            assert match_one(offer, denied).verdict is not Verdict.MET, (text, others)
            checked += 1
    assert checked > 20


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("大三学生，想在广州创业", "个人"), ("我妈今年72岁，广州户口", "个人"), ("幼儿园，民办的，疫情停了三个月", "医疗教育机构"),
        ("我们养老院有80张床位，是民办非企业", "社会组织"), ("某区科技局，想给企业发补贴", "政府部门"), ("农户，种水稻50亩", "农业主体"),
        ("我司注册在中关村", "企业"), ("海淀的孵化器，里面有四十家小公司", "园区载体"), ("我们公司有在校学生实习", "企业"),
    ],
)
def test_who_is_speaking_is_told_from_plain_words(text: str, kind: str) -> None:
    """Persons, homes, offices and incubators say in passing what they are, and are not taken for firms."""
    assert read_text(text).kind == kind


def test_hardship_is_heard_in_an_owners_words() -> None:
    """疫情来了订单全没了 says 受疫情影响 and 困难; 没受什么影响 says neither."""
    told = {s.words for s in read_text("疫情来了，订单全没了，周转不开").statements}
    spared = {s.words for s in read_text("我们是软件公司，疫情期间没受什么影响，订单没断").statements}
    assert "面临暂时性生产经营困难" in told and not spared & {"受疫情影响", "面临暂时性生产经营困难"}


@pytest.mark.parametrize(
    ("who", "text", "wanted"),
    [
        ("我们是软件公司", "对纳入支持的疫情防控物资生产企业给予补贴。", "unmet"),  # another line of business
        ("我们是一家大型企业", "对吸纳就业效果较好的小微企业给予补贴。", "unmet"),  # another size
        ("见习基地，今年接收了20个毕业生见习", "对接收见习人员超过50人的企业给予补贴。", "unmet"),  # a threshold missed
        ("见习基地，今年接收了60个毕业生见习", "对每年接收参加就业见习的学员超过50人的企业给予补贴。", "unclear"),  # alike is not the same
        ("我们公司把一大半工人都裁了", "对坚持不裁员少裁员的企业给予补贴。", "unmet"),
        ("我们公司没有裁员", "对坚持不裁员少裁员的企业给予补贴。", "met"),
        ("我们是旅行社", "对旅游、住宿、餐饮等受影响较大的行业企业给予补贴。", "met"),
        ("我们是软件公司", "对旅游、住宿、餐饮等受影响较大的行业企业给予补贴。", "unmet"),
    ],
)
def test_a_fact_that_speaks_against_a_condition_is_heard(who: str, text: str, wanted: str) -> None:
    """What the noun of a description names, thresholds and lists are compared; what is merely alike never makes it met."""
    assert verdict(f"成都，{who}", text) == wanted
