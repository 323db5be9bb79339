"""From records to what a person reads on the chat page.

Pure functions: records in, HTML out, no gradio, so that all of it is tested without a page. Three
rules hold everywhere:

* Every string that came from a document or a question goes through ``escape``.
* What is returned is ONE line that opens with a block tag. The chat runs its messages through
  Markdown, and a raw HTML block is passed on untouched until the first empty line; so no character
  of a document is ever read as Markdown (no links, no images, no stray emphasis).
* Only tags and attributes that gradio's sanitiser keeps are used. It drops ``aria-*`` and
  ``data-*``, so a button says what it does in words (partly for screen readers only, ``zc-sr``)
  and carries what it means in its ``value``; ``assets/chat.js`` acts on the class and the value.
"""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answer import Answer, Citation, Confidence, Kind, RefusalCode, UnitsView
from assistant.validity_line import validity_view
from corpus.policy import (
    CLOSING,
    HEADER,
    PREAMBLE,
    Clause,
    PartKind,
    Policy,
    ResponsibleUnits,
    Status,
)

NOTICE = "回答均为政策原文摘录，仅供参考，以原文为准"
"""The constant notice of the page; it is kept in every copied text as well."""

# Words first, colour second: the word is always printed, so colour is never the only cue.
STATUS_WORDS: Mapping[Status, str] = {
    Status.IN_FORCE: "现行有效",
    Status.EXPIRED: "已失效",
    Status.REPEALED: "已废止",
    Status.NOT_YET: "尚未施行",
    Status.EVENT_BOUND: "有效期视事件而定",
    Status.UNKNOWN: "有效期未载明",
}
UNCHECKED = "效力未核对"  # the policy is no longer in the library: not checked must not look like checked

REFUSAL_TITLES: Mapping[RefusalCode, str] = {
    RefusalCode.NOT_IN_LIBRARY: "收录文件中未找到依据",
    RefusalCode.NOT_STATED: "文件未载明",
    RefusalCode.NOT_A_POLICY_QUESTION: "请提出政策方面的问题",
    RefusalCode.AMBIGUOUS: "问题还不够明确",
}

# What to do next; a greeting needs no hotline.
REFUSAL_HINTS: Mapping[RefusalCode, str] = {
    RefusalCode.NOT_A_POLICY_QUESTION: "直接写出要查的事项、单位或条款号即可。",
    RefusalCode.AMBIGUOUS: "请补充事项、单位或条款号后再问。",
}
REFUSAL_HINT = "可以换个说法，写明事项、单位或条款号；也可向责任单位或 12345 热线核实。"

STAGES = 10  # pieces an answer is streamed in: enough to read along, few enough to end in half a second
LISTED_POLICIES = 12  # documents named in the empty panel; more would only be scrolled past
HEADING_SHOWN = 10  # characters of a clause heading on a chip; the panel has all of it
TITLE_SHOWN = 9  # characters of a title on a chip, where an answer rests on several documents
PREVIEW_SHOWN = 160  # characters of a quote in the hover preview

# Invisible characters that reorder the text around them: one in a title makes the page show what
# the document does not say. They are shown as a replacement character, so the damage is visible.
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BREAKS = re.compile(r"[\r\n\t\u2028\u2029]+")


def escape(text: str) -> str:
    r"""Make ``text`` safe inside an element or a quoted attribute, on one line.

    >>> escape('<img src=x onerror="alert(1)">\n**')
    '&lt;img src=x onerror=&quot;alert(1)&quot;&gt; **'
    >>> escape("甲\u202e乙")
    '甲\ufffd乙'
    """
    return html.escape(_BREAKS.sub(" ", _visible(text)), quote=True)


def _visible(text: str) -> str:
    return _CONTROL.sub("", _BIDI.sub("\ufffd", text))


def _value(text: str) -> str:
    """``text`` for a ``value`` attribute that is copied later: its line breaks survive as entities."""
    return "&#10;".join(escape(line) for line in _visible(text).splitlines())


# ---- names: how a clause and a document are called -------------------------------------------


