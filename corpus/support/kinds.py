"""What a condition is about (条件的种类), and the nouns and verbs by which descriptions are told: who, and what they do."""

from __future__ import annotations

import re

from corpus.policy import ConditionKind
from corpus.support.vocabulary import audiences_in, ownership_in, qualifications_in, sections_in, sizes_in

HEAD = (
    r"(?:企业事业单位|金融机构|担保机构|担保公司|保险公司|医疗(?:卫生)?机构|科研院所|科研机构|高等院校|高等学校|个体工商户|农业职业经理人|经营主体|市场主体|创新主体|申报主体|社会组织|专业合作社|合作社|家庭农场|投资机构|"
    r"企业|公司|单位|机构|组织|主体|个人|人员|人才|毕业生|团队|项目|平台|园区|基地|载体|酒店|商场|景区|民宿|旅行社|餐厅|学校|医院|职工|员工|劳动者|创业者|纳税人|商户|农户|农民|家庭|经理人|集群|企事业单位|协会|商会|投资方|院校|高校|"
    r"老年人|残疾人|患者|女职工|厂房|学生|教师|导游|专家|孵化器|众创空间|工作室|工作站|法人|业主|运营方|物业方|引进方|出租方|租户|承租人|实验室|中心|车间|店|用人单位|生产商|生产者|制造者|消费者|申请人|申报人|机器人|合作体|联合体|银行|农民工|退役军人|带头人|负责人|居民|货车|汽车|设施|楼宇|经营者|经营户|门店|商店|商家|养殖户|种植户|大户|农场|研究院|研究所|车队|工厂|厂家|总部|分公司|子公司|联盟|学会|剧团|剧院|影院|书店|超市|诊所|幼儿园|养老院|护理院|传承人|技师|工匠|博士|硕士|大学生|青年|妇女|村民|市民|护士|医生|医师|孕产妇|婴幼儿|儿童|参保人|脱贫人口|贫困人口|劳动力|士兵|(?<!领)军人|司机|工作者|从业者|就业者|失业者|缴费人|缴存人|购房者|持证人|投资者|投资人|用户|车主|船员|主播|运动员|教练员|业户|摊主)"
)
# The noun goes on: 高校毕业生, 企业职工, 农民专业合作社, 残疾人联合会; its last word says who it is.
NOT_COMPOUND = rf"(?!{HEAD}|员|事业单位|地区总部|毕业|孵化|联合会|就业服务|福利(?:机构|院)|专业合作|合作(?:社|组织|经济)|(?:集体)?经济组织|家(?![庭具用政居装])|化(?!工)|承担|技术中心|技术人员|科技人员|用工|之间|图书馆|所在地|主管|创新中心|服务(?:机构|平台|组织|中心|站|业)|园区|培训(?:机构|中心))"
ENDS_IN_HEAD = re.compile(HEAD + r"(?:（[^）]{1,24}）)?(?:等)?(?:的)?$")
VERB_LED = re.compile(
    r"^(?:受|面临|确实|确有|无力|不|未|无|没有|已|有|具有|具备|拥有|从事|获得?|取得|通过|坚持|属于|符合|满足|达到|租用|承租|新(?!技术|产品|工艺|材料|业态|模式|设备|能源|型|品种|药|媒体|动能|基建)|首次|在|经|被|列入|纳入|入驻|开展|参加|参与|实施|投资|购置|购买|采购|引进|生产|销售|建设|建立|提供|使用|利用|"
    r"积极|主动|吸纳|招用|招收|组织|举办|认定|评为|评定|注册|登记|实缴|床位|固定资产|营业收入|年营业|年销售|研发投入|依法|依规|近|连续|当年|上年|年|自|与|向|为|对|把|将|发展|设立|成立|完成|实现|承担|牵头|主导|运营|经营|正常|按时|按|按照|缴纳|参保|研发|申请|申报|出口|进口|减免|返还|转化|改造|扩建|增加|延长|开发|承接|服务|帮助|信誉|信用|管理|营业|主营|独立|合法|产权|\d+周?岁|用于|位于|处于|且|并|又|因|由|能|可|应|需|须|必须|支持|以|以及)"
)
_KINDS: tuple[tuple[ConditionKind, re.Pattern[str]], ...] = (
    (ConditionKind.UNSPECIFIED, re.compile(r"^(?:经)?(?:认定)?(?:符合|满足|达到)(?:一定|有关|相关|规定|以下|上述|下列|前述|国家或省级支持|授信|享受|申报|政策|支持|资助|奖励|延期缴纳税款|认定)?的?(?:条件|要求|标准|规定|规模|额度)?$|符合条件|^条件$|^符合规定")),
    (ConditionKind.APPROVAL, re.compile(r"^经?[^，]{0,40}(?:认定|批准|审核|审定|评定|评审|核定|核准|同意|审批|确认|备案|验收|考核合格|推荐)(?:后|通过|合格|符合条件)?$|^经(?!营|济|常|过|费|销|纪).{2,}")),
    (ConditionKind.PLACE, re.compile(r"驻[区市县]|(?:[区市县省州]|辖区|片区|园区|示范区|开发区|境|自贸区|街|城|湾)(?:范围)?内(?!容)|注册地|(?:在|于).{1,20}(?:注册|登记|设立|落户|纳税|纳统|落地)|注册在|重点片区|^(?:我|本|全)[省市区县]|^(?![\u4e00-\u9fff]{1,4}上市)[\u4e00-\u9fff]{2,5}[省市区县](?:的|$)|本地|^在(?:京|沪|渝|津|柳河|我市|我县|我区|县内|市内|区内)|位于|示范区|开发区")),
    (ConditionKind.TIME, re.compile(r"^(?:在|于)?[^，]{0,8}期间$|^(?:在|自|从|于)?\d{4}年[^，]{0,24}期间$|^[^，]{0,4}\d{4}年|^自.*起$|之?前$|以来$|^近[\d一二三两]年$|年度$|\d+月\d+日|季度$|过渡期")),
    (ConditionKind.STATE, re.compile(r"影响|困难|亏损|停产|停业|无力|信誉|信用|失业|失信|违法|暂时|恢复有望|有发展前景|大龄|零就业|灵活就业|未就业|毕业")),
)  # fmt: skip
_THRESHOLD = re.compile(r"\d|[一二三四五六七八九十百]+(?:年|万|个|家|人)|以上|以下|不少于|不低于|不超过|超过|达到")
_PROJECT = re.compile(r"项目|新建|改造|扩建|建设|工程|厂房")


def kind_of(words: str) -> ConditionKind:
    """What a condition is about.

    >>> [kind_of(w).value for w in ("中小微企业", "经市级认定", "营业面积100平方米以上", "工业企业", "符合条件")]
    ['size', 'approval', 'figure', 'industry', 'unspecified']
    """
    for kind, pattern in _KINDS:
        if pattern.search(words):
            return kind
    rest = re.sub(HEAD, "", words)
    short = len(words) <= 14
    if _THRESHOLD.search(re.sub(r"规模以上|限额以上", "", words)):
        return ConditionKind.FIGURE
    if short and qualifications_in(words):
        return ConditionKind.QUALIFICATION
    if short and sizes_in(words) and len(rest) <= 6:
        return ConditionKind.SIZE
    if short and ownership_in(words) and len(rest) <= 5:
        return ConditionKind.OWNERSHIP
    if short and sections_in(words) and not VERB_LED.match(words) and audiences_in(words):
        return ConditionKind.INDUSTRY
    return ConditionKind.PROJECT if _PROJECT.search(words) else ConditionKind.DOING
