"""How answers open where a question supposes something: yes, no, or the document's own figure; silence where the text does not decide."""

from __future__ import annotations

import re

import pytest

from assistant import Assistant
from assistant.answering.by_terms import terms_compared
from assistant.judging.supposed import compared
from assistant.judging.yes_or_no import act_asked, beyond_limit, decided, in_words
from assistant.understanding.premises import premises
from assistant.understanding.words_asked import Weights


def weigh(words: str) -> Weights:
    """Every pair of characters as a word that tells as much as any other."""
    runs = re.findall(r"[\u4e00-\u9fff]+", re.sub(r"[的了在]", " ", words))
    return [((run[i : i + 2],), 1.0) for run in runs for i in range(len(run) - 1)]


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("公租房能转租吗", "不可以。"), ("公租房租金可以按季缴纳吗", "可以。"), ("申请公租房需要提交收入证明吗", "不需要。"),
        ("申请公租房要提交身份证吗", "需要。"), ("公租房能买断产权吗", ""), ("公租房所有人都能转租吗", ""), ("公租房可以对外经营吗", ""),
    ],
)
def test_yes_and_no_are_said_only_where_a_sentence_decides_the_act(question: str, opening: str) -> None:
    """A prohibition, a permission, a duty and a waiver decide; another act, 都, or a prohibition with a condition does not."""
    text = "公租房不得转租。公租房租金可按季缴纳。申请公租房免提交收入证明，应当提交身份证。未经批准，公租房不得对外经营。"
    act = act_asked(question)
    found = decided(act, [(text, "公租房管理")], weigh) if act is not None else None
    assert (in_words(act, holds=found[0], conditional=False) if act is not None and found is not None else "") == opening


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("承租人能安排他人入住公租房吗", "不可以。"), ("承租人能饲养猫狗吗", ""), ("运营单位要不要购买火灾保险", "需要。"), ("运营单位要不要发放补贴", ""),
        ("租房补贴和公租房能不能同时享受", "不可以。"), ("租房补贴和取暖补贴能不能同时享受", ""), ("旧房加盖楼层要不要交钱", "不需要。"), ("超期停车要不要交钱", "需要。"),
        ("公租房要不要交钱", ""), ("派遣单位能享受见习补贴吗", ""), ("用人单位能享受见习补贴吗", "可以。"),
    ],
)
def test_lists_two_things_at_once_and_payment(question: str, opening: str) -> None:
    """An item stands under what opens its list; both things must be named; whether anything is paid needs no name of the charge."""
    text = (
        "承租人不得有下列行为：\n（一）安排他人入住公租房；\n（二）未按规定缴费。\n运营单位应当履行以下职责：\n（一）购买火灾保险；\n"
        "租房补贴和公租房不得同时享受。旧房加盖楼层的，不再增收土地价款。超期停车的应当按规定缴纳停车费。免费提供公租房咨询。"
        "用人单位（派遣单位除外）可享受见习补贴。"
    )
    act = act_asked(question)
    found = decided(act, [(text, "")], weigh) if act is not None else None
    assert (in_words(act, holds=found[0], conditional=False) if act is not None and found is not None else "") == opening


@pytest.mark.parametrize(
    ("question", "beyond"),
    [
        ("见习补贴超过12个月还给吗", True), ("见习补贴超过6个月还给吗", False), ("见习补贴超过18个月还能领吗", False), ("实习超过12个月还给吗", False),
        ("公租房租赁超过3年还能住吗", False), ("见习补贴超过12个月怎么算", False),
    ],
)
def test_what_lies_beyond_a_limit_is_denied_for_just_that_figure(question: str, beyond: bool) -> None:
    """The same figure as the limit of the same thing, and no word of an extension beside it."""
    text = "见习补贴期限最长不超过12个月。公租房租赁期限不超过3年，期满可以续租。"
    assert beyond_limit(question, [(text, "")], weigh) is beyond


def test_one_sentence_that_says_both_of_an_act_decides_nothing() -> None:
    """免交 in one half and 应当缴纳 in the other leave the question to the reader, unless it names one of the halves."""
    act = act_asked("新能源车充电时要交停车费吗")
    assert act is not None
    assert decided(act, [("新能源车充电时免交停车费，但充电后占用车位的应当交停车费。", "")], weigh) in (None, (False, True))


