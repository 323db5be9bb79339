"""Questions about responsible units: of a topic, of a clause, and in reverse (which clauses does a unit lead)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from assistant.answer import Answer, Confidence, Kind, Refusal, RefusalCode, UnitsView
from assistant.answering import composing
from assistant.answering.by_content import answer_content
from assistant.answering.composing import NEAR_LEAD, Evidence
from assistant.answering.desk import Desk, nearest_text, part_at
from assistant.answering.quoting import quoted
from assistant.answering.units_in_words import BODY, act_said, names_a_doer, units_in_words
from assistant.answering.validity_line import validity_view
from assistant.conversation.follow_ups import Resolved
from assistant.judging.attachment import share
from assistant.judging.confidence import judge_of, signals
from assistant.judging.refusal import REASONS, is_about_something_else
from assistant.understanding.askings import askings, asks_yes_or_no
from assistant.understanding.question import RoleAsked, Understanding, as_content, asks_for_units
from assistant.understanding.words_asked import without_names, words_asked
from corpus import Clause, PartKind, Policy, Span
from index import Hit, SearchResult
from index.tokens import fold

_FEW = 3  # policies whose headings are compared with a question
_QUOTED_HEADING = 4  # characters in a row that make a question quote a heading
_QUOTED_SHARE = 0.6  # and this share of the heading or of what is asked about
_AS_GOOD = 0.9
_NEARLY = 0.75  # share of the best score from which on a measure may say who does it
_FEW_POLICIES = 2  # a body in no list of units is looked for in the words of as many policies at most
_SHORTEST_BODY = 3
# Share of the question's words in the clause (headings included) from which on its units are called clear: 94 in 100 were right
# above it, 57 in 100 below (215 questions).
_HELD_BY_CLAUSE = 0.3
_HELD_BY_CHANCE = 0.15  # and below which a clause that does not lie near is about something else
# Or how far its clause scores ahead of every other where fewer are lay words for it: 8 right ones more, none wrong (of 74 in doubt).
_FAR_AHEAD = 0.9
_ALONE = re.compile(r"(?:只|仅|光)(?:有|列|写|由|是|归|靠|涉及)[^，。？?；]{0,16}(?:一[家个]|$|[?？]|负责|牵头)|单独(?:负责|牵头|承担)|独家|唯一")
_OWN_WORDS = 4  # characters of a follow-up's topic that are words of its own
_MOST_NAMED = 6  # measures quoted that name it
_FEW_CLAUSES = 2  # that list a unit, of which it is quoted what they have it do
_BRIEF, _CORE = 200, 80  # characters of a clause, and of a measure, quoted for that
# 谁督查督办: the verb after the asking word; 归谁, 交给谁: to whom something falls.
_DOING = re.compile(r"(?<![找向问跟给和与同])(?:谁|哪(?:个|些|家)?(?:部门|单位|机构|局|方))(?:来|去)?(?!牵头|负责|管|抓)(?P<verb>[\u4e00-\u9fff]{2,6})")
_DONE_BY = re.compile(r"(?:谁|哪(?:个|些|家)?(?:部门|单位|机构|局))(?:来|去)?(?P<verb>认定|审批|审核|审定|批准|核准|核定|受理|验收|评审|评定|评估|发放|拨付|考核|同意|备案|监督)")
_FALLS_TO = re.compile(r"(?:归|属于?|上?交给?|缴给?)(?:谁|哪(?:个|一)?(?:方|家|级))")
_FALLEN = re.compile(r"(?:归|缴回?|缴交|属于?|上交|交回)(?!纳|费|税)[^，。；]{2,10}")
# 由谁解释, 由谁担任: acts that the units of a clause are not said to do where its words do not speak of them, and what speaks of each.
_OWN_ACTS = {
    "解释": "解释", "指定": "指定|选定|确定", "担任": "[担兼]任|[组处局校院]长|主任", "主持": "主持|召集", "盖章": "章", "签字": "签", "任命": "任命|聘",
    "委托": "委托", "验收": "验收", "审计": "审计", "仲裁": "仲裁|裁决", "公示": "公示|公布", "受理": "受理|申请|申报", "审批": "批", "核准": "批|核准",
    "发放": "发放|拨付|兑现", "拨付": "拨付|发放|下达", "报送": "报", "培训": "培训", "起草": "起草|拟|制定",
}
_OWN_ACT = re.compile(rf"(?:谁|(?:部门|单位|机构|局|委|政府)|哪家)(?:来|去|负责|具体|统一|进行)*(?P<act>{'|'.join(_OWN_ACTS)})")
_NOT_TO = re.compile(r"(?:可以|能)不(?!能|可以)|不(?:用|必|需要?)|(?<!牵)不牵头|(?<!配)不配合|(?<!负)不负责")  # 可以不配合吗 is not answered by who has which role
_SURE_IN_WORDS = 0.6
_WHO_IS_NAMED = re.compile(rf"{BODY}|单位|部门|机构|企业|公司|医院|学校|组织|主体|承包|经营者|负责人")
_ROLE_WORDS = {"lead": "牵头", "supporting": "配合", "": "责任单位"}


def answer_topic(desk: Desk, resolved: Resolved, day: date) -> Answer:
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
        answer = units_of(desk, asked, [before], day)
        # 那要先找哪个科室盖章: words of its own that the clause does not hold.
        other = len(asked.topic) >= _OWN_WORDS and not answer.refused and _held(desk, asked, [before]) < _HELD_BY_CHANCE
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
    return _as_sure(desk, asked, result, units_of(desk, asked, [_best_clause(desk, result)], day, result))


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


def _as_sure(desk: Desk, asked: Understanding, result: SearchResult, answer: Answer) -> Answer:
    """The answer in the band that the fitted numbers give it, and no higher than incomplete where the clause whose units it gives
    holds few of the question's words and is not far the best: that the topic lies near is no proof that these units answer for it."""
    judge = judge_of(desk.index.encoder)
    if judge is None or answer.refused:
        return answer
    found = signals(desk, asked, result, result.hits[:1])
    clauses = [(desk.policies[c.policy_id], part_at(desk.policies[c.policy_id], Span(c.start, c.end))) for c in answer.citations]
    held = _held(desk, asked, clauses)
    alone = held >= _HELD_BY_CHANCE and _ahead(result) >= _FAR_AHEAD
    sure = judge.band(found) is Confidence.CLEAR and (held >= _HELD_BY_CLAUSE or alone)
    answer = replace(answer, certainty=judge.probability(found))
    act = "" if sure else _act_unsaid(asked, clauses)
    if act:
        (policy, clause), *_ = clauses
        title = f"《{policy.title}》" if len(desk.policies) > 1 else ""
        reason = f"{title}{composing.name_of(clause)}与此最为接近，但没有写明由谁{act}。"
        return desk.refuse_near(asked, RefusalCode.NOT_STATED, reason, answer.citations[:1])
    return answer if sure else _unsure(answer)


