"""The chat page in a real browser, with a fake assistant that answers from records.

Run as a program, this file serves the same fake for a look by eye:
``PYTHONPATH=. .venv/bin/python tests/test_ui_page.py 7860``.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from assistant.answer import Answer, Citation, Kind, Refusal, RefusalCode, UnitsView, ValidityView
from corpus.errors import BadInput, PolicyNotFound
from corpus.policy import Clause, Measure, PartKind, Policy, ResponsibleUnits, Span, Validity

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
CHROMIUM_ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip

EVIL = '<script>window.evil=1</script><img src="http://evil.example/x" onerror="window.evil=2">'
EVIL_MARKDOWN = "[点我](javascript:window.evil=3) ![图](http://evil.example/y) \u202e倒写"


# ---- a library and an assistant made of records -------------------------------------------------


def make_policy(
    policy_id: str,
    title: str,
    clauses: Sequence[tuple[str, str, str, ResponsibleUnits]],
    *,
    validity: Validity,
    closing: str = "",
    doc_number: str = "",
    issuers: tuple[str, ...] = (),
    day: date | None = None,
) -> Policy:
    """A policy whose clauses are (number, heading, body, units); spans and measures are worked out."""
    text, parts = "", []
    for number, heading, body, units in [*clauses, *([("尾", "", closing, ResponsibleUnits())] if closing else [])]:
        kind = PartKind.CLOSING if number == "尾" else PartKind.CLAUSE
        head = f"{number}、{heading}\n" if kind is PartKind.CLAUSE else ""
        start = len(text)
        whole = f"{head}{body}{units.note}"
        measures = tuple(
            Measure(f"{policy_id}#{number}/{nth}", found[0], Span(start + len(head) + found.start(), start + len(head) + found.end()))
            for nth, found in enumerate(re.finditer(r"[^。；]+[。；]?", body), start=1)
        )
        if units.note:
            at = start + len(head) + len(body)
            units = ResponsibleUnits(units.lead, units.supporting, units.listed, units.note, Span(at, at + len(units.note)), units.rule)
        parts.append(
            Clause(f"{policy_id}#{number}", kind, (number,), heading, whole, Span(start, start + len(whole)), measures, units)
        )
        text += whole + "\n"
    return Policy(
        id=policy_id, source=f"{policy_id}.txt", title=title, doc_number=doc_number, issuers=issuers, written=day,
        issued=day, level="地方规范性文件", text=text, raw_starts=tuple(range(40, 40 + len(text))),
        raw_ends=tuple(range(41, 41 + len(text))), parts=tuple(parts), validity=validity,
    )  # fmt: skip


def cite(policy: Policy, number: str, quote: str, mark: int) -> Citation:
    """The citation of ``quote``, which has to stand in clause ``number``."""
    part = next(part for part in policy.parts if part.number == number)
    start = part.span.start + part.text.index(quote)
    raw = policy.raw_span(Span(start, start + len(quote)))
    return Citation(
        mark, policy.title, policy.id, policy.source, number, part.path, part.label, quote, start, start + len(quote),
        raw.start, raw.end,
    )  # fmt: skip


def units(lead: str, supporting: str, rule: str = "") -> ResponsibleUnits:
    """Units from two lists, with the note as the document prints it."""
    first, second = tuple(lead.split("、")), tuple(supporting.split("、"))
    return ResponsibleUnits(first, second, first + second, f"〔责任单位：{lead}，{supporting}〕", None, rule)


RULE = "第一个逗号前为牵头单位，下同"
TRANSIT = (
    "聚焦重点片区交通通达性与便利性，根据区位特点和布局分类，加快建设功能性、引领性、支撑性交通项目，提高资源配置能力和经济运行效率，"
    "引导人口与生产力合理布局。支持以轨道交通支撑中心城区重点片区结链成网，支持在城市轨道交通第五期建设规划中优先布局重点片区线路和站点，"
    "推动轨道交通站点800米范围覆盖面超过65%，提高公交与地铁接驳效率，缩短轨道交通站点与公交站点换乘时间，加强中心城区综合交通运输服务水平。"
    "支持以开放枢纽牵引城市新区重点片区高效联通，支持城市新区重点片区做强国际门户枢纽功能，加快建设天府站、空港站、淮口南站等综合立体交通枢纽，"
    "推进中心城区直达天府国际机场的快速路建设，规划建设石盘、天府国际机场北等货站，强化枢纽货运功能，提升运输服务水平和效率，"
    "促进市域与对外多层次交通通道高效联结。加快提升市域交通服务效能，健全完善打通“断头路”市级工作机制，加强毗邻区域交通路网规划衔接力度，"
    "制定实施“断头路”打通三年行动计划，优先保障建设项目土地利用计划，对符合条件的项目给予市级资金补助；大力支持铁路公交化，"
    "开工建设宝成铁路公交化改造、市域铁路公交化改造二期工程，促进铁路公交化运营，有序发展低运量轨道交通，提升轨道交通服务水平，"
    "形成市域30分钟轨道交通圈。"
)
INNOVATION = (
    "聚焦城市功能体系，统筹人口、产业与城市发展，突出平台思维、错位协同、融通发展，深入实施产业建圈强链。优先布局产业创新平台，"
    "对新获批组建的国家产业创新中心、国家技术创新中心、国家制造业创新中心、国家工程研究中心等，以多种方式按国家支持资金的50%给予支持；"
    "搭建中试、工业互联网、检验检测等产业集群服务平台。支持重大项目招引促建，研究对引进落地的功能性机构、支撑性市场主体分档次给予补贴。"
)
MAIN = make_policy(
    "cd-2023", "关于加快推进“三个做优做强”重点片区建设的若干政策措施",
    [
        ("二", "坚持建圈强链，打造特色产业集群", INNOVATION,
         units("市发改委、市经信局市新经济委、市住建局、市投促局", "各重点片区牵头部门、各区（市）县", RULE)),
        ("五", "坚持交通先行，提升互联互通水平", TRANSIT,
         units("市财政局、市规划和自然资源局、市住建局、市交通运输局", "各区（市）县", RULE)),
    ],
    closing="本政策措施自印发之日起施行，有效期至2025年12月31日。",
    validity=Validity(date(2023, 2, 9), date(2025, 12, 31), quote="有效期至2025年12月31日"),
    issuers=("成都市委办公厅", "成都市政府办公厅"), day=date(2023, 2, 9),
)  # fmt: skip
LIVING = make_policy(
    "cd-2024", "关于支持产业创新平台建设的实施意见",
    [("一", "加大资金支持", "对国家级产业创新平台，按实际投入的20%给予补助，最高不超过1000万元。",
      units("市科技局", "市财政局"))],
    validity=Validity(date(2024, 5, 1), None, open_ended=True), doc_number="成办发〔2024〕18号",
    issuers=("成都市人民政府办公厅",), day=date(2024, 4, 20),
)  # fmt: skip
PLANTED = make_policy(
    "evil", f"恶意标题{EVIL}",
    [("三", f"恶意小标题{EVIL}", f"正文{EVIL}{EVIL_MARKDOWN}。", units(f"市局{EVIL}", "区局"))],
    validity=Validity(), doc_number=f"号{EVIL}", issuers=(f"机构{EVIL}",),
)  # fmt: skip


class FakeLibrary:
    """Three documents, in memory."""

    def policies(self) -> Sequence[Policy]:
        """All of them."""
        return (MAIN, LIVING, PLANTED) if os.environ.get("ZC_FAKE_PLANTED") else (MAIN, LIVING)

    def policy(self, policy_id: str) -> Policy:
        """One of them."""
        for policy in (MAIN, LIVING, PLANTED):
            if policy.id == policy_id:
                return policy
        raise PolicyNotFound(f"没有这份文件：{policy_id}")


EXPIRED = ValidityView("expired", date(2023, 2, 9), date(2025, 12, 31), "有效期至2025年12月31日，已于2026年1月1日起失效")


class FakeAssistant:
    """Answers a few questions by a word in them; a follow-up shows the history it was given."""

    library = FakeLibrary()

    def ask(self, question: str, history: Sequence[str] = (), as_of: date | None = None) -> Answer:
        """Answer from the records above."""
        if "报错" in question:
            raise BadInput(f"这个问题不能用：{EVIL}")
        if "崩溃" in question:
            raise RuntimeError("secret-detail")
        if "等待" in question:
            time.sleep(4)
        if "恶意" in question:
            quote = f"正文{EVIL}{EVIL_MARKDOWN}。"
            return Answer(
                question, f"- {quote}[1]\n第二段 {EVIL_MARKDOWN}", Kind.FACT, (cite(PLANTED, "三", quote, 1),),
                UnitsView((f"市局{EVIL}",), ("区局",)), ValidityView("unknown", None, None, f"未载明{EVIL}"),
                findings=(f"65%{EVIL}",), resolved=f"问{EVIL}", seconds=0.02,
            )  # fmt: skip
        if "轨道" in question or (history and "牵头" in question):
            lead, supporting = MAIN.parts[1].units.lead, MAIN.parts[1].units.supporting
            first, second = "推动轨道交通站点800米范围覆盖面超过65%", "形成市域30分钟轨道交通圈"
            return Answer(
                question,
                f"{first}，提高公交与地铁接驳效率，缩短轨道交通站点与公交站点换乘时间。[1]\n另外，{second}。[2]\n"
                f"牵头单位：{'、'.join(lead)}；配合单位：{'、'.join(supporting)}。[1]",
                Kind.FACT, (cite(MAIN, "五", first, 1), cite(MAIN, "五", second, 2)), UnitsView(lead, supporting),
                EXPIRED, seconds=0.018,
                resolved=f"{history[-1]}（接上问：{question}）" if history else "",
            )  # fmt: skip
        if "创新中心" in question:
            first, second = "以多种方式按国家支持资金的50%给予支持", "按实际投入的20%给予补助，最高不超过1000万元"
            return Answer(
                question, f"- 对新获批组建的国家产业创新中心，{first}。[1]\n- 对国家级产业创新平台，{second}。[2]",
                Kind.LIST, (cite(MAIN, "二", first, 1), cite(LIVING, "一", second, 2)),
                UnitsView(MAIN.parts[0].units.lead, MAIN.parts[0].units.supporting), EXPIRED, seconds=0.021,
            )  # fmt: skip
        nearest = (
            cite(MAIN, "二", "研究对引进落地的功能性机构、支撑性市场主体分档次给予补贴", 1),
            cite(LIVING, "一", "按实际投入的20%给予补助", 2),
        )
        reason = "收录的文件里没有关于这个问题的规定，因此不作回答，以免误导。"
        return Answer(question, reason, Kind.FACT, refusal=Refusal(RefusalCode.NOT_IN_LIBRARY, reason, nearest), seconds=0.01)


# ---- the browser ----------------------------------------------------------------------------------

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The page, served by a process of its own on a free loopback port."""
    pytest.importorskip("gradio")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "ZC_FAKE_PLANTED": "1"}
    with subprocess.Popen(
        [sys.executable, __file__, "0"], cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        try:
            assert server.stdout is not None
            lines: list[str] = []
            for line in server.stdout:
                lines.append(line)
                if found := re.search(r"http://\S+?:\d+", line):
                    # Someone has to go on reading: a server whose output pipe is full stands still.
                    threading.Thread(target=server.stdout.read, daemon=True).start()
                    yield found[0]
                    return
            pytest.fail("the server ended without an address:\n" + "".join(lines))
        finally:
            server.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; nothing is downloaded."""
    if not Path(CHROMIUM).exists():
        pytest.skip("no Chromium on this machine; install it with: apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


class Visit:
    """One visitor with the page open, and what the browser complained about or asked for."""

    def __init__(self, browser: Browser, url: str, width: int, height: int, **context: Any) -> None:
        self.url = url
        self.context = browser.new_context(viewport={"width": width, "height": height}, **context)
        self.page: Page = self.context.new_page()
        self.errors: list[str] = []
        self.foreign: list[str] = []
        self.page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.goto(url)
        self.box.wait_for(timeout=60_000)

    def _asked(self, address: str) -> None:
        if not address.startswith((self.url, "data:", "blob:")):
            self.foreign.append(address)

    @property
    def box(self) -> Locator:
        """The question box."""
        return self.page.get_by_role("textbox", name="问题", exact=True)

    @property
    def panel(self) -> Locator:
        """The evidence panel."""
        return self.page.locator("#zc-panel")

    @property
    def answers(self) -> Locator:
        """The answers so far, oldest first."""
        return self.page.locator("[data-testid=bot] .zc-answer")

    def ask(self, question: str) -> Locator:
        """Type, press Enter, wait for the finished answer."""
        before = self.answers.count()
        self.box.fill(question)
        self.box.press("Enter")
        # On a busy machine the box can be there before the page listens to it: the question then
        # still stands in it after a while, and a person would press Enter again.
        for _ in range(3):
            self.page.wait_for_timeout(300)
            if self.box.input_value() != question:
                break
            self.page.wait_for_timeout(1500)
            if self.box.input_value() == question:
                self.box.press("Enter")
        answer = self.answers.nth(before)
        answer.locator(".zc-foot, .zc-hint").last.wait_for(timeout=15_000)
        return answer

    def submit(self, question: str, sign: Locator) -> None:
        """Type and press Enter until ``sign`` is seen; again if the page did not listen yet (see `ask`)."""
        from playwright.sync_api import TimeoutError as NothingCame

        self.box.fill(question)
        for _ in range(4):
            self.box.press("Enter")
            with suppress(NothingCame):
                sign.wait_for(timeout=5_000)
                return
        raise AssertionError(f"after four times Enter on {question[:20]!r} nothing came")

    def sideways(self) -> int:
        """By how many pixels the page can be scrolled sideways."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.fixture
def visit(browser: Browser, url: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A fresh visitor, at 1440×900 unless the test asks for another size."""
    width, height = getattr(request, "param", (1440, 900))
    visit = Visit(browser, url, width, height, locale="en-US")
    yield visit
    visit.context.close()


def eventually(check: Any, seconds: float = 5.0) -> None:
    """Wait until ``check()`` holds."""
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.05)


@pytest.mark.parametrize("visit", [(1440, 900), (390, 844)], indirect=True, ids=["desktop", "phone"])
def test_a_question_is_answered_with_clause_quote_and_validity(visit: Visit) -> None:
    """Typing a question and pressing Enter gives the figure, the clause, its words and its validity."""
    assert "政策问答" in visit.page.title()
    assert visit.page.evaluate("document.documentElement.lang") == "zh-CN"
    assert visit.sideways() == 0
    answer = visit.ask("轨道交通站点覆盖要到多少？谁牵头？")
    assert "超过65%" in answer.inner_text()
    assert "市交通运输局" in answer.locator(".zc-role-lead").inner_text()
    assert "已失效" in answer.locator(".zc-banner").inner_text()
    chip = answer.get_by_role("button", name=re.compile("第五条 坚持交通先行")).first
    assert "已失效" in chip.inner_text()
    # The first citation is shown by itself; the second after a click on its chip.
    assert visit.panel.locator("mark.zc-now").inner_text() == "推动轨道交通站点800米范围覆盖面超过65%"
    answer.locator(".zc-chip").nth(1).click()
    mark = visit.panel.locator("mark.zc-now", has_text="形成市域30分钟轨道交通圈")
    mark.wait_for()
    eventually(lambda: visit.page.evaluate(
        "() => { const r = document.querySelector('mark.zc-now').getBoundingClientRect();"
        " return r.top >= 0 && r.bottom <= innerHeight; }"
    ))
    banner = visit.panel.locator(".zc-banner")
    assert "已失效" in banner.inner_text() and "2025年12月31日" in banner.inner_text()
    assert "《关于加快推进“三个做优做强”重点片区建设的若干政策措施》第五条" in visit.panel.inner_text()
    # Two documents: each banner names its own, and long chips do not push the page wide.
    banners = visit.ask("国家产业创新中心能得到多少资金支持？").locator(".zc-banner")
    assert [banners.nth(0).locator("strong").inner_text(), banners.nth(1).locator("strong").inner_text()] == ["已失效", "现行有效"]
    assert visit.sideways() == 0
    assert (visit.errors, visit.foreign) == ([], [])


def test_opening_the_page_puts_nothing_in_the_queue(visit: Visit) -> None:
    """A question sent the moment the page is there must not meet a stream that is just closing."""
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url))
    visit.page.reload()
    visit.box.wait_for()
    eventually(lambda: any("/run/predict" in address for address in asked))
    visit.page.wait_for_timeout(500)
    assert [address for address in asked if "/queue/" in address] == []
    visit.ask("轨道交通站点覆盖要到多少？")
    assert any("/queue/join" in address for address in asked)


def test_citations_are_stepped_through_by_keyboard(visit: Visit) -> None:
    """上一条/下一条 lead through the citations of an answer, across documents, without a mouse."""
    visit.ask("国家产业创新中心能得到多少资金支持？")
    following = visit.panel.get_by_role("button", name="下一条")
    assert visit.panel.get_by_role("button", name="上一条").is_disabled()
    following.focus()
    visit.page.keyboard.press("Enter")
    visit.panel.locator("mark.zc-now", has_text="最高不超过1000万元").wait_for()
    assert "成办发〔2024〕18号" in visit.panel.inner_text()
    assert "现行有效" in visit.panel.locator(".zc-banner").inner_text()
    eventually(lambda: visit.page.evaluate("document.activeElement.textContent") == "上一条")
    visit.page.keyboard.press("Enter")
    visit.panel.locator("mark.zc-now", has_text="国家支持资金的50%").wait_for()
    assert (visit.errors, visit.foreign) == ([], [])


def test_a_chip_previews_its_quote_by_pointer_and_by_keyboard(visit: Visit) -> None:
    """Hovering or focusing a chip shows the exact words; Escape closes them."""
    answer = visit.ask("轨道交通站点覆盖要到多少？")
    preview = visit.page.locator("#zc-preview")
    chip = answer.locator(".zc-chip").first
    visit.page.wait_for_timeout(500)  # the log scrolls to its end after an answer
    chip.hover()
    preview.wait_for(state="visible")
    assert preview.inner_text() == "推动轨道交通站点800米范围覆盖面超过65%"
    visit.page.mouse.move(5, 5)
    preview.wait_for(state="hidden")
    visit.box.focus()
    for _ in range(12):
        visit.page.keyboard.press("Shift+Tab")
        if visit.page.evaluate("document.activeElement.classList.contains('zc-chip')"):
            break
    preview.wait_for(state="visible")
    visit.page.keyboard.press("Escape")
    preview.wait_for(state="hidden")


def test_an_example_is_asked_by_a_click_and_a_follow_up_carries_history(visit: Visit) -> None:
    """An example asks itself; the next question is understood with the earlier one; clearing forgets."""
    examples = visit.page.locator(".zc-example")
    assert examples.count() == 6
    examples.first.click()
    visit.answers.locator(".zc-foot").first.wait_for(timeout=15_000)
    answer = visit.ask("那谁牵头？")
    assert "您问的是：轨道交通站点覆盖要到多少？谁牵头？" in answer.inner_text()
    visit.page.get_by_role("button", name="清空对话").click()
    examples.first.wait_for()
    assert visit.answers.count() == 0
    assert "收录的文件" in visit.panel.inner_text()
    assert "没有关于这个问题的规定" in visit.ask("那谁牵头？").inner_text()
    assert (visit.errors, visit.foreign) == ([], [])


def test_visitors_do_not_share_a_conversation(browser: Browser, url: str, visit: Visit) -> None:
    """What one visitor asked is no history for another."""
    visit.ask("轨道交通站点覆盖要到多少？")
    other = Visit(browser, url, 1440, 900)
    try:
        assert other.answers.count() == 0
        assert "没有关于这个问题的规定" in other.ask("那谁牵头？").inner_text()
    finally:
        other.context.close()


def test_a_refusal_shows_the_nearest_clauses(visit: Visit) -> None:
    """A refusal looks like one, says why, and leads to the nearest clauses."""
    answer = visit.ask("退休人员养老金今年涨多少？")
    assert "zc-refusal" in (answer.get_attribute("class") or "")
    assert "收录文件中未找到依据" in answer.inner_text()
    answer.locator(".zc-chip").nth(1).click()
    visit.panel.locator("mark.zc-now", has_text="按实际投入的20%给予补助").wait_for()
    assert "最接近的条款" in visit.panel.inner_text()
    assert (visit.errors, visit.foreign) == ([], [])


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("  ", "请先输入问题"),
        ("问" * 2001, "问题太长（2001字）"),
        ("报错", "这个问题不能用：<script>"),
        ("崩溃", "系统暂时无法回答"),
    ],
    ids=["empty", "too long", "bad input", "crash"],
)
def test_what_cannot_be_asked_gets_one_clear_line(visit: Visit, question: str, line: str) -> None:
    """A question that cannot be used gives one line, keeps the words typed, and the page goes on."""
    notice = visit.page.locator("#zc-notice .zc-notice")
    visit.submit(question, notice)
    assert line in notice.inner_text()
    assert "secret-detail" not in visit.page.content()
    assert visit.answers.count() == 0
    if question.strip():
        eventually(lambda: visit.box.input_value() == question)
    visit.ask("轨道交通站点覆盖要到多少？")
    assert notice.count() == 0
    assert (visit.errors, visit.foreign) == ([], [])


def test_an_answer_can_be_stopped(visit: Visit) -> None:
    """停止 ends the wait, says so, and the next question is answered."""
    stop = visit.page.get_by_role("button", name="停止")
    visit.submit("等待轨道", stop)
    stop.click()
    visit.page.get_by_text("已停止，本次没有给出回答").wait_for()
    visit.page.get_by_role("button", name="发送").wait_for()
    assert "超过65%" in visit.ask("轨道交通站点覆盖要到多少？").inner_text()


def test_an_answer_streams_quickly(visit: Visit) -> None:
    """The first words come within 300 ms of pressing Enter and the whole answer within a second."""
    visit.ask("轨道交通站点覆盖要到多少？")  # the first question warms the page up
    visit.page.evaluate(
        """() => { window.seen = []; const start = performance.now();
        new MutationObserver(() => { const all = document.querySelectorAll('[data-testid=bot] .zc-answer .zc-text');
          if (all.length > 1) window.seen.push([performance.now() - start, all[1].textContent.length,
            !!document.querySelectorAll('[data-testid=bot] .zc-answer')[1].querySelector('.zc-foot')]); })
        .observe(document.body, {subtree: true, childList: true, characterData: true}); window.start = start; }"""
    )
    visit.ask("轨道交通站点覆盖要到多少？")
    seen = visit.page.evaluate("window.seen")
    lengths = sorted({length for _, length, _ in seen})
    assert len(lengths) > 3, "the answer did not grow in steps"
    assert seen[0][0] < 1_000, seen[0]  # generous: two cores are shared with other work


@pytest.mark.parametrize("visit", [(1440, 900), (390, 844)], indirect=True, ids=["desktop", "phone"])
def test_planted_markup_stays_text(visit: Visit) -> None:
    """Script, handlers, links and images planted in title, clause, units and question are only shown."""
    answer = visit.ask(f"恶意{EVIL}{EVIL_MARKDOWN}")
    assert "<script>window.evil=1</script>" in answer.inner_text()
    answer.locator(".zc-chip").first.click()
    visit.panel.locator("mark.zc-now").first.wait_for()
    visit.page.wait_for_timeout(300)
    assert visit.page.evaluate("window.evil") is None
    assert visit.page.locator("#zc-chat a, #zc-chat img, #zc-panel a, #zc-panel img").count() == 0
    assert "\u202e" not in visit.page.locator("body").inner_text()
    assert visit.sideways() == 0
    assert (visit.errors, visit.foreign) == ([], [])


def test_every_control_has_a_chinese_name_and_nothing_is_small(visit: Visit) -> None:
    """Each visible button has a name in Chinese, and no text is smaller than 16 px where it is read."""
    visit.ask("轨道交通站点覆盖要到多少？")
    names = visit.page.evaluate(
        """() => [...document.querySelectorAll('button')].filter(b => b.offsetParent)
             .map(b => (b.getAttribute('aria-label') || b.textContent).trim())"""
    )
    assert names and all(re.search(r"[\u4e00-\u9fff]", name) for name in names), names
    for selector in (".zc-text", ".zc-clause p", ".zc-question", "#zc-question textarea", ".zc-chip"):
        style = visit.page.locator(selector).first.evaluate(
            "e => { const s = getComputedStyle(e); return [parseFloat(s.fontSize), parseFloat(s.lineHeight)]; }"
        )
        assert style[0] >= 16 or selector == ".zc-chip", (selector, style)
    assert visit.page.evaluate("Object.keys(localStorage).every(key => key.startsWith('zc-'))"), "questions must not be kept in the browser"


# ---- the server -------------------------------------------------------------------------------------


def fetch(url: str, *, data: bytes | None = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """One request; keyword ``Sec_Fetch_Site`` becomes the header Sec-Fetch-Site."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, data=data, headers=named)
    try:
        with urllib.request.urlopen(request, timeout=20) as reply:
            return reply.status, {key.lower(): value for key, value in reply.headers.items()}, reply.read()
    except urllib.error.HTTPError as error:
        return error.code, {key.lower(): value for key, value in error.headers.items()}, error.read()


def test_the_server_guards_itself(url: str) -> None:
    """Security headers everywhere; foreign hosts, foreign sites, large bodies and unused routes refused."""
    status, headers, body = fetch(f"{url}/")
    assert status == 200
    assert "'unsafe-eval'" not in headers["content-security-policy"]
    assert "'unsafe-inline'" not in headers["content-security-policy"].split("script-src")[1].split(";")[0]
    assert headers["x-content-type-options"] == "nosniff"
    assert b"githubusercontent" not in body and b'<html\n\tlang="zh-CN"' in body
    assert EVIL.encode() not in body
    assert fetch(f"{url}/healthz")[::2] == (200, b'{"status":"ok"}')
    assert fetch(f"{url}/", Host="evil.example")[0] == 400
    join = f"{url}/gradio_api/queue/join"
    assert fetch(join, data=b"{}", Sec_Fetch_Site="cross-site")[0] == 403
    assert fetch(join, data=b"x" * 300_000)[0] == 413
    for path in ("upload", "file=/etc/passwd", "file=http://127.0.0.1/", "deep_link", "info", "runs"):
        assert fetch(f"{url}/gradio_api/{path}")[0] == 404, path
    for path in ("/monitoring", "/pwa_icon/14000", "/openapi.json", "/docs"):
        assert fetch(f"{url}{path}")[0] == 404, path
    cors = fetch(f"{url}/", Origin="http://evil.example")[1]
    assert not [name for name in cors if name.startswith("access-control-")]


def test_a_taken_port_is_said_in_one_line(url: str) -> None:
    """Starting on a port in use ends at once, with one line that says so and no traceback."""
    port = url.rsplit(":", 1)[1]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, __file__, port], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert done.stderr.strip() == f"端口 {port} 已被占用，请关闭占用它的程序，或换一个端口。"


if __name__ == "__main__":
    from ui.page import serve

    serve(FakeAssistant(), port=int(sys.argv[1]) if len(sys.argv) > 1 else 7860)
