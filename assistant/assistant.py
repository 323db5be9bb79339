"""The assistant: one question in, one Answer out. Command line, page, API and evaluation call ``ask``."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from assistant import composing
from assistant.answer import Answer, Citation, Kind, Refusal, RefusalCode, UnitsView
from assistant.asked_detail import supposed_figures
from assistant.composing import Evidence
from assistant.conversation import Resolved, Turn, resolve
from assistant.header_fields import EFFECTIVE, HeaderField, header_field
from assistant.lexicon import expansions
from assistant.places import foreign_place
from assistant.question import LONGEST, QUESTION_WORDS, RoleAsked, Understanding, read, understand
from assistant.refusal import (
    INSTRUCTION,
    REASONS,
    RefusalOptions,
    is_about_something_else,
    missing_detail,
)
from assistant.rephrasing import Rephraser
from assistant.titles import same_policy
from assistant.unit_names import UnitDirectory
from assistant.validity_line import as_asked_for_another_day, validity_view, with_time_left
from assistant.verification import findings
from corpus import Clause, Library, PartKind, Policy, PolicyNotFound, Span
from corpus.numerals import chinese_number, to_chinese
from index import ClauseIndex, Hit, SearchOptions, SearchResult
from index.tokens import fold

# Share of a short question's words in one measure from which on it is a question of its own: 再担保费率怎么收
# (0.43) after another topic, against 要什么条件 (0.08).
_STANDS_ALONE = 0.3
_QUOTED_HEADING = 4  # characters
_LONGEST_HISTORY = 4  # earlier turns that a follow-up can lean on


@dataclass(frozen=True, slots=True)
class AnswerOptions:
    """How much to say.

    Attributes:
        more_of_clause: another measure of the best clause is quoted if its score is at least this
            share (0–1) of the best one's.
        other_clause: the same for a measure of another clause.
        instead: a measure of the best clause that gives the number asked for, where the best measure
            has none, is quoted from this share of the best score on.
        most_quotes: quotes in one answer; lists and eligibility may have twice as many.
        search: how to search.
        refusal: when to refuse.
    """

    more_of_clause: float = 0.8
    other_clause: float = 0.95
    instead: float = 0.7
    most_quotes: int = 2
    search: SearchOptions = field(default_factory=lambda: SearchOptions(top_k=12))
    refusal: RefusalOptions = field(default_factory=RefusalOptions)


class PolicySnapshot:
    """The policies one assistant answers from; they do not change under it."""

    def __init__(self, policies: Sequence[Policy]) -> None:
        self._policies = {policy.id: policy for policy in policies}

    def policies(self) -> Sequence[Policy]:
        """All of them, by source name."""
        return tuple(self._policies.values())

    def policy(self, policy_id: str) -> Policy:
        """One of them. Raises PolicyNotFound."""
        try:
            return self._policies[policy_id]
        except KeyError:
            raise PolicyNotFound(f"政策库里没有编号为 {policy_id} 的文件（no such policy）") from None


class Assistant:
    """Answers questions from the library. Safe to call from several threads."""

    def __init__(
        self, library: Library, index: ClauseIndex, options: AnswerOptions | None = None,
        rephraser: Rephraser | None = None,
    ) -> None:
        self.library = library
        self.index = index
        self.options = options or AnswerOptions()
        self._rephraser = rephraser
        self._policies = {policy.id: policy for policy in library.policies()}
        self._clauses = {part.id: part for policy in self._policies.values() for part in policy.parts}
        self._units = UnitDirectory(tuple(self._policies.values()))
        self._spelling = index.spelling.joined([*QUESTION_WORDS, *self._units.aliases()])

    def ask(self, question: str, history: Sequence[str] = (), as_of: date | None = None) -> Answer:
        """Answer ``question``; ``history`` holds the earlier questions, ``as_of`` the day for validity.

        Raises BadInput for an empty question or one longer than 2,000 characters.
        """
        started = time.perf_counter()
        day = as_of or date.today()
        turn = self._last_turn(list(history)[-_LONGEST_HISTORY:], day)
        _, answer = self._turn(question, turn, day)
        if self._rephraser is not None:
            answer = self._rephraser.rephrase(answer)
        return replace(answer, seconds=time.perf_counter() - started)

    @property
    def snapshot(self) -> PolicySnapshot:
        """The policies this assistant answers from."""
        return PolicySnapshot(tuple(self._policies.values()))

    def clause_of(self, citation: Citation) -> Clause:
        """The clause a citation points at."""
        return _part_at(self._policies[citation.policy_id], Span(citation.start, citation.end))

    def retrieve(self, question: str) -> list[tuple[Citation, float]]:
        """The measures nearest to a question, best first, with their scores (0–1)."""
        hits = self._search(question).hits
        return [(composing.cite(self._evidence(hit), mark), hit.score) for mark, hit in enumerate(hits, 1)]

    def warm_up(self) -> None:
        """Load what is loaded late (word list, model), so that the first visitor does not wait."""
        self._search("责任单位")

    def _last_turn(self, history: Sequence[str], day: date) -> Turn | None:
        turn: Turn | None = None
        for question in history:
            if re.search(r"\w", question):
                understanding, answer = self._turn(question[:LONGEST], turn, day)
                turn = Turn(understanding, answer, self._clause_of_turn(answer))
        return turn

    def _clause_of_turn(self, answer: Answer) -> tuple[str, str, tuple[str, ...]] | None:
        """(policy id, clause id, path) of the clause a turn was about; a foreign question was about none."""
        citations = answer.citations
        if answer.refusal is not None and answer.refusal.code is RefusalCode.NOT_STATED:
            citations = answer.refusal.nearest
        if not citations:
            return None
        clause = self.clause_of(citations[0])
        return citations[0].policy_id, clause.id, clause.path

    def _turn(self, question: str, turn: Turn | None, day: date) -> tuple[Understanding, Answer]:
        typed = read(question)
        meant, slips = self._spelling.correct(typed)
        resolved = resolve(understand(question, self._units, meant), turn)
        if resolved.tentative and self.search(question).word_share >= _STANDS_ALONE:
            resolved = Resolved(resolved.understanding, query=question.strip())
        if slips:
            said = "、".join(f"“{wrong}”按“{right}”理解" for wrong, right in slips)
            query = meant if resolved.query == question.strip() else resolved.query
            resolved = replace(resolved, query=query, shown=resolved.shown or f"{meant}（{said}）")
        answer = self._answer(resolved, day)
        answer = replace(answer, resolved=resolved.shown)
        checked = findings(answer, lambda citation: self.clause_of(citation).text)
        return resolved.understanding, replace(answer, findings=checked)

    def _answer(self, resolved: Resolved, day: date) -> Answer:
        asked = resolved.understanding
        if asked.kind is Kind.SMALL_TALK:
            return self._refuse(asked, RefusalCode.NOT_A_POLICY_QUESTION, REASONS[RefusalCode.NOT_A_POLICY_QUESTION])
        if asked.instructs:
            return self._refuse(asked, RefusalCode.NOT_A_POLICY_QUESTION, INSTRUCTION)
        stranger = self._unknown_title(asked)
        if stranger:
            reason = f"政策库里没有收录《{stranger}》，无法据以回答。"
            return self._refuse(asked, RefusalCode.NOT_IN_LIBRARY, reason)
        place = foreign_place(asked.folded, (policy.text for policy in self._policies.values()))
        if place:
            reason = f"已收录的政策文件没有涉及“{place}”的内容，无法据以回答。"
            return self._refuse(asked, RefusalCode.NOT_IN_LIBRARY, reason)
        if asked.wants is not None and not asked.wants.in_units:
            return self._content(resolved, day)
        if asked.asks_for_rule:
            return self._rule(asked, day)
        if asked.unknown_body and not asked.units and asked.kind in (Kind.UNITS, Kind.UNITS_REVERSE):
            reason = f"已收录文件的责任单位里没有“{asked.unknown_body}”。"
            return self._refuse(asked, RefusalCode.NOT_STATED, reason)
        if asked.kind is Kind.UNITS_REVERSE:
            return self._units_reverse(asked, day)
        if asked.kind is Kind.VALIDITY:
            return self._validity(resolved, day)
        wanted = header_field(asked.folded)
        if wanted is not None and not asked.clauses:
            return self._header(asked, wanted, day)
        if asked.clauses or asked.part:
            return self._named_clauses(resolved, day)
        if asked.kind is Kind.CLAUSE and resolved.clause is not None:
            taken = (self._policies[resolved.clause[0]], self._clauses[resolved.clause[1]])
            return self._whole_clauses(asked, [taken], day)
        # 站点覆盖要到多少？谁牵头？ asks for a figure too; an answer on content names the units as well.
        if asked.kind is Kind.UNITS and asked.wants is None:
            return self._units_of_topic(resolved, day)
        return self._content(resolved, day)

    # --- questions about a clause by its number -------------------------------------------------

    def _named_clauses(self, resolved: Resolved, day: date) -> Answer:
        asked = resolved.understanding
        found, missing = self._clauses_named(asked)
        if not found:
            reason = f"文件里没有{'、'.join(missing)}。" + self._clause_range()
            return self._refuse(asked, RefusalCode.NOT_STATED, reason)
        if missing:
            answer = self._of_named(resolved, found, day)
            return replace(answer, text=f"文件里没有{'、'.join(missing)}。\n{answer.text}")
        return self._of_named(resolved, found, day)

    def _of_named(self, resolved: Resolved, found: Sequence[tuple[Policy, Clause]], day: date) -> Answer:
        asked = resolved.understanding
        only_units = asked.kind is Kind.UNITS and asked.wants is None
        if only_units or (asked.units and asked.kind is not Kind.CLAUSE):
            return self._units_answer(asked, found, day)
        if asked.kind is Kind.CLAUSE:
            return self._whole_clauses(asked, found, day)
        named = {clause.id for _, clause in found}
        result = self._search(asked.question, replace(self.options.search, top_k=self.options.search.pool))
        inside = [hit for hit in result.hits if hit.passage.clause_id in named]
        if not inside:
            return self._whole_clauses(asked, found, day)
        return self._from_hits(resolved, replace(result, hits=tuple(inside)), day)

    def _clauses_named(self, asked: Understanding) -> tuple[list[tuple[Policy, Clause]], list[str]]:
        found: list[tuple[Policy, Clause]] = []
        missing: list[str] = []
        for number in asked.clauses:
            fits = [
                (policy, clause)
                for policy in self._scope(asked)
                for clause in policy.clauses
                if chinese_number(clause.number.strip("第条（）().．")) == number and len(clause.path) == 1
            ]
            found += fits[:1]
            if not fits:
                missing.append(f"第{to_chinese(number) if 0 < number < 100 else number}条")
        if asked.part:
            found += [(p, part) for p in self._scope(asked) for part in p.parts if part.number == asked.part][:1]
        return found, missing

    def _clause_range(self) -> str:
        if len(self._policies) != 1:
            return ""
        (policy,) = self._policies.values()
        top = [clause for clause in policy.clauses if len(clause.path) == 1]
        return f"《{policy.title}》共{to_chinese(len(top))}条。" if 0 < len(top) < 100 else ""

    def _whole_clauses(self, asked: Understanding, found: Sequence[tuple[Policy, Clause]], day: date) -> Answer:
        evidence = [
            Evidence(policy, clause, Span(clause.measures[0].span.start, clause.measures[-1].span.end))
            for policy, clause in found
            if clause.measures
        ]
        return self._compose(asked, evidence, day)

    # --- questions about responsible units ------------------------------------------------------

    def _units_of_topic(self, resolved: Resolved, day: date) -> Answer:
        asked = resolved.understanding
        if resolved.clause is not None:
            policy_id, clause_id = resolved.clause
            return self._units_answer(asked, [(self._policies[policy_id], self._clauses[clause_id])], day)
        if len(asked.topic) < 2:
            reason = "请说明要问哪一条或哪项工作的责任单位，例如“第五条由谁牵头？”。"
            return self._refuse(asked, RefusalCode.AMBIGUOUS, reason)
        headed = self._by_heading(asked)
        if headed is not None:
            return self._units_answer(asked, [headed], day)
        result = self._search(asked.topic)
        if is_about_something_else(result, asked, self.options.refusal):
            return self._refuse(asked, RefusalCode.NOT_IN_LIBRARY, REASONS[RefusalCode.NOT_IN_LIBRARY], result.hits)
        return self._units_answer(asked, [self._best_clause(result)], day, result)

    def _by_heading(self, asked: Understanding) -> tuple[Policy, Clause] | None:
        """The one clause whose heading the question quotes (考核激励一条): four characters or more in a row."""
        best: list[tuple[Policy, Clause]] = []
        longest = _QUOTED_HEADING - 1
        for policy in self._scope(asked):
            for clause in policy.clauses:
                heading = fold(clause.heading)
                pieces = re.findall(r"[\u3400-\u9fff]+", asked.topic)
                size = max((_common_run(piece, heading) for piece in pieces), default=0)
                if size > longest:
                    best, longest = [(policy, clause)], size
                elif best and size == longest:
                    best.append((policy, clause))
        return best[0] if len(best) == 1 else None

    def _units_answer(
        self, asked: Understanding, found: Sequence[tuple[Policy, Clause]], day: date,
        result: SearchResult | None = None,
    ) -> Answer:
        with_units = [(policy, clause) for policy, clause in found if clause.units]
        if not with_units:
            names = "、".join(composing.name_of(clause) for _, clause in found)
            reason = f"{names}没有写明责任单位。"
            return self._refuse(asked, RefusalCode.NOT_STATED, reason, result.hits if result else ())
        evidence = [Evidence(p, c, _note_span(c)) for p, c in with_units]
        matched = self._matched_measure(result, with_units[0][1])
        if matched is not None:
            evidence.append(matched)
        citations = tuple(composing.cite(item, mark) for mark, item in enumerate(evidence, 1))
        lines: list[str] = []
        for citation, (_, clause) in zip(citations, with_units, strict=False):
            units = UnitsView(clause.units.lead, clause.units.supporting)
            title = f"《{citation.policy}》" if len(self._policies) > 1 else ""
            lines.append(title + (clause.label if asked.english else f"{composing.name_of(clause)}的责任分工："))
            lines.append(composing.units_line(units, clause.units.listed, english=asked.english))
            lines += [_role_sentence(unit, clause, asked.role) for named in asked.units for unit in named.printed]
            lines.append(f"“{citation.quote}”[{citation.mark}]")
        if matched is not None:
            lines.append(f"“{citations[-1].quote}”[{citations[-1].mark}]")
        lines.append(composing.doubts_line(evidence, english=asked.english))
        policy, clause = with_units[0]
        view = validity_view(policy, day)
        text = composing.with_validity("\n".join(line for line in lines if line), view, english=asked.english)
        units = UnitsView(
            tuple(dict.fromkeys(unit for _, c in with_units for unit in c.units.lead)),
            tuple(dict.fromkeys(unit for _, c in with_units for unit in c.units.supporting)),
        )
        return Answer(asked.question, text, Kind.UNITS, citations, units, view)

    def _matched_measure(self, result: SearchResult | None, clause: Clause) -> Evidence | None:
        """The measure a topic was found by, so that a reader sees why it is this clause."""
        for hit in result.hits if result else ():
            if self._at(hit)[1].id == clause.id:
                return self._evidence(hit)
        return None

    def _rule(self, asked: Understanding, day: date) -> Answer:
        """How lead and supporting units are told apart, as the document itself says."""
        for policy in self._scope(asked):
            for clause in policy.clauses:
                rule = clause.units.rule
                at = clause.text.find(rule) if rule else -1
                if at >= 0:
                    span = Span(clause.span.start + at, clause.span.start + at + len(rule))
                    return self._compose(asked, [Evidence(policy, clause, span)], day)
        reason = "文件没有说明如何区分牵头单位与配合单位。"
        return self._refuse(asked, RefusalCode.NOT_STATED, reason)

    def _units_reverse(self, asked: Understanding, day: date) -> Answer:
        printed = list(dict.fromkeys(unit for named in asked.units for unit in named.printed))
        found: dict[str, tuple[Policy, Clause, list[tuple[str, str]]]] = {}
        for unit in printed:
            for policy, clause in self._units.clauses_of(unit):
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
        who = "、".join(dict.fromkeys(named.words for named in asked.units))
        if asked.negated:
            found = {
                clause.id: (policy, clause, [(unit, "absent") for unit in printed])
                for policy in self._policies.values()
                for clause in policy.clauses
                if clause.units and clause.id not in found
            }
        if not found:
            doing = {RoleAsked.LEAD: "牵头", RoleAsked.SUPPORTING: "配合", RoleAsked.ANY: "负责"}[asked.role]
            reason = f"文件里没有由{who}{doing}的条款。"
            near = [Evidence(p, c, _note_span(c)) for unit in printed for p, c in self._units.clauses_of(unit)]
            nearest = tuple(composing.cite(item, mark) for mark, item in enumerate(near[:3], 1))
            text = reason + _nearest_text(nearest)
            return Answer(asked.question, text, asked.kind, refusal=Refusal(RefusalCode.NOT_STATED, reason, nearest))
        order = {part.id: i for policy in self._policies.values() for i, part in enumerate(policy.parts)}
        entries = sorted(found.values(), key=lambda entry: (entry[0].source, order[entry[1].id]))
        citations = tuple(
            composing.cite(Evidence(policy, clause, _note_span(clause)), mark)
            for mark, (policy, clause, _) in enumerate(entries, 1)
        )
        doing = {RoleAsked.LEAD: "牵头", RoleAsked.SUPPORTING: "配合", RoleAsked.ANY: "列名"}[asked.role]
        opening = f"{'、'.join(printed)}未{doing}的条款：" if asked.negated else f"{'、'.join(printed)}涉及以下条款："
        every = re.search(r"(?:所有|全部|每(?:一)?)(?:的)?条", asked.folded) and re.search(r"是不是|是否|吗|都", asked.folded)
        if every and not asked.negated and len(printed) == 1:
            total = sum(bool(clause.units) for policy in self._policies.values() for clause in policy.clauses)
            opening = ("是。" if len(entries) == total else "不是。") + opening
        lines = [opening]
        for citation, (_, clause, roles) in zip(citations, entries, strict=True):
            if asked.negated:
                lines.append(f"· {clause.label}[{citation.mark}]")
                continue
            words = "、".join(_ROLE_WORDS[role] if len(printed) == 1 else f"{unit}{_ROLE_WORDS[role]}" for unit, role in roles)
            lines.append(f"· {clause.label}——{words}[{citation.mark}]")
        view = validity_view(entries[0][0], day)
        text = composing.with_validity("\n".join(lines), view, english=asked.english)
        return Answer(asked.question, text, asked.kind, citations, None, view)

    # --- questions about the document itself ----------------------------------------------------

    def _validity(self, resolved: Resolved, day: date) -> Answer:
        asked = resolved.understanding
        policies = self._scope(asked)
        if len(asked.topic) >= 4 and not asked.speaks_of_this and resolved.clause is None:  # the validity of something named
            result = self._search(asked.topic)
            named = len(policies) < len(self._policies) or any(
                fold(policy.title) in asked.folded or any(same_policy(t, policy.title) for t in asked.titles)
                for policy in policies
            )
            if not named and is_about_something_else(result, asked, self.options.refusal):
                reason = REASONS[RefusalCode.NOT_IN_LIBRARY]
                return self._refuse(asked, RefusalCode.NOT_IN_LIBRARY, reason, result.hits)
        if len(policies) > 1:
            chosen = resolved.clause[0] if resolved.clause else ""
            policies = [policy for policy in policies if policy.id == chosen]
        if len(policies) != 1:
            titles = "；".join(f"《{policy.title}》" for policy in self._scope(asked)[:5])
            return self._refuse(asked, RefusalCode.AMBIGUOUS, f"请说明要问哪一份文件的效力：{titles}")
        (policy,) = policies
        evidence: list[Evidence] = []
        if policy.validity.span is not None:
            evidence.append(Evidence(policy, _part_at(policy, policy.validity.span), policy.validity.span))
        start = EFFECTIVE.line_in(policy)
        if start is not None and (not evidence or _asks_for_start(asked.folded)):
            evidence.append(Evidence(policy, _part_at(policy, start), start))
        if not evidence:
            return self._refuse(asked, RefusalCode.NOT_STATED, f"《{policy.title}》未载明施行日期和有效期。")
        today, day = day, asked.day or day
        view = validity_view(policy, day)
        if asked.day is not None and asked.day != today:
            view = as_asked_for_another_day(view, asked.day, validity_view(policy, today), today)
        if asked.asks_time_left:
            view = with_time_left(view, day)
        return self._compose(asked, evidence, day, lead=f"《{policy.title}》{view.line}。", keep_order=True)

    def _header(self, asked: Understanding, wanted: HeaderField, day: date) -> Answer:
        policies = self._scope(asked)
        evidence = [
            Evidence(policy, _part_at(policy, line), line)
            for policy in policies
            if (line := wanted.line_in(policy)) is not None
        ][:1]
        if not evidence:
            reason = f"文件没有载明{wanted.label}。"
            return self._refuse(asked, RefusalCode.NOT_STATED, reason)
        return self._compose(asked, evidence, day)

    # --- questions about content ----------------------------------------------------------------

    def _content(self, resolved: Resolved, day: date) -> Answer:
        asked = resolved.understanding
        # 哪一条讲人才？ is about 人才; the words around it say only that a clause is wanted.
        finding = asked.kind is Kind.CLAUSE and len(asked.topic) >= 2
        result = self._search(asked.topic if finding else resolved.query or asked.question)
        if resolved.clause is not None:
            own = self.search(asked.question)
            if own.margin + self.options.refusal.words * own.word_share < self.options.refusal.margin_follow_up:
                reason = REASONS[RefusalCode.NOT_IN_LIBRARY]
                return self._refuse(asked, RefusalCode.NOT_IN_LIBRARY, reason)
            result = _prefer(result, resolved.clause)
        elif is_about_something_else(result, asked, self.options.refusal):
            return self._refuse(asked, RefusalCode.NOT_IN_LIBRARY, REASONS[RefusalCode.NOT_IN_LIBRARY], result.hits)
        return self._from_hits(resolved, result, day)

    def _from_hits(self, resolved: Resolved, result: SearchResult, day: date) -> Answer:
        asked = resolved.understanding
        chosen = self._choose(asked, result)
        # 覆盖面超过75%，对吗: the clause has another figure; saying nothing would be half a yes.
        supposed = supposed_figures(asked.folded) if asked.kind is Kind.YES_NO else set()
        written = "".join(hit.passage.text for hit in chosen)
        lead = "所问的数字与原文不一致，请以原文为准。" if supposed and not supposed <= supposed_figures(fold(written)) else ""
        if missing_detail(asked, [hit.passage.text for hit in chosen]):
            chosen = self._giving_the_detail(asked, result) or chosen
        missing = missing_detail(asked, [hit.passage.text for hit in chosen])
        if missing:
            return self._not_stated(asked, missing, result.hits)
        return self._compose(asked, [self._evidence(hit) for hit in chosen], day, warning=lead)

    def _choose(self, asked: Understanding, result: SearchResult) -> list[Hit]:
        """The fewest hits that answer: the best, and others nearly as good."""
        options = self.options
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

    def _giving_the_detail(self, asked: Understanding, result: SearchResult) -> list[Hit]:
        """A hit of the same clause, nearly as good, that gives what the best one does not."""
        best = result.hits[0]
        for hit in result.hits[1:]:
            same = hit.passage.clause_id == best.passage.clause_id
            near = hit.score >= self.options.instead * best.score
            if same and near and not missing_detail(asked, [hit.passage.text]):
                return [best, hit]
        return []

    def _not_stated(self, asked: Understanding, missing: str, hits: Sequence[Hit]) -> Answer:
        _, clause = self._at(hits[0])
        reason = f"{composing.name_of(clause)}与此有关，但没有写明{missing}。"
        return self._refuse(asked, RefusalCode.NOT_STATED, reason, hits)

    # --- shared ---------------------------------------------------------------------------------

    def search(self, question: str, options: SearchOptions | None = None) -> SearchResult:
        """Search as answers do: slips of spelling put right, official words added for lay ones."""
        return self._search(self._spelling.correct(fold(question))[0], options)

    def _search(self, question: str, options: SearchOptions | None = None) -> SearchResult:
        bare = self._without_titles(question)
        return self.index.search(bare, options or self.options.search, expansions(fold(bare)))

    def _without_titles(self, question: str) -> str:
        """The question without the titles of our policies: they share words with every clause."""
        for policy in self._policies.values():
            question = question.replace(policy.title, " ")
        rest = re.sub(
            r"《([^《》]{2,80})》",
            lambda m: " " if any(same_policy(m.group(1), p.title) for p in self._policies.values()) else m.group(),
            question,
        )
        return rest if re.search(r"\w", rest) else question

    def _unknown_title(self, asked: Understanding) -> str:
        """A document named in 《》 that the library neither holds nor mentions; "" if there is none."""
        for title in asked.titles:
            if not any(
                same_policy(title, policy.title) or title in fold(policy.text) for policy in self._policies.values()
            ):
                return title
        return ""

    def _scope(self, asked: Understanding) -> list[Policy]:
        """The policies a question names by title or number; all of them if it names none."""
        named = [
            policy for policy in self._policies.values()
            if fold(policy.title) in asked.folded
            or (policy.doc_number and fold(policy.doc_number) in asked.folded)
            or any(same_policy(title, policy.title) for title in asked.titles)
        ]
        return named or list(self._policies.values())

    def _best_clause(self, result: SearchResult) -> tuple[Policy, Clause]:
        """The clause whose measures fit best; the units stand with the clause, not the measure."""
        for hit in result.hits:
            policy, clause = self._at(hit)
            if clause.kind is PartKind.CLAUSE:
                return policy, clause
        return self._at(result.hits[0])

    def _at(self, hit: Hit) -> tuple[Policy, Clause]:
        return self._policies[hit.passage.policy_id], self._clauses[hit.passage.clause_id]

    def _evidence(self, hit: Hit) -> Evidence:
        policy, clause = self._at(hit)
        return Evidence(policy, clause, clause.measures[hit.passage.measure].span)

    def _compose(
        self, asked: Understanding, evidence: Sequence[Evidence], day: date, *, lead: str = "",
        keep_order: bool = False, warning: str = "",
    ) -> Answer:
        ordered = list(evidence) if keep_order else composing.in_document_order(evidence)
        citations = tuple(composing.cite(item, mark) for mark, item in enumerate(ordered, 1))
        clauses = [item.clause for item in ordered]
        several = len(self._policies) > 1
        text = composing.quotes(citations, clauses, lead=lead or warning, english=asked.english, name_policy=several)
        doubts = composing.doubts_line(ordered, english=asked.english)
        if doubts:
            text += "\n" + doubts
        first = clauses[0]
        units = UnitsView(first.units.lead, first.units.supporting) if first.units else None
        if units is not None:
            text += "\n" + composing.units_line(units, first.units.listed, english=asked.english)
        view = validity_view(ordered[0].policy, day)
        if not lead:
            text = composing.with_validity(text, view, english=asked.english)
        return Answer(asked.question, text, asked.kind, citations, units, view)

    def _refuse(
        self, asked: Understanding, code: RefusalCode, reason: str, hits: Sequence[Hit] = ()
    ) -> Answer:
        nearest: list[Citation] = []
        for hit in hits:
            if all(hit.passage.path != citation.path for citation in nearest) and len(nearest) < 3:
                nearest.append(composing.cite(self._evidence(hit), len(nearest) + 1))
        text = reason + _nearest_text(nearest)
        return Answer(asked.question, text, asked.kind, refusal=Refusal(code, reason, tuple(nearest)))

    def policy_named(self, name: str) -> Policy:
        """A policy by id, file name, number or title. Raises PolicyNotFound."""
        if not name.strip():
            raise PolicyNotFound("请给出文件的编号、文件名、文号或标题（name a policy）")
        return self.library.find(name)


_ROLE_WORDS = {"lead": "牵头", "supporting": "配合", "": "责任单位"}


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


def _part_at(policy: Policy, span: Span) -> Clause:
    return next(part for part in policy.parts if part.span.start <= span.start < part.span.end)


def _asks_for_start(folded: str) -> bool:
    return any(word in folded for word in ("施行", "生效", "实施", "开始", "起效", "执行", "effect", "start"))


def _prefer(result: SearchResult, clause: tuple[str, str]) -> SearchResult:
    """A follow-up stays with its clause if that has anything to say."""
    inside = [hit for hit in result.hits if hit.passage.clause_id == clause[1]]
    others = [hit for hit in result.hits if hit not in inside]
    if inside and inside[0].score >= 0.5 * result.hits[0].score:
        return replace(result, hits=(*inside, *others))
    return result


def _nearest_text(nearest: Sequence[Citation]) -> str:
    if not nearest:
        return ""
    return "\n最接近的条款：" + "；".join(dict.fromkeys(citation.label for citation in nearest)) + "。"