def _ahead(result: SearchResult) -> float:
    """How far the best clause scores ahead of every other."""
    best = result.hits[0]
    return best.score - max((hit.score for hit in result.hits if hit.passage.clause_id != best.passage.clause_id), default=-_FAR_AHEAD)


def _act_unsaid(asked: Understanding, clauses: Sequence[tuple[Policy, Clause]]) -> str:
    """What a question asks who does it (由谁解释), where no word of the clauses speaks of that; "" if it asks for nothing of the kind."""
    act = _OWN_ACT.search(asked.folded)
    said = fold("\n".join(f"{clause.label}\n{clause.text}" for _, clause in clauses))
    return "" if act is None or re.search(_OWN_ACTS[act["act"]], said) else act["act"]


def _unsure(answer: Answer) -> Answer:
    return replace(answer, text=f"{NEAR_LEAD}\n{answer.text}", confidence=Confidence.INCOMPLETE)


def _does_in(policy: Policy, clause: Clause, asked: Understanding) -> Evidence | None:
    """The measure of a clause whose words say which body does just what a follow-up asks (找谁认定: 经区政府认定后)."""
    doing = _DONE_BY.search(asked.folded)
    if doing is None:
        return None
    said = re.compile(rf"(?:由|经|报|向|{BODY})[^，。；]{{0,24}}{doing['verb']}")
    told = [measure for measure in clause.measures if said.search(fold(measure.text))]
    return Evidence(policy, clause, told[0].span) if told else None


