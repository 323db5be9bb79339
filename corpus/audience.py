"""Who a measure is for (适用对象), as printed: 符合条件的企业, 首次认定的高新技术企业, 高校毕业生.

Read from the words around the promise: 对…给予, 支持…, 面向…, …可申请. Governments and departments are not who a
measure is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_WHO = (
    r"(?:企业|公司|单位|机构|组织|协会|商会|联盟|平台|园区|基地|集团|工厂|车间|商户|工商户|商家|门店|店铺|主体|合作社|农场|大户|农户|养殖户|种植户|家庭|住户|租户|承租人|承租方|业主|"
    r"人员|个人|人才|人士|团队|学生|毕业生|研究生|博士后|博士|硕士|学员|教师|医师|医生|护士|职工|员工|劳动者|失业者|创业者|就业者|从业者|工匠|技师|农民工|农民|居民|村民|市民|村级?集体|老年人|老人|残疾人|儿童|妇女|孕产妇|"
    r"退役军人|军人|军属|烈属|对象|纳税人|缴费人|参保人员?|参保者|患者|消费者|投资者|投资人|购房者|购车者|申请人|申报人|负责人|带头人|传承人|高校|院校|学校|医院|科研院所|研究院|研究所|实验室|研究中心|技术中心|银行|金融机构|项目|车辆|群体|青年|归国者|留学人员|专家|学者|幼儿园|养老院|民宿|酒店|景区|旅行社|楼宇|载体|孵化器|众创空间|主播|运动员|教练员)"
)
_NO_AUDIENCE = re.compile(r"(?:部门|政府|局|委|办|厅|各区|各县|各市|街道|镇|乡|管委会|地区|责任单位|主管单位|成员单位|牵头单位|机关|领导干部)$")
# The word goes on: 企业技术中心, 人才公寓, 项目建设.
_NOT_ALL = r"(?<!人才公寓)(?!院所|福利机构|技术中心|技术人员|研究院|研究中心|研究所|家精神|职工|员工|主体|集团|联盟|协会|法人|园区|工程师|团队|平台|公寓|住房|队伍|引进|培养|政策|培训(?!机构)|评价|资金|申报指南|库|人员|人才|负责人|群体|家庭|户|居民|生活|化|服务站)"
_END = rf"(?P<who>[^，。；：！？\n]{{0,60}}?{_WHO}{_NOT_ALL}(?:（[^）]{{1,20}}）)?)"
_BEHIND = r"(?:，|：|的?(?=给予|予以|发放|享受|提供|优先|实行|实施|免|减|缓|按|可|一次性|最高|每|再|分别|进行|开展|发给|补|奖|资助|在|其|并|均|由|根据|依|购|新|首次|因|从|申|不|有|租|吸|招|与|自|引|参|建|投|研|开|加|扩|设|采|实|获|经|入|到|创|承|取|使|通过|上|为|做|走|应|发|拓|围|利|向|以|联|完|转|升|入|出|落|生|兼|高|技|数|优|提|推))"
_TARGET = (
    re.compile(rf"(?:^|[，；：。]|并|，并|将|经认定)(?:对于?|凡是?|针对|面向)(?![接照外口应标策比称]){_END}{_BEHIND}"),
    re.compile(rf"(?:^|[，；：。、]|积极|大力|重点|优先|并|继续|和)(?:支持|鼓励|引导|扶持|帮助|推荐|允许|倡导|推动|助力){_END}(?=[^、和及]|$)"),
    re.compile(rf"(?:向|为){_END}(?=发放|提供|开放|兑付|减免|返还|支付|办理|免费|给予|配租|配售)"),
    re.compile(rf"^(?:其中[：，,]?|\s)*(?!对|凡|针对|面向|为|向|支持|鼓励|引导|给予|按){_END}(?=的，|，|可|均可|享受|按|凭|申请|申领|免|给予|首次|新|购|租|吸纳|招用|缴纳|取得|获|每)"),
    re.compile(rf"给予(?P<who>[^，。；：！？\d]{{0,16}}?{_WHO})(?=[^，。；]{{0,12}}(?:补贴|补助|奖励|资助|支持|优惠|减免|\d))"),
)
_THAT = re.compile(r"(?:^|[，；：。])对于?(?P<who>[^，。；：！？\n]{2,60}?)的，")
_LEAD = re.compile(r"^(?:于|各类|所有|一些|部分)(?=.{4})|^(?:[^，]{0,8}?)(?=符合(?:条件|下列|以下))")
_PLAIN_LIST = re.compile(rf"^(?:[^、的]{{0,16}}?{_WHO})(?:(?:、|和|及|以及|或|或者|与)(?:[^、的]{{0,16}}?{_WHO}))+$")
_JOIN = re.compile(r"、|以及|或者|和|及|或|与")
_LONGEST = 4000


def audience_of(text: str) -> tuple[str, ...]:
    """Who a promising measure is for, in printed order; empty where it names nobody or departments.

    >>> audience_of("对首次认定的高新技术企业，给予20万元奖励。"), audience_of("支持企业、高校和科研院所建设实验室。")
    (('首次认定的高新技术企业',), ('企业', '高校', '科研院所'))
    """
    text = text[:_LONGEST]
    found: dict[int, str] = {}
    for start, who in _printed(text):
        if not any(at < start + len(who) and start < at + len(known) for at, known in found.items()):
            found[start] = who
    names: list[str] = []
    for _, who in sorted(found.items()):
        parts = _JOIN.split(who) if _PLAIN_LIST.match(who) else [who]
        names += [part for part in parts if part and not _NO_AUDIENCE.search(part)]
    return tuple(dict.fromkeys(names))


def _printed(text: str) -> Iterator[tuple[int, str]]:
    for pattern in _TARGET:
        for match in pattern.finditer(text):
            if pattern is not _TARGET[0] and re.search("对(?!象|口|外)", match.group("who")):
                continue  # 鼓励各区对新建项目: those who give, and to whom
            yield from _trimmed(match.start("who"), match.group("who"))
    for match in _THAT.finditer(text):
        yield match.start("who"), match.group("who") + "的"  # 对租用经营用房的，: nobody is named, they are described


def _trimmed(start: int, who: str) -> Iterator[tuple[int, str]]:
    """Without words in front that do not describe anybody; nothing where a promise stands within."""
    lead = _LEAD.match(who)
    if lead:
        start, who = start + lead.end(), who[lead.end() :]
    if who and not re.search(r"给予|发放|享受|补贴|奖励(?!名单)|鼓励|探索|加强|推进|完善|建立|采取|采用|^[在将把以从由按]|建设一?批|实施(?!主体)|开展", who):
        yield start, who
