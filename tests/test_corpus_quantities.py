"""corpus.quantities: amounts and limits in any numerals, exact in place and value."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from corpus_cases import cases
from growth import assert_linear, repeated
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.policy import Bound, Quantity, Span
from corpus.quantities import find_quantities


@pytest.mark.parametrize("case", cases("quantities.json"))
def test_a_quantity_is_read_with_number_unit_bound_and_per(case: dict[str, Any]) -> None:
    """Exactly the expected quantities, also in the middle of a text; dates, ordinals and names give none."""
    for before in ("", "（一）其他内容，"):
        text = before + case["text"]
        found = find_quantities(text, Span(len(before), len(text)))
        assert [(q.text, q.unit, q.bound, q.per) for q in found] == [
            (want["text"], want["unit"], Bound(want["bound"]), want["per"]) for want in case["quantities"]
        ]
        for quantity, want in zip(found, case["quantities"], strict=True):
            assert quantity.number == Decimal(want["number"])
            assert quantity.upper == (Decimal(want["upper"]) if want["upper"] else None)
            assert quantity.span.of(text) == quantity.text


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("0123456789０５.,:—-%一二十百千万亿点分之年月日元个不超过最高以上每人户/（）含，。第 "), max_size=40))
def test_any_text_gives_exact_places_in_order(text: str) -> None:
    """Whatever the text: spans are exact, in order, and do not overlap; a range goes up."""
    found = find_quantities(text, Span(0, len(text)))
    end = 0
    for quantity in found:
        assert quantity.text == quantity.span.of(text)
        assert quantity.span.start >= end
        end = quantity.span.end
        assert (quantity.upper is not None) == (quantity.bound is Bound.RANGE)
        assert quantity.upper is None or quantity.upper > quantity.number


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 9999), st.sampled_from(["万元", "亿元", "元", "%", "亩", "个百分点"]))
def test_full_width_digits_read_as_half_width_ones(number: int, unit: str) -> None:
    """The same figure in two widths is the same quantity."""

    def value(digits: str) -> list[tuple[Decimal, str]]:
        text = f"给予{digits}{unit}。"
        return [(q.number, q.unit) for q in find_quantities(text, Span(0, len(text)))]

    wide = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert value(str(number)) == value(wide)
    assert len(value(wide)) == 1


def test_a_window_of_the_text_is_all_that_is_read() -> None:
    """Words and figures outside the span neither count nor bind."""
    text = "不超过50万元，每年3次"
    (only,) = find_quantities(text, Span(3, 7))
    assert only == Quantity("50万元", Span(3, 7), Decimal(500000), "元")


@pytest.mark.parametrize("unit", ["1", "一", "1-", "50万元", "三分之", "不超过", "每年", "最高", "1 ", "1,", "（含）", "１．"])
def test_time_grows_with_the_text_only(unit: str) -> None:
    """The time grows with a text of any one thing, not with its square."""
    assert_linear(lambda text: find_quantities(text, Span(0, len(text))), repeated(unit), 60_000)
