"""eval.metrics: formulas and edge cases."""

from __future__ import annotations

import inspect

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval import metrics
from eval.metrics import Outcome

NUMBERS = st.sampled_from(["一", "二", "三", "四", "五", "序", "尾", "（三）", "(三)"])
CLAUSES = st.lists(NUMBERS, max_size=6)
ROLES = st.tuples(CLAUSES, CLAUSES)
OUTCOMES = st.lists(st.builds(Outcome, st.booleans(), st.booleans()), max_size=20)


# --- doctests --------------------------------------------------------------------------------------------


def test_every_measure_carries_an_example() -> None:
    """No public function of the measures goes without a doctest."""
    public = [
        function
        for name, function in inspect.getmembers(metrics, inspect.isfunction)
        if function.__module__.startswith("eval.metrics.") and name != "there"
    ]
    assert len(public) > 20
    assert [function.__name__ for function in public if ">>>" not in (function.__doc__ or "")] == []


# --- comparing names -------------------------------------------------------------------------------------


def test_only_width_and_white_space_are_folded() -> None:
    """Names agree over brackets' width and spaces, and over nothing else."""
    assert metrics.fold("各区（市） 县\u3000") == metrics.fold("各区(市)县")
    assert metrics.fold("市发改委") != metrics.fold("市发展改革委")
    assert metrics.fold("①") != metrics.fold("1")
    assert metrics.fold("！～｀") == "!~`"  # both ends of the table
    assert metrics.fold("〔县〕") != metrics.fold("(县)")


# --- clauses ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cited", "k", "expected"),
    [
        (["五"], 1, 1.0),
        (["三", "五"], 1, 0.0),
        (["三", "五"], 3, 1.0),
        (["一", "二", "三", "五"], 3, 0.0),
        (["三", "三", "三", "四", "五"], 3, 1.0),  # distinct clauses: 五 is the third
        ([], 1, 0.0),
        ([], 3, 0.0),
    ],
)
def test_a_hit_is_a_gold_clause_among_the_first_distinct_ones(
    cited: list[str], k: int, expected: float
) -> None:
    """hit@k looks at the first k different clauses, in the order cited."""
    assert metrics.clause_hit(cited, ["五", "尾"], k) == expected


def test_k_below_one_is_a_mistake_of_the_caller() -> None:
    """hit@0 does not exist, and a slice to -1 would quietly mean something else."""
    for k in (0, -1):
        with pytest.raises(ValueError, match="k must be"):
            metrics.clause_hit(["五"], ["五"], k)


def test_micro_and_macro_averages_differ_as_they_should() -> None:
    """One short right answer and one long wrong one: macro counts questions, micro counts citations."""
    cases = [(["五"], ["五"]), (["一", "二", "三", "四"], ["尾"])]
    assert metrics.mean(metrics.citation_precision(g, r) for g, r in cases) == 0.5
    assert metrics.micro_precision(cases) == 0.2
    assert metrics.micro_recall(cases) == 0.5


def test_citing_nothing_is_no_way_to_precision() -> None:
    """Silence scores 0 in precision by question, and cannot raise the micro precision either."""
    assert metrics.citation_precision([], ["五"]) == 0.0
    assert metrics.micro_precision([([], ["五"]), ([], ["三"])]) == 0.0
    assert metrics.micro_recall([([], ["五"]), (["三"], ["三"])]) == 0.5


def test_questions_without_gold_clauses_leave_every_clause_measure() -> None:
    """Small talk has no clause to hit: it is not counted, rather than counted as right or wrong."""
    for value in (
        metrics.clause_hit(["五"], [], 1),
        metrics.wrong_first_clause(["五"], []),
        metrics.citation_precision(["五"], []),
        metrics.citation_recall(["五"], []),
        metrics.clause_list_exact(["五"], []),
        metrics.micro_precision([(["五"], [])]),
        metrics.micro_recall([(["五"], [])]),
    ):
        assert value is None


@given(CLAUSES, CLAUSES)
def test_clause_measures_keep_to_their_bounds(cited: list[str], right: list[str]) -> None:
    """Every clause measure lies in 0–1, hit@1 ≤ hit@3, and exact means precision = recall = 1."""
    if not right:
        return
    first, third = metrics.clause_hit(cited, right, 1), metrics.clause_hit(cited, right, 3)
    precision, recall = metrics.citation_precision(cited, right), metrics.citation_recall(cited, right)
    exact, wrong = metrics.clause_list_exact(cited, right), metrics.wrong_first_clause(cited, right)
    assert first is not None and third is not None and precision is not None and recall is not None
    assert 0 <= first <= third <= 1 and 0 <= precision <= 1 and 0 <= recall <= 1
    assert (exact == 1.0) == (precision == recall == 1.0)
    assert (wrong == 1.0) == (bool(cited) and first == 0.0)


