"""Traditional characters in a mainland document (繁体转回简体).

Cause: the republishing site converted the text to Traditional, one character at a time.
Evidence: the document is of the mainland (its bodies, its brackets) and most of its convertible
characters are Traditional. OpenCC converts with its phrase tables; what it leaves wrong is decided
here, each case with its reason.
Left alone: documents that are genuinely Traditional (Taiwan, Hong Kong, Macao), and place names.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from corpus.repair.records import Certainty, Edit

# 著 stands for 着 except where it means "written" or "evident"; OpenCC leaves it everywhere.
_WRITTEN = re.compile(r"(?<=[显顯名论論专專原编編译譯卓昭土巨遗遺拙合所较較执執共])著|著(?=[名作述书書录錄称稱者译譯])")
# 濛 became 蒙 only as a word for drizzle; in place names (濛阳, 濛江) it is the official character.
_DRIZZLE = re.compile(r"濛濛|(?<=[迷空冥溟细細])濛|濛(?=[鸿鴻胧朧])")

_MAINLAND = re.compile(
    r"市委|省委|區委|县委|縣委|国务院|國務院|人民政府|發改委|发改委|黨中央|党中央|自治[区區州县縣]|街道辦|〔20\d\d〕|"
    r"住建局|人社局|成都|重慶|北京|上海|深圳|廣州|全國人大|工業和信息化"
)
_ELSEWHERE = re.compile(
    r"中華民國|行政院|立法院|直轄市、縣（市）|總統令|臺北|臺灣|立法會|香港特別行政區|澳門特別行政區|憲報|行政長官"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
# Below this share of Traditional among the characters that differ, the odd one is left to a reader.
_MOSTLY_TRADITIONAL = 0.5


@lru_cache(maxsize=4)
def _converter(name: str) -> Any:
    from opencc import OpenCC

    return OpenCC(name)


def _convert(name: str, text: str) -> str:
    """OpenCC over any string, same length: lone surrogates, which OpenCC cannot take, stay."""
    safe = _SURROGATES.sub("\ufffd", text)
    converted: str = _converter(name).convert(safe)
    if len(converted) != len(safe):  # a phrase table that changes lengths: keep the positions
        converted = "".join(one if len(one := _converter(name).convert(c)) == 1 else c for c in safe)
    if safe != text:
        converted = "".join(a if _SURROGATES.match(a) else b for a, b in zip(text, converted, strict=True))
    return converted


def _character_table() -> dict[int, str]:
    """Each Traditional character's Simplified one, character by character, for reading only."""
    characters = "".join(map(chr, range(0x3400, 0xA000)))
    return {ord(a): b for a, b in zip(characters, _convert("t2s", "\n".join(characters))[::2], strict=True) if a != b} | {
        ord("著"): "着"
    }


def to_simplified(text: str) -> str:
    """``text`` in Simplified characters, same length, with 着/著 and 濛 as the mainland writes them.

    >>> to_simplified("著力構建顯著，規劃建設濛陽站")
    '着力构建显著，规划建设濛阳站'
    """
    converted = _convert("t2s", text)
    if "著" in text:
        written = {m.start() for m in _WRITTEN.finditer(text)}
        converted = "".join(
            "着" if c == "著" and i not in written else converted[i] for i, c in enumerate(text)
        )
    if "濛" in text:
        drizzle = {i for m in _DRIZZLE.finditer(text) for i in range(*m.span())}
        converted = "".join(
            "濛" if c == "濛" and i not in drizzle else converted[i] for i, c in enumerate(text)
        )
    return converted


def is_converted_mainland(text: str) -> bool:
    """True for a mainland document whose text was turned into Traditional characters."""
    sample = text[:20000]
    simplified = _convert("t2s", sample)
    traditional = sum(1 for a, b in zip(sample, simplified, strict=True) if a != b)
    back = _convert("s2t", sample)
    simple = sum(1 for a, b in zip(sample, back, strict=True) if a != b)
    if traditional < 5 or traditional / (traditional + simple) < _MOSTLY_TRADITIONAL:
        return False
    return len(_MAINLAND.findall(sample)) > len(_ELSEWHERE.findall(sample))


def simplify_mainland(text: str) -> list[Edit]:
    """Turn a converted mainland document back into Simplified characters."""
    if not is_converted_mainland(text):
        return []
    simplified = to_simplified(text)
    edits: list[Edit] = []
    at = 0
    while at < len(text):
        if text[at] == simplified[at]:
            at += 1
            continue
        end = at
        while end < len(text) and text[end] != simplified[end]:
            end += 1
        edits.append(Edit(at, end, simplified[at:end], Certainty.LIKELY, "繁体转回简体（OpenCC 词组表）"))
        at = end
    return edits


CHARACTER_TABLE = _character_table()
