"""惠企匹配: a form or a few words in, verdicts with quotes out. Batch and report go through the HTTP interface."""

from __future__ import annotations

import json
import logging
from datetime import date
from typing import Any

import anyio.to_thread

from corpus.errors import BadInput, ZhengceError
from ui import match_cards
from ui.answer_view import notice_html
from ui.page.parts import BUSY, PLAIN, QUIET
from ui.service import MAX_PROFILE, Service

log = logging.getLogger(__name__)
_LONGEST_NAME = 200  # characters: a fact that was asked for is its own name


def given_from(text: str, fields: str) -> dict[str, Any]:
    """The words and the form as one record. Raises BadInput."""
    try:
        record = json.loads(fields or "{}")
    except (ValueError, RecursionError):
        raise BadInput("表格没有完整传到，请再提交一次。") from None
    if not isinstance(record, dict):
        raise BadInput("表格没有完整传到，请再提交一次。")
    kept: dict[str, Any] = {str(key)[:_LONGEST_NAME]: value for key, value in record.items() if isinstance(value, str | list) and value}
    return kept | ({"text": text.strip()} if text and text.strip() else {})


def match_tab(gr: Any, service: Service) -> None:
    """Lay the tab out and wire it."""

    def work(text: str, fields: str) -> tuple[str, str]:
        try:
            given = given_from(text, fields)
            corrected = given.pop("读入", "") == "是"
            profile, matched = service.match(given, date.today(), corrected=corrected)
            return match_cards.result_html(profile, matched, given, corrected=corrected), ""
        except ZhengceError as error:
            return "", notice_html(str(error))
        except Exception:
            log.exception("the enterprise could not be matched")
            return "", notice_html(BUSY)

    async def matched(text: str, fields: str) -> tuple[str, str]:
        return await anyio.to_thread.run_sync(work, text or "", fields or "", abandon_on_cancel=True)

    with gr.Column(elem_id="zc-match"), gr.Row(elem_id="zc-match-columns"):
        with gr.Column(elem_id="zc-match-given"):
            gr.Markdown(match_cards.intro_html(), container=False, **PLAIN)
            text = gr.Textbox(
                label="用一段话介绍企业", elem_id="zc-match-text", lines=3, max_lines=8,
                placeholder="例如：我们是成都的工业企业，规上，想在老厂房上加一层，贷款500万元",
                info=f"最多{MAX_PROFILE}字；只在本次使用，不保存",
            )  # fmt: skip
            gr.Markdown(match_cards.form_html(), elem_id="zc-match-form", container=False, **PLAIN)
            trouble = gr.Markdown("", elem_id="zc-match-notice", container=False, **PLAIN)
        result = gr.Markdown(match_cards.empty_html(), elem_id="zc-match-view", container=False, **PLAIN)
    fields = gr.Textbox(visible="hidden", elem_id="zc-match-value", label="企业情况")
    go = gr.Button("查询", visible="hidden", elem_id="zc-match-go")
    go.click(matched, [text, fields], [result, trouble], concurrency_limit=2, **QUIET)
