"""corpus.segmentation and corpus.measures: the parts of a document, as the document numbers them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from corpus_cases import cases, chengdu, chengdu_facts
from growth import assert_linear, repeated
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.measures import split_measures
from corpus.policy import Clause, PartKind, Span, Table
from corpus.segmentation import segment

LINES = (
    "一、总体要求", "二、主要任务。", "三、保障", "（一）指导思想。以人为本。", "（二）原则", "第一章 总则", "第一条 为了规范。",
    "第二条 有下列情形：", "第二条规定的除外。", "1. 条件", "2. 材料；证明。", "①甲", "②乙", "（责任单位：市财政局）",
    "本措施自印发之日起施行。", "附件：表", "2023年1月1日", "", "　　为了促进就业，制定措施。", "普通段落，没有编号。",
)  # fmt: skip
DOCUMENTS = st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=8)), max_size=14).map("\n".join)


def named(parts: tuple[Clause, ...], *path: str) -> Clause:
    """The one part with this path."""
    (found,) = [part for part in parts if part.path == path]
    return found


def assert_partition(text: str, parts: tuple[Clause, ...]) -> None:
    """The parts, in order, are the whole text and nothing twice; every text is its span."""
    assert "".join(part.text for part in parts) == text
    at = 0
    for part in parts:
        assert part.span.start == at
        assert part.span.end > at
        assert part.text == part.span.of(text)
        at = part.span.end
        for before, after in zip(part.measures, part.measures[1:], strict=False):
            assert before.span.end <= after.span.start
        for measure in part.measures:
            assert part.span.start <= measure.span.start < measure.span.end <= part.span.end
            assert measure.text == measure.span.of(text) == measure.text.strip()


def left_over(part: Clause) -> str:
    """What of a clause no measure, heading, marker or unit note accounts for."""
    rest = list(part.text)
    covered = [m.span for m in part.measures] + ([part.units.span] if part.units.span else [])
    for span in covered:
        for at in range(span.start - part.span.start, span.end - part.span.start):
            rest[at] = " "
    text = "".join(rest).strip().removeprefix(part.number).lstrip("、.．,， \n\t")
    return text.removeprefix(part.heading).strip("。 \n\u3000")


# --- the Chengdu policy ----------------------------------------------------------------------------------


def test_chengdu_has_the_parts_it_prints() -> None:
    """The Chengdu policy is 题, 序, clauses 一 to 十, 尾, in this order."""
    parts = chengdu()[1].parts
    assert [part.path for part in parts] == [(n,) for n in ("题", "序", *"一二三四五六七八九十", "尾")]
    kinds = [PartKind.HEADER, PartKind.PREAMBLE, *[PartKind.CLAUSE] * 10, PartKind.CLOSING]
    assert [part.kind for part in parts] == kinds


def test_chengdu_headings_are_as_printed() -> None:
    """Each clause carries its printed heading, and its label puts number and heading together."""
    clauses = chengdu()[1].clauses
    facts = chengdu_facts()["clauses"]
    assert [clause.heading for clause in clauses] == [fact["heading"] for fact in facts]
    assert clauses[4].label == "五、坚持交通先行，提升互联互通水平"


def test_chengdu_parts_partition_the_text() -> None:
    """The parts of the Chengdu policy cover its whole text once, and measures are exact substrings."""
    policy = chengdu()[1]
    assert_partition(policy.text, policy.parts)


def test_chengdu_measures_cover_the_clauses() -> None:
    """Number, heading, measures and unit note account for every character of every Chengdu clause."""
    for clause in chengdu()[1].clauses:
        assert left_over(clause) == ""
        assert "".join(m.text for m in clause.measures).count("责任单位") == 0
        assert clause.heading not in {m.text for m in clause.measures}


def test_chengdu_clauses_end_with_their_notes_and_begin_with_their_numbers() -> None:
    """A Chengdu clause starts at its number and ends with its unit note; neither leaks into a neighbour."""
    for clause, fact in zip(chengdu()[1].clauses, chengdu_facts()["clauses"], strict=True):
        assert clause.text.strip().startswith(fact["number"] + "、" + fact["heading"])
        assert clause.text.strip().endswith(fact["note"])
        assert clause.text.count("责任单位：") == 1


def test_chengdu_introduction_and_closing_hold_their_sentences() -> None:
    """序 is the one introductory sentence; 尾 holds the term and the rule on conflict; 题 holds title and dates."""
    parts = chengdu()[1].parts
    assert named(parts, "序").text.strip().startswith("为深入贯彻党的二十大精神")
    assert named(parts, "序").text.strip().endswith("制定如下政策措施。")
    assert [m.text for m in named(parts, "尾").measures] == [
        "本政策措施自印发之日起施行，有效期至2025年12月31日。",
        "相关牵头和责任单位要细化工作举措，确保落地见效。",
        "同类政策措施标准不一致的，按“取高不重复”原则执行。",
    ]
    assert "颁发时间：2023-02-09" in named(parts, "题").text


def test_chengdu_measures_cut_at_sentences_and_semicolons() -> None:
    """The measures of clause 五 are its six sentences and semicolon parts, the figure in one of them whole."""
    clause = named(chengdu()[1].parts, "五")
    assert len(clause.measures) == 6
    (station,) = [m.text for m in clause.measures if "65%" in m.text]
    assert station.startswith("支持以轨道交通支撑中心城区重点片区结链成网")
    assert station.endswith("加强中心城区综合交通运输服务水平。")


def test_chengdu_ids_are_unique_and_name_the_clause() -> None:
    """Every part and every measure has an id of its own, built from policy and number."""
    policy = chengdu()[1]
    ids = [part.id for part in policy.parts] + [m.id for part in policy.parts for m in part.measures]
    assert len(set(ids)) == len(ids)
    assert named(policy.parts, "五").id == f"{policy.id}#五"


# --- cases as data ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("segmentation.json"))
def test_parts_are_cut_where_the_document_numbers_them(case: dict[str, Any]) -> None:
    """Every part has the expected path and begins with the expected words; together they are the text."""
    parts = segment(case["original"], "p")
    assert_partition(case["original"], parts)
    assert ["/".join(part.path) for part in parts] == [path for path, _ in case["parts"]]
    for part, (_, beginning) in zip(parts, case["parts"], strict=True):
        assert part.text.lstrip(" \n\u3000").startswith(beginning)


def test_a_decimal_is_told_from_the_page_number_that_runs_into_it() -> None:
    """1061.2 is page 106 and then 1.2, where the run of numbers goes on so; 2010.5 亩 is neither."""
    text = "某规划\n一、产业\n1.1 做强制造\n支持改造。\n1061.2 做优服务\n扩大开放。\n二、生态\n1072.1 绿色转型\n实现达峰。\n2.2 环境质量\n增加\n2010.5 亩。\n"
    paths = ["/".join(part.path) for part in segment(text, "p")]
    assert paths == ["题", "一", "一/1.1", "一/1.2", "二", "二/2.1", "二/2.2"]


@pytest.mark.parametrize("case", cases("measures.json"))
def test_measures_are_cut_where_the_sentence_ends(case: dict[str, Any]) -> None:
    """A clause has exactly the expected measures."""
    clause = named(segment(case["original"], "p"), *case["path"])
    assert [m.text for m in clause.measures] == case["measures"]


@pytest.mark.parametrize("case", [c for c in cases("segmentation.json") if not c.marks])
def test_nothing_of_a_clause_is_lost_to_search(case: dict[str, Any]) -> None:
    """Number, heading, measures and note account for every character of every clause."""
    for part in segment(case["original"], "p"):
        if part.kind is PartKind.CLAUSE and not re.match(r"第", part.number):
            assert left_over(part) == ""


# --- headings --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("一、扩大就业", "扩大就业"),
        ("一、扩大就业。", "扩大就业"),
        ("一、扩大就业。鼓励企业吸纳就业。", "扩大就业"),
        ("一、鼓励企业吸纳就业；支持创业。", ""),
        ("一、对吸纳就业的企业，按照每人每月一千元的标准，给予一次性补贴。按季发放。", ""),
    ],
)
def test_a_heading_is_the_short_sentence_behind_the_number(line: str, heading: str) -> None:
    """A short first sentence is the heading where text follows it; a provision is none."""
    parts = segment(f"某措施\n{line}\n给予一次性补助。\n二、稳定就业\n给予一次性奖励。\n", "p")
    assert named(parts, "一").heading == heading


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        # An article that breaks off at the width of the page has no heading; one on a line of its own is kept.
        ("第一条　本办法所称社区食堂，是指由街道办事处或者社区居民委员会组织设\n立，为老年人提供就餐服务的场所。\n第二条　社区食堂应当公示价格。", ""),
        ("第一条　适用范围\n本市行政区域内的社区食堂适用本办法。\n第二条　社区食堂应当公示价格。", "适用范围"),
        # A long heading that goes on in the next line is one heading.
        ("一、全面推动老旧小区加装电梯和适老化改造，提高社区养老助餐服\n务水平\n到明年底建成五十处助餐点。\n二、加强监管\n按月公示。", "全面推动老旧小区加装电梯和适老化改造，提高社区养老助餐服务水平"),
        ("一、加快建设社区食堂\n到明年底建成五十处助餐点。\n二、加强监管\n按月公示。", "加快建设社区食堂"),
        # A label spread with a blank does not lend its first character to the heading before it.
        ("一、组成人员组 长：王林 市委常委\n二、工作职责\n统筹推进。", "组成人员"),
    ],
)
def test_a_heading_ends_where_its_line_really_ends(text: str, heading: str) -> None:
    """A line that breaks off within a word or a clause goes on in the next one."""
    first = next(part for part in segment(text, "p") if part.kind is PartKind.CLAUSE)
    assert first.heading == heading


@pytest.mark.parametrize(
    ("text", "path", "label"),
    [
        ("一、扩大就业\n给予补助。\n二、稳定就业\n给予奖励。\n", ("一",), "一、扩大就业"),
        ("（一）扩大就业\n给予补助。\n（二）稳定就业\n给予奖励。\n", ("（二）",), "（二）稳定就业"),
        ("第一章 总则\n第一条 为了规范管理。\n第二条 适用本市。\n第二章 附则\n第三条 施行。\n", ("第一章",), "第一章 总则"),
        ("第一章 总则\n第一条 为了规范管理。\n第二条 适用本市。\n第二章 附则\n第三条 施行。\n", ("第一章", "第二条"), "第二条"),
    ],
)
def test_a_label_reads_as_a_person_writes_it(text: str, path: tuple[str, ...], label: str) -> None:
    """Number and heading are joined as in print, and a number alone stands where there is no heading."""
    assert named(segment(text, "p"), *path).label == label


# --- properties ------------------------------------------------------------------------------------------


@settings(max_examples=200, deadline=None)
@given(DOCUMENTS)
def test_any_text_is_partitioned(text: str) -> None:
    """Whatever the text, the parts are the text again, and every measure is an exact piece of its part."""
    assert_partition(text, segment(text, "p"))


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("政策补贴。；！？，（）()〔〕“”\n\u3000 "), max_size=60))
def test_measures_lose_only_space_and_crumbs(text: str) -> None:
    """Between measures stands nothing but space and pieces under four characters."""
    at = 0
    for measure in split_measures(text, Span(0, len(text)), "p#一"):
        gap = text[at : measure.span.start]
        assert max((len(piece.strip()) for piece in re.split(r"[。；！？\n]", gap)), default=0) < 4
        at = measure.span.end
    assert max((len(piece.strip()) for piece in re.split(r"[。；！？\n]", text[at:])), default=0) < 4


def test_ids_differ_where_numbers_restart() -> None:
    """Two clauses with the same path, as where numbering restarts, have ids of their own."""
    parts = segment("某通知\n1. 甲类任务。\n2. 乙类任务。\n1. 丙类任务。\n2. 丁类任务。\n", "p")
    assert len({part.id for part in parts}) == len(parts) == 5


def test_time_grows_with_the_number_of_clauses_only() -> None:
    """Each of the articles of a long text is a clause, and cutting a longer one takes longer, but not its square."""
    def articles(count: int) -> str:
        return "".join(f"第 {n + 1} 条 " + "补贴标准按照规定执行。" * 18 + "\n" for n in range(count))

    assert sum(part.kind is PartKind.CLAUSE for part in segment(articles(500), "p")) == 500
    assert_linear(lambda text: segment(text, "p"), articles, 500)


# --- rows of tables --------------------------------------------------------------------------------------


def table_of(text: str, rows: list[list[str]]) -> Table:
    """The table whose cells stand one after the other in ``text``; a cell named again is the merged one above it."""
    at = text.index(rows[0][0])
    start, grid, seen = at, [], {}
    for row in rows:
        spans = []
        for cell in row:
            if cell not in seen:
                at = text.index(cell, at)
                seen[cell] = Span(at, at + len(cell))
                at += len(cell)
            spans.append(seen[cell])
        grid.append(tuple(spans))
    return Table(Span(start, text.find("\n", at) + 1), tuple(grid))


TASKS = (
    "某市重点工作任务分解表\n序号\t工作任务\t牵头单位\t配合单位\t完成时限\n一、产业发展方面\n"
    "1\t培育专精特新企业\t市经信局\t市财政局、市科技局\t2024年10月底\n2\t建设产业园区\t市发改委\t各区政府\t2024年12月底\n"
    "二、民生保障方面\n3\t改造老旧小区\t市住建局\t市城管局\t持续推进\n合计\t3项\n"
)
TASK_ROWS = [
    ["序号", "工作任务", "牵头单位", "配合单位", "完成时限"], ["一、产业发展方面"] * 5,
    ["1", "培育专精特新企业", "市经信局", "市财政局、市科技局", "2024年10月底"],
    ["2", "建设产业园区", "市发改委", "各区政府", "2024年12月底"], ["二、民生保障方面"] * 5,
    ["3", "改造老旧小区", "市住建局", "市城管局", "持续推进"], ["合计", "3项"],
]  # fmt: skip


def test_rows_of_a_task_table_are_clauses_with_the_units_of_their_columns() -> None:
    """Each numbered row is a clause under the table's title; columns give lead, supporting and deadline."""
    parts = segment(TASKS, "p", (table_of(TASKS, TASK_ROWS),))
    assert_partition(TASKS, parts)
    rows = [part for part in parts if part.kind is PartKind.CLAUSE and part.leaf]
    assert [row.path for row in rows] == [("某市重点工作任务分解表", n) for n in "123"]
    assert [row.heading for row in rows] == ["培育专精特新企业", "建设产业园区", "改造老旧小区"]
    assert rows[0].units.lead == ("市经信局",)
    assert rows[0].units.supporting == ("市财政局", "市科技局")
    assert rows[0].units.deadline == "2024年10月底"
    assert "二、民生保障方面" not in rows[1].text
    assert "合计" not in rows[2].text


