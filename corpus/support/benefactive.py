"""Whether a sentence does somebody a good turn (惠及句式), by its grammar alone: for whom it is, and that nothing bad is done to them.

对 X 的 Y，VP · Y 可 VP · 将 B 扩大至 Y. The verbs of promising are many and new ones come with every policy; what is done *to*
somebody (监管, 处罚, 排查, 收取) is a closed list by comparison. So what is said for somebody outside the administration and is no
such thing is an offer, however it is worded.
"""

from __future__ import annotations

import re

from corpus.policy import Commitment
from corpus.support.sentence import RATE_OF

_HEAD = (
    r"(?:企业|公司|机构|个人|人员|人才|毕业生|主体|项目|院校|高校|学校|医院|酒店|景区|民宿|协会|商会|合作社|农户|农民|牧民|渔民|养殖场|养殖小区|个体|商户|工商户|团队|劳动者|创业者|从业者|经理人|业主|院所|集群|载体|平台|基地|园区|孵化器|众创空间|纳税人|缴费人|职工|员工|导游|旅行社|房东|"
    r"租户|承租人|承运人|诊所|门诊部|食堂|托育点|托幼点|助餐点|农机手|组织|人口|劳动力|群众|子女|配偶|家属|军人|工人|业户|事业|消费者|市民|居民|村民|学生|学员|教师|医师|医务人员|老年人|老人|残疾人|儿童|婴幼儿|妇女|家庭|患者|病人|参保人|申请人|申报人|投资者|投资方|购房者|持证人|退役军人|农民工|失业人员|对象|群体|青年|专家|经营者|经营户|养殖户|种植户|大户|农场|店|厂|车辆|货车|船舶|车主|单位|缴存人|用户)"
)
_NO_HEAD = r"(?!家精神|文化|环境|负担|用工|融资|管理|建设|库|队伍|评价|职工医|信用|名录|清单|责任|主管|服务中心|审批|资金)"
_OFFICE = re.compile(r"(?:(?:各|有关|相关|责任|成员|牵头|主管|预算|所属|直属)[^，。；]{0,4}单位|部门|政府|局|委员会|管委会|办公室|街道|乡镇|各区|各县|各市|区县|地区|干部|公务员|工作人员|的区|的县|的市|的镇|的地方)(?:的)?$|^(?:各地|各级|各区|各县|各有关)")
_LEAD = r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．])?(?:同时|另外|此外|其中|一是|二是|三是|四是|五是|首先|其次)?[，、]?(?:除[^，。；]{2,40}?(?:外|以外)，)?"
# 对 X 的 Y，…: the topic, to its comma or to the verb that follows.
_FOR = re.compile(rf"(?:{_LEAD}|(?<=[，。；：]))(?:暂|拟|可|应)?(?:对于?|凡是?|针对|面向|给(?!予))(?![接口外应照标比策])(?P<who>[^。；]{{2,120}}?(?:{_HEAD}{_NO_HEAD}(?:（[^）]{{1,40}}）)?(?:等)?(?:的)?|的))(?:，|：)(?P<act>[^。；]{{3,}})")
# Y 可 …: who may do something.
_MAY = re.compile(rf"{_LEAD}(?P<who>[^。；]{{0,80}}?(?:{_HEAD}{_NO_HEAD}|的(?=，))(?:（[^）]{{1,40}}）)?)[，]?(?P<mid>[^。；，]{{0,30}}?[，]?)(?:也|均|还|都|则|同样|即)?(?<!不)(?:(?P<free>即可(?!能)|无需|无须|不需要?(?!求)|免于|免予|不受)|可以?(?!能|行|靠|持续|见|知|观|再生|操作|视|信|用性|控)|有权|准予)(?P<act>[^。；]{{2,}})")
# …的，法律援助机构应当依法为其提供法律援助: an office's duty to them.
_FOR_THEM = re.compile(rf"{_LEAD}[^。；]{{4,80}}?的，[^，。；]{{2,24}}(?:应当?)?(?:依法|及时|免费|优先)*(?:为|向|给|对)其(?:免费)?(?:提供|发放|给予|减免|安排)[^，。；]{{0,12}}(?:援助|救助|补贴|补助|住房|岗位|培训|生活费|免费|减免|就业)")
# Y，…: who, described, and what is done for them without a preposition.
_TOPIC = re.compile(rf"{_LEAD}(?P<who>[^。；]{{2,120}}?(?:{_HEAD}{_NO_HEAD}|的)(?:（[^）]{{1,40}}）)?)，(?P<act>(?:不予(?:行政)?处罚|免予(?:行政)?处罚|实行|奖励|补助|补贴|资助|返还|减免|免收|免征|给予|[^，。；对由]{{0,14}}按[^，。；]{{2,40}}(?:执行|奖励|补助|补贴|资助|补偿|返还|计收|收取|结算|配套)|享受|可|一次性|最高|每|分别|再|优先|全额|由[^，。；]{{2,20}}?(?:全额|全部|统一|足额)?(?:承担|负担|补足|代缴|代付)[^，。；]*(?:费|金|税|息))[^。；]*)")
# 将补贴对象扩大至…, …政策实施期限延长至…: what there is already goes to more people, goes on, or grows.
_GROWS = re.compile(
    r"(?:将|把|应当?|可)[^，。；]{0,40}纳入[^，。；]{0,12}(?:保险(?:的服务)?|补贴|补助|奖励|保障|报销|支付|支持|减免|救助)(?:政策)?(?:范围|目录|对象)|(?:补贴|补助|奖励|待遇|津贴|优惠|减免|返还|贷款|担保|保险|资助|扶持|贴息|救助|缓缴|免征|减征)[^，。；]{0,16}?(?:对象|范围|标准|额度|比例|期限|条件|上限|政策|人群|门槛)?[^，。；]{0,12}?(?:扩大(?:至|到)|提高(?:至|到|\d)|延长(?:至|到|\d)|延续(?:至|到|实施)|放宽(?:至|到)|降低?(?:至|到|\d)|上浮|增加到|顺延)"
)
_ADVERSE = re.compile(
    r"监管|监督|检查|查处|处罚|惩|责令|整改|约谈|问责|追究|追回|收回|取消[^，。]{0,6}(?:资格|称号)|撤销|停止(?!征|收|执行原)|暂停(?!征|收|缴)|不予(?!.{0,4}(?:处罚|罚款|征|收))|不得(?!.{0,4}(?:抽贷|断贷|压贷|收|拒|以|超过|低于|高于))|不再(?:享受|给予|安排|受理)|禁止|严禁|核查|抽查|调查(?!失业率)|考核|排查|隔离|医学观察|测量|消毒|监测|批评|警示|曝光|追责|罚款|淘汰|退出|关停|查封|"
    r"(?:列入|纳入)[^，。]{0,8}(?:失信|黑名单|异常)|从严|严格(?:控制|管理|审查|把关)|公示|通报(?!表扬)|移交|移送|承担[^，。]{0,8}(?:责任|义务)|依法(?:处理|追|惩)|逾期(?:不|未)[^，。；]{0,12}(?:的|者)，|逾期(?:不|未)[^，。；的]{0,8}，|负责|审核后|应当(?:提交|提供|遵守|按(?!照?(?:有关)?规定(?:纳入|给予|享受|发放))|配合|建立|履行|承担|向|在|如实)|必须|须(?:提交|提供|遵守|按)"
)
_GOOD = re.compile(
    r"给予|予以|提供|发放|落实|享受|实行|延长|延期|缓|放宽|减|免|降低|优惠|补|奖|资助|返还|退还|退税|允许|优先|绿色通道|简化|加快(?:办理|审批|审核|兑)|纳入(?!.{0,8}(?:失信|异常|监管))|视同|视为|不作|不计|不影响|不受|保留|指导|协助|帮助|扶持|支持|鼓励|推荐|安排|配租|不[作设][^，。；]{0,16}限制|保障|对接|上门|代办|报销|支付|核拨|拨付|提高|增加|倾斜|便利|认定为|授予|推出|扩充|扩大|上浮|顺延|取消(?!.{0,12}(?:资格|称号|待遇|优惠|补贴|奖励))|贴息|担保|免费|无偿|开放"
)
_MAY_GOOD = re.compile(
    r"(?!(?:直接|自行|在线|通过[^，。；]{2,20}|在[^，。；]{2,20})?(?:登录|查询|咨询|下载|拨打|查看|浏览|关注|扫))(?:(?:统一|集中|委托[^，。；]{2,10}|直接)?(?:为[^，。；]{2,20})?(?:申请|申报|办理)|对[^，。；]{2,20}(?:实施|给予|采取)|实施|采用|采取|以|申请|申领|申报|享受|领取|办理|选择|凭|参加|获得|继续|自主|自愿|要求(?=[^，。；]{0,4}(?:订立|签订|续订))|自行|按|向|给予|予以|根据|依据?|视|享|将[^，。；]{2,20}(?:折|作价|用于|入股|转让|出租|质押|抵押)|延|缓|分期|减|免|抵|扣|退|返|提取|兑|报销|使用|利用|入学|落户|租|购|优先|先行|容缺|不|补|免于|提供|提交|作为|直接|再|在|通过|同时|一并|随迁)"
)
# 要依法依规及时拨付资金: an office is told.
_DUTY = re.compile(r"(?:要|应当?|须|各[^，]{0,12}(?:部门|单位|地)|[^，]{0,16}(?:部门|局|委|厅|政府|机构|银行)(?:要|应))")
_WEAK = re.compile(r"^(?:[^，。；]{0,16})?(?:鼓励|支持|引导|指导|帮助|协助|倡导|扶持)")
_STUDY = re.compile(r"研究|探索|试点|试行|适时|争取")


