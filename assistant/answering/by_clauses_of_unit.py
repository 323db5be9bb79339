"""Questions in reverse (市住建局牵头哪几条): the clauses that list a unit, with its role and what they have it do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answer import Answer, Confidence, Kind, Refusal, RefusalCode, UnitsView
from assistant.answering import composing
from assistant.answering.by_units import answer_topic
from assistant.answering.composing import Evidence
from assistant.answering.desk import Desk, nearest_text
from assistant.answering.units_of_clauses import ROLE_WORDS, note_span, role_in
from assistant.answering.validity_line import validity_view
from assistant.conversation.follow_ups import Resolved
from assistant.understanding.question import RoleAsked, Understanding
from assistant.understanding.words_asked import without_names
from corpus import Clause, Policy, Span
from index.tokens import fold

_FEW_POLICIES = 2  # a body in no list of units is looked for in the words of as many policies at most
_SHORTEST_BODY = 3
_A_TOPIC = 4  # characters
_NO_TOPIC = re.compile(
    r"牵头|负责|配合|参与|承担|协助|涉及|主管|任务|工作|事项|措施|职责|条款|内容|方面|责任|分工|单位|部门|文件|政策|通知|哪几?|些|几|什么|多少|有没有|是否|是不是|[一]?条|[项个的在里中由是有和与或吗呢了又还都要]|[?？!！。，,、；;《》\s]"
)
_ALONE = re.compile(r"(?:只|仅|光)(?:有|列|写|由|是|归|靠|涉及)[^，。？?；]{0,16}(?:一[家个]|$|[?？]|负责|牵头)|单独(?:负责|牵头|承担)|独家|唯一")
_MOST_NAMED = 6  # measures quoted that name it
_FEW_CLAUSES = 2  # that list a unit, of which it is quoted what they have it do
_EVERY_CLAUSE, _YES_OR_NO = re.compile(r"(?:所有|全部|每(?:一)?)(?:的)?条"), re.compile(r"是不是|是否|吗|都")
_BRIEF, _CORE = 200, 80  # characters of a clause, and of a measure, quoted for that


@dataclass(frozen=True, slots=True)
class _Listed:
    """A clause that lists units asked for, with the role of each (``role_in``, or "absent")."""

    policy: Policy
    clause: Clause
    roles: list[tuple[str, str]]


def answer_reverse(desk: Desk, asked: Understanding, day: date) -> Answer:
    """The clauses that list the units a question names, in the documents' order; asked 不牵头哪几条, those that do not."""
    where = _where_to_look(desk, asked)
    called = list(dict.fromkeys(unit for named in asked.units for unit in named.printed))
    # 各区县 is printed otherwise in every document: of these names those that stand where it is looked for.
    printed = [unit for unit in called if any(policy.id in where for policy, _ in desk.units.clauses_of(unit))] or called
    found = _clauses_listing(desk, asked, printed, where)
    if asked.negated:
        listing = found
        found = {
            clause.id: _Listed(policy, clause, [(unit, "absent") for unit in printed])
            for policy in where.values()
            for clause in policy.clauses
            if clause.units and clause.id not in listing
        }
    if not found:
        return _none_listing(desk, asked, printed, where, day)
    order = {part.id: i for policy in desk.policies.values() for i, part in enumerate(policy.parts)}
    entries = sorted(found.values(), key=lambda entry: (entry.policy.source, order[entry.clause.id]))
    # Each note with what the clause has the unit do below it: the marks count up as they are read.
    does = [[] if asked.negated else _what_is_done(desk, asked, entry.policy, entry.clause, len(entries)) for entry in entries]
    evidence = [item for entry, done in zip(entries, does, strict=True) for item in (Evidence(entry.policy, entry.clause, note_span(entry.clause)), *done)]
    citations = tuple(composing.cite(item, mark) for mark, item in enumerate(evidence, 1))
    cited = iter(citations)
    lines = [_opening(asked, printed, entries, where)]
    shown = ""
    for entry, done in zip(entries, does, strict=True):
        policy, clause = entry.policy, entry.clause
        citation, further = next(cited), [next(cited) for _ in done]
        name = clause.label if len(clause.path) == 1 else composing.name_of(clause)  # （三）… alone stands under several headings
        if len(desk.policies) > 1 and policy.id != shown:
            shown = policy.id
            lines.append(f"《{policy.title}》")
        if asked.negated:
            lines.append(f"· {name}[{citation.mark}]")
            continue
        words = "、".join(ROLE_WORDS[role] if len(printed) == 1 else f"{unit}{ROLE_WORDS[role]}" for unit, role in entry.roles)
        lines.append(f"· {name}——{words}[{citation.mark}]")
        lines += [f"“{composing.as_read(told.quote)}”[{told.mark}]" for told in further]
    named = entries[0].clause.units if len(entries) == 1 and not asked.negated else None
    units = UnitsView(named.lead, named.supporting) if named else None  # of one clause: who else stands there
    if units is not None and named is not None:
        lines.append(composing.units_line(units, named.listed, english=asked.english))
    view = validity_view(entries[0].policy, day)
    text = composing.with_validity("\n".join(lines), view, english=asked.english)
    return Answer(asked.question, text, asked.kind, citations, units, view)


