"""HTML pages (网页): the document on the page, not the portal around it.

The document is the deepest element that holds nearly all prose of the page, prose being text outside
links. Losing a clause is far worse than keeping a menu line, so what stands inside that element is kept
whole; of what stands outside only the data of the document (索引号、发文字号 …) and the title are kept.
"""

from __future__ import annotations

import re
from typing import Any

from corpus.errors import UnreadableDocument
from corpus.reading.document import Cell, Content, Setter

_DROPPED = frozenset(("script", "style", "noscript", "iframe", "select", "button", "input", "svg", "object", "template", "head", "nav", "textarea"))
_BLOCKS = frozenset((
    "p", "div", "li", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "dl", "dt", "dd", "blockquote",
    "pre", "center", "form", "body", "td", "th", "header", "footer", "aside", "main", "figure", "figcaption", "table", "tbody", "ucapcontent",
))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_ENOUGH = 0.95  # share of the page's prose that the document's element holds
_DATA_LABEL = re.compile(r"索\s*引\s*号|发文字号|发文机[关构]|成文日期|发布日期|印发日期|主题分类|文\s*号|标\s*题|有效性|是否有效|公文时效|效力|实施日期|失效日期|废止日期|生效日期|发布机构|制发机关|组配分类")
_LONGEST_DATA = 1200  # characters of the block that holds a document's data
_ANNEX = re.compile(r"附\s*[件表录錄]\s*[一二三四五六七八九十\d]")
_SHORTEST_ANNEX = 60  # characters; less is a link to one
_LAYOUT_CELL = 400  # characters; a table with a longer cell than that and few cells only lays out the page
_MOST_COLUMNS = 400
_MOST_PLACES = 100_000  # of one table's grid
_ESCAPED = re.compile(r"<\\/(?:p|div|span|a|td)>")
_SCRIPT = re.compile(r"^\s*(?:var|let|const|export|import|module\.exports|define\(|function|window\.|\$\(|//|/\*)")
_LITERAL = re.compile(r"`[^`]*`|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'")
_TAG = re.compile(r"<(?:html|body|div|p|span|table|td|br|meta|!doctype)\b", re.I)


def looks_like_html(text: str) -> bool:
    """True for a text that is markup through and through, whatever its file is called."""
    head = text[:4000]
    return bool(re.match(r"\s*(?:<!doctype html|<html|<\?xml[^>]*>\s*<!doctype html)", head, re.I)) or len(_TAG.findall(head)) > 15


