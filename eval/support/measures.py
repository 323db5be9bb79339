"""How well support items are read: addressee, audience, conditions, kind, amounts, commitment."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from corpus.policy import Addressee, Quantity, SupportItem
from eval.support.labels import bare, item_for, policy_of

_FIELDS = ("audience", "conditions", "benefit", "amounts")


@dataclass
class Tally:
    """Right, found and wanted of one field."""

    right: float = 0
    found: float = 0
    wanted: float = 0

    @property
    def f1(self) -> float:
        """2·right / (found + wanted); 1 where nothing was found and nothing wanted."""
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 1.0


@dataclass
class MeasureScore:
    """The score of a set of measure labels; shares are 0–1."""

    labels: int = 0
    addressed: int = 0
    claimants: int = 0
    commitment: int = 0
    amounts_exact: int = 0
    fields: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in _FIELDS})
    claimed: Tally = field(default_factory=Tally)
    misses: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The figures as one record."""
        over = max(1, self.claimants)
        by_field = {name: round(tally.f1, 3) for name, tally in self.fields.items()}
        return {
            "labels": self.labels, "claimants": self.claimants, "addressed_accuracy": round(self.addressed / max(1, self.labels), 3),
            "claimant_f1": round(self.claimed.f1, 3), "commitment_accuracy": round(self.commitment / over, 3),
            "amounts_exact": round(self.amounts_exact / over, 3), "field_f1": by_field,
            "mean_field_f1": round(sum(by_field.values()) / len(by_field), 3),
        }


def score_measures(labels: list[dict[str, Any]]) -> MeasureScore:
    """Compare each label with the item read off its sentence; ``none`` and ``department`` are one class."""
    score = MeasureScore()
    for label in labels:
        item = item_for(policy_of(label["policy"]).support, label["quote"])
        _score_one(label, item, score)
    return score


def _score_one(label: dict[str, Any], item: SupportItem | None, score: MeasureScore) -> None:
    wanted = label["addressed"] if label["addressed"] in ("claimant", "intermediary") else "department"
    found = (item.addressee if item else Addressee.DEPARTMENT).value
    score.labels += 1
    score.addressed += wanted == found
    score.claimed.right += wanted == found == "claimant"
    score.claimed.found += found == "claimant"
    score.claimed.wanted += wanted == "claimant"
    if wanted != found:
        score.misses.append(f"{label['id']} addressed: {wanted} read as {found}: {label['quote'][:60]}")
    if wanted != "claimant":
        return
    score.claimants += 1
    if item is None or found == "department":
        for name, tally in score.fields.items():
            tally.wanted += len(_bag(name, label[name], label["quote"]))
        score.amounts_exact += not label["amounts"]
        return
    score.commitment += item.commitment.value == label["commitment"]
    if item.commitment.value != label["commitment"]:
        score.misses.append(f"{label['id']} commitment: {label['commitment']} read as {item.commitment.value}")
    read: dict[str, Counter[Any]] = {
        "audience": Counter(a.value for a in item.audience), "benefit": Counter(b.value for b in item.benefits),
        "amounts": Counter(map(_amount, item.amounts)),
        "conditions": _bag("conditions", [{"text": o.text} for g in item.conditions for o in g.options], label["quote"]),
    }
    for name, tally in score.fields.items():
        gold = _bag(name, label[name], label["quote"])
        right = sum((gold & read[name]).values())
        tally.right, tally.found, tally.wanted = tally.right + right, tally.found + sum(read[name].values()), tally.wanted + sum(gold.values())
        if gold != read[name] and (name != "conditions" or 2 * right < 0.8 * (sum(gold.values()) + sum(read[name].values()))):
            score.misses.append(f"{label['id']} {name}: {_shown(name, label[name])} read as {_shown_item(name, item)}")
    score.amounts_exact += read["amounts"] == _bag("amounts", label["amounts"], label["quote"])


def _bag(name: str, value: list[Any], quote: str) -> Counter[Any]:
    """A field as a bag of what is compared: names, amounts, or the places of the conditions' characters."""
    if name == "amounts":
        return Counter((Decimal(a["number"]), a["unit"], a.get("bound", "exact"), a.get("upper") and Decimal(a["upper"])) for a in value)
    if name != "conditions":
        return Counter(value)
    text = bare(quote)
    places: set[int] = set()
    for atom in value:
        for option in atom.get("any", [atom]):
            words = bare(option["text"])
            at = text.find(words)
            places.update(range(at, at + len(words)) if at >= 0 else ())
    return Counter(places)


def _amount(quantity: Quantity) -> tuple[Decimal, str, str, Decimal | None]:
    return (quantity.number, quantity.unit, quantity.bound.value, quantity.upper)


def _shown(name: str, value: list[Any]) -> str:
    if name == "conditions":
        return " + ".join("|".join(o["text"] for o in a.get("any", [a])) for a in value)
    return " ".join(map(str, value))


def _shown_item(name: str, item: SupportItem) -> str:
    if name == "conditions":
        return " + ".join("|".join(o.text for o in g.options) for g in item.conditions)
    values: dict[str, tuple[Any, ...]] = {"audience": item.audience, "benefit": item.benefits, "amounts": tuple(q.text for q in item.amounts)}
    return " ".join(str(getattr(v, "value", v)) for v in values[name])
