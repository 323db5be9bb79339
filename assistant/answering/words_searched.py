"""Which words of a question are searched (检索用词): without those that only say which document is meant, which stand in titles and
introductions and would find these instead of the clause."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from assistant.understanding.question import QUESTION_FRAME, Understanding
from assistant.which_policy.directory import Meant, PolicyDirectory
from assistant.which_policy.titles import same_policy
from corpus import Policy
from index.tokens import fold

# What a title leaves behind when it is taken out of a question.
_LEFT_OVER = re.compile(r"《[^》]{0,6}》|(?<![\u4e00-\u9fff])(?:市|省|县|区|镇|的|里|里面|中|那个|这个|政策|文件|规定|通知|办法|意见|措施|方案)+(?![\u4e00-\u9fff])")
_LEFT = 3  # characters that must be left to search with


def without_titles(question: str, policies: Collection[Policy]) -> str:
    """A question without the titles of ``policies``, which share words with every clause; whole if nothing else is in it."""
    for policy in policies:
        question = question.replace(policy.title, " ")
    rest = re.sub(
        r"《([^《》]{2,80})》",
        lambda m: " " if any(same_policy(m.group(1), policy.title) for policy in policies) else m.group(),
        question,
    )
    return rest if re.search(r"\w", rest) else question


def without_name(query: str, meant: Meant) -> str:
    """What a question asks within the policy it means: without the words and places that name it; whole if hardly more is left."""
    rest = fold(query)
    for words in (*meant.words, *meant.places):
        rest = rest.replace(words, " ")
    rest = _LEFT_OVER.sub(" ", rest)
    return rest if len(re.findall(r"[\u4e00-\u9fffa-z0-9]", QUESTION_FRAME.sub("", rest))) >= _LEFT else query


def leaning(asked: Understanding, directory: PolicyDirectory) -> Understanding:
    """A question with the policy it clearly means fitting in full, for when its name no longer stands in the words searched."""
    meant = [copy.id for policy in directory.clearly_meant(asked.meant) for copy in directory.copies_of(policy)]
    return replace(asked, meant=replace(asked.meant, fit={**asked.meant.fit, **dict.fromkeys(meant, 1.0)}))