def clause_name(path: Sequence[str]) -> str:
    """The clause as officials cite it; chapters are left out, as the drafting rules want it.

    >>> clause_name(["五"]), clause_name(["二", "（三）"]), clause_name(["第二章", "第八条"])
    ('第五条', '第二条第（三）项', '第八条')
    >>> clause_name(["序"]), clause_name(["尾"]), clause_name(["题"])
    ('序言', '尾部', '文件信息')
    """
    special = {PREAMBLE: "序言", CLOSING: "尾部", HEADER: "文件信息"}
    if not path:
        return "全文"
    if len(path) == 1 and path[0] in special:
        return special[path[0]]
    kept = [step for step in path if not re.fullmatch(r"第.+[编章节]", step)] or [path[-1]]
    return "".join(_step_name(step) for step in kept)


def _step_name(step: str) -> str:
    if step.startswith(("第", "附")):
        return step
    if re.fullmatch(r"[（(].+[）)]", step):
        return f"第{step}项"
    if re.fullmatch(r"[一二三四五六七八九十百零〇]+", step):
        return f"第{step}条"
    if re.fullmatch(r"\d+[.．、]?", step):
        return f"第{step.rstrip('.．、')}目"
    return step


def heading_of(citation: Citation) -> str:
    """The clause's heading without its number.

    A citation carries number and heading as one label (五、坚持交通先行，提升…); parts without a
    heading of their own (序言, 尾部) give "".
    """
    number, label = citation.clause, citation.label
    if citation.path[:1] and citation.path[0] in (PREAMBLE, CLOSING, HEADER):
        return ""
    rest = label.removeprefix(number) if number and label.startswith(number) else ""
    return rest.lstrip("、.． \u3000").strip()


def short_name(citation: Citation) -> str:
    """What a chip reads: 第五条 坚持交通先行…"""
    heading = heading_of(citation)
    first = re.split(r"[，,；;。：:]", heading, maxsplit=1)[0][:HEADING_SHOWN]
    dots = "…" if len(first) < len(heading) else ""
    return f"{clause_name(citation.path)} {first}{dots}".strip()


def short_title(title: str) -> str:
    """A few words of a title, to tell documents apart on chips.

    >>> short_title("关于支持产业创新平台建设的实施意见")
    '支持产业创新平台建…'
    """
    words = re.sub(r"^.*?关于(?:印发)?", "", title.strip("《》 ")).strip("《》〈〉") or title
    return words if len(words) <= TITLE_SHOWN else words[:TITLE_SHOWN] + "…"


def quoted_title(title: str) -> str:
    """A title in 《》; marks already inside become 〈〉 (GB/T 15834).

    >>> quoted_title("关于印发《若干措施》的通知"), quoted_title("《若干措施》")
    ('《关于印发〈若干措施〉的通知》', '《若干措施》')
    """
    inner = title.strip()
    if inner.startswith("《") and inner.endswith("》") and inner.count("《") == 1:
        inner = inner[1:-1]
    return "《" + inner.replace("《", "〈").replace("》", "〉") + "》"


def chip_name(citation: Citation, several: bool) -> str:
    """Clause and heading; where an answer rests on ``several`` documents, clause and document.

    The clause comes first: a narrow screen cuts the end off, and the number must stay readable.
    """
    if several:
        return f"{clause_name(citation.path)} {quoted_title(short_title(citation.policy))}"
    return short_name(citation)


def official_citation(citation: Citation, doc_number: str = "") -> str:
    """The citation as it stands in an official paper: 《…》（文号）第五条."""
    number = f"（{doc_number}）" if doc_number else ""
    return f"{quoted_title(citation.policy)}{number}{clause_name(citation.path)}"


def citation_copy(citation: Citation, doc_number: str = "") -> str:
    """What 复制引文 puts on the clipboard: official form, the words themselves, and the notice."""
    return f"{official_citation(citation, doc_number)}：“{citation.quote}”\n（政策问答：{NOTICE}）"


