"""Answers over several policies with the real model: the right one, side by side, and none where none fits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from assistant_cases import assistant_over
from numpy.typing import NDArray

from assistant import Assistant, Kind, RefusalCode
from assistant.answer import Confidence
from assistant.answering import by_comparison
from assistant.understanding.question import understand
from corpus import BadInput

pytestmark = pytest.mark.slow
TODAY = date(2026, 11, 23)

TEXTS = {
    "qingdao.txt": """青岛市临时救助实施细则
青政办发〔2021〕12号
为做好困难群众救助工作，制定本细则。
第一条 临时救助对象包括急难型救助对象和支出型救助对象。
第二条 同一家庭一年内临时救助金累计不得超过5万元。
第三条 临时救助的审批工作由市民政局会同市财政局办理。
第四条 同一事由享受多项救助的，按照就高不重复的原则执行。
第五条 本细则自2022年1月1日起施行，有效期5年。
青岛市人民政府办公厅
2021年12月1日
""",
    "suzhou.txt": """苏州市临时救助实施细则
苏府办〔2022〕3号
为做好困难群众救助工作，制定本细则。
第一条 临时救助对象包括遭遇火灾、交通事故的家庭。
第二条 同一家庭一年内临时救助金累计不得超过8万元。
第三条 申请人应当向户籍所在地街道提出书面申请，并提交身份证明材料。
第四条 本细则自2022年3月1日起施行，有效期至2024年12月31日。
苏州市人民政府办公室
2022年2月1日
""",
    "ningbo.txt": """宁波市促进餐饮业发展若干措施
甬商务〔2023〕9号
为促进餐饮业发展，制定本措施。
一、支持餐饮企业开设首店，对符合条件的首店给予最高50万元奖励。（责任单位：市商务局、市财政局）
二、鼓励餐饮企业参加展会，展位费补贴50%。（责任单位：市商务局）
三、本措施自2023年6月1日起施行，有效期3年。
宁波市商务局
2023年5月20日
""",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over three small policies, two of them alike."""
    return assistant_over(TEXTS, tmp_path_factory.mktemp("policies"))


def test_the_place_decides_between_two_policies_alike(library: Assistant) -> None:
    """5万元 in 青岛, 8万元 in 苏州; the other city's figure is not in the answer."""
    for city, source, figure, other in (("青岛", "qingdao.txt", "5万元", "8万元"), ("苏州", "suzhou.txt", "8万元", "5万元")):
        answer = library.ask(f"{city}临时救助一个家庭一年最多给多少钱？", as_of=TODAY)
        assert answer.citations[0].source == source
        assert figure in answer.text and other not in answer.text


def test_a_question_that_only_touches_on_the_documents_own_data_is_answered_from_the_content(library: Assistant) -> None:
    """施行 of something else, in a question that says much more, does not ask for the validity; of the document itself it does."""
    about = library.ask("宁波的餐饮企业参加展会实施期间，展位费到期结算时按百分之几补贴？", as_of=TODAY)
    assert about.citations[0].label.startswith("二") and "50%" in about.text
    own = library.ask("宁波市促进餐饮业发展若干措施什么时候到期？", as_of=TODAY)
    assert own.citations[0].label.startswith("三") and own.kind is Kind.VALIDITY


def test_what_is_written_is_answered_though_another_part_is_not(library: Assistant) -> None:
    """The amount is given and the missing phone number named; asked for alone, the phone number is refused."""
    both = library.ask("宁波餐饮企业开设首店最高奖励多少万元？咨询打哪个电话？", as_of=TODAY)
    assert not both.refused and "50万元" in both.text and "没有写明联系电话" in both.text
    assert library.ask("宁波餐饮企业开设首店咨询打哪个电话？", as_of=TODAY).refused


def test_a_scope_leaves_only_its_policies(library: Assistant) -> None:
    """Within one city's policy an open question is answered from it alone; another policy is named as outside; none is an error."""
    ids = {policy.source: policy.id for policy in library.snapshot.policies()}
    question = "临时救助一个家庭一年最多给多少钱？"
    for source, figure in (("qingdao.txt", "5万元"), ("suzhou.txt", "8万元")):
        answer = library.within({ids[source]}).ask(question, as_of=TODAY)
        assert figure in answer.text and {citation.source for citation in answer.citations} == {source}
    outside = library.within({ids["qingdao.txt"], ids["ningbo.txt"]}).ask("《苏州市临时救助实施细则》第三条讲了什么？", as_of=TODAY)
    assert outside.refused and "不在限定的范围内" in outside.text
    with pytest.raises(BadInput):
        library.within({"nothing"})


