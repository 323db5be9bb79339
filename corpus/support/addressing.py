"""Whom a measure speaks to: somebody who can claim, a third party, or the administration itself.

Most sentences of a policy set tasks for departments. They read like offers (支持重点片区优化布局, 加大财政资金支持力度)
and offer nothing that anybody could ask for.
"""

from __future__ import annotations

import re

from corpus.gifts import CURT_GIFT, RECOMMENDED
from corpus.policy import Addressee, AnyOf, Audience, Commitment, Quantity
from corpus.support.actors import actor_in
from corpus.support.benefactive import PAID_FOR, clean_record
from corpus.support.conditions import PREFERS
from corpus.support.descriptions import WHO_ACTS, WHO_FIRST
from corpus.support.kinds import ENDS_IN_HEAD
from corpus.support.sentence import Part
from corpus.support.vocabulary import audiences_in

# Third parties who are told to do something for others.
_THIRD = (
    r"(?:各类|各地|各|驻区|辖内|银行业|证券公司等?|政府性|国有|商业|驻.{1,2}|其他|有条件的?|在京|各商业服务业)*(?:金融机构|银行(?:业)?(?:金融)?机构|银行业?|保险(?:公司|机构)|(?:融资)?担保(?:公司|机构|基金)|担保、再担保机构|创业投资(?:机构|企业|公司)|业主|房东|出租[方人]|电网企业|"
    r"供[电水气]企业|证券公司|商场|商圈|社区等收费停车场|停车场|社会资本|天使投资|投资机构|平台企业|电商平台|商业综合体|在京中央企业|中央企业|商业服务业企业|园区运营方|运营单位|检测机构|行业协会)"
)
_TOLD_THIRD = re.compile(rf"(?:鼓励|支持|引导|要求|督促|推动|推进|协调|指导|支持鼓励)(?:辖区内|辖内|区内|市内|全市|全省|本市|有条件的|符合条件的|各类|各级|各)*{_THIRD}(?P<rest>[^。；]*)")
_THIRD_FIRST = re.compile(rf"^(?:同时|对[^，]{{2,40}}，|各级)?，?{_THIRD}(?:要|应|可|不得|免收|取消|积极|加大|给予)")
# 区内各银行机构要加大对…的信贷支持: banks and utilities as the subject, and what they are to do for others.
_THIRD_SUBJECT = re.compile(r"^(?:同时，|进一步)?[^，。；的对为向由经]{0,16}?(?:银行业?(?:金融)?机构|金融机构|银行|担保机构|担保公司|保险机构|保险公司|小额贷款公司|供[水电气热]企业|电网企业|运营商|平台企业)(?:等)?(?:要|应当?|须|可以?)?(?=(?:加大|积极|优化|创新|降低|下调|免收|适当|合理|主动|简化|开辟|取消|减免|提高|增加|扩大|不得|灵活)[^。；]*(?:贷款|信贷|融资|费率?|利率|保费|担保|续贷|服务|授信|供|收费|产品|额度))")
# 各级担保机构对小微企业降低费率: who acts is a third party, whoever it is called.
_THIRD_ACTS = re.compile(r"^(?:[^，。；的]{2,12}(?:期间|以来|内)，)?(?!对|为|向|支持|鼓励)[^，。；的]{0,24}(?:银行|金融机构|担保机构|担保公司|保险公司|保险机构|小额贷款公司|小贷公司|供[水电气热]{1,4}(?:企业|单位|公司)|电网企业|电信(?:运营)?企业|平台企业)(?:要|应当?|须)?(?:对|为|向|给)[^。；]{4,}")
# 减半收取宽带资费，由电信运营商负责落实
_BORNE_BY = re.compile(r"由[^，。；]{0,12}(?:运营商|银行|金融机构|担保机构|担保公司|电网企业|供[水电气热]企业|业主|房东|平台企业)(?:负责|落实|承担|执行|提供)")
# 鼓励大型电商企业为贫困地区设立专卖店并给予流量支持: one is to do it for another.
_ONE_FOR_ANOTHER = re.compile(r"^(?:大力|积极|同时，)?(?:鼓励|引导|倡导|支持)[^，。；的]{0,40}(?:企业|机构|平台|商家|组织|协会|主体|业主|房东|运营方|楼宇|商场|单位|银行)(?:为|对|向|给)[^，。；]{2,30}(?:地区|企业|商户|农户|群众|家庭|消费者|合作社|经营者|创业者|会员|[承租]租?户|承租人|承租方|用户|市民|职工|员工)[^。；]{0,30}(?:给予|减免|让利|免费|优惠)(?![^。；]*对[^。；]*的[^。；]*(?:给予|奖励|补贴))")
# 鼓励公共机构以外的中介机构免费为就业困难人员提供服务
_FREE_FOR = re.compile(r"^(?:大力|积极|同时，)?(?:鼓励|引导|倡导|支持)[^，。；]{2,60}(?:企业|机构|平台|组织|协会|单位|志愿者|律师)(?:(?:无偿|免费)(?:为|向)[^，。；]{2,30}(?:提供|开展|举办)|(?:为|向|对)[^，。；]{2,30}提供[^，。；]{0,6}(?:免费|优惠|便利))|^(?:鼓励|引导|倡导)[^，。；]{0,30}(?:经营主体|企业|机构|协会|商会)[^。；]*，(?:对|为|向)[^，。；]{2,20}(?:企业|商户|会员|消费者|群体)(?:予以|提供|给予)[^，。；]{0,10}(?:优惠|便利|流量|让利|折扣)")
_AND_REWARDS = re.compile(r"，[^，。；]{0,8}对[^。；]*的[^。；]*(?:给予|奖励|补贴)")  # 鼓励商场减租，对减租的企业给予补贴
_THEN_GIVEN = re.compile(r"的，[^。；]{0,40}(?:给予|予以|奖励|补贴|补助|享受)")
# 引导企业依法依规披露信息: an appeal to do one's duty.
_EXHORTS = re.compile(r"^(?:鼓励|引导|支持)[^。；]{0,60}自律|(?:鼓励|引导|倡导|督促|指导|提醒)[^，。；]{0,24}(?:依法依规|规范|披露|履行|落实[^，。；]{0,8}责任|遵守|自律|诚信|弹性工作|(?:报送|提供)[^，。；]{0,16}信息|错峰|承担[^，。；]{0,6}责任)")
# 支持中小企业保经营、稳发展: what is hoped for, nothing that anybody could do or ask for.
_WISHES = re.compile(r"(?:支持|帮助|引导|助力)(?!将)[^，。；]{2,24}?(?:(?:保(?![障险])|稳|促|渡|克服|应对|战胜)[\u4e00-\u9fff]{2,4}(?:、|和)?){1,4}[。；]?$|^(?:鼓励|支持|引导|扶持)[^，。；]{0,12}?做[大强优精专](?:做?[大强优精专])*(?:、[^，。；]{2,8})?[。；]?$")
_FOR_OTHERS = re.compile(
    r"(?:对|为|向|与|针对)[^，。；]{2,80}(?:减免|提供|给予|加大|免收|降低|延长|展期|发放|开放|服务|合作|下浮|不抽贷|满足[^，。；]{0,30}需求|优惠|让利|允许|加强|免费)|减免|让利|降低|加大[^，。；]{0,20}(?:投放|支持|力度)|增加[^，]{0,10}贷款|贷款产品|信贷|贷”|保险|授信|融资|展期|续贷|允许|参照执行|投放|容忍度|开展业务|^[^，。；]{0,20}支持[^，。；]{2,24}(?:企业|个体工商户|农户|商户|合作社|产业|经济)[^，。；]{0,6}发展|(?:开发|推出|提供|创新)[^，。；]{0,40}(?:金融产品|金融服务|保险产品|险种|险(?=[，。；]|$))"
)

