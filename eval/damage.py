"""Damage made on purpose: clean text in, damaged text and the whole truth out.

The generator works on causes. Bytes are lost and decoded again by a real codec, lines are wrapped at a
real width, readings come from pypinyin, scripts from OpenCC run forwards; no table here says what a
repair should be, so that ``corpus.repair`` is measured and not mirrored. Nothing of it is imported.

>>> made = damage("支持企业发展。", "gbk_lost", 1.0, seed=3)
>>> made.clean
'支持企业发展。'
>>> all(made.clean[a.clean_end:b.clean_start] == made.raw[a.raw_end:b.raw_start]
...     for a, b in zip(made.spans, made.spans[1:]))
True

``KINDS`` names every kind with its cause, its group and what its rate means. A group says what can be
asked of a repair: ``bytes`` where the bytes or the characters themselves prove what stood there,
``language`` where only the language decides, ``lost`` where nothing can (to be proposed or named, never
claimed). A kind may prepare the text first (indent its paragraphs, print document numbers into it); the
truth is therefore ``Damaged.clean``, not what was passed in.
"""

from __future__ import annotations

import html
import re
import subprocess
import sys
import tempfile
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html.entities import codepoint2name
from pathlib import Path
from random import Random
from typing import Any, Literal

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

    @property
    def damaged_places(self) -> int:
        """Clean characters that are damaged; a pure insertion counts as one place."""
        return sum(max(span.clean_end - span.clean_start, 1) for span in self.spans)


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
class _Change:
    """``clean[start:end]`` becomes ``new``."""

    start: int
    end: int
    new: str
    missing: tuple[int, ...] = ()
    kind: str = ""


# ---------------------------------------------------------------------------------------------------------
# Keeping the truth
# ---------------------------------------------------------------------------------------------------------


def _made(clean: str, kind: str, changes: Iterable[_Change]) -> Damaged:
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


def _joined(parts: Sequence[Damaged], kind: str) -> Damaged:
    """The parts one after the other."""
    spans: list[Span] = []
    raw = clean = 0
    for part in parts:
        spans += (_moved(span, raw, clean) for span in part.spans)
        raw += len(part.raw)
        clean += len(part.clean)
    return Damaged("".join(part.raw for part in parts), "".join(part.clean for part in parts), kind, tuple(spans))


def _composed(first: Damaged, second: Damaged, *, name_of: Literal["first", "second"] = "second") -> Damaged:
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


def _lines(text: str) -> Iterator[tuple[int, str]]:
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


# ---------------------------------------------------------------------------------------------------------
# Bytes: what an encoder wrote, what was lost, what a lenient decoder read
# ---------------------------------------------------------------------------------------------------------

_HANZI = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_FOLD = str.maketrans("！？；：，（）", "!?;:,()")  # what NFKC-folding scrapers do; 。 and 、 have no fold


def is_hanzi(character: str) -> bool:
    """True for a Chinese character of the basic block or extension A."""
    return bool(_HANZI.match(character))


