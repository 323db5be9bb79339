"""Numbers as people say them (口头的数), put as documents write them: 三成 → 30%, 八百万 → 八百万元, 一百平 → 一百平方米.

Only what has one meaning is put otherwise, and no number changes its value: 三百多万 stays, for it is no exact number.
"""

from __future__ import annotations

import re

from corpus.quantities import UNIT

_DIGITS = "零一二三四五六七八九"
_DIGIT = {**{said: str(value) for value, said in enumerate(_DIGITS)}, "两": "2", "十": "10"}
_ONE = r"[一二两三四五六七八九十]"
_SAID = r"[\d一二两三四五六七八九十百千]"
_PEOPLE = r"员工|工人|职工|毕业生|博士|硕士|残疾人|老人|学员|学生|大学生|退役军人|农民工|师傅|技师|专家|见习|[A-E]类|脱贫|贫困户|下岗|失业|待业|海归|人才|高层次|高管|技能人才"
# 三成, 两成五 and 十成 are left; 成立, 成果 and the like are words.
_TENTHS = re.compile(r"(?<![\d.零〇一二三四五六七八九十百千])([1-9一二两三四五六七八九])成(?![立都为员果功效本品长了熟就才交])")
_YEARS_AND_MONTHS = re.compile(rf"({_ONE}|\d{{1,2}})年(?:零|又)?({_ONE}|\d{{1,2}})个月")
_IN_ORDER: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(said), written)
    for said, written in (
        (r"((?:利率|利息|费率|年化|税率)[^，。\d]{0,4}?)([\d.]+|[一二两三四五六七八九])个?(?:百分)?点", r"\1百分之\2"),
        (rf"({_SAID}|[万亿])块(?:钱|(?![状面地田牌板展屏石砖玻土林儿]))", r"\1元"),
        # 千万别, 万分之一, 3万5 and whatever is counted by a word of its own (2万名) are no money.
        (rf"(?<={_SAID})(?<!十百)([万亿])(?!元|分之|[\d一二两三四五六七八九十百千万亿]|[多余来几]|[人民美欧港日英新卢]|{UNIT}|[棵度里瓦伏平公]|别|不(?:要|能|可|得)|[要记莫勿]|一)", r"\1元"),
        (rf"(?<={_SAID})平(?:方)?(?![方米公千厘分均台原等安行])|(?<=[万])平(?:方)?(?![方米公千厘分均台原等安行])", "平方米"),
        (rf"({_SAID}+)个(?={_PEOPLE})(?![^，。；、]{{0,8}}(?:团队|小组|基地|项目|中心|岗位|名额|群体))", r"\1人"),
        (rf"({_SAID}+)个人(?![体所])", r"\1人"),
    )
)


def as_written(text: str) -> str:
    """``text`` with its spoken numbers put as documents write them.

    >>> as_written("补三成，最多八百万，一百平以上"), as_written("招了5个大学生，工作一年零三个月")
    ('补30%，最多八百万元，一百平方米以上', '招了5人大学生，工作15个月')
    >>> as_written("2万名学生成立了3个高层次人才团队，千万不要错过"), as_written("面积100平方公里，占百万分之一")
    ('2万名学生成立了3个高层次人才团队，千万不要错过', '面积100平方公里，占百万分之一')
    """
    text = _TENTHS.sub(lambda found: f"{_DIGIT.get(found[1], found[1])}0%", text)
    text = _YEARS_AND_MONTHS.sub(lambda found: f"{12 * _value(found[1]) + _value(found[2])}个月", text)
    for said, written in _IN_ORDER:
        text = said.sub(written, text)
    return text


def _value(said: str) -> int:
    return int(_DIGIT.get(said, said))
