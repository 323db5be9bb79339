"""The conversation: questions, answer cards growing while they stream, refusals, notices.

Pure functions from records to HTML; the rules of ``ui/render.py`` hold.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from datetime import date

from assistant.answer import Answer, Citation, Confidence, Kind, Mode, RefusalCode
from ui.evidence_view import cited_part
from ui.related import related_questions
from ui.render import (
    Policies,
    answer_copy,
    banners,
    chip,
    chip_name,
    clause_name,
    escape,
    own_findings,
    short_title,
    status_of,
    units_html,
    value_of,
    visible_text,
)
from ui.rewrite_view import extract_of, rewrite_html
from ui.service import MAX_COMMENT, VERDICTS

MODE_WORDS: Mapping[Mode, str] = {
    Mode.EXTRACTIVE: "原文摘录，未用大模型", Mode.VERIFIED: "大模型改写，逐句核对通过",
    Mode.PARTLY_VERIFIED: "大模型改写，未通过核对的句子没有采用",
    Mode.NOT_VERIFIED: "大模型的改写没有通过核对，以下为原文摘录",
    Mode.NOT_CHECKED: "大模型没有按时给出可以核对的改写，以下为原文摘录",
}  # fmt: skip

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

STAGES = 4  # pieces an answer is streamed in: enough to read along; each one costs the server about 5 ms

def question_html(question: str) -> str:
    """The visitor's own words, as typed."""
    lines = "<br>".join(escape(line) for line in visible_text(question).splitlines())
    return f'<div class="zc-question"><span class="zc-sr">问：</span>{lines}</div>'


def waiting_html(*, rewriting: bool = False) -> str:
    """A sketch of the answer to come; it takes the room the first sentences will take."""
    step = "正在检索政策原文，随后由大模型改写并逐句核对…" if rewriting else "正在检索政策原文并核对条款…"
    return f'<div class="zc-answer zc-waiting"><p class="zc-step">{step}<span class="zc-elapsed"></span></p><p class="zc-bone"></p><p class="zc-bone"></p></div>'


def scope_html(tags: Sequence[tuple[str, str]], question: str) -> str:
    """The scope an answer was asked in: each condition a button that takes it away and asks again."""
    if not tags:
        return ""
    items = "".join(
        f'<li><button type="button" class="zc-unscope" value="{escape(f"{name}|{question}")}">{escape(words)}<span class="zc-sr">，去掉后再问</span> ✕</button></li>'
        for name, words in tags
    )
    every = f'<li><button type="button" class="zc-unscope" value="{escape(f"|{question}")}">不限范围再问</button></li>'
    return f'<div class="zc-scoped"><span>限定范围</span><ul>{items}{every}</ul></div>'


def searched_html(code: RefusalCode, documents: int) -> str:
    """What was looked through before a refusal; "" where nothing was."""
    if code not in (RefusalCode.NOT_IN_LIBRARY, RefusalCode.NOT_STATED):
        return ""
    return f'<p class="zc-searched">已检索全部 {documents} 份文件</p>'


def stopped_html() -> str:
    """In place of an answer the visitor stopped."""
    return '<div class="zc-answer zc-stopped"><p>已停止，本次没有给出回答。</p></div>'


