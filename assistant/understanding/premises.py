"""What a question takes for given (所设前提): the figures it says the documents hold, to be confirmed or not.

每月扣3000元对吗, 期限是3年吧, 既然降至3%，… suppose a figure of the document. 我46岁能申请吗 and 投了2000万，能补多少 say
one's own: a figure before the verb that asks, or in a part of the question that confirms nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from corpus import Span
from corpus.policy import Bound
from corpus.quantities import find_quantities
from corpus.spoken_numbers import as_written

_PARTS = re.compile(r"[;；。？?！!]|(?<!\d)[,，]|[,，](?!\d)")
# What makes a part of a question a statement to be confirmed.
_CONFIRM = r"对不对|对[吗吧么]|是不是(?:真的?|这样)?|是[吗吧么]|没错[吧吗]?|没记错吧?|属实吗?|真的?[吗假]?|真的假的|有这回事吗|正确吗?|准确吗?|说法对|行不行|行吗"
_BARE = re.compile(rf"(?:这样?|这个?(?:说法)?|那)?(?:{_CONFIRM})")
_ASKS = re.compile(rf"(?:{_CONFIRM})$|[吗吧么嘛不没否]$|没有$|是不是|是否|有没有|([\u4e00-\u9fff])不\1|不是[^，]*[吗呢]$")
_TAKES = re.compile(r"^(?:[^，]{0,6})(?:既然|听说|据说|听人说|不是说|都说|说是|有人说|网上说|人家说|别人说|记得|我以为|以为|看到说|告诉我)")
# A figure before one of these is the asker's own or names the thing: 满45岁能申请吗, 300平方米以上要不要备案.
_ASKED_AFTER = re.compile(r"能不能|能否|可不可以|可否|会不会|要不要|用不用|需不需要|算不算|[能可会要需算够](?!不超过|到)|可以|需要|符合|属于|享受|必须|应当?|得不得|行不行")
_OF_ELSE = re.compile(r"有没有|有无|(?!对不对|行不行)([\u4e00-\u9fff])不\1|[里中][^，]{0,4}有")  # 16个领域里有没有教育: not whether there are 16
_DAY = re.compile(r"(?:(?<!\d)(?P<y>(?:19|20)\d\d)年)?(?<!\d)(?P<m>1[0-2]|0?[1-9])月(?:(?P<d>3[01]|[12]\d|0?[1-9])(?:日|号))?(?!\d)")
_MONTH = re.compile(r"(?<!\d)(?P<m>1[0-2]|0?[1-9])月(?:底|末|初|份)")
_DAY_OF_MONTH = re.compile(r"(?<=[每末首当次本]月)(?P<d>3[01]|[12]\d|0?[1-9])[日号]")
_SAME_UNIT = {
    "周岁": "岁", "自然日": "日", "个自然日": "日", "天": "日", "个工作日": "工作日", "块": "元", "个小时": "小时", "名": "人", "位": "人", "户": "家",
    "学年": "年", "周年": "年", "年度": "年", "个学期": "学期", "个百分点": "个百分点", "平米": "平方米",
}  # fmt: skip
_MONTHS = {"个月": 1, "年": 12}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its unit, in a form in which it can be compared.

    Attributes:
        text: as printed, the words of its bound included.
        unit: under its usual name; years and half-years are counted in 个月, days of the calendar are 日期, its months 月份, days of every month 月内日.
        value, upper: the number; the end of a range or None.
        bound: whether it is a limit.
        per: what it is counted by (每月), "" if not told.
        span: its place in the text it was read from.
    """

    text: str
    unit: str
    value: Decimal
    bound: Bound
    span: Span
    upper: Decimal | None = None
    per: str = ""

    def per_agrees(self, other: Figure) -> bool:
        """False where both are counted by a time, and by another one (每月, 每年)."""
        mine, theirs = (re.search(r"[年月周日天]|季度?|小时", figure.per) for figure in (self, other))
        return mine is None or theirs is None or mine.group() == theirs.group()


