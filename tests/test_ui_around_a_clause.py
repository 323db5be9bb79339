"""What stands around a cited clause: its neighbours, later editions of its document, the page it was printed on."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from ui_cases import TODAY, make_answer, make_citation, make_policy

from corpus.errors import UnreadableDocument
from corpus.gathering import digest_of
from corpus.library import Library
from corpus.policy import Clause, Policy
from corpus.reading.page_image import page_image
from ui import comparing_view, evidence_view
from ui.newer import newer_editions

NOTICE = "关于支持测试的若干措施\n\n一、加强服务\n支持企业发展。\n\n二、给予补助\n给予20万元补助。\n"


def edition(name: str, title: str, year: int, issuers: tuple[str, ...] = ("某市人民政府",)) -> Policy:
    """A document by title and year."""
    return replace(make_policy(), id=name, title=title, issued=date(year, 1, 1), written=None, issuers=issuers)


def test_only_a_younger_document_of_the_same_name_is_a_later_edition() -> None:
    """Year and 试行 do not matter; another matter, another issuer, an older or undated one are none."""
    old = edition("a", "某市人才公寓管理办法（试行）", 2021)
    library = [
        old, edition("b", "某市人才公寓管理办法", 2023), edition("c", "关于印发《某市人才公寓管理办法（2025年修订）》的通知", 2025), edition("d", "某市人才公寓租赁管理办法", 2025),
        edition("e", "某市人才公寓管理办法", 2019), edition("f", "某市人才公寓管理办法", 2024, ("别市人民政府",)),
    ]  # fmt: skip
    assert [found.id for found in newer_editions(old, library)] == ["c", "b"]
    assert newer_editions(library[2], library) == []


def test_the_panel_leads_to_the_neighbours_and_warns_of_a_later_edition() -> None:
    """Three clauses on either side at most, this one marked in words; a later edition is named above the title."""
    one = make_policy()
    clauses = tuple(Clause(f"p#{n}", one.parts[0].kind, (n,), f"标题{n}", one.parts[0].text, one.parts[0].span, one.parts[0].measures) for n in "一二三四五六七八九")
    policy = replace(one, parts=clauses)
    html = evidence_view.evidence_html(evidence_view.Evidence(make_answer(), 1, 0, policy, TODAY, "", (edition("new", "后来的措施", 2030),)))
    tree = html[html.index("前后条款") : html.index("在原文件中的位置")]
    assert [f"标题{n}" in tree for n in "一二三四五六七八九"] == [False, *[True] * 7, False]
    assert tree.count("（本条）") == 1 and tree.count("zc-jump") == 6
    assert html.index("同类更新文件") < html.index("zc-title") and "#policy/new" in html
    assert "前后条款" not in evidence_view.evidence_html(evidence_view.Evidence(make_answer(), 1, 0, policy, TODAY, "2026-01-01"))


def test_a_page_is_offered_only_where_the_original_has_pages() -> None:
    """A citation with a page of a PDF has the button; a text file has none."""
    def panel(**changes: object) -> str:
        return evidence_view.evidence_html(evidence_view.Evidence(make_answer(citations=(replace(make_citation(), **changes),)), 1, 0, make_policy(), TODAY))

    assert "/pages/3.png" in panel(source="甲.PDF", page=3)
    assert "zc-page-image" not in panel(source="甲.txt", page=3) + panel(source="甲.pdf", page=None)


def test_a_page_is_drawn_from_the_very_file_that_was_read(tmp_path: Path) -> None:
    """PNG for a page there is; one line for a page there is not, a changed file, and a file that is no PDF."""
    file = tmp_path / "a.pdf"
    Image.new("RGB", (80, 60), "white").save(file)
    with pytest.raises(UnreadableDocument, match="第2页"):
        page_image(file.read_bytes(), 2)
    text = tmp_path / "a.txt"
    text.write_text(NOTICE, encoding="utf-8")
    library = Library(tmp_path / "library.sqlite3")
    (report,) = library.ingest([text])
    with pytest.raises(UnreadableDocument, match="不是 PDF"):
        library.page_image(report.policy_id, 1)
    with sqlite3.connect(library.path) as db:  # as if it had been read from the PDF
        db.execute("UPDATE policies SET origin = ?, digest = ?", (str(file), digest_of(file)))
    assert library.page_image(report.policy_id, 1).startswith(b"\x89PNG")
    file.write_bytes(file.read_bytes() + b"\n")
    with pytest.raises(UnreadableDocument, match="不是 PDF"):
        library.page_image(report.policy_id, 1)


def test_a_document_is_put_beside_any_other() -> None:
    """The form lists every document but this one, also where there is one version only."""
    policy = make_policy()
    html = comparing_view.versions_html(policy, [], [policy, edition("b", "乙办法", 2024)])
    assert "与另一份文件逐条对照" in html and html.count("<option") == 1 and 'value="b"' in html
