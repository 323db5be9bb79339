"""A run: every gold question asked once, in order, and scored."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from assistant.answer import Answer, Citation
from corpus.errors import BadInput
from eval.gold.item import GoldItem, gold_digest
from eval.runner import stamp
from eval.runner.citing import SameDocument
from eval.runner.measures import breakdown
from eval.runner.record import Record
from eval.runner.scoring import ClauseText, Given, Judging, scored

Ask = Callable[[str, Sequence[str], date | None], Answer]
"""``ask(question, history, as_of)``: history is the earlier questions, oldest first; as_of may be None."""

Rank = Callable[[str], Sequence[Citation]]
"""``rank(question)``: what the search alone finds for a question that stands on its own, best first."""

Progress = Callable[[int, int, Record], None]

RUN_FORMAT = 3


@dataclass(frozen=True, slots=True)
class Run:
    """One evaluation: the records, and what is needed to say which system gave them.

    Attributes:
        records: one per gold question, in the order of the gold set.
        commit: of the program, "" if it is not under git.
        dirty: the working tree had changes, so the commit alone does not tell the program.
        date: when the run began, ISO, UTC. It is also the day of the questions without an as_of.
        machine: system, cores and Python, without the host's name.
        settings: as handed in; values under a name like api_key are masked in the JSON.
        index_digest: of the index that answered, as handed in.
        gold_digest: of the questions asked: runs with different ones do not compare.
        policy_id: the policy the gold is about; None where any policy's clause number counts.
        quotes_checked: whether the stored texts were there to check quotes against.
        system: what answered, in a word.
        wall_seconds: from the first question to the last answer, of the part that was not taken up again.
        cpu_seconds: of all processes together, opening the system included; on a busy machine it tells more than wall time.
        peak_memory: the most memory a process that answered has held, MB.
    """

    records: tuple[Record, ...]
    commit: str
    dirty: bool
    date: str
    machine: str
    settings: Mapping[str, Any]
    index_digest: str
    gold_digest: str
    policy_id: str | None
    quotes_checked: bool
    system: str = "zhengce"
    wall_seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_memory: float = 0.0

    def failures(self) -> tuple[Record, ...]:
        """The questions with a promise not kept, in order."""
        return tuple(record for record in self.records if not record.passed)

    def summary(self) -> dict[str, Any]:
        """Totals overall and by group, ready for JSON: see `eval.runner.measures.breakdown`."""
        return breakdown(self.records)

    def head(self) -> dict[str, Any]:
        """Everything but the records, ready for JSON."""
        return {
            "format": RUN_FORMAT,
            "system": self.system,
            "commit": self.commit,
            "dirty": self.dirty,
            "date": self.date,
            "machine": self.machine,
            "settings": stamp.plain(self.settings),
            "index_digest": self.index_digest,
            "gold_digest": self.gold_digest,
            "policy_id": self.policy_id,
            "quotes_checked": self.quotes_checked,
            "wall_seconds": round(self.wall_seconds, 3),
            "cpu_seconds": round(self.cpu_seconds, 3),
            "peak_memory": round(self.peak_memory, 1),
        }

    def to_json(self) -> dict[str, Any]:
        """The whole run, ready for ``json.dumps``: head, summary, and one record per question."""
        return {**self.head(), "summary": self.summary(), "records": [record.to_json() for record in self.records]}


def check_items(gold: Sequence[GoldItem]) -> tuple[GoldItem, ...]:
    """The items, if they can be run. Raises BadInput: there is none, or an id stands twice."""
    items = tuple(gold)
    if not items:
        raise BadInput("没有可评测的题目 (there is no question to evaluate)")
    if len({item.id for item in items}) < len(items):
        raise BadInput("题目 id 有重复 (a question id stands twice)")
    return items


def ask_one(ask: Ask, item: GoldItem, rank: Rank | None = None, clock: Callable[[], float] = time.perf_counter) -> Given:
    """One question asked. An exception, or a result that is no Answer, becomes the error of a miss.

    The ranking is taken after the clock has stopped, of the question as it was understood.
    """
    answer, error = None, ""
    start = clock()
    try:
        answer = _answer(ask(item.question, item.history, item.as_of))
    except Exception as problem:
        error = f"{type(problem).__name__}: {problem}"
    seconds = clock() - start
    ranked: Sequence[Citation] | None = None
    if rank is not None and item.answerable and item.clauses:
        try:
            ranked = rank(answer.resolved if answer and answer.resolved else item.question)
        except Exception:  # what cannot be searched finds nothing
            ranked = ()
    return Given(answer, error, seconds, ranked)


def evaluate(
    ask: Ask,
    gold: Sequence[GoldItem],
    *,
    progress: Progress | None = None,
    clause_text: ClauseText | None = None,
    policy_id: str | None = None,
    same_document: SameDocument = str.__eq__,
    judging: Judging | None = None,
    rank: Rank | None = None,
    settings: Mapping[str, Any] | None = None,
    index_digest: str = "",
    system: str = "zhengce",
    done: Iterable[Record] = (),
    clock: Callable[[], float] = time.perf_counter,
) -> Run:
    """Ask every gold question once, in order, and score what comes back.

    Args:
        ask: the system; called as ``ask(question, history, as_of)`` with the item's own as_of.
        gold: from `eval.gold.load_gold`.
        progress: called after each question with how many are done, how many there are, the record.
        clause_text: the stored text of a cited clause; without it quotes count as not checked.
        policy_id: the policy the gold is about. Give it wherever the library holds more than one:
            clause numbers repeat from policy to policy, and without it 五 of any of them is a hit.
        same_document: whether two file names hold the same document; the file of the gold set and another
            copy of it are then both right.
        judging: all three of these at once, with what more there is to check by; it then takes their place.
        rank: what the search alone finds, for the measures of ranking; without it they do not apply.
        settings, index_digest, system: kept with the run, to tell it from others.
        done: records of a run that was broken off; their questions are not asked again.
        clock: seconds; for tests.

    An exception of ``ask``, or a result that is no Answer, makes the question a miss with the error's
    text; only KeyboardInterrupt and the like end the run. The first question pays for what the system
    loads late, which p95 shows and p50 does not.

    Raises:
        BadInput: there is no question, or an id stands twice.
    """
    items = check_items(gold)
    judging = judging or Judging(clause_text, policy_id, same_document)
    began, started, worked = now(), time.perf_counter(), time.process_time()
    known = {record.gold.id: record for record in done}
    records: list[Record] = []
    for item in items:
        record = known.get(item.id) or scored(item, ask_one(ask, item, rank, clock), judging)
        records.append(record)
        if progress is not None:
            progress(len(records), len(items), record)
    commit, dirty = stamp.commit()
    return Run(
        records=tuple(records), commit=commit, dirty=dirty, date=began, machine=stamp.machine(),
        settings=dict(settings or {}), index_digest=index_digest, gold_digest=gold_digest(items), policy_id=judging.policy_id,
        quotes_checked=judging.clause_text is not None, system=system, wall_seconds=time.perf_counter() - started,
        cpu_seconds=time.process_time() - worked, peak_memory=stamp.peak_memory(),
    )  # fmt: skip


def now() -> str:
    """The moment, ISO, UTC, seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _answer(given: object) -> Answer:
    if not isinstance(given, Answer):
        raise TypeError(f"ask returned {type(given).__name__}, not Answer")
    return given
