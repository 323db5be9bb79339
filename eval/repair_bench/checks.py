"""The parts that measure quality: the Chengdu file, clean texts, each kind of damage, and all mixed."""

from __future__ import annotations

import json
import random
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

import corpus
from corpus.repair import RepairedText, repair
from eval.damage import KINDS, Damaged, damage, damage_mixed
from eval.repair_bench.figures import figures, percent, share, wilson
from eval.repair_bench.judgement import Failure, Tally, judge, meaning_edits, without_layout
from eval.texts import CleanText

CASES = Path(__file__).resolve().parents[2] / "tests" / "cases" / "chengdu.json"


def attempt(raw: str) -> tuple[RepairedText, str]:
    """``repair(raw)``, or the raw text itself and what went wrong.

    An engine that breaks off is a finding to be counted, not the end of the measuring.
    """
    try:
        return repair(raw), ""
    except Exception as crash:
        places = range(len(raw) + 1)
        return RepairedText(raw, (), places[:-1], places[1:]), repr(crash)[:120]


def chengdu_check() -> dict[str, Any]:
    """The Chengdu file: steps by fixer and certainty, proposals, and printed facts found word for word.

    There is no full truth of this file; the headings and unit notes that a person read off it are in
    ``tests/cases/chengdu.json``. They are compared without white space and with ASCII stops.
    """
    (path,) = (Path(corpus.__file__).parent / "documents").glob("000_*.txt")
    raw = path.read_text(encoding="utf-8-sig")
    started = time.perf_counter()
    repaired, crash = attempt(raw)
    seconds = time.perf_counter() - started

    def folded(text: str) -> str:
        return "".join(unicodedata.normalize("NFKC", text).split())

    sentences = [text for text in _strings(json.loads(CASES.read_text(encoding="utf-8"))) if len(text) >= 8]
    page = folded(repaired.text)
    missing = [text for text in sentences if folded(text) not in page]
    return {
        "characters": len(raw),
        "seconds": round(seconds, 4),
        "crash": crash,
        "steps": len(repaired.steps),
        "by_fixer": dict(Counter(f"{step.fixer}/{step.certainty.value}" for step in repaired.steps).most_common()),
        "uncertain": [repaired.text[max(a - 10, 0) : b + 10] for a, b in repaired.uncertain],
        "sentences": len(sentences),
        "found": len(sentences) - len(missing),
        "missing": missing,
    }


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner: Iterable[object] = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for item in inner for text in _strings(item)]


def clean_check(texts: Sequence[CleanText]) -> dict[str, Any]:
    """Texts as published: what is edited though (as far as we know) nothing is damaged.

    The policies are pages as saved and carry damage of their own; their edits are listed, not blamed.
    """
    characters = edits = touched = others = 0
    crashes: list[str] = []
    offenders: list[dict[str, Any]] = []
    fixers: Counter[str] = Counter()
    for text in texts:
        characters += len(text.text)
        repaired, crash = attempt(text.text)
        if crash:
            crashes.append(f"{text.name}: {crash}")
        if repaired.text == text.text:
            continue
        touched += 1
        for step in repaired.steps:
            changed = meaning_edits(step.before, step.after)
            edits += changed
            others += not changed
            fixers[f"{step.fixer}/{step.certainty.value}"] += 1
            row = {
                "name": text.name, "fixer": step.fixer, "certainty": step.certainty.value, "meaning": changed,
                "before": step.before[:60], "after": step.after[:60],
                "context": text.text[max(step.raw_start - 12, 0) : step.raw_end + 12][:100],
            }  # fmt: skip
            if sum(1 for other in offenders if other["name"] == text.name and other["fixer"] == step.fixer) < 2:
                offenders.append(row)
    offenders.sort(key=lambda row: -int(row["meaning"] > 0))
    return {
        "texts": len(texts),
        "characters": characters,
        "meaning_edits": edits,
        "meaning_edits_per_million": share(1_000_000 * edits, characters),
        "other_edits": others,
        "texts_edited": touched,
        "texts_untouched": wilson(len(texts) - touched, len(texts)),
        "crashes": crashes,
        "by_fixer": dict(fixers.most_common()),
        "offenders": offenders[:40],
    }


def _compared() -> dict[str, Callable[[str], str]]:
    """Other tools, and doing nothing. ftfy twice: as it comes, and with what it does to Chinese marks off."""
    import ftfy
    from opencc import OpenCC

    to_simplified = OpenCC("t2s")
    spared = ftfy.TextFixerConfig(uncurl_quotes=False, fix_character_width=False, normalization=None)
    return {
        "ftfy": ftfy.fix_text,
        "ftfy_spared": lambda text: ftfy.fix_text(text, spared),
        "opencc": lambda text: str(to_simplified.convert(text)),
        "nothing": lambda text: text,
    }


def _texts_for(kind: str, texts: Sequence[CleanText], number: int) -> list[tuple[int, CleanText]]:
    """``number`` texts drawn for the kind, with their seeds; those with no place for it are passed over."""
    order = list(enumerate(texts))
    random.Random(f"texts/{kind}").shuffle(order)
    fit = (pair for pair in order if damage(pair[1].text, kind, KINDS[kind].rates[-1], pair[0]).spans)
    return [pair for pair, _ in zip(fit, range(number), strict=False)]


