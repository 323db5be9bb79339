"""The library (政策库): every policy and every version, in one SQLite file, the one source of truth.

A document is added whole or not at all (one transaction). The same bytes are one policy; the same
file (folder and name) with other bytes is a new version, and the old one is kept and marked.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from corpus.catalogue import IngestReport, LogEntry, Version, Wanted, folded
from corpus.database import FORMAT, Database, now
from corpus.errors import (
    NotReady,
    PolicyNotFound,
    UnreadableDocument,
    ZhengceError,
)
from corpus.feedback import FeedbackBook
from corpus.gathering import digest_of, files_in, printable
from corpus.inspection import Inspection, inspect
from corpus.kept_answers import KeptAnswers, forget_answers
from corpus.near_duplicates import NearDuplicate, Sketch, compare, sketch_of
from corpus.parsing import EDITION, parse_policy
from corpus.policy import Policy, Status
from corpus.reading import RawDocument, read_document
from corpus.reading.page_image import page_image
from corpus.records import dump as _dump
from corpus.records import load as _load
from corpus.repair import RepairedText

__all__ = ["FORMAT", "IngestReport", "Library", "LogEntry", "Review", "Version", "files_in"]

# Looks at the findings on one document before it is stored: "" lets it in, else the reason why not.
Review = Callable[[Inspection], str]


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The current policies as one moment saw them."""

    changes: int
    order: tuple[str, ...]
    policies: dict[str, Policy]
    keys: dict[str, tuple[str, int]]


