"""Simplified text converted to Traditional, by word, by character or in part."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from eval.damage.truth import Change, Damaged, Maker, by_line, lines_of, with_changes


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


def to_script(text: str, config: str, kind: str) -> Damaged:
    """``text`` converted by OpenCC, character by character where lengths agree, else aligned phrase by phrase."""
    changes: list[Change] = []
    plain = "s2tw" if config == "s2twp" else config
    for start, line in lines_of(text):
        changes += _script_line(line, start, plain, config)
    return with_changes(text, kind, changes)


def _script_line(line: str, start: int, plain: str, config: str) -> list[Change]:
    from rapidfuzz.distance import Levenshtein

    same = str(_opencc(plain).convert(line))
    if len(same) != len(line):  # a phrase of another length: leave that line alone
        return []
    full = str(_opencc(config).convert(line)) if config != plain else same
    if full == same:
        return [Change(start + i, start + i + 1, new) for i, (old, new) in enumerate(zip(line, same, strict=True)) if old != new]
    changes: list[Change] = []
    for block in Levenshtein.opcodes(same, full):
        tag, a, b, c, d = block.tag, block.src_start, block.src_end, block.dest_start, block.dest_end
        if tag == "equal":
            changes += (
                Change(start + i, start + i + 1, same[i]) for i in range(a, b) if same[i] != line[i]
            )
        else:
            changes.append(Change(start + a, start + b, full[c:d]))
    # A word put for a word may come out in pieces; pieces that touch and differ in length are one place.
    merged: list[Change] = []
    for change in changes:
        last = merged[-1] if merged else None
        uneven = [c for c in (last, change) if c and len(c.new) != c.end - c.start]
        if last and last.end == change.start and uneven:
            merged[-1] = Change(last.start, change.end, last.new + change.new)
        else:
            merged.append(change)
    return merged


def script_maker(config: str) -> Maker:
    def make(text: str, rate: float, rng: Random) -> Damaged:
        return by_line(text, rate, rng, f"script_{config}", lambda line: to_script(line, config, ""))

    return make


def script_naive(text: str, rate: float, rng: Random) -> Damaged:
    """Every character by itself, each always to the same one of its candidates, drawn once a document."""
    chosen = {
        simplified: rng.choice(others) if (others := [v for v in values if v != simplified]) else simplified
        for simplified, values in _candidates().items()
    }
    changes = [
        Change(i, i + 1, chosen.get(character, character))
        for i, character in enumerate(text)
        if character in chosen and rng.random() < rate
    ]
    return with_changes(text, "script_naive", changes)


def script_overdone(text: str, rate: float, rng: Random) -> Damaged:
    """A Simplified text in which characters that may stay as they are (后 于 干 里 …) were "converted"."""
    changes = []
    for i, character in enumerate(text):
        values = _candidates().get(character, ())
        others = [value for value in values if value != character]
        if character in values and others and rng.random() < rate:
            changes.append(Change(i, i + 1, rng.choice(others)))
    return with_changes(text, "script_overdone", changes)


def script_characters(text: str, rate: float, rng: Random) -> Damaged:
    """Single characters left in the other script, as OpenCC writes them in their words."""
    made = to_script(text, "s2t", "script_characters")
    changes = [
        Change(span.clean_start, span.clean_end, made.raw[span.raw_start : span.raw_end])
        for span in made.spans
        if rng.random() < rate
    ]
    return with_changes(text, "script_characters", changes)


def script_paragraphs(text: str, rate: float, rng: Random) -> Damaged:
    config = rng.choice(("s2t", "s2tw", "s2hk", "s2twp"))
    return by_line(text, rate, rng, "script_paragraphs", lambda line: to_script(line, config, ""))