def banks_do(text: str) -> bool:
    """Whether the sentence tells a third party what to do, or asks for what only a bank can do, though it names none."""
    told = _TOLD_THIRD.search(text)
    return _BANKS_DO.search(text) is not None or _THIRD_SUBJECT.match(text) is not None or (told is not None and _FOR_SOMEBODY.search(told["rest"]) is not None)


_FOR_SOMEBODY = re.compile(r"^[^。；]{0,8}(?:为|对|向)[^，。；]{2,40}?(?:提供|开辟|开发|推出|发放|降低|减免|给予|加大|开展业务)")
# 公共服务机构应当为残疾人提供优先服务: a body's duty to those it serves.
_SERVING_DUTY = re.compile(r"^(?!对|凡|各级|国家)[^，。；对]{2,40}(?:机构|单位|学校|医院|公司|平台|场所|企业|组织|经营者|运营者)，?(?:应当?|须|要)[^。；]*(?:为|向|对)[^，。；]{2,30}?(?:提供|给予|减免|免费|开展)")


# 公共就业服务机构应当优先为提供岗位信息的用人单位提供服务: a public body is to serve some before others.
_SERVED_FIRST = re.compile(r"^(?:县级以上|各级)?[^，。；对]{0,12}(?:公共|政府|国有|法律援助|就业服务|经办|部门|人民政府)[^，。；对]{0,12}(?:应当?|须|要)优先(?:为|向)[^，。；]{2,40}?(?:企业|单位|机构|人员|个人|家庭|残疾人|老年人|毕业生|军人|农民|职工)(?:提供|安排|办理|发放)")
# 推进企业上市培育工作，减免在四板市场挂牌的企业融资手续费: what a task goes on to spare somebody of.
_SPARES_THEM = re.compile(r"，(?:并|同时)?(?:减免|免收|免除|减收|免征|减征)(?!政策)[^，。；]{0,30}?(?:企业|个体工商户|个人|单位|机构|农户|合作社|商户|家庭|人员)(?:的)?[^，。；的]{0,12}(?:费用?|税款?|租金|房租|利息|保费|保证金)(?=[，。；、]|$)")
# 用人单位应当及时为失业人员出具证明, 建设项目的运营单位应当优先招用…: what the claimants themselves are bound to.
_OWN_DUTY = re.compile(r"^(?!对|凡|为|各级|国家|经)[^，。；对]{0,60}?(?:企业|单位|公司|机构|个人|人员|主体|组织|学校|医院|申请人|当事人)(?:[^，。；]{0,24}?(?=应当?(?:按|依照|符合|具备|提交|提供|办理|遵守|经|如实|及时)))?(?:应当?|必须|须)(?!(?:享有|享受|给予|获得))(?![^。；]*(?:给予|减免|免费|免收|补贴|补助|奖励|优惠|为[^，。；]{2,30}提供|向[^，。；]{2,30}提供))[^。；]{2,}")
# 失业保险金由经办机构按月发放: who pays it out, and how.
_PAID_BY = re.compile(r"^[^，。；对]{2,20}(?:金|补贴|补助|津贴|资金|款|待遇|奖励|费用)(?:统一)?由[^，。；]{2,30}(?:按月|按季|按年|统一|直接|负责|定期|社会化)*(?:发放|支付|拨付|核发|兑现|审核)[^，。；]{0,6}[。；]?$")
# 安全评价…市经济信息委《…条例》第九条：…: a row of a list of duties, that quotes the article it rests on.
_ROW = re.compile(r"(?!根据|按照|依据|依照|落实|执行|对|凡|符合)[^，。；《]{8,}《[^》]+》(?:[（(][^）)]*[）)])?第[一二三四五六七八九十百\d]+条")
_POINTS = re.compile(r"[计加得减扣按]\d+(?:\.\d+)?分(?![之钟公米店支部期批])")  # 每满1年计2分
_PRAISE = re.compile(r"考核[^，。；]{0,16}的?，?(?:给予|予以)通报表[扬彰][。；]?$")

