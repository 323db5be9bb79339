"""On a phone the cited clause is a sheet from below: opened by a chip, kept by the focus, closed four ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from page_browser import Visit, eventually

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow
FOCUSED = "document.activeElement.className"


def is_open(visit: Visit) -> bool:
    """Whether the sheet is up."""
    return bool(visit.page.evaluate("document.documentElement.dataset.zcSheet === 'open'"))


def swipe(visit: Visit, by: int) -> None:
    """A finger that goes down over the sheet's grip by so many pixels."""
    visit.page.evaluate(
        """by => { const grip = document.querySelector('#zc-grip');
        const touch = y => ({touches: [new Touch({identifier: 1, target: grip, clientX: 190, clientY: y})]});
        const fire = (kind, y) => grip.dispatchEvent(new TouchEvent(kind, {bubbles: true, ...touch(y)}));
        fire('touchstart', 200); fire('touchmove', 200 + by); fire('touchend', 200 + by); }""",
        by,
    )


def test_the_cited_clause_is_a_sheet_on_a_phone(browser: Browser, fake_page: str) -> None:
    """A chip opens it; focus goes round inside; the citations are stepped through; button, Escape, swipe and backdrop close it."""
    visit = Visit(browser, fake_page, 390, 844, locale="zh-CN", has_touch=True)
    page = visit.page
    answer = visit.ask("国家产业创新中心能得到多少资金支持？")
    assert not is_open(visit) and not visit.panel.is_visible(), "an answer by itself covers nothing"
    chip = answer.locator(".zc-chip").first
    chip.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="依据原文")
    dialog.locator("mark.zc-now", has_text="国家支持资金的50%").wait_for()
    for _ in range(9):
        page.keyboard.press("Tab")
        assert page.evaluate("!!document.activeElement.closest('#zc-panel-column')")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("!!document.activeElement.closest('#zc-panel-column')")
    dialog.get_by_role("button", name="下一条").press("Enter")
    dialog.locator("mark.zc-now", has_text="最高不超过1000万元").wait_for()
    eventually(lambda: page.evaluate("document.activeElement.textContent") == "上一条")
    page.keyboard.press("Escape")
    assert not is_open(visit) and "zc-chip" in page.evaluate(FOCUSED)
    page.get_by_role("button", name="依据原文：第 2 条，共 2 条").click()
    dialog.get_by_role("button", name="关闭").click()
    assert not is_open(visit) and "zc-open-sheet" in page.evaluate(FOCUSED)
    chip.tap()
    eventually(lambda: is_open(visit))
    swipe(visit, 40)
    assert is_open(visit), "a short movement is no swipe"
    swipe(visit, 160)
    assert not is_open(visit)
    chip.tap()
    page.touchscreen.tap(190, 20)
    assert not is_open(visit)
    chip.tap()
    page.set_viewport_size({"width": 1200, "height": 844})
    eventually(lambda: not is_open(visit))
    assert visit.panel.is_visible() and not page.evaluate("!!document.querySelector('[inert]')")
    assert (visit.errors, visit.foreign) == ([], [])
    visit.context.close()
