"""Question understanding (问题理解): what is asked for, about which clause, unit, or policy.

Only closed-class words decide (谁牵头, 有效期, 第三条 …); what the question is *about* is left to
retrieval. ``topic`` is the question without those words.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from assistant.answer import Kind
from assistant.understanding.asked_detail import (
    Detail,
    asked_detail,
    asked_details,
    own_figures,
    supposed_detail,
)
from assistant.understanding.clauses_named import (
    CLAUSE,
    INSERTED,
    NESTED,
    clauses_named,
    inserted_clauses,
    nested_clauses,
)
from assistant.understanding.unit_names import NamedUnit, UnitDirectory
from assistant.vocabulary.lexicon import english_bodies, is_english
from assistant.which_policy.directory import Meant
from assistant.which_policy.places import places_in
from corpus import BadInput
from corpus.numerals import find_dates
from index.tokens import fold

_SHORTEST_TITLE, _LONGEST_TITLE = 4, 120  # characters
LONGEST = 2000  # characters; more is a document, not a question

_NO_POLICY_MEANT = Meant()
_VALIDITY_WORDS = re.compile(r"有效期[^，。？?]*")


_A_THING = 4  # characters that name what a unit is taken to lead
_ASKS_SOMETHING = re.compile(r"哪|什么|啥|几|多少|怎|吗|么|\bwh(?:ich|at|ere)\b")


class RoleAsked(StrEnum):
    """Which role a question about units asks for."""

    ANY = "any"
    LEAD = "lead"
    SUPPORTING = "supporting"


@dataclass(frozen=True, slots=True)
class Understanding:
    """One question, read.

    Attributes:
        question: as asked, trimmed.
        folded: Simplified, half-width, lower case.
        kind: what is asked for.
        topic: the folded question without the words that only say what is asked for.
        clauses: clause numbers named, as whole numbers in the order named.
        figures: those of them that were written in figures (第4条); a document may count in both.
        nested: clauses named with the one that holds them, outermost first: 第二条第（三）项 is (2, 3).
        inserted: clauses put in between (第34条之1, 第三十四条之一, 第34-1条) as (34, 1); their whole numbers do not stand in ``clauses``.
        part: 序 or 尾 if the question names it.
        units: units of the library named in the question.
        unknown_body: a body named that the library does not list, "" if none.
        role: the role asked for in questions about units.
        negated: asks for the clauses that a unit is not in (哪些条款不是由市发改委牵头).
        all_together: several units named, and only what they share is asked for.
        speaks_of_this: says 这个政策, 本文件, this policy.
        day: the day a question about validity names, None if it names none.
        names_the_day: it names that day itself, not a year or a month of which it is the last.
        titles: documents named in 《》.
        leans: the question leans on the conversation (那谁负责？).
        wants: the detail asked for, where it can be told: an amount, a phone number, a deadline ….
        details: all the details asked for.
        english: written in English.
        about_the_clause: asks for the words of a clause (最后一句, 原文).
        asks_time_left: asks how long the document still has (还剩多久).
        instructs: tries to change how the assistant answers (忽略以上指令 …).
        asks_for_rule: asks how lead and supporting units are told apart.
        meant: which policies the question means, filled in by the desk.
    """

    question: str
    folded: str
    kind: Kind
    topic: str
    clauses: tuple[int, ...] = ()
    figures: frozenset[int] = frozenset()
    nested: tuple[tuple[int, ...], ...] = ()
    inserted: tuple[tuple[int, int], ...] = ()
    part: str = ""
    units: tuple[NamedUnit, ...] = ()
    unknown_body: str = ""
    role: RoleAsked = RoleAsked.ANY
    all_together: bool = False
    negated: bool = False
    speaks_of_this: bool = False
    day: date | None = None
    names_the_day: bool = False
    titles: tuple[str, ...] = ()
    leans: bool = False
    wants: Detail | None = None
    details: tuple[Detail, ...] = ()
    english: bool = False
    about_the_clause: bool = False
    asks_time_left: bool = False
    instructs: bool = False
    asks_for_rule: bool = False
    meant: Meant = _NO_POLICY_MEANT


_UNITS = re.compile(
    r"(?:谁|哪(?:一)?(?:个|家|些|几个|几家)?(?:部门|单位|局|机构|委办|口子?|政府)|什么(?:部门|单位|机构))[^，。？?]{0,12}?(?:牵头|负责|管|抓|配合|办|落实|承担|主导|参与|实施|推进|对接|联系|咨询|责任)|"
    r"(?:牵头|责任|配合|负责|主管|参与|协办|主办|承办|承担|主责|落实|实施|职能|分管)(?:的)?(?:单位|部门|方(?!案|式|法|面|向|针)|机构|局|主体|分工)|分工(?:情况|如何|怎样|是)|谁(?:来)?(?:牵头|负责|管|抓|配合|主导|主抓|落实)|由谁|归谁|归哪(?!一?个?(?:村|镇|乡|社区|[类级档条种区市]))|找谁|找哪|问谁|问哪|联系谁|"
    r"哪(?:几)?家[^，。？?]{0,6}(?:牵头|领头|负责|管|配合)|(?:牵头|领头羊|挑头|打头|负责|主抓)的?(?:是|有)?(?:哪|谁)|哪(?:个|些|几个|家|几家)(?:部门|单位|局|机构)|牵头的是|(?:是|由)谁|谁是|哪个局|哪家单位|谁家|"
    r"\bwho (?:leads?|is (?:in charge|responsible|the lead)|are (?:in charge|responsible)|handles?|takes? (?:charge|the lead)|supports?|should (?:i|we) (?:contact|ask|call))|which (?:department|bureau|unit|agency|office|bod)|responsib|in charge|lead(?:ing)? (?:unit|department|agency|bureau)"
)
_UNITS_WEAK = re.compile(r"牵头|责任单位|配合单位|主管|归口")
# 牵头单位和责任单位要做什么: what they are to do is asked, not who they are.
_WHAT_UNITS_DO = re.compile(r"(?:牵头|责任|配合|主管)(?:的)?(?:单位|部门)[^，。；？?]{0,16}(?:做|干|承担|履行|报送|提交|遵守)[^，。；？?]{0,4}(?:什么|啥|哪些)")
_ONLY_SUPPORTS = re.compile(r"只(?:是|有|需)?(?:配合|协办|参与)[^。；？?]{0,4}不牵头")
_ONLY_LEADS = re.compile(r"只(?:是|有)?牵头[^。；？?]{0,4}不(?:配合|协办|参与)")
_EITHER_ROLE = re.compile(r"(?:负责|承担|参与)(?:或者?|和|、|以及|及|与|还是)(?:配合|协助)|(?:配合|协助)(?:或者?|和|、|以及|及|与|还是)(?:负责|承担|参与)")
# 为什么由市发展改革委牵头: who does it is taken for given.
_WHY_SO = re.compile(r"为什么|为啥|为何|凭什么|既然|听说|据说")
_BASED_ON = re.compile(r"(?:依据|根据|出自)(?:是|的是)?(?:哪|什么)(?:一)?[条款处]?")
_REVERSE = re.compile(
    r"(?:负责|牵头|配合|参与|承担|涉及|管|抓|出现|列入|任务|职责|分工|责任(?!区|人|制)|干|做)[^，。？?]{0,14}?(?:哪|什么|几|多少|啥)|"
    r"(?:哪|什么|几|多少|啥|那几)[^，。？?]{0,10}?(?:负责|牵头|配合|参与|承担|涉及|列|任务|职责|工作|事)|"
    r"(?:任务|职责|分工|清单|工作)(?:有|是)?(?:哪|什么|啥|$|[?？])|(?:what|which) (?:clauses?|articles?|tasks?|measures?)"
)
_HOW_MANY_CLAUSES = re.compile(r"(?:所有|全部|每(?:一)?)(?:的)?条款?|(?:负责|牵头|配合|参与|涉及|承担)的?(?:全部|所有|各项?)(?:条款|任务|措施|事项|工作)|(?:共同|一起|联合)(?:牵头|负责|配合|承担)(?:的)?(?:条款|任务|事项)?$|[哪那](?:几|些)?条|几条|哪些(?:条款|任务|工作|措施|事项|方面)|什么(?:任务|工作|职责)|(?:which|what) (?:clauses|articles|tasks)")
_IN_WHICH = re.compile(r"(?:在|出现在|列在|写在|属于|哪)(?:第)?(?:哪|几)[^，。？?]{0,3}(?:条|款|项|章)|哪条|哪一条|哪(?:几)?(?:处|个地方)|in which|where (?:is|does)")
VALIDITY = re.compile(
    r"有效期|管不管用|(?:作|算)不(?:作|算)数|效力(?!级别|等级|层级|位阶|类)|继续(?:适用|执行|有效|实施|施行|沿用)|继续(?:按照?|依据|依照|凭|拿|用)[^，。？?]{0,8}(?:文件|政策|办)|(?:能|可以|可不可以|能不能|能否|可否|是否可以?)(?:再|还)?(?:按照?|依据|依照|照着?|用)(?:这|那|该|此|本|它)[^，。？?]{0,8}(?:办理?|执行|申请|申报|享受|文件|办法|政策)(?:支持|补贴|补助|奖励|资金|优惠|扶持)?(?:吗|么|不|呢|了|[?？])*$|(?:19|20)\d\d年[^，。？?]{0,20}?(?:能|可以|可不可以|能不能)(?:再|还)?(?:按照?|依据|依照|照着?)[^，。？?]{2,30}?(?:来|去)?(?:办理?|执行|申请|申报|享受)(?:吗|么|不|呢|了|[?？])*$|(?:还|仍|是否)(?:然)?适用|适用(?:到|期限|至)|施行期|执行期|还有效|有没有效|是否有效|仍然有效|(?:还|仍|现在|眼下|如今)(?:能|可以)?(?:管用|能用|用得上|算数|作数|好使|好用|灵不|认不)|失效|过期|到期|作废|废止|现行有效|"
    r"(?:何时|什么时候|哪天|哪一天|几时|啥时候|从何时|多久)[^，。？?]{0,8}?(?:施行|生效|实施|执行|截止|到期|失效|结束|起效|开始(?!(?!施行|生效|实施|执行|起效|算起)[\u4e00-\u9fff]{2}))(?!情况|方案|细则|单位|主体|条件|效果|进度|结果)|(?:施行|生效|实施|执行)(?:日期|时间|期限|到)|"
    r"(?:政策|文件|措施|规定|办法|通告|公告|当时说)[^，。？?]{0,6}?(?:管到|用到|到什么时候|到哪年|到哪天|多长时间|管多久|有效)|"
    r"(?:是否|有没有|已经?|还没|尚未)[^，。？?]{0,4}(?:施行|生效|失效|到期|有效)|有效(?:否|吗|么|不|没)|到期(?:还|了|没)|still (?:valid|in force|effective|apply)|expir|valid(?:ity)?\b|in force|take effect|come into (?:force|effect)"
)
# Whether support can still be had, of nothing in particular: the answer is the document's validity. With a
# subject of its own (失业后还能领取补贴吗) the question is about a clause.
_STILL_TO_BE_HAD = re.compile(
    r"(?:请问|那么?|现在|如今|目前|眼下|今天|今年|明年|都?(?:已经)?(?:到|是|过)?\d{4}年了?|[，,\s])*"
    r"(?:(?:这|那)(?:些|个|项|份|批)?|该|此|上述|里面的|上面的|的)*(?:政策|文件|措施|补助|补贴|奖励|奖补|支持|扶持|优惠|资金|钱)*(?:现在|如今|目前|眼下|今年)*"
    r"(?:还|仍)(?:然)?(?:能不能|可不可以|能|可以|能够)(?:再|继续)?(?:申请|申报|申领|享受|领取?|拿|报)(?:得?到)?(?:吗|么|不|没|呢|了|[?？!！。\s])*"
)
# 有效期 of a certificate or 期限 of a loan is a fact in a clause, not the validity of the document.
_NOT_VALIDITY = re.compile(r"(?:项目|专项|课题|合同|任务)的?执行期|(?:证书?|证明|许可|资格|合同|确认|评价|认定|报告|票据?|卡|码|等级|称号|承诺)的?有效期|贴息|过渡期|许可证|居住证|贷款|补贴时限|出资期限")
_SMALL_TALK = re.compile(
    r"^(?:你好|您好|嗨|哈喽|hello|hi|hey|早上好|晚上好|下午好|谢谢|多谢|感谢|thanks|thank you|再见|拜拜|bye|辛苦了|在吗|在不在|ok|好的|嗯+|哦+|test|测试)[\s!！。.,，~～?？啊呀了你您吗]*$|"
    r"^(?:你|您)(?:是谁|叫(?:什么|啥)|能(?:做|干)(?:什么|啥)|会(?:什么|啥|干啥|做什么)|是(?:什么|啥)|是不是|是(?:个)?(?:机器人|ai|人|真人))|who are you|what can you do|讲个笑话|说个笑话|写(?:一|首|篇|封|份|个|段|副){1,2}[^，。？?]{0,6}(?:诗|歌|作文|小说|情书|检讨|演讲稿|祝福|对联|笑话|故事|代码|程序)|^(?:请)?(?:你)?(?:帮|替|给)(?:我|咱|我们)[^，。？?]{0,16}(?:写|起草|编)(?:一|个)?(?:封|首|篇|段|份|副)|^(?:translate|write (?:me )?an?)\b|^(?:thanks?|thank you)\b"
)
_GREETING = re.compile(r"^(?:你好|您好|嗨|哈喽|hello|hi|hey|早上好|晚上好|下午好|早安|谢谢|感谢|多谢)[\s!！,，。.~呀啊哦]*")
_YES_NO = re.compile(r"([\u4e00-\u9fff])不\1|有没得|吗|(?<![什怎这那多])么[?？]?$|是否|能不能|可不可以|能否|可否|是不是|有没有|会不会|要不要|行不行|对不对|算不算|该不该|^(?:is|are|does|do|can|will|has|have)\b")
_ELIGIBILITY = re.compile(
    r"(?:我|我们|咱|咱们|本公司|我司|我厂|本企业|我院|我校)[^？?]*?(?:能|可以|有|享受|申请|符合|拿|获得|得到|该)|(?:什么样|哪类|哪些)的?(?:企业|人|项目|机构|人才|单位)[^？?]{0,10}(?:能|可以|可|享受|申请|符合)|"
    r"(?:符合|满足)[^？?]{0,8}条件|申请条件|申报条件|(?:需要|要)(?:满足|具备|符合)?(?:什么|哪些)条件|\b(?:we|i|our)\b[^?]*\b(?:can|get|eligible|apply|qualify)|(?:can|could) (?:we|i|our)|eligible|qualify"
)
_LIST = re.compile(r"哪些|有哪几|包括什么|包含什么|都有什么|列(?:出|举|一下)|分别(?:是|有)|几(?:类|种|个方面|项)|多少(?:类|种|个方面|项)|清单|有什么(?:支持|政策|措施|要求|举措|办法)|what are the|list\b|which .+s are")
_WHICH_CLAUSE = re.compile(r"第几(?:条|项|部分|点)|哪(?:一)?(?:条|项|部分)(?!线|路|街|措施)|(?:in )?which (?:clause|article|section)\b")
_ABOUT_THE_CLAUSE = re.compile(r"最后一句|第一句|头一句|末句|首句|开头|原文|全文|原话|(?:具体|主要|完整|全部|其)内容|(?:这|该|那)(?:一)?条[^，。？?]{0,4}(?:讲|说|写|内容|是什么|是啥)|full text")
_LOOK_UP = re.compile(r"(?:讲|说|写|规定|提|谈|管)(?:了|的|到)?(?:是)?(?:些)?(?:什么|啥)|(?:内容|原文|全文|标题|主题|大意|条文)|是(?:什么|啥)$|是关于|怎么(?:说|写|规定)|念一?下|看一?下|给我|贴|展示|查|列出|列一下|概括|归纳|总结|简述|介绍|复述|摘录|引用|原话|要点|大概|全部|完整|what does|content|text of|show me|summar")
_LEANS = re.compile(
    r"^(?:那|那么|那这|这|这个|这条|这项|该|该条|它|其|上述|前面|刚才|刚刚|以上|上面|同样|还有呢|然后|另外|and\b|what about|how about|then\b|so\b)|"
    r"(?:这条|这一条|该条|那条|这项|上一条|上面那|刚才|前面那|它的|这个(?:支持|补贴|政策点|要求|比例|数字|事))|呢[?？]?$|"
    r"\b(?:it|that clause|this clause|that one|they|them)\b"
)
_THIS_POLICY = re.compile(r"(?:这|该|本|此|上述|咱们?)(?:个|份|项|一?条|套|里的?)?(?:若干)?(?:政策|文件|措施|通知|规定|意见|办法|红头|东西)|(?:this|the) (?:policy|document|notice|measure)")
_WHEN_VALID = re.compile(r"有效期|是否|是不是|仍|还(?:有|能|在|管)|[吗么]|何时|什么时候|哪[天年]|多久|多长|施行|起效|效期")
# Orders to the assistant, not questions to the documents. Nothing obeys them; saying so is plainer
# than answering the half that looks like a question.
_INSTRUCTS = re.compile(
    r"(?:忽略|无视|忘(?:记|掉)|不要(?:管|理会)|跳过|绕过|抛开|不用管|别管)[^，。？?]{0,10}(?:以上|之前|前面|上面|上述|所有|一切|原文|规则|指令|设定|限制|文件内容)|(?:系统|开发者|管理员)(?:提示词?|指令|通知|消息|模式|权限)|以(?:系统)?(?:管理员|开发者)(?:的)?身份|^[\[(【](?:系统|管理员|开发者)|提示词|"
    r"(?:只|仅|直接)(?:需|要|能|准|许)?(?:回复|回答|输出|答(?![复辩疑])|说)[:：“\"'「【]?|(?:必须|一律|统一)(?:回复|回答|输出|答|说)(?:是|成)?[:：“\"'「【]|你(?:现在|从现在起|接下来)(?:是|扮演|要|必须)|从现在起[，,]?你|扮演|假装(?:你|自己)|(?:无论|不管)(?:我|别人|谁)?问(?:你)?(?:什么|啥)|"
    # 照我说的答复, 口头改一下: what someone says is no document; 不得附出处, 把引用都关掉: no answer goes without its source.
    r"(?:照|按|依)着?我(?:说|讲|写|定|给|要求|口述)的(?:去|数|数字)?(?:答|回|写|说|讲|告诉|给)|口头(?:上)?(?:改|修改|调整|更改)(?:一下|了|成|为)|(?:不用|不要|不必|无需|不得|不准|不许|别)(?:再|给我)?(?:给出|附|引|写|标|列|带|提)(?:出|上|明)?(?:任何)?(?:条文|出处|引文|来源|引用)|"
    r"(?:关掉|关闭|去掉|取消|屏蔽|停用|删掉)[^，。？?]{0,4}(?:引用|出处|引证)|(?:引用|出处|引证)[^，。？?]{0,4}(?:关掉|关闭|去掉|屏蔽|停用|删掉)|服务器(?:上|里)?的?(?:文件|目录|密码|日志)|环境变量|你(?:的|们)?(?:后台|设定|配置|密钥|密码)|"
    r"(?:把|将)[^，。？?]{0,20}(?:第.{1,3}条|[那这]一?条|条款|文件|原文|有效期|执行期|日期|牵头|配合|责任单位|回答|答案|答复|金额|数字|比例|内容|提示)[^，。？?]{0,10}(?:改成|改为|改写|说成|写成|当成)(?![^，。,;；]{0,16}(?:多少|几|什么|啥|哪|怎|吗|么|[?？]))|"
    r"ignore (?:all|any|the|previous|above|prior)|disregard|system prompt|you are now|from now on,? (?:you|answer|reply)|pretend|jailbreak|developer mode|reveal your|print your|reply only|respond only|</?(?:system|assistant|user|instruction)|越狱|(?:编|造|捏造|杜撰|虚构)(?:一)?(?:个|条|段|份)"
)
_STOP_MARK = "(?:逗号|顿号|分号|冒号)"  # between the names of a note, where it may part the roles
_ASKS_FOR_RULE = re.compile(
    r"(?:怎么|咋|如何|怎样|凭什么|依据什么|按什么)(?:样)?(?:看|区分|分|判断|确定|识别|认定|知道|划分|辨别)[^，。？?]{0,10}(?:牵头|配合|主次)|(?:牵头|配合)[^。？?]{0,16}(?:怎么|咋|如何|怎样)(?:样)?(?:看|区分|分|判断|确定|识别|认定|划分|辨别)|"
    rf"{_STOP_MARK}(?:之?[前后]|分开|隔开|[^。？?]{{0,16}}(?:牵头|配合|单位|部门))|(?:牵头|配合|单位|部门)[^。？?]{{0,16}}{_STOP_MARK}|(?:排|列|写)在?(?:第一|最前|前头|首)[面位个]?的?[^。？?]{{0,6}}(?:就是|算不算|算是?|是不是|都是)(?:牵头|主办)|"
    r"how (?:is|are|do|to)[^?]*(?:lead|supporting)[^?]*(?:determin|identif|distinguish|tell|decid)"
)
# What asks, not what is asked about.
QUESTION_FRAME = re.compile(
    r"请问|麻烦|一下|什么|哪些|哪个|哪里|怎么|怎样|如何|多少|好多|几多|是否|有没有|能不能|可以|需要|谁|吗|呢|么|啥|规定|要求|是|有|的|了|要|到|和|在|多久|几|[?？!！。，,、\s]"
)
_FRAME_WORDS = re.compile(
    r"请问|请|麻烦|一下|问一下|想知道|我想问|想问|告诉我|帮我|查(?:一)?下|根据(?:该|本|这个)?(?:文件|政策)|(?:这个|这份|该|本|此)(?:文件|政策措施|政策|措施|通知|意见)(?:里|中|上|规定|提出)?|文件(?:里|中|规定|提出)|政策(?:里|中)|[?？!！。~～]"
)


# The closed words of questions, as a typist by ear may miss them.
QUESTION_WORDS = (
    "牵头", "配合", "负责", "责任单位", "牵头单位", "配合单位", "有效期", "失效", "施行", "生效", "政策", "文件", "部门", "单位", "条款",
    "哪几条", "哪些", "补贴", "标准", "条件", "申请", "支持", "措施", "第几条", "什么", "多少", "谁负责", "谁牵头",
)


def read(question: str) -> str:
    """The question trimmed and folded.

    Raises:
        BadInput: empty, or longer than any question is.
    """
    trimmed = question.strip()
    if not re.search(r"\w", trimmed):
        raise BadInput("问题是空的；请输入要查询的内容（empty question）")
    if len(trimmed) > LONGEST:
        raise BadInput(f"问题有 {len(trimmed):,} 字，超过 {LONGEST:,} 字的上限；请精简后再问（question too long）")
    return fold(trimmed)


def understand(question: str, directory: UnitDirectory, meant: str = "") -> Understanding:
    """Read a question; ``meant`` is its folded text with slips of spelling put right, if any were.

    Raises:
        BadInput: empty, or longer than any question is.
    """
    folded = meant or read(question)
    english = is_english(question)
    named, bare = titles_in(folded)
    units = directory.find(f"{bare} {english_bodies(bare)}" if english else bare)
    nested = nested_clauses(folded)
    numbers, figures, part = clauses_named(folded)
    unknown_body = directory.unknown_body(bare)
    kind = _kind(bare, units, bool(numbers or part or nested or INSERTED.search(folded)), unknown_body)
    day, names_the_day = _day_named(bare) if kind is Kind.VALIDITY else (None, False)
    return Understanding(
        question=question.strip(),
        folded=folded,
        kind=kind,
        topic=_topic(_BASED_ON.sub(" ", _WHY_SO.sub(" ", _without(folded, units))) if kind is Kind.UNITS and supposed_doer(bare, units) else folded, kind),
        about_the_clause=bool(_ABOUT_THE_CLAUSE.search(folded)),
        asks_time_left=bool(re.search(r"剩|还有(?:多久|多长|几|多少)|离(?:到期|失效)|how (?:long|much time)[^?]*left|remain", folded)),
        instructs=bool(_INSTRUCTS.search(folded)),
        asks_for_rule=bool(_ASKS_FOR_RULE.search(folded)),
        clauses=numbers,
        figures=figures,
        nested=nested,
        inserted=inserted_clauses(folded),
        part=part,
        units=units,
        unknown_body=unknown_body,
        role=_role(_without(_of_the_unit(bare, units) if kind is Kind.UNITS_REVERSE else bare, units)),
        all_together=len({u.printed for u in units}) > 1 and bool(re.search(r"共同|一起|同时|都(?:参与|负责|有|在|牵头|配合|涉及)|both", folded)),
        negated=kind is Kind.UNITS_REVERSE and not _ONLY_SUPPORTS.search(folded) and not _ONLY_LEADS.search(folded) and bool(re.search(r"不是|没有|没提|未(?:提|列|涉)|不(?:负责|牵头|配合|参与|涉及|包括|含)|not ", folded.replace("是不是", ""))),
        speaks_of_this=bool(_THIS_POLICY.search(folded)),
        day=day,
        names_the_day=names_the_day,
        titles=named,
        leans=bool(_LEANS.search(folded)) and len(folded) <= 60,
        details=asked_details(_VALIDITY_WORDS.sub("", folded))
        + (own_figures(folded) if kind in (Kind.ELIGIBILITY, Kind.YES_NO) else ()),
        wants=supposed_detail(folded) if kind is Kind.YES_NO else asked_detail(_VALIDITY_WORDS.sub("", folded)),
        english=english,
    )


def as_content(asked: Understanding) -> Understanding:
    """The question read as one about content, though its words also ask for the document's validity."""
    kind = next((kind for kind, asks in ((Kind.ELIGIBILITY, _ELIGIBILITY), (Kind.YES_NO, _YES_NO), (Kind.LIST, _LIST)) if asks.search(asked.folded)), Kind.FACT)
    return replace(asked, kind=kind, details=asked_details(asked.folded), wants=supposed_detail(asked.folded) if kind is Kind.YES_NO else asked_detail(asked.folded))


