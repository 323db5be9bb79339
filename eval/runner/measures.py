"""Measures over many questions: totals, and the same by group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.answer import Kind
from eval import metrics
from eval.gold.item import Split, Style, UnanswerableKind
from eval.metrics.totals import Pair, Score
from eval.runner.record import Record


@dataclass(frozen=True, slots=True)
class Measure:
    """A total over records: its names, and what each record adds to numerator and denominator."""

    key: str
    chinese: str
    english: str
    pair: Callable[[Record], Pair | None]
    lower_is_better: bool = False


def _mean_of(key: str) -> Callable[[Record], Pair | None]:
    def pair(record: Record) -> Pair | None:
        value = record.scores.get(key)
        return None if value is None else (value, 1.0)

    return pair


def _ratio_of(key: str) -> Callable[[Record], Pair | None]:
    return lambda record: record.pairs.get(key)


def _quote_pair(record: Record) -> Pair | None:
    return (float(record.quotes[0]), float(record.quotes[1])) if record.quotes and record.quotes[1] else None


def _follow_up(record: Record) -> Pair | None:
    return (float(record.passed), 1.0) if record.gold.history else None


MEASURES = (
    Measure("passed", "全部兑现", "all promises kept", lambda record: (float(record.passed), 1.0)),
    Measure("policy_hit", "文件正确", "right policy first", _mean_of("policy_hit")),
    Measure("hit_at_1", "首引命中", "clause hit@1", _mean_of("hit_at_1")),
    Measure("hit_at_3", "前三命中", "clause hit@3", _mean_of("hit_at_3")),
    Measure("wrong_first_clause", "首引错条（越低越好）", "wrong first clause", _mean_of("wrong_first_clause"), lower_is_better=True),
    Measure("citation_precision", "引证准确率（宏）", "citation precision, macro", _mean_of("citation_precision")),
    Measure("citation_recall", "引证召回率（宏）", "citation recall, macro", _mean_of("citation_recall")),
    Measure(
        "citation_precision_micro", "引证准确率（微）", "citation precision, micro",
        _ratio_of("citation_precision_micro"),
    ),
    Measure(
        "citation_recall_micro", "引证召回率（微）", "citation recall, micro",
        _ratio_of("citation_recall_micro"),
    ),
    Measure("span_precision", "逐字区间准确率", "span precision, characters", _ratio_of("span_precision")),
    Measure("span_recall", "逐字区间召回率", "span recall, characters", _ratio_of("span_recall")),
    Measure("quote_exact", "引文逐字", "quotes exact", _quote_pair),
    Measure("lead_exact", "牵头正确", "lead exact", _mean_of("lead_exact")),
    Measure("lead_f1", "牵头 F1", "lead F1", _mean_of("lead_f1")),
    Measure("units_exact", "责任单位全对", "units exact", _mean_of("units_exact")),
    Measure("units_f1", "责任单位 F1", "units F1", _mean_of("units_f1")),
    Measure("reverse_exact", "单位反查全对", "reverse clause list exact", _mean_of("reverse_exact")),
    Measure("fact_accuracy", "事实正确", "facts", _mean_of("fact_accuracy")),
    Measure("fact_quoted", "事实在引文中", "facts within the quotes", _mean_of("fact_quoted")),
    Measure("forbidden_absent", "无禁止内容", "forbidden patterns absent", _mean_of("forbidden_absent")),
    Measure("figures", "数字日期有据", "figures and dates in cited clauses", _ratio_of("figures")),
    Measure("units_named", "单位有据", "unit names in cited clauses", _ratio_of("units_named")),
    Measure("fidelity", "答复忠实", "answers with nothing uncited", _mean_of("fidelity")),
    Measure("validity_accuracy", "效力正确", "validity", _mean_of("validity_accuracy")),
    Measure("follow_up", "追问兑现", "follow-ups, all promises kept", _follow_up),
    Measure("refusal_precision", "拒答准确率", "refusal precision", lambda record: metrics.refusal_precision_pair(record.outcome)),
    Measure("refusal_recall", "拒答召回率", "refusal recall", lambda record: metrics.refusal_recall_pair(record.outcome)),
    Measure(
        "false_refusal_rate", "误拒率（越低越好）", "false refusal rate",
        lambda record: metrics.false_refusal_pair(record.outcome), lower_is_better=True,
    ),
    Measure("recall_at_1", "检索 recall@1", "search alone, recall@1", _mean_of("recall_at_1")),
    Measure("recall_at_5", "检索 recall@5", "search alone, recall@5", _mean_of("recall_at_5")),
    Measure("recall_at_10", "检索 recall@10", "search alone, recall@10", _mean_of("recall_at_10")),
    Measure("mrr", "检索 MRR", "search alone, MRR", _mean_of("mrr")),
    Measure("ndcg_at_10", "检索 nDCG@10", "search alone, nDCG@10", _mean_of("ndcg_at_10")),
    Measure("crash_rate", "出错率（越低越好）", "crash rate", lambda record: (float(bool(record.error)), 1.0), lower_is_better=True),
)  # fmt: skip

BY_KEY: Mapping[str, Measure] = {measure.key: measure for measure in MEASURES}

HIDDEN = frozenset({"citation_precision_micro", "citation_recall_micro"})
"""Kept in the run's JSON; the terminal table shows the macro averages, where each question counts once."""


