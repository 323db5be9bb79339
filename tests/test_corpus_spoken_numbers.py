"""corpus.spoken_numbers: what people say is put as documents write it, and never becomes another number."""

from __future__ import annotations

import pytest

from corpus.policy import Span
from corpus.quantities import find_quantities
from corpus.spoken_numbers import as_written


@pytest.mark.parametrize(
    ("said", "number", "unit"),
    [
        ("补三成", "30", "%"), ("给两成", "20", "%"), ("补5千块", "5000", "元"), ("八百万", "8000000", "元"), ("投了3亿建厂", "300000000", "元"),
        ("一百平", "100", "平方米"), ("招了5个毕业生", "5", "人"), ("一年零三个月", "15", "个月"), ("利率降2个点", "2", "%"),
    ],
)
def test_a_spoken_number_is_read_with_its_unit(said: str, number: str, unit: str) -> None:
    """Tenths, bare sums, square metres, heads and points have one meaning each."""
    written = as_written(said)
    assert [(str(q.number), q.unit) for q in find_quantities(written, Span(0, len(written)))] == [(number, unit)]


@pytest.mark.parametrize(
    "text", ["公司成立3年", "2万名学生", "100平方公里", "百万分之一", "千万不要错过", "3块展板", "三百多万", "3个高层次人才团队", "五成立", "一个半月"],
)
def test_what_only_looks_so_is_left(text: str) -> None:
    """A word of its own counts people, areas and plates; what is said roughly is no exact number."""
    assert as_written(text) == text
