"""The commands about the library: ingest with its checks, inspect, list, versions, remove, log."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import sys
import time
from pathlib import Path

import pytest
from test_ui_cli import ROOT, complains, run

pytestmark = pytest.mark.slow


def policy(number: int, clauses: str = "一二三四") -> str:
    """A small policy with a unit note on every clause."""
    body = "".join(f"{n}、任务{n}\n对企业给予{number}万元补助。（责任单位：市人社局）\n" for n in clauses)
    return f"某市第{number}号促进就业若干措施\n发文机构：某市人民政府\n发布日期：2023-02-09\n{body}本措施自2023年3月1日起施行，有效期2年。\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two policies in it, shared by the tests that only look."""
    made = tmp_path_factory.mktemp("home")
    for number in (1, 2):
        (made / f"{number}.txt").write_text(policy(number), encoding="utf-8")
    done = run("ingest", str(made / "1.txt"), str(made / "2.txt"), "--json", home=made)
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert [file["outcome"] for file in record["files"]] == ["added", "added"]
    assert record["files"][0]["findings"] == {"serious": 0, "warning": 0, "note": 0}
    assert record["index"]["passages"] > 0
    return made


def answer_at_a_terminal(arguments: list[str], home: Path, answers: list[str]) -> tuple[str, int]:
    """What ``zhengce`` shows at a terminal where these lines are typed when it asks, and its exit code."""
    child, screen = pty.fork()
    if child == 0:
        os.chdir(ROOT)
        os.environ |= {"ZHENGCE_HOME": str(home), "OMP_NUM_THREADS": "1", "COLUMNS": "200"}
        os.execv(sys.executable, [sys.executable, "-m", "ui.cli", *arguments])
    shown = b""
    end = time.monotonic() + 300
    while time.monotonic() < end:
        if not select.select([screen], [], [], 0.5)[0]:
            continue
        try:
            read = os.read(screen, 4096)
        except OSError:  # the other side is closed
            break
        if not read:
            break
        shown += read
        if answers and re.search(rb"\[y/[nN](?:/a)?\] $", shown):
            os.write(screen, answers.pop(0).encode() + b"\n")
            shown += b"\n"
    _, status = os.waitpid(child, 0)
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode("utf-8", "replace")), os.waitstatus_to_exitcode(status)


def test_list_narrows_by_what_is_asked(home: Path) -> None:
    """Each option narrows; the record names what a person would look for."""
    def sources(*options: str) -> list[str]:
        done = run("list", *options, "--json", home=home)
        assert done.returncode == 0, done.stderr
        return [card["source"] for card in json.loads(done.stdout)["policies"]]

    assert sources() == sources("--issuer", "某市", "--year", "2023") == ["1.txt", "2.txt"]
    assert sources("第2号") == ["2.txt"]
    assert sources("--status", "失效", "--as-of", "2026-01-01") == sources("--status", "in_force", "--as-of", "2024-01-01")
    assert sources("--year", "1999") == []
    shown = run("list", home=home).stdout
    assert "共 2 份" in shown and "《某市第1号促进就业若干措施》" in shown
    complains(run("list", "--status", "什么", home=home), 2, "什么", "有效")


def test_inspect_tells_and_stores_nothing(home: Path, tmp_path: Path) -> None:
    """The findings with place and advice; exit code 0, with --strict 2; the library is as it was."""
    file = tmp_path / "gap.txt"
    file.write_text(policy(3, "一二四五") + "（没有配对\n", encoding="utf-8")
    before = (home / "library.sqlite3").read_bytes()
    done = run("inspect", str(file), "--json", home=home)
    assert done.returncode == 0, done.stderr
    (record,) = json.loads(done.stdout)["files"]
    assert record["serious"] > 0
    gap = next(f for f in record["findings"] if f["kind"] == "numbering_gap")
    assert gap["severity"] == "serious" and gap["line"] > 3 and gap["advice"]
    assert "四" in gap["quote"]
    for_person = run("ingest", "--check", str(file), home=home)
    assert "[严重]" in for_person.stdout and "→" in for_person.stdout
    assert run("inspect", str(file), "--strict", home=home).returncode == 2
    assert (home / "library.sqlite3").read_bytes() == before
    complains(run("inspect", str(tmp_path / "none.txt"), home=home), 2, "none.txt")
    complains(run("ingest", "--check", home=home), 2, "--check")


def test_strict_keeps_a_doubtful_document_out(home: Path, tmp_path: Path) -> None:
    """--strict refuses with the reason and exit code 2."""
    file = tmp_path / "gap.txt"
    file.write_text(policy(3, "一二四五"), encoding="utf-8")
    complains(run("ingest", "--strict", str(file), home=home), 2, "严重", "--strict")
    assert "gap.txt" not in run("list", home=home).stdout


def test_a_person_is_asked_and_may_refuse(home: Path, tmp_path: Path) -> None:
    """At a terminal a document with findings is put to the person: n keeps it out, y lets it in, --yes asks nothing."""
    good, odd = tmp_path / "a.txt", tmp_path / "b.txt"
    good.write_text(policy(11), encoding="utf-8")
    odd.write_text(policy(12, "一二四五"), encoding="utf-8")
    shown, code = answer_at_a_terminal(["ingest", str(good), str(odd)], tmp_path / "home", ["n"])
    assert code == 0, shown
    assert "您选择不收录" in shown and "[严重]" in shown
    assert [p["source"] for p in json.loads(run("list", "--json", home=tmp_path / "home").stdout)["policies"]] == ["a.txt"]
    shown, code = answer_at_a_terminal(["ingest", str(odd)], tmp_path / "home", ["y"])
    assert code == 0 and "已收录" in shown, shown
    shown, code = answer_at_a_terminal(["ingest", "--yes", str(odd)], tmp_path / "other", [])
    assert code == 0 and "是否收录" not in shown, shown


def test_versions_remove_and_log(tmp_path: Path) -> None:
    """A new version, a removal that needs a yes, a purge: each is in the log, and the index follows."""
    home, file = tmp_path / "home", tmp_path / "a.txt"
    for number in (1, 2):
        file.write_text(policy(number), encoding="utf-8")
        assert run("ingest", str(file), home=home).returncode == 0
    history = json.loads(run("versions", "a.txt", "--json", home=home).stdout)["versions"]
    assert [(v["version"], v["current"], v["ended"]) for v in history] == [(1, False, "superseded"), (2, True, "")]
    complains(run("remove", "a.txt", home=home), 2, "--yes")
    assert "已移出" in run("remove", "a.txt", "--yes", home=home).stdout
    assert json.loads(run("list", "--json", home=home).stdout)["policies"] == []
    assert run("remove", history[1]["policy_id"], "--purge", "--yes", home=home).returncode == 0
    complains(run("versions", history[1]["policy_id"], home=home), 2, "没有")
    entries = json.loads(run("log", "--json", home=home).stdout)["log"]
    assert [e["action"] for e in entries] == ["added", "superseded", "new_version", "removed", "purged", "purged"]
