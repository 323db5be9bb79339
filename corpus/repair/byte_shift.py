"""GBK bytes out of step (字节错位).

Cause: the page was GBK, two bytes a character. One byte was lost, or ASCII was put between the two
bytes of a character; from there on every pair is read one byte late, until an ASCII byte (the
second byte of many Traditional characters is one), the end of the line or another lost byte brings the
reading back in step. The lost byte shows as ``?``, as U+FFFD or not at all; pairs outside the common set
show as private-use characters; full-width ``！？；：，（）`` in the run may since have been folded to ASCII.

Evidence: give the run its lost byte back and it decodes to prose. Every way to read a suspect stretch
(in step, one byte late, a byte lost here, ASCII put in there) is a path through a small lattice; the
path that reads best wins (Viterbi 1967) if it beats the text as it stands by far. Inside a run all bytes
are there, so inner characters are certain; a character that lost a byte is chosen among those that
share the other byte, by how its sentence reads and by what the document uses elsewhere (a cache model,
Kuhn and De Mori 1990). Where both bytes of a character are gone nothing proves anything: the best
reading is proposed and marked uncertain.

Left alone: question marks and rare characters whose surroundings read well as they stand.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.repair import gbk, language
from corpus.repair.byte_lattice import MARKS, Unit, best_path, odd_character
from corpus.repair.lost_character import Usage, propose_character
from corpus.repair.pinyin import NOTE, is_reading_of
from corpus.repair.records import Certainty, Edit

_PROSE = -9.0  # nats per character, below which a run is no prose either way (glyph numbers are read as anything)
_SHORT = 4  # characters of a run too short to prove two unmarked losses
_NONSENSE = -24.0  # nats of a character and its follower, where nothing ever stood so
_SURE = 3.0  # nats by which the best character must beat the next to be called likely
_BEFORE, _AFTER = 8, 14  # characters taken along around what looks odd: a run may start and end unremarkably
_GAP = 24  # characters without anything odd that still belong to one stretch
_LONGEST = 10_000  # characters of one stretch; what is longer is read in pieces
_MOST_IN_VAIN = 60_000  # characters read without a find, after which a text's marks are what they look like
_SLIPPED = 3  # edits that show a text's bytes to have slipped
_MOST_PROPOSED = 2000  # characters proposed in one text; where more are gone the text is beyond repair
_BOTH_LOST = re.compile(r"(?<![?\ufffd])[?\ufffd]{2}(?![?\ufffd])")


def resync_bytes(text: str) -> list[Edit]:
    """Find runs read one byte late and read them right.

    >>> [edit.after for edit in resync_bytes("創新突破?!藏熑螁挝唬菏邪l改委、市住建局〕")]
    ['。', '〔責任單位：市發']
    >>> resync_bytes("这样做好吗?可以。")
    []
    """
    edits: list[Edit] = []
    usage: Usage | None = None
    in_vain = done = 0
    left: list[tuple[int, int]] = []
    for start, end in _suspects(text):
        start = max(start, done)
        if start >= end:
            continue
        if in_vain > _MOST_IN_VAIN:
            break
        usage = usage or Usage(text)
        found = _as_edits(text, best_path(text, start, end), usage)
        if not found:
            in_vain += end - start
            left.append((start, end))
            continue
        in_vain = 0
        edits.extend(found)
        done = max(end, found[-1].end)
    if usage and len(edits) >= _SLIPPED:  # this text lost bytes: what was left for want of evidence is read again
        taken = _covered(edits)
        for start, end in left:
            found = _as_edits(text, best_path(text, start, end, eager=True), usage)
            again = _covered(found)
            if taken.isdisjoint(again):  # stretches overlap by what stands around them
                edits.extend(found)
                taken |= again
    whole = list(_BOTH_LOST.finditer(text)) if "??" in text or "\ufffd\ufffd" in text else []
    if (edits or len(whole) > 1) and len(whole) <= _MOST_PROPOSED:  # one ?? in a text without other damage may be anything
        taken = _covered(edits)
        usage = usage or Usage(text)
        slipped = bool(edits) or len(whole) > 2
        for match in whole:
            if match.start() not in taken and match.start() + 1 not in taken:
                edits.extend(propose_character(text, match.start(), usage, slipped))
    return sorted(edits, key=lambda edit: edit.start)


def _covered(edits: Sequence[Edit]) -> set[int]:
    """The characters that ``edits`` replace."""
    return {i for edit in edits for i in range(edit.start, edit.end)}


# --- where to look ---------------------------------------------------------------------------------------


def _suspects(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of one line with something odd in them, with a little of what stands around.

    One seldom seen character alone is a name or a term; a mark, or two such characters close together,
    is worth a look.
    """
    first = last = -1
    count = 0
    line_end = -1
    for match in odd_character().finditer(text):
        at = match.start()
        if first >= 0 and (at >= line_end or at - last > _GAP or at - first > _LONGEST):
            if count > 1:
                yield _around(text, first, last, line_end)
            first = -1
        if first < 0:
            first = at
            count = 0
            line_end = text.find("\n", at)
            line_end = len(text) if line_end < 0 else line_end
        mark = match.group() in MARKS
        # A mark between two Latin letters or at a line's start is no lost byte.
        near = last >= first and at - last <= 6
        count += 2 if (mark and _beside_han(text, at)) or (near and at > first) else 0 if mark else 1 if count == 0 else 0
        last = at
    if first >= 0 and count > 1:
        yield _around(text, first, last, line_end)


