"""corpus.library: every policy and every version, whole or not at all, whatever happens."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from corpus_cases import ROOT, chengdu, chengdu_file

from corpus.errors import LibraryMissing, PolicyNotFound, UnreadableDocument
from corpus.library import IngestReport, Library, files_in
from corpus.parsing import policy_to_json
from corpus.policy import Policy
from ui.documents import card_of
from ui.ingest_view import ingest_line
from ui.render import clause_count


def make_text(amount: int = 10, title: str = "某市促进就业若干措施") -> str:
    """A small policy of two clauses."""
    return (
        f"{title}\n发文字号：某府发〔2023〕{amount}号\n发布日期：2023-02-09\n"
        f"一、扩大就业\n给予{amount}万元补助。（责任单位：市人社局，市财政局。第一个逗号前为牵头单位，下同）\n"
        "二、稳定就业\n给予一次性奖励；优先支持。（责任单位：市财政局）\n"
        "本措施自2023年3月1日起施行，有效期2年。\n"
    )


def make_file(folder: Path, name: str = "policy.txt", text: str | None = None) -> Path:
    """A policy file on disk."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(make_text() if text is None else text, encoding="utf-8")
    return path


def ingest(library: Library, *files: Path) -> list[IngestReport]:
    """The reports of one ingest."""
    return list(library.ingest(files))


def rows(library: Library) -> list[tuple[str, int, int]]:
    """(source, version, current) of everything kept, old versions included."""
    with sqlite3.connect(library.path) as db:
        found = db.execute("SELECT source, version, current FROM policies ORDER BY source, version").fetchall()
    db.close()
    return found


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """An empty place for a library."""
    return Library(tmp_path / "var" / "library.db")


# --- one policy, one version -----------------------------------------------------------------------------


def test_a_new_file_is_added(library: Library, tmp_path: Path) -> None:
    """A first file is reported as added, version 1, with its clauses counted, and is there."""
    (report,) = ingest(library, make_file(tmp_path))
    assert (report.outcome, report.version, report.clauses, report.reason) == ("added", 1, 2, "")
    (policy,) = library.policies()
    assert policy.id == report.policy_id
    assert policy.title == "某市促进就业若干措施"


def test_headings_are_not_counted_as_clauses(library: Library, tmp_path: Path) -> None:
    """Report, kept version, list and `show --json` count the clauses with none below them, and name the headings apart."""
    text = "关于促进就业的若干措施\n一、扩大就业\n（一）给予补助。对企业给予10万元补助。\n（二）给予奖励。对个人给予1万元奖励。\n二、稳定就业\n优先支持企业。\n"
    (report,) = ingest(library, make_file(tmp_path, text=text))
    (policy,) = library.policies()
    shown = policy_to_json(policy, date(2026, 1, 1))
    assert [clause.number for clause in policy.clauses] == ["一", "（一）", "（二）", "二"]
    assert (report.clauses, report.headings) == (3, 1) == (len(shown["clauses"]), len(shown["parents"]))  # type: ignore[arg-type]
    assert library.versions(policy.id)[0].clauses == 3
    card = card_of(policy, date(2026, 1, 1))
    assert (card["clauses"], card["headings"], clause_count(policy)) == (3, 1, "3条，1个标题")
    assert "3 条（另有 1 个标题）" in ingest_line(report)


def test_the_same_bytes_are_one_policy(library: Library, tmp_path: Path) -> None:
    """The same bytes a second time, and under another name, change nothing."""
    first = make_file(tmp_path)
    (added,) = ingest(library, first)
    before = library.digest()
    again, renamed = ingest(library, first, make_file(tmp_path, "copy.txt"))
    assert [again.outcome, renamed.outcome] == ["unchanged", "unchanged"]
    assert again.policy_id == renamed.policy_id == added.policy_id
    assert again.clauses == added.clauses
    assert library.digest() == before
    assert len(library.policies()) == len(rows(library)) == 1


