"""Tokens for lexical search: jieba words joined with character bigrams.

Words find the clause; bigrams survive where the cut is wrong. Both sides pass the same folding
(Simplified, half-width, lower case), so script and width never decide a match.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from corpus.repair.simplified import to_simplified
from corpus.words import tokenizer

NAME = "jieba-search+bigrams/1"  # into the manifest; raised when tokens change
_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9.%]+")
_SHORT = 1000  # characters of a text whose folding is kept
_LONGEST = 4000  # characters of a question that are read; more is no question


def fold(text: str) -> str:
    """Simplified characters, half-width forms, lower case: for comparing, never for showing.

    >>> fold("軌道交通 ６５％ TOD")
    '轨道交通 65% tod'
    """
    return _folded_before(text) if len(text) <= _SHORT else _folded(text)


def _folded(text: str) -> str:
    clean = text.encode("utf-8", "ignore").decode("utf-8")
    return to_simplified(unicodedata.normalize("NFKC", clean)).lower()


# The measures of a policy are folded for every question about it.
_folded_before = lru_cache(maxsize=32_768)(_folded)


def tokenize(text: str) -> list[str]:
    """Words (search mode: long words and the words in them) and character bigrams of ``text``."""
    return list(_tokens_before(text) if len(text) <= _SHORT else _tokens(text))


def _tokens(text: str) -> tuple[str, ...]:
    folded = fold(text[:_LONGEST])
    words = (word for word in tokenizer().lcut_for_search(folded) if _RUN.fullmatch(word))
    return (*words, *bigrams(folded))


# One question is cut several times: searched in the library, in one policy, and weighed.
_tokens_before = lru_cache(maxsize=1_024)(_tokens)


def bigrams(folded: str) -> list[str]:
    """Overlapping pairs of Chinese characters, marked so that they never equal a word.

    >>> bigrams("软件园a区")
    ['_软件', '_件园']
    """
    pairs: list[str] = []
    for run in re.findall(r"[\u3400-\u9fff]+", folded):
        pairs += ["_" + run[i : i + 2] for i in range(len(run) - 1)]
    return pairs
