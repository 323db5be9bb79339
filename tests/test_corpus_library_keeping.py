"""corpus.library, feedback and kept_answers: versions, removal, the log, listing, near duplicates, older formats: nothing is lost in silence."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from corpus_cases import ROOT, SHARED, chengdu
from test_corpus_library import ingest, library, make_file, make_text

from corpus.errors import AnswerNotFound, LibraryMissing, PolicyNotFound
from corpus.feedback import Feedback
from corpus.library import Library
from corpus.near_duplicates import Sketch, compare, sketch_text
from corpus.policy import (
    Addressee,
    AnyOf,
    Audience,
    Benefit,
    Bound,
    Commitment,
    Condition,
    ConditionKind,
    Contradiction,
    Doubt,
    Measure,
    Policy,
    Quantity,
    Repeal,
    Span,
    Status,
    SupportItem,
    Table,
    Validity,
    Words,
)
from corpus.records import dump, load
from corpus.spans import TableRow

__all__ = ["library"]  # the fixture


# --- every field of every record -------------------------------------------------------------------------


def full_policy() -> Policy:
    """The Chengdu policy with something in every field that the records have."""
    policy = chengdu()[1]
    clause = policy.clauses[0]
    at = clause.span.start
    quantity = Quantity(
        policy.text[at : at + 3], Span(at, at + 3), Decimal("2.50"), "元", Bound.RANGE, Decimal("1E+3"), "每年"
    )
    measure = Measure(
        "m", policy.text[at : at + 9], Span(at, at + 9), Commitment.EXPLORES, ("企业", "个人"), (quantity,),
        TableRow("标准表", (("对象", "甲"), ("标准（元）", "14")), ("", "元"), (Span(1, 2), None), Span(1, 3)),
    )
    span = Span(1, 5)
    words = Words(span.of(policy.text), span)
    group = AnyOf((Condition(words.text, span, ConditionKind.DOING, negated=True),))
    item = SupportItem(
        "m", clause.id, words.text, span, Addressee.CLAIMANT, Commitment.GRANTS, words, (Audience.ENTERPRISE,), (group,), (group,), (Benefit.SUBSIDY,), (quantity,), words, words
    )
    return replace(
        policy, doc_number="某府发〔2020〕1号", issuers=("某市人民政府",), written=date(2020, 1, 2), issued=date(2020, 1, 3), level="地方规范性文件", rules=("取高不重复",),
        parts=(*policy.parts[:-1], replace(
            policy.parts[-1], measures=(measure,), leaf=False, heading="标题",
            units=replace(clause.units, deadline="2022年10月"),
        )),
        validity=Validity(date(2020, 1, 1), date(2021, 1, 1), "响应解除", "某令", True, "引文", span, date(2019, 12, 1), date(2020, 6, 1), "某办法"),
        doubts=(Doubt(span, "??", ("甲", "乙")),), repeals=(Repeal("某办法", "某发〔2019〕1号", "同时废止", span),),
        contradictions=(Contradiction("expires", "甲", "乙"),), pages=(0, 100),
        tables=(Table(span, ((Span(1, 2), Span(2, 2)), ()), 1),), support=(item,),
    )


def test_every_field_of_every_record_makes_the_round_trip() -> None:
    """A policy with no field at its default anywhere comes back equal, from JSON, in every field."""
    policy = full_policy()
    stored = load(dump(policy))
    for field in fields(Policy):
        assert getattr(stored, field.name) == getattr(policy, field.name), field.name
    assert stored == policy


def test_no_field_of_a_record_is_left_at_its_default_in_that_test() -> None:
    """The test above would not see a field that is lost while it is empty: a new field must be filled there."""
    unfilled: dict[str, set[str]] = {}

    def look(record: object) -> None:
        empty = {f.name for f in fields(record) if getattr(record, f.name) in (None, (), "", False)}  # type: ignore[arg-type]
        name = type(record).__name__
        unfilled[name] = unfilled.get(name, empty) & empty
        for f in fields(record):  # type: ignore[arg-type]
            value = getattr(record, f.name)
            for item in value if isinstance(value, tuple) else (value,):
                if is_dataclass(item):
                    look(item)

    look(full_policy())
    assert {name: left for name, left in unfilled.items() if left} == {}


@pytest.mark.skipif(not (SHARED / "policies").is_dir(), reason="the shared policy files are not here")
def test_real_documents_are_stored_as_parsed(library: Library) -> None:
    """A sample of real files read back from disk equals what the parser gave."""
    from corpus.parsing import parse_policy
    from corpus.reading import read_document

    files = sorted((SHARED / "policies").glob("0[0-4]*.txt"))[:12]
    reports = ingest(library, *files)
    by_id = {policy.id: policy for policy in Library(library.path).policies()}
    for file, report in zip(files, reports, strict=True):
        assert report.outcome == "added", report.reason
        assert by_id[report.policy_id] == parse_policy(read_document(file))[0]


# --- versions and removal --------------------------------------------------------------------------------


def test_versions_are_told_from_any_of_them(library: Library, tmp_path: Path) -> None:
    """Old and new id give the same history; the old version is marked as superseded."""
    (old,) = ingest(library, make_file(tmp_path, text=make_text(10)))
    (new,) = ingest(library, make_file(tmp_path, text=make_text(20)))
    history = library.versions(old.policy_id)
    assert history == library.versions(new.policy_id)
    assert [(v.policy_id, v.version, v.current, v.ended) for v in history] == [
        (old.policy_id, 1, False, "superseded"), (new.policy_id, 2, True, ""),
    ]


def test_a_removed_policy_is_gone_and_kept(library: Library, tmp_path: Path) -> None:
    """It answers no more, its version is kept, and the same file can come back."""
    path = make_file(tmp_path)
    (report,) = ingest(library, path)
    before = library.digest()
    (touched,) = library.remove(report.policy_id)
    assert touched.policy_id == report.policy_id
    assert library.policies() == ()
    assert library.digest() != before
    assert [v.ended for v in library.versions(report.policy_id)] == ["removed"]
    with pytest.raises(PolicyNotFound):
        library.remove(report.policy_id)
    assert ingest(library, path)[0].outcome == "new_version"
    assert len(library.policies()) == 1


def test_a_purged_policy_leaves_nothing_but_the_log(library: Library, tmp_path: Path) -> None:
    """Every version is erased, the bytes of its text and answers kept with it too; the log still says that it was there."""
    path = make_file(tmp_path, text=make_text(10).replace("稳定就业", "独一无二之语"))
    (old,) = ingest(library, path)
    quoting, other = library.answers.keep(f'{{"quotes": "{old.policy_id}"}}'), library.answers.keep('{"quotes": "another"}')
    make_file(tmp_path, text=make_text(20))
    ingest(library, path)
    assert "独一无二之语".encode() in library.path.read_bytes()
    assert len(library.remove(old.policy_id, purge=True)) == 2
    assert "独一无二之语".encode() not in library.path.read_bytes()
    assert library.policies() == ()
    assert library.answers.get(other)[1] == '{"quotes": "another"}'
    with pytest.raises(AnswerNotFound):
        library.answers.get(quoting)
    with pytest.raises(PolicyNotFound):
        library.versions(old.policy_id)
    assert [e.action for e in library.log()] == ["added", "superseded", "new_version", "purged", "purged"]


def test_a_file_that_now_says_what_another_says_gives_up_its_old_text(library: Library, tmp_path: Path) -> None:
    """b.txt overwritten with a.txt's bytes: one current policy is left, b's old version is kept."""
    one, two = make_file(tmp_path, "a.txt", make_text(1)), make_file(tmp_path, "b.txt", make_text(2))
    _, second = ingest(library, one, two)
    two.write_bytes(one.read_bytes())
    assert ingest(library, two)[0].outcome == "unchanged"
    assert [p.source for p in library.policies()] == ["a.txt"]
    assert [v.ended for v in library.versions(second.policy_id)] == ["superseded"]


# --- the log and feedback --------------------------------------------------------------------------------


@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET at = ''"])
@pytest.mark.parametrize("table", ["audit", "feedback"])
def test_the_log_and_feedback_are_only_added_to(library: Library, tmp_path: Path, table: str, statement: str) -> None:
    """The database itself refuses to change or drop an entry."""
    ingest(library, make_file(tmp_path))
    library.feedback.add(Feedback("谁牵头？", "市人社局", "right", "好"))
    with sqlite3.connect(library.path) as db, pytest.raises(sqlite3.IntegrityError, match="append only"):
        db.execute(statement.format(table))
    db.close()
    (kept,) = library.feedback.all()
    assert (kept.question, kept.answer, kept.verdict, kept.comment) == ("谁牵头？", "市人社局", "right", "好")
    assert kept.at


# --- listing ---------------------------------------------------------------------------------------------


def test_policies_are_listed_by_what_they_are(library: Library, tmp_path: Path) -> None:
    """Issuer, level, year, status and words each narrow the list; without any all are there."""
    one = "发文机构：成都市发展和改革委员会\n效力级别：地方规范性文件\n"
    two = "发文机构：某县人民政府\n"
    ingest(
        library, make_file(tmp_path, "a.txt", make_text(1, "甲区扶持就业若干措施").replace("发文字号", one + "发文字号")),
        make_file(tmp_path, "b.txt", make_text(2, "乙区人才引进若干措施").replace("发文字号", two + "发文字号").replace("有效期2年", "有效期9年")),
    )

    def sources(**wanted: object) -> list[str]:
        return [p.source for p in library.policies(**wanted)]  # type: ignore[arg-type]

    day = date(2026, 1, 1)
    assert sources() == ["a.txt", "b.txt"]
    assert sources(issuer="市发改委") == sources(issuer="发展和改革") == ["a.txt"]
    assert sources(level="规范性") == ["a.txt"]
    assert (sources(year=2023), sources(year=2020)) == (["a.txt", "b.txt"], [])
    assert sources(status=Status.EXPIRED, as_of=day) == ["a.txt"]
    assert sources(status=Status.IN_FORCE, as_of=day) == ["b.txt"]
    assert (sources(search="人才 乙区"), sources(search="人才 甲区"), sources(search="2号")) == (["b.txt"], [], ["b.txt"])
    assert sources(issuer="市发改委", status=Status.IN_FORCE, as_of=day) == []


# --- near duplicates -------------------------------------------------------------------------------------

LONG = "".join(f"第{n}项对第{n * 7}类企业按照第{n * 3}档标准给予补助{n * 13}万元并由第{n * 5}号部门审核。\n" for n in range(60))


def test_near_duplicates_are_named(library: Library, tmp_path: Path) -> None:
    """A copy with a few words changed is named with its model; another document is not."""
    text = make_text() + LONG
    other = make_text(3) + "".join(f"乡村道路养护第{n * 11}段每{n}日巡查并登记病害{n * 17}处。\n" for n in range(60))
    a, b, c = (
        make_file(tmp_path, "a.txt", text), make_file(tmp_path, "b.txt", text.replace("补助130万元", "补助131万元")),
        make_file(tmp_path, "c.txt", other),
    )
    first, second, third = ingest(library, a, b, c)
    assert (first.near, third.near) == ((), ())
    (near,) = second.near
    assert (near.policy_id, near.whole) == (first.policy_id, True)
    assert 0.9 < near.share <= 1
    make_file(tmp_path, "a.txt", text.replace("补助130万元", "补助132万元"))
    (changed,) = ingest(library, a)
    assert {n.source for n in changed.near} == {"b.txt"}, "its own earlier version is no near duplicate"


def test_a_part_within_a_whole_is_told_from_a_copy() -> None:
    """A document printed within a longer one is contained; spacing and punctuation do not matter."""
    whole = LONG + "".join(f"另有第{n * 19}条关于养老服务第{n * 23}款的规定。" for n in range(400))
    inside = compare(sketch_text(LONG), sketch_text(whole))
    assert inside
    assert not inside.whole
    assert compare(sketch_text(LONG), sketch_text(LONG.replace("，", " ").replace("给予", "给 予"))).whole
    assert Sketch.from_text(sketch_text(whole).to_text()) == sketch_text(whole)


# --- cut short, and older formats ------------------------------------------------------------------------

CUT_SHORT = """
import os, signal, sys
from pathlib import Path
from corpus.library import Library
for done, report in enumerate(Library(Path(sys.argv[1])).ingest(sorted(Path(sys.argv[2]).iterdir())), 1):
    if done == 2:
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process outright")
def test_an_ingest_cut_short_goes_on_where_it_stopped(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two of four files were in when the plug was pulled: the next run reads only the other two."""
    files = [make_file(tmp_path, f"in/{n}.txt", make_text(n)) for n in range(1, 5)]
    done = subprocess.run(
        [sys.executable, "-c", CUT_SHORT, str(library.path), str(files[0].parent)], cwd=ROOT, timeout=300, check=False,
        env=os.environ,
    )
    assert done.returncode == -signal.SIGKILL
    from corpus.reading import read_document

    read: list[str] = []
    monkeypatch.setattr("corpus.library.read_document", lambda file: read.append(file.name) or read_document(file))
    assert [r.outcome for r in ingest(library, *files)] == ["unchanged", "unchanged", "added", "added"]
    assert read == ["3.txt", "4.txt"]
    assert len(library.policies()) == 4


def format_4(path: Path) -> None:
    """A library as the program wrote it before: two versions of one file."""
    db = sqlite3.connect(path)
    db.executescript(
        "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);"
        "CREATE TABLE policies (id TEXT NOT NULL, source TEXT NOT NULL, origin TEXT NOT NULL, version INTEGER NOT NULL,"
        " current INTEGER NOT NULL, title TEXT NOT NULL, digest TEXT NOT NULL, added TEXT NOT NULL, edition INTEGER NOT NULL,"
        " raw TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (origin, version));"
        "INSERT INTO meta VALUES ('format', '4'), ('changes', '2');"
    )
    for version, current in ((1, 0), (2, 1)):
        db.execute(
            "INSERT INTO policies VALUES (?, 'a.txt', '/a.txt', ?, ?, '', ?, '2024', 1, ?, '{}')",
            (f"p{version}", version, current, f"{version}" * 64, make_text(version)),
        )
    db.commit()
    db.close()


def test_a_library_of_the_format_before_is_read_anew_without_loss(tmp_path: Path) -> None:
    """Both versions are there after the next ingest, with clauses; until then the message says what to do."""
    path = tmp_path / "library.db"
    format_4(path)
    library = Library(path)
    with pytest.raises(LibraryMissing, match="zhengce ingest"):
        library.policies()
    assert ingest(library, make_file(tmp_path, "new.txt", make_text(9)))[0].outcome == "added"
    assert sorted(p.source for p in library.policies()) == ["a.txt", "new.txt"]
    kept = next(p for p in library.policies() if p.source == "a.txt")
    assert len(kept.clauses) == 2
    assert [(v.version, v.current, v.ended) for v in library.versions(kept.id)] == [(1, False, "superseded"), (2, True, "")]
    assert Library(path).digest() == library.digest()