# --- quotes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "stored", "expected"),
    [
        ("达到65%", "五、覆盖率达到65%以上。", True),
        ("达到 65%", "五、覆盖率达到65%以上。", False),
        ("达到６５％", "五、覆盖率达到65%以上。", False),
        ("", "五、覆盖率达到65%以上。", False),
        ("达到65%", None, False),
    ],
)
def test_a_quote_is_verbatim_or_it_is_not(quote: str, stored: str | None, expected: bool) -> None:
    """Neither folding, nor emptiness, nor a clause that does not exist makes a quote exact."""
    assert metrics.quote_exact(quote, stored) is expected


# --- units -----------------------------------------------------------------------------------------------

GOLD_ROLES = (["市发改委"], ["市财政局", "各区（市）县"])


@pytest.mark.parametrize(
    ("roles", "lead", "exact", "f1"),
    [
        ((["市发改委"], ["各区(市)县", "市财政局"]), 1.0, 1.0, 1.0),  # order and width do not matter
        ((["市发改委"], ["市财政局"]), 1.0, 0.0, 0.8),  # one dropped
        ((["市发改委"], ["市财政局", "各区（市）县", "市住建局"]), 1.0, 0.0, 6 / 7),  # one too many
        ((["市财政局"], ["市发改委", "各区（市）县"]), 0.0, 0.0, 1 / 3),  # roles swapped
        ((["市发改委", "市发改委"], ["市财政局", "各区（市）县"]), 1.0, 1.0, 1.0),  # named twice
        ((["市发展改革委"], ["市财政局", "各区（市）县"]), 0.0, 0.0, 2 / 3),  # another printed name
        (([], []), 0.0, 0.0, 0.0),
    ],
)
def test_units_are_compared_as_sets_by_role(
    roles: tuple[list[str], list[str]], lead: float, exact: float, f1: float
) -> None:
    """Lead and supporting are two sets; a missing, extra or misplaced unit breaks the exact match."""
    assert metrics.lead_exact(roles, GOLD_ROLES) == lead
    assert metrics.units_exact(roles, GOLD_ROLES) == exact
    assert metrics.units_f1(roles, GOLD_ROLES) == pytest.approx(f1)


def test_a_role_left_null_in_the_gold_is_not_compared() -> None:
    """null means unmeasured: what the answer says about that role neither helps nor harms."""
    said = (["市发改委"], ["随便哪个局"])
    assert metrics.units_exact(said, (["市发改委"], None)) == 1.0
    assert metrics.units_f1(said, (["市发改委"], None)) == 1.0
    assert metrics.lead_exact(said, (None, ["市财政局"])) is None
    assert metrics.units_exact(said, (None, None)) is None
    assert metrics.units_f1(said, (None, None)) is None


def test_naming_no_unit_does_not_count_as_finding_that_there_is_no_lead() -> None:
    """Where the gold has supporting units only, an answer that drops all units gets nothing for the lead."""
    assert metrics.lead_exact(([], []), ([], ["市财政局"])) == 0.0
    assert metrics.lead_exact(([], ["市财政局"]), ([], ["市财政局"])) == 1.0
    assert metrics.units_exact(([], []), ([], [])) == 1.0


@given(ROLES, ROLES)
def test_units_measures_agree_with_each_other(
    said: tuple[list[str], list[str]], right: tuple[list[str], list[str]]
) -> None:
    """Exact units mean F1 = 1 and a right lead; F1 is symmetric and lies in 0–1."""
    exact, f1 = metrics.units_exact(said, right), metrics.units_f1(said, right)
    assert f1 is not None and 0 <= f1 <= 1
    assert (exact == 1.0) == (f1 == 1.0)
    assert f1 == metrics.units_f1(right, said)
    if exact:
        assert metrics.lead_exact(said, right) == 1.0


