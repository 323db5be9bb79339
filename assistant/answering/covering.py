"""Which sentences together answer everything a question asks (取句): the fewest, of the clause found and what stands near it.

The search finds the clause; which of its sentences answers is weighed here for each asking by itself, by a conditional logit
over the sentences of the policy: how well one fits the whole question and this asking, whether it gives a value of the kind
asked for, how many of the words it and its headings hold. The weights make probabilities, so that a plain case is answered with
one sentence and an open one with more, up to what a reader takes in.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.answering.askings import Asking, askings
from assistant.answering.desk import Desk
from assistant.attachment import Weights, share
from assistant.question import Understanding
from assistant.words_asked import words_asked
from corpus import Clause, Policy
from index import Hit
from index.tokens import fold


@dataclass(frozen=True, slots=True)
class CoverOptions:
    """What speaks for a sentence (weights of a conditional logit, fitted on half of the worked-on sets), and how much is quoted.

    Attributes:
        whole: its score for the whole question. own: for the asking alone.
        gives: share of the values asked for that it gives; ``figure``: that one of them is a figure.
        words: share of the asking's words that it holds; ``with_headings``: it and the headings above it.
        in_clause: that it stands in the clause found.
        opens: that it only opens what follows.
        best: that it is the sentence found; ``found``: that it is among those found.
        sure: probability, among the sentences of its clause, with which those quoted are to hold the answer.
        least: probability from which on a further sentence is quoted.
        elsewhere: how many times as likely as the best sentence of the clause found one of another clause must be.
        longest: characters quoted for one asking, unless the first sentence alone is longer.
    """

    whole: float = 2.5
    own: float = 1.0
    gives: float = 1.0
    figure: float = 1.7
    words: float = 0.5
    with_headings: float = 2.4
    in_clause: float = 1.0
    opens: float = -1.0
    best: float = 1.2
    found: float = 2.8
    sure: float = 0.85
    least: float = 0.05
    elsewhere: float = 0.7
    longest: int = 220
    beside: float = 0.95


OPTIONS = CoverOptions()


@dataclass(frozen=True, slots=True)
class _Table:
    """The measures of a policy and, for one asking, how likely each answers it, shape (measures,), summing to 1."""

    hits: Sequence[Hit]
    likely: NDArray[np.float64]


def cover(
    desk: Desk, asked: Understanding, query: str, chosen: Sequence[Hit], found: Sequence[Hit], within: Collection[str] = (),
    parts: Sequence[Asking] = (), options: CoverOptions | None = None,
) -> list[Hit]:
    """The measures that answer every asking of a question, in the order of the askings.

    ``best`` is the measure found, ``found`` all of them; ``within`` keeps to clauses (ids) that the question names.
    """
    options = options or OPTIONS
    best = chosen[0]
    policy, clause = desk.at(best)
    everything = [hit for hit in desk.hits_in(policy.id, query) if not within or hit.passage.clause_id in within]
    parts = parts or askings(asked.folded)
    ids = {hit.passage.id for hit in found}
    picked: dict[str, Hit] = {}
    for part in parts:
        alone = {hit.passage.id: hit.score for hit in desk.hits_in(policy.id, part.text)} if len(parts) > 1 else {}
        weights = words_asked(desk, asked, part.text if len(parts) > 1 else "")
        table = _weighed(part, everything, alone, weights, clause, best, ids, options)
        picked.update((hit.passage.id, hit) for hit in _picked(table, clause, options))
    picked.update((hit.passage.id, hit) for hit in chosen if hit.passage.clause_id != clause.id and hit.score >= options.beside * best.score)
    return list(picked.values()) or [best]


def _picked(table: _Table, clause: Clause, options: CoverOptions) -> list[Hit]:
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
        if picked and (sure >= options.sure or own[at] < options.least * total or length + size > options.longest):
            break
        picked.append(table.hits[at])
        sure, length = sure + float(own[at]) / total, length + size
    other = int(np.argmax(table.likely * ~inside))
    if not inside[other] and table.likely[other] >= options.elsewhere * own[order[0]]:
        picked.append(table.hits[other])
    return picked


def _weighed(
    part: Asking, hits: Sequence[Hit], alone: dict[str, float], weights: Weights, clause: Clause, best: Hit,
    found: Collection[str], options: CoverOptions,
) -> _Table:
    most, most_alone = max(hit.score for hit in hits), max(alone.values(), default=0.0)
    worth = []
    for hit in hits:
        text = fold(hit.passage.text)
        said = text.rpartition("\n")[2]
        given = [need.given_by(said) for need in part.needs]
        whole = hit.score - most
        worth.append(
            options.whole * whole
            + options.own * (alone[hit.passage.id] - most_alone if alone else whole)
            + options.gives * (sum(given) / len(given) if given else 0.0)
            + options.figure * (any(given) and any(need.figure for need in part.needs))
            + options.words * share(weights, said)
            + options.with_headings * share(weights, text)
            + options.in_clause * (hit.passage.clause_id == clause.id)
            + options.opens * said.rstrip().endswith((":", "："))
            + options.best * (hit.passage.id == best.passage.id)
            + options.found * (hit.passage.id in found)
        )
    raw = np.exp(np.array(worth) - max(worth))
    return _Table(hits, raw / raw.sum())


def near_to(policy: Policy, clause: Clause) -> frozenset[str]:
    """The clauses (ids) that stand beside one: under the same heading, right above or below it, and the next in the text."""
    ids = [part.id for part in policy.parts]
    at = ids.index(clause.id)
    near = set(ids[max(0, at - 1) : at + 2])
    path = clause.path
    for other in policy.clauses:
        sibling = len(path) > 1 and other.path[:-1] == path[:-1]
        if sibling or other.path[:-1] == path or other.path == path[:-1]:
            near.add(other.id)
    return frozenset(near - {clause.id})
