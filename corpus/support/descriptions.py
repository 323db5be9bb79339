"""A description taken apart (条件拆分): 受疫情影响、无力缴费的中小企业 into the smallest conditions that can be judged by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.policy import AnyOf, Audience, Condition, ConditionKind, Span
from corpus.support.actors import actor_in
from corpus.support.kinds import ACT, ENDS_IN_HEAD, HEAD, VERB_LED, kind_of
from corpus.support.vocabulary import audiences_in, qualifications_in, sections_in, sizes_in

_LEAD = re.compile(r"^(?:应当(?!$)|单(?:个|家|户|一)(?=[^，]{2,})|(?:本|全)[市省区县州](?=对|为|向|鼓励|支持|引导|经营管理|各类)|[^，。；的]{2,12}(?:补贴|补助|津贴|奖金|救助金|生活费)(?:应当?|可|将|统一)*(?:向|给)|但(?!书)|如果|[如若](?=在|符合|属|确|因)|各?[区市县地](?=对)|按(?:照)?(?:国家)?(?:有关|相关)?规定(?=.)|同时|其中|并且?|且|另外?|此外|再|也|还|对于?|凡是?|针对|面向|向|给|为(?!期)|将|以及|及|和|与|由|在此基础上|其)(?=.)")
_TAIL = re.compile(r"(?:(?<=.)(?:在)?同等条件下|(?<=.)(?:年度|当期)(?:最高|累计)?|(?:也|还|均|都|并)?(?:应当|可以|有权)|(?<![的每])每(?:[年月天日辆亩台套件个项名家户人次场间块张床吨笔头只羽棵株米篇部幅座栋桌]|平方米|立方米)(?:每(?:年度?|月|天|人))?|的每[个项件家名户](?:产品|项目|企业|单位|人)?|(?<=.)的(?:费用?|展位费|支出|开支)|(?<=批准|审核|认定|同意|确认|评审|考核)后|进行|分别|由(?:工会|残联|妇联|团委|街道|园区|协会|村集体|集团)[^，的]{0,4}|由[^，的]{0,12}(?:财政|政府|部门|局|委|区|市|县|受益地)|按(?:规定|标准|照)[^，的]{0,16}|每家|一律|均|都|可|将|再|另|除[^，]{2,24}外|，|其|统一|原则上|免费|依法依规|依法|据实|及时|的|(?<!小)时|(?<![以之])后|(?<=企业|机构|单位|作社|个人|人员|人才|商户|家庭|农户)(?:的)?[^，的企缴付买纳交参以为]{0,8}(?:费用?|房租|租金|保费|税款?|利息|经费)(?:实行|由[^，]{1,12})?|则|以多种方式|(?<=企业|个人|机构|单位|人员|家庭)(?:的)?(?:行政事业性|政府性|经营服务性|涉企)[\u4e00-\u9fff]{0,4}(?:收费|基金))$")
_FILLER = re.compile(r"^(?:如需$|进一步$|[^，]{2,30}留成部分$|领取$|(?:增量|新增|超出|超过|留成)部分(?:的)?$|(?:个人|单位)(?:缴费|自付|承担)(?:部分)?$|试点$|[市省区县]级?[^，的]{0,8}(?:公益金|资金|财政|基金|经费)(?:择优|统筹|适当)?$|(?:单(?:笔|次|项)|同一)[^，的\d]{0,14}$|(?:年度|当期|每年|全年)(?:内)?$|(?:政策|资金|标准|比例|额度|金额)$|(?:奖励|补助|补贴|资助|奖补)?(?:资金|金额|比例|标准)(?:总额)?(?:不超过|最高|上浮|提高)[^，]{0,12}$|按(?:照)?[^，的]{2,24}执行$|(?:严格|积极|大力|切实|优先)$|(?:也|还|均|都)?(?:应当?|可以|有权)$|国家$|[本我全][市省区县州]$|在(?:法律|法规|、)+规定的范围内$|(?:综合)?运用[^，]{2,30}(?:手段|方式|措施)$|(?:通过|采取|采用|以)[^，]{2,60}(?:办法|途径|方法)$|(?:采取|运用)[^，]{0,12}措施$|最多|最高|至多|(?:通过|采取|采用|以)[^，]{2,40}(?:方式|形式|途径|手段|措施)$|在[^，]{2,40}方面$|(?:落实(?:好)?|按照?)(?:国家|中央|省|市|上级|现行|有关|相关|和|、)*(?:规定|政策)|(?:并)?(?:根据|依据|参照|视|结合|按照(?!国|有)(?=[^，]*(?:规定|要求|标准|政策|情况|原则|办法|通知|程序|方式|比例|精神|文件|意见|计划|协议|》|有关|额|[%％元])[^，]{0,4}$))(?![^，]*的[^，的]{0,6}(?:企业|单位|个体工商户|个人|人员|机构|纳税人|农户|家庭|职工|居民)$)[^，]*|[^，]{0,8}由[^，]*(?:资金|财政|基金|经费)|第[一二三四五六七\d]+年|在.{2,40}(?:评选|审批|办理|资助|申报|工作|方面|过程|政策|安排|规划|服务)[^，]{0,6}(?:中|上|方面)|新增|上述|该|按照?(?:有关|相关|现行)?(?:政策)?规定|依法(?:依规)?|符合规定|可|均可|一次性|分别|统一|按程序|原则上|所有|全部|各类|各级|各|我?市?财政|(?:政府|本级|同级)?财政(?:部门)?|市级|省级|区级|县级|县财政|市财政|给|的|等|其|单家企业|企业|项目|个人|单位|对|单个项目|同一企业|同时|每年|年度|按照?.{0,12}标准|相关|有关|政府|每人|每家|每户|每个|人员|主体|机构|以多种方式|(?:由)?(?:企业|个人|单位|申请人|纳税人|本人)(?:提出|自愿)*申请|每(?:满|新?增加?|招用|吸纳|引进|培养|培训|新增)?[^，的以]{0,10}|(?:在)?(?:前|第|连续|自.{0,8}起)?[一二两三四五六七八九十\d]+(?:个)?(?:年|月|日|天)(?:（[^）]*）)?(?:之?内|里|间)?|在(?:企业|单位|公司|岗)|同等条件下?|(?:缓缴|延缴|延期|延迟缴费|延迟缴纳|减免)期(?:间|内|限内)?|[及按]?时|足额|全额|时?、?足额、?|视情况?|(?:该|此项|上述)?(?:补助|补贴|奖励|资金)(?:通过|采取|以).*|.*(?:应|须|需|可)[^，]{0,30}(?:向|到)[^，]{2,30}(?:提出|提交|办理)[^，]{0,8}申请)$")
_SPLIT_AND = re.compile(r"、|且|并且|并(?=在|符合|被|取得|获|通过|经|已|具|正常|吸|购|与|按|能)|，|同时")
_SPLIT_OR = re.compile(r"或者?(?!其)|或是")
_NEGATED = re.compile(r"^除(?P<what>.{2,40}?)(?:之?外|以外)$|(?P<that>.{2,40})除外$")

# 对新增的厂房, 对上述企业: what the sentence has just spoken of.
_REFERS_BACK = re.compile(r"(?:新增|上述|前述|以上|该)(?:的|类)?(?!投资|产值|就业|员工|规上)")


def cut_apart(words: str, at: int) -> Iterator[AnyOf]:
    """Take a description apart; ``at`` is where it stands in the policy's text."""
    words, at = trimmed(words, at)
    if not words or _FILLER.match(words) or len(words) < 2:
        return
    if _REFERS_BACK.match(words) and len(words) <= 10 and not qualifications_in(words):
        return
    trades = _TRADES_HIT.match(words)
    if trades and all(sections_in(piece) for piece in trades["list"].split("、")):
        named = [match.span() for match in re.finditer("[^、]+", trades["list"])]
        named[-1] = (named[-1][0], len(words))
        yield AnyOf(tuple(Condition(words[a:b], Span(at + a, at + b), ConditionKind.INDUSTRY) for a, b in named))
        return
    belongs = _BELONGS.match(words)
    if belongs:  # 见习者属于残疾人或低保对象: who, and of which kind
        yield AnyOf((condition(belongs[1], at),))
        yield from cut_apart(words[belongs.end() :], at + belongs.end())
        return
    negated = _NEGATED.match(words)
    if negated:
        group = "what" if negated["what"] else "that"
        yield AnyOf((condition(negated[group], at + negated.start(group), negated=True),))
        return
    several = _SEVERAL.split(words)
    if len(several) > 1 and all("的" in piece and ENDS_IN_HEAD.search(piece) for piece in several):
        places = [words.index(piece) for piece in several]
        yield AnyOf(tuple(condition(piece, at + place) for piece, place in zip(several, places, strict=True)))
        return
    timed = _TIME_FIRST.match(words)
    if timed:
        yield AnyOf((condition(timed[1], at),))
        yield from cut_apart(words[timed.end(1) :], at + timed.end(1))
        return
    by = _ON_THE_BASIS.match(words)
    if by:
        yield from cut_apart(by["who"], at)
        return
    listed = actor_in(words) if _LISTED.match(words) and "的" not in words else None
    if listed and _ACTS_ON.match(words, listed.act):  # 企业和社会资本建设平台: a list of those who act
        yield from cut_apart(words[listed.start : listed.end], at + listed.start)
        yield from cut_apart(words[listed.act :], at + listed.act)
        return
    first = _BY_MEANS.match(words) or (None if _NOT_WHO.match(words) or _TAKES.match(words) else WHO_ACTS.match(words) or WHO_FIRST.match(words))
    if first:
        yield from cut_apart(first[1], at)
        yield from cut_apart(words[first.end(1) :], at + first.end(1))
        return
    either = _either(words, at)
    if either:
        yield either
        return
    head = ENDS_IN_HEAD.search(words)
    body, noun = (words[: head.start()], words[head.start() :]) if head else (words, "")
    if not body and _SPECIFIC.search(noun):
        yield AnyOf((condition(words, at),))  # 残疾人: not everybody of the kind
        return
    modifiers, attribute = _attribute(body, noun)
    if not body and sections_in(noun) and audiences_in(noun)[-1:] == (Audience.ENTERPRISE,):
        yield AnyOf((condition(words, at),))  # 旅行社: the noun itself names the line of business
        return
    if not attribute and noun and (sections_in(noun) or qualifications_in(noun) or _SPECIFIC.match(noun)) and body.endswith("的"):
        attribute = True  # …的酒店: the noun itself names the line of business
    yield from _clauses(modifiers, at)
    if attribute:
        yield from _attributes(words[len(modifiers) :], at + len(modifiers))