def test_a_comparison_keeps_the_two_apart(library: Assistant) -> None:
    """Each city's figure stands under its own title, and the marks run through."""
    answer = library.ask("青岛和苏州的临时救助，一个家庭一年各自最多给多少钱？", as_of=TODAY)
    assert {citation.source for citation in answer.citations} == {"qingdao.txt", "suzhou.txt"}
    assert answer.text.index("青岛市临时救助") < answer.text.index("5万元") < answer.text.index("苏州市临时救助") < answer.text.index("8万元")
    assert [citation.mark for citation in answer.citations] == list(range(1, len(answer.citations) + 1))


def test_a_comparison_names_the_figures_of_both_in_one_line(library: Assistant) -> None:
    """哪个高: the two figures meet the eye side by side; which is higher is left to the reader."""
    answer = library.ask("青岛和苏州的临时救助哪个更高，一个家庭一年最多给多少钱？", as_of=TODAY)
    assert {citation.source for citation in answer.citations} == {"qingdao.txt", "suzhou.txt"}
    (line,) = [line for line in answer.text.splitlines() if line.startswith("数字对照：")]
    assert "5万元" in line and "8万元" in line and answer.findings == ()


def test_words_that_only_the_text_holds_tell_which_policy_is_meant(library: Assistant) -> None:
    """展位 stands in no title; it is 宁波's policy all the same."""
    desk = library.desk
    read = desk.directory.read("展位能补多少")
    assert [policy.source for policy in desk.directory.clearly_meant(read)] == ["ningbo.txt"]