def test_a_table_between_two_clauses_belongs_to_the_first() -> None:
    """A numbered table without units in the midst of a document is part of its clause, not a list of clauses."""
    text = "某标准\n一、补贴标准\n按照下表执行。\n序号\t项目\t标准\n1\t安装\t100元\n2\t维修\t200元\n3\t检测\t300元\n二、申报时间\n即日起申报。\n"
    rows = [["序号", "项目", "标准"], ["1", "安装", "100元"], ["2", "维修", "200元"], ["3", "检测", "300元"]]
    parts = segment(text, "p", (table_of(text, rows),))
    assert_partition(text, parts)
    assert [part.path for part in parts if part.kind is PartKind.CLAUSE] == [("一",), ("二",)]


def test_a_numbered_form_without_rows_stays_whole() -> None:
    """A table with a head 序号 and empty rows (a form to fill in) makes no clause."""
    text = "附件\n花名册\n序号\t姓名\t学校\n\t\t\n\t\t\n"
    start = text.index("序号")
    head = tuple(Span(text.index(w), text.index(w) + 2) for w in ("序号", "姓名", "学校"))
    blank = tuple(Span(len(text) - 1, len(text) - 1) for _ in range(3))
    parts = segment(text, "p", (Table(Span(start, len(text)), (head, blank, blank)),))
    assert [part for part in parts if part.kind is PartKind.CLAUSE] == []


