"""What a measure asks of the claimant (申报条件), cut into the smallest parts that can be judged by themselves (``descriptions``).

Everything that stands before the promise and describes somebody or some case is a condition; what cannot be taken
apart stays whole. A condition too many makes a verdict 待确认; one too few would make a wrong 满足.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product

from corpus.policy import AnyOf, Commitment, Condition, ConditionKind, Span
from corpus.support.actors import actor_in
from corpus.support.descriptions import condition, cut_apart, trimmed
from corpus.support.giver import STATE, STATE_ACTS
from corpus.support.kinds import ENDS_IN_HEAD, HEAD, NOT_COMPOUND, VERB_LED
from corpus.support.sentence import Part

_TASK = re.compile(
    r"^(?:要|应)?(?:进一步|持续|着力|大力|全面|积极|深入|不断|切实|加快|充分)?(?:加强|强化|加快|推进|推动|完善|深化|加大|创新|优化|健全|提升|提高|打造|构建|统筹|落实|建立|搭建|制定|规范|发挥|用好|用活|开通|实行|实施|推行|推广|做好|培育|促进|扩大|引导|支持|鼓励|指导|拓宽|拓展|聚焦|围绕|坚持|突出|补齐|增强|壮大|激发|畅通|破解|降低|减轻|缓解|稳定|保障|确保|力争|开辟|简化|压缩|随到随审|特事特办|早期介入|提前介入|容缺|上门|继续|全力|帮助|协助|优先(?:布局|发展)|因地制宜|多形式|(?:积极|主动)?(?:协调|对接(?!收|受)|组织(?=[^，的]{0,8}(?:银行|金融|部门|专家)))|调整|更好|形成|实现)"
)
_REQUIREMENT = re.compile(r"(?!(?:但)?(?:最长|最多|最高|累计|总额|期限|延期|缓缴)[^，]{0,8}不得)(?:^(?:但|且|并|同时|其中)?(?:须|应当?|需(?!求)要?|必须|要求|前提是|条件是|仅限|只限|限于|不得)|除外$|为前提$|(?<![相对供反适响])(?:须|应当?|必须|需(?!求))(?=[^，]{2,})|^但(?![^，]{0,16}(?:最长|期限|最高|最多|至多|不超过|不高于|上限|封顶)))")
_CASE = re.compile(
    r"^(?:对|对于|凡|凡是|符合|经|在|如|若|自|被|获得?|取得|从事|具有|承租|租用|受|因(?!地制宜)|确有|确需|列入|纳入|首次|新|当年|上年|近|连续|年|每年|通过|属于|已|未|不|采用|依托|利用|按时|且|其|单|项目|企业|投资|营业|总|建设|引进|参加|组织|开展|打造|吸纳|招用|设立|成立|购置|入驻|评为|评定|认定)|的$|后$|时$|前提下$|基础上$|期间$|情况下$|以上$|以下$|以内$"
)

_DESCRIBES = re.compile(r"对|凡|符合|经|在|获|取得|被|新|首次|具有|从事|.*(?:的|以上|以下|下列|如下|以下|条件)")
_LABEL_WIDTH = 5  # 结果：…, 补贴：…
_LABEL_ALONE = re.compile(r"(?:补贴|补助|奖励|资助|支持|扶持|奖补|救助|优惠)(?:标准|金额|额度|内容|方式|政策|措施)$")  # 补贴标准：


def conditions_in(measure: str, parts: tuple[Part, ...], base: int, commitment: Commitment) -> tuple[AnyOf, ...]:
    """The conditions of a measure, in printed order; ``base`` is where the measure stands in the policy's text."""
    found: list[AnyOf] = []
    cases: list[list[AnyOf]] = []  # 对甲给予…，对乙给予…: each with conditions of its own
    tiers: list[Condition] = []
    ranks: list[Condition] = []
    bars: list[AnyOf] = []  # who must not be among them, whichever case is theirs
    common = 0
    given = office = False
    last = max((i for i, part in enumerate(parts) if part.promise >= 0), default=-1)
    if last < 0:  # 通过了数据比对的，则可使用智能审批: what is allowed gives, though no verb of giving stands there
        last = next((i for i, part in enumerate(parts) if _ALLOWED.match(part.text)), -1)
        last = last if last >= 0 else next((i + 1 for i, part in enumerate(parts[:-1]) if _TOPIC.match(part.text) or (VERB_LED.match(part.text) and "的" in part.text and ENDS_IN_HEAD.search(part.text))), -1)
    elif commitment is Commitment.GRANTS:  # 支持兴办…，对连续经营1年以上的项目，可划拨用地: the firm offer stands behind
        last = max(last, next((i for i in range(len(parts) - 1, last, -1) if _ALLOWED.match(parts[i].text) and _TOPIC.match(parts[i - 1].text + ("" if parts[i - 1].text.endswith("的") else "的"))), -1))
    backing = _first_backing(parts)
    for index, part in enumerate(parts):
        if index < backing and not _STATES_A_CASE.search(part.text):
            continue  # 系统推进公园建设，支持…: what the administration does itself
        enlarged = _ENLARGED.search(part.text)
        if enlarged:  # 补贴对象扩大至高校毕业生: who they are now
            name = "who" if enlarged["who"] else "bar"
            found += cut_apart(enlarged[name], base + part.start + enlarged.start(name))
            given = True
            continue
        if part.text.startswith(("或者", "或按", "也可")) or _LABEL_ALONE.match(part.text) or (index == 0 and measure[part.end : part.end + 1] == "：" and (len(part.text) <= _LABEL_WIDTH or not _DESCRIBES.match(part.text))):
            continue
        barred = _BARRED.match(part.text) if given else None
        if barred:  # 已获中央资金的企业不予奖励: who must not be one of them
            bars.append(AnyOf((condition(barred["who"], base + part.start + barred.start("who"), negated=True),)))
            continue
        ranked = _RANKED.match(part.text) if given else None
        if ranked:  # 名额安排：（1）入库税收500万元以上的企业: which of them gets anything
            ranks.append(condition(ranked["figure"], base + part.start + ranked.start("figure")))
            continue
        tier = _TIER.match(part.text) if given else None
        if tier:
            tiers.append(condition(tier["figure"], base + part.start))
            continue
        other = part.promise > 0 and given and _OTHER_WHO.match(part.text[: part.promise]) is not None
        if part.promise >= 0 and given and found and _PARALLEL.search(part.text[: part.promise]) and index > 0 and _PARALLEL.search(parts[index - 1].text[: max(parts[index - 1].promise, 0)]):
            more = list(cut_apart(part.text[: part.promise], part.start + base))  # 主导制定的奖励50万元，参与制定的奖励20万元: one of the two
            if len(more) == 1:
                found[-1] = AnyOf((*found[-1].options, *more[0].options))
            continue
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
        spared = _SPARED_WHO.match(part.text) or _SERVED_FIRST.match(part.text)
        if spared:  # 减免在四板市场挂牌的企业手续费, 公共机构应当优先为…的单位提供服务
            found += cut_apart(spared["who"], base + part.start + spared.start("who"))
            given = True
            continue
        if part.promise >= 0:
            found += _before(part, base)
            found += _object(part, base, commitment)
            given = given or part.firm
        elif part.purpose or _OFFICE.match(part.text) or _MAY.match(part.text) or STATE_ACTS.match(part.text):
            office = office or not part.purpose
        elif office and not _NEW_CASE.match(part.text):
            continue  # what the office does further: 在报纸开设专门版面刊登
        elif _GIFT.search(part.text) or _SINCE.match(part.text) or (given and _MORE_GIFT.match(part.text)):
            continue  # 纳入专项资金补贴范围, 房租全部补贴: what is given
        elif index < last or (index == len(parts) - 1 and last < 0):
            task = _TASK.match(part.text) is not None
            served = _SERVED.match(part.text)
            if served:
                found += cut_apart(served["who"], part.start + served.start("who") + base)
                continue
            joins = _JOINS.match(part.text) if found else None
            if joins:  # 招用脱贫人口，以及登记失业的人员: one of the two is enough
                more = list(cut_apart(part.text[joins.end() :], part.start + joins.end() + base))
                if len(more) == 1:
                    found[-1] = AnyOf((*found[-1].options, *more[0].options))
                    continue
            if not task or (_CASE.search(part.text) and not re.match("在|对", parts[min(index + 1, len(parts) - 1)].text)):
                found += cut_apart(part.text, part.start + base)
        elif _REQUIREMENT.search(part.text) and not re.search(r"(?:部门|政府|财政|银行|局|机构)(?:要|应|须|按)", part.text):
            found += cut_apart(re.sub(r"^(?:但|且|并|同时)", "", part.text), part.end - len(re.sub(r"^(?:但|且|并|同时)", "", part.text)) + base)
    found += [AnyOf(tuple(ranks))] if ranks else []
    found = _told_once(group for group in _with_tiers(found, tiers) if group.options)
    if not cases:
        return (*found, *bars)
    return (*found[:common], *_any_case([*cases, found[common:]]), *bars)


