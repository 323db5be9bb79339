"""Questions made from clauses: answerable ones ask what a sentence states, their twins take that sentence away."""

from __future__ import annotations

from pathlib import Path

from corpus import Policy
from corpus.parsing import parse_policy
from corpus.reading import read_document
from eval.made_questions import FOREIGN, made_questions

_TEXT = """宁波市促进餐饮业发展若干措施
甬商务〔2023〕9号
一、支持开设首店。对新开设的餐饮企业首店，一次性给予奖励50万元。同时做好开业服务工作。
二、加强组织领导。各区要加强统筹，做好餐饮业发展的服务工作。
三、本措施自2023年6月1日起施行。
宁波市商务局
2023年5月20日
"""


def _policy(folder: Path) -> Policy:
    (folder / "ningbo.txt").write_text(_TEXT, encoding="utf-8")
    return parse_policy(read_document(folder / "ningbo.txt"))[0]


def test_a_twin_leaves_out_the_sentence_that_states_the_figure_and_no_other(tmp_path: Path) -> None:
    policy = _policy(tmp_path)
    measures = {measure.id: measure.text for clause in policy.clauses for measure in clause.measures}
    made = [made for made in made_questions([policy]) if made.clause.number == "一"]
    asked = [one for one in made if one.answerable]
    twins = [one for one in made if one.without]
    assert twins and {one.question for one in twins} <= {one.question for one in asked}
    assert all("50万元" in measures[measure] for twin in twins for measure in twin.without)


def test_the_same_library_gives_the_same_questions(tmp_path: Path) -> None:
    policy = _policy(tmp_path)
    assert list(made_questions([policy])) == list(made_questions([policy]))


def test_of_a_sentence_without_a_figure_and_of_a_foreign_thing_nothing_can_be_answered(tmp_path: Path) -> None:
    """A value that stands elsewhere, and a thing the documents have no word of, make questions without an answer."""
    (tmp_path / "a.txt").write_text(_TEXT.replace("同时做好开业服务工作。", "鼓励餐饮企业开展品牌连锁经营。"), encoding="utf-8")
    made = list(made_questions([parse_policy(read_document(tmp_path / "a.txt"))[0]]))
    unanswerable = [one.question for one in made if not one.answerable and not one.without]
    assert any("连锁" in question and any(ask in question for ask in ("多少", "好多")) for question in unanswerable)
    assert any(topic in question for topic in FOREIGN for question in unanswerable)
