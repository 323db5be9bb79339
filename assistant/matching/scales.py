"""Grades (等级): 大专以上学历 against 本科, 三星级以上 against 四星级, 纳税信用A级. What stands on one ladder can be compared."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.matching.profile import Profile

Truth = bool | None

# Each ladder from its lowest rung; a rung is what it is called.
_LADDERS: tuple[tuple[re.Pattern[str], ...], ...] = tuple(
    tuple(re.compile(rung) for rung in ladder)
    for ladder in (
        (r"小学", r"初中", r"高中|中专|技校|职高|中职", r"大专|专科|高职", r"本科|学士", r"硕士|研究生(?!院)", r"博士(?!后)"),
        (r"初级职称", r"中级职称|中级专业技术|工程师(?!协会)", r"副高|高级职称|高级专业技术|高级工程师", r"正高"),
        (r"初级工|五级工", r"中级工|四级工", r"高级工(?!程)|三级工", r"(?<!高级)技师|二级工", r"高级技师|一级工"),
        (r"三级资质|资质三级", r"二级资质|资质二级", r"一级资质|资质一级|甲级资质", r"特级资质|特级"),
        (r"(?:1|一)星级?", r"(?:2|二)星级?", r"(?:3|三)星级?", r"(?:4|四)星级?", r"(?:5|五)星级?"),
        (r"(?<![3-5])(?:1A|A级(?:旅游)?景区)", r"2A|AA级", r"3A|AAA级?", r"4A|AAAA", r"5A|AAAAA"),
        (r"信用(?:等级)?(?:[为是]|评[为的]是?)?D", r"信用(?:等级)?(?:[为是]|评[为的]是?)?C", r"信用(?:等级)?(?:[为是]|评[为的]是?)?M", r"信用(?:等级)?(?:[为是]|评[为的]是?)?B", r"信用(?:等级)?(?:[为是]|评[为的]是?)?A"),
        (r"[县区](?:级|里)?(?:的)?(?=[^，、]{0,8}奖)", r"市(?:级|里)?(?:的)?(?=(?:以上)?[^，、省]{0,8}奖(?![励补]))", r"省(?:级|里)?(?:的)?(?=(?:以上)?[^，、市]{0,8}奖(?![励补]))", r"国家级?(?:的)?(?=(?:以上)?[^，、省市]{0,8}奖(?![励补]))"),
        (r"一级(?:甲等|医院)", r"二级乙等|二乙", r"二级甲等|二甲", r"三级乙等|三乙", r"三级甲等|三甲"),
        (r"轻度失能", r"中度失能", r"重度失能"),
    )
)
_CREDIT = 6  # the ladder whose rungs are said in several ways: 纳税信用等级为A级, 信用A级
_WHOLE_STATUS = frozenset({4, 5, 6})  # stars, A-levels, credit: the same rung, said, settles the grade
_AT_LEAST = re.compile(r"(?:及|或者?)?(?:其)?以上(?:学历|学位|职称|资质|失能)?|至少")


@lru_cache(maxsize=65536)
def _rungs(text: str) -> tuple[tuple[int, int, str], ...]:
    """Every (ladder, rung, words) that ``text`` names, the highest of each ladder last."""
    return tuple((index, rung, found.group()) for index, ladder in enumerate(_LADDERS) for rung, words in enumerate(ladder) if (found := words.search(text)))


def on_ladder(text: str) -> frozenset[int]:
    """The ladders that ``text`` names a rung of."""
    return frozenset(ladder for ladder, _, _ in _rungs(text))


def scale_holds(text: str, profile: Profile) -> tuple[Truth, str] | None:
    """Whether a grade that the condition sets is reached, and the condition's words without it; None where it sets none.

    >>> from assistant.matching.profile import Statement
    >>> scale_holds("大专以上学历", Profile(statements=(Statement("本科毕业"),)))
    (True, '')
    """
    asked = _rungs(text)
    if len({ladder for ladder, _, _ in asked}) != 1:
        return None
    ladder, lowest, words = asked[0]
    told = [rung for s in profile.statements if s.holds and not s.planned for of, rung, _ in _rungs(s.words) if of == ladder]
    if not told:
        return None
    if not _AT_LEAST.search(text):  # 高级技师: a lower grade is not enough; the same or a higher one has to be said
        if max(told) < lowest:
            return False, ""
        return (True, re.sub(r"(?:等级)?为?$|^级", "", text.replace(words, "").removesuffix("级"))) if lowest in told and ladder in _WHOLE_STATUS else None
    return max(told) >= lowest, _AT_LEAST.sub("", text.replace(words, ""))
