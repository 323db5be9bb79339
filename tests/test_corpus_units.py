"""corpus.units: who leads (牵头) and who supports (配合), and what only looks like it."""

from __future__ import annotations

import doctest
from typing import Any

import pytest
from corpus_cases import cases, chengdu, chengdu_facts
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import units as units_module
from corpus.policy import ResponsibleUnits, Span
from corpus.units import DocumentRule, RoleRule, find_note, find_rule, read_units

BODIES = ("市财政局", "市发改委", "市委组织部（市委人才办）", "各区（市）县", "国家税务总局成都市税务局", "市市场监管局", "各县（市、区）人民政府")
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


# --- cases as data ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("units.json"))
def test_units_and_roles_are_read_as_printed(case: dict[str, Any]) -> None:
    """A clause has exactly these leads, supporters and listed units, in printed order, and this deadline."""
    units = units_of(case["original"])
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
@given(st.text(st.sampled_from("（）()〔〕[]责任单位：牵头配合市财政局、，；。 \n等第一个逗号前为"), max_size=40))
def test_any_text_is_read_without_complaint(text: str) -> None:
    """Whatever the text, roles are subsets of the list, nobody is named twice, and no name is empty."""
    units = units_of(text)
    assert set(units.lead) | set(units.supporting) <= set(units.listed)
    assert len(set(units.listed)) == len(units.listed)
    assert all(name.strip() for name in units.listed)
    assert units.note in text


def test_the_examples_in_the_docstrings_hold() -> None:
    """Every example in a docstring of corpus.units is true."""
    result = doctest.testmod(units_module)
    assert result.attempted > 0
    assert result.failed == 0
