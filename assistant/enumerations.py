"""Questions for the members of an enumeration (哪几种情形, 分为哪四类), and the measures that open one.

Such a question names what is counted; the measure that opens the enumeration names it too and ends in a colon
(有下列情形之一的：, 项目内容分为四个类别：). What the members are called stands in no question.
"""

from __future__ import annotations

import re

from assistant.asked_detail import Detail
from corpus.numerals import NUMERAL

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
