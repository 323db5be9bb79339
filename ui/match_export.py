"""The candidates of a batch (免申即享名单) as CSV or XLSX: one row per enterprise and item, in order; resumable.

Rows are written to ``<name>.part.csv`` while the batch runs, beside a note of how far it came. A batch that was cut
short goes on where it stopped, provided that neither the batch nor the library nor the day has changed.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from assistant.matching import BatchMatcher, Match, Profile, Verdict
from assistant.matching.verdicts import name_of
from corpus.errors import BadInput
from corpus.policy import Addressee
from ui.cells import cell
from ui.match_view import FIRMNESS, VERDICT_WORDS, citation, units_line, validity_line

COLUMNS = ("编号", "企业名称", "支持事项", "结论", "承诺强度", "数额", "测算", "待确认", "依据", "原文", "责任单位", "效力", "核查日期")
_CHUNK = 500  # enterprises at a time: 500 × 2,000 verdicts are a megabyte
_MOST_ROWS = 1_048_575  # of one sheet, its heading apart


def export_batch(
    path: Path, batch: Sequence[tuple[str, Profile]], matcher: BatchMatcher, as_of: date, identity: str, *,
    unclear: bool = False, progress: Callable[[int, int], None] | None = None,
) -> int:
    """Write every met item (and unclear ones, if asked) of the batch to ``path``; returns the number of rows.

    ``identity`` names library and batch, so that only the same work is resumed. Raises BadInput for another ending
    than .csv and .xlsx, and for more rows than a sheet holds.
    """
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise BadInput(f"导出文件应以 .csv 或 .xlsx 结尾：{path.name}（export as .csv or .xlsx）")
    part, note = path.with_name(path.name + ".part.csv"), path.with_name(path.name + ".part.json")
    key = sha256(json.dumps([identity, as_of.isoformat(), unclear, len(batch)]).encode()).hexdigest()
    done, size = _resumed(part, note, key)
    with part.open("r+b" if size else "wb") as out:
        out.truncate(size)
    while done < len(batch):
        chunk = batch[done : done + _CHUNK]
        with part.open("a", encoding="utf-8-sig" if not done else "utf-8", newline="") as out:
            writer = csv.writer(out)
            if not done:
                writer.writerow(COLUMNS)
            writer.writerows(_rows(chunk, matcher, as_of, unclear=unclear))
        done += len(chunk)
        note.write_text(json.dumps({"key": key, "done": done, "size": part.stat().st_size}), encoding="utf-8")
        if progress:
            progress(done, len(batch))
    if not batch:
        with part.open("w", encoding="utf-8-sig", newline="") as out:
            csv.writer(out).writerow(COLUMNS)
    rows = _finish(part, path)
    note.unlink(missing_ok=True)
    return rows


def _resumed(part: Path, note: Path, key: str) -> tuple[int, int]:
    """How many enterprises are done and how long the file was then; (0, 0) where there is nothing to resume."""
    try:
        known = json.loads(note.read_text(encoding="utf-8"))
        if known["key"] == key and part.stat().st_size >= known["size"]:
            return int(known["done"]), int(known["size"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return 0, 0


def _rows(chunk: Sequence[tuple[str, Profile]], matcher: BatchMatcher, as_of: date, *, unclear: bool) -> Iterable[list[str]]:
    codes = matcher.verdicts([profile for _, profile in chunk])
    wanted = 0 if unclear else 1
    for (name, profile), verdicts in zip(chunk, codes, strict=True):
        for column in (verdicts >= wanted).nonzero()[0]:
            found = matcher.match(profile, int(column))
            if not found.over and found.item.addressee is Addressee.CLAIMANT and found.verdict is not Verdict.UNMET:
                yield row_of(name, profile, found, as_of)


def row_of(name: str, profile: Profile, found: Match, as_of: date) -> list[str]:
    """One row; every cell is text (``ui.cells``)."""
    item = found.item
    cells = (
        name, profile.name, name_of(item), VERDICT_WORDS[found.verdict], FIRMNESS[item.commitment], "；".join(q.text for q in item.amounts),
        "；".join(found.computed), "；".join(found.missing), citation(found), " ".join(item.text.split()), units_line(found), validity_line(found, as_of), as_of.isoformat(),
    )
    return [cell(words) for words in cells]


def _finish(part: Path, path: Path) -> int:
    with part.open(encoding="utf-8-sig", newline="") as lines:
        count = sum(1 for _ in csv.reader(lines)) - 1
    if path.suffix.lower() == ".csv":
        os.replace(part, path)
        return count
    if count > _MOST_ROWS:
        raise BadInput(f"共 {count} 行，超过一张表的上限；请导出为 .csv（too many rows for one sheet）")
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("匹配结果")
    with part.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.reader(lines):
            sheet.append(row)  # every cell was made safe when it was written to the part
    aside = path.with_name(path.name + ".part")
    book.save(aside)
    os.replace(aside, path)
    part.unlink()
    return count
