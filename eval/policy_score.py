"""How well policy files are read: clauses, units, header data and status, against labels made by hand.

``python -m eval.policy_score [--split dev|held] [--files 014 016] [--errors]`` prints a table by file and the totals;
with ``--write`` it also writes eval/results/policy_score_<split>.txt. Labels lie in eval/gold/policies (FORMAT.md there).

Measures, over all labelled files of the split:

- boundary F1: a clause is right where its first and its last twelve characters are the labelled ones, in order;
  precision over the leaves read, recall over the leaves labelled. An empty reading scores 0.
- path accuracy: of the clauses with the right beginning, the share whose path is the labelled one (brackets of
  either width alike, the title of a part by its first eight characters).
- unit F1: units of all clauses, micro-averaged; a clause that was not found loses its units.
- role accuracy: of the units found, the share in the labelled role (lead, supporting, none).
- title, number, dates: exact, spaces and width aside; a title supplied for a file that prints none counts as none. status: on both labelled days.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from corpus.files import write_whole
from corpus.parsing import parse_policy
from corpus.policy import Clause, Policy
from corpus.reading import read_document
from corpus.repair.simplified import to_simplified
from corpus.supplied_title import MARK
from eval.texts import shared_folder

_GOLD = Path(__file__).parent / "gold" / "policies"
_RESULTS = Path(__file__).parent / "results"
_KEY = 12  # characters of a clause's beginning and end that the labels hold
_KEY_OF_TITLE = 8


@dataclass(slots=True)
class Counts:
    """What was counted over one file or several; every figure of the table is made of these."""

    labelled: int = 0
    read: int = 0
    right: int = 0  # beginning and end
    begun: int = 0  # beginning
    paths: int = 0
    units_labelled: int = 0
    units_read: int = 0
    units_right: int = 0
    roles: int = 0
    deadlines_labelled: int = 0
    deadlines_right: int = 0
    header: int = 0
    header_right: int = 0
    status: int = 0
    status_right: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, other: Counts) -> None:
        """Add the counts of another file."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def boundary_f1(self) -> float:
        """Harmonic mean of precision and recall of whole clauses; 1 where none is labelled and none read."""
        return _f1(self.right, self.read, self.labelled)

    @property
    def unit_f1(self) -> float:
        """Harmonic mean over units; 1 where none is labelled and none read."""
        return _f1(self.units_right, self.units_read, self.units_labelled)


def _f1(right: int, read: int, labelled: int) -> float:
    return 2 * right / (read + labelled) if read + labelled else 1.0


def score(policy: Policy, gold: dict[str, Any]) -> Counts:
    """Compare one parsed policy with its labels."""
    counts = Counts()
    leaves = [clause for clause in policy.clauses if clause.leaf]
    labels = gold["clauses"]
    counts.labelled, counts.read = len(labels), len(leaves)
    found = _aligned([_begins(clause) for clause in leaves], [_plain(c["begins"]) for c in labels])
    for i, label in enumerate(labels):
        wanted = {_name(u): _role(label, u) for u in label["listed"]}
        counts.units_labelled += len(wanted)
        counts.deadlines_labelled += bool(label["deadline"])
        where = "/".join(label["path"])
        if i not in found:
            counts.errors.append(f"missing  {where} {label['begins']}")
            continue
        clause = leaves[found[i]]
        counts.begun += 1
        end = _plain(label["ends"])
        if _plain(clause.text).endswith(end):
            counts.right += 1
        else:
            counts.errors.append(f"end      {where} …{label['ends']} ≠ …{_plain(clause.text)[-_KEY:]}")
        if _path(clause.path) == _path(label["path"]):
            counts.paths += 1
        else:
            counts.errors.append(f"path     {where} ≠ {'/'.join(clause.path)}")
        read = {_name(u): _role_read(clause, u) for u in clause.units.listed}
        counts.units_read += len(read)
        both = wanted.keys() & read.keys()
        counts.units_right += len(both)
        counts.roles += sum(wanted[unit] == read[unit] for unit in both)
        if wanted != read:
            less = [f"-{u}({r})" for u, r in wanted.items() if read.get(u) != r]
            more = [f"+{u}({r})" for u, r in read.items() if wanted.get(u) != r]
            counts.errors.append(f"units    {where} {' '.join(less + more)}")
        if label["deadline"]:
            counts.deadlines_right += _plain(label["deadline"]) == _plain(clause.units.deadline)
    taken = set(found.values())
    for j, clause in enumerate(leaves):
        if j not in taken:
            counts.units_read += len(clause.units.listed)
            counts.errors.append(f"spurious {'/'.join(clause.path)} {_begins(clause)}")
    _header(policy, gold, counts)
    return counts


