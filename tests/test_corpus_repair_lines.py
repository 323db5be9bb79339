"""corpus.repair.lines and corpus.repair.furniture: furniture, wraps, lost newlines, spaces inside words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from growth import assert_linear, repeated
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.repair.furniture import drop_furniture
from corpus.repair.lines import join_words, join_wraps, restore_indents, split_collapsed
from corpus.repair.records import Edit, apply_edits

Find = Callable[[str], Sequence[Edit]]
FIXERS: tuple[Find, ...] = (restore_indents, drop_furniture, join_wraps, split_collapsed, join_words)
PARAGRAPHS = (
    "为了加强财政资金管理，提高资金使用效益，促进企业发展，根据有关法律、法规和国家有关规定，结合本市实际情况，制定本办法，请各有关单位认真贯彻执行。",
    "各区县人民政府要加强组织领导，落实工作责任，确保各项政策措施落地见效，鼓励金融机构加大对小微企业的信贷支持力度，降低企业融资成本。",
    "市人力资源社会保障局负责就业补助资金的审核和拨付工作，会同市财政局建立健全监督检查制度，对弄虚作假、套取资金的单位和个人依法追究责任。",
)


def fixed(find: Find, text: str) -> str:
    return apply_edits(text, find(text))


def wrapped(width: int, between: str, indent: str) -> tuple[str, str]:
    """The paragraphs cut at ``width`` characters, and as they were."""
    whole = [indent + paragraph for paragraph in PARAGRAPHS]
    cut = ["\n".join(p[i : i + width] for i in range(0, len(p), width)) for p in whole]
    return between.join(cut), between.join(whole)


def test_first_lines_that_lost_their_indent_are_joined() -> None:
    """A PDF without its indents: every first line is two characters short, and with its number no number of the next line."""
    numbered = [f"第{number}条　{paragraph}" for number, paragraph in zip("一二三", PARAGRAPHS, strict=True)]
    cut = ["\n".join([p[:28], *(p[i : i + 30] for i in range(28, len(p), 30))]) for p in numbered]
    headed = "第一章　总则\n" + "\n".join(cut)
    assert fixed(join_wraps, headed) == "第一章　总则\n" + "\n".join(numbered)


@pytest.mark.parametrize("width", [20, 28, 36])
@pytest.mark.parametrize(("between", "indent"), [("\n\n", ""), ("\n", "\u3000\u3000"), ("\n", "")])
def test_wraps_are_joined(width: int, between: str, indent: str) -> None:
    """Whatever shows the paragraphs, their lines come together and they stay apart."""
    raw, whole = wrapped(width, between, indent)
    assert fixed(join_wraps, raw) == whole
    assert join_wraps(whole) == []


@pytest.mark.parametrize("number", ["- 3 -", "— 3 —", "－3－", "第3页", "第 3 页 共 12 页"])
def test_a_page_number_goes_and_the_sentence_closes(number: str) -> None:
    """A decorated number alone on a line is the page's, and the wrap around it is joined."""
    raw, whole = wrapped(28, "\n", "\u3000\u3000")
    lines = raw.split("\n")
    page = "\n".join([*lines[:4], number, *lines[4:]])
    assert fixed(join_wraps, fixed(drop_furniture, page)) == whole


def test_plain_numbers_are_pages_only_in_sequence() -> None:
    """1, 2 a page apart count pages; the numbers of rows do not."""
    pages = ["\n".join(f"第{page}页第{n}行的文字，不是标题" for n in range(14)) for page in "一二三"]
    assert fixed(drop_furniture, "\n1\n".join(pages[:2]) + f"\n2\n{pages[2]}") == "\n".join(pages)
    rows = "序号\n1\n甲项目\n2\n乙项目\n3\n丙项目"
    assert drop_furniture(rows) == []


def test_a_running_head_goes_with_the_numbers_of_its_pages() -> None:
    """The same line beside the page numbers is the print's, as is a web address; what is numbered is the document's."""
    page = "措施的文字没有停顿\n"
    for line, kept in (("某市人民政府文件", False), ("某市政府 www.example.gov.cn", False), ("（二）融合路径", True)):
        printed = f"{page}— 2 —\n{line}\n{page}— 3 —\n{line}\n{page}"
        assert (line in fixed(drop_furniture, printed)) is kept


def test_lines_cut_by_their_number_of_characters_are_joined() -> None:
    """Narrow figures and commas make the lines of different width; that all have one number of characters shows the cut."""
    sentence = "对年度营业收入首次突破5亿元、10亿元、30亿元的企业,分别给予30万元、60万元、120万元奖励,同一年度跨越多个台阶的按最高档给予奖励并且不再重复计算资金由市级财政承担" * 4
    cut = "\n".join(sentence[at : at + 32] for at in range(0, len(sentence), 32))
    assert fixed(join_wraps, f"某市措施\n{cut}。\n") == f"某市措施\n{sentence}。\n"


