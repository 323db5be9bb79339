"""corpus.metadata: title, number, issuers, dates and status that a document prints of itself."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import lru_cache
from typing import Any

import pytest
from corpus_cases import SHARED, cases, chengdu
from growth import assert_linear, repeated

from corpus.doc_numbers import canonical_number, own_number
from corpus.metadata import Metadata, read_metadata
from corpus.parsing import parse_policy, policy_to_json
from corpus.reading import RawDocument, read_document
from corpus.repair import repair

POLICIES = SHARED / "policies"
# What a person finds in the files themselves: the index gives what their sites said of them.
NOT_PRINTED = {"023", "024", "025", "027", "028"}  # the number stands nowhere in the file
TITLE_NOT_PRINTED = {"023", "024", "027", "028", "066", "069", "070", "072", "084"}  # no line of the file is the title
TITLE_PRINTED_OTHERWISE = {"046", "051", "073", "077", "099", "103"}  # with a note, with or without the issuers


def day(value: str | None) -> date | None:
    """A date of a case, None for null."""
    return date.fromisoformat(value) if value else None


# --- the Chengdu policy ----------------------------------------------------------------------------------


def test_chengdu_header() -> None:
    """The frame 印发《…》 has no word of its own behind, so the title is what stands inside."""
    policy = chengdu()[1]
    assert policy.title == "关于加快推进“三个做优做强”重点片区建设的若干政策措施"
    assert policy.doc_number == ""
    assert policy.issuers == ("成都市委办公厅", "成都市政府办公厅")
    assert policy.issued == date(2023, 2, 9)
    assert policy.level == "地方规范性文件"
    assert policy.rules == ("同类政策措施标准不一致的，按“取高不重复”原则执行。",)
    assert policy.repeals == policy.contradictions == ()


# --- cases as data ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("metadata.json"))
def test_metadata_is_what_the_document_prints_of_itself(case: dict[str, Any]) -> None:
    """Title, number, issuers, dates and mark of status come out as a person reads them."""
    read = read_metadata(case["original"], "FALLBACK")
    assert read.title == case["title"]
    assert read.doc_number == case["doc_number"]
    assert list(read.issuers) == case["issuers"]
    assert read.written == day(case["written"])
    assert read.issued == day(case["issued"])
    assert read.status == case["status"]
    if read.status_span:
        assert case["status"] in read.status_span.of(case["original"])


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("国发〔2019〕3号", "国发〔2019〕3号"), ("国发[2019]3号", "国发〔2019〕3号"), ("国发（2019）3号", "国发〔2019〕3号"),
        ("国发(2019) 3 号", "国发〔2019〕3号"), ("国发〔2019〕第3号", "国发〔2019〕3号"), ("国发 〔 2019 〕 03 号", "国发〔2019〕3号"),
        ("民政部令第83号", "民政部令第83号"), ("民政部令（第83号）", "民政部令第83号"), ("财政部公告2019年第39号", "财政部公告2019年第39号"),
        ("甲经信数字〔2026〕22号", "甲经信数字〔2026〕22号"), ("现由甲府发〔2026〕2号", "甲府发〔2026〕2号"),
        ("〔十五届〕第25号", "〔十五届〕第25号"), ("第三十五号", ""), ("2019年3月", ""), ("邮编〔100000〕", ""),
    ],
)  # fmt: skip
def test_numbers_are_displayed_alike(printed: str, number: str) -> None:
    """Whatever the brackets and blanks, a number is shown in one form; what is none gives ""."""
    assert canonical_number(printed) == number


@pytest.mark.parametrize(
    "text",
    [
        "根据《某办法》（某府〔2019〕3号）要求", "按照国办发〔2018〕1号文件精神，现通知如下", "你乡《请示》（安政〔2013〕26号）收悉",
        "现将《某通知》（某府办〔2023〕1号）重新发布", "依据某发〔2020〕5号文，制定本方案", "本文件已被某府〔2023〕1号废止",
    ],
)  # fmt: skip
def test_a_cited_number_is_not_the_documents_own(text: str) -> None:
    """A number behind 《…》 or taken up by 文件 belongs to another document."""
    assert own_number(text) is None


def test_contradictions_between_header_and_document_are_reported() -> None:
    """The number and the day that the document prints are taken, the header's are reported, with their words."""
    (case,) = [c.values[0] for c in cases("metadata.json") if c.id == "contr"]
    clashes = {c.about: (c.first, c.second) for c in read_metadata(case["original"], "x").contradictions}
    assert clashes == {
        "doc_number": ("某府发〔2021〕6号", "发文字号：某府发〔2021〕5号"),
        "written": ("2021年3月2日", "成文日期：2021-03-01"),
    }