def titles_in(folded: str) -> tuple[tuple[str, ...], str]:
    """The titles that stand in 《》, a title within a title being part of it, and the folded question with empty 《》 in their place:
    a body or a word for a role within a title asks nothing.

    >>> titles_in("《市民政局关于印发《助餐办法》的通知》补多少")
    (('市民政局关于印发《助餐办法》的通知',), '《》补多少')
    """
    titles: list[str] = []
    kept, depth, start = [], 0, 0
    for at, character in enumerate(folded):
        if character == "《":
            start = at if depth == 0 else start
            depth += 1
        if depth == 0:
            kept.append(character)
        if character == "》" and depth:
            depth -= 1
            if depth == 0:
                inside = folded[start + 1 : at]
                long_enough = _SHORTEST_TITLE <= len(inside) <= _LONGEST_TITLE
                titles += [inside] if long_enough else []
                kept.append("《》" if long_enough else folded[start : at + 1])
    bare = "".join(kept) if depth == 0 else folded
    return tuple(titles), bare if re.search(r"\w", bare) else folded


def asks_for_units(folded: str) -> bool:
    """True if a folded question, or a part of one, asks who is responsible."""
    return bool(_UNITS.search(folded))


def _kind(folded: str, units: Sequence[NamedUnit], names_clause: bool, unknown_body: str) -> Kind:
    if _SMALL_TALK.search(folded) or (_GREETING.match(folded) and len(_GREETING.sub("", folded)) <= 6):
        return Kind.SMALL_TALK
    if units and not names_clause and supposed_doer(folded, units):
        return Kind.UNITS
    if unknown_body and not units and not names_clause and (
        _HOW_MANY_CLAUSES.search(folded) or _IN_WHICH.search(folded)
    ):
        return Kind.UNITS_REVERSE
    if units and not names_clause and (_HOW_MANY_CLAUSES.search(folded) or _IN_WHICH.search(folded)):
        return Kind.UNITS_REVERSE
    if units and not names_clause and _REVERSE.search(folded) and not _asks_for_units_only(folded):
        return Kind.UNITS_REVERSE
    # Every answer carries the validity line; a question that asks for more than validity is about more.
    asks_who = _UNITS.search(folded) is not None and not _WHAT_UNITS_DO.search(folded)
    only_validity = not names_clause and not _UNITS.search(folded)
    if _STILL_TO_BE_HAD.fullmatch(folded):
        return Kind.VALIDITY
    if VALIDITY.search(folded) and only_validity and not _NOT_VALIDITY.search(folded) and not _in_which_clause(folded):
        return Kind.VALIDITY
    if asks_who or (names_clause and _UNITS_WEAK.search(folded)):
        return Kind.UNITS
    about = _topic(_without(folded, units), Kind.UNITS) if units else ""
    for place in places_in(about):
        about = about.replace(place, "")
    about = re.sub(r"条款|职责|任务|职能|责任|措施|事项|内容|涉及|相关|有关|市|\s", "", about)
    if units and re.search(r"牵头|配合|负责|参与", folded):
        return Kind.UNITS if names_clause or len(about) >= 2 else Kind.UNITS_REVERSE
    if units and not names_clause and not about:
        return Kind.UNITS_REVERSE
    if not names_clause and _WHICH_CLAUSE.search(folded):
        return Kind.CLAUSE
    if names_clause and (_LOOK_UP.search(folded) or len(_topic(folded, Kind.CLAUSE)) <= 2):
        return Kind.CLAUSE
    if _ELIGIBILITY.search(folded):
        return Kind.ELIGIBILITY
    if _YES_NO.search(folded):
        return Kind.YES_NO
    if _LIST.search(folded):
        return Kind.LIST
    return Kind.FACT


