"""What a repair leaves behind: the text, every step taken, and where each character came from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby


class Certainty(StrEnum):
    """How a step is justified. No probabilities: the kind of evidence is what a reader can check."""

    CERTAIN = "certain"  # the bytes or the characters themselves prove it
    LIKELY = "likely"  # language evidence decides between a few readings
    UNCERTAIN = "uncertain"  # a proposal; the original is kept in the step and shown as such


@dataclass(frozen=True, slots=True)
class Edit:
    """One replacement a fixer asks for, in positions of the text it was given.

    ``alignment`` gives, for each character of ``after``, the stretch of ``before`` it came from
    (relative to ``start``); without it equal lengths map one to one and others to the whole.
    ``margin`` is by how many nats the language evidence prefers ``after``; None where none was needed.
    """

    start: int
    end: int
    after: str
    certainty: Certainty = Certainty.CERTAIN
    note: str = ""
    alternatives: tuple[str, ...] = ()
    alignment: tuple[tuple[int, int], ...] = ()
    margin: float | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One repair made, with its place.

    Attributes:
        round: which pass made it; later passes see the text earlier ones left.
        fixer: name of the fixer (修复方法).
        start, end: characters of the text that the pass was given, end excluded.
        raw_start, raw_end: the same place in the raw text.
        before, after: what was replaced by what.
        certainty, note, alternatives: on what evidence, in words, and the runners-up.
        margin: nats by which the language evidence preferred ``after``; None where none was needed.
    """

    round: int
    fixer: str
    start: int
    end: int
    raw_start: int
    raw_end: int
    before: str
    after: str
    certainty: Certainty
    note: str = ""
    alternatives: tuple[str, ...] = ()
    margin: float | None = None

    def to_json(self) -> dict[str, object]:
        """The step as ``zhengce repair --json`` prints it."""
        return {
            "round": self.round, "fixer": self.fixer, "start": self.start, "end": self.end,
            "raw_start": self.raw_start, "raw_end": self.raw_end, "before": self.before,
            "after": self.after, "certainty": self.certainty.value, "note": self.note,
            "alternatives": list(self.alternatives),
            "margin": None if self.margin is None else round(self.margin, 2),
        }


@dataclass(frozen=True, slots=True)
class Irreparable:
    """Damage that nothing in the text can undo: what it is, where, and what to do instead.

    ``start``/``end`` are characters of the repaired text; ``kind`` is a stable name, ``note`` a
    sentence for a person.
    """

    kind: str
    start: int
    end: int
    note: str

    def to_json(self) -> dict[str, object]:
        """As ``zhengce repair --json`` prints it."""
        return {"kind": self.kind, "start": self.start, "end": self.end, "note": self.note}


@dataclass(frozen=True, slots=True)
class RepairedText:
    """A repaired text and the way back to the raw one.

    ``raw_starts[i]`` and ``raw_ends[i]`` bound the raw characters that ``text[i]`` came from; both
    never decrease. ``uncertain`` lists the stretches of ``text`` that are proposals, ``irreparable``
    what was found and could not be helped.
    """

    text: str
    steps: tuple[Step, ...]
    raw_starts: Sequence[int]
    raw_ends: Sequence[int]
    uncertain: tuple[tuple[int, int], ...] = ()
    irreparable: tuple[Irreparable, ...] = ()

    @property
    def offsets(self) -> tuple[int, ...]:
        """Raw position of every repaired character, and of the end: ``len(text) + 1`` numbers."""
        end = self.raw_ends[-1] if self.raw_ends else 0
        return (*self.raw_starts, end)


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """``text`` with sorted, non-overlapping ``edits`` made. Raises ValueError if they overlap."""
    pieces: list[str] = []
    at = 0
    for edit in edits:
        if edit.start < at or edit.end < edit.start:
            raise ValueError(f"edits overlap at character {edit.start}")
        pieces.append(text[at : edit.start])
        pieces.append(edit.after)
        at = edit.end
    pieces.append(text[at:])
    return "".join(pieces)


def carry_offsets(
    edits: Iterable[Edit], starts: Sequence[int], ends: Sequence[int], end_of_raw: int
) -> tuple[list[int], list[int]]:
    """Carry the per-character raw bounds through ``edits`` (see :class:`RepairedText`)."""
    new_starts: list[int] = []
    new_ends: list[int] = []
    at = 0
    for edit in edits:
        new_starts.extend(starts[at : edit.start])
        new_ends.extend(ends[at : edit.start])
        length = edit.end - edit.start
        for i in range(len(edit.after)):
            if edit.alignment:
                low, high = edit.alignment[i]
            elif len(edit.after) == length:
                low, high = i, i + 1
            else:
                low, high = 0, length
            if high > low:
                new_starts.append(starts[edit.start + low])
                new_ends.append(ends[edit.start + high - 1])
            else:  # inserted: an empty place between its neighbours
                place = starts[edit.start + low] if edit.start + low < len(starts) else end_of_raw
                new_starts.append(place)
                new_ends.append(place)
        at = edit.end
    new_starts.extend(starts[at:])
    new_ends.extend(ends[at:])
    return new_starts, new_ends


def replay(raw: str, steps: Iterable[Step]) -> str:
    """Make ``steps`` again on ``raw``; the result is the repaired text, or a step was not recorded."""
    text = raw
    for _, group in groupby(steps, key=lambda step: step.round):
        text = apply_edits(text, [Edit(step.start, step.end, step.after) for step in group])
    return text
