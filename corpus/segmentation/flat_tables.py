"""Tables flattened to text: the grid is gone, the numbers of its rows (序号 1, 2, 3 …) are still there.

A page's text often holds a table as one line a cell, or with nothing at all between the cells. What shows it is the
head of the number column (序号), behind which 1, 2, 3 … follow one another, each where a cell may begin. Where the
cells stand on lines of their own and every row has as many as the head, they keep the names of their columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.policy import Span
from corpus.segmentation.edges import is_closing, is_signature
from corpus.segmentation.rows import Row, RowTable

_SERIAL = re.compile(r"序[ \t\u3000]*号(?!码)")
_NUMBER_LINE = re.compile(r"^[ \t\u3000\xa0]*(\d{1,3})[ \t\u3000\xa0]*$", re.MULTILINE)
# What a number before it counts is no cell: 3家, 2021年, 5%.
_COUNTED = re.compile(
    r"[年月日号条款级个份名次倍元万千亿米吨套台辆张页岁秒届栋座层%％、.．)）/·~～—\-:：，。；\da-zA-Z]|"
    r"项(?!目)|类(?!别)|家(?!庭|具)|户(?!外|籍)|人(?![才员力民行工口])|批(?!发)|百(?!货|强)|周[岁年内]|小时|天(?!然)|分(?![支类公级])|期(?!货)|点|种(?![植业子])|代(?![理建])|楼|室"
)
_BEFORE = "第〔[（(.．/年月:：-—~～·*×%0123456789"
_HEAD = 400  # characters in which the head of the table ends
_LONGEST_ROW = 4000
_FEWEST_LINES = 3  # rows, where each number has a line of its own
_FEWEST_GLUED = 6  # rows, where nothing separates the cells
_FURNITURE = re.compile(r"[ \t\u3000]+(?=扫一扫|分享到|打印本页|【?关闭|版权所有|相关链接)")
_TITLE = 60


def flat_tables(text: str, taken: Sequence[Span]) -> list[RowTable]:
    """The flattened tables outside ``taken`` (real tables, contents), in order."""
    found: list[RowTable] = []
    for head in _SERIAL.finditer(text):
        if any(span.start <= head.start() < span.end for span in taken) or (found and head.start() < found[-1].span.end):
            continue
        table = _by_lines(text, head) or _glued(text, head)
        if table:
            found.append(table)
    return found


def _by_lines(text: str, head: re.Match[str]) -> RowTable | None:
    """Every number on a line of its own; the numbers may begin again in the next group of rows."""
    line = text[text.rfind("\n", 0, head.start()) + 1 : _line_end(text, head.end())]
    if len(line.strip()) > 12:
        return None
    numbers: list[tuple[int, int, int]] = []
    at = head.end()
    while match := _NUMBER_LINE.search(text, at, at + (_LONGEST_ROW if numbers else _HEAD)):
        value = int(match.group(1))
        last = numbers[-1][0] if numbers else 0
        if value == last + 1 or (value == 1 and last > 1):
            numbers.append((value, match.start(1), match.end()))
        elif match.start() - (numbers[-1][2] if numbers else head.end()) > _LONGEST_ROW:
            break
        at = match.end()
    if len(numbers) < _FEWEST_LINES:
        return None
    columns = _column_heads(text, head, numbers[0][1])
    return _made(text, head, numbers, columns)


def _column_heads(text: str, head: re.Match[str], first: int) -> list[str]:
    """The heads behind 序号, one a line, where they stand so."""
    return [line.strip() for line in text[head.end() : first].split("\n") if line.strip()]


def _glued(text: str, head: re.Match[str]) -> RowTable | None:
    """Numbers in running text, in order from 1; each where a cell may begin."""
    numbers: list[tuple[int, int, int]] = []
    at = head.end()
    while True:
        value = len(numbers) + 1
        limit = at + (_LONGEST_ROW if numbers else _HEAD)
        place = next(_places(text, value, at, min(limit, len(text))), None)
        if place is None:
            break
        numbers.append((value, place, place + len(str(value))))
        at = numbers[-1][2]
    columns = text[head.end() : numbers[0][1]].split() if numbers else []
    if len(numbers) < (_FEWEST_LINES if len(columns) > 1 else _FEWEST_GLUED):
        return None
    return _made(text, head, numbers, columns)


def _places(text: str, value: int, start: int, end: int) -> Iterator[int]:
    """Where ``value`` may be the number of a row: not counting anything, not inside another number."""
    printed = str(value)
    for match in re.compile(re.escape(printed)).finditer(text, start, end):
        before = text[match.start() - 1]
        behind = text[match.end() : match.end() + 2]
        if before in _BEFORE or not behind:
            continue
        opens_list = re.match(r"1[.．、]", behind)  # 351.财政部: row 35, whose first cell begins 1.财政部
        if opens_list or not _COUNTED.match(behind):
            yield match.start()


def _made(
    text: str, head: re.Match[str], numbers: Sequence[tuple[int, int, int]], columns: Sequence[str]
) -> RowTable:
    title = _title(text, head.start())
    ends = [start for _, start, _ in numbers[1:]]
    longest = max((b - a for (_, a, _), b in zip(numbers, ends, strict=False)), default=0)
    ends.append(_end_of_last(text, numbers[-1][2], max(longest * 3, 200)))
    rows = []
    for (value, start, body), end in zip(numbers, ends, strict=True):
        end = _without_group_head(text, body, end)
        words = text[body:end]
        cells = [line.strip() for line in words.split("\n") if line.strip()] if "\n" in words.strip() else words.split()
        named = tuple(zip(columns, cells, strict=True)) if len(cells) == len(columns) > 1 else ()
        rows.append(Row(str(value), start, body, end, named))
    return RowTable(Span(title.start, rows[-1].end), title, tuple(rows), flat=True)


def _end_of_last(text: str, body: int, most: int) -> int:
    """Where the last row ends: before a closing line, a signature, a gap of the page, or when it grows too long."""
    tail = _FURNITURE.search(text, body, min(len(text), body + most))
    if tail:
        return tail.start()
    for match in re.compile(r"[^\n]*\n?").finditer(text, body):
        line = match.group().strip()
        at = match.start()
        if not match.group() or at - body > most:
            return min(at, len(text))
        if at > body and line and (is_closing(line) or is_signature(line) or re.match(r"合\s*计|总\s*计|注[:：]|备注[:：]", line)):
            return at
        if at > body and re.match(r"[ \xa0]{6,}\S", match.group()):
            return at
    return len(text)


def _without_group_head(text: str, body: int, end: int) -> int:
    """Without the merged cell of the next group at the end of a row, set as a column of single characters."""
    match = re.compile(r"(?:\s*\n[ \t\u3000]*[\u4e00-\u9fff][ \t\u3000]*(?=\n)){2,}\s*$").search(text[body:end])
    return body + match.start() + 1 if match else end


def _title(text: str, at: int) -> Span:
    """The title in front of the table's head: the words before it on its line, or the line above its column heads."""
    line_start = text.rfind("\n", 0, at) + 1
    before = text[line_start:at]
    if before.strip(" \t\u3000\xa0"):
        cut = max((m.end() for m in re.finditer(r"[。；]|[（(]此件[^）)]{2,20}[）)]|\d日|日(?=[\u4e00-\u9fff]{6})", before)), default=0)
        words = before[cut:].rstrip()
        cut += max(words.rfind(" "), words.rfind("\u3000")) + 1
        return Span(line_start + cut, at) if at - line_start - cut <= _TITLE else Span(at, at)
    end = line_start
    for _ in range(8):
        start = text.rfind("\n", 0, max(0, end - 1)) + 1
        line = text[start:end].strip(" \t\u3000\xa0\n")
        if len(line) > 6:
            plain = len(line) <= _TITLE and not re.search(r"[。；：:]$", line) and not is_signature(line)
            return Span(start, end) if plain else Span(at, at)
        if start == 0:
            break
        end = start
    return Span(at, at)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