@pytest.mark.parametrize(
    ("question", "agrees", "given"),
    [
        ("博士每人补3000元对吗", False, ("20000元",)), ("硕士每人补20000元对吗", False, ("10000元",)), ("硕士补10000元对吗", True, ("10000元",)),
        ("博士补贴期限是3年吧", None, ()), ("听说博士补贴3000元，怎么领", False, ("20000元",)),
    ],
)
def test_a_supposed_figure_is_held_against_that_of_its_own_row(question: str, agrees: bool | None, given: tuple[str, ...]) -> None:
    """The figure of another row confirms nothing, 3000 is no year, and where no such figure is given nothing is said."""
    premise = premises(question)[0]
    found = compared(premise, [("引进人才的，博士补贴20000元，硕士补贴10000元。", "")], weigh(re.sub(r"每人补", "补贴", premise.about)))
    assert (found.agrees if found is not None else None) is agrees
    assert found is None or tuple(text.lstrip("博士硕补贴给予") for text in found.given) == given


@pytest.mark.parametrize(("question", "agrees"), [("公示期5个工作日对吗", True), ("公示期7个工作日对吗", False), ("公示期5天对吗", None)])
def test_working_days_are_no_days(question: str, agrees: bool | None) -> None:
    """5个工作日 neither confirms 5天 nor denies it."""
    premise = premises(question)[0]
    found = compared(premise, [("公示期为5个工作日。", "")], weigh(premise.about))
    assert (found.agrees if found is not None else None) is agrees


def test_a_day_is_of_what_stands_right_before_it() -> None:
    """The day until which a document holds does not deny the day on which it was issued."""
    premise = premises("政策是2023年2月9日印发的吧")[0]
    assert compared(premise, [("本政策自印发之日起施行，有效期至2025年12月31日。", "")], weigh("政策印发")) is None


def test_ones_own_figures_are_no_premises() -> None:
    """An age, an investment and a size before the verb that asks say nothing of the document."""
    assert not any(map(premises, ("我46岁能申请吗", "投资2000万元，能补多少", "300平方米以上要不要备案")))
    assert [p.figure.text for p in premises("既然降到三成，怎么申请")] == ["30%"]


def test_two_things_of_one_document_are_read_from_a_comparison() -> None:
    """What follows belongs to both; a question for units compares nothing."""
    assert terms_compared("一级和二级响应有什么不同") == ("一级响应", "二级响应")
    assert terms_compared("补贴和奖励由谁负责") is None


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("老厂房加一层要补地价不", "不需要。"), ("贴息期限是3年吧", "否，原文为“2年”"), ("担保费率0.5%以下对吗", "否，原文为“1%以下”"),
        ("商业用地内是否可以叠建公共服务设施", "可以。"), ("第四条是市住建局牵头吗", "是。市住建局是"), ("第四条是市人社局牵头吗", "不是。市人社局不在"),
        ("区县政府可以不配合吗", "各区（市）县是"),
    ],
)
def test_answers_on_the_real_policy_open_with_what_it_decides(assistant: Assistant, question: str, opening: str) -> None:
    """The verdict stands first, before the quote or the list, and adds no unchecked figure."""
    answer = assistant.ask(question)
    assert answer.text.startswith(opening) and answer.findings == ()


@pytest.mark.slow
def test_sides_further_measures_and_what_holds_after_a_term(assistant: Assistant) -> None:
    """Both clauses compared are quoted; 还有别的吗 repeats no quote; what the text does not say of the time after a term is not answered with the term."""
    compared_clauses = assistant.ask("第三条和第九条有什么区别")
    assert [c.clause for c in compared_clauses.citations] == ["三", "九"] and "[2]" in compared_clauses.text
    before = assistant.ask("高层次人才购房有什么支持")
    more = assistant.ask("还有别的支持吗", ["高层次人才购房有什么支持"])
    assert not {c.quote for c in before.citations} & {c.quote for c in more.citations} and (more.citations or more.refused)
    assert assistant.ask("5年过了之后呢", ["存量非住宅类房产过渡期几年"]).refused


@pytest.mark.slow
def test_who_does_an_act_stands_before_who_answers_for_the_clause(assistant: Assistant) -> None:
    """找谁批 is answered by the clause's own words first; the marks count up as they are read."""
    answer = assistant.ask("存量非住宅类房产发展新产业由谁批准")
    assert "区（市）县政府（管委会）批准" in answer.citations[0].quote
    marks = [int(mark) for mark in re.findall(r"\[(\d+)\]", assistant.ask("市国资委负责哪些").text)]
    assert marks == sorted(marks) and len(marks) > 1
