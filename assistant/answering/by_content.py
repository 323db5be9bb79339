"""Questions about content: the fewest measures that answer, or what is not stated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant import composing
from assistant.answer import Answer, Confidence, Kind, RefusalCode
from assistant.answering.desk import Desk
from assistant.asked_detail import supposed_figures
from assistant.confidence import is_near, judge_of, signals
from assistant.conversation import Resolved
from assistant.question import Understanding
from assistant.refusal import REASONS, is_about_something_else, missing_detail
from index import Hit, SearchResult
from index.tokens import fold


def answer_content(desk: Desk, resolved: Resolved, day: date) -> Answer:
    asked = resolved.understanding
    result = found_for(desk, resolved)
    if resolved.clause is not None:
        own = desk.search_as_typed(asked.question)
        if own.margin + desk.options.refusal.words * own.word_share < desk.options.refusal.margin_follow_up:
            reason = REASONS[RefusalCode.NOT_IN_LIBRARY]
            return desk.refuse(asked, RefusalCode.NOT_IN_LIBRARY, reason)
    elif not result.hits or (
        judge_of(desk.index.encoder) is None and is_about_something_else(result, asked, desk.options.refusal)
    ):
        return desk.refuse(asked, RefusalCode.NOT_IN_LIBRARY, REASONS[RefusalCode.NOT_IN_LIBRARY], result.hits)
    return from_hits(desk, resolved, result, day)


def found_for(desk: Desk, resolved: Resolved) -> SearchResult:
    """The hits that an answer on content is chosen from."""
    asked = resolved.understanding
    # 哪一条讲人才？ is about 人才; the words around it say only that a clause is wanted.
    finding = asked.kind is Kind.CLAUSE and len(asked.topic) >= 2
    result = desk.find(asked.topic if finding else resolved.query or asked.question, asked)
    return result if resolved.clause is None else _prefer(result, resolved.clause)


def from_hits(desk: Desk, resolved: Resolved, result: SearchResult, day: date, *, named: bool = False) -> Answer:
    """The answer that the best hits give; ``named`` where the question names the clause they stand in."""
    asked = resolved.understanding
    chosen = chosen_from(desk, asked, result)
    # 覆盖面超过75%，对吗: the clause has another figure; saying nothing would be half a yes.
    supposed = supposed_figures(asked.folded) if asked.kind is Kind.YES_NO else set()
    written = "".join(hit.passage.text for hit in chosen)
    lead = "所问的数字与原文不一致，请以原文为准。" if supposed and not supposed <= supposed_figures(fold(written)) else ""
    missing = missing_detail(asked, [hit.passage.text for hit in chosen])
    judge = judge_of(desk.index.encoder)
    band = Confidence.INCOMPLETE if missing else Confidence.CLEAR
    if missing and (judge is None or named or (asked.wants is not None and not asked.wants.in_units)):
        return _not_stated(desk, asked, missing, result.hits)
    follow_up = resolved.clause is not None  # few words of its own: nothing to judge it by
    if missing and follow_up:
        return _not_stated(desk, asked, missing, result.hits)
    if judge is not None and not named and not follow_up:
        found = signals(desk, asked, result, chosen, follow_up=follow_up)
        band = judge.band(found)
        if band is Confidence.NONE:
            if missing or is_near(found):
                return _not_stated(desk, asked, missing, result.hits)
            reason = REASONS[RefusalCode.NOT_IN_LIBRARY]
            return desk.refuse(asked, RefusalCode.NOT_IN_LIBRARY, reason, result.hits)
    if missing:
        lead = f"文件没有直接写明{missing}，与此最接近的规定如下，请核对。"
        band = Confidence.INCOMPLETE
    answer = desk.compose(asked, [desk.evidence(hit) for hit in chosen], day, warning=lead)
    return replace(answer, confidence=band)


def chosen_from(desk: Desk, asked: Understanding, result: SearchResult) -> list[Hit]:
    """The hits that are quoted: the best, others nearly as good, and one that gives what they lack."""
    chosen = _choose(desk, asked, result)
    if missing_detail(asked, [hit.passage.text for hit in chosen]):
        chosen = _giving_the_detail(desk, asked, result) or chosen
    return chosen


def _choose(desk: Desk, asked: Understanding, result: SearchResult) -> list[Hit]:
    """The fewest hits that answer: the best, and others nearly as good."""
    options = desk.options
    wide = asked.kind in (Kind.LIST, Kind.ELIGIBILITY)
    most = options.most_quotes * (2 if wide else 1)
    best = result.hits[0]
    chosen = [best]
    for hit in result.hits[1:]:
        same = hit.passage.clause_id == best.passage.clause_id
        enough = options.more_of_clause if same else options.other_clause
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


def _not_stated(desk: Desk, asked: Understanding, missing: str, hits: Sequence[Hit]) -> Answer:
    _, clause = desk.at(hits[0])
    reason = f"{composing.name_of(clause)}与此有关，但没有写明{missing or '所问的内容'}。"
    return desk.refuse(asked, RefusalCode.NOT_STATED, reason, hits)


def _prefer(result: SearchResult, clause: tuple[str, str]) -> SearchResult:
    """A follow-up stays with its clause if that has anything to say."""
    inside = [hit for hit in result.hits if hit.passage.clause_id == clause[1]]
    others = [hit for hit in result.hits if hit not in inside]
    if inside and inside[0].score >= 0.5 * result.hits[0].score:
        return replace(result, hits=(*inside, *others))
    return result
