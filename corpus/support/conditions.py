"""What a measure asks of the claimant (申报条件), cut into the smallest parts that can be judged by themselves.

Everything that stands before the promise and describes somebody or some case is a condition; what cannot be taken
apart stays whole. A condition too many makes a verdict 待确认; one too few would make a wrong 满足.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product

from corpus.policy import AnyOf, Audience, Commitment, Condition, ConditionKind, Quantity, Span
from corpus.support.actors import actor_in
from corpus.support.giver import STATE, STATE_ACTS
from corpus.support.kinds import ENDS_IN_HEAD, HEAD, VERB_LED, kind_of
from corpus.support.sentence import Part
from corpus.support.vocabulary import audiences_in, qualifications_in, sections_in, sizes_in

_LEAD = re.compile(r"^(?:应当(?!$)|单(?:个|家|户|一)(?=[^，]{2,})|(?:本|全)[市省区县州](?=对|为|向|鼓励|支持|引导|经营管理|各类)|[^，。；的]{2,12}(?:补贴|补助|津贴|奖金|救助金|生活费)(?:应当?|可|将|统一)*(?:向|给)|但(?!书)|如果|[如若](?=在|符合|属|确|因)|各?[区市县地](?=对)|按(?:照)?(?:国家)?(?:有关|相关)?规定(?=.)|同时|其中|并且?|且|另外?|此外|再|也|还|对于?|凡是?|针对|面向|向|给|为(?!期)|将|以及|及|和|与|由|在此基础上|其)(?=.)")
_TAIL = re.compile(r"(?:(?<=.)(?:在)?同等条件下|(?<=.)(?:年度|当期)(?:最高|累计)?|(?:也|还|均|都|并)?(?:应当|可以|有权)|(?<![的每])每(?:[年月天日辆亩台套件个项名家户人次场间块张床吨笔头只羽棵株米篇部幅座栋桌]|平方米|立方米)(?:每(?:年度?|月|天|人))?|的每[个项件家名户](?:产品|项目|企业|单位|人)?|(?<=.)的(?:费用?|展位费|支出|开支)|(?<=批准|审核|认定|同意|确认|评审|考核)后|进行|分别|由[^，的]{0,12}(?:财政|政府|部门|局|委|区|市|县|受益地)|按(?:规定|标准|照)[^，的]{0,16}|每家|一律|均|都|可|将|再|另|除[^，]{2,24}外|，|其|统一|原则上|免费|依法依规|依法|据实|及时|的|(?<!小)时|(?<![以之])后|(?<=企业|机构|单位|作社|个人|人员|人才|商户|家庭|农户)(?:的)?[^，的企缴付买纳交参以为]{0,8}(?:费用?|房租|租金|保费|税款?|利息|经费)(?:实行|由[^，]{1,12})?|则|以多种方式|(?<=企业|个人|机构|单位|人员|家庭)(?:的)?(?:行政事业性|政府性|经营服务性|涉企)[\u4e00-\u9fff]{0,4}(?:收费|基金))$")
_FILLER = re.compile(r"^(?:如需$|(?:单(?:笔|次|项)|同一)[^，的\d]{0,14}$|(?:年度|当期|每年|全年)(?:内)?$|(?:政策|资金|标准|比例|额度|金额)$|(?:奖励|补助|补贴|资助|奖补)?(?:资金|金额|比例|标准)(?:总额)?(?:不超过|最高|上浮|提高)[^，]{0,12}$|按(?:照)?[^，的]{2,24}执行$|(?:严格|积极|大力|切实|优先)$|(?:也|还|均|都)?(?:应当?|可以|有权)$|国家$|[本我全][市省区县州]$|在(?:法律|法规|、)+规定的范围内$|(?:综合)?运用[^，]{2,30}(?:手段|方式|措施)$|(?:通过|采取|采用|以)[^，]{2,60}(?:办法|途径|方法)$|(?:采取|运用)[^，]{0,12}措施$|最多|最高|至多|(?:通过|采取|采用|以)[^，]{2,40}(?:方式|形式|途径|手段|措施)$|在[^，]{2,40}方面$|(?:落实(?:好)?|按照?)(?:国家|中央|省|市|上级|现行|有关|相关|和|、)*(?:规定|政策)|(?:并)?(?:根据|依据|参照|视|结合|按照(?!国|有)(?=[^，]*(?:规定|要求|标准|政策|情况|原则|办法|通知|程序|方式|比例|精神|文件|意见|计划|协议|》|有关|额|[%％元])[^，]{0,4}$))(?![^，]*的[^，的]{0,6}(?:企业|单位|个体工商户|个人|人员|机构|纳税人|农户|家庭|职工|居民)$)[^，]*|[^，]{0,8}由[^，]*(?:资金|财政|基金|经费)|第[一二三四五六七\d]+年|在.{2,40}(?:评选|审批|办理|资助|申报|工作|方面|过程|政策|安排|规划|服务)[^，]{0,6}(?:中|上|方面)|新增|上述|该|按照?(?:有关|相关|现行)?(?:政策)?规定|依法(?:依规)?|符合规定|可|均可|一次性|分别|统一|按程序|原则上|所有|全部|各类|各级|各|我?市?财政|(?:政府|本级|同级)?财政(?:部门)?|市级|省级|区级|县级|县财政|市财政|给|的|等|其|单家企业|企业|项目|个人|单位|对|单个项目|同一企业|同时|每年|年度|按照?.{0,12}标准|相关|有关|政府|每人|每家|每户|每个|人员|主体|机构|以多种方式|(?:由)?(?:企业|个人|单位|申请人|纳税人|本人)(?:提出|自愿)*申请|每(?:满|新?增加?|招用|吸纳|引进|培养|培训|新增)?[^，的以]{0,10}|(?:在)?(?:前|第|连续|自.{0,8}起)?[一二两三四五六七八九十\d]+(?:个)?(?:年|月|日|天)(?:（[^）]*）)?(?:之?内|里|间)?|在(?:企业|单位|公司|岗)|同等条件下?|(?:缓缴|延期|延迟缴费|延迟缴纳|减免)期(?:间|内|限内)?|[及按]?时|足额|全额|时?、?足额、?|视情况?|(?:该|此项|上述)?(?:补助|补贴|奖励|资金)(?:通过|采取|以).*|.*(?:应|须|需|可)[^，]{0,30}(?:向|到)[^，]{2,30}(?:提出|提交|办理)[^，]{0,8}申请)$")
_TASK = re.compile(
    r"^(?:要|应)?(?:进一步|持续|着力|大力|全面|积极|深入|不断|切实|加快|充分)?(?:加强|强化|加快|推进|推动|完善|深化|加大|创新|优化|健全|提升|提高|打造|构建|统筹|落实|建立|搭建|制定|规范|发挥|用好|用活|开通|实行|实施|推行|推广|做好|培育|促进|扩大|引导|支持|鼓励|指导|拓宽|拓展|聚焦|围绕|坚持|突出|补齐|增强|壮大|激发|畅通|破解|降低|减轻|缓解|稳定|保障|确保|力争|开辟|简化|压缩|随到随审|特事特办|早期介入|提前介入|容缺|上门|继续|全力|帮助|协助|优先(?:布局|发展)|因地制宜|多形式|(?:积极|主动)?(?:协调|对接(?!收|受)|组织(?=[^，的]{0,8}(?:银行|金融|部门|专家)))|调整|更好|形成|实现)"
)
_REQUIREMENT = re.compile(r"^(?:但|且|并|同时|其中)?(?:须|应当?|需(?!求)要?|必须|要求|前提是|条件是|仅限|只限|限于|不得)|除外$|为前提$|(?<![相对供反适响])(?:须|应当?|必须|需(?!求))(?=[^，]{2,})|^但")
_CASE = re.compile(
    r"^(?:对|对于|凡|凡是|符合|经|在|如|若|自|被|获得?|取得|从事|具有|承租|租用|受|因(?!地制宜)|确有|确需|列入|纳入|首次|新|当年|上年|近|连续|年|每年|通过|属于|已|未|不|采用|依托|利用|按时|且|其|单|项目|企业|投资|营业|总|建设|引进|参加|组织|开展|打造|吸纳|招用|设立|成立|购置|入驻|评为|评定|认定)|的$|后$|时$|前提下$|基础上$|期间$|情况下$|以上$|以下$|以内$"
)
_SPLIT_AND = re.compile(r"、|且|并且|并(?=在|符合|被|取得|获|通过|经|已|具|正常|吸|购|与|按|能)|，|同时")
_SPLIT_OR = re.compile(r"或者?(?!其)|或是")
_NEGATED = re.compile(r"^除(?P<what>.{2,40}?)(?:之?外|以外)$|(?P<that>.{2,40})除外$")

_DESCRIBES = re.compile(r"对|凡|符合|经|在|获|取得|被|新|首次|具有|从事|.*(?:的|以上|以下|下列|如下|以下|条件)")
_LABEL_WIDTH = 5  # 结果：…, 补贴：…
_LABEL_ALONE = re.compile(r"(?:补贴|补助|奖励|资助|支持|扶持|奖补|救助|优惠)(?:标准|金额|额度|内容|方式|政策|措施)$")  # 补贴标准：


def conditions_in(
    measure: str, parts: tuple[Part, ...], base: int, commitment: Commitment, quantities: tuple[Quantity, ...]
) -> tuple[AnyOf, ...]:
    """The conditions of a measure, in printed order; ``base`` is where the measure stands in the policy's text."""
    found: list[AnyOf] = []
    cases: list[list[AnyOf]] = []  # 对甲给予…，对乙给予…: each with conditions of its own
    tiers: list[Condition] = []
    ranks: list[Condition] = []
    common = 0
    given = office = False
    last = max((i for i, part in enumerate(parts) if part.promise >= 0), default=-1)
    if last < 0:  # 通过了数据比对的，则可使用智能审批: what is allowed gives, though no verb of giving stands there
        last = next((i for i, part in enumerate(parts) if _ALLOWED.match(part.text)), -1)
        last = last if last >= 0 else next((i + 1 for i, part in enumerate(parts[:-1]) if _TOPIC.match(part.text) or (VERB_LED.match(part.text) and "的" in part.text and ENDS_IN_HEAD.search(part.text))), -1)
    backing = _first_backing(parts)
    for index, part in enumerate(parts):
        if index < backing and not _STATES_A_CASE.search(part.text):
            continue  # 系统推进公园建设，支持…: what the administration does itself
        enlarged = _ENLARGED.search(part.text)
        if enlarged:  # 补贴对象扩大至高校毕业生: who they are now
            found += _cut(enlarged["who"], base + part.start + enlarged.start("who"))
            given = True
            continue
        if part.text.startswith(("或者", "或按", "也可")) or _LABEL_ALONE.match(part.text) or (index == 0 and measure[part.end : part.end + 1] == "：" and (len(part.text) <= _LABEL_WIDTH or not _DESCRIBES.match(part.text))):
            continue
        barred = _BARRED.match(part.text) if given else None
        if barred:  # 已获中央资金的企业不予奖励: who must not be one of them
            found.append(AnyOf((_condition(barred["who"], base + part.start + barred.start("who"), negated=True),)))
            continue
        ranked = _RANKED.match(part.text) if given else None
        if ranked:  # 名额安排：（1）入库税收500万元以上的企业: which of them gets anything
            ranks.append(_condition(ranked["figure"], base + part.start + ranked.start("figure")))
            continue
        tier = _TIER.match(part.text) if given else None
        if tier:
            tiers.append(_condition(tier["figure"], base + part.start))
            continue
        other = part.promise > 0 and given and _OTHER_WHO.match(part.text[: part.promise]) is not None
        if part.promise >= 0 and given and not other and not _NEW_CASE.match(part.text):
            continue  # 并为企业采购原材料提供周转资金: more of the gift, no more conditions
        if part.promise >= 0 and given and _FURTHER.search(part.text[: part.promise + 4]):
            continue  # 其中对首次认定的再给予…: more for some, nothing less for the others
        if (other or _NEW_CASE.match(part.text)) and (not given or _CASE_SAID.search(part.text) or part.promise >= 0):
            if given:
                cases.append(found[common:])
                found, given = found[:common], False
            elif not cases:
                common = len(found)
        if part.promise >= 0:
            found += _before(part, base)
            found += _object(part, base, commitment)
            given = given or part.firm
        elif part.purpose or _OFFICE.match(part.text) or _MAY.match(part.text) or STATE_ACTS.match(part.text):
            office = office or not part.purpose
        elif office and not _NEW_CASE.match(part.text):
            continue  # what the office does further: 在报纸开设专门版面刊登
        elif _GIFT.search(part.text) or _SINCE.match(part.text):
            continue  # 纳入专项资金补贴范围, 房租全部补贴: what is given
        elif index < last or (index == len(parts) - 1 and last < 0):
            task = _TASK.match(part.text) is not None
            served = _SERVED.match(part.text)
            if served:
                found += _cut(served["who"], part.start + served.start("who") + base)
                continue
            joins = _JOINS.match(part.text) if found else None
            if joins:  # 招用脱贫人口，以及登记失业的人员: one of the two is enough
                more = list(_cut(part.text[joins.end() :], part.start + joins.end() + base))
                if len(more) == 1:
                    found[-1] = AnyOf((*found[-1].options, *more[0].options))
                    continue
            if not task or (_CASE.search(part.text) and not re.match("在|对", parts[min(index + 1, len(parts) - 1)].text)):
                found += _cut(part.text, part.start + base)
        elif _REQUIREMENT.search(part.text) and not re.search(r"(?:部门|政府|财政|银行|局|机构)(?:要|应|须|按)", part.text):
            found += _cut(re.sub(r"^(?:但|且|并|同时)", "", part.text), part.end - len(re.sub(r"^(?:但|且|并|同时)", "", part.text)) + base)
    found += [AnyOf(tuple(ranks))] if ranks else []
    found = _told_once(group for group in _with_tiers(found, tiers) if group.options)
    if not cases:
        return tuple(found)
    return (*found[:common], *_any_case([*cases, found[common:]]))


