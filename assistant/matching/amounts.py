"""Amounts worked out where the text allows it and the profile gives the base; each with its working, never invented."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from assistant.matching.profile import Profile
from corpus.policy import Bound, Quantity, Span, SupportItem
from corpus.quantities import find_quantities

# The base a share is of, read from the words around it, and the field of the profile that holds it.
_BASES: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"(?:投资(?:额度?|总额)|固定资产投资|总投资|实际投入|项目总投资额?)的?[^，。；%]{0,8}$"), "investment", "投资额"),
    (re.compile(r"(?:贷款(?:金额|额度?|总额|本金)|首笔贷款金额|本金)的?[^，。；%]{0,8}$"), "loan", "贷款"),
)


# What somebody may name a sum of, as a policy calls it: 质保金50万元, 设备投了200万元. Rents and wages are left out: by the month or the year?
_SUMS = re.compile(r"质保金|质量保证金|保证金|设备|保费|保险费|合同|研发|利息|展位费|认证费|检测费|咨询费|培训费|装修|改造|软件|专利|物流费|运费|担保费|评审费|审计费|律师费|中介费|服务费|会议|仪器|模具|种苗|农机")
_NOT_OF_IT = re.compile(r"(?:占|持|入|参)股|增长|同比|下降|[上下]浮|基准利率|比重|占比|增量|新增部分|超过[^，。；]{0,12}部分|超出部分|留成|贡献|税|结余|收益")
# Counted for the whole claimant, not for each person, set or 亩: 单家, 每个项目, 每年.
_WHOLE = re.compile(r"^(?:(?:单|每|同一)(?:一)?(?:个|家|户|次|项|笔|年度?|年每家)*(?:企业|单位|机构|项目|申报主体|主体|平台|园区|基地|产品|年度?|个体工商户|商户|项)*|最高|累计|年度|全年|合计|其)+$")
_IN_NEXT = re.compile(r"^[；。，\s]*(?:[^，。；\d]{0,16}，)?[^，。；\d]{0,30}(?:不超过|最高|上限|封顶|以内|限额)[^。；]{0,24}")


def computed_amounts(item: SupportItem, profile: Profile, behind: str = "") -> tuple[str, ...]:
    """What the shares of an item come to for this profile; () where base or rule is not stated.

    Interest is worked out as points × term × loan only where the item gives points per year and a term. The ceiling that goes with a
    share caps the result, at both ends of a range; ``behind``, the words after the item in its clause, may state it.
    """
    found = [_interest(item, profile, _ceilings(item, behind, next((q for q in item.amounts if q.unit == "个百分点"), None)))]
    found += [_share(item, quantity, profile, _ceilings(item, behind, quantity)) for quantity in item.amounts if quantity.unit == "%"]
    return tuple(line for line in found if line)


def _ceilings(item: SupportItem, behind: str, share: Quantity | None) -> tuple[Quantity, ...]:
    """The ceilings in 元 that go with a share: those behind it up to the next share, else those of the next, else those before it."""
    if share is None:
        return ()
    limits = [q for q in item.amounts if q.unit == "元" and q.bound is Bound.AT_MOST and (not q.per or _WHOLE.match("".join(q.per.split())))]
    after = [q for q in limits if q.span.start > share.span.start]
    shares = [q.span.start for q in item.amounts if q.unit == "%" and q.span.start > share.span.start]
    own = [q for q in after if not shares or q.span.start < shares[0]]
    near = own or after or limits
    if near:
        return tuple(near)
    follows = _IN_NEXT.match(behind)
    if follows is None:
        return ()
    stated = find_quantities(follows.group(), Span(0, follows.end()))
    return tuple(q for q in stated if q.unit == "元" and q.bound is Bound.AT_MOST and (not q.per or _WHOLE.match("".join(q.per.split()))))[:1]


def _interest(item: SupportItem, profile: Profile, ceilings: tuple[Quantity, ...]) -> str:
    points = next((q for q in item.amounts if q.unit == "个百分点"), None)
    term = next((q for q in item.amounts if q.unit == "年"), None)
    if points is None or profile.loan is None or "贴息" not in item.text or "年" not in points.per:
        return ""
    if term is None:
        return _line(f"贷款{_yuan(profile.loan)}×{_plain(points)}＝每年", profile.loan * points.number / 100, points, ceilings)
    value = profile.loan * points.number / 100 * term.number
    return _line(f"贷款{_yuan(profile.loan)}×{_plain(points)}×{term.number}年＝", value, points, ceilings)


def _share(item: SupportItem, quantity: Quantity, profile: Profile, ceilings: tuple[Quantity, ...]) -> str:
    before = "".join(item.text[: quantity.span.start - item.span.start].split())
    phrase = re.split("[，。；]", before)[-1]
    if _NOT_OF_IT.search(phrase + _plain(quantity)):
        return ""
    name, base = _base(before, phrase, profile)
    if base is None:
        return ""
    working = f"{name}{_yuan(base)}×{_plain(quantity)}＝"
    if quantity.bound is Bound.RANGE and quantity.upper is not None:
        low, high = base * quantity.number / 100, base * quantity.upper / 100
        line = f"{working}{_yuan(low)}—{_yuan(high)}"
        return line + _capped(high, ceilings, low)
    return _line(working, base * quantity.number / 100, quantity, ceilings)


def _base(before: str, phrase: str, profile: Profile) -> tuple[str, Decimal | None]:
    """What a share is of, and its sum for this profile: a field, or a sum that was named in the same words; ("", None) where neither is."""
    for words, field, name in _BASES:
        base: Decimal | None = getattr(profile, field)
        if base is not None and words.search(before):
            return name, base
    told = phrase if _SUMS.search(phrase) else before[-_NEAR:]
    named = _SUMS.findall(told)
    sums = [f for f in profile.figures if f.unit == "元" and f.upper is None and named and named[-1] in f.about]
    return (named[-1], sums[0].number) if len(sums) == 1 else ("", None)


_NEAR = 24  # characters before a share in which its base is named


def _line(working: str, value: Decimal, quantity: Quantity, ceilings: tuple[Quantity, ...]) -> str:
    bound = {Bound.AT_MOST: "不超过", Bound.AT_LEAST: "不少于"}.get(quantity.bound, "")
    return f"{working}{bound}{_yuan(value)}{_capped(value, ceilings, value)}"


def _capped(high: Decimal, ceilings: tuple[Quantity, ...], low: Decimal) -> str:
    """What the ceilings make of a result from ``low`` to ``high``, "" where they leave it as it is."""
    if not ceilings or high <= min(q.number for q in ceilings):
        return ""
    if len({q.number for q in ceilings}) > 1:
        return f"，另有分档上限（{'；'.join(_plain(q) for q in ceilings)}），不超过所属档次的上限"
    limit = ceilings[0].number
    capped = _yuan(limit) if low >= limit else f"{_yuan(low)}—{_yuan(limit)}"
    return f"，按“{_plain(ceilings[0])}”封顶为{capped}"


def _plain(quantity: Quantity) -> str:
    """A quantity as printed, without the breaks of the page."""
    return "".join(quantity.text.split())


def _yuan(value: Decimal) -> str:
    """万元 where it reads better: 400000 → 40万元."""
    scale, unit = (Decimal(10**8), "亿元") if value >= 10**8 else (Decimal(10000), "万元") if value >= 10000 else (Decimal(1), "元")
    shown = (value / scale).quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()
    return f"{shown:f}{unit}"
