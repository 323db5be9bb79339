"""文本修复对照: the two texts lined up, on the terminal and in HTML; the browser's part is in `test_ui_repair_page.py`.

The repair engine has its own tests; here repairs are made of records, but for the Chengdu file.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from growth import assert_linear
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from corpus.errors import BadInput, NotReady, PolicyNotFound, ZhengceError
from corpus.repair import Certainty, Irreparable, RepairedText, Step, repair
from corpus.repair.records import Edit, apply_edits, carry_offsets
from ui.repair_comparison import Change, Comparison, compare, visible
from ui.repair_view import TRIED, Look, RepairView, note_html, parse_look, repair_html
from ui.terminal import Paint, repair_report, repair_verdict

ROOT = Path(__file__).resolve().parent.parent
PLAIN = Paint(colour=False)
CERTAIN, LIKELY, UNCERTAIN = Certainty.CERTAIN, Certainty.LIKELY, Certainty.UNCERTAIN

EVIL = '<script>window.evil=1</script><img src="http://evil.example/x" onerror="window.evil=2"></div>'
EVIL_MARKDOWN = "[点我](javascript:window.evil=3)\n\n- ![图](http://evil.example/y) `码` \u202e倒写\x1b[31m\x9b31m"
TAGS = {
    "div", "p", "span", "button", "h2", "h3", "ul", "li", "del", "ins", "br", "strong", "details", "summary",
}  # fmt: skip
ATTRIBUTES = {"class", "id", "type", "value", "hidden", "disabled"}


# ---- repairs made of records ------------------------------------------------------------------------


def made(raw: str, *passes: tuple[str, Sequence[Edit]], lost: Sequence[Irreparable] = ()) -> RepairedText:
    """The repair of ``raw`` by the given edits, each pass in positions of the text before it."""
    text, starts, ends = raw, list(range(len(raw))), list(range(1, len(raw) + 1))
    steps: list[Step] = []
    for number, (fixer, edits) in enumerate(passes):
        for edit in edits:
            low = starts[edit.start] if edit.start < len(starts) else len(raw)
            high = ends[edit.end - 1] if edit.end > edit.start else low
            steps.append(
                Step(number, fixer, edit.start, edit.end, low, high, text[edit.start : edit.end], edit.after,
                     edit.certainty, edit.note, edit.alternatives, edit.margin)
            )  # fmt: skip
        starts, ends = carry_offsets(edits, starts, ends, len(raw))
        text = apply_edits(text, edits)
    return RepairedText(text, tuple(steps), tuple(starts), tuple(ends), (), tuple(lost))


def at(raw: str, old: str, new: str, certainty: Certainty = CERTAIN, **more: Any) -> Edit:
    """The edit that turns the first ``old`` of ``raw`` into ``new``."""
    start = raw.index(old)
    return Edit(start, start + len(old), new, certainty, **more)


RAW = "標題\n第一行發(fā)展\n沒有\n專 欄\n丁戊己市?局。\n"
REPAIRED = made(
    RAW,
    ("byte_shift", [at(RAW, "?", "財", UNCERTAIN, note="丢失一个字节", alternatives=("教", "發"), margin=0.4)]),
    ("pinyin", [at(RAW, "(fā)", "", note="注入的拼音")]),
    ("furniture", [Edit(RAW.index("專") - 4, RAW.index("專"), "", LIKELY, note="网页栏目")]),
    lost=[Irreparable("masked", 0, 2, "原字被星号代替")],
)


def lines(comparison: Comparison, **more: Any) -> str:
    """What the terminal shows, without colour."""
    return "\n".join(repair_report("文件.txt", comparison, PLAIN, **more))


def check_sound(raw: str, repaired: RepairedText) -> Comparison:
    """Rows and pieces together are both texts in full, and every difference is the work of a step."""
    comparison = compare(raw, repaired)
    assert "".join(raw[row.raw_start : row.raw_end] for row in comparison.rows) == raw
    assert "".join(repaired.text[row.start : row.end] for row in comparison.rows) == repaired.text
    for row in comparison.rows:
        pieces = list(comparison.pieces(row))
        assert "".join(piece.raw for piece in pieces) == raw[row.raw_start : row.raw_end]
        assert "".join(piece.text for piece in pieces) == repaired.text[row.start : row.end]
        assert all(piece.change.steps for piece in pieces if piece.change is not None)
        assert row.line == raw.count("\n", 0, row.raw_start) + 1
    assert {number for change in comparison.changes for number in change.steps} == set(range(len(repaired.steps)))
    return comparison


# ---- lining up ----------------------------------------------------------------------------------------


def test_rows_keep_paragraphs_beside_each_other() -> None:
    """Each paragraph stands beside its own; dropped lines stand alone; doubts stay apart."""
    comparison = check_sound(RAW, REPAIRED)
    beside = [(RAW[r.raw_start : r.raw_end], REPAIRED.text[r.start : r.end]) for r in comparison.rows]
    assert ("標題\n", "標題\n") in beside
    assert ("第一行發(fā)展\n", "第一行發展\n") in beside
    assert ("丁戊己市?局。\n", "丁戊己市財局。\n") in beside
    assert len(comparison.doubts) == 1
    assert comparison.doubts[0][1] == Change(RAW.index("?"), RAW.index("?") + 1, REPAIRED.text.index("財"), REPAIRED.text.index("財") + 1, (0,), UNCERTAIN)


def test_touching_steps_of_one_certainty_read_as_one_change() -> None:
    """發(fā) became 发: one change with two steps. A doubt next to it stays its own."""
    raw = "發(fā)?展"
    repaired = made(
        raw, ("byte_shift", [at(raw, "?", "火", UNCERTAIN)]), ("pinyin", [at(raw, "(fā)", "")]), ("script", [at(raw, "發", "发")])
    )
    comparison = check_sound(raw, repaired)
    pieces = [(piece.raw, piece.text, piece.change and piece.change.certainty) for piece in comparison.pieces(comparison.rows[0])]
    assert pieces == [("發(fā)", "发", CERTAIN), ("?", "火", UNCERTAIN), ("展", "展", None)]
    assert len(comparison.changes[0].steps) == 2


def test_joined_and_split_paragraphs_are_lined_up() -> None:
    """Three wrapped lines stand beside one paragraph; one collapsed line beside two."""
    raw = "甲乙\n丙丁\n戊己\n一、庚二、辛\n"
    repaired = made(
        raw, ("wrap", [Edit(2, 3, ""), Edit(5, 6, "")]), ("collapsed", [Edit(10, 10, "\n")]),
    )  # fmt: skip
    assert repaired.text == "甲乙丙丁戊己\n一、庚\n二、辛\n"
    comparison = check_sound(raw, repaired)
    beside = [(raw[r.raw_start : r.raw_end], repaired.text[r.start : r.end]) for r in comparison.rows]
    assert beside == [("甲乙\n丙丁\n戊己\n", "甲乙丙丁戊己\n"), ("一、庚", "一、庚\n"), ("二、辛\n", "二、辛\n")]


def test_a_change_over_many_lines_is_dealt_out() -> None:
    """A whole text read again is shown line by line, each with the steps of that line."""
    good = "第一行文字\n第二行發文\n第三行\n"
    raw = good.encode("utf-8").decode("latin-1")
    places = [0]
    for character in good:
        places.append(places[-1] + len(character.encode("utf-8")))
    whole = Edit(0, len(raw), good, alignment=tuple(pairwise(places)))
    repaired = made(raw, ("mojibake", [whole]), ("script", [at(good, "發", "发", LIKELY)]))
    comparison = check_sound(raw, repaired)
    assert [repaired.text[row.start : row.end] for row in comparison.rows] == ["第一行文字\n", "第二行发文\n", "第三行\n"]
    assert [row.changes[0].steps for row in comparison.rows] == [(0,), (0, 1), (0,)]
    assert [row.changes[0].certainty for row in comparison.rows] == [CERTAIN, LIKELY, CERTAIN]


@effort(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("政發展關(fā)\n\r 　?？,。.1的第一条&;ab藏熑螁\ud83d\x1b\u200b*"), max_size=80))
def test_any_repair_is_lined_up_in_full(raw: str) -> None:
    """Whatever the engine does, nothing of either text is lost or shown twice."""
    check_sound(raw, repair(raw))


@effort(max_examples=150, deadline=None)
@given(st.data())
def test_any_edits_are_lined_up_in_full(data: st.DataObject) -> None:
    """The same for arbitrary edits in several passes, whatever they replace."""
    raw = text = data.draw(st.text(alphabet="甲乙\n丙", max_size=24))
    passes = []
    for _ in range(data.draw(st.integers(0, 3))):
        cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
        edits = [
            Edit(low, high, data.draw(st.text(alphabet="子\n丑", max_size=3)), data.draw(st.sampled_from(list(Certainty))))
            for low, high in zip(cuts[::2], cuts[1::2], strict=False)
        ]
        passes.append(("pinyin", edits))
        text = apply_edits(text, edits)
    repaired = made(raw, *passes)
    comparison = compare(raw, repaired)
    assert "".join(raw[row.raw_start : row.raw_end] for row in comparison.rows) == raw
    assert "".join(repaired.text[row.start : row.end] for row in comparison.rows) == text
    for row in comparison.rows:
        pieces = list(comparison.pieces(row))
        assert "".join(piece.raw for piece in pieces) == raw[row.raw_start : row.raw_end]
        assert "".join(piece.text for piece in pieces) == text[row.start : row.end]


@pytest.mark.parametrize("shape", ["one line", "many lines", "one change"])
def test_many_steps_take_time_in_proportion(shape: str) -> None:
    """Lining up, the report and a page are linear: no shape of a large file brings them to a halt."""
    unit = "發(fā)展工作任\n" if shape == "many lines" else "發(fā)展工作任务"
    wide = shape == "one change"

    def repaired_of(count: int) -> RepairedText:
        steps, starts, ends = [], [], []
        for low in range(0, count * len(unit), len(unit)):
            raw_start, raw_end = (0, count * len(unit)) if wide else (low + 1, low + 5)
            steps.append(Step(0, "pinyin", low + 1, low + 5, raw_start, raw_end, "(fā)", "", CERTAIN))
            places = [low, *range(low + 5, low + len(unit))]
            starts += places
            ends += [item + 1 for item in places]
        return RepairedText((unit[0] + unit[5:]) * count, tuple(steps), tuple(starts), tuple(ends))

    def reported(repaired: RepairedText) -> int:
        comparison = compare(unit * len(repaired.steps), repaired)
        return sum(len(line) for line in repair_report("x", comparison, PLAIN))

    assert_linear(reported, repaired_of, 12_000)
    repaired = repaired_of(12_000)
    assert reported(repaired)
    view = RepairView("x", unit * 12_000, repaired)
    assert len(repair_html(view, Look("x")).encode()) < 600_000


# ---- the terminal ---------------------------------------------------------------------------------------


def test_the_report_shows_changes_counts_doubts_and_what_is_lost() -> None:
    """Changed lines with marks, counts by kind and certainty, each doubt with its original, the irreparable."""
    text = lines(compare(RAW, REPAIRED))
    assert "第一行發【-(fā)-】展" in text
    assert "丁戊己市【?→財（存疑）】局。" in text
    assert "共修复 3 处（repairs）：确证 1，可信 1，存疑 1" in text
    assert re.search(r"注入拼音 +1 处　确证 1", text)
    assert "“?”拟作“財”，也可能是“教、發”" in text
    assert "无法修复 1 处（irreparable）" in text and "星号遮盖“標題”：原字被星号代替" in text
    assert "\x1b" not in text


def test_colour_sets_changes_apart_and_a_doubt_keeps_its_mark() -> None:
    """Removed red and struck through, added green; a doubt says so in words as well."""
    text = "\n".join(repair_report("x", compare(RAW, REPAIRED), Paint(colour=True)))
    assert "\x1b[9;31m(fā)\x1b[0m" in text and "【?→財（存疑）】" in text


def test_a_clean_text_is_one_line() -> None:
    """Nothing found: one line that says so, whatever the options."""
    comparison = compare("甲\n", made("甲\n"))
    assert lines(comparison) == lines(comparison, full=True) == "文件.txt：没有发现损坏，未作改动（no damage found）"
    assert "没有发现损坏" in repair_verdict("x", comparison)
    assert "发现损坏，可修复 3 处" in repair_verdict("x", compare(RAW, REPAIRED))


def test_full_prints_the_whole_repaired_text() -> None:
    """--full gives the text in place of the changes."""
    assert lines(compare(RAW, REPAIRED), full=True).startswith(REPAIRED.text.rstrip("\n") + "\n\n共修复")


def test_lines_of_one_and_the_same_repair_are_counted() -> None:
    """A long run of lines that need the same repair shows a few and counts the rest; others stay."""
    raw = "".join(f"??第{n}行\n" for n in range(50)) + "發(fā)展\n"
    edits = [Edit(found.start(), found.end(), "　　", LIKELY) for found in re.finditer(r"\?\?", raw)]
    text = lines(compare(raw, made(raw, ("indent", edits), ("pinyin", [at(raw, "(fā)", "")]))))
    assert text.count("【??→□□】") == 3
    assert "接着 47 行同样是“段首缩进”47 处" in text
    assert "發【-(fā)-】展" in text


def test_a_paragraph_with_thousands_of_edits_is_shown_once() -> None:
    """Edits are marked inline, long unchanged stretches left out, neighbours shown together."""
    raw = "發(fā)展" * 3000 + "甲" * 500 + "關(guān)" + "\n"
    edits = [Edit(found.start(), found.end(), "") for found in re.finditer(r"\([a-zāū]+\)", raw)]
    text = lines(compare(raw, made(raw, ("pinyin", edits))))
    assert len([line for line in text.splitlines() if "(fā)" in line]) == 1
    assert "〔略442字〕" in text
    dense = "進個做" * 10
    made_dense = made(dense, ("script", [Edit(n, n + 1, "进" if dense[n] == "進" else "个") for n in range(30) if dense[n] != "做"]))
    assert "【進個做進個做進個做" in lines(compare(dense, made_dense))


def test_nothing_of_a_document_acts_on_the_terminal() -> None:
    """Escape sequences, C1 controls and bidirectional marks are shown, in changed and unchanged text."""
    raw = f"甲{EVIL_MARKDOWN}\n乙\x1b]0;t\x07(fā)\n"
    lost = Irreparable("masked\x1b[1m", 0, 1, "注\x1b[2J")
    repaired = made(raw, ("pinyin", [at(raw, "(fā)", "\x1b[2J", UNCERTAIN, note="\x1b[5m", alternatives=("\x9b",))]), lost=[lost])
    for full in (False, True):
        text = "\n".join(repair_report("\x1b[7m文件", compare(raw, repaired), PLAIN, full=full))
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
    assert visible("\x1b[31m") == "⟨U+001B⟩[31m"


# ---- HTML -------------------------------------------------------------------------------------------------


class Seen(HTMLParser):
    """Tags, attributes and words of a piece of HTML, as a browser would take them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def view_of(raw: str = RAW, repaired: RepairedText = REPAIRED, title: str = "《文件》") -> RepairView:
    """A view as the page holds it."""
    return RepairView(title, raw, repaired)


