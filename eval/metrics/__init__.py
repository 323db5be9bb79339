"""The measures: small pure functions of plain values, each with its formula and its edge cases.

Two rules hold for all of them.

*None is not zero.* A measure that does not apply to a question (no gold facts, an unanswerable
question) gives None for it and the question leaves the denominator. A measure that applies and finds
nothing (a refusal, an answer without citations, a crash) gives 0.

*A total is a ratio of sums.* Each question gives a pair (numerator, denominator); the total is
Σ numerator / Σ denominator, so a mean is the case where every denominator is 1, and one bootstrap
serves them all. No pair at all gives None; pairs whose denominators add up to 0 give 0.

One subject a file; this door gives every name. ``eval/METRICS.md`` lists them with formula and meaning.
"""

from eval.metrics.clauses import (
    Clauses,
    citation_precision,
    citation_recall,
    clause_hit,
    clause_list_exact,
    micro_precision,
    micro_recall,
    precision_pair,
    recall_pair,
    wrong_first_clause,
)
from eval.metrics.facts import fact_accuracy, fact_found, forbidden_absent, validity_accuracy
from eval.metrics.fidelity import Figure, dates, figure_pair, figures, unit_pair
from eval.metrics.names import distinct, fold
from eval.metrics.paired import mcnemar_exact, paired_difference
from eval.metrics.quotes import quote_exact, quote_pair
from eval.metrics.ranking import ndcg_at, recall_at, reciprocal_rank
from eval.metrics.refusal import (
    Outcome,
    false_refusal_pair,
    false_refusal_rate,
    refusal_precision,
    refusal_precision_pair,
    refusal_recall,
    refusal_recall_pair,
)
from eval.metrics.risk import Judged, Point, area, risk_coverage
from eval.metrics.spans import located, span_precision_pair, span_recall_pair
from eval.metrics.totals import (
    RESAMPLES,
    SEED,
    Pair,
    Score,
    bootstrap_interval,
    mean,
    percentile,
    ratio,
    score,
    there,
)
from eval.metrics.units import Roles, lead_exact, units_exact, units_f1

__all__ = [
    "RESAMPLES",
    "SEED",
    "Clauses",
    "Figure",
    "Judged",
    "Outcome",
    "Pair",
    "Point",
    "Roles",
    "Score",
    "area",
    "bootstrap_interval",
    "citation_precision",
    "citation_recall",
    "clause_hit",
    "clause_list_exact",
    "dates",
    "distinct",
    "fact_accuracy",
    "fact_found",
    "false_refusal_pair",
    "false_refusal_rate",
    "figure_pair",
    "figures",
    "fold",
    "forbidden_absent",
    "lead_exact",
    "located",
    "mcnemar_exact",
    "mean",
    "micro_precision",
    "micro_recall",
    "ndcg_at",
    "paired_difference",
    "percentile",
    "precision_pair",
    "quote_exact",
    "quote_pair",
    "ratio",
    "recall_at",
    "recall_pair",
    "reciprocal_rank",
    "refusal_precision",
    "refusal_precision_pair",
    "refusal_recall",
    "refusal_recall_pair",
    "risk_coverage",
    "score",
    "span_precision_pair",
    "span_recall_pair",
    "there",
    "unit_pair",
    "units_exact",
    "units_f1",
    "validity_accuracy",
    "wrong_first_clause",
]
