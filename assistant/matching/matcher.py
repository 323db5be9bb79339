"""The matcher: support items of many policies against one profile, three-valued, every verdict with its reasons."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from assistant.matching.across import group_across
from assistant.matching.amounts import computed_amounts
from assistant.matching.asked import asked_of_claimants, for_those_outside
from assistant.matching.claimants import audience_fits
from assistant.matching.closeness import by_closeness
from assistant.matching.exclusions import exclusions_of
from assistant.matching.numbers import asked_in
from assistant.matching.pieces import unbroken
from assistant.matching.places import UNKNOWN_AREA, lies_in
from assistant.matching.profile import GOVERNMENT, KINDS, Profile
from assistant.matching.questions import order_questions
from assistant.matching.records import record_holds
from assistant.matching.three_valued import Truth, both, either
from assistant.matching.truth import Setting, judge
from assistant.matching.verdicts import Checked, Match, Matched, Verdict
from corpus.policy import (
    Addressee,
    AnyOf,
    Audience,
    Commitment,
    Condition,
    ConditionKind,
    Policy,
    Span,
    SupportItem,
)
from corpus.repair.simplified import to_simplified
from corpus.support import read_support
from corpus.support.areas import Area, area_in
from corpus.support.vocabulary import audiences_in

_VERDICT = {True: Verdict.MET, False: Verdict.UNMET, None: Verdict.UNCLEAR}
_ORDER = {Verdict.MET: 0, Verdict.UNCLEAR: 1, Verdict.UNMET: 2}
_BARE_PLACE = re.compile(r"(?:在|位于|注册在|落户)?([\u4e00-\u9fff]{2,3}?)(?:县|市|区)?(?:的|$|开|注册|经营)")
_BEHIND = 120  # characters after an item in which its ceiling may stand
_TIME_AND_AGAIN = 3  # mentions of a place; a neighbour or a model elsewhere is named once or twice
_REFERS = re.compile(r"《[^》]{4,80}》(?:（[^）]{4,30}号）)?|(?:国家|中央|省|自治区|市级?)(?:有关|相关|阶段性)?(?:政策|规定|文件)")


@dataclass(frozen=True, slots=True)
class Offer:
    """A support item with what its verdict depends on besides the profile."""

    item: SupportItem
    policy: Policy
    setting: Setting
    groups: tuple[AnyOf, ...]
    soft: frozenset[AnyOf]
    barred: tuple[Condition, ...] = ()  # cases that get nothing (``exclusions``)
    guessed: bool = False  # no word of the sentence names whom it is for
    outside: bool = False  # for those from elsewhere: the policy's own area binds nobody


def offers_of(policies: Iterable[Policy], as_of: date) -> list[Offer]:
    """Everything that somebody could claim, or be served with by a third party; tasks of departments are left out."""
    found = []
    for policy in policies:
        setting = Setting(area_of(policy), policy.issued or policy.written or policy.validity.effective, as_of)
        barred = exclusions_of(policy)
        # A library that an earlier edition wrote holds no items: read them now rather than find nothing.
        for item in policy.support or read_support(policy.title, policy.text, policy.parts):
            if item.addressee is not Addressee.DEPARTMENT:
                listed = any(g.options[0].span.start >= item.span.end or _INLINE.search(item.text) for g in item.inherited)  # 符合下列条件的：the list itself is asked for
                own = [g for g in item.conditions if not (listed and _THE_LIST.search(g.options[0].text))]
                groups = tuple(dict.fromkeys(map(_spelled_out, asked_of_claimants((*own, *_permitted(item)), item.inherited, policy))))
                head = policy.text.find(policy.title)
                in_title = range(head, head + len(policy.title)) if head >= 0 else range(0)
                # A heading or a title narrows what stands below it, and shuts out nobody who may be of it all the same.
                soft = frozenset(g for g in item.inherited if (g.options[0].kind is ConditionKind.SIZE and g.options[0].span.start in in_title) or _of_heading(g, item, policy, in_title))
                found.append(Offer(item, policy, setting, groups, soft, tuple(case for clause, case in barred if clause in ("", item.clause_id)), not set(item.audience) & set(audiences_in(_words_of(item, groups))), for_those_outside(item.text + "，".join(o.text for g in item.inherited for o in g.options))))
    return found


def _permitted(item: SupportItem) -> Iterator[AnyOf]:
    """允许…企业开展高附加值的全球维修业务: what is allowed matters to who does it; told as a condition where the item has not read it as one."""
    found = _ALLOWED.search(item.text)
    if found and not any(option.text in found["act"] or found["act"] in option.text for group in item.conditions for option in group.options):
        at = item.span.start + found.start("act")
        yield AnyOf((Condition(found["act"], Span(at, at + len(found["act"])), ConditionKind.DOING),))


_ALLOWED = re.compile(r"允许[^，。；]{0,24}?(?:企业|单位|机构|个人|人员|主体)(?P<act>(?:开展|从事|承接|举办|开办|设立|参与|经营)[^，。；]{4,60})")


def _of_heading(group: AnyOf, item: SupportItem, policy: Policy, in_title: range) -> bool:
    """Whether a line of business was named by a heading that the item stands under, or by the title."""
    at = group.options[0].span.start
    if group.options[0].kind is not ConditionKind.INDUSTRY or item.span.start <= at < item.span.end:
        return False
    return at in in_title or any(p.heading and p.span.start <= at < p.span.start + len(p.heading) + 12 for p in policy.parts if item.clause_id.startswith(p.id))


_INLINE = re.compile(r"(?:以下|下列|如下)[^。；]{0,80}[：:]\s*[（(](?:一|1)[）)]")
_THE_LIST = re.compile(r"^(?:同时|[^，]{0,12}?)?(?:符合|满足|具备|达到|有)(?:下列|以下|如下)[^，。；]{0,16}(?:条件|情形|要求|标准)(?:之一)?$")


def _spelled_out(group: AnyOf) -> AnyOf:
    """Tiers with what they are tiers of: 面积100-200亩 or 200至300亩 → 面积200至300亩."""
    first, *others = group.options
    numbers, _ = asked_in(unbroken(first.text))
    if not others or len(numbers) != 1 or not numbers[0].about:
        return group
    lead = unbroken(first.text)[: numbers[0].quantity.span.start]
    return AnyOf((first, *(replace(o, text=lead + unbroken(o.text)) if _figure_alone(unbroken(o.text)) else o for o in others)))


def _figure_alone(text: str) -> bool:
    numbers, rest = asked_in(text)
    return len(numbers) == 1 and not numbers[0].about and not rest


def area_of(policy: Policy) -> Area:
    """Where a policy holds: its issuer's area, else that of its title, else of the government it names; none for the whole country.

    A text that speaks of 我县 and names no place holds somewhere: ``UNKNOWN_AREA``.
    """
    for words in (*policy.issuers, policy.title):
        words = _BRANCH.sub("", words)
        if re.match(r"国务院|国家|中共中央|财政部|工业和信息化部|科学技术部|民政部|教育部|人力资源社会保障部", words):
            return Area()
        area = area_in(re.split("关于|印发|《", words)[0]) or area_in(words)
        if not area and (opening := _OPENING_PLACE.search(words)):
            area = Area(district=opening[1])
        if area:
            return area
    if _TAIWANS.search(to_simplified(policy.text)):
        return Area("台湾")
    for part in policy.parts[:2]:  # 城市：四川, 各县（市、区）: the header may say it
        area = area_in(part.text[:400])
        if area and re.search(r"各|政府|城市", part.text[:400]):
            return Area(area.province, area.city)
    named = Counter(_GOVERNMENT.findall(policy.text)).most_common(1)
    if named:
        return area_in(named[0][0]) or UNKNOWN_AREA
    for name, times in Counter(_OWN_PLACE.findall(policy.text)).most_common(2):
        if times >= _TIME_AND_AGAIN and (own := area_in(name)).district:
            return own
    return UNKNOWN_AREA if re.search(r"[我全][省市县区]", policy.text) or any(re.match("[省市县区](?:委|人民|政府)", name) for name in policy.issuers) else Area()


# 赣溪市养老服务实施细则: a town that no list holds, where an issuer or a title begins.
_OPENING_PLACE = re.compile(r"(?:^|印发|关于|《)《?(?:[\u4e00-\u9fff]{2,3}省)?((?![全我本各加进推支促规深做开落])[\u4e00-\u9fff]{2,3})[市县](?![场区级直值属长民内域])(?=[\u4e00-\u9fff])")
_TAIWANS = re.compile(r"行政院|(?<!为)中华民国[^，。；]{0,4}(?:\d|[一二三四五六七八九十]|国民|国籍|境内)|新台币")
_GOVERNMENT = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,3}[县市])(?=人民政府|县委|市委|人力资源|财政局|旅游|户籍|行政区域)")
_BRANCH = re.compile(r"国家(?:税务总局|统计局|外汇管理局|金融监督管理总局)(?=[\u4e00-\u9fff]{2,8}(?:省|市|区|县|自治区|州|分局|税务局|监管局|调查队))|中国人民银行(?=[\u4e00-\u9fff]{2,6}分行)")  # the country's office in a city
# 在鹿城区注册, 鹿城区范围内: the place that a text without an issuer asks everybody to be in.
_OWN_PLACE = re.compile(r"(?:在|于|入驻|驻|为|来)([\u4e00-\u9fff]{2,3}[区县市])(?=注册|登记|纳税|纳统|范围|境内|内|设立|落户|投资|新设|行政区域|就业|工作|缴纳|依法)")


def match(profile: Profile, policies: Sequence[Policy], as_of: date) -> Matched:
    """Hold every support item of ``policies`` against ``profile`` on day ``as_of``."""
    matches = [match_one(offer, profile) for offer in offers_of(policies, as_of)]
    grouped = by_closeness(group_across(matches), profile, lambda found: bool(profile.area) and bool(area_of(found.policy)))
    grouped.sort(key=lambda m: (_ORDER[m.verdict], m.over, -m.near, list(Commitment).index(m.item.commitment), len(m.missing), m.policy.source, m.item.span.start, m.item.id))
    return Matched(tuple(grouped), order_questions(grouped), as_of)


def match_one(offer: Offer, profile: Profile) -> Match:
    """One item against one profile."""
    item, policy = offer.item, offer.policy
    checked = []
    who, where = who_fits(item.audience, open_to(offer), profile), lies_within(offer.setting.area, profile, policy.text)
    where = True if offer.outside else where
    for group in offer.groups:
        if group in offer.soft and who is True and profile.kind not in ("", Audience.ENTERPRISE.value):
            continue  # a title for 中小微企业 says nothing of the self-employed whom the sentence names
        # Elsewhere nothing else matters: what holds there is not looked at.
        truth = None if where is False else either([judge(option, profile, offer.setting) for option in group.options])
        checked.append(Checked(group, None if truth is False and group in offer.soft else truth))
    if who is not True and any(c.truth is True and shows_who(offer, c.group) for c in checked):
        # Whom the rest of the document is for shuts nobody out of a sentence that names nobody and fits him.
        who = True if who is None else None if offer.guessed and profile.kind != GOVERNMENT else False
    shut = [case.text for case in offer.barred if shuts_out(case, profile, offer.setting)] if where is not False else []
    truth = False if shut else overall([who, where, *(c.truth for c in checked)], item)
    part = next(p for p in policy.parts if p.id == item.clause_id)
    missing: list[str] = []
    failed: list[str] = []
    if truth is None:
        missing = [_words(c.group) for c in checked if c.truth is None]
        missing += [_asked_kind(item)] if who is None else []
        missing += [f"所在地是否在{_named(offer.setting.area)}"] if where is None else []
        missing += [f"由{_third(item)}自行决定"] if item.addressee is Addressee.INTERMEDIARY else []
    elif truth is False:
        failed = [_words(c.group) for c in checked if c.truth is False] + [f"除外：{words}" for words in shut]
        failed += [f"适用对象为{'、'.join(a.value for a in item.audience)}"] if who is False else []
        failed += [f"适用于{_named(offer.setting.area)}"] if where is False else []
    return Match(
        item, policy, part.path, part.label, part.units, _VERDICT[truth], tuple(checked), tuple(dict.fromkeys(missing)), tuple(dict.fromkeys(failed)),
        policy.validity.status(offer.setting.as_of), () if truth is False else computed_amounts(item, profile, policy.text[item.span.end : min(part.span.end, item.span.end + _BEHIND)]),
        superior=tuple(dict.fromkeys(_REFERS.findall(item.text))),
    )


def shuts_out(case: Condition, profile: Profile, setting: Setting) -> bool:
    """Whether somebody says that a case is theirs which gets nothing."""
    return bool(profile.statements) and (judge(case, profile, setting) is True or record_holds(unbroken(case.text), profile, negated=True) is False)


def open_to(offer: Offer) -> frozenset[str]:
    """Kinds of profile that the offer's audience does not shut out though it is none of them.

    Where the sentence, its conditions and the card name no class, the item is taken to be for whom most of the document is.
    """
    words = _words_of(offer.item, offer.groups)
    if offer.guessed:
        return _addressed_by(offer.policy.id, offer.policy.support) | (frozenset(_SMALL_FOLK) if offer.item.conditions or len(offer.groups) > 1 else frozenset())
    nouns = [unbroken(option.text) for group in offer.item.conditions for option in group.options if _SOMEBODY.search(option.text) and not _TO_SOMEBODY.match(option.text)]
    others = frozenset(audience.value for noun in nouns for audience in audiences_in(_SERVED.sub("", noun)) if audience.value in KINDS)
    if not offer.item.conditions:
        return frozenset()
    # 旅游民宿, 餐厅, 用人单位: run by a firm or by somebody on his own.
    alone = Audience.ENTERPRISE in offer.item.audience and not _FIRMS.search(words)
    return others | {Audience.SELF_EMPLOYED.value} if alone else others


def _words_of(item: SupportItem, groups: Iterable[AnyOf]) -> str:
    return unbroken(item.text + "，".join(option.text for group in groups for option in group.options))


def shows_who(offer: Offer, group: AnyOf) -> bool:
    """Whether meeting this condition shows that somebody is whom a sentence is for that does not say it: 浇灌标准化冰场每块奖励1万元."""
    option = group.options[0]
    own = option.kind in _SHOWING and offer.item.span.start <= option.span.start < offer.item.span.end
    return own and (offer.guessed or (_RUN_BY_ANYBODY.search(unbroken(option.text)) is not None and set(offer.item.audience) <= {Audience.PARK, Audience.RESEARCH}))


# 中试平台, 孵化器: a body that a firm may run, and whoever has it is whom the sentence is for.
_RUN_BY_ANYBODY = re.compile(r"(?:平台|基地|孵化器|空间|中心|载体|园区?|实验室|工作站|研究院|研究所)$")


_SHOWING = frozenset({ConditionKind.PROJECT, ConditionKind.DOING, ConditionKind.FIGURE, ConditionKind.QUALIFICATION, ConditionKind.INDUSTRY})


@lru_cache(maxsize=4096)
def _addressed_by(_: str, items: tuple[SupportItem, ...]) -> frozenset[str]:
    """The kinds of claimants that a document speaks to by name: a sentence of it that names none may be for any of them."""
    named = Counter(audience for item in items for audience in item.audience if audience in audiences_in(item.text))
    return frozenset(audience.value for audience, times in named.items() if audience.value in KINDS and times >= max(_NAMED_AT_LEAST, _NAMED_SHARE * len(items)))


_NAMED_AT_LEAST, _NAMED_SHARE = 2, 0.1


def who_fits(audience: tuple[Audience, ...], open_kinds: frozenset[str], profile: Profile) -> Truth:
    """Whether the profile is of a class that an item is for, None where that shuts its kind not out (``open_to``)."""
    fits = audience_fits(audience, profile)
    return None if fits is False and profile.kind in open_kinds else fits


_SMALL_FOLK = (Audience.PERSON.value, Audience.SELF_EMPLOYED.value, Audience.FARM.value)
_SERVED = re.compile(r"(?:向|给予?|为|与|帮助|服务|支付|保障)[^，。；]{0,12}?(?:企业|公司|单位|机构|个体工商户|合作社|农户|商户)")
_SOMEBODY = re.compile(r"(?:企业|公司|个人|人才|人员|机构|[^作]者)$")
_TO_SOMEBODY = re.compile(r"向|给|为|对|与|帮")
_FIRMS = re.compile(r"企业|公司|法人")


def overall(truths: list[Truth], item: SupportItem) -> Truth:
    """The verdict on an item; what a third party is only encouraged to do is never simply met."""
    truth = both(truths)
    return None if truth is True and not can_be_met(item) else truth


def can_be_met(item: SupportItem) -> bool:
    """Whether an item can be met at all: not what a third party is only encouraged to do, or does for whom it does not say."""
    if item.addressee is not Addressee.INTERMEDIARY:
        return item.commitment is Commitment.GRANTS or bool(item.conditions or item.inherited)  # 支持设立基金: for nobody in particular
    return item.commitment is Commitment.GRANTS and any(g.options[0].kind is not ConditionKind.TIME for g in item.conditions)


def lies_within(area: Area, profile: Profile, text: str) -> Truth:
    """Whether the profile lies in the policy's own area; a nationwide policy holds everywhere.

    Where nothing names the issuer, a place that the ``text`` speaks of time and again is its own.
    """
    if not area:
        return True
    if area == UNKNOWN_AREA:
        names = {profile.area.district, profile.area.city, *(m[1] for s in profile.statements if s.holds and not s.planned and (m := _BARE_PLACE.match(s.words)))}
        return True if any(name and text.count(name) >= _TIME_AND_AGAIN for name in names) else None
    return lies_in(area, profile)


def _words(group: AnyOf) -> str:
    return "或".join(("不是：" if option.negated else "") + re.sub(r"\t+", " ", option.text.replace("\n", "")) for option in group.options)


def _named(area: Area) -> str:
    return "".join(dict.fromkeys(filter(None, (area.province, area.city, area.district))))


def _asked_kind(item: SupportItem) -> str:
    return f"主体类型是否为{'或'.join(a.value for a in item.audience if a.value in KINDS) or '项目单位'}"


def _third(item: SupportItem) -> str:
    found = re.search(r"金融机构|银行|担保(?:公司|机构)|业主|房东|保险(?:公司|机构)|国有企业|中央企业|停车场|检测机构|证券公司", item.text)
    return found.group() if found else "第三方"
