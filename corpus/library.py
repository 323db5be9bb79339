"""The library (政策库): every policy and every version, in one SQLite file, the one source of truth.

A document is added whole or not at all (one transaction). The same bytes are one policy; the same
file (folder and name) with other bytes is a new version, and the old one is kept and marked.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import Enum
from hashlib import sha256
from pathlib import Path
from typing import Any

from corpus.errors import LibraryMissing, NotReady, PolicyNotFound, UnreadableDocument, ZhengceError
from corpus.parsing import EDITION, parse_policy
from corpus.policy import Clause, Doubt, Measure, PartKind, Policy, ResponsibleUnits, Span, Validity
from corpus.reading import SUFFIXES, read_document

FORMAT = 4  # of the database; raised when the tables or the stored record change
_SCHEMA = """
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS policies (
    id TEXT NOT NULL, source TEXT NOT NULL, origin TEXT NOT NULL, version INTEGER NOT NULL,
    current INTEGER NOT NULL, title TEXT NOT NULL, digest TEXT NOT NULL, added TEXT NOT NULL,
    edition INTEGER NOT NULL, raw TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (origin, version)
);
INSERT OR IGNORE INTO meta VALUES ('format', '{format}'), ('changes', '0');
COMMIT;
"""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of one file: added, read anew by a later edition of this program, unchanged, or refused."""

    source: str
    outcome: str  # "added" | "new_version" | "read_anew" | "unchanged" | "refused"
    policy_id: str = ""
    version: int = 0
    clauses: int = 0
    repairs: int = 0
    uncertain: int = 0
    reason: str = ""


