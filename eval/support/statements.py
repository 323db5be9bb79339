"""How right single conditions are judged by what somebody says of himself, in other words than the condition's."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from assistant.matching import read_text
from assistant.matching.matcher import area_of
from assistant.matching.truth import Setting, judge
from corpus.policy import Condition, ConditionKind, Span
from eval.support.labels import policy_of

DAY = date(2026, 6, 10)
_STATUS = {True: "met", False: "unmet", None: "unclear"}


def score_statements(labels: list[dict[str, Any]]) -> dict[str, int]:
    """How often a statement that makes a condition met, unmet or leaves it unclear is judged so: {"met→unclear": 12, …}.

    Raises BadInput for a policy that is not there.
    """
    found: Counter[str] = Counter()
    for label in labels:
        policy = policy_of(label["policy"])
        condition = Condition(label["condition"], Span(0, len(label["condition"])), ConditionKind(label["kind"]), label["negated"])
        setting = Setting(area_of(policy), policy.issued or policy.written or policy.validity.effective, DAY)
        for said in label["statements"]:
            found[f"{said['status']}→{_STATUS[judge(condition, read_text(said['text'], DAY), setting)]}"] += 1
    return dict(sorted(found.items()))
