"""The report as one HTML file: tables, plots, and each failing question with what was expected and given.

Nothing is loaded from anywhere (a content policy in the head forbids it), and everything from questions,
answers and documents is shown as text. Items held back appear in totals alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from eval import metrics
from eval.gold.item import UnanswerableKind
from eval.metrics.risk import area
from eval.report.explain import expected
from eval.report.plots import Bar, Line, bar_plot, histogram, line_plot
from eval.report.words import (
    KIND_NAMES,
    MEASURE_NAMES,
    SPLIT_NAMES,
    STATUS_NAMES,
    STYLE_NAMES,
    UNANSWERABLE_NAMES,
)
from eval.runner.measures import (
    HIDDEN,
    MEASURES,
    OPTIONAL,
    by_unanswerable_kind,
    latency,
    risk_curve,
    totals,
    values,
)
from eval.runner.record import Record
from eval.runner.run import Run

_STYLE = Path(__file__).with_name("report.css")
_GROUP = ("passed", "policy_hit", "hit_at_1", "citation_recall", "fact_accuracy", "units_exact", "validity_accuracy", "fidelity", "refusal_recall", "false_refusal_rate")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report made elsewhere (robustness, peers): its title, and HTML that is already safe."""

    title: str
    html: str


def report_html(runs: Mapping[str, Run], *, title: str = "评测报告 Evaluation report", more: Sequence[Section] = ()) -> str:
    """The report of one or several runs, by name, each over a gold set of its own."""
    parts = [_overview(runs)]
    for name, run in runs.items():
        parts += [f"<h2>{_text(name)}</h2>", _head(run), _totals(run), _plots(run), _groups(run), _unanswerable(run), _failures(run)]
    parts += [f"<h2>{_text(section.title)}</h2>{section.html}" for section in more]
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'; img-src data:">'
        f"<title>{_text(title)}</title><style>{_STYLE.read_text(encoding='utf-8')}</style></head><body><main>"
        f"<h1>{_text(title)}</h1>{''.join(parts)}</main></body></html>\n"
    )


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, caption: str = "") -> str:
    """A table of plain text; the first column is the name of the row."""
    said = f"<caption>{_text(caption)}</caption>" if caption else ""
    top = "".join(f'<th scope="col">{_text(cell)}</th>' for cell in head)
    body = "".join(
        f'<tr><th scope="row">{_text(row[0])}</th>' + "".join(f"<td>{_text(cell)}</td>" for cell in row[1:]) + "</tr>" for row in rows
    )
    return f'<div class="wide"><table>{said}<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'


def _text(value: object) -> str:
    """Text for HTML; characters that turn or hide text are shown as their number."""
    shown = "".join(f"⟨{ord(c):04x}⟩" if unicodedata.category(c) in ("Cf", "Cs") or (unicodedata.category(c) == "Cc" and c not in "\n\t") else c for c in str(value))
    return escape(shown)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _overview(runs: Mapping[str, Run]) -> str:
    rows = []
    for name, run in runs.items():
        found = values(run.records)
        rows.append([name, run.system, str(len(run.records)), *(_number(found[key]) for key in _GROUP), f"{run.wall_seconds:.0f} s"])
    return table(["评测 run", "系统 system", "题数", *(MEASURE_NAMES[key] for key in _GROUP), "全程"], rows, caption="总览 Overview")


def _head(run: Run) -> str:
    facts = {
        "时间 date": run.date, "提交 commit": (run.commit[:12] or "无") + ("（有未提交的改动 dirty）" if run.dirty else ""),
        "索引 index": run.index_digest[:16] or "–", "金标 gold": run.gold_digest[:16], "机器 machine": run.machine,
        "全程 wall": f"{run.wall_seconds:.1f} s", "处理器 CPU": f"{run.cpu_seconds:.1f} s", "内存峰值 peak memory": f"{run.peak_memory:.0f} MB",
        "设置 settings": "；".join(f"{key}={value}" for key, value in run.head()["settings"].items()) or "–",
    }  # fmt: skip
    return "<dl>" + "".join(f"<div><dt>{_text(key)}</dt><dd>{_text(value)}</dd></div>" for key, value in facts.items()) + "</dl>"


def _totals(run: Run) -> str:
    halves = {name: [r for r in run.records if r.gold.split == key] for key, name in SPLIT_NAMES.items()}
    scores = {name: totals(records) for name, records in (("全部 all", run.records), *halves.items()) if records}
    rows = []
    for measure in MEASURES:
        if measure.key in HIDDEN or (measure.key in OPTIONAL and scores["全部 all"][measure.key].value is None):
            continue
        cells = []
        for found in scores.values():
            score = found[measure.key]
            between = "" if score.low is None else f" [{score.low:.3f}–{score.high:.3f}]"
            cells.append(f"{_number(score.value)}{between} n={score.n}" if score.value is not None else "–")
        rows.append([f"{measure.chinese} {measure.english}", *cells])
    for name, _took in latency(run.records).items():
        rows.append([f"用时 seconds {name}", *(_number(latency(records)[name]) for records in (run.records, *halves.values()) if records)])
    return table(["指标 measure", *scores], rows, caption="指标与 95 % 自助法区间 Measures with 95 % bootstrap intervals")


