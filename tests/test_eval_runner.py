"""eval.runner: what a run asks, keeps and leaves out."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from runner_cases import (
    GOLD,
    POLICY,
    make_answer,
    make_item,
    make_refusal,
    oracle,
    run_of,
)

from assistant.answer import (
    Answer,
)
from corpus.errors import BadInput
from corpus.policy import Status
from eval import evaluate, summary_table
from eval.gold import GoldValidity
from eval.runner import PROMISES, stamp


def test_ask_receives_the_question_its_history_and_its_own_day() -> None:
    """Nothing of the expectation leaks: the day is the item's as_of, not the validity's."""
    heard: list[tuple[str, tuple[str, ...], date | None]] = []

    def ask(question: str, history: Sequence[str], as_of: date | None) -> Answer:
        heard.append((question, tuple(history), as_of))
        return make_answer()

    later = make_item("later", history=("先问？",), validity=GoldValidity(Status.EXPIRED, date(2026, 1, 1)))
    run_of(ask, [later, GOLD[4]])
    assert heard == [("later？", ("先问？",), None), ("validity？", (), date(2026, 1, 1))]


def test_progress_is_told_after_each_question() -> None:
    """One call a question, in order, with the record just made."""
    told: list[tuple[int, int, str]] = []
    run_of(oracle, progress=lambda done, total, record: told.append((done, total, record.gold.id)))
    assert told == [(at, len(GOLD), item.id) for at, item in enumerate(GOLD, start=1)]


def test_time_is_taken_around_the_call_and_for_crashes_too() -> None:
    """The clock is read once before and once after each question."""
    ticks = iter([0.0, 1.0, 10.0, 12.0])

    def ask(question: str, history: Sequence[str], as_of: date | None) -> Answer:
        if question == "list？":
            raise RuntimeError
        return make_answer(seconds=99.0)

    run = run_of(ask, GOLD[:2], clock=lambda: next(ticks))
    assert [record.seconds for record in run.records] == [1.0, 2.0]
    assert run.summary()["overall"]["seconds"] == {"p50": 1.0, "p95": 2.0, "p99": 2.0}


def test_no_question_or_the_same_id_twice_is_refused() -> None:
    """An empty gold set is no perfect score, and records are known by their id."""
    with pytest.raises(BadInput, match="没有可评测的题目"):
        evaluate(oracle, [])
    with pytest.raises(BadInput, match="id 有重复"):
        evaluate(oracle, [GOLD[0], GOLD[0]])


def test_a_run_is_plain_json_with_one_record_per_question() -> None:
    """The run survives JSON unchanged and says which system, questions and machine gave it."""
    run = run_of(
        oracle,
        index_digest="abc",
        settings={"top_k": 5, "home": Path("/srv/x"), "modes": set("hgfedcba"), "order": ["b", "a"]},
    )
    data = run.to_json()
    assert json.loads(json.dumps(data, ensure_ascii=False, allow_nan=False)) == data
    assert [record["id"] for record in data["records"]] == [item.id for item in GOLD]
    assert data["settings"] == {"top_k": 5, "home": "/srv/x", "modes": list("abcdefgh"), "order": ["b", "a"]}
    assert data["index_digest"] == "abc" and len(data["gold_digest"]) == 64
    assert re.fullmatch(r"([0-9a-f]{40})?", data["commit"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", data["date"])
    assert "cores" in data["machine"] and data["policy_id"] == POLICY and data["format"] == 3
    assert data["records"][0]["gold"] == GOLD[0].to_json()
    assert data["records"][2]["units"]["lead"] == ["市规划和自然资源局"]
    first, near = data["records"][0], data["records"][6]
    assert (first["error"], first["refusal"], near["refusal"]) == (None, None, "not_in_library")
    assert (first["quotes"], near["quotes"]) == ({"exact": 1, "all": 1}, {"exact": 0, "all": 0})
    assert set(PROMISES) <= set(data["records"][0]["scores"])


def test_keys_and_passwords_do_not_reach_a_run_file() -> None:
    """Settings are kept with every run; what is secret in them is masked, at any depth."""
    secret = "sk-123456"
    given = {"llm": {"api_key": secret, "max_tokens": 9}, "all": [{"password": secret}], "hf_token": secret}
    data = run_of(oracle, settings=given).to_json()
    assert secret not in json.dumps(data)
    assert data["settings"]["llm"] == {"api_key": "***", "max_tokens": 9}


def test_the_summary_has_every_group_that_has_a_question_and_no_other() -> None:
    """Overall, by kind, style, split and unanswerable kind; the parts add up to the whole."""
    summary = run_of(oracle).summary()
    assert set(summary) == {"overall", "by_kind", "by_style", "by_split", "by_unanswerable_kind", "by_policy", "by_clause"}
    assert summary["overall"]["questions"] == len(GOLD)
    for group in ("by_kind", "by_style", "by_split"):
        assert sum(part["questions"] for part in summary[group].values()) == len(GOLD)
    assert list(summary["by_split"]) == ["dev", "held"]
    assert list(summary["by_unanswerable_kind"]) == ["near_topic", "off_topic", "injection"]
    assert "clause" not in summary["by_kind"]
    units = summary["by_kind"]["units"]
    assert units["units_exact"] == {"value": 1.0, "n": 1, "low": 1.0, "high": 1.0}
    assert units["fact_accuracy"] == {"value": None, "n": 0, "low": None, "high": None}


def test_refusal_by_unanswerable_kind_tells_the_kinds_apart() -> None:
    """Refusing only the off-topic question, and one answerable one: recall 1 and 0, precision 1/2 and 0."""

    def ask(question: str, history: Sequence[str], as_of: date | None) -> Answer:
        return make_refusal() if question in {"off？", "fact？"} else make_answer()

    by_kind = run_of(ask).summary()["by_unanswerable_kind"]
    assert by_kind["off_topic"]["refusal_recall"]["value"] == 1.0
    assert by_kind["off_topic"]["refusal_precision"]["value"] == 0.5
    assert by_kind["near_topic"]["refusal_recall"]["value"] == 0.0
    assert by_kind["near_topic"]["refusal_precision"]["value"] == 0.0


def test_two_runs_of_one_system_agree_in_all_but_time() -> None:
    """Scores and intervals are the same from run to run."""

    def ask(question: str, history: Sequence[str], as_of: date | None) -> Answer:
        return make_answer()

    first, second = (run_of(ask, clock=lambda: 0.0).to_json() for _ in range(2))
    for data in (first, second):
        data.pop("date"), data.pop("wall_seconds"), data.pop("cpu_seconds"), data.pop("peak_memory")
    assert first == second


def test_a_run_without_git_has_no_commit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An unpacked copy has no commit, even inside another repository; no git at all is no crash."""
    monkeypatch.setattr("eval.runner.stamp.ROOT", tmp_path)
    assert run_of(oracle, GOLD[:1]).commit == ""
    (tmp_path / "inner").mkdir()
    monkeypatch.setattr("eval.runner.stamp._git", lambda *arguments: str(tmp_path.parent))
    assert run_of(oracle, GOLD[:1]).commit == ""
    monkeypatch.undo()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run_of(oracle, GOLD[:1]).commit == ""


def test_a_changed_tree_is_said_beside_the_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A commit names the program only if nothing was changed since; the table and the JSON say which."""
    for porcelain, dirty in (("", False), (" M eval/runner.py", True)):
        answers = {"--show-toplevel": str(stamp.ROOT), "HEAD": "c0ffee" * 6 + "beef", "--untracked-files=no": porcelain}
        monkeypatch.setattr("eval.runner.stamp._git", lambda *words, answers=answers: answers[words[-1]])
        run = run_of(oracle, GOLD[:1], index_digest="feed" * 16)
        assert (run.commit, run.dirty, run.to_json()["dirty"]) == ("c0ffee" * 6 + "beef", dirty, dirty)
        table = summary_table(run)
        assert "提交 commit c0ffeec0ffee" in table and "索引 index feedfeedfeed，" in table
        assert ("dirty" in table) is dirty
    monkeypatch.setattr("eval.runner.stamp._git", lambda *words: None)
    bare = run_of(oracle, GOLD[:1])
    assert (bare.commit, bare.dirty) == ("", False)
    assert "提交 commit 无" in summary_table(bare) and "索引 index 未注明" in summary_table(bare)
