"""Questions about responsible units: who leads or answers for a topic or a clause, and how a document tells roles apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.answer import Answer, Confidence, RefusalCode
from assistant.answering import composing
from assistant.answering.by_content import answer_content
from assistant.answering.composing import NEAR_LEAD, Evidence
from assistant.answering.desk import Desk, part_at
from assistant.answering.units_in_words import BODY
from assistant.answering.units_of_clauses import HELD_BY_CHANCE, told_by, units_of
from assistant.conversation.follow_ups import SPEAKS_OF_IT, Resolved
from assistant.judging.attachment import share
from assistant.judging.confidence import judge_of, signals
from assistant.judging.refusal import REASONS, is_about_something_else
from assistant.understanding.question import Understanding, as_content, supposed_doer
from assistant.understanding.words_asked import without_names, words_asked
from corpus import Clause, PartKind, Policy, Span
from index import Hit, SearchResult
from index.tokens import fold

_FEW = 3  # policies whose headings are compared with a question
_QUOTED_HEADING = 4  # characters in a row that make a question quote a heading
_QUOTED_SHARE = 0.6  # and this share of the heading or of what is asked about
_AS_GOOD = 0.9
_OWN_WORDS = 4  # characters of a follow-up's topic that are words of its own
_DONE_BY = re.compile(r"(?:谁|哪(?:个|些|家)?(?:部门|单位|机构|局))(?:来|去)?(?P<verb>认定|审批|审核|审定|批准|核准|核定|受理|验收|评审|评定|评估|发放|拨付|考核|同意|备案|监督)")
# Share of the question's words in the clause (headings included) from which on its units are called clear: 94 in 100 were right
# above it, 57 in 100 below (215 questions).
_HELD_BY_CLAUSE = 0.3
# Or how far its clause scores ahead of every other where fewer are lay words for it: 8 right ones more, none wrong (of 74 in doubt).
_FAR_AHEAD = 0.9
# 由谁解释, 由谁担任: acts that the units of a clause are not said to do where its words do not speak of them, and what speaks of each.
_OWN_ACTS = {
    "解释": "解释", "指定": "指定|选定|确定", "担任": "[担兼]任|[组处局校院]长|主任", "主持": "主持|召集", "盖章": "章", "签字": "签", "任命": "任命|聘",
    "委托": "委托", "验收": "验收", "审计": "审计", "仲裁": "仲裁|裁决", "公示": "公示|公布", "受理": "受理|申请|申报", "审批": "批", "核准": "批|核准",
    "发放": "发放|拨付|兑现", "拨付": "拨付|发放|下达", "报送": "报", "培训": "培训", "起草": "起草|拟|制定",
}
_OWN_ACT = re.compile(rf"(?:谁|(?:部门|单位|机构|局|委|政府)|哪家)(?:来|去|负责|具体|统一|进行)*(?P<act>{'|'.join(_OWN_ACTS)})")
_SURE_IN_WORDS = 0.6
_WHO_IS_NAMED = re.compile(rf"{BODY}|单位|部门|机构|企业|公司|医院|学校|组织|主体|承包|经营者|负责人")


def answer_topic(desk: Desk, resolved: Resolved, day: date) -> Answer:
    """Who answers for the clauses that a question names or leans on, or for the clause that a topic is found in."""
    asked = resolved.understanding
    if resolved.clauses:
        several = [(desk.policies[policy_id], desk.clauses[clause_id]) for policy_id, clause_id in resolved.clauses]
        return units_of(desk, asked, several, day)
    if resolved.clause is not None:
        policy_id, clause_id = resolved.clause
        does = _does_in(desk.policies[policy_id], desk.clauses[clause_id], asked)
        if does is not None:
            return desk.compose(asked, [does], day)
        before = (desk.policies[policy_id], desk.clauses[clause_id])
        act = "" if SPEAKS_OF_IT.search(asked.folded) else _act_unsaid(asked, [before])
        if act:  # 那由谁解释: the document may say it elsewhere
            return _says_elsewhere(desk, asked, act, before, day)
        answer = units_of(desk, asked, [before], day)
        # 那要先找哪个科室盖章: words of its own that the clause does not hold.
        other = len(asked.topic) >= _OWN_WORDS and not answer.refused and _held(desk, asked, [before]) < HELD_BY_CHANCE
        return _unsure(answer) if other else answer
    if len(asked.topic) < 2:
        reason = "请说明要问哪一条或哪项工作的责任单位，例如“第五条由谁牵头？”。"
        return desk.refuse(asked, RefusalCode.AMBIGUOUS, reason)
    headed = _by_heading(desk, asked)
    if headed is not None:
        return units_of(desk, asked, [headed], day)
    result = desk.find(asked.topic, asked)
    if _is_foreign(desk, asked, result):
        return desk.refuse(asked, RefusalCode.NOT_IN_LIBRARY, REASONS[RefusalCode.NOT_IN_LIBRARY], result.hits)
    return _held_against(desk, asked, _as_sure(desk, asked, result, units_of(desk, asked, [_best_clause(desk, result)], day, result)))


def _held_against(desk: Desk, asked: Understanding, answer: Answer) -> Answer:
    """The answer with a word of caution where it is told in words and names another body than the question takes for the one that does it."""
    supposed = supposed_doer(asked.folded, asked.units)
    if not supposed or answer.refused or answer.units is None or not answer.units.lead:
        return answer
    names = {fold(name) for unit in asked.units if unit.words == supposed for name in (unit.words, *unit.printed)}
    clauses = [part_at(desk.policies[c.policy_id], Span(c.start, c.end)) for c in answer.citations]
    if any(name in fold(clause.text) for name in names for clause in clauses) or any(clause.units for clause in clauses):
        return answer  # it is named there, or its role in the clause has been told
    return replace(answer, text=f"请注意：原文所写的单位与所问不一致。\n{answer.text}")


def told_in_words(desk: Desk, resolved: Resolved, day: date) -> Answer | None:
    """What the text says of who does it, where no clause notes units for it (缴交国库, 由国务院办公厅负责解释): the answer on content
    where it is sure and names a body or a doer; None otherwise."""
    asked = resolved.understanding
    if resolved.clause is not None or resolved.clauses:
        return None
    told = answer_content(desk, replace(resolved, understanding=as_content(asked)), day)
    if told.refused or not told.citations or (told.certainty or 0.0) < _SURE_IN_WORDS:
        return None
    quoted_words = fold(told.citations[0].quote)
    return replace(told, kind=asked.kind) if _WHO_IS_NAMED.search(quoted_words) else None


def _says_elsewhere(desk: Desk, asked: Understanding, act: str, before: tuple[Policy, Clause], day: date) -> Answer:
    """Who does an ``act`` that the clause spoken of before says nothing of, by the words of its document; else that it is not said."""
    policy, clause = before
    hits = desk.hits_in(policy.id, asked.question, asked)
    doing = re.compile(rf"(?:由|经|报|向|{BODY})[^，。；]{{0,24}}(?:{_OWN_ACTS[act]})")
    told = next((hit for hit in hits if doing.search(fold(_quote_of(desk, hit)))), None)
    if told is not None:
        return told_by(desk, asked, [told], day, {told.passage.clause_id})
    title = f"《{policy.title}》" if len(desk.policies) > 1 else ""
    first = Evidence(policy, clause, clause.measures[0].span if clause.measures else clause.span)
    reason = f"{title}{composing.name_of(clause)}没有写明由谁{act}，其他条款也没有写到。"
    return desk.refuse_near(asked, RefusalCode.NOT_STATED, reason, [composing.cite(first, 1)])


def _quote_of(desk: Desk, hit: Hit) -> str:
    evidence = desk.evidence(hit)
    return evidence.span.of(evidence.policy.text)


def answer_rule(desk: Desk, asked: Understanding, day: date) -> Answer:
    """How lead and supporting units are told apart, as the document itself says."""
    for policy in desk.scope(asked):
        for clause in policy.clauses:
            rule = clause.units.rule
            at = clause.text.find(rule) if rule else -1
            if at >= 0:
                span = Span(clause.span.start + at, clause.span.start + at + len(rule))
                return desk.compose(asked, [Evidence(policy, clause, span)], day)
    reason = "文件没有说明如何区分牵头单位与配合单位。"
    return desk.refuse(asked, RefusalCode.NOT_STATED, reason)


def _does_in(policy: Policy, clause: Clause, asked: Understanding) -> Evidence | None:
    """The measure of a clause whose words say which body does just what a follow-up asks (找谁认定: 经区政府认定后)."""
    doing = _DONE_BY.search(asked.folded)
    if doing is None:
        return None
    said = re.compile(rf"(?:由|经|报|向|{BODY})[^，。；]{{0,24}}{doing['verb']}")
    told = [measure for measure in clause.measures if said.search(fold(measure.text))]
    return Evidence(policy, clause, told[0].span) if told else None


def _by_heading(desk: Desk, asked: Understanding) -> tuple[Policy, Clause] | None:
    """The one clause whose heading the question quotes (考核激励一条): four characters or more in a row."""
    best: list[tuple[Policy, Clause]] = []
    longest = _QUOTED_HEADING - 1
    topic = asked.topic
    for words in asked.meant.words:  # the policy's name is no heading
        topic = topic.replace(words, " ") if len(desk.policies) > 1 else topic
    pieces = re.findall(r"[\u3400-\u9fff]{4,}", topic)
    scope = desk.scope(asked)
    if not pieces or len(scope) > _FEW:  # across a library, headings of many documents share four characters
        return None
    for policy in scope:
        for clause in policy.clauses:
            if not clause.units or not clause.heading:
                continue
            heading = fold(clause.heading)
            size = max((_common_run(piece, heading) for piece in pieces), default=0)
            if size < _QUOTED_SHARE * min(len(heading), max(map(len, pieces))):
                continue
            if size > longest:
                best, longest = [(policy, clause)], size
            elif best and size == longest:
                best.append((policy, clause))
    return best[0] if len(best) == 1 else None


def _best_clause(desk: Desk, result: SearchResult) -> tuple[Policy, Clause]:
    """The clause whose measures fit best; one that names its units before one as good that names none."""
    best = result.hits[0].score
    clauses = [(hit, *desk.at(hit)) for hit in result.hits]
    for hit, policy, clause in clauses:
        if clause.kind is PartKind.CLAUSE and clause.units and hit.score >= _AS_GOOD * best:
            return policy, clause
    return next(((policy, clause) for _, policy, clause in clauses if clause.kind is PartKind.CLAUSE), clauses[0][1:])


def _common_run(a: str, b: str) -> int:
    """Length of the longest stretch that two short texts share."""
    return max((n for i in range(len(a)) for n in range(1, len(a) - i + 1) if a[i : i + n] in b), default=0)


def _as_sure(desk: Desk, asked: Understanding, result: SearchResult, answer: Answer) -> Answer:
    """The answer in the band that the fitted numbers give it, and no higher than incomplete where the clause whose units it gives
    holds few of the question's words and is not far the best: that the topic lies near is no proof that these units answer for it."""
    judge = judge_of(desk.index.encoder)
    if judge is None or answer.refused:
        return answer
    found = signals(desk, asked, result, result.hits[:1])
    clauses = [(desk.policies[c.policy_id], part_at(desk.policies[c.policy_id], Span(c.start, c.end))) for c in answer.citations]
    held = _held(desk, asked, clauses)
    alone = held >= HELD_BY_CHANCE and _ahead(result) >= _FAR_AHEAD
    sure = judge.band(found) is Confidence.CLEAR and (held >= _HELD_BY_CLAUSE or alone)
    answer = replace(answer, certainty=judge.probability(found))
    act = "" if sure else _act_unsaid(asked, clauses)
    if act:
        (policy, clause), *_ = clauses
        title = f"《{policy.title}》" if len(desk.policies) > 1 else ""
        reason = f"{title}{composing.name_of(clause)}与此最为接近，但没有写明由谁{act}。"
        return desk.refuse_near(asked, RefusalCode.NOT_STATED, reason, answer.citations[:1])
    return answer if sure else _unsure(answer)


