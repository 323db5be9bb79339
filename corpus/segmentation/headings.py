"""The heading of a clause (条款标题), and where its body begins."""

from __future__ import annotations

import re

_LONGEST = 60  # characters; a longer first line is a provision, not a heading
_LONGEST_INLINE = 40
_COMMA_FROM = 25  # a sentence with a comma and more characters than this says something itself
_STOP = re.compile(r"[。；！？：]")
# A short first phrase of a paragraph set apart by one space, in files whose line breaks were collapsed.
_SPACED = re.compile(r"[^\s。；！？：，]{2,40}(?=[ \u3000]{1,4}[\u4e00-\u9fff“《])")


def heading_of(text: str, style: str, body: int, end: int) -> tuple[str, int]:
    """The heading of the clause whose words begin at ``body``, and where the text behind it begins.

    Returns ("", ``body``) where the clause starts with its text.
    """
    line_end = text.find("\n", body, end)
    line_end = end if line_end < 0 else line_end
    line = text[body:line_end]
    stop = _STOP.search(line)
    if stop is None:
        bare = line.strip(" \t\u3000\xa0")
        if 0 < len(bare) <= _LONGEST:
            return bare, line_end
    spaced = _SPACED.match(text, body, line_end) if style in ("一、", "（一）", "章", "节", "编") else None
    if spaced and (stop is None or spaced.end() < body + stop.start()):
        return spaced.group(), spaced.end()
    if stop is None:
        return "", body
    first = line[: stop.start()].strip(" \t\u3000")
    rest = line[stop.end() :].strip()
    has_comma = "，" in first and len(first) > _COMMA_FROM
    if style != "条" and stop.group() == "。" and 0 < len(first) <= _LONGEST_INLINE and rest and not has_comma:
        return first, body + stop.end()
    if stop.group() == "。" and not rest and len(first) <= _LONGEST and style in ("一、", "（一）") and text[line_end:end].strip():
        return first, line_end
    return "", body
