"""Flip books (翻页书): a document that a script holds page by page, and shows the page whose name is asked for.

The script tests the name of the page (``id === "p12"``) in front of the markup of each; the tests may stand in any order (all
left pages, then all right ones), the numbers in the names are the order of reading. Lines at the head that return from page
to page are running heads: set once, as one heading, where they change. A sentence cut by the end of a page goes on.
"""

from __future__ import annotations

import re
from collections import Counter

from corpus.errors import UnreadableDocument
from corpus.reading.document import Setter
from corpus.reading.layout import lines_of
from corpus.reading.markup import holds_literals, markup_literals

_TEST = re.compile(r"(?:={2,3}|\bcase)\s*[\"'`]?(?P<stem>[A-Za-z_-]{0,20})(?P<number>\d{1,4})[\"'`]?\s*[):]?")
_LEAST_PAGES = 4
_MOST_HEAD_LINES = 3
_LONGEST_HEAD = 40  # characters
_OFTEN = 3  # pages that end with a line which is no text of the document (下一页)
_CUT = 30  # characters; a shorter line without any stop is a heading
_OPENS = re.compile(r"[ \u3000]*(?:第?[一二三四五六七八九十百]{1,4}[、条章节]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}(?:[.．](?!\d)|、)|附\s*[则件录表])")


def pages_of(script: str) -> list[str]:
    """The markup of each page in the order of reading; empty where ``script`` is no flip book."""
    if not holds_literals(script):
        return []
    pages: dict[tuple[str, int], str] = {}
    at = 0
    for start, end, literal in markup_literals(script):
        tests = list(_TEST.finditer(script, at, start))
        at = end
        if tests:
            key = (tests[-1]["stem"], int(tests[-1]["number"]))
            if key in pages:
                return []
            pages[key] = literal
        elif re.search(r">[^<]*[\u4e00-\u9fff]", literal):
            return []  # text that belongs to no page: the tests are about something else
    if len(pages) < _LEAST_PAGES or len({stem for stem, _ in pages}) > 1:
        return []
    return [pages[key] for key in sorted(pages)]


def set_book(pages: list[str], setter: Setter) -> None:
    """Set the pages as one running text."""
    lines = [_lines(page) for page in pages]
    last = Counter(page[-1] for page in lines if page)
    lines = [page[:-1] if page and last[page[-1]] >= _OFTEN and not page[-1].endswith("。") else page for page in lines]
    opening = Counter(tuple(page[:k]) for page in lines for k in range(1, _MOST_HEAD_LINES + 1) if len(page) > k)
    heads = [_head_lines(page, opening) for page in lines]
    head: tuple[str, ...] = ()
    waiting = ""
    if len(lines) > 1 and not heads[0] and heads[1]:  # the head of a spread stands on its right page
        head = tuple(lines[1][: heads[1]])
        setter.heading("".join(head), 1)
    for page, most in zip(lines, heads, strict=True):
        fresh = bool(most) and tuple(page[:most]) != head
        if waiting and (fresh or not page[most:] or not _goes_on(waiting, page[most])):
            setter.paragraph(waiting)
            waiting = ""
        if fresh:
            head = tuple(page[:most])
            setter.heading("".join(head), 1)
        for line in page[most:]:
            if waiting and not _goes_on(waiting, line):
                setter.paragraph(waiting)
                waiting = ""
            waiting += line
            if line is not page[-1]:
                setter.paragraph(waiting)
                waiting = ""
    setter.paragraph(waiting)


def _head_lines(page: list[str], opening: Counter[tuple[str, ...]]) -> int:
    """How many lines at the top of a page open another page as well."""
    for k in range(_MOST_HEAD_LINES, 0, -1):
        if opening[tuple(page[:k])] > 1 and all(len(line) <= _LONGEST_HEAD and not _OPENS.match(line) for line in page[:k]):
            return k
    return 0


def _lines(page: str) -> list[str]:
    from lxml import etree, html

    try:
        return lines_of(html.fragment_fromstring(page, create_parent="div"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise UnreadableDocument("脚本里的网页无法解析（a page inside the script cannot be parsed）") from error


def _goes_on(line: str, following: str) -> bool:
    whole = re.search(r"[。；：！？…]$", line) or (len(line) < _CUT and not re.search(r"[。；，、]", line[2:]))
    return not whole and not _OPENS.match(following)
