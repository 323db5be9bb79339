"""Units of a row in a table of tasks: the heads of the columns are the labels (牵头单位, 配合单位, 完成时限)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from corpus.policy import ResponsibleUnits, Span
from corpus.units import deadlines
from corpus.units.note import ROLE, Member, Reading, read, resolve
from corpus.units.rules import DocumentRule, RoleRule, find_rule

_WORD = rf"(?:{ROLE}|审批|安置|接收|承接|受理|主抓|落地|报送|行政审批实施)"
_UNITS_HEAD = re.compile(
    rf"^(?:任务|工作|整改|建议|市级|省级|县级|区级|主要|第一|具体|行政审批)?{_WORD}(?:[、和与及/（(]?{_WORD}[）)]?){{0,2}}(?:责任)?(?:单位|部门|机构|主体|科室|处室|股室|地区|县区|县市区|区县)?(?:名称)?(?:[（(].*)?$"
)
_NOT_UNITS = re.compile(r"人员?$|领导|联系|电话|方式|情况|内容|事项|措施|时间|时限|地点|依据|方案|要求|标准|结果|效果|进展|步骤|方法|条件|材料|环节|方|人数|期限|日期|年度|级别$")
_DEADLINE_HEAD = re.compile(rf"^(?:{deadlines.LABEL}|完成年限|办结时间)(?:[（(].*)?$")
_EMPTY = re.compile(r"^[\s/／\-—–无―\\.。·…]*$")


def is_units_head(head: str) -> bool:
    """Whether a column under ``head`` names units: 牵头单位, 责任部门（单位）, 审批部门.

    >>> is_units_head("牵头单位"), is_units_head("责 任 部 门"), is_units_head("责任人"), is_units_head("用人单位")
    (True, True, False, False)
    """
    bare = re.sub(r"\s", "", head)
    if not 2 <= len(bare) <= 60 or not _UNITS_HEAD.match(bare):
        return False
    return not _NOT_UNITS.search(re.sub(r"[（(].*", "", bare))


def is_deadline_head(head: str) -> bool:
    """Whether a column under ``head`` holds deadlines: 完成时限, 时间节点."""
    return bool(_DEADLINE_HEAD.match(re.sub(r"\s", "", head)))


def units_of_columns(cells: Mapping[str, str], span: Span, rule: DocumentRule | None = None) -> ResponsibleUnits:
    """Who is responsible for a row of a task table.

    Args:
        cells: the row's text by the head of its column, in printed order; columns that name no unit are skipped.
        span: where the row, or the stretch of its cells of units, stands.
        rule: the document's own rule, where the row's cells give no role; a rule in a column's head wins.

    Returns:
        The units; ``note`` holds the cells of units as printed, separated by tabs.
    """
    readings: list[Reading] = []
    notes: list[str] = []
    deadline = ""
    for head, cell in cells.items():
        if _EMPTY.match(cell):
            continue
        if is_deadline_head(head):
            deadline = deadline or re.sub(r"\s+", "", cell) if len(cell) < 200 else deadline
        elif is_units_head(head):
            stated = find_rule(head)
            rule = stated if stated.rule is not RoleRule.NONE else rule
            label = re.sub(r"\s|名称|[（(].*", "", head)
            label = label if re.search(r"(?:单位|部门|机构|主体)$", label) else label + "单位"
            label = re.sub(r"^(?:行政)?审批(?:实施)?|安置|接收|承接|受理|主抓|落地|报送", "责任", label)
            readings.append(read(f"{label}：{_lines(cell)}"))
            notes.append(cell)
    units = resolve(readings, rule or DocumentRule(), "\t".join(notes), span if notes else None)
    if not units and not deadline:
        return ResponsibleUnits()
    if deadline and not units.deadline:
        return ResponsibleUnits(units.lead, units.supporting, units.listed, units.note, units.span, units.rule, deadline)
    return units


def _lines(cell: str) -> str:
    """A cell's lines as one list: numbered names come apart, a narrow column's wraps close up."""
    return re.sub(r"(?<!^)\s*(?:\d{1,2}[.．、](?!\d))", "、", re.sub(r"[ \u3000]{2,}", " ", cell.strip()))


__all__ = ["Member", "is_deadline_head", "is_units_head", "units_of_columns"]