def _is_foreign(desk: Desk, asked: Understanding, result: SearchResult) -> bool:
    """True if the library is not about the topic, as the fitted numbers say, or if it neither lies near it nor holds its words;
    the plain margin where no numbers are fitted."""
    judge = judge_of(desk.index.encoder)
    if not result.hits or judge is None:
        return is_about_something_else(result, asked, desk.options.refusal)
    found = signals(desk, asked, result, result.hits[:1])
    band = judge.band(found)
    least = _HELD_BY_CLAUSE if found.margin < 0 else _HELD_BY_CHANCE  # below 0 everyday questions lie nearer to it than the clause
    far = found.margin < judge.near_from and not asked.english and _held(desk, asked, [_best_clause(desk, result)]) < least
    return band is Confidence.NONE or (band is Confidence.INCOMPLETE and far and not _asks_of_the_whole(desk, asked))


def _asks_of_the_whole(desk: Desk, asked: Understanding) -> bool:
    """True if a question names one policy of the library and nothing within it (青岛临时救助归谁管): no clause can lie near what is not said."""
    return bool(desk.directory.clearly_meant(asked.meant)) and len(desk.policies) > 1 and not without_names(desk, asked, asked.topic).strip()


def _held(desk: Desk, asked: Understanding, clauses: Sequence[tuple[Policy, Clause]]) -> float:
    """The share of the question's words that clauses hold, their headings and titles included."""
    said = "\n".join(f"{policy.title}\n{clause.label}\n{clause.text}" for policy, clause in clauses)
    return share(words_asked(desk, asked), fold(said))


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


def units_of(
    desk: Desk, asked: Understanding, found: Sequence[tuple[Policy, Clause]], day: date,
    result: SearchResult | None = None,
) -> Answer:
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
        return _told_by(desk, asked, _inside(desk, asked, found), day, {clause.id for _, clause in found})
    if not with_units:
        names = "、".join(composing.name_of(clause) for _, clause in found)
        reason = f"{names}没有写明责任单位。"
        return desk.refuse(asked, RefusalCode.NOT_STATED, reason, result.hits if result else ())
    # 找谁批: the clause itself may say it (经区政府批准), whoever answers for the clause.
    actor = _does_it(desk, asked, found)
    notes = [Evidence(p, c, _note_span(c)) for p, c in with_units]
    matched = [item for item in _matched(desk, asked, result, with_units) if not any(composing.within(item, told) for told in actor)]
    evidence = [*actor, *notes, *matched]
    citations = tuple(composing.cite(item, mark) for mark, item in enumerate(evidence, 1))
    lines: list[str] = []
    for citation, item in zip(citations, actor, strict=False):
        title = f"《{citation.policy}》" if len(desk.policies) > 1 else ""
        lines += [f"{title}{composing.name_of(item.clause)}写明：", f"“{composing.as_read(citation.quote)}”[{citation.mark}]"]
    for citation, (_, clause) in zip(citations[len(actor) :], with_units, strict=False):
        units = UnitsView(clause.units.lead, clause.units.supporting)
        title = f"《{citation.policy}》" if len(desk.policies) > 1 else ""
        lines += [_role_sentence(unit, clause, asked.role if asks_yes_or_no(asked.folded) and not _NOT_TO.search(asked.folded) else RoleAsked.ANY) for named in asked.units for unit in named.printed]
        lines.append(title + (clause.label if asked.english else f"{composing.name_of(clause)}的责任分工："))
        lines.append(composing.units_line(units, clause.units.listed, english=asked.english))
        lines.append(f"“{composing.as_read(citation.quote)}”[{citation.mark}]")
    lines += [f"“{composing.as_read(citation.quote)}”[{citation.mark}]" for citation in citations[len(actor) + len(with_units) :]]
    lines.append(composing.doubts_line(evidence, english=asked.english))
    policy, clause = with_units[0]
    view = validity_view(policy, day)
    text = composing.with_validity("\n".join(line for line in lines if line), view, english=asked.english)
    units = UnitsView(
        tuple(dict.fromkeys(unit for _, c in with_units for unit in c.units.lead)),
        tuple(dict.fromkeys(unit for _, c in with_units for unit in c.units.supporting)),
    )
    return Answer(asked.question, text, Kind.UNITS, citations, units, view)


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
    return [best[1]] if best is not None and best[0] >= _HELD_BY_CHANCE else []


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
    return _told_by(desk, asked, [*telling[:1], *(hit for hit in result.hits if hit not in telling[:1])], day) if telling else None