def test_the_page_marks_both_sides_and_explains() -> None:
    """Old and new beside each other, certainty in class and word, the reason once, counts on the filters."""
    html = repair_html(view_of(), Look("p1"))
    text = Seen(html).text
    assert re.search(r'<del class="zc-ch zc-rv-certain zc-w\d+">\(fā\)</del>', html)
    assert re.search(r'<ins class="zc-ch zc-rv-uncertain zc-w\d+">財</ins>', html)
    for words in ("确证1", "可信1", "存疑1", "全部3", "注入拼音", "丢失一个字节；领先次选 0.4 奈特；也可能是“教、發”", "删去“(fā)”", "无法修复 1 处", "星号遮盖"):
        assert words in text, words
    assert html.count("<del ") == html.count("<ins ")


def test_filters_leave_only_what_they_name() -> None:
    """A kind or a certainty shows only the paragraphs and steps that have it."""
    view = view_of()
    doubtful = repair_html(view, Look("p1", certainty="uncertain"))
    assert "丁戊己市" in doubtful and "第一行" not in Seen(doubtful).text
    kind = repair_html(view, Look("p1", fixer="pinyin"))
    assert "(fā)" in kind and "丁戊己市" not in Seen(kind).text
    assert "没有符合筛选条件的改动" in repair_html(view, Look("p1", fixer="wide"))
    assert "標題" in Seen(repair_html(view, Look("p1", everything=True))).text
    assert 'class="zc-rv-no">第 1 行' not in repair_html(view, Look("p1"))


