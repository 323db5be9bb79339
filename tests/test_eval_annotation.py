"""Gold items while they are written: checked against their clauses, labelled by two, settled."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from eval_cases import make_item, make_unanswerable

from corpus import Policy
from corpus.errors import BadInput
from corpus.parsing import parse_policy
from corpus.policy import Clause
from corpus.reading import RawDocument
from eval.gold import load_gold
from eval.gold.annotation import Annotation
from eval.gold.checking import Checked, cells_for, check, chosen_of, nearest
from eval.gold.spans import fill_in

BODY = "关于支持企业发展的若干措施\n一、支持对象。在本市注册的企业可以申请。（责任单位：市科技局）\n二、支持标准。给予不超过50万元补助。（责任单位：市财政局）\n"
TYPED = {"question": "补助最多多少？", "kind": "fact", "style": "formal", "split": "dev", "answerable": "是", "facts": "50万元"}


def make_policy(source: str = "a.txt") -> Policy:
    return parse_policy(RawDocument(source, BODY, "0" * 64, "utf-8"))[0]


def clause(policy: Policy, number: str) -> tuple[Policy, Clause]:
    return policy, next(part for part in policy.clauses if part.number == number)


def checked(number: str = "二", known: tuple[tuple[str, str], ...] = (), **typed: str) -> Checked:
    return check(TYPED | typed, "q0001", [clause(make_policy(), number)], known)


def said(found: Checked, field: str) -> list[tuple[str, str]]:
    return [(one.entry, one.verdict.value) for one in found.remarks if one.field == field]


def test_a_fact_is_looked_up_in_the_chosen_clause() -> None:
    """50万元 stands in 二 and is marked there; 15万元 and the 0万元 of 50万元 do not, and 一 has neither."""
    found = checked(facts="50万元\n15万元\n0万元")
    assert said(found, "facts") == [("50万元", "good"), ("15万元", "doubt"), ("0万元", "doubt")]
    (mark,) = found.marks
    assert clause(make_policy(), "二")[1].text[mark.start : mark.end] == "50万元" and mark.field == "facts"
    assert said(checked("一"), "facts") == [("50万元", "doubt")]


def test_a_quote_has_to_be_verbatim() -> None:
    """One in other widths is bad and the printed form is offered; nothing is kept meanwhile."""
    assert said(checked(quotes="给予不超过50万元补助"), "quotes") == [("给予不超过50万元补助", "good")]
    found = checked(quotes="给予不超过５０万元补助")
    assert found.item is None and any("给予不超过50万元补助" in one.said for one in found.remarks if one.field == "quotes")


def test_units_of_another_clause_and_forbidden_words_of_this_one_are_doubted() -> None:
    """What would make a right answer wrong is said, and does not stop the writer."""
    found = checked(kind="units", lead="市财政局", supporting="市科技局", forbidden="50万元")
    assert said(found, "lead") == [("市财政局", "good")] and said(found, "supporting") == [("市科技局", "doubt")]
    assert said(found, "forbidden") == [("50万元", "doubt")] and found.item is not None


def test_a_question_that_exists_or_tells_its_answer_is_pointed_out() -> None:
    """So that no set leaks into another."""
    assert said(checked(known=(("c.jsonl q9", "补助最多多少"),)), "question") == [("", "doubt")]
    assert ("50万元", "doubt") in said(checked(question="补助是不是50万元？"), "facts")


def test_what_is_missing_keeps_an_item_from_being_saved() -> None:
    """No clause, no reason for a refusal, a pattern that is none: each said at its field."""
    assert said(check(TYPED, "q1", []), "clauses") == [("", "bad")]
    assert said(check(TYPED | {"answerable": "否", "facts": ""}, "q1", []), "unanswerable_kind") == [("", "bad")]
    assert ("", "bad") in said(checked(facts="re:5["), "facts")


def test_clauses_of_a_second_policy_make_a_comparison_and_come_back() -> None:
    """The first one's policy is the item's, the other's clause goes to ``also``; typed on, nothing is lost."""
    first, second = make_policy("a.txt"), make_policy("b.txt")
    found = check(TYPED, "q1", [clause(first, "二"), clause(second, "一")])
    assert found.item is not None and (found.item.policy, found.item.clauses, found.item.also) == ("a.txt", ("/二",), (("b.txt", "/一"),))
    chosen, lost = chosen_of(found.item, [first, second])
    assert [(policy.source, part.number) for policy, part in chosen] == [("a.txt", "二"), ("b.txt", "一")] and not lost
    assert check(cells_for(found.item), "q1", chosen).item == found.item


