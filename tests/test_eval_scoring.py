"""eval.runner: systems that fail in known ways score as badly as they deserve, a perfect one scores 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from runner_cases import (
    ANSWERABLE,
    GOLD,
    TEXTS,
    make_answer,
    make_citation,
    make_item,
    make_refusal,
    make_view,
    oracle,
    record_of,
    run_of,
    spoil,
    values,
)

from assistant.answer import (
    Answer,
    Citation,
    Kind,
    Refusal,
    RefusalCode,
    UnitsView,
)
from corpus.errors import PolicyNotFound
from eval import failure_list, summary_table
from eval.runner import MEASURES, OPTIONAL, totals

LOWER = {measure.key for measure in MEASURES if measure.lower_is_better}


def test_a_perfect_oracle_scores_one_everywhere() -> None:
    """Every measure is 1 (0 where lower is better), nothing fails, and no measure is left out."""
    run = run_of(oracle)
    got = values(run)
    assert got.pop("policy_hit") is None  # no question names a file
    assert got.pop("recall_at_1") == pytest.approx(0.8)  # two questions have two right clauses, and one place
    assert got == {m.key: 0.0 if m.key in LOWER else 1.0 for m in MEASURES if m.key not in ("policy_hit", "recall_at_1")}
    assert run.failures() == ()
    assert "无 none" in failure_list(run)


def test_a_system_that_always_refuses_earns_refusal_recall_alone() -> None:
    """Refusing everything is a miss on every answerable question and a false refusal of each."""
    run = run_of(lambda question, history, as_of: make_refusal())
    got = values(run)
    assert got["refusal_recall"] == 1.0
    assert got["false_refusal_rate"] == 1.0
    assert got["refusal_precision"] == pytest.approx(1 - ANSWERABLE / len(GOLD))
    for key in (
        "hit_at_1", "hit_at_3", "citation_precision", "citation_recall", "citation_precision_micro",
        "citation_recall_micro", "lead_exact", "units_exact", "units_f1", "reverse_exact", "fact_accuracy",
        "validity_accuracy", "wrong_first_clause", "crash_rate",
    ):  # fmt: skip
        assert got[key] == 0.0, key
    assert got["quote_exact"] is None
    assert [record.gold.id for record in run.failures()] == [item.id for item in GOLD if item.answerable]


def test_a_system_that_never_refuses_earns_nothing_for_refusal() -> None:
    """Answering everything has no refusal precision and no recall, and the unanswerable all fail."""

    def ask(question: str, history: Sequence[str], as_of: date | None) -> Answer:
        answer = oracle(question, history, as_of)
        return make_answer() if answer.refused else answer

    run = run_of(ask)
    got = values(run)
    assert (got["refusal_precision"], got["refusal_recall"], got["false_refusal_rate"]) == (0.0, 0.0, 0.0)
    assert {record.gold.id for record in run.failures()} == {"near", "off", "inject"}
    assert got["hit_at_1"] == 1.0


def test_a_system_that_always_answers_clause_one_hits_only_clause_one() -> None:
    """It is right where the gold is 一, and everywhere else a wrong clause, which is worse than none."""
    got = values(run_of(lambda question, history, as_of: make_answer("见第一条[1]。", ["一"])))
    with_clauses = sum(bool(item.clauses) for item in GOLD)
    assert got["hit_at_1"] == got["hit_at_3"] == pytest.approx(1 / with_clauses)
    assert got["wrong_first_clause"] == pytest.approx(1 - 1 / with_clauses)
    assert got["citation_precision"] == pytest.approx(1 / with_clauses)
    assert got["reverse_exact"] == got["fact_accuracy"] == got["validity_accuracy"] == 0.0
    assert got["refusal_recall"] == got["refusal_precision"] == 0.0
    assert got["quote_exact"] == 1.0  # its quotes are verbatim: that alone is worth little


def test_citing_every_clause_is_not_rewarded() -> None:
    """All clauses at once, the right one last: recall is full, precision and both hits suffer."""
    run = run_of(spoil(lambda answer: make_answer("答。", ["题", "序", "尾", "一", "三", "五"])))
    got = values(run)
    assert got["citation_recall"] == 1.0
    assert got["citation_precision"] is not None and got["citation_precision"] < 0.3
    assert record_of(run, "fact").scores["hit_at_3"] == 0.0
    assert got["reverse_exact"] == 0.0


def test_the_place_of_the_right_clause_decides_between_the_hits() -> None:
    """Second is a hit@3 but no hit@1, third still is, fourth is neither."""
    for place, expected in ((1, (1.0, 1.0)), (2, (0.0, 1.0)), (3, (0.0, 1.0)), (4, (0.0, 0.0))):
        cited = ["一", "三", "尾"]
        cited.insert(place - 1, "五")
        scores = run_of(lambda *asked, cited=cited: make_answer(clauses=cited), GOLD[:1]).records[0].scores
        assert (scores["hit_at_1"], scores["hit_at_3"]) == expected, place


def test_dropping_the_units_costs_every_unit_measure() -> None:
    """Units lost on the way (None or empty) are a miss in lead, set and F1, and nowhere else."""
    for units in (None, UnitsView()):
        got = values(run_of(spoil(lambda answer, units=units: replace(answer, units=units))))  # type: ignore[misc]
        assert (got["lead_exact"], got["units_exact"], got["units_f1"]) == (0.0, 0.0, 0.0)
        assert got["hit_at_1"] == got["fact_accuracy"] == 1.0


def test_dropping_one_supporting_unit_breaks_the_set_but_not_the_lead() -> None:
    """Two of three units in their roles: lead 1, set 0, F1 4/5."""
    got = values(
        run_of(
            spoil(
                lambda answer: replace(
                    answer,
                    units=UnitsView(answer.units.lead, answer.units.supporting[:1]) if answer.units else None,
                )
            )
        )
    )
    assert (got["lead_exact"], got["units_exact"], got["units_f1"]) == (1.0, 0.0, 0.8)


def test_a_quote_from_the_wrong_clause_is_not_exact() -> None:
    """The right number over another clause's words fails the quote check and the question."""

    def mixed(answer: Answer) -> Answer:
        return replace(answer, citations=tuple(replace(c, quote=TEXTS["三"][:8]) for c in answer.citations))

    run = run_of(spoil(mixed))
    assert values(run)["hit_at_1"] == 1.0
    assert record_of(run, "fact").scores["quote_exact"] == 0.0
    assert record_of(run, "list").scores["quote_exact"] == 0.5  # 三 really says so
    assert not record_of(run, "list").passed
    assert totals(run.records)["quote_exact"].n == sum(len(r.clauses) for r in run.records)


