"""The parts that measure speed: characters per second, and inputs made to be slow."""

from __future__ import annotations

import math
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus.repair import repair
from eval.damage import KINDS, damage, damage_mixed
from eval.repair_bench.checks import attempt
from eval.texts import CleanText

LIMIT = 60.0  # seconds an adversarial input may take

ADVERSARIAL: dict[str, str] = {
    "opening brackets": "(",
    "closing brackets": ")",
    "brackets by turns": "()",
    "brackets of two widths": "（)",
    "a reading without end": "发(fā",
    "readings": "发(fā)",
    "question marks": "?",
    "marks and private use": "?\ue000",
    "marks and characters": "?藏熑螁",
    "replacement characters": "\ufffd",
    "ampersands": "&amp;",
    "backslashes": "\\u",
    "high Latin": "Ã¤Â¸Â",
    "UTF-8 as GBK": "涓",
    "newlines": "\n",
    "short lines": "打印\n",
    "spaces between characters": "中 ",
    "one long line": "发展",
    "stops": "。",
    "zero width": "\u200b",
}

_PROGRAM = """
import sys, time
from corpus.repair import repair
unit, length = sys.argv[1].encode("ascii").decode("unicode_escape"), int(sys.argv[2])
repair("發(fā)展")
text = (unit * (length // len(unit) + 1))[:length]
started = time.perf_counter()
repair(text)
print(time.perf_counter() - started)
"""


def adversarial_seconds(unit: str, length: int, limit: float = LIMIT) -> float | str:
    """Seconds for ``length`` characters of ``unit`` over and over, in a process that can be stopped."""
    escaped = unit.encode("unicode_escape").decode("ascii")
    command = [sys.executable, "-c", _PROGRAM, escaped, str(length)]
    root = Path(__file__).resolve().parents[2]
    try:
        # Half a minute is for starting up and loading the language model, which is no part of it.
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=limit + 30)
    except subprocess.TimeoutExpired:
        return f">{limit:g}"
    if done.returncode:
        return "error: " + (done.stderr.strip().splitlines() or ["?"])[-1][:120]
    seconds = float(done.stdout)
    return round(seconds, 3) if seconds <= limit else f">{limit:g}"


def _fastest(texts: Sequence[str], runs: int = 3) -> dict[str, Any]:
    """Characters per second over the texts, the best of so many runs."""
    best = math.inf
    crashes = 0
    for _ in range(runs):
        started = time.perf_counter()
        crashes = sum(bool(attempt(text)[1]) for text in texts)
        best = min(best, time.perf_counter() - started)
    characters = sum(map(len, texts))
    return {
        "characters": characters, "seconds": round(best, 3), "characters_per_second": round(characters / best), "crashes": crashes,
    }  # fmt: skip


def speed_check(texts: Sequence[CleanText], *, quick: bool) -> dict[str, Any]:
    """Characters per second on one core, and seconds for long adversarial inputs."""
    repair(texts[0].text)
    some = texts[: 10 if quick else 100]
    shown: dict[str, Any] = {"clean": _fastest([text.text for text in some])}
    for rate in (0.01, 0.05, 0.2):
        raws = [damage_mixed(text.text, rate, seed).raw for seed, text in enumerate(some)]
        shown[f"mixed {rate:g}"] = _fastest(raws, runs=1 if quick else 3)
    for kind in ("gbk_lost", "pinyin_dense", "script_s2t", "utf8_latin1"):
        raws = [damage(text.text, kind, max(KINDS[kind].rates), seed).raw for seed, text in enumerate(some)]
        shown[f"{kind} {max(KINDS[kind].rates):g}"] = _fastest(raws, runs=1 if quick else 3)
    lengths = (100_000,) if quick else (250_000, 500_000, 1_000_000)
    names = list(ADVERSARIAL)[::7] if quick else list(ADVERSARIAL)
    adversarial: dict[str, dict[str, float | str]] = {}
    for name in names:
        adversarial[name] = {}
        for length in lengths:
            seconds = adversarial_seconds(ADVERSARIAL[name], length, 10.0 if quick else LIMIT)
            adversarial[name][str(length)] = seconds
            if isinstance(seconds, str):
                break
        print(f"  {name}: {adversarial[name]}", flush=True)
    shown["adversarial"] = adversarial
    return shown