class Library:
    """The policies on disk. Reading is safe from several threads: each call opens its own connection."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._cache: dict[str, Policy] = {}
        self._order: tuple[str, ...] = ()
        self._seen = -1

    @property
    def path(self) -> Path:
        """Where the database file is (it may not exist yet)."""
        return self._path

    def ingest(self, files: Sequence[Path]) -> Iterator[IngestReport]:
        """Add files one by one; a bad file is reported and the next one goes on."""
        self._create()
        for file in files:
            try:
                yield self._ingest_one(file)
            except NotReady:
                raise  # the library itself, not this file
            except ZhengceError as error:
                yield IngestReport(_printable(file.name), "refused", reason=str(error))

    def policies(self) -> tuple[Policy, ...]:
        """Every current policy, by source name. Raises LibraryMissing if there is no library."""
        self._refresh()
        return tuple(self._cache[policy_id] for policy_id in self._order)

    def policy(self, policy_id: str) -> Policy:
        """The current policy with this id. Raises PolicyNotFound."""
        self._refresh()
        try:
            return self._cache[policy_id]
        except KeyError:
            raise PolicyNotFound(f"政策库里没有编号为 {policy_id} 的文件（no such policy）") from None

    def find(self, name: str) -> Policy:
        """A policy by id, source file name, 发文字号 or title (whole, or a part that only one has).

        Raises PolicyNotFound, naming the candidates where several fit.
        """
        policies = self.policies()
        wanted = _folded(name)
        for policy in policies:
            names = (policy.id, policy.source, Path(policy.source).stem, policy.doc_number, policy.title)
            if wanted and wanted in {_folded(known) for known in names}:
                return policy
        partial = [p for p in policies if wanted and wanted in _folded(p.title)]
        if len(partial) == 1:
            return partial[0]
        if partial:
            titles = "；".join(f"{p.id}《{p.title}》" for p in partial[:5])
            raise PolicyNotFound(f"“{name}”对应多份文件，请用编号指定：{titles}（ambiguous）")
        raise PolicyNotFound(f"政策库里没有“{name}”；运行 zhengce status 查看已收录文件（no such policy）")

    def raw_text(self, policy_id: str) -> str:
        """The text of a policy as its file came, before any repair. Raises PolicyNotFound."""
        with self._connect() as db:
            row = db.execute("SELECT raw FROM policies WHERE id = ? AND current = 1", (policy_id,)).fetchone()
        if row is None:
            raise PolicyNotFound(f"政策库里没有编号为 {policy_id} 的文件（no such policy）")
        return str(row[0])

    def version(self, policy_id: str) -> int:
        """The version number of a policy, 1 for the first."""
        with self._connect() as db:
            row = db.execute(
                "SELECT version FROM policies WHERE id = ? AND current = 1", (policy_id,)
            ).fetchone()
        return int(row[0]) if row else 0

    def digest(self) -> str:
        """A digest of the current policies; the search index is built for exactly one."""
        with self._connect() as db:
            rows = db.execute("SELECT id, digest, edition FROM policies WHERE current = 1 ORDER BY id").fetchall()
        return sha256(json.dumps([FORMAT, rows]).encode()).hexdigest()

    def _ingest_one(self, file: Path) -> IngestReport:
        raw = read_document(file)
        origin = str(file.resolve())
        with self._connect() as db:
            row = db.execute(
                "SELECT id, version, source, edition FROM policies WHERE digest = ? AND current = 1", (raw.digest,)
            ).fetchone()
            if row and row[3] == EDITION:
                count = len(self.policy(row[0]).clauses)
                return IngestReport(raw.source, "unchanged", row[0], row[1], count)
            policy, repaired = parse_policy(raw)
            if not policy.text.strip():
                raise UnreadableDocument(f"{raw.source} 修复后没有剩下文字（nothing left after repair）")
            if row:  # the same file, repaired and cut by a later edition of this program: the version stays
                db.execute(
                    "UPDATE policies SET title = ?, edition = ?, record = ? WHERE digest = ? AND current = 1",
                    (policy.title, EDITION, _dump(policy), raw.digest),
                )
                db.execute("UPDATE meta SET value = value + 1 WHERE key = 'changes'")
                return IngestReport(
                    raw.source, "read_anew", row[0], row[1], len(policy.clauses), len(repaired.steps),
                    len(repaired.uncertain),
                )
            newest = db.execute(
                "SELECT MAX(version) FROM policies WHERE origin = ?", (origin,)
            ).fetchone()[0]
            version = (newest or 0) + 1
            db.execute("UPDATE policies SET current = 0 WHERE origin = ?", (origin,))
            db.execute(
                "INSERT INTO policies VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?)",
                (policy.id, raw.source, origin, version, policy.title, raw.digest,
                 datetime.now().isoformat(timespec="seconds"), EDITION, raw.text, _dump(policy)),
            )
            db.execute("UPDATE meta SET value = value + 1 WHERE key = 'changes'")
        return IngestReport(
            raw.source, "added" if version == 1 else "new_version", policy.id, version,
            len(policy.clauses), len(repaired.steps), len(repaired.uncertain),
        )

    def _create(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with closing(sqlite3.connect(self._path, timeout=30)) as db:
                tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
                if not tables:  # in one transaction, so that two first ingests or a kill leave no half
                    db.executescript(_SCHEMA.replace("{format}", str(FORMAT)))
        except sqlite3.Error as error:
            raise self._unusable(error) from None

    @contextmanager
    def _connect(self) -> Iterator[sqlite3.Connection]:
        """One transaction: committed if the block ends well, rolled back if not."""
        if not self._path.is_file():
            raise LibraryMissing(f"还没有政策库（{self._path.name}）；请先运行 zhengce ingest（no library yet）")
        try:
            with closing(sqlite3.connect(self._path, timeout=30)) as db:
                row = db.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
                if row is None or row[0] != str(FORMAT):
                    found = row[0] if row else "?"
                    raise LibraryMissing(
                        f"政策库的格式是 {found}，本程序要 {FORMAT}；请移走 {self._path} 后运行 zhengce ingest（other format）"
                    )
                with db:
                    yield db
        except sqlite3.Error as error:
            raise self._unusable(error) from None

    def _unusable(self, error: sqlite3.Error) -> NotReady:
        """The error in words: a full or locked disk is no reason to move the library away."""
        if isinstance(error, sqlite3.OperationalError) and re.search(
            r"locked|busy|readonly|full|unable to open|disk I/O", str(error)
        ):
            return NotReady(
                f"政策库 {self._path} 暂时无法读写（{error}）；请检查磁盘空间、权限和占用它的程序后再试（cannot use the library now）"
            )
        return LibraryMissing(
            f"政策库文件 {self._path} 已损坏（{error}）；请移走它后运行 zhengce ingest（damaged library）"
        )

    def _refresh(self) -> None:
        """Read the policies again if the database changed since."""
        with self._connect() as db:
            counter = db.execute("SELECT value FROM meta WHERE key = 'changes'").fetchone()
            changes = int(counter[0]) if counter and str(counter[0]).isdigit() else -2
            if changes == self._seen:
                return
            rows = db.execute("SELECT id, record FROM policies WHERE current = 1 ORDER BY source, id").fetchall()
        try:
            self._cache = {row[0]: _load(row[1]) for row in rows}
        except (ValueError, KeyError, TypeError, AttributeError):
            raise LibraryMissing(
                f"政策库 {self._path} 里有损坏的记录；请移走它后运行 zhengce ingest（damaged record）"
            ) from None
        self._order = tuple(row[0] for row in rows)
        self._seen = changes


def files_in(paths: Iterable[Path]) -> list[Path]:
    """The policy files named, folders expanded (by name, files of a kind that can be read)."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in SUFFIXES)
            if not inside:
                raise UnreadableDocument(f"文件夹 {path} 里没有可读的文件（{'、'.join(SUFFIXES)}）（nothing to read）")
            found += inside
        else:
            found.append(path)
    return found


