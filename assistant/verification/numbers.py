"""Figures and dates (数字、日期) of a sentence: read to their value, so that 50万元 is 500000元 and 10 is not in 100%.

Everything that counts or dates is read, in any numerals: quantities with their bound and what they are
counted by, dates with what they begin or end, references to clauses, and whatever digits are left. A figure
is held where the evidence has one of the same value, unit, bound and base: 不超过50万元 and 最高50万元 are
one figure, 50万元 is another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from corpus.numerals import chinese_number, find_dates
from corpus.policy import Quantity, Span
from corpus.quantities import find_quantities

_NARROW = str.maketrans("０１２３４５６７８９％．", "0123456789%.")  # one character for one: places stay
_DIGIT = "零〇○一二三四五六七八九"
_NUMERALS = "零〇○一二两三四五六七八九十百千万亿"
# Dates that name no day of a year: 2025年, 2025年底, 二〇二五年6月, 6月30日.
_PART_OF_DATE = re.compile(
    rf"(?<!\d)(?P<y>\d{{4}}|[{_DIGIT}]{{4}})\s*年(?!期)(?:\s*(?P<m>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s*月份?)?(?P<part>[底末初中])?"
    rf"|(?<!\d)(?P<m2>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s*月\s*(?P<d2>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*[日号]"
)
_STARTS_BEFORE, _STARTS_BEHIND = re.compile(r"(?:自|从)\s*$"), re.compile(r"\s*(?:起|后|之后|以后|以来)")
_ENDS_BEFORE, _ENDS_BEHIND = re.compile(r"(?:至|到|截至|截止|止于)\s*$"), re.compile(r"\s*(?:前|止|之前|以前|底前|为止|到期|届满)")
_REFERENCE = re.compile(rf"第\s*(?P<n>\d{{1,4}}|[{_NUMERALS}]{{1,6}})\s*(?P<what>[条章节款项目编部点]|部分)")
_LEFT_OVER = re.compile(rf"\d+(?:\.\d+)?%?[十百千万亿]*|[{_NUMERALS}]{{2,}}")
_SCALE = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: two are equal where they say the same.

    Attributes:
        number: the value in plain decimals, an ISO date, or the number referred to.
        unit: 元, %, 年 …; "date", "ref:条", "" for a bare number.
        upper: the higher end of a range, "" if there is none.
        bound: what it limits (``corpus.Bound``); for a date "from", "until" or "".
        per: what it is counted by, "" if by nothing.
        start, end: where it stands, bound words included.
    """

    number: str
    unit: str
    upper: str = ""
    bound: str = ""
    per: str = ""
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


def read_figures(text: str) -> tuple[Figure, ...]:
    """Every figure of ``text`` in order.

    >>> read_figures("给予50万元") == read_figures("给予500000元") == read_figures("给予五十万元")
    True
    >>> [(f.number, f.unit, f.bound) for f in read_figures("自2025年1月1日起降至百分之一以下")]
    [('2025-01-01', 'date', 'from'), ('1', '%', 'at_most')]
    """
    text = text.translate(_NARROW)
    found: list[Figure] = []
    for start, end, day in find_dates(text):
        found.append(Figure(day.isoformat(), "date", bound=_role(text, start, end), start=start, end=end))
    text = _masked(text, found)
    partly = [_partial(text, match) for match in _PART_OF_DATE.finditer(text)]
    text = _masked(text, partly)
    references = [
        Figure(str(chinese_number(m.group("n"))), f"ref:{m.group('what')}", start=m.start(), end=m.end())
        for m in _REFERENCE.finditer(text)
    ]
    text = _masked(text, references)
    quantities = [_of_quantity(quantity) for quantity in find_quantities(text, Span(0, len(text)))]
    text = _masked(text, quantities)
    rest = [Figure(_plain(m.group()), "", start=m.start(), end=m.end()) for m in _LEFT_OVER.finditer(text)]
    return tuple(sorted([*found, *partly, *references, *quantities, *rest], key=lambda f: f.start))


def without_figures(text: str, figures: tuple[Figure, ...]) -> str:
    """``text`` with every figure blanked, characters kept in place: 不超过 of a limit is no negation."""
    return _masked(text, figures)


def _masked(text: str, figures: list[Figure] | tuple[Figure, ...]) -> str:
    for figure in figures:
        text = text[: figure.start] + "□" * (figure.end - figure.start) + text[figure.end :]
    return text


def _role(text: str, start: int, end: int) -> str:
    """Whether a date begins a term or ends it: 自…起 is "from", 至…止 and …前 are "until"."""
    before, behind = text[max(0, start - 3) : start], text[end : end + 4]
    if _STARTS_BEFORE.search(before) or _STARTS_BEHIND.match(behind):
        return "from"
    return "until" if _ENDS_BEFORE.search(before) or _ENDS_BEHIND.match(behind) else ""


def _partial(text: str, match: re.Match[str]) -> Figure:
    if match.group("y"):
        month = chinese_number(match.group("m") or "") or ""
        number = f"{chinese_number(match.group('y'))}-{month}{match.group('part') or ''}"
    else:
        number = f"-{chinese_number(match.group('m2'))}-{chinese_number(match.group('d2'))}"
    return Figure(number, "date", bound=_role(text, *match.span()), start=match.start(), end=match.end())


def _of_quantity(quantity: Quantity) -> Figure:
    upper = _decimal(quantity.upper) if quantity.upper is not None else ""
    per = re.sub(r"[每一个单均·•/／同]", "", quantity.per)
    start, end = quantity.span.start, quantity.span.end
    return Figure(_decimal(quantity.number), quantity.unit, upper, quantity.bound.value, per, start, end)


def _plain(printed: str) -> str:
    """A bare number's value: 50万 is 500000; a run of numerals in a name (十四五) stays as it is printed."""
    digits = re.match(r"\d+(?:\.\d+)?", printed)
    if digits is None:
        return printed
    value = Decimal(digits.group())
    for mark in printed[digits.end() :].lstrip("%"):
        value *= _SCALE[mark]
    return _decimal(value) + ("%" if "%" in printed else "")


def _decimal(value: Decimal) -> str:
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
