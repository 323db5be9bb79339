"""Which conditions are put to the claimant at all (该由申请人证明的条件).

A condition is the claimant's where it says who he is or what he has done. What is left to the authority (its own discretion, how it
pays, which office organises it), the words of the offer itself, and what only points to conditions that are spelled out beside it are
no questions to him, and turn no verdict. That an office has decided something of him (经认定) is his to show, for only he knows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.matching.pieces import unbroken
from assistant.matching.wording import content_words
from corpus.policy import AnyOf, ConditionKind, Policy, Span
from corpus.quantities import find_quantities

# 符合以上条件, 满足条件的: said again of what stands beside it.
_SPELLED = re.compile(r"(?:凡|均|且|同时)?(?:符合|满足|具备|达到)(?:以上|上述|前述|前款|下列|以下|规定|相应|相关|有关|申报|申请|支持|补贴|奖励|基本|认定|本)*(?:规定)?(?:条件|要求|标准)(?:的)?(?:[企单机项个人主]\S{0,5})?")
# 经审议其他不予支持的, 其他需要支持的情形: what the office may decide besides.
_DISCRETION = re.compile(r"^(?:经[^，]{0,10})?(?:其他|其它)[^，]{0,16}(?:情形|情况|的)$|^经[^，]{0,12}(?:认为|审议)[^，]{0,6}(?:其他|不予|不宜)")
# 按规定, 依法依规, 按规定之税率: how, not who.
_MANNER = re.compile(r"(?:严格|可)?(?:按照?|依照?|依据|根据|依)(?:国家|省|市|有关|相关|现行|税法|法律|法规|规定|政策|标准|程序|要求|办法|及|和|、|的|之)+(?:税率|执行|办理|审批|程序)?")
# 卫生健康部门组织: which office does it.
_OFFICE = re.compile(r"(?:由|经)?[\u4e00-\u9fff、（）]{0,20}(?:部门|财政|税务机关|委员会|管委会|政府|街道办|局)(?:统一)?(?:组织|负责|安排|承担|统筹|实施|拨付|发放|核定|解决|协调)(?:的)?")
# 租金, 裁员率: the thing that is paid for or measured, and nothing said of it.
_THING_ALONE = re.compile(r"(?:其|该|相应|实际|年度?|首年|单位|当年)?(?:住房公积金|公积金|住房|商业|经营性|信用)?(?:租金|房租|费用|资金|税款|税收|税额|利息|保费|保险费|贷款|投资|裁员率|费率|利率|税率|金额|价款|票价|成本|补贴|补助|奖励|标准|部分)(?:部分|标准|总额|支出)?")
# 直接赋予最高信用等级, 一次性计入当期成本费用: what is given.
_GIVEN = re.compile(r"(?:直接|优先|可以?|免于?|予以|给予|享受|不再|允许|一次性|全额|减半|自主)*(?:赋予|给予|予以|免征|免收|免于|免缴|减征|计入当期|计算扣除|抵减|抵扣|补缴税款|自主备案|自主核报|缴纳停车费)")
# 审定投资额的50%, 部分领域, 包括房地产企业: a share that is given, a heading, and whom it does not leave out.
_SHARE = re.compile(r"[^，。；]{0,12}(?:额|费用?|支出|租金|价款|收入|投资|成本|贡献度?|利息|部分)的?\d[\d.]*[%％]")
_HEADING = re.compile(r"(?:部分|相关|有关|重点|各|主要|其他|上述|以下|下列|具体)?(?:领域|行业|产业|方面|环节|范围|方向|内容|条件|要求)")
_INCLUDES = re.compile(r"(?:其中|也)?(?:包括|含|包含|涵盖)[^，。；的]{2,24}(?:企业|单位|机构|个人|项目|行业|领域)")
# 用人单位不得安排夜班: what is laid on another.
_DUTY = re.compile(r"(?:用人单位|所在单位|单位|学校|医院|银行|金融机构|经营者|物业服务企业)(?:不得|应当?|须|必须)[^，。；]{2,}")
# 争取母公司资源, 提升服务管理能力: what is hoped for of those who are backed.
_AIM = re.compile(r"(?:进一步|持续|不断|积极)?(?:争取[^，。；]{2,12}(?:资源|支持|突破)|(?:提升|提高|增强|强化|扩大|拓展|发挥|释放)[^，。；]{2,24}(?:能力|水平|质量|功能|竞争力|影响力|活力|效率|效益|作用|优势|韧性|动能|潜力)|做[大强优精](?:做?[大强优精])*|[^，。；]{0,10}(?:创新|转型|健康|融合|集聚|高质量)发展)")
_TASK = re.compile(r"^(?:进一步|加快|着力|大力|积极)?(?:做好|统筹|升级|完善|健全|加强|整合|优化|推进|强化|建立健全|制定|开展)[^，。；]{0,24}(?:管理工作|机制|体系|政策资源|服务功能|平台)$")
_SECTION = re.compile(r"条件|要求")
_TELLING = frozenset({ConditionKind.PROJECT, ConditionKind.DOING, ConditionKind.STATE, ConditionKind.FIGURE, ConditionKind.QUALIFICATION})
_OUTSIDE = re.compile(
    r"[省市县区]内外(?:的)?(?:旅行社|企业|客商|机构|人才|高校)|(?:^|[，；。：]|对)(?:[省市县区]外|外[地省市])(?:高校|院校|企业|人才|人员|毕业生|旅行社|牌照|车辆|学生)|含外地(?:牌照|车辆|户籍)|"
    r"停车(?:费|位|场)|通行费|"
    r"(?:来|到)(?:[我本][省市县区]|开发区|[\u4e00-\u9fff]{2,3}[省市县区])[^，。；]{0,10}(?:面试|求职|应聘)"
)


def asked_of_claimants(own: Sequence[AnyOf], inherited: Sequence[AnyOf], policy: Policy) -> tuple[AnyOf, ...]:
    """The groups that a verdict turns on, of those of the sentence and those it inherits; alternatives that are not the claimant's fall away."""
    groups = (*own, *(group for group in inherited if not all(_OFFICE.fullmatch(unbroken(option.text)) for option in group.options)))
    kept = tuple(left for group in groups if (left := _left_of(group)) is not None)
    spelled = [g for g in kept if not _points_elsewhere(g) and _listed_as_condition(g, policy)]
    kept = tuple(g for g in kept if not (spelled and _points_elsewhere(g)))
    return kept or (*own, *inherited)  # of an item that would ask for nothing what was read is kept


