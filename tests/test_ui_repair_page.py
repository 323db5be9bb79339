"""文本修复对照 in a real browser: the Chengdu file, a hostile one, and what a visitor brings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from page_browser import eventually
from page_records import EVIL, EVIL_MARKDOWN

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow


@pytest.fixture(params=[(1440, 900), (390, 844)], ids=["desktop", "phone"])
def page(browser: Browser, fake_page: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The comparison opened by its address; afterwards no error and no foreign request."""
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-US")
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith((fake_page, "data:", "blob:")) else wrong.append(r.url))
    page.goto(f"{fake_page}/#repair")
    page.locator("#zc-repair-document input").wait_for(timeout=60_000)
    page.locator(".zc-live").wait_for(timeout=60_000)
    yield page
    assert wrong == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    context.close()


def choose(page: Page, title: str) -> None:
    """Choose a document of the library and wait for its comparison."""
    page.locator("#zc-repair-document input").click()
    page.get_by_role("option", name=title).click()
    page.locator("#zc-repair-view .zc-rv-head").wait_for(timeout=30_000)


def test_a_document_is_compared_filtered_and_leafed_through(page: Page) -> None:
    """Both sides marked and explained by pointer and keyboard; filters and pages; back to the questions."""
    choose(page, "三个做优做强")
    view = page.locator("#zc-repair-view")
    rows = view.locator(".zc-rv-row")
    assert rows.first.locator(".zc-rv-old del").count() == rows.first.locator(".zc-rv-new ins").count() > 3
    assert "注入拼音" in view.locator(".zc-rv-filters").inner_text()
    change = rows.first.locator(".zc-rv-new .zc-ch").first
    change.scroll_into_view_if_needed()
    change.hover()
    preview = page.locator("#zc-preview")
    preview.wait_for(state="visible")
    assert "确证" in preview.inner_text()
    assert page.locator(".zc-rv-old .zc-pointed").count() == 1
    change.focus()
    page.keyboard.press("ArrowRight")
    eventually(lambda: page.evaluate("document.activeElement === document.querySelectorAll('.zc-rv-new .zc-ch')[1]"))
    page.keyboard.press("Escape")
    preview.wait_for(state="hidden")
    rows.first.locator("summary").click()
    assert "注入拼音" in rows.first.locator(".zc-rv-steps li").first.inner_text()
    view.get_by_role("button", name="下一页").click()
    view.get_by_text(re.compile("第 2 页")).wait_for()
    doubt = view.locator(".zc-rv-filters .zc-rv-uncertain")
    doubt.click()
    eventually(lambda: rows.count() < 4)
    eventually(lambda: doubt.get_attribute("aria-pressed") == "true")
    assert rows.count() > 0
    assert rows.first.locator(".zc-rv-uncertain").count() >= 2
    assert "疑" in doubt.inner_text()
    page.get_by_role("button", name="问答", exact=True).click()
    page.get_by_role("textbox", name="问题", exact=True).wait_for()
    assert not view.is_visible()
    page.go_back()
    view.wait_for()


def test_an_own_text_and_an_own_file_are_repaired(page: Page, tmp_path: Path) -> None:
    """Pasted text and a chosen file are shown; what cannot be used gets one line and leaves the view."""
    view, notice = page.locator("#zc-repair-view"), page.locator("#zc-repair-notice .zc-notice")
    page.get_by_role("button", name="修复这段文字").click()
    notice.get_by_text("请先粘贴文字").wait_for()
    page.locator("#zc-repair-text textarea").fill(f"加快推進發(fā)展，{EVIL}{EVIL_MARKDOWN}，由市**局牵头。")
    page.get_by_role("button", name="修复这段文字").click()
    view.get_by_text("您粘贴的文字").wait_for(timeout=20_000)
    eventually(lambda: notice.count() == 0)
    assert "<script>window.evil=1</script>" in view.inner_text()
    assert page.evaluate("window.evil") is None
    assert view.locator("img, script, a").count() == 0
    file = tmp_path / "一份文件.txt"
    file.write_bytes("关于支持企业发(fā)展的若干措施，请遵照执行。\n".encode("gb18030"))
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="选择文本文件").click()
    chosen.value.set_files(file)
    view.get_by_text("一份文件.txt").wait_for(timeout=20_000)
    file.write_bytes(b"x" * 400_000)
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="选择文本文件").click()
    chosen.value.set_files(file)
    notice.get_by_text("400,000 字节").wait_for()
    assert "一份文件.txt" in view.inner_text()


def test_a_hostile_document_stays_text(page: Page) -> None:
    """Script, handlers, images, Markdown and reordering marks of a library document are only shown."""
    choose(page, "恶意标题")
    page.locator("#zc-repair-view .zc-look", has_text="全部段落").click()
    page.locator("#zc-repair-view .zc-rv-old").first.wait_for()
    page.wait_for_timeout(300)
    assert page.evaluate("window.evil") is None
    assert page.locator("#zc-repair-view").locator("img, script, a").count() == 0
    assert "\u202e" not in page.locator("body").inner_text()
