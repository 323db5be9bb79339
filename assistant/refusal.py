"""Refusal (拒答): when the documents do not answer, and what to say instead.

Two questions, in this order. Is the library about this at all? It is if the question lies nearer to
some phrase of it than to everyday questions and other public services. And does the clause say what
is asked? A phone number, a form, an amount is either in the passage or not; this check only ever
takes an answer away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import RefusalCode
from assistant.question import Understanding
from corpus.numerals import NUMERAL
from index import SearchResult


@dataclass(frozen=True, slots=True)
class RefusalOptions:
    """Thresholds of one encoder; they do not carry over to another (eval/ablation.py prints the curve).

    Attributes:
        margin: smallest margin over the background, with ``words`` × word share added, at which a
            question counts as being about the library.
        margin_english: the same for questions in English, which lie farther from Chinese passages.
        words: what a full share of words is worth, in cosine.
    """

    margin: float = -0.006
    margin_english: float = -0.015
    words: float = 0.1


_NUMBER = rf"(?:\d[\d.,]*|[{NUMERAL}]+)"
_EVIDENCE = {
    "phone": re.compile(r"\d{7,}|\d{3,4}-\d{7,8}|电话|热线|https?:|www\."),
    "address": re.compile(r"地址|窗口|路\d+号|大厦|楼"),
    "form": re.compile(r"材料|申请表|流程|步骤|提交|报送|申请书|备案|批准"),
    "person": re.compile(r"签发人|局长|市长|书记"),
    "money": re.compile(rf"{_NUMBER}\s*(?:万|亿)?元"),
    "deadline": re.compile(r"\d{4}年|\d+月|年底|月底|截止|之前|以前|[一二三四五六七八九十\d]+年(?:内|行动|过渡期)|\d+年"),
    "amount": re.compile(rf"{_NUMBER}\s*(?:(?:万|亿)?元|[%％]|个?百分点|倍|成)|百分之|减半|全额|免收|免费|不收取|不再增收"),
    "count": re.compile(rf"{_NUMBER}\s*(?:条|所|家|名|位|座|公里|亩|平方|套|辆|趟|站|个(?!百分点))|“一对一”"),
}
_WANTED = {
    "phone": "联系方式", "address": "办理地点", "form": "申请材料或办理流程", "person": "人员姓名",
    "deadline": "具体时间", "money": "具体金额", "amount": "具体数额", "count": "具体数量",
}


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
    pattern = _EVIDENCE.get(understanding.wants)
    if pattern is None or any(pattern.search(quote) for quote in quotes):
        return ""
    return _WANTED[understanding.wants]


REASONS = {
    RefusalCode.NOT_IN_LIBRARY: "已收录的政策文件没有涉及这个问题的内容，无法据以回答。",
    RefusalCode.NOT_A_POLICY_QUESTION: "我只回答已收录政策文件里的问题，例如具体数字、条款、牵头与配合单位、有效期。",
}

INSTRUCTION = "问题里含有要求改变回答方式的指令，我不会照办；请直接提出要查询的政策问题。"
# What a list of responsible units never holds: asked for these, the clause itself is looked at.
NEVER_IN_UNITS = ("phone", "address", "person")
