"""The desk that every kind of question is answered at: the policies, the index, and what all answers share."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date

from assistant.answer import Answer, Citation, Kind, Refusal, RefusalCode, UnitsView, ValidityView
from assistant.answering import composing
from assistant.answering.composing import Evidence
from assistant.answering.hits_kept import best_copies, of_another_document, shares_given, without_pointers
from assistant.answering.validity_line import validity_view
from assistant.answering.words_searched import leaning, without_name, without_titles
from assistant.judging import ranking
from assistant.judging.refusal import IN_ENGLISH, RefusalOptions
from assistant.understanding.asked_value import wanted
from assistant.understanding.clauses_named import without_clauses
from assistant.understanding.question import QUESTION_WORDS, Understanding
from assistant.understanding.unit_names import UnitDirectory
from assistant.understanding.words_asked import words_asked
from assistant.vocabulary.lexicon import expansions, in_official_words
from assistant.which_policy.directory import Meant, PolicyDirectory
from assistant.which_policy.places_held import PlacesHeld
from corpus import Clause, PartKind, Policy, Span
from corpus.numerals import count_in_chinese
from index import ClauseIndex, Focus, Hit, SearchOptions, SearchResult
from index.rerank import RERANKED, Reranker, blended
from index.tokens import fold

_REMEMBERED = 4096  # words whose policies are kept in mind
_ONLY_UNITS = re.compile(r"[（(〔\[]\s*(?:责任|牵头|配合)(?:单位|部门)")  # a clause that says everything in its heading
_OF_A_POLICY = 600  # measures of one policy that may be quoted: a book of policies has thousands
_LOOKED_AT = 60  # hits that are put in order
_NEAREST, _NEAR = 3, 0.7  # clauses named in a refusal; the share of the best score they must have
_BARE = 6  # characters of a label that is no more than a number
_ASKED = 3  # units named to be asked
_CANDIDATES = 5  # policies named where a question does not say which it means


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

    more_of_clause: float = 0.6
    other_clause: float = 0.85
    instead: float = 0.7
    most_quotes: int = 2
    search: SearchOptions = field(default_factory=lambda: SearchOptions(top_k=12))
    refusal: RefusalOptions = field(default_factory=RefusalOptions)

class Desk:
    """Policies, index and options of one assistant; nothing here changes after it is made.

    Attributes:
        policies: by id. clauses: every part of every policy, by id.
        units: who is named where. directory: which policy is called what. places: where they hold.
        spelling: puts slips of the typist right.
    """

    def __init__(
        self, policies: Sequence[Policy], index: ClauseIndex, options: AnswerOptions, reranker: Reranker | None = None
    ) -> None:
        self.policies = {policy.id: policy for policy in policies}
        self.clauses = {part.id: part for policy in policies for part in policy.parts}
        self._cut = {policy.id: len(policy.clauses) for policy in policies}
        self.index = index
        self.options = options
        self._reranker = reranker
        self.units = UnitDirectory(tuple(policies))
        self.directory = PolicyDirectory(tuple(policies), index)
        self._whole: Desk | None = None  # the desk that this one is a part of
        self._without: frozenset[str] = frozenset()
        self._folded: dict[str, str] = {}
        self._mentioned: dict[str, tuple[Policy, ...]] = {}
        self.places = PlacesHeld(self.policies, self.directory, self.mentioning)
        self.spelling = index.spelling.joined([*QUESTION_WORDS, *self.units.aliases()])

    def with_options(self, options: AnswerOptions) -> Desk:
        """The same desk with other options."""
        other = copy(self)
        other.options = options
        return other

    def within(self, policies: Collection[str]) -> Desk:
        """The same desk over some of its policies (ids): no other is searched, named or counted."""
        other = copy(self)
        kept = tuple(policy for policy in self.policies.values() if policy.id in policies)
        other.policies = {policy.id: policy for policy in kept}
        other.clauses = {part.id: part for policy in kept for part in policy.parts}
        other.units, other.directory = UnitDirectory(kept), PolicyDirectory(kept)
        other._folded, other._mentioned, other._whole = {}, {}, self._whole or self
        other.places = PlacesHeld(other.policies, other.directory, other.mentioning)
        return other

    def beyond(self, asked: Understanding) -> Policy | None:
        """The first policy that a question names, where it is in the library and none of those named is at this desk."""
        named = self._whole.directory.read(asked.folded, asked.titles).named if self._whole is not None else ()
        return named[0] if named and not any(policy.id in self.policies for policy in named) else None

    def without(self, measures: frozenset[str]) -> Desk:
        """The same desk as if the documents did not say these measures (ids): what would be answered then?"""
        other = copy(self)
        other._without, other._folded = measures, {}
        return other

    def search(self, question: str, asked: Understanding | None = None, options: SearchOptions | None = None) -> SearchResult:
        """Search for a question whose spelling is right, official words added for lay ones.

        ``asked`` says which policies are meant: the search leans towards them, or keeps to those that are named.
        """
        meant = asked.meant if asked is not None else Meant()
        bare = self._without_titles(question, meant)
        folded = fold(bare)
        official = in_official_words(folded, self.index.knows)
        return self.index.search(
            bare, options or self.options.search, expansions(folded), self._focus(meant), official if official != folded else ""
        )

    def hits_in(self, policy_id: str, question: str, asked: Understanding | None = None, within: str = "") -> list[Hit]:
        """Every measure of one policy with how well it fits a question or a part of one (of ``within``), best first; with ``asked``,
        without the words of it that only say which policy."""
        question = self._without_titles(self._within_policy(question, asked), asked.meant) if asked is not None else question
        within = self._without_titles(self._within_policy(within, asked), asked.meant) if asked is not None and within else within
        everything = replace(self.options.search, top_k=_OF_A_POLICY)
        # Read once: within one policy the official words, searched as words, are enough, and every reading costs as much as the search.
        found = self.index.search(question, everything, expansions(fold(question)), Focus(only={policy_id}), within=within)
        return [hit for hit in found.hits if hit.passage.id not in self._without]

    def search_as_typed(self, question: str, options: SearchOptions | None = None) -> SearchResult:
        """The same for a question as a person typed it: slips of spelling put right first."""
        return self.search(self.spelling.correct(fold(question))[0], None, options)

    def find(self, query: str, asked: Understanding) -> SearchResult:
        """The hits for a question about content, put in order for an answer.

        A copy of a hit already there is left out, and so is what holds in another place than the one
        asked about. What gives the details asked for (几个月, 多少元) moves up.
        """
        result, within = self.unranked(query, asked)
        ordered = ranking.in_order(
            self.ranked_by(asked, result.hits), wanted(asked.folded), words_asked(self, asked), many=len(self.policies) > 1
        )
        kept = self._reranked(within, ordered)
        order = sorted(range(len(kept)), key=lambda i: (-kept[i].score, i))
        return replace(result, hits=tuple(kept[i] for i in order[: self.options.search.top_k]))

    def unranked(self, query: str, asked: Understanding) -> tuple[SearchResult, str]:
        """What may answer a question, as the search has it, and the words that were searched."""
        looked_at = _LOOKED_AT if not self._without else self.options.search.pool
        search = replace(self.options.search, top_k=max(self.options.search.top_k, looked_at))
        within = self._within_policy(query, asked)
        result = self.search(within, asked if within == query else leaning(asked, self.directory), search)
        of_another = of_another_document(asked.meant, self.policies, self.directory) if within != query else lambda hit: False
        kept = [
            hit for hit in best_copies(result.hits, self.policies, self.directory, self._cut)
            if hit.passage.id not in self._without and not of_another(hit) and not self.places.elsewhere(asked.meant, *self.at(hit))
        ]
        return replace(result, hits=tuple(without_pointers(asked, kept))), within

    def ranked_by(self, asked: Understanding, hits: Sequence[Hit]) -> list[ranking.Candidate]:
        """Hits with what the ranking needs to know of them."""
        return [
            ranking.Candidate(
                hit, fold(self.policies[hit.passage.policy_id].title), given,
                self.clauses[hit.passage.clause_id].kind is not PartKind.CLAUSE,
            )
            for hit, given in zip(hits, shares_given(asked, hits), strict=True)
        ]

    def _reranked(self, question: str, hits: list[Hit]) -> list[Hit]:
        """The hits with what a reranker, if there is one, says of the best of them added to their scores."""
        if self._reranker is None:
            return hits
        best = sorted(hits, key=lambda hit: -hit.score)[:RERANKED]
        found = blended([hit.score for hit in best], self._reranker.scores(question, [hit.passage.text for hit in best]))
        scored = {hit.passage.id: score for hit, score in zip(best, found, strict=True)}
        return [replace(hit, score=scored.get(hit.passage.id, hit.score)) for hit in hits]

    def _within_policy(self, query: str, asked: Understanding) -> str:
        """What a question asks within the policy it means: without the words that only say which."""
        if len(self.policies) == 1 or not self.directory.clearly_meant(asked.meant):
            return query
        return without_name(query, asked.meant)

    def _focus(self, meant: Meant) -> Focus:
        if len(self.policies) == 1 and self._whole is None:
            return Focus()
        everything = self.policies.keys() if self._whole is not None else None
        return Focus(meant.fit, {policy.id for policy in meant.named} or everything)

    def _without_titles(self, question: str, meant: Meant) -> str:
        return without_titles(question, meant.named or self.policies.values())

    def meant_by(self, asked: Understanding, day: date) -> Meant:
        """The policies a question means: with a 文号 that none gives, those it may be the number of; asked whether a document that the library does not hold still applies, those that end it."""
        meant = self.directory.read(without_clauses(asked.folded), asked.titles, day)
        if not meant.unknown_number or meant.named:
            return meant
        if asked.kind is not Kind.VALIDITY:
            return replace(meant, named=() if self.ending(meant.unknown_number) else self.directory.unnumbered(meant.unknown_number))
        return replace(meant, named=self.ending(meant.unknown_number))

    def ending(self, number: str) -> tuple[Policy, ...]:
        """The policies that repeal the document of a 文号, which a question may run together with the words before it."""
        for at in range(len(number)):
            if not re.match(r"[\u4e00-\u9fff]{2}", number[at:]):
                return ()
            found = tuple(p for p in self.policies.values() if any(number[at:] in fold(repeal.quote) for repeal in p.repeals))
            if found:
                return found
        return ()

    def mentioning(self, words: str) -> tuple[Policy, ...]:
        """The policies whose text holds ``words``, remembered: a library's texts do not change under a desk."""
        if words not in self._mentioned:
            if len(self._mentioned) > _REMEMBERED:
                self._mentioned.clear()
            self._mentioned[words] = tuple(policy for policy in self.policies.values() if words in policy.text)
        return self._mentioned[words]

    def folded_text(self, policy: Policy) -> str:
        """The text of a policy as it is compared with a question, remembered."""
        if policy.id not in self._folded:
            touched = any(measure.startswith(policy.id) for measure in self._without)
            said = "".join(map(self.said_in, policy.parts)) if touched else policy.text
            self._folded[policy.id] = fold(said)
        return self._folded[policy.id]

    def said_in(self, clause: Clause) -> str:
        """The text of a clause, without the measures that are not considered."""
        text = clause.text
        for measure in clause.measures if self._without else ():
            if measure.id in self._without:
                text = text.replace(measure.text, " ")
        return text

    def is_copy(self, policy_id: str, other_id: str) -> bool:
        """True for two files of one document."""
        return policy_id != other_id and self.directory.document_of(policy_id) == self.directory.document_of(other_id)

    def leaves_out(self, measure_id: str) -> bool:
        """True if the documents are taken not to say a measure (`without`)."""
        return measure_id in self._without

    def scope(self, asked: Understanding) -> list[Policy]:
        """The policies a question means, one of each document; all of them if it leaves that open."""
        if len(self.policies) == 1:
            return list(self.policies.values())
        return self.directory.clearly_meant(asked.meant) or self.directory.one_of_each(tuple(self.policies.values()))

    def candidates(self, asked: Understanding) -> str:
        """The titles of the policies a question may mean, best first, for asking which."""
        policies = self.directory.ranked(asked.meant) or self.directory.one_of_each(tuple(self.policies.values()))
        more = f"等{count_in_chinese(len(policies))}份文件" if len(policies) > _CANDIDATES else ""
        return "；".join(f"《{policy.title}》" for policy in policies[:_CANDIDATES]) + more

    def named_or_candidates(self, asked: Understanding, policies: Sequence[Policy]) -> str:
        """The titles of the policies that a question may mean: a few that it names ([]: it names none), or those it leans to of all."""
        everything = self.directory.one_of_each(tuple(self.policies.values()))
        if len(policies) == len(everything):
            return self.candidates(asked)
        policies = policies or everything
        more = f"等{count_in_chinese(len(policies))}份文件" if len(policies) > _CANDIDATES else ""
        return "；".join(f"《{policy.title}》" for policy in policies[:_CANDIDATES]) + more

    def at(self, hit: Hit) -> tuple[Policy, Clause]:
        """The policy and the clause of a hit."""
        return self.policies[hit.passage.policy_id], self.clauses[hit.passage.clause_id]

    def evidence(self, hit: Hit) -> Evidence:
        """The measure of a hit, to be quoted."""
        policy, clause = self.at(hit)
        last = hit.passage.measure
        first = last if hit.passage.first < 0 else hit.passage.first
        start = clause.measures[first].span.start
        if clause.heading and _ONLY_UNITS.match(policy.text, start):
            start = clause.span.start + len(clause.text) - len(clause.text.lstrip())
        return Evidence(policy, clause, Span(start, clause.measures[last].span.end))

    def compose(
        self, asked: Understanding, evidence: Sequence[Evidence], day: date, *, lead: str = "",
        keep_order: bool = False, warning: str = "", validity: ValidityView | None = None,
    ) -> Answer:
        """The answer that quotes ``evidence``, with units, doubts and validity; of several documents each with its own.

        ``lead`` opens it in place of the validity line, ``warning`` beside it; ``validity`` is what the lead says, where not that of ``day``.
        """
        ordered = list(evidence) if keep_order else composing.in_document_order(evidence)
        citations = tuple(composing.cite(item, mark) for mark, item in enumerate(ordered, 1))
        readings, added = _read_under_heads(ordered, english=asked.english)
        several = len(self.policies) > 1
        documents = list(dict.fromkeys(item.policy.id for item in ordered)) if not lead else [ordered[0].policy.id]
        blocks: list[str] = []
        for document in documents:
            own = [(citation, item) for citation, item in zip(citations, ordered, strict=True) if item.policy.id == document or lead]
            block = composing.quotes(
                [citation for citation, _ in own], [item.clause for _, item in own], lead=lead or (warning if not blocks else ""),
                english=asked.english, name_policy=several, readings=[readings[citation.mark - 1] for citation, _ in own],
            )
            first = own[0][1].clause.units
            doubts = composing.doubts_line([item for _, item in own], english=asked.english)
            units_said = composing.units_line(UnitsView(first.lead, first.supporting), first.listed, english=asked.english) if first else ""
            block = "\n".join(line for line in (block, doubts, units_said) if line)
            if len(documents) > 1:
                block = composing.with_validity(block, validity_view(own[0][1].policy, day), english=asked.english)
            blocks.append(block)
        text = "\n\n".join(blocks)
        named = ordered[0].clause.units
        units = UnitsView(named.lead, named.supporting) if named and len(documents) == 1 else None  # of several, each block names its own
        view = validity or validity_view(ordered[0].policy, day)
        if not lead and len(documents) == 1:
            text = composing.with_validity(text, view, english=asked.english)
        return Answer(asked.question, text, asked.kind, (*citations, *added), units, view)

    def refuse(self, asked: Understanding, code: RefusalCode, reason: str, hits: Sequence[Hit] = ()) -> Answer:
        """A refusal with its reason, the clauses nearest to the question, and whom to ask where one of them speaks of it."""
        nearest: list[Citation] = []
        for hit in hits:
            near = hit.score >= _NEAR * hits[0].score
            if near and all(hit.passage.clause_id != self._part_of(citation).id for citation in nearest) and len(nearest) < _NEAREST:
                nearest.append(composing.cite(self.evidence(hit), len(nearest) + 1))
        return self.refuse_near(asked, code, reason, nearest)

    def refuse_near(self, asked: Understanding, code: RefusalCode, reason: str, nearest: Sequence[Citation]) -> Answer:
        """A refusal with its reason and the clauses nearest to the question, the first of which the reason names where it is not stated."""
        text = f"{IN_ENGLISH[code]} {reason}" if asked.english and code in IN_ENGLISH else reason
        named_already = code is RefusalCode.NOT_STATED and bool(nearest)
        text += nearest_text([
            citation if len(citation.label) > _BARE else replace(citation, label=composing.name_of(self._part_of(citation)))
            for citation in (nearest[1:] if named_already else nearest)
        ], name_policy=len(self.policies) > 1)
        whom = self._whom(nearest[0]) if named_already else ""
        text += f"\n可向{whom}咨询。" if whom else ""
        return Answer(asked.question, text, asked.kind, refusal=Refusal(code, reason, tuple(nearest)))

    def _whom(self, citation: Citation) -> str:
        """Whom to ask about a clause: its lead units, else those it lists, else who issued the document; "" if nobody is named."""
        units = self._part_of(citation).units
        names = units.lead or units.listed
        if names:
            return ("牵头单位" if units.lead else "责任单位") + "、".join(names[:_ASKED])
        issuers = self.policies[citation.policy_id].issuers
        return f"发文机关{'、'.join(issuers[:_ASKED])}" if issuers else ""

    def _part_of(self, citation: Citation) -> Clause:
        return part_at(self.policies[citation.policy_id], Span(citation.start, citation.end))


