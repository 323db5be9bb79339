"""corpus.units: who leads (牵头) and who supports (配合), and what only looks like it."""

from __future__ import annotations

import doctest
from typing import Any

import pytest
from corpus_cases import cases, chengdu, chengdu_facts
from growth import assert_linear, repeated
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import units as units_module
from corpus.policy import ResponsibleUnits, Span
from corpus.units import (
    DocumentRule,
    RoleRule,
    columns,
    deadlines,
    find_note,
    find_rule,
    is_units_head,
    names,
    read_units,
    rules,
    units_of_clause,
    units_of_columns,
)

BODIES = ("市财政局", "市发改委", "市委组织部（市委人才办）", "各区（市）县", "国家税务总局成都市税务局", "市市场监管局", "各县（市、区）人民政府")
PIECES = ("（", "）", "〔", "〕", "责任单位：", "牵头单位：", "配合部门:", "完成时限：", "2023年底前完成", "市财政局", "市文化和旅游局", "各县（市、区）政府",
          "、", "，", "；", "。", "\n", " ", "和", "会同", "牵头", "配合", "负责", "等有关部门", "第一个逗号前为牵头单位，下同", "二、", "由", "企业")  # fmt: skip
LISTS = st.lists(st.sampled_from(BODIES), min_size=1, max_size=5, unique=True)


def units_of(text: str) -> ResponsibleUnits:
    """The units a clause with this text has, under the rule the text states."""
    note = find_note(text, Span(0, len(text)))
    return ResponsibleUnits() if note is None else read_units(note.of(text), note, find_rule(text))


# --- the Chengdu policy ----------------------------------------------------------------------------------


@pytest.mark.parametrize("fact", chengdu_facts()["clauses"], ids=lambda fact: fact["number"])
def test_chengdu_leads_and_supporters_are_exact(fact: dict[str, Any]) -> None:
    """Under the rule of clause 一, the units before the first comma lead and all others support, in order."""
    (clause,) = [clause for clause in chengdu()[1].clauses if clause.number == fact["number"]]
    assert list(clause.units.lead) == fact["lead"]
    assert list(clause.units.supporting) == fact["supporting"]
    assert list(clause.units.listed) == fact["lead"] + fact["supporting"]


@pytest.mark.parametrize("fact", chengdu_facts()["clauses"], ids=lambda fact: fact["number"])
def test_chengdu_notes_can_be_shown_and_found(fact: dict[str, Any]) -> None:
    """The note a role was read from is kept verbatim, with its place and the rule that was applied."""
    policy = chengdu()[1]
    (clause,) = [clause for clause in policy.clauses if clause.number == fact["number"]]
    assert clause.units.note == fact["note"]
    assert clause.units.span is not None
    assert clause.units.span.of(policy.text) == fact["note"]
    assert "第一个逗号前为牵头单位" in clause.units.rule


def test_chengdu_parts_that_are_no_clauses_have_no_units() -> None:
    """相关牵头和责任单位要细化… in the closing names nobody."""
    assert [part.number for part in chengdu()[1].parts if not part.units] == ["题", "序", "尾"]


# --- brackets lost -----------------------------------------------------------------------------------------

WHOLE = "〔责任单位：市委组织部（市委人才办）、市人社局，市卫健委、各区（市）县〕"


@pytest.mark.parametrize("lost", range(WHOLE.count("（") * 2 + 2))
def test_a_lost_bracket_costs_no_unit(lost: int) -> None:
    """Whichever one bracket of a note is lost, and all of them, the same units are named: only brackets may differ."""
    places = [at for at, char in enumerate(WHOLE) if char in "（）〔〕"]
    for without in ({places[lost]}, set(places)):
        text = "支持人才发展。" + "".join(char for at, char in enumerate(WHOLE) if at not in without) + "\n第一个逗号前为牵头单位，下同。"
        units = units_of(text)
        bare = ["".join(char for char in name if char not in "（）〔〕") for name in (*units.lead, *units.supporting)]
        assert bare == ["市委组织部市委人才办", "市人社局", "市卫健委", "各区市县"], text
        assert len(units.lead) == 2


