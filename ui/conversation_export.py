"""A conversation to keep: Markdown and Word, with sources in official form and the notice that they are extracts."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from assistant.answer import Answer
from corpus.policy import Policy
from ui.answer_view import MODE_WORDS
from ui.cells import printable
from ui.render import NOTICE, official_citation, status_words, visible_text

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+!|~&])")
_LINE_START = re.compile(r"^(\s*)(\d+)([.)])|^(\s*)([-=])", re.M)


def conversation_lines(answers: Sequence[Answer], policies: Mapping[str, Policy]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every exchange as (question, [(kind, words)]): kinds are resolved, answer, source, validity, finding, mode."""
    told = []
    for answer in answers:
        lines: list[tuple[str, str]] = [("resolved", f"按“{answer.resolved}”理解")] if answer.resolved else []
        lines += [("answer", line) for line in visible_text(answer.text).splitlines() if line.strip()]
        nearest = answer.refusal.nearest if answer.refusal is not None else ()
        for citation in answer.citations or nearest:
            policy = policies.get(citation.policy_id)
            named = official_citation(citation, policy.doc_number if policy else "")
            lines.append(("nearest" if nearest else "source", f"[{citation.mark}] {named}：“{visible_text(citation.quote)}”"))
        if answer.validity is not None:
            lines.append(("validity", f"{status_words(answer.validity.today.status)}（{answer.validity.line}）"))
        lines += [("finding", finding) for finding in answer.findings]
        lines.append(("mode", MODE_WORDS[answer.mode]))
        told.append((visible_text(answer.question), lines))
    return told


_NAMES = {"resolved": "理解", "source": "依据", "nearest": "最接近的条款（不是答案）", "validity": "效力", "finding": "未能核对", "mode": "方式"}


def conversation_markdown(answers: Sequence[Answer], policies: Mapping[str, Policy], at: datetime) -> str:
    """The conversation as Markdown; the words of documents are escaped, so none of them is read as markup."""
    out = ["# 政策问答记录", "", f"导出时间：{at:%Y-%m-%d %H:%M}。{NOTICE}。", ""]
    for number, (question, lines) in enumerate(conversation_lines(answers, policies), 1):
        out += [f"## {number}. {_plain(question)}", ""]
        out += [f"- **{_NAMES[kind]}**：{_plain(words)}" if kind in _NAMES else f"{_plain(words)}\n" for kind, words in lines]
        out.append("")
    return "\n".join(out)


def _plain(words: str) -> str:
    one_line = " ".join(printable(words).split())
    return _LINE_START.sub(lambda m: f"{m[1]}{m[2]}\\{m[3]}" if m[2] else f"{m[4]}\\{m[5]}", _MARKDOWN.sub(r"\\\1", one_line))


def conversation_docx(answers: Sequence[Answer], policies: Mapping[str, Policy], at: datetime) -> bytes:
    """The conversation as a Word file; its properties carry the notice too."""
    from docx import Document
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    document = Document()
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = "宋体", Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    document.core_properties.title, document.core_properties.author = "政策问答记录", "政策问答"
    document.core_properties.comments = NOTICE
    document.add_heading("政策问答记录", level=0)
    document.add_paragraph(f"导出时间：{at:%Y-%m-%d %H:%M}。{NOTICE}。")
    for number, (question, lines) in enumerate(conversation_lines(answers, policies), 1):
        document.add_heading(_clean(f"{number}. {question}"), level=1)
        for kind, words in lines:
            paragraph = document.add_paragraph(style="List Bullet" if kind in ("source", "nearest") else None)
            if kind in _NAMES:
                label = paragraph.add_run(f"{_NAMES[kind]}：")
                label.bold = True
                label.font.color.rgb = RGBColor(0xA3, 0x23, 0x1C) if kind == "finding" else RGBColor(0x1D, 0x3F, 0x72)
            paragraph.add_run(_clean(words))
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _clean(words: str) -> str:
    return " ".join(printable(words).split())
