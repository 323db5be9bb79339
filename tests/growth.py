"""Does time grow with the text, or with its square? Asked as a ratio, so that the answer is the same on any machine.

How many seconds a piece of work takes depends on the machine and on who else is at work there; by what factor
it grows with its input does not. The work is done on an input and on one four times as large: linear work takes
four times as long, quadratic work sixteen times.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_TIMES = 4  # how much larger the larger input is
_STEEPEST = 8.0  # half-way between linear (4) and quadratic (16), in powers of two
_FLOOR = 0.05  # CPU seconds: what takes less is no burden, and mostly noise of the clock
_ROUNDS = 5  # measured again when in doubt; the best of them counts, since noise only ever adds


def repeated(unit: str) -> Callable[[int], str]:
    """What makes a text of about so many characters, all of it ``unit`` again and again."""
    return lambda size: unit * (size // len(unit))


def assert_linear(
    work: Callable[[T], object], make: Callable[[int], T], size: int, clock: Callable[[], float] = time.process_time
) -> None:
    """Assert that the CPU time of ``work(make(n))`` grows about as ``n`` does from ``size // 4`` to ``size``.

    Making the input is not counted. Choose ``size`` so that the work takes some tenths of a second (below 50 ms
    nothing is judged), and a quarter of it still exceeds every window that the work is allowed to look through
    at each place.

    Raises:
        AssertionError: four times the input took more than eight times as long.
    """
    small, large = make(size // _TIMES), make(size)
    work(make(size // _TIMES**2))  # tables that are loaded at first use are no part of it
    less, more = _seconds(work, small, clock), _seconds(work, large, clock)
    for _ in range(_ROUNDS - 1):
        if more <= max(_FLOOR, _STEEPEST * less):
            break
        less, more = min(less, _seconds(work, small, clock)), min(more, _seconds(work, large, clock))
    assert more <= max(_FLOOR, _STEEPEST * less), f"{_TIMES} times the input took {more / less:.1f} times as long"


def _seconds(work: Callable[[T], object], made: T, clock: Callable[[], float]) -> float:
    """CPU seconds of doing it once, without the garbage of others being collected meanwhile."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        began = clock()
        work(made)
        return clock() - began
    finally:
        if collecting:
            gc.enable()
