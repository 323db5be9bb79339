"""Our search signals over a public set: BM25 over words and bigrams, the embedding, and their weighted sum."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval import metrics
from eval.metrics.totals import Score
from eval.public_sets.records import PublicSet
from index.embedding import Embedder
from index.fusion import weighted_sum
from index.lexical import LexicalIndex
from index.tokens import tokenize

_DEPTH = 100  # of a ranking; beyond it a document counts as not found
_BATCH = 64


@dataclass(frozen=True, slots=True)
class Searched:
    """One way of searching: its measures over the questions, and seconds a question."""

    name: str
    scores: Mapping[str, Score]
    seconds: float


def search_all(
    found: PublicSet, embedder: Embedder | None, *, meaning: Sequence[float] = (0.25, 0.5), limit: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Searched, ...]:  # fmt: skip
    """Search every question (or every k-th, about ``limit``) by words, by meaning and by both.

    ``meaning`` lists the weights of the embedding to try; with no embedder only words are searched. Ties end in
    the order of the documents.
    """
    names = list(found.documents)
    lexical = LexicalIndex([tokenize(text) for text in found.documents.values()])
    step = max(1, len(found.questions) // limit) if limit else 1
    questions = dict(list(found.questions.items())[::step])
    vectors = _encoded(list(found.documents.values()), embedder, progress) if embedder else None
    ways = ["BM25", *([] if vectors is None else ["dense", *(f"sum {weight:g}" for weight in meaning)])]
    ranked: dict[str, dict[str, list[str]]] = {way: {} for way in ways}
    spent = dict.fromkeys(ways, 0.0)
    for qid, question in questions.items():
        started = time.perf_counter()
        words = lexical.scores(tokenize(question))
        searched = [("BM25", words, time.perf_counter() - started)]
        if vectors is not None and embedder is not None:
            started = time.perf_counter()
            near = vectors @ embedder.encode_query([question])[0]
            took = time.perf_counter() - started
            searched.append(("dense", near, took))
            both = searched[0][2] + took
            searched += [(f"sum {weight:g}", weighted_sum([(weight, near), (1 - weight, words)]), both) for weight in meaning]
        for way, scores, took in searched:
            spent[way] += took
            ranked[way][qid] = [names[at] for at in np.argsort(-scores, kind="stable")[:_DEPTH] if way == "dense" or scores[at] > 0]
    return tuple(Searched(way, _measured(ranked[way], found.relevant), spent[way] / len(questions)) for way in ways)


def _encoded(texts: Sequence[str], embedder: Embedder, progress: Callable[[int, int], None] | None) -> NDArray[np.float32]:
    parts = []
    for start in range(0, len(texts), _BATCH):
        parts.append(embedder.encode_document(texts[start : start + _BATCH]))
        if progress is not None:
            progress(min(start + _BATCH, len(texts)), len(texts))
    return np.concatenate(parts)


def _measured(ranked: Mapping[str, Sequence[str]], relevant: Mapping[str, Sequence[str]]) -> dict[str, Score]:
    def mean_of(measure: Callable[[Sequence[str], Sequence[str]], float | None]) -> Score:
        values = (measure(ranked[qid], relevant[qid]) for qid in ranked)
        return metrics.score(None if value is None else (value, 1.0) for value in values)

    return {
        "recall@1": mean_of(lambda r, g: metrics.recall_at(r, g, 1)), "recall@10": mean_of(lambda r, g: metrics.recall_at(r, g, 10)),
        "MRR": mean_of(metrics.reciprocal_rank), "nDCG@10": mean_of(lambda r, g: metrics.ndcg_at(r, g, 10)),
    }  # fmt: skip