_PARALLEL = re.compile(r"^(?![^，]*\d)(?!其中|再|另|同时)[\u4e00-\u9fff]{2,14}的$")
_SPARED_WHO = re.compile(rf"(?:并|同时)?(?:减免|免收|免除|减收|免征|减征)(?P<who>[^，。；]{{2,40}}?的[^，。；的]{{0,14}}?{HEAD})(?:的)?[^，。；的]{{0,12}}(?:费用?|税款?|租金|房租|利息|保费|保证金)$")
_SERVED_FIRST = re.compile(rf"[^，。；对]{{2,24}}(?:应当?|须|要)优先(?:为|向)(?P<who>[^，。；]{{2,40}}?{HEAD})(?=提供|安排|办理|发放)")
# 自办理登记当月起, 3年内: from when and for how long it is given.
_SINCE = re.compile(r"(?:从|自)[^，]{2,40}(?:当月|次月|当日|之?日|当年|次年|之?后)(?:起|开始)$|(?:在)?(?:自.{0,12}起)?[\d一二三两四五六七八九十]+(?:个)?[年月](?:（[^）]*）)?(?:之?内|期限内)$")
_JOINS = re.compile(r"(?:以及|或者|或)(?!其他)")
_GIFT = re.compile(r"(?:年限|期限|标准|比例|额度|上限|费率|税率|门槛|时间)(?:统一)?由[^，]{1,12}?(?:延长|提高|降|调整|放宽|上调|下调)|^(?:可|均|将|统一|一并)?(?:纳入|列入)[^，。；]{2,40}(?:补贴|补助|奖励|支持|资助|保障|优惠|减免)[^，。；]{0,6}(?:范围|对象|政策)$|(?:租金|房租|费用|费|税|税款|保费|利息|部分)(?:全部|全额|均|减半|一次性)(?:给予)?(?:补贴|补助|奖励|返还|减免|免除|承担|报销)$")
_MORE_GIFT = re.compile(r"(?!对|凡|经|已|未|曾|符合)[^，。；的]{0,20}(?:补贴|贴息|减免|补助|津贴|待遇)$")  # 享受税费减免，贷款贴息
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
_ALLOWED = re.compile(r"[^，]{2,24}(?:应当?)?(?:依法|及时|免费|优先)*(?:为|向|给)其(?:免费)?(?:提供|发放|给予)|(?:则|即|均|也|还|最多|至多|最高)?(?:可以?(?!靠|行|能|持续|再生)|无需|无须|不受|免)")
_FURTHER = re.compile(r"^(?:其中|同时)|再(?:给予|奖励|补|按)|另(?:外|行)?(?:给予|奖励|补)|额外|叠加|上浮|追加")
# 可暂按需调整发票领用数量: more of what is given.
_MAY = re.compile(r"^(?:均|也|还|则)?(?:可以?|不需要?|无需|无须)(?!靠|行|能|持续|再生)")
# 对新落地的项目加快审批: whom, and how they are served.
_SERVED = re.compile(rf"^(?P<who>(?:对|为)[^，]{{2,60}}?{HEAD})(?=(?:要|应)?(?:加快|简化|开辟|优化|压缩|推行|强化|加强|做好)[^，的]{{2,}}$)")
_OFFICE = re.compile(r"^(?!对|凡)[^，]{0,60}(?:部门|局|政府|建成区|管委会|委|厅|各市|各县|各区|各地)(?:等[^，]{0,4})?(?:要|应|可|须|负责|主动|会同|牵头|组织(?![^，]{0,24}的)|协同|协调|安排|依托|通过|运用)")
# Who acts for the administration, right before the verb: 政府性融资担保机构免收…
_GIVER = re.compile(
    r"^(?:由|经)?[^，]{0,20}(?:政府性|政策性|国有)?(?:融资)?(?:担保、?再?担保机构|担保(?:机构|公司)|财政(?:部门)?|银行(?:业)?(?:金融)?机构|主管部门|人民政府|管委会|(?:区|县|市|当地|各级)?政府|局|部门)(?:要|应|可|按[^，]{0,16})?$"
)


