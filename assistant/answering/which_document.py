"""Which document a question about a document as such is asked of: what is left of it must only name one."""

from __future__ import annotations

import re

from assistant.answering.desk import Desk
from assistant.understanding.question import Understanding
from assistant.which_policy.titles import bare_title, in_order
from corpus import Policy
from index.tokens import fold


def document_asked(desk: Desk, asked: Understanding, rest: str) -> list[Policy] | None:
    """The document a question about a whole is about: one, several it may be ([] for any), None where its words name none."""
    policies = list(desk.policies.values())
    if len(policies) == 1:
        return policies if not rest or _names_it(desk, rest, policies[0]) else None
    named = desk.directory.one_of_each(asked.meant.named)
    if named and (not rest or (len(named) == 1 and _names_it(desk, rest, named[0]))):
        return named
    if not rest:
        return []
    called = desk.directory.called(rest)
    clearly = desk.directory.clearly_meant(asked.meant)
    if not called and clearly and _names_it(desk, rest, clearly[0]):
        return clearly
    return called or None


def _names_it(desk: Desk, rest: str, policy: Policy) -> bool:
    """True if what is left of a question only names ``policy``: by its title, its place, its number or its issuer."""
    for words in (*desk.directory.places_of(policy), *map(fold, policy.issuers), *re.findall(r"[\u4e00-\u9fff]{2,}", policy.doc_number)):
        rest = rest.replace(words, "")
    whole = bare_title("".join(policy.issuers)) + bare_title(policy.title)
    return not rest or in_order(rest, whole) or policy in desk.directory.called(rest, shortest=1)
