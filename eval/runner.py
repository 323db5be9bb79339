"""Runs a gold set against a system and keeps one record per question.

The system is anything that answers like the assistant: ``ask(question, history, as_of) -> Answer``.
What is scored is what a person would see. A crash is a miss with its error kept, a citation of a
clause that is not there is a wrong one, and what was not checked is shown as 未核, never as right.
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
import time
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from assistant.answer import Answer, Citation, Kind
from corpus.errors import BadInput, ZhengceError
from corpus.policy import Policy
from eval import metrics
from eval.documents import Documents, same_path
from eval.gold import GoldItem, Split, Style, UnanswerableKind, gold_digest, path_name, path_of
from eval.metrics import Pair, Score

Ask = Callable[[str, Sequence[str], date | None], Answer]
"""``ask(question, history, as_of)``: history is the earlier questions, oldest first; as_of may be None."""

ClauseText = Callable[[Citation], str | None]
"""The stored text of the clause a citation names; None, or a LookupError, where there is no such clause."""

SameDocument = Callable[[str, str], bool]
"""Whether two file names hold one document (the PDF and the text of it)."""

RUN_FORMAT = 2

_ROOT = Path(__file__).resolve().parent.parent


# ---------------------------------------------------------------------------------------------------------
# One question
# ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Record:
    """One question of a run: what was expected, what came, and how it scored.

    Attributes:
        gold: the gold item.
        clauses: distinct clauses cited, in order; none for a refusal or a crash. A right one is written
            as the gold writes it; a clause of a policy other than the one the gold is about is written
            "<file>#<path>".
        policies: files of the policies cited, in order.
        refused: whether the system refused; False for a crash.
        refusal: the refusal's code, "" if there is none.
        text: the answer's text.
        lead, supporting, status: the units and the validity status shown; none for a refusal.
        findings: what the system itself could not find in its cited clauses.
        quotes: (exact, all) of the quotes shown, those beside a refusal too; None if not checked.
        scores: by measure, 0–1; None where the measure does not apply to the question.
        seconds: wall time of the call, as the caller saw it.
        error: what a crash said, "" if there was none.
    """

    gold: GoldItem
    clauses: tuple[str, ...]
    policies: tuple[str, ...]
    refused: bool
    refusal: str
    text: str
    lead: tuple[str, ...]
    supporting: tuple[str, ...]
    status: str | None
    findings: tuple[str, ...]
    quotes: tuple[int, int] | None
    scores: Mapping[str, float | None]
    seconds: float
    error: str = ""

    @property
    def failed(self) -> tuple[str, ...]:
        """The promises that apply to the question and were not kept in full."""
        return tuple(key for key in PROMISES if (value := self.scores[key]) is not None and value < 1)

    @property
    def passed(self) -> bool:
        """Whether every promise that applies was kept in full."""
        return not self.failed

    @property
    def outcome(self) -> metrics.Outcome:
        """What the refusal measures count."""
        return metrics.Outcome(answerable=self.gold.answerable, refused=self.refused)

    def to_json(self) -> dict[str, Any]:
        """As a run file keeps it."""
        return {
            "id": self.gold.id,
            "split": self.gold.split.value,
            "kind": self.gold.kind.value,
            "style": self.gold.style.value,
            "question": self.gold.question,
            "gold": self.gold.to_json(),
            "passed": self.passed,
            "failed": list(self.failed),
            "refused": self.refused,
            "refusal": self.refusal or None,
            "clauses": list(self.clauses),
            "policies": list(self.policies),
            "units": {"lead": list(self.lead), "supporting": list(self.supporting)},
            "status": self.status,
            "findings": list(self.findings),
            "quotes": None if self.quotes is None else {"exact": self.quotes[0], "all": self.quotes[1]},
            "scores": dict(self.scores),
            "text": self.text,
            "seconds": round(self.seconds, 6),
            "error": self.error or None,
        }


PROMISES = (
    "refusal", "policy_hit", "hit_at_1", "quote_exact", "units_exact", "reverse_exact", "fact_accuracy",
    "validity_accuracy",
)  # fmt: skip
"""What every question is held to, as far as it applies; `Record.passed` means all of them in full."""


def _score(
    item: GoldItem,
    answer: Answer | None,
    clauses: tuple[str, ...],
    policies: tuple[str, ...],
    quotes: tuple[int, int] | None,
    same: SameDocument,
) -> dict[str, float | None]:
    """Every measure of one question, from the functions of `eval.metrics`; answer None is a crash.

    ``refusal`` is 1 if the system refused exactly where it should. The other measures apply to
    answerable questions alone (quotes apply wherever any is shown), and to a refusal or a crash there
    each measure that applies gives 0. ``reverse_exact`` applies to units_reverse questions.
    """
    right = right_clauses(item) if item.answerable else ()
    in_one = item.answerable and item.policy and item.clauses
    roles = (item.lead, item.supporting) if item.answerable else (None, None)
    valid = item.validity.status if item.validity and item.answerable else None
    given, status = _roles(answer), _status(answer)
    text = answer.text if answer else ""
    about: dict[str, float | None] = {
        "policy_hit": float(bool(policies) and _about(item, policies[0], same)) if in_one else None,
        "hit_at_1": metrics.clause_hit(clauses, right, 1),
        "hit_at_3": metrics.clause_hit(clauses, right, 3),
        "wrong_first_clause": metrics.wrong_first_clause(clauses, right),
        "citation_precision": metrics.citation_precision(clauses, right),
        "citation_recall": metrics.citation_recall(clauses, right),
        "lead_exact": metrics.lead_exact(given, roles),
        "units_exact": metrics.units_exact(given, roles),
        "units_f1": metrics.units_f1(given, roles),
        "reverse_exact": metrics.clause_list_exact(clauses, right if item.kind is Kind.UNITS_REVERSE else ()),
        "fact_accuracy": metrics.fact_accuracy(text, item.facts if item.answerable else ()),
        "validity_accuracy": metrics.validity_accuracy(status, valid),
    }
    if answer is None or answer.refused:  # a gold without any unit must not be met by saying nothing
        about = {key: None if value is None else 0.0 for key, value in about.items()}
    rightly = answer is not None and answer.refused is not item.answerable
    exact = quotes[0] / quotes[1] if quotes and quotes[1] else None
    return {"refusal": float(rightly), **about, "quote_exact": exact}


def right_clauses(item: GoldItem) -> tuple[str, ...]:
    """The gold clauses as cited ones are written: those of a comparison's other policies with their file."""
    return (*item.clauses, *(f"{source}#{clause}" for source, clause in item.also))


