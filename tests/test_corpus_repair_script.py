"""corpus.repair.script: what was turned into Traditional comes back, what is Traditional by right stays."""

from __future__ import annotations

import doctest
import itertools
import json
import random
from pathlib import Path

import pytest
from corpus_cases import SHARED
from growth import assert_linear, repeated
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from corpus.reading import read_document
from corpus.repair import Certainty, RepairOptions, repair, replay, script_region
from corpus.repair.engine import Script
from corpus.repair.records import apply_edits
from corpus.repair.script import simplify_everything, simplify_mainland
from corpus.repair.script_region import mainland_signs
from corpus.repair.script_tables import CHARACTER_TABLE, ONLY_SIMPLIFIED, TAIWAN_WORDS
from corpus.repair.simplified import to_simplified

STATUTES = SHARED / "statutes" / "statutes.jsonl"
POLICIES = SHARED / "policies"
needs_statutes = pytest.mark.skipif(not STATUTES.exists(), reason=f"the shared statutes are not at {STATUTES}")
needs_policies = pytest.mark.skipif(not POLICIES.is_dir(), reason=f"the shared policies are not at {POLICIES}")
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

NOTICE = (
    "各区县人民政府，市政府各部门：\n"
    "为贯彻落实国务院关于支持企业发展的决策部署，现就有关事项通知如下。\n"
    "一、强化组织领导。各部门要着力解决企业反映的突出问题，干部要深入基层，随后报送工作计划。\n"
    "二、优化服务。对符合条件的项目，在信息系统中办理，程序从简；审核后予以公示，余额结转下年。\n"
    "三、加强监督。征求意见应当公开，复核结果及时答复，不得借故拖延，著名商标专著目录另行发布。\n"
    "（责任单位：市发展改革委、市财政局，各区县人民政府）"
)
PIECES = (
    "後", "馀", "於", "乾", "乾隆", "著", "著力", "專著", "徵", "瞭", "瞭望", "藉", "狼藉", "覆", "像", "座", "國務院", "資訊", "程式", "執行",
    "網際網路", "使用者", "人民政府", "行政院", "臺北", "憲報", "繁體", "《", "》", "“", "”", "「", "」", "。", "\n", " ", "企业发展", "企業發展",
    "鱀", "昇", "堃", "甚麼", "\ud800", "\x00", "𠮷", "台湾", "的", "國", "国",
)  # fmt: skip
STRINGS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=2)), max_size=30).map("".join)


def repaired(text: str) -> str:
    """``text`` after the script fixer alone."""
    return apply_edits(text, simplify_mainland(text))


# --- the characters and words as data --------------------------------------------------------------------


def test_the_table_agrees_with_opencc() -> None:
    """A character of the table has the Simplified form that OpenCC gives it, or OpenCC has none."""
    convert = OpenCC("t2s").convert
    differing = {chr(code) for code, plain in CHARACTER_TABLE.items() if convert(chr(code)) not in (plain, chr(code))}
    assert differing <= set("噁賬賙糰繐")
    assert all(len(plain) == 1 and plain < "\U00010000" for plain in CHARACTER_TABLE.values())
    assert not {ord(character) for character in ONLY_SIMPLIFIED} & set(CHARACTER_TABLE)


def test_what_opencc_writes_in_traditional_is_known() -> None:
    """Every character that a conversion of a mainland notice brings is in the table or has a rule."""
    for config in ("s2t", "s2tw", "s2hk"):
        assert to_simplified(OpenCC(config).convert(NOTICE)) == NOTICE


def test_taiwan_words_are_simplified_and_differ_from_ours() -> None:
    """Words are kept in Simplified characters, and none is its own translation."""
    for word, ours in TAIWAN_WORDS.items():
        assert to_simplified(word) == word and ours and word not in ours


@given(st.text())
@example("\ud800國\udfff")
@example("鱀鮡噁二噁英")
def test_to_simplified_keeps_every_place(text: str) -> None:
    """Search and citation count characters: the length stays, whatever the string, and once is enough."""
    once = to_simplified(text)
    assert len(once) == len(text)
    assert to_simplified(once) == once