# What only a bank can do, though the sentence names none.
_BANKS_DO = re.compile(r"(?:为|向|对)[^，。；]{2,40}提供(?:[^，。；的]{0,4})(?:担保(?![^，。；]{0,6}(?:补|奖))|授信|融资服务)(?![^。；]*(?:给予|补助|奖励|补贴))|推出[^。；]{0,30}(?:贷|保|险)[”\"]?(?:特色|专属|专项)?(?:金融)?(?:产品|服务)|(?<![对将])(?:担保|再担保|综合)费率[^，。；补]{0,12}(?:降|下调|不超过|不高于|减半)(?![^。；]*(?:补|奖|财政))|降低[^，。；]{0,8}(?:抵押|质押|抵质押|担保)[^，。；]{0,4}(?:要求|条件|门槛)|抽贷|断贷|压贷|延期还贷|展期续贷|续贷服务|(?:予以|给予)(?:展期|续贷)|(?:下调|降低)[^，。；]{0,6}贷款利率|金融服务支持|信贷余额|应续尽续|无还本续贷")
# Bodies of the administration as the one who acts or is supported.
_OFFICE = (
    r"(?:各[级有相]?[^，。；]{0,12}(?:部门|政府|单位|机关|委办局|区县?|市|县|镇|街道)|[^，。；]{0,16}(?:人民政府|管委会|委员会|部门|办公室|联席会议|税务局|商务局|政务服务局|公积金[^，。；]{0,4}中心|(?<![政当结格布全务])局|厅|工作专班|指挥部)|各区（市）县|各市、县|各地|地方|区（市）县|有条件的(?:地区|地市|城市)|属地)"
)
_OFFICE_ACTS = re.compile(rf"^(?:同时|由|请|责成|要求|督促)?{_OFFICE}(?!(?:指定|组织|认定|批准|举办|主办|评定|备案|核准|确定|颁发|授予|公布|审批|同意|评选)[^，。；]{{0,24}}的)(?:[^，。；]{{0,16}}等[^，。；]{{0,4}})?(?:要|应|负责|会同|牵头|可|将|组织|切实|必须|加快|做好|因地制宜|积极|严格|对)?")
_TASK_START = re.compile(
    r"^(?:进一步|持续|着力|大力|全面|积极|深入|不断|切实|加快|充分|有序|稳步|重点|多形式|多渠道|优先)*(?:加强|强化|加快|推进|推动|完善|深化|加大|创新|优化(?!项目)|健全|提升|提高|打造|构建|统筹|建立|搭建|制定|规范|发挥|用好|用活|实行|推行|推广|做好|培育|促进|扩大|指导|拓宽|拓展|聚焦|围绕|运用|联合|整合|突出|补齐|增强|壮大|激发|畅通|破解|力争|保障|确保|稳妥|审慎|依规|研究(?:制定|出台|构建)|落实(?!.{0,30}(?:补贴|减免|免征))|探索|开展|实施|依托|发挥|布局|新建|建强|建设|合理|科学|动态|梳理|组织(?!举办)|出台|编制|发布|试点|升级|增加)"
)
# The administration's own areas and undertakings as the one supported.
_OWN = (
    r"(?:[\u4e00-\u9fff]{2,8}(?:地区|新区|新城)(?:建设|提升|吸引|公务|基础|开展|探索|承接|打造|发展|加快|实施|用足|做大)|在|重点片区(?!企业|内|的企业|项目)|各区|区县|郊区新城|区（市）县|城市新区|轨道交通|以[^，]{1,20}(?:布局|交通|枢纽)|优化|发展(?!壮大)|用地|空间|综合|提升|提高|重点应用|优质(?:教育|医疗)|老旧|改革|跨|探索|各领域|市级财政|市属国有企业深|盘活|广州|深圳|城市停车|有条件的(?:地区|地方|地市|城市|部门|乡镇|[省市区县州村镇])|各市|各县|地方|建设|布局|片区|农村|城乡|海南|雄安|开放|利用|基层|工会|特区|试点|根据|按规定合理|优质|职称|人才发展|[\u4e00-\u9fff]{2,4}(?:、[\u4e00-\u9fff]{2,4})+(?:开展|放宽)|具有优质|集群(?!企业))"
)
_BACKED = re.compile(r"(?:^|(?<=[，；：、。])|(?<=[并将要可以应和同时积极大力继续优先重点]))(?:鼓励|" + RECOMMENDED + r"|支持(?!周期|金额|标准|资金|方式|额度|比例|期限|对象|力度|政策|措施|范围|内容|条件|类|项目类)|引导|扶持|倡导|优先支持|重点支持|优先保障|重点保障)(?P<whom>[^，。；]{1,60})")
_CLAIMANT_HEAD = re.compile(r"企业(?!用工|职工|融资|信贷|贷款|负担|经营负担|家|文化|环境|服务|之间|家庭|名录|人才)|公司|机构(?!向|改革)|个人|人员|人才(?!队|引|培|政|公寓|计划|项目|工作|生态|激励|职称)|毕业生|主体|项目(?!集群|审批|建设资金|管理|推进|落地区)|单位(?!面积)|院校|高校|酒店|景区|民宿|协会|商会|合作社|农户|个体|团队|劳动者|创业者|经理人|业主|院所|集群|载体|园区运营|纳税人|职工|导游|旅行社|商户|农民(?!工|收入|增收|生活)|农场|成员|生产者|经营者|(?:经济|生产经营|社会|服务)组织|诊所|门诊部|农机手|医师|房东|消费者|货车|汽车|(?:贫困|脱贫|低收入|转移|流动|困难)人口|劳动力|群众|村民|市民|患者|病人|老年人|残疾人|学生|军人|餐厅|户外|专家|冰场|雪道|设施|购置|商场|超市|便利店|商家|门店|养殖场|养殖小区|(?:猪|牛|羊|鸡)场|大户|养殖户|种植户|渔民|牧民|投资者|社会力量")
_REFUSES = re.compile(r"^(?:支持|促进|鼓励|扶持)[^，。；]{2,30}(?:政策|措施|办法|意见|方案|细则)(?:（[^）]*）)?$|(?:文中|本文|本政策)所指|^(?:关于)?《[^》]{4,}》的?(?:政策|一图)?(?:解读|说明|通知|公告|问答)?$|^关于[^，。；]{4,80}的(?:通知|解读|说明|公告|函|意见|问答)$|(?:起草|出台|印发|提出|制定)了(?![^。；]{0,60}(?:对|给予))|主要考核|(?:核减|(?<!依次)扣减|调减)其|^[^，。；]{0,6}(?:申请|申报|证明|所需|办理)材料|享受(?:上述|以上|前述|本|各项|相关)[^，。；]{0,12}(?:政策|优惠|待遇)的?，(?:采取|应|需|须|按照|实行)|不如实|隐瞒|虚报|伪造|冒领|提供虚假|不受(?:前|本|上列|上述|第)[^，。；]{0,16}(?:限制|规定)|^[^，。；]{0,20}证明材料留存备查|^[^，。；]{0,50}(?:只能?|仅能?|最多|限)(?:享受|申请|申领|用于|补贴|领取)[^，。；]{0,16}[一1](?:次|项|家|个)[^，。；]{0,12}[。；]?$|^(?:不得|严禁|禁止|严厉|查处)|不予(?:受理|支持|补贴|奖励)|不再(?:给予|享受|安排)|取消[^，]{0,12}资格|追究|收回|处罚|骗取|冒用|(?:可以?|不|均可)叠加(?:享受|申报|使用)|(?:兑现|申报|审核|发放|拨付|受理|评审)(?:工作)?(?:实行|采取|采用|按照?)[^，。；]{2,16}(?:制|方式|办法|程序|原则)|批评教育|弄虚作假|一经发现|全额收缴|不得(?:盲目|重复享受|同时)|是指|所称|[：:](?:系|是)?指|考核(?:内容|情况)|负责解释|^能够|^涉及[^，]{0,10}资金|特?制定(?:如下|以下|本|了?如下)|→|谁受益|(?:上述|以上)政策(?:适用|中的)|作为[^，]{0,10}必要条件|是[^，]{0,20}的必要条件|(?:通知|规定|公告|明确|通告|说明)如下[：:。]?$|(?:同时|予以)废止|予以(?:审核)?确认|[^，。；]{2,30}(?:分|划分)为[^，。；]{2,}(?:类|级|档|种)")