def answer_html(
    answer: Answer, *, turn: int, policies: Policies, on: date, text: str | None = None, above: str = ""
) -> str:
    """One answer, or refusal, as a card.

    Args:
        answer: what the assistant said.
        turn: number of the exchange in this conversation; chips carry it.
        policies: the cited documents by id.
        on: the day validity is judged for.
        text: as much of the answer's text as has been streamed so far; None for the whole card.
        above: what stands above it all: the scope, the note on a kept answer.
    """
    if answer.refusal is not None:
        return _refusal_html(answer, turn, policies, on, above)
    done = text is None
    validity = banners(answer, policies, on)
    body = _Body(answer.citations, turn, policies, on, labelled=bool(validity))
    rewrite = rewrite_html(answer.rewrite, body.inline)  # first: its chips are the ones in full
    words = body.html(shown_text(answer) if text is None else text)
    parts = [above, _resolved(answer), validity, rewrite, f'<div class="zc-text">{words}</div>']
    if done:
        unseen = [citation for citation in answer.citations if citation.mark not in body.seen]
        if unseen:
            parts.append(f'<p class="zc-more">{"另见" if body.seen else "依据"}：{"".join(map(body.chip, unseen))}</p>')
        # Asked the other way round (what is X responsible for), each clause names X's role in the text.
        if answer.units is not None and answer.kind is not Kind.UNITS_REVERSE:
            parts.append(units_html(answer.units))
        parts.append(_findings(answer))
        parts.append(_foot(answer, policies, turn))
        parts.append(_related(answer, policies))
    return f'<div class="zc-answer">{"".join(parts)}</div>'


def shown_text(answer: Answer) -> str:
    """The answer's text without what the card shows in a form of its own: some lines, and a model's sentences.

    The assistant's text stands alone on a terminal, so it repeats the units and the validity. Here
    they are badges and a banner. Only a line that says exactly what those say is left out.
    """
    repeated: set[str] = set()
    if answer.units is not None:
        repeated.add(f"牵头单位：{'、'.join(answer.units.lead)}")
        repeated.add(f"配合单位：{'、'.join(answer.units.supporting)}")
    if answer.validity is not None:
        repeated.add(f"效力：{answer.validity.line}")
    kept = [line for line in extract_of(answer).splitlines() if line.strip().rstrip("。") not in repeated]
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
        lines = [line.strip() for line in visible_text(text).splitlines() if line.strip()]
        for bulleted, group in itertools.groupby(lines, key=lambda line: line.startswith(("- ", "• ", "· "))):
            if bulleted:
                out.append("<ul>" + "".join(f"<li>{self.inline(line[2:])}</li>" for line in group) + "</ul>")
            else:
                for line in group:
                    kind = ' class="zc-quoted"' if _QUOTED.fullmatch(line) else ""
                    out.append(f"<p{kind}>{self.inline(line)}</p>")
        return "".join(out)

    def inline(self, line: str) -> str:
        """A line of text with its marks as chips."""
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
        status = status_of(self._policies, citation.policy_id, self._on)
        return chip(citation, self._turn, status, name=name, brief=again or self._labelled)


def _findings(answer: Answer) -> str:
    items = "".join(f"<li>{escape(finding)}</li>" for finding in own_findings(answer))
    if not items:
        return ""
    return f'<div class="zc-findings"><p>以下内容在所引条款中没有核对上，请勿直接采用：</p><ul>{items}</ul></div>'


def _foot(answer: Answer, policies: Policies, turn: int) -> str:
    level = ""
    if answer.refusal is not None and not answer.citations:
        level = f'<span class="zc-level zc-level-none">{Confidence.NONE.chinese}</span>'
    elif own_findings(answer) or (answer.citations and answer.confidence is not Confidence.CLEAR):
        level = f'<span class="zc-level zc-level-partial">{Confidence.INCOMPLETE.chinese}</span>'
    elif answer.citations:
        level = f'<span class="zc-level zc-level-full">{Confidence.CLEAR.chinese}</span>'
    mode = f'<span class="zc-mode">{MODE_WORDS[answer.mode]}</span>' if answer.citations else ""
    seconds = f"<span>用时 {max(answer.seconds, 0.01):.2f} 秒</span>" if answer.seconds else ""
    button = (
        f'<button type="button" class="zc-copy" value="{value_of(answer_copy(answer, policies))}">复制回答与出处</button>'
        if answer.citations
        else ""
    )
    share = f'<button type="button" class="zc-share" value="{turn}">复制链接</button>'
    return f'<div class="zc-foot">{level}{mode}{seconds}<span class="zc-foot-do">{share}{button}</span></div>{_opinion(turn)}'