def _told_by(desk: Desk, asked: Understanding, hits: Sequence[Hit], day: date, within: Collection[str] = ()) -> Answer:
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


def answer_reverse(desk: Desk, asked: Understanding, day: date) -> Answer:
    printed = list(dict.fromkeys(unit for named in asked.units for unit in named.printed))
    found: dict[str, tuple[Policy, Clause, list[tuple[str, str]]]] = {}
    where = _where_to_look(desk, asked)
    for unit in printed:
        for policy, clause in desk.units.clauses_of(unit):
            if policy.id not in where:
                continue
            role = _role_in(unit, clause)
            if asked.role is RoleAsked.ANY or role == asked.role.value:
                entry = found.setdefault(clause.id, (policy, clause, []))
                entry[2].append((unit, role))
    if asked.all_together:
        groups = [set(named.printed) for named in asked.units]
        found = {
            key: entry for key, entry in found.items()
            if all(group & {unit for unit, _ in entry[2]} for group in groups)
        }
    if _ALONE.search(asked.folded):  # 只列了市财政局一家: where it stands alone, if it does anywhere
        alone = {key: entry for key, entry in found.items() if set(entry[1].units.listed) <= set(printed)}
        found = alone or found
    who = "、".join(dict.fromkeys(named.words for named in asked.units))
    if asked.negated:
        found = {
            clause.id: (policy, clause, [(unit, "absent") for unit in printed])
            for policy in where.values()
            for clause in policy.clauses
            if clause.units and clause.id not in found
        }
    if not found and not asked.negated and asked.role is RoleAsked.ANY and len(where) <= _FEW_POLICIES:
        spoken_of = _speaking_of([name for named in asked.units for name in (named.words, *named.printed)], where)
        if spoken_of:
            return desk.compose(asked, spoken_of, day, warning=f"责任分工里没有列出{who}，条款正文提到它的如下。", keep_order=True)
    if not found:
        doing = {RoleAsked.LEAD: "牵头", RoleAsked.SUPPORTING: "配合", RoleAsked.ANY: "负责"}[asked.role]
        reason = f"文件里没有由{who}{doing}的条款。"
        near = [Evidence(p, c, _note_span(c)) for unit in printed for p, c in desk.units.clauses_of(unit)]
        nearest = tuple(composing.cite(item, mark) for mark, item in enumerate(near[:3], 1))
        text = reason + nearest_text(nearest)
        return Answer(asked.question, text, asked.kind, refusal=Refusal(RefusalCode.NOT_STATED, reason, nearest))
    order = {part.id: i for policy in desk.policies.values() for i, part in enumerate(policy.parts)}
    entries = sorted(found.values(), key=lambda entry: (entry[0].source, order[entry[1].id]))
    # Each note with what the clause has the unit do below it: the marks count up as they are read.
    does = [[] if asked.negated else _what_is_done(desk, asked, policy, clause, len(entries)) for policy, clause, _ in entries]
    evidence = [item for (policy, clause, _), done in zip(entries, does, strict=True) for item in (Evidence(policy, clause, _note_span(clause)), *done)]
    citations = tuple(composing.cite(item, mark) for mark, item in enumerate(evidence, 1))
    cited = iter(citations)
    doing = {RoleAsked.LEAD: "牵头", RoleAsked.SUPPORTING: "配合", RoleAsked.ANY: "列名"}[asked.role]
    opening = f"{'、'.join(printed)}未{doing}的条款：" if asked.negated else f"{'、'.join(printed)}涉及以下条款："
    every = re.search(r"(?:所有|全部|每(?:一)?)(?:的)?条", asked.folded) and re.search(r"是不是|是否|吗|都", asked.folded)
    if every and not asked.negated and len(printed) == 1:
        total = sum(bool(clause.units) for policy in where.values() for clause in policy.clauses)
        opening = ("是。" if len(entries) == total else "不是。") + opening
    lines = [opening]
    shown = ""
    for (policy, clause, roles), done in zip(entries, does, strict=True):
        citation, further = next(cited), [next(cited) for _ in done]
        name = clause.label if len(clause.path) == 1 else composing.name_of(clause)  # （三）… alone stands under several headings
        if len(desk.policies) > 1 and policy.id != shown:
            shown = policy.id
            lines.append(f"《{policy.title}》")
        if asked.negated:
            lines.append(f"· {name}[{citation.mark}]")
            continue
        words = "、".join(_ROLE_WORDS[role] if len(printed) == 1 else f"{unit}{_ROLE_WORDS[role]}" for unit, role in roles)
        lines.append(f"· {name}——{words}[{citation.mark}]")
        lines += [f"“{composing.as_read(told.quote)}”[{told.mark}]" for told in further]
    named = entries[0][1].units if len(entries) == 1 and not asked.negated else None
    units = UnitsView(named.lead, named.supporting) if named else None  # of one clause: who else stands there
    if units is not None and named is not None:
        lines.append(composing.units_line(units, named.listed, english=asked.english))
    view = validity_view(entries[0][0], day)
    text = composing.with_validity("\n".join(lines), view, english=asked.english)
    return Answer(asked.question, text, asked.kind, citations, units, view)


