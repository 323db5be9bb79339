"""HTML pages (网页): the document on the page, not the portal around it.

The document is the deepest element that holds nearly all prose of the page, prose being text outside
links. Losing a clause is far worse than keeping a menu line, so what stands inside that element is kept
whole; of what stands outside only the data of the document (索引号、发文字号 …) and the title are kept.
"""

from __future__ import annotations

import re
from typing import Any

from corpus.errors import UnreadableDocument
from corpus.reading.document import Content, Setter
from corpus.reading.flip_book import pages_of, set_book
from corpus.reading.layout import BLOCKS, lines_of, only_lays_out, set_element, text_of
from corpus.reading.markup import flat_lines, unwrapped

_DROPPED = frozenset((
    "script", "style", "noscript", "iframe", "select", "button", "input", "svg", "object", "template", "head", "nav", "textarea",
))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_ENOUGH = 0.95  # share of the page's prose that the document's element holds
_DATA_LABEL = re.compile(
    r"索\s*引\s*号|发文字号|发文机[关构]|(?:联合)?发文单位|成文日期|(?:发布|发文|印发|公开|生成)(?:日期|时间)|主题分类|主\s*题\s*词|文\s*号|标\s*题|"
    r"有效性|是否有效|(?:公文|文件)?时效(?:性)?|效力(?:状态|级别|等级)?|文件状态|实施日期|施行日期|失效日期|废止日期|生效日期|有效期限?|"
    r"(?:发布|制发|公开|发文)(?:机构|机关|单位)|责任(?:部门|单位)|组配分类|体裁分类|公开(?:方式|类别|范围|时限)|统一(?:编号|登记号)|"
    r"(?:规范性文件)?登记(?:编)?号|文件(?:编号|名称|来源|类型)|信息(?:名称|来源|类别)|内容(?:概述|摘要)|(?:主题)?分\s*类|名\s*称|关\s*键\s*词"
)
_LEAST_LABELS = 3  # different ones; a document may well hold one of them
_NO_VALUE = re.compile(r"[-—－–/\s]*")
_LONGEST_DATA = 1200  # characters of the block that holds a document's data
_MOST_DATA_BLOCKS = 20_000  # elements looked at; bounds the time on a page made to cost it
_ANNEX = re.compile(r"附\s*[件表录錄]\s*[一二三四五六七八九十\d]")
_SHORTEST_ANNEX = 60  # characters; less is a link to one
_PUBLISHED = re.compile(r"[\[【]?\s*((?:发布|发表|发文|印发|公开)(?:日期|时间))\s*[\]】]?\s*[:：]?\s*(\d{4}\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}日?)")
_KIND = re.compile(
    r"通知|意见|办法|规定|方案|公告|通告|措施|条例|细则|规划|函|决定|批复|公示|解读|要点|计划|清单|目录|标准|指南|指引|纲要|政策|规则|规程|预案|"
    r"报告|令|决议|说明|问答|章程|制度|任务|工作|申报|答复"
)
_SITE = re.compile(r"(?:网|网站|网站群|门户|之窗|平台|首页|公众号|客户端|频道)\s*$")


def read_html(markup: str) -> Content:
    """The document of a page.

    Raises:
        UnreadableDocument: the page holds no text.
    """
    setter = Setter()
    if pages := pages_of(markup):
        set_book(pages, setter)
        return setter.content("html")
    markup = re.sub(r"<\?xml[^<>]*>", "", unwrapped(markup).replace("\x00", ""))
    page = _parsed(markup)
    if page is None:
        for line in flat_lines(markup):
            setter.paragraph(line)
    else:
        _set_page(page, setter)
    content = setter.content("html")
    if not content.text.strip():
        raise UnreadableDocument("网页里没有文字（no text in the page）")
    return content


