"""A condition's wording made ready to be judged (条件的拆分): its words without the breaks of the page, and the conditions it joins."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.repair.simplified import to_simplified


@lru_cache(maxsize=65536)
def pieces_of_condition(text: str) -> tuple[str, ...]:
    """The conditions that a phrase joins: 新设立总部、实缴注册资本1亿元以上; itself alone where it joins none.

    >>> pieces_of_condition("在本市注册且年营业收入2000万元以上"), pieces_of_condition("口罩、防护服等物资")
    (('在本市注册', '年营业收入2000万元以上'), ('口罩、防护服等物资',))
    """
    plain = re.sub(r"（[^）]*）", "", text)
    pieces = [piece for piece in _JOINED.split(plain) if len(piece) > 1]
    for index in range(len(pieces) - 1, 0, -1):
        if _TIER.fullmatch(pieces[index]) and re.search(r"\d[\d.]*[\u4e00-\u9fff]{1,3}(?:以上)?$", pieces[index - 1]) and f"{pieces[index - 1]}、{pieces[index]}" in plain:
            pieces[index - 1 : index + 1] = [f"{pieces[index - 1]}、{pieces[index]}"]  # 首次突破100万元、500万元: steps of one thing
    for index, piece in enumerate(pieces[1:], 1):
        if _BOUND_ALONE.match(piece):  # 占比25%以上且不少于10人: of the same thing
            pieces[index] = re.split(r"\d|不少于|不低于|不超过|超过|达到|占", pieces[index - 1])[0] + piece
    return tuple(pieces) if len(pieces) > 1 else (text,)


_TIER = re.compile(r"[\d.]+[万亿]?[\u4e00-\u9fff]{1,2}(?:以上)?(?:、[\d.]+[万亿]?[\u4e00-\u9fff]{1,2}(?:以上)?)*")
_BOUND_ALONE = re.compile(r"(?:不少于|不低于|不超过|超过|达到|至少|不足|不满|且)?\d")


# Both must hold.
_JOINED = re.compile(r"，(?:且|并)?|且(?!不(?!少于|低于|超过|高于))|并且|同时|、(?=[^、，]*\d)|(?<=\d[%人元年台张])、|(?<=以上)、|(?<=以下)、|(?<=以内)、")


@lru_cache(maxsize=65536)
def unbroken(text: str) -> str:
    """A condition's words without the breaks of the printed page, in the characters that profiles are read in."""
    words = to_simplified(re.sub(r"\s+", "", re.sub(r"(?<=\S)\t+(?=\S)", "，", text)))
    words = _STEPS.sub(_open_ended, words)
    return _REQUIRED.sub("", words) if len(words) > _SHORTEST_REQUIRED else words  # the cells of a table's row all hold


# 申报单位须为…, 申请人应当具有…: who must, before what they must be or have.
_REQUIRED = re.compile(r"^(?:申[报请](?:单位|主体|人|企业|者)?|企业|单位|项目|机构|个人)?(?:须|应当?|必须|需)(?:同时)?(?:为|是)?(?!要求|求)(?=[\u4e00-\u9fff]{3})")
_SHORTEST_REQUIRED = 8


def _open_ended(steps: re.Match[str]) -> str:
    """50万元以上至100万元以下、100万元以上 → 50万元以上: steps that follow each other are one range."""
    last = re.findall(rf"{_AMOUNT}以[上下]", steps.group())[-1]
    return steps["first"] if last.endswith("上") else steps["first"] + last


_AMOUNT = r"[\d.]+\s?[万亿]?[\u4e00-\u9fff㎡%]{1,3}?(?:（含）|（不含）)?"
_STEPS = re.compile(rf"(?P<first>{_AMOUNT}以上)(?:（[^）]*）)?(?:至|—|-)?{_AMOUNT}以下(?:（[^）]*）)?(?:[、，；]{_AMOUNT}以上(?:（[^）]*）)?(?:(?:至|—|-)?{_AMOUNT}以下)?)+")


@lru_cache(maxsize=65536)
def asked_words(text: str) -> str:
    """A condition's words made ready, without the giver and without a place that may be anywhere."""
    words = _EITHER_WAY.sub("", _APPLIES_TO.sub("", _FROM_ANYWHERE.sub("", _GIVER.sub("", unbroken(text)))))
    return _OF_ANY_LEVEL.sub("", words)


# 本政策适用于…, 算力券方案支持…: the document is named, and then who it is for; 可为单独购置，也可为…: either way will do.
_APPLIES_TO = re.compile(r"^(?:本|[^，。；的]{2,20}?)(?:政策|办法|措施|细则|通知|方案|意见|规定|指南|计划|资金)(?:主要|重点)?(?:适用于|支持|所称|面向)(?:的?对象为)?(?=[^，]{4,})")
_EITHER_WAY = re.compile(r"^[^，。；]{0,8}可以?(?:为|是)[^，。；]{2,30}，也可以?(?:为|是)[^，。；]{2,40}[，。；]")
# 国家和市级“专精特新”企业: of either level.
_OF_ANY_LEVEL = re.compile(r"国家级?(?:、|和|或|及|与)(?:省级?(?:、|和|或|及|与))?[省市]级(?=[“\"《]?(?:专精特新|小巨人|高新技术|科技型|创新型|单项冠军))")


# 市节能监察中心为年综合能耗…的企业: who gives is no condition; 县内外旅行社: nor is where somebody is, if it may be anywhere.
_GIVER = re.compile(r"^[\u4e00-\u9fff]{2,14}(?:中心|局|委员会|部门|政府|办公室)(?:免费)?(?:为|向|对)(?=[\u4e00-\u9fff\d]{4})")
_FROM_ANYWHERE = re.compile(r"^(?:来自)?[省市县区]内外(?:的)?")
