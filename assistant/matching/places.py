"""Whether an enterprise lies in an area (所在地), by its own area or by how it calls the place: 嵊州的电机厂, 在柳河."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.matching.profile import Profile
from corpus.support.areas import Area

Truth = bool | None
_TAIWAN = Area("台湾")
_SHORTEST = 2  # characters of a name that may stand without 县 or 市


@lru_cache(maxsize=4096)
def _calls_itself(district: str) -> re.Pattern[str]:
    """How a statement names its own place by the bare name of a county, and no road, bank or customer there."""
    return re.compile(rf"(?:^|在|位于|注册地?|落户|搬[进到入]|入驻|来到?|[是于的]|(?<=[市省州]))(?:本地)?{re.escape(district)}(?![路街客供项]|大[道学]|银行|[第一二三四五六七八九十][中小院])(?!.{{0,6}}(?:客户|供应商|分公司|亲戚|朋友|总部不))")


def lies_in(area: Area, profile: Profile) -> Truth:
    """Whether the profile lies in ``area``; None where neither its area nor its words tell.

    >>> from assistant.matching.profile import Statement
    >>> from corpus.support.areas import area_in
    >>> lies_in(area_in("嵊州市"), Profile(statements=(Statement("嵊州的电机厂"),)))
    True
    """
    if area == _TAIWAN and not profile.area and profile.traditional:
        return True  # a law of that island, asked about by somebody who writes as people do there
    within = profile.area.lies_in(area) if profile.area else None
    elsewhere = profile.area.province and area.province and profile.area.province != area.province
    if within is not True and len(area.district) >= _SHORTEST and not elsewhere and ((within is None and not profile.area.district) or area.district in profile.area.district):
        named = [s for s in profile.statements if not s.planned and _calls_itself(area.district).search(s.words)]
        return named[0].holds if named else None
    return within
