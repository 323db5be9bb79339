"""How close an item lies to what an enterprise said (切题程度), so that a reply begins with what it came for.

A condition the enterprise said to hold counts most, a word of its own that the item shares next; words that a good part of all
items use tell nothing. An item to which nothing said comes near may still apply, and is counted, not read out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.matching.profile import Profile
from assistant.matching.verdicts import Match
from assistant.matching.wording import canonical, content_words
from corpus.repair.simplified import to_simplified

_COMMON = 0.04  # share of the items from which on a word tells nothing
_FEW = 60  # items; of fewer no word is common
_SHORTEST = 2
_AT_HOME = 1  # what the town offers is nearer than what the country does
_TOLD = 3  # what a condition that was said to hold is worth, in shared words


def by_closeness(matches: Sequence[Match], profile: Profile, local: Callable[[Match], bool]) -> list[Match]:
    """The matches, each with how close it lies; ``local``: whether it is of the profile's own place."""
    own = words_of(profile)
    texts = [_shared_form(found.item.text) for found in matches]
    seen = Counter(word for text in texts for word in own if word in text)
    telling = [word for word in own if len(texts) < _FEW or seen[word] <= max(1, _COMMON * len(texts))]
    near = [_TOLD * found.told + sum(word in text for word in telling) for found, text in zip(matches, texts, strict=True)]
    near = [0 if profile.area and _elsewhere(found) else how for found, how in zip(matches, near, strict=True)]
    return [replace(found, near=how + (_AT_HOME if how and local(found) else 0)) for found, how in zip(matches, near, strict=True)]


def _elsewhere(found: Match) -> bool:
    """Whether an item holds in a place that the one said is not known to lie in."""
    return any(words.startswith("所在地是否在") for words in found.missing)


def says_nothing(profile: Profile, matches: Sequence[Match]) -> bool:
    """Whether a profile tells nothing of anybody: no field, no figure, and no word that any item shares."""
    fields = (profile.kind, profile.area, profile.zones, profile.outside, profile.sections, profile.sizes, profile.ownership, profile.qualifications, profile.lacks, profile.figures)
    counted = (profile.above_scale, profile.founded, profile.employees, profile.revenue, profile.assets, profile.loan, profile.investment)
    return not any(fields) and all(value is None for value in counted) and not any(found.near or found.told for found in matches)


def words_of(profile: Profile) -> tuple[str, ...]:
    """The telling words of what a profile says and plans, of its lines of business and its titles."""
    said = [word for statement in profile.statements if statement.holds for word in content_words(statement.words)]
    places = {profile.area.province, profile.area.city, profile.area.district}
    named = [*profile.trades, *profile.qualifications]
    return tuple(dict.fromkeys(word for word in (*said, *named) if len(word) >= _SHORTEST and not any(place and word.startswith(place) for place in places)))


@lru_cache(maxsize=16384)
def _shared_form(text: str) -> str:
    return canonical(to_simplified("".join(text.split())))
