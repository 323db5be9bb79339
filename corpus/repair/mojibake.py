"""Text decoded with the wrong encoding (乱码): the bytes are all there and only need reading again.

Causes: a UTF-8 page read as Latin-1 or Windows-1252 (``æ–‡ä»¶``) or as GBK (``鏂囦欢``); a GBK page read as
Latin-1 (``Îļþ``); a Big5 page read as GBK.
Evidence: encode the stretch back, decode it with the right encoding, and prose stands there. UTF-8 is so
regular that a run which decodes at all proves itself; GBK and Big5 accept almost any bytes, so how the
result reads decides. A byte that the wrong decoder could not show stands as ``?`` or U+FFFD: the character
is chosen among those that share the other bytes, and says so.
Left alone: French, German or Greek words, and anything that reads no better the other way.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product

from corpus.repair import gbk, language
from corpus.repair.records import Certainty, Edit

_MARKS = "?\ufffd"
_SURE = 3.0  # nats by which the best character must beat the next to be called likely
_GAIN = 2.0  # nats per character by which the new reading must beat the old one
_PROSE = -8.5  # nats per character: running text has -3 to -6, names -7, characters at random -10 and less
_FEWEST = 3  # characters of a stretch whose new reading is only a matter of language


def reread_bytes(text: str) -> list[Edit]:
    """Find stretches decoded with the wrong encoding and decode them with the right one.

    >>> [e.after for e in reread_bytes("æ–‡ä»¶ 2023")]
    ['文件']
    >>> [e.after for e in reread_bytes("鏀跨瓥鏂囦欢")]
    ['政策文件']
    >>> reread_bytes("Société Générale，café")
    []
    """
    edits = [*_latin(text), *_utf8_as_gbk(text), *_big5_as_gbk(text)]
    edits.sort(key=lambda edit: (edit.start, -edit.end))
    kept: list[Edit] = []
    for edit in edits:
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


# --- read as Latin-1 or Windows-1252 -------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _latin_bytes() -> dict[str, int]:
    """The byte of each character of Latin-1, and of what Windows-1252 shows in its place."""
    found = {chr(code): code for code in range(0x80, 0x100)}
    for code in range(0x80, 0xA0):
        try:
            found[bytes((code,)).decode("cp1252")] = code
        except UnicodeDecodeError:
            continue
    return found


@lru_cache(maxsize=1)
def _utf8_run() -> re.Pattern[str]:
    following = "".join(c for c, code in _latin_bytes().items() if code < 0xC0)
    cont = "[" + re.escape(following) + "?\ufffd]"
    return re.compile(f"(?:[\xe2-\xef]{cont}{{2}}|[\xf0-\xf4]{cont}{{3}}|[\xc2-\xdf]{cont})+")


_LATIN_GATE = re.compile("[\xa1-\xff][\x80-\xff\u0152-\u2122\ufffd]")
_GBK_RUN = re.compile(r"[\x81-\xfe\u0152-\u2122][\x40-\xfe\u0152-\u2122]*")
# Bytes that Windows-1252 leaves undefined; a strict reader shows U+FFFD in their place.
_UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)


_SIGNS = frozenset("°·±×÷§")  # of Latin-1, seen in Chinese text


def _latin(text: str) -> Iterator[Edit]:
    if not _LATIN_GATE.search(text):
        return
    known = _latin_bytes()
    runs = list(_utf8_run().finditer(text))
    letters = re.compile("[\xa1-\xff]")
    covered = sum(len(letters.findall(m.group())) for m in runs)
    if 2 * covered > len(letters.findall(text)):
        found: list[tuple[int, list[_Utf8Unit], list[tuple[str, ...]]]] = []
        for match in runs:
            data = [known.get(c, -1) for c in match.group()]
            for units in _utf8_units(data, _UNDEFINED):
                found.append((match.start(), units, [_utf8_candidates(u[0], _UNDEFINED) for u in units]))
        # Â° alone is a letter and a sign, of any European text; beside Chinese it is what the Chinese was. Other
        # letters decode to letters by chance, GBK read as Latin-1 most of all.
        if any("\u2010" <= c[0] <= "\uffef" for _, _, decoded in found for c in decoded if c):
            for start, units, decoded in found:
                if all(decoded) and any("\u2010" <= c[0] <= "\uffef" or c[0] in _SIGNS for c in decoded):
                    note = "UTF-8 被当作 Latin-1 读出，按原字节重新解码"
                    places = range(start, start + units[-1][2])
                    yield from _edits_of_units(text, places, units, decoded, note)
    else:
        yield from _gbk_as_latin(text)


def _gbk_as_latin(text: str) -> Iterator[Edit]:
    known = _latin_bytes()
    runs = list(_GBK_RUN.finditer(text))
    found: dict[int, Edit] = {}
    for fewest in (4, 2):  # where longer runs are proven, a single character between ASCII is one too
        for match in runs:
            run = match.group()
            # Letters of Latin-1 tell; “ and ” alone, bytes of Windows-1252, stand in every Chinese text.
            if match.start() in found or sum("\xa1" <= c <= "\xff" for c in run) < fewest:
                continue
            units = _two_byte_units([known.get(c, ord(c) if c.isascii() else 0) for c in run], gbk.characters())
            if units is None:
                continue
            decoded = "".join(c for c, _, _ in units)
            gain = _gain(run, decoded)
            if found or (len(decoded) >= _FEWEST and _mostly_chinese(decoded) and gain >= _GAIN):
                note = f"GBK 被当作 Latin-1 读出，按原字节重新解码（每字领先 {gain:.1f} 奈特）"
                alignment = tuple((a, b) for _, a, b in units)
                found[match.start()] = Edit(*match.span(), decoded, Certainty.LIKELY, note, (), alignment, gain * len(decoded))
        if not found:
            return
    yield from found.values()


def _two_byte_units(data: Sequence[int], characters: dict[int, str]) -> list[tuple[str, int, int]] | None:
    """Bytes as characters with their places; ASCII stands for itself. None if they do not decode."""
    units: list[tuple[str, int, int]] = []
    i = 0
    while i < len(data):
        if data[i] < 0x80:
            units.append((chr(data[i]), i, i + 1))
            i += 1
            continue
        character = characters.get(data[i] << 8 | data[i + 1]) if i + 1 < len(data) else None
        if character is None:
            return None
        units.append((character, i, i + 2))
        i += 2
    return units


def _mostly_chinese(text: str) -> bool:
    han = sum("\u4e00" <= c <= "\u9fff" for c in text)
    return 2 * han >= len(text)


# --- UTF-8 read as GBK -----------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _gate() -> re.Pattern[str]:
    """Two characters whose GBK bytes are the first and the following bytes of UTF-8, close together."""
    codes = gbk.codes()
    signs = sorted(c for c, code in codes.items() if not c.isascii() and 0xE3 <= code >> 8 <= 0xEF and 0x80 <= code & 0xFF <= 0xBF)
    sign = "[" + re.escape("".join(signs)) + "]"
    return re.compile(f"{sign}.{{0,2}}{sign}|{sign}[?\ufffd€]|{sign}$", re.MULTILINE)


_STRETCH = re.compile(r"[^\x00-\x3e\x7b-\x7f]+")


def _utf8_as_gbk(text: str) -> Iterator[Edit]:
    gate = _gate()
    if not gate.search(text):
        return
    found = False
    stretches = [m.span() for m in _STRETCH.finditer(text) if gate.search(m.group())]
    for fewest in (2, 1):  # where longer runs are proven, a single character is one too
        for start, end in stretches:
            for edit in _runs_of_utf8(text, start, end, fewest):
                found = True
                yield edit
        if not found:
            return


def _runs_of_utf8(text: str, start: int, end: int, fewest: int) -> Iterator[Edit]:
    """Maximal runs inside a stretch whose bytes are UTF-8, of at least ``fewest`` characters beyond ASCII."""
    data, places = _bytes_of(text, start, end)
    for units in _utf8_units(data):
        while units and len(units[0][0]) == 1:
            units.pop(0)
        while units and len(units[-1][0]) == 1:
            units.pop()
        if sum(len(u[0]) > 1 for u in units) < fewest:
            continue
        readings = [_utf8_candidates(sequence) for sequence, _, _ in units]
        before = text[places[units[0][1]] : places[units[-1][2] - 1] + 1]
        after = "".join(c[0] for c in readings if c)
        proven = len(units) > 3 and all(len(c) == 1 for c in readings)
        if all(readings) and _mostly_chinese(after) and _gain(before, after) >= (0.0 if proven else _GAIN):
            yield from _edits_of_units(text, places, units, readings, "UTF-8 被当作 GBK 读出，按原字节重新解码")


_Utf8Unit = tuple[tuple[int, ...], int, int]  # bytes of a character, where they start and end


def _utf8_units(data: Sequence[int], lost: Sequence[int] = range(0x80, 0xC0)) -> Iterator[list[_Utf8Unit]]:
    """Maximal runs of bytes that are UTF-8, cut into characters."""
    at = 0
    while at < len(data):
        units: list[_Utf8Unit] = []
        while (size := _utf8_size(data, at, lost)) > 0:
            units.append((tuple(data[at : at + size]), at, at + size))
            at += size
        if any(len(sequence) > 1 for sequence, _, _ in units):
            yield units
        if not units:
            at += 1


def _edits_of_units(
    text: str,
    places: Sequence[int],
    units: Sequence[tuple[tuple[int, ...], int, int]],
    readings: Sequence[tuple[str, ...]],
    note: str,
) -> Iterator[Edit]:
    """Edits for a run of UTF-8 characters; ``places`` gives the raw character of every byte.

    A GBK character may straddle two characters: it belongs to the one whose first byte it holds.
    """
    decoded: list[str] = []
    open_units: dict[int, tuple[float, tuple[str, ...]]] = {}
    left = language.fold(text[max(0, places[units[0][1]] - 2) : places[units[0][1]]])
    for number, candidates in enumerate(readings):
        if len(candidates) == 1:
            decoded.append(candidates[0])
        else:
            right = "".join(c[0] for c in readings[number + 1 : number + 3] if len(c) == 1)
            if number + 1 == len(readings):
                right = text[places[units[-1][2] - 1] + 1 :][:4]
            ranked = language.rank(candidates, left, language.fold(right))
            open_units[number] = (ranked[0][0] - ranked[1][0], tuple(c for _, c in ranked[1:4]))
            decoded.append(ranked[0][1])
        left = (left + language.fold(decoded[-1]))[-2:]
    raw_at = places[units[0][1]]
    last = places[units[-1][2] - 1] + 1
    at = 0
    while at < len(units):
        to = at + 1
        while at not in open_units and to < len(units) and to not in open_units:
            to += 1
        end = last if to == len(units) else max(raw_at, places[units[to][1]])
        alignment = tuple(
            (min(max(places[u[1]], raw_at), end) - raw_at, min(max(places[u[2] - 1] + 1, raw_at), end) - raw_at)
            for u in units[at:to]
        )
        after = "".join(decoded[at:to])
        if at in open_units:
            margin, others = open_units[at]
            certainty = Certainty.LIKELY if margin >= _SURE else Certainty.UNCERTAIN
            yield Edit(raw_at, end, after, certainty, note + "；一个字节已丢失，按上下文取定", others, alignment, margin)
        else:
            yield Edit(raw_at, end, after, Certainty.CERTAIN, note, (), alignment)
        raw_at = end
        at = to


def _bytes_of(text: str, start: int, end: int) -> tuple[list[int], list[int]]:
    """The GBK bytes of a stretch (-1 for a lost one) and the character each stands in."""
    codes = gbk.codes()
    data: list[int] = []
    places: list[int] = []
    for i in range(start, end):
        character = text[i]
        if character == "€":
            found: tuple[int, ...] = (0x80,)
        elif character in _MARKS:
            found = (-1,)
        elif character.isascii():
            found = (ord(character),)
        elif (code := codes.get(character)) is not None:
            found = (code >> 8, code & 0xFF)
        else:
            found = (0,)
        data.extend(found)
        places.extend([i] * len(found))
    return data, places


def _utf8_size(data: Sequence[int], at: int, lost: Sequence[int]) -> int:
    """How many bytes from ``at`` make one UTF-8 character, some of them lost; 0 if none."""
    if at >= len(data):
        return 0
    byte = data[at]
    if 0 < byte < 0x80:
        return 1
    wanted = 4 if 0xF0 <= byte <= 0xF4 else 3 if 0xE0 <= byte <= 0xEF or byte == -1 else 2 if 0xC2 <= byte <= 0xDF else 0
    sequence = data[at : at + wanted]
    # Of the marks and stops of U+3000 and U+FF00 there are few enough to choose from with two bytes lost.
    most = 2 if byte in (0xE3, 0xEF) or (byte != -1 and len(lost) < 8) else 1
    if not wanted or len(sequence) < wanted or sum(b == -1 for b in sequence) > most:
        return 0
    return wanted if all(b == -1 or 0x80 <= b <= 0xBF for b in sequence[1:]) else 0


@lru_cache(maxsize=4096)
def _utf8_candidates(sequence: tuple[int, ...], lost: Sequence[int] = range(0x80, 0xC0)) -> tuple[str, ...]:
    """The characters that a sequence of bytes may be, -1 standing for one of ``lost`` behind the first."""
    options: list[Sequence[int]] = []
    for place, byte in enumerate(sequence):
        options.append((byte,) if byte != -1 else range(0xE3, 0xF0) if place == 0 else lost)
    found = []
    for data in product(*options):
        try:
            found.append(bytes(data).decode("utf-8"))
        except UnicodeDecodeError:
            continue
    if len(found) > 1:
        found = [c for c in found if c in gbk.codes() and not ("\uff10" <= c <= "\uff5a" and c.isalnum())]
    return tuple(found)


# --- Big5 read as GBK ------------------------------------------------------------------------------------------

# Kana, Greek, Cyrillic, bopomofo, box drawing and private use: what the frequent characters of Big5 become.
_BIG5_SIGN = re.compile("[\u3040-\u30ff\u0391-\u03c9\u0410-\u0451\u3105-\u3129\u2500-\u257f\ue000-\uf8ff]")
_BIG5_GATE = re.compile(f"{_BIG5_SIGN.pattern}[^\n]{{0,12}}{_BIG5_SIGN.pattern}")


@lru_cache(maxsize=1)
def _big5() -> dict[int, str]:
    found: dict[int, str] = {}
    for first in range(0xA1, 0xFA):
        for second in (*range(0x40, 0x7F), *range(0xA1, 0xFF)):
            try:
                found[first << 8 | second] = bytes((first, second)).decode("cp950")
            except UnicodeDecodeError:
                continue
    return found


def _big5_as_gbk(text: str) -> Iterator[Edit]:
    if not _BIG5_GATE.search(text):
        return
    at = 0
    for line in text.splitlines(keepends=True):
        start, at = at, at + len(line)
        if _BIG5_GATE.search(line):
            yield from _big5_line(text, start, start + len(line.rstrip("\r\n")))


def _big5_line(text: str, start: int, end: int) -> Iterator[Edit]:
    while start < end and (text[start].isascii() or text[start].isspace()):
        start += 1
    data, places = _bytes_of(text, start, end)
    table = _big5()
    units: list[tuple[str | None, int, int]] = []
    strays = 0
    i = 0
    while i < len(data):
        pair = data[i] << 8 | data[i + 1] if i + 1 < len(data) and data[i] > 0x80 else 0
        if pair in table:
            units.append((table[pair], i, i + 2))
            i += 2
        elif (data[i] == -1 and i + 1 < len(data) and data[i + 1] >= 0x40) or (data[i] > 0xA0 and i + 1 < len(data) and data[i + 1] == -1):
            units.append((None, i, i + 2))
            i += 2
        else:  # ASCII, or what no byte explains: it stays
            strays += not 0 < data[i] < 0x80
            units.append((chr(data[i]) if 0 < data[i] < 0x80 else "", i, i + 1))
            i += 1
    if 10 * strays > len(units):
        return
    known = "".join(c or "" for c, _, _ in units)
    gain = _gain(text[start:end], known)
    if len(known) < _FEWEST or not _mostly_chinese(known) or gain < _GAIN:
        return
    note = f"Big5 被当作 GBK 读出，按原字节重新解码（每字领先 {gain:.1f} 奈特）"
    left = ""
    run: list[tuple[str, int, int]] = []

    done = start  # a raw character may hold bytes of two; the first to come takes it

    def flush() -> Iterator[Edit]:
        nonlocal done
        if run:
            low, high = max(done, places[run[0][1]]), places[run[-1][2] - 1] + 1
            alignment = tuple((max(places[a], low) - low, max(places[b - 1] + 1, low) - low) for _, a, b in run)
            yield Edit(low, high, "".join(c for c, _, _ in run), Certainty.CERTAIN, note, (), alignment, None)
            done = high
            run.clear()

    for number, (character, low, high) in enumerate(units):
        if character == "":
            yield from flush()
            continue
        if character is not None:
            run.append((character, low, high))
            left = (left + language.fold(character))[-2:]
            continue
        yield from flush()
        right = "".join(c or "" for c, _, _ in units[number + 1 : number + 3])
        if data[low] == -1:
            codes = [first << 8 | data[low + 1] for first in range(0xA1, 0xFA)]
        else:
            codes = [data[low] << 8 | second for second in range(0x40, 0xFF)]
        candidates = tuple(table[code] for code in codes if code in table)
        if not candidates:
            continue
        ranked = language.rank(candidates, left, language.fold(right))
        margin = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else math.inf
        certainty = Certainty.LIKELY if margin >= _SURE else Certainty.UNCERTAIN
        others = tuple(c for _, c in ranked[1:4])
        place, until = max(places[low], done), places[high - 1] + 1
        done = until
        yield Edit(place, until, ranked[0][1], certainty, note + "；其中一个字节已丢失，按上下文取定", others,
                   ((0, until - place),), min(margin, 99.0))
        left = (left + language.fold(ranked[0][1]))[-2:]
    yield from flush()


# --- how it reads ----------------------------------------------------------------------------------------------


def _gain(before: str, after: str) -> float:
    """Nats per character by which ``after`` reads better than ``before``, length for length.

    Minus infinity where ``after`` is no prose itself: glyph numbers read as anything are no better.
    """
    if not before or not after:
        return -math.inf
    reads = language.naturalness(language.fold(after)) / len(after)
    return reads - language.naturalness(language.fold(before)) / len(before) if reads > _PROSE else -math.inf
