"""文本修复对照: raw beside repaired, for a document of the library or a text of the visitor."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from typing import Any

import anyio.to_thread

from corpus.errors import ZhengceError
from ui import repair_view
from ui.answer_view import notice_html
from ui.page.parts import BUSY, PLAIN, QUIET
from ui.page.repairs import MAX_FILE, MAX_TRIED, Repairs, repair_file, repair_text
from ui.repair_view import RepairView

log = logging.getLogger(__name__)

REPAIRS = 2  # repairs under way at once: they take the processor, and answers should not wait for them
MENDING = "正在修复并对照，请稍候…"


def repair_tab(gr: Any, repairs: Repairs) -> dict[str, Any]:
    """Lay the tab out and wire it; returns the list of documents, which is set when the page opens."""
    keep = gr.skip()

    async def looked(value: str, tried: RepairView | None) -> str:
        return await anyio.to_thread.run_sync(repairs.show, value, tried, abandon_on_cancel=True)

    async def document(policy_id: str | None) -> AsyncIterator[tuple[Any, str]]:
        if policy_id:
            yield keep, notice_html(MENDING)
            yield await looked(repair_view.Look(policy_id).value, None), ""
        else:
            yield repair_view.intro_html(), ""

    async def trying(mend: Callable[[str], RepairView], given: str) -> AsyncIterator[tuple[Any, ...]]:
        """What a visitor brought: the view, the state that keeps it, the notice, and no document chosen."""
        yield keep, keep, notice_html(MENDING), keep
        try:
            view = await anyio.to_thread.run_sync(mend, given or "", abandon_on_cancel=True)
            yield repair_view.repair_html(view, repair_view.Look(repair_view.TRIED)), view, "", None
        except ZhengceError as error:
            yield keep, keep, notice_html(str(error)), keep
        except Exception:
            log.exception("the text could not be repaired")
            yield keep, keep, notice_html(BUSY), keep

    async def pasted(text: str) -> AsyncIterator[tuple[Any, ...]]:
        async for outcome in trying(repair_text, text):
            yield outcome

    async def uploaded(value: str) -> AsyncIterator[tuple[Any, ...]]:
        async for outcome in trying(repair_file, value):
            yield outcome

    with gr.Column(elem_id="zc-repair"):
        tried = gr.State(None)
        with gr.Row(elem_id="zc-repair-source"):
            with gr.Column(elem_id="zc-repair-library"):
                picked = gr.Dropdown(
                    repairs.documents(), value=None, label="收录的文件", elem_id="zc-repair-document", filterable=True
                )
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
                        container=False, **PLAIN,
                    )  # fmt: skip
        trouble = gr.Markdown("", elem_id="zc-repair-notice", container=False, **PLAIN)
        comparison = gr.Markdown(repair_view.intro_html(), elem_id="zc-repair-view", container=False, **PLAIN)
    look = gr.Textbox(visible="hidden", elem_id="zc-look-value", label="所选内容")
    look_show = gr.Button("显示对照", visible="hidden", elem_id="zc-look-show")
    file = gr.Textbox(visible="hidden", elem_id="zc-file-value", label="所选文件")
    file_show = gr.Button("修复文件", visible="hidden", elem_id="zc-file-show")

    limits: dict[str, Any] = {"concurrency_limit": REPAIRS, "concurrency_id": "repair", **QUIET}
    picked.input(document, [picked], [comparison, trouble], **limits)
    look_show.click(looked, [look, tried], [comparison], trigger_mode="multiple", **limits)
    mend.click(pasted, [paste], [comparison, tried, trouble, picked], **limits)
    file_show.click(uploaded, [file], [comparison, tried, trouble, picked], **limits)
    return {"picked": picked}
