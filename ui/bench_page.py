"""Measures the page on loopback: ``python -m ui.bench_page look`` (a browser) and ``… visitors`` (many at once).

Both start ``zhengce serve`` on the library of ``ZHENGCE_HOME`` on a free port, measure it from outside, and end it.

look
    Cold load until a question can be asked, the first characters and the whole of an answer, and the layout shifts
    (CLS, as web.dev defines it) while it streams: medians and worst of several visits.
visitors
    Visitors who each hold a page open and ask every few seconds, growing one conversation each: the time until the
    first words and the whole answer, errors, and the server's memory every minute.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
_SHIFTS = """() => { window.shifts = []; new PerformanceObserver(list => { for (const e of list.getEntries())
  window.shifts.push([e.value, e.sources.some(s => s.node && s.node.closest && s.node.closest('#zc-chat, #zc-panel-column')),
    e.sources.map(s => s.node && (s.node.id || s.node.className || s.node.nodeName)).join('/')]); })
  .observe({type: 'layout-shift', buffered: true}); }"""
_FIRST = """question => new Promise(done => { const answers = () => document.querySelectorAll('[data-testid=bot] .zc-answer');
  const before = answers().length, seen = {}; let start = 0;
  const look = () => { const card = answers()[before]; if (!card) return; const now = performance.now() - start;
    if (!seen.first && card.querySelector('.zc-text') && card.querySelector('.zc-text').textContent) seen.first = now;
    if (card.querySelector('.zc-foot')) { seen.whole = now; watch.disconnect(); done(seen); } };
  const watch = new MutationObserver(look); watch.observe(document.body, {subtree: true, childList: true, characterData: true});
  const box = document.querySelector('#zc-question textarea'); box.value = question; box.dispatchEvent(new Event('input', {bubbles: true}));
  setTimeout(() => { start = performance.now(); document.querySelector('#zc-send').click(); }, 100); })"""


@contextmanager
def served() -> Iterator[tuple[str, int]]:
    """The address and process id of a server of its own."""
    env = {**os.environ, "ZHENGCE_PORT": "0", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen([sys.executable, "-m", "ui.cli", "serve"], env=env, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            for line in server.stdout:
                if found := re.search(r"http://\S+?:\d+", line):
                    yield found[0], server.pid
                    return
            raise SystemExit("服务没有启动（the server did not start）")
        finally:
            server.terminate()


def questions_asked() -> list[str]:
    """Questions that the library loaded can answer, made from its documents as the start page does."""
    from assistant import open_library, read_settings

    found = []
    for policy in open_library(read_settings()).policies():
        about = f"《{policy.title}》"
        found += [f"{about}第{part.number}条讲了什么？" for part in policy.leaves[:3]]
        found += [f"{part.heading}有哪些要求？" for part in policy.leaves[:6] if 4 <= len(part.heading) <= 20]
        found += [f"{unit}牵头哪些工作？" for part in policy.leaves[:4] for unit in part.units.lead[:1]]
        found += ["谁牵头？", f"{about}现在还有效吗？"]
    return found


# ---- one browser ---------------------------------------------------------------------------------------------------


def look(url: str, visits: int) -> dict[str, Any]:
    """Load, first characters, whole answer (ms) and layout shift of ``visits`` fresh visitors."""
    from playwright.sync_api import sync_playwright

    questions = questions_asked()
    loads: list[float] = []
    firsts: list[float] = []
    wholes: list[float] = []
    shifts: list[float] = []
    culprits: dict[str, float] = {}
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for visit in range(visits):
            context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
            page = context.new_page()
            page.add_init_script(f"({_SHIFTS})()")
            began = time.perf_counter()
            page.goto(url)
            page.locator(".zc-live").wait_for()
            loads.append(1000 * (time.perf_counter() - began))
            page.wait_for_timeout(1500)  # the page has settled
            page.evaluate("window.shifts.length = 0")
            for question in questions[visit * 7 : visit * 7 + 3]:
                seen = page.evaluate(_FIRST, question)
                firsts.append(seen.get("first", seen["whole"]))
                wholes.append(seen["whole"])
                page.wait_for_timeout(400)
            # The question box grows with what is typed and shrinks when it is emptied; what is read must not move.
            moved = [found for found in page.evaluate("window.shifts") if found[1] and "zc-composer" not in found[2]]
            shifts.append(sum(value for value, _, _ in moved))
            for value, _, where in moved:
                culprits[str(where)[:80]] = culprits.get(str(where)[:80], 0.0) + value
            context.close()
        browser.close()
    return {
        "visits": visits, "load_ms": _spread(loads), "first_characters_ms": _spread(firsts), "whole_answer_ms": _spread(wholes),
        "layout_shift": {"median": round(statistics.median(shifts), 4), "worst": round(max(shifts), 4)},
        "load_average": os.getloadavg()[0],
        "moved": {where: round(value, 4) for where, value in sorted(culprits.items(), key=lambda item: -item[1])[:5]},
    }  # fmt: skip


# ---- many visitors ---------------------------------------------------------------------------------------------------


@dataclass
class Seen:
    """What the visitors met: seconds until the first words and the whole answer, and what went wrong."""

    firsts: list[float] = field(default_factory=list)
    wholes: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    turns: int = 0


class Handler:
    """The event of the page that answers a question, found in the configuration that the page is served with."""

    def __init__(self, config: dict[str, Any]) -> None:
        ids = {component["props"].get("elem_id"): component["id"] for component in config["components"]}
        send, box = ids["zc-send"], ids["zc-question"]
        event = next(e for e in config["dependencies"] if [send, "click"] in [list(t) for t in e["targets"]] and box in e["inputs"])
        self.number: int = event["id"]
        self.inputs: list[int] = event["inputs"]
        self.box: int = box

    def data(self, question: str) -> list[Any]:
        """The values of its inputs; state stays on the server."""
        return [question if component == self.box else None for component in self.inputs]


async def visitor(client: Any, url: str, handler: Handler, questions: Sequence[str], every: float, until: float, seen: Seen) -> None:
    """One visitor: a page held open, a question every ``every`` seconds until the time is over."""
    session = f"{random.getrandbits(48):012x}"
    await asyncio.sleep(random.random() * every)

    async def open_page() -> None:  # what an open page does; its end tells the server that the visitor left
        async with client.stream("GET", f"{url}/gradio_api/heartbeat/{session}", timeout=None) as beat:
            async for _ in beat.aiter_bytes():
                pass

    held = asyncio.create_task(open_page())
    try:
        while time.monotonic() < until:
            began = time.monotonic()
            try:
                await asked(client, url, handler, session, random.choice(questions), seen)
            except Exception as error:
                seen.errors.append(f"{type(error).__name__}: {error}"[:200])
            await asyncio.sleep(max(0.0, every - (time.monotonic() - began)))
    finally:
        held.cancel()


async def asked(client: Any, url: str, handler: Handler, session: str, question: str, seen: Seen) -> None:
    """One question through gradio's queue, as the page asks it."""
    began = time.perf_counter()
    body = {"data": handler.data(question), "fn_index": handler.number, "session_hash": session, "event_data": None, "trigger_id": None}
    joined = await client.post(f"{url}/gradio_api/queue/join", json=body)
    joined.raise_for_status()
    first = 0.0
    async with client.stream("GET", f"{url}/gradio_api/queue/data", params={"session_hash": session}) as stream:
        async for line in stream.aiter_lines():
            if not line.startswith("data:"):
                continue
            if not first and "zc-text" in line:
                first = time.perf_counter() - began
            message = line[5:80]
            if '"process_completed"' in message:
                if '"success":true' not in line.replace(" ", "")[-400:]:
                    seen.errors.append(line[-200:])
                break
            if '"close_stream"' in message:
                break
    seen.firsts.append(first or time.perf_counter() - began)
    seen.wholes.append(time.perf_counter() - began)
    seen.turns += 1


