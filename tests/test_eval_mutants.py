"""Mutants of the real assistant score as badly as they deserve, over real questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.answer import Answer, Refusal, RefusalCode
from eval import Run, evaluate
from eval.gold import load_gold
from eval.runner.measures import values

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def ask_all(assistant) -> Callable[[Callable[[Answer], Answer]], Run]:  # type: ignore[no-untyped-def]
    """Every fourth development question, asked once; a mutation changes what was answered."""
    items = load_gold("eval/gold/chengdu.jsonl", "dev")[::4]
    answers = {(item.question, item.history): assistant.ask(item.question, item.history, item.as_of) for item in items}

    def run(mutate: Callable[[Answer], Answer]) -> Run:
        return evaluate(lambda q, h, day: mutate(answers[q, tuple(h)]), items, clause_text=lambda cited: assistant.clause_of(cited).text)

    return run


def test_as_it_is_it_does_well(ask_all) -> None:  # type: ignore[no-untyped-def]
    """What the mutants are measured against."""
    found = values(ask_all(lambda answer: answer).records)
    assert (found["passed"] or 0) > 0.8 and found["quote_exact"] == 1.0 and found["fidelity"] == 1.0


def test_always_refusing_keeps_nothing_but_refusals(ask_all) -> None:  # type: ignore[no-untyped-def]
    """All answerable questions are lost, and it shows in the total."""
    run = ask_all(lambda answer: replace(answer, citations=(), refusal=Refusal(RefusalCode.NOT_IN_LIBRARY, "没有")))
    found = values(run.records)
    assert found["refusal_recall"] == 1.0 and found["false_refusal_rate"] == 1.0
    assert found["hit_at_1"] == found["fact_accuracy"] == found["units_exact"] == found["citation_recall"] == 0.0
    assert not any(record.passed for record in run.records if record.gold.answerable)


def test_always_clause_one_is_right_only_where_that_is_asked(ask_all, assistant) -> None:  # type: ignore[no-untyped-def]
    """Its first clause is wrong wherever the gold is another."""
    first = assistant.ask("第一条说了什么？").citations[:1]
    assert first and first[0].clause == "一"
    run = ask_all(lambda answer: replace(answer, refusal=None, citations=first, text="见第一条[1]。"))
    share = sum("一" in r.gold.clauses for r in run.records if r.gold.answerable) / sum(bool(r.gold.clauses) for r in run.records if r.gold.answerable)
    found = values(run.records)
    assert found["hit_at_1"] == pytest.approx(share) and share < 0.3
    assert found["wrong_first_clause"] == pytest.approx(1 - share)
    assert found["refusal_recall"] == 0.0 and (found["passed"] or 0) < 0.15


def test_wrong_quotes_are_found_out_one_by_one(ask_all) -> None:  # type: ignore[no-untyped-def]
    """One changed character in every quote: no quote is verbatim, no question with one passes."""
    run = ask_all(lambda answer: replace(answer, citations=tuple(replace(c, quote=c.quote[:-1] + "※") for c in answer.citations)))
    found = values([r for r in run.records if not r.refused])
    assert found["quote_exact"] == 0.0
    assert not any(r.passed for r in run.records if r.clauses)


def test_dropping_units_costs_the_unit_measures_and_nothing_else(ask_all) -> None:  # type: ignore[no-untyped-def]
    """Sets, leads and F1 are 0; clauses stay as right as they were."""
    whole, dropped = values(ask_all(lambda answer: answer).records), values(ask_all(lambda answer: replace(answer, units=None)).records)
    assert dropped["units_exact"] == dropped["units_f1"] == dropped["lead_f1"] == 0.0
    assert dropped["hit_at_1"] == whole["hit_at_1"]


def test_one_figure_more_breaks_fidelity_everywhere(ask_all) -> None:  # type: ignore[no-untyped-def]
    """An amount that stands nowhere is found in every answer it is added to."""
    run = ask_all(lambda answer: answer if answer.refused else replace(answer, text=answer.text + "另奖励7777万元。"))
    assert all(record.scores["fidelity"] == 0.0 for record in run.records if record.clauses)


def test_verbatim_quotes_of_wrong_clauses_are_no_evidence(ask_all, assistant) -> None:  # type: ignore[no-untyped-def]
    """Every citation replaced by one of another clause: still verbatim, and worth nothing by clause or by span."""
    first, second = (assistant.ask(f"第{number}条说了什么？").citations[0] for number in "一二")
    run = ask_all(lambda answer: replace(answer, citations=tuple(second if cited.clause == first.clause else first for cited in answer.citations)))
    found = values(run.records)
    assert found["quote_exact"] == 1.0
    assert max(found[key] or 0 for key in ("hit_at_1", "citation_recall", "span_recall", "span_precision")) < 0.05
    assert (found["fact_quoted"] or 0) < 0.1 and not any(r.passed for r in run.records if r.clauses and r.scores["hit_at_1"] == 0)
