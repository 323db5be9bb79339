"""Readings printed behind their characters."""

from __future__ import annotations

import re
from functools import lru_cache
from random import Random

from eval.damage.truth import HANZI, Change, Damaged, Maker, lines_of, with_changes


@lru_cache(maxsize=1 << 14)
def _all_readings(character: str, toned: bool) -> tuple[str, ...]:
    from pypinyin import Style, pinyin  # late: only damage with readings needs it

    style = Style.TONE if toned else Style.NORMAL
    found = pinyin(character, style=style, heteronym=True, errors="ignore")
    return tuple(found[0]) if found else ()


def reading_of(character: str, rng: Random, *, toned: bool) -> str:
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
    for run in re.finditer(rf"{HANZI.pattern}+", text):
        found = pinyin(run.group(), style=style, errors="ignore")
        if len(found) != run.end() - run.start():
            found = [[reading_of(character, rng, toned=toned)] for character in run.group()]
        for at, (reading,) in enumerate(found, run.start()):
            readings[at] = reading
    return readings


def pinyin_maker(
    kind: str, *, toned: bool | None, times: int = 1, dense: bool = False, brackets: tuple[str, ...] = ("()",)
) -> Maker:
    """Readings after characters; ``toned`` None draws per document, ``dense`` annotates whole stretches."""

    def make(text: str, rate: float, rng: Random) -> Damaged:
        with_tones = rng.random() < 0.5 if toned is None else toned
        pair = rng.choice(brackets)
        readings = _readings(text, rng, toned=with_tones)
        chosen: list[int] = []
        if dense:
            for start, line in lines_of(text):
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
            Change(at + 1, at + 1, f"{pair[0]}{readings[at]}{pair[1]}" * times) for at in chosen if readings[at]
        ]
        return with_changes(text, kind, changes)

    return make
