"""Two versions of a document, or two documents, clause beside clause."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from corpus.policy import Clause, Policy
from ui.documents import shown_parts

_WORDS = re.compile(r"[^，。；：、！？\s（）]{1,12}|[，。；：、！？（）]|\s+")
_MOST_PIECES = 3_000  # of one clause; a longer one is shown old beside new, unmarked: the comparison is quadratic


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One clause in both versions.

    Attributes:
        kind: "same" | "changed" | "added" | "removed".
        pieces: ("same" | "removed" | "added", text), in reading order.
    """

    path: tuple[str, ...]
    label: str
    kind: str
    pieces: tuple[tuple[str, str], ...]

    def to_json(self) -> dict[str, object]:
        """The change as the API has it."""
        return {"path": list(self.path), "label": self.label, "kind": self.kind, "pieces": [list(piece) for piece in self.pieces]}


def compare_policies(old: Policy, new: Policy) -> tuple[ClauseChange, ...]:
    """Every citable part of ``old`` and ``new`` in reading order; what moved whole counts as removed and added."""
    before, after = shown_parts(old), shown_parts(new)
    matcher = SequenceMatcher(None, [part.path for part in before], [part.path for part in after], autojunk=False)
    found: list[ClauseChange] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            found += [_pair(one, other) for one, other in zip(before[i:j], after[k:m], strict=True)]
        else:
            found += [ClauseChange(part.path, part.label, "removed", (("removed", part.text),)) for part in before[i:j]]
            found += [ClauseChange(part.path, part.label, "added", (("added", part.text),)) for part in after[k:m]]
    return tuple(found)


def _pair(one: Clause, other: Clause) -> ClauseChange:
    if one.text.split() == other.text.split():
        return ClauseChange(other.path, other.label, "same", (("same", other.text),))
    return ClauseChange(other.path, other.label, "changed", tuple(text_pieces(one.text, other.text)))


def text_pieces(old: str, new: str) -> list[tuple[str, str]]:
    """How ``old`` became ``new``, in runs of words.

    >>> text_pieces("给予20万元。", "给予30万元。")
    [('same', '给予'), ('removed', '20'), ('added', '30'), ('same', '万元。')]
    """
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    while head and new[head - 1].isdigit():  # a figure is shown whole: 20 became 30
        head -= 1
    while tail and new[len(new) - tail].isdigit():
        tail -= 1
    before, after = _WORDS.findall(old[head : len(old) - tail]), _WORDS.findall(new[head : len(new) - tail])
    pieces: list[tuple[str, str]] = [("same", new[:head])]
    if max(len(before), len(after)) > _MOST_PIECES:
        pieces += [("removed", "".join(before)), ("added", "".join(after))]
    else:
        for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            if tag == "equal":
                pieces.append(("same", "".join(after[k:m])))
            else:
                pieces += [("removed", "".join(before[i:j])), ("added", "".join(after[k:m]))]
    pieces.append(("same", new[len(new) - tail :] if tail else ""))
    return [piece for piece in pieces if piece[1]]
