"""Which sentences together answer everything a question asks (取句): the fewest, of the clause found and what stands near it.

The search finds the clause; which of its sentences answers is weighed here for each asking by itself, by a conditional logit
over the sentences of the policy: how well one fits the whole question and this asking, whether it gives a value of the kind
asked for, how many of the words it and its headings hold. The weights make probabilities, so that a plain case is answered with
one sentence and an open one with more, up to what a reader takes in.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Kind
from assistant.answering.desk import Desk
from assistant.judging.attachment import share
from assistant.understanding.asked_value import Sort, wanted
from assistant.understanding.askings import Asking, askings
from assistant.understanding.question import Understanding
from assistant.understanding.words_asked import Weights, words_asked
from corpus import Clause
from index import Hit
from index.tokens import fold

_SEVERAL = (Sort.NAMES, Sort.ITEMS)  # values that are several things


@dataclass(frozen=True, slots=True)
class CoverOptions:
    """What speaks for a sentence (weights of a conditional logit, fitted on half of the worked-on sets), and how much is quoted.

    Attributes:
        whole: its score for the whole question. own: for the asking alone, where there are several.
        gives: share of the values asked for that it gives; ``figure``: that one of them is a figure.
        words: share of the asking's words that it holds; ``with_headings``: it and the headings above it.
        in_clause: that it stands in the clause found.
        opens: that it only opens what follows.
        best: that it is the sentence found (``best_of_parts`` where several things are asked); ``found``: that it is among those found.
        sure: probability, among the sentences of its clause, with which those quoted are to hold the answer.
        least: probability from which on a further sentence is quoted.
        elsewhere: how many times as likely as the best sentence of the clause found one of another clause must be.
        longest: characters quoted for one asking, unless the first sentence alone is longer, or those quoted are less
            likely than ``doubtful`` to hold the answer.
        beside: share of the best score from which on a measure of another clause is quoted as found.
        as_fit: where a list is asked for, how much less fit (in the logit) the other items of the list may be;
            ``item``: characters of a clause that is an item of a list or a row; ``most_items`` of them.
        looked_at: measures of the policy that are weighed, besides those of the clause found.
    """

    whole: float = 2.5
    own: float = 3.0
    gives: float = 1.0
    figure: float = 1.7
    words: float = 0.5
    with_headings: float = 2.4
    in_clause: float = 1.0
    opens: float = -1.0
    best: float = 1.2
    best_of_parts: float = 0.6
    found_of_parts: float = 1.5
    in_clause_of_parts: float = 0.6
    instead: float = 3.0
    found: float = 2.8
    sure: float = 0.85
    least: float = 0.05
    elsewhere: float = 1.0
    longest: int = 190
    doubtful: float = 0.7
    beside: float = 0.96
    as_fit: float = 0.7
    item: int = 150
    most_items: int = 12
    looked_at: int = 60


OPTIONS = CoverOptions()


@dataclass(frozen=True, slots=True)
class _Table:
    """The measures of a policy and, for one asking, how likely each answers it, shape (measures,), summing to 1; ``fit`` is the
    logit by its words and values alone, wherever it stands."""

    hits: Sequence[Hit]
    likely: NDArray[np.float64]
    fit: NDArray[np.float64]


def cover(
    desk: Desk, asked: Understanding, query: str, chosen: Sequence[Hit], found: Sequence[Hit], within: Collection[str] = (),
    parts: Sequence[Asking] = (),
) -> list[Hit]:
    """The measures that answer every asking of a question, in the order of the askings.

    ``chosen`` are the best of the measures ``found``, the best first; ``within`` keeps to clauses (ids) that the question names, ``parts``
    are the askings, where not all of them are to be answered.
    """
    best = chosen[0]
    policy, clause = desk.at(best)
    wide = asked.kind is Kind.LIST or any(value.sort in _SEVERAL for value in wanted(asked.folded))
    everything = [
        hit for rank, hit in enumerate(desk.hits_in(policy.id, query, asked))
        if (rank < OPTIONS.looked_at or hit.passage.clause_id == clause.id or ((wide or "\t" in clause.text) and hit.passage.path[:-1] == clause.path[:-1]))
        and (not within or hit.passage.clause_id in within)
    ]
    parts = parts or askings(asked.folded)
    ids = {hit.passage.id for hit in found}
    picked: dict[str, Hit] = {}
    taken: dict[str, int] = {}  # how many askings a measure answers: one with a single value does not answer two
    for part in parts:
        alone = {hit.passage.id: hit.score for hit in desk.hits_in(policy.id, part.text, asked, within=query)} if len(parts) > 1 else {}
        weights = words_asked(desk, asked, part.text if len(parts) > 1 else "")
        table = _weighed(part, everything, alone, weights, clause, best, ids, taken)
        answering = _picked(table, clause)
        taken.update((hit.passage.id, taken.get(hit.passage.id, 0) + 1) for hit in answering[:1])
        picked.update((hit.passage.id, hit) for hit in answering)
        if clause.leaf and len(clause.text) <= OPTIONS.item:
            rows = _rows(everything, clause, asked.folded) if wide or "\t" in clause.text else []
            items = rows or (_items(table, clause) if wide else [])
            picked.update((hit.passage.id, hit) for hit in items[: OPTIONS.most_items])
    picked.update((hit.passage.id, hit) for hit in chosen if hit.passage.clause_id != clause.id and hit.score >= OPTIONS.beside * best.score)
    kept = _without_repeats(list(picked.values()))
    return sorted(kept, key=lambda hit: hit.passage.clause_id != clause.id) or [best]


def _without_repeats(hits: Sequence[Hit]) -> list[Hit]:
    """The hits without those of other clauses than the first one's whose words another of them holds: a heading said again."""
    bare = [re.sub(r"[^\u3400-\u9fffa-z0-9]", "", fold(hit.passage.text.rpartition("\n")[2])) for hit in hits]
    return [
        hit for hit, words in zip(hits, bare, strict=True)
        if hit.passage.clause_id == hits[0].passage.clause_id or not any(words in other and words != other for other in bare)
    ]


