"""Labels of a figure (图中文字): what a drawing says, set as lines above its caption; its numbers are no clauses.

A PDF gives the boxes of a drawing in the order they were drawn, so their numbers run back and forth, and the lines are short
and bear no stop. The caption (图1 …总体布局) stands below them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from corpus.policy import Span
from corpus.segmentation.markers import Marker

_CAPTION = re.compile(r"^[ \t\u3000]*图[ \t\u3000]*(?:[\d一二三四五六七八九十]{1,3}(?:[-－.]\d{1,2})?|(?=[“《]))[ \t\u3000：:.]*[\u4e00-\u9fff“《][^\n。；]{2,40}$", re.MULTILINE)
_LONGEST_LABEL = 24  # characters
_LEAST_LINES = 6
_LEAST_TURNS = 2  # times that a number is less than the one before it of its style, or the same


def figure_labels(text: str, found: Sequence[Marker]) -> list[Span]:
    """The stretches of labels above the captions of ``text``, in order; those whose numbers run in order are none."""
    spans: list[Span] = []
    starts = [marker.start for marker in found]
    low = 0  # behind the caption before
    for caption in _CAPTION.finditer(text):
        start, lines = caption.start(), 0
        while start > low:
            above = text.rfind("\n", low, start - 1) + 1 or low
            line = text[above : start - 1].strip()
            if len(line) > _LONGEST_LABEL or re.search(r"[。；，：！？]$", line):
                break
            lines += bool(line)
            start = above
        labels = found[bisect_left(starts, start) : bisect_left(starts, caption.start())]
        if lines >= _LEAST_LINES and _turns(labels) >= _LEAST_TURNS:
            spans.append(Span(start, caption.start()))
        low = caption.end()
    return spans


def _turns(markers: Sequence[Marker]) -> int:
    last: dict[tuple[str, str], int] = {}
    turns = 0
    for marker in markers:
        key = (marker.style, marker.prefix)
        turns += marker.number <= last.get(key, 0)
        last[key] = marker.number
    return turns
