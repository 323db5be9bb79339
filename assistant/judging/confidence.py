"""How sure an answer is (依据是否充分): a few signals, weighed by numbers that were fitted and are shown.

Two thresholds make three bands: 有明确依据, 依据不完整，请核对, 未找到依据 (refused). The weights belong to one
encoder and stand in ``confidence.json``, written by ``python -m eval.calibrate`` with its curve; for an
encoder that is not there, ``RefusalOptions`` decide alone and nothing is called clear that only lies near.
The signals were chosen by how much of the unanswerable is refused at few false refusals, on policies that the fit had not
seen; ``eval/results/confidence.txt`` says what leaving each out costs (some, by the area under the curve, nothing).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from assistant.answer import Confidence, Kind
from assistant.judging.attachment import Said, attachment, gives_value, share
from assistant.judging.unsaid import unsaid
from assistant.understanding.asked_detail import asks_for_conditions, gives
from assistant.understanding.asked_value import Sort, Wanted, wanted
from assistant.understanding.asked_words import LONG_NUMBER
from assistant.understanding.askings import asks_yes_or_no
from assistant.understanding.question import Understanding
from assistant.understanding.words_asked import Library, subject_of, words_asked
from assistant.vocabulary.acts import acts_unsaid
from assistant.which_policy.directory import PolicyDirectory
from assistant.which_policy.editions import of_another_edition
from assistant.which_policy.places_held import PlacesHeld
from corpus import Clause, Policy
from index import Hit, SearchResult
from index.tokens import fold

_FILE = Path(__file__).with_name("confidence.json")
# What asks for more than a document fixes once: the state of things today, the single case, the names.
_PARTICULARS = re.compile(
    r"具体|目前|现在|如今|今年|明年|去年|最近|已经|累计|名单|名字|姓名|叫什么|都叫啥|联系人|电话|哪几(?:所|条)|分别是(?:什么|哪)|"
    r"\b(?:currently|so far|names?|exact|specific|this year)\b"
)
NOT_WEIGHED = ("covered", "many")
_POINTS_BACK = re.compile(r"前[款项條条]|上述|前述|^(?:其中|该|此|同时|其)")  # says of what the sentence before speaks of
_MOST_ACTS = 2  # acts unsaid beyond which one more tells nothing
_MASKED, _NUMBER = re.compile(r"\d{3}\*{4,}"), re.compile(LONG_NUMBER)
_MOST_MEASURES = 60  # of a clause that are looked through for a value
_LONG = 40  # characters of a question that is long; a Latin word counts as two
_LENGTH = re.compile(r"[\u4e00-\u9fff]|[a-z]+|(?<=[a-z])(?![a-z])")


class Documents(Library, Protocol):
    """The documents that answer, as the desk has them."""

    @property
    def directory(self) -> PolicyDirectory:
        """Which policy is called what."""

    @property
    def places(self) -> PlacesHeld:
        """Where they hold."""

    def at(self, hit: Hit, /) -> tuple[Policy, Clause]:
        """The policy and the clause of a hit."""

    def folded_text(self, policy: Policy, /) -> str:
        """The text of a policy as it is compared with a question."""

    def leaves_out(self, measure_id: str, /) -> bool:
        """True if the documents are taken not to say a measure."""


# An English question most of whose words have no Chinese here (the best laptop for video editing) was searched by what is left of it:
# of those answered, 6 of 7 that are no questions of policy lie below this probability, and 1 of 62 that are.
HARDLY_READ, _SURE_ALL_THE_SAME = 0.65, 0.75


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for and against an answer.

    Attributes:
        margin: how much nearer the best measure's nearest phrase lies to the question than everyday questions do (cosines).
        bm25: of the best measure, over 20.
        held: share of the question's words, by what they tell, in the best sentence that gives such a value as is asked
            for, headings included; in the quotes where no value is asked for.
        gap: how much more of them the best sentence of any kind holds.
        wants: 1 if the main detail asked for is in no quote.
        part: what the words of the question's worst part tell that the quotes do not hold (`assistant.judging.unsaid`).
        absent: share of the values asked for of which no quote gives any of that sort.
        acts: acts and consequences asked after that neither a quote nor what stands beside the best speaks of (`assistant.vocabulary.acts`), at most 2.
        edition: 1 if another year, batch or number is asked about than the policy is of (`assistant.which_policy.editions`).
        english: 1 for a question in English, which lies farther from Chinese text and shares no word with it.
        unread: share of an English question's words that have no Chinese here.
        money, ratio, term, contact, meaning: 1 if such a value is asked for; how often a document leaves it open differs.
        yes_no: 1 for a question that can be answered by yes or no.
        conditions: 1 if conditions are asked for, or for whom something is.
        particulars: 1 if the question asks for the single case or the state of things today.
        units: 1 if responsible units are asked for.
        elsewhere: 1 if a place is asked about that the policy of the best measure is not of.
        clear: 1 if the question clearly says which policy it means, or there is only one.
        named: 1 if it names the policy.
        length: of the question without its asking words, 0–1.
        covered: share of the question's words that the quotes hold. Not weighed: it tells what sort of refusal is due.
        many: 1 if there are several policies. Not weighed: it tells which threshold holds.
    """

    margin: float
    bm25: float
    held: float
    gap: float
    wants: float
    part: float
    absent: float
    acts: float
    edition: float
    english: float
    unread: float
    money: float
    ratio: float
    term: float
    contact: float
    meaning: float
    yes_no: float
    conditions: float
    particulars: float
    units: float
    elsewhere: float
    clear: float
    named: float
    length: float
    covered: float
    many: float

    @property
    def hardly_read(self) -> bool:
        """True for an English question most of whose words have no Chinese here."""
        return self.unread >= HARDLY_READ