def figures_in(text: str) -> list[Figure]:
    """The figures with a unit in a folded text, in its order.

    >>> [(f.text, f.unit, str(f.value)) for f in figures_in("期限两年，不超过100万元，6月30日前")]
    [('两年', '个月', '24'), ('不超过100万元', '元', '1000000'), ('6月30日', '日期', '630')]
    """
    found: list[Figure] = []
    for q in find_quantities(text, Span(0, len(text))):
        unit = _SAME_UNIT.get(q.unit, q.unit)
        times = _MONTHS.get(unit, 1)
        unit = "个月" if unit in _MONTHS else unit
        if unit:
            found.append(Figure(q.text, unit, q.number * times, q.bound, q.span, q.upper * times if q.upper is not None else None, q.per))
    for day in _DAY.finditer(text):
        if day["d"] and not any(f.span.start < day.end() and day.start() < f.span.end for f in found):
            value = Decimal(int(day["m"]) * 100 + int(day["d"]))
            found.append(Figure(day.group(), "日期", value, Bound.EXACT, Span(day.start(), day.end()), per=day["y"] or ""))
    for month in _MONTH.finditer(text):
        found.append(Figure(month.group(), "月份", Decimal(month["m"]), Bound.EXACT, Span(month.start(), month.end())))
    for day in _DAY_OF_MONTH.finditer(text):
        found.append(Figure(day.group(), "月内日", Decimal(day["d"]), Bound.EXACT, Span(day.start(), day.end())))
    return sorted(found, key=lambda figure: figure.span.start)


@dataclass(frozen=True, slots=True)
class Premise:
    """A figure that a question supposes. ``about``: the part of the question it stands in without it; ``asked``: the question only asks
    whether it is so."""

    figure: Figure
    about: str
    asked: bool


def premises(folded: str) -> tuple[Premise, ...]:
    """The figures that a folded question takes for given.

    >>> [p.figure.text for p in premises("赡养老人每月扣3000元对吗")], [p.figure.text for p in premises("既然降至3%，费率怎么收")]
    (['3000元'], ['3%'])
    >>> premises("我46岁能申请吗"), premises("投资2000万元，补多少")
    ((), ())
    """
    parts = [part.strip() for part in _PARTS.split(folded) if part and part.strip()]
    found: list[Premise] = []
    for at, part in enumerate(parts):
        following = parts[at + 1] if at + 1 < len(parts) else ""
        takes, bare = _TAKES.search(part) is not None, bool(_BARE.fullmatch(following))
        if not (takes or bare or _ASKS.search(part)):
            continue
        said = as_written(part)
        for figure in figures_in(said):
            if _ASKED_AFTER.search(said[figure.span.end :]) and not takes and not bare:
                continue
            about = f"{said[: figure.span.start]} {said[figure.span.end :]}"
            last = at + (2 if bare else 1) >= len(parts)
            found.append(Premise(figure, about, last and not takes and not _OF_ELSE.search(about)))
    return tuple(found)


def without_figures(text: str) -> str:
    """A folded text without its figures and the words that only ask for assent.

    >>> without_figures("赡养老人每月扣3000元对吗")
    '赡养老人每月扣 '
    """
    text = as_written(text)
    for figure in reversed(figures_in(text)):
        number = re.search(r"[\d零〇一二两三四五六七八九十百千万亿半].*", figure.text)
        start = figure.span.start + (number.start() if number else 0)
        text = f"{text[:start]} {text[figure.span.end:]}"
    return re.sub(rf"(?:{_CONFIRM})|[吗吧么嘛]$|(?:是不是|是否|不是说?|听说|据说|既然|都说|说是)", "", text)


def same_figure(one: Figure, other: Figure) -> bool:
    """True if two figures of one unit are the same number or range."""
    if one.unit == "日期" and one.per and other.per and one.per != other.per:
        return False
    return one.value == other.value and one.upper == other.upper
