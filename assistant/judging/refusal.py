"""Refusal (拒答): when the documents do not answer, and what to say instead.

Two questions, in this order. Is the library about this at all? It is if the question lies nearer to
some phrase of it than to everyday questions and other public services. And does the clause say what
is asked? A phone number, a form, an amount is either in the passage or not; this check only ever
takes an answer away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import RefusalCode
from assistant.understanding.asked_detail import gives
from assistant.understanding.question import Understanding
from index import SearchResult
from index.tokens import fold


@dataclass(frozen=True, slots=True)
class RefusalOptions:
    """Thresholds of one encoder; they do not carry over to another (eval/ablation.py prints the curve).

    Attributes:
        margin: smallest margin over the background, with ``words`` × word share added, at which a
            question counts as being about the library.
        margin_english: the same for questions in English, which lie farther from Chinese passages.
        margin_follow_up: the same for a question that leans on the turn before, which has few words of
            its own to judge by.
        words: what a full share of words is worth, in cosine.
    """

    margin: float = 0.03
    margin_english: float = -0.01
    margin_follow_up: float = -0.06
    words: float = 0.3


def is_about_something_else(
    result: SearchResult, understanding: Understanding, options: RefusalOptions
) -> bool:
    """True if nothing in the library is about the question."""
    if not result.hits:
        return True
    least = options.margin_english if understanding.english else options.margin
    return result.margin + options.words * result.word_share < least


def missing_detail(understanding: Understanding, quotes: Sequence[str]) -> str:
    """What the question asks for and no quote contains, in words; "" if nothing is missing."""
    detail = understanding.wants
    return "" if detail is None or gives(detail, [fold(quote) for quote in quotes]) else detail.label


REASONS = {
    RefusalCode.NOT_IN_LIBRARY: "已收录的政策文件没有涉及这个问题的内容，无法据以回答。",
    RefusalCode.NOT_A_POLICY_QUESTION: "我只回答已收录政策文件里的问题，例如具体数字、条款、牵头与配合单位、有效期。",
}

IN_ENGLISH = {
    RefusalCode.NOT_IN_LIBRARY: "Nothing in the documents held here is about this.",
    RefusalCode.NOT_STATED: "The documents speak of this but do not state what you ask.",
    RefusalCode.NOT_A_POLICY_QUESTION: "I only answer questions about the policy documents held here.",
}

INSTRUCTION = "问题里含有要求改变回答方式的指令，我不会照办；请直接提出要查询的政策问题。"