def for_those_outside(text: str) -> bool:
    """Whether a measure is for those from elsewhere, so that the policy's own area binds nobody: 县内外旅行社, 市外高校毕业生."""
    return _OUTSIDE.search(text) is not None


def _left_of(group: AnyOf) -> AnyOf | None:
    options = tuple(option for option in group.options if not _not_his(unbroken(option.text), negated=option.negated))
    return group if len(options) == len(group.options) else AnyOf(options) if options else None


def _not_his(words: str, *, negated: bool) -> bool:
    bare = words.strip("，、。的")
    if not content_words(bare) and not find_quantities(bare, Span(0, len(bare))):
        return not re.search(r"[\u4e00-\u9fff]{2}", bare)  # the number of a page
    if negated and _DISCRETION.search(words):
        return True
    return any(shape.fullmatch(bare) for shape in (_MANNER, _THING_ALONE, _SHARE, _HEADING, _INCLUDES, _AIM, _DUTY)) or _GIVEN.match(bare) is not None or (not negated and _TASK.match(bare) is not None)


def _points_elsewhere(group: AnyOf) -> bool:
    return all(option.kind in (ConditionKind.UNSPECIFIED, ConditionKind.FIGURE, ConditionKind.DOING) and _SPELLED.fullmatch(unbroken(option.text)) for option in group.options)


def _listed_as_condition(group: AnyOf, policy: Policy) -> bool:
    """Whether a group stands in a part of the document that is headed as conditions, or is one of a numbered list."""
    at = group.options[0].span.start
    part = next((p for p in policy.parts if p.span.start <= at < p.span.end), None)
    return part is not None and group.options[0].kind in _TELLING and any(_SECTION.search(words) for words in (*part.path, part.label))
