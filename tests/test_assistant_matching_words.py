"""Conditions against what owners say: made-up sentences and owners of every sort, and the rules by which they are compared."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.matching import Profile, match, read_record, read_text
from assistant.matching.evidence import said
from assistant.matching.numbers import asked_in, plain_numbers
from assistant.matching.pieces import pieces_of_condition
from assistant.matching.profile import Statement
from assistant.matching.truth import Setting, judge
from assistant.matching.wording import content_words
from corpus.policy import Addressee, Condition, Policy, Span
from corpus.support.areas import Area, area_in
from corpus.support.kinds import kind_of
from tests.test_assistant_matching import make_policy

DAY = date(2026, 3, 1)
MADE: list[dict[str, Any]] = json.loads((Path(__file__).parent / "cases" / "support_made.json").read_text(encoding="utf-8"))


def truth(asked: str, words: str) -> bool | None:
    """What an owner's words make of one condition of a policy of Ningbo."""
    condition = Condition(asked, Span(0, len(asked)), kind_of(asked))
    return judge(condition, read_text(words, DAY), Setting(area_in("宁波市"), None, DAY))


def policies() -> list[tuple[dict[str, Any], Policy]]:
    """Every made-up sentence as a policy of its own."""
    return [(made, make_policy(made["text"], issuer=made["issuer"])) for made in MADE]


def test_owners_are_told_the_truth_about_made_up_sentences() -> None:
    """Of a hundred and sixty verdicts most are right, and none says met where it is not."""
    wrong_met, right, all_of_them = [], 0, 0
    for made, policy in policies():
        for words, expected in made["profiles"]:
            matches = sorted(match(read_text(words, DAY), [policy], DAY).matches, key=lambda m: m.item.span.start)
            told = next((m.verdict.value for m in matches if m.item.addressee is Addressee.CLAIMANT), "none")
            all_of_them, right = all_of_them + 1, right + (told == expected)
            wrong_met += [(words, made["text"])] if told == "met" != expected else []
    assert all_of_them > 150
    assert wrong_met == []
    assert right >= 0.88 * all_of_them


def test_made_up_sentences_speak_to_whom_they_speak_and_give_what_they_give() -> None:
    """Addressee and amounts of sentences that no rule was written for are read right nearly always."""
    labelled = [(made, policy) for made, policy in policies() if "addressed" in made]
    to_whom, gives, claims = 0, 0, 0
    for made, policy in labelled:
        found = {item.addressee.value for item in policy.support}
        read = next((a for a in ("claimant", "intermediary") if a in found), "department")
        to_whom += read == made["addressed"].replace("none", "department")
        if made["addressed"] == "claimant":
            amounts = sorted((q.number, q.unit, q.bound.value) for item in policy.support if item.addressee is Addressee.CLAIMANT for q in item.amounts)
            claims, gives = claims + 1, gives + (amounts == sorted((Decimal(n), unit, bound) for n, unit, bound in made["amounts"]))
    assert to_whom >= 0.95 * len(labelled)
    assert gives >= 0.9 * claims


def test_sentences_of_other_kinds_of_paper_speak_to_whom_they_speak() -> None:
    """Tax circulars, regulations, guides, reforms and plans: whom each sentence speaks to is read right nearly always."""
    labelled = [(made, policy) for made, policy in policies() if "spoken_to" in made]
    right = 0
    for made, policy in labelled:
        found = {item.addressee.value for item in policy.support}
        right += next((a for a in ("claimant", "intermediary") if a in found), "department") == made["spoken_to"].replace("none", "department")
    assert len(labelled) > 60
    assert right >= 0.95 * len(labelled)


@pytest.mark.parametrize(
    ("asked", "words", "expected"),
    [
        ("新增贷款用于设备更新", "宁波企业，今年没有贷款", False),  # who denies the wider thing denies the narrower
        ("新增贷款用于设备更新", "宁波企业，今年没有做广告", None),
        ("购置新能源货车", "宁波企业，买的都是柴油货车", False),  # all there is leaves it out
        ("租用国有房产", "宁波企业，房东是个人不是国资", False),  # one part affirmed, one denied
        ("租用国有房产", "我们是宁波的国有企业，租了私人厂房", False),  # words from here and there make no sentence
        ("未发生重大安全、环保事故", "宁波企业，没有发生过安全和环保事故", True),
        ("未发生重大安全、环保事故", "宁波企业，去年出过一次重大安全事故", False),
        ("首次参加展会", "宁波企业，今年是第二次参加展会", False),
        ("出口医疗物资", "宁波企业，客户里有出口医疗物资的企业", None),  # what others do
        ("引进博士", "宁波企业，打算引进博士", None),  # a plan of what has to be done
        ("新建冷库", "宁波企业，打算新建冷库", True),  # a plan of what the support is for
        ("获评“甲级”“乙级”称号", "宁波企业，今年获评乙级称号", True),  # one of the names
    ],
)
def test_words_are_compared_by_what_they_mean(asked: str, words: str, expected: bool | None) -> None:
    """Affirmed, denied by a wider denial, an opposite or all there is, else open."""
    assert truth(asked, words) is expected


