"""Which responsible unit a question means (单位名称): every alias of every unit in the library.

A person writes 住建局, 市住建局, 成都市住房和城乡建设局; the document prints 市住建局. Aliases come from the
printed names and the table of common bodies; a body that looks like one but stands nowhere in the
library is reported as unknown, so that the question can be refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from corpus import Clause, Policy
from corpus.bodies import core_name, names_within, short_forms
from index.tokens import fold

# What a body's name looks like where no alias fits: a few characters and the word for an office.
_LOOKS_LIKE_A_BODY = re.compile(
    r"[\u4e00-\u9fff]{1,8}?(?:局|委员会|管委会|办公室|发改委|卫健委|国资委|(?<=[市省])[\u4e00-\u9fff]{1,4}[委办部])"
)
_NOT_A_BODY = re.compile(r"(?:哪个|哪些|什么|各个|几个|多少|有关|相关|布局|格局|结局|全局|当局|大局|邮局)局?$|部门$|布局|格局")
_QUESTION_WORDS = re.compile(r"^(?:请问|那么|那|由|是|为|和|与|跟|对|让|归|找|问|除了|以及|还有|的|在|条|款|里|中|哪些|哪几)+")
# 各区（市）县, 各县（市、区）人民政府: the local governments of several ranks, written in any order.
_OF_RANKS = re.compile(r"各?(?:有关|相关)?(?P<ranks>[省市县区州旗乡镇][（(、和]*[省市县区州旗乡镇][省市县区州旗乡镇（）()、和]*?)(?P<body>(?:人民)?政府)?")
# 各重点片区牵头部门: whoever holds one office, called without 各 and by the end of what it is the office of.
_OF_AN_OFFICE = re.compile(r"各(?P<of>[\u4e00-\u9fff]{2,12}?)(?P<office>(?:牵头|主管|主办|责任)(?:部门|单位))")
# The central bank and its offices in a place: 人民银行广州分行, 人行重庆营管部, 市人民银行.
_CENTRAL_BANK = re.compile(r"[省市县区]?(?:中国)?(?:人民银行|人行)(?:(?P<place>[\u4e00-\u9fff]{1,6}?)??(?P<office>(?:分行|市?中心支行|支行|营管部|营业管理部)+))?")
_CENTRAL_BANK_NAMES = ("人行", "央行", "人民银行", "中国人民银行")


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit found in a question: the words used, and every printed unit they may mean."""

    words: str
    printed: tuple[str, ...]


_NAMES_NO_BODY = re.compile(r"令第?\d|公告\d|[〔\[(（]\d{4}|(?<=部)门")  # 民政部令第83号 is a document, 民政部门 the offices of every rank


class UnitDirectory:
    """All units of the given policies, by every name a person may use."""

    def __init__(self, policies: Sequence[Policy]) -> None:
        self._clauses: dict[str, list[tuple[Policy, Clause]]] = {}
        for policy in policies:
            for clause in policy.clauses:
                for unit in clause.units.listed:
                    self._clauses.setdefault(unit, []).append((policy, clause))
        aliases: dict[str, list[str]] = {}
        for unit in self._clauses:
            for alias in _aliases(unit):
                known = aliases.setdefault(fold(alias), [])
                if unit not in known:
                    known.append(unit)
        self._aliases = aliases
        longest_first = sorted(aliases, key=lambda alias: (-len(alias), alias))
        self._pattern = re.compile("|".join(map(re.escape, longest_first))) if aliases else None

    def find(self, folded_question: str) -> tuple[NamedUnit, ...]:
        """The library's units named in a folded question, in order."""
        if self._pattern is None:
            return ()
        found = []
        for match in self._pattern.finditer(folded_question):
            if not _NAMES_NO_BODY.match(folded_question, match.end()):
                found.append(NamedUnit(match.group(), tuple(self._aliases[match.group()])))
        return tuple(found)

    def aliases(self) -> tuple[str, ...]:
        """Every name a unit of the library can go by, folded."""
        return tuple(self._aliases)

    def unknown_body(self, folded_question: str) -> str:
        """A body named in the question that no policy lists; "" if there is none."""
        rest = self._pattern.sub("\u3000", folded_question) if self._pattern else folded_question
        for match in _LOOKS_LIKE_A_BODY.finditer(rest):
            name = _QUESTION_WORDS.sub("", match.group())
            if len(name) >= 3 and not _NOT_A_BODY.search(name):
                return name
        return ""

    def clauses_of(self, printed: str) -> tuple[tuple[Policy, Clause], ...]:
        """The clauses that list this printed unit, in document order."""
        return tuple(self._clauses.get(printed, ()))


def _aliases(unit: str) -> set[str]:
    aliases = {unit, *_of_several(unit)}
    for name in names_within(unit):
        core = core_name(name)
        aliases |= {name, core, *short_forms(core), *_of_central_bank(name)}
        tail = re.search(r"(?<=[省市])([\u4e00-\u9fff]{2,}(?:局|委|办|部|厅|室))$", name)
        if tail:  # 国家税务总局成都市税务局 → 税务局
            aliases |= {tail.group(1), core_name(tail.group(1)), *short_forms(core_name(tail.group(1)))}
        if re.match("[省市县区州旗]委", name):
            aliases.add(name[1:] if len(name) > 4 else name)
            aliases.add(name[2:])
    return {alias for alias in aliases if len(alias) >= 2 and alias not in ("市委", "部门", "单位")}


def _of_several(unit: str) -> set[str]:
    """What else a unit that stands for several is called.

    >>> sorted(_of_several("各区（市）县"))[:4], sorted(_of_several("各重点片区牵头部门"))
    (['区县', '区县市', '区市县', '区（市）县'], ['片区牵头部门', '重点片区牵头部门'])
    >>> "县区政府" in _of_several("各县（市、区）人民政府"), _of_several("各区政府"), _of_several("各有关部门")
    (True, set(), set())
    """
    if office := _OF_AN_OFFICE.fullmatch(unit):
        return {office["of"] + office["office"], office["of"][-2:] + office["office"]}
    if not (ranks := _OF_RANKS.fullmatch(unit)):
        return set()
    letters = list(dict.fromkeys(re.findall(r"[^（）()、和]", ranks["ranks"])))
    if {*letters} <= {"市", "县", "区"}:  # 区市县, 县市区, and 区县 alone for all three
        orders = {"".join(order) for size in (2, 3) for order in permutations(letters, size) if size == len(letters) or {*order} == {"区", "县"}}
    else:
        orders = {"".join(letters)}
    names = {f"{every}{order}" for order in orders | {ranks["ranks"]} for every in (("", "各") if unit.startswith("各") else ("",))}
    if ranks["body"] is None:
        return names
    return {f"{name}{body}" for name in names for body in ("政府", "人民政府")} | {name for name in names if name.startswith("各")}


def _of_central_bank(name: str) -> set[str]:
    """What else the central bank, or its office in a place, is called.

    >>> sorted(_of_central_bank("人民银行广州分行")), _of_central_bank("交通银行广州分行"), _of_central_bank("人行道管理所")
    (['中国人民银行', '人民银行', '人民银行广州分行', '人行', '人行广州分行', '央行'], set(), set())
    """
    bank = _CENTRAL_BANK.fullmatch(name)
    if bank is None:
        return set()
    places = {f"{bank_name}{bank['place']}分行" for bank_name in ("人行", "人民银行") if bank["place"]}
    return {*_CENTRAL_BANK_NAMES, *places, *(("营管部", "营业管理部") if "营" in (bank["office"] or "") else ())}
