"""``zhengce match``: its contract, its exit codes, the print for a person, the export and the report."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from assistant.matching import BatchMatcher, Matched, match, read_text
from corpus.errors import BadInput
from tests.corpus_cases import chengdu
from ui import match_export
from ui.commands.match import Wanted, batch_given, batch_lines, run_match
from ui.match_export import COLUMNS, export_batch
from ui.match_report import write_report
from ui.match_view import matched_text

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2024, 6, 1)
FLOOR = "我们是成都某重点片区里的工业企业，想在老厂房上加一层。"
OWN_LAND = "我们是成都重点片区的制造企业，用自己的存量工业用地新建厂房"
CONTRACT = {"support", "policy", "clause", "path", "quote", "commitment", "amount", "status", "missing", "units", "validity"}


def matched(said: str, day: date = DAY) -> Matched:
    """What the Chengdu policy offers to an enterprise that says this."""
    return match(read_text(said, day), [chengdu()[1]], day)


def test_every_line_keeps_the_contract() -> None:
    """Each item is one line with the agreed keys, a verbatim quote and one of three verdicts."""
    policy = chengdu()[1]
    lines = [json.loads(json.dumps(m.to_json(), ensure_ascii=False)) for m in matched(FLOOR).matches]
    assert lines
    for line in lines:
        assert set(line) >= CONTRACT
        assert line["quote"] == policy.text[line["start"] : line["end"]]
        assert line["status"] in ("met", "unmet", "unclear")
        assert line["clause"] == line["path"][-1]
        assert set(line["units"]) == {"lead", "supporting", "listed"}


def test_a_person_reads_verdicts_quotes_units_and_what_to_add() -> None:
    """The print says what was read, how firm each promise is, where it stands, whom to ask, and what to add."""
    text = matched_text(read_text(FLOOR, DAY), matched(FLOOR))
    for words in ("工业企业", "【待确认：与所说的情况直接有关】", "利用存量工业土地", "牵头 市发改委", "明确给予", "第三条", "2024年6月1日", "仅在研究探索", "补充以下情况", "没有可以确定满足"):
        assert words in text


def test_nothing_to_claim_is_said() -> None:
    """An enterprise elsewhere is told so in plain words, and so is everybody once the policy is over."""
    elsewhere = "我们是广州的软件公司"
    assert "没有可申请的支持" in matched_text(read_text(elsewhere, DAY), matched(elsewhere))
    late = date(2026, 11, 1)
    text = matched_text(read_text(OWN_LAND, late), matched(OWN_LAND, late))
    assert "没有可申请的支持" in text
    assert "已失效" in text
    assert "2026年1月1日起失效" in text


def write_batch(path: Path, count: int) -> Path:
    """A CSV of enterprises of which every other one meets the offer of land."""
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["编号", "企业名称", "描述"])
        writer.writerows([f"e{i}", f"=企业{i}", OWN_LAND if i % 2 == 0 else "我们是广州的软件公司"] for i in range(count))
    return path


def test_a_batch_keeps_ids_and_order(tmp_path: Path) -> None:
    """JSON Lines with profile or text: each printed line carries the id of its enterprise."""
    file = tmp_path / "b.jsonl"
    file.write_text(f'{{"id": "x", "text": "{OWN_LAND}"}}\n{{"id": "y", "profile": {{"所在地": ["广州市"], "行业": "I"}}}}\n', encoding="utf-8")
    lines = list(batch_lines(batch_given(file, DAY), (chengdu()[1],), DAY))
    assert [line["id"] for line in lines] == sorted(line["id"] for line in lines)
    assert {line["id"] for line in lines if line["status"] == "met"} == {"x"}


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_the_export_lists_the_candidates(tmp_path: Path, ending: str) -> None:
    """One row per met item with quote, units and day; a name that looks like a formula is defused."""
    batch = batch_given(write_batch(tmp_path / "b.csv", 4), DAY)
    target = tmp_path / f"out{ending}"
    rows = export_batch(target, batch, BatchMatcher([chengdu()[1]], DAY), DAY, "one")
    if ending == ".csv":
        with target.open(encoding="utf-8-sig", newline="") as lines:
            table = list(csv.reader(lines))
    else:
        from openpyxl import load_workbook

        table = [list(row) for row in load_workbook(target).active.iter_rows(values_only=True)]
    assert tuple(table[0]) == COLUMNS
    assert rows == len(table) - 1 == 2
    assert {row[0] for row in table[1:]} == {"e0", "e2"}
    assert all(row[1].startswith("'=") for row in table[1:])
    assert [path.name for path in tmp_path.iterdir()] == ["b.csv", target.name] or len(list(tmp_path.iterdir())) == 2


def test_an_export_that_was_cut_short_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed after the first part, run again: the same rows as in one go, none twice."""
    monkeypatch.setattr(match_export, "_CHUNK", 2)
    batch = batch_given(write_batch(tmp_path / "b.csv", 6), DAY)
    matcher = BatchMatcher([chengdu()[1]], DAY)
    whole, target = tmp_path / "whole.csv", tmp_path / "out.csv"
    export_batch(whole, batch, matcher, DAY, "one")

    def die(done: int, of: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_batch(target, batch, matcher, DAY, "one", progress=die)
    with (tmp_path / "out.csv.part.csv").open("a", encoding="utf-8") as part:
        part.write("half a row")
    seen: list[int] = []
    export_batch(target, batch, matcher, DAY, "one", progress=lambda done, of: seen.append(done))
    assert seen == [6]
    assert target.read_bytes() == whole.read_bytes()


def test_the_report_holds_quotes_units_and_the_day(tmp_path: Path) -> None:
    """The Word file says what the screen says; a control character in a name does no harm."""
    from docx import Document

    file = tmp_path / "report.docx"
    write_report(file, read_text(FLOOR + "\x07", DAY), matched(FLOOR))
    document = Document(str(file))
    text = "\n".join([*(p.text for p in document.paragraphs), *(cell.text for table in document.tables for row in table.rows for cell in row.cells)])
    for words in ("2024年6月1日", "不再增收土地价款", "牵头 市发改委", "利用存量工业土地", "有效期至2025年12月31日"):
        assert words in text


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(None, None, None, DAY), Wanted(None, "  ", None, DAY), Wanted(Path("a"), "b", None, DAY), Wanted(None, "我们", None, DAY, report=Path("r.pdf")),
        Wanted(None, "我们", None, DAY, export=Path("x.csv")), Wanted(None, "我" * 5000, None, DAY), Wanted(Path("/nowhere.json"), None, None, DAY),
    ],
)
def test_bad_usage_is_one_clear_message(wanted: Wanted) -> None:
    """Nothing, too much, or what does not go together."""
    with pytest.raises(BadInput):
        list(run_match(wanted, as_json=True))