def _unsure(answer: Answer) -> Answer:
    return replace(answer, text=f"{NEAR_LEAD}\n{answer.text}", confidence=Confidence.INCOMPLETE)


def _ahead(result: SearchResult) -> float:
    """How far the best clause scores ahead of every other."""
    best = result.hits[0]
    return best.score - max((hit.score for hit in result.hits if hit.passage.clause_id != best.passage.clause_id), default=-_FAR_AHEAD)


def _act_unsaid(asked: Understanding, clauses: Sequence[tuple[Policy, Clause]]) -> str:
    """What a question asks who does it (由谁解释), where no word of the clauses speaks of that; "" if it asks for nothing of the kind."""
    act = _OWN_ACT.search(asked.folded)
    said = fold("\n".join(f"{clause.label}\n{clause.text}" for _, clause in clauses))
    return "" if act is None or re.search(_OWN_ACTS[act["act"]], said) else act["act"]


def _is_foreign(desk: Desk, asked: Understanding, result: SearchResult) -> bool:
    """True if the library is not about the topic, as the fitted numbers say, or if it neither lies near it nor holds its words;
    the plain margin where no numbers are fitted."""
    judge = judge_of(desk.index.encoder)
    if not result.hits or judge is None:
        return is_about_something_else(result, asked, desk.options.refusal)
    found = signals(desk, asked, result, result.hits[:1])
    band = judge.band(found)
    least = _HELD_BY_CLAUSE if found.margin < 0 else HELD_BY_CHANCE  # below 0 everyday questions lie nearer to it than the clause
    far = found.margin < judge.near_from and not asked.english and _held(desk, asked, [_best_clause(desk, result)]) < least
    return band is Confidence.NONE or (band is Confidence.INCOMPLETE and far and not _asks_of_the_whole(desk, asked))


def _asks_of_the_whole(desk: Desk, asked: Understanding) -> bool:
    """True if a question names one policy of the library and nothing within it (青岛临时救助归谁管): no clause can lie near what is not said."""
    return bool(desk.directory.clearly_meant(asked.meant)) and len(desk.policies) > 1 and not without_names(desk, asked, asked.topic).strip()


def _held(desk: Desk, asked: Understanding, clauses: Sequence[tuple[Policy, Clause]]) -> float:
    """The share of the question's words that clauses hold, their headings and titles included."""
    said = "\n".join(f"{policy.title}\n{clause.label}\n{clause.text}" for policy, clause in clauses)
    return share(words_asked(desk, asked), fold(said))
