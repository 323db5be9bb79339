"""The pages for writing and comparing gold items. Every string of a document or an annotator is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape as raw_escape
from urllib.parse import quote

from corpus.policy import Clause, PartKind, Policy
from eval.gold.agreement import FieldAgreement
from eval.gold.annotation import Difference, Task
from eval.gold.checking import Checked, Mark, clause_key
from eval.gold.item import GoldItem
from eval.report.explain import expected
from eval.report.words import (
    KIND_NAMES,
    SPLIT_NAMES,
    STATUS_NAMES,
    STYLE_NAMES,
    UNANSWERABLE_NAMES,
)
from ui.documents import shown_parts
from ui.render import clause_name, escape, quoted_title, token_field, visible_text
from ui.writing.form import FIXED, Form

FIELD_NAMES = {
    "answerable": "可否回答", "kind": "类型", "unanswerable_kind": "不可答原因", "policy": "文件", "clauses": "条款", "lead": "牵头单位",
    "supporting": "配合单位", "validity": "效力",
}  # fmt: skip
_MARKED = ("forbidden", "quotes", "facts", "lead", "supporting")  # the later is seen where two overlap
_LONGEST = 12_000  # characters shown of one clause


def page(title: str, body: str, *, who: str = "", at: str = "", note: str = "", bad: bool = False) -> str:
    """A whole page; ``who`` is at work, ``at`` the tab."""
    links = [("home", "/write/", "标注人"), *([("mine", f"/write/by/{quote(who)}", f"{who} 的题")] if who else []), ("compare", "/write/compare", "比对与定稿")]
    nav = "".join(f'<a href="{to}"{" aria-current=page" if key == at else ""}>{escape(words)}</a>' for key, to, words in links)
    said = f'<p class="note{" bad" if bad else " good"}" role="{"alert" if bad else "status"}">{escape(note)}</p>' if note else ""
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)} · 写题</title><link rel="stylesheet" href="/write/page.css"><link rel="icon" href="data:,">'
        f'<script src="/write/page.js" defer></script></head><body><header><a class="home" href="/write/">写题</a><span>金标标注，只在本机</span>'
        f'<nav aria-label="写题">{nav}</nav></header><main><h1>{escape(title)}</h1>{said}{body}</main></body></html>'
    )


def start(annotators: Sequence[tuple[str, int, int]], token: str, note: str = "") -> str:
    """Who is at work: (name, labelled, questions) of each, and a place for a new name."""
    rows = "".join(
        f'<li><a href="/write/by/{quote(name)}">{escape(name)}</a><span>已标 {done} / {total}</span><progress max="{total or 1}" value="{done}" aria-label="{escape(name)} 已标 {done} / {total}"></progress></li>'
        for name, done, total in annotators
    )
    return page("标注人", (
        f'{f"<section class=card><h2>继续</h2><ul class=people>{rows}</ul></section>" if rows else ""}'
        f'<section class="card narrow"><h2>{"另一位标注人" if rows else "您的名字"}</h2><form method="post" action="/write/enter">{token_field(token)}'
        '<label for="name">名字或代号</label><input id="name" name="name" required maxlength="20" autocomplete="off"><button class="main">开始</button></form></section>'
        "<section class=card><h2>怎么做</h2><ol class=how><li>一人写题：写下问题，选定条款，填写答案要点；每一项都当场与条款原文核对。</li>"
        "<li>另一人标注同一批问题，看不到对方的标注。</li><li>“比对与定稿”列出两人的分歧和 Cohen κ，逐题定稿，导出问题集或审阅表。</li></ol>"
        "<p class=hint>页面从不显示系统会怎么回答：标注只依据文件。</p></section>"
    ), at="home", note=note, bad=bool(note))  # fmt: skip


def mine(who: str, tasks: Sequence[Task], note: str = "") -> str:
    """All questions of the set as one annotator meets them."""
    todo = [task for task in tasks if task.labelled is None]
    done = len(tasks) - len(todo)
    go = f'<a class="do" href="{item_address(who, todo[0].question.id)}">标注下一题（还有 {len(todo)} 题）</a>' if todo else ""
    rows = "".join(
        f'<tr><td><a href="{item_address(who, task.question.id)}">{escape(task.question.id)}</a></td><td>{escape(task.question.question)}</td>'
        f"<td>{'待标' if task.labelled is None else escape(expected(task.labelled))}</td><td>{escape(task.author)}</td></tr>"
        for task in (*todo, *(task for task in tasks if task.labelled is not None))
    )
    table = f'<div class="scroll" tabindex="0" role="region" aria-label="表格"><table><caption>{done} 题已标，{len(todo)} 题待标</caption><thead><tr><th>编号</th><th>问题</th><th>标注</th><th>写题人</th></tr></thead><tbody>{rows}</tbody></table></div>' if tasks else "<p>还没有题。</p>"
    return page(f"{who} 的题", f'<p class="doing"><a class="do" href="/write/by/{quote(who)}/new">写新题</a>{go}</p>{table}', who=who, at="mine", note=note)


def item_address(who: str, name: str) -> str:
    """Where an annotator labels an item."""
    return f"/write/by/{quote(who)}/item/{quote(name)}"


def editor(
    form: Form, checked: Checked, policies: Sequence[Policy], *, action: str, token: str, title: str, who: str = "", fixed: bool = False,
    note: str = "", may_drop: bool = False,
) -> str:  # fmt: skip
    """One item: the form on one side, the clauses it rests on on the other. ``fixed`` keeps the question's words."""
    cells = form.cells
    said = remarks(checked)

    def field(key: str, label: str, control: str, hint: str = "") -> str:
        return (
            f'<div class="field" data-field="{key}"><label for="f-{key}">{label}</label>{f"<p class=hint>{hint}</p>" if hint else ""}{control}'
            f'<ul class="said" data-for="{key}" aria-live="polite">{said.get(key, "")}</ul></div>'
        )

    def lines(key: str, rows: int = 2) -> str:
        return f'<textarea id="f-{key}" name="{key}" rows="{rows}"{_locked(key, fixed)}>{raw_escape(cells.get(key, ""))}</textarea>'

    def choice(key: str, options: Iterable[tuple[str, str]]) -> str:
        given = "".join(f'<option value="{value}"{" selected" if cells.get(key, "") == value else ""}>{escape(words)}</option>' for value, words in options)
        return f'<select id="f-{key}" name="{key}"{" disabled" if fixed and key in FIXED else ""}>{given}</select>'

    no = cells.get("answerable") == "否"
    yes_no = "".join(
        f'<label class="radio"><input type="radio" name="answerable" value="{value}"{" checked" if no == (value == "否") else ""}> {words}</label>'
        for value, words in (("是", "文件写明了，应当回答"), ("否", "没有写明，应当拒答"))
    )
    left = (
        field("question", "问题", lines("question"), "" if fixed else "如人所问，不照抄原文")
        + field("history", "前问（每行一问，旧的在前）", lines("history", 1))
        + f'<fieldset class="field" data-field="answerable"><legend>可否回答</legend>{yes_no}<ul class="said" data-for="answerable" aria-live="polite">{said.get("answerable", "")}</ul></fieldset>'
        + f'<div class="pair">{field("kind", "类型", choice("kind", ((k.value, f"{v} {k.value}") for k, v in KIND_NAMES.items())))}'
        + f'{field("style", "表述", choice("style", ((k.value, v) for k, v in STYLE_NAMES.items())))}{field("split", "划分", choice("split", ((k.value, v) for k, v in SPLIT_NAMES.items())))}</div>'
        + f'<div class="if-no">{field("unanswerable_kind", "为什么不可答", choice("unanswerable_kind", [("", "请选择"), *((k.value, v) for k, v in UNANSWERABLE_NAMES.items())]))}</div>'
        + '<div class="if-yes">'
        + field("facts", "答案要点（每行一个，缺一不可）", lines("facts", 3), "写普通文字即可，数字须整个吻合；正则以 re: 开头")
        + field("quotes", "原句（每行一句，一字不差）", lines("quotes", 3), "在右侧条款里选中文字，按“加为原句”")
        + f'<div class="pair">{field("lead", "牵头单位", lines("lead"), "没有则写“无”；不问单位就留空")}{field("supporting", "配合单位", lines("supporting"))}</div>'
        + field("validity", "效力", choice("validity", [("", "不量"), *STATUS_NAMES.items()])) + "</div>"
        + field("forbidden", "不得出现（他处的数字、别的单位）", lines("forbidden", 1))
        + f'<div class="pair">{field("as_of", "提问的日期", _input("as_of", "date", cells, fixed), "留空为评测当天")}{field("note", "备注", lines("note", 1), "依据哪一句")}</div>'
    )
    drop = '<button name="do" value="drop" formnovalidate>删去这题</button>' if may_drop else ""
    return page(title, (
        f'<noscript><p class="note bad">选条款和边写边查要用脚本，请在浏览器里打开脚本。</p></noscript>'
        f'<form id="item" method="post" action="{action}" class="{"no" if no else "yes"}" autocomplete="off">{token_field(token)}<div class="sides"><section class="card">{left}'
        f'<ul class="said" data-for="" aria-live="polite">{said.get("", "")}</ul>'
        f'<p class="doing"><button class="main" name="do" value="save">保存</button><button name="do" value="next">保存，下一题</button>{drop}</p><p class="hint">Ctrl+Enter 保存</p></section>'
        f'<section class="card clauses"><h2>条款</h2><div class="picked"><div class="field" data-field="clauses"><ul class="said" data-for="clauses" aria-live="polite">{said.get("clauses", "")}</ul></div>'
        f'<div id="evidence">{evidence(form, checked.marks)}</div></div>{_picker(policies)}</section></div></form>'
    ), who=who, at="mine" if who else "compare", note=note, bad=bool(note))  # fmt: skip