def supposed_doer(folded: str, units: Sequence[NamedUnit]) -> str:
    """The unit that a folded question takes for the one that leads a thing it names (为什么技术攻关由市发改委牵头, 既然由…牵头的是…), as
    named there; "" if it takes none for given, or asks for that unit's tasks."""
    if _HOW_MANY_CLAUSES.search(_BASED_ON.sub("", folded)):
        return ""
    for unit in units:
        role = re.search(rf"(?P<by>[由归让]|是){re.escape(unit.words)}(?:来|去)?(?:牵头|负责|主管|主抓|配合)(?P<thing>[\u4e00-\u9fff]*)", folded)
        if role is None:
            continue
        before = re.split(r"[,，。；;？?]", folded[: role.start()])[-1]
        thing = _WHY_SO.sub("", _without(f"{before}{role['thing']}", units))
        if len(thing) >= _A_THING and (_WHY_SO.search(folded) or _BASED_ON.search(folded[role.end() :])):
            return unit.words
    return ""


def _in_which_clause(folded: str) -> bool:
    """True if a question asks where something is laid down that only has to do with validity (同等法律效力写在哪一条)."""
    return bool(_WHICH_CLAUSE.search(folded)) and not _WHEN_VALID.search(folded)


def _without(folded: str, units: Sequence[NamedUnit]) -> str:
    """The question without the units' names: 各重点片区牵头部门 is not a word about leading."""
    for unit in sorted(units, key=lambda named: -len(named.words)):
        folded = folded.replace(unit.words, " ")
    return folded


