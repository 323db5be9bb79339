"""Three-valued judgement of one condition against what an enterprise says: True, False, or None for not known.

True needs every content word of the condition in one affirmed statement, or a field that settles it. A condition that
is not understood is None, and its words become the question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from assistant.matching.claimants import audience_fits
from assistant.matching.descriptions import ACROSS, PERSONS, akin, contradicts, named_firm
from assistant.matching.evidence import said
from assistant.matching.nearness import LIGHT
from assistant.matching.numbers import asked_in, compared, quantities_in, topic_of
from assistant.matching.pieces import asked_words, pieces_of_condition
from assistant.matching.places import bare_place, lies_in, own_name, where
from assistant.matching.profile import Profile
from assistant.matching.qualities import FRESH, ONCE_MORE, of_level, qualification_holds, quality_held
from assistant.matching.ratios import ratio_holds
from assistant.matching.records import record_holds
from assistant.matching.scales import scale_holds
from assistant.matching.shape import OF_PLACE, ZONE, bare_standing, rest_of, shape_of
from assistant.matching.three_valued import Truth, both, either
from assistant.matching.times import EPIDEMIC, NOT_A_TIME, time_holds
from assistant.matching.wording import canonical, content_words, widened
from corpus.policy import Audience, Condition, ConditionKind
from corpus.support.areas import Area, area_in
from corpus.support.kinds import ENDS_IN_HEAD, kind_of
from corpus.support.vocabulary import (
    audiences_in,
    ownership_in,
    qualifications_in,
    sections_in,
    sizes_in,
    trades_in,
    without_audience,
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a condition is judged in: the policy's own area, the day of its issue, and the day of the check."""

    area: Area
    issued: date | None
    as_of: date


@lru_cache(maxsize=65536)
def also_asked(text: str) -> tuple[str, ...]:
    """What besides its pieces a condition is judged by: the case that does not count, and what follows a list of fields or a place outside."""
    found = [spared["case"]] if (spared := _NOT_COUNTED.search(text)) else []
    found += [_NOT_COUNTED.sub("", text)] if spared else []
    return tuple(filter(None, (*found, *(text[lead.end() :] for lead in (_IN_FIELDS.match(text), _FROM_OUTSIDE.match(text)) if lead))))


def judge(condition: Condition, profile: Profile, setting: Setting) -> Truth:
    """Whether the condition holds for the profile.

    >>> from corpus.policy import Span
    >>> size = Condition("中小微企业", Span(0, 5), ConditionKind.SIZE)
    >>> judge(size, Profile(sizes=frozenset({"小型"})), Setting(Area(), None, date(2024, 1, 1)))
    True
    """
    words = asked_words(condition.text)
    spared = _NOT_COUNTED.search(words)
    if spared and len(words) > len(spared.group()):  # who says nothing of the case that does not count is not in it
        left = replace(condition, text=words.replace(spared.group(), ""))
        of_all = not condition.negated and (spared.start() == 0 or spared.end() == len(words))
        return False if of_all and said(spared["case"], profile) is True else judge(left, profile, setting)
    elsewhere = _ELSEWHERE_OTHER.search(words)
    if elsewhere:  # 30人以上（粤西地区为20人以上）: both must agree unless somebody names the place
        plain = replace(condition, text=words.replace(elsewhere.group(), elsewhere["bound"]))
        special = replace(condition, text=words.replace(elsewhere.group(), elsewhere["other"]))
        named = any(place in s.words for place in re.findall(r"[\u4e00-\u9fff]{2}", elsewhere["where"].replace("地区", "")) for s in profile.statements if s.holds)
        verdicts = [judge(special, profile, setting)] + ([] if named else [judge(plain, profile, setting)])
        return verdicts[0] if len(set(verdicts)) == 1 else None
    kind = ConditionKind.TIME if EPIDEMIC.fullmatch(words) else condition.kind
    if condition.negated and (clean := record_holds(words, profile, negated=True)) is not None:
        return clean
    truth = _whole(words, kind, profile, setting)
    if truth is None and contradicts(words, profile):
        truth = False
    if truth is None:
        truth = _by_shape(words, condition.kind, profile, setting)
    return truth if truth is None or not condition.negated else not truth