def answer_copy(answer: Answer, policies: Mapping[str, Policy]) -> str:
    """What 复制回答 puts on the clipboard: text, sources in official form, validity, notice."""
    lines = [f"问：{answer.question}", f"答：{answer.text}"]
    if answer.citations:
        lines.append("依据：")
    for citation in answer.citations:
        policy = policies.get(citation.policy_id)
        number = policy.doc_number if policy is not None else ""
        lines.append(f"[{citation.mark}] {official_citation(citation, number)}：“{citation.quote}”")
    if answer.validity is not None and f"效力：{answer.validity.line}" not in answer.text:
        lines.append(f"效力：{_status_words(answer.validity.status)}（{answer.validity.line}）")
    lines.extend(f"未能核对：{finding}" for finding in answer.findings)
    lines.append(f"（政策问答：{NOTICE}）")
    return "\n".join(lines)


# ---- validity --------------------------------------------------------------------------------

Policies = Mapping[str, Policy]
"""The cited documents by id. One that is missing has left the library and counts as not checked."""


def chinese_date(day: date) -> str:
    """2025年12月31日, without leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def _status_words(status: Status | str | None) -> str:
    if status is None:
        return UNCHECKED
    try:
        return STATUS_WORDS[Status(status)]
    except ValueError:  # a status this page has no word for must not pass for a good one
        return UNCHECKED


def _status_class(status: Status | str | None) -> str:
    known = {str(item) for item in Status}
    return f"zc-is-{str(status).replace('_', '-')}" if status is not None and str(status) in known else "zc-is-unknown"


def _status(policies: Policies, policy_id: str, on: date) -> Status | None:
    policy = policies.get(policy_id)
    return None if policy is None else policy.validity.status(on)


def _banners(answer: Answer, policies: Policies, on: date) -> str:
    """The validity of what is cited; where that is several documents, each with its title."""
    ids = list(dict.fromkeys(citation.policy_id for citation in answer.citations))
    if len(ids) <= 1:
        # One document: the assistant's own sentence, for the day it was asked about.
        return "" if answer.validity is None else _banner(answer.validity.status, answer.validity.line)
    return "".join(_policy_banner(policies.get(policy_id), on, titled=True) for policy_id in ids)


def _policy_banner(policy: Policy | None, on: date, *, titled: bool = False) -> str:
    if policy is None:
        return _banner(None, "所引文件已不在收录范围内，请以原文为准")
    view = validity_view(policy, on)
    return _banner(view.status, f"{quoted_title(short_title(policy.title))}{view.line}" if titled else view.line)


def _banner(status: Status | str | None, line: str) -> str:
    words = _status_words(status)
    rest = line.removesuffix(words).rstrip("，；。 ")  # the sentence often ends in the very word it follows here
    said = f"<span>{escape(rest)}</span>" if rest else ""
    return f'<p class="zc-banner {_status_class(status)}"><strong>{words}</strong>{said}</p>'


# ---- chips and units -------------------------------------------------------------------------


def chip(citation: Citation, turn: int, status: Status | None, *, name: str | None = None, brief: bool = False) -> str:
    """A citation as a button: mark number, status dot, clause name; the quote waits as a preview.

    ``value`` is "turn-mark", which is all the page sends back. Whatever is not in force says so
    in words on the chip; ``brief`` chips, for what the same card says in words elsewhere, keep
    that word for the ear only. ``name`` replaces the clause name, "" shows the number alone.
    """
    words = _status_words(status)
    full = short_name(citation)
    seen = full if name is None else name
    shown = f'<span class="zc-name">{escape(seen)}</span>' if seen else f'<span class="zc-sr">{escape(full)}</span>'
    if brief or status is Status.IN_FORCE:
        hidden = f"（{words}），查看原文"
    else:
        shown, hidden = f'{shown}<span class="zc-word">{words}</span>', "，查看原文"
    quote = citation.quote if len(citation.quote) <= PREVIEW_SHOWN else citation.quote[:PREVIEW_SHOWN] + "…"
    return (
        f'<span class="zc-cite"><button type="button" class="zc-chip {_status_class(status)}" '
        f'value="{turn}-{citation.mark}"><span class="zc-mark">{citation.mark}</span>'
        f'<span class="zc-dot"></span>{shown}<span class="zc-sr">{hidden}</span></button>'
        f'<span class="zc-preview" hidden>{escape(quote)}</span></span>'
    )


def _badges(role: str, names: Sequence[str], kind: str) -> str:
    if not names:
        return ""
    items = "".join(f"<li>{escape(name)}</li>" for name in names)
    return f'<div class="zc-role zc-role-{kind}"><dt>{role}</dt><dd><ul>{items}</ul></dd></div>'


def units_html(units: UnitsView | ResponsibleUnits) -> str:
    """Lead and supporting units as badges; units printed without a role are listed as such."""
    listed = units.listed if isinstance(units, ResponsibleUnits) else ()
    plain = [name for name in listed if name not in units.lead and name not in units.supporting]
    rows = (
        _badges("牵头", units.lead, "lead")
        + _badges("配合", units.supporting, "supporting")
        + _badges("责任单位" if len(plain) == len(listed) else "其他责任单位", plain, "listed")
    )
    return f'<dl class="zc-units">{rows}</dl>' if rows else ""


# ---- the conversation ------------------------------------------------------------------------


def question_html(question: str) -> str:
    """The visitor's own words, as typed."""
    lines = "<br>".join(escape(line) for line in _visible(question).splitlines())
    return f'<div class="zc-question"><span class="zc-sr">问：</span>{lines}</div>'


