"""Bringing an owner's words and an office's words together (口语与公文), so that a statement can be held against a condition.

Words that mean the same, and words that are a case of a wider one, stand in ``synonyms.txt``; what has no fixed wording
(免了三个月房租, 老厂房上再加一层) is brought to one form here by its shape.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources

from corpus.policy import Span
from corpus.quantities import find_quantities
from corpus.support.areas import area_in
from corpus.words import tokenizer

# Where what is bought comes in from.
_ABROAD = "国外|境外|海外|德国|美国|日本|法国|英国|韩国|泰国|越南|俄罗斯|欧洲|印度|新加坡|马来西亚|意大利|西班牙|荷兰|瑞士|瑞典|澳大利亚|澳洲|加拿大|印尼|柬埔寨|老挝|缅甸|巴西|墨西哥|土耳其|香港|台湾"
# Verbs whose object stands apart in speech: 失过信, 应了诉, 登的记.
_APART = "失信 犯事 登记 应诉 开业 毕业 停业 备案 立案 结婚 离职 入职 投产 上市 参保 欠税 纳税 缴费 获奖 中标 落户 转正 复工 停产 开工 挂牌 签约 投保 破产 退役 达产 流产".split()
_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(words), word)
    for words, word in (
        (rf"({'|'.join(f'{pair[0]}(?=[过了的]{pair[1]})' for pair in _APART)})[过了的]", r"\1"),
        (r"名下(?:也|都|还)?(?:有)?(?:[一半]套)?(?:任何|什么)?(?:商品|住)?房(?:子|产)?(?!贷|租)|名下[^，。]{0,6}(?:也|都|还|已经)?有[^，。]{0,12}?(?:商品房|住房|房子|房产|套房)", "自有住房"),
        (r"(?:从来)?(?:从?没有?|从?未|从不|不)(?:曾)?(?:发生过?)?(?:拖欠|欠缴|欠过?|断缴|断过|漏缴|少交|少缴)(?:过)?", "按时缴纳"),
        (r"(?:一直|从来)?(?:没有?|从没|从未|未)(?:停过|歇过|关过门?|间断过?|中断过?)", "连续"),
        (r"(?:没有?|未)(?:再|找到)?就业(?=$|[，。；的])", "未就业"),
        (r"(?:不让|没法|不能|无法|没有?|未能?|不得不推迟)(?:正常)?(?:开工|开业|营业|复工|开门|开张|生产)", "停业"), (r"(?:延期|推迟|延迟)(?:复工|开工|开业)", "停业"),
        (r"没有?(?:能力|办法|钱)|无法", "无力"), (r"(?<=[买卖租招建贷投装种养盖修])过", "了"),
        (r"短期(?:的)?信保", "短期出口信用保险"), (r"(?<!短期)(?<![\u4e00-\u9fff]中)信保(?!贷|基金)", "出口信用保险"),
        (r"(?:ISO\s?)?(9001|14001|45001|27001|22000|50001)(?:体系)?(?:认证|证书|证)?", r"ISO\1认证"),
        (r"参保(?!人)|参加(?:了)?(?:社会保险|社保)|(?:交|缴|上|买|办)(?:纳|了|过|着)?(?:社保|社会保险费?|五险)", "缴纳社保"),
        (r"(?:专门|专)?(?:做|造)(?=[^，]{0,4}(?:口罩|防护|药|零件|配件|产品|机械|物资|消毒))(?![^，]*(?:批发|零售|贸易|运输|销售|代理|配送))", "生产"),
        (r"(?:在)?(?:老|旧|原有?)(?:的)?(?:厂房|车间)(?:上|基础上)?(?:再)?(?:加盖?|增|盖|添)(?:高)?[一1二2两三3几]?层", "增加厂房层数"),
        (r"(?:减免|免收|免除|免了?|减了?)[^，。]{0,8}(?:租金|房租)|(?:租金|房租)[^，。]{0,6}(?:免了|全免|减了|减半)", "减免租金"),
        (r"裁(?:掉|了)?(?:一?大?半|一大批|很多|大批|不少|大部分)[^，。]{0,6}|(?:员工|工人)(?:都|全)?裁了(?:一?大?半|很多|大批|不少)?", "裁员"),
        (r"(?:社保|社会保险费?|五险)(?:一直|按时|正常|全|都|也|给[^，。]{0,4})*(?:交|缴|上)(?:着|了|齐|全|过)?(?!不)", "缴纳社保"),
        (r"签(?:订|了|的)?(?:是)?(?:[一二两三四五六七八九十\d]+年(?:期)?(?:的)?)合同", "签订劳动合同"),
        (r"(?:做|搞|干)(?=[^，。]{0,8}(?:服务|业务|生意|贸易|物流|养殖|种植|维修|批发|零售|销售)(?:的|$))", "从事"),
        (r"对外销售", "销售"), (r"(?<![一各多何某这那物品树火兵人有播])种(?=(?:了|着)?[\d一二三四五六七八九十百]*亩?(?:水稻|小麦|玉米|大豆|油菜|花生|棉花|甘蔗|土豆|马铃薯|红薯|粮|菜|蔬菜|茶|果|药材|花卉|烟|菌))", "种植"),
        (r"(?:买|购买|上|办|交|缴|缴纳|参加|参)(?:了|的|过|着)?(?=[^，。]{0,10}(?:险|医保)(?:$|[，。的且并]))", "投保"), (r"买(?=[\u4e00-\u9fff]{1,4}[机车床炉线仪](?:$|[，。的]))", "购置"),
        (r"(?<=有|买|卖)(?:了)?[一两二三1-9]?套房(?:子)?(?=$|[，。的])", "住房"), (r"(?<=信用|财产|责任|意外|人身|养殖|种植|农业|汇率|工程|质量)险(?!种|情)", "保险"),
        (r"(?:社保|社会保险费?|五险)(?:都|全|也)?(?:是)?自己(?:交|缴|出)的?|自己(?:交|缴)(?:的)?(?:社保|社会保险费?)", "以个人身份缴纳社保"),
        (r"(?:第一|头一)份工作", "首次就业"),
        (r"租房(?:子)?(?:住|居住)?", "租用住房"), (r"(?:生育|养育|抚养)(?=[二三两]孩)", ""),
        (r"(?:给|帮)(?=.{1,8}(?:提供|贷款|担保|减|免))", "向"),
        (r"(?:没有?|不)?(?:辞退|解雇|开除)(?:过)?(?:员工|人)?", "裁员"),
        (r"(?<![\u4e00-\u9fff])女(?:的|士|生)?(?![\u4e00-\u9fff])|是(?:一名|个)?女(?:的|性|士)|女性|女士", "女性"), (r"没有?(?:裁|减)过?人", "没有裁员"),
        (r"(?<![赠捐])(?:运送|配送|送|拉)(?=[^，。]{0,8}(?:物资|货物))", "运输"), (r"(?:防控|抗击)(?:新冠)?(?:肺炎)?疫情(?:所需)?(?:的)?(?:重点)?物资|防疫所需物资|防控重点物资", "防疫物资"),
        (r"比(?:前一?年|上一?年|去年|往年)(?:多|增加|增长)了?|同比(?:多|增加|增长)了?", "同比增长"),
        (r"失业金", "失业保险金"), (r"领满", "领取期满"), (r"当(?:了|过)?[^，。]{0,4}兵(?!役|工|团|器)", "退役军人"), (r"验收(?:也|都|已经?)?(?:过了|通过了?)", "验收合格"), (r"合格(?:意见书?|证明|文件)", "合格"),
        (r"(?<!先)先进适用的?", ""), (r"(?:去|来|到)([^，。]{0,14}?)(?=面试|应聘|考试)", r"参加\1"), (r"(?:双目|两眼|(?:两只)?眼睛)(?:都|全)?(?:看不见|失明|瞎)", "盲人"),
        (r"发行.{0,30}债券.{0,8}", "发行债券"), (r"首获|头回(?:拿|获)", "首次获得"), (r"初次(?=获|取|评|认|入|被)", "首次"),
        (r"回(?:到|了)?[\u4e00-\u9fff]{2,3}?老家", "返乡"),
        (r"因为?(?:这次|新冠)?疫情(?!影响|期间|防控|冲击)", "受疫情影响"), (r"新贷(?!款)", "新增贷款"),
        (rf"从(?:{_ABROAD})[^，。]{{0,6}}?(?:购置|买|进(?!口)|采购|订)", "进口"), (r"(?:弄|整|添|置|上|订)了?(?=[\d一二两三四五六七八九十几百]+[台套条])", "购置"),
        (r"(?<![\u4e00-\u9fff])(?:还)?离(?=[^，]{2,10}(?:还)?(?:有|差|不到|剩))", "距离"), (r"[（(]?([A-E])类(?:以上|及以上)的?(?!人才)", r"\1类以上人才"),
        (r"及(?:其)?相关(?:工作)?人员", "人员"), (r"[一两二三几\d]件发明(?!专利)", "发明专利"), (r"走(?:的)?(?:了)?PCT", "通过PCT途径申请"),
        (r"(?:念|读|上)(?:小学|初中|初[一二三]|[一二三四五六七八九]年级)(?!生)", "接受义务教育学生"), (r"(?<![在就考])(?:念|读|上)(?:幼儿园|高中|高[一二三]|大学|职高|中专|技校)(?![生城])", r"学生\g<0>"),
        (r"证(?:件|书)?(?:一直|都|就)?(?:随身)?(?:带|揣|拿)(?:着|在)", "持有有效证件"),
        (r"(?:淘宝|天猫|京东|拼多多|抖音|快手|亚马逊|速卖通|网上)(?:上|里)?[^，]{0,2}(?:开|有|做)[^，]{0,3}店(?:铺)?", r"电商平台网店\g<0>"),
        (r"(?:装|安装|增设|加)(?:了|上)?[一两二三四\d]?[部台]?(?:新)?电梯", "加装电梯"), (r"(?:带|接|拉|组)(?:了|来)?[^，]{0,10}?的?团(?!队|购|员|体|餐)", r"组织游客\g<0>"), (r"住(?:了|上)?[一二两三四五\d]+(?:个)?[晚夜宿]", "过夜"),
        (r"(?:(?:从|打)[^，]{2,6}来|外地来|来|到)[^，]{2,6}?(?:打工|务工)", r"农民工\g<0>"), (r"(?:孩子|小孩|娃|儿子|女儿)[^，]{0,4}(?:带在身边|跟着|一起过来|接过来|带过来)|带着(?:孩子|小孩|娃)", "随迁子女"),
        (rf"(?:在|去|到)(?:{_ABROAD})[^，。]{{0,6}}?(?:读|念|留学|上学|求学)[^，。]{{0,10}}?(?:回来|回国)", "留学回国"), (r"流转(?:了|来)?(?=[\d一二三四五六七八九十百千]+多?亩)", "流转土地"),
        (r"(?:特|一|二|三)等(?=奖)", ""), (r"新(?:装|安装|砌|搭)(?:了|上)", "新建安装"),
        (r"(?:老三|第三个(?:孩子|娃|小孩))", "三孩"), (r"(?:老二|第二个(?:孩子|娃|小孩))", "二孩"), (r"生了(?=[二三]孩)", "生育"), (r"(?:在读|在念|读|念|上)大[一二三四](?![\u4e00-\u9fff]?[街路区])", "高校学生在读"),
        (r"捐[过了]款", "捐赠"), (r"工会(?:早就?|已经?|也|都)*(?:成立|建|组建)(?:了|起来)", "建立工会"), (r"CMMI\s?([345])级?", r"CMMI\1级"),
        (r"应(?:缴纳|交纳|缴|纳|课征|课)(?:的|之)[^，]{0,8}[税费]$", ""),
        (r"(?<=保险)(?:也|都|一直|每年|还)*买(?:着|了|过)?", "投保"), (r"被?传染(?:上|了)?(?!病|科)", "感染"), (r"纯电(?:动)?(?:小|大)?(?:轿|汽|货|客)?车", "新能源汽车"),
    )
)
_TOLD_BY_NOT = 8  # the shapes from the third to here are no denials though they say 没
_STOP = frozenset(
    "合理 确保 作为 本人 申报人 申请人 环节 提质 增效 代表性 与其 这边 那边 这里 那里 这儿 东西 等等 此类 因素 导致 原因 造成 因 致 致使 引起 致 严重 严重影响 采取 措施 的 地 得 和 与 及 或 等 在 对 于 为 向 以 由 被 把 将 从 自 并 且 其 该 本 各 所 而 则 也 都 还 又 再 后 时 中 内 上 下 者 是 有 了 着 过 我 我们 企业 单位 公司 机构 主体 项目 个人 人员 人 的人 相关 有关 情况 方面 进行 开展 实施 "
    "暂时 暂时性 明显 严重 确实 确有 面临 坚持 积极 继续 一个 一定 标准化 年度 当年 上年 上年度 去年 今年 符合 要求 条件 前提 的话 正在 目前 已经 已 可 可以 能 能够 会 要 应 需 新 年 个 家 名 项 实际 属于 用于 范围 期间 较大 原 按 按照 依法 通过 以及 全市 全省 全县 全区 我市 我省 我县 我区 本市 本省 各类 所有 类 "
    "职业 称号 荣誉称号 荣誉 资格 证书 职业资格 资格证书 适度 适当 较大 较多 青年 年化 年均 平均 全年 总计 当期 有效 单项 户均 该项 上述 增值税 若 没有 没 未 不 无 每 每人 每个 每年 每月 累计 连续 单位 单个 给 他们 她们 它 这 那 就 才 只 都是 全是 以上 以下 以内 超过 不少于 不低于 不超过 满 达到 至少 左右 多 余 大约 总共 一共 共 其中 合计 自己 自家 们 一批 一些 几个 很多 任何 什么 来 去 到 过来 起来 该类 此类 上述 款 发生 出过 出现 存在 做了 搞了 的话 依规 规定 有效 当地 本地 "
    "对外 一次 单次 每次 方式 形式 分别 各自 及其 以及其 明确 适宜 相适应 良好 必要 完整 一定数量 一定规模 幸好 好在 其实 反正 好像 大概 差不多 刚好 正好 恰好 平时 从来 至今 确实 真的 说实话 本来 顺带 一提 顺便 倒是 "
    "做过 搞过 办过 接过 碰过 交过 压根 从没 半点 一点 一项 一件 一份 "
    "这类 那类 这种 那种 这些 那些 之类 "
    "咱 咱们 俺 俺们 现在 原来 后来 已有 以来 起 止 前 之前 之后 以后 期 等等 产生 有过 年内 有着 ".split()
)
# Verbs and nouns so general that they tell only where little else is said: 提供就业服务, but not 提供首笔信贷业务.
_WEAK = frozenset("家庭 足额 连续 应对 此次 相应 使用 活动 工作 业务 利用 提供 发放 服务 成功 正常 开展 实施 进行 行为 完成 实现 正式".split())
# Doing business at all: whoever runs a firm or a shop does.
_BUSINESS = re.compile(r"(?:从事|开展|用于|正常|进行)*生产(?:和|、)?经营(?:活动)?(?!困难|者|许可|范围|场所|用房|状况|额|地|单位|规范)|从事经营活动")
_EMPTY_VERBS = frozenset("取得 具备".split())  # to have a thing is told by the thing
_NEGATIONS = re.compile(
    r"(?:从来|一直|还|并|都|也|就|暂时|根本)?(?:没有?(?!限|收)|未曾|未(?!来|成年|就业|央)|不(?!见|能自理|会自理|出去|掉|开|上(?!班|学|市|网|报)|起(?!诉)|下去|过来|住(?!在)|超过|低于|高于|少于|足|满|限|动产|断|仅|同|良|锈|含|等(?!到|于))|无(?!人机|线|锡|偿|纺|力|障碍|形|菌|息|损|害化|业)|从不|并非|不是|不再|不属于|尚未|少(?=裁))"
)


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, str], tuple[tuple[str, str], ...], re.Pattern[str]]:
    """Each word's stand-in, each case with the wider word, and the pattern of all words of two characters and more."""
    same: dict[str, str] = {}
    wider: list[tuple[str, str]] = []
    for line in resources.files("assistant.matching").joinpath("synonyms.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if " < " in line:
            broad, cases = line.split(" < ")
            wider += [(case, broad) for case in cases.split()]
            continue
        first, *others = line.split()
        for word in others:
            same.setdefault(word, first)
        same.setdefault(first, first)
    long = sorted((word for word in same if len(word) > 1), key=lambda word: (-len(word), word))
    return same, tuple((same.get(case, case), same.get(broad, broad)) for case, broad in wider), re.compile("|".join(map(re.escape, long)))


@lru_cache(maxsize=65536)
def canonical(text: str) -> str:
    """``text`` in the words that conditions and statements share.

    >>> canonical("我们承租的门面"), canonical("租用房产")
    ('我们租用的房产', '租用房产')
    """
    for pattern, word in _SHAPES:
        text = pattern.sub(word, text)
    same, _, words = _tables()
    return words.sub(lambda match: same[match.group()], text)


def _tokens(text: str) -> list[str]:
    """The words of a canonical text, those of one character brought to their stand-in."""
    same, _, words = _tables()
    found: list[str] = []
    at = 0
    for match in words.finditer(text):
        found += tokenizer().cut(text[at : match.start()])
        found.append(match.group())
        at = match.end()
    found += tokenizer().cut(text[at:])
    return [same.get(word, word) for word in (piece.strip() for piece in found) if word]


@lru_cache(maxsize=65536)
def widened(text: str) -> str:
    """A statement in shared words, with the wider words that its own are cases of behind it."""
    plain = canonical(text)
    _, wider, _ = _tables()
    single = [word for word in _tokens(plain) if word not in plain]
    broad = [word for case, word in wider if (case in plain or case in text) and word not in plain]
    made = ["生产"] if _MAKER.search(plain) else []
    made += ["新增"] if _ONE_MORE.search(text) else []
    made += ["家庭"] if _CHILDREN.search(plain) else []
    made += ["外地"] if _FROM_ELSEWHERE.search(text) and area_in(text) else []
    made += ["民办", "社会力量", "社会资本", "社会办"] if _OWN_MONEY.search(text) else []
    made += ["设备"] if _MACHINE.search(plain) and "设备" not in plain else []
    made += ["企业在职员工"] if _WORKS_IN.search(text) else []
    made += ["自主创业"] if _OPENS_OWN.search(text) and "创业" not in plain else []
    made += ["合作"] if _JOINTLY.search(text) and "合作" not in plain else []
    made += ["独立法人"] if _OWN_COMPANY.match(text) else []
    return "／".join(dict.fromkeys((plain, *single, *broad, *made)))


# 又授权了两件专利, 新招了三个: what there was not before.
_ONE_MORE = re.compile(r"又(?!是|叫|称|不|没|要|想)[^，]{1,4}了|净增|多了|新(?:授权|获|增|招|买|开|建|添|设)")
_CHILDREN = re.compile(r"[一二三]孩|多子女|孩子|子女")
_FROM_ELSEWHERE = re.compile(r"从[^，]{2,6}?(?:带|来|招|引进|请|拉|组|接)")
# Who works in a firm is one of its staff.
_WORKS_IN = re.compile(r"(?:^|在|去|进了?)[^，。]{0,14}(?:公司|厂|店|企业|单位|酒店|医院|学校)(?:里)?(?:上班|打工|工作|任职|就职|当[^，。]{1,6}|做(?:人事|会计|出纳|财务|行政|文员|销售|客服|保安|保洁|质检|仓管|[^，。]{1,4}[员工师]))")
# 公司是企业法人: whoever has or is a company has a legal person.
_OWN_COMPANY = re.compile(r"(?:是|开了?一?[个家]?|办了?一?[个家]?|注册(?:的是|了一?[个家]?)?)?(?![^，]*(?:分公司|[给向跟找租卖买为与和替帮]))[^，]{0,20}公司$")
# Who opens a shop or a firm of his own sets up in business.
_OPENS_OWN = re.compile(r"(?:自己|自个|我|咱)[^，。]{0,6}(?:开|办|创办)(?:了|起)?[^，。]{0,8}(?:店|厂|公司|馆|铺|工作室|作坊|企业|农场)|(?:开|办|创办)了(?:一?[家个间])?[^，。]{0,6}(?:店|厂|公司|馆|铺|工作室|作坊|企业|农场)")
# 跟职校在校内建了个基地: what is done with another is done jointly.
_JOINTLY = re.compile(r"(?:跟|与|和|同)[^，。]{1,16}?(?:一起|一块|联手)?(?:建|办|搞|开发|研发|申报)(?:了|的|起)")
# 自己掏钱盖了座养老院: set up by private means.
_OWN_MONEY = re.compile(r"(?:自己|个人|我|凑)?(?:掏|出|凑|投)(?:了)?(?:的)?(?:钱|资)[^，。]{0,12}(?:盖|办|建|开)|私人(?:办|开)的|民营(?:的)?")
# 口罩机, 拖拉机: a machine is equipment.
_MACHINE = re.compile(r"[\d一二两三四五六七八九十几百]台(?![阶湾前上下灯历风账球词车]|[\u4e00-\u9fff]{0,4}车)|[\u4e00-\u9fff]机(?![构关会制场票动密遇能长组械身房型井票主读])(?!器人)|(?:[台套条])[\u4e00-\u9fff]{1,6}[机炉床窑锅]")
_MAKER = re.compile(r"[\u4e00-\u9fff]厂(?!房|区|商|址|家(?:直销|代理))")


@lru_cache(maxsize=65536)
def without_negation(text: str) -> tuple[str, bool]:
    """The words without their negation, and whether they had one: 不裁员 → 裁员, True; 没有贷款 → 贷款, True.

    Of not having fallen behind (没有拖欠社保) the shared words say 按时缴纳, which is no denial.
    """
    for pattern, word in _SHAPES[2:_TOLD_BY_NOT]:
        text = pattern.sub(word, text)
    bare, count = _NEGATIONS.subn("", text)
    return bare, count % 2 == 1


@lru_cache(maxsize=65536)
def content_words(text: str) -> tuple[str, ...]:
    """The words of a condition that a statement must contain to mean it, in shared words, in printed order."""
    text = _HOPED_FOR.sub("", _FRAME.sub("", text))
    plain = _BUSINESS.sub("", text)
    text = plain if len(plain) > _SHORTEST_LEFT else text
    kept = list(dict.fromkeys(w for w in _tokens(canonical(_without_figures(text))) if re.search(r"[\u4e00-\u9fffA-Za-z]", w) and w not in _STOP))
    kept = [w for w in kept if len(w) > 1] or kept
    telling = [w for w in kept if w not in _EMPTY_VERBS] or kept
    strong = [w for w in telling if w not in _WEAK]
    words = strong if len(strong) > 1 or any(len(w) > 2 for w in strong) else telling
    return tuple(words if len(words) < _FEWEST_WITHOUT_ACT else [w for w in words if w != "从事"])


# 申请补贴当月前连续3个月: when it is looked at.
_FRAME = re.compile(r"申[请报](?:本?项?(?:补贴|补助|资助|奖励))?(?:当月|当年|之日|日|时)(?:之?前|起)?")
# 加工贸易创新发展: what is hoped for of the thing backed.
_HOPED_FOR = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:创新|健康|持续|可持续|高质量|协调|稳定|稳步|快速|集聚|集群|规范|有序|融合|协同|平稳|绿色|特色|多元|规模)+化?(?:和|、|有序)?发展$")
_FEWEST_WITHOUT_ACT = 3  # of so many words that somebody does it goes without saying


_SHORTEST_LEFT = 3  # characters


def _without_figures(text: str) -> str:
    """The text with 。 for every number and its unit, so that the words around it stay apart."""
    kept, at = "", 0
    for quantity in find_quantities(text, Span(0, len(text))):
        kept, at = kept + text[at : quantity.span.start] + "。", quantity.span.end
    return kept + text[at:]


@lru_cache(maxsize=65536)
def pieces_of(word: str) -> tuple[str, ...]:
    """The shorter words that a long one is made of (登记失业 → 登记, 失业), itself where it is made of none."""
    if len(word) < 4:
        return (word,)
    found = tuple(p for p in tokenizer().cut(word, HMM=False) if len(p) > 1)
    if sum(map(len, found)) < len(word) or len(found) < 2:
        found = tuple(word[i : i + 2] for i in range(0, len(word), 2)) if len(word) % 2 == 0 else (word,)
    return found
