"""The assistant: one question in, one Answer out. Command line, page, API and evaluation call ``ask``."""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date

from assistant.answer import Answer, Citation, Confidence, Kind, RefusalCode
from assistant.answering import (
    by_clause,
    by_clauses_of_unit,
    by_comparison,
    by_content,
    by_header,
    by_library,
    by_parts,
    by_rule,
    by_units,
    by_validity,
    by_whole,
    composing,
    not_held,
)
from assistant.answering.desk import AnswerOptions, Desk, part_at
from assistant.answering.opening import opened
from assistant.answering.validity_line import validity_view
from assistant.answering.which_document import document_asked
from assistant.conversation.follow_ups import Resolved, Turn, resolve, restated
from assistant.conversation.turns import Turns, read_from
from assistant.judging.refusal import INSTRUCTION, REASONS
from assistant.rephrasing import Rephraser
from assistant.understanding.asked_value import asks_amount_or_term
from assistant.understanding.header_fields import (
    EFFECTIVE,
    EXPIRES,
    HeaderField,
    header_field,
    header_fields,
    without_fields,
)
from assistant.understanding.library_asked import library_asked
from assistant.understanding.question import LONGEST, VALIDITY, Understanding, as_content, read, understand
from assistant.understanding.whole_document import asked_of_the_whole, name_left
from assistant.verification import findings
from assistant.which_policy.editions import names_another
from corpus import BadInput, Clause, Library, Policy, PolicyNotFound, Span, Status
from index import ClauseIndex, SearchOptions, SearchResult
from index.rerank import Reranker
from index.tokens import fold