def waiting_html() -> str:
    """A sketch of the answer to come; it takes the room the first sentences will take."""
    return (
        '<div class="zc-answer zc-waiting"><p class="zc-step">正在检索政策原文并核对条款…</p>'
        '<p class="zc-bone"></p><p class="zc-bone"></p></div>'
    )


def stopped_html() -> str:
    """In place of an answer the visitor stopped."""
    return '<div class="zc-answer zc-stopped"><p>已停止，本次没有给出回答。</p></div>'


def answer_html(answer: Answer, *, turn: int, policies: Policies, on: date, text: str | None = None) -> str:
    """One answer, or refusal, as a card.

    Args:
        answer: what the assistant said.
        turn: number of the exchange in this conversation; chips carry it.
        policies: the cited documents by id.
        on: the day validity is judged for.
        text: as much of the answer's text as has been streamed so far; None for the whole card.
    """
    if answer.refusal is not None:
        return _refusal_html(answer, turn, policies, on)
    done = text is None
    banners = _banners(answer, policies, on)
    body = _Body(answer.citations, turn, policies, on, labelled=bool(banners))
    words = body.html(shown_text(answer) if text is None else text)
    parts = [_resolved(answer), banners, f'<div class="zc-text">{words}</div>']
    if done:
        unseen = [citation for citation in answer.citations if citation.mark not in body.seen]
        if unseen:
            parts.append(f'<p class="zc-more">{"另见" if body.seen else "依据"}：{"".join(map(body.chip, unseen))}</p>')
        # Asked the other way round (what is X responsible for), each clause names X's role in the text.
        if answer.units is not None and answer.kind is not Kind.UNITS_REVERSE:
            parts.append(units_html(answer.units))
        parts.append(_findings(answer))
        parts.append(_foot(answer, policies))
    return f'<div class="zc-answer">{"".join(parts)}</div>'


def answer_stages(answer: Answer, *, turn: int, policies: Policies, on: date) -> Iterator[str]:
    """The card growing sentence by sentence; the last one is the whole card."""
    if answer.refusal is None:
        for text in growing(shown_text(answer))[:-1]:
            yield answer_html(answer, turn=turn, policies=policies, on=on, text=text)
    yield answer_html(answer, turn=turn, policies=policies, on=on)


def shown_text(answer: Answer) -> str:
    """The answer's text without the lines the card shows in a form of its own.

    The assistant's text stands alone on a terminal, so it repeats the units and the validity. Here
    they are badges and a banner. Only a line that says exactly what those say is left out.
    """
    repeated: set[str] = set()
    if answer.units is not None:
        repeated.add(f"牵头单位：{'、'.join(answer.units.lead)}")
        repeated.add(f"配合单位：{'、'.join(answer.units.supporting)}")
    if answer.validity is not None:
        repeated.add(f"效力：{answer.validity.line}")
    kept = [line for line in answer.text.splitlines() if line.strip().rstrip("。") not in repeated]
    return "\n".join(kept)


