"""Hostile words go through everything the product has, over the real server: they are text in every tab, file and interface."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from openpyxl import load_workbook
from page_browser import Visit, eventually, fetch
from page_records import EVIL, EVIL_MARKDOWN

if TYPE_CHECKING:
    from conftest import Site
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow
FORMULAS = ("=cmd|'/C calc'!A0", "＝1+1", "\t=1+1", "+1+1", "@SUM(1)", "-2+3", "\u200b=1+1")
HIDDEN = "市\u200b科\u2060技\ufeff局\u202e倒\u2066写\U000e0041"
LONG = "长" * 400 + "x" * 400
NASTY = f"{EVIL}{EVIL_MARKDOWN}{HIDDEN}{FORMULAS[0]}"
UNSEEN = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e0fff]")


@pytest.fixture(scope="module")
def api(site: Site) -> Any:
    """A JSON request to the interface: (status, headers, body)."""

    def ask(path: str, body: Any = None, kind: str = "application/json") -> tuple[int, dict[str, str], bytes]:
        data = None if body is None else body.encode() if isinstance(body, str) else json.dumps(body).encode()
        return fetch(f"{site.url}{path}", data=data, Content_Type=kind, Accept="application/json, text/event-stream")

    return ask


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Visit]:
    """A visitor; whatever was shown, nothing ran, nothing was fetched from elsewhere and nothing complained."""
    visit = Visit(browser, site.url, 390, 844, locale="zh-CN", accept_downloads=True)
    yield visit
    wrong = (visit.errors, visit.foreign, visit.page.evaluate("window.evil === undefined"))
    visit.context.close()
    assert wrong == ([], [], True)


def inert(visit: Visit, place: str) -> str:
    """The words at ``place``, once it is sure that nothing of ours but text is there."""
    found = visit.page.locator(place).first
    assert found.locator("script, img, iframe, object, form[action], a[href^='javascript' i], a[href^='http'], a[href^='data' i]").count() == 0
    assert found.evaluate("e => [...e.querySelectorAll('*')].every(one => [...one.attributes].every(a => !a.name.startsWith('on')))")
    words = found.inner_text()
    assert not UNSEEN.search(words), place
    assert visit.sideways() == 0, place
    return words


def plain_docx(content: bytes) -> str:
    """The text of a Word file that holds nothing but text: no field, no link, nothing from elsewhere."""
    from docx import Document

    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            part = parts.read(name).decode("utf-8", "replace")
            assert "TargetMode" not in part and not re.search(r"<w:(?:instrText|fldSimple|hyperlink|object)\b", part), name
    document = Document(io.BytesIO(content))
    text = "\n".join([*(p.text for p in document.paragraphs), *(cell.text for table in document.tables for row in table.rows for cell in row.cells)])
    assert not UNSEEN.search(text)
    return text


def plain_sheet(content: bytes) -> list[str]:
    """The cells of an Excel file that holds nothing but text and numbers: no formula, no link."""
    cells = [cell for sheet in load_workbook(io.BytesIO(content)) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    for cell in cells:
        assert cell.data_type in ("s", "n") and cell.hyperlink is None
        assert not re.match(r"[\s]*[=+\-@＝＋－＠]", str(cell.value)) and not UNSEEN.search(str(cell.value)), cell.value
    return [str(cell.value) for cell in cells]


def test_files_that_are_handed_out_hold_text_alone(site: Site, api: Any) -> None:
    """Word, Excel and Markdown with hostile questions, titles, units, profiles and names: no formula, field, link or hidden character."""
    question = f"第一条讲了什么？{NASTY}"
    assert "<script>window.evil=1</script>" in plain_docx(api("/api/v1/conversation.docx", {"questions": ["给予补助的是哪一条？", question]})[2])
    marked = api("/api/v1/conversation.md", {"questions": [question]})[2].decode()
    assert not re.search(r"(?<!\\)<\w|(?<!\\)\]\(|(?<!\\)!\[", marked) and not UNSEEN.search(marked)
    told = {"text": f"我们是工业企业，{NASTY}", "profile": {"事项": NASTY}}
    assert "给予20万元补助" in plain_docx(api("/api/v1/match.docx", told)[2])
    status, headers, sheet = api(f"/api/v1/policies/{site.hostile}/tasks.xlsx")
    assert status == 200 and "\r" not in headers["content-disposition"] and "<" not in headers["content-disposition"]
    assert any("<script>" in cell for cell in plain_sheet(sheet))
    rows = "企业名称,行业,描述\n" + "".join(f'"{name}",制造业,"我们是工业企业"\n' for name in (*FORMULAS, NASTY.replace('"', '""')))
    cells = plain_sheet(api("/api/v1/match/batch", rows, "text/csv")[2])
    assert any("cmd|" in cell for cell in cells) and any("<script>" in cell for cell in cells)


def test_the_interfaces_hand_out_data_and_never_a_page(site: Site, api: Any) -> None:
    """Whatever is asked, the reply is JSON under nosniff, the error one line, and the tools say the same as the interface."""
    for path, body in (
        ("/api/v1/ask", {"question": NASTY}), ("/api/v1/ask", {"question": LONG}), ("/api/v1/match", {"text": NASTY}), ("/api/v1/match/fields", {"text": f"我们是企业，{NASTY}"}),
        ("/api/v1/repair", {"text": NASTY}), (f"/api/v1/policies/{site.hostile}", None), (f"/api/v1/policies/{quote(NASTY, safe='')}", None),
        (f"/api/v1/units/{quote(NASTY, safe='')}", None), (f"/api/v1/compare?old={quote(NASTY)}&new=x", None), ("/api/v1/match/batch", f"企业名称,{NASTY}\n甲,\"{EVIL}"),
    ):  # fmt: skip
        status, headers, content = api(path, body)
        assert headers["x-content-type-options"] == "nosniff" and status in (200, 404, 422), path
        if "spreadsheet" not in headers["content-type"]:
            assert headers["content-type"].startswith("application/json"), path
            json.loads(content)
    for tool, given in (("ask", {"question": f"第一条讲了什么？{NASTY}"}), ("match", {"text": NASTY}), ("show_clause", {"policy": site.hostile, "path": "一"}),
                        ("show_clause", {"policy": NASTY, "path": NASTY}), ("find_units", {"unit": NASTY})):  # fmt: skip
        call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": tool, "arguments": given}}
        status, headers, content = api("/mcp/", call)
        assert status == 200 and headers["content-type"].startswith("application/json"), tool
        (said,) = json.loads(content)["result"]["content"]
        assert said["type"] == "text" and (said["text"].startswith(("{", "[")) or "\n" not in said["text"])


def test_every_tab_shows_hostile_words_as_text(visit: Visit, site: Site) -> None:
    """Question, quote, sheet, list, clauses, tasks, versions, repair, enterprise, search and address: shown, whole, never obeyed."""
    page = visit.page

    def go(address: str, sign: str) -> None:
        page.evaluate("address => { location.hash = address }", address)
        page.locator(sign).first.wait_for(timeout=15_000)

    answer = visit.ask(f"《关于测试》第一条讲了什么？{NASTY}{LONG}")
    assert "<script>window.evil=1</script>" in inert(visit, "#zc-chat")
    if answer.locator(".zc-chip").count():
        answer.locator(".zc-chip").first.click()
        page.locator("#zc-panel .zc-clause").wait_for()
        inert(visit, "#zc-panel")
        page.keyboard.press("Escape")
    for address, sign in ((f"library?q={quote('测试')}", ".zc-cards"), (f"policy/{site.hostile}", ".zc-part"), (f"tasks/{site.hostile}", ".zc-matrix"), (f"versions/{site.hostile}", ".zc-table")):
        go(address, sign)
        eventually(lambda: "<script>window.evil=1</script>" in inert(visit, "#zc-library-view"))
    for address in (f"library?q={quote(NASTY + LONG)}", f"policy/{quote(NASTY, safe='')}", f"tasks/{site.hostile}?unit={quote(NASTY)}"):
        go(address, "#zc-library-view .zc-hint")
        page.wait_for_timeout(200)
        inert(visit, "#zc-library-view")
    go(f"repair/{site.hostile}", ".zc-rv-rows, .zc-rv-clean")
    inert(visit, "#zc-repair")
    page.locator("#zc-repair-text textarea").fill(NASTY + LONG)
    page.get_by_role("button", name="修复这段文字").click()
    page.wait_for_timeout(600)
    inert(visit, "#zc-repair-view")
    go("match", "#zc-match-text textarea")
    page.locator("#zc-match-text textarea").fill(f"我们是“{NASTY}”工业企业，规上，想{LONG}")
    page.get_by_role("button", name="读入表单").click()
    page.locator(".zc-from").first.wait_for()
    inert(visit, "#zc-match-form")
    page.get_by_role("button", name="查可享支持").click()
    page.locator(".zc-matched").wait_for(timeout=15_000)
    assert "给予20万元补助" in inert(visit, "#zc-match-view") or page.locator(".zc-quote", has_text="给予20万元补助").count()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="批量").click()
    chooser.value.set_files({"name": f"{EVIL.replace('/', '')}.csv", "mimeType": "text/csv", "buffer": f"企业名称,类型\n{EVIL},{EVIL}\n".encode()})
    page.locator(".zc-batch", has_text="不认识的主体类型").wait_for()
    inert(visit, "#zc-match")
    visit.errors.remove(next(line for line in visit.errors if "422" in line))  # the browser notes the refused batch


def test_the_desk_shows_hostile_words_as_text(visit: Visit, site: Site, api: Any) -> None:
    """File names, contents, feedback, the person's name and note: text on every page of 管理 and in its exports."""
    page = visit.page
    assert api("/api/v1/feedback", {"question": NASTY, "answer": NASTY + LONG, "verdict": "其他", "comment": NASTY})[0] == 200
    page.goto(f"{site.url}/admin/documents")
    page.get_by_label("管理密码").fill(site.password)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("link", name="文件", exact=True).click()
    page.locator("#files").set_input_files({"name": f"{EVIL.replace('/', '')}{LONG[:60]}.txt", "mimeType": "text/plain", "buffer": f"关于{NASTY}的通知\n\n一、{NASTY}\n".encode()})
    page.get_by_role("button", name="上传并检查").click()
    page.get_by_role("heading", name="window.evil=1").first.wait_for()  # a file name loses its < and >
    page.get_by_role("link", name="意见", exact=True).click()
    card = page.locator(".said", has_text="<script>").first
    card.get_by_label("处理人").fill(EVIL[:30])
    card.get_by_label("处理说明").fill(NASTY[:900])
    card.get_by_role("button", name="标记为已处理").click()
    page.goto(f"{site.url}/admin/feedback?state=all")
    assert "<script>window.evil=1</script>" in page.locator(".done").first.inner_text()
    for tab in ("概况", "文件", "意见", "评测", "审计"):
        page.get_by_role("link", name=tab, exact=True).click()
        page.get_by_role("heading", name=tab, level=1).wait_for()
        words = page.locator("main").inner_text()
        assert page.locator("main script, main img, main a[href^='http'], main a[href^='javascript']").count() == 0 and not UNSEEN.search(words), tab
        eventually(lambda: visit.sideways() == 0)  # once its stylesheet is there
    sheet = page.request.get(f"{site.url}/admin/feedback.xlsx").body()
    assert any("cmd|" in cell for cell in plain_sheet(sheet))
