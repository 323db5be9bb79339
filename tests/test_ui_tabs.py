"""The whole page in a real browser over a real library: every tab, three widths, both modes, no violation of WCAG 2.1 AA."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from page_browser import AXE, ROOT, Visit, eventually, fetch, violations
from page_records import EVIL

if TYPE_CHECKING:
    from conftest import Site
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow


@pytest.fixture
def visit(browser: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A fresh visitor; whatever the test did, the browser complained about nothing and left this machine for nothing."""
    width, height, scheme = getattr(request, "param", (1440, 900, "light"))
    visit = Visit(browser, site.url, width, height, locale="en-US", color_scheme=scheme, accept_downloads=True)
    yield visit
    wrong = (visit.errors, visit.foreign, visit.page.evaluate("window.evil === undefined"))
    visit.context.close()
    assert wrong == ([], [], True)


def go(page: Page, address: str, sign: str) -> None:
    """Open a view of the page and wait for ``sign``."""
    page.evaluate("address => { location.hash = address }", address)
    page.locator(sign).first.wait_for(timeout=15_000)


def match(visit: Visit) -> None:
    """Describe an enterprise and wait for the verdicts."""
    go(visit.page, "match", "#zc-match-text textarea")
    visit.page.locator("#zc-match-text textarea").fill("我们是成都的工业企业，想在老厂房上加一层")
    visit.page.get_by_role("button", name="查可享支持").click()
    visit.page.locator(".zc-matched").wait_for(timeout=15_000)


