"""What a condition is made of (条件的构成): who, by what they are, and what each of several acts asks of them.

主语 + 谓语 (工业企业设备投资300万元以上), 定语 + 的 + 中心语 (在本市注册并纳税的民营中小企业), or one of the two alone. Every part can be
judged by itself: who somebody is by the fields of a profile, what they do by what they say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.matching.wording import content_words
from corpus.support.areas import area_in
from corpus.support.kinds import ENDS_IN_HEAD, HEAD, VERB_LED
from corpus.support.vocabulary import (
    ownership_in,
    qualifications_in,
    sections_in,
    sizes_in,
    without_standing,
)

_LONGEST_NOUN = 24  # characters; a longer phrase is no noun
_REMARK = re.compile(r"[（(][^）)]*[）)]")
_BARE = re.compile(r"(?:各类|所有|全部|相关|有关|其他)*(?:企业|公司|单位|企事业单位|个人|机构|人员|项目|主体|市场主体|经营主体|用人单位|申请人|申报人|纳税人|法人|单位和个人)")
_LEAD = re.compile(rf"^(?P<who>[^，、的在为对向将把因受与]{{0,14}}?{HEAD}(?:(?:、|和|及|以及|或者?)[^，、的]{{0,12}}?{HEAD})*)(?=(?!、|和|及|或|以上|等|(?:在职|在岗|女|退休|参保)?(?:职工|员工)|从业人员|工作人员|在[职岗]人员|转|升级|变更|改制).{{2,}})")
OF_PLACE = re.compile(r"^(?:[我本全][省市区县州镇]|驻区|辖区内?|当地|[省市区县]内|[省市区县]域内|本地)(?:的)?")
# Both must hold: 在本市注册、依法纳税且信用良好. 注册并纳税 is of one place.
_BOTH = re.compile(r"，(?:且|并)?|；|且(?!不)|并且|同时|并(?!购|网|联|轨|列|不|非|处|发症|(?:依法)?(?:纳税|纳统|登记|缴税|入库))|、(?=(?:已|未|无|有|具有|具备|取得|获得|通过|依法|按时|正常|符合|近|连续|年|参加|缴纳|从事|在[^、]{2,}))")
# A zone by its name: 某某重点片区, 综合保税区.
ZONE = re.compile(r"[^，。；的在与和及、“”\"《》]{0,12}?(?:重点片区|自由贸易试验区|自贸试验区|自贸区|示范区|开发区|新片区|高新区|园区|科学城|综合保税区|产业园|功能区|片区|商圈|村|乡镇|农村|街区|美食街)")
# 受疫情影响较大的困难行业企业2020年度发生亏损: description, noun, and what it did.
_DESCRIBED = re.compile(rf"^(?P<what>[^，]{{2,40}}?)的(?P<who>[^，的]{{0,14}}?{HEAD}(?:(?:、|和|及|以及|或者?)[^，的、]{{0,14}}?{HEAD})*)(?P<act>(?!以上|等|、|和|及|或)[^，]{{3,}})$")
_WITH = re.compile(r"^(?:与|同|和|为)(?P<whom>[^，。]{3,24}?(?:人员|毕业生|劳动者|劳动力|人口|残疾人|退役军人|农民工))(?P<act>(?:签订|订立|建立|缴纳)[^，。]{4,})$")
_NAMES = re.compile(r"、|以及|和|及|或者?|与")


@dataclass(frozen=True, slots=True)
class Shape:
    """``who``: nouns, one of which must fit, () where none is said; ``acts``: what each must hold besides."""

    who: tuple[str, ...]
    acts: tuple[str, ...]


@lru_cache(maxsize=65536)
def shape_of(text: str) -> Shape:
    """Take a condition apart.

    >>> shape_of("在本市注册并纳税的工业企业"), shape_of("小微企业承租国有房产")
    (Shape(who=('工业企业',), acts=('在本市注册并纳税',)), Shape(who=('小微企业',), acts=('承租国有房产',)))
    """
    plain = _REMARK.sub("", text).strip("，、的") if not text.endswith("的") else _REMARK.sub("", text).rstrip("的")
    body, noun = plain, ""
    at = plain.rfind("的")
    tail = plain[at + 1 :]
    if at > 0 and ((len(tail) <= _LONGEST_NOUN and ENDS_IN_HEAD.search(tail)) or _listed_nouns(tail)):
        body, noun = plain[:at], tail
    elif at < 0 and len(plain) <= _LONGEST_NOUN and ENDS_IN_HEAD.search(plain) and not VERB_LED.match(plain) and all(_says_standing(piece) for piece in _NAMES.split(plain)):
        body, noun = "", plain
    elif (described := _DESCRIBED.match(plain)) and not VERB_LED.match(described["who"]):
        return Shape(tuple(filter(None, _NAMES.split(described["who"]))), (described["what"], described["act"]))
    who = tuple(piece for piece in _NAMES.split(noun) if piece)
    acts: list[str] = []
    for piece in filter(None, map(str.strip, _BOTH.split(body))):
        lead = _LEAD.match(piece)
        if lead and not noun and all(is_standing(named) for named in _NAMES.split(lead["who"])):
            who, piece = tuple(_NAMES.split(lead["who"])), piece[lead.end() :]
        hired = _WITH.match(piece)
        if hired:  # 与登记失业人员签订1年以上劳动合同: whom, and what with them
            acts += [hired["whom"], hired["act"]]
            continue
        acts.append(piece)
    return Shape(who, tuple(acts))


def _listed_nouns(tail: str) -> bool:
    """Whether a long end of a description is a list of nouns: 旅游民宿、旅行社、景区、演艺单位和非物质文化遗产工坊."""
    pieces = _NAMES.split(tail)
    return len(pieces) >= _FEWEST_NOUNS and ENDS_IN_HEAD.search(pieces[0]) is not None and all(0 < len(piece) <= _LONGEST_NOUN // 2 for piece in pieces)


_FEWEST_NOUNS = 3


@lru_cache(maxsize=65536)
def is_standing(noun: str) -> bool:
    """Whether a noun says only what somebody is: a class, a place, a size, a line of business, a status."""
    if _BARE.fullmatch(noun):
        return True
    return _says_standing(noun) and not content_words(rest_of(noun))


def _says_standing(noun: str) -> bool:
    named = qualifications_in(noun) or sizes_in(noun) or sections_in(noun) or ownership_in(noun) or area_in(noun) or OF_PLACE.match(noun) or ZONE.search(noun)
    return bool(named) or _BARE.fullmatch(noun) is not None


@lru_cache(maxsize=65536)
def bare_standing(noun: str) -> str:
    """A noun without its named statuses, whose words may sound like a trade: 高新技术企业."""
    for name in qualifications_in(noun):
        noun = noun.replace(name, "").replace(name.removesuffix("企业"), "")
    return noun


@lru_cache(maxsize=65536)
def rest_of(noun: str) -> str:
    """What a noun says besides place, size, ownership, line of business, status and the plainest nouns for a class."""
    rest = re.sub(ZONE.pattern + "(?:范围)?(?:以?内|里)?", "", OF_PLACE.sub("", noun))
    area = area_in(rest)
    for name in filter(None, (area.district, area.city, area.province)):
        rest = re.sub(re.escape(name) + r"(?:省|市|区|县|州|自治区|自治州|新区)?", "", rest)
    rest = re.sub(r"^(?:辖区|境|行政区域|全域|范围)(?:以?内|范围内)?(?:的)?", "", rest) if area else rest
    rest = without_standing(rest)
    rest = re.sub(r"^(?:各类)+", "", rest)
    rest = re.sub(r"加工|生产", "", rest) if sections_in(noun) else rest
    return re.sub(r"企事业|企业|公司|单位|机构|法人|个人|人员|主体|市场主体|纳税人|经营者|经营户|商户|门店|项目|申请人|各类|所有|全部|行业|领域|[类业型等的内]", "", rest)
