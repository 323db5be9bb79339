"""Names of bodies (单位名称) in a sentence, and the roles it gives them: 牵头 and 配合 must not be swapped.

A name is known by any alias of a unit of the cited clause (市发改委, 市发展和改革委员会). A body that only
looks like one must stand in the quote as it is written: 省财政局 is not there because 市财政局 is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from assistant.verification.ground import Ground
from corpus.bodies import core_name, names_within, short_forms

_BODY = re.compile(
    r"[\u4e00-\u9fff（）()]{1,12}?(?:委员会|管委会|办公室|银行|法院|检察院|海关|总队|支队|集团|公司|协会|人民政府|政府|"
    r"[局厅署]|(?<=[省市区县改健资信编国])委|(?<=[\u4e00-\u9fff]{2})(?<!内|全|外)部(?![门分署级])|中心)"
)
# Words in front of a name that belong to the sentence, not to the name.
_IN_FRONT = re.compile(r"^(?:.*(?:由|和|与|及|对|向|为|是|在|从|经|请|让|并|以及|应|将|单位|牵头|配合|负责|包括|有|的|到|报|送|给|或))(?=.{2,}$)")
_NO_BODY = re.compile(r"^(?:有关|相关|各|该|本|其他|主管|责任|牵头|配合|地方|当地|上级)?(?:部门|政府|单位|公司|中心|银行|集团|协会|机构)$")
_RANK = "省市区县州盟旗镇乡国"
LEAD, SUPPORTING = "lead", "supporting"
_ROLE = re.compile(r"(?P<lead>牵头(?:负责|单位|部门)?)|(?P<supporting>配合(?:单位|部门)?)")
# Shared work in words that say more than the record of units does: only as printed.
AS_PRINTED = re.compile(r"会同|主办|协办|协助|参与|分管|主管")


@dataclass(frozen=True, slots=True)
class Named:
    """A body in a sentence: where it stands, and the printed units it may be (none: not of this clause)."""

    start: int
    end: int
    words: str
    units: frozenset[str]


def find_names(sentence: str, grounds: Iterable[Ground]) -> list[Named]:
    """The bodies named in ``sentence``, in order, by the aliases of the grounds' units and by their looks."""
    aliases: dict[str, set[str]] = {}
    for ground in grounds:
        for unit in (*ground.listed, *ground.lead, *ground.supporting):
            for alias in _aliases(unit):
                aliases.setdefault(alias, set()).add(unit)
    found: list[Named] = []
    rest = sentence
    for alias in sorted(aliases, key=lambda name: (-len(name), name)):
        at = rest.find(alias)
        while at >= 0:
            # 财政局 within 省财政局 is another body's name.
            if not (at and sentence[at - 1] in _RANK and alias[0] not in _RANK):
                found.append(Named(at, at + len(alias), alias, frozenset(aliases[alias])))
                rest = rest[:at] + "□" * len(alias) + rest[at + len(alias) :]
            at = rest.find(alias, at + 1)
    for match in _BODY.finditer(rest):
        front = _IN_FRONT.match(match.group())
        start = match.start() + (front.end() if front else 0)
        words = sentence[start : match.end()]
        if len(words) > 1 and not _NO_BODY.match(words):
            found.append(Named(start, match.end(), words, frozenset()))
    return sorted(found, key=lambda named: named.start)


def name_problems(sentence: str, grounds: tuple[Ground, ...]) -> list[str]:
    """What is wrong with the bodies of a sentence and their roles; empty if nothing is."""
    names = find_names(sentence, grounds)
    text = "\n".join(ground.text for ground in grounds)
    wrong = [f"单位不在所引条款中：{named.words}" for named in names if not named.units and named.words not in text]
    printed = any(_bare(sentence) in _bare(ground.quote) for ground in grounds)
    if wrong or printed:
        return wrong
    if names and AS_PRINTED.search(sentence):
        return ["分工的说法与原文不是一字不差"]
    roles = _roles(sentence, names)
    if not roles:
        return []
    if any(role == "" for _, role in roles):
        return ["看不出是牵头还是配合"]
    return [] if _agree(sentence, roles, grounds) else ["牵头、配合与所引条款不符"]


@lru_cache(maxsize=4096)
def _aliases(unit: str) -> frozenset[str]:
    names: set[str] = set()
    for name in names_within(unit):
        core = core_name(name)
        prefix = name[: -len(core)] if name.endswith(core) else _prefix(name, core)
        names.add(name)
        names |= {prefix + other for other in (core, *short_forms(core))}
        names |= {other for other in (core, *short_forms(core)) if len(other) >= 3}
    return frozenset(name for name in names if len(name) >= 2)


def _prefix(name: str, core: str) -> str:
    """Place and rank in front of a short form: 市 of 市发改委."""
    return next((name[: -len(short)] for short in short_forms(core) if name.endswith(short)), "")


def _roles(sentence: str, names: list[Named]) -> list[tuple[Named, str]]:
    """Each name with its role, "" where the sentence speaks of roles but leaves this one open."""
    for named in names:  # 各片区牵头部门 is a name, no role
        sentence = sentence[: named.start] + "□" * (named.end - named.start) + sentence[named.end :]
    if not _ROLE.search(sentence) or not names:
        return []
    given: list[tuple[Named, str]] = []
    behind = ""  # a role word in front governs the names behind it until another comes
    for start, end in _stretches(sentence):
        words = list(_ROLE.finditer(sentence, start, end))
        inside = [named for named in names if start <= named.start < end]
        if not words:
            given += [(named, behind) for named in inside]
            continue
        in_front = not inside or words[0].start() < inside[0].start
        for named in inside:
            if in_front:
                word = max((w for w in words if w.start() < named.start), key=lambda w: w.start())
            else:
                word = next((w for w in words if w.start() >= named.end), words[-1])
            given.append((named, _role_of(word)))
        # 牵头单位：A、B，C、D goes on behind the comma; A牵头，C does not say what C does.
        behind = _role_of(words[-1]) if in_front else ""
    return given


def _role_of(word: re.Match[str]) -> str:
    return LEAD if word.group("lead") else SUPPORTING


def _stretches(sentence: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"[^，,；;。\n]+", sentence)]


def _agree(sentence: str, roles: list[tuple[Named, str]], grounds: tuple[Ground, ...]) -> bool:
    """Whether every name has its role in every cited clause that lists it, and in one at least."""
    for named, role in roles:
        listing = [ground for ground in grounds if named.units & {*ground.listed, *ground.lead, *ground.supporting}]
        if not listing or not all(named.units & _with_role(ground, role) for ground in listing):
            return False
    # 牵头单位是… claims the whole list of each clause; A牵头… only A.
    for role, word in ((LEAD, "牵头"), (SUPPORTING, "配合")):
        if re.search(rf"{word}(?:单位|部门)(?:\s*[：:]|为|是|有|包括)", sentence):
            said = {unit for named, given in roles if given == role for unit in named.units}
            if not all(_with_role(ground, role) <= said for ground in grounds):
                return False
    return True


def _with_role(ground: Ground, role: str) -> set[str]:
    return set(ground.lead if role == LEAD else ground.supporting)


def _bare(text: str) -> str:
    return re.sub(r"[\s。．.]", "", text)
