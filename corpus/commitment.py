"""How firmly a measure promises (承诺强度): the promise's own verb, weakened by what governs it.

研究给予 only explores, 鼓励各区给予 only encourages, 优先给予 prioritises, 按规定给予 grants. A word inside the
description of who is meant (对列入试点的企业) governs nothing. Tasks of departments, definitions, duties and
punishments promise nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.gifts import CURT_GIFT, MEANS, RECOMMENDED
from corpus.policy import Commitment

_MONEY = r"(?:补贴|补助|补偿|奖励|奖补|资助|津贴|奖金|补贴款|贴息|资金|红包|消费券|优惠券|代金券|保证金|券|待遇|救助金|抚恤金|保险金|养老金|保障金|住房|贷款|福利|租金|经费|支持|优惠|扶持|激励|倾斜|保障|便利|减免|免除|支助|救助|扣除|表扬|表彰|照顾|返还|退还|退税|配套|生活费|税|费)"
_GRANT = re.compile(
    CURT_GIFT + "|"
    r"给予|给与|予以(?=[^，。；]{0,16}(?:" + _MONEY.replace("|保障", "") + r"|减|免|倾斜|兑现|\d))|"
    r"(?<![已未曾])享受(?![^，。；]{0,12}(?:的(?:政策|不|，)|情况|条件|资格|对象|主体)(?![^，。；]{0,30}的(?:[^，。；]{0,6}(?:企业|人员|单位|对象|个人|家庭|纳税人|主体|人才|组织|职工|学生))))|不再(?:要求)?(?:收取|增收|征收|缴纳|补缴|加收|另行收|提交|提供(?:证明|材料|相关)|报送)|(?:不予|免予)(?:行政)?处罚|(?:不|暂不|免于|免予|停止|取消)(?:予)?(?:收取|征收|征税|缴纳|收费|加收)|"
    r"免收|免征|免缴|免交|免除|免租|免息|(?:依次|限额|定额|据实|税前|全额)(?:扣减|扣除|抵扣|抵免)|免费(?!师范|教育?政策)|减免|减收|减征|减缴|减按|减租|缓缴|缓征|缓交|加计扣除|全额(?:补|返|免|退)|"
    r"(?<!用于)(?:发放|支付|拨付|兑现|兑付|发给|报销|返还|退还|暂退|退税|核发|配发|奖补)(?=[^，。；]{0,20}" + _MONEY + r")|"
    r"(?:可|可以|均可|能够|有权|准予|允许)(?:按[^，。；]{0,16})?(?:申请|申领|享受|领取|获得(?!感)|抵扣|抵免|扣除|减[免按半征租]|免[征缴费租税除收交息]|延期|分期|缓[缴交征])|"
    r"(?:一次性|按[^，。；]{0,20}|再|每[^，。；]{0,8}|分别|最高|额外|全额|直接|定额)(?:补贴|补助|奖励|资助|奖补|贴息|补偿|返还|支持|发放)(?=[^，。；]{0,10}[\d０-９一二两三四五六七八九十百]|$|[，。；])|"
    r"(?:补贴|补助|奖励|资助|奖补|津贴|贴息)(?=(?:人民币|最高|不超过|每|标准[为是：:]|金额[为是：:]|标准按|上限)[^，。；]{0,16}[\d０-９一二两三四五六七八九十百]|\d)|"
    r"允许(?!.{0,2}范围)|不(?:计|纳入)(?:入)?容积率|不(?:受[^，。；]{2,24}|[作设][^，。；]{0,16})(?:的)?限制|不(?:得)?(?:盲目)?(?:抽贷|断贷|压贷)|(?:均|也|，|^)?可不(?:作变更|受|再缴|提供|提交)|(?:租金|房租|费|税)[^，。；]{0,8}减半|减半(?:收取|征收|缴纳|计收)|奖励(?=[^，。；]{0,8}(?:投资|营业|销售|实际|合同)[^，。；]{0,6}额)|(?:进行|实行)(?:[^，。；]{0,24}(?:奖励|补贴|补助|优惠|减免)(?:政策)?)$|(?:奖励|补贴|补助|资助|奖补)(?:企业|个人|单位|机构|团队|申请人|投资方|项目单位|运营方)[^，。；的]{0,4}[\d一二两三四五六七八九十百]|准予[^，。；]{0,14}扣除|"
    r"(?:提供|安排)(?=[^，。；]{0,14}(?:免费|补贴|补助|奖励|奖补|贴息|优惠|减免|低息|无息|全额))|无偿(?:提供|安排|使用)|"
    r"(?:征收|缴[费纳]|申报|纳税|还款|还本|贷款|审批|有效|合同|使用|办理|缴交)(?:期限?|有效期)[^，。；的]{0,8}?(?:延长|延期|顺延|延至)(?:至|到|\d|[一二两三四五六]|[^，。；的]{0,3}(?:至|到))|"
    r"(?:可|可以|予以|依法|申请|批准[后後]?|依申请|及时|办理)(?:办理)?(?:延期|缓期)(?:申报|缴纳|缴费|还款|还本付息|还本|付息|缴税)(?!的[^，。；]|申请)|(?:可|可以|应当?)(?:予以|给予)(?:展期|续贷|延期)|"
    r"(?:可|可以|按规定|直接|均)(?:直接|优先)?(?:认定|视同|视)为(?=工伤|符合|满足|[^，。；]{0,20}(?:\d|[一二三]级|优秀|合格|企业|单位|基地|人才|平台|工作室|项目))|"
    r"(?:无需|无须|不需要?|免于|免予)(?:再)?(?:事前|逐笔|事先|单独|另行|重复)?[^，。；]{0,16}?(?:提交|提供|办理|缴纳|申请|报送|审批|登记)|"
    r"(?:直接|自动)?赋予(?=[^，。；]{0,14}(?:等级|资格|权|称号))|(?:纳入|列入)(?=[^，。；]{0,16}(?:政策|专项|资金)[^，。；]{0,6}(?:支持|扶持|补贴|保障|奖励)(?:范围|对象))|"
    r"(?:可|准)(?:予)?(?:于|按|在|就|依|将)?[^，。；]{0,40}(?:提列|折旧|抵减|抵补|减除|摊提)|适用[^，。；]{0,16}(?:折旧|减免|抵减|免税|优惠|奖励)[^，。；]{0,6}规定|降低[^，。；]{0,8}(?:费率|利率|租金|收费标准|缴费比例)[^，。；]{0,6}(?:\d|至|到)|"
    r"可以?(?:向|到|凭)[^，。；]{2,30}(?:申请|申领)(?!行政复议|仲裁|复核|复议|听证|登记|更正|许可|领取(?:营业执照|许可证))|颁发(?=[^，。；]{0,16}(?:奖|牌|称号))|享有(?=[^，。；]{0,16}(?:优惠|待遇|补贴|优先|经营权|自主权)|[^，。；]{0,24}同等的?(?:待遇|权利))|缩短[^，。；]{0,10}(?:计算|提列)折旧|即征即退|为(?:免税|不征税)收入|先征后(?:返|退)|零(?:关税|费率|收费)|打?[一二三四五六七八九\d.]+折(?:优惠|收取|计收)|(?:费率|利率|收费|价格|租金|费用|缴费比例|缴存比例)[^，。；的]{0,10}(?:降至|降低\d|下浮|优惠\d|下调)|"
    r"由[^，。；]{0,14}财政[^，。；]{0,6}(?:承担|负担|补足|兜底|支付)|(?:贷款|补贴|补助|奖励|担保|资助|报销|扣除)[^，。；]{0,6}(?:额度|标准|比例|上限)[^，。；]{0,8}(?:提高|放宽|上浮|增加)(?:至|到|\d)|"
    r"(?:补贴|补助|奖励|资助|支持)(?:标准|金额|额度)(?:为|是|：|:|按)(?=[^，。；]{0,40}[\d一二两三四五六七八九十百])|"
    r"(?:补贴|补助|奖励|资助|支持)(?:金额|标准|资金|上限|额度)(?:为|是|：)?(?:不(?:高于|超过|低于)|最高)|可以(?:补助|补贴|奖励|贴息|奖补)(?:的)?方式|(?:可)(?:采取|通过|以)[^，。；]{2,16}(?:方式)[^，。；]{0,6}(?:支持|扶持)"
)
_NOT_GRANT = re.compile(
    r"(?:已(?:经|根据|按照?|依)?[^，。；的]{0,40}|没有|未|未曾|曾|正在)享受|(?:不再|不得|不)[^，。；]{0,16}(?:重复|同时|再次|叠加)(?:享受|申请|申领|补贴|补助)|负责[^，。；]*(?:发放|支付|拨付|审核|认定|给予)[^，。；]*|(?:给予|予以|发给)[^，。；]{0,14}(?:计分|加分|记分|处分|警告|处罚|罚款|通报(?!表扬)|批评|制裁|惩|处理|记过|开除|告诫|答复|回复|说明|受理|批复|认定|公告|公示|登记|备案|取缔|纠正|停|撤|追究)|"
    r"(?:不|不得|不再|不予|停止|取消|暂停|拒绝|撤销|终止|禁止|严禁|不能|未|不可)(?:再|得|重复)?(?:给予|发放|享受|支付|拨付|补贴|补助|奖励|资助|返还|兑现|申请|申领|领取|允许)|不允许|"
    r"(?:落实好?|贯彻|宣传|用好)[^，。；]{0,24}(?:减免|扣除|优惠|补贴|免征|免税|缓缴|返还|退税)[^，。；]{0,8}政策|"
    r"(?:做好|规范|加强|强化|完善|健全|优化|改进|严格|审核|监督|落实好?|确保|督促|指导|组织|加快|推动|推进|负责|办理|开展|简化|统筹)[^，。；]{0,16}(?:发放|减免|支付|拨付|返还|兑现|报销|补贴|补助|退税|奖励)(?:工作|管理|流程|政策|制度|程序|机制|资金|力度|标准|手续|监管|进度|行为|落实)"
)
_PRIORITISE = re.compile(
    r"(?<![态约交量育村康境])(?<!就业)(?<!农业)优先(?!发展|战略|级|股|导向|的?原则|权|序|政策|工程|目标|位置|次序|关注|顺序|事项)|(?:重点|择优)(?:给予|支持|推荐|保障|安排|纳入)(?!力度)|(?<!向[上下])倾斜"
)
_NOT_VERB = r"(?!力度|政策|措施|体系|方式|范围|对象|标准|资金|作用|服务|系统|计划|项目|类|条件|基金|性|下|额度|比例|期限|方向|重点(?=[，。；、：是为]|$)|金额|、|和|与|$|[，。；：])"
_ENCOURAGE = re.compile(
    r"(?<![融策金术务政贷予供才力技据的与和、撑大强化到律有])支持" + _NOT_VERB + r"|(?<!大力)(?<!被)鼓励" + _NOT_VERB + r"|大力鼓励|(?:^|[，；：、])(?:择优|积极)?" + RECOMMENDED + r"|"
    r"(?:^|[，；：、]|并|要|应|积极|鼓励|加强|支持|和|逐步|充分|有序|主动|正确|科学|及|政策|重点|通过[^，]{0,10})引导" + _NOT_VERB + r"|倡导|提倡|(?:积极|重点|大力|加大|给予)?扶持" + _NOT_VERB + r"|大力支持" + _NOT_VERB
)
_STUDY = (
    r"(?<!定期)(?<![科学技术用础题究发合同教性咨查联心入大与、和])研究(?!解决|提出|部署|处理|确定|决定|审议|讨论|协调|安排|分析|发展|用|院|所|机构|中心|生|人员|室|成果|报告|型|会|员|开发|实验|平台|基地|项目|课题|能力|团队|水平|方向|领域|经费|费用|性|与|、|和(?!实施|制定|出台)|基金|工作|的|同意|$|[，。；：])"
)
_EXPLORE = re.compile(
    r"(?<!深入)探索(?!性|者|期|精神|经验|与实践|成果)|" + _STUDY + r"|适时(?!作出|向社会|公布|公开|发布|通报|召开|报告|督|检查|总结|提醒|更新)|(?<!选)择机|(?:开展|推进|推动|组织|实施|启动|进行|先行|选择|争取|支持|扩大|深化|纳入|鼓励)[^，。；]{0,24}试点(?!项目|示范|验证|企业|地区|城市|单位|高等|高校|院校|机构|医院|园区)|先行先试|先试先行|(?:^|[，；：、])试行|(?:^|[，；：、])试点(?=发放|给予|实行|实施|对)|(?:^|[，；：、])(?:积极)?(?:谋划|争取(?!在|到|于)|酝酿)"
)
# Those who decide for themselves: what they are encouraged to give is not promised here.
_OTHERS = re.compile(
    r"(?:政府性|政策性|驻区|各(?:地|区|县|市|级|类|银行|金融|高校|园区|单位|有关)|有条件的|地方|区县|区（市）|银行|金融机构|保险|担保|基金|机构|用人单位|社会(?:资本|力量|组织|各界)|平台|商业|运营|业主|房东|出租|园区|工会|协会|商场|企业[^，]{0,12}(?:员工|职工|让利|消费者)|房地产|承租|产权)"
)
_WHOM = re.compile(r"(?:^|[，；：])?(?:对|对于|凡|凡是|针对|面向|符合|经|列入|纳入|获得|被)(?![接照外口应标策])[^，。；]{0,80}?(?:的(?!确)|，|(?=给予|予以|发放|享受|提供|优先|实行|实施|免|减|按|可|一次性|最高|每))")
_PURPOSE = re.compile(r"^(?:现?为了?)(?:进一步|更好|切实|积极|全面|贯彻|落实|支持|鼓励|引导|规范|加强|促进|推动|保障|做好|充分|加快|深入|提高|有效|优化|完善|激发)")
_DEFINITION = re.compile(r"(?:主要)?考核(?:[^，。]{0,20})情况|得\d+分|扣\d+分|基础分|^(?:[^，。]{0,12})?(?:本(?:办法|规定|条例|细则|意见|通知|措施|政策|方案)所称|是指|所称的?)|(?:申请|申报|办理)(?:材料|流程|程序|条件|方式|时间|地点|渠道|受理|资料)[:：]|^(?:政策)?依据")
_SPLIT = re.compile(r"[，。；：:;！？\n]|(?<=[^\d]),(?=[^\d])")
_LONGEST = 4000  # characters looked at: a sentence longer than that is no sentence


@dataclass(frozen=True, slots=True)
class _Part:
    """One comma part of a measure: how firm its own promise is, and what it lays on the parts behind it."""

    own: Commitment | None
    governs: Commitment | None


_ORDER = list(Commitment)
# 鼓励各市、县根据实际情况，对…给予奖励: the comma parts no two sentences.
# 补贴标准：10000元 is one part.
_RATE_OF = re.compile(r"((?:补贴|补助|奖励|资助|支持)(?:标准|金额|额度))(?:为|是)?[：:]")
# 通过提供见习补贴等措施鼓励用人单位…: the means promise nothing.
_MEANS = re.compile(MEANS + r"，?(?=鼓励|引导|支持|扶持)")
_HANGING = re.compile(r"((?:鼓励|支持|引导)(?:各|有条件的|地方)[^，。；]{0,16}?(?:根据|结合|视)[^，。；]{0,12}(?:实际|情况|财力)[^，。；]{0,6})，")


def commitment_of(text: str) -> Commitment | None:
    """How firmly the measure promises; None if it promises nothing.

    >>> [str(commitment_of(t)) for t in ("按规定给予补贴。", "研究给予补贴。", "鼓励各区给予补贴。", "加强监管。")]
    ['grants', 'explores', 'encourages', 'None']
    """
    text = re.sub(r"[ \t\u3000\u00a0]", "", text[:_LONGEST])
    if _DEFINITION.search(text):
        return None
    text = _MEANS.sub("", text)
    text = _RATE_OF.sub(r"\1为", _HANGING.sub(r"\1", text))
    governing: Commitment | None = None
    firmest: Commitment | None = None
    for segment in _SPLIT.split(text):
        part = _read(segment, governing)
        if part.own is not None and (firmest is None or _ORDER.index(part.own) < _ORDER.index(firmest)):
            firmest = part.own
        governing = part.governs or (None if part.own is Commitment.GRANTS else governing)
    return firmest


def _read(segment: str, governing: Commitment | None) -> _Part:
    """One comma part under what the parts in front of it lay on it."""
    if _PURPOSE.search(segment):
        return _Part(None, governing)
    bare = _NOT_GRANT.sub("", segment)
    promise = _GRANT.search(bare)
    if promise is None:
        weak = [found for found in _weak_words(bare) if found is not None]
        if not weak:
            return _Part(None, None)
        own = Commitment.EXPLORES if Commitment.EXPLORES in weak else _first_weak(bare)
        return _Part(_weaker(own, governing if governing is Commitment.EXPLORES else None), _reach(bare, own))
    masked = _WHOM.sub(lambda whom: "\u25a1" * len(whom.group()), bare[: promise.start()]) + bare[promise.start() :]
    weak = [found for found in _weak_words(masked, promise.start()) if found is not None]
    if _PRIORITISE.search(bare[promise.start() :]):
        weak.append(Commitment.PRIORITISES)
    own = max([Commitment.GRANTS, *weak], key=_ORDER.index)
    stands_alone = re.match(r"(?:并)?(?:对|按|由|凡|市|省|区|县|财政|每|最高|可)", bare) is not None
    if governing is Commitment.EXPLORES or (governing is Commitment.ENCOURAGES and not stands_alone):
        own = _weaker(own, governing)
    return _Part(own, own if own is Commitment.EXPLORES else None)


def _weak_words(words: str, before: int | None = None) -> tuple[Commitment | None, ...]:
    """The weaker commitments whose words begin before ``before``, anywhere by default."""
    limit = len(words) if before is None else before
    kinds = ((Commitment.PRIORITISES, _PRIORITISE), (Commitment.ENCOURAGES, _ENCOURAGE), (Commitment.EXPLORES, _EXPLORE))
    return tuple(
        kind if (found := pattern.search(words)) is not None and found.start() < limit else None for kind, pattern in kinds
    )


def _first_weak(words: str) -> Commitment:
    """Which word governs: 鼓励优先采购 encourages, 优先支持 prioritises."""
    encouraged, prioritised = _ENCOURAGE.search(words), _PRIORITISE.search(words)
    if prioritised is None or (encouraged is not None and encouraged.start() < prioritised.start()):
        return Commitment.ENCOURAGES
    return Commitment.PRIORITISES


def _reach(segment: str, own: Commitment) -> Commitment | None:
    """What a part without a promise lays on the next: 探索… holds on, 鼓励各区… too, 鼓励企业… does not."""
    if own is Commitment.EXPLORES:
        return own
    found = _ENCOURAGE.search(segment)
    if found and re.search(r"(?:活动中|过程中|工作中|方面|基础上|前提下|期间|范围内|同时)$", segment):
        return Commitment.ENCOURAGES  # 鼓励平台在促销活动中，为商户提供优惠: what they are encouraged to do comes behind
    return Commitment.ENCOURAGES if found and _OTHERS.match(segment, found.end()) else None


def _weaker(one: Commitment, other: Commitment | None) -> Commitment:
    return one if other is None else max(one, other, key=_ORDER.index)