def _locked(key: str, fixed: bool) -> str:
    return " readonly" if fixed and key in FIXED else ""


def _input(key: str, kind: str, cells: Mapping[str, str], fixed: bool) -> str:
    return f'<input id="f-{key}" name="{key}" type="{kind}" value="{escape(cells.get(key, ""))}"{_locked(key, fixed)}>'


def _picker(policies: Sequence[Policy]) -> str:
    options = "".join(f'<option value="{escape(policy.id)}">{escape(quoted_title(policy.title))}{escape(f"（{policy.doc_number}）" if policy.doc_number else "")}</option>' for policy in policies)
    first = only_clauses(policies[0]) if len(policies) == 1 else ""
    return (
        '<div class="picker"><h3>选条款</h3><label for="find">按文字找（全部文件）</label><input id="find" type="search" placeholder="如：轨道交通 站点" autocomplete="off">'
        f'<label for="policy">或选一份文件</label><select id="policy"><option value="">{len(policies)} 份文件</option>{options}</select><div id="offered">{first}</div></div>'
    )


def only_clauses(policy: Policy) -> str:
    """The clauses of one policy, to be ticked."""
    parts = shown_parts(policy)
    return f'<p class="hint">{escape(quoted_title(policy.title))}，{len(parts)} 处</p>{"".join(_offer(policy, part, titled=False) for part in parts)}'