# --- documents ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("config", ["s2t", "s2tw", "s2hk", "s2twp"])
def test_a_notice_comes_back_from_every_conversion(config: str) -> None:
    """A short notice converted as a whole comes back to the character."""
    raw = OpenCC(config).convert(NOTICE)
    assert raw != NOTICE
    assert repaired(raw) == NOTICE


@pytest.mark.parametrize("line", range(1, 5))
def test_a_paragraph_comes_back(line: int) -> None:
    """One paragraph of a Simplified notice pasted from a Traditional page comes back."""
    lines = NOTICE.split("\n")
    lines[line] = OpenCC("s2t").convert(lines[line])
    assert repaired("\n".join(lines)) == NOTICE


@pytest.mark.parametrize("seed", range(8))
def test_single_characters_come_back(seed: int) -> None:
    """One convertible character in six, anywhere, comes back."""
    converted = OpenCC("s2t").convert(NOTICE)
    rng = random.Random(seed)
    raw = "".join(b if rng.random() < 0.16 else a for a, b in zip(NOTICE, converted, strict=True))
    assert repaired(raw) == NOTICE


def test_steps_say_how_they_know() -> None:
    """One form is certain; what a word decides is likely; what the model decides carries its margin."""
    raw = OpenCC("s2twp").convert(NOTICE)
    edits = simplify_mainland(raw)
    assert {edit.certainty for edit in edits} <= {Certainty.CERTAIN, Certainty.LIKELY}
    assert all(edit.note for edit in edits)
    words = [edit for edit in edits if "台湾用词" in edit.note]
    assert words and all(edit.margin is not None and edit.margin > 0 for edit in words)
    assert all(edit.margin is None for edit in edits if edit.certainty is Certainty.CERTAIN)


def test_a_word_of_another_length_maps_to_its_own_characters() -> None:
    """網際網路 is four characters and 互联网 three: what follows is not displaced."""
    raw = "國務院有關部門支援建設網際網路資訊平臺，推廣軟體專案，提升伺服器品質。"
    result = repair(raw)
    assert "互联网信息平台" in result.text
    at = result.text.index("平台")
    assert raw[result.raw_starts[at] : result.raw_ends[at + 1]] == "平臺"
    at = result.text.index("互联网")
    assert raw[result.raw_starts[at] : result.raw_ends[at + 2]] == "網際網路"
    assert replay(raw, result.steps) == result.text


def test_two_words_as_likely_are_a_proposal() -> None:
    """Where the model cannot tell 运行 from 执行 the step says so and keeps the other."""
    edits = [
        edit
        for row in (OpenCC("s2twp").convert(t) for t in (NOTICE, NOTICE.replace("程序从简", "设备运行正常并按程序执行")))
        for edit in simplify_mainland(row)
        if edit.certainty is Certainty.UNCERTAIN
    ]
    assert all(edit.alternatives and edit.margin is not None and abs(edit.margin) <= 3 for edit in edits)


def test_options_decide_about_genuine_documents() -> None:
    """A Taiwan text stays, becomes Simplified when asked for, and is not looked at when asked to keep."""
    raw = "第 3 條\n主管機關得委託經濟部辦理；其辦法，由行政院定之，違反者處新臺幣三萬元罰鍰。"
    assert repair(raw).steps == ()
    assert repair(raw, RepairOptions(script=Script.KEEP)).text == raw
    simplified = repair(raw, RepairOptions(script=Script.SIMPLIFIED))
    assert "主管机关得委托经济部办理" in simplified.text and "新台币" in simplified.text
    assert repair(simplified.text, RepairOptions(script=Script.SIMPLIFIED)).steps == ()
    assert repair(OpenCC("s2t").convert(NOTICE), RepairOptions(script=Script.KEEP)).text != NOTICE


def test_signs_speak_for_the_right_side() -> None:
    """Mainland signs are positive, those of Taiwan, Hong Kong and Macao negative, and nothing is nothing."""
    for text, sign in (("人民政府〔2023〕5號", 1), ("行政院新臺幣", -1), ("局長可藉憲報公告", -1), ("第4/2007號行政法規", -1), ("企業", 0)):
        found = mainland_signs(text, to_simplified(text))
        assert (found > 0) - (found < 0) == sign


# --- the shared documents --------------------------------------------------------------------------------


@needs_statutes
def test_no_statute_is_touched() -> None:
    """A thousand statutes, six million characters, and not one edit."""
    for row in STATUTES.read_text(encoding="utf-8").splitlines():
        assert simplify_mainland(json.loads(row)["text"]) == []