@lru_cache(maxsize=1 << 16)
def _decoded(data: bytes) -> str | None:
    """One character, or None where GB 18030 has none."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return text if len(text) == 1 else None


def _read_gbk(data: bytes, *, euro: bool = False) -> Iterator[tuple[int, int, str]]:
    """GB 18030 as a lenient decoder reads it: (first byte, last byte + 1, character or "" if undecodable).

    Undecodable bytes are given up one at a time, as Python's and the browsers' decoders do.
    ``euro`` reads a lone 0x80 as €, as browsers and code page 936 do.
    """
    at = 0
    while at < len(data):
        if data[at] < 0x80:
            yield at, at + 1, chr(data[at])
            at += 1
            continue
        if euro and data[at] == 0x80:
            yield at, at + 1, "€"
            at += 1
            continue
        for width in (2, 4):
            character = _decoded(data[at : at + width]) if at + width <= len(data) else None
            if character is not None:
                break
        else:
            width = 1
        yield at, at + width, character or ""
        at += width


def _read_bytes(data: bytes, table: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """A one-byte code page: ``table`` of 256 characters, "" where it has none."""
    for at, byte in enumerate(data):
        yield at, at + 1, table[byte]


def _page(encoding: str, undefined: Literal["control", "lost"]) -> tuple[str, ...]:
    """A one-byte code page as a table; browsers read undefined bytes as control characters."""
    table = []
    for byte in range(256):
        try:
            table.append(bytes([byte]).decode(encoding))
        except UnicodeDecodeError:
            table.append(chr(byte) if undefined == "control" else "")
    return tuple(table)


@dataclass(frozen=True, slots=True)
class _Byte:
    """One byte of a damaged stream; ``owner`` is the clean character it belongs to, -1 for none."""

    value: int
    owner: int
    first: bool
    last: bool


def _stream(text: str, encoding: str) -> list[_Byte]:
    stream: list[_Byte] = []
    for i, character in enumerate(text):
        data = character.encode(encoding)
        stream += (_Byte(value, i, k == 0, k == len(data) - 1) for k, value in enumerate(data))
    return stream


def _misread(
    text: str,
    stream: Sequence[_Byte],
    read: Callable[[bytes], Iterable[tuple[int, int, str]]],
    mark: str,
    lost: frozenset[int] = frozenset(),
    *,
    whole_runs: bool = False,
) -> list[_Change]:
    """The changes that reading ``stream``, the damaged bytes of ``text``, makes.

    A character is in step where its own bytes, all of them and no other, make one character again.
    What lies between such places is misread: cut wherever the boundaries meet again, or, with
    ``whole_runs``, kept as one run until the reading is back in step. ``lost`` are characters whose
    bytes the caller took away; undecodable bytes add theirs.
    """
    changes: list[_Change] = []
    run: list[str] = []
    missing: set[int] = set()
    start = done = 0  # clean characters: where the run starts, up to where all is accounted for

    def close(end: int) -> None:
        nonlocal start
        if run or end > start:
            gone = missing | (lost & set(range(start, end)))
            changes.append(_Change(start, end, "".join(run), tuple(sorted(gone))))
        run.clear()
        missing.clear()
        start = end

    for low, high, character in read(bytes(byte.value for byte in stream)):
        head, tail = stream[low], stream[high - 1]
        owners = {byte.owner for byte in stream[low:high] if byte.owner >= 0}
        in_step = (
            len(owners) == 1 and head.owner == tail.owner and head.first and tail.last and head.owner not in lost
        )
        if in_step and character == text[head.owner]:
            close(head.owner)
            start = done = head.owner + 1
            continue
        if not character:
            missing |= owners
        run.append(character or mark)
        if owners:
            done = max(owners) + 1
        if not whole_runs and tail.last and done not in lost:
            close(done)
    close(len(text))
    return changes


def _at(start: int, changes: Iterable[_Change]) -> list[_Change]:
    """``changes`` of a piece of text that starts at ``start``."""
    return [
        replace(c, start=c.start + start, end=c.end + start, missing=tuple(m + start for m in c.missing))
        for c in changes
    ]


def _choose_runs(
    text: str, rate: float, rng: Random, strike: Callable[[str, int], list[_Change]]
) -> list[_Change]:
    """Strike lines in random order until the share ``rate`` of the Chinese characters is misread.

    ``strike(line, n)`` damages a line in n places. The last strike is made with the probability that
    keeps the expected share at ``rate``, since a run cannot be made shorter than the bytes make it.
    """
    total = sum(map(is_hanzi, text))
    left = rate * total
    lines = [(start, line) for start, line in _lines(text) if sum(map(is_hanzi, line)) >= 4]
    rng.shuffle(lines)
    changes: list[_Change] = []
    for start, line in lines:
        if left <= 0:
            break
        times = min(rng.choices((1, 2, 3), (0.6, 0.25, 0.15))[0], 1 + len(line) // 30)
        struck = strike(line, times)
        size = sum(map(is_hanzi, "".join(line[c.start : c.end] for c in struck)))
        if size and rng.random() < left / size:
            changes += _at(start, struck)
        left -= size
    return sorted(changes, key=lambda change: change.start)


def _gbk_maker(kind: str, what: Literal["marked", "silent", "inserted"]) -> Maker:
    """One byte lost and marked, lost silently, or ASCII put between two bytes."""

    def make(text: str, rate: float, rng: Random) -> Damaged:
        mark = rng.choice("??\ufffd")
        fold = rng.choice(("no", "run", "document"))
        clobbered = 0x3F if mark == "?" else 0xFF  # 0xFF is undecodable, so the decoder writes the mark

        def strike(line: str, times: int) -> list[_Change]:
            stream = _stream(line, "gb18030")
            wide = [i for i, character in enumerate(line) if len(character.encode("gb18030")) == 2]
            lost: set[int] = set()
            for target in sorted(rng.sample(wide, min(times, len(wide))), reverse=True):
                at = next(k for k, byte in enumerate(stream) if byte.owner == target)
                blot = _Byte(clobbered, -1, False, False)
                if what == "inserted":
                    extra = _ascii_between(line, target, rng).encode("gb18030")
                    stream[at + 1 : at + 1] = [_Byte(value, -1, False, False) for value in extra]
                elif what == "marked":
                    stream[at] = blot
                    lost.add(target)
                elif what == "silent":
                    del stream[at + rng.randrange(2)]
                    lost.add(target)
            changes = _misread(line, stream, _read_gbk, mark, frozenset(lost), whole_runs=True)
            # Before ASCII or the line's end a single lost byte takes the other with it.
            changes = [
                replace(c, kind="gbk_both_lost") if c.end - c.start == 1 and not c.new.strip("?\ufffd") else c
                for c in changes
            ]
            if fold != "no":
                changes = [replace(change, new=change.new.translate(_FOLD)) for change in changes]
            return changes

        made = _made(text, kind, _choose_runs(text, rate, rng, strike))
        if fold == "document" and made.spans:
            wide = _always_wide(text)
            widths = [_Change(i, i + 1, c.translate(_FOLD)) for i, c in enumerate(made.raw) if c in wide]
            made = _composed(made, _made(made.raw, "width_stops", widths), name_of="first")
        return made

    return make


def _ascii_between(line: str, target: int, rng: Random) -> str:
    """What gets between two bytes: a letter, a digit, a space, a bracket, or an annotation's reading."""
    choice = rng.randrange(6)
    if choice == 0:
        return rng.choice("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if choice == 1:
        return rng.choice("0123456789")
    if choice == 2:
        return " "
    if choice == 3:
        return rng.choice("()<>[]/&;-")
    return f"({_reading(line[target], rng, toned=choice == 4) or 'de'})"


def _mojibake_maker(
    kind: str,
    encoding: str,
    read: Callable[[bytes], Iterable[tuple[int, int, str]]],
    *,
    lossless: bool = False,
) -> Maker:
    """Whole lines written in ``encoding`` and read by ``read``; with ``lossless`` only lines that lose nothing."""

    def make(text: str, rate: float, rng: Random) -> Damaged:
        mark = rng.choice("?\ufffd")
        changes: list[_Change] = []
        for start, line in _lines(text):
            if line.isascii() or rng.random() >= rate:
                continue
            struck = _misread(line, _stream(line, encoding), read, mark)
            if not lossless or not any(change.missing for change in struck):
                changes += _at(start, struck)
        return _made(text, kind, changes)

    return make


def _in_traditional(kind: str, maker: Maker, config: str = "s2t") -> Maker:
    """``maker`` on the document converted by OpenCC; the truth stays Simplified."""

    def make(text: str, rate: float, rng: Random) -> Damaged:
        traditional = _script(text, config, f"script_{config}")
        made = maker(traditional.raw, rate, rng)
        return replace(_composed(traditional, made), kind=kind)

    return make


def _big5(text: str, rate: float, rng: Random) -> Damaged:
    """Lines of a Big5 page read as GBK; the other lines of the document stay as they were."""
    changes: list[_Change] = []
    for start, line in _lines(text):
        if line.isascii() or rng.random() >= rate:
            continue
        traditional = _script(line, "s2tw", "script_s2tw")
        try:
            stream = _stream(traditional.raw, "cp950")
        except UnicodeEncodeError:  # a character Big5 lacks: that page was never written so
            continue
        misread = _made(traditional.raw, "big5_gbk", _misread(traditional.raw, stream, _read_gbk, "?"))
        for span in _composed(traditional, misread).spans:
            new = misread.raw[span.raw_start : span.raw_end]
            missing = tuple(m + start for m in span.missing)
            changes.append(_Change(span.clean_start + start, span.clean_end + start, new, missing))
    return _made(text, "big5_gbk", changes)


# ---------------------------------------------------------------------------------------------------------
# Pinyin
# ---------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1 << 14)
def _all_readings(character: str, toned: bool) -> tuple[str, ...]:
    from pypinyin import Style, pinyin  # late: only damage with readings needs it

    style = Style.TONE if toned else Style.NORMAL
    found = pinyin(character, style=style, heteronym=True, errors="ignore")
    return tuple(found[0]) if found else ()


def _reading(character: str, rng: Random, *, toned: bool) -> str:
    """A reading of the character, mostly its first; "" if it has none."""
    readings = _all_readings(character, toned)
    if not readings:
        return ""
    reading = readings[0] if rng.random() < 0.9 else rng.choice(readings)
    return reading if toned else reading.replace("ü", rng.choice("vu"))


def _readings(text: str, rng: Random, *, toned: bool) -> list[str]:
    """A reading for each character as it stands in its words; "" where there is none."""
    from pypinyin import Style, pinyin

    style = Style.TONE if toned else Style.NORMAL
    readings = [""] * len(text)
    for run in re.finditer(rf"{_HANZI.pattern}+", text):
        found = pinyin(run.group(), style=style, errors="ignore")
        if len(found) != run.end() - run.start():
            found = [[_reading(character, rng, toned=toned)] for character in run.group()]
        for at, (reading,) in enumerate(found, run.start()):
            readings[at] = reading
    return readings


def _pinyin_maker(
    kind: str, *, toned: bool | None, times: int = 1, dense: bool = False, brackets: tuple[str, ...] = ("()",)
) -> Maker:
    """Readings after characters; ``toned`` None draws per document, ``dense`` annotates whole stretches."""

    def make(text: str, rate: float, rng: Random) -> Damaged:
        with_tones = rng.random() < 0.5 if toned is None else toned
        pair = rng.choice(brackets)
        readings = _readings(text, rng, toned=with_tones)
        chosen: list[int] = []
        if dense:
            for start, line in _lines(text):
                at = 0
                while at < len(line):
                    length = rng.randint(4, 20)
                    # A stretch starts anywhere with the probability that covers ``rate`` of the line.
                    if rng.random() < rate / (length * (1 - rate) + rate) or rate >= 1:
                        chosen += range(start + at, min(start + at + length, start + len(line)))
                        at += length
                    at += 1
        else:
            chosen = [at for at in range(len(text)) if rng.random() < rate]
        changes = [
            _Change(at + 1, at + 1, f"{pair[0]}{readings[at]}{pair[1]}" * times) for at in chosen if readings[at]
        ]
        return _made(text, kind, changes)

    return make


# ---------------------------------------------------------------------------------------------------------
# Script
# ---------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _opencc(config: str) -> Any:
    from opencc import OpenCC  # late: loading the dictionaries takes a while

    return OpenCC(config)


@lru_cache(maxsize=1)
def _candidates() -> dict[str, tuple[str, ...]]:
    """OpenCC's own list of Traditional candidates for each Simplified character, the first one first.

    The Python binding only gives the first; the wheel brings ``opencc_dict``, which prints them all.
    Taiwan's and Hong Kong's forms of each are added.
    """
    import opencc

    folder = Path(opencc.__file__).parent / "clib"
    source = folder / "share" / "opencc" / "STCharacters.ocd2"
    tool = folder / "bin" / ("opencc_dict.exe" if sys.platform == "win32" else "opencc_dict")
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "candidates.txt"
        command = [str(tool), "-i", str(source), "-o", str(out), "-f", "ocd2", "-t", "text"]
        subprocess.run(command, check=True, capture_output=True)
        rows = [row.split("\t") for row in out.read_text(encoding="utf-8").splitlines()]
    table: dict[str, tuple[str, ...]] = {}
    for simplified, *values in rows:
        if len(simplified) != 1:
            continue
        standard = [value for value in " ".join(values).split() if len(value) == 1]
        regional = [_opencc(config).convert(value) for value in standard for config in ("t2tw", "t2hk")]
        table[simplified] = tuple(dict.fromkeys(standard + [value for value in regional if len(value) == 1]))
    # 馀 stands on mainland pages for 余 since 1986 and is in no list of Traditional candidates.
    table["余"] = (*table.get("余", ()), "馀")
    return table


def _script(text: str, config: str, kind: str) -> Damaged:
    """``text`` converted by OpenCC, character by character where lengths agree, else aligned phrase by phrase."""
    changes: list[_Change] = []
    plain = "s2tw" if config == "s2twp" else config
    for start, line in _lines(text):
        changes += _script_line(line, start, plain, config)
    return _made(text, kind, changes)


def _script_line(line: str, start: int, plain: str, config: str) -> list[_Change]:
    from rapidfuzz.distance import Levenshtein

    same = str(_opencc(plain).convert(line))
    if len(same) != len(line):  # a phrase of another length: leave that line alone
        return []
    full = str(_opencc(config).convert(line)) if config != plain else same
    if full == same:
        return [_Change(start + i, start + i + 1, new) for i, (old, new) in enumerate(zip(line, same, strict=True)) if old != new]
    changes: list[_Change] = []
    for block in Levenshtein.opcodes(same, full):
        tag, a, b, c, d = block.tag, block.src_start, block.src_end, block.dest_start, block.dest_end
        if tag == "equal":
            changes += (
                _Change(start + i, start + i + 1, same[i]) for i in range(a, b) if same[i] != line[i]
            )
        else:
            changes.append(_Change(start + a, start + b, full[c:d]))
    # A word put for a word may come out in pieces; pieces that touch and differ in length are one place.
    merged: list[_Change] = []
    for change in changes:
        last = merged[-1] if merged else None
        uneven = [c for c in (last, change) if c and len(c.new) != c.end - c.start]
        if last and last.end == change.start and uneven:
            merged[-1] = _Change(last.start, change.end, last.new + change.new)
        else:
            merged.append(change)
    return merged


def _script_maker(config: str) -> Maker:
    def make(text: str, rate: float, rng: Random) -> Damaged:
        return _by_line(text, rate, rng, f"script_{config}", lambda line: _script(line, config, ""))

    return make


def _by_line(text: str, rate: float, rng: Random, kind: str, make: Callable[[str], Damaged]) -> Damaged:
    """Each line damaged by ``make`` with probability ``rate``."""
    parts = []
    for i, (_, line) in enumerate(_lines(text)):
        if i:
            parts.append(_made("\n", kind, ()))
        parts.append(make(line) if line and rng.random() < rate else _made(line, kind, ()))
    made = _joined(parts, kind)
    return replace(made, spans=tuple(replace(span, kind=kind) for span in made.spans))


def _script_naive(text: str, rate: float, rng: Random) -> Damaged:
    """Every character by itself, each always to the same one of its candidates, drawn once a document."""
    chosen = {
        simplified: rng.choice(others) if (others := [v for v in values if v != simplified]) else simplified
        for simplified, values in _candidates().items()
    }
    changes = [
        _Change(i, i + 1, chosen.get(character, character))
        for i, character in enumerate(text)
        if character in chosen and rng.random() < rate
    ]
    return _made(text, "script_naive", changes)


def _script_overdone(text: str, rate: float, rng: Random) -> Damaged:
    """A Simplified text in which characters that may stay as they are (后 于 干 里 …) were "converted"."""
    changes = []
    for i, character in enumerate(text):
        values = _candidates().get(character, ())
        others = [value for value in values if value != character]
        if character in values and others and rng.random() < rate:
            changes.append(_Change(i, i + 1, rng.choice(others)))
    return _made(text, "script_overdone", changes)


def _script_characters(text: str, rate: float, rng: Random) -> Damaged:
    """Single characters left in the other script, as OpenCC writes them in their words."""
    made = _script(text, "s2t", "script_characters")
    changes = [
        _Change(span.clean_start, span.clean_end, made.raw[span.raw_start : span.raw_end])
        for span in made.spans
        if rng.random() < rate
    ]
    return _made(text, "script_characters", changes)


def _script_paragraphs(text: str, rate: float, rng: Random) -> Damaged:
    config = rng.choice(("s2t", "s2tw", "s2hk", "s2twp"))
    return _by_line(text, rate, rng, "script_paragraphs", lambda line: _script(line, config, ""))


# ---------------------------------------------------------------------------------------------------------
# Spaces and lines
# ---------------------------------------------------------------------------------------------------------

_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"
_OPENING, _CLOSING = "（《〈“‘〔【(", "）》〉”’〕】)，。、；：！？,.;:!?"
# A line that numbers itself shows where it starts even when the newline before it is gone.
_NUMBERED = re.compile(
    r"第[一二三四五六七八九十百千零〇0-9]+[编章节条款]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十0-9]+[）)]|[0-9]+[.．、]|附件"
)


def _gaps(text: str, rate: float, rng: Random, test: Callable[[str, str], bool]) -> list[int]:
    """Places between two characters of a line that pass ``test``, each taken with probability ``rate``."""
    return [i for i in range(1, len(text)) if test(text[i - 1], text[i]) and rng.random() < rate]


def _in_line(left: str, right: str) -> bool:
    return not left.isspace() and not right.isspace()


def _in_word(left: str, right: str) -> bool:
    return is_hanzi(left) and is_hanzi(right)


def _zero_width(text: str, rate: float, rng: Random) -> Damaged:
    return _made(text, "zero_width", [_Change(i, i, rng.choice(_ZERO_WIDTH)) for i in _gaps(text, rate, rng, _in_line)])


def _nbsp_inserted(text: str, rate: float, rng: Random) -> Damaged:
    return _made(
        text, "nbsp_inserted", [_Change(i, i, "\u00a0" * rng.choice((1, 1, 2))) for i in _gaps(text, rate, rng, _in_word)]
    )


def _nbsp_for_space(text: str, rate: float, rng: Random) -> Damaged:
    return _made(
        text,
        "nbsp_for_space",
        [_Change(i, i + 1, "\u00a0") for i, c in enumerate(text) if c == " " and rng.random() < rate],
    )


def _spaces_in_words(text: str, rate: float, rng: Random) -> Damaged:
    return _made(text, "spaces_in_words", [_Change(i, i, " ") for i in _gaps(text, rate, rng, _in_word)])


def _breaks(line: str, width: int, *, hang: bool) -> list[int]:
    """Where a line of ``width`` CJK columns breaks, as word processors and PDFs break it.

    Letters and digits stay together; no break beside a space, for a real one would swallow it; with
    ``hang`` no line starts with a closing mark or ends with an opening one.
    """
    found: list[int] = []
    start = column = i = 0
    while i < len(line):
        size = 1 if line[i].isascii() else 2
        if column + size <= 2 * width:
            column += size
            i += 1
            continue
        at = i
        if hang and line[at] in _CLOSING:
            at += 1
        while at > start + 4 and at < len(line) and (
            (line[at].isascii() and line[at - 1].isascii())
            or line[at].isspace()
            or line[at - 1].isspace()
            or (hang and (line[at - 1] in _OPENING or line[at] in _CLOSING))
        ):
            at -= 1
        if at >= len(line):
            break
        if at <= start + 4:  # nowhere to break: a long address, a row of a table
            return found
        found.append(at)
        start = i = at
        column = 0
    return found


def _wrap_maker(kind: str, *, between: str, indent: str, pages: bool = False) -> Maker:
    """Paragraphs broken at a fixed width; ``pages`` puts page numbers between the lines."""

    def make(text: str, rate: float, rng: Random) -> Damaged:
        clean = paragraphs(text, between=between, indent=indent)
        width, hang = rng.randint(30, 45), rng.random() < 0.5
        changes: list[_Change] = []
        for start, line in _lines(clean):
            if rng.random() < rate:
                changes += (_Change(start + at, start + at, "\n") for at in _breaks(line, width, hang=hang))
        if pages:
            changes = _with_page_numbers(clean, changes, rng)
        return _made(clean, kind, changes)

    return make


def _with_page_numbers(clean: str, changes: list[_Change], rng: Random) -> list[_Change]:
    """A page number after every so many lines, within a paragraph or between two."""
    total = rng.randint(3, 40)
    form = rng.choice(("- {n} -", "— {n} —", "－{n}－", "第 {n} 页 共 {t} 页", "第{n}页", "{n}", "{n} / {t}", "-{n}-"))
    height = rng.randint(18, 26)
    ends = [(change.start, True) for change in changes]
    ends += [(i, False) for i, character in enumerate(clean) if character == "\n"]
    found: list[_Change] = []
    for line, (at, wrapped) in enumerate(sorted(ends), start=1):
        number = form.format(n=line // height, t=total)
        if line % height == 0:
            found.append(_Change(at, at, f"\n{number}\n" if wrapped else f"\n{number}"))
        elif wrapped:
            found.append(_Change(at, at, "\n"))
    return found


def _newlines_collapsed(text: str, rate: float, rng: Random) -> Damaged:
    clean = paragraphs(text)
    return _made(
        clean,
        "newlines_collapsed",
        [_Change(i, i + 1, " ") for i, c in enumerate(clean) if c == "\n" and rng.random() < rate],
    )


def _newlines_gone(text: str, rate: float, rng: Random) -> Damaged:
    clean = paragraphs(text)
    changes = []
    for i, character in enumerate(clean):
        if character == "\n" and rng.random() < rate:
            numbered = _NUMBERED.match(clean, i + 1)
            changes.append(_Change(i, i + 1, "", kind="newlines_gone" if numbered else "newlines_gone_unnumbered"))
    return _made(clean, "newlines_gone", changes)


# ---------------------------------------------------------------------------------------------------------
# Escapes
# ---------------------------------------------------------------------------------------------------------


def _named(character: str) -> str | None:
    """The named entity, for marks and spaces only: no page names its letters."""
    if character in ' "':
        return {" ": "&nbsp;", '"': "&quot;"}[character]
    name = codepoint2name.get(ord(character))
    return None if name is None or character.isalnum() else f"&{name};"


def _entity_named(text: str, rate: float, rng: Random) -> Damaged:
    changes = [
        _Change(i, i + 1, entity)
        for i, character in enumerate(text)
        if not character.isspace() and (entity := _named(character)) and rng.random() < rate
    ]
    return _made(text, "entity_named", changes)


def _entity_numeric(text: str, rate: float, rng: Random) -> Damaged:
    form = rng.choice(("&#{0};", "&#x{0:X};", "&#x{0:x};"))
    changes = [
        _Change(i, i + 1, form.format(ord(character)))
        for i, character in enumerate(text)
        if not character.isascii() and rng.random() < rate
    ]
    return _made(text, "entity_numeric", changes)


def _entity_nbsp(text: str, rate: float, rng: Random) -> Damaged:
    """A space as &nbsp;, and paragraphs indented with four of them."""
    changes: list[_Change] = []
    for start, line in _lines(text):
        if line.strip() and rng.random() < rate:
            changes.append(_Change(start, start, "&nbsp;" * rng.choice((2, 4, 4, 8))))
        changes += (
            _Change(start + i, start + i + 1, "&nbsp;") for i, c in enumerate(line) if c == " " and rng.random() < rate
        )
    return _made(text, "entity_nbsp", changes)


def _entity_double(text: str, rate: float, rng: Random) -> Damaged:
    """Entities escaped once more: &amp;nbsp;, &amp;ldquo;."""
    changes = [
        _Change(i, i + 1, html.escape(entity))
        for i, character in enumerate(text)
        if (entity := _named(character)) and rng.random() < rate
    ]
    return _made(text, "entity_double", changes)


def _json_escapes(text: str, rate: float, rng: Random) -> Damaged:
    r"""Lines of a string that was never unescaped: \n at the end, \" for quotes, \t and \u3000 for indents."""
    clean = paragraphs(text, indent="\u3000\u3000")
    escapes = {"\n": "\\n", '"': '\\"', "\t": "\\t", "\u3000": "\\u3000"}
    changes: list[_Change] = []
    for start, line in _lines(clean):
        if rng.random() < rate:
            end = min(start + len(line) + 1, len(clean))
            changes += (_Change(i, i + 1, escapes[clean[i]]) for i in range(start, end) if clean[i] in escapes)
    return _made(clean, "json_escapes", changes)


def _json_unicode(text: str, rate: float, rng: Random) -> Damaged:
    r"""Lines in which every character outside ASCII stands as \uXXXX."""
    form = rng.choice(("\\u{:04x}", "\\u{:04x}", "\\u{:04X}"))

    def make(line: str) -> Damaged:
        return _made(
            line, "", [_Change(i, i + 1, form.format(ord(c))) for i, c in enumerate(line) if not c.isascii() and ord(c) < 0x10000]
        )

    return _by_line(text, rate, rng, "json_unicode", make)


# ---------------------------------------------------------------------------------------------------------
# Marks
# ---------------------------------------------------------------------------------------------------------

_WIDE_ALNUM = {code: code + 0xFEE0 for code in (*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B))}


def _doubled_stops(text: str, rate: float, rng: Random) -> Damaged:
    return _made(
        text,
        "doubled_stops",
        [_Change(i + 1, i + 1, c) for i, c in enumerate(text) if c in "。，、；：" and rng.random() < rate],
    )


def _always_wide(text: str) -> frozenset[str]:
    """The foldable stops that the text never writes in ASCII itself: of these alone the truth is plain."""
    marks = {c for c in "！？；：，（）" if c.translate(_FOLD) not in text}
    return frozenset(marks if {"（", "）"} <= marks else marks - {"（", "）"})


def _width_stops(text: str, rate: float, rng: Random, document: str | None = None) -> Damaged:
    """Stops folded to ASCII, only those always wide in the ``document`` of which ``text`` is a part."""
    marks = _always_wide(text if document is None else document)
    changes = [
        _Change(i, i + 1, c.translate(_FOLD))
        for i, c in enumerate(text)
        if c in marks and not text[max(i - 1, 0)].isascii() and rng.random() < rate
    ]
    return _made(text, "width_stops", changes)


def _width_alnum(text: str, rate: float, rng: Random) -> Damaged:
    if re.search("[０-９Ａ-Ｚａ-ｚ]", text):  # the text has its own full-width ones: no telling whose are whose
        return _made(text, "width_alnum", ())
    changes = [
        _Change(run.start(), run.end(), run.group().translate(_WIDE_ALNUM))
        for run in re.finditer("[0-9A-Za-z]+", text)
        if rng.random() < rate
    ]
    return _made(text, "width_alnum", changes)


def _width_bracket(text: str, rate: float, rng: Random) -> Damaged:
    """One half of a pair folded: （ … ) or ( … ）."""
    changes = []
    for pair in re.finditer("（([^（）()\n]{2,})）", text):
        if rng.random() < rate:
            at = rng.choice((pair.start(), pair.end() - 1))
            changes.append(_Change(at, at + 1, text[at].translate(_FOLD)))
    return _made(text, "width_bracket", changes)


_ISSUERS = ("国发", "国办发", "财税", "发改投资", "川府发", "成办发", "京政办发", "粤府", "沪府规", "人社部发", "建房规")


def _year_brackets(text: str, rate: float, rng: Random) -> Damaged:
    """The years of document numbers in other brackets; statutes cite few, so some are printed in first."""
    pieces: list[str] = []
    at = 0
    for title in re.finditer(r"》(?![（(])", text):
        if rng.random() < 0.3:
            number = f"（{rng.choice(_ISSUERS)}〔{rng.randint(1995, 2024)}〕{rng.randint(1, 150)}号）"
            pieces += (text[at : title.end()], number)
            at = title.end()
    clean = "".join(pieces) + text[at:]
    if "〔" not in clean:
        clean = f"{rng.choice(_ISSUERS)}〔{rng.randint(1995, 2024)}〕{rng.randint(1, 150)}号\n{clean}"
    pairs = ("[]", "()", "（）", "［］", "【】", "﹝﹞", "〖〗")
    changes: list[_Change] = []
    for year in re.finditer("〔([0-9]{4})〕", clean):
        if rng.random() < rate:
            pair = rng.choice(pairs)
            changes += (
                _Change(year.start(), year.start() + 1, pair[0]),
                _Change(year.end() - 1, year.end(), pair[1]),
            )
    return _made(clean, "year_brackets", changes)


def _indent_marks(text: str, rate: float, rng: Random) -> Damaged:
    clean = paragraphs(text, indent="\u3000\u3000")
    return _made(
        clean, "indent_marks", [_Change(start, start + 2, "??") for start, line in _lines(clean) if line and rng.random() < rate]
    )


# ---------------------------------------------------------------------------------------------------------
# Page furniture
# ---------------------------------------------------------------------------------------------------------

_TOP = (
    "首页", "网站首页", "设为首页", "加入收藏", "设为首页 | 加入收藏", "无障碍阅读", "无障碍浏览", "长者模式", "适老化", "进入关怀版",
    "繁體版", "简体 | 繁体", "English", "移动版", "手机版", "登录 | 注册", "登录", "注册", "退出", "站内搜索", "高级搜索", "搜索", "请输入关键字",
    "政务公开", "政务服务", "互动交流", "数据开放", "走进成都", "新闻中心", "政策文件", "解读回应", "专题专栏", "部门街道", "市民网页",
    "首页 政务公开 政务服务 互动交流 走进我市", "首页 | 机构 | 公开 | 服务 | 互动 | 专题", "要闻动态 政务公开 办事服务 互动交流",
    "当前位置：首页 > 政务公开 > 政策文件", "您的位置：首页 >> 信息公开目录 >> 规范性文件", "当前位置: 首页>政府信息公开>法定主动公开内容>规章",
    "您现在的位置： 首页 > 通知公告", "首页-政务公开-政策-正文", "索 引 号：", "打印本页", "【打印】【关闭】", "打印 关闭", "[打印] [关闭] [收藏]",
    "字体：大 中 小", "字号：[大] [中] [小]", "【字体：大 中 小】", "字体： 大 中 小 打印", "T大 T中 T小", "A- A A+", "浏览次数：1024", "浏览次数： 次",
    "阅读：3156次", "点击数：[ 568 ]", "访问量：", "发布时间：2023-03-01 10:20 来源：市政府办公厅 浏览次数：312", "来源：本网 发布时间：2022-06-30 字体：大 中 小",
    "分享到：", "分享到", "分享：", "分享到微信 微博 QQ空间", "分享", "微信扫一扫：分享", "打开微信“扫一扫”，网页打开后点击屏幕右上角分享按钮",
    "扫一扫在手机打开当前页", "扫一扫 手机端浏览", "扫描二维码分享", "语音播报", "听全文", "收藏本页", "我要纠错", "一键分享", "RSS订阅", "在线咨询 智能问答",
)  # fmt: skip
_BOTTOM = (
    "上一篇：关于印发年度工作要点的通知", "下一篇：关于公布规范性文件清理结果的通告", "上一条：没有了", "下一条：没有了", "上一篇：无", "下一篇：无", "上一页 下一页", "【上一篇】【下一篇】",
    "相关链接", "相关文件", "相关文档", "相关解读", "相关新闻", "相关阅读", "相关稿件", "政策解读", "图解政策", "友情链接", "友情链接：", "附件下载", "相关附件",
    "返回顶部", "回到顶部", "返回首页", "返回列表", "关闭窗口", "[关闭窗口]", "【关闭】", "打印本页 关闭窗口", "责任编辑：张三", "责任编辑： 李小明", "编辑：王芳 审核：刘洋", "信息来源：市政府办公室",
    "扫一扫在手机打开当前页", "扫码关注官方微信", "扫码下载APP", "微信公众号", "官方微博 官方微信", "政务微博", "手机客户端", "专 题", "网站声明", "网站地图", "站点地图", "联系我们", "关于我们", "隐私声明", "法律声明", "使用帮助",
    "网站地图 | 联系我们 | 关于我们 | 版权声明", "关于我们 | 网站地图 | 联系方式", "版权所有：成都市人民政府", "版权所有 © 2023 市人民政府办公厅", "Copyright © 2010-2023 All Rights Reserved", "©版权所有 未经授权禁止转载",
    "主办单位：市人民政府办公室 承办单位：市大数据中心", "主办：市人民政府办公厅", "承办：市信息中心", "技术支持：某某科技有限公司", "运行维护：市政务信息中心", "网站标识码：5101000001",
    "政府网站标识码：5100000062", "蜀ICP备05003533号-2", "京ICP备05070218号", "ICP备案号：粤ICP备12345678号", "川公网安备 51010402000123号", "京公网安备11010202000001号", "网站支持IPv6", "本网站支持IPv6", "建议使用IE9以上浏览器，1366*768以上分辨率浏览本站",
    "联系电话：028-12345678", "地址：某市某区人民路1号 邮编：610000", "中国政府网 省政府网站 市州政府网站 县区政府网站", "国务院部门网站 地方政府网站 驻外机构网站", "党政机关 找错", "政府网站找错", "我要纠错", "意见征集 网上调查",
    '{"code":200,"msg":"ok"}', '{"code": 200, "msg": "ok"}', '{"code":0,"message":"success"}', '{"status":"success","data":null}', "null", "undefined", "function(){return false;}", "var _hmt = _hmt || [];",
    "document.write('<script>')", "//<![CDATA[", "您访问的链接即将离开本网站，是否继续？", "继续访问 放弃", "确定 取消", "您是第 12345678 位访问者", "加载更多", "更多>>", "更多 +", "查看更多", "点击查看", "展开 收起",
)  # fmt: skip


def _furniture(text: str, rate: float, rng: Random) -> Damaged:
    """Lines of the portal around the text, a few of them within it."""
    starts = [start for start, line in _lines(text) if line.strip()]
    number = int(rate * len(starts) + rng.random())  # rounded so that the expected share is ``rate``
    placed: list[tuple[int, str]] = []
    for _ in range(number):
        where = rng.random()
        at = 0 if where < 0.45 else len(text) if where < 0.9 else rng.choice(starts) if starts else 0
        line = rng.choice(_TOP if at == 0 else _BOTTOM if at == len(text) else _TOP + _BOTTOM)
        placed.append((at, f"\n{line}" if at == len(text) and text else f"{line}\n"))
    placed.sort(key=lambda place: place[0])
    return _made(text, "furniture", [_Change(at, at, line) for at, line in placed])


def _title_repeats(text: str, rate: float, rng: Random) -> Damaged:
    """The title again, as a page's <title>, its breadcrumb and its heading give it, one to three times."""
    # A first line that ends in a stop is a salutation or a sentence, which no page repeats.
    titles = ((start, line) for start, line in _lines(text) if len(line.strip()) >= 6)
    first = next(titles, None)
    if first and (len(first[1]) > 60 or first[1].rstrip()[-1] in _CLOSING):
        first = None
    if first is None or rng.random() >= rate:
        return _made(text, "title_repeats", ())
    start, line = first
    copies = [line + "\n"] * rng.randint(0, 2) + [f"{line}{rng.choice(('-市人民政府门户网站', '_政策文件_中国政府网', ''))}\n"]
    return _made(text, "title_repeats", [_Change(start, start, copy) for copy in reversed(copies)])


_HEADER = (
    ("城市", ("四川", "成都", "北京", "广东")), ("颁发时间", ("2023-02-09", "2021-11-30")), ("发文字号", ("国发〔2018〕13号", "")),
    ("发文机构", ("市人民政府办公厅", "市委办公厅 市政府办公厅")), ("实施日期", ("2023-03-01", "2020-01-01")), ("效力级别", ("地方规范性文件", "部门规章")),
    ("类别", ("其他相关", "综合政务")), ("主题词", ("经济管理", "")), ("索引号", ("008526000/2023-00012",)), ("有效性", ("有效", "已废止")), ("公开方式", ("主动公开",)),
)  # fmt: skip


def _bullets(text: str, rate: float, rng: Random) -> Damaged:
    """Bullets of a list (<li>) before header data; the header is printed in first."""
    title, _, body = text.partition("\n")
    rows = [f"{name}：{rng.choice(values)}" for name, values in _HEADER if rng.random() < 0.7]
    head = f"{title}\n"
    clean = head + "".join(row + "\n" for row in rows) + body
    mark = rng.choice(("  • ", "• ", "· ", "● ", "■ ", "◆ ", "▪ ", "○ ", "\uf0b7 ", "★ "))
    changes, at = [], len(head)
    for row in rows:
        if rng.random() < rate:
            changes.append(_Change(at, at, mark))
        at += len(row) + 1
    return _made(clean, "bullets", changes)


# ---------------------------------------------------------------------------------------------------------
# Lost for good
# ---------------------------------------------------------------------------------------------------------


def _both_lost(text: str, rate: float, rng: Random) -> Damaged:
    changes = [
        _Change(i, i + 1, "??", (i,)) for i, character in enumerate(text) if is_hanzi(character) and rng.random() < rate
    ]
    return _made(text, "gbk_both_lost", changes)


def _asterisks(text: str, rate: float, rng: Random) -> Damaged:
    changes = [
        _Change(i, i + 1, "*", (i,)) for i, character in enumerate(text) if is_hanzi(character) and rng.random() < rate
    ]
    return _made(text, "asterisks", changes)


def _glyph_numbers(text: str, rate: float, rng: Random) -> Damaged:
    """Lines of a PDF without a Unicode map: each character stands as the number of its glyph."""
    characters = sorted(set(text) - set("\n "))
    rng.shuffle(characters)
    offset = rng.randint(100, 9000)
    glyphs = {character: offset + i for i, character in enumerate(characters)}
    form: Callable[[int], str] = rng.choice((lambda n: f"(cid:{n})", lambda n: chr(0xE000 + n % 6400)))

    def make(line: str) -> Damaged:
        return _made(line, "", [_Change(i, i + 1, form(glyphs[c]), (i,)) for i, c in enumerate(line) if c in glyphs])

    return _by_line(text, rate, rng, "glyph_numbers", make)


# ---------------------------------------------------------------------------------------------------------
# The kinds
# ---------------------------------------------------------------------------------------------------------

_LATIN = _page("latin-1", "control")
_BROWSER = _page("cp1252", "control")
_STRICT = _page("cp1252", "lost")


def _read_euro(data: bytes) -> Iterator[tuple[int, int, str]]:
    return _read_gbk(data, euro=True)


def _read_latin(data: bytes) -> Iterator[tuple[int, int, str]]:
    return _read_bytes(data, _LATIN)


def _read_browser(data: bytes) -> Iterator[tuple[int, int, str]]:
    return _read_bytes(data, _BROWSER)


def _read_strict(data: bytes) -> Iterator[tuple[int, int, str]]:
    return _read_bytes(data, _STRICT)


_SHARE = "Chinese characters that are followed by a reading"
_RUN = "Chinese characters that are misread (whole runs, until back in step)"
_LINE = "lines"
_LINES = (*RATES, 1.0)

_MADE: tuple[tuple[Kind, Maker], ...] = (
    (Kind("pinyin_toned", "拼音（带调）", "bytes", _SHARE, "a learner's page or a converter prints readings, 發(fā); the scraper keeps them", RATES, True),
     _pinyin_maker("pinyin_toned", toned=True)),
    (Kind("pinyin_toneless", "拼音（无调）", "bytes", _SHARE, "the same without tone marks, 財(cai)", RATES, True),
     _pinyin_maker("pinyin_toneless", toned=False)),
    (Kind("pinyin_doubled", "拼音（重复）", "bytes", _SHARE, "annotated twice over, 中(zhong)(zhong)", RATES, True),
     _pinyin_maker("pinyin_doubled", toned=None, times=2)),
    (Kind("pinyin_wide", "拼音（全角括号）", "bytes", _SHARE, "the same in full-width brackets, 發（fā）", RATES, True),
     _pinyin_maker("pinyin_wide", toned=None, brackets=("（）",))),
    (Kind("pinyin_dense", "拼音（密集）", "bytes", _SHARE, "every character of a stretch annotated", RATES, True),
     _pinyin_maker("pinyin_dense", toned=None, dense=True, brackets=("()", "（）"))),
    (Kind("pinyin_trad", "拼音（繁体文本）", "bytes", _SHARE, "readings in a document converted to Traditional (truth: Simplified)", RATES, False),
     _in_traditional("pinyin_trad", _pinyin_maker("pinyin_trad", toned=True))),
    (Kind("gbk_lost", "GBK 失一字节（有标记）", "bytes", _RUN, "the first byte of a character overwritten, shown as ? or U+FFFD; the rest read a byte late", RATES, True),
     _gbk_maker("gbk_lost", "marked")),
    (Kind("gbk_dropped", "GBK 失一字节（无标记）", "bytes", _RUN, "one byte of a character dropped with no mark, at a buffer's edge", RATES, True),
     _gbk_maker("gbk_dropped", "silent")),
    (Kind("gbk_inserted", "GBK 字节间插入", "bytes", _RUN, "a byte-wise tool put a letter, digit, space, bracket or reading between two bytes", RATES, True),
     _gbk_maker("gbk_inserted", "inserted")),
    (Kind("gbk_lost_trad", "GBK 失一字节（繁体，有标记）", "bytes", _RUN, "as gbk_lost, in a document converted to Traditional: trail bytes are often ASCII", RATES, False),
     _in_traditional("gbk_lost_trad", _gbk_maker("gbk_lost_trad", "marked"))),
    (Kind("gbk_dropped_trad", "GBK 失一字节（繁体，无标记）", "bytes", _RUN, "as gbk_dropped, in Traditional", RATES, False),
     _in_traditional("gbk_dropped_trad", _gbk_maker("gbk_dropped_trad", "silent"))),
    (Kind("gbk_inserted_trad", "GBK 字节间插入（繁体）", "bytes", _RUN, "as gbk_inserted, in Traditional", RATES, False),
     _in_traditional("gbk_inserted_trad", _gbk_maker("gbk_inserted_trad", "inserted"))),
    (Kind("gbk_both_lost", "GBK 两字节皆失", "lost", "Chinese characters replaced by ??", "both bytes overwritten: nothing says what stood there", RATES, True),
     _both_lost),
    (Kind("big5_gbk", "Big5 误作 GBK", "bytes", _LINE, "lines of a Big5 page read as GBK (truth: Simplified)", _LINES, True), _big5),
    (Kind("utf8_gbk", "UTF-8 误作 GBK（无损）", "bytes", "lines that so lose nothing, about a third", "UTF-8 lines read as GB 18030 by a browser, every byte still there", _LINES, True),
     _mojibake_maker("utf8_gbk", "utf-8", _read_euro, lossless=True)),
    (Kind("utf8_gbk_lossy", "UTF-8 误作 GBK（有损）", "bytes", _LINE, "the same by a replacing decoder: odd bytes became ? or U+FFFD", _LINES, True),
     _mojibake_maker("utf8_gbk_lossy", "utf-8", _read_gbk)),
    (Kind("utf8_latin1", "UTF-8 误作 Latin-1", "bytes", _LINE, "UTF-8 lines read as ISO 8859-1, control characters kept", _LINES, True),
     _mojibake_maker("utf8_latin1", "utf-8", _read_latin)),
    (Kind("utf8_cp1252", "UTF-8 误作 cp1252", "bytes", _LINE, "UTF-8 lines read as Windows-1252 as browsers do", _LINES, True),
     _mojibake_maker("utf8_cp1252", "utf-8", _read_browser)),
    (Kind("utf8_cp1252_lossy", "UTF-8 误作 cp1252（有损）", "bytes", _LINE, "the same by a strict table: 81 8D 8F 90 9D became ? or U+FFFD", _LINES, True),
     _mojibake_maker("utf8_cp1252_lossy", "utf-8", _read_strict)),
    (Kind("gbk_latin1", "GBK 误作 Latin-1", "bytes", _LINE, "GBK lines read as ISO 8859-1", _LINES, True),
     _mojibake_maker("gbk_latin1", "gb18030", _read_latin)),
    (Kind("script_s2t", "转为繁体", "language", _LINE, "OpenCC s2t over the document", WHOLE, True), _script_maker("s2t")),
    (Kind("script_s2tw", "转为台湾正体", "language", _LINE, "OpenCC s2tw over the document", WHOLE, True), _script_maker("s2tw")),
    (Kind("script_s2twp", "转为台湾正体（用词）", "language", _LINE, "OpenCC s2twp: Taiwan's words too (網際網路, 程式)", WHOLE, True), _script_maker("s2twp")),
    (Kind("script_s2hk", "转为香港繁体", "language", _LINE, "OpenCC s2hk over the document", WHOLE, True), _script_maker("s2hk")),
    (Kind("script_naive", "逐字硬转繁体", "language", "convertible characters", "each character by itself to one of OpenCC's candidates, 后→後 干→幹/乾 everywhere", (*RATES, 1.0), True), _script_naive),
    (Kind("script_overdone", "简体中误转", "language", "characters that may stay as they are (后 于 干 里 …)", "a Simplified page whose ambiguous characters were \"converted\"", (*RATES, 1.0), True), _script_overdone),
    (Kind("script_characters", "零星繁体字", "language", "convertible characters", "a merge of two versions, or a converter that gave up: single characters in the other script", RATES, True), _script_characters),
    (Kind("script_paragraphs", "部分段落繁体", "language", _LINE, "paragraphs pasted from a Traditional page", RATES, True), _script_paragraphs),
    (Kind("zero_width", "零宽字符", "bytes", "gaps between characters of a line", "editors' and trackers' U+200B…200F, U+2060, U+FEFF, soft hyphens", RATES, True), _zero_width),
    (Kind("nbsp_inserted", "多余不换行空格", "language", "gaps between Chinese characters", "layout by no-break spaces within words", RATES, True), _nbsp_inserted),
    (Kind("nbsp_for_space", "空格成不换行空格", "bytes", "spaces", "an editor wrote U+00A0 for a space", RATES, True), _nbsp_for_space),
    (Kind("spaces_in_words", "词内空格", "language", "gaps between Chinese characters", "justified print or OCR: 战略新 兴", RATES, True), _spaces_in_words),
    (Kind("wrap_blank", "硬换行（空行分段）", "language", "paragraphs", "text copied from a PDF or an e-mail of 30–45 columns, blank lines between paragraphs", WHOLE, False),
     _wrap_maker("wrap_blank", between="\n\n", indent="")),
    (Kind("wrap_indent", "硬换行（缩进分段）", "language", "paragraphs", "the same, paragraphs known by two ideographic spaces", WHOLE, False),
     _wrap_maker("wrap_indent", between="\n", indent="\u3000\u3000")),
    (Kind("wrap_flush", "硬换行（无缩进）", "language", "paragraphs", "the same, nothing between paragraphs but a line break", WHOLE, False),
     _wrap_maker("wrap_flush", between="\n", indent="")),
    (Kind("wrap_pages", "硬换行（夹页码）", "language", "paragraphs", "as wrap_indent, with the page numbers of the print in between", WHOLE, False),
     _wrap_maker("wrap_pages", between="\n", indent="\u3000\u3000", pages=True)),
    (Kind("newlines_collapsed", "换行成空格", "language", "newlines", "white space collapsed when HTML was turned to text", WHOLE, False), _newlines_collapsed),
    (Kind("newlines_gone", "换行丢失（其后有编号）", "language", "newlines", "tags dropped with nothing in their place, before a line that numbers itself", WHOLE, False), _newlines_gone),
    (Kind("newlines_gone_unnumbered", "换行丢失（其后无编号）", "lost", "newlines", "the same before a line that does not: nothing shows where it began (made by newlines_gone)", (), False), _newlines_gone),
    (Kind("entity_named", "HTML 实体（具名）", "bytes", "marks that have an entity", "&ldquo; &mdash; &hellip; left as text", RATES, True), _entity_named),
    (Kind("entity_numeric", "HTML 实体（数字）", "bytes", "characters outside ASCII", "&#8220; &#x4E2D; left as text", RATES, True), _entity_numeric),
    (Kind("entity_nbsp", "&nbsp;", "bytes", "spaces, and starts of paragraphs", "&nbsp; for a space or an indent, left as text", RATES, True), _entity_nbsp),
    (Kind("entity_double", "双重实体", "bytes", "marks and spaces that have an entity", "escaped twice: &amp;nbsp; &amp;ldquo;", RATES, True), _entity_double),
    (Kind("json_escapes", "JSON 转义（\\n）", "bytes", _LINE, "a JSON string never unescaped: \\n, \\\", \\u3000 as text", _LINES, False), _json_escapes),
    (Kind("json_unicode", "JSON 转义（\\uXXXX）", "bytes", _LINE, "the same with every character escaped", _LINES, True), _json_unicode),
    (Kind("doubled_stops", "重复标点", "bytes", "stops", "。。 ，， from joined pieces", RATES, True), _doubled_stops),
    (Kind("width_stops", "全角标点成半角", "language", "stops the text never writes in ASCII", "full-width stops folded by a scraper", (*RATES, 1.0), True), _width_stops),
    (Kind("width_alnum", "半角字母数字成全角", "bytes", "runs of ASCII letters and digits", "typed with a full-width input method, here and there", RATES, True), _width_alnum),
    (Kind("width_bracket", "括号半边异宽", "bytes", "full-width bracket pairs", "one half typed with the other input method", RATES, True), _width_bracket),
    (Kind("year_brackets", "文号年份括号", "bytes", "bracketed years of document numbers", "〔2023〕 as [2023], (2023), （2023）, ［2023］, 【2023】", (*RATES, 1.0), False), _year_brackets),
    (Kind("indent_marks", "缩进成 ??", "bytes", "paragraphs", "two ideographic spaces that an encoder could not write", (*RATES, 1.0), False), _indent_marks),
    (Kind("bullets", "题注项目符号", "language", "lines of header data", "<li> of a metadata list kept as bullets", (*RATES, 1.0), False), _bullets),
    (Kind("furniture", "页面杂项", "language", "inserted lines per line", "menus, sharing, printing, neighbours, copyright, answers of interfaces", RATES, False), _furniture),
    (Kind("title_repeats", "标题重复", "language", "documents", "<title>, breadcrumb and heading all kept", WHOLE, False), _title_repeats),
    (Kind("asterisks", "星号遮盖", "lost", "Chinese characters", "characters masked by *", RATES, True), _asterisks),
    (Kind("glyph_numbers", "无 Unicode 映射", "lost", _LINE, "a PDF without a Unicode map: glyph numbers for characters", _LINES, True), _glyph_numbers),
)  # fmt: skip

KINDS: dict[str, Kind] = {kind.name: kind for kind, _ in _MADE}
"""Every kind by its name. One with no rates is only made together with another."""
_MAKERS: dict[str, Maker] = {kind.name: make for kind, make in _MADE}


def damage(text: str, kind: str, rate: float, seed: int) -> Damaged:
    """``text`` damaged in one way.

    Args:
        text: clean text, Simplified, without damage of its own.
        kind: a name of ``KINDS``.
        rate: 0–1, of what ``KINDS[kind].unit`` says. It is met in expectation; a text too short or
            without a place for the damage comes back whole.
        seed: the same seed makes the same damage, on any machine.
    """
    if not 0 <= rate <= 1:
        raise ValueError(f"rate must lie between 0 and 1, not {rate}")
    return _MAKERS[kind](text, rate, Random(f"{kind}/{seed}"))


def damage_mixed(text: str, rate: float, seed: int) -> Damaged:
    """``text`` damaged in every way at once, in the order in which pages come to it.

    First the layout (sometimes hard wraps), then the script (whole document, naive, partial or none),
    then each paragraph in a way of its own drawn from the local kinds, at last what a scraper does
    (furniture, titles again, collapsed newlines). Whole-document damage comes to a document or not,
    whatever ``rate``; all else at ``rate`` of its own unit. Each span bears the kind that did it.
    """
    rng = Random(f"mixed/{seed}")
    made = Damaged(paragraphs(text), paragraphs(text), "mixed", ())
    layout = rng.choices(("", "wrap_blank", "wrap_indent", "wrap_pages", "indent_marks"), (6, 1, 1, 1, 1))[0]
    if layout:
        made = _MAKERS[layout](made.clean, 1.0, rng)
    whole = ("script_s2t", "script_s2tw", "script_s2twp", "script_s2hk", "script_naive")
    script = rng.choice(("", "", "", "", "", *whole))
    if script:
        made = _composed(made, _MAKERS[script](made.raw, 1.0, rng))
    # In a Traditional document a Traditional character is no second damage.
    local = [k for k in KINDS.values() if k.local and k.group != "lost" and not k.name.startswith("script_s2")]
    local += [KINDS["gbk_both_lost"]]
    if script:
        local = [k for k in local if not k.name.startswith("script_")]
    parts: list[Damaged] = []
    for i, (_, line) in enumerate(_lines(made.raw)):
        if i:
            parts.append(_made("\n", "mixed", ()))
        name = rng.choice(local).name
        if name == "width_stops":
            parts.append(_width_stops(line, rate, rng, text))
        else:
            parts.append(_MAKERS[name](line, rate, rng))
    made = _composed(made, _joined(parts, "mixed"))
    if rng.random() < 0.5:
        if rng.random() < 0.3:
            made = _composed(made, _title_repeats(made.raw, 1.0, rng))
        made = _composed(made, _furniture(made.raw, rate, rng))
    elif not layout and rng.random() < 0.2:
        lines = [_Change(i, i + 1, " ", kind="newlines_collapsed") for i, c in enumerate(made.raw) if c == "\n"]
        made = _composed(made, _made(made.raw, "newlines_collapsed", lines))
    return replace(made, kind="mixed")
