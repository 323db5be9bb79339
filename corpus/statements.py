"""Sentences as a document sets them, over the line breaks of a narrow page, and the names it goes by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from corpus.policy import Span

_NARROW = 16  # characters; a line shorter than this ends a paragraph rather than a page's width
_HARD_END = "。；;：:！？!?…）)"
_OPENS = re.compile(
    r"[ \t\u3000]*(?:第\s*[一二三四五六七八九十百零〇\d]+\s*[条條章节節]|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,3}[.．、]|附件|附[:：]|"
    r"(?:19|20)\d{2}[年/-])|[ \u3000]{2,}|\t"
)
_LONGEST = 2000  # characters; a longer stretch without a full stop is a table


def sentences(text: str, cues: re.Pattern[str], without: Iterable[Span] = ()) -> Iterator[Span]:
    """Every sentence of ``text`` in which ``cues`` are found, once each, in order, outside the spans ``without``."""
    skipped = sorted(without)
    done = 0
    for cue in cues.finditer(text):
        if cue.start() < done or any(s.start <= cue.start() < s.end for s in skipped):
            continue
        start, end = _start(text, cue.start(), max(done, cue.start() - _LONGEST)), _end(text, cue.end())
        done = end
        while start < end and (text[start].isspace() or text[start] in "\ufeff"):
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            yield Span(start, end)


def _start(text: str, at: int, least: int) -> int:
    depth = 0
    for i in range(at - 1, least - 1, -1):
        if text[i] in "》”":
            depth += 1
        elif text[i] in "《“":
            depth = max(0, depth - 1)
        elif (text[i] == "。" and depth == 0) or (text[i] == "\n" and _breaks(text, i)):
            return i + 1
    return least


def _end(text: str, at: int) -> int:
    most = min(len(text), at + _LONGEST)
    for i in range(at, most):
        if text[i] == "。":
            return i + 1
        if text[i] == "\n" and _breaks(text, i):
            return i
    return most


def _breaks(text: str, newline: int) -> bool:
    """Whether the line break ends a paragraph, and is not the edge of a page in mid-sentence."""
    line_start = text.rfind("\n", max(0, newline - 200), newline) + 1
    line = text[line_start:newline].rstrip()
    if len(line.strip()) < _NARROW or line[-1] in _HARD_END:
        return True
    return newline + 1 >= len(text) or text[newline + 1] == "\n" or _OPENS.match(text, newline + 1) is not None


_QUOTED = r"《(?P<{0}>[^《》]*(?:《[^《》]*》[^《》]*)*)》"
_ISSUED = re.compile(
    _QUOTED.format("title")
    + r"(?:[（(](?:以下(?:统称|简称)?(?:为)?[《“\"]?(?P<alias>[^《》（）()“”\"]{2,40}(?:[（(][^（）()]*[）)])?)[》”\"]?|[^（）()]*)[）)])?"
    r"(?:已|业|印发|予以|公布|发布|重新|现|转发)"
)


def own_names(text: str, title: str) -> frozenset[str]:
    """What the document calls itself between 《》: its title, the text it issues (现将《…》印发), the short form of that."""
    names = {_bare(title)}
    inner = re.search(r"(?:印发|发布|公布)《?(?P<t>.+?)》?的(?:通知|函|公告|决定)$", _bare(title))
    if inner:
        names.add(inner["t"])
    for match in _ISSUED.finditer(text, 0, min(len(text), 12_000)):
        lead = text[max(0, match.start() - 12) : match.start()]
        if re.search(r"(?:现将|现予|将|\n|。|^|：)\s*$", lead):
            names |= {_bare(match["title"])}
            if match["alias"]:
                names.add(_bare(match["alias"]))
    return frozenset(name for name in names if name)


def _bare(words: str) -> str:
    return re.sub(r"\s", "", words)
