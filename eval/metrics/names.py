"""Comparing names: clause numbers and unit names after width folding and white-space removal, and nothing else.

市发改委 and 市发展改革委 are different printed names, and stay so here.
"""

from __future__ import annotations

from collections.abc import Iterable

# Full-width ! … ~ stand 0xFEE0 above their ASCII forms. NFKC would fold more (① to 1), so it is not used.
WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def fold(name: str) -> str:
    """A clause number or unit name as it is compared: half width, without white space.

    >>> fold("各区（市）县") == fold("各区(市) 县")
    True
    >>> fold("补贴①")
    '补贴①'
    """
    return "".join(name.translate(WIDTH).split())


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """The folded names, each once, in the order of their first appearance.

    >>> distinct(["五", "五 ", "三", "五"])
    ('五', '三')
    """
    return tuple(dict.fromkeys(fold(name) for name in names))


_BRACKETS = str.maketrans("", "", "()[]〔〕【】（）")


def distinct_units(names: Iterable[str]) -> tuple[str, ...]:
    """As ``distinct``, for units: what stands in brackets counts, the brackets do not.

    A document that lost a bracket prints 各区（市县; it names whom it named, and answers quote it as printed.

    >>> distinct_units(["各区（市）县", "各区（市县"]), distinct_units(["市委组织部（市委人才办）", "市委组织部"])
    (('各区市县',), ('市委组织部市委人才办', '市委组织部'))
    """
    return tuple(dict.fromkeys(fold(name).translate(_BRACKETS) for name in names))
