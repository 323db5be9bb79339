"""Fidelity: whatever figure, date or unit is not in the cited clause is found out, however it is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from eval_cases import TEXTS, make_answer, make_citation, make_item

from assistant.answer import UnitsView, ValidityView
from eval.metrics import figure_pair, figures, unit_pair
from eval.runner.scoring import Given, Judging, scored

JUDGING = Judging(clause_text=lambda cited: TEXTS.get(cited.clause))


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("65%", "百分之六十五"), ("６５％", "65%"), ("1500万元", "1,500万元"), ("1.5亿元", "1.5 亿元"), ("3年", "三年"), ("十五个工作日", "15个工作日"),
        ("2025年", "二〇二五年"), ("到2025年", "2025年底"),
    ],
)  # fmt: skip
def test_one_figure_in_two_writings_is_one(said: str, written: str) -> None:
    """Widths, grouping and numerals do not matter."""
    assert figure_pair(said, [written]) == (1.0, 1.0)


@pytest.mark.parametrize(("said", "written"), [("10%", "100%"), ("5万元", "50万元"), ("5年", "5%"), ("1.5万元", "15万元"), ("2026年1月1日", "2025年12月31日")])
def test_another_figure_is_another(said: str, written: str) -> None:
    """Part of a number, another unit or another day does not count as said."""
    assert figure_pair(said, [written]) == (0.0, 1.0)


def test_numbers_of_clauses_are_no_figures() -> None:
    """第三条, the 三 of 三城三都 and a citation mark [1] are not checked as amounts."""
    assert figures("见第三条、第12条[1]，三城三都，一、规划") == frozenset()


def test_units_are_looked_for_as_printed() -> None:
    """A unit that the clause does not print is not in it."""
    assert unit_pair(["市规资局", "市财政局"], ["由市规资局牵头"]) == (1.0, 2.0)


def test_an_invented_figure_or_unit_breaks_the_answer() -> None:
    """The record says so, and the question fails for it, though clause and facts are right."""
    for answer in (make_answer("达到65%以上，奖励80万元。"), make_answer(units=UnitsView(("市财政局",)))):
        record = scored(make_item(), Given(answer, "", 0.0), JUDGING)
        assert record.failed == ("fidelity",)
    assert scored(make_item(), Given(make_answer(), "", 0.0), JUDGING).passed


def test_dates_that_follow_from_validity_are_not_invented() -> None:
    """The day asked about, the policy's last day and the day after are reckoned; a third day is not."""
    view = ValidityView("expired", None, date(2025, 12, 31), "")
    said = make_answer("至2025年12月31日，2026-01-01起失效，2026-03-01查询。", validity=view)
    item = make_item(facts=(), as_of=date(2026, 3, 1))
    assert scored(item, Given(said, "", 0.0), JUDGING).scores["fidelity"] == 1.0
    wrong = replace(said, text="至2025年11月30日")
    assert scored(item, Given(wrong, "", 0.0), JUDGING).scores["fidelity"] == 0.0


def test_without_stored_texts_nothing_is_called_faithful() -> None:
    """Not checked is None, not 1."""
    record = scored(make_item(), Given(make_answer("达到99%"), "", 0.0), Judging())
    assert record.scores["fidelity"] is None and record.pairs["figures"] is None


def test_spans_are_counted_by_character() -> None:
    """Quoting the whole clause finds the gold sentence and much besides; another clause finds nothing."""
    item = make_item(quotes=("站点覆盖率达到65%以上",))
    whole = scored(item, Given(make_answer(), "", 0.0), JUDGING)
    assert whole.pairs["span_recall"] == (12.0, 12.0)
    assert whole.pairs["span_precision"] == (12.0, float(len(TEXTS["五"])))
    other = scored(item, Given(make_answer("达到65%", "一"), "", 0.0), JUDGING)
    assert other.pairs["span_recall"] == (0.0, 12.0)


def test_forbidden_words_fail_the_question() -> None:
    """A right answer that also says what is false is not right."""
    record = scored(make_item(forbidden=("75%",)), Given(make_answer("65%，有的说75%", citations=(make_citation(quote="65%"),)), "", 0.0), JUDGING)
    assert "forbidden_absent" in record.failed
