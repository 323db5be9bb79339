"""Responsible units (责任单位): lead, sets, F1 over roles.
"""

from __future__ import annotations

from collections.abc import Sequence

from eval.metrics.names import distinct_units

Roles = tuple[Sequence[str] | None, Sequence[str] | None]
"""(lead, supporting). In a gold item None leaves a role unmeasured and () says there is no such unit."""


def _names(role: Sequence[str] | None) -> frozenset[str]:
    return frozenset(distinct_units(role or ()))


def _silent(given: Roles, gold: Roles) -> bool:
    """No unit is given although the gold names one: an empty role is then not a right answer."""
    return not any(map(_names, given)) and any(map(_names, gold))


def lead_exact(given: Roles, gold: Roles) -> float | None:
    """Lead units exact: 1 if the lead units (牵头) are exactly the gold ones, as sets.

    exact = [ lead(given) = lead(gold) ].  Gold lead None: None. Gold lead () asks for no lead, but an
    answer that names no unit at all scores 0 wherever the gold names any: silence is not a finding.

    >>> lead_exact((["市发改委"], ["市财政局"]), (["市发改委"], None))
    1.0
    >>> lead_exact((["市发改委", "市财政局"], []), (["市发改委"], ["市财政局"]))
    0.0
    >>> lead_exact(([], []), ([], ["各区(市)县"]))
    0.0
    >>> lead_exact((["市发改委"], []), (None, [])) is None
    True
    """
    if gold[0] is None:
        return None
    return float(not _silent(given, gold) and _names(given[0]) == _names(gold[0]))


def units_exact(given: Roles, gold: Roles) -> float | None:
    """Unit set exact: 1 if lead and supporting are both exactly the gold ones, as sets.

    exact = [ lead(given) = lead(gold) ∧ supporting(given) = supporting(gold) ]; a role that is None
    in the gold is not compared. Both None: None. Both gold roles () and nothing given: 1.

    >>> units_exact((["市发改委"], ["各区（市）县"]), (["市发改委"], ["各区(市)县"]))
    1.0
    >>> units_exact((["市发改委"], []), (["市发改委"], ["市财政局"]))
    0.0
    >>> units_exact(([], []), (None, None)) is None
    True
    """
    if gold[0] is None and gold[1] is None:
        return None
    same = all(_names(g) == _names(r) for g, r in zip(given, gold, strict=True) if r is not None)
    return float(same and not _silent(given, gold))


def units_f1(given: Roles, gold: Roles) -> float | None:
    """Units F1 over (role, name) pairs: 2·|given ∩ gold| / (|given| + |gold|).

    A unit in the wrong role is wrong twice. A role that is None in the gold is not counted on either
    side. Both None: None. Nothing given and nothing expected: 1; one side empty: 0.

    >>> units_f1((["市发改委"], ["市财政局", "市住建局"]), (["市发改委"], ["市财政局"]))
    0.8
    >>> units_f1((["市财政局"], ["市发改委"]), (["市发改委"], ["市财政局"]))
    0.0
    >>> units_f1(([], []), (["市发改委"], [])), units_f1(([], []), ([], []))
    (0.0, 1.0)
    """
    if gold[0] is None and gold[1] is None:
        return None
    measured = [role for role in (0, 1) if gold[role] is not None]
    named = {(role, name) for role in measured for name in _names(given[role])}
    right = {(role, name) for role in measured for name in _names(gold[role])}
    if not named and not right:
        return 1.0
    return 2 * len(named & right) / (len(named) + len(right))
