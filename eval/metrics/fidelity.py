"""Fidelity (忠实): every figure, date and unit of an answer stands in what it cites.

Written apart from ``assistant.verification``, so that the assistant is not measured by its own rule.
Figures are compared as (number, unit): 65% is 百分之六十五 and ６５％, 1,500万元 is 1500万元, but 10 is not in
100 and 5年 not in 5%. Where either side prints no unit (“降至1”), the number alone decides. Numbers in
Chinese numerals count only where a unit follows or 百分之 leads: 三 in 第三条 or 三城三都 is no figure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from eval.metrics.names import fold
from eval.metrics.totals import Pair

Figure = tuple[float, str]
"""(number, unit): (65.0, "%"), (1500.0, "万元"); "" where no unit is printed."""

_UNITS = r"%|‰|亿元|万元|元|个百分点|百分点|倍|亩|公顷|平方公里|平方米|平方千米|公里|千米|米|分钟|小时|个工作日|工作日|个月|月|年|日|天|周岁|岁|人|名|户|家|个|项|条|次|吨|千瓦时|万千瓦|千瓦|层|亿|万"
_CHINESE = "零〇一二三四五六七八九十百千万亿两"
_DATE = re.compile(r"(?P<y>\d{4})\s*(?:年|-|/|\.)\s*(?P<m>\d{1,2})\s*(?:月|-|/|\.)\s*(?P<d>\d{1,2})\s*日?(?!\d)")
_MONTHS = {name: number for number, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}
_ENGLISH_DATE = re.compile(rf"(?i)\b(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<m>{'|'.join(_MONTHS)})[a-z]*\.?\s+(?:(?P<e>\d{{1,2}})(?:st|nd|rd|th)?,?\s+)?(?P<y>\d{{4}})\b")
_ARABIC = re.compile(rf"(?<![\d.第])(?P<n>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?P<u>{_UNITS})?")
_PERCENT = re.compile(rf"百分之(?P<n>[{_CHINESE}]+(?:点[{_CHINESE}]+)?)")
_WORDS = re.compile(rf"(?<![第{_CHINESE}])(?P<n>[{_CHINESE}]+)(?P<u>{_UNITS})")
_MARK = re.compile(r"\[\d{1,3}\]")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}


def dates(text: str) -> frozenset[str]:
    """The full dates of a text, as ISO.

    >>> sorted(dates("有效期至2025年12月31日，2023-2-9印发"))
    ['2023-02-09', '2025-12-31']
    >>> sorted(dates("in force as of 15 August 2025?"))
    ['2025-08-15']
    """
    folded = unicodedata.normalize("NFKC", text)
    found = {f"{m['y']}-{int(m['m']):02}-{int(m['d']):02}" for m in _DATE.finditer(folded)}
    for m in _ENGLISH_DATE.finditer(folded):
        if day := m["d"] or m["e"]:
            found.add(f"{m['y']}-{_MONTHS[m['m'][:3].lower()]:02}-{int(day):02}")
    return frozenset(found)


def figures(text: str) -> frozenset[Figure]:
    """The figures of a text, dates and citation marks left out.

    >>> sorted(figures("超过６５％，奖励1,500万元[1]，百分之十"))
    [(10.0, '%'), (65.0, '%'), (1500.0, '万元')]
    >>> figures("第三条")
    frozenset()
    """
    folded = _DATE.sub(" ", _MARK.sub(" ", unicodedata.normalize("NFKC", text)))
    found = {(float(m["n"].replace(",", "")), m["u"] or "") for m in _ARABIC.finditer(folded)}
    found |= {(value, "%") for m in _PERCENT.finditer(folded) if (value := _number(m["n"])) is not None}
    rest = _PERCENT.sub(" ", folded)
    found |= {(value, m["u"]) for m in _WORDS.finditer(rest) if (value := _number(m["n"])) is not None}
    return frozenset(found)


def figure_pair(text: str, evidence: Iterable[str]) -> Pair | None:
    """(figures and dates of ``text`` that stand in the evidence, all of them); None where it states none.

    >>> figure_pair("费率降至1%以下，减半收入", ["费率降至１％以下"])
    (1.0, 1.0)
    >>> figure_pair("奖励50万元，2025年12月31日止", ["奖励500万元"])
    (0.0, 2.0)
    """
    shown = list(evidence)
    stated, there = figures(text), frozenset().union(*map(figures, shown)) if shown else frozenset()
    days, known = dates(text), frozenset().union(*map(dates, shown)) if shown else frozenset()
    if not stated and not days:
        return None
    right = sum(_stands(figure, there) for figure in stated) + len(days & known)
    return float(right), float(len(stated) + len(days))


def unit_pair(named: Sequence[str], evidence: Iterable[str]) -> Pair | None:
    """(unit names printed in the evidence, all named); None where no unit is named.

    >>> unit_pair(["市发改委", "市财政局"], ["（责任单位：市发改委）"])
    (1.0, 2.0)
    """
    if not named:
        return None
    shown = fold("\n".join(evidence))
    return float(sum(fold(name) in shown for name in named)), float(len(named))


def _stands(figure: Figure, there: frozenset[Figure]) -> bool:
    value, unit = figure
    return any(value == other and (unit == printed or not unit or not printed) for other, printed in there)


def _number(words: str) -> float | None:
    """A numeral in words: 六十五, 三点五, 二〇二五; None where it is none (a lone 万)."""
    whole, _, fraction = words.partition("点")
    if all(char in _DIGITS for char in whole):
        value = float("".join(str(_DIGITS[char]) for char in whole)) if whole else None
    else:
        value = _scaled(whole)
    if value is None or (fraction and not all(char in _DIGITS for char in fraction)):
        return None
    return value + (float("0." + "".join(str(_DIGITS[char]) for char in fraction)) if fraction else 0.0)


def _scaled(words: str) -> float | None:
    total, section, digit, seen = 0, 0, 0, False
    for char in words:
        if char in _DIGITS:
            digit, seen = _DIGITS[char], True
        elif char in _SCALES:
            section, digit, seen = section + (digit or 1) * _SCALES[char], 0, True
        elif not seen:
            return None
        else:
            total, section, digit = (total + section + digit) * (10_000 if char == "万" else 10**8), 0, 0
    return float(total + section + digit)
