"""A repair beside its raw text: ``compare`` lines the two up, for terminal and page alike.

All work is linear in text and steps (times the logarithm for sorting them), however hostile the file.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from corpus.repair import NAMES_FOR_PEOPLE, Certainty, RepairedText, Step

CERTAINTY_WORDS: Mapping[Certainty, str] = {
    Certainty.CERTAIN: "确证", Certainty.LIKELY: "可信", Certainty.UNCERTAIN: "存疑",
}  # fmt: skip
DOUBT = {Certainty.CERTAIN: 0, Certainty.LIKELY: 1, Certainty.UNCERTAIN: 2}
_IRREPARABLE = {"unmapped": "无字符映射", "masked": "星号遮盖", "spun": "疑似机器改写"}

# Characters that act on a terminal or a page, or that nobody sees: controls, bidirectional marks, zero
# width, surrogates, private use, tags.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
_SPACES = str.maketrans({" ": "␣", "\u3000": "□", "\u00a0": "⍽", "\t": "⇥"})
_SHORT = 8  # characters of an edit in which each space is shown


def fixer_name(fixer: str) -> str:
    """The repair's name for people."""
    return NAMES_FOR_PEOPLE.get(fixer) or visible_edit(fixer)


def irreparable_name(kind: str) -> str:
    """The damage's name for people."""
    return _IRREPARABLE.get(kind) or visible_edit(kind)


def visible(text: str) -> str:
    r"""``text`` with its hidden characters shown; line breaks and tabs stay.

    >>> visible("甲\x1b[31m乙\u200b丙\x9b")
    '甲⟨U+001B⟩[31m乙⟨U+200B⟩丙⟨U+009B⟩'
    """
    return _HIDDEN.sub(_name, text.replace("\r\n", "\n"))


def _name(found: re.Match[str]) -> str:
    return f"⟨U+{ord(found[0]):04X}⟩"


def visible_edit(text: str) -> str:
    r"""One side of a change: line breaks too, and spaces where they are what changed.

    >>> visible_edit("\u3000\u3000"), visible_edit("甲\n乙")
    ('□□', '甲⏎乙')
    """
    shown = visible(text)
    if len(text) <= _SHORT or not text.strip():
        shown = shown.translate(_SPACES)
    return shown.replace("\n", "⏎")


def shortened(text: str, most: int) -> str:
    """The beginning of a long text."""
    return text if len(text) <= most else text[: most - 1] + "…"


def around(text: str, start: int, end: int, width: int = 12) -> tuple[str, str]:
    """The words just before and after a place, inside its line."""
    left, right = text[max(0, start - width) : start], text[end : end + width]
    return left.rpartition("\n")[2], right.partition("\n")[0]


# ---- lining the two texts up ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of raw text and what stands in its place.

    Attributes:
        raw_start, raw_end, start, end: the place in the raw and in the repaired text.
        steps: numbers of the steps that made it, in the order they were taken.
        certainty: the least certain of them.
    """

    raw_start: int
    raw_end: int
    start: int
    end: int
    steps: tuple[int, ...]
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Row:
    """Raw and repaired text between two places where both have a line break; ``line`` counts raw lines from 1."""

    line: int
    raw_start: int
    raw_end: int
    start: int
    end: int
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a row: the same on both sides, or a change."""

    raw: str
    text: str
    change: Change | None