@pytest.mark.parametrize("quote", ["", "轨道站点覆盖率达到75%", "轨道站点覆盖率达到６５％以上"])
def test_an_empty_or_altered_quote_is_not_exact(quote: str) -> None:
    """Nothing, one digit changed, or another width: not verbatim."""
    run = run_of(spoil(lambda answer: replace(answer, citations=(make_citation("五", quote=quote),))))
    assert values(run)["quote_exact"] == 0.0


def test_the_quotes_beside_a_refusal_are_checked_too() -> None:
    """A refusal shows its nearest clauses; inventing their words fails an otherwise right refusal."""
    run = run_of(lambda *asked: make_refusal(make_citation("五", quote="随口一说")), GOLD[-3:])
    assert values(run)["quote_exact"] == 0.0
    assert values(run)["refusal_recall"] == 1.0
    assert len(run.failures()) == 3


@pytest.mark.parametrize("error", [PolicyNotFound("没有这份政策"), KeyError("九十九")])
def test_a_citation_of_a_clause_that_does_not_exist_is_not_exact(error: Exception) -> None:
    """A look-up that finds no clause, by None or by an error, means the quote stands nowhere."""

    def look_up(cited: Citation) -> str:
        raise error

    assert values(run_of(oracle, clause_text=look_up))["quote_exact"] == 0.0
    assert values(run_of(oracle, clause_text=lambda cited: None))["quote_exact"] == 0.0


