"""Questions that lie near an answer (相关问题): made from its own clause, so that each of them has an answer."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.answer import Answer, Kind
from corpus.policy import PartKind, Policy
from ui.render import clause_name, quoted_title

MOST = 4  # more would be a menu, not a hint


def related_questions(answer: Answer, policies: Mapping[str, Policy]) -> tuple[str, ...]:
    """Up to four questions that go on from ``answer``; none where nothing was found.

    Only what the document can answer is offered: units where the clause names some, the neighbour where there is one.
    """
    cited = answer.citations or (answer.refusal.nearest if answer.refusal else ())
    policy = policies.get(cited[0].policy_id) if cited else None
    if policy is None:
        return ()
    about = quoted_title(policy.title)  # named, so that the question can be asked anywhere
    clauses = [part for part in policy.clauses if part.leaf]
    place = next((n for n, part in enumerate(clauses) if part.path == cited[0].path), None)
    offered: list[str] = []
    if place is not None:
        here = clauses[place]
        if here.units and answer.kind not in (Kind.UNITS, Kind.UNITS_REVERSE):
            offered.append(f"{about}{clause_name(here.path)}由谁负责？")
        if answer.kind is not Kind.CLAUSE:
            offered.append(f"{about}{clause_name(here.path)}的原文是什么？")
        if here.units.lead:
            offered.append(f"{here.units.lead[0]}牵头哪些工作？")
        following = clauses[place + 1] if place + 1 < len(clauses) else None
        if following is not None and following.kind is PartKind.CLAUSE:
            offered.append(f"{about}{clause_name(following.path)}讲了什么？")
    if answer.kind is not Kind.VALIDITY:
        offered.append(f"{about}现在还有效吗？")
    return tuple(dict.fromkeys(question for question in offered if question != answer.question))[:MOST]
