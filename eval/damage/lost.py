"""Damage nothing can undo: it can be proposed or named, never claimed."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from eval.damage.truth import Change, Damaged, by_line, is_hanzi, with_changes


def both_lost(text: str, rate: float, rng: Random) -> Damaged:
    changes = [
        Change(i, i + 1, "??", (i,)) for i, character in enumerate(text) if is_hanzi(character) and rng.random() < rate
    ]
    return with_changes(text, "gbk_both_lost", changes)


def asterisks(text: str, rate: float, rng: Random) -> Damaged:
    changes = [
        Change(i, i + 1, "*", (i,)) for i, character in enumerate(text) if is_hanzi(character) and rng.random() < rate
    ]
    return with_changes(text, "asterisks", changes)


def glyph_numbers(text: str, rate: float, rng: Random) -> Damaged:
    """Lines of a PDF without a Unicode map: each character stands as the number of its glyph."""
    characters = sorted(set(text) - set("\n "))
    rng.shuffle(characters)
    offset = rng.randint(100, 9000)
    glyphs = {character: offset + i for i, character in enumerate(characters)}
    form: Callable[[int], str] = rng.choice((lambda n: f"(cid:{n})", lambda n: chr(0xE000 + n % 6400)))

    def make(line: str) -> Damaged:
        return with_changes(line, "", [Change(i, i + 1, form(glyphs[c]), (i,)) for i, c in enumerate(line) if c in glyphs])

    return by_line(text, rate, rng, "glyph_numbers", make)