def test_clauses_are_found_by_their_words() -> None:
    """By shared words alone: no ranking of the system under evaluation."""
    assert nearest("补助标准", [make_policy()])[0][1].number == "二" and nearest("养老院", [make_policy()]) == []


@pytest.fixture
def two(tmp_path: Path) -> Annotation:
    """甲 and 乙 over three questions: alike on q1, apart on q2; q3 is labelled by 甲 alone."""
    annotation = Annotation(tmp_path)
    for item in (make_item("q1"), make_item("q2"), make_item("q3")):
        annotation.save("甲", item)
    annotation.save("乙", make_item("q1"))
    annotation.save("乙", make_item("q2", clauses=("一",)))
    return annotation


def test_an_annotator_sees_the_questions_and_not_the_labels_of_the_other(two: Annotation) -> None:
    """q3 waits for 乙."""
    tasks = {task.question.id: task for task in two.tasks("乙")}
    assert tasks["q3"].labelled is None and tasks["q3"].author == "甲" and tasks["q2"].labelled is not None


def test_disagreements_are_listed_settled_and_only_then_final(two: Annotation) -> None:
    """κ falls below 1; what is settled joins what both agreed on, what one labelled alone does not."""
    (one,) = two.differences("甲", "乙")
    assert (one.first.id, one.fields) == ("q2", ("clauses",))
    assert next(field.kappa for field in two.agreement("甲", "乙") if field.field == "clauses") == 0.0
    assert [item.id for item in two.final("甲", "乙")] == ["q1"]
    two.settle("乙", "甲", one.second)
    assert [(item.id, item.clauses) for item in two.final("甲", "乙")] == [("q1", ("五",)), ("q2", ("一",))]
    with pytest.raises(BadInput, match="没有分歧"):
        two.settle("甲", "乙", make_item("q1"))


def test_files_stay_gold_files_and_questions_single(two: Annotation, tmp_path: Path) -> None:
    """Each annotator's file is read by everything that reads gold sets; the same question twice is refused."""
    assert len(load_gold(tmp_path / "甲.jsonl")) == 3
    with pytest.raises(BadInput, match="q1 的问题相同"):
        two.save("甲", make_item("q7", question=make_item("q1").question))
    two.drop("甲", "q3")
    assert [item.id for item in two.items("甲")] == ["q1", "q2"] and two.new_id() == "q0001"


def test_an_existing_set_is_taken_in_for_a_second_annotator(tmp_path: Path) -> None:
    """What is there already stays; a name that could leave the folder is none."""
    annotation = Annotation(tmp_path)
    assert annotation.begin_with([make_item("q1"), make_unanswerable()], "原稿") == 2
    assert annotation.begin_with([make_item("q1")], "原稿") == 0 and annotation.annotators() == ("原稿",)
    for name in ("../甲", "", "甲/乙", "a" * 30):
        with pytest.raises(BadInput):
            annotation.save(name, make_item())


def test_a_span_is_derived_only_where_it_is_beyond_doubt(tmp_path: Path) -> None:
    """A fact in one sentence marks it; in two, or in none, the item stays unmarked and its line untouched."""
    policy = make_policy()
    items = [
        make_item("q1", clauses=("二",), facts=("50万元",)), make_item("q2", clauses=("一", "二"), facts=("责任单位",)),
        make_item("q3", clauses=("二",), facts=("60万元",)), make_item("q4", clauses=("二",), facts=(), lead=("市财政局",), supporting=()),
    ]  # fmt: skip
    file = tmp_path / "g.jsonl"
    file.write_text("\n".join(json.dumps(item.to_json(), ensure_ascii=False) for item in items) + "\n", encoding="utf-8")
    before = file.read_text(encoding="utf-8").splitlines()
    assert fill_in(file, [policy]) == (2, 2)
    quotes = [item.quotes for item in load_gold(file)]
    assert quotes[0] == ("给予不超过50万元补助。",) and quotes[1:3] == [(), ()] and "市财政局" in quotes[3][0]
    assert file.read_text(encoding="utf-8").splitlines()[1:3] == before[1:3]
