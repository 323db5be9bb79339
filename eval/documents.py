"""What the gold set's file names and clause paths mean in the parsed library.

Gold paths are written by people who read the documents, not the parse. Where the parse has a path as
written, it means that clause. Otherwise it means, in this order:

1. the one clause whose path ends in it (第八条 for 第二章/第八条); a part's title may be shortened or left out;
2. for 附件, 附件1, 附表: the row or item of that number in a part that follows the main text;
3. the nearest clause that contains it: the longest beginning of the path that the parse has (第六条 for
   第六条/（二）, where the article is the smallest clause).

A cited clause is right where it is one of the clauses meant; citing what lies around it or within it is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.policy import Policy
from eval.metrics.names import fold

Path = tuple[str, ...]

_LONGEST_NUMBER = 6  # characters: 第一百零一条; a longer element is the title of a part
_ANNEX = re.compile(r"附\s*(?:件|表|录|则)?\s*[一二三四五六七八九十\d]*$|表\s*\d*$")
_ALIKE = 0.6  # share of the shorter title's character pairs that the longer must hold


class Documents:
    """The parsed documents a gold set is about. Called with two file names: do they hold one document?"""

    def __init__(self, policies: Iterable[Policy]) -> None:
        self._named: dict[str, tuple[str, str]] = {}
        self._paths: dict[str, tuple[Path, ...]] = {}
        for policy in policies:
            self._named[policy.source] = (fold(policy.title), policy.doc_number)
            self._paths[policy.source] = tuple(tuple(map(fold, part.path)) for part in policy.parts)

    def __call__(self, one: str, other: str) -> bool:
        """True if the two files are one, or have one title and one number (a PDF and its text)."""
        return one == other or (one in self._named and self._named[one] == self._named.get(other))

    def meant(self, source: str, path: Sequence[str]) -> frozenset[Path]:
        """The folded paths of the clauses that a gold path means in the parse of ``source``; itself where unknown."""
        asked = tuple(map(fold, path))
        return clauses_meant(asked, self._paths[source]) if source in self._paths else frozenset({asked})


def clauses_meant(asked: Path, paths: Sequence[Path]) -> frozenset[Path]:
    """The paths that ``asked`` means among those of a parse; ``asked`` itself if nothing fits.

    >>> sorted(clauses_meant(("第六条", "（二）"), [("第一章", "第六条"), ("第一章", "第七条")]))
    [('第一章', '第六条')]
    """
    if asked in paths:
        return frozenset({asked})
    for size in range(len(asked), 0, -1):
        found = [path for path in paths if same_path(asked[:size], path)] or _ending_in(asked[:size], paths)
        if size == len(asked) and not found:
            found = _annexed(asked, paths)
        if found:
            return frozenset(found)
    return frozenset({asked})


def same_path(one: Path, other: Path) -> bool:
    """Equal, or equal but for the title of a part in front, which may be shortened or left out."""
    if one == other:
        return True
    numbers = _numbers(one)
    if numbers != _numbers(other):
        return False
    titles = [path[0] for path in (one, other) if path and len(path[0]) > _LONGEST_NUMBER]
    if len(titles) == 2:
        return _alike(*titles)
    return len(titles) == 1 and bool(numbers)


def _ending_in(asked: Path, paths: Sequence[Path]) -> list[Path]:
    """The one path that ends in ``asked``; none where several do."""
    found = [path for path in paths if len(path) > len(asked) and path[-len(asked) :] == asked]
    return found if len(found) == 1 else []


def _annexed(asked: Path, paths: Sequence[Path]) -> list[Path]:
    """The rows or items that 附件/3 may mean: that number in a part with a title or in an annex."""
    if len(asked) < 2 or not _ANNEX.match(asked[0]):
        return []
    within = [path for path in paths if len(path) > 1 and (len(path[0]) > _LONGEST_NUMBER or _ANNEX.match(path[0]))]
    return [path for path in within if path[1:] == asked[1:]] or [path for path in within if path[-1] == asked[-1]]


def _numbers(path: Path) -> Path:
    return path[1:] if path and len(path[0]) > _LONGEST_NUMBER else path


def _alike(one: str, other: str) -> bool:
    short, long = sorted((re.sub(r"\W", "", one), re.sub(r"\W", "", other)), key=len)
    if short in long:
        return True
    pairs = {short[i : i + 2] for i in range(len(short) - 1)}
    return bool(pairs) and sum(pair in long for pair in pairs) >= _ALIKE * len(pairs)