# 中小微企业按60%返还，大型企业按30%返还
_OTHER_WHO = re.compile(r"(?!企业|个人|单位|机构|其中|同一|单[个家]|每)[^，的对]{1,10}?(?:企业|单位|机构|合作社|农场|人员|人才|学校|医院|高校|毕业生|职工|公司)$")
_ENLARGED = re.compile(rf"(?:对象|范围|人群)(?:由[^，]{{1,20}})?扩大(?:至|到)(?P<who>[^，]{{2,}}{HEAD})$|(?:条件|门槛)(?:由[^，]{{1,40}})?放宽(?:至|到|为)(?P<bar>[^，]{{2,}})$")
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
            yield from cut_apart(words[state.end() + for_whom.end() :], part.start + base + state.end() + for_whom.end())
        return
    if _OFFICE.match(words) or _A_PLACE.match(words):
        return
    if (_TASK.match(words) and not ("的" in words and ENDS_IN_HEAD.search(words))) or (_GIVER.match(words) and not words.startswith("对")):
        return
    if _SPARED.match(words) or re.search(r"(?:年限|期限|标准|比例|额度|上限|费率|税率|耐用年数)由[^，]{1,12}$", words) or (re.match(r"(?:并)?[将把]", words) and not ENDS_IN_HEAD.search(words)):
        return  # 1个月房租免收, 将征收期延长: what is given
    if re.match(r"其(?!中)", words) or (re.match(r"可|不受|减半|先征|实行", part.text[part.promise :]) and not re.search(rf"的|{HEAD}$", trimmed(words, 0)[0])):
        return  # 其缴纳的房产税先征后补, 土地用途可不作变更: what it is about, not for whom
    yield from cut_apart(words, part.start + base)


