"""Citations say where the quote stands: clause, characters, and the page of a file that has pages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answering.composing import Evidence, added_by, cite, name_of, reading_line
from corpus import Clause, PartKind, Policy, Span, Validity
from corpus.spans import TableRow

TEXT = "一、第一页的措施。二、第二页的措施。"


def policy_with(pages: tuple[int, ...]) -> Policy:
    positions = tuple(range(len(TEXT)))
    clause = Clause("p#一", PartKind.CLAUSE, ("一",), "", TEXT, Span(0, len(TEXT)))
    return Policy(
        "p", "p.pdf", "某办法", "", (), None, None, "", TEXT, positions, tuple(i + 1 for i in positions), (clause,),
        Validity(), pages=pages,
    )


@pytest.mark.parametrize(("pages", "start", "page"), [((), 0, None), ((0, 9), 0, 1), ((0, 9), 8, 1), ((0, 9), 9, 2), ((0, 9), 12, 2)])
def test_a_citation_names_its_page(pages: tuple[int, ...], start: int, page: int | None) -> None:
    """The page a quote begins on, from 1; a file without pages names none, and its JSON has no such key."""
    policy = policy_with(pages)
    citation = cite(Evidence(policy, policy.parts[0], Span(start, start + 2)), 1)
    assert citation.page == page
    assert citation.to_json().get("page") == page
    assert ("page" in citation.to_json()) is bool(pages)
    assert replace(citation, page=None).quote == TEXT[start : start + 2]


def test_a_row_is_read_under_its_heads_and_a_merged_figure_bears_its_own_mark() -> None:
    """Behind the verbatim quote of a row stands what it says; the figure of a cell that is printed above is cited where it stands."""
    heads, merged = Span(0, 4), Span(5, 7)
    row = TableRow("", (("对象", "低收入"), ("标准（元）", "14"), ("说明", "长" * 60)), ("", "元", ""), (None, merged, None), heads)
    assert added_by(row) == [merged]
    assert reading_line(row, {merged: 2}, english=False) == "（按表头读：对象：低收入；标准（元）：14[2]）"


@pytest.mark.parametrize(
    ("path", "name"), [(("4", "4.2", "4.2.2", "（2）"), "4.2.2第（2）项"), (("十四", "14.6", "14.6.1"), "14.6.1"), (("二", "（三）"), "第二条第（三）项")]
)
def test_a_decimal_number_is_cited_without_the_numbers_it_holds(path: tuple[str, ...], name: str) -> None:
    """4.2.2 says 4 and 4.2 already; other ways are cited whole."""
    assert name_of(Clause("p#x", PartKind.CLAUSE, path, "", TEXT, Span(0, len(TEXT)))) == name
