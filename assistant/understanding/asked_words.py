"""Words by which questions ask for a detail or a value (问法用词), shared by ``asked_detail`` and ``asked_value``."""

from __future__ import annotations

import re

PARTS = re.compile(r"[，,。；;？?]")
"""Where the parts of a folded question end."""

NUMBER_IN_ROW = re.compile(r"\t\s*\d")
"""A number in a row of a table; its unit stands in the head."""

LONG_NUMBER = r"\d{7,}|\d{3,4}[-—－]\d{7,8}"
TELEPHONE = rf"{LONG_NUMBER}|(?:电话|热线|拨打)[^，。；]{{0,6}}\d{{5}}|\d{{5}}(?=热线|电话)"
PERSON_ASKED = (
    r"签发人|(?:[组局处校院科]长|主任|市长|书记|领导|负责人|联系人|经办人)(?:是谁|是哪位|姓名|叫|姓什么|的名字)|"
    r"谁是.{0,8}(?:[组局处校院科]长|主任|市长|书记)|姓名|起草人|name of the (?:director|mayor|person)"
)
ADDRESS_SHOWN = r"(?<!租赁)(?<!注册)(?<!登记)(?<!所载)(?<!经营)地址"  # one to go to: 租赁地址, 注册地址 are none
ADDRESS_NOUNS = r"(?<!一个)(?<!同一)(?<!共用)地址|(?<!几个)(?<!多少个)窗口"
# 凭什么名录 asks which list, 名单由哪些部门提出 and 名单公示几天 what becomes of it: not who is on it.
LISTS_ASKED = r"(?<!什么)(?<!啥)(?<!哪个)(?<!哪份)(?:名单|名录)(?!由|经|需|[^，。；？?]{0,6}(?:公示|公布|提出|报送|上报|审核|确定|产生|更新|调整|什么时候|何时|哪天|多久))"
STREET_ASKED = r"(?<!走)(?<!走的)哪条(?:街|路)"
PAPER_NOUNS = r"材料|表格|申请表|模板"
PAPERS_ASKED = r"documents? (?:are |is |do i )?(?:needed|required|need)|application form"
STEP_NOUNS = r"流程|步骤|(?<!办)(?<!办理)手续(?![费钱])"
APPLY_ASKED = r"how (?:do|to|can|should) (?:i |we )?apply"
# 扣不完怎么办, 材料丢了怎么办: what holds in that case, not how to go about it.
NOT_OF_A_CASE = r"(?<![不没][\u4e00-\u9fff])(?<![不没][\u4e00-\u9fff]{2})(?<![了的])(?<!的话)(?<!时候)"

# 几 asks for a number in 贴几个点, but not in 哪几个, 好几个, 多批几个, 几个业主想….
# 最多几层, 在几日内, 提前几天, 批准后几日内 ask; 十多几, 这几年, 前几天 do not.
SOME = r"(?:(?<![第哪好这那多有前后的些上在])|(?<=[最至]多)|(?<=在)(?=几个?(?:工作)?[日天月年小分])|(?<=提前)|(?<=后)(?=几个?(?:工作)?[日天](?:之?内|以内|[能可要打到发拨答办])))(?<!多[拿领给发交要])几"
_ASKING_BESIDE = r"多少|几|什么|啥|哪|谁|吗|么|呢|有没有|有无|没得|没有|怎么|如何|为何|咋"


def asked_noun(nouns: str) -> str:
    """A pattern for ``nouns`` (an alternation) where they are asked for: an asking word stands beside them in the same part of the
    question, or they end it. 申请材料有哪些 and 咨询电话？ ask; 热线改革里哪个机制…, 网站那篇… and 名单里谁… only mention.

    >>> [bool(re.search(asked_noun("电话|网站"), said)) for said in ("打哪个电话", "窗口地址、电话", "网站那篇通知说补多少")]
    [True, True, False]
    """
    beside = r"(?:(?![交报递送寄][到给去至往上完齐了])[^，,。；;？?里后那这]){0,8}?"
    return (
        rf"(?:{nouns})(?={beside}(?:{_ASKING_BESIDE}))|(?:{_ASKING_BESIDE}|有|给|留|提供|那个)[^，,。；;？?]{{0,6}}(?:{nouns})(?![里中上]|以[外内])|"
        rf"(?:{nouns})(?=(?:是|为|号码?|日期|时间)*(?:[、和与及跟\s]|[。？?！!]*$))"
    )


_ASKS_ON = re.compile(r"[，,；;。].*(?:多少|几|什么|啥|怎|咋|如何|哪|谁|吗|能不能|([\u4e00-\u9fff])不\1|[不没][?？]?$)")
_WHETHER = re.compile(r"能不能|能否|可不可以|可否|是不是|是否|会不会|(?:能|可以|行|让)[^，。；]*[吗么]|行不行")
_ACTORS = re.compile(r"几(?:个|家|位|户)?(?:人|业主|企业|单位|公司|朋友|同学|老板|合伙|兄弟|农户|村民|邻居|股东)")


def means_some(folded: str, at: int) -> bool:
    """True if 几 at ``at`` means some, for a question is still to come: 我种了几百亩地，…; 几个人合伙，…; 跨几个县的那些地块，….

    >>> means_some("几个人合伙开店，能贷多少", 0), means_some("一家能报几个", 4)
    (True, False)
    """
    before = PARTS.split(folded[:at])[-1]
    after = PARTS.split(folded[at:])[0]
    actors = not before.strip() and _ACTORS.match(after) is not None
    if not _ASKS_ON.search(folded, at):
        return actors and _WHETHER.search(after) is not None  # 几家公司能不能共用一个地址
    return at == 0 or actors or "的" in after or re.search(r"[我咱了过着]|再[\u4e00-\u9fff]{1,2}$|一个[\u4e00-\u9fff]{1,4}$", before) is not None
