"""Characters of which no byte is left: ``减半收??``.

Nothing proves what stood there. A character is proposed by how its sentence reads and by what the document
uses elsewhere, and always marked uncertain, the original beside it.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from functools import lru_cache
from itertools import pairwise

from corpus.repair import gbk, language
from corpus.repair.records import Certainty, Edit

_COUNTED = "万亿元角分年月日号条个项名人家所倍成岁页份%％"
_NUMERALS = frozenset("零一二三四五六七八九十百千万亿两半〇")
_CACHE = 1.0  # how far the document's own usage counts
_ENOUGH = 12  # characters seen between two others, from which on no others are considered
_DOCUMENT = 100_000  # characters from which a document's own usage is learned


class Usage:
    """What the document itself uses: counts of its characters and of its pairs, folded."""

    def __init__(self, text: str) -> None:
        printed = Counter(text[:_DOCUMENT])
        simplified, traditional = gbk.one_script_only()
        self.excluded = simplified if sum(map(printed.__getitem__, traditional)) > sum(
            map(printed.__getitem__, simplified)
        ) else traditional
        folded = language.bare(text[:_DOCUMENT])
        self.characters = Counter(folded)
        self.pairs = Counter(map("".join, pairwise(folded)))

    def of_its_script(self, candidates: tuple[str, ...]) -> tuple[str, ...]:
        """Without the characters of the script that the document is not written in."""
        return tuple(c for c in candidates if c not in self.excluded) or candidates

    def bonus(self, before: str, character: str, after: str) -> float:
        """Nats in favour of a character that the document uses, most of all between these neighbours."""
        if not "\u4e00" <= character <= "\u9fff":
            return 0.0  # which stop stands somewhere is no habit of a document
        seen = self.pairs[before + character] + self.pairs[character + after]
        return _CACHE * (0.5 * math.log1p(self.characters[character]) + math.log1p(seen))


@lru_cache(maxsize=1)
def _beside() -> tuple[defaultdict[str, set[str]], defaultdict[str, set[str]]]:
    """For each character the common ones seen right behind it, and those seen right before it."""
    # A lost figure is never proposed: nobody may read one that nobody wrote.
    allowed = gbk.common_characters() - _NUMERALS
    behind: defaultdict[str, set[str]] = defaultdict(set)
    before: defaultdict[str, set[str]] = defaultdict(set)
    for run in language.model()[0]:
        if len(run) == 2:
            if run[1] in allowed:
                behind[run[0]].add(run[1])
            if run[0] in allowed:
                before[run[1]].add(run[0])
    return behind, before


@lru_cache(maxsize=4096)
def _between(left: str, right: str) -> tuple[str, ...]:
    """Characters that were seen between these two, or beside one of them if there are few."""
    behind, before = _beside()
    found = behind[left] & before[right]
    return tuple(sorted(found if len(found) >= _ENOUGH else behind[left] | before[right]))


def propose_character(text: str, start: int, usage: Usage, elsewhere: bool) -> list[Edit]:
    """Both bytes of one character are gone: propose what reads best, as a proposal.

    ``elsewhere`` says that the document's bytes slipped in other places too; only then is a mark before a
    stop or at a line's end taken for a character.
    """
    following = text[start + 2 : start + 3]
    within = "\u4e00" <= following <= "\u9fff"
    behind_han = "\u4e00" <= text[start - 1 : start] <= "\u9fff"
    if following in _COUNTED or not ((behind_han and (within or elsewhere)) or (within and elsewhere)):
        return []  # 给予??万元: a figure left open, not a character lost
    left = language.bare(text[max(0, start - 12) : start])
    right = language.bare(text[start + 2 : start + 14])
    ranked = language.rank(_between(left[-1:], right[:1]), left, right, usage.bonus)
    if len(ranked) < 2:
        return []
    note = "一个字的两个字节都已丢失，无从证明；此字为按上下文提出的建议，请核对原件"
    alternatives = tuple(character for _, character in ranked[1:4])
    margin = ranked[0][0] - ranked[1][0]
    return [Edit(start, start + 2, ranked[0][1], Certainty.UNCERTAIN, note, alternatives, ((0, 2),), margin)]
