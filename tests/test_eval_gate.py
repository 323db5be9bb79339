"""The gate: floors hold, changed data is noticed, and loosening takes two flags."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from eval_cases import make_item, make_run

from corpus.errors import BadInput
from eval.runner import evaluate
from eval.runner.gate import (
    GATE,
    Gate,
    changed_data,
    load_gates,
    pinned,
    raised,
    shortfalls,
    with_limit,
    write_gates,
)

ROOT = Path(__file__).resolve().parent.parent
ITEMS = [make_item(f"q{n}") for n in range(10)]
SMALL = Gate("small", ("gold/chengdu.jsonl",), "", floors={"hit_at_1": 0.9}, ceilings={"false_refusal_rate": 0.05})


def test_a_measure_below_its_floor_is_named() -> None:
    """At the floor is enough; below it is not; a slack lets the small subset fall a little further."""
    assert shortfalls(SMALL, make_run(ITEMS, wrong=["q1"]).records) == []
    (said,) = shortfalls(SMALL, make_run(ITEMS, wrong=["q1", "q2"]).records)
    assert "首引命中" in said and "0.8000" in said and "0.9" in said
    assert shortfalls(SMALL, make_run(ITEMS, wrong=["q1", "q2"]).records, slack=0.1) == []


def test_a_measure_that_applies_to_nothing_does_not_pass() -> None:
    """A gold set that lost its answerable questions must not look perfect."""
    gate = replace(SMALL, floors={"validity_accuracy": 0.5}, ceilings={})
    assert "无 none" in shortfalls(gate, make_run(ITEMS).records)[0]


def test_loosening_takes_a_second_deliberate_flag() -> None:
    """Lower floors and higher ceilings are refused without it; tightening is free."""
    for key, looser, tighter in (("hit_at_1", 0.5, 0.95), ("false_refusal_rate", 0.2, 0.01)):
        with pytest.raises(BadInput, match="--i-mean-it"):
            with_limit(SMALL, key, looser, meant=False)
        loosened, tightened = with_limit(SMALL, key, looser, meant=True), with_limit(SMALL, key, tighter, meant=False)
        assert {**loosened.floors, **loosened.ceilings}[key] == looser
        assert {**tightened.floors, **tightened.ceilings}[key] == tighter
    with pytest.raises(BadInput, match="没有 passed"):
        with_limit(SMALL, "passed", 0.5, meant=True)


def test_raising_never_lowers() -> None:
    """A worse run leaves the floor where it is."""
    assert raised(SMALL, make_run(ITEMS).records).floors["hit_at_1"] == 0.99
    assert raised(SMALL, make_run(ITEMS, wrong=["q1", "q2", "q3"]).records).floors["hit_at_1"] == 0.9


def test_changed_questions_and_documents_ask_to_be_pinned_again(tmp_path: Path) -> None:
    """The digest of the questions, and of each document asked about."""
    (tmp_path / "a.txt").write_text("原文", encoding="utf-8")
    gate = pinned(replace(SMALL, documents={"a.txt": ""}), tmp_path)
    assert changed_data(gate, tmp_path) == []
    (tmp_path / "a.txt").write_text("改过", encoding="utf-8")
    assert "文件 a.txt 已改" in changed_data(gate, tmp_path)[0]
    assert "金标已改" in changed_data(replace(gate, digest="0"), tmp_path)[0]


def test_the_gate_file_written_is_the_gate_file_read(tmp_path: Path) -> None:
    """Nothing is lost on the way; a misspelt measure or one in the wrong table is refused."""
    file = tmp_path / "gate.toml"
    known = load_gates(GATE)
    write_gates(known, file)
    assert load_gates(file) == known
    for text, said in (("[a]\ngold=[]\n[a.floors]\nhit = 0.9", "unknown measure"), ("[a]\ngold=[]\n[a.floors]\ncrash_rate = 0.1", "wrong table"), ("[a]\nflors = 1", "unknown keys")):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(BadInput, match=said):
            load_gates(file)


def test_the_fast_subset_stays_while_questions_are_added() -> None:
    """It is drawn by id: the same every time, spread over the set, and as many as are asked for."""
    gate = load_gates()["chengdu"]
    chosen = [item.id for item in gate.fast_items()]
    assert len(chosen) == gate.fast_questions and chosen == [item.id for item in gate.fast_items()]


def test_data_of_the_gates_are_as_pinned() -> None:
    """Gold sets and documents that floors were set on have not changed unnoticed."""
    for gate in load_gates().values():
        assert changed_data(gate, ROOT / "corpus" / "documents") == []


@pytest.mark.slow
def test_the_fast_subset_keeps_the_gate(assistant) -> None:  # type: ignore[no-untyped-def]
    """The assistant over the Chengdu policy, a subset of the questions, within the slack of the gate file."""
    gate = load_gates()["chengdu"]
    run = evaluate(assistant.ask, gate.fast_items(), clause_text=lambda cited: assistant.clause_of(cited).text)
    assert shortfalls(gate, run.records, slack=gate.slack) == []