OPTIONAL = frozenset({"span_precision", "span_recall", "forbidden_absent", "figures", "units_named", "fidelity", "follow_up",
                      "recall_at_1", "recall_at_5", "recall_at_10", "mrr", "ndcg_at_10"})  # fmt: skip
"""Left out of the terminal table where they apply to nothing: what they need is optional in a gold set or a system."""


def totals(records: Sequence[Record]) -> dict[str, Score]:
    """Every measure over the records, by key."""
    return {measure.key: metrics.score(map(measure.pair, records)) for measure in MEASURES}


def values(records: Sequence[Record]) -> dict[str, float | None]:
    """As ``totals``, the values alone: no intervals, quick."""
    return {
        measure.key: metrics.ratio(pair for pair in map(measure.pair, records) if pair is not None) for measure in MEASURES
    }


def latency(records: Sequence[Record]) -> dict[str, float | None]:
    """Seconds per question at the 50th, 95th and 99th percentile."""
    seconds = [record.seconds for record in records]
    return {f"p{round(100 * q)}": metrics.percentile(seconds, q) for q in (0.5, 0.95, 0.99)}


def risk_curve(records: Sequence[Record]) -> tuple[metrics.Point, ...]:
    """Risk over coverage; an answer is right where its first clause is (or it needs none) and it should be given."""
    judged = [(None if r.refused or r.error else r.confidence, _is_right(r)) for r in records]
    return metrics.risk_coverage(judged)


def _is_right(record: Record) -> bool:
    return record.gold.answerable and record.scores.get("hit_at_1") in (None, 1.0)


def group(records: Sequence[Record], *, intervals: bool = True) -> dict[str, Any]:
    """Totals of some records, ready for JSON."""
    scores: dict[str, Any] = (
        {key: score.to_json() for key, score in totals(records).items()}
        if intervals
        else {key: {"value": None if value is None else round(value, 6)} for key, value in values(records).items()}
    )
    return {"questions": len(records), **scores, "seconds": latency(records)}


def breakdown(records: Sequence[Record]) -> dict[str, Any]:
    """Totals overall and by kind, style, split, unanswerable kind, policy and clause, ready for JSON.

    Each group holds ``questions``, ``seconds`` {p50, p95, p99}, and per measure {value, n, low, high}; the
    groups by policy and clause hold values alone. Groups appear in the order of the vocabulary, and only if
    they have a question. The groups of ``by_unanswerable_kind`` hold refusal precision and recall alone;
    precision there is over the kind's questions and all answerable ones, for a false refusal belongs to no kind.
    """
    return {
        "overall": group(records),
        "by_kind": _by(records, Kind, lambda record: record.gold.kind),
        "by_style": _by(records, Style, lambda record: record.gold.style),
        "by_split": _by(records, Split, lambda record: record.gold.split),
        "by_unanswerable_kind": by_unanswerable_kind(records),
        "by_policy": _named(records, lambda record: record.gold.policy),
        "by_clause": _named(records, lambda record: f"{record.gold.policy}#{record.gold.clauses[0]}" if record.gold.clauses else ""),
    }


def _by(records: Sequence[Record], members: Iterable[str], of: Callable[[Record], str]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for member in members:
        chosen = [record for record in records if of(record) == member]
        if chosen:
            out[str(member)] = group(chosen)
    return out


def _named(records: Sequence[Record], of: Callable[[Record], str]) -> dict[str, Any]:
    chosen: dict[str, list[Record]] = {}
    for record in records:
        if name := of(record):
            chosen.setdefault(name, []).append(record)
    return {name: group(chosen[name], intervals=False) for name in sorted(chosen)}


def by_unanswerable_kind(records: Sequence[Record]) -> dict[str, Any]:
    """Refusal precision and recall for each reason why a question cannot be answered."""
    out: dict[str, Any] = {}
    answerable = [record for record in records if record.gold.answerable]
    for kind in UnanswerableKind:
        chosen = [record for record in records if record.gold.unanswerable_kind is kind]
        if chosen:
            outcomes = [record.outcome for record in [*chosen, *answerable]]
            out[kind.value] = {
                "questions": len(chosen),
                "refusal_precision": metrics.score(map(metrics.refusal_precision_pair, outcomes)).to_json(),
                "refusal_recall": metrics.score(map(metrics.refusal_recall_pair, outcomes)).to_json(),
            }
    return out
