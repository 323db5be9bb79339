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
    tells = np.array([weight for _, weight in weights])
    total = float(tells.sum())
    seen: dict[str, NDArray[np.bool_]] = {}  # headings and titles stand above many candidates

    def holds(text: str) -> NDArray[np.bool_]:
        if text not in seen:
            seen[text] = np.array([any(word in text for word in words) for words, _ in weights], dtype=bool)
        return seen[text]

    def share_of(held: NDArray[np.bool_]) -> float:
        return float(tells[held].sum()) / total if total else 1.0

    rows = []
    for candidate in candidates:
        hit, scores = candidate.hit, candidate.hit.scores
        above, _, text = fold(hit.passage.text).rpartition("\n")
        value = sum(gives_value(wanted, text) for wanted in values) / len(values) if values else 0.5
        said = holds(text) | holds(above)
        held = share_of(said | holds(candidate.title))
        rows.append((
            hit.score, scores.nearest, scores.whole, scores.heading, scores.words, scores.apart, scores.clause, scores.clause,
            scores.fit, scores.length, candidate.given, value,
            share_of(holds(text)), share_of(holds(above)), held, held, share_of(said), float(candidate.around),
            min(_MOST_OF_CLAUSE, number[hit.passage.clause_id]) / _MOST_OF_CLAUSE,
            clause[hit.passage.clause_id] - hit.score, policy[hit.passage.policy_id] - float(fused.max()),
        ))  # fmt: skip
    found = np.array(rows, dtype=np.float32)
    for name in ("nearest", "whole", "heading", "clause_best", "held_best", "said_best"):
        column = FEATURES.index(name)
        found[:, column] = min_max(found[:, column])
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
