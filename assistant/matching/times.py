"""Stretches of time in a condition (时间要求): windows, printed days, the years of the epidemic."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache

from assistant.matching.descriptions import window_in
from assistant.matching.profile import Profile
from assistant.matching.three_valued import Truth
from corpus.numerals import find_dates


class Unread(Enum):
    """The words are no stretch of time."""

    NOT_A_TIME = 0


NOT_A_TIME = Unread.NOT_A_TIME


def time_holds(text: str, profile: Profile, issued: date | None, as_of: date) -> Truth | Unread:
    """Whether a stretch of time holds: a printed day is compared with the day of the check, 疫情期间 with the day of issue.

    ``NOT_A_TIME`` where the words name no time that is understood.
    """
    if len(text) >= _NAMED_TIME and any(s.holds and not s.planned and text in s.words for s in profile.statements):
        return True  # 2024年一季度: said of just that time
    window = window_in(text)
    if window is not None:
        told = _told_within(profile, *window)
        if told is not Unread.NOT_A_TIME:
            return told
        return True if window[0] <= as_of <= window[1] else (False if as_of < window[0] else None)
    days = _days(text)
    alone = len(re.sub(r"[\d年月日]|[（(].*?[）)]", "", text)) <= _LEFT_OF_A_TIME
    if alone and len(days) == 1 and re.search(r"前$|前[，的]?$|之前|截止|^(?:截?至)\d", text):
        told = _told_within(profile, date.min, days[0])
        vague = as_of > days[0] and any(s.holds and _SOMETIME.search(s.words) for s in profile.statements)
        return told if told is not Unread.NOT_A_TIME else None if vague else as_of <= days[0]
    if alone and len(days) == 1 and re.search(r"^自|起|以后|之后|以来", text):
        told = _told_within(profile, days[0], date.max)
        return told if told is not Unread.NOT_A_TIME else as_of >= days[0] or None
    started = re.match(r"自(\d{4})年起$", text)
    if started:
        return as_of.year >= int(started[1])
    if re.fullmatch(r"(?:在)?.{0,8}(?:疫情)(?:防控)?期间", text) and issued is not None:
        return True if 0 <= (as_of - issued).days <= 366 else None
    if EPIDEMIC.fullmatch(text) and issued is None:  # of a text without a date: the years of the epidemic
        return True if _EPIDEMIC_BEGAN <= as_of <= _EPIDEMIC_ENDED else None
    return NOT_A_TIME


def _told_within(profile: Profile, first: date, last: date) -> Truth | Unread:
    """Whether what somebody did lies within a stretch of days: one of his days surely does, or none can."""
    told = [days for s in profile.statements if s.holds and not _BIRTH.search(s.words) and (days := _days_of(s.words))]
    if not told:
        return NOT_A_TIME
    if any(all(first <= begin and end <= last for begin, end in days) for days in told):
        return True
    # A year that is named may be that of anything; a day or a month is of what was done.
    exact = all(end - begin <= _A_MONTH for days in told for begin, end in days)
    return None if not exact or any(begin <= last and end >= first for days in told for begin, end in days) else False


_SOMETIME = re.compile(r"[上下]半年|年初|年中|春节|节前|节后|那年|当时")
_ABOUT_THEN = re.compile(r"月底[^，]{0,4}月初|前后|左右|那几天|大概|大约")
_LEFT_OF_A_TIME = 6  # characters besides the day; more of them say what is done then
_NAMED_TIME = 5  # characters
EPIDEMIC = re.compile(r"(?:在|至)?.{0,8}疫情(?:防控)?(?:期间|结束(?:后.{1,5}个?[月年](?:之?内)?|前|为止)?)")
_EPIDEMIC_BEGAN, _EPIDEMIC_ENDED = date(2020, 1, 20), date(2023, 1, 8)
_BIRTH = re.compile(r"成立|注册|创办|开业|毕业|出生")


@lru_cache(maxsize=65536)
def _days_of(text: str) -> tuple[tuple[date, date], ...]:
    """First and last day of each time that a statement names: a day, or a month of a year."""
    days = [(day, day) for day in _days(text)]
    if not days:
        for year, month in re.findall(r"((?:19|20)\d{2})年(\d{1,2})月", text):
            if 1 <= int(month) <= 12:
                days.append((date(int(year), int(month), 1), date(int(year), int(month), monthrange(int(year), int(month))[1])))
    if not days and _PAST_YEAR.search(text):
        days = [(date(int(year), 1, 1), date(int(year), 12, 31)) for year in _PAST_YEAR.findall(text)]
    if _ABOUT_THEN.search(text):
        days = [(first - _A_MONTH, last + _A_MONTH) for first, last in days]
    return tuple(days)


_A_MONTH = timedelta(days=31)
_PAST_YEAR = re.compile(r"((?:19|20)\d{2})年(?!度?(?:以来|起))")


@lru_cache(maxsize=65536)
def _days(text: str) -> tuple[date, ...]:
    return tuple(day for _, _, day in find_dates(text))
