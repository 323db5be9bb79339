"""The report: one file that loads nothing, shows hostile text as text, and keeps held items to totals."""

from __future__ import annotations

import re
from pathlib import Path

from eval_cases import make_answer, make_item, make_run, make_unanswerable

from eval.gold import Split
from eval.metrics import Score
from eval.report.extra import keep_consistency, keep_ladder, kept_sections
from eval.report.html import report_html
from eval.robustness.dirt import MEASURED, Rung
from eval.robustness.perturbed import Consistency

HOSTILE = '<script>alert(1)</script><img src="http://x/y">\u202eabc'


def test_the_report_loads_nothing() -> None:
    """No address, no script, and a policy in the head that forbids both."""
    html = report_html({"run": make_run([make_item("q1"), make_item("q2")], wrong=["q1"])})
    assert not re.search(r"src\s*=|href=\"(?!#)|url\(|@import|<script|<link|http-equiv=\"refresh", html)
    assert "default-src 'none'" in html
    assert html.count("<svg") >= 3


def test_hostile_text_is_shown_as_text() -> None:
    """Markup in a question, an answer or a quote is escaped; what turns text around is shown as its number."""
    items = [make_item("q1", question=HOSTILE, note=HOSTILE)]
    run = make_run(items, wrong=["q1"])
    html = report_html({HOSTILE: run}, title=HOSTILE)
    assert "<script>" not in html and "<img" not in html and "\u202e" not in html
    assert "&lt;script&gt;" in html and "⟨202e⟩" in html


def test_a_failing_question_is_there_with_everything_to_judge_it() -> None:
    """Question, what was expected and given, evidence with its place, and how the system read the question."""
    html = report_html({"run": make_run([make_item("q1")], wrong=["q1"])})
    for said in ("q1覆盖率？", "条款 五；事实 65%", "达到75%。", "一、强化规划引领，由市规资局牵头。", "file.txt 一 0–17", "kind=fact", "数字日期有据 0/1"):
        assert said in html, said


def test_held_questions_appear_in_totals_alone() -> None:
    """The failing held question is counted; neither it nor its answer stands in the file."""
    html = report_html({"run": make_run([make_item("q1"), make_item("q2", split=Split.HELD, question="保留题怎么问？")], wrong=["q2"])})
    assert "保留题怎么问" not in html and "达到75%" not in html
    assert "1/2" in html and "1 道保留题不逐题显示" in html


def test_an_empty_group_or_curve_does_no_harm() -> None:
    """A run of refusals alone has no risk curve, no units and no clauses."""
    assert "<h1>" in report_html({"run": make_run([make_unanswerable("q1")])})


def test_ladder_and_perturbed_questions_are_kept_for_the_report(tmp_path: Path) -> None:
    """What was last measured is shown with the next report; what was never measured is not."""
    assert kept_sections(tmp_path, tmp_path / "none") == ()
    scores = dict.fromkeys(MEASURED, (0.5, 0.4, 0.6))
    keep_ladder([Rung("", 0.0, 9, 10, scores), Rung("zero_width", 0.1, 9, 10, scores), Rung("zero_width", 0.3, 9, 10, dict.fromkeys(MEASURED, (0.3, 0.2, 0.4)))], tmp_path)
    keep_consistency([Consistency("typo", 9, Score(0.8, 9, 0.5, 1.0), 1.0, 0.8, (-0.2, -0.4, 0.0), (("q1", "原问", "改问"),))], tmp_path)
    ladder, perturbed = kept_sections(tmp_path, tmp_path / "none")
    assert "零宽字符" in ladder.html and "<polyline" in ladder.html
    assert "0.800" in perturbed.html and "改问" in perturbed.html


def test_the_curve_of_risk_uses_the_certainty_of_answers() -> None:
    """A system that gives numbers gets a point for each, not three bands."""
    from eval import evaluate
    from eval.runner.measures import risk_curve

    certain = iter([0.9, 0.7, 0.6])
    run = evaluate(lambda *asked: make_answer(certainty=next(certain)), [make_item("a"), make_item("b"), make_unanswerable("c")])
    assert [(p.threshold, round(p.coverage, 3), round(p.risk, 3)) for p in risk_curve(run.records)] == [(0.9, 0.333, 0.0), (0.7, 0.667, 0.0), (0.6, 1.0, 0.333)]
