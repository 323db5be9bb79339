"""The pieces every part of the HTML report is made of: text made safe, tables, numbers, sections."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from eval.metrics.totals import Score


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: its title, HTML that is already safe, and its name in the address (``#name``)."""

    title: str
    html: str
    name: str = ""


def text(value: object) -> str:
    """Text for HTML; characters that turn or hide text are shown as their number."""
    shown = "".join(f"⟨{ord(c):04x}⟩" if unicodedata.category(c) in ("Cf", "Cs") or (unicodedata.category(c) == "Cc" and c not in "\n\t") else c for c in str(value))
    return escape(shown)


def number(value: float | None) -> str:
    """Three places, – where there is none."""
    return "–" if value is None else f"{value:.3f}"


def scored(score: Score, *, count: bool = True) -> str:
    """A total as a cell: its value, then smaller its interval and, with ``count``, what it was counted over."""
    if score.value is None:
        return '<span class="none">–</span>'
    between = "" if score.low is None else f" <i>{score.low:.3f}–{score.high:.3f}</i>"
    return f"<b>{score.value:.3f}</b>{between}" + (f" <small>{score.n:,}</small>" if count else "")


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, caption: str = "") -> str:
    """A table of plain text; the first column is the name of the row."""
    return table_of(head, [("", [(row[0], [text(cell) for cell in row[1:]]) for row in rows])], caption=caption)


def table_of(head: Sequence[str], groups: Iterable[tuple[str, Iterable[tuple[str, Sequence[str]]]]], *, caption: str = "") -> str:
    """A table in groups: (title, rows), a row being its name as text and its cells as safe HTML. A group with the title ""
    has no line of its own."""
    said = f"<caption>{text(caption)}</caption>" if caption else ""
    top = "".join(f'<th scope="col">{text(cell)}</th>' if cell else "<td></td>" for cell in head)
    bodies = []
    for title, rows in groups:
        lines = "".join(f'<tr><th scope="row">{text(name)}</th>' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>" for name, cells in rows)
        if lines:
            own = f'<tr class="group"><th scope="rowgroup" colspan="{len(head)}">{text(title)}</th></tr>' if title else ""
            bodies.append(f"<tbody>{own}{lines}</tbody>")
    return f'<div class="wide" tabindex="0"><table>{said}<thead><tr>{top}</tr></thead>{"".join(bodies)}</table></div>'