def cited_clauses(
    answer: Answer | None, item: GoldItem, policy_id: str | None = None, same: SameDocument = str.__eq__
) -> tuple[str, ...]:
    """The distinct clauses an answer cites, in order; none for a refusal (its nearest are not claims).

    A clause that the gold names is written as the gold writes it. A clause of a policy other than the
    one asked about cannot pass for a gold one: with ``policy_id``, 五 of policy x is "x#五"; where the
    gold names a file, it is "<file>#/五".
    """
    if answer is None or answer.refused:
        return ()
    return metrics.distinct(_written(cited, item, policy_id, same) for cited in answer.citations)


def _written(cited: Citation, item: GoldItem, policy_id: str | None, same: SameDocument) -> str:
    for source, clause in item.also:
        if same(cited.source, source) and _is_clause(clause, cited, same):
            return f"{source}#{clause}"
    if item.policy and not same(cited.source, item.policy):
        return f"{cited.source}#{path_name(cited.path)}"
    if policy_id is not None and cited.policy_id != policy_id:
        return f"{cited.policy_id}#{cited.clause}"
    for clause in item.clauses:
        if _is_clause(clause, cited, same):
            return clause
    by_path = any(path_of(clause) is not None for clause in item.clauses)
    return path_name(cited.path) if by_path else cited.clause


