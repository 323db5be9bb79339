"""Spelling (同音错别字): words of the library that sound like what was typed.

People type by sound: 担保费绿 for 担保费率, 迁头 for 牵头. A stretch is corrected only where it is no word
itself, sounds (flat/retroflex and n/ng apart) like exactly one known word, and shares a character
with it; everything else stays as typed.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping

from corpus.words import pypinyin, tokenizer

# Times in jieba's corpus: 在 727,915, 各 44,807, 搞 8,414 are words of their own every day; 件 6,482 and 绿 3,701
# stand alone less often.
_EVERYDAY = 8_000
_LONGEST = 6  # 交通运输局 with its rank
_FUZZY = ((re.compile(r"^(z|c|s)h"), r"\1"), (re.compile(r"(?<=[ie])ng$"), "n"))


def sound(word: str) -> str:
    """How a word sounds to someone who types by ear.

    >>> sound("牵头") == sound("迁头"), sound("政策") == sound("正侧"), sound("费率") == sound("费力")
    (True, True, False)
    """
    syllables = []
    for syllable in pypinyin().lazy_pinyin(word, v_to_u=True):
        for pattern, plain in _FUZZY:
            syllable = pattern.sub(plain, syllable)
        syllables.append(syllable)
    return " ".join(syllables)


class Spelling:
    """The known words by their sound."""

    def __init__(self, by_sound: Mapping[str, list[str]], settled: Iterable[str] = ()) -> None:
        """``settled`` words are right wherever they stand: nothing that overlaps one is corrected."""
        self._by_sound = dict(by_sound)
        longest_first = sorted({word for word in settled if len(word) > 1}, key=lambda word: (-len(word), word))
        self._settled = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None
        self._known = {word for words in self._by_sound.values() for word in words}

    @classmethod
    def of(cls, words: Iterable[str]) -> Spelling:
        """Of the given words; those of two to six Chinese characters count."""
        by_sound: dict[str, list[str]] = {}
        for word in sorted(set(words)):
            if re.fullmatch(rf"[\u4e00-\u9fff]{{2,{_LONGEST}}}", word):
                by_sound.setdefault(sound(word), []).append(word)
        return cls(by_sound)

    def to_json(self) -> dict[str, list[str]]:
        """What ``Spelling(...)`` takes back."""
        return self._by_sound

    def joined(self, words: Iterable[str]) -> Spelling:
        """This spelling with more words, which are settled and win where sounds agree."""
        known = tuple(words)
        return Spelling(self._by_sound | Spelling.of(known)._by_sound, known)

    def correct(self, folded: str) -> tuple[str, tuple[tuple[str, str], ...]]:
        """The question with what was typed by sound put right, and the (typed, meant) pairs.

        >>> Spelling.of(["担保", "费率", "牵头"]).correct("担保费绿谁迁头")
        ('担保费率谁牵头', (('费绿', '费率'), ('迁头', '牵头')))
        """
        frequency = tokenizer().FREQ
        bounds = [0]
        for token in tokenizer().cut(folded, HMM=False):
            bounds.append(bounds[-1] + len(token))
        settled: set[int] = set()
        starts: set[int] = set()
        for match in self._settled.finditer(folded) if self._settled else ():
            settled |= set(range(*match.span()))
        odd = {start for start, end in itertools.pairwise(bounds) if end - start == 1}
        edges = set(bounds)
        # 担保费|绿 cut as one word too many: a stretch may begin inside a word if what is left is one.
        for start, end in itertools.pairwise(bounds):
            edges_inside = (i for i in range(start + 2, end) if frequency.get(folded[start:i]))
            starts.update(edges_inside)
        corrected, pairs, at = [], [], 0
        while at < len(folded):
            meant = ""
            for length in range(_LONGEST, 1, -1) if at in edges or at in starts else ():
                typed = folded[at : at + length]
                places = range(at, at + length)
                # 公司在, 各是, 搞到: characters that are words of their own every day were meant as typed.
                strange = any(i in odd and frequency.get(folded[i], 0) < _EVERYDAY for i in places if i < len(folded))
                if at + length in edges and strange and settled.isdisjoint(places):
                    meant = self._meant(typed, frequency)
                if meant:
                    break
            if meant:
                pairs.append((folded[at : at + len(meant)], meant))
                corrected.append(meant)
                at += len(meant)
            else:
                corrected.append(folded[at])
                at += 1
        return "".join(corrected), tuple(pairs)

    def _meant(self, typed: str, frequency: Mapping[str, int]) -> str:
        if not re.fullmatch(r"[\u4e00-\u9fff]+", typed) or typed in self._known or frequency.get(typed):
            return ""
        words = self._by_sound.get(sound(typed), [])
        if len(words) != 1:
            return ""
        pairs = tuple(zip(typed, words[0], strict=True))
        shared = sum(a == b for a, b in pairs)
        return words[0] if shared * 2 >= len(typed) else ""
