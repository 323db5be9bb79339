"""Where things stand in a text (位置), and the structure that a file itself is sure of: tables with what their rows say, headings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the repaired text: characters ``start`` up to but not including ``end``."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters of ``text`` that the span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the document.

    Attributes:
        span: the stretch of text that the table was set as: one line per row, cells separated by tabs.
        rows: the cells of each row, left to right. A merged cell is printed once and stands in every row
            and column that it covers, with the same span; an empty cell has an empty span.
        header_rows: how many rows at the top are column heads, 0 if unknown.
    """

    span: Span
    rows: tuple[tuple[Span, ...], ...]
    header_rows: int = 0


@dataclass(frozen=True, slots=True)
class TableRow:
    """What a row of a table says under the heads of its columns (表中一行); for reading, never a quote.

    Attributes:
        title: of the table, "" where it has none.
        cells: (head, words) of every filled cell, merged ones included; the heading of a group of rows has no head.
        units: for each cell the unit that its head gives to the figure it ends in, else "".
        merged: for each cell where it stands if it is printed in a row above, else None.
        heads: where the head rows stand.
    """

    title: str
    cells: tuple[tuple[str, str], ...]
    units: tuple[str, ...]
    merged: tuple[Span | None, ...]
    heads: Span

    def said(self, *, with_units: bool = False) -> tuple[str, ...]:
        """Each cell behind its head: 补贴标准（元/平方米·月）：14; ``with_units`` sets the unit behind the figure as well."""
        return tuple(
            f"{head}：{words}{unit if with_units else ''}" if head else words
            for (head, words), unit in zip(self.cells, self.units, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that the file itself marks as one (a Word style, an <h2>): level 1 is the outermost."""

    span: Span
    level: int
