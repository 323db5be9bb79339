"""政策库: the filter form and the list of documents. Pure functions; the rules of ``ui/render.py`` hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from urllib.parse import parse_qsl, quote, urlencode

from corpus.policy import Policy, Status
from ui.render import (
    STATUS_WORDS,
    chinese_date,
    clause_count,
    escape,
    quoted_title,
    status_class,
    status_words,
)
from ui.scope import NAMES
from ui.scope_view import Choices, fields_html

PER_PAGE = 30


def route(kind: str, name: str = "", **query: str) -> str:
    """The address of a view of the page, for a link.

    >>> route("policy", "甲/乙", p="2")
    '#policy/%E7%94%B2%2F%E4%B9%99?p=2'
    """
    given = urlencode({key: value for key, value in query.items() if value})
    return f"#{kind}{'/' + quote(name, safe='') if name else ''}{'?' + given if given else ''}"


def link(to: str, words: str, name: str = "zc-link") -> str:
    """A link inside the page."""
    return f'<a class="{name}" href="{escape(to)}">{escape(words)}</a>'


def note_html(message: str) -> str:
    """The view where there is nothing to show."""
    return f'<div class="zc-page"><p class="zc-hint">{escape(message)}</p><p>{link("#library", "返回政策库")}</p></div>'


def loading_html() -> str:
    """The outline of a list, until it comes."""
    return '<div class="zc-page zc-loading"><p class="zc-hint">正在读取政策库…</p><p class="zc-bone"></p><p class="zc-bone"></p><p class="zc-bone"></p></div>'


def filters_html(choices: Choices) -> str:
    """What the list can be narrowed by; the script turns it into an address."""
    return (
        '<form class="zc-form zc-filter-form" role="search"><label class="zc-field zc-wide"><span>检索</span>'
        '<input type="search" name="q" placeholder="标题、文号或文件名中的词" maxlength="200" autocomplete="off"></label>'
        f"{fields_html(choices)}"
        '<button type="submit" class="zc-press">检索</button><button type="reset" class="zc-plain">清除条件</button></form>'
    )


def pager(kind: str, name: str, query: dict[str, str], page: int, pages: int) -> str:
    """Previous and next; ends are words, not links."""
    if pages < 2:
        return ""

    def step(words: str, to: int) -> str:
        if not 1 <= to <= pages:
            return f'<span class="zc-off">{words}</span>'
        return link(route(kind, name, **(query | {"p": str(to) if to > 1 else ""})), words)

    return (
        f'<nav class="zc-pages" role="navigation" title="翻页">{step("上一页", page - 1)}'
        f"<span>第 {page} 页，共 {pages} 页</span>{step('下一页', page + 1)}</nav>"
    )


def list_html(policies: Sequence[Policy], on: date, page: int, query: str) -> str:
    """One page of the list; ``query`` is what the address asks for."""
    pages = max(1, -(-len(policies) // PER_PAGE))
    page = min(max(page, 1), pages)
    given = dict(parse_qsl(query[:2_000]))
    given.pop("p", None)
    names = {"q": "检索"} | {name: words for name, words in NAMES.items() if name != "policy"}
    tags = "".join(
        f'<li>{link(route("library", **{k: v for k, v in given.items() if k != key}), f"{names[key]}：{_value(key, value)} ✕", "zc-tag")}</li>'
        for key, value in given.items()
        if key in names and value
    )
    named = Counter(map(name_alike, policies))
    rows = "".join(_row(policy, on, named[name_alike(policy)]) for policy in policies[(page - 1) * PER_PAGE : page * PER_PAGE])
    listed = f'<ul class="zc-cards">{rows}</ul>' if rows else (
        f'<p class="zc-hint">没有符合条件的文件。可以少选几个条件，或{link("#library", "查看全部文件")}。</p>'
    )
    return (
        f'<div class="zc-page"><div class="zc-list-head"><h2>政策库</h2><p class="zc-hint">共 {len(policies)} 份文件</p></div>'
        f'{f"""<ul class="zc-tags">{tags}</ul>""" if tags else ""}{listed}{pager("library", "", given, page, pages)}</div>'
    )


def _value(key: str, value: str) -> str:
    return STATUS_WORDS[Status(value)] if key == "status" and value in set(Status) else value[:60]


def name_alike(policy: Policy) -> tuple[str, str]:
    """What two files of one document share: the title and the number, marks and blanks aside."""
    return re.sub(r"\W", "", policy.title), re.sub(r"\W", "", policy.doc_number)


def _row(policy: Policy, on: date, files: int) -> str:
    """One document; where the library holds several ``files`` of its name, each says which it is."""
    status = policy.validity.status(on)
    day = policy.issued or policy.written
    facts = [policy.doc_number, "、".join(policy.issuers[:3]), policy.level, chinese_date(day) if day else "", clause_count(policy)]
    if files > 1:
        facts.append(f"文件：{policy.source}（同名文件共{files}份）")
    return (
        f'<li class="zc-card"><h3>{link(route("policy", policy.id), quoted_title(policy.title))}</h3>'
        f'<p class="zc-card-facts"><span class="zc-pill {status_class(status)}">{status_words(status)}</span>'
        f'{"".join(f"<span>{escape(fact)}</span>" for fact in facts if fact)}</p></li>'
    )
