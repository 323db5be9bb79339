"""Brackets of a note when some are lost: which ones belong together, and which count for nothing.

A bracket without its other half must not swallow the names behind it, nor end the list before them.
"""

from __future__ import annotations

import re

OPEN, CLOSE = "（(〔[【", "）)〕]】"
_ANY = re.compile(r"[（(〔\[【）)〕\]】]")
_SHAPE = {bracket: shape for shape, both in enumerate(("（(）)", "〔[〕]", "【】")) for bracket in both}
_NEAR = 800  # characters within which the right other half is looked for
# What may stand behind a bracket whose other half is lost within a name or a list: 各区市）县, 市委人才办）、市人社局
_RUNS_ON = "、县区市州旗盟"


def pairs(text: str, start: int = 0, end: int | None = None) -> dict[int, int]:
    """Where the bracket opened at each place closes, within ``text[start:end]``; one without its other half has no entry.

    A bracket closes one of its own shape, past others that were never closed. One of another shape closes what
    is open only if nothing of the right shape follows, and no name or list runs on behind it.

    >>> pairs("〔各区（市）县〕")
    {3: 5, 0: 7}
    >>> pairs("〔各区（市县〕"), pairs("〔各区市）县〕"), pairs("（责任单位〕")
    ({0: 6}, {0: 6}, {0: 5})
    """
    end = len(text) if end is None else end
    found: dict[int, int] = {}
    opened: tuple[list[int], ...] = ([], [], [])  # by shape, in order
    for match in _ANY.finditer(text, start, end):
        at, character = match.start(), match.group()
        own = opened[_SHAPE[character]]
        if character in OPEN:
            own.append(at)
        elif own:
            found[own[-1]] = at
            for others in opened:  # what was opened behind it is never closed
                while others and others[-1] > own[-1]:
                    others.pop()
            own.pop()
        elif any(opened) and text[at + 1 : at + 2] not in tuple(_RUNS_ON):
            last = max((others for others in opened if others), key=lambda others: others[-1])
            if not _closed_later(text, at + 1, min(end, at + _NEAR), _SHAPE[text[last[-1]]]):
                found[last.pop()] = at
    return found


def _closed_later(text: str, start: int, end: int, shape: int) -> bool:
    """Whether the next bracket of a shape is one that closes."""
    following = next((match.group() for match in _ANY.finditer(text, start, end) if _SHAPE[match.group()] == shape), "")
    return bool(following) and following in CLOSE


def within(text: str) -> list[bool]:
    """For each character whether it stands in a pair of brackets, the brackets included.

    >>> "".join("x" if inside else "." for inside in within("甲（乙）丙（丁、戊"))
    '.xxx.....'
    """
    inside = [False] * len(text)
    for opened, closed in pairs(text).items():
        inside[opened : closed + 1] = [True] * (closed + 1 - opened)
    return inside
