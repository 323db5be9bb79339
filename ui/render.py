"""From records to what a person reads on the chat page.

Pure functions: records in, HTML out, no gradio, so that all of it is tested without a page. Three
rules hold everywhere:

* Every string that came from a document or a question goes through ``escape``.
* What is returned is ONE line that opens with a block tag. The chat runs its messages through
  Markdown, and a raw HTML block is passed on untouched until the first empty line; so no character
  of a document is ever read as Markdown (no links, no images, no stray emphasis).
* Only tags and attributes that gradio's sanitiser keeps are used. It drops ``aria-*`` and
  ``data-*``, so a button says what it does in words (partly for screen readers only, ``zc-sr``)
  and carries what it means in its ``value``; the scripts in ``assets/`` act on the class and the value.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from datetime import date

from assistant.answer import Answer, Citation, UnitsView
from assistant.answering.validity_line import validity_view
from corpus.naming import chinese_date as chinese_date
from corpus.naming import clause_name as clause_name
from corpus.policy import CLOSING, HEADER, PREAMBLE, Policy, ResponsibleUnits, Status

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

HEADING_SHOWN = 10  # characters of a clause heading on a chip; the panel has all of it
_MOST_NAMED = 2  # documents named by their titles on the one line over several
TITLE_SHOWN = 9  # characters of a title on a chip, where an answer rests on several documents
PREVIEW_SHOWN = 160  # characters of a quote in the hover preview

# Invisible characters that reorder the text around them: one in a title makes the page show what
# the document does not say. They are shown as a replacement character, so the damage is visible.
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Characters without any width hide words inside words, and tags (U+E0000…) whole sentences: they are left out.
_UNSEEN = re.compile("[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0\U000e0000-\U000e0fff]")
_BREAKS = re.compile(r"[\r\n\t\u2028\u2029]+")


def escape(text: str) -> str:
    r"""Make ``text`` safe inside an element or a quoted attribute, on one line.

    >>> escape('<img src=x onerror="alert(1)">\n**')
    '&lt;img src=x onerror=&quot;alert(1)&quot;&gt; **'
    >>> escape("甲\u202e乙")
    '甲\ufffd乙'
    """
    return html.escape(_BREAKS.sub(" ", visible_text(text)), quote=True)


def token_field(token: str) -> str:
    """The token that every form of 管理 and of 写题 carries."""
    return f'<input type="hidden" name="form" value="{escape(token)}">'


def visible_text(text: str) -> str:
    r"""``text`` as it may be shown: nothing in it is invisible or turns the words around it.

    >>> visible_text("市\u200b科技局\u202e\x00")
    '市科技局\ufffd'
    """
    return _CONTROL.sub("", _UNSEEN.sub("", _BIDI.sub("\ufffd", text)))


def value_of(text: str) -> str:
    """``text`` for a ``value`` attribute that is copied later: its line breaks survive as entities."""
    return "&#10;".join(escape(line) for line in visible_text(text).splitlines())


# ---- names: how a clause and a document are called -------------------------------------------


def clause_count(policy: Policy) -> str:
    """How many 条 a document has, and apart from them its headings with clauses below: 28条，7个标题."""
    headings = f"，{len(policy.headings)}个标题" if policy.headings else ""
    return f"{len(policy.leaves)}条{headings}"


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


_NO_OFFICE = "(?:(?![局厅部委院总署会府办处和])[\u4e00-\u9fff])"
_OF_A_PLACE = re.compile(rf"{_NO_OFFICE}{{2,8}}?自治[区州县旗]|{_NO_OFFICE}{{2,3}}?(?:省|市|县|旗|镇|街道|(?:经济技术开发|高新技术产业开发|高新|开发|新)?区)")
_ADDRESSED = re.compile(r"^.*?关于(?:印发|公布|发布)?")


def short_title(title: str) -> str:
    """A few words of a title, to tell documents apart on chips; the place that issued it stays in front.

    >>> short_title("关于支持产业创新平台建设的实施意见"), short_title("成都市武侯区人民政府关于支持产业创新平台建设的实施意见")
    ('支持产业创新平台建…', '武侯区支持产业创新平台建…')
    """
    bare = title.strip("《》 ")
    address = _ADDRESSED.match(bare)
    words = (bare[address.end() :] if address else bare).strip("《》〈〉") or title
    places = _OF_A_PLACE.findall(address.group()) if address else []
    place = places[-1] if places and places[-1] not in words else ""
    if place:
        words = re.sub(r"^[本我全][省市区县州]", "", words)
    return f"{place}{words}" if len(words) <= TITLE_SHOWN else f"{place}{words[:TITLE_SHOWN]}…"


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


def own_findings(answer: Answer) -> tuple[str, ...]:
    """The findings about the extract; those about a model's sentences belong beside them."""
    rewrite = answer.rewrite
    if rewrite is None:
        return answer.findings
    theirs = sum(not sentence.shown for sentence in rewrite.sentences) + bool(rewrite.fault)
    return answer.findings[: len(answer.findings) - theirs]


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
        lines.append(f"效力：{status_words(answer.validity.today.status)}（{answer.validity.line}）")
    lines.extend(f"未能核对：{finding}" for finding in own_findings(answer))
    lines.append(f"（政策问答：{NOTICE}）")
    return "\n".join(lines)


