"""The handlers of 问答; what belongs to a visitor comes in and goes out as ``turns``."""

from __future__ import annotations

import base64
import logging
import os
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

import anyio
import anyio.to_thread

from assistant.answer import Answer
from corpus.errors import LibraryMissing, ZhengceError
from ui import answer_view, permalink_view
from ui.conversation_export import conversation_docx, conversation_markdown
from ui.page.desk import Desk, Turn
from ui.page.parts import BUSY
from ui.permalink import Asked, Reopened
from ui.scope import Scope, parse_scope
from ui.service import MAX_QUESTION, Service, question_problem

log = logging.getLogger(__name__)

MAX_TURNS = 50  # exchanges kept per visitor: memory has an end, a working conversation comes earlier
ANSWERS_AT_ONCE = 1 + (os.cpu_count() or 1)  # threads that work on answers
ANSWERS_WAITING = 16  # the same where a language model rephrases them
HISTORY = 20  # earlier questions that an answer is kept with; the assistant leans on fewer
STAGE_SECONDS = 0.05  # pause between streamed pieces: all of them stay below a quarter of a second


def messages_of(turns: Sequence[Turn]) -> list[dict[str, str]]:
    """The conversation as the chat component takes it."""
    messages: list[dict[str, str]] = []
    for turn in turns:
        messages.append({"role": "user", "content": answer_view.question_html(turn.question)})
        messages.append({"role": "assistant", "content": turn.html})
    return messages


def export_html(service: Service, turns: Sequence[Turn], form: str, number: int) -> str:
    """The conversation as a file that the script saves; it never lies on the server."""
    answers = [turn.answer for turn in turns if turn.answer is not None]
    cited = {policy_id: policy for turn in turns if turn.answer for policy_id, policy in (turn.then or service.cited(turn.answer)).items()}
    now = datetime.now()
    if form == "docx":
        content = conversation_docx(answers, cited, now)
    else:
        content = conversation_markdown(answers, cited, now).encode()
    value = f"政策问答记录-{now:%Y%m%d-%H%M}.{form}|{base64.b64encode(content).decode()}"
    return f'<div class="zc-files"><button type="button" class="zc-save" id="zc-save-{number}" value="{value}" hidden>保存</button></div>'


