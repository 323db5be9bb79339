"""corpus.repair: damage is undone, what is not damaged stays, and every step can be taken back."""

from __future__ import annotations

import doctest
import importlib
import re
from pathlib import Path
from typing import Any

import pytest
from corpus_cases import cases, chengdu, chengdu_facts
from growth import assert_linear, repeated
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from opencc import OpenCC

import corpus.repair
from corpus.repair import Certainty, RepairedText, byte_shift, repair, replay

PINYIN_NOTE = re.compile(r"[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,7}[)）]")
PRIVATE = re.compile("[\ue000-\uf8ff]")
FOLDED = str.maketrans("！？；：，", "!?;:,")
MODULES = sorted(p.stem for p in Path(corpus.repair.__file__).parent.glob("*.py") if p.stem != "__init__")

QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# Pieces that wake every fixer, put together at random, and any character at all between them.
PIECES = (
    "發(fā)", "財(cai)", "(zhong)(zhong)", "(a)", "(TOD)", "?!藏熑螁挝唬菏", "學?;蛭宄菂^", "收??;", "??", "?", "\ufffd",
    "市委", "人民政府", "成都", "著力", "顯著", "濛陽", "發展", "對", "縣", "國務院", "一、", "（二）", "第三条", "\n", "\r\n",
    "\u3000\u3000", "\t", "\x00", "\u200b", "\u00a0", "\ufeff", "\ue47f", "\ue1a0", "責任單位：", "责任单位:", "，", "。", "；",
    "锛", "鏂囦欢", "æ–‡ä»¶", "Îļþ", "市**局", "&nbsp;", "\\n", "\\u3000", "。。", "，，", "[2023]12号", "战略新 兴", "- 3 -",
    "(", ")", "（", "）", "〔", "〕", "A", "z", "1", "%", "𠮷", "😀",
)  # fmt: skip
ANY_CHARACTER = st.text(st.characters(), max_size=3)  # lone surrogates and NUL too
DAMAGED = st.lists(st.one_of(st.sampled_from(PIECES), ANY_CHARACTER), max_size=16).map("".join)


def lose_first_byte(clean: str, at: int) -> str:
    """``clean`` as a page shows it whose GBK bytes lost the first byte of the character ``at``."""
    data = clean.encode("gbk")
    offset = len(clean[:at].encode("gbk"))
    damaged = data[:offset] + b"?" + data[offset + 1 :]
    return damaged.decode("gb18030", "replace").replace("\ufffd", "?")


def lose_two(clean: str, first: int, second: int) -> str:
    """As :func:`lose_first_byte`, back in step where the character ``second`` lost its second byte."""
    data = bytearray(clean.encode("gbk"))
    data[len(clean[:first].encode("gbk"))] = ord("?")
    data[len(clean[:second].encode("gbk")) + 1] = ord("?")
    return bytes(data).decode("gb18030", "replace").replace("\ufffd", "?")


def assert_sound(raw: str, repaired: RepairedText) -> None:
    """Steps replay; offsets are total and monotone; what no step touched is where it says it is."""
    assert replay(raw, repaired.steps) == repaired.text
    assert len(repaired.raw_starts) == len(repaired.raw_ends) == len(repaired.text)
    assert len(repaired.offsets) == len(repaired.text) + 1
    assert list(repaired.raw_starts) == sorted(repaired.raw_starts)
    assert list(repaired.raw_ends) == sorted(repaired.raw_ends)
    pairs = list(zip(repaired.raw_starts, repaired.raw_ends, strict=True))
    assert all(0 <= start <= end <= len(raw) for start, end in pairs)
    touched = [False] * len(raw)
    for step in repaired.steps:
        touched[step.raw_start : step.raw_end] = [True] * (step.raw_end - step.raw_start)
    kept = [i for i, (start, end) in enumerate(pairs) if not any(touched[start:end]) and end > start]
    assert [pairs[i] for i in kept] == [(j, j + 1) for j, hit in enumerate(touched) if not hit]
    assert all(repaired.text[i] == raw[pairs[i][0]] for i in kept)
    assert all(0 <= a < b <= len(repaired.text) for a, b in repaired.uncertain)


# --- the Chengdu policy ----------------------------------------------------------------------------------


def test_chengdu_has_no_damage_left() -> None:
    """The repaired Chengdu text holds no injected pinyin, no private use, no question mark, no page furniture."""
    text = chengdu()[2].text
    assert PINYIN_NOTE.findall(text) == []
    assert PRIVATE.findall(text) == []
    assert "?" not in text and "？" not in text and "\ufffd" not in text
    for furniture in ("扫描二维码", "返回顶部", "专 题", '"code"', "•"):
        assert furniture not in text


def test_chengdu_is_simplified_but_for_a_place_name() -> None:
    """Converted to Simplified once more, only 濛 of 濛阳站 would change, and it must not."""
    text = chengdu()[2].text
    again = OpenCC("t2s").convert(text)
    assert {a for a, b in zip(text, again, strict=True) if a != b} == {"濛"}