async def visitors(url: str, process: int, many: int, every: float, minutes: float) -> dict[str, Any]:
    """``many`` visitors for ``minutes``; memory of the server each minute."""
    import httpx

    questions = questions_asked()
    seen = Seen()
    memory: list[int] = [_memory(process)]
    cpu = _cpu(process)
    paces: list[str] = []
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(limits=limits, timeout=60, trust_env=False) as client:
        page = (await client.get(url)).text
        found = re.search(r"window\.gradio_config = (\{.*?\});\s*(?:window\.|</script>)", page, re.S)
        if found is None:
            raise SystemExit("页面的配置没有找到（no configuration in the page）")
        handler = Handler(json.loads(found[1]))
        until = time.monotonic() + 60 * minutes
        asking = [asyncio.create_task(visitor(client, url, handler, questions, every, until, seen)) for _ in range(many)]
        minute = done = 0
        while time.monotonic() < until:
            await asyncio.sleep(min(60.0, max(0.1, until - time.monotonic())))
            minute += 1
            memory.append(_memory(process))
            fresh = seen.wholes[done:]
            done = len(seen.wholes)
            paces.append(f"{len(fresh)} 问，p95 {_at(fresh, 0.95):.2f} s")
            print(f"第 {minute} 分钟：{memory[-1]} MB；{paces[-1]}；错误 {len(seen.errors)}", flush=True)
        await asyncio.gather(*asking, return_exceptions=True)
        await asyncio.sleep(3)
    return {
        "visitors": many, "every_s": every, "minutes": minutes, "questions": seen.turns, "errors": len(seen.errors),
        "first_words_s": {"p50": round(_at(seen.firsts, 0.5), 3), "p95": round(_at(seen.firsts, 0.95), 3)},
        "whole_answer_s": {"p50": round(_at(seen.wholes, 0.5), 3), "p95": round(_at(seen.wholes, 0.95), 3), "max": round(max(seen.wholes, default=0.0), 3)},
        "server_cpu_ms_per_question": round(1000 * (_cpu(process) - cpu) / max(1, seen.turns), 1), "load_average": os.getloadavg()[1],
        "memory_mb": memory, "memory_after_they_left_mb": _memory(process), "first_errors": seen.errors[:3],
    }  # fmt: skip


def _at(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def _memory(process: int) -> int:
    """Resident memory in MB."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


def _cpu(process: int) -> float:
    """Seconds of processor time used so far, which other work on the machine does not lengthen as it does the clock."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _spread(values: Sequence[float]) -> dict[str, int]:
    return {"median": round(statistics.median(values)), "worst": round(max(values))}


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description="页面在本机的用时、版面移动和内存")
    kinds = parser.add_subparsers(dest="kind", required=True)
    one = kinds.add_parser("look", help="一个浏览器：打开、首批文字、版面移动")
    one.add_argument("--visits", type=int, default=5)
    several = kinds.add_parser("visitors", help="许多访客同时提问：用时与内存")
    several.add_argument("--many", type=int, default=50)
    several.add_argument("--every", type=float, default=5.0, help="秒")
    several.add_argument("--minutes", type=float, default=10.0)
    asked_for = parser.parse_args()
    with served() as (url, process):
        if asked_for.kind == "look":
            result = look(url, asked_for.visits)
        else:
            result = asyncio.run(visitors(url, process, asked_for.many, asked_for.every, asked_for.minutes))
    print(json.dumps(result, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
