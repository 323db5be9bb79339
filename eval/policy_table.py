"""What becomes of every policy file in a folder: clauses, units, status, seconds, or why it was refused.

``python -m eval.policy_table [FOLDER]`` prints the table and writes eval/results/policies.{txt,json}.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from corpus import UnreadableDocument
from corpus.files import write_whole
from corpus.parsing import parse_policy
from corpus.reading import read_document
from eval.texts import shared_folder

_RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True)
class Row:
    """One file.

    Attributes:
        characters: of the repaired text. clauses: leaves only. with_units: clauses that name a unit.
        units: units named, each clause's counted apart. seconds: reading, repair and parsing together.
        refused: the reason, "" if the file was read.
    """

    file: str
    characters: int = 0
    clauses: int = 0
    with_units: int = 0
    units: int = 0
    tables: int = 0
    title: str = ""
    doc_number: str = ""
    status: str = ""
    seconds: float = 0.0
    refused: str = ""


def row_of(path: Path, on: date) -> Row:
    """Read and parse one file; ``on`` is the day for the status."""
    began = time.perf_counter()
    try:
        policy, _ = parse_policy(read_document(path))
    except UnreadableDocument as error:
        return Row(path.name, seconds=round(time.perf_counter() - began, 2), refused=str(error))
    seconds = round(time.perf_counter() - began, 2)
    leaves = [clause for clause in policy.clauses if clause.leaf]
    listed = [len(clause.units.listed) for clause in leaves if clause.units]
    return Row(
        path.name, len(policy.text), len(leaves), len(listed), sum(listed), len(policy.tables), policy.title,
        policy.doc_number, policy.validity.status(on).value, seconds,
    )


def as_text(rows: Sequence[Row], on: date) -> str:
    """The table for a person."""
    lines = [f"政策文件逐份结果 every policy file（效力按 status on {on}）", ""]
    lines.append("文件 file\t字 chars\t条 clauses\t有单位 with units\t单位 units\t表 tables\t效力 status\t秒 s\t文号 number\t标题 title / 拒收原因 refused because")
    for row in rows:
        cells = [row.file, f"{row.characters:,}", row.clauses, row.with_units, row.units, row.tables, row.status or "—", row.seconds]
        lines.append("\t".join(map(str, cells)) + f"\t{row.doc_number or '—'}\t{row.refused or row.title}")
    refused = sum(bool(row.refused) for row in rows)
    lines += ["", f"共 {len(rows)} 份 files，收录 read {len(rows) - refused}，拒收 refused {refused}，"
              f"{sum(row.clauses for row in rows):,} 条 clauses，{sum(row.seconds for row in rows):.1f} 秒 seconds"]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="文件夹 folder of policy files")
    parser.add_argument("--as-of", type=date.fromisoformat, default=date.today(), help="效力日期 day for the status")
    options = parser.parse_args(arguments)
    folder = options.folder or shared_folder() / "policies"
    files = sorted(p for p in folder.iterdir() if p.is_file() and p.suffix not in (".jsonl", ".md"))
    rows = []
    for path in files:
        rows.append(row_of(path, options.as_of))
        print(path.name, file=sys.stderr)
    text = as_text(rows, options.as_of)
    print(text)
    write_whole(_RESULTS / "policies.txt", text)
    write_whole(_RESULTS / "policies.json", json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
