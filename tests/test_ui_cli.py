"""The command line: its contracts, its exit codes, one clear line for every bad input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parent.parent


def run(*arguments: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """``zhengce`` in a process of its own."""
    env = os.environ | {"ZHENGCE_HOME": str(home), "OMP_NUM_THREADS": "1"} | environment
    return subprocess.run(
        [sys.executable, "-m", "ui.cli", *arguments], cwd=ROOT, env=env, capture_output=True, text=True, timeout=300
    )


def complains(done: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    """One line on stderr, no traceback, the right exit code, nothing on stdout."""
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert all(word in done.stderr for word in words), done.stderr


@pytest.fixture
def home(settings) -> Path:  # type: ignore[no-untyped-def]
    return settings.home


def test_ask_prints_an_answer_for_a_person(home: Path) -> None:
    """The quote, its mark, the units and the validity line."""
    done = run("ask", "轨道交通站点覆盖面要超过多少？", "--as-of", "2026-11-23", home=home)
    assert done.returncode == 0
    assert "65%" in done.stdout and "[1]" in done.stdout and "牵头单位" in done.stdout and "起失效" in done.stdout


def test_the_first_answer_imports_nothing_heavy(home: Path) -> None:
    """Neither torch nor llama_index nor gradio is on the way to an answer."""
    program = (
        "import sys; sys.argv = ['zhengce', 'ask', '谁牵头第六条', '--json']\nfrom ui.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print([m for m in ('torch', 'llama_index', 'gradio', 'transformers', 'sentence_transformers') if m in sys.modules])"
    )
    env = os.environ | {"ZHENGCE_HOME": str(home)}
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=env, capture_output=True, text=True, timeout=300)
    answer, heavy = done.stdout.strip().splitlines()
    assert json.loads(answer)["refused"] is False
    assert heavy == "[]"


def test_batch_keeps_order_and_ids_and_ignores_other_keys(home: Path, tmp_path: Path) -> None:
    """One line per question; history is used; a question that cannot be used is refused in its line."""
    items = [
        {"id": "a", "question": "第五条由谁牵头？", "gold": ["五"]},
        {"id": "b", "question": "那配合单位呢？", "history": [{"q": "第五条由谁牵头？", "a": "…"}]},
        {"id": "c", "question": ""},
        {"question": "今晚吃什么？"},
    ]
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(json.dumps(item, ensure_ascii=False) for item in items) + "\n\n", encoding="utf-8")
    done = run("ask", "--batch", str(file), "--json", home=home)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line.get("id") for line in lines] == ["a", "b", "c", None]
    assert lines[0]["citations"][0]["clause"] == lines[1]["citations"][0]["clause"] == "五"
    assert lines[2]["refused"] and lines[3]["refused"]


def test_show_status_and_repair_keep_their_contracts(home: Path, chengdu_file: Path) -> None:
    """The JSON of show, status and repair holds what DESIGN promises."""
    shown = json.loads(run("show", chengdu_file.name, "--json", "--as-of", "2026-11-23", home=home).stdout)
    assert [clause["number"] for clause in shown["clauses"]] == list("一二三四五六七八九十")
    assert shown["validity"]["status"] == "expired" and shown["issued"] == "2023-02-09"
    by_title = json.loads(run("show", "三个做优做强", "--json", home=home).stdout)
    assert by_title["id"] == shown["id"]
    state = json.loads(run("status", "--json", home=home).stdout)
    assert state["index"]["ready"] and state["policies"][0]["clauses"] == 10
    repaired = json.loads(run("repair", str(chengdu_file), "--json", home=home).stdout)
    assert {"text", "steps", "uncertain", "irreparable", "offsets"} == set(repaired)
    assert len(repaired["offsets"]) == len(repaired["text"]) + 1


def test_repair_check_tells_damaged_from_clean(home: Path, chengdu_file: Path, tmp_path: Path) -> None:
    """--check exits 1 where damage is found and 0 on clean text."""
    clean = tmp_path / "clean.txt"
    clean.write_text("一、支持企业发展。\n", encoding="utf-8")
    assert run("repair", str(chengdu_file), "--check", home=home).returncode == 1
    assert run("repair", str(clean), "--check", home=home).returncode == 0


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("missing.txt", None, "找不到"), ("empty.txt", b"", "空文件"), ("blank.txt", b" \n\t\n", "空文件"),
        ("binary.txt", bytes(range(256)) * 20, "二进制"), ("broken.txt", b"\xff\xfe\xfd" * 11 + b"\x81", ""),
        ("report.pdf", b"%PDF-1.7\n...", "report.pdf"), ("page.docx", b"PK\x03\x04....", "page.docx"),
    ],
)
def test_a_bad_file_is_one_line_and_changes_nothing(
    settings, tmp_path: Path, name: str, content: bytes | None, words: str  # type: ignore[no-untyped-def]
) -> None:
    """What, where, what to do; exit code 2; library and index are as they were."""
    before = {path: path.stat().st_mtime_ns for path in settings.home.rglob("*") if path.is_file()}
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    for command in (("ingest", str(file)), ("repair", str(file))):
        complains(run(*command, home=settings.home), 2, words)
    after = {path: path.stat().st_mtime_ns for path in settings.home.rglob("*") if path.is_file()}
    assert after == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("ask", ""), "空"), (("ask", "  "), "空"), (("ask", "长" * 40_000), "2,000"), (("ask", "有效吗", "--as-of", "昨天"), "2025-06-01"),
        (("ask", "甲", "--batch", "x.jsonl"), "二选一"), (("ask", "--batch", "no-such.jsonl"), "no-such.jsonl"),
        (("show", "no-such-policy"), "no-such-policy"), (("nonsense",), "--help"), (("ask", "甲", "--nonsense"), "--help"),
        (("evaluate", "--gold", "no-such.jsonl"), "no-such.jsonl"),
    ],
)
def test_bad_usage_is_one_line(home: Path, arguments: tuple[str, ...], words: str) -> None:
    """Exit code 2 and one line that says what to do."""
    complains(run(*arguments, home=home), 2, words)


@pytest.mark.parametrize(
    ("lines", "words"),
    [("not json", "1"), ('{"id": 1}', "question"), ('{"question": "a", "history": "x"}', "history"), ("", "没有问题")],
)
def test_a_bad_batch_is_refused_before_the_first_answer(home: Path, tmp_path: Path, lines: str, words: str) -> None:
    """The line is named and nothing is answered."""
    file = tmp_path / "batch.jsonl"
    file.write_text(lines, encoding="utf-8")
    complains(run("ask", "--batch", str(file), "--json", home=home), 2, words)


def test_not_ready_is_exit_code_3_and_names_the_command(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """No library, an index of another model, no such model: each says what mends it."""
    complains(run("ask", "谁牵头第六条", home=tmp_path / "new"), 3, "zhengce ingest")
    complains(run("ask", "谁牵头第六条", home=settings.home, ZHENGCE_MODEL="hash"), 3, "向量模型", "zhengce ingest")
    complains(run("ask", "谁牵头第六条", home=settings.home, ZHENGCE_MODEL="no-such-model"), 3, "no-such-model")
    complains(run("ask", "谁牵头第六条", home=settings.home, ZHENGCE_PORT="abc"), 2, "port")


def test_evaluate_prints_the_table_and_writes_every_record(home: Path, tmp_path: Path) -> None:
    """One record a question of the half asked for."""
    lines = (ROOT / "eval/gold/chengdu.jsonl").read_text(encoding="utf-8").splitlines()[:12]
    gold, out = tmp_path / "gold.jsonl", tmp_path / "run.json"
    gold.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = run("evaluate", "--gold", str(gold), "--split", "dev", "--json", str(out), home=home)
    assert done.returncode == 0, done.stderr
    assert "hit@1" in done.stdout
    asked = [item["id"] for line in lines if (item := json.loads(line))["split"] == "dev"]
    assert [record["id"] for record in json.loads(out.read_text(encoding="utf-8"))["records"]] == asked