@needs_policies
def test_policies_change_only_in_the_two_characters_that_slipped_in() -> None:
    """In the shared policies only 後 and 馀, visible in 032–050, are changed; Taiwan's documents are not."""
    changed: dict[str, set[tuple[str, str]]] = {}
    for path in sorted([*POLICIES.glob("*.txt"), *POLICIES.glob("*.json"), *POLICIES.glob("*.html")]):
        text = read_document(path).text
        found = {(text[edit.start : edit.end], edit.after) for edit in simplify_mainland(text)}
        if found:
            changed[path.name[:3]] = found
    assert set(changed) == {"032", "034", "036", "047", "049", "050"}
    assert set().union(*changed.values()) == {("後", "后"), ("馀", "余")}


@needs_statutes
@pytest.mark.parametrize("config", ["s2t", "s2tw", "s2hk"])
def test_converted_statutes_come_back(config: str) -> None:
    """Of 25 statutes converted as a whole, 99.5 % of the changed characters come back, 999 of 1,000 edits right."""
    rows = [json.loads(row)["text"] for row in STATUTES.read_text(encoding="utf-8").splitlines()]
    damaged = restored = wrong = 0
    for text in random.Random(3).sample(rows, 25):
        raw = OpenCC(config).convert(text)
        if len(raw) != len(text):
            continue
        out = repaired(raw)
        if len(out) != len(text):
            wrong += 1
            continue
        damaged += sum(a != b for a, b in zip(text, raw, strict=True))
        restored += sum(a == c != b for a, b, c in zip(text, raw, out, strict=True))
        wrong += sum(a != c != b for a, b, c in zip(text, raw, out, strict=True))
        assert simplify_mainland(out) == []
    assert restored >= 0.995 * damaged > 10_000
    assert wrong <= 0.001 * damaged


# --- properties ------------------------------------------------------------------------------------------


@QUICK
@given(STRINGS)
@example("")
@example("國\ud800後")
@example("於单")
@example("《國務院》")
def test_edits_are_sound_and_leave_nothing_to_do(text: str) -> None:
    """On any string: edits are sorted, real and aligned, one a run; a second look at the result changes nothing."""
    edits = simplify_mainland(text)
    for edit in edits:
        assert 0 <= edit.start < edit.end <= len(text) and edit.after != text[edit.start : edit.end]
        if edit.alignment:
            assert len(edit.alignment) == len(edit.after)
            assert all(0 <= low < high <= edit.end - edit.start for low, high in edit.alignment)
        else:
            assert len(edit.after) == edit.end - edit.start
    for left, right in itertools.pairwise(edits):
        assert left.end <= right.start
        touching = left.end == right.start
        assert not touching or Certainty.UNCERTAIN in (left.certainty, right.certainty)
    text = apply_edits(text, edits)
    for _ in range(3):
        text = repaired(text)
    assert simplify_mainland(text) == []


@QUICK
@given(STRINGS)
def test_everything_leaves_no_traditional_character(text: str) -> None:
    """Asked for Simplified, nothing is left that ``to_simplified`` would still change."""
    assert apply_edits(text, simplify_everything(text)) == to_simplified(text)


@pytest.mark.parametrize(
    ("unit", "end"), [(NOTICE, ""), ("於", ""), ("《後》", ""), ("資訊執行", ""), ("“", "後"), ("像座覆後國", "")],
    ids=["clean", "one of both", "quoted", "words", "open quotes", "odd ones"],
)  # fmt: skip
def test_time_is_linear(unit: str, end: str) -> None:
    """The time grows with a text, clean or made to resist, not with its square."""
    assert_linear(simplify_mainland, lambda size: repeated(unit)(size) + end, 100_000)


def test_the_module_is_cheap_to_import() -> None:
    """No dictionary is opened at import: OpenCC is loaded with the first Traditional character."""
    source = Path(simplify_mainland.__code__.co_filename).read_text(encoding="utf-8")
    assert "\nfrom opencc" not in source and "\nimport opencc" not in source


def test_the_example_of_the_signs_holds() -> None:
    """The example in the docstring of ``script_region`` is true."""
    assert doctest.testmod(script_region).failed == 0
