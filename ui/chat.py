"""The chat page: Gradio Blocks on FastAPI, for one intranet and no other host.

``build_app`` lays out the components and keeps each visitor's conversation in the page's own
state; what a person reads is made in ``ui/render.py``. ``serve`` runs it.

Three layers keep a document from acting on the page: ``render`` escapes, gradio's sanitiser
filters (no ``gr.HTML`` is used, which does not), and the browser runs only scripts that carry the
nonce of this very response, so that even an unescaped string could not run or fetch anything.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import errno
import hashlib
import logging
import os
import re
import secrets
import socket
import sys
import tempfile
import threading
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import anyio
import anyio.to_thread

from assistant.answer import Answer
from corpus.errors import BadInput, PolicyNotFound, ZhengceError
from corpus.policy import Policy
from ui import render, repair_view
from ui.repair_view import RepairView

if TYPE_CHECKING:
    import fastapi
    import gradio as gr
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger(__name__)

TITLE = "政策问答"
EXAMPLES: tuple[str, ...] = (
    "轨道交通站点覆盖要到多少？谁牵头？",
    "国家产业创新中心能得到多少资金支持？",
    "我们是工业企业，想在老厂房上加层，有什么支持？",
    "市财政局负责哪些措施？",
    "这份政策现在还有效吗？",
    "第五条讲了什么？",
)
LOCAL_HOSTS: tuple[str, ...] = ("127.0.0.1", "localhost")

MAX_QUESTION = 2_000  # characters; more is a document, not a question
MAX_BODY = 256 * 1024  # bytes of one request; the longest question takes 8 KB, nothing is uploaded
MAX_TURNS = 50  # exchanges kept per visitor: memory has an end, a working conversation comes earlier
CONCURRENCY = 8  # answers under way at once; gradio's own default is one for all visitors
STAGE_SECONDS = 0.04  # pause between streamed pieces: ten of them stay below half a second
CATALOGUE_SECONDS = 60.0  # how long the list of documents on the page may lag behind the library

MAX_TRIED = 50_000  # characters a visitor may have repaired; as UTF-8 they fit into MAX_BODY
MAX_FILE = 150_000  # bytes of a file a visitor may try; as base64 it fits into MAX_BODY
MAX_SHOWN = 2_000_000  # raw characters of a document the page repairs; longer ones are for the command line
VIEWS_KEPT = 4  # repaired documents kept in memory, for all visitors together
REPAIRS = 2  # repairs under way at once: they take the processor, and answers should not wait for them

MENDING = "正在修复并对照，请稍候…"
BUSY = "系统暂时无法回答，请稍后重试；如仍不行，请联系管理员。"
ASSETS = Path(__file__).parent / "assets"


class Library(Protocol):
    """What the page needs of the library: the documents, by list and by id."""

    def policies(self) -> Sequence[Policy]:
        """Every document on hand."""
        ...

    def policy(self, policy_id: str) -> Policy:
        """One document. Raises PolicyNotFound."""
        ...


class Assistant(Protocol):
    """What the page needs of the assistant; the real one is wired up elsewhere, tests bring a fake."""

    @property
    def library(self) -> Library:
        """Where the cited documents are read from."""
        ...

    def ask(self, question: str, history: Sequence[str] = (), as_of: date | None = None) -> Answer:
        """Answer one question; ``history`` holds the earlier ones. Raises ZhengceError."""
        ...


RawOf = Callable[[str], str]
"""The raw text of a document of the library, by id. Raises PolicyNotFound."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange of a visitor's conversation.

    Attributes:
        number: from 1, never used twice in a conversation; chips carry it.
        question: as typed.
        html: the answer card as last shown.
        answer: None while it is being made, and for good if the visitor stopped it.
    """

    number: int
    question: str
    html: str
    answer: Answer | None = None


# ---- from turns to what the components show ---------------------------------------------------


def question_problem(question: str) -> str:
    """Why ``question`` cannot be asked, in one line; "" if it can."""
    if not question.strip():
        return "请先输入问题。"
    if len(question) > MAX_QUESTION:
        return f"问题太长（{len(question)}字），请缩短到{MAX_QUESTION}字以内再发送。"
    return ""


def _messages(turns: Sequence[Turn]) -> list[dict[str, str]]:
    messages: list[dict[str, str]] = []
    for turn in turns:
        messages.append({"role": "user", "content": render.question_html(turn.question)})
        messages.append({"role": "assistant", "content": turn.html})
    return messages


class _Desk:
    """The library as the page looks things up in it; it holds nothing of any visitor."""

    def __init__(self, library: Library, title: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._library = library
        self._title = title
        self._clock = clock
        self._read_at = -CATALOGUE_SECONDS * 2
        self._policies: tuple[Policy, ...] = ()

    def _catalogue(self) -> tuple[Policy, ...]:
        # Reading every document for every page load would let a reload key stall the others.
        now = self._clock()
        if now - self._read_at > CATALOGUE_SECONDS:
            self._policies = tuple(self._library.policies())
            self._read_at = now
        return self._policies

    def header(self) -> str:
        return render.header_html(self._title, self._catalogue())

    def titles(self) -> list[tuple[str, str]]:
        """Title and id of every document; the same title twice gets its id beside it."""
        policies = sorted(self._catalogue(), key=lambda policy: (policy.title, policy.id))
        titles = [policy.title for policy in policies]
        return [
            (f"{policy.title}（{policy.id}）" if titles.count(policy.title) > 1 else policy.title, policy.id)
            for policy in policies
        ]

    def empty_panel(self) -> str:
        return render.library_html(self._catalogue(), date.today())

    def policy(self, policy_id: str) -> Policy | None:
        try:
            return self._library.policy(policy_id)
        except PolicyNotFound:
            return None

    def stages(self, answer: Answer, turn: int) -> Iterator[str]:
        """The answer card, growing."""
        ids = dict.fromkeys(citation.policy_id for citation in render.shown_citations(answer))
        found = {policy_id: self.policy(policy_id) for policy_id in ids}
        cited = {policy_id: policy for policy_id, policy in found.items() if policy is not None}
        return render.answer_stages(answer, turn=turn, policies=cited, on=date.today())

    def evidence(self, answer: Answer, turn: int, index: int = 0) -> str:
        """The evidence panel for one citation of ``answer``."""
        citations = render.shown_citations(answer)
        if not citations:
            return render.panel_note_html("本次回答没有引用条款。")
        policy = self.policy(citations[index].policy_id)
        return render.evidence_html(
            render.Evidence(answer=answer, turn=turn, index=index, policy=policy, on=date.today())
        )

    def chosen(self, value: str, turns: Sequence[Turn]) -> str:
        """The panel for the chip or step button with ``value`` ("turn-mark"), which a browser sent."""
        found = re.fullmatch(r"(\d{1,6})-(\d{1,4})", value or "")
        for turn in turns if found else ():
            if found and turn.number == int(found[1]) and turn.answer is not None:
                for index, citation in enumerate(render.shown_citations(turn.answer)):
                    if citation.mark == int(found[2]):
                        return self.evidence(turn.answer, turn.number, index)
        return render.panel_note_html("这次问答的依据已不在本页记录中，请重新提问。")


# ---- repairs ----------------------------------------------------------------------------------


class _Repairs:
    """Repaired documents as the page shows them; it holds nothing of any visitor."""

    def __init__(self, desk: _Desk, raw_of: RawOf | None) -> None:
        self._desk = desk
        self._raw_of = raw_of
        self._views: OrderedDict[str, RepairView] = OrderedDict()
        self._lock = threading.Lock()

    def documents(self) -> list[tuple[str, str]]:
        """Title and id of every document that can be shown."""
        return [] if self._raw_of is None else self._desk.titles()

    def show(self, value: str, tried: RepairView | None) -> str:
        """The view for a :class:`repair_view.Look` that a browser sent."""
        look = repair_view.parse_look(value)
        if look is None:
            return repair_view.note_html("没有这样的内容，请重新选择文件。")
        if look.source == repair_view.TRIED:
            if tried is None:
                return repair_view.note_html("您提交的文字已不在本页记录中，请重新提交。")
            return repair_view.repair_html(tried, look)
        try:
            return repair_view.repair_html(self._view(look.source), look)
        except ZhengceError as error:
            return repair_view.note_html(str(error))
        except Exception:
            log.exception("the repair could not be shown")
            return repair_view.note_html(BUSY)

    def _view(self, policy_id: str) -> RepairView:
        from corpus.repair import repair

        if self._raw_of is None:
            raise PolicyNotFound("本页没有接上政策库的原文，无法对照。")
        with self._lock:  # one after the other: the second visitor finds the work done
            view = self._views.get(policy_id)
            if view is None:
                raw = self._raw_of(policy_id)
                if len(raw) > MAX_SHOWN:
                    raise BadInput(f"这份文件有 {len(raw):,} 字，页面最多对照 {MAX_SHOWN:,} 字；请在命令行运行 zhengce repair。")
                policy = self._desk.policy(policy_id)
                title = render.quoted_title(policy.title) if policy is not None else policy_id
                view = self._views[policy_id] = RepairView(title, raw, repair(raw))
            self._views.move_to_end(policy_id)
            while len(self._views) > VIEWS_KEPT:
                self._views.popitem(last=False)
            return view


def repair_text(text: str, title: str = "您粘贴的文字") -> RepairView:
    """A text a visitor brought, repaired. Raises BadInput."""
    from corpus.repair import repair

    if not text.strip():
        raise BadInput("请先粘贴文字。")
    if len(text) > MAX_TRIED:
        raise BadInput(f"文字太长（{len(text):,} 字），请缩短到 {MAX_TRIED:,} 字以内，或在命令行运行 zhengce repair。")
    return RepairView(title, text, repair(text))


def repair_file(value: str) -> RepairView:
    """A file a visitor chose, sent as "name|size|base64" (no content if it is too large). Raises BadInput."""
    from corpus.reading import read_document

    name, _, rest = value.partition("|")
    size, _, content = rest.partition("|")
    if size.isdigit() and int(size[:12]) > MAX_FILE:
        raise BadInput(f"文件有 {int(size[:12]):,} 字节，页面最多 {MAX_FILE:,} 字节；请在命令行运行 zhengce repair。")
    try:
        data = base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        raise BadInput("文件没有完整传到，请重新选择。") from None
    if len(data) > MAX_FILE:
        raise BadInput(f"文件有 {len(data):,} 字节，页面最多 {MAX_FILE:,} 字节；请在命令行运行 zhengce repair。")
    with tempfile.TemporaryDirectory() as folder:  # read as any other document: encodings, and what is no text
        path = Path(folder) / "所选文件"
        path.write_bytes(data)
        text = read_document(path).text
    return repair_text(text, name[:80] or "所选文件")


# ---- the page ---------------------------------------------------------------------------------


def _load_gradio() -> Any:
    """Import gradio, late and silenced: it reads these variables when it is imported."""
    os.environ.update(GRADIO_ANALYTICS_ENABLED="False", GRADIO_RUN_HISTORY="False", HF_HUB_OFFLINE="1")
    # gradio makes a directory when it starts; the default one is shared by every user of the machine.
    os.environ.setdefault("GRADIO_TEMP_DIR", str(Path(tempfile.gettempdir()) / f"zhengce-page-{os.getuid()}"))
    Path(os.environ["GRADIO_TEMP_DIR"]).mkdir(mode=0o700, parents=True, exist_ok=True)
    import gradio

    return gradio


def _blocks(assistant: Assistant, title: str, examples: Sequence[str], raw_of: RawOf | None) -> gr.Blocks:
    gr = _load_gradio()
    desk = _Desk(assistant.library, title)
    repairs = _Repairs(desk, raw_of)
    keep = gr.skip()  # "leave this component as it is"

    def send_shown(shown: bool) -> tuple[Any, Any]:
        """发送 and 停止 take the same place, one at a time."""
        return gr.Button(visible=shown), gr.Button(visible=not shown)

    def work(question: str, history: Sequence[str], number: int) -> tuple[Answer, str, list[str]]:
        """Everything that takes time: the answer, its evidence, and the card in its stages."""
        answer = assistant.ask(question, history)
        return answer, desk.evidence(answer, number), list(desk.stages(answer, number))

    async def answering(question: str, turns: tuple[Turn, ...]) -> AsyncIterator[tuple[Any, ...]]:
        turns = tuple(turns or ())
        problem = question_problem(question)
        if problem:
            yield keep, keep, keep, keep, render.notice_html(problem), *send_shown(True)
            return
        question = question.strip()
        number = turns[-1].number + 1 if turns else 1
        turn = Turn(number=number, question=question, html=render.waiting_html())
        waiting = (*turns, turn)[-MAX_TURNS:]
        yield _messages(waiting), waiting, keep, "", "", *send_shown(False)
        try:
            history = [earlier.question for earlier in turns if earlier.answer is not None]
            # In a thread that is left to itself when the visitor presses 停止: the page is free at once.
            answer, panel, stages = await anyio.to_thread.run_sync(
                work, question, history, number, abandon_on_cancel=True
            )
        except ZhengceError as error:
            # The question goes back into the box, so that it can be mended instead of retyped.
            yield _messages(turns), turns, keep, question, render.notice_html(str(error)), *send_shown(True)
            return
        except Exception:
            log.exception("the question could not be answered")
            yield _messages(turns), turns, keep, question, render.notice_html(BUSY), *send_shown(True)
            return
        done = (*turns, replace(turn, html=stages[-1], answer=answer))[-MAX_TURNS:]
        for position, html in enumerate(stages):
            last = position == len(stages) - 1
            shown = _messages((*done[:-1], replace(done[-1], html=html)))
            first = position == 0
            yield shown, done if first else keep, panel if first else keep, keep, keep, *send_shown(last)
            if not last:
                await anyio.sleep(STAGE_SECONDS)

    def stopped(turns: tuple[Turn, ...]) -> tuple[Any, ...]:
        turns = tuple(turns or ())
        if turns and turns[-1].answer is None:
            turns = (*turns[:-1], replace(turns[-1], html=render.stopped_html()))
        return _messages(turns), turns, *send_shown(True)

    def cleared() -> tuple[Any, ...]:
        return [], (), desk.empty_panel(), "", "", *send_shown(True)

    def chosen(value: str, turns: tuple[Turn, ...]) -> str:
        return desk.chosen(value, tuple(turns or ()))

    async def looked(value: str, tried: RepairView | None) -> str:
        return await anyio.to_thread.run_sync(repairs.show, value, tried, abandon_on_cancel=True)

    async def document(policy_id: str | None) -> AsyncIterator[tuple[Any, str]]:
        if policy_id:
            yield keep, render.notice_html(MENDING)
            yield await looked(repair_view.Look(policy_id).value, None), ""
        else:
            yield repair_view.intro_html(), ""

    async def trying(mend: Callable[[str], RepairView], given: str) -> AsyncIterator[tuple[Any, ...]]:
        """What a visitor brought: the view, the state that keeps it, the notice, and no document chosen."""
        yield keep, keep, render.notice_html(MENDING), keep
        try:
            view = await anyio.to_thread.run_sync(mend, given or "", abandon_on_cancel=True)
            yield repair_view.repair_html(view, repair_view.Look(repair_view.TRIED)), view, "", None
        except ZhengceError as error:
            yield keep, keep, render.notice_html(str(error)), keep
        except Exception:
            log.exception("the text could not be repaired")
            yield keep, keep, render.notice_html(BUSY), keep

    async def pasted(text: str) -> AsyncIterator[tuple[Any, ...]]:
        async for outcome in trying(repair_text, text):
            yield outcome

    async def uploaded(value: str) -> AsyncIterator[tuple[Any, ...]]:
        async for outcome in trying(repair_file, value):
            yield outcome

    def opened() -> tuple[Any, ...]:
        """What a visitor who opens the page sees of the library as it is now."""
        return desk.header(), desk.empty_panel(), gr.Dropdown(choices=repairs.documents())

    # Helpers are no API: the typed HTTP interface is a thing of its own.
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    plain: dict[str, Any] = {"latex_delimiters": [], "sanitize_html": True}  # 万元 and $ are no formulas

    with gr.Blocks(title=title, analytics_enabled=False, fill_width=True, fill_height=True) as blocks:
        turns = gr.State(())
        header = gr.Markdown(desk.header(), elem_id="zc-header", container=False, **plain)
        gr.Markdown(repair_view.nav_html(), elem_id="zc-nav", container=False, **plain)
        with gr.Row(elem_id="zc-main"):
            with gr.Column(elem_id="zc-chat-column"):
                chat = gr.Chatbot(
                    label="问答记录", show_label=False, elem_id="zc-chat", height="100%", layout="bubble",
                    placeholder=render.empty_html(examples), buttons=[], feedback_options=None,
                    autoscroll=False, allow_tags=False, group_consecutive_messages=False, allow_file_downloads=False, **plain,
                )  # fmt: skip
                with gr.Column(elem_id="zc-composer"):
                    notice = gr.Markdown("", elem_id="zc-notice", container=False, **plain)
                    with gr.Row(elem_id="zc-ask-row"):
                        box = gr.Textbox(
                            label="问题", show_label=False, container=False, elem_id="zc-question", lines=1,
                            max_lines=6, autofocus=True,
                            placeholder="请输入政策问题",
                        )  # fmt: skip
                        send = gr.Button("发送", variant="primary", elem_id="zc-send", min_width=88, scale=0)
                        stop = gr.Button("停止", visible=False, elem_id="zc-stop", min_width=88, scale=0)
                    with gr.Row(elem_id="zc-under"):
                        gr.Markdown(
                            '<div class="zc-keys"><span class="zc-keys-more">回车发送，Shift＋回车换行；</span>'
                            f"最多{MAX_QUESTION}字</div>",
                            container=False,
                            **plain,
                        )
                        clear = gr.Button("清空对话", elem_id="zc-clear", size="sm", min_width=96, scale=0)
            with gr.Column(elem_id="zc-panel-column"):
                panel = gr.Markdown(desk.empty_panel(), elem_id="zc-panel", container=False, **plain)
        # chat.js writes the value of a clicked chip here and presses the button.
        cite = gr.Textbox(visible="hidden", elem_id="zc-cite-value", label="所选条款")
        show = gr.Button("查看原文", visible="hidden", elem_id="zc-cite-show")

        with gr.Column(elem_id="zc-repair"):
            tried = gr.State(None)
            with gr.Row(elem_id="zc-repair-source"):
                with gr.Column(elem_id="zc-repair-library"):
                    picked = gr.Dropdown(
                        repairs.documents(), value=None, label="收录的文件", elem_id="zc-repair-document",
                        filterable=True,
                    )  # fmt: skip
                with gr.Column(elem_id="zc-repair-try"):
                    paste = gr.Textbox(
                        label="自己的文字", elem_id="zc-repair-text", lines=1, max_lines=8,
                        placeholder=f"粘贴一段文字试一试，最多{MAX_TRIED:,}字",
                    )  # fmt: skip
                    with gr.Row(elem_id="zc-repair-buttons"):
                        mend = gr.Button("修复这段文字", variant="primary", elem_id="zc-repair-paste", scale=0)
                        gr.Markdown(
                            '<div class="zc-pick-box"><button type="button" class="zc-pick">选择文本文件</button>'
                            f"<span>.txt、.md，最多{MAX_FILE // 1000}KB；不保存</span></div>",
                            container=False, **plain,
                        )  # fmt: skip
            trouble = gr.Markdown("", elem_id="zc-repair-notice", container=False, **plain)
            comparison = gr.Markdown(repair_view.intro_html(), elem_id="zc-repair-view", container=False, **plain)
        # chat.js writes what a pressed button wants, or a chosen file, here and presses the button beside it.
        look = gr.Textbox(visible="hidden", elem_id="zc-look-value", label="所选内容")
        look_show = gr.Button("显示对照", visible="hidden", elem_id="zc-look-show")
        file = gr.Textbox(visible="hidden", elem_id="zc-file-value", label="所选文件")
        file_show = gr.Button("修复文件", visible="hidden", elem_id="zc-file-show")

        # One event for both ways to send: while it runs, gradio takes no second one from this visitor.
        event = gr.on(
            [box.submit, send.click], answering, [box, turns], [chat, turns, panel, box, notice, send, stop],
            concurrency_limit=CONCURRENCY, **quiet,
        )  # fmt: skip
        stop.click(stopped, [turns], [chat, turns, send, stop], cancels=[event], queue=False, **quiet)
        clear.click(
            cleared, None, [chat, turns, panel, box, notice, send, stop], cancels=[event], queue=False, **quiet
        )
        show.click(chosen, [cite, turns], [panel], queue=False, trigger_mode="multiple", **quiet)
        limits: dict[str, Any] = {"concurrency_limit": REPAIRS, "concurrency_id": "repair", **quiet}
        # Never through the queue (nor by functions as values, which gradio queues): the stream of a queued
        # load closes as it ends, and a question sent in that moment waits for ever on the closed stream.
        blocks.load(opened, None, [header, panel, picked], queue=False, **quiet)
        picked.input(document, [picked], [comparison, trouble], **limits)
        look_show.click(looked, [look, tried], [comparison], trigger_mode="multiple", **limits)
        mend.click(pasted, [paste], [comparison, tried, trouble, picked], **limits)
        file_show.click(uploaded, [file], [comparison, tried, trouble, picked], **limits)
    blocks.queue(default_concurrency_limit=CONCURRENCY, max_size=64, api_open=False)
    return blocks  # type: ignore[no-any-return]


def build_app(
    assistant: Assistant,
    *,
    title: str = TITLE,
    examples: Sequence[str] = EXAMPLES,
    hosts: Sequence[str] = LOCAL_HOSTS,
    raw_of: RawOf | None = None,
) -> fastapi.FastAPI:
    """The whole web application: the page at ``/``, its two files, and ``/healthz``.

    Args:
        assistant: who answers.
        title: the name of the page.
        examples: questions offered before the first one, six fill the page well.
        hosts: names the page may be called by; any other Host header is refused (DNS rebinding).
        raw_of: where 文本修复对照 gets the raw text of a document; without it only own texts can be tried.
    """
    gr = _load_gradio()
    from fastapi import FastAPI
    from fastapi.responses import FileResponse
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    app = FastAPI(title=title, docs_url=None, redoc_url=None, openapi_url=None)

    # Before the mount: a page mounted at the root swallows every route that is added later.
    @app.get("/healthz", include_in_schema=False)
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/zc/chat.css", include_in_schema=False)
    def stylesheet() -> FileResponse:
        return FileResponse(ASSETS / "chat.css", media_type="text/css")

    @app.get("/zc/chat.js", include_in_schema=False)
    def script() -> FileResponse:
        return FileResponse(ASSETS / "chat.js", media_type="text/javascript")

    fonts = ("system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif")
    theme = gr.themes.Base(font=fonts, font_mono=("Consolas", "Noto Sans Mono CJK SC", "monospace"))
    mounted: FastAPI = gr.mount_gradio_app(
        app, _blocks(assistant, title, examples, raw_of), path="/", theme=theme, show_error=False, footer_links=[],
        run_history=False, enable_monitoring=False, max_file_size=1, pwa=False, mcp_server=False, ssr_mode=False,
    )  # fmt: skip
    mounted.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    mounted.add_middleware(Guard, title=title)  # added last, so it stands outermost and sees every answer
    return mounted


# ---- the guard --------------------------------------------------------------------------------

_POLICY = (
    "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; "
    "img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; script-src 'self' 'nonce-{nonce}'; "
    "connect-src 'self'; font-src 'self' data:; worker-src 'self' blob:"
)
# What the page itself uses of gradio's own interface. The rest (uploads, files, deep links, run
# history, a proxy for foreign addresses) only widens what can go wrong.
_USED = re.compile(r"/gradio_api/(queue/(join|data)|run/predict|heartbeat/\w+|startup-events|cancel|reset|theme\.css)/?")
_UNUSED = ("/pwa_icon", "/monitoring", "/manifest.json", "/login", "/logout", "/token", "/openapi.json", "/docs")

_ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32'"
    " rx='6' fill='%231d3f72'/%3E%3Cpath d='M9 8h14v3H9zm0 7h14v3H9zm0 7h9v3H9z' fill='%23fff'/%3E%3C/svg%3E"
)


class Guard:
    """Hardening around the whole application, for every answer it gives.

    Refuses writes from other sites, bodies over ``MAX_BODY`` and routes the page does not use;
    adds the security headers; and readies the HTML page: Chinese as its language, our two files,
    and this response's nonce on every script. Event streams pass through untouched.
    """

    def __init__(self, app: ASGIApp, title: str = TITLE) -> None:
        self.app = app
        self.title = title
        self.version = hashlib.sha256(
            b"".join((ASSETS / name).read_bytes() for name in ("chat.css", "chat.js"))
        ).hexdigest()[:12]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection; anything that is not HTTP is none of the guard's business."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {key.lower(): value for key, value in scope["headers"]}
        method, path = scope["method"], scope["path"]
        nonce = secrets.token_urlsafe(16)
        reply = _Reply(send, lambda page: ready_page(page, self.title, nonce, self.version), nonce)
        if (path.startswith("/gradio_api/") and not _USED.fullmatch(path)) or path.startswith(_UNUSED):
            await reply.refuse(404, "没有这个地址。")
            return
        if method not in ("GET", "HEAD") and headers.get(b"sec-fetch-site", b"none") not in (b"none", b"same-origin"):
            await reply.refuse(403, "不接受来自其他网站的请求。")
            return
        body = await _body(receive, headers) if method not in ("GET", "HEAD") else b""
        if body is None:
            await reply.refuse(413, "请求内容过大。")
            return
        # A compressed page could not be readied; it is small, and the network is a local one.
        scope = {**scope, "headers": [item for item in scope["headers"] if item[0].lower() != b"accept-encoding"]}
        replayed = False

        async def receive_again() -> Message:
            nonlocal replayed
            if method in ("GET", "HEAD") or replayed:
                return await receive()
            replayed = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self.app(scope, receive_again, reply)


async def _body(receive: Receive, headers: dict[bytes, bytes]) -> bytes | None:
    """The request's whole body, None if it is larger than allowed (whatever its header claims)."""
    claimed = headers.get(b"content-length", b"0")
    if not claimed.isdigit() or int(claimed) > MAX_BODY:
        return None
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return bytes(body)
        body += message.get("body", b"")
        if len(body) > MAX_BODY:
            return None
        if not message.get("more_body", False):
            return bytes(body)


