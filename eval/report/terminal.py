"""A run as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from eval import metrics
from eval.gold.item import GoldItem, UnanswerableKind
from eval.report.columns import align, number, one_line
from eval.report.explain import expected, given
from eval.report.words import KIND_NAMES, MEASURE_NAMES, SPLIT_NAMES, STYLE_NAMES, UNANSWERABLE_NAMES
from eval.runner.measures import HIDDEN, MEASURES, OPTIONAL, by_unanswerable_kind, latency, totals
from eval.runner.record import Record
from eval.runner.run import Run

# The columns of the tables by group, where there is no room for every measure.
_GROUP_COLUMNS = (
    ("passed", "全部兑现"), ("policy_hit", "文件"), ("hit_at_1", "首引命中"), ("fact_accuracy", "事实"), ("units_exact", "单位"),
    ("validity_accuracy", "效力"), ("refusal_recall", "拒答召回"), ("false_refusal_rate", "误拒"),
)  # fmt: skip

def summary_table(run: Run, *, limit: int | None = 20) -> str:
    """The run as plain text for a terminal: totals, groups, then the failing questions.

    Columns line up where Chinese characters are two cells wide. ``limit`` is how many failing
    questions are listed (None: all); how many were left out is said.
    """
    records, commit = run.records, run.commit[:12] or "无"
    dirty = "（有未提交的改动 dirty）" if run.dirty else ""
    index = run.index_digest[:12] or "未注明"
    head = [
        f"评测结果 evaluation：{len(records)} 题 questions，{run.date}",
        f"提交 commit {commit}{dirty}，索引 index {index}，金标 gold {run.gold_digest[:12]}",
        f"系统 system {run.system}，机器 machine {run.machine}；全程 wall {run.wall_seconds:.1f} s，处理器 CPU {run.cpu_seconds:.1f} s",
    ]
    blocks = [
        "\n".join(head),
        _totals_table(run),
        _group_table("按问题类型 by kind", KIND_NAMES, lambda gold: gold.kind, records),
        _group_table("按表述方式 by style", STYLE_NAMES, lambda gold: gold.style, records),
        _group_table("按划分 by split", SPLIT_NAMES, lambda gold: gold.split, records),
    ]
    unanswerable = _unanswerable_table(run)
    if unanswerable:
        blocks.append(unanswerable)
    blocks.append(failure_list(run, limit=limit))
    return "\n\n".join(blocks)


def failure_list(run: Run, *, limit: int | None = None) -> str:
    """The failing questions, each with the promises not kept, what was expected and what came.

    Items held back are counted and not shown: whoever reads them cannot report on them any more.
    """
    failures = run.failures()
    if not failures:
        return "未兑现的题目 failing questions：无 none"
    open_ones = [record for record in failures if not record.held]
    shown = open_ones if limit is None else open_ones[:limit]
    lines = [f"未兑现的题目 failing questions：{len(failures)}/{len(run.records)}"]
    if len(open_ones) < len(failures):
        lines.append(f"（其中 {len(failures) - len(open_ones)} 道保留题不逐题显示 / held items are counted, not shown）")
    for record in shown:
        gold = record.gold
        what = "、".join(MEASURE_NAMES[key] for key in record.failed)
        group = f"{KIND_NAMES[gold.kind]} {STYLE_NAMES[gold.style]} {SPLIT_NAMES[gold.split]}"
        lines += [
            f"- {gold.id} [{group}] {what}",
            f"  问题 question：{one_line(' / '.join([*gold.history, gold.question]), 100)}",
            f"  期望 expected：{expected(gold)}",
            f"  实际 given：{given(record)}",
        ]
    if len(shown) < len(open_ones):
        rest = len(open_ones) - len(shown)
        lines.append(f"（另有 {rest} 题未列出，见评测结果的 JSON / {rest} more in the JSON）")
    return "\n".join(lines)


def _totals_table(run: Run) -> str:
    scores = totals(run.records)
    rows = [["指标", "measure", "值", "95% 区间", "n"]]
    for measure in MEASURES:
        if measure.key not in HIDDEN:
            score = scores[measure.key]
            if score.value is None and measure.key in OPTIONAL:
                continue
            unchecked = measure.key == "quote_exact" and not run.quotes_checked
            value = "未核" if unchecked else number(score.value)
            between = "-" if score.low is None else f"{score.low:.3f} .. {score.high:.3f}"
            rows.append([measure.chinese, measure.english, value, between, str(score.n)])
    seconds = [record.seconds for record in run.records]
    for name, took in latency(run.records).items():
        rows.append([f"用时 {name}（秒）", f"seconds {name}", number(took), "-", str(len(seconds))])
    if run.peak_memory:
        rows.append(["内存峰值（MB）", "peak memory, MB", f"{run.peak_memory:.0f}", "-", "-"])
    note = "宏平均：每题一票 (macro averages)。- 表示不适用。全对或全错时区间收成一点，小样本请看 n (3/n)。"
    if run.policy_id is None and not all(record.gold.policy for record in run.records if record.gold.clauses):
        note += "\n未指定政策：任何政策的同号条款都算命中 (no policy_id: any policy's clause counts)。"
    return f"{align(rows, left=2)}\n{note}"


def _group_table(
    title: str, names: Mapping[Any, str], of: Callable[[GoldItem], str], records: Sequence[Record]
) -> str:
    rows = [[title, "题数", *(name for _, name in _GROUP_COLUMNS)]]
    pairs = {measure.key: measure.pair for measure in MEASURES}
    for member, name in names.items():
        group = [record for record in records if of(record.gold) == member]
        if group:
            values = [
                metrics.ratio(pair for pair in map(pairs[key], group) if pair is not None)
                for key, _ in _GROUP_COLUMNS
            ]
            rows.append([f"{name} {member}", str(len(group)), *map(number, values)])
    return align(rows, left=1)


def _unanswerable_table(run: Run) -> str:
    rows = [["不可回答的题 unanswerable", "题数", "拒答召回", "拒答准确"]]
    for key, group in by_unanswerable_kind(run.records).items():
        name = UNANSWERABLE_NAMES[UnanswerableKind(key)]
        recall, precision = group["refusal_recall"]["value"], group["refusal_precision"]["value"]
        rows.append([f"{name} {key}", str(group["questions"]), number(recall), number(precision)])
    return align(rows, left=1) if len(rows) > 1 else ""
