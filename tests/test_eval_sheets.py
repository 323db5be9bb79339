"""Gold sets as offices write them: sheets in and out, and two annotators side by side."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from eval_cases import make_item, make_unanswerable

from assistant.answer import Kind
from corpus.errors import BadInput
from corpus.policy import Status
from eval.gold import GoldValidity, Split, UnanswerableKind, load_gold
from eval.gold.agreement import agreement
from eval.gold.sheets import export_sheet, import_sheet

SHEET = """编号,问题,类型,条款,答案要点,牵头单位,配合单位,不可答原因
1,覆盖率要到多少？,事实,五,65%以上,,,
2,谁牵头,责任单位,四/（二）/9,,市发改委、市财政局,无,
,明天天气？,,,,,,题外
"""


def write(path: Path, text: str, encoding: str = "utf-8-sig") -> Path:
    """A sheet of this text."""
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_sheet_as_spreadsheets_save_it_becomes_a_gold_set(tmp_path: Path, encoding: str) -> None:
    """Chinese headers in any order, words for kinds, paths with strokes, plain words for facts."""
    first, second, third = import_sheet(write(tmp_path / "a.csv", SHEET, encoding), tmp_path / "a.jsonl")
    assert (first.kind, first.clauses, first.answerable) == (Kind.FACT, ("五",), True)
    assert first.facts == (r"65%以上",)
    assert (second.clauses, second.lead, second.supporting) == (("/四/（二）/9",), ("市发改委", "市财政局"), ())
    assert (third.id, third.answerable, third.unanswerable_kind) == ("r0004", False, UnanswerableKind.OFF_TOPIC)
    assert load_gold(tmp_path / "a.jsonl") == (first, second, third)


def test_every_mistake_is_named_with_its_row_and_nothing_is_written(tmp_path: Path) -> None:
    """A sheet is taken whole or not at all."""
    bad = SHEET + "5,,事实,五,,,,\n6,谁？,怪类型,五,,,,\n"
    with pytest.raises(BadInput, match=r"第 5 行 row 5") as error:
        import_sheet(write(tmp_path / "a.csv", bad), tmp_path / "a.jsonl")
    assert "第 6 行 row 6" in str(error.value)
    with pytest.raises(BadInput, match=r"第 2 行 row 2.*是 或 否"):
        import_sheet(write(tmp_path / "b.csv", "问题,可回答\n谁？,也许\n"), tmp_path / "b.jsonl")
    assert list(tmp_path.glob("*.jsonl*")) == []


@pytest.mark.parametrize(("name", "text", "said"), [("a.csv", "甲,乙\n1,2\n", "没有|没有“问题”一列"), ("a.csv", "", "空的"), ("a.doc", "x", "csv or xlsx"), ("a.xlsx", "x", "不是 XLSX")])
def test_what_is_no_sheet_is_refused(tmp_path: Path, name: str, text: str, said: str) -> None:
    """No column for the question, an empty file, another kind of file."""
    with pytest.raises(BadInput, match=said):
        import_sheet(write(tmp_path / name, text, "utf-8"), tmp_path / "out.jsonl")


ITEMS = (
    make_item("q1", facts=("65%|百分之六十五",), forbidden=("75%",), quotes=("达到65%；以上",), history=("轨道呢？",), note="第五条\n第二行"),
    make_item("q2", kind=Kind.UNITS, clauses=("/四/（二）/9", "三"), also=(("b.txt", "/二"),), facts=(), lead=("市发改委",), supporting=(), policy="a.txt", split=Split.HELD),
    make_item("q3", question="=1+1 还有效吗？", kind=Kind.VALIDITY, facts=(), as_of=date(2025, 6, 1), validity=GoldValidity(Status.IN_FORCE, date(2025, 6, 1))),
    make_unanswerable("q4"),
)  # fmt: skip


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_goes_out_to_review_comes_back_the_same(tmp_path: Path, kind: str) -> None:
    """Export and import are inverse, patterns, paths, line breaks and empty roles included."""
    sheet = tmp_path / f"review.{kind}"
    export_sheet(ITEMS, sheet)
    assert import_sheet(sheet, tmp_path / "again.jsonl") == ITEMS


def test_a_question_is_no_formula(tmp_path: Path) -> None:
    """A cell that a spreadsheet would run gets an apostrophe in front."""
    sheet = tmp_path / "review.csv"
    export_sheet(ITEMS, sheet)
    assert ",'=1+1 还有效吗？," in sheet.read_text(encoding="utf-8-sig")


def test_two_annotators_are_compared_field_by_field() -> None:
    """Equal share, κ and the ids that differ; items that only one has are left out."""
    second = (make_item("q1", clauses=("三",)), *ITEMS[1:3])
    found = {one.field: one for one in agreement(ITEMS, second)}
    assert found["clauses"].items == 3
    assert found["clauses"].equal == pytest.approx(2 / 3) and found["clauses"].differ == ("q1",)
    assert found["lead"].kappa == 1.0
