"""corpus.validity: from when, until when, and the status on the day before and the day after."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from corpus_cases import cases, chengdu
from growth import assert_linear, repeated
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.conflict_rules import read_rules
from corpus.metadata import Metadata
from corpus.parsing import parse_policy
from corpus.policy import Policy, Status, Validity
from corpus.reading import RawDocument
from corpus.repeals import read_repeals
from corpus.validity import read_validity

DAY = timedelta(days=1)
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def make_policy(closing: str, header: str = "发布日期：2023-02-09") -> Policy:
    """A policy of two clauses with this closing and this header data."""
    text = f"某市促进就业若干措施\n{header}\n一、扩大就业\n给予补助。\n二、稳定就业\n给予奖励。\n{closing}\n"
    return parse_policy(RawDocument("x.txt", text, "0" * 64, "utf-8"))[0]


def day(value: str | None) -> date | None:
    """A date of a case, None for null."""
    return date.fromisoformat(value) if value else None


# --- the Chengdu policy ----------------------------------------------------------------------------------


def test_chengdu_is_in_force_from_issue_to_the_end_of_2025() -> None:
    """自印发之日起施行，有效期至2025年12月31日: from 2023-02-09 to 2025-12-31, with the sentence that says so."""
    policy = chengdu()[1]
    validity = policy.validity
    assert (validity.effective, validity.expires) == (date(2023, 2, 9), date(2025, 12, 31))
    assert validity.quote == "本政策措施自印发之日起施行，有效期至2025年12月31日。"
    assert validity.span is not None
    assert validity.span.of(policy.text) == validity.quote
    assert validity.event is None and validity.repealed_by is None


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (date(2023, 2, 8), Status.NOT_YET),
        (date(2023, 2, 9), Status.IN_FORCE),
        (date(2025, 12, 31), Status.IN_FORCE),
        (date(2026, 1, 1), Status.EXPIRED),
    ],
)
def test_chengdu_status_turns_on_the_right_days(on: date, status: Status) -> None:
    """The Chengdu policy is not yet in force the day before, in force on both border days, expired the day after."""
    assert chengdu()[1].validity.status(on) is status


# --- cases as data ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("validity.json"))
def test_validity_is_read_from_the_sentence_about_the_document(case: dict[str, Any]) -> None:
    """The closing and the header data give exactly this start, end and event, and nothing else."""
    validity = make_policy(case["original"], case["header"]).validity
    assert validity.effective == day(case["effective"])
    assert validity.expires == day(case["expires"])
    assert validity.event == case["event"]
    assert (validity.repealed_by is None) == (case["repealed_by"] is None)


@pytest.mark.parametrize("case", [c for c in cases("validity.json") if not c.marks])
def test_a_stated_term_is_quoted(case: dict[str, Any]) -> None:
    """What the closing says comes with the sentence that says it, verbatim; silence comes with none."""
    policy = make_policy(case["original"], case["header"])
    quote = policy.validity.quote
    assert quote in policy.text
    if policy.validity.span:
        assert policy.validity.span.of(policy.text) == quote
    read_from_text = "本" in case["original"] or case["original"].startswith("有效期")
    if read_from_text and (case["effective"] or case["expires"] or case["event"]):
        assert quote in case["original"]
        assert quote


# --- status ----------------------------------------------------------------------------------------------


@given(DAYS, st.integers(0, 4000))
def test_status_on_the_border_days(start: date, length: int) -> None:
    """With a start and an end the status is not_yet before, in_force on both and between, expired after."""
    end = start + timedelta(days=length)
    validity = Validity(effective=start, expires=end)
    assert validity.status(start - DAY) is Status.NOT_YET
    assert validity.status(start) is Status.IN_FORCE
    assert validity.status(start + timedelta(days=length // 2)) is Status.IN_FORCE
    assert validity.status(end) is Status.IN_FORCE
    assert validity.status(end + DAY) is Status.EXPIRED


@given(DAYS)
def test_repeal_outranks_every_term(on: date) -> None:
    """A repealed policy is repealed on every day, whatever its term."""
    validity = Validity(date(2000, 1, 1), date(2050, 1, 1), repealed_by="《某办法》")
    assert validity.status(on) is Status.REPEALED


def test_an_event_bound_term_is_neither_in_force_nor_expired() -> None:
    """A term that ends with an event is event_bound from its start, and not_yet before it."""
    validity = Validity(effective=date(2020, 2, 1), event="响应解除")
    assert validity.status(date(2020, 1, 31)) is Status.NOT_YET
    assert validity.status(date(2030, 1, 1)) is Status.EVENT_BOUND


def test_silence_is_unknown_and_not_in_force() -> None:
    """A policy that states no term is unknown; only one that says it has no end is in force."""
    assert Validity().status(date(2024, 1, 1)) is Status.UNKNOWN
    assert Validity(open_ended=True).status(date(2024, 1, 1)) is Status.IN_FORCE
    assert make_policy("各区县应当抓好落实。").validity.status(date(2024, 1, 1)) is Status.UNKNOWN


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.integers(1, 30))
@example(date(2024, 2, 29), 1)
@example(date(2024, 2, 29), 4)
@example(date(2023, 3, 1), 1)
def test_a_term_of_n_years_ends_on_the_eve(start: date, years: int) -> None:
    """有效期N年 from a printed start ends the day before the Nth anniversary (28 February after a leap day)."""
    closing = f"本措施自{start.year}年{start.month}月{start.day}日起施行，有效期{years}年。"
    leap = (start.month, start.day) == (2, 29)
    to = start.year + years
    eve = date(to, 2, 28) if leap else start.replace(year=to) - DAY
    validity = make_policy(closing).validity
    assert (validity.effective, validity.expires) == (start, eve)


# --- what the document says of its force -----------------------------------------------------------------


def test_a_normative_text_that_takes_effect_without_a_term_is_in_force() -> None:
    """自2023年3月1日起施行 with no end is in force from that day; a text that says nothing is unknown."""
    policy = make_policy("本办法自2023年3月1日起施行。")
    assert policy.validity.status(date(2023, 2, 28)) is Status.NOT_YET
    assert policy.validity.status(date(2023, 3, 1)) is Status.IN_FORCE
    assert policy.validity.open_ended


def test_a_stated_term_without_a_day_to_count_from_is_not_in_force() -> None:
    """有效期3年 without any date leaves the end unknown, and unknown is not in force."""
    validity = make_policy("本措施自印发之日起施行，有效期3年。", header="").validity
    assert validity.status(date(2024, 1, 1)) is Status.UNKNOWN
    assert validity.quote == "本措施自印发之日起施行，有效期3年。"


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("【是否有效】 全文有效", Status.IN_FORCE), ("[有效性] 有效", Status.IN_FORCE), ("时效性：现行有效", Status.IN_FORCE),
        ("文件状态：废止", Status.REPEALED), ("文件状态：已废止", Status.REPEALED), ("廢止註記：廢", Status.REPEALED), ("是否有效：失效", Status.REPEALED),
        ("文件状态\n不限\n现行有效\n已失效", Status.UNKNOWN), ("文件状态：", Status.UNKNOWN), ("", Status.UNKNOWN),
    ],
)  # fmt: skip
def test_the_pages_mark_of_status(header: str, status: Status) -> None:
    """A label with a mark decides where the text is silent; an empty label or a search box decides nothing."""
    assert make_policy("各区县应当抓好落实。", header).validity.status(date(2024, 1, 1)) is status


def test_a_mark_of_repeal_outranks_the_term_and_is_quoted() -> None:
    """已废止 in the header data: repealed, though the text's term still runs; the mark is the quote."""
    validity = make_policy("本措施自2023年3月1日起施行，有效期5年。", "文件状态：已废止").validity
    assert validity.status(date(2024, 1, 1)) is Status.REPEALED
    assert validity.quote == validity.repealed_by == "文件状态：已废止"