class _Reply:
    """The way back to the browser: headers on every answer, and the HTML page readied."""

    def __init__(self, send: Send, ready: Callable[[str], str], nonce: str) -> None:
        self._send = send
        self._ready = ready
        self._nonce = nonce
        self._page: Message | None = None
        self._html = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": self._headers(message.get("headers", ()))}
            if any(key == b"content-type" and b"text/html" in value for key, value in message["headers"]):
                self._page = message
                return
        elif message["type"] == "http.response.body" and self._page is not None:
            self._html += message.get("body", b"")
            if message.get("more_body", False):
                return
            body = self._ready(self._html.decode("utf-8")).encode("utf-8")
            kept = [item for item in self._page["headers"] if item[0] != b"content-length"]
            kept += [(b"content-length", str(len(body)).encode()), (b"cache-control", b"no-store")]
            await self._send({**self._page, "headers": kept})
            message = {"type": "http.response.body", "body": body}
        await self._send(message)

    def _headers(self, given: Sequence[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        # gradio answers any Origin with "allowed"; nothing here is meant for another site.
        kept = [(key.lower(), value) for key, value in given if not key.lower().startswith(b"access-control-")]
        return [
            *kept,
            (b"content-security-policy", _POLICY.format(nonce=self._nonce).encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"x-frame-options", b"DENY"),
            (b"referrer-policy", b"no-referrer"),
            (b"cross-origin-opener-policy", b"same-origin"),
            (b"cross-origin-resource-policy", b"same-origin"),
        ]

    async def refuse(self, status: int, words: str) -> None:
        """Answer at once with one line."""
        body = words.encode("utf-8")
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
        await self({"type": "http.response.start", "status": status, "headers": headers})
        await self({"type": "http.response.body", "body": body})


def ready_page(page: str, title: str, nonce: str, version: str) -> str:
    """gradio's HTML page in Chinese, with our files and the nonce, without its advertising tags."""
    page = re.sub(r'<meta\s+(?:property="og:|name="twitter:)[^>]*>', "", page)
    page = re.sub(r'<link rel="manifest"[^>]*>', "", page)
    page = page.replace('lang="en"', 'lang="zh-CN"', 1)
    # The script is neither deferred nor a module: it has to set the language before gradio looks.
    ours = (
        f'<title>{render.escape(title)}</title><link rel="icon" href="{_ICON}">'
        f'<link rel="stylesheet" href="./zc/chat.css?v={version}"><script src="./zc/chat.js?v={version}"></script>'
    )
    page = page.replace("<style>", ours + "<style>", 1)
    return page.replace("<script", f'<script nonce="{nonce}"')


# ---- running ----------------------------------------------------------------------------------


def _listening(host: str, port: int) -> socket.socket:
    """A socket bound to the address, or one clear line and the end of the program."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        reason = {
            errno.EADDRINUSE: f"端口 {port} 已被占用，请关闭占用它的程序，或换一个端口。",
            errno.EACCES: f"没有权限使用端口 {port}，请换用 1024 以上的端口。",
            errno.EADDRNOTAVAIL: f"本机没有地址 {host}，请改用 127.0.0.1 或本机的内网地址。",
        }.get(error.errno or 0, f"无法在 {host}:{port} 上提供服务：{error.strerror or error}。")
        print(reason, file=sys.stderr, flush=True)
        raise SystemExit(2) from None
    return bound


def serve(
    assistant: Assistant,
    host: str = "127.0.0.1",
    port: int = 7860,
    *,
    title: str = TITLE,
    examples: Sequence[str] = EXAMPLES,
    hosts: Sequence[str] = (),
    raw_of: RawOf | None = None,
) -> None:
    """Serve the page until interrupted; the address is printed once it really answers.

    Args:
        assistant: who answers.
        host: address to listen on.
        port: port to listen on; 0 takes a free one.
        title: the name of the page.
        examples: questions offered before the first one.
        hosts: further names the page may be called by, such as its name on the intranet.
        raw_of: where 文本修复对照 gets the raw text of a document.

    Raises:
        SystemExit: with status 2 and one line on stderr, if the address cannot be used.
    """
    bound = _listening(host, port)  # before the slow imports: a taken port should say so at once
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets=sockets)
            if self.started:
                shown = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host
                shown = f"[{shown}]" if ":" in shown else shown
                print(f"{title}已启动：http://{shown}:{bound.getsockname()[1]}（按 Ctrl+C 停止）", flush=True)

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            # Every open page holds an event stream that never ends by itself; cut off by the time
            # limit it would end in a traceback, closed here it ends in silence.
            for connection in list(self.server_state.connections):
                transport = getattr(connection, "transport", None)
                if transport is not None:
                    transport.close()
            await super().shutdown(sockets=sockets)

    allowed = tuple(dict.fromkeys((*LOCAL_HOSTS, *(() if host in ("0.0.0.0", "::", "") else (host,)), *hosts)))
    app = build_app(assistant, title=title, examples=examples, hosts=allowed, raw_of=raw_of)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=3
    )
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl+C is how one stops it, not an error
        Server(config).run(sockets=[bound])