def _read_under_heads(evidence: Sequence[Evidence], *, english: bool) -> tuple[list[str], list[Citation]]:
    """For each quote that is rows of a table what they say under the heads ("" for prose), and citations of the figures that this adds."""
    added: dict[tuple[str, Span], Citation] = {}
    readings = []
    for item in evidence:
        rows = composing.rows_quoted(item)
        for row in rows:
            for span in composing.added_by(row):
                mark = len(evidence) + len(added) + 1
                added.setdefault((item.policy.id, span), composing.cite(Evidence(item.policy, item.clause, span), mark))
        marks = {span: citation.mark for (policy, span), citation in added.items() if policy == item.policy.id}
        readings.append("\n".join(line for row in rows if (line := composing.reading_line(row, marks, english=english))))
    return readings, list(added.values())


def part_at(policy: Policy, span: Span) -> Clause:
    """The part of ``policy`` that ``span`` begins in."""
    return next(part for part in policy.parts if part.span.start <= span.start < part.span.end)


def nearest_text(nearest: Sequence[Citation], *, name_policy: bool = False) -> str:
    """The line that names the nearest clauses, with their policies where there are several; "" if there are none."""
    if not nearest:
        return ""
    names = (f"《{citation.policy}》{citation.label}" if name_policy else citation.label for citation in nearest)
    return "\n最接近的条款：" + "；".join(dict.fromkeys(names)) + "。"