# --- what is printed as JSON -----------------------------------------------------------------------------


def test_json_names_repeals_contradictions_parents_and_quantities() -> None:
    """The keys that others read are there, leaves and parents apart, and all of it is JSON."""
    text = (
        "失效日期：2030-01-01\n某市促进就业办法\n一、扩大就业\n（一）给予补助，最高50万元。\n（二）给予奖励。\n二、稳定就业\n（一）给予补助。\n（二）减免房租。\n"
        "本办法自2023年3月1日起施行，有效期5年。原《某办法》（某府〔2018〕3号）同时废止。\n"
    )
    shown = policy_to_json(parse_policy(RawDocument("x.txt", text, "0" * 64, "utf-8"))[0], date(2024, 1, 1))
    shown = json.loads(json.dumps(shown, ensure_ascii=False))
    (repeal,) = shown["repeals"]
    assert (repeal["title"], repeal["doc_number"]) == ("某办法", "某府〔2018〕3号")
    assert repeal["quote"].endswith("同时废止。")
    assert [c["about"] for c in shown["contradictions"]] == ["expires"]
    assert shown["validity"]["status"] == "in_force"
    assert "有效期5年" in shown["validity"]["quote"]
    assert shown["pages"] == []
    assert {"path", "number", "heading", "text", "start", "end", "units", "measures"} <= set(shown["clauses"][0])
    assert all(set(shown["clauses"][0]) == set(parent) for parent in shown["parents"])
    measures = [m for clause in shown["clauses"] for m in clause["measures"]]
    assert all({"text", "start", "end", "commitment", "audience", "quantities"} <= set(m) for m in measures)


# --- the shared policies ---------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def shared() -> tuple[tuple[dict[str, Any], Metadata], ...]:
    """Every shared text file's index entry with what is read of it."""
    index = [json.loads(line) for line in (POLICIES / "INDEX.jsonl").read_text(encoding="utf-8").splitlines()]
    found = []
    for entry in index:
        if entry["file"].endswith(".txt"):
            text = repair(read_document(POLICIES / entry["file"]).text).text
            found.append((entry, read_metadata(text, "")))
    return tuple(found)


needs_policies = pytest.mark.skipif(not POLICIES.exists(), reason="../shared/policies is not here")


@needs_policies
def test_shared_titles_are_exact_where_the_file_prints_them() -> None:
    """Each file's title is the index's, blanks aside, where a person finds that title in the file."""
    wrong = {
        entry["file"]: read.title
        for entry, read in shared()
        if entry["file"][:3] not in TITLE_NOT_PRINTED | TITLE_PRINTED_OTHERWISE
        and re.sub(r"\s|<br/>", "", entry["title"]) != re.sub(r"\s", "", read.title)
    }
    assert wrong == {}


@needs_policies
def test_shared_numbers_are_exact_where_the_file_prints_them() -> None:
    """Each file's number is the index's; no file that prints none gets one."""
    wrong = {
        entry["file"]: read.doc_number
        for entry, read in shared()
        if entry["file"][:3] not in NOT_PRINTED and entry.get("doc_number") and entry["doc_number"] != read.doc_number
    }
    assert wrong == {}
    assert {entry["file"][:3] for entry, read in shared() if read.doc_number and not entry.get("doc_number")} == {
        "045", "052", "071", "073", "077", "079",  # printed in the file, left out of the index
    }  # fmt: skip


# --- bounds ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "unit",
    ["甲〔2018〕3号", "2023年1月1日\n", "发文字号：", "发文字号\n", "中国人民政府\n", "关于印发", "关于印发的通知\n", "《", "（", "[发文", " ", "局 ", "令第", "文号\t"],
)  # fmt: skip
def test_adversarial_text_is_read_in_linear_time(unit: str) -> None:
    """The time grows with a text of any one thing, not with its square."""
    assert_linear(lambda text: read_metadata(text, "x"), repeated(unit), 100_000)