def _parsed(markup: str) -> Any:
    """The tree of a page; None where it nests deeper than a parser goes, which would cut the text there."""
    from lxml import etree, html

    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        page = html.document_fromstring(markup, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    return None if any(e.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for e in parser.error_log) or "Excessive depth" in str(
        parser.error_log.last_error
    ) else page


def _set_page(page: Any, setter: Setter) -> None:
    body = page.find("body") if page.find("body") is not None else page
    for element in list(body.iter()):
        if not isinstance(element.tag, str) or element.tag in _DROPPED:
            _drop(element, body)
    _drop_hidden(body)
    data = _data_lines(body)  # taken out, so that they are no part of the prose
    main = _main(body)
    if main is body:
        _drop_menus(body)
    else:
        published = "" if any(_PUBLISHED.match(line) for line in data) else _published(body, main)
        if published:
            data.append(published)
    for line in data:
        setter.paragraph(line)
    if main is not body:
        heading = _title_outside(page, body, main)
        if heading:
            setter.heading(heading, 1)
    set_element(main, setter)


def _drop(element: Any, root: Any) -> None:
    """Take an element out; what follows it stays."""
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


def _drop_hidden(body: Any) -> None:
    """What the page does not show; but a document that is hidden until a script shows it stays."""
    prose = _prose(body)
    hidden = [e for e in body.iter() if _HIDDEN.search(e.get("style") or "")]
    for element in hidden:
        if 2 * prose.get(element, 0) < prose.get(body, 0):
            _drop(element, body)


def _prose(body: Any) -> dict[Any, int]:
    """How much prose each element holds."""
    prose: dict[Any, int] = {}
    for element in reversed(list(body.iter())):  # children before their parents
        if element.tag == "a":
            prose[element] = 0
        else:
            inner = sum(prose.get(child, 0) + _prose_length(child.tail) for child in element)
            prose[element] = inner + _prose_length(element.text)
    return prose


def _prose_length(text: str | None) -> int:
    # Sentences tell; the words of menus are short and carry no stop.
    words = (text or "").strip()
    if re.search(r"[。；]", words):
        return 3 * len(words)
    return len(words) if len(words) >= 12 or re.search(r"[，：、]", words) else 0


def _main(body: Any) -> Any:
    """The deepest element with nearly all prose."""
    prose = _prose(body)
    main = body
    enough = _ENOUGH * prose.get(body, 0)
    if not enough:
        return body
    while True:
        inner = next((child for child in main if prose.get(child, 0) >= enough and child.tag in BLOCKS), None)
        # A table's parts are read together; a paragraph is too small to be the document of a page.
        if inner is None or inner.tag in ("p", "tbody", "tr", "ul", "ol", "dl"):
            return main
        if (inner.tag == "table" and not only_lays_out(inner)) or _annex_follows(inner):
            return main
        if inner.tag == "table":
            cell = next((c for c in inner.iter("td", "th") if prose.get(c, 0) >= enough), None)
            if cell is None:
                return main
            inner = cell
        main = inner


def _annex_follows(element: Any) -> bool:
    """True if an annex stands behind the element: forms and tables have hardly any prose."""
    while (element := element.getnext()) is not None:
        words = "".join(element.itertext()) if isinstance(element.tag, str) else ""
        if len(words.strip()) > _SHORTEST_ANNEX and _ANNEX.search(words) and element.find(".//td") is not None:
            return True
    return False


def _data_lines(body: Any) -> list[str]:
    """``名称：值`` lines of the document's data (索引号、发文字号 …); their element is taken out of the page."""
    length: dict[Any, int] = {}
    blocks = []
    for element in reversed(list(body.iter())):  # the innermost that holds them all
        length[element] = len(element.text or "") + sum(length.get(c, 0) + len(c.tail or "") for c in element)
        if element.tag in ("table", "ul", "ol", "div", "dl", "section") and 15 < length[element] <= _LONGEST_DATA:
            blocks.append(element)
    for element in blocks[:_MOST_DATA_BLOCKS]:
        words = "".join(element.itertext())
        if len(set(_DATA_LABEL.findall(words))) < _LEAST_LABELS:
            continue
        lines = _fields(lines_of(element))
        labelled = [match.group() for line in lines if (match := _DATA_LABEL.match(line))]
        if len(set(labelled)) >= _LEAST_LABELS and 2 * len(labelled) >= len(lines):
            _drop(element, body)
            return list(dict.fromkeys(line for line in lines if not _empty(line)))
    return []


def _fields(lines: list[str]) -> list[str]:
    """Labels and values brought together, ``名称：值`` a line; a label may be bracketed: [发文字号]."""
    joined: list[str] = []
    for line in lines:
        bracketed = re.match(r"[\[【［]\s*([^\[\]【】［］]{1,20}?)\s*[\]】］]\s*[:：]?\s*", line)
        if bracketed and _DATA_LABEL.fullmatch(re.sub(r"\s", "", bracketed.group(1))):
            line = f"{bracketed.group(1)}：{line[bracketed.end():]}"
        bare = bool(joined) and _DATA_LABEL.fullmatch(re.sub(r"\s", "", joined[-1]))  # label and value in cells of their own
        if bare and not _DATA_LABEL.match(line):
            joined[-1] = f"{joined[-1]}：{line}"
        elif joined and re.search(r"[:：]$", joined[-1]) and not re.search(r"[:：]$", line) and not _DATA_LABEL.match(line):
            joined[-1] += line
        else:
            joined.append(line)
    return joined


def _empty(line: str) -> bool:
    label, mark, value = line.replace(":", "：", 1).partition("：")
    return bool(mark) and bool(_DATA_LABEL.fullmatch(label.strip())) and bool(_NO_VALUE.fullmatch(value))


def _published(body: Any, main: Any) -> str:
    """``发布时间：2026-05-18`` from beside the title, where the page says so outside the document's element."""
    inside = set(main.iter())
    for element in body.iter("span", "div", "p", "td", "li", "i", "em", "font"):
        if element in inside or len(element) > 6:
            continue
        words = text_of(element)[:200]
        found = _PUBLISHED.match(words)
        if found:
            return f"{found.group(1)}：{found.group(2)}"
    return ""


def _title_outside(page: Any, body: Any, main: Any) -> str:
    """The title of the document where it stands outside the document's element, "" if it is in it as well."""
    inside = set(main.iter())
    within = _bare("".join(main.itertext()))[:1500]
    declared = [m.get("content") or "" for m in page.iter("meta") if (m.get("name") or "").lower() == "articletitle"]
    shown = [text_of(element) for element in body.iter("h1", "h2") if element not in inside]
    # 《…》_部门文件_某某政府网: the title of the page begins with that of the document.
    head = page.find(".//title")
    named = _without_site(text_of(head)) if head is not None else ""
    for words in (*declared, *shown, named):
        bare = _bare(words)
        if not 6 <= len(bare) <= 150 or (words is named and not _KIND.search(bare)):
            continue
        return "" if bare in within else " ".join(words.split())
    return ""


def _without_site(title: str) -> str:
    """The title of a page without the names of channel and site behind it."""
    title = re.split(r"[_|]|\s[-–—]\s", title)[0].strip()
    while (cut := re.search(r"[-–—]([^-–—]*)$", title)) and _SITE.search(cut.group(1)):
        title = title[: cut.start()].strip()
    return "" if _SITE.search(title) else title


def _bare(words: str) -> str:
    return re.sub(r"[^\w]", "", words)


def _drop_menus(body: Any) -> None:
    """Blocks that are links and nothing else, two or more of them; a list of annexes is no menu."""
    from lxml import etree

    words: dict[Any, int] = {}
    linked: dict[Any, int] = {}
    links: dict[Any, int] = {}
    menus = set()
    for element in reversed(list(body.iter())):
        words[element] = len((element.text or "").strip()) + sum(words.get(c, 0) + len((c.tail or "").strip()) for c in element)
        is_link = element.tag == "a"
        linked[element] = words[element] if is_link else sum(linked.get(c, 0) for c in element)
        links[element] = is_link + sum(links.get(c, 0) for c in element)
        if element.tag in ("div", "ul", "li", "p", "td", "dl", "span") and links[element] > 1 and words[element] - linked[element] <= 0.1 * words[element]:
            menus.add(element)
    walk = etree.iterwalk(body, events=("start",))
    found = []
    for _, element in walk:
        if element in menus:
            walk.skip_subtree()  # its words are looked at once
            found.append(element)
    for element in found:
        if not _ANNEX.search("".join(element.itertext())):
            _drop(element, body)
