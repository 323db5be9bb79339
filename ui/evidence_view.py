"""The evidence panel: the cited clause in full, its quote highlighted, with validity, units and place.

Pure functions from records to HTML; the rules of ``ui/render.py`` hold.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from assistant.answer import Answer, Citation
from corpus.policy import Clause, PartKind, Policy
from ui.permalink import shown_citations
from ui.policy_view import address_of, newer_html
from ui.render import (
    banner,
    chinese_date,
    citation_copy,
    clause_name,
    escape,
    official_citation,
    policy_banner,
    quoted_title,
    units_html,
    value_of,
)


def cited_part(policy: Policy, citation: Citation) -> Clause | None:
    """The part of ``policy`` that is cited: same path, and where paths repeat, around the quote."""
    same = [part for part in policy.parts if part.path == citation.path]
    around = [part for part in same if part.span.start <= citation.start and citation.end <= part.span.end]
    return next(iter(around or same), None)


_BESIDE = 3  # neighbours shown on either side of a clause


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the panel shows: one citation of an answer, and the document it stands in.

    Attributes:
        answer: the answer the citation belongs to.
        turn: its number in the conversation.
        index: place of the citation in ``shown_citations(answer)``, from 0.
        policy: the cited document, None where the library no longer has it.
        on: the day validity is judged for.
        kept_at: when the answer was kept with its evidence, in words; "" for an answer of today.
        newer: later editions of the document, the youngest first.
    """

    answer: Answer
    turn: int
    index: int
    policy: Policy | None
    on: date
    kept_at: str = ""
    newer: Sequence[Policy] = ()


def evidence_html(evidence: Evidence) -> str:
    """The cited clause in full, its quote highlighted, with validity, units and place."""
    answer, policy = evidence.answer, evidence.policy
    citations = shown_citations(answer)
    citation = citations[evidence.index]
    number = policy.doc_number if policy is not None else ""
    part = cited_part(policy, citation) if policy is not None else None
    blocks = [
        _steps(evidence, len(citations)),
        f'<p class="zc-hint zc-kept-note">存档于{escape(evidence.kept_at)}，以下是当时的原文和效力。</p>' if evidence.kept_at else "",
        _panel_banner(evidence),
        newer_html(evidence.newer),
        f'<h3 class="zc-title">{escape(quoted_title(policy.title if policy is not None else citation.policy))}</h3>',
        _facts(policy) if policy is not None else "",
        _clause(part, citation, citations) if part is not None else _quote_alone(citation),
        _part_units(part) if part is not None else "",
        _tree(part, policy) if part is not None and policy is not None and not evidence.kept_at else "",
        _place(part, citation, policy if not evidence.kept_at else None),
        f'<p class="zc-actions"><button type="button" class="zc-copy" '
        f'value="{value_of(citation_copy(citation, number))}">复制引文</button>'
        f'<span class="zc-official">{escape(official_citation(citation, number))}</span></p>',
    ]
    # ask.js waits for this id after a chip was pressed.
    return f'<div class="zc-evidence" id="zc-e-{evidence.turn}-{citation.mark}">{"".join(blocks)}</div>'


def _steps(evidence: Evidence, total: int) -> str:
    """Which of how many, and the buttons to go on; ends are disabled, not hidden, so nothing jumps."""
    citations = shown_citations(evidence.answer)
    title = "最接近的条款" if evidence.answer.refused else "依据原文"

    def button(name: str, words: str, to: int) -> str:
        inside = 0 <= to < total
        value = f"{evidence.turn}-{citations[to].mark}" if inside else ""
        return (
            f'<button type="button" class="zc-go zc-{name}" value="{value}"'
            f"{'' if inside else ' disabled'}>{words}</button>"
        )

    return (
        f'<div class="zc-steps"><h2>{title}</h2><span class="zc-count">第 {evidence.index + 1} 条，共 {total} 条</span>'
        f'<span class="zc-buttons">{button("prev", "上一条", evidence.index - 1)}'
        f'{button("next", "下一条", evidence.index + 1)}'
        f'<button type="button" class="zc-back">返回问答</button></span></div>'
    )


