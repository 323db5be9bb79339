"""The helper that tells linear work from quadratic (`growth.py`): it passes the one, fails the other, and is not fooled by noise."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from growth import assert_linear, repeated


class Machine:
    """A clock, and work on ``n`` that takes what a formula says; every third time a neighbour takes as much again."""

    def __init__(self, seconds: Callable[[int], float]) -> None:
        self.now, self.done, self._seconds = 0.0, 0, seconds

    def work(self, n: int) -> None:
        self.done += 1
        self.now += self._seconds(n) * (4 if self.done % 3 == 0 else 1)

    def judge(self) -> None:
        assert_linear(self.work, lambda n: n, 1600, clock=lambda: self.now)


@pytest.mark.parametrize(
    "seconds", [lambda n: n / 1000, lambda n: 1 + n / 1000, lambda n: n * n.bit_length() / 1000, lambda n: n * n / 10**8],
    ids=["linear", "with a start", "n log n", "quadratic, but too little to matter"],
)  # fmt: skip
def test_what_is_about_linear_passes_on_a_noisy_machine(seconds: Callable[[int], float]) -> None:
    """A neighbour that makes some measurements four times as long changes nothing."""
    Machine(seconds).judge()


@pytest.mark.parametrize(
    "seconds", [lambda n: n * n / 10**6, lambda n: n / 10**5 + n * n / 10**6, lambda n: n**1.8 / 10**4, lambda n: n**3 / 10**6],
    ids=["quadratic", "with a linear part", "nearly quadratic", "cubic"],
)  # fmt: skip
def test_what_is_quadratic_fails(seconds: Callable[[int], float]) -> None:
    """Growth with the square is named as what it is."""
    with pytest.raises(AssertionError, match=r"4 times the input took \d"):
        Machine(seconds).judge()


def test_a_pattern_that_searches_again_from_every_place_is_found_out() -> None:
    """On the real clock: one that runs on to the end from every place is quadratic, its twin with an anchor is linear."""
    assert_linear(re.compile("a{1,50}b").findall, repeated("a"), 50_000)
    with pytest.raises(AssertionError):
        assert_linear(re.compile("a+b").findall, repeated("a"), 20_000)