_ELSEWHERE_OTHER = re.compile(r"(?P<bound>\d[\d.]*[\u4e00-\u9fff%]{1,3}(?:以上|以下|以内)?)[（(](?P<where>[\u4e00-\u9fff、和]{2,16}?)为?(?P<other>\d[\d.]*[\u4e00-\u9fff%]{1,3}(?:以上|以下|以内)?)[）)]")
_NOT_COUNTED = re.compile(r"[（(](?:不包括|不包含|不含|除)(?P<case>[^（）()]{2,30}?)(?:除外|的)?[）)]")


_IN_FIELDS = re.compile(r"^(?:在)?(?P<fields>[^，的]{2,24}等)(?:领域|行业|产业)(?:的|内|中)?(?=[^，]{4,})")
_FROM_OUTSIDE = re.compile(r"^(?:来自)?(?:[省市县区]外|外[地省市])(?:的)?(?=[\u4e00-\u9fff]{3,})")


def _whole(text: str, kind: ConditionKind, profile: Profile, setting: Setting) -> Truth:
    """A condition that joins several is judged piece by piece, each by what it is about."""
    fields = _IN_FIELDS.match(text)
    if fields and (wanted := sections_in(fields["fields"])):  # 工业、农业、服务业等领域…
        rest = text[fields.end() :]
        return both([True if wanted & profile.sections else None, _whole(rest, kind_of(rest), profile, setting)])
    outside = _FROM_OUTSIDE.match(text)
    if outside and setting.area:  # 市外高校毕业生: who is not of the town
        rest = text[outside.end() :]
        return both([True if lies_in(setting.area, profile) is False else None, _whole(rest, kind_of(rest), profile, setting)])
    pieces = pieces_of_condition(text)
    if len(pieces) < 2 or kind in (ConditionKind.TIME, ConditionKind.UNSPECIFIED):
        return _piece(text, kind, profile, setting)
    return both([_piece(piece, kind_of(piece), profile, setting) for piece in pieces])


def _piece(text: str, kind: ConditionKind, profile: Profile, setting: Setting) -> Truth:
    clean = record_holds(text, profile)
    if clean is not None:
        return clean
    if PERSONS.fullmatch(text):  # 特殊教育教师和手语翻译: nobody is all of them, whatever trade the words sound like
        return said(text, profile)
    if OLD.fullmatch(text) and (ages := [f for f in profile.figures if f.unit == "岁"]):
        return ages[0].number >= OLD_AGE if len(ages) == 1 else None
    if OF_THE_OLD.match(text) and len(ages := [f for f in profile.figures if f.unit == "岁"]) == 1 and ages[0].number < OLD_AGE:
        return False
    if _ON_HIS_OWN.fullmatch(text) and Audience.SELF_EMPLOYED.value in (profile.kind, profile.also):
        return True
    return _JUDGES[kind](text, profile, setting)


OLD = re.compile(r"老年人|老人")
OLD_AGE = 60  # years, 老年人权益保障法
OF_THE_OLD = re.compile(r"(?:老年人|老人)(?![院家服公食活助])(?=[^，]{4,})")
_ON_HIS_OWN = re.compile(r"(?:从事|开展)?个体(?:经营|工商户)")


def _by_shape(text: str, kind: ConditionKind, profile: Profile, setting: Setting) -> Truth:
    """Who and what taken apart: the noun by what somebody is, each act by what is said of it."""
    shape = shape_of(text)
    if kind in _WHOLE and not (kind is ConditionKind.APPROVAL and len(shape.acts) > 1):
        return None
    if not shape.who and shape.acts in ((), (text,)):
        return None
    who = either([_noun(noun, profile, setting) for noun in shape.who]) if shape.who else True
    return both([who, *(_whole(act, kind_of(act), profile, setting) for act in shape.acts)])


# What an office decides, a stretch of time, and what is not spelled out are no descriptions of somebody.
_WHOLE = frozenset({ConditionKind.TIME, ConditionKind.UNSPECIFIED, ConditionKind.APPROVAL})