def read_html(markup: str) -> Content:
    """The document of a page.

    Raises:
        UnreadableDocument: the page holds no text.
    """
    from lxml import etree
    from lxml import html as parser

    markup = _unwrapped(markup).replace("\x00", "")
    markup = re.sub(r"<\?xml[^>]*\?>", "", markup)
    try:
        page = parser.document_fromstring(markup, parser=parser.HTMLParser(remove_comments=True, remove_pis=True, no_network=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        raise UnreadableDocument("网页里没有文字（no text in the page）") from None
    body = page.find("body") if page.find("body") is not None else page
    # The parser stops at a depth of 256 of its own accord, so walking down is safe.
    for element in list(body.iter()):
        if not isinstance(element.tag, str) or element.tag in _DROPPED or _HIDDEN.search(element.get("style") or ""):
            _drop(element, body)
    data = _data_lines(body)  # taken out, so that they are no part of the prose
    main = _main(body)
    setter = Setter()
    for line in data:
        setter.paragraph(line)
    if main is body:
        _drop_menus(body)
    else:
        title = _text_of(page.find(".//title")) if page.find(".//title") is not None else ""
        heading = _title_outside(body, main, title)
        if heading:
            setter.heading(heading, 1)
    _set(main, setter)
    content = setter.content("html")
    if not content.text.strip():
        raise UnreadableDocument("网页里没有文字（no text in the page）")
    return content


def _unwrapped(markup: str) -> str:
    """Markup out of a JSON string or out of the string literals of a script."""
    if len(_ESCAPED.findall(markup)) > 2:
        markup = markup.replace("\\/", "/").replace('\\"', '"').replace("\\r", "").replace("\\n", "\n").replace("\\t", " ")
    if _SCRIPT.match(markup):
        literals = [m.group()[1:-1] for m in _LITERAL.finditer(markup) if "<" in m.group()]
        if sum(map(len, literals)) > len(markup) / 3:
            return re.sub(r"\$\{[^{}]*\}", "", "\n".join(literals))
    return markup


def _drop(element: Any, root: Any) -> None:
    parent = element.getparent()
    if parent is None or element is root:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _main(body: Any) -> Any:
    """The deepest element with nearly all prose."""
    prose: dict[Any, int] = {}
    for element in reversed(list(body.iter())):  # children before their parents
        own = _prose_length(element.text) if element.tag != "a" else 0
        for child in element:
            own += (prose.get(child, 0) if element.tag != "a" else 0) + (_prose_length(child.tail) if element.tag != "a" else 0)
        prose[element] = own
    main = body
    enough = _ENOUGH * prose.get(body, 0)
    if not enough:
        return body
    while True:
        inner = next((child for child in main if prose.get(child, 0) >= enough and child.tag in _BLOCKS), None)
        # A table's parts are read together; a paragraph is too small to be the document of a page.
        if inner is None or inner.tag in ("p", "tbody", "tr", "ul", "ol", "dl"):
            return main
        if (inner.tag == "table" and not _only_lays_out(inner)) or _annex_follows(inner):
            return main
        main = inner if inner.tag != "table" else _sole_cell(inner, prose, enough)


def _annex_follows(element: Any) -> bool:
    """True if an annex stands behind the element: forms and tables have hardly any prose."""
    while (element := element.getnext()) is not None:
        words = "".join(element.itertext()) if isinstance(element.tag, str) else ""
        if len(words.strip()) > _SHORTEST_ANNEX and _ANNEX.search(words) and element.find(".//td") is not None:
            return True
    return False


def _sole_cell(table: Any, prose: dict[Any, int], enough: float) -> Any:
    return next((cell for cell in table.iter("td", "th") if prose.get(cell, 0) >= enough), table)


def _prose_length(text: str | None) -> int:
    # Sentences tell; the words of menus are short and carry no stop.
    words = (text or "").strip()
    if re.search(r"[。；]", words):
        return 3 * len(words)
    return len(words) if len(words) >= 12 or re.search(r"[，：、]", words) else 0


def _text_of(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _data_lines(body: Any) -> list[str]:
    """``名称：值`` lines of the document's data (索引号、发文字号 …); their element is taken out of the page."""
    for element in reversed(list(body.iter("table", "ul", "div", "dl"))):  # the innermost that holds them all
        words = "".join(element.itertext())
        if len(words) > _LONGEST_DATA or len(set(_DATA_LABEL.findall(words))) < 3:
            continue
        lines = _lines_of(element)
        labelled = [line for line in lines if _DATA_LABEL.match(line)]
        if len({_DATA_LABEL.match(line).group() for line in labelled}) >= 3 and 2 * len(labelled) >= len(lines):  # type: ignore[union-attr]
            _drop(element, body)
            return list(dict.fromkeys(lines))
    return []


def _drop_menus(body: Any) -> None:
    """Blocks that are links and nothing else, two or more of them."""
    for element in reversed(list(body.iter("div", "ul", "li", "p", "td", "dl", "span"))):
        links = list(element.iter("a"))
        words = len("".join(element.itertext()).strip())
        if len(links) > 1 and words - sum(len("".join(a.itertext()).strip()) for a in links) <= 0.1 * words:
            _drop(element, body)


def _lines_of(element: Any) -> list[str]:
    setter = Setter()
    _set(element, setter, tables=False)
    lines = [line.strip() for line in setter.content("").text.split("\n") if line.strip()]
    joined: list[str] = []
    for line in lines:  # a label and its value stand in cells of their own
        bare = bool(joined) and _DATA_LABEL.fullmatch(re.sub(r"\s", "", joined[-1]))
        if bare and not _DATA_LABEL.match(line):
            joined[-1] = f"{joined[-1]}：{line}"
        elif joined and re.search(r"[:：]$", joined[-1]) and not re.search(r"[:：]$", line):
            joined[-1] += line
        else:
            joined.append(line)
    return joined


def _title_outside(body: Any, main: Any, page_title: str) -> str:
    """The heading of the page that stands outside the document's element, if it is not in it as well."""
    inside = set(main.iter())
    within = re.sub(r"\s+", "", "".join(main.itertext()))[:1500]
    for element in body.iter("h1", "h2"):
        words = _text_of(element)
        bare = re.sub(r"\s+", "", words)
        if element not in inside and 6 <= len(bare) <= 120 and bare not in within:
            return words
    # 《…》_部门文件_某某政府网: the title of the page begins with that of the document.
    head = re.split(r"[_|]|\s[-–—]\s", page_title)[0].strip() if page_title else ""
    bare = re.sub(r"\s+", "", head)
    return head if 10 <= len(bare) <= 120 and bare not in within and re.search(r"通知|意见|办法|规定|方案|公告|通告|措施|条例|细则|规划|函$", bare) else ""


def _set(element: Any, setter: Setter, *, tables: bool = True) -> None:
    line: list[str] = []

    def flush() -> None:
        words = re.sub(r"[ \t\r\n]+", " ", "".join(line)).strip(" ")
        line.clear()
        setter.paragraph(words)

    def walk(node: Any) -> None:
        tag = node.tag if isinstance(node.tag, str) else ""
        if tag == "br":
            flush()
        elif tag == "pre":
            flush()
            for words in "".join(node.itertext()).splitlines():
                setter.paragraph(words)
        elif tag == "table" and tables and not _only_lays_out(node):
            flush()
            rows = _grid(node)
            setter.table(rows, _head_rows(node))
        elif re.fullmatch(r"h[1-6]", tag):
            flush()
            setter.heading(_text_of(node), int(tag[1]))
        else:
            block = tag in _BLOCKS
            if block:
                flush()
            if node.text:
                line.append(node.text)
            for child in node:
                walk(child)
                if child.tail:
                    line.append(child.tail)
            if block:
                flush()

    walk(element)
    flush()


def _only_lays_out(table: Any) -> bool:
    """True for a table that holds other tables, long prose, or one cell."""
    cells = list(table.iter("td", "th"))
    if len(cells) < 2 or any(cell.find(".//table") is not None for cell in cells):
        return True
    rows = list(table.iter("tr"))
    widest = max((len(row.findall("td")) + len(row.findall("th")) for row in rows), default=0)
    longest = max(len("".join(cell.itertext())) for cell in cells)
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

        def take_waiting(into: list[Cell]) -> None:
            while len(into) in waiting:
                cell, left = waiting[len(into)]
                if left > 1:
                    waiting[len(into)] = (cell, left - 1)
                else:
                    del waiting[len(into)]
                into.append(cell)

        for element in row:
            if element.tag not in ("td", "th"):
                continue
            take_waiting(line)
            cell = Cell("\n".join(_lines_of_cell(element)))
            rows, columns = _span_of(element, "rowspan"), min(_span_of(element, "colspan"), _MOST_COLUMNS)
            places += rows * columns
            if places > _MOST_PLACES:  # no table of a policy merges that much: the cells count, their spans do not
                rows = columns = 1
            for _ in range(columns):
                if rows > 1:
                    waiting[len(line)] = (cell, rows - 1)
                line.append(cell)
        take_waiting(line)
        if line:
            grid.append(line)
    return grid


def _lines_of_cell(element: Any) -> list[str]:
    setter = Setter()
    _set(element, setter, tables=False)
    return [line.strip() for line in setter.content("").text.split("\n") if line.strip()]
