"""The kind of value that answers a question (所问的值), read from how it asks, and where a text gives one.

``asked_detail`` knows what can be missing outright (a phone number, a form). Here every question for a value is
read: the interrogative (多少, 几, 多久, 哪天, 电话 …) with the unit after it or the noun before it says of which sort
the answer must be; ``Wanted.value`` finds the places in a text where such a value stands. Whether it is said *of
the thing asked about* is for ``judging/attachment.py`` to judge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from assistant.understanding.asked_words import (
    ADDRESS_NOUNS,
    ADDRESS_SHOWN,
    APPLY_ASKED,
    LISTS_ASKED,
    NOT_OF_A_CASE,
    PAPER_NOUNS,
    PAPERS_ASKED,
    PARTS,
    PERSON_ASKED,
    SOME,
    STEP_NOUNS,
    STREET_ASKED,
    TELEPHONE,
    asked_noun,
    means_some,
)
from assistant.vocabulary.lexicon import official_words
from corpus.numerals import NUMERAL


class Sort(StrEnum):
    """What kind of value is asked for; ``chinese`` is how a refusal names it."""

    MONEY = "money"
    RATIO = "ratio"
    TERM = "term"  # how long
    DATE = "date"  # when
    COUNT = "count"  # how many of something
    NUMBER = "number"  # a figure whose unit the question leaves open
    CONTACT = "contact"
    PLACE = "place"
    PERSON = "person"
    NAMES = "names"  # a list of names
    NAME = "name"  # what one thing is called
    ITEMS = "items"  # which ones, several of them
    PAPERS = "papers"  # what is to be handed in
    STEPS = "steps"  # how to go about it
    REASON = "reason"
    PENALTY = "penalty"
    MEANING = "meaning"  # a definition
    THING = "thing"  # whether there is such a thing (有奖金吗)

    @property
    def chinese(self) -> str:
        """The kind in words: 没有写明所问的…."""
        return _IN_CHINESE[self.value]


_IN_CHINESE = {
    "money": "金额", "ratio": "比例", "term": "期限", "date": "时间", "count": "数量", "number": "数字", "contact": "联系方式", "place": "地点",
    "person": "姓名", "names": "名单", "name": "名称", "items": "具体项目", "papers": "材料", "steps": "办理流程", "reason": "原因", "penalty": "处罚", "meaning": "含义", "thing": "事项",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """One value asked for: its sort, and what it looks like in a folded text."""

    sort: Sort
    value: re.Pattern[str]


_DIGITS = rf"(?:\d[\d.,]*|[{NUMERAL}]+(?:点[{NUMERAL}]+)?)"
_SCALED = r"\s*[多余]?\s*[十百千万亿]*\s*[多余]?\s*(?:个)?\s*"
_MONEY = r"元|角(?=[，。；、/每])|毛钱?|块钱|块(?!状|面)|人民币|美金"
_RATIO = r"[%％‰]|个?百分点|倍|成(?![立都为员果功效本])|折(?!算|旧)"
_TERM = r"年(?!级|代|度[^内]|版|第)|个?月|日|天(?![津府河])|个?工作日|小时|分钟|周(?![岁年末边期转一二三四五六日])|季度|学年|学期"
_HOW_OFTEN = rf"|每[年月周季日天]|[年月周季日天]{_DIGITS}次"
_SHARE = rf"{_DIGITS}\s*(?:{_RATIO})|百分之|分之|减半|一半|半数|全额"
_NONE_PAID = r"|减半|全额|免收|免费|不(?:再|得)?(?:向[^，。；]{1,12})?收取?|免征|免缴|全部免|予以免|不再增收|不增收"
_VALUES: dict[Sort, str] = {
    Sort.MONEY: rf"{_DIGITS}{_SCALED}(?:{_MONEY})",
    Sort.RATIO: rf"{_SHARE}|全覆盖|全部",
    Sort.TERM: rf"(?<!\d)(?!(?:19|20)\d\d\s*年){_DIGITS}\s*[多余]?\s*(?:个)?(?:{_TERM})|半年|长期(?:有效|保存)|永久",
    Sort.DATE: rf"\d{{4}}\s*年|{_DIGITS}\s*月|年底|月底|年内|当[年月日天]|次[年月日]|(?:之前|以前|之日)|星期|周[一二三四五六日]|每[年月][^，。；]{{0,4}}\d|\d{{1,2}}[:：]\d{{2}}",
    Sort.NUMBER: rf"{_DIGITS}\s*[\u4e00-\u9fff%％‰a-z℃㎡]|百分之|减半|一半|全额|免收|免费|免征",
    Sort.CONTACT: rf"{TELEPHONE}|https?:|www\.|@\w|\.gov\b|\.cn\b|公众号",
    Sort.PLACE: ADDRESS_SHOWN + r"|地点|窗口|路\d+号|大厦|\d+楼|\d+号楼|政务(?:服务)?(?:中心|大厅)|大厅|街道办|位于|驻址|设在|系统|平台|网站|[到向][^，。；]{2,16}(?:机构|中心|部门|政府|窗口|[局委厅办所站处会])[^，。；]{0,6}(?:办理|申请|提出|申报|提交|领取|登记|变更|备案|报告|投诉|举报|报名)",
    Sort.PERSON: r"签发人|[组局处校院科]长|市长|书记|主任|联系人|同志|[担兼]任",
    Sort.NAMES: r"(?:[^、，。；：\s]{2,18}[、，；]){2,}[^、，。；：]{2,18}|(?:一是|1[.、．]|[（(](?:一|1)[)）])",
    Sort.NAME: r"[“《「『\"][^”》」』\"]{2,24}[”》」』\"]|名为|称为|简称|公司|中心|平台|系统|基金|大赛|app|小程序|公众号",
    Sort.ITEMS: r"、|[；;].|一是|[（(](?:一|1)[)）]|(?<!\d)1[.．、]|以及|\t|[:：]\s*$|(?:为[^，。；]{1,6}[，；][^，。；]{1,16}){2}",
    Sort.PAPERS: r"材料|申请表|登记表|表[》”」]|\d\s*份(?!额)|申请书|证明|身份证|户口|复印件|执照|合同|协议|承诺书|报告|证件",
    Sort.STEPS: r"流程|步骤|程序|提交|报送|登录|填写|申报|受理|审核|申请|备案|办理",
    Sort.REASON: r"为了|为(?:贯彻|深入|进一步|落实|加快|切实|全面|更好|推动|加强|促进|规范|有效|积极)|由于|因为|鉴于|原因|目的|旨在|以便|确保",
    Sort.PENALTY: r"罚|处分|追究|责任|取消|收回|追回|退回|不予|撤销|列入|黑名单|失信|通报|约谈|禁止|不得|终止|停止",
    Sort.MEANING: r"是指|系指|指的是|所称|，指|即[^使将可]|定义|含义|包括|[（(][^）)]{2,}[）)]",
}
_MANY = r"(?:多少|好多|几多)"
_SOME = rf"(?:几(?=[十百千万亿]*[元块万亿])|{SOME}(?![乎何]))"
# An interrogative of quantity with what follows: 多少万元, 几个工作日, 多久.
_QUANTITY = re.compile(rf"(?P<how>百分之(?:几|多少)|{_MANY}|{_SOME}|多大|多高|多长|多久|多远|多重|多宽|多厚|how (?:much|many|long|old|large|big|high))(?P<scale>[十百千万亿]*)\s?(?:个|多)?(?P<next>[\u4e00-\u9fff%]{{0,4}}|\s[a-z]+)")
_NEXT: tuple[tuple[Sort, str], ...] = (
    (Sort.RATIO, r"百分|个?百分点|点(?!钟)|成|折|[%％]|倍|权重|比例| (?:percent|share)"),
    (Sort.DATE, r"月(?:底|份|初|号|几)|号(?!楼|院|门|线|文|令|通告|公告)|点(?=钟|开|上|下)"),
    (Sort.TERM, r"年|载|月|天|日(?!益)|周|小时|分钟|工作日|时间| (?:years|months|days|weeks|hours|minutes|working)"),
    (Sort.MONEY, r"元|块|毛|.{0,2}(?:钱|资金|补贴|补助|奖励|奖金|经费|资助|租金|费|津贴|罚款|押金|投资)| (?:money|yuan|rmb|subsid|funding|will|does|is|can|do)"),
)
# 几个工作日, 几分钟: a term so short is not told in months or years.
_SHORT_TERMS = ((r"工作日", r"工作日|日|天|小时|周(?!岁)"), (r"分钟|小时", r"分钟|小时|日|天"))
# The noun or the verb before 多少 says what it counts.
_BEFORE: tuple[tuple[Sort, str], ...] = (
    (Sort.TERM, r"期限|时限|年限|时长|时间|有效期"), (Sort.RATIO, r"比例|比率|占比|[^汇效税利功]率|权重|幅度|折扣|覆盖面|利率|税率"),
    (Sort.MONEY, r"金额|额度|标准|补贴|补助|奖励|资助|津贴|租金|价格?|费用?|薪|工资|罚|赔|押金|奖|保额|[补给发拿领贷扣交缴收付](?:到|得|得到|给|了|至|够)?$"),
)
_WHOLE_SUM = re.compile(r"总额|资金|投资|预算|经费|规模|工资|薪|奖金")  # never told as a share
_PART_OF = re.compile(r"(?:[总全原][^，。]{1,6}|[价额费款金量数]|标准|收入|投资)的$")  # 不低于全市总额的多少: a share of it
_MONEY_OR_SHARE = (Sort.MONEY, Sort.RATIO)
# Nouns that ask by themselves, at the end of a terse question or with 是什么.
_NOUNS: tuple[tuple[Sort, str], ...] = (
    (Sort.DATE, r"日期"), (Sort.RATIO, r"比例|比率|占比|权重|费率|利率|税率"), (Sort.MONEY, r"金额|额度|数额|标准|租金|押金|罚款|工资|门票|价格|(?<=什么)价|(?<=啥)价|总投资|预算|(?<![\d十百千])[万亿]?元"),
    (Sort.TERM, r"期限|时限|年限|时长|(?<![学近长短早中后前定分周几])期"), (Sort.NUMBER, r"面积|年龄|人数|学时|分值|上限|下限|最高|最低|总量|规模"),
)
_ENDS = r"[?？!！。呢啊呀嘛哦吗\s]*$"
_OTHERS: tuple[tuple[Sort, re.Pattern[str]], ...] = (
    (Sort.CONTACT, re.compile(asked_noun("电话|联系方式|手机号?|邮箱|微信号|公众号|热线|号码|传真|网址|官网|网站") + r"|phone|e-?mail|contact (?:number|info|detail)|hotline|website")),
    (Sort.PLACE, re.compile(asked_noun(ADDRESS_NOUNS) + rf"|{STREET_ASKED}|(?:在|去|到|上|给|往)哪(?:里|儿|个(?:地方|窗口|大厅|平台|网站?))?(?=[\u4e00-\u9fff])(?![个些家几一方级条项类种里儿年月天])|办公地点|(?:在|去|到)几楼|几号楼|几室|设在哪|在哪里?" + _ENDS + r"|where\b|address")),
    (Sort.PERSON, re.compile(PERSON_ASKED + r"|(?:人|员|长|师|生|位|任|记)[^，。；]{0,4}叫什么名")),
    (Sort.DATE, re.compile(asked_noun("截止") + r"|(?:申报|申请|提交|报名|开始|结束|完成)(?:的)?(?:时间|日期)|几号(?!楼|院|门|线|文|令|通告|公告)|几月|哪[一几些]?天|哪些日子|星期几|周几|哪[一几些]?年|哪[一几些]?个?月|什么时候|啥时候?|何[日月时]|几时|(?:什么|哪个)时间|deadline|(?:^|\b(?:by|since|until|till|from|and) |[,;.?] )when\b|(?:what|which) (?:year|date|day|month)")),
    (Sort.NAMES, re.compile(asked_noun(LISTS_ASKED + r"|(?<!什么)(?<!啥)名字") + r"|(?:具体|各个?|全部)(?:的)?(?:名称|名字)|名称分别(?:是|叫)|哪几条(?:线|路|街)|哪几(?:所|家|个)(?:学校|医院|企业|公司)|names? of")),
    (Sort.NAME, re.compile(r"(?<![人员长师生位任记])叫(?:什么|啥)|(?<!叫)(?:什么|啥)名字|名称(?:是|叫)(?:什么|啥)")),
    (Sort.ITEMS, re.compile(r"哪些(?!年|天|日子|月)|(?<!第)哪几(?!年|天|日|个?月)|有什么(?!用|意|要求|规定|限制|说法|讲究|门槛|区别|不同|差别|差异)|包括什么|包含什么|分别是(?:什么|哪)|what are the|which .+s are|\b(?:list (?:all|the|them|every)|on (?:the|a|any|this) (?:[a-z]+ ){0,5}list)\b|^list\b")),
    (Sort.PAPERS, re.compile(asked_noun(f"{PAPER_NOUNS}|证件") + f"|{PAPERS_ASKED}")),
    (Sort.STEPS, re.compile(asked_noun(STEP_NOUNS) + rf"|{APPLY_ASKED}|{NOT_OF_A_CASE}(?:怎么|如何|怎样|咋个?)(?:去)?(?:申请|申报|办理?|提交|报名|领|报)")),
    (Sort.REASON, re.compile(r"为什么|(?:^|[，,；;。\s])[^，。]{0,12}为何(?=[\u4e00-\u9fff]{2})(?!何?[日时])|为啥|凭什么|凭啥|原因|(?<!项)目的|\bwhy\b")),
    (Sort.PENALTY, re.compile(r"处罚|怎么罚|罚则|后果|怎么处理|怎样处理|如何处理|会被(?=[^，。]{0,4}(?:怎|如何|咋|罚|处|追|取消|收回|撤|通报|拉黑|列入|清退|开除))|咋(?:个)?处理|违约|追责|什么责任|penalt|punish")),
    (Sort.MEANING, re.compile(r"什么意思|什么叫|何谓|是指(?:什么|啥)|指(?:的是)?(?:什么|啥|哪)|代表(?:什么|啥)|含义|定义|what (?:is|does) .{0,40}(?:mean|defin)")),
)  # fmt: skip
# 评上有奖金吗, 有没有班车: the thing must be spoken of; 要求, 好处 and the like are never called so.
_IS_THERE = re.compile(r"(?<![国所拥享具共公私原现还持占])有(?:没有|没得|无)?(?P<thing>[\u4e00-\u9fff]{2,4}?)(?:吗|么|没有|没得|不|没|呢)?[?？]?$")
_NO_THING = re.compile(r"[什么啥哪些谁的能可多少几了有会要被把何]|不同|差别|差异|出入|例外|要求|限制|规定|好处|支持|政策|措施|办法|优惠|说法|讲究|变化|安排|打算|计划|机会|可能|必要|资格|准信|着落|希望|盼头|戏|谱|条件|标准|门槛|[期时上下]限|区别|关系|问题|效力|效$")
# 房租怎么算, 入廊费怎么计收: a sum, or the rule by which it is reckoned.
_HOW_CHARGED = re.compile(r"(?:钱|费用?|租金?|价款?|价格|税款?)[^，。；？?]{0,3}(?:怎么|如何|怎样|咋个?)(?:计算|算|计收|收取?|定价?|计)(?![\u4e00-\u9fff]{0,2}(?:数|是))")
_CHARGED = r"按(?:照)?[^，。；]{2,30}(?:计算|计收|收取|核定|执行|计)|计算公式|[×÷=]"
_COUNTED_ALIKE = (
    "人名位员", "家户个所", "样种个项类", "场次回", "斤公千", "座个处", "岁周", "条款个件", "套间", "辆台部", "亩公",
)
_CLASSIFIERS = frozenset("条款所家名位员座亩公平套辆趟站车个件项次场回人户台篇种类样份张只头株间层级档期门学课岁分吨斤千瓦处栋班组部支批床线户")
_OF_WHAT = {"个": "个(?!工作日|自然日|月|百分点|小时|季度|年|学期|星期)", "条": "条(?!第)", "分": "分(?!之|钟)", "次": "次(?!性)"}
_NO_COUNT = re.compile(r"所得|所有|分成")  # 抵多少所得税: the first character of a word, no unit
_NOT_COUNTED = re.compile(r"以[下上内]|左右|[的是吗呢了啊呀给能可要拿领补奖贷到才就都和与及，。在用]")


@lru_cache(maxsize=1_024)
def wanted(folded: str) -> tuple[Wanted, ...]:
    """Every value that a folded question asks for, in the order asked, none twice.

    >>> [w.sort.value for w in wanted("每人补多少，几个工作日到账，电话多少")]
    ['contact', 'money', 'term']
    """
    found: dict[Sort | str, Wanted] = {}
    for sort, asked in _OTHERS:
        if asked.search(folded):
            found.setdefault(sort, Wanted(sort, _pattern(_VALUES[sort])))
    if Sort.DATE in found and _WHENEVER.search(folded) and not _WHICH_DAY.search(folded):
        found[Sort.DATE] = Wanted(Sort.DATE, _pattern(_VALUES[Sort.DATE] + _AT_AN_EVENT))
    if Sort.REASON in found and re.search(r"凭(?:什么|啥)", folded):
        found[Sort.REASON] = Wanted(Sort.REASON, _pattern(_VALUES[Sort.REASON] + "|根据|依据|按照"))
    contact = Sort.CONTACT in found
    if _WHICH_OFFICE.search(folded):
        found.setdefault(Sort.PLACE, Wanted(Sort.PLACE, _pattern(r"[\u4e00-\u9fff]{2,}(?:处|科)室?(?![理以于学技研普])")))
    thing = _IS_THERE.search(folded)
    if thing is not None and not _NO_THING.search(thing["thing"]):
        alike = official_words().get(thing["thing"], ())
        found[Sort.THING] = Wanted(Sort.THING, _pattern("|".join(map(re.escape, (thing["thing"], *alike)))))
    for match in _QUANTITY.finditer(folded):
        before = PARTS.split(folded[: match.start()])[-1]
        if contact and re.search(r"电话|号码|热线|邮箱|网址", before):
            continue
        if match["how"] == "几" and re.match(r"室|号[楼院门]", match["next"]):
            continue
        if match["how"] == "几" and re.match(r"[^，,。；;？?多少几]*[吗么](?:[？?，,。]|$)", folded[match.end():]):
            continue
        if match["how"] == "几" and means_some(folded, match.start()):
            continue
        wants = _quantity(match["how"], match["scale"], match["next"], before[-12:])
        if wants is not None and wants.sort is Sort.TERM and _EACH_TIME.match(folded, match.end("how")):
            wants = Wanted(Sort.TERM, _pattern(_VALUES[Sort.TERM] + _HOW_OFTEN))
        if wants is not None:
            found.setdefault(wants.sort if wants.sort is not Sort.COUNT else wants.value.pattern, wants)
    if _HOW_CHARGED.search(folded):
        found.setdefault(Sort.MONEY, Wanted(Sort.MONEY, _pattern(f"{_either(Sort.MONEY)}{_NONE_PAID}|{_CHARGED}")))
    if not any(wants.sort in FIGURES for wants in found.values()) and not contact and not _WHETHER.search(folded):
        for sort, noun in () if _WHICH_STANDARD.search(folded) else _NOUNS:
            if re.search(rf"(?<!哪)(?<!哪[\u4e00-\u9fff])(?<!或)(?<!和)(?:{noun})(?:是|为|有)?(?:什么|怎样|如何|何|怎么(?:定|算))?{_ENDS}|(?:按|依)(?:照)?(?:什么|何种|哪种|啥)(?:{noun})", folded):
                by_rule = r"|按(?:照)?[^，。；]{2,30}" if _BY_WHAT.search(folded) else ""  # 按什么价: at the price of the day
                found.setdefault(sort, Wanted(sort, _pattern(_either(sort) + by_rule)))
                break
    return tuple(found.values())


_WHENEVER, _WHICH_DAY = re.compile(r"什么时候|啥时候?|何时|几时"), re.compile(r"哪[一几些]?[天年]|哪[一几]?个?月|几[号月]|星期几|周几|日期")
_AT_AN_EVENT = r"|[\u4e00-\u9fff]{3}(?:时|期间|之?后)(?=[，,。；])|至[^，。；]{2,30}(?:解除|结束|为止|届满|完毕|终止)"  # 竣工验收后，: when, though no day
_WHICH_STANDARD = re.compile(rf"(?:什么|哪种|哪类|何种)[^，。；？?]{{0,6}}标准{_ENDS}")  # 能享受什么贴息标准 asks which, by no sum
_BY_WHAT = re.compile(r"(?:按|依)(?:照)?(?:什么|何种|哪种|啥)")
_EACH_TIME = re.compile(r"[^，,。；？?]{0,10}[一1](?:次|回|趟|遍|届)")  # 多长时间开一次会
_WHETHER = re.compile(r"能不能|可不可以|能否|可否|是不是|是否|会不会|(?:能|可以|会)[^，。；？?]*吗")  # a noun at its end asks for no value
_WHICH_OFFICE = re.compile(r"哪(?:个|一个?)?(?:处|科)室?(?!长)")
FIGURES = (Sort.MONEY, Sort.RATIO, Sort.TERM, Sort.DATE, Sort.COUNT, Sort.NUMBER)


def asks_amount_or_term(folded: str) -> bool:
    """True if a folded question asks for an amount, a share, a term or a contact, whatever else it asks.

    >>> asks_amount_or_term("金融监管局多少个工作日给批"), asks_amount_or_term("市财政局牵头几条")
    (True, False)
    """
    return any(value.sort in (Sort.MONEY, Sort.RATIO, Sort.TERM, Sort.CONTACT) for value in wanted(folded))


def _quantity(how: str, scale: str, after: str, before: str) -> Wanted | None:
    """What an interrogative of quantity asks for, by the unit after it, else by the words before it."""
    if how in ("多久", "how long"):
        return Wanted(Sort.TERM, _pattern(_VALUES[Sort.TERM] + (_HOW_OFTEN if re.search(r"[次回趟遍]", after) else "")))
    if how.startswith("百分之"):
        return Wanted(Sort.RATIO, _pattern(_VALUES[Sort.RATIO]))
    short = next((shown for unit, shown in _SHORT_TERMS if how != "how long" and re.match(unit, after)), "")
    if short:
        return Wanted(Sort.TERM, _pattern(rf"{_DIGITS}\s*[多余]?\s*(?:个)?(?:{short})|当场|当日|当天|即时|立即"))
    for sort, unit in _NEXT:
        if re.match(unit, after):
            open_amount = sort is Sort.MONEY and not re.match(r"元|块|毛", after)
            return Wanted(sort, _pattern(_either(sort) + _NONE_PAID if open_amount else _VALUES[sort]))
    if after and not _NOT_COUNTED.match(after) and not _NO_COUNT.match(after) and (how == "几" or after[0] in _CLASSIFIERS):
        return _counted(after)
    if scale and scale[-1] in "万亿":
        return Wanted(Sort.MONEY, _pattern(_either(Sort.MONEY)))
    if _PART_OF.search(before):
        return Wanted(Sort.RATIO, _pattern(_VALUES[Sort.RATIO]))
    if _WHOLE_SUM.search(before[-6:]):
        return Wanted(Sort.MONEY, _pattern(_VALUES[Sort.MONEY]))
    for sort, noun in _BEFORE:
        if re.search(rf"(?:{noun})(?:款|要|是|为|有|达|到|至|给|在|应|能|可|的|最高|最低|各|不低于|不超过|不少于|不高于|上限|提高|降|降到|降至|达到|总额|标准|一年|一个月|每月|每年|一次|一家|一人|每(?:[\u4e00-\u9fff]|公里|平方米?|平米)|\s|又|都)*$", before):
            return Wanted(sort, _pattern(_either(sort) + (_NONE_PAID if sort in _MONEY_OR_SHARE else "")))
    return Wanted(Sort.NUMBER, _pattern(_VALUES[Sort.NUMBER]))


def _counted(after: str) -> Wanted:
    """A number of the things named after the interrogative (几学时, 多少张), and of those said alike."""
    alike = next((group for group in _COUNTED_ALIKE if after[0] in group), after[0])
    units = sorted({re.escape(after[:2]), *(_OF_WHAT.get(unit, re.escape(unit)) for unit in alike)}, key=len, reverse=True)
    ranked = "|[ivx]{1,4}级|(?:国家|省|市|县)级" if after[0] == "级" else ""  # Ⅱ级 is folded to ii级
    return Wanted(Sort.COUNT, _pattern(rf"{_DIGITS}{_SCALED}(?:{'|'.join(units)}){ranked}"))


def _either(sort: Sort) -> str:
    return f"{_VALUES[Sort.MONEY]}|{_SHARE}" if sort is Sort.MONEY else _VALUES[sort]


@lru_cache(maxsize=512)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


def without_asking(folded: str) -> str:
    """A folded question without the words that only ask for a value: what is left says of what it is asked.

    >>> without_asking("每亩财政补助标准是多少元")
    '每亩财政补助标准是 '
    """
    return _ASKING.sub(" ", folded)


_ASKING = re.compile(
    rf"(?:{_MANY}|{_SOME}|多大|多高|多长|多久)[十百千万亿]*(?:个)?(?:元|块钱?|钱|百分点|点|成|年|月底?|天|日|周|小时|分钟|工作日|号|人|家|条|项|次|样|种|名)?|百分之|"
    r"什么时候|啥时候?|何时|几时|哪一?[天年月]|什么|哪些|哪几|啥子?|怎么样?|怎样|如何|咋个?|为什么|为何|谁|哪个|哪家|哪里|哪儿|哪|"
    r"我们|咱们?|你们|他们|我|你|这边|那边|这个|那个|这些|那些|每?一?(?:年|个月|月|天|家|个人|人|台|亩|间|次|户|餐|套|平米|公里)(?=能|可|最|给|补|发|拿|领|交|扣|奖|收|租|$)|能不能|可不可以|可以|能够|应当|应该|"
    r"具体|分别|到底|究竟|请问|麻烦|一下|告诉我|想问|我想|现在|目前|今年|最多|最少|最高|最低|起码|至少|一共|总共"
)
