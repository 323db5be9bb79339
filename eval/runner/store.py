"""Runs on disk: ``<folder>/<date>-<system>-<name>-<commit>.json``, one record per question.

Under ``var/runs`` a run is kept whole. A published run (``eval/results/runs``) keeps of the items held back
their scores alone, nothing of question or answer; the same of those that passed, since failures are what is read. A run that
was broken off lies in ``partial/`` until the same program, index and questions take it up again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TextIO

from corpus.errors import BadInput
from corpus.files import write_whole
from eval.runner import stamp
from eval.runner.record import Record, record_from_json
from eval.runner.run import RUN_FORMAT, Run

PUBLISHED = Path(__file__).resolve().parents[1] / "results" / "runs"
"""Runs that are committed with the project."""

_NAME = re.compile(r"[^\w.-]+")


def save_run(run: Run, folder: Path, name: str) -> Path:
    """Keep a run whole under ``folder``; ``name`` says which gold set. Returns the file."""
    day = re.sub(r"[-:]|\+.*", "", run.date)
    stem = "-".join(part for part in (day, run.system, name, run.commit[:8] or "nocommit") if part)
    path = folder / f"{_NAME.sub('_', stem)}.json"
    folder.mkdir(parents=True, exist_ok=True)
    write_run(run, path)
    return path


Keep = Literal["all", "dev", "scores"]
"""What a run file tells of single questions: everything, of items held back their scores alone, or of all of them."""


def write_run(run: Run, path: Path, *, keep: Keep = "all") -> None:
    """Write a run to a file, one record a line. What is to be published is written with "dev" or "scores"."""
    head = json.dumps({**run.head(), "summary": run.summary() if keep == "all" else _published(run.summary())}, ensure_ascii=False)
    lines = [
        json.dumps(record.sealed() if keep == "scores" or (keep == "dev" and (record.held or record.passed)) else record.to_json(), ensure_ascii=False, separators=(",", ":"))
        for record in run.records
    ]
    write_whole(path, head[:-1] + ', "records": [\n' + ",\n".join(lines) + "\n]}\n")


def _published(summary: dict[str, Any]) -> dict[str, Any]:
    """Without the groups of one or two questions, which would tell of single items held back, and without measures that
    apply to nothing."""
    return {name: _applying(groups) for name, groups in summary.items() if name not in ("by_clause", "by_policy")}


def _applying(group: dict[str, Any]) -> dict[str, Any]:
    if "questions" in group:
        return {key: value for key, value in group.items() if not (isinstance(value, dict) and value.get("value", 0) is None)}
    return {name: _applying(inner) for name, inner in group.items()}


def load_run(path: Path) -> Run:
    """The run a file holds. Raises BadInput: it cannot be read, is no run, or one of another format."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(f"读不到评测结果 {path}：{error.strerror}（cannot read the run）") from error
    except (UnicodeDecodeError, ValueError) as error:
        raise BadInput(f"{path} 不是评测结果：{error}（not a run）") from error
    if not isinstance(data, dict) or data.get("format") != RUN_FORMAT:
        raise BadInput(f"{path} 不是第 {RUN_FORMAT} 版评测结果，请重新评测（not a run of format {RUN_FORMAT}）")
    try:
        records = tuple(record_from_json(record) for record in data["records"])
        fields = {key: data[key] for key in data if key not in ("format", "summary", "records")}
        return Run(records=records, **fields)
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(f"{path} 缺少内容：{error}（the run is incomplete）") from error


def runs_in(folder: Path) -> tuple[Path, ...]:
    """The runs kept in a folder, the oldest first."""
    return tuple(sorted(folder.glob("*.json"))) if folder.is_dir() else ()


def find_run(name: str, folder: Path) -> Path:
    """The run meant by a path, a file name, the beginning of one, ``latest`` or ``previous``. Raises BadInput."""
    if Path(name).is_file():
        return Path(name)
    kept = [*runs_in(PUBLISHED), *runs_in(folder)]
    places = {"latest": -1, "previous": -2}
    own = runs_in(folder)
    if name in places and len(own) >= -places[name]:
        return own[places[name]]
    found = [path for path in kept if name in (path.name, path.stem)] or [path for path in kept if path.name.startswith(name)]
    if len(found) == 1:
        return found[0]
    listed = "、".join(path.stem for path in (found or kept)) or "无"
    raise BadInput(f"没有唯一的评测结果 {name!r}；已有：{listed}（no such run, or several）")


@dataclass
class Partial:
    """The records of a run under way, appended as they come."""

    path: Path
    _out: TextIO | None = None

    @classmethod
    def of(cls, folder: Path, identity: str, gold: str) -> Partial:
        """The file of this program (with its uncommitted changes), system and gold digest."""
        key = hashlib.sha256("\n".join((stamp.tree_digest(), identity, gold, str(RUN_FORMAT))).encode()).hexdigest()[:24]
        return cls(folder / "partial" / f"{key}.jsonl")

    def records(self) -> Iterator[Record]:
        """What is there already; a last line that was cut off is left out."""
        try:
            lines = self.path.read_text(encoding="utf-8").split("\n")
        except OSError:
            return
        for line in lines[:-1]:  # the last has no end of line yet, or is empty
            try:
                yield record_from_json(json.loads(line))
            except (ValueError, KeyError, TypeError, BadInput):
                return

    def keep(self, record: Record) -> None:
        """Append one."""
        if self._out is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            known = list(self.records())
            write_whole(self.path, "".join(self._line(old) for old in known))  # without a line cut off
            self._out = self.path.open("a", encoding="utf-8")
        self._out.write(self._line(record))
        self._out.flush()

    def finished(self) -> None:
        """Take the file away."""
        if self._out is not None:
            self._out.close()
            self._out = None
        self.path.unlink(missing_ok=True)

    @staticmethod
    def _line(record: Record) -> str:
        return json.dumps(record.to_json(), ensure_ascii=False) + "\n"
