"""管理: nobody gets in without the password, guesses are slowed, documents go in by decision, everything is written down."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from assistant import Settings
from corpus.errors import BadInput
from corpus.feedback import Feedback
from corpus.library import Library
from ui.admin.audit import Audit
from ui.admin.desk import AdminDesk, safe_name
from ui.admin.door import FREE_TRIES, IDLE, Door, set_password
from ui.admin.pages import build_admin
from ui.service import Service

PASSWORD = "轨道交通-2026-站点"
EVIL = "<script>window.evil=1</script>"
NOTICE = "关于支持测试的若干措施\n\n一、加强服务\n支持企业发展。（责任单位：市科技局、市财政局）\n\n二、给予补助\n给予20万元补助。（责任单位：市财政局）\n\n本措施自2026年1月1日起施行，有效期至2028年12月31日。\n"


@pytest.fixture
def desk(tmp_path: Path) -> AdminDesk:
    """A desk over an empty library, with a password."""
    settings = Settings(home=tmp_path)
    set_password(tmp_path / "admin.json", PASSWORD)
    return AdminDesk(settings, Library(settings.library_file))


@pytest.fixture
def client(desk: AdminDesk) -> Iterator[TestClient]:
    """A browser at the desk, not logged in; nothing is really rebuilt."""
    desk.start_rebuild = lambda build=None: True  # type: ignore[method-assign, assignment]
    app = FastAPI()
    app.mount("/admin", build_admin(desk, Service(None)))  # type: ignore[arg-type]
    with TestClient(app, follow_redirects=True) as client:
        yield client


def log_in(client: TestClient) -> str:
    """Log in; the token that forms carry."""
    assert client.post("/admin/login", data={"password": PASSWORD}).status_code == 200
    return form_token(client)


def form_token(client: TestClient) -> str:
    """The token in the forms of the session."""
    found = re.search(r'name="form" value="([^"]+)"', client.get("/admin/documents").text)
    assert found
    return found[1]


def test_nothing_is_shown_or_done_without_a_session(client: TestClient) -> None:
    """Every route but the login leads to the login, whatever the cookie says."""
    for path in ("/", "/documents", "/feedback", "/feedback.jsonl", "/feedback.xlsx", "/evaluation", "/evaluation/report?run=x", "/evaluation/compare", "/audit"):
        reply = client.get(f"/admin{path}", follow_redirects=False)
        assert (reply.status_code, reply.headers["location"]) == (303, "/admin/login"), path
    for path in ("/upload", "/decide", "/reindex", "/logout", "/feedback/handle"):
        client.cookies.set("zc_admin", "guess")
        reply = client.post(f"/admin{path}", data={"form": "x"}, follow_redirects=False)
        assert (reply.status_code, reply.headers["location"]) == (303, "/admin/login"), path


def test_a_form_of_another_session_does_nothing(client: TestClient, desk: AdminDesk) -> None:
    """A form without this session's token is turned away, so no other site can press a button here."""
    log_in(client)
    reply = client.post("/admin/upload", data={"form": "x"}, files=[("files", ("a.txt", NOTICE.encode()))])
    assert reply.url.path == "/admin/login" and not desk.waiting()


def test_guesses_are_slowed_down_for_everybody() -> None:
    """After five wrong passwords the right one has to wait too, and longer each time."""
    now = [0.0]
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "admin.json"
        set_password(file, PASSWORD)
        assert file.stat().st_mode & 0o777 == 0o600 and PASSWORD not in file.read_text()
        door = Door(file, clock=lambda: now[0])
        for _ in range(FREE_TRIES):
            with pytest.raises(BadInput, match="密码不对"):
                door.enter("wrong")
        with pytest.raises(BadInput, match="5 秒后"):
            door.enter(PASSWORD)
        now[0] += 6
        with pytest.raises(BadInput, match="密码不对"):
            door.enter("wrong")
        assert door.wait() == 10
        now[0] += 11
        token = door.enter(PASSWORD)
        assert door.session(token) is not None
        now[0] += IDLE + 1
        assert door.session(token) is None


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaa", "password-2026", "admin-12345-x"])
def test_a_weak_password_is_refused(tmp_path: Path, password: str) -> None:
    """Short, monotonous and common passwords are not taken, and no file is written."""
    with pytest.raises(BadInput):
        set_password(tmp_path / "admin.json", password)
    assert not (tmp_path / "admin.json").exists()


