"""The evidence panel: the whole clause with its quote marked, the document, its units and validity."""

from __future__ import annotations

import re
from datetime import date

import pytest
from ui_cases import BODY, TODAY, Seen, make_answer, make_citation, make_policy, panel

from corpus.policy import (
    Clause,
    Span,
    Status,
    Validity,
)
from ui import (
    evidence_view,
)


def marks(html: str, kind: str) -> list[str]:
    """The words inside the marks of one kind."""
    return [Seen(found).text for found in re.findall(f'<mark class="zc-{kind}">(.*?)</mark>', html)]


def test_the_panel_shows_the_whole_clause_with_the_quote_marked() -> None:
    """Every word of the clause is there; this quote is marked strongly, its fellow lightly."""
    answer = make_answer(citations=(make_citation(), make_citation("加快建设快速路", 2)))
    html = panel(answer)
    assert marks(html, "now") == ["推动站点覆盖面超过65%"]
    assert marks(html, "also") == ["加快建设快速路"]
    clause = re.search(r'<div class="zc-clause">(.*?)</div>', html)
    assert clause is not None
    assert Seen(clause[1]).text == BODY.replace("\n", "")
    assert marks(panel(answer, index=1), "now") == ["加快建设快速路"]


def test_the_panel_names_document_units_validity_and_place() -> None:
    """Title, 文号, units with the rule they were read by, validity in words, and where it stands."""
    html = panel(make_answer())
    text = Seen(html).text
    for expected in (
        "《关于重点片区建设的若干措施》", "成办发〔2023〕1号", "市政府办公厅", "2023年2月9日", "已失效", "2025年12月31日",
        "五、坚持交通先行，提升互联互通水平", "第一个逗号前为牵头单位", "完成时限：2025年底", "第五条第1句（共2句）", "原文.txt",
        "《关于重点片区建设的若干措施》（成办发〔2023〕1号）第五条",
    ):  # fmt: skip
        assert expected in text, expected
    start = BODY.index("推动")
    assert f"第{start + 101}—{start + 112}个字符" in text  # counted from 1, both ends included


@pytest.mark.parametrize(
    ("validity", "words"),
    [
        (Validity(date(2023, 1, 1), date(2030, 1, 1)), "现行有效"),
        (Validity(date(2023, 1, 1), date(2025, 12, 31)), "已失效"),
        (Validity(repealed_by="《新办法》"), "已废止"),
        (Validity(date(2027, 1, 1)), "尚未施行"),
        (Validity(event="应急响应解除"), "有效期视事件而定"),
        (Validity(date(2023, 1, 1)), "有效期未载明"),
    ],
    ids=[status.value for status in (Status.IN_FORCE, Status.EXPIRED, Status.REPEALED, Status.NOT_YET, Status.EVENT_BOUND, Status.UNKNOWN)],
)  # fmt: skip
def test_each_validity_has_its_word(validity: Validity, words: str) -> None:
    """The banner says the status in words whatever it is; silence is never taken for validity."""
    assert f"<strong>{words}</strong>" in panel(make_answer(), make_policy(validity=validity))


def test_a_quote_that_is_not_in_the_clause_is_not_marked() -> None:
    """Words that the stored clause does not contain are never highlighted, and the panel says so."""
    html = panel(make_answer(citations=(make_citation("推动站点覆盖面超过70%", start=40),)))
    assert marks(html, "now") == []
    assert "对不上" in html


def test_a_quote_whose_place_moved_is_found_again() -> None:
    """After a rebuild the offsets may differ; the same words, if they stand once, are still marked."""
    assert marks(panel(make_answer(citations=(make_citation(start=0),))), "now") == ["推动站点覆盖面超过65%"]


def test_repeated_paths_are_told_apart_by_place() -> None:
    """Where two parts have the same path, the one around the quote is shown."""
    policy = make_policy(text=BODY * 2, raw_starts=(), raw_ends=())
    first = policy.parts[0]
    second = Clause("p#五b", first.kind, first.path, "另一条", BODY, Span(len(BODY), 2 * len(BODY)))
    both = make_policy(text=BODY * 2, raw_starts=(), raw_ends=(), parts=(first, second))
    citation = make_citation(start=len(BODY) + BODY.index("推动"))
    assert evidence_view.cited_part(both, citation) is second


def test_a_missing_policy_or_clause_is_said() -> None:
    """If the document or clause has gone, the quote is shown alone and nothing claims to be checked."""
    html = evidence_view.evidence_html(evidence_view.Evidence(make_answer(), 1, 0, None, TODAY))
    assert "效力未核对" in html and "找不到这一条" in html and "推动站点覆盖面超过65%" in html
    assert "找不到这一条" in panel(make_answer(citations=(make_citation(path=("九",)),)))


def test_steps_lead_through_the_citations() -> None:
    """上一条 and 下一条 carry the neighbour's value; at the ends they are disabled, not gone."""
    answer = make_answer(citations=(make_citation(), make_citation("加快建设快速路", 2)))
    first, last = panel(answer), panel(answer, index=1)
    assert 'class="zc-go zc-prev" value="" disabled>上一条' in first
    assert 'class="zc-go zc-next" value="3-2">下一条' in first and "第 1 条，共 2 条" in first
    assert 'class="zc-go zc-prev" value="3-1">上一条' in last and 'value="" disabled>下一条' in last
    assert 'id="zc-e-3-2"' in last
