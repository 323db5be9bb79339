"""``zhengce evaluate`` and its subcommands, as a person at a shell meets them."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_ui_cli import complains, run

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def home(settings, tmp_path: Path) -> Path:  # type: ignore[no-untyped-def]
    """A home of this test's own, for runs are kept in it."""
    copy = tmp_path / "home"
    shutil.copytree(settings.home, copy, ignore=shutil.ignore_patterns("runs"))
    return copy


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Twelve questions of the Chengdu gold set."""
    lines = (ROOT / "eval/gold/chengdu.jsonl").read_text(encoding="utf-8").splitlines()
    file = tmp_path / "small.jsonl"
    file.write_text("\n".join(lines[:12]) + "\n", encoding="utf-8")
    return file


def test_two_runs_are_kept_compared_and_reported(home: Path, gold: Path, tmp_path: Path) -> None:
    """Run twice, compare: nothing flipped. The report holds both; the published file holds no held question."""
    out, published = tmp_path / "r.html", tmp_path / "p.json"
    for _ in range(2):
        done = run("evaluate", "--gold", str(gold), "--publish", str(published), home=home)
        assert done.returncode == 0, done.stderr
        time.sleep(1.1)  # runs are named by the second
    assert len(list((home / "runs").glob("*.json"))) == 2
    compared = run("evaluate", "compare", "previous", "latest", home=home)
    assert "翻转的题目 flipped：无 none" in compared.stdout, compared.stderr
    assert json.loads(run("evaluate", "compare", "previous", "latest", "--json", home=home).stdout)["flips"] == []
    assert run("evaluate", "report", "latest", "previous", "--html", str(out), home=home).returncode == 0
    assert out.read_text(encoding="utf-8").count("<h2>") >= 2
    held = [json.loads(line)["question"] for line in gold.read_text(encoding="utf-8").splitlines() if '"held"' in line]
    assert all(question not in published.read_text(encoding="utf-8") for question in held)


def test_a_run_that_was_stopped_is_taken_up_again(home: Path) -> None:
    """Stopped by Ctrl-C in the middle, the next run asks only what is left."""
    env = os.environ | {"ZHENGCE_HOME": str(home), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "ui.cli", "evaluate", "--gold", "eval/gold/chengdu.jsonl", "--split", "held", "--workers", "1"]
    # A suite that a shell put into the background ignores Ctrl-C, and so would what it starts.
    process = subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    partial = home / "runs" / "partial"
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline and not any(file.stat().st_size > 0 for file in partial.glob("*.jsonl")):
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 130 and "Traceback" not in said
    again = run("evaluate", "--gold", "eval/gold/chengdu.jsonl", "--split", "held", "--workers", "1", home=home)
    assert again.returncode == 0 and "接着上次" in again.stderr
    assert list(partial.glob("*.jsonl")) == []


def test_sheets_and_annotators(gold: Path, home: Path, tmp_path: Path) -> None:
    """Check, export, import again, and compare the two."""
    sheet, back = tmp_path / "s.xlsx", tmp_path / "b.jsonl"
    assert "12 题" in run("evaluate", "gold", "check", str(gold), home=home).stdout
    assert run("evaluate", "gold", "export", str(gold), "--out", str(sheet), "--with-held", home=home).returncode == 0
    assert run("evaluate", "gold", "import", str(sheet), "--out", str(back), home=home).returncode == 0
    table = run("evaluate", "gold", "agreement", str(gold), str(back), home=home)
    assert table.returncode == 0 and "clauses" in table.stdout and "1.000" in table.stdout


def test_bad_input_is_one_clear_line(home: Path, gold: Path, tmp_path: Path) -> None:
    """No gold set, no such run, a floor lowered with one flag only, an unknown form or damage."""
    complains(run("evaluate", home=home), 2, "--gold")
    complains(run("evaluate", "compare", "a", "b", home=home), 2, "没有唯一的评测结果")
    complains(run("evaluate", "gate", "--lower-floor", "chengdu.hit_at_1=0.1", home=home), 2, "--i-mean-it")
    complains(run("evaluate", "gate", "--lower-floor", "chengdu", home=home), 2, "门槛.指标=数值")
    complains(run("evaluate", "public", "trec", str(tmp_path), home=home), 2, "squad")
    complains(run("evaluate", "ladder", "--gold", str(gold), "--kind", "mud", home=home), 2, "mud")
    complains(run("evaluate", "--gold", str(gold), "--chat", "http://127.0.0.1:9/v1", home=home), 2, "--chat-model")


def test_the_fast_gate_passes_for_the_shipped_policy(home: Path) -> None:
    """What continuous integration runs; the gate of the library does not apply to a library of one file."""
    done = run("evaluate", "gate", "--fast", home=home)
    assert done.returncode == 0, done.stdout
    assert "✓ chengdu：160 题" in done.stdout and "– library" in done.stdout and "门槛全部守住（1 项" in done.stdout
