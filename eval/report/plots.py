"""Plots as inline SVG: lines, bars with intervals, histograms. No script, no font and no file from elsewhere.

Every plot is a figure with a title and, for readers of the page by ear, a sentence that says what it shows;
the tables beside the plots hold the same numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import floor, log10

_WIDTH, _HEIGHT = 480, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 16, 14, 48
_BINS = 40  # of a histogram
COLOURS = ("#1f5fa6", "#b3432b", "#2f7d4f", "#7a4fa3", "#8a6d00", "#0b7f8c", "#a03070", "#555555")
"""Told apart by people who see red and green alike, and by dash and label besides."""
_DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 2", "10 4", "4 4", "12 2 2 2")


@dataclass(frozen=True, slots=True)
class Line:
    """One curve: its name and points (x, y)."""

    name: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, value 0–1, and interval where there is one."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    note: str = ""


def line_plot(lines: Sequence[Line], *, x_name: str, y_name: str, says: str, y_top: float | None = None) -> str:
    """Curves over one pair of axes from 0; a legend below where there is more than one."""
    points = [point for line in lines for point in line.points]
    if not points:
        return ""
    right = max(x for x, _ in points) or 1.0
    top = y_top or max(y for _, y in points) * 1.1 or 1.0

    def place(x: float, y: float) -> tuple[float, float]:
        return (
            _LEFT + x / right * (_WIDTH - _LEFT - _RIGHT),
            _HEIGHT - _BOTTOM - min(y, top) / top * (_HEIGHT - _TOP - _BOTTOM),
        )

    body = [_axes(right, top, x_name, y_name)]
    for at, line in enumerate(lines):
        colour, dash = COLOURS[at % len(COLOURS)], _DASHES[at % len(_DASHES)]
        way = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(*point) for point in line.points))
        body.append(f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>')
        body += [
            f'<circle cx="{place(x, y)[0]:.1f}" cy="{place(x, y)[1]:.1f}" r="3" fill="{colour}"><title>{escape(line.name)} {x:g}, {y:.3f}</title></circle>'
            for x, y in (line.points if len(line.points) <= 40 else ())
        ]
    return _figure(body, says, _legend([line.name for line in lines]) if len(lines) > 1 else "")


def bar_plot(bars: Sequence[Bar], *, says: str) -> str:
    """Bars lying on their side, 0–1, each with its value and its interval."""
    if not bars:
        return ""
    row, left = 26, 104
    height = row * len(bars) + 30
    wide = _WIDTH - left - 106
    body = [
        f'<line x1="{left + wide * tick:.1f}" x2="{left + wide * tick:.1f}" y1="4" y2="{height - 24}" class="grid"/>'
        f'<text x="{left + wide * tick:.1f}" y="{height - 8}" text-anchor="middle">{tick:g}</text>'
        for tick in (0.0, 0.25, 0.5, 0.75, 1.0)
    ]
    for at, bar in enumerate(bars):
        y = 6 + at * row
        body.append(
            f'<text x="{left - 8}" y="{y + 14}" text-anchor="end">{escape(bar.name)}</text>'
            f'<rect x="{left}" y="{y + 3}" width="{wide * max(bar.value, 0.002):.1f}" height="14" class="bar"/>'
            f'<text x="{left + wide + 8}" y="{y + 14}">{bar.value:.3f}{escape(bar.note)}</text>'
        )
        if bar.low is not None and bar.high is not None:
            body.append(f'<line x1="{left + wide * bar.low:.1f}" x2="{left + wide * bar.high:.1f}" y1="{y + 10}" y2="{y + 10}" class="interval"/>')
    return _figure(body, says, "", height)


def histogram(values: Sequence[float], *, x_name: str, says: str, cut: float | None = None) -> str:
    """How often values fall where, from 0 to the greatest, or to ``cut``: what is above is counted in the last bin."""
    if not values:
        return ""
    right = cut or max(values) or 1.0
    counts = [0] * _BINS
    for value in values:
        counts[min(_BINS - 1, int(value / right * _BINS))] += 1
    top = max(counts)
    wide, tall = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
    body = [_axes(right, top, x_name, "题数 questions")]
    body += [
        f'<rect x="{_LEFT + at * wide / _BINS:.1f}" y="{_HEIGHT - _BOTTOM - count / top * tall:.1f}" width="{wide / _BINS - 1:.1f}" '
        f'height="{count / top * tall:.1f}" class="bar"><title>{at * right / _BINS:.3f}–{(at + 1) * right / _BINS:.3f}: {count}</title></rect>'
        for at, count in enumerate(counts)
        if count
    ]
    return _figure(body, says)


def _ticks(top: float) -> list[float]:
    """Four to eight round numbers from 0 up to ``top``.

    >>> _ticks(0.791), _ticks(296)
    ([0.0, 0.2, 0.4, 0.6], [0.0, 50.0, 100.0, 150.0, 200.0, 250.0])
    """
    size = 10.0 ** floor(log10(top / 4))
    step = next(size * by for by in (1, 2, 2.5, 5, 10) if top / (size * by) < 7)
    return [round(step * at, 10) for at in range(int(top / step + 1e-9) + 1)]


def _axes(right: float, top: float, x_name: str, y_name: str) -> str:
    wide, tall = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
    parts = []
    for tick in _ticks(top):
        y = _HEIGHT - _BOTTOM - tick / top * tall
        parts.append(f'<line x1="{_LEFT}" x2="{_LEFT + wide}" y1="{y:.1f}" y2="{y:.1f}" class="grid"/><text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{tick:g}</text>')
    for tick in _ticks(right):
        x = _LEFT + tick / right * wide
        parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_HEIGHT - _BOTTOM}" y2="{_HEIGHT - _BOTTOM + 4}" class="grid"/><text x="{x:.1f}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle">{tick:g}</text>')
    parts.append(
        f'<text x="{_LEFT + wide / 2}" y="{_HEIGHT - 6}" text-anchor="middle">{escape(x_name)}</text>'
        f'<text x="14" y="{_TOP + tall / 2}" text-anchor="middle" transform="rotate(-90 14 {_TOP + tall / 2})">{escape(y_name)}</text>'
    )
    return "".join(parts)


def _legend(names: Sequence[str]) -> str:
    entries = "".join(
        f'<li><svg width="34" height="10" aria-hidden="true"><line x1="0" x2="34" y1="5" y2="5" stroke="{COLOURS[at % len(COLOURS)]}" '
        f'stroke-width="2" stroke-dasharray="{_DASHES[at % len(_DASHES)]}"/></svg> {escape(name)}</li>'
        for at, name in enumerate(names)
    )
    return f'<ul class="legend">{entries}</ul>'


def _figure(body: Sequence[str], says: str, legend: str = "", height: int = _HEIGHT) -> str:
    return (
        f'<figure><svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(says)}">{"".join(body)}</svg>'
        f"{legend}<figcaption>{escape(says)}</figcaption></figure>"
    )
