"""Which responsible unit a question means (单位名称): every alias of every unit in the library.

A person writes 住建局, 市住建局, 成都市住房和城乡建设局; the document prints 市住建局. Aliases come from the
printed names and the table of common bodies; a body that looks like one but stands nowhere in the
library is reported as unknown, so that the question can be refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import Clause, Policy
from corpus.bodies import core_name, names_within, short_forms
from index.tokens import fold

# What a body's name looks like where no alias fits: a few characters and the word for an office.
_LOOKS_LIKE_A_BODY = re.compile(
    r"[\u4e00-\u9fff]{1,8}?(?:局|委员会|管委会|办公室|发改委|卫健委|国资委|(?<=[市省])[\u4e00-\u9fff]{1,4}[委办部])"
)
_NOT_A_BODY = re.compile(r"(?:哪个|哪些|什么|各个|几个|多少|有关|相关|布局|格局|结局|全局|当局|大局|邮局)局?$|部门$|布局|格局")
_QUESTION_WORDS = re.compile(r"^(?:请问|那么|那|由|是|为|和|与|跟|对|让|归|找|问|除了|以及|还有|的|在|条|款|里|中|哪些|哪几)+")
_COLLECTIVE = {
    "各区（市）县": ("各区市县", "各区县", "区市县", "区县", "各区(市)县", "区(市)县", "县区"),
    "各重点片区牵头部门": ("重点片区牵头部门", "片区牵头部门"),
}


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit found in a question: the words used, and every printed unit they may mean."""

    words: str
    printed: tuple[str, ...]


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
    aliases = {unit, *_COLLECTIVE.get(unit, ())}
    for name in names_within(unit):
        core = core_name(name)
        aliases |= {name, core, *short_forms(core)}
        tail = re.search(r"(?<=[省市])([\u4e00-\u9fff]{2,}(?:局|委|办|部|厅|室))$", name)
        if tail:  # 国家税务总局成都市税务局 → 税务局
            aliases |= {tail.group(1), core_name(tail.group(1)), *short_forms(core_name(tail.group(1)))}
        branch = re.match(r"(人行|中国人民银行)(.+?)(?:分行)?(营管部|营业管理部)?$", name)
        if branch:
            aliases |= {"人行", "央行", "人民银行", "中国人民银行", f"人行{branch.group(2)}分行", "营管部"}
        if name.startswith(("市委", "省委", "区委")):
            aliases.add(name[1:] if len(name) > 4 else name)
            aliases.add(name[2:])
    return {alias for alias in aliases if len(alias) >= 2 and alias not in ("市委", "部门", "单位")}