@pytest.mark.parametrize("sentence", chengdu_facts()["sentences"])
def test_chengdu_says_what_was_published(sentence: str) -> None:
    """A sentence checked by hand against the damaged bytes stands in the repaired text once."""
    assert chengdu()[2].text.count(sentence) == 1


@pytest.mark.parametrize("clause", chengdu_facts()["clauses"], ids=lambda clause: clause["number"])
def test_chengdu_unit_notes_are_exact(clause: dict[str, Any]) -> None:
    """Each of the ten unit notes reads, to the character, as a person deciphered it."""
    assert chengdu()[2].text.count(clause["note"]) == 1


def test_chengdu_marks_what_nobody_can_know_and_little_else() -> None:
    """The character lost outright behind 减半收 is marked uncertain, and at most three are."""
    repaired = chengdu()[2]
    marked = {i for start, end in repaired.uncertain for i in range(start, end)}
    lost = repaired.text.index("减半收") + 3
    assert lost in marked
    assert chengdu()[0].text[repaired.raw_starts[lost] : repaired.raw_ends[lost]] == "??"
    assert len(marked) <= 3


def test_chengdu_uncertain_steps_are_all_marked() -> None:
    """No step that calls itself uncertain leaves its characters unmarked."""
    repaired = chengdu()[2]
    for step in repaired.steps:
        if step.certainty is Certainty.UNCERTAIN:
            held = [i for i, at in enumerate(repaired.raw_starts) if step.raw_start <= at < step.raw_end]
            assert held and any(a <= held[0] < b for a, b in repaired.uncertain)
            assert step.note and step.before


def test_chengdu_replays_and_its_offsets_hold() -> None:
    """Replaying the steps gives the text, and every untouched character maps to itself in the raw file."""
    raw, _, repaired = chengdu()
    assert_sound(raw.text, repaired)
    assert len(repaired.steps) > 1000


def test_chengdu_quotes_map_back_to_the_raw_sentence() -> None:
    """The place of a repaired sentence in the raw file holds that sentence, damage and all."""
    raw, policy, repaired = chengdu()
    for quote, damaged in (
        ("推动轨道交通站点800米范围覆盖面超过65%", "推動軌道交通站點800米范圍覆蓋面超過65%"),
        ("着力构建多中心", "著力構(gòu)建多中心"),
        ("濛阳站", "濛陽站"),
        ("学校或五城区区属", "學?;蛭宄菂^區(qū)屬"),
        ("创新突破。〔责任单位：市规", "創(chuàng)新突破?!藏熑螁挝唬菏幸?"),
    ):
        start = repaired.text.index(quote)
        place = slice(policy.raw_starts[start], policy.raw_ends[start + len(quote) - 1])
        assert PINYIN_NOTE.sub("", raw.text[place]) == PINYIN_NOTE.sub("", damaged)


def test_chengdu_repaired_twice_is_repaired_once() -> None:
    """Repairing the repaired Chengdu text takes no step."""
    assert repair(chengdu()[2].text).steps == ()


# --- cases as data ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("repair/positive.json"))
def test_damage_is_undone(case: dict[str, str]) -> None:
    """Damaged text comes back as it was published, by steps that can be replayed."""
    assert case["original"] != case["repaired"]
    repaired = repair(case["original"])
    assert repaired.text == case["repaired"]
    assert_sound(case["original"], repaired)


@pytest.mark.parametrize("case", cases("repair/negative.json"))
def test_what_is_not_damaged_stays(case: dict[str, str]) -> None:
    """Text that is not damaged comes out as it went in, with no step taken."""
    assert case["original"] == case["repaired"]
    repaired = repair(case["original"])
    assert repaired.text == case["repaired"]
    assert repaired.steps == ()


SENTENCES = (
    "支持重点片区优化布局，引导人口和产业向重点片区集聚，加快打造功能完整的示范性片区单元。",
    "鼓励金融机构加大对小微企业的信贷支持力度，降低企业融资成本，对新增贷款给予贴息支持。",
    "各区县人民政府要加强组织领导，落实工作责任，确保各项政策措施落地见效并及时总结经验。",
)


@pytest.mark.parametrize("clean", SENTENCES)
@pytest.mark.parametrize("first", range(4, 12, 2))
def test_bytes_out_of_step_are_proven_inside_the_run(clean: str, first: int) -> None:
    """Wherever two bytes are lost, the characters between come back exactly; only the two are decided."""
    second = first + 9
    damaged = lose_two(clean, first, second)
    assert damaged[: first + 1] == clean[:first] + "?"
    text = repair(damaged).text
    assert text[:first] == clean[:first]
    assert text[first + 1 : second] == clean[first + 1 : second]
    assert text[second + 1 :] == clean[second + 1 :]