def test_a_document_goes_in_by_decision_and_a_known_name_is_a_new_version(client: TestClient, desk: AdminDesk) -> None:
    """Handing in stores nothing in the library; the report is shown; 收录 lets it in, 不收录 drops it."""
    form = log_in(client)

    def hand_in(name: str, text: str) -> str:
        client.post("/admin/upload", data={"form": form}, files=[("files", (name, text.encode()))])
        return desk.waiting()[-1].key

    key = hand_in(f"办法{EVIL}.txt", NOTICE.replace("测试", f"测试{EVIL}", 1))
    shown = client.get("/admin/documents").text
    assert "：2条，其中" in shown and EVIL not in shown and "&lt;script&gt;" in shown
    assert not desk.settings.library_file.exists()
    assert "没有收录" in client.post("/admin/decide", data={"form": form, "key": key, "choice": "no"}).text
    for text, words in ((NOTICE, "已收录，"), (NOTICE.replace("20万", "30万"), "已收录为新版本")):
        key = hand_in("办法.txt", text)
        assert words in client.post("/admin/decide", data={"form": form, "key": key, "choice": "yes"}).text
    (policy,) = desk.library.policies()
    versions = desk.library.versions(policy.id)
    assert [version.current for version in versions] == [False, True] and "30万元" in policy.text
    assert "20万元" in desk.library.kept(versions[0].policy_id).text
    assert "已处理过" in client.post("/admin/decide", data={"form": form, "key": key, "choice": "yes"}).text
    assert not list((desk.settings.home / "incoming").iterdir())


def test_what_cannot_be_read_says_why(client: TestClient, desk: AdminDesk) -> None:
    """An encrypted, empty or binary file is named with its reason, and the next one goes on."""
    form = log_in(client)
    files = [("files", ("空.txt", b"")), ("files", ("坏.pdf", b"%PDF-1.7 nothing")), ("files", ("好.txt", NOTICE.encode()))]
    shown = client.post("/admin/upload", data={"form": form}, files=files).text
    assert [waiting.policy is not None for waiting in desk.waiting()] == [False, True]
    assert "坏.pdf" in shown and "有文件没有收下" in shown


