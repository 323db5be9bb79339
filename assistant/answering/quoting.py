"""What is quoted (引什么): the sentences that answer, each with what it cannot be read without.

A sentence of an enumeration is quoted with the whole of it where its members are asked for, else with the words that open it;
a short clause whole; sentences that stand next to each other as one; of a long sentence that is asked for one figure, the part that gives it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from assistant.answer import Kind
from assistant.answering import composing
from assistant.answering.composing import Evidence
from assistant.answering.covering import cover
from assistant.answering.desk import Desk
from assistant.answering.enumerations import (
    asks_for_members,
    enumeration_around,
    heads_of,
    members_below,
    opens,
    points_of,
    with_opening,
    with_what_follows,
)
from assistant.understanding.asked_detail import asks_for_conditions
from assistant.understanding.asked_value import FIGURES, Wanted, wanted
from assistant.understanding.askings import Asking, askings, asks_of_each
from assistant.understanding.question import Understanding
from assistant.understanding.words_asked import words_asked
from corpus import Span
from index import Hit

_SHORT_CLAUSE = 300  # characters of a clause that is quoted whole where its conditions, or several things, are asked for
_DOUBTFUL_CLAUSE = 200  # characters of a clause that is quoted whole where it is not sure that it answers
_BRIEF_CLAUSE = 140  # characters of a clause that is quoted whole in any case but for one figure


def quoted(
    desk: Desk, asked: Understanding, query: str, chosen: Sequence[Hit], found: Sequence[Hit],
    within: Collection[str] = (), parts: Sequence[Asking] = (), *, unsure: bool = False,
) -> list[Evidence]:
    """What is quoted for a question whose best hits are ``chosen`` among those ``found``, looked for with ``query``.

    ``within`` keeps to clauses (ids) that the question names; ``parts`` are the askings, where not all of them are to be answered; ``unsure``
    where it is not sure that the documents answer.
    """
    evidence = [desk.evidence(hit) for hit in cover(desk, asked, query, chosen, found, within, parts)]
    conditions = asks_for_conditions(asked.folded) is not None
    asked_for = asked.kind in (Kind.LIST, Kind.ELIGIBILITY) or conditions or asks_for_members(asked.folded) is not None
    opening = opens(evidence[0].span.of(evidence[0].policy.text))
    whole = enumeration_around(evidence[0]) if asked_for or opening else None
    if whole is None and opening and asked_for:
        members = members_below(evidence[0])
        return [*members, *(item for item in evidence[1:] if all(item.clause.id != m.clause.id for m in members))] or evidence
    counted = (points_of(evidence[0]) or heads_of(evidence[0])) if whole is None and asks_for_members(asked.folded) is not None else []
    if counted:
        return _joined([*counted, *evidence])
    figure = one_figure(asked)
    if whole is None and (unsure or "\t" in evidence[0].clause.text):  # the cells of a row explain each other
        whole = _all_of_it(evidence[0], _DOUBTFUL_CLAUSE)
    if whole is None and (conditions or figure is None):
        several = conditions or asks_of_each(asked.folded) or len(parts or askings(asked.folded)) > 1
        whole = _all_of_it(evidence[0], _SHORT_CLAUSE if several else _BRIEF_CLAUSE)
    if whole is not None:
        evidence = [whole, *(item for item in evidence if not composing.within(item, whole))]
    elif figure is not None and not opening and len(evidence) == 1:
        return [composing.cut_to_figure(item, words_asked(desk, asked), figure) for item in evidence]
    whole_sentences = [_sentence_of(item) if figure is None else item for item in evidence]
    return _joined(with_what_follows(with_opening(whole_sentences)))


def one_figure(asked: Understanding) -> Wanted | None:
    """The figure that a question asks for, if it asks for just one thing."""
    values = wanted(asked.folded)
    single = len(values) == 1 and values[0].sort in FIGURES and not asks_of_each(asked.folded)
    return values[0] if single and asked.kind is Kind.FACT else None


def _all_of_it(evidence: Evidence, longest: int) -> Evidence | None:
    """A short clause whole: conditions are complete or misleading, and its sentences explain each other."""
    measures = evidence.clause.measures
    span = Span(measures[0].span.start, measures[-1].span.end)
    return Evidence(evidence.policy, evidence.clause, span) if len(span) <= longest else None


def _sentence_of(evidence: Evidence) -> Evidence:
    """The evidence with the rest of its sentence, where its measure is a part of one that is short (…作出决定；逾期未作出的，视为准予延续。)."""
    measures, text = evidence.clause.measures, evidence.policy.text
    first = last = next((i for i, measure in enumerate(measures) if measure.span == evidence.span), None)
    if first is None or last is None:
        return evidence
    while last + 1 < len(measures) and _goes_on(text, measures[last].span, measures[last + 1].span):
        last += 1
    while first > 0 and _goes_on(text, measures[first - 1].span, measures[first].span):
        first -= 1
    span = Span(measures[first].span.start, measures[last].span.end)
    return Evidence(evidence.policy, evidence.clause, span) if len(span) <= _BRIEF_CLAUSE else evidence


def _goes_on(text: str, one: Span, following: Span) -> bool:
    """True if a sentence goes on from one measure to the next: a semicolon, and no line break between them."""
    return one.of(text).rstrip().endswith(("；", ";")) and "\n" not in text[one.end : following.start]


def _joined(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence with stretches of one clause that stand next to each other, or overlap, as one."""
    found: list[Evidence] = []
    for item in composing.in_document_order(evidence):
        last = found[-1] if found else None
        if last is not None and last.clause.id == item.clause.id and not item.policy.text[last.span.end : item.span.start].strip():
            found[-1] = Evidence(item.policy, item.clause, Span(last.span.start, max(last.span.end, item.span.end)))
        else:
            found.append(item)
    return found
