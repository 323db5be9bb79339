"""The dirt ladder (脏数据阶梯): the same questions over damaged copies of one document, at rising rates.

Every rung damages the clean text, reads and indexes it in a home of its own, and asks the questions of the gold
set. A rung that is done is kept, so that a ladder broken off goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from corpus.errors import BadInput
from eval import metrics
from eval.damage import damage, damage_mixed
from eval.gold.item import GoldItem, gold_digest
from eval.robustness.printing import brackets_broken, marker_stops
from eval.runner import stamp
from eval.runner.measures import BY_KEY
from eval.runner.record import Record

Dirty = Callable[[str, float, int], str]


def _of_kind(kind: str, text: str, rate: float, seed: int) -> str:
    return damage(text, kind, rate, seed).raw


def _mixed(text: str, rate: float, seed: int) -> str:
    return damage_mixed(text, rate, seed).raw


@dataclass(frozen=True, slots=True)
class Dirt:
    """One kind of damage: its name in Chinese, how it is made, and the rates of its ladder."""

    chinese: str
    make: Dirty
    rates: tuple[float, ...]


_SHARES = (0.02, 0.1, 0.3)
_LINES = (0.1, 0.3, 1.0)
LADDER: Mapping[str, Dirt] = {
    "newlines_gone": Dirt("换行丢失", partial(_of_kind, "newlines_gone"), (1.0,)),
    "newlines_collapsed": Dirt("换行成空格", partial(_of_kind, "newlines_collapsed"), (1.0,)),
    "wrap_indent": Dirt("硬换行", partial(_of_kind, "wrap_indent"), (1.0,)),
    "wrap_pages": Dirt("硬换行夹页码", partial(_of_kind, "wrap_pages"), (1.0,)),
    "marker_stops": Dirt("编号“一,”“一.”", marker_stops, _LINES),
    "width_stops": Dirt("标点半角", partial(_of_kind, "width_stops"), _LINES),
    "width_alnum": Dirt("字母数字全角", partial(_of_kind, "width_alnum"), _SHARES),
    "zero_width": Dirt("零宽字符", partial(_of_kind, "zero_width"), _SHARES),
    "furniture": Dirt("页面杂项", partial(_of_kind, "furniture"), _SHARES),
    "brackets_broken": Dirt("括号残缺", brackets_broken, _SHARES),
    "script_s2t": Dirt("转为繁体", partial(_of_kind, "script_s2t"), (1.0,)),
    "script_characters": Dirt("零星繁体字", partial(_of_kind, "script_characters"), _SHARES),
    "pinyin_toned": Dirt("注入拼音", partial(_of_kind, "pinyin_toned"), _SHARES),
    "gbk_lost": Dirt("GBK 错位", partial(_of_kind, "gbk_lost"), (0.02, 0.1, 0.2)),
    "utf8_latin1": Dirt("UTF-8 误读", partial(_of_kind, "utf8_latin1"), _LINES),
    "mixed": Dirt("混合损坏", _mixed, (0.01, 0.05, 0.1)),
}
"""The ladder. Bytes out of step are the costliest: no rate beyond what real files show."""

MEASURED = ("passed", "hit_at_1", "fact_accuracy", "units_exact", "refusal_recall", "false_refusal_rate")


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung: kind and rate ("" and 0 for the clean text), and each measure with its interval."""

    kind: str
    rate: float
    questions: int
    clauses: int
    scores: Mapping[str, tuple[float | None, float | None, float | None]]
    error: str = ""


@dataclass(frozen=True, slots=True)
class _Job:
    kind: str
    rate: float
    text: str
    source: str
    items: tuple[GoldItem, ...]
    seed: int