def test_the_evaluation_report_is_behind_the_login_too(client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The report of the evaluation is linked where there is one, and shown to nobody who is not logged in."""
    from ui.admin import evaluation

    monkeypatch.setattr(evaluation, "RESULTS", tmp_path)
    (tmp_path / "report.html").write_text("<!doctype html><title>报告</title><p>翻转的题", encoding="utf-8")
    assert "翻转的题" not in client.get("/admin/evaluation/report").text
    log_in(client)
    assert 'href="/admin/evaluation/report"' in client.get("/admin/evaluation").text
    assert "翻转的题" in client.get("/admin/evaluation/report").text
    (tmp_path / "report.html").unlink()
    assert client.get("/admin/evaluation/report").url.path == "/admin/evaluation"


def test_the_address_puts_no_words_on_the_page(client: TestClient) -> None:
    """A link cannot make 管理 say what it likes."""
    log_in(client)
    assert "请转账" not in client.get("/admin/documents", params={"note": "请转账"}).text


def test_everything_is_written_down_and_a_changed_line_shows(client: TestClient, desk: AdminDesk, tmp_path: Path) -> None:
    """Logins, failures and decisions are in the log; altering or dropping a line breaks the chain."""
    client.post("/admin/login", data={"password": "wrong"})
    log_in(client)
    assert [line["result"] for line in desk.audit.lines()] == ["密码不对。", "ok"]
    assert "日志链完整" in client.get("/admin/audit").text
    file = tmp_path / "audit.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(lines[1:]), encoding="utf-8")
    assert Audit(file).broken_at() == 1
    file.write_text("".join(lines).replace("密码不对", "密码正确"), encoding="utf-8")
    assert Audit(file).broken_at() == 1


def test_a_rebuild_runs_once_and_tells_how_far_it_is(tmp_path: Path) -> None:
    """A second press while it runs starts nothing; a failure is shown in words."""
    desk = AdminDesk(Settings(home=tmp_path), Library(tmp_path / "library.sqlite3"))
    go, seen = threading.Event(), threading.Event()

    def build(_: Any, progress: Any) -> None:
        progress(3, 10)
        seen.set()
        go.wait(5)
        raise BadInput("没有文件可建索引")

    assert desk.start_rebuild(build) and seen.wait(5)
    assert (desk.rebuild.done, desk.rebuild.total) == (3, 10) and not desk.start_rebuild(build)
    go.set()
    for _ in range(100):
        if not desk.rebuild.running:
            break
        threading.Event().wait(0.02)
    assert desk.rebuild.problem == "没有文件可建索引"


def test_feedback_is_marked_by_name_taken_up_again_filtered_and_exported(client: TestClient, desk: AdminDesk, tmp_path: Path) -> None:
    """Open and handled are told apart; who, when and why are kept and never overwritten; both exports follow the filter."""
    library = desk.library
    (tmp_path / "办法.txt").write_text(NOTICE, encoding="utf-8")
    list(library.ingest([tmp_path / "办法.txt"]))
    with sqlite3.connect(library.path) as db:  # as a library made before this table
        db.execute("DROP TABLE handled")
    for question in ("=cmd|'/C calc'!A0", f"第二条{EVIL}"):
        library.feedback.add(Feedback(question, "答", "来源不对", "应为第三条"))
    form = log_in(client)

    def mark(number: int, who: str, choice: str = "handle", state: str = "open") -> str:
        return client.post("/admin/feedback/handle", data={"form": form, "number": str(number), "who": who, "note": f"已改{EVIL}", "choice": choice, "state": state}).text

    assert "待处理 2" in client.get("/admin/feedback").text
    assert "请写明处理人" in mark(1, " ") and library.feedback.all()[0].open
    assert "没有这条意见" in mark(9, "王莉")
    shown = mark(1, "王莉")
    assert "待处理 1" in shown and "已处理 1" in shown and 'value="王莉"' in shown  # the next one is signed already
    assert EVIL not in client.get("/admin/feedback", params={"state": "handled"}).text
    lines = [json.loads(line) for line in client.get("/admin/feedback.jsonl", params={"state": "handled"}).text.splitlines()]
    assert [(line["question"][:4], line["handled"][0]["who"]) for line in lines] == [("=cmd", "王莉")]
    (_, row) = load_workbook(io.BytesIO(client.get("/admin/feedback.xlsx", params={"state": "handled"}).content)).active.iter_rows(values_only=True)
    assert row[3] == "'=cmd|'/C calc'!A0" and row[6:8] == ("已处理", "王莉")
    assert "待处理 2" in mark(1, "李强", "reopen", "handled")
    assert [(step.who, step.open) for step in library.feedback.all()[0].handled] == [("王莉", False), ("李强", True)]
    with sqlite3.connect(library.path) as db, pytest.raises(sqlite3.IntegrityError, match="append only"):
        db.execute("DELETE FROM handled")
    assert [line["action"] for line in desk.audit.lines()].count("处理意见") == 3 and not desk.audit.broken_at()


def test_kept_runs_are_opened_and_put_side_by_side(client: TestClient, desk: AdminDesk) -> None:
    """A run's report has its plots, a comparison its flipped questions; a name that is no run leads back."""
    from eval_cases import make_item, make_run

    from eval.runner.store import save_run

    for day, wrong in (("2026-01-01T00:00:00", []), ("2026-01-02T00:00:00", ["q1"])):
        save_run(replace(make_run([make_item(), make_item("q2")], wrong=wrong), date=day), desk.settings.home / "runs", "x")
    log_in(client)
    names = re.findall(r"report\?run=(2026010\d[^\"]*)", client.get("/admin/evaluation").text)
    assert len(names) == 2 and names[0].startswith("20260102")
    assert "<svg" in client.get("/admin/evaluation/report", params={"run": names[0]}).text
    table = client.get("/admin/evaluation/compare", params={"before": names[1], "after": names[0]}).text
    assert "翻转的题目 flipped：1（变好 0，变差 1）" in table and "q1" in table
    assert client.get("/admin/evaluation/report", params={"run": "../../library"}).url.path == "/admin/evaluation"


@pytest.mark.parametrize(
    ("given", "kept"),
    [("../../etc/passwd", "passwd"), ("C:\\temp\\通知.docx", "通知.docx"), (".bashrc", "bashrc"), ("\u202etxt.exe", "txt.exe"),
     ("a" * 400 + ".txt", "a" * 100 + ".txt"), ("\x00", "未命名文件")],
)  # fmt: skip
def test_file_names_lose_what_could_act(given: str, kept: str) -> None:
    """No folder, no hidden character, no leading dot, no endless name."""
    assert safe_name(given) == kept
