"""Cited clauses as the gold writes them: what counts as the right clause of the right document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from assistant.answer import Answer, Citation
from corpus.policy import Policy
from eval.documents import Documents, same_path
from eval.gold.item import GoldItem, path_name, path_of
from eval.metrics.names import distinct, fold

SameDocument = Callable[[str, str], bool]
"""Whether two file names hold one document (the PDF and the text of it)."""

def right_clauses(item: GoldItem) -> tuple[str, ...]:
    """The gold clauses as cited ones are written: those of a comparison's other policies with their file."""
    return (*item.clauses, *(f"{source}#{clause}" for source, clause in item.also))


def cited_clauses(
    answer: Answer | None, item: GoldItem, policy_id: str | None = None, same: SameDocument = str.__eq__
) -> tuple[str, ...]:
    """The distinct clauses an answer cites, in order; none for a refusal (its nearest are not claims).

    A clause that the gold names is written as the gold writes it. A clause of a policy other than the
    one asked about cannot pass for a gold one: with ``policy_id``, 五 of policy x is "x#五"; where the
    gold names a file, it is "<file>#/五".
    """
    if answer is None or answer.refused:
        return ()
    return written_clauses(answer.citations, item, policy_id, same)


def written_clauses(
    citations: Sequence[Citation], item: GoldItem, policy_id: str | None = None, same: SameDocument = str.__eq__
) -> tuple[str, ...]:
    """The distinct clauses of some citations, in order, written as ``cited_clauses`` writes them."""
    return distinct(_written(cited, item, policy_id, same) for cited in citations)


def _written(cited: Citation, item: GoldItem, policy_id: str | None, same: SameDocument) -> str:
    for source, clause in item.also:
        if same(cited.source, source) and _is_clause(clause, cited, same):
            return f"{source}#{clause}"
    if item.policy and not same(cited.source, item.policy):
        return f"{cited.source}#{path_name(cited.path)}"
    if policy_id is not None and cited.policy_id != policy_id:
        return f"{cited.policy_id}#{cited.clause}"
    for clause in item.clauses:
        if _is_clause(clause, cited, same):
            return clause
    by_path = any(path_of(clause) is not None for clause in item.clauses)
    return path_name(cited.path) if by_path else cited.clause


def _is_clause(clause: str, cited: Citation, same: SameDocument) -> bool:
    """True if a citation is of a gold clause: of one that its path means in the parse (`eval.documents`),
    or of the same innermost number where the gold gives no more."""
    path = path_of(clause)
    if path is None:
        return fold(cited.clause) == fold(clause)
    given = tuple(map(fold, cited.path))
    if isinstance(same, Documents):
        return given in same.meant(cited.source, path)
    return same_path(tuple(map(fold, path)), given)


def is_about(item: GoldItem, source: str, same: SameDocument) -> bool:
    return any(same(source, policy) for policy in (item.policy, *(policy for policy, _ in item.also)))


def same_document(policies: Iterable[Policy]) -> Documents:
    """Files with one title and one number hold one document (its PDF and its text)."""
    return Documents(policies)
