"""corpus.numerals: numbers and dates as documents write them, with cn2an as the oracle."""

from __future__ import annotations

import doctest
import random
from datetime import date, timedelta

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import numerals as numerals_module
from corpus.numerals import add_months, chinese_number, find_dates, to_chinese

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
DIGITS = "〇一二三四五六七八九"


def only_date(text: str) -> date:
    """The one date of a text."""
    ((_, _, found),) = find_dates(text)
    return found


def in_digits(year: int) -> str:
    """2025 → 二〇二五."""
    return "".join(DIGITS[int(d)] for d in str(year))


# --- numbers ---------------------------------------------------------------------------------------------


def test_numbers_to_99999_read_as_cn2an_writes_them() -> None:
    """Of 1 to 99,999, each number up to 1,000 and 3,000 sampled ones read back as the number cn2an wrote."""
    sampled = [*range(1, 1001), *random.Random(20261123).sample(range(1001, 100_000), 3000)]
    assert [n for n in sampled if chinese_number(cn2an.an2cn(n)) != n] == []


def test_numbers_read_as_cn2an_reads_them() -> None:
    """Of the words documents use, ours and cn2an's reading agree."""
    for word in ("十", "十二", "二十", "一百零五", "一千零一十", "三千五百万", "两千", "一亿二千万", "二〇二五", "一九九〇"):
        assert chinese_number(word) == cn2an.cn2an(word, "smart")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("廿一", 21), ("卅", 30), ("○", 0), ("零", 0), ("12", 12), (" 12 ", 12), ("007", 7), ("十亿", 1_000_000_000),
        ("一万亿", 1_000_000_000_000), ("三亿零五万", 300_050_000), ("百", 100), ("二零二五", 2025),
    ],
)  # fmt: skip
def test_numbers_cn2an_does_not_know(text: str, number: int) -> None:
    """Old forms, bare units, large numbers and ASCII digits have their value."""
    assert chinese_number(text) == number


@pytest.mark.parametrize("text", ["", " ", "甲", "一甲", "½", "①", "²", "-1", "1.5", "3万", "一、", "第一", "百分之五"])
def test_what_is_no_whole_number_is_none(text: str) -> None:
    """Anything but a whole number in one script gives None, never a part of it and never an error."""
    assert chinese_number(text) is None


@given(st.text(max_size=12))
def test_any_text_is_a_number_or_none(text: str) -> None:
    """Reading a number never raises and never gives a negative one."""
    number = chinese_number(text)
    assert number is None or number >= 0


@given(st.integers(1, 99))
def test_clause_numbers_are_written_and_read_back(number: int) -> None:
    """1 to 99 are written as clause numbers are, as cn2an writes them, and read back."""
    written = to_chinese(number)
    assert chinese_number(written) == number
    expected = cn2an.an2cn(number)
    assert written == (expected.removeprefix("一") if 10 <= number < 20 else expected)


@pytest.mark.parametrize("number", [0, -1, 100, 1000])
def test_no_clause_number_outside_1_to_99(number: int) -> None:
    """Outside 1 to 99 there is no clause number, and the error says which number was asked."""
    with pytest.raises(ValueError, match=str(number)):
        to_chinese(number)


def test_a_percentage_is_read_without_its_百分之() -> None:
    """百分之六十五 is 65: what follows 百分之 reads as a number for all of 1 to 100."""
    for n in range(1, 101):
        assert chinese_number(cn2an.an2cn(n)) == n
    assert chinese_number("百分之六十五".removeprefix("百分之")) == 65


# --- dates -----------------------------------------------------------------------------------------------


@given(DAYS)
def test_every_day_is_read_in_every_writing(on: date) -> None:
    """Each day is read from digits, dashes, dots, slashes and Chinese numerals alike."""
    y, m, d = on.year, on.month, on.day
    for text in (
        f"{y}年{m}月{d}日", f"{y}年{m:02}月{d:02}日", f"{y}-{m:02}-{d:02}", f"{y}.{m}.{d}", f"{y}/{m}/{d}", f"{y} 年 {m} 月 {d} 日",
        f"{in_digits(y)}年{to_chinese(m)}月{to_chinese(d)}日",
        f"{in_digits(y).replace('〇', '○')}年{to_chinese(m)}月{to_chinese(d)}日",
        f"{in_digits(y).replace('〇', '零')}年{to_chinese(m)}月{to_chinese(d)}日",
    ):  # fmt: skip
        assert only_date(f"自{text}起施行") == on


