"""Units named in the words of a clause, where it has no note (由市住建局会同市财政局制定).

Weaker than a note: only 牵头, 会同, 会商 and 配合 tell a role, everything else only that a body is named.
"""

from __future__ import annotations

import re

from assistant.answer import UnitsView
from corpus.bodies import looks_like_body

_NAME = r"[\u4e00-\u9fff（）()]{2,16}?"
_BODY = r"(?:局|委|办|厅|部|院|会|政府|机关|中心|部门|办公室|机构|公司|银行|小组|专班|主任|领导|秘书长|市长|县长|镇长)"
# 由市住建局负责, 市财政局审批: a body, and what bodies do.
_ACTS = re.compile(
    rf"{_BODY}(?:[^，。；]{{0,12}}?)(?:牵头|负责|会同|会商|配合|受理|审批|审核|签发|承担|组织|担任|主管|认定|办理|提出|确定|制定|拨付|监督|评估|核定|协调|统筹|指导)|(?:由|经|报|向)[^，。；]{{2,24}}{_BODY}"
)
_LEAD = re.compile(rf"(?:由|^|[，。；、）])(?P<lead>{_NAME}{_BODY})(?:要)?(?:牵头会同|牵头商|牵头|会同|会商|商)(?P<with>{_NAME}(?:、{_NAME})*{_BODY})?")
_SPLIT = re.compile(r"[、和及与]")


def names_a_doer(text: str) -> bool:
    """True if a text says which body does something.

    >>> names_a_doer("由市住建局会同市财政局制定"), names_a_doer("给予一次性奖励")
    (True, False)
    """
    return bool(_ACTS.search(text))


def units_in_words(text: str) -> UnitsView:
    """The lead and supporting units that the words of a text tell apart; empty where they do not.

    >>> units_in_words("具体方案由自治区发展改革委会商自治区财政厅提出")
    UnitsView(lead=('自治区发展改革委',), supporting=('自治区财政厅',))
    """
    found = _LEAD.search(text)
    lead = found.group("lead").rsplit("由", 1)[-1] if found is not None else ""
    if found is None or not looks_like_body(lead):
        return UnitsView()
    beside = tuple(name for name in _SPLIT.split(found.group("with") or "") if looks_like_body(name))
    return UnitsView((lead,), beside)