def test_quotes_that_were_not_checked_are_shown_as_such() -> None:
    """Without the stored texts the quote measure is neither right nor wrong, and the table says 未核."""
    run = run_of(oracle, clause_text=None)
    assert values(run)["quote_exact"] is None
    assert not run.quotes_checked and not run.to_json()["quotes_checked"]
    line = next(line for line in summary_table(run).splitlines() if line.startswith("引文逐字"))
    assert "未核" in line and "1.000" not in line
    assert summary_table(run).count("未核") == 1


def test_a_wrong_status_and_a_missing_one_are_equally_wrong() -> None:
    """Saying an expired policy is in force, or saying nothing, scores 0."""
    for view in (make_view("in_force"), None):
        got = values(run_of(spoil(lambda answer, view=view: replace(answer, validity=view))))  # type: ignore[misc]
        assert got["validity_accuracy"] == 0.0


def test_a_wrong_figure_fails_fact_and_fidelity() -> None:
    """Right clause, right quote, wrong figure: the fact is wrong, and stands in no cited clause."""
    run = run_of(spoil(lambda answer: replace(answer, text="达到165%，奖励150万元[1]。")))
    assert values(run)["fact_accuracy"] == 0.0
    assert record_of(run, "fact").failed == ("fact_accuracy", "fidelity")


def test_a_crash_is_a_miss_with_its_error_kept() -> None:
    """A system that raises on every question ends the run with no point and a text for each error."""

    def ask(question: str, history: Sequence[str], as_of: date | None) -> Answer:
        raise RuntimeError("索引坏了")

    run = run_of(ask, rank=None)
    got = {key: value for key, value in values(run).items() if key not in OPTIONAL}
    assert got.pop("crash_rate") == 1.0
    assert got.pop("quote_exact") is None and got.pop("policy_hit") is None
    assert set(got.values()) == {0.0}  # false_refusal_rate too: a crash is no refusal
    assert len(run.failures()) == len(GOLD)
    assert record_of(run, "near").error == "RuntimeError: 索引坏了"
    assert run.to_json()["records"][0]["error"] == "RuntimeError: 索引坏了"
    assert "出错 error：RuntimeError: 索引坏了" in failure_list(run)


def test_one_crash_leaves_the_other_questions_alone() -> None:
    """The question that crashed is the only one that fails."""

    def ask(question: str, history: Sequence[str], as_of: date | None) -> Answer:
        if question == "off？":
            raise ZeroDivisionError
        return oracle(question, history, as_of)

    run = run_of(ask)
    assert [record.gold.id for record in run.failures()] == ["off"]
    assert values(run)["refusal_recall"] == pytest.approx(2 / 3)


def test_a_result_that_is_no_answer_is_a_crash() -> None:
    """None or a dictionary in place of an Answer is recorded, not scored."""
    run = run_of(lambda question, history, as_of: None)  # type: ignore[arg-type, return-value]
    assert values(run)["crash_rate"] == 1.0
    assert "NoneType" in run.records[0].error


def test_a_person_can_still_stop_a_run() -> None:
    """Ctrl-C is no crash of the system."""

    def ask(question: str, history: Sequence[str], as_of: date | None) -> Answer:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_of(ask)


def test_a_refusal_that_carries_citations_and_units_is_still_a_miss() -> None:
    """What a refusal lists beside itself is no answer: no hit, no unit, no status."""

    def ask(question: str, history: Sequence[str], as_of: date | None) -> Answer:
        full = oracle(question, history, as_of)
        return replace(full, refusal=Refusal(RefusalCode.NOT_STATED, "原文没有"))

    got = values(run_of(ask))
    for key in (
        "hit_at_1",
        "units_exact",
        "lead_exact",
        "validity_accuracy",
        "fact_accuracy",
        "reverse_exact",
    ):
        assert got[key] == 0.0, key


