"""Which document a question about a document as such is asked of: what is left of it must only name one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.desk import Desk
from assistant.judging.attachment import share
from assistant.understanding.question import Understanding
from assistant.understanding.words_asked import left_beyond
from assistant.which_policy.titles import bare_title, in_order
from corpus import Policy
from index.tokens import fold

_TELLING = 6.0  # nats: 疫情 and 补贴 alone tell no document from another
_LIKELY = 5  # policies that are compared
_MOST, _CLEARLY_MORE = 0.6, 0.3  # share of a question's words that one policy must hold, and how much more than the next

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


def by_its_words(desk: Desk, asked: Understanding, asking: re.Pattern[str], policies: Sequence[Policy]) -> list[Policy]:
    """Of several policies that a question may mean, the one that clearly holds most of the words beside ``asking`` that the library knows,
    in its title or its text (积分入户, 临港“双特”); all of them where none does."""
    likely = desk.directory.ranked(asked.meant)[:_LIKELY]
    texts = [(fold(policy.title), desk.folded_text(policy)) for policy in likely]
    words = [pair for pair in left_beyond(desk, asked, asking) if any(desk.index.knows(word) or desk.index.knows(f"_{word}") for word in pair[0])]
    if len(likely) < 2 or sum(weight for _, weight in words) < _TELLING:
        return list(policies)
    for shares in ([share(words, title) for title, _ in texts], [share(words, text) for _, text in texts]):
        first, second = sorted(shares, reverse=True)[:2]
        if first >= _MOST and first - second >= _CLEARLY_MORE:
            return [likely[shares.index(first)]]
    return list(policies)


def _names_it(desk: Desk, rest: str, policy: Policy) -> bool:
    """True if what is left of a question only names ``policy``: by its title, its place, its number or its issuer."""
    for words in (*desk.directory.places_of(policy), *map(fold, policy.issuers), *re.findall(r"[\u4e00-\u9fff]{2,}", policy.doc_number)):
        rest = rest.replace(words, "")
    whole = bare_title("".join(policy.issuers)) + bare_title(policy.title)
    return not rest or in_order(rest, whole) or policy in desk.directory.called(rest, shortest=1)
