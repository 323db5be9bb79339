"""Whether a question asks after another edition than a policy is (所问的年份、批次、号次与文件不同).

Of documents that come every year or in turn a library may hold one: the 2025 scheme, the third list, notice no. 8. Asked of
2026, of the fourth, of no. 7, every word of a question but one stands in the one that is held.
"""

from __future__ import annotations

import re

from corpus.numerals import NUMERAL

_OF_NUMBER = re.compile(r"[〔\[(（【]\s*(?:19|20)\d\d\s*[〕\])）】]\s*(?:第?\s*\d+\s*号)?")
_COUNT = rf"([{NUMERAL}\d]{{1,3}})"
_YEAR = re.compile(r"(?<!\d)((?:19[4-9]|20[0-6])\d)(?!\d)")
_KINDS: tuple[re.Pattern[str], ...] = (
    _YEAR, re.compile(rf"第{_COUNT}批"), re.compile(rf"第{_COUNT}号"), re.compile(rf"第{_COUNT}[次届]"),
    re.compile(r"十([一二三四五六七])个?五(?!个)"), re.compile(r"([一二三四])级"),
)  # fmt: skip
_ENGLISH_PLANS = {"12th": "二", "13th": "三", "14th": "四", "15th": "五"}
_ENGLISH_PLAN = re.compile(r"\b(1[2-5]th) five-year")
_PLAN = 4  # the place of 十四五 in _KINDS


def titles_differ(asked: str, title: str) -> bool:
    """True if a folded title asked for names a year, batch, turn or plan, and the title of a policy names others of the kind and not that.

    >>> titles_differ("关于2020年部分节假日安排的通知", "关于2019年部分节假日安排的通知"), titles_differ("部分节假日安排的通知", "关于2019年部分节假日安排的通知")
    (True, False)
    """
    return any((said := set(kind.findall(asked))) and (own := set(kind.findall(title))) and not said & own for kind in _KINDS)


def names_another(folded: str, title: str, text: str) -> bool:
    """True if a folded question names a year, batch, number or turn where a policy's folded title names others of the kind, and its
    text none of those asked for. A 文号 names none.

    >>> names_another("2020年国庆放几天", "关于2019年部分节假日安排的通知", "2019年10月1日至7日放假")
    True
    >>> names_another("第二批保护名录哪年公布", "第一批保护名录", "名录如下"), names_another("名录哪年公布", "第一批保护名录", "名录如下")
    (True, False)
    """
    bare = _OF_NUMBER.sub(" ", folded)
    for kind in _KINDS[:_PLAN]:
        asked = {match[1]: match.group() for match in kind.finditer(bare)}
        own = set(kind.findall(title))
        if asked and own and not asked.keys() & own and not any(words in text for words in asked.values()):
            return True
    return False


# The day of asking: 现在（2026年11月）还能申请吗, 今年是2026年.
_TODAY = re.compile(r"(?:现在|如今|眼下|目前|今天|今年|当前)[,，是为都已经]*[(（]?(?:19|20)\d\d年(?:\d{1,2}月)?(?:\d{1,2}[日号])?")
# The day a document was issued, by which a question names it: 2018年12月的放假通知, 2018年印发的办法.
_WHEN_ISSUED = re.compile(r"(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}[日号])?[^，,。；？?\d]{0,8}(?:通知|文件|办法|意见|公告|通告|方案|细则|措施|规定)|[^，,。；？?\d]{0,6}(?:印发|发布|下发|出台|颁布|公布|发的))")


def of_another_edition(folded: str, title: str, quoted: str, text: str) -> bool:
    """True if a folded question names a year that stands nowhere in a policy, or a year, batch, number, turn, plan or level where
    the policy's title names others and what is quoted of it does not name it either; all folded.

    >>> of_another_edition("2026年补贴每亩多少", "2025年补贴实施方案", "每亩300元。", "自2025年1月1日起,每亩300元。")
    True
    >>> of_another_edition("第三批清单有哪些", "第三批清单", "清单如下。", "清单如下。")
    False
    >>> of_another_edition("国办发明电〔2018〕15号春节放几天", "2019年部分节假日安排的通知", "春节放假7天。", "2018年12月1日")
    False
    """
    whole = f"{title}\n{text}"
    folded = _TODAY.sub(" ", folded)
    if any(year not in whole for year in _YEAR.findall(folded)):
        return True
    bare = _WHEN_ISSUED.sub(" ", _OF_NUMBER.sub(" ", folded))
    for at, kind in enumerate(_KINDS):
        asked = set(kind.findall(bare))
        if at == _PLAN and (plan := _ENGLISH_PLAN.search(folded)) is not None:
            asked.add(_ENGLISH_PLANS[plan[1]])
        own = set(kind.findall(title))
        if asked and own and not asked & (own | set(kind.findall(quoted))):
            return True
    return False
