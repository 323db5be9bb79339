"""Characters that show nothing (不可见字符): blanks, direction marks and control characters, by what stands beside them."""

from __future__ import annotations

import re

from corpus.repair import language
from corpus.repair.marks import HAN
from corpus.repair.records import Certainty, Edit

_BLANKS = "\u00a0\u1680\u2000-\u200a\u202f\u205f"
_NOTHING = "\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb\u00ad"
_ANY_UNSEEN = "\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u034f\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2069\ufeff\ufff9-\ufffb"
_UNSEEN_RUN = re.compile(rf"[{_ANY_UNSEEN}]+\n?")
_UNSEEN = re.compile(rf"\r\n?|[\x0b\x0c\u2028\u2029]|[{_NOTHING}]+|[{_BLANKS}]+|[\x00-\x08\x0e-\x1f\x7f-\x9f]+")
_ALL_BLANKS = frozenset("\u00a0\u1680\u202f\u205f").union(map(chr, range(0x2000, 0x200B)))
# Scripts whose letters are joined or turned by such marks, and emoji joined into one.
_JOINING = re.compile("[\u0590-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\u1800-\u18af\ufb1d-\ufdff\ufe70-\ufefe\ufe0f\U0001f000-\U0001faff]")
# Letters that the bytes of UTF-8 or GBK read as Latin text; a blank among them is a byte, not a blank.
_BYTES_AS_LATIN = re.compile("[\u0080-\u009f\u00a0-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]*")
_LEAD_BYTE = re.compile("[\u00c2-\u00fe]")
_JOINT_BLANK = 2.0  # nats from which a no-break space between two characters stands inside a word


def drop_invisible(text: str) -> list[Edit]:
    r"""Remove what shows nothing and breaks every search (不可见字符).

    Cause: editors, trackers and justified print leave zero-width and direction marks, no-break and
    typographic spaces, control characters and the line ends of other systems.
    Evidence: the characters themselves. A typographic space becomes a plain one (an em wide, an
    ideographic one); between two characters of one word, where the language says so, nothing.
    Left alone: joiners in scripts that need them and in emoji; blanks and controls that are bytes of
    another encoding read as Latin letters.

    >>> from corpus.repair.records import apply_edits
    >>> apply_edits(raw := "在市\u200b委\ufeff领导下\r\n第一条\u00a0为了", drop_invisible(raw))
    '在市委领导下\n第一条 为了'
    """
    edits: list[Edit] = []
    indent: str | None = None
    for run in _UNSEEN_RUN.finditer(text):
        if _INDENT_RUN.fullmatch(run.group()) and (not run.start() or text[run.start() - 1] == "\n") and text[run.end() : run.end() + 1].strip():
            indent = _indent_of(text) if indent is None else indent
            edits.append(Edit(*run.span(), indent, Certainty.LIKELY, "不换行空格作段首缩进"))
            continue
        for match in _UNSEEN.finditer(text, *run.span()):
            edits += _unseen_edits(text, match)
    return edits


_INDENT_RUN = re.compile("[\u00a0\u2002\u2003]{1,8}")


def _indent_of(text: str) -> str:
    """How paragraphs of the document begin: with two ideographic spaces, or flush.

    A document that indents most lines with no-break spaces means the former.
    """
    wide = len(re.findall(r"^\u3000\u3000(?=\S)", text, re.MULTILINE))
    blank = len(re.findall(r"^[\u00a0\u2002\u2003]+(?=\S)", text, re.MULTILINE))
    flush = len(re.findall(r"^\S", text, re.MULTILINE))
    return "\u3000\u3000" if max(wide, blank) >= max(flush, 1) else ""