def clean_record(text: str) -> str:
    """``text`` without the record that a claimant must not have (未受行政处罚的): it is a condition, no penalty."""
    return _CLEAN.sub(lambda match: "□" * len(match.group()), text)


_CLEAN = re.compile(
    r"(?:机关|部门|单位|政府|单位和个人|机构)(?:均|一律)?不得[^，。；]{2,24}|"
    r"(?:不(?:给予|予|作|再)|免(?:予|于|除)|取消|减少|不再)[^，。；、]{0,10}?(?:处罚|罚款|追究|核查|检查|监管|认证|稽核比对|检验)|"
    r"(?:未|没有|无(?!偿)|不存在|近[一二两三四五\d]年[^，。；]{0,6}(?:未|无|没有))[^，。；]{0,16}?(?:处罚|违法|违规|失信|追究|骗取|事故|弄虚作假|黑名单|不良(?:信用)?(?:记录|行为))"
)


def good_turn(text: str, *, more: bool = False) -> Commitment | None:
    """How firmly a sentence does somebody outside the administration a good turn, None where it does not; ``more``: an offer goes before it.

    >>> good_turn("对受疫情影响不能按时办理的企业，允许延期三个月补办。"), good_turn("对违反规定的企业，责令限期整改。")
    (<Commitment.GRANTS: 'grants'>, None)
    """
    if _PAID_OUT.match(text) or (more and _MORE.match(text)):
        return Commitment.GRANTS
    if _ADVERSE.search(clean_record(text)):
        return None
    for match in _FOR.finditer(text):
        who, act = match["who"], match["act"]
        if not _OFFICE.search(who) and _GOOD.search(act) and not _DUTY.match(act):
            return _firmness(act, before=text[: match.start("act")])
    may = _MAY.match(text)
    if may and not _OFFICE.search(may["who"]) and not re.match(r"对|由|各", may["mid"]) and not re.search(r"部门|政府|局|机关|银行|法院", may["mid"]) and (may["free"] or _MAY_GOOD.match(may["act"])):
        return _firmness(may["act"], before=text[: may.start("act")])
    if _FOR_THEM.match(text):
        return Commitment.GRANTS
    topic = _TOPIC.match(text)
    if topic and not _OFFICE.search(topic["who"]) and not re.match(r"对|由|各|加|推|完善|建立|落实|围绕|聚焦|依托|以|在|通过|按|根据|结合|为|将|把|鼓励|支持|引导|强化|优化|统筹|深化|实施|开展|发挥|坚持", topic["who"]) and (re.search(r"\d|优惠|免|减|不予|返|享受|居民|资助|补|奖|承担|负担|代[缴付]", topic["act"])):
        return _firmness(topic["act"], before="")
    if RATE_OF.search(text) and not re.search(r"(?:收费|缴费|处罚|罚款|保证金)(?:标准|金额)", text):
        return Commitment.GRANTS
    serves = _SERVES.match(text)
    if serves and not _OFFICE.search(serves["who"]) and not _TASK.match(text):
        return Commitment.PRIORITISES if re.search(r"优先(?:安排|支持)", text) else Commitment.GRANTS
    if _GROWS.search(text) and not re.search(r"^(?:研究|探索|推动|适时)", text):
        return _firmness(text, before="")
    if PAID_FOR.search(text) and not _TASK.match(text):
        return Commitment.GRANTS
    return Commitment.GRANTS if _SPARED.search(text) and not _TASK.match(text) else None


