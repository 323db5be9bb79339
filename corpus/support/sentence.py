"""A measure cut into its comma parts, and where in each the promise begins."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.gifts import CURT_GIFT, MEANS, RECOMMENDED

_OPEN, _CLOSE = "（(〔[【《“「", "）)〕]】》”」"
_BREAKS = "，,：:；;。！？\n"

_GIVEN = r"(?:补贴|补助|补偿|奖励|奖补|奖补资金|资助|津贴|奖金|贴息|支持|优惠|扶持|减免|免除|返还|配套|资金|经费|租金|房租|费率?|税|贷款|担保|保障|倾斜|便利|激励|保费|服务)"
# The verb that gives; what stands before it in the sentence describes to whom and when.
_PROMISE = re.compile(
    CURT_GIFT + "|"
    r"(?:(?:按照?|以(?![上下内外])|按规定|依法|可以?|均可|最高可?|再|另|分别|一次性|每年|每月|优先|直接(?!从事|参与|接触|用于|服务|面向)|额外|继续|统一|最高|原则上)(?:(?!的(?:企业|个体|个人|单位|纳税人|人员|机构|居民|职工|公司|农户|项目)|(?<=规定|依法|分别)对|(?<=[可以])对(?![外口应接照象]))[^，。；]){0,30}?)?"
    r"(?:给予|给与|予以|享受|不再增?征?收|不再收取|不收取|免收|免征|免缴|免交|免除|免租|免费|免于|免予|减免|减收|减征|减按|减半|缓缴|缓征|(?:加计|税前|依次|限额|定额|据实|全额)(?:扣除|扣减|抵扣|抵免)|延期|延长|允许|准予|准许|可不|可以不|"
    r"不受[^，。；]{0,16}限制|不计入|不纳入|有权(?=申请|享受)|(?:可|可以|均可)(?:按[^，。；]{0,12})?(?:申请|申领|享受|领取|获得|抵扣|扣除|依|适当|自主|退回|退还|再|由|凭|返还|参照|在)|返还|退还|暂退|无偿(?:提供|安排|使用)|(?:无需|无须|不需要?)(?!求)(?=[^，。；的]{2,})|不(?:得)?(?:盲目)?(?:抽贷|断贷|压贷)|返还|报销|发放|支付|拨付|兑现|核拨|"
    r"^(?:返还|补贴|补助|奖励|资助|贴息|支持)(?:标准|金额|额度|比例|期限|上限)(?=[为按可：是]|最|不)|(?<=[%％‰元])(?:的(?:标准|比例))?(?:补贴|补助|奖励|资助|奖补|贴息)$|(?<!工资)(?:补贴|补助|奖励|资助|奖补|贴息)(?=人民币|新台币|最高|不超过|每|标准|金额|上限|投资|额度|资金|\d|[一二三四五六七八九十百]+[万元]|给)|(?:可|准)(?:予)?(?:于|按|在|就|依|将)?[^，。；]{0,30}(?:抵减|减除|提列|抵缴|计算折旧|摊提|列支)|^(?:奖励|补助|补贴|资助|奖补)(?=[^，。；的]{0,16}\d)|(?:资助|奖励|奖补|(?<!工资)补贴|补助)(?=[^，。；的\d]{0,8}(?:企业|单位|机构|个人)(?:$|[，。；\d]))|由[^，。；]{0,14}财政[^，。；]{0,6}(?:承担|负担|补足|兜底)|(?:奖励|补助|补贴|资助|奖补)(?=(?:企业|个人|单位|机构|团队|申请人|投资方|项目单位|运营方|其)[^，。；的]{0,4}\d)|(?:配套|定额|等额|全额|足额)(?:奖励|补助|补贴|资助|支持|奖补)|(?:进行|实行|实施)(?:奖励|表彰|补贴|补助|奖补|贴息|减免|先征后[补返]|[\u4e00-\u9fff]{2,4}(?:补贴|补助|奖励|奖补|优惠)$)|"
    r"(?:提供|安排)(?![^，。；]{0,24}的[^，。；]{0,12}(?:企业|机构|单位|公司|个人|载体|平台))(?=[^，。；]{0,14}" + _GIVEN + r")|降低(?=[^，。；]{0,10}(?:费率|利率|租金|门槛|比例|标准))|下浮|降至|放宽|(?:限额)?即征即退|先征后[补返]|兜底采购|"
    r"纳入(?=[^，。；]{0,20}(?:储备库|计划|支持范围|清单|名录|目录))|落实(?=[^，。；]{0,24}(?:政策|补贴|减免))|优先(?!发展|战略|级)|重点(?=支持|推荐|保障(?!企业|对象|单位|物资|名单))|倾斜|认定为|授予|颁发(?=[^，。；]{0,16}(?:奖|证书|证$|牌|称号))|授牌|采取(?=[^，。；]{0,12}(?:续贷|方式))|"
    r"(?<![不还])可以(?![^，。；]{0,14}方式)(?=[^，。；]{2,})|有权(?=[^，。；]{2,})|享有(?=[^，。；]{0,24}(?:同等|优惠|待遇|补贴|优先))|分担(?=[^，。；]{0,6}\d)|(?:标准|比例|额度)(?:可)?(?:上浮|提高|增加|下浮)(?=[^，。；]{0,6}\d)|(?:^|(?<=[并择优]))" + RECOMMENDED + r"|鼓励|支持(?!条件|对象|范围|力度|政策|标准|措施|方式)|引导|扶持|倡导|探索|研究(?=给予|对|制定|出台|建立|推出|实施)|帮助|协助)"
)
# 按照项目总投资额50%的比例: how much is given, in a part of its own.
# 临时救助金额累计最高不得超过5万元: how much of it there is.
RATE_OF = re.compile(
    r"(?:(?:临时|社会|医疗|专项)救助|(?:失业|养老|生育|工伤)保险|[算创服消][力新务费]券|补贴|补助|救助|奖励|资助|津贴|报销|贴息|扶持|救济|抚恤|减免|返还|支持|奖补)(?:金|资金|款)?的?[^，。；的]{0,8}?(?:标准|金额|费用|经费|总额|额度|比例|限额|上限|最高|期间|期限|年限)[^，。；的]{0,12}?(?:为|是|按|不(?:得)?(?:超过|低于|高于)|最高|最低|：|达)[^，。；]{0,16}?[\d一二两三四五六七八九十百千]"
)
_RATE = re.compile(r"(?:按照?|以(?![上下内外]))[^，的]{0,30}(?:的)?[^，]{0,12}?\d[^，]*?(?:%|％|‰|元[^，]{0,6}|个百分点)(?:的?(?:比例|标准|额度|档次)?)$")
_NO_PROMISE_BEFORE = re.compile(r"(?:(?<=[^，])国家|营造|只|仅|不得|不再|不|未|已|曾|没有|停止|取消|符合|不影响(?:其|正常|职工|个人|企业|继续)*|[重受])$")
_NOUN = re.compile(r"^(?:支持|补贴|补助|奖励|扶持|资助|奖补|服务|优惠|返还|减免|探索|鼓励|引导)")
# What somebody did, not what is given: 为企业提供服务的平台, 减免商户租金的企业.
_DESCRIBES = re.compile(r"^[^，。；]{0,30}?的[^，。；]{0,16}?(?:企业(?!所得税)|单位|机构|公司|人员|个人|主体|载体|平台|项目|园|银行|医院|学校|院校|高校|店|协会|商会|合作社|农户|商户|家庭|职工|员工|人才|毕业生|老年人|残疾人|居民|学生|儿童|患者|妇女|军人)")
_GIVES = re.compile(r"给予|给与|予以|享受|不再|不收取|鼓励|支持|引导|扶持|倡导|探索|研究|优先|重点|落实|帮助|协助|倾斜|可$|安排")
_SERVES = re.compile(r"(?:提供|安排)[^，]{0,16}?服务(?:的)?(?:，|均?可|享受|给予|按)")
_ALLOWS = re.compile(r"(?:允许|准予|准许|可以|有权)$")
_WHO_MAY = re.compile(r"[^，]*的[^，的]{0,12}(?:企业|单位|机构|公司|人员|个人|主体|载体|平台|项目)$")  # 可以提供担保的机构: what they can do
_PURPOSE = re.compile(r"^(?:(?:采取|采用)[^，]{2,40}(?:方式|措施|办法)$|综合(?:评估|考虑)|在此基础上|现?为了?(?!.{0,40}(?:提供|减免|缴纳|办理|购买))|根据|依据|按照《|围绕|聚焦|坚持|以[^，]{1,20}为(?:牵引|核心|目标|导向|重点|抓手|基础|主体|载体))")


_CONTACT = re.compile(r"^(?:（[^）]*(?:联系|对接|咨询|电话)[^）]*）)+")


_FIRM = re.compile(r"[补奖贴]|支持\d|承担|负担|报销|全免|执行|不限|配套|给予|给与|予以|享受|不再|免|减|返还|发放|支付|补贴|补助|奖励|资助|贴息|报销|准予|可")


@dataclass(frozen=True, slots=True)
class Part:
    """One comma part: its place in the measure, and where its promise begins (-1 if it gives nothing)."""

    start: int
    end: int
    text: str
    promise: int
    purpose: bool

    @property
    def firm(self) -> bool:
        """Whether it gives something at once, not merely backs an act."""
        return self.promise >= 0 and not re.match(r"鼓励|支持|引导|扶持|倡导|探索|研究|帮助|协助|落实", self.text[self.promise :]) and _FIRM.search(self.text, self.promise) is not None


def parts_of(text: str) -> tuple[Part, ...]:
    """The comma parts of a measure, brackets kept whole, empty ones left out; positions within ``text``."""
    found: list[Part] = []
    contact = _CONTACT.match(text)
    depth, start = 0, contact.end() if contact else 0
    for at, character in enumerate((*text, "。")):
        if at < start:
            continue
        if character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            depth = max(0, depth - 1)
        at_figure = character in ",:" and 0 < at < len(text) - 1 and text[at - 1].isdigit() and text[at + 1].isdigit()
        if at == len(text) or (depth == 0 and character in _BREAKS and not at_figure):
            words = text[start:at]
            if words.strip():
                lead = len(words) - len(words.lstrip())
                bare = words.strip()
                found.append(Part(start + lead, start + lead + len(bare), bare, _promise_in(bare), bool(_PURPOSE.match(bare))))
            start = at + 1
    return _one_description(found)


# 对降低费率，取消反担保，提高首贷比重的担保机构给予奖励: all that stands before the noun describes it, and gives nothing.
_OPENS = re.compile(r"(?:并|其中)?(?:对(?!于?[^，]{0,40}的$)|对于|凡)(?![接照外口应象])[^，]{4,}$")
_CLOSES = re.compile(r"(?!对|凡|经|给予|按)[^，]{2,60}的[^，的]{0,16}?(?:企业|单位|机构|公司|组织|个人|人员|主体|项目|平台|园区|基地|载体|合作社|农户|院校|高校|医院|学校|商户|团队|人才|学生|毕业生|家庭|协会)(?:，|$|(?=给予|予以|按|可|一次性|优先|免|减|最高|每|分别|实行|由))")
_ENDED = re.compile(r"(?:企业|单位|机构|公司|组织|个人|人员|主体|项目|平台|园区|基地|载体|合作社|农户|院校|高校|医院|学校|商户|团队|人才|学生|毕业生|家庭|协会|的|后|时|起)$|给予|予以|发放|奖励|补贴|补助|返还|享受|可以|优先")
_MOST_LISTED = 5


_EXPIRED = re.compile(r"(?:期满|届满|到期|结束)(?:之?后|的|时)?$")  # 按照国家规定减免所得税期满后: what was given before


_HAS_IT = re.compile(r"(?:正在|已)?(?:享受|领取)[^，的]{2,30}(?:人员|家庭|老年人|对象|企业|个人|居民|职工|者)[^，的]{0,12}(?:之?后|的|时|期间)?$")  # 享受低保人员实现就业后: what one has already


def _one_description(parts: list[Part]) -> tuple[Part, ...]:
    """The parts, those of one description that goes over several of them without a promise of their own."""
    parts = [replace(part, promise=-1) if (_EXPIRED.search(part.text) or _HAS_IT.match(part.text)) and part is not parts[-1] else part for part in parts]
    for first, part in enumerate(parts):
        if not _OPENS.match(part.text) or _ENDED.search(part.text):
            continue
        for last in range(first + 1, min(first + _MOST_LISTED, len(parts))):
            if _CLOSES.match(parts[last].text):
                parts[first:last] = [replace(p, promise=-1, purpose=False) for p in parts[first:last]]
                break
            if _ENDED.search(parts[last].text) or _OPENS.match(parts[last].text):
                break
    return tuple(parts)


_A_BAR = re.compile(r"(?:以上|以下|以内)[^，]{0,4}的$")  # 以利润再投资1000万元以上的: what is asked, not what is given


def _promise_in(words: str) -> int:
    """Where the part begins to give, -1 if it does not."""
    stated = RATE_OF.search(words)
    if stated:
        earlier = _promise_before(words, stated.start())
        return earlier if earlier >= 0 else stated.start()
    rate = _RATE.search(words)
    if rate and not _A_BAR.search(rate.group()) and (rate.start() == 0 or not re.search("的$|[为是]$", words[: rate.start()])) and _promise_before(words, rate.start()) < 0:
        return rate.start()
    return _promise_before(words, len(words))


# 通过提供见习补贴等措施鼓励…: by what means, and not what is given.
_MEANS = MEANS + r"(?=，?(?:鼓励|支持|引导|扶持|帮助|为|对|向))"
_A_FUND = re.compile(r"(?:补助|补贴|奖励|奖补|扶持|支持|发展|贴息)(?:专项)?资金(?:按|中|里|列支|予以|给予|安排|承担|支出|给)")  # 由就业补助资金按每月500元给予: where it comes from


def _promise_before(words: str, limit: int) -> int:
    """Where a verb that gives first stands before ``limit``, -1 if none does."""
    masked = re.sub(r"（[^）]*）|\([^)]*\)|《[^》]*》|" + _MEANS, lambda m: "□" * len(m.group()), words)
    for match in _PROMISE.finditer(masked):
        if match.start() >= limit:
            break
        before, behind = masked[: match.start()], masked[match.end() :]
        if _SERVES.match(match.group()[-2:] + behind):
            continue  # 为老年人提供送餐服务可享受补贴: what is done for it
        if _NO_PROMISE_BEFORE.search(before) or _A_FUND.match(match.group()[-2:] + behind):
            continue
        if _ALLOWS.search(match.group()) and not before and _WHO_MAY.match(behind):
            continue
        if before.endswith("的") and _NOUN.match(match.group()) and not re.match(r"\d", behind):
            continue
        if not _GIVES.search(match.group()) and not _ALLOWS.search(match.group()) and (_DESCRIBES.match(behind) or words.endswith("的") or re.search(r"(?:被|经|获|新|首次|已)$", before)):
            continue
        return match.start()
    return -1

