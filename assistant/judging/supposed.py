"""Whether a figure that a question supposes is the one its quotes give for the very thing asked about (所设数字与原文).

A sentence that gives several figures is read row by row: the words up to each figure say what it is of. The row that holds most
of the question's words is the one asked about; a figure of another row confirms nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.judging.attachment import share
from assistant.understanding.premises import Figure, Premise, figures_in, same_figure
from assistant.understanding.words_asked import Weights
from corpus.policy import Bound
from index.tokens import fold

_OF_IT = 0.6  # share of the question's words, headings included, that the row must hold for its figure to contradict
_SURELY_OF_IT = 0.65  # and to confirm
_CLEARER = 0.2  # how much more of them than the row that gives the supposed figure
_ALIKE = 0.05
_MOST_SHOWN = 3
_CALENDAR = ("日期", "月份")
_LIMIT = re.compile(r"最|上限|下限|封顶|限额|不超过|不低于|至[多少]|以[内下上]")
_NUMBERED = re.compile(r"\d+(?:[-–~～—至到]+\d+)?[\u4e00-\u9fff]")
_SENTENCE = re.compile(r"[^。；;\n]+")
_PHRASE = re.compile(r"(?:[^，,：:]|(?<=\d)[,:](?=\d))+[，,：:]?")


@dataclass(frozen=True, slots=True)
class Compared:
    """What the quotes say of a supposed figure.

    Attributes:
        agrees: it is the figure given; ``exactly``: with the same limit, surely of this very thing.
        given: the figures that the row gives, as printed.
    """

    premise: Premise
    agrees: bool
    exactly: bool
    given: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """What a sentence says up to a figure of one unit, and the figures there; ``head`` and ``opening`` stand before it and hold of it too."""

    text: str
    head: str
    opening: str
    figures: tuple[Figure, ...]
    shown: tuple[str, ...]


def compared(premise: Premise, quotes: Sequence[tuple[str, str]], weights: Weights) -> Compared | None:
    """What ``quotes``, each with the headings above it, say of ``premise``, whose words have ``weights``; None where they give no
    figure of that kind for the thing."""
    rows = [row for quote, context in quotes for row in rows_of(quote, fold(context), premise.figure.unit)]
    # 3-5级每次6元: the row of that number alone, where one names it.
    numbers = _NUMBERED.findall(premise.about)
    rows = [row for row in rows if all(number in row.text for number in numbers)] or rows
    if premise.figure.unit in _CALENDAR:  # a day is of what stands right before it: 自印发之日起施行，有效期至… tells no day of issue
        rows = [replace(row, text=_PHRASE.findall(row.text)[-1]) for row in rows]
    if not rows or not weights:
        return None
    own = [share(weights, f"{row.head}{row.text}") for row in rows]
    whole = [share(weights, f"{row.opening}\n{row.text}") for row in rows]
    most = max(own)
    best = [i for i in range(len(rows)) if own[i] >= most - _ALIKE]
    held = max(whole[i] for i in best)
    phrases = (phrase for quote, _ in quotes for phrase in _PHRASE.findall(fold(quote)) if phrase not in rows[best[0]].text)
    if max((share(weights, phrase) for phrase in phrases), default=0.0) > held + _ALIKE:  # the thing itself is told without a figure
        return None
    given = tuple(dict.fromkeys(shown for i in best for shown in rows[i].shown))[:_MOST_SHOWN]
    same = [f for i in best for f in rows[i].figures if same_figure(f, premise.figure)]
    if same:
        against = all(_opposed(figure, premise.figure) for figure in same)
        if against:
            return Compared(premise, False, False, given) if held >= _OF_IT else None
        alike = [f for f in same if f.bound is premise.figure.bound and f.per_agrees(premise.figure)]
        return Compared(premise, True, bool(alike) and len(given) == 1 and held >= _SURELY_OF_IT, given) if held >= _OF_IT else None
    if held < _OF_IT or any(_allows(figure, premise) for i in best for figure in rows[i].figures):
        return None
    if not any(figure.per_agrees(premise.figure) for i in best for figure in rows[i].figures):
        return None
    elsewhere = [own[i] for i, row in enumerate(rows) if any(same_figure(f, premise.figure) for f in row.figures)]
    return None if elsewhere and most - max(elsewhere) < _CLEARER else Compared(premise, False, False, given)


def rows_of(quote: str, context: str, unit: str) -> list[Row]:
    """The figures of one unit in a quote, each with the words up to it since the one before, and what opens the list it stands in."""
    folded = fold(quote)
    shown_in = quote if len(folded) == len(quote) else folded
    figures = [figure for figure in figures_in(folded) if figure.unit == unit]
    rows: list[Row] = []
    opening = ""
    for sentence in _SENTENCE.finditer(folded):
        start, head, before = sentence.start(), "", sentence.start()
        for phrase in _PHRASE.finditer(folded, sentence.start(), sentence.end()):
            here = tuple(f for f in figures if phrase.start() <= f.span.start < phrase.end())
            if here:
                shown = tuple(shown_in[f.span.start : f.span.end].strip() for f in here)
                rows.append(Row(folded[start : phrase.end()], head, f"{context}\n{opening}\n{head}", here, shown))
                # What stands before the first figure and its condition holds of all the sentence gives.
                head = head or folded[sentence.start() : before]
                start = phrase.end()
            before = phrase.start()
        if sentence.group().rstrip().endswith((":", "：")):
            opening = sentence.group()
    return rows


def _opposed(given: Figure, supposed: Figure) -> bool:
    """True for the same number as a lower limit in one and an upper limit in the other."""
    return {given.bound, supposed.bound} == {Bound.AT_MOST, Bound.AT_LEAST}


def _allows(given: Figure, premise: Premise) -> bool:
    """True if a limit or a range leaves room for the supposed figure, where no limit is supposed."""
    supposed = premise.figure
    if supposed.bound is not Bound.EXACT:
        return supposed.bound is not given.bound and given.bound is not Bound.EXACT
    if given.upper is not None:
        return given.value <= supposed.value <= given.upper
    inside = (given.bound is Bound.AT_MOST and supposed.value < given.value) or (given.bound is Bound.AT_LEAST and supposed.value > given.value)
    return inside and _LIMIT.search(premise.about) is None
