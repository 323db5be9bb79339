"""Whether an enterprise lies in an area (所在地), by its own area or by how it calls the place: 嵊州的电机厂, 在柳河."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.matching.profile import Profile
from assistant.matching.shape import ZONE
from corpus.support.areas import Area, area_in

Truth = bool | None
_TAIWAN = Area("台湾")
UNKNOWN_AREA = Area(district="发文机关辖区")  # of a text that speaks of 我县 and names no place
_SHORTEST = 2  # characters of a name that may stand without 县 or 市
_ABOUT_PLACE = re.compile(r"公司|企业|单位|注册地?|登记|地址|总部|户口|户籍|工作|经营|我们?|在|位于|到|去|来|落户|的|里|内|[市县区州]")
_LEFT_OF_A_PLACE = 2  # characters of a denial besides the words for being there


@lru_cache(maxsize=4096)
def _calls_itself(district: str) -> re.Pattern[str]:
    """How a statement names its own place by the bare name of a county, and no road, bank or customer there."""
    return re.compile(rf"(?:^|在|被|位于|注册地?|落户|搬[进到入]|入驻|来到?|[是于的]|(?<=[市省州]))(?:本地)?{re.escape(district)}(?![路街客供项]|大[道学]|银行|[第一二三四五六七八九十][中小院])(?!.{{0,6}}(?:客户|供应商|分公司|亲戚|朋友|总部不))")


def lies_in(area: Area, profile: Profile) -> Truth:
    """Whether the profile lies in ``area``; None where neither its area nor its words tell.

    >>> from assistant.matching.profile import Statement
    >>> from corpus.support.areas import area_in
    >>> lies_in(area_in("嵊州市"), Profile(statements=(Statement("嵊州的电机厂"),)))
    True
    """
    if area == UNKNOWN_AREA:
        return None
    if area == _TAIWAN and not profile.area and profile.traditional:
        return True  # a law of that island, asked about by somebody who writes as people do there
    within = profile.area.lies_in(area) if profile.area else _of_a_district(area, profile)
    elsewhere = profile.area.province and area.province and profile.area.province != area.province
    if within is not True and len(area.district) >= _SHORTEST and not elsewhere and ((within is None and not profile.area.district) or area.district in profile.area.district):
        named = [s for s in profile.statements if not s.planned and _calls_itself(area.district).search(s.words)]
        # 在东浦没有住房 denies the housing, 不在东浦 the place.
        told = {s.holds for s in named if s.holds or len(_ABOUT_PLACE.sub("", s.words.replace(area.district, ""))) <= _LEFT_OF_A_PLACE}
        return told.pop() if len(told) == 1 else (True if told else None)
    return within


def _of_a_district(area: Area, profile: Profile) -> Truth:
    """Whether somebody who names no city names a district of the area by its bare name: 怀柔一家养老院, 朝阳注册的."""
    if not area.province:
        return None
    bare = {found[1] for s in profile.statements if s.holds and not s.planned and (found := _BARE_DISTRICT.match(s.words))}
    return True if any(place and place.lies_in(area) for name in bare for kind in "区县市" if (place := area_in(name + kind))) else None


_BARE_DISTRICT = re.compile(r"(?:注册|位于|人|厂|店)*(?:在|是)?([\u4e00-\u9fff]{2,3}?)(?:一家|一个|注册|登记|本地|的|$|开|做|办)")
_ZONE_KINDS = ("重点片区", "自贸", "示范区", "开发区", "新片区", "高新区", "科学城", "综合保税区", "产业园", "园区", "片区", "美食街", "街区", "村")


def where(text: str, profile: Profile, own: Area) -> Truth:
    """Whether the profile lies where ``text`` says: in a zone, in the policy's ``own`` area (我市, or by its name), or in one that is named."""
    zone = ZONE.search(re.sub(r"[“\"《][^”\"》]{1,20}[”\"》]", "", text))
    if zone:
        kind = next((k for k in _ZONE_KINDS if k in zone.group()), zone.group())
        name = re.sub(r"^(?:.*(?:注册在|位于|入驻|在|于))|国家|自主创新|省级|市级|区级|各类|全市|相关", "", zone.group()).split(kind)[0]
        if any(kind in outside and name in outside for outside in profile.outside):
            return False
        return True if any(kind in inside and name in inside for inside in profile.zones) else None
    if re.search(r"^(?:在|我|本|驻|全|辖|境|注册在|位于)?[省市区县州](?:内|域|区)?|[我本全驻][省市区县]|辖区|本地|境内|[省市区县]域?内", text) and not area_in(text):
        return lies_in(own, profile) if own else None
    named = area_in(text)
    if not named and own and own_name(own).search(text):
        return lies_in(own, profile)  # 在澄湖市注册, of the town that issued it
    return lies_in(named, profile) if named else None


@lru_cache(maxsize=1024)
def own_name(area: Area) -> re.Pattern[str]:
    """A policy's own place as its sentences call it, with the words that go with it."""
    names = "|".join(re.escape(name) for name in (area.district, area.city) if name) or r"(?!)"
    return re.compile(rf"(?:在|来|到|于)?(?:{names})[市县区州](?:行政区域|辖区|境|市域)?(?:范围)?内?(?!外)")


def bare_place(text: str, own: Area) -> str:
    """``text`` without the words that name a place."""
    text = own_name(own).sub("", text) if own else text
    text = re.sub(r"[“\"《][^”\"》]{1,20}[”\"》]", "", text)
    zone = ZONE.search(text)
    if zone:
        return text.replace(zone.group(), "")
    named = area_in(text)
    for name in (named.district, named.city, named.province):
        if name:
            text = re.sub(re.escape(name) + r"(?:省|市|区|县|州|自治区|自治州)?", "", text)
    return text
