"""A title for a file that prints none (自拟题名), in the words of its own introduction.

Archives describe an untitled document by a title of the archivist's making, marked as such (DA/T 18 puts it
into square brackets). Here it is never more than the document says of itself: what it explains, what it
replies to, what it announces, or what it is for, cut from the introduction as it stands.
"""

from __future__ import annotations

import re

MARK = "〔无标题〕"  # in front of a title that no page prints

_LONGEST_INTRODUCTION = 1200
_LENGTH = (6, 44)  # characters of a phrase that can serve as a name
_FIRST_CLAUSE = re.compile(r"^[ \t\u3000]*(?:一[、.．]|（一）|\(一\)|第[一1][条章]|[1１][.．、])", re.MULTILINE)
_FULL_NAME = re.compile(r"《([^《》\n]{6,90})》[^。]{0,40}?(?:以下|下)?简?称")
_EXPLAINS = re.compile(r"对《([^《》\n]{2,90})》[^。\n]{0,20}(?:解读|说明)如下|(?:解读|说明)《([^《》\n]{2,90})》如下")
_REPLIES = re.compile(r"《([^《》\n]{4,90})》(?:[（(][^（）()\n]{0,40}[)）])?(?:已)?收悉[^\n]{0,300}?现?(批复|答复|函复|回复)如下")
_GENERIC = r"(?:有关|相关|具体|下列|以下|主要)?(?:事项|要求|情况|规定|问题|内容|精神|工作)"
_ANNOUNCES = (
    re.compile(rf"现将(?!{_GENERIC})([^，。；：\n]+?)(?:予以|进行)?(?:公布|公示|公告|通告|印发|发布)"),
    re.compile(r"(?:决定|计划|拟|现)((?:面向[^，。；：\n]{2,20})?(?:公开)?(?:组织)?(?:开展|征集|举办|启动|成立|设立|调整|受理)[^，。；：\n]+)"),
)
_PURPOSE = re.compile(r"(?:^|[。：\n，])\s*(?:结合[^，。]{2,30}，)?为(?!此|期|主|准|指导)(?:了)?((?:进一步|切实|深入|全面)?[^，。；：\n]+)")
# What it gives a short name of its own, being about it: 在延续上一轮某地区实施特殊政策（以下简称“双特”政策）的基础上.
_ABBREVIATES = re.compile(
    r"(?:^|[，。；：\n])(?:为此)?(?:在|按照|根据)?(?:延续|总结|实施|推进|开展|完善)?(?:上一轮|前一阶段)?([^，。；：\n（）《》]+?(?:政策|措施|行动|工程|计划|机制|项目|工作|试点|改革))（以下简称"
)
_DUTIFUL = re.compile(r"^(?:全面|深入|认真|切实|进一步)*(?:贯彻|落实|学习|执行|响应|按照|根据|依据|提出|制定|在)")  # whose will it is, not what it is about


def supplied_title(text: str) -> str:
    """A name for the untitled ``text`` that begins with ``MARK``, or "" where it says nothing of itself.

    >>> supplied_title("各有关单位：\\n为进一步深化接诉即办改革，现提出如下意见。\\n一、总体要求\\n……")
    '〔无标题〕进一步深化接诉即办改革'
    >>> supplied_title("近日，《某市人民政府关于支持中医药发展的意见》（以下简称《意见》）印发，现对《意见》解读如下：")
    '〔无标题〕《某市人民政府关于支持中医药发展的意见》解读'
    """
    first = _FIRST_CLAUSE.search(text, 0, _LONGEST_INTRODUCTION)
    introduction = text[: first.start() if first else _LONGEST_INTRODUCTION]
    said = _explained(introduction) or _replied(introduction) or _announced(introduction) or _purpose(introduction) or _abbreviated(introduction)
    return MARK + said if said else ""


def _explained(introduction: str) -> str:
    match = _EXPLAINS.search(introduction)
    if match is None:
        return ""
    name = match[1] or match[2]
    full = _FULL_NAME.search(introduction)
    return f"《{full[1] if full and full[1].endswith(name) else name}》解读"


def _replied(introduction: str) -> str:
    match = _REPLIES.search(introduction)
    return f"对《{match[1]}》的{match[2]}" if match else ""


def _announced(introduction: str) -> str:
    for pattern in _ANNOUNCES:
        for match in pattern.finditer(introduction):
            if said := _phrase(match[1]):
                return said
    return ""


def _purpose(introduction: str) -> str:
    for match in _PURPOSE.finditer(introduction):
        # The phrases after the first belong to the same purpose: 为深入贯彻…，加快构建…体系，
        for phrase in re.split("，", introduction[match.start(1) : introduction.find("。", match.start(1)) % (len(introduction) + 1)]):
            if not _DUTIFUL.match(phrase.strip()) and (said := _phrase(phrase)):
                return said
    return ""


def _abbreviated(introduction: str) -> str:
    return next((said for match in _ABBREVIATES.finditer(introduction) if (said := _phrase(match[1]))), "")


def _phrase(words: str) -> str:
    bare = re.sub(r"\s+", "", words)
    return bare if _LENGTH[0] <= len(bare) <= _LENGTH[1] and bare.count("（") == bare.count("）") else ""
