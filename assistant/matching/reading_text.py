"""A profile from plain words: 我们是成都的小微企业，做软件的，没有裁员.

Fields are read only where the owner speaks of itself; every clause is kept as a statement besides, so that nothing
said is lost and the person can correct what was read.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from assistant.matching.kind_of_speaker import also_in, kind_in
from assistant.matching.numbers import HOPED, figures_in, plain_numbers, quantities_in, unit_of, with_growth
from assistant.matching.profile import Figure, Profile, Statement
from assistant.matching.size_classes import sizes_possible
from assistant.matching.wording import without_negation
from corpus.numerals import find_dates
from corpus.policy import Audience
from corpus.repair.simplified import to_simplified
from corpus.support.areas import Area, seat_in
from corpus.support.vocabulary import SIZES, ownership_in, qualifications_in, sections_in, sizes_in, trades_in

_LONGEST = 4000
_CLAUSE = re.compile(r"[，,。；;！!？?\n]+")
_QUESTION = re.compile(r"(?:(?<!没)(?<!过)(?<!有)(?<!不是)(?<!不算)(?<!没啥)什么(?![^，]{0,10}都)|哪些|哪个|哪种|多少|怎么|如何|能不能|能否|可不可以|可以吗|有没有(?=.{0,6}(?:支持|补贴|政策|优惠|奖))|行吗|吗$|呢$|有啥|帮我|请问|符合.{0,4}政策)")
_OPENING = re.compile(r"^(?:另外|而且|但是?|不过|还有|同时|然后|因为|由于|所以|目前|现在|今年|去年)?(?:我们?(?:这边|家|厂|店|单位|公司|企业)?|本(?:公司|企业|人|单位|店|厂)|俺们?|公司|企业|咱们?|自己|这边|单位|也|还|都|又(?!不?[\u4e00-\u9fff]{1,4}了)|就|一家|一个|是(?:一(?=[家个名位]))?[家个名位]?)*")
_PLANS = re.compile(r"(?:正?打算|商量|筹备|筹划|酝酿|琢磨|准备|计划|拟|想要?|希望|考虑|预备|正要|有意|将要?|争取|冲刺|努力成为|明年|以后)(?=.)")
_APPLIES = re.compile(r"申[请报](?![^，]{0,8}(?:批|核准|同意|通过|成功|下来|拿到|获))|培育期|备案中|投标(?!中)|竞标|报了(?:名|[^，]{1,8}(?:考试|认证)|[^，]{0,10}(?:奖|称号|认定|项目|资质|名单)$)|递上去")  # what is applied for is not held
# 笔试考了，证还没发: what an office has not finished is not there yet.
_UNDER_WAY = re.compile(r"[报考申审评递交投]|认定|争取|备案|公示|过了")
_PENDING = re.compile(r"(?:还|正|仍)?在(?:公示|评审|审核|审批|审$|排队|走流程|走程序|办理)|(?:还没|尚未|还未|没有?)(?:考(?!虑)|评(?!上)|审|批|发(?:证|$|下)|下来|出来|公示|拿到|出结果|开标)|等着?(?:发|批|审|评|通知|结果|公示)|要等")
# What the speaker does not know himself.
_UNSURE = re.compile(r"不(?:太|大)?清楚|不知道|不确定|没弄清|没搞清|记不(?:太|大)?(?:清|得|准)|([\u4e00-\u9fff])不\1[^，]{0,8}(?:要|得|没|不)|说不(?:准|清)|没听说|(?:要|得|还没|没)(?:去)?查(?:$|一?查|过$)|(?:有没有|是不是|算不算|够不够)[^，]{0,12}(?:不好说|没(?:人)?(?:问|说)|要(?:看|问|等)|没定|难说)")
# 收入没算, 机型还没定: a thing not counted or settled is neither so nor otherwise.
_UNCOUNTED = re.compile(r"没(?:有|人)?(?:去|来|再)?(?:算(?!错)|数|测|查|统计|核(?!准|销|酸)|分开|问|定(?!居|向|点|金)|看清|听说)(?:过|清|清楚|好|准|下来)?(?:我|$)")
# 材料填好了，还没提交; 局里还没来确认: what is under way or waits for an office.
_NOT_YET = re.compile(r"(?:还|尚|暂|仍)(?:没有?|未)(?!人|过期|到期)")
_ANOTHER_ONE = re.compile(r"还有(?:一|几|两|些|的)|另外?有?[一几两][件家个台项处位名]|其中|有(?:的|些|一部分)")  # 还有一件没走PCT says nothing of the first
_OFFICE_ACTS = re.compile(r"(?:没有?|未)(?:来|给|去)?(?:发(?!生|现|展)|批|确认|公示|下来|出来|审|答复|回复|出结果)")
_GRANTED = re.compile(r"授权|取得|获得|拿到|评上|认定|通过|考上|建|投产|开业")
_IN_HAND = re.compile(r"正|打算|准备|计划|想|在(?:办|审|走|扫描|填|写|做)|递|填好|保存|等|笔试|休学|读到")
# 隔壁那家厂办了备案，区里也批了: said of another until one speaks of oneself.
_SOMEBODY_ELSE = re.compile(r"(?:听说|据说)|(?:街道|社区|[镇区县市]里|政府|[\u4e00-\u9fff]{1,4}局)正?在?(?:招(?!商|了|到)|征集)|(?:(?:我们?|咱们?)?(?:旁边|隔壁|对面|附近|邻近|楼[上下]|别的|另外?一|同村)(?:的|那|这)?(?:一?家|个)?[^，]{0,8}(?:厂|公司|企业|店|合作社|单位|医院|学校|人家|项目))")
_OWN_WORD = re.compile(r"我|咱|俺|本(?:人|公司|企业|院|校|店|厂)|自己|^公司|^企业")
_ZONE = re.compile(r"[\u4e00-\u9fff“”\"]{0,12}?(?:重点片区|自贸试验区|自由贸易试验区|自贸区|示范区|开发区|新片区|高新区|产业园区|工业园区|园区|产业园|科学城|综合保税区|片区|新区|美食街)")
_FIELD_NUMBERS: tuple[tuple[str, str, str], ...] = (
    ("employees", r"(?:员工|职工|从业人员|人员|共有?|总共|一共|规模|有|现有|雇了?|团队)[^，。\d]{0,6}$", "人"), ("revenue", r"(?:营业收入|主营业务收入|营收|销售收入|销售额|收入|产值)[^，。\d]{0,6}$", "元"),
    ("assets", r"(?:总资产|资产总额|资产)[^，。\d]{0,4}$", "元"), ("loan", r"(?:贷款|借款|贷了?|借了?|融资)[^，。\d]{0,6}$", "元"), ("investment", r"(?:总投资|投资额?|(?<!研发)(?<!技术)(?<!广告)投入|投了)[^，。\d]{0,6}$", "元"),
)  # fmt: skip
_LOAN_BEHIND = re.compile(r"^(?:的|元的)?(?:银行)?(?:贷款|借款)")
_STAFF_BEHIND = re.compile(r"^(?:的)?(?:员工|职工|在职|规模)")
_LOST = re.compile(r"过期|失效|已到期|取消了?资格|被取消|撤销|摘牌|落选|没评上|没通过|没拿到|退库|被拒")
_COMPLETE = re.compile(r"(?:没有|无)(?:任何|其他|其它|别的|什么)?(?:资质|荣誉|称号|认定|头衔)")


def read_text(text: str, today: date | None = None) -> Profile:
    """Read a profile from what an enterprise says of itself; ``today`` counts 成立三年 backwards."""
    raw = text[:_LONGEST].strip()
    text = _full_zones(to_simplified(raw))
    found: dict[str, Any] = {"text": text, "traditional": sum(a != b for a, b in zip(raw, to_simplified(raw), strict=False)) >= _TRADITIONAL, "kind": kind_in(text)}
    found["also"] = also_in(text, found["kind"])
    alone = found["kind"] == Audience.PERSON.value and not found["also"]  # who has no trade of his own
    statements: list[Statement] = []
    figures: list[Figure] = []
    held: set[str] = set()
    lacks: set[str] = set()
    sections: set[str] = set()
    trades: list[str] = []
    zones: list[str] = []
    outside: list[str] = []
    area = origin = Area()
    seated = last_denied = False
    before = ""
    clauses = [piece.strip() for piece in _CLAUSE.split(text) if piece.strip()]
    others = False
    for clause, behind in zip(clauses, [*clauses[1:], ""], strict=True):
        if _QUESTION.search(clause):
            clause = re.sub(r"(?:能不能|能否|可不可以|可以|想问|请问|有什么|有哪些|哪些|(?<!不是)(?<!不算)什么(?![^，]{0,10}都)|怎么|如何|有没有).*$", "", clause)
            if len(clause) < 3:
                continue
        words = _OPENING.sub("", clause)
        words = words if len(words) > 1 else clause  # 都是自己种
        plan = _PLANS.search(words)
        planned = plan is not None and not re.search(r"想象|联想", words)
        applies = _APPLIES.search(words) is not None or (_UNDER_WAY.search(words) is not None and _PENDING.search(behind) is not None)
        others = _SOMEBODY_ELSE.match(clause) is not None or (others and _OWN_WORD.search(clause) is None)
        words = words[plan.end() :] if plan and planned and plan.start() <= 2 else (words.replace(plan.group(), "") if plan and planned else words)
        _, denied = without_negation(re.sub(r"不?裁员|少裁员|不停产|未成年|不动产|无人机", "", words))
        denied = denied or _LOST.search(words) is not None
        denied_all = denied or (last_denied and re.match(r"也|和", clause) is not None)
        planned = planned or applies
        own = not denied_all and not planned
        for piece in _said_apart(words):
            if others or _OF_OTHERS.match(piece) or _UNSURE.search(piece) or _UNCOUNTED.search(piece):
                continue
            if _ANOTHER_ONE.match(clause) and without_negation(piece)[1]:
                continue
            if _NOT_YET.search(clause) and without_negation(piece)[1] and (_OFFICE_ACTS.search(piece) or (not _GRANTED.search(piece) and (_IN_HAND.search(before) or _IN_HAND.search(behind)))):
                continue
            core, its_own = without_negation(piece)
            lost = _LOST.search(piece) is not None
            said = core if its_own else piece
            statements += [_statement(part, its_own or lost, planned) for part in re.split(r"、(?=[^、]{0,10}(?:的|了)$)", said)]
        names = tuple(name for name in qualifications_in(clause) if name not in _PLACES_TO_BE or not _GUEST.search(clause))
        if names and not planned and not _of_others(clause):
            (lacks if denied_all else held).update(names)
        if _COMPLETE.search(clause):
            found["complete"] = True
        place = seat_in(_FROM.sub("", clause))
        here = not planned and not _NOT_HERE.search(clause) and not _PASSED_THROUGH.search(clause)  # 在广州没找到工作 is in 广州 all the same
        if place and here and _ORIGIN.search(clause) and not _BACK_HOME.search(clause):
            origin = origin or place
        elif place and here and (not area or (not seated and _SEAT.search(clause) is not None and place.province not in ("", area.province))):
            area, seated = place, _SEAT.search(clause) is not None
        elif place and here and place.province in ("", area.province):
            area = Area(area.province or place.province, area.city or place.city, area.district or place.district)
        for zone in _ZONE.finditer(clause):
            (outside if denied_all else zones).append(re.sub(r"^.*(?:我们|公司|位于|入驻|在|是|于|的|某个?)", "", zone.group()))
        if not denied_all and not _of_others(clause) and not alone:
            sections |= sections_in(_self(clause)) if not sections or re.search(r"[是做]|从事|主营|经营|生产|开", clause) else set()
            trades += trades_in(_self(clause))
        if denied_all and not planned and not _of_others(clause) and (not_these := sizes_in(clause if "企业" in clause else clause + "企业")) and re.search("不是|不属于|并非", clause):
            found.setdefault("sizes", frozenset(SIZES) - not_these)
        if own and not found.get("sizes") and not _of_others(clause) and not _BIG_THINGS.search(clause):
            sized = _SIZED.sub(r"\1企业", clause)
            sized = "小企业" if _SMALL.search(clause) and not _NOT_SMALL.search(clause) else sized
            sizes = sizes_in(sized if "企业" in sized else sized + "企业") if (not _OTHER_FIRMS.search(clause) and re.search(r"[大中小微]型|小微|中小|微企|[大小](?:企业|公司|厂)", clause)) or sized == "小企业" else frozenset()
            if sizes:
                found["sizes"] = sizes
        if own and not found.get("ownership") and not _of_others(clause):
            found["ownership"] = ownership_in(_OTHERS_HOUSE.sub("", clause))
        if re.search(r"规上|规模以上", clause) or (not planned and _OVER_SCALE.search(clause)):
            found["above_scale"] = not denied_all
        _numbers(clause, before, found, figures, today)
        before = clause
        last_denied = denied_all
    statements += _hardship(text)
    if {"C", "F"} <= sections and (_MAKES.search(text) or _SELLS.search(text)):
        sections.discard("F" if _MAKES.search(text) else "C")  # 口罩 may be made or sold: by what is done with them
    found |= {
        "area": area or origin, "zones": tuple(dict.fromkeys(zones)), "outside": tuple(dict.fromkeys(outside)), "sections": frozenset(sections),
        "trades": tuple(dict.fromkeys(trades)), "qualifications": frozenset(held - lacks), "lacks": frozenset(lacks),
        "statements": tuple(s for s in statements if len(s.words) > 1), "figures": with_growth(figures),
    }
    if found["kind"] == Audience.PUBLIC_SERVICE.value:
        found["sections"] = frozenset(sections & set("PQ"))  # a school's courses are not its trade
    if found["kind"] == Audience.FARM.value and not sections:
        found["sections"] = frozenset("A")
    if not found.get("sizes") and sections:
        # Of several lines of business it may be in, what all of them leave open.
        found["sizes"] = sizes_possible(sections, found.get("employees"), found.get("revenue"), found.get("assets"))
    return Profile(**found)


_OVER_SCALE = re.compile(r"[上进入升]了?规(?=$|[，。；了的])")  # 已经上规了
_TRADITIONAL = 3  # characters that only the Traditional script has


def _full_zones(text: str) -> str:
    """Zones by their full names: 综保区 is a 综合保税区."""
    return re.sub(r"综保区|保税区(?<!综合保税区)", "综合保税区", text)


_SELLS = re.compile(r"卖|批发|零售|销售|代理|买卖|[开是][^，。；]{0,6}店")
_MAKES = re.compile(r"(?<![叫当])做(?![^，。；]{0,8}(?:生意|贸易|批发|零售|销售|代理|买卖|电商|外贸|直播))[^，。；]{1,8}的?厂?(?=$|[，。；])|(?:我们|咱|俺|[\u4e00-\u9fff])厂(?!商|家直|址)|生产线|车间|(?:我们|自己|主要|专门?)[^，。]{0,6}(?:生产|制造|加工)")
# 且, 而且; 房东是个人不是国资; 我们公司没有引进博士: each part is said for itself.
_DENIED_OF_IT = re.compile(r"(?:也|还|都|目前|今年|去年|一直)?(?:没|未|从没)")
_SAID_APART = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?=也(?:没|不(?!少|错|断|仅))(?=[^，]))|(?<=没生意|没收入|没订单|没客人|没活干|没钱赚)(?=[^，]{0,4}[交缴付还发])|且(?!不)|并且|而且|还(?![没未不无]|[有剩差]\d|[有剩差]不?到?[一二两三四五六七八九十几半])(?=[^，]{2,}了?$)|(?<=[\u4e00-\u9fff]{5})(?=因为?[^，]{1,10}(?:没|未))|(?<=[\u4e00-\u9fff]{2})而?(?=不是[^，]{2,})|(?<=公司|企业|单位|餐厅|酒店|机构|学校|医院)(?=(?:也|还|都|目前|今年|去年|一直)?(?:没|未|从没))|(?:但是?|可是|不过|只是)(?=[^，]{2,})")
# 入驻了孵化器: who is in one is none.
_PLACES_TO_BE = frozenset("科技企业孵化器 众创空间 大学科技园 重点实验室 工程研究中心 技术创新中心 产业创新中心 制造业创新中心 新型研发机构 企业技术中心 A级景区 星级酒店".split())
_GUEST = re.compile(r"入驻|进驻|搬进|搬到|在[^，]{0,16}(?:里|内|中|上班|工作|办公|创业)|依托|合作|委托|租|附近|旁边")
# 客户里有出口企业: what others do.
_OF_OTHERS = re.compile(r"(?:我们?的?|公司的?)?(?:客户|供应商|合作伙伴|隔壁|邻居|朋友|对手|同行|上游|下游|股东|母公司|总公司|集团|园区?里|楼里|亲戚|别人|其他(?:企业|公司))(?:里|中|们)?(?:有|是|都|为|做|在)")
_NOT_HERE = re.compile(r"不在|不是|(?:没有?|未|不)(?:在|到|去|落户|迁)|并非|没有?[^，]{0,8}(?:总部|分公司|注册)")
# 我是澳门居民，在广州住了三年: where somebody is from is not where he is.
_ORIGIN = re.compile(r"(?:居民|户籍|户口|籍|(?<!回)(?:[^回，]|^)老家|出生|来自|毕业|[\u4e00-\u9fff]{2}人(?=$|[，。；]))(?![^，]{0,8}[在住])")
_PASSED_THROUGH = re.compile(r"^(?:我|我们|俺|咱)?(?:之前|以前|原来|原先|早先|曾经?|过去)(?:一直|都)?在|牌照|车牌|上的牌|面试|参展|出差|旅游|玩")  # where one was, is going or has a thing from
_FROM = re.compile(r"从[^，。]{1,12}?(?=买|贷|借|进了|进口|采购|引进|招|拿|租|转让|搬|迁|调|来|回)")
_SEAT = re.compile(r"现在|如今|目前|公司|注册|登记|住|落户|搬[到进]|迁到|在|开(?:了|着|店)|上班|打工|工作")
_BACK_HOME = re.compile(r"回(?:到|了)?[\u4e00-\u9fff]{0,6}老家")
_SIZED = re.compile(r"(大中型|大型|中型|小型|微型)(?!企业)(?=[^，]{0,6}(?:公司|厂|店|社|机构|农场|院|园|所))")
# 一家小餐饮公司, 小作坊, 夫妻店: small, in an owner's own words.
_SMALL = re.compile(r"(?<!大)(?<!中)小(?:本|微)?[\u4e00-\u9fff]{0,4}?(?:公司|企业|厂(?!房)|店(?!员)|馆|铺|作坊)|夫妻店|小本生意|小生意|作坊")
_NOT_SMALL = re.compile(r"小(?:程序|额|学|吃|家电|龙虾|麦|米|区|镇|说|语种|商品|五金|提琴|孩|朋友|动物|游戏|视频|贷|巨人)|小[\u4e00-\u9fff]{0,4}(?:楼|路)")
_BIG_THINGS = re.compile(r"[大中小微]型(?=[^，。]{0,2}(?:年会|会议|活动|赛事|展|商场|超市|设备|机[械器]|项目|客户|车|船|基地|仓库|场))|(?:客户|合作|供应商|里头?|里面)[^，。]{0,6}(?:是|有)[^，。]{0,4}[大中小微]")
_OTHER_FIRMS = re.compile(r"(?:里面|园里|楼里|场内|入驻|服务)[^，]{0,8}[\d一二三四五六七八九十百多几]+(?:多|余)?[家户]")
_HIT = re.compile(r"(?:受|因|遭)[^，。；]{0,4}疫情|疫情[^。；]{0,16}(?:订单|生意|客人|客流|收入|团|货)[^，。；]{0,8}(?:没了|停了|少了|下降|下滑|全没|全退|断了|大减|锐减|骤减|腰斩|不好)|疫情[^。；]{0,24}?(?:没[^有受]|少了|停|关门|退|取消|黄了|惨|打击|冲击|不让|亏|断|垮|歇业|封)")
_PRESSED = re.compile(r"(?:没有?|没了?)(?:任何|一点|什么)?(?:收入|订单|生意)|(?:订单|收入|生意|客人)[^，。；]{0,6}(?:没了|全没|全退|断了|锐减|骤减|腰斩)|周转不(?:开|过来|灵)|撑不(?:住|下去)|入不敷出|发不出工资|[交缴付还]不(?:起|上|出|了)|资金链|揭不开锅|困难")
_SPARED = re.compile(r"没(?:有|怎么|什么|啥)?(?:受|影响)|未受|不受(?!.{0,6}限制)|影响不大|不困难|没有?困难")


def _hardship(text: str) -> list[Statement]:
    """受疫情影响 and 困难 as owners tell them: 疫情来了订单全没了, 周转不开."""
    if _SPARED.search(text):
        return []
    told = [Statement("受疫情影响")] if _HIT.search(text) else []
    told += [Statement("面临暂时性生产经营困难")] if _PRESSED.search(text) else []
    owed = dict.fromkeys(name for pair in _OWED.findall(text) for name in pair if name)
    return [*told, *(Statement(f"缴纳{name}有困难") for name in owed)]


# 房租交不上了: what it can't pay.
_DUES = r"房租|租金|社保费?|社会保险费?|保费|贷款|水电费|电费|工资|物业费"
_OWED = re.compile(rf"({_DUES}|[\u4e00-\u9fff]{{0,6}}税款?)[^，。；]{{0,6}}[交缴付还发]不(?:起|上|出|了)|[交缴付还发]不(?:起|上|出|了)(?:员工的?|职工的?)?({_DUES}|税)")


# 租的民营写字楼, 民营医院的客户: whose it is, and not who speaks.
_OTHERS_HOUSE = re.compile(r"(?:国有|国企|央企|集体|民营|私营|私人|外资|外商)(?:的|企业的?|公司的?|老板的?)?[^，。；]{0,4}?(?:写字楼|楼宇?|厂房|房子?|物业|场地|仓库|门面|商铺|铺面|商场|市场|医院|银行|学校|客户|股东|园区?)")
# 规划环保都合规, 消防验收过了: what is in order, and no line of business.
_IN_ORDER = re.compile(r"(?:[、和及与]|规划|环保|消防|安全(?:生产)?|卫生|用地|土地|节能|环评|税务|食品安全|建设|施工|能耗){1,8}(?:方面|这些|手续|许可|审批|验收|检查|评价|也|都|全|均|已经?)*(?:合规|合法|合格|齐全?|齐备|达标|没(?:有)?问题|过关|通过|过了|批(?:了|下来)|办(?:了|好|齐|完)|手续|许可证?|验收|检查|处罚|评价|报告|审批)")


def _statement(words: str, denied: bool, planned: bool) -> Statement:
    return Statement(words.strip(), not denied, planned)


def _self(clause: str) -> str:
    """The clause without those the enterprise deals with: 给汽车厂做软件 is about software."""
    clause = _IN_ORDER.sub("", clause)
    return re.sub(r"(?:给|为|向|帮|(?<!出)租(?!赁|车)|承租|跟|与|和|对)[^，。]{1,14}?(?=做|提供|开发|生产|服务|供|配套|的房|房|合作|贷款|放贷|减)|从[^，。]{1,10}?(?=贷|借|买|租|拿|进了|进口|采购|引进|招)", "", clause)


def _of_others(clause: str) -> bool:
    """Whether the words describe somebody else: 给中小微企业放了贷款, 租国有企业的房子."""
    return re.search(r"(?:给|为|向|帮|帮助|(?<!出)租(?!赁|车)|承租|跟|与|和|对|服务)(?:了)?[^，。]{0,12}(?:企业|公司|商户|单位|国企|国有)[^，。]{0,12}(?:贷|放|提供|减免|减|免|房|物业|服务|合作|租)|(?:(?<!出)租(?!赁|车)|承租)(?:了|的|着)?[^，。]{0,12}(?:国企|国有|企业|公司)|(?:国有|国企)[^，。]{0,8}(?:房|物业|场地|物业管理)", clause) is not None


def _numbers(clause: str, before: str, found: dict[str, Any], figures: list[Figure], today: date | None) -> None:
    plain = plain_numbers(clause)
    at = 0
    for quantity in quantities_in(plain):
        about, behind = plain[at : quantity.span.start], plain[quantity.span.end :]
        at = quantity.span.end
        field = ""
        for name, words, unit in _FIELD_NUMBERS:
            if unit_of(quantity.unit) == unit and (re.search(words, about) or (name == "loan" and _LOAN_BEHIND.match(behind)) or (name == "employees" and _STAFF_BEHIND.match(behind))):
                field = name
                break
        if field and not HOPED.search(clause) and not _PART_OF_STAFF.search(about + behind[:6]):
            found.setdefault(field, int(quantity.number) if field == "employees" else Decimal(quantity.number))
        if quantity.unit == "年" and quantity.number == int(quantity.number) and quantity.number < 200 and today is not None and _FOUNDED_AGO.search(about + behind[:4]):
            found.setdefault("founded", today.replace(year=today.year - int(quantity.number), day=min(today.day, 28)))
    figures += figures_in(clause, before, today)
    if re.search(r"成立|注册|创办|开业", clause) and (days := find_dates(clause)):
        found.setdefault("founded", days[0][2])


_PART_OF_STAFF = re.compile(r"新招|招了|招用|服务人员|研发人员|引进|毕业生|残疾|博士|硕士|见习|参训|培训")
_FOUNDED_AGO = re.compile(r"成立|开办|注册|创办|(?:公司|店|厂|企业)开了")


def _said_apart(words: str) -> list[str]:
    """The parts of a clause that are said each for itself; 高新技术企业还没认定下来 is one: the firm named is what is denied, not who speaks."""
    pieces = _SAID_APART.split(words)
    return [words] if len(pieces) > 1 and qualifications_in(pieces[0]) and _DENIED_OF_IT.match(pieces[1]) else pieces
