"""What of a question its quotes do not say (没有说到的).

Near a topic nearly every word of a question stands in the clause. A question in two parts of which one is answered
(几天内答复，找哪家银行) has asked for something that is not written.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.understanding.askings import parts_judged
from assistant.understanding.question import Understanding
from assistant.understanding.words_asked import Weights
from assistant.vocabulary.lexicon import unread

_MOST = 4.0  # a long question lacks no more than that


@dataclass(frozen=True, slots=True)
class Unsaid:
    """What is missing.

    Attributes:
        part: what the words of the question's worst part tell that the quotes and their headings do not hold, of the
            parts that ask something (nats over 20).
        unread: share of the words of an English question that have no Chinese here.
    """

    part: float
    unread: float


def unsaid(asked: Understanding, weights: Weights, quoted: str) -> Unsaid:
    """What of a question, whose words have these ``weights``, the quotes with their headings (``quoted``) do not say; all folded."""
    # The words of an English question are Chinese ones said for it, which stand in no part of it.
    by_part = [[pair for pair in weights if pair[0][0] in part] for part in parts_judged(asked.folded)]
    return Unsaid(
        part=min(_MOST, max(_lacking(words, quoted) for words in by_part) / 20),
        unread=unread(asked.folded) if asked.english else 0.0,
    )


def _lacking(weights: Weights, text: str) -> float:
    """What the words tell that a folded text does not hold, in nats."""
    return sum(weight for alike, weight in weights if not any(word in text for word in alike))