# 自办理登记当月起, 3年内: from when and for how long it is given.
_SINCE = re.compile(r"(?:从|自)[^，]{2,40}(?:当月|次月|当日|之?日|当年|次年|之?后)(?:起|开始)$|(?:在)?(?:自.{0,12}起)?[\d一二三两四五六七八九十]+(?:个)?[年月](?:（[^）]*）)?(?:之?内|期限内)$")
_JOINS = re.compile(r"(?:以及|或者|或)(?!其他)")
_GIFT = re.compile(r"(?:年限|期限|标准|比例|额度|上限|费率|税率|门槛|时间)(?:统一)?由[^，]{1,12}?(?:延长|提高|降|调整|放宽|上调|下调)|^(?:可|均|将|统一|一并)?(?:纳入|列入)[^，。；]{2,40}(?:补贴|补助|奖励|支持|资助|保障|优惠|减免)[^，。；]{0,6}(?:范围|对象|政策)$|(?:租金|房租|费用|费|税|税款|保费|利息|部分)(?:全部|全额|均|减半|一次性)(?:给予)?(?:补贴|补助|奖励|返还|减免|免除|承担|报销)$")
_BARRED = re.compile(rf"(?:但|且)?(?:对)?(?P<who>[^，]{{4,60}}?{HEAD}|(?:已|曾|正在|存在|发生|列入|被)[^，]{{3,40}}?(?=的))(?:的)?(?:一律|均|则|原则上)?(?:不予|不再|不得)(?:给予|重复)?(?:支持|奖励|补贴|补助|资助|享受)$")
# 面积100-200亩的，奖励1万元，200至300亩的奖励2万元: to be in one of the tiers is enough.
_RANKED = re.compile(r"(?:[（(]\d{1,2}[）)])(?P<figure>[^，：；]{2,30}\d[^，：；]{0,8}(?:以上|以下|以内))的(?:企业|单位|个人|项目|机构|人员)$")
_TIER = re.compile(r"(?P<figure>(?:不足|不满|超过|达到?|满)?\d[\d,.]*(?:万|亿)?[\u4e00-\u9fff]{0,3}?(?:（[^）]{1,8}）)?(?:(?:至|到|-|—|－|~|～)\d[\d,.]*(?:万|亿)?[\u4e00-\u9fff]{1,3}?)?(?:（[^）]{1,8}）)?(?:及?以[上下]|以内)?(?:（[^）]{1,8}）)?)的?[，]?(?=(?:一次性|分别|每[^，]{0,4}|再|给予|予以)*(?:奖励|奖|补助|补贴|给予|资助|补))")


