"""文本修复对照: documents of the library and texts of a visitor, repaired for the page."""

from __future__ import annotations

import base64
import binascii
import logging
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

from corpus.errors import BadInput, PolicyNotFound, ZhengceError
from ui import repair_view
from ui.page.desk import Desk
from ui.render import quoted_title
from ui.repair_view import RepairView

log = logging.getLogger(__name__)

MAX_TRIED = 50_000  # characters a visitor may have repaired; as UTF-8 they fit into one request
MAX_FILE = 150_000  # bytes of a file a visitor may try; as base64 it fits into one request
MAX_SHOWN = 2_000_000  # raw characters of a document the page repairs; longer ones are for the command line
VIEWS_KEPT = 4  # repaired documents kept in memory, for all visitors together
BUSY = "系统暂时无法回答，请稍后重试；如仍不行，请联系管理员。"

RawOf = Callable[[str], str]
"""The raw text of a document of the library, by id. Raises PolicyNotFound."""


class Repairs:
    """Repaired documents as the page shows them; it holds nothing of any visitor."""

    def __init__(self, desk: Desk, raw_of: RawOf | None) -> None:
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
                titles = {known: title for title, known in self._desk.titles()}
                title = quoted_title(titles[policy_id]) if policy_id in titles else policy_id
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