def _opinion(turn: int) -> str:
    """有帮助 in one press; what is wrong in a small form, which opens without any script."""
    wrong = "".join(f'<option value="{words}">{words}</option>' for words in VERDICTS[1:])
    return (
        f'<div class="zc-opinion"><button type="button" class="zc-aloud">朗读</button><button type="button" class="zc-say" value="{turn}">{VERDICTS[0]}</button>'
        f'<details class="zc-wrong"><summary>有问题</summary><form class="zc-form zc-say-form">'
        f'<input type="hidden" name="turn" value="{turn}"><label class="zc-field"><span>问题在哪里</span>'
        f'<select name="verdict">{wrong}</select></label><label class="zc-field zc-wide"><span>正确的应是（可不填）</span>'
        f'<input type="text" name="comment" maxlength="{MAX_COMMENT}" autocomplete="off"></label>'
        f'<button type="submit" class="zc-press">提交意见</button></form></details></div>'
    )


def _related(answer: Answer, policies: Policies) -> str:
    questions = related_questions(answer, policies)
    buttons = "".join(
        f'<li><button type="button" class="zc-next-question" value="{escape(question)}">{escape(_briefly(question))}</button></li>'
        for question in questions
    )
    return f'<div class="zc-related"><p>接着问</p><ul>{buttons}</ul></div>' if buttons else ""


def _briefly(question: str) -> str:
    """A question as its button shows it: a long title is cut or left out, the question itself carries all of it."""
    found = re.match(r"《(.+)》(.+)$", question)
    if not found:
        return question
    return found[2] if found[2].startswith("第") else f"《{short_title(found[1])}》{found[2]}"


def _refusal_html(answer: Answer, turn: int, policies: Policies, on: date, above: str) -> str:
    refusal = answer.refusal
    assert refusal is not None
    said = refusal.reason  # the text repeats the nearest clauses, which stand below as chips
    nearest = ""
    if refusal.nearest:
        body = _Body(refusal.nearest, turn, policies, on)
        rows = "".join(f"<li>{body.chip(item)}</li>" for item in refusal.nearest)
        nearest = f'<p class="zc-hint">最接近的条款（供查阅，不是答案）：</p><ul class="zc-nearest">{rows}</ul>'
    return (
        f'<div class="zc-answer zc-refusal">{above}{_resolved(answer)}'
        f'<p class="zc-refusal-title">{REFUSAL_TITLES.get(refusal.code, "暂不回答")}</p>'
        f'<div class="zc-text">{_Body(refusal.nearest, turn, policies, on).html(said)}</div>{nearest}'
        f'<p class="zc-hint">{REFUSAL_HINTS.get(refusal.code, REFUSAL_HINT)}</p>{_whom(refusal.nearest, policies)}'
        f"{_foot(answer, policies, turn)}{_related(answer, policies)}</div>"
    )


def _whom(nearest: Sequence[Citation], policies: Policies) -> str:
    """Whom to ask: the lead units of the nearest clause."""
    for citation in nearest:
        policy = policies.get(citation.policy_id)
        part = cited_part(policy, citation) if policy is not None else None
        if part is not None and part.units:
            names = "、".join((part.units.lead or part.units.listed)[:4])
            return f'<p class="zc-hint">可向最接近条款的责任单位咨询：{escape(names)}</p>'
    return ""


def notice_html(message: str, *, good: bool = False, question: str = "") -> str:
    """One clear line over the question box; "" clears it. ``good`` news are not amber; ``question`` goes back into the box."""
    if not message:
        return ""
    back = f'<button type="button" class="zc-restore" value="{value_of(question)}" hidden>恢复</button>' if question else ""
    return f'<div class="zc-notice{" zc-good" if good else ""}">{escape(message)}{back}</div>'
