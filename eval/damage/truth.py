"""What was damaged and how: places, texts and kinds, and keeping the truth while damage is made."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Literal

Group = Literal["bytes", "language", "lost"]

RATES = (0.005, 0.01, 0.02, 0.05, 0.10, 0.20)
WHOLE = (1.0,)
"""Rates of kinds that come over a whole document or not at all."""


@dataclass(frozen=True, slots=True)
class Span:
    """One damaged place: ``raw[raw_start:raw_end]`` stands for ``clean[clean_start:clean_end]``.

    ``kind`` is the kind that did it (in mixed damage and in kinds made of two, not that of the whole).
    ``missing`` are the positions in the clean text of characters whose bytes did not all survive:
    what stood there is at best inferred, while the rest of the span is only misread.
    """

    raw_start: int
    raw_end: int
    clean_start: int
    clean_end: int
    kind: str
    missing: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Damaged:
    """A damaged text and its truth.

    ``spans`` are sorted and do not overlap on either side; between them ``raw`` and ``clean`` are the
    same, character for character. Positions are code points.
    """

    raw: str
    clean: str
    kind: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of damage.

    Attributes:
        name: as in ``damage(text, name, …)``.
        title: Chinese name for tables.
        group: what can be asked of a repair (see the module).
        unit: of what the rate is a share.
        cause: how pages come to be damaged so, in a line.
        rates: rates worth measuring; ``WHOLE`` where a document has it altogether or not.
        local: True if it can strike one paragraph of a document and leave the next alone.
    """

    name: str
    title: str
    group: Group
    unit: str
    cause: str
    rates: tuple[float, ...]
    local: bool


Maker = Callable[[str, float, Random], Damaged]


@dataclass(frozen=True, slots=True)
class Change:
    """``clean[start:end]`` becomes ``new``."""

    start: int
    end: int
    new: str
    missing: tuple[int, ...] = ()
    kind: str = ""


def with_changes(clean: str, kind: str, changes: Iterable[Change]) -> Damaged:
    """``clean`` with sorted, non-overlapping ``changes`` made; those that change nothing are dropped."""
    pieces: list[str] = []
    spans: list[Span] = []
    at = length = 0
    for change in changes:
        assert at <= change.start <= change.end, (kind, at, change)
        if clean[change.start : change.end] == change.new:
            continue
        pieces += (clean[at : change.start], change.new)
        start = length + change.start - at
        length = start + len(change.new)
        spans.append(Span(start, length, change.start, change.end, change.kind or kind, change.missing))
        at = change.end
    pieces.append(clean[at:])
    return Damaged("".join(pieces), clean, kind, tuple(spans))


def _moved(span: Span, raw: int, clean: int) -> Span:
    """``span`` further on by ``raw`` and ``clean`` characters."""
    return Span(
        span.raw_start + raw, span.raw_end + raw, span.clean_start + clean, span.clean_end + clean,
        span.kind, tuple(at + clean for at in span.missing),
    )  # fmt: skip


def joined(parts: Sequence[Damaged], kind: str) -> Damaged:
    """The parts one after the other."""
    spans: list[Span] = []
    raw = clean = 0
    for part in parts:
        spans += (_moved(span, raw, clean) for span in part.spans)
        raw += len(part.raw)
        clean += len(part.clean)
    return Damaged("".join(part.raw for part in parts), "".join(part.clean for part in parts), kind, tuple(spans))


def composed(first: Damaged, second: Damaged, *, name_of: Literal["first", "second"] = "second") -> Damaged:
    """Damage on damage: ``second`` was made on ``first.raw``.

    Places that overlap become one; ``name_of`` says whose kind it then bears. Places that merely touch
    stay two, for their order is plain in the raw and in the clean text, except two empty ones.
    """
    assert second.clean == first.raw
    places = sorted(
        [(span.raw_start, span.raw_end, False, span) for span in first.spans]
        + [(span.clean_start, span.clean_end, True, span) for span in second.spans],
        key=lambda place: place[:3],
    )
    starts = [span.raw_start for span in first.spans]

    def clean_position(at: int) -> int:
        """Where the character ``at`` of the middle text lies in the clean one."""
        i = bisect_right(starts, at) - 1
        if i < 0:
            return at
        span = first.spans[i]
        if at >= span.raw_end:
            return at - span.raw_end + span.clean_end
        return min(span.clean_start + at - span.raw_start, max(span.clean_end - 1, span.clean_start))

    spans: list[Span] = []
    to_clean = to_raw = 0
    at = 0
    while at < len(places):
        low, high = places[at][:2]
        group: list[tuple[int, int, bool, Span]] = []
        while at < len(places) and (
            not group or places[at][0] < high or (places[at][0] == places[at][1] == high == low)
        ):
            group.append(places[at])
            high = max(high, places[at][1])
            at += 1
        ours = [span for *_, is_second, span in group if not is_second]
        theirs = [span for *_, is_second, span in group if is_second]
        clean_start, raw_start = low + to_clean, low + to_raw
        to_clean += sum(s.clean_end - s.clean_start - s.raw_end + s.raw_start for s in ours)
        to_raw += sum(s.raw_end - s.raw_start - s.clean_end + s.clean_start for s in theirs)
        missing = {m for s in ours for m in s.missing} | {clean_position(m) for s in theirs for m in s.missing}
        named = (theirs or ours) if name_of == "second" else (ours or theirs)
        spans.append(
            Span(raw_start, high + to_raw, clean_start, high + to_clean, named[0].kind, tuple(sorted(missing)))
        )
    return Damaged(second.raw, first.clean, second.kind if name_of == "second" else first.kind, tuple(spans))


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Every line without its newline, and where it starts."""
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def paragraphs(text: str, *, between: str = "\n", indent: str = "") -> str:
    """``text`` set anew: blank lines and white space at line ends gone, one paragraph a line.

    Marks of Markdown and comments, which the collection of statutes has and no page shows, go too.

    >>> paragraphs("# 总则\\n\\n<!-- INFO END -->\\n第一条 甲 \\n")
    '总则\\n第一条 甲'
    """
    kept = []
    for line in text.split("\n"):
        bare = re.sub(r"^#+ |<!--.*?-->", "", line.strip()).strip()
        if bare:
            kept.append(indent + bare)
    return between.join(kept)


HANZI = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")


def is_hanzi(character: str) -> bool:
    """True for a Chinese character of the basic block or extension A."""
    return bool(HANZI.match(character))


def by_line(text: str, rate: float, rng: Random, kind: str, make: Callable[[str], Damaged]) -> Damaged:
    """Each line damaged by ``make`` with probability ``rate``."""
    parts = []
    for i, (_, line) in enumerate(lines_of(text)):
        if i:
            parts.append(with_changes("\n", kind, ()))
        parts.append(make(line) if line and rng.random() < rate else with_changes(line, kind, ()))
    made = joined(parts, kind)
    return replace(made, spans=tuple(replace(span, kind=kind) for span in made.spans))