def test_names_of_departments_go_at_the_edges_only() -> None:
    """专题 is a portal's section at the page's end, and a line of a list in its middle."""
    body = "一、总则\n培训方式：\n讲座\n专题\n讨论\n二、附则，由市财政局负责解释。"
    assert fixed(drop_furniture, f"政务公开\n{body}\n专 题") == body


@pytest.mark.parametrize(
    "line", ["发布时间：2023-03-01", "来源：市政府办公厅", "国发〔2023〕1号", "主办单位：市科技局", "责任编辑制度", "分享经济发展", "打印件", "首页设计规范"]
)
def test_a_line_of_the_document_stays(line: str) -> None:
    """Dates, sources, numbers and words that only begin like furniture stay."""
    assert drop_furniture(f"一、总则\n{line}\n二、附则\n三、其他\n四、说明\n") == []


def test_the_title_again() -> None:
    """<title>, breadcrumb and heading leave one title."""
    raw = "关于支持企业发展的若干措施_某某市人民政府网\n关于支持企业发展的若干措施\n\n关于支持企业发展的若干措施\n一、总则"
    assert fixed(drop_furniture, raw) == "\n关于支持企业发展的若干措施\n一、总则"


def test_newlines_come_back_where_numbers_run_on() -> None:
    """Citations of articles begin no line, whatever they begin."""
    text = "现将有关事项通知如下：" + "".join(
        f"{n}、完善有关制度，依照《办法》第二条、第三条和第{n}条第（二）项规定执行，由市财政局会同有关部门负责。" for n in "一二三四五"
    )
    lines = fixed(split_collapsed, text).split("\n")
    assert [line[0] for line in lines] == ["现", *"一二三四五"]
    assert split_collapsed("\n".join(lines)) == []


def test_two_ideographic_spaces_begin_a_paragraph() -> None:
    """A text on one line whose paragraphs are known by their indents gets its lines."""
    text = "\u3000\u3000".join(("关于印发办法的通知", *PARAGRAPHS))
    assert fixed(split_collapsed, text) == "\n\u3000\u3000".join(("关于印发办法的通知", *PARAGRAPHS))


@pytest.mark.parametrize(
    "text",
    ["目 录", "第一章 总 则", "第一条 为了规范管理，制定本办法。", "组员：李 万、杨 玲、张 三，共三人。", "财政部 税务总局公告，自公布之日起施行。",
     "2023年5月1日 第十三届全国人民代表大会通过，现予公布。", "投资 1 000 万元，用于建设。", "第 二 章 税收减免，按规定执行。"],
)  # fmt: skip
def test_spaces_of_the_layout_stay(text: str) -> None:
    """Spread headings, numbers of articles, names, dates, figures keep their spaces."""
    assert join_words(text) == []


def test_a_scanned_text_spaced_throughout_is_joined() -> None:
    """Where most characters stand apart, the document's own lines still come together."""
    text = "\n".join(PARAGRAPHS)
    spaced = "".join(a + (" " if a >= "\u4e00" and "\u4e00" <= b <= "\u9fff" and a not in "，。、" else "") for a, b in zip(text, text[1:] + "\n", strict=True))
    joined = fixed(join_words, spaced)
    assert joined.count(" ") < 0.05 * spaced.count(" ")


PIECES = ("??", "一、", "第一条", "（二）", "。", "，", "；", "：", " ", "\u3000\u3000", "\n", "- 3 -", "首页", "扫一扫", "市财政局", "发展", "战略新 兴产业", "为了规范管理，", "2023年5月1日", "12",
          PARAGRAPHS[0], PARAGRAPHS[1][:30])  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(raw=st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_the_fixers_of_lines_do_not_fight(raw: str) -> None:
    """Going round, they come to rest."""
    for _ in range(12):
        before = raw
        for find in FIXERS:
            raw = fixed(find, raw)
        if raw == before:
            return
    raise AssertionError("no rest after twelve rounds")


@pytest.mark.parametrize("pattern", ["??", "\n", " a", " 甲", "甲\n", "一、", "。 ", "1\n", "- 1 -\n", "首页\n", "第 一 ", "\u3000\u3000甲", "分享", "(一)"])
def test_linear(pattern: str) -> None:
    """The time of all fixers together grows with a text of one piece again and again, not with its square."""
    assert_linear(lambda raw: [find(raw) for find in FIXERS], repeated(pattern), 150_000)
