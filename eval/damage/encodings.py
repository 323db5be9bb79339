"""Bytes: what an encoder wrote, what was lost, what a lenient decoder read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random
from typing import Literal

from eval.damage.pinyin import reading_of
from eval.damage.punctuation import FOLD, always_wide
from eval.damage.script import to_script
from eval.damage.truth import Change, Damaged, Maker, composed, is_hanzi, lines_of, with_changes


@lru_cache(maxsize=1 << 16)
def _decoded(data: bytes) -> str | None:
    """One character, or None where GB 18030 has none."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return text if len(text) == 1 else None


def read_gbk(data: bytes, *, euro: bool = False) -> Iterator[tuple[int, int, str]]:
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
) -> list[Change]:
    """The changes that reading ``stream``, the damaged bytes of ``text``, makes.

    A character is in step where its own bytes, all of them and no other, make one character again.
    What lies between such places is misread: cut wherever the boundaries meet again, or, with
    ``whole_runs``, kept as one run until the reading is back in step. ``lost`` are characters whose
    bytes the caller took away; undecodable bytes add theirs.
    """
    changes: list[Change] = []
    run: list[str] = []
    missing: set[int] = set()
    start = done = 0  # clean characters: where the run starts, up to where all is accounted for

    def close(end: int) -> None:
        nonlocal start
        if run or end > start:
            gone = missing | (lost & set(range(start, end)))
            changes.append(Change(start, end, "".join(run), tuple(sorted(gone))))
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


def _at(start: int, changes: Iterable[Change]) -> list[Change]:
    """``changes`` of a piece of text that starts at ``start``."""
    return [
        replace(c, start=c.start + start, end=c.end + start, missing=tuple(m + start for m in c.missing))
        for c in changes
    ]


def _choose_runs(
    text: str, rate: float, rng: Random, strike: Callable[[str, int], list[Change]]
) -> list[Change]:
    """Strike lines in random order until the share ``rate`` of the Chinese characters is misread.

    ``strike(line, n)`` damages a line in n places. The last strike is made with the probability that
    keeps the expected share at ``rate``, since a run cannot be made shorter than the bytes make it.
    """
    total = sum(map(is_hanzi, text))
    left = rate * total
    lines = [(start, line) for start, line in lines_of(text) if sum(map(is_hanzi, line)) >= 4]
    rng.shuffle(lines)
    changes: list[Change] = []
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


def gbk_maker(kind: str, what: Literal["marked", "silent", "inserted"]) -> Maker:
    """One byte lost and marked, lost silently, or ASCII put between two bytes."""

    def make(text: str, rate: float, rng: Random) -> Damaged:
        mark = rng.choice("??\ufffd")
        fold = rng.choice(("no", "run", "document"))
        clobbered = 0x3F if mark == "?" else 0xFF  # 0xFF is undecodable, so the decoder writes the mark

        def strike(line: str, times: int) -> list[Change]:
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
            changes = _misread(line, stream, read_gbk, mark, frozenset(lost), whole_runs=True)
            # Before ASCII or the line's end a single lost byte takes the other with it.
            changes = [
                replace(c, kind="gbk_both_lost") if c.end - c.start == 1 and not c.new.strip("?\ufffd") else c
                for c in changes
            ]
            if fold != "no":
                changes = [replace(change, new=change.new.translate(FOLD)) for change in changes]
            return changes

        made = with_changes(text, kind, _choose_runs(text, rate, rng, strike))
        if fold == "document" and made.spans:
            wide = always_wide(text)
            widths = [Change(i, i + 1, c.translate(FOLD)) for i, c in enumerate(made.raw) if c in wide]
            made = composed(made, with_changes(made.raw, "width_stops", widths), name_of="first")
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
    return f"({reading_of(line[target], rng, toned=choice == 4) or 'de'})"


def mojibake_maker(
    kind: str,
    encoding: str,
    read: Callable[[bytes], Iterable[tuple[int, int, str]]],
    *,
    lossless: bool = False,
) -> Maker:
    """Whole lines written in ``encoding`` and read by ``read``; with ``lossless`` only lines that lose nothing."""

    def make(text: str, rate: float, rng: Random) -> Damaged:
        mark = rng.choice("?\ufffd")
        changes: list[Change] = []
        for start, line in lines_of(text):
            if line.isascii() or rng.random() >= rate:
                continue
            struck = _misread(line, _stream(line, encoding), read, mark)
            if not lossless or not any(change.missing for change in struck):
                changes += _at(start, struck)
        return with_changes(text, kind, changes)

    return make


def in_traditional(kind: str, maker: Maker) -> Maker:
    """``maker`` on the document converted by OpenCC; the truth stays Simplified."""

    def make(text: str, rate: float, rng: Random) -> Damaged:
        traditional = to_script(text, "s2t", "script_s2t")
        made = maker(traditional.raw, rate, rng)
        return replace(composed(traditional, made), kind=kind)

    return make


def big5(text: str, rate: float, rng: Random) -> Damaged:
    """Lines of a Big5 page read as GBK; the other lines of the document stay as they were."""
    changes: list[Change] = []
    for start, line in lines_of(text):
        if line.isascii() or rng.random() >= rate:
            continue
        traditional = to_script(line, "s2tw", "script_s2tw")
        try:
            stream = _stream(traditional.raw, "cp950")
        except UnicodeEncodeError:  # a character Big5 lacks: that page was never written so
            continue
        misread = with_changes(traditional.raw, "big5_gbk", _misread(traditional.raw, stream, read_gbk, "?"))
        for span in composed(traditional, misread).spans:
            new = misread.raw[span.raw_start : span.raw_end]
            missing = tuple(m + start for m in span.missing)
            changes.append(Change(span.clean_start + start, span.clean_end + start, new, missing))
    return with_changes(text, "big5_gbk", changes)


_LATIN = _page("latin-1", "control")
_BROWSER = _page("cp1252", "control")
_STRICT = _page("cp1252", "lost")


def read_euro(data: bytes) -> Iterator[tuple[int, int, str]]:
    return read_gbk(data, euro=True)


def read_latin(data: bytes) -> Iterator[tuple[int, int, str]]:
    return _read_bytes(data, _LATIN)


def read_browser(data: bytes) -> Iterator[tuple[int, int, str]]:
    return _read_bytes(data, _BROWSER)


def read_strict(data: bytes) -> Iterator[tuple[int, int, str]]:
    return _read_bytes(data, _STRICT)
