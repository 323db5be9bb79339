"""The heading of a clause (条款标题), and where its body begins.

A heading ends where its line ends, unless the line breaks off within a word or a clause: then it goes on in the next one, and is
a heading only if the two together are.
"""

from __future__ import annotations

import re

from corpus.repair import language
from corpus.segmentation.markers import Boundary, marker_at

_LONGEST = 60  # characters; a longer first line is a provision, not a heading
_LONGEST_INLINE = 40
_COMMA_FROM = 25  # a sentence with a comma and more characters than this says something itself
_STOP = re.compile(r"[。；！？：]")
_MOST_LINES = 3  # of a heading
_FULL_LINE = 24  # characters from which on a line may have been broken at the width of a page
_BOND = 4.0  # nats by which the last and the next characters hold together within a word or a phrase
_HAN = "\u3400-\u9fff"
_OPEN_END = re.compile(r"[，、（(《〈“〔]$")
_GOES_ON = re.compile(r"[，、；。：）)》〉”〕]|的")
_LAST_WORDS = re.compile(rf"[{_HAN}]{{1,3}}[。；：]")  # 存。: what is left of a sentence
# A short first phrase of a paragraph set apart by one space, in files whose line breaks were collapsed.
_SPACED = re.compile(r"[^\s。；！？：，]{2,40}(?=[ \u3000]{1,4}[\u4e00-\u9fff“《])")
_SPREAD_LABEL = re.compile(r"[ \u3000]{1,4}[\u4e00-\u9fff][：:]")  # 组成人员组 长：: the last character belongs to the label
_SHORTEST_SPACED = 2


def heading_of(text: str, style: str, body: int, end: int) -> tuple[str, int]:
    """The heading of the clause whose words begin at ``body``, and where the text behind it begins.

    Returns ("", ``body``) where the clause starts with its text.
    """
    line_end = _end_of_line(text, body, end)
    line = text[body:line_end]
    stop = _STOP.search(line)
    if stop is None:
        bare = re.sub(r"[ \t\u3000]*\n[ \t\u3000]*", "", line).strip(" \t\u3000\xa0")
        if 0 < len(bare) <= _LONGEST and not (style == "条" and _says_something(bare)):
            return bare, line_end
    spaced = _SPACED.match(text, body, line_end) if style in ("一、", "（一）", "章", "节", "编") else None
    if spaced and (stop is None or spaced.end() < body + stop.start()):
        if _SPREAD_LABEL.match(text, spaced.end(), line_end) and len(spaced.group()) > _SHORTEST_SPACED:
            return spaced.group()[:-1], spaced.end() - 1
        return spaced.group(), spaced.end()
    if stop is None:
        return "", body
    first = line[: stop.start()].replace("\n", "").strip(" \t\u3000")
    rest = line[stop.end() :].strip()
    has_comma = "，" in first and len(first) > _COMMA_FROM
    if style != "条" and stop.group() == "。" and 0 < len(first) <= _LONGEST_INLINE and rest and not has_comma:
        return first, body + stop.end()
    if stop.group() == "。" and not rest and len(first) <= _LONGEST and style in ("一、", "（一）") and text[line_end:end].strip():
        return first, line_end
    return "", body


def _says_something(line: str) -> bool:
    """Whether the first line of an article is a provision that breaks off, not its heading (第二条　适用范围)."""
    return len(line) > _COMMA_FROM


def _end_of_line(text: str, body: int, end: int) -> int:
    """Where the line that begins at ``body`` ends, with what it goes on in."""
    at = text.rfind("\n", 0, body) + 1  # its number makes a line long, too
    for _ in range(_MOST_LINES):
        line_end = text.find("\n", max(at, body), end)
        if line_end < 0:
            return end
        following = text.find("\n", line_end + 1, end)
        following = end if following < 0 else following
        if _STOP.search(text, max(at, body), line_end) or not _breaks_off(text[at:line_end], text[line_end + 1 : following]):
            return line_end
        at = line_end + 1
    return line_end


def _breaks_off(line: str, following: str) -> bool:
    """Whether a line without a stop breaks off within a word or a clause that goes on in the ``following`` one."""
    line = line.rstrip(" \t\u3000")
    if not line or not following or following[0] in " \t\u3000" or marker_at(following, 0, len(following), Boundary.LINE) is not None:
        return False
    if _OPEN_END.search(line) or _GOES_ON.match(following):
        return True
    if len(line) < _FULL_LINE or not re.match(rf"[{_HAN}]", line[-1]) or not re.match(rf"[{_HAN}]", following[0]):
        return False
    return bool(_LAST_WORDS.match(following)) or language.bond(language.fold(line[-2:]), language.fold(following[:2])) >= _BOND
