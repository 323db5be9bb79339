"""eval.runner: systems that fail in known ways score as badly as they deserve, a perfect one scores 1."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import (
    Answer,
    Citation,
    Kind,
    Refusal,
    RefusalCode,
    UnitsView,
    ValidityView,
)
from corpus.errors import BadInput, PolicyNotFound
from corpus.policy import Status
from eval import evaluate, failure_list, summary_table
from eval.gold import GoldItem, GoldValidity, Split, Style, UnanswerableKind
from eval.report.columns import align, width
from eval.runner import MEASURES, OPTIONAL, PROMISES, Ask, Record, Run, stamp, totals

POLICY = "cd-2023"
TEXTS = {
    "一": "一、强化规划引领，由市规划和自然资源局牵头，市住建局、各区(市)县配合。",
    "三": "三、加大资金支持，给予一次性50万元奖励。",
    "五": "五、坚持交通先行，轨道站点覆盖率达到65%以上。",
    "尾": "本政策措施自印发之日起施行，有效期至2025年12月31日。",
}


# --- factories -------------------------------------------------------------------------------------------


def make_item(name: str, **changes: Any) -> GoldItem:
    """An answerable fact question about clause 五."""
    item = GoldItem(
        id=name, split=Split.DEV, question=f"{name}？", kind=Kind.FACT, style=Style.FORMAL, answerable=True,
        clauses=("五",), facts=("65%",),
    )  # fmt: skip
    return replace(item, **changes)


def make_unanswerable(name: str, kind: UnanswerableKind, **changes: Any) -> GoldItem:
    """A question that should be refused."""
    return make_item(name, answerable=False, unanswerable_kind=kind, clauses=(), facts=(), **changes)


def make_citation(clause: str, mark: int = 1, quote: str | None = None, policy_id: str = POLICY) -> Citation:
    """A citation of a clause of TEXTS, quoting all of it unless told otherwise."""
    said = TEXTS.get(clause, "没有这一条") if quote is None else quote
    return Citation(
        mark, "政策", policy_id, "file.txt", clause, (clause,), clause, said, 0, len(said), 0, len(said)
    )


def make_answer(text: str = "达到65%[1]。", clauses: Sequence[str] = ("五",), **changes: Any) -> Answer:
    """An answer citing these clauses."""
    citations = tuple(make_citation(clause, mark) for mark, clause in enumerate(clauses, start=1))
    return replace(Answer("问？", text, Kind.FACT, citations), **changes)


def make_refusal(*nearest: Citation) -> Answer:
    """A refusal."""
    return Answer(
        "问？", "没有找到依据。", Kind.FACT, refusal=Refusal(RefusalCode.NOT_IN_LIBRARY, "没有依据", nearest)
    )


def make_view(status: str) -> ValidityView:
    """The validity shown beside an answer."""
    return ValidityView(status, date(2023, 2, 9), date(2025, 12, 31), "")


def stored(cited: Citation) -> str | None:
    """The stored clause text, as the library would give it."""
    return TEXTS.get(cited.clause) if cited.policy_id == POLICY else None


GOLD = (
    make_item("fact", quotes=(TEXTS["五"],), forbidden=("75%",), history=("轨道交通呢？",)),
    make_item("list", kind=Kind.LIST, clauses=("三", "五"), facts=("50万元", "65%"), style=Style.COLLOQUIAL),
    make_item(
        "units", kind=Kind.UNITS, clauses=("一",), facts=(), lead=("市规划和自然资源局",),
        supporting=("市住建局", "各区（市）县"), split=Split.HELD,
    ),
    make_item("reverse", kind=Kind.UNITS_REVERSE, clauses=("三", "五"), facts=(), style=Style.TERSE),
    make_item(
        "validity", kind=Kind.VALIDITY, clauses=("尾",), facts=(), as_of=date(2026, 1, 1),
        validity=GoldValidity(Status.EXPIRED, date(2026, 1, 1)),
    ),
    make_item("hello", kind=Kind.SMALL_TALK, clauses=(), facts=()),
    make_unanswerable("near", UnanswerableKind.NEAR_TOPIC),
    make_unanswerable("off", UnanswerableKind.OFF_TOPIC, split=Split.HELD),
    make_unanswerable("inject", UnanswerableKind.INJECTION, style=Style.ENGLISH),
)  # fmt: skip
ANSWERABLE = sum(item.answerable for item in GOLD)
BY_QUESTION = {item.question: item for item in GOLD}


def oracle(question: str, history: Sequence[str], as_of: date | None) -> Answer:
    """Answers every question of GOLD as the gold has it."""
    item = BY_QUESTION[question]
    if not item.answerable:
        return make_refusal()
    return make_answer(
        "、".join(item.facts) or "答。",
        item.clauses,
        kind=item.kind,
        units=UnitsView(item.lead or (), item.supporting or ()),
        validity=make_view(item.validity.status.value) if item.validity else None,
    )


def find(question: str) -> list[Citation]:
    """The search alone: the gold clauses, in order."""
    return [make_citation(clause) for clause in BY_QUESTION[question].clauses] if question in BY_QUESTION else []


def spoil(change: Callable[[Answer], Answer]) -> Ask:
    """The oracle, with every answer that is no refusal changed."""

    def ask(question: str, history: Sequence[str], as_of: date | None) -> Answer:
        answer = oracle(question, history, as_of)
        return answer if answer.refused else change(answer)

    return ask


def run_of(ask: Ask, gold: Sequence[GoldItem] = GOLD, **options: Any) -> Run:
    """A run with quotes checked and the gold's policy named."""
    usual: dict[str, Any] = {"clause_text": stored, "policy_id": POLICY, "rank": find}
    return evaluate(ask, gold, **(usual | options))