# --- cases as data ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("units.json"))
def test_units_and_roles_are_read_as_printed(case: dict[str, Any]) -> None:
    """A clause has exactly these leads, supporters and listed units, in printed order, and this deadline."""
    text = case["original"]
    units = units_of_clause(text, Span(0, len(text)), find_rule(text))
    assert list(units.lead) == case["lead"]
    assert list(units.supporting) == case["supporting"]
    assert list(units.listed) == case["listed"]
    assert units.deadline == case["deadline"]


# --- rules -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("第一个逗号前为牵头单位，下同", RoleRule.FIRST_COMMA),
        ("第一个逗号前的单位为牵头单位", RoleRule.FIRST_COMMA),
        ("第一逗号前的部门均为牵头部门", RoleRule.FIRST_COMMA),
        ("第一个逗号之前为主责单位", RoleRule.FIRST_COMMA),
        ("列第一位者为牵头单位", RoleRule.FIRST_NAMED),
        ("列第一位的为牵头单位，下同", RoleRule.FIRST_NAMED),
        ("排在第一位的部门为牵头部门，下同", RoleRule.FIRST_NAMED),
        ("排第一的单位为牵头单位", RoleRule.FIRST_NAMED),
        ("列首位的单位为牵头单位", RoleRule.FIRST_NAMED),
        ("列首的为牵头单位，下同", RoleRule.FIRST_NAMED),
        ("首位为牵头单位", RoleRule.FIRST_NAMED),
        ("第一个单位为牵头单位", RoleRule.FIRST_NAMED),
        ("排名第一的为牵头单位", RoleRule.FIRST_NAMED),
        ("排在首位的部门是牵头部门", RoleRule.FIRST_NAMED),
        ("牵头单位列第一位，下同", RoleRule.FIRST_NAMED),
        ("标*的为牵头单位", RoleRule.STARRED),
        ("企业主要负责人为第一责任人", RoleRule.NONE),
        ("市财政局为牵头单位", RoleRule.NONE),
        ("第一季度前完成", RoleRule.NONE),
        ("", RoleRule.NONE),
    ],
)
def test_the_rule_is_recognised_in_its_wordings(sentence: str, rule: RoleRule) -> None:
    """Every printed wording of the two rules is found, and its sentence kept; other sentences are none."""
    found = find_rule(f"责任单位：市财政局。{sentence}〕")
    assert found.rule is rule
    assert found.sentence == (sentence if rule else "")


def test_the_rule_holds_for_the_whole_document() -> None:
    """A rule stated once gives roles in a note that does not repeat it, and none without it."""
    note = "〔责任单位：市发改委，市财政局〕"
    rule = find_rule("第一个逗号前为牵头单位，下同")
    with_rule = read_units(note, Span(0, len(note)), rule)
    assert (with_rule.lead, with_rule.supporting) == (("市发改委",), ("市财政局",))
    without = read_units(note, Span(0, len(note)), DocumentRule())
    assert (without.lead, without.supporting, without.listed) == ((), (), ("市发改委", "市财政局"))
    assert without.rule == ""


def test_the_sentence_of_the_rule_names_no_unit() -> None:
    """Wherever the rule stands in the note, none of its words is listed as a unit."""
    for note in (
        "〔责任单位：市规划局，各区县。第一个逗号前为牵头单位，下同〕",
        "（责任单位：市规划局、市财政局，列第一位者为牵头单位，下同）",
        "（市规划局、市财政局负责，排在第一位的部门为牵头部门，下同）",
    ):
        listed = units_of(note).listed
        assert len(listed) == 2
        assert not any("位" in name or "逗号" in name or "下同" in name for name in listed)


# --- finding the note ------------------------------------------------------------------------------------