STANDARDS = (
    "某办法\n第一条 补贴按下列标准计算：\n对象\t补贴标准（元/平方米）\t年限\n低保家庭\t14\t不限\n中等收入家庭\t60个月\n第二条 自印发之日起施行。\n"
    "附表1 项目支持标准一览表\n项目类别\t额度（万元）\t牵头单位\n重大专项\t200—500\t市科技局\n软科学\t3—5\t市社科联\n"
)
STANDARD_ROWS = [["对象", "补贴标准（元/平方米）", "年限"], ["低保家庭", "14", "不限"], ["中等收入家庭", "14", "60个月"]]
PROJECT_ROWS = [["项目类别", "额度（万元）", "牵头单位"], ["重大专项", "200—500", "市科技局"], ["软科学", "3—5", "市社科联"]]


def test_rows_without_numbers_are_read_under_the_heads_of_their_columns() -> None:
    """In a clause or as an annex, a row says its cells with heads, units and merged cells; the heads alone are no measure, the text is untouched."""
    parts = segment(STANDARDS, "p", (table_of(STANDARDS, STANDARD_ROWS), table_of(STANDARDS, PROJECT_ROWS)))
    assert_partition(STANDARDS, parts)
    said = [measure.in_full for measure in named(parts, "第一条").measures]
    assert said[1:] == [
        "对象：低保家庭\t补贴标准（元/平方米）：14元/平方米\t年限：不限", "对象：中等收入家庭\t补贴标准（元/平方米）：14元/平方米\t年限：60个月",
    ]
    annex = named(parts, "项目支持标准一览表", "重大专项")
    assert annex.units.lead == ("市科技局",)
    assert [measure.text for measure in annex.measures] == ["重大专项\t200—500\t市科技局"]
    assert annex.measures[0].in_full == "项目类别：重大专项\t额度（万元）：200—500万元\t牵头单位：市科技局"
    assert annex.measures[0].row is not None
    assert annex.measures[0].row.title == "附表1 项目支持标准一览表"


