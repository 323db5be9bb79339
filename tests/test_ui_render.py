"""What the chat page shows for a record: names, cards, the evidence panel, and nothing that acts."""

from __future__ import annotations

import doctest
import re
from collections.abc import Mapping
from datetime import date
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote_plus

import pytest

from assistant.answer import (
    Answer,
    Citation,
    Kind,
    Refusal,
    RefusalCode,
    UnitsView,
    ValidityView,
)
from assistant.matching import Match, Matched, Profile, Question, Verdict
from corpus.policy import (
    Addressee,
    Clause,
    Commitment,
    Measure,
    PartKind,
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
    render,
    scope_view,
    tasks_view,
)
from ui.comparing import ClauseChange
from ui.examples import Example, Role
from ui.permalink import Asked, Change, CitedThen, Reopened
from ui.scope import Scope
from ui.tasks import task_table

TODAY = date(2026, 11, 20)
BODY = "五、坚持交通先行，提升互联互通水平\n支持优先布局线路，推动站点覆盖面超过65%。加快建设快速路。〔责任单位：市财政局，各区〕"
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


# ---- factories ------------------------------------------------------------------------------------


def make_policy(**given: Any) -> Policy:
    """One policy with one clause (五), whose text is ``body``."""
    body: str = given.pop("body", BODY)
    spare = "第一个逗号前为牵头单位"
    note = body[body.index("〔") :] if "〔" in body else ""
    at = body.index("〔") if note else 0
    clause = Clause(
        "p#五", PartKind.CLAUSE, given.pop("path", ("五",)), given.pop("heading", "坚持交通先行，提升互联互通水平"), body,
        Span(0, len(body)),
        tuple(
            Measure(f"p#五/{nth}", found[0], Span(*found.span()))
            for nth, found in enumerate(re.finditer(r"[^。\n]+。", body), start=1)
        ),
        given.pop("units", ResponsibleUnits(
            ("市财政局",), ("各区",), ("市财政局", "各区"), note, Span(at, len(body)) if note else None, spare, "2025年底"
        )),
    )  # fmt: skip
    fields: dict[str, Any] = {
        "id": "p", "source": "原文.txt", "title": "关于重点片区建设的若干措施", "doc_number": "成办发〔2023〕1号",
        "issuers": ("市政府办公厅",), "written": None, "issued": date(2023, 2, 9), "level": "", "text": body,
        "raw_starts": tuple(range(len(body))), "raw_ends": tuple(range(1, len(body) + 1)), "parts": (clause,),
        "validity": Validity(date(2023, 2, 9), date(2025, 12, 31)),
    }  # fmt: skip
    return Policy(**{**fields, **given})


def make_citation(quote: str = "推动站点覆盖面超过65%", mark: int = 1, **given: Any) -> Citation:
    """A citation of the policy above; its place is looked up unless ``start`` is given."""
    start = given.pop("start", max(BODY.find(quote), 0))
    fields: dict[str, Any] = {
        "mark": mark, "policy": "关于重点片区建设的若干措施", "policy_id": "p", "source": "原文.txt", "clause": "五",
        "path": ("五",), "label": "五、坚持交通先行，提升互联互通水平", "quote": quote, "start": start,
        "end": start + len(quote), "raw_start": start + 100, "raw_end": start + 100 + len(quote),
    }  # fmt: skip
    return Citation(**{**fields, **given})


def make_answer(text: str = "站点覆盖面超过65%。[1]", **given: Any) -> Answer:
    """An answer with one citation."""
    fields: dict[str, Any] = {"question": "覆盖多少？", "text": text, "kind": Kind.FACT, "citations": (make_citation(),)}
    return Answer(**{**fields, **given})


def card(answer: Answer, policies: Mapping[str, Policy] | None = None, **given: Any) -> str:
    """The answer card for turn 3, with the policy above on hand."""
    return answer_view.answer_html(answer, turn=3, policies={"p": make_policy()} if policies is None else policies, on=TODAY, **given)


def panel(answer: Answer, policy: Policy | None = None, index: int = 0) -> str:
    """The evidence panel for one citation."""
    return evidence_view.evidence_html(evidence_view.Evidence(answer, 3, index, make_policy() if policy is None else policy, TODAY))