def _with_tiers(found: list[AnyOf], tiers: list[Condition]) -> list[AnyOf]:
    at = max((i for i, group in enumerate(found) if group.options and group.options[0].kind is ConditionKind.FIGURE), default=-1)
    if not tiers or at < 0:
        return found
    return [*found[:at], AnyOf((*found[at].options, *tiers)), *found[at + 1 :]]


def _told_once(groups: Iterable[AnyOf]) -> list[AnyOf]:
    """Groups in order, without those that say in the same words what one before them said."""
    first = {tuple(option.text for option in group.options): group for group in reversed(list(groups))}
    return sorted(first.values(), key=lambda group: group.options[0].span.start)


def _any_case(cases: list[list[AnyOf]]) -> tuple[AnyOf, ...]:
    """One case is enough, and all its conditions must hold: written as groups that all must hold, one from each case in each."""
    cases = [case for case in cases if case]  # a case of which nothing was understood opens the offer to nobody
    sizes = 1
    for case in cases:
        sizes *= len(case)
    if sizes > _MOST_GROUPS:
        return tuple(group for case in cases for group in case)
    return tuple(dict.fromkeys(AnyOf(tuple(dict.fromkeys(o for group in groups for o in group.options))) for groups in product(*cases)))


_MOST_GROUPS = 12
_TOPIC = re.compile(r"(?:对于?(?!接|口|外|应|照)|凡|针对|面向)[^，]{3,}$")  # 对于…的主办单位，…: what stands behind it is what they get
_ALLOWED = re.compile(r"(?:则|即|均|也|还|最多|至多|最高)?(?:可以?(?!靠|行|能|持续|再生)|无需|无须|不受|免)")
_FURTHER = re.compile(r"^(?:其中|同时)|再(?:给予|奖励|补|按)|另(?:外|行)?(?:给予|奖励|补)|额外|叠加|上浮|追加")
# 可暂按需调整发票领用数量: more of what is given.
_MAY = re.compile(r"^(?:均|也|还|则)?(?:可以?|不需要?|无需|无须)(?!靠|行|能|持续|再生)")
# 对新落地的项目加快审批: whom, and how they are served.
_SERVED = re.compile(rf"^(?P<who>(?:对|为)[^，]{{2,60}}?{HEAD})(?=(?:要|应)?(?:加快|简化|开辟|优化|压缩|推行|强化|加强|做好)[^，的]{{2,}}$)")
_OFFICE = re.compile(r"^(?!对|凡)[^，]{0,60}(?:部门|局|政府|建成区|管委会|委|厅|各市|各县|各区|各地)(?:等[^，]{0,4})?(?:要|应|可|须|负责|主动|会同|牵头|组织|协同|协调|安排|依托|通过|运用)")
# Who acts for the administration, right before the verb: 政府性融资担保机构免收…
_GIVER = re.compile(
    r"^(?:由|经)?[^，]{0,20}(?:政府性|政策性|国有)?(?:融资)?(?:担保、?再?担保机构|担保(?:机构|公司)|财政(?:部门)?|银行(?:业)?(?:金融)?机构|主管部门|人民政府|管委会|(?:区|县|市|当地|各级)?政府|局|部门)(?:要|应|可|按[^，]{0,16})?$"
)


