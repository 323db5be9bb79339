"""How sure an answer is (依据是否充分): a few signals, weighed by numbers that were fitted and are shown.

Two thresholds make three bands: 有明确依据, 依据不完整，请核对, 未找到依据 (refused). The weights belong to one
encoder and stand in ``confidence.json``, written by ``python -m eval.calibrate`` with its curve; for an
encoder that is not there, ``RefusalOptions`` decide alone and nothing is called clear that only lies near.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.answer import Confidence, Kind
from assistant.answering.desk import Desk
from assistant.asked_detail import gives
from assistant.lexicon import expansions, in_official_words, lay_words
from assistant.question import QUESTION_FRAME, Understanding
from index import Hit, SearchResult
from index.tokens import fold, tokenize

_FILE = Path(__file__).with_name("confidence.json")
# What asks for more than a document fixes once: the state of things today, the single case, the names.
_PARTICULARS = re.compile(
    r"具体|目前|现在|如今|今年|明年|去年|最近|已经|累计|名单|名字|姓名|叫什么|都叫啥|联系人|电话|哪几(?:所|条)|分别是(?:什么|哪)|"
    r"\b(?:currently|so far|names?|exact|specific|how many|this year)\b"
)
_NEAR, _NEAR_WORDS = 0.02, 0.05  # of margin, and of the share of words, in cosine
_READ = 2000  # characters of a clause
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for and against an answer.

    Attributes:
        cosine: of the question and the nearest phrase of the best measure.
        margin: of that cosine over the background's.
        covered: share of the question's words, by what they tell, in the measures quoted and their headings.
        clause_covered: the same for the whole clause of the best measure.
        clause_stranger: how much the most telling word tells (idf, over 10) that stands neither in the clause nor
            in its headings and is no lay word.
        unknown: share of the question's words that stand nowhere in the policy of the best measure.
        missing: share of the details asked for that no quote gives; 0 where none is asked for.
        clause_missing: the same for everything the clause says.
        wants: 1 if the main detail asked for is in no quote.
        stranger: how much the most telling word of the question tells (idf, over 10) that stands nowhere in the
            policy and is no lay word.
        details: 1 if a detail is asked for that can be checked.
        short: how far the margin lies below zero; 0 above.
        not_given: ``missing`` where the question is no yes/no question.
        particular_missing: ``missing`` where particulars are asked for.
        particulars: 1 if the question asks for the single case or the state of things today.
        strange_figure: 1 if the question holds a figure (a year, an amount) that the policy does not.
        ahead: by how much the best measure leads that of the next clause, in score.
        fit: how well the policy of the best measure fits the question.
        lay: 1 if lay words were read as official ones.
        english_margin: the margin of a question in English.
        english, follow_up, yes_no, listing, eligibility, units: 1 if the question is one.
        library: the logarithm of the number of measures searched, over 10.
    """

    cosine: float
    margin: float
    covered: float
    clause_covered: float
    clause_stranger: float
    unknown: float
    missing: float
    clause_missing: float
    wants: float
    stranger: float
    details: float
    short: float
    not_given: float
    particular_missing: float
    particulars: float
    strange_figure: float
    ahead: float
    fit: float
    lay: float
    english: float
    english_margin: float
    follow_up: float
    yes_no: float
    listing: float
    eligibility: float
    units: float
    library: float


