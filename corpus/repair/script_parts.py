"""Which parts of a text are Traditional (繁体), and which of them by right.

A sentence is judged by its characters, a block of sentences by what stands around it and by the signs of
where it was written (``script_region``); a quotation wholly in Traditional inside a clean sentence is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.repair.script_region import mainland_signs
from corpus.repair.script_tables import CHARACTER_TABLE, ONLY_SIMPLIFIED

# In the tables, and yet in use on the mainland: in GB 2312 or in the standard list of 2013, mostly for
# names. Seeing one proves nothing.
SHARED = "乾徵於夥摺拚捱菸薹袷醣麴麽榘吒著濛藉瞭釐昇陞迺菉甦邨氾堃犇龢剋劄絜淼椀仝祇脩祕扞頫喆耑叚蒐甯澂谿貲"
# Those of them that stand in people's names: Simplified only where the language model is sure.
IN_NAMES = frozenset("昇陞迺菉甦邨氾堃犇龢絜淼椀喆耑澂甯頫吒麴")
EVIDENCE = re.compile("[" + "".join(chr(code) for code in CHARACTER_TABLE if chr(code) not in SHARED) + "]")
EVIDENCE_RUN = re.compile(EVIDENCE.pattern + "+")
SIMPLE = re.compile(f"[{ONLY_SIMPLIFIED}]")

_SENTENCE = re.compile("[^\n。！？；]+[\n。！？；]*|[\n。！？；]+")
_QUOTED = re.compile("《[^《》\n]{2,90}》|“[^“”\n]{2,300}”|「[^「」\n]{2,300}」|『[^『』\n]{2,300}』")
_KANA = re.compile("[ぁ-ゖァ-ヺ]{2}|[ぁ-ゖ]")  # Japanese writes 業 and 国 side by side
_ELSEWHERE_NAMED = re.compile("台湾|臺灣|台灣|香港|澳门|澳門|台北|臺北|港澳|两岸|兩岸")
# Characters read wrongly off paper: 塌 as 場. In Simplified form they are as wrong as before.
_MISREAD = re.compile("場(?=陷|方)|(?<=[崩坍])場")
# The switch of a page's language: neither damage nor evidence.
_SWITCH = re.compile(
    r"(?<![一-鿿])(?:切換|切换)?(?:中文)?[（(]?(?:繁體|正體|繁体)(?:中文版|中文|版|字)?[）)]?(?![一-鿿])|日本語|簡體(?:中文|版)?(?![一-鿿])"
)
_PRIOR = 8.0  # what a wholly Simplified surrounding adds to the signs of a Traditional block


@dataclass(slots=True)
class Part:
    """A sentence or a run of them: its place, and how many characters are of which script."""

    start: int
    end: int
    traditional: int
    simplified: int

    @property
    def converted(self) -> bool:
        return self.traditional > 0 and self.traditional >= self.simplified

    @property
    def wholly(self) -> bool:
        return self.traditional > 0 and self.simplified <= 0.1 * self.traditional


def sentences(text: str) -> list[Part]:
    found = []
    for match in _SENTENCE.finditer(text):
        piece = match.group()
        found.append(Part(*match.span(), len(EVIDENCE.findall(piece)), len(SIMPLE.findall(piece))))
    return found


def _blocks(parts: Sequence[Part]) -> Iterator[Part]:
    """Runs of sentences wholly Traditional, with those between that show neither script."""
    block: Part | None = None
    for part in parts:
        if part.wholly:
            if block is None:
                block = Part(part.start, part.end, 0, 0)
            block.end = part.end
            block.traditional += part.traditional
            block.simplified += part.simplified
        elif part.traditional or part.simplified:
            if block is not None:
                yield block
            block = None
    if block is not None:
        yield block


def by_right(text: str, simple: str, parts: Sequence[Part]) -> list[tuple[int, int]]:
    """Stretches of ``text`` that are Traditional by right, sorted."""
    traditional = sum(part.traditional for part in parts)
    simplified = sum(part.simplified for part in parts)
    kept = [(part.start, part.end) for part in parts if part.traditional and _KANA.search(text, part.start, part.end)]
    if simplified >= traditional:
        kept += [match.span() for pattern in (_SWITCH, _MISREAD) for match in pattern.finditer(text)]
    elif mainland_signs(text, simple) + _PRIOR * simplified / (simplified + traditional) <= 0:
        return [(0, len(text))]
    for block in _blocks(parts):
        around = simplified - block.simplified
        if block.traditional < 8 and around >= block.traditional:
            continue  # a few characters in a Simplified document are strays
        # What stands around a block makes it likely to be of the same origin.
        prior = _PRIOR * around / (around + block.traditional) if around else 0.0
        signs = mainland_signs(text[block.start : block.end], simple[block.start : block.end])
        if signs + prior <= 0 or (signs < -6.0 and signs + prior / 2 <= 0):
            kept.append((block.start, block.end))
    kept += _quotations(text, parts)
    return sorted(kept)


def _quotations(text: str, parts: Sequence[Part]) -> list[tuple[int, int]]:
    """Quoted stretches wholly in Traditional inside sentences that are clean around them."""
    found: list[tuple[int, int, int, bool]] = []
    outside_quotes = 0
    for part in parts:
        if not part.traditional:
            continue
        sentence = text[part.start : part.end]
        outside = _QUOTED.sub("", sentence)
        outside_quotes += len(EVIDENCE.findall(outside))
        if part.traditional < 2 or EVIDENCE.search(outside) or not SIMPLE.search(outside):
            continue
        line = text[text.rfind("\n", 0, part.start) + 1 : part.end]
        for match in _QUOTED.finditer(sentence):
            inside = match.group()
            many = len(EVIDENCE.findall(inside))
            if many > 1 and not SIMPLE.search(inside):
                place = (part.start + match.start(), part.start + match.end())
                found.append((*place, many, bool(_ELSEWHERE_NAMED.search(line))))
    # Two characters are little where others are strewn about, and enough where there are no others.
    return [(a, b) for a, b, many, elsewhere in found if many >= 4 or elsewhere or not outside_quotes]
