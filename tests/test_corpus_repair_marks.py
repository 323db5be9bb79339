"""corpus.repair.invisible, escapes, stops and marks: blanks, escapes, stops, brackets and bullets, each by its own evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from growth import assert_linear, repeated
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.repair.escapes import decode_entities, decode_escapes
from corpus.repair.invisible import drop_invisible
from corpus.repair.marks import drop_bullets, fold_wide, mend_year_brackets
from corpus.repair.records import Edit, apply_edits
from corpus.repair.stops import drop_doubled_stops, unfold_stops

Find = Callable[[str], Sequence[Edit]]
FIXERS: tuple[Find, ...] = (
    decode_escapes, decode_entities, drop_invisible, drop_bullets, drop_doubled_stops, unfold_stops, fold_wide,
    mend_year_brackets,
)  # fmt: skip


def fixed(find: Find, text: str) -> str:
    return apply_edits(text, find(text))


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("第一条\u00a0为了", "第一条 为了"),
        ("战略新\u00a0\u00a0兴产业", "战略新兴产业"),
        ("附\u00a0\u00a0则", "附  则"),
        ("\u00a0\u00a0\u00a0\u00a0一、总则\n\u00a0\u00a0\u00a0\u00a0二、分则", "\u3000\u3000一、总则\n\u3000\u3000二、分则"),
        ("一、总则\n二、分则\n\u00a0\u00a0三、附则", "一、总则\n二、分则\n三、附则"),
        ("甲\x0c乙\x0b丙", "甲\n乙\n丙"),
        ("æ\x94¿ç\xad\x96", "æ\x94¿ç\xad\x96"),  # UTF-8 read as Latin-1: the controls are bytes
        ("👨\u200d👩", "👨\u200d👩"),
    ],
)
def test_invisible(raw: str, clean: str) -> None:
    """Typographic blanks and marks go; bytes of another encoding and joined emoji stay."""
    assert fixed(drop_invisible, raw) == clean


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("&lt;&#60;&#x3C;", "<<<"),
        ("&amp;amp;nbsp;甲", "\u00a0甲"),
        ("R&amp;D", "R&D"),
        ("&#xD800;&#0;&unknown;", "&#xD800;&#0;&unknown;"),
        ("http://a.cn?x=1&lt=2&nbsp=3", "http://a.cn?x=1&lt=2&nbsp=3"),
    ],
)
def test_entities(raw: str, clean: str) -> None:
    """Entities of the standard are decoded, however often escaped; parameters and unknown names stay."""
    assert fixed(decode_entities, raw) == clean


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        (r"\u4e2d文", "中文"),
        (r"\ud842\udfb7野家", "𠮷野家"),
        (r"\ud842野家", r"\ud842野家"),
        (r"一\n二\r\n三", "一\n二\n三"),
        (r"只有一处\n不算", r"只有一处\n不算"),
        (r"C:\new\temp 和 \nu \times", r"C:\new\temp 和 \nu \times"),
    ],
)
def test_escapes(raw: str, clean: str) -> None:
    """Escapes are decoded where the document shows several or a Chinese character; paths and LaTeX stay."""
    assert fixed(decode_escapes, raw) == clean


@pytest.mark.parametrize("opening_closing", ["[]", "()", "（）", "［］", "【】"])
def test_year_brackets(opening_closing: str) -> None:
    """Whatever brackets hold the year of a document number become 〔〕."""
    opening, closing = opening_closing
    assert fixed(mend_year_brackets, f"国办发{opening}2023{closing}12号") == "国办发〔2023〕12号"


def test_a_habit_or_a_slip_is_no_folding() -> None:
    """Colons half-width throughout, or one comma among many, stay; both kinds among full-width ones go."""
    habit = "有下列情形之一的:\n（一）甲，乙；\n（二）丙，丁。\n" * 6
    slip = "对企业给予补贴，由市财政局负责。" * 20 + "按照规定,予以公告。"
    assert unfold_stops(habit) == [] and unfold_stops(slip) == []
    folded = "对企业给予补贴,由市财政局负责;不得挪用，违反规定的；依法处理。" * 4
    assert "," not in fixed(unfold_stops, folded) and ";" not in fixed(unfold_stops, folded)


def test_what_is_half_width_by_nature_stays() -> None:
    """Thousands, times, addresses, English and (TOD) in a folded document keep their stops."""
    raw = "为了发展,给予企业,补助,共1,000家,时间10:30,网址http://a.cn,按(TOD)模式,执行;A, B and C:"
    text = fixed(unfold_stops, raw)
    for kept in ("1,000", "10:30", "http://", "A, B and C:"):
        assert kept in text
    assert "发展，给予企业，补助，共" in text


def test_brackets_of_two_widths() -> None:
    """Nested pairs are matched; the 1) of a list is no closing bracket."""
    assert fixed(unfold_stops, "（责任单位：市委组织部（市委人才办)、市人社局）") == "（责任单位：市委组织部（市委人才办）、市人社局）"
    assert unfold_stops("（见1)条）") == []


PIECES = ("&nbsp;", "&amp;", "&#20013;", "\\n", "\\u4e2d", "\\", "&", "\u00a0", "\u200b", "\r\n", "。", "，", ",", ";", "(", ")", "（", "）", "１２", "12", "A",
          "国发[2023]1号", "• 文号：", "市财政局", "发展", " ", "\n", "：", ":")  # fmt: skip


@pytest.mark.parametrize("find", FIXERS, ids=lambda find: find.__name__)
@settings(max_examples=120, deadline=None)
@given(raw=st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
def test_each_fixer_comes_to_rest(find: Find, raw: str) -> None:
    """Applied to its own output a fixer finds nothing after a few rounds."""
    for _ in range(6):
        edits = find(raw)
        if not edits:
            return
        raw = apply_edits(raw, edits)
    assert find(raw) == []


@pytest.mark.parametrize("pattern", ["(", "（)", "&", "&amp;", "\\", "\\u", " a", "\u00a0", "。", "，,", "[2023]"])
def test_linear(pattern: str) -> None:
    """The time of all fixers together grows with a text of one mark again and again, not with its square."""
    assert_linear(lambda raw: [find(raw) for find in FIXERS], repeated(pattern), 150_000)
