"""Fits ``assistant/judging/confidence.json``: ``python -m eval.calibrate --library HOME --unseen`` (dev halves only; `eval.fit_questions`).

Every development question that is judged by its signals (``assistant/judging/confidence.py``) is asked of the Chengdu
policy alone and of the library; each answerable one once more as if its clauses, and as if its policy, were not
there (measured only). Questions made from the clauses (``eval/made_questions.py``) join them. Answerable or not is learnt by a
logistic regression with a ridge; thresholds are set on people's questions, on probabilities from folds that did
not see the question. Prints, and writes beside the evaluation results, the weights, the area under the ROC for
each kind of unanswerable question, and the curves: how many questions are answered at each threshold, how many
of the answers are wrong, how many of the unanswerable are refused.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant import Assistant, Kind
from assistant.answering import by_comparison, by_content
from assistant.answering.desk import Desk
from assistant.conversation.follow_ups import Resolved
from assistant.judging.confidence import NOT_WEIGHED, signals
from assistant.judging.refusal import missing_detail
from assistant.understanding.question import read, understand
from corpus import Policy
from corpus.files import write_whole
from eval.ablation import is_right
from eval.documents import Documents
from eval.fit_questions import settings_of
from eval.gold import GoldItem, path_of
from eval.made_questions import made_questions
from eval.metrics import fold
from eval.runner import same_document
from index import Hit

_OUT = Path(__file__).resolve().parent / "results" / "confidence.txt"
_NUMBERS = Path(__file__).resolve().parent.parent / "assistant" / "judging" / "confidence.json"
_DAY = date(2026, 11, 24)
_FOLDS = 10
_RIDGE = 0.05  # inverse strength, in sklearn's sense, on standardised signals
# Of the answerable that are judged, at most, on one policy and over a library; over all questions it is about half.
_FALSE_REFUSALS = {False: 0.045, True: 0.04}
_CLEAR_RIGHT = 0.85  # of the answers called clear, at least, on these questions, of which four in ten have no answer
_NEAR = 0.1  # of the answerable, lie farther from the library than what is called near
_FEWEST = 50  # rows from which on a source counts in full
_PER_POLICY, _OF_THE_ONE = 5, 40  # questions made from each policy of the library, and from the one policy
_NOT_JUDGED = (Kind.SMALL_TALK, Kind.UNITS_REVERSE, Kind.VALIDITY)


class Source(StrEnum):
    """Where a row comes from."""

    ASKED = "asked"  # a person's question
    CLAUSE_GONE = "clause_gone"  # the same, as if its clauses were not in the documents: unanswerable
    POLICY_GONE = "policy_gone"  # as if its policy were not in the library: unanswerable
    MADE = "made"  # made from a clause
    MADE_GONE = "made_gone"  # its unanswerable twin
    ABSENT = "absent"  # asks of a clause for a detail that it does not give


# What each source counts in all, in the fit. Questions whose clause or policy is taken away are measured, not fitted
# to: with them in the fit, people's own questions were told apart worse (AUC 0.939 against 0.961 on Chengdu, ten folds).
_COUNTS = {(Source.ASKED, True): 2.0, (Source.ASKED, False): 1.0, (Source.MADE, True): 0.4, (Source.ABSENT, False): 0.4}
_ALL_MADE = (Source.MADE, Source.MADE_GONE, Source.ABSENT)


@dataclass(frozen=True, slots=True)
class Row:
    """One question: its signals, whether it can be answered, whether the best measure is right."""

    group: str  # no fold sees a group and is tried on it: a policy of the library, a question and its twins on the one policy
    values: dict[str, float]
    answerable: bool
    right: bool
    library: bool
    source: Source = Source.ASKED


def rows_of(assistant: Assistant, items: Sequence[GoldItem], *, library: bool) -> Iterator[Row]:
    """People's questions that would be judged by their signals, and their twins as if the answer were not there."""
    desk, same = assistant.desk, same_document(tuple(assistant.snapshot.policies()))
    for item in items:
        if item.history:
            continue
        day = item.as_of or _DAY
        group = item.policy or item.id
        judged = _judged(desk, item.question, day)
        if judged is not None:
            yield Row(group, judged[0], item.answerable, item.answerable and _quoted_right(assistant, item, judged[1], same), library)
        if judged is None or not item.answerable:
            continue
        policies = [policy for policy in desk.policies.values() if not item.policy or same(policy.source, item.policy)]
        for source, gone in ((Source.CLAUSE_GONE, _of_clauses(item, policies, same)), (Source.POLICY_GONE, _of_policies(policies))):
            if gone and (library or source is Source.CLAUSE_GONE):
                twin = _judged(desk.without(gone), item.question, day)
                if twin is not None:
                    yield Row(group, twin[0], False, False, library, source)


