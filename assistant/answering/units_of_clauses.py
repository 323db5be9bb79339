"""The units of the clauses found (这几条的责任分工): from their notes, else as the words of their measures name them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from assistant.answer import Answer, Citation, Kind, RefusalCode, UnitsView
from assistant.answering import composing
from assistant.answering.composing import Evidence
from assistant.answering.desk import Desk
from assistant.answering.quoting import quoted
from assistant.answering.units_in_words import BODY, act_said, names_a_doer, units_in_words
from assistant.answering.validity_line import validity_view
from assistant.judging.attachment import share
from assistant.understanding.askings import askings, asks_yes_or_no
from assistant.understanding.question import RoleAsked, Understanding, asks_for_units
from assistant.understanding.words_asked import words_asked
from corpus import Clause, Policy, Span
from index import Hit, SearchResult
from index.tokens import fold

_NEARLY = 0.75  # share of the best score from which on a measure may say who does it
HELD_BY_CHANCE = 0.15  # share of the question's words below which a clause that does not lie near is about something else
# 谁督查督办: the verb after the asking word; 归谁, 交给谁: to whom something falls.
_DOING = re.compile(r"(?<![找向问跟给和与同])(?:谁|哪(?:个|些|家)?(?:部门|单位|机构|局|方))(?:来|去)?(?!牵头|负责|管|抓)(?P<verb>[\u4e00-\u9fff]{2,6})")
_FALLS_TO = re.compile(r"(?:归|属于?|上?交给?|缴给?)(?:谁|哪(?:个|一)?(?:方|家|级))")
_FALLEN = re.compile(r"(?:归|缴回?|缴交|属于?|上交|交回)(?!纳|费|税)[^，。；]{2,10}")
_NOT_TO = re.compile(r"(?:可以|能)不(?!能|可以)|不(?:用|必|需要?)|(?<!牵)不牵头|(?<!配)不配合|(?<!负)不负责")  # 可以不配合吗 is not answered by who has which role
_WHEN = re.compile(r"时限|期限|什么时候|啥时候?|何时|几时|哪[一]?(?:天|年|月)|几月|多久|时间|when|deadline|by what date")  # 谁牵头、什么时候完成
ROLE_WORDS = {"lead": "牵头", "supporting": "配合", "": "责任单位"}


def units_of(
    desk: Desk, asked: Understanding, found: Sequence[tuple[Policy, Clause]], day: date,
    result: SearchResult | None = None,
) -> Answer:
    """The answer that names the units of the clauses found, best first: their notes with what else is asked of them, or the measure
    that says who does it. ``result`` is what a topic was found by; a refusal where nothing names a body."""
    with_units = bearing_units(found)
    if not with_units and result is not None:
        # The topic is the question without 谁牵头; a clause that says who does it may hold these words.
        says = _says_who(desk, asked, result)
        if says is not None:
            answer = desk.compose(asked, [says], day)
            return answer if says.clause.units else replace(answer, units=units_in_words(says.span.of(says.policy.text)))
        told = _told_in_words(desk, asked, result, day) or _told_in_words(desk, asked, desk.find(asked.question, asked), day)
        if told is not None:
            return told
    if not with_units and measures_that_tell(found):
        return told_by(desk, asked, _inside(desk, asked, found), day, {clause.id for _, clause in found})
    if not with_units:
        names = "、".join(composing.name_of(clause) for _, clause in found)
        reason = f"{names}没有写明责任单位。"
        return desk.refuse(asked, RefusalCode.NOT_STATED, reason, result.hits if result else ())
    # 找谁批: the clause itself may say it (经区政府批准), whoever answers for the clause.
    actor = _does_it(desk, asked, found)
    notes = [Evidence(p, c, note_span(c)) for p, c in with_units]
    matched = [item for item in _matched(desk, asked, result, with_units) if not any(composing.within(item, told) for told in actor)]
    evidence = [*actor, *notes, *matched]
    due = [_due(policy, clause) for policy, clause in with_units] if _WHEN.search(asked.folded) else []
    for item in due:
        if item is not None and not any(composing.within(item, other) for other in evidence):
            evidence.append(item)
    citations = tuple(composing.cite(item, mark) for mark, item in enumerate(evidence, 1))
    lines: list[str] = []
    for citation, item in zip(citations, actor, strict=False):
        title = f"《{citation.policy}》" if len(desk.policies) > 1 else ""
        lines += [f"{title}{composing.name_of(item.clause)}写明：", f"“{composing.as_read(citation.quote)}”[{citation.mark}]"]
    for at, (citation, (_, clause)) in enumerate(zip(citations[len(actor) :], with_units, strict=False)):
        units = UnitsView(clause.units.lead, clause.units.supporting)
        title = f"《{citation.policy}》" if len(desk.policies) > 1 else ""
        lines += [_role_sentence(unit, clause, asked.role if asks_yes_or_no(asked.folded) and not _NOT_TO.search(asked.folded) else RoleAsked.ANY) for named in asked.units for unit in named.printed]
        lines.append(title + (clause.label if asked.english else f"{composing.name_of(clause)}的责任分工："))
        lines.append(composing.units_line(units, clause.units.listed, english=asked.english))
        lines.append(f"“{composing.as_read(citation.quote)}”[{citation.mark}]")
        until = due[at] if due else None
        if until is not None:
            mark = next(cited.mark for cited, item in zip(citations, evidence, strict=True) if composing.within(until, item))
            lines.append(f"{'Deadline ' if asked.english else ''}完成时限：{clause.units.deadline}[{mark}]")
    lines += [f"“{composing.as_read(citation.quote)}”[{citation.mark}]" for citation in citations[len(actor) + len(with_units) :] if not _is_due(citation, due)]
    lines.append(composing.doubts_line(evidence, english=asked.english))
    policy, clause = with_units[0]
    view = validity_view(policy, day)
    text = composing.with_validity("\n".join(line for line in lines if line), view, english=asked.english)
    units = UnitsView(
        tuple(dict.fromkeys(unit for _, c in with_units for unit in c.units.lead)),
        tuple(dict.fromkeys(unit for _, c in with_units for unit in c.units.supporting)),
    )
    return Answer(asked.question, text, Kind.UNITS, citations, units, view)


def _due(policy: Policy, clause: Clause) -> Evidence | None:
    """Where the deadline of a clause stands: in its own words, or in a cell that is printed in a row of the table above; None if it has none."""
    deadline = clause.units.deadline
    if not deadline:
        return None
    at = clause.text.find(deadline)
    if at >= 0:
        return Evidence(policy, clause, Span(clause.span.start + at, clause.span.start + at + len(deadline)))
    merged = [span for measure in clause.measures if measure.row is not None for span in measure.row.merged if span is not None]
    found = next((span for span in merged if re.sub(r"\s", "", span.of(policy.text)) == deadline), None)
    return Evidence(policy, clause, found) if found is not None else None


def _is_due(citation: Citation, due: Sequence[Evidence | None]) -> bool:
    return any(item is not None and (item.span.start, item.span.end) == (citation.start, citation.end) for item in due)


def _does_it(desk: Desk, asked: Understanding, found: Sequence[tuple[Policy, Clause]]) -> list[Evidence]:
    """The measure of the clauses found whose own words say which body does the very act asked after (找谁批: 经区政府批准并报…备案); none
    where the question asks for no act, or none of them holds enough of its words."""
    verbs = act_said(asked.folded)
    if not verbs:
        return []
    says = re.compile(rf"(?:由|经|报|向|{BODY})[^，。；]{{0,20}}(?:{verbs})")
    words = words_asked(desk, asked)
    told = [
        (share(words, fold(f"{clause.heading}\n{measure.text}")), Evidence(policy, clause, measure.span))
        for policy, clause in found for measure in clause.measures if says.search(fold(composing.as_read(measure.text)))
    ]
    best = max(told, key=lambda entry: entry[0], default=None)
    return [best[1]] if best is not None and best[0] >= HELD_BY_CHANCE else []


def bearing_units(found: Sequence[tuple[Policy, Clause]]) -> list[tuple[Policy, Clause]]:
    """The clauses whose notes name the units of those found: their own, else those of the clauses below, else that of the
    nearest heading above (a note after 二、 holds for （一） to （五）)."""
    bearing: list[tuple[Policy, Clause]] = []
    for policy, clause in found:
        if clause.units:
            noted = [clause]
        elif not clause.leaf and not measures_that_tell([(policy, clause)]):
            noted = [c for c in policy.clauses if c.units and len(c.path) > len(clause.path) and c.path[: len(clause.path)] == clause.path]
        else:
            above = [c for c in policy.clauses if c.units and len(c.path) < len(clause.path) and clause.path[: len(c.path)] == c.path]
            noted = [] if measures_that_tell([(policy, clause)]) else above[-1:]
        bearing += [(policy, c) for c in noted if all(c.id != known.id for _, known in bearing)]
    return bearing


def measures_that_tell(found: Sequence[tuple[Policy, Clause]]) -> list[Evidence]:
    """The measures of the clauses found that say which body does something, two at most."""
    told = [
        Evidence(policy, clause, measure.span)
        for policy, clause in found for measure in clause.measures if names_a_doer(measure.text)
    ]
    return told[:2]


def _told_in_words(desk: Desk, asked: Understanding, result: SearchResult, day: date) -> Answer | None:
    """The measure that says who does it, where no clause found has a note of its units."""
    best = result.hits[0].score if result.hits else 0.0
    telling = [hit for hit in result.hits if hit.score >= _NEARLY * best and names_a_doer(_said(desk, hit))]
    # One that tells the roles apart before one that only names a body.
    telling.sort(key=lambda hit: not units_in_words(_said(desk, hit)).lead)
    return told_by(desk, asked, [*telling[:1], *(hit for hit in result.hits if hit not in telling[:1])], day) if telling else None


def told_by(desk: Desk, asked: Understanding, hits: Sequence[Hit], day: date, within: Collection[str] = ()) -> Answer:
    """The answer that quotes the first of the hits with what else answers; the units as its words name them."""
    evidence = quoted(desk, asked, asked.question, hits[:1], hits, within)
    answer = desk.compose(asked, evidence, day)
    if any(item.clause.units for item in evidence):
        return answer
    named = [units_in_words(item.span.of(item.policy.text)) for item in evidence]
    return replace(answer, units=next((units for units in named if units.lead), UnitsView()))


def _inside(desk: Desk, asked: Understanding, found: Sequence[tuple[Policy, Clause]]) -> list[Hit]:
    """The measures of the clauses found by how well they fit, one that says who does it first."""
    ids = {clause.id for _, clause in found}
    hits = [hit for hit in desk.hits_in(found[0][0].id, asked.question) if hit.passage.clause_id in ids]
    return sorted(hits, key=lambda hit: not names_a_doer(_said(desk, hit)))


def _matched(desk: Desk, asked: Understanding, result: SearchResult | None, found: Sequence[tuple[Policy, Clause]]) -> list[Evidence]:
    """The measures that answer what is asked besides the units (由谁牵头、要到多少); else the one a topic was found by, so that a
    reader sees why it is this clause."""
    ids = {clause.id for _, clause in found}
    hits = [hit for hit in result.hits if hit.passage.clause_id == found[0][1].id] if result is not None else []
    rest = [part for part in askings(asked.folded) if not asks_for_units(part.text) and not any(unit.words in part.text for unit in asked.units)]
    inside = hits or (_inside(desk, asked, found) if rest else [])
    if rest and inside:
        return quoted(desk, asked, asked.question, inside[:1], inside, ids, rest)
    return [desk.evidence(hits[0])] if hits else []


def _said(desk: Desk, hit: Hit) -> str:
    evidence = desk.evidence(hit)
    return evidence.span.of(evidence.policy.text)


def _says_who(desk: Desk, asked: Understanding, result: SearchResult) -> Evidence | None:
    """The measure, nearly as good as the best, whose words say who does just what is asked (谁督查督办, 利息归谁): the verb, and a
    body before it, or to whom it falls."""
    doing, falling = _DOING.search(asked.folded), _FALLS_TO.search(asked.folded)
    if doing is None and falling is None:
        return None
    words = words_asked(desk, asked)
    near = [hit for hit in result.hits if hit.score >= _NEARLY * result.hits[0].score]
    for hit in sorted(near, key=lambda hit: -share(words, fold(hit.passage.text.rpartition("\n")[2]))):
        evidence = desk.evidence(hit)
        said = fold(evidence.span.of(evidence.policy.text))
        verb = max((doing["verb"][i:j] for i in range(len(doing["verb"])) for j in range(i + 2, len(doing["verb"]) + 1) if doing["verb"][i:j] in said), key=len, default="") if doing else ""
        if verb and re.search(rf"{BODY}[^，。；]{{0,30}}{verb}", said):
            return evidence
        if falling and _FALLEN.search(said):
            return evidence
    return None


def role_in(unit: str, clause: Clause) -> str:
    """The role that the note of a clause gives a unit: "lead", "supporting", or "" where it tells none apart (``ROLE_WORDS``)."""
    if unit in clause.units.lead:
        return "lead"
    return "supporting" if unit in clause.units.supporting else ""


def _role_sentence(unit: str, clause: Clause, asked: RoleAsked) -> str:
    """Yes or no where one role is asked for, and the role the unit has."""
    name = composing.name_of(clause)
    role = role_in(unit, clause)
    verdict = "" if asked is RoleAsked.ANY or not clause.units.lead else ("是。" if role == asked.value else "不是。")
    if unit not in clause.units.listed:
        return f"{verdict}{unit}不在{name}的责任单位之列。"
    return f"{verdict}{unit}是{name}的{ROLE_WORDS[role]}{'' if role == '' else '单位'}。"


def note_span(clause: Clause) -> Span:
    """Where the note of a clause's units stands. Raises ValueError if it has none."""
    if clause.units.span is None:
        raise ValueError(f"{clause.id} has no unit note")
    return clause.units.span
