"""The record of a verdict, and of everything that was matched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from corpus.policy import AnyOf, ConditionKind, Policy, ResponsibleUnits, Status, SupportItem


class Verdict(StrEnum):
    """Whether the stated conditions hold."""

    MET = "met"  # 满足
    UNMET = "unmet"  # 不满足
    UNCLEAR = "unclear"  # 待确认


@dataclass(frozen=True, slots=True)
class Checked:
    """One group of conditions with its verdict; ``truth`` None is not known."""

    group: AnyOf
    truth: bool | None


_TELLING = frozenset({ConditionKind.PROJECT, ConditionKind.DOING, ConditionKind.STATE, ConditionKind.FIGURE, ConditionKind.QUALIFICATION})


@dataclass(frozen=True, slots=True)
class Match:
    """One support item held against one profile.

    Attributes:
        path, label, units: of the clause it stands in.
        checked: every group of conditions with its verdict, for the reader to follow.
        missing: what would decide it, in the policy's words, most telling first; only where unclear.
        failed: the conditions that do not hold, in the policy's words.
        computed: amounts worked out from figures of the profile, with how; () where the text does not allow it.
        validity: status of the policy on the day of the check.
        alike: ids of items of other policies (or this one) that give the same thing. instead: of those the policy's own
            rule on conflict prefers, "" if this one or nothing is preferred. rule: that rule, verbatim.
        superior: documents of others that the measure refers to, as printed.
        near: how close it lies to what the enterprise said (``closeness``), 0 where nothing said comes near.
    """

    item: SupportItem
    policy: Policy
    path: tuple[str, ...]
    label: str
    units: ResponsibleUnits
    verdict: Verdict
    checked: tuple[Checked, ...]
    missing: tuple[str, ...]
    failed: tuple[str, ...]
    validity: Status
    computed: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    instead: str = ""
    rule: str = ""
    superior: tuple[str, ...] = ()
    near: int = 0

    @property
    def over(self) -> bool:
        """Whether the policy is no longer in force on the day of the check."""
        return self.validity in (Status.EXPIRED, Status.REPEALED)

    @property
    def told(self) -> int:
        """How many of its own conditions the enterprise said to hold of itself: what it came for has some."""
        own = set(self.item.conditions)
        return sum(c.truth is True and c.group in own and c.group.options[0].kind in _TELLING for c in self.checked)

    def to_json(self) -> dict[str, Any]:
        """The line that ``zhengce match --json`` prints."""
        item, policy = self.item, self.policy
        return {
            "support": name_of(item), "policy": policy.title, "policy_id": policy.id, "source": policy.source,
            "clause": self.path[-1], "path": list(self.path), "label": self.label, "quote": item.text, "start": item.span.start,
            "end": item.span.end, "commitment": item.commitment.value, "addressed": item.addressee.value,
            "audience": [a.value for a in item.audience], "benefit": [b.value for b in item.benefits],
            "amount": "；".join(q.text for q in item.amounts) or None, "computed": list(self.computed),
            "status": self.verdict.value, "missing": list(self.missing), "failed": list(self.failed),
            "conditions": [
                {"any": [{"text": o.text, "kind": o.kind.value, "negated": o.negated} for o in c.group.options],
                 "status": {True: "met", False: "unmet", None: "unclear"}[c.truth]}
                for c in self.checked
            ],
            "deadline": item.deadline.text if item.deadline else None, "apply": item.apply.text if item.apply else None,
            "units": {"lead": list(self.units.lead), "supporting": list(self.units.supporting), "listed": list(self.units.listed)},
            "validity": {
                "status": self.validity.value, "effective": _iso(policy.validity.effective), "expires": _iso(policy.validity.expires),
            },
            "alike": list(self.alike), "instead": self.instead, "rule": self.rule, "superior": list(self.superior),
        }


@dataclass(frozen=True, slots=True)
class Question:
    """A fact to ask for: ``ask`` for a person, ``about`` in the policy's words, ``decides`` how many items turn on it alone."""

    ask: str
    about: str
    decides: int


@dataclass(frozen=True, slots=True)
class Matched:
    """Everything one profile was matched with, in a fixed order: verdict, firmness, policy, place."""

    matches: tuple[Match, ...]
    questions: tuple[Question, ...]
    as_of: date

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to claim: no item in force is met or could be."""
        return not any(m.verdict is not Verdict.UNMET and not m.over and m.item.addressee == "claimant" for m in self.matches)

    def of(self, verdict: Verdict) -> Sequence[Match]:
        """Those with this verdict whose policy is in force."""
        return [m for m in self.matches if m.verdict is verdict and not m.over]


def name_of(item: SupportItem) -> str:
    """A short name for a support item: its offer, to the first stop."""
    words = item.offer.text.split("；")[0].split("。")[0].strip("，,、 \n")
    if len(words) > 48:
        words = words[:48].rsplit("，", 1)[0] if "，" in words[12:48] else words[:47] + "…"
    return words.replace("\n", "")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