def _noun(noun: str, profile: Profile, setting: Setting) -> Truth:
    """Whether somebody is what a noun says: each of place, size, ownership, line of business and status by its own field."""
    if _STAFF.search(noun) and profile.kind == Audience.PERSON.value:
        return said(noun, profile)
    verdicts: list[Truth] = []
    if area_in(noun) or OF_PLACE.match(noun) or ZONE.search(noun):
        verdicts.append(where(noun, profile, setting.area))
    if qualifications_in(noun):
        held = None if FRESH.search(noun) else quality_held(noun, profile)
        verdicts.append(of_level(noun, qualifications_in(noun), profile) if held else held)
    if sizes_in(noun):
        verdicts.append(_size_alone(noun, profile))
    if ownership_in(noun):
        verdicts.append(profile.ownership == ownership_in(noun) if profile.ownership else None)
    plain = bare_standing(noun)
    if sections_in(plain):
        verdicts.append(_trade(plain, profile))
    rest = rest_of(noun)
    if _CHOSEN.search(noun):
        verdicts.append(said(noun, profile))  # 重点项目: some office has put it on a list
    elif content_words(rest):
        body = audiences_in(rest) if not content_words(without_audience(rest)) else ()
        verdicts.append(audience_fits(body, profile) if len(body) == 1 and body[0] in _BODIES and profile.kind else said(rest, profile))
    elif not verdicts:
        verdicts.append(audience_fits(audiences_in(noun), profile) if audiences_in(noun) not in ((), (Audience.PROJECT,)) else None)
    return both(verdicts)


_STAFF = re.compile(r"(?:企业|公司|单位|机构)(?:的)?(?:在职|在岗|一线)?(?:工作人员|员工|职工|从业人员|在职人员)$")
_CHOSEN = re.compile(r"重点|示范|骨干|优质|优秀|先进|龙头|领军|百强|试点|入选|入库")


def _size_alone(noun: str, profile: Profile) -> Truth:
    wanted = sizes_in(noun)
    if not profile.sizes:
        return None
    return True if profile.sizes <= wanted else (None if profile.sizes & wanted else False)


@lru_cache(maxsize=65536)
def fields_asked(text: str, kind: ConditionKind) -> tuple[str, ...]:
    """The fields that a condition looks at before any statement: profiles alike in them are judged alike.

    What the fields decide, no statement changes; where they leave it open, statements and numbers may decide.
    """
    names: set[str] = set()
    names.update(("sections",) if _IN_FIELDS.match(text) else ())
    names.update(("area",) if _FROM_OUTSIDE.match(text) else ())
    for rest in also_asked(text):
        names.update(fields_asked(rest, kind_of(rest)) if rest != text else ())
    for piece in pieces_of_condition(text):
        about = kind if piece == text else kind_of(piece)
        names.update(_FIELDS.get(about, ()))
        if about not in _FIELDS:
            names.update(("kind", "also", "sections") if len(audiences_in(piece)) == 1 and len(piece) <= _PLAIN else ())
            names.update(("area",) if _LOCAL.search(piece) or _PLACE_NAMED.search(piece) else ())
            names.update(("kind", "also") if _ON_HIS_OWN.fullmatch(piece) or FARMERS.fullmatch(piece) else ())
            names.update(("sections",) if RUNS.search(piece) else ())
    names.update(("sections", "sizes", "trades") if any(named_firm(text)) else ())
    if kind not in _WHOLE:
        shape = shape_of(text)
        for noun in shape.who:
            names.update(_fields_of_noun(noun))
        for act in shape.acts if shape.who or len(shape.acts) > 1 else ():
            names.update(fields_asked(act, kind_of(act)) if act != text else ())
    return tuple(sorted(names))


_PLACE_NAMED = re.compile(r"[\u4e00-\u9fff]{2}[市县区州](?![场级])")  # it may be the policy's own


def _fields_of_noun(noun: str) -> Iterator[str]:
    yield from ("kind", "also", "sections")
    if area_in(noun) or OF_PLACE.match(noun) or ZONE.search(noun):
        yield from _FIELDS[ConditionKind.PLACE]
    if qualifications_in(noun):
        yield from _FIELDS[ConditionKind.QUALIFICATION]
    if sections_in(noun):
        yield "trades"
    if sizes_in(noun):
        yield "sizes"
    if ownership_in(noun):
        yield "ownership"


