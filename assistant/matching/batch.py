"""Thousands of enterprises against thousands of items: every distinct condition judged once for every distinct view.

A condition looks at few fields of a profile (``truth.field_view``). Profiles are sorted into groups of equal fields and each
condition is judged once per group; what the fields leave open is judged only for the profiles that use the condition's
words. The verdicts of all items are put together as arrays: -1 unmet, 0 unclear, 1 met.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.matching.descriptions import alternatives
from assistant.matching.matcher import Offer, lies_within, match_one, offers_of
from assistant.matching.profile import Profile
from assistant.matching.truth import (
    DECISION,
    Setting,
    Truth,
    audience_fits,
    field_view,
    judge,
    unbroken,
    units_asked,
    units_said,
)
from assistant.matching.verdicts import Match, Verdict
from assistant.matching.wording import content_words, widened, without_negation
from corpus.policy import Addressee, Audience, Condition, ConditionKind, Policy

Codes = NDArray[np.int8]
_VERDICTS = {-1: Verdict.UNMET, 0: Verdict.UNCLEAR, 1: Verdict.MET}
_CODES = {False: -1, None: 0, True: 1}
# Kinds that nothing but a statement or a figure can decide.
_BY_WORDS = frozenset({ConditionKind.DOING, ConditionKind.STATE, ConditionKind.PROJECT, ConditionKind.TIME})
_NO_NUMBERS: dict[str, Any] = dict.fromkeys(("employees", "revenue", "assets", "loan", "investment", "founded"))


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
        self._views: dict[Hashable, _Views] = {}
        self._conditions: dict[Hashable, Codes] = {}
        self._others: dict[Hashable, Codes] = {}
        self._postings: dict[str, frozenset[int]] | None = None
        self._users: dict[str, frozenset[int]] = {}
        self._units: dict[str, frozenset[int]] | None = None
        self._offices: frozenset[int] | None = None
        self._silent = [replace(profile, statements=(), figures=(), **_NO_NUMBERS) for profile in profiles]
        self._not_firms = np.array([p.kind not in ("", Audience.ENTERPRISE.value) for p in profiles], dtype=bool)

    def offer(self, offer: Offer) -> Codes:
        """The verdicts of one item over all profiles."""
        who = codes = self._by_view("audience", offer.item.audience, lambda p: (p.kind, p.also, p.sections, not p.kind and any("项目" in s.words for s in p.statements)), lambda p: audience_fits(offer.item.audience, p))
        area = offer.setting.area
        text = offer.policy.text
        codes = np.minimum(codes, self._by_view("area", (area, offer.policy.id), lambda p: (p.area, p.statements if area.district else ()), lambda p: lies_within(area, p, text)))
        for group in offer.groups:
            if not codes.max(initial=-1) > -1:
                break  # nobody is left
            options = [self._condition(option, offer.setting) for option in group.options]
            joined = options[0] if len(options) == 1 else np.maximum.reduce(options)
            if group in offer.soft:
                joined = np.where(self._not_firms & (who == 1), 1, np.maximum(joined, 0)).astype(np.int8)
            codes = np.minimum(codes, joined)
        return np.minimum(codes, 0) if offer.item.addressee is Addressee.INTERMEDIARY else codes

    def _condition(self, condition: Condition, setting: Setting) -> Codes:
        relative = condition.kind in (ConditionKind.PLACE, ConditionKind.TIME, ConditionKind.FIGURE)
        key = (condition.text, condition.kind, condition.negated, setting if relative else None)
        if key not in self._conditions:
            views = self._sorted(condition.kind, lambda p: field_view(condition.kind, p))
            by_field = np.array([_CODES[judge(condition, self._silent[i], setting)] for i in views.first], dtype=np.int8)
            codes = by_field[views.code]
            for i in self._speakers(condition):
                if codes[i] == 0:
                    codes[i] = _CODES[judge(condition, self._profiles[i], setting)]
            self._conditions[key] = codes
        return self._conditions[key]

    def _speakers(self, condition: Condition) -> Iterable[int]:
        """The profiles whose own words or numbers could decide the condition."""
        if condition.kind in (ConditionKind.APPROVAL, ConditionKind.UNSPECIFIED):
            return self._decided().union(*map(self._using, content_words(unbroken(condition.text))))
        by_words = condition.kind in _BY_WORDS
        found: set[int] = set()
        for words in alternatives(unbroken(condition.text)):
            wanted = [self._using(word) for word in content_words(without_negation(words)[0])]
            if wanted:
                found |= frozenset.intersection(*sorted(wanted, key=len)) if by_words else frozenset.union(*wanted)
        if condition.kind is ConditionKind.FIGURE:
            units = units_asked(condition.text)
            return frozenset.intersection(*map(self._counting, units)) if units else found
        return found

    def _using(self, word: str) -> frozenset[int]:
        """The profiles one of whose statements may contain ``word``: they have all its pairs of characters."""
        if word not in self._users:
            postings = self._index()
            sets = sorted((postings.get(gram, frozenset()) for gram in _grams(word)), key=len)
            self._users[word] = sets[0].intersection(*sets[1:])
        return self._users[word]

    def _counting(self, unit: str) -> frozenset[int]:
        """The profiles that give a number in ``unit``."""
        if self._units is None:
            building: dict[str, set[int]] = {}
            for i, profile in enumerate(self._profiles):
                for said in units_said(profile):
                    building.setdefault(said, set()).add(i)
            self._units = {said: frozenset(where) for said, where in building.items()}
        return self._units.get(unit, frozenset())

    def _decided(self) -> frozenset[int]:
        """The profiles that speak of what an office decided."""
        if self._offices is None:
            self._offices = frozenset(i for i, p in enumerate(self._profiles) if any(DECISION.search(s.words) for s in p.statements))
        return self._offices

    def _index(self) -> dict[str, frozenset[int]]:
        """For each pair of characters and each character, the profiles whose statements contain it."""
        if self._postings is None:
            building: dict[str, set[int]] = {}
            for i, profile in enumerate(self._profiles):
                said = [widened(s.words) for s in profile.statements]
                for gram in {g for words in said for g in (*_grams(words), *words)}:
                    building.setdefault(gram, set()).add(i)
            self._postings = {gram: frozenset(where) for gram, where in building.items()}
        return self._postings

    def _sorted(self, name: Hashable, of: Callable[[Profile], Hashable]) -> _Views:
        if name not in self._views:
            seen: dict[Hashable, int] = {}
            first: list[int] = []
            codes = np.empty(len(self._profiles), dtype=np.int32)
            for i, profile in enumerate(self._profiles):
                key = of(profile)
                if key not in seen:
                    seen[key] = len(first)
                    first.append(i)
                codes[i] = seen[key]
            self._views[name] = _Views(codes, tuple(first))
        return self._views[name]

    def _by_view(self, name: str, of: Hashable, key: Callable[[Profile], Hashable], truth: Callable[[Profile], Truth]) -> Codes:
        if (name, of) not in self._others:
            views = self._sorted((name, of if name == "area" else ""), key)
            verdicts = np.array([_CODES[truth(self._profiles[i])] for i in views.first], dtype=np.int8)
            self._others[(name, of)] = verdicts[views.code]
        return self._others[(name, of)]


def _grams(words: str) -> list[str]:
    return [words[i : i + 2] for i in range(len(words) - 1)] or [words]

