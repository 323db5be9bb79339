"""What the chat page shows for a record: names, chips, the answer card, the front page."""

from __future__ import annotations

import doctest
import json
import re
from datetime import date
from pathlib import Path

import pytest
from ui_cases import TODAY, Seen, card, make_answer, make_citation, make_policy, stages

from assistant.answer import (
    Refusal,
    RefusalCode,
    UnitsView,
    ValidityView,
)
from corpus.policy import (
    ResponsibleUnits,
    Status,
    Validity,
)
from ui import (
    answer_view,
    front_view,
    render,
)

# ---- names ----------------------------------------------------------------------------------------------


def test_docstring_examples_hold() -> None:
    """The examples in the docstrings are true."""
    result = doctest.testmod(render)
    assert result.attempted >= 5
    assert result.failed == 0


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (("五",), "第五条"),
        (("十二",), "第十二条"),
        (("第二章", "第八条"), "第八条"),
        (("第二章", "第八条", "（三）"), "第八条第（三）项"),
        (("二", "（三）", "1."), "第二条第（三）项第1目"),
        (("第三章",), "第三章"),
        (("附件1",), "附件1"),
        (("尾",), "尾部"),
    ],
)
def test_a_clause_is_named_as_officials_cite_it(path: tuple[str, ...], name: str) -> None:
    """Articles, items and sub-items are named; chapters are not cited."""
    assert render.clause_name(path) == name


def test_the_official_citation_has_title_number_and_clause() -> None:
    """《…》（文号）第五条, with the brackets inside a title turned."""
    citation = make_citation(policy="关于印发《若干措施》的通知")
    assert render.official_citation(citation, "成办发〔2023〕1号") == "《关于印发〈若干措施〉的通知》（成办发〔2023〕1号）第五条"
    assert render.official_citation(citation) == "《关于印发〈若干措施〉的通知》第五条"
    copied = render.citation_copy(citation)
    assert copied.startswith("《关于印发〈若干措施〉的通知》第五条：“推动站点覆盖面超过65%”")
    assert render.NOTICE in copied


def test_a_chip_is_short_and_says_its_status() -> None:
    """A chip reads 第五条 坚持交通先行…, carries turn and mark, and has the quote as its preview."""
    html = render.chip(make_citation(), 3, Status.EXPIRED)
    assert "第五条 坚持交通先行…" in html
    assert 'value="3-1"' in html
    assert "已失效" in Seen(html).text
    assert '<span class="zc-preview" hidden>推动站点覆盖面超过65%</span>' in html
    assert "效力未核对" in render.chip(make_citation(), 3, None)
    assert "现行有效" in Seen(render.chip(make_citation(), 3, Status.IN_FORCE)).text


# ---- the card -------------------------------------------------------------------------------------------------


def test_marks_become_chips_in_place() -> None:
    """[1] becomes a chip where it stands; the same citation again is a number; other brackets stay."""
    html = card(make_answer("甲[1]乙[7]。\n丙[1]"))
    assert html.count('value="3-1"') == 2
    assert html.count('class="zc-name"') == 1
    assert "乙[7]。" in html


def test_a_citation_without_a_mark_in_the_text_is_listed() -> None:
    """No citation is lost because the text does not mention its mark."""
    html = card(make_answer("没有标记的回答。"))
    assert "依据：<span" in html and 'value="3-1"' in html


def test_validity_stands_in_words_on_the_card() -> None:
    """The banner has the status word, then the assistant's sentence without that word again."""
    view = ValidityView("expired", None, date(2025, 12, 31), "有效期至2025年12月31日，已失效")
    html = card(make_answer(validity=view))
    assert 'zc-banner zc-is-expired"><strong>已失效</strong><span>有效期至2025年12月31日</span>' in html


def test_a_past_day_that_is_asked_about_never_makes_the_banner_look_current() -> None:
    """Asked of 2024 it was in force; the banner says what holds today."""
    view = ValidityView("in_force", None, date(2025, 12, 31), "所问时段结束时有效", "expired", "有效期至2025年12月31日，已失效")
    html = card(make_answer(validity=view))
    assert "zc-banner zc-is-expired" in html and "zc-is-in-force" not in html.split("zc-text")[0]


def test_a_status_the_page_does_not_know_never_looks_valid() -> None:
    """An unknown status word is shown as not checked, in the neutral colour."""
    html = card(make_answer(validity=ValidityView("brand_new", None, None, "某句")))
    assert "效力未核对" in html and "zc-is-in-force" not in html.split("zc-text")[0]


def test_several_documents_each_show_their_own_validity() -> None:
    """With two documents cited, banners and chips name the document they speak of."""
    other = make_policy(id="q", title="另一份办法", validity=Validity(open_ended=True))
    answer = make_answer(
        "甲[1]\n乙[2]", citations=(make_citation(), make_citation("加快建设快速路", 2, policy_id="q", policy="另一份办法"))
    )
    html = card(answer, {"p": make_policy(), "q": other})
    banners = re.findall(r'<p class="zc-banner.*?</p>', html)
    assert len(banners) == 2
    assert "已失效" in banners[0] and "《重点片区建设的若干…》" in banners[0]
    assert "现行有效" in banners[1] and "《另一份办法》" in banners[1]
    assert "第五条 《另一份办法》" in html