def _header(policy: Policy, gold: dict[str, Any], counts: Counts) -> None:
    dates = gold["dates"]
    pairs: list[tuple[str, str, str]] = [
        ("title", gold["title"], "" if policy.title.startswith(MARK) else policy.title),
        ("number", gold["doc_number"], policy.doc_number),
        ("written", dates["written"] or "", _iso(policy.written)),
        ("issued", dates["issued"] or "", _iso(policy.issued)),
        ("effective", dates["effective"] or "", _iso(policy.validity.effective)),
    ]
    for what, wanted, read in pairs:
        counts.header += 1
        if _plain(wanted) == _plain(read):
            counts.header_right += 1
        else:
            counts.errors.append(f"{what:8} {wanted!r} ≠ {read!r}")
    for day, wanted in gold["status"].items():
        status = policy.validity.status(date.fromisoformat(day)).value
        counts.status += 1
        counts.status_right += status == wanted
        if status != wanted:
            counts.errors.append(f"status   {day} {wanted} ≠ {status} {policy.validity.quote[:60]!r}")


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _plain(text: str) -> str:
    """Words alone, in one script and width: what labels made from the raw file share with the repaired text."""
    return re.sub(r"[\W_]", "", to_simplified(unicodedata.normalize("NFKC", text)))


def _begins(clause: Clause) -> str:
    words, number = _plain(clause.text[:400]), _plain(clause.number)
    while words.startswith(number):  # printed twice in some files
        words = words.removeprefix(number)
    return words[: 2 * _KEY]


def _path(path: Sequence[str]) -> tuple[str, ...]:
    return tuple(_plain(step)[:_KEY_OF_TITLE] for step in path)


def _name(unit: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", to_simplified(unit)))


def _role(label: dict[str, Any], unit: str) -> str:
    return "lead" if unit in label["lead"] else "supporting" if unit in label["supporting"] else ""


def _role_read(clause: Clause, unit: str) -> str:
    units = clause.units
    return "lead" if unit in units.lead else "supporting" if unit in units.supporting else ""


def _aligned(read: Sequence[str], wanted: Sequence[str]) -> dict[int, int]:
    """For each labelled clause the clause read with the same beginning: the longest such list with both in order."""
    best = [[0] * (len(read) + 1) for _ in range(len(wanted) + 1)]
    for i in range(len(wanted) - 1, -1, -1):
        for j in range(len(read) - 1, -1, -1):
            same = best[i + 1][j + 1] + 1 if _same(read[j], wanted[i]) else 0
            best[i][j] = max(same, best[i + 1][j], best[i][j + 1])
    found: dict[int, int] = {}
    i = j = 0
    while i < len(wanted) and j < len(read):
        if _same(read[j], wanted[i]) and best[i][j] == best[i + 1][j + 1] + 1:
            found[i] = j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _same(read: str, wanted: str) -> bool:
    return bool(wanted) and read.startswith(wanted)


def labels(split: str | None = None, files: Sequence[str] = (), folder: Path = _GOLD) -> list[dict[str, Any]]:
    """The label files of a split, or those whose numbers are given, in order."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    return [
        gold for gold in found
        if (not files or gold["file"][:3] in files) and (split is None or gold["split"] == split)
    ]  # fmt: skip


def table(rows: Sequence[tuple[str, Counts]]) -> str:
    """One line a file, and the totals."""
    total = Counts()
    for _, counts in rows:
        total.add(counts)
    lines = ["file\tlabelled\tread\tboundary F1\tpath\tunit F1\troles\tdeadlines\theader\tstatus"]
    for name, c in [*rows, (f"all {len(rows)}", total)]:
        lines.append("\t".join((
            name, str(c.labelled), str(c.read), f"{c.boundary_f1:.3f}", _share(c.paths, c.begun), f"{c.unit_f1:.3f}",
            _share(c.roles, c.units_right), _share(c.deadlines_right, c.deadlines_labelled),
            _share(c.header_right, c.header), _share(c.status_right, c.status),
        )))  # fmt: skip
    return "\n".join(lines) + "\n"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=["dev", "held"], default="dev")
    parser.add_argument("--files", nargs="*", default=[], help="numbers of files, e.g. 014")
    parser.add_argument("--labels", type=Path, default=_GOLD, help="folder of label files")
    parser.add_argument("--documents", type=Path, help="folder of the labelled files; the shared policies by default")
    parser.add_argument("--errors", action="store_true", help="print what differs (of the dev half only)")
    parser.add_argument("--write", action="store_true", help="write the table to eval/results")
    options = parser.parse_args(arguments)
    folder = options.documents or shared_folder() / "policies"
    rows = []
    for gold in labels(options.split, options.files, options.labels):
        policy, _ = parse_policy(read_document(folder / gold["file"]))
        counts = score(policy, gold)
        rows.append((gold["file"][:3], counts))
        if options.errors and (options.split == "dev" or options.labels != _GOLD):
            print(f"== {gold['file']}", *counts.errors, sep="\n   ")
    text = table(rows)
    print(text)
    if options.write:
        write_whole(_RESULTS / f"policy_score_{options.split}.txt", text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
