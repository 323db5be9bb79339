"""Numbers and dates as documents write them: 65%, 百分之六十五, 二〇二五年十二月三十一日, 2023-02-09.

Reading only: stored text is never rewritten.
"""

from __future__ import annotations

import re
from datetime import date

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3}
_UNITS = {"十": 10, "百": 100, "千": 1000, "廿": 20, "卅": 30}
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_BIG = {"万": 10**4, "亿": 10**8}
NUMERAL = "零〇○一二三四五六七八九十百千两廿卅万亿"

# 元月 is January; years of the Republic (民國七十年) count from 1912.
_DATE = re.compile(
    r"(?<!\d)(?P<y>\d{4}|[零〇○一二三四五六七八九]{4}|(?P<roc>(?:中[华華])?民[国國])\s*(?P<n>\d{1,3}|[一二三四五六七八九十百零〇○]{1,6}))"
    r"\s*[年\-./]\s*"
    r"(?P<m>\d{1,2}|元|[一二三四五六七八九十]{1,3})\s*[月\-./]\s*"
    r"(?P<d>\d{1,2}|[一二三四五六七八九十廿卅]{1,3})(?!\d)\s*(?:日|号(?!文))?"
)
_REPUBLIC = 1911  # years before the first of the Republic


def chinese_number(text: str) -> int | None:
    """The value of a whole number in Chinese or ASCII digits; None if ``text`` is not one.

    >>> chinese_number("二十三"), chinese_number("二〇二五"), chinese_number("三千五百万"), chinese_number("廿三")
    (23, 2025, 35000000, 23)
    >>> chinese_number("12"), chinese_number("甲")
    (12, None)
    """
    text = text.strip().translate(_FULL_WIDTH)
    if text.isascii() and text.isdigit():
        return int(text)
    if not text or any(c not in _DIGITS and c not in _UNITS and c not in _BIG for c in text):
        return None
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = section = digit = 0
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in ("廿", "卅"):
            section += _UNITS[c]
        elif c in _UNITS:
            section += (digit or 1) * _UNITS[c]
            digit = 0
        else:
            total = (total + section + digit) * _BIG[c] if c == "亿" else total + (section + digit) * _BIG[c]
            section = digit = 0
    return total + section + digit


def to_chinese(number: int) -> str:
    """1–99 as clause numbers are written: 一, 十, 十二, 二十三. Raises ValueError outside.

    >>> to_chinese(5), to_chinese(10), to_chinese(21)
    ('五', '十', '二十一')
    """
    if not 0 < number < 100:
        raise ValueError(f"no clause number: {number}")
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else digits[tens] + "十")
    return head + (digits[ones] if ones else "")


def count_in_chinese(number: int) -> str:
    """0–9999 as a count is written: 六十四, 一百零五, 八百八十三. Raises ValueError outside.

    >>> count_in_chinese(12), count_in_chinese(105), count_in_chinese(110), count_in_chinese(1003)
    ('十二', '一百零五', '一百一十', '一千零三')
    """
    if not 0 <= number < 10_000:
        raise ValueError(f"no count: {number}")
    if number < 100:
        return to_chinese(number) if number else "零"
    digits = "零一二三四五六七八九"
    said = "".join(
        f"{digits[number // place % 10]}{unit}" if number // place % 10 else "零" for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, ""))
    )
    return re.sub("零+", "零", said).strip("零")


def find_dates(text: str) -> list[tuple[int, int, date]]:
    """Every valid calendar date in ``text`` with its place: (start, end, date).

    >>> find_dates("有效期至2025年12月31日。")
    [(4, 15, datetime.date(2025, 12, 31))]
    >>> [d.isoformat() for _, _, d in find_dates("自民國七十年一月一日起，至二〇二〇年元月31日")]
    ['1981-01-01', '2020-01-31']
    """
    found = []
    for match in _DATE.finditer(text):
        year = chinese_number(match.group("n") or match.group("y"))
        month = 1 if match.group("m") == "元" else chinese_number(match.group("m"))
        try:
            era = _REPUBLIC if match.group("roc") else 0
            found.append((match.start(), match.end(), date((year or 0) + era, month or 0, chinese_number(match.group("d")) or 0)))
        except ValueError:
            continue  # 2025年2月30日: not a date, and no guess is made
    return found


def add_months(day: date, months: int) -> date:
    """The last day of a term of ``months`` that starts on ``day``: 2020-03-01 + 12 → 2021-02-28."""
    from datetime import timedelta

    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last) - timedelta(days=1 if last == day.day else 0)
        except ValueError:
            continue
    raise ValueError(f"no such term: {day} + {months} months")
