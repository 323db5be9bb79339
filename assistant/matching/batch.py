"""Thousands of enterprises against thousands of items: every distinct condition judged once for every distinct view.

A condition looks at few fields of a profile (``truth.fields_asked``). Profiles are sorted into groups of equal fields and each
condition is judged once per group; what the fields leave open is judged only for the profiles that use the condition's
words. The verdicts of all items are put together as arrays: -1 unmet, 0 unclear, 1 met.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.matching.descriptions import alternatives
from assistant.matching.evidence import LACKING, NO_RELATION, STATES, may_contradict, opposed_by, opposites_of
from assistant.matching.matcher import (
    Offer,
    can_be_met,
    lies_within,
    match_one,
    offers_of,
    open_to,
    shows_who,
    shuts_out,
    who_fits,
)
from assistant.matching.nearness import FEWEST, SURE_SHARE
from assistant.matching.numbers import COUNTED, Asked, asked_in, numbers_said, unit_of
from assistant.matching.pieces import asked_words, pieces_of_condition, unbroken
from assistant.matching.places import own_name
from assistant.matching.profile import GOVERNMENT, Profile, Statement
from assistant.matching.qualities import FIRST_TIME, FRESH
from assistant.matching.records import clean_of, tells_of
from assistant.matching.scales import on_ladder
from assistant.matching.shape import rest_of, shape_of
from assistant.matching.three_valued import Truth
from assistant.matching.truth import (
    DECISION,
    FARMERS,
    FARMS,
    OF_THE_OLD,
    OLD,
    Setting,
    also_asked,
    fields_asked,
    judge,
    looks_at_setting,
)
from assistant.matching.verdicts import Match, Verdict
from assistant.matching.wording import canonical, content_words, pieces_of, widened, without_negation
from corpus.policy import Audience, Condition, ConditionKind, Policy
from corpus.support.kinds import kind_of
from corpus.support.vocabulary import trades_in
from corpus.words import tokenizer

Codes = NDArray[np.int8]
_VERDICTS = {-1: Verdict.UNMET, 0: Verdict.UNCLEAR, 1: Verdict.MET}
_CODES = {False: -1, None: 0, True: 1}
# Kinds that nothing but a statement or a figure can decide.
_BY_WORDS = frozenset({ConditionKind.DOING, ConditionKind.STATE, ConditionKind.PROJECT, ConditionKind.TIME})
_SHORT = 3  # characters; what is denied may be a part of a longer word (受疫情影响)
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
        self._said: _Postings | None = None
        self._denied: _Postings | None = None
        self._numbers: dict[tuple[str, str, bool], frozenset[int]] | None = None
        self._marks: dict[Hashable, frozenset[int]] = {}
        self._silent = [replace(profile, statements=(), figures=(), **_NO_NUMBERS) for profile in profiles]
        self._unplaced = frozenset(i for i, p in enumerate(profiles) if not p.area and p.statements)
        self._offices = np.array([p.kind == GOVERNMENT for p in profiles], dtype=bool)
        self._not_firms = np.array([p.kind not in ("", Audience.ENTERPRISE.value) for p in profiles], dtype=bool)

    def offer(self, offer: Offer) -> Codes:
        """The verdicts of one item over all profiles."""
        open_kinds = open_to(offer)
        who = self._by_view("audience", (offer.item.audience, open_kinds), lambda p: (p.kind, p.also, p.sections, any(("个体" if p.kind else "项目") in s.words for s in p.statements)), lambda p: who_fits(offer.item.audience, open_kinds, p))
        may_open = offer.guessed and any(shows_who(offer, group) for group in offer.groups)
        barred = (who < 0) & self._offices if may_open else who < 0
        codes = np.where(barred, -1, 1).astype(np.int8)
        shown = np.zeros(len(who), dtype=bool)  # who meets a condition that shows whom the item is for
        area = offer.setting.area
        text = offer.policy.text
        if not offer.outside:
            codes = np.minimum(codes, self._by_view("area", (area, offer.policy.id), lambda p: (p.area, p.statements if area.district or not p.area else ()), lambda p: lies_within(area, p, text)))
        for group in offer.groups:
            if not codes.max(initial=-1) > -1:
                break  # nobody is left
            options = [self._condition(option, offer.setting) for option in group.options]
            joined = options[0] if len(options) == 1 else np.maximum.reduce(options)
            if group in offer.soft:
                joined = np.where(self._not_firms & (who == 1), 1, np.maximum(joined, 0)).astype(np.int8)
            shown |= (joined == 1) & shows_who(offer, group)
            codes = np.minimum(codes, joined)
        codes = np.minimum(codes, np.where(shown & ~barred, who + 1, who)).astype(np.int8) if may_open else np.minimum(codes, np.where(shown & (who == 0), 1, who)).astype(np.int8)
        for case in offer.barred:
            codes = np.where(self._shut(case, offer.setting), -1, codes).astype(np.int8)
        return np.minimum(codes, 0) if not can_be_met(offer.item) else codes

    def _condition(self, condition: Condition, setting: Setting) -> Codes:
        words = asked_words(condition.text)
        key = (words, condition.kind, condition.negated, setting if looks_at_setting(words, condition.kind) else None)
        if key not in self._conditions:
            asked = fields_asked(words, condition.kind)
            views = self._sorted(asked, lambda p: tuple(getattr(p, name) for name in asked))
            by_field = np.array([_CODES[judge(condition, self._silent[i], setting)] for i in views.first], dtype=np.int8)
            codes = by_field[views.code]
            for i in self._speakers(words, condition.kind).union(self._placed(words, setting), self._recorded(words, condition)):
                if codes[i] == 0:
                    codes[i] = _CODES[judge(condition, self._profiles[i], setting)]
            self._conditions[key] = codes
        return self._conditions[key]

    def _shut(self, case: Condition, setting: Setting) -> NDArray[np.bool_]:
        """Which profiles say that a case is theirs which gets nothing."""
        words = unbroken(case.text)
        key = ("shut", words, setting if looks_at_setting(words, case.kind) else None)
        if key not in self._conditions:
            shut = np.zeros(len(self._profiles), dtype=np.int8)
            for i in self._speakers(words, case.kind).union(self._recorded(words, replace(case, negated=True))):
                shut[i] = shuts_out(case, self._profiles[i], setting)
            self._conditions[key] = shut
        return np.equal(self._conditions[key], 1)

    def _placed(self, text: str, setting: Setting) -> frozenset[int]:
        """The profiles that may call the policy's own place by its name where the condition does, or that name no more than a district."""
        if setting.area.province and looks_at_setting(text, ConditionKind.DOING):
            return self._unplaced.union(self._named(text, setting))
        return self._named(text, setting)

    def _named(self, text: str, setting: Setting) -> frozenset[int]:
        names = [name for name in (setting.area.district, setting.area.city) if name] if own_name(setting.area).search(text) else []
        return frozenset().union(*map(self._using, names))

    def _recorded(self, text: str, condition: Condition) -> frozenset[int]:
        """The profiles that tell of a record that the condition wants clean."""
        pieces = [text, *pieces_of_condition(text), *(piece for act in shape_of(text).acts for piece in pieces_of_condition(act))]
        sorts = {clean_of(piece)[0] for piece in pieces} | ({clean_of(text, negated=True)[0]} if condition.negated else set())
        return frozenset().union(*(self._marked(("record", sort), partial(_tells_of, sort)) for sort in sorts if sort >= 0))

    def _speakers(self, text: str, kind: ConditionKind) -> frozenset[int]:
        """The profiles whose own words or numbers could decide the condition, or one of those that it joins."""
        pieces = pieces_of_condition(text)
        found = frozenset().union(*(self._speakers_of(piece, kind if len(pieces) == 1 else kind_of(piece)) for piece in pieces))
        shape = shape_of(text)
        nouns = [self._using(word) for noun in shape.who for word in (*content_words(rest_of(noun)), *content_words(noun))]
        also = [self._speakers(rest, kind_of(rest)) for rest in also_asked(text) if rest != text]
        return found.union(*nouns, *also, *(self._speakers_of(act, kind_of(act)) for act in shape.acts if act != text))

    def _speakers_of(self, text: str, kind: ConditionKind) -> frozenset[int]:
        ways = [content_words(without_negation(part)[0]) for way in alternatives(text) for part in re.split("或者?", way)]
        named = frozenset(word for words in ways for word in words).union(*(widened(way).split("／")[1:] for way in alternatives(text)))
        parts = named.union(*(tokenizer().cut(word, HMM=False) for word in named if len(word) > _SHORT))
        found = frozenset().union(*(self._denying(word) for word in parts if len(word) > 1), *map(self._opposing, opposites_of(text)))
        found |= self._marked("unrelated", lambda s: NO_RELATION.search(s.words) is not None)
        for state, other in STATES:
            if state.search(text) or state.search(canonical(text)):
                found |= self._marked(other, partial(_says, other))
        for asked, lacking in LACKING:
            if asked.search(text) or asked.search(canonical(text)):
                found |= self._marked(lacking, partial(_lacks, lacking))
        if FRESH.search(text):
            found |= self._marked("first", lambda s: FIRST_TIME.search(s.words) is not None)
        for ladder in on_ladder(text):
            found |= self._graded(ladder)
        if kind in (ConditionKind.APPROVAL, ConditionKind.UNSPECIFIED):
            decided = self._marked("decided", lambda s: DECISION.search(s.words) is not None or "批准" in canonical(s.words))
            return found | decided.union(*map(self._using, named))
        if kind is ConditionKind.TIME and re.search(r"\d{4}年", text):
            found |= self._marked("dated", lambda s: re.search(r"\d{4}年", s.words) is not None)
        if OLD.fullmatch(text) or OF_THE_OLD.match(text) or (kind is ConditionKind.PLACE and OLD.search(text)):
            found |= frozenset(i for i, p in enumerate(self._profiles) if any(f.unit == "岁" for f in p.figures))
        if trades_in(text) == ("租赁",):  # whoever lets, of whatever line of business
            found |= self._marked("speaks", lambda s: True)
        if FARMERS.fullmatch(text):
            found |= self._marked("farms", lambda s: FARMS.search(s.words) is not None)
        numbers, _ = asked_in(text)
        if numbers:
            return found.union(*map(self._counting, numbers))
        together = self._using_most if kind in _BY_WORDS else self._using_one
        return found.union(self._using(text[-3:]), *(together(words) for words in ways if words))

    def _using_one(self, words: Sequence[str]) -> frozenset[int]:
        return frozenset().union(*map(self._using, words))

    def _using_most(self, words: Sequence[str]) -> frozenset[int]:
        """The profiles that use enough of the words for the rest to be said nearly; of few words all."""
        users = [self._using(word) for word in words]
        if len(words) < FEWEST:
            return users[0].intersection(*users[1:])
        counted = Counter(chain.from_iterable(users))
        return frozenset(i for i, times in counted.items() if times >= SURE_SHARE * len(words))

    def _using(self, word: str) -> frozenset[int]:
        """The profiles one of whose statements may contain ``word``."""
        if self._said is None:
            self._said = _Postings(self._profiles, lambda s: True)
        return self._said.using(word)

    def _denying(self, word: str) -> frozenset[int]:
        """The profiles that may contain ``word`` in what could speak against a condition."""
        if self._denied is None:
            self._denied = _Postings(self._profiles, may_contradict)
        return self._denied.using(word)

    def _opposing(self, opposite: re.Pattern[str]) -> frozenset[int]:
        return self._marked(opposite, lambda s: opposite in opposed_by(s.words))

    def _graded(self, ladder: int) -> frozenset[int]:
        return self._marked(("ladder", ladder), lambda s: ladder in on_ladder(s.words))

    def _marked(self, name: Hashable, of: Callable[[Statement], bool]) -> frozenset[int]:
        """The profiles with a statement of some sort, found once."""
        if name not in self._marks:
            self._marks[name] = frozenset(i for i, p in enumerate(self._profiles) if any(map(of, p.statements)))
        return self._marks[name]

    def _counting(self, asked: Asked) -> frozenset[int]:
        """The profiles whose numbers could be of what the condition counts."""
        if self._numbers is None:
            building: dict[tuple[str, str, bool], set[int]] = {}
            for i, profile in enumerate(self._profiles):
                for unit, topic, field in numbers_said(profile):
                    building.setdefault((unit, topic, field), set()).add(i)
            self._numbers = {key: frozenset(where) for key, where in building.items()}
        unit = unit_of(asked.quantity.unit)
        fitting = [where for (u, topic, field), where in self._numbers.items() if (u == unit or (unit == "个" and u in COUNTED) or (u == "个" and unit in COUNTED)) and (topic == asked.topic or (not field and (not topic or not asked.topic)))]
        return frozenset().union(*fitting)

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


