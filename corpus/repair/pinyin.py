"""Injected pinyin (注入的拼音): ``發(fā)``, ``財(cai)``, ``(zhong)(zhong)``.

Cause: sites that republish documents put the reading behind characters to defeat copying.
Evidence: the bracket holds one syllable, and it is a reading of the character before it.
Left alone: real brackets such as ``(TOD)``, ``(二期)``, ``(a)``, English words, units.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from corpus.repair import gbk, language
from corpus.repair.records import Certainty, Edit
from corpus.words import pypinyin

_VOWELS = "aeiouüvāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_LETTER = "[a-z" + _VOWELS + "ńňǹḿ]"
# A bracket with one reading, or with those of several characters: 發展(fā zhǎn).
NOTE = re.compile(rf"[(（]({_LETTER}{{1,7}}(?:[ '’]{_LETTER}{{1,7}}){{0,5}})[)）]", re.IGNORECASE)
_ENOUGH = 3  # readings found, from which on doubtful ones are injected too
_TONE = re.compile("[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ]")


def remove_pinyin(text: str) -> list[Edit]:
    """Remove readings put behind characters.

    >>> [(e.start, e.end) for e in remove_pinyin("發(fā)展(TOD)")]
    [(1, 5)]
    >>> [(e.start, e.end) for e in remove_pinyin("發展(fā zhǎn)規劃")]
    [(2, 11)]
    """
    edits: list[Edit] = []
    doubtful: list[Edit] = []
    glosses: list[Edit] = []
    behind = -1  # end of the note just removed: "(zhong)(zhong)" is one injection
    host = ""
    for match in NOTE.finditer(text):
        if match.start() != behind:
            host = text[match.start() - 1] if match.start() else ""
        syllables = match.group(1).lower()
        if not _is_han(host) or (match.group(1) != syllables and not _TONE.search(syllables)):
            continue  # (AI) behind 爱 is an abbreviation
        if not syllables.isalpha():
            if _read_together(syllables, text[max(0, match.start() - 7) : match.start()]):
                note = f"注入的拼音：前文的读音 {syllables}"
                edits.append(Edit(match.start(), match.end(), "", Certainty.LIKELY, note))
            continue
        toned = bool(_TONE.search(syllables))
        if is_reading_of(syllables, host):
            certainty = Certainty.CERTAIN if toned else Certainty.LIKELY
            edit = Edit(match.start(), match.end(), "", certainty, f"注入的拼音：“{host}”的读音 {syllables}")
            if len(syllables) == 1 and not toned:
                # "(a)" behind 阿 may be a list mark; it goes only where other readings were found
                doubtful.append(edit)
                continue
            # Laws give the reading of a seldom seen character themselves: 餮(tiè).
            (edits if _is_common(host) else glosses).append(edit)
            behind = match.end()
        elif toned and _is_syllable(syllables):
            note = f"带声调的拼音 {syllables}，与“{host}”的常见读音不符，位置上仍是注入的注音"
            doubtful.append(Edit(match.start(), match.end(), "", Certainty.LIKELY, note))
            behind = match.end()
    if edits:
        edits += glosses
    if len(edits) >= _ENOUGH:
        edits += doubtful
    return sorted(edits, key=lambda edit: edit.start)


def _is_common(character: str) -> bool:
    """True for a character of everyday use, in either script: nobody annotates its reading."""
    return language.fold(character) in gbk.common_characters()


def _read_together(syllables: str, before: str) -> bool:
    """True if several syllables are the readings of as many characters before the bracket."""
    parts = re.split(r"[ '’]", syllables)
    hosts = before[-len(parts) :]
    return len(hosts) == len(parts) and all(is_reading_of(*pair) for pair in zip(parts, hosts, strict=True))


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
    return frozenset(reading for character in gbk.common_characters() for reading in _readings(character))


def _is_syllable(text: str) -> bool:
    return toneless(text) in _syllables()


def toneless(syllable: str) -> str:
    """``fā`` → ``fa``, ``lǜ`` → ``lü``, ``lv`` → ``lü``."""
    parts = unicodedata.normalize("NFD", syllable.replace("v", "ü"))
    kept = "".join(c for c in parts if not unicodedata.combining(c) or c == "\u0308")
    return unicodedata.normalize("NFC", kept)


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff"
