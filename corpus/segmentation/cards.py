"""Cards (卡片): a guide that says of every policy the same things under the same labels (依据文件, 服务对象, 条件要求 …).

A card is one provision: its title, then its fields. The lists 1. 2. inside a field belong to the card, whatever they
count. Cards are known by their labels: short lines (or short first cells of a line) that come again and again, in
the same order, four of them or more.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from corpus.policy import Span
from corpus.segmentation.markers import Marker

_LABEL = re.compile(r"^[ \t\u3000]*(?P<label>(?!第|附|一|二|三|四|五|六|七|八|九|十)[\u4e00-\u9fff]{2,6}(?:/[\u4e00-\u9fff]{2,4})?)(?=[ \t\u3000\n]|$)", re.MULTILINE)
_FEWEST_CARDS = 5
_FEWEST_LABELS = 4
_AS_OFTEN = 0.6  # of the most frequent label: those that nearly every card has
_APART = 40  # characters that a card has at least


def card_bodies(text: str, found: Sequence[Marker]) -> list[Span]:
    """From the first label of each card to the number or heading that opens the next one, in order."""
    labels = [(m.group("label"), m.start()) for m in _LABEL.finditer(text)]
    counts = Counter(label for label, _ in labels)
    most = max(counts.values(), default=0)
    steady = {label for label, n in counts.items() if n >= max(_FEWEST_CARDS, _AS_OFTEN * most)}
    if len(steady) < _FEWEST_LABELS:
        return []
    places = [(label, at) for label, at in labels if label in steady]
    first = places[0][0]
    starts = [at for label, at in places if label == first]
    if sum(b - a < _APART for a, b in itertools.pairwise(starts)) * 2 > len(starts):
        return []
    bodies: list[Span] = []
    markers = [m.start for m in found]
    for start, following in zip(starts, [*starts[1:], len(text)], strict=True):
        label, last = max(((label, at) for label, at in places if start <= at < following), key=lambda place: place[1])
        line_end = text.find("\n", last, following)
        alone = line_end >= 0 and text[last:line_end].strip() == label  # its value stands on the next line
        after = text.find("\n", line_end + 1, following) if alone else line_end
        after = last if after < 0 else after
        end = next((at for at in markers if after <= at < following), following)
        bodies.append(Span(start, end if following < len(text) else len(text)))
    return bodies