def _beside_han(text: str, at: int) -> bool:
    return any("\u3400" <= c <= "\uf8ff" for c in text[max(0, at - 2) : at + 3])


def _around(text: str, first: int, last: int, line_end: int) -> tuple[int, int]:
    line_start = text.rfind("\n", max(0, first - _BEFORE), first) + 1
    return max(line_start, first - _BEFORE), min(line_end, last + 1 + _AFTER)


# --- the characters that lost a byte --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Choice:
    """The character chosen for one unit; ``margin`` in nats over the next best, None if proven."""

    character: str
    margin: float | None = None
    alternatives: tuple[str, ...] = ()
    odd: bool = False  # its bytes are there, but together with its neighbours it makes no sense


def _as_edits(text: str, units: Sequence[Unit], usage: Usage) -> list[Edit]:
    """One edit for each stretch with the same evidence: proven inside, decided at the ends."""
    edits: list[Edit] = []
    if not any(unit.decided for unit in units):
        return edits
    at = 0
    left = language.bare(text[max(0, units[0].start - 3 * _BEFORE) : units[0].start])
    while at < len(units):
        if not units[at].decided:
            left = (left + language.bare(units[at].character or ""))[-8:]
            at += 1
            continue
        to = at
        while to < len(units) and units[to].decided:
            to += 1
        choices: list[_Choice] = []
        before = left[-2:]
        for i in range(at, to):
            choice = _choose(text, units, i, left, usage)
            if choice is None:
                return []
            choices.append(choice)
            left = (left + language.fold(choice.character))[-8:]
        after = language.bare("".join(choice.character for choice in choices) + text[units[to - 1].end :][:2])
        reads = language.added(before + after, len(before)) > _PROSE * len(after)
        # Two losses that nothing shows, with next to nothing between them, explain any odd character.
        han = sum("\u4e00" <= choice.character <= "\u9fff" for choice in choices)
        shown = not units[at].either or (2 * han >= to - at and (to - at >= _SHORT or not units[to - 1].either))
        if reads and shown:
            edits.extend(_edits_of_run(units[at:to], choices))
        at = to
    return edits


def _choose(text: str, units: Sequence[Unit], i: int, left: str, usage: Usage) -> _Choice | None:
    """The character of one unit: itself where both bytes are there, else the one that reads best.

    None if no character has the byte that is left.
    """
    unit = units[i]
    if unit.character is not None and not "\u4e00" <= unit.character <= "\u9fff":
        return _Choice(unit.character)
    right = unit.suffix
    for following in units[i + 1 : i + 8]:
        if following.character is None:
            break
        right += following.character
    else:
        right += text[units[min(i + 7, len(units) - 1)].end :][:12]
    if unit.character is not None:
        run = left[-2:] + language.fold(unit.character) + language.bare(right)[:1]
        odd = language.added(run, min(2, len(left))) < _NONSENSE
        return _Choice(unit.character, odd=odd)
    candidates = gbk.with_first(unit.first) if unit.first is not None else gbk.with_second(unit.second or 0)
    if unit.either and unit.first is not None:
        candidates = tuple(dict.fromkeys(candidates + gbk.with_second(unit.first)))
    note = re.match(r"\(([^()]{1,7})\)", text[unit.end - 1 if unit.suffix else unit.end :][:9])
    if note and NOTE.match(note.group()):
        candidates = tuple(c for c in candidates if is_reading_of(note.group(1), c)) or candidates
    ranked = language.rank(usage.of_its_script(candidates), left, language.bare(right), usage.bonus)
    if not ranked:
        return None
    margin = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else math.inf
    return _Choice(ranked[0][1], margin, tuple(c for _, c in ranked[1:4]))


def _edits_of_run(units: Sequence[Unit], choices: Sequence[_Choice]) -> list[Edit]:
    """A unit's two bytes may come from two raw characters; each edit starts where its first byte
    stands and the last one ends with the run, so that edits meet and never overlap."""
    edits: list[Edit] = []
    at = 0
    while at < len(units):
        decided = choices[at].margin is not None
        to = at + 1
        while not decided and to < len(units) and choices[to].margin is None and choices[to].odd == choices[at].odd:
            to += 1
        start = units[at].start
        end = units[to].start if to < len(units) else units[-1].end
        after = "".join(choice.character for choice in choices[at:to])
        alignment = tuple((u.start - start, max(u.start, min(u.end, end)) - start) for u in units[at:to])
        if units[to - 1].suffix:
            after += units[to - 1].suffix
            alignment += ((end - start - 1, end - start),)
        margin = choices[at].margin
        if margin is None and choices[at].odd:
            note = "GBK 字节错位：按原字节还原，但此处读来不通，可能另有字节丢失，请核对原件"
            edits.append(Edit(start, end, after, Certainty.UNCERTAIN, note, (), alignment))
        elif margin is None:
            note = "GBK 字节错位：整段错读一个字节，退回一个字节即可还原"
            edits.append(Edit(start, end, after, Certainty.CERTAIN, note, (), alignment))
        else:
            certainty = Certainty.LIKELY if margin >= _SURE else Certainty.UNCERTAIN
            note = f"GBK 字节错位处丢失一个字节，按另一字节和上下文取定（领先次选 {min(margin, 99.0):.1f} 奈特）"
            edits.append(Edit(start, end, after, certainty, note, choices[at].alternatives, alignment, min(margin, 99.0)))
        at = to
    return edits
