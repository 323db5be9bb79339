"""Fits ``assistant/confidence.json``: ``python -m eval.calibrate --library HOME`` (dev halves only).

Every development question on content is asked of the Chengdu policy alone and of the library. Answerable
or not is learnt from the signals of ``assistant/confidence.py`` by a logistic regression with a ridge;
thresholds are set on probabilities from folds that did not see the question. Prints, and writes beside the
evaluation results, the weights and the curves: how many questions are answered at each threshold, how many
of the answers are wrong, how many of the unanswerable are refused.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant import Assistant, Kind, open_assistant, read_settings
from assistant.answering import by_comparison, by_content
from assistant.confidence import signals
from assistant.conversation import Resolved
from assistant.question import read, understand
from corpus.files import write_whole
from eval.ablation import is_right
from eval.gold import GoldItem, Split, load_gold
from eval.runner import SameDocument, same_document
from index import Hit

_GOLD = Path(__file__).resolve().parent / "gold"
_OUT = Path(__file__).resolve().parent / "results" / "confidence.txt"
_NUMBERS = Path(__file__).resolve().parent.parent / "assistant" / "confidence.json"
_DAY = date(2026, 11, 24)
_FOLDS = 10
_RIDGE = 0.1  # inverse strength, in sklearn's sense, on standardised signals
_FALSE_REFUSALS = 0.05  # of the answerable, at most
_CLEAR_RIGHT = 0.9  # of the answers called clear, at least
_NOT_CONTENT = (Kind.SMALL_TALK, Kind.UNITS, Kind.UNITS_REVERSE, Kind.VALIDITY)


@dataclass(frozen=True, slots=True)
class Row:
    """One question: its signals, whether it can be answered, whether the best measure is right."""

    group: str
    values: dict[str, float]
    answerable: bool
    right: bool
    library: bool


def rows_of(assistant: Assistant, items: Sequence[GoldItem], *, library: bool) -> Iterator[Row]:
    """The questions that would be answered on content."""
    desk, same = assistant.desk, same_document(tuple(assistant.snapshot.policies()))
    for item in items:
        meant, _ = desk.spelling.correct(read(item.question))
        asked = understand(item.question, desk.units, meant)
        asked = replace(asked, meant=desk.directory.read(asked.folded, asked.titles, item.as_of or _DAY))
        if item.history or asked.instructs or asked.kind in _NOT_CONTENT or asked.clauses or asked.nested:
            continue
        if asked.meant.unknown_number or desk.foreign_place(asked) or by_comparison.sides(desk, asked):
            continue
        if asked.wants is not None and not asked.wants.in_units:
            continue
        result = by_content.found_for(desk, Resolved(asked, query=meant if meant != read(item.question) else item.question.strip()))
        if result.hits:
            chosen = by_content.chosen_from(desk, asked, result)
            values = asdict(signals(desk, asked, result, chosen, follow_up=False))
            yield Row(item.id, values, item.answerable, item.answerable and _quoted_right(assistant, item, chosen, same), library)


def _quoted_right(assistant: Assistant, item: GoldItem, chosen: Sequence[Hit], same: SameDocument) -> bool:
    best = chosen[0].passage
    return is_right(item, assistant.desk.policies[best.policy_id].source, best.path, same)


def fit(rows: Sequence[Row]) -> tuple[dict[str, float], float, NDArray[np.float64]]:
    """Weights by signal, bias, and each row's probability by a fit that did not see its question."""
    names = list(rows[0].values)
    x = np.array([[row.values[name] for name in names] for row in rows])
    y = np.array([row.answerable for row in rows])
    weight = _weights(rows)
    fold = np.array([int(sha256(row.group.encode()).hexdigest(), 16) % _FOLDS for row in rows])
    apart = np.zeros(len(rows))
    for number in range(_FOLDS):
        seen = fold != number
        coefficients, bias = _logistic(x[seen], y[seen], weight[seen])
        apart[~seen] = 1 / (1 + np.exp(-(x[~seen] @ coefficients + bias)))
    coefficients, bias = _logistic(x, y, weight)
    return dict(zip(names, coefficients.tolist(), strict=True)), bias, apart