def ladder(
    text: str,
    source: str,
    items: Sequence[GoldItem],
    *,
    kinds: Sequence[str] = tuple(LADDER),
    kept: Path | None = None,
    workers: int = 1,
    seed: int = 8,
    progress: Callable[[int, int, Rung], None] | None = None,
) -> tuple[Rung, ...]:
    """The rungs of a ladder over one document, the clean text first.

    Args:
        text: the clean text.
        source: the file name that the gold knows the document by.
        items: the questions; those that no longer apply are not left out, for the person asks them all the same.
        kinds: names of ``LADDER``.
        kept: a file in which finished rungs are kept and looked up.
        workers: processes.
        seed: of the damage.
        progress: called after each rung with how many are done, how many there are, the rung.
    """
    jobs = [_Job("", 0.0, text, source, tuple(items), seed)]
    jobs += [_Job(kind, rate, text, source, tuple(items), seed) for kind in kinds for rate in LADDER[kind].rates]
    passport = hashlib.sha256(f"{stamp.tree_digest()} {gold_digest(items)} {hashlib.sha256(text.encode()).hexdigest()} {seed}".encode()).hexdigest()[:24]
    known = _known(kept, passport)
    done = {(job.kind, job.rate): known[(job.kind, job.rate)] for job in jobs if (job.kind, job.rate) in known}
    todo = [job for job in jobs if (job.kind, job.rate) not in done]

    def take(rung: Rung) -> None:
        done[(rung.kind, rung.rate)] = rung
        if kept is not None:
            kept.parent.mkdir(parents=True, exist_ok=True)
            with kept.open("a", encoding="utf-8") as out:
                out.write(json.dumps({"passport": passport, **asdict(rung)}, ensure_ascii=False) + "\n")
        if progress is not None:
            progress(len(done), len(jobs), rung)

    if workers > 1 and len(todo) > 1:
        with multiprocessing.get_context("spawn").Pool(workers) as pool:
            for rung in pool.imap_unordered(_rung, todo):
                take(rung)
            pool.close()
            pool.join()
    else:
        for job in todo:
            take(_rung(job))
    return tuple(done[(job.kind, job.rate)] for job in jobs)


def drawn(items: Sequence[GoldItem], limit: int) -> tuple[GoldItem, ...]:
    """``limit`` of the items, drawn by their ids with a fixed seed, in their order: the same in every run, and each
    smaller sample lies within the larger ones."""
    order = sorted(items, key=lambda item: hashlib.sha256(f"ladder/{item.id}".encode()).digest())
    chosen = {item.id for item in order[:limit]}
    return tuple(item for item in items if item.id in chosen)


def _known(kept: Path | None, passport: str) -> dict[tuple[str, float], Rung]:
    if kept is None or not kept.exists():
        return {}
    found: dict[tuple[str, float], Rung] = {}
    for line in kept.read_text(encoding="utf-8").splitlines():
        try:
            data = json.loads(line)
            if data.pop("passport") == passport:
                data["scores"] = {key: tuple(value) for key, value in data["scores"].items()}
                rung = Rung(**data)
                found[(rung.kind, rung.rate)] = rung
        except (ValueError, KeyError, TypeError):  # a line cut off
            continue
    return found


def _rung(job: _Job) -> Rung:
    """Damage, read, index, ask. A document that can no longer be read is a rung of misses, with its reason."""
    from assistant import Settings, build_index, ingest, open_library
    from eval.runner.parallel import run_system
    from eval.systems.system import Local

    dirty = LADDER[job.kind].make(job.text, job.rate, job.seed) if job.kind else job.text
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "documents" / job.source
        file.parent.mkdir()
        # surrogates are what misreading leaves; a file cannot hold them
        file.write_text(dirty.encode("utf-8", "replace").decode("utf-8"), encoding="utf-8", newline="")
        settings = Settings(home=Path(folder) / "home")
        try:
            (report,) = ingest(settings, [file])
            if report.outcome == "refused":
                raise BadInput(report.reason)
            build_index(settings)
            run = run_system(Local(settings.home, job.source), job.items)
        except Exception as error:
            return Rung(job.kind, job.rate, len(job.items), 0, dict.fromkeys(MEASURED, (0.0, None, None)), f"{type(error).__name__}: {error}")
        clauses = sum(len(policy.clauses) for policy in open_library(settings).policies())
    return Rung(job.kind, job.rate, len(run.records), clauses, {key: _score(key, run.records) for key in MEASURED})


def _score(key: str, records: Sequence[Record]) -> tuple[float | None, float | None, float | None]:
    score = metrics.score(map(BY_KEY[key].pair, records))
    return score.value, score.low, score.high
