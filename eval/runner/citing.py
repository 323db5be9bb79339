"""Cited clauses as the gold writes them: what counts as the right clause of the right document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from assistant.answer import Answer, Citation
from corpus.policy import Policy
from eval.gold.item import GoldItem, path_name, path_of
from eval.metrics.names import distinct, fold

SameDocument = Callable[[str, str], bool]
"""Whether two file names hold one document (the PDF and the text of it)."""

_LONGEST_NUMBER = 6  # characters: 第一百零一条


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
        if same(cited.source, source) and _is_clause(clause, cited):
            return f"{source}#{clause}"
    if item.policy and not same(cited.source, item.policy):
        return f"{cited.source}#{path_name(cited.path)}"
    if policy_id is not None and cited.policy_id != policy_id:
        return f"{cited.policy_id}#{cited.clause}"
    for clause in item.clauses:
        if _is_clause(clause, cited):
            return clause
    by_path = any(path_of(clause) is not None for clause in item.clauses)
    return path_name(cited.path) if by_path else cited.clause


def _is_clause(clause: str, cited: Citation) -> bool:
    """True if a citation is of a gold clause: the same path, or the same innermost number where the gold
    gives no more. The title of a part in front (a file of several documents) may be left out on either side."""
    path = path_of(clause)
    if path is None:
        return fold(cited.clause) == fold(clause)
    gold, given = tuple(map(fold, path)), tuple(map(fold, cited.path))
    return gold == given or (_without_title(gold) == _without_title(given) != ())


def _without_title(path: tuple[str, ...]) -> tuple[str, ...]:
    """The path without the title of a part in front: an element longer than any number is printed."""
    return path[1:] if path and len(path[0]) > _LONGEST_NUMBER else path


def is_about(item: GoldItem, source: str, same: SameDocument) -> bool:
    return any(same(source, policy) for policy in (item.policy, *(policy for policy, _ in item.also)))


def same_document(policies: Iterable[Policy]) -> SameDocument:
    """Files with one title and one number hold one document (its PDF and its text)."""
    named = {policy.source: (fold(policy.title), policy.doc_number) for policy in policies}
    return lambda one, other: one == other or (one in named and named[one] == named.get(other))
