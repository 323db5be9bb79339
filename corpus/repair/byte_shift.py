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
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from corpus.repair import gbk, language
from corpus.repair.pinyin import NOTE, is_reading_of
from corpus.repair.records import Certainty, Edit

_MARKS = "?\ufffd"
_COUNTED = "万亿元角分年月日号条个项名人家所倍成岁页份%％"
_NUMERALS = frozenset("零一二三四五六七八九十百千万亿两半〇")
# What a reading pays, in nats, for each thing it supposes.
_LOSS_MARKED = 2.0  # a byte lost where a mark stands
_LOSS_UNMARKED = 9.0  # a byte lost where nothing shows it
_LOSS_AT_END = 3.0  # the last byte of a line, which has nothing to pair with
_INSERTED = 8.0  # ASCII put between two bytes
_MARK = -4.0  # nats of a question mark that is just one: laws ask nothing, so the model cannot say
_REPLACED = -9.0  # nats of a U+FFFD, which nobody writes
_OPEN = -6.0  # nats of a character not yet chosen, about what prose costs for each character
_GAIN = 7.0  # nats by which the best path must beat the text as it stands
_CACHE = 1.0  # how far the document's own usage counts
_BESIDE_A_MARK = 10.0  # more, where a question mark stands untouched right before the lost byte
_PROSE = -9.0  # nats per character, below which a run is no prose either way (glyph numbers are read as anything)
_SHORT = 4  # characters of a run too short to prove two unmarked losses
_NONSENSE = -24.0  # nats of a character and its follower, where nothing ever stood so
_SURE = 3.0  # nats by which the best character must beat the next to be called likely
_BEFORE, _AFTER = 8, 14  # characters taken along around what looks odd: a run may start and end unremarkably
_GAP = 24  # characters without anything odd that still belong to one stretch
_LONGEST = 10_000  # characters of one stretch; what is longer is read in pieces
_MOST_IN_VAIN = 60_000  # characters read without a find, after which a text's marks are what they look like
_UNSEEN_BESIDE = 3.0  # nats, about what a character pays behind one it was never seen behind
_ENOUGH = 12  # characters seen between two others, from which on no others are considered
_MOST_PROPOSED = 2000  # characters proposed in one text; where more are gone the text is beyond repair
_DOCUMENT = 100_000  # characters from which a document's own usage is learned
# The bracket of an injected pinyin note, when its opening half was swallowed by the lost byte.
_NOTE_REST = re.compile(r"[a-zāēīōūǖáéíóúǘǎěǐǒǔǚàèìòùǜü]{1,7}\)")
_BOTH_LOST = re.compile(r"(?<![?\ufffd])[?\ufffd]{2}(?![?\ufffd])")
_NONE, _LOST = -1, 256  # in step; a first byte is lost. Any other state is the first byte that waits.


def resync_bytes(text: str) -> list[Edit]:
    """Find runs read one byte late and read them right.

    >>> [edit.after for edit in resync_bytes("創新突破?!藏熑螁挝唬菏邪l改委、市住建局〕")]
    ['。', '〔責任單位：市發']
    >>> resync_bytes("这样做好吗?可以。")
    []
    """
    edits: list[Edit] = []
    usage: _Usage | None = None
    in_vain = done = 0
    for start, end in _suspects(text):
        start = max(start, done)
        if start >= end:
            continue
        if in_vain > _MOST_IN_VAIN:
            break
        units = _best_path(text, start, end)
        if not any(unit.decided for unit in units):
            in_vain += end - start
            continue
        in_vain = 0
        usage = usage or _Usage(text)
        edits.extend(_as_edits(text, units, usage))
        done = max(end, edits[-1].end if edits else 0)
    whole = list(_BOTH_LOST.finditer(text)) if "??" in text or "\ufffd\ufffd" in text else []
    if (edits or len(whole) > 1) and len(whole) <= _MOST_PROPOSED:  # one ?? in a text without other damage may be anything
        taken = {i for edit in edits for i in range(edit.start, edit.end)}
        usage = usage or _Usage(text)
        slipped = bool(edits) or len(whole) > 2
        for match in whole:
            if match.start() not in taken and match.start() + 1 not in taken:
                edits.extend(_propose_character(text, match.start(), usage, slipped))
    return sorted(edits, key=lambda edit: edit.start)


# --- where to look ---------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _odd() -> re.Pattern[str]:
    """A mark, or a character seldom seen in a policy of either script: half the pairs read one byte
    late are such."""
    common = "".join(sorted(gbk.common_characters()))
    usual = set(common) | {c for c in map(chr, range(0x4E00, 0x9FA6)) if language.fold(c) in gbk.common_characters()}
    usual |= set("，。、；：！“”‘’《》〈〉（）〔〕【】［］「」『』—–…·～×÷±°℃‰％＋－＝／①②③④⑤⑥⑦⑧⑨⑩○●■□▲△★☆※〇Ⅰ⒈→\u3000\u00a0")
    usual |= {chr(c) for c in (*range(0x21), *range(0x21, 0x7F), *range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B))} - {"?"}
    return re.compile("[^" + re.escape("".join(sorted(usual))) + "]")


