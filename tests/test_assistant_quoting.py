"""The whole of what a question asks is quoted: every asking, whole rows and lists, an item with the words that open it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from assistant_cases import assistant_over

from assistant import Assistant
from assistant.answering.composing import Evidence, as_read
from assistant.answering.enumerations import points_of, with_opening, with_what_follows
from assistant.answering.quoting import _sentence_of
from assistant.understanding.askings import askings, needs_of
from assistant.understanding.question import understand
from assistant.understanding.unit_names import UnitDirectory
from corpus import Clause, Measure, PartKind, Policy, Span, Validity

TODAY = date(2026, 11, 23)

ROADS = """丙县乡村道路管护办法
丙政办发〔2023〕7号
为管好乡村道路，制定本办法。
第一条 村级路长由村民委员会主任担任，对本村道路负总责。每村配备不少于2名专职护路员，护路员由乡镇交通站聘用。护路员每年参加培训，培训由县公路中心组织。乡镇应当为护路员购买意外伤害保险，并按月发放补助。县公路中心每季度公布一次管护情况，接受群众监督。
第二条 县级财政按每公里每年1800元安排日常养护经费。养护经费实行专账管理，任何单位不得截留。
第三条 县交通运输局每年3月底前完成路况自评。
第四条 乡镇人民政府每年5月底前完成交叉检查。
第五条 有下列情形之一的，不予安排养护经费：
（一）擅自占用道路堆放物料，经两次通知仍未清理的；
（二）路域环境整治不到位被市级以上媒体曝光的；
（三）未按规定落实护路员的。
第六条 本办法自2023年8月1日起施行，有效期5年。
丙县人民政府办公室
2023年7月1日
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over one made-up policy."""
    return assistant_over({"roads.txt": ROADS}, tmp_path_factory.mktemp("policies"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("村级路长由谁担任，最少配几名护路员？", ("村民委员会主任", "2名")),  # a unit and a figure, two sentences of one clause
        ("路况自评和交叉检查分别要在几月底前完成？", ("3月底", "5月底")),  # one of each, in two clauses
        ("养护经费每公里一年多少钱，能不能截留？", ("1800元", "不得截留")),
        ("被媒体曝光的路还给养护经费吗？", ("不予安排养护经费", "媒体曝光")),  # an item says nothing without its opening
    ],
)
def test_every_asking_of_a_question_is_answered(assistant: Assistant, question: str, told: tuple[str, ...]) -> None:
    """Both halves of a question stand in the answer, and nothing that no clause contains."""
    answer = assistant.ask(question, as_of=TODAY)
    assert not answer.refused and answer.findings == ()
    assert all(words in answer.text for words in told)


@pytest.mark.slow
def test_one_figure_is_answered_briefly(assistant: Assistant) -> None:
    """A plain question for one figure gets its clause, not the neighbours of it."""
    answer = assistant.ask("县级财政每公里每年安排多少养护经费？", as_of=TODAY)
    assert [citation.clause for citation in answer.citations] == ["第二条"] and "1800元" in answer.text


def test_a_day_is_no_term() -> None:
    """自2019年3月1日起 does not say how long; 36个月内 does."""
    (need,) = needs_of("最少要等多久")
    assert not need.given_by("自2019年3月1日起施行") and need.given_by("自2019年3月1日起36个月内不得变更")


def test_words_that_ask_nothing_are_no_asking() -> None:
    """What a person says of himself goes with the question, not beside it."""
    assert [asking.text for asking in askings("我们是工业企业，在老厂房上加层，要不要补地价")] == ["要不要补地价"]
    assert len(askings("融资担保费率要降到多少")) == 1


def test_what_is_asked_one_after_the_other_is_taken_apart() -> None:
    """按几成给、顶格多少 asks two things; 甲、乙 that are only named are not cut."""
    assert [one.text for one in askings("资金按几成给、顶格多少钱")] == ["资金按几成给", "顶格多少钱"]
    assert len(askings("甲类企业、乙类企业能拿多少钱")) == 1
    assert [one.text for one in askings("上初级班和高级班的，各补多少")] == ["上初级班补多少", "高级班的补多少"]


def test_a_part_of_a_short_sentence_is_quoted_with_the_rest() -> None:
    """逾期未决定的，视为准予 is quoted with what it goes on from; a long sentence is not."""
    policy, clause = clause_of("应当在期满前作出决定；", "逾期未决定的，视为准予。", "其他事项另行规定。")
    whole = _sentence_of(Evidence(policy, clause, clause.measures[0].span))
    assert whole.span.of(policy.text) == "应当在期满前作出决定；逾期未决定的，视为准予。"
    policy, clause = clause_of("应当" + "认真" * 80 + "办理；", "逾期未决定的，视为准予。")
    assert _sentence_of(Evidence(policy, clause, clause.measures[1].span)).span == clause.measures[1].span


def test_where_a_rule_is_written_is_no_question_of_validity() -> None:
    """同等法律效力 belongs to what is looked for; whether a document still holds is another question."""
    nobody = UnitDirectory(())
    assert understand("哪一条明确电子印章具有同等法律效力？", nobody).kind.value == "clause"
    assert understand("这个办法现在是否仍有效，依据哪条？", nobody).kind.value == "validity"


def clause_of(*sentences: str) -> tuple[Policy, Clause]:
    """A policy of one clause with these measures."""
    text = "".join(sentences)
    measures, at = [], 0
    for i, sentence in enumerate(sentences):
        measures.append(Measure(f"p#一/{i}", sentence, Span(at, at + len(sentence))))
        at += len(sentence)
    clause = Clause("p#一", PartKind.CLAUSE, ("一",), "", text, Span(0, len(text)), measures=tuple(measures))
    positions = tuple(range(len(text)))
    return Policy("p", "p.txt", "某办法", "", (), None, None, "", text, positions, tuple(i + 1 for i in positions), (clause,), Validity()), clause


def test_an_item_comes_with_its_opening_and_a_title_with_what_it_heads() -> None:
    """（二）… after 不予补贴：, and the sentence below 二是减轻负担。"""
    policy, clause = clause_of("对下列耕地不予补贴：", "（一）已征收的；", "（二）撂荒的。")
    assert [item.span.of(policy.text) for item in with_opening([Evidence(policy, clause, clause.measures[2].span)])] == ["对下列耕地不予补贴：", "（二）撂荒的。"]
    policy, clause = clause_of("一是稳定岗位。", "缓缴社会保险费。", "二是减轻负担。", "减免租金。", "三是强化服务。", "设立专班。")
    (item,) = with_what_follows([Evidence(policy, clause, clause.measures[2].span)])
    assert item.span.of(policy.text) == "二是减轻负担。减免租金。"
    assert [point.span.of(policy.text) for point in points_of(item)] == ["一是稳定岗位。", "二是减轻负担。", "三是强化服务。"]


def test_the_layout_of_a_page_is_not_read_out() -> None:
    """A line broken within a sentence is joined; labels, items and the words of a name keep their place."""
    assert as_read("单次申领金额最高不超过合同额的20%，同一企\n业每年累计不超过200 万元") == "单次申领金额最高不超过合同额的20%，同一企业每年累计不超过200万元"
    kept = "支持标准\n企业与供给方签订服务合同之后向主管部门申领补贴\n（1）组长：韩正  副总理"
    assert as_read(kept) == kept


def test_what_a_body_is_to_do_is_quoted_before_where_it_is_only_listed(tmp_path: Path) -> None:
    """县林业局 is a member of the group in one place and has its duty in another."""
    text = "某县公路管护实施方案\n一、成立领导小组，成员由县交通局、县林业局、县公安局组成。\n二、职责分工。县林业局：指导各乡镇种植行道树。\n三、本方案自2024年1月1日起施行。\n"
    other = "某县国土绿化若干措施\n一、支持造林，每亩补助300元。（责任单位：县林业局）\n二、本措施自2024年1月1日起施行。\n"
    answer = assistant_over({"a.txt": text, "b.txt": other}, tmp_path).ask("公路管护实施方案里县林业局的任务有哪些？")
    assert "种植行道树" in answer.citations[0].quote and all("成员由" not in c.quote for c in answer.citations)