_A_PLACE = re.compile(r"[\u4e00-\u9fff]{1,6}[省市区县州]$")  # 东城区允许企业…: who gives
_SPARED = re.compile(r"^(?!对|为|向|凡|符合)(?:(?!企业|公司|机构|单位|人员|个人|职工)[^，。]){0,20}(?:房租|租金|滞纳金|税款?|费用?|保证金|利息|罚息|征收期|缴费期|费率|利率|期限|土地价款|个人自付部分|留成部分|超出部分)(?:全部|全额|均|一律)?(?:由.{0,10})?$")
_NO_ACTOR = re.compile(r"^(?:申报|纳入|通过|根据|以|在|布局|建设|发展|推广|开展|加强|提升|扩大|探索|创新|完善|推进|推动|提高|实施|举办|打造|利用|职称|满|其)|^.{0,10}(?:与|和)企业")
_ACT_ALONE = re.compile(r"^(?:利用|依托|盘活)[^，。；]{4,40}$")  # 支持利用存量房产发展新业态: whoever does it
_STUDIED = re.compile(rf"(?:研究|探索)(?:对|为|给予(?=[^，。；]{{2,50}}?{HEAD}))(?P<who>[^，。；]{{2,50}}?)(?=分档次|分类|给予|予以|提供|设备|购置|运行|的?补贴|补助|奖励)")
_SETS_TASK = re.compile(r"^(?:因地制宜|加快|落实|优化|加大|完善|深化|推进|推动|健全|强化|优先(?:保障|布局)|用好|发挥|统筹|同时，?加快|实施|制定)")
# 支持旅行社应对经营困难: why it is backed, not what it must do. 允许企业调剂休息日: what is given.
_AIM = re.compile(r"应对|渡过|度过|缓解|解决|减轻|克服|稳定|平稳|健康|稳健|做大|做优|做强|更好|纾困|脱困")
_BACKS = re.compile(r"鼓励|支持|引导|扶持|倡导|帮助|协助|允许|优先支持|重点支持|优先保障|优先推荐|推荐")


