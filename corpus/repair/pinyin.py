"""Injected pinyin (注入的拼音): ``發(fā)``, ``財(cai)``, ``(zhong)(zhong)``.

Cause: sites that republish documents put the reading behind characters to defeat copying.
Evidence: the bracket holds one syllable, and it is a reading of the character before it.
Left alone: real brackets such as ``(TOD)``, ``(二期)``, ``(a)``, English words, units.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from corpus.repair.records import Certainty, Edit
from corpus.words import pypinyin

_VOWELS = "aeiouüvāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
NOTE = re.compile(r"[(（]([a-z" + _VOWELS + r"ńňǹḿ]{1,7})[)）]", re.IGNORECASE)
# One bracket with the readings of several characters: 發展(fā zhǎn).
_NOTES = re.compile(r"[(（]([a-z" + _VOWELS + r"]{1,7}(?:[ '’][a-z" + _VOWELS + r"]{1,7}){1,5})[)）]", re.IGNORECASE)
_TONE = re.compile("[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ]")


def remove_pinyin(text: str) -> list[Edit]:
    """Remove readings put behind characters.

    >>> [(e.start, e.end) for e in remove_pinyin("發(fā)展(TOD)")]
    [(1, 5)]
    """
    edits: list[Edit] = []
    confirmed = 0
    doubtful: list[Edit] = []
    behind = -1  # end of the note just removed: "(zhong)(zhong)" is one injection
    host = ""
    for match in NOTE.finditer(text):
        if match.start() != behind:
            host = text[match.start() - 1] if match.start() else ""
        syllable = match.group(1)
        if not _is_han(host):
            continue
        if is_reading_of(syllable, host):
            toned = bool(_TONE.search(syllable))
            certainty = Certainty.CERTAIN if toned else Certainty.LIKELY
            edit = Edit(match.start(), match.end(), "", certainty, f"注入的拼音：“{host}”的读音 {syllable}")
            if toned or len(syllable) > 1:
                edits.append(edit)
                confirmed += 1
                behind = match.end()
            else:  # "(a)" behind 阿 may be a list mark; it goes only where other readings were found
                doubtful.append(edit)
        elif _TONE.search(syllable) and _is_syllable(syllable):
            note = f"带声调的拼音 {syllable}，与“{host}”的常见读音不符，位置上仍是注入的注音"
            doubtful.append(Edit(match.start(), match.end(), "", Certainty.LIKELY, note))
            behind = match.end()
    if confirmed >= 3:
        edits = sorted([*edits, *doubtful], key=lambda edit: edit.start)
    return edits


@lru_cache(maxsize=8192)
def is_reading_of(syllable: str, character: str) -> bool:
    """True if ``syllable``, with or without its tone mark, is a reading of ``character``."""
    return toneless(syllable) in _readings(character)


@lru_cache(maxsize=8192)
def _readings(character: str) -> frozenset[str]:
    if not _is_han(character):
        return frozenset()
    package = pypinyin()
    found = package.pinyin(character, style=package.Style.NORMAL, heteronym=True, errors="ignore")
    return frozenset(reading.replace("v", "ü") for group in found for reading in group)


@lru_cache(maxsize=1)
def _syllables() -> frozenset[str]:
    """All toneless syllables of Mandarin, from the readings of the common characters."""
    common = [bytes((a, b)).decode("gb2312", "ignore") for a in range(0xB0, 0xD8) for b in range(0xA1, 0xFF)]
    return frozenset(reading for character in common if character for reading in _readings(character))


def _is_syllable(text: str) -> bool:
    return toneless(text) in _syllables()


def toneless(syllable: str) -> str:
    """``fā`` → ``fa``, ``lǜ`` → ``lü``, ``lv`` → ``lü``."""
    parts = unicodedata.normalize("NFD", syllable.replace("v", "ü"))
    kept = "".join(c for c in parts if not unicodedata.combining(c) or c == "\u0308")
    return unicodedata.normalize("NFC", kept)


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff"