# 中小微企业按60%返还，大型企业按30%返还
_OTHER_WHO = re.compile(rf"(?!企业|个人|单位|机构|其中|同一|单[个家]|每)[^，的对]{{1,10}}?(?:企业|单位|机构|合作社|农场|人员|人才|学校|医院|高校|毕业生|职工|公司)$")
_ENLARGED = re.compile(rf"(?:对象|范围|人群)(?:由[^，]{{1,20}})?扩大(?:至|到)(?P<who>[^，]{{2,}}{HEAD})$")
# 对…, …的, 在…期间, 企业开展…: said of somebody or some case.
_STATES_A_CASE = re.compile(rf"^(?:并|同时)?(?:对|凡|针对|面向|自|符合|经(?!济|营)|因(?!地)|受|除|为(?!了)|\d|[^，的]{{0,12}}{HEAD}(?!{HEAD})(?:在|开展|从事|建设|实施|参加|新|首|年|当|购|租|吸|招|与|自|引|投|通过|利用|采用|申|获|取|因|向|为|对))|(?:的|后|时|期间|前提下|情况下|以上|以下|以内|条件下|范围内)$|^在[^，]*[内中]$")


def _first_backing(parts: tuple[Part, ...]) -> int:
    """Which part first promises, where it only backs or prefers somebody and opens with that verb; -1 otherwise."""
    first = next((index for index, part in enumerate(parts) if part.promise >= 0), -1)
    return first if first > 0 and _OPENS_BACKING.match(parts[first].text) else -1


_OPENS_BACKING = re.compile(r"(?:并|同时|积极|大力|进一步|主动|重点|逐步|稳步|鼓励|全力|优先|继续)*(?:鼓励|支持|引导|扶持|倡导|优先)(?![^，]*(?:给予|予以|补贴|奖励|补助|资助|减免))")
_CASE_SAID = re.compile(r"^(?:并|且|同时|其中)?(?:对|凡)|(?:的|后|时)$|的[^，]*" + HEAD)  # 取得职称: more of what is given
_NEW_CASE = re.compile(r"^(?:并|且|同时|其中)?(?:对(?!单|每)|凡|经|符合|获得|获(?=[^得评批奖，]{2})|取得|列入|纳入)")


def _before(part: Part, base: int) -> Iterator[AnyOf]:
    """What stands before the verb that gives: 对受疫情影响的企业."""
    words = part.text[: part.promise]
    state = STATE.match(words)
    if state:  # 国家在资金方面对主产区…: the giver, and how
        for_whom = re.search(r"(?:对|向|为)(?=[^，]{2,})", words[state.end() :])
        if for_whom:
            yield from _cut(words[state.end() + for_whom.end() :], part.start + base + state.end() + for_whom.end())
        return
    if _OFFICE.match(words):
        return
    if (_TASK.match(words) and not ("的" in words and ENDS_IN_HEAD.search(words))) or (_GIVER.match(words) and not words.startswith("对")):
        return
    if _SPARED.match(words) or re.search(r"(?:年限|期限|标准|比例|额度|上限|费率|税率|耐用年数)由[^，]{1,12}$", words) or (re.match(r"(?:并)?[将把]", words) and not ENDS_IN_HEAD.search(words)):
        return  # 1个月房租免收, 将征收期延长: what is given
    if re.match(r"其(?!中)", words) or (re.match(r"可|不受|减半|先征|实行", part.text[part.promise :]) and not re.search(rf"的|{HEAD}$", _trim(words, 0)[0])):
        return  # 其缴纳的房产税先征后补, 土地用途可不作变更: what it is about, not for whom
    yield from _cut(words, part.start + base)


