"""Documents that answer alike (几份文件都写到): where a question names none, the best of each is quoted, with its own units and validity."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.composing import Evidence
from assistant.answering.desk import Desk
from assistant.answering.quoting import one_figure
from assistant.judging.attachment import gives_value
from assistant.understanding.question import Understanding
from index import Hit
from index.tokens import fold

LEAD = "没有指明文件；以下几份文件都写到，请按所在地方和有效期选用。"
_ALIKE = 0.85  # of the best score
_MOST = 3  # documents in one answer


def alike_elsewhere(desk: Desk, asked: Understanding, evidence: Sequence[Evidence], hits: Sequence[Hit]) -> list[Evidence]:
    """The best measure of each other document whose score is about that of the best and that gives the figure asked for, if one is; none
    where the question names a document or a place, or fits one clearly better."""
    if len(desk.policies) == 1 or not hits or asked.meant.named or asked.meant.places or asked.clauses or desk.directory.clearly_meant(asked.meant):
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