def _printable(name: str) -> str:
    """A file name on one line, whatever bytes it is made of."""
    return "".join(c if c.isprintable() else "?" for c in name.encode("utf-8", "replace").decode("utf-8"))


def _folded(name: str) -> str:
    return "".join(name.split()).strip("《》").replace("(", "（").replace(")", "）").lower()


def _dump(policy: Policy) -> str:
    def plain(value: Any) -> Any:
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, Enum):
            return value.value
        raise TypeError(type(value))

    record = asdict(policy)
    record.pop("raw_starts")
    record.pop("raw_ends")
    record["raw_runs"] = _runs(policy.raw_starts, policy.raw_ends)
    for part in record["parts"]:  # texts are cut from the one text again when read
        part.pop("text")
        for measure in part["measures"]:
            measure.pop("text")
    return json.dumps(record, ensure_ascii=False, default=plain)


def _load(record: str) -> Policy:
    stored = json.loads(record)
    text = stored["text"]
    starts, ends = _spread(stored.pop("raw_runs"))
    parts = []
    for part in stored["parts"]:
        span = Span(**part["span"])
        measures = []
        for m in part["measures"]:
            m_span = Span(**m["span"])
            measures.append(Measure(m["id"], m_span.of(text), m_span))
        units = part["units"]
        unit_span = Span(**units["span"]) if units["span"] else None
        parts.append(
            Clause(
                part["id"], PartKind(part["kind"]), tuple(part["path"]), part["heading"], span.of(text), span,
                tuple(measures),
                ResponsibleUnits(
                    tuple(units["lead"]), tuple(units["supporting"]), tuple(units["listed"]), units["note"],
                    unit_span, units["rule"], units["deadline"],
                ),
            )
        )
    validity = stored["validity"]
    return Policy(
        stored["id"], stored["source"], stored["title"], stored["doc_number"], tuple(stored["issuers"]),
        _day(stored["written"]), _day(stored["issued"]), stored["level"], text, starts, ends, tuple(parts),
        Validity(
            _day(validity["effective"]), _day(validity["expires"]), validity["event"], validity["repealed_by"],
            validity["open_ended"], validity["quote"],
            Span(**validity["span"]) if validity["span"] else None,
        ),
        tuple(stored["rules"]),
        tuple(Doubt(Span(**d["span"]), d["raw"], tuple(d["alternatives"])) for d in stored["doubts"]),
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _runs(starts: Sequence[int], ends: Sequence[int]) -> list[list[int]]:
    """Raw bounds as runs [start, end, length] of characters that follow each other one to one."""
    runs: list[list[int]] = []
    for start, end in zip(starts, ends, strict=True):
        last = runs[-1] if runs else None
        if last and end - start == last[1] - last[0] == 1 and start == last[0] + last[2]:
            last[2] += 1
        else:
            runs.append([start, end, 1])
    return runs


def _spread(runs: Iterable[Sequence[int]]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    starts: list[int] = []
    ends: list[int] = []
    for start, end, length in runs:
        starts.extend(range(start, start + length))
        ends.extend(range(end, end + length))
    return tuple(starts), tuple(ends)
