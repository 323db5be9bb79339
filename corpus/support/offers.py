"""What a measure gives: in which form (支持方式), how much, until when, and where to ask for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from corpus.policy import AnyOf, Benefit, Bound, Commitment, Quantity, Span, Words
from corpus.support.sentence import Part

_BENEFITS: tuple[tuple[Benefit, re.Pattern[str]], ...] = (
    (Benefit.INTEREST, re.compile(r"贴息|贴费")),
    (Benefit.INSURANCE, re.compile(r"(?:工伤$|工伤(?!保险)|社保|社会保险|失业保险|养老保险|医疗保险|工伤保险)(?!缴纳)(?:费|待遇)?|稳岗返还|缓缴")),
    (Benefit.TAX, re.compile(r"延期申报|(?<!保)(?<!补缴)税(?!务部门|务机关|收贡献|务登记|控)|发票|(?<!价格)扣除|抵免|留抵|结转年限|应纳税所得|折旧|抵减|提列|计入当期成本")),
    (Benefit.RENT, re.compile(r"租金|房租|物业费|免租")),
    (Benefit.GUARANTEE, re.compile(r"(?<!承)担保")),
    (Benefit.FEES, re.compile(r"(?:免收|减收|减半收|不再收|不收取|降低|减免|免交|免缴|免征(?![^，。；]*税)|减免收)[^，。；]{0,14}(?:费(?!用补贴)|停放|停车|提供|开放|服务)?|免费[^，。；]{0,6}(?:停|乘|开放|使用|入|通行|参观|游览|供应|发放|教科书|教材|午餐|提供(?![^，。；]{0,20}(?:服务|培训|指导|咨询|鉴定)))|费率|收费|费附加|担保费|保证金|就业保障金|居民价格|滞纳金|工本费|按[^，。；]{0,8}(?:最低|下限)(?:收费)?标准|[水电气热]费|费用?[^，。；]{0,6}(?:免除|全免|减免|减半)")),
    (Benefit.LAND, re.compile(r"用地|土地(?!使用税)|地价款|容积率|厂房(?!租)|出让|计划指标|不动产")),
    (Benefit.APPROVAL, re.compile(r"审批|许可|绿色通道|告知承诺|备案(?!制)|先行用地|容缺|办理时限|一站式|不予行政处罚|免予|无需[^，。；]{0,20}(?:提交|办理)|经营异常|征信(?!机构|服务|平台|市场)|信用记录")),
    (Benefit.FINANCING, re.compile(r"贷款(?!金额|贴息|的?利息)|授信|信贷|融资(?!租赁)(?!担保)(?!信用)|直投|基金|续贷|展期|债券|利率|抽贷|股权投资|出资|再贷款|挂牌(?!督办)|上市")),
    (Benefit.HOUSING, re.compile(r"购房|住房(?!公积金)|公寓|安居|租房|限购")),
    (Benefit.TALENT, re.compile(r"人才(?!计划)|职称|培训|入学|编制|工作站|执业|专家|就业(?!补|奖|保障金|困难|见习|援助|服务|登记|失业|创业证)|引才|技能|学费|博士后")),
    (Benefit.SCENARIO, re.compile(r"场景|试点示范|应用示范|示范应用")),
    (Benefit.PROCUREMENT, re.compile(r"政府采购|价格扣除|兜底采购|(?:优先|首批|集中|加大|扩大|预留|优选)[^，。；]{0,8}采购|采购(?:份额|预算|比例|合同)|首购|订购|优先(?:购买|选用)")),
    (Benefit.RECOGNITION, re.compile(r"认定为(?!工伤|视同)|授牌|授予|颁发[^，。；]{0,16}(?:奖|牌|称号|证书)|赋予[^，。；]{0,8}(?:等级|称号|资格)|推荐|(?:支持|鼓励|优先)[^，。；]{0,20}申报|纳入[^，。；]{0,20}(?:库|名录|目录|清单|计划|项目)|评选|荣誉|入库|(?:申请|优先)[^，。；]{0,30}认定")),
)
_SUBSIDY = re.compile(r"拨款|财政[^，。；]{0,6}(?:承担|负担|补足)|(?<![证债])券(?!商)|补贴|补助|奖补|资助|资金支持|经费支持|研发支持|给予[^，。；]{0,30}(?:支持|资金|投资|经费|资助)|给予(?:一定|[^，。；]{0,6}(?:资金|财政)|[^，。；]{0,12}比例)[^，。；]{0,6}扶持|补偿(?!费)|救助|救济|抚恤|津贴|匹配$|配套资金|专项资金|补足|稳岗返还")
_SUBSIDY_PROPER = re.compile(r"(?<![证债])券(?!商)|补贴|补助|奖补|资助|补偿(?!费)|救助|津贴|补足")  # 5万元资金奖励 is a reward alone
_REWARD = re.compile(r"奖励|奖金|奖补|嘉奖|激励|(?<!等)奖(?=\d)")
_SPARED_DUE = re.compile(r"免[缴交征][^，。；]{0,16}(?:补贴|补助|津贴)")  # 免缴国家对职工的各项补贴: a charge
_AMOUNT_UNITS = frozenset({"元", "%", "个百分点", "‰", "年", "个月", "倍", "日", "个工作日", "折", "", "美元", "周"})
_THRESHOLD_OF = re.compile(r"(?:低于|高于|超过|不足|不满|少于|多于|达到|满)")  # 金额低于1.5万元的按实资助: which case
_FOR_YEARS = re.compile(r"连续[\d一二两三四五六七八九十]{1,2}个?[年月]$")  # 连续5年奖励给企业
_INSTALMENT = re.compile(r"[^，。；]{2,20}后(?:再)?(?:支付|拨付|兑付|发放)(?:剩余|其余|余款|\d[\d.]*[%％]|[^，。；]{0,4}款)")  # 结构封顶后支付50%: when, of what is given
_TIMED = frozenset({"年", "个月", "日", "个工作日", "周"})
_TIME_GIVEN = re.compile(r"(?:期限|补助|最长|为期|连续|补贴|贴息|支持|资助|给予|享受|延长|延期|过渡期|展期|期为|周期|减免|免租|免收|免费|奖励|周期一般)[^，。；]{0,10}$")
_OF_MONTHS = re.compile(r"(?:的)?(?:房租|租金|物业费|保费|社保费|社会保险费|失业保险金|工资|管理费)|(?:、|或|和|至)\d+个月(?:的)?(?:房租|租金)")
_A_BUDGET = re.compile(r"(?:[^，]{0,10}财政[^，]{0,4})?(?:每年)?(?:安排|设立|统筹|投入|筹集|拿出|组建)[^，]{0,20}(?:资金|基金|经费)$")  # 安排2000万元专项资金，对…: of which it is paid
_COUNTED_FOR = re.compile(r"每$|每(?:满|增加|新增|超过|达到?|吸纳|招用)[^，。；\d一二三四五六七八九十百千]{0,12}$")
_DEADLINE = re.compile(
    r"(?:申请|申报|实施|政策享受|执行|政策|受理|申领|办理)?(?:期限|截止时间|截止日期|时限|有效期)(?:延长)?(?:至|到|为|截至)?[^，。；（）]{0,4}\d{4}年[^，。；（）]{0,12}|(?:截至|截止(?:到|至)?|延长至|延期至|至|到)\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日|底|末)?(?:前|止|为止)?|"
    r"于?\d{4}年\d{1,2}月(?:\d{1,2}日|底)?(?:之?前|底前)|(?:在|于)?(?:每年)?\d{1,2}月\d{1,2}日前|疫情(?:防控)?期间(?=[，对])|(?:延期至|至|在)[^，。；]{2,16}后(?:\d{1,2}|[一二两三四五六])个?(?:月|日|年)(?:之?内)?|每年[^，。；]{0,6}(?:申报|评定|发布|开展)[^，。；]{0,4}一?次"
)
_APPLY = re.compile(
    r"(?:企业|单位|个人|申请人|申报人|人员|可|需|须|应)?(?:可以?)?(?:向|到|在|登录|通过)(?!社会|重点|市场)[^，。；]{2,40}?(?:提出申请|提交|申请|申报|申领|办理|报名|受理|备案)[^，。；]{0,10}|(?:对接部门|联系人|联系电话|咨询电话|联系方式|受理部门|办理渠道)[：:][^。）]{2,60}|无需申请|免申即享|凭[^，。；]{2,20}(?:申请|办理|享受|领取)"
)


def benefits_of(sentence: str, offer: Words, conditions: Iterable[AnyOf], commitment: Commitment) -> tuple[Benefit, ...]:
    """The forms of support that a sentence gives: what its offer names, without what it asks for.

    Whoever is merely backed to serve somebody (支持机构开展检测服务) is given no service, and what is reduced
    may be named before the verb (其应缴纳的税款，可申请减免).
    """
    words = sentence
    if commitment not in (Commitment.ENCOURAGES, Commitment.EXPLORES):
        for group in conditions:
            for option in group.options:
                words = words[: option.span.start] + "□" * (option.span.end - option.span.start) + words[option.span.end :]
    given = words[offer.span.start : offer.span.end] if len(offer.text) > _TELLING else words
    found = benefits_in(given)
    found = found if found != (Benefit.OTHER,) else benefits_in(words)
    found = found if found != (Benefit.OTHER,) or words == sentence else benefits_in(sentence)
    if found == (Benefit.SERVICE,) and commitment in (Commitment.ENCOURAGES, Commitment.EXPLORES) and not _SERVED.search(given):
        return (Benefit.OTHER,)
    if Benefit.FEES in found and not _A_FEE.search(sentence):
        topic = Benefit.TAX if _OF_TAX.search(sentence) else Benefit.RENT if _OF_RENT.search(sentence) else Benefit.FEES
        found = tuple(dict.fromkeys(topic if benefit is Benefit.FEES else benefit for benefit in found))
    return found


_TELLING = 6  # characters; a shorter offer is a verb alone
_SERVED = re.compile(r"(?:为|向)[^，。；]{2,40}(?:提供|开展)|给予[^，。；]{0,12}(?:便利|指导|服务)")
_A_FEE = re.compile(r"费(?!用[房地于]|者)|滞纳金|保证金|押金|利息|免费|学杂")
_OF_TAX = re.compile(r"税(?!务部门|务机关|务登记|控)")
_OF_RENT = re.compile(r"房租|租金")


def benefits_in(words: str) -> tuple[Benefit, ...]:
    """The forms of support that the words of an offer name; 其他 where they name none.

    Where money is given, what it is given for names no further form: 给予贷款担保机构奖励 is a reward.

    >>> [b.value for b in benefits_in("按照不超过融资金额的2%进行奖励")], [b.value for b in benefits_in("给予担保贷款和贴息")]
    (['奖励'], ['贴息', '担保', '融资'])
    """
    found: list[Benefit] = []
    for part in re.split("[，；。]", words):
        if (re.match(r"(?:并)?(?:对|凡|经|符合)", part) and part.endswith("的")) or _EXCEPT.match(part) or _INSTALMENT.search(part):
            continue  # for whom, and when
        named = _forms_in(part)
        money = _MONEY.search(part)
        if money and any(benefit in _MONEY_FORMS for benefit in named):
            behind = part[money.end() :]
            named = [b for b in named if b in _MONEY_FORMS or _beside(b, part, money) or any(p.search(behind) for benefit, p in _BENEFITS if benefit is b)]
        found += named
    found = list(dict.fromkeys(found))
    if Benefit.INTEREST in found and Benefit.SUBSIDY not in found and Benefit.FINANCING in found and not re.search(r"贷款(?!贴息|的?利息|基准|市场)", words):
        found.remove(Benefit.FINANCING)
    if not found and re.search(r"服务|便利|通道|指导|对接|提供", words):
        found.append(Benefit.SERVICE)
    return tuple(found) or (Benefit.OTHER,)


_EXCEPT = re.compile(r"除.{2,60}外$")
_MONEY_FORMS = frozenset({Benefit.SUBSIDY, Benefit.REWARD, Benefit.INTEREST})
_MONEY = re.compile(r"补贴|补助|奖补|资助|奖励|奖金|津贴|补偿|贴息|资金支持|资金奖励|救助")


def _beside(benefit: Benefit, part: str, money: re.Match[str]) -> bool:
    """Whether a form stands in one list with the money (减免或者补助) or names it (培训补贴)."""
    pattern = next((p for b, p in _BENEFITS if b is benefit), None)
    if pattern is not None and benefit not in (Benefit.FINANCING, Benefit.GUARANTEE) and any(match.end() == money.start() for match in pattern.finditer(part[: money.start()])):
        return True  # 社保补贴, 培训补贴: the money's own name
    return pattern is not None and any(re.match(r"[^，]{0,4}(?:、|和|或者?|及|并|与)", part[match.end() : money.start()]) for match in pattern.finditer(part[: money.start()]))


def _forms_in(words: str) -> list[Benefit]:
    words = _SPARED_DUE.sub("免费", words)
    found = [benefit for benefit, pattern in _BENEFITS if pattern.search(words)]
    if Benefit.RENT in found and Benefit.FEES in found and not re.search(r"费(?!用)|滞纳金|保证金", words):
        found.remove(Benefit.FEES)
    if Benefit.FEES in found and Benefit.TAX in found and not re.search(r"费(?!用)|滞纳金|保证金", words):
        found.remove(Benefit.FEES)
    rewarded = _REWARD.search(words) is not None
    subsidy = _SUBSIDY.search(words)
    if subsidy and (Benefit.INTEREST not in found or _SUBSIDY_PROPER.search(words)) and not (rewarded and not _SUBSIDY_PROPER.search(words)):
        found.insert(0, Benefit.SUBSIDY)
    if rewarded:
        found.insert(0, Benefit.REWARD)
    return found


def amounts_in(
    parts: tuple[Part, ...], base: int, quantities: tuple[Quantity, ...], conditions: tuple[AnyOf, ...]
) -> tuple[Quantity, ...]:
    """The quantities that are given: behind the first promise, in no condition, of a unit that can be given."""
    first = next((part for part in parts if part.promise >= 0), None)
    if first is None:
        return ()
    asked = [option.span for group in conditions for option in group.options]
    found: list[Quantity] = []
    for quantity in quantities:
        at = quantity.span.end - 1  # its bound may stand before the verb: 最高可给予50万元
        part = next((p for p in parts if p.start + base <= at < p.end + base), None)
        if part is None or at < first.start + base or quantity.unit not in _AMOUNT_UNITS:
            continue
        if any(span.start <= at < span.end for span in asked):
            continue
        if part.promise >= 0 and at < part.start + base + part.promise and not (quantity.unit in _TIMED and _FOR_YEARS.search(part.text[: part.promise])):
            continue
        if _THRESHOLD_OF.match(quantity.text) and part.text[quantity.span.end - base - part.start :].startswith("的"):
            continue
        if _INSTALMENT.match(part.text) and found:
            continue
        before = part.text[: max(0, quantity.span.start - base - part.start)]
        if quantity.unit in _TIMED and re.match(r"最长|期限|延长|周期", quantity.text):
            found.append(quantity)
            continue
        if quantity.unit in _TIMED and (_OF_MONTHS.match(part.text[quantity.span.end - base - part.start :]) or (quantity.unit == "个月" and before.endswith(("按", "按照")))):
            found.append(quantity)
            continue
        if quantity.unit in _TIMED and not _TIME_GIVEN.search(before) and not re.search(r"期限|最长|周期", before):
            continue
        if quantity.unit == "" and quantity.number != quantity.number.__class__("0.5"):
            continue
        if _COUNTED_FOR.search(before) or (_A_BUDGET.match(part.text) and any(p.firm for p in parts if p.start > part.start)):
            continue
        found.append(quantity)
    return tuple(_bounded(found, base, parts))


def _bounded(found: list[Quantity], base: int, parts: tuple[Part, ...]) -> Iterator[Quantity]:
    """不超过100万元、60万元: the bound holds for each of the list."""
    before: Quantity | None = None
    for quantity in found:
        part = next((p for p in parts if p.start + base <= quantity.span.start < p.end + base), None)
        if before is not None and part is not None and before.unit == quantity.unit and before.bound in (Bound.AT_MOST, Bound.AT_LEAST) and quantity.bound is Bound.EXACT:
            between = part.text[max(0, before.span.end - base - part.start) : quantity.span.start - base - part.start]
            if before.span.end >= part.start + base and between in ("、", "和", "或", "及"):
                quantity = replace(quantity, bound=before.bound)
        lead = part.text[: max(0, quantity.span.start - base - part.start)] if part is not None else ""
        if quantity.bound is Bound.EXACT and _AT_MOST_OF.search(lead):
            quantity = replace(quantity, bound=Bound.AT_MOST)
        before = quantity
        yield quantity


_AT_MOST_OF = re.compile(r"(?:不超过|不高于|最高不超过|最高)[^，。；\d]{1,24}$")  # 不超过上一年度出口总额的30%


def offer_of(measure: str, parts: tuple[Part, ...], base: int) -> Words:
    """The words that give, from the verb of the firmest promise to the end of the sentence."""
    giving = [p for p in parts if p.promise >= 0 and not re.match(r"鼓励|支持|引导|探索|研究|倡导|优先", p.text[p.promise :])] or [p for p in parts if p.promise >= 0]
    if not giving:
        return Words(measure, Span(base, base + len(measure)))
    start = giving[0].start + giving[0].promise
    if giving[0].end - start < 6 or re.match(r"降至|减半|下浮|延长至|延至", measure[start:]):
        start = giving[0].start  # 房租减半: the verb alone says nothing
    end = len(measure.rstrip("。；，;"))
    return Words(measure[start:end], Span(base + start, base + end))


def deadline_in(measure: str, base: int) -> Words | None:
    """Until when, None where the measure does not say."""
    return _words(_DEADLINE.search(measure), base)


def apply_in(measure: str, base: int) -> Words | None:
    """Where or how to ask for it, None where the measure does not say."""
    return _words(_APPLY.search(measure), base)


def _words(match: re.Match[str] | None, base: int) -> Words | None:
    return Words(match.group(), Span(base + match.start(), base + match.end())) if match else None