# 参展的企业由政府部门支付展位费: what an office pays for somebody.
PAID_FOR = re.compile(rf"(?P<who>[^，。；]{{0,60}}?{_HEAD}{_NO_HEAD})(?:的[^，。；]{{1,12}})?，?由(?:[^，。；]{{0,6}}(?:政府|财政|部门|慈善机构|基金))[^，。；]{{0,6}}?(?:支付|承担|负担|代缴|代付|补足|报销|解决)[^，。；]{{0,12}}(?:费|金|款|支出|经费)")


# 燃油补贴向直接从事农机作业的农民发放: the gift stands first.
_PAID_OUT = re.compile(rf"^[^，。；对]{{0,16}}(?:补贴|补助|津贴|奖金|奖励|救助金|生活费|抚恤金|资金|款|券)(?:应当?|可以?|将|统一|由[^，。；]{{2,16}}|直接)*(?:向|给)(?P<who>[^。；]{{2,50}}?{_HEAD}{_NO_HEAD})(?:直接)?(?:发放|支付|拨付)")
# …；初创企业比例提高至50%: a larger share, or an easier bar, for some of those just spoken of.
_MORE = re.compile(rf"^(?:其中|对|凡)?[^。；]{{0,60}}?(?:{_HEAD}{_NO_HEAD}|的|的，)[^，。；的]{{0,8}}(?:比例|标准|额度|幅度|上限|限额|次数|率|期限|门槛|年限)(?:可)?(?:提高|上浮|扩大|增加|提升|放宽|延长|降低?|下浮|下调)(?:至|到|为|\d)")


