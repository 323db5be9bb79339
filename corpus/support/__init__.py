"""Support items (支持事项): what each measure of a policy offers, derived once, when the policy is read.

The door of the folder: ``read_support``. The record is ``corpus.policy.SupportItem``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.audience import audience_of
from corpus.commitment import commitment_of
from corpus.policy import (
    Addressee,
    AnyOf,
    Audience,
    Benefit,
    Clause,
    Commitment,
    Condition,
    ConditionKind,
    Measure,
    PartKind,
    Quantity,
    Span,
    SupportItem,
    Words,
)
from corpus.quantities import find_quantities
from corpus.support.addressing import addressee_of, audience_of_item, banks_do, only_explored
from corpus.support.benefactive import allowed, good_turn
from corpus.support.conditions import backed_act, before_offer, beneficiary_conditions, conditions_in
from corpus.support.context import (
    headings_of,
    names_field,
    narrowed_by,
    opening_field,
    people_of,
    permitted_act,
    widened,
)
from corpus.support.flat import Flat, page_width, sentences_of
from corpus.support.giver import without_giver
from corpus.support.kinds import kind_of
from corpus.support.lists import Told, given_parts, lead_of, style_of
from corpus.support.offers import amounts_in, apply_in, benefits_in, benefits_of, deadline_in, offer_of
from corpus.support.scope import Scope, asked, read_scope
from corpus.support.sentence import Part, parts_of
from corpus.support.vocabulary import audiences_in

__all__ = ["read_support"]

# Openings that go on with the case of the sentence before: 其中，每满一万人奖励一万元; 确有其他特殊困难的，….
_CONTINUES = re.compile(r"^(?:其中|每(?:满|增|超|个|间|人)|超过|达到|确有|确因|对特别|再|该|上述|以上|(?:补助|奖励|补贴|支持)(?:标准|金额|资金|上限)|单个|单家|最高|按(?:照)?(?![^，。；]{2,30}的(?:企业|个体工商户|个人|单位|纳税人|人员|机构|项目))|补贴期满|一次性)")
_BEYOND = re.compile(r"(?:超过|高于|不足|不满|低于)")
_LONGEST = 2000  # characters; a stretch without a stop that is longer is a table, no sentence
_OWN_CASE = re.compile(r"^(?:支持|鼓励|引导|对|凡|在|为|减免|免收|免征|减收|减半|允许|延长|将)")


def _goes_on(text: str, described: bool) -> bool:
    return _CONTINUES.match(text) is not None or (not described and not _OWN_CASE.match(text))



def read_support(title: str, text: str, parts: Sequence[Clause]) -> tuple[SupportItem, ...]:
    """The support items of a policy, in order; tasks of departments are among them, marked so."""
    width = page_width(text)
    scope = read_scope(title, text, parts, width)
    items: list[SupportItem] = []
    told, style = Told.ALONE, ""
    lead: SupportItem | None = None
    for part in parts:
        if part.kind in (PartKind.HEADER, PartKind.FURNITURE):
            continue
        before: SupportItem | None = None
        above: list[tuple[str, int]] | None = None
        for sentence in map(without_giver, sentences_of(text, (*_heading_sentence(text, part), *part.measures), width)):
            number = style_of(text, sentence.span.start)
            if not number or number != (style or number) or sentence.text.endswith("："):
                told, lead, style = lead_of(sentence.text), None, ""
            elif told is Told.SILENT:
                continue
            else:
                style = number
            item = None if scope.silent_at(sentence.span.start) and not _NAMES_WHO.match(sentence.text) else _item(sentence, part.id, scope, lead or before, text, given=lead is not None)
            if item is not None and item.addressee is Addressee.CLAIMANT:
                above = headings_of(part, parts, text) if above is None else above
                item = _below(item, above, title, text)
            if item is not None:
                listed = _listed_below(item, part, parts, text, width) if told is Told.ALONE else ()
                item = replace(item, inherited=tuple(dict.fromkeys((*item.inherited, *listed)))) if listed else item
                told = Told.SILENT if listed else told
                lead = lead or (item if told is Told.GIVEN and item.addressee is Addressee.CLAIMANT else None)
                items.append(item)
            before = item if item is not None and item.addressee is Addressee.CLAIMANT else before
    return _named_or_usual(_once(items, parts), scope)




def _mere_norm(addressee: Addressee, commitment: Commitment, audience: tuple[Audience, ...], benefits: tuple[Benefit, ...], amounts: tuple[Quantity, ...]) -> bool:
    """Whether a permission names nobody, no form of support and no amount: 额定25000伏以下的，可采用下列方式 is a technical norm."""
    return addressee is Addressee.CLAIMANT and commitment is Commitment.GRANTS and not audience and not amounts and benefits == (Benefit.OTHER,)


def _below(item: SupportItem, headings: Sequence[tuple[str, int]], title: str, text: str) -> SupportItem:
    """The item with what its headings and the title narrow it to, where its own words name no line of business and nobody."""
    asked = [option.text for group in (*item.conditions, *item.inherited) for option in group.options]
    if names_field((*asked, item.offer.text)):
        return item
    groups = next((found for heading, at in headings if (found := narrowed_by(heading, at))), ())
    if not groups and not item.conditions and not audience_of(item.text):
        groups = next((found for heading, at in headings if (found := people_of(heading, at))), ())
    place = text.find(title)
    if not groups and place >= 0 and all(option.kind in _STANDING for group in item.conditions for option in group.options):
        groups = narrowed_by(title, place)
    return replace(item, inherited=tuple(dict.fromkeys((*item.inherited, *groups)))) if groups else item


_STANDING = (ConditionKind.SIZE, ConditionKind.QUALIFICATION, ConditionKind.PLACE, ConditionKind.OWNERSHIP, ConditionKind.TIME)
# 对于农民耕种自己承包地的，补贴对象为种地农民: who gets it in a case, though it stands where all of them are described.
_NAMES_WHO = re.compile(r"[^。；，]{4,60}的，(?:补贴|补助|奖励|资助|救助|补偿|发放|奖补)对象(?:原则上|一般)?(?:为|是)")
_SHORTEST_HEADING = 8
_TELLS_APART = 24  # characters; a shorter sentence may stand twice and be two offers
_SHUTS_OUT = re.compile(r"不(?:予|得|再|享受|适用|在)|除外")


def _once(items: list[SupportItem], parts: Sequence[Clause]) -> list[SupportItem]:
    """The items, of those printed twice (a rule and its index, a page copied whole) the one that asks most.

    A copy in a clause that shuts somebody out is kept: what is shut out there goes with the clause's own offers.
    """
    shut = {part.id for part in parts if _SHUTS_OUT.search(part.text)}
    kept: dict[tuple[str, ...], SupportItem] = {}
    gone: set[str] = set()
    for item in items:
        words = re.sub(r"\s", "", item.text)
        if len(words) < _TELLS_APART or item.addressee is Addressee.DEPARTMENT or not item.conditions:
            continue
        key = (words, item.addressee, *item.audience)
        first = kept.setdefault(key, item)
        if first is item:
            continue
        asks, asks_too = _asked_words(first), _asked_words(item)
        if asks_too <= asks and item.clause_id not in shut:
            gone.add(item.id)
        elif asks < asks_too and first.clause_id not in shut:
            gone.add(first.id)
            kept[key] = item
    return [item for item in items if item.id not in gone]


def _asked_words(item: SupportItem) -> frozenset[str]:
    return frozenset(re.sub(r"\s", "", option.text) for group in item.inherited for option in group.options)


def _heading_sentence(text: str, part: Clause) -> tuple[Measure, ...]:
    """（一）支持院校增设家政专业。原则上…: the first sentence is the clause's heading, and offers something all the same."""
    at = text.find(part.heading, part.span.start, part.span.end) if len(part.heading) >= _SHORTEST_HEADING else -1
    end = at + len(part.heading)
    if at < 0 or not part.measures or text[end : end + 1] != "。" or not _BACKED_HEADING.match(part.heading):
        return ()
    return (Measure(f"{part.id}/0", text[at : end + 1], Span(at, end + 1)),)


