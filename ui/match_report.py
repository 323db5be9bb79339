"""The printable report of the matcher (匹配报告): a Word file with quotes, units, validity and the date of the check."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assistant.matching import Match, Matched, Profile
from assistant.matching.verdicts import name_of
from ui.cells import printable
from ui.match_view import (
    FIRMNESS,
    NOTICE,
    VERDICT_WORDS,
    citation,
    profile_lines,
    read_out,
    sections,
    units_line,
    validity_line,
)
from ui.render import chinese_date

_FONT = "宋体"


def write_report(path: Path, profile: Profile, matched: Matched) -> None:
    """Write the report to ``path`` (.docx). Raises OSError where it cannot be written."""
    from docx import Document
    from docx.oxml.ns import qn
    from docx.shared import Pt

    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    document.core_properties.title = "惠企政策匹配报告"
    document.core_properties.author = "zhengce"
    document.core_properties.comments = NOTICE
    document.add_heading("惠企政策匹配报告", level=0)
    _say(document, f"核查日期：{chinese_date(matched.as_of)}　{NOTICE}")
    document.add_heading("企业情况", level=1)
    for line in profile_lines(profile):
        _say(document, line)
    if matched.nothing:
        _say(document, "现行有效的政策中没有可申请的支持。")
    for title, group in sections(matched):
        if group:
            document.add_heading(f"{title}（{len(group)} 项）", level=1)
            chosen, more = read_out(title, group)
            for number, found in enumerate(chosen, 1):
                _item(document, number, found, matched)
            if more:
                _say(document, more.replace("（--all 全部列出）", ""))
    if matched.questions:
        document.add_heading("可补充的情况", level=1)
        for question in matched.questions:
            _say(document, question.ask, style="List Number")
    document.save(str(path))


def _item(document: Any, number: int, found: Match, matched: Matched) -> None:
    item = found.item
    document.add_heading(printable(f"{number}. {name_of(item)}"), level=2)
    rows = [
        ("结论", f"{VERDICT_WORDS[found.verdict]}（{FIRMNESS[item.commitment]}）"), ("数额", "；".join(q.text for q in item.amounts)), ("测算", "；".join(found.computed)),
        ("条件", "；".join(f"{'、'.join(o.text for o in c.group.options)}〔{ {True: '符合', False: '不符合', None: '待确认'}[c.truth]}〕" for c in found.checked)),
        ("待确认", "；".join(found.missing)), ("期限", item.deadline.text if item.deadline else ""), ("办理", item.apply.text if item.apply else ""),
        ("依据", f"{citation(found)}：“{' '.join(item.text.split())}”"), ("责任单位", units_line(found) or "本条未写明"), ("效力", validity_line(found, matched.as_of)),
        ("冲突规则", found.rule), ("上级文件", "、".join(found.superior)),
    ]
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for name, value in rows:
        if value:
            cells = table.add_row().cells
            cells[0].text, cells[1].text = name, printable(value)
    for row in table.rows:
        row.cells[0].width, row.cells[1].width = 1_000_000, 4_800_000  # EMU: 2.8 cm and 13.3 cm


def _say(document: Any, text: str, style: str | None = None) -> None:
    document.add_paragraph(printable(text), style=style)