# Remedies, prohibitions, principles and penalties, as laws word them: nothing that anybody is given.
_NO_GIFT = re.compile(
    r"(?:可以?|有权)[^，。；]{0,80}申请(?:行政复议|复议|仲裁|复核|听证|调解|裁决)|(?:可以?|有权)[^，。；]{0,40}(?:提起[^，。；]{0,6}(?:诉讼|公诉)|起诉|仲裁机构仲裁|申请(?:回避|补正|再审|执行|公示催告|参加诉讼)|请求支付|申请[^，。；]{0,10}(?:行政复议|复议|仲裁|复核|听证|支付令|调解|裁决)|投诉|举报|申诉|控告|检举|(?:提出|反映)[^，。；]{0,24}(?:意见|建议|异议|拖欠|咨询|问题|诉求|情况)|制止|劝阻|拨打|致电|来电|(?:咨询|查询|查阅|下载|扫码)[^，。；]{0,20}[。；]?$)|(?:有权|可以?)[^，。；]{0,6}(?:制止|劝阻|拒绝|要求[^，。；]{0,10}(?:赔偿|支付|删除))|"
    r"(?:有权|可以?)[^，。；]{0,50}(?:人民法院|人民检察院|提起上诉)|《[^》]+》[^。；]{0,60}第[一二三四五六七八九十百\d]+条[^。；]*《(?![^。；]*(?:给予|予以|享受|减|免|补|奖|优惠))|"
    r"提交[^，。；]{0,20}仲裁|作为[^，。；]{2,40}(?:支持|奖励|补贴|安排)[^，。；]{0,6}的?(?:重要)?(?:依据|参考)|从其规定|(?:征收|征用)[^。；]{0,80}(?:给予|予以)[^，。；]{0,10}补偿|责令|没收|行政处分|给予[^，。；]{0,40}处分|(?:加收|征收)[^，。；]{0,16}滞纳金|(?<![未不])擅自|^违反[^。；]{2,}|"
    r"^(?!对|为了?)[^，。；]{2,40}?(?<!均)不得(?!收|要求|拒|抽|断|压|以|超过|低于|高于|少于|限制|歧视|增|设|强制|滥)|"
    r"^[^，。；]{0,20}(?:应当)?(?:坚持|遵循|贯彻)[^。；]{0,100}(?:原则|方针)[^。；，]{0,10}[。；]?$|"
    r"(?:应当?|须|要)(?:依法)?优先(?:采用|选用|选择|使用|推广|考虑|引进|发展)(?![^，。；]*(?:企业|单位|合作社|残疾人))|优先(?:选择|选用|采用)[^，。；]{0,40}(?:材料|方案|设备|标准|技术|产品|方式)|"
    r"(?:保护|维护)[^，。；]{0,40}(?:合法)?权益[^，。；]{0,8}[。；]?$|(?:受法律保护|不受(?:侵犯|干涉)|依法追究|可以[^，。；]{0,40}(?:仲裁机构仲裁|人民法院起诉))"
)


