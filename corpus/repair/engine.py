"""The order of repair, and the bookkeeping that makes every step reversible.

To add a fixer, write a function from text to edits and give it a line in ``FIXERS``. The order
matters and says why: whole encodings come first, because everything after them reads characters;
then single bytes; pinyin stands inside words and must go before words are read; lines are mended
before words, script before stops because stops are judged by their neighbours. One repair can
uncover another, so the fixers go round until none finds anything: that is what makes repairing a
repaired text change nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.repair.byte_shift import resync_bytes
from corpus.repair.escapes import decode_entities, decode_escapes
from corpus.repair.furniture import drop_furniture
from corpus.repair.invisible import drop_invisible
from corpus.repair.irreparable import find_irreparable
from corpus.repair.lines import join_words, join_wraps, restore_indents, split_collapsed
from corpus.repair.marks import drop_bullets, fold_wide, mend_year_brackets
from corpus.repair.mojibake import reread_bytes
from corpus.repair.pinyin import remove_pinyin
from corpus.repair.records import Certainty, Edit, RepairedText, Step, apply_edits, carry_offsets
from corpus.repair.script import simplify_everything, simplify_mainland
from corpus.repair.stops import drop_doubled_stops, unfold_stops


class Script(StrEnum):
    """Which script the repaired text is to be in."""

    AUTO = "auto"  # a mainland text turned into Traditional is turned back; a genuine one stays
    SIMPLIFIED = "simplified"  # everything, genuine Traditional documents too
    KEEP = "keep"  # nothing


@dataclass(frozen=True, slots=True)
class RepairOptions:
    """What a caller may ask for. ``script``: see :class:`Script`."""

    script: Script = Script.AUTO


@dataclass(frozen=True, slots=True)
class Fixer:
    """One repair: its name, its name for people, and the function that finds its edits."""

    name: str
    label: str
    find: Callable[[str], Sequence[Edit]]


FIXERS: tuple[Fixer, ...] = (
    Fixer("escape", "JSON 转义", decode_escapes),
    Fixer("entity", "HTML 实体", decode_entities),
    Fixer("mojibake", "编码误读", reread_bytes),
    Fixer("invisible", "不可见字符", drop_invisible),
    Fixer("indent", "段首缩进", restore_indents),
    Fixer("byte_shift", "GBK 字节错位", resync_bytes),
    Fixer("pinyin", "注入拼音", remove_pinyin),
    Fixer("furniture", "网页附加文字", drop_furniture),
    Fixer("wrap", "硬换行", join_wraps),
    Fixer("collapsed", "段落合并", split_collapsed),
    Fixer("word_space", "词内空格", join_words),
    Fixer("script", "繁体转回简体", simplify_mainland),
    Fixer("bullet", "题注项目符号", drop_bullets),
    Fixer("doubled", "重复标点", drop_doubled_stops),
    Fixer("stops", "标点全半角", unfold_stops),
    Fixer("width", "全角字母数字", fold_wide),
    Fixer("year_bracket", "文号括号", mend_year_brackets),
)
NAMES_FOR_PEOPLE = {fixer.name: fixer.label for fixer in FIXERS}
# Rounds until nothing more is found: two do for most texts (the second finds nothing); the bound is for
# strings made to resist.
_MOST_ROUNDS = 12


def repair(raw: str, options: RepairOptions = RepairOptions()) -> RepairedText:
    """Turn damaged text back into what was published, recording every step.

    Total on any string; repairing a repaired text changes nothing; ``replay(raw, steps)`` gives
    the text again.
    """
    work = _Work(raw)
    for _ in range(_MOST_ROUNDS):
        before = work.passes
        for fixer in FIXERS:
            if fixer.name == "script" and options.script is not Script.AUTO:
                if options.script is Script.SIMPLIFIED:
                    work.make(fixer.name, simplify_mainland(work.text) or simplify_everything(work.text))
                continue
            work.make(fixer.name, fixer.find(work.text))
        if work.passes == before:
            break
    return work.result()


class _Work:
    """The text under repair, with the way back to the raw one."""

    def __init__(self, raw: str) -> None:
        self.text = raw
        self.passes = 0
        self._raw_length = len(raw)
        self._starts: Sequence[int] = range(len(raw))
        self._ends: Sequence[int] = range(1, len(raw) + 1)
        self._doubts: list[bool] | None = None  # made with the first proposal; most texts have none
        self._steps: list[Step] = []

    def make(self, fixer: str, edits: Sequence[Edit]) -> None:
        """Make ``edits`` (sorted, not overlapping) and record them as one pass."""
        if not edits:
            return
        text, starts, ends = self.text, self._starts, self._ends
        for edit in edits:
            raw_start = starts[edit.start] if edit.start < len(starts) else self._raw_length
            raw_end = ends[edit.end - 1] if edit.end > edit.start else raw_start
            self._steps.append(
                Step(self.passes, fixer, edit.start, edit.end, raw_start, raw_end, text[edit.start : edit.end],
                     edit.after, edit.certainty, edit.note, edit.alternatives, edit.margin)
            )
        if self._doubts is None and any(edit.certainty is Certainty.UNCERTAIN for edit in edits):
            self._doubts = [False] * len(text)
        if self._doubts is not None:
            self._doubts = _carry_doubts(edits, self._doubts)
        self._starts, self._ends = carry_offsets(edits, starts, ends, self._raw_length)
        self.text = apply_edits(text, edits)
        self.passes += 1

    def result(self) -> RepairedText:
        """What came out."""
        doubts = _stretches(self._doubts) if self._doubts else ()
        return RepairedText(
            self.text, tuple(self._steps), tuple(self._starts), tuple(self._ends), doubts, find_irreparable(self.text)
        )


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