def test_the_validity_of_several_documents_is_one_line() -> None:
    """What has lost its force is named on it, and it has that colour; two copies that say the same are one banner."""
    other = make_policy(id="q", title="另一份办法", validity=Validity(open_ended=True))
    answer = make_answer("甲[1]\n乙[2]", citations=(make_citation(), make_citation("加快建设快速路", 2, policy_id="q", policy="另一份办法")))
    html = card(answer, {"p": make_policy(), "q": other})
    line = re.findall(r"<summary.*?</summary>", html)
    said = re.sub(r"<[^>]+>", "", line[0]) if line else ""
    assert "zc-is-expired" in line[0] and "已失效1份（《" in said and "现行有效1份" in said
    # Every piece of it but the titles can be put into English.
    words = json.loads((Path(render.__file__).parent / "assets" / "english.json").read_text(encoding="utf-8"))
    known = re.compile("|".join(".{1,40}".join(map(re.escape, chinese.split("{}"))) for chinese in words))
    banners = "".join(re.findall(r'<details class="zc-banners".*?</details>', html))
    pieces = re.findall(r"<(?:span|strong)[^>]*>([^<]+)<", banners)
    assert len(pieces) > 4 and [piece for piece in pieces if not piece.startswith("《") and not known.fullmatch(piece)] == []
    copied = make_policy(id="q")
    assert "<summary class" not in card(answer, {"p": make_policy(), "q": copied}).split("zc-text")[0]


def test_what_badges_and_banner_show_is_not_repeated_in_the_text() -> None:
    """Lines that say exactly what the badges and the banner say are left out; any other line stays."""
    view = ValidityView("expired", None, None, "已于某日失效")
    text = "站点65%。[1]\n牵头单位：市财政局\n配合单位：各区、市局\n效力：已于某日失效。\n效力：另有说明"
    answer = make_answer(text, units=UnitsView(("市财政局",), ("各区",)), validity=view)
    assert answer_view.shown_text(answer) == "站点65%。[1]\n配合单位：各区、市局\n效力：另有说明"
    assert "效力：已于某日失效" in render.answer_copy(answer, {})


def test_units_are_badges_with_their_role() -> None:
    """Lead and supporting units are told apart in words; units without a role are listed as such."""
    html = render.units_html(UnitsView(("甲局",), ("乙局",)))
    assert "<dt>牵头</dt><dd><ul><li>甲局</li>" in html and "<dt>配合</dt><dd><ul><li>乙局</li>" in html
    assert "<dt>责任单位</dt>" in render.units_html(ResponsibleUnits(listed=("丙局",)))
    assert "<dt>其他责任单位</dt>" in render.units_html(ResponsibleUnits(("甲局",), (), ("甲局", "丙局")))
    assert render.units_html(UnitsView()) == ""


def test_findings_are_shown_as_unchecked() -> None:
    """What failed the check is named, and the answer is no longer called well founded."""
    html = card(make_answer(findings=("70%",)))
    assert "没有核对上" in html and "70%" in html
    assert "依据不完整" in html and "有明确依据" not in html
    assert "有明确依据" in card(make_answer())


def test_a_follow_up_says_how_it_was_understood() -> None:
    """您问的是 appears for a resolved question and only then."""
    assert "您问的是：轨道交通谁牵头？" in card(make_answer(resolved="轨道交通谁牵头？"))
    assert "您问的是" not in card(make_answer())


@pytest.mark.parametrize("code", list(RefusalCode))
def test_a_refusal_says_why_and_leads_on(code: RefusalCode) -> None:
    """Each kind of refusal has its own title, its reason once, and the nearest clauses as chips."""
    reason = "收录的文件没有规定。"
    answer = make_answer(reason, citations=(), refusal=Refusal(code, reason, (make_citation(),)))
    html = card(answer)
    assert "zc-refusal" in html and answer_view.REFUSAL_TITLES[code] in html
    assert html.count(reason) == 1
    assert 'value="3-1"' in html and "不是答案" in html
    assert "有明确依据" not in html


def test_the_answer_grows_and_ends_whole() -> None:
    """Stages only ever add words, stay few, keep a mark with its sentence, and the whole card adds what stands below."""
    answer = make_answer("。".join(f"第{n}句，有些话" for n in range(40)) + "。[1]")
    shown = [*stages(answer), card(answer, {})]
    assert 3 < len(shown) - 1 <= answer_view.STAGES
    lengths = [len(Seen(stage).text) for stage in shown]
    assert lengths == sorted(lengths)
    for text in answer_view.growing("甲，乙[1]。丙。[2]\n丁"):
        assert not re.search(r"\[\d?$", text)


@pytest.mark.parametrize("text", ["", "没有标点", "。", "一句。", "甲\n\n乙"])
def test_growing_ends_with_the_text(text: str) -> None:
    """Whatever the text, the last stage is all of it and every stage is a beginning of it."""
    stages = answer_view.growing(text)
    assert stages[-1] == text
    assert all(text.startswith(stage) for stage in stages)


# ---- the front page -------------------------------------------------------------------------------------------


def test_the_header_counts_what_is_there() -> None:
    """The scope line has the number of documents and the newest date; an empty library says so."""
    text = Seen(front_view.header_html("政策问答", [make_policy()])).text
    assert "收录1份文件，最近一份印发于2023年2月9日" in text and render.NOTICE in front_view.nav_html()
    assert "尚未收录文件" in front_view.header_html("政策问答", [])
    assert "尚未收录文件" in front_view.library_html([], TODAY)


def test_a_long_library_is_listed_in_part() -> None:
    """The newest documents are named, the rest counted."""
    policies = [make_policy(id=str(n), title=f"文件{n}", issued=date(2020, 1, n + 1)) for n in range(15)]
    text = Seen(front_view.library_html(policies, TODAY)).text
    assert "文件14" in text and "《文件1》" not in text and "另有3份文件" in text