def values(run: Run) -> dict[str, float | None]:
    """The overall value of every measure."""
    return {key: score.value for key, score in totals(run.records).items()}


def record_of(run: Run, name: str) -> Record:
    """The record of one question."""
    return next(record for record in run.records if record.gold.id == name)


# --- systems and what they deserve -----------------------------------------------------------------------

LOWER = {measure.key for measure in MEASURES if measure.lower_is_better}


def test_a_perfect_oracle_scores_one_everywhere() -> None:
    """Every measure is 1 (0 where lower is better), nothing fails, and no measure is left out."""
    run = run_of(oracle)
    got = values(run)
    assert got.pop("policy_hit") is None  # no question names a file
    assert got.pop("recall_at_1") == pytest.approx(0.8)  # two questions have two right clauses, and one place
    assert got == {m.key: 0.0 if m.key in LOWER else 1.0 for m in MEASURES if m.key not in ("policy_hit", "recall_at_1")}
    assert run.failures() == ()
    assert "无 none" in failure_list(run)


def test_a_system_that_always_refuses_earns_refusal_recall_alone() -> None:
    """Refusing everything is a miss on every answerable question and a false refusal of each."""
    run = run_of(lambda question, history, as_of: make_refusal())
    got = values(run)
    assert got["refusal_recall"] == 1.0
    assert got["false_refusal_rate"] == 1.0
    assert got["refusal_precision"] == pytest.approx(1 - ANSWERABLE / len(GOLD))
    for key in (
        "hit_at_1", "hit_at_3", "citation_precision", "citation_recall", "citation_precision_micro",
        "citation_recall_micro", "lead_exact", "units_exact", "units_f1", "reverse_exact", "fact_accuracy",
        "validity_accuracy", "wrong_first_clause", "crash_rate",
    ):  # fmt: skip
        assert got[key] == 0.0, key
    assert got["quote_exact"] is None
    assert [record.gold.id for record in run.failures()] == [item.id for item in GOLD if item.answerable]


def test_a_system_that_never_refuses_earns_nothing_for_refusal() -> None:
    """Answering everything has no refusal precision and no recall, and the unanswerable all fail."""

    def ask(question: str, history: Sequence[str], as_of: date | None) -> Answer:
        answer = oracle(question, history, as_of)
        return make_answer() if answer.refused else answer

    run = run_of(ask)
    got = values(run)
    assert (got["refusal_precision"], got["refusal_recall"], got["false_refusal_rate"]) == (0.0, 0.0, 0.0)
    assert {record.gold.id for record in run.failures()} == {"near", "off", "inject"}
    assert got["hit_at_1"] == 1.0


