"""Questions of several parts: each part is answered or said not to be written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from assistant_cases import assistant_over

from assistant import Assistant, RefusalCode
from assistant.answering.by_parts import _UNITS_AND_NO_MORE, _outright, _parts
from assistant.understanding.asked_value import asks_amount_or_term, wanted

TODAY = date(2026, 11, 23)
TEXT = """江州市粮食应急管理办法
江府办〔2022〕8号
为做好粮食应急工作，制定本办法。
第一条 粮食应急响应分为三级，由市粮食局提出建议。（责任单位：市粮食局、市财政局）
第二条 启动应急响应由市应急指挥部决定，并在2个工作日内向社会公布。
第三条 应急供应网点应当采取以下方式设置：
（一）自建方式。由政府出资建设网点。网点名称由区政府确定。
（二）合作方式。与大型商场签订协议。协议期限不少于一年。
（三）委托方式。委托社会机构管理。机构应当具备资质。
第四条 对应急供应网点给予每年3万元补助，向市粮食局提出申请。
第五条 本办法自2022年5月1日起施行，有效期5年。
江州市人民政府办公室
2022年4月1日
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over one small policy."""
    return assistant_over({"jiangzhou.txt": TEXT}, tmp_path_factory.mktemp("parts"))


def test_a_part_is_asked_with_what_belongs_to_it() -> None:
    """What is said before, and what the first part asks about, goes with each part."""
    assert _parts("我们在江州，补助多少，找谁申请") == [("补助多少", "我们在江州"), ("找谁申请", "我们在江州，补助")]


def test_only_what_is_asked_outright_can_be_said_not_to_be_written() -> None:
    """几年 asks for a term; 罚不罚款 asks for no amount, 几家单位 for no figure at all."""
    assert [value.sort.value for value in _outright("最长能放几年")] == ["term"]
    assert _outright("补办以后罚不罚款") == [] and _outright("几家单位一起报") == []


def test_a_term_of_working_days_is_not_told_in_months() -> None:
    """审核要几个工作日 is not answered by 6个月, nor by an age; 5日 answers it."""
    (term,) = wanted("审核要几个工作日")
    assert not term.value.search("登记满6个月，不超过55周岁") and term.value.search("应当在5日内审核")
    assert asks_amount_or_term("金融局几个工作日给批") and not asks_amount_or_term("金融局牵头几条")


@pytest.mark.slow
def test_every_part_is_answered_from_its_own_clause(assistant: Assistant) -> None:
    """The amount, and how soon another clause has something published."""
    answer = assistant.ask("应急供应网点每年补助多少钱？启动应急响应几个工作日内公布？", as_of=TODAY)
    assert "3万元" in answer.text and "2个工作日" in answer.text


@pytest.mark.slow
def test_a_figure_that_no_clause_gives_is_said_not_to_be_written(assistant: Assistant) -> None:
    """The amount is given; for the age the document is silent."""
    answer = assistant.ask("应急供应网点每年补助多少钱？几个工作日到账？", as_of=TODAY)
    assert answer.refused or ("3万元" in answer.text and "没有写明" in answer.text)


@pytest.mark.slow
def test_a_named_clause_without_the_figure_is_no_answer(assistant: Assistant) -> None:
    """第一条 is asked for an amount that it does not give; for 第四条 it is answered."""
    silent = assistant.ask("第一条的补助是多少万元？", as_of=TODAY)
    assert silent.refusal is not None and silent.refusal.code is RefusalCode.NOT_STATED
    assert not assistant.ask("第四条的补助是多少万元？", as_of=TODAY).refused


@pytest.mark.slow
def test_an_enumeration_of_several_sentences_is_quoted_to_its_last_item(assistant: Assistant) -> None:
    """All three ways of setting up are named."""
    answer = assistant.ask("应急供应网点有哪几种设置方式？", as_of=TODAY)
    assert all(way in answer.text for way in ("自建方式", "合作方式", "委托方式"))


@pytest.mark.slow
def test_who_interprets_is_not_who_is_responsible(assistant: Assistant) -> None:
    """No clause says who interprets: its responsible units are not named for that."""
    answer = assistant.ask("粮食应急响应由哪个部门负责解释？", as_of=TODAY)
    assert answer.refused or "解释" not in answer.text


@pytest.mark.parametrize("whom", ["找谁", "找哪个部门？", "问哪家单位", "由谁牵头"])
def test_whom_to_ask_is_a_question_for_the_units(whom: str) -> None:
    """补多少，找谁: the second part asks for the responsible units and nothing else."""
    assert _UNITS_AND_NO_MORE.search(whom) and not _UNITS_AND_NO_MORE.search("找谁签协议")

@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "given", "not_written"),
    [
        ("应急供应网点每年补助多少钱，要提前几个月申请？", "3万元", "期限"), ("启动应急响应几个工作日内公布，逾期罚多少钱？", "2个工作日", "金额"),
        ("应急供应网点每年补助多少，还有协议押金要交多少？", "3万元", "第二问所问的金额"),
    ],
)
def test_the_part_that_is_written_is_answered_and_the_other_named(assistant: Assistant, question: str, given: str, not_written: str) -> None:
    """The figure with its clause; of the other part, which is of the same kind or another, that it is not written."""
    answer = assistant.ask(question, as_of=TODAY)
    assert not answer.refused and any(given in citation.quote for citation in answer.citations)
    assert any(not_written in line and line.endswith("文件没有写明。") for line in answer.text.splitlines())


@pytest.mark.slow
@pytest.mark.parametrize("question", ["应急物资多少钱一吨，几天送到？", "指挥部开会几天一次，误餐费补多少？"])
def test_two_parts_of_which_none_is_written_are_refused(assistant: Assistant, question: str) -> None:
    """A figure of something else answers no part."""
    assert assistant.ask(question, as_of=TODAY).refused


@pytest.mark.slow
def test_what_the_units_clause_gives_is_not_said_to_be_unwritten(tmp_path: Path) -> None:
    """The clause that notes the units says 65%; none says in how many working days."""
    text = "青峰市轨道交通若干措施\n一、推动轨道交通站点覆盖率超过65%。（责任单位：市交通局）\n二、加强宣传。（责任单位：市委宣传部）\n三、本措施自2024年1月1日起施行。\n"
    answer = assistant_over({"qingfeng.txt": text}, tmp_path).ask("站点覆盖率要到多少，由谁负责，要几个工作日验收？", as_of=TODAY)
    said = answer.text.rpartition("所问的")[2]
    assert "65%" in answer.text and "市交通局" in answer.text
    assert "期限" in said and "比例" not in said
