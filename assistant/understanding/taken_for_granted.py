"""Figures that a question of any form takes for given (视为当然的数字): 最高3000元怎么领, 为什么上限是500万元, 6月底截止还来得及吗.

Of a figure with no yes or no asked about it, only the words around it tell whether it is said of the documents: what is given
(补贴3000元), limited (不超过5年), required (须满60学时), due (6月底截止) or asked the reason of. The asker's own figures (我交了3000元),
and those that name the case asked about (投资500万元以上的企业, 营收8亿元，能拿多少), are not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant.understanding.premises import Figure, figures_in, premises
from corpus import Span
from corpus.policy import Bound

_PARTS = re.compile(r"[;；。？?！!]|(?<!\d)[,，]|[,，](?!\d)")
_TAKES = re.compile(r"既然|听说|据说|听人说|都说|说是")
_WHY = re.compile(r"为什么|为啥|为何|凭什么|何以|(?:怎么|咋)(?=只|才|就|这么|那么)")
_OWN = re.compile(r"我|咱|俺|本人|自己|自家|已经?[^，]{0,2}(?=[拿领得获享评投交买])|获得|评上|(?<!规定)(?<!写明)(?<!要求)了|错过")
# What asks whether the case told is one that is supported, or how much it gets: the figure before is that of the case.
_OF_MY_CASE = re.compile(r"能不能|能否|可不可以|可否|能够?[^，]{0,4}(?:补|拿|领|报|申|享|贷|得|参加|落户|入户|要|进)|可以?(?:申|享|领|报|拿|补|参加)|够不够|够吗|够格|符合|算不算|行不行|行吗|会不会|(?:补|拿|领|得|奖|贷|罚|扣)(?:到|得到)?(?:多少|几[万千百元块])")
_HIGHEST = re.compile(r"(?:最[高多长]|上限|封顶|顶格)[^，]{0,6}$")
_LIMITED = re.compile(r"(?:最[高多长大低少短]|至[多少]|上限|下限|封顶|不(?:得|能|可以?|应|准)?(?:超过|高于|多于|低于|少于|小于|短于|大于)|(?:只|仅)[能有给补]?)[^，]{0,6}$")
_GIVEN = re.compile(
    r"(?:补贴?|补助|奖励?|奖补|资助|支持|给予?|拨付?|(?<![研开签印])发放?|扣除?|罚款?|处罚|(?<![营税])收取?|征收|上浮|下浮|提高|降低|减免?|贴息|退还?|返还?|按)"
    r"(?:标准|金额|比例|额度)?(?:给|到|至|为|是|的是)?(?:一次性|统一|都|人均|单个|每[^，\d]{1,4})?$"
)
_REQUIRED = re.compile(r"(?:(?<![不想])要(?!求)|必须|须|需要?|应当?|不能|不得|不可以?)[^，吗]{0,12}$")
_NAMED = re.compile(r"(?:期限|有效期|公示期?|时限|建设期|执行期|实施期|服务期|补贴期|贴息期|过渡期|规模|比例|系数|额度|费率|利率|标准|限额|名额)(?:是|为|到|达到?|有|共|只有|定为)?$")
_IS = re.compile(r"(?:(?<![还可])是|(?<![因认])为|定为|达到|降[到至]|提高到|涨到)$")
_DUE = re.compile(r"^(?:(?:之?前|以前)(?![^，]{1,8}的)|才|就|截止|止|到期|结束|开始)")
_EVERY_MONTH = re.compile(r"每年$")
_ENDS_THERE = re.compile(r"^(?:才|就|而不|呢|啊|$)")
_OF_WHAT_IS_GIVEN = re.compile(r"^的?(?:一次性)?(?:补贴|补助|奖励|奖补|资助|支持|罚款|经费|额度)")
_BARE_MONTH = re.compile(r"(?<!\d)(?P<m>1[0-2]|0?[1-9])月(?:份|中旬|上旬|下旬)?(?![\d底末初份])")
# What only says that a figure is a limit, required or asked about, not of what it is.
_SAYS_NO_THING = re.compile(
    rf"{_WHY.pattern}|{_TAKES.pattern}|才能?|只[能有]|仅|最[高多长大低少短]|至[多少]|上限|下限|封顶|截止|(?:不(?:得|能|可以?|应|准)?)?(?:超过|高于|多于|低于|少于|小于|短于|大于)|"
    r"(?:(?<![主重需])要|必须|须|需要?|应当?)?(?:满|达到?)?$"
)
# 一年发多少, 哪两张: a count that belongs to the asking.
_ASKED_BY = re.compile(r"多少|好多|几|哪")
_FIRST = re.compile(r"^(?:一|半)(?![百千万亿十])")
_UNITS_OF_TIME = ("个月", "日", "工作日", "小时", "个季度")
_NUMBER = re.compile(r"[\d零〇一二两三四五六七八九十百千万亿半].*")
_BESIDE = 8  # characters before and behind a figure that say what it is of


@dataclass(frozen=True, slots=True)
class Granted:
    """A figure taken for given: ``about`` is the part of the question it stands in without it, ``beside`` the words next to it,
    ``before`` the characters before it, and ``others`` the further figures of that part, which say of which case it is."""

    figure: Figure
    about: str
    beside: str
    before: str
    others: tuple[Figure, ...]


def granted(folded: str) -> tuple[Granted, ...]:
    """The figures that a folded question takes for given, without those that it only asks about (`premises`).

    >>> [one.figure.text for one in granted("每人每年最高3000元，怎么领")], [one.figure.text for one in granted("为什么上限是500万元")]
    (['每人每年最高3000元'], ['上限是500万元'])
    >>> granted("企业营收8亿元，能拿多少奖励"), granted("投资500万元以上的项目补多少"), granted("我交了3000元怎么退")
    ((), (), ())
    """
    parts = [part.strip() for part in _PARTS.split(folded) if part and part.strip()]
    asked = {(premise.figure.text, premise.about) for premise in premises(folded) if premise.asked}
    found: list[Granted] = []
    for at, part in enumerate(parts):
        following = parts[at + 1] if at + 1 < len(parts) else ""
        figures = [*figures_in(part), *_months_in(part)]
        for figure in figures:
            about = f"{part[: figure.span.start]} {part[figure.span.end :]}"
            if (figure.text, about) not in asked and _is_granted(part, figure, following):
                before, behind = _SAYS_NO_THING.sub(" ", part[: _start_of_number(figure)]), _SAYS_NO_THING.sub(" ", part[figure.span.end :])
                others = tuple(other for other in figures if other is not figure)
                found.append(Granted(figure, f"{before} {behind}", f"{before.rstrip()[-_BESIDE:]} {behind.lstrip()[:_BESIDE]}", before.rstrip(), others))
    return tuple(found)


def _is_granted(part: str, figure: Figure, following: str) -> bool:
    """Whether the words around a figure say it of the documents."""
    head, tail = part[: _start_of_number(figure)], part[figure.span.end :]
    if figure.upper is not None or _OWN.search(part):
        return False
    if _FIRST.match(part[_start_of_number(figure) :]) or head.endswith(("哪", "几")):
        return False
    why = _WHY.search(part) is not None or _TAKES.search(part) is not None
    given = figure.unit in ("元", "%") and _OF_WHAT_IS_GIVEN.match(tail) is not None
    if tail.startswith("的") and not given:  # names the case
        return False
    if figure.text.endswith(("以上", "以下")) and not _ENDS_THERE.match(tail):
        return False
    highest = _HIGHEST.search(head) is not None
    if not (why or highest) and (_OF_MY_CASE.search(f"{tail}，{following}") or _ASKED_BY.search(tail)):
        return False
    if why and (_ENDS_THERE.match(tail) or figure.unit in _UNITS_OF_TIME):
        return True
    if figure.unit in ("日期", "月份"):
        return _DUE.match(tail) is not None or (_EVERY_MONTH.search(head) is not None and tail != "")
    due = figure.unit in _UNITS_OF_TIME and figure.text.endswith("内") and tail != ""
    return given or due or any(said.search(head) for said in (_LIMITED, _GIVEN, _REQUIRED, _NAMED, _IS))


def _start_of_number(figure: Figure) -> int:
    """Where the number of a figure begins, behind the words of its bound."""
    number = _NUMBER.search(figure.text)
    return figure.span.start + (number.start() if number else 0)


def _months_in(part: str) -> list[Figure]:
    """The bare months of a part (每年5月)."""
    return [
        Figure(month.group(), "月份", Decimal(month["m"]), Bound.EXACT, Span(month.start(), month.end())) for month in _BARE_MONTH.finditer(part)
    ]