_SPARED = re.compile(r"^(?!对|为|向|凡|符合)(?:(?!企业|公司|机构|单位|人员|个人|职工)[^，。]){0,20}(?:房租|租金|滞纳金|税款?|费用?|保证金|利息|罚息|征收期|缴费期|费率|利率|期限|土地价款|个人自付部分|留成部分|超出部分)(?:全部|全额|均|一律)?(?:由.{0,10})?$")
_NO_ACTOR = re.compile(r"^(?:申报|纳入|通过|根据|以|在|布局|建设|发展|推广|开展|加强|提升|扩大|探索|创新|完善|推进|推动|提高|实施|举办|打造|利用|职称|满|其)|^.{0,10}(?:与|和)企业")
_ACT_ALONE = re.compile(r"^(?:利用|依托|盘活)[^，。；]{4,40}$")  # 支持利用存量房产发展新业态: whoever does it
_STUDIED = re.compile(r"(?:研究|探索)(?:对|给予|为)(?P<who>[^，。；]{2,50}?)(?=分档次|分类|给予|予以|提供|设备|购置|运行|的?补贴|补助|奖励)")
_SETS_TASK = re.compile(r"^(?:因地制宜|加快|落实|优化|加大|完善|深化|推进|推动|健全|强化|优先(?:保障|布局)|用好|发挥|统筹|同时，?加快|实施|制定)")
# 支持旅行社应对经营困难: why it is backed, not what it must do. 允许企业调剂休息日: what is given.
_AIM = re.compile(r"应对|渡过|度过|缓解|解决|减轻|克服|稳定|平稳|健康|稳健|做大|做优|做强|更好|纾困|脱困")
_BACKS = re.compile(r"鼓励|支持|引导|扶持|倡导|帮助|协助|允许|优先支持|重点支持|优先保障|优先推荐|推荐")


_OFFICES_TOO = re.compile(r"(?:有条件的?|具备条件的|各|各级|各有关)*(?:地区|地方|区县|市县|区（市）县|[区县市州]|部门|单位|地)(?:和部门|、部门)?(?:结合[^，]{0,12}|根据[^，]{0,12})?(?=对)")
_GIVES_FIRST = re.compile(r"(?:可以?|均可)?(?:给予|予以|享受|获得|申请)")  # 享受支持大学生创业的政策: what is supported elsewhere
_SPARES = re.compile(rf"(?:减免|免收|免征|免除|减收|降低)(?P<who>[^，。；的]{{2,20}}?{HEAD})(?P<act>(?:通过|因|在|办理|开展|用于)[^，。；]{{4,40}}?)(?:的)?(?:手续|服务)?(?:费用?|利息|租金|税款?)$")


def _object(part: Part, base: int, commitment: Commitment) -> Iterator[AnyOf]:
    """What stands behind 支持 and 鼓励: whom, and (where something is granted for it) what they must do."""
    if _SETS_TASK.match(part.text):
        return
    studied = _STUDIED.match(part.text, part.promise)
    if studied:
        yield from _cut(studied["who"], base + part.start + studied.start("who"))
        return
    backs = None if _GIVES_FIRST.match(part.text, part.promise) else _BACKS.search(part.text, part.promise)
    if backs is None:
        inside = re.search(rf"(?:给予|予以|发给|补助给|奖励给?)(?P<who>[^，\d]{{2,40}}?{HEAD})(?=[^，]{{0,12}}(?:补|奖|支持|资助|优惠|减免|\d))", part.text[part.promise :])
        spared = _SPARES.match(part.text, part.promise) if inside is None else None
        if spared:  # 减免银行办理防疫汇划的费用: who owes it, and for what
            yield from _cut(spared["who"], base + part.start + spared.start("who"))
            yield from _cut(spared["act"], base + part.start + spared.start("act"))
        if inside and "的" in inside["who"]:
            yield from _cut(inside["who"], base + part.start + part.promise + inside.start("who"))
        return
    office = _OFFICES_TOO.match(part.text, backs.end())
    if office:  # 鼓励有条件的区县对…的企业给予倾斜: whom the districts are to favour
        yield from _cut(re.sub(r"，.*|(?:给予|予以).*", "", part.text[office.end() :]), base + part.start + office.end())
        return
    backed = part.text[backs.end() :]
    actor = actor_in(backed)
    act_alone = _ACT_ALONE.match(backed) if commitment is Commitment.GRANTS else None
    if act_alone:
        yield from _cut(act_alone.group(), base + part.start + backs.end())
        return
    who = backed[actor.start : actor.end] if actor else ""
    if actor is None or ("的" not in who and _NO_ACTOR.match(who)):
        return
    act = backed[actor.act :]
    if re.match("培养|引进|队伍|集聚|评价|激励|培育", act):
        return  # 支持高技能人才培养: an undertaking, not a person
    at = base + part.start + backs.end()
    yield from _cut(who, at + actor.start)
    if backs.group() == "允许" or _AIM.match(act):
        return
    if commitment is Commitment.GRANTS and act and not re.match(r"(?:、|和|及|等|的|发展|做大)", act):
        lead = re.match(r"^(?:按(?:照)?(?:有关|相关)?规定|依法(?:依规)?|积极|主动|大力|通过市场化、法治化方式)+", act)
        skip = lead.end() if lead else 0
        yield from _cut(act[skip:], at + actor.act + skip)


# 对新增的厂房, 对上述企业: what the sentence has just spoken of.
_REFERS_BACK = re.compile(r"(?:新增|上述|前述|以上|该)(?:的|类)?(?!投资|产值|就业|员工|规上)")