def test_large_documents_come_in_pages() -> None:
    """No page is large, every change is on one of them, and a page beyond the end is the last."""
    raw = "".join(f"第{n}段發(fā)展\n" for n in range(2000))
    edits = [Edit(found.start(), found.end(), "") for found in re.finditer(r"\(fā\)", raw)]
    view = view_of(raw, made(raw, ("pinyin", edits)))
    pages = view.pages(Look("p1"))
    assert len(pages) > 50
    assert sum(len(page) for page in pages) == 2000
    html = repair_html(view, Look("p1", page=3))
    assert len(html.encode()) < 200_000
    assert f"第 3 页，共 {len(pages)} 页" in html
    assert f"第 {len(pages)} 页，共" in repair_html(view, Look("p1", page=999_999))


def test_a_clean_document_says_so_on_the_page() -> None:
    """One sentence, no filters, no table."""
    html = repair_html(view_of("甲\n", made("甲\n")), Look("p1"))
    assert "没有发现损坏" in html and "zc-rv-row" not in html
    lost = repair_html(view_of("由市**局牵头\n", made("由市**局牵头\n", lost=[Irreparable("masked", 2, 4, "注")])), Look("p1"))
    assert "无法修复 1 处" in lost and "局牵头" in lost


@pytest.mark.parametrize("payload", [EVIL, EVIL_MARKDOWN, "' onmouseover='x", "\ud800\udfff", "<!--", "&lt;b&gt;", "⏎<br>"])
def test_no_document_brings_markup_into_the_page(payload: str) -> None:
    """Raw text, repaired text, notes, alternatives, titles: only our tags come out, on one line."""
    raw = f"甲{payload}乙(fā)丙\n{payload}\n"
    edit = at(raw, "(fā)", payload, UNCERTAIN, note=payload, alternatives=(payload,))
    lost = Irreparable(payload, 0, 3, payload)
    view = view_of(raw, made(raw, ("pinyin", [edit]), (payload.encode("utf-8", "replace").decode(), [Edit(0, 1, payload)]), lost=[lost]), title=payload)
    for html in (repair_html(view, Look("p1", everything=True)), repair_html(view, Look(TRIED)), note_html(payload)):
        seen = Seen(html)
        assert seen.tags <= TAGS
        assert seen.attributes <= ATTRIBUTES
        assert seen.open == []
        assert html.startswith("<div")
        assert not re.search("[\n\r\u2028\u2029\x00-\x08\x0b-\x1f\x80-\x9f\u202a-\u202e\ud800-\udfff]", html)