# 旅游、住宿、餐饮等受影响较大的行业企业: to be of one of them is enough.
_TRADES_HIT = re.compile(r"^(?P<list>[^，、]{2,8}(?:、[^，、]{2,8})+?)等[^，、]{0,14}行业(?:的)?(?:企业|单位)?$")
_BELONGS = re.compile(r"^([^，、的]{2,10}?)属于(?=[^，]{2,}(?:、|或)[^，]{2,})")
# …的生产企业、…的配送企业: several kinds of claimant, each with its own description.
_SEVERAL = re.compile(r"(?<=企业|单位|机构|公司|人员|项目|个人|主体)(?:、|和|以及|及|或者?)(?=[^、]{2,40}的)")
# 利用存量土地新建…或增加…: the means holds for both.
_BY_MEANS = re.compile(r"^((?:利用|依托|通过|以)[^，]{2,20}?)(?=(?:新建|改建|扩建|增加|建设(?!用地)|开展|从事|发展|举办).{2,})")
_TIME_FIRST = re.compile(r"^((?:在|自|从|于)?\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:（含）)?(?:(?:起)?(?:至|到|—|-)(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|底|末)?(?:（含）)?(?:止)?(?:期间)?|(?:以后|之后|以来|起|后)(?:（含）)?)|(?:在)?(?:[^，的]{0,6}疫情(?:防控)?期间|\d{4}年[^，。；的]{0,10}?(?:期间|以来|之?前|底前)|\d{4}年第?[一二三四]季度|在[^，]{1,8}过渡期内))(?=$|[^日底末止期）].{3,})")
# Nouns that name a sort of person or body and not merely the class of claimant.
_SPECIFIC = re.compile(r"^(?:残疾人|退役军人|农民工|老年人|女职工|毕业生|大学生|导游|教师|医师|护士|医生|患者|孵化器|众创空间|实验室|博士|硕士|技师|工匠|传承人|孕产妇|婴幼儿|儿童|妇女|总部|分公司|旅行社|民宿|酒店|景区|专家|参保人|脱贫人口|贫困人口|劳动力|工作者|从业者|就业者|失业者|缴费人|缴存人|购房者|持证人|投资者|投资人|用户|车主|船员|主播|运动员|教练员|业户|摊主)")
_NOUN_ON = (
    r"(?:服务|培训|建设|开发|经营|运营|管理|培养|引进|工作|就业|创业|融资|贷款|投资|改造|认定|登记|注册|申报)(?:机构|平台|基地|中心|站|点|费|场所|单位|企业|人员|项目|工作|工程|载体|者|主体|资金|服务)"
)
_NOT_WHO = re.compile(r"在|到|向|从|通过|与|由|以")  # 在本市汽车销售企业购置…: where, not who
# 承租国有企业经营性房产: whose it is, not who acts.
_TAKES = re.compile(r"(?:承租|租用|租赁|租入|收购|并购|购买|服务|投资|帮助|委托|吸引|引进|减免|受让|联合)[^，的]{0,16}(?:企业|单位|公司|机构)")
WHO_FIRST = re.compile(rf"^(?P<who>[^，、的]{{0,16}}?{HEAD}(?:（[^）]{{1,20}}）)?)(?!{_NOUN_ON}|毕业生|毕业学年)(?=(?:新|再|已|未|无|没有|不|其|被|来|赴)?{ACT}.{{2,}})(?![^，]*的[^，]{{0,16}}{HEAD}$)")
# 高新技术企业经批准发行…, …的中小企业新购置设备: who, and then what they do.
WHO_ACTS = re.compile(
    r"^([^，]{0,60}?(?:企业|单位|机构|个人|人员|公司|主体|酒店|景区|老年人|毕业生|职工|农户|合作社))(?=(?:接受|为[^，的]{2,40}提供|为[^，]{2,40}的[^，]{2,16}提供|成功|创办|新购|新增|购置|购买|经[^营]|实际|以(?!上|及)|利用|引进|自主|投资建|首次|申请|租用|租赁|承租|吸纳|招用|采用|当年|上年|年度|自建|新建|扩建|开展|实施|组织|参加|举办|发行|牵头|每|建设).{2,})(?![^，]*的[^，]{0,16}(?:企业|单位|机构|人员|项目|公司)$)"
)