def test_a_growing_conversation_answers_each_question_once(library: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Earlier turns are remembered: twelve questions are twelve answers, and the memory changes none of them."""
    questions = ["青岛临时救助由哪个部门管？", *["那最多给多少钱？"] * 11]
    fresh = library.with_options(library.options)
    answered: list[str] = []
    one_turn = Assistant._turn
    monkeypatch.setattr(Assistant, "_turn", lambda self, question, *rest: answered.append(question) or one_turn(self, question, *rest))
    texts = [fresh.ask(question, questions[:i], TODAY).text for i, question in enumerate(questions)]
    assert len(answered) == len(questions)
    assert library.with_options(library.options).ask(questions[-1], questions[:-1], TODAY).text == texts[-1]


def test_a_reranker_reads_the_best_hits_again(library: Assistant) -> None:
    """What it prefers comes before where the search alone would have put it."""
    class Closing:
        def scores(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
            return np.array(["有效期" in passage for passage in passages], dtype=np.float32)

    with_it = Assistant(library.library, library.index, reranker=Closing())
    question = "宁波餐饮企业展位费补贴多少？"
    assert library.ask(question, as_of=TODAY).citations[0].clause == "二"
    asked = understand(question, with_it.desk.units)
    before, after = (
        next(i for i, hit in enumerate(desk.find(question, asked).hits) if "有效期" in hit.passage.text)
        for desk in (library.desk, with_it.desk)
    )
    assert after < before


def test_what_three_policies_say_alike_is_asked_back(tmp_path: Path) -> None:
    """联系电话是多少 is answered by each: which is meant is asked and all are named; a place or a title tells."""
    towns = (("青岛", "绿化养护"), ("苏州", "二次供水"), ("宁波", "消防演练"))
    alike = assistant_over({
        f"{town}.txt": f"{town}市{work}工作方案\n一、各单位要重视{work}工作。\n二、咨询联系电话：0532-8888100{at}。\n三、本方案自2024年1月1日起施行。\n"
        for at, (town, work) in enumerate(towns)
    }, tmp_path)
    open_question = alike.ask("咨询联系电话是多少？", as_of=TODAY)
    assert open_question.refusal is not None and open_question.refusal.code is RefusalCode.AMBIGUOUS
    assert all(town in open_question.text for town, _ in towns)
    assert "0532-88881001" in alike.ask("苏州的咨询联系电话是多少？", as_of=TODAY).text


def test_the_document_whose_words_a_question_holds_is_asked_for_its_validity(library: Assistant) -> None:
    """火灾 stands in one of the two alike; what both hold decides nothing."""
    told = library.ask("遭遇火灾、交通事故那份救助办法，现在还管用吗？", as_of=TODAY)
    assert "苏州市临时救助实施细则" in told.text and "2024年12月31日" in told.text


def test_validity_of_a_topic_that_two_policies_share_asks_which(library: Assistant) -> None:
    """临时救助细则还有效吗 could be either; both are named."""
    answer = library.ask("临时救助实施细则还有效吗？", as_of=TODAY)
    assert answer.refusal is not None and answer.refusal.code is RefusalCode.AMBIGUOUS
    assert "青岛市" in answer.text and "苏州市" in answer.text


def test_validity_names_the_status_of_the_policy_meant(library: Assistant) -> None:
    """苏州's has ended, 青岛's has not."""
    for question, status in (("苏州的临时救助细则还有效吗？", "expired"), ("青政办发〔2021〕12号还有效吗？", "in_force")):
        answer = library.ask(question, as_of=TODAY)
        assert answer.kind is Kind.VALIDITY and answer.validity is not None and answer.validity.status == status


@pytest.mark.parametrize(
    "question",
    ["深圳临时救助一个家庭最多给多少钱？", "国发〔2019〕28号对临时救助怎么规定？", "《上海市临时救助办法》第二条是什么？"],
)
def test_what_is_not_in_the_library_is_said_so(library: Assistant, question: str) -> None:
    """Another city, another number, another title: no look-alike answers for it."""
    answer = library.ask(question, as_of=TODAY)
    assert answer.refusal is not None and answer.refusal.code is RefusalCode.NOT_IN_LIBRARY


def test_a_follow_up_stays_with_its_policy(library: Assistant) -> None:
    """那由谁负责 after a question about 青岛 gives the units of 青岛's policy."""
    answer = library.ask("那由谁牵头？", ["青岛临时救助由哪个部门管？"], as_of=TODAY)
    assert answer.citations[0].source == "qingdao.txt" and "市民政局" in answer.text


@pytest.mark.parametrize(
    ("question", "clause"), [("那要交什么材料？", "第三条"), ("那什么时候开始实施？", "第四条")],
)
def test_a_follow_up_that_another_clause_answers_is_of_the_document(library: Assistant, question: str, clause: str) -> None:
    """The clause spoken of before says nothing of it; the one that does is cited, and the question is not shown as one of the former."""
    answer = library.ask(question, ["苏州临时救助金一年最多多少？"], as_of=TODAY)
    assert answer.citations[0].source == "suzhou.txt" and answer.citations[0].label.startswith(clause)
    assert "第二条" not in answer.resolved


def test_a_short_question_of_its_own_is_asked_of_the_document_spoken_of_first(library: Assistant) -> None:
    """身份证明 stands in 苏州's text as well; nothing leaves the policy of the turn before."""
    answer = library.ask("同一事由怎么办？", ["青岛临时救助金一年最多多少？"], as_of=TODAY)
    assert all(citation.source == "qingdao.txt" for citation in answer.citations)


@pytest.mark.parametrize(
    ("question", "history", "source"),
    [
        ("第二条规定的标准是多少？", (), ""), ("第三条由谁负责？", (), ""), ("第二条说的展位费补贴多少？", (), "ningbo.txt"),
        ("第二条规定的标准是多少？", ("苏州临时救助对象有哪些？",), "suzhou.txt"),
    ],
)
def test_a_clause_by_its_number_alone_is_asked_back(library: Assistant, question: str, history: Sequence[str], source: str) -> None:
    """Words of any clause tell no document; a word of one alone does, and so does the conversation."""
    answer = library.ask(question, list(history), as_of=TODAY)
    if source:
        assert answer.citations[0].source == source
    else:
        assert answer.refusal is not None and answer.refusal.code is RefusalCode.AMBIGUOUS and "青岛市临时救助实施细则" in answer.text


def test_the_documents_own_rule_answers_whether_both_can_be_had(library: Assistant) -> None:
    """就高不重复 is quoted, from the policy of the place asked about."""
    answer = library.ask("在青岛，临时救助和别的救助能不能两头都拿？", as_of=TODAY)
    assert "就高不重复" in answer.citations[0].quote


def test_the_rule_on_conflict_does_not_answer_for_an_act_it_is_silent_on(library: Assistant) -> None:
    """Whether what was had twice must be given back is not said by 就高不重复, which is at most shown as near."""
    answer = library.ask("在青岛，临时救助和别的救助两头都拿了，多的那份要不要退回去？", as_of=TODAY)
    assert answer.refusal is not None or answer.confidence is not Confidence.CLEAR


def test_a_unit_is_looked_up_in_the_policy_of_the_place(library: Assistant) -> None:
    """宁波市商务局's clauses are those of 宁波's policy, all of them."""
    answer = library.ask("宁波市商务局负责哪几条？", as_of=TODAY)
    assert list(dict.fromkeys((c.source, c.clause) for c in answer.citations)) == [("ningbo.txt", "一"), ("ningbo.txt", "二")]


def test_a_refusal_is_of_no_confidence_and_an_answer_of_some(library: Assistant) -> None:
    """The band is part of the answer's contract."""
    refused = library.ask("深圳临时救助一个家庭最多给多少钱？", as_of=TODAY)
    assert refused.to_json()["confidence"] == "none"
    answered = library.ask("宁波餐饮首店奖励最高多少？", as_of=TODAY)
    assert answered.to_json()["confidence"] in ("clear", "incomplete") and "50万元" in answered.text


def test_the_members_of_an_enumeration_are_quoted_where_their_kind_is_asked_for(tmp_path: Path) -> None:
    """分为哪几类: all of the classes, not a sentence that only shares words with the question."""
    text = """绍兴市继续教育项目申报办法
绍人社发〔2022〕8号
为做好继续教育工作，制定本办法。
一、项目分类
根据培训对象的层次定位，项目内容分为三个类别：
（一）知识技能类：以基本理论和基本技能为主。
（二）学习提高类：以提高综合素质为主。
（三）经验传承类：以总结学术经验为主。
二、申报原则
继续教育项目应当按需施教，紧扣学员继续教育的实际需求，不断强化项目内容。
三、本办法自2022年3月1日起施行。
绍兴市人力资源和社会保障局
2022年2月1日
"""
    answer = assistant_over({"shaoxing.txt": text, "ningbo.txt": TEXTS["ningbo.txt"]}, tmp_path).ask("绍兴继续教育项目按内容分为哪几类？", as_of=TODAY)
    assert answer.citations[0].path[0] == "一"
    assert all(name in answer.text for name in ("知识技能类", "学习提高类", "经验传承类"))


def test_a_question_for_conditions_is_answered_with_the_whole_enumeration_that_sets_them(tmp_path: Path) -> None:
    text = """绍兴市公益岗位补贴办法
绍政办发〔2022〕8号
为做好就业工作，制定本办法。
第一条 申请岗位补贴，申请人材料齐全、符合申请条件的，街道应当当场受理岗位补贴申请。
第二条 申请岗位补贴的人员应当同时符合下列条件：
（一）具有本市户籍；
（二）登记失业六个月以上；
（三）未享受其他岗位补贴。
第三条 有下列情形之一的，不予批准岗位补贴申请：
（一）提供虚假材料；
（二）已经就业。
第四条 本办法自2022年3月1日起施行。
绍兴市人民政府办公室
2022年2月1日
"""
    answer = assistant_over({"shaoxing.txt": text, "ningbo.txt": TEXTS["ningbo.txt"]}, tmp_path).ask("绍兴岗位补贴的申请条件是什么？", as_of=TODAY)
    assert answer.citations[0].path[0] == "第二条"
    assert all(item in answer.text for item in ("具有本市户籍", "登记失业六个月以上", "未享受其他岗位补贴"))


def test_what_the_refusal_of_one_side_quotes_is_cited(library: Assistant) -> None:
    """Of two compared, one answers; the clause from which the other's refusal quotes a figure is cited with it."""
    ids = {policy.source: policy for policy in library.library.policies()}
    told = library.ask("青岛临时救助一个家庭一年最多给多少钱？", as_of=TODAY)
    near = library.ask("苏州临时救助一个家庭一年最多给多少钱？", as_of=TODAY).citations
    asked = understand("青岛和苏州的临时救助，哪个多？", library.desk.units)
    reason = f"第二条与此有关，写明“{near[0].quote}”，但没有写明所问的内容。"
    refused = library.desk.refuse_near(asked, RefusalCode.NOT_STATED, reason, near[:1])
    both = by_comparison.beside(library.desk, asked, [(by_comparison.Side("青岛", ids["qingdao.txt"]), told), (by_comparison.Side("苏州", ids["suzhou.txt"]), refused)])
    assert both.citations[-1].quote == near[0].quote and f"{reason}[{len(both.citations)}]" in both.text
