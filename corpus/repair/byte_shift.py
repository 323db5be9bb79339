"""GBK bytes out of step (字节错位).

Cause: the page was GBK, two bytes a character. One byte was lost, or ASCII was put between the two
bytes of a character; from there on every pair is read one byte late, until an ASCII byte (the
second byte of many Traditional characters is one) or another lost byte brings the reading back in
step. The lost byte shows as ``?``; pairs outside the common set show as private-use characters;
full-width ``！？；：，`` in the run may since have been folded to ASCII.

Evidence: give the run its lost first byte back and it decodes to prose. All inner bytes are there,
so inner characters are certain; the character that lost a byte is chosen among those that share
the other byte, by how its sentence reads and by what the document uses elsewhere (a cache model,
Kuhn and De Mori 1990). Where both bytes of a character are gone nothing proves anything: the best
reading is proposed and marked uncertain.

Left alone: question marks whose surroundings read well as they stand.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus.repair.language import bare, naturalness
from corpus.repair.records import Certainty, Edit

_FOLDED = {"!": b"\xa3\xa1", "?": b"\xa3\xbf", ";": b"\xa3\xbb", ":": b"\xa3\xba", ",": b"\xa3\xac"}
_LEADS = range(0x81, 0xFF)
_TRAILS = [*range(0x40, 0x7F), *range(0x80, 0xFF)]
_LOST = "?\ufffd"
_COUNTED = "万亿元角分年月日号条个项名人家所倍成岁页份%％"
_NUMERALS = frozenset("零一二三四五六七八九十百千万亿两半〇")
_LONGEST_RUN = 400  # characters; longer than any paragraph stays out of step without an ASCII byte
_MOST_PATHS = 32
_LOOK = 8  # characters behind a mark in which a misread run shows itself
_CONTEXT = 8  # characters of context on each side that judge a reading
_GAIN = 2.0  # nats per character by which a reading must beat the text as it stands
_GAIN_OF_ONE = 5.0  # nats, where a single letter is all the evidence
_MOST_IN_VAIN = 200  # tries without a find, after which the marks of a text are what they look like
_HAN = re.compile(r"[\u3400-\u9fff]")
_MARGIN = 1.0  # nats by which the best character must beat the next to be called likely
# The bracket of an injected pinyin note, when its opening half was swallowed by the lost byte.
_PINYIN_REST = re.compile(r"[a-zāēīōūǖáéíóúǘǎěǐǒǔǚàèìòùǜü]{1,7}\)")


@dataclass(frozen=True, slots=True)
class _Unit:
    """One decoded character: its two bytes (None for a lost one) and the raw characters it spans."""

    first: int | None
    second: int | None
    start: int
    end: int

    def candidates(self) -> list[str]:
        firsts = _LEADS if self.first is None else [self.first]
        seconds = _TRAILS if self.second is None else [self.second]
        decoded = (_decode(a, b) for a in firsts for b in seconds)
        return [c for c in decoded if c is not None]


@dataclass(frozen=True, slots=True)
class _Path:
    """One way to read a run: its units, the stretch of text it covers, what it puts back."""

    units: tuple[_Unit, ...]
    start: int
    end: int
    suffix: str = ""  # an opening bracket that the lost byte had swallowed


def resync_bytes(text: str) -> list[Edit]:
    """Find runs read one byte late and read them right.

    >>> [edit.after for edit in resync_bytes("創新突破?!藏熑螁挝唬菏邪l改委、市住建局〕")]
    ['。', '〔責任單位：市發']
    >>> resync_bytes("这样做好吗?可以。")
    []
    """
    edits: list[Edit] = []
    done = 0
    usage: Counter[str] = Counter()
    whole: list[re.Match[str]] = []
    in_vain = 0
    for match in re.finditer(r"[?\ufffd]+", text):
        at = match.start()
        if at < done or in_vain > _MOST_IN_VAIN or not _worth_trying(text, match):
            continue
        usage = usage or _usage(text)
        found = _best_reading(text, match.start(), usage)
        if found:
            edits.extend(found)
            done = found[-1].end
            in_vain = 0
            continue
        in_vain += 1
        if len(match.group()) == 2:
            whole.append(match)
    if edits:  # only a document whose bytes slipped elsewhere can have lost a whole character
        for match in whole:
            edits.extend(_propose_character(text, match.start()))
    return sorted(edits, key=lambda edit: edit.start)


def _worth_trying(text: str, match: re.Match[str]) -> bool:
    """A lost byte stands after a character and at most one more mark follows it."""
    if len(match.group()) > 2 or match.start() == 0:
        return False
    before = text[match.start() - 1]
    after = text[match.end() : match.end() + _LOOK]
    if before in "\r\n\u3000 " or not after or after[0] in "\r\n":
        return False
    # Two marks, a letter, or a character seldom seen: half the pairs read one byte late are such.
    return len(match.group()) == 2 or any(c not in _seen_often() for c in after)


def _best_reading(text: str, start: int, usage: Counter[str]) -> list[Edit]:
    best: list[Edit] = []
    best_gain = 0.0
    for path in _paths(text, start):
        misread = any("\u3400" <= c <= "\uf8ff" for c in text[path.start : path.end])
        # ?id= and ?A： hold no misread character and most are what they look like; only one letter
        # between two Chinese characters may be the second byte of the character that was lost.
        if not misread and not _HAN.match(text[path.end : path.end + 1]):
            continue
        edits, gain = _judge(text, path, usage)
        if edits and gain > max(best_gain, 0.0 if misread else _GAIN_OF_ONE):
            best, best_gain = edits, gain
    return best


def _paths(text: str, start: int) -> Iterator[_Path]:
    """Every way to read on from the lost byte at ``start`` until the reading is in step again."""
    # The lost byte is a first byte; the second comes from the next character, or stands behind a
    # pinyin note that was put between the two (its opening bracket swallowed by the lost byte).
    entries = [start + 1]
    note = _PINYIN_REST.match(text, start + 1)
    if note:
        entries.append(note.end())
    stack: list[tuple[int, int | None, int, tuple[_Unit, ...]]] = [
        (entry, None, start, ()) for entry in reversed(entries)
    ]
    found = 0
    while stack and found < _MOST_PATHS:
        at, pending, unit_start, units = stack.pop()
        if at >= len(text) or at - start > _LONGEST_RUN:
            continue
        character = text[at]
        if character in _LOST and units:
            found += 1
            unit = _Unit(pending, None, unit_start, at + 1)
            swallowed = "(" if _PINYIN_REST.match(text, at + 1) else ""
            yield _Path((*units, unit), start, at + 1, swallowed)
        if character.isascii() and character not in _FOLDED:
            unit = _Unit(pending, ord(character), unit_start, at + 1)
            if _is_trail(ord(character)) and unit.candidates():
                found += 1
                yield _Path((*units, unit), start, at + 1)
            continue
        pair = _encode(character)
        if pair is None:
            continue
        unit = _Unit(pending, pair[0], unit_start, at + 1)
        if unit.candidates():
            stack.append((at + 1, pair[1], at, (*units, unit)))


@dataclass(frozen=True, slots=True)
class _Choice:
    """The character chosen for one unit; ``margin`` in nats over the next best, None if proven."""

    character: str
    margin: float | None = None
    alternatives: tuple[str, ...] = ()


def _judge(text: str, path: _Path, usage: Counter[str]) -> tuple[list[Edit], float]:
    """The path as edits, with its gain in nats over the text as it stands; none if it gains little."""
    left = text[max(0, path.start - 3 * _CONTEXT) : path.start]
    right = path.suffix + text[path.end : path.end + 3 * _CONTEXT]
    choices: list[_Choice] = []
    for i, unit in enumerate(path.units):
        candidates = unit.candidates()
        if len(candidates) == 1:
            choices.append(_Choice(candidates[0]))
            continue
        known = "".join(c[0] if len(c := u.candidates()) == 1 else "" for u in path.units[i + 1 :])
        ranked = _rank(candidates, left + "".join(c.character for c in choices), known + right, usage)
        if not ranked:
            return [], 0.0
        margin = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else math.inf
        choices.append(_Choice(ranked[0][1], margin, tuple(c for _, c in ranked[1:4])))
    after = "".join(choice.character for choice in choices)
    lead, trail = bare(left)[-_CONTEXT:], bare(right)[:_CONTEXT]
    as_it_stands = naturalness(lead + bare(text[path.start : path.end]) + trail)
    gain = naturalness(lead + bare(after) + trail) - as_it_stands
    if gain < _GAIN * len(after):
        return [], 0.0
    return _as_edits(path, choices), gain


def _as_edits(path: _Path, choices: list[_Choice]) -> list[Edit]:
    """One edit for each stretch with the same evidence: proven inside, decided at the ends.

    A unit's two bytes may come from two raw characters; each edit starts where its first byte
    stands and the last one ends with the run, so that edits meet and never overlap.
    """
    edits: list[Edit] = []
    units = path.units
    at = 0
    while at < len(units):
        decided = choices[at].margin is not None
        to = at + 1
        while not decided and to < len(units) and choices[to].margin is None:
            to += 1
        # The head takes the lost byte alone; the character that holds its second byte also holds
        # the first byte of the next unit and belongs to that.
        start = units[at].start
        end = units[to].start if to < len(units) else path.end
        after = "".join(choice.character for choice in choices[at:to])
        alignment = tuple((u.start - start, min(u.end, end) - start) for u in units[at:to])
        if to == len(units) and path.suffix:
            after += path.suffix
            alignment += ((end - start - 1, end - start),)
        margin = choices[at].margin
        if margin is None:
            note = "GBK 字节错位：整段错读一个字节，退回一个字节即可还原"
            edits.append(Edit(start, end, after, Certainty.CERTAIN, note, (), alignment))
        else:
            certainty = Certainty.LIKELY if margin >= _MARGIN else Certainty.UNCERTAIN
            note = f"GBK 字节错位处丢失一个字节，按另一字节和上下文取定（领先次选 {min(margin, 99.0):.1f} 奈特）"
            edits.append(Edit(start, end, after, certainty, note, choices[at].alternatives, alignment))
        at = to
    return edits


def _rank(
    candidates: list[str], left: str, right: str, usage: Counter[str]
) -> list[tuple[float, str]]:
    """Candidates for one character by how their sentence reads in this document, best first."""
    before, after = bare(left)[-_CONTEXT:], bare(right)[:_CONTEXT]
    reading = _reading_that_follows(right)
    if reading:
        candidates = [c for c in candidates if _reads_as(c, reading)]
    scored = []
    for candidate in candidates:
        simplified = bare(candidate)
        scored.append((naturalness(before + simplified + after) + math.log1p(usage[simplified]), candidate))
    return sorted(scored, key=lambda pair: (-pair[0], pair[1]))


def _propose_character(text: str, start: int) -> list[Edit]:
    """Both bytes of one character are gone: propose what reads best, as a proposal."""
    left = text[max(0, start - 3 * _CONTEXT) : start]
    following = text[start + 2 : start + 3]
    if not "\u4e00" <= left[-1] <= "\u9fff" or following.isdigit() or following in _COUNTED:
        return []  # 给予??万元: a figure left open, not a character lost
    before = bare(left)[-_CONTEXT:]
    after = bare(text[start + 2 : start + 2 + 3 * _CONTEXT])[:_CONTEXT]
    document = bare(text)
    ranked = sorted(
        (
            # A pair that the document itself uses elsewhere is as good as a word twenty times as common.
            (naturalness(before + c + after) + (3.0 if before[-1] + c in document else 0.0), c)
            for c in _common_characters()
        ),
        key=lambda pair: (-pair[0], pair[1]),
    )
    alternatives = tuple(character for _, character in ranked[1:4])
    note = "一个字的两个字节都已丢失，无从证明；此字为按上下文提出的建议，请核对原件"
    return [Edit(start, start + 2, ranked[0][1], Certainty.UNCERTAIN, note, alternatives, ((0, 2),))]


def _usage(text: str) -> Counter[str]:
    """How often the document uses each character, in Simplified."""
    return Counter(bare(text))


def _common_characters() -> list[str]:
    """The 3,755 characters of GB 2312 level 1."""
    codes = (bytes((a, b)) for a in range(0xB0, 0xD8) for b in range(0xA1, 0xFF))
    # A lost figure is never proposed: nobody may read one that nobody wrote.
    return [c for code in codes if (c := code.decode("gb2312", "ignore")) and c not in _NUMERALS]


@lru_cache(maxsize=1)
def _seen_often() -> frozenset[str]:
    """The common characters and the usual marks of Chinese text, Traditional forms included."""
    common = "".join(bytes((a, b)).decode("gb2312", "ignore") for a in range(0xB0, 0xD8) for b in range(0xA1, 0xFF))
    return frozenset(common) | frozenset("，。、；：？！“”‘’《》〈〉（）〔〕【】—…·,.;:?!()0123456789%％ \u3000\n")


def _reading_that_follows(right: str) -> str:
    note = re.match(r"\(([^()]{1,7})\)", right)
    return note.group(1) if note and _PINYIN_REST.match(right, 1) else ""


def _reads_as(character: str, reading: str) -> bool:
    from corpus.repair.pinyin import is_reading_of

    return is_reading_of(reading, character)


def _encode(character: str) -> bytes | None:
    folded = _FOLDED.get(character)
    if folded:
        return folded
    try:
        pair = character.encode("gb18030")
    except UnicodeEncodeError:
        return None
    return pair if len(pair) == 2 else None


def _decode(first: int, second: int) -> str | None:
    """The character of two GBK bytes, None where GBK has none; private use is not a reading."""
    try:
        character = bytes((first, second)).decode("gbk")
    except UnicodeDecodeError:
        return None
    return character if len(character) == 1 else None


def _is_trail(byte: int) -> bool:
    return 0x40 <= byte <= 0x7E
