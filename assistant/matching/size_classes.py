"""Size by the figures (统计上大中小微型企业划分办法, 2017): employees, revenue and assets against the line of business."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

# By section: (what counts, lower bounds of 中型's top, 中型, 小型). Revenue and assets in 万元. All that counts must be reached.
_BOUNDS: dict[str, tuple[tuple[str, tuple[int, int, int]], ...]] = {
    "A": (("revenue", (20000, 500, 50)),),
    "B": (("employees", (1000, 300, 20)), ("revenue", (40000, 2000, 300))),
    "C": (("employees", (1000, 300, 20)), ("revenue", (40000, 2000, 300))),
    "D": (("employees", (1000, 300, 20)), ("revenue", (40000, 2000, 300))),
    "E": (("revenue", (80000, 6000, 300)), ("assets", (80000, 5000, 300))),
    "G": (("employees", (1000, 300, 20)), ("revenue", (30000, 3000, 200))),
    "H": (("employees", (300, 100, 10)), ("revenue", (10000, 2000, 100))),
    "I": (("employees", (300, 100, 10)), ("revenue", (10000, 1000, 50))),
    "K": (("revenue", (200000, 1000, 100)), ("assets", (10000, 5000, 2000))),
    "L": (("employees", (300, 100, 10)),),
    "M": (("employees", (300, 100, 10)),), "N": (("employees", (300, 100, 10)),),
    "O": (("employees", (300, 100, 10)),), "R": (("employees", (300, 100, 10)),),
}
_NAMES = ("大型", "中型", "小型", "微型")


def sizes_possible(
    sections: Iterable[str], employees: int | None, revenue: Decimal | None, assets: Decimal | None
) -> frozenset[str]:
    """The size classes that the known figures leave open, over the sections a firm may be of; empty where they leave all
    open. Revenue and assets in 元. A class needs all that counts, so that the lowest figure decides, and one unknown may
    only lower it. Sections F (wholesale and retail differ) and those without bounds are never guessed.

    >>> sorted(sizes_possible("C", 250, None, None)), sorted(sizes_possible("C", 250, Decimal(30_000_000), None))
    (['小型', '微型'], ['小型'])
    >>> sorted(sizes_possible("H", 8, None, None)), sorted(sizes_possible("F", 8, None, None))
    (['微型'], [])
    """
    values = {
        "employees": None if employees is None else Decimal(employees),
        "revenue": None if revenue is None else revenue / 10000, "assets": None if assets is None else assets / 10000,
    }
    found: frozenset[str] = frozenset()
    for section in sections:
        bounds_of = _BOUNDS.get(section, ())
        ranks = [
            next((rank for rank, bound in enumerate(bounds) if value >= bound), 3)
            for name, bounds in bounds_of if (value := values[name]) is not None
        ]
        lowest = max(ranks, default=0)
        found |= frozenset(_NAMES[lowest : lowest + 1] if ranks and len(ranks) == len(bounds_of) else _NAMES[lowest:])
    return frozenset() if len(found) == len(_NAMES) else found