def _suspects(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of one line with something odd in them, with a little of what stands around.

    One seldom seen character alone is a name or a term; a mark, or two such characters close together,
    is worth a look.
    """
    first = last = -1
    count = 0
    line_end = -1
    for match in _odd().finditer(text):
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
        mark = match.group() in _MARKS
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


# --- the lattice -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Unit:
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
_Way = tuple[float, str, "_Way | None", "_Unit | None", int]


def _best_path(text: str, start: int, end: int) -> Sequence[_Unit]:
    """The units of the reading that wins in ``text[start:end]``; none if the text as it stands does."""
    before = language.bare(text[max(0, start - 12) : start])[-2:]
    units = _path(text[start:end], before, end == len(text) or text[end] == "\n")
    return [replace(unit, start=unit.start + start, end=unit.end + start) for unit in units]


@lru_cache(maxsize=4096)  # every round of repair reads again what the last one left
def _path(text: str, before: str, at_line_end: bool) -> Sequence[_Unit]:
    """As :func:`_best_path` for a stretch by itself; ``before`` are the two folded characters before it."""
    start, end = 0, len(text)
    codes, characters, folds = gbk.codes(), gbk.characters(), gbk.folded()
    odd = _odd()
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
            skipped = _Unit(i, note.end(), False, text[i : note.end()])
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

        mark = character in _MARKS
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
                offer(_NONE, (value, last[-1:] + here, way, _Unit(i, i + 1, False, character), i + 1))
                if mark:
                    apart = _BESIDE_A_MARK if i > start and text[i - 1] in _MARKS else 0.0
                    offer(_LOST, (total - _LOSS_MARKED - apart, last, way, None, i))
                if code is not None and not ascii_code and odd_near:
                    unit = _Unit(i, i + 1, True, None, code >> 8, None, either=True)
                    offer(code & 0xFF, (total + _OPEN - _LOSS_UNMARKED, "", way, unit, i))
                    if odd_here and code & 0xFF < 0x80:  # ASCII was put behind the first byte and taken for the second
                        offer(code >> 8, (total - _INSERTED, last, way, None, i))
                continue
            if state == _LOST:
                if code is not None:
                    unit = _Unit(began, i + 1, True, None, None, code >> 8)
                    guessed, guess = _best_open(last, None, code >> 8)
                    offer(code & 0xFF, (total + guessed, last[-1:] + guess, way, unit, i))
                if ascii_code and not mark:
                    if 0x40 <= ascii_code < 0x7F:
                        unit = _Unit(began, i + 1, True, None, None, ascii_code)
                        offer(_NONE, (total + _OPEN, "", way, unit, i + 1))
                    offer(_LOST, (total - _INSERTED, last, way, None, began))
                continue
            if mark:
                suffix = "(" if rest else ""
                unit = _Unit(began, i + 1, True, None, state, None, suffix)
                guessed, guess = _best_open(last, state, None)
                offer(_NONE, (total + guessed, last[-1:] + guess, way, unit, i + 1))
            if ascii_code and not mark:
                joined = state << 8 | ascii_code
                if joined in characters and ascii_code >= 0x40:
                    f = folds[joined]
                    unit = _Unit(began, i + 1, True, characters[joined], state, ascii_code)
                    offer(_NONE, (total + score(last, f), last[-1:] + f, way, unit, i + 1))
                offer(state, (total - _INSERTED, last, way, None, began))
            if code is not None:
                joined = state << 8 | code >> 8
                f = folds.get(joined, "")
                if f:
                    unit = _Unit(began, i + 1, True, characters[joined], state, code >> 8)
                    value = total + score(last, f)
                    following = last[-1:] + f
                    offer(code & 0xFF, (value, following, way, unit, i))
                    second = code & 0xFF
                    if 0x40 <= second < 0x7F and not ascii_code:  # the second half is ASCII of the page itself
                        own = language.fold(chr(second))
                        tail = _Unit(i, i + 1, True, chr(second))
                        step: _Way = (value, following, way, unit, i)
                        offer(_NONE, (value + score(following, own), following[-1:] + own, step, tail, i + 1))
            if not mark and not odd_here:  # the waiting byte lost its second, and the page is in step again
                unit = _Unit(began, i, True, None, state, None, either=True)
                step = (total + _OPEN - _LOSS_UNMARKED, "", way, unit, i)
                offer(_NONE, (step[0] + score("", here), here, step, _Unit(i, i + 1, False, character), i + 1))
        if rest and rest.end() <= end:
            # The opening bracket of a note went with the lost byte: the note is passed over whole.
            arrive = later.setdefault(rest.end(), {})
            if _LOST in new:  # a first byte, whose second stands behind the note
                arrive[_LOST] = new[_LOST]
            way = new[_NONE]
            if way[3] is not None and way[3].suffix:
                arrive[_NONE] = (*way[:2], way, _Unit(i + 1, rest.end(), False, text[i + 1 : rest.end()]), rest.end())
        i += 1
        for state, way in later.pop(i, {}).items():
            offer(state, way)
        ways = new
    ending: list[_Way] = []
    for state, way in ways.items():
        if state == _NONE:
            ending.append(way)
        elif state != _LOST and at_line_end:
            unit = _Unit(way[4], end, True, None, state, None, either=True)
            ending.append((way[0] + _OPEN - _LOSS_AT_END, "", way, unit, end))
    if not ending:
        return ()
    best = max(ending, key=lambda way: way[0])
    if best[0] - plain < _GAIN:
        return ()
    units: list[_Unit] = []
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


# --- the characters that lost a byte --------------------------------------------------------------------


class _Usage:
    """What the document itself uses: counts of its characters and of its pairs, folded."""

    def __init__(self, text: str) -> None:
        folded = language.bare(text[:_DOCUMENT])
        self.characters = Counter(folded)
        self.pairs = Counter(map("".join, pairwise(folded)))

    def bonus(self, before: str, character: str, after: str) -> float:
        """Nats in favour of a character that the document uses, most of all between these neighbours."""
        if not "\u4e00" <= character <= "\u9fff":
            return 0.0  # which stop stands somewhere is no habit of a document
        seen = self.pairs[before + character] + self.pairs[character + after]
        return _CACHE * (0.5 * math.log1p(self.characters[character]) + math.log1p(seen))


@dataclass(frozen=True, slots=True)
class _Choice:
    """The character chosen for one unit; ``margin`` in nats over the next best, None if proven."""

    character: str
    margin: float | None = None
    alternatives: tuple[str, ...] = ()
    odd: bool = False  # its bytes are there, but together with its neighbours it makes no sense


def _as_edits(text: str, units: Sequence[_Unit], usage: _Usage) -> list[Edit]:
    """One edit for each stretch with the same evidence: proven inside, decided at the ends."""
    edits: list[Edit] = []
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


def _choose(text: str, units: Sequence[_Unit], i: int, left: str, usage: _Usage) -> _Choice | None:
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
    ranked = language.rank(candidates, left, language.bare(right), usage.bonus)
    if not ranked:
        return None
    margin = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else math.inf
    return _Choice(ranked[0][1], margin, tuple(c for _, c in ranked[1:4]))


def _edits_of_run(units: Sequence[_Unit], choices: Sequence[_Choice]) -> list[Edit]:
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


@lru_cache(maxsize=1)
def _beside() -> tuple[defaultdict[str, set[str]], defaultdict[str, set[str]]]:
    """For each character the common ones seen right behind it, and those seen right before it."""
    # A lost figure is never proposed: nobody may read one that nobody wrote.
    allowed = gbk.common_characters() - _NUMERALS
    behind: defaultdict[str, set[str]] = defaultdict(set)
    before: defaultdict[str, set[str]] = defaultdict(set)
    for run in language.model()[0]:
        if len(run) == 2:
            if run[1] in allowed:
                behind[run[0]].add(run[1])
            if run[0] in allowed:
                before[run[1]].add(run[0])
    return behind, before


@lru_cache(maxsize=4096)
def _between(left: str, right: str) -> tuple[str, ...]:
    """Characters that were seen between these two, or beside one of them if there are few."""
    behind, before = _beside()
    found = behind[left] & before[right]
    return tuple(sorted(found if len(found) >= _ENOUGH else behind[left] | before[right]))


def _propose_character(text: str, start: int, usage: _Usage, elsewhere: bool) -> list[Edit]:
    """Both bytes of one character are gone: propose what reads best, as a proposal.

    ``elsewhere`` says that the document's bytes slipped in other places too; only then is a mark before a
    stop or at a line's end taken for a character.
    """
    following = text[start + 2 : start + 3]
    within = "\u4e00" <= following <= "\u9fff"
    behind_han = "\u4e00" <= text[start - 1 : start] <= "\u9fff"
    if following in _COUNTED or not ((behind_han and (within or elsewhere)) or (within and elsewhere)):
        return []  # 给予??万元: a figure left open, not a character lost
    left = language.bare(text[max(0, start - 12) : start])
    right = language.bare(text[start + 2 : start + 14])
    ranked = language.rank(_between(left[-1:], right[:1]), left, right, usage.bonus)
    if len(ranked) < 2:
        return []
    note = "一个字的两个字节都已丢失，无从证明；此字为按上下文提出的建议，请核对原件"
    alternatives = tuple(character for _, character in ranked[1:4])
    margin = ranked[0][0] - ranked[1][0]
    return [Edit(start, start + 2, ranked[0][1], Certainty.UNCERTAIN, note, alternatives, ((0, 2),), margin)]
