"""Records as the HTTP interface and the MCP tools hand them out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from assistant.answer import Answer, Citation
from assistant.answering.validity_line import validity_view
from corpus.policy import Clause, Policy
from ui.documents import card_of
from ui.permalink import reopened_json
from ui.related import related_questions
from ui.render import NOTICE, clause_name, official_citation, quoted_title
from ui.scope import Scope
from ui.service import Service


def answer_record(
    service: Service, answer: Answer, scope: Scope | None = None, cited: Mapping[str, Policy] | None = None
) -> dict[str, Any]:
    """``Answer.to_json`` with official citations, the scope it was asked in, related questions and the notice.

    ``cited``: the documents by id as they were, where that is not as they are.
    """
    cited = service.cited(answer) if cited is None else cited

    def official(citation: Citation) -> dict[str, Any]:
        policy = cited.get(citation.policy_id)
        return citation.to_json() | {"official": official_citation(citation, policy.doc_number if policy else "")}

    record = answer.to_json() | {
        "citations": [official(citation) for citation in answer.citations],
        "scope": scope.to_json() if scope else {}, "related": list(related_questions(answer, cited)), "notice": NOTICE,
    }
    if answer.refusal is not None:
        record["refusal"] = answer.refusal.to_json() | {"nearest": [official(c) for c in answer.refusal.nearest]}
    return record


def fields_record(service: Service, text: str, on: date | None) -> dict[str, Any]:
    """What a description says of each field of the form. Raises BadInput."""
    return {
        "fields": [
            {"field": read.field, "value": read.value, "words": read.words, "start": read.span.start if read.span else None, "end": read.span.end if read.span else None}
            for read in service.read_enterprise(text, on)
        ]
    }


def reopened_record(service: Service, name: str, today: date | None = None) -> dict[str, Any]:
    """A kept answer beside the answer of today. Raises AnswerNotFound, LibraryMissing."""
    kept = service.reopen(name, today)
    scope = kept.asked.scope
    return reopened_json(kept) | {
        "then": answer_record(service, kept.answer, scope, kept.policies),
        "now": answer_record(service, kept.now, scope) if kept.now is not None else None,
    }


def match_record(
    service: Service, profile: dict[str, Any], text: str, on: date | None, policies: list[str], *, corrected: bool = False
) -> dict[str, Any]:
    """The matcher's verdicts on one enterprise. Raises BadInput, PolicyNotFound."""
    from ui.match_view import NOTICE as MATCH_NOTICE
    from ui.match_view import profile_lines

    read, matched = service.match(profile | ({"text": text} if text.strip() else {}), on, policies, corrected=corrected)
    return {
        "as_of": matched.as_of, "read": profile_lines(read), "nothing": matched.nothing,
        "items": [found.to_json() for found in matched.matches], "questions": [asdict(question) for question in matched.questions],
        "notice": MATCH_NOTICE,
    }


def clause_record(policy: Policy, part: Clause, on: date) -> dict[str, Any]:
    """One part of a document, whole, with its units and what the document says of its validity."""
    units = part.units
    return {
        "policy": card_of(policy, on), "validity": validity_view(policy, on).to_json(),
        "path": list(part.path), "number": part.number, "label": part.label, "heading": part.heading, "text": part.text,
        "start": part.span.start, "end": part.span.end, "page": policy.page_of(part.span.start),
        "units": {"lead": list(units.lead), "supporting": list(units.supporting), "listed": list(units.listed),
                  "note": units.note, "rule": units.rule, "deadline": units.deadline},
        "measures": [measure.text for measure in part.measures],
        "official": f"{quoted_title(policy.title)}{f'（{policy.doc_number}）' if policy.doc_number else ''}{clause_name(part.path)}",
    }