def test_a_later_edition_of_the_program_reads_the_same_file_anew(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an earlier edition stored is repaired and cut again at the next ingest; the version stays."""
    file = make_file(tmp_path)
    ingest(library, file)
    before = library.digest()
    monkeypatch.setattr("corpus.library.EDITION", 999)
    report = ingest(library, file)[0]
    assert (report.outcome, report.version) == ("read_anew", 1)
    assert library.digest() != before, "the index must be rebuilt"
    assert ingest(library, file)[0].outcome == "unchanged"
    assert library.raw_text(report.policy_id) == file.read_text(encoding="utf-8")


def test_a_changed_file_is_a_new_version_and_the_old_one_is_kept(library: Library, tmp_path: Path) -> None:
    """Other bytes under the same name become version 2; version 1 stays on disk and is no longer current."""
    (old,) = ingest(library, make_file(tmp_path, text=make_text(10)))
    (new,) = ingest(library, make_file(tmp_path, text=make_text(20)))
    assert (new.outcome, new.version) == ("new_version", 2)
    assert new.policy_id != old.policy_id
    assert rows(library) == [("policy.txt", 1, 0), ("policy.txt", 2, 1)]
    (policy,) = library.policies()
    assert "20万元" in policy.text
    assert library.version(new.policy_id) == 2
    with pytest.raises(PolicyNotFound):
        library.policy(old.policy_id)


def test_a_file_changed_back_is_current_again(library: Library, tmp_path: Path) -> None:
    """A file that returns to an old text is taken in again; the text in between is no longer current."""
    for amount in (10, 20, 10):
        (report,) = ingest(library, make_file(tmp_path, text=make_text(amount)))
    assert (report.outcome, report.version) == ("new_version", 3)
    assert ["10万元" in policy.text for policy in library.policies()] == [True]


def test_going_back_to_an_old_text_keeps_the_history(library: Library, tmp_path: Path) -> None:
    """A file changed and changed back has three versions, and none of them is lost."""
    for amount in (10, 20, 10):
        ingest(library, make_file(tmp_path, text=make_text(amount)))
    assert [version for _, version, _ in rows(library)] == [1, 2, 3]


def test_namesakes_in_two_folders_are_two_policies(library: Library, tmp_path: Path) -> None:
    """通知.txt in one folder and 通知.txt in another are two documents, and neither hides the other."""
    ingest(library, make_file(tmp_path, "甲区/通知.txt", make_text(10)), make_file(tmp_path, "乙区/通知.txt", make_text(20)))
    assert len(library.policies()) == 2


def test_the_digest_changes_with_the_policies_and_only_then(library: Library, tmp_path: Path) -> None:
    """The digest an index is built for tells every change, and is the same for the same policies elsewhere."""
    one, two = make_file(tmp_path, "a.txt", make_text(1)), make_file(tmp_path, "b.txt", make_text(2))
    ingest(library, one)
    first = library.digest()
    ingest(library, two)
    both = library.digest()
    assert first != both
    other = Library(tmp_path / "other.db")
    ingest(other, two, one)
    assert other.digest() == both


# --- a bad file ------------------------------------------------------------------------------------------


def test_a_bad_file_leaves_the_library_unchanged_and_the_next_one_goes_on(library: Library, tmp_path: Path) -> None:
    """Between two good files a PDF, an empty file and a missing one are refused, each with its reason."""
    pdf = tmp_path / "scan.txt"
    pdf.write_bytes(b"%PDF-1.7\n")
    empty = make_file(tmp_path, "empty.txt", "")
    good, later = make_file(tmp_path, "a.txt", make_text(1)), make_file(tmp_path, "b.txt", make_text(2))
    reports = ingest(library, good, pdf, empty, tmp_path / "nope.txt", later)
    assert [r.outcome for r in reports] == ["added", "refused", "refused", "refused", "added"]
    assert all(r.reason and "\n" not in r.reason for r in reports if r.outcome == "refused")
    assert [policy.source for policy in library.policies()] == ["a.txt", "b.txt"]


def test_a_bad_new_version_leaves_the_old_one_current(library: Library, tmp_path: Path) -> None:
    """A file that became unreadable does not take away the version that was read."""
    path = make_file(tmp_path)
    ingest(library, path)
    before = library.digest()
    path.write_bytes(b"\x00\x01\x02" * 100)
    (report,) = ingest(library, path)
    assert report.outcome == "refused"
    assert library.digest() == before
    assert rows(library) == [("policy.txt", 1, 1)]


def test_a_file_of_nothing_but_furniture_is_refused(library: Library, tmp_path: Path) -> None:
    """Where repair leaves no text there is no policy to keep."""
    (report,) = ingest(library, make_file(tmp_path, text="返回顶部\n扫一扫\n"))
    assert report.outcome == "refused"
    assert "修复后" in report.reason
    assert library.policies() == ()


def test_an_error_in_the_middle_rolls_back(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unforeseen error while a new version is stored leaves the old version current and whole."""
    ingest(library, make_file(tmp_path, text=make_text(10)))
    before = library.digest()

    def fail(policy: Policy) -> str:
        raise RuntimeError("disk full")

    monkeypatch.setattr("corpus.library._dump", fail)
    with pytest.raises(RuntimeError, match="disk full"):
        ingest(library, make_file(tmp_path, text=make_text(20)))
    monkeypatch.undo()
    assert library.digest() == before
    assert rows(library) == [("policy.txt", 1, 1)]
    assert ingest(library, make_file(tmp_path, text=make_text(20)))[0].outcome == "new_version"


# --- what was stored is what was parsed ------------------------------------------------------------------


def test_a_stored_policy_is_the_parsed_policy(library: Library) -> None:
    """The Chengdu policy read back from disk equals the parsed one in every field, offsets included."""
    (report,) = ingest(library, chengdu_file())
    assert (report.outcome, report.clauses, report.uncertain) == ("added", 10, len(chengdu()[2].uncertain))
    assert report.repairs == len(chengdu()[2].steps)
    (stored,) = Library(library.path).policies()
    parsed = chengdu()[1]
    assert stored == parsed
    assert (stored.raw_starts, stored.raw_ends) == (parsed.raw_starts, parsed.raw_ends)
    assert all(part.text == part.span.of(stored.text) for part in stored.parts)


@pytest.mark.parametrize("text", ["一句话，没有编号。", make_text(), "第一条 为了规范𠮷补贴。\n第二条 😀适用。\n", "??一、甲任务\n??给予补(bǔ)助。\n"])
def test_any_small_document_makes_the_round_trip(library: Library, tmp_path: Path, text: str) -> None:
    """Documents without clauses, with characters beyond the basic plane, with repairs: stored as parsed."""
    from corpus.parsing import parse_policy
    from corpus.reading import read_document

    path = make_file(tmp_path, text=text)
    ingest(library, path)
    (stored,) = Library(library.path).policies()
    assert stored == parse_policy(read_document(path))[0]


def test_the_raw_text_is_kept(library: Library) -> None:
    """The library holds the raw text beside the record, so that a quote can be shown as it came."""
    ingest(library, chengdu_file())
    with sqlite3.connect(library.path) as db:
        ((raw,),) = db.execute("SELECT raw FROM policies").fetchall()
    db.close()
    assert raw == chengdu()[0].text


def test_a_second_reader_sees_what_the_first_wrote(library: Library, tmp_path: Path) -> None:
    """A library opened earlier shows what another process added since, without being told."""
    ingest(library, make_file(tmp_path, "a.txt", make_text(1)))
    reader = Library(library.path)
    assert len(reader.policies()) == 1
    ingest(library, make_file(tmp_path, "b.txt", make_text(2)))
    assert len(reader.policies()) == 2


# --- finding a policy ------------------------------------------------------------------------------------


def test_a_policy_is_found_by_every_name_it_has(library: Library) -> None:
    """Id, file name with and without suffix, title with and without 《》, and a part of the title only one has."""
    ingest(library, chengdu_file())
    (policy,) = library.policies()
    title = policy.title
    for name in (policy.id, policy.source, Path(policy.source).stem, title, f"《{title}》", "重点片区建设", f" {title} "):
        assert library.find(name).id == policy.id


def test_a_policy_is_found_by_its_number(library: Library, tmp_path: Path) -> None:
    """A 发文字号 finds its policy among others."""
    ingest(library, make_file(tmp_path, "a.txt", make_text(1)), make_file(tmp_path, "b.txt", make_text(2)))
    assert library.find("某府发〔2023〕2号").source == "b.txt"


@pytest.mark.parametrize("name", ["", " ", "没有这份文件", "%", "'; DROP TABLE policies; --"])
def test_an_unknown_name_is_told_in_one_line(library: Library, tmp_path: Path, name: str) -> None:
    """A name no policy goes by raises PolicyNotFound with one line, and an empty one matches nothing."""
    ingest(library, make_file(tmp_path))
    with pytest.raises(PolicyNotFound) as caught:
        library.find(name)
    assert "\n" not in str(caught.value)
    assert len(library.policies()) == 1


def test_an_ambiguous_name_lists_the_candidates(library: Library, tmp_path: Path) -> None:
    """Where a part of a title fits two policies, both are named and neither is chosen."""
    ingest(
        library,
        make_file(tmp_path, "a.txt", make_text(1, "甲区促进就业若干措施")),
        make_file(tmp_path, "b.txt", make_text(2, "乙区促进就业若干措施")),
    )
    with pytest.raises(PolicyNotFound, match=r"甲区.*乙区|乙区.*甲区"):
        library.find("促进就业")


def test_policies_come_in_a_fixed_order(library: Library, tmp_path: Path) -> None:
    """Policies are listed by file name, however they were added."""
    for name in ("c.txt", "a.txt", "b.txt"):
        ingest(library, make_file(tmp_path, name, make_text(ord(name[0]))))
    assert [policy.source for policy in library.policies()] == ["a.txt", "b.txt", "c.txt"]


# --- folders ---------------------------------------------------------------------------------------------


def test_a_folder_stands_for_its_policy_files(tmp_path: Path) -> None:
    """A folder gives its files of kinds that can be read, at any depth, sorted; a file named stays named, whatever its kind."""
    made = [make_file(tmp_path, f"in/{n}") for n in ("b.txt", "sub/a.MD", "skip.exe", "a.txt")]
    assert files_in([tmp_path / "in"]) == [made[3], made[0], made[1]]
    assert files_in([made[2]]) == [made[2]]


def test_a_folder_without_policies_says_so(tmp_path: Path) -> None:
    """An empty folder is a mistake worth telling, not an ingest of nothing."""
    with pytest.raises(UnreadableDocument, match="没有可读的文件"):
        files_in([tmp_path])


# --- no library, damaged, foreign ------------------------------------------------------------------------


def foreign(path: Path) -> None:
    """A database of somebody else."""
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE songs (title TEXT)")
    db.close()


def edit(path: Path, statement: str) -> None:
    """A real library with one statement run on it."""
    ingest(Library(path), make_file(path.parent, "seed.txt"))
    with sqlite3.connect(path) as db:
        db.execute(statement)
    db.close()


def cut(path: Path, keep: int) -> None:
    """A real library with only its first bytes left."""
    ingest(Library(path), make_file(path.parent, "seed.txt"))
    path.write_bytes(path.read_bytes()[:keep])


DAMAGE: list[object] = [
    pytest.param(lambda path: None, id="absent"),
    pytest.param(lambda path: path.write_bytes(b""), id="empty file"),
    pytest.param(lambda path: path.write_bytes(b"not a database " * 400), id="text file"),
    pytest.param(lambda path: path.write_bytes(bytes(range(256)) * 32), id="random bytes"),
    pytest.param(lambda path: path.mkdir(), id="a folder"),
    pytest.param(foreign, id="somebody else's database"),
    pytest.param(lambda path: cut(path, 5000), id="cut short"),
    pytest.param(lambda path: cut(path, 100), id="header alone"),
    pytest.param(lambda path: edit(path, "UPDATE meta SET value = '999' WHERE key = 'format'"), id="later format"),
    pytest.param(lambda path: edit(path, "DELETE FROM meta"), id="no format"),
    pytest.param(lambda path: edit(path, "DROP TABLE policies"), id="no policies table"),
    pytest.param(
        lambda path: edit(path, "UPDATE meta SET value = 'abc' WHERE key = 'format'"), id="senseless format"
    ),
    pytest.param(lambda path: edit(path, "UPDATE policies SET record = '{}'"), id="record emptied"),
    pytest.param(
        lambda path: edit(path, "UPDATE policies SET record = substr(record, 1, 50)"), id="record cut"
    ),
]


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_library_that_cannot_be_read_says_so_in_one_line(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    """An absent, damaged or foreign database raises LibraryMissing: one line, exit code 3, the mending command in it."""
    path = tmp_path / "library.db"
    damage(path)
    with pytest.raises(LibraryMissing) as caught:
        Library(path).policies()
    message = str(caught.value)
    assert "\n" not in message
    assert "zhengce ingest" in message
    assert caught.value.exit_code == 3


def test_a_damaged_library_is_never_written_over(tmp_path: Path) -> None:
    """Ingesting into a file that is no library refuses and leaves every byte of it alone."""
    path = tmp_path / "library.db"
    path.write_bytes(b"somebody's notes " * 300)
    before = path.read_bytes()
    with pytest.raises(LibraryMissing, match=r"library\.db"):
        ingest(Library(path), make_file(tmp_path))
    assert path.read_bytes() == before


def test_an_empty_database_file_becomes_a_library(tmp_path: Path) -> None:
    """A file of no bytes, as a crash at the very start leaves it, is filled by the next ingest."""
    path = tmp_path / "library.db"
    path.touch()
    assert ingest(Library(path), make_file(tmp_path))[0].outcome == "added"


# --- several at once, and the plug pulled ----------------------------------------------------------------


def test_several_writers_lose_nothing(library: Library, tmp_path: Path) -> None:
    """Six threads that ingest one file each into one library all succeed, and all six policies are there."""
    ingest(library, make_file(tmp_path, "first.txt", make_text(99)))
    outcomes: list[str] = []
    files = [make_file(tmp_path, f"{n}.txt", make_text(n + 1)) for n in range(6)]
    threads = [threading.Thread(target=lambda f=f: outcomes.append(ingest(Library(library.path), f)[0].outcome)) for f in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert outcomes == ["added"] * 6
    assert len(library.policies()) == 7


KILLED = """
import os, signal, sqlite3, sys
from pathlib import Path

class Doomed(sqlite3.Connection):
    # Dies by SIGKILL right behind the statement named on the command line, before any commit.
    def execute(self, sql, *rest):
        done = super().execute(sql, *rest)
        if sys.argv[3] in sql:
            os.kill(os.getpid(), signal.SIGKILL)
        return done
    def executemany(self, sql, *rest):
        if sys.argv[3] in sql:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().executemany(sql, *rest)

plain = sqlite3.connect
sqlite3.connect = lambda *a, **k: plain(*a, **(k | {"factory": Doomed}))
from corpus.library import Library
print([report.outcome for report in Library(Path(sys.argv[1])).ingest([Path(sys.argv[2])])])
"""


def ingest_and_die(library: Library, file: Path, statement: str) -> None:
    """Ingest ``file`` in a process that is killed behind the first statement that contains ``statement``."""
    command = [sys.executable, "-c", KILLED, str(library.path), str(file), statement]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process outright")
@pytest.mark.parametrize("statement", ["UPDATE policies", "INTO policies", "UPDATE meta"])
def test_a_kill_in_the_middle_leaves_a_readable_library(library: Library, tmp_path: Path, statement: str) -> None:
    """Killed with −9 behind any statement of a new version, the library still shows the old one and takes the new one next."""
    path = make_file(tmp_path, text=make_text(10))
    ingest(library, path)
    before = library.digest()
    make_file(tmp_path, text=make_text(20))
    ingest_and_die(library, path, statement)
    after = Library(library.path)
    assert after.digest() == before
    assert ["10万元" in policy.text for policy in after.policies()] == [True]
    assert rows(after) == [("policy.txt", 1, 1)]
    (report,) = ingest(after, path)
    assert (report.outcome, report.version) == ("new_version", 2)


def test_first_ingests_at_the_same_moment_make_one_whole_library(library: Library, tmp_path: Path) -> None:
    """Four processes that all find no library make it together; none fails, every document is in."""
    files = [make_file(tmp_path, f"policy{i}.txt", text=make_text(10 + i)) for i in range(4)]
    program = (
        "import sys\nfrom pathlib import Path\nfrom corpus.library import Library\n"
        "print([r.outcome for r in Library(Path(sys.argv[1])).ingest([Path(sys.argv[2])])])"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(library.path), str(file)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        for file in files
    ]
    assert [process.communicate(timeout=300)[0].strip() for process in running] == ["['added']"] * 4
    assert len(library.policies()) == 4