_ON_THE_BASIS = re.compile(rf"^(?P<who>[^，的]{{2,30}}?{HEAD})(?:根据|按照|依照|结合|依据)[^，的]{{2,30}}$")
_LISTED = re.compile(rf"[^，、的]{{0,16}}?{HEAD}(?:、|和|及|以及|或者?)")
_ACTS_ON = re.compile(rf"{ACT}.{{2,}}")


def trimmed(words: str, at: int) -> tuple[str, int]:
    """``words`` without what leads in and trails off (对…, …的, 应当, 每亩), and where they then begin."""
    changed = True
    while changed and words:
        changed = False
        lead = _LEAD.match(words)
        if lead and not re.match(r"(?:其他|将军|为期|和谐|再担保|再融资|并购|向导|在岗|在校|由于|对外(?!省|地|市|国|贸|资|商|籍|埠)|对口|对接(?!收|受)|为主|与|将来|给予)", words):
            words, at, changed = words[lead.end() :], at + lead.end(), True
        lead = re.match(r"^[\s，、]+", words)
        if lead:
            words, at, changed = words[lead.end() :], at + lead.end(), True
        tail = _TAIL.search(words)
        if tail and tail.start() > 0:
            words, changed = words[: tail.start()], True
    return words, at


def _attribute(body: str, noun: str) -> tuple[str, bool]:
    """Split what stands before the noun into full modifiers (…的) and the words set right before it."""
    if not noun:
        return body, False
    depth = 0
    for at in range(len(body) - 1, -1, -1):
        depth += (body[at] in "）)”") - (body[at] in "（(“")
        if body[at] == "的" and depth == 0:
            return body[: at + 1], bool(body[at + 1 :])
    if VERB_LED.match(body) and len(body) > 5:
        close = re.search(r"(?:规模以上|中小微?|小微|民营|国有|高新技术|工业|科技型?|制造业?|参保|重点|生产|(?<!就业)(?<!生活)困难)+$", body)
        return (body[: close.start()], True) if close and close.start() > 2 else (body + noun, False)
    return "", bool(body)


