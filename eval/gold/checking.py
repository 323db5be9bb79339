"""An item checked against its clauses while it is typed: what stands there, what does not, what is still missing.

Nothing here asks the system under evaluation or shows what it would say: labels come from the document alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.errors import BadInput
from corpus.policy import Clause, Policy
from eval.gold.item import GoldItem, path_name, path_of
from eval.gold.reading import problems_of, read_item
from eval.gold.sheets import line_of
from eval.metrics.facts import fact_place
from eval.metrics.names import WIDTH, fold

Cells = Mapping[str, str]
"""What was typed, by the fields of ``sheets.HEADERS``, entries on lines of their own; ``clauses`` as `clause_name` writes them."""

_ALIKE = 0.9  # share of character pairs that two questions have in common, above which they count as one


class Verdict(StrEnum):
    """How an entry stands."""

    GOOD = "good"
    DOUBT = "doubt"  # look again; it may be right
    BAD = "bad"  # has to be mended before the item is kept


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said of one entry of a field (``entry`` "" for the field as a whole)."""

    field: str
    entry: str
    verdict: Verdict
    said: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a chosen clause that an entry stands on: characters of the clause's text, and the field."""

    clause: str
    start: int
    end: int
    field: str


@dataclass(frozen=True, slots=True)
class Checked:
    """An item as typed: what it would be, None while something is bad; remarks; marks in the chosen clauses."""

    item: GoldItem | None
    remarks: tuple[Remark, ...]
    marks: tuple[Mark, ...]


def clause_key(policy: Policy, clause: Clause) -> str:
    """A clause as the cell ``clauses`` names it: file and whole path."""
    return f"{policy.source}#{path_name(clause.path)}"


def check(cells: Cells, name: str, chosen: Sequence[tuple[Policy, Clause]], known: Iterable[tuple[str, str]] = ()) -> Checked:
    """Check what was typed for item ``name``.

    Args:
        cells: what was typed.
        chosen: the clauses ticked, best first. The first names the item's policy, those of others go to ``also``.
        known: (where, question) of questions that exist already.
    """
    remarks: list[Remark] = []
    item: GoldItem | None = None
    try:
        line = line_of({**cells, "clauses": "", "policy": ""}, name)
    except ValueError as error:
        remarks.append(Remark("", "", Verdict.BAD, str(error)))
    else:
        line |= _clauses(chosen)
        problems = problems_of(line)
        remarks += [Remark(_field(problem), "", Verdict.BAD, problem) for problem in problems]
        if not problems:
            item = read_item(line)
    shown = [(clause_key(policy, clause), clause.text) for policy, clause in chosen]
    marks: list[Mark] = []
    for field in ("facts", "forbidden", "quotes", "lead", "supporting"):
        for entry in _entries(cells, field):
            remark, found = _entry(field, entry, shown)
            remarks += [remark] if remark else []
            marks += found
    remarks += _question(cells, known)
    if item is not None and item.answerable and not (item.facts or item.lead or item.supporting or item.validity):
        remarks.append(Remark("facts", "", Verdict.DOUBT, "没有要点、单位或效力：只量条款对不对，不量答案对不对"))
    if any(remark.verdict is Verdict.BAD for remark in remarks):
        item = None
    return Checked(item, tuple(remarks), tuple(marks))


def cells_for(item: GoldItem) -> dict[str, str]:
    """The cells of an item, for typing on; ``clauses`` and ``policy`` are ticked, not typed."""
    from eval.gold.sheets import cells_of

    return {key: value for key, value in cells_of(item).items() if key not in ("id", "clauses", "policy")}


def chosen_of(item: GoldItem, policies: Sequence[Policy]) -> tuple[list[tuple[Policy, Clause]], list[str]]:
    """The clauses an item names, and those that the library does not have as named."""
    by_source = {policy.source: policy for policy in policies}
    wanted = [*((item.policy, clause) for clause in item.clauses), *item.also]
    found, lost = [], []
    for source, clause in wanted:
        candidates = [by_source[source]] if source in by_source else list(policies) if not source else []
        path = path_of(clause)
        match = next(((policy, part) for policy in candidates for part in policy.parts if (part.path == path if path else fold(part.number) == fold(clause))), None)
        if match:
            found.append(match)
        else:
            lost.append(f"{source}#{clause}")
    return found, lost


def nearest(words: str, policies: Sequence[Policy], limit: int = 20) -> list[tuple[Policy, Clause]]:
    """Clauses that share most character pairs with some words, for finding one's way in a library: no ranking of ours."""
    pairs = _pairs(words)
    scored = [
        (len(pairs & _pairs(f"{policy.title}{clause.text}")), -len(clause.text), policy, clause)
        for policy in policies for clause in policy.parts if pairs
    ]  # fmt: skip
    scored = [one for one in scored if one[0] * 2 >= len(pairs)]
    return [(policy, clause) for _, _, policy, clause in sorted(scored, key=lambda one: (-one[0], -one[1], one[3].id))[:limit]]


