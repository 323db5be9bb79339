"""Measures that others define too agree with theirs: ir_measures, scikit-learn."""

from __future__ import annotations

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ir_measures import RR, R, nDCG
from sklearn.metrics import cohen_kappa_score, f1_score, precision_score, recall_score

from eval import metrics
from eval.gold.agreement import cohen_kappa
from eval.metrics.risk import area

NAMES = [f"c{n}" for n in range(12)]
RANKING = st.permutations(NAMES).flatmap(lambda order: st.integers(0, 12).map(lambda n: list(order[:n])))
RELEVANT = st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True)


@given(ranked=RANKING, relevant=RELEVANT, k=st.integers(1, 12))
def test_ranking_measures_are_those_of_ir_measures(ranked: list[str], relevant: list[str], k: int) -> None:
    """Recall@k, reciprocal rank and nDCG@k give the same number on any ranking."""
    qrels = [ir_measures.Qrel("q", name, 1) for name in relevant]
    run = [ir_measures.ScoredDoc("q", name, float(len(ranked) - at)) for at, name in enumerate(ranked)]
    theirs = ir_measures.calc_aggregate([R @ k, RR, nDCG @ k], qrels, run)
    assert metrics.recall_at(ranked, relevant, k) == pytest.approx(theirs[R @ k])
    assert metrics.reciprocal_rank(ranked, relevant) == pytest.approx(theirs[RR])
    assert metrics.ndcg_at(ranked, relevant, k) == pytest.approx(theirs[nDCG @ k])


@given(cited=st.sets(st.sampled_from(NAMES)), right=st.sets(st.sampled_from(NAMES), min_size=1))
def test_precision_recall_and_f1_are_those_of_scikit_learn(cited: set[str], right: set[str]) -> None:
    """Clauses and units as labels of one question: the same precision, recall and F1, 0 for nothing given."""
    truth, said = [name in right for name in NAMES], [name in cited for name in NAMES]
    assert metrics.citation_precision([*cited], [*right]) == pytest.approx(precision_score(truth, said, zero_division=0))
    assert metrics.citation_recall([*cited], [*right]) == pytest.approx(recall_score(truth, said, zero_division=0))
    assert metrics.units_f1(([*cited], None), ([*right], None)) == pytest.approx(f1_score(truth, said, zero_division=0))


@given(st.lists(st.tuples(st.sampled_from("甲乙丙"), st.sampled_from("甲乙丙")), min_size=2, max_size=30))
def test_kappa_is_that_of_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    """Cohen's κ of two annotators; where theirs is not defined (one label only), ours says that they agree."""
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    ours = cohen_kappa(first, second)
    if len({*first, *second}) == 1:
        assert ours == 1.0
    else:
        assert ours == pytest.approx(cohen_kappa_score(first, second))


def test_refusal_measures_are_those_of_scikit_learn() -> None:
    """Refusing as the positive class: precision and recall over the questions."""
    outcomes = [metrics.Outcome(a, r) for a, r in ((True, True), (True, False), (False, True), (False, False), (False, True))]
    truth, said = [not o.answerable for o in outcomes], [o.refused for o in outcomes]
    assert metrics.refusal_precision(outcomes) == pytest.approx(precision_score(truth, said))
    assert metrics.refusal_recall(outcomes) == pytest.approx(recall_score(truth, said))


JUDGED = st.lists(st.tuples(st.one_of(st.none(), st.sampled_from([0.1, 0.5, 0.9])), st.booleans()), max_size=30)


@given(JUDGED)
def test_the_risk_curve_ends_where_everything_confident_is_answered(judged: list[tuple[float | None, bool]]) -> None:
    """Coverage only grows; the last point is the plain error rate of the answers; risk stays within 0–1."""
    points = metrics.risk_coverage(judged)
    answered = [right for confidence, right in judged if confidence is not None]
    assert [p.coverage for p in points] == sorted(p.coverage for p in points)
    assert len(points) == len({c for c, _ in judged if c is not None})
    if answered:
        assert points[-1].risk == pytest.approx(1 - sum(answered) / len(answered))
        assert 0 <= (area(points) or 0) <= 1


def test_mcnemar_is_a_two_sided_sign_test() -> None:
    """SciPy's exact binomial test gives the same p."""
    from scipy.stats import binomtest

    for better, worse in ((0, 1), (3, 9), (12, 12), (40, 17)):
        expected = binomtest(better, better + worse, 0.5).pvalue
        assert metrics.mcnemar_exact(better, worse) == pytest.approx(expected)


def test_a_paired_difference_knows_that_the_questions_are_the_same() -> None:
    """One question of a hundred turned better: the interval is far narrower than that of two separate samples."""
    before = [float(n % 2) for n in range(100)]
    after = [1.0, *before[1:]]
    change, low, high = metrics.paired_difference(before, after)
    assert change == pytest.approx(0.01) and 0 <= low <= change <= high < 0.05
    with pytest.raises(ValueError, match="same questions"):
        metrics.paired_difference([1.0], [])
