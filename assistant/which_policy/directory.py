"""Which policy a question means (问的是哪份文件): by title in any shortening, number, place, issuer, year, topic.

Two readings. ``named``: the question leaves no choice (a 文号, a title in 《》, a whole title). ``fit``: how
well each policy fits the question's words, 0–1; it leans a search towards a policy without closing
the others out (``fit.py``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from assistant.vocabulary.lexicon import expansions, is_english
from assistant.which_policy.fit import PolicyFit, TextWords, pairs_in
from assistant.which_policy.places import counties_in, holds, is_listed, most_spoken_of, places_in, short_name
from assistant.which_policy.titles import bare_title, core_title, in_order, plain_number, same_policy
from corpus import Policy, Status
from index.tokens import fold

_OPENING = 160  # characters of the text that stand in for a title the file does not have
_OPENING_WEIGHT = 0.5
_PLACE = 0.35  # what the right place adds to the fit, and the wrong one takes away
_ISSUER = 0.2  # what the issuer named in the question adds (国务院关于…)
_YEAR = 0.08
_EXPIRED = 0.02
_FAINT = 0.01  # fits below are left out
_REMEMBERED = 256
_CLEAR = 0.1  # the best policy is meant if it fits by this much better than the next
_LEAST = 0.3  # and this well at least
_RIVALS, _CALLED_ALIKE = 5, 0.3  # policies next to the best, and how much worse they may fit, that are looked at for the same title
_CALLED = 4  # characters in a row of a title by which a policy is called
_NUMBER = re.compile(
    r"(?P<office>[\u4e00-\u9fff]{0,12}?)\s*[〔\[(（【]?\s*(?P<year>(?:19|20)\d\d)\s*[〕\])）】]?\s*年?\s*第?\s*(?P<number>\d{1,4})\s*号"
)
_OFFICE = re.compile(r"[\u4e00-\u9fff]{1,}(?:发|函|字|规|令|电|办|通|文|告)$")
_WHOLE_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,8}[〔\[(（【]\s*(?:19|20)\d\d\s*[〕\])）】]\s*第?\s*\d{1,4}\s*号")
_PLACE_OF_OFFICE = re.compile(r"(?P<place>[\u4e00-\u9fff])(?:政|府|办|人|财|发改|民|教|卫|医|科|经|农|建|市|商|工|税)[\u4e00-\u9fff]{0,6}$")
_NO_YEAR = re.compile(r"(?P<office>[\u4e00-\u9fff]{0,11}(?:发|函|规|规字|办字|发电))\s*第?\s*(?P<number>\d{1,4})\s*号")
_ORDER = re.compile(r"第?\s*(?P<number>\d{1,3})\s*号\s*(?:令|公告|通告|文)|令\s*第?\s*(?P<number2>\d{1,3})\s*号")
_OF_THE_STATE = re.compile(r"国务院|国家|中共中央|中华人民共和国|全国|.{2,8}部$|.{2,8}总局$")
_NAMED_OFTEN = 3  # times that a text without another sign names the place it is of
# Words about any document: they name none.
_COMMON = re.compile(r"若干|政策|文件|规定|通知|办法|意见|措施|方案|关于|印发|有关|相关|工作|管理|实施|支持|加强|推进|进一步|这个|那个|哪些|什么")


@dataclass(frozen=True, slots=True)
class Meant:
    """The policies a question may mean.

    Attributes:
        named: policies that the question names outright; empty if it names none.
        unknown_number: a 文号 that the question gives and no policy carries, "" if there is none.
        fit: how well each policy fits, by id, 0–1; policies that do not fit at all are left out.
        places: provinces, cities and counties that the question names.
        words: the stretches of the question that name the policy that fits best.
    """

    named: tuple[Policy, ...] = ()
    fit: Mapping[str, float] = field(default_factory=dict)
    places: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    unknown_number: str = ""


@dataclass(frozen=True, slots=True)
class _Card:
    """What a policy can be recognised by."""

    policy: Policy
    pairs: Mapping[str, float]  # of title and issuers 1.0, of the opening less
    titles: tuple[str, ...]  # bare, whole and core
    title: str  # folded, as printed
    number: tuple[str, str, str]  # office, year, number
    places: tuple[str, ...]  # the narrowest last
    issuers: tuple[str, ...]  # folded, of the whole country: others are told by their place
    years: frozenset[str]


class PolicyDirectory:
    """The policies of a library, recognisable by what people call them."""

    def __init__(self, policies: Sequence[Policy], words: TextWords | None = None) -> None:
        """``words`` of the policies' texts, as the search index knows them; without them titles alone speak."""
        self._cards = tuple(map(_card, policies))
        self._words = PolicyFit([policy.id for policy in policies], [card.pairs for card in self._cards], words)
        self._card_of = {card.policy.id: card for card in self._cards}
        self._by_place: dict[tuple[str, ...], NDArray[np.float64]] = {}
        self._ended: dict[date, NDArray[np.bool_]] = {}
        self._counties = sorted({place for card in self._cards for place in card.places}, key=lambda p: (-len(p), p))
        self._twins = _twins(policies)
        copies: dict[str, list[Policy]] = {}
        for policy in policies:
            copies.setdefault(self._twins[policy.id], []).append(policy)
        self.repealed = tuple(  # the documents that policies end: (policy, repeal, number, core of the title)
            (policy, repeal, plain_number(fold(repeal.doc_number)), core_title(repeal.title)) for policy in policies for repeal in policy.repeals
        )
        self._copies = {document: tuple(found) for document, found in copies.items()}

    def read(self, folded: str, titles: Sequence[str] = (), on: date | None = None) -> Meant:
        """What a folded question says about the policy it means; ``titles`` stood in 《》."""
        places = self.places_in(folded)
        fits = self._fits(folded, places, on)
        fit = {self._cards[i].policy.id: float(fits[i]) for i in np.flatnonzero(fits >= _FAINT)}
        best = max(fit, key=lambda policy: (fit[policy], policy), default="")
        named = self._named(folded, titles)
        meant = self._card_of.get(named[0].id if named else best)
        words = _shared_stretches(folded, meant.titles) if meant is not None else ()
        number = _WHOLE_NUMBER.search(folded)
        said = number or _NO_YEAR.search(folded)
        if said is not None and named:
            words = (said.group(), *words)
        unknown = number.group() if number is not None and not self._by_number(folded) else ""
        return Meant(named, fit, places, words, unknown)

    def places_in(self, folded: str) -> tuple[str, ...]:
        """The places a folded text names: provinces, cities, and counties of this library's policies."""
        known = list(places_in(folded))
        known += [place for place in self._counties if place in folded and not any(place in other for other in known)]
        return tuple(dict.fromkeys(known))

    def places_of(self, policy: Policy) -> tuple[str, ...]:
        """Where a policy holds, the narrowest place last; () for the whole country."""
        return self._card_of[policy.id].places

    def unnumbered(self, number: str) -> tuple[Policy, ...]:
        """The policies whose files do not give their 文号, of the place and the year that ``number`` begins with (桂政办发〔2021〕…)."""
        found = _NUMBER.search(number)
        office = _PLACE_OF_OFFICE.search(found["office"]) if found is not None else None
        if found is None or office is None:
            return ()
        place = short_name(office["place"])
        fits = tuple(
            card.policy for card in self._cards
            if not card.policy.doc_number and card.places and place in card.places[-1]
            and any(day is not None and str(day.year) == found["year"] for day in (card.policy.written, card.policy.issued))
        )
        speaking = tuple(  # how the document of that number is carried out
            card.policy for card in self._cards
            if not card.policy.doc_number and place in card.places[-1:] and number in fold(card.policy.text)
        )
        return speaking or fits

    def clearly_meant(self, meant: Meant) -> list[Policy]:
        """The policies a question about one document means: named, or fitting much better than all others.

        Copies of one document count as one; the first of them is returned. Empty if it stays open.
        """
        if meant.named:
            return self.one_of_each(meant.named)
        ranked = self.ranked(meant)
        if not ranked:
            return []
        best = meant.fit[ranked[0].id]
        next_best = meant.fit[ranked[1].id] if len(ranked) > 1 else 0.0
        if best < _LEAST or best - next_best < _CLEAR:
            return []
        return [] if len(self.called_alike(meant)) > 1 else ranked[:1]

    def called_alike(self, meant: Meant) -> list[Policy]:
        """The policies, best first, that the words of a title in a question call alike (临时救助实施细则 of two cities); words of
        the texts do not choose between them. Empty if it holds no words of a title."""
        if not meant.words or len(meant.words[0]) < _CALLED or meant.named:
            return []
        ranked = self.ranked(meant)[:_RIVALS]
        near = [policy for policy in ranked if meant.fit[policy.id] >= meant.fit[ranked[0].id] - _CALLED_ALIKE]
        return [p for p in near if all(any(said in title for title in self._card_of[p.id].titles) for said in meant.words)]

    def holds_title(self, title: str) -> bool:
        """True if a title, bare or with its frame, is the very title of a policy here."""
        asked = {bare_title(title), core_title(title)}
        return any(asked & set(card.titles) for card in self._cards)

    def called(self, words: str, shortest: int = _CALLED - 1) -> list[Policy]:
        """The policies whose title holds the characters of ``words`` (bare, folded) in their order (积分入户办法), one of each
        document; those that hold them in one piece alone where any does."""
        if len(words) < shortest:
            return []
        held = [card for card in self._cards if any(words in title for title in card.titles)]
        held = held or [card for card in self._cards if any(in_order(words, title) for title in card.titles)]
        return self.one_of_each([card.policy for card in held])

    def ranked(self, meant: Meant) -> list[Policy]:
        """The policies that fit, best first, one of each document."""
        cards = [self._card_of[policy].policy for policy in meant.fit]
        return self.one_of_each(sorted(cards, key=lambda policy: (-meant.fit[policy.id], policy.source)))

    def one_of_each(self, policies: Sequence[Policy]) -> list[Policy]:
        """The policies without second copies of one document (a PDF and its text)."""
        kept: dict[str, Policy] = {}
        for policy in policies:
            kept.setdefault(self._twins[policy.id], policy)
        return list(kept.values())

    def copies_of(self, policy: Policy) -> tuple[Policy, ...]:
        """All copies of the document that ``policy`` is one of."""
        return self._copies[self._twins[policy.id]]

    def names_in(self, folded: str, policy: Policy) -> tuple[int, int] | None:
        """From where to where a folded text names ``policy`` (by its title, number or place); None if nowhere."""
        card = self._card_of[policy.id]
        title = "".join(card.titles) + card.title + "".join(card.places)
        at = [i for i in range(len(folded) - 1) if folded[i : i + 2] in title and re.match(r"\w\w", folded[i : i + 2])]
        number = _NUMBER.search(folded)
        if number is not None and number.group("number") == card.number[2]:
            at += [number.start(), number.end() - 2]
        return (min(at), max(at) + 2) if at else None

    def document_of(self, policy_id: str) -> str:
        """One name for all copies of a document."""
        return self._twins[policy_id]

    def _fits(self, folded: str, places: Sequence[str], on: date | None) -> NDArray[np.float64]:
        """How well each policy fits by its words, place and year, at most 1, shape (policies,)."""
        said = _COMMON.sub("\u3000", folded)
        if is_english(folded):  # its words stand in no title, those of the table of English words may
            said = f"{said} {expansions(folded)}"
        fits = self._words.of(pairs_in(said))
        place = self._fits_of_place(tuple(places))
        fits = np.where(place > 0, fits + place * (1 - fits), fits + place)
        issued = np.array([any(name in folded for name in card.issuers) for card in self._cards])
        fits = np.where(issued, fits + _ISSUER * (1 - fits), fits)
        for year in set(re.findall(r"(?:19|20)\d\d", folded)):
            fits += _YEAR * (1 - fits) * np.array([year in card.years for card in self._cards])
        if on is not None:
            fits -= _EXPIRED * ((fits > 0) & self._ended_on(on))
        return np.minimum(1.0, fits)

    def _fits_of_place(self, places: tuple[str, ...]) -> NDArray[np.float64]:
        if places not in self._by_place:
            if len(self._by_place) > _REMEMBERED:
                self._by_place.clear()
            self._by_place[places] = _PLACE * np.array([_place_fit(places, card.places) for card in self._cards])
        return self._by_place[places]

    def _ended_on(self, on: date) -> NDArray[np.bool_]:
        """Which policies are no longer in force on a day; asked of few days, so remembered."""
        if on not in self._ended:
            if len(self._ended) > _REMEMBERED:
                self._ended.clear()
            self._ended[on] = np.array([card.policy.validity.status(on) in (Status.EXPIRED, Status.REPEALED) for card in self._cards])
        return self._ended[on]

    def _named(self, folded: str, titles: Sequence[str]) -> tuple[Policy, ...]:
        by_number = self._by_number(folded)
        if by_number:
            return by_number
        quoted = [
            card.policy for title in titles for card in self._cards
            if same_policy(title, card.policy.title) or any(same_policy(title, known) for known in card.titles)
        ]
        if quoted:
            exact = [p for p in quoted if any(bare_title(t) in (bare_title(p.title), core_title(p.title)) for t in titles)]
            return tuple(dict.fromkeys(exact or quoted))
        bare = bare_title(folded)
        whole = [card for card in self._cards if any(len(title) >= 6 and title in bare for title in card.titles)]
        longest = max((len(title) for card in whole for title in card.titles if title in bare), default=0)
        return tuple(card.policy for card in whole if any(len(t) == longest and t in bare for t in card.titles))

    def _by_number(self, folded: str) -> tuple[Policy, ...]:
        for asked in _NUMBER.finditer(folded):
            office, year, number = asked.group("office"), asked.group("year"), asked.group("number")
            fits = [card for card in self._cards if card.number[1:] == (year, number)]
            exact = [card for card in fits if card.number[0] and office and _same_office(office, card.number[0])]
            other = bool(_OFFICE.search(office)) and all(card.number[0] for card in fits)  # 渝府发 is not 遂府办发
            if exact or (len(fits) == 1 and not other):
                return tuple(card.policy for card in exact or fits)
        for asked in _NO_YEAR.finditer(folded):  # 国发39号文
            fits = [card for card in self._cards if card.number[2] == asked["number"] and card.number[0] and asked["office"].endswith(card.number[0])]
            if len({self._twins[card.policy.id] for card in fits}) == 1:
                return tuple(card.policy for card in fits)
        for asked in _ORDER.finditer(folded):
            number = asked.group("number") or asked.group("number2")
            fits = [card for card in self._cards if card.number == (card.number[0], "", number) and card.policy.doc_number]
            places = self.places_in(folded)
            here = [card for card in fits if not places or _place_fit(places, card.places) > 0] or fits
            if len({self._twins[card.policy.id] for card in here}) == 1:
                return tuple(card.policy for card in here)
        return ()


