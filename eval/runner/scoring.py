"""Scores one answer against one gold item. What is scored is what a person would see.

A crash is a miss with its error kept, a citation of a clause that is not there is a wrong one, and what
was not checked is None, never right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.answer import Answer, Citation, Confidence, Kind
from corpus.errors import ZhengceError
from eval import metrics
from eval.gold.item import GoldItem
from eval.metrics.totals import Pair
from eval.runner.citing import SameDocument, cited_clauses, is_about, right_clauses, written_clauses
from eval.runner.record import Record

ClauseText = Callable[[Citation], str | None]
"""The stored text of the clause a citation names; None, or a LookupError, where there is no such clause."""

_BANDS = {Confidence.NONE: 0.0, Confidence.INCOMPLETE: 0.5, Confidence.CLEAR: 1.0}


@dataclass(frozen=True, slots=True)
class Judging:
    """What answers are judged with.

    Attributes:
        clause_text: the stored text of a cited clause; None leaves quotes, figures and units unchecked.
        policy_id: the policy the gold is about; None where any policy's clause number counts.
        same_document: whether two file names hold the same document.
        validity_of: (first day, last day) of the policy a citation is from, as the library keeps them: dates an
            answer may compute with although its cited clause does not print them.
    """

    clause_text: ClauseText | None = None
    policy_id: str | None = None
    same_document: SameDocument = str.__eq__
    validity_of: Callable[[Citation], tuple[date | None, date | None]] = lambda cited: (None, None)


@dataclass(frozen=True, slots=True)
class Given:
    """What a system gave: an answer, or an error; seconds of the call; its ranking where it tells one."""

    answer: Answer | None
    error: str
    seconds: float
    ranked: Sequence[Citation] | None = None


def scored(item: GoldItem, given: Given, judging: Judging) -> Record:
    """The record of one question."""
    answer, same = given.answer, judging.same_document
    cited = () if answer is None or answer.refused else answer.citations
    nearest = answer.refusal.nearest if answer and answer.refusal else ()
    texts = None if judging.clause_text is None else {c: _stored(c, judging.clause_text) for c in (*cited, *nearest)}
    clauses = cited_clauses(answer, item, judging.policy_id, same)
    policies = tuple(dict.fromkeys(citation.source for citation in cited))
    quotes = _quotes((*cited, *nearest), texts)
    pairs = _pairs(item, answer, cited, texts, judging)
    right = right_clauses(item) if item.answerable else ()
    pairs |= {"citation_precision_micro": metrics.precision_pair(clauses, right), "citation_recall_micro": metrics.recall_pair(clauses, right)}
    ranked = None if given.ranked is None else written_clauses(given.ranked, item, judging.policy_id, same)
    lead, supporting = _roles(answer)
    return Record(
        gold=item,
        clauses=clauses,
        policies=policies,
        refused=answer is not None and answer.refused,
        refusal=answer.refusal.code.value if answer and answer.refusal else "",
        text=answer.text if answer else "",
        lead=lead,
        supporting=supporting,
        status=_status(answer),
        findings=answer.findings if answer else (),
        quotes=quotes,
        scores=_scores(item, answer, clauses, policies, quotes, pairs, ranked, same),
        seconds=given.seconds,
        pairs=pairs,
        ranked=ranked,
        confidence=_confidence(answer),
        evidence=tuple(citation.to_json() for citation in (*cited, *nearest)),
        trace=_trace(answer),
        error=given.error,
    )


def _scores(
    item: GoldItem, answer: Answer | None, clauses: tuple[str, ...], policies: tuple[str, ...],
    quotes: tuple[int, int] | None, pairs: dict[str, Pair | None], ranked: tuple[str, ...] | None, same: SameDocument,
) -> dict[str, float | None]:  # fmt: skip
    """Every measure of one question, from the functions of `eval.metrics`; answer None is a crash.

    ``refusal`` is 1 if the system refused exactly where it should. The other measures apply to
    answerable questions alone (quotes and fidelity apply wherever something is shown), and to a refusal or a
    crash there each measure that applies gives 0. ``reverse_exact`` applies to units_reverse questions.
    """
    right = right_clauses(item) if item.answerable else ()
    in_one = item.answerable and item.policy and item.clauses
    roles = (item.lead, item.supporting) if item.answerable else (None, None)
    valid = item.validity.status if item.validity and item.answerable else None
    facts = item.facts if item.answerable else ()
    given, status = _roles(answer), _status(answer)
    text = answer.text if answer else ""
    quoted = "\n".join(cited.quote for cited in answer.citations) if answer else ""
    about: dict[str, float | None] = {
        "policy_hit": float(bool(policies) and is_about(item, policies[0], same)) if in_one else None,
        "hit_at_1": metrics.clause_hit(clauses, right, 1),
        "hit_at_3": metrics.clause_hit(clauses, right, 3),
        "wrong_first_clause": metrics.wrong_first_clause(clauses, right),
        "citation_precision": metrics.citation_precision(clauses, right),
        "citation_recall": metrics.citation_recall(clauses, right),
        "lead_exact": metrics.lead_exact(given, roles),
        "lead_f1": metrics.units_f1((given[0], None), (roles[0], None)),
        "units_exact": metrics.units_exact(given, roles),
        "units_f1": metrics.units_f1(given, roles),
        "reverse_exact": metrics.clause_list_exact(clauses, right if item.kind is Kind.UNITS_REVERSE else ()),
        "fact_accuracy": metrics.fact_accuracy(text, facts),
        "fact_quoted": metrics.fact_accuracy(quoted, facts),
        "validity_accuracy": metrics.validity_accuracy(status, valid),
    }
    if answer is None or answer.refused:  # a gold without any unit must not be met by saying nothing
        about = {key: None if value is None else 0.0 for key, value in about.items()}
    rightly = answer is not None and answer.refused is not item.answerable
    exact = quotes[0] / quotes[1] if quotes and quotes[1] else None
    stated = [pair for key in ("figures", "units_named") if (pair := pairs[key]) is not None]
    return {
        "refusal": float(rightly), **about, "quote_exact": exact,
        "forbidden_absent": metrics.forbidden_absent(text, item.forbidden),
        "fidelity": float(all(pair[0] == pair[1] for pair in stated)) if stated else None,
        "recall_at_1": _ranking(ranked, right, lambda r, g: metrics.recall_at(r, g, 1)),
        "recall_at_5": _ranking(ranked, right, lambda r, g: metrics.recall_at(r, g, 5)),
        "recall_at_10": _ranking(ranked, right, lambda r, g: metrics.recall_at(r, g, 10)),
        "mrr": _ranking(ranked, right, metrics.reciprocal_rank),
        "ndcg_at_10": _ranking(ranked, right, lambda r, g: metrics.ndcg_at(r, g, 10)),
    }  # fmt: skip


def _ranking(
    ranked: tuple[str, ...] | None, right: tuple[str, ...], measure: Callable[[Sequence[str], Sequence[str]], float | None]
) -> float | None:
    return None if ranked is None else measure(ranked, right)


def _pairs(
    item: GoldItem, answer: Answer | None, cited: Sequence[Citation], texts: dict[Citation, str | None] | None, judging: Judging
) -> dict[str, Pair | None]:
    """The measures that are ratios within one question; None where they do not apply or nothing was checked."""
    out: dict[str, Pair | None] = dict.fromkeys(("span_precision", "span_recall", "figures", "units_named"))
    if texts is None:
        return out
    shown = [(f"{c.policy_id}{c.path}", text) for c in cited if (text := texts[c]) is not None]
    if item.quotes and item.answerable:
        said = [span for c in cited if (span := metrics.located(c.quote, [(f"{c.policy_id}{c.path}", texts[c] or "")]))]
        # a gold quote that stands in no cited clause counts in full as missed
        gold = [metrics.located(quote, shown) or (f"missed {quote}", 0, len(quote)) for quote in item.quotes]
        out["span_precision"], out["span_recall"] = metrics.span_precision_pair(said, gold), metrics.span_recall_pair(said, gold)
    if answer is not None and not answer.refused and cited:
        # headings, titles and file data are shown beside the clause and checked as printed
        evidence = [*(text for _, text in shown), *(f"{c.label} {' '.join(c.path)} {c.policy} {c.quote if texts[c] else ''}" for c in cited)]
        evidence += _reckoned(item, answer, cited, judging)
        text = answer.text.replace(answer.validity.line, " ") if answer.validity and answer.validity.line else answer.text
        out["figures"] = metrics.figure_pair(text, evidence)
        lead, supporting = _roles(answer)
        out["units_named"] = metrics.unit_pair((*lead, *supporting), evidence)
    return out


def _reckoned(item: GoldItem, answer: Answer, cited: Sequence[Citation], judging: Judging) -> list[str]:
    """Days an answer on validity may name without a clause that prints them: the day asked about, first and last
    day of the cited policies, the day after the last, and how many days are left."""
    asked = item.as_of or date.today()
    ends = [judging.validity_of(citation) for citation in cited]
    if answer.validity is not None:
        ends.append((answer.validity.effective, answer.validity.expires))
    found = [asked.isoformat(), *sorted(metrics.dates(item.question))]
    for first, last in ends:
        found += [day.isoformat() for day in (first, last) if day is not None]
        if last is not None and last < date.max:
            found += [(last + timedelta(days=1)).isoformat(), f"{(last - asked).days}天"]
    return found


def _roles(answer: Answer | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if answer is None or answer.refused or answer.units is None:
        return (), ()
    return tuple(answer.units.lead), tuple(answer.units.supporting)


def _status(answer: Answer | None) -> str | None:
    if answer is None or answer.refused or answer.validity is None:
        return None
    return str(answer.validity.status)


def _confidence(answer: Answer | None) -> float | None:
    """A number where the system gives one (``certainty``), else its band."""
    if answer is None or answer.refused:
        return None
    return _BANDS[answer.confidence] if answer.certainty is None else round(answer.certainty, 6)


def _trace(answer: Answer | None) -> dict[str, object]:
    if answer is None:
        return {}
    return {
        "kind": answer.kind.value, "resolved": answer.resolved, "mode": answer.mode.value,
        "confidence": answer.confidence.value, "reason": answer.refusal.reason if answer.refusal else "",
    }  # fmt: skip


def _quotes(shown: Sequence[Citation], texts: dict[Citation, str | None] | None) -> tuple[int, int] | None:
    """(exact, all) of the quotes shown, the nearest clauses of a refusal included; None if not checked."""
    if texts is None:
        return None
    pair = metrics.quote_pair((cited.quote, texts[cited]) for cited in shown)
    return (int(pair[0]), int(pair[1])) if pair else (0, 0)


def _stored(cited: Citation, clause_text: ClauseText) -> str | None:
    try:
        return clause_text(cited)
    except (LookupError, ZhengceError):  # no such policy or clause: an invented citation
        return None
