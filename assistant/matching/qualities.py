"""Named statuses (资质称号): whether one is held, for how long where the condition asks (新认定, 当年首次), and what its phrase asks besides."""

from __future__ import annotations

import re

from assistant.matching.evidence import said
from assistant.matching.profile import Profile
from assistant.matching.three_valued import Truth, both, either
from assistant.matching.wording import content_words
from corpus.support.vocabulary import implied_by, qualifications_in, sizes_in

ONCE_MORE = re.compile(r"重新|再次|复审|续期|第[二三]次")


def qualification_holds(text: str, profile: Profile) -> Truth:
    """Whether a phrase about a named status holds: that it is held, since when where it asks for that, and what else it says."""
    wanted = qualifications_in(text)
    held = quality_held(text, profile)
    told = said(text, profile, settled=True)
    if held is not True or told is not None:
        return held if held is False else told
    if of_level(text, wanted, profile) is not True:
        return None
    if FRESH.search(text):
        return _freshly_held(text, wanted, profile)
    words = "|".join(map(re.escape, sorted(wanted, key=len, reverse=True)))
    sizes = sizes_in(re.sub(words, "", text))
    return both([True, True if not sizes or (profile.sizes and profile.sizes <= sizes) else None, _remainder(text, wanted, profile)])


# 国家级, 省级, 市级, 县级: the levels at which one status may be given, from the highest; a municipality's is a province's.
_LEVELS = tuple(re.compile(words) for words in (r"国家级?|全国", r"省级?|自治区级?|(?:北京|上海|天津|重庆)市?级?", r"(?<!北京)(?<!上海)(?<!天津)(?<!重庆)市(?!场)级?", r"(?:[区县](?!块|域)级?)"))
_OR_ABOVE = re.compile(r"级(?:及)?以上")
# Statuses that one office of one level gives: the word for it adds nothing.
_OF_ONE_LEVEL = re.compile(r"高新技术企业|小巨人|单项冠军|专精特新|科技型中小|创新型中小|规模以上|限额以上|纳税人|上市|老字号|驰名|专利|A级|星级|毕业生|军人|残疾|人员|农民工|博士后|人才|脱贫|技术先进型|独角兽|瞪羚|雏鹰")


def _levels_of(text: str) -> frozenset[int]:
    return frozenset(level for level, words in enumerate(_LEVELS) if words.search(text))


def of_level(text: str, wanted: tuple[str, ...], profile: Profile) -> Truth:
    """Whether a status is held at the level that is asked for: 市级重点实验室 is no 国家级重点实验室."""
    asked = _levels_of(text)
    if not asked or all(_OF_ONE_LEVEL.search(name) for name in wanted):
        return True
    asked = frozenset(range(max(asked) + 1)) if _OR_ABOVE.search(text) else asked
    told: set[int] = set()
    for statement in profile.statements:
        named = set(qualifications_in(statement.words)) & set(wanted)
        if statement.holds and not statement.planned and named:
            told |= _levels_of(statement.words)
    return True if told & asked else None


def _freshly_held(text: str, wanted: tuple[str, ...], profile: Profile) -> Truth:
    """Whether a status is one's own for the first time, or since the year that is asked for: 当年首次纳入规上; None where it is not said since when."""
    asked = next((year for year, words in enumerate(_YEARS) if words[0].search(text)), None)
    for statement in profile.statements:
        words = statement.words
        if not statement.holds or statement.planned or not set(map(_family, qualifications_in(words))) & set(map(_family, wanted)) or not FIRST_TIME.search(words) or ONCE_MORE.search(words):
            continue
        told = next((year for year, pair in enumerate(_YEARS) if pair[1].search(words)), None)
        if asked is not None and told is not None and asked != told:
            return False
        return True if asked is None or told == asked else None
    return None


def _family(name: str) -> str:
    """规上, 规上工业: one thing, of which the line of business is asked apart."""
    return "规模以上企业" if name.startswith("规模以上") else name


FIRST_TIME = re.compile(r"首次|首家|头一|头回|第一[次回]|初次|刚刚?(?!好)|新(?:认定|评|获|晋|升|入|增)")
_YEARS = ((re.compile(r"当年|本年|今年"), re.compile(r"今年|本年|刚|(?<![\d年])\d{1,2}月|年初|上个?月")), (re.compile(r"上年|去年|上一年"), re.compile(r"去年|上年")))
FRESH = re.compile(r"新(?:增|升|晋|入|评|获|认定|培育|引进|迁入|上市|设立)|首次|首家|当年|净增|重新")
_EXCLUDES = {"小规模纳税人": "一般纳税人", "一般纳税人": "小规模纳税人", "上市公司": "拟上市企业"}


def quality_held(text: str, profile: Profile) -> Truth:
    """Whether one of the named statuses is held; a status one does not list is unknown unless the list is complete."""
    wanted = qualifications_in(text)
    if not wanted:
        return None
    held = frozenset().union(*(implied_by(name) for name in profile.qualifications)) if profile.qualifications else frozenset()
    values: list[Truth] = []
    for name in wanted:
        if name in ("规模以上企业", "规模以上工业企业") and profile.above_scale is not None:
            industry = True if name == "规模以上企业" else (None if not profile.sections else bool(profile.sections & set("BCD")))
            values.append(both([profile.above_scale, industry]) if profile.above_scale else False)
        elif name in held:
            values.append(True)
        elif _EXCLUDES.get(name) in profile.qualifications or name in profile.lacks or profile.complete or any(name in implied_by(lack) and lack == name for lack in profile.lacks):
            values.append(False)
        else:
            values.append(None)
    joined = both if len(wanted) > 1 and re.search(r"且|同时|并", text) else either
    return joined(values)


def _remainder(text: str, wanted: tuple[str, ...], profile: Profile) -> Truth:
    """What a qualification's phrase asks besides: 中级导游 asks for more than 导游."""
    rest = text
    for name in wanted:
        for form in (name, name.removesuffix("企业"), name.removesuffix("中小企业"), "专精特新", "小巨人"):
            rest = rest.replace(form, "")
    rest = re.sub(r"[“”\"、和及或与]|企业|中小|国家级?|重点|级|等|的|各类|认定|市|省|新|工业|科技型|小微|微型|小型|公司|人员", "", rest)
    return True if len(rest) < 2 or not content_words(rest) else said(rest, profile)
