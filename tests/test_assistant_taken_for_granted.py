"""Figures and units that a question takes for given: which they are, and when the text surely says otherwise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from assistant_cases import assistant_over

from assistant import Assistant, Kind
from assistant.judging.granted import given_instead
from assistant.understanding.taken_for_granted import granted
from assistant.understanding.words_asked import Weights

TEXTS = {
    "weizhou.txt": """渭州市租赁补贴办法
渭府办〔2025〕3号
为规范补贴发放，制定本办法。
第一条 补贴按季度发放，每季度末月20日前打入社会保障卡，每户每年最高不超过1500元。（牵头单位：市住建局；配合单位：市财政局）
第二条 资格审核结果公示期为5个工作日。骗取补贴的，5年内不得再次申请。（牵头单位：市民政局；配合单位：市住建局）
第三条 本办法自2025年1月1日起施行，有效期5年。
渭州市人民政府办公室
2025年1月1日
""",
    "jingzhou.txt": """泾州市餐饮促进措施
泾府办〔2025〕4号
为促进餐饮消费，制定本措施。
第一条 对新开餐饮门店给予租金补贴，每户每年最高不超过3000元。（牵头单位：市商务局；配合单位：市财政局）
第二条 本措施自2025年1月1日起施行，有效期5年。
泾州市人民政府办公室
2025年1月1日
""",
}


def weigh(words: str) -> Weights:
    """Every pair of characters as a word that tells as much as any other."""
    return [((run[i : i + 2],), 1.0) for run in re.findall(r"[\u4e00-\u9fff]+", words) for i in range(len(run) - 1)]


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("补贴每年最高3000元，怎么领", ["每年最高3000元"]), ("为什么公示期是10个工作日", ["10个工作日"]), ("培训要满60学时，由谁组织", ["满60学时"]),
        ("6月底才截止，还来得及吗", ["6月底"]), ("三年内不得再申请，依据哪一条", ["三年内"]), ("产量1000架以上奖励500万元，找谁", ["500万元"]),
        ("我每月交3000元，怎么退", []), ("企业营收8亿元，能拿多少", []), ("投资500万元以上的项目怎么补", []), ("一年补多少", []),
        ("接入350台设备，够不够申报", []), ("拿了奖励50万元，还要做什么", []), ("5月29日前毕业的怎么办", []),
    ],
)
def test_only_what_is_said_of_the_documents_is_taken_for_given(question: str, figures: list[str]) -> None:
    """What is given, limited, required, due or asked the reason of; not the asker's own, nor what names the case."""
    assert [one.figure.text for one in granted(question)] == figures


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("参加境外展会每个展位最高补3万元，要什么材料", ("最高2万元",)),
        ("参加境外展会每个展位最高补2万元，要什么材料", None),  # is so
        ("参加境外展会每个展位补1万元，要什么材料", None),  # a limit leaves room for it
        ("境外展会住宿最高补3万元，要什么材料", None),  # of another thing
        ("连续缴存满12个月补贴比例为2%，去哪领", ("1%",)),  # the row of that case
        ("国家级平台最高给800万元，怎么报", None),  # the quote breaks off within a list
        ("单缴存人贷款最高60万元，怎么贷", ("最高50万元",)),  # the row of the very word
        ("双缴存人贷款最高50万元，怎么贷", None),  # the figure stands beside it
    ],
)
def test_a_figure_is_told_instead_only_of_the_very_thing(question: str, told: tuple[str, ...] | None) -> None:
    """One row of one sentence must be chosen by the question's words, and exclude the figure."""
    quotes = [
        "企业参加境外展会的，每个展位补助最高2万元，每家不超过4个展位。", "连续缴存满12个月的，补贴比例为1%；连续缴存满24个月的，补贴比例为1.2%。",
        "国家级、省级平台分别给予200万元", "单缴存人贷款最高50万元，双缴存人贷款最高80万元。",
    ]
    one = granted(question)[0]
    found = given_instead(one, [(quote, "某市若干措施") for quote in quotes], weigh(one.about), weigh(one.beside))
    assert (found[1] if found else None) == told


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(TEXTS, Path(tmp_path_factory.mktemp("granted")))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("渭州市租赁补贴每户每年最高3000元，怎么领？", "请注意：原文为“每户每年最高不超过1500元”，与所问不一致。"),
        ("渭州市租赁补贴每户每年最高1500元，怎么领？", ""),
        ("骗取渭州市租赁补贴的3年内不得再次申请，是哪一条？", "请注意：原文为“5年内”，与所问不一致。"),
    ],
)
def test_an_answer_or_a_refusal_first_tells_what_the_text_says(library: Assistant, question: str, line: str) -> None:
    """The figure supposed is not repeated, and every figure told is cited; a true one is passed over in silence."""
    answer = library.ask(question)
    first = answer.text.partition("\n")[0]
    assert (first if first.startswith("请注意") else "") == line
    assert not answer.findings


@pytest.mark.slow
def test_who_is_taken_for_the_one_that_leads_is_held_against_who_does(library: Assistant) -> None:
    """Asked why another body leads a thing, the units of that thing are told; where a body is not listed, no other document is named nearest."""
    why = library.ask("渭州市资格审核结果公示为什么由市财政局牵头？")
    assert why.kind is Kind.UNITS
    assert why.units is not None
    assert why.units.lead == ("市民政局",)
    assert "市财政局不在" in why.text
    reverse = library.ask("渭州市的文件里市商务局牵头哪几条？")
    assert reverse.refusal is not None
    assert all(citation.source == "weizhou.txt" for citation in reverse.refusal.nearest)
