"""Ranking: what the fit adds to the search's own order."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.judging import ranking
from assistant.judging.ranking import FEATURES, Candidate, features, in_order
from assistant.understanding.asked_value import wanted
from eval.fit_ranking import Row, fit
from index import Hit, Passage, Scores


def _candidate(text: str, score: float, clause: str = "一", *, around: bool = False) -> Candidate:
    passage = Passage(text, "p", clause, (clause,), 0, text, (text,))
    return Candidate(Hit(passage, score, 0.8, 1.0, Scores(nearest=score, whole=score)), "某办法", 0.0, around)


def test_every_feature_has_a_weight_in_both_settings() -> None:
    fitted = ranking._fitted()
    assert all(set(fitted[name]) == set(FEATURES) and fitted[name]["fused"] == 1 for name in ("one", "many"))


def test_of_two_measures_alike_the_one_that_gives_the_value_asked_for_comes_first() -> None:
    found = [_candidate("对企业给予奖励。", 0.9), _candidate("对企业给予奖励20万元。", 0.9, "二")]
    ordered = in_order(found, wanted("对企业奖励多少万元"), [(("奖励",), 3.0), (("企业",), 2.0)], many=True)
    assert ordered[0].passage.clause_id == "二"


def test_the_best_measure_of_the_search_keeps_its_score() -> None:
    found = [_candidate("甲。", 0.9), _candidate("乙。", 0.4, "二", around=True)]
    assert in_order(found, (), [(("甲",), 1.0)], many=True)[0].score == pytest.approx(0.9)


def test_nothing_found_is_nothing_ordered() -> None:
    assert in_order([], (), [], many=False) == []


def test_the_fit_finds_the_feature_that_tells_right_from_wrong() -> None:
    chance = np.random.default_rng(0)
    rows = []
    for number in range(60):
        x = chance.normal(size=(8, len(FEATURES))).astype(np.float32)
        right = np.zeros(8)
        right[int(x[:, FEATURES.index("given")].argmax())] = 1.0
        rows.append(Row(str(number), x, right, right > 0))
    weights = fit(rows)
    assert FEATURES[int(np.abs(weights).argmax())] == "given"


def test_columns_stand_in_the_order_of_their_names() -> None:
    found = features([_candidate("甲乙。", 0.9), _candidate("丙。", 0.3, "二", around=True)], (), [(("甲乙",), 2.0)])
    assert found.shape == (2, len(FEATURES))
    assert found[:, FEATURES.index("around")].tolist() == [0.0, 1.0]
    assert found[:, FEATURES.index("said")].tolist() == [1.0, 0.0]