# ---- validity --------------------------------------------------------------------------------

Policies = Mapping[str, Policy]
"""The cited documents by id. One that is missing has left the library and counts as not checked."""


def status_words(status: Status | str | None) -> str:
    if status is None:
        return UNCHECKED
    try:
        return STATUS_WORDS[Status(status)]
    except ValueError:  # a status this page has no word for must not pass for a good one
        return UNCHECKED


def status_class(status: Status | str | None) -> str:
    known = {str(item) for item in Status}
    return f"zc-is-{str(status).replace('_', '-')}" if status is not None and str(status) in known else "zc-is-unknown"


def status_of(policies: Policies, policy_id: str, on: date) -> Status | None:
    policy = policies.get(policy_id)
    return None if policy is None else policy.validity.status(on)


def banners(answer: Answer, policies: Policies, on: date) -> str:
    """The validity of what is cited; where that is several documents, each with its title."""
    ids = list(dict.fromkeys(citation.policy_id for citation in answer.citations))
    if len(ids) <= 1:
        # One document: the assistant's own sentence.
        return "" if answer.validity is None else banner(answer.validity.today.status, answer.validity.today.line)
    # Copies of one document say the same; it is said once.
    each = {policy_banner(policies.get(policy_id), on, titled=True): policy_id for policy_id in reversed(ids)}
    if len(each) == 1:
        return next(iter(each))
    return _together([(banner, policies.get(policy_id)) for banner, policy_id in reversed(each.items())], on)


def _together(each: Sequence[tuple[str, Policy | None]], on: date) -> str:
    """The banners of several documents folded under one line, which names every status, and the documents that have lost their force.

    It has the colour of the worst: what is not in force must not be missed.
    """
    statuses = [policy.validity.status(on) if policy is not None else None for _, policy in each]
    by_status: dict[Status | None, list[str]] = {}
    for (_, policy), status in zip(each, statuses, strict=True):
        by_status.setdefault(status, []).append(quoted_title(short_title(policy.title)) if policy is not None else "一份文件")
    # Every piece by itself, so that the interface can put it into another language.
    if len(by_status) == 1:
        said = f"<span>所引{len(each)}份文件均为：</span><span>{status_words(statuses[0])}</span>"
    else:
        said = "；".join(
            f"<span>{status_words(status)}</span><span>{len(names)}份</span>"
            + (f"（{escape('、'.join(names))}）" if status in (Status.EXPIRED, Status.REPEALED) and len(names) <= _MOST_NAMED else "")
            for status, names in sorted(by_status.items(), key=lambda item: item[0] is Status.IN_FORCE)
        )
    worst = next((status for status in statuses if status is not Status.IN_FORCE), Status.IN_FORCE)
    banners = "".join(banner for banner, _ in each)
    return f'<details class="zc-banners"><summary class="zc-banner {status_class(worst)}">{said}</summary>{banners}</details>'


def policy_banner(policy: Policy | None, on: date, *, titled: bool = False) -> str:
    if policy is None:
        return banner(None, "所引文件已不在收录范围内，请以原文为准")
    view = validity_view(policy, on)
    return banner(view.status, view.line, quoted_title(short_title(policy.title)) if titled else "")


def banner(status: Status | str | None, line: str, title: str = "") -> str:
    words = status_words(status)
    rest = line.removesuffix(words).rstrip("，；。 ")  # the sentence often ends in the very word it follows here
    said = "".join(f"<span>{escape(piece)}</span>" for piece in (title, rest) if piece)
    return f'<p class="zc-banner {status_class(status)}"><strong>{words}</strong>{said}</p>'


# ---- chips and units -------------------------------------------------------------------------


def chip(citation: Citation, turn: int, status: Status | None, *, name: str | None = None, brief: bool = False) -> str:
    """A citation as a button: mark number, status dot, clause name; the quote waits as a preview.

    ``value`` is "turn-mark", which is all the page sends back. Whatever is not in force says so
    in words on the chip; ``brief`` chips, for what the same card says in words elsewhere, keep
    that word for the ear only. ``name`` replaces the clause name, "" shows the number alone.
    """
    words = status_words(status)
    full = short_name(citation)
    seen = full if name is None else name
    shown = f'<span class="zc-name">{escape(seen)}</span>' if seen else f'<span class="zc-sr">{escape(full)}</span>'
    if brief or status is Status.IN_FORCE:
        hidden = f"（{words}），查看原文"
    else:
        shown, hidden = f'{shown}<span class="zc-word">{words}</span>', "，查看原文"
    quote = citation.quote if len(citation.quote) <= PREVIEW_SHOWN else citation.quote[:PREVIEW_SHOWN] + "…"
    return (
        f'<span class="zc-cite"><button type="button" class="zc-chip {status_class(status)}" '
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
