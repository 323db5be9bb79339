"""评测: the kept runs, the report of one with its plots and failing questions, and which questions flipped between two."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from corpus.errors import ZhengceError
from ui.admin import views
from ui.admin.desk import AdminDesk
from ui.admin.door import Session
from ui.admin.entry import Entry
from ui.render import escape

RESULTS = Path(__file__).resolve().parent.parent.parent / "eval" / "results"
MOST_RUNS = 40  # listed, the newest first
MOST_FLIPS = 100  # shown of a comparison


def add_evaluation_routes(app: FastAPI, desk: AdminDesk, entry: Entry) -> None:
    """The list, a report, a comparison."""
    In = Annotated[Session, Depends(entry.inside)]

    def kept() -> dict[str, Path]:
        from eval.runner.store import runs_in

        files = [*runs_in(desk.settings.home / "runs")[::-1], *runs_in(RESULTS / "runs")]
        return {file.stem: file for file in files[:MOST_RUNS]}

    @app.get("/evaluation")
    def evaluation(session: In, note: str = "") -> HTMLResponse:
        results = [(file.stem, file.read_text(encoding="utf-8")[:60_000]) for file in sorted(RESULTS.glob("*.txt"))]
        said = {"unreadable": "这次评测的结果读不出来，请重新评测。", "apart": "两次评测没有共同的题目，无法对照。"}.get(note, "")
        return HTMLResponse(evaluation_html(kept(), results, session.form, report=(RESULTS / "report.html").is_file(), note=said))

    @app.get("/evaluation/report")
    def report(session: In, run: str = "") -> Response:
        file = RESULTS / "report.html"  # self-contained: its plots are drawn in it
        if not run:
            return HTMLResponse(file.read_text(encoding="utf-8")) if file.is_file() else RedirectResponse("/admin/evaluation", 303)
        from eval.report.html import report_html
        from eval.runner.store import load_run

        path = kept().get(run)
        try:
            return HTMLResponse(report_html({run: load_run(path)})) if path else RedirectResponse("/admin/evaluation", 303)
        except ZhengceError:
            return RedirectResponse("/admin/evaluation?note=unreadable", 303)

    @app.get("/evaluation/compare")
    def compare(session: In, before: str = "", after: str = "") -> Response:
        from eval.runner.compare import compare as compared
        from eval.runner.compare import comparison_table
        from eval.runner.store import load_run

        runs = kept()
        if before not in runs or after not in runs:
            return RedirectResponse("/admin/evaluation", 303)
        try:
            table = comparison_table(compared(load_run(runs[before]), load_run(runs[after])), limit=MOST_FLIPS)
        except ZhengceError:
            return RedirectResponse("/admin/evaluation?note=apart", 303)
        return HTMLResponse(comparison_html(before, after, table, session.form))


def evaluation_html(runs: dict[str, Path], results: Sequence[tuple[str, str]], form: str, *, report: bool = False, note: str = "") -> str:
    """The kept runs to open or put side by side, and the committed figures as text."""
    whole = '<p><a href="/admin/evaluation/report">随程序提交的完整报告：图表、分项、未通过的题、脏数据阶梯、同类系统</a></p>' if report else ""
    rows = "".join(
        f'<tr><th scope="row"><a href="/admin/evaluation/report?run={escape(name)}">{escape(name)}</a></th>'
        f"<td>{'随程序提交' if file.parent.parent == RESULTS else '本机'}</td><td>{escape(_date(file))}</td></tr>"
        for name, file in runs.items()
    )
    listed = (
        '<div class="scroll" tabindex="0"><table><caption>点开一次评测：指标与区间、图表、每道未通过的题（期望、回答、依据）</caption><thead><tr><th scope="col">评测</th>'
        f'<th scope="col">来源</th><th scope="col">时间</th></tr></thead><tbody>{rows}</tbody></table></div>'
        if rows
        else '<p class="hint">还没有评测结果；运行 zhengce evaluate --gold FILE。</p>'
    )

    def options(nth: int) -> str:
        return "".join(f'<option{" selected" if at == nth else ""}>{escape(name)}</option>' for at, name in enumerate(runs))

    side_by_side = (
        f'<section class="card"><h2>两次评测对照：翻转的题</h2><form class="row" method="get" action="/admin/evaluation/compare"><label>前<select name="before">{options(1)}</select></label>'
        f'<label>后<select name="after">{options(0)}</select></label><button class="main">对照</button></form></section>'
        if len(runs) > 1
        else ""
    )
    blocks = "".join(f'<details class="card"><summary>{escape(name)}</summary><pre tabindex="0">{_lines(text)}</pre></details>' for name, text in results)
    body = f'<section class="card"><h2>已存的评测</h2>{whole}{listed}</section>{side_by_side}{f"<h2>随程序提交的数字</h2>{blocks}" if blocks else ""}'
    return views.page("评测", body, tab="evaluation", form=form, note=note)


def _date(file: Path) -> str:
    """When a run was made, from the head of its file."""
    with file.open(encoding="utf-8") as run:
        found = re.search(r'"date": "([^"]{16})', run.read(2_000))
    return found[1].replace("T", " ") if found else "未载明"


def comparison_html(before: str, after: str, table: str, form: str) -> str:
    """What changed from one run to another; questions held back are counted, not shown."""
    body = f'<p><a href="/admin/evaluation">返回评测</a></p><section class="card"><h2>{escape(before)} → {escape(after)}</h2><pre tabindex="0">{_lines(table)}</pre></section>'
    return views.page("评测对照", body, tab="evaluation", form=form)


def _lines(text: str) -> str:
    return "\n".join(escape(line) for line in text.splitlines())