@given(DAYS)
def test_the_place_of_a_date_is_its_text(on: date) -> None:
    """The span of a date found in prose is the date and nothing else."""
    written = f"{on.year}年{on.month}月{on.day}日"
    ((start, end, found),) = find_dates(f"有效期至{written}。")
    assert f"有效期至{written}。"[start:end] == written
    assert found == on


@pytest.mark.parametrize(
    "text",
    [
        "2025年2月29日", "2025年2月30日", "2025年13月1日", "2025年0月1日", "2025年12月32日", "0000年1月1日", "2025年4月31日", "2023年2月",
        "二月九日", "10:40:53", "13800138000", "1.2.3", "二〇二五年廿月一日", "国发〔2019〕3号", "第三十一条",
    ],
)  # fmt: skip
def test_an_impossible_date_is_no_date(text: str) -> None:
    """A day the calendar does not have is left out, not moved to the next, and numbers that are no date are none."""
    assert find_dates(text) == []


def test_a_leap_day_is_a_date_in_leap_years_only() -> None:
    """29 February exists in 2024 and 2000, not in 2023 and 1900."""
    assert only_date("2024年2月29日") == date(2024, 2, 29)
    assert only_date("二〇〇〇年二月二十九日") == date(2000, 2, 29)
    assert find_dates("2023年2月29日") == find_dates("1900年2月29日") == []


def test_dates_come_in_order_and_do_not_overlap() -> None:
    """Several dates of a sentence are found in reading order, the impossible one between them left out."""
    found = find_dates("自2023年3月1日起施行，2024年2月30日无效，有效期至二〇二五年十二月三十一日。")
    assert [d for _, _, d in found] == [date(2023, 3, 1), date(2025, 12, 31)]
    assert found[0][1] <= found[1][0]


def test_a_time_behind_a_date_does_not_spoil_it() -> None:
    """2023-02-10 10:40:53 is the tenth of February."""
    assert only_date("2023-02-10 10:40:53") == date(2023, 2, 10)


@given(st.text(max_size=40))
def test_any_text_is_searched_for_dates(text: str) -> None:
    """Looking for dates never raises, and every place found is inside the text."""
    assert all(0 <= start < end <= len(text) for start, end, _ in find_dates(text))


# --- terms -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2020, 3, 1), 12, date(2021, 2, 28)),
        (date(2023, 2, 9), 36, date(2026, 2, 8)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 28)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2023, 1, 1), 3, date(2023, 3, 31)),
        (date(2023, 12, 1), 1, date(2023, 12, 31)),
        (date(2023, 1, 1), 12, date(2023, 12, 31)),
    ],
)
def test_a_term_ends_on_its_last_day(start: date, months: int, last: date) -> None:
    """A term of months ends the day before the same day of the month, or with the month that lacks it."""
    assert add_months(start, months) == last


@given(DAYS, st.integers(1, 600))
def test_a_term_is_never_longer_than_its_months(start: date, months: int) -> None:
    """A term lasts at least 28 and at most 31 days a month, and one month more never ends earlier."""
    last = add_months(start, months)
    assert timedelta(28 * months - 1) <= last - start <= timedelta(31 * months - 1)
    assert add_months(start, months + 1) > last


def test_a_term_beyond_the_calendar_is_refused() -> None:
    """A term that ends after the year 9999 raises ValueError and nothing else."""
    with pytest.raises(ValueError, match=r"9999|year"):
        add_months(date(9999, 6, 1), 24)


def test_the_examples_in_the_docstrings_hold() -> None:
    """Every example in a docstring of corpus.numerals is true."""
    result = doctest.testmod(numerals_module)
    assert result.attempted > 0
    assert result.failed == 0
