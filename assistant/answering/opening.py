"""How an answer to a question with a supposition opens (开头): yes or no where its quotes decide it, and what they say of a figure supposed.

是。/否。, 可以。/不可以。, 需要。/不需要。 stand first; where the quotes do not decide, nothing is said.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answer import Answer, Citation, Confidence, Kind
from assistant.answering.composing import as_read
from assistant.answering.desk import Desk, part_at
from assistant.answering.granted_figures import context, corrected
from assistant.judging.supposed import Compared, compared
from assistant.judging.yes_or_no import act_asked, beyond_limit, decided, in_words
from assistant.understanding.premises import premises, without_figures
from assistant.understanding.question import Understanding
from assistant.understanding.words_asked import Weights, whole_words
from corpus import Span
from index.tokens import fold

_FRAME = re.compile(r"请问|麻烦|一下|什么|哪些|怎么|怎样|如何|是否|有没有|规定|要求|的|了|在|这个|那个|我们?|咱们?|文件|政策|每(?:人|年|个?月|家|户|亩|次|吨|餐)")
_KINDS = (Kind.YES_NO, Kind.FACT, Kind.LIST, Kind.ELIGIBILITY, Kind.CLAUSE)


def opened(desk: Desk, asked: Understanding, answer: Answer) -> Answer:
    """The answer, opened by what its quotes decide of what the question supposes."""
    if answer.refused or asked.english or not answer.citations or asked.kind not in _KINDS:
        return corrected(desk, asked, answer, lambda words: _weights(desk, asked, words))
    quotes = [(as_read(citation.quote), _context(desk, citation)) for citation in answer.citations]
    found = [one for premise in premises(asked.folded) if (one := compared(premise, quotes, _weights(desk, asked, premise.about))) is not None]
    line = _of_figures(found, asked, sure=answer.confidence is Confidence.CLEAR)
    if not found and answer.confidence is Confidence.CLEAR:
        line = _of_the_act(desk, asked, answer)
    if line:
        return replace(answer, text=f"{line}\n{answer.text}")
    return corrected(desk, asked, answer, lambda words: _weights(desk, asked, words))


def _of_the_act(desk: Desk, asked: Understanding, answer: Answer) -> str:
    """Yes or no of the act asked about, as the sentences quoted of one clause together decide it; "" where they do not."""
    of_clause: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        of_clause.setdefault(part_at(desk.policies[citation.policy_id], Span(citation.start, citation.end)).id, []).append(citation)
    quotes = [("\n".join(as_read(citation.quote) for citation in together), _context(desk, together[0])) for together in of_clause.values()]

    def weigh(words: str) -> Weights:
        return _weights(desk, asked, words)

    if beyond_limit(asked.folded, quotes, weigh):
        return "不可以。"
    act = act_asked(asked.folded)
    holds = decided(act, quotes, weigh) if act is not None else None
    return in_words(act, holds=holds[0], conditional=holds[1]) if act is not None and holds is not None else ""


def _of_figures(found: list[Compared], asked: Understanding, *, sure: bool) -> str:
    wrong = [one for one in found if not one.agrees]
    if wrong:
        said = "；".join(f"原文为{'、'.join(f'“{text}”' for text in one.given)}" for one in wrong)  # what was supposed is not repeated
        return f"{'否，' if all(one.premise.asked for one in wrong) else '请注意：'}{said}，与所问不一致。"
    if found and sure and all(one.exactly and one.premise.asked for one in found) and asked.kind in (Kind.YES_NO, Kind.FACT):
        return "是。"
    return ""


def _weights(desk: Desk, asked: Understanding, words: str) -> Weights:
    """The words of a stretch of the question that tell something, without figures, and without the places and titles it names."""
    names = (*asked.meant.places, *map(fold, asked.titles))
    for name in names if len(desk.policies) > 1 else ():
        words = words.replace(name, " ")
    return whole_words(desk, _FRAME.sub(" ", without_figures(words)))


def _context(desk: Desk, citation: Citation) -> str:
    """The title and the headings above a citation."""
    policy = desk.policies[citation.policy_id]
    return context(policy, part_at(policy, Span(citation.start, citation.end)))