def growing(text: str, stages: int = STAGES) -> list[str]:
    """Ever longer beginnings of ``text``, at most ``stages``, cut after marks; the last is all of it.

    A mark like [1] stays with the words before it, so a chip never appears on its own.

    >>> growing("甲，乙[1]。丙；丁。", stages=2)
    ['甲，乙[1]。', '甲，乙[1]。丙；丁。']
    """
    ends = [found.end() for found in re.finditer(r"[，。；！？、：\n](?:\s*\[\d+\][，。；！？、：]?)*\s*", text)]
    if not ends or ends[-1] != len(text):
        ends.append(len(text))
    step = max(1, -(-len(ends) // stages))
    # Counted from the end, so that the last stage is the whole text and the first one is short.
    chosen = sorted({ends[i] for i in range(len(ends) - 1, -1, -step)})
    return [text[:end] for end in chosen]


def _resolved(answer: Answer) -> str:
    if not answer.resolved:
        return ""
    return f'<p class="zc-resolved">您问的是：{escape(answer.resolved)}</p>'


_MARK = re.compile(r"\[(\d{1,3})\]")


_QUOTED = re.compile(r"[“〔].+[”〕](?:\[\d{1,3}\])+")  # a line that is nothing but a quotation


class _Body:
    """Turns the text of one answer into HTML, and remembers which citations it has shown.

    ``labelled`` says that banners above already give the validity in words; where they speak of
    one document only, the chips do not repeat it to the eye.
    """

    def __init__(
        self, citations: Sequence[Citation], turn: int, policies: Policies, on: date, *, labelled: bool = False
    ) -> None:
        self.seen: set[int] = set()
        self._named: set[tuple[str, tuple[str, ...]]] = set()
        self._by_mark = {citation.mark: citation for citation in citations}
        self._several = len({citation.policy_id for citation in citations}) > 1
        self._labelled = labelled and not self._several
        self._turn, self._policies, self._on = turn, policies, on

    def html(self, text: str) -> str:
        """Lines become paragraphs, lines with a dash or a dot become a list, marks become chips."""
        out: list[str] = []
        lines = [line.strip() for line in _visible(text).splitlines() if line.strip()]
        for bulleted, group in itertools.groupby(lines, key=lambda line: line.startswith(("- ", "• ", "· "))):
            if bulleted:
                out.append("<ul>" + "".join(f"<li>{self._inline(line[2:])}</li>" for line in group) + "</ul>")
            else:
                for line in group:
                    kind = ' class="zc-quoted"' if _QUOTED.fullmatch(line) else ""
                    out.append(f"<p{kind}>{self._inline(line)}</p>")
        return "".join(out)

    def _inline(self, line: str) -> str:
        out: list[str] = []
        at = 0
        for found in _MARK.finditer(line):
            citation = self._by_mark.get(int(found[1]))
            if citation is None:  # a bracketed number of the document itself
                continue
            out.append(escape(line[at : found.start()]))
            out.append(self.chip(citation))
            at = found.end()
        out.append(escape(line[at:]))
        return "".join(out)

    def chip(self, citation: Citation) -> str:
        """The chip in full where a clause comes up first, shorter each time it comes up again."""
        clause = (citation.policy_id, citation.path)
        again = clause in self._named
        if citation.mark in self.seen:
            name = ""
        elif again:
            name = clause_name(citation.path)
        else:
            name = chip_name(citation, self._several)
        self.seen.add(citation.mark)
        self._named.add(clause)
        status = _status(self._policies, citation.policy_id, self._on)
        return chip(citation, self._turn, status, name=name, brief=again or self._labelled)


def _findings(answer: Answer) -> str:
    if not answer.findings:
        return ""
    items = "".join(f"<li>{escape(finding)}</li>" for finding in answer.findings)
    return f'<div class="zc-findings"><p>以下内容在所引条款中没有核对上，请勿直接采用：</p><ul>{items}</ul></div>'


def _foot(answer: Answer, policies: Policies) -> str:
    level = ""
    if answer.findings or answer.confidence is not Confidence.CLEAR:
        level = f'<span class="zc-level zc-level-partial">{Confidence.INCOMPLETE.chinese}</span>'
    elif answer.citations:
        level = f'<span class="zc-level zc-level-full">{Confidence.CLEAR.chinese}</span>'
    seconds = f"<span>用时 {max(answer.seconds, 0.01):.2f} 秒</span>" if answer.seconds else ""
    button = (
        f'<button type="button" class="zc-copy" value="{_value(answer_copy(answer, policies))}">复制回答与出处</button>'
        if answer.citations
        else ""
    )
    return f'<div class="zc-foot">{level}{seconds}{button}</div>' if level or button else ""


def _refusal_html(answer: Answer, turn: int, policies: Policies, on: date) -> str:
    refusal = answer.refusal
    assert refusal is not None
    said = refusal.reason  # the text repeats the nearest clauses, which stand below as chips
    nearest = ""
    if refusal.nearest:
        body = _Body(refusal.nearest, turn, policies, on)
        rows = "".join(f"<li>{body.chip(item)}</li>" for item in refusal.nearest)
        nearest = f'<p class="zc-hint">最接近的条款（供查阅，不是答案）：</p><ul class="zc-nearest">{rows}</ul>'
    return (
        f'<div class="zc-answer zc-refusal">{_resolved(answer)}'
        f'<p class="zc-refusal-title">{REFUSAL_TITLES.get(refusal.code, "暂不回答")}</p>'
        f'<div class="zc-text">{_Body(refusal.nearest, turn, policies, on).html(said)}</div>{nearest}'
        f'<p class="zc-hint">{REFUSAL_HINTS.get(refusal.code, REFUSAL_HINT)}</p></div>'
    )


def notice_html(message: str) -> str:
    """One clear line under the question box; "" clears it."""
    return f'<div class="zc-notice">{escape(message)}</div>' if message else ""


# ---- the evidence panel ----------------------------------------------------------------------


def shown_citations(answer: Answer) -> tuple[Citation, ...]:
    """What the panel can step through: the citations, or for a refusal the nearest clauses."""
    return answer.refusal.nearest if answer.refusal is not None else answer.citations


def cited_part(policy: Policy, citation: Citation) -> Clause | None:
    """The part of ``policy`` that is cited: same path, and where paths repeat, around the quote."""
    same = [part for part in policy.parts if part.path == citation.path]
    around = [part for part in same if part.span.start <= citation.start and citation.end <= part.span.end]
    return next(iter(around or same), None)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the panel shows: one citation of an answer, and the document it stands in.

    Attributes:
        answer: the answer the citation belongs to.
        turn: its number in the conversation.
        index: place of the citation in ``shown_citations(answer)``, from 0.
        policy: the cited document, None where the library no longer has it.
        on: the day validity is judged for.
    """

    answer: Answer
    turn: int
    index: int
    policy: Policy | None
    on: date


def evidence_html(evidence: Evidence) -> str:
    """The cited clause in full, its quote highlighted, with validity, units and place."""
    answer, policy = evidence.answer, evidence.policy
    citations = shown_citations(answer)
    citation = citations[evidence.index]
    number = policy.doc_number if policy is not None else ""
    part = cited_part(policy, citation) if policy is not None else None
    blocks = [
        _steps(evidence, len(citations)),
        _panel_banner(evidence),
        f'<h3 class="zc-title">{escape(quoted_title(policy.title if policy is not None else citation.policy))}</h3>',
        _facts(policy) if policy is not None else "",
        _clause(part, citation, citations) if part is not None else _quote_alone(citation),
        _part_units(part) if part is not None else "",
        _place(part, citation),
        f'<p class="zc-actions"><button type="button" class="zc-copy" '
        f'value="{_value(citation_copy(citation, number))}">复制引文</button>'
        f'<span class="zc-official">{escape(official_citation(citation, number))}</span></p>',
    ]
    # chat.js waits for this id after a chip was pressed.
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
        return _banner(view.status, view.line)  # the assistant's own words, for the day asked about
    return _policy_banner(evidence.policy, evidence.on)


def _facts(policy: Policy) -> str:
    rows = [
        ("文号", policy.doc_number),
        ("发文机构", "、".join(policy.issuers)),
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


def _place(part: Clause | None, citation: Citation) -> str:
    """Where the words stand, counted from 1 and end included, as people count."""
    nth = ""
    if part is not None:
        for position, measure in enumerate(part.measures, start=1):
            if measure.span.start <= citation.start < measure.span.end:
                nth = f"{clause_name(citation.path)}第{position}句（共{len(part.measures)}句），"
    return (
        f'<div class="zc-block"><h4>在原文件中的位置</h4><p class="zc-place">{escape(nth)}'
        f"原始文件 <code>{escape(citation.source)}</code> {f'第{citation.page}页，' if citation.page else ''}第{citation.raw_start + 1}—{citation.raw_end}个字符"
        f"（修复后正文第{citation.start + 1}—{citation.end}字）</p></div>"
    )


def panel_note_html(message: str) -> str:
    """The panel where there is no clause to show."""
    return f'<div class="zc-evidence"><div class="zc-steps"><h2>依据原文</h2></div><p class="zc-hint">{escape(message)}</p></div>'


# ---- the page before the first question ------------------------------------------------------


def _day(policy: Policy) -> date | None:
    return policy.issued or policy.written


def header_html(title: str, policies: Sequence[Policy]) -> str:
    """Name, one sentence of scope, the constant notice, and the size of type."""
    days = [day for policy in policies if (day := _day(policy)) is not None]
    newest = f"，最近一份印发于{chinese_date(max(days))}" if days else ""
    scope = (
        f'收录{len(policies)}份文件<span class="zc-scope-more">{newest}</span>；回答附条款原文' if policies else "尚未收录文件"
    )
    sizes = "".join(
        f'<button type="button" class="zc-size" value="{size}">{words}</button>'
        for size, words in (("0", "标准"), ("1", "大"), ("2", "特大"))
    )
    return (
        '<div class="zc-header"><button type="button" class="zc-skip">跳到提问框</button>'
        f'<div class="zc-name-block"><h1>{escape(title)}</h1><p class="zc-scope">{scope}</p></div>'
        f'<p class="zc-ai-notice">{NOTICE}</p>'
        f'<div class="zc-sizes"><span>字号</span>{sizes}</div></div>'
    )


def empty_html(examples: Sequence[str]) -> str:
    """The chat before the first question: what to ask, with questions to try."""
    buttons = "".join(
        f'<li><button type="button" class="zc-example" value="{escape(question)}">{escape(question)}</button></li>'
        for question in examples
    )
    listed = f'<p class="zc-try">可以这样问</p><ul class="zc-examples">{buttons}</ul>' if buttons else ""
    return (
        '<div class="zc-empty"><p class="zc-lead">请直接提问，回答会给出条款、责任单位和效力。</p>'
        f"{listed}</div>"
    )


def library_html(policies: Sequence[Policy], on: date) -> str:
    """The panel before the first question: the documents on hand and whether they have force."""
    rows = []
    for policy in sorted(policies, key=lambda item: (_day(item) or date.min, item.id), reverse=True)[:LISTED_POLICIES]:
        status = policy.validity.status(on)
        facts = "　".join(part for part in (policy.doc_number, f"{len(policy.clauses)}条") if part)
        rows.append(
            f'<li><span class="zc-doc-title">{escape(quoted_title(policy.title))}</span>'
            f'<span class="zc-doc-facts"><span class="zc-pill {_status_class(status)}">{_status_words(status)}</span>'
            f"{escape(facts)}</span></li>"
        )
    more = len(policies) - len(rows)
    tail = f'<p class="zc-hint">另有{more}份文件。</p>' if more > 0 else ""
    listed = f'<ul class="zc-docs">{"".join(rows)}</ul>{tail}' if rows else '<p class="zc-hint">尚未收录文件。</p>'
    return (
        '<div class="zc-evidence"><div class="zc-steps"><h2>依据原文</h2></div>'
        '<p class="zc-hint">提问后，这里显示所引条款的全文、责任单位和效力；点击回答中的条款标签可逐条核对。</p>'
        f'<div class="zc-block"><h3>收录的文件</h3>{listed}</div></div>'
    )
