"""Perturbed questions (扰动提问): the same question with a slip, in other characters, in other words.

An answer is consistent if both questions are refused, or both are answered from the same first clause. What is
perturbed is drawn from the id of the item, so that every run perturbs alike; figures and document numbers
are left alone, for with another figure it is another question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random

from assistant.vocabulary import lexicon
from eval import metrics
from eval.gold.item import GoldItem, Style
from eval.metrics.totals import Score
from eval.runner.record import Record

_HANZI = re.compile(r"[\u4e00-\u9fff]")
# Numbers, also in words before a unit or after 第, and question words: a slip there asks something else.
_FIXED = re.compile(r"\d[\d.,%％]*|第[一二三四五六七八九十百]+[条款项章]|[〇一二三四五六七八九十百千万亿]+(?=[万亿元年月日条项个])|什么|多少|几|谁|哪|吗|不|否|没|〔[^〕]*〕")
_PLAIN = (Style.FORMAL, Style.COLLOQUIAL, Style.TERSE)


def _free(question: str) -> list[int]:
    """Places of Chinese characters that may change."""
    fixed = {at for found in _FIXED.finditer(question) for at in range(*found.span())}
    return [at for at, char in enumerate(question) if _HANZI.match(char) and at not in fixed]


def typo(question: str, rng: Random) -> str | None:
    """Two neighbouring characters change places, or one is left out; None where there is no room.

    >>> typo("轨道交通站点覆盖要到多少？", Random(1)) == typo("轨道交通站点覆盖要到多少？", Random(1))
    True
    """
    free = _free(question)
    pairs = [at for at in free if at + 1 in free and question[at] != question[at + 1]]
    if len(free) < 4 or not pairs:
        return None
    at = rng.choice(pairs)
    if rng.random() < 0.5:
        return question[:at] + question[at + 1] + question[at] + question[at + 2 :]
    return question[:at] + question[at + 1 :]


def homophone(question: str, rng: Random) -> str | None:
    """One character gives way to another of the same reading (担保费率 → 担保费绿); None where none has one."""
    free = [at for at in _free(question) if len(_alike(question[at])) > 1]
    if not free:
        return None
    at = rng.choice(free)
    return question[:at] + rng.choice([char for char in _alike(question[at]) if char != question[at]]) + question[at + 1 :]


def traditional(question: str, rng: Random) -> str | None:
    """The question in Traditional characters; None where it has none of its own."""
    turned = _to_traditional()(question)
    return turned if turned != question else None


def paraphrase(question: str, rng: Random) -> str | None:
    """An official word gives way to a lay one of the reviewed table (企业 → 老板); None where there is none."""
    choices = [(official, lay) for official, lays in _lay_for().items() if official in question for lay in lays if lay not in question]
    if not choices:
        return None
    longest = max(len(official) for official, _ in choices)
    official, lay = rng.choice(sorted(choice for choice in choices if len(choice[0]) == longest))
    return question.replace(official, lay, 1)


PERTURBATIONS: Mapping[str, tuple[str, Callable[[str, Random], str | None]]] = {
    "typo": ("错漏字", typo), "homophone": ("同音字", homophone), "traditional": ("繁体", traditional), "paraphrase": ("口语改述", paraphrase),
}  # fmt: skip
"""By name: what it is called, and how a question is perturbed."""


def perturbed(items: Sequence[GoldItem], kind: str) -> tuple[GoldItem, ...]:
    """The items whose question can be perturbed so, perturbed; ids as they were. Questions in another style
    than formal, colloquial or terse are left out: they are perturbed already."""
    make = PERTURBATIONS[kind][1]
    out: list[GoldItem] = []
    for item in items:
        changed = make(item.question, Random(f"{kind}/{item.id}")) if item.style in _PLAIN else None
        if changed is not None and changed != item.question:
            out.append(replace(item, question=changed))
    return tuple(out)


@dataclass(frozen=True, slots=True)
class Consistency:
    """One kind of perturbation: how often answers agree, and how many promises are kept before and after."""

    kind: str
    questions: int
    consistent: Score
    passed_before: float | None
    passed_after: float | None
    change: tuple[float, float, float] | None
    broken: tuple[tuple[str, str, str], ...]


def consistency(kind: str, before: Mapping[str, Record], after: Sequence[Record]) -> Consistency:
    """Compare the records of perturbed questions with those of the plain ones, by id.

    ``broken`` lists (id, plain, perturbed) of questions kept before and not after; held items are left out.
    """
    pairs = [(before[record.gold.id], record) for record in after if record.gold.id in before]
    first, second = [float(old.passed) for old, _ in pairs], [float(new.passed) for _, new in pairs]
    return Consistency(
        kind, len(pairs), metrics.score((float(agree(old, new)), 1.0) for old, new in pairs), metrics.mean(first), metrics.mean(second),
        metrics.paired_difference(first, second) if pairs else None,
        tuple((new.gold.id, old.gold.question, new.gold.question) for old, new in pairs if old.passed and not new.passed and not new.held),
    )  # fmt: skip


def agree(one: Record, other: Record) -> bool:
    """Both refused, or both answered from the same first clause."""
    if one.refused or other.refused:
        return one.refused and other.refused
    return one.clauses[:1] == other.clauses[:1] and not one.error and not other.error


@lru_cache(maxsize=1)
def _to_traditional() -> Callable[[str], str]:
    import opencc

    return opencc.OpenCC("s2t").convert


@lru_cache(maxsize=1)
def _readings() -> Mapping[str, tuple[str, ...]]:
    """The 3,755 common characters of GB 2312, by reading without tone."""
    from pypinyin import lazy_pinyin

    found: dict[str, list[str]] = {}
    for high in range(0xB0, 0xD8):
        for low in range(0xA1, 0xFF):
            try:
                char = bytes((high, low)).decode("gb2312")
            except UnicodeDecodeError:
                continue
            found.setdefault(lazy_pinyin(char)[0], []).append(char)
    return {reading: tuple(chars) for reading, chars in found.items()}


def _alike(char: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin

    return _readings().get(lazy_pinyin(char)[0], ())


@lru_cache(maxsize=1)
def _lay_for() -> Mapping[str, tuple[str, ...]]:
    """The reviewed table turned round: lay words by the official word they stand for first."""
    found: dict[str, list[str]] = {}
    for lay, official in lexicon.pairs_in_table(lexicon.LAY_WORDS):
        first = official.split()[0]
        if len(first) > 1:
            found.setdefault(first, []).extend(word for word in lay.split() if len(word) > 1)
    return {official: tuple(lays) for official, lays in found.items()}
