"""Thousands of enterprises against thousands of items: every distinct condition judged once for every distinct view.

A condition looks at a part of the profile only (``truth.view``). Profiles are sorted into groups of equal views, each
condition is judged once per group, and the verdicts of all items are put together as arrays: -1 unmet, 0 unclear, 1 met.
A condition about what is done can only be decided by a profile that uses its words, so the others are not even asked.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from assistant.matching.matcher import Offer, lies_within, match_one, offers_of
from assistant.matching.profile import Profile
from assistant.matching.truth import Setting, alternatives, audience_fits, judge, view
from assistant.matching.verdicts import Match, Verdict
from assistant.matching.wording import content_words, widened, without_negation
from corpus.policy import Addressee, Condition, ConditionKind, Policy

Codes = NDArray[np.int8]
_VERDICTS = {-1: Verdict.UNMET, 0: Verdict.UNCLEAR, 1: Verdict.MET}
_CODES = {False: -1, None: 0, True: 1}
# Kinds that nothing but a statement or a figure can decide.
_BY_WORDS = frozenset({ConditionKind.DOING, ConditionKind.STATE, ConditionKind.PROJECT})


@dataclass(frozen=True, slots=True)
class _Views:
    """Profiles sorted by equal views: ``code[i]`` is the group of profile i, ``first[g]`` a profile of group g."""

    code: NDArray[np.int32]
    first: tuple[int, ...]


class BatchMatcher:
    """The items of a library, prepared once; ``verdicts`` for many profiles at a time."""

    def __init__(self, policies: Sequence[Policy], as_of: date) -> None:
        self.offers: list[Offer] = offers_of(policies, as_of)

    def verdicts(self, profiles: Sequence[Profile]) -> Codes:
        """One row per profile, one column per offer: -1 unmet, 0 unclear, 1 met."""
        judged = _Judged(profiles)
        result = np.empty((len(profiles), len(self.offers)), dtype=np.int8)
        for column, offer in enumerate(self.offers):
            result[:, column] = judged.offer(offer)
        return result

    def match(self, profile: Profile, column: int) -> Match:
        """One verdict with its reasons."""
        return match_one(self.offers[column], profile)

    @staticmethod
    def verdict(code: int) -> Verdict:
        """The verdict that a code stands for."""
        return _VERDICTS[code]


class _Judged:
    """What has been judged for one set of profiles."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self._profiles = profiles
        self._views: dict[object, _Views] = {}
        self._conditions: dict[tuple[str, ConditionKind, bool, Setting | None], Codes] = {}
        self._others: dict[Hashable, Codes] = {}
        self._postings: dict[str, frozenset[int]] | None = None

    def offer(self, offer: Offer) -> Codes:
        """The verdicts of one item over all profiles."""
        codes = self._by_view("audience", offer.item.audience, lambda p: (p.kind, p.sections), lambda p: audience_fits(offer.item.audience, p))
        area = offer.setting.area
        codes = np.minimum(codes, self._by_view("area", area, lambda p: (p.area, p.statements if area.district else ()), lambda p: lies_within(area, p)))
        for group in offer.groups:
            if not codes.max(initial=-1) > -1:
                break  # nobody is left
            options = [self._condition(option, offer.setting) for option in group.options]
            joined = options[0] if len(options) == 1 else np.maximum.reduce(options)
            codes = np.minimum(codes, np.maximum(joined, 0) if group in offer.soft else joined)
        return np.minimum(codes, 0) if offer.item.addressee is Addressee.INTERMEDIARY else codes

    def _condition(self, condition: Condition, setting: Setting) -> Codes:
        relative = condition.kind in (ConditionKind.PLACE, ConditionKind.TIME, ConditionKind.FIGURE)
        key = (condition.text, condition.kind, condition.negated, setting if relative else None)
        if key not in self._conditions:
            views = self._sorted(condition.kind, lambda p: view(condition.kind, p))
            asked = self._candidates(condition, views)
            verdicts = np.zeros(len(views.first), dtype=np.int8)
            for group in asked:
                verdicts[group] = _CODES[judge(condition, self._profiles[views.first[group]], setting)]
            self._conditions[key] = verdicts[views.code]
        return self._conditions[key]

    def _candidates(self, condition: Condition, views: _Views) -> Sequence[int]:
        """The groups of profiles that could decide the condition: those that use its words."""
        if condition.kind not in _BY_WORDS or _has_trade(condition.text):
            return range(len(views.first))
        postings = self._index()
        found: set[int] = set()
        for words in alternatives(condition.text):
            wanted = content_words(without_negation(words)[0])
            grams = [gram for word in wanted for gram in _grams(word)]
            if not grams:
                return ()
            sets = sorted((postings.get(gram, frozenset()) for gram in grams), key=len)
            found |= sets[0].intersection(*sets[1:])
        return sorted({int(views.code[i]) for i in found})

    def _index(self) -> dict[str, frozenset[int]]:
        """For each pair of characters, one profile of each view whose statements contain it."""
        if self._postings is None:
            building: dict[str, set[int]] = {}
            seen: dict[Hashable, int] = {}
            kind = ConditionKind.DOING
            for i, profile in enumerate(self._profiles):
                if seen.setdefault(view(kind, profile), i) != i:
                    continue
                for gram in {g for s in profile.statements for g in _grams(widened(s.words))}:
                    building.setdefault(gram, set()).add(i)
            self._postings = {gram: frozenset(where) for gram, where in building.items()}
        return self._postings

    def _sorted(self, name: object, of: object) -> _Views:
        name = ConditionKind.DOING if name in _BY_WORDS or name is ConditionKind.FIGURE else name
        if name not in self._views:
            seen: dict[Hashable, int] = {}
            first: list[int] = []
            codes = np.empty(len(self._profiles), dtype=np.int32)
            for i, profile in enumerate(self._profiles):
                key = of(profile)  # type: ignore[operator]
                if key not in seen:
                    seen[key] = len(first)
                    first.append(i)
                codes[i] = seen[key]
            self._views[name] = _Views(codes, tuple(first))
        return self._views[name]

    def _by_view(self, name: str, of: Hashable, key: object, truth: object) -> Codes:
        if (name, of) not in self._others:
            views = self._sorted((name, of if name == "area" else ""), key)
            verdicts = np.array([_CODES[truth(self._profiles[i])] for i in views.first], dtype=np.int8)  # type: ignore[operator]
            self._others[(name, of)] = verdicts[views.code]
        return self._others[(name, of)]


def _grams(words: str) -> list[str]:
    return [words[i : i + 2] for i in range(len(words) - 1)] or [words]


def _has_trade(text: str) -> bool:
    from assistant.matching.truth import RUNS

    return RUNS.search(text) is not None
