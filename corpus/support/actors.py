"""Who is backed, and to do what (被支持者与所为): 鼓励 | 高校、企业和其他组织 | 开展联合攻关.

A sentence names one actor or a list of them, each with descriptions of its own, and then what they are to do. A noun
that goes on (高校毕业生, 企业职工, 农民专业合作社) is one noun, and its last word says who it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.support.kinds import ACT, HEAD, NOT_COMPOUND, VERB_LED

_LEAD = re.compile(r"(?:优先|重点(?!片区)|各类|各(?!类)|更多|和|、|并|鼓励|支持|引导|扶持)*")
_BRACKET = r"(?:（[^）]{1,24}）)?"
_LONGEST = 60  # characters of a description before its noun
_FIRST = re.compile(rf"[^，]{{0,{_LONGEST}}}?{HEAD}{NOT_COMPOUND}{_BRACKET}")
# …园区的企业: the noun belongs to the description of the next.
_DESCRIBES = re.compile(rf"的[^，、的]{{0,24}}?{HEAD}{NOT_COMPOUND}{_BRACKET}")
# 取得乡村医生执业证书的人员: the first noun is of what they hold.
_HELD = re.compile(rf"(?:取得|获得|持有|具有|具备|拥有|从事|经|被|列入|纳入|参加|承担|服务)[^，的]{{2,30}}的[^，、的]{{0,16}}?{HEAD}{NOT_COMPOUND}{_BRACKET}")
_JOINT = re.compile(r"(?:等)?(?:、|以及|和|及(?!其他?之)|或者?|与(?=其他))")
_CROWD = r"(?:社会力量|社会资本|社会各界|社会组织|公民|自然人|民间资本|各类资本)"  # named in a list, though nobody registers as one
_NEXT = re.compile(rf"(?P<plain>[^，、的]{{0,14}}?)(?:{_CROWD}|{HEAD}{NOT_COMPOUND}){_BRACKET}|[^，、]{{2,30}}?的[^，、的]{{0,10}}?{HEAD}{NOT_COMPOUND}{_BRACKET}")
_AND_SUCH = re.compile(rf"等(?P<such>[^，、的]{{0,8}}?)(?:{_CROWD}|{HEAD})(?!的)|等")
_DOES = re.compile(rf"{ACT}|采取|参与|自行|加强|加大|推广|通过|围绕|依托|采用|运用|申报|提高|提升|为|对")

_OF_WHAT_SORT = re.compile(r"(?:离校[^，、]{0,6}?内)?[已未]?(?:就业|毕业|失业|退役|创业|培训|服务|研发|生产|在[校职岗])")  # 未就业毕业生, 研发机构


@dataclass(frozen=True, slots=True)
class Actor:
    """Where in the text the actors stand, and where what they are to do begins."""

    start: int
    end: int
    act: int


def actor_in(text: str) -> Actor | None:
    """The actors that ``text`` opens with, None where it names nobody.

    >>> text = "高等院校、科研机构、企业和其他组织开展联合攻关"
    >>> found = actor_in(text); text[found.start : found.end], text[found.act :]
    ('高等院校、科研机构、企业和其他组织', '开展联合攻关')
    """
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    first = _FIRST.match(text, start)
    if first is None:
        return None
    held = _HELD.match(text, start) if "的" not in first.group() else None
    end = held.end() if held else first.end()
    while described := _DESCRIBES.match(text, end):
        end = described.end()
    while joint := _JOINT.match(text, end):
        other = _NEXT.match(text, joint.end())
        if other is None or (other["plain"] and _DOES.search(_OF_WHAT_SORT.sub("", other["plain"]))):
            break
        end = other.end()
        while described := _DESCRIBES.match(text, end):
            end = described.end()
    such = _AND_SUCH.match(text, end)
    if such and such["such"] and (_DOES.search(such["such"]) or VERB_LED.match(such["such"])):
        return Actor(start, end, end + 1)  # 毕业生等创办企业
    return Actor(start, end, such.end() if such else end)
