"""Text in Simplified characters (转简体): OpenCC, and the few characters that it keeps or turns without looking."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from corpus.repair.script_tables import CHARACTER_TABLE

CHANGEABLE = re.compile("[" + "".join(map(chr, CHARACTER_TABLE)) + "藉瞭]")

# 著 stands for 着 except where it means "written" or "evident"; OpenCC leaves it everywhere.
_WRITTEN = re.compile(
    r"(?<=[显顯名论論专專原编編译譯卓昭土巨遗遺拙合所较較执執共撰彰新旧舊近])著(?!手|眼|力|重|陆|陸|落|装|裝)"
    r"|著(?=[名作述书書录錄彔称稱者译譯论論於于有《])"
)
# Characters that OpenCC keeps, or turns without looking: where they stay as they are.
_STAYS = {
    "著": _WRITTEN,
    # 濛 became 蒙 only as a word for drizzle; in place names (濛阳, 濛江) it is the official character.
    "濛": re.compile(r"(?<![濛迷空冥溟细細内內启啟啓承])濛(?![濛鸿鴻胧朧古受蔽混骗騙])"),
    "瞭": re.compile(r"瞭(?=[望哨亮])"),
    "藉": re.compile(r"(?<=[狼慰枕蕴蘊酝醞])藉|藉(?=[藉田])"),
    "祇": re.compile(r"(?<=[神地僧])祇"),
    "衹": re.compile(r"(?<=[神地僧])衹"),
    "徵": re.compile(r"(?<=[角變变宫宮商])徵|徵(?=[羽音]|調式|调式)|(?<=魏)徵"),
    "於": re.compile(r"(?<=樊)於|於(?=菟|陵子|乎|梨[华華]|潜镇|潛鎮)"),
    "馀": re.compile(r"(?<=姓)馀"),
    "後": re.compile(r"(?<=姓)後"),
}
_OF_OUR_OWN = re.compile("[" + "".join(_STAYS) + "甚揹荳衞敍枱牠粧隄燄鎗拏觔斲揷菓伕濬籐糭瑯暱耡繐癥噁]|(?<=[計计規规籌筹策區区謀谋擘])畫")
_BEYOND = re.compile("[\U00020000-\U0003ffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_PLAIN = {chr(code): plain for code, plain in CHARACTER_TABLE.items()} | {"藉": "借", "瞭": "了"}


@lru_cache(maxsize=1)
def _opencc() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def _convert(text: str) -> str:
    """OpenCC over any string, same length: lone surrogates, which OpenCC cannot take, stay."""
    safe = _SURROGATES.sub("\ufffd", text)
    converted: str = _opencc().convert(safe)
    if len(converted) != len(safe):  # a phrase table that changes lengths: keep the positions
        converted = safe.translate(CHARACTER_TABLE)
    if safe != text:
        converted = "".join(a if _SURROGATES.match(a) else b for a, b in zip(text, converted, strict=True))
    return converted


def to_simplified(text: str) -> str:
    """``text`` in Simplified characters, same length, with 着/著 and 濛 as the mainland writes them.

    >>> to_simplified("著力構建顯著，規劃建設濛陽站，瞭解慰藉，醫療衞生")
    '着力构建显著，规划建设濛阳站，了解慰藉，医疗卫生'
    """
    if not CHANGEABLE.search(text):
        return text
    converted = _convert(text)
    changes: dict[int, str] = {}
    for match in _OF_OUR_OWN.finditer(text):
        character, at = match.group(), match.start()
        if character == "甚":
            if text[at + 1 : at + 2] in ("麼", "麽", "么"):
                changes[at] = "什"
        elif character == "畫":
            changes[at] = "划"
        elif (stays := _STAYS.get(character)) and stays.match(text, at):
            changes[at] = character
        else:
            changes[at] = _PLAIN[character]
    for match in _BEYOND.finditer(converted):  # no mainland page prints those forms
        changes[match.start()] = text[match.start()]
    if not changes:
        return converted
    characters = list(converted)
    for at, character in changes.items():
        characters[at] = character
    return "".join(characters)
