"""Gold sets as offices write them: CSV (UTF-8 or GB 18030) and XLSX in, review sheets out.

The header row may be in Chinese or English (``HEADERS``); the order of the columns is free. Several clauses,
units or patterns in one cell stand on lines of their own, or all on one with ； or ; between them. A clause with a path is written with
strokes (四/（二）/9), one of another file than the row's with that file in front (乙.txt#四/（二）). A fact that is not marked as a pattern (``re:…``) is taken as words to be found, so that
65%以上 needs no escaping. Yes and no are 是/否, true/false or 1/0.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.errors import BadInput
from corpus.files import write_whole
from eval.gold.item import GoldItem, path_name, path_of
from eval.gold.reading import load_gold

HEADERS: Mapping[str, tuple[str, ...]] = {
    "id": ("编号", "题号", "序号"),
    "split": ("划分",),
    "question": ("问题", "题目", "提问"),
    "history": ("前问", "上文", "历史提问"),
    "kind": ("类型", "问题类型"),
    "style": ("表述", "表述方式"),
    "answerable": ("可回答", "能否回答", "是否可答"),
    "unanswerable_kind": ("不可答原因",),
    "policy": ("文件", "文件名"),
    "clauses": ("条款", "依据条款"),
    "facts": ("答案要点", "要点", "事实"),
    "forbidden": ("禁止出现", "不得出现"),
    "quotes": ("原句", "引文"),
    "lead": ("牵头单位", "牵头"),
    "supporting": ("配合单位", "配合"),
    "validity": ("效力",),
    "as_of": ("日期", "截至日期"),
    "note": ("备注", "说明"),
}
_REVIEW = ("复核意见 review", "复核人 reviewer")
_DEFAULTS = {"split": "dev", "kind": "fact", "style": "formal"}
_WORDS = {
    "事实": "fact", "列举": "list", "责任单位": "units", "单位反查": "units_reverse", "是否": "yes_no", "资格": "eligibility",
    "效力": "validity", "条款": "clause", "寒暄": "small_talk", "书面": "formal", "口语": "colloquial", "简短": "terse",
    "错别字": "typo", "繁体": "traditional", "英文": "english", "改述": "paraphrase", "开发集": "dev", "保留集": "held",
    "近题无据": "near_topic", "题外": "off_topic", "其他政策": "other_policy", "注入指令": "injection", "现行有效": "in_force",
    "有效": "in_force", "已失效": "expired", "失效": "expired", "已废止": "repealed", "废止": "repealed", "尚未施行": "not_yet",
    "随事件终止": "event_bound", "效力不明": "unknown",
}  # fmt: skip
_YES, _NO = {"是", "true", "1", "yes", "y", "可", "能"}, {"否", "false", "0", "no", "n", "不可", "不能"}
_LISTS = ("clauses", "facts", "forbidden", "quotes", "lead", "supporting")
_NONE = "无"  # in a units cell: there is none, which is not the same as an empty cell
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


def import_sheet(source: Path, target: Path) -> tuple[GoldItem, ...]:
    """Turn a CSV or XLSX sheet into a gold file at ``target``; the whole sheet or nothing.

    Raises:
        BadInput: the file cannot be read, has no column for the question, or rows have problems; the message
            lists them all, each with its row.
    """
    rows = list(_rows_of(source))
    if not rows:
        raise BadInput(f"{source} 是空的（the sheet is empty）")
    columns = _columns(rows[0], source)
    lines, numbers, problems = [], [], []
    for number, row in enumerate(rows[1:], 2):
        cells = {key: row[at].strip() for key, at in columns.items() if at < len(row)}
        if not any(cells.values()):
            continue
        try:
            lines.append(json.dumps(line_of(cells, f"r{number:04}"), ensure_ascii=False))
            numbers.append(number)
        except ValueError as error:
            problems.append(f"  第 {number} 行 row {number}: {error}")
    if problems:
        raise BadInput(f"{source} 有 {len(problems)} 处问题（problems in the sheet）：\n" + "\n".join(problems))
    written = target.with_suffix(target.suffix + ".tmp")
    write_whole(written, "\n".join(lines) + "\n")
    try:
        items = load_gold(written)
    except BadInput as error:  # lines of the new file are rows of the sheet
        said = re.sub(r"第 (\d+) 行 line \d+", lambda m: f"第 {numbers[int(m[1]) - 1]} 行 row {numbers[int(m[1]) - 1]}", str(error))
        raise BadInput(said.replace(str(written), str(source))) from None
    else:
        write_whole(target, written.read_text(encoding="utf-8"))
    finally:
        written.unlink(missing_ok=True)
    return items


def export_sheet(items: Iterable[GoldItem], target: Path) -> None:
    """Write a review sheet (.csv or .xlsx), one row a question, with empty columns for a reviewer.

    Cells that a spreadsheet would run as a formula get an apostrophe in front; importing takes it off again.
    Raises BadInput for another kind of file.
    """
    head = [f"{names[0]} {key}" for key, names in HEADERS.items()]
    rows = [[*head, *_REVIEW], *([*cells_of(item).values(), "", ""] for item in items)]
    safe = [["'" + cell if cell.startswith(_FORMULA) else cell for cell in row] for row in rows]
    if target.suffix.lower() == ".csv":
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerows(safe)
        write_whole(target, "\ufeff" + out.getvalue())
    elif target.suffix.lower() == ".xlsx":
        _write_xlsx(safe, target)
    else:
        raise BadInput(f"审阅表只能写成 .csv 或 .xlsx：{target.name}（csv or xlsx only）")


def _rows_of(source: Path) -> Iterator[list[str]]:
    try:
        if source.suffix.lower() == ".xlsx":
            yield from _read_xlsx(source)
            return
        if source.suffix.lower() != ".csv":
            raise BadInput(f"只能导入 .csv 或 .xlsx：{source.name}（csv or xlsx only）")
        raw = source.read_bytes()
    except OSError as error:
        raise BadInput(f"读不到 {source}：{error.strerror}（cannot read the sheet）") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = raw.decode("gb18030")
        except UnicodeDecodeError:
            raise BadInput(f"{source} 既不是 UTF-8 也不是 GB 18030（unknown encoding）") from None
    first = text.split("\n", 1)[0]
    yield from csv.reader(io.StringIO(text, newline=""), delimiter="\t" if first.count("\t") > first.count(",") else ",")


def _read_xlsx(source: Path) -> Iterator[list[str]]:
    from zipfile import BadZipFile

    import openpyxl

    try:
        book = openpyxl.load_workbook(source, read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError, TypeError) as error:
        raise BadInput(f"{source} 不是 XLSX：{error}（not an XLSX file）") from None
    for row in book.worksheets[0].iter_rows(values_only=True):
        yield [_shown(value) for value in row]
    book.close()


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    day = getattr(value, "date", None)
    return day().isoformat() if callable(day) else str(value)


def _write_xlsx(rows: Sequence[Sequence[str]], target: Path) -> None:
    import openpyxl
    from openpyxl.styles import Alignment, Font

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "金标"
    for row in rows:
        sheet.append([_CONTROL.sub("", cell) for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, wide in (("C", 50), ("K", 30), ("R", 50)):
        sheet.column_dimensions[column].width = wide
        for cell in sheet[column]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "D2"
    book.save(target)


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def _columns(head: Sequence[str], source: Path) -> dict[str, int]:
    names = {name: key for key, words in HEADERS.items() for name in (key, *words)}
    found: dict[str, int] = {}
    for at, cell in enumerate(head):
        cell = cell.strip().lstrip("\ufeff")
        key = names.get(cell) or names.get(cell.split()[-1] if cell else "") or names.get(cell.split()[0] if cell else "")
        if key is not None:
            found.setdefault(key, at)
    if "question" not in found:
        raise BadInput(f"{source} 的表头里没有“问题”一列（no column for the question）")
    return found


def line_of(cells: Mapping[str, str], name: str) -> dict[str, Any]:
    """One row as a line of the gold file; what has to be valid is checked when that is read."""
    cells = {key: cell.removeprefix("'") if cell[1:2] in _FORMULA and cell[:1] == "'" else cell for key, cell in cells.items()}
    split = {key: _parts(cells.get(key, ""), key) for key in (*_LISTS, "history")}
    answerable = _yes(cells.get("answerable", ""), default=bool(split["clauses"]))
    line: dict[str, Any] = {"id": cells.get("id") or name, "question": cells.get("question", ""), "answerable": answerable}
    for key, default in _DEFAULTS.items():
        line[key] = _word(cells.get(key) or default)
    line["history"] = [{"q": turn} for turn in split["history"]]
    line["clauses"] = [_clause(clause) for clause in split["clauses"] if "#" not in clause]
    others = [clause.rpartition("#") for clause in split["clauses"] if "#" in clause]
    if others:
        line["also"] = [{"policy": source, "clauses": [_clause(clause)]} for source, _, clause in others]
    for key in ("facts", "forbidden"):
        line[key] = [pattern_of(part) for part in split[key]]
    line["quotes"] = split["quotes"]
    for key in ("lead", "supporting"):
        names = [unit for part in split[key] for unit in re.split(r"[、,，]", part) if unit]
        line[key] = [] if names == [_NONE] else names or None
    if why := cells.get("unanswerable_kind"):
        line["unanswerable_kind"] = _word(why)
    line["as_of"] = cells.get("as_of") or None
    if status := cells.get("validity"):
        line["validity"] = {"status": _word(status), "as_of": line["as_of"]}
    if cells.get("policy"):
        line["policy"] = cells["policy"]
    return line | {"note": cells.get("note", "")}


def pattern_of(words: str) -> str:
    """The pattern that an entry means: words as they are, or a regular expression behind ``re:``.

    >>> pattern_of("50%（含）"), pattern_of("re:5[0-9]%")
    ('50%（含）', '5[0-9]%')
    """
    return words.removeprefix("re:") if words.startswith("re:") else re.escape(words)


def words_of(pattern: str) -> str:
    """The entry that means a pattern: plain words where it is no more than that.

    >>> words_of(re.escape("1.5万元")), words_of("5[0-9]%")
    ('1.5万元', 're:5[0-9]%')
    """
    plain = re.sub(r"\\(.)", r"\1", pattern)
    return plain if pattern_of(plain) == pattern else f"re:{pattern}"


def _parts(cell: str, key: str) -> list[str]:
    """The entries of a cell. A sentence or a pattern may hold a semicolon, so those are parted by lines alone."""
    lines_only = key in ("quotes", "history") or "\n" in cell or cell.startswith("re:")
    return [part.strip() for part in re.split(r"\n" if lines_only else r"[；;]", cell) if part.strip()]


def _yes(cell: str, *, default: bool) -> bool:
    word = cell.lower()
    if not word:
        return default
    if word in _YES or word in _NO:
        return word in _YES
    raise ValueError(f"可回答应写 是 或 否，不是 {cell!r}（write 是 or 否）")


def _word(cell: str) -> str:
    return _WORDS.get(cell, cell)


def _clause(cell: str) -> str | list[str]:
    path = path_of(cell if cell.startswith("/") else f"/{cell}") if "/" in cell else None
    return cell if path is None else list(path)


def _shown_clause(clause: str) -> str:
    path = path_of(clause)
    return clause if path is None or len(path) == 1 else path_name(path)[1:]  # /二 alone keeps its stroke: 二 is a number


def cells_of(item: GoldItem) -> dict[str, str]:
    """An item as the cells of a row, by the keys of ``HEADERS``; ``line_of`` reads them back."""
    plain = {
        "id": item.id, "split": item.split.value, "question": item.question, "history": "\n".join(item.history), "kind": item.kind.value,
        "style": item.style.value, "answerable": "是" if item.answerable else "否", "unanswerable_kind": item.unanswerable_kind or "",
        "policy": item.policy, "clauses": "\n".join([*map(_shown_clause, item.clauses), *(f"{source}#{_shown_clause(clause)}" for source, clause in item.also)]),
        "facts": "\n".join(map(words_of, item.facts)), "forbidden": "\n".join(map(words_of, item.forbidden)),
        "quotes": "\n".join(item.quotes), "validity": item.validity.status.value if item.validity else "",
        "as_of": item.as_of.isoformat() if item.as_of else "", "note": item.note,
    }  # fmt: skip
    for key, names in (("lead", item.lead), ("supporting", item.supporting)):
        plain[key] = "" if names is None else "\n".join(names) or _NONE
    return {key: plain[key] for key in HEADERS}
