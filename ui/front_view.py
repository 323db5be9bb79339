"""The page before the first question: its name and scope, what to ask, and the documents on hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from corpus.policy import Policy
from ui.documents import day_of
from ui.examples import Example, Examples, Role
from ui.library_view import name_alike
from ui.render import (
    NOTICE,
    chinese_date,
    clause_count,
    escape,
    quoted_title,
    status_class,
    status_words,
)

LISTED_POLICIES = 12  # documents named in the empty panel; more would only be scrolled past


def header_html(title: str, policies: Sequence[Policy], *, live: bool = False) -> str:
    """Name, one sentence of scope, the constant notice, and the size of type; ``live`` once the page listens."""
    days = [day for policy in policies if (day := day_of(policy)) is not None]
    newest = f"，最近一份印发于{chinese_date(max(days))}" if days else ""
    scope = (
        f'收录{len(policies)}份文件<span class="zc-scope-more">{newest}</span>；回答附条款原文' if policies else "尚未收录文件"
    )
    sizes = "".join(
        f'<button type="button" class="zc-size" value="{size}">{words}</button>'
        for size, words in (("0", "标准"), ("1", "大"), ("2", "特大"))
    )
    tongues = "".join(
        f'<button type="button" class="zc-tongue" value="{value}" title="{name}">{words}<span class="zc-sr">（{name}）</span></button>'
        for value, words, name in (("hans", "简", "简体界面"), ("hant", "繁", "繁体界面"), ("en", "EN", "英文界面"))
    )
    return (
        f'<div class="zc-header{" zc-live" if live else ""}"><button type="button" class="zc-skip">跳到提问框</button>'
        f'<div class="zc-name-block"><h1>{escape(title)}</h1><p class="zc-scope">{scope}</p></div>'
        f'<div class="zc-tools"><div class="zc-sizes"><span>字号</span>{sizes}</div><div class="zc-sizes zc-tongues">{tongues}</div>'
        '<button type="button" class="zc-contrast">高对比</button><button type="button" class="zc-theme">深色</button></div></div>'
    )


REPHRASED = "回答含人工智能改写的文字，已逐句核对；仅供参考，以原文为准"  # the label that generated text has to bear


def nav_html(*, rephrases: bool = False) -> str:
    """The tabs; the script marks the one that is shown. Where a model ``rephrases``, the notice says so."""
    tabs = (("ask", "问答"), ("match", "惠企匹配"), ("library", "政策库"), ("repair", "文本修复对照"))
    buttons = "".join(f'<button type="button" class="zc-view" value="{value}">{words}</button>' for value, words in tabs)
    return f'<div class="zc-nav">{buttons}<p class="zc-ai-notice">{REPHRASED if rephrases else NOTICE}</p></div>'


def keys_html(most: int) -> str:
    """How to send, under the question box."""
    return (
        '<div class="zc-keys"><span class="zc-keys-more">回车发送，Shift＋回车换行；</span>'
        f"最多{most}字</div>"
    )


def empty_html(examples: Examples) -> str:
    """The chat before the first question: three ways in, each with questions of its own to try."""
    return (
        '<div class="zc-empty"><p class="zc-lead">请直接提问，回答会给出条款、责任单位和效力。</p>'
        f'<div class="zc-ways">{"".join(_way(role, examples.get(role, ())) for role in Role)}</div></div>'
    )


# Role → its name, what it finds here, and where else to go: (view, words).
_WAYS: Mapping[Role, tuple[str, str, tuple[tuple[str, str], ...]]] = {
    Role.OFFICIAL: ("公务人员", "查条款、责任单位和效力，引文可直接用于公文", (("library", "任务分工与政策库"),)),
    Role.ENTERPRISE: ("企业", "查能享受的支持、条件和找谁办", (("match", "按企业情况逐项核对"),)),
    Role.EVALUATOR: ("评测人员", "看它答得准不准，文件没写的是否如实说没写", (("repair", "核对原文与修复"),)),
}  # fmt: skip


def _way(role: Role, examples: Sequence[Example]) -> str:
    name, what, elsewhere = _WAYS[role]
    buttons = "".join(
        f'<li><button type="button" class="zc-example" value="{escape(example.question)}">{escape(example.question)}'
        f"{_EXPECTED if example.refused else ''}</button></li>"
        for example in examples
    )
    links = "".join(f'<button type="button" class="zc-goto" value="{view}">{words} ›</button>' for view, words in elsewhere)
    return f'<section class="zc-way"><h2>{name}</h2><p>{what}</p><ul class="zc-examples">{buttons}</ul>{links}</section>'


_EXPECTED = '<span class="zc-expected">应拒答</span>'


def library_html(policies: Sequence[Policy], on: date) -> str:
    """The panel before the first question: the documents on hand and whether they have force."""
    newest = sorted(policies, key=lambda item: (day_of(item) or date.min, item.id), reverse=True)
    files = Counter(map(name_alike, newest))
    once = list({name_alike(policy): policy for policy in reversed(newest)}.values())[::-1]  # the files of one document in one row
    rows = []
    for policy in once[:LISTED_POLICIES]:
        status = policy.validity.status(on)
        several = files[name_alike(policy)]
        facts = "　".join(part for part in (policy.doc_number, clause_count(policy), f"{several}个文件" if several > 1 else "") if part)
        rows.append(
            f'<li><span class="zc-doc-title">{escape(quoted_title(policy.title))}</span>'
            f'<span class="zc-doc-facts"><span class="zc-pill {status_class(status)}">{status_words(status)}</span>'
            f"{escape(facts)}</span></li>"
        )
    more = len(policies) - sum(files[name_alike(policy)] for policy in once[:LISTED_POLICIES])
    tail = f'<p class="zc-hint">另有{more}份文件。</p>' if more > 0 else ""
    listed = f'<ul class="zc-docs">{"".join(rows)}</ul>{tail}' if rows else '<p class="zc-hint">尚未收录文件。</p>'
    return (
        '<div class="zc-evidence"><div class="zc-steps"><h2>依据原文</h2></div>'
        '<p class="zc-hint">提问后，这里显示所引条款的全文、责任单位和效力；点击回答中的条款标签可逐条核对。</p>'
        f'<div class="zc-block"><h3>收录的文件</h3>{listed}</div></div>'
    )
