"""What to ask next: only facts that would change a verdict, those that decide most first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.matching.pieces import unbroken
from assistant.matching.verdicts import Match, Question, Verdict
from corpus.policy import Addressee, Commitment, ConditionKind
from corpus.support.kinds import kind_of

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
    ranked = _asked_once(sorted(value, key=lambda about: (-value[about], about)))[:_MOST]
    return tuple(Question(_sentence(about), about, alone[about]) for about in ranked)


# How each sort of condition is asked for; what is none of these is asked as something that one is or has done.
_ASKED: dict[ConditionKind, str] = {
    ConditionKind.FIGURE: "是否达到“{}”？请说明实际数值。", ConditionKind.APPROVAL: "是否已有“{}”的结果？请说明认定或批准的部门和时间。",
    ConditionKind.QUALIFICATION: "是否具备“{}”？", ConditionKind.INDUSTRY: "主营业务是否属于“{}”？", ConditionKind.SIZE: "是否属于“{}”？", ConditionKind.OWNERSHIP: "是否属于“{}”？",
    ConditionKind.PLACE: "注册地或经营地是否符合“{}”？", ConditionKind.TIME: "有关事项的时间是否符合“{}”？", ConditionKind.STATE: "是否存在“{}”的情况？",
    ConditionKind.PROJECT: "是否已实施或拟实施“{}”？", ConditionKind.DOING: "是否符合“{}”？",
}  # fmt: skip
_NOT = "不是："


def _asked_once(ranked: Sequence[str]) -> list[str]:
    """The facts in order, without those that one before them asks for already: 不裁员, and then 不裁员或少裁员."""
    kept: list[str] = []
    told: set[str] = set()
    for about in ranked:
        ways = {about, *_WAYS.split(_BARE.sub("", about))}
        if not ways & told:
            kept.append(about)
        told |= {way for way in ways if len(way) > 1}
    return kept


_WAYS = re.compile(r"或者?|、")
_BARE = re.compile(r"(?:的)?(?:参保)?(?:企业|单位|用人单位|个人)$")


def _sentence(about: str) -> str:
    if about.startswith(_NOT):
        return f"是否存在“{about.removeprefix(_NOT)}”的情形？"
    if "是否" in about:
        return f"请问{about}？"
    return _ASKED.get(kind_of(unbroken(about)), "是否符合“{}”？").format(about)
