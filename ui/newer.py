"""同类更新文件: another document of the library that goes by the same name and is younger."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from corpus.policy import Policy
from ui.documents import day_of

# What tells editions of one document apart: the year, the draft mark, the words around the title.
_EDITION = re.compile(r"[（(〔\[]?(?:试行|暂行|修订|修正|征求意见稿|草案|\d{4}年?(?:版|修订|修正|本)?)[)）〕\]]?|^.*?关于印发|的通知$|[《》〈〉“”\s]")


def newer_editions(policy: Policy, library: Iterable[Policy]) -> list[Policy]:
    """Documents of the same name and the same issuer or place that are younger, the youngest first.

    The name has to be the same but for year and edition, so nothing is called newer that is only about the same matter.
    """
    day, name = _day(policy), edition_name(policy.title)
    if day is None or len(name) < 6:
        return []
    found = [
        other for other in library
        if other.id != policy.id and (_day(other) or date.min) > day and edition_name(other.title) == name
        and (not policy.issuers or not other.issuers or set(policy.issuers) & set(other.issuers))
    ]  # fmt: skip
    return sorted(found, key=lambda other: (_day(other) or date.min, other.id), reverse=True)


def edition_name(title: str) -> str:
    """A title without what tells its editions apart.

    >>> edition_name("成都市关于印发《成都市人才公寓管理办法（试行）》的通知") == edition_name("成都市人才公寓管理办法（2025年修订）")
    True
    """
    return _EDITION.sub("", title)


def _day(policy: Policy) -> date | None:
    return day_of(policy) or policy.validity.effective
