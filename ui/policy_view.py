"""The page of one document: metadata, validity, outline, clauses with units. Pure functions; the rules of ``ui/render.py`` hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import quote

from corpus.policy import Clause, PartKind, Policy
from ui.documents import shown_parts
from ui.library_view import link, pager, route
from ui.render import (
    NOTICE,
    chinese_date,
    clause_count,
    clause_name,
    escape,
    policy_banner,
    quoted_title,
    units_html,
    value_of,
)

PER_PAGE = 40  # parts on one page: a plan of 500 clauses stays readable and quick
_OUTLINE = 400  # entries of the outline
_LONGEST = 20_000  # characters shown of one part


def address_of(policy: Policy, part: Clause) -> str:
    """Where the page shows ``part``: the value of a button of class zc-jump, "address|place"."""
    nth = next((n for n, one in enumerate(shown_parts(policy)) if one is part or one.id == part.id), 0)
    page = nth // PER_PAGE + 1
    return f"{route('policy', policy.id, p=str(page) if page > 1 else '')}|zc-p-{nth}"


def policy_html(policy: Policy, on: date, page: int, *, kept: bool, newer: Sequence[Policy] = ()) -> str:
    """One page of the document; ``kept`` says whether versions and the raw text are at hand, ``newer`` are later editions."""
    parts = shown_parts(policy)
    pages = max(1, -(-len(parts) // PER_PAGE))
    page = min(max(page, 1), pages)
    begin = (page - 1) * PER_PAGE
    number = f"（{policy.doc_number}）" if policy.doc_number else ""
    body = "".join(_part(policy, part, begin + nth, number) for nth, part in enumerate(parts[begin : begin + PER_PAGE]))
    turning = pager("policy", policy.id, {}, page, pages)
    return (
        f'<div class="zc-page zc-policy"><p class="zc-trail">{link("#library", "政策库")}</p>'
        f"<h2>{escape(quoted_title(policy.title))}</h2>{policy_banner(policy, on)}{newer_html(newer)}{_facts(policy)}"
        f'<p class="zc-do">{_actions(policy, kept)}</p>{_remarks(policy)}'
        f'<div class="zc-doc"><nav class="zc-outline" role="navigation" title="目录"><h3>目录</h3>{_outline(policy, parts, page)}</nav>'
        f'<div class="zc-parts">{turning}{body}{turning}</div></div></div>'
    )


def newer_html(newer: Sequence[Policy]) -> str:
    """同类更新文件, where the library has some: nobody should take the older for the latest."""
    if not newer:
        return ""
    links = "、".join(f"{link(route('policy', one.id), quoted_title(one.title))}{escape(f'（{one.doc_number}）' if one.doc_number else '')}" for one in newer[:3])
    return f'<p class="zc-newer"><strong>同类更新文件</strong>：{links}</p>'


def _actions(policy: Policy, kept: bool) -> str:
    links = [link(route("tasks", policy.id), "任务分工表", "zc-action")] if any(part.units for part in policy.clauses) else []
    if kept:
        links += [link(route("versions", policy.id), "版本与对照", "zc-action"), link(f"#repair/{policy.id}", "文本修复对照", "zc-action")]
    links.append(f'<button type="button" class="zc-action zc-ask-in" value="{escape(policy.id)}">只问这份文件</button>')
    links.append(f'<a class="zc-action" href="/api/v1/policies/{quote(policy.id, safe="")}">数据（JSON）</a>')
    return "".join(links)


def _facts(policy: Policy) -> str:
    validity = policy.validity
    rows = [
        ("文号", policy.doc_number), ("发文机关", "、".join(policy.issuers)), ("效力级别", policy.level),
        ("成文日期", chinese_date(policy.written) if policy.written else ""),
        ("印发日期", chinese_date(policy.issued) if policy.issued else ""),
        ("施行日期", chinese_date(validity.effective) if validity.effective else ""),
        ("有效期至", chinese_date(validity.expires) if validity.expires else ""),
        ("效力依据", validity.quote), ("条款", clause_count(policy)), ("文件名", policy.source), ("编号", policy.id),
    ]  # fmt: skip
    items = "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in rows if value)
    return f'<dl class="zc-facts">{items}</dl>'


def _remarks(policy: Policy) -> str:
    """What the document ends, its rules on conflict, and where it contradicts itself."""
    rows = [f"废止：{quoted_title(r.title) if r.title else ''}{f'（{r.doc_number}）' if r.doc_number else ''}" for r in policy.repeals]
    rows += [f"与其他规定的关系：“{rule}”" for rule in policy.rules]
    rows += [f"文件自相矛盾：“{c.first}”与“{c.second}”，以前者为准，请核对原件" for c in policy.contradictions]
    rows += [f"文本存疑 {len(policy.doubts)} 处，见文本修复对照"] if policy.doubts else []
    items = "".join(f"<li>{escape(row)}</li>" for row in rows[:30])
    return f'<ul class="zc-remarks">{items}</ul>' if items else ""


def _outline(policy: Policy, parts: list[Clause], page: int) -> str:
    rows = []
    for nth, part in enumerate(parts[:_OUTLINE]):
        level = min(len(part.path), 4) if part.kind is PartKind.CLAUSE else 1
        there = nth // PER_PAGE + 1
        value = f"zc-p-{nth}" if there == page else f"{route('policy', policy.id, p=str(there) if there > 1 else '')}|zc-p-{nth}"
        label = part.label if len(part.label) <= 40 else part.label[:39] + "…"
        rows.append(f'<li class="zc-level-{level}"><button type="button" class="zc-jump" value="{escape(value)}">{escape(label)}</button></li>')
    more = f"<li>另有 {len(parts) - _OUTLINE} 项</li>" if len(parts) > _OUTLINE else ""
    return f"<ul>{''.join(rows)}{more}</ul>"


def _part(policy: Policy, part: Clause, nth: int, number: str) -> str:
    heading = escape(part.label)
    above = f'<p class="zc-trail">{escape(" › ".join(part.path[:-1]))}</p>' if len(part.path) > 1 else ""
    official = f"{quoted_title(policy.title)}{number}{clause_name(part.path)}"
    copied = f"{official}：“{part.text.strip()}”\n（政策问答：{NOTICE}）"
    page = policy.page_of(part.span.start)
    units = units_html(part.units)
    deadline = f'<p class="zc-hint">完成时限：{escape(part.units.deadline)}</p>' if part.units.deadline else ""
    ask = (
        f'<button type="button" class="zc-ask-about" value="{escape(quoted_title(policy.title) + clause_name(part.path))}讲了什么？">问这一条</button>'
        if part.kind is PartKind.CLAUSE
        else ""
    )
    return (
        f'<section class="zc-part" id="zc-p-{nth}">{above}<h3>{heading}</h3>{_paragraphs(part)}{units}{deadline}'
        f'<p class="zc-part-foot">{f"<span>第{page}页</span>" if page else ""}'
        f'<button type="button" class="zc-copy" value="{value_of(copied)}">复制引文</button>{ask}</p></section>'
    )


def _paragraphs(part: Clause) -> str:
    text = part.text[:_LONGEST]
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if lines and part.heading and lines[0].endswith(part.heading) and lines[0].startswith(part.number):
        lines = lines[1:]  # it stands above already
    cut = f'<p class="zc-hint">以下还有 {len(part.text) - _LONGEST:,} 字，请用数据接口查看全文。</p>' if len(part.text) > _LONGEST else ""
    return "".join(f"<p>{escape(line)}</p>" for line in lines) + cut
