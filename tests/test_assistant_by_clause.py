"""Clauses asked for by number, in documents that count on several levels."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answering import by_clause
from corpus import Clause, Measure, PartKind, Policy, Span, Validity

LAW = [
    (("第一章", ), "总则", "第一章 总则", False),
    (("第一章", "第一条"), "", "第一条 为了规范工作，制定本办法。", True),
    (("第一章", "第二条"), "", "第二条 有下列情形之一的：（一）甲类；（二）乙类情形。", True),
    (("第二章", ), "职责", "第二章 职责", False),
    (("第二章", "第三条"), "", "第三条 市局负责。", True),
]
PLAN = [
    (("一",), "总体要求", "一、总体要求", False),
    (("一", "（一）"), "", "（一）指导思想。", True),
    (("二",), "主要任务", "二、主要任务", False),
    (("二", "（一）"), "", "（一）强化保障。", True),
    (("二", "（二）"), "", "（二）优化服务。", True),
]


def policy_of(rows: list[tuple[tuple[str, ...], str, str, bool]]) -> Policy:
    text, parts = "", []
    for path, heading, words, leaf in rows:
        span = Span(len(text), len(text) + len(words))
        measures, at = [], span.start
        for piece in words.replace("；", "；|").replace("：", "：|").split("|"):
            measures.append(Measure(f"p#{'/'.join(path)}/{len(measures) + 1}", piece, Span(at, at + len(piece))))
            at += len(piece)
        parts.append(Clause(f"p#{'/'.join(path)}", PartKind.CLAUSE, path, heading, words, span, tuple(measures), leaf=leaf))
        text += words
    positions = tuple(range(len(text)))
    return Policy(
        "p", "p.txt", "某办法", "", (), None, date(2024, 1, 1), "", text, positions, tuple(i + 1 for i in positions),
        tuple(parts), Validity(),
    )


@pytest.mark.parametrize(
    ("rows", "number", "path"),
    [
        (LAW, 2, ("第一章", "第二条")), (LAW, 3, ("第二章", "第三条")), (PLAN, 2, ("二",)), (PLAN, 1, ("一",)),
    ],
)
def test_a_bare_number_means_the_documents_own_level(
    rows: list[tuple[tuple[str, ...], str, str, bool]], number: int, path: tuple[str, ...]
) -> None:
    """第二条 is the article of a law, wherever its chapter is, and the second 一、 of a plan."""
    assert by_clause.numbered(policy_of(rows), number)[0].path == path


RUNNING_ON = [
    (("一",), "目标", "一、目标", False),
    (("一", "1"), "", "1.扩大市场。", True),
    (("一", "2"), "", "2.提前适用。", True),
    (("二",), "任务", "二、任务", False),
    (("二", "3"), "", "3.优化服务。", True),
]
STARTING_ANEW = [*RUNNING_ON[:4], (("二", "1"), "", "1.优化服务。", True), (("二", "2"), "", "2.强化保障。", True)]


@pytest.mark.parametrize(
    ("rows", "in_figures", "path"),
    [(RUNNING_ON, True, ("一", "2")), (RUNNING_ON, False, ("二",)), (STARTING_ANEW, True, ("二",)), (LAW, True, ("第一章", "第二条"))],
)
def test_a_number_in_figures_means_the_count_in_figures_that_runs_on(
    rows: list[tuple[tuple[str, ...], str, str, bool]], in_figures: bool, path: tuple[str, ...]
) -> None:
    """第2条 is 2. of a document that counts on through its headings, but 二、 where each heading starts anew, and always 第二条."""
    assert by_clause.numbered(policy_of(rows), 2, in_figures=in_figures)[0].path == path


@pytest.mark.parametrize(
    ("rows", "numbers", "words"),
    [
        (PLAN, (2, 1), "（一）强化保障。"), (PLAN, (2, 2), "（二）优化服务。"), (LAW, (2, 2), "（二）乙类情形。"),
        (LAW, (2, 1), "（一）甲类；"),
    ],
)
def test_an_item_is_a_clause_or_a_measure_of_one(
    rows: list[tuple[tuple[str, ...], str, str, bool]], numbers: tuple[int, ...], words: str
) -> None:
    """第二条第（一）项 is the clause under its heading, or the item within an article."""
    policy = policy_of(rows)
    named = by_clause._nested(policy, numbers)
    assert named is not None
    assert (named.item or named.clause.span).of(policy.text) == words


@pytest.mark.parametrize(("number", "read"), [("第34-1條", (34, 1)), ("第三十四条之一", (34, 1)), ("第三十四条", None), ("5.1", None)])
def test_a_clause_put_in_between_has_two_numbers(number: str, read: tuple[int, int] | None) -> None:
    """第34-1條 and 第三十四条之一 are one clause, and not the thirty-fourth."""
    assert by_clause._inserted(number) == read


def test_a_number_that_no_policy_has_is_missing() -> None:
    """第九条 of a document of three articles names nothing."""
    assert by_clause.numbered(policy_of(LAW), 9) == []
    assert by_clause._nested(policy_of(LAW), (2, 7)) is None