class Conversation:
    """The handlers of the tab."""

    def __init__(self, service: Service, desk: Desk) -> None:
        self._service, self._desk = service, desk
        # More threads than processors only take turns, and each keeps memory of its own; waiting for a language
        # model takes no processor.
        self._threads = anyio.CapacityLimiter(ANSWERS_WAITING if service.rephrases else ANSWERS_AT_ONCE)
        self._made = 0  # files and links handed out

    async def _growing(self, turn: Turn) -> AsyncIterator[tuple[Turn, str]]:
        """The turn with its answer so far, and the evidence panel where it changes; the last card is whole.

        Every step is taken in a thread that is left to itself when the visitor presses 停止: the page is free at once.
        """
        asked = turn.asked
        steps = self._service.stream(asked.question, asked.history, None, asked.scope)

        def step(render: Callable[[Answer], list[Turn]]) -> list[Turn]:
            answer = next(steps, None)
            return [] if answer is None else render(answer)

        def begin(answer: Answer) -> list[Turn]:
            return [replace(turn, html=html, answer=answer) for html in self._desk.stages(turn, answer)]

        def further(answer: Answer) -> list[Turn]:
            return [replace(turn, html=self._desk.card(turn, answer, whole=False), answer=answer)]

        last = turn
        for render in _first_then(begin, further):
            grown = await anyio.to_thread.run_sync(step, render, abandon_on_cancel=True, limiter=self._threads)
            if not grown:
                break
            for position, so_far in enumerate(grown):
                if position:
                    await anyio.sleep(STAGE_SECONDS)
                last = so_far
                yield so_far, self._desk.evidence(so_far) if render is begin and not position else ""
        assert last.answer is not None
        yield replace(last, html=self._desk.card(turn, last.answer)), ""

    async def answering(self, question: str, scope: str, turns: tuple[Turn, ...], panel: str) -> AsyncIterator[tuple[Any, ...]]:
        """One question: the sketch, then the card growing. Yields chat, turns, panel, notice.

        Every output is given each time: what stays the same costs gradio next to nothing, a skipped one makes it
        build the component anew. The question box is the script's affair, which empties it when the question is in
        the log, and the button 停止, which is there while the last card has no foot.
        """
        turns = tuple(turns or ())
        problem, within = question_problem(question), Scope()
        try:
            within = parse_scope(scope or "")
        except ZhengceError as error:
            problem = problem or str(error)
        if problem:
            yield messages_of(turns), turns, panel, answer_view.notice_html(problem)
            return
        history = tuple(earlier.question for earlier in turns if earlier.answer is not None)[-HISTORY:]
        asked = Asked(question.strip(), history, within, date.today())
        turn = Turn(_next_number(turns), asked.question, answer_view.waiting_html(rewriting=self._service.rephrases), asked)
        waiting = (*turns, turn)[-MAX_TURNS:]
        before = messages_of(waiting[:-1])
        yield [*before, *messages_of([turn])], waiting, panel, ""
        try:
            async for grown, evidence in self._growing(turn):
                panel = evidence or panel
                yield [*before, *messages_of([grown])], (*waiting[:-1], grown), panel, ""
        except Exception as error:
            if not isinstance(error, ZhengceError):
                log.exception("the question could not be answered")
            said = str(error) if isinstance(error, ZhengceError) else BUSY
            # The question goes back into the box, so that it can be mended instead of retyped.
            yield messages_of(turns), turns, panel, answer_view.notice_html(said, question=asked.question)

    async def opened(self, name: str, turns: tuple[Turn, ...], panel: str) -> tuple[Any, ...]:
        """A kept answer under its link, and today's where it differs: chat, turns, panel, notice."""
        turns = tuple(turns or ())
        try:
            kept = await anyio.to_thread.run_sync(self._service.reopen, (name or "")[:100], abandon_on_cancel=True)
        except Exception as error:
            if not isinstance(error, ZhengceError):
                log.exception("the kept answer could not be shown")
            said = str(error) if isinstance(error, ZhengceError) else BUSY
            return messages_of(turns), turns, panel, answer_view.notice_html(said)
        added = self._reopened(kept, _next_number(turns))
        turns = (*turns, *added)[-MAX_TURNS:]
        return messages_of(turns), turns, self._desk.evidence(added[0]), ""

    def _reopened(self, kept: Reopened, number: int) -> list[Turn]:
        then = Turn(number, kept.asked.question, "", kept.asked, kept.answer, kept.policies, kept.at)
        shown = [replace(then, html=self._desk.card(then, kept.answer, above=permalink_view.then_html(kept)))]
        if kept.now is not None and not kept.same:
            now = Turn(number + 1, kept.asked.question, "", replace(kept.asked, day=date.today()), kept.now)
            shown.append(replace(now, html=self._desk.card(now, kept.now, above=permalink_view.now_html())))
        return shown

    def stopped(self, turns: tuple[Turn, ...]) -> tuple[Any, ...]:
        """停止: chat, turns."""
        turns = tuple(turns or ())
        if turns and turns[-1].answer is None:
            turns = (*turns[:-1], replace(turns[-1], html=answer_view.stopped_html()))
        elif turns and turns[-1].answer is not None:  # the first words are there: they are fit to be shown
            turns = (*turns[:-1], replace(turns[-1], html=self._desk.card(turns[-1], turns[-1].answer)))
        return messages_of(turns), turns

    def cleared(self) -> tuple[Any, ...]:
        """清空对话: chat, turns, panel, box, notice."""
        return [], (), self._desk.empty_panel(), "", ""

    def chosen(self, value: str, turns: tuple[Turn, ...]) -> str:
        """The panel for a pressed chip."""
        return self._desk.chosen(value, tuple(turns or ()))

    def said(self, value: str, turns: tuple[Turn, ...]) -> str:
        """Feedback from "turn|verdict|comment": the notice."""
        number, _, rest = value.partition("|")
        verdict, _, comment = rest.partition("|")
        turn = _turn(turns, number)
        if turn is None or turn.answer is None:
            return answer_view.notice_html("这次问答已不在本页记录中，请重新提问。")
        try:
            self._service.say(turn.question, turn.answer.text, verdict, comment)
        except ZhengceError as error:
            return answer_view.notice_html(str(error))
        return answer_view.notice_html("已收到，谢谢。您的意见会用于核对和改进。", good=True)

    async def linked(self, number: str, turns: tuple[Turn, ...]) -> tuple[str, str]:
        """The answer kept under a link: what the script copies, the notice."""
        turn = _turn(turns, number)
        if turn is None or turn.answer is None:
            return "", answer_view.notice_html("这次问答已不在本页记录中，请重新提问。")
        try:
            name = await anyio.to_thread.run_sync(self._service.keep, turn.asked, turn.answer)
            address, said = f"answer/{name}", "链接已复制：打开即见此刻的回答和依据；政策库以后有变化时，会并列当时与当天的回答。"
        except LibraryMissing:
            address, said = f"ask?q={quote(turn.question[:MAX_QUESTION])}", "链接已复制：打开即重新提问。"
        except ZhengceError as error:
            return "", answer_view.notice_html(str(error))
        self._made += 1
        return permalink_view.link_html(address, self._made), answer_view.notice_html(said, good=True)

    async def exported(self, form: str, turns: tuple[Turn, ...]) -> tuple[str, str]:
        """The conversation as a file: the file, the notice."""
        turns = tuple(turns or ())
        if not any(turn.answer is not None for turn in turns):
            return "", answer_view.notice_html("还没有可导出的问答，请先提问。")
        self._made += 1
        return await anyio.to_thread.run_sync(export_html, self._service, turns, form, self._made), ""


def _next_number(turns: Sequence[Turn]) -> int:
    return turns[-1].number + 1 if turns else 1


def _turn(turns: Sequence[Turn] | None, number: str) -> Turn | None:
    return next((turn for turn in turns or () if str(turn.number) == number), None)


def _first_then(first: Any, then: Any) -> Iterator[Any]:
    yield first
    while True:
        yield then
