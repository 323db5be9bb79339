"""What to ask next: only facts that would change a verdict, those that decide most first."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.matching.verdicts import Match, Question, Verdict
from corpus.policy import Addressee, Commitment

_WEIGHT = {Commitment.GRANTS: 4, Commitment.PRIORITISES: 2, Commitment.ENCOURAGES: 1, Commitment.EXPLORES: 1}
_MOST = 12
_NEAR = 4  # how much more a fact is worth for each word that its item shares with what was said
_OFFICE = ("符合条件", "由")


def order_questions(matches: Sequence[Match]) -> tuple[Question, ...]:
    """Questions over all unclear items in force, most valuable first.

    The value of a question is the firmness of the items it bears on, shared among the facts each of them still lacks: a fact
    that alone decides a grant comes before one of five that a mere encouragement lacks. What only the office can judge is
    not asked of the enterprise. Items close to what was said weigh most.
    """
    value: dict[str, float] = {}
    alone: dict[str, int] = {}
    for found in matches:
        if found.verdict is not Verdict.UNCLEAR or found.over or found.item.addressee is not Addressee.CLAIMANT:
            continue
        for about in found.missing:
            if about.startswith(_OFFICE):
                continue
            value[about] = value.get(about, 0.0) + (1 + _NEAR * found.near) * _WEIGHT[found.item.commitment] / len(found.missing) ** 2
            alone[about] = alone.get(about, 0) + (len(found.missing) == 1)
    ranked = sorted(value, key=lambda about: (-value[about], about))[:_MOST]
    return tuple(Question(_sentence(about), about, alone[about]) for about in ranked)


def _sentence(about: str) -> str:
    if "是否" in about:
        return f"请问{about}？"
    return f"是否属于或已做到“{about}”？"