_FIELDS: dict[ConditionKind, tuple[str, ...]] = {
    ConditionKind.SIZE: ("sizes",), ConditionKind.OWNERSHIP: ("ownership",),
    ConditionKind.INDUSTRY: ("kind", "sections", "trades", "qualifications", "lacks", "above_scale", "complete"),
    ConditionKind.QUALIFICATION: ("sections", "qualifications", "lacks", "above_scale", "complete", "sizes"),
    ConditionKind.PLACE: ("area", "zones", "outside"),
}


def looks_at_setting(text: str, kind: ConditionKind) -> bool:
    """Whether the verdict depends on the policy's own area or days."""
    if _FROM_OUTSIDE.match(text) or any(looks_at_setting(rest, kind_of(rest)) for rest in also_asked(text)):
        return True
    shape = shape_of(text)
    if any(OF_PLACE.match(noun) for noun in shape.who) or any(kind_of(act) in (ConditionKind.PLACE, ConditionKind.TIME) or quantities_in(act) for act in shape.acts):
        return True
    return any(k in (ConditionKind.PLACE, ConditionKind.TIME) for k in (kind, *map(kind_of, pieces_of_condition(text)))) or _LOCAL.search(text) is not None or _PLACE_NAMED.search(text) is not None or bool(quantities_in(text))


# --- by field ---------------------------------------------------------------------------------------------


def _size(text: str, profile: Profile, setting: Setting) -> Truth:
    wanted = sizes_in(text)
    if not profile.sizes:
        return None
    if not wanted or not profile.sizes & wanted:
        return False if wanted else None
    if not profile.sizes <= wanted:
        return None
    return both([True, _rest(text, profile, r"大中型|大型|中小微型?|小微型?|中小型?|中型|小型|微型")])


def _ownership(text: str, profile: Profile, setting: Setting) -> Truth:
    wanted = ownership_in(text)
    if not profile.ownership or not wanted:
        return None
    if profile.ownership != wanted:
        return False
    return _rest(text, profile, r"国有|国企|央企|集体|民营|私营|外资|外商投资|企业")


# Names of whole sections or divisions: whoever is of the section is of them.
_GENERIC = frozenset(
    "生产企业 工业企业 生产厂 工业 制造 制造业 先进制造 服务业 现代服务业 生活服务业 农业 林业 渔业 建筑 建筑业 零售 零售业 批发 批发业 批发零售 餐饮 餐饮业 住宿 住宿业 软件 软件业 物流 物流业 运输 运输业 交通运输 旅游 文旅 文化 体育 娱乐 "
    "教育 金融 金融业 商贸 商贸流通 采矿 采矿业 信息技术 信息服务 信息传输 信息技术服务 房地产 房地产业 居民服务 科技服务 商务服务 科学研究 电力 医疗 卫生".split()
)
# Lines of business that a firm of another of them is not in, though the section is the same.
_LETS = re.compile(r"出租|运营方|租给|免了?.{0,8}(?:租金|房租)|减免.{0,6}(?:租金|房租)|减租")
_EXCLUSIVE = frozenset("酒店 宾馆 餐厅 餐馆 餐饮 火锅 民宿 旅行社 景区 书店 药店 超市 加油站 医院 学校 幼儿园 银行 担保公司 保险公司 快递 出租车 公交 港口 家政 理发".split())
# 旅游、住宿等受影响较大的行业企业: which trades suffered the text itself says.
_OF_TRADES = re.compile(r"等[^，、]{0,14}行业(?:的)?(?:企业|单位)?$")
_LIKE = {"餐厅": "餐饮", "餐馆": "餐饮", "火锅": "餐饮", "宾馆": "酒店", "饭店": "酒店"}


def _industry(text: str, profile: Profile, setting: Setting) -> Truth:
    text = _OF_TRADES.sub("", text)
    trade = _trade(text, profile)
    if trade is None and profile.kind == Audience.FARM.value:
        trade = True if said(text, profile) is True else None
    if trade is not True:
        return trade
    quality = quality_held(text, profile) if qualifications_in(text) else True
    return both([quality, _rest(text, profile, "|".join(map(re.escape, (*trades_in(text), "经营者", "经营户", "经营主体", "企业", "公司", "机构", "单位", "各类", "门店", "商店", "商家", "商户", "厂家", "工厂", "大户", "业", "店", "厂"))))])