def signals(desk: Desk, asked: Understanding, result: SearchResult, chosen: Sequence[Hit], *, follow_up: bool) -> Signals:
    """The signals of an answer that quotes ``chosen``."""
    best = chosen[0]
    policy, clause = desk.at(best)
    question = QUESTION_FRAME.sub(" ", fold(asked.question))
    for name in (*asked.meant.words, *asked.meant.places):
        question = question.replace(name, " ")
    words = {token for token in tokenize(question) if not token.startswith("_")}
    alternatives = set(tokenize(expansions(fold(asked.question)) + " " + in_official_words(question)))
    weight = {token: desk.index.idf(token) for token in words}
    total = sum(weight.values())
    quoted = fold("\n".join(hit.passage.text for hit in chosen))
    said = fold(desk.said_in(clause)[:_READ])
    whole = f"{quoted}\n{said}"
    text = desk.folded_text(policy)
    lay = "".join(match.group() for match in lay_words()[0].finditer(question))
    strange = {token: value for token, value in weight.items() if token.strip("_") not in text and token not in lay}

    def share(held: str) -> float:
        """By idf; a lay word counts as held where one of its official words is."""
        got = sum(value for token, value in weight.items() if token.strip("_") in held)
        spoken = 0.3 * total if any(token.strip("_") in held for token in alternatives - words) else 0.0
        return min(1.0, (got + spoken) / total) if total else 1.0

    others = [hit for hit in result.hits if hit.passage.clause_id != best.passage.clause_id]
    quotes = [hit.passage.text.rsplit("\n", 1)[-1] for hit in chosen]
    folded = [fold(quote) for quote in quotes]
    given = sum(gives(detail, folded) for detail in asked.details)
    in_clause = sum(gives(detail, [said]) for detail in asked.details)
    figures = _FIGURE.findall(fold(asked.question))
    missing = 1 - given / len(asked.details) if asked.details else 0.0
    particulars = float(bool(_PARTICULARS.search(asked.folded)))
    margin = best.cosine - result.background
    return Signals(
        cosine=best.cosine, margin=margin, short=min(0.0, margin),
        not_given=0.0 if asked.kind is Kind.YES_NO else missing, particular_missing=particulars * missing, covered=share(quoted), clause_covered=share(whole),
        clause_stranger=max((v for token, v in weight.items() if token.strip("_") not in whole and token not in lay), default=0.0) / 10,
        unknown=sum(strange.values()) / total if total else 0.0, stranger=max(strange.values(), default=0.0) / 10,
        missing=missing, details=float(bool(asked.details)),
        clause_missing=1 - in_clause / len(asked.details) if asked.details else 0.0,
        wants=float(asked.wants is not None and not gives(asked.wants, folded)),
        particulars=particulars,
        strange_figure=float(any(figure not in text for figure in figures) and not asked.meant.unknown_number),
        ahead=best.score - others[0].score if others else 1.0,
        fit=asked.meant.fit.get(policy.id, 0.0) if len(desk.policies) > 1 else 0.5,
        lay=float(in_official_words(asked.folded) != asked.folded), english=float(asked.english), english_margin=margin * asked.english, follow_up=float(follow_up),
        yes_no=float(asked.kind is Kind.YES_NO), listing=float(asked.kind is Kind.LIST),
        eligibility=float(asked.kind is Kind.ELIGIBILITY), units=float(asked.kind is Kind.UNITS), library=math.log(len(desk.index) + 1) / 10,
    )


def is_near(found: Signals) -> bool:
    """True if the library is about the question, though it may not say what is asked."""
    return found.margin + _NEAR_WORDS * found.covered >= _NEAR


@dataclass(frozen=True, slots=True)
class Judge:
    """Weighs the signals: the fitted numbers of one encoder.

    Attributes:
        weights: by signal, for signals as they are.
        bias: added to the weighted sum.
        refuse_below: probability of being answerable below which the question is refused.
        clear_from: probability from which on the quotes are called clear.
    """

    weights: dict[str, float]
    bias: float
    refuse_below: float
    clear_from: float

    def probability(self, found: Signals) -> float:
        """That the documents answer the question, 0–1."""
        values = asdict(found)
        score = self.bias + sum(weight * values[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))

    def band(self, found: Signals) -> Confidence:
        """The band of an answer with these signals."""
        probability = self.probability(found)
        if probability < self.refuse_below:
            return Confidence.NONE
        return Confidence.CLEAR if probability >= self.clear_from else Confidence.INCOMPLETE


@lru_cache(maxsize=4)
def judge_of(encoder: str) -> Judge | None:
    """The fitted numbers of an encoder ("name/weights"); None where it was never calibrated."""
    try:
        fitted: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    numbers = fitted.get(encoder)
    if numbers is None:
        return None
    return Judge(numbers["weights"], numbers["bias"], numbers["refuse_below"], numbers["clear_from"])
