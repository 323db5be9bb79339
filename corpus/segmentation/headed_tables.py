"""Tables with column heads (带表头的表格): which rows are the head, and what each row below says under it.

A cell is read with the heads above its column, a merged cell in every row that it covers, a row across the whole table
as the heading of the rows below it. The head rows say nothing alone. Forms to be filled in have no head.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.policy import Span, Table
from corpus.segmentation.rows import SERIAL_HEAD, Row, RowTable, title_above
from corpus.spans import TableRow

_MOST_HEAD_ROWS = 3
_LONGEST_HEAD = 40
_LONGEST_TITLE = 60
_LONGEST_NAME = 40
_MOST_FIELDS, _LONGEST_FIELD, _LONGEST_ROW = 10, 12, 200  # of a row whose cells only spaces part
_FIELD = re.compile(r"[^ \u3000\xa0\t]+")
_NEAR = 300  # characters between the line 附件2 (or the table before) and a table that is the annex: title and notes
_TABLE_TITLE = re.compile(r"[表单录册]\s*(?:[（(].{1,20}[）)])?$")
_BRACKET = re.compile(r"[（(][^（）()]*[）)]")
# What columns are called: the last word of a head, its bracket aside.
_NOUN = re.compile(
    r"(?:名称|姓名|类别|类型|种类|分类|项目|事项|任务|内容|标准|金额|额度|数额|资金|经费|费用|费率|税率|利率|比例|系数|分值|得分|权重|指标|目标值?|要求|条件|方式|方法|形式|"
    r"对象|范围|时限|期限|时间|日期|年限|年度|周期|频次|单位|部门|科室|处室|机构|主体|责任人|联系人|电话|地址|地点|窗口|地区|区域|区县|县区|县市区|备注|说明|依据|材料|数|数量|人数|户数|面积|单价|价格|收费|"
    r"等级|级别|档次|档|层次|环节|阶段|步骤|流程|措施|工作|领域|行业|产品|品种|品目|规格|型号|编号|代码|序号|情况|结果|结论|区间|幅度|上限|下限|限额|限高|合计|小计|年|月|季度|次数|评分|考核|职责|分工|职务|岗位|学历|职称|专业)$"
)
_NO_HEAD = re.compile(r"[。；;！!？?]|[:：]\s*$|日起|月起|^\s*[\d.,，%％≤≥<>＜＞±~～—\-]+\s*\S{0,3}$|^\d{4}[-./年]\d")
_UNIT = r"[百千万亿]?(?:元|亩|吨|公里|千米|米|平方米|㎡|平方公里|公顷|立方米|人|人次|家|户|个|项|次|辆|台|套|件|千瓦时|千瓦|公斤|千克|年|个月|月|个?工作日|天|日|小时|分钟|分|岁|周岁|倍|[%％‰])(?:[/／每][^（）()]{1,12})?"
_UNIT_IN_BRACKET = re.compile(rf"[（(]\s*(?:单位|计量单位)?[:：]?\s*(?P<unit>{_UNIT})\s*[）)]")
_UNIT_OF_TABLE = re.compile(rf"(?:金额|计量)?单位[:：]\s*(?P<unit>{_UNIT})")
_POINTS = re.compile(r"(?:分值|得分|赋分|分数)$")
_ENDS_IN_FIGURE = re.compile(r"\d\s*$")
_ONLY_FIGURE = re.compile(r"\s*\d[\d,，.]*(?:\s*[-—–~～至]{1,2}\s*\d[\d,，.]*)?\s*$")


@dataclass(frozen=True, slots=True)
class HeadedRow:
    """A row below the heads.

    Attributes:
        span: its printed line. title: of the table. unit: what the line above the table gives for its amounts.
        heads: where the head rows stand.
        cells: (head, place) of every filled cell, merged ones included. group: the row across the table above it, if any.
    """

    span: Span
    title: str
    unit: str
    heads: Span
    cells: tuple[tuple[str, Span], ...]
    group: Span | None = None

    def name(self, text: str) -> str:
        """Its first cell that is no number of a row."""
        return self._named()[0][1].of(text).strip()

    def of_piece(self, text: str, piece: Span) -> TableRow:
        """What a stretch of the row says: its cells, what the row is of (the first cell) and the cells merged from above."""
        shown: list[tuple[str, str]] = [("", self.group.of(text).strip())] if self.group is not None else []
        merged: list[Span | None] = [self.group] if self.group is not None else []
        for i, (head, cell) in enumerate(self._named()):
            if cell.start < self.span.start:
                merged.append(cell)
                shown.append((head, cell.of(text).strip()))
                continue
            if cell.start < piece.end and piece.start < cell.end:
                cell = Span(max(cell.start, piece.start), min(cell.end, piece.end))
            elif i:
                continue
            merged.append(None if piece.start <= cell.start < piece.end else cell)
            shown.append((head, cell.of(text).strip()))
        return TableRow(self.title, tuple(shown), tuple(_unit_of(head, words, self.unit) for head, words in shown), tuple(merged), self.heads)

    def _named(self) -> list[tuple[str, Span]]:
        return [(head, cell) for head, cell in self.cells if not SERIAL_HEAD.search(head)]


@dataclass(frozen=True, slots=True)
class HeadedTable:
    """A table with heads; ``heads`` is the stretch of its head rows."""

    span: Span
    title: Span
    heads: Span
    rows: tuple[HeadedRow, ...]


def headed_tables(text: str, tables: Sequence[Table], first_rows: Mapping[int, int]) -> list[HeadedTable]:
    """The tables with heads, in order; a table set inside another counts once.

    Args:
        text: the whole document. tables: its tables.
        first_rows: where a table's first numbered row is known, by where the table starts.
    """
    found: list[HeadedTable] = []
    for table in sorted(tables, key=lambda t: (t.span.start, -t.span.end)):
        if found and table.span.start < found[-1].span.end:
            continue
        read = _read(text, table, first_rows.get(table.span.start))
        if read is not None:
            found.append(read)
    return found


def tables_apart(
    text: str, headed: Sequence[HeadedTable], numbered: Sequence[RowTable], breaks: Sequence[int], listed: Sequence[Span]
) -> list[RowTable]:
    """Of the tables whose rows bear no numbers those that are annexes (附件、附表): parts of their own, each row a provision named by its first cell.

    Args:
        text: the whole document. headed: its tables with heads. numbered: those with numbered rows.
        breaks: where annexes begin. listed: the lists of annexes (附件：1.… 2.…), whose titles an annex may bear without its number.
    """
    titles = {_bare(line) for span in listed for line in span.of(text).split("\n")}
    starts = {table.span.start: table.span.end for table in numbered}
    found: list[RowTable] = []
    before = 0  # where the last table that stands apart ends
    for table in headed:
        if table.span.start in starts:
            before = starts[table.span.start]
            continue
        at = bisect_right(breaks, table.span.start) - 1
        annex = breaks[at] if at >= 0 else -1
        title = table.title.of(text)
        apart = annex >= before and table.span.start - annex <= _NEAR
        apart = apart or _bare(title) in titles - {""}
        apart = apart or (before > 0 and table.span.start - before <= _NEAR and bool(_TABLE_TITLE.search(title.strip())))
        if apart:
            before = table.span.end
            rows = tuple(
                Row(_brief(row.name(text)), row.span.start, row.span.start, row.span.end, tuple((head, cell.of(text).strip()) for head, cell in row.cells))
                for row in table.rows
            )
            found.append(RowTable(table.span, table.title, rows, named=True))
    return found


def _bare(title: str) -> str:
    return re.sub(r"^附[件表录]\d*[:：]?|^\d{1,2}[.．、]", "", re.sub(r"\s", "", title))


def _brief(words: str) -> str:
    return re.sub(r"\s+", " ", words).replace("/", "／")[:_LONGEST_NAME]


def _read(text: str, table: Table, numbered_from: int | None) -> HeadedTable | None:
    columns = max(map(len, table.rows), default=0)
    if columns < 2:
        return None
    above = 0  # rows across the whole table that stand before the heads: its title
    while above < len(table.rows) and _across(table.rows[above]):
        above += 1
    count = _head_rows(text, table, above, columns)
    if not count and numbered_from is not None:
        count = next((i for i, row in enumerate(table.rows) if any(c.start <= numbered_from < c.end for c in row)), 0) - above
    if count <= 0:
        return None
    first = above + count
    heads = [_head_of(text, [row[c] for row in table.rows[above:first] if c < len(row)]) for c in range(columns)]
    own_title = [table.rows[i][0] for i in range(above) if len(table.rows[i][0])]
    title = own_title[0] if own_title else title_above(text, table.span.start)
    name = re.sub(r"\s+", " ", title.of(text)).strip()
    unit = _UNIT_OF_TABLE.search(text, max(0, table.span.start - 60), table.span.start + 1)
    start = min((c.start for row in table.rows[above:first] for c in row if len(c)), default=table.span.start)
    end = text.find("\n", max(c.end for row in table.rows[above:first] for c in row))
    stretch = Span(start, table.span.end if end < 0 else min(end + 1, table.span.end))
    rows = _rows(text, table, first, heads, name if len(name) <= _LONGEST_TITLE else "", unit.group("unit") if unit else "", stretch)
    return HeadedTable(table.span, title, stretch, tuple(rows)) if rows else None


def spaced_tables(text: str, taken: Sequence[Span]) -> list[Table]:
    """Tables whose grid is gone but whose cells still stand apart by spaces, a line a row (as a PDF without rules gives them).

    What shows one: a line of three or more names of columns, and below it two or more lines of as many cells, figures in
    most of them. ``taken`` are the tables known already.
    """
    found: list[Table] = []
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
    i = 0
    while i < len(lines):
        heads = _fields(text, *lines[i])
        if len(heads) < 3 or len(heads) > _MOST_FIELDS or not _names_columns(text, heads) or any(s.start <= lines[i][0] < s.end for s in taken):
            i += 1
            continue
        rows = [heads]
        while i + len(rows) < len(lines) and len(row := _fields(text, *lines[i + len(rows)])) == len(heads):
            rows.append(row)
        body = rows[1:]
        if len(body) >= 2 and 2 * sum(bool(re.search(r"\d", text[row[0].start : row[-1].end])) for row in body) >= len(body):
            found.append(Table(Span(lines[i][0], lines[i + len(body)][1]), tuple(map(tuple, rows)), 1))
        i += len(rows)
    return found


def _fields(text: str, start: int, end: int) -> list[Span]:
    return [Span(m.start(), m.end()) for m in _FIELD.finditer(text, start, end)] if end - start <= _LONGEST_ROW else []


def _names_columns(text: str, fields: Sequence[Span]) -> bool:
    words = [_BRACKET.sub("", cell.of(text)) for cell in fields]
    return all(0 < len(word) <= _LONGEST_FIELD and not _NO_HEAD.search(word) for word in words) and 3 * sum(bool(_NOUN.search(word)) for word in words) >= 2 * len(words)


def _across(row: Sequence[Span]) -> bool:
    return len(row) > 1 and len(set(row)) == 1


def _head_rows(text: str, table: Table, above: int, columns: int) -> int:
    """How many rows below the title are heads; 0 where the first does not read as one."""
    rows = table.rows[above:]
    if len(rows) < (3 if columns == 2 and not table.header_rows else 2):
        return 0
    if not (table.header_rows > above or _reads_as_heads(text, rows[0], columns)):
        return 0
    count = max(1, table.header_rows - above)
    while count < min(_MOST_HEAD_ROWS, len(rows) - 1) and _goes_on(text, rows, count):
        count += 1
    body = [cell for row in rows[count:] if not _across(row) for cell in dict.fromkeys(row)]
    return count if body and 2 * sum(bool(cell.of(text).strip()) for cell in body) > len(body) else 0


def _reads_as_heads(text: str, row: Sequence[Span], columns: int) -> bool:
    words = [re.sub(r"\s", "", cell.of(text)) for cell in dict.fromkeys(row)]
    if len(row) < columns or len(words) < 2 or not all(words[1:]):
        return False
    if any(len(_BRACKET.sub("", word)) > _LONGEST_HEAD or _NO_HEAD.search(_BRACKET.sub("", word)) for word in words):
        return False
    nouns = [bool(_NOUN.search(_BRACKET.sub("", word)) or _UNIT_IN_BRACKET.search(word)) for word in words]
    return nouns[-1] and all(nouns) if columns == 2 else sum(nouns) * 2 >= len(nouns)


def _goes_on(text: str, rows: Sequence[Sequence[Span]], count: int) -> bool:
    """Whether the row behind the first ``count`` is a head as well: a cell of theirs covers it, or splits one of theirs."""
    last, row = rows[count - 1], rows[count]
    if not any(len(cell) and cell in last for cell in row):
        return False
    split = len(set(last)) < len(last)
    fresh = [cell.of(text).strip() for cell in dict.fromkeys(row) if cell not in last]
    return split and bool(fresh) and not any(_NO_HEAD.search(_BRACKET.sub("", word)) or len(word) > _LONGEST_HEAD for word in fresh)


def _head_of(text: str, cells: Sequence[Span]) -> str:
    words = [re.sub(r"\s+", "", cell.of(text)) for cell in dict.fromkeys(cells)]
    return "·".join(word for word in words if word and len(word) <= 2 * _LONGEST_HEAD)


def _rows(
    text: str, table: Table, first: int, heads: Sequence[str], title: str, unit: str, stretch: Span
) -> list[HeadedRow]:
    found: list[HeadedRow] = []
    seen = {cell for row in table.rows[:first] for cell in row}
    group: Span | None = None
    for row in table.rows[first:]:
        fresh = [cell for cell in dict.fromkeys(row) if cell not in seen]
        seen.update(row)
        printed = [cell for cell in fresh if cell.of(text).strip()]
        if not printed:
            continue
        if _across(row):
            group = row[0]
            continue
        start = text.rfind("\n", 0, min(cell.start for cell in fresh)) + 1
        end = text.find("\n", max(cell.end for cell in fresh))
        span = Span(max(start, table.span.start), len(text) if end < 0 else min(end + 1, max(table.span.end, end)))
        places: dict[Span, list[str]] = {}
        for c, cell in enumerate(row):
            if cell.of(text).strip():
                places.setdefault(cell, []).append(heads[c] if c < len(heads) else "")
        cells = tuple(("、".join(filter(None, dict.fromkeys(named))), cell) for cell, named in places.items())
        if any(not SERIAL_HEAD.search(head) for head, _ in cells):
            found.append(HeadedRow(span, title, unit, stretch, cells, group))
    return found


def _unit_of(head: str, words: str, of_table: str) -> str:
    """The unit that the head of a column (or the line above the table) gives to a cell that ends in a figure."""
    if not _ENDS_IN_FIGURE.search(words):
        return ""
    bracket = _UNIT_IN_BRACKET.search(head)
    if bracket:
        return bracket.group("unit")
    if not _ONLY_FIGURE.match(words):
        return ""
    return "分" if _POINTS.search(_BRACKET.sub("", head)) else of_table if re.search(r"[金数]额|额度|资金|经费|费用|价|合计|小计|标准", head) else ""