def test_the_last_note_of_a_clause_counts() -> None:
    """Where two brackets name units, the one at the end is the clause's note."""
    text = "（责任单位：市科技局）给予奖励。（责任单位：市财政局）"
    assert units_of(text).listed == ("市财政局",)


def test_a_note_is_searched_in_its_clause_alone() -> None:
    """A note outside the span of the clause is not read."""
    text = "给予奖励。（责任单位：市财政局）下一条。"
    assert find_note(text, Span(0, 5)) is None
    found = find_note(text, Span(0, len(text)))
    assert found is not None
    assert found.of(text) == "（责任单位：市财政局）"


def test_a_lost_bracket_swallows_no_other_line() -> None:
    """A note whose closing bracket is lost ends with its line; the next clause is not swallowed."""
    text = "给予奖励。（责任单位：市财政局、市科技局\n二、稳定就业\n给予补助。"
    assert units_of(text).listed == ("市财政局", "市科技局")


def test_a_note_is_falsy_where_nobody_is_named() -> None:
    """A clause without units says so by its truth value."""
    assert not ResponsibleUnits()
    assert units_of("给予奖励。（责任单位：市财政局）")


# --- clauses, columns, hostile text -----------------------------------------------------------------------


def test_a_clause_keeps_the_place_of_its_last_note() -> None:
    """The note that closes the clause is kept verbatim; labels on lines of their own are one note."""
    text = "给予奖励。（责任单位：市科技局）\n给予补助。\n牵头部门：市财政局\n参与部门：市人社局\n完成时限：2022年10月\n"
    units = units_of_clause(text, Span(0, len(text)), DocumentRule())
    assert units.note == "牵头部门：市财政局\n参与部门：市人社局\n完成时限：2022年10月"
    assert units.span is not None
    assert units.span.of(text) == units.note
    assert (units.lead, units.supporting) == (("市财政局",), ("市人社局",))
    assert units.listed == ("市科技局", "市财政局", "市人社局")


def test_a_clause_does_not_read_its_neighbours() -> None:
    """Notes before and behind the span of the clause are not its own."""
    text = "（责任单位：市科技局）\n二、给予补助。\n责任单位：市教育局"
    assert not units_of_clause(text, Span(12, 19), DocumentRule())


COLUMNS: list[tuple[dict[str, str], tuple[str, ...], tuple[str, ...], tuple[str, ...], str]] = [
    ({"序号": "1", "任务": "修路", "牵头单位": "市发改委", "配合单位": "市财政局、市教育局", "完成时限": "2023年底"},
     ("市发改委",), ("市财政局", "市教育局"), ("市发改委", "市财政局", "市教育局"), "2023年底"),
    ({"工作任务": "修路", "责任单位": "市财政局\n各县（市、区）人民政府"}, (), (), ("市财政局", "各县（市、区）人民政府"), ""),
    ({"责任部门（单位）": "市发改委牵头，市财政局配合"}, ("市发改委",), ("市财政局",), ("市发改委", "市财政局"), ""),
    ({"重点任务": "修路", "指导部门": "科技部、教育部"}, (), (), ("科技部", "教育部"), ""),
    ({"审批部门": "市、区县规划自然资源部门"}, (), (), ("市、区县规划自然资源部门",), ""),
    ({"责任单位（列首位的为牵头单位）": "市发改委、市财政局"}, ("市发改委",), ("市财政局",), ("市发改委", "市财政局"), ""),
    ({"牵头市领导": "张三", "牵头单位": "市人力资源\n社会保障局\n市财政局"},
     ("市人力资源社会保障局", "市财政局"), (), ("市人力资源社会保障局", "市财政局"), ""),
    ({"牵头单位": "/", "责任单位": "—"}, (), (), (), ""),
    ({"用人单位": "某公司", "受理部门及联系方式": "市税务局 12366", "联系人": "张三"}, (), (), (), ""),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "lead", "supporting", "listed", "deadline"), COLUMNS)
