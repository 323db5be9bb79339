"""Questions about a document as a whole: what it is about, how many 条, its outline, its last 条, annexes, whom it is for, what it ends.

Answered from the parts of the document: its purpose in its own words and the list of its first-level headings, each with its mark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.answer import Answer, Kind, RefusalCode
from assistant.answering import by_clause, composing
from assistant.answering.composing import Evidence
from assistant.answering.desk import Desk, part_at
from assistant.answering.structure import Structure, children_of, named_by, purpose_of, structure_of
from assistant.answering.validity_line import validity_view
from assistant.answering.which_document import document_asked
from assistant.conversation.follow_ups import Resolved
from assistant.understanding.clauses_named import parts_named
from assistant.understanding.question import Understanding
from assistant.understanding.whole_document import Whole, WholeAsked
from corpus import Clause, PartKind, Policy, Span
from corpus.numerals import count_in_chinese

_LISTED = 24  # headings in one answer
_ASKING = {
    Whole.GIST: "主要内容", Whole.COUNT: "条数", Whole.OUTLINE: "目录", Whole.LAST: "最后一条", Whole.ANNEX: "附件", Whole.SCOPE: "适用范围",
    Whole.ENDS: "废止了哪些文件",
}  # fmt: skip
_WHAT_IS_IN = re.compile(r"第[^第，。？?]{1,5}(?:章|节|编|篇|部分|板块)(?:都|里|中|的|主要|具体)*(?:有|是|包括|讲|规定)(?:了)?(?:哪些|什么)(?:规定|内容|条款|措施|方面|要求)?[?？。]?$")
_ANNEX_LINE = re.compile(r"(?:^|\n)[ \t\u3000]*(?P<list>附[ \t\u3000]*(?:件|表|录|图)?[ \t\u3000]*[：:][^\n]*(?:\n[ \t\u3000]*(?:\d{1,2}[.．、]|[^\n]{1,40}(?:表|清单|名单|目录|模板|书|流程)[^\n]{0,12}(?=\n))[^\n]*){0,30})")
_ANNEX_HEAD = re.compile(r"(?:^|\n)[ \t\u3000]*(?P<head>附[ \t\u3000]*(?:件|表|录)[ \t\u3000]*\d{0,2}[ \t\u3000]*\n+[ \t\u3000]*[^\n]{2,60})")
_SCOPE_HEADING = re.compile(r"适用(?:范围|对象|区域|主体)|(?:支持|实施|政策|申报|申请|服务|补贴|保障|救助|扶持|奖励|受理)(?:对象|范围)|施行范围|享受对象|推广范围")
_SCOPE_SAID = re.compile(
    r"(?:本[\u4e00-\u9fff]{1,8}|以上[\u4e00-\u9fff]{0,6}|上述[\u4e00-\u9fff]{0,6})的?(?:适用(?:于|的?范围|的?对象|的?单位)|(?:支持|扶持|服务|救助|补贴|奖励)?(?:对象|范围)(?:为|是|包括))|"
    r"适用本[\u4e00-\u9fff]{1,8}|本[\u4e00-\u9fff]{1,8}所称[^。；]{2,40}(?:是指|指|为)|(?:行政区域|市|区|县)(?:范围)?内[^。；]{2,60}适用"
)


def answer_whole(desk: Desk, resolved: Resolved, wanted: WholeAsked, day: date) -> Answer | None:
    """What is asked of the whole document; None where what is left of the question names no document, or nothing is said of it."""
    asked = resolved.understanding
    policies = document_asked(desk, asked, wanted.rest)
    if policies is None:
        return None
    if len(policies) != 1:
        return desk.refuse(asked, RefusalCode.AMBIGUOUS, f"请说明要问哪一份文件的{_ASKING[wanted.what]}：{desk.named_or_candidates(asked, policies)}。")
    (policy,) = policies
    built = structure_of(policy)
    if wanted.what is Whole.ANNEX:
        return _annexes(desk, asked, policy, day)
    if wanted.what is Whole.SCOPE:
        return _scope(desk, asked, policy, day)
    if wanted.what is Whole.ENDS:
        return _ended(desk, asked, policy, day)
    if wanted.what is Whole.LAST:
        return _last(desk, asked, policy, built, wanted.part, day)
    if not built.first:
        purpose = purpose_of(policy) if wanted.what is Whole.GIST else None
        return desk.compose(asked, [purpose], day) if purpose is not None else None
    if wanted.what is Whole.COUNT:
        return _listed(asked, policy, f"《{policy.title}》正文{_without(built, wanted.part)}{_count(built)}。", _ends_of(built), day)
    purpose = purpose_of(policy) if wanted.what is Whole.GIST else None
    return _outline(asked, policy, built, purpose, day)


def answer_chapter(desk: Desk, resolved: Resolved, day: date) -> Answer | None:
    """The one chapter, section or part that a question asks to be told (第三章讲什么); None if it asks for something in it, or none is named."""
    asked = resolved.understanding
    named = parts_named(asked.folded)
    tells = asked.kind is Kind.CLAUSE or (asked.kind is Kind.LIST and _WHAT_IS_IN.search(asked.folded))
    if not tells or len(asked.clauses) != 1 or asked.clauses[0] not in named or asked.nested:
        return None
    policies = [desk.policies[resolved.clause[0]]] if resolved.clause is not None else desk.scope(asked)
    if len(policies) != 1:
        return desk.refuse(asked, RefusalCode.AMBIGUOUS, f"请说明要问哪一份文件的{_ordinal(asked.clauses[0], named)}：{desk.candidates(asked)}。")
    found = by_clause.numbered(policies[0], asked.clauses[0], part=named[asked.clauses[0]])
    return part_answer(desk, asked, policies[0], found[0], day) if found and not found[0].leaf else None


def _ordinal(number: int, named: dict[int, str]) -> str:
    return f"第{count_in_chinese(number)}{named[number]}"


def part_answer(desk: Desk, asked: Understanding, policy: Policy, part: Clause, day: date) -> Answer:
    """A chapter (章、节、部分) asked for by its number: the clauses in it, whole where they are few words, else by their headings."""
    below = children_of(policy, part)
    if not below:
        return by_clause.whole_clauses(desk, asked, [(policy, part)], day)
    kind = "条" if all(clause.number.endswith(("条", "條")) for clause in below) else "项"
    how_many = f"共{count_in_chinese(len(below))}{kind}："
    inside = [clause for clause in policy.clauses if clause.path[: len(part.path)] == part.path]
    if sum(len(clause.text) for clause in inside) <= by_clause.SHORT:
        name = part.label if not re.search(r"\d", part.number) else f"“{part.heading}”"  # 7、附则: no clause below prints the figure
        return by_clause.whole_clauses(desk, asked, [(policy, part)], day, lead=f"《{policy.title}》{name}，{how_many}")
    lead = f"《{policy.title}》{part.label}，{how_many}"
    return _listed(asked, policy, lead, [part, *below], day, first_in_lead=True)


def _outline(asked: Understanding, policy: Policy, built: Structure, purpose: Evidence | None, day: date) -> Answer:
    first = [clause for clause in built.first if purpose is None or clause.heading or clause.id != purpose.clause.id]  # quoted already
    opening = [f"《{policy.title}》"]
    if purpose is not None:
        said = composing.as_read(composing.cite(purpose, 1).quote.strip())
        opening = [f"{opening[0]}写明：", f"“{said}”[1]", f"正文{_count(built)}："]
    else:
        opening = [f"{opening[0]}正文{_count(built)}："]
    shown = first[:_LISTED]
    left = len(first) - len(shown)
    return _listed(
        asked, policy, "\n".join(opening), shown, day, before=[purpose] if purpose is not None else [],
        more=f"其后还有{count_in_chinese(left)}{'条' if first[0] in built.articles else '个部分'}，没有列出。" if left else "", articles=built.articles,
    )


def _listed(
    asked: Understanding, policy: Policy, lead: str, clauses: Sequence[Clause], day: date, *, before: Sequence[Evidence] = (), more: str = "",
    articles: Sequence[Clause] = (), first_in_lead: bool = False,
) -> Answer:
    """``lead``, then a line for each clause with its mark; marks go on from those of ``before``."""
    evidence = [*before, *(named_by(policy, clause) for clause in clauses)]
    citations = tuple(composing.cite(item, mark) for mark, item in enumerate(evidence, 1))
    lines = [f"{lead.rstrip('：')}[{len(before) + 1}]："] if first_in_lead else [lead]
    for citation, clause in list(zip(citations[len(before) :], clauses, strict=True))[int(first_in_lead) :]:
        lines.append(f"· {_label(clause, citation.quote)}{_range(clause, articles)}[{citation.mark}]")
    view = validity_view(policy, day)
    text = composing.with_validity("\n".join([*lines, *([more] if more else [])]), view, english=asked.english)
    return Answer(asked.question, text, asked.kind, citations, None, view)


def _label(clause: Clause, said: str) -> str:
    if clause.heading:
        return clause.label
    apart = "" if clause.number.endswith(("）", ")")) else " " if clause.number.startswith("第") else "、"
    return f"{clause.number}{apart}{composing.as_read(said).strip()}……"


def _range(clause: Clause, articles: Sequence[Clause]) -> str:
    inside = [article for article in articles if article.path[: len(clause.path)] == clause.path and article is not clause]
    if not inside or any(re.search(r"\d", article.number) for article in inside):  # a figure the heading does not print
        return ""
    return f"（{inside[0].number}）" if len(inside) == 1 else f"（{inside[0].number}至{inside[-1].number}）"


def _without(built: Structure, part: str) -> str:
    """没有分章， where chapters are asked for and there are none."""
    divided = any(clause.number.endswith(part) for clause in (*built.first, *built.below))
    return f"没有分{part}，" if part in ("章", "节", "编") and not divided else ""


def _count(built: Structure) -> str:
    """共十八条; 分为七章，共六十四条; 分为五个部分，其下共二十项."""
    first, articles = built.first, built.articles
    if articles and first[0] in articles:
        return f"共{count_in_chinese(len(articles))}条"
    last = re.search(r"[章编篇节]$", first[0].number)
    if articles:
        return f"分为{count_in_chinese(len(first))}{last.group() if last else '个部分'}，共{count_in_chinese(len(articles))}条"
    if last:
        return f"分为{count_in_chinese(len(first))}{last.group()}" + (f"，其下共{count_in_chinese(len(built.below))}项" if built.below else "")
    if all(clause.leaf for clause in first):
        return f"共{count_in_chinese(len(first))}条"
    return f"分为{count_in_chinese(len(first))}个部分，其下共{count_in_chinese(len(built.below))}项"


def _ends_of(built: Structure) -> list[Clause]:
    """The first and the last of what is counted."""
    counted = built.articles or built.first
    return list(dict.fromkeys([counted[0], counted[-1]]))


def _last(desk: Desk, asked: Understanding, policy: Policy, built: Structure, part: str, day: date) -> Answer | None:
    if part.endswith(("章", "编", "节", "部分", "方面", "大项")):
        return part_answer(desk, asked, policy, built.first[-1], day) if built.first else None
    last = built.last
    if last is None:
        return None
    return by_clause.whole_clauses(desk, asked, [(policy, last)], day)


def _annexes(desk: Desk, asked: Understanding, policy: Policy, day: date) -> Answer:
    found = [match.span("list") for match in _ANNEX_LINE.finditer(policy.text)] or [match.span("head") for match in _ANNEX_HEAD.finditer(policy.text)]
    evidence: list[Evidence] = []
    for start, end in found:
        part = part_at(policy, Span(start, end))
        said = re.sub(r"\s", "", policy.text[start:end])
        again = any(said in re.sub(r"\s", "", item.span.of(policy.text)) for item in evidence)
        if part.kind is not PartKind.FURNITURE and len(said) > 3 and not again:
            evidence.append(Evidence(policy, part, Span(start, min(end, part.span.end))))
    if not evidence:
        return desk.refuse(asked, RefusalCode.NOT_STATED, f"《{policy.title}》的文本里没有列出附件。")
    return desk.compose(asked, evidence, day, keep_order=True)


def _scope(desk: Desk, asked: Understanding, policy: Policy, day: date) -> Answer | None:
    """The clauses that say whom or what the document is for; None where no clause does."""
    headed = [clause for clause in policy.clauses if clause.measures and _SCOPE_HEADING.search(clause.heading) and len(clause.heading) <= 12]
    if headed:
        return by_clause.whole_clauses(desk, asked, [(policy, clause) for clause in headed[:2]], day)
    said = [
        Evidence(policy, part, measure.span)
        for part in policy.parts if part.kind is not PartKind.FURNITURE
        for measure in part.measures if _SCOPE_SAID.search(measure.text)
    ]
    return desk.compose(asked, said[:3], day, keep_order=True) if said else None


def _ended(desk: Desk, asked: Understanding, policy: Policy, day: date) -> Answer:
    if not policy.repeals:
        return desk.refuse(asked, RefusalCode.NOT_STATED, f"《{policy.title}》没有写明废止其他文件。")
    spans = dict.fromkeys(repeal.span for repeal in policy.repeals)
    return desk.compose(asked, [Evidence(policy, part_at(policy, span), span) for span in spans], day, keep_order=True)


def means_the_whole(desk: Desk, resolved: Resolved, wanted: WholeAsked) -> bool:
    """False where a follow-up asks of the clause before (那具体包括哪些内容), not of the document."""
    if wanted.rest or wanted.what in (Whole.COUNT, Whole.LAST, Whole.OUTLINE, Whole.ANNEX) or resolved.understanding.speaks_of_this:
        return True
    return resolved.clause is None or desk.clauses[resolved.clause[1]].kind is not PartKind.CLAUSE