def _picked(table: _Table, clause: Clause) -> list[Hit]:
    """The likeliest measures of the clause found, until they are likely enough to hold the answer; a likelier one of another."""
    inside = np.array([hit.passage.clause_id == clause.id for hit in table.hits], dtype=bool)
    if not inside.any():
        return []
    own = table.likely * inside
    order = [int(at) for at in np.argsort(-own, kind="stable")[: int(inside.sum())]]
    total, sure, length = float(own.sum()), 0.0, 0
    picked: list[Hit] = []
    for at in order:
        size = len(table.hits[at].passage.text.rpartition("\n")[2])
        long = length + size > OPTIONS.longest and sure >= OPTIONS.doubtful
        if picked and (sure >= OPTIONS.sure or own[at] < OPTIONS.least * total or long):
            break
        picked.append(table.hits[at])
        sure, length = sure + float(own[at]) / total, length + size
    other = int(np.argmax(table.likely * ~inside))
    if not inside[other] and table.likely[other] >= OPTIONS.elsewhere * own[order[0]]:
        picked = [table.hits[other], *(picked if table.likely[other] < OPTIONS.instead * own[order[0]] else [])]
    return picked


def _items(table: _Table, clause: Clause) -> list[Hit]:
    """The other items of the list (rows of the table) that a clause is one of, in their order, which fit as well; each once."""
    fit = max((table.fit[at] for at, hit in enumerate(table.hits) if hit.passage.clause_id == clause.id), default=0.0)
    best: dict[str, int] = {}
    for at, hit in enumerate(table.hits):
        path, last = hit.passage.path, best.get(hit.passage.clause_id)
        if len(path) > 1 and path[:-1] == clause.path[:-1] and (last is None or table.fit[at] > table.fit[last]):
            best[hit.passage.clause_id] = at
    as_fit = [at for at in best.values() if table.fit[at] >= fit - OPTIONS.as_fit]
    items = [table.hits[at] for at in as_fit]
    return items if len(items) <= OPTIONS.most_items else []


def _rows(hits: Sequence[Hit], clause: Clause, folded: str) -> list[Hit]:
    """The rows of the table that a clause is a row of which hold the cells that a question names (岗位类别为“央企”的), in their order."""
    read = [measure.row for measure in clause.measures if measure.row is not None]
    cells = [fold(words) for row in read for _, words in row.cells] or [cell.strip() for cell in fold(clause.text).split("\t")[1:]]
    named = {cell for cell in cells if len(cell) > 1 and cell in folded}
    rows = {hit.passage.clause_id: hit for hit in hits if hit.passage.path[:-1] == clause.path[:-1] and len(hit.passage.path) > 1}
    found = [hit for hit in rows.values() if named and named <= _cells_of(hit)]
    return sorted(found, key=lambda hit: [int(step) if step.isdigit() else 0 for step in hit.passage.path])


def _cells_of(hit: Hit) -> set[str]:
    """The cells of a row, folded, with and without the heads of their columns."""
    cells = [cell.strip() for cell in fold(hit.passage.text.rpartition("\n")[2]).split("\t")]
    return {*cells, *(cell.partition(":")[2].strip() for cell in cells)}


def _weighed(
    part: Asking, hits: Sequence[Hit], alone: dict[str, float], weights: Weights, clause: Clause, best: Hit,
    found: Collection[str], taken: Mapping[str, int],
) -> _Table:
    most, most_alone, least_alone = max(hit.score for hit in hits), max(alone.values(), default=0.0), min(alone.values(), default=0.0)
    worth, fit = [], []
    for hit in hits:
        text = fold(hit.passage.text)
        said = text.rpartition("\n")[2]
        given = [need.given_by(said) > taken.get(hit.passage.id, 0) for need in part.needs]
        whole = hit.score - most
        fit.append(
            OPTIONS.whole * whole
            + (OPTIONS.own * (alone.get(hit.passage.id, least_alone) - most_alone) if alone else 0.0)
            + OPTIONS.gives * (sum(given) / len(given) if given else 0.0)
            + OPTIONS.figure * (any(given) and any(need.figure for need in part.needs))
            + OPTIONS.words * share(weights, said)
            + OPTIONS.with_headings * share(weights, text)
            + OPTIONS.opens * said.rstrip().endswith((":", "："))
        )
        worth.append(
            fit[-1]
            + (OPTIONS.in_clause_of_parts if alone else OPTIONS.in_clause) * (hit.passage.clause_id == clause.id)
            + (OPTIONS.best_of_parts if alone else OPTIONS.best) * (hit.passage.id == best.passage.id)
            + (OPTIONS.found_of_parts if alone else OPTIONS.found) * (hit.passage.id in found)
        )
    raw = np.exp(np.array(worth) - max(worth))
    return _Table(hits, raw / raw.sum(), np.array(fit))
