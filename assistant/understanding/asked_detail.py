"""The detail a question asks for (所问细节), and what a passage that gives it must contain.

One way only: a clause without any number cannot say 多少万元, so the question is refused with what the
clause does say; a clause with a number is not thereby an answer. Each entry says how the detail is
asked for and the least a passage must show.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.understanding.asked_words import (
    ADDRESS_NOUNS,
    ADDRESS_SHOWN,
    APPLY_ASKED,
    LISTS_ASKED,
    NUMBER_IN_ROW,
    PAPER_NOUNS,
    PAPERS_ASKED,
    PERSON_ASKED,
    SOME,
    STEP_NOUNS,
    STREET_ASKED,
    TELEPHONE,
    asked_noun,
    means_some,
)
from corpus.numerals import NUMERAL

_MANY = r"(?:多少|好多|几多|多大|多高)"  # 好多 asks for a number in the south-west
_NUMBER = rf"(?:\d[\d.,]*|[{NUMERAL}]+)"


NEVER = re.compile("(?!)")
"""How a detail is asked for that is told by something else than its own words."""


@dataclass(frozen=True, slots=True)
class Detail:
    """One kind of detail.

    Attributes:
        label: its name for a person (没有写明…).
        asked: how it is asked for, in a folded question.
        shown: the least that a passage giving it contains.
        in_units: a list of responsible units could give it.
        supposed: how a yes/no question supposes it (a figure of this kind).
        of_any_kind: asked for in yes/no questions as well (有没有联系电话).
    """

    label: str
    asked: re.Pattern[str]
    shown: re.Pattern[str]
    in_units: bool = True
    of_any_kind: bool = False
    supposed: str = ""


DETAILS: tuple[Detail, ...] = (
    Detail("邮箱", re.compile(asked_noun("邮箱") + r"|e-?mail"), re.compile(r"@\w"), in_units=False, of_any_kind=True),
    Detail(
        "联系电话", re.compile(asked_noun("电话|手机号?|热线|号码|传真") + r"|phone|hotline|contact number"),
        re.compile(rf"{TELEPHONE}|公众号"), in_units=False, of_any_kind=True,
    ),
    Detail(
        "联系方式",
        re.compile(asked_noun("联系方式|微信号|公众号|网址|官网|网站") + r"|contact (?:info|detail)"),
        re.compile(rf"{TELEPHONE}|https?:|www\.|@\w"),
        in_units=False, of_any_kind=True,
    ),
    Detail(
        "办理地点",
        re.compile(asked_noun(ADDRESS_NOUNS) + r"|在哪(?:里|儿|个地方)?(?:办理?|申请|交|递)|(?:去|到)哪(?:里|儿|个地方)?(?:办理?|申请|交|递)|办公地点|(?:在|去|到)几楼|几号楼|where (?:do|can|should) (?:i|we)|office located|address|" + STREET_ASKED),
        re.compile(ADDRESS_SHOWN + r"|窗口|路\d+号|大厦|\d+楼|\d+号楼"),
        in_units=False, of_any_kind=True,
    ),
    Detail(
        "人员姓名",
        re.compile(PERSON_ASKED),
        re.compile(r"签发人|[组局处校院]长|市长|书记|同志[^，。；]{0,6}[担兼]任|[担兼]任[^，。；]{0,12}(?:主任|组长)|(?:主任|组长|秘书长|负责人)由[^，。；]{2,24}[担兼]任|(?:联系|经办|负责)人[:：]"),
        in_units=False,
    ),
    Detail(
        "申请材料", re.compile(asked_noun("材料|证件")),
        re.compile(r"材料|证明|证件|复印件|原件|身份证|申[请报][表书]|登记表|信息表|表[》”」]|\d\s*份(?!额)|资料|照片|提交|提供|携带|出具|报送|附送|填写|填报"),
    ),
    Detail(
        "申请材料或办理流程",
        re.compile(asked_noun(f"{PAPER_NOUNS}|{STEP_NOUNS}") + rf"|{PAPERS_ASKED}|{APPLY_ASKED}|(?:怎么|如何|怎样|咋个?)(?:去)?(?:申请|申报|办理|提交|报名)"),
        re.compile(r"材料|申请表|流程|步骤|提交|报送|申请书|备案|批准|申请"),
    ),
    Detail(
        "具体金额",
        re.compile(rf"(?:{_MANY}|{SOME})(?:个|百|千|十)*(?:万|亿|块)(?![千百]?[瓦吨亩户人张株头套])|(?:{_MANY}|{SOME})(?:个)?(?:万|亿|千|百)?元|(?:亿|万)元|{_MANY}钱(?:一|每|钱)|(?:一|每)(?:个)?(?:公里|平方米?|平米|亩|人|户|家|所)(?:市里|政府|国家|能|给|可以|租金)*(?:补|奖|赔|给|发|要){_MANY}|(?:租金|工资|薪资|门票|罚款?|赔|奖金|押金){_MANY}|how much money|rmb|yuan|million"),
        re.compile(rf"{_NUMBER}\s*(?:万|亿)?(?:元|块)"),
        supposed=r"(?:是|为|给|补|达到?|超过|降到?|不低于)[^，。？?\d]{0,6}\d[\d.]*\s*(?:万|亿)?元",
    ),
    Detail(
        "具体比例",
        re.compile(rf"百分之几|百分之多少|百分比|比例(?:是|为|有)?(?:{_MANY}|几)|占比|权重|{SOME}成|(?:{_MANY}|{SOME})(?:个)?(?:百分点|点(?!钟))|费率(?:是|为|有|降到?)?{_MANY}|(?:比例|比率|占比|权重)[?？]?$|what (?:percent|share|proportion|rate)"),
        re.compile(rf"{_NUMBER}\s*(?:[%％]|个?百分点|倍|成)|分之|减半|全额|全覆盖|[零一二三四五六七八九十]成"),
        supposed=r"\d\s*[%％]|百分之[零一二三四五六七八九十\d]",
    ),
    Detail(
        "具体数额",
        re.compile(rf"{_MANY}(?:钱|资金|补贴|补助|奖励|经费|奖金|支持|扶持)|(?:补贴|补助|奖励|资助|奖金|金额|投资|造价|预算|规模|资金总额|总额)(?:标准|额度|金额|总额)?(?:是|有|为|达|给|到底)*(?:{_MANY}|几)|(?:金额|数额|额度)[^，。？?]{{0,4}}(?:{_MANY}|几)|(?:金额|数额|补贴标准|补助标准|奖励标准|收费标准|(?<!数)(?<!数\s)(?<!积)上限|额度)[?？]?$|(?:具体)?(?:金额|数额|补贴标准|奖励标准|补助标准|补偿标准)(?:是|有)?(?:{_MANY}|什么|几)|最高(?:能|可)?(?:给|拿|补|奖|贷)(?:到)?{_MANY}|how much (?!time)"),
        re.compile(rf"{_NUMBER}\s*(?:(?:万|亿)?元|[%％]|个?百分点|倍|成|分)|百分之|减半|全额|免收|免费|不收取|不再增收|不增收"),
    ),
    Detail(
        "具体期限",
        re.compile(rf"{SOME}(?:个)?(?:年头|年|载|个?月|天|日(?!益)|周|小时|分钟|工作日)(?!级|底|份|初|末)|{_MANY}(?:年|天|个?月|小时|分钟|个?工作日)|多久|多长时间|多长期限|期限(?:是|为|有)?(?:{_MANY}|多长|几)|how long|how many (?:years|months|days|minutes)"),
        re.compile(rf"{_NUMBER}\s*(?:个)?(?:年|月|天|日|周|小时|分钟|个?工作日)|每(?:半年|两年|[年月周季日])[^。；]{{0,12}}次"),
    ),
    Detail(
        "具体时间",
        re.compile(asked_noun("截止") + r"|(?:申报|申请|提交)(?:的)?(?:时间|日期)|几号(?!楼|院|门|线|文|令|通告|公告|文件)|几月|(?:哪个|什么)时间|哪(?:一)?天(?!起)|星期几|周几|哪年|哪一年|哪月|(?:什么时候|啥时候|何时|几时)(?:能|以前|之前|前)?[^，。？?]{0,6}(?:发|到账|开工|开通|通车|建成|完工|完成|截止|申报|出台|兑现|拨付|拿到|投用|启动|投入|开放|结束|清理)|(?:开工|开通|通车|建成|完工|投用|竣工)[^，。？?]{0,4}(?:时间|日期|什么时候|啥时候|何时|几时)|deadline|by when|what year|which year"),
        re.compile(rf"\d{{4}}\s*年|{_NUMBER}\s*月|年底|月底|年内|当[日天月年]|次[日月年]|之前|以前|{_NUMBER}年(?:内|行动|过渡期)|星期|周[一二三四五六日]"),
    ),
    Detail(
        "具体名单",
        re.compile(asked_noun(LISTS_ASKED) + r"|(?:具体|各个?|全部)(?:的)?(?:名称|名字)|哪几条(?:线|路|街)|哪几(?:所|家|个)(?:学校|医院|企业|公司)(?!负责|牵头)|names? of (?:the )?(?:schools|companies|areas|lines)"),
        # A list is at least three names side by side.
        re.compile(r"(?:[^、，。；：]{2,14}、){2,}[^、，。；：]{2,14}(?:等|和)"),
    ),
    Detail(  # 能报几个: what is counted may be printed as 项, 名, 种
        "具体数量", re.compile(rf"(?:{_MANY}|{SOME})个(?!钱|百分点|点|方面|月|年|部门|单位|局|业主|老板|人|工作日|专管|窗口)|how many (?!years|months|days|minutes|clauses|articles)"),
        re.compile(rf"{_NUMBER}\s*(?:条|所|家|名|位|座|套|辆|趟|站|项|人|样|种|类|件|次|户|学时|课时|个(?!百分点|月|工作日))|“一对一”"),
    ),
    Detail(
        "具体数量",
        re.compile(rf"(?:{_MANY}|{SOME})(?:条(?!措施|政策|款)|所|家(?!单位|部门|机构)|名|位|座|公里|亩|平方|套|辆|趟|站|车道)"),
        re.compile(rf"{_NUMBER}\s*(?:条|所|家|名|位|座|公里|亩|平方|套|辆|趟|站|车道|个(?!百分点))|“一对一”"),
    ),
)
# 几亿千瓦, 多少张, 几学时: a number of anything, told by what follows.
_OF_ANYTHING = re.compile(rf"(?:多少|好多|几多|{SOME})(?:个|多)?(?:[十百千万亿]*)(?P<unit>[\u4e00-\u9fff]{{1,2}})")
# 最低学时, 年龄上限, 面积多大: the unit is in the noun.
_BY_NOUN: tuple[tuple[str, str, str], ...] = (
    (r"年龄|岁数|多大(?:岁数|年纪)", "年龄", r"岁"), (r"面积", "面积", r"平方米|平米|㎡|m2|亩|公[顷頃]|平方公里"), (r"学时", "学时", r"学时"),
    (r"分数|几分|多少分", "分值", r"分"), (r"人数|多少人|几(?:个)?人", "人数", r"人|名"), (r"次数", "次数", r"次"),
    (r"字数|多少字|几字", "字数", r"字(?!第|号|\d)"), (r"每(?:亩|人|户|头|株|辆|套|间|床|餐|次|月|吨)[?？]?$", "标准", r"元|%|分|斤"), (r"时限|年限|期限|时长", "期限", r"年|个?月|天|日|周|小时|分钟|工作日"),
)
# 我46岁, 年薪28万, 种了300亩: what a person says of himself is held against a figure of that kind.
_OWN_FIGURE = re.compile(r"(?<!\d)(?!(?:19|20)\d\d年)\d[\d.]*\s*[多余]?(?:十|百|千|万|亿)*(?P<unit>岁|周岁|亩|万(?!人)|元|年|个月|人|家|平方米|平米|分|级|天)(?!度|代|级|以来|[\d])")
# 由谁来当, 哪家来把关: who does it. Helps to find the measure; a clause's note of its units may answer it too.
_DOER = Detail(
    "由谁负责", re.compile(r"谁|哪(?:个|家|些|几个|几家)?(?:部门|单位|机构|科室|局|来)|\bwho\b"),
    re.compile(r"由[^，。；]{2,20}?(?:负责|担任|牵头|承担|组织|受理|审核|办理|实施|审批|认定)|牵头|(?:部门|局|委|办公室|中心|科)(?:负责|受理|审核|审批|会同)|责任单位"),
)
# 申请条件是什么, 谁能申请: a measure that sets conditions, not one that mentions them (符合条件的，予以受理).
_CONDITIONS = Detail(
    "条件", re.compile(r"条件|资格|门槛|要求是|谁(?:能|可以|有资格)|eligib|condition|qualif|who can"),
    re.compile(
        r"(?:符合|具备|满足|有)[^，。；]{0,12}(?:下列|以下|下述)[^，。；]{0,10}(?:条件|情形|要求|之一)|(?:下列|以下)[^，。；]{0,6}(?:条件|情形)|"
        r"(?<!符合)(?<!满足)(?:申请|申报|认定|准入|救助|补贴|补助|享受|基本)条件(?=[:：\n]|$|为|包括|是|如下)|(?:救助|补贴|补助|支持|扶持|适用|申报|申请|保障)(?:的)?(?:对象|范围)"
    ),
)
# 服务对象是哪些人: a measure that says for whom, not one that sets conditions for those who serve them.
_ADDRESSEES = Detail(
    "对象", re.compile(r"对象|(?:什么|哪些|哪类|啥)(?:样的?)?(?:人|企业|单位|家庭|群体)(?!负责|牵头)"),
    re.compile(r"(?:服务|救助|补贴|补助|支持|扶持|适用|申报|申请|保障|发放|享受|受助|资助)(?:的)?(?:对象|范围|人群)|面向|适用于|(?:下列|以下)(?:人员|对象|企业|单位|情形)|所称[^，。；]{2,16}(?:是指|指)"),
)
_NO_UNIT = re.compile(r"[的是吗呢了啊呀给能可要拿领补奖贷到才就都和与及，。在用]|钱|资金|补贴|补助|奖励|支持|标准|方面|部门|单位|措施|政策|条款|业主|老板")
# Units that people say for one another.
_SAME_UNIT = (
    ("个月", "月"), ("天", "日", "个工作日", "工作日"), ("人", "名", "位"), ("样", "种", "个", "项", "类"), ("岁", "周岁"),
    ("平方", "平方米", "平米", "㎡"), ("公顷", "頃"), ("块", "元"), ("家", "户", "个"), ("场", "次"), ("斤", "公斤", "千克"),
)


def asked_detail(folded: str) -> Detail | None:
    """The detail a folded question asks for; None if it asks for none that can be checked."""
    return next((detail for detail in DETAILS if _asks_for(detail, folded)), None)


def _asks_for(detail: Detail, folded: str) -> bool:
    """True if a folded question asks for a detail; 几 that means some asks for none."""
    found = detail.asked.finditer(folded)
    return any("几" not in match.group() or not means_some(folded, match.start() + match.group().index("几")) for match in found)


def asked_details(folded: str) -> tuple[Detail, ...]:
    """Every detail that a folded question asks for, numbers of anything included (共演几场，哪天演完).

    >>> [detail.label for detail in asked_details("年产量要超过几亿吨，哪天截止")]
    ['具体时间', '吨的数']
    """
    found = [detail for detail in DETAILS if _asks_for(detail, folded)]
    numbers = {"具体金额", "具体比例", "具体数额", "具体期限", "具体数量"}
    if not any(detail.label in numbers for detail in found):
        found += [_number_of(match.group("unit")) for match in _OF_ANYTHING.finditer(folded) if not _NO_UNIT.search(match.group("unit"))]
        found += [Detail(label, NEVER, re.compile(rf"{_NUMBER}\s*(?:多|余)?[十百千万亿]*\s*(?:个)?(?:{shown})"))
                  for noun, label, shown in _BY_NOUN if re.search(noun, folded)]
    return tuple(found)


def asks_who(folded: str) -> Detail | None:
    """What a measure shows that says who does it, where a folded question asks for that; else None."""
    return _DOER if _DOER.asked.search(folded) else None


def asks_for_conditions(folded: str) -> Detail | None:
    """What a measure shows that sets conditions or says for whom, where a folded question asks for these; else None."""
    return next((detail for detail in (_CONDITIONS, _ADDRESSEES) if detail.asked.search(folded)), None)


def own_figures(folded: str) -> tuple[Detail, ...]:
    """What a person's own figures are held against: 我46岁 wants a measure that speaks of an age.

    >>> [detail.label for detail in own_figures("我46岁，年薪28万，能申请吗")]
    ['岁的数', '元的数']
    """
    units = dict.fromkeys("元" if unit.startswith("万") else unit for unit in _OWN_FIGURE.findall(folded))
    return tuple(_number_of(unit) for unit in units)


def _number_of(unit: str) -> Detail:
    same = next((units for units in _SAME_UNIT if unit in units or unit[0] in units), (unit, unit[0]))
    shown = "|".join(sorted(map(re.escape, {unit, *same}), key=len, reverse=True))
    number = rf"(?:{_NUMBER}|[ivx]{{1,4}}(?=级)|(?:国家|省|市|县)(?=级))" if unit[0] == "级" else _NUMBER
    return Detail(f"{unit}的数", NEVER, re.compile(rf"{number}\s*[多余十百千万亿]*\s*(?:个)?(?:{shown})"))


def supposed_detail(folded: str) -> Detail | None:
    """The detail a yes/no question needs: one it supposes (权重是否为60%？), or one asked for all the same."""
    for detail in DETAILS:
        if detail.of_any_kind and detail.asked.search(folded):
            return detail
        if detail.supposed and re.search(detail.supposed, folded):
            return detail
    return None


def gives(detail: Detail, quotes: Sequence[str]) -> bool:
    """True if any quote contains the least that the detail needs; in a row of a table the unit stands in its head."""
    return any(detail.shown.search(quote) or NUMBER_IN_ROW.search(quote) for quote in quotes)