def test_a_form_has_no_heads() -> None:
    """Labels beside what is filled in (a card, an application form) head no column."""
    text = "附件\n申报卡\n服务流程\t提交资料后审核。\n时间频度\t每三年评定一次\n联络方式\t市经信局\n"
    rows = [["服务流程", "提交资料后审核。"], ["时间频度", "每三年评定一次"], ["联络方式", "市经信局"]]
    parts = segment(text, "p", (table_of(text, rows),))
    assert all(measure.row is None for part in parts for measure in part.measures)


def test_cells_that_only_spaces_part_are_a_table_under_their_heads() -> None:
    """Lines of as many words as the names of columns above them are its rows; lists of bodies are none."""
    text = "某意见\n一、考核\n指标及分值见下表：\n考核指标 分值 考核单位\n线路开通率 30 省交通厅\n件量 20 省邮政局\n二、其他\n按规定执行。\n省交通厅 省公安厅 省财政厅\n省商务厅 省农业厅 省供销社\n"
    rows = [measure.in_full for part in segment(text, "p") for measure in part.measures if measure.row is not None]
    assert rows == ["考核指标：线路开通率\t分值：30分\t考核单位：省交通厅", "考核指标：件量\t分值：20分\t考核单位：省邮政局"]


def test_an_article_in_mid_line_behind_a_bracket_is_found_where_its_number_is_missing() -> None:
    """第四条 glued behind the note of 第三条 fills the gap between 第三条 and 第五条."""
    text = "".join(f"第{n}条 支持事项{n}。给予奖励。（牵头单位：市科技局）{'' if n == '三' else chr(10)}" for n in "一二三四五")
    assert [part.path[-1] for part in segment(text, "p") if part.kind is PartKind.CLAUSE] == [f"第{n}条" for n in "一二三四五"]


