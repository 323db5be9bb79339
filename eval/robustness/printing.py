"""Damage that ``eval.damage`` has no generator for: what OCR makes of numbering and brackets.

The text alone, no truth beside it: here only what is answered from it is measured, not its repair.
"""

from __future__ import annotations

import re
from random import Random

_NUMBERED = re.compile(r"(?m)^(?P<indent>[ \t　]*)(?P<number>[一二三四五六七八九十百]+)、")
_BRACKET = re.compile(r"[（）〔〕【】]")


def marker_stops(text: str, rate: float, seed: int) -> str:
    """Of the lines that begin 一、, the share ``rate`` begins “一,”, “一.”, “一．” or “一 ” instead.

    >>> marker_stops("一、目标。\\n二、任务。", 1.0, 3) != "一、目标。\\n二、任务。"
    True
    """
    rng = Random(f"marker_stops/{seed}")
    return _NUMBERED.sub(
        lambda m: m["indent"] + m["number"] + (rng.choice((",", ".", "．", " ")) if rng.random() < rate else "、"), text
    )


def brackets_broken(text: str, rate: float, seed: int) -> str:
    """Of the brackets, the share ``rate`` is lost: one half is then without the other.

    >>> brackets_broken("（一）", 1.0, 1)
    '一'
    """
    rng = Random(f"brackets_broken/{seed}")
    return _BRACKET.sub(lambda m: "" if rng.random() < rate else m[0], text)
