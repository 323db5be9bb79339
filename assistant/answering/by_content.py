"""Questions about content: the fewest measures that answer, or what is not stated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.answer import Answer, Confidence, Kind, RefusalCode
from assistant.answering import by_terms, composing
from assistant.answering.alike import LEAD as ALIKE_LEAD
from assistant.answering.alike import alike_elsewhere, any_may_be_meant
from assistant.answering.composing import NEAR_LEAD, Evidence
from assistant.answering.desk import Desk, part_at
from assistant.answering.enumerations import asks_for_members
from assistant.answering.hits_kept import sets_conditions
from assistant.answering.quoting import one_figure, quoted
from assistant.answering.which_document import OF_ANY_CLAUSE
from assistant.conversation.follow_ups import SPEAKS_OF_IT, Resolved
from assistant.judging.attachment import gives_value, share
from assistant.judging.confidence import judge_of, signals
from assistant.judging.refusal import REASONS, is_about_something_else, missing_detail
from assistant.understanding.asked_detail import asked_detail, asks_for_conditions
from assistant.understanding.asked_value import FIGURES, Sort, wanted
from assistant.understanding.askings import asks, needs_of, parts_of
from assistant.understanding.question import Understanding, asks_for_units, understand
from assistant.understanding.words_asked import subject_of, words_asked
from corpus import PartKind, Span
from corpus.numerals import NUMERAL
from index import Hit, SearchResult
from index.tokens import fold

_OWN_SUBJECT = 0.35  # share of a follow-up's words in one measure from which on it has a subject of its own
_MORE_OF_IT = 0.15  # how much more of its own words another clause must hold than the one spoken of before
_SURE_ENOUGH, _LESS_SURE = 0.5, 0.2  # certainty of the other clause; how much less certain it may be
_OF_THE_DOCUMENT = (Sort.CONTACT, Sort.DATE, Sort.PLACE)  # what one document says once for all it speaks of
_SPEAKS_OF = 0.3  # share of a question's words from which on a measure is quoted as speaking of the thing
_OF_IT, _NO_GAP = 0.15, 0.05  # share of the words that the sentence with the figure holds, and how much less than any other
_OF_CONTACT = 0.3  # share of a question's words that a measure with the contact asked for must hold
_COUNTED = re.compile(rf"分(?:为|成)?\s*[{NUMERAL}\d两]{{1,3}}(?:个|大|种|类|级|档|项)[^。；：:、]{{0,8}}[。；]?\s*$")
_AS_WELL, _AS_WELL_HERE = 0.6, 0.25  # share of the best score from which on a further measure (of the clause quoted) is quoted where one asks what else there is
_SAYS_SOMETHING = 12  # characters of a measure that is more than a title
# 5年过了之后呢, 过渡期满后怎么办: what holds after a term, which the term itself does not say.
_AFTERWARDS = re.compile(
    r"(?:(?<!\d)(?!(?:19|20)\d\d年)(?:\d+|[一二两三四五六七八九十半几]+)(?:年|个月|天|日)(?:的?期)?|过渡期|期限|有效期|补贴期|贴息期)(?:过了?|满了?|到了?|结束|届满|一到|期满)?(?:之后|以后|过后|后|了)(?:的话)?(?:呢|怎么办|咋办|怎么样|怎样|如何处理|会怎样|又怎样)[?？]*$"
)
_TELLS_AFTER = re.compile(r"期满|届满|到期|逾期|期限?[^，。；]{0,4}(?:后|结束)|满[^，。；]{0,6}后")
_HOW_MUCH = re.compile(r"多少|好多|几|多[大高]|金额|额度|数额|标准|比例|费率|价格?|百分|面积|how (?:much|many)")
_ROLE = re.compile(r"牵头|配合|责任单位")
_SURE_OF_THE_REST = 0.6  # certainty from which on a part of a question is answered alone


def answer_content(desk: Desk, resolved: Resolved, day: date) -> Answer:
    """The measures that answer a question about content, or a refusal that says what the nearest of them does not state."""
    asked = resolved.understanding
    if resolved.said:
        return _what_else(desk, resolved, day)
    beside = by_terms.answer_terms(desk, asked, day) if resolved.clause is None else None
    if beside is not None:
        return beside
    result = found_for(desk, resolved)
    if resolved.clause is not None:
        own = desk.search_as_typed(asked.question)
        if own.margin + desk.options.refusal.words * own.word_share < desk.options.refusal.margin_follow_up:
            reason = REASONS[RefusalCode.NOT_IN_LIBRARY]
            return desk.refuse(asked, RefusalCode.NOT_IN_LIBRARY, reason)
    elif not result.hits or (
        judge_of(desk.index.encoder) is None and is_about_something_else(result, asked, desk.options.refusal)
    ):
        return _not_in_library(desk, asked, result.hits)
    if resolved.clause is None and (open_to := any_may_be_meant(desk, asked, result.hits)):
        return desk.refuse(asked, RefusalCode.AMBIGUOUS, f"有几份文件都写到所问的内容，请说明要问哪一份：{desk.named_or_candidates(asked, open_to)}。")
    return from_hits(desk, resolved, result, day)


def _what_else(desk: Desk, resolved: Resolved, day: date) -> Answer:
    """What the document spoken of says of the topic besides what the turn before quoted; that it says nothing else, where that is so."""
    asked, policy = resolved.understanding, resolved.said[0].policy_id
    hits = desk.hits_in(policy, resolved.query, asked)
    quoted_before = [(c.start, c.end) for c in resolved.said if c.policy_id == policy]
    others = [hit for hit in hits if all(span.end <= start or end <= span.start for span in [desk.evidence(hit).span] for start, end in quoted_before)]
    clauses = {part_at(desk.policies[c.policy_id], Span(c.start, c.end)).id for c in resolved.said}
    enough = [hit for hit in others if hit.score >= (_AS_WELL_HERE if hit.passage.clause_id in clauses else _AS_WELL) * hits[0].score]
    further = [hit for hit in enough if len(desk.evidence(hit).span) >= _SAYS_SOMETHING][: desk.options.most_quotes]
    if not further:
        return desk.refuse(asked, RefusalCode.NOT_STATED, "除前面引用的以外，没有找到与此有关的其他规定。", others)
    answer = desk.compose(asked, [desk.evidence(hit) for hit in further], day, warning="除前面引用的以外，相近的规定还有以下各条，请核对。")
    return replace(answer, confidence=Confidence.INCOMPLETE)


def query_of(resolved: Resolved) -> str:
    """What is searched for: 哪一条讲人才？ is about 人才; the words around it say only that a clause is wanted."""
    asked = resolved.understanding
    return asked.topic if asked.kind is Kind.CLAUSE and len(asked.topic) >= 2 else resolved.query or asked.question


def found_for(desk: Desk, resolved: Resolved) -> SearchResult:
    """The hits that an answer on content is chosen from."""
    asked = resolved.understanding
    result = desk.find(query_of(resolved), asked)
    if resolved.clause is None:
        return result
    # 那教育这块的覆盖率呢？: a subject of its own, found in another clause by its own words.
    own = desk.find(asked.question, asked)
    inside = _prefer(result, resolved.clause)
    if not own.hits or own.hits[0].passage.clause_id == resolved.clause[1]:
        return inside
    strong = own.word_share >= _OWN_SUBJECT and own.margin >= 0
    return own if strong or _better_grounded(desk, asked, own, inside) else inside


def _better_grounded(desk: Desk, asked: Understanding, own: SearchResult, inside: SearchResult) -> bool:
    """True if the document as a whole, searched with a follow-up's own words, answers it better than the clause spoken of before: it
    gives what is asked for and that clause does not, or it holds clearly more of what the question speaks of by itself."""
    if not inside.hits or own.hits[0].passage.clause_id == inside.hits[0].passage.clause_id or SPEAKS_OF_IT.search(asked.folded):
        return False
    judge = judge_of(desk.index.encoder)
    there, here = chosen_from(desk, asked, own), chosen_from(desk, asked, inside)
    here = [hit for hit in here if hit.passage.clause_id == inside.hits[0].passage.clause_id] or [inside.hits[0]]
    signs = signals(desk, asked, own, there)
    if judge is None or judge.band(signs) is Confidence.NONE:
        return False
    sure, sure_here = judge.probability(signs), judge.probability(signals(desk, asked, inside, here))
    said = [[fold(hit.passage.text) for hit in chosen] for chosen in (there, here)]
    rest = OF_ANY_CLAUSE.sub(" ", subject_of(desk, asked))
    words = words_asked(desk, asked, rest) if re.search(r"[\u4e00-\u9fff]", rest) else []
    of_it, of_that = (share(words, "\n".join(texts)) if words else 0.0 for texts in said)
    needs = needs_of(asked.folded)
    given, given_here = (bool(needs) and all(any(need.given_by(text) for text in texts) for need in needs) for texts in said)
    if given and not given_here:
        return sure >= _SURE_ENOUGH and (of_it >= _SPEAKS_OF or all(value.sort in _OF_THE_DOCUMENT for value in wanted(asked.folded)))
    if of_it > of_that == 0.0 and sure >= max(_SURE_ENOUGH, sure_here):
        return True  # that clause holds none of its words
    return of_it - of_that >= _MORE_OF_IT and sure >= sure_here - _LESS_SURE and (given or not given_here)


def from_hits(desk: Desk, resolved: Resolved, result: SearchResult, day: date, *, named: bool = False) -> Answer:
    """The answer that the best hits give; ``named`` where the question names the clause they stand in."""
    asked = resolved.understanding
    chosen = chosen_from(desk, asked, result)
    lead = ""
    if _AFTERWARDS.search(asked.folded) and not any(_TELLS_AFTER.search(fold(desk.at(hit)[1].text)) for hit in chosen):
        return _not_stated(desk, asked, "期满以后怎样处理", result.hits)
    missing = missing_detail(asked, [hit.passage.text for hit in chosen])
    judge = judge_of(desk.index.encoder)
    band = Confidence.INCOMPLETE if missing else Confidence.CLEAR
    certainty: float | None = None
    given: Evidence | None = None
    if missing and (judge is None or named or (asked.wants is not None and not asked.wants.in_units)):
        told = _told_elsewhere(desk, asked, chosen)
        if told is not None:
            rest = [part for part in parts_of(asked.folded) if not asked.wants.asked.search(part)] if asked.wants is not None else []
            beside = [desk.evidence(chosen[0])] if any(asks(part) and not _asks_whom(part) for part in rest) else []
            return replace(desk.compose(asked, [*beside, told], day, warning=NEAR_LEAD), confidence=Confidence.INCOMPLETE)
        others = answer_other_parts(desk, resolved, asked.wants.asked, f"文件没有写明{missing}", day) if asked.wants is not None else None
        return others or _not_stated(desk, asked, missing, result.hits)
    follow_up = resolved.clause is not None  # few words of its own: far from everything, it may still be about the clause before
    if missing and follow_up:
        return _not_stated(desk, asked, missing, result.hits)
    if judge is not None and not named:
        found = signals(desk, asked, result, chosen)
        band, certainty = judge.band(found), judge.probability(found)
        if band is Confidence.NONE:
            if found.elsewhere or found.hardly_read:
                return _not_in_library(desk, asked, () if found.elsewhere else result.hits)
            if not follow_up and desk.places.speaks_for_none(asked.meant, *desk.at(chosen[0])):
                return _not_in_library(desk, asked, ())
            if missing or follow_up or found.margin >= judge.near_from:
                return _not_stated(desk, asked, missing, result.hits)
            return _not_in_library(desk, asked, result.hits)
        if band is Confidence.INCOMPLETE and desk.places.speaks_for_none(asked.meant, *desk.at(chosen[0])):
            return _not_in_library(desk, asked, result.hits)
    if band is Confidence.INCOMPLETE:  # what another document says is no help where this one is in doubt
        chosen = [hit for hit in chosen if hit.passage.policy_id == chosen[0].passage.policy_id]
    if band is Confidence.INCOMPLETE and not missing and not named:
        lacking = _figure_lacking(asked, chosen)
        given = _figure_of_clause(desk, asked, chosen[0]) if lacking and found.held >= _OF_IT and found.gap <= _NO_GAP else None
        if lacking and given is None:
            return _not_stated(desk, asked, lacking, result.hits)
    if missing:
        lead = f"文件没有直接写明{missing}，与此最接近的规定如下，请核对。"
        band = Confidence.INCOMPLETE
    if band is Confidence.INCOMPLETE and not lead:
        lead = NEAR_LEAD
    query = asked.question if named or follow_up else resolved.query or asked.question
    inside = {hit.passage.clause_id for hit in result.hits} if named else ()
    evidence = quoted(desk, asked, query, chosen, result.hits, inside, unsure=band is Confidence.INCOMPLETE)
    if given is not None and not any(composing.within(given, item) for item in evidence):
        evidence.append(given)
    elsewhere = alike_elsewhere(desk, asked, evidence, result.hits) if band is Confidence.CLEAR and not (named or follow_up) else []
    answer = desk.compose(asked, [*evidence, *elsewhere], day, warning=lead or (ALIKE_LEAD if elsewhere else ""))
    return replace(answer, confidence=band, certainty=certainty)


def asks_more(asked: Understanding) -> str:
    """What a question asks besides who is responsible (有什么措施？谁负责), "" if nothing."""
    rest = [part for part in parts_of(asked.folded) if not asks_for_units(part) and not _ROLE.search(part)]
    return "，".join(rest) if any(map(asks, rest)) else ""


def chosen_from(desk: Desk, asked: Understanding, result: SearchResult) -> list[Hit]:
    """The hits that are quoted: the best, others nearly as good, and one that gives what they lack."""
    chosen = _choose(desk, asked, result)
    if missing_detail(asked, [hit.passage.text for hit in chosen]):
        chosen = _giving_the_detail(desk, asked, result) or chosen
    return _fewest(asked, _with_members(desk, asked, chosen))


def _with_members(desk: Desk, asked: Understanding, chosen: list[Hit]) -> list[Hit]:
    """The hits chosen and, where the first only counts what is asked for (结果分为4个等级。), the measure behind it, which names them."""
    if asks_for_members(asked.folded) is None or _COUNTED.search(fold(chosen[0].passage.text.rpartition("\n")[2])) is None:
        return chosen
    behind = chosen[0].passage.measure + 1
    if any((hit.passage.clause_id, hit.passage.measure) == (chosen[0].passage.clause_id, behind) for hit in chosen):
        return chosen
    following = [hit for hit in desk.hits_in(chosen[0].passage.policy_id, asked.question, asked)
                 if (hit.passage.clause_id, hit.passage.measure) == (chosen[0].passage.clause_id, behind)]
    return [chosen[0], *following[:1], *chosen[1:]]


def _fewest(asked: Understanding, chosen: list[Hit]) -> list[Hit]:
    """Of the hits chosen for a question that asks one figure, those that give such a figure; all where none does."""
    figure = one_figure(asked)
    if figure is None:
        return chosen
    return [hit for hit in chosen if gives_value(figure, fold(hit.passage.text.rpartition("\n")[2]))] or chosen


def _figure_lacking(asked: Understanding, chosen: Sequence[Hit]) -> str:
    """What figure or whose name is asked that no hit chosen gives, in words; "" if one gives it or none is asked for."""
    figures = [value for value in wanted(asked.folded) if value.sort in (*FIGURES, Sort.PERSON)]
    if not figures or asked.kind in (Kind.YES_NO, Kind.VALIDITY):
        return ""
    given = [fold(hit.passage.text) for hit in chosen]  # 申报系统封网时间截止为2020年11月15日: a heading may say it
    return "" if any(gives_value(value, text) for value in figures for text in given) else f"具体{figures[0].sort.chinese}"


def _figure_of_clause(desk: Desk, asked: Understanding, best: Hit) -> Evidence | None:
    """The measure of the best hit's clause that gives a figure as asked and holds most of the question's words; None if none gives one."""
    policy, clause = desk.at(best)
    figures = [value for value in wanted(asked.folded) if value.sort in FIGURES]
    words = words_asked(desk, asked)
    giving = [m for m in clause.measures if not desk.leaves_out(m.id) and any(gives_value(value, fold(m.in_full)) for value in figures)]
    chosen = max(giving, key=lambda measure: share(words, fold(measure.in_full)), default=None)
    return None if chosen is None else Evidence(policy, clause, chosen.span)


def _told_elsewhere(desk: Desk, asked: Understanding, chosen: Sequence[Hit]) -> Evidence | None:
    """The measure anywhere in the document of the best hit (its 联系方式 at the end) that gives the contact or the place asked for and
    holds as many of the question's words as what was found; None if none does."""
    if asked.wants is None or asked.wants.in_units or asked.kind is Kind.YES_NO:
        return None
    policy, _ = desk.at(chosen[0])
    words = words_asked(desk, replace(asked, folded=asked.wants.asked.sub(" ", asked.folded)))
    least = max([_OF_CONTACT, *(share(words, fold(hit.passage.text.rpartition("\n")[2])) for hit in chosen)])
    told = [
        (share(words, fold(measure.text)), Evidence(policy, part, measure.span))
        for part in policy.parts for measure in part.measures
        if asked.wants.shown.search(fold(measure.in_full)) and not desk.leaves_out(measure.id)
    ]
    best = max(told, key=lambda entry: entry[0], default=None)
    if best is None or best[0] >= least:
        return best[1] if best is not None else None
    # The one contact at the end of a document is the document's.
    return best[1] if len(told) == 1 and best[1].clause.kind is PartKind.CLOSING else None