# 按就高不重复原则执行: how several offers go together.
_ON_CONFLICT = re.compile(r"按(?:照)?其中(?:的)?(?:最高|较高)|(?:就高|从高|从优|择优)[^，。；]{0,6}(?:原则|执行|享受|不)|不(?:得|可|能)?(?:再)?(?:重复|叠加|同时)(?:再)?(?:享受|补贴|奖励|支持|申报|申请)|不重复原则|(?:只|仅|限)能?(?:享受|申请|申报|申领|领取)[一1]次|^[^。；]{2,60}(?:的|机构|企业|单位|人员|个人|项目|合作社|农户)，(?:均|一律)?不(?:能|可)(?:再)?(?:申请|申报|申领|享受|领取)")


def addressee_of(
    measure: str, parts: tuple[Part, ...], commitment: Commitment, printed: tuple[str, ...],
    conditions: tuple[AnyOf, ...], amounts: tuple[Quantity, ...], turn: bool = False,
) -> Addressee | None:
    """Whom a measure with a commitment speaks to; None where it refuses, defines or punishes.

    ``turn``: its grammar does somebody a good turn (``benefactive``), which decides where no rule below does.
    """
    refused = _REFUSES.search(clean_record(measure)) or (None if amounts else _ON_CONFLICT.search(measure))
    if refused and not (refused.group().startswith("不予") and any(q.span.start < refused.start() for q in amounts)):
        return None
    if not amounts and _NO_GIFT.search(clean_record(measure)):
        return None
    if not amounts and (_OWN_DUTY.match(clean_record(measure)) or _PAID_BY.match(measure) or _PRAISE.search(measure)):
        return None
    if _ROW.match(measure) or (_POINTS.search(measure) and not any(q.unit in ("元", "%") for q in amounts)):
        return None
    if _OFFICE_DUTY.match(measure) or _DUTY_THEN.match(measure):
        return Addressee.DEPARTMENT
    whole = measure
    measure = re.sub(r"^落实(?:好)?(?:国家|省|市|中央|上级)?(?:有关|相关|各项)?政策，", "", measure)
    parts = parts[1:] if len(measure) < len(whole) else parts
    firm = commitment in (Commitment.GRANTS, Commitment.PRIORITISES)
    described = _to_somebody(measure)
    told = _TOLD_THIRD.search(measure)
    if (told and not _rewarded(measure) and _FOR_OTHERS.search(told["rest"])) or (_BANKS_DO.search(measure) and not _rewarded(measure)):
        return Addressee.INTERMEDIARY
    if _BORNE_BY.search(measure) and not _rewarded(measure):
        return Addressee.INTERMEDIARY
    if (_ONE_FOR_ANOTHER.search(measure) or _FREE_FOR.match(measure)) and not amounts and not _rewarded(measure) and not _AND_REWARDS.search(measure):
        return Addressee.INTERMEDIARY
    if (_THIRD_ACTS.match(measure) or _THIRD_SUBJECT.match(measure)) and not _rewarded(measure) and not _THEN_GIVEN.search(measure):
        return Addressee.INTERMEDIARY
    if _SERVED_FIRST.match(measure) or _SPARES_THEM.search(measure) or (turn and PAID_FOR.match(measure)):
        return Addressee.CLAIMANT
    if _SERVING_DUTY.match(measure) and not amounts:
        return Addressee.INTERMEDIARY
    if _WISHES.search(measure) and not firm and not amounts:
        return Addressee.DEPARTMENT
    if _EXHORTS.search(measure) and not firm and not amounts:
        return Addressee.DEPARTMENT
    if _THIRD_FIRST.search(measure) and not re.search(r"^对[^，]{0,60}(?:金融机构|银行|担保公司|房东|业主)的?，", measure):
        return Addressee.INTERMEDIARY
    if firm and PREFERS.search(measure):
        return Addressee.CLAIMANT
    if _OFFICE_ACTS.match(measure) and not described:
        return Addressee.DEPARTMENT
    if described and (firm or _EXPLORED_MONEY.search(measure) or re.search(r"鼓励(?:各|有条件)", measure)):
        return Addressee.CLAIMANT
    backed = [m["whom"] for m in _BACKED.finditer(measure)]
    theirs = [whom for whom in backed if _ACTS.match(whom) and (not re.match(_OWN, whom) or _PLAIN_ACTOR.match(whom))]
    lets = _LETS.search(measure)
    if lets and not _OFFICE_ACTS.match(lets["whom"]) and firm:
        return Addressee.CLAIMANT
    if theirs or _EXPLORED_MONEY.search(measure) or _THING_ENTERS.match(measure):
        return Addressee.CLAIMANT
    if firm and any(q.unit == "元" for q in amounts) and not _BUDGET.search(measure):
        return Addressee.CLAIMANT
    first = parts[0].text if parts else measure
    if not turn and (backed or (_TASK_START.match(first) and not ("的" in first and ENDS_IN_HEAD.search(first)))):
        return Addressee.DEPARTMENT
    if firm and (printed or amounts or conditions or any(_RELIEF.match(_AT_ONCE.sub("", part.text[part.promise :])) or _CURT.match(part.text, part.promise) for part in parts if part.promise >= 0)):
        return Addressee.CLAIMANT
    return Addressee.CLAIMANT if turn else Addressee.DEPARTMENT


