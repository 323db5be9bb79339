"""Whether somebody is of the kind that a support item is for (适用对象)."""

from __future__ import annotations

from assistant.matching.profile import GOVERNMENT, Profile
from assistant.matching.three_valued import Truth, either
from corpus.policy import Audience


def audience_fits(audience: tuple[Audience, ...], profile: Profile) -> Truth:
    """Whether the profile is of a kind that the item is for; not said is None."""
    if not profile.kind:
        return True if Audience.PROJECT in audience and any("项目" in s.words for s in profile.statements) else None
    if profile.kind == GOVERNMENT:
        return False
    if Audience.ENTERPRISE in audience and profile.also == Audience.SELF_EMPLOYED.value and not any("个体" in s.words for s in profile.statements):
        return either([None, *(_kind_fits(wanted, profile, kind) for wanted in audience for kind in (profile.kind, profile.also))])  # 我开酒店的: as what, is not said
    return either([_kind_fits(wanted, profile, kind) for wanted in audience for kind in filter(None, (profile.kind, profile.also))])


_PEOPLE = frozenset({Audience.PERSON, Audience.SELF_EMPLOYED, Audience.FARM})


def _kind_fits(wanted: Audience, profile: Profile, kind: str) -> Truth:
    mine = Audience(kind)
    if wanted is mine:
        return True
    if wanted is Audience.PROJECT:
        return True if mine is not Audience.PERSON else None
    firms = (Audience.ENTERPRISE, Audience.FINANCE)
    if {wanted, mine} <= _PEOPLE:
        return None  # who farms or trades on his own account is a person, and a person may farm or trade
    if wanted is Audience.ENTERPRISE:
        return True if mine in firms else (False if mine in (Audience.PERSON, Audience.SELF_EMPLOYED) else None)
    if mine is Audience.ENTERPRISE:
        by_trade = {Audience.FINANCE: "J", Audience.PUBLIC_SERVICE: "PQ", Audience.FARM: "A"}
        if wanted in by_trade:
            fits = bool(profile.sections & set(by_trade[wanted]))
            return fits if profile.sections or wanted is Audience.FINANCE else None
        return None if wanted in (Audience.RESEARCH, Audience.PARK) else False
    if mine is Audience.ASSOCIATION and wanted is Audience.PUBLIC_SERVICE:
        return True if profile.sections & set("PQ") else None
    return False