@pytest.mark.parametrize("value", ["", "p1", "p1|x|||0", "../x|1|||0", "p1|1|||2", "p1|1||sure|0", "p1|1|<b>||0", "|1|||0", "p" * 99 + "|1|||0"])
def test_a_look_no_button_sends_is_refused(value: str) -> None:
    """What a browser sends is checked; what buttons send comes back the same."""
    assert parse_look(value) is None
    look = Look("p1", 7, "pinyin", "likely", True)
    assert parse_look(look.value) == look


def test_the_chengdu_file_is_shown_in_full(chengdu_file: Path) -> None:
    """The shipped file, as damaged as it came: sound, counted, with doubts, and short pages."""
    raw = chengdu_file.read_text(encoding="utf-8")
    repaired = repair(raw)
    comparison = check_sound(raw, repaired)
    text = lines(comparison)
    assert f"共修复 {len(repaired.steps)} 处" in text and "注入拼音" in text and "存疑" in text
    view = view_of(raw, repaired)
    for page in range(1, len(view.pages(Look("x"))) + 1):
        assert len(repair_html(view, Look("x", page)).encode()) < 300_000


# ---- what a visitor brings ----------------------------------------------------------------------------------


def test_own_texts_and_files_are_checked() -> None:
    """Empty, too long, too large, cut off and binary: one friendly sentence each; GBK files are read."""
    pytest.importorskip("gradio")
    from ui.page.repairs import MAX_FILE, MAX_TRIED, repair_file, repair_text

    def sent(data: bytes, name: str = "文件.txt") -> str:
        return f"{name}|{len(data)}|{base64.b64encode(data).decode()}"

    for text, words in ((" \n", "请先粘贴"), ("长" * (MAX_TRIED + 1), "文字太长")):
        with pytest.raises(BadInput, match=words):
            repair_text(text)
    for value, words in (
        (f"a|{MAX_FILE + 1}|", "最多 150,000 字节"), (f"a|1|{base64.b64encode(b'x' * (MAX_FILE + 1)).decode()}", "最多 150,000"),
        ("a|4|!!!", "没有完整传到"), ("", "空文件"), (f"a|{'9' * 5000}|", "最多"), (sent(bytes(range(256)) * 9), "二进制"), (sent(b"%PDF-1.7\n"), "PDF"),
    ):  # fmt: skip
        with pytest.raises(Exception, match=words) as caught:
            repair_file(value)
        assert isinstance(caught.value, ZhengceError)
    view = repair_file(sent("关于支持发展的若干措施，请遵照执行。".encode("gb18030")))
    assert view.title == "文件.txt" and "遵照执行" in view.comparison.raw