def _says(words: re.Pattern[str], statement: Statement) -> bool:
    return words.search(statement.words) is not None


def _lacks(words: re.Pattern[str], statement: Statement) -> bool:
    return not statement.holds and words.fullmatch(statement.words) is not None


def _tells_of(sort: int, statement: Statement) -> bool:
    return tells_of(sort, statement.words)


class _Postings:
    """Which profiles use a word in statements of one sort: they have all its pairs of characters, or those of its parts."""

    def __init__(self, profiles: Sequence[Profile], wanted: Callable[[Statement], bool]) -> None:
        building: dict[str, set[int]] = {}
        for i, profile in enumerate(profiles):
            said = [widened(s.words) for s in profile.statements if wanted(s)]
            for gram in {g for words in said for g in (*_grams(words), *words)}:
                building.setdefault(gram, set()).add(i)
        self._postings = {gram: frozenset(where) for gram, where in building.items()}
        self._users: dict[str, frozenset[int]] = {}

    def using(self, word: str) -> frozenset[int]:
        """The profiles that may use ``word``."""
        if word not in self._users:
            grams = [gram for piece in pieces_of(word) for gram in _grams(piece)]
            sets = sorted((self._postings.get(gram, frozenset()) for gram in grams), key=len)
            self._users[word] = sets[0].intersection(*sets[1:])
        return self._users[word]


def _grams(words: str) -> list[str]:
    return [words[i : i + 2] for i in range(len(words) - 1)] or [words]