class Comparison:
    """Raw and repaired text, row beside row."""

    def __init__(self, raw: str, repaired: RepairedText) -> None:
        self.raw = raw
        self.repaired = repaired
        self.changes = _changes(repaired, len(raw))
        self.rows = _rows(raw, repaired, self.changes)
        self.counts = Counter((step.fixer, step.certainty) for step in repaired.steps)

    @property
    def clean(self) -> bool:
        """Nothing was changed and nothing irreparable found."""
        return not self.repaired.steps and not self.repaired.irreparable

    def certainties(self) -> Counter[Certainty]:
        """How many steps of each certainty."""
        found: Counter[Certainty] = Counter()
        for (_, certainty), count in self.counts.items():
            found[certainty] += count
        return found

    def fixers(self) -> list[tuple[str, int]]:
        """How many steps of each kind, the most frequent first."""
        found: Counter[str] = Counter()
        for (fixer, _), count in self.counts.items():
            found[fixer] += count
        return sorted(found.items(), key=lambda item: (-item[1], item[0]))

    def pieces(self, row: Row) -> Iterator[Piece]:
        """The row from left to right; joined, the pieces give both of its sides."""
        raw_at, at = row.raw_start, row.start
        for change in (*row.changes, None):
            raw_to = change.raw_start if change is not None else row.raw_end
            to = change.start if change is not None else row.end
            raw_kept, kept = self.raw[raw_at:raw_to], self.repaired.text[at:to]
            if raw_kept == kept:
                if kept:
                    yield Piece(kept, kept, None)
            else:  # no step says so; never hide a difference
                yield Piece(raw_kept, kept, Change(raw_at, raw_to, at, to, (), Certainty.UNCERTAIN))
            if change is not None:
                yield Piece(
                    self.raw[change.raw_start : change.raw_end], self.repaired.text[change.start : change.end], change
                )
                raw_at, at = change.raw_end, change.end

    def steps_of(self, change: Change) -> list[Step]:
        """The steps that made ``change``."""
        return [self.repaired.steps[number] for number in change.steps]

    @cached_property
    def doubts(self) -> list[tuple[Step, Change]]:
        """Every uncertain step with its own place in both texts."""
        starts, ends = self.repaired.raw_starts, self.repaired.raw_ends
        found: list[tuple[Step, Change]] = []
        for number, step in enumerate(self.repaired.steps):
            if step.certainty is Certainty.UNCERTAIN:
                start = bisect_left(starts, step.raw_start)
                end = max(start, bisect_right(ends, step.raw_end))
                place = Change(step.raw_start, step.raw_end, start, end, (number,), Certainty.UNCERTAIN)
                found.append((step, place))
        return sorted(found, key=lambda item: item[1].raw_start)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.raw))]

    def line_of(self, raw_place: int) -> int:
        """The number of the raw line, from 1."""
        return bisect_right(self._line_starts, raw_place)

    def raw_place(self, place: int) -> int:
        """Where a character of the repaired text came from."""
        starts = self.repaired.raw_starts
        return starts[place] if place < len(starts) else len(self.raw)


def compare(raw: str, repaired: RepairedText) -> Comparison:
    """Line ``raw`` and ``repaired`` up."""
    return Comparison(raw, repaired)


def _changes(repaired: RepairedText, raw_length: int) -> list[Change]:
    """The steps as changes that do not overlap: steps on the same raw characters are one change.

    Changes that touch and are equally certain are one too: 發(fā) became 发, and is read as that.
    """
    steps, starts, ends = repaired.steps, repaired.raw_starts, repaired.raw_ends
    merged: list[tuple[int, int, Certainty, list[int]]] = []
    for number in sorted(range(len(steps)), key=lambda n: (steps[n].raw_start, steps[n].raw_end)):
        step = steps[number]
        low, high = min(step.raw_start, raw_length), min(step.raw_end, raw_length)
        if merged:
            first, last, certainty, numbers = merged[-1]
            within = low < last or low == high == last
            if within or (low == last and certainty is step.certainty):
                worse = max(certainty, step.certainty, key=DOUBT.__getitem__)
                numbers.append(number)
                merged[-1] = (first, max(last, high), worse, numbers)
                continue
        merged.append((low, high, step.certainty, [number]))
    found: list[Change] = []
    at = 0
    for low, high, certainty, numbers in merged:
        start = max(at, bisect_left(starts, low))
        at = max(start, bisect_right(ends, high))
        found.append(Change(low, high, start, at, tuple(sorted(numbers)), certainty))
    return found


def _rows(raw: str, repaired: RepairedText, changes: Sequence[Change]) -> list[Row]:
    rows: list[Row] = []
    line, raw_at, at, nth = 1, 0, 0, 0
    spread: _Spread | None = None
    for raw_to, to in _cuts(raw, repaired):
        inside: list[Change] = []
        last = (raw_to, to) == (len(raw), len(repaired.text))
        while nth < len(changes):
            change = changes[nth]
            if change.raw_start > raw_to or change.start > to:
                break
            if change.raw_start == raw_to and change.start == to and not last:
                break  # it begins the next row
            if raw_at <= change.raw_start and change.raw_end <= raw_to and at <= change.start and change.end <= to:
                inside.append(change)
            else:
                if spread is None or spread.change is not change:
                    spread = _Spread(change, repaired.steps)
                inside.append(spread.part(raw_at, raw_to, at, to))
            if change.raw_end > raw_to or change.end > to:
                break  # it goes on in the next row
            nth += 1
        whole = Row(line, raw_at, raw_to, at, to, tuple(inside))
        rows.extend(_without_dropped_lines(whole, raw) if inside else (whole,))
        line += raw.count("\n", raw_at, raw_to)
        raw_at, at = raw_to, to
    return rows