@dataclass
class _Cell:
    """Judgements of one kind at one rate."""

    tallies: list[Tally] = field(default_factory=list)
    by_kind: dict[str, list[Tally]] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    others: dict[str, list[Tally]] = field(default_factory=dict)
    seconds: float = 0.0
    raw: int = 0
    crashes: int = 0

    def take(self, damaged: Damaged, kind: str, name: str, tools: dict[str, Callable[[str], str]]) -> None:
        """Repair one damaged text and judge it, with the other tools beside."""
        started = time.perf_counter()
        repaired, crash = attempt(damaged.raw)
        if crash:
            self.crashes += 1
            self.failures.insert(0, Failure(name, kind or "mixed", damaged.raw[:80], "", "", f"crash: {crash}"))
        self.seconds += time.perf_counter() - started
        self.raw += len(damaged.raw)
        judged = judge(damaged, repaired, kind=kind, name=name)
        before, after = without_layout(damaged.raw)[0], without_layout(damaged.clean)[0]
        judged.whole.distance_before = Levenshtein.distance(before, after)
        self.tallies.append(judged.whole)
        for struck, tally in judged.by_kind.items():
            self.by_kind.setdefault(struck, []).append(tally)
        self.failures += judged.failures
        for tool, fix in tools.items():
            self.others.setdefault(tool, []).append(judge(damaged, fix(damaged.raw), kind=kind).whole)

    def to_json(self) -> dict[str, Any]:
        """The cell's figures, with the other tools' restored and CER where they ran."""
        shown = figures(self.tallies)
        shown["crashes"] = self.crashes
        shown["characters_per_second"] = round(self.raw / self.seconds) if self.seconds else None
        if self.others:
            shown["others"] = {
                tool: {
                    "restored": share(sum(t.restored for t in tallies), sum(t.damaged for t in tallies)),
                    "cer_after": share(sum(t.distance_after for t in tallies), sum(t.characters for t in tallies)),
                }
                for tool, tallies in self.others.items()
            }
        return shown


def damaged_check(
    texts: Sequence[CleanText], kinds: Sequence[str], rates: Sequence[float] | None, number: int
) -> dict[str, Any]:
    """Each kind at each of its rates over ``number`` texts; the other tools at one rate of each kind."""
    tools = _compared()
    shown: dict[str, Any] = {}
    for name in kinds:
        kind = KINDS[name]
        chosen = _texts_for(name, texts, number if len(kind.rates) > 1 else 2 * number)
        compare_at = 0.05 if 0.05 in kind.rates else kind.rates[-1]
        cells: dict[str, Any] = {}
        failures: list[Failure] = []
        for rate in kind.rates:
            if rates is not None and rate not in rates and len(kind.rates) > 1:
                continue
            cell = _Cell()
            for seed, text in chosen:
                made = damage(text.text, name, rate, 1000 * seed + round(1000 * rate))
                cell.take(made, name, text.name, tools if rate == compare_at else {})
            cells[f"{rate:g}"] = cell.to_json()
            failures += cell.failures
        shown[name] = {
            "title": kind.title, "group": kind.group, "unit": kind.unit, "cause": kind.cause,
            "rates": cells, "failures": [failure.to_json() for failure in _various(failures, 6)],
        }  # fmt: skip
        print(f"  {name}: " + "  ".join(f"{rate}={percent(cell['restored']['value'])}" for rate, cell in cells.items()), flush=True)
    return shown


def _various(failures: Sequence[Failure], number: int) -> list[Failure]:
    """A few failures, of as many texts and reasons as there are."""
    chosen: list[Failure] = []
    seen: set[tuple[str, str]] = set()
    for failure in failures:
        if (failure.name, failure.why[:24]) not in seen and len(chosen) < number:
            seen.add((failure.name, failure.why[:24]))
            chosen.append(failure)
    return chosen


def mixed_check(texts: Sequence[CleanText], rates: Sequence[float]) -> dict[str, Any]:
    """All kinds mixed over every text: figures of the whole, of each group and of each kind in it."""
    shown: dict[str, Any] = {}
    tools = _compared()
    for rate in rates:
        cell = _Cell()
        for seed, text in enumerate(texts):
            made = damage_mixed(text.text, rate, seed)
            cell.take(made, "", text.name, tools if rate == 0.05 or len(rates) == 1 else {})
        groups: dict[str, list[Tally]] = {}
        for struck, tallies in cell.by_kind.items():
            groups.setdefault(KINDS[struck].group, []).extend(tallies)
        whole = cell.to_json()
        whole["groups"] = {
            group: {key: figures(tallies)[key] for key in ("damaged", "restored", "restored_present", "flagged")}
            for group, tallies in sorted(groups.items())
        }
        whole["kinds"] = {
            struck: {
                "damaged": sum(t.damaged for t in tallies),
                "restored": share(sum(t.restored for t in tallies), sum(t.damaged for t in tallies)),
            }
            for struck, tallies in sorted(cell.by_kind.items())
        }
        whole["failures"] = [failure.to_json() for failure in _various(cell.failures, 12)]
        shown[f"{rate:g}"] = whole
        print(f"  mixed {rate:g}: {percent(whole['restored']['value'])}", flush=True)
    return shown
