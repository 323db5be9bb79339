"""Columns on a terminal, where Chinese characters are two cells wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def width(text: str) -> int:
    """How many terminal cells the text takes: wide and full-width characters two, combining ones none.

    >>> width("首引命中 hit@1")
    14
    """
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def align(rows: Sequence[Sequence[str]], *, left: int) -> str:
    """The rows as columns: the first ``left`` flush left, the others flush right.

    >>> print(align([["指标", "值"], ["p50", "0.5"]], left=1))
    指标   值
    p50   0.5
    """
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [
            cell + " " * (wide - width(cell)) if at < left else " " * (wide - width(cell)) + cell
            for at, (cell, wide) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def one_line(text: str, most: int) -> str:
    """One line of at most ``most`` characters; control characters, which a terminal obeys, are shown as ?."""
    flat = " ".join(text.split())
    flat = "".join("?" if unicodedata.category(char) in {"Cc", "Cf", "Cs"} else char for char in flat)
    return flat if len(flat) <= most else flat[: most - 3] + "..."


def number(value: float | None) -> str:
    """Three places, - where there is none."""
    return "-" if value is None else f"{value:.3f}"
