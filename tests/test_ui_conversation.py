"""What the page does with one question, without a browser: the answer as it grows, errors, scope, 停止."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any

import anyio
import pytest
from page_records import FakeAssistant

from assistant.answer import Answer, Mode
from ui.page.conversation import Conversation
from ui.page.desk import Desk, Turn
from ui.service import Service

QUESTION = "轨道交通站点覆盖要到多少？"


class Rewriter(FakeAssistant):
    """A fake whose language model adds a sentence at a time."""

    rephrases = True

    def stream(self, question: str, history: Sequence[str] = (), as_of: date | None = None) -> Iterator[Answer]:
        """The extract, then two checked sentences over it."""
        extract = self.ask(question, history, as_of)
        yield extract
        for words in ("第一句。[1]", "第一句。[1]第二句。[2]"):
            yield replace(extract, text=f"{words}\n【原文】\n{extract.text}", mode=Mode.VERIFIED)


def talk(assistant: FakeAssistant) -> Conversation:
    """The handlers over a fake."""
    service = Service(assistant)
    return Conversation(service, Desk(service, "题"))


def asked(talker: Conversation, question: str, turns: tuple[Turn, ...] = (), scope: str = "") -> list[tuple[Any, ...]]:
    """Everything that the page is shown for one question: (chat, turns, panel, notice)."""

    async def run() -> list[tuple[Any, ...]]:
        return [shown async for shown in talker.answering(question, scope, turns, "旧")]

    with ThreadPoolExecutor(1) as elsewhere:
        return elsewhere.submit(anyio.run, run).result()


def test_an_answer_grows_from_a_sketch_to_the_whole_card() -> None:
    """First the sketch, then ever more words, the evidence with the first of them, and the foot only at the end."""
    shown = asked(talk(FakeAssistant()), QUESTION)
    cards = [chat[-1]["content"] for chat, *_ in shown]
    assert "zc-waiting" in cards[0] and [panel == "旧" for _, _, panel, _ in shown] == [True] + [False] * (len(shown) - 1)
    assert ["zc-foot" in card for card in cards] == [False] * (len(cards) - 1) + [True] and len(cards) > 3
    assert shown[-1][1][-1].answer.citations and all(notice == "" for *_, notice in shown)


def test_a_language_models_sentences_are_shown_as_they_pass() -> None:
    """The extract is there at once, every further answer is shown, the last one stays."""
    shown = asked(talk(Rewriter()), QUESTION)
    cards = [chat[-1]["content"] for chat, *_ in shown]
    assert "大模型" in cards[0] and "超过65%" in cards[1] and "第一句" not in cards[1]
    assert "第一句" in cards[2] and "第二句" in cards[3] and "zc-foot" not in cards[3]
    assert "zc-foot" in cards[-1] and shown[-1][1][-1].answer.mode is Mode.VERIFIED


@pytest.mark.parametrize(
    ("question", "scope", "words"),
    [
        (" ", "", "请先输入问题"), ("问" * 2001, "", "问题太长"), (QUESTION, "{bad", "限定范围没有完整传到"),
        (QUESTION, '{"year": "去年"}', "年度应写作四位数字"), (QUESTION, '{"color": "red"}', "限定范围只能写"),
        (QUESTION, '{"year": "1950"}', "里没有文件"), ("崩溃", "", "系统暂时无法回答"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_leaves_the_conversation_as_it_was(question: str, scope: str, words: str) -> None:
    """One line says why; the record is untouched, and a question that was sent goes back into the box."""
    talker = talk(FakeAssistant())
    before = asked(talker, QUESTION)[-1][1]
    chat, turns, _, notice = asked(talker, question, before, scope)[-1]
    assert words in notice and turns == before and len(chat) == 2
    assert ("zc-restore" in notice) == (words in ("里没有文件", "系统暂时无法回答"))


def test_a_scope_is_asked_kept_with_the_turn_and_shown() -> None:
    """The card of a limited question says so; a follow-up carries the earlier questions."""
    talker = talk(FakeAssistant())
    _, turns, *_ = asked(talker, QUESTION, scope='{"issuer": "成都", "year": "2023"}')[-1]
    assert "发文机关：成都" in turns[-1].html and "年度：2023年" in turns[-1].html
    _, turns, *_ = asked(talker, "那谁牵头？", turns)[-1]
    assert turns[-1].asked.history == (QUESTION,) and "zc-scoped" not in turns[-1].html


def test_stopping_keeps_what_is_there() -> None:
    """Stopped before the first words there is no answer; stopped later the words that came stay, with their foot."""
    talker = talk(FakeAssistant())
    shown = asked(talker, QUESTION)
    _, turns = talker.stopped(shown[0][1])
    assert "zc-stopped" in turns[-1].html and turns[-1].answer is None
    _, turns = talker.stopped(shown[2][1])
    assert "zc-foot" in turns[-1].html
