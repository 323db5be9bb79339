"""How far two annotators agree (标注一致性): Cohen's κ, and the items they differ on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from eval.gold.item import GoldItem
from eval.metrics.names import distinct


def cohen_kappa(first: Sequence[str], second: Sequence[str]) -> float | None:
    """Cohen's κ = (p_o − p_e) / (1 − p_e) over two sequences of labels of the same items.

    Nothing labelled: None. Both give every item one and the same label (p_e = 1): 1, for they agree, though
    κ is then not defined.

    >>> cohen_kappa(["是", "是", "否", "否"], ["是", "否", "否", "否"])
    0.5
    >>> cohen_kappa(["是"], ["是"]), cohen_kappa([], []) is None
    (1.0, True)
    """
    if len(first) != len(second):
        raise ValueError("both annotators must have labelled the same items")
    count = len(first)
    if not count:
        return None
    observed = sum(a == b for a, b in zip(first, second, strict=True)) / count
    ours, theirs = Counter(first), Counter(second)
    expected = sum(ours[label] * theirs[label] for label in ours) / count**2
    return 1.0 if expected == 1 else (observed - expected) / (1 - expected)


@dataclass(frozen=True, slots=True)
class FieldAgreement:
    """One field over the items both have: how often equal (0–1), κ, and the ids that differ."""

    field: str
    items: int
    equal: float | None
    kappa: float | None
    differ: tuple[str, ...]


def _names(values: Sequence[str] | None) -> str:
    return "∅" if values is None else "、".join(sorted(distinct(values)))


FIELDS: Mapping[str, Callable[[GoldItem], str]] = {
    "answerable": lambda item: str(item.answerable),
    "kind": lambda item: item.kind.value,
    "unanswerable_kind": lambda item: item.unanswerable_kind or "",
    "policy": lambda item: item.policy,
    "clauses": lambda item: _names([*item.clauses, *(f"{source}#{clause}" for source, clause in item.also)]),
    "lead": lambda item: _names(item.lead),
    "supporting": lambda item: _names(item.supporting),
    "validity": lambda item: item.validity.status.value if item.validity else "",
}
"""What two annotators are compared by, as a label each."""


def agreement(first: Sequence[GoldItem], second: Sequence[GoldItem]) -> tuple[FieldAgreement, ...]:
    """Agreement field by field on the items both sets have, by id. Patterns are not compared: they differ in
    form where they agree in meaning."""
    theirs = {item.id: item for item in second}
    pairs = [(item, theirs[item.id]) for item in first if item.id in theirs]
    found: list[FieldAgreement] = []
    for name, of in FIELDS.items():
        ours, others = [of(a) for a, _ in pairs], [of(b) for _, b in pairs]
        same = [a == b for a, b in zip(ours, others, strict=True)]
        differ = tuple(item.id for (item, _), equal in zip(pairs, same, strict=True) if not equal)
        found.append(FieldAgreement(name, len(pairs), sum(same) / len(same) if same else None, cohen_kappa(ours, others), differ))
    return tuple(found)