def _trade(text: str, profile: Profile) -> Truth:
    """Whether the line of business is the one that ``text`` names."""
    wanted = sections_in(text)
    if not wanted:
        return None
    if not profile.sections:
        return None
    if any(word in widened(trade) for word in trades_in(text) for trade in profile.trades):
        return True  # 中药饮片 is a case of 中医药, whatever its section
    if not wanted & profile.sections and set(trades_in(text)) <= ACROSS and trades_in(text):
        return True if any(word in "、".join(profile.trades) for word in trades_in(text)) else None
    if not wanted & profile.sections and akin(text, profile):
        return None
    if not wanted & profile.sections:
        lets = trades_in(text) == ("租赁",) and any(s.holds and not s.planned and _LETS.search(s.words) for s in profile.statements)
        return True if lets else (None if trades_in(text) == ("租赁",) and not profile.statements else False)  # 采取减免租金措施的租赁企业: whoever lets
    words = trades_in(text)
    own = "、".join(profile.trades)
    if any(word in own or canonical(word) in canonical(own) for word in words) or (profile.sections <= wanted and any(word in _GENERIC for word in words) and not _narrowed(words, text)):
        return True
    mine, theirs = ({_LIKE.get(w, w) for w in listed if w in _EXCLUSIVE} for listed in (profile.trades, words))
    return False if mine and theirs and not mine & theirs else None


def _narrowed(words: tuple[str, ...], text: str) -> bool:
    """Whether a wide line of business is named together with a narrow one that it explains: 银行业金融机构."""
    return any(word in _EXCLUSIVE for word in words) and re.search(r"、|和|或|及|与|等", text) is None


def _place(text: str, profile: Profile, setting: Setting) -> Truth:
    asked, rest = asked_in(text)
    if asked:  # 在本市注册满3年
        return both([_place(rest, profile, setting), *(compared(number, profile, setting.as_of)[0] for number in asked)])
    there = where(text, profile, setting.area)
    if there is not True:
        return there if there is False else said(text, profile)
    rest = re.sub(r"在|于|位于|注册(?:地|登记)?|登记|纳税|纳统|设立|范围内?|内|辖区|[我本全]?[省市区县](?!内外)|驻|的|、|和|企业|单位|域|行政区|依法|境", "", bare_place(text, setting.area))
    if re.search(r"纳统", text):
        rest += "纳统"
    if not content_words(rest):
        return True
    kind = kind_of(rest)
    return said(rest, profile) if kind is ConditionKind.PLACE else _piece(rest, kind, profile, setting)


def _time(text: str, profile: Profile, setting: Setting) -> Truth:
    held = time_holds(text, profile, setting.issued, setting.as_of)
    return said(text, profile) if held is NOT_A_TIME else held


_DECISIONS = ("认定", "批准", "审核", "评定", "评审", "审批", "备案", "验收", "同意", "审定", "核准", "确认", "推荐", "考核")
DECISION = re.compile("|".join(_DECISIONS) + "|符合.{0,6}条件")
_OFFICES = re.compile(r"（[^）]*）|经(?![营济费验办销历纪理贸信])|后$|由|[\u4e00-\u9fff、]{0,20}(?:部门|局|委|政府|管委会|领导小组|办公室|机构|专家|出租方|单位)|的|相关|有关|主管|上级|[国省市区县]?级?以上|[国省市区县]级?|家|被|通过|合格|符合条件")