def place_conflict(asked: Sequence[str], held: Sequence[str]) -> bool:
    """True if a policy that holds in ``held`` cannot be meant by a question about the places ``asked``.

    >>> place_conflict(["德阳"], ["成都"]), place_conflict(["成都"], ["四川"]), place_conflict(["成都"], [])
    (True, False, False)
    """
    narrowest = [place for place in asked if not any(holds(place, other) for other in asked)]  # 广州南沙区 asks about 南沙
    return _place_fit(narrowest, held) < 0


def _place_fit(asked: Sequence[str], held: Sequence[str]) -> float:
    """1 for the place asked about, 0.3 for one around or within it, 0 where nothing is said, -1 for another."""
    if not asked or not held:
        return 0.0
    narrow = held[-1]
    if narrow in asked:
        return 1.0
    around = any(place in held or holds(narrow, place) or any(holds(place, h) for h in held) for place in asked)
    return 0.3 if around else -1.0


def _card(policy: Policy) -> _Card:
    untitled = policy.title == policy.source.rsplit(".", 1)[0]
    title = "" if untitled else fold(policy.title)
    opening = fold(policy.text[:_OPENING])
    pairs = dict.fromkeys(pairs_in(opening), _OPENING_WEIGHT if title else 0.8)
    pairs |= dict.fromkeys(pairs_in(fold(" ".join(policy.issuers))), 0.8)
    pairs |= dict.fromkeys(pairs_in(title), 1.0)
    names = [policy.title if title else "", *policy.issuers]
    places = dict.fromkeys(place for name in names for place in places_in(fold(name)))
    places |= dict.fromkeys(place for name in names for place in counties_in(fold(name)))
    places = dict.fromkeys(sorted(places, key=lambda place: sum(holds(other, place) for other in places)))  # the narrowest last
    if not places and not any(_OF_THE_STATE.match(name) for name in (policy.title, *policy.issuers)):
        places |= dict.fromkeys(_spoken_of(policy, untitled=untitled))
    if not places and "民國" in policy.text:  # its years are counted as in Taiwan
        places = {"台湾": None}
    found = _NUMBER.search(fold(policy.doc_number)) if policy.doc_number else None
    order = re.search(r"第\s*(\d{1,3})\s*号", fold(policy.doc_number)) if found is None else None
    number = ("", "", "")
    if found is not None:
        number = (found.group("office"), found.group("year"), found.group("number"))
    elif order is not None:
        number = (fold(policy.doc_number)[: order.start()], "", order.group(1))
    dates = (policy.written, policy.issued, policy.validity.effective)
    years = {str(day.year) for day in dates if day is not None} | set(re.findall(r"(?:19|20)\d\d", title))
    forms = tuple(dict.fromkeys(form for form in (bare_title(title), core_title(title)) if len(form) >= 4))
    issuers = () if places else tuple(re.sub(r"办公[厅室]$", "", fold(name)) for name in policy.issuers)
    return _Card(policy, pairs, forms, title, number, tuple(places), issuers, frozenset(years))


