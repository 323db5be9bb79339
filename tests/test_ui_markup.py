"""Nothing that acts: whatever a document or a question says, only our own markup reaches the page."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote_plus

import pytest
from ui_cases import TODAY, Seen, card, make_answer, make_citation, make_policy, panel, stages

from assistant.answer import (
    Refusal,
    RefusalCode,
    UnitsView,
    ValidityView,
)
from assistant.matching import Match, Matched, Profile, Question, Verdict
from corpus.policy import (
    Addressee,
    Commitment,
    Policy,
    ResponsibleUnits,
    Span,
    Status,
    SupportItem,
    Validity,
    Words,
)
from ui import (
    answer_view,
    comparing_view,
    evidence_view,
    front_view,
    library_view,
    match_cards,
    permalink_view,
    policy_view,
    scope_view,
    tasks_view,
)
from ui.comparing import ClauseChange
from ui.examples import Example, Role
from ui.permalink import Asked, Change, CitedThen, Reopened
from ui.scope import Scope
from ui.tasks import task_table

PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<img src='http://evil.example/x.png'>",
    "<form action=http://evil.example><button>登录</button></form>",
    "[点我](javascript:alert(1)) ![图](http://evil.example/y.png)",
    "</div></span><svg onload=alert(1)>",
    "`代码` **粗** # 题 | 表 | $x$ <!-- --> &lt;b&gt;",
    "甲\u202e乙\u2066丙\u200f丁",
    "换行\n\n- 列表\r\n    缩进\u2028分隔\x00\x1b控制",
    "' onmouseover='alert(1)",
]


TAGS = {
    "div", "span", "p", "ul", "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "strong", "mark", "button", "code", "br",
    "a", "article", "blockquote", "caption", "del", "details", "fieldset", "form", "input", "ins", "label", "legend", "nav", "ol", "option",
    "section", "select", "summary", "table", "tbody", "td", "th", "thead", "tr",
}  # fmt: skip
ATTRIBUTES = {  # all survive gradio's sanitiser
    "class", "type", "value", "hidden", "disabled", "id", "autocomplete", "download", "href", "lang", "max", "maxlength", "min", "name", "open",
    "placeholder", "role", "scope", "selected", "step", "tabindex", "title",
}  # fmt: skip


def version(payload: str) -> dict[str, Any]:
    """One kept version, its words all ``payload``."""
    return {"policy_id": payload, "version": 1, "source": payload, "title": payload, "clauses": 1, "added": payload, "current": False, "ended": payload}


def matched_with(payload: str, policy: Policy) -> tuple[Profile, Matched]:
    """A profile and one item found for it, their words all ``payload``."""
    words = Words(payload, Span(0, len(payload)))
    item = SupportItem("i", "p#五", payload, Span(0, len(payload)), Addressee.CLAIMANT, Commitment.GRANTS, words, deadline=words, apply=words)
    units = ResponsibleUnits((payload,), (payload,), (payload,))
    found = Match(item, policy, (payload,), payload, units, Verdict.MET, (), (payload,), (payload,), Status.UNKNOWN, (payload,), (payload,), payload, payload, (payload,))
    return Profile(name=payload, kind=payload, trades=(payload,)), Matched((found,), (Question(payload, payload, 1),), TODAY)


def everything(payload: str) -> dict[str, str]:
    """Every piece of HTML this module makes, with ``payload`` in every field that can carry text."""
    body = f"五、小标题{payload}\n正文{payload}。〔责任单位：{payload}〕"
    quote = f"正文{payload}。"
    policy = make_policy(
        body=body, heading=f"小标题{payload}", title=f"标题{payload}", doc_number=payload, issuers=(payload,), level=payload,
        units=ResponsibleUnits((payload,), (payload + "乙",), (payload, "丙" + payload), payload, None, payload, payload),
        validity=Validity(event=payload),
    )  # fmt: skip
    start = body.index(quote)
    citation = make_citation(
        quote, start=start, policy=f"标题{payload}", source=payload, label=f"五、小标题{payload}"
    )
    lost = make_citation(quote, 2, start=start, path=(payload, "（一）"), clause="（一）", label=payload, policy_id="lost")
    answer = make_answer(
        f"- 回答{payload}[1]\n第二段{payload}[2]", question=payload, resolved=payload, citations=(citation, lost),
        units=UnitsView((payload,), (payload,)), validity=ValidityView("unknown", None, None, payload),
        findings=(payload,), seconds=0.1,
    )  # fmt: skip
    refusal = make_answer(
        payload, citations=(), refusal=Refusal(RefusalCode.NOT_STATED, f"没有{payload}", (citation, lost)), resolved=payload
    )
    return {
        "answer": card(answer, {"p": policy}),
        "refusal": card(refusal, {"p": policy}),
        "panel": panel(answer, policy),
        "panel of a lost policy": evidence_view.evidence_html(evidence_view.Evidence(answer, 1, 1, None, TODAY)),
        "panel of a changed policy": panel(make_answer(citations=(lost, citation)), policy),
        "question": answer_view.question_html(payload),
        "notice": answer_view.notice_html(payload),
        "panel note": evidence_view.panel_note_html(payload),
        "header": front_view.header_html(payload, [policy]),
        "empty chat": front_view.empty_html({role: (Example(payload), Example(payload, refused=True)) for role in Role}),
        "scope form": scope_view.form_html([policy, policy], scope_view.Choices((payload,), (payload,), (2024,))),
        "scope tags": answer_view.scope_html(Scope(issuer=payload, policy="p").tags([policy]), payload),
        "kept": permalink_view.then_html(
            Reopened(Asked(payload), payload, answer, {"p": CitedThen(policy, Change.REMOVED)}, True, None, False, payload)),
        "link": permalink_view.link_html(payload, 1),
        "notice with question": answer_view.notice_html(payload, question=payload),
        "library": front_view.library_html([policy], TODAY),
        "filters": library_view.filters_html(scope_view.Choices((payload,), (payload,), (2024,))),
        "list": library_view.list_html([policy], TODAY, 1, f"q={quote_plus(payload)}&issuer={quote_plus(payload)}"),
        "library note": library_view.note_html(payload),
        "policy": policy_view.policy_html(policy, TODAY, 1, kept=True),
        "tasks": tasks_view.tasks_html(task_table(policy), payload),
        "versions": comparing_view.versions_html(policy, [version(payload), version(payload)]),
        "changes": comparing_view.changes_html(policy, policy, [
            ClauseChange((payload,), payload, "changed", (("same", payload), ("removed", payload), ("added", payload)))]),
        "match": match_cards.result_html(*matched_with(payload, policy), {"text": payload, "所在地": payload}),
        **{f"stage {n}": html for n, html in enumerate(stages(answer))},
    }


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_field_can_bring_markup_into_the_page(payload: str) -> None:
    """Whatever a document or a question says, only our own tags and attributes come out, well nested."""
    plain = {name: Seen(html) for name, html in everything("无害").items()}
    for name, html in everything(payload).items():
        seen = Seen(html)
        assert not seen.open, name
        assert set(seen.tags) <= TAGS, name
        assert {attribute for attribute, _ in seen.attributes} <= ATTRIBUTES, name
        assert all(value.startswith(("#", "/api/v1/")) for attribute, value in seen.attributes if attribute == "href"), name
        if "\n" not in payload and not name.startswith("stage") and name in plain:
            # The payload changes words, never the structure.
            assert seen.tags.count("button") == plain[name].tags.count("button"), name


@pytest.mark.parametrize("payload", PAYLOADS)
def test_html_stays_one_raw_block_for_markdown(payload: str) -> None:
    """Each piece is one line that opens with a block tag, so Markdown passes it on untouched."""
    for name, html in everything(payload).items():
        assert html == "" or html.startswith(("<div", "<p", "<form")), name
        assert not re.search(r"[\n\r\u2028\u2029]", html), name


@pytest.mark.parametrize("payload", PAYLOADS)
def test_invisible_characters_do_not_reach_the_page(payload: str) -> None:
    """Bidirectional controls become visible, other controls vanish."""
    for name, html in everything(payload).items():
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f\x00-\x08\x0b-\x1f]", html), name


def test_words_survive_escaping() -> None:
    """Escaping changes nothing a person reads: angle brackets and quotes are shown as written."""
    text = "面积<500平方米且“税收>20万元”、A&B [9]"
    assert Seen(answer_view.question_html(text)).text == f"问：{text}"
    assert text in Seen(card(make_answer(text))).text
