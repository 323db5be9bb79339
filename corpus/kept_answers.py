"""Answers that were kept to be shown again (存档的回答): in the library's file, under names that nobody can guess."""

from __future__ import annotations

import secrets
import sqlite3
import zlib
from collections.abc import Collection
from hashlib import sha256

from corpus.database import Database, now
from corpus.errors import AnswerNotFound


class KeptAnswers:
    """The kept answers of one library; every method raises LibraryMissing or NotReady where its file cannot be used."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def keep(self, content: str) -> str:
        """Keep an answer with its evidence (a JSON text); returns the name it is found by. The same content twice is kept once."""
        mark = sha256(content.encode()).hexdigest()
        with self._db.writing() as db:
            row = db.execute("SELECT id FROM answers WHERE mark = ?", (mark,)).fetchone()
            if row is not None:
                return str(row[0])
            name = secrets.token_urlsafe(12)
            db.execute("INSERT INTO answers VALUES (?, ?, ?, ?)", (name, now(), mark, zlib.compress(content.encode(), 6)))
        return name

    def get(self, name: str) -> tuple[str, str]:
        """(when, content) of an answer. Raises AnswerNotFound."""
        with self._db.connect() as db:
            there = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'answers'").fetchone()
            row = db.execute("SELECT at, content FROM answers WHERE id = ?", (name,)).fetchone() if there else None
        if row is None:
            raise AnswerNotFound("没有这条存档的回答，可能是链接不完整（no such answer）")
        try:
            return str(row[0]), zlib.decompress(row[1]).decode()
        except (zlib.error, UnicodeDecodeError, TypeError):
            raise self._db.damaged() from None


def forget_answers(db: sqlite3.Connection, policy_ids: Collection[str]) -> None:
    """Erase, within a transaction, the kept answers that hold words of these policies."""
    for name, content in db.execute("SELECT id, content FROM answers").fetchall():
        try:
            text = zlib.decompress(content).decode()
        except (zlib.error, UnicodeDecodeError, TypeError):
            text = ""
        if not text or any(policy_id in text for policy_id in policy_ids):
            db.execute("DELETE FROM answers WHERE id = ?", (name,))
