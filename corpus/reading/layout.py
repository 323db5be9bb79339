"""Setting elements of a page (网页排版): blocks to lines, tables to grids, headings kept."""

from __future__ import annotations

import re
from typing import Any

from corpus.reading.document import Cell, Setter

BLOCKS = frozenset((
    "p", "div", "li", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "dl", "dt", "dd", "blockquote",
    "pre", "center", "form", "body", "td", "th", "header", "footer", "aside", "main", "figure", "figcaption", "table", "tbody",
    "thead", "tfoot", "caption", "fieldset", "legend", "hr", "details", "summary", "ucapcontent",
))
_LAYOUT_CELL = 400  # characters; a table with a longer cell than that and few cells only lays out the page
_MOST_COLUMNS = 400
_MOST_PLACES = 100_000  # of one table's grid
_LONGEST_HEADING = 200  # characters; more is a paragraph that only looks large


def set_element(element: Any, setter: Setter, *, tables: bool = True) -> None:
    """Set the text of an element; a table becomes a grid where ``tables`` says so, else a line a cell."""
    from lxml import etree

    line: list[str] = []

    def flush() -> None:
        words = _joined("".join(line))
        line.clear()
        for paragraph in words.split("\n"):
            setter.paragraph(paragraph.strip(" "))

    # Not recursive: pages with tags left open nest a thousand deep.
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        tag = node.tag if isinstance(node.tag, str) else ""
        if event == "start":
            whole = _set_whole(node, tag, setter, flush, tables=tables and node is not element)
            if whole:
                walk.skip_subtree()
                continue
            if tag in BLOCKS or tag == "br":
                flush()
            if tag and node.text:
                line.append(node.text)
        else:
            if tag in BLOCKS:
                flush()
            if node is not element and node.tail:
                line.append(node.tail)
    flush()


def _set_whole(node: Any, tag: str, setter: Setter, flush: Any, *, tables: bool) -> bool:
    """Set a table, a heading or preformatted text at once; False for anything else."""
    if tag == "pre":
        flush()
        for words in "".join(node.itertext()).splitlines():
            setter.paragraph(words)
        return True
    if tag == "table" and tables and not only_lays_out(node):
        flush()
        setter.table(_grid(node), _head_rows(node))
        return True
    if re.fullmatch(r"h[1-6]", tag):
        words = text_of(node)
        if 0 < len(words) <= _LONGEST_HEADING and next(node.iterdescendants("table", "p"), None) is None:
            flush()
            setter.heading(words, int(tag[1]))
            return True
    return False


def _joined(words: str) -> str:
    """Characters of one line: white space is one space, a line break of the source within Chinese is nothing."""
    words = re.sub(r"(?<=[。；])[ \t\r]*\n[ \t\r\n]*(?=\S)", "\v", words)  # an author's paragraph
    words = re.sub(r"(?<=[\u3400-\u9fff，、：（《“])[ \t\r]*\n[ \t\r\n]*(?=[\u3400-\u9fff，、。；：）》”])", "", words)
    return re.sub(r"[ \t\r\n]+", " ", words).replace("\v", "\n").strip(" ")


def text_of(element: Any) -> str:
    """All words of an element on one line."""
    return " ".join("".join(element.itertext()).split())


def lines_of(element: Any) -> list[str]:
    """The lines of an element, tables a line a cell."""
    setter = Setter()
    set_element(element, setter, tables=False)
    return [line.strip() for line in setter.content("").text.split("\n") if line.strip()]


def only_lays_out(table: Any) -> bool:
    """True for a table that holds other tables, long prose, or one cell."""
    if next(table.iterdescendants("table"), None) is not None:
        return True
    cells = list(table.iter("td", "th"))
    if len(cells) < 2:
        return True
    rows = list(table.iter("tr"))
    widest = max((len(row.findall("td")) + len(row.findall("th")) for row in rows), default=0)
    longest = max(sum(map(len, cell.itertext())) for cell in cells)
    return widest < 2 or widest > _MOST_COLUMNS or (longest > _LAYOUT_CELL and len(cells) <= 4)


def _span_of(cell: Any, name: str) -> int:
    value = re.match(r"\s*\d{1,4}", cell.get(name) or "")
    return max(1, min(int(value.group()), 1000)) if value else 1


def _head_rows(table: Any) -> int:
    count = 0
    for row in table.iter("tr"):
        if row.find("td") is not None or row.find("th") is None:
            break
        count += 1
    return count


def _grid(table: Any) -> list[list[Cell]]:
    """The cells by row and column, merged ones in every place they cover."""
    grid: list[list[Cell]] = []
    waiting: dict[int, tuple[Cell, int]] = {}  # by column: a cell from above and the rows it still covers
    places = 0
    for row in table.iter("tr"):
        line: list[Cell] = []
        for element in row:
            if element.tag not in ("td", "th"):
                continue
            _take(waiting, line)
            cell = Cell("\n".join(lines_of(element)))
            rows, columns = _span_of(element, "rowspan"), min(_span_of(element, "colspan"), _MOST_COLUMNS)
            places += rows * columns
            if places > _MOST_PLACES:  # no table of a policy merges that much: the cells count, their spans do not
                rows = columns = 1
            for _ in range(columns):
                if rows > 1:
                    waiting[len(line)] = (cell, rows - 1)
                line.append(cell)
        _take(waiting, line)
        if line:
            grid.append(line)
    return grid


def _take(waiting: dict[int, tuple[Cell, int]], line: list[Cell]) -> None:
    """Cells from rows above that cover the next places of this one."""
    while len(line) in waiting:
        cell, left = waiting[len(line)]
        if left > 1:
            waiting[len(line)] = (cell, left - 1)
        else:
            del waiting[len(line)]
        line.append(cell)