def _cut(words: str, at: int) -> Iterator[AnyOf]:
    """Take a description apart; ``at`` is where it stands in the policy's text."""
    words, at = _trim(words, at)
    if not words or _FILLER.match(words) or len(words) < 2:
        return
    if _REFERS_BACK.match(words) and len(words) <= 10:
        return
    trades = _TRADES_HIT.match(words)
    if trades and all(sections_in(piece) for piece in trades["list"].split("、")):
        named = [match.span() for match in re.finditer("[^、]+", trades["list"])]
        named[-1] = (named[-1][0], len(words))
        yield AnyOf(tuple(Condition(words[a:b], Span(at + a, at + b), ConditionKind.INDUSTRY) for a, b in named))
        return
    belongs = _BELONGS.match(words)
    if belongs:  # 见习者属于残疾人或低保对象: who, and of which kind
        yield AnyOf((_condition(belongs[1], at),))
        yield from _cut(words[belongs.end() :], at + belongs.end())
        return
    negated = _NEGATED.match(words)
    if negated:
        group = "what" if negated["what"] else "that"
        yield AnyOf((_condition(negated[group], at + negated.start(group), negated=True),))
        return
    several = _SEVERAL.split(words)
    if len(several) > 1 and all("的" in piece and ENDS_IN_HEAD.search(piece) for piece in several):
        places = [words.index(piece) for piece in several]
        yield AnyOf(tuple(_condition(piece, at + place) for piece, place in zip(several, places, strict=True)))
        return
    timed = _TIME_FIRST.match(words)
    if timed:
        yield AnyOf((_condition(timed[1], at),))
        yield from _cut(words[timed.end(1) :], at + timed.end(1))
        return
    by = _ON_THE_BASIS.match(words)
    if by:
        yield from _cut(by["who"], at)
        return
    listed = actor_in(words) if _LISTED.match(words) and "的" not in words else None
    if listed and _ACTS_ON.match(words, listed.act):  # 企业和社会资本建设平台: a list of those who act
        yield from _cut(words[listed.start : listed.end], at + listed.start)
        yield from _cut(words[listed.act :], at + listed.act)
        return
    first = _BY_MEANS.match(words) or (None if _NOT_WHO.match(words) or _TAKES.match(words) else WHO_ACTS.match(words) or WHO_FIRST.match(words))
    if first:
        yield from _cut(first[1], at)
        yield from _cut(words[first.end(1) :], at + first.end(1))
        return
    either = _either(words, at)
    if either:
        yield either
        return
    head = ENDS_IN_HEAD.search(words)
    body, noun = (words[: head.start()], words[head.start() :]) if head else (words, "")
    if not body and _SPECIFIC.search(noun):
        yield AnyOf((_condition(words, at),))  # 残疾人: not everybody of the kind
        return
    modifiers, attribute = _attribute(body, noun)
    if not body and sections_in(noun) and audiences_in(noun)[-1:] == (Audience.ENTERPRISE,):
        yield AnyOf((_condition(words, at),))  # 旅行社: the noun itself names the line of business
        return
    if not attribute and noun and (sections_in(noun) or qualifications_in(noun) or _SPECIFIC.match(noun)) and body.endswith("的"):
        attribute = True  # …的酒店: the noun itself names the line of business
    yield from _clauses(modifiers, at)
    if attribute:
        yield from _attributes(words[len(modifiers) :], at + len(modifiers))


# 旅游、住宿、餐饮等受影响较大的行业企业: to be of one of them is enough.
_TRADES_HIT = re.compile(r"^(?P<list>[^，、]{2,8}(?:、[^，、]{2,8})+?)等[^，、]{0,14}行业(?:的)?(?:企业|单位)?$")
_BELONGS = re.compile(r"^([^，、的]{2,10}?)属于(?=[^，]{2,}(?:、|或)[^，]{2,})")
# …的生产企业、…的配送企业: several kinds of claimant, each with its own description.
_SEVERAL = re.compile(r"(?<=企业|单位|机构|公司|人员|项目|个人|主体)(?:、|和|以及|及|或者?)(?=[^、]{2,40}的)")
# 利用存量土地新建…或增加…: the means holds for both.
_BY_MEANS = re.compile(r"^((?:利用|依托|通过|以)[^，]{2,20}?)(?=(?:新建|改建|扩建|增加|建设(?!用地)|开展|从事|发展|举办).{2,})")
_TIME_FIRST = re.compile(r"^((?:在|自|从|于)?\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:（含）)?(?:(?:起)?(?:至|到|—|-)(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|底|末)?(?:（含）)?(?:止)?(?:期间)?|(?:以后|之后|以来|起|后)(?:（含）)?)|(?:在)?(?:[^，的]{0,6}疫情(?:防控)?期间|\d{4}年[^，。；的]{0,10}?(?:期间|以来|之?前|底前)|\d{4}年第?[一二三四]季度|在[^，]{1,8}过渡期内))(?=$|[^日底末止期）].{3,})")
# Nouns that name a sort of person or body and not merely the class of claimant.
_SPECIFIC = re.compile(r"^(?:残疾人|退役军人|农民工|老年人|女职工|毕业生|大学生|导游|教师|医师|护士|医生|患者|孵化器|众创空间|实验室|博士|硕士|技师|工匠|传承人|孕产妇|婴幼儿|儿童|妇女|总部|分公司|旅行社|民宿|酒店|景区|专家|参保人|脱贫人口|贫困人口|劳动力|工作者|从业者|就业者|失业者|缴费人|缴存人|购房者|持证人|投资者|投资人|用户|车主|船员|主播|运动员|教练员|业户|摊主)")
_NOUN_ON = (
    r"(?:服务|培训|建设|开发|经营|运营|管理|培养|引进|工作|就业|创业|融资|贷款|投资|改造|认定|登记|注册|申报)(?:机构|平台|基地|中心|站|点|费|场所|单位|企业|人员|项目|工作|工程|载体|者|主体|资金|服务)"
)
_NOT_WHO = re.compile(r"在|到|向|从|通过|与|由|以")  # 在本市汽车销售企业购置…: where, not who
# 承租国有企业经营性房产: whose it is, not who acts.
_TAKES = re.compile(r"(?:承租|租用|租赁|租入|收购|并购|购买|服务|投资|帮助|委托|吸引|引进|减免|受让|联合)[^，的]{0,16}(?:企业|单位|公司|机构)")
# What a claimant does begins with one of these; before it stands who does it (养老机构收住失能老人).
_ACT = (
    r"(?:上市|上年|主办|主动|主导|举办|从事|仓储|任职|使用|依法|修订|入统|入选|入驻|共建|具备|具有|养殖|减免|减排|出口|出售|出租|列入|创业|创办|利用|制定|制造|加工|升级|升规|参与|参保|参加|发布|发放|发行|取得|受理|变更|合作|吸纳|回收|培养|培训|增加|处置|备案|失业|完成|定居|实施|实现|实缴|就业|就读|居住|工作|年度|并购|应用|建成|建设|开办|开发|开展|开工|开设|引入|引进|当年|录用|成立|托管|扩大|扩建|承办|承包|承担|承接|承租|投产|投保|投入|投资|担保|招录|招用|招聘|拥有|持有|挂牌|捐赠|授权|接待|接收|推广|提供|支付|收住|收治|改制|改建|改造|新增|新建|晋升|晋级|服务|毕业|注册|流转|满足|牵头|生产|申报|申请|留用|登记|研制|研发|种植|租用|租赁|积极|竣工|符合|签约|签订|纳入|组建|组织|经营|缴纳|联合|聘用|自主|自愿|节约|荣获|获得|获批|获评|落户|融资|认定|许可|设立|评为|评定|购买|购置|贷款|转为|转化|转型|转让|达产|达到|迁入|运营|运输|返乡|返还|进口|连续|退役|通过|遭受|配送|采用|采购|重组|销售|首次|验收|与|从(?!业|事业)|为(?!主)|到|受|向|因(?!地)|在(?!线|职|岗|校|编|建|地)|对(?!外|口|接|象)|将|按|经(?!营|济|常|理|费)|获)"
)
WHO_FIRST = re.compile(rf"^(?P<who>[^，、的]{{0,16}}?{HEAD}(?:（[^）]{{1,20}}）)?)(?!{_NOUN_ON}|毕业生|毕业学年)(?=(?:新|再|已|未|无|没有|不|其)?{_ACT}.{{2,}})(?![^，]*的[^，]{{0,16}}{HEAD}$)")
# 高新技术企业经批准发行…, …的中小企业新购置设备: who, and then what they do.
WHO_ACTS = re.compile(
    r"^([^，]{0,60}?(?:企业|单位|机构|个人|人员|公司|主体|酒店|景区|老年人|毕业生|职工|农户|合作社))(?=(?:接受|为[^，的]{2,40}提供|为[^，]{2,40}的[^，]{2,16}提供|成功|创办|新购|新增|购置|购买|经[^营]|实际|以(?!上|及)|利用|引进|自主|投资建|首次|申请|租用|租赁|承租|吸纳|招用|采用|当年|上年|年度|自建|新建|扩建|开展|实施|组织|参加|举办|发行|牵头|每|建设).{2,})(?![^，]*的[^，]{0,16}(?:企业|单位|机构|人员|项目|公司)$)"
)


