"""Questions about the document's own rule on conflict: may two supports be had at once (取高不重复, 就高不就低).

The rule is quoted, not applied to the reader's case: whether two supports are of one kind is for the unit
that explains the document.
"""

from __future__ import annotations

import re
from datetime import date

from assistant.answer import Answer
from assistant.answering.composing import Evidence
from assistant.answering.desk import Desk, part_at
from assistant.understanding.question import Understanding
from assistant.vocabulary.acts import acts_unsaid
from corpus import Policy, Span
from index.tokens import fold

_BOTH_AT_ONCE = re.compile(
    r"(?:两头|两边|两份|两个|几个|多个|别的|其他|另外|另一|不同|同类|上级|省里|市里|区里)[^。？?]{0,16}(?:都|同时|一起|重复|叠加|两头)[^。？?]{0,8}(?:拿|领|享受|吃|要|申请|报|给|补|有)|"
    r"(?:两头|两边|重复|叠加|同时|双份)(?:都)?(?:拿|领|享受|吃|申请|申报|报)|(?:都|能)?(?:各|都)领一遍|取高|就高|不一致(?:的|时|怎么)|对不上号|(?:冲突|矛盾)(?:了|的|时)?(?:怎么|咋|以哪|按哪|如何|听)|以哪(?:个|份)为准|"
    r"\bboth\b[^?]*\b(?:polic|subsid|support|benefit)|\b(?:stack|combine)\w*\b[^?]*\b(?:polic|subsid|support|benefit)|which (?:one )?(?:prevails|applies)"
)


def answer_rule_on_conflict(desk: Desk, asked: Understanding, day: date) -> Answer | None:
    """The rule that the document meant has for it; None if the question is about something else, asks after an act
    that the rule does not speak of (多领的要不要退), or there is none."""
    policies = desk.scope(asked)
    if len(policies) != 1 or asked.clauses or not _BOTH_AT_ONCE.search(asked.folded):
        return None
    rules = _rules(policies[0])
    if not rules or acts_unsaid(asked.folded, fold("\n".join(span.of(policies[0].text) for span in rules))):
        return None
    return desk.compose(asked, [Evidence(policies[0], part_at(policies[0], span), span) for span in rules], day)


def _rules(policy: Policy) -> list[Span]:
    found = []
    for rule in policy.rules:
        at = policy.text.find(rule)
        if at >= 0:
            found.append(Span(at, at + len(rule)))
    return found
