"""Acts and consequences that a question asks after, and whether a text speaks of any such (所问的行为与后果, ``acts.txt``).

Near a topic a question mostly asks what one may do, or what happens then: 领了又离职，钱要不要退; 不服能不能申诉; 证书能转让吗. Its other
words stand in the clause that governs the thing; the act stands nowhere, under any of its names. A text that holds one of
those may still not answer; one that holds none says nothing of the act.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from assistant.vocabulary.lexicon import pairs_in_table

_TABLE = Path(__file__).with_name("acts.txt")


def acts_unsaid(folded: str, said: str) -> int:
    """How many of the acts that a folded question asks after a folded text does not speak of.

    >>> acts_unsaid("证书能不能转让，弄丢了怎么补办", "证书遗失的，可以申请补发。")
    1
    >>> acts_unsaid("领了补贴又离职，钱要不要退", "骗取补贴的，由主管部门追回。")
    1
    >>> acts_unsaid("补贴多少钱", "补贴标准另行制定。")
    0
    """
    return sum(1 for asked, names in _acts() if asked.search(folded) and not names.search(said))


@lru_cache(maxsize=1)
def _acts() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """How each act is asked after, and how a document says it."""
    return tuple((re.compile(asked), re.compile(said)) for asked, said in pairs_in_table(_TABLE))
