"""Whether a question asks after another edition than a policy is (所问的年份、批次、号次与文件不同).

Of documents that come every year or in turn a library may hold one: the 2025 scheme, the third list, notice no. 8. Asked of
2026, of the fourth, of no. 7, every word of a question but one stands in the one that is held.
"""

from __future__ import annotations

import re

from corpus.numerals import NUMERAL

_COUNT = rf"([{NUMERAL}\d]{{1,3}})"
_YEAR = re.compile(r"(?<!\d)((?:19[4-9]|20[0-6])\d)(?!\d)")
_KINDS: tuple[re.Pattern[str], ...] = (
    _YEAR, re.compile(rf"第{_COUNT}批"), re.compile(rf"第{_COUNT}号"), re.compile(rf"第{_COUNT}[次届]"),
    re.compile(r"十([一二三四五六七])个?五(?!个)"), re.compile(r"([一二三四])级"),
)  # fmt: skip
_ENGLISH_PLANS = {"12th": "二", "13th": "三", "14th": "四", "15th": "五"}
_ENGLISH_PLAN = re.compile(r"\b(1[2-5]th) five-year")
_PLAN = 4  # the place of 十四五 in _KINDS


def of_another_edition(folded: str, title: str, quoted: str, text: str) -> bool:
    """True if a folded question names a year that stands nowhere in a policy, or a year, batch, number, turn, plan or level where
    the policy's title names others and what is quoted of it does not name it either; all folded.

    >>> of_another_edition("2026年补贴每亩多少", "2025年补贴实施方案", "每亩300元。", "自2025年1月1日起,每亩300元。")
    True
    >>> of_another_edition("第三批清单有哪些", "第三批清单", "清单如下。", "清单如下。")
    False
    """
    whole = f"{title}\n{text}"
    if any(year not in whole for year in _YEAR.findall(folded)):
        return True
    for at, kind in enumerate(_KINDS):
        asked = set(kind.findall(folded))
        if at == _PLAN and (plan := _ENGLISH_PLAN.search(folded)) is not None:
            asked.add(_ENGLISH_PLANS[plan[1]])
        own = set(kind.findall(title))
        if asked and own and not asked & (own | set(kind.findall(quoted))):
            return True
    return False