_BACKED_HEADING = re.compile(r"(?:支持|鼓励|允许|引导)[^，。；]{0,30}(?:企业|机构|单位|院校|高校|个人|人员|人才|毕业生|合作社|农户|项目|主体)[^，。；]{3,}|对[^，。；]{2,40}(?:给予|予以|免|减)|[^，。；]{4,40}(?:给予|予以)[^，。；]{0,20}(?:奖励|补贴|补助|资助|减免)$")
# 符合下列条件之一的，可申请入户：
_LIST_FOLLOWS = re.compile(r"(?:以下|下列|如下)[^，。；：]{0,16}(?:条件|情形|要求|标准|企业|项目|单位|人员|活动|产品|机构|个人|对象|主体|人才|家庭|退役军人|子女)[^。；：]{0,60}[：:](?=\s*$|\s*[（(](?:一|1)[）)])")
_FEWEST_LISTED = 2
_LONGEST_PIECE = 4
_NUMBERED = re.compile(r"[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]\s*(?P<what>[^；。]{2,})")


def _inline_list(text: str, start: int, end: int, *, one: bool) -> Iterator[AnyOf]:
    """The conditions of a list that goes on in the sentence: one of them is enough, or all are asked."""
    stop = text.find("。", start, end)
    found = []
    for match in _NUMBERED.finditer(text, start, stop if stop >= 0 else end):
        words = match["what"].strip().rstrip("的")
        pieces = words.split("、")
        if one and len(pieces) > 1 and max(map(len, pieces)) <= _LONGEST_PIECE:  # （二）离休、退休的
            at = match.start("what")
            for piece in pieces:
                at = text.index(piece, at)
                found.append(Condition(piece, Span(at, at + len(piece)), kind_of(piece)))
            continue
        found.append(Condition(words, Span(match.start("what"), match.start("what") + len(words)), kind_of(re.sub(r"\s", "", words))))
    if one and found:
        yield AnyOf(tuple(found))
    elif found:
        yield from (AnyOf((condition,)) for condition in found)


