"""Words people use for words documents use (口语与公文用语对照, ``lay_words.txt``; whole ways of saying, ``phrases.py``), and
English for Chinese (``english_words.txt``).

The official words are added to a question for the search by words; for the search by meaning the
question is read a second time with the first official word in place of each lay one. What a person
typed is never shown changed. The embedding knows many of these; the table is for those that share no
character.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from assistant.vocabulary.phrases import longest_at, official_of_phrases

LAY_WORDS = Path(__file__).with_name("lay_words.txt")
_ENGLISH_WORDS = Path(__file__).with_name("english_words.txt")

# English names of the usual municipal bodies, as their own websites translate them.
_BODIES: tuple[tuple[str, str], ...] = (
    (r"finance bureau|fiscal bureau|bureau of finance", "财政局"), (r"education (?:bureau|commission)|bureau of education", "教育局"),
    (r"development and reform|ndrc", "发改委"), (r"housing (?:and|&) |housing bureau|housing and urban", "住建局"),
    (r"planning and natural resources|natural resources bureau", "规划和自然资源局"), (r"human resources", "人社局"),
    (r"transport(?:ation)? (?:bureau|commission)|bureau of transport", "交通运输局"), (r"health (?:commission|bureau)", "卫健委"),
    (r"economy and information|economic and information", "经信局"), (r"science and technology (?:bureau|commission)", "科技局"),
    (r"commerce (?:bureau|commission)|bureau of commerce", "商务局"), (r"sports? bureau", "体育局"), (r"tax(?:ation)? bureau|tax service", "税务局"),
    (r"agricultur\w* and rural|agricultur\w* bureau", "农业农村局"), (r"state-owned assets|sasac", "国资委"), (r"justice bureau|bureau of justice", "司法局"),
    (r"ecology and environment|environment bureau", "生态环境局"), (r"market (?:regulation|supervision)", "市场监管局"),
    (r"investment promotion", "投促局"), (r"organi[sz]ation department", "组织部"), (r"people's bank|pboc", "人行"),
    (r"financial (?:supervis|regulat)\w*", "金融监管局"), (r"culture,? (?:radio|tourism)|tourism bureau", "文广旅局"), (r"supervision office", "督查室"),
)

_OF_A_MACHINE = re.compile(
    r"<[^<>]*>|\b(?:select\b[^;]*\bfrom|insert\s+into|delete\s+from|drop\s+(?:table|database)|update\b[^;]*\bset|union\s+(?:all\s+)?select|alter\s+table)\b[^;\u4e00-\u9fff]*|\w+\([^()]*\)",
    re.IGNORECASE,
)
_TELLING = re.compile(r"[a-z]{4,}")
_ASKING_IN_ENGLISH = frozenset(
    "what which when where does much many long have with from that this these those their there they them about into under than then will "
    "would should could must according please tell said says named called state states stated each only also been being make "
    "your ours mine some such both more most less least".split()
)


def english_bodies(folded: str) -> str:
    """The Chinese names of the public bodies that a folded English question names, joined by spaces."""
    return " ".join(name for english, name in _BODIES if re.search(english, folded))


def expansions(folded: str) -> str:
    """Official words for the lay and English words of a folded question, joined by spaces."""
    found = [" ".join(meant_by(lay)) for _, lay in in_parts(folded) if lay]
    if re.search(r"[a-z]{3,}", folded):
        found += [official for english, official in _english_words() if english.search(folded)]
    return " ".join(dict.fromkeys(" ".join(found).split()))


def unread(folded: str) -> float:
    """The share of the telling words of a folded English question for which there is no Chinese here, 0–1.

    >>> unread("how do i make mapo tofu"), unread("who leads the rent subsidy")
    (1.0, 0.0)
    """
    words = {match.span() for match in _TELLING.finditer(folded) if match.group() not in _ASKING_IN_ENGLISH}
    read = [match.span() for english, _ in _english_words() for match in english.finditer(folded)]
    read += [match.span() for english, _ in _BODIES for match in re.finditer(english, folded)]
    missed = [span for span in words if not any(start < span[1] and span[0] < end for start, end in read)]
    return len(missed) / len(words) if words else 0.0


def in_official_words(folded: str, known: Callable[[str], bool] = lambda word: False) -> str:
    """A folded question with the first official word in place of each lay one that the documents do not use themselves (``known``).

    >>> in_official_words("地铁谁挑头"), in_official_words("地铁谁挑头", lambda word: word == "地铁")
    ('轨道交通谁牵头', '地铁谁牵头')
    """
    return "".join(meant_by(lay)[0] if lay and not known(lay) else text for text, lay in in_parts(folded))


@lru_cache(maxsize=1_024)
def in_parts(folded: str) -> tuple[tuple[str, str], ...]:
    """A folded question cut into (its text, the lay word or phrase that it is or ""): at each place the longest word or phrase
    counts, and a lay word within an official one (传染 in 传染病) is none.

    >>> in_parts("修地铁的钱"), in_parts("钱还没花光呢")
    ((('修', ''), ('地铁', '地铁'), ('的钱', '')), (('钱还没花光', '钱还没花光'), ('呢', '')))
    """
    official, known, longest = _all_words()
    parts: list[tuple[str, str]] = []
    at = since = 0
    while at < len(folded):
        word = next((word for size in range(longest, 0, -1) if (word := folded[at : at + size]) in known), "")
        phrase = folded[at : longest_at(folded, at)[0]]
        word = phrase if len(phrase) > len(word) else _up_to_phrase(folded, at, word) if word and word not in official else word
        if word in official or (word and word == phrase):
            if since < at:
                parts.append((folded[since:at], ""))
            parts.append((word, word))
            since = at + len(word)
        at += len(word) or 1
    return (*parts, (folded[since:], "")) if since < len(folded) else tuple(parts)


def _up_to_phrase(folded: str, at: int, word: str) -> str:
    """An official word that stands at ``at``, or its beginning, where a phrase shares its end and goes on (验收 in 项目验收挂了)."""
    inner = (size for size in range(1, len(word) - 1) if longest_at(folded, at + size)[0] > at + len(word))
    return word[: next(inner, len(word))]


def meant_by(lay: str) -> tuple[str, ...]:
    """The official words of a lay word or phrase, the surest first."""
    return official_words().get(lay) or longest_at(lay, 0)[1]


@lru_cache(maxsize=1)
def official_words() -> dict[str, tuple[str, ...]]:
    """The official words of each lay word, the surest first; where two lines give one, the first counts."""
    official: dict[str, tuple[str, ...]] = {}
    for lay, meant in pairs_in_table(LAY_WORDS):
        for word in lay.split():
            if word != meant:
                official.setdefault(word, tuple(meant.split()))
    return official


@lru_cache(maxsize=1)
def _all_words() -> tuple[dict[str, tuple[str, ...]], frozenset[str], int]:
    """The lay words, all words of the table on both sides, and the length of the longest."""
    known = official_of_phrases().union(word for line in pairs_in_table(LAY_WORDS) for side in line for word in side.split())
    return official_words(), known, max(map(len, known))


@lru_cache(maxsize=1)
def _english_words() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(rf"\b(?:{english})\b"), official) for english, official in pairs_in_table(_ENGLISH_WORDS))


def pairs_in_table(table: Path) -> list[tuple[str, str]]:
    """The two sides of each line ``said = meant`` of a table; # begins a remark."""
    lines = table.read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" = ") for line in lines if line and not line.startswith("#"))
    return [(lay, official) for lay, official in pairs]


def is_english(question: str) -> bool:
    """True if a question is written in English: mostly Latin letters, hardly any Chinese; marks and statements of a machine are no words.

    >>> is_english("Who leads the rent subsidy?"), is_english("<script>alert(1)</script>贴息几年"), is_english("'; DROP TABLE policies; --")
    (True, False, False)
    """
    words = _OF_A_MACHINE.sub(" ", question)
    latin = len(re.findall(r"[A-Za-z]", words))
    chinese = len(re.findall(r"[\u4e00-\u9fff]", question))
    return latin > 8 and latin > 4 * chinese
