"""Robustness for people: tables for the terminal, curves for the report."""

from __future__ import annotations

from collections.abc import Sequence

from eval.report.columns import align, number
from eval.report.parts import Section, table
from eval.report.plots import Bar, Line, bar_plot, line_plot
from eval.report.words import MEASURE_NAMES
from eval.robustness.dirt import LADDER, MEASURED, Rung
from eval.robustness.perturbed import PERTURBATIONS, Consistency


def _rows(rungs: Sequence[Rung]) -> list[list[str]]:
    return [
        [LADDER[r.kind].chinese if r.kind else "原样 clean", r.kind or "-", f"{r.rate:g}", str(r.clauses), *(number(r.scores[key][0]) for key in MEASURED), r.error[:40]]
        for r in rungs
    ]


_HEAD = ["损坏 damage", "kind", "比例 rate", "条款", *(MEASURE_NAMES[key] for key in MEASURED), "读不了的原因"]


def ladder_table(rungs: Sequence[Rung]) -> str:
    """The ladder for a terminal."""
    return f"{_asked(rungs)}\n{align([_HEAD, *_rows(rungs)], left=2)}"


def _asked(rungs: Sequence[Rung]) -> str:
    return f"每级问同一批 {rungs[0].questions} 道开发题，按固定种子抽取（the same {rungs[0].questions} development questions on every rung, drawn by a fixed seed）"


_FALLS = 0.01  # of hit@1: a kind that loses less has no curve of its own, for all of these lie on one line


def ladder_section(rungs: Sequence[Rung]) -> Section:
    """The ladder for the report: hit@1 of every kind at its heaviest rate, curves of those that fall, and everything in a table."""
    clean = rungs[0].scores["hit_at_1"][0] or 0.0
    kinds = [kind for kind in dict.fromkeys(r.kind for r in rungs) if kind]
    heaviest = [max((r for r in rungs if r.kind == kind), key=lambda r: r.rate) for kind in kinds]
    bars = [Bar("原样", *_hit(rungs[0])), *(Bar(LADDER[r.kind].chinese, *_hit(r), note=f" {r.rate:.0%}") for r in heaviest)]
    lines = []
    for kind in kinds:
        climbed = [(r.rate, r.scores["hit_at_1"][0] or 0.0) for r in rungs if r.kind == kind]
        if len(climbed) > 1 and min(value for _, value in climbed) < clean - _FALLS:
            lines.append(Line(LADDER[kind].chinese, [(0.0, clean), *climbed]))
    plots = bar_plot(bars, says="各种损坏在最重一级的首引命中与 95 % 区间 hit@1 at the heaviest rate of each kind")
    plots += line_plot(lines, x_name="损坏比例 rate", y_name="首引命中 hit@1", y_top=1.0, says="有下降的几种：损坏越重，首引命中如何变化 hit@1 of the kinds that fall, as damage grows")
    return Section("脏数据阶梯 Dirt ladder", f'<div class="plots">{plots}</div>' + table(_HEAD, _rows(rungs), caption=_asked(rungs)), "ladder")


def _hit(rung: Rung) -> tuple[float, float | None, float | None]:
    value, low, high = rung.scores["hit_at_1"]
    return value or 0.0, low, high


def consistency_rows(found: Sequence[Consistency]) -> list[list[str]]:
    """One row a kind of perturbation, after a header."""
    rows = [["扰动 perturbation", "题数", "回答一致 consistent", "95% 区间", "兑现前", "兑现后", "差", "95% 区间"]]
    for c in found:
        between = "-" if c.consistent.low is None else f"{c.consistent.low:.3f} .. {c.consistent.high:.3f}"
        change = ("-", "-") if c.change is None else (f"{c.change[0]:+.3f}", f"{c.change[1]:+.3f} .. {c.change[2]:+.3f}")
        rows.append([PERTURBATIONS[c.kind][0], str(c.questions), number(c.consistent.value), between, number(c.passed_before), number(c.passed_after), *change])
    return rows


def consistency_section(found: Sequence[Consistency]) -> Section:
    """Perturbed questions for the report."""
    head, *rows = consistency_rows(found)
    blocks = []
    for c in found:
        if c.broken:
            listed = table(["编号", "原问题 plain", "扰动后 perturbed"], c.broken)
            blocks.append(f'<details><summary>{PERTURBATIONS[c.kind][0]}：原来兑现、扰动后未兑现的 {len(c.broken)} 题（开发集）</summary><div class="words">{listed}</div></details>')
    return Section("扰动提问 Perturbed questions", table(head, rows) + "".join(blocks), "perturbed")
