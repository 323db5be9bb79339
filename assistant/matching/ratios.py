"""Bare ratios (无单位的比值): PUE低于1.2, 容积率不低于1.5, held against the value that the enterprise gives by the same name."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.matching.profile import Profile
from assistant.matching.three_valued import Truth

_NUMBER = r"\d+(?:\.\d+)?"
_NO_UNIT = r"(?![\d.]*(?:[\d%％‰]|[万亿个人元倍年月日吨家项成级分]))"
_ASKED = re.compile(
    rf"(?:[\u4e00-\u9fff]{{2,8}}[（(](?=[A-Za-z]))?(?P<name>[A-Za-z]{{2,8}}|[\u4e00-\u9fff]{{1,6}}(?:率|比|系数|指数))[）)]?(?:值|应)?"
    rf"(?P<bound>不低于|不高于|不超过|不小于|不大于|低于|高于|超过|小于|大于|达到)(?P<number>{_NUMBER}){_NO_UNIT}"
)
_AT_LEAST = frozenset({"不低于", "不小于", "达到", "高于", "超过", "大于"})
_STRICT = frozenset({"高于", "超过", "大于", "低于", "小于"})


_AFTER = re.compile(r"(?:改造|技改|建成|投产)后")
_DONE = re.compile(r"(?:改造|技改|建|投产)[^，]{0,6}(?:后|完|好)")
_BEFORE = re.compile(r"去年|原来|之前|以前|改造前")


def _measured_after(profile: Profile, value: re.Pattern[str]) -> bool:
    """Whether a ratio was measured after the work that a condition speaks of, as far as somebody tells."""
    return any(s.holds and _DONE.search(s.words) for s in profile.statements) and not any(_BEFORE.search(s.words) and value.search(s.words) for s in profile.statements)


def ratio_holds(text: str, profile: Profile) -> tuple[Truth, str] | None:
    """Whether the ratio that a condition bounds keeps to it, and the words that are left; None where it bounds none.

    >>> from assistant.matching.profile import Statement
    >>> ratio_holds("容积率不低于1.5", Profile(statements=(Statement("新厂房容积率做到了1.8"),)))
    (True, '')
    """
    asked = _ASKED.search(text)
    if not asked:
        return None
    value = re.compile(rf"{re.escape(asked['name'])}[^\d，。；]{{0,8}}({_NUMBER}){_NO_UNIT}", re.IGNORECASE)
    told = {Decimal(found[1]) for s in profile.statements if s.holds and not s.planned and (found := value.search(s.words))}
    rest = text[: asked.start()] + text[asked.end() :]
    if len(told) != 1 or (_AFTER.search(text) and not _measured_after(profile, value)):
        return None, rest
    number, bound = told.pop(), Decimal(asked["number"])
    if number == bound:
        return asked["bound"] not in _STRICT, rest
    return (number > bound) is (asked["bound"] in _AT_LEAST), rest
