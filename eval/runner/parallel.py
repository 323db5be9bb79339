"""A run in several processes, taken up again where it was broken off.

Each process opens the system once and answers one question at a time; seconds are those of the call. The
answers come back in any order and are put into the order of the gold set.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eval.gold.item import GoldItem, gold_digest
from eval.runner import stamp
from eval.runner.record import Record
from eval.runner.run import Progress, Run, ask_one, check_items, evaluate, now
from eval.runner.scoring import scored

if TYPE_CHECKING:
    from eval.systems.system import Opened, SystemSpec

_opened: Opened | None = None  # one system for each process


@dataclass(frozen=True, slots=True)
class _Reply:
    """One record with what the run's head needs of the process it came from: its number, CPU seconds so far, MB."""

    record: Record
    process: int
    cpu_seconds: float
    peak_memory: float
    head: dict[str, Any]


def run_system(
    spec: SystemSpec,
    gold: Sequence[GoldItem],
    *,
    workers: int = 1,
    progress: Progress | None = None,
    done: Iterable[Record] = (),
    keep: Callable[[Record], None] | None = None,
) -> Run:
    """Evaluate a system that is opened from its description, in ``workers`` processes.

    Args:
        spec: how to open it; must be picklable for more than one process.
        gold: the questions.
        workers: processes; 1 runs in this one.
        progress: as for `evaluate`; records come as they are ready.
        done: records of a run broken off, not asked again.
        keep: called with every new record as soon as it is there, to take up a run that is broken off.

    Raises:
        BadInput: there is no question, or an id stands twice. ZhengceError: the system is not ready.
    """
    items = check_items(gold)
    known = {record.gold.id: record for record in done}
    todo = [item for item in items if item.id not in known]
    began, started = now(), time.perf_counter()
    if workers <= 1 or len(todo) <= 1:
        return _here(spec, items, known, progress, keep)
    records = dict(known)
    peak, head = 0.0, {}
    worked: dict[int, float] = {}
    with multiprocessing.get_context("spawn").Pool(min(workers, len(todo)), _open, (spec,)) as pool:
        for reply in pool.imap_unordered(_one, todo, chunksize=4):
            records[reply.record.gold.id] = reply.record
            peak, head = max(peak, reply.peak_memory), reply.head
            worked[reply.process] = max(worked.get(reply.process, 0.0), reply.cpu_seconds)
            if keep is not None:
                keep(reply.record)
            if progress is not None:
                progress(len(records), len(items), reply.record)
        pool.close()
        pool.join()
    commit, dirty = stamp.commit()
    return Run(
        records=tuple(records[item.id] for item in items), commit=commit, dirty=dirty, date=began, machine=stamp.machine(),
        gold_digest=gold_digest(items), wall_seconds=time.perf_counter() - started, cpu_seconds=sum(worked.values()),
        peak_memory=peak, **head,
    )  # fmt: skip


def _here(
    spec: SystemSpec, items: Sequence[GoldItem], known: dict[str, Record], progress: Progress | None,
    keep: Callable[[Record], None] | None,
) -> Run:  # fmt: skip
    opened = spec.open()
    opened.warm_up()

    def told(count: int, total: int, record: Record) -> None:
        if keep is not None and record.gold.id not in known:
            keep(record)
        if progress is not None:
            progress(count, total, record)

    return evaluate(
        opened.ask, items, progress=told, judging=opened.judging, rank=opened.rank, done=known.values(),
        settings=opened.settings, index_digest=opened.index_digest, system=opened.name,
    )  # fmt: skip


def _head(opened: Opened) -> dict[str, Any]:
    return {
        "settings": dict(opened.settings), "index_digest": opened.index_digest, "system": opened.name,
        "policy_id": opened.judging.policy_id, "quotes_checked": opened.judging.clause_text is not None,
    }  # fmt: skip


def _open(spec: SystemSpec) -> None:
    """In a new process: open the system, so that no question pays for it."""
    global _opened
    _opened = spec.open()
    _opened.warm_up()


def _one(item: GoldItem) -> _Reply:
    assert _opened is not None
    record = scored(item, ask_one(_opened.ask, item, _opened.rank), _opened.judging)
    return _Reply(record, os.getpid(), time.process_time(), stamp.peak_memory(), _head(_opened))
