"""Which of the passages found may answer (哪些命中可用): one of several copies, of the document that is meant, saying what is asked
rather than pointing to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from assistant.answer import Kind
from assistant.answering.enumerations import asks_for_members
from assistant.understanding.asked_detail import Detail, asks_for_conditions, asks_who, gives
from assistant.understanding.question import Understanding
from assistant.which_policy.directory import Meant, PolicyDirectory
from corpus import Policy
from index import Hit
from index.tokens import fold

_MEETS_CONDITIONS = re.compile(r"(?:不?符合|满足|具备)[^，。；：]{0,8}条件(?!的?[^，。；]{0,6}(?:包括|为|是|[:：]))")  # speaks of conditions set elsewhere
_WITHHOLDS = re.compile(r"不予|不得|终止|取消|停止|追回|撤销")  # conditions under which something is refused
_NEARLY = 0.6  # of the score of a measure that only speaks of conditions: one that sets them takes its place
_COPY = 0.05  # what a copy that was cut into fewer clauses loses in score


def best_copies(hits: Sequence[Hit], policies: Mapping[str, Policy], directory: PolicyDirectory, cut: Mapping[str, int]) -> list[Hit]:
    """The hits, each passage once: of several copies of a document, that which was cut into most clauses (its text rather
    than its PDF) is quoted where it says the same, and comes first where it says nearly the same.

    ``policies`` and ``cut``, the number of clauses of each, by id.
    """
    kept: dict[tuple[str, str], Hit] = {}
    for hit in hits:
        document = directory.document_of(hit.passage.policy_id)
        clauses = cut[hit.passage.policy_id]
        if clauses < max(cut[copy.id] for copy in directory.copies_of(policies[hit.passage.policy_id])):
            hit = replace(hit, score=hit.score - _COPY)
        mark = (document, re.sub(r"\s", "", hit.passage.text.rsplit("\n", 1)[-1]))
        other = kept.get(mark)
        more_cut = other is not None and clauses > cut[other.passage.policy_id]
        if other is None or more_cut:
            kept[mark] = hit if other is None else replace(hit, score=max(hit.score, other.score))
    return list(kept.values())


def of_another_document(meant: Meant, policies: Mapping[str, Policy], directory: PolicyDirectory) -> Callable[[Hit], bool]:
    """Whether a hit, found without the words that name the policy meant, is of another document and holds none of them."""
    documents = {directory.document_of(policy.id) for policy in directory.clearly_meant(meant)}
    names = [words for words in meant.words if re.search(r"[\u3400-\u9fff]{3}", words)]

    def of_another(hit: Hit) -> bool:
        policy = policies[hit.passage.policy_id]
        if not names or directory.document_of(policy.id) in documents:
            return False
        shown = fold(f"{policy.title}\n{hit.passage.text}")
        return not any(words in shown for words in names)

    return of_another


def without_pointers(asked: Understanding, hits: list[Hit]) -> list[Hit]:
    """Where conditions are asked for: the hits without those that only speak of conditions, if one nearly as good sets them."""
    conditions = asks_for_conditions(asked.folded)
    if conditions is None or asked.kind is Kind.UNITS:
        return hits
    setting = {hit.passage.id: hit.score for hit in hits if sets_conditions(conditions, hit)}
    enough = max(setting.values(), default=0.0) / _NEARLY
    return [
        hit for hit in hits
        if hit.passage.id in setting or hit.score > enough or not _MEETS_CONDITIONS.search(fold(hit.passage.text.rsplit("\n", 1)[-1]))
    ]


def sets_conditions(conditions: Detail, hit: Hit) -> bool:
    """True if a measure, or the headings above it, set the conditions (say for whom) that are asked for."""
    with_headings = fold(hit.passage.text)
    return conditions.shown.search(with_headings) is not None and not _WITHHOLDS.search(with_headings)


def shares_given(asked: Understanding, hits: Sequence[Hit]) -> list[float]:
    """For each hit the share of the details asked for that it gives, 0–1; 0 where none is asked for."""
    details = [detail for detail in (*asked.details, asks_who(asked.folded), asks_for_members(asked.folded)) if detail is not None]
    conditions = asks_for_conditions(asked.folded)
    if not details and conditions is None:
        return [0.0] * len(hits)
    shares = []
    for hit in hits:
        said = [fold(hit.passage.text.rsplit("\n", 1)[-1])]
        given = [float(gives(detail, said)) for detail in details]
        if conditions is not None:  # the headings may say it: 救助对象, 应当同时符合下列条件：
            given.append(float(sets_conditions(conditions, hit)))
        shares.append(sum(given) / len(given))
    return shares