# 支持入选的数据集开展产权登记: what somebody has is backed, and he who has it.
_THING_ENTERS = re.compile(r"^(?:鼓励|支持)(?:[^，。；]{0,20}的)?[^，。；的]{0,16}(?:数据集|数据资源|产品|品牌|成果|专利|作品|标准)(?:资源)?(?:开展|进入|参与|申报|申请|上市|参加|获得)[^，。；]{2,}")
# 综合保税区内企业自主备案: whose name begins like a place of the administration's, and who acts all the same.
_PLAIN_ACTOR = re.compile(r"[^，。；的、]{0,14}?(?:企业|公司|机构|个体工商户|合作社|个人|毕业生|高校|院所|农民(?!工)|农户|村民|居民|家庭|成员|人员|医师|(?:经济|生产经营|社会)组织)(?!改革|建设|发展|布局|集聚|服务|名录|联合体|家|收入|增收|生活|就业|培训)[\u4e00-\u9fff]{2,}")
# 允许企业利用剩余产能…, 允许在计算应纳税所得额时扣除: who is let do something can do it.
_LETS = re.compile(r"(?:^|[，；])(?:同时|并|且|其)?(?:暂|均)?(?:允许|准予|准许|同意)(?P<whom>[^，。；]{2,})")
_BUDGET = re.compile(r"(?:安排|设立|统筹|投入|筹集|组建)[^，。；]{0,30}(?:资金|基金|贷款|规模)|总规模|预算|授信总")
# 批准给予救助的，应尽快发放: what is to be done then.
_DUTY_THEN = re.compile(r"^[^。；]{2,80}?的，(?:应当?|须|必须|由[^，。；]{2,40}?(?:部门|政府|局|办事处）?|机构|中心))(?![^。；]*(?:给予|予以|补贴|奖励|补助|减免|免费|免收|免征|无偿|提供|安排))")
_CURT = re.compile(CURT_GIFT)
# Money between offices, and what districts get: 加快资金拨付进度, 对成效明显的区.
_OFFICE_DUTY = re.compile(r"加快[^，。；]{0,30}(?:进度|拨付|兑付)|(?:市区|省市|各级|两级|省、市|市、区|市、县)[^，。；]{0,4}财政(?:部门)?(?!资金|补|给予)|对[^，。；]{2,40}的(?:区|县|市|地区|区县|各区|街道|乡镇|镇|部门|区（市）县)(?:，|给予|予以)|^[^，。；]{0,16}对[^，。；]{2,40}的(?:区|县|市|地区|区县)给予|^[^，。；]{0,24}的[^，。；]{0,8}(?:资金|款项|材料|申请)，由[^，。；]{2,30}(?:部门|局|机构|中心|政府|街道办事处）?)[^。；]{2,}")
# What a charge is spared of is given to whoever owes it: 缓缴期间免征滞纳金.
_RELIEF = re.compile(r"优先(?:认定|采购|推荐)|免收|免征|免缴|免交|免除|减免|减半|减征|减收|减按|缓缴|缓征|延期|延长|退还|返还|不收取|不再(?:收取|征收)|全额退|可以?(?:退还|抵扣|扣除|申请)|给予|予以")
_AT_ONCE = re.compile(r"^(?:可以?|均可)?(?:按照?|依照)?(?:国家)?(?:和本[市省])?(?:有关)?(?:规定)?(?=[减免缓退返给予可将])(?:将[^，。；]{2,30}?(?=延长|延期|顺延|退还|返还))?")
# A subsidy that is only being studied is addressed to those who would get it.
_EXPLORED_MONEY = re.compile(r"(?:研究|探索|试点|试行)(?:(?:对|向|为)[^，。；]{2,60}?)?(?:分档次|分类)?(?:(?:给予|予以|出台|制定|安排|设立)[^，。；]{0,40}(?:补贴|补助|奖励|奖补|资助|贴息|扶持|优惠)|(?:给予|提供)[^，。；]{0,16}(?:资金|经费|场地|租金)[^，。；]{0,4}支持|发放[^，。；]{0,20}(?:券|补贴|补助|津贴|贷款))")
# 支持企业开展…: somebody who can act stands right behind the verb.
_ACTS = re.compile(rf"^(?:[^，。；]{{0,40}}的)?[^，。；的与]{{0,18}}?(?:{_CLAIMANT_HEAD.pattern})")


_SOMEBODY = re.compile(
    r"(?:^|[，；：。、]|并|将|其中|暂|(?<=[区县市州地门府）]))(?:对|对于|凡|凡是|针对|面向|向|为|给)(?![接口外应照])(?P<who>[^。；]{2,90}?)(?:，|给予|予以|发放|提供|减免|免|按|可|享受|优先|实行|不|延长|落实|一次性|分别|每|最高|适当|据实|在|依|准|采取|中|开展|放宽|进行|首次|继续|的)"
)


def _to_somebody(measure: str) -> bool:
    """Whether somebody outside the administration is described: 对…的企业, 企业可…, …的，可申请."""
    for match in _SOMEBODY.finditer(measure):
        if _CLAIMANT_HEAD.search(measure, match.start("who"), match.end()) or measure[match.end("who") : match.end("who") + 1] == "的" or match.group().endswith("的"):
            return True
    if re.match(rf"(?:同时，|另外，)?(?:对|凡)[^。；]{{4,160}}?的[^，。；]{{0,16}}?(?:{_CLAIMANT_HEAD.pattern})(?:，|给予|优先)", measure):
        return True
    if re.match(r"落实|加强|强化|优化|完善|推进|推动|加快|深化|健全", measure):
        return False  # a task, whatever the policies named in it let enterprises enjoy
    if re.search(r"(?:企业|单位|个人|机构)[^，。；]{0,40}(?:时|的)，(?:均|也)?(?:可|无需|不需|无须)", measure):
        return True
    if re.search(r"(?:企业|单位|个人|人员|人才|主体|申请人|纳税人|其购房|使用权人)[^，。；]{0,12}(?:可(?!靠|持续|行|操作|视|信)|享受|不受|凭)", measure):
        return True
    if re.search(r"的，[^，。；]{2,30}(?:应当?|可以?)(?:依法)?(?:予以|给予)[^，。；]{0,10}(?:支持|奖励|补贴|补助|资助|减免|照顾|扶持)", measure):
        return True
    return re.search(r"(?:的|以上|后)(?:，|[^，。；]{0,8}?)(?:可|实行[^，。；]{0,24}|一次性|分别|按[^，]{0,16}|最高|每[^，]{0,8})?(?:给予|予以|奖励|补贴|补助|返还|享受|免收|免交|减半|不再|准予|允许)", measure) is not None