def _asks_whom(part: str) -> bool:
    """True if a part of a question asks for a telephone, an address or a name."""
    detail = asked_detail(part)
    return detail is not None and not detail.in_units


def answer_other_parts(desk: Desk, resolved: Resolved, asked_in_vain: re.Pattern[str], lead: str, day: date) -> Answer | None:
    """The answer to the parts of a question that do not ask what is not stated (补多少钱？打哪个电话？), under ``lead``, which says so; None
    where no other part asks, or it is not sure to be answered."""
    asked = resolved.understanding
    parts = parts_of(asked.folded)
    others = [part for part in parts if not asked_in_vain.search(part)]
    if len(others) == len(parts) or not any(asks(part) and not _asks_whom(part) for part in others):
        return None
    rest = "，".join(others)
    alone = replace(understand(rest, desk.units), meant=asked.meant, question=asked.question)
    answer = answer_content(desk, replace(resolved, understanding=alone, query=rest), day)
    if answer.refused or (answer.certainty or 0.0) < _SURE_OF_THE_REST:
        return None
    return replace(answer, text=f"{lead}，写明的如下。\n{answer.text}", kind=asked.kind)


def _choose(desk: Desk, asked: Understanding, result: SearchResult) -> list[Hit]:
    """The fewest hits that answer: the best, and others nearly as good."""
    options = desk.options
    wide = asked.kind in (Kind.LIST, Kind.ELIGIBILITY)
    most = options.most_quotes * (2 if wide else 1)
    best = result.hits[0]
    chosen = [best]
    conditions = asks_for_conditions(asked.folded)
    for hit in result.hits[1:]:
        same = hit.passage.clause_id == best.passage.clause_id
        enough = options.more_of_clause if same else options.other_clause
        if conditions is not None and not same and not sets_conditions(conditions, hit):
            continue
        if desk.is_copy(best.passage.policy_id, hit.passage.policy_id):
            continue
        if hit.score >= enough * best.score and len(chosen) < most:
            chosen.append(hit)
    return chosen


