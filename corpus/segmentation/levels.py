"""Levels (层级): which of a document's numbers are provisions, and which only list the parts of one.

In a document made of articles (第X条) the article is the provision and its items belong to it. Elsewhere a
level is one of provisions where its items say something of their own (a heading and a text, whole sentences,
a unit note); short items that complete the sentence of the clause above them (…包括：1.甲；2.乙) belong to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.segmentation.markers import HEADS
from corpus.segmentation.outline import Entry

_NOTE = re.compile(r"(?:责任|牵头|负责|配合)(?:单位|部门)|负责[）)\]〕]|牵头[，；、）]")
_SHORT = 25  # characters: an item without a stop that is no longer lists a name, a material, a condition
_STRONG = 0.6
_HEADING = 40  # characters; more is a sentence
_BOXED = re.compile(r"(?:^|\n)[ \t\u3000]*【[^】\n]{2,20}】[ \t\u3000]*$")


def provisions(text: str, entries: Sequence[Entry], end: int) -> list[Entry]:
    """The entries that are provisions or heads of provisions; what is left out belongs to the one above it."""
    article_parts = {e.part for e in entries if e.marker.style == "条"}
    runs: dict[tuple[int, tuple[int, ...], str], list[int]] = {}
    for i, entry in enumerate(entries):
        key = (entry.part, tuple(m.start for m in entry.above), entry.marker.style)
        runs.setdefault(key, []).append(i)
    verdicts = {key: _verdict(text, entries, run, end) for key, run in runs.items()}
    votes: dict[tuple[int, str], float] = {}
    for (part, above, style), verdict in verdicts.items():
        if above:
            size = len(runs[part, above, style])
            votes[part, style] = votes.get((part, style), 0.0) + verdict * size
    dropped: set[int] = set()
    for key, run in runs.items():
        part, above, style = key
        inside_article = part in article_parts and any(m.style == "条" for m in entries[run[0]].above)
        if inside_article:
            drop = True
        elif not above or style in (*HEADS, "条"):
            drop = False
        elif abs(verdicts[key]) >= _STRONG:
            drop = verdicts[key] < 0
        else:
            drop = votes[part, style] < 0
        if drop:
            dropped.update(entries[i].marker.start for i in run)
    return [e for e in entries if e.marker.start not in dropped and not any(m.start in dropped for m in e.above)]


def _verdict(text: str, entries: Sequence[Entry], run: Sequence[int], end: int) -> float:
    """From 1 (every item a provision of its own) to -1 (every item a fragment of the sentence above)."""
    first = entries[run[0]]
    own = text[first.above[-1].end : first.marker.start].strip() if first.above else ""
    if _BOXED.search(own):
        return -1.0  # 【享受主体】 1. 2.: a box inside an item
    lead_in = own[-1:]
    score = 0.0
    for n, i in enumerate(run):
        body = text[entries[i].marker.end : _end(entries, i, end)].strip()
        if i + 1 < len(entries) and entries[i].marker in entries[i + 1].above:
            score += 1  # it has numbers below it
            continue
        whole = text[entries[i].marker.end : _end_of_all(entries, i, end)].strip()
        last = n == len(run) - 1
        score += _own(body if not last else _first_paragraphs(whole), last)
    score /= len(run)
    if lead_in in ("：", ":") and score < _STRONG:
        score -= 0.5
    elif own and "\n" not in own and len(own) <= _HEADING and not re.search(r"[。；，]", own):
        score += 0.4  # a bare heading: its items are all that it says
    return max(-1.0, min(1.0, score))


def _own(body: str, last: bool) -> float:
    """How much an item reads as a provision of its own: 1, or -1 as a fragment."""
    if _NOTE.search(body[-120:]):
        return 1
    line = body.split("\n", 1)[0].strip()
    sentences = len(re.findall(r"[。！？]", body))
    if sentences and len(line) < len(body) and len(line) <= 60 and not re.search(r"[。；，：:;]$", line):
        return 1  # a heading on a line of its own, and its text
    if sentences >= 2:
        return 1
    if re.search(r"[；;，、]$", body) and not sentences:
        return -1
    if not sentences and len(body) <= _SHORT:
        return -1
    if sentences == 1 and len(body) > 60:
        return 0.4
    return 0.0 if last or sentences else -0.5


def _first_paragraphs(body: str) -> str:
    return body[:600]


def _end(entries: Sequence[Entry], i: int, end: int) -> int:
    return entries[i + 1].marker.start if i + 1 < len(entries) else end


def _end_of_all(entries: Sequence[Entry], i: int, end: int) -> int:
    return _end(entries, i, end)
