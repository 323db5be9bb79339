"""The outline (编号体系): which candidates are the document's own numbers, and how they nest.

The evidence is the run of numbers: one opens a clause only where it continues its run or begins one that a
second number follows. A number that nothing precedes and nothing follows is a citation (第六条、第七条).
Where the outermost numbering begins again, another document begins (a part, 部分) with numbers of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.segmentation.markers import HEADS, NAMED, WEAK, Boundary, Marker

_MOST_LOST = 2  # numbers in a row that a damaged file may lack
_HEAD_LINE = 45  # characters from a number to the next that leave room for one heading only
_ROUNDS = 4  # of leaving out lone numbers; each frees the place of others
_TOP = (*HEADS, "条", "一、")  # styles that open a document rather than an item of a clause


@dataclass(frozen=True, slots=True)
class Entry:
    """A marker of the outline: the markers above it, outermost first, and the part of the file it belongs to."""

    marker: Marker
    above: tuple[Marker, ...]
    part: int

    @property
    def path(self) -> tuple[str, ...]:
        """The markers as printed, outermost first."""
        return (*(m.printed for m in self.above), self.marker.printed)


def outline(candidates: Sequence[Marker], breaks: Sequence[int] = ()) -> list[Entry]:
    """The candidates that number the document, nested.

    Args:
        candidates: in order of the text.
        breaks: positions where a part of its own begins for other reasons (附件1 on a line): every run ends there.
    """
    left = list(candidates)
    entries: list[Entry] = []
    for _ in range(_ROUNDS):
        entries = _pass(left, breaks)
        lone = _lone(entries)
        if not lone:
            break
        left = [marker for marker in left if marker not in lone]
    lone = _lone(entries)
    return [entry for entry in entries if entry.marker not in lone]


def lone_clause(text: str, candidates: Sequence[Marker]) -> list[Entry]:
    """The one clause of an excerpt (2. … with nothing above it but a title) where nothing else is numbered; else nothing."""
    first = next(iter(candidates), None)
    if first is None or first.number < 2 or first.boundary < Boundary.SPACE or first.style in HEADS or "。" in text[: first.start]:
        return []
    return [Entry(first, (), 0)]


def _pass(candidates: Sequence[Marker], breaks: Sequence[int]) -> list[Entry]:
    kept: list[Entry] = []
    headed = _articles_below_heads(candidates)
    stack: list[Marker] = []  # the open clause at each level
    last: dict[str, int] = {}  # 条 runs on through chapters
    following = _following(candidates)
    waiting = sorted(breaks)
    part = 0
    for i, marker in enumerate(candidates):
        cannot_nest = _nests_below_items if marker.start in headed else _cannot_nest
        while waiting and marker.start >= waiting[0]:
            waiting.pop(0)
            stack, last, part = [], {}, part + 1
        if cannot_nest(marker, stack) and (strong := [m for m in stack if m.style not in WEAK]) and not cannot_nest(marker, strong):
            stack = strong  # loose numbers (labels of a drawing) end where a stronger number comes
        held = next((k for k, m in enumerate(stack) if m.style == marker.style), None)
        next_number = candidates[following[i] or 0].number if following[i] is not None else 0
        follows = next_number == marker.number + 1
        if marker.number == next_number == 1 and marker.style not in ("条", "附则"):
            continue  # a first without a second (labels of a drawing, a lone note)
        if marker.style == "附则":
            if not stack or stack[0].style != "一、" or not _opens_items(candidates, i):
                continue
            stack = [marker]
        elif marker.added:
            place = _added_place(marker, stack, last.get(marker.style, 0))
            if place is None:
                continue
            stack = [*stack[:place], marker]
        elif marker.prefix:
            place = _decimal_place(marker, stack)
            if place is None:
                continue
            stack = [*stack[:place], marker]
        elif held is not None and marker.number == stack[held].number + 1:
            stack = [*stack[:held], marker]
        elif marker.style in HEADS and held is None and marker.number <= 2 and _articles_run_on(candidates, i, last):
            stack = [*(m for m in stack if m.style in HEADS), marker]  # 第一条 stands above the first chapter, or 第一章 is lost
        elif marker.number == 1 and ((stack and held == 0) or cannot_nest(marker, stack)):
            # The outermost numbers begin again, or articles begin below 一、: another document.
            if not follows or marker.boundary < Boundary.SPACE or (stack[0].number == 1 and held == 0):
                continue
            stack, last, part = [marker], {}, part + 1
        elif held is not None and marker.number == 1 and marker.style not in ("条", "章", "编"):
            stack = [*stack[:held], marker]
        elif held is None and (marker.number == 1 or marker.number == last.get(marker.style, 0) + 1):
            if cannot_nest(marker, stack):
                continue
            stack = [*stack, marker]
        elif marker.style == "条" and "条" not in last and held is None and follows and marker.boundary is Boundary.LINE and not cannot_nest(marker, stack):
            stack = [*stack, marker]  # an amendment or an excerpt goes on from the articles of another file
        elif marker.number > 1 and marker.style not in last and follows and marker.boundary is Boundary.LINE and _in_fragment(marker, stack, last):
            stack = [*stack, marker]
        elif _number_was_lost(marker, last.get(marker.style, 0), follows):
            stack = [*stack[:held], marker] if held is not None else [*stack, marker]
        else:
            continue
        last[marker.style] = marker.number
        kept.append(Entry(marker, tuple(stack[:-1]), part))
    return kept


def _articles_run_on(candidates: Sequence[Marker], i: int, last: dict[str, int]) -> bool:
    """Whether the first article behind candidate ``i`` continues the articles before it."""
    if "条" not in last:
        return False
    behind = next((m for m in candidates[i + 1 : i + 6] if m.style == "条"), None)
    return behind is not None and behind.number == last["条"] + (not behind.added)


def _opens_items(candidates: Sequence[Marker], i: int) -> bool:
    """Whether items 1. 2. or （一）（二） begin right behind a head that has no number."""
    behind = candidates[i + 1] if i + 1 < len(candidates) else None
    return behind is not None and behind.number == 1 and behind.style in (*WEAK, "（一）") and behind.start - candidates[i].end < _HEAD_LINE


def _articles_below_heads(candidates: Sequence[Marker]) -> set[int]:
    """Where articles start that run on below heads 一、二、: each head is one line, and its first article the next of the run."""
    heads: list[tuple[Marker, list[Marker]]] = []
    for marker in candidates:
        if marker.style == "一、":
            heads.append((marker, []))
        elif marker.style == "条" and heads:
            heads[-1][1].append(marker)
    found: set[int] = set()
    for (head, own), (after, others) in pairwise(heads):
        runs_on = own and others and after.number == head.number + 1 and others[0].number == own[-1].number + 1
        if runs_on and own[0].start - head.end < _HEAD_LINE and others[0].start - after.end < _HEAD_LINE:
            found.update(m.start for m in (*own, *others))
    return found


def _following(candidates: Sequence[Marker]) -> list[int | None]:
    """For every candidate the next one of its style (and prefix), None where none follows."""
    seen: dict[tuple[str, str], int] = {}
    found: list[int | None] = [None] * len(candidates)
    for i in range(len(candidates) - 1, -1, -1):
        key = (candidates[i].style, candidates[i].prefix)
        found[i] = seen.get(key)
        seen[key] = i
    return found


def _added_place(marker: Marker, stack: Sequence[Marker], last: int) -> int | None:
    """The depth of what was put in behind the number of its style: beside it, or first in the section that follows it."""
    held = next((k for k, m in enumerate(stack) if m.style == marker.style), None)
    if held is not None:
        return held if stack[held].number == marker.number else None
    return len(stack) if marker.number == last and not _cannot_nest(marker, stack) else None


def _decimal_place(marker: Marker, stack: Sequence[Marker]) -> int | None:
    """The depth at which a decimal (2.1.3) stands: below 2.1, or behind 2.1.2; None where neither is open."""
    for k in range(len(stack) - 1, -1, -1):
        other = stack[k]
        if other.style == marker.style:
            return k if other.prefix == marker.prefix and 0 < marker.number - other.number <= 1 + _MOST_LOST else None
        own = f"{other.prefix}.{other.number}" if other.prefix else str(other.number)
        if own == marker.prefix and marker.number <= 1 + _MOST_LOST:
            return k + 1
        # 一、 with 1.1 below it: the head's number is the first place.
    return None


def _cannot_nest(marker: Marker, stack: Sequence[Marker]) -> bool:
    """Chapters and articles stand below chapters only; 一、 stands below them and nothing else."""
    held = next((k for k, m in enumerate(stack) if m.style == marker.style), len(stack))
    stack = stack[:held]
    if marker.style not in _TOP or not stack:
        return False
    allowed = {
        "部分": (), "编": ("部分",), "分编": ("部分", "编"), "章": ("部分", "编", "分编"),
        "节": ("部分", "编", "分编", "章", "一、"), "款": HEADS[:-1], "条": HEADS, "一、": (*HEADS, "条"),
    }[marker.style]  # fmt: skip
    return any(m.style not in allowed and m.style in NAMED for m in stack)


def _nests_below_items(marker: Marker, stack: Sequence[Marker]) -> bool:
    """As above for an article below a head 一、."""
    return _cannot_nest(marker, [m for m in stack if m.style != "一、"])


def _in_fragment(marker: Marker, stack: Sequence[Marker], last: dict[str, int]) -> bool:
    """Whether the file begins in mid-document: at 二、 or 三、 with nothing numbered above, and what runs on below that."""
    if not stack:
        return not last and marker.style == "一、" and marker.number <= 1 + _MOST_LOST
    return stack[0].style == "一、" and marker.style == "1." and len(last) == 1 and 1 < last["一、"] <= 1 + _MOST_LOST


def _number_was_lost(marker: Marker, last: int, follows: bool) -> bool:
    """True if only one or two numbers are missing before this one, and the run goes on behind it.

    三、四、五 after 一、 is a document that lost its 二、; a number that nothing follows may be a citation.
    """
    return last > 0 and 1 < marker.number - last <= 1 + _MOST_LOST and follows


def _lone(entries: Sequence[Entry]) -> set[Marker]:
    """Markers of runs that never get to a second number (第一条 alone is a citation, 1. alone a note)."""
    runs: dict[tuple[int, str, tuple[int, ...]], list[Marker]] = {}
    reached: dict[tuple[int, str], int] = {}
    for entry in entries:
        key = (entry.part, entry.marker.style, tuple(m.start for m in entry.above))
        runs.setdefault(key, []).append(entry.marker)
        series = (entry.part, entry.marker.style)
        reached[series] = max(reached.get(series, 0), entry.marker.number)
    lone: set[Marker] = set()
    for (part, style, _above), run in runs.items():
        if len(run) > 1:
            continue
        through = style in ("条", *HEADS) or run[0].number > 1  # runs on through the levels above
        if style == "附则":
            continue
        if reached[part, style] == 1 or (not through and run[0].boundary < Boundary.LINE):
            lone.add(run[0])
    return lone