def _clauses_listing(desk: Desk, asked: Understanding, printed: Sequence[str], where: Mapping[str, Policy]) -> dict[str, _Listed]:
    """The clauses, by id, that list one of the units in the role asked for; each of them or it alone, where that is asked."""
    found: dict[str, _Listed] = {}
    for unit in printed:
        for policy, clause in desk.units.clauses_of(unit):
            if policy.id not in where:
                continue
            role = role_in(unit, clause)
            if asked.role is RoleAsked.ANY or role == asked.role.value:
                found.setdefault(clause.id, _Listed(policy, clause, [])).roles.append((unit, role))
    if asked.all_together:
        groups = [set(named.printed) for named in asked.units]
        found = {key: entry for key, entry in found.items() if all(group & {unit for unit, _ in entry.roles} for group in groups)}
    if _ALONE.search(asked.folded):  # 只列了市财政局一家: where it stands alone, if it does anywhere
        alone = {key: entry for key, entry in found.items() if set(entry.clause.units.listed) <= set(printed)}
        found = alone or found
    return found


def _none_listing(desk: Desk, asked: Understanding, printed: Sequence[str], where: Mapping[str, Policy], day: date) -> Answer:
    """Where no list of units names it so: the measures that speak of the body, in few policies, else a refusal with where it is listed."""
    who = "、".join(dict.fromkeys(named.words for named in asked.units))
    if not asked.negated and asked.role is RoleAsked.ANY and len(where) <= _FEW_POLICIES:
        spoken_of = _speaking_of([name for named in asked.units for name in (named.words, *named.printed)], where)
        if spoken_of:
            return desk.compose(asked, spoken_of, day, warning=f"责任分工里没有列出{who}，条款正文提到它的如下。", keep_order=True)
    doing = {RoleAsked.LEAD: "牵头", RoleAsked.SUPPORTING: "配合", RoleAsked.ANY: "负责"}[asked.role]
    reason = f"文件里没有由{who}{doing}的条款。"
    told = _who_does_it(desk, asked, day)
    if told is not None:
        return replace(told, text=f"{reason}\n{told.text}", kind=asked.kind)
    # Of another document, where it is listed would mislead.
    near = [Evidence(p, c, note_span(c)) for unit in printed for p, c in desk.units.clauses_of(unit) if p.id in where]
    if not near and len(where) <= _FEW_POLICIES:
        near = _speaking_of([name for named in asked.units for name in (named.words, *named.printed)], where)
    nearest = tuple(composing.cite(item, mark) for mark, item in enumerate(near[:3], 1))
    return Answer(asked.question, reason + nearest_text(nearest), asked.kind, refusal=Refusal(RefusalCode.NOT_STATED, reason, nearest))


