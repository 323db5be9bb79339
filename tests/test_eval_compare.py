"""Two runs side by side: the questions that flipped, and whether it is more than luck."""

from __future__ import annotations

import pytest
from eval_cases import make_item, make_run

from corpus.errors import BadInput
from eval.gold import Split
from eval.runner.compare import compare, comparison_json, comparison_table

ITEMS = [make_item(f"q{n}") for n in range(12)] + [make_item("h1", split=Split.HELD, question="保留题？")]


def test_flipped_questions_are_named_with_both_answers() -> None:
    """Worse ones first, each with what was expected and what came before and after."""
    found = compare(make_run(ITEMS, wrong=["q1"]), make_run(ITEMS, wrong=["q2", "q3"]))
    assert [(flip.after.gold.id, flip.better) for flip in found.flips] == [("q2", False), ("q3", False), ("q1", True)]
    text = comparison_table(found)
    assert "翻转的题目 flipped：3（变好 1，变差 2）" in text
    assert "− q2" in text and "后 after：条款 一" in text
    assert comparison_json(found)["flips"][0] == {"id": "q2", "better": False, "failed": ["hit_at_1", "fact_accuracy", "fidelity"]}


def test_held_questions_that_flipped_are_counted_and_not_shown() -> None:
    """Their number moves the totals; their text stays away."""
    found = compare(make_run(ITEMS), make_run(ITEMS, wrong=["h1"]))
    text = comparison_table(found)
    assert "保留题？" not in text and "1 道保留题只计数" in text
    assert comparison_json(found)["flips"] == [] and comparison_json(found)["held_flips"] == {"better": 0, "worse": 1}


def test_nine_questions_worse_are_more_than_luck_and_one_is_not() -> None:
    """McNemar's exact p, and an interval that leaves zero out or holds it."""
    clear = compare(make_run(ITEMS), make_run(ITEMS, wrong=[f"q{n}" for n in range(9)]))
    passed = next(d for d in clear.differences if d.key == "passed")
    assert passed.p is not None and passed.p < 0.01 and passed.high < 0 and (passed.better, passed.worse) == (0, 9)
    one = compare(make_run(ITEMS), make_run(ITEMS, wrong=["q1"]))
    passed = next(d for d in one.differences if d.key == "passed")
    assert passed.p == 1.0 and passed.high == 0.0


def test_a_question_whose_gold_changed_is_not_compared() -> None:
    """Another gold set is said, and only the questions that stayed the same are paired."""
    changed = [make_item("q0", clauses=("一",)), *ITEMS[1:]]
    found = compare(make_run(ITEMS), make_run(changed))
    assert not found.same_gold and found.pairs == len(ITEMS) - 1
    assert "金标不同" in comparison_table(found)
    with pytest.raises(BadInput, match="没有共同的题目"):
        compare(make_run(ITEMS[:1]), make_run(ITEMS[1:2]))