class Library:
    """The policies on disk. Reading is safe from several threads: each call opens its own connection.

    Attributes:
        feedback: what people said about answers. answers: those kept to be shown again.
    """

    def __init__(self, path: Path) -> None:
        self._db = Database(path)
        self._shelf = _Shelf(-1, (), {}, {})
        self.feedback = FeedbackBook(self._db)
        self.answers = KeptAnswers(self._db)

    @property
    def path(self) -> Path:
        """Where the database file is (it may not exist yet)."""
        return self._db.path

    # --- adding and taking away ------------------------------------------------------------------------------

    def ingest(self, files: Sequence[Path], review: Review | None = None) -> Iterator[IngestReport]:
        """Add files one by one; a bad file is reported and the next one goes on.

        Each file is in the library for good when its report comes; one that is there already is told by
        the digest of its bytes and not read again, so an ingest that was cut short is run again at little cost.
        ``review`` is shown the findings on each new document and may keep it out.
        """
        self._db.create(_upgrade)
        sketches = self._sketches()
        for file in files:
            try:
                yield self._ingest_one(file, review, sketches)
            except NotReady:
                raise  # the library itself, not this file
            except ZhengceError as error:
                yield IngestReport(printable(file.name), "refused", reason=str(error))

    def examine(self, file: Path) -> tuple[Policy, Inspection]:
        """Read one file as ``ingest`` would and say what is doubtful; nothing is stored.

        Raises UnreadableDocument. Near duplicates are looked for where there is a library.
        """
        raw = read_document(file)
        policy, repaired = _parsed(raw)
        sketches = self._sketches() if self._db.path.is_file() else {}
        return policy, inspect(policy, repaired, raw.text, _near(policy, sketch_of(policy), str(file.resolve()), sketches))

    def remove(self, policy_id: str, *, purge: bool = False) -> tuple[Version, ...]:
        """Take a policy out of the current ones; returns the versions it touched.

        Its versions are kept and marked, and the same file can be ingested again. With ``purge`` every
        version is erased from the file, also of a policy removed earlier, and so is every kept answer that quotes
        it; the log keeps that it was there.
        Raises PolicyNotFound.
        """
        with self._db.writing() as db:
            row = db.execute(
                "SELECT origin FROM policies WHERE id = ? AND (current = 1 OR ?) ORDER BY current DESC, added DESC",
                (policy_id, purge),
            ).fetchone()
            if row is None:
                raise self._unknown(policy_id)
            touched = [v for v in _versions(db, row[0]) if purge or v.current]
            for version in touched:
                _log(db, "purged" if purge else "removed", version.policy_id, version.version, version.source, "")
            if purge:
                db.execute("PRAGMA secure_delete = ON")
                db.execute("DELETE FROM policies WHERE origin = ?", (row[0],))
                forget_answers(db, {version.policy_id for version in touched})
            else:
                db.execute("UPDATE policies SET current = 0, ended = 'removed' WHERE origin = ? AND current = 1", row)
            _changed(db)
        return tuple(touched)

    # --- reading ---------------------------------------------------------------------------------------------

    def policies(
        self, *, issuer: str = "", level: str = "", year: int | None = None, status: Status | None = None,
        as_of: date | None = None, search: str = "",
    ) -> tuple[Policy, ...]:
        """The current policies, by source name; all of them, or those that are everything asked for.

        The arguments are those of :class:`corpus.catalogue.Wanted`. Raises LibraryMissing if there is no library.
        """
        shelf = self._refreshed()
        found = (shelf.policies[policy_id] for policy_id in shelf.order)
        wanted = Wanted(issuer, level, year, status, as_of, search)
        return tuple(policy for policy in found if wanted.fits(policy))

    def policy(self, policy_id: str) -> Policy:
        """The current policy with this id. Raises PolicyNotFound."""
        try:
            return self._refreshed().policies[policy_id]
        except KeyError:
            raise self._unknown(policy_id) from None

    def find(self, name: str) -> Policy:
        """A policy by id, source file name, 发文字号 or title (whole, or a part that only one has).

        Raises PolicyNotFound, naming the candidates where several fit.
        """
        policies = self.policies()
        wanted = folded(name)
        for policy in policies:
            names = (policy.id, policy.source, Path(policy.source).stem, policy.doc_number, policy.title)
            if wanted and wanted in {folded(known) for known in names}:
                return policy
        partial = [p for p in policies if wanted and wanted in folded(p.title)]
        if len(partial) == 1:
            return partial[0]
        if partial:
            titles = "；".join(f"{p.id}《{p.title}》" for p in partial[:5])
            raise PolicyNotFound(f"“{name}”对应多份文件，请用编号指定：{titles}（ambiguous）")
        raise PolicyNotFound(f"政策库里没有“{name}”；运行 zhengce status 查看已收录文件（no such policy）")

    def raw_text(self, policy_id: str) -> str:
        """The text of a policy as its file came, before any repair. Raises PolicyNotFound."""
        with self._db.connect() as db:
            row = db.execute("SELECT raw FROM policies WHERE id = ? AND current = 1", (policy_id,)).fetchone()
        if row is None:
            raise self._unknown(policy_id)
        return str(row[0])

    def page_image(self, policy_id: str, number: int) -> bytes:
        """Page ``number`` (from 1) of a policy's PDF as PNG. Raises PolicyNotFound; UnreadableDocument where the file is no
        PDF, lies no longer where it was read from, or is not what was read any more.
        """
        with self._db.connect() as db:
            row = db.execute("SELECT origin, digest FROM policies WHERE id = ? ORDER BY current DESC, version DESC", (policy_id,)).fetchone()
        if row is None:
            raise self._unknown(policy_id)
        file = Path(row[0])
        if file.suffix.lower() != ".pdf" or digest_of(file) != row[1]:
            raise UnreadableDocument("原件不是 PDF，或已不在收录时的位置，无法显示页面图像（no such page image）")
        return page_image(file.read_bytes(), number)

    def version(self, policy_id: str) -> int:
        """The version number of a policy, 1 for the first, 0 if there is none."""
        with self._db.connect() as db:
            row = db.execute("SELECT version FROM policies WHERE id = ? AND current = 1", (policy_id,)).fetchone()
        return int(row[0]) if row else 0

    def versions(self, policy_id: str) -> tuple[Version, ...]:
        """Every kept version of the document that ``policy_id`` is one version of, the first first.

        Raises PolicyNotFound.
        """
        with self._db.connect() as db:
            row = db.execute(
                "SELECT origin FROM policies WHERE id = ? ORDER BY current DESC, added DESC", (policy_id,)
            ).fetchone()
            if row is None:
                raise self._unknown(policy_id)
            return tuple(_versions(db, row[0]))

    def kept(self, policy_id: str) -> Policy:
        """A policy by the id of any version, superseded and removed ones too. Raises PolicyNotFound."""
        with self._db.connect() as db:
            row = db.execute(
                "SELECT record FROM policies WHERE id = ? ORDER BY current DESC, version DESC", (policy_id,)
            ).fetchone()
        if row is None:
            raise self._unknown(policy_id)
        try:
            return _load(row[0])
        except (ValueError, KeyError, TypeError, AttributeError):
            raise self._db.damaged() from None

    def digest(self) -> str:
        """A digest of the current policies; the search index is built for exactly one."""
        with self._db.connect() as db:
            rows = db.execute("SELECT id, digest, edition FROM policies WHERE current = 1 ORDER BY id").fetchall()
        return sha256(json.dumps([FORMAT, rows]).encode()).hexdigest()

    # --- the log ---------------------------------------------------------------------------------------------

    def log(self) -> tuple[LogEntry, ...]:
        """Everything that was done to the library, the first first."""
        with self._db.connect() as db:
            rows = db.execute("SELECT number, at, action, policy_id, version, source, detail FROM audit ORDER BY number")
            return tuple(LogEntry(*row) for row in rows)

    # --- inside ----------------------------------------------------------------------------------------------

    def _ingest_one(self, file: Path, review: Review | None, sketches: _Sketches) -> IngestReport:
        known = self._already_there(file)
        if known is not None:
            return known
        raw = read_document(file)
        policy, repaired = _parsed(raw)
        origin = str(file.resolve())
        sketch = sketch_of(policy)
        near = _near(policy, sketch, origin, sketches)
        if review is not None:
            reason = review(inspect(policy, repaired, raw.text, near))
            if reason:
                return IngestReport(raw.source, "declined", policy.id, reason=reason, near=near)
        with self._db.writing() as db:
            outcome, version = _store(db, policy, raw, origin, sketch)
        sketches[policy.id] = (sketch, policy.title, raw.source, origin)
        return IngestReport(
            raw.source, outcome, policy.id, version, len(policy.leaves), len(repaired.steps),
            len(repaired.uncertain), near=near, headings=len(policy.headings),
        )

    def _already_there(self, file: Path) -> IngestReport | None:
        """The report on a file whose bytes this edition of the program has read, whatever its name."""
        digest = digest_of(file)
        with self._db.connect() as db:
            row = db.execute(
                "SELECT id, version, clauses, origin FROM policies WHERE digest = ? AND current = 1 AND edition = ?",
                (digest, EDITION),
            ).fetchone()
        if row is None:
            return None
        if row[3] != str(file.resolve()):
            with self._db.writing() as db:
                _retire(db, str(file.resolve()))  # it now says what another file says
        return IngestReport(printable(file.name), "unchanged", row[0], row[1], row[2])

    def _sketches(self) -> _Sketches:
        with self._db.connect() as db:
            rows = db.execute("SELECT id, sketch, title, source, origin FROM policies WHERE current = 1").fetchall()
        try:
            return {row[0]: (Sketch.from_text(row[1]), *row[2:]) for row in rows}
        except ValueError:
            raise self._db.damaged() from None

    def _refreshed(self) -> _Shelf:
        """The current policies, read again if the database changed since; only what is new is read."""
        old = self._shelf
        with self._db.connect() as db:
            counter = db.execute("SELECT value FROM meta WHERE key = 'changes'").fetchone()
            changes = int(counter[0]) if counter and str(counter[0]).isdigit() else -2
            if changes == old.changes:
                return old
            rows = db.execute(
                "SELECT id, digest, edition, rowid FROM policies WHERE current = 1 ORDER BY source, id"
            ).fetchall()
            keys = {row[0]: (str(row[1]), int(row[2])) for row in rows}
            try:
                policies = {
                    row[0]: old.policies[row[0]] if old.keys.get(row[0]) == keys[row[0]] else _load(
                        db.execute("SELECT record FROM policies WHERE rowid = ?", (row[3],)).fetchone()[0]
                    )
                    for row in rows
                }
            except (ValueError, KeyError, TypeError, AttributeError):
                raise self._db.damaged() from None
        self._shelf = _Shelf(changes, tuple(keys), policies, keys)  # at once, for other threads
        return self._shelf

    @staticmethod
    def _unknown(policy_id: str) -> PolicyNotFound:
        return PolicyNotFound(f"政策库里没有编号为 {policy_id} 的文件（no such policy）")


