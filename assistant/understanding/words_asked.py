"""What a question is about (所问的事): its words without those that only ask or only name a document, and how much each tells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, groupby
from typing import Protocol

from assistant.understanding.asked_value import without_asking
from assistant.understanding.question import QUESTION_FRAME, Understanding
from assistant.vocabulary.lexicon import expansions, in_parts, meant_by
from corpus import Policy
from corpus.words import tokenizer
from index import ClauseIndex
from index.tokens import bigrams, fold, tokenize

Weights = Sequence[tuple[tuple[str, ...], float]]
"""The words of a question: each with those said for it, and how much it tells."""


class Library(Protocol):
    """The documents that a question is asked of, as the desk has them."""

    @property
    def policies(self) -> Mapping[str, Policy]:
        """By id."""

    @property
    def index(self) -> ClauseIndex:
        """Knows the words of their measures."""

    def scope(self, asked: Understanding, /) -> Sequence[Policy]:
        """Those that a question means."""


_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,6}[〔\[(（]\d{4}[〕\])）]\d+号")
_OF_A_DOCUMENT = re.compile(
    r"(?:19|20)\d\d年?(?:\d+月)?(?:\d+日)?|文件|文书|红头|政策|措施|办法|规定|条例|意见|通知|通告|方案|细则|日期|时间|今天|今日|到期|截止|截至|以后|时候|剩余|能否|请说明"
)
_LAY = 4.0  # nats: the least that a lay word tells, which few documents hold


def subject_of(library: Library, asked: Understanding) -> str:
    """What a question is about: without the words that only ask, and without those that name the policy."""
    return QUESTION_FRAME.sub(" ", _DOCUMENT_NUMBER.sub(" ", without_names(library, asked, without_asking(asked.folded))))


def without_names(library: Library, asked: Understanding, folded: str) -> str:
    """``folded`` without what names the policies that a question means."""
    names = (*asked.meant.words, *asked.meant.places) if len(library.policies) > 1 else ()
    for name in (*names, *map(fold, asked.titles)):
        folded = folded.replace(name, " ")
    return folded


def words_asked(library: Library, asked: Understanding, subject: str = "") -> Weights:
    """The words and bigrams of a question with what each tells (idf); a lay word with its official ones beside it."""
    if asked.english:
        return [((word,), library.index.idf(word)) for word in expansions(asked.folded).split()]
    subject = subject or subject_of(library, asked)
    parts = in_parts(subject)
    found: list[tuple[tuple[str, ...], float]] = [
        ((lay, *meant_by(lay)), max(_LAY, library.index.idf(lay) if library.index.knows(lay) else 0.0)) for _, lay in parts if lay
    ]
    tokens = sorted(set(tokenize("".join(" " if lay else text for text, lay in parts))))
    return [*found, *(((token.strip("_"),), library.index.idf(token)) for token in tokens)]


def whole_words(library: Library, words: str) -> Weights:
    """The words of a folded stretch of a question, without the pairs of characters that only meet there; lone characters in pairs."""
    parts = in_parts(words)
    found: list[tuple[tuple[str, ...], float]] = [((lay, *meant_by(lay)), _LAY) for _, lay in parts if lay]
    ends = list(accumulate(len(text) for text, _ in parts))
    lay = [(end - len(text), end) for (text, of_lay), end in zip(parts, ends, strict=True) if of_lay]
    cut = [word for word, start, end in tokenizer().tokenize(words) if not any(first <= start and end <= last for first, last in lay)]
    longer = [word for word in cut if len(word) > 1 and re.search(r"\w", word)]
    alone = ["".join(run) for single, run in groupby(cut, key=lambda word: len(word) == 1) if single]
    pairs = [pair for run in alone for pair in bigrams(run)]
    return [*found, *(((token.strip("_"),), library.index.idf(token)) for token in dict.fromkeys([*longer, *pairs]))]


def left_beyond(library: Library, asked: Understanding, asking: re.Pattern[str]) -> Weights:
    """What a question speaks of besides what ``asking`` matches (有效期多久, 哪个文号), days, documents and the name of its policy."""
    rest = replace(asked, folded=_OF_A_DOCUMENT.sub(" ", asking.sub(" ", asked.folded)))
    scope = library.scope(asked)
    title = fold(scope[0].title) if len(scope) == 1 else ""
    return [
        (words, weight) for words, weight in words_asked(library, rest)
        if max(map(len, words)) > 1 and not any(word in title for word in words)
    ]