def _is_clause(clause: str, cited: Citation, same: SameDocument) -> bool:
    """True if a citation is of a gold clause: of one that its path means in the parse (`eval.documents`),
    or of the same innermost number where the gold gives no more."""
    path = path_of(clause)
    if path is None:
        return metrics.fold(cited.clause) == metrics.fold(clause)
    given = tuple(map(metrics.fold, cited.path))
    if isinstance(same, Documents):
        return given in same.meant(cited.source, path)
    return same_path(tuple(map(metrics.fold, path)), given)


def _about(item: GoldItem, source: str, same: SameDocument) -> bool:
    return any(same(source, policy) for policy in (item.policy, *(policy for policy, _ in item.also)))


def _roles(answer: Answer | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if answer is None or answer.refused or answer.units is None:
        return (), ()
    return tuple(answer.units.lead), tuple(answer.units.supporting)


def _status(answer: Answer | None) -> str | None:
    if answer is None or answer.refused or answer.validity is None:
        return None
    return str(answer.validity.status)


def _quotes(answer: Answer | None, clause_text: ClauseText | None) -> tuple[int, int] | None:
    """(exact, all) of the quotes shown, the nearest clauses of a refusal included; None if not checked."""
    if clause_text is None:
        return None
    shown: list[Citation] = []
    if answer is not None:
        shown += [*answer.citations, *(answer.refusal.nearest if answer.refusal else ())]
    pair = metrics.quote_pair((cited.quote, _stored(cited, clause_text)) for cited in shown)
    return (int(pair[0]), int(pair[1])) if pair else (0, 0)


def _stored(cited: Citation, clause_text: ClauseText) -> str | None:
    try:
        return clause_text(cited)
    except (LookupError, ZhengceError):  # no such policy or clause: an invented citation
        return None


# ---------------------------------------------------------------------------------------------------------
# Measures over many questions
# ---------------------------------------------------------------------------------------------------------


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
        value = record.scores[key]
        return None if value is None else (value, 1.0)

    return pair


def _right(record: Record) -> tuple[str, ...]:
    return right_clauses(record.gold) if record.gold.answerable else ()


def _quote_pair(record: Record) -> Pair | None:
    return (float(record.quotes[0]), float(record.quotes[1])) if record.quotes and record.quotes[1] else None


MEASURES = (
    Measure("passed", "全部兑现", "all promises kept", lambda record: (float(record.passed), 1.0)),
    Measure("policy_hit", "文件正确", "right policy first", _mean_of("policy_hit")),
    Measure("hit_at_1", "首引命中", "clause hit@1", _mean_of("hit_at_1")),
    Measure("hit_at_3", "前三命中", "clause hit@3", _mean_of("hit_at_3")),
    Measure(
        "wrong_first_clause", "首引错条（越低越好）", "wrong first clause", _mean_of("wrong_first_clause"),
        lower_is_better=True,
    ),
    Measure(
        "citation_precision", "引证准确率（宏）", "citation precision, macro", _mean_of("citation_precision"),
    ),
    Measure(
        "citation_recall", "引证召回率（宏）", "citation recall, macro", _mean_of("citation_recall"),
    ),
    Measure(
        "citation_precision_micro", "引证准确率（微）", "citation precision, micro",
        lambda record: metrics.precision_pair(record.clauses, _right(record)),
    ),
    Measure(
        "citation_recall_micro", "引证召回率（微）", "citation recall, micro",
        lambda record: metrics.recall_pair(record.clauses, _right(record)),
    ),
    Measure("quote_exact", "引文逐字", "quotes exact", _quote_pair),
    Measure("lead_exact", "牵头正确", "lead exact", _mean_of("lead_exact")),
    Measure("units_exact", "责任单位全对", "units exact", _mean_of("units_exact")),
    Measure("units_f1", "责任单位 F1", "units F1", _mean_of("units_f1")),
    Measure("reverse_exact", "单位反查全对", "reverse clause list exact", _mean_of("reverse_exact")),
    Measure("fact_accuracy", "事实正确", "facts", _mean_of("fact_accuracy")),
    Measure("validity_accuracy", "效力正确", "validity", _mean_of("validity_accuracy")),
    Measure(
        "refusal_precision", "拒答准确率", "refusal precision",
        lambda record: metrics.refusal_precision_pair(record.outcome),
    ),
    Measure(
        "refusal_recall", "拒答召回率", "refusal recall",
        lambda record: metrics.refusal_recall_pair(record.outcome),
    ),
    Measure(
        "false_refusal_rate", "误拒率（越低越好）", "false refusal rate",
        lambda record: metrics.false_refusal_pair(record.outcome), lower_is_better=True,
    ),
    Measure(
        "crash_rate", "出错率（越低越好）", "crash rate",
        lambda record: (float(bool(record.error)), 1.0), lower_is_better=True,
    ),
)  # fmt: skip

HIDDEN = frozenset({"citation_precision_micro", "citation_recall_micro"})
"""Kept in the run's JSON; the terminal table shows the macro averages, where each question counts once."""


def totals(records: Sequence[Record]) -> dict[str, Score]:
    """Every measure over the records, by key."""
    return {measure.key: metrics.score(map(measure.pair, records)) for measure in MEASURES}


def _group(records: Sequence[Record]) -> dict[str, Any]:
    seconds = [record.seconds for record in records]
    return {
        "questions": len(records),
        **{key: score.to_json() for key, score in totals(records).items()},
        "seconds": {"p50": metrics.percentile(seconds, 0.5), "p95": metrics.percentile(seconds, 0.95)},
    }


# ---------------------------------------------------------------------------------------------------------
# A run
# ---------------------------------------------------------------------------------------------------------


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

    def failures(self) -> tuple[Record, ...]:
        """The questions with a promise not kept, in order."""
        return tuple(record for record in self.records if not record.passed)

    def summary(self) -> dict[str, Any]:
        """Totals overall and by kind, style, split and unanswerable kind, ready for JSON.

        Each group holds ``questions``, ``seconds`` {p50, p95}, and per measure {value, n, low, high}.
        Groups appear in the order of the vocabulary, and only if they have a question. The groups of
        ``by_unanswerable_kind`` hold refusal precision and recall alone; precision there is over the
        kind's questions and all answerable ones, for a false refusal belongs to no kind.
        """
        return {
            "overall": _group(self.records),
            "by_kind": self._by(Kind, lambda gold: gold.kind),
            "by_style": self._by(Style, lambda gold: gold.style),
            "by_split": self._by(Split, lambda gold: gold.split),
            "by_unanswerable_kind": self._by_unanswerable_kind(),
        }

    def _by(self, members: Iterable[str], of: Callable[[GoldItem], str]) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for member in members:
            records = [record for record in self.records if of(record.gold) == member]
            if records:
                out[str(member)] = _group(records)
        return out

    def _by_unanswerable_kind(self) -> dict[str, Any]:
        out: dict[str, Any] = {}
        answerable = [record for record in self.records if record.gold.answerable]
        for kind in UnanswerableKind:
            records = [record for record in self.records if record.gold.unanswerable_kind is kind]
            if records:
                outcomes = [record.outcome for record in [*records, *answerable]]
                precision = metrics.score(map(metrics.refusal_precision_pair, outcomes))
                recall = metrics.score(map(metrics.refusal_recall_pair, outcomes))
                out[kind.value] = {
                    "questions": len(records),
                    "refusal_precision": precision.to_json(),
                    "refusal_recall": recall.to_json(),
                }
        return out

    def to_json(self) -> dict[str, Any]:
        """The whole run, ready for ``json.dumps``: head, summary, and one record per question."""
        return {
            "format": RUN_FORMAT,
            "commit": self.commit,
            "dirty": self.dirty,
            "date": self.date,
            "machine": self.machine,
            "settings": _plain(self.settings),
            "index_digest": self.index_digest,
            "gold_digest": self.gold_digest,
            "policy_id": self.policy_id,
            "quotes_checked": self.quotes_checked,
            "summary": self.summary(),
            "records": [record.to_json() for record in self.records],
        }


def evaluate(
    ask: Ask,
    gold: Sequence[GoldItem],
    *,
    progress: Callable[[int, int, Record], None] | None = None,
    clause_text: ClauseText | None = None,
    policy_id: str | None = None,
    same_document: SameDocument = str.__eq__,
    settings: Mapping[str, Any] | None = None,
    index_digest: str = "",
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
        settings, index_digest: kept with the run, to tell it from others.
        clock: seconds; for tests.

    An exception of ``ask``, or a result that is no Answer, makes the question a miss with the error's
    text; only KeyboardInterrupt and the like end the run. The first question pays for what the system
    loads late, which p95 shows and p50 does not.

    Raises:
        BadInput: there is no question, or an id stands twice.
    """
    items = tuple(gold)
    if not items:
        raise BadInput("没有可评测的题目 (there is no question to evaluate)")
    if len({item.id for item in items}) < len(items):
        raise BadInput("题目 id 有重复 (a question id stands twice)")
    began = datetime.now(UTC).isoformat(timespec="seconds")
    commit, dirty = _commit()
    records: list[Record] = []
    for item in items:
        answer, error = None, ""
        start = clock()
        try:
            answer = _answer(ask(item.question, item.history, item.as_of))
        except Exception as problem:
            error = f"{type(problem).__name__}: {problem}"
        seconds = clock() - start
        records.append(_record(item, answer, error, seconds, clause_text, policy_id, same_document))
        if progress is not None:
            progress(len(records), len(items), records[-1])
    return Run(
        records=tuple(records),
        commit=commit,
        dirty=dirty,
        date=began,
        machine=_machine(),
        settings=dict(settings or {}),
        index_digest=index_digest,
        gold_digest=gold_digest(items),
        policy_id=policy_id,
        quotes_checked=clause_text is not None,
    )


def same_document(policies: Iterable[Policy]) -> Documents:
    """Files with one title and one number hold one document (its PDF and its text)."""
    return Documents(policies)


def _answer(given: object) -> Answer:
    if not isinstance(given, Answer):
        raise TypeError(f"ask returned {type(given).__name__}, not Answer")
    return given


def _record(
    item: GoldItem,
    answer: Answer | None,
    error: str,
    seconds: float,
    clause_text: ClauseText | None,
    policy_id: str | None,
    same: SameDocument,
) -> Record:
    lead, supporting = _roles(answer)
    clauses = cited_clauses(answer, item, policy_id, same)
    cited = () if answer is None or answer.refused else answer.citations
    policies = tuple(dict.fromkeys(citation.source for citation in cited))
    quotes = _quotes(answer, clause_text)
    return Record(
        gold=item,
        clauses=clauses,
        policies=policies,
        refused=answer is not None and answer.refused,
        refusal=answer.refusal.code.value if answer and answer.refusal else "",
        text=answer.text if answer else "",
        lead=lead,
        supporting=supporting,
        status=_status(answer),
        findings=answer.findings if answer else (),
        quotes=quotes,
        scores=_score(item, answer, clauses, policies, quotes, same),
        seconds=seconds,
        error=error,
    )


def _git(*arguments: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", "-C", str(_ROOT), *arguments], capture_output=True, text=True, timeout=10, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def _commit() -> tuple[str, bool]:
    """The commit of this project and whether its tree has changes; ("", False) if it has no commit."""
    top = _git("rev-parse", "--show-toplevel")
    if not top or Path(top).resolve() != _ROOT:  # an unpacked copy inside somebody else's repository
        return "", False
    commit = _git("rev-parse", "--verify", "--quiet", "HEAD")
    return (commit, bool(_git("status", "--porcelain"))) if commit else ("", False)


def _machine() -> str:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{platform.system()} {platform.machine()}, {cores} cores, Python {platform.python_version()}"


_SECRET = re.compile(r"(?i)api_?key|secret|passw|credential|authorization|(?:^|_)token$")


def _plain(value: Any, name: str = "") -> Any:
    """The value as JSON can hold it; what stands under a secret-looking name is masked."""
    if _SECRET.search(name) and value:
        return "***"
    if isinstance(value, Mapping):
        return {str(key): _plain(inner, str(key)) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        inner = [_plain(part) for part in value]
        return sorted(inner, key=str) if isinstance(value, set | frozenset) else inner
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


# ---------------------------------------------------------------------------------------------------------
# For a person at a terminal
# ---------------------------------------------------------------------------------------------------------

KIND_NAMES = {
    Kind.FACT: "事实", Kind.LIST: "列举", Kind.UNITS: "责任单位", Kind.UNITS_REVERSE: "单位反查",
    Kind.YES_NO: "是否", Kind.ELIGIBILITY: "资格", Kind.VALIDITY: "效力", Kind.CLAUSE: "条款",
    Kind.SMALL_TALK: "寒暄",
}  # fmt: skip
STYLE_NAMES = {
    Style.FORMAL: "书面", Style.COLLOQUIAL: "口语", Style.TERSE: "简短", Style.TYPO: "错别字",
    Style.TRADITIONAL: "繁体", Style.ENGLISH: "英文", Style.PARAPHRASE: "改述",
}  # fmt: skip
SPLIT_NAMES = {Split.DEV: "开发集", Split.HELD: "保留集"}
UNANSWERABLE_NAMES = {
    UnanswerableKind.NEAR_TOPIC: "近题无据", UnanswerableKind.OFF_TOPIC: "题外",
    UnanswerableKind.OTHER_POLICY: "其他政策", UnanswerableKind.INJECTION: "注入指令",
}  # fmt: skip
STATUS_NAMES = {
    "in_force": "现行有效", "expired": "已失效", "repealed": "已废止", "not_yet": "尚未施行",
    "event_bound": "随事件终止", "unknown": "效力不明",
}  # fmt: skip

# The columns of the tables by group, where there is no room for every measure.
_GROUP_COLUMNS = (
    ("passed", "全部兑现"), ("policy_hit", "文件"), ("hit_at_1", "首引命中"), ("fact_accuracy", "事实"), ("units_exact", "单位"),
    ("validity_accuracy", "效力"), ("refusal_recall", "拒答召回"), ("false_refusal_rate", "误拒"),
)  # fmt: skip

_NAMES = {"refusal": "拒答与否"} | {measure.key: measure.chinese for measure in MEASURES}


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
        f"机器 machine {run.machine}",
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
    """The failing questions, each with the promises not kept, what was expected and what came."""
    failures = run.failures()
    if not failures:
        return "未兑现的题目 failing questions：无 none"
    shown = failures if limit is None else failures[:limit]
    lines = [f"未兑现的题目 failing questions：{len(failures)}/{len(run.records)}"]
    for record in shown:
        gold = record.gold
        what = "、".join(_NAMES[key] for key in record.failed)
        group = f"{KIND_NAMES[gold.kind]} {STYLE_NAMES[gold.style]} {SPLIT_NAMES[gold.split]}"
        lines += [
            f"- {gold.id} [{group}] {what}",
            f"  问题 question：{_line(' / '.join([*gold.history, gold.question]), 100)}",
            f"  期望 expected：{_expected(gold)}",
            f"  实际 given：{_given(record)}",
        ]
    if len(shown) < len(failures):
        rest = len(failures) - len(shown)
        lines.append(f"（另有 {rest} 题未列出，见评测结果的 JSON / {rest} more in the JSON）")
    return "\n".join(lines)


def _totals_table(run: Run) -> str:
    scores = totals(run.records)
    rows = [["指标", "measure", "值", "95% 区间", "n"]]
    for measure in MEASURES:
        if measure.key not in HIDDEN:
            score = scores[measure.key]
            unchecked = measure.key == "quote_exact" and not run.quotes_checked
            value = "未核" if unchecked else _number(score.value)
            between = "-" if score.low is None else f"{score.low:.3f} .. {score.high:.3f}"
            rows.append([measure.chinese, measure.english, value, between, str(score.n)])
    seconds = [record.seconds for record in run.records]
    for name, q in (("p50", 0.5), ("p95", 0.95)):
        value = f"{metrics.percentile(seconds, q):.3f}"
        rows.append([f"用时 {name}（秒）", f"seconds {name}", value, "-", str(len(seconds))])
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
            rows.append([f"{name} {member}", str(len(group)), *map(_number, values)])
    return align(rows, left=1)


def _unanswerable_table(run: Run) -> str:
    rows = [["不可回答的题 unanswerable", "题数", "拒答召回", "拒答准确"]]
    for key, group in run._by_unanswerable_kind().items():
        name = UNANSWERABLE_NAMES[UnanswerableKind(key)]
        recall, precision = group["refusal_recall"]["value"], group["refusal_precision"]["value"]
        rows.append([f"{name} {key}", str(group["questions"]), _number(recall), _number(precision)])
    return align(rows, left=1) if len(rows) > 1 else ""


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def width(text: str) -> int:
    """How many terminal cells the text takes: wide and full-width characters two, combining ones none.

    >>> width("首引命中 hit@1")
    14
    """
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def align(rows: Sequence[Sequence[str]], *, left: int) -> str:
    """The rows as columns: the first ``left`` flush left, the others flush right.

    >>> print(align([["指标", "值"], ["p50", "0.5"]], left=1))
    指标   值
    p50   0.5
    """
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [
            cell + " " * (wide - width(cell)) if at < left else " " * (wide - width(cell)) + cell
            for at, (cell, wide) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def _line(text: str, most: int) -> str:
    """One line of at most ``most`` characters; control characters, which a terminal obeys, are shown as ?."""
    flat = " ".join(text.split())
    flat = "".join("?" if unicodedata.category(char) in {"Cc", "Cf", "Cs"} else char for char in flat)
    return flat if len(flat) <= most else flat[: most - 3] + "..."


def _units(lead: Sequence[str] | None, supporting: Sequence[str] | None) -> list[str]:
    roles = (("牵头", lead), ("配合", supporting))
    return [f"{role} {'、'.join(names) or '无'}" for role, names in roles if names is not None]


def _expected(gold: GoldItem) -> str:
    if not gold.answerable:
        why = gold.unanswerable_kind
        return "应拒答 refusal" + (f"（{UNANSWERABLE_NAMES[why]} {why}）" if why else "")
    held = f"《{gold.policy}》" if gold.policy else ""
    parts = [f"{held}条款 {'、'.join(right_clauses(gold))}"] if gold.clauses else ["应作答 an answer"]
    if gold.facts:
        parts.append(f"事实 {' 且 '.join(gold.facts)}")
    parts += _units(gold.lead, gold.supporting)
    if gold.validity:
        parts.append(f"效力 {STATUS_NAMES[gold.validity.status]}")
    return _line("；".join(parts), 300)


def _given(record: Record) -> str:
    if record.error:
        return f"出错 error：{_line(record.error, 200)}"
    parts = ["拒答 refusal"] if record.refused else [f"条款 {'、'.join(record.clauses) or '无'}"]
    if not record.refused:
        if record.gold.lead is not None or record.gold.supporting is not None:
            parts += _units(record.lead, record.supporting)
        if record.gold.validity:
            parts.append(f"效力 {STATUS_NAMES.get(record.status or '', record.status or '无')}")
    if record.quotes and record.quotes[0] < record.quotes[1]:
        parts.append(f"逐字引文 {record.quotes[0]}/{record.quotes[1]}")
    parts.append(f"正文 {_line(record.text, 160) or '空'}")
    return _line("；".join(parts), 500)