_ON_THE_BASIS = re.compile(rf"^(?P<who>[^，的]{{2,30}}?{HEAD})(?:根据|按照|依照|结合|依据)[^，的]{{2,30}}$")
_LISTED = re.compile(rf"[^，、的]{{0,16}}?{HEAD}(?:、|和|及|以及|或者?)")
_ACTS_ON = re.compile(rf"{_ACT}.{{2,}}")


def _trim(words: str, at: int) -> tuple[str, int]:
    changed = True
    while changed and words:
        changed = False
        lead = _LEAD.match(words)
        if lead and not re.match(r"(?:其他|将军|为期|和谐|再担保|再融资|并购|向导|在岗|在校|由于|对外(?!省|地|市|国|贸|资)|对口|对接(?!收|受)|为主|与|将来|给予)", words):
            words, at, changed = words[lead.end() :], at + lead.end(), True
        lead = re.match(r"^[\s，、]+", words)
        if lead:
            words, at, changed = words[lead.end() :], at + lead.end(), True
        tail = _TAIL.search(words)
        if tail and tail.start() > 0:
            words, changed = words[: tail.start()], True
    return words, at


def _attribute(body: str, noun: str) -> tuple[str, bool]:
    """Split what stands before the noun into full modifiers (…的) and the words set right before it."""
    if not noun:
        return body, False
    depth = 0
    for at in range(len(body) - 1, -1, -1):
        depth += (body[at] in "）)”") - (body[at] in "（(“")
        if body[at] == "的" and depth == 0:
            return body[: at + 1], bool(body[at + 1 :])
    if VERB_LED.match(body) and len(body) > 5:
        close = re.search(r"(?:规模以上|中小微?|小微|民营|国有|高新技术|工业|科技型?|制造业?|参保|重点|生产|(?<!就业)(?<!生活)困难)+$", body)
        return (body[: close.start()], True) if close and close.start() > 2 else (body + noun, False)
    return "", bool(body)


_BOUND_ALONE = re.compile(r"(?:不少于|不低于|不超过|超过|达到|至少|不足|不满|\d)")


def _clauses(words: str, at: int) -> Iterator[AnyOf]:
    """Descriptions that end in 的: apart where each is one of its own (受影响、无力缴费的), else whole."""
    start = 0
    pieces: list[tuple[int, str]] = []
    depth = 0
    for index in range(len(words) + 1):
        character = words[index] if index < len(words) else "、"
        depth += (character in "（(“《") - (character in "）)”》")
        if depth > 0 and index < len(words):
            continue
        cut = _SPLIT_AND.match(words, index) if index < len(words) else True
        if cut or (character == "的" and index < len(words) - 1 and VERB_LED.match(words[index + 1 :]) and re.match(r".*的", words[index + 1 :])):
            behind = words[index + 1 :] if index < len(words) else ""
            if index < len(words) and character == "、" and _MORE_OF_A_LIST.match(behind):
                continue  # 购置研发、检测、生产等设备: things of one kind
            if index < len(words) and character == "、" and _NO_CLAUSE.match(words[start:index].rsplit("、", 1)[-1]):
                continue  # 生产、加工、销售一体化, 完成、转化成果: nouns of one list, verbs of one object
            if index < len(words) and _BOUND_ALONE.match(re.sub(r"^(?:且|同时|并)", "", behind)):
                continue  # 占比25%以上且不少于10人: of the same thing
            if index == len(words) or VERB_LED.match(re.sub(r"^(?:且|同时|并)", "", behind)):
                pieces.append((start, words[start:index]))
                start = index + 1
    for offset, piece in pieces:
        piece, place = _trim(piece, at + offset)
        if len(piece) >= 2 and not _FILLER.match(piece):
            either = _either(piece, place)
            yield either or AnyOf((_condition(piece, place),))


