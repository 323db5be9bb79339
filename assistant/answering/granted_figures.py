"""What the documents say in place of a figure that a question takes for given (最高3000元怎么领): told before the answer, or the refusal.

Where the figure taken for given stands anywhere else that may be meant (in the clause, in as near a sentence of the document, in
another document where none is named), nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assistant.answer import Answer, Citation, Kind, RefusalCode
from assistant.answering.composing import Evidence, as_read, cite
from assistant.answering.desk import Desk, part_at
from assistant.judging.attachment import share
from assistant.judging.granted import given_instead, says_it
from assistant.understanding.question import Understanding
from assistant.understanding.taken_for_granted import Granted, granted
from assistant.understanding.words_asked import Weights
from corpus import Clause, Policy, Span
from index.tokens import fold

_KINDS = (Kind.FACT, Kind.LIST, Kind.ELIGIBILITY, Kind.CLAUSE, Kind.YES_NO, Kind.UNITS)
_AS_NEAR = 0.25  # how much less of the words a sentence may hold that gives the figure taken for given
_BESIDE_IT = 0.5  # share of the words next to the figure that makes a sentence of the same clause one it may stand in
_ELSEWHERE = 0.4  # share of the words of such a sentence of another document

Weigh = Callable[[str], Weights]


def corrected(desk: Desk, asked: Understanding, answer: Answer, weigh: Weigh) -> Answer:
    """The answer, or the refusal, opened by the figures its document gives in place of those the question takes for given."""
    if asked.english or asked.kind not in _KINDS or not _may_tell(answer):
        return answer
    for one in granted(asked.folded):
        weights, beside = weigh(one.about), weigh(one.beside)
        sentences, most = _where_to_look(desk, answer)
        quotes = [(as_read(sentence.quote), context(*_at(desk, sentence))) for sentence in sentences]
        found = given_instead(one, quotes, weights, beside)
        if found is not None and found[0] < most and not _stands_elsewhere(desk, asked, one, sentences[found[0]], weights, beside):
            said = "、".join(f"“{text}”" for text in found[1])
            return _resting_on(replace(answer, text=f"请注意：原文为{said}，与所问不一致。\n{answer.text}"), sentences[found[0]])
    return answer


def _may_tell(answer: Answer) -> bool:
    """True for an answer with its quotes, and for a refusal that tells which clause is nearest."""
    refusal = answer.refusal
    return bool(answer.citations) if refusal is None else refusal.code is RefusalCode.NOT_STATED and bool(refusal.nearest)


def _where_to_look(desk: Desk, answer: Answer) -> tuple[list[Citation], int]:
    """The quotes of an answer and the other sentences of their clauses, of a refusal those of the nearest clause; and how many of them,
    from the first, may be told of."""
    quotes = list(answer.citations) if answer.refusal is None else [answer.refusal.nearest[0]]
    beside: list[Citation] = []
    for policy, clause in {clause.id: (policy, clause) for policy, clause in (_at(desk, quote) for quote in quotes)}.values():
        for measure in clause.measures:
            within = any(q.policy_id == policy.id and q.start < measure.span.end and measure.span.start < q.end for q in quotes)
            if not within and not desk.leaves_out(measure.id):
                beside.append(cite(Evidence(policy, clause, measure.span), quotes[0].mark))
    return [*quotes, *beside], len(quotes) + (len(beside) if answer.refusal is not None else 0)


def _resting_on(answer: Answer, citation: Citation) -> Answer:
    """A refusal with the sentence that gives the figure as its nearest."""
    if answer.refusal is None or citation in answer.refusal.nearest:
        return answer
    return replace(answer, refusal=replace(answer.refusal, nearest=(citation, *answer.refusal.nearest[1:])))


def _stands_elsewhere(desk: Desk, asked: Understanding, one: Granted, citation: Citation, weights: Weights, beside: Weights) -> bool:
    """True if what is taken for given stands elsewhere and may be meant there."""
    policy, clause = _at(desk, citation)
    quoted = fold(citation.quote)
    own, held = share(weights, quoted), share(weights, fold(f"{context(policy, clause)}\n{quoted}"))
    for part in policy.parts:
        above = fold(context(policy, part))
        for measure in part.measures:
            said = fold(measure.text)
            if part.id == clause.id:
                near = share(weights, said) >= own - _AS_NEAR or share(beside, said) >= _BESIDE_IT
                if says_it(one, said, as_limit=not near):
                    return True
            elif share(weights, f"{above}\n{said}") >= held - _AS_NEAR and says_it(one, said):
                return True
    if len(desk.policies) == 1 or desk.directory.clearly_meant(asked.meant):
        return False
    return any(
        share(weights, fold(hit.passage.text)) >= _ELSEWHERE and says_it(one, fold(hit.passage.text.rpartition("\n")[2]))
        for hit in desk.unranked(asked.question, asked)[0].hits
    )


def context(policy: Policy, part: Clause) -> str:
    """The title and the headings above a part of a policy."""
    above = [clause.heading for clause in policy.clauses if clause.heading and clause.path == part.path[: len(clause.path)]]
    return "\n".join((policy.title, *above))


def _at(desk: Desk, citation: Citation) -> tuple[Policy, Clause]:
    policy = desk.policies[citation.policy_id]
    return policy, part_at(policy, Span(citation.start, citation.end))