def _panel_banner(evidence: Evidence) -> str:
    one_document = len({citation.policy_id for citation in shown_citations(evidence.answer)}) == 1
    view = evidence.answer.validity
    if view is not None and one_document:
        return banner(view.today.status, view.today.line)  # the assistant's own words
    return policy_banner(evidence.policy, evidence.on)


def _facts(policy: Policy) -> str:
    rows = [
        ("文号", policy.doc_number),
        ("发文机关", "、".join(policy.issuers)),
        ("成文日期", chinese_date(policy.written) if policy.written else ""),
        ("印发日期", chinese_date(policy.issued) if policy.issued else ""),
        ("效力级别", policy.level),
    ]
    items = "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in rows if value)
    return f'<dl class="zc-facts">{items}</dl>' if items else ""


def _clause(part: Clause, citation: Citation, citations: Sequence[Citation]) -> str:
    """The whole clause; this citation's quote in a strong mark, its fellows in a light one."""
    paint = [""] * len(part.text)

    def mark(start: int, end: int, kind: str) -> None:
        for at in range(max(start, 0), min(end, len(paint))):
            paint[at] = kind

    if part.units.span is not None:
        mark(part.units.span.start - part.span.start, part.units.span.end - part.span.start, "note")
    for other in citations:
        if other.policy_id == citation.policy_id and other.path == citation.path and other is not citation:
            found = _locate(part, other)
            if found is not None:
                mark(*found, "also")
    found = _locate(part, citation)
    if found is not None:
        mark(*found, "now")
    warning = "" if found is not None else (
        '<p class="zc-warning">引文与收录的条款原文对不上，未作标记，请以原文为准。</p>'
    )
    paragraphs: list[str] = []
    at = 0
    for line in part.text.splitlines(keepends=True):
        if line.strip():
            is_heading = not paragraphs and part.kind is PartKind.CLAUSE and _is_heading(part, line)
            indent = len(line) - len(line.lstrip()) if is_heading else 0
            end = at + len(line.rstrip("\r\n"))
            paragraphs.append(_painted(part.text, at + indent, end, paint, "h4" if is_heading else "p"))
        at += len(line)
    label = "" if paragraphs and paragraphs[0].startswith("<h4") else f"<h4>{escape(part.label)}</h4>"
    above = part.path[:-1]
    trail = f'<p class="zc-trail">位于：{escape(" › ".join(above))}</p>' if above else ""
    return f'{warning}<div class="zc-clause">{trail}{label}{"".join(paragraphs)}</div>'


def _is_heading(part: Clause, line: str) -> bool:
    return bool(part.heading) and line.strip().endswith(part.heading) and line.strip().startswith(part.number)


def _locate(part: Clause, citation: Citation) -> tuple[int, int] | None:
    """Where the quote stands in the part; only the very words count, at the cited place or once."""
    start, end = citation.start - part.span.start, citation.end - part.span.start
    if start >= 0 and part.text[start:end] == citation.quote and citation.quote:
        return start, end
    if citation.quote and part.text.count(citation.quote) == 1:
        start = part.text.index(citation.quote)
        return start, start + len(citation.quote)
    return None


def _painted(text: str, start: int, end: int, paint: Sequence[str], tag: str) -> str:
    out: list[str] = []
    for kind, run in itertools.groupby(range(start, end), key=lambda at: paint[at]):
        places = list(run)
        words = escape(text[places[0] : places[-1] + 1])
        if kind in ("now", "also"):
            out.append(f'<mark class="zc-{kind}">{words}</mark>')
        elif kind == "note":
            out.append(f'<span class="zc-unit-note">{words}</span>')
        else:
            out.append(words)
    return f"<{tag}>{''.join(out)}</{tag}>"


