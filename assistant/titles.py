"""Which policy a title means (政策名称): whole, shortened, or quoted with other marks."""

from __future__ import annotations

import re

from index.tokens import fold

# Share of the shorter title's character pairs that the other must hold: 三个做优做强若干政策措施 is meant for
# 关于加快推进“三个做优做强”重点片区建设的若干政策措施, 个人所得税法 is not.
_ALIKE = 0.7


def same_policy(named: str, title: str) -> bool:
    """True if ``named`` (whole or shortened) means the policy called ``title``.

    >>> same_policy("“三个做优做强”若干政策措施", "关于加快推进“三个做优做强”重点片区建设的若干政策措施")
    True
    >>> same_policy("个人所得税法", "关于加快推进“三个做优做强”重点片区建设的若干政策措施")
    False
    """
    short, long = sorted((_bare(named), _bare(title)), key=len)
    if not short:
        return False
    if short in long:
        return len(short) >= 4
    pairs = {short[i : i + 2] for i in range(len(short) - 1)}
    held = {long[i : i + 2] for i in range(len(long) - 1)}
    return len(pairs) >= 3 and len(pairs & held) >= _ALIKE * len(pairs)


def _bare(title: str) -> str:
    return re.sub(r"[^\u3400-\u9fffa-z0-9]", "", fold(title))
