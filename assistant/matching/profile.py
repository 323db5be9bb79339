"""What an enterprise says of itself (企业画像), in the field's standard vocabularies.

What is not said is unknown. A statement keeps its words and whether it is affirmed, denied or only planned.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from corpus.policy import Audience
from corpus.support.areas import Area

GOVERNMENT = "政府部门"
NOWHERE = Area()
KINDS: tuple[str, ...] = (*(a.value for a in Audience if a is not Audience.PROJECT), GOVERNMENT)


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said: ``words`` without its negation.

    Attributes:
        holds: False where it is denied (没有裁员).
        planned: it is meant to happen and has not yet (打算, 想).
    """

    words: str
    holds: bool = True
    planned: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A number said of something: ``about`` 营业面积, ``number`` 150, ``unit`` 平方米 (元, 人, %, 个月 for all time); a range where ``upper`` is given."""

    about: str
    number: Decimal
    unit: str
    upper: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """One enterprise (or person) as far as it is known; an empty field is unknown.

    Attributes:
        kind: one of KINDS, "" if not said. also: a second one (a graduate who has founded a firm is a person too).
        area: where it is registered. zones: named areas it lies in (重点片区); outside: those it does not.
        sections: letters of GB/T 4754-2017. trades: its lines of business, as said.
        sizes: the size classes it may be of (小微企业: two). above_scale: 规上.
        qualifications: those it holds. lacks: those it does not. complete: it has no others.
        founded: the day it was founded. employees: heads. revenue, assets, loan, investment: 元.
        statements: what else it says, in order. figures: numbers said of anything else.
        text: the words it was read from, "" if from fields. traditional: they were written in Traditional characters.
    """

    name: str = ""
    kind: str = ""
    also: str = ""
    area: Area = NOWHERE
    zones: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    sections: frozenset[str] = frozenset()
    trades: tuple[str, ...] = ()
    sizes: frozenset[str] = frozenset()
    above_scale: bool | None = None
    ownership: str = ""
    qualifications: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()
    complete: bool = False
    founded: date | None = None
    employees: int | None = None
    revenue: Decimal | None = None
    assets: Decimal | None = None
    loan: Decimal | None = None
    investment: Decimal | None = None
    statements: tuple[Statement, ...] = ()
    figures: tuple[Figure, ...] = ()
    text: str = ""
    traditional: bool = False
