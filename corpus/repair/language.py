"""How natural a stretch of Chinese reads: the evidence behind every "likely".

A character trigram model with back-off, trained by ``eval/train_language.py`` on laws and policy
documents and on jieba's counted words. It scores in nats (natural logarithms of probabilities), folds
Traditional into Simplified, digits into 0 and Latin letters into a, and is small enough to ship:
``language.xz``, 1 byte for each log-probability.
"""

from __future__ import annotations

import lzma
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from corpus.repair.script_tables import CHARACTER_TABLE

MODEL = Path(__file__).with_name("language.xz")
_STEP = 0.08  # nats between two stored values; a byte reaches down to -20.4
UNSEEN = -15.0  # nats of a character the model never saw
PRIVATE = -18.0  # private use, replacement marks: nobody publishes these
_APART = 6.0  # nats, about what two characters pay that were never seen side by side
_WORTH_READING = 16  # candidates that the two neighbours leave
_PINYIN_NOTE = re.compile(r"\([a-zà-üāēīōūǖáéíóúǘǎěǐǒǔǚàèìòùǜ]{1,7}\)")


def _fold_table() -> dict[int, str]:
    table: dict[int, str] = {}
    for code in range(ord("a"), ord("z") + 1):
        table[code] = table[code - 32] = "a"
    for code in range(ord("0"), ord("9") + 1):
        table[code] = "0"
    for code in range(0x21, 0x7F):  # full-width forms as their ASCII selves, folded as those
        table[code + 0xFEE0] = table.get(code, chr(code))
    # Half-width stops beside Chinese are the same stops.
    for half, full in zip(",;:!?()", "，；：！？（）", strict=True):
        table[ord(half)] = table[ord(full)] = full
    # One pair of brackets for all: which one a document takes is its own habit.
    table.update({ord(c): "（" for c in "〔［[【"} | {ord(c): "）" for c in "〕］]】"})
    table[ord("\u3000")] = table[ord("\t")] = table[0xA0] = " "
    table.update({code: plain for code, plain in CHARACTER_TABLE.items() if code not in table})
    return table


_FOLD = _fold_table()


def fold(text: str) -> str:
    """``text`` as the model reads it: same length, one script, one digit, one letter."""
    return text.translate(_FOLD)


def bare(context: str) -> str:
    """Context without injected pinyin, folded."""
    return fold(_PINYIN_NOTE.sub("", context))


@lru_cache(maxsize=1)
def model() -> tuple[dict[str, float], dict[str, float]]:
    """Log-probabilities of runs of 1–3 characters, and back-off weights of runs of 1–2."""
    data = lzma.decompress(MODEL.read_bytes())
    found: list[dict[str, float]] = []
    values = [-_STEP * i for i in range(256)]
    at = 0
    for size in (1, 2, 3, 1, 2):
        number, length = (int(part) for part in data[at : at + 24].split(b" ")[:2])
        at += 24
        keys = data[at : at + length].decode("utf-8", "surrogatepass")
        scores = data[at + length : at + length + number]
        at += length + number
        runs = map("".join, zip(*[iter(keys)] * size, strict=True)) if size > 1 else iter(keys)
        found.append(dict(zip(runs, map(values.__getitem__, scores), strict=True)))
    return {**found[0], **found[1], **found[2]}, {**found[3], **found[4]}


def write_model(path: Path, logs: dict[str, float], weights: dict[str, float]) -> None:
    """Write what :func:`model` reads: sorted runs end to end, then one byte for each."""
    data = b""
    for table, size in ((logs, 1), (logs, 2), (logs, 3), (weights, 1), (weights, 2)):
        runs = sorted(run for run in table if len(run) == size)
        keys = "".join(runs).encode("utf-8", "surrogatepass")
        scores = bytes(min(255, round(-table[run] / _STEP)) for run in runs)
        data += f"{len(runs)} {len(keys)} ".encode().ljust(24) + keys + scores
    path.write_bytes(lzma.compress(data, preset=9))


def naturalness(text: str) -> float:
    """Log-probability (nats) of a folded ``text``, character by character."""
    return added(text, 0)


def added(text: str, at: int) -> float:
    """Log-probability (nats) of ``text[at:]`` given what stands before it; ``text`` is folded."""
    logs, weights = model()
    total = 0.0
    for i in range(at, len(text)):
        found = logs.get(text[i - 2 : i + 1]) if i > 1 else None
        if found is not None:
            total += found
            continue
        if i > 1:
            total += weights.get(text[i - 2 : i], 0.0)
        found = logs.get(text[i - 1 : i + 1]) if i else None
        if found is not None:
            total += found
            continue
        if i:
            total += weights.get(text[i - 1], 0.0)
        found = logs.get(text[i])
        total += _unseen(text[i]) if found is None else found
    return total


def rank(
    candidates: tuple[str, ...], left: str, right: str, bonus: Callable[[str, str, str], float] | None = None
) -> list[tuple[float, str]]:
    """Candidates for one character between two folded contexts, the best first, each with its nats.

    ``bonus(before, folded candidate, after)`` adds other evidence.
    """
    # What follows a line's last stop tells ： from ；: there the next line is read too.
    left, right = left[-2:], right[: 4 if right.startswith("\n") else 2]
    near, following = left[-1:], right[:1]
    scored = [
        (reads + (bonus(near, folded, following) if bonus else 0.0), candidate)
        for reads, candidate, folded in _worth_reading(candidates, left, right)
    ]
    return sorted(scored, key=lambda pair: (-pair[0], pair[1]))


@lru_cache(maxsize=20000)
def _worth_reading(candidates: tuple[str, ...], left: str, right: str) -> tuple[tuple[float, str, str], ...]:
    """The few that their two neighbours alone recommend, read in full: nats, candidate, folded."""
    near, following = left[-1:], right[:1]
    logs, _ = model()
    quick = []
    for candidate, folded in zip(candidates, fold("".join(candidates)), strict=True):
        alone = logs.get(folded, UNSEEN)
        value = logs.get(near + folded, alone - _APART) + logs.get(folded + following, -_APART)
        quick.append((-value, candidate, folded))
    quick.sort()
    return tuple(
        (added(left + folded + right, len(left)), candidate, folded)
        for _, candidate, folded in quick[:_WORTH_READING]
    )


def bond(left: str, right: str) -> float:
    """How strongly two stretches hold together: nats by which ``right`` (its first two characters) is
    likelier behind ``left`` than anywhere; both folded.

    Positive within a word or a phrase, about 0 or below where nothing ties them.
    """
    left, right = left[-2:], right[:2]
    if not left or not right:
        return 0.0
    return added(left + right, len(left)) - added(right, 0)


def _unseen(character: str) -> float:
    return PRIVATE if "\ue000" <= character <= "\uf8ff" or character == "\ufffd" else UNSEEN
