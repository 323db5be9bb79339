"""Runs on disk: whole under var, sealed when published, taken up again where they were broken off."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from eval_cases import make_item, make_run, make_unanswerable

from corpus.errors import BadInput
from eval.gold import Split
from eval.runner.store import Partial, find_run, load_run, save_run, write_run

ITEMS = (make_item("q1"), make_item("q2", split=Split.HELD, question="保留的问题？"), make_unanswerable("q3"))


def test_a_run_read_back_is_the_run(tmp_path: Path) -> None:
    """Records, scores and head survive; seconds to the microsecond."""
    run = make_run(ITEMS, wrong=["q1"])
    again = load_run(save_run(run, tmp_path, "test"))
    assert again.head() == run.head()
    assert [r.to_json() for r in again.records] == [r.to_json() for r in run.records]
    assert [r.gold for r in again.records] == list(ITEMS)


def test_a_published_run_tells_nothing_of_held_items_but_scores(tmp_path: Path) -> None:
    """Neither question nor answer nor gold of a held item stands in the file, and the totals are the same."""
    run = make_run(ITEMS, wrong=["q2"])
    file = tmp_path / "published.json"
    write_run(run, file, keep="dev")
    text = file.read_text(encoding="utf-8")
    assert "保留的问题" not in text and "达到75%" not in text
    again = load_run(file)
    for key, score in run.summary()["overall"].items():
        if key != "seconds":
            assert again.summary()["overall"][key] == score, key


def test_what_is_no_run_is_refused_with_a_reason(tmp_path: Path) -> None:
    """A missing file, another format, half a file: one clear line each."""
    file = tmp_path / "x.json"
    with pytest.raises(BadInput, match="读不到"):
        load_run(file)
    for text, said in (("{", "不是评测结果"), ('{"format": 1}', "请重新评测"), ('{"format": 3, "records": [{}]}', "缺少")):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(BadInput, match=said):
            load_run(file)


def test_a_run_is_found_by_the_beginning_of_its_name(tmp_path: Path) -> None:
    """Also as latest and previous; an unclear name lists what there is."""
    first = save_run(make_run(ITEMS), tmp_path, "aaa")
    second = first.with_name("9" + first.name)
    second.write_bytes(first.read_bytes())
    assert find_run("latest", tmp_path) == second and find_run("previous", tmp_path) == first
    assert find_run(second.stem[:12], tmp_path) == second
    with pytest.raises(BadInput, match="aaa"):
        find_run("no-such-run", tmp_path)


def test_records_kept_on_the_way_survive_a_line_cut_off(tmp_path: Path) -> None:
    """A run killed in the middle of a line goes on from the record before it, and the file heals."""
    run = make_run(ITEMS)
    partial = Partial.of(tmp_path, "system", "gold")
    for record in run.records[:2]:
        partial.keep(record)
    with partial.path.open("a", encoding="utf-8") as out:
        out.write('{"id": "q3", "gol')
    again = Partial.of(tmp_path, "system", "gold")
    assert [r.gold.id for r in again.records()] == ["q1", "q2"]
    again.keep(run.records[2])
    assert [json.loads(line)["id"] for line in partial.path.read_text(encoding="utf-8").splitlines()] == ["q1", "q2", "q3"]
    again.finished()
    assert not partial.path.exists()
    assert Partial.of(tmp_path, "another system", "gold").path != partial.path


def test_questions_already_answered_are_not_asked_again() -> None:
    """``done`` records are taken over as they are."""
    before = make_run(ITEMS)
    after = make_run(ITEMS, wrong=["q1", "q3"], done=before.records[:1])
    assert after.records[0] == before.records[0]
    assert not after.records[2].passed
