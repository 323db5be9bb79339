"""The measures: small pure functions of plain values, each with its formula and its edge cases.

Two rules hold for all of them.

*None is not zero.* A measure that does not apply to a question (no gold facts, an unanswerable
question) gives None for it and the question leaves the denominator. A measure that applies and finds
nothing (a refusal, an answer without citations, a crash) gives 0.

*A total is a ratio of sums.* Each question gives a pair (numerator, denominator); the total is
Σ numerator / Σ denominator, so a mean is the case where every denominator is 1, and one bootstrap
serves them all. No pair at all gives None; pairs whose denominators add up to 0 give 0.

Clause numbers and unit names are compared after `fold`: width folding and white-space removal, and
nothing else, since 市发改委 and 市发展改革委 are different printed names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import Any

Pair = tuple[float, float]
"""(numerator, denominator) of one question."""

Clauses = Sequence[str]
"""Clause numbers, innermost as printed, in the order cited."""

Roles = tuple[Sequence[str] | None, Sequence[str] | None]
"""(lead, supporting). In a gold item None leaves a role unmeasured and () says there is no such unit."""

RESAMPLES = 2000  # the ends of a 95 % interval then move by less than .01 between seeds at n = 100
SEED = 20230209  # the day the first policy was issued; any number would do, but always the same one

# Full-width ! … ~ stand 0xFEE0 above their ASCII forms. NFKC would fold more (① to 1), so it is not used.
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}

_MARK = re.compile(r"\[[0-9]{1,3}\]")


# ---------------------------------------------------------------------------------------------------------
# Comparing names
# ---------------------------------------------------------------------------------------------------------


def fold(name: str) -> str:
    """A clause number or unit name as it is compared: half width, without white space.

    >>> fold("各区（市）县") == fold("各区(市) 县")
    True
    >>> fold("补贴①")
    '补贴①'
    """
    return "".join(name.translate(_WIDTH).split())


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """The folded names, each once, in the order of their first appearance.

    >>> distinct(["五", "五 ", "三", "五"])
    ('五', '三')
    """
    return tuple(dict.fromkeys(fold(name) for name in names))


# ---------------------------------------------------------------------------------------------------------
# Clauses
# ---------------------------------------------------------------------------------------------------------


def clause_hit(given: Clauses, gold: Clauses, k: int) -> float | None:
    """Clause hit@k: 1 if one of the first k distinct cited clauses is a gold clause, else 0.

    hit@k = [ {g₁ … g_k} ∩ gold ≠ ∅ ],  g the distinct cited clauses in order of their marks.

    Any gold clause will do: "best first" in the gold file is for the reader. No citation (a refusal,
    a crash) is a miss, 0. No gold clause: None.

    >>> clause_hit(["三", "三", "五"], ["五"], 1), clause_hit(["三", "三", "五"], ["五"], 2)
    (0.0, 1.0)
    >>> clause_hit([], ["五"], 3)
    0.0
    >>> clause_hit(["五"], [], 1) is None
    True
    """
    if k < 1:
        raise ValueError("k must be at least 1")
    if not gold:
        return None
    return float(bool(set(distinct(given)[:k]) & set(distinct(gold))))


def wrong_first_clause(given: Clauses, gold: Clauses) -> float | None:
    """1 if something is cited and the first cited clause is not a gold clause, else 0. Lower is better.

    A wrong clause number is worse than no answer; hit@1 cannot tell the two apart, this can. No
    citation is not a wrong one: 0. No gold clause: None.

    >>> wrong_first_clause(["三"], ["五"]), wrong_first_clause([], ["五"]), wrong_first_clause(["五"], ["五"])
    (1.0, 0.0, 0.0)
    >>> wrong_first_clause(["三"], []) is None
    True
    """
    hit = clause_hit(given, gold, 1)
    return None if hit is None else float(bool(given) and not hit)


def precision_pair(given: Clauses, gold: Clauses) -> Pair | None:
    """(|given ∩ gold|, |given|) over distinct clauses; None if there is no gold clause.

    >>> precision_pair(["五", "三", "五"], ["五", "尾"])
    (1.0, 2.0)
    >>> precision_pair([], ["五"])
    (0.0, 0.0)
    """
    if not gold:
        return None
    cited, right = set(distinct(given)), set(distinct(gold))
    return float(len(cited & right)), float(len(cited))


def recall_pair(given: Clauses, gold: Clauses) -> Pair | None:
    """(|given ∩ gold|, |gold|) over distinct clauses; None if there is no gold clause.

    >>> recall_pair(["五", "三"], ["五", "尾"])
    (1.0, 2.0)
    """
    if not gold:
        return None
    cited, right = set(distinct(given)), set(distinct(gold))
    return float(len(cited & right)), float(len(right))


def citation_precision(given: Clauses, gold: Clauses) -> float | None:
    """Citation precision of one question: |given ∩ gold| / |given|, over distinct clauses.

    Nothing given scores 0: citing nothing earns nothing. No gold clause: None.
    The macro average, the mean of this over questions, is the one shown in tables.

    >>> citation_precision(["五", "三"], ["五"])
    0.5
    >>> citation_precision([], ["五"])
    0.0
    >>> citation_precision(["五"], []) is None
    True
    """
    pair = precision_pair(given, gold)
    return None if pair is None else ratio([pair])


def citation_recall(given: Clauses, gold: Clauses) -> float | None:
    """Citation recall of one question: |given ∩ gold| / |gold|, over distinct clauses.

    Nothing given scores 0. No gold clause: None. The macro average is the one shown in tables.

    >>> citation_recall(["五"], ["五", "尾"])
    0.5
    >>> citation_recall([], ["五"])
    0.0
    """
    pair = recall_pair(given, gold)
    return None if pair is None else ratio([pair])


def micro_precision(cases: Iterable[tuple[Clauses, Clauses]]) -> float | None:
    """Micro precision over (given, gold): Σ|given ∩ gold| / Σ|given|; every citation counts the same.

    A question without citations adds nothing to either sum, so silence costs recall alone; only where
    no question at all got a citation is it 0. No case with a gold clause: None.

    >>> micro_precision([(["五"], ["五"]), (["三", "四", "六"], ["三"])])
    0.5
    >>> micro_precision([([], ["五"])])
    0.0
    >>> micro_precision([]) is None
    True
    """
    return ratio(_there(precision_pair(given, gold) for given, gold in cases))


def micro_recall(cases: Iterable[tuple[Clauses, Clauses]]) -> float | None:
    """Micro recall over (given, gold): Σ|given ∩ gold| / Σ|gold|; every gold clause counts the same.

    No case with a gold clause: None.

    >>> micro_recall([(["五"], ["五"]), ([], ["三", "四", "六"])])
    0.25
    """
    return ratio(_there(recall_pair(given, gold) for given, gold in cases))


def clause_list_exact(given: Clauses, gold: Clauses) -> float | None:
    """Reverse-unit clause list (某单位负责哪些条款): 1 if the cited clauses are exactly the gold ones.

    exact = [ given = gold ] as sets: one clause too many or too few is 0, order does not matter.
    Nothing given: 0. No gold clause: None.

    >>> clause_list_exact(["三", "一"], ["一", "三"]), clause_list_exact(["一"], ["一", "三"])
    (1.0, 0.0)
    >>> clause_list_exact(["一"], []) is None
    True
    """
    return None if not gold else float(set(distinct(given)) == set(distinct(gold)))


# ---------------------------------------------------------------------------------------------------------
# Quotes
# ---------------------------------------------------------------------------------------------------------


def quote_exact(quote: str, clause_text: str | None) -> bool:
    """Whether the quote is a non-empty substring of the stored clause text, character for character.

    No folding: a quote is verbatim or it is not. An empty quote, or a clause that does not exist
    (None), is not exact.

    >>> quote_exact("达到65%", "站点覆盖达到65%以上"), quote_exact("达到６５%", "站点覆盖达到65%以上")
    (True, False)
    >>> quote_exact("", "五、"), quote_exact("五", None)
    (False, False)
    """
    return bool(quote) and clause_text is not None and quote in clause_text


def quote_pair(quotes: Iterable[tuple[str, str | None]]) -> Pair | None:
    """(exact quotes, quotes) of one answer, from (quote, stored clause text); None if there is no quote.

    >>> quote_pair([("达到65%", "五、达到65%以上"), ("达到75%", "五、达到65%以上")])
    (1.0, 2.0)
    >>> quote_pair([]) is None
    True
    """
    checks = [quote_exact(quote, text) for quote, text in quotes]
    return (float(sum(checks)), float(len(checks))) if checks else None


# ---------------------------------------------------------------------------------------------------------
# Responsible units
# ---------------------------------------------------------------------------------------------------------


def _names(role: Sequence[str] | None) -> frozenset[str]:
    return frozenset(distinct(role or ()))


def _silent(given: Roles, gold: Roles) -> bool:
    """No unit is given although the gold names one: an empty role is then not a right answer."""
    return not any(map(_names, given)) and any(map(_names, gold))


def lead_exact(given: Roles, gold: Roles) -> float | None:
    """Lead units exact: 1 if the lead units (牵头) are exactly the gold ones, as sets.

    exact = [ lead(given) = lead(gold) ].  Gold lead None: None. Gold lead () asks for no lead, but an
    answer that names no unit at all scores 0 wherever the gold names any: silence is not a finding.

    >>> lead_exact((["市发改委"], ["市财政局"]), (["市发改委"], None))
    1.0
    >>> lead_exact((["市发改委", "市财政局"], []), (["市发改委"], ["市财政局"]))
    0.0
    >>> lead_exact(([], []), ([], ["各区(市)县"]))
    0.0
    >>> lead_exact((["市发改委"], []), (None, [])) is None
    True
    """
    if gold[0] is None:
        return None
    return float(not _silent(given, gold) and _names(given[0]) == _names(gold[0]))


def units_exact(given: Roles, gold: Roles) -> float | None:
    """Unit set exact: 1 if lead and supporting are both exactly the gold ones, as sets.

    exact = [ lead(given) = lead(gold) ∧ supporting(given) = supporting(gold) ]; a role that is None
    in the gold is not compared. Both None: None. Both gold roles () and nothing given: 1.

    >>> units_exact((["市发改委"], ["各区（市）县"]), (["市发改委"], ["各区(市)县"]))
    1.0
    >>> units_exact((["市发改委"], []), (["市发改委"], ["市财政局"]))
    0.0
    >>> units_exact(([], []), (None, None)) is None
    True
    """
    if gold[0] is None and gold[1] is None:
        return None
    same = all(_names(g) == _names(r) for g, r in zip(given, gold, strict=True) if r is not None)
    return float(same and not _silent(given, gold))


def units_f1(given: Roles, gold: Roles) -> float | None:
    """Units F1 over (role, name) pairs: 2·|given ∩ gold| / (|given| + |gold|).

    A unit in the wrong role is wrong twice. A role that is None in the gold is not counted on either
    side. Both None: None. Nothing given and nothing expected: 1; one side empty: 0.

    >>> units_f1((["市发改委"], ["市财政局", "市住建局"]), (["市发改委"], ["市财政局"]))
    0.8
    >>> units_f1((["市财政局"], ["市发改委"]), (["市发改委"], ["市财政局"]))
    0.0
    >>> units_f1(([], []), (["市发改委"], [])), units_f1(([], []), ([], []))
    (0.0, 1.0)
    """
    if gold[0] is None and gold[1] is None:
        return None
    measured = [role for role in (0, 1) if gold[role] is not None]
    named = {(role, name) for role in measured for name in _names(given[role])}
    right = {(role, name) for role in measured for name in _names(gold[role])}
    if not named and not right:
        return 1.0
    return 2 * len(named & right) / (len(named) + len(right))


# ---------------------------------------------------------------------------------------------------------
# Facts and validity
# ---------------------------------------------------------------------------------------------------------

# A match may not begin or end inside a number: 5万元 is not in 15万元 or 0.5万元, and 500万元 is not in
# 1,500万元. Where the match begins or ends with something other than a digit, the guard says nothing.
_NUMBER_BEGINS = r"(?:(?!\d)|(?<!\d)(?<!\d\.)(?!(?<=\d,)\d{3}(?!\d)))"
_NUMBER_ENDS = r"(?:(?<!\d)|(?!\d)(?!\.\d)(?!,\d{3}(?!\d)))"
_FLAGS = re.compile(r"\A(?:\(\?[aimsux]+\))*")


@lru_cache(maxsize=4096)
def _whole(pattern: str) -> re.Pattern[str]:
    """The pattern, kept from matching part of a number; global flags such as (?i) stay in front."""
    cut = len(pattern) - len(_FLAGS.sub("", pattern, count=1))
    return re.compile(f"{pattern[:cut]}{_NUMBER_BEGINS}(?:{pattern[cut:]}){_NUMBER_ENDS}")


def _half_width(pattern: str) -> str:
    """The pattern with full-width characters as literal half-width ones: （ becomes \\( and not (."""
    out: list[str] = []
    escaped = False
    for char in pattern:
        folded = char.translate(_WIDTH)
        out.append(re.escape(folded) if folded != char and not escaped else folded)
        escaped = char == "\\" and not escaped
    return "".join(out)


def fact_found(text: str, fact: str) -> bool:
    """Whether the regular expression ``fact`` is found in an answer's text.

    Looked for in the text as it stands, then with text in NFKC and pattern in half width, so that ％
    and %, （ and ( agree. Citation marks [1] are taken out first: they are no figures. A match that
    begins or ends with a digit must be a whole number: 5万元 is not found in 15万元.

    >>> fact_found("覆盖率达到６５％[1]以上", "65%以上")
    True
    >>> fact_found("奖励15万元", "5万元"), fact_found("奖励1.5万元", "5万元"), fact_found("见[3]", "3")
    (False, False, False)
    >>> fact_found("各区(市)县", "各区（市）县")
    True
    """
    bare = _MARK.sub("", text)
    if _whole(fact).search(bare):
        return True
    return _whole(_half_width(fact)).search(unicodedata.normalize("NFKC", bare)) is not None


def fact_accuracy(text: str, facts: Sequence[str]) -> float | None:
    """Fact accuracy: 1 if every gold fact is found in the answer's text (see `fact_found`), else 0.

    accuracy = ∏ [ fact found ].  No gold facts: None. An empty text: 0.

    >>> fact_accuracy("到2025年达到65%", ["65%", "2025年"]), fact_accuracy("达到65%", ["65%", "2025年"])
    (1.0, 0.0)
    >>> fact_accuracy("", ["65%"])
    0.0
    >>> fact_accuracy("达到65%", []) is None
    True
    """
    return None if not facts else float(all(fact_found(text, fact) for fact in facts))


def validity_accuracy(given: str | None, gold: str | None) -> float | None:
    """Validity accuracy: 1 if the status shown is the gold status, else 0.

    accuracy = [ given = gold ].  No status shown: 0. No gold status: None.

    >>> validity_accuracy("expired", "expired"), validity_accuracy(None, "expired")
    (1.0, 0.0)
    >>> validity_accuracy("expired", None) is None
    True
    """
    return None if gold is None else float(given == gold)


# ---------------------------------------------------------------------------------------------------------
# Refusal
# ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether a question can be answered, and whether it was refused. A crash is no refusal."""

    answerable: bool
    refused: bool


def refusal_precision_pair(outcome: Outcome) -> Pair | None:
    """(refused rightly, refused); None for a question rightly not refused, which says nothing here.

    >>> refusal_precision_pair(Outcome(answerable=False, refused=True))
    (1.0, 1.0)
    >>> refusal_precision_pair(Outcome(answerable=True, refused=True))
    (0.0, 1.0)
    >>> refusal_precision_pair(Outcome(answerable=True, refused=False)) is None
    True
    """
    if outcome.answerable and not outcome.refused:
        return None
    return float(outcome.refused and not outcome.answerable), float(outcome.refused)


def refusal_recall_pair(outcome: Outcome) -> Pair | None:
    """(refused, 1) for an unanswerable question; None for an answerable one.

    >>> refusal_recall_pair(Outcome(answerable=False, refused=True))
    (1.0, 1.0)
    """
    return None if outcome.answerable else (float(outcome.refused), 1.0)


def false_refusal_pair(outcome: Outcome) -> Pair | None:
    """(refused, 1) for an answerable question; None for an unanswerable one.

    >>> false_refusal_pair(Outcome(answerable=True, refused=True))
    (1.0, 1.0)
    """
    return (float(outcome.refused), 1.0) if outcome.answerable else None


def refusal_precision(outcomes: Iterable[Outcome]) -> float | None:
    """Refusal precision: refused and unanswerable / refused.

    Nothing refused: 0 where something should have been, else None (nothing to refuse, nothing refused).
    For one unanswerable kind, hand in its outcomes together with those of the answerable questions.

    >>> refusal_precision([Outcome(False, True), Outcome(True, True), Outcome(True, False)])
    0.5
    >>> refusal_precision([Outcome(False, False)])
    0.0
    >>> refusal_precision([Outcome(True, False)]) is None
    True
    """
    return ratio(_there(map(refusal_precision_pair, outcomes)))


def refusal_recall(outcomes: Iterable[Outcome]) -> float | None:
    """Refusal recall: refused and unanswerable / unanswerable. No unanswerable question: None.

    >>> refusal_recall([Outcome(False, True), Outcome(False, False), Outcome(True, True)])
    0.5
    >>> refusal_recall([Outcome(True, True)]) is None
    True
    """
    return ratio(_there(map(refusal_recall_pair, outcomes)))


def false_refusal_rate(outcomes: Iterable[Outcome]) -> float | None:
    """False refusal rate: answerable but refused / answerable. Lower is better. None answerable: None.

    >>> false_refusal_rate([Outcome(True, True), Outcome(True, False), Outcome(False, True)])
    0.5
    >>> false_refusal_rate([Outcome(False, True)]) is None
    True
    """
    return ratio(_there(map(false_refusal_pair, outcomes)))


# ---------------------------------------------------------------------------------------------------------
# Totals, time and uncertainty
# ---------------------------------------------------------------------------------------------------------


def _there(pairs: Iterable[Pair | None]) -> list[Pair]:
    return [pair for pair in pairs if pair is not None]


def ratio(pairs: Iterable[Pair]) -> float | None:
    """Σ numerator / Σ denominator. No pair: None. Denominators adding up to 0: 0.

    >>> ratio([(1, 1), (1, 3)]), ratio([(0, 0)])
    (0.5, 0.0)
    >>> ratio([]) is None
    True
    """
    counted = list(pairs)
    if not counted:
        return None
    below = sum(pair[1] for pair in counted)
    return sum(pair[0] for pair in counted) / below if below else 0.0


def mean(values: Iterable[float | None]) -> float | None:
    """The macro average: the mean of the values that are not None. No such value: None.

    >>> mean([1.0, None, 0.0])
    0.5
    >>> mean([None]) is None
    True
    """
    return ratio((value, 1.0) for value in values if value is not None)


def percentile(values: Iterable[float], q: float) -> float | None:
    """The q-percentile by nearest rank: the smallest value with at least q of all values at or below it.

    p_q = x₍⌈q·n⌉₎ of the sorted values, always one of them. No value: None. 0 < q ≤ 1.

    >>> percentile([4, 1, 3, 2], 0.5), percentile([4, 1, 3, 2], 0.95)
    (2, 4)
    >>> percentile([], 0.5) is None
    True
    """
    if not 0 < q <= 1:
        raise ValueError("q must be above 0 and at most 1")
    ordered = sorted(values)
    # rounded first, for 0.95 · 20 is 19.000000000000004 in floating point on some machines
    return ordered[ceil(round(q * len(ordered), 9)) - 1] if ordered else None


def bootstrap_interval(
    pairs: Iterable[Pair], *, level: float = 0.95, resamples: int = RESAMPLES, seed: int = SEED
) -> tuple[float, float] | None:
    """The percentile bootstrap interval of `ratio`, drawing questions with replacement.

    The seed is fixed and the stream is NumPy's frozen legacy one, so a rerun gives the same interval.
    No pair: None. A draw whose denominators add up to 0 counts as 0, as in `ratio`.

    Where every question scores the same the interval closes to a point, (1, 1) for a perfect run. That
    says the sample holds no failure, not that there are none: with n questions and none failed, up to
    3/n failures are still compatible at 95 %.

    >>> bootstrap_interval([(1, 1)] * 10)
    (1.0, 1.0)
    >>> low, high = bootstrap_interval([(1, 1)] * 80 + [(0, 1)] * 20) or (0, 0)
    >>> 0.70 < low < 0.76 and 0.84 < high < 0.90
    True
    >>> bootstrap_interval([]) is None
    True
    """
    import numpy as np  # here and not above: reading a gold set should not load it

    table = np.asarray(list(pairs), dtype=np.float64).reshape(-1, 2)
    count = len(table)
    if not count:
        return None
    random = np.random.RandomState(seed)
    at_once = max(1, 1_000_000 // count)  # draws held in memory together
    draws: list[Any] = []
    for start in range(0, resamples, at_once):
        drawn = table[random.randint(0, count, size=(min(at_once, resamples - start), count))].sum(axis=1)
        below = drawn[:, 1]
        draws.append(np.where(below > 0, drawn[:, 0] / np.where(below > 0, below, 1.0), 0.0))
    tail = (1 - level) / 2
    low, high = np.quantile(np.concatenate(draws), [tail, 1 - tail])
    return float(low), float(high)


@dataclass(frozen=True, slots=True)
class Score:
    """A total: its value (0–1), what it was counted over, and the 95 % interval.

    ``n`` is the sum of the denominators: questions for a mean, citations or refusals for a ratio.
    ``value`` and the interval are None where the measure applied to nothing.
    """

    value: float | None
    n: int
    low: float | None
    high: float | None

    def to_json(self) -> dict[str, Any]:
        """Rounded to six places, as runs are kept."""

        def short(value: float | None) -> float | None:
            return None if value is None else round(value, 6)

        return {"value": short(self.value), "n": self.n, "low": short(self.low), "high": short(self.high)}


def score(pairs: Iterable[Pair | None]) -> Score:
    """The total over the pairs that are not None, with its interval.

    >>> score([(1, 1), None, (1, 1)])
    Score(value=1.0, n=2, low=1.0, high=1.0)
    >>> score([None])
    Score(value=None, n=0, low=None, high=None)
    """
    counted = _there(pairs)
    low, high = bootstrap_interval(counted) or (None, None)
    return Score(ratio(counted), int(sum(pair[1] for pair in counted)), low, high)
