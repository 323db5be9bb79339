"""Spaces and lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from eval.damage.truth import Change, Damaged, Maker, is_hanzi, lines_of, paragraphs, with_changes

_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"
_OPENING, CLOSING = "（《〈“‘〔【(", "）》〉”’〕】)，。、；：！？,.;:!?"
# A line that numbers itself shows where it starts even when the newline before it is gone.
_NUMBERED = re.compile(
    r"第[一二三四五六七八九十百千零〇0-9]+[编章节条款]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十0-9]+[）)]|[0-9]+[.．、]|附件"
)


def _gaps(text: str, rate: float, rng: Random, test: Callable[[str, str], bool]) -> list[int]:
    """Places between two characters of a line that pass ``test``, each taken with probability ``rate``."""
    return [i for i in range(1, len(text)) if test(text[i - 1], text[i]) and rng.random() < rate]


def _in_line(left: str, right: str) -> bool:
    return not left.isspace() and not right.isspace()


def _in_word(left: str, right: str) -> bool:
    return is_hanzi(left) and is_hanzi(right)


def zero_width(text: str, rate: float, rng: Random) -> Damaged:
    return with_changes(text, "zero_width", [Change(i, i, rng.choice(_ZERO_WIDTH)) for i in _gaps(text, rate, rng, _in_line)])


def nbsp_inserted(text: str, rate: float, rng: Random) -> Damaged:
    return with_changes(
        text, "nbsp_inserted", [Change(i, i, "\u00a0" * rng.choice((1, 1, 2))) for i in _gaps(text, rate, rng, _in_word)]
    )


def nbsp_for_space(text: str, rate: float, rng: Random) -> Damaged:
    return with_changes(
        text,
        "nbsp_for_space",
        [Change(i, i + 1, "\u00a0") for i, c in enumerate(text) if c == " " and rng.random() < rate],
    )


def spaces_in_words(text: str, rate: float, rng: Random) -> Damaged:
    return with_changes(text, "spaces_in_words", [Change(i, i, " ") for i in _gaps(text, rate, rng, _in_word)])


def _breaks(line: str, width: int, *, hang: bool) -> list[int]:
    """Where a line of ``width`` CJK columns breaks, as word processors and PDFs break it.

    Letters and digits stay together; no break beside a space, for a real one would swallow it; with
    ``hang`` no line starts with a closing mark or ends with an opening one.
    """
    found: list[int] = []
    start = column = i = 0
    while i < len(line):
        size = 1 if line[i].isascii() else 2
        if column + size <= 2 * width:
            column += size
            i += 1
            continue
        at = i
        if hang and line[at] in CLOSING:
            at += 1
        while at > start + 4 and at < len(line) and (
            (line[at].isascii() and line[at - 1].isascii())
            or line[at].isspace()
            or line[at - 1].isspace()
            or (hang and (line[at - 1] in _OPENING or line[at] in CLOSING))
        ):
            at -= 1
        if at >= len(line):
            break
        if at <= start + 4:  # nowhere to break: a long address, a row of a table
            return found
        found.append(at)
        start = i = at
        column = 0
    return found


def wrap_maker(kind: str, *, between: str, indent: str, pages: bool = False) -> Maker:
    """Paragraphs broken at a fixed width; ``pages`` puts page numbers between the lines."""

    def make(text: str, rate: float, rng: Random) -> Damaged:
        clean = paragraphs(text, between=between, indent=indent)
        width, hang = rng.randint(30, 45), rng.random() < 0.5
        changes: list[Change] = []
        for start, line in lines_of(clean):
            if rng.random() < rate:
                changes += (Change(start + at, start + at, "\n") for at in _breaks(line, width, hang=hang))
        if pages:
            changes = _with_page_numbers(clean, changes, rng)
        return with_changes(clean, kind, changes)

    return make


def _with_page_numbers(clean: str, changes: list[Change], rng: Random) -> list[Change]:
    """A page number after every so many lines, within a paragraph or between two."""
    total = rng.randint(3, 40)
    form = rng.choice(("- {n} -", "— {n} —", "－{n}－", "第 {n} 页 共 {t} 页", "第{n}页", "{n}", "{n} / {t}", "-{n}-"))
    height = rng.randint(18, 26)
    ends = [(change.start, True) for change in changes]
    ends += [(i, False) for i, character in enumerate(clean) if character == "\n"]
    found: list[Change] = []
    for line, (at, wrapped) in enumerate(sorted(ends), start=1):
        number = form.format(n=line // height, t=total)
        if line % height == 0:
            found.append(Change(at, at, f"\n{number}\n" if wrapped else f"\n{number}"))
        elif wrapped:
            found.append(Change(at, at, "\n"))
    return found


def newlines_collapsed(text: str, rate: float, rng: Random) -> Damaged:
    clean = paragraphs(text)
    return with_changes(
        clean,
        "newlines_collapsed",
        [Change(i, i + 1, " ") for i, c in enumerate(clean) if c == "\n" and rng.random() < rate],
    )


def newlines_gone(text: str, rate: float, rng: Random) -> Damaged:
    clean = paragraphs(text)
    changes = []
    for i, character in enumerate(clean):
        if character == "\n" and rng.random() < rate:
            numbered = _NUMBERED.match(clean, i + 1)
            changes.append(Change(i, i + 1, "", kind="newlines_gone" if numbered else "newlines_gone_unnumbered"))
    return with_changes(clean, "newlines_gone", changes)