def test_header_data_against_the_text_is_reported() -> None:
    """The text's term is taken; the header's other day is reported in its own words."""
    policy = make_policy(
        "本措施自2021年12月6日起施行，有效期5年。", "实施日期：2021年12月06日\n失效日期：2029年12月06日"
    )
    (clash,) = policy.contradictions
    assert (clash.about, clash.first, clash.second) == (
        "expires", "本措施自2021年12月6日起施行，有效期5年。", "失效日期：2029年12月06日",
    )  # fmt: skip
    assert policy.validity.expires == date(2026, 12, 5)


def test_two_terms_of_one_document_are_reported() -> None:
    """A notice and what it issues that state different ends: the last is taken, the other reported."""
    policy = make_policy("本通知有效期至2024年12月31日。\n本措施自2023年3月1日起施行，有效期至2025年12月31日。")
    assert policy.validity.expires == date(2025, 12, 31)
    assert [c.about for c in policy.contradictions] == ["expires"]


# --- repeals of others -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "ended"),
    [
        ("《某办法》（某府〔2018〕3号）同时废止。", [("某办法", "某府〔2018〕3号")]),
        ("原《甲办法》（甲〔2018〕3号）、《乙意见》（乙发〔2019〕4号）和《丙规定》同时停止执行。",
         [("甲办法", "甲〔2018〕3号"), ("乙意见", "乙发〔2019〕4号"), ("丙规定", "")]),
        ("《清单（2020年版）》（渝府发〔2020〕2号）不再执行。", [("清单（2020年版）", "渝府发〔2020〕2号")]),
        ("2018年10月30日公布的《儿童管理办法》（民政部令第63号）同时废止。", [("儿童管理办法", "民政部令第63号")]),
        ("《关于印发〈某办法〉的通知》（某发〔2015〕27号）自行失效。", [("关于印发〈某办法〉的通知", "某发〔2015〕27号")]),
        ("《甲》（甲〔2012〕56号）、《乙》（乙〔2014〕68号）等文件一并废止。", [("甲", "甲〔2012〕56号"), ("乙", "乙〔2014〕68号")]),
        ("某府〔2018〕3号文件同时废止。", [("", "某府〔2018〕3号")]),
        ("根据《某法》，现决定《某办法》（某府〔2018〕3号）即行废止。", [("某办法", "某府〔2018〕3号")]),
        ("《某试点方案》（某发〔2023〕9号）自《新办法》施行之日起停止执行。", [("某试点方案", "某发〔2023〕9号")]),
        ("《某办法》第三条同时废止。", []),
        ("《某办法》中与本办法不一致的规定停止执行。", []),
        ("修改或废止不相适应的法律规范。", []),
        ("待疫情结束后自行废止。", []),
    ],
)  # fmt: skip
def test_repeals_of_other_documents(sentence: str, ended: list[tuple[str, str]]) -> None:
    """Each document that a sentence ends is one record with title, number and the sentence; a part of one is none."""
    policy = make_policy(f"本措施自2023年3月1日起施行。{sentence}")
    assert [(r.title, r.doc_number) for r in policy.repeals] == ended
    assert all(r.span.of(policy.text) == r.quote and r.quote in sentence for r in policy.repeals)
    assert policy.validity.repealed_by is None