def test_a_system_that_always_answers_clause_one_hits_only_clause_one() -> None:
    """It is right where the gold is 一, and everywhere else a wrong clause, which is worse than none."""
    got = values(run_of(lambda question, history, as_of: make_answer("见第一条[1]。", ["一"])))
    with_clauses = sum(bool(item.clauses) for item in GOLD)
    assert got["hit_at_1"] == got["hit_at_3"] == pytest.approx(1 / with_clauses)
    assert got["wrong_first_clause"] == pytest.approx(1 - 1 / with_clauses)
    assert got["citation_precision"] == pytest.approx(1 / with_clauses)
    assert got["reverse_exact"] == got["fact_accuracy"] == got["validity_accuracy"] == 0.0
    assert got["refusal_recall"] == got["refusal_precision"] == 0.0
    assert got["quote_exact"] == 1.0  # its quotes are verbatim: that alone is worth little


def test_citing_every_clause_is_not_rewarded() -> None:
    """All clauses at once, the right one last: recall is full, precision and both hits suffer."""
    run = run_of(spoil(lambda answer: make_answer("答。", ["题", "序", "尾", "一", "三", "五"])))
    got = values(run)
    assert got["citation_recall"] == 1.0
    assert got["citation_precision"] is not None and got["citation_precision"] < 0.3
    assert record_of(run, "fact").scores["hit_at_3"] == 0.0
    assert got["reverse_exact"] == 0.0


def test_the_place_of_the_right_clause_decides_between_the_hits() -> None:
    """Second is a hit@3 but no hit@1, third still is, fourth is neither."""
    for place, expected in ((1, (1.0, 1.0)), (2, (0.0, 1.0)), (3, (0.0, 1.0)), (4, (0.0, 0.0))):
        cited = ["一", "三", "尾"]
        cited.insert(place - 1, "五")
        scores = run_of(lambda *asked, cited=cited: make_answer(clauses=cited), GOLD[:1]).records[0].scores
        assert (scores["hit_at_1"], scores["hit_at_3"]) == expected, place


def test_dropping_the_units_costs_every_unit_measure() -> None:
    """Units lost on the way (None or empty) are a miss in lead, set and F1, and nowhere else."""
    for units in (None, UnitsView()):
        got = values(run_of(spoil(lambda answer, units=units: replace(answer, units=units))))  # type: ignore[misc]
        assert (got["lead_exact"], got["units_exact"], got["units_f1"]) == (0.0, 0.0, 0.0)
        assert got["hit_at_1"] == got["fact_accuracy"] == 1.0


def test_dropping_one_supporting_unit_breaks_the_set_but_not_the_lead() -> None:
    """Two of three units in their roles: lead 1, set 0, F1 4/5."""
    got = values(
        run_of(
            spoil(
                lambda answer: replace(
                    answer,
                    units=UnitsView(answer.units.lead, answer.units.supporting[:1]) if answer.units else None,
                )
            )
        )
    )
    assert (got["lead_exact"], got["units_exact"], got["units_f1"]) == (1.0, 0.0, 0.8)


def test_a_quote_from_the_wrong_clause_is_not_exact() -> None:
    """The right number over another clause's words fails the quote check and the question."""

    def mixed(answer: Answer) -> Answer:
        return replace(answer, citations=tuple(replace(c, quote=TEXTS["三"][:8]) for c in answer.citations))

    run = run_of(spoil(mixed))
    assert values(run)["hit_at_1"] == 1.0
    assert record_of(run, "fact").scores["quote_exact"] == 0.0
    assert record_of(run, "list").scores["quote_exact"] == 0.5  # 三 really says so
    assert not record_of(run, "list").passed
    assert totals(run.records)["quote_exact"].n == sum(len(r.clauses) for r in run.records)


@pytest.mark.parametrize("quote", ["", "轨道站点覆盖率达到75%", "轨道站点覆盖率达到６５％以上"])
def test_an_empty_or_altered_quote_is_not_exact(quote: str) -> None:
    """Nothing, one digit changed, or another width: not verbatim."""
    run = run_of(spoil(lambda answer: replace(answer, citations=(make_citation("五", quote=quote),))))
    assert values(run)["quote_exact"] == 0.0


