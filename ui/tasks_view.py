"""任务分工表 on the page: clauses × units, filtered by unit. Pure functions; the rules of ``ui/render.py`` hold."""

from __future__ import annotations

from urllib.parse import quote

from ui.library_view import link, route
from ui.render import escape, quoted_title
from ui.tasks import LEAD, LISTED, MOST_UNITS, SUPPORTING, Task, TaskTable

_SIGNS = {LEAD: "●", SUPPORTING: "○", LISTED: "·"}
_CLASS = {LEAD: "lead", SUPPORTING: "supporting", LISTED: "listed"}
_MOST_TASKS = 300
_LONGEST_UNIT = 24  # characters of a column's head


def tasks_html(table: TaskTable, unit: str) -> str:
    """The table of one document, or of one unit in it."""
    shown = table.of(unit) if unit in table.units else table.of("")
    unit = unit if unit in table.units else ""
    options = "".join(
        f'<option value="{escape(name)}"{" selected" if name == unit else ""}>{escape(name)}</option>' for name in table.units
    )
    sheet = f"/api/v1/policies/{quote(table.policy_id, safe='')}/tasks.xlsx" + (f"?unit={quote(unit, safe='')}" if unit else "")
    head = (
        f'<p class="zc-trail">{link("#library", "政策库")} › {link(route("policy", table.policy_id), quoted_title(table.title))}</p>'
        f'<div class="zc-list-head"><h2>任务分工表</h2><p class="zc-hint">{len(shown.tasks)} 条任务，{len(shown.units)} 个单位</p></div>'
    )
    if not table.tasks:
        return f'<div class="zc-page">{head}<p class="zc-hint">这份文件的条款没有载明责任单位。</p></div>'
    form = (
        f'<form class="zc-form zc-unit-form"><input type="hidden" name="route" value="tasks/{quote(table.policy_id, safe="")}">'
        f'<label class="zc-field zc-wide"><span>单位</span><select name="unit"><option value="">全部单位</option>{options}</select></label>'
        f'<button type="submit" class="zc-press">筛选</button><a class="zc-action" href="{escape(sheet)}" download="任务分工表.xlsx">导出 Excel</a></form>'
    )
    columns = shown.units[:MOST_UNITS]
    heads = "".join(f'<th scope="col" title="{escape(name)}"><span>{escape(_short(name))}</span></th>' for name in columns)
    rows = "".join(_row(task, columns) for task in shown.tasks[:_MOST_TASKS])
    left = len(shown.units) - len(columns), len(shown.tasks) - _MOST_TASKS
    more = "".join(
        f'<p class="zc-hint">另有 {count} {what}，见导出的表格。</p>' for count, what in zip(left, ("个单位", "条任务"), strict=True) if count > 0
    )
    legend = '<p class="zc-legend"><span class="zc-r-lead">● 牵头</span><span class="zc-r-supporting">○ 配合</span><span class="zc-r-listed">· 参与（未写明分工）</span></p>'
    return (
        f'<div class="zc-page zc-tasks">{head}{form}{legend}<div class="zc-scroll" tabindex="0" role="region" title="任务分工表">'
        f'<table class="zc-matrix"><caption class="zc-sr">条款与责任单位</caption><thead><tr><th scope="col">任务</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{more}</div>"
    )


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_UNIT else name[: _LONGEST_UNIT - 1] + "…"


def _row(task: Task, columns: tuple[str, ...]) -> str:
    cells = []
    for name in columns:
        role = task.roles.get(name)
        cells.append(f'<td class="zc-r-{_CLASS[role]}">{_SIGNS[role]}<span class="zc-sr">{role}</span></td>' if role else "<td></td>")
    words = task.heading or task.text[:60] + ("…" if len(task.text) > 60 else "")
    deadline = f'<span class="zc-when">{escape(task.deadline)}</span>' if task.deadline else ""
    return f'<tr><th scope="row"><strong>{escape(task.name)}</strong> {escape(words)}{deadline}</th>{"".join(cells)}</tr>'