def _rewarded(measure: str) -> bool:
    """Whether the third party itself gets something: 对…的金融机构，给予奖励."""
    return re.search(rf"(?:对|给予)[^，。；]{{0,60}}{_THIRD}[^。；]{{0,16}}(?:给予|奖励|补贴|补助)|的，(?:由[^，。；]{{2,12}})?按[^，。；]{{2,16}}\d[\d.]*[%％‰][^，。；]{{0,6}}(?:给予|予以)[^，。；]{{0,10}}(?:补偿|补助|补贴|奖励)", measure) is not None


def audience_of_item(measure: str, parts: tuple[Part, ...], printed: tuple[str, ...], conditions: tuple[AnyOf, ...]) -> tuple[Audience, ...]:
    """The classes of those who may claim: from the heads of who is printed, else from the conditions."""
    heads: list[Audience] = []
    preferred = PREFERS.search(measure)
    if preferred:
        return tuple(dict.fromkeys(_classes(re.sub(r"^.*的(?=.)", "", preferred["who"])))) or (Audience.ENTERPRISE,)
    paid = _PAID_TO.search(measure)
    if paid:  # 按报酬的20%资助引才企业
        return tuple(dict.fromkeys(_classes(paid["who"])))
    to = _GIVEN_TO.search(measure)
    if to and not re.search(r"[、和及或]", to["who"]) and _classes(to["who"]):  # 鼓励商场减租，各区对减租的企业给予补贴
        return tuple(dict.fromkeys(_classes(to["who"])))
    hires = _HIRES.match(measure) or _FOR_STAFF.match(measure)
    if hires:
        return tuple(dict.fromkeys(a for piece in re.split(r"、|和|及|或", hires["who"]) for a in _classes(piece)))
    # …的个人消费者: the description's own noun says whom, before any place or seller that is named on the way.
    for name in (*sorted(_described(parts), key=lambda words: not _ENDS_IN_WHOM.search(words)), *printed):
        bare = re.sub(r"（[^）]*）", "", name).removesuffix("的")
        if re.search(rf"(?:为|向|给){re.escape(bare)}[^，。；]{{0,30}}(?:取得|获得)的[^，。；]{{0,6}}(?:收入|所得)", measure):
            continue  # whom it was done for, not whose income it is
        several = _SEVERAL.split(bare)
        if len(several) > 1 and all("的" in piece for piece in several):  # 安排残疾人就业的用人单位和从事个体经营的残疾人
            heads += [a for piece in several for a in (*_classes(re.sub(r"^.*的(?=.)", "", piece)), *((Audience.SELF_EMPLOYED,) if "个体经营" in piece else ()))]
            break
        if _YIELD.search(bare) or _APPROVED.match(bare):
            continue  # 为居民提供快递服务取得的收入: what is spared, and whom it served
        acts = None if re.match(r"[与在向到从由对为以经被受]", bare) else WHO_ACTS.match(bare) or (None if "的" in bare else WHO_FIRST.match(bare))
        tail = re.sub(r"^.*的(?=.)", "", acts[1] if acts else bare)
        first = _FIRST_ACTS.match(tail)
        pieces = re.split(r"、|以及|和|及|或", first[1] if first else tail)
        for piece in pieces:
            heads += _classes(piece) if len(piece) < 24 and (piece is pieces[-1] or ENDS_IN_HEAD.search(piece)) else ()
        if heads:
            also = _AND_WHO.match(measure, measure.find(name) + len(name)) if name in measure else None
            heads += _classes(also["who"]) if also else ()
            heads += [Audience.SELF_EMPLOYED] if heads[-1] is Audience.PERSON and "个体经营" in name else []
            if heads[-1] is Audience.PERSON and re.search(r"毕业|在校|就读", pieces[-1]):
                heads = [Audience.PERSON]  # 高校、技工院校毕业学年学生: the schools only say which
            break
    if set(heads) == {Audience.PERSON} and _HIRED.search(measure):
        heads = [Audience.ENTERPRISE]
    if not heads:
        for group in conditions:
            for option in group.options:
                heads += () if _APPROVED.match(option.text) or _YIELD.search(option.text) else audiences_in(_SERVED_BY.sub("", option.text))[-1:]
    return tuple(dict.fromkeys(heads))