def found_clauses(found: Sequence[tuple[Policy, Clause]]) -> str:
    """Clauses found by their words, to be ticked."""
    return "".join(_offer(policy, part, titled=True) for policy, part in found) or "<p class=hint>没有找到，换几个字试试。</p>"


def _offer(policy: Policy, part: Clause, *, titled: bool) -> str:
    where = f"{escape(quoted_title(policy.title))} " if titled else ""
    return (
        f'<div class="offer"><button type="button" class="take" data-key="{escape(clause_key(policy, part))}" aria-label="选 {escape(_place(part))}">选</button>'
        f"<details><summary><b>{where}{escape(_place(part))}</b> {escape(_beginning(part))}</summary><div class=text>{_shown(part.text[:_LONGEST])}</div></details></div>"
    )


def _place(part: Clause) -> str:
    return part.label if part.kind is not PartKind.CLAUSE else f"{'/'.join(part.path)} {part.heading}".strip()


def _beginning(part: Clause) -> str:
    """The first words behind number and heading."""
    text = part.text.strip()
    at = text.find(part.heading) + len(part.heading) if part.heading else 0
    return text[at : at + 50].strip() or text[:50]


def _shown(text: str) -> str:
    return re.sub(r"\s*\n\s*", "<br>", raw_escape(visible_text(text)))


def evidence(form: Form, marks: Sequence[Mark]) -> str:
    """The clauses ticked, with what the entries stand on marked in them."""
    if form.cells.get("answerable") == "否":
        return '<p class="hint">应当拒答的题不写条款。</p>'
    blocks = []
    for at, (policy, part) in enumerate(form.chosen):
        key = clause_key(policy, part)
        first = "" if at == 0 else f'<button type="button" class="first" data-key="{escape(key)}">置首</button>'
        blocks.append(
            f'<article><input type="hidden" name="chosen" value="{escape(key)}"><h3>{escape(quoted_title(policy.title))}{escape(clause_name(part.path))}'
            f'<span class="acts">{first}<button type="button" class="leave" data-key="{escape(key)}">移去</button></span></h3>'
            f'<div class="text">{_marked(part.text[:_LONGEST], [mark for mark in marks if mark.clause == key])}</div></article>'
        )
    lost = "".join(f'<p class="note bad">库中没有 {escape(key)}，请另选</p>' for key in form.lost)
    return lost + ("".join(blocks) or '<p class="hint">还没有选条款。第一个选的是最该引的。</p>')


def _marked(text: str, marks: Sequence[Mark]) -> str:
    at: list[str] = [""] * len(text)
    for field in _MARKED:
        for mark in (one for one in marks if one.field == field):
            at[mark.start : mark.end] = [field] * len(at[mark.start : mark.end])
    out, start = [], 0
    for end in range(1, len(text) + 1):
        if end == len(text) or at[end] != at[start]:
            piece = _shown(text[start:end])
            out.append(f'<mark class="m-{at[start]}">{piece}</mark>' if at[start] else piece)
            start = end
    return "".join(out)


