"""What ``ingest`` and ``inspect`` show: a bar on a terminal, the findings, and the question whether to go on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

import typer

from corpus import BadInput, IngestReport
from corpus.inspection import Finding, Inspection, Severity

_WORDS = {Severity.SERIOUS: "严重", Severity.WARNING: "留意", Severity.NOTE: "提示"}
_SHOWN = 5  # findings of one kind printed for a person; --json has them all


@dataclass
class Gate:
    """Lets documents in or keeps them out, and remembers what was found on each.

    Attributes:
        strict: keep out what has serious findings. ask: put the others with findings to the person.
        pause, resume: take the progress bar away while the person is asked.
    """

    strict: bool = False
    ask: bool = False
    pause: Callable[[], None] = lambda: None
    resume: Callable[[], None] = lambda: None
    found: dict[str, Inspection] = field(default_factory=dict)

    def __call__(self, inspection: Inspection) -> str:
        """The reason to keep the document out, "" to let it in."""
        self.found[inspection.policy_id] = inspection
        if self.strict and inspection.serious:
            first = inspection.findings[0]
            return f"有 {inspection.count(Severity.SERIOUS)} 处严重问题，--strict 不予收录：{first.message}（serious findings）"
        if self.ask and inspection.count(Severity.SERIOUS) + inspection.count(Severity.WARNING):
            self.pause()
            try:
                return self._put_to_the_person(inspection)
            finally:
                self.resume()
        return ""

    def _put_to_the_person(self, inspection: Inspection) -> str:
        print("\n".join(inspection_lines(inspection)), file=sys.stderr)
        while True:
            print("是否收录？y 收录 / n 不收录 / a 这次都收录（include?）[y/n/a] ", end="", file=sys.stderr, flush=True)
            answer = sys.stdin.readline()
            if not answer:
                raise typer.Abort
            choice = answer.strip().lower()
            if choice in ("a", "全部", "都收录"):
                self.ask = False
                return ""
            if choice in ("y", "yes", "是", "收录"):
                return ""
            if choice in ("n", "no", "否", "不收录"):
                return "您选择不收录（declined）"


@contextmanager
def progress(total: int, shown: bool) -> Iterator[Bar]:
    """A bar on stderr over ``total`` files; where it is not shown it does nothing."""
    if not shown or total < 2:
        yield Bar()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False), BarColumn(bar_width=24), MofNCompleteColumn(), TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as drawn:
        yield Bar(drawn, drawn.add_task("收录", total=total))


class Bar:
    """The bar that ``progress`` gives: advanced file by file, taken away while a person is asked."""

    def __init__(self, drawn: Any = None, task: Any = None) -> None:
        self._drawn, self._task = drawn, task

    def next(self, name: str, done: int) -> None:
        """``done`` files are through, ``name`` is being read now."""
        if self._drawn is not None:
            self._drawn.update(self._task, completed=done, description=f"收录 {name[:30]}")

    def pause(self) -> None:
        """Take the bar off the screen."""
        if self._drawn is not None:
            self._drawn.stop()

    def resume(self) -> None:
        """Show it again."""
        if self._drawn is not None:
            self._drawn.start()


def ingest_line(report: IngestReport, inspection: Inspection | None = None) -> str:
    """One line on what became of one file."""
    if report.outcome in ("refused", "declined"):
        return f"✗ {report.source}：{report.reason}"
    words = {"added": "已收录", "new_version": f"已更新为第 {report.version} 版", "unchanged": "没有变化",
             "read_anew": "程序更新后重新解读"}
    doubts = f"，其中 {report.uncertain} 处存疑" if report.uncertain else ""
    repairs = f"，修复 {report.repairs} 处{doubts}" if report.repairs else ""
    near = "".join(f"；近似 {n.policy_id}《{n.title}》（{n.share:.0%}）" for n in report.near[:3])
    other = sum(f.kind not in _SAID for f in inspection.findings) if inspection else 0
    headings = f"（另有 {report.headings} 个标题）" if report.headings else ""
    look = f"；{other} 处需留意，运行 zhengce inspect 查看" if other else ""
    if not report.clauses:
        return f"! {report.source}：{words[report.outcome]}，但没有识别出条款，整篇按序言检索{repairs}{near}{look}（no clauses found）"
    return f"✓ {report.source}：{words[report.outcome]}，{report.clauses} 条{headings}{repairs}{near}{look}"


_SAID = ("uncertain_repair", "near_duplicate", "no_clauses")  # the line of ingest says these already


def inspection_lines(inspection: Inspection) -> Iterator[str]:
    """The findings on one document for a person: grave ones first, many of one kind cut short."""
    counts = "，".join(f"{_WORDS[s]} {inspection.count(s)} 处" for s in Severity if inspection.count(s))
    yield f"{inspection.source}《{inspection.title}》：{counts or '没有发现问题'}"
    shown: dict[tuple[str, Severity], int] = {}
    for finding in inspection.findings:
        key = (finding.kind, finding.severity)
        shown[key] = shown.get(key, 0) + 1
        if shown[key] <= _SHOWN:
            yield from _finding_lines(finding)
    for (_, severity), count in shown.items():
        if count > _SHOWN:
            yield f"  [{_WORDS[severity]}] 同类问题另有 {count - _SHOWN} 处，--json 列出全部"


def _finding_lines(finding: Finding) -> Iterator[str]:
    page = f"第 {finding.page} 页" if finding.page else ""
    place = f"（{page}第 {finding.line} 行：“{finding.quote}”）" if finding.line else ""
    yield f"  [{_WORDS[finding.severity]}] {finding.message}{place}"
    yield f"      → {finding.advice}"


def inspection_json(inspection: Inspection) -> dict[str, Any]:
    """The findings on one document as ``inspect --json`` prints them."""
    return {
        "source": inspection.source, "policy_id": inspection.policy_id, "title": inspection.title,
        "serious": inspection.count(Severity.SERIOUS), "warnings": inspection.count(Severity.WARNING),
        "findings": [
            {
                "kind": f.kind, "severity": f.severity.value, "message": f.message, "advice": f.advice,
                "line": f.line, "page": f.page, "quote": f.quote,
                "start": f.span.start if f.span else None, "end": f.span.end if f.span else None,
            }
            for f in inspection.findings
        ],
    }


def report_json(report: IngestReport, inspection: Inspection | None) -> dict[str, Any]:
    """The report on one file as ``ingest --json`` prints it."""
    counts = {s.value: inspection.count(s) for s in Severity} if inspection else {}
    return asdict(report) | {"findings": counts}


def confirmed(question: str, yes: bool) -> None:
    """Ask on a terminal, go on elsewhere only with ``--yes``. Raises BadInput or Abort."""
    if yes:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise BadInput(f"{question}请加 --yes 确认（add --yes to confirm）")
    print(f"{question}[y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes", "是"):
        raise typer.Abort
