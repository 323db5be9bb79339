"""The table of a run on the terminal: groups, columns, failures with both sides."""

from __future__ import annotations

from runner_cases import (
    ANSWERABLE,
    GOLD,
    make_answer,
    make_citation,
    make_item,
    make_refusal,
    oracle,
    run_of,
    spoil,
)

from eval import failure_list, summary_table
from eval.report.columns import align, width
from eval.runner import MEASURES


def test_columns_line_up_where_characters_are_two_cells_wide() -> None:
    """Every row of the totals ends in the same cell, whatever mix of scripts it holds."""
    lines = summary_table(run_of(oracle)).split("\n\n")[1].splitlines()
    rows = [line for line in lines if not line.startswith(("宏平均", "未指定"))]
    assert len(rows) > 15
    assert len({width(row) for row in rows}) == 1
    names = [measure.chinese for measure in MEASURES if "micro" not in measure.key]
    assert [row.split("  ")[0] for row in rows[1 : 1 + len(names)]] == names


def test_alignment_counts_cells_and_not_characters() -> None:
    """A two-character Chinese cell is as wide as four letters."""
    assert align([["指标", "1"], ["abcd", "22"]], left=1) == "指标   1\nabcd  22"


def test_the_table_shows_groups_in_chinese_and_the_failures_with_both_sides() -> None:
    """A person reads which promise broke, what was expected and what came."""
    text = summary_table(run_of(spoil(lambda answer: make_answer("达到75%[1]。", ["三"]))))
    for expected in (
        "按问题类型 by kind",
        "责任单位 units",
        "口语 colloquial",
        "保留集 held",
        "近题无据 near_topic",
    ):
        assert expected in text
    failed = text[text.index("未兑现的题目") :]
    assert "- fact [事实 书面 开发集] 首引命中、事实正确" in failed
    assert "期望 expected：条款 五；事实 65%" in failed
    assert "实际 given：条款 三；正文 达到75%[1]。" in failed
    assert "期望 expected：条款 一" not in failed  # the held question is counted, not shown
    assert "1 道保留题" in failed
    assert "效力 已失效" in failed and "效力 无" in failed


def test_the_group_tables_hold_the_groups_own_questions() -> None:
    """One held question refused out of two: the row of its split, style and kind says so, no other."""
    run = run_of(
        lambda question, *asked: make_refusal() if question == "units？" else oracle(question, *asked)
    )
    rows = {
        line.split()[1]: line.split()[2:] for line in summary_table(run).splitlines() if line.count("  ") > 4
    }
    assert rows["units"] == ["1", "0.000", "-", "0.000", "-", "0.000", "-", "-", "1.000"]
    assert rows["held"] == ["2", "0.500", "-", "0.000", "-", "0.000", "-", "1.000", "1.000"]
    assert rows["dev"] == ["7", "1.000", "-", "1.000", "1.000", "-", "1.000", "1.000", "0.000"]
    assert rows["off_topic"] == ["1", "1.000", "0.500"]


def test_a_failed_refusal_and_a_false_quote_are_explained() -> None:
    """The list names the reason to refuse, and how many quotes are verbatim where not all are."""
    text = failure_list(run_of(lambda *asked: make_answer(), GOLD[-1:]))
    assert "期望 expected：应拒答 refusal（注入指令 injection）" in text
    assert "逐字引文" not in text
    two = (make_citation("五"), make_citation("五", 2, quote="改过的话"))
    text = failure_list(run_of(lambda *asked: make_answer(citations=two), GOLD[:1]))
    assert "[事实 书面 开发集] 引文逐字\n" in text and "逐字引文 1/2" in text


def test_a_gold_set_without_unanswerable_questions_has_no_table_of_them() -> None:
    """An empty table would look like a finding."""
    assert "不可回答" not in summary_table(run_of(oracle, GOLD[:2]))
    assert "不可回答" in summary_table(run_of(oracle))


def test_a_long_answer_is_cut_on_the_terminal_and_kept_in_the_record() -> None:
    """The list of failures stays readable; the JSON has every word."""
    run = run_of(lambda *asked: make_answer("长" * 400), GOLD[:1])
    assert "长" * 157 + "..." in failure_list(run) and "长" * 158 not in failure_list(run)
    assert run.records[0].text == "长" * 400


def test_a_long_list_of_failures_is_cut_and_says_so() -> None:
    """What is not listed is counted; None lists all."""
    run = run_of(lambda *asked: make_refusal())
    assert "另有 3 题未列出" in summary_table(run, limit=2)
    assert "未列出" not in summary_table(run, limit=None)
    assert summary_table(run, limit=None).count("期望 expected") == ANSWERABLE - 1  # one is held


def test_text_from_a_question_cannot_steer_the_terminal() -> None:
    """Escape codes, line breaks and text-direction marks come out harmless, on one line."""
    item = make_item("evil", question="甲\x1b[2J\n期望 乙\u202e丙")
    shown = failure_list(run_of(lambda *asked: make_refusal(), [item]))
    assert "\x1b" not in shown and "\u202e" not in shown
    assert len(shown.splitlines()) == 5  # head, name, question, expected, given
