"""The development questions from which the encoder, the order of candidates and the confidence are learnt.

What an encoder learnt from lies nearer to its answer than a new question will. So the order and the confidence are fitted on
questions it has not seen: ``python -m eval.fit_encoder --half FILE`` learns from half the policies, ``python -m index.e5_setup
--models DIR --adapter FILE`` makes that encoder, and with ``ZHENGCE_MODELS=DIR`` and homes ingested by it ``eval.fit_ranking
--unseen`` and ``eval.calibrate --unseen`` fit on the other half.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant import Assistant, Kind, open_assistant, read_settings
from assistant.answering import by_content
from assistant.conversation.follow_ups import Resolved
from assistant.understanding.question import Understanding, read, understand
from eval.ablation import is_right
from eval.gold import GoldItem, Split, load_gold
from eval.metrics import fold
from eval.runner import same_document
from index import Hit

GOLD = Path(__file__).resolve().parent / "gold"
DAY = date(2026, 11, 24)
FOLDS = 10
_NOT_RANKED = (Kind.SMALL_TALK, Kind.UNITS_REVERSE, Kind.VALIDITY)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A question that stands alone and is answered from ranked hits.

    Attributes:
        asked: as the desk understands it. searched: the words searched for.
        hits: the candidates. gold, bears: which lie in a gold clause, and which of those bear the facts or a quote.
    """

    item: GoldItem
    asked: Understanding
    searched: str
    hits: tuple[Hit, ...]
    gold: NDArray[np.bool_]
    bears: NDArray[np.bool_]

    @property
    def fold_of(self) -> int:
        """The fold, of `FOLDS`: one for all questions on a policy; where there is one policy, by question."""
        return int(sha256(group_of(self.item).encode()).hexdigest(), 16) % FOLDS


def group_of(item: GoldItem) -> str:
    """What no fold cuts apart: the policy; where there is one policy, the question."""
    return item.policy or item.id


def in_first_half(item: GoldItem) -> bool:
    """True for a question from which the encoder of one half learns; the other half it has not seen."""
    return is_first_half(group_of(item))


def is_first_half(group: str) -> bool:
    """As `in_first_half`, of a policy by its file name, or of a question on the one policy by its id."""
    return int(sha256(f"h{group}".encode()).hexdigest(), 16) % 2 == 1


def settings_of(library: Path, *, unseen: bool = False) -> Iterator[tuple[str, Assistant, list[GoldItem]]]:
    """("one", the Chengdu policy alone, its questions), ("many", the library, its questions); dev halves only.

    ``unseen``: only questions that the encoder of the first half has not learnt from.
    """
    settings = read_settings()
    for name, home, pattern in (("one", settings.home, "chengdu*.jsonl"), ("many", library, "library_*.jsonl")):
        items = [item for file in sorted(GOLD.glob(pattern)) for item in load_gold(file) if item.split is Split.DEV and not (unseen and in_first_half(item))]
        yield name, open_assistant(settings.model_copy(update={"home": home})), items


def ranked_questions(assistant: Assistant, items: list[GoldItem]) -> Iterator[Ranked]:
    """The answerable questions whose answer is chosen from ranked hits."""
    desk, same = assistant.desk, same_document(tuple(assistant.snapshot.policies()))
    for item in items:
        typed = read(item.question)
        meant, _ = desk.spelling.correct(typed)
        asked = understand(item.question, desk.units, meant)
        if not item.answerable or item.history or not item.clauses or asked.clauses or asked.nested or asked.part or asked.kind in _NOT_RANKED:
            continue
        asked = replace(asked, meant=desk.meant_by(asked, item.as_of or DAY))
        query = by_content.query_of(Resolved(asked, query=meant if meant != typed else item.question.strip()))
        result, searched = desk.unranked(query, asked)
        if not result.hits:
            continue
        gold = np.array([is_right(item, desk.policies[hit.passage.policy_id].source, hit.passage.path, same) for hit in result.hits])
        bears = gold & np.array([_bears(item, hit) for hit in result.hits])
        yield Ranked(item, asked, searched, result.hits, gold, bears)


def _bears(item: GoldItem, hit: Hit) -> bool:
    """True if a measure holds all facts, or one of the quotes in the main, of a gold item."""
    text = hit.passage.text.rpartition("\n")[2]
    if item.facts:
        return all(re.search(fact, fold(text)) or re.search(fact, text) for fact in item.facts)
    bare = re.sub(r"\s", "", text)
    return any(re.sub(r"\s", "", quote)[:30] in bare for quote in item.quotes)