def allowed(text: str) -> bool:
    """Whether somebody described may do something at once, whatever the sentence backs besides: 支持兴办…，对…的项目，可划拨用地."""
    found = next(_FOR.finditer(text), None)
    return found is not None and not _OFFICE.search(found["who"]) and _ALLOWED.match(found["act"]) is not None and _ADVERSE.search(clean_record(text)) is None


_ALLOWED = re.compile(r"(?:均|也|还|即)?(?:可以?(?!能|行|靠|持续)|准予|无需|免予)[^，。；]{0,20}(?:办理|划拨|协议出让|使用|享受|申请|保留|变更|延长|延期|缓|免|减|选择|自主)")


# 税务机关为首次办税的企业提供开业套餐: an office serves somebody who is named.
_SERVES = re.compile(rf"{_LEAD}(?:(?:整合|统筹|发挥|依托|利用|集成|汇聚)[^，。；]{{2,24}}，)?(?:[^，。；为]{{0,16}}(?:机关|部门|机构|中心|窗口|平台|大厅))?(?:免费|主动|优先|及时|统一)?(?:为|面向)(?P<who>[^，。；]{{2,30}}?{_HEAD}{_NO_HEAD})(?:等[^，。；]{{0,6}})?(?:在[^，。；]{{2,50}}方面)?(?:免费|主动|优先|及时)?(?:提供|推出|开放|开通|开辟|办理|发放|推送)(?![^。；]*(?:支撑|保障体系))[^。；]{{2,}}")
# Whoever would owe it is spared it, or has longer for it: 取消认证确认的期限, 最长结转年限由5年延长至8年, 免纳所得税, 可抵减当年度应纳税额.
_SPARED = re.compile(
    r"(?:取消|免除|暂停执行)(?![^，。；]{0,24}(?:资格|称号|待遇|优惠|补贴|奖励))[^。；]{0,80}?(?:期限|证明(?:材料)?|手续|收费|核查(?:要求)?|报送(?:要求)?|要求|环节|费用|保证金|押金|认证|盖章|限制|门槛)(?:[。；，]|$)|"
    r"(?:时限|时间|期限|环节|材料)[^，。；]{0,8}(?:压缩|缩短|减少|精简)(?:至|到|为)[^，。；]{0,4}[\d一二两三四五六七八九十]|"
    r"(?:年限|期限|期间|时间|时限|额度|上限)[^，。；]{0,16}(?:延长|放宽|提高|扩大|顺延)(?:至|到|为)|"
    r"(?:可以?|准予|允许)[^，。；]{0,10}(?:计入(?:当期)?(?:成本|损益)|税前(?:列支|扣除))|免纳|免(?:予)?计入|免办|暂免|加速折旧|(?:可|准)[^，。；]{0,40}?(?:抵减|抵缴|缩短|分期缴纳|分[一二三四五六]年(?:平均)?缴纳|退税|免税|扣除)|(?:准用|适用)[^，。；]{0,30}(?:奖励|减免|免税|优惠)[^，。；]{0,16}规定|"
    r"(?:满足|符合|具备|达到)[^。；]{2,40}?(?:即可|均可|可直接|可)(?:直接|免试|优先)?(?:申报|申请|申领|办理|享受|入户|落户|领取)"
)
_TASK = re.compile(r"^(?:进一步|积极|加快|持续|不断)*(?:推动|推进|加大|加强|探索|研究|完善|推广|简化|健全|优化|不断|力争|争取|落实)")


def _firmness(act: str, *, before: str) -> Commitment:
    if _STUDY.search(act[:8]) or re.search(r"(?:研究|探索)$", before):
        return Commitment.EXPLORES
    if re.search(r"给予|予以|免|减|补贴|补助|奖励|返还|发放|享受|允许", act):
        return Commitment.PRIORITISES if re.search(r"优先(?:给予|予以|安排|支持)", act) else Commitment.GRANTS
    if "优先" in act:
        return Commitment.PRIORITISES
    return Commitment.ENCOURAGES if _WEAK.match(act) else Commitment.GRANTS
