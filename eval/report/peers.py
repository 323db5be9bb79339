"""Systems beside each other over the same questions: the same measures, the difference with its luck, risk and time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eval import metrics
from eval.report.parts import number, scored, table, table_of
from eval.report.plots import Line, line_plot
from eval.report.words import MEASURE_NAMES
from eval.runner.compare import compare
from eval.runner.measures import BY_KEY, latency, risk_curve
from eval.runner.run import Run

_SHOWN = (
    "passed", "policy_hit", "hit_at_1", "hit_at_3", "citation_precision", "citation_recall", "span_precision", "span_recall", "fact_accuracy",
    "units_exact", "reverse_exact", "validity_accuracy", "refusal_recall", "false_refusal_rate", "crash_rate",
)  # fmt: skip
_PAIRED = ("passed", "hit_at_1", "fact_accuracy")
RULES = (
    "各系统拿到同一批修复后的文本、同一个向量模型、同一批问题，按同一套指标评分。同类系统给出的是文段：一段引它所显示的各条，显示最多的在前；"
    "它们不分牵头与配合、不判效力、从不拒答，这些项按所得计零。给出的文字越多，事实与召回越高、准确率越低，几项要一起看。"
    "Peers get the same texts, model and questions. A passage cites the clauses it shows, the one it shows most of first."
)


def side_by_side(runs: Mapping[str, Run]) -> str:
    """The first run and its peers: measures, paired differences to the first, risk–coverage, seconds. Two runs at least."""
    names = list(runs)
    scores = {key: [metrics.score(map(BY_KEY[key].pair, run.records)) for run in runs.values()] for key in _SHOWN}
    rows = [(MEASURE_NAMES[key], [f"{found[0].n:,}", *(scored(score, count=False) for score in found)]) for key, found in scores.items() if any(score.value is not None for score in found)]
    times = [(f"用时（秒）{q}", ["", *(number(latency(run.records)[q]) for run in runs.values())]) for q in ("p50", "p95")]
    curves = [Line(name, [(p.coverage, p.risk) for p in risk_curve(run.records)]) for name, run in runs.items()]
    curves = [line for line in curves if line.points]
    plot = line_plot(curves, x_name="覆盖：作答的比例 coverage", y_name="风险：答错的比例 risk", says="各系统的风险—覆盖曲线 risk–coverage of each system")
    return (
        '<div class="beside">' + table_of(["指标 measure", "n", *names], [("", [*rows, *times])], caption="同样的题，同样的指标 The same questions, the same measures") + "</div>"
        + _differences(runs) + f'<div class="plots">{plot}</div><p class="hint">{RULES}</p>'
    )  # fmt: skip


def _differences(runs: Mapping[str, Run]) -> str:
    (ours, first), *others = runs.items()
    rows: list[Sequence[str]] = []
    for name, run in others:
        found = {one.key: one for one in compare(run, first).differences}
        for key in _PAIRED:
            if key in found:
                d = found[key]
                p = "–" if d.p is None else "<0.001" if d.p < 0.001 else f"{d.p:.3f}"
                rows.append([f"{ours} − {name}", MEASURE_NAMES[key], str(d.n), f"{d.change:+.3f}", f"{d.low:+.3f} – {d.high:+.3f}", str(d.better), str(d.worse), p])
    head = ["相差 difference", "指标", "n", "差", "95% 区间", f"只有 {ours} 对", "只有对方对", "p (McNemar)"]
    return table(head, rows, caption="逐题配对的差 Paired differences")