def signals(desk: Documents, asked: Understanding, result: SearchResult, chosen: Sequence[Hit]) -> Signals:
    """The signals of an answer that quotes ``chosen``."""
    best = chosen[0]
    policy, clause = desk.at(best)
    subject = subject_of(desk, asked)
    weights = words_asked(desk, asked, subject)
    values = wanted(asked.folded)
    found = attachment(values, _evidence(desk, result, chosen), weights)
    text = desk.folded_text(policy)
    title = fold(policy.title)
    quoted = [fold(hit.passage.text) for hit in chosen]
    together = "\n".join(quoted)
    covered = share(weights, together)
    missing = unsaid(asked, weights, f"{together}\n{title}")
    sorts = {value.sort for value in values}
    several = len(desk.policies) > 1
    return Signals(
        margin=best.cosine - result.background, bm25=best.bm25 / 20, held=found.anywhere if values else covered, gap=found.gap,
        wants=float(asked.wants is not None and not gives(asked.wants, quoted)),
        part=missing.part, absent=_absent(values, quoted), acts=float(min(_MOST_ACTS, acts_unsaid(asked.folded, f"{together}\n{_beside(clause, best)}"))),
        edition=float(of_another_edition(asked.folded, title, together, text)),
        english=float(asked.english), unread=missing.unread,
        money=float(Sort.MONEY in sorts), ratio=float(Sort.RATIO in sorts), term=float(Sort.TERM in sorts),
        contact=float(Sort.CONTACT in sorts), meaning=float(Sort.MEANING in sorts),
        yes_no=float(asks_yes_or_no(asked.folded)), conditions=float(asks_for_conditions(asked.folded) is not None),
        particulars=float(bool(_PARTICULARS.search(asked.folded))), units=float(asked.kind is Kind.UNITS),
        elsewhere=float(desk.places.of_another(asked.meant, policy)),
        clear=float(not several or bool(desk.directory.clearly_meant(asked.meant))), named=float(bool(asked.meant.named)),
        length=min(1.0, len(_LENGTH.findall(subject)) / _LONG),
        covered=covered, many=float(several),
    )


def _beside(clause: Clause, best: Hit) -> str:
    """The measure right after the best, folded: what happens then mostly stands there (違反前項規定者，處罰鍰)."""
    after = clause.measures[best.passage.measure + 1 : best.passage.measure + 2]
    return fold("\n".join(measure.text for measure in after))


def _evidence(desk: Documents, result: SearchResult, chosen: Sequence[Hit]) -> list[Said]:
    """What may give a value: the quotes, the other hits in their clause, and the rest of the clause of the best."""
    best = chosen[0]
    policy, clause = desk.at(best)
    title = fold(policy.title)
    inside = [hit for hit in result.hits if hit.passage.clause_id == best.passage.clause_id]
    hits = list({hit.passage.id: hit for hit in (*chosen, *inside)}.values())
    order = {measure.id: at for at, measure in enumerate(clause.measures)}

    def said(text: str, above: str, measure_id: str) -> Said:
        at = order.get(measure_id, 0)
        if at and _POINTS_BACK.search(text):
            above = f"{above}\n{fold(clause.measures[at - 1].text)}"
        return Said(text, above)

    found = []
    for hit in hits:
        context, _, text = hit.passage.text.rpartition("\n")
        found.append(said(fold(text), f"{fold(context)}\n{title}", hit.passage.id))
    seen = {hit.passage.id for hit in hits}
    above = f"{fold(best.passage.heading)}\n{title}"
    rest = [measure for measure in clause.measures if measure.id not in seen and not desk.leaves_out(measure.id)]
    return found + [said(fold(measure.in_full), above, measure.id) for measure in rest[:_MOST_MEASURES]]


def _absent(values: Sequence[Wanted], quoted: Sequence[str]) -> float:
    """The share of the values asked for that no quote gives, headings left out; a masked telephone number (150********) is none."""
    said = [quote.rpartition("\n")[2] for quote in quoted]
    masked = any(map(_MASKED.search, said)) and not any(map(_NUMBER.search, said))
    found = [any(gives_value(value, text) for text in said) and not (masked and value.sort is Sort.CONTACT) for value in values]
    return 1 - sum(found) / len(found) if found else 0.0


@dataclass(frozen=True, slots=True)
class Judge:
    """Weighs the signals: the fitted numbers of one encoder.

    Attributes:
        weights: by signal, for signals as they are.
        bias: added to the weighted sum.
        refuse_below: probability of being answerable below which the question is refused, where there is one policy;
            ``refuse_below_of_many`` where there are several.
        clear_from: probability from which on the quotes are called clear.
        near_from: margin from which on the library is about the question, though it may not say what is asked.
    """

    weights: dict[str, float]
    bias: float
    refuse_below: float
    clear_from: float
    refuse_below_of_many: float
    near_from: float = 0.0

    def probability(self, found: Signals) -> float:
        """That the documents answer the question, 0–1."""
        values = asdict(found)
        score = self.bias + sum(weight * values[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))

    def band(self, found: Signals) -> Confidence:
        """The band of an answer with these signals."""
        probability = self.probability(found)
        if probability < (self.refuse_below_of_many if found.many else self.refuse_below):
            return Confidence.NONE
        if found.hardly_read and probability < _SURE_ALL_THE_SAME:
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
    return Judge(numbers["weights"], numbers["bias"], numbers["refuse_below"], numbers["clear_from"], numbers["refuse_below_of_many"], numbers["near_from"])
