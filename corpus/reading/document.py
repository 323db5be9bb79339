"""What reading gives: the text of a file as it came, and the structure that the file itself is sure of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.policy import Heading, Span, Table

_MOST_CELLS = 200_000  # of one table; a larger grid is no table of a policy and is kept as plain lines


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A file as it came: its text before any repair, and the structure that the file itself is sure of.

    Attributes:
        source: file name. digest: SHA-256 of its bytes. encoding: of a text file, else the kind of file.
        text: its text, before any repair.
        pages: where each page begins in the text; empty where the file has no pages.
        tables: its tables, spans in ``text``. headings: what the file marks as headings, spans in ``text``.
    """

    source: str
    text: str
    digest: str
    encoding: str
    pages: tuple[int, ...] = ()
    tables: tuple[Table, ...] = ()
    headings: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """What one reader found: a RawDocument without the file's name and digest."""

    text: str
    kind: str
    pages: tuple[int, ...] = ()
    tables: tuple[Table, ...] = ()
    headings: tuple[Heading, ...] = ()


@dataclass(eq=False, slots=True)
class Cell:
    """One cell of a table; the same object stands in every place of the grid that it covers."""

    text: str


@dataclass(slots=True)
class Setter:
    """Sets paragraphs, headings, tables and pages one after the other, and keeps where they stand."""

    _pieces: list[str] = field(default_factory=list)
    _length: int = 0
    _pages: list[int] = field(default_factory=list)
    _tables: list[Table] = field(default_factory=list)
    _headings: list[Heading] = field(default_factory=list)

    def page(self) -> None:
        """A new page begins here."""
        self._pages.append(self._length)

    def paragraph(self, text: str) -> None:
        """One paragraph; empty ones are dropped."""
        if text.strip():
            self._add(text.strip("\r\n") + "\n")

    def heading(self, text: str, level: int) -> None:
        """A paragraph that the file marks as a heading."""
        words = " ".join(text.split())
        if words:
            self._headings.append(Heading(Span(self._length, self._length + len(words)), level))
            self._add(words + "\n")

    def table(self, rows: Sequence[Sequence[Cell]], header_rows: int = 0) -> None:
        """A table, one line a row, cells separated by tabs; a merged cell is set once."""
        if sum(map(len, rows)) > _MOST_CELLS:
            for row in rows:
                self.paragraph("\t".join(_one_line(cell.text) for cell in dict.fromkeys(row)))
            return
        start = self._length
        spans: dict[int, Span] = {}
        grid: list[tuple[Span, ...]] = []
        for row in rows:
            fresh = False
            for cell in row:
                if id(cell) in spans:
                    continue
                if fresh:
                    self._add("\t")
                words = _one_line(cell.text)
                spans[id(cell)] = Span(self._length, self._length + len(words))
                self._add(words)
                fresh = True
            if fresh:
                self._add("\n")
            grid.append(tuple(spans[id(cell)] for cell in row))
        if self._length > start:
            self._tables.append(Table(Span(start, self._length), tuple(grid), header_rows))

    def content(self, kind: str) -> Content:
        """Everything set so far."""
        return Content("".join(self._pieces), kind, tuple(self._pages), tuple(self._tables), tuple(self._headings))

    def _add(self, words: str) -> None:
        self._pieces.append(words)
        self._length += len(words)


def _one_line(text: str) -> str:
    # Between two Chinese characters a line break inside a cell is a wrap, elsewhere it is a space.
    joined = re.sub(r"(?<=[\u3400-\u9fff，、；：。])\s*\n\s*(?=[\u3400-\u9fff])", "", text.strip())
    return re.sub(r"\s*[\n\t\r]\s*", " ", joined)