_BOUND_ALONE = re.compile(r"(?:不少于|不低于|不超过|超过|达到|至少|不足|不满|\d)")


def _clauses(words: str, at: int) -> Iterator[AnyOf]:
    """Descriptions that end in 的: apart where each is one of its own (受影响、无力缴费的), else whole."""
    start = 0
    pieces: list[tuple[int, str]] = []
    depth = 0
    for index in range(len(words) + 1):
        character = words[index] if index < len(words) else "、"
        depth += (character in "（(“《") - (character in "）)”》")
        if depth > 0 and index < len(words):
            continue
        cut = _SPLIT_AND.match(words, index) if index < len(words) else True
        if cut or (character == "的" and index < len(words) - 1 and VERB_LED.match(words[index + 1 :]) and re.match(r".*的", words[index + 1 :])):
            behind = words[index + 1 :] if index < len(words) else ""
            if index < len(words) and character == "、" and _MORE_OF_A_LIST.match(behind):
                continue  # 购置研发、检测、生产等设备: things of one kind
            if index < len(words) and character == "、" and _NO_CLAUSE.match(words[start:index].rsplit("、", 1)[-1]):
                continue  # 生产、加工、销售一体化, 完成、转化成果: nouns of one list, verbs of one object
            if index < len(words) and _BOUND_ALONE.match(re.sub(r"^(?:且|同时|并)", "", behind)):
                continue  # 占比25%以上且不少于10人: of the same thing
            if index == len(words) or VERB_LED.match(re.sub(r"^(?:且|同时|并)", "", behind)):
                pieces.append((start, words[start:index]))
                start = index + 1
    for offset, piece in pieces:
        piece, place = trimmed(piece, at + offset)
        if len(piece) >= 2 and not _FILLER.match(piece):
            either = _either(piece, place)
            yield either or AnyOf((condition(piece, place),))