def test_an_explanation_tells_the_validity_of_what_it_explains() -> None:
    """《…》政策问答: the term that its opening states is that document's, and said to be; a cited document in any other text gives none."""
    said = "近日，市中心印发了《某市公积金管理办法》（某发〔2025〕27号），自2025年9月1日起施行，有效期至2027年8月31日。现解答如下。\n一、谁能参加？\n职工。\n二、缴多少？\n自定。\n"
    explains, other = (parse_policy(RawDocument("x.txt", f"{title}\n{said}", "0" * 64, "utf-8"))[0].validity for title in ("《某市公积金管理办法》政策问答", "某市公积金工作要点"))
    assert (explains.of, explains.effective, explains.expires) == ("某市公积金管理办法", date(2025, 9, 1), date(2027, 8, 31))
    assert (other.of, other.expires) == ("", None)


# --- rules on conflict -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "is_rule"),
    [
        ("同类政策按“取高不重复”原则执行。", True), ("我市按照“就高不重复”原则执行。", True), ("按照就高不就低的原则执行。", True),
        ("同一事项从高不重复。", True), ("同一项目不得重复享受同类补贴。", True), ("与上级政策不一致的，从其规定。", True),
        ("国家、省有新规定的，从其规定。", True), ("各项政策与本政策不一致的，以本政策为准。", True), ("国家、省出台相关支持政策的，我市遵照执行。", True),
        ("如与国家相关政策规定相抵触，按国家规定执行。", True),
        ("以国家统计局公布的数据为准。", False), ("纳税人只能享受一次利息扣除。", False), ("重复参保期间不重复计算年限。", False),
        ("户籍地与居住地不一致的，居住地应当予以协助。", False), ("按规定执行。", False), ("文件同法律相抵触的，可以提出审查建议。", False),
    ],
)  # fmt: skip
def test_rules_on_conflict_are_recorded_as_printed(sentence: str, is_rule: bool) -> None:
    """A sentence on what holds where two policies meet is recorded verbatim; a look-alike is not."""
    assert make_policy(sentence).rules == ((sentence,) if is_rule else ())


@pytest.mark.parametrize("unit", ["本办法自", "有效期", "《甲》废止", "《甲》（乙〔2018〕3号）、", "本措施有效期至", "不一致", "不重复享受 ", "至疫情结束", "《"])
def test_adversarial_text_is_judged_in_linear_time(unit: str) -> None:
    """The time of finding terms, repeals and rules grows with a text of any one thing, not with its square."""
    def read(text: str) -> None:
        read_validity(text, (), Metadata(""))
        read_repeals(text, "")
        read_rules(text)

    assert_linear(read, repeated(unit), 100_000)


def test_a_repeal_with_a_day_holds_from_that_day() -> None:
    """废止 with its day: in force before, repealed from then on; a document has no force before its own date."""
    text = "是否有效：全文废止（依据公告2022年第4号，自2022年8月1日起废止）\n某公告\n一、减征税费。\n二、本公告自2019年1月1日起施行。\n某局\n2019年1月1日\n"
    validity = parse_policy(RawDocument("某公告.txt", text, "0" * 64, "utf-8"))[0].validity
    assert [validity.status(date(y, 7, 1)).value for y in (2018, 2021, 2023)] == ["not_yet", "in_force", "repealed"]
