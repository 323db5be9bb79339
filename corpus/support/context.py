"""What a sentence leaves to its context (语境): the line of business or the people that its heading, its document's title or its
own opening names, the benefit that it only widens, and the act that it merely permits.

支持生物医药产业 / 对规模以上企业给予10万元奖励: those of that line of business. What is inherited so makes a verdict 待确认, never 满足.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.policy import AnyOf, Clause, Condition, ConditionKind, Span
from corpus.support.descriptions import cut_apart
from corpus.support.kinds import HEAD, kind_of
from corpus.support.vocabulary import sections_in, trades_in

_BACKS = r"(?:支持|鼓励|扶持|帮扶|促进|推动|推进|发展|培育|壮大|做强|做优|做大|帮助|助力|提振|稳定|繁荣|引导|加快|关于|对|保障)"
_FIELD_HEAD = r"(?:产业(?!园|工人|基地)|行业|领域|业(?!务|主|绩|态|余|已|[者户]|人员)|(?:市场)?主体|(?:服务|经营)?(?:企业|机构|经营者|商户|门店)|(?:创新|高质量|健康|恢复|持续|加快|转型|提质|做大|做强|全面)*(?:发展|升级|复苏|提质|扩容))"
# Helpers of every trade: 强化金融支持, 降低物流成本 are about means, and no line of business is backed.
_MEANS = re.compile(r"金融|保险|银行|担保|融资|基金|信贷|贷款|物流成本|就业|创业|人才|教育|培训|租赁|检测|认证")
_NAMED_FIELD = re.compile(r"(?P<field>[\u4e00-\u9fff“”]{2,12}?)(?:产业(?!园|工人|基地|链|集群)|行业|领域)")
_GENERIC = re.compile(r"^(?:(?:其他|其它|各个?|多|全|本|该|相关|有关|重点|主导|优势|特色|支柱|关键|基础|战略性?|新兴|未来|传统|先进|新型|高端|优质|主要|核心|细分|不同|一|二|三|两|第|大|等|及|和|与|以及|、)+)?$")
_LEAD = re.compile(r"^(?:.*(?:推动|推进|围绕|聚焦|面向|针对|支持|鼓励|加快|促进|发展|培育|扶持|引导|从事|属于|在|对|为|向|于|的|和|与|及|等|、))(?=[\u4e00-\u9fff]{2})")
_PEOPLE = re.compile(r"高校毕业生|毕业生|大学生|退役军人|残疾人|农民工|失业人员|就业困难人员|留学人员|返乡人员|脱贫人口|科技人员|技能人才|高层次人才|在职职工|职业经理人|老年人|妇女|青年")


def narrowed_by(heading: str, at: int) -> tuple[AnyOf, ...]:
    """The lines of business that a heading or a title backs, one of which is enough; () where it names none. ``at`` is where it stands.

    >>> [[o.text for o in g.options] for g in narrowed_by("支持餐饮、旅游业恢复发展", 0)], narrowed_by("强化金融支持", 0)
    ([['餐饮', '旅游业']], ())
    """
    backed = re.search(rf"{_BACKS}+(?:(?:我|本|全)[省市区县])?", heading)
    if backed is None:
        return ()
    options: list[Condition] = []
    run = _RUN.match(heading, backed.end())
    if run:  # 餐饮、旅游业恢复发展: pieces of one list, all of them lines of business
        places = [piece.span() for piece in re.finditer(r"(?:(?!、|和|与|及).)+", run["list"])]
        tail = re.match(r"产业|行业|领域|业|企业", heading[run.end("list") :])
        spans = [Span(run.start("list") + a, run.start("list") + b) for a, b in places]
        spans[-1] = Span(spans[-1].start, spans[-1].end + (tail.end() if tail else 0))
        named = [span.of(heading) for span in spans]
        if all(trades_in(name) and not _MEANS.search(name) for name in named) and (tail or run.end("list") < len(heading) or trades_in(named[-1]) == (named[-1],)):
            options = [_condition(heading, at, span) for span in spans]
    if not options:
        return field_in(heading[backed.start() :], at + backed.start(), _NAMED_FIELD.search(heading[backed.start() :]))
    return (AnyOf(tuple(options)),)


# The words from a verb of backing to the noun that makes them a line of business.
_RUN = re.compile(rf"(?P<list>[\u4e00-\u9fff“”、]{{2,24}}?)(?={_FIELD_HEAD}|$)")


def _condition(words: str, at: int, span: Span) -> Condition:
    return Condition(span.of(words), Span(at + span.start, at + span.end), ConditionKind.INDUSTRY)


def people_of(heading: str, at: int) -> tuple[AnyOf, ...]:
    """The people whom a heading is about, for a sentence below it that names nobody."""
    found = _PEOPLE.search(heading)
    if found is None:
        return ()
    return (AnyOf((Condition(found.group(), Span(at + found.start(), at + found.end()), kind_of(found.group())),)),)


def field_in(words: str, at: int, found: re.Match[str] | None) -> tuple[AnyOf, ...]:
    """A line of business named in so many words (低空经济产业, 氢能领域), () where it is a general one (重点产业)."""
    if found is None:
        return ()
    lead = _LEAD.match(found["field"])
    start = found.start("field") + (lead.end() if lead else 0)
    if _GENERIC.match(words[start : found.end("field")]) or found.end("field") - start < 2 or _MEANS.search(words[start : found.end()]):
        return ()
    return (AnyOf((Condition(words[start : found.end()], Span(at + start, at + found.end()), ConditionKind.INDUSTRY),)),)


def opening_field(words: str, offer: int, conditions: Sequence[AnyOf]) -> tuple[AnyOf, ...]:
    """The line of business that a sentence names before its offer and no condition of it tells: 推动氢能领域…，对获评…的企业给予奖励."""
    told = [option.span for group in conditions for option in group.options]
    for found in _NAMED_FIELD.finditer(words[:offer]):
        if not any(span.start < found.end() and found.start() < span.end for span in told):
            groups = field_in(words, 0, found)
            if groups:
                return groups
    return ()


def names_field(texts: Sequence[str]) -> bool:
    """Whether words name a line of business of their own."""
    return any(sections_in(text) or _NAMED_FIELD.search(text) for text in texts)


# …补贴对象扩大至毕业2年内高校毕业生, …申领条件由企业在职职工参保3年以上放宽至参保1年以上.
WIDENED = re.compile(
    r"(?P<what>[^，。；将把]{2,40}?(?:补贴|补助|津贴|奖励|奖补|待遇|优惠|减免|返还|贷款|担保|资助|贴息|救助|保险|年金|政策)[^，。；将把]{0,6}?(?:对象|范围|人群|条件|门槛))"
    r"(?:由(?P<old>[^，。；]{2,40}?))?(?:逐步|统一|进一步|适当)?(?:扩大|放宽|放开|拓宽|扩展|扩围|延伸|降低|调整|降)(?:至|到|为)(?P<who>[^，。；]{2,})"
)
_ACTOR = re.compile(rf"^[^，、的]{{0,12}}{HEAD}(?=(?:参加|参保|缴纳|缴费|连续|累计|取得|持有|在|已|新|满|工作|毕业|登记)[^，]{{2,}})")


def widened(words: str) -> tuple[AnyOf, ...]:
    """The benefit that a sentence opens to more people, and who they were: all else that it asks still holds.

    >>> [g.options[0].text for g in widened("将技能补贴申领条件由企业在职职工参保3年以上放宽至参保1年以上")]
    ['技能补贴申领条件', '企业在职职工']
    """
    found = WIDENED.search(words)
    if found is None:
        return ()
    asked = [AnyOf((Condition(found["what"], Span(found.start("what"), found.end("what")), ConditionKind.UNSPECIFIED),))]
    actor = _ACTOR.match(found["old"] or "")
    if actor:
        asked += cut_apart(actor.group(), found.start("old"))
        if len(asked) == 1:
            at = found.start("old")
            asked.append(AnyOf((Condition(actor.group(), Span(at, at + actor.end()), kind_of(actor.group())),)))
    return tuple(asked)


# 市场主体可以利用现有资源建设孵化器: open to everybody, and of use to who does it. 可申请, 可延期: the gift itself.
_ACTS = r"(?:自主|自行|依法|按规定|通过市场化方式)*(?:利用|使用|依托|通过|采用|采取|在|与|向|建设|新建|举办|开展|设立|组建|发起|参与|承接|承办|开办|创办|转让|出租|投资|购买|生产|销售|从事|以)"
_PERMITS = re.compile(rf"^[^，。；]{{0,30}}?(?<!还)(?:可以?|有权)(?P<act>{_ACTS}[^。；]{{4,60}})")
_GAIN = re.compile(r"申请|申领|申报|享受|领取|获得|减|免|缓|延|抵|扣|退|返|补|奖|优惠|优先|报销|提取|贴|分期|直接办理|容缺|续")


def permitted_act(words: str) -> tuple[AnyOf, ...]:
    """What a sentence only permits, to whoever does it; () where it gives something."""
    found = _PERMITS.match(words)
    if found is None or _GAIN.search(found["act"]):
        return ()
    act = found["act"].rstrip("。；，")
    return (AnyOf((Condition(act, Span(found.start("act"), found.start("act") + len(act)), ConditionKind.DOING),)),)


def headings_of(part: Clause, parts: Sequence[Clause], text: str) -> list[tuple[str, int]]:
    """The headings a clause stands under, its own first, each with where it is printed."""
    found = []
    for above in sorted((p for p in parts if p.heading and (p.id == part.id or part.id.startswith(p.id + "/"))), key=lambda p: -len(p.id)):
        at = text.find(above.heading, above.span.start, above.span.start + len(above.heading) + 40)
        if at >= 0:
            found.append((above.heading, at))
    return found
