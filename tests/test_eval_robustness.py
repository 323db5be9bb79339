"""Robustness: questions perturbed alike every time, documents damaged rung by rung."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from eval_cases import make_item, make_run

from eval.gold import Style, load_gold
from eval.robustness import LADDER, PERTURBATIONS, consistency, ladder, perturbed
from eval.robustness.perturbed import agree

QUESTIONS = ("轨道交通站点800米范围覆盖面超过65%吗？", "企业融资担保费率降至多少？", "第三条由谁牵头？")


@pytest.mark.parametrize("kind", list(PERTURBATIONS))
def test_a_perturbed_question_keeps_its_figures_and_what_it_asks(kind: str) -> None:
    """Numbers, clause numbers and question words stay; the same seed makes the same question."""
    for seed in range(30):
        for question in QUESTIONS:
            changed = PERTURBATIONS[kind][1](question, Random(seed))
            assert changed == PERTURBATIONS[kind][1](question, Random(seed))
            if changed is not None and kind != "traditional":
                assert changed != question
                for kept in ("800", "65%", "第三条", "多少", "谁"):
                    assert (kept in changed) == (kept in question), changed


def test_a_homophone_sounds_alike_and_looks_different() -> None:
    """One character changes, its reading does not."""
    from pypinyin import lazy_pinyin

    for seed in range(20):
        changed = PERTURBATIONS["homophone"][1](QUESTIONS[1], Random(seed))
        assert changed is not None
        assert sum(a != b for a, b in zip(changed, QUESTIONS[1], strict=True)) == 1
        different = next(at for at, (a, b) in enumerate(zip(changed, QUESTIONS[1], strict=True)) if a != b)
        assert lazy_pinyin(changed[different]) == lazy_pinyin(QUESTIONS[1][different])


def test_questions_that_are_perturbed_already_are_left_out() -> None:
    """Typos and English are styles of their own in the gold set."""
    items = [make_item("a", question=QUESTIONS[0]), make_item("b", question=QUESTIONS[1], style=Style.TYPO)]
    assert [item.id for item in perturbed(items, "typo")] == ["a"]


def test_consistency_counts_refusals_and_first_clauses() -> None:
    """Another first clause, or a refusal on one side alone, is no agreement."""
    items = [make_item(f"q{n}") for n in range(4)]
    plain = make_run(items)
    after = make_run(items, wrong=["q1"]).records
    found = consistency("typo", {record.gold.id: record for record in plain.records}, after)
    assert (found.consistent.value, found.passed_before, found.passed_after) == (0.75, 1.0, 0.75)
    assert [row[0] for row in found.broken] == ["q1"]
    assert not agree(plain.records[0], replace(plain.records[0], refused=True))


def test_every_rung_damages_the_text_and_alike_every_time() -> None:
    """No kind of the ladder leaves the document as it was at its highest rate."""
    text = "一、总体目标（试行）\n　　支持企业发展，到2025年奖励50万元；由市财政局牵头，各区（市）县配合。\n二、工作任务（重点）\n　　推动轨道交通建设，覆盖率达到65%以上。市规划和自然资源局负责。\n" * 6
    for name, dirt in LADDER.items():
        made = dirt.make(text, dirt.rates[-1], 8)
        assert made != text, name
        assert made == dirt.make(text, dirt.rates[-1], 8), name


@pytest.mark.slow
def test_a_ladder_measures_each_rung_and_goes_on_where_it_stopped(assistant, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Clean text first; zero-width characters do no harm; finished rungs are not climbed again."""
    policy = assistant.library.policies()[0]
    items = load_gold("eval/gold/chengdu.jsonl", "dev")[:20]
    told: list[str] = []
    kept = tmp_path / "ladder.jsonl"
    rungs = ladder(policy.text, policy.source, items, kinds=["newlines_gone"], kept=kept, progress=lambda done, total, rung: told.append(rung.kind))
    assert [rung.kind for rung in rungs] == ["", "newlines_gone"] and told == ["", "newlines_gone"]
    assert (rungs[0].scores["hit_at_1"][0] or 0) > 0.8 and rungs[0].clauses == len(policy.clauses)
    assert ladder(policy.text, policy.source, items, kinds=["newlines_gone"], kept=kept, progress=lambda *args: told.append("again")) == rungs
    assert "again" not in told
