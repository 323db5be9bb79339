"""The report as one HTML file: tables, plots, and each failing question with what was expected and given.

Nothing is loaded from anywhere (a content policy in the head forbids it), and everything from questions,
answers and documents is shown as text. Items held back appear in totals alone. Runs over the same questions are
shown side by side under the first of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from eval import metrics
from eval.gold.item import UnanswerableKind
from eval.metrics.risk import area
from eval.report.explain import expected
from eval.report.parts import Section, number, scored, table, table_of, text
from eval.report.peers import side_by_side
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
    BY_KEY,
    HIDDEN,
    MEASURES,
    by_unanswerable_kind,
    latency,
    risk_curve,
    totals,
    values,
)
from eval.runner.record import PROMISES, Record
from eval.runner.run import Run

_STYLE = Path(__file__).with_name("report.css")
_GROUP = ("passed", "policy_hit", "hit_at_1", "citation_recall", "fact_accuracy", "units_exact", "validity_accuracy", "fidelity", "refusal_recall", "false_refusal_rate")
_TILES = ("passed", "policy_hit", "hit_at_1", "fact_accuracy", "units_exact", "quote_exact", "refusal_recall", "false_refusal_rate")
_UNDER = {
    "总体 overall": ("passed", "follow_up", "crash_rate"),
    "引证 citations": ("policy_hit", "hit_at_1", "hit_at_3", "wrong_first_clause", "citation_precision", "citation_recall", "span_precision", "span_recall", "quote_exact"),
    "责任单位 units": ("lead_exact", "lead_f1", "units_exact", "units_f1", "reverse_exact"),
    "答案 answers": ("fact_accuracy", "fact_quoted", "forbidden_absent", "figures", "units_named", "fidelity", "validity_accuracy"),
    "拒答 refusals": ("refusal_precision", "refusal_recall", "false_refusal_rate"),
    "只看检索 search alone": ("recall_at_1", "recall_at_5", "recall_at_10", "mrr", "ndcg_at_10"),
}  # fmt: skip


def report_html(runs: Mapping[str, Run], *, title: str = "评测报告 Evaluation report", more: Sequence[Section] = ()) -> str:
    """The report of one or several runs, by name. Runs over one set of questions belong together: the first is shown in
    full, the others beside it."""
    sections = [_one(name, first, others, at) for at, (name, first, others) in enumerate(_together(runs))]
    sections += [Section(one.title, one.html, one.name or f"more{at}") for at, one in enumerate(more)]
    links = "".join(f'<a href="#{one.name}">{text(one.title)}</a>' for one in sections)
    parts = [f'<section id="{one.name}"><h2>{text(one.title)}</h2>{one.html}</section>' for one in sections]
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'; img-src data:">'
        f"<title>{text(title)}</title><style>{_STYLE.read_text(encoding='utf-8')}</style></head><body><main>"
        f'<h1>{text(title)}</h1><nav aria-label="目录 contents">{links}</nav>{"".join(parts)}</main></body></html>\n'
    )


def _together(runs: Mapping[str, Run]) -> list[tuple[str, Run, dict[str, Run]]]:
    """Runs over the same questions, in the order given: (name, the first, the others by name)."""
    found: dict[frozenset[str], list[tuple[str, Run]]] = {}
    for name, run in runs.items():
        found.setdefault(frozenset(record.gold.id for record in run.records), []).append((name, run))
    return [(group[0][0], group[0][1], dict(group[1:])) for group in found.values()]


def _one(name: str, run: Run, others: Mapping[str, Run], at: int) -> Section:
    beside = ""
    if others:
        called = {run.system: run, **{(o.system if o.system != run.system else other): o for other, o in others.items()}}
        beside = f"<h3>同类系统 Peers</h3>{side_by_side(called)}"
    return Section(name, _tiles(run) + _head(run) + _totals(run) + _plots(run) + beside + _groups(run) + _unanswerable(run) + _failures(run), f"run{at}")


def _tiles(run: Run) -> str:
    """What a reader wants to know first, each with its interval."""
    tiles = []
    for key in _TILES:
        score = metrics.score(map(BY_KEY[key].pair, run.records))
        if score.value is not None:
            between = "" if score.low is None else f"{score.low:.3f}–{score.high:.3f}"
            tiles.append(f"<li><span>{text(MEASURE_NAMES[key])}</span><b>{score.value:.3f}</b><i>{between}</i><i>n={score.n:,}</i></li>")
    took = latency(run.records)
    tiles.append(f"<li><span>每题用时（秒）</span><b>{number(took['p50'])}</b><i>中位 p50</i><i>p95 {number(took['p95'])}</i></li>")
    return f'<ul class="tiles">{"".join(tiles)}</ul>'


def _head(run: Run) -> str:
    facts = {
        "系统 system": run.system, "题数 questions": f"{len(run.records):,}", "时间 date": run.date, "提交 commit": (run.commit[:12] or "无") + ("（有未提交的改动 dirty）" if run.dirty else ""),
        "索引 index": run.index_digest[:16] or "–", "金标 gold": run.gold_digest[:16], "机器 machine": run.machine,
        "全程 wall": f"{run.wall_seconds:.1f} s", "处理器 CPU": f"{run.cpu_seconds:.1f} s", "内存峰值 memory": f"{run.peak_memory:.0f} MB",
        "设置 settings": "；".join(f"{key}={value}" for key, value in run.head()["settings"].items()) or "–",
    }  # fmt: skip
    listed = "".join(f"<div><dt>{text(key)}</dt><dd>{text(value)}</dd></div>" for key, value in facts.items())
    return f'<details><summary>{text(run.system)}，{len(run.records):,} 题，{text(run.date[:10])}，提交 {text(run.commit[:8] or "无")}{"+" if run.dirty else ""}</summary><dl class="head">{listed}</dl></details>'


def _totals(run: Run) -> str:
    halves = {name: [r for r in run.records if r.gold.split == key] for key, name in SPLIT_NAMES.items()}
    halves = {name: records for name, records in halves.items() if records}
    shown = {"全部 all": run.records, **halves} if len(halves) > 1 else {"全部 all": run.records}
    scores = {name: totals(records) for name, records in shown.items()}
    placed = {key for keys in _UNDER.values() for key in keys}
    under = {**_UNDER, "其他 other": tuple(m.key for m in MEASURES if m.key not in placed and m.key not in HIDDEN)}

    def rows(keys: Sequence[str]) -> list[tuple[str, list[str]]]:
        there = [key for key in keys if scores["全部 all"][key].value is not None]
        return [(f"{BY_KEY[key].chinese} {BY_KEY[key].english}", [scored(found[key]) for found in scores.values()]) for key in there]

    took = [(q, [number(latency(records)[q]) for records in shown.values()]) for q in ("p50", "p95", "p99")]
    return table_of(
        ["指标 measure", *shown], [*((title, rows(keys)) for title, keys in under.items()), ("用时（秒）seconds", took)],
        caption="指标、95 % 自助法区间、计数 Measures with 95 % bootstrap intervals and counts",
    )  # fmt: skip


def _plots(run: Run) -> str:
    curve = risk_curve(run.records)
    mean = area(curve)
    kinds = _bars(run, KIND_NAMES, lambda r: r.gold.kind)
    styles = _bars(run, STYLE_NAMES, lambda r: r.gold.style)
    took = [r.seconds for r in run.records]
    return '<div class="plots">' + "".join((
        line_plot(
            [Line("risk", [(p.coverage, p.risk) for p in curve])], x_name="覆盖：作答的比例 coverage", y_name="风险：答错的比例 risk", y_top=max(0.1, *(p.risk for p in curve)) if curve else None,
            says=f"风险—覆盖曲线：只答最有把握的题时，答错的比例（平均 {number(mean)}）risk–coverage",
        ),
        bar_plot(kinds, says="各类问题全部兑现的比例与 95 % 区间 all promises kept, by kind"),
        bar_plot(styles, says="各种表述全部兑现的比例与 95 % 区间 all promises kept, by style"),
        histogram(took, x_name="秒 seconds", says="每题用时的分布，最慢的百分之一合在末格 latency, the slowest hundredth in the last bin", cut=metrics.percentile(took, 0.99)),
    )) + "</div>"  # fmt: skip


def _bars(run: Run, names: Mapping[Any, str], of: Callable[[Record], Any]) -> list[Bar]:
    """How many of each group keep all promises."""
    scores = [(name, metrics.score(map(BY_KEY["passed"].pair, [r for r in run.records if of(r) == member]))) for member, name in names.items()]
    return [Bar(name, score.value, score.low, score.high, f" n={score.n}") for name, score in scores if score.value is not None]


def _groups(run: Run) -> str:
    blocks = [
        _by("按问题类型 By kind", run.records, KIND_NAMES, lambda r: r.gold.kind),
        _by("按表述方式 By style", run.records, STYLE_NAMES, lambda r: r.gold.style),
    ]
    policies = {r.gold.policy: r.gold.policy for r in run.records if r.gold.policy}
    if len(policies) > 1:
        blocks.append(_by("按政策文件 By policy", run.records, dict(sorted(policies.items())), lambda r: r.gold.policy))
    clauses = {r.gold.clauses[0]: r.gold.clauses[0] for r in run.records if r.gold.clauses and not r.held}
    if len(policies) <= 1 and len(clauses) > 1:
        shown = [r for r in run.records if not r.held]
        blocks.append(_by("按条款（开发集）By clause, dev", shown, dict(sorted(clauses.items())), lambda r: r.gold.clauses[0] if r.gold.clauses else ""))
    return "".join(f"<details{' open' if at < 1 else ''}><summary>{text(name)}</summary>{html}</details>" for at, (name, html) in enumerate(blocks))


def _by(title: str, records: Sequence[Record], names: Mapping[Any, str], of: Callable[[Record], Any]) -> tuple[str, str]:
    """One row a group; measures that apply to no group are left out."""
    groups = [(name, [r for r in records if of(r) == member]) for member, name in names.items()]
    found = [(name, group, values(group)) for name, group in groups if group]
    keys = [key for key in _GROUP if any(one[key] is not None for _, _, one in found)]
    rows = [[name, str(len(group)), *(number(one[key]) for key in keys)] for name, group, one in found]
    return title, table([title.split(" ")[0].removeprefix("按"), "题数", *(MEASURE_NAMES[key] for key in keys)], rows)


def _unanswerable(run: Run) -> str:
    found = by_unanswerable_kind(run.records)
    rows = [[UNANSWERABLE_NAMES[UnanswerableKind(kind)], str(row["questions"]), number(row["refusal_recall"]["value"]), number(row["refusal_precision"]["value"])] for kind, row in found.items()]
    return table(["不可回答的题 unanswerable", "题数", "拒答召回 recall", "拒答准确 precision"], rows) if rows else ""


def _failures(run: Run) -> str:
    """By the first promise that was not kept; nothing of items held back."""
    failures = run.failures()
    shown = [record for record in failures if not record.held and not record.sealed_up]
    head = f"<h3>未兑现的题目 Failing questions：{len(failures)}/{len(run.records)}</h3>"
    held = sum(record.held for record in failures)
    if held:
        head += f"<p>其中 {held} 道保留题不逐题显示。Items held back are counted, not shown.</p>"
    if len(shown) + held < len(failures):
        head += "<p>这次评测只公开了分数。Of this run, scores alone were published.</p>"
    blocks = []
    for key in PROMISES:
        group = [record for record in shown if record.failed[0] == key]
        if group:
            blocks.append(f"<h4>{text(MEASURE_NAMES[key])}：{len(group)} 题</h4>" + "".join(map(_failure, group)))
    return head + "".join(blocks)


def _failure(record: Record) -> str:
    gold = record.gold
    tags = "".join(f'<span class="tag">{text(name)}</span>' for name in (MEASURE_NAMES[key] for key in record.failed))
    evidence = "".join(
        f"<li><b>{text(cited.get('policy', ''))} {text(cited.get('label', ''))}</b>"
        f"<blockquote>{text(cited.get('quote', ''))}</blockquote>"
        f"<small>{text(cited.get('source', ''))} {text('/'.join(cited.get('path', ())))} {text(cited.get('start', ''))}–{text(cited.get('end', ''))}</small></li>"
        for cited in record.evidence
    )
    trace = "；".join(f"{key}={value}" for key, value in record.trace.items() if value)
    stated = "；".join(
        f"{name} {pair[0]:g}/{pair[1]:g}" for key, name in (("figures", "数字日期有据"), ("units_named", "单位有据")) if (pair := record.pairs.get(key)) and pair[0] < pair[1]
    )
    units = f"牵头 {'、'.join(record.lead) or '无'}；配合 {'、'.join(record.supporting) or '无'}" if gold.lead is not None or gold.supporting is not None else ""
    status = f"效力 {STATUS_NAMES.get(record.status or '', '无')}" if gold.validity else ""
    rows = (
        ("问题 question", " ／ ".join((*gold.history, gold.question))), ("期望 expected", expected(gold)), ("金标原句 quotes", "\n".join(gold.quotes)), ("金标备注 note", gold.note),
        ("引证 cited", ("拒答 refused" if record.refused else "、".join(record.clauses) or "无")), ("单位与效力", "；".join(filter(None, (units, status)))),
        ("答复 answer", record.error or record.text), ("无据 uncited", stated), ("系统自查 findings", "；".join(record.findings)), ("理解 trace", trace),
        ("检索 search alone", "、".join((record.ranked or ())[:8])),
    )  # fmt: skip
    body = "".join(f"<div><dt>{text(key)}</dt><dd>{text(value)}</dd></div>" for key, value in rows if value)
    return (
        f'<details class="question"><summary><code>{text(gold.id)}</code> {text(gold.question)} {tags}</summary><dl>{body}</dl>'
        + (f"<p>证据 evidence</p><ol>{evidence}</ol>" if evidence else "") + "</details>"
    )