def _spoken_of(policy: Policy, *, untitled: bool) -> Sequence[str]:
    """The place of a document whose title and issuer name none: that of its 文号 (津市场监管垄), else the one it speaks of most."""
    of_number = short_name(policy.doc_number[:1]) if policy.doc_number else ""
    if is_listed(of_number):
        return [of_number]
    text = fold(policy.text)
    often = most_spoken_of(text)
    named = Counter(places_in_all(text))
    most = named.most_common(1)
    alone = most and most[0][1] >= _NAMED_OFTEN and (untitled or 3 * most[0][1] >= 2 * named.total())
    return often or ([most[0][0]] if alone else [])


def places_in_all(folded: str) -> list[str]:
    """Every place named in a text's first pages, as often as it is named."""
    return [place for at in range(0, min(len(folded), 6000), 200) for place in places_in(folded[at : at + 200])]


def _twins(policies: Sequence[Policy]) -> dict[str, str]:
    """Policy id → one id for all copies of the same document: one title and one number."""
    first: dict[tuple[str, str], str] = {}
    return {
        policy.id: first.setdefault((bare_title(fold(policy.title)), policy.doc_number), policy.id) for policy in policies
    }


def _same_office(asked: str, held: str) -> bool:
    """京政办发 asked for as 政办发, or with words in front of it."""
    return held in asked or asked in held or asked.endswith(held[-3:])


def _shared_stretches(folded: str, titles: Sequence[str]) -> tuple[str, ...]:
    """The stretches of three characters or more that the question shares with a title, longest first."""
    found: list[str] = []
    rest = folded
    for title in titles:
        at = 0
        while at < len(rest):
            end = at
            while end < len(rest) and rest[at : end + 1] in title and re.match(r"\w", rest[end]):
                end += 1
            if end - at >= 3:
                found.append(rest[at:end])
                rest = rest[:at] + "\u3000" * (end - at) + rest[end:]
            at = max(end, at + 1)
    return tuple(sorted(dict.fromkeys(found), key=lambda words: (-len(words), words)))