def test_refusing_where_the_gold_has_no_unit_is_no_exact_match() -> None:
    """A gold with two empty roles must not be met by refusing."""
    item = make_item("none", kind=Kind.UNITS, facts=(), lead=(), supporting=())
    assert run_of(lambda *asked: make_refusal(), [item]).records[0].scores["units_exact"] == 0.0
    assert run_of(lambda *asked: make_answer(), [item]).records[0].scores["units_exact"] == 1.0


def test_the_same_number_in_another_policy_is_another_clause() -> None:
    """With policy_id given, 五 of a different policy is a wrong clause; without, the table warns."""

    def elsewhere(answer: Answer) -> Answer:
        return replace(answer, citations=tuple(replace(c, policy_id="sz-2020") for c in answer.citations))

    run = run_of(spoil(elsewhere))
    assert values(run)["hit_at_1"] == values(run)["citation_recall"] == 0.0
    assert record_of(run, "fact").clauses == ("sz-2020#五",)
    loose = run_of(spoil(elsewhere), policy_id=None)
    assert values(loose)["hit_at_1"] == 1.0
    assert "未指定政策" in summary_table(loose) and "未指定政策" not in summary_table(run)


def test_clauses_given_for_an_unanswerable_question_count_for_nothing() -> None:
    """A near-topic item may name its nearest clause for the reader; hitting it earns no hit."""
    item = replace(GOLD[6], clauses=("五",))
    record = run_of(lambda *asked: make_answer(), [item]).records[0]
    assert record.scores["hit_at_1"] is None and record.scores["citation_recall"] is None
    assert record.failed == ("refusal",)


# --- over a library ----------------------------------------------------------------------------------------


def make_path_citation(source: str, *path: str) -> Citation:
    """A citation of a clause by its whole path in the file ``source``."""
    return replace(make_citation(path[-1]), source=source, path=path)


def scores_of(citation: Citation, **changes: Any) -> dict[str, float | None]:
    """The scores of one answer with one citation; the gold wants 二（三） of a.txt."""
    item = make_item("library", policy="a.txt", clauses=("/二/（三）",), **changes)
    answer = Answer("问？", "65%", Kind.FACT, (citation,))
    return dict(run_of(lambda *asked: answer, [item]).records[0].scores)


def test_a_path_tells_two_clauses_of_one_number_apart() -> None:
    """（三） under 四 is not （三） under 二; half-width brackets are the same bracket."""
    assert scores_of(make_path_citation("a.txt", "二", "(三)"))["hit_at_1"] == 1.0
    assert scores_of(make_path_citation("a.txt", "四", "（三）"))["hit_at_1"] == 0.0


def test_the_title_of_a_part_in_front_may_be_left_out() -> None:
    """A file of several documents: the part's title in front is told by its length, a chapter is not."""
    assert scores_of(make_path_citation("a.txt", "某某市临时救助实施细则", "二", "（三）"))["hit_at_1"] == 1.0
    assert scores_of(make_path_citation("a.txt", "第二章", "二", "（三）"))["hit_at_1"] == 0.0


def test_the_right_number_in_another_file_is_the_wrong_policy() -> None:
    """Both the policy and the clause are then wrong."""
    scores = scores_of(make_path_citation("b.txt", "二", "（三）"))
    assert (scores["policy_hit"], scores["hit_at_1"]) == (0.0, 0.0)


def test_a_comparison_is_answered_by_the_clauses_of_both_policies() -> None:
    """The other policy's clause counts as right, and leaving it out costs recall."""
    other = (("b.txt", "/五"),)
    assert scores_of(make_path_citation("b.txt", "五"), also=other)["hit_at_1"] == 1.0
    assert scores_of(make_path_citation("a.txt", "二", "（三）"), also=other)["citation_recall"] == 0.5