def _weights(rows: Sequence[Row]) -> NDArray[np.float64]:
    """Each setting (one policy, the library) counts alike, and in it the answerable as the others."""
    keys = [(row.library, row.answerable) for row in rows]
    return np.array([1 / keys.count(key) for key in keys]) * len(rows) / 4


def _logistic(x: NDArray[np.float64], y: NDArray[np.bool_], weight: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    from sklearn.linear_model import LogisticRegression

    mean, scale = x.mean(axis=0), x.std(axis=0)
    scale[scale < 1e-9] = 1.0
    model = LogisticRegression(C=_RIDGE, max_iter=2000).fit((x - mean) / scale, y, sample_weight=weight)
    coefficients = model.coef_[0] / scale
    return coefficients, float(model.intercept_[0] - mean @ coefficients)


def thresholds(rows: Sequence[Row], apart: NDArray[np.float64]) -> tuple[float, float]:
    """(refuse below, clear from): the highest that loses few answerable ones; the lowest that is mostly right."""
    answerable = np.array([row.answerable for row in rows])
    right = np.array([row.right for row in rows])
    grid = np.arange(0.02, 0.98, 0.01)
    settings = [answerable & (np.array([row.library for row in rows]) == library) for library in (False, True)]

    def lost(t: float) -> float:  # each setting counts alike
        return float(np.mean([(apart[own] < t).mean() for own in settings if own.any()]))

    refuse = max((t for t in grid if lost(t) <= _FALSE_REFUSALS), default=0.02)
    clear = next((t for t in grid if t > refuse and right[apart >= t].mean() >= _CLEAR_RIGHT), 0.95)
    return round(float(refuse), 2), round(float(clear), 2)


def curve(rows: Sequence[Row], apart: NDArray[np.float64], title: str) -> str:
    """The risk–coverage curve of some rows, as a table."""
    answerable = np.array([row.answerable for row in rows])
    right = np.array([row.right for row in rows])
    lines = [f"\n{title}：可答 {answerable.sum()} answerable，不可答 {(~answerable).sum()} not",
             "阈值 threshold\t回答 answered\t答错率 wrong\t误拒 false refusals\t拒答召回 refusal recall"]
    for t in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        shown = apart >= t
        wrong = 1 - right[shown].mean() if shown.any() else 0.0
        lines.append(f"{t:.1f}\t{shown.mean():.3f}\t{wrong:.3f}\t{(~shown)[answerable].mean():.3f}\t{(~shown)[~answerable].mean():.3f}")
    return "\n".join(lines)


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", type=Path, required=True, help="a home with the whole library ingested")
    settings = read_settings()
    home = parser.parse_args().library
    chengdu = load_gold(_GOLD / "chengdu.jsonl", Split.DEV)
    library = [item for file in sorted(_GOLD.glob("library_*.jsonl")) for item in load_gold(file, Split.DEV)]
    alone = open_assistant(settings)
    large = open_assistant(settings.model_copy(update={"home": home}))
    rows = [*rows_of(alone, chengdu, library=False), *rows_of(large, library, library=True)]
    weights, bias, apart = fit(rows)
    refuse, clear = thresholds(rows, apart)
    kept = {name: round(value, 4) for name, value in weights.items()}
    numbers = json.loads(_NUMBERS.read_text(encoding="utf-8")) if _NUMBERS.exists() else {}
    numbers[alone.index.encoder] = {"weights": kept, "bias": round(bias, 4), "refuse_below": refuse, "clear_from": clear}
    write_whole(_NUMBERS, json.dumps(numbers, ensure_ascii=False, indent=1) + "\n")
    large_rows = np.array([row.library for row in rows])
    text = "\n".join([
        f"编码器 encoder {alone.index.encoder}；拒答阈值 refuse below {refuse}，明确 clear from {clear}",
        "概率取自未见该题的折 (probabilities from folds that did not see the question)",
        curve([r for r in rows if not r.library], apart[~large_rows], "成都政策 Chengdu policy"),
        curve([r for r in rows if r.library], apart[large_rows], "政策库 library"),
        "\n信号 signal\t权重 weight", *(f"{name}\t{value:+.3f}" for name, value in kept.items()),
    ])
    print(text)
    write_whole(_OUT, text + "\n")


if __name__ == "__main__":
    main()
