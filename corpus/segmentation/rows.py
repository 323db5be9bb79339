"""Rows of tables as clauses: the numbered rows (序号 1, 2, 3 …) of a list of tasks, items or indicators.

A table counts where one of its first columns numbers the rows from 1 and runs on. A number may have a cell of its
own (序号) or open a cell (1.门诊人次数). Merged cells to its left and the rows that carry no number (一、知识产权保护方面)
head what follows; a row without a number below a numbered one goes on with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.numerals import NUMERAL, chinese_number
from corpus.policy import Span, Table

_NUMBER_CELL = re.compile(rf"\s*(?P<n>\d{{1,3}}|[{NUMERAL}]{{1,4}})\s*(?:$|[.．、](?!\d))")
SERIAL_HEAD = re.compile(r"序\s*号|编\s*号|项\s*次|№|No\.?$", re.IGNORECASE)
_TOTAL = re.compile(r"(?:合\s*计|总\s*计|小\s*计|备\s*注|注|说\s*明)(?:[:：\s]|$)")
_FIRST_COLUMNS = 4
_FEWEST = 3  # rows; two numbers may be anything
_TITLE_LINES = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One numbered row.

    Attributes:
        number: as printed. start: of the number. body: where the words behind the number begin. end: of the row's line,
            or of the last unnumbered line that goes on with it.
        cells: its words by the heads of the columns, in printed order.
    """

    number: str
    start: int
    body: int
    end: int
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RowTable:
    """A table with numbered rows: where it stands, the title above it (an empty span if there is none), its rows.

    ``flat`` where the file holds it as running text, ``named`` where the first words of its rows stand for their numbers.
    """

    span: Span
    title: Span
    rows: tuple[Row, ...]
    flat: bool = False
    named: bool = False


def row_tables(text: str, tables: Sequence[Table]) -> list[RowTable]:
    """The tables whose rows are numbered, in order; a table set inside another counts once."""
    found: list[RowTable] = []
    for table in sorted(tables, key=lambda t: (t.span.start, -t.span.end)):
        if found and table.span.start < found[-1].span.end:
            continue
        rows = _rows(text, table)
        if rows:
            found.append(RowTable(table.span, title_above(text, table.span.start), rows))
    return found


def _rows(text: str, table: Table) -> tuple[Row, ...]:
    columns = max((len(row) for row in table.rows), default=0)
    if columns < 2:
        return ()
    numbered: list[tuple[int, Span, int]] = []
    for column in range(min(_FIRST_COLUMNS, columns)):  # the finest numbering: 1. 2. 3. below merged 一、 二、
        found = _numbered(text, table, column)
        if len(found) > len(numbered) and (len(found) >= _FEWEST or _is_serial(text, table, column)):
            numbered = found
    return _with_ends(text, table, numbered) if numbered else ()


def _is_serial(text: str, table: Table, column: int) -> bool:
    return any(len(row) > column and SERIAL_HEAD.search(row[column].of(text)) for row in table.rows[:2])


def _numbered(text: str, table: Table, column: int) -> list[tuple[int, Span, int]]:
    """The rows whose cell in ``column`` opens with the next number: index of the row, the number's place, its value."""
    found: list[tuple[int, Span, int]] = []
    seen: set[Span] = set()
    unmatched = 0
    most = 1000 if _is_serial(text, table, column) else 2  # a column 序号 may skip what was not published
    for i, row in enumerate(table.rows):
        if len(row) <= column or row[column] in seen:
            continue
        cell = row[column]
        match = _NUMBER_CELL.match(text, cell.start, cell.end)
        value = chinese_number(match.group("n")) if match else None
        last = found[-1][2] if found else 0
        restarts = bool(found) and value == 1 and last > 1
        if match and value is not None and (0 < value - last <= most or restarts) and (found or value == 1):
            if len(set(row)) > 1:  # one cell across the whole table is a heading
                found.append((i, Span(match.start("n"), match.end()), value))
                seen.add(cell)
        elif cell.end > cell.start and found and len(set(row)) > 1:
            unmatched += 1
    return found if unmatched * 3 <= len(found) else []


