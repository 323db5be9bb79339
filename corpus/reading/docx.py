"""Word files (.docx): paragraphs, headings, numbers that Word only renders, tables, text boxes, footnotes."""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from corpus.errors import UnreadableDocument
from corpus.numerals import to_chinese
from corpus.reading.document import Cell, Content, Setter

_LARGEST_UNPACKED = 200_000_000  # bytes; a policy with pictures is far below
_MOST_ENTRIES = 5000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEEPEST = 12  # tables within tables


def check_package(data: bytes) -> None:
    """Refuse what only looks like an Office file, or would unpack to far more than it should.

    Raises:
        UnreadableDocument: no zip, a bomb, encrypted, or without a Word document in it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > _LARGEST_UNPACKED:
                raise UnreadableDocument("压缩内容过大，可能是压缩炸弹；请另存为新的 .docx（unpacks to too much）")
            names = {entry.filename for entry in entries}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise UnreadableDocument("文件不完整或已损坏，不是有效的 .docx；请重新导出（damaged or truncated）") from None
    if "word/document.xml" not in names:
        raise UnreadableDocument("是压缩包或其他 Office 文件，里面没有 Word 文档；请解压或另存为 .docx（no Word document inside）")


def read_docx(data: bytes) -> Content:
    """Read a Word document. Raises UnreadableDocument where there is none."""
    import docx
    from docx.oxml.exceptions import InvalidXmlError
    from lxml import etree

    check_package(data)
    try:
        document = docx.Document(io.BytesIO(data))
    except (KeyError, ValueError, etree.XMLSyntaxError, InvalidXmlError, zipfile.BadZipFile, OSError, AttributeError):
        raise UnreadableDocument("文件不完整或已损坏，不是有效的 .docx；请重新导出（damaged or truncated）") from None
    setter = Setter()
    numbers = _Numbers(document)
    body = document.element.body
    _set_blocks(body, setter, numbers, document)
    for note in _footnotes(document):
        setter.paragraph(note)
    content = setter.content("docx")
    if not content.text.strip():
        raise UnreadableDocument("文件里没有文字；如为扫描件，请另存为 PDF 或图片（no text）")
    return content


def _set_blocks(parent: Any, setter: Setter, numbers: _Numbers, document: Any) -> None:
    for block in parent:
        if block.tag == f"{_W}p":
            text = numbers.printed(block) + _text_of(block)
            level = _heading_level(block, document)
            if level and text.strip():
                setter.heading(text, level)
            else:
                setter.paragraph(text)
            for box in block.iter(f"{_W}txbxContent"):
                # The fallback of a drawing repeats the box.
                if not any(a.tag.endswith("}Fallback") for a in box.iterancestors()):
                    _set_blocks(box, setter, numbers, document)
        elif block.tag == f"{_W}tbl":
            rows = _grid(block, numbers)
            if len(rows) == 1 and len(set(map(id, rows[0]))) == 1:  # a box drawn around a paragraph
                for cell in block.iter(f"{_W}tc"):
                    _set_blocks(cell, setter, numbers, document)
                    break
            else:
                setter.table(rows, 1 if block.find(f".//{_W}tblHeader") is not None else 0)
        elif block.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"):
            _set_blocks(block, setter, numbers, document)


def _text_of(paragraph: Any) -> str:
    pieces: list[str] = []
    for node in paragraph.iter():
        if node.tag in (f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
            if any(a.tag in (f"{_W}txbxContent", f"{_W}del") for a in node.iterancestors()) and not _within(paragraph, node):
                continue
            pieces.append(node.text or "" if node.tag == f"{_W}t" else "-" if node.tag == f"{_W}noBreakHyphen" else "\t" if node.tag == f"{_W}tab" else "\n")
    return "".join(pieces)


def _within(paragraph: Any, node: Any) -> bool:
    """True if nothing between a paragraph and its text sets the text apart (a box, a deletion)."""
    for ancestor in node.iterancestors():
        if ancestor is paragraph:
            return True
        if ancestor.tag in (f"{_W}txbxContent", f"{_W}del"):
            return False
    return True


def _heading_level(paragraph: Any, document: Any) -> int:
    properties = paragraph.pPr
    if properties is None:
        return 0
    outline = properties.find(f"{_W}outlineLvl")
    if outline is not None:
        value = outline.get(f"{_W}val") or "9"
        return int(value) + 1 if value.isdigit() and int(value) < 9 else 0
    style = properties.pStyle
    if style is None:
        return 0
    try:
        name = next((s.name or "" for s in document.styles if s.style_id == style.val), "")
    except (KeyError, AttributeError):
        return 0
    match = re.match(r"(?:heading|标题)\s*(\d)", name, re.I)
    return int(match.group(1)) if match else 1 if name.lower() == "title" else 0


def _grid(table: Any, numbers: _Numbers) -> list[list[Cell]]:
    grid: list[list[Cell]] = []
    for row in table.findall(f"{_W}tr"):
        line: list[Cell] = []
        for element in row.iterchildren(f"{_W}tc"):
            properties = element.find(f"{_W}tcPr")
            width, merge = 1, None
            if properties is not None:
                span = properties.find(f"{_W}gridSpan")
                value = (span.get(f"{_W}val") or "1") if span is not None else "1"
                width = max(1, min(int(value), 1000)) if value.isdigit() else 1
                merge = properties.find(f"{_W}vMerge")
            above = grid[-1][len(line)] if grid and len(line) < len(grid[-1]) else None
            if merge is not None and merge.get(f"{_W}val", "continue") != "restart" and above is not None:
                cell = above
            else:
                cell = Cell(_cell_text(element, numbers, 0))
            line += [cell] * width
        if line:
            grid.append(line)
    return grid


def _cell_text(element: Any, numbers: _Numbers, depth: int) -> str:
    lines = []
    for block in element:
        if block.tag == f"{_W}p":
            lines.append(numbers.printed(block) + _text_of(block))
        elif block.tag == f"{_W}tbl" and depth < _DEEPEST:
            lines += [_cell_text(cell, numbers, depth + 1) for cell in block.iter(f"{_W}tc")]
    return "\n".join(line for line in lines if line.strip())


def _footnotes(document: Any) -> Iterator[str]:
    for part in document.part.package.iter_parts():
        if str(part.partname).endswith("/footnotes.xml"):
            from lxml import etree

            try:
                root = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
            except etree.XMLSyntaxError:
                return
            for note in root:
                if note.get(f"{_W}type") is None:
                    yield "".join(node.text or "" for node in note.iter(f"{_W}t")).strip()


class _Numbers:
    """The numbers that Word renders and does not store: 一、（一）1. 第一条 from the numbering of the file."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}  # numId → level → (format, text, start)
        self._abstract_of: dict[str, str] = {}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self._styles: dict[str, tuple[str, int]] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError, ValueError):
            root = None
        if root is not None:
            self._read(root)
        for style in document.styles.element.iter(f"{_W}style"):
            found = _numbering_of(style.find(f"{_W}pPr"))
            if found and found[0]:
                self._styles[style.get(f"{_W}styleId") or ""] = (found[0], found[1] or 0)

    def _read(self, root: Any) -> None:
        abstract: dict[str, dict[int, tuple[str, str, int]]] = {}
        for element in root.iterchildren(f"{_W}abstractNum"):
            levels = {}
            for level in element.iterchildren(f"{_W}lvl"):
                def value(name: str, default: str, level: Any = level) -> str:
                    found = level.find(f"{_W}{name}")
                    return default if found is None else found.get(f"{_W}val") or default

                start = value("start", "1")
                number = level.get(f"{_W}ilvl") or "0"
                if number.isdigit():
                    levels[int(number)] = (value("numFmt", "decimal"), value("lvlText", ""), int(start) if start.isdigit() else 1)
            abstract[element.get(f"{_W}abstractNumId") or ""] = levels
        for element in root.iterchildren(f"{_W}num"):
            pointer = element.find(f"{_W}abstractNumId")
            name = element.get(f"{_W}numId") or ""
            if pointer is not None:
                self._abstract_of[name] = pointer.get(f"{_W}val") or ""
                self._levels[name] = abstract.get(self._abstract_of[name], {})

    def printed(self, paragraph: Any) -> str:
        """The number of a paragraph as Word shows it, "" if it has none; counts on."""
        properties = paragraph.find(f"{_W}pPr")
        name, level = _numbering_of(properties) or ("", None)
        if not name and properties is not None:
            style = properties.find(f"{_W}pStyle")
            inherited = self._styles.get((style.get(f"{_W}val") or "") if style is not None else "")
            if inherited:
                name, level = inherited[0], inherited[1] if level is None else level
        level = level or 0
        levels = self._levels.get(name, {})
        if name in ("", "0") or level not in levels:
            return ""
        counts = self._counts[self._abstract_of[name]]
        counts[level] = counts[level] + 1 if level in counts else levels[level][2]
        for deeper in [n for n in counts if n > level]:
            del counts[deeper]
        kind, pattern, _ = levels[level]
        if kind in ("bullet", "none"):
            return ""

        def number(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            form, _, start = levels.get(at, ("decimal", "", 1))
            return _spelled(counts.get(at, start), form)

        return re.sub(r"%(\d)", number, pattern)


def _numbering_of(properties: Any) -> tuple[str, int | None] | None:
    numbering = properties.find(f"{_W}numPr") if properties is not None else None
    if numbering is None:
        return None
    name, level = numbering.find(f"{_W}numId"), numbering.find(f"{_W}ilvl")
    depth = level.get(f"{_W}val") or "" if level is not None else ""
    return (name.get(f"{_W}val") or "" if name is not None else "", int(depth) if depth.isdigit() else None)


def _spelled(number: int, form: str) -> str:
    if form in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "taiwaneseCounting", "taiwaneseCountingThousand", "chineseLegalSimplified") and 0 < number < 10_000:
        return to_chinese(number)
    if form.startswith("decimalEnclosedCircle") and 0 < number <= 20:
        return chr(ord("①") + number - 1)
    if form in ("lowerLetter", "upperLetter") and 0 < number <= 26:
        return chr(ord("a" if form == "lowerLetter" else "A") + number - 1)
    if form in ("lowerRoman", "upperRoman") and 0 < number < 40:
        roman = "".join("x" * (number // 10) + ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"][number % 10])
        return roman if form == "lowerRoman" else roman.upper()
    return str(number)
