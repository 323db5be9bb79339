"""Questions about a document as a whole (问整份文件): what it is about, how many 条 it has, its outline, its last 条, annexes, whom it is for.

Only closed-class words decide, and nothing else may be left of the question but a name for the document: 主要讲了什么 asks of
the whole, 第五条主要讲了什么 and 轨道交通主要讲了什么 do not. Whether what is left names a document is for the desk to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Whole(StrEnum):
    """What is asked of the whole document."""

    ANNEX = "annex"
    SCOPE = "scope"
    COUNT = "count"
    LAST = "last"
    OUTLINE = "outline"
    ENDS = "ends"  # which documents it repeals
    GIST = "gist"


@dataclass(frozen=True, slots=True)
class WholeAsked:
    """What is asked, the word for the parts that are counted or of which the last is asked (条, 章), "" if none is said, and what is
    left of the question: "" or words that may name the document."""

    what: Whole
    part: str
    rest: str


_PART = r"(?P<part>条款|条|章|节|款|项|编|个?部分|个?大项|个?方面)"
_SAYS = r"(?:都|是|主要|具体|究竟|到底|大概|大致|总体|分别)*(?:讲|说|写|谈|规定|涉及|包括|包含|管|提)(?:了|的|到)?(?:是)?(?:些|一些)?(?:什么|啥|哪些|哪几)(?:个)?(?:方面|内容|东西|事情?|要点|事项|问题)?(?:的内容)?"
_ASKINGS: tuple[tuple[Whole, re.Pattern[str]], ...] = (
    (Whole.ANNEX, re.compile(
        r"(?:有没有|有无|是否有|有|附了?|带了?|包括|列出|共有?)*(?:几|多少|哪些|哪几|什么|啥)(?:个|份|张)?(?:附件|附表|附录)|"
        r"(?:有没有|有无|是否[有附带]|带不带|附没附|[有附带])(?:附件|附表|附录)(?:吗|么|没有|没)?|(?:附件|附表|附录)(?:清单|目录)?(?:都|分别)?(?:有没有|有|是|包括)(?:几|多少|哪些|哪几|什么|啥)?(?:个|份|张)?(?:吗|么)?|(?:附件|附表|附录)(?:清单|目录)$"
    )),
    (Whole.SCOPE, re.compile(
        r"(?:具体|主要|只|究竟|到底)*(?:适用|针对|面向)(?:于)?(?:的)?(?:是)?(?:谁|哪些|哪类|哪种|什么|啥|何种)(?:样的)?(?:人群?|对象|范围|单位|企业|情形|情况|地方|地区|群体|主体|机构|项目)*|"
        r"(?:适用|实施|支持|政策|调整)(?:的)?(?:范围|对象)(?:都|主要|具体)*(?:是|包括|有|指)*(?:谁|哪些|什么|哪里|啥|怎么规定)*(?:的)?(?:人|单位|企业|对象)?|(?:谁|哪些人|哪些企业|什么人|什么单位|哪类人)(?:能|可以)?适用|(?:是)?(?:给|对)(?:谁|什么人|哪些人)(?:用|的|制定)(?:的)?|管(?:的是)?(?:谁|哪些人)"
    )),
    (Whole.ENDS, re.compile(
        r"(?:同时|一并)*(?:废止|取代|代替|替代|停止执行)(?:了|掉|的)?(?:是)?(?:以前|原来|此前|过去|原|旧)?(?:的)?(?:哪些|哪几|哪个|哪一|哪|什么|几)(?:个|份|件|部)*(?:旧|老|以前的|原来的|原)?(?:文件|政策|规定|办法|通知)*|(?:哪些|哪几|哪个|哪|什么)(?:个|份|件|部)*(?:旧|老|以前的|原来的|原)?(?:文件|政策|规定|办法|通知)被(?:它|其|这份文件|本文件)*(?:废止|取代|代替|替代)(?:了)?"
    )),
    (Whole.LAST, re.compile(rf"(?:最后|末尾|最末)(?:的)?(?:那)?(?:一|1|个)*{_PART}(?:的内容|的规定|原文)?(?:{_SAYS}|怎么(?:说|写|规定)|是(?:关于)?(?:什么|啥)|内容|原文)?|末(?P<last>条)(?:{_SAYS}|是什么)?")),
    (Whole.OUTLINE, re.compile(
        r"(?:列出|给出|看看|显示)*(?:目录|大纲|提纲|框架|(?:篇章|章节|文件|文本|整体|总体|行文)?结构|章节)(?:安排|情况)?(?:是什么|有哪些|是怎样的?|怎么样|什么样|是啥|如何|列一?下|列出来|包括哪些)?|(?:都|共|具体)*(?:有|分为|分成|分|包括|包含)(?:哪|那)(?:几|些)(?:个)?(?:章节|章|节|部分|条款|条|板块)"
    )),
    (Whole.COUNT, re.compile(
        rf"(?:一?共|总共|总计|合计|全文|正文|全部)*(?:一?共|总共)?(?:分为|分成|分|有|是|包括|包含|含)*(?:多少|几)(?:个)?{_PART}(?:规定|内容|构成|组成)?|(?P<counted>条款|条|章)(?:数量|数目|数)(?:是|有)?(?:多少|几)?"
    )),
    (Whole.GIST, re.compile(
        rf"{_SAYS}|(?:主要|核心|大致|大概|基本|总体|全部|具体)(?:的)?(?:内容|要点|精神|意思|思想|措施)(?:都|是|有|包括|分为)*(?:什么|啥|哪些|哪几)*(?:个)?(?:方面|内容|点)?|(?:内容|要点)(?:都)?(?:是|有|包括)(?:什么|哪些|啥)|"
        r"(?:概括|概述|总结|归纳|简述|简介|简要介绍|介绍|梳理|摘要|梗概|解读)(?:一)?(?:下)?(?:主要)?(?:内容|要点)?|(?:是)?(?:关于|有关)(?:什么|啥|哪方面|哪些方面)(?:的)?|(?:是)?(?:干|做)(?:什么|啥|嘛)(?:用)?(?:的)?|(?:分|有|包括)(?:了)?(?:哪|那)(?:几|些)(?:个)?(?:大)?(?:方面|内容)(?:的内容)?|(?:制定|出台|印发|发布)?(?:的)?目的(?:和意义)?(?:是什么|是啥|何在)|为(?:什么|何)(?:要)?(?:制定|出台|印发|发布)"
    )),
)
_FRAME = re.compile(
    r"用?(?:一|两|三|几)(?:句|段)话|简单|简要|大体|请问|请|麻烦|帮我|给我|告诉我|我?想(?:要)?(?:知道|了解|问)(?:一?下)?|说说|讲讲|谈谈|看看|查(?:一)?下|一下|"
    r"(?:这|那|该|本|此|上述)(?:个|份|部|项|篇|件|套|些)?|(?:政策|规范性|红头)?文件|政策措施|政策|措施|通知|公告|意见|办法|规定|方案|全文|正文|里面|里头|里|中|内|上|的|是|有|吗|呢|么|啊|了|都|它|其|到底|究竟|一共|总共|具体|主要|列出来?|以及|还有|和|与|及|"
    r"[?？!！。~～，,、\s“”\"'：:]"
)
_TITLED = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_NUMBERED = re.compile(r"[〔\[(（【]?\s*(?:19|20)\d\d\s*年?[〕\])）】]?\s*第?\s*\d{1,5}\s*号(?:文件?|令|公告)?|第?\d{1,4}号(?:文件?|令|公告)?")


def asked_of_the_whole(folded: str) -> WholeAsked | None:
    """What a folded question asks of a whole document, None if it asks nothing of one.

    >>> asked = asked_of_the_whole("临时救助实施细则一共有多少条")
    >>> asked.what.value, asked.part, asked.rest
    ('count', '条', '临时救助实施细则')
    >>> asked_of_the_whole("这个文件主要讲了什么").rest
    ''
    """
    bare = _NUMBERED.sub(" ", _TITLED.sub(" ", folded))
    for what, asking in _ASKINGS:
        found = asking.search(bare)
        if found is not None:
            groups = found.groupdict()
            part = groups.get("part") or groups.get("counted") or groups.get("last") or ""
            return WholeAsked(what, part.removeprefix("个").replace("条款", "条"), name_left(bare[: found.start()] + " " + bare[found.end() :]))
    return None


def name_left(folded: str) -> str:
    """What is left of a folded question without the words that only frame it: characters, letters and figures.

    >>> name_left("请问《国务院工作规则》这个文件是"), name_left("广州市临时救助实施细则的")
    ('', '广州市临时救助实施细则')
    """
    return re.sub(r"[^\u3400-\u9fffa-z0-9]", "", _FRAME.sub("", _NUMBERED.sub(" ", _TITLED.sub(" ", folded))))