def _approval(text: str, profile: Profile, setting: Setting) -> Truth:
    """The office decides; it holds only where the enterprise says that it has decided just this.

    经市科技局认定 is settled by 已通过认定; 通过两化融合贯标认定 needs to be said in so many words, and a status one
    holds says nothing of another's approval.
    """
    wanted = [word for word in _DECISIONS if word in text]
    rest = _OFFICES.sub("", text)
    for word in wanted:
        rest = rest.replace(word, "")
    if not wanted:
        return said(text, profile, settled=True)
    if content_words(rest):
        stated = tuple(s for s in profile.statements if (not s.planned and any(word in canonical(s.words) or word in s.words for word in wanted)) or not s.holds)
        return said("，".join(content_words(rest)), replace(profile, statements=stated), settled=True)
    for statement in profile.statements:
        if not statement.holds and ONCE_MORE.search(statement.words):
            continue  # 不是重新认定的 does not say that it was not 认定
        named = qualifications_in(statement.words)
        if named and _NEWLY.fullmatch(text) and statement.holds and not statement.planned and len(profile.qualifications) == 1 and _FRESHNESS.search(statement.words) and _GOT.search(statement.words):
            return True
        newly = _NEWLY.fullmatch(text) is not None and len(profile.qualifications) == 1 and _FRESHNESS.search(statement.words) is not None
        if all(word in statement.words or word in canonical(statement.words) for word in wanted) and not statement.planned and (not named or newly):
            return statement.holds
    return None


_NEWLY = re.compile(r"(?:当年|本年度?)?(?:新|首次)(?:认定|评定|评审)(?:的|为)?")
_GOT = re.compile(r"评上|评为|获评|拿到|拿下|取得|入选|认上|认定上|批下来|获得|获批")
_FRESHNESS = re.compile(r"新|首次|头一|第一次|初次|刚")


@lru_cache(maxsize=65536)
def _each_named(text: str) -> tuple[str, ...]:
    """The nouns of a list, one of which somebody is: 高新技术企业及金融服务机构; the text itself where it is no such list."""
    names = tuple(re.split(r"、|以及|和|及|或者?", text))
    return names if len(names) > 1 and all(ENDS_IN_HEAD.search(name) and len(name) >= _SHORTEST_NOUN for name in names) else (text,)


_SHORTEST_NOUN = 4


def _unspecified(text: str, profile: Profile, setting: Setting) -> Truth:
    for statement in profile.statements:
        if re.search(r"符合.{0,6}条件", statement.words) and text in statement.words:
            return statement.holds
    return None


# --- what it does, how it stands, how much ------------------------------------------------------------------


_MEASURES = frozenset("时间 年限 期限 规模 金额 总额 数量 人数 比例 比重 总量 数额 占比 面积 水平 指标 幅度 合计 资金 容积 容量 产能 产量 占在 占 缴纳 存栏 存栏量 出栏 出栏量 库容 装机容量 增量 增加额 增长额 增长 同比".split())

def _phrase(text: str, profile: Profile, setting: Setting) -> Truth:
    """A description of doing or standing, with the numbers and the place in it: all of them must hold."""
    kind = _plain_kind(text, profile)
    if kind is not None:
        return kind
    level = scale_holds(text, profile)
    if level is not None:
        verdict, text = level
        if verdict is False or not content_words(text):
            return verdict
        return both([verdict, _phrase(text, profile, setting)])
    ratio = ratio_holds(text, profile)
    if ratio is not None:
        verdict, text = ratio
        return False if verdict is False else both([verdict, _phrase(text, profile, setting)]) if content_words(text) else verdict
    run = RUNS.search(text)
    if run and profile.sections:
        wanted = sections_in(run["what"])
        if wanted and not wanted & profile.sections:
            return False
    asked, rest = asked_in(text)
    verdicts: list[Truth] = []
    settled: set[str] = set()
    for number in asked:
        verdict, about = compared(number, profile, setting.as_of)
        verdicts.append(verdict)
        if verdict is not None:
            own = content_words(about)
            settled |= {"员工", "人数", "人员"} if number.quantity.unit in ("人", "名") else set()
            settled |= {"招用", "安置", "安排"} if number.topic in ("disabled", "staff") and verdict else set()  # 里有8个残疾人
            settled |= {"签订"} if number.topic == "contract" else set()
            settled |= _MEASURES | LIGHT | {word for word in content_words(number.about) if (number.topic and topic_of(word) == number.topic) or any(word in other or other in word for other in own)}
    for local in (_LOCAL, *((own_name(setting.area),) if setting.area else ())):
        if found := local.search(rest):
            there = lies_in(setting.area, profile) if setting.area else None
            if found.group()[0] in "来到" and there is not True:  # 到东浦市企业面试: who goes there need not be of it
                there = True if any(setting.area.district and setting.area.district in s.words for s in profile.statements if s.holds) else None
            verdicts.append(there)
            rest = local.sub("", rest)
    if False in verdicts:
        return None if True in verdicts and re.search(r"[（(][^）)]*\d", text) else False
    if not asked:
        return both([*verdicts, said(rest, profile)]) if content_words(rest) or not verdicts else both(verdicts)
    ways = [[word for word in content_words(way) if word not in settled] for way in re.split(r"或者?", rest)]
    plain = re.sub(r"容积|容量|面积|人数|金额|总额", "", rest)
    if None in verdicts:  # it can only be denied
        return False if said(plain, profile) is False else None
    if all(ways):  # where one way asks for nothing further, nothing is left to be said
        verdicts.append(either([said("，".join(left), profile) for left in ways]))
    return both(verdicts)


