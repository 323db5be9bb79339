"""Facts and validity (事实与效力): what must stand in the answer, and the status shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from eval.metrics.names import WIDTH

_MARK = re.compile(r"\[[0-9]{1,3}\]")


# A match may not begin or end inside a number: 5万元 is not in 15万元 or 0.5万元, and 500万元 is not in
# 1,500万元. Where the match begins or ends with something other than a digit, the guard says nothing.
_NUMBER_BEGINS = r"(?:(?!\d)|(?<!\d)(?<!\d\.)(?!(?<=\d,)\d{3}(?!\d)))"
_NUMBER_ENDS = r"(?:(?<!\d)|(?!\d)(?!\.\d)(?!,\d{3}(?!\d)))"
_FLAGS = re.compile(r"\A(?:\(\?[aimsux]+\))*")


@lru_cache(maxsize=4096)
def _whole(pattern: str) -> re.Pattern[str]:
    """The pattern, kept from matching part of a number; global flags such as (?i) stay in front."""
    cut = len(pattern) - len(_FLAGS.sub("", pattern, count=1))
    return re.compile(f"{pattern[:cut]}{_NUMBER_BEGINS}(?:{pattern[cut:]}){_NUMBER_ENDS}")


def _half_width(pattern: str) -> str:
    """The pattern with full-width characters as literal half-width ones: （ becomes \\( and not (."""
    out: list[str] = []
    escaped = False
    for char in pattern:
        folded = char.translate(WIDTH)
        out.append(re.escape(folded) if folded != char and not escaped else folded)
        escaped = char == "\\" and not escaped
    return "".join(out)


def fact_found(text: str, fact: str) -> bool:
    """Whether the regular expression ``fact`` is found in an answer's text.

    Looked for in the text as it stands, then with text in NFKC and pattern in half width, so that ％
    and %, （ and ( agree. Citation marks [1] are taken out first: they are no figures. A match that
    begins or ends with a digit must be a whole number: 5万元 is not found in 15万元.

    >>> fact_found("覆盖率达到６５％[1]以上", "65%以上")
    True
    >>> fact_found("奖励15万元", "5万元"), fact_found("奖励1.5万元", "5万元"), fact_found("见[3]", "3")
    (False, False, False)
    >>> fact_found("各区(市)县", "各区（市）县")
    True
    """
    bare = _MARK.sub("", text)
    if _whole(fact).search(bare):
        return True
    return _whole(_half_width(fact)).search(unicodedata.normalize("NFKC", bare)) is not None


def fact_place(text: str, fact: str) -> tuple[int, int] | None:
    """Where a fact is first found in a text, in characters, end excluded; None where it is not.

    >>> fact_place("覆盖率达到６５％以上", "65%")
    (5, 8)
    >>> fact_place("奖励15万元", "5万元") is None
    True
    """
    found = _whole(fact).search(text) or _whole(_half_width(fact)).search(text.translate(WIDTH))
    return found.span() if found else None


def fact_accuracy(text: str, facts: Sequence[str]) -> float | None:
    """Fact accuracy: 1 if every gold fact is found in the answer's text (see `fact_found`), else 0.

    accuracy = ∏ [ fact found ].  No gold facts: None. An empty text: 0.

    >>> fact_accuracy("到2025年达到65%", ["65%", "2025年"]), fact_accuracy("达到65%", ["65%", "2025年"])
    (1.0, 0.0)
    >>> fact_accuracy("", ["65%"])
    0.0
    >>> fact_accuracy("达到65%", []) is None
    True
    """
    return None if not facts else float(all(fact_found(text, fact) for fact in facts))


def validity_accuracy(given: str | None, gold: str | None) -> float | None:
    """Validity accuracy: 1 if the status shown is the gold status, else 0.

    accuracy = [ given = gold ].  No status shown: 0. No gold status: None.

    >>> validity_accuracy("expired", "expired"), validity_accuracy(None, "expired")
    (1.0, 0.0)
    >>> validity_accuracy("expired", None) is None
    True
    """
    return None if gold is None else float(given == gold)


def forbidden_absent(text: str, forbidden: Sequence[str]) -> float | None:
    """Forbidden patterns: 1 if none is found in the answer's text (as `fact_found` looks), else 0.

    absent = ∏ [ pattern not found ].  No forbidden pattern: None. An empty text: 1, nothing false was said.

    >>> forbidden_absent("达到65%", ["75%"]), forbidden_absent("达到75%", ["75%"])
    (1.0, 0.0)
    >>> forbidden_absent("达到65%", []) is None
    True
    """
    return None if not forbidden else float(not any(fact_found(text, pattern) for pattern in forbidden))
