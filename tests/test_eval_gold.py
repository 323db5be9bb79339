"""eval.gold: a gold file is read loudly, every problem at once with its line; what ships is sound."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Kind
from corpus.errors import BadInput
from eval.gold import GoldItem, Split, Style, gold_digest, load_gold
from eval.gold import reading as reading_module

SHIPPED = Path(reading_module.__file__).parent


def make_line(**changes: Any) -> dict[str, Any]:
    """A right gold line; a change to ... takes the key out."""
    line: dict[str, Any] = {
        "id": "q1", "split": "dev", "question": "轨道站点覆盖要到多少？", "history": [], "kind": "fact",
        "style": "formal", "answerable": True, "clauses": ["五"], "facts": ["65%"], "lead": None,
        "supporting": None, "validity": None, "as_of": None, "note": "",
    }  # fmt: skip
    return {key: value for key, value in (line | changes).items() if value is not ...}


def write_gold(folder: Path, *lines: dict[str, Any] | str) -> Path:
    """A gold file of these lines; a string is written as it stands."""
    path = folder / "gold.jsonl"
    texts = (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    path.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    return path


def test_a_right_file_is_read_whole_and_in_order(tmp_path: Path) -> None:
    """Every field of the format arrives, and writing an item gives back its line."""
    full = make_line(
        id="q2", split="held", question="那还有效吗？", history=[{"q": "轨道站点覆盖要到多少？"}],
        kind="validity", style="colloquial", clauses=["尾", "题"], facts=["2025年12月31日"],
        lead=["市发改委"], supporting=[], validity={"status": "expired", "as_of": "2026-01-01"},
        as_of="2026-01-01", note="追问",
    )  # fmt: skip
    refused = make_line(
        id="q3",
        question="今天天气怎么样",
        answerable=False,
        unanswerable_kind="off_topic",
        clauses=[],
        facts=[],
    )
    first, second, third = load_gold(write_gold(tmp_path, make_line(), "", full, refused))
    assert (first.id, second.id, third.id) == ("q1", "q2", "q3")
    assert second.history == ("轨道站点覆盖要到多少？",)
    assert second.as_of == date(2026, 1, 1)
    assert second.lead == ("市发改委",) and second.supporting == () and first.supporting is None
    assert second.validity is not None and second.validity.status == "expired"
    assert (second.split, second.style, second.kind) == (Split.HELD, Style.COLLOQUIAL, Kind.VALIDITY)
    assert [item.to_json() for item in (first, second, third)] == [make_line(), full, refused]


def test_a_split_is_a_selection(tmp_path: Path) -> None:
    """Asking for one split gives its items; a split that is not there is said, not returned empty."""
    path = write_gold(tmp_path, make_line(), make_line(id="q2", question="谁牵头？", split="held"))
    assert [item.id for item in load_gold(path, "held")] == ["q2"]
    assert len(load_gold(path)) == 2
    with pytest.raises(BadInput, match="test"):
        load_gold(path, "test")
    with pytest.raises(BadInput, match="没有 held 题"):
        load_gold(write_gold(tmp_path, make_line()), "held")


def test_keys_that_may_be_null_may_be_left_out(tmp_path: Path) -> None:
    """A terse line means the same as one that spells out its nulls."""
    terse = make_line(history=..., lead=..., supporting=..., validity=..., as_of=..., note=...)
    spelled = load_gold(write_gold(tmp_path, make_line()))
    assert load_gold(write_gold(tmp_path, terse)) == spelled


def test_a_byte_order_mark_and_a_line_separator_in_a_text_do_no_harm(tmp_path: Path) -> None:
    """Windows editors put a mark in front, and U+2028 inside a string ends no line."""
    path = tmp_path / "gold.jsonl"
    line = json.dumps(make_line(question="甲\u2028乙"), ensure_ascii=False)
    path.write_bytes(b"\xef\xbb\xbf" + line.encode() + b"\r\n")
    assert load_gold(path)[0].question == "甲\u2028乙"


def test_every_problem_is_listed_at_once_with_its_line(tmp_path: Path) -> None:
    """Five broken lines give five numbered problems in one message; the sound line is not named."""
    path = write_gold(
        tmp_path,
        "{not json",
        make_line(),
        make_line(id="q2", question="甲？", kind="facts"),
        "[]",
        make_line(id="q1", question="乙？"),
        make_line(id="q5", question="丙？", facts=["("], clauses=[]),
    )
    with pytest.raises(BadInput) as caught:
        load_gold(path)
    message = str(caught.value)
    assert "6 处问题" in message and "6 problems" in message
    for number, what in (
        (1, "JSON"),
        (3, "kind"),
        (4, "object"),
        (5, "第 2 行重复"),
        (6, "正则"),
        (6, "条款"),
    ):
        assert any(f"第 {number} 行" in line and what in line for line in message.splitlines()), (
            number,
            what,
        )
    assert "第 2 行 line 2:" not in message


UNANSWERABLE: dict[str, Any] = {
    "answerable": False, "unanswerable_kind": "near_topic", "clauses": [], "facts": [],
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"id": ...}, "missing field id"),
        ({"question": "  "}, "question is empty"),
        ({"question": 7}, "question must be a string"),
        ({"split": "test"}, "split must be one of"),
        ({"style": None}, "style must be one of"),
        ({"answerable": "yes"}, "expected a bool"),
        ({"clause": ["五"]}, "unknown field 'clause'"),
        ({"clauses": []}, "at least one clause"),
        ({"clauses": "五"}, "clauses must be a list"),
        ({"clauses": ["五", "五"]}, "entry twice"),
        ({"clauses": ["五、"]}, "innermost number"),
        ({"clauses": ["二/（三）"]}, "innermost number"),
        ({"clauses": [""]}, "empty entry"),
        ({"facts": ["("]}, "bad regular expression"),
        ({"facts": [r"65\５"]}, "bad regular expression"),  # \5 once widths are folded
        ({"facts": ["65%|"]}, "empty text"),
        ({"facts": [".*"]}, "empty text"),
        ({"lead": "市发改委"}, "lead must be a list"),
        ({"lead": ["市发改委"], "supporting": ["市发改委"]}, "both lead and supporting"),
        ({"kind": "units", "facts": []}, "needs lead, supporting or facts"),
        ({"kind": "validity", "facts": []}, "needs validity or facts"),
        ({"validity": "expired"}, "validity must hold"),
        ({"validity": {"as_of": None}}, "validity must hold"),
        ({"validity": {"status": "dead", "as_of": None}}, "validity.status must be one of"),
        ({"validity": {"status": "in_force", "as_of": None}}, "give as_of"),
        ({"validity": {"status": "expired", "as_of": "2026-1-1"}}, "validity.as_of must be an ISO date"),
        ({"as_of": "20260101"}, "as_of must be an ISO date"),
        ({"as_of": "2026-02-30"}, "as_of must be an ISO date"),
        ({"history": ["上一问"]}, "history must be a list"),
        ({"history": {"q": "上一问"}}, "history must be a list"),
        ({"history": [{"q": "上一问", "a": "答"}]}, "history must be a list"),
        ({"history": [{"q": ""}]}, "history must be a list"),
        ({"unanswerable_kind": "off_topic"}, "belongs to unanswerable"),
        ({"note": 3}, "note must be a string"),
        (UNANSWERABLE | {"unanswerable_kind": None}, "needs unanswerable_kind"),
        (UNANSWERABLE | {"unanswerable_kind": "hard"}, "unanswerable_kind must be one of"),
        (UNANSWERABLE | {"facts": ["65%"]}, "has no facts"),
        (UNANSWERABLE | {"lead": ["市发改委"]}, "has no lead"),
        (UNANSWERABLE | {"validity": {"status": "expired", "as_of": None}}, "has no validity"),
    ],
)
def test_a_line_that_cannot_measure_what_it_says_is_refused(
    tmp_path: Path, changes: dict[str, Any], said: str
) -> None:
    """Each kind of mistake is named, in Chinese with English beside it."""
    with pytest.raises(BadInput) as caught:
        load_gold(write_gold(tmp_path, make_line(**changes)))
    assert said in str(caught.value)
    assert "第 1 行 line 1:" in str(caught.value)


def test_a_status_that_changes_with_time_needs_one_day_only(tmp_path: Path) -> None:
    """The item's day or the validity's own will do, and an expiry needs neither: it stays true."""
    day = "2024-06-01"
    for validity, as_of in (
        ({"status": "in_force", "as_of": None}, day),
        ({"status": "in_force", "as_of": day}, None),
        ({"status": "expired", "as_of": None}, None),
    ):
        assert load_gold(write_gold(tmp_path, make_line(validity=validity, as_of=as_of)))


def test_a_key_named_twice_is_not_silently_halved(tmp_path: Path) -> None:
    """JSON keeps the last of two equal keys; a gold file must not."""
    line = json.dumps(make_line(), ensure_ascii=False)[:-1] + ', "id": "q9"}'
    with pytest.raises(BadInput, match="id 出现两次"):
        load_gold(write_gold(tmp_path, line))


def test_one_question_asked_in_both_splits_is_a_leak(tmp_path: Path) -> None:
    """The same question is a problem; the same words after another turn, or on another day, are not."""
    same = make_line(id="q2", split="held", question="轨道站点 覆盖要到多少？")
    with pytest.raises(BadInput, match="问题与第 1 行相同"):
        load_gold(write_gold(tmp_path, make_line(), same))
    later = [
        make_line(id="q2", history=[{"q": "先问别的"}]),
        make_line(id="q3", as_of="2024-01-01"),
    ]
    assert len(load_gold(write_gold(tmp_path, make_line(), *later))) == 3


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff\xfe\x00"])
def test_a_file_without_questions_is_refused(tmp_path: Path, content: bytes) -> None:
    """An empty file would score any system perfect, and bytes that are not UTF-8 are no gold set."""
    path = tmp_path / "gold.jsonl"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=r"gold\.jsonl"):
        load_gold(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """The message names the file; nothing but BadInput comes out."""
    with pytest.raises(BadInput, match=r"nowhere\.jsonl"):
        load_gold(tmp_path / "nowhere.jsonl")


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.jsonl")), ids=lambda path: path.name)
def test_every_gold_set_that_ships_is_sound(path: Path, tmp_path: Path) -> None:
    """The gold files beside the code load without a problem and can be written back unchanged."""
    items = load_gold(path)
    assert load_gold(write_gold(tmp_path, *(item.to_json() for item in items))) == items


def test_the_digest_tells_question_sets_apart() -> None:
    """Order does not matter to the digest; a changed expectation does."""
    first = GoldItem("q1", Split.DEV, "甲？", Kind.FACT, Style.FORMAL, True, clauses=("五",))
    second = GoldItem("q2", Split.DEV, "乙？", Kind.FACT, Style.FORMAL, True, clauses=("三",))
    changed = GoldItem("q2", Split.DEV, "乙？", Kind.FACT, Style.FORMAL, True, clauses=("四",))
    assert gold_digest([first, second]) == gold_digest([second, first])
    assert gold_digest([first, second]) != gold_digest([first, changed])