def _giving_the_detail(desk: Desk, asked: Understanding, result: SearchResult) -> list[Hit]:
    """A hit of the same clause, nearly as good, that gives what the best one does not."""
    best = result.hits[0]
    for hit in result.hits[1:]:
        same = hit.passage.clause_id == best.passage.clause_id
        near = hit.score >= desk.options.instead * best.score
        if same and near and not missing_detail(asked, [hit.passage.text]):
            return [best, hit]
    return []


def _not_in_library(desk: Desk, asked: Understanding, hits: Sequence[Hit]) -> Answer:
    several = len(desk.policies) > 1
    meant = desk.directory.clearly_meant(asked.meant) if several else []
    if meant and not asked.meant.named and (desk.places.of_another(asked.meant, meant[0]) or not asked.meant.words):
        meant = []  # only its place, or its topic of another place, speaks for it
    if meant:
        own = [hit for hit in hits if desk.is_copy(meant[0].id, hit.passage.policy_id) or hit.passage.policy_id == meant[0].id]
        return desk.refuse(asked, RefusalCode.NOT_STATED, f"《{meant[0].title}》没有写到所问的内容，其他文件里也没有可以据以回答的规定。", own)
    place = desk.places.without_policy(asked.meant) if several else ""
    reason = f"政策库里没有“{place}”的文件，无法据以回答。" if place else REASONS[RefusalCode.NOT_IN_LIBRARY]
    return desk.refuse(asked, RefusalCode.NOT_IN_LIBRARY, reason, hits)


