"""What page, API and MCP tools have in common: one method for each thing a person can ask of the system.

Page and API call nothing else, so that neither can do what the other cannot.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from assistant.answer import Answer
from corpus.catalogue import Wanted, folded
from corpus.errors import BadInput, LibraryMissing, PolicyNotFound
from corpus.feedback import Feedback
from corpus.library import Library
from corpus.policy import Clause, Policy, Status
from ui.comparing import ClauseChange, compare_policies
from ui.documents import day_of
from ui.newer import newer_editions
from ui.permalink import Asked, Reopened, frozen, reopen
from ui.scope import Scope
from ui.tasks import TaskTable, roles_of, task_table

if TYPE_CHECKING:
    from assistant.matching import Matched, Profile
    from assistant.matching.form import FieldRead
    from corpus.repair import RepairedText

MAX_QUESTION = 2_000  # characters; more is a document, not a question
MAX_COMMENT = 2_000
MAX_PROFILE = 4_000
VERDICTS = ("有帮助", "来源不对", "条款过期", "答非所问", "内容不全", "其他")
_MOST_HISTORY = 20
_TIMED = 1_000  # questions whose time is remembered
_WRITTEN_PER_MINUTE = 60  # opinions and kept answers of all visitors together: a flood must not fill the disk


class Shelf(Protocol):
    """Documents, by list and by id."""

    def policies(self) -> Sequence[Policy]:
        """Every document on hand."""
        ...

    def policy(self, policy_id: str) -> Policy:
        """One document. Raises PolicyNotFound."""
        ...


class Answering(Protocol):
    """Who answers questions: the assistant, or the part of it that a scope leaves."""

    def ask(self, question: str, history: Sequence[str] = (), as_of: date | None = None) -> Answer:
        """Answer one question; ``history`` holds the earlier ones. Raises ZhengceError."""
        ...

    def stream(self, question: str, history: Sequence[str] = (), as_of: date | None = None) -> Iterator[Answer]:
        """The answer as it grows; the last one holds. Raises ZhengceError."""
        ...


class Answerer(Answering, Protocol):
    """What is needed of the assistant; tests bring a fake."""

    @property
    def library(self) -> Shelf:
        """The documents that answers come from."""
        ...

    def within(self, policies: Collection[str]) -> Answering:
        """The same assistant restricted to some policies (ids). Raises BadInput where none of them is there."""
        ...


@dataclass(frozen=True, slots=True)
class UnitTask:
    """One clause that a unit carries."""

    policy_id: str
    policy: str
    path: tuple[str, ...]
    label: str
    role: str
    status: Status


def question_problem(question: str) -> str:
    """Why ``question`` cannot be asked, in one line; "" if it can."""
    if not question.strip():
        return "请先输入问题。"
    if len(question) > MAX_QUESTION:
        return f"问题太长（{len(question)}字），请缩短到{MAX_QUESTION}字以内再发送。"
    return ""


class Service:
    """The system as others use it. Safe to call from several threads; keeps nothing of any visitor."""

    def __init__(self, assistant: Answerer, library: Library | None = None) -> None:
        self._assistant = assistant
        self._library = library
        self._said: deque[float] = deque()
        self._took: deque[float] = deque(maxlen=_TIMED)
        self._tables: OrderedDict[str, TaskTable] = OrderedDict()
        self._lock = threading.Lock()

    # ---- asking -----------------------------------------------------------------------------------

    def ask(
        self, question: str, history: Sequence[str] = (), as_of: date | None = None, scope: Scope | None = None
    ) -> Answer:
        """Answer one question from the documents of ``scope``, all of them if it is empty.

        Raises BadInput for an empty or overlong question and for a scope without documents, PolicyNotFound for a
        document in the scope that there is not, NotReady without an index.
        """
        *_, last = self.stream(question, history, as_of, scope)
        return last

    def stream(
        self, question: str, history: Sequence[str] = (), as_of: date | None = None, scope: Scope | None = None
    ) -> Iterator[Answer]:
        """As ``ask``, the answer as it grows: each one is fit to be shown, the last one holds."""
        if problem := question_problem(question):
            raise BadInput(problem)
        who = self._assistant if not scope else self._assistant.within(self.in_scope(scope, as_of))
        yield from self._timed(who.stream(question.strip(), [earlier[:MAX_QUESTION] for earlier in history][-_MOST_HISTORY:], as_of))

    def _timed(self, answers: Iterator[Answer]) -> Iterator[Answer]:
        """``answers`` as they come; how long they took in all is remembered."""
        began = time.monotonic()
        yield from answers
        self._took.append(time.monotonic() - began)

    def latencies(self) -> list[tuple[str, str]]:
        """How long the last questions took, in words; empty before the first."""
        took = sorted(self._took)
        if not took:
            return []
        at = {"中位": took[len(took) // 2], "p95": took[min(len(took) - 1, int(len(took) * 0.95))], "最慢": took[-1]}
        return [("提问", f"{len(took)} 次"), *((name, f"{seconds * 1000:.0f} 毫秒") for name, seconds in at.items())]

    @property
    def rephrases(self) -> bool:
        """Whether a language model rephrases the answers."""
        return bool(getattr(self._assistant, "rephrases", False))

    def in_scope(self, scope: Scope, on: date | None = None) -> frozenset[str]:
        """The ids of the documents within a scope. Raises BadInput where there is none, PolicyNotFound."""
        named = {self.policy(scope.policy).id} if scope.policy else None
        wanted = scope.wanted(on)
        found = frozenset(
            policy.id for policy in self._assistant.library.policies() if (named is None or policy.id in named) and wanted.fits(policy)
        )
        if not found:
            raise BadInput(f"限定的范围（{'，'.join(words for _, words in scope.tags())}）里没有文件，请放宽条件再问。")
        return found

    def cited(self, answer: Answer) -> dict[str, Policy]:
        """The documents an answer (or a refusal's nearest clauses) cites, by id; one that has left is missing."""
        shown = answer.citations or (answer.refusal.nearest if answer.refusal else ())
        found: dict[str, Policy] = {}
        for policy_id in dict.fromkeys(citation.policy_id for citation in shown):
            try:
                found[policy_id] = self._assistant.library.policy(policy_id)
            except PolicyNotFound:
                continue
        return found

    def say(self, question: str, answer: str, verdict: str, comment: str = "") -> None:
        """Keep what a person said about an answer. Raises BadInput, LibraryMissing."""
        if verdict not in VERDICTS:
            raise BadInput(f"请选择一种意见：{'、'.join(VERDICTS)}。")
        if len(comment) > MAX_COMMENT:
            raise BadInput(f"意见太长（{len(comment)}字），请缩短到{MAX_COMMENT}字以内。")
        library = self._kept()
        self._paced("刚才收到的意见太多，请一分钟后再提交。")
        library.feedback.add(Feedback(question[:MAX_QUESTION], answer[:20_000], verdict, comment.strip(), library.digest()))

    # ---- answers under a link ---------------------------------------------------------------------

    def keep(self, asked: Asked, answer: Answer) -> str:
        """Keep an answer with its evidence as it is now; returns the name it is reopened by.

        Raises LibraryMissing, and BadInput where too much is kept at once.
        """
        library = self._kept()
        self._paced("刚才存档的回答太多，请一分钟后再试。")
        return library.answers.keep(frozen(asked, answer, self.cited(answer), library.digest()))

    def reopen(self, name: str, today: date | None = None) -> Reopened:
        """A kept answer beside the answer of today. Raises AnswerNotFound, LibraryMissing."""
        library = self._kept()
        at, content = library.answers.get(name)
        return reopen(self, at, content, library.digest(), today)

    def has_successor(self, policy_id: str) -> bool:
        """Whether a document that is no longer current was followed by another version."""
        try:
            return any(version.current for version in self._kept().versions(policy_id))
        except (PolicyNotFound, LibraryMissing):
            return False

    # ---- the documents ----------------------------------------------------------------------------

    def policies(self, wanted: Wanted | None = None) -> list[Policy]:
        """The documents that are everything asked for, the newest first, then by title."""
        found = [policy for policy in self._assistant.library.policies() if wanted is None or wanted.fits(policy)]
        return sorted(found, key=lambda policy: (-(day_of(policy) or date.min).toordinal(), policy.title, policy.id))

    def policy(self, name: str) -> Policy:
        """A document by id, source file name, 发文字号 or title. Raises PolicyNotFound."""
        shelf = self._assistant.library
        try:
            return shelf.policy(name)
        except PolicyNotFound as unknown:
            sought = folded(name)
            for policy in shelf.policies():
                names = (policy.source, Path(policy.source).stem, policy.doc_number, policy.title)
                if sought and sought in {folded(known) for known in names}:
                    return policy
            raise unknown from None

    def clause(self, name: str, path: Sequence[str]) -> tuple[Policy, Clause]:
        """One part of a document by its path, or by its innermost number where only one has it. Raises PolicyNotFound."""
        policy = self.policy(name)
        wanted = tuple(path)
        same = [part for part in policy.parts if part.path == wanted]
        if not same and len(wanted) == 1:
            same = [part for part in policy.parts if part.number == wanted[0]]
        if not same:
            raise PolicyNotFound(f"{policy.title}里没有“{'/'.join(path)}”这一条（no such clause）")
        if len({part.path for part in same}) > 1:
            paths = "、".join("/".join(part.path) for part in same[:6])
            raise PolicyNotFound(f"“{wanted[0]}”在文件里不止一处，请写出全路径：{paths}（ambiguous）")
        return policy, same[0]

    def tasks(self, name: str) -> TaskTable:
        """The 任务分工表 of a document. Raises PolicyNotFound."""
        policy = self.policy(name)
        with self._lock:
            table = self._tables.get(policy.id)
        if table is None:
            table = task_table(policy)
            with self._lock:
                self._tables[policy.id] = table
                while len(self._tables) > 16:
                    self._tables.popitem(last=False)
        return table

    def units(self, name: str, on: date | None = None) -> list[UnitTask]:
        """What a unit carries in all documents; ``name`` is a unit or a part of its name, two characters at least."""
        sought = folded(name)
        if len(sought) < 2:
            raise BadInput("请写出单位名称，至少两个字（name a unit）")
        day = on or date.today()
        return [
            UnitTask(policy.id, policy.title, part.path, part.label, f"{unit}：{role}", policy.validity.status(day))
            for policy in self.policies()
            for part in policy.clauses
            for unit, role in roles_of(part.units).items()
            if sought in folded(unit)
        ]

    def raw_text(self, policy_id: str) -> str:
        """The text of a document as its file came. Raises PolicyNotFound, LibraryMissing."""
        return self._kept().raw_text(policy_id)

    def page_image(self, name: str, number: int) -> bytes:
        """A page of a document's PDF as PNG. Raises PolicyNotFound, LibraryMissing, UnreadableDocument."""
        return self._kept().page_image(self._any(name).id, number)

    def newer(self, policy: Policy) -> list[Policy]:
        """Younger editions of a document (同类更新文件), the youngest first."""
        return newer_editions(policy, self._assistant.library.policies())

    def repair(self, text: str = "", policy_id: str = "") -> RepairedText:
        """The repair of a document of the library, or of a text. Raises BadInput, PolicyNotFound, LibraryMissing."""
        from corpus.repair import repair

        raw = self.raw_text(self.policy(policy_id).id) if policy_id else text
        if not raw.strip():
            raise BadInput("请给出要修复的文字。")
        return repair(raw)

    def versions(self, name: str) -> list[dict[str, Any]]:
        """Every kept version of a document, the first first. Raises PolicyNotFound, LibraryMissing."""
        return [asdict(version) for version in self._kept().versions(self.policy(name).id)]

    def compare(self, old: str, new: str) -> tuple[Policy, Policy, tuple[ClauseChange, ...]]:
        """Two versions or documents by id, clause beside clause. Raises PolicyNotFound."""
        before, after = self._any(old), self._any(new)
        return before, after, compare_policies(before, after)

    # ---- the matcher ------------------------------------------------------------------------------

    def read_enterprise(self, text: str, on: date | None = None) -> tuple[FieldRead, ...]:
        """What a description says of each field of the form, with the words it came from. Raises BadInput."""
        from assistant.matching.form import read_fields

        if not text.strip():
            raise BadInput("请先用一段话介绍企业。")
        if len(text) > MAX_PROFILE:
            raise BadInput(f"内容太长，请缩短到{MAX_PROFILE}字以内。")
        return read_fields(text, on or date.today())

    def match(
        self, given: dict[str, Any], on: date | None = None, policies: Sequence[str] = (), *, corrected: bool = False
    ) -> tuple[Profile, Matched]:
        """Which support applies to an enterprise given by fields, ``text`` among them. Raises BadInput.

        ``corrected``: the fields are what was read from ``text`` and then looked over by a person, so they hold in its place.
        """
        from assistant.matching import match, read_record
        from assistant.matching.form import read_corrected

        day = on or date.today()
        filled = {key: value for key, value in given.items() if value not in (None, "", [])}
        if not filled:
            raise BadInput("请至少填写一项企业情况，或用一段话介绍企业。")
        if sum(len(str(value)) for value in filled.values()) > MAX_PROFILE:
            raise BadInput(f"内容太长，请缩短到{MAX_PROFILE}字以内。")
        text = str(filled.pop("text", "")) if corrected else ""
        profile = read_corrected(text, filled, day) if text else read_record(filled, day)
        chosen = [self.policy(name) for name in policies] or self.policies()
        return profile, match(profile, chosen, day)

    # ---- inside -----------------------------------------------------------------------------------

    @property
    def has_library(self) -> bool:
        """Whether versions, raw texts and feedback are at hand."""
        return self._library is not None

    def _paced(self, otherwise: str) -> None:
        """Count one more thing that is written for a visitor; BadInput with ``otherwise`` if there were too many."""
        now = time.monotonic()
        with self._lock:
            while self._said and now - self._said[0] > 60:
                self._said.popleft()
            if len(self._said) >= _WRITTEN_PER_MINUTE:
                raise BadInput(otherwise)
            self._said.append(now)

    def _kept(self) -> Library:
        if self._library is None:
            raise LibraryMissing("没有接上政策库，这一项暂不可用（no library）")
        return self._library

    def _any(self, name: str) -> Policy:
        try:
            return self.policy(name)
        except PolicyNotFound:
            return self._kept().kept(name)