@pytest.mark.parametrize("content", ["", "[1]", "{", '{"id": 1}', '{"profile": 3}', "\xff", '{"id": "a", "profile": {"employees": "x"}}'])
def test_a_bad_batch_is_refused_before_anything_is_printed(tmp_path: Path, content: str) -> None:
    """The line is named."""
    file = tmp_path / "b.jsonl"
    file.write_bytes(content.encode("latin-1") if content == "\xff" else content.encode())
    with pytest.raises(BadInput):
        batch_given(file, DAY)


@pytest.mark.slow
def test_the_command_answers_refuses_and_says_what_is_not_ready(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """0 with JSON lines, 2 for bad usage, 3 without a library; one line on stderr."""

    def run(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
        env = os.environ | {"ZHENGCE_HOME": str(home), "OMP_NUM_THREADS": "1"}
        return subprocess.run([sys.executable, "-m", "ui.cli", "match", *arguments], cwd=ROOT, env=env, capture_output=True, text=True, timeout=300)

    good = run("--text", FLOOR, "--json", "--as-of", "2024-06-01", home=settings.home)
    assert good.returncode == 0, good.stderr
    assert all(set(json.loads(line)) >= CONTRACT for line in good.stdout.splitlines())
    for done, code in ((run(home=settings.home), 2), (run("--text", "我们", home=tmp_path / "none"), 3)):
        assert done.returncode == code
        assert done.stdout == ""
        assert len(done.stderr.strip().splitlines()) == 1
