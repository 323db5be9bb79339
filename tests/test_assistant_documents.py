"""Questions about a document as such and about the library: answered from the parts and the records, never by a clause at random."""

from __future__ import annotations

from datetime import date

import pytest
from assistant_cases import assistant_over

from assistant import Answer, Assistant
from assistant.answer import RefusalCode
from assistant.understanding.library_asked import library_asked
from assistant.understanding.question import titles_in
from assistant.understanding.whole_document import asked_of_the_whole

_NIGHT = """青峰市人民政府关于印发青峰市夜间经济扶持办法的通知
青政发〔2024〕7号

各区人民政府，市政府各部门：
　　现将《青峰市夜间经济扶持办法》印发给你们，请认真贯彻执行。
　　青峰市人民政府
　　2024年3月5日

青峰市夜间经济扶持办法
第一章　总则
　　第一条　为繁荣夜间消费，规范夜市经营，结合本市实际，制定本办法。
　　第二条　本办法适用于在本市行政区域内从事夜间经营活动的商户。
第二章　扶持措施
　　第三条　对夜间营业至零点以后的商户，每户每月给予电费补贴200元。
　　第四条　夜市摊位费按八折收取。
第三章　附则
　　第五条　本办法自2024年4月1日起施行，有效期至2027年3月31日。《青峰市夜市管理办法》（青政发〔2019〕12号）同时废止。

附件：1.夜间经营商户登记表
　　2.电费补贴申请表
"""
_GRAIN = """云岭县2023年秋粮收购工作方案
　　为做好秋粮收购，制定本方案。
一、工作目标
　　全县收购秋粮三万吨。（责任单位：县粮食局）
二、收购价格
　　收购价格每斤不低于一元三角。（牵头单位：县发展改革局；配合单位：县粮食局）
三、资金保障
　　收购资金由农业发展银行落实。（责任单位：县财政局）
四、施行时间
　　本方案自2023年9月1日起施行，有效期至2023年12月31日。
　　云岭县人民政府
　　2023年8月20日
"""
_PARKING = """青峰市城市管理局关于规范临时停车的通知
各街道办事处：
　　为方便市民停车，现通知如下：
一、夜间二十二时以后，市民可以在划线路段临时停车。
二、临时停车不收费，早七时以前驶离。
　　青峰市城市管理局
　　2022年6月1日
"""
_DAY = date(2026, 11, 28)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    texts = {"night.txt": _NIGHT, "grain.txt": _GRAIN, "parking.txt": _PARKING}
    return assistant_over(texts, tmp_path_factory.mktemp("documents"))


def _ask(assistant: Assistant, question: str, *history: str) -> Answer:
    answer = assistant.ask(question, history, _DAY)
    assert not answer.findings, answer.findings
    return answer


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("青峰市夜间经济扶持办法的文号是多少", "青政发〔2024〕7号"),
        ("夜间经济扶持办法是谁发的", "青峰市人民政府"),
        ("云岭县秋粮收购方案什么时候印发的", "2023年8月20日"),
        ("规范临时停车的通知是哪个部门印发的", "青峰市城市管理局"),
    ],
)
def test_a_header_field_is_answered_with_the_line_that_prints_it(assistant: Assistant, question: str, quoted: str) -> None:
    answer = _ask(assistant, question)
    assert any(quoted in citation.quote for citation in answer.citations), answer.text


def test_several_fields_asked_at_once_are_all_answered(assistant: Assistant) -> None:
    answer = _ask(assistant, "青峰市夜间经济扶持办法是谁发的、什么时候、有效到几时？")
    assert "发文机关：青峰市人民政府" in answer.text
    assert "2024年3月5日" in answer.text and "2027年3月31日" in answer.text


def test_what_a_document_is_about_is_its_purpose_and_its_headings(assistant: Assistant) -> None:
    answer = _ask(assistant, "青峰市夜间经济扶持办法主要讲了什么")
    assert "制定本办法" in answer.citations[0].quote
    assert [line.split("[")[0] for line in answer.text.splitlines() if line.startswith("·")] == [
        "· 第一章 总则（第一条至第二条）", "· 第二章 扶持措施（第三条至第四条）", "· 第三章 附则（第五条）",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("青峰市夜间经济扶持办法一共有多少条", "分为三章，共五条"),
        ("云岭县秋粮收购工作方案一共几条", "共四条"),
        ("青峰市夜间经济扶持办法第二章讲什么", "第四条"),
        ("青峰市夜间经济扶持办法最后一条是什么", "2027年3月31日"),
        ("青峰市夜间经济扶持办法有没有附件", "电费补贴申请表"),
        ("青峰市夜间经济扶持办法适用于谁", "从事夜间经营活动的商户"),
        ("青峰市夜间经济扶持办法废止了哪些文件", "青政发〔2019〕12号"),
    ],
)
def test_the_whole_is_answered_from_the_parts(assistant: Assistant, question: str, said: str) -> None:
    answer = _ask(assistant, question)
    assert not answer.refused and said in answer.text