def test_the_quotes_beside_a_refusal_are_checked_too() -> None:
    """A refusal shows its nearest clauses; inventing their words fails an otherwise right refusal."""
    run = run_of(lambda *asked: make_refusal(make_citation("五", quote="随口一说")), GOLD[-3:])
    assert values(run)["quote_exact"] == 0.0
    assert values(run)["refusal_recall"] == 1.0
    assert len(run.failures()) == 3


@pytest.mark.parametrize("error", [PolicyNotFound("没有这份政策"), KeyError("九十九")])
def test_a_citation_of_a_clause_that_does_not_exist_is_not_exact(error: Exception) -> None:
    """A look-up that finds no clause, by None or by an error, means the quote stands nowhere."""

    def look_up(cited: Citation) -> str:
        raise error

    assert values(run_of(oracle, clause_text=look_up))["quote_exact"] == 0.0
    assert values(run_of(oracle, clause_text=lambda cited: None))["quote_exact"] == 0.0


def test_quotes_that_were_not_checked_are_shown_as_such() -> None:
    """Without the stored texts the quote measure is neither right nor wrong, and the table says 未核."""
    run = run_of(oracle, clause_text=None)
    assert values(run)["quote_exact"] is None
    assert not run.quotes_checked and not run.to_json()["quotes_checked"]
    line = next(line for line in summary_table(run).splitlines() if line.startswith("引文逐字"))
    assert "未核" in line and "1.000" not in line
    assert summary_table(run).count("未核") == 1


def test_a_wrong_status_and_a_missing_one_are_equally_wrong() -> None:
    """Saying an expired policy is in force, or saying nothing, scores 0."""
    for view in (make_view("in_force"), None):
        got = values(run_of(spoil(lambda answer, view=view: replace(answer, validity=view))))  # type: ignore[misc]
        assert got["validity_accuracy"] == 0.0


def test_a_wrong_figure_fails_fact_and_fidelity() -> None:
    """Right clause, right quote, wrong figure: the fact is wrong, and stands in no cited clause."""
    run = run_of(spoil(lambda answer: replace(answer, text="达到165%，奖励150万元[1]。")))
    assert values(run)["fact_accuracy"] == 0.0
    assert record_of(run, "fact").failed == ("fact_accuracy", "fidelity")


def test_a_crash_is_a_miss_with_its_error_kept() -> None:
    """A system that raises on every question ends the run with no point and a text for each error."""

    def ask(question: str, history: Sequence[str], as_of: date | None) -> Answer:
        raise RuntimeError("索引坏了")

    run = run_of(ask, rank=None)
    got = {key: value for key, value in values(run).items() if key not in OPTIONAL}
    assert got.pop("crash_rate") == 1.0
    assert got.pop("quote_exact") is None and got.pop("policy_hit") is None
    assert set(got.values()) == {0.0}  # false_refusal_rate too: a crash is no refusal
    assert len(run.failures()) == len(GOLD)
    assert record_of(run, "near").error == "RuntimeError: 索引坏了"
    assert run.to_json()["records"][0]["error"] == "RuntimeError: 索引坏了"
    assert "出错 error：RuntimeError: 索引坏了" in failure_list(run)


def test_one_crash_leaves_the_other_questions_alone() -> None:
    """The question that crashed is the only one that fails."""

    def ask(question: str, history: Sequence[str], as_of: date | None) -> Answer:
        if question == "off？":
            raise ZeroDivisionError
        return oracle(question, history, as_of)

    run = run_of(ask)
    assert [record.gold.id for record in run.failures()] == ["off"]
    assert values(run)["refusal_recall"] == pytest.approx(2 / 3)


def test_a_result_that_is_no_answer_is_a_crash() -> None:
    """None or a dictionary in place of an Answer is recorded, not scored."""
    run = run_of(lambda question, history, as_of: None)  # type: ignore[arg-type, return-value]
    assert values(run)["crash_rate"] == 1.0
    assert "NoneType" in run.records[0].error


def test_a_person_can_still_stop_a_run() -> None:
    """Ctrl-C is no crash of the system."""

    def ask(question: str, history: Sequence[str], as_of: date | None) -> Answer:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_of(ask)


