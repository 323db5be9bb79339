"""Documents that a question names without 《》 (没有书名号的文件名): 产业创新条例第十条, 自然灾害救助应急预案里.

What is asked of a document that the library does not hold is not answered from another one whose clauses share its words. Only
names that are no everyday words count: those that end in 条例, 管理办法, 应急预案 and the like, where the question asks what the
document says. A name stands for a title if its characters stand in the title in their order (北京营商条例: 北京市优化营商环境条例).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.which_policy.directory import place_conflict
from assistant.which_policy.places import places_in
from assistant.which_policy.titles import bare_title, in_order
from corpus import Policy
from index.tokens import fold

_NOUN = r"管理条例|条例|管理办法|实施办法|暂行办法|应急预案|工作规则|实施细则|考核办法|发展规划|规划纲要|十[一二三四五]五[”\"]?规划"
_STATUTE = "条例"  # nobody calls a notice so
# What is said before a name and is no part of it.
_BEFORE = (
    r"(?:按照?|根据|依照?|依据|参照|违反|现行的?|请问|请给出|那[个部份套]|这[个部份套]|里的?|中的?|\d年的?|月起?|号的?|问下?|了解|看看|修[订正]后?的?|还有|以及|和|与|旧的?|"
    r"新的?|照着?|查|到|在|施行的?|后来|出的?|以前|新?版|令的?|是|要|把|对|国家|国务院|全国|海关总署|[\u4e00-\u9fff]{1,3}[部委局署]令?(?=《)|《)"
)
_NAMED = re.compile(
    rf"(?P<before>^|[，。、；：,;:\s?？!！（(]|{_BEFORE})(?P<core>[\u3400-\u9fff“”\"·（）()]{{2,22}}?)(?P<noun>{_NOUN})"
    r"[》”\"]?(?=\s*(?:里|中|内|上|规定|对|第|的?第|提出|要求|怎么|把|给|关于|启动|article|section|[，,:：（(]|的[^，。？?]{2,12}(?:是|多少|目标|$)))"
)
_LEADING = re.compile(rf"^(?:.*{_BEFORE})(?=[\u3400-\u9fff“”\"]{{3}})")
_ASKS_WHEN_MADE = re.compile(r"制定|制订|起草|出台|编制|修订(?!后|的)|解释权|谁解释|落款|施行|生效|有效|失效|废止")
_OF_THE_STATE = re.compile(r"(?:国务院|国家|全国)(?:的|那[部个份]|《)?$")
_YEAR = re.compile(r"((?:19|20)\d\d)年(?:新?修[订正]后?|新?版)?的?(?:国务院|国家|那[部份个]|[\u4e00-\u9fff]{2}[省市县区])?(?:的)?$")
_ORDER = re.compile(r"令第?\s*(\d{1,3})\s*号|(\d{1,3})\s*号令")
_CLAUSE = re.compile(r"第[一二三四五六七八九十百\d]{1,5}[条條]")
_RANKS = re.compile(r"^(?:(?:省|市|县|区|自治区)(?:级|里)?的?)+")
_GENERIC = re.compile(r"[哪谁啥各这那本此该其]|什么|自己|统一|相关|有关|怎么|如何|任何|所有|多少")
_SHORTEST = 3  # characters of a name without its noun and its place


@dataclass(frozen=True, slots=True)
class Unheld:
    """A document asked about that the library does not hold: its name, the same with the place, edition or number asked for, and the
    policies of other places or editions that are called so."""

    name: str
    shown: str
    alike: tuple[Policy, ...] = ()


def unheld(folded: str, policies: Iterable[Policy], places_of: Callable[[Policy], Sequence[str]]) -> Unheld | None:
    """The first document that a folded question asks of and no title fits; None if there is none.

    A name with 国务院 or a place before it fits no document of another place.
    """
    if _ASKS_WHEN_MADE.search(folded):
        return None
    known = list(policies)
    for name in _names_in(folded):
        alike = tuple(policy for policy in known if name.stands_for(policy))
        if not alike:
            return Unheld(name.whole, name.shown)
        if all(name.is_elsewhere(places_of(policy)) or name.is_another_edition(policy) for policy in alike):
            return Unheld(name.whole, name.shown, alike)
    return None


@dataclass(frozen=True, slots=True)
class _Name:
    """A name as a question has it: what it is about, its noun; the place, 国务院 and the year said before it, and the number of the
    order (令) whose clause is asked for, "" where they are not said."""

    core: str
    noun: str
    place: str
    of_the_state: bool
    year: str
    order: str

    @property
    def whole(self) -> str:
        """The name with its noun: 儿童福利机构 + 管理办法."""
        return f"{self.core}{self.noun}"

    @property
    def shown(self) -> str:
        """The name as a person is told of it: 国务院优化营商环境条例, 儿童福利机构管理办法（第63号令）."""
        year = f"{self.year}年的" if self.year else ""
        place = self.place or ("国务院" if self.of_the_state and not self.core.startswith("国务院") else "")
        return f"{year}{place}{self.whole}" + (f"（第{self.order}号令）" if self.order else "")

    def is_elsewhere(self, places: Sequence[str]) -> bool:
        """True if a document of these places cannot be meant."""
        return place_conflict((self.place,) if self.place else (), places) or (self.of_the_state and bool(places))

    def is_another_edition(self, policy: Policy) -> bool:
        """True if the year said before the name stands nowhere in a policy that is dated, or another order's clause is asked for."""
        dated = any(day is not None for day in (policy.written, policy.issued, policy.validity.effective))
        own = _ORDER.search(fold(policy.doc_number)) if policy.doc_number else None
        other_order = bool(self.order) and own is not None and self.order not in own.groups()
        return other_order or (bool(self.year) and dated and self.year not in f"{policy.title}{policy.text}")

    def stands_for(self, policy: Policy) -> bool:
        """True if its characters stand in a policy's title in their order; its noun may be another, but for a 条例. Words before
        the name that are no part of it (新版, 63号令的) are let go where the noun is the same."""
        title = bare_title(fold(policy.title))
        same_noun = in_order(self.whole, title) or (len(self.core) > _SHORTEST and not self.noun.endswith(_STATUTE))
        if in_order(self.core, title) and (same_noun or (_STATUTE in title and self.noun.endswith(_STATUTE))):
            return True
        least = max(_SHORTEST + 1, (len(self.core) + 1) // 2)
        return self.noun in title and any(in_order(self.core[at:], title) for at in range(1, len(self.core) - least + 1))


def _names_in(folded: str) -> Iterator[_Name]:
    for found in _NAMED.finditer(folded):
        core = _LEADING.sub("", re.sub(r"[（(].*?[)）]", "", found["core"]))
        before = folded[: found.start("core")] + found["core"].removesuffix(core)
        core = re.sub(r"[“”\"·（）()]", "", core).removeprefix("的")
        place = next((place for place in places_in(core) if core.startswith(place)), "")
        core = _RANKS.sub("", core.removeprefix(place)) if place else core
        if len(core) >= _SHORTEST and not _GENERIC.search(core):
            said = before.rstrip("《“\"")
            order = _ORDER.search(folded) if _CLAUSE.search(folded) else None
            number = next(filter(None, order.groups()), "") if order is not None else ""
            year = _YEAR.search(said)
            yield _Name(core, found["noun"], place, _OF_THE_STATE.search(said) is not None, year[1] if year else "", number)