_Sketches = dict[str, tuple[Sketch, str, str, str]]  # by policy id: sketch, title, source, origin


def _parsed(raw: RawDocument) -> tuple[Policy, RepairedText]:
    policy, repaired = parse_policy(raw)
    if not policy.text.strip():
        raise UnreadableDocument(f"{raw.source} 修复后没有剩下文字（nothing left after repair）")
    return policy, repaired


def _near(policy: Policy, sketch: Sketch, origin: str, sketches: _Sketches) -> tuple[NearDuplicate, ...]:
    """Policies from other files that say nearly the same, the nearest first."""
    found = []
    for policy_id, (other, title, source, other_origin) in sketches.items():
        if policy_id == policy.id or other_origin == origin:
            continue
        likeness = compare(sketch, other)
        if likeness:
            found.append(NearDuplicate(policy_id, title, source, round(likeness.contained, 2), likeness.whole))
    return tuple(sorted(found, key=lambda near: (-near.share, near.policy_id)))


def _store(
    db: sqlite3.Connection, policy: Policy, raw: RawDocument, origin: str, sketch: Sketch
) -> tuple[str, int]:
    """Write one parsed document within the open transaction: what became of it, and its version."""
    record = _dump(policy)
    row = db.execute(
        "SELECT version, edition FROM policies WHERE digest = ? AND current = 1", (raw.digest,)
    ).fetchone()
    if row is not None and row[1] == EDITION:  # another process was quicker
        return "unchanged", int(row[0])
    if row is not None:  # the same file, repaired and cut by a later edition of this program: the version stays
        db.execute(
            "UPDATE policies SET title = ?, edition = ?, clauses = ?, sketch = ?, raw = ?, record = ? "
            "WHERE digest = ? AND current = 1",
            (policy.title, EDITION, len(policy.leaves), sketch.to_text(), raw.text, record, raw.digest),
        )
        outcome, version = "read_anew", int(row[0])
    else:
        newest = db.execute("SELECT MAX(version) FROM policies WHERE origin = ?", (origin,)).fetchone()[0]
        outcome, version = "new_version" if newest else "added", (newest or 0) + 1
        _retire(db, origin)
        _insert(db, policy, raw, origin, version, sketch, current=True, ended="", added=now())
    _log(db, outcome, policy.id, version, raw.source, raw.digest)
    _changed(db)
    return outcome, version