def _listed_below(item: SupportItem, part: Clause, parts: Sequence[Clause], text: str, width: float) -> tuple[AnyOf, ...]:
    """The conditions in the list that a sentence announces: the lines below it, to the end of its clause and what is under it."""
    announced = _LIST_FOLLOWS.search(item.text) if item.addressee is Addressee.CLAIMANT else None
    if announced is None:
        return ()
    if item.text[announced.end() :].strip():  # …的，可以提取：（一）购买住房的；（二）…
        at = item.span.start + announced.end()
        return tuple(_inline_list(text, at, max(item.span.end, part.span.end), one="之一" in announced.group()))
    end = max([part.span.end, *(p.span.end for p in parts if p.id.startswith(part.id + "/"))])
    found = asked(text, item.span.start, min(end, item.span.start + _LONGEST), width)
    listed = [group for group in found if group.options[0].span.start >= item.span.end]
    return tuple(listed) if sum(len(group.options) for group in listed) >= _FEWEST_LISTED else ()


def _named_or_usual(items: list[SupportItem], scope: Scope) -> tuple[SupportItem, ...]:
    """The items, those that name nobody for whom the title names, else for whom most of the document is."""
    named = Counter(audience for item in items if item.addressee is Addressee.CLAIMANT for audience in item.audience if audience is not Audience.PROJECT)
    usual = scope.titled or ((max(named, key=lambda audience: (named[audience], audience is Audience.ENTERPRISE)),) if named else (Audience.ENTERPRISE,))
    return tuple(replace(item, audience=usual) if item.addressee is not Addressee.DEPARTMENT and not item.audience else item for item in items)


