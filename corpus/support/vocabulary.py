"""The field's own words for enterprises: size classes, industry sections, ownership, common qualifications.

Sizes follow 统计上大中小微型企业划分办法（2017）, industries the sections of GB/T 4754-2017. Both the reading of
conditions and the reading of profiles take their words from here, so that the two can be compared.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources

from corpus.policy import Audience

SIZES = ("大型", "中型", "小型", "微型")
_SIZE_WORDS: tuple[tuple[str, frozenset[str]], ...] = (
    (r"大中型", frozenset({"大型", "中型"})),
    (r"大型(?=[\u4e00-\u9fff]{0,6}(?:企业|公司|厂)|工业|骨干|$|的|民营|国有|制造)|大企业", frozenset({"大型"})),
    (r"中小微型?|中小型和微型", frozenset({"中型", "小型", "微型"})),
    (r"小微型?|小型微型|小型、微型|小型和微型|微小型", frozenset({"小型", "微型"})),
    (r"中小型?(?=企业|型|工业|科技|市场|商贸|服务|外贸|制造|民营)", frozenset({"中型", "小型", "微型"})),  # 中小企业促进法: 微型 included
    (r"中型(?=[\u4e00-\u9fff]{0,6}(?:企业|公司|厂)|工业|$|的|民营|制造)", frozenset({"中型"})),
    (r"(?<!中)(?<!大)小企业|小公司|小厂", frozenset({"小型", "微型"})),
    (r"小型(?=[\u4e00-\u9fff]{0,6}(?:企业|公司|厂)|工业|$|的|民营|制造|商贸|服务)", frozenset({"小型"})),
    (r"微型(?=工业|企业|$|的)|微企", frozenset({"微型"})),
)

SECTIONS = {
    "A": "农、林、牧、渔业", "B": "采矿业", "C": "制造业", "D": "电力、热力、燃气及水生产和供应业", "E": "建筑业", "F": "批发和零售业",
    "G": "交通运输、仓储和邮政业", "H": "住宿和餐饮业", "I": "信息传输、软件和信息技术服务业", "J": "金融业", "K": "房地产业", "L": "租赁和商务服务业",
    "M": "科学研究和技术服务业", "N": "水利、环境和公共设施管理业", "O": "居民服务、修理和其他服务业", "P": "教育", "Q": "卫生和社会工作",
    "R": "文化、体育和娱乐业", "S": "公共管理、社会保障和社会组织", "T": "国际组织",
}
# 三友加工厂, 卖水果的, 种了两百亩茶: what no list holds is told by its shape.
_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:[\u4e00-\u9fff]{1,6})厂(?!房|区|商|址|家|界)|(?:组装|装配|代工)[\u4e00-\u9fff]{2,}"), "C"), (re.compile(r"(?:开|办)[^，。]{0,8}(?:店|铺|档口|摊)(?!面|长|员)"), "FHO"), (re.compile(r"(?<!买)卖[\u4e00-\u9fff]{1,6}的(?![说讲告])"), "F"),
    (re.compile(r"种(?:了|着)?[^，。]{0,10}(?:亩|棵|大棚)|养(?:了|着)?[^，。]{0,8}(?:头|只|羽|尾)"), "A"),
)


@lru_cache(maxsize=1)
def _trades() -> tuple[dict[str, frozenset[str]], re.Pattern[str]]:
    """The sections of every word of ``trades.txt``, and the pattern of all of them, the longest first."""
    sections: dict[str, frozenset[str]] = {}
    for line in resources.files("corpus.support").joinpath("trades.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            letters, words = line.split(": ")
            for word in words.split():
                sections[word] = sections.get(word, frozenset()) | frozenset(letters)
    return sections, re.compile("|".join(re.escape(word) for word in sorted(sections, key=lambda word: (-len(word), word))))


# What only stands in words that are no line of business.
_NO_TRADE = re.compile(r"工业用地|工业厂房|工业土地|工业园区?|工业和信息化|制造业创新中心|金融机构风险|新型工业化|数字化|金融支持|金融局|教育局|文化局|金融服务办|工业设备|金融服务")

OWNERSHIPS = ("国有", "集体", "民营", "外资")
_OWNERSHIP_WORDS = (
    (r"国有|国企|央企|中央企业|省属企业|市属企业|区属企业|国资", "国有"), (r"集体(?:企业|所有)", "集体"),
    (r"民营|私营|民企|非公有制", "民营"), (r"外资|外商投资|外企|合资|港澳台(?:资|商)", "外资"),
)

# A qualification: what it is called, the words for it, and what holding it implies.
_QUALIFICATIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("国家高新技术企业", r"国家级?高新技术企业|国高新|国家高(?:企|新(?!区|技术产业|技术开发|技术园))", ("高新技术企业",)),
    ("中关村高新技术企业", r"中关村高新技术企业", ()),
    ("高新技术企业", r"高新技术企业|高企|高新企业|高新(?:的)?(?:证|资质|资格)", ()),
    ("技术先进型服务企业", r"技术先进型服务企业", ()),
    ("科技型中小企业", r"科技型中小微?企业|科小", ()),
    ("科技型企业", r"科技型(?:小微|初创|小型|微型|领军)?企业|科技企业(?!孵化)|科创企业", ()),
    ("专精特新小巨人", r"(?:国家级?)?[“\"]?专精特新[”\"]?重?点?[“\"]?小巨人[”\"]?(?:企业)?|[“\"]?小巨人[”\"]?企业|小巨人", ("专精特新中小企业",)),
    ("专精特新中小企业", r"(?:省级|市级|国家和市级)?[“\"]?专精特新[”\"]?(?:中小)?(?:企业)?", ()),
    ("创新型中小企业", r"创新型中小企业", ()),
    ("单项冠军", r"(?:制造业)?单项冠军(?:示范)?(?:企业)?", ()),
    ("独角兽企业", r"(?<!潜在)独角兽(?:企业)?", ()), ("潜在独角兽企业", r"潜在独角兽(?:企业)?", ()), ("瞪羚企业", r"瞪羚(?:企业)?", ()), ("雏鹰企业", r"雏鹰(?:企业)?", ()),
    ("链主企业", r"链主(?:企业)?", ()), ("龙头企业", r"(?<!产业化)龙头企业", ()), ("农业产业化龙头企业", r"农业产业化(?:重点)?龙头企业", ("龙头企业",)), ("领军企业", r"(?:科技)?领军企业", ()), ("总部企业", r"总部企业|地区总部", ()),
    ("规模以上工业企业", r"规模以上工业(?:企业)?|规上工业(?:企业)?", ("规模以上企业",)),
    ("规模以上企业", r"规模以上|规上", ()), ("限额以上企业", r"限额以上|限上", ()),
    ("上市公司", r"(?<!拟)(?<!未)(?<!新三板)上市(?:公司|企业)", ()), ("拟上市企业", r"拟上市(?:公司|企业)?|上市后备企业", ()), ("新三板挂牌", r"新三板挂牌", ()),
    ("企业技术中心", r"企业技术中心", ()), ("工程研究中心", r"工程研究中心", ()), ("技术创新中心", r"技术创新中心", ()), ("产业创新中心", r"产业创新中心", ()), ("制造业创新中心", r"制造业创新中心", ()),
    ("重点实验室", r"重点实验室", ()), ("新型研发机构", r"新型研发机构", ()), ("科技企业孵化器", r"科技企业孵化器|孵化器", ()), ("众创空间", r"众创空间", ()), ("大学科技园", r"大学科技园", ()),
    ("绿色工厂", r"绿色工厂", ()), ("智能工厂", r"智能工厂", ()), ("数字化车间", r"数字化车间", ()), ("两化融合贯标", r"两化融合", ()),
    ("首台套", r"首台[（(]?套[）)]?", ()), ("老字号", r"(?:中华)?老字号", ()), ("驰名商标", r"驰名商标", ()), ("专利", r"(?<!国外)(?<!国内)发明专利", ()),
    ("A级景区", r"[1-5]A级|[345一二三四五]A级?(?:旅游)?景区", ()), ("星级酒店", r"[一二三四五]星级", ()), ("高校毕业生", r"高校毕业生", ()), ("退役军人", r"退役军人|退役士兵", ()), ("就业困难人员", r"就业困难人员", ()),
    ("残疾人", r"残疾人|(?<!没)有残疾(?!人)|残疾证|[肢视听]\w?残疾|(?:眼睛?|双目|两眼)[^，。]{0,6}看不见|(?:耳朵?[^，。]{0,6}|生下来就)听不见|盲人|聋哑", ()), ("脱贫人口", r"脱贫人口|建档立卡贫困|贫困劳动力", ()), ("农民工", r"农民工", ()), ("留学人员", r"留学人员|留学回国", ()), ("博士后", r"博士后", ()), ("高层次人才", r"高层次(?:管理|技术技能|创新创业)?[、]?(?:技术技能等)?人才", ()), ("高技能人才", r"高技能人才", ()),
    ("农业职业经理人", r"农业职业经理人", ()), ("一般纳税人", r"一般纳税人", ()), ("小规模纳税人", r"小规模纳税人", ()),
)  # fmt: skip
_QUALIFICATION_PATTERNS = tuple((name, re.compile(words), implied) for name, words, implied in _QUALIFICATIONS)

_AUDIENCE_WORDS: tuple[tuple[Audience, str], ...] = (
    (Audience.FINANCE, r"(?<!非)(?:金融|保险|银行|担保|再担保|证券|基金|(?:融资|金融)租赁|(?:创业|风险|股权|天使)投资|小额贷款|商业保理|典当)(?:业)?(?:类)?(?:机构|公司|企业)|(?<!外商)(?<!同胞)(?<!非)投资(?:机构|公司)|银行业?金融机构|银行(?!卡|贷款|账|融资|利率|开户)|(?:融资|政府性|政策性)担保机构|信用社|信用联社|农信社|农商行|城商行"),
    (Audience.SELF_EMPLOYED, r"个体工商户|工商户|个体户|商户|摊主|定期定额户"),
    (Audience.FARM, r"农民?专业?合作社|合作社|家庭农场|农户|合作组织|大户|养殖户|种植户|村集体|农业(?:生产)?经营(?:主体|组织)|(?:集体|专业合作|合作)经济组织|农业生产者|农民(?!工|专业协会)|(?:养殖|[猪牛羊鸡鸭禽蜂渔鱼奶]|放牧|采种|育苗)场(?!地|所|景)|养殖小区|(?:养殖|种植|粮油|蔬菜|水果|果蔬|苗木|茶叶|花卉|中药材|食用菌|农产品(?:生产)?)(?:生产|种植|示范)?基地|渔民|牧民|牧户|渔户"),
    (Audience.PARK, r"(?:园区?|孵化器|众创空间|载体|产业基地)(?:（[^）]*）)?的?(?:运营|建设|管理)(?:运营|建设|管理)*(?:单位|机构|企业|公司|主体|方)|(?:产业|科技|工业|特色|文化|创业|视听|大学科技|物流)(?:产业)?园区?(?!委)|园区(?=投资建设|运营|$)|孵化器|众创空间|孵化载体|各类载体|孵化基地|示范基地(?!区)|产业基地|集群(?=运营|$)|创新创业载体|创业基地|(?:电商|电子商务|直播)(?:电商)?(?:产业)?基地|(?<!监管)(?<!政务)(?<!管理)(?<!网上)(?:中试|创新|服务|孵化|公共|检测)(?:服务|技术|创新)*平台|楼宇(?=运营|$|业主)"),
    (Audience.RESEARCH, r"高等?院?校|(?<!职业)(?<!技工)(?<!培训)院校|高等学校|科研院所|科研机构|研究机构|研究院所|研究院|研究所|创新中心|研究中心|技术中心|实验室|院所|(?<!考上)(?<!考入)(?<!考取)(?<!升入)(?<!就读)(?<!录取到)大学(?!生)|研发机构|研究开发机构|科研单位"),
    (Audience.PUBLIC_SERVICE, r"医疗(?:卫生)?机构|医院|养老机构|幼儿园|托育机构|培训(?:机构|院校|学校)|学校|中小学|福利机构|技工院校|职业院校|敬老院"),
    (Audience.ASSOCIATION, r"(?<![\u4e00-\u9fff])组织$|社会组织|社团(?:法人)?|协会|商会|学会|联盟|基金会|民办非企业|社会服务机构|户外团队"),
    (Audience.PERSON, r"人员|公民|中介人(?!员)|引荐人(?!才)|骑手|律师|(?:护林|驾驶|快递|外卖|营业|护理|保育|技术|运动|教练|辅导|研究|乘务)员|司机|士兵|军人|军属|国民|自然人|工作者|脱贫人口|贫困人口|劳动力|本人|个人|人才|毕业生|在校生|学生|劳动者|创业者|职工|员工|博士后?|硕士|专家|院士|教师|医师|医护|导游|农民工|退役军人|残疾人|居民|失业者|经理人|带头人|团队|青年|家庭|个人投资者|群众(?!团)|学员|患者|病人|农机手|机手|成员(?!单位|企业|国)|持证人|购房者|消费者|驾驶人|参保人(?!数)|家属|子女|老年人|儿童|师傅|徒弟|学徒|引资者|志愿者|大师|首席技师|发明人"),
    (Audience.ENTERPRISE, r"企业(?!职工|家庭)|公司|市场主体|经营主体|单位|机构|生产商|经营者|纳税人|民宿|酒店|餐厅|景区|旅行社|商店|门店|店铺|投资方|运营商|厂家|法人|主体|店(?=经营)|服务商|建设者|承租人|租户|个体经济|冰场|雪道|工作室|电影院|书店|加油站|充电站|工作站|投资者|车间|作坊|客栈|美食街|基地"),
    (Audience.PROJECT, r"项目|工程(?=$|给予)|课题"),
)  # fmt: skip
_ANY_TRADER = re.compile(r"(?<!一般)纳税人|缴费人|各类(?:市场|经营)主体")  # registered as a firm or as a 个体工商户
_EITHER_SORT = re.compile(r"(?:用人|见习|用工|招用|福利性?)单位$|(?:^|的)单位$|(?:运营|助餐|配餐|养老服务|社区服务)机构$|社会力量$")
_AUDIENCE_PATTERNS = tuple((audience, re.compile(words)) for audience, words in _AUDIENCE_WORDS)


@lru_cache(maxsize=65536)
def sizes_in(text: str) -> frozenset[str]:
    """The size classes that ``text`` names, empty if none.

    >>> sorted(sizes_in("受疫情影响的小微企业"))
    ['小型', '微型']
    """
    for words, sizes in _SIZE_WORDS:
        if re.search(words, text):
            return sizes
    return frozenset()


@lru_cache(maxsize=65536)
def sections_in(text: str) -> frozenset[str]:
    """The sections of GB/T 4754 that the lines of business named in ``text`` fall in; of two words that touch, the second decides.

    >>> sorted(sections_in("都市工业企业")), sorted(sections_in("汽车租赁企业")), sorted(sections_in("建材批发公司"))
    (['C'], ['L'], ['F'])
    """
    sections, pattern = _trades()
    plain = _NO_TRADE.sub("□", text)
    found = list(pattern.finditer(plain))
    starts = {match.start() for match in found}
    telling = [match.group() for match in found if match.end() not in starts]
    if telling:
        return frozenset().union(*(sections[word] for word in telling))
    return frozenset().union(*(frozenset(letters) for shape, letters in _SHAPES if shape.search(plain)))


@lru_cache(maxsize=65536)
def trades_in(text: str) -> tuple[str, ...]:
    """The words for lines of business in ``text``, in order, the longest at each place."""
    return tuple(dict.fromkeys(_trades()[1].findall(_NO_TRADE.sub("□", text))))


def ownership_in(text: str) -> str:
    """国有, 集体, 民营, 外资, or ""."""
    return next((name for words, name in _OWNERSHIP_WORDS if re.search(words, text)), "")


@lru_cache(maxsize=65536)
def qualifications_in(text: str) -> tuple[str, ...]:
    """The named statuses in ``text``, in order; a name within a longer one does not count.

    >>> qualifications_in("国家高新技术企业和专精特新小巨人")
    ('国家高新技术企业', '专精特新小巨人')
    """
    found: list[tuple[int, int, str]] = []
    for name, pattern, _ in _QUALIFICATION_PATTERNS:
        for match in pattern.finditer(text):
            if not any(a < match.end() and match.start() < b for a, b, _ in found):
                found.append((match.start(), match.end(), name))
    return tuple(dict.fromkeys(name for _, _, name in sorted(found)))


def implied_by(qualification: str) -> frozenset[str]:
    """The qualification and what holding it implies: a 小巨人 is a 专精特新中小企业."""
    held = {qualification}
    for name, _, implied in _QUALIFICATION_PATTERNS:
        if name in held:
            held.update(implied)
    return frozenset(held)


@lru_cache(maxsize=65536)
def without_standing(text: str) -> str:
    """``text`` without the words for size, ownership, line of business and named status: 民营中小制造企业 → 企业."""
    for _, pattern, _ in _QUALIFICATION_PATTERNS:
        text = pattern.sub("", text)
    for words in (*(words for words, _ in _SIZE_WORDS), *(words for words, _ in _OWNERSHIP_WORDS)):
        text = re.sub(words, lambda found: "企业" if "企业" in found.group() else "", text)
    return _trades()[1].sub("", text)


@lru_cache(maxsize=65536)
def without_audience(text: str) -> str:
    """``text`` without the words that name classes of claimants: 农民专业合作社 → ""."""
    for _, pattern in _AUDIENCE_PATTERNS:
        text = pattern.sub("", text)
    return text


@lru_cache(maxsize=65536)
def audiences_in(text: str) -> tuple[Audience, ...]:
    """The classes of those that ``text`` names, in printed order."""
    found: list[tuple[int, int, Audience]] = []
    for audience, pattern in _AUDIENCE_PATTERNS:
        for match in pattern.finditer(text):
            if not any(a < match.end() and match.start() < b for a, b, _ in found):
                found.append((match.start(), match.end(), audience))
    named = [audience for _, _, audience in sorted(found)]
    if _ANY_TRADER.search(text) and Audience.ENTERPRISE in named and Audience.SELF_EMPLOYED not in named:
        named.append(Audience.SELF_EMPLOYED)
    if re.search(r"(?<![\u4e00-\u9fff])组织$", text) and Audience.ENTERPRISE not in named:
        named.append(Audience.ENTERPRISE)
    if _EITHER_SORT.search(text):  # registered as a firm or as a 民办非企业单位
        named.append(Audience.ASSOCIATION)
    if _INVESTOR.search(text) and Audience.ENTERPRISE in named and Audience.PERSON not in named:
        named.append(Audience.PERSON)
    if _ON_THE_LAND.search(text) and Audience.FARM in named and Audience.PERSON not in named:
        named.insert(named.index(Audience.FARM) + 1, Audience.PERSON)
    return tuple(dict.fromkeys(named))


_INVESTOR = re.compile(r"投资者$")  # a firm or a person
_ON_THE_LAND = re.compile(r"农户|(?<!与)农民(?!工|专业|合作社|成员)")  # somebody who farms is a person too
