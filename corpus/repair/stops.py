"""Stops and brackets (标点): doubled where pieces were joined, folded to half width by a scraper, halves of two widths."""

from __future__ import annotations

import re
from collections import Counter

from corpus.repair.marks import HAN
from corpus.repair.records import Certainty, Edit

_DOUBLED = ("。。", "，，", "、、", "；；", "：：")
_REPEATED = re.compile(r"([。，、；：])\1+")


def drop_doubled_stops(text: str) -> list[Edit]:
    """Drop the second of two identical stops (重复标点).

    Cause: pieces joined that each brought their stop.
    Evidence: exactly two of 。，、；：, which no sentence has.
    Left alone: three and more (an ellipsis typed with stops), dashes, ！！ and ？？.

    >>> [(e.start, e.after) for e in drop_doubled_stops("执行。。其他、、、以及……")]
    [(3, '')]
    """
    if not any(pair in text for pair in _DOUBLED):
        return []
    return [
        Edit(match.start() + 1, match.end(), "", note="重复的标点")
        for match in _REPEATED.finditer(text)
        if match.end() - match.start() == 2
    ]


_FULL = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）"}
_CHINESE = f"{HAN}“”‘’《》〈〉「」『』、。，；：？！（）〔〕【】—…％％℃㎡"
_AFTER_CHINESE = re.compile(rf"[,;:!?](?<=[{_CHINESE}].)(?=[{_CHINESE}]|\s|$)")
_FOLDABLE = re.compile(r"[,;:!?]")
_IS_CHINESE = re.compile(f"[{_CHINESE}]")
_BRACKET = re.compile(r"[()（）\n]")
_LEAST_FOLDED = 5  # fewer stops show no habit
_WHOLE = 4  # folded stops to full-width ones, from which the whole document is folded
_PARTLY = 0.08  # share of folded stops, of two kinds or more, that no typist's slips reach (see the tests)
_COMMAS = 0.15  # the same of commas alone


def unfold_stops(text: str) -> list[Edit]:
    """Give a document whose full-width stops were folded to ASCII its stops back (标点全半角).

    Cause: a scraper folded ，；：！？（） to ASCII, everywhere or here and there.
    Evidence: the whole document: folded stops between Chinese characters far outnumber full-width
    ones; or several kinds are folded beside full-width ones; or one is, and a pair of brackets has
    one half of each width.
    Left alone: a typist's habit (every colon half-width) and single slips, which genuine statutes have;
    digits, times, English, codes, addresses; (TOD), (a).
    """
    candidates = list(_AFTER_CHINESE.finditer(text)) if any(c in text for c in ",;:!?") else []
    if not candidates and "(" not in text and ")" not in text:
        return []
    pairs, broken = _bracket_pairs(text)
    edits = _broken_edits(text, broken)
    folded = Counter(match.group() for match in candidates)
    whole = {mark: text.count(_FULL[mark]) for mark in ",;:!?"} if folded else {}
    number = sum(folded[mark] for mark in ",;:")
    if number >= _LEAST_FOLDED and number > _WHOLE * sum(whole[mark] for mark in ",;:"):
        note, marks = "全角标点被折成半角（全文如此）", set(_FULL)
    else:
        marks = _partly_folded(folded, whole, len(broken), pairs, text)
        note = "全角标点被折成半角（与同文其余标点不一致）"
    if not marks:
        return edits
    for match in _FOLDABLE.finditer(text):
        at = match.start()
        if match.group() in marks and _folded_here(text, at):
            edits.append(Edit(at, at + 1, _FULL[match.group()], Certainty.LIKELY, note))
    if "(" in marks:
        for opening, closing in pairs:
            if text[opening] == "(" and text[closing] == ")":
                around = text[opening - 1 : opening] + text[opening + 1 : closing] + text[closing + 1 : closing + 2]
                if _IS_CHINESE.search(around):
                    edits += [Edit(at, at + 1, _FULL[text[at]], Certainty.LIKELY, note) for at in (opening, closing)]
    return sorted(edits, key=lambda edit: edit.start)


def _folded_here(text: str, at: int) -> bool:
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if text[at] in "?!" and (before in ("?", "!") or after in ("?", "!")):
        return False  # a lost byte, or emphasis
    if _IS_CHINESE.match(before) or (before == ")" and _IS_CHINESE.match(text[at - 2 : at - 1])):
        return True
    return bool(_IS_CHINESE.match(after)) and not before.isspace() and not (before.isascii() and before.isalpha())


def _partly_folded(
    folded: Counter[str], whole: dict[str, int], broken: int, pairs: list[tuple[int, int]], text: str
) -> set[str]:
    """Marks that are folded here and there: none where slips or habits explain them."""
    mixed = {mark for mark in folded if whole[mark]}
    number = sum(folded[mark] for mark in mixed)
    total = number + sum(whole.values())
    if not number:
        return set()
    shown = (
        (len(mixed) + (broken > 0) >= 2 and number >= 3 and number >= _PARTLY * total)
        or (folded[","] >= _LEAST_FOLDED and folded[","] >= _COMMAS * (folded[","] + whole[","]))
        or (broken > 0)
    )
    if not shown:
        return set()
    half = sum(1 for opening, closing in pairs if text[opening] == "(" and text[closing] == ")")
    return mixed | ({"(", ")"} if half * 2 < len(pairs) - half else set())


def _bracket_pairs(text: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Pairs of round brackets, line by line, and those of them whose halves differ in width.

    In a line where brackets do not balance, only innermost pairs count, and none that may be the ``1)``
    of a list.
    """
    pairs: list[tuple[int, int]] = []
    if not ("(" in text or ")" in text):
        return pairs, []
    open_at: list[int] = []
    line: list[tuple[int, int]] = []
    balanced = True

    def close() -> None:
        nonlocal balanced
        if balanced and not open_at:
            pairs.extend(line)
        else:
            pairs.extend(
                (a, b) for a, b in line if b - a < 300 and b - a > 2 and not _BRACKET.search(text, a + 1, b)
                and not re.match("[0-9A-Za-z]", text[b - 1])
            )
        line.clear()
        open_at.clear()
        balanced = True

    for match in _BRACKET.finditer(text):
        mark = match.group()
        if mark == "\n":
            if line or open_at or not balanced:
                close()
        elif mark in "(（":
            open_at.append(match.start())
        elif open_at:
            line.append((open_at.pop(), match.start()))
        else:
            balanced = False
    close()
    return pairs, [(a, b) for a, b in pairs if (text[a] == "(") != (text[b] == ")")]


def _broken_edits(text: str, broken: list[tuple[int, int]]) -> list[Edit]:
    """Full-width halves for pairs that have one of each."""
    edits = [
        Edit(at, at + 1, _FULL[text[at]], Certainty.LIKELY, "括号一半全角一半半角")
        for pair in broken
        for at in pair
        if text[at] in "()"
    ]
    return sorted(edits, key=lambda edit: edit.start)
