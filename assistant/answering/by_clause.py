"""Questions about a clause by its number: its words, its units, or a fact in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answer import Answer, Kind, RefusalCode
from assistant.answering import by_content, by_terms, composing
from assistant.answering.composing import Evidence
from assistant.answering.desk import Desk
from assistant.answering.units_of_clauses import bearing_units, measures_that_tell, units_of
from assistant.answering.which_document import words_tell_one
from assistant.conversation.follow_ups import Resolved
from assistant.judging.attachment import gives_value
from assistant.understanding.asked_value import FIGURES, wanted
from assistant.understanding.clauses_named import parts_named
from assistant.understanding.question import Understanding
from corpus import Clause, Policy, Span
from corpus.numerals import chinese_number, to_chinese
from index.tokens import fold

# Which clause is meant by a number alone, where a document counts on several levels: the 条 before the
# 一、, both before a chapter, that before （一） and 1.
_LEVELS = tuple(map(re.compile, (r"第.+[条條]$", r"[一二三四五六七八九十百零〇]+$", r"第.+[章节節编編篇]$", r"[（(].+[）)]$", r"\d")))


_LONGEST_NUMBER = 6  # characters: 第一百零一条; what is longer is the title of a part
_NAMES_ONE = re.compile(r"(?:条例|办法|规定|细则|规则|方案|意见|通知|法)》?的?第")  # the document is named, though not one of ours
_AS_GOOD = 0.9  # of the best score: a hit of another document that may as well be meant
_OWN_WORDS = 8  # characters of a question from which on its words tell the document
_COMPARED = re.compile(r"区别|不同|差别|差异|不一样|一样吗|对比|比较")
SHORT = 300  # characters of clauses that are quoted whole where they are named


@dataclass(frozen=True, slots=True)
class Named:
    """What a question names by number: a clause, or one item within it."""

    policy: Policy
    clause: Clause
    item: Span | None = None


def answer_named(desk: Desk, resolved: Resolved, day: date) -> Answer:
    """Answer about the clauses that the question names by number."""
    asked = resolved.understanding
    policies, told = desk.scope(asked), words_tell_one(desk, asked)
    if not told and not resolved.spoken_of:
        policies = desk.directory.one_of_each(tuple(desk.policies.values()))
    if (len(policies) > 1 and resolved.clause is not None) or (not told and resolved.spoken_of):  # a follow-up stays with its document
        policies = [desk.policies[resolved.clause[0] if resolved.clause is not None else resolved.spoken_of]]
    found, missing = _named(asked, policies)
    if told and len({named.policy.id for named in found}) > 1:
        found = _that_says_it(desk, asked, found)
    if len(policies) > 1 and len({named.policy.id for named in found}) > 1:
        return _which_policy(desk, asked, found)
    if not found:
        reason = f"文件里没有{'、'.join(missing)}。" + _clause_range(policies)
        return desk.refuse(asked, RefusalCode.NOT_STATED, reason)
    answer = _of_named(desk, resolved, found, day)
    return replace(answer, text=f"文件里没有{'、'.join(missing)}。\n{answer.text}") if missing else answer


def _that_says_it(desk: Desk, asked: Understanding, found: list[Named]) -> list[Named]:
    """Of the clauses of one number in several documents, the one that is the best answer of the whole library to the question's own
    words (成果多久内不准移到境外？（第十七条）); all of them where none is."""
    if len(asked.topic) < _OWN_WORDS or _NAMES_ONE.search(asked.folded):
        return found
    hits = desk.find(asked.question, asked).hits
    rivals = [hit for hit in hits if hit.passage.policy_id != hits[0].passage.policy_id and hit.score >= _AS_GOOD * hits[0].score]
    if not hits or any(not desk.is_copy(hits[0].passage.policy_id, rival.passage.policy_id) for rival in rivals):
        return found  # one document is the best by chance
    return [named for named in found if named.clause.id == hits[0].passage.clause_id] or found


def _which_policy(desk: Desk, asked: Understanding, found: Sequence[Named]) -> Answer:
    bearing = sorted({named.policy.id: named.policy for named in found}.values(), key=lambda policy: (-asked.meant.fit.get(policy.id, 0.0), policy.source))
    reason = f"请说明要问哪一份文件的条款：{desk.named_or_candidates(asked, bearing)}。"
    return desk.refuse(asked, RefusalCode.AMBIGUOUS, reason)


def _of_named(desk: Desk, resolved: Resolved, found: Sequence[Named], day: date) -> Answer:
    asked = resolved.understanding
    pairs = [(named.policy, named.clause) for named in found]
    only_units = asked.kind is Kind.UNITS and asked.wants is None and bool(bearing_units(pairs) or measures_that_tell(pairs))
    if only_units or (asked.units and asked.kind is not Kind.CLAUSE):
        return units_of(desk, asked, pairs, day)
    absent = _figures_absent(asked, found)
    if absent:
        policy, clause = pairs[0]
        title = f"《{policy.title}》" if len(desk.policies) > 1 else ""
        reason = f"{title}{composing.name_of(clause)}没有写明所问的{absent}。"
        return desk.refuse_near(asked, RefusalCode.NOT_STATED, reason, [composing.cite(Evidence(policy, clause, clause.measures[0].span if clause.measures else clause.span), 1)])
    items = [Evidence(named.policy, named.clause, named.item) for named in found if named.item is not None]
    if items:
        return desk.compose(asked, items, day)
    if len(pairs) > 1 and _COMPARED.search(asked.folded):  # 第三条和第九条有什么区别: none of them may be missing
        return by_terms.side_by_side(desk, asked, [("", [by_terms.opening_of(policy, clause)]) for policy, clause in pairs], day)
    if asked.kind is Kind.CLAUSE:
        return whole_clauses(desk, asked, pairs, day)
    if sum(len(clause.text) for _, clause in pairs) <= SHORT and all(clause.leaf and clause.measures for _, clause in pairs):
        return whole_clauses(desk, asked, pairs, day)
    ids = {clause.id for _, clause in pairs}
    ids |= {below.id for policy, clause in pairs if not clause.leaf for below in _below(policy, clause)}
    result = desk.search(asked.question, asked, replace(desk.options.search, top_k=desk.options.search.pool))
    inside = [hit for hit in result.hits if hit.passage.clause_id in ids]
    if not inside:
        return whole_clauses(desk, asked, pairs, day)
    return by_content.from_hits(desk, resolved, replace(result, hits=tuple(inside)), day, named=True)


def _figures_absent(asked: Understanding, found: Sequence[Named]) -> str:
    """What kind of figure a question asks of the clauses it names that stands nowhere in them nor below, in words; "" if one is given
    or none is asked for."""
    figures = [value for value in wanted(asked.folded) if value.sort in FIGURES]
    if not figures or asked.kind in (Kind.YES_NO, Kind.CLAUSE, Kind.UNITS) or asked.english:
        return ""
    said = [fold(clause.text) for named in found for clause in (named.clause, *_below(named.policy, named.clause))]
    return "" if any(gives_value(value, text) for value in figures for text in said) else "、".join(dict.fromkeys(v.sort.chinese for v in figures))


def _named(asked: Understanding, policies: Sequence[Policy]) -> tuple[list[Named], list[str]]:
    """The clauses named, in every policy that may be meant, and the numbers no policy has."""
    found: list[Named] = []
    missing: list[str] = []
    parts = parts_named(asked.folded)
    for number in asked.clauses:
        fits = [
            Named(policy, clause) for policy in policies
            for clause in numbered(policy, number, in_figures=number in asked.figures, part=parts.get(number, ""))[:1]
        ]
        found += fits
        if not fits:
            missing.append(f"{_ordinal(number)}{parts.get(number, '条')}")
    for path in asked.nested:
        inner = [named for policy in policies if (named := _nested(policy, path)) is not None]
        found += inner
        if not inner:
            missing.append(f"{_ordinal(path[0])}条" + "".join(f"第（{_ordinal(n)[1:]}）项" for n in path[1:]))
    for number, after in asked.inserted:
        between = [Named(p, c) for p in policies for c in p.clauses if _inserted(c.number) == (number, after)]
        found += between
        if not between:
            missing.append(f"{_ordinal(number)}条之{to_chinese(after)}")
    if asked.part:
        found += [Named(p, part) for p in policies for part in p.parts if part.number == asked.part][:1]
    return found, missing


def numbered(policy: Policy, number: int, *, in_figures: bool = False, part: str = "") -> list[Clause]:
    """The clauses that carry ``number``, on the level that a bare number means in this document first; with the word for a ``part``
    (章, 节) those that bear it alone, where the document has such parts.

    Asked for in figures (第4条), a count in figures that runs on through the document comes before 四、, but after 第四条.
    """
    fits = [clause for clause in policy.clauses if _value(clause.number) == number]
    if part and any(clause.number.endswith(part) for clause in policy.clauses):
        fits = [clause for clause in fits if clause.number.endswith(part)]
    elif part:
        return sorted((clause for clause in fits if not clause.number.endswith(("条", "條"))), key=lambda clause: (len(clause.path), clause.span.start))
    counted = {clause.id for clause in _running_on(policy)} if in_figures else set()

    def level(clause: Clause) -> float:
        return 0.5 if clause.id in counted else _level(clause.number)

    return sorted(fits, key=lambda clause: (level(clause), len(clause.path), clause.span.start))


def _running_on(policy: Policy) -> list[Clause]:
    """The clauses counted in figures from 1 to the end, under several headings (一、1. 2. 二、3. 4.); none where the count starts anew."""
    counted = [clause for clause in policy.clauses if re.fullmatch(r"\d{1,3}", clause.number) and len(clause.path[0]) <= _LONGEST_NUMBER]
    numbers = [int(clause.number) for clause in counted]
    several = len({clause.path[:-1] for clause in counted}) > 1
    return counted if several and numbers == list(range(1, len(numbers) + 1)) else []


def _nested(policy: Policy, path: tuple[int, ...]) -> Named | None:
    """The clause whose numbers end in ``path``; else the item of that number in the clause that holds it."""
    for clause in policy.clauses:
        if len(clause.path) >= len(path) and tuple(map(_value, clause.path[-len(path) :])) == path:
            return Named(policy, clause)
    holder: Clause | None = next(iter(numbered(policy, path[0])), None)
    if len(path) > 2:
        above = _nested(policy, path[:-1])
        holder = above.clause if above else None
    for measure in holder.measures if holder is not None else ():
        opening = re.match(r"[（(]?([一二三四五六七八九十百\d]{1,3})[）)、.．]", measure.text)
        if holder is not None and opening and chinese_number(opening.group(1)) == path[-1]:
            return Named(policy, holder, measure.span)
    return None


def _value(number: str) -> int | None:
    return chinese_number(re.sub(r"[第条條章节節编編篇（）().．、\s]", "", number))


def _inserted(number: str) -> tuple[int, int] | None:
    """The numbers of a clause put in between two others: 第34-1條, 第三十四条之一; None of any other."""
    printed = re.match(r"第?\s*([^条條之-]+?)\s*(?:[条條]?之|[-–—])\s*([^条條]+)", number)
    first, second = (chinese_number(printed.group(1)), chinese_number(printed.group(2))) if printed else (None, None)
    return (first, second) if first and second else None


def _level(number: str) -> int:
    return next((i for i, pattern in enumerate(_LEVELS) if pattern.match(number)), len(_LEVELS))


def _ordinal(number: int) -> str:
    return f"第{to_chinese(number) if 0 < number < 100 else number}"


def _below(policy: Policy, parent: Clause) -> list[Clause]:
    """The clauses under a heading, up to the next one of its rank."""
    depth = len(parent.path)
    below = []
    for clause in policy.clauses:
        if clause.span.start <= parent.span.start:
            continue
        if clause.path[:depth] != parent.path:
            break
        below.append(clause)
    return below


def _clause_range(policies: Sequence[Policy]) -> str:
    if len(policies) != 1:
        return ""
    numbers = [clause for clause in policies[0].clauses if _level(clause.number) == min(map(_level, (c.number for c in policies[0].clauses)))]
    return f"《{policies[0].title}》共{to_chinese(len(numbers))}条。" if 0 < len(numbers) < 100 else ""


def whole_clauses(desk: Desk, asked: Understanding, found: Sequence[tuple[Policy, Clause]], day: date, *, lead: str = "") -> Answer:
    """Answer with the words of whole clauses, below ``lead``; under a heading, with those of the clauses below it."""
    evidence = [
        Evidence(policy, clause, Span(clause.measures[0].span.start, clause.measures[-1].span.end))
        for policy, named in found
        for clause in ((named,) if named.leaf else (named, *_below(policy, named)))
        if clause.measures
    ]
    if not evidence:
        policy, clause = found[0]
        evidence = [Evidence(policy, clause, clause.span)]
    return desk.compose(asked, evidence, day, warning=lead)
