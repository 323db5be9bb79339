"""Questions that set two things of one document side by side (就餐补贴和送餐补贴有什么区别, 一级和二级响应分别要做什么).

Each thing is looked for by its own name, and what the document says of it stands below that name; which differs how is for the reader.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.answer import Answer, Citation, Confidence
from assistant.answering.composing import Evidence, in_document_order, moved_on, with_validity
from assistant.answering.desk import Desk
from assistant.answering.validity_line import validity_view
from assistant.judging.attachment import share
from assistant.understanding.question import Understanding
from assistant.understanding.words_asked import whole_words
from corpus import Clause, Policy, Span
from index import Hit
from index.tokens import fold

_DIFFER = r"(?:之间)?(?:到底|究竟)?(?:的)?(?:有(?:什么|啥|何|哪些)?(?:区别|不同|差别|差异|不一样)|(?:区别|不同|差别|差异)(?:是|在|有)|(?:怎么|如何)(?:区分|区别)|有没有区别|一样吗|是一回事吗|(?:对比|比较)一?下)"
_EACH = r"(?:分别|各自?)(?:要|应|该|应当|需要)?(?:是|做|干|有|讲|指|怎么|如何|包括)(?:什么|啥|哪些|怎么|如何)?"
_ASKED = re.compile(rf"^(?:请问|那|那么)?(?P<one>[^，,。？?和与跟同]{{2,20}})(?:和|与|跟|同)(?P<other>[^，,。？?和与跟同]{{2,24}}?)(?P<how>{_DIFFER}|{_EACH})(?P<rest>[^，,。？?]*)[?？呢]*$")
_NEAR = 0.6  # share of the best score of a thing's own measures from which on a further one is quoted
_MOST = 2  # measures quoted of each
_LEAST = 3  # characters of a thing's name where no document is meant
_ALL, _AT_START = 0.99, 20
_OPENING = 220  # characters of a long clause that are quoted of it
_SHORT = 300  # characters of a clause that is quoted whole


def terms_compared(folded: str) -> tuple[str, str] | None:
    """The two things that a folded question sets side by side; None where it compares nothing.

    >>> terms_compared("就餐补贴和送餐补贴有什么区别"), terms_compared("一级和二级响应分别要做什么")
    (('就餐补贴', '送餐补贴'), ('一级响应', '二级响应'))
    >>> terms_compared("补贴和奖励由谁负责")
    """
    found = _ASKED.match(folded)
    if found is None:
        return None
    one, other = found["one"].strip(), found["other"].strip()
    if 0 < len(one) < len(other) and one[-1] == other[len(one) - 1]:  # 一级和二级响应: what follows belongs to both
        one += other[len(one) :]
    return None if one == other else (one, other)


def answer_terms(desk: Desk, asked: Understanding, day: date) -> Answer | None:
    """What one document says of the two things compared, side by side; None where the question compares none, or no document says
    something of each."""
    terms = terms_compared(asked.folded)
    if terms is None:
        return None
    # The document is named before the first of them (广州的就餐补贴和送餐补贴).
    names = [*asked.meant.places, *map(fold, asked.titles)]
    first, second = (_bare(term, names) for term in terms)
    meant = len(desk.policies) == 1 or bool(desk.directory.clearly_meant(asked.meant))
    if min(len(first), len(second)) < (2 if meant else _LEAST):  # 贴息和担保: in a whole library they are anybody's
        return None
    own = {term: _own(desk, asked, term, other) for term, other in ((first, second), (second, first))}
    policy = _of_both(list(own.values()))
    if policy is None:
        return None
    sides = [(term, [desk.evidence(hit) for hit in _nearest([h for h in hits if h.passage.policy_id == policy])]) for term, hits in own.items()]
    if {(e.clause.id, e.span.start) for e in sides[0][1]} & {(e.clause.id, e.span.start) for e in sides[1][1]}:
        return None  # one sentence says both: it is quoted as any other
    return replace(side_by_side(desk, asked, sides, day), confidence=Confidence.INCOMPLETE)


def side_by_side(desk: Desk, asked: Understanding, sides: Sequence[tuple[str, Sequence[Evidence]]], day: date) -> Answer:
    """The quotes of each side below its name, if it has one, numbered through."""
    lines: list[str] = []
    citations: list[Citation] = []
    for name, evidence in sides:
        answer = desk.compose(asked, in_document_order(evidence), day, lead=f"{name}：")
        text = answer.text if name else answer.text.partition("\n")[2]
        before = len(citations)
        lines.append(moved_on(text, before))
        citations += [replace(citation, mark=citation.mark + before) for citation in answer.citations]
    view = validity_view(sides[0][1][0].policy, day)
    text = with_validity("\n\n".join(lines), view, english=asked.english)
    return Answer(asked.question, text, asked.kind, tuple(citations), None, view)


def opening_of(policy: Policy, clause: Clause) -> Evidence:
    """A short clause whole; of a long one its first measures, as many as are read at a glance."""
    measures = clause.measures
    if not measures:
        return Evidence(policy, clause, clause.span)
    whole = Span(measures[0].span.start, measures[-1].span.end)
    if len(whole) <= _SHORT:
        return Evidence(policy, clause, whole)
    last = max((m for m in measures if m.span.end - whole.start <= _OPENING), key=lambda m: m.span.end, default=measures[0])
    return Evidence(policy, clause, Span(whole.start, last.span.end))


def _bare(term: str, names: Sequence[str]) -> str:
    for name in names:
        term = term.replace(name, "")
    return re.sub(r"^[^里]{2,20}里面?的?|^(?:[省市县区]?的|里的|中的)|的$", "", term).strip()


def _own(desk: Desk, asked: Understanding, term: str, other: str) -> list[Hit]:
    """The measures that name a thing and not the other, best first: those below a heading that names it, or that open with it, before
    those that mention it."""
    words, others = whole_words(desk, term), whole_words(desk, other)

    def named(text: str) -> bool:
        return share(words, text) > _ALL and (term in text or share(others, text) <= _ALL)

    found: list[tuple[bool, Hit]] = []
    for hit in desk.find(f"{term}的对象、条件和标准", asked).hits:
        above, _, said = fold(hit.passage.text).rpartition("\n")
        if named(said) and other not in said:
            found.append((term not in said[:_AT_START], hit))
        elif share(words, said) <= _ALL and term in above.rpartition("\n")[2]:
            found.append((False, hit))
    return [hit for _, hit in sorted(found, key=lambda entry: entry[0])]


def _of_both(own: Sequence[Sequence[Hit]]) -> str | None:
    """The document that says most of both things; None where none says something of each."""
    best = [{hit.passage.policy_id: hit.score for hit in reversed(hits)} for hits in own]
    shared = best[0].keys() & best[1].keys()
    return max(shared, key=lambda policy: best[0][policy] + best[1][policy], default=None)


def _nearest(hits: Sequence[Hit]) -> list[Hit]:
    return [hit for hit in hits if hit.score >= _NEAR * hits[0].score][:_MOST]