_NO_CLAUSE = re.compile(rf"(?!(?:已|未|无|不|受|获|有)).{{1,2}}$|(?!{VERB_LED.pattern[1:]})[^的]{{1,8}}$")
_MORE_OF_A_LIST = re.compile(r"[^，、的]{1,8}(?:、[^，、的]{1,8})*等[\u4e00-\u9fff]")


def _attributes(words: str, at: int) -> Iterator[AnyOf]:
    """The words set right before the noun: 中小微企业, 国有工业企业; a list of them is either."""
    words, at = _trim(words, at)
    if not words or _FILLER.match(words):
        return
    options: list[Condition] = []
    start = 0
    for match in re.finditer(r"、|以及|和|及(?!以[上下]|其|时)|或者?|与|$", words):
        piece = words[start : match.start()]
        if piece and (re.search(HEAD, piece) or match.end() == len(words) or sizes_in(piece) or qualifications_in(piece) or sections_in(piece)):
            if not _FILLER.match(piece):
                options.append(_condition(piece, at + start))
            elif options or match.end() < len(words):
                return  # 企业、个人和科技型机构: anybody of one kind will do
            start = match.end()
    yield AnyOf(tuple(options))


_TITLE_WON = re.compile(r"(?:首次?|新|当年|已|被)*(?:获得?|取得|评为|评定为|认定为|入选|列入|纳入|荣获|获评)(?!.*(?:，|且))")


def _either(words: str, at: int) -> AnyOf | None:
    """新建厂房或增加层数: one of two is enough. None where 或 joins no two whole conditions."""
    match = _SPLIT_OR.search(words)
    if not match or match.start() < 3 or len(words) - match.end() < 3:
        return None
    left, right = words[: match.start()], words[match.end() :]
    if _TITLE_WON.match(left) and not VERB_LED.match(right):
        return None  # 首获重点企业或重点项目: both are what is won
    if not VERB_LED.match(right) and not re.search(HEAD + r"$", left):
        return None
    options = []
    for piece, offset in ((left, 0), (right, match.end())):
        piece, place = _trim(piece, at + offset)
        if len(piece) < 2 or _FILLER.match(piece):
            return None
        options.append(_condition(piece, place))
    return AnyOf(tuple(options))


def _condition(words: str, at: int, *, negated: bool = False) -> Condition:
    return Condition(words, Span(at, at + len(words)), kind_of(words), negated)


_NO_ACT = re.compile(r"(?:按规定|依法)?(?:享受|获得|做大|做强|发展壮大)|各(?:市|县|区|地|级|部门|有关)|有条件的?[^，。；对]{0,6}(?:地区|[区市县州]|部门|单位)(?=对)|有条件的(?:地|市|县)|地方")  # the gift itself; those who give


def backed_act(parts: tuple[Part, ...], base: int) -> tuple[AnyOf, ...]:
    """What an encouraged claimant is to do: 支持企业建立海外仓 concerns those who do or plan it."""
    for part in parts:
        backs = _BACKS.match(part.text, part.promise) if part.promise >= 0 else None
        if backs and _NO_ACT.match(part.text, backs.end()):
            continue
        backed = part.text[backs.end() :] if backs else ""
        actor = actor_in(backed) if backs else None
        act = backed[actor.act :] if actor else ""
        if actor and (_NO_ACT.match(act) or _AIM.match(act)):
            continue
        if backs and actor and len(act) > 3:
            return tuple(_cut(act, base + part.start + backs.end() + actor.act))
        if backs and len(backed) > 3:
            return tuple(_cut(backed, base + part.start + backs.end()))
    return ()


# 对企业免收登记费: for everybody of that kind.
_PLAIN_GIFT = re.compile(rf"(?:^|，)(?:对|向|为|凡)(?:所有|各类|全部|本市|全市)?{HEAD}(?:，|[^的，]{{0,6}}?(?:给予|免|减|发放|提供|不再|实行))")


def before_offer(measure: str, offer: Span, base: int) -> tuple[AnyOf, ...]:
    """All that stands before an offer, as one condition: the last resort where nothing in it was understood.

    Where the offer opens the sentence and names nobody it is plainly for, the sentence itself has to be asked about.
    """
    if re.match(r"将[^，。；]{2,30}(?:征收|缴费|申报|缴纳)期限?(?:延长|延至|顺延)", measure):
        return ()  # for whoever pays
    words, at = _trim(measure[: offer.start - base].strip("，,、；: ：\n"), base)
    if len(words) > 3 and measure.startswith(words, at - base):
        return (AnyOf((_condition(words, at),)),)
    if _PLAIN_GIFT.search(measure):
        return ()
    opening = re.split("[，。；]", measure)[0]
    return (AnyOf((Condition(opening, Span(base, base + len(opening)), ConditionKind.UNSPECIFIED),)),)


_BENEFICIARY = re.compile(r"(?:对于?|为|向|给(?!予))(?P<who>[^，。；]{2,60}?)(?=(?:的?，|提供|给予|减免|加大|融资|实际|予以|发放|实施|免费|增加|降低|延长))")


def beneficiary_conditions(measure: str, base: int) -> tuple[AnyOf, ...]:
    """Whom a third party is to serve: 鼓励业主对承租的小微企业减免租金 asks for 承租 and 小微企业."""
    found: list[AnyOf] = []
    for match in _BENEFICIARY.finditer(measure):
        found += _cut(match["who"], base + match.start("who"))
    return tuple(found)