# --- facts -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fact", "expected"),
    [
        ("覆盖率达到65%以上[1]。", "65%", True),
        ("覆盖率达到６５％以上", "65%", True),
        ("覆盖率达到65%以上", "６５％", True),
        ("奖励15万元", "5万元", False),
        ("奖励1.5万元", "5万元", False),
        ("奖励1,500万元", "500万元", False),
        ("奖励５00万元", "00万元", False),  # a full-width digit is a digit too
        ("奖励500万元", "500万元", True),
        ("比例为65.5", "65", False),
        ("比例为65。", "65", True),
        ("共65，2025年完成", "2025年", True),  # a full-width comma does not make one number of two
        ("共65，500元", "500元", True),
        ("补贴①", "补贴①", True),
        ("各区（市）县", r"各区\(市\)县", True),
        ("各区(市)县", r"各区[（(]市[）)]县", True),
        ("各区(市)县", r"各区\（市\）县", True),
        ("见[12]和[3]", "3", False),
        ("见[12]和[3]", "12", False),
        ("各区(市)县", r"\w区（市）县", True),
        (r"a\(b", r"a\\（b", True),  # an escaped backslash does not escape what follows
        ("(试行)", "（试行）", True),
        ("补贴1", "补贴①", False),
        ("TOD模式", "(?i)tod", True),
        ("TOD模式", "(?s)(?i)t.d|乙", True),
        ("2023年2月9日", r"2023年0?2月0?9日|2023-02-09", True),
        ("", "65%", False),
    ],
)
def test_a_fact_is_found_as_a_whole_number_over_widths(text: str, fact: str, expected: bool) -> None:
    """Widths are forgiven; half a number, or the number of a citation mark, is not the fact."""
    assert metrics.fact_found(text, fact) is expected


@given(st.integers(0, 9_999_999), st.integers(0, 9_999_999), st.booleans())
def test_one_figure_is_never_found_inside_another(written: int, asked: int, wide: bool) -> None:
    """A figure is found in a text exactly when it is the figure of the text, in either width."""
    texts = [(f"奖励{written}万元", f"{asked}万元"), (f"奖励{written:,}万元", f"{asked:,}万元")]
    for text, fact in texts:
        said = (
            text.translate({code: code + 0xFEE0 for code in range(ord("0"), ord("9") + 1)}) if wide else text
        )
        assert metrics.fact_found(said, fact) is (written == asked)


@given(st.integers(1, 999), st.integers(0, 999))
def test_the_tail_of_a_grouped_number_is_no_figure(thousands: int, rest: int) -> None:
    """500万元 is not in 1,500万元, nor 1 in 1,500."""
    assert not metrics.fact_found(f"奖励{thousands},{rest:03}万元", f"{rest:03}万元")
    assert not metrics.fact_found(f"奖励{thousands},{rest:03}万元", str(thousands))


def test_all_facts_are_needed() -> None:
    """One fact out of two is not an answer."""
    assert metrics.fact_accuracy("达到65%，由市住建局牵头", ["65%", "市住建局"]) == 1.0
    assert metrics.fact_accuracy("达到65%", ["65%", "市住建局"]) == 0.0


# --- refusal ---------------------------------------------------------------------------------------------


def test_refusal_measures_follow_their_formulas() -> None:
    """Two of three refusals right, two of four unanswerable refused, one of five answerable refused."""
    outcomes = (
        [Outcome(False, True)] * 2
        + [Outcome(False, False)] * 2
        + [Outcome(True, True)]
        + [Outcome(True, False)] * 4
    )
    assert metrics.refusal_precision(outcomes) == pytest.approx(2 / 3)
    assert metrics.refusal_recall(outcomes) == 0.5
    assert metrics.false_refusal_rate(outcomes) == 0.2


def test_refusing_everything_or_nothing_earns_no_precision() -> None:
    """Refusing all makes precision the share of the unanswerable; refusing none makes it 0."""
    asked = [True, True, True, False]
    assert metrics.refusal_precision(Outcome(answerable, True) for answerable in asked) == 0.25
    assert metrics.refusal_precision(Outcome(answerable, False) for answerable in asked) == 0.0
    assert metrics.false_refusal_rate(Outcome(answerable, True) for answerable in asked) == 1.0


