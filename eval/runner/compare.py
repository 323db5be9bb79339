"""Two runs side by side: which questions flipped, and whether the difference is more than luck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from corpus.errors import BadInput
from eval import metrics
from eval.report.columns import align, number, one_line
from eval.report.explain import expected, given
from eval.report.words import KIND_NAMES, MEASURE_NAMES
from eval.runner.measures import BY_KEY, HIDDEN, MEASURES, latency
from eval.runner.record import Record
from eval.runner.run import Run

_PAIRED = ("passed", "hit_at_1", "citation_recall", "fact_accuracy", "units_exact", "validity_accuracy", "fidelity", "ndcg_at_10")


@dataclass(frozen=True, slots=True)
class Flip:
    """A question that one run passed and the other failed."""

    before: Record
    after: Record

    @property
    def better(self) -> bool:
        """Whether the later run passed it."""
        return self.after.passed


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure over the questions it applies to in both runs: values, difference with 95 % interval, p.

    ``p`` is McNemar's exact test for measures that are 0 or 1 on every question, else None.
    """

    key: str
    n: int
    before: float
    after: float
    change: float
    low: float
    high: float
    better: int
    worse: int
    p: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one run to another.

    Attributes:
        same_gold: whether they asked the same questions; if not, only those of one id and one gold are paired.
        pairs: questions compared.
        flips: those that flipped, in order, worse first.
        differences: by measure.
    """

    before: Run
    after: Run
    same_gold: bool
    pairs: int
    flips: tuple[Flip, ...]
    differences: tuple[Difference, ...]


def compare(before: Run, after: Run) -> Comparison:
    """Compare two runs on the questions both asked. Raises BadInput where there is none."""
    earlier = {record.gold.id: record for record in before.records}
    both = [(earlier[record.gold.id], record) for record in after.records if record.gold.id in earlier and _same(earlier[record.gold.id], record)]
    if not both:
        raise BadInput("两次评测没有共同的题目（the runs have no question in common）")
    flips = [Flip(old, new) for old, new in both if old.passed != new.passed]
    return Comparison(
        before, after, before.gold_digest == after.gold_digest, len(both),
        tuple(sorted(flips, key=lambda flip: flip.better)),
        tuple(found for key in _PAIRED if (found := _difference(key, both)) is not None),
    )  # fmt: skip


def _same(old: Record, new: Record) -> bool:
    """One gold item; of a sealed item in a published run only the id is known."""
    return old.gold == new.gold or ((old.sealed_up or new.sealed_up) and old.held is new.held)


def _difference(key: str, both: Sequence[tuple[Record, Record]]) -> Difference | None:
    values = [(_value(key, old), _value(key, new)) for old, new in both]
    paired = [(old, new) for old, new in values if old is not None and new is not None]
    if not paired:
        return None
    first, second = [old for old, _ in paired], [new for _, new in paired]
    change, low, high = metrics.paired_difference(first, second)
    better, worse = sum(new > old for old, new in paired), sum(new < old for old, new in paired)
    whole = all(value in (0.0, 1.0) for pair in paired for value in pair)
    return Difference(
        key, len(paired), sum(first) / len(first), sum(second) / len(second), change, low, high, better, worse,
        metrics.mcnemar_exact(better, worse) if whole else None,
    )  # fmt: skip


def _value(key: str, record: Record) -> float | None:
    pair = BY_KEY[key].pair(record)
    return None if pair is None or not pair[1] else pair[0] / pair[1]


def comparison_table(found: Comparison, *, limit: int | None = 40) -> str:
    """The comparison as plain text; questions held back are counted, not shown."""
    lines = [f"{name}：{run.date} {run.system} 提交 {run.commit[:12] or '无'}{'+' if run.dirty else ''} 索引 {run.index_digest[:12] or '-'}"
             for name, run in (("前 before", found.before), ("后 after", found.after))]
    lines.append(f"共同题目 in common：{found.pairs}" + ("" if found.same_gold else "；金标不同，只比相同的题（gold sets differ）"))
    rows = [["指标 measure", "n", "前", "后", "差", "95% 区间", "变好", "变差", "p"]]
    for d in found.differences:
        interval = f"{d.low:+.3f} .. {d.high:+.3f}"
        p = "-" if d.p is None else f"{d.p:.3f}"
        rows.append([BY_KEY[d.key].chinese, str(d.n), number(d.before), number(d.after), f"{d.change:+.3f}", interval, str(d.better), str(d.worse), p])
    for q in ("p50", "p95"):
        old, new = latency(found.before.records)[q] or 0.0, latency(found.after.records)[q] or 0.0
        rows.append([f"用时 {q}（秒）", "-", number(old), number(new), f"{new - old:+.3f}", "-", "-", "-", "-"])
    lines += ["", align(rows, left=1), "", *_flip_lines(found.flips, limit)]
    return "\n".join(lines)


def _flip_lines(flips: Sequence[Flip], limit: int | None) -> list[str]:
    if not flips:
        return ["翻转的题目 flipped：无 none"]
    better = sum(flip.better for flip in flips)
    lines = [f"翻转的题目 flipped：{len(flips)}（变好 {better}，变差 {len(flips) - better}）"]
    counts: dict[str, list[int]] = {}
    for flip in flips:
        counts.setdefault(KIND_NAMES[flip.after.gold.kind], [0, 0])[0 if flip.better else 1] += 1
    lines.append("按类型 by kind：" + "，".join(f"{kind} +{up} −{down}" for kind, (up, down) in counts.items()))
    shown = [flip for flip in flips if not (flip.before.held or flip.after.held)]
    for flip in shown[:limit]:
        gold, failed = (flip.before if flip.after.sealed_up else flip.after).gold, (flip.before if flip.better else flip.after).failed
        lines += [
            f"{'+' if flip.better else '−'} {gold.id} {one_line(gold.question, 80)}（{'、'.join(MEASURE_NAMES[key] for key in failed)}）",
            f"    期望 expected：{one_line(expected(gold), 200)}",
            f"    前 before：{one_line(given(flip.before), 200)}",
            f"    后 after：{one_line(given(flip.after), 200)}",
        ]
    if limit is not None and len(shown) > limit:
        lines.append(f"（另有 {len(shown) - limit} 题 more）")
    if len(shown) < len(flips):
        lines.append(f"（{len(flips) - len(shown)} 道保留题只计数 / held items are counted, not shown）")
    return lines


def comparison_json(found: Comparison) -> dict[str, Any]:
    """The comparison, ready for JSON."""
    return {
        "before": found.before.head(), "after": found.after.head(), "same_gold": found.same_gold, "questions": found.pairs,
        "differences": [{field: getattr(d, field) for field in d.__slots__} for d in found.differences],
        "flips": [
            {"id": flip.after.gold.id, "better": flip.better, "failed": list((flip.before if flip.better else flip.after).failed)}
            for flip in found.flips if not (flip.before.held or flip.after.held)
        ],
        "held_flips": {
            "better": sum(f.better for f in found.flips if f.after.held or f.before.held),
            "worse": sum(not f.better for f in found.flips if f.after.held or f.before.held),
        },
        "measures": [m.key for m in MEASURES if m.key not in HIDDEN],
    }  # fmt: skip
