"""Lists under a sentence (列举): what is told of the lines below it.

给予下列支持：（一）… gives each line; 不得有下列行为：（一）… forbids each, whatever a line sounds like by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from enum import Enum, auto

from corpus.policy import Quantity
from corpus.support.sentence import Part


class Told(Enum):
    """What a lead tells of the lines of its list."""

    ALONE = auto()  # nothing: each line speaks for itself
    GIVEN = auto()
    SILENT = auto()


_MARK = re.compile(r"[ \t\u3000]*(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[①-⑳]|\d{1,2}[．.、）)](?!\d))[ \t\u3000]*")
_GIVES = re.compile(r"(?:给予|享受|提供|予以|落实|采取|实行|有)(?:以下|下列|如下)[^，。；：]{0,12}(?:支持|奖励|补贴|补助|扶持|优惠|资助|待遇|优待|政策)(?:政策|措施|标准)?[：:]\s*$|(?:按(?:照)?)?(?:以下|下列|如下)(?:标准|规定|档次|方式)[^，。；：]{0,10}(?:给予|予以|享受)[^。；：]{0,30}[：:]\s*$|(?:奖励|补贴|补助|资助|支持|扶持)(?:标准|政策|措施|内容)(?:为|是|如下)?[：:]\s*$")
_FORBIDS = re.compile(r"(?:不得|禁止|严禁)[^。；：]{0,40}[：:]\s*$|(?:有|存在|发生)(?:以下|下列|如下)[^。；：]{0,20}(?:行为|情形|情况)(?:之一)?[^。；：]{0,60}(?:责令|处分|处罚|罚款|取消|终止|追究|不予|不得|撤销|没收|吊销|处理|通报|批评|收回)[^。；]{0,80}[：:]\s*$|(?:履行|负责)(?:以下|下列|如下)[^。；：]{0,12}(?:职责|义务|工作)[^。；：]{0,10}[：:]\s*$|应当(?:履行|遵守|具备|提交|提供)(?:以下|下列|如下)[^。；：]{0,16}(?:义务|规定|材料|文件|条件)[^。；：]{0,10}[：:]\s*$|(?:指|包括)(?:以下|下列)[^。；：]{0,12}[：:]\s*$")


def style_of(text: str, at: int) -> str:
    """How the line of a list that begins at ``at`` is numbered (（一）, 0．), "" where it is none."""
    mark = _MARK.match(text, text.rfind("\n", 0, at) + 1)
    return re.sub(r"\d+", "0", re.sub(r"[一二三四五六七八九十]+", "一", re.sub(r"[①-⑳]", "①", mark.group().strip()))) if mark and mark.end() >= at else ""


def lead_of(sentence: str) -> Told:
    """What a sentence tells of the list below it.

    >>> lead_of("对入驻企业给予下列支持："), lead_of("经营者不得有下列行为："), lead_of("对企业给予奖励。")
    (<Told.GIVEN: 2>, <Told.SILENT: 3>, <Told.ALONE: 1>)
    """
    if _FORBIDS.search(sentence):
        return Told.SILENT
    return Told.GIVEN if _GIVES.search(sentence) else Told.ALONE


# 五星级100万元: who of them; 一次性开办费20万元: what for.
_CASE = re.compile(r"(?:级|类|档|等奖|名|的|以上|以下|以内|家|人)(?:的)?(?:企业|单位|个人|项目)?(?:最高|一次性|每年?)*$")


def given_parts(parts: tuple[Part, ...], quantities: Iterable[Quantity]) -> tuple[Part, ...]:
    """The parts of a line that need not say again that it is given: from its figure, where a case stands before it, else from its start."""
    found = []
    for part in parts:
        if part.promise >= 0 or part.text.endswith(("的", "后", "时")):
            found.append(part)
            continue
        figure = next((q.span.start - part.start for q in quantities if part.start < q.span.start < part.end), 0)
        found.append(replace(part, promise=figure if figure and _CASE.search(part.text[:figure]) else 0))
    return tuple(found)
