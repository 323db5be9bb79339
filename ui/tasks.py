"""任务分工表: clauses × units, as a record and as a sheet."""

from __future__ import annotations

import io
from dataclasses import dataclass

from corpus.policy import Policy, ResponsibleUnits
from ui.cells import cell
from ui.render import clause_name, quoted_title

LEAD, SUPPORTING, LISTED = "牵头", "配合", "参与"
MOST_UNITS = 60  # columns of the matrix on the page; the sheet has them all


@dataclass(frozen=True, slots=True)
class Task:
    """One row: a clause with the units that carry it.

    Attributes:
        roles: unit → 牵头 | 配合 | 参与 (listed without a role), in printed order.
    """

    clause_id: str
    path: tuple[str, ...]
    name: str
    heading: str
    text: str
    roles: dict[str, str]
    deadline: str


@dataclass(frozen=True, slots=True)
class TaskTable:
    """The tasks of a policy; ``units`` are its columns, those that carry most first."""

    policy_id: str
    title: str
    doc_number: str
    units: tuple[str, ...]
    tasks: tuple[Task, ...]

    def of(self, unit: str) -> TaskTable:
        """The tasks of one unit alone, every column kept that its tasks need; all of them for ""."""
        if not unit:
            return self
        tasks = tuple(task for task in self.tasks if unit in task.roles)
        involved = {name for task in tasks for name in task.roles}
        units = (unit, *(name for name in self.units if name in involved and name != unit)) if tasks else ()
        return TaskTable(self.policy_id, self.title, self.doc_number, units, tasks)

    def to_json(self) -> dict[str, object]:
        """The table as the API has it."""
        return {
            "policy_id": self.policy_id, "title": self.title, "doc_number": self.doc_number, "units": list(self.units),
            "tasks": [
                {"clause_id": t.clause_id, "path": list(t.path), "name": t.name, "heading": t.heading, "text": t.text,
                 "roles": t.roles, "deadline": t.deadline}
                for t in self.tasks
            ],
        }  # fmt: skip


def roles_of(units: ResponsibleUnits) -> dict[str, str]:
    """Unit → role, in printed order; a unit that leads and supports leads."""
    named = dict.fromkeys((*units.listed, *units.lead, *units.supporting), LISTED)
    named |= dict.fromkeys(units.supporting, SUPPORTING)
    return named | dict.fromkeys(units.lead, LEAD)


def task_table(policy: Policy) -> TaskTable:
    """The clauses of ``policy`` that name units, in order."""
    tasks = tuple(
        Task(
            part.id, part.path, clause_name(part.path), part.heading, " ".join(part.text.split()), roles_of(part.units),
            part.units.deadline,
        )
        for part in policy.clauses
        if part.units
    )
    weight: dict[str, tuple[int, int]] = {}
    for task in tasks:
        for unit, role in task.roles.items():
            lead, any_role = weight.get(unit, (0, 0))
            weight[unit] = (lead + (role == LEAD), any_role + 1)
    order = sorted(weight, key=lambda unit: (-weight[unit][1], -weight[unit][0]))  # ties stay in printed order
    return TaskTable(policy.id, policy.title, policy.doc_number, tuple(order), tasks)


def tasks_xlsx(table: TaskTable) -> bytes:
    """The table as an Excel file: a matrix, and a list of one line per clause and unit."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    matrix = book.active
    assert matrix is not None
    matrix.title = "任务分工表"
    head = ["条款", "任务", "完成时限", *table.units]
    matrix.append([cell(f"{quoted_title(table.title)}{f'（{table.doc_number}）' if table.doc_number else ''}任务分工表")])
    matrix.append([cell(name) for name in head])
    for task in table.tasks:
        matrix.append([cell(c) for c in (task.name, task.heading or task.text[:60], task.deadline, *(task.roles.get(u, "") for u in table.units))])
    listed = book.create_sheet("逐条清单")
    listed.append(["条款", "单位", "分工", "完成时限", "原文"])
    for task in table.tasks:
        for unit, role in task.roles.items():
            listed.append([cell(c) for c in (task.name, unit, role, task.deadline, task.text)])
    bold, fill = Font(bold=True), PatternFill("solid", fgColor="E9EFF8")
    matrix["A1"].font = Font(bold=True, size=14)
    for sheet, row in ((matrix, 2), (listed, 1)):
        for head_cell in sheet[row]:
            head_cell.font, head_cell.fill, head_cell.alignment = bold, fill, Alignment(wrap_text=True, vertical="center")
        sheet.freeze_panes = "D3" if sheet is matrix else "A2"
    for place, width in enumerate((16, 44, 16, *[12] * len(table.units)), 1):
        matrix.column_dimensions[get_column_letter(place)].width = width
    for letter, width in zip("ABCDE", (16, 26, 8, 16, 100), strict=True):
        listed.column_dimensions[letter].width = width
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()
