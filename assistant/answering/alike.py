"""Documents that answer alike (几份文件都写到): where a question names none, the best of each is quoted, with its own units and validity;
where it says no more than what any of them says (联系电话是多少), it is asked which is meant."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.composing import Evidence
from assistant.answering.desk import Desk
from assistant.answering.quoting import one_figure
from assistant.judging.attachment import gives_value, share
from assistant.understanding.question import Understanding
from assistant.understanding.words_asked import words_asked
from corpus import Policy
from index import Hit
from index.tokens import fold

LEAD = "没有指明文件；以下几份文件都写到，请按所在地方和有效期选用。"
_ALIKE = 0.85  # of the best score
_MOST = 3  # documents in one answer
_EVERY_WORD, _MANY = 0.95, 3  # share of a question's words in one measure; documents with such a measure from which on it is asked which


def any_may_be_meant(desk: Desk, asked: Understanding, hits: Sequence[Hit]) -> list[Policy]:
    """The policies of which one measure holds every word of a question that names no document and no place, best first, where they are
    so many that it is asked which is meant; else none."""
    if not _left_open(desk, asked):
        return []
    words = words_asked(desk, asked)
    if not words:
        return []
    saying = [desk.policies[hit.passage.policy_id] for hit in hits if share(words, fold(hit.passage.text)) >= _EVERY_WORD]
    documents = desk.directory.one_of_each(tuple(dict.fromkeys(saying)))
    return documents if len(documents) >= _MANY else []


def _left_open(desk: Desk, asked: Understanding) -> bool:
    """True if a question names no document, place or clause and fits no document clearly best."""
    return len(desk.policies) > 1 and not (asked.meant.named or asked.meant.places or asked.clauses or desk.directory.clearly_meant(asked.meant))


def alike_elsewhere(desk: Desk, asked: Understanding, evidence: Sequence[Evidence], hits: Sequence[Hit]) -> list[Evidence]:
    """The best measure of each other document whose score is about that of the best and that gives the figure asked for, if one is; none
    where the question names a document or a place, or fits one clearly better."""
    if not hits or not _left_open(desk, asked):
        return []
    documents = {desk.directory.document_of(item.policy.id) for item in evidence}
    figure = one_figure(asked)
    found: list[Evidence] = []
    for hit in hits:
        document = desk.directory.document_of(hit.passage.policy_id)
        gives = figure is None or gives_value(figure, fold(hit.passage.text.rpartition("\n")[2]))
        if hit.score >= _ALIKE * hits[0].score and document not in documents and gives and len(documents) < _MOST:
            documents.add(document)
            found.append(desk.evidence(hit))
    return found
