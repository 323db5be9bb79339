"""问答: the conversation and, beside it, the evidence. Each visitor's conversation lives in the page's own state."""

from __future__ import annotations

import base64
import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import anyio
import anyio.to_thread

from assistant.answer import Answer
from corpus.errors import ZhengceError
from ui import answer_view, front_view
from ui.conversation_export import conversation_docx, conversation_markdown
from ui.page.desk import Desk, Turn
from ui.page.parts import BUSY, PLAIN, QUIET
from ui.service import MAX_QUESTION, Service

log = logging.getLogger(__name__)

MAX_TURNS = 50  # exchanges kept per visitor: memory has an end, a working conversation comes earlier
CONCURRENCY = 8  # answers under way at once; gradio's own default is one for all visitors
STAGE_SECONDS = 0.04  # pause between streamed pieces: six of them stay below a quarter of a second


def question_problem(question: str) -> str:
    """Why ``question`` cannot be asked, in one line; "" if it can."""
    if not question.strip():
        return "请先输入问题。"
    if len(question) > MAX_QUESTION:
        return f"问题太长（{len(question)}字），请缩短到{MAX_QUESTION}字以内再发送。"
    return ""


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
    cited = {policy_id: policy for answer in answers for policy_id, policy in service.cited(answer).items()}
    now = datetime.now()
    if form == "docx":
        content = conversation_docx(answers, cited, now)
    else:
        content = conversation_markdown(answers, cited, now).encode()
    value = f"政策问答记录-{now:%Y%m%d-%H%M}.{form}|{base64.b64encode(content).decode()}"
    return f'<div class="zc-files"><button type="button" class="zc-save" id="zc-save-{number}" value="{value}" hidden>保存</button></div>'


class Conversation:
    """The handlers of the tab; what belongs to a visitor comes in and goes out as ``turns``."""

    def __init__(self, gr: Any, service: Service, desk: Desk) -> None:
        self._gr, self._service, self._desk = gr, service, desk
        self._exports = 0

    def _send_shown(self, shown: bool) -> tuple[Any, Any]:
        """发送 and 停止 take the same place, one at a time."""
        return self._gr.Button(visible=shown), self._gr.Button(visible=not shown)

    def _work(self, question: str, history: Sequence[str], number: int) -> tuple[Answer, str, list[str]]:
        """Everything that takes time: the answer, its evidence, and the card in its stages."""
        answer = self._service.ask(question, history)
        return answer, self._desk.evidence(answer, number), list(self._desk.stages(answer, number))

    async def answering(self, question: str, turns: tuple[Turn, ...]) -> AsyncIterator[tuple[Any, ...]]:
        """One question: the sketch, then the card growing. Yields chat, turns, panel, box, notice, send, stop."""
        keep = self._gr.skip()
        turns = tuple(turns or ())
        problem = question_problem(question)
        if problem:
            yield keep, keep, keep, keep, answer_view.notice_html(problem), *self._send_shown(True)
            return
        question = question.strip()
        number = turns[-1].number + 1 if turns else 1
        turn = Turn(number=number, question=question, html=answer_view.waiting_html())
        waiting = (*turns, turn)[-MAX_TURNS:]
        yield messages_of(waiting), waiting, keep, "", "", *self._send_shown(False)
        try:
            history = [earlier.question for earlier in turns if earlier.answer is not None]
            # In a thread that is left to itself when the visitor presses 停止: the page is free at once.
            answer, panel, stages = await anyio.to_thread.run_sync(
                self._work, question, history, number, abandon_on_cancel=True
            )
        except Exception as error:
            if not isinstance(error, ZhengceError):
                log.exception("the question could not be answered")
            said = str(error) if isinstance(error, ZhengceError) else BUSY
            # The question goes back into the box, so that it can be mended instead of retyped.
            yield messages_of(turns), turns, keep, question, answer_view.notice_html(said), *self._send_shown(True)
            return
        done = (*turns, replace(turn, html=stages[-1], answer=answer))[-MAX_TURNS:]
        for position, html in enumerate(stages):
            last = position == len(stages) - 1
            shown = messages_of((*done[:-1], replace(done[-1], html=html)))
            first = position == 0
            yield shown, done if first else keep, panel if first else keep, keep, keep, *self._send_shown(last)
            if not last:
                await anyio.sleep(STAGE_SECONDS)

    def stopped(self, turns: tuple[Turn, ...]) -> tuple[Any, ...]:
        """停止: chat, turns, send, stop."""
        turns = tuple(turns or ())
        if turns and turns[-1].answer is None:
            turns = (*turns[:-1], replace(turns[-1], html=answer_view.stopped_html()))
        return messages_of(turns), turns, *self._send_shown(True)

    def cleared(self) -> tuple[Any, ...]:
        """清空对话: chat, turns, panel, box, notice, send, stop."""
        return [], (), self._desk.empty_panel(), "", "", *self._send_shown(True)

    def chosen(self, value: str, turns: tuple[Turn, ...]) -> str:
        """The panel for a pressed chip."""
        return self._desk.chosen(value, tuple(turns or ()))

    def said(self, value: str, turns: tuple[Turn, ...]) -> str:
        """Feedback from "turn|verdict|comment": the notice."""
        number, _, rest = value.partition("|")
        verdict, _, comment = rest.partition("|")
        turn = next((t for t in turns or () if str(t.number) == number and t.answer is not None), None)
        if turn is None or turn.answer is None:
            return answer_view.notice_html("这次问答已不在本页记录中，请重新提问。")
        try:
            self._service.say(turn.question, turn.answer.text, verdict, comment)
        except ZhengceError as error:
            return answer_view.notice_html(str(error))
        return answer_view.notice_html("已收到，谢谢。您的意见会用于核对和改进。", good=True)

    async def exported(self, form: str, turns: tuple[Turn, ...]) -> tuple[str, str]:
        """The conversation as a file: the file, the notice."""
        turns = tuple(turns or ())
        if not any(turn.answer is not None for turn in turns):
            return "", answer_view.notice_html("还没有可导出的问答，请先提问。")
        self._exports += 1
        return await anyio.to_thread.run_sync(export_html, self._service, turns, form, self._exports), ""