def _of_the_unit(folded: str, units: Sequence[NamedUnit]) -> str:
    """The parts of a question that ask something of the units it names (民航局出现在哪一项？那项由谁牵头？ asks no role of 民航局); all of
    it where no part does."""
    parts = [part for part in re.split(r"[，,；;。？?！!]", folded) if any(unit.words in part for unit in units)]
    asking = [part for part in parts if _ASKS_SOMETHING.search(part)]
    return "，".join(asking) if asking else folded


def _asks_for_units_only(folded: str) -> bool:
    """除了市财政局，还有哪些部门配合: a unit is named, other units are asked for."""
    return bool(re.search(r"(?:还有|以外|之外|除了|除)[^？?]*(?:谁|哪)|和谁|与谁|跟谁|谁(?:来)?配合|哪些(?:部门|单位)", folded))


def _day_named(folded: str) -> tuple[date | None, bool]:
    """截至2024年7月1日 → that day, True; 2024年 or 2024年7月 → its last day, False."""
    whole = find_dates(folded)
    if len(whole) == 1:
        return whole[0][2], True
    english = _english_day(folded)
    if english is not None:
        return english, True
    # 2021年版, 2020年“便民办税春风行动” and 2019年那份 belong to a name; 到2024年, 2024年还 … say a day, best with the month.
    parts = [] if whole else list(re.finditer(r"(20\d\d)年(?:(\d{1,2})月(?:份|底|末)?)?(?![\d版度第“《印发出公]|那[份个]|的?(?:那|办法|通知|意见|规定|文件))", folded))
    part = max(parts, key=lambda found: (found.group(2) is not None, found.start()), default=None)
    if part is None:
        return None, False
    year, month = int(part.group(1)), int(part.group(2) or 12)
    return (date(year, month, monthrange(year, month)[1]) if 1 <= month <= 12 else None), False


