"""What the form of an item carries, to and from the fields of a gold item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.policy import Clause, Policy
from eval.gold.checking import Cells, cells_for, chosen_of, clause_key
from eval.gold.item import GoldItem
from eval.gold.sheets import HEADERS

_TYPED = tuple(key for key in HEADERS if key not in ("id", "clauses", "policy"))
FIXED = ("question", "history", "style", "split", "as_of")
"""What the writer of a question decides, and who labels it does not change."""


@dataclass(frozen=True, slots=True)
class Form:
    """An item being typed: its cells, the clauses ticked, best first, and clauses it names that the library lacks."""

    name: str
    cells: Cells
    chosen: tuple[tuple[Policy, Clause], ...] = ()
    lost: tuple[str, ...] = ()


def empty(name: str) -> Form:
    """The form of a new item."""
    return Form(name, {"split": "dev", "kind": "fact", "style": "formal", "answerable": "是"})


def of_item(item: GoldItem, policies: Sequence[Policy], *, question_only: bool = False) -> Form:
    """The form of an item; ``question_only`` leaves its labels out."""
    cells = cells_for(item)
    if question_only:
        return Form(item.id, {"kind": "fact", "answerable": "是"} | {key: cells[key] for key in FIXED})
    chosen, lost = chosen_of(item, policies)
    return Form(item.id, cells, tuple(chosen), tuple(lost))


def read(name: str, given: Mapping[str, Sequence[str]], policies: Sequence[Policy], fixed: GoldItem | None = None) -> Form:
    """The form as it was sent; ``fixed`` is the question of somebody else, whose words stay as they are."""
    cells = {key: "\n".join(given.get(key, ())).replace("\r\n", "\n") for key in _TYPED}
    if fixed is not None:
        theirs = cells_for(fixed)
        cells |= {key: theirs[key] for key in FIXED}
    if cells["answerable"] == "否":
        cells |= dict.fromkeys(("facts", "quotes", "lead", "supporting", "validity"), "")
    else:
        cells["unanswerable_kind"] = ""
    by_key = {clause_key(policy, part): (policy, part) for policy in policies for part in policy.parts}
    wanted = dict.fromkeys(given.get("chosen", ())) if cells["answerable"] != "否" else {}
    return Form(name, cells, tuple(by_key[key] for key in wanted if key in by_key), tuple(key for key in wanted if key not in by_key))