@pytest.mark.parametrize("clean", SENTENCES)
@pytest.mark.parametrize("at", range(4, 12, 2))
def test_a_traditional_page_comes_back_in_step_by_itself(clean: str, at: int) -> None:
    """One byte lost on a Traditional page: its ASCII trail bytes, or the end, stop the run; the rest is proven."""
    page = OpenCC("s2t").convert(clean)
    damaged = lose_first_byte(page, at)
    assert damaged != page
    text = OpenCC("t2s").convert(repair(damaged).text)
    assert text[:at] == clean[:at]
    assert text[at + 1 : -1] == clean[at + 1 : -1]


@pytest.mark.parametrize("clean", SENTENCES)
def test_a_character_that_lost_one_byte_is_mostly_found_and_never_called_certain(clean: str) -> None:
    """At least 8 of 10 characters that lost their first byte are found; none of them is passed off as certain."""
    right = 0
    places = range(4, 24, 2)
    for at in places:
        damaged = lose_two(clean, at, at + 8)
        repaired = repair(damaged)
        right += repaired.text[at] == clean[at]
        head = next(step for step in repaired.steps if step.fixer == "byte_shift")
        assert head.start == at and head.certainty is not Certainty.CERTAIN
    assert right >= 8


@pytest.mark.parametrize("folded", [False, True], ids=["as decoded", "stops folded"])
def test_the_unit_note_behind_a_lost_stop_comes_back(folded: bool) -> None:
    """The commonest damage, a stop that lost a byte before the unit note, gives stop, bracket and names back."""
    page = OpenCC("s2t").convert("市委支持合作共赢、创新突破。〔责任单位：市发改委、市住建局〕")
    damaged = lose_first_byte(page, page.index("。"))
    damaged = damaged.translate(FOLDED) if folded else damaged
    assert "責任" not in damaged
    assert repair(damaged).text == "市委支持合作共赢、创新突破。〔责任单位：市发改委、市住建局〕"


# --- properties ------------------------------------------------------------------------------------------


@QUICK
@given(DAMAGED)
@example("")
@example("\x00")
@example("?")
@example("\ufffd?")
@example("\ue000?\ue000")
def test_repair_is_total_and_accounts_for_itself(raw: str) -> None:
    """Any string is repaired, replays, and keeps sound offsets: NUL, private use, emoji, broken pieces."""
    assert_sound(raw, repair(raw))


@QUICK
@given(st.text(st.sampled_from("市财政局发展改革委员会支持企业补贴标准一二三、，。；：（）第条\n\u3000《》“”0123%"), max_size=80))
def test_plain_simplified_prose_takes_no_step(raw: str) -> None:
    """A string of Simplified characters and full-width stops, however senseless, is left alone."""
    raw = re.sub(r"([、，。；：])\1+", r"\1", raw)  # a doubled stop is damage
    repaired = repair(raw)
    assert repaired.text == raw
    assert repaired.steps == ()


@settings(QUICK, max_examples=40)
@given(st.integers(0, 9), st.integers(4, 13), st.sampled_from(SENTENCES))
def test_repairing_a_repaired_sentence_changes_nothing(sentence_end: int, at: int, clean: str) -> None:
    """After one repair of a sentence out of step, a second takes no step."""
    once = repair(lose_two(clean, at, at + 4 + sentence_end)).text
    assert repair(once).steps == ()


@settings(QUICK, max_examples=300)
@given(DAMAGED)
@example("•  扫一扫")
@example("•  •  一")
@example("扫一扫\x0c??一")
@example("在,在,在,在,在,?(fā)發(fā)")
def test_repair_is_idempotent_on_any_string(raw: str) -> None:
    """Repairing a repaired text changes nothing, whatever the text."""
    once = repair(raw).text
    assert repair(once).text == once


@pytest.mark.parametrize(("longest", "length"), [(51, 1000), (100, 3000), (1000, 20_000)])
def test_a_stretch_read_in_pieces_is_edited_once(monkeypatch: pytest.MonkeyPatch, longest: int, length: int) -> None:
    """Pieces of a stretch too long to be read at once overlap at their ends; their edits do not."""
    monkeypatch.setattr(byte_shift, "_LONGEST", longest)
    raw = "?藏熑螁" * (length // 4)
    assert_sound(raw, repair(raw))


@pytest.mark.parametrize("pattern", ["?", "(", "?("])
def test_a_text_of_marks_alone_is_no_burden(pattern: str) -> None:
    """A text of question marks or brackets alone stays, and its time grows with it, not with its square."""
    assert_linear(lambda raw: repair(raw).text == raw or pytest.fail("changed"), repeated(pattern), 300_000)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_hold(name: str) -> None:
    """Every example in a docstring of corpus.repair is true."""
    result = doctest.testmod(importlib.import_module(f"corpus.repair.{name}"))
    assert result.failed == 0