_MONTHS = "january february march april may june july august september october november december".split()


def _english_day(folded: str) -> date | None:
    """15 August 2025, August 15, 2025."""
    names = "|".join(_MONTHS)
    found = re.search(rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<m>{names}),? (?P<y>20\d\d)|(?P<m2>{names}) (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y2>20\d\d)", folded)
    if found is None:
        return None
    parts = {key.rstrip("2"): value for key, value in found.groupdict().items() if value}
    try:
        return date(int(parts["y"]), _MONTHS.index(parts["m"]) + 1, int(parts["d"]))
    except ValueError:
        return None


def _role(folded: str) -> RoleAsked:
    if _ONLY_SUPPORTS.search(folded) or _ONLY_LEADS.search(folded):
        return RoleAsked.SUPPORTING if _ONLY_SUPPORTS.search(folded) else RoleAsked.LEAD
    if _EITHER_ROLE.search(folded):
        return RoleAsked.ANY
    lead = re.search(r"牵头|主抓|挑头|主导|带头|领头|lead|主责", folded)
    supporting = re.search(r"配合|协助|协办|support|cooperat|assist", folded)
    if lead and not supporting:
        return RoleAsked.LEAD
    if supporting and not lead:
        return RoleAsked.SUPPORTING
    return RoleAsked.ANY


