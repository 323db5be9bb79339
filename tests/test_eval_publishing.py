"""Published results: one command's worth of files, peers beside ours, nothing of items held back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from eval_cases import make_answer, make_refusal

from eval import evaluate, publishing
from eval.gold import load_gold
from eval.runner.gate import Gate
from eval.runner.store import load_run, write_run

GATE = Gate("chengdu", ("gold/chengdu.jsonl",), "")


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Results that are written elsewhere than into the project."""
    (tmp_path / "runs").mkdir()
    monkeypatch.setattr(publishing, "RESULTS", tmp_path)
    monkeypatch.setattr(publishing, "PUBLISHED", tmp_path / "runs")
    return tmp_path


def test_runs_tables_and_report_are_written_and_held_items_stay_back(places: Path) -> None:
    """Both halves have their table; a peer's run over the same questions stands beside ours in the report."""
    items = load_gold("eval/gold/chengdu.jsonl")
    chosen = [item for split in ("dev", "held") for item in [one for one in items if one.split == split][:6]]
    run = evaluate(lambda *asked: make_answer("不对的答复。", "一"), chosen)
    publishing.write_results(GATE, run)
    peer = replace(evaluate(lambda *asked: make_refusal(), chosen), system="bm25")
    write_run(peer, places / "runs" / "chengdu-bm25.json", keep="scores")
    assert publishing.write_report() == places / "report.html"

    table = (places / "chengdu.txt").read_text(encoding="utf-8")
    assert "==== chengdu --split dev" in table and "==== chengdu --split held" in table
    html = (places / "report.html").read_text(encoding="utf-8")
    assert html.count("<section") == 1 and "bm25" in html and "zhengce − bm25" in html
    written = "".join(file.read_text(encoding="utf-8") for file in places.rglob("*") if file.is_file())
    assert not any(item.question in written for item in chosen if item.split == "held")
    assert any(item.question in html for item in chosen if item.split == "dev")
    back = load_run(places / "runs" / "chengdu-bm25.json")
    assert all(record.sealed_up for record in back.records)
    assert [record.passed for record in back.records] == [record.passed for record in peer.records]