# Share of a short question's words in one measure from which on it is a question of its own: 再担保费率怎么收
# (0.43) after another topic, against 要什么条件 (0.08).
_STANDS_ALONE = 0.3
_SURE_OF_IT = 0.5  # certainty from which on the policy spoken of before answers a question that names no other
_SPOKEN_OF = 0.5  # how much better the policy of the turn before fits


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
        rephraser: Rephraser | None = None, reranker: Reranker | None = None,
    ) -> None:
        self.library = library
        self.index = index
        self._rephraser = rephraser
        self._desk = Desk(library.policies(), index, options or AnswerOptions(), reranker)
        self._turns = Turns()

    def ask(self, question: str, history: Sequence[str] = (), as_of: date | None = None) -> Answer:
        """Answer ``question``; ``history`` holds the earlier questions, ``as_of`` the day for validity.

        Raises BadInput for an empty question or one longer than 2,000 characters.
        """
        *_, last = self.stream(question, history, as_of)
        return last

    def stream(self, question: str, history: Sequence[str] = (), as_of: date | None = None) -> Iterator[Answer]:
        """As ``ask``, the answer as it grows: the extract at once, then, with a language model, every checked sentence.

        Each answer given is fit to be shown; the last one holds.
        """
        started = time.perf_counter()
        day = as_of or date.today()
        earlier = read_from(history)
        before = self._last_turn(earlier, day)
        understanding, answer = self._turn(question, before, day)
        self._turns.put([*earlier, question], day, self._as_turn(understanding, answer, before))  # what the next question leans on
        grown = [answer] if self._rephraser is None else self._rephraser.stream(answer, self.clause_of)
        for so_far in grown:
            yield replace(so_far, seconds=time.perf_counter() - started)

    @property
    def desk(self) -> Desk:
        """The desk it answers at."""
        return self._desk

    def with_options(self, options: AnswerOptions) -> Assistant:
        """An assistant over the same library and index that answers with other options."""
        other = Assistant.__new__(Assistant)
        other.library, other.index, other._rephraser = self.library, self.index, self._rephraser
        other._desk, other._turns = self._desk.with_options(options), Turns()
        return other

    def within(self, policies: Collection[str]) -> Assistant:
        """An assistant over the same library and index that answers from some policies (ids) alone (限定范围).

        Raises BadInput where none of them is here.
        """
        kept = self._desk.policies.keys() & set(policies)
        if not kept:
            raise BadInput("限定的范围里没有文件，请放宽条件再问（no policy in this scope）")
        other = self.with_options(self.options)
        other._desk = self._desk.within(kept)
        return other

    @property
    def rephrases(self) -> bool:
        """Whether a language model rephrases the answers."""
        return self._rephraser is not None

    @property
    def options(self) -> AnswerOptions:
        """How much it says and how it searches."""
        return self._desk.options

    @property
    def snapshot(self) -> PolicySnapshot:
        """The policies this assistant answers from."""
        return PolicySnapshot(tuple(self._desk.policies.values()))

    def clause_of(self, citation: Citation) -> Clause:
        """The clause a citation points at."""
        return part_at(self._desk.policies[citation.policy_id], Span(citation.start, citation.end))

    def retrieve(self, question: str) -> list[tuple[Citation, float]]:
        """The measures nearest to a question, best first, with their scores (0–1)."""
        hits = self._desk.search(question).hits
        return [(composing.cite(self._desk.evidence(hit), mark), hit.score) for mark, hit in enumerate(hits, 1)]

    def search(self, question: str, options: SearchOptions | None = None) -> SearchResult:
        """Search as answers do: slips of spelling put right, official words added for lay ones."""
        return self._desk.search_as_typed(question, options)

    def warm_up(self) -> None:
        """Load what is loaded late (word list, model), so that the first visitor does not wait."""
        self._desk.search("责任单位")

    def _last_turn(self, history: Sequence[str], day: date) -> Turn | None:
        """The turn after a conversation's questions, from the longest part of it that is remembered on."""
        turn: Turn | None = None
        known = 0
        for size in range(len(history), 0, -1):
            found, turn = self._turns.get(history[:size], day)
            if found:
                known = size
                break
        for size in range(known, len(history)):
            question = history[size]
            if re.search(r"\w", question):
                understanding, answer = self._turn(question[:LONGEST], turn, day)
                turn = self._as_turn(understanding, answer, turn)
            self._turns.put(history[: size + 1], day, turn)
        return turn

    def _as_turn(self, asked: Understanding, answer: Answer, before: Turn | None) -> Turn:
        return Turn(asked, answer, self._clause_of_turn(answer), self._policy_of_turn(asked, answer, before), self._cited(answer))

    def _clause_of_turn(self, answer: Answer) -> tuple[str, str, tuple[str, ...]] | None:
        """(policy id, clause id, path) of the clause a turn was about; a foreign question was about none."""
        citations = answer.citations
        if answer.refusal is not None and answer.refusal.code is RefusalCode.NOT_STATED:
            citations = answer.refusal.nearest
        if not citations:
            return None
        clause = self.clause_of(citations[0])
        return citations[0].policy_id, clause.id, clause.path

    def _cited(self, answer: Answer) -> tuple[tuple[str, str], ...]:
        return tuple(dict.fromkeys((c.policy_id, self.clause_of(c).id) for c in answer.citations))

    def _policy_of_turn(self, asked: Understanding, answer: Answer, before: Turn | None) -> str:
        """The id of the policy a turn was about, "" if of none."""
        meant = self._desk.directory.clearly_meant(asked.meant)
        said = answer.citations or (answer.refusal.nearest if answer.refusal is not None and answer.refusal.code is RefusalCode.NOT_STATED else ())
        if said:
            return said[0].policy_id
        if meant:
            return meant[0].id
        return before.policy if before is not None else ""

    def _turn(self, question: str, turn: Turn | None, day: date) -> tuple[Understanding, Answer]:
        typed = read(question)
        meant, slips = self._desk.spelling.correct(typed)
        resolved = resolve(understand(question, self._desk.units, meant), turn)
        short = resolved.tentative and self._desk.search_as_typed(question).word_share >= _STANDS_ALONE
        if short:
            resolved = Resolved(resolved.understanding, query=question.strip())
        if asked_of_the_whole(resolved.understanding.folded) is not None and not resolved.understanding.clauses:
            resolved = replace(resolved, shown="")  # of the document, not of the clause spoken of before
        if slips:
            said = "、".join(f"“{wrong}”按“{right}”理解" for wrong, right in slips)
            query = meant if resolved.query == question.strip() else resolved.query
            resolved = replace(resolved, query=query, shown=resolved.shown or f"{meant}（{said}）")
        resolved = self._with_policies(resolved, turn, day)
        found = by_comparison.sides(self._desk, resolved.understanding)
        if found and not resolved.understanding.instructs:
            answer = by_comparison.answer_sides(
                self._desk, resolved.understanding, found, lambda side: self._alone(side, day)
            )
        else:
            answer = self._unless_of_another_edition(resolved.understanding, self._answer_or_unheld(resolved, day))
            resolved, answer = self._of_the_one_spoken_of(resolved, answer, day, short=short)
            resolved = self._as_answered(resolved, answer)
            answer = opened(self._desk, resolved.understanding, answer)
        answer = self._unless_numbered(resolved.understanding, self._if_over(replace(answer, resolved=resolved.shown), day))
        checked = findings(answer, lambda citation: self.clause_of(citation).text)
        return resolved.understanding, replace(answer, findings=checked)

    def _of_the_one_spoken_of(self, resolved: Resolved, answer: Answer, day: date, *, short: bool) -> tuple[Resolved, Answer]:
        """A short question that names no document (弄虚作假的怎么办) and was answered from another one than was spoken of: the answer of
        that one, where it answers surely; so a longer one that no document of the library was found to answer."""
        before, asked = resolved.spoken_of, resolved.understanding
        silent = answer.refusal is not None and answer.refusal.code is RefusalCode.NOT_IN_LIBRARY
        elsewhere = bool(answer.citations) and all(citation.policy_id != before for citation in answer.citations)
        if not before or len(self._desk.policies) == 1 or not (silent or (short and (elsewhere or answer.refused))):
            return resolved, answer
        of_it = replace(resolved, understanding=replace(asked, meant=replace(asked.meant, named=(self._desk.policies[before],))))
        other = self._answer_or_unheld(of_it, day)
        sure = not other.refused and (other.certainty or 0.0) >= _SURE_OF_IT
        return (replace(of_it, shown=restated(self._called(before), asked.question)), other) if sure else (resolved, answer)

    def _as_answered(self, resolved: Resolved, answer: Answer) -> Resolved:
        """A follow-up as it was answered: of the document, where another clause of it than the one spoken of before answers."""
        clause = resolved.clause
        leaves = clause is not None and resolved.shown and not resolved.said and bool(answer.citations) and not resolved.clauses
        if clause is None or not leaves or any(c.policy_id != clause[0] or self.clause_of(c).id == clause[1] for c in answer.citations):
            return resolved
        return replace(resolved, shown=restated(self._called(clause[0]), resolved.understanding.question))

    def _called(self, policy_id: str) -> str:
        return f"《{self._desk.policies[policy_id].title}》" if len(self._desk.policies) > 1 else "本文件"

    def _if_over(self, answer: Answer, day: date) -> Answer:
        """A refusal that tells what a document does say, with that document's validity where it does not hold on ``day``."""
        if answer.refusal is None or answer.refusal.code is not RefusalCode.NOT_STATED or not answer.refusal.nearest or "效力：" in answer.text:
            return answer
        view = validity_view(self._desk.policies[answer.refusal.nearest[0].policy_id], day)
        holds = view.status not in (Status.EXPIRED, Status.REPEALED, Status.NOT_YET)
        return answer if holds else replace(answer, text=f"{answer.text}\n效力：{view.line}。")

    def _unless_numbered(self, asked: Understanding, answer: Answer) -> Answer:
        """The answer with a word of caution where the 文号 asked about stands in no file and this policy may be the one."""
        if answer.refused or not asked.meant.unknown_number or not answer.citations or self._desk.policies[answer.citations[0].policy_id].doc_number:
            return answer
        return replace(answer, text=f"《{answer.citations[0].policy}》的文本没有载明发文字号，请核对它是否就是所问的文件。\n{answer.text}")

    def _unless_of_another_edition(self, asked: Understanding, answer: Answer) -> Answer:
        """A refusal that says which edition is held, where the nearest document is of another year or batch than the question names."""
        refusal = answer.refusal
        if refusal is None or refusal.code is not RefusalCode.NOT_STATED or not refusal.nearest or asked.kind is Kind.VALIDITY:
            return answer
        policy = self._desk.policies[refusal.nearest[0].policy_id]
        if not names_another(asked.folded, fold(policy.title), self._desk.folded_text(policy)):
            return answer
        reason = f"政策库里收录的是《{policy.title}》，没有收录所问年份或批次的文件，无法据以回答。"
        return self._desk.refuse(asked, RefusalCode.NOT_IN_LIBRARY, reason)

    def _alone(self, side: by_comparison.Side, day: date) -> Answer:
        """The answer to one side of a comparison."""
        meant = by_comparison.meant_by(self._desk, side)
        asked = replace(understand(side.question, self._desk.units), meant=meant, question=side.question)
        return self._answer(Resolved(asked, query=side.question), day)

    def _with_policies(self, resolved: Resolved, turn: Turn | None, day: date) -> Resolved:
        """The question with the policies it means; a follow-up means the policy spoken of before."""
        asked = resolved.understanding
        meant = self._desk.meant_by(asked, day)
        before = turn.policy if turn is not None else ""
        # Words of another policy's text do not leave the one spoken of; words of its title and places do.
        leaves = self._desk.directory.clearly_meant(meant) and (meant.words or meant.places)
        if before and not meant.named and not leaves:
            if asked.speaks_of_this or resolved.clause is not None or resolved.shown or _asks_of_a_document(asked.folded):
                meant = replace(meant, named=(self._desk.policies[before],))
            else:
                meant = replace(meant, fit={**meant.fit, before: min(1.0, meant.fit.get(before, 0.0) + _SPOKEN_OF)})
            resolved = replace(resolved, spoken_of=before)
        return replace(resolved, understanding=replace(asked, meant=meant))

    def _answer_or_unheld(self, resolved: Resolved, day: date) -> Answer:
        """The answer, but none from other documents to what is asked of one that the library does not hold: a clause that mentions it
        may say something of it."""
        asked = resolved.understanding
        unheld = not_held.unheld_document(self._desk, asked)
        only_mentioned = None if asked.meant.named else not_held.only_mentioned(self._desk, asked)
        answer = self._at_once(resolved, day)
        if answer is None:
            answer = by_parts.in_parts(self._desk, resolved, self._of_content(resolved, day), lambda part: self._answer(part, day))
        name = unheld.name if unheld is not None else only_mentioned[0] if only_mentioned is not None else ""
        alike = unheld is not None and bool(unheld.alike)
        told = answer.refusal is not None and answer.refusal.code is not RefusalCode.AMBIGUOUS  # asking which would offer others
        if not name or told or (not alike and any(name in fold(self.clause_of(c).text) for c in answer.citations)):
            return answer
        held = unheld.alike if unheld is not None and unheld.alike else self._desk.mentioning(name)
        beside = f"库里有的是《{held[0].title}》。" if alike else f"只在《{held[0].title}》中提到。" if held else ""
        shown = unheld.shown if unheld is not None else name
        reason = f"政策库里没有收录所问的“{shown}”，无法据以回答。{beside}"
        return self._desk.refuse(asked, RefusalCode.NOT_IN_LIBRARY, reason)

    def _answer(self, resolved: Resolved, day: date) -> Answer:
        return self._at_once(resolved, day) or self._of_content(resolved, day)

    def _at_once(self, resolved: Resolved, day: date) -> Answer | None:
        """What needs no search: small talk, questions of the library or of a document as such, and what the library does not hold."""
        asked = resolved.understanding
        if asked.kind is Kind.SMALL_TALK:
            return self._desk.refuse(asked, RefusalCode.NOT_A_POLICY_QUESTION, REASONS[RefusalCode.NOT_A_POLICY_QUESTION])
        if asked.instructs:
            return self._desk.refuse(asked, RefusalCode.NOT_A_POLICY_QUESTION, INSTRUCTION)
        of_library = library_asked(asked.folded)
        told = by_library.answer_library(self._desk, asked, of_library, day) if of_library is not None else None
        if told is not None:
            return told
        ended = not_held.ended_before(self._desk, asked)
        if ended is not None and self._desk.beyond(asked) is None:
            return by_validity.answer_ended(self._desk, asked, *ended, day)
        why = not_held.why_not_held(self._desk, asked)
        if why:
            return self._desk.refuse(asked, RefusalCode.NOT_IN_LIBRARY, why)
        return self._of_the_document(resolved, day)

    def _of_content(self, resolved: Resolved, day: date) -> Answer:
        asked = resolved.understanding
        if asked.wants is not None and not asked.wants.in_units:
            return by_content.answer_content(self._desk, resolved, day)
        on_conflict = by_rule.answer_rule_on_conflict(self._desk, asked, day)
        if on_conflict is not None:
            return on_conflict
        if asked.asks_for_rule:
            return by_units.answer_rule(self._desk, asked, day)
        if asked.unknown_body and not asked.units and not asked.clauses and asked.kind is Kind.UNITS_REVERSE:
            reason = f"已收录文件的责任单位里没有“{asked.unknown_body}”。"
            return self._desk.refuse(asked, RefusalCode.NOT_STATED, reason)
        if asked.kind is Kind.UNITS_REVERSE and asks_amount_or_term(asked.folded):  # 金融监管局多少个工作日给批
            return by_content.answer_content(self._desk, replace(resolved, understanding=as_content(asked)), day)
        if asked.kind is Kind.UNITS_REVERSE:
            return by_clauses_of_unit.answer_reverse(self._desk, asked, day)
        if asked.kind is Kind.VALIDITY:
            content = by_validity.content_instead(self._desk, resolved, day, VALIDITY)
            return content or by_validity.answer_validity(self._desk, resolved, day)
        wanted = header_field(asked.folded)
        if wanted is not None and not asked.clauses and not asked.nested:
            asking = re.compile(wanted.asked)
            content = by_validity.content_instead(self._desk, resolved, day, asking)
            if content is None and by_validity.of_something_within(self._desk, asked, asking):
                within = by_content.answer_content(self._desk, replace(resolved, understanding=as_content(asked)), day)
                sure = within.refused or within.confidence is Confidence.CLEAR
                reason = f"《{self._desk.scope(asked)[0].title}》没有写明所问的{wanted.label}。"
                return within if sure else self._desk.refuse(asked, RefusalCode.NOT_STATED, reason)
            if content is None:
                return by_header.answer_header(self._desk, asked, header_fields(asked.folded), self._desk.scope(asked), day)
            if asked.kind is not Kind.UNITS:
                return content
        if asked.clauses or asked.part or asked.nested or asked.inserted:
            return by_clause.answer_named(self._desk, resolved, day)
        if asked.kind is Kind.CLAUSE and resolved.clause is not None:
            taken = (self._desk.policies[resolved.clause[0]], self._desk.clauses[resolved.clause[1]])
            return by_clause.whole_clauses(self._desk, asked, [taken], day)
        # 站点覆盖要到多少？谁牵头？ asks for a figure too; an answer on content names the units as well.
        if asked.kind is Kind.UNITS and asked.wants is None:
            return self._units_or_the_rest(resolved, day)
        return by_content.answer_content(self._desk, resolved, day)

    def _of_the_document(self, resolved: Resolved, day: date) -> Answer | None:
        """The answer to what is asked of a whole document, or of several of its header fields at once; None if neither is asked."""
        asked = resolved.understanding
        fields = header_fields(asked.folded)
        if set(fields) - {EFFECTIVE, EXPIRES} and not asked.clauses and not asked.nested:
            policies = document_asked(self._desk, asked, name_left(without_fields(asked.folded, fields)))
            if policies is None and len(fields) > 1 and not by_validity.of_something_within(self._desk, asked, _asking(fields)):
                policies = self._desk.directory.clearly_meant(asked.meant) or None
            if policies is not None:
                return by_header.answer_header(self._desk, asked, fields, policies, day)
        if asked.clauses or asked.part or asked.nested or asked.inserted:
            return by_whole.answer_chapter(self._desk, resolved, day)
        whole = asked_of_the_whole(asked.folded)
        return by_whole.answer_whole(self._desk, resolved, whole, day) if whole is not None and by_whole.means_the_whole(self._desk, resolved, whole) else None

    def _units_or_the_rest(self, resolved: Resolved, day: date) -> Answer:
        """The units of a topic; where they are not stated but more is asked (有什么措施？谁负责), what is stated."""
        asked = resolved.understanding
        answer = by_units.answer_topic(self._desk, resolved, day)
        rest = by_content.asks_more(asked) if answer.refusal is not None and answer.refusal.code is RefusalCode.NOT_STATED else ""
        if not rest:
            return (by_units.told_in_words(self._desk, resolved, day) if answer.refused else None) or answer
        alone = replace(understand(rest, self._desk.units), meant=asked.meant, question=asked.question)
        other = by_content.answer_content(self._desk, replace(resolved, understanding=alone, query=rest), day)
        return answer if other.refused else replace(other, text=f"文件没有写明由谁负责，写明的如下。\n{other.text}", kind=asked.kind)


def _asks_of_a_document(folded: str) -> bool:
    """True if a folded question asks of a document as such (一共多少条, 谁发的) and names none."""
    whole, fields = asked_of_the_whole(folded), header_fields(folded)
    return (whole is not None and not whole.rest) or (bool(fields) and not name_left(without_fields(folded, fields)))


def _asking(fields: Sequence[HeaderField]) -> re.Pattern[str]:
    """What asks for any of some header fields."""
    return re.compile("|".join(f"(?:{field.asked})" for field in fields))