def test_a_refusal_that_carries_citations_and_units_is_still_a_miss() -> None:
    """What a refusal lists beside itself is no answer: no hit, no unit, no status."""

    def ask(question: str, history: Sequence[str], as_of: date | None) -> Answer:
        full = oracle(question, history, as_of)
        return replace(full, refusal=Refusal(RefusalCode.NOT_STATED, "原文没有"))

    got = values(run_of(ask))
    for key in (
        "hit_at_1",
        "units_exact",
        "lead_exact",
        "validity_accuracy",
        "fact_accuracy",
        "reverse_exact",
    ):
        assert got[key] == 0.0, key


def test_refusing_where_the_gold_has_no_unit_is_no_exact_match() -> None:
    """A gold with two empty roles must not be met by refusing."""
    item = make_item("none", kind=Kind.UNITS, facts=(), lead=(), supporting=())
    assert run_of(lambda *asked: make_refusal(), [item]).records[0].scores["units_exact"] == 0.0
    assert run_of(lambda *asked: make_answer(), [item]).records[0].scores["units_exact"] == 1.0


def test_the_same_number_in_another_policy_is_another_clause() -> None:
    """With policy_id given, 五 of a different policy is a wrong clause; without, the table warns."""

    def elsewhere(answer: Answer) -> Answer:
        return replace(answer, citations=tuple(replace(c, policy_id="sz-2020") for c in answer.citations))

    run = run_of(spoil(elsewhere))
    assert values(run)["hit_at_1"] == values(run)["citation_recall"] == 0.0
    assert record_of(run, "fact").clauses == ("sz-2020#五",)
    loose = run_of(spoil(elsewhere), policy_id=None)
    assert values(loose)["hit_at_1"] == 1.0
    assert "未指定政策" in summary_table(loose) and "未指定政策" not in summary_table(run)


def test_clauses_given_for_an_unanswerable_question_count_for_nothing() -> None:
    """A near-topic item may name its nearest clause for the reader; hitting it earns no hit."""
    item = replace(GOLD[6], clauses=("五",))
    record = run_of(lambda *asked: make_answer(), [item]).records[0]
    assert record.scores["hit_at_1"] is None and record.scores["citation_recall"] is None
    assert record.failed == ("refusal",)


# --- the run ---------------------------------------------------------------------------------------------


def test_ask_receives_the_question_its_history_and_its_own_day() -> None:
    """Nothing of the expectation leaks: the day is the item's as_of, not the validity's."""
    heard: list[tuple[str, tuple[str, ...], date | None]] = []

    def ask(question: str, history: Sequence[str], as_of: date | None) -> Answer:
        heard.append((question, tuple(history), as_of))
        return make_answer()

    later = make_item("later", history=("先问？",), validity=GoldValidity(Status.EXPIRED, date(2026, 1, 1)))
    run_of(ask, [later, GOLD[4]])
    assert heard == [("later？", ("先问？",), None), ("validity？", (), date(2026, 1, 1))]


def test_progress_is_told_after_each_question() -> None:
    """One call a question, in order, with the record just made."""
    told: list[tuple[int, int, str]] = []
    run_of(oracle, progress=lambda done, total, record: told.append((done, total, record.gold.id)))
    assert told == [(at, len(GOLD), item.id) for at, item in enumerate(GOLD, start=1)]


def test_time_is_taken_around_the_call_and_for_crashes_too() -> None:
    """The clock is read once before and once after each question."""
    ticks = iter([0.0, 1.0, 10.0, 12.0])

    def ask(question: str, history: Sequence[str], as_of: date | None) -> Answer:
        if question == "list？":
            raise RuntimeError
        return make_answer(seconds=99.0)

    run = run_of(ask, GOLD[:2], clock=lambda: next(ticks))
    assert [record.seconds for record in run.records] == [1.0, 2.0]
    assert run.summary()["overall"]["seconds"] == {"p50": 1.0, "p95": 2.0, "p99": 2.0}


def test_no_question_or_the_same_id_twice_is_refused() -> None:
    """An empty gold set is no perfect score, and records are known by their id."""
    with pytest.raises(BadInput, match="没有可评测的题目"):
        evaluate(oracle, [])
    with pytest.raises(BadInput, match="id 有重复"):
        evaluate(oracle, [GOLD[0], GOLD[0]])


