"""Train the language model of ``corpus.repair``: ``python -m eval.train_language``.

Counts runs of one, two and three characters in the training half of the statutes and policies
(``eval.texts``), adds the inside of jieba's counted words so that words no statute uses are known too,
and writes what ``corpus.repair.language`` reads. Smoothing is interpolated absolute discounting
(Ney, Essen and Kneser 1994), stored in back-off form as in ARPA files.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from pathlib import Path

from corpus import words
from corpus.repair import language
from eval.texts import is_held_out, policies, statutes

_POLICY_WEIGHT = 4  # policies are few and closer to what is repaired
_WORD_WEIGHT = 1 / 25  # jieba's counts come from 60 million words: scaled to weigh about as much as the texts
Counts = dict[int, defaultdict[str, float]]  # by length of the run
_DISCOUNT = 0.75
_FEWEST = {2: 1.0, 3: 2.0}  # runs counted less often than this are left out


def main() -> None:
    """Count, smooth, write; prints how many runs of each length are kept."""
    counts = count_runs()
    target = Path(language.MODEL)
    language.write_model(target, *smooth(counts))
    print({n: len(c) for n, c in counts.items()}, f"{target} {target.stat().st_size:,} bytes")


def count_runs() -> Counts:
    """Weighted counts of runs of 1, 2 and 3 characters, folded as the model folds."""
    counts: Counts = {n: defaultdict(float) for n in (1, 2, 3)}
    for clean in (*statutes(), *policies()):
        if is_held_out(clean.name):
            continue
        weight = _POLICY_WEIGHT if clean.kind == "policy" else 1
        text = language.fold(clean.text)
        for n, counter in counts.items():
            for run, times in Counter(text[i : i + n] for i in range(len(text) - n + 1)).items():
                counter[run] += times * weight
    for word, times in words.tokenizer().FREQ.items():
        folded = language.fold(word)
        if not times or len(folded) != len(word) or not all("\u4e00" <= c <= "\u9fff" for c in folded):
            continue
        for n, counter in counts.items():
            for i in range(len(folded) - n + 1):
                counter[folded[i : i + n]] += times * _WORD_WEIGHT
    return {n: defaultdict(float, {r: c for r, c in counter.items() if c >= _FEWEST.get(n, 0)}) for n, counter in counts.items()}


def smooth(counts: Counts) -> tuple[dict[str, float], dict[str, float]]:
    """Natural-log probabilities of runs given all but their last character, and back-off weights."""
    total = sum(counts[1].values())
    unseen = 1 / 30000  # share of an unseen character: some 30,000 could follow
    probability = {c: (n - _DISCOUNT * min(1, n)) / total + 0.01 * unseen for c, n in counts[1].items()}
    logs = {c: math.log(p) for c, p in probability.items()}
    weights: dict[str, float] = {}
    lower = probability
    for n in (2, 3):
        following: dict[str, float] = defaultdict(float)
        kinds: Counter[str] = Counter()
        for run, times in counts[n].items():
            following[run[:-1]] += times
            kinds[run[:-1]] += 1
        backoff: dict[str, float] = {}
        for history, times in following.items():
            # The denominator is the count of the history itself: what was pruned goes to the back-off.
            whole = max(times, counts[n - 1][history])
            backoff[history] = max((whole - times + _DISCOUNT * kinds[history]) / whole, 1e-4)
            weights[history] = math.log(min(backoff[history], 1.0))
        current: dict[str, float] = {}
        for run, times in counts[n].items():
            history = run[:-1]
            whole = max(following[history], counts[n - 1][history])
            p = max(times - _DISCOUNT, 0.0) / whole + backoff[history] * lower.get(run[1:], 1e-7)
            current[run] = p
            logs[run] = math.log(min(p, 1.0))
        lower = current
    return logs, weights


if __name__ == "__main__":
    main()