def _who_does_it(desk: Desk, asked: Understanding, day: date) -> Answer | None:
    """Who does the thing that a question names beside the unit (市发改委牵头技术攻关的哪些任务), where that is clear; None otherwise."""
    rest = asked.folded
    for unit in asked.units:
        rest = rest.replace(unit.words, " ")
    topic = " ".join(_NO_TOPIC.sub(" ", without_names(desk, asked, rest)).split())
    if asked.negated or len(topic) < _A_TOPIC:
        return None
    told = answer_topic(desk, Resolved(replace(asked, kind=Kind.UNITS, topic=topic, role=RoleAsked.ANY)), day)
    return told if not told.refused and told.confidence is Confidence.CLEAR else None


def _opening(asked: Understanding, printed: Sequence[str], entries: Sequence[_Listed], where: Mapping[str, Policy]) -> str:
    """The line above the clauses; asked 是不是每一条都有它, with yes or no."""
    doing = {RoleAsked.LEAD: "牵头", RoleAsked.SUPPORTING: "配合", RoleAsked.ANY: "列名"}[asked.role]
    if asked.negated:
        return f"{'、'.join(printed)}未{doing}的条款："
    opening = f"{'、'.join(printed)}涉及以下条款："
    if len(printed) == 1 and _EVERY_CLAUSE.search(asked.folded) and _YES_OR_NO.search(asked.folded):
        total = sum(bool(clause.units) for policy in where.values() for clause in policy.clauses)
        return ("是。" if len(entries) == total else "不是。") + opening
    return opening


def _what_is_done(desk: Desk, asked: Understanding, policy: Policy, clause: Clause, among: int) -> list[Evidence]:
    """What a clause that lists a unit has it do: of one or two clauses the measures nearest to the question, of several the core
    of those that have no heading to say it."""
    note = note_span(clause)
    measures = [m for m in clause.measures if not (note.start <= m.span.start < note.end)]
    if not measures or (among > _FEW_CLAUSES and (clause.heading or among > _MOST_NAMED)):
        return []
    if among > _FEW_CLAUSES:
        return [Evidence(policy, clause, measures[0].span)] if len(measures[0].span) <= _CORE else []
    if sum(len(m.span) for m in measures) <= _BRIEF:
        return [Evidence(policy, clause, Span(measures[0].span.start, measures[-1].span.end))]
    inside = [hit for hit in desk.hits_in(policy.id, asked.question) if hit.passage.clause_id == clause.id]
    found = [item for hit in inside for item in [desk.evidence(hit)] if not (note.start <= item.span.start < note.end)]
    return composing.in_document_order(found[: 1 if among > 1 else 2])


def _speaking_of(names: Sequence[str], where: Mapping[str, Policy]) -> list[Evidence]:
    """The measures that say what a body does, or, where none does, that name it; without its rank (县林业局 by 林业局), in the order of
    the documents."""
    bare = {re.sub(r"^(?:[省市区县州盟旗乡镇]|自治[区州县])", "", fold(name)) for name in names}
    sought = [re.escape(name) for name in bare if len(name) >= _SHORTEST_BODY]
    if not sought:
        return []
    naming = re.compile("|".join(sought))
    doing = re.compile(rf"(?:^|[。；;:：\n)）]|由|\d[.、．]?)\s*[省市区县州]?(?:{naming.pattern})(?:[:：]|(?:要|应当?|会同|牵头|负责|按照|根据|加强|依法|做好|组织|[\u4e00-\u9fff]{{2}})(?![、,，]))")
    told = [
        (Evidence(policy, clause, measure.span), fold(measure.text))
        for policy in where.values() for clause in policy.clauses for measure in clause.measures if naming.search(fold(measure.text))
    ]
    acting = [item for item, said in told if doing.search(said)]
    return (acting or [item for item, _ in told])[:_MOST_NAMED]


def _where_to_look(desk: Desk, asked: Understanding) -> dict[str, Policy]:
    """The policies whose clauses are counted: those meant, else those of the place named, else all."""
    policies = desk.scope(asked)
    if len(policies) > 1 and asked.meant.places:
        here = [p for p in policies if set(asked.meant.places) & set(desk.directory.places_of(p))]
        policies = here or policies
    return {policy.id: policy for policy in policies}