def _unseen_edits(text: str, match: re.Match[str]) -> list[Edit]:
    """What to do with a run of characters of one sort."""
    start, end = match.span()
    first = match.group()[0]
    if first in "\r\u2028\u2029":
        return [Edit(start, end, "\n", note="换行符统一")]
    if first in "\x0b\x0c":
        breaks = start and text[start - 1] != "\n" and text[end : end + 1] not in ("", "\n")
        return [Edit(start, end, "\n" if breaks else "", note="分页符、分行符")]
    if "\x7f" <= first <= "\xad" and _among_bytes(text, start, end):
        return []
    if first in _ALL_BLANKS:
        return [_blank_edit(text, start, end)]
    if _JOINING.match(text[start - 1 : start]) or _JOINING.match(text[end : end + 1]):
        return []
    return [Edit(start, end, "", note="不可见字符")]


def _among_bytes(text: str, start: int, end: int) -> bool:
    """True where the stretch stands among Latin letters that are bytes of Chinese."""
    before = text[max(0, start - 3) : start]
    if _LEAD_BYTE.search(before[-3:]) and _BYTES_AS_LATIN.fullmatch(before[-1:]):
        return True
    return bool(_LEAD_BYTE.match(text[end : end + 1]) and _BYTES_AS_LATIN.match(text[end + 1 : end + 2]).end())  # type: ignore[union-attr]


def _blank_edit(text: str, start: int, end: int) -> Edit:
    """A typographic space: plain, or nothing inside a word."""
    inside, margin = joint(text, start, end)
    if inside and margin > _JOINT_BLANK:
        return Edit(start, end, "", Certainty.LIKELY, "词内的不换行空格", margin=margin)
    plain = "".join("\u3000" if c in "\u2001\u2003" else " " for c in text[start:end])
    return Edit(start, end, plain, note="不换行空格等改为普通空格")


_PIECE = 12  # characters looked at on each side for the chain of spaced single characters
_SPACED_RIGHT = re.compile(rf"[{HAN}](?:[ \u3000\u00a0]+[{HAN}])*[ \u3000\u00a0]*(?=$|[\n：:\t、])")
_NUMBER_LEFT = re.compile(r"第[一二三四五六七八九十百千零〇]+$")
_NUMBERED_LEFT = re.compile(r"第[一二三四五六七八九十百千零〇\d \u3000]{1,8}[编編篇章节節条條款目](?:之[一二三四五六七八九十]+)?$")


def joint(text: str, start: int, end: int) -> tuple[bool, float]:
    """Whether a blank may stand inside a word, and by how many nats the text reads better without it.

    Spread headings (总　则), numbers of articles and what is no Chinese are never inside a word.
    """
    left, right = text[max(0, start - _PIECE) : start], text[end : end + _PIECE]
    if not (re.match(f"[{HAN}]", left[-1:]) and re.match(f"[{HAN}]", right[:1])):
        return False, 0.0
    if _NUMBERED_LEFT.search(left) or (right[0] in "条條章节節款项" and _NUMBER_LEFT.search(left)):
        return False, 0.0
    if _SPACED_RIGHT.match(right) and _spread(left, start <= _PIECE):
        return False, 0.0
    before, after = language.fold(left[-2:]), language.fold(right[:2])
    together = language.added(before + after, len(before))
    apart = language.added(before + " " + after, len(before))
    return True, together - apart


def _spread(left: str, whole: bool) -> bool:
    """True if ``left`` ends in single characters spread from the line's start or a number."""
    at = left.rfind("\n")
    line = left[at + 1 :].strip(" \u3000\u00a0\t")
    if at < 0 and not whole and len(line) >= _PIECE - 2:
        line = re.sub(r"^.*?(?=[ \u3000\u00a0])", "", line)  # the window cut a piece
    line = _NUMBER_HEAD.sub("", line)
    return all(len(piece) == 1 for piece in re.split("[ \u3000\u00a0]+", re.split("[：、]", line)[-1].strip()))


_NUMBER_HEAD = re.compile(r"^#*\s*(?:第[一二三四五六七八九十百千零〇\d \u3000]{1,8}[编編篇章节節条條]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）])")
