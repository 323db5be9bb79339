"""Ways to say a thing that no list of whole words reaches (口语说法, ``lay_phrases.txt``): 交了一堆假材料, 钱还没花光, 打到哪张卡上.

A phrase is made of pieces, each one of a class of words, with a gap between two pieces: nothing, or a few little words that tell
nothing of their own (了, 的, 一点, 会不会), never a negation. So a gap swallows no word that a question is about; and no
phrase begins in a common word (报材料 in 申报材料) or ends with the first character of one. The syntax is told at the head of the
table; the phrases are unfolded piece by piece as questions need them, and a place of a question costs a few look-ups.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from pathlib import Path

from corpus.words import tokenizer

LAY_PHRASES = Path(__file__).with_name("lay_phrases.txt")

_GAP = 4  # little words at most between two pieces
_OFTEN = 100  # how often a word stands in the texts that the word list was counted in, for a phrase not to cut through it
_LITTLE = re.compile(
    r"会不会|能不能|要不要|可不可以|有没有|是不是|该不该|要是|如果|万一|"
    r"[了过着的得地把将给被让叫帮跟和向在到去来上下里出也都还又再就才只要会能想可该得我你他她它们咱俺家人自己"
    r"这那个些点一二两三四五六七八九十几半多好年月天张份笔次回遍趟堆摞沓块条台套间栋样些是有啥哪\d]"
)
_CLASS = re.compile(r"<([^<>]+)>")
_Pieces = tuple[Sequence[str], ...]
_CHOICE = re.compile(r"\(([^()]*)\)|\[([^\[\]]+)\]|([^()\[\]]+)")


@dataclass(slots=True)
class _Read:
    """Where some pieces have been read: what they mean if they are all, and what may follow them."""

    official: tuple[str, ...] = ()
    rest: list[tuple[_Pieces, str]] = field(default_factory=list)  # the pieces that may follow and what it all means
    _next: dict[str, _Read] | None = None
    _sizes: tuple[int, ...] = ()

    def then(self) -> tuple[dict[str, _Read], tuple[int, ...]]:
        """By the next piece, and the sizes of next pieces, longest first; unfolded when first asked for."""
        if self._next is None:
            self._next = {}
            for (first, *others), meant in self.rest:
                for said in first:
                    # A last piece that need not be said ends the phrase before its gap.
                    read = self if not said and not others else self._next.setdefault(said, _Read())
                    of_it = meant.replace("$", said) if self is _phrases() else meant
                    if others:
                        read.rest.append((tuple(others), of_it))
                    else:
                        read.official = read.official or tuple(of_it.split())
            self._sizes = tuple(sorted({len(said) for said in self._next if said}, reverse=True))
        return self._next, self._sizes


def longest_at(folded: str, at: int) -> tuple[int, tuple[str, ...]]:
    """Where the longest phrase that begins at ``at`` ends, and its official words; (0, ()) where none begins there.

    >>> longest_at("交了一堆假材料", 0), longest_at("公交卡", 1)
    ((7, ('提供虚假材料', '弄虚作假', '虚假材料')), (0, ()))
    """
    if _within_a_word(folded, at) and not _common(folded[at : at + 2]):
        return 0, ()
    return _longest(folded, at, _phrases())


def official_of_phrases() -> frozenset[str]:
    """All official words of the table."""
    return frozenset(word for _, meant in lines() for word in meant.split() if "$" not in word)


def _longest(folded: str, at: int, read: _Read) -> tuple[int, tuple[str, ...]]:
    following, sizes = read.then()
    best: tuple[int, tuple[str, ...]] = (0, ())
    for size in sizes:
        end = at + size
        after = following.get(folded[at:end])
        if after is None or end > len(folded):
            continue
        after.then()
        if after.official and end > best[0] and not (size == 1 and _within_a_word(folded, end)):
            best = (end, after.official)
        if after.rest:
            best = max((best, *(_longest(folded, start, after) for start in _gaps(folded, end))), key=lambda found: found[0])
    return best


def _within_a_word(folded: str, at: int) -> bool:
    """True if the characters before and after ``at`` are a common word (申|报表), other than with a negation."""
    word = folded[at - 1 : at + 1] if at else ""
    return word[:1] not in ("不", "没") and _common(word)


def _common(word: str) -> bool:
    return len(word) == 2 and tokenizer().FREQ.get(word, 0) >= _OFTEN


def _gaps(folded: str, at: int) -> Iterator[int]:
    """The places where the next piece may begin."""
    yield at
    for _ in range(_GAP):
        little = _LITTLE.match(folded, at)
        if little is None:
            return
        at = little.end()
        yield at


@lru_cache(maxsize=1)
def _phrases() -> _Read:
    return _Read(rest=[(pieces, meant) for forms, meant in lines() for form in forms.split() for pieces in pieces_of(form)])


def pieces_of(form: str) -> Iterator[_Pieces]:
    """The pieces of one form of the table, each with all that may stand for it; twice where they may stand either way round.

    >>> list(pieces_of("[交递]…假(材料|票)"))
    [(['交', '递'], ['假材料', '假票'])]
    """
    pieces = tuple(_choices(piece) for piece in re.split("[…&]", form))
    yield pieces
    if "&" in form:
        yield pieces[::-1]


def _choices(piece: str) -> Sequence[str]:
    """Every way to say one piece: (甲|乙|) one of these words or none, [甲乙] one of these characters."""
    parts = [
        words.split("|") if words or not (letters or plain) else list(letters) if letters else [plain]
        for words, letters, plain in _CHOICE.findall(piece)
    ]
    return ["".join(said) for said in product(*parts)]


@lru_cache(maxsize=1)
def lines() -> tuple[tuple[str, str], ...]:
    """The lines ``said = meant`` of the table with its classes written out."""
    classes: dict[str, str] = {}
    found = []
    for line in LAY_PHRASES.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        said, meant = line.split(" = ")
        if _CLASS.fullmatch(said):
            classes[said[1:-1]] = f"({'|'.join(meant.split())})"
        else:
            found.append((_CLASS.sub(lambda name: classes[name[1]], said), meant))
    return tuple(found)