def ask_tab(gr: Any, service: Service, desk: Desk, examples: Sequence[str]) -> dict[str, Any]:
    """Lay the tab out and wire it; returns the components that others set when the page opens."""
    talk = Conversation(gr, service, desk)
    turns = gr.State(())
    with gr.Row(elem_id="zc-main"):
        with gr.Column(elem_id="zc-chat-column"):
            chat = gr.Chatbot(
                label="问答记录", show_label=False, elem_id="zc-chat", height="100%", layout="bubble",
                placeholder=front_view.empty_html(examples), buttons=[], feedback_options=None, autoscroll=False,
                allow_tags=False, group_consecutive_messages=False, allow_file_downloads=False, **PLAIN,
            )  # fmt: skip
            with gr.Column(elem_id="zc-composer"):
                notice = gr.Markdown("", elem_id="zc-notice", container=False, **PLAIN)
                with gr.Row(elem_id="zc-ask-row"):
                    box = gr.Textbox(
                        label="问题", show_label=False, container=False, elem_id="zc-question", lines=1, max_lines=6,
                        autofocus=True, placeholder="请输入政策问题",
                    )  # fmt: skip
                    send = gr.Button("发送", variant="primary", elem_id="zc-send", min_width=88, scale=0)
                    stop = gr.Button("停止", visible=False, elem_id="zc-stop", min_width=88, scale=0)
                with gr.Row(elem_id="zc-under"):
                    gr.Markdown(front_view.keys_html(MAX_QUESTION), container=False, **PLAIN)
                    word = gr.Button("导出 Word", elem_id="zc-export-docx", size="sm", min_width=80, scale=0)
                    mark = gr.Button("导出 Markdown", elem_id="zc-export-md", size="sm", min_width=80, scale=0)
                    clear = gr.Button("清空对话", elem_id="zc-clear", size="sm", min_width=80, scale=0)
        with gr.Column(elem_id="zc-panel-column"):
            panel = gr.Markdown(desk.empty_panel(), elem_id="zc-panel", container=False, **PLAIN)
    file = gr.Markdown("", elem_id="zc-file-out", container=False, **PLAIN)
    # The script writes what a pressed button stands for into the box and presses the button beside it.
    cite = gr.Textbox(visible="hidden", elem_id="zc-cite-value", label="所选条款")
    show = gr.Button("查看原文", visible="hidden", elem_id="zc-cite-show")
    opinion = gr.Textbox(visible="hidden", elem_id="zc-say-value", label="意见")
    say = gr.Button("提交意见", visible="hidden", elem_id="zc-say-send")

    # One event for both ways to send: while it runs, gradio takes no second one from this visitor.
    event = gr.on(
        [box.submit, send.click], talk.answering, [box, turns], [chat, turns, panel, box, notice, send, stop],
        concurrency_limit=CONCURRENCY, **QUIET,
    )  # fmt: skip
    stop.click(talk.stopped, [turns], [chat, turns, send, stop], cancels=[event], queue=False, **QUIET)
    clear.click(talk.cleared, None, [chat, turns, panel, box, notice, send, stop], cancels=[event], queue=False, **QUIET)
    show.click(talk.chosen, [cite, turns], [panel], queue=False, trigger_mode="multiple", **QUIET)
    say.click(talk.said, [opinion, turns], [notice], queue=False, **QUIET)

    async def word_file(turns: tuple[Turn, ...]) -> tuple[str, str]:
        return await talk.exported("docx", turns)

    async def mark_file(turns: tuple[Turn, ...]) -> tuple[str, str]:
        return await talk.exported("md", turns)

    word.click(word_file, [turns], [file, notice], queue=False, **QUIET)
    mark.click(mark_file, [turns], [file, notice], queue=False, **QUIET)
    return {"panel": panel}
