"""What people say about answers (意见), and what was done about it: kept in the library's file beside the policies."""

from __future__ import annotations

from dataclasses import dataclass, replace

from corpus.database import Database, now
from corpus.errors import BadInput


@dataclass(frozen=True, slots=True)
class Handling:
    """What was done about a feedback: by whom, when, with which note; ``open`` where it was taken up again."""

    who: str
    note: str
    open: bool
    at: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a person said about an answer.

    Attributes:
        verdict: "right" | "wrong" | "incomplete" | …, as the page offers it.
        index_digest: the index that gave the answer, so that it can be asked again.
        number: its place in the library, 0 before it is kept.
        handled: everything that was done about it, the first first.
    """

    question: str
    answer: str
    verdict: str
    comment: str = ""
    index_digest: str = ""
    at: str = ""
    number: int = 0
    handled: tuple[Handling, ...] = ()

    @property
    def open(self) -> bool:
        """Whether somebody still has to look at it."""
        return not self.handled or self.handled[-1].open


class FeedbackBook:
    """The feedback of one library; every method raises LibraryMissing or NotReady where its file cannot be used."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, said: Feedback) -> None:
        """Keep what a person said; its ``at`` is set to now."""
        with self._db.writing() as db:
            db.execute(
                "INSERT INTO feedback (at, question, answer, verdict, comment, index_digest) VALUES (?, ?, ?, ?, ?, ?)",
                (now(), said.question, said.answer, said.verdict, said.comment, said.index_digest),
            )

    def all(self) -> tuple[Feedback, ...]:
        """Everything people said, the first first, with what was done about it."""
        with self._db.connect() as db:
            done: dict[int, list[Handling]] = {}
            if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'handled'").fetchone():  # a library made before has none
                for number, *rest in db.execute("SELECT feedback, who, note, open, at FROM handled ORDER BY number"):
                    done.setdefault(number, []).append(Handling(rest[0], rest[1], bool(rest[2]), rest[3]))
            rows = db.execute("SELECT question, answer, verdict, comment, index_digest, at, number FROM feedback ORDER BY number")
            return tuple(replace(Feedback(*row), handled=tuple(done.get(row[-1], ()))) for row in rows)

    def handle(self, number: int, who: str, note: str, *, reopen: bool = False) -> None:
        """Write down that a feedback was dealt with, or taken up again. Raises BadInput where there is none of that number."""
        with self._db.writing() as db:
            if db.execute("SELECT 1 FROM feedback WHERE number = ?", (number,)).fetchone() is None:
                raise BadInput(f"没有第 {number} 条意见（no such feedback）")
            db.execute("INSERT INTO handled (feedback, at, who, note, open) VALUES (?, ?, ?, ?, ?)", (number, now(), who, note, int(reopen)))