def rows_made(assistant: Assistant, per_policy: int, *, library: bool) -> Iterator[Row]:
    """Questions made from the clauses (`eval.made_questions`)."""
    for made in made_questions(list(assistant.desk.policies.values()), per_policy):
        judged = _judged(assistant.desk.without(made.without) if made.without else assistant.desk, made.question, _DAY)
        if judged is not None:
            source = Source.MADE if made.answerable else Source.MADE_GONE if made.without else Source.ABSENT
            right = made.answerable and judged[1][0].passage.clause_id == made.clause.id
            yield Row(made.policy.source if library else made.id, judged[0], made.answerable, right, library, source)


def _judged(desk: Desk, question: str, day: date) -> tuple[dict[str, float], Sequence[Hit]] | None:
    """The signals by which a question would be judged and the hits quoted; None where it is not judged by them."""
    typed = read(question)
    meant, _ = desk.spelling.correct(typed)
    asked = understand(question, desk.units, meant)
    asked = replace(asked, meant=desk.meant_by(asked, day))
    if asked.instructs or asked.kind in _NOT_JUDGED or asked.clauses or asked.nested:
        return None
    if asked.meant.unknown_number or desk.places.foreign(asked.meant) or by_comparison.sides(desk, asked):
        return None
    units = asked.kind is Kind.UNITS and asked.wants is None
    if units and len(asked.topic) < 2:
        return None
    query = meant if meant != typed else question.strip()
    result = desk.find(asked.topic, asked) if units else by_content.found_for(desk, Resolved(asked, query=query))
    if not result.hits:
        return None
    chosen = result.hits[:1] if units else by_content.chosen_from(desk, asked, result)
    if asked.wants is not None and not asked.wants.in_units and missing_detail(asked, [hit.passage.text for hit in chosen]):
        return None  # decided without the signals
    values = asdict(signals(desk, asked, result, chosen))
    return {name: value for name, value in values.items() if name not in NOT_WEIGHED}, chosen


def _of_clauses(item: GoldItem, policies: Sequence[Policy], same: Documents) -> frozenset[str]:
    """The measures of the gold clauses."""
    found: set[str] = set()
    for policy in policies:
        for part in policy.parts:
            path = tuple(map(fold, part.path))
            for clause in item.clauses:
                gold = path_of(clause)
                here = path[-1] == fold(clause) if gold is None else any(path[: len(m)] == m for m in same.meant(policy.source, gold))
                found |= {measure.id for measure in part.measures} if here else set()
    return frozenset(found)


def _of_policies(policies: Sequence[Policy]) -> frozenset[str]:
    return frozenset(measure.id for policy in policies for part in policy.parts for measure in part.measures)


def _quoted_right(assistant: Assistant, item: GoldItem, chosen: Sequence[Hit], same: Documents) -> bool:
    best = chosen[0].passage
    return is_right(item, assistant.desk.policies[best.policy_id].source, best.path, same)


def fit(rows: Sequence[Row], without: str = "") -> tuple[dict[str, float], float, NDArray[np.float64]]:
    """Weights by signal, bias, and each row's probability by a fit that did not see its group; one signal may be left out."""
    names = [name for name in rows[0].values if name != without]
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
    """Each source counts what `_COUNTS` says in each setting (one policy, the library), however many rows it has."""
    keys = [(row.library, row.source, row.answerable) for row in rows]
    number = Counter(keys)
    counts = [_COUNTS.get(key[1:], 0.0) * min(1.0, number[key] / _FEWEST) / number[key] for key in keys]
    return np.array(counts) * len(rows) / sum(counts)