@pytest.mark.parametrize(
    ("asked", "words", "expected"),
    [
        ("取得发明专利授权", "宁波企业，有3件实用新型专利授权", None),
        ("取得专利授权", "宁波企业，有3件实用新型专利授权", True),
        ("取得食品经营许可证", "宁波企业，有食品生产许可证", None),
        ("实缴资本500万元以上", "宁波企业，注册资本600万元", None),
        ("注册资本500万元以上", "宁波企业，实缴资本600万元", True),
        ("在本市建成冷库", "宁波企业，新建了一座冷库", None),
        ("低保家庭", "我在宁波，家里是低保边缘户", None),
    ],
)
def test_what_is_near_is_not_the_same(asked: str, words: str, expected: bool | None) -> None:
    """A narrower thing holds for the wider, never the other way, and a neighbour for nothing."""
    assert truth(asked, words) is expected


@pytest.mark.parametrize(
    ("asked", "words", "expected"),
    [
        ("年营业收入2000万元以上", "宁波企业，营收才八百万", False),
        ("年营业收入2000万元以上", "宁波企业，今年目标营收8000万元", None),
        ("年营业收入2000万元以上", "宁波企业，总资产3000万元", None),
        ("年营业收入超过5000万元", "宁波企业，年营业收入5000万元", False),
        ("职工总数超过50人（含50人）", "宁波企业，职工总数50人", True),
        ("成立时间不满5年", "我们2023年在宁波成立", True),
        ("成立时间不满5年", "我们2012年在宁波成立", False),
        ("毕业2年内", "我去年大学毕业，在宁波", True),
        ("正常经营1年以上", "在宁波刚办了一家小微企业，才三个月", False),
        ("在本市注册满3年", "宁波企业，注册刚满1年", False),
        ("大专以上学历", "我在宁波，本科毕业", True),
        ("本科以上学历", "我在宁波，大专毕业", False),
        ("残疾人占比25%以上且不少于10人", "宁波工厂，残疾人占比30%，安置残疾人6人", False),
    ],
)
def test_numbers_are_compared_only_with_numbers_of_the_same_thing(asked: str, words: str, expected: bool | None) -> None:
    """Bounds, months, grades; a number hoped for or said of something else decides nothing."""
    assert truth(asked, words) is expected


def test_a_place_holds_for_whom_something_there_is_denied() -> None:
    """在广州没找到工作 is in 广州; 澳门居民，住在广州 is there too; 不在广州 is not."""
    assert [read_text(words, DAY).area.city for words in ("我在广州没找到工作", "我是澳门居民，住在广州", "我们不在广州")] == ["广州", "广州", ""]


def test_who_is_in_an_incubator_is_none() -> None:
    """A guest does not hold the status of the house; a founder is a person and a firm."""
    assert "科技企业孵化器" not in read_text("我们入驻了市里的孵化器", DAY).qualifications
    founder = read_text("我去年毕业，在宁波开了家公司", DAY)
    assert {founder.kind, founder.also} == {"企业", "个人"}


def test_numbers_are_read_as_people_say_them() -> None:
    """三百多万, 200号人, 五成 and 一百来平 are numbers with units."""
    assert plain_numbers("营收三百多万，200号人，五成出口，一百来平") == "营收三百万元，200人，50%出口，一百平方米"
    assert [(f.number, f.unit) for f in read_record({"facts": {"营业面积": "150平方米"}}).figures] == [(Decimal(150), "平方米")]


def test_joined_conditions_are_judged_apart() -> None:
    """A bound alone belongs to what is counted before it."""
    assert pieces_of_condition("残疾人占职工25%以上且不少于10人") == ("残疾人占职工25%以上", "残疾人不少于10人")
    assert [a.quantity.text for a in asked_in("连续两年每年接收超过50人（含50人）")[0]] == ["超过50人"]


def test_shared_words_bring_owner_and_office_together() -> None:
    """Everyday words and official ones end in the same words, a denial of arrears in keeping time."""
    assert content_words("承租的门面") == content_words("租用房产")
    told = Profile(area=Area(), statements=(Statement("社保费确实没能力足额交"),))
    assert said("无力足额缴纳社会保险费", told) is True


@pytest.mark.parametrize("said", ["国家级绿色工厂还没评上", "高新技术企业还没认定下来", "绿色食品认证还没拿到"])
def test_what_is_named_first_and_then_denied_is_denied(said: str) -> None:
    """国家级绿色工厂还没评上: nothing of it holds."""
    assert not any(statement.holds for statement in read_text(f"我们在宁波，{said}。", date(2026, 1, 1)).statements if statement.words[:2] == said[:2])
    assert any(statement.words[:2] == said[:2] for statement in read_text(f"我们在宁波，{said}。", date(2026, 1, 1)).statements)
