"""Bringing an owner's words and an office's words together (口语与公文), so that a statement can be held against a condition.

Two tables: words that mean the same, and words that are a case of a wider one (口罩 is 防疫物资, never the other way).
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.words import tokenizer

_SAME: tuple[tuple[str, str], ...] = (
    (r"新冠肺炎疫情|新型冠状病毒(?:感染的?)?肺炎(?:疫情)?|新冠疫情|新冠肺炎", "疫情"), (r"疫情防控物资|疫情物资|防疫用品|防护物资|防控物资|抗疫物资", "防疫物资"),
    (r"(?:在)?(?:老|旧|原有?)(?:的)?(?:厂房|车间)(?:上|基础上)?(?:再)?(?:加盖?|增|盖|添)(?:高)?[一1二2两三3几]?层|加盖?[一1二2两三3几]层|厂房加层|加层|增加原?厂房层数|增加层数", "增加厂房层数"),
    (r"(?:建|盖|新盖|兴建|修建)(?:一?[个座栋处])?(?:新|新的)?(?=厂房|工厂|酒店|民宿|宾馆|雪道)", "新建"), (r"新厂房", "新建工业厂房"), (r"工业厂房|工厂厂房", "厂房"),
    (r"承租|租赁|租用|租入|租下|租了|租着|租的", "租"), (r"新购置|新购进?|购置|购买|采购|买进|买了|新买|添置|采买", "购"),
    (r"新招用|新招录|新招聘|新招|招用|招录|招聘|吸纳|录用|雇用|雇了", "招"), (r"职工|员工|雇员|工人|从业人员|务工人员", "员工"), (r"(?:没有?|不)?(?:辞退|解雇|开除)(?:员工|人)?|裁减|裁掉", "裁员"),
    (r"减少租金|降租|免租金?|减租|免收租金|租金减免|减免租金|减免房租|免了?房租|减免(?:了)?商户租金", "减免租金"), (r"购电量|用电量", "用电量"), (r"受到?(?:了)?疫情(?:的)?(?:很大|较大|严重)?影响|因疫情(?:影响)?|疫情冲击", "受疫情影响"),
    (r"暂时性|一时|临时性", "暂时"), (r"遇到困难|陷入困难|生产经营困难|经营困难|资金紧张|困难较大|很困难|有困难", "困难"), (r"社会保险费|社会保险|社保费|五险", "社保"), (r"缴纳|交纳|缴交|上交", "缴"),
    (r"(?:给|帮)(?=.{1,8}(?:提供|贷款|担保))", "向"), (r"研究开发|研制|研发", "研发"), (r"疫苗研发", "研发疫苗"), (r"从事|主营|经营着?|专做|做的是", "从事"), (r"举办|主办|承办|组织开展", "举办"), (r"开办|开设|新开设|新开了?|开了", "开设"),
    (r"评定为|被评为|获评|认定为|被认定为|评上了?|确定为|获得|取得|拿到了?|获批|通过了?", "取得"), (r"发行债券|发债|债券等直接融资产品|发行.{0,30}债券.{0,8}", "发行债券"), (r"高等院校|高等学校|大专院校|大学", "高校"), (r"国企|国有公司|国有资产类|国有企业", "国有"),
    (r"招了?(?:一?批)?新?人(?!才|员)", "招员工"), (r"(?:专门)?(?:做|造)(?=.{0,4}(?:口罩|防护|药|零件|配件|产品|机械|物资|消毒))", "生产"), (r"生产制造|制造", "生产"), (r"首笔信贷业务|首笔贷款|首贷", "首贷"), (r"对接|联系", "对接"), (r"入驻|搬进|搬入|进驻", "入驻"), (r"商业楼宇|写字楼|商务楼", "商业楼宇"), (r"返乡入乡|返乡|回乡|回老家", "返乡"), (r"创办|办了|开办|成立了", "创办"),
    (r"存量(?:的)?工业(?:用地|土地|地块)|(?:自有|原有|现有|老|自己的|既有|我们厂的?)(?:的)?(?:工业)?(?:用地|土地|地块|厂区土地)", "存量工业土地"), (r"新能源车", "新能源汽车"), (r"换购|更换成|换成了?|换为", "换购"), (r"展销会|展会|展览展销活动|车展|展览", "展览"),
    (r"免了?[^，。]{0,8}(?:租金|房租)|(?:租金|房租)[^，。]{0,6}(?:免了|全免|减了|减半)", "减免租金"), (r"防控(?:新冠)?疫情(?:所需)?(?:的)?物资|防疫所需物资", "防疫物资"), (r"户口", "户籍"), (r"周岁", "岁"), (r"小商户|商户|租客", "租户"), (r"比(?:前一?年|上一?年|去年|往年)(?:多|增加|增长)了?|同比(?:多|增加|增长)了?", "同比增量"),
    (r"(?<![赠捐])(?:运送|配送|送|拉)(?=[^，。]{0,8}(?:物资|货物))|跑运输", "运输"), (r"大规模裁员|裁(?:掉|了)?(?:一?大?半|一大批|很多|大批|不少|大部分)[^，。]{0,6}|(?:员工|工人)(?:都|全)?裁了(?:一?大?半|很多|大批|不少)?", "裁员"), (r"培训班|培训课程|办培训", "培训"), (r"校企合作|跟学校合作|和学校合作|与学校合作", "校企合作"), (r"停产停业|关门|关停|关闭停业|停业", "停业"), (r"受损|重大损失|损失很?惨重|损失很?大|遭受.{0,4}损失", "损失"), (r"贡献突出|突出贡献", "突出贡献"),
)  # fmt: skip
_SAME_PATTERNS = tuple((re.compile(words), word) for words, word in _SAME)
_WIDER: tuple[tuple[str, str], ...] = (
    (r"口罩|防护服|额温计|测温仪|呼吸机|消毒液|酒精|消杀用品|负压|护目镜", "防疫物资"), (r"小微|微型|小型", "中小微"), (r"银行|担保公司|小贷公司", "金融机构"), (r"高校毕业生", "毕业生"), (r"民宿|酒店|宾馆", "住宿"),
)  # fmt: skip
_WIDER_PATTERNS = tuple((re.compile(words), word) for words, word in _WIDER)
_STOP = frozenset(
    "采取 措施 的 地 得 和 与 及 或 等 在 对 于 为 向 以 由 被 把 将 从 自 并 且 其 该 本 各 所 而 则 也 都 还 又 再 后 时 中 内 上 下 者 是 有 了 着 过 我 我们 企业 单位 公司 机构 主体 项目 个人 人员 相关 有关 情况 方面 进行 开展 实施 "
    "暂时 明显 严重 确实 确有 面临 坚持 积极 继续 一个 一定 标准化 年度 当年 符合 要求 条件 前提 的话 正在 目前 已经 已 可 可以 能 能够 会 要 应 需 新 年 个 家 名 项 实际 具有 具备 拥有 属于 用于 范围 期间 较大 原 按 按照 依法 通过 以及 全市 全省 全县 全区 我市 我省 我县 我区 本市 本省 各类 所有 类 ".split()
)
# Verbs and nouns so general that they tell only where little else is said: 提供就业服务, but not 提供首笔信贷业务.
_WEAK = frozenset("使用 活动 工作 业务 利用 提供 发放 服务 成功 正常 开展 实施 进行".split())
_NEGATIONS = re.compile(r"(?:从来|一直|还|并|都|也|就)?(?:没有?(?!限)|未曾|未(?!来)|不(?!超过|低于|高于|少于|足|满|限|动产|断|仅|同|良)|无(?!人机|线|锡|偿|纺)|非(?!常|遗|物质|公有|住宅)|从不|并非|不是|不再|不属于|尚未|少)")


@lru_cache(maxsize=65536)
def canonical(text: str) -> str:
    """``text`` in the words that conditions and statements share."""
    for pattern, word in _SAME_PATTERNS:
        text = pattern.sub(word, text)
    return text


@lru_cache(maxsize=65536)
def widened(text: str) -> str:
    """A statement in shared words, with the wider words that its own are cases of behind it."""
    plain = canonical(text)
    return plain + "".join(f"／{word}" for pattern, word in _WIDER_PATTERNS if pattern.search(plain) and word not in plain)


@lru_cache(maxsize=65536)
def without_negation(text: str) -> tuple[str, bool]:
    """The words without their negation, and whether they had one: 不裁员 → 裁员, True; 没有拖欠 → 拖欠, True."""
    bare, count = _NEGATIONS.subn("", text)
    return bare, count % 2 == 1


@lru_cache(maxsize=65536)
def content_words(text: str) -> tuple[str, ...]:
    """The words of a condition that a statement must contain to mean it, in shared words, the longest first."""
    words = (w.strip() for w in tokenizer().cut(canonical(text)))
    kept = dict.fromkeys(w for w in words if re.search(r"[\u4e00-\u9fffA-Za-z]", w) and w not in _STOP)
    strong = [w for w in kept if w not in _WEAK]
    return tuple(sorted(strong if len(strong) > 1 else kept, key=lambda w: (-len(w), w)))
