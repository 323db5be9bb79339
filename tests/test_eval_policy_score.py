"""eval.policy_score: the scorer of read policy files, and the reading itself on the made-up files that ship with it."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import eval.policy_score as policy_score
from corpus.parsing import parse_policy
from corpus.policy import Policy, Validity
from corpus.reading import read_document

MADE = Path(policy_score.__file__).parent / "gold" / "made_policies"
NUMBERS = sorted(path.stem for path in (MADE / "labels").glob("*.json"))


@cache
def read(number: str) -> tuple[Policy, dict[str, Any]]:
    """One made-up file as it is read today, and its labels."""
    (gold,) = policy_score.labels(files=(number,), folder=MADE / "labels")
    return parse_policy(read_document(MADE / "documents" / gold["file"]))[0], gold


def test_the_made_up_files_are_read_as_labelled() -> None:
    """Over sixteen files of every format and style, the floors of reading hold together."""
    total = policy_score.Counts()
    for number in NUMBERS:
        total.add(policy_score.score(*read(number)))
    assert total.labelled > 250
    assert total.boundary_f1 >= 0.97
    assert total.paths / total.begun >= 0.97
    assert total.unit_f1 >= 0.97
    assert total.roles / total.units_right >= 0.97
    assert total.header_right / total.header >= 0.93
    assert total.status_right / total.status >= 0.95


def without_first_clause(policy: Policy) -> Policy:
    first = next(part for part in policy.parts if part.leaf and part in policy.clauses)
    return replace(policy, parts=tuple(part for part in policy.parts if part is not first))


def without_units(policy: Policy) -> Policy:
    bare = type(policy.parts[0].units)()
    return replace(policy, parts=tuple(replace(part, units=bare) for part in policy.parts))


def swapped_roles(policy: Policy) -> Policy:
    parts = (replace(p, units=replace(p.units, lead=p.units.supporting, supporting=p.units.lead)) for p in policy.parts)
    return replace(policy, parts=tuple(parts))


def test_each_kind_of_fault_costs_its_own_figure() -> None:
    """A lost clause, lost units, swapped roles and a wrong status each lower just what measures them."""
    policy, gold = read("201")
    sound = policy_score.score(policy, gold)
    assert sound.boundary_f1 == sound.unit_f1 == 1
    assert policy_score.score(without_first_clause(policy), gold).right == sound.right - 1
    bare = policy_score.score(without_units(policy), gold)
    assert bare.unit_f1 == 0
    assert bare.boundary_f1 == 1
    swapped = policy_score.score(swapped_roles(policy), gold)
    assert swapped.roles < sound.roles
    assert swapped.unit_f1 == 1
    other = policy_score.score(replace(policy, validity=Validity(repealed_by="某令", dated=date(2000, 1, 1))), gold)
    assert other.status_right < sound.status_right


def test_an_empty_reading_scores_nothing() -> None:
    """A reading without clauses has boundary and unit F1 of 0, not of 1."""
    policy, gold = read("201")
    empty = policy_score.score(replace(policy, parts=()), gold)
    assert empty.boundary_f1 == empty.unit_f1 == 0


@pytest.mark.parametrize("key", ["title", "doc_number"])
def test_header_data_are_compared_exactly(key: str) -> None:
    """A title or number that is off by a word counts as wrong."""
    policy, gold = read("201")
    wrong = copy.deepcopy(gold)
    wrong[key] += "附"
    assert policy_score.score(policy, wrong).header_right == policy_score.score(policy, gold).header_right - 1