class Seen(HTMLParser):
    """The tags, attributes and words of a piece of HTML, as a browser would take them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag and its attributes."""
        self.tags.append(tag)
        self.attributes.extend((name, value or "") for name, value in attrs)
        if tag not in ("br", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Every tag is closed in order."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        self.words.append(data)

    @property
    def text(self) -> str:
        """All words, joined."""
        return "".join(self.words)


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


# ---- nothing that acts --------------------------------------------------------------------------------


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


# ---- names ----------------------------------------------------------------------------------------------


def test_docstring_examples_hold() -> None:
    """The examples in the docstrings are true."""
    result = doctest.testmod(render)
    assert result.attempted > 5
    assert result.failed == 0


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (("五",), "第五条"),
        (("十二",), "第十二条"),
        (("第二章", "第八条"), "第八条"),
        (("第二章", "第八条", "（三）"), "第八条第（三）项"),
        (("二", "（三）", "1."), "第二条第（三）项第1目"),
        (("第三章",), "第三章"),
        (("附件1",), "附件1"),
        (("尾",), "尾部"),
    ],
)
def test_a_clause_is_named_as_officials_cite_it(path: tuple[str, ...], name: str) -> None:
    """Articles, items and sub-items are named; chapters are not cited."""
    assert render.clause_name(path) == name


def test_the_official_citation_has_title_number_and_clause() -> None:
    """《…》（文号）第五条, with the brackets inside a title turned."""
    citation = make_citation(policy="关于印发《若干措施》的通知")
    assert render.official_citation(citation, "成办发〔2023〕1号") == "《关于印发〈若干措施〉的通知》（成办发〔2023〕1号）第五条"
    assert render.official_citation(citation) == "《关于印发〈若干措施〉的通知》第五条"
    copied = render.citation_copy(citation)
    assert copied.startswith("《关于印发〈若干措施〉的通知》第五条：“推动站点覆盖面超过65%”")
    assert render.NOTICE in copied


def test_a_chip_is_short_and_says_its_status() -> None:
    """A chip reads 第五条 坚持交通先行…, carries turn and mark, and has the quote as its preview."""
    html = render.chip(make_citation(), 3, Status.EXPIRED)
    assert "第五条 坚持交通先行…" in html
    assert 'value="3-1"' in html
    assert "已失效" in Seen(html).text
    assert '<span class="zc-preview" hidden>推动站点覆盖面超过65%</span>' in html
    assert "效力未核对" in render.chip(make_citation(), 3, None)
    assert "现行有效" in Seen(render.chip(make_citation(), 3, Status.IN_FORCE)).text


# ---- the card -------------------------------------------------------------------------------------------------


def test_marks_become_chips_in_place() -> None:
    """[1] becomes a chip where it stands; the same citation again is a number; other brackets stay."""
    html = card(make_answer("甲[1]乙[7]。\n丙[1]"))
    assert html.count('value="3-1"') == 2
    assert html.count('class="zc-name"') == 1
    assert "乙[7]。" in html


def test_a_citation_without_a_mark_in_the_text_is_listed() -> None:
    """No citation is lost because the text does not mention its mark."""
    html = card(make_answer("没有标记的回答。"))
    assert "依据：<span" in html and 'value="3-1"' in html


def test_validity_stands_in_words_on_the_card() -> None:
    """The banner has the status word, then the assistant's sentence without that word again."""
    view = ValidityView("expired", None, date(2025, 12, 31), "有效期至2025年12月31日，已失效")
    html = card(make_answer(validity=view))
    assert 'zc-banner zc-is-expired"><strong>已失效</strong><span>有效期至2025年12月31日</span>' in html


def test_a_status_the_page_does_not_know_never_looks_valid() -> None:
    """An unknown status word is shown as not checked, in the neutral colour."""
    html = card(make_answer(validity=ValidityView("brand_new", None, None, "某句")))
    assert "效力未核对" in html and "zc-is-in-force" not in html.split("zc-text")[0]


def test_several_documents_each_show_their_own_validity() -> None:
    """With two documents cited, banners and chips name the document they speak of."""
    other = make_policy(id="q", title="另一份办法", validity=Validity(open_ended=True))
    answer = make_answer(
        "甲[1]\n乙[2]", citations=(make_citation(), make_citation("加快建设快速路", 2, policy_id="q", policy="另一份办法"))
    )
    html = card(answer, {"p": make_policy(), "q": other})
    banners = re.findall(r'<p class="zc-banner.*?</p>', html)
    assert len(banners) == 2
    assert "已失效" in banners[0] and "《重点片区建设的若干…》" in banners[0]
    assert "现行有效" in banners[1] and "《另一份办法》" in banners[1]
    assert "第五条 《另一份办法》" in html


def test_what_badges_and_banner_show_is_not_repeated_in_the_text() -> None:
    """Lines that say exactly what the badges and the banner say are left out; any other line stays."""
    view = ValidityView("expired", None, None, "已于某日失效")
    text = "站点65%。[1]\n牵头单位：市财政局\n配合单位：各区、市局\n效力：已于某日失效。\n效力：另有说明"
    answer = make_answer(text, units=UnitsView(("市财政局",), ("各区",)), validity=view)
    assert answer_view.shown_text(answer) == "站点65%。[1]\n配合单位：各区、市局\n效力：另有说明"
    assert "效力：已于某日失效" in render.answer_copy(answer, {})


