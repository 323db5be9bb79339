"""Questions for the members of an enumeration (哪几种情形, 分为哪四类), the measures that open one, and the whole of it.

Such a question names what is counted; the measure that opens the enumeration names it too and ends in a colon
(有下列情形之一的：, 项目内容分为四个类别：). What the members are called stands in no question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.composing import Evidence
from assistant.understanding.asked_detail import Detail
from corpus import Span
from corpus.numerals import NUMERAL

_ITEM = re.compile(r"[（(]\s*[一二三四五六七八九十\d]{1,3}\s*[)）]|\d{1,2}\s*[.．、)）]|[①-⑳]|[一二三四五六七八九十]{1,3}[、是]")
_LONGEST_LIST, _LONGEST_OPENING = 800, 120  # characters
_MOST_MEMBERS, _LEAST_POINTS = 12, 3
_POINT = re.compile(r"[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十]{1,2}[，,类种个步]|首先|其次|再次|最后")
_TITLE, _LONGEST_BELOW = 20, 160  # characters of a title within a clause, and of the sentence below it
_COUNT = rf"[{NUMERAL}\d两]{{1,3}}"
_MEMBERS = r"情形|情况|类别|类型|种类|类|种|方面|条件|材料|证件|程序|步骤|环节|原则|方式|渠道|途径|标准|对象|范围|要求|任务|目标|内容|领域|方向|级|档|等级|阶段|部分|项目|义务|职责|权利|行为"
_ASKED = re.compile(rf"(?:哪|什么|几|多少)(?:{_COUNT}|些|几)?(?:个|大|种|类|项|样)?(?P<members>{_MEMBERS})|(?P<members2>{_MEMBERS})(?:都?(?:有|是|包括|包含|分))(?:哪|什么)")


def asks_for_members(folded: str) -> Detail | None:
    """What a measure shows that opens the enumeration a folded question asks for; None if it asks for none.

    >>> detail = asks_for_members("出现哪几种情形会不予批准")
    >>> bool(detail.shown.search("有下列情形之一的，不予批准：")), bool(detail.shown.search("不予批准的，应当告知。"))
    (True, False)
    """
    found = _ASKED.search(folded)
    if found is None:
        return None
    members = found.group("members") or found.group("members2")
    return Detail(
        f"{members}的列举", re.compile("(?!)"),
        re.compile(rf"(?:下列|以下|如下|下述|包括|分为|{_COUNT}(?:个|大|种|类|项)?)[^。；]{{0,16}}{members[:1]}[^。；]{{0,60}}[：:]\s*$|{members}[^。；：:]{{0,12}}(?:如下|包括|为|有)?[：:]\s*$|分为[^。；：:]{{0,8}}{members[:1]}"),
    )


def opens(text: str) -> bool:
    """True if a text opens an enumeration."""
    return text.rstrip().endswith(("：", ":"))


def enumeration_around(evidence: Evidence) -> Evidence | None:
    """The whole enumeration that a measure opens or belongs to (应当符合下列条件：（一）…（三）…); None if there is none,
    or if it is too long to be read as an answer."""
    measures = evidence.clause.measures
    first = _opening_of(evidence)
    if first is None:
        return None
    last = first
    while last + 1 < len(measures) and _ITEM.match(measures[last + 1].text.strip()):
        last += 1
    # Items of several sentences: the enumeration goes on behind them.
    last = max([last, *(i for i in range(last + 1, len(measures)) if _ITEM.match(measures[i].text.strip()))])
    span = Span(measures[first].span.start, measures[last].span.end)
    return Evidence(evidence.policy, evidence.clause, span) if last > first and len(span) <= _LONGEST_LIST else None


def with_opening(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence, each item of an enumeration with the short sentence that opens it (对存在以下情形的，不予补贴：): the item alone
    does not say what holds of it."""
    found: list[Evidence] = []
    for item in evidence:
        first = _opening_of(item)
        opening = item.clause.measures[first].span if first is not None else item.span
        if opening.start < item.span.start and len(opening) <= _LONGEST_OPENING:
            found.append(Evidence(item.policy, item.clause, opening))
        found.append(item)
    return list({(item.clause.id, item.span.start, item.span.end): item for item in found}.values())


def points_of(evidence: Evidence) -> list[Evidence]:
    """The points that a clause counts in words (一是…。二是…。三是…。), each its first sentence; none if there are fewer than three or
    they are too long to be read as an answer."""
    found = [Evidence(evidence.policy, evidence.clause, measure.span) for measure in evidence.clause.measures if _POINT.match(measure.text.strip())]
    return found if len(found) >= _LEAST_POINTS and sum(len(item.span) for item in found) <= _LONGEST_LIST else []


def heads_of(evidence: Evidence) -> list[Evidence]:
    """The sentence that opens the enumeration a measure stands in and the first sentence of every item, where the items go on over
    several sentences (采取以下方式：（一）自主供给模式。由政府出资…（二）…); none if there are fewer than three or they are too long."""
    measures = evidence.clause.measures
    at = next((i for i, measure in enumerate(measures) if measure.span.end == evidence.span.end), None)
    opening = max((i for i in range(len(measures)) if at is not None and i <= at and opens(measures[i].text.strip())), default=None)
    if opening is None:
        return []
    items = [measure for measure in measures[opening + 1 :] if _ITEM.match(measure.text.strip())]
    found = [Evidence(evidence.policy, evidence.clause, measure.span) for measure in (measures[opening], *items)]
    return found if len(items) >= _LEAST_POINTS and sum(len(item.span) for item in found) <= _LONGEST_LIST else []


def with_what_follows(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence, each title within a clause (三是稳定职工队伍。) with the sentence below it: the title alone says nothing."""
    found: list[Evidence] = []
    for item in evidence:
        measures = item.clause.measures
        at = next((i for i, measure in enumerate(measures) if measure.span == item.span), len(measures))
        title = len(item.span) <= _TITLE and _ITEM.match(item.span.of(item.policy.text).strip()) is not None
        below = measures[at + 1] if title and at + 1 < len(measures) else None
        if below is not None and not _ITEM.match(below.text.strip()) and len(below.span) <= _LONGEST_BELOW:
            item = Evidence(item.policy, item.clause, Span(item.span.start, below.span.end))
        found.append(item)
    return found


def members_below(evidence: Evidence) -> list[Evidence]:
    """The members of an enumeration that are clauses of their own (分为四个类别：（一）… （四）…): the first measure of each;
    none if there are none or they are too long to be read as an answer."""
    path = evidence.clause.path
    below = [c for c in evidence.policy.clauses if c.path[:-1] == path and c.measures and c.span.start >= evidence.span.end]
    found = [Evidence(evidence.policy, clause, clause.measures[0].span) for clause in below]
    return found if 2 <= len(found) <= _MOST_MEMBERS and sum(len(item.span) for item in found) <= _LONGEST_LIST else []


def _opening_of(evidence: Evidence) -> int | None:
    """The place, among the measures of its clause, of the sentence that opens the enumeration a measure opens or belongs to."""
    measures = evidence.clause.measures
    at = next((i for i, measure in enumerate(measures) if measure.span.end == evidence.span.end), None)
    if at is None:
        return None
    while at > 0 and _ITEM.match(measures[at].text.strip()):
        at -= 1
    return at if measures[at].text.strip().endswith(("：", ":")) else None