def _what_is_done(desk: Desk, asked: Understanding, policy: Policy, clause: Clause, among: int) -> list[Evidence]:
    """What a clause that lists a unit has it do: of one or two clauses the measures nearest to the question, of several the core
    of those that have no heading to say it."""
    note = _note_span(clause)
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
    """The measures that name a body, without its rank (县林业局 by 林业局), in the order of the documents."""
    bare = {re.sub(r"^(?:[省市区县州盟旗乡镇]|自治[区州县])", "", fold(name)) for name in names}
    sought = [name for name in bare if len(name) >= _SHORTEST_BODY]
    return [
        Evidence(policy, clause, measure.span)
        for policy in where.values() for clause in policy.clauses for measure in clause.measures
        if any(name in fold(measure.text) for name in sought)
    ][:_MOST_NAMED]


def _where_to_look(desk: Desk, asked: Understanding) -> dict[str, Policy]:
    """The policies whose clauses are counted: those meant, else those of the place named, else all."""
    policies = desk.scope(asked)
    if len(policies) > 1 and asked.meant.places:
        here = [p for p in policies if set(asked.meant.places) & set(desk.directory.places_of(p))]
        policies = here or policies
    return {policy.id: policy for policy in policies}


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


def _role_in(unit: str, clause: Clause) -> str:
    if unit in clause.units.lead:
        return "lead"
    return "supporting" if unit in clause.units.supporting else ""


def _role_sentence(unit: str, clause: Clause, asked: RoleAsked) -> str:
    """Yes or no where one role is asked for, and the role the unit has."""
    name = composing.name_of(clause)
    role = _role_in(unit, clause)
    verdict = "" if asked is RoleAsked.ANY or not clause.units.lead else ("是。" if role == asked.value else "不是。")
    if unit not in clause.units.listed:
        return f"{verdict}{unit}不在{name}的责任单位之列。"
    return f"{verdict}{unit}是{name}的{_ROLE_WORDS[role]}{'' if role == '' else '单位'}。"


def _note_span(clause: Clause) -> Span:
    if clause.units.span is None:
        raise ValueError(f"{clause.id} has no unit note")
    return clause.units.span