def _plots(run: Run) -> str:
    curve = risk_curve(run.records)
    mean = area(curve)
    kinds = []
    for kind, name in KIND_NAMES.items():
        score = totals([r for r in run.records if r.gold.kind == kind])["passed"]
        if score.value is not None:
            kinds.append(Bar(name, score.value, score.low, score.high, f" n={score.n}"))
    return '<div class="plots">' + "".join((
        line_plot(
            [Line("risk", [(p.coverage, p.risk) for p in curve])], x_name="覆盖：作答的比例 coverage", y_name="风险：答错的比例 risk", y_top=max(0.1, *(p.risk for p in curve)) if curve else None,
            says=f"风险—覆盖曲线：只答最有把握的题时，答错的比例（平均 {_number(mean)}）risk–coverage",
        ),
        histogram([r.seconds for r in run.records], x_name="秒 seconds", says="每题用时的分布 latency"),
        bar_plot(kinds, says="各类问题全部兑现的比例与 95 % 区间 all promises kept, by kind"),
    )) + "</div>"  # fmt: skip


def _groups(run: Run) -> str:
    blocks = [
        _by("按问题类型 By kind", run, KIND_NAMES, lambda r: r.gold.kind),
        _by("按表述方式 By style", run, STYLE_NAMES, lambda r: r.gold.style),
    ]
    policies = {r.gold.policy: r.gold.policy for r in run.records if r.gold.policy}
    if len(policies) > 1:
        blocks.append(_by("按政策文件 By policy", run, dict(sorted(policies.items())), lambda r: r.gold.policy))
    clauses = {r.gold.clauses[0]: r.gold.clauses[0] for r in run.records if r.gold.clauses and not r.held}
    if len(policies) <= 1 and len(clauses) > 1:
        shown = [r for r in run.records if not r.held]
        blocks.append(_by("按条款（开发集）By clause, dev", run, dict(sorted(clauses.items())), lambda r: r.gold.clauses[0] if r.gold.clauses else "", shown))
    return "".join(f"<details{' open' if at < 2 else ''}><summary>{_text(name)}</summary>{html}</details>" for at, (name, html) in enumerate(blocks))


def _by(
    title: str, run: Run, names: Mapping[Any, str], of: Callable[[Record], Any], records: Sequence[Record] | None = None
) -> tuple[str, str]:
    rows = []
    for member, name in names.items():
        group = [r for r in (run.records if records is None else records) if of(r) == member]
        if group:
            found = values(group)
            rows.append([name, str(len(group)), *(_number(found[key]) for key in _GROUP)])
    return title, table(["", "题数", *(MEASURE_NAMES[key] for key in _GROUP)], rows)


def _unanswerable(run: Run) -> str:
    rows = [
        [UNANSWERABLE_NAMES[UnanswerableKind(key)], str(group["questions"]), _number(group["refusal_recall"]["value"]), _number(group["refusal_precision"]["value"])]
        for key, group in by_unanswerable_kind(run.records).items()
    ]
    return table(["不可回答的题 unanswerable", "题数", "拒答召回 recall", "拒答准确 precision"], rows) if rows else ""


def _failures(run: Run) -> str:
    failures = run.failures()
    shown = [record for record in failures if not record.held]
    head = f"<h3>未兑现的题目 Failing questions：{len(failures)}/{len(run.records)}</h3>"
    if len(shown) < len(failures):
        head += f"<p>其中 {len(failures) - len(shown)} 道保留题不逐题显示。Items held back are counted, not shown.</p>"
    return head + "".join(map(_failure, shown))


def _failure(record: Record) -> str:
    gold = record.gold
    tags = "".join(f'<span class="tag">{_text(name)}</span>' for name in (MEASURE_NAMES[key] for key in record.failed))
    evidence = "".join(
        f"<li><b>{_text(cited.get('policy', ''))} {_text(cited.get('label', ''))}</b>"
        f"<blockquote>{_text(cited.get('quote', ''))}</blockquote>"
        f"<small>{_text(cited.get('source', ''))} {_text('/'.join(cited.get('path', ())))} {_text(cited.get('start', ''))}–{_text(cited.get('end', ''))}</small></li>"
        for cited in record.evidence
    )
    trace = "；".join(f"{key}={value}" for key, value in record.trace.items() if value)
    stated = "；".join(
        f"{name} {pair[0]:g}/{pair[1]:g}" for key, name in (("figures", "数字日期有据"), ("units_named", "单位有据")) if (pair := record.pairs.get(key)) and pair[0] < pair[1]
    )
    units = f"牵头 {'、'.join(record.lead) or '无'}；配合 {'、'.join(record.supporting) or '无'}" if gold.lead is not None or gold.supporting is not None else ""
    status = f"效力 {STATUS_NAMES.get(record.status or '', '无')}" if gold.validity else ""
    rows = (
        ("问题 question", " ／ ".join((*gold.history, gold.question))), ("期望 expected", expected(gold)), ("金标备注 note", gold.note),
        ("引证 cited", ("拒答 refused" if record.refused else "、".join(record.clauses) or "无")), ("单位与效力", "；".join(filter(None, (units, status)))),
        ("答复 answer", record.error or record.text), ("无据 uncited", stated), ("系统自查 findings", "；".join(record.findings)), ("理解 trace", trace),
        ("检索 search alone", "、".join((record.ranked or ())[:8])),
    )  # fmt: skip
    body = "".join(f"<div><dt>{_text(key)}</dt><dd>{_text(value)}</dd></div>" for key, value in rows if value)
    return (
        f'<details class="question"><summary><code>{_text(gold.id)}</code> {_text(gold.question)} {tags}</summary><dl>{body}</dl>'
        + (f"<p>证据 evidence</p><ol>{evidence}</ol>" if evidence else "") + "</details>"
    )


def seconds_row(records: Sequence[Record]) -> list[str]:
    """p50, p95 and p99 in seconds, for tables of others."""
    return [_number(metrics.percentile([r.seconds for r in records], q)) for q in (0.5, 0.95, 0.99)]
