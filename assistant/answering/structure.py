"""How a document is built (篇章结构): its own first-level parts, what stands below them, and the words of each that name it.

Annexes and further documents of one file bear their titles in their paths; they are not counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answering.composing import Evidence
from corpus import Clause, PartKind, Policy, Span
from corpus.numerals import chinese_number

_LONGEST_NUMBER = 6  # characters: 第一百零一条; what is longer is the title of a part
_SAYS_LITTLE = 25  # characters of a sentence
_LONGEST_PHRASE = 40  # characters of a clause without a heading that stand for it in a list
_PURPOSE = re.compile(
    r"制[定订](?:本|以下|如下|了?《)|提出(?:如下|以下)|(?:通知|公告|通告|安排|决定|批复|公布|规定)如下|如下(?:通知|公告|意见|措施|要求)|现(?:予|将)[^。]{0,80}(?:印发|公布|发布|下达)|特制定|现(?:面向|公开)"
)
_WHY = re.compile(r"(?:^|[。\n：:　 ])为(?!此|主|准|限|基|止|期)(?:了|深入|进一步|贯彻|切实|全面|加快|落实|推[进动]|规范|加强|做好|支持|积极|有效)?[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Structure:
    """A document's own clauses.

    Attributes:
        first: the first-level ones in order. below: those one level under them.
        articles: those that are numbered 第…条, on whichever level.
    """

    first: tuple[Clause, ...]
    below: tuple[Clause, ...]
    articles: tuple[Clause, ...]

    @property
    def last(self) -> Clause | None:
        """The last clause that has none below it."""
        return self.articles[-1] if self.articles else (self.below or self.first or (None,))[-1]


def structure_of(policy: Policy) -> Structure:
    """The structure of a policy; empty where nothing is numbered."""
    own = [clause for clause in policy.clauses if _is_number(clause.path[0])]
    if not own:  # the notice prints the document under a title of its own
        title = policy.clauses[0].path[0] if policy.clauses else ""
        own = [clause for clause in policy.clauses if clause.path[0] == title and len(clause.path) > 1]
    depth = min((len(clause.path) for clause in own), default=0)
    first = tuple(clause for clause in own if len(clause.path) == depth)
    articles = tuple(clause for clause in own if re.fullmatch(r"第.+[条條](?:之.+)?", clause.number))
    below = tuple(clause for clause in own if len(clause.path) == depth + 1)
    return Structure(first, below, articles)


def _is_number(step: str) -> bool:
    return len(step) <= _LONGEST_NUMBER and (chinese_number(re.sub(r"[第条條章节節编編篇部分（）().．、\s]", "", step)) is not None or bool(re.fullmatch(r"[（(]?[\d.]+[)）]?", step)))


def children_of(policy: Policy, parent: Clause) -> list[Clause]:
    """The clauses one level below ``parent``, in order."""
    depth = len(parent.path)
    return [c for c in policy.clauses if len(c.path) == depth + 1 and c.path[:depth] == parent.path and c.span.start > parent.span.start]


def named_by(policy: Policy, clause: Clause) -> Evidence:
    """The words of a clause that name it: its heading where it stands, else its first phrase."""
    if clause.heading:
        printed = re.search(r"\s*".join(map(re.escape, re.sub(r"\s", "", clause.heading))), clause.text)
        if printed is not None:
            return Evidence(policy, clause, Span(clause.span.start + printed.start(), clause.span.start + printed.end()))
    span = clause.measures[0].span if clause.measures else Span(clause.span.start, clause.span.start + len(clause.text.rstrip()))
    said = span.of(policy.text)
    start = len(said) - len(said.lstrip())
    start = next((m.end() for m in [re.match(rf"\s*{re.escape(clause.number)}[、.．\s　]*", said)] if m and m.end() < len(said)), start)
    stop = re.search(r"[。；;：:\n]", said[start:])
    end = start + stop.start() if stop and stop.start() > 0 else len(said.rstrip())
    if end - start > _LONGEST_PHRASE:
        comma = max(said.rfind(mark, start, start + _LONGEST_PHRASE) for mark in "，,、")
        end = comma if comma > start + _LONGEST_PHRASE // 3 else start + _LONGEST_PHRASE
    return Evidence(policy, clause, Span(span.start + start, span.start + max(end, start + 1)))


def purpose_of(policy: Policy) -> Evidence | None:
    """The sentence of the introduction, or of the first clause, that says what the document is for; None if none does."""
    own = structure_of(policy)
    first = own.articles[:1] or own.first[:1]
    parts = [part for part in policy.parts if part.kind is PartKind.PREAMBLE]
    measures = [(part, measure) for part in [*parts, *first] for measure in part.measures]
    saying = [Evidence(policy, part, measure.span) for part, measure in measures if _PURPOSE.search(measure.text)]
    reasons = [item for item in saying if _WHY.search(item.span.of(policy.text))]
    whys = [Evidence(policy, part, measure.span) for part, measure in measures if _WHY.search(measure.text)]
    best = next(iter(reasons or whys or saying), None)
    if best is None:
        return None
    return _from_why(_with_reason(best))


def _with_reason(item: Evidence) -> Evidence:
    """A sentence that says no more than 为此，提出以下意见 with the one before it."""
    at = [measure.span for measure in item.clause.measures].index(item.span)
    if at == 0 or len(item.span) >= _SAYS_LITTLE:
        return item
    return Evidence(item.policy, item.clause, Span(item.clause.measures[at - 1].span.start, item.span.end))


def _from_why(item: Evidence) -> Evidence:
    """The sentence from its 为… on, where a page runs title and addressees together with it."""
    said = item.span.of(item.policy.text)
    found = _WHY.search(said)
    start = found.start() + (0 if found.group()[0] == "为" else 1) if found is not None else len(said) - len(said.lstrip())
    return Evidence(item.policy, item.clause, Span(item.span.start + start, item.span.end))