_OFFICES_TOO = re.compile(r"(?:有条件的?|有关|具备条件的|各|各级|各有关)*(?:地区|地方|区县|市县|区（市）县|县（市、区）|市（县）|县市区|市县区|[区县市州]|部门|单位|地)(?:和部门|、部门)?(?:结合[^，]{0,12}|根据[^，]{0,12})?(?=对)")
PREFERS = re.compile(rf"优先(?:采购|购买|订购|采用)(?P<who>[^，。；]{{2,30}}?{HEAD}{NOT_COMPOUND})(?!的[^，。；的]{{0,8}}{HEAD}的)(?:的|自主|研发|生产|提供|创新|制造)*[^，。；]{{0,10}}(?:产品|服务|货物)")
_GIVES_FIRST = re.compile(r"(?:可以?|均可)?(?:给予|予以|享受|获得|申请)")  # 享受支持大学生创业的政策: what is supported elsewhere
_SPARES = re.compile(rf"(?:减免|免收|免征|免除|减收|降低)(?P<who>[^，。；的]{{2,20}}?{HEAD})(?P<act>(?:通过|因|在|办理|开展|用于)[^，。；]{{4,40}}?)(?:的)?(?:手续|服务)?(?:费用?|利息|租金|税款?)$")


def _object(part: Part, base: int, commitment: Commitment) -> Iterator[AnyOf]:
    """What stands behind 支持 and 鼓励: whom, and (where something is granted for it) what they must do."""
    if _SETS_TASK.match(part.text):
        return
    preferred = PREFERS.search(part.text)
    if preferred:  # 优先采购残疾人福利企业的产品: whose products
        yield from cut_apart(preferred["who"], base + part.start + preferred.start("who"))
        return
    studied = _STUDIED.match(part.text, part.promise)
    if studied:
        yield from cut_apart(studied["who"], base + part.start + studied.start("who"))
        return
    backs = None if _GIVES_FIRST.match(part.text, part.promise) else _BACKS.search(part.text, part.promise)
    if backs is None:
        inside = re.search(rf"(?:给予|予以|发给|补助给|奖励给?)(?P<who>[^，\d]{{2,40}}?{HEAD})(?=[^，]{{0,12}}(?:补|奖|支持|资助|优惠|减免|\d))", part.text[part.promise :])
        spared = _SPARES.match(part.text, part.promise) if inside is None else None
        if spared:  # 减免银行办理防疫汇划的费用: who owes it, and for what
            yield from cut_apart(spared["who"], base + part.start + spared.start("who"))
            yield from cut_apart(spared["act"], base + part.start + spared.start("act"))
        if inside and "的" in inside["who"]:
            yield from cut_apart(inside["who"], base + part.start + part.promise + inside.start("who"))
        return
    office = _OFFICES_TOO.match(part.text, backs.end())
    if office:  # 鼓励有条件的区县对…的企业给予倾斜: whom the districts are to favour
        yield from cut_apart(re.sub(r"，.*|(?:给予|予以).*", "", part.text[office.end() :]), base + part.start + office.end())
        return
    backed = part.text[backs.end() :]
    actor = actor_in(backed)
    act_alone = _ACT_ALONE.match(backed) if commitment is Commitment.GRANTS else None
    if act_alone:
        yield from cut_apart(act_alone.group(), base + part.start + backs.end())
        return
    who = backed[actor.start : actor.end] if actor else ""
    if actor is None or ("的" not in who and _NO_ACTOR.match(who)):
        return
    act = backed[actor.act :]
    if re.match("培养|引进|队伍|集聚|评价|激励|培育", act):
        return  # 支持高技能人才培养: an undertaking, not a person
    at = base + part.start + backs.end()
    yield from cut_apart(who, at + actor.start)
    if backs.group() == "允许" or _AIM.match(act):
        return
    if commitment is Commitment.GRANTS and act and not re.match(r"(?:、|和|及|等|的|发展|做大)", act):
        lead = re.match(r"^(?:按(?:照)?(?:有关|相关)?规定|依法(?:依规)?|积极|主动|大力|通过市场化、法治化方式)+", act)
        skip = lead.end() if lead else 0
        yield from cut_apart(act[skip:], at + actor.act + skip)