@given(OUTCOMES)
def test_refusal_measures_stay_within_bounds(outcomes: list[Outcome]) -> None:
    """Each is None or in 0–1, and None exactly where no question says anything about it."""
    precision = metrics.refusal_precision(outcomes)
    recall, rate = metrics.refusal_recall(outcomes), metrics.false_refusal_rate(outcomes)
    assert (recall is None) == all(outcome.answerable for outcome in outcomes)
    assert (rate is None) == (not any(outcome.answerable for outcome in outcomes))
    assert (precision is None) == all(outcome.answerable and not outcome.refused for outcome in outcomes)
    assert all(value is None or 0 <= value <= 1 for value in (precision, recall, rate))


# --- totals ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("q", "expected"), [(0.01, 1), (0.05, 1), (0.5, 10), (0.51, 11), (0.95, 19), (0.96, 20), (1.0, 20)]
)
def test_a_percentile_is_one_of_the_values(q: float, expected: float) -> None:
    """Nearest rank: with 20 values, 0.95 is the 19th."""
    assert metrics.percentile(range(20, 0, -1), q) == expected


def test_a_percentile_of_nothing_is_none_and_of_one_is_that_one() -> None:
    """No value has no percentile, and a share outside 0–1 is a mistake of the caller."""
    assert metrics.percentile([], 0.95) is None
    assert metrics.percentile([0.3], 0.5) == 0.3
    for q in (95, 1.01, 0, -0.5):
        with pytest.raises(ValueError, match="q must be"):
            metrics.percentile([1.0], q)


def test_the_interval_is_the_same_every_time_and_holds_the_value() -> None:
    """A fixed seed makes two runs agree; the interval brackets the value and narrows with n."""
    few, many = [(1.0, 1.0)] * 8 + [(0.0, 1.0)] * 2, [(1.0, 1.0)] * 160 + [(0.0, 1.0)] * 40
    narrow, wide = metrics.bootstrap_interval(many), metrics.bootstrap_interval(few)
    assert narrow is not None and wide is not None
    assert narrow == metrics.bootstrap_interval(many)
    assert narrow != metrics.bootstrap_interval(many, seed=1)
    assert narrow[0] < 0.8 < narrow[1]
    assert wide[1] - wide[0] > 2 * (narrow[1] - narrow[0])


def test_the_interval_matches_the_normal_one_where_that_is_good() -> None:
    """For 500 questions at .6 the interval is close to ± 1.96·√(p(1-p)/n)."""
    interval = metrics.bootstrap_interval([(1.0, 1.0)] * 300 + [(0.0, 1.0)] * 200)
    half = 1.96 * (0.6 * 0.4 / 500) ** 0.5
    assert interval == pytest.approx((0.6 - half, 0.6 + half), abs=0.006)


def test_a_ratio_is_resampled_by_question_and_not_by_citation() -> None:
    """Ten questions of ten citations each vary as ten draws do, not as a hundred."""
    clustered = metrics.bootstrap_interval([(10.0, 10.0)] * 5 + [(0.0, 10.0)] * 5)
    single = metrics.bootstrap_interval([(1.0, 1.0)] * 50 + [(0.0, 1.0)] * 50)
    assert clustered is not None and single is not None
    assert clustered[1] - clustered[0] > 2 * (single[1] - single[0])


def test_a_draw_without_citations_counts_as_nothing() -> None:
    """Questions that cite nothing give an interval at 0, as the ratio does, and pull a mixed one down."""
    assert metrics.bootstrap_interval([(0.0, 0.0)] * 3) == (0.0, 0.0)
    assert metrics.bootstrap_interval([(0.0, 0.0), (3.0, 3.0)]) == (0.0, 1.0)


def test_draws_in_pieces_are_the_draws() -> None:
    """A large sample, drawn in several pieces for memory, still gives all its resamples."""
    pairs = [(1.0, 1.0)] * 1500 + [(0.0, 1.0)] * 1500
    low, high = metrics.bootstrap_interval(pairs) or (0, 0)
    assert 0.47 < low < 0.49 and 0.51 < high < 0.53


@settings(max_examples=30)
@given(st.lists(st.sampled_from([None, (0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 3.0)]), max_size=12))
def test_a_score_is_its_ratio_inside_its_interval(pairs: list[metrics.Pair | None]) -> None:
    """A total has value and interval together or not at all, all of them in 0–1."""
    score = metrics.score(pairs)
    there = [pair for pair in pairs if pair is not None]
    assert score.value == metrics.ratio(there)
    assert (score.value is None) == (score.low is None) == (score.high is None) == (not there)
    if score.low is not None and score.high is not None:
        assert 0 <= score.low <= score.high <= 1
