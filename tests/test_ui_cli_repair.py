"""``zhengce repair``: what it shows, checks and writes, and what it refuses."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parent.parent


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """``zhengce repair`` as a shell would see it, in this process: it starts at once."""
    from ui.cli import main

    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["zhengce", "repair", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
    return subprocess.CompletedProcess(arguments, int(ended.value.code or 0), out.getvalue(), err.getvalue())


def test_the_command_shows_checks_and_writes(chengdu_file: Path, tmp_path: Path) -> None:
    """The comparison, --check in one line, --json with what is irreparable, --output that is clean afterwards."""
    shown = run(str(chengdu_file))
    assert shown.returncode == 0 and "【" in shown.stdout and "共修复" in shown.stdout and "\x1b" not in shown.stdout
    assert "\x1b[32m" in run(str(chengdu_file), "--color").stdout
    check = run(str(chengdu_file), "--check")
    assert check.returncode == 1 and len(check.stdout.splitlines()) == 1
    record = json.loads(run(str(chengdu_file), "--json").stdout)
    assert set(record) == {"text", "steps", "uncertain", "irreparable", "offsets"}
    out = tmp_path / "修复.txt"
    written = run(str(chengdu_file), "--output", str(out))
    assert written.returncode == 0 and out.read_text(encoding="utf-8") == record["text"]
    again = run(str(out), "--check")
    assert again.returncode == 0 and len(again.stdout.splitlines()) == 1 and "没有发现损坏" in again.stdout
    assert run(str(out)).stdout.count("\n") == 1


def test_the_command_refuses_what_would_destroy(tmp_path: Path) -> None:
    """The input is never overwritten, under no name; contrary options are refused; each in one line."""
    file = tmp_path / "原文.txt"
    file.write_text("發(fā)展\n", encoding="utf-8")
    (tmp_path / "链接.txt").symlink_to(file)
    for arguments, words in (
        ((str(file), "--output", str(file)), "原文件"), ((str(file), "--output", str(tmp_path / "链接.txt")), "原文件"),
        ((str(file), "--output", str(tmp_path)), "不是普通文件"), ((str(file), "--output", str(tmp_path / "无" / "x")), "无法写入"),
        ((str(file), "--simplify", "--keep-script"), "二选一"),
    ):  # fmt: skip
        done = run(*arguments)
        assert done.returncode == 2 and done.stdout == "" and len(done.stderr.splitlines()) == 1, done
        assert words in done.stderr
    assert file.read_text(encoding="utf-8") == "發(fā)展\n"


def test_script_options_reach_the_engine(tmp_path: Path) -> None:
    """--simplify converts a genuine Traditional text, --keep-script converts nothing."""
    file = tmp_path / "t.txt"
    file.write_text("本條例旨在規管電訊服務，並就有關事宜訂定條文。\n", encoding="utf-8")
    assert "条例" in run(str(file), "--simplify", "--full").stdout
    assert json.loads(run(str(file), "--keep-script", "--json").stdout)["text"].startswith("本條例")


def test_a_pipe_closed_early_and_escape_sequences_do_no_harm(chengdu_file: Path, tmp_path: Path) -> None:
    """No traceback for ``| head``; no control character of a document in any output."""
    command = f"{sys.executable} -m ui.cli repair {chengdu_file} --full | head -c 20; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, timeout=300)
    assert done.stderr == b"" and done.stdout.rstrip().endswith(b"0"), done
    file = tmp_path / "坏.txt"
    file.write_text("發(fā)展\x1b]0;题\x07\x1b[31m红\x9b2J \u202e倒\n" * 3 + "支持企业发展，加快项目建设。" * 200, encoding="utf-8")
    for options in ((), ("--full",), ("--json",), ("--check",)):
        done_text = run(str(file), *options).stdout
        assert done_text
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", done_text), options