def test_units_are_badges_with_their_role() -> None:
    """Lead and supporting units are told apart in words; units without a role are listed as such."""
    html = render.units_html(UnitsView(("甲局",), ("乙局",)))
    assert "<dt>牵头</dt><dd><ul><li>甲局</li>" in html and "<dt>配合</dt><dd><ul><li>乙局</li>" in html
    assert "<dt>责任单位</dt>" in render.units_html(ResponsibleUnits(listed=("丙局",)))
    assert "<dt>其他责任单位</dt>" in render.units_html(ResponsibleUnits(("甲局",), (), ("甲局", "丙局")))
    assert render.units_html(UnitsView()) == ""


def test_findings_are_shown_as_unchecked() -> None:
    """What failed the check is named, and the answer is no longer called well founded."""
    html = card(make_answer(findings=("70%",)))
    assert "没有核对上" in html and "70%" in html
    assert "依据不完整" in html and "有明确依据" not in html
    assert "有明确依据" in card(make_answer())


def test_a_follow_up_says_how_it_was_understood() -> None:
    """您问的是 appears for a resolved question and only then."""
    assert "您问的是：轨道交通谁牵头？" in card(make_answer(resolved="轨道交通谁牵头？"))
    assert "您问的是" not in card(make_answer())


@pytest.mark.parametrize("code", list(RefusalCode))
def test_a_refusal_says_why_and_leads_on(code: RefusalCode) -> None:
    """Each kind of refusal has its own title, its reason once, and the nearest clauses as chips."""
    reason = "收录的文件没有规定。"
    answer = make_answer(reason, citations=(), refusal=Refusal(code, reason, (make_citation(),)))
    html = card(answer)
    assert "zc-refusal" in html and answer_view.REFUSAL_TITLES[code] in html
    assert html.count(reason) == 1
    assert 'value="3-1"' in html and "不是答案" in html
    assert "有明确依据" not in html


def stages(answer: Answer) -> list[str]:
    """The card as it grows."""
    words = answer_view.growing(answer_view.shown_text(answer))
    return [answer_view.answer_html(answer, turn=3, policies={}, on=TODAY, text=text) for text in words]


def test_the_answer_grows_and_ends_whole() -> None:
    """Stages only ever add words, stay few, keep a mark with its sentence, and the whole card adds what stands below."""
    answer = make_answer("。".join(f"第{n}句，有些话" for n in range(40)) + "。[1]")
    shown = [*stages(answer), card(answer, {})]
    assert 3 < len(shown) - 1 <= answer_view.STAGES
    lengths = [len(Seen(stage).text) for stage in shown]
    assert lengths == sorted(lengths)
    for text in answer_view.growing("甲，乙[1]。丙。[2]\n丁"):
        assert not re.search(r"\[\d?$", text)


@pytest.mark.parametrize("text", ["", "没有标点", "。", "一句。", "甲\n\n乙"])
def test_growing_ends_with_the_text(text: str) -> None:
    """Whatever the text, the last stage is all of it and every stage is a beginning of it."""
    stages = answer_view.growing(text)
    assert stages[-1] == text
    assert all(text.startswith(stage) for stage in stages)


# ---- the panel ---------------------------------------------------------------------------------------------------


def marks(html: str, kind: str) -> list[str]:
    """The words inside the marks of one kind."""
    return [Seen(found).text for found in re.findall(f'<mark class="zc-{kind}">(.*?)</mark>', html)]


def test_the_panel_shows_the_whole_clause_with_the_quote_marked() -> None:
    """Every word of the clause is there; this quote is marked strongly, its fellow lightly."""
    answer = make_answer(citations=(make_citation(), make_citation("加快建设快速路", 2)))
    html = panel(answer)
    assert marks(html, "now") == ["推动站点覆盖面超过65%"]
    assert marks(html, "also") == ["加快建设快速路"]
    clause = re.search(r'<div class="zc-clause">(.*?)</div>', html)
    assert clause is not None
    assert Seen(clause[1]).text == BODY.replace("\n", "")
    assert marks(panel(answer, index=1), "now") == ["加快建设快速路"]