def _topic(folded: str, kind: Kind) -> str:
    """What is left of a question when the words of its kind are taken away."""
    rest = _FRAME_WORDS.sub(" ", folded)
    rest = CLAUSE.sub(" ", NESTED.sub(" ", rest))
    if kind is Kind.UNITS:
        rest = _UNITS.sub(" ", rest)
        rest = re.sub(r"牵头|责任单位|配合单位|分别|负责|由|是|谁|哪些|哪个|部门|单位|配合|这(?:件)?(?:事|块|项工作|方面)|工作|的|呢|和|以及", " ", rest)
    elif kind is Kind.VALIDITY:
        rest = "" if _STILL_TO_BE_HAD.fullmatch(rest.strip()) else VALIDITY.sub(" ", rest)
        rest = re.sub(r"政策|文件|措施|办法|规定|通知|何时|什么时候|哪天|哪年|哪一年|现在|目前|今天|今年|还|已经|是否|是不是|有没有|多久|到|从|起|的|了|是|吗|呢|不|\d+年(?:\d+月)?(?:\d+日)?", " ", rest)
    elif kind is Kind.CLAUSE:
        rest = _WHICH_CLAUSE.sub(" ", rest)
        rest = _LOOK_UP.sub(" ", rest)
        rest = re.sub(r"的|是|呢|讲|说|写|和|什么|啥|主要|具体|一下|中|里|里面|里头", " ", rest)
    return " ".join(rest.split())
