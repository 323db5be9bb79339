"""What a question is about (所问的事): its words without those that only ask or only name a document, and how much each tells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.asked_value import without_asking
from assistant.attachment import Weights
from assistant.lexicon import expansions, lay_words
from assistant.question import QUESTION_FRAME, Understanding
from index.tokens import fold, tokenize

if TYPE_CHECKING:
    from assistant.answering.desk import Desk

_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,6}[〔\[(（]\d{4}[〕\])）]\d+号")
_LAY = 4.0  # nats: the least that a lay word tells, which few documents hold


def subject_of(desk: Desk, asked: Understanding) -> str:
    """What a question is about: without the words that only ask, and without those that name the policy."""
    rest = without_asking(asked.folded)
    names = (*asked.meant.words, *asked.meant.places) if len(desk.policies) > 1 else ()
    for name in (*names, *map(fold, asked.titles)):
        rest = rest.replace(name, " ")
    return QUESTION_FRAME.sub(" ", _DOCUMENT_NUMBER.sub(" ", rest))


def words_asked(desk: Desk, asked: Understanding, subject: str = "") -> Weights:
    """The words and bigrams of a question with what each tells (idf); a lay word with its official ones beside it."""
    if asked.english:
        return [((word,), desk.index.idf(word)) for word in expansions(asked.folded).split()]
    subject = subject or subject_of(desk, asked)
    pattern, official = lay_words()
    found: list[tuple[tuple[str, ...], float]] = [
        ((match.group(), *official[match.group()]), max(_LAY, desk.index.idf(match.group()) if desk.index.knows(match.group()) else 0.0))
        for match in pattern.finditer(subject)
    ]
    tokens = sorted(set(tokenize(pattern.sub(" ", subject))))
    return [*found, *(((token.strip("_"),), desk.index.idf(token)) for token in tokens)]
