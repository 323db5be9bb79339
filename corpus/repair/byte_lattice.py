"""Every way to read a stretch of GBK bytes, and the one that reads best.

In step, one byte late, a byte lost here, ASCII put in there: each is a path through a small lattice whose
states say which first byte waits for its second. The path that reads best by the language model wins
(Viterbi 1967), each supposition paid for in nats, if it beats the text as it stands by far.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.repair import gbk, language
from corpus.repair.pinyin import NOTE

MARKS = "?\ufffd"  # what a decoder shows for a byte it cannot read
# What a reading pays, in nats, for each thing it supposes.
_LOSS_MARKED = 2.0  # a byte lost where a mark stands
_LOSS_UNMARKED = 9.0  # a byte lost where nothing shows it
_LOSS_AT_END = 3.0  # the last byte of a line, which has nothing to pair with
_LOSS_EAGER = 6.0  # the same in a text that lost bytes elsewhere
_GAIN_EAGER = 3.0  # and by how much the best path must then win
_INSERTED = 8.0  # ASCII put between two bytes
_MARK = -4.0  # nats of a question mark that is just one: laws ask nothing, so the model cannot say
_REPLACED = -9.0  # nats of a U+FFFD, which nobody writes
_OPEN = -6.0  # nats of a character not yet chosen, about what prose costs for each character
_GAIN = 7.0  # nats by which the best path must beat the text as it stands
_BESIDE_A_MARK = 10.0  # more, where a question mark stands untouched right before the lost byte
_UNSEEN_BESIDE = 3.0  # nats, about what a character pays behind one it was never seen behind
# The bracket of an injected pinyin note, when its opening half was swallowed by the lost byte.
_NOTE_REST = re.compile(r"[a-zāēīōūǖáéíóúǘǎěǐǒǔǚàèìòùǜü]{1,7}\)")
_NONE, _LOST = -1, 256  # in step; a first byte is lost. Any other state is the first byte that waits.


@lru_cache(maxsize=1)
def odd_character() -> re.Pattern[str]:
    """A mark, or a character seldom seen in a policy of either script: half the pairs read one byte
    late are such."""
    common = "".join(sorted(gbk.common_characters()))
    usual = set(common) | {c for c in map(chr, range(0x4E00, 0x9FA6)) if language.fold(c) in gbk.common_characters()}
    usual |= set("，。、；：！“”‘’《》〈〉（）〔〕【】［］「」『』—–…·～×÷±°℃‰％＋－＝／①②③④⑤⑥⑦⑧⑨⑩○●■□▲△★☆※〇Ⅰ⒈→\u3000\u00a0")
    usual |= {chr(c) for c in (*range(0x21), *range(0x21, 0x7F), *range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B))} - {"?"}
    return re.compile("[^" + re.escape("".join(sorted(usual))) + "]")


@dataclass(frozen=True, slots=True)
class Unit:
    """One character of a path: its bytes (None for a lost one) and the raw characters it spans.

    ``decided`` is False for what stands as it was; ``character`` is None while a byte is open.
    ``either`` is set and ``first`` alone given where the byte that is left may be the first or the second.
    ``suffix`` is an opening bracket that a lost byte had swallowed.
    """

    start: int
    end: int
    decided: bool
    character: str | None
    first: int | None = None
    second: int | None = None
    suffix: str = ""
    either: bool = False  # nothing shows which of the two bytes is the one that is left


# A state's best way so far: score, the last two folded characters, the way before, the unit it added,
# where the waiting byte's raw character starts.
_Way = tuple[float, str, "_Way | None", "Unit | None", int]


def best_path(text: str, start: int, end: int, *, eager: bool = False) -> Sequence[Unit]:
    """The units of the reading that wins in ``text[start:end]``; none if the text as it stands does.

    ``eager`` asks for less evidence: for a text whose bytes are known to have slipped elsewhere.
    """
    before = language.bare(text[max(0, start - 12) : start])[-2:]
    units = _path(text[start:end], before, end == len(text) or text[end] == "\n", eager)
    return [replace(unit, start=unit.start + start, end=unit.end + start) for unit in units]


@lru_cache(maxsize=4096)  # every round of repair reads again what the last one left
def _path(text: str, before: str, at_line_end: bool, eager: bool) -> Sequence[Unit]:
    """As :func:`best_path` for a stretch by itself; ``before`` are the two folded characters before it."""
    start, end = 0, len(text)
    unmarked, gain = (_LOSS_EAGER, _GAIN_EAGER) if eager else (_LOSS_UNMARKED, _GAIN)
    codes, characters, folds = gbk.codes(), gbk.characters(), gbk.folded()
    odd = odd_character()
    folded = language.fold(text)
    score = _score
    ways: dict[int, _Way] = {_NONE: (0.0, before, None, None, start)}
    plain = 0.0
    plain_last = before
    later: dict[int, dict[int, _Way]] = {}
    i = start
    while i < end:
        character = text[i]
        note = NOTE.match(text, i) if character in "(（" else None
        if note and note.end() <= end and i > start:  # an injected reading is transparent
            ways = {state: (w[0] - (0.5 if state >= 0 else 0.0), *w[1:]) for state, w in ways.items()}
            skipped = Unit(i, note.end(), False, text[i : note.end()])
            if _NONE in ways:
                w = ways[_NONE]
                ways[_NONE] = (w[0], w[1], w, skipped, i)
            i = note.end()
            continue
        here = folded[i - start]
        new: dict[int, _Way] = {}

        def offer(state: int, way: _Way, new: dict[int, _Way] = new) -> None:
            old = new.get(state)
            if old is None or way[0] > old[0]:
                new[state] = way

        mark = character in MARKS
        as_mark = _MARK if character == "?" else _REPLACED
        plain += as_mark if mark else score(plain_last, here)
        plain_last = plain_last[-1:] + here
        code = codes.get(character)
        ascii_code = ord(character) if character.isascii() else 0
        odd_here = odd.match(text, i) is not None
        odd_near = odd_here or any(odd.match(text, j) for j in range(i + 1, min(i + 3, end)))
        rest = _NOTE_REST.match(text, i + 1) if mark else None
        for state, way in ways.items():
            total, last, _, _, began = way
            if state == _NONE:
                value = total + (as_mark if mark else score(last, here))
                offer(_NONE, (value, last[-1:] + here, way, Unit(i, i + 1, False, character), i + 1))
                if mark:
                    apart = _BESIDE_A_MARK if i > start and text[i - 1] in MARKS else 0.0
                    offer(_LOST, (total - _LOSS_MARKED - apart, last, way, None, i))
                if code is not None and not ascii_code and odd_near:
                    unit = Unit(i, i + 1, True, None, code >> 8, None, either=True)
                    offer(code & 0xFF, (total + _OPEN - unmarked, "", way, unit, i))
                    if odd_here and code & 0xFF < 0x80:  # ASCII was put behind the first byte and taken for the second
                        offer(code >> 8, (total - _INSERTED, last, way, None, i))
                continue
            if state == _LOST:
                if code is not None:
                    unit = Unit(began, i + 1, True, None, None, code >> 8)
                    guessed, guess = _best_open(last, None, code >> 8)
                    offer(code & 0xFF, (total + guessed, last[-1:] + guess, way, unit, i))
                if ascii_code and not mark:
                    if 0x40 <= ascii_code < 0x7F:
                        unit = Unit(began, i + 1, True, None, None, ascii_code)
                        offer(_NONE, (total + _OPEN, "", way, unit, i + 1))
                    offer(_LOST, (total - _INSERTED, last, way, None, began))
                continue
            if mark:
                suffix = "(" if rest else ""
                unit = Unit(began, i + 1, True, None, state, None, suffix)
                guessed, guess = _best_open(last, state, None)
                offer(_NONE, (total + guessed, last[-1:] + guess, way, unit, i + 1))
            if ascii_code and not mark:
                joined = state << 8 | ascii_code
                if joined in characters and ascii_code >= 0x40:
                    f = folds[joined]
                    unit = Unit(began, i + 1, True, characters[joined], state, ascii_code)
                    offer(_NONE, (total + score(last, f), last[-1:] + f, way, unit, i + 1))
                offer(state, (total - _INSERTED, last, way, None, began))
            if code is not None:
                joined = state << 8 | code >> 8
                f = folds.get(joined, "")
                if f:
                    unit = Unit(began, i + 1, True, characters[joined], state, code >> 8)
                    value = total + score(last, f)
                    following = last[-1:] + f
                    offer(code & 0xFF, (value, following, way, unit, i))
                    second = code & 0xFF
                    if 0x40 <= second < 0x7F and not ascii_code:  # the second half is ASCII of the page itself
                        own = language.fold(chr(second))
                        tail = Unit(i, i + 1, True, chr(second))
                        step: _Way = (value, following, way, unit, i)
                        offer(_NONE, (value + score(following, own), following[-1:] + own, step, tail, i + 1))
            if not mark and not odd_here:  # the waiting byte lost its second, and the page is in step again
                unit = Unit(began, i, True, None, state, None, either=True)
                step = (total + _OPEN - unmarked, "", way, unit, i)
                offer(_NONE, (step[0] + score("", here), here, step, Unit(i, i + 1, False, character), i + 1))
        if rest and rest.end() <= end:
            # The opening bracket of a note went with the lost byte: the note is passed over whole.
            arrive = later.setdefault(rest.end(), {})
            if _LOST in new:  # a first byte, whose second stands behind the note
                arrive[_LOST] = new[_LOST]
            way = new[_NONE]
            if way[3] is not None and way[3].suffix:
                arrive[_NONE] = (*way[:2], way, Unit(i + 1, rest.end(), False, text[i + 1 : rest.end()]), rest.end())
        i += 1
        for state, way in later.pop(i, {}).items():
            offer(state, way)
        ways = new
    ending: list[_Way] = []
    for state, way in ways.items():
        if state == _NONE:
            ending.append(way)
        elif state != _LOST and at_line_end:
            unit = Unit(way[4], end, True, None, state, None, either=True)
            ending.append((way[0] + _OPEN - _LOSS_AT_END, "", way, unit, end))
    if not ending:
        return ()
    best = max(ending, key=lambda way: way[0])
    if best[0] - plain < gain:
        return ()
    units: list[Unit] = []
    node: _Way | None = best
    while node is not None:
        if node[3] is not None:
            units.append(node[3])
        node = node[2]
    return units[::-1]


@lru_cache(maxsize=20000)
def _best_open(last: str, first: int | None, second: int | None) -> tuple[float, str]:
    """Nats and folded character of the likeliest character behind ``last`` that has the byte given."""
    candidates = gbk.with_first(first) if first is not None else gbk.with_second(second or 0)
    logs, _ = language.model()
    near, best, character = last[-1:], -math.inf, ""
    for folded in language.fold("".join(candidates)):
        value = logs.get(near + folded)
        if value is None:
            value = logs.get(folded, language.UNSEEN) - _UNSEEN_BESIDE
        if value > best:
            best, character = value, folded
    return (_score(last, character), character) if character else (_OPEN, "")


def _score(last: str, character: str) -> float:
    """Nats of one folded character behind up to two others."""
    at = len(last)
    return language.added(last + character, at)