def _item(sentence: Flat, clause_id: str, scope: Scope, before: SupportItem | None, printed_text: str, *, given: bool = False) -> SupportItem | None:
    """What a sentence offers. It is read flat, and what is found is carried back to where it is printed.

    ``given``: it is one of a list of gifts (给予下列支持：), and need not say so again.
    """
    words, start = sentence.text, sentence.span.start
    promised = commitment_of(words) or (before.commitment if given and before else None)
    if promised is None and scope.offers_at(start) and any(q.unit == "元" for q in find_quantities(words, Span(0, len(words)))):
        promised = Commitment.GRANTS  # 支持标准：每户2000元
    turn = good_turn(words, more=before is not None) if len(words) <= _LONGEST else None
    if promised is Commitment.ENCOURAGES and len(words) <= _LONGEST and allowed(words):
        promised = turn = Commitment.GRANTS
    promised = promised or turn or (Commitment.ENCOURAGES if banks_do(words) else None)
    if promised is None or len(words) > _LONGEST:
        return None
    parts, quantities, printed = parts_of(words), find_quantities(words, Span(0, len(words))), audience_of(words)
    parts = given_parts(parts, quantities) if given else parts
    conditions = conditions_in(words, parts, 0, promised)
    amounts = amounts_in(parts, 0, quantities, conditions)
    addressee = addressee_of(words, parts, promised, printed, conditions, amounts, turn is not None)
    if addressee is None:
        return None
    addressee = Addressee.CLAIMANT if given and before and not re.match(r"(?:加强|完善|建立|健全|推进|推动)", words) else addressee
    offer = offer_of(words, parts, 0)
    studied = only_explored(words)
    commitment = Commitment.EXPLORES if studied else promised
    item = SupportItem(sentence.measure.id, clause_id, sentence.span.of(printed_text), sentence.span, addressee, commitment, sentence.carried(offer, printed_text))
    if addressee is Addressee.DEPARTMENT:
        return item
    if addressee is Addressee.INTERMEDIARY:
        served = beneficiary_conditions(words, 0)
        # Whom it serves, and what else the sentence asks of them: of the two readings all that either found.
        others = [g for g in conditions if not any(o.span.start < t.span.end and t.span.start < o.span.end for o in g.options for h in served for t in h.options)]
        conditions, parts, printed = tuple(sorted((*served, *others), key=lambda group: group.options[0].span.start)), (), ()
    elif studied:
        parts, printed = tuple(part for part in parts if re.search("研究|探索", part.text))[-1:], ()
        conditions = conditions_in(words, parts, 0, commitment)
    audience = audience_of_item(words, parts, printed, conditions)
    was = [group.options[0].text for group in widened(words)[1:]]
    if was:  # 由企业在职职工参保3年以上放宽至…: they are still for whom it is
        audience = (Audience.PERSON,) if re.search("(?:职工|员工|人员|者)$", was[0]) else audiences_in(was[0])[-1:] or audience
    if addressee is Addressee.INTERMEDIARY:
        audience = tuple(a for a in audience if a not in (Audience.FINANCE, Audience.PERSON))
    if scope.titled == (Audience.PERSON,) and "纳税人" in words and Audience.SELF_EMPLOYED in audience:
        audience = scope.titled  # who owes a tax of persons is one
    if before is not None and scope.card_at(before.span.start) != scope.card_at(start):
        before = None
    told_before = before.audience if before else ()  # 固定资产投资完成1000万元的，奖励2万元: those of the sentence before
    if before is not None and not (given or _goes_on(words, bool(conditions or audience))):
        before = None
    benefits = benefits_of(words, offer, conditions, commitment)
    if addressee is Addressee.CLAIMANT and commitment in (Commitment.ENCOURAGES, Commitment.EXPLORES):
        conditions = _with_act(conditions, [group for group in backed_act(parts, 0) if not _LET_IN.match(group.options[0].text)])
    if _mere_norm(addressee, commitment, audience or told_before or scope.audience_at(start) or audiences_in(words), benefits, amounts) and not (given or before):
        return None
    deadline, apply = deadline_in(words, 0), apply_in(words, 0)
    of_lead = before.benefits if given and before and benefits_in(words) == (Benefit.OTHER,) else ()
    return replace(
        item,
        audience=audience or told_before or scope.audience_at(start),
        conditions=sentence.carried_groups(conditions, printed_text),
        inherited=_inherited(item, sentence, offer, parts, conditions, scope, before, printed_text),
        benefits=benefits if benefits != (Benefit.OTHER,) else of_lead or benefits,
        amounts=tuple(sentence.carried(q, printed_text) for q in amounts if deadline is None or not deadline.span.start <= q.span.start < deadline.span.end),
        deadline=sentence.carried(deadline, printed_text) if deadline else None,
        apply=sentence.carried(apply, printed_text) if apply else None,
    )