@pytest.mark.parametrize(
    "visit", [(1440, 900, "light"), (1024, 768, "dark"), (390, 844, "light")], indirect=True, ids=["desktop", "tablet dark", "phone"]
)
def test_no_tab_violates_wcag(visit: Visit, site: Site) -> None:
    """Every view at 1440 px, and those that change most at 1024 and 390: no violation of WCAG 2.1 AA, nothing to scroll sideways."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed; npm install puts it into node_modules (make test does)")
    whole = visit.page.viewport_size["width"] == 1440  # type: ignore[index]
    found: dict[str, list[str]] = {"start": violations(visit.page)} if whole else {}
    visit.ask("轨道交通站点覆盖要到多少？谁牵头？")
    visit.page.locator(".zc-wrong summary").first.click()
    found["answer"] = violations(visit.page)
    if whole:
        visit.ask("企业上市补贴多少万元？")
        found["refusal"] = violations(visit.page)
    views = {
        "library": ("library", ".zc-cards"), "policy": (f"policy/{site.hostile}", ".zc-part"), "tasks": (f"tasks/{site.chengdu}", ".zc-matrix"),
        "versions": (f"versions/{site.hostile}", ".zc-version-form"), "repair": (f"repair/{site.chengdu}", ".zc-rv-rows"),
    }  # fmt: skip
    sideways: dict[str, int] = {}
    for name, (address, sign) in views.items():
        go(visit.page, address, sign)
        if whole or name in ("policy", "tasks"):
            found[name] = violations(visit.page)
        sideways[name] = visit.sideways()
    match(visit)
    found["match"] = violations(visit.page)
    sideways["match"] = visit.sideways()
    visit.page.get_by_role("button", name="高对比").click()
    found["match in strong contrast"] = violations(visit.page)
    visit.page.get_by_role("button", name="问答", exact=True).click()
    if visit.page.viewport_size["width"] == 390:  # type: ignore[index]
        visit.answers.first.locator(".zc-chip").first.click()
        visit.page.get_by_role("dialog", name="依据原文").locator("mark").first.wait_for()
    found["answer in strong contrast"] = violations(visit.page)
    assert {name: lines for name, lines in found.items() if lines} == {}
    assert {name: width for name, width in sideways.items() if width} == {}


def test_the_library_is_narrowed_and_the_back_button_goes_back(visit: Visit, site: Site) -> None:
    """Filters become an address; a document opens from the list; 后退 returns to the same list."""
    page = visit.page
    page.get_by_role("button", name="政策库", exact=True).click()
    page.locator(".zc-card").nth(1).wait_for()
    page.get_by_label("检索").fill("三个做优做强")
    page.get_by_role("button", name="检索", exact=True).press("Enter")
    page.locator(".zc-tag").wait_for()
    assert page.locator(".zc-card").count() == 1
    page.locator(".zc-card a").click()
    page.locator(".zc-policy h2").wait_for()
    assert "三个做优做强" in page.locator(".zc-policy h2").inner_text()
    assert "已失效" in page.locator(".zc-policy .zc-banner").inner_text()
    page.locator(".zc-jump", has_text="坚持交通先行").press("Enter")
    eventually(lambda: "坚持交通先行" in page.evaluate("document.activeElement.innerText"))
    assert page.locator(".zc-part:focus .zc-role-lead li").count() == 4
    page.go_back()
    page.locator(".zc-tag").wait_for()
    assert page.get_by_label("检索").input_value() == "三个做优做强"
    page.locator(".zc-tag").click()
    page.locator(".zc-card").nth(1).wait_for()


def test_a_clause_is_asked_about_from_its_document(visit: Visit, site: Site) -> None:
    """问这一条 goes over to the conversation and asks."""
    go(visit.page, f"policy/{site.chengdu}", ".zc-part")
    visit.page.locator(".zc-part", has_text="坚持交通先行").get_by_role("button", name="问这一条").first.click()
    visit.answers.first.locator(".zc-foot").wait_for(timeout=15_000)
    assert "第五条" in visit.answers.first.inner_text()


def test_the_task_table_is_filtered_by_unit_and_exported(visit: Visit, site: Site) -> None:
    """Choosing a unit keeps its tasks; roles are words for the ear too; the sheet comes as a download."""
    page = visit.page
    go(page, f"tasks/{site.chengdu}", ".zc-matrix")
    assert page.locator(".zc-matrix tbody tr").count() == 10
    page.get_by_role("combobox", name="单位").select_option("市交通运输局")
    eventually(lambda: page.locator(".zc-matrix tbody tr").count() < 10)
    assert "牵头" in (page.locator(".zc-matrix tbody td").first.text_content() or "")
    with page.expect_download() as download:
        page.get_by_role("link", name="导出 Excel").click()
    assert Path(download.value.path()).read_bytes()[:2] == b"PK"


def test_versions_are_put_side_by_side(visit: Visit, site: Site) -> None:
    """The two kept versions differ in one figure, which is shown as removed and added."""
    page = visit.page
    go(page, f"versions/{site.hostile}", ".zc-version-form")
    page.get_by_role("button", name="对照", exact=True).click()
    page.locator(".zc-diff ins").first.wait_for()
    assert "10" in page.locator(".zc-diff del").first.inner_text() and "20" in page.locator(".zc-diff ins").first.inner_text()
    assert "有改动 1 条" in page.locator("#zc-library-view").inner_text()
    page.get_by_label("与另一份文件逐条对照").select_option(site.chengdu)
    page.get_by_role("button", name="与它对照").press("Enter")
    page.locator("#zc-library-view h3", has_text="三个做优做强").first.wait_for()


def test_an_enterprise_learns_what_applies_what_is_missing_and_whom_to_ask(visit: Visit) -> None:
    """Words are read, results grouped with quotes and units; the report and a batch come as files; nothing given is one line."""
    page = visit.page
    go(page, "match", "#zc-match-text textarea")
    page.get_by_role("button", name="查可享支持").click()
    page.get_by_text("请至少填写一项企业情况").wait_for()
    match(visit)
    assert page.locator("#zc-match-notice .zc-notice").count() == 0
    assert "工业企业" in page.locator(".zc-read").inner_text()
    item = page.locator(".zc-item").first
    item.wait_for(state="attached")
    assert item.locator(".zc-quote").text_content() and page.locator(".zc-group").count() >= 1
    with page.expect_download() as download:
        page.get_by_role("button", name="下载匹配报告").click()
    assert Path(download.value.path()).read_bytes()[:2] == b"PK"
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="批量").click()
    with page.expect_download() as download:
        chooser.value.set_files({"name": "企业.csv", "mimeType": "text/csv", "buffer": "企业名称,所在地\n甲,成都市\n".encode()})
    assert Path(download.value.path()).read_bytes()[:2] == b"PK"


@pytest.mark.parametrize("visit", [(1440, 900, "light"), (390, 844, "dark")], indirect=True, ids=["keyboard", "phone"])
def test_a_description_becomes_the_form_and_what_is_corrected_counts(visit: Visit) -> None:
    """读入表单 fills each field and shows its words; a corrected field, a cleared one and the rest of the text are matched."""
    page = visit.page
    go(page, "match", "#zc-match-text textarea")
    text, read = page.locator("#zc-match-text textarea"), page.get_by_role("button", name="读入表单")
    read.press("Enter")
    page.locator(".zc-read-state", has_text="请先用一段话介绍企业").wait_for()
    visit.errors.clear()  # the browser notes that the empty text was refused
    text.fill("我们是成都的工业企业，规上，员工120人，高新技术企业、绿色工厂，想在老厂房上加一层")
    if page.viewport_size["width"] == 1440:  # type: ignore[index]
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    else:
        read.click()
    staff = page.get_by_label("从业人员（人）")
    eventually(lambda: staff.input_value() == "120")
    assert page.get_by_label("行业门类").input_value() == "B、C、D" and page.get_by_label("所在地").input_value() == "四川成都"
    assert page.locator(f"#{staff.get_attribute('aria-describedby')}").inner_text() == "读自“员工120人”"
    assert page.get_by_label("绿色工厂").is_checked(), "a qualification without a box of its own gets one"
    staff.fill("90")
    assert "已改正，原读自" in page.locator(f"#{staff.get_attribute('aria-describedby')}").inner_text()
    page.get_by_label("高新技术企业").uncheck()
    page.get_by_role("button", name="查可享支持").click()
    known = page.locator(".zc-matched .zc-read")
    known.wait_for(timeout=15_000)
    assert "90人" in known.inner_text() and "老厂房" in known.inner_text()
    assert "高新技术企业" not in known.inner_text() and "绿色工厂" in known.inner_text()
    page.get_by_role("button", name="清空", exact=True).click()
    assert page.locator(".zc-from, .zc-added").count() == 0 and text.input_value() == "" and visit.sideways() == 0


def test_a_question_is_limited_and_its_answer_kept_under_a_link(visit: Visit, site: Site) -> None:
    """The scope is set by keyboard, shown and taken away on the answer; the link shows the same evidence to another visitor."""
    page = visit.page
    page.locator(".zc-scope-open summary").press("Enter")
    page.locator(".zc-scope-form select[name=policy]").select_option(site.hostile)
    page.locator(".zc-untag").wait_for()
    assert "不在限定的范围内" in visit.ask("《关于加快推进“三个做优做强”重点片区建设的若干政策措施》第五条讲了什么？").inner_text()
    answer = visit.ask("工业企业能得到多少补助？")
    assert "20万元" in answer.inner_text() and answer.locator(".zc-unscope").count() == 2
    answer.get_by_role("button", name="复制链接").press("Enter")
    page.locator("#zc-notice .zc-good").wait_for()
    address = page.evaluate("document.querySelector('.zc-link-made').value")
    page.locator(".zc-unscope", has_text="文件").last.press("Enter")
    visit.answers.nth(2).locator(".zc-foot").wait_for()
    assert page.locator(".zc-untag").count() == 0 and visit.answers.nth(2).locator(".zc-scoped").count() == 0
    page.goto("about:blank")
    page.goto(f"{site.url}/#{address}")
    kept = page.locator(".zc-kept")
    kept.wait_for(timeout=15_000)
    assert "政策库此后没有变化" in kept.inner_text() and "回答相同" in kept.inner_text()
    assert "20万元" in visit.answers.first.inner_text()
    visit.answers.first.locator(".zc-chip").first.press("Enter")
    assert "存档于" in visit.panel.inner_text() and "20万元" in visit.panel.locator("mark.zc-now").inner_text()


def test_a_correction_reaches_the_library_and_the_conversation_can_be_kept(visit: Visit, site: Site) -> None:
    """有问题 opens a form that is sent by keyboard; both exports hold the question and the official citation."""
    page = visit.page
    answer = visit.ask("轨道交通站点覆盖要到多少？谁牵头？")
    answer.locator(".zc-wrong summary").press("Enter")
    answer.get_by_label("正确的应是").fill(f"应为第六条{EVIL}")
    answer.get_by_label("正确的应是").press("Enter")
    page.locator("#zc-notice .zc-good").wait_for()
    for name, ending in (("导出 Word", "docx"), ("导出 Markdown", "md")):
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        assert download.value.suggested_filename.endswith(ending)
        content = Path(download.value.path()).read_bytes()
        assert content[:2] == b"PK" or "第五条" in content.decode()
    # The correction is in the queue of 管理, as text.
    page.goto(f"{site.url}/admin/feedback")
    page.get_by_label("管理密码").fill(site.password)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("link", name="意见").click()
    page.get_by_text("应为第六条<script>").first.wait_for()
    for tab in ("概况", "文件", "意见", "评测", "审计"):
        page.get_by_role("link", name=tab, exact=True).click()
        page.get_by_role("heading", name=tab, level=1).wait_for()
        assert not AXE.exists() or violations(page) == [], tab


def test_the_interface_changes_its_language_and_never_a_documents(visit: Visit) -> None:
    """EN and 繁 exchange the words of the interface; the answer, the quote and the question stay as they are."""
    page = visit.page
    answer = visit.ask("轨道交通站点覆盖要到多少？谁牵头？")
    words, clause = answer.locator(".zc-text").inner_text(), visit.panel.locator(".zc-clause").inner_text()
    for tongue, send, lang in (("EN", "Send", "en"), ("繁", "發送", "zh-Hant"), ("简", "发送", "zh-CN")):
        page.get_by_role("button", name=re.compile(f"^{tongue}")).click()
        page.get_by_role("button", name=send, exact=True).wait_for()
        assert page.evaluate("document.documentElement.lang") == lang
        assert answer.locator(".zc-text").inner_text() == words
        assert visit.panel.locator(".zc-clause").inner_text() == clause


def test_type_grows_and_the_theme_is_kept(visit: Visit) -> None:
    """Running text is 18, 22 and 26 px; 深色 and 高对比 outlive a reload, the latter with every text at 7:1."""
    page = visit.page
    answer = visit.ask("轨道交通站点覆盖要到多少？谁牵头？")
    sizes = []
    for name in ("标准", "大", "特大"):
        page.get_by_role("button", name=name, exact=True).click()
        sizes.append(round(answer.locator(".zc-text").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")))
    assert sizes == [18, 22, 26] and visit.sideways() == 0
    page.get_by_role("button", name="深色").click()
    page.get_by_role("button", name="高对比").press("Enter")
    page.emulate_media(media="print")  # on paper: dark on white whatever the screen is, the notice kept, nothing to press
    assert answer.locator(".zc-text p").first.evaluate("e => getComputedStyle(e).color") == "rgb(27, 36, 48)"
    assert page.locator(".zc-ai-notice").is_visible() and not page.locator(".zc-view, .zc-copy, .zc-say, #zc-composer").locator("visible=true").count()
    page.emulate_media(media="screen")
    page.reload()
    visit.listening()
    eventually(lambda: page.evaluate("document.body.classList.contains('dark')"))
    assert page.get_by_role("button", name="高对比").get_attribute("aria-pressed") == "true"
    if AXE.exists():
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("() => axe.run(document, {runOnly: ['color-contrast-enhanced'], rules: {'color-contrast-enhanced': {enabled: true}}})")
        assert [node["html"][:120] for found in found["violations"] for node in found["nodes"]] == []


def test_the_dictionary_fits_the_interface() -> None:
    """Every entry keeps its blanks, so that no figure is lost on the way."""
    words = json.loads((ROOT / "ui" / "assets" / "english.json").read_text(encoding="utf-8"))
    assert [chinese for chinese, english in words.items() if chinese.count("{}") != english.count("{}")] == []


def test_the_examples_of_the_documentation_run(site: Site, tmp_path: Path) -> None:
    """Every line of docs/api.md can be pasted into a shell as it stands, and none of them fails."""
    if shutil.which("curl") is None:
        pytest.skip("no curl on this machine")
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    lines = "\n".join(re.findall(r"```bash\n(.*?)```", text, re.S))
    lines = lines.replace("http://127.0.0.1:7860", site.url).replace("curl -s", "curl -sSf ")
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", lines], cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert {file.suffix for file in tmp_path.iterdir()} == {".docx", ".json", ".xlsx"} and "市交通运输局" in done.stdout
    python = re.search(r"```python\n(.*?)```", text, re.S)
    assert python
    asked = subprocess.run([sys.executable, "-c", python[1].replace("http://127.0.0.1:7860", site.url)], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert "第五条" in asked.stdout, asked.stderr


def test_the_servers_of_these_tests_have_no_network() -> None:
    """Every page test runs with the cable pulled (tests/sitecustomize.py): a connection or a name beyond loopback fails in such a process."""
    for attempt in ("socket.create_connection(('192.0.2.1', 80), 2)", "socket.getaddrinfo('pypi.org', 443)"):
        env = {**os.environ, "PYTHONPATH": str(ROOT / "tests"), "ZC_NO_NETWORK": "1"}
        done = subprocess.run([sys.executable, "-c", f"import socket; {attempt}"], env=env, capture_output=True, text=True, timeout=300)
        assert "the network is cut" in done.stderr


def test_the_server_keeps_its_own_limits(site: Site) -> None:
    """The interface and 管理 stand behind the same guard: foreign sites, foreign hosts and large bodies are refused."""
    asked = json.dumps({"question": "第五条讲了什么？"}).encode()
    kind: dict[str, Any] = {"Content_Type": "application/json"}
    assert fetch(f"{site.url}/api/v1/ask", data=asked, **kind)[0] == 200
    assert fetch(f"{site.url}/api/v1/ask", data=asked, Sec_Fetch_Site="cross-site", **kind)[0] == 403
    assert fetch(f"{site.url}/api/v1/policies", Host="evil.example")[0] == 400
    assert fetch(f"{site.url}/admin/upload", data=b"x" * 400_000)[0] == 413
    status, headers, _ = fetch(f"{site.url}/admin/login")
    assert status == 200 and "frame-ancestors 'none'" in headers["content-security-policy"]
