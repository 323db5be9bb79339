"""The library's file: its tables, its transactions, and its errors in words.

SQLite keeps it whole: a transaction is there or not at all, whatever kills the program.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from corpus.errors import LibraryMissing, NotReady

FORMAT = 5  # of the database; raised when the tables or the stored record change
_WAIT = 30  # seconds for another writer
_TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS policies (
    id TEXT NOT NULL, source TEXT NOT NULL, origin TEXT NOT NULL, version INTEGER NOT NULL,
    current INTEGER NOT NULL, ended TEXT NOT NULL DEFAULT '', title TEXT NOT NULL, digest TEXT NOT NULL,
    added TEXT NOT NULL, edition INTEGER NOT NULL, clauses INTEGER NOT NULL, sketch TEXT NOT NULL,
    raw TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (origin, version)
);
CREATE INDEX IF NOT EXISTS policies_by_digest ON policies (digest);
CREATE INDEX IF NOT EXISTS policies_by_id ON policies (id);
CREATE TABLE IF NOT EXISTS audit (
    number INTEGER PRIMARY KEY, at TEXT NOT NULL, action TEXT NOT NULL, policy_id TEXT NOT NULL,
    version INTEGER NOT NULL, source TEXT NOT NULL, detail TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS feedback (
    number INTEGER PRIMARY KEY, at TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL,
    verdict TEXT NOT NULL, comment TEXT NOT NULL, index_digest TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS handled (
    number INTEGER PRIMARY KEY, feedback INTEGER NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL, note TEXT NOT NULL, open INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS answers (
    id TEXT PRIMARY KEY, at TEXT NOT NULL, mark TEXT NOT NULL UNIQUE, content BLOB NOT NULL
);
CREATE TRIGGER IF NOT EXISTS audit_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER IF NOT EXISTS audit_fixed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER IF NOT EXISTS feedback_kept BEFORE DELETE ON feedback BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER IF NOT EXISTS feedback_fixed BEFORE UPDATE ON feedback BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER IF NOT EXISTS handled_kept BEFORE DELETE ON handled BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER IF NOT EXISTS handled_fixed BEFORE UPDATE ON handled BEGIN SELECT RAISE(ABORT, 'append only'); END;
"""
_NEW = f"BEGIN IMMEDIATE; {_TABLES} INSERT OR IGNORE INTO meta VALUES ('format', '{FORMAT}'), ('changes', '0'); COMMIT;"
_STEP = re.compile(r"CREATE (?:TABLE|INDEX|TRIGGER).*?;(?=\s*(?:CREATE|$))", re.DOTALL)
Upgrade = Callable[[sqlite3.Connection], None]


class Database:
    """The SQLite file of a library; every call opens its own connection, so threads do not meet."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def create(self, upgrade: Upgrade) -> None:
        """Make the file where there is none; bring one of format 4 up to date, whole or not at all.

        ``upgrade`` fills the new ``policies`` from ``policies_4`` within the same transaction.
        Raises LibraryMissing if the file is something else, NotReady if it cannot be written now.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with closing(sqlite3.connect(self.path, timeout=_WAIT)) as db:
                tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
                if not tables:  # in one transaction, so that two first ingests or a kill leave no half
                    db.executescript(_NEW)
                elif "meta" in tables and _format(db) == "4":
                    self._upgrade(db, upgrade)
        except sqlite3.Error as error:
            raise self.unusable(error) from None

    def _upgrade(self, db: sqlite3.Connection, upgrade: Upgrade) -> None:
        db.isolation_level = None
        db.execute("BEGIN IMMEDIATE")
        try:
            if _format(db) == "4":  # no other process did it meanwhile
                db.execute("ALTER TABLE policies RENAME TO policies_4")
                for step in _STEP.findall(_TABLES):
                    db.execute(step)
                upgrade(db)
                db.execute("DROP TABLE policies_4")
                db.execute("UPDATE meta SET value = ? WHERE key = 'format'", (str(FORMAT),))
                db.execute("UPDATE meta SET value = value + 1 WHERE key = 'changes'")
            db.execute("COMMIT")
        except BaseException:
            db.execute("ROLLBACK")
            raise

    @contextmanager
    def connect(self) -> Iterator[sqlite3.Connection]:
        """One transaction: committed if the block ends well, rolled back if not. Raises LibraryMissing, NotReady."""
        if not self.path.is_file():
            raise LibraryMissing(f"还没有政策库（{self.path.name}）；请先运行 zhengce ingest（no library yet）")
        try:
            with closing(sqlite3.connect(self.path, timeout=_WAIT)) as db:
                found = _format(db)
                if found == "4":
                    raise LibraryMissing("政策库是旧格式；请运行 zhengce ingest 更新它，内容不会丢失（older format）")
                if found != str(FORMAT):
                    raise LibraryMissing(
                        f"政策库的格式是 {found}，本程序要 {FORMAT}；请移走 {self.path} 后运行 zhengce ingest（other format）"
                    )
                with db:
                    yield db
        except sqlite3.Error as error:
            raise self.unusable(error) from None

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """As ``connect``, with the write lock held from the start: what is read first still holds when written."""
        with self.connect() as db:
            db.execute("BEGIN IMMEDIATE")
            for step in _STEP.findall(_TABLES):  # a library of this format may be older than some of its tables
                db.execute(step)
            yield db

    def damaged(self) -> LibraryMissing:
        """The error of a record that cannot be read."""
        return LibraryMissing(f"政策库 {self.path} 里有损坏的记录；请移走它后运行 zhengce ingest（damaged record）")

    def unusable(self, error: sqlite3.Error) -> NotReady:
        """The error in words: a full or locked disk is no reason to move the library away."""
        if isinstance(error, sqlite3.OperationalError) and re.search(
            r"locked|busy|readonly|full|unable to open|disk I/O", str(error)
        ):
            return NotReady(
                f"政策库 {self.path} 暂时无法读写（{error}）；请检查磁盘空间、权限和占用它的程序后再试（cannot use the library now）"
            )
        return LibraryMissing(
            f"政策库文件 {self.path} 已损坏（{error}）；请移走它后运行 zhengce ingest（damaged library）"
        )


def now() -> str:
    """This moment as the library writes it down: local time with offset, ISO 8601, seconds."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def _format(db: sqlite3.Connection) -> str:
    row = db.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
    return str(row[0]) if row else "?"