def _quote_alone(citation: Citation) -> str:
    return (
        '<p class="zc-warning">收录的文件里找不到这一条，以下只是回答所引的文字，请以原文为准。</p>'
        f'<div class="zc-clause"><h4>{escape(citation.label)}</h4><p>{escape(citation.quote)}</p></div>'
    )


def _part_units(part: Clause) -> str:
    if part.kind is not PartKind.CLAUSE:
        return ""
    rows = units_html(part.units) or '<p class="zc-hint">本条没有载明责任单位。</p>'
    extra = ""
    if part.units.rule:
        extra += f'<p class="zc-hint">牵头、配合的划分依据文件原话：“{escape(part.units.rule)}”</p>'
    if part.units.deadline:
        extra += f'<p class="zc-hint">完成时限：{escape(part.units.deadline)}</p>'
    return f'<div class="zc-block"><h4>责任单位</h4>{rows}{extra}</div>'


def _tree(part: Clause, policy: Policy) -> str:
    """Where the clause stands among its neighbours: the way down to it, and those beside it, each one press away."""
    parts = [one for one in policy.parts if one.kind is PartKind.CLAUSE and (one.path[:-1] == part.path[:-1] or one.path == part.path[: len(one.path)])]
    if part.kind is not PartKind.CLAUSE or len(parts) < 2:
        return ""
    above = [one for one in parts if len(one.path) < len(part.path)]
    beside = [one for one in parts if len(one.path) == len(part.path)]
    here = next(n for n, one in enumerate(beside) if one is part)
    shown = [*above, *beside[max(0, here - _BESIDE) : here + _BESIDE + 1]]
    rows = "".join(
        f'<li class="zc-level-{min(len(one.path), 4)}">'
        + (f"<strong>{escape(_short(one.label))}</strong>（本条）" if one is part else f'<button type="button" class="zc-jump" value="{escape(address_of(policy, one))}">{escape(_short(one.label))}</button>')
        + "</li>"
        for one in shown
    )
    return f'<div class="zc-block zc-tree"><h4>前后条款</h4><ul>{rows}</ul></div>'


def _short(label: str) -> str:
    return label if len(label) <= 36 else label[:35] + "…"


def _place(part: Clause | None, citation: Citation, policy: Policy | None) -> str:
    """Where the words stand, counted from 1 and end included, as people count."""
    nth = there = ""
    if part is not None and policy is not None:
        value = escape(address_of(policy, part))
        there = f'<p class="zc-hint"><button type="button" class="zc-jump zc-go" value="{value}">在政策库中查看上下文</button></p>'
    if part is not None:
        for position, measure in enumerate(part.measures, start=1):
            if measure.span.start <= citation.start < measure.span.end:
                nth = f"{clause_name(citation.path)}第{position}句（共{len(part.measures)}句），"
    return (
        f'<div class="zc-block"><h4>在原文件中的位置</h4><p class="zc-place">{escape(nth)}'
        f"原始文件 <code>{escape(citation.source)}</code> {f'第{citation.page}页，' if citation.page else ''}第{citation.raw_start + 1}—{citation.raw_end}个字符"
        f"（修复后正文第{citation.start + 1}—{citation.end}字）</p>{there}{_page_image(citation)}</div>"
    )


def _page_image(citation: Citation) -> str:
    """A button that brings the picture of the page, where the original is a PDF."""
    if not citation.page or not citation.source.lower().endswith(".pdf"):
        return ""
    to = f"/api/v1/policies/{quote(citation.policy_id, safe='')}/pages/{citation.page}.png"
    return f'<p class="zc-hint"><button type="button" class="zc-page-image zc-go" value="{escape(to)}">看原件第{citation.page}页的图像</button></p>'


def panel_note_html(message: str) -> str:
    """The panel where there is no clause to show."""
    return f'<div class="zc-evidence"><div class="zc-steps"><h2>依据原文</h2></div><p class="zc-hint">{escape(message)}</p></div>'
