"""Stops, brackets, width and marks of indentation."""

from __future__ import annotations

import re
from random import Random

from eval.damage.truth import Change, Damaged, lines_of, paragraphs, with_changes

FOLD = str.maketrans("！？；：，（）", "!?;:,()")  # what NFKC-folding scrapers do; 。 and 、 have no fold
_WIDE_ALNUM = {code: code + 0xFEE0 for code in (*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B))}


def doubled_stops(text: str, rate: float, rng: Random) -> Damaged:
    return with_changes(
        text,
        "doubled_stops",
        [Change(i + 1, i + 1, c) for i, c in enumerate(text) if c in "。，、；：" and rng.random() < rate],
    )


def always_wide(text: str) -> frozenset[str]:
    """The foldable stops that the text never writes in ASCII itself: of these alone the truth is plain."""
    marks = {c for c in "！？；：，（）" if c.translate(FOLD) not in text}
    return frozenset(marks if {"（", "）"} <= marks else marks - {"（", "）"})


def width_stops(text: str, rate: float, rng: Random, document: str | None = None) -> Damaged:
    """Stops folded to ASCII, only those always wide in the ``document`` of which ``text`` is a part."""
    marks = always_wide(text if document is None else document)
    changes = [
        Change(i, i + 1, c.translate(FOLD))
        for i, c in enumerate(text)
        if c in marks and not text[max(i - 1, 0)].isascii() and rng.random() < rate
    ]
    return with_changes(text, "width_stops", changes)


def width_alnum(text: str, rate: float, rng: Random) -> Damaged:
    if re.search("[０-９Ａ-Ｚａ-ｚ]", text):  # the text has its own full-width ones: no telling whose are whose
        return with_changes(text, "width_alnum", ())
    changes = [
        Change(run.start(), run.end(), run.group().translate(_WIDE_ALNUM))
        for run in re.finditer("[0-9A-Za-z]+", text)
        if rng.random() < rate
    ]
    return with_changes(text, "width_alnum", changes)


def width_bracket(text: str, rate: float, rng: Random) -> Damaged:
    """One half of a pair folded: （ … ) or ( … ）."""
    changes = []
    for pair in re.finditer("（([^（）()\n]{2,})）", text):
        if rng.random() < rate:
            at = rng.choice((pair.start(), pair.end() - 1))
            changes.append(Change(at, at + 1, text[at].translate(FOLD)))
    return with_changes(text, "width_bracket", changes)


_ISSUERS = ("国发", "国办发", "财税", "发改投资", "川府发", "成办发", "京政办发", "粤府", "沪府规", "人社部发", "建房规")


def year_brackets(text: str, rate: float, rng: Random) -> Damaged:
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
    changes: list[Change] = []
    for year in re.finditer("〔([0-9]{4})〕", clean):
        if rng.random() < rate:
            pair = rng.choice(pairs)
            changes += (
                Change(year.start(), year.start() + 1, pair[0]),
                Change(year.end() - 1, year.end(), pair[1]),
            )
    return with_changes(clean, "year_brackets", changes)


def indent_marks(text: str, rate: float, rng: Random) -> Damaged:
    clean = paragraphs(text, indent="\u3000\u3000")
    return with_changes(
        clean, "indent_marks", [Change(start, start + 2, "??") for start, line in lines_of(clean) if line and rng.random() < rate]
    )