def _not_stated(desk: Desk, asked: Understanding, missing: str, hits: Sequence[Hit]) -> Answer:
    """What the nearest clause does say of the thing, that it does not say what is asked, and whom to ask."""
    policy, clause = desk.at(hits[0])
    title = f"《{policy.title}》" if len(desk.policies) > 1 else ""
    words = words_asked(desk, asked)
    said = composing.core_of(desk.evidence(hits[0]), words)
    # 费怎么收 may be answered by a sum, but asks for none by name.
    named = [value for value in wanted(asked.folded) if value.sort not in (Sort.MONEY, Sort.RATIO, Sort.NUMBER) or _HOW_MUCH.search(asked.folded)]
    absent = dict.fromkeys(value.sort.chinese for value in named if not gives_value(value, fold(said)))
    figures = [value for value in wanted(asked.folded) if value.sort in FIGURES]
    given = bool(figures) and all(gives_value(value, fold(said)) for value in figures)  # 写明“处100元以上罚款”: of what else, is not said
    speaks_of_it = share(words, fold(f"{hits[0].passage.heading}\n{said}")) >= _SPEAKS_OF
    lacks = missing or (f"所问的{'、'.join(absent)}" if absent else "是否适用于所问的情形" if given and speaks_of_it else "所问的内容")
    told = f"与此有关，写明“{said}”，" if speaks_of_it else "与此最为接近，"
    reason = f"{title}{composing.name_of(clause)}{told}但没有写明{lacks}。"
    own = [hit for hit in hits if hit.passage.policy_id == policy.id]
    return desk.refuse(asked, RefusalCode.NOT_STATED, reason, own)


def _prefer(result: SearchResult, clause: tuple[str, str]) -> SearchResult:
    """A follow-up stays with its clause if that has anything to say."""
    inside = [hit for hit in result.hits if hit.passage.clause_id == clause[1]]
    others = [hit for hit in result.hits if hit not in inside]
    if inside and inside[0].score >= 0.5 * result.hits[0].score:
        return replace(result, hits=(*inside, *others))
    return result
