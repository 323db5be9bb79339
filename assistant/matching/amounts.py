"""Amounts worked out where the text allows it and the profile gives the base; each with its working, never invented."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from assistant.matching.profile import Profile
from corpus.policy import Bound, Quantity, SupportItem

# The base a share is of, read from the words around it, and the field of the profile that holds it.
_BASES: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"(?:投资(?:额度?|总额)|固定资产投资|总投资|实际投入|项目总投资额?)的?[^，。；%]{0,8}$"), "investment", "投资额"),
    (re.compile(r"(?:贷款(?:金额|额度?|总额|本金)|首笔贷款金额|本金)的?[^，。；%]{0,8}$"), "loan", "贷款"),
)


def computed_amounts(item: SupportItem, profile: Profile) -> tuple[str, ...]:
    """What the shares of an item come to for this profile; () where base or rule is not stated.

    Interest is worked out as points × term × loan only where the item gives points per year and a term. A ceiling in 元
    of the same sentence caps the result.
    """
    ceiling = next((q for q in item.amounts if q.unit == "元" and q.bound is Bound.AT_MOST and not q.per), None)
    found = [_interest(item, profile, ceiling)]
    found += [_share(item, quantity, profile, ceiling) for quantity in item.amounts if quantity.unit == "%"]
    return tuple(line for line in found if line)


def _interest(item: SupportItem, profile: Profile, ceiling: Quantity | None) -> str:
    points = next((q for q in item.amounts if q.unit == "个百分点"), None)
    term = next((q for q in item.amounts if q.unit == "年"), None)
    if points is None or profile.loan is None or "贴息" not in item.text or "年" not in points.per:
        return ""
    if term is None:
        return _line(f"贷款{_yuan(profile.loan)}×{points.text}＝每年", profile.loan * points.number / 100, points, ceiling)
    value = profile.loan * points.number / 100 * term.number
    return _line(f"贷款{_yuan(profile.loan)}×{points.text}×{term.number}年＝", value, points, ceiling)


def _share(item: SupportItem, quantity: Quantity, profile: Profile, ceiling: Quantity | None) -> str:
    before = item.text[: quantity.span.start - item.span.start]
    for words, field, name in _BASES:
        base: Decimal | None = getattr(profile, field)
        if base is not None and words.search(before):
            if quantity.bound is Bound.RANGE and quantity.upper is not None:
                low, high = base * quantity.number / 100, base * quantity.upper / 100
                return f"{name}{_yuan(base)}×{quantity.text}＝{_yuan(low)}—{_yuan(high)}"
            return _line(f"{name}{_yuan(base)}×{quantity.text}＝", base * quantity.number / 100, quantity, ceiling)
    return ""


def _line(working: str, value: Decimal, quantity: Quantity, ceiling: Quantity | None) -> str:
    at_most = "不超过" if quantity.bound is Bound.AT_MOST else ""
    if ceiling is not None and value > ceiling.number:
        return f"{working}{_yuan(value)}，按“{ceiling.text}”封顶为{_yuan(ceiling.number)}"
    return f"{working}{at_most}{_yuan(value)}"


def _yuan(value: Decimal) -> str:
    """万元 where it reads better: 400000 → 40万元."""
    scale, unit = (Decimal(10000), "万元") if value >= 10000 else (Decimal(1), "元")
    shown = (value / scale).quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()
    return f"{shown:f}{unit}"
