"""Tables of contents (目录): they repeat every heading, and are no provisions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from corpus.policy import Span
from corpus.segmentation.markers import Marker

# A line of a table of contents: leader dots or a wide gap, and the page.
_LEADERS = re.compile(r"(?:[.．·…]{3,}|…+|[\t\u3000 ]{4,}|-{3,})\s*[(（]?\d{1,3}[)）]?[ \t]*$")
_HEAD = re.compile(r"目[ \t\u3000]{0,6}[录錄次](?=[ \t\u3000\n]|第[一1]|一、|[（(]一|1|前言|序言?)")
_HEAD_ABOVE = re.compile(r"^[ \t\u3000]*目[ \t\u3000]{0,6}[录錄次][ \t\u3000]*\n\s*$", re.MULTILINE)
_MOST_HEADS = 20  # a text full of the word 目录 has no more contents than that
_NEAR = 60  # characters between the word 目录 and its first entry
_SAME = 6  # characters of a heading that must come again behind the contents


def contents_of(text: str, candidates: Sequence[Marker]) -> list[Span]:
    """Where the tables of contents stand: from the word 目录, or the first line with leaders, to their last entry."""
    found: list[Span] = []
    for head in islice(_HEAD.finditer(text), _MOST_HEADS):
        if found and head.start() < found[-1].end:
            continue
        end = _end_by_repetition(text, head.end(), candidates)
        if end is not None:
            found.append(Span(head.start(), end))
    return _merged([*found, *_leader_blocks(text)])


def _end_by_repetition(text: str, at: int, candidates: Sequence[Marker]) -> int | None:
    """The place where the first entry behind ``at`` stands for the second time, None where it never does."""
    behind = [m for m in candidates if m.start >= at]
    if len(behind) < 4 or behind[0].start - at > _NEAR:
        return None
    first = behind[0]
    heading = _heading(text, first)
    for other in behind[1:]:
        if other.printed == first.printed and other.style == first.style and heading and _heading(text, other) == heading:
            return other.start
    return None


def _heading(text: str, marker: Marker) -> str:
    first = text[marker.end : marker.end + 40].lstrip(" \t\u3000").split("\n", 1)[0]
    return re.sub(r"[\s“”]", "", first)[:_SAME]


def _leader_blocks(text: str) -> list[Span]:
    """Runs of three lines or more that end in leaders and a page; a wrapped entry's first line lies between."""
    blocks: list[Span] = []
    start = end = count = gap = 0
    for line in re.finditer(r"[^\n]+", text):
        if not line.group().strip():
            continue
        if _LEADERS.search(line.group()):
            if not count:
                start = line.start()
                start = head.start() if (head := _HEAD_ABOVE.search(text, max(0, start - _NEAR), start)) else start
            count, gap, end = count + 1, 0, line.end()
        elif count and len(line.group()) < 80 and gap < 2:
            gap += 1
        else:
            if count >= 3:
                blocks.append(Span(start, end))
            count = gap = 0
    if count >= 3:
        blocks.append(Span(start, end))
    return blocks


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged
