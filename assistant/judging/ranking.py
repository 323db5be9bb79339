"""The order of what a search found (排序), learnt from questions: what the fused score does not see decides here.

A linear score over a few features of each candidate, fitted by ``python -m eval.fit_ranking`` on the development questions
with a listwise softmax: the probability that some measure of a right clause comes first (the top-one likelihood of ListNet,
Cao et al. 2007, with several right answers). Scores stay in the units of the search, the best measure of the search keeping
its own, so that shares of the best score mean what they meant. No feature depends on how an encoder spreads its cosines.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.judging.attachment import gives_value
from assistant.understanding.asked_value import Wanted
from assistant.understanding.words_asked import Weights
from index import Hit
from index.fusion import min_max
from index.tokens import fold

_FILE = Path(__file__).with_name("ranking.json")
_MOST_OF_CLAUSE = 6
# What each column of ``features`` is.
FEATURES = (
    "fused",  # the search's own score
    "nearest", "whole", "heading",  # meaning, 0–1 among the candidates: nearest phrase, whole measure, headings above it
    "words", "apart", "clause",  # BM25 as shares of what the question's words could give: measure, telling apart, whole clause
    "clause_best",  # the last, 0–1 among the candidates
    "fit",  # how well the policy fits
    "length",  # of the measure, as the search weighs it
    "given",  # the share of the details asked for that it gives
    "value",  # the share of the values asked for that stand in it; 0.5 where none is asked for
    "said", "above", "held",  # the share of the question's words in it, in what stands above it, in both and the title
    "held_best", "said_best",  # of the last two, with headings, 0–1 among the candidates
    "around",  # 1 for an introduction or a closing
    "siblings",  # how many candidates of its clause there are, 6 or more counting as 1
    "behind_clause", "behind_policy",  # how far the best of its clause lies above it, of its policy below the best of all (search's score)
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A hit with what the ranking needs to know of it: its policy's title, folded, and ``given`` and ``around`` of `FEATURES`."""

    hit: Hit
    title: str
    given: float
    around: bool


def features(candidates: Sequence[Candidate], values: Sequence[Wanted], weights: Weights) -> NDArray[np.float32]:
    """The columns of `FEATURES` for each candidate, shape (candidates, features)."""
    hits = [candidate.hit for candidate in candidates]
    fused = np.array([hit.score for hit in hits], dtype=np.float32)
    clause, policy = _best_by([hit.passage.clause_id for hit in hits], fused), _best_by([hit.passage.policy_id for hit in hits], fused)
    number: dict[str, int] = {}
    for hit in hits:
        number[hit.passage.clause_id] = number.get(hit.passage.clause_id, 0) + 1
    texts = [fold(hit.passage.text).rpartition("\n") for hit in hits]
    titles = {title: _held(title, weights) for title in {candidate.title for candidate in candidates}}
    headings = {above: _held(above, weights) for above in {above for above, _, _ in texts}}
    own = np.array([_held(text, weights) for _, _, text in texts], dtype=bool).reshape(len(hits), -1)
    over = np.array([headings[above] for above, _, _ in texts], dtype=bool).reshape(len(hits), -1)
    titled = np.array([titles[candidate.title] for candidate in candidates], dtype=bool).reshape(len(hits), -1)
    tells = np.array([weight for _, weight in weights])
    total = float(tells.sum())

    def shares_of(held: NDArray[np.bool_]) -> list[float]:
        return (held @ tells / total).tolist() if total else [1.0] * len(hits)

    columns = zip(candidates, texts, *map(shares_of, (own, over, own | over, own | over | titled)), strict=True)
    best = float(fused.max())
    rows = []
    for candidate, (_, _, text), said, above, read, held in columns:
        hit, scores = candidate.hit, candidate.hit.scores
        value = sum(gives_value(wanted, text) for wanted in values) / len(values) if values else 0.5
        rows.append((
            hit.score, scores.nearest, scores.whole, scores.heading, scores.words, scores.apart, scores.clause, scores.clause,
            scores.fit, scores.length, candidate.given, value, said, above, held, held, read, float(candidate.around),
            min(_MOST_OF_CLAUSE, number[hit.passage.clause_id]) / _MOST_OF_CLAUSE,
            clause[hit.passage.clause_id] - hit.score, policy[hit.passage.policy_id] - best,
        ))  # fmt: skip
    found = np.array(rows, dtype=np.float32)
    for name in ("nearest", "whole", "heading", "clause_best", "held_best", "said_best"):
        column = FEATURES.index(name)
        found[:, column] = min_max(found[:, column])
    return found


def _held(text: str, weights: Weights) -> list[bool]:
    """Which of the words stand in a folded text."""
    found = []
    for words, _ in weights:  # plain loops: any() costs as much again
        for word in words:
            if word in text:
                found.append(True)
                break
        else:
            found.append(False)
    return found


def in_order(candidates: Sequence[Candidate], values: Sequence[Wanted], weights: Weights, *, many: bool) -> list[Hit]:
    """The hits, best first, with the scores of the fit; ``many`` where there are several policies. Ties keep their order."""
    if not candidates:
        return []
    own = features(candidates, values, weights)
    numbers = _fitted()["many" if many else "one"]
    gained = own @ np.array([numbers[name] for name in FEATURES], dtype=np.float32)
    first = int(np.argmax(own[:, 0]))
    scores = own[first, 0] + gained - gained[first]
    return [replace(candidates[i].hit, score=float(scores[i])) for i in np.argsort(-scores, kind="stable").tolist()]


def _best_by(names: Sequence[str], scores: NDArray[np.float32]) -> dict[str, float]:
    """The best score under each name."""
    best: dict[str, float] = {}
    for name, score in zip(names, scores.tolist(), strict=True):
        best[name] = max(score, best.get(name, score))
    return best


@lru_cache(maxsize=1)
def _fitted() -> dict[str, dict[str, float]]:
    """Weights by feature, for one policy and for many, in units of the search's score (that of ``fused`` is 1)."""
    read: dict[str, dict[str, float]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return read