def test_the_panel_names_document_units_validity_and_place() -> None:
    """Title, 文号, units with the rule they were read by, validity in words, and where it stands."""
    html = panel(make_answer())
    text = Seen(html).text
    for expected in (
        "《关于重点片区建设的若干措施》", "成办发〔2023〕1号", "市政府办公厅", "2023年2月9日", "已失效", "2025年12月31日",
        "五、坚持交通先行，提升互联互通水平", "第一个逗号前为牵头单位", "完成时限：2025年底", "第五条第1句（共2句）", "原文.txt",
        "《关于重点片区建设的若干措施》（成办发〔2023〕1号）第五条",
    ):  # fmt: skip
        assert expected in text, expected
    start = BODY.index("推动")
    assert f"第{start + 101}—{start + 112}个字符" in text  # counted from 1, both ends included


@pytest.mark.parametrize(
    ("validity", "words"),
    [
        (Validity(date(2023, 1, 1), date(2030, 1, 1)), "现行有效"),
        (Validity(date(2023, 1, 1), date(2025, 12, 31)), "已失效"),
        (Validity(repealed_by="《新办法》"), "已废止"),
        (Validity(date(2027, 1, 1)), "尚未施行"),
        (Validity(event="应急响应解除"), "有效期视事件而定"),
        (Validity(date(2023, 1, 1)), "有效期未载明"),
    ],
    ids=[status.value for status in (Status.IN_FORCE, Status.EXPIRED, Status.REPEALED, Status.NOT_YET, Status.EVENT_BOUND, Status.UNKNOWN)],
)  # fmt: skip
def test_each_validity_has_its_word(validity: Validity, words: str) -> None:
    """The banner says the status in words whatever it is; silence is never taken for validity."""
    assert f"<strong>{words}</strong>" in panel(make_answer(), make_policy(validity=validity))


def test_a_quote_that_is_not_in_the_clause_is_not_marked() -> None:
    """Words that the stored clause does not contain are never highlighted, and the panel says so."""
    html = panel(make_answer(citations=(make_citation("推动站点覆盖面超过70%", start=40),)))
    assert marks(html, "now") == []
    assert "对不上" in html


def test_a_quote_whose_place_moved_is_found_again() -> None:
    """After a rebuild the offsets may differ; the same words, if they stand once, are still marked."""
    assert marks(panel(make_answer(citations=(make_citation(start=0),))), "now") == ["推动站点覆盖面超过65%"]


def test_repeated_paths_are_told_apart_by_place() -> None:
    """Where two parts have the same path, the one around the quote is shown."""
    policy = make_policy(text=BODY * 2, raw_starts=(), raw_ends=())
    first = policy.parts[0]
    second = Clause("p#五b", first.kind, first.path, "另一条", BODY, Span(len(BODY), 2 * len(BODY)))
    both = make_policy(text=BODY * 2, raw_starts=(), raw_ends=(), parts=(first, second))
    citation = make_citation(start=len(BODY) + BODY.index("推动"))
    assert evidence_view.cited_part(both, citation) is second


def test_a_missing_policy_or_clause_is_said() -> None:
    """If the document or clause has gone, the quote is shown alone and nothing claims to be checked."""
    html = evidence_view.evidence_html(evidence_view.Evidence(make_answer(), 1, 0, None, TODAY))
    assert "效力未核对" in html and "找不到这一条" in html and "推动站点覆盖面超过65%" in html
    assert "找不到这一条" in panel(make_answer(citations=(make_citation(path=("九",)),)))


def test_steps_lead_through_the_citations() -> None:
    """上一条 and 下一条 carry the neighbour's value; at the ends they are disabled, not gone."""
    answer = make_answer(citations=(make_citation(), make_citation("加快建设快速路", 2)))
    first, last = panel(answer), panel(answer, index=1)
    assert 'class="zc-go zc-prev" value="" disabled>上一条' in first
    assert 'class="zc-go zc-next" value="3-2">下一条' in first and "第 1 条，共 2 条" in first
    assert 'class="zc-go zc-prev" value="3-1">上一条' in last and 'value="" disabled>下一条' in last
    assert 'id="zc-e-3-2"' in last


def test_the_header_counts_what_is_there() -> None:
    """The scope line has the number of documents and the newest date; an empty library says so."""
    text = Seen(front_view.header_html("政策问答", [make_policy()])).text
    assert "收录1份文件，最近一份印发于2023年2月9日" in text and render.NOTICE in front_view.nav_html()
    assert "尚未收录文件" in front_view.header_html("政策问答", [])
    assert "尚未收录文件" in front_view.library_html([], TODAY)


def test_a_long_library_is_listed_in_part() -> None:
    """The newest documents are named, the rest counted."""
    policies = [make_policy(id=str(n), title=f"文件{n}", issued=date(2020, 1, n + 1)) for n in range(15)]
    text = Seen(front_view.library_html(policies, TODAY)).text
    assert "文件14" in text and "《文件1》" not in text and "另有3份文件" in text
