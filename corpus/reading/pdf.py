"""PDF files: text in reading order with its pages, tables that are ruled, scanned pages by OCR.

A running head or foot repeats on most pages, page numbers aside; it is dropped, since it would stand
in the middle of a sentence that runs over the page.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from corpus.errors import UnreadableDocument
from corpus.reading.document import Cell, Content, Setter

_MOST_PAGES = 2000
_LEAST_TEXT = 10  # characters; a page with fewer and a picture on it is a scan
_MOST_SCANS = 60  # pages read by OCR in one file, some seconds each
_SCALE = 2.0  # 144 dots an inch are enough for printed characters
_RULES = 8  # drawn lines and boxes from which on a page may hold a table
_MOST_RULES = 3000  # more are a drawing
_REPEATED = 0.5  # share of the pages that a running head stands on
_GLYPH = re.compile(r"\(cid:\d+\)")
_NO_MAP = 0.2  # share of characters without a Unicode value from which on nothing can be read


def read_pdf(data: bytes) -> Content:
    """Read a PDF.

    Raises:
        UnreadableDocument: damaged, encrypted, without a Unicode map, too long, or without text.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableDocument("PDF 已加密，需要密码；请另存为不加密的文件（encrypted）") from None
        raise UnreadableDocument("PDF 不完整或已损坏；请重新导出（damaged or truncated）") from None
    try:
        count = len(document)
        if count == 0:
            raise UnreadableDocument("PDF 没有页面（no pages）")
        if count > _MOST_PAGES:
            raise UnreadableDocument(f"PDF 有 {count:,} 页，超过上限 {_MOST_PAGES:,} 页；请拆分（too many pages）")
        pages, ruled, scans = [], [], []
        for number in range(count):
            page = document[number]
            words = _text_of(page)
            pages.append(words)
            if len(words.strip()) < _LEAST_TEXT and _has_picture(page):
                scans.append(number)
            elif _RULES <= _rules_on(page) <= _MOST_RULES:
                ruled.append(number)
            page.close()
        if len(scans) > _MOST_SCANS:
            raise UnreadableDocument(f"PDF 有 {len(scans)} 页是扫描图像，超过一次识别的上限 {_MOST_SCANS} 页；请拆分（too many scanned pages）")
        for number in scans:
            pages[number] = _recognised(document, number)
    finally:
        document.close()
    _refuse_without_map(pages)
    tables = _tables(data, ruled)
    heads = _running_heads(pages)
    setter = Setter()
    for number, words in enumerate(pages):
        setter.page()
        _set_page(words, heads, tables.get(number, []), setter)
    content = setter.content("pdf")
    if not content.text.strip():
        raise UnreadableDocument("PDF 里没有文字（no text）")
    return content


def _text_of(page: Any) -> str:
    text_page = page.get_textpage()
    try:
        words: str = text_page.get_text_bounded()
    finally:
        text_page.close()
    return words.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "").replace("\x02", "")


def _has_picture(page: Any) -> bool:
    import pypdfium2.raw as raw

    return any(True for _ in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=4))


def _rules_on(page: Any) -> int:
    import pypdfium2.raw as raw

    found = 0
    for _ in page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH,), max_depth=2):
        found += 1
        if found > _MOST_RULES:
            break
    return found


def _recognised(document: Any, number: int) -> str:
    from corpus.reading.ocr import text_of_image

    page = document[number]
    try:
        longest = max(page.get_size())
        scale = min(_SCALE, 4000 / max(longest, 1))
        return text_of_image(page.render(scale=scale).to_numpy())
    finally:
        page.close()


def _refuse_without_map(pages: list[str]) -> None:
    text = "".join(pages)
    bare = re.sub(r"\s", "", text)
    unmapped = sum(len(m) for m in _GLYPH.findall(bare)) + sum(c == "\ufffd" or c < " " or "\ue000" <= c <= "\uf8ff" for c in bare)
    if bare and unmapped > _NO_MAP * len(bare):
        raise UnreadableDocument("PDF 的字体没有 Unicode 对照表，文字无法读出；请提供扫描图像或原文档（fonts without a Unicode map）")


def _running_heads(pages: list[str]) -> set[str]:
    """The first and last lines that repeat on most pages, numbers aside."""
    if len(pages) < 3:
        return set()
    seen: Counter[str] = Counter()
    for words in pages:
        lines = [line for line in words.split("\n") if line.strip()]
        seen.update({_without_numbers(line) for line in (*lines[:3], *lines[-3:])})
    return {line for line, count in seen.items() if count >= max(3, _REPEATED * len(pages))}


def _without_numbers(line: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s", "", line))


def _set_page(words: str, heads: set[str], tables: list[list[list[Cell]]], setter: Setter) -> None:
    lines = [line for line in words.split("\n") if line.strip()]
    kept = [
        line for i, line in enumerate(lines)
        if not (i < 3 or i >= len(lines) - 3) or _without_numbers(line) not in heads
    ]
    for table in tables:
        inside = _lines_inside(kept, table)
        if inside is None:
            continue
        first, last = inside
        for line in kept[:first]:
            setter.paragraph(line)
        setter.table(table)
        kept = kept[last + 1 :]
    for line in kept:
        setter.paragraph(line)


def _lines_inside(lines: list[str], table: list[list[Cell]]) -> tuple[int, int] | None:
    """The lines of the page that the table's text stands on; None if they cannot be told."""
    inside = re.sub(r"\s", "", "".join(cell.text for row in table for cell in dict.fromkeys(row)))
    characters = Counter(inside)
    bares = [re.sub(r"\s", "", line) for line in lines]
    marks = [bool(bare) and not Counter(bare) - characters for bare in bares]
    for first in range(len(lines)):
        if not marks[first]:
            continue
        total = 0
        last = first
        while last < len(lines) and marks[last]:
            total += len(re.sub(r"\s", "", lines[last]))
            if total >= len(inside):
                break
            last += 1
        covered = Counter(re.sub(r"\s", "", "".join(lines[first : last + 1])))
        if last < len(lines) and covered == characters:  # not a character more or less
            return first, last
    return None


def _tables(data: bytes, ruled: list[int]) -> dict[int, list[list[list[Cell]]]]:
    """The ruled tables by page number, from 0."""
    if not ruled:
        return {}
    import io
    import logging

    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    found: dict[int, list[list[list[Cell]]]] = {}
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            for number in ruled[:200]:
                page = document.pages[number]
                grids = [grid for table in page.find_tables() if (grid := _grid(table.extract()))]
                if grids:
                    found[number] = grids
                page.close()
    except Exception:  # a page that pdfium reads and pdfminer cannot keeps its lines; nothing is lost
        return found
    return found


def _grid(rows: list[list[str | None]]) -> list[list[Cell]]:
    """Cells of an extracted table: None stands where a cell from the left or from above covers the place."""
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return []
    grid: list[list[Cell]] = []
    for row in rows:
        line: list[Cell] = []
        for i, words in enumerate(row):
            above = grid[-1][i] if grid and i < len(grid[-1]) else None
            if words is not None:
                line.append(Cell(words))
            elif line and (above is None or all(w is None for w in row[: i + 1])):
                line.append(line[-1])
            else:
                line.append(above or Cell(""))
        grid.append(line)
    return grid if any(cell.text.strip() for row in grid for cell in row) else []
