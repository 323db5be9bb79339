"""The order of repair, and the bookkeeping that makes every step reversible.

To add a fixer, write a function from text to edits and give it a line in ``FIXERS``. The order
matters and says why: bytes come before everything that reads characters, pinyin stands inside
words and must go before words are read, script before stops because stops are judged by their
neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from corpus.repair.byte_shift import resync_bytes
from corpus.repair.layout import drop_furniture, drop_invisible, restore_indents, unfold_stops
from corpus.repair.pinyin import remove_pinyin
from corpus.repair.records import Certainty, Edit, RepairedText, Step, apply_edits, carry_offsets
from corpus.repair.script import simplify_mainland

Fixer = Callable[[str], Sequence[Edit]]

FIXERS: tuple[tuple[str, Fixer], ...] = (
    ("invisible", drop_invisible),
    ("indent", restore_indents),
    ("byte_shift", resync_bytes),
    ("pinyin", remove_pinyin),
    ("furniture", drop_furniture),
    ("script", simplify_mainland),
    ("stops", unfold_stops),
)

NAMES_FOR_PEOPLE = {
    "invisible": "不可见字符",
    "indent": "段首缩进",
    "byte_shift": "GBK 字节错位",
    "pinyin": "注入拼音",
    "furniture": "网页附加文字",
    "script": "繁体转回简体",
    "stops": "标点全半角",
}


def repair(raw: str) -> RepairedText:
    """Turn damaged text back into what was published, recording every step.

    Total on any string; repairing a repaired text changes nothing; ``replay(raw, steps)`` gives
    the text again.
    """
    text = raw
    starts: list[int] = list(range(len(raw)))
    ends: list[int] = list(range(1, len(raw) + 1))
    doubts: list[bool] = [False] * len(raw)
    steps: list[Step] = []
    for number, (name, fixer) in enumerate(FIXERS):
        edits = fixer(text)
        if not edits:
            continue
        for edit in edits:
            at_end = edit.start >= len(starts)
            raw_start = len(raw) if at_end else starts[edit.start]
            raw_end = ends[edit.end - 1] if edit.end > edit.start else raw_start
            steps.append(
                Step(number, name, edit.start, edit.end, raw_start, raw_end, text[edit.start : edit.end],
                     edit.after, edit.certainty, edit.note, edit.alternatives)
            )
        starts, ends = carry_offsets(edits, starts, ends, len(raw))
        doubts = _carry_doubts(edits, doubts)
        text = apply_edits(text, edits)
    return RepairedText(text, tuple(steps), tuple(starts), tuple(ends), _stretches(doubts))


def _carry_doubts(edits: Sequence[Edit], doubts: list[bool]) -> list[bool]:
    """Which characters of the new text are proposals; a doubt stays until the text is gone."""
    carried: list[bool] = []
    at = 0
    for edit in edits:
        carried.extend(doubts[at : edit.start])
        doubtful = edit.certainty is Certainty.UNCERTAIN or any(doubts[edit.start : edit.end])
        carried.extend([doubtful] * len(edit.after))
        at = edit.end
    carried.extend(doubts[at:])
    return carried


def _stretches(flags: list[bool]) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    start: int | None = None
    for i, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = i
        elif not flag and start is not None:
            found.append((start, i))
            start = None
    return tuple(found)
