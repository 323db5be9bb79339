"""corpus.inspection: what a person should look at before a document answers, and no more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from corpus_cases import chengdu
from growth import assert_linear, repeated

from corpus.inspection import Finding, Inspection, Severity, inspect
from corpus.near_duplicates import NearDuplicate
from corpus.numbering_check import find_gaps, read_number
from corpus.parsing import parse_policy
from corpus.policy import Clause, Contradiction, PartKind, Policy, Span, Validity
from corpus.reading import RawDocument
from corpus.repair import RepairedText


def inspected(text: str, **changes: object) -> Inspection:
    """The findings on a document of this text, some fields of the parsed policy replaced."""
    raw = RawDocument("a.txt", text, "d" * 64, "utf-8")
    policy, repaired = parse_policy(raw)
    return inspect(replace(policy, **changes), repaired, text)  # type: ignore[arg-type]


def of_kind(inspection: Inspection, kind: str) -> list[Finding]:
    """The findings of one kind."""
    return [finding for finding in inspection.findings if finding.kind == kind]


def clauses(*paths: str) -> list[Clause]:
    """Clauses with these paths, written with / between their elements."""
    return [Clause(f"p#{p}", PartKind.CLAUSE, tuple(p.split("/")), "", "", Span(i, i + 1)) for i, p in enumerate(paths)]


SOUND = "某市促进就业若干措施\n" + "".join(
    f"{n}、任务{n}\n给予补助（含税）。（责任单位：市人社局）\n" for n in "一二三四五"
)


def test_a_sound_document_has_nothing_to_look_at() -> None:
    """Every clause in order, with units, brackets in pairs: no finding."""
    assert inspected(SOUND).findings == ()


def test_a_number_alone_in_the_head_that_was_not_read_is_shown() -> None:
    """A 〔年〕号 on a line of its own above the text is reported where the document has no number, and only there."""
    text = SOUND.replace("\n", "\n某经信〔2026〕22号\n", 1)
    assert [f.quote for f in of_kind(inspected(text, doc_number=""), "number_not_read")] == ["某经信〔2026〕22号"]
    assert of_kind(inspected(text), "number_not_read") == []


@pytest.mark.parametrize(
    ("paths", "messages"),
    [
        (("一", "二", "三"), []),
        (("一", "三"), ["前面缺 1 项"]),
        (("一", "五"), ["第 2 项至第 4 项"]),
        (("二", "三"), ["从“二”开始"]),
        (("一", "二", "二"), ["重复"]),
        (("第一章/第1条", "第一章/第2条", "第二章/第3条"), []),
        (("第一章/第1条", "第二章/第3条"), ["跳到"]),
        (("一/（一）", "一/（二）", "二/（一）", "二/（三）"), ["跳到"]),
        (("一/（一）", "一/（二）", "二/（三）"), []),
        (("附件1/1", "附件1/2", "附件2/1", "附件2/2"), []),
        (("1/1.1", "1/1.2", "2/2.1", "2/2.3"), ["跳到"]),
        (("甲方案", "乙方案"), []),
        (("①", "②", "④"), ["跳到"]),
        (("第10条", "第11条"), ["从“第10条”开始"]),
    ],
)
def test_gaps_in_the_numbering_are_told(paths: tuple[str, ...], messages: list[str]) -> None:
    """A number follows the last one under its heading, or the last one anywhere, or is the first."""
    found = [gap.message for gap in find_gaps(clauses(*paths))]
    assert len(found) == len(messages)
    assert all(part in whole for part, whole in zip(messages, found, strict=True))


@pytest.mark.parametrize(
    ("line", "told"), [("四、任务四", 1), ("四、任务四........12", 0), ("七、任务七", 0), ("（四）任务四", 0), ("二、任务二", 0)]
)
def test_a_number_that_was_not_taken_for_a_clause_is_found_in_the_text(line: str, told: int) -> None:
    """Behind 二 a line 四、 tells of a lost 三; a line of contents, a far citation, another style do not."""
    text = f"二、任务二\n给予补助。\n{line}\n给予奖励。\n"
    before, clause = clauses("一", "二")
    found = list(find_gaps([before, replace(clause, text=text, span=Span(1, 1 + len(text)))]))
    assert len(found) == told
    assert all(gap.span.of("?" + text).startswith("四") for gap in found)


@pytest.mark.parametrize("marker", ["", "附件", "专栏", "（）", "第条", "1.", "甲", "第一批重点任务", "²"])
def test_what_is_no_number_is_left_alone(marker: str) -> None:
    """A title, an empty bracket, a strange digit: no number is read from it."""
    assert read_number(marker) is None


def test_a_gap_is_serious_and_has_its_place() -> None:
    """A missing article is serious; line and words are those of the file."""
    (finding,) = of_kind(inspected(SOUND.replace("三、任务三\n给予补助（含税）。（责任单位：市人社局）\n", "")), "numbering_gap")
    assert finding.severity is Severity.SERIOUS
    assert (finding.line, finding.quote[:4]) == (6, "四、任务")


def test_a_clause_without_units_where_others_have_them() -> None:
    """One of five without a note is told; where none has a note nothing is."""
    one = SOUND.replace("二、任务二\n给予补助（含税）。（责任单位：市人社局）", "二、任务二\n给予补助（含税）。")
    (finding,) = of_kind(inspected(one), "missing_units")
    assert finding.line == 4
    assert "5 条中 4 条有" in finding.message
    assert of_kind(inspected(SOUND.replace("（责任单位：市人社局）", "")), "missing_units") == []


@pytest.mark.parametrize(
    ("words", "marks"),
    [
        ("给予补助（含税。", "（"), ("给予补助含税）。", "）"), ("落实《办法要求。", "《"), ("按“一业一策要求。", "“"), ("给予(含税）补助。", ""),
        ("1）申请；2）审核。", ""), ("（见《办法（试行）》）", ""), ("给予（含《税法）补助。", "《"), ("a)申请b)受理", ""),
    ],
)
def test_brackets_without_a_partner_are_told(words: str, marks: str) -> None:
    """Half and full width pair with each other; the closer of 1） needs no opener."""
    found = of_kind(inspected(SOUND.replace("任务二\n给予补助（含税）。", f"任务二\n{words}", 1)), "unbalanced_bracket")
    assert [f.message[-2] for f in found] == list(marks)


def test_dates_that_are_none_are_told() -> None:
    """2025年2月30日 and a blank 年 月 日 are told, good dates are not."""
    text = SOUND.replace("给予补助（含税）。", "自2025年2月30日起给予，至2025年3月1日止。", 1) + "某市人民政府\n2023年  月  日\n"
    found = of_kind(inspected(text), "unparsed_date")
    assert [(f.severity, f.quote) for f in found] == [(Severity.WARNING, "2025年2月30日"), (Severity.NOTE, "2023年 月 日")]


def test_contradictions_and_near_duplicates_are_told() -> None:
    """Each with what to do about it."""
    policy, repaired = parse_policy(RawDocument("a.txt", SOUND, "d" * 64, "utf-8"))
    policy = replace(policy, contradictions=(Contradiction("expires", "给予补助", "有效期三年"),), validity=Validity())
    near = NearDuplicate("p9", "另一份", "b.txt", 0.97, True)
    found = inspect(policy, repaired, SOUND, [near]).findings
    assert [(f.kind, f.severity) for f in found] == [
        ("contradiction", Severity.SERIOUS), ("near_duplicate", Severity.WARNING),
    ]
    assert "有效期三年" in found[0].message and found[0].line == 3
    assert "p9" in found[1].message and "97%" in found[1].message
    assert all(f.advice for f in found)


def test_uncertain_repairs_of_the_chengdu_policy_are_told_where_they_stand() -> None:
    """Each doubt is a finding; its line in the raw file holds what the file shows there."""
    raw, policy, repaired = chengdu()
    found = of_kind(inspect(policy, repaired, raw.text), "uncertain_repair")
    assert len(found) == len(policy.doubts) > 0
    lines = raw.text.split("\n")
    by_place = {finding.span: finding for finding in found}
    for doubt in policy.doubts:
        first = doubt.raw.split("\n")[0]
        assert first in lines[by_place[doubt.span].line - 1]


def test_text_that_cannot_be_mended_is_one_serious_finding() -> None:
    """Two hundred characters without a Unicode map are told once, with their number."""
    text = SOUND + "(cid:29)(cid:15)(cid:22)" * 60
    found = of_kind(inspected(text), "irreparable")
    assert len(found) <= 1
    assert all(f.severity is Severity.SERIOUS for f in found)


@pytest.mark.parametrize("piece", ["（", "）", "“”", "年 月 日", "2025年2月30日", "一、甲\n", "《（"])
def test_time_grows_with_the_text_only(piece: str) -> None:
    """The time grows with a text of any one thing, not with its square."""
    def made(size: int) -> tuple[Policy, RepairedText, str]:
        text = repeated(piece)(size)
        starts, ends = tuple(range(len(text))), tuple(range(1, len(text) + 1))
        part = Clause("p#序", PartKind.PREAMBLE, ("序",), "", text, Span(0, len(text)))
        policy = Policy("p", "a.txt", "", "", (), None, None, "", text, starts, ends, (part,), Validity())
        return policy, RepairedText(text, (), starts, ends), text

    assert_linear(lambda policy_and_text: inspect(*policy_and_text), made, 60_000)
