"""Plain words read into the fields of a form, each with the words it came from; then matched as the person corrected it.

A field's words are found by trial: the shortest stretch of the description that, read alone, says the same. So
they are right whatever the reader's rules are, and a field that only the whole yields says that it was worked out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from assistant.matching.profile import Profile
from assistant.matching.reading_fields import read_record
from assistant.matching.reading_text import read_text
from assistant.matching.size_classes import sizes_possible
from corpus.policy import Span
from corpus.support.vocabulary import SIZES

ABOVE = "规模以上企业"  # a qualification to the reader, a field of its own on the form
_ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "类型": ("kind",), "所在地": ("area", "zones"), "行业": ("sections",), "规模": ("sizes",), "规上": ("above_scale",), "所有制": ("ownership",),
    "从业人员": ("employees",), "营业收入": ("revenue",), "投资额": ("investment",), "贷款": ("loan",), "成立日期": ("founded",), "资质": ("qualifications",),
}  # fmt: skip
FORM_FIELDS = tuple(_ATTRIBUTES)
_SIZED_BY = ("行业", "从业人员", "营业收入")
_CLAUSE = re.compile(r"[^，,；;。！!？?\n]+")
_LONGEST_CLAUSE = 80  # characters; a longer one is shown whole, not narrowed
_MOST_CLAUSES = 80  # that are looked through for the words of a field


@dataclass(frozen=True, slots=True)
class FieldRead:
    """One value of one field (a field of several values has several of these).

    Attributes:
        field: the name on the form, one of FORM_FIELDS.
        value: as the form takes it: 制造业 is C, money is 500万元, a day is 2020-05-01.
        words: what it was read from, verbatim; "" where it was worked out from several places.
        span: the place of ``words`` in the description, None without.
    """

    field: str
    value: str
    words: str = ""
    span: Span | None = None


def read_fields(text: str, today: date | None = None) -> tuple[FieldRead, ...]:
    """What ``text`` says of each field, in the order of the form."""
    whole = _values(read_text(text, today))
    clauses = [(found.start(), found.group()) for found in _CLAUSE.finditer(text)][:_MOST_CLAUSES]
    said = [set(_values(read_text(clause, today))) for _, clause in clauses] if whole else []
    reads = []
    for field, value in whole:
        nth = next((n for n, values in enumerate(said) if (field, value) in values), None)
        span = None if nth is None else _narrowed(clauses[nth][1], clauses[nth][0], field, value, today)
        reads.append(FieldRead(field, value, text[span.start : span.end] if span else "", span))
    return tuple(reads)


def read_corrected(text: str, form: Mapping[str, Any], today: date | None = None) -> Profile:
    """The profile of ``text`` with the form in the place of what was read: a field the person emptied is unknown.

    The words of a value that the person took out count no longer; what the form has no field for (没有裁员,
    想加一层) is read from the text as ever. Raises BadInput for a value that cannot be read.
    """
    reads = read_fields(text, today)
    whole = read_text(text, today)
    given = {field: _listed(form.get(field)) for field in FORM_FIELDS}
    before = {field: [read.value for read in reads if read.field == field] for field in FORM_FIELDS}
    changed = {field for field in FORM_FIELDS if set(given[field]) != set(before[field])}
    gone = [read.span for read in reads if read.field in changed and read.span and read.value not in given[read.field]]
    base = read_text(_without(text, gone), today)
    # Other fields of the form (事项) and those that were changed are read as the form alone says them.
    formed = read_record({name: value for name, value in form.items() if name in changed or name not in FORM_FIELDS}, today)
    made = {name: getattr(formed if field in changed else whole, name) for field, names in _ATTRIBUTES.items() for name in names}
    above = frozenset({ABOVE} if made["above_scale"] else ())
    made["qualifications"] = (frozenset(made["qualifications"]) - {ABOVE}) | above
    if _worked_out(reads, "规模") and "规模" not in changed and changed & set(_SIZED_BY):
        made["sizes"] = _sizes(made, base)
    return replace(
        base, **made, text=text, lacks=base.lacks - made["qualifications"], trades=tuple(dict.fromkeys((*base.trades, *formed.trades))),
        statements=(*base.statements, *formed.statements), figures=(*base.figures, *formed.figures),
    )  # fmt: skip


def _values(profile: Profile) -> list[tuple[str, str]]:
    """Every (field, value) of a profile, in the order of the form."""
    area = "".join(dict.fromkeys(filter(None, (profile.area.province, profile.area.city, profile.area.district))))
    qualified = [("资质", name) for name in sorted(profile.qualifications) if name != ABOVE]
    plain = {
        "类型": profile.kind, "规上": {True: "是", False: "否", None: ""}[profile.above_scale],
        "所有制": profile.ownership, "从业人员": "" if profile.employees is None else str(profile.employees), "营业收入": money(profile.revenue),
        "投资额": money(profile.investment), "贷款": money(profile.loan), "成立日期": profile.founded.isoformat() if profile.founded else "",
    }  # fmt: skip
    several = {"所在地": [area, *profile.zones], "行业": sorted(profile.sections), "规模": [size for size in SIZES if size in profile.sizes]}
    found = [(field, value) for field in FORM_FIELDS for value in several.get(field, [plain.get(field, "")]) if value]
    return found + qualified


def money(amount: Decimal | None) -> str:
    """An amount of 元 as a person writes it, "" if unknown.

    >>> money(Decimal(5_000_000)), money(Decimal(120_000_000)), money(Decimal(9_800)), money(None)
    ('500万元', '1.2亿元', '9800元', '')
    """
    if amount is None:
        return ""
    for unit, name in ((Decimal(10**8), "亿元"), (Decimal(10**4), "万元")):
        if amount >= unit and (amount / unit * 100) % 1 == 0:
            return f"{(amount / unit).normalize():f}{name}"
    return f"{amount.normalize():f}元"


def _narrowed(clause: str, at: int, field: str, value: str, today: date | None) -> Span:
    """The shortest stretch of the clause that still says the value."""
    start, end = 0, len(clause)

    def says(part: str) -> bool:
        return (field, value) in _values(read_text(part, today))

    if end <= _LONGEST_CLAUSE:
        while end - start > 1 and says(clause[start + 1 : end]):
            start += 1
        while end - start > 1 and says(clause[start : end - 1]):
            end -= 1
    return Span(at + start, at + end)


def _listed(value: Any) -> list[str]:
    """The values of one field of the form."""
    several = value if isinstance(value, list) else [value]
    return [part.strip() for one in several if one is not None for part in re.split(r"[;；|\n、]", str(one)) if part.strip()]


def _without(text: str, spans: Iterable[Span]) -> str:
    for span in sorted(spans, key=lambda span: span.start, reverse=True):
        text = text[: span.start] + text[span.end :]
    return text


def _worked_out(reads: Iterable[FieldRead], field: str) -> bool:
    return any(read.field == field and read.span is None for read in reads)


def _sizes(made: Mapping[str, Any], base: Profile) -> frozenset[str]:
    return sizes_possible(made["sections"], made["employees"], made["revenue"], base.assets)
