"""How right the verdicts are: met, unmet, unclear, and above all no wrong met."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assistant.matching import Match, Matched, match, read_record, read_text
from eval.support.labels import bare, policy_of


@dataclass
class ProfileScore:
    """The score of a set of profiles; shares are 0–1.

    Attributes:
        wrong_met: expected unmet or unclear, said met. false_met: those of them that were expected unmet.
        asked: of the missing facts that a label names, those that were asked for. offered: tasks of departments that came up.
    """

    profiles: int = 0
    expected: int = 0
    right: int = 0
    wrong_met: int = 0
    false_met: int = 0
    not_found: int = 0
    asked: int = 0
    to_ask: int = 0
    offered: int = 0
    not_offered: int = 0
    nothing: int = 0
    nothing_right: int = 0
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The figures as one record."""
        return {
            "profiles": self.profiles, "verdicts": self.expected, "verdict_accuracy": round(self.right / max(1, self.expected), 3),
            "wrong_met": self.wrong_met, "met_where_a_condition_is_not_met": self.false_met, "item_not_found": self.not_found,
            "missing_facts_asked": round(self.asked / max(1, self.to_ask), 3), "department_tasks_offered": self.offered,
            "department_tasks_checked": self.not_offered, "nothing_to_claim_right": f"{self.nothing_right}/{self.nothing}",
            "confusion": {f"{wanted}→{found}": n for (wanted, found), n in sorted(self.confusion.items())},
        }


def score_profiles(labels: list[dict[str, Any]]) -> ProfileScore:
    """Match every profile against its policies and compare."""
    score = ProfileScore()
    for label in labels:
        day = date.fromisoformat(label["as_of"])
        policies = [policy_of(name) for name in label["policies"]]
        profile = read_text(label["text"], day) if "text" in label else read_record(label["profile"], day)
        _score_one(label, match(profile, policies, day), score)
    return score


def _score_one(label: dict[str, Any], found: Matched, score: ProfileScore) -> None:
    score.profiles += 1
    for wanted in label["expect"]:
        score.expected += 1
        hit = _hit(found, wanted)
        if hit is None:
            score.not_found += 1
            score.confusion[wanted["status"], "none"] += 1
            score.misses.append(f"{label['id']} no item: {wanted['quote']}")
            continue
        said = hit.verdict.value
        score.confusion[wanted["status"], said] += 1
        score.right += said == wanted["status"]
        score.wrong_met += said == "met" != wanted["status"]
        score.false_met += said == "met" and wanted["status"] == "unmet"
        if said != wanted["status"]:
            score.misses.append(f"{label['id']} {wanted['status']} said {said}: {wanted['quote']} missing {hit.missing} failed {hit.failed}")
        if said == wanted["status"] == "unclear":
            for fact in wanted.get("missing", []):
                score.to_ask += 1
                asked = any(bare(fact) in bare(words) for words in hit.missing)
                score.asked += asked
                if not asked:
                    score.misses.append(f"{label['id']} not asked: {fact} in {hit.missing}")
    for task in label.get("not_offered", []):
        score.not_offered += 1
        hit = _hit(found, task)
        if hit is not None and hit.verdict.value != "unmet":
            score.offered += 1
            score.misses.append(f"{label['id']} offered a task of departments: {task['quote']}")
    if label.get("nothing"):
        score.nothing += 1
        score.nothing_right += found.nothing
        if not found.nothing:
            score.misses.append(f"{label['id']} there is nothing to claim, but: {[m.item.text[:24] for m in found.matches if m.verdict != 'unmet'][:3]}")


def _hit(found: Matched, wanted: dict[str, Any]) -> Match | None:
    return next((m for m in found.matches if m.policy.source == wanted["policy"] and bare(wanted["quote"]) in bare(m.item.text)), None)
