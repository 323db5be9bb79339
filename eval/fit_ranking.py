"""Fits ``assistant/judging/ranking.json``: ``python -m eval.fit_ranking --library HOME --unseen`` (dev halves only; `eval.fit_questions`).

Every answerable development question on content is searched, over the Chengdu policy alone and over the library; the
candidates of each (`Desk.unranked`) are labelled by the gold: 1 for a measure of a gold clause that bears the facts or the
quotes, less for the rest of a gold clause. The weights maximise the likelihood that a labelled measure comes first (listwise
softmax, `assistant/judging/ranking.py`), with a ridge. Prints, for folds that did not see the policy (the question, where there is
one policy), how often a gold clause, and the bearing measure, come first by the search alone and by the fit.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant import Assistant
from assistant.judging import ranking
from assistant.understanding.asked_value import wanted
from assistant.understanding.words_asked import words_asked
from corpus.files import write_whole
from eval.fit_questions import FOLDS, Ranked, ranked_questions, settings_of

_NUMBERS = Path(ranking.__file__).with_name("ranking.json")
_RIDGE = 0.005
_REST = 0.3  # what a measure of a gold clause counts that does not bear the answer, where another does


@dataclass(frozen=True, slots=True)
class Row:
    """One question: its fold, the features of its candidates (candidates × features), how right each is (0–1), which bear the answer."""

    fold: int
    features: NDArray[np.float32]
    right: NDArray[np.float64]
    bears: NDArray[np.bool_]


def row_of(assistant: Assistant, question: Ranked) -> Row:
    """The features of a question's candidates and how right each is."""
    desk, asked, gold, bears = assistant.desk, question.asked, question.gold, question.bears
    found = ranking.features(desk.ranked_by(asked, question.hits), wanted(asked.folded), words_asked(desk, asked))
    return Row(question.fold_of, found, np.where(bears | ~bears.any(), gold, _REST * gold), bears)


def fit(rows: Sequence[Row]) -> NDArray[np.float64]:
    """The weights, shape (features,), for features as they are; questions without a right candidate teach nothing."""
    from scipy.optimize import minimize

    known = [row for row in rows if row.right.any()]
    every = np.concatenate([row.features for row in known])
    scale = every.std(axis=0) + 1e-6
    lists = [(row.features / scale, row.right) for row in known]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = 0.0, np.zeros_like(weights)
        for x, right in lists:
            scores = x @ weights
            chance = np.exp(scores - scores.max())
            chance /= chance.sum()
            won = right * chance
            total -= np.log(won.sum() + 1e-12)
            slope += (chance - won / (won.sum() + 1e-12)) @ x
        return float(total / len(lists) + _RIDGE * (weights @ weights)), slope / len(lists) + 2 * _RIDGE * weights

    found = minimize(loss, np.zeros(every.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return np.asarray(found.x / scale, dtype=np.float64)


def report(title: str, rows: Sequence[Row]) -> str:
    """How often the right clause and the bearing measure come first, by the search and by fits that did not see the group."""
    folds = np.array([row.fold for row in rows])
    first = [int(row.features[:, 0].argmax()) for row in rows]
    fitted = list(first)
    for number in range(FOLDS):
        weights = fit([row for row, own in zip(rows, folds, strict=True) if own != number])
        for i in np.flatnonzero(folds == number).tolist():
            fitted[i] = int((rows[i].features @ weights).argmax())
    lines = [f"{title}：{len(rows)} 题 questions，候选里有正确条款的 with a right candidate {np.mean([row.right.any() for row in rows]):.3f}"]
    bearing = [i for i, row in enumerate(rows) if row.bears.any()]
    for name, chosen in (("检索 search", first), ("排序 ranked", fitted)):
        clause = np.mean([rows[i].right[chosen[i]] > 0 for i in range(len(rows))])
        measure = np.mean([rows[i].bears[chosen[i]] for i in bearing])
        lines.append(f"  {name}\t条款在首 clause first {clause:.3f}\t原句在首 measure first {measure:.3f} (n={len(bearing)})")
    return "\n".join(lines)


def main() -> None:
    """Fit, report and write the numbers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", type=Path, required=True, help="a home with the whole library ingested")
    parser.add_argument("--unseen", action="store_true", help="only questions that the encoder of the first half has not seen (eval.fit_questions)")
    parser.add_argument("--dry", action="store_true", help="report only")
    arguments = parser.parse_args()
    numbers = {}
    for name, assistant, items in settings_of(arguments.library, unseen=arguments.unseen):
        rows = [row_of(assistant, question) for question in ranked_questions(assistant, items)]
        print(report("成都政策 the Chengdu policy" if name == "one" else "政策库 the library", rows), flush=True)
        weights = fit(rows)
        numbers[name] = {feature: round(float(weight / weights[0]), 4) for feature, weight in zip(ranking.FEATURES, weights, strict=True)}
        print("  " + "  ".join(f"{feature} {weight:+.2f}" for feature, weight in numbers[name].items()), flush=True)
    if not arguments.dry:
        write_whole(_NUMBERS, json.dumps(numbers, indent=1) + "\n")


if __name__ == "__main__":
    main()