def _with_ends(text: str, table: Table, numbered: Sequence[tuple[int, Span, int]]) -> tuple[Row, ...]:
    heads = _heads(text, table, numbered[0][0])
    last_line = {n: numbered[k + 1][0] if k + 1 < len(numbered) else len(table.rows) for k, (n, _, _) in enumerate(numbered)}
    rows = []
    for i, number, _ in numbered:
        end = _line_end(text, table, i)
        for j in range(i + 1, last_line[i]):
            if (len(set(table.rows[j])) == 1 and len(table.rows[j]) > 1) or _is_total(text, table, j):
                break  # one cell across the whole table heads the rows below it
            end = max(end, _line_end(text, table, j))
        rows.append(Row(text[number.start : number.end].strip().rstrip(".．、 "), number.start, number.end, end, _cells(text, table, i, last_line[i], heads, number.start)))
    return tuple(rows)


def _is_total(text: str, table: Table, i: int) -> bool:
    """A row of totals or remarks below the numbered ones."""
    return bool(_TOTAL.match(next((w for cell in table.rows[i] if (w := cell.of(text).strip())), "")))


def _line_end(text: str, table: Table, i: int) -> int:
    at = max((cell.end for cell in table.rows[i]), default=table.span.end)
    end = text.find("\n", at, table.span.end)
    return table.span.end if end < 0 else end + 1


def _heads(text: str, table: Table, first: int) -> list[str]:
    """The head of every column: the words of the rows above the first number, the lowest first that says something."""
    columns = max(len(row) for row in table.rows)
    heads = [""] * columns
    for row in table.rows[:first]:
        if len(set(row)) == 1 and len(row) > 1:
            continue
        for c, cell in enumerate(row):
            words = cell.of(text).strip()
            if words and len(words) < 60:
                heads[c] = words
    return heads


def _cells(text: str, table: Table, i: int, end: int, heads: Sequence[str], start: int) -> tuple[tuple[str, str], ...]:
    found: dict[str, list[str]] = {}
    seen: set[Span] = set()
    for row in table.rows[i : max(i + 1, end)]:
        if len(set(row)) == 1 and len(row) > 1:
            break
        for c, cell in enumerate(row):
            if cell in seen or (cell.start < start and row is not table.rows[i]):
                continue
            seen.add(cell)
            words = cell.of(text).strip()
            if words:
                found.setdefault(heads[c] if c < len(heads) else "", []).append(words)
    return tuple((head, "、".join(dict.fromkeys(words))) for head, words in found.items())


def title_above(text: str, at: int) -> Span:
    """The title of what begins at ``at``: the last lines above it that read as one, an empty span if none do."""
    lines: list[Span] = []
    end = at
    for _ in range(_TITLE_LINES + 4):
        start = text.rfind("\n", 0, max(0, end - 1)) + 1
        line = text[start:end].strip(" \t\u3000\xa0\n")
        if line and not re.fullmatch(r"[（(]?(?:单位|金额|计量单位)[:：].{1,20}|[（(].{1,12}[）)]|\d{4}\s*年?", line):
            if re.search(r"[。；：:，]$", line) or len(line) > 60 or re.fullmatch(r"附\s*[件表录]\s*\d*[:：]?", line):
                break
            if re.search(r"\d日|公开发布|[）)]$", line) and not re.search(r"[表单录案册划]", line):
                break
            lines.append(Span(start, end))
            if len(lines) == _TITLE_LINES or re.match(r"附\s*[件表录]\s*\d*", line):
                break
        elif lines:
            break
        if start == 0:
            break
        end = start
    if not lines:
        return Span(at, at)
    return Span(lines[-1].start, lines[0].end)
