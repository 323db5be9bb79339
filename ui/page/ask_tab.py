"""问答: the conversation and, beside it, the evidence. Each visitor's conversation lives in the page's own state."""

from __future__ import annotations

from typing import Any

from ui import front_view
from ui.page.conversation import Conversation
from ui.page.desk import Desk, Turn
from ui.page.parts import PLAIN, QUIET
from ui.service import MAX_QUESTION, Service

CONCURRENCY = 8  # answers under way at once; gradio's own default is one for all visitors


def ask_tab(gr: Any, service: Service, desk: Desk) -> dict[str, Any]:
    """Lay the tab out and wire it; returns the components that others set when the page opens."""
    talk = Conversation(service, desk)
    turns = gr.State(())
    with gr.Row(elem_id="zc-main"):
        with gr.Column(elem_id="zc-chat-column"):
            chat = gr.Chatbot(
                label="问答记录", show_label=False, elem_id="zc-chat", height="100%", layout="bubble",
                placeholder=front_view.empty_html(desk.examples()), buttons=[], feedback_options=None, autoscroll=False,
                allow_tags=False, group_consecutive_messages=False, allow_file_downloads=False, **PLAIN,
            )  # fmt: skip
            with gr.Column(elem_id="zc-composer"):
                notice = gr.Markdown("", elem_id="zc-notice", container=False, **PLAIN)
                scopes = gr.Markdown(desk.scope_form(), elem_id="zc-scope", container=False, **PLAIN)
                with gr.Row(elem_id="zc-ask-row"):
                    box = gr.Textbox(
                        label="问题", show_label=False, container=False, elem_id="zc-question", lines=1, max_lines=6,
                        autofocus=True, placeholder="请输入政策问题",
                    )  # fmt: skip
                    send = gr.Button("发送", variant="primary", elem_id="zc-send", min_width=88, scale=0)
                    stop = gr.Button("停止", elem_id="zc-stop", min_width=88, scale=0)
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

    scope = gr.Textbox(visible="hidden", elem_id="zc-scope-value", label="限定范围")
    link = gr.Textbox(visible="hidden", elem_id="zc-link-value", label="要存档的回答")
    linked = gr.Button("存档", visible="hidden", elem_id="zc-link-go")
    kept = gr.Textbox(visible="hidden", elem_id="zc-kept-value", label="存档编号")
    open_kept = gr.Button("打开存档", visible="hidden", elem_id="zc-kept-go")

    # One event for both ways to send: while it runs, gradio takes no second one from this visitor.
    event = gr.on(
        [box.submit, send.click], talk.answering, [box, scope, turns, panel], [chat, turns, panel, notice],
        concurrency_limit=CONCURRENCY, **QUIET,
    )  # fmt: skip
    stop.click(talk.stopped, [turns], [chat, turns], cancels=[event], queue=False, **QUIET)
    clear.click(talk.cleared, None, [chat, turns, panel, box, notice], cancels=[event], queue=False, **QUIET)
    show.click(talk.chosen, [cite, turns], [panel], queue=False, trigger_mode="multiple", **QUIET)
    say.click(talk.said, [opinion, turns], [notice], queue=False, **QUIET)

    linked.click(talk.linked, [link, turns], [file, notice], queue=False, **QUIET)
    open_kept.click(talk.opened, [kept, turns, panel], [chat, turns, panel, notice], queue=False, **QUIET)

    async def word_file(turns: tuple[Turn, ...]) -> tuple[str, str]:
        return await talk.exported("docx", turns)

    async def mark_file(turns: tuple[Turn, ...]) -> tuple[str, str]:
        return await talk.exported("md", turns)

    word.click(word_file, [turns], [file, notice], queue=False, **QUIET)
    mark.click(mark_file, [turns], [file, notice], queue=False, **QUIET)
    return {"chat": chat, "panel": panel, "scopes": scopes}