def _clauses(chosen: Sequence[tuple[Policy, Clause]]) -> dict[str, object]:
    if not chosen:
        return {}
    first = chosen[0][0].source
    others = dict.fromkeys(policy.source for policy, _ in chosen if policy.source != first)
    return {
        "policy": first,
        "clauses": [list(clause.path) for policy, clause in chosen if policy.source == first],
        "also": [{"policy": source, "clauses": [list(clause.path) for policy, clause in chosen if policy.source == source]} for source in others],
    }


def _entries(cells: Cells, field: str) -> list[str]:
    entries = [line.strip() for line in cells.get(field, "").splitlines() if line.strip()]
    if field in ("lead", "supporting"):
        entries = [name.strip() for line in entries for name in line.replace("，", "、").replace(",", "、").replace("；", "、").split("、") if name.strip()]
        return [] if entries == ["无"] else entries
    return entries


def _entry(field: str, entry: str, shown: Sequence[tuple[str, str]]) -> tuple[Remark | None, list[Mark]]:
    """What is to be said of an entry, and where it stands."""
    try:
        places = [(key, place) for key, text in shown if (place := _place(field, entry, text)) is not None]
    except BadInput:  # a pattern that is none: said already
        return None, []
    marks = [Mark(key, *place, field) for key, place in places]
    if not shown:
        return None, []
    if field == "forbidden":
        return (Remark(field, entry, Verdict.DOUBT, "所选条款里就有：照原文回答会算错") if places else Remark(field, entry, Verdict.GOOD, "所选条款里没有")), marks
    if places:
        return Remark(field, entry, Verdict.GOOD, "原文中有"), marks
    if field == "quotes":
        printed = next((text[at[0] : at[1]] for _, text in shown if (at := _loosely(entry, text))), "")
        return Remark(field, entry, Verdict.BAD, f"与原文有出入，原文为“{printed}”" if printed else "所选条款里没有这一句；原句须一字不差"), []
    said = "所选条款里没有这个单位" if field in ("lead", "supporting") else "所选条款里没有：条款选对了吗，还是换了说法？"
    return Remark(field, entry, Verdict.DOUBT, said), []


def _place(field: str, entry: str, text: str) -> tuple[int, int] | None:
    if field in ("facts", "forbidden"):
        return fact_place(text, _pattern(entry))
    if field == "quotes":
        at = text.find(entry)
        return (at, at + len(entry)) if at >= 0 else None
    return _loosely(entry, text)


def _pattern(entry: str) -> str:
    import re

    from eval.gold.sheets import pattern_of

    pattern = pattern_of(entry)
    try:
        re.compile(pattern)
    except re.error as error:
        raise BadInput(str(error)) from None
    return pattern


def _loosely(entry: str, text: str) -> tuple[int, int] | None:
    """Where an entry stands, width and white space aside."""
    kept = [at for at, char in enumerate(text) if not char.isspace()]
    at = "".join(text[i] for i in kept).translate(WIDTH).find(fold(entry))
    return (kept[at], kept[at + len(fold(entry)) - 1] + 1) if at >= 0 and fold(entry) else None


def _question(cells: Cells, known: Iterable[tuple[str, str]]) -> list[Remark]:
    question = cells.get("question", "").strip()
    said = []
    pairs = _pairs(question)
    for where, other in known:
        theirs = _pairs(other)
        if len(pairs) > 3 and len(pairs & theirs) >= _ALIKE * len(pairs | theirs):
            said.append(Remark("question", "", Verdict.DOUBT, f"与已有的题几乎相同（{where}）：{other}"))
            break
    for fact in _entries(cells, "facts"):
        try:
            told = bool(question) and fact_place(question, _pattern(fact)) is not None
        except BadInput:
            continue
        if told:
            said.append(Remark("facts", fact, Verdict.DOUBT, "问题里已经有这个答案"))
    return said


def _pairs(text: str) -> set[str]:
    bare = "".join(char for char in fold(text) if char.isalnum())
    return {bare[at : at + 2] for at in range(len(bare) - 1)}


_FIELDS = ("unanswerable_kind", "validity", "as_of", "forbidden", "facts", "quotes", "clauses", "条款", "question", "lead", "kind")


def _field(problem: str) -> str:
    """The field that a problem is about, by its name in the message."""
    found = next((field for field in _FIELDS if field in problem), "")
    return "clauses" if found == "条款" else found