@pytest.mark.parametrize(
    "piece", ["指标 分值 单位\n甲 1 乙\n丙 2 丁\n", "序号\n1\n", "目录一、甲\n", "附件1\n一、甲\n二、乙\n", "（一）甲。", "2.\n", "第一条之一 甲\n", "领域一：\n", "依据文件\n发文机构\n服务对象\n条件要求\n甲\n"]
)
def test_hostile_repetition_is_cut_in_linear_time(piece: str) -> None:
    """Whatever is repeated is cut into parts without a gap, and the time grows with the text, not with its square."""
    assert_linear(lambda text: assert_partition(text, segment(text, "p")), repeated(piece), 20_000)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("同一企业每个自然年度累计申领和兑付的算力券金额最高不超过\n200万元，不得重复申领。", 1),
        ("全社会研发经费支出相当于全市生产总值比例在规划期末达到\n4.5%左右。", 1),
        ("支持企业建设创新平台并按照有关规定申请相应的资金支持\n2.鼓励企业参加展会", 2),
        ("联络方式\n市发展改革委高技术处", 2),
        ("依据文件是关于支持企业创新发展的若干政策措施及其实施细则\n服务内容\n给予补贴。", 3),
    ],
)
def test_a_line_that_the_page_wrapped_is_one_measure(text: str, pieces: int) -> None:
    """A long line broken within a sentence goes on; the number of an item or a label opens a measure of its own."""
    assert len(split_measures(text, Span(0, len(text)), "p#一")) == pieces
