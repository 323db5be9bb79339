"""An answer under a link: the evidence as it was, what has changed since, and today's answer beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from page_records import EVIL, LIVING, MAIN, FakeAssistant, FakeLibrary

from assistant.answer import Answer
from corpus.errors import AnswerNotFound, BadInput, LibraryMissing, PolicyNotFound
from corpus.library import Library
from corpus.policy import Policy
from corpus.records import dump_record, load_record
from ui.permalink import Asked, Change, frozen
from ui.permalink_view import then_html
from ui.scope import Scope
from ui.service import Service

QUESTION = "国家产业创新中心能得到多少资金支持？"  # cites both documents
DAY = date(2026, 11, 27)


class ChangingLibrary(FakeLibrary):
    """The documents of the fake, some of them changed or gone."""

    def __init__(self) -> None:
        self.held: dict[str, Policy] = {policy.id: policy for policy in (MAIN, LIVING)}

    def policies(self) -> Sequence[Policy]:
        """Those that are left."""
        return tuple(self.held.values())

    def policy(self, policy_id: str) -> Policy:
        """One that is left."""
        if policy_id not in self.held:
            raise PolicyNotFound(policy_id)
        return self.held[policy_id]


class Talker(FakeAssistant):
    """The fake over a library that changes; it can be told to find nothing any more."""

    def __init__(self) -> None:
        self.library = ChangingLibrary()
        self.forgetful = False

    def ask(self, question: str, history: Sequence[str] = (), as_of: date | None = None) -> Answer:
        """As the fake, or a refusal."""
        return super().ask("别的" if self.forgetful else question, history, as_of)


@pytest.fixture
def talker() -> Talker:
    """Who answers."""
    return Talker()


@pytest.fixture
def service(talker: Talker, tmp_path: Path) -> Service:
    """A service that can keep answers."""
    library = Library(tmp_path / "library.sqlite3")
    file = tmp_path / "一.txt"
    file.write_text("关于测试的若干措施\n一、给予补助\n对企业给予10万元补助。\n", encoding="utf-8")
    list(library.ingest([file]))
    return Service(talker, library)


def keep(service: Service, scope: Scope | None = None) -> str:
    """Ask and keep."""
    asked = Asked(QUESTION, ("前一个问题",), scope or Scope(), DAY)
    return service.keep(asked, service.ask(QUESTION))


def test_a_kept_answer_comes_back_word_for_word_with_its_clauses(service: Service) -> None:
    """Answer, scope, earlier questions and the cited clauses are what they were; the rest of the documents is not kept."""
    name = keep(service, Scope(issuer="成都", year=2023))
    kept = service.reopen(name, DAY)
    assert kept.answer == replace(service.ask(QUESTION), seconds=0.0)
    assert kept.asked == Asked(QUESTION, ("前一个问题",), Scope(issuer="成都", year=2023), DAY)
    assert [part.text for part in kept.policies["cd-2023"].parts] == [MAIN.parts[0].text]
    assert kept.policies["cd-2023"].validity == MAIN.validity
    assert (kept.library_changed, kept.same) == (False, True) and {then.change for then in kept.cited.values()} == {Change.SAME}
    assert len(name) == 16 and keep(service, Scope(issuer="成都", year=2023)) == name  # the same is kept once


def test_what_changed_since_is_said_and_both_answers_are_there(service: Service, talker: Talker, tmp_path: Path) -> None:
    """A document read anew and one taken away are told apart; today's answer, or why there is none, stands beside the old one."""
    name = keep(service)
    talker.library.held["cd-2023"] = replace(MAIN, title="另一个标题")
    del talker.library.held["cd-2024"]
    talker.forgetful = True
    more = tmp_path / "二.txt"
    more.write_text("关于另一件事的通知\n一、给予奖励\n对个人给予1万元奖励。\n", encoding="utf-8")
    list(service._kept().ingest([more]))
    kept = service.reopen(name, DAY)
    assert {policy_id: then.change for policy_id, then in kept.cited.items()} == {"cd-2023": Change.REREAD, "cd-2024": Change.REMOVED}
    assert kept.library_changed and not kept.same and kept.now is not None and kept.now.refused and not kept.answer.refused
    said = then_html(kept)
    assert "已由新版程序重新解读" in said and "已移出政策库" in said and "回答不同" in said


def test_what_cannot_be_kept_or_found_says_so(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown name, another form of record, too many at once, and a page without a library: one line each."""
    with pytest.raises(AnswerNotFound):
        service.reopen("' OR 1=1 --")
    with pytest.raises(AnswerNotFound):
        service.reopen(service._kept().answers.keep('{"form": 99}'))
    with pytest.raises(LibraryMissing):
        Service(FakeAssistant()).keep(Asked(QUESTION), FakeAssistant().ask(QUESTION))
    monkeypatch.setattr("ui.service._WRITTEN_PER_MINUTE", 1)
    keep(service)
    with pytest.raises(BadInput, match="太多"):
        keep(service)


def test_every_answer_survives_being_written_down() -> None:
    """Answers, refusals and hostile words come back as the same record, and what is kept holds no time."""
    fake = FakeAssistant()
    for question in (QUESTION, "轨道", "恶意", "养老金"):
        answer = fake.ask(question)
        assert load_record(Answer, dump_record(answer)) == answer
    answer = fake.ask(f"轨道{EVIL}")
    cited = {MAIN.id: MAIN}
    assert frozen(Asked("问", day=DAY), answer, cited, "x") == frozen(Asked("问", day=DAY), replace(answer, seconds=9.0), cited, "x")