# 支持企业申报绿色工厂: what is backed is the gift itself.
_LET_IN = re.compile(r"申报|申请|进入|自主(?!创业|择业|研发|创新|建设|培养|就业)|参与(?:政府)?采购|参评|争取|入选|评选|参加[^，]{0,12}评选|获得|获评|享受|入驻|探索")


def _with_act(conditions: tuple[AnyOf, ...], act: Sequence[AnyOf]) -> tuple[AnyOf, ...]:
    """Whom a sentence encourages and to do what, in printed order, no word told twice."""
    told = [option.span for group in conditions for option in group.options]
    new = [group for group in act if group.options and not any(o.span.start < s.end and s.start < o.span.end for o in group.options for s in told)]
    return tuple(sorted((*conditions, *new), key=lambda group: group.options[0].span.start))


_LONGEST_CLASS = 6  # characters of a bare class: 市场主体
_ACTING = (ConditionKind.DOING, ConditionKind.PROJECT, ConditionKind.FIGURE, ConditionKind.STATE)
_FIGURE = re.compile(r"(?:每年|每月|达到?|超过|不超过|不足|在|占|的)*\d")


def _of_the_rest(group: AnyOf) -> AnyOf:
    """A condition without its figure: 捐赠支出在年度利润总额12%以内 is still about what was given, beyond that share too."""
    kept = []
    for option in group.options:
        figure = _FIGURE.search(option.text)
        words = option.text[: figure.start()] if figure else option.text
        if len(words) > 1:
            kept.append(replace(option, text=words, span=Span(option.span.start, option.span.start + len(words)), kind=kind_of(re.sub(r"\s", "", words))) if figure else option)
    return AnyOf(tuple(kept))


def _inherited(
    item: SupportItem, sentence: Flat, offer: Words, parts: tuple[Part, ...], conditions: tuple[AnyOf, ...], scope: Scope,
    before: SupportItem | None, printed_text: str,
) -> tuple[AnyOf, ...]:
    """What is asked besides: the case that goes on, the act that is encouraged, the card, the document's scope."""
    found = [*before.conditions, *before.inherited] if before else []
    if _BEYOND.match(sentence.text):  # 超过500万元的部分，减半: the same claimant, another figure
        found = [rest for group in found if (rest := _of_the_rest(group)).options]
    own: tuple[AnyOf, ...] = ()
    if item.addressee is Addressee.CLAIMANT and item.commitment is not Commitment.GRANTS:
        spans = {option.span for group in conditions for option in group.options}
        own = tuple(group for group in backed_act(parts, 0) if not any(option.span in spans for option in group.options))
    if item.addressee is Addressee.CLAIMANT and not (own or conditions or found or scope.card_conditions_at(item.span.start)):
        own = before_offer(sentence.text, offer.span, 0)  # a gift to everybody is most likely one not understood
    told = {option.text for group in conditions for option in group.options}
    if item.addressee is Addressee.CLAIMANT:
        reached = opening_field(sentence.text, offer.span.start, (*conditions, *own))
        acts = any(len(o.text) > _LONGEST_CLASS and o.kind in _ACTING for g in (*conditions, *own) for o in g.options)
        permitted = () if acts else permitted_act(sentence.text)
        own = (*own, *reached, *widened(sentence.text), *permitted)
    wider = [group for group in scope.conditions_at(item.span.start) if not all(option.text in told for option in group.options)]
    return tuple(dict.fromkeys((*found, *sentence.carried_groups(own, printed_text), *wider)))
