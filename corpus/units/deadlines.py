"""Deadlines of tasks (完成时限): after a label, or as a phrase of their own inside a note."""

from __future__ import annotations

import re

LABEL = (
    r"(?:(?:工作|任务|整改|计划|预计|责任|落实|实施|推进|总体)?(?:完成|推进|落实|整改|办结|任务|工作|实施|责任)?(?:时限|期限)(?:要求)?|"
    r"(?:计划|预计)?(?:完成|推进|落实|实施)(?:时间|日期|节点)|时间(?:要求|节点|安排|进度|表)|进度(?:要求|安排|计划|时限)|时序进度)"
)
_DIGITS = r"[\d一二三四五六七八九十〇○零两]"
_YEAR = rf"{_DIGITS}{{2,4}}年"
_POINT = (
    rf"(?:(?:{_YEAR}|今年|明年|本年度?|当年|每年|全年|年)?(?:(?:{_DIGITS}{{1,3}}个?月(?:份)?)(?:{_DIGITS}{{1,3}}日)?|(?:第?[一二三四1-4]季度)|[上下]半年|年)?"
    r"(?:底|末|初|中旬|上旬|下旬|年底|年中|年末)?)"
)
_PHRASE = re.compile(
    rf"(?:拟|力争|确保|原则上|计划|预计)?(?:于|在|到|自|从)?(?P<when>{_POINT}(?:[—\-－~～至到]{{1,2}}{_POINT})?(?:之?前|以前|起|内|期间)?)(?P<done>(?:全面|基本|全部|逐步|初步)?"
    r"(?:完成|启动|落实|见效|实施|推进|执行|到位|取得[\u4e00-\u9fff]{0,8}|建成|出台|开展|(?:持续|并)[\u4e00-\u9fff]{2,6})?)$"
)
_STANDING = re.compile(
    r"(?:(?:长期|持续|常年|逐年|全年|立即|即时|即刻|同步|定期|适时|常态化|按(?:照)?(?:季度|月度?|年度?|时序进度|时间节点|序时进度|计划|规定时限|要求|国家部署|进度))"
    r"(?:性)?(?:坚持|推进|实施|开展|落实|推动|执行|完成|进行|任务|工作|有效|整改|见效|深化|抓好)?){1,2}(?:完成|推进)?$"
)


def deadline_of(phrase: str) -> str:
    """The deadline that ``phrase`` states and nothing else, as printed; "" if it is something else.

    >>> deadline_of("2022年10月底前完成"), deadline_of("持续推进"), deadline_of("市财政局")
    ('2022年10月底前', '持续推进', '')
    """
    phrase = phrase.strip(" \u3000。\n")
    if not 2 <= len(phrase) <= 40:
        return ""
    if _STANDING.fullmatch(phrase):
        return phrase
    match = _PHRASE.fullmatch(phrase)
    if match is None or not re.search(r"[年月日季底末前]", match.group("when")) or not re.search(r"\d|[一二三四五六七八九十今明本当每全年]", match.group("when")):
        return ""
    if match.group("done") == "完成":
        return phrase[: -len("完成")]
    return phrase