@pytest.mark.parametrize("question", ["主要讲了什么", "一共有多少条", "第四条讲什么", "第二章讲什么", "这个文件是谁发的"])
def test_a_question_of_no_named_document_asks_which(assistant: Assistant, question: str) -> None:
    answer = _ask(assistant, question)
    assert answer.refusal is not None and answer.refusal.code is RefusalCode.AMBIGUOUS


def test_in_a_conversation_the_document_is_the_one_spoken_of(assistant: Assistant) -> None:
    assert "共四条" in _ask(assistant, "一共有多少条", "云岭县2023年秋粮收购工作方案是谁发的").text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("库里有多少份文件", "收录了3份文件"),
        ("哪些文件已经失效", "有1份"),
        ("最新的是哪份", "最新的是《青峰市人民政府关于印发青峰市夜间经济扶持办法的通知》"),
        ("有没有关于停车的文件", "青峰市城市管理局关于规范临时停车的通知"),
        ("有没有关于养老的文件", "没有关于“养老”的文件"),
        ("青峰市有哪些文件", "有2份"), ("How many documents are in the library?", "Documents in the library (3):"),
        ("Which policies have expired?", "1 of the 3 documents are expired or repealed"),
        ("What is the newest document?", "the newest document is 《青峰市人民政府关于印发青峰市夜间经济扶持办法的通知》"),
        ("Do you have any documents about parking?", "青峰市城市管理局关于规范临时停车的通知"),
    ],
)
def test_the_library_is_answered_from_its_records(assistant: Assistant, question: str, said: str) -> None:
    answer = _ask(assistant, question)
    assert not answer.refused and not answer.citations and said in answer.text


@pytest.mark.parametrize("question", ["申请电费补贴要交哪些文件", "这个通知还有效吗", "什么时候发的通知", "最新的补贴标准是什么", "收购价格有哪些规定", "What documents are needed to apply?", "How many documents must I hand in?"])
def test_a_question_with_words_of_its_own_is_none_about_the_library(question: str) -> None:
    assert library_asked(question) is None


@pytest.mark.parametrize("question", ["青政发〔2019〕12号还有效吗", "《青峰市夜市管理办法》还有效吗"])
def test_a_predecessor_is_said_to_be_ended_and_by_what(assistant: Assistant, question: str) -> None:
    answer = _ask(assistant, question)
    assert "废止" in answer.text.splitlines()[0] and answer.validity is not None and answer.validity.status == "repealed"
    assert "同时废止" in answer.citations[0].quote


def test_the_content_of_a_predecessor_is_not_answered_from_its_successor(assistant: Assistant) -> None:
    assert _ask(assistant, "《青峰市夜市管理办法》规定的摊位费怎么收").refused


def test_another_years_document_is_not_the_one_that_is_held(assistant: Assistant) -> None:
    answer = _ask(assistant, "《云岭县2022年秋粮收购工作方案》的收购价格是多少")
    assert answer.refusal is not None and answer.refusal.code is RefusalCode.NOT_IN_LIBRARY
    assert "云岭县2023年秋粮收购工作方案" in answer.text


def test_before_its_first_day_a_document_is_not_yet_in_force(assistant: Assistant) -> None:
    answer = _ask(assistant, "2023年能按青峰市夜间经济扶持办法办吗")
    assert answer.validity is not None and answer.validity.status == "not_yet"


def test_a_unit_within_a_title_is_not_the_unit_asked_for(assistant: Assistant) -> None:
    answer = _ask(assistant, "《青峰市城市管理局关于规范临时停车的通知》夜间几点以后可以停车")
    assert "二十二时" in answer.text
    assert titles_in("《甲局关于印发《乙办法》的通知》补多少") == (("甲局关于印发《乙办法》的通知",), "《》补多少")


@pytest.mark.parametrize("question", ["轨道交通主要讲了什么", "市财政局牵头几条", "申请需要提交哪些附件"])
def test_words_that_name_no_document_ask_nothing_of_a_whole_one(assistant: Assistant, question: str) -> None:
    asked = asked_of_the_whole(question)
    assert asked is None or not assistant.desk.directory.called(asked.rest)


def test_a_question_of_the_whole_is_not_shown_as_one_of_the_clause_before(assistant: Assistant) -> None:
    """What the document is about, asked after a clause, is not read as what that clause is about."""
    assert _ask(assistant, "这份文件主要讲了什么", "第二条讲什么").resolved == ""
