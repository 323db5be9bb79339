"""A document wrapped in JSON: its text leaves in order, short fields as ``名称：值`` lines."""

from __future__ import annotations

import json
from typing import Any

from corpus.errors import UnreadableDocument
from corpus.reading.document import Content, Setter

_SHORT = 80  # characters; a longer value is text of the document
_DEEPEST = 60
# The names under which a document's own words stand; their names are no part of it.
_TEXT_KEYS = frozenset((
    "text", "content", "body", "正文", "内容", "內容", "title", "标题", "標題", "html", "条文内容", "條文內容", "編章節", "编章节", "條號", "条号",
    "法規名稱", "paragraphs", "data", "前言", "法規內容",
))
_MARKUP_KEYS = frozenset(("html", "content", "body", "正文", "内容"))


def read_json(text: str) -> Content:
    """Read a document out of JSON. Raises UnreadableDocument where it does not parse or holds no text."""
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        raise UnreadableDocument("不是有效的 JSON；请检查文件是否完整（not JSON）") from None
    setter = Setter()
    _walk(data, "", setter, 0)
    content = setter.content("json")
    if not content.text.strip():
        raise UnreadableDocument("JSON 里没有文字（no text）")
    return content


def _walk(value: Any, name: str, setter: Setter, depth: int) -> None:
    if depth > _DEEPEST:
        raise UnreadableDocument("JSON 嵌套过深（nested too deeply）")
    if isinstance(value, dict):
        number, words = value.get("條號") or value.get("条号"), value.get("條文內容") or value.get("条文内容")
        if isinstance(number, str) and isinstance(words, str):  # an article: its number and its words belong together
            setter.paragraph(f"{number.strip()}　{words.strip()}")
            return
        for key, inner in value.items():
            _walk(inner, str(key), setter, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _walk(inner, name, setter, depth + 1)
    elif isinstance(value, str) and value.strip():
        from corpus.reading.html import read_html
        from corpus.reading.markup import looks_like_html

        if name.lower() in _MARKUP_KEYS and looks_like_html(value):
            for line in read_html(value).text.split("\n"):
                setter.paragraph(line)
        elif name.lower() in _TEXT_KEYS or not name or len(value) > _SHORT or "\n" in value.strip():
            for line in value.splitlines():
                setter.paragraph(line)
        elif not value.strip().startswith(("http://", "https://")):
            setter.paragraph(f"{name}：{value.strip()}")