def _plain_kind(text: str, profile: Profile) -> Truth:
    """A condition that only names a kind of claimant (农民专业合作社), None where it says more."""
    classes = audiences_in(text)
    if FARMERS.fullmatch(text) and profile.kind == Audience.FARM.value and any(FARMS.search(s.words) for s in profile.statements) and not any(re.search("合作社|农场|公司|企业", s.words) for s in profile.statements):
        return True  # who farms and speaks of no body
    if len(classes) != 1 or classes[0] not in _BODIES or len(text) > _PLAIN or not profile.kind or qualifications_in(text) or sections_in(text) or sizes_in(text):
        return None
    if content_words(re.sub(r"专业|普通|各类|合格", "", without_audience(text))):
        return None
    fits = audience_fits(classes, profile)
    return fits if fits is not True or any(text[-3:] in canonical(s.words) or text[-3:] in s.words for s in profile.statements) else None


FARMS = re.compile(r"种|养|承包|地里|田|农民|农户")
FARMERS = re.compile(r"农户|农民|种植户|农业生产者")
_PLAIN = 12  # characters; a longer phrase says more than a class
# Classes of bodies; what a person is (博士, 残疾人) has to be said.
_BODIES = frozenset({Audience.SELF_EMPLOYED, Audience.FARM, Audience.ASSOCIATION, Audience.RESEARCH, Audience.PUBLIC_SERVICE})


_LOCAL = re.compile(r"(?:来|在|到|于)?(?:[我本全][省市区县]|市域|辖区|当地)(?:行政区域)?(?:范围)?(?:内)?(?!外)")
RUNS = re.compile(r"(?:从事|经营|开设|发展|运营|主营|种植|养殖|新建|创办|新开设)(?P<what>[^，。；的]{0,16}?(?:餐厅|酒店|民宿|旅行社|景区|农业|种植|养殖|粮油|花卉|雪道|导游|软件|物流|家政|养老|医疗|教育|快递|建筑|零售|批发))")


def _rest(text: str, profile: Profile, known: str) -> Truth:
    """What a phrase asks besides the words that a field has settled."""
    rest = re.sub(known, "", text)
    rest = re.sub(r"企业|公司|单位|机构|法人|等|的|各类|所有|全部|和|及|或|、|市场主体|主体|特色|重点|优质", "", rest)
    return True if len(rest) < 2 or not content_words(rest) else said(rest, profile)


_JUDGES: dict[ConditionKind, Callable[[str, Profile, Setting], Truth]] = {
    ConditionKind.PLACE: _place, ConditionKind.INDUSTRY: _industry, ConditionKind.SIZE: _size, ConditionKind.OWNERSHIP: _ownership,
    ConditionKind.QUALIFICATION: lambda text, profile, _: either([qualification_holds(name, profile) for name in _each_named(text)]), ConditionKind.PROJECT: _phrase, ConditionKind.DOING: _phrase, ConditionKind.FIGURE: _phrase,
    ConditionKind.TIME: _time, ConditionKind.APPROVAL: _approval, ConditionKind.STATE: _phrase, ConditionKind.UNSPECIFIED: _unspecified,
}
