"""A description read into a form: every value with its words, and matched as the person corrected it."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.matching import match, read_text
from assistant.matching.form import FORM_FIELDS, FieldRead, read_corrected, read_fields
from corpus.errors import BadInput
from tests.corpus_cases import chengdu

DAY = date(2024, 6, 1)
TEXTS = (
    "我们是成都某重点片区里的工业企业，规上，员工120人，去年营业收入3000万元，高新技术企业，想在老厂房上加一层",
    "我们是绵阳的软件公司，员工80人，是国有控股，小微企业，有专精特新和高企，没有裁员",
    "我家开了个小饭店，在武侯区，去年投了30万元装修，2015年成立",
    "想贷款500万元",
)


def form_of(reads: tuple[FieldRead, ...]) -> dict[str, list[str]]:
    """The form as it is filled, untouched by the person."""
    return {field: [read.value for read in reads if read.field == field] for field in FORM_FIELDS}


@pytest.mark.parametrize("text", TEXTS)
def test_every_value_stands_on_words_that_say_it_alone(text: str) -> None:
    """The words are verbatim, and reading nothing but them gives the same value; a class worked out from figures has none."""
    reads = read_fields(text, DAY)
    assert reads
    for read in reads:
        if read.field == "规模" and read.span is None:
            continue
        assert read.span is not None and text[read.span.start : read.span.end] == read.words
        assert (read.field, read.value) in {(again.field, again.value) for again in read_fields(read.words, DAY)}


@pytest.mark.parametrize("text", TEXTS)
def test_an_untouched_form_is_judged_as_the_words_themselves(text: str) -> None:
    """Reading into the form and matching at once changes no verdict."""
    policies = [chengdu()[1]]
    plain, formed = (match(profile, policies, DAY) for profile in (read_text(text, DAY), read_corrected(text, form_of(read_fields(text, DAY)), DAY)))
    assert [(m.item.id, m.verdict) for m in formed.matches] == [(m.item.id, m.verdict) for m in plain.matches]


def test_what_the_person_took_out_or_changed_counts_no_longer() -> None:
    """An emptied field is unknown, a changed one is the person's, and neither comes back through the description."""
    text = TEXTS[0]
    form = form_of(read_fields(text, DAY)) | {"资质": [], "从业人员": ["30"], "规上": ["否"], "所在地": ["四川绵阳"]}
    profile = read_corrected(text, form, DAY)
    assert (profile.qualifications, profile.employees, profile.above_scale) == (frozenset(), 30, False)
    assert profile.area.city == "绵阳" and profile.zones == ()
    assert not any("高新技术" in said.words or "120" in said.words for said in profile.statements)
    assert any("老厂房" in said.words and said.planned for said in profile.statements)


def test_a_size_that_was_worked_out_follows_the_staff_that_was_corrected() -> None:
    """A class computed from industry and staff has no words of its own and is computed again."""
    text = "我们做软件，员工60人，营业收入900万元"
    reads = read_fields(text, DAY)
    size = next(read for read in reads if read.field == "规模")
    assert size.span is None
    before = read_corrected(text, form_of(reads), DAY).sizes
    after = read_corrected(text, form_of(reads) | {"从业人员": ["5"], "营业收入": ["20万元"]}, DAY).sizes
    assert (before, after) == (frozenset({size.value}), frozenset({"微型"}))


def test_a_field_that_cannot_be_read_is_said() -> None:
    """The person's own entry is held to the form's rules."""
    with pytest.raises(BadInput, match="从业人员"):
        read_corrected("我们是企业", {"从业人员": "很多"}, DAY)
