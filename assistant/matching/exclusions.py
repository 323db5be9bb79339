"""Who is shut out (除外情形): what a document says of those who get nothing, apart from the sentences that offer.

近两年发生责任事故的机构，不得享受本细则规定的补贴. A case counts only where somebody says that it is theirs; what nobody speaks of leaves
the offers as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.matching.wording import content_words
from corpus.policy import Addressee, Condition, Policy, Span
from corpus.support.kinds import kind_of

_REFUSED = r"(?:一律|均|都|原则上)?(?:不予(?:支持|扶持|奖励|补贴|补助|资助|认定)|不得(?:享受|申报|申请|申领)|不(?:再)?享受|不再(?:重复)?(?:扶持|支持|奖励|补贴|补助|资助|享受)|不适用(?:本|上述|以上|前款)|不在[^，。；]{0,8}(?:支持|补贴|补助|奖励)范围)"
_BARRED = re.compile(rf"^(?P<what>[^。；：]{{4,80}}?)，?(?:{_REFUSED}[^。；：]{{0,24}}|除外)$")
_LIST = re.compile(rf"(?:下列|以下|如下)[^，。；：]{{0,8}}(?:之一)?(?:的)?，?[^，。；：]{{0,16}}{_REFUSED}[^。；：]{{0,16}}[：:]?$")
_NUMBERED = re.compile(r"^[（(](?:[一二三四五六七八九十]{1,2}|\d{1,2})[）)]\s*|^[①-⑩]\s*|^\d{1,2}[．.、]\s*")
_LEAD = re.compile(r"^(?:第[一二三四五六七八九十百]+条\s*|[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]\s*|但是?|其中|对于?|凡是?|如|若|另外，)+")
_NO_CASE = re.compile(r"^(?:同一|单个|单家|多|逾期|每|其他|上述|以上|前款|未按|不符合|符合多|已享受本|企业$|单位$|项目$)|弄虚作假|虚假|骗取|套取|重复|不如实")
_SHORTEST = 4  # characters of a case
_WHOLE = re.compile(r"本(?:办法|细则|措施|政策|通知|规定|意见|实施细则|指南|若干)|上述|以上政策|各项")


def exclusions_of(policy: Policy) -> list[tuple[str, Condition]]:
    """The cases that get nothing, each with the clause it holds for, "" for the whole document."""
    offering = {item.clause_id for item in policy.support if item.addressee is not Addressee.DEPARTMENT}
    found = []
    for part in policy.parts:
        listing = False
        for match in re.finditer(r"[^。；\n]{2,200}", part.text):
            words = match.group().strip()
            numbered = _NUMBERED.match(words)
            if listing and numbered:
                found += [("", case) for case in _case(words[numbered.end() :], part.span.start + match.start())]
                continue
            listing = _LIST.search(words) is not None
            barred = None if listing else _BARRED.match(_LEAD.sub("", words))
            if barred:
                where = "" if part.id not in offering or _WHOLE.search(words) else part.id
                found += [(where, case) for case in _case(barred["what"], part.span.start + match.start())]
    return found


def _case(words: str, at: int) -> Iterator[Condition]:
    what = re.sub(r"的?(?:企业|单位|机构|个人|人员|项目|申请人|主体)?$", "", words) if "的" in words else words
    what = what.split("，")[-1] if what.count("，") > 1 else what
    if len(what) >= _SHORTEST and not _NO_CASE.search(what) and content_words(what):
        yield Condition(what, Span(at, at + len(what)), kind_of(what))