def test_the_page_repairs_a_document_once_and_says_what_is_missing() -> None:
    """Documents are kept; unknown ones, unstored ones and overlong ones are named."""
    pytest.importorskip("gradio")
    from page_records import FakeAssistant

    from ui.page.desk import Desk
    from ui.page.repairs import MAX_SHOWN, Repairs
    from ui.service import Service

    asked: list[str] = []

    def raw_of(policy_id: str) -> str:
        asked.append(policy_id)
        return "甲\n" if policy_id == "cd-2023" else "长" * (MAX_SHOWN + 1)

    repairs = Repairs(Desk(Service(FakeAssistant()), "题"), raw_of)
    for _ in range(3):
        assert "没有发现损坏" in repairs.show(Look("cd-2023").value, None)
    assert asked == ["cd-2023"]
    assert "zhengce repair" in repairs.show(Look("long").value, None)
    assert "重新提交" in repairs.show(Look(TRIED).value, None)
    assert "没有这样的内容" in repairs.show("nonsense", None)
    assert Repairs(Desk(Service(FakeAssistant()), "题"), None).documents() == []


@pytest.mark.slow
def test_the_raw_text_of_a_library_document_is_found(settings: Any, chengdu_file: Path, tmp_path: Path) -> None:
    """The page gets the text as it was ingested; an unknown document and a lost library are named."""
    from assistant import open_library
    from corpus import Library

    (policy,) = open_library(settings).policies()
    raw_of = open_library(settings).raw_text
    assert raw_of(policy.id) == chengdu_file.read_text(encoding="utf-8")
    with pytest.raises(PolicyNotFound):
        raw_of("' OR 1=1 --")
    with pytest.raises(NotReady):
        Library(tmp_path / "none.sqlite3").raw_text("p")