def _insert(
    db: sqlite3.Connection, policy: Policy, raw: RawDocument, origin: str, version: int, sketch: Sketch, *,
    current: bool, ended: str, added: str,
) -> None:
    db.execute(
        "INSERT INTO policies VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (policy.id, raw.source, origin, version, int(current), ended, policy.title, raw.digest, added, EDITION,
         len(policy.leaves), sketch.to_text(), raw.text, _dump(policy)),
    )


def _retire(db: sqlite3.Connection, origin: str) -> None:
    """Mark the current version of a file as superseded, if it has one."""
    for version in _versions(db, origin):
        if version.current:
            db.execute("UPDATE policies SET current = 0, ended = 'superseded' WHERE origin = ? AND current = 1", (origin,))
            _log(db, "superseded", version.policy_id, version.version, version.source, "")
            _changed(db)


def _upgrade(db: sqlite3.Connection) -> None:
    """Read every version of a library of format 4 anew from the raw text it kept."""
    rows = db.execute("SELECT source, origin, version, current, digest, added, raw FROM policies_4").fetchall()
    for source, origin, version, current, digest, added, text in rows:
        raw = RawDocument(source, text, digest, "utf-8")
        policy, _ = parse_policy(raw)
        _insert(
            db, policy, raw, origin, version, sketch_of(policy), current=bool(current),
            ended="" if current else "superseded", added=added,
        )
        _log(db, "upgraded", policy.id, version, source, "4 → 5")


def _versions(db: sqlite3.Connection, origin: str) -> list[Version]:
    rows = db.execute(
        "SELECT id, version, source, title, clauses, added, current, ended FROM policies WHERE origin = ? ORDER BY version",
        (origin,),
    )
    return [
        Version(policy_id, version, source, title, clauses, added, bool(current), ended)
        for policy_id, version, source, title, clauses, added, current, ended in rows
    ]


def _log(db: sqlite3.Connection, action: str, policy_id: str, version: int, source: str, detail: str) -> None:
    db.execute(
        "INSERT INTO audit (at, action, policy_id, version, source, detail) VALUES (?, ?, ?, ?, ?, ?)",
        (now(), action, policy_id, version, source, detail),
    )


def _changed(db: sqlite3.Connection) -> None:
    db.execute("UPDATE meta SET value = value + 1 WHERE key = 'changes'")
