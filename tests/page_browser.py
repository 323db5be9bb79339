"""The page in a real browser: a served address, one visitor, and what is asked of both."""

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
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

ROOT = Path(__file__).resolve().parent.parent
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
CHROMIUM_ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip


@contextmanager
def serving(arguments: Sequence[str], **environment: str) -> Iterator[str]:
    """The address that a server in a process of its own prints, without any network but loopback; it ends with the block."""
    env = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "PYTHONUNBUFFERED": "1", "ZC_NO_NETWORK": "1", **environment}
    with subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
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
            raise AssertionError("the server ended without an address:\n" + "".join(lines))
        finally:
            server.terminate()


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
        self.listening()

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

    def listening(self) -> None:
        """Wait until the server has answered the page once: from then on what is pressed is heard."""
        self.page.locator(".zc-live").wait_for(timeout=60_000)

    def ask(self, question: str) -> Locator:
        """Type, press Enter, wait for the finished answer."""
        before = self.answers.count()
        self.box.fill(question)
        self.box.press("Enter")
        answer = self.answers.nth(before)
        answer.locator(".zc-foot, .zc-hint").last.wait_for(timeout=15_000)
        return answer

    def submit(self, question: str, sign: Locator) -> None:
        """Type, press Enter, wait for ``sign``."""
        self.box.fill(question)
        self.box.press("Enter")
        sign.wait_for(timeout=15_000)

    def sideways(self) -> int:
        """By how many pixels the page can be scrolled sideways."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def violations(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.1 A and AA, one line each."""
    page.wait_for_timeout(120)  # an element that fades in has less contrast on its way
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']})")
    return [f"{v['id']} ({v['impact']}): {v['nodes'][0]['html'][:200]}" for v in found["violations"]]


def eventually(check: Any, seconds: float = 5.0) -> None:
    """Wait until ``check()`` holds."""
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.05)


def fetch(url: str, *, data: bytes | None = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """One request; keyword ``Sec_Fetch_Site`` becomes the header Sec-Fetch-Site."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, data=data, headers=named)
    try:
        with urllib.request.urlopen(request, timeout=20) as reply:
            return reply.status, {key.lower(): value for key, value in reply.headers.items()}, reply.read()
    except urllib.error.HTTPError as error:
        return error.code, {key.lower(): value for key, value in error.headers.items()}, error.read()
