"""Whether the evidence gives what is asked *of the thing asked about* (所问的值是否说的就是所问的事).

A clause that holds some amount does not thereby say the amount asked for. The words of a question that remain
when its asking words and the name of its policy are taken away say of what the value is asked; a value counts for
as much of them as its own sentence, its phrase and the headings above it hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.understanding.asked_value import Sort, Wanted
from assistant.understanding.asked_words import NUMBER_IN_ROW
from assistant.understanding.words_asked import Weights

_IN_ROWS = (Sort.COUNT, Sort.NUMBER)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the evidence; ``context`` is the headings and the opening above it. Both folded."""

    text: str
    context: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """How well the values found belong to what is asked, over the values asked for.

    Attributes:
        anywhere: share of the question's words, by what they tell, that the best sentence with such a value holds,
            headings included; 1 where no value is asked for.
        gap: how much more of them the best sentence of any kind holds: the thing is spoken of, and the value, if there
            is one, is said of something else.
    """

    anywhere: float = 1.0
    gap: float = 0.0


def share(weights: Weights, text: str) -> float:
    """The share of the words, by what they tell, that stand in a folded text; 1 where there are none."""
    total = held = 0.0
    for words, weight in weights:  # asked of every candidate: plain loops are twice as fast as any() and sum()
        total += weight
        for word in words:
            if word in text:
                held += weight
                break
    return held / total if total else 1.0


def attachment(wanted: Sequence[Wanted], evidence: Sequence[Said], weights: Weights) -> Attachment:
    """How well ``evidence`` gives what is ``wanted`` of the words of ``weights``."""
    if not wanted:
        return Attachment()
    shares = [share(weights, f"{said.context}\n{said.text}") for said in evidence]
    best = [max((held for held, said in zip(shares, evidence, strict=True) if gives_value(wants, said.text)), default=0.0) for wants in wanted]
    anywhere = sum(best) / len(best)
    return Attachment(anywhere, max(0.0, max(shares, default=0.0) - anywhere))


def gives_value(wants: Wanted, text: str) -> bool:
    """True if a folded text holds a value of the kind wanted; a number in a row of a table has its unit in the head."""
    return bool(wants.value.search(text) or (wants.sort in _IN_ROWS and NUMBER_IN_ROW.search(text)))
