"""What one statement about a document's own force says: from when, until when, for how long, until which event."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.numerals import NUMERAL, add_months, chinese_number, find_dates

_FORCE = r"(?:施行|实施|执行|生效|试行|有效|暂行)"
_START = re.compile(rf"[）)]?(?:之日)?(?:起|开始|之后|后)?(?:正式|开始|全面)?{_FORCE}")
_ISSUE = r"(?:印发|发布|公布|发文|下发|颁布|签发|公告|印制|出台|通过|签署|批准)"
_FROM_ISSUE = re.compile(
    rf"(?:政策|文件|本[^，。]{{1,8}})?{_ISSUE}(?:之日|之时|日期|日|当日|后)(?:起|开始)?(?:满)?"
    rf"(?:(?P<n>\d+|[{NUMERAL}]+)(?:个)?(?P<unit>日|天|工作日|月)(?:之?后|起|后起))?|即日起"
)
_FROM_MONTH = re.compile(
    rf"(?:自|从|由)(?P<y>\d{{4}}|[{NUMERAL}]{{4}})年(?:度|(?P<m>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月份?)?(?:起|开始)(?:正式)?(?:{_FORCE}|[，,至到]|$)"
)
_UNTIL = r"(?:至|到|截至|截止到|截止至|截止|截止于|终止于)"
_PERIOD = (
    r"(?:有效期限?|有效期间|有效时间|施行期限?|施行期间|施行时间|执行期限?|执行期间|执行时间|执行时限|实施期限?|实施期间|实施时间|试行期限?|试行期间|政策期限?|暂行期限?|"
    r"政策有效期限?|政策执行期限?|期限)"
)
_NUMBER = rf"(?P<n>\d{{1,2}}|[{NUMERAL}]{{1,3}}|半)"
_TERM = re.compile(
    rf"(?:{_PERIOD}(?:调整|延长|顺延|延续|暂定|设定)?(?:为|是|定为|暂定为)?[：:]?(?:自[^，。；]{{0,20}}?(?:起|后))?(?:的)?|{_FORCE}(?:期)?(?:暂定)?(?:为)?|暂定(?:为)?(?:施行|试行|执行|实施)?|"
    rf"为期)(?:暂定)?{_NUMBER}(?P<half>年半)?(?:个)?(?P<unit>周年|年|月|天|日)(?!\d|度)"
)
_WITHIN = re.compile(rf"{_NUMBER}(?P<half>年半)?(?:个)?(?P<unit>周年|年|月)内有效")
_CEASES = re.compile(r"(?:起|后|止|，)?(?:自动|自行|即行|同时)?(?:失效|废止|停止执行|停止施行|终止|届满|止)")
_MONTH = re.compile(rf"(?P<y>\d{{4}}|[{NUMERAL}]{{4}})年(?:(?P<m>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月)?(?P<end>年?底|末)?(?!\d)")
_YEARS = re.compile(rf"{_PERIOD}(?:暂定)?(?:为|是)?[：:]?(?P<a>\d{{4}})年?(?:至|到|—|－|-|–|~|～)(?P<b>\d{{4}})年?(?![\d月])")
_HAPPENING = r"(?:解除|结束|终止|完成|消除|消失|出台|施行|实施|颁布|发布|印发|取消|公布|办结|期满)"
_EVENT = re.compile(
    rf"(?:{_PERIOD}(?:暂定)?(?:为)?|^|，|；|{_FORCE}|暂定)(?:至|到|截至|待|直至|直到|持续至|止于)(?P<event>[^，。；：]{{2,40}}?{_HAPPENING})(?P<day>之日|之时)?(?=后|止|为止|时|之?前|[，。；）)]|$|自)"
)
_DURING = re.compile(rf"{_PERIOD}(?:暂定)?(?:为|是|：)(?P<event>[^，。；：（(]{{2,30}}?(?:期间|期内|存续期))|(?:仅|只)?(?:适用于|限于|在)(?P<other>[^，。；：]{{2,20}}?(?:疫情|应急响应)[^，。；：]{{0,8}}期间)(?:有效|执行|施行)")


@dataclass(frozen=True, slots=True)
class Term:
    """What a statement says; None where it says nothing.

    Attributes:
        starts: the first day. from_issue: it runs from the day of issue, whichever that is.
        ends: the last day, printed or counted. event: what ends it instead of a day.
        in_force: it says that the document takes effect. stated: it states some term, readable or not.
        counted: the last day was counted from the first or from the day of issue.
    """

    starts: date | None = None
    from_issue: bool = False
    ends: date | None = None
    event: str | None = None
    in_force: bool = False
    stated: bool = False
    counted: bool = False

    def __bool__(self) -> bool:
        return bool(self.starts or self.from_issue or self.ends or self.event or self.in_force or self.stated)


def read_term(words: str, issued: date | None) -> Term:
    """Read a statement from which blanks were taken out; ``issued`` anchors 自发布之日起 and terms without a start."""
    dates = find_dates(words)
    starts, from_issue, in_force, after = _start(words, dates, issued)
    ends, stated = _end(words, dates, after)
    event = None if ends else _event(words)
    counted = None
    if ends is None and event is None:
        counted = _TERM.search(words) or _WITHIN.search(words)
        if counted:
            stated = True
            anchor = starts or issued
            ends = _count(anchor, counted) if anchor else None
    return Term(starts, from_issue, ends, event, in_force, stated or ends is not None or event is not None, counted is not None)


def _start(
    words: str, dates: list[tuple[int, int, date]], issued: date | None
) -> tuple[date | None, bool, bool, int]:
    """(first day, counted from issue, takes effect, where the end of a span is to be looked for)."""
    for start, end, printed in dates:
        lead = words[max(0, start - 14) : start]
        behind = re.sub(r"^[（(][^（）()]{1,12}[）)]", "", words[end : end + 30])
        if re.search(r"(?:自|从|由|于)$", lead) or re.search(_PERIOD + r"(?:暂定)?(?:为|是)?[：:]?$", lead) or not start:
            if _START.match(behind):
                return printed, False, True, end
            if re.match(r"起?，?(?:" + _UNTIL + r"|—|-)", behind):
                return printed, False, True, end
            if re.match(r"(?:起|开始)(?:[，,]|$|暂定|试)", behind) and re.search(r"(?:自|从|由)$", lead):
                return printed, False, True, end
        elif re.search(_UNTIL + r"$", lead) is None and re.match(r"起(?:正式)?" + _FORCE, behind):
            return printed, False, True, end
    month = _FROM_MONTH.search(words)
    if month and (year := chinese_number(month["y"])) and 1900 < year < 2200:
        number = chinese_number(month["m"]) if month["m"] else 1
        if number and 1 <= number <= 12:
            return date(year, number, 1), False, True, month.end()
    issue = _FROM_ISSUE.search(words)
    if issue and (_START.match(words, issue.end()) or re.match(r"(?:起|的|，|至|到|\d|[一二三四五六七八九十半]|$)", words[issue.end() :])):
        day: date | None = issued
        if issued and issue["n"]:
            n = chinese_number(issue["n"]) or 0
            day = add_months(issued, n) + timedelta(days=1) if issue["unit"] == "月" else issued + timedelta(days=n)
        return day, True, True, issue.end()
    return None, False, False, 0


def _end(words: str, dates: list[tuple[int, int, date]], after: int) -> tuple[date | None, bool]:
    """(last day as printed, whether an end is stated that is no day of the calendar)."""
    for start, end, day in dates:
        if start < after:
            continue
        lead, behind = words[max(0, start - 12) : start], words[end : end + 12]
        if re.search(_UNTIL + r"$", lead) or re.search(r"(?:有效期限?|截止日期|截止时间|失效日期)(?:为|是)?[：:]?$", lead):
            return day, True
        if _CEASES.match(behind) and not re.match(r"起(?!自|失|废|停|终|即|同)", behind):
            return (day - timedelta(days=1) if behind.startswith("起") else day), True
    years = _YEARS.search(words)
    if years:
        return date(int(years["b"]), 12, 31), True
    taken = [(a, b) for a, b, _ in dates]
    for match in _MONTH.finditer(words, after):
        if any(a <= match.start() < b for a, b in taken) or not re.search(_UNTIL + r"$", words[max(0, match.start() - 4) : match.start()]):
            continue
        if re.match(r"\d{1,2}[日号]", words[match.end() :]):
            return None, True  # 2025年2月30日: no day of the calendar
        year, month = chinese_number(match["y"]), chinese_number(match["m"]) if match["m"] else 12
        if year and month and 1 <= month <= 12 and 1900 < year < 2200:
            return date(year, month, calendar.monthrange(year, month)[1]), True
    return None, False


def years_start(words: str) -> date | None:
    """The first day of a term given in years alone: 政策期限为2016年至2018年 starts on 1 January 2016."""
    years = _YEARS.search(words)
    return date(int(years["a"]), 1, 1) if years and 1900 < int(years["a"]) < 2200 else None


def _event(words: str) -> str | None:
    for match in _EVENT.finditer(words):
        event = match["event"]
        if not find_dates(event) and not re.search(r"^(?:本|即)日|第[\d一二三四五六七八九十]+条", event):
            return event + (match["day"] or "") if words[match.end("event") : match.end()].startswith("之") else event
    during = _DURING.search(words)
    return (during["event"] or during["other"]) if during else None


def _count(anchor: date, match: re.Match[str]) -> date | None:
    months = 6 if match["n"] == "半" and "年" in match["unit"] else None
    number = chinese_number(match["n"]) if months is None else None
    unit = match["unit"]
    try:
        if months is not None:
            return add_months(anchor, months)
        if not number or number > 99:
            return None
        if "年" in unit:
            return add_months(anchor, number * 12 + (6 if match["half"] else 0))
        return add_months(anchor, number) if unit == "月" else anchor + timedelta(days=number - 1)
    except (ValueError, OverflowError):
        return None
