"""The two bytes of a GBK character: taking it apart, putting it together, and what one byte leaves open."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from corpus.repair.language import fold
from corpus.repair.script_tables import ONLY_SIMPLIFIED

LEADS = range(0x81, 0xFF)
TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))


@lru_cache(maxsize=1)
def characters() -> dict[int, str]:
    """Every two-byte character of GBK by its code; private use is not a reading and is left out."""
    found: dict[int, str] = {}
    for first in LEADS:
        for second in TRAILS:
            try:
                found[first << 8 | second] = bytes((first, second)).decode("gbk")
            except UnicodeDecodeError:
                continue
    return found


@lru_cache(maxsize=1)
def folded() -> dict[int, str]:
    """As :func:`characters`, folded for the language model."""
    return {code: fold(character) for code, character in characters().items()}


@lru_cache(maxsize=1)
def codes() -> dict[str, int]:
    """The code of a character as a lenient decoder shows it: with private use, and with ASCII that
    was folded from full-width forms."""
    found: dict[str, int] = {}
    for first in LEADS:
        for second in TRAILS:
            try:
                found[bytes((first, second)).decode("gb18030")] = first << 8 | second
            except UnicodeDecodeError:
                continue
    for code in range(0x21, 0x7F):
        found[chr(code)] = 0xA300 | (code + 0x80)
    return found


@lru_cache(maxsize=256)
def with_first(first: int) -> tuple[str, ...]:
    """The characters whose first byte is ``first``, those aside that nobody may guess."""
    return _worth_guessing(first << 8 | second for second in TRAILS)


@lru_cache(maxsize=256)
def with_second(second: int) -> tuple[str, ...]:
    """The characters whose second byte is ``second``, those aside that nobody may guess."""
    return _worth_guessing(first << 8 | second for first in LEADS)


def _worth_guessing(found: Iterable[int]) -> tuple[str, ...]:
    """Full-width digits and letters are left out: nobody may read a figure that nobody wrote."""
    known = characters()
    return tuple(c for code in found if (c := known.get(code)) and not ("\uff10" <= c <= "\uff5a" and c.isalnum()))


@lru_cache(maxsize=1)
def common_characters() -> frozenset[str]:
    """The 3,755 characters of GB 2312 level 1."""
    pairs = (bytes((a, b)) for a in range(0xB0, 0xD8) for b in range(0xA1, 0xFF))
    return frozenset(c for pair in pairs if (c := pair.decode("gb2312", "ignore")))


@lru_cache(maxsize=1)
def one_script_only() -> tuple[frozenset[str], frozenset[str]]:
    """The characters of GBK that stand in Simplified text only, and those that stand in Traditional text only."""
    known = [c for c in characters().values() if "\u4e00" <= c <= "\u9fff"]
    traditional = frozenset(c for c in known if fold(c) != c)
    return frozenset(ONLY_SIMPLIFIED), traditional
