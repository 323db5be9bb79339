"""Whether a figure that a question takes for given is another than the one its quotes give of the very thing (视为当然的数字与原文).

Stricter than where the figure itself is asked about: nobody asked to have it checked, and a wrong correction is worse than none. The
one row that the question's words choose must hold most of them and those next to the figure, and its case must not be another one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.judging.attachment import share
from assistant.judging.supposed import Row, rows_of
from assistant.understanding.premises import Figure, figures_in, same_figure
from assistant.understanding.taken_for_granted import Granted
from assistant.understanding.words_asked import Weights
from corpus.policy import Bound
from index.tokens import fold

_OF_IT, _BESIDE_IT = 0.6, 0.5  # share of the words of the question's part, and of those next to the figure, that the row must hold
_BESIDE_IT_SURELY = 0.8  # of those next to it, where the two characters right before it are not in the row
_VERB = re.compile(r"[\s补给拿领奖发得达到为是按每]+$")
_ALIKE = 0.05
_VERY_WORDS = 4  # characters right before the figure
_MOST_SHOWN = 3
_CALENDAR = ("日期", "月份")
_RESPECTIVELY = re.compile(r"分别|依次|各按")
_PHRASE = re.compile(r"(?:[^，,：:]|(?<=\d)[,:](?=\d))+[，,：:]?")
_LIMIT = re.compile(r"最|上限|下限|封顶|限额|不超过|不低于|至[多少]|以[内下上]")


def given_instead(granted: Granted, quotes: Sequence[tuple[str, str]], weights: Weights, beside: Weights) -> tuple[int, tuple[str, ...]] | None:
    """The quote, by its place among ``quotes``, that gives other figures in place of the one taken for given, and these as printed; None
    where none does, or one may give that very figure.

    ``quotes`` are sentences each with the headings above it; ``weights`` and ``beside`` are the words of the part of the question the
    figure stands in, and of those next to it.
    """
    units = _CALENDAR if granted.figure.unit in _CALENDAR else (granted.figure.unit,)
    of_quote = {row: at for at, (quote, context) in enumerate(quotes) for unit in units for row in rows_of(quote, fold(context), unit)}
    rows = [row for row in of_quote if _of_the_case(granted, f"{row.head}{row.text}")]
    if not rows or not weights:
        return None
    own = [share(weights, f"{row.head}{row.text}") for row in rows]
    best = [row for row, held in zip(rows, own, strict=True) if held >= max(own) - _ALIKE]
    if len(best) > 1:  # 单缴存人, 双缴存人: by the very characters
        best = [row for row in best if len(granted.before) >= _VERY_WORDS and granted.before[-_VERY_WORDS:] in row.text]
    if len(best) != 1:
        return None
    at = of_quote[best[0]]
    shown = _of_row(granted, best[0], *quotes[at], weights, beside)
    return (at, shown) if shown else None


def _of_row(granted: Granted, row: Row, quote: str, context: str, weights: Weights, beside: Weights) -> tuple[str, ...]:
    """The figures of the row that the question's words choose, where they surely contradict; () where not."""
    if any(same(figure, granted.figure) for unit in (row.figures[0].unit, granted.figure.unit) for other in rows_of(quote, "", unit) for figure in other.figures):
        return ()
    said = f"{row.head}{row.text}"
    title, _, headings = fold(context).partition("\n")
    telling = [pair for pair in beside if not any(word in title for word in pair[0])]
    if not telling and not (granted.figure.per and any(figure.per for figure in row.figures)):  # the document's name alone chose the row
        return ()
    nearest = _VERB.sub("", granted.before)[-2:]  # 境外展会住宿最高补…: the very thing is another
    least = _BESIDE_IT if nearest in f"{title}\n{headings}\n{said}" else _BESIDE_IT_SURELY
    if share(weights, f"{row.opening}\n{said}") < _OF_IT or (telling and share(telling, f"{headings}\n{said}") < least):
        return ()
    if max((share(weights, phrase) for phrase in _PHRASE.findall(fold(quote)) if phrase not in said), default=0.0) > share(weights, said) + _ALIKE:
        return ()  # the thing itself is told without a figure
    if len(row.figures) == 1 and _RESPECTIVELY.search(row.text):  # 国家级、省级分别给予…: the quote breaks off within the list
        return ()
    if any(_leaves_room(figure, granted) or not figure.per_agrees(granted.figure) for figure in row.figures):
        return ()
    return tuple(dict.fromkeys(row.shown))[:_MOST_SHOWN]


def same(one: Figure, other: Figure) -> bool:
    """True for the same number or range of one unit, for a month and a day in it, and for an end of a range."""
    if one.unit in _CALENDAR and other.unit in _CALENDAR and one.unit != other.unit:
        day, month = (one, other) if one.unit == "日期" else (other, one)
        return int(day.value) // 100 == int(month.value)
    return one.unit == other.unit and (same_figure(one, other) or other.value in (one.value, one.upper))


def says_it(granted: Granted, text: str, *, as_limit: bool = False) -> bool:
    """True if a folded text gives the very figure taken for given, ``as_limit`` only as the same kind of limit."""
    return any(same(figure, granted.figure) and (not as_limit or figure.bound is granted.figure.bound) for figure in figures_in(text))


def _of_the_case(granted: Granted, row: str) -> bool:
    """False if a row is of a case of another number than the question's (满12个月 and 满24个月)."""
    of_row = figures_in(row)
    for other in granted.others:
        alike = [figure for figure in of_row if figure.unit == other.unit]
        if alike and other.unit != granted.figure.unit and not any(same(figure, other) for figure in alike):
            return False
    return True


def _leaves_room(given: Figure, granted: Granted) -> bool:
    """True if what is given does not exclude the figure taken for given."""
    taken = granted.figure
    if given.upper is not None:
        return given.value <= taken.value <= given.upper
    if taken.bound is not Bound.EXACT and given.bound is not Bound.EXACT:
        return taken.bound is not given.bound
    inside = (given.bound is Bound.AT_MOST and taken.value < given.value) or (given.bound is Bound.AT_LEAST and taken.value > given.value)
    return taken.bound is Bound.EXACT and inside and _LIMIT.search(granted.about) is None
