"""The field's own words for enterprises: size classes, industry sections, ownership, common qualifications.

Sizes follow 统计上大中小微型企业划分办法（2017）, industries the sections of GB/T 4754-2017. Both the reading of
conditions and the reading of profiles take their words from here, so that the two can be compared.
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.policy import Audience

SIZES = ("大型", "中型", "小型", "微型")
_SIZE_WORDS: tuple[tuple[str, frozenset[str]], ...] = (
    (r"大中型", frozenset({"大型", "中型"})),
    (r"大型(?=工业|企业|骨干|$|的|民营|国有|制造)|大企业", frozenset({"大型"})),
    (r"中小微型?|中小型和微型", frozenset({"中型", "小型", "微型"})),
    (r"小微型?|小型微型|小型、微型|小型和微型|微小型", frozenset({"小型", "微型"})),
    (r"中小型?(?=企业|型|工业|科技|市场|商贸|服务|外贸|制造|民营)", frozenset({"中型", "小型", "微型"})),  # 中小企业促进法: 微型 included
    (r"中型(?=工业|企业|$|的|民营|制造)", frozenset({"中型"})),
    (r"(?<!中)(?<!大)小企业|小公司|小厂", frozenset({"小型", "微型"})),
    (r"小型(?=工业|企业|$|的|民营|制造|商贸|服务)", frozenset({"小型"})),
    (r"微型(?=工业|企业|$|的)|微企", frozenset({"微型"})),
)

SECTIONS = {
    "A": "农、林、牧、渔业", "B": "采矿业", "C": "制造业", "D": "电力、热力、燃气及水生产和供应业", "E": "建筑业", "F": "批发和零售业",
    "G": "交通运输、仓储和邮政业", "H": "住宿和餐饮业", "I": "信息传输、软件和信息技术服务业", "J": "金融业", "K": "房地产业", "L": "租赁和商务服务业",
    "M": "科学研究和技术服务业", "N": "水利、环境和公共设施管理业", "O": "居民服务、修理和其他服务业", "P": "教育", "Q": "卫生和社会工作",
    "R": "文化、体育和娱乐业", "S": "公共管理、社会保障和社会组织", "T": "国际组织",
}
# Words for a line of business and the sections it falls in. The longest word decides: 汽车租赁 is no 汽车.
_TRADES: tuple[tuple[str, str], ...] = (
    ("都市工业", "C"), ("先进制造", "C"), ("装备制造", "C"), ("制造", "C"), ("工业互联网", "I"), ("工业设计", "M"), ("工业", "BCD"), ("加工厂", "C"), ("生产企业", "BCD"), ("生产厂", "C"), ("工厂", "C"),
    ("采矿", "B"), ("矿业", "B"), ("煤炭", "B"), ("发电", "D"), ("供电", "D"), ("供水", "D"), ("供热", "D"), ("燃气", "D"), ("电网", "D"), ("光伏电站", "D"),
    ("建筑业", "E"), ("建筑企业", "E"), ("建筑施工", "E"), ("施工企业", "E"), ("装修", "E"), ("建筑公司", "E"),
    ("批发", "F"), ("零售", "F"), ("商贸", "F"), ("外贸", "F"), ("进出口", "F"), ("超市", "F"), ("商超", "F"), ("商场", "F"), ("电商", "F"), ("电子商务", "FI"), ("加油站", "F"), ("书店", "F"), ("药店", "F"),
    ("物流", "G"), ("运输", "G"), ("快递", "G"), ("仓储", "G"), ("出租车", "G"), ("网约车", "G"), ("公交", "G"), ("港口", "G"), ("航空", "G"), ("配送", "G"), ("客运", "G"), ("货运", "G"),
    ("住宿", "H"), ("餐饮", "H"), ("酒店", "H"), ("宾馆", "H"), ("民宿", "H"), ("饭店", "H"), ("餐厅", "H"), ("餐馆", "H"), ("火锅", "H"),
    ("软件", "I"), ("信息技术", "I"), ("信息服务", "I"), ("互联网", "I"), ("大数据", "I"), ("云计算", "I"), ("人工智能", "I"), ("区块链", "I"), ("电信", "I"), ("数字", "I"), ("游戏", "I"),
    ("金融", "J"), ("银行", "J"), ("保险公司", "J"), ("证券", "J"), ("融资租赁", "J"), ("融资担保", "J"), ("担保公司", "J"), ("商业保理", "J"), ("典当", "J"), ("小额贷款", "J"), ("基金公司", "J"), ("创业投资机构", "J"),
    ("房地产", "K"), ("物业", "K"), ("租赁", "L"), ("汽车租赁", "L"), ("商务服务", "L"), ("人力资源", "L"), ("会展", "L"), ("广告", "L"), ("旅行社", "L"), ("律师事务所", "L"), ("会计师事务所", "L"), ("咨询", "L"), ("知识产权服务", "L"),
    ("科技服务", "M"), ("研发机构", "M"), ("检验检测", "M"), ("检测机构", "M"), ("技术服务", "M"), ("勘察设计", "M"), ("科学研究", "M"),
    ("环保", "N"), ("景区", "N"), ("环卫", "N"), ("园林", "N"), ("家政", "O"), ("理发", "O"), ("美容", "O"), ("汽修", "O"), ("养老", "Q"), ("托育", "QP"), ("居民服务", "O"),
    ("教育", "P"), ("培训机构", "P"), ("学校", "P"), ("幼儿园", "P"), ("医院", "Q"), ("医疗机构", "Q"), ("诊所", "Q"),
    ("文化", "R"), ("体育", "R"), ("娱乐", "R"), ("影视", "R"), ("出版", "R"), ("演艺", "R"), ("文艺演出", "R"), ("演出", "R"), ("影院", "R"), ("影视剧院", "R"), ("剧院", "R"), ("教育培训", "P"), ("商贸流通", "F"), ("交通运输", "G"), ("冰雪", "R"), ("印刷", "C"), ("发电设备", "C"), ("口罩厂", "C"), ("食品厂", "C"), ("药厂", "C"), ("文旅", "RHLN"), ("旅游", "HLNR"), ("动漫", "RI"), ("广播电视", "R"), ("电影", "R"),
    ("农业", "A"), ("种植", "A"), ("养殖", "A"), ("林业", "A"), ("渔业", "A"), ("畜牧", "A"), ("粮油", "A"), ("农产品加工", "C"), ("食品加工", "C"), ("农机", "CA"),
    ("汽车", "CF"), ("机械", "C"), ("纺织", "C"), ("服装", "C"), ("化工", "C"), ("医药", "CF"), ("药品生产", "C"), ("制药", "C"), ("医疗器械", "CF"), ("电子", "C"), ("钢铁", "C"), ("水泥", "C"), ("建材", "C"),
    ("家具", "C"), ("食品", "CF"), ("白酒", "C"), ("口罩", "CF"), ("芯片", "CI"), ("集成电路", "CI"), ("机器人", "C"), ("储能", "CD"), ("氢能", "CD"), ("新能源", "CD"), ("服务业", "FGHIJKLMNOPQR"),
)  # fmt: skip
_TRADE = re.compile("|".join(re.escape(word) for word, _ in sorted(_TRADES, key=lambda pair: -len(pair[0]))))
_SECTIONS_OF = {word: frozenset(letters) for word, letters in _TRADES}
# What only stands in words that are no line of business.
_NO_TRADE = re.compile(r"工业用地|工业厂房|工业土地|工业园区?|工业和信息化|制造业创新中心|金融机构风险|新型工业化|数字化|金融支持|金融局|教育局|文化局|金融服务办|工业设备|金融服务")

OWNERSHIPS = ("国有", "集体", "民营", "外资")
_OWNERSHIP_WORDS = (
    (r"国有|国企|央企|中央企业|省属企业|市属企业|区属企业|国资", "国有"), (r"集体(?:企业|所有)", "集体"),
    (r"民营|私营|民企|非公有制", "民营"), (r"外资|外商投资|外企|合资|港澳台(?:资|商)", "外资"),
)

# A qualification: what it is called, the words for it, and what holding it implies.
_QUALIFICATIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("国家高新技术企业", r"国家级?高新技术企业|国高新|国家高企", ("高新技术企业",)),
    ("中关村高新技术企业", r"中关村高新技术企业", ()),
    ("高新技术企业", r"高新技术企业|高企|高新企业", ()),
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
    ("残疾人", r"残疾人", ()), ("脱贫人口", r"脱贫人口|建档立卡贫困|贫困劳动力", ()), ("农民工", r"农民工", ()), ("留学人员", r"留学人员|留学回国", ()), ("博士后", r"博士后", ()), ("高层次人才", r"高层次(?:管理|技术技能|创新创业)?[、]?(?:技术技能等)?人才", ()), ("高技能人才", r"高技能人才", ()),
    ("农业职业经理人", r"农业职业经理人", ()), ("一般纳税人", r"一般纳税人", ()), ("小规模纳税人", r"小规模纳税人", ()),
)  # fmt: skip
_QUALIFICATION_PATTERNS = tuple((name, re.compile(words), implied) for name, words, implied in _QUALIFICATIONS)

_AUDIENCE_WORDS: tuple[tuple[Audience, str], ...] = (
    (Audience.FINANCE, r"(?:金融|保险|银行|担保|再担保|证券|基金|融资租赁|创业投资|投资|小额贷款|商业保理|典当|租赁)(?:业)?(?:类)?(?:机构|公司|企业)|银行业?金融机构|银行(?!卡|贷款|账|融资|利率|开户)|(?:融资|政府性|政策性)担保机构|信用社"),
    (Audience.SELF_EMPLOYED, r"个体工商户|工商户|个体户|商户|摊主|定期定额户"),
    (Audience.FARM, r"农民?专业?合作社|合作社|家庭农场|农户|种粮大户|养殖户|种植户|村集体|农业经营主体|农民"),
    (Audience.PARK, r"(?:产业|科技|工业|特色|文化|创业|视听|大学科技|物流)(?:产业)?园区?(?!委)|园区(?=投资建设|运营|$)|孵化器|众创空间|孵化载体|各类载体|孵化基地|示范基地(?!区)|产业基地|集群(?=运营|$)|创新创业载体|创业基地|(?:中试|创新|服务|孵化|公共|检测)(?:服务|技术|创新)*平台|楼宇(?=运营|$|业主)"),
    (Audience.RESEARCH, r"高等?院?校|高等学校|科研院所|科研机构|研究机构|研究院所|研究院|研究所|创新中心|研究中心|技术中心|实验室|院所|大学|研发机构"),
    (Audience.PUBLIC_SERVICE, r"医疗(?:卫生)?机构|医院|养老机构|幼儿园|托育机构|培训(?:机构|院校|学校)|学校|中小学|福利机构|技工院校|职业院校|敬老院"),
    (Audience.ASSOCIATION, r"社会组织|社团(?:法人)?|行业?协会|商会|学会|联盟|基金会|民办非企业|社会服务机构|户外团队"),
    (Audience.PERSON, r"人员|本人|个人|人才|毕业生|在校生|学生|劳动者|创业者|职工|员工|博士后?|硕士|专家|院士|教师|医师|医护|导游|农民工|退役军人|残疾人|居民|失业者|经理人|带头人|团队|青年|家庭|申请人(?!提)|持证人|购房者|消费者|驾驶人|参保人(?!数)|家属|子女|老年人|儿童|师傅|徒弟|学徒|大师|首席技师|发明人"),
    (Audience.ENTERPRISE, r"企业(?!职工|家庭)|公司|市场主体|经营主体|单位|机构|生产商|经营者|纳税人|民宿|酒店|餐厅|景区|旅行社|商店|门店|店铺|投资方|运营商|厂家|法人|主体|店(?=经营)|服务商|建设者|承租人|租户|个体经济|冰场|雪道|工作室|电影院|书店|加油站|充电站|工作站|投资者|客栈|美食街|基地"),
    (Audience.PROJECT, r"项目|工程(?=$|给予)|课题"),
)  # fmt: skip
_EITHER_SORT = re.compile(r"(?:运营|助餐|配餐|养老服务|社区服务)机构$|社会力量$")
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
    """The sections of GB/T 4754 that the lines of business named in ``text`` fall in.

    >>> sorted(sections_in("都市工业企业")), sorted(sections_in("汽车租赁企业"))
    (['C'], ['L'])
    """
    return frozenset().union(*(_SECTIONS_OF[word] for word in trades_in(text)))


@lru_cache(maxsize=65536)
def trades_in(text: str) -> tuple[str, ...]:
    """The words for lines of business in ``text``, in order, the longest at each place."""
    return tuple(dict.fromkeys(_TRADE.findall(_NO_TRADE.sub("□", text))))


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


def audiences_in(text: str) -> tuple[Audience, ...]:
    """The classes of those that ``text`` names, in printed order."""
    found: list[tuple[int, int, Audience]] = []
    for audience, pattern in _AUDIENCE_PATTERNS:
        for match in pattern.finditer(text):
            if not any(a < match.end() and match.start() < b for a, b, _ in found):
                found.append((match.start(), match.end(), audience))
    named = [audience for _, _, audience in sorted(found)]
    if _EITHER_SORT.search(text):  # registered as a firm or as a 民办非企业单位
        named.append(Audience.ASSOCIATION)
    return tuple(dict.fromkeys(named))