_SHORTEST_ACT = 2  # characters: 落户
_ACHIEVES = re.compile(r"$|(?:的)?(?:建设|发展|成长|升级|转型|壮大|提升|集聚|创新)*(?:发展|壮大|建设|升级|转型)?$")  # what is hoped for of them
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
        if actor and _ACHIEVES.match(act):
            continue
        if backs and actor and len(act) >= _SHORTEST_ACT:
            return tuple(cut_apart(act, base + part.start + backs.end() + actor.act))
        if backs and len(backed) > 3:
            return tuple(cut_apart(backed, base + part.start + backs.end()))
    return ()


# 对企业免收登记费: for everybody of that kind.
_PLAIN_GIFT = re.compile(rf"(?:^|，)(?:对|向|为|凡)(?:所有|各类|全部|本市|全市)?{HEAD}(?:，|[^的，]{{0,6}}?(?:给予|免|减|发放|提供|不再|实行))")


def before_offer(measure: str, offer: Span, base: int) -> tuple[AnyOf, ...]:
    """All that stands before an offer, as one condition: the last resort where nothing in it was understood.

    Where the offer opens the sentence and names nobody it is plainly for, the sentence itself has to be asked about.
    """
    if re.match(r"将[^，。；]{2,30}(?:征收|缴费|申报|缴纳)期限?(?:延长|延至|顺延)", measure):
        return ()  # for whoever pays
    words, at = trimmed(measure[: offer.start - base].strip("，,、；: ：\n"), base)
    if len(words) > 3 and measure.startswith(words, at - base):
        return (AnyOf((condition(words, at),)),)
    if _PLAIN_GIFT.search(measure):
        return ()
    opening = re.split("[，。；]", measure)[0]
    return (AnyOf((Condition(opening, Span(base, base + len(opening)), ConditionKind.UNSPECIFIED),)),)


_BENEFICIARY = re.compile(r"(?:对于?|为|向|给(?!予))(?P<who>[^，。；]{2,60}?)(?=(?:的?，|提供|给予|减免|加大|融资|实际|予以|发放|实施|免费|增加|降低|延长))")


def beneficiary_conditions(measure: str, base: int) -> tuple[AnyOf, ...]:
    """Whom a third party is to serve: 鼓励业主对承租的小微企业减免租金 asks for 承租 and 小微企业."""
    found: list[AnyOf] = []
    for match in _BENEFICIARY.finditer(measure):
        found += cut_apart(match["who"], base + match.start("who"))
    return tuple(found)
