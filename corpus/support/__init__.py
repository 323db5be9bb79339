"""Support items (支持事项): what each measure of a policy offers, derived once, when the policy is read.

The door of the folder: ``read_support``. The record is ``corpus.policy.SupportItem``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.policy import (
    Addressee,
    AnyOf,
    Audience,
    Benefit,
    Clause,
    Commitment,
    Measure,
    PartKind,
    SupportItem,
)
from corpus.support.addressing import addressee_of, audience_of_item, only_explored
from corpus.support.conditions import backed_act, before_offer, beneficiary_conditions, conditions_in
from corpus.support.offers import amounts_in, apply_in, benefits_in, deadline_in, offer_of
from corpus.support.scope import Scope, read_scope
from corpus.support.sentence import Part, parts_of

__all__ = ["read_support"]

# Openings that go on with the case of the sentence before: 其中，每满一万人奖励一万元; 确有其他特殊困难的，….
_CONTINUES = re.compile(r"^(?:其中|每(?:满|增|超|个|间|人)|超过|达到|确有|确因|对特别|再|该|上述|以上|(?:补助|奖励|补贴|支持)(?:标准|金额|资金|上限)|单个|单家|最高|按(?:照)?|补贴期满|一次性)")
_LONGEST = 2000  # characters; a stretch without a stop that is longer is a table, no sentence
_OWN_CASE = re.compile(r"^(?:支持|鼓励|引导|对|凡|在|为)")


def _goes_on(text: str, described: bool) -> bool:
    return _CONTINUES.match(text) is not None or (not described and not _OWN_CASE.match(text))



def read_support(title: str, text: str, parts: Sequence[Clause]) -> tuple[SupportItem, ...]:
    """The support items of a policy, in order; tasks of departments are among them, marked so."""
    scope = read_scope(title, text, parts)
    items: list[SupportItem] = []
    for part in parts:
        if part.kind is not PartKind.CLAUSE:
            continue
        before: SupportItem | None = None
        for measure in part.measures:
            item = None if scope.silent_at(measure.span.start) else _item(measure, part.id, scope, before)
            if item is not None:
                items.append(item)
            before = item if item is not None and item.addressee is Addressee.CLAIMANT else before
    return tuple(items)


def _item(measure: Measure, clause_id: str, scope: Scope, before: SupportItem | None) -> SupportItem | None:
    if measure.commitment is None or len(measure.text) > _LONGEST:
        return None
    base = measure.span.start
    parts = parts_of(measure.text)
    conditions = conditions_in(measure.text, parts, base, measure.commitment, measure.quantities)
    amounts = amounts_in(parts, base, measure.quantities, conditions)
    addressee = addressee_of(measure.text, parts, measure.commitment, measure.audience, conditions, amounts)
    if addressee is None:
        return None
    offer = offer_of(measure.text, parts, base)
    studied = only_explored(measure.text)
    commitment = Commitment.EXPLORES if studied else measure.commitment
    item = SupportItem(measure.id, clause_id, measure.text, measure.span, addressee, commitment, offer)
    if addressee is Addressee.DEPARTMENT:
        return item
    printed = measure.audience
    if addressee is Addressee.INTERMEDIARY:
        conditions, parts, printed = beneficiary_conditions(measure.text, base), (), ()
    elif studied:
        parts, printed = tuple(part for part in parts if re.search("研究|探索", part.text))[-1:], ()
        conditions = conditions_in(measure.text, parts, base, commitment, measure.quantities)
    audience = audience_of_item(measure.text, parts, printed, conditions)
    if addressee is Addressee.INTERMEDIARY:
        audience = tuple(a for a in audience if a not in (Audience.FINANCE, Audience.PERSON))
    if before is not None and (scope.card_at(before.span.start) != scope.card_at(base) or not _goes_on(measure.text, bool(conditions or audience))):
        before = None
    deadline = deadline_in(measure.text, base)
    benefits = benefits_in(offer.text if len(offer.text) > 6 else measure.text)
    return replace(
        item,
        audience=audience or (before.audience if before else ()) or scope.audience_at(base) or (Audience.ENTERPRISE,),
        conditions=conditions,
        inherited=_inherited(item, parts, conditions, scope, before),
        benefits=benefits if benefits != (Benefit.OTHER,) else benefits_in(measure.text),
        amounts=tuple(q for q in amounts if deadline is None or not deadline.span.start <= q.span.start < deadline.span.end),
        deadline=deadline,
        apply=apply_in(measure.text, base),
    )


def _inherited(
    item: SupportItem, parts: tuple[Part, ...], conditions: tuple[AnyOf, ...], scope: Scope, before: SupportItem | None
) -> tuple[AnyOf, ...]:
    """What is asked besides: the case that goes on, the act that is encouraged, the card, the document's scope."""
    found = [*before.conditions, *before.inherited] if before else []
    if item.addressee is Addressee.CLAIMANT and item.commitment is not Commitment.GRANTS:
        found += backed_act(parts, item.span.start)
    elif item.addressee is Addressee.CLAIMANT and not conditions and not found and scope.card_at(item.span.start) < 0:
        found += before_offer(item.text, item.offer.span, item.span.start)  # a gift to everybody is most likely one not understood
    return tuple(dict.fromkeys((*found, *scope.conditions_at(item.span.start))))