def _logistic(x: NDArray[np.float64], y: NDArray[np.bool_], weight: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    from sklearn.linear_model import LogisticRegression

    mean, scale = x.mean(axis=0), x.std(axis=0)
    scale[scale < 1e-9] = 1.0
    model = LogisticRegression(C=_RIDGE, max_iter=2000).fit((x - mean) / scale, y, sample_weight=weight)
    coefficients = model.coef_[0] / scale
    return coefficients, float(model.intercept_[0] - mean @ coefficients)


def thresholds(rows: Sequence[Row], apart: NDArray[np.float64]) -> tuple[float, float, float]:
    """(refuse below on one policy, over a library, clear from): the highest that lose few answerable ones; the lowest
    that is mostly right."""
    asked = [row.source is Source.ASKED for row in rows]
    rows, apart = [row for row, own in zip(rows, asked, strict=True) if own], apart[asked]
    answerable = np.array([row.answerable for row in rows])
    library = np.array([row.library for row in rows])
    right = np.array([row.right for row in rows])
    grid = np.arange(0.02, 0.98, 0.01)

    def highest(many: bool) -> float:
        own = apart[answerable & (library == many)]
        return max((float(t) for t in grid if own.size and (own < t).mean() <= _FALSE_REFUSALS[many]), default=0.02)

    one, many = highest(False), highest(True)
    clear = next((float(t) for t in grid if t > max(one, many) and right[apart >= t].mean() >= _CLEAR_RIGHT), 0.95)
    return round(one, 2), round(many, 2), round(clear, 2)


def _near_from(rows: Sequence[Row]) -> float:
    """The margin that all but few answerable questions of people reach."""
    return round(float(np.quantile([row.values["margin"] for row in rows if row.source is Source.ASKED and row.answerable], _NEAR)), 3)


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


def areas(rows: Sequence[Row], apart: NDArray[np.float64], refuse: dict[bool, float]) -> str:
    """For each kind of unanswerable question: the area under the ROC against the answerable of its setting, and what is refused."""
    from sklearn.metrics import roc_auc_score

    lines = ["\n不可答的题 unanswerable\t题数 n\tAUC\t拒答召回 refusal recall\t（同类可答题的误拒 false refusals of their like）"]
    for library in (False, True):
        for source in (Source.ASKED, Source.CLAUSE_GONE, Source.POLICY_GONE, Source.MADE_GONE, Source.ABSENT):
            like = Source.MADE if source in _ALL_MADE else Source.ASKED
            yes = apart[[r.library == library and r.source is like and r.answerable for r in rows]]
            no = apart[[r.library == library and r.source is source and not r.answerable for r in rows]]
            if len(yes) >= _FEWEST / 2 and len(no) >= _FEWEST / 2:
                area = roc_auc_score([1] * len(yes) + [0] * len(no), [*yes, *no])
                where = "library" if library else "chengdu"
                lines.append(f"{where} {source}\t{len(no)}\t{area:.3f}\t{(no < refuse[library]).mean():.3f}\t{(yes < refuse[library]).mean():.3f}")
    return "\n".join(lines)


def ablation(rows: Sequence[Row], apart: NDArray[np.float64]) -> str:
    """What each signal is worth: the area under the ROC of people's questions, in both settings, and without each in turn."""
    from sklearn.metrics import roc_auc_score

    def both(found: NDArray[np.float64]) -> list[float]:
        asked = [[row.source is Source.ASKED and row.library == library for row in rows] for library in (False, True)]
        return [float(roc_auc_score([row.answerable for row, own in zip(rows, of, strict=True) if own], found[of])) for of in asked]

    whole = both(apart)
    lines = ["\n去掉一个信号 without one signal\tAUC 成都\tAUC 政策库", f"（全部 all）\t{whole[0]:.3f}\t{whole[1]:.3f}"]
    for name in rows[0].values:
        less = both(fit(rows, name)[2])
        lines.append(f"{name}\t{less[0]:.3f}\t{less[1]:.3f}")
    return "\n".join(lines)


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", type=Path, required=True, help="a home with the whole library ingested")
    parser.add_argument("--unseen", action="store_true", help="only questions that the encoder of the first half has not seen (eval.fit_questions)")
    arguments = parser.parse_args()
    (_, alone, chengdu), (_, large, library) = settings_of(arguments.library, unseen=arguments.unseen)
    rows = [
        *rows_of(alone, chengdu, library=False), *rows_of(large, library, library=True),
        *rows_made(alone, _OF_THE_ONE, library=False), *rows_made(large, _PER_POLICY, library=True),
    ]
    weights, bias, apart = fit(rows)
    refuse, refuse_of_many, clear = thresholds(rows, apart)
    kept = {name: round(value, 4) for name, value in weights.items()}
    numbers = json.loads(_NUMBERS.read_text(encoding="utf-8")) if _NUMBERS.exists() else {}
    numbers[alone.index.encoder] = {"weights": kept, "bias": round(bias, 4), "refuse_below": refuse, "refuse_below_of_many": refuse_of_many, "clear_from": clear, "near_from": _near_from(rows)}
    write_whole(_NUMBERS, json.dumps(numbers, ensure_ascii=False, indent=1) + "\n")
    text = "\n".join([
        f"编码器 encoder {alone.index.encoder}；拒答阈值 refuse below {refuse}（一份文件 one policy）、{refuse_of_many}（政策库 library），明确 clear from {clear}",
        "概率取自没有见过该题所问文件的折（成都一份文件：没有见过该题） probabilities from folds that saw no question on that policy (Chengdu: not that question)",
        areas(rows, apart, {False: refuse, True: refuse_of_many}),
        *(curve([row for row, own in zip(rows, of, strict=True) if own], apart[of], title) for title, of in (
            ("成都政策 Chengdu policy", [not row.library and row.source is Source.ASKED for row in rows]),
            ("政策库 library", [row.library and row.source is Source.ASKED for row in rows]),
            ("由条款编出的题，政策库 questions made from the clauses", [row.library and row.source in _ALL_MADE for row in rows]),
        )),
        "\n信号 signal\t权重 weight", *(f"{name}\t{value:+.3f}" for name, value in kept.items()),
        ablation(rows, apart),
    ])
    print(text)
    write_whole(_OUT, text + "\n")


if __name__ == "__main__":
    main()
