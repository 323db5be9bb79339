"""Across policies: items that give the same thing, and which of them a policy's own rule on conflict prefers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.matching.verdicts import Match, Verdict
from corpus.policy import Addressee

_ALIKE = 0.5  # share of common bigrams of offer and conditions; two versions of one sentence have 0.6 and more
_HIGHER = re.compile(r"取高|就高|从高|择优|从优|最高")


def group_across(matches: Sequence[Match]) -> list[Match]:
    """The matches with what is alike noted; where a rule (取高不重复) and comparable amounts allow it, the higher is named.

    Both stay in the list: the person sees what was preferred and why.
    """
    found = list(matches)
    candidates = [i for i, m in enumerate(found) if m.verdict is not Verdict.UNMET and m.item.addressee is Addressee.CLAIMANT]
    grams = {i: _bigrams(found[i]) for i in candidates}
    alike: dict[int, list[int]] = {i: [] for i in candidates}
    postings: dict[str, list[int]] = {}
    for i in candidates:
        near: dict[int, int] = {}
        for gram in grams[i]:
            for j in postings.get(gram, ()):
                near[j] = near.get(j, 0) + 1
            postings.setdefault(gram, []).append(i)
        for j, common in near.items():
            same = set(found[i].item.benefits) & set(found[j].item.benefits)
            if found[i].policy.id != found[j].policy.id and same and common / len(grams[i] | grams[j]) >= _ALIKE:
                alike[i].append(j)
                alike[j].append(i)
    for i in candidates:
        if alike[i]:
            found[i] = _noted(found, i, sorted(alike[i]))
    return found


def _noted(matches: list[Match], index: int, others: list[int]) -> Match:
    mine = matches[index]
    group = [matches[j] for j in others if not matches[j].over]
    rule = next((r for m in (mine, *group) for r in m.policy.rules if _HIGHER.search(r)), "")
    instead = ""
    if rule and not mine.over:
        higher = [m for m in group if _more(m, mine)]
        instead = max(higher, key=lambda m: (_largest(m)[1], m.item.id)).item.id if higher else ""
    return replace(mine, alike=tuple(matches[j].item.id for j in others), instead=instead, rule=rule)


def _more(one: Match, other: Match) -> bool:
    """Whether one gives more, in the same unit and by the same count; anything else cannot be compared."""
    (kind, value), (kind_other, value_other) = _largest(one), _largest(other)
    return kind == kind_other != ("", "") and value > value_other


def _largest(match: Match) -> tuple[tuple[str, str], Decimal]:
    amounts = match.item.amounts
    if len({(q.unit, q.per) for q in amounts}) != 1:
        return ("", ""), Decimal(0)
    best = max(amounts, key=lambda q: q.upper or q.number)
    return (best.unit, best.per), best.upper or best.number


def _bigrams(match: Match) -> frozenset[str]:
    words = re.sub(r"[^\u4e00-\u9fff]", "", match.item.text)
    return frozenset(words[i : i + 2] for i in range(len(words) - 1))