_NO_CLAUSE = re.compile(rf"(?!(?:已|未|无|不|受|获|有)).{{1,2}}$|(?!{VERB_LED.pattern[1:]})[^的]{{1,8}}$")
_MORE_OF_A_LIST = re.compile(r"[^，、的]{1,8}(?:、[^，、的]{1,8})*等[\u4e00-\u9fff]")


def _attributes(words: str, at: int) -> Iterator[AnyOf]:
    """The words set right before the noun: 中小微企业, 国有工业企业; a list of them is either."""
    words, at = trimmed(words, at)
    if not words or _FILLER.match(words):
        return
    options: list[Condition] = []
    start = 0
    for match in re.finditer(r"、|以及|和|及(?!以[上下]|其|时)|或者?|与|$", words):
        piece = words[start : match.start()]
        if piece and (re.search(HEAD, piece) or match.end() == len(words) or sizes_in(piece) or qualifications_in(piece) or sections_in(piece)):
            if not _FILLER.match(piece):
                options.append(condition(piece, at + start))
            elif options or match.end() < len(words):
                return  # 企业、个人和科技型机构: anybody of one kind will do
            start = match.end()
    yield AnyOf(tuple(options))


_TITLE_WON = re.compile(r"(?:首次?|新|当年|已|被)*(?:获得?|取得|评为|评定为|认定为|入选|列入|纳入|荣获|获评)(?!.*(?:，|且))")


def _either(words: str, at: int) -> AnyOf | None:
    """新建厂房或增加层数: one of two is enough. None where 或 joins no two whole conditions."""
    match = _SPLIT_OR.search(words)
    if not match or match.start() < 3 or len(words) - match.end() < 3:
        return None
    left, right = words[: match.start()], words[match.end() :]
    if _TITLE_WON.match(left) and not VERB_LED.match(right):
        return None  # 首获重点企业或重点项目: both are what is won
    if not VERB_LED.match(right) and not re.search(HEAD + r"$", left):
        return None
    options = []
    for piece, offset in ((left, 0), (right, match.end())):
        piece, place = trimmed(piece, at + offset)
        if len(piece) < 2 or _FILLER.match(piece):
            return None
        options.append(condition(piece, place))
    return AnyOf(tuple(options))


def condition(words: str, at: int, *, negated: bool = False) -> Condition:
    """One condition of its kind; ``negated``: it must not hold."""
    return Condition(words, Span(at, at + len(words)), kind_of(words), negated)
