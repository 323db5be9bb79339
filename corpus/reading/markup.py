"""Markup as characters (标记文本): is it a page, what is it wrapped in, and its text where no parser takes it.

Everything here runs in time linear in the text, whatever stands in it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

_ESCAPED = re.compile(r"<\\/(?:p|div|span|a|td)>")
_UNICODE_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_SCRIPT = re.compile(r"\s*(?:var|let|const|export|import|module\.exports|define\(|function|window\.|\$\(|//|/\*)")
_LITERAL = re.compile(r"`[^`]*`|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'")
_PAGE = re.compile(r"\s*(?:<\?xml[^<>]{0,200}\?>\s*)?<(?:!doctype\s+html|html)\b", re.I)
_OPENS = re.compile(r"\s*<(?:body|div|p|span|table|td|br|meta|ucapcontent|h[1-6]|section|article|center|font|style|link)\b", re.I)
_TAG = re.compile(r"</?(?:html|body|div|p|span|table|tr|td|th|br|meta|font|b|strong|li|ul|h[1-6]|!doctype)\b[^<>]*>", re.I)
_LEAST_TAGS = 6
_MOSTLY_TAGS = 0.3  # share of the characters that stand in tags; a text that quotes some markup has less
_SAMPLE = 20_000  # characters
_TOKEN = re.compile(r"<!--|-->|<(/?)([a-zA-Z][\w:-]{0,30})[^<>]*>")
_SILENT = frozenset(("script", "style", "noscript", "template", "textarea", "select", "head", "svg", "iframe"))
_INLINE = frozenset((
    "a", "abbr", "b", "big", "code", "em", "font", "i", "img", "label", "o:p", "s", "small", "span", "st1:chsdate", "strike",
    "strong", "sub", "sup", "tt", "u", "wbr",
))


def looks_like_html(text: str) -> bool:
    """True for a text that is markup through and through, whatever its file is called."""
    if _PAGE.match(text[:2000]):
        return True
    sample = text[:_SAMPLE]
    tags = [len(m.group()) for m in _TAG.finditer(sample)]
    if len(tags) < _LEAST_TAGS:
        return False
    return bool(_OPENS.match(text[:2000])) or sum(tags) > _MOSTLY_TAGS * len(sample)


def unwrapped(markup: str) -> str:
    """Markup out of a JSON string or out of the string literals of a script."""
    if len(_ESCAPED.findall(markup)) > 2:
        markup = markup.replace("\\/", "/").replace('\\"', '"').replace("\\r", "").replace("\\n", "\n").replace("\\t", " ")
        markup = _UNICODE_ESCAPE.sub(lambda m: _character(int(m.group(1), 16)), markup)
    return "\n".join(literal for _, _, literal in markup_literals(markup)) if holds_literals(markup) else markup


def holds_literals(markup: str) -> bool:
    """True for a script that is for a good part the markup in its strings."""
    return bool(_SCRIPT.match(markup)) and sum(len(literal) for _, _, literal in markup_literals(markup)) > len(markup) / 4


def markup_literals(script: str) -> Iterator[tuple[int, int, str]]:
    """The strings of a script that hold markup, without what the script puts into them (``${…}``): start, end, markup."""
    for match in _LITERAL.finditer(script):
        if "<" in match.group():
            yield match.start(), match.end(), re.sub(r"\$\{[^{}]*\}", "", match.group()[1:-1])


def _character(code: int) -> str:
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)


def flat_lines(markup: str) -> list[str]:
    """The text of markup that nests too deeply for a parser: every block tag ends a line."""
    pieces: list[str] = []
    position, silent = 0, ""  # silent: the tag whose inside is no text
    for token in _TOKEN.finditer(markup):
        if not silent:
            pieces.append(re.sub(r"\s+", " ", markup[position : token.start()]))
        position = token.end()
        name = (token.group(2) or "").lower()
        if silent:
            closes = token.group() == "-->" if silent == "<!--" else bool(token.group(1)) and name == silent
            silent = "" if closes else silent
        elif token.group() == "<!--" or (name in _SILENT and not token.group(1)):
            silent = name or "<!--"
        elif name and name not in _INLINE:
            pieces.append("\n")
    if not silent:
        pieces.append(markup[position:])
    lines = html.unescape("".join(pieces)).split("\n")
    return [line.strip(" ") for line in lines if line.strip()]
