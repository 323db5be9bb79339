"""Near duplicates (近似重复): documents that say nearly the same, told by a sketch of their wording.

A sketch keeps the hashes of the runs of eight characters (letters and digits only, so that spacing and
punctuation do not count) that fall into one slice of the hash space; a longer text keeps a thinner slice.
Sketches of any two texts compare in the thinner of their slices, for likeness and for containment alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from zlib import crc32

from corpus.policy import PartKind, Policy

_RUN = 8  # characters of one shingle
_LARGEST = 2048  # hashes in one sketch
_FEWEST = 8  # hashes both sides must have in the compared slice; fewer prove nothing
_ALIKE = 0.5  # share of all shingles that two texts have in common
_CONTAINED = 0.8  # share of the shorter text's shingles that the longer one has
_NOT_WORDING = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Sketch:
    """A sample of a text's shingles: every hash that 2**``thinning`` divides."""

    thinning: int
    hashes: frozenset[int]

    def to_text(self) -> str:
        """As the library stores it: the thinning, then the hashes in order."""
        return " ".join([str(self.thinning), *(f"{h:x}" for h in sorted(self.hashes))])

    @staticmethod
    def from_text(stored: str) -> Sketch:
        """What ``to_text`` wrote. Raises ValueError if damaged."""
        thinning, *hashes = stored.split()
        return Sketch(int(thinning), frozenset(int(h, 16) for h in hashes))


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much two texts share: of all their shingles, and of the shorter text's."""

    alike: float
    contained: float

    def __bool__(self) -> bool:
        return self.whole or self.contained >= _CONTAINED

    @property
    def whole(self) -> bool:
        """Alike from beginning to end, not one within the other."""
        return self.alike >= _ALIKE


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """A policy of the library that says nearly what another document says.

    Attributes:
        policy_id, title, source: which one. share: of the shorter document's wording that both have, 0 to 1.
        whole: the two are alike as a whole; else the longer contains the shorter.
    """

    policy_id: str
    title: str
    source: str
    share: float
    whole: bool


def sketch_of(policy: Policy) -> Sketch:
    """The sketch of what the policy provides; header data and page furniture do not count."""
    counted = (part.text for part in policy.parts if part.kind not in (PartKind.HEADER, PartKind.FURNITURE))
    return sketch_text("".join(counted) or policy.text)


def sketch_text(text: str) -> Sketch:
    """The sketch of ``text``, in time linear in its length."""
    wording = _NOT_WORDING.sub("", text)
    shingles = {wording[at : at + _RUN] for at in range(max(1, len(wording) - _RUN + 1))}
    # A checksum is linear in its bits, and its low bits follow the last characters; multiplying mixes them.
    hashes = {(crc32(shingle.encode("utf-8", "replace")) * 0x9E3779B1 >> 7) & 0xFFFFFFFF for shingle in shingles}
    thinning = 0
    while len(hashes) > _LARGEST:
        thinning += 1
        hashes = _slice(hashes, thinning)
    return Sketch(thinning, frozenset(hashes))


def compare(one: Sketch, other: Sketch) -> Likeness:
    """How alike two sketched texts are; all zero where too little of one of them was kept to tell."""
    thinning = max(one.thinning, other.thinning)
    first, second = _slice(one.hashes, thinning), _slice(other.hashes, thinning)
    smaller = min(len(first), len(second))
    if smaller < _FEWEST:
        return Likeness(float(one == other), float(one == other))
    common = len(first & second)
    return Likeness(common / (len(first) + len(second) - common), common / smaller)


def _slice(hashes: frozenset[int] | set[int], thinning: int) -> set[int]:
    mask = (1 << thinning) - 1
    return {h for h in hashes if not h & mask}