def test_the_heads_of_a_task_table_are_labels(
    cells: dict[str, str], lead: tuple[str, ...], supporting: tuple[str, ...], listed: tuple[str, ...], deadline: str
) -> None:
    """Columns of units give roles and units, other columns none."""
    units = units_of_columns(cells, Span(3, 9))
    assert (units.lead, units.supporting, units.listed) == (lead, supporting, listed)
    assert units.deadline == deadline
    assert units.span == (Span(3, 9) if listed else None)


def test_rows_obey_the_rule_of_the_document() -> None:
    """A rule stated outside the table holds for its rows."""
    units = units_of_columns({"责任单位": "市发改委、市财政局"}, Span(0, 1), find_rule("列首位的为牵头单位，下同"))
    assert (units.lead, units.supporting) == (("市发改委",), ("市财政局",))


@pytest.mark.parametrize(
    ("head", "expected"),
    [("牵头单位", True), ("责任单位", True), ("责 任 部 门", True), ("配合部门（单位）", True), ("审批部门", True),
     ("行政审批实施部门", True), ("安置单位名称", True), ("责任人", False), ("用人单位", False), ("实施依据", False),
     ("主要措施", False), ("配合事项", False), ("", False)],
)  # fmt: skip
def test_heads_of_columns(head: str, expected: bool) -> None:
    """A head names units only where it says so."""
    assert is_units_head(head) is expected


@pytest.mark.parametrize(
    "unit", ["（", "责任单位：", "（责任单位：", "（市财政局牵头、", "市财政局和", "第一个逗号前", "责任单位：\n", "完成时限：", "。（市财政局）\n",
             "由市财政局牵头", "（责任单位：市财政局、", "等有关部门和单位", "2023年"],
)  # fmt: skip
def test_hostile_text_is_read_in_linear_time(unit: str) -> None:
    """The time grows with a text of any one thing, not with its square, however it nests."""
    assert_linear(lambda text: units_of_clause(text, Span(0, len(text)), find_rule(text)), repeated(unit), 50_000)


# --- properties ------------------------------------------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(LISTS, LISTS, st.sampled_from(["（）", "()", "[]", "〔〕", "【】"]))
def test_any_list_of_bodies_is_read_back_in_order(first: list[str], second: list[str], brackets: str) -> None:
    """Names joined as documents join them come back whole, in order, with the roles of the first-comma rule."""
    second = [name for name in second if name not in first]
    names = "、".join(first) + ("，" + "、".join(second) if second else "")
    note = f"{brackets[0]}责任单位：{names}。第一个逗号前为牵头单位，下同{brackets[1]}"
    units = units_of("支持企业发展。" + note)
    assert units.lead == tuple(first)
    assert units.supporting == tuple(second)
    assert units.listed == tuple(first + second)
    assert units.note == note


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_any_clause_is_read_without_complaint(text: str) -> None:
    """Whatever is put together, roles are subsets of the list, no unit has two roles, and the note is verbatim."""
    units = units_of_clause(text, Span(0, len(text)), find_rule(text))
    assert set(units.lead) | set(units.supporting) <= set(units.listed)
    assert not set(units.lead) & set(units.supporting)
    assert len(set(units.listed)) == len(units.listed)
    assert (units.span.of(text) if units.span else "") == units.note


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("（）()〔〕[]责任单位：牵头配合市财政局、，；。 \n等第一个逗号前为"), max_size=40))
def test_any_text_is_read_without_complaint(text: str) -> None:
    """Whatever the text, roles are subsets of the list, nobody is named twice, and no name is empty."""
    units = units_of(text)
    assert set(units.lead) | set(units.supporting) <= set(units.listed)
    assert len(set(units.listed)) == len(units.listed)
    assert all(name.strip() for name in units.listed)
    assert units.note in text


def test_the_examples_in_the_docstrings_hold() -> None:
    """Every example in a docstring of the package is true."""
    for module in (units_module, columns, deadlines, names, rules):
        result = doctest.testmod(module)
        assert result.attempted > 0
        assert result.failed == 0