def _cuts(raw: str, repaired: RepairedText) -> list[tuple[int, int]]:
    """Places in raw and repaired text, after a line break, that no character of either side crosses."""
    text, starts, ends = repaired.text, repaired.raw_starts, repaired.raw_ends
    cuts: list[tuple[int, int]] = []
    raw_at = 0
    for found in re.finditer("\n", text):
        place = found.end()
        raw_to = max(raw_at, ends[place - 1])
        if place == len(text) or starts[place] >= raw_to:
            cuts.append((raw_to, place))
            raw_at = raw_to
    if not cuts or cuts[-1] != (len(raw), len(text)):
        cuts.append((len(raw), len(text)))
    return cuts


class _Spread:
    """A change that goes over several rows (a whole file read in the wrong encoding), dealt out to them.

    Its steps are dealt out too: only passes can lie on top of each other, so a row gets few.
    """

    def __init__(self, change: Change, steps: Sequence[Step]) -> None:
        self.change = change
        self._steps = steps
        self._waiting = sorted(change.steps, key=lambda number: steps[number].raw_start, reverse=True)
        self._open: list[int] = []

    def part(self, raw_start: int, raw_end: int, start: int, end: int) -> Change:
        """The part inside a row; rows are asked for in order."""
        while self._waiting and self._steps[self._waiting[-1]].raw_start < max(raw_end, raw_start + 1):
            self._open.append(self._waiting.pop())
        self._open = [number for number in self._open if self._steps[number].raw_end >= raw_start]
        here = [number for number in self._open if self._steps[number].raw_end > raw_start] or self._open
        worst = max((self._steps[number].certainty for number in here), key=DOUBT.__getitem__, default=self.change.certainty)
        whole = self.change
        return Change(
            max(whole.raw_start, raw_start), min(whole.raw_end, raw_end), max(whole.start, start), min(whole.end, end),
            tuple(sorted(here)) or whole.steps[:1], worst,
        )  # fmt: skip


def _without_dropped_lines(row: Row, raw: str) -> Iterator[Row]:
    """Whole raw lines that were dropped at either end of the row stand in rows of their own."""
    head, tail = row.changes[0], row.changes[-1]
    if head.raw_start == row.raw_start and head.start == head.end == row.start < row.end:
        cut = raw.rfind("\n", head.raw_start, head.raw_end) + 1
        if cut:
            yield Row(row.line, row.raw_start, cut, row.start, row.start, (replace(head, raw_end=cut),))
            rest = (replace(head, raw_start=cut),) if cut < head.raw_end else ()
            line = row.line + raw.count("\n", row.raw_start, cut)
            row = Row(line, cut, row.raw_end, row.start, row.end, (*rest, *row.changes[1:]))
    if row.changes and tail.raw_end == row.raw_end and row.start < tail.start == tail.end == row.end:
        cut = raw.find("\n", tail.raw_start, tail.raw_end)
        if cut >= 0:
            yield Row(row.line, row.raw_start, tail.raw_start, row.start, row.end, row.changes[:-1])
            line = row.line + raw.count("\n", row.raw_start, tail.raw_start)
            row = Row(line, tail.raw_start, row.raw_end, row.end, row.end, (tail,))
    yield row


def other_readings(comparison: Comparison, step: Step) -> list[str]:
    """The runners-up of a step, in the script of the repaired text."""
    if any(fixer == "script" for fixer, _ in comparison.counts):
        from corpus.repair.simplified import to_simplified

        return list(dict.fromkeys(map(to_simplified, step.alternatives)))
    return list(step.alternatives)


def repair_record(repaired: RepairedText) -> dict[str, object]:
    """A repair as ``zhengce repair --json`` and the HTTP interface have it."""
    return {
        "text": repaired.text, "steps": [step.to_json() for step in repaired.steps],
        "uncertain": [{"start": start, "end": end, "text": repaired.text[start:end]} for start, end in repaired.uncertain],
        "irreparable": [found.to_json() for found in repaired.irreparable], "offsets": list(repaired.offsets),
    }