# 企业招用登记失业人员…的: who hires, not who is hired.
_HIRES = re.compile(r"(?:对|凡)?(?:经[^，。；]{1,12}?的)?(?P<who>[^，。；的为]{0,20}?(?:企业|单位|机构|主体|基地|个体工商户|合作社|社会组织))(?:[^，。；的]{0,6})?(?:新)?(?:招用|招录|吸纳|聘用|录用|雇用|接收|安置|招收)(?!的)")
# 企业为职工参加工伤保险: who does it, not for whom it is done.
_FOR_STAFF = re.compile(r"(?:对|凡)?(?P<who>[^，。；的为]{0,20}?(?:企业|单位|机构|主体|个体工商户|合作社|社会组织))(?:依法|及时)?为(?:其|本单位)?(?:在职|全体|一线)?(?:职工|员工|从业人员|家政服务员|骑手)(?:参加|购买|缴纳|投保|办理|代缴|提供)")
_SERVED_BY = re.compile(r"(?:与|和|同|联合|依托)[^，]{2,40}?(?=合作|共建|联合|签订|建立|组建|共同)|(?:为|向|给)[^，的]{1,12}?(?=提供|办理|发放|销售|配送|运输)")
_PAID_TO = re.compile(r"(?<!不)(?:资助|奖励|补贴|补助|奖补|返还|给予)给?(?P<who>(?!运营|同级|本)[^，。；\d的给]{0,8}?(?:企业|单位|机构|个人|合作社|(?<=投资)(?:主体|方)))(?=$|[，。；\d]|一次性|最高|[^，。；的]{0,12}(?:补助|补贴|奖励|奖补|资助|\d))")
_GIVEN_TO = re.compile(rf"^(?:鼓励|支持|引导)[^。；]*，[^，。；的对]{{0,8}}对[^，。；]{{2,60}}的(?P<who>[^，。；的]{{0,10}}?(?:{_CLAIMANT_HEAD.pattern}))(?:，|可|将|按[^，。；]{{2,12}})?(?:给予|予以)")
_SEVERAL = re.compile(r"(?<=企业|单位|机构|公司|人员|个人|主体)(?:、|和|以及|及|或者?)(?=[^、]{2,40}的)")
_AND_WHO = re.compile(r"(?:、|和|或者?|以及|及)(?P<who>个体工商户|个人|(?:其他)?社会组织|合作社|家庭农场|高校|科研院所|科研机构|企业|机构)")  # 单位和个体工商户…: named on
_APPROVED = re.compile(r"[经被][^，的]{2,40}(?:审核|批准|核准|认定|同意|评审|审批|备案|确认)后?$")  # 经中国银行审核后: by whom
_YIELD = re.compile(r"的[^，的]{0,8}(?:收入|所得|货物|房产|土地|用地|利息|利润|费用|支出|贷款|亏损|物品|物资|设备|产品)$")
_HIRED = re.compile(r"(?:增雇|雇用|雇佣|招用|聘用)(?:的)?[^，。；的]{0,4}(?:员工|职工|劳工)(?!本人|个人)")  # 增雇员工每人每月补助: paid to who hires
_ENDS_IN_WHOM = re.compile(rf"的[^，的]{{0,8}}?{ENDS_IN_HEAD.pattern.removesuffix('(?:等)?(?:的)?$')}$")


def _classes(noun: str) -> tuple[Audience, ...]:
    """The class of a noun: of its last word, or both where it may be registered either way (运营机构)."""
    named = audiences_in(noun)
    both = named[-2:]
    if (both in _EITHERS and (len(named) == len(both) or noun.endswith("单位"))) or (both == _INVESTORS and noun.endswith("投资者")):
        return both
    return named[-1:]


_EITHERS = ((Audience.ENTERPRISE, Audience.ASSOCIATION), (Audience.ENTERPRISE, Audience.SELF_EMPLOYED), (Audience.FARM, Audience.PERSON))
_INVESTORS = (Audience.ENTERPRISE, Audience.PERSON)
# 用人单位组织毕业生参加见习, 毕业生到基层单位就业: who acts stands first.
_FIRST_ACTS = re.compile(rf"^([^，、]{{0,24}}?{ENDS_IN_HEAD.pattern.removesuffix('(?:等)?(?:的)?$')})(?=(?:连续|每年|在|持有|从事|因|新|当年|接收|留用|到|与|组织|参加|招用|创办|获得|取得|向|于\d)[^的]{{3,}}$)")


def _described(parts: tuple[Part, ...]) -> tuple[str, ...]:
    """Who the parts in front of the promise describe, where the audience reader names nobody."""
    found = []
    for part in parts:
        before = part.text[: part.promise] if part.promise >= 0 else part.text
        serves = re.search(r"^(?P<who>[^，]{0,16}?)(?:为|向)[^，]{2,40}(?:提供|开展)[^，]{0,12}服务(?:的)?(?:$|，|均?可|享受|给予|按)", part.text)
        if serves:  # 运营机构为老年人提供送餐服务: the one who serves
            found.append(serves["who"] or "服务机构")
        elif part.promise > 0 and ENDS_IN_HEAD.search(re.sub(r"(?:依法|可以?|均|都|一律|按规定)+$", "", before)) and not _TASK_START.match(before):
            found.append(re.sub(r"(?:依法|可以?|均|都|一律|按规定)+$", "", before))  # …的个体工商户免于缴纳
        elif re.match(r"对|凡|针对|面向|向|为", before) or (part.promise < 0 and not _TASK_START.match(part.text)):
            found.append(before)
        if part.promise >= 0:
            backed = _BACKED.match(part.text[part.promise :])
            if backed and not _ACTS.match(backed["whom"]):
                continue
            if backed:
                actor = actor_in(part.text[part.promise + backed.start("whom") :])
                found.append(part.text[part.promise + backed.start("whom") :][actor.start : actor.end] if actor else backed["whom"])
            break
    return tuple(found)


_GIVES_NOW = re.compile(r"(?<!研究)(?<!探索)(?:给予|予以|享受|补助|奖励|免收|不再|返还|贴息)")


def only_explored(measure: str) -> bool:
    """Whether the money of a measure is only being studied: 研究对…给予补贴, with nothing given besides."""
    explored = _EXPLORED_MONEY.search(measure)
    return explored is not None and _GIVES_NOW.search(measure[: explored.start()]) is None