def remarks(checked: Checked) -> dict[str, str]:
    """What is to be said, by field."""
    signs = {"good": "✓", "doubt": "？", "bad": "✗"}
    found: dict[str, str] = {}
    for one in checked.remarks:
        what = f"“{one.entry}”" if one.entry else ""
        found[one.field] = found.get(one.field, "") + f'<li class="{one.verdict.value}">{signs[one.verdict.value]} {escape(what)}{escape(one.said)}</li>'
    return found


# ---- comparing -------------------------------------------------------------------------------------


def compare(
    people: Sequence[str], first: str, second: str, fields: Sequence[FieldAgreement], differences: Sequence[Difference], final: int, token: str, note: str = "",
) -> str:  # fmt: skip
    """Two annotators side by side: κ, what they differ on, and the way out."""
    if len(people) < 2:
        return page("比对与定稿", "<p>还只有一位标注人。请另一位在首页写下名字，标注同一批问题。</p>", at="compare")

    def who(name: str, chosen: str) -> str:
        given = "".join(f'<option{" selected" if one == chosen else ""}>{escape(one)}</option>' for one in people)
        return f'<select name="{name}" aria-label="标注人">{given}</select>'

    chooser = f'<form method="get" action="/write/compare" class="doing">{who("first", first)} 与 {who("second", second)} <button>比对</button></form>'
    both = fields[0].items if fields else 0
    rows = "".join(
        f"<tr><td>{FIELD_NAMES.get(one.field, one.field)}</td><td>{one.items}</td><td>{_number(one.equal)}</td><td>{_number(one.kappa)}</td><td>{escape('、'.join(one.differ))}</td></tr>" for one in fields
    )
    open_ones = sum(one.settled is None for one in differences)
    table = (
        f'<section class="card"><h2>一致性</h2><p>两人都标了 {both} 题。κ 为 1 是完全一致，0 是与随手标无异；0.8 以上可用。</p><div class="scroll" tabindex="0" role="region" aria-label="表格"><table><thead><tr><th>字段</th><th>题数</th><th>相同</th>'
        f"<th>Cohen κ</th><th>不一致的题</th></tr></thead><tbody>{rows}</tbody></table></div></section>"
    )
    pair = f"first={quote(first)}&second={quote(second)}"
    out = "".join(f'<a class="do" href="/write/export?{pair}&kind={kind}">{words}</a>' for kind, words in (("jsonl", "问题集 .jsonl"), ("xlsx", "审阅表 .xlsx"), ("csv", "审阅表 .csv")))
    ready = f'<section class="card"><h2>定稿</h2><p>{final} 题可用（一致的与定了稿的），{open_ones} 题还有分歧。</p><p class="doing">{out}</p></section>'
    body = "".join(_difference(one, first, second, token) for one in differences)
    return page("比对与定稿", chooser + table + ready + (f"<h2>分歧</h2>{body}" if body else "<p>没有分歧。</p>" if both else ""), at="compare", note=note)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _difference(one: Difference, first: str, second: str, token: str) -> str:
    def side(item: GoldItem, name: str, take: str) -> str:
        settled = " · 已取" if one.settled == item else ""
        return f'<td><p>{escape(expected(item))}</p>{f"<p class=hint>{escape(item.note)}</p>" if item.note else ""}<button name="take" value="{take}">取{escape(name)}的</button>{settled}</td>'

    state = '<span class="state done">已定稿</span>' if one.settled else '<span class="state">待定稿</span>'
    rewritten = f"<p>定稿：{escape(expected(one.settled))}</p>" if one.settled and one.settled not in (one.first, one.second) else ""
    return (
        f'<section class="card differ"><h3>{escape(one.first.id)} {escape(one.first.question)} {state}</h3><p>不一致：{"、".join(FIELD_NAMES.get(field, field) for field in one.fields)}</p>'
        f'<form method="post" action="/write/settle">{token_field(token)}<input type="hidden" name="first" value="{escape(first)}"><input type="hidden" name="second" value="{escape(second)}">'
        f'<input type="hidden" name="id" value="{escape(one.first.id)}"><div class="scroll" tabindex="0" role="region" aria-label="表格"><table><thead><tr><th>{escape(first)}</th><th>{escape(second)}</th></tr></thead>'
        f'<tbody><tr>{side(one.first, first, "first")}{side(one.second, second, "second")}</tr></tbody></table></div></form>{rewritten}'
        f'<p class="doing"><a class="do" href="/write/settle/{quote(first)}/{quote(second)}/{quote(one.first.id)}">改写定稿</a></p></section>'
    )
