"""How natural a stretch of Chinese reads: the evidence behind every "likely".

A word model over jieba's 350,000 counted words: the score of a text is the log-probability (nats)
of its best cut into words, as in Sproat et al. (1996). It needs no model file and is exact to
explain: "市财政局" is made of words people use, "菏胸斦" is not.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

from corpus import words
from corpus.repair.script import to_simplified

_LONGEST_WORD = 6
# Stops and brackets hold prose together, so they cost about as much as a frequent word.
_STOPS = dict.fromkeys("，。、；：", -4.0) | dict.fromkeys("“”《》（）〔〕？！?!,.;:()\n　", -6.0)
_SYMBOL = -16.0  # anything that is neither Chinese nor a usual stop
_PRIVATE = -25.0  # private use and unassigned: nobody publishes these
_PINYIN_NOTE = re.compile(r"\([a-zà-üāēīōūǖáéíóúǘǎěǐǒǔǚàèìòùǜ]{1,7}\)")


def bare(context: str) -> str:
    """Context without injected pinyin and in Simplified, so that words show."""
    return to_simplified(_PINYIN_NOTE.sub("", context))


@lru_cache(maxsize=65536)
def naturalness(text: str) -> float:
    """Log-probability (nats) of the best segmentation of a short ``text`` into known words."""
    tokenizer = words.tokenizer()
    frequency: dict[str, int] = tokenizer.FREQ
    total = math.log(tokenizer.total)
    best = [0.0] + [-math.inf] * len(text)
    for i, character in enumerate(text):
        here = best[i]
        best[i + 1] = max(best[i + 1], here + _single(character, frequency, total))
        for j in range(i + 2, min(i + _LONGEST_WORD, len(text)) + 1):
            count = frequency.get(text[i:j])
            if count:
                best[j] = max(best[j], here + math.log(count) - total)
    return best[-1]


def _single(character: str, frequency: dict[str, int], total: float) -> float:
    stop = _STOPS.get(character)
    if stop is not None:
        return stop
    if "\ue000" <= character <= "\uf8ff" or character == "\ufffd":
        return _PRIVATE
    if not "\u4e00" <= character <= "\u9fff":
        return -6.0 if character.isascii() and character.isalnum() else _SYMBOL
    count = frequency.get(character, 0)
    # A character alone is weaker evidence than a word: half the characters of gibberish are in
    # the dictionary too, so they pay for standing alone.
    return (math.log(count) if count else -2.0) - total - 2.0