def test_a_run_is_plain_json_with_one_record_per_question() -> None:
    """The run survives JSON unchanged and says which system, questions and machine gave it."""
    run = run_of(
        oracle,
        index_digest="abc",
        settings={"top_k": 5, "home": Path("/srv/x"), "modes": set("hgfedcba"), "order": ["b", "a"]},
    )
    data = run.to_json()
    assert json.loads(json.dumps(data, ensure_ascii=False, allow_nan=False)) == data
    assert [record["id"] for record in data["records"]] == [item.id for item in GOLD]
    assert data["settings"] == {"top_k": 5, "home": "/srv/x", "modes": list("abcdefgh"), "order": ["b", "a"]}
    assert data["index_digest"] == "abc" and len(data["gold_digest"]) == 64
    assert re.fullmatch(r"([0-9a-f]{40})?", data["commit"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", data["date"])
    assert "cores" in data["machine"] and data["policy_id"] == POLICY and data["format"] == 3
    assert data["records"][0]["gold"] == GOLD[0].to_json()
    assert data["records"][2]["units"]["lead"] == ["市规划和自然资源局"]
    first, near = data["records"][0], data["records"][6]
    assert (first["error"], first["refusal"], near["refusal"]) == (None, None, "not_in_library")
    assert (first["quotes"], near["quotes"]) == ({"exact": 1, "all": 1}, {"exact": 0, "all": 0})
    assert set(PROMISES) <= set(data["records"][0]["scores"])


def test_keys_and_passwords_do_not_reach_a_run_file() -> None:
    """Settings are kept with every run; what is secret in them is masked, at any depth."""
    secret = "sk-123456"
    given = {"llm": {"api_key": secret, "max_tokens": 9}, "all": [{"password": secret}], "hf_token": secret}
    data = run_of(oracle, settings=given).to_json()
    assert secret not in json.dumps(data)
    assert data["settings"]["llm"] == {"api_key": "***", "max_tokens": 9}


def test_the_summary_has_every_group_that_has_a_question_and_no_other() -> None:
    """Overall, by kind, style, split and unanswerable kind; the parts add up to the whole."""
    summary = run_of(oracle).summary()
    assert set(summary) == {"overall", "by_kind", "by_style", "by_split", "by_unanswerable_kind", "by_policy", "by_clause"}
    assert summary["overall"]["questions"] == len(GOLD)
    for group in ("by_kind", "by_style", "by_split"):
        assert sum(part["questions"] for part in summary[group].values()) == len(GOLD)
    assert list(summary["by_split"]) == ["dev", "held"]
    assert list(summary["by_unanswerable_kind"]) == ["near_topic", "off_topic", "injection"]
    assert "clause" not in summary["by_kind"]
    units = summary["by_kind"]["units"]
    assert units["units_exact"] == {"value": 1.0, "n": 1, "low": 1.0, "high": 1.0}
    assert units["fact_accuracy"] == {"value": None, "n": 0, "low": None, "high": None}


def test_refusal_by_unanswerable_kind_tells_the_kinds_apart() -> None:
    """Refusing only the off-topic question, and one answerable one: recall 1 and 0, precision 1/2 and 0."""

    def ask(question: str, history: Sequence[str], as_of: date | None) -> Answer:
        return make_refusal() if question in {"off？", "fact？"} else make_answer()

    by_kind = run_of(ask).summary()["by_unanswerable_kind"]
    assert by_kind["off_topic"]["refusal_recall"]["value"] == 1.0
    assert by_kind["off_topic"]["refusal_precision"]["value"] == 0.5
    assert by_kind["near_topic"]["refusal_recall"]["value"] == 0.0
    assert by_kind["near_topic"]["refusal_precision"]["value"] == 0.0


def test_two_runs_of_one_system_agree_in_all_but_time() -> None:
    """Scores and intervals are the same from run to run."""

    def ask(question: str, history: Sequence[str], as_of: date | None) -> Answer:
        return make_answer()

    first, second = (run_of(ask, clock=lambda: 0.0).to_json() for _ in range(2))
    for data in (first, second):
        data.pop("date"), data.pop("wall_seconds"), data.pop("cpu_seconds"), data.pop("peak_memory")
    assert first == second


def test_a_run_without_git_has_no_commit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An unpacked copy has no commit, even inside another repository; no git at all is no crash."""
    monkeypatch.setattr("eval.runner.stamp.ROOT", tmp_path)
    assert run_of(oracle, GOLD[:1]).commit == ""
    (tmp_path / "inner").mkdir()
    monkeypatch.setattr("eval.runner.stamp._git", lambda *arguments: str(tmp_path.parent))
    assert run_of(oracle, GOLD[:1]).commit == ""
    monkeypatch.undo()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run_of(oracle, GOLD[:1]).commit == ""


def test_a_changed_tree_is_said_beside_the_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A commit names the program only if nothing was changed since; the table and the JSON say which."""
    for porcelain, dirty in (("", False), (" M eval/runner.py", True)):
        answers = {"--show-toplevel": str(stamp.ROOT), "HEAD": "c0ffee" * 6 + "beef", "--untracked-files=no": porcelain}
        monkeypatch.setattr("eval.runner.stamp._git", lambda *words, answers=answers: answers[words[-1]])
        run = run_of(oracle, GOLD[:1], index_digest="feed" * 16)
        assert (run.commit, run.dirty, run.to_json()["dirty"]) == ("c0ffee" * 6 + "beef", dirty, dirty)
        table = summary_table(run)
        assert "提交 commit c0ffeec0ffee" in table and "索引 index feedfeedfeed，" in table
        assert ("dirty" in table) is dirty
    monkeypatch.setattr("eval.runner.stamp._git", lambda *words: None)
    bare = run_of(oracle, GOLD[:1])
    assert (bare.commit, bare.dirty) == ("", False)
    assert "提交 commit 无" in summary_table(bare) and "索引 index 未注明" in summary_table(bare)


# --- the table -------------------------------------------------------------------------------------------


def test_columns_line_up_where_characters_are_two_cells_wide() -> None:
    """Every row of the totals ends in the same cell, whatever mix of scripts it holds."""
    lines = summary_table(run_of(oracle)).split("\n\n")[1].splitlines()
    rows = [line for line in lines if not line.startswith(("宏平均", "未指定"))]
    assert len(rows) > 15
    assert len({width(row) for row in rows}) == 1
    names = [measure.chinese for measure in MEASURES if "micro" not in measure.key]
    assert [row.split("  ")[0] for row in rows[1 : 1 + len(names)]] == names


def test_alignment_counts_cells_and_not_characters() -> None:
    """A two-character Chinese cell is as wide as four letters."""
    assert align([["指标", "1"], ["abcd", "22"]], left=1) == "指标   1\nabcd  22"


def test_the_table_shows_groups_in_chinese_and_the_failures_with_both_sides() -> None:
    """A person reads which promise broke, what was expected and what came."""
    text = summary_table(run_of(spoil(lambda answer: make_answer("达到75%[1]。", ["三"]))))
    for expected in (
        "按问题类型 by kind",
        "责任单位 units",
        "口语 colloquial",
        "保留集 held",
        "近题无据 near_topic",
    ):
        assert expected in text
    failed = text[text.index("未兑现的题目") :]
    assert "- fact [事实 书面 开发集] 首引命中、事实正确" in failed
    assert "期望 expected：条款 五；事实 65%" in failed
    assert "实际 given：条款 三；正文 达到75%[1]。" in failed
    assert "期望 expected：条款 一" not in failed  # the held question is counted, not shown
    assert "1 道保留题" in failed
    assert "效力 已失效" in failed and "效力 无" in failed


def test_the_group_tables_hold_the_groups_own_questions() -> None:
    """One held question refused out of two: the row of its split, style and kind says so, no other."""
    run = run_of(
        lambda question, *asked: make_refusal() if question == "units？" else oracle(question, *asked)
    )
    rows = {
        line.split()[1]: line.split()[2:] for line in summary_table(run).splitlines() if line.count("  ") > 4
    }
    assert rows["units"] == ["1", "0.000", "-", "0.000", "-", "0.000", "-", "-", "1.000"]
    assert rows["held"] == ["2", "0.500", "-", "0.000", "-", "0.000", "-", "1.000", "1.000"]
    assert rows["dev"] == ["7", "1.000", "-", "1.000", "1.000", "-", "1.000", "1.000", "0.000"]
    assert rows["off_topic"] == ["1", "1.000", "0.500"]


def test_a_failed_refusal_and_a_false_quote_are_explained() -> None:
    """The list names the reason to refuse, and how many quotes are verbatim where not all are."""
    text = failure_list(run_of(lambda *asked: make_answer(), GOLD[-1:]))
    assert "期望 expected：应拒答 refusal（注入指令 injection）" in text
    assert "逐字引文" not in text
    two = (make_citation("五"), make_citation("五", 2, quote="改过的话"))
    text = failure_list(run_of(lambda *asked: make_answer(citations=two), GOLD[:1]))
    assert "[事实 书面 开发集] 引文逐字\n" in text and "逐字引文 1/2" in text


def test_a_gold_set_without_unanswerable_questions_has_no_table_of_them() -> None:
    """An empty table would look like a finding."""
    assert "不可回答" not in summary_table(run_of(oracle, GOLD[:2]))
    assert "不可回答" in summary_table(run_of(oracle))


def test_a_long_answer_is_cut_on_the_terminal_and_kept_in_the_record() -> None:
    """The list of failures stays readable; the JSON has every word."""
    run = run_of(lambda *asked: make_answer("长" * 400), GOLD[:1])
    assert "长" * 157 + "..." in failure_list(run) and "长" * 158 not in failure_list(run)
    assert run.records[0].text == "长" * 400


def test_a_long_list_of_failures_is_cut_and_says_so() -> None:
    """What is not listed is counted; None lists all."""
    run = run_of(lambda *asked: make_refusal())
    assert "另有 3 题未列出" in summary_table(run, limit=2)
    assert "未列出" not in summary_table(run, limit=None)
    assert summary_table(run, limit=None).count("期望 expected") == ANSWERABLE - 1  # one is held


def test_text_from_a_question_cannot_steer_the_terminal() -> None:
    """Escape codes, line breaks and text-direction marks come out harmless, on one line."""
    item = make_item("evil", question="甲\x1b[2J\n期望 乙\u202e丙")
    shown = failure_list(run_of(lambda *asked: make_refusal(), [item]))
    assert "\x1b" not in shown and "\u202e" not in shown
    assert len(shown.splitlines()) == 5  # head, name, question, expected, given


# --- over a library ----------------------------------------------------------------------------------------


def make_path_citation(source: str, *path: str) -> Citation:
    """A citation of a clause by its whole path in the file ``source``."""
    return replace(make_citation(path[-1]), source=source, path=path)


def scores_of(citation: Citation, **changes: Any) -> dict[str, float | None]:
    """The scores of one answer with one citation; the gold wants 二（三） of a.txt."""
    item = make_item("library", policy="a.txt", clauses=("/二/（三）",), **changes)
    answer = Answer("问？", "65%", Kind.FACT, (citation,))
    return dict(run_of(lambda *asked: answer, [item]).records[0].scores)


def test_a_path_tells_two_clauses_of_one_number_apart() -> None:
    """（三） under 四 is not （三） under 二; half-width brackets are the same bracket."""
    assert scores_of(make_path_citation("a.txt", "二", "(三)"))["hit_at_1"] == 1.0
    assert scores_of(make_path_citation("a.txt", "四", "（三）"))["hit_at_1"] == 0.0


def test_the_title_of_a_part_in_front_may_be_left_out() -> None:
    """A file of several documents: the part's title in front is told by its length, a chapter is not."""
    assert scores_of(make_path_citation("a.txt", "某某市临时救助实施细则", "二", "（三）"))["hit_at_1"] == 1.0
    assert scores_of(make_path_citation("a.txt", "第二章", "二", "（三）"))["hit_at_1"] == 0.0


def test_the_right_number_in_another_file_is_the_wrong_policy() -> None:
    """Both the policy and the clause are then wrong."""
    scores = scores_of(make_path_citation("b.txt", "二", "（三）"))
    assert (scores["policy_hit"], scores["hit_at_1"]) == (0.0, 0.0)


def test_a_comparison_is_answered_by_the_clauses_of_both_policies() -> None:
    """The other policy's clause counts as right, and leaving it out costs recall."""
    other = (("b.txt", "/五"),)
    assert scores_of(make_path_citation("b.txt", "五"), also=other)["hit_at_1"] == 1.0
    assert scores_of(make_path_citation("a.txt", "二", "（三）"), also=other)["citation_recall"] == 0.5
