"""How well damaged text is repaired, how much clean text is spared, how fast: ``python -m eval.repair_bench``.

Damage comes from ``eval.damage``, which knows the truth and nothing of the fixers; texts come from the
half that no model saw. Everything goes to ``eval/results/repair.json``, readable tables to
``repair.txt`` beside it. Nothing is asserted here: figures are printed as they are.

What is compared is the text without its layout: white space at the ends of lines and blank lines are
left out on both sides, since no page means anything by them. Everything else counts, each space within
a line and each newline included.

The truth is aligned with the repaired text by edit distance, not by the offsets the engine claims; the
offsets only say to which step an error belongs.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import subprocess
import sys
import time
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

import corpus
from corpus.repair import RepairedText, repair
from eval import metrics
from eval.damage import KINDS, RATES, Damaged, damage, damage_mixed, is_hanzi, paragraphs
from eval.runner import _commit, _machine, align
from eval.texts import CleanText, is_held_out, policies, statutes

RESULTS = Path(__file__).resolve().parent / "results"
CASES = Path(__file__).resolve().parent.parent / "tests" / "cases" / "chengdu.json"
LENGTH = 3000  # characters of each text: enough for its header, its clauses and their style
TEXTS = 300
LIMIT = 60.0  # seconds an adversarial input may take

GROUP_NAMES = {"bytes": "字节或字符可证", "language": "语言判定", "lost": "已失"}


# ---------------------------------------------------------------------------------------------------------
# Texts
# ---------------------------------------------------------------------------------------------------------


def _fit(text: str) -> bool:
    """True for a text that is clean enough to be a truth.

    Not fit: Traditional documents, pages with their menus, tables of short lines, lines that hold a
    whole document, texts with characters that are themselves marks of damage, and texts with damage of
    their own, for to repair that is no false alarm: ASCII stops between Chinese characters, brackets of
    two widths, spaces in the middle of long lines.
    """
    from opencc import OpenCC

    lines = text.split("\n")
    odd = any(unicodedata.category(c) in ("Co", "Cf", "Cc", "Cn", "Cs") and c != "\n" for c in text)
    short = sum(len(line) < 12 and not re.match(r"第|[一二三四五六七八九十]+、|（", line) for line in lines)
    if odd or len(text) < 600 or max(map(len, lines)) > 1200 or short > 0.3 * len(lines):
        return False
    if re.search(r"[?&\\*\ufffd]|\(cid", text):
        return False
    if re.search(r"[\u4e00-\u9fff][,;:!?][\u4e00-\u9fff]|（[^（）]*\)|\([^()]*）", text) or {"(", "（"} <= set(text):
        return False
    if any(len(line) > 40 and re.search(r"[\u4e00-\u9fff] +[\u4e00-\u9fff]", line[12:]) for line in lines):
        return False
    return sum(a != b for a, b in zip(text, str(OpenCC("t2s").convert(text)), strict=False)) <= 3


def held_out_texts(number: int = TEXTS, length: int = LENGTH) -> list[CleanText]:
    """At most ``number`` held-out texts, policies first, cut at the last line end within ``length``.

    Marks of Markdown are taken off, zero-width characters of the collection too; its odd spaces become
    plain ones.
    """
    chosen: list[CleanText] = []
    candidates = [text for text in statutes() if is_held_out(text.name)]
    random.Random("texts").shuffle(candidates)
    for text in [*(text for text in policies() if is_held_out(text.name)), *candidates]:
        # Some policies were saved with their newlines gone; the indents still tell the paragraphs.
        plain = re.sub("\u3000{2,}", "\n", re.sub("[\t\u00a0\u2000-\u200a]", " ", text.text).replace("\u200b", ""))
        plain = paragraphs(plain)
        if len(plain) > length:
            plain = plain[: max(plain.rfind("\n", 0, length), 0)]
        if _fit(plain):
            chosen.append(CleanText(text.name, text.kind, plain))
        if len(chosen) == number:
            break
    return chosen


# ---------------------------------------------------------------------------------------------------------
# Judging one repair
# ---------------------------------------------------------------------------------------------------------


def without_layout(text: str) -> tuple[str, list[int]]:
    """The text without blank lines and white space at line ends, and where each character kept stood.

    >>> without_layout(" 甲\\n\\n乙 ")
    ('甲\\n乙', [1, 2, 4])
    """
    kept: list[int] = []
    start = 0
    newline = -1
    for line in text.split("\n"):
        bare = line.strip()
        if bare:
            if kept:
                kept.append(newline)
            first = start + line.index(bare[0])
            kept.extend(range(first, first + len(bare)))
            newline = start + len(line)
        start += len(line) + 1
    return "".join([text[i] for i in kept]), kept


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where the repaired text departs from the truth (both without layout).

    ``low``–``high`` in the repaired text, ``first``–``last`` in the truth; one of the two may be empty.
    ``left``–``right`` is the range of places in the truth where surplus characters might as well stand
    (of 。。 either is one too many).
    """

    low: int
    high: int
    first: int
    last: int
    left: int
    right: int


def faults(text: str, truth: str) -> tuple[list[Fault], int]:
    """Where ``text`` departs from ``truth``, and the edit distance between them."""
    if text == truth:
        return [], 0
    found: list[Fault] = []
    distance = 0
    for op in Levenshtein.opcodes(text, truth):
        if op.tag == "equal":
            continue
        a, b, c, d = op.src_start, op.src_end, op.dest_start, op.dest_end
        distance += max(b - a, d - c)
        left = right = c
        if op.tag == "delete":
            low, high = a, b
            while low and left and text[low - 1] == text[high - 1] == truth[left - 1]:
                low, high, left = low - 1, high - 1, left - 1
            low, high = a, b
            while high < len(text) and right < len(truth) and text[low] == text[high] == truth[right]:
                low, high, right = low + 1, high + 1, right + 1
        found.append(Fault(a, b, c, d, left, right))
    return found, distance


@dataclass(slots=True)
class Tally:
    """Counts of one or more repaired texts; they add up.

    Attributes:
        texts, characters: how many, and characters of the truth.
        exact: texts that came out exactly (but for layout).
        damaged, restored: damaged places (clean characters; an insertion is one) and those that read
            as the truth reads again, with nothing left over.
        present, restored_present: the same for characters whose bytes all survived.
        proposed: restored characters that are marked uncertain.
        flagged: damaged places that the repaired text marks as uncertain or names as irreparable.
        places, wrong_places: stretches of the raw text that steps edited, other than as proposals only,
            and those whose outcome departs from the truth.
        proposals, wrong_proposals: the same for stretches edited by uncertain steps only.
        false_alarms, grave_alarms: wrong places that touch no damage; those among them that change a
            Chinese character, a digit or a letter.
        steps, wrong_steps: by certainty; a fault is laid to the last, then narrowest step at its place.
        distance_before, distance_after: edit distances from the truth.
    """

    texts: int = 0
    characters: int = 0
    exact: int = 0
    damaged: int = 0
    restored: int = 0
    present: int = 0
    restored_present: int = 0
    proposed: int = 0
    flagged: int = 0
    places: int = 0
    wrong_places: int = 0
    proposals: int = 0
    wrong_proposals: int = 0
    false_alarms: int = 0
    grave_alarms: int = 0
    distance_before: int = 0
    distance_after: int = 0
    steps: Counter[str] = field(default_factory=Counter)
    wrong_steps: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        """Add the counts of ``other``."""
        for name in self.__slots__:
            mine, theirs = getattr(self, name), getattr(other, name)
            if isinstance(mine, Counter):
                mine.update(theirs)
            else:
                setattr(self, name, mine + theirs)


@dataclass(frozen=True, slots=True)
class Failure:
    """A damaged place that was not restored, or a wrong edit, with what stands around it."""

    name: str
    kind: str
    raw: str
    got: str
    truth: str
    why: str

    def to_json(self) -> dict[str, str]:
        """As written to repair.json."""
        return {slot: getattr(self, slot) for slot in self.__slots__}


@dataclass(frozen=True, slots=True)
class Judgement:
    """The tally of a text as a whole, of each kind of damage in it, and what failed."""

    whole: Tally
    by_kind: dict[str, Tally]
    failures: tuple[Failure, ...]


def judge(damaged: Damaged, result: str | RepairedText, *, kind: str = "", name: str = "") -> Judgement:
    """Compare a repaired text with the truth.

    Args:
        damaged: the raw text, its truth and the damaged places.
        result: what ``repair`` gave; or a plain text, by tools that tell nothing of their steps, of
            which then only restoration and distances are judged.
        kind: spans of other kinds than this are left out of the whole tally's ``damaged`` and
            ``restored`` (a Traditional document with one byte lost: the byte is asked after, not the
            script). "" counts all.
        name: of the text, for the list of failures.
    """
    text = result if isinstance(result, str) else result.text
    repaired = None if isinstance(result, str) else result
    out, out_kept = without_layout(text)
    clean, clean_kept = without_layout(damaged.clean)
    found, distance = faults(out, clean)

    bad = bytearray(len(clean) + 1)
    surplus = bytearray(len(clean) + 2)  # places of the truth where characters too many may stand
    surplus_raw = bytearray(len(damaged.raw) + 1)
    uncertain = bytearray(len(text) + 1)
    marked = bytearray(len(text) + 1)
    if repaired is not None:
        for low, high in repaired.uncertain:
            uncertain[low:high] = b"\1" * (high - low)
        marked[:] = uncertain
        for place in getattr(repaired, "irreparable", ()):
            marked[place.start : place.end] = b"\1" * (place.end - place.start)

    def origin(fault: Fault) -> tuple[int, int]:
        """The stretch of raw text a fault came from."""
        assert repaired is not None
        starts, ends = repaired.raw_starts, repaired.raw_ends
        if fault.high > fault.low:
            low, high = starts[out_kept[fault.low]], ends[out_kept[fault.high - 1]]
        else:
            low = ends[out_kept[fault.low - 1]] if fault.low else 0
            high = starts[out_kept[fault.low]] if fault.low < len(out_kept) else len(damaged.raw)
        return min(low, high), max(low, high)

    for fault in found:
        bad[fault.first : fault.last] = b"\1" * (fault.last - fault.first)
        if fault.first == fault.last:
            surplus[fault.left : fault.right + 1] = b"\1" * (fault.right + 1 - fault.left)
            if repaired is not None:
                low, high = origin(fault)
                surplus_raw[low:high] = b"\1" * (high - low)
            else:
                surplus_raw = bytearray(b"\1") * len(surplus_raw)

    whole = Tally(texts=1, characters=len(clean), exact=int(not found), distance_after=distance)
    by_kind: dict[str, Tally] = {}
    failures: list[Failure] = []
    of_clean = _matches(found, len(out), len(clean))
    unrestored: list[tuple[int, int]] = []
    for span in damaged.spans:
        first, last = bisect_left(clean_kept, span.clean_start), bisect_left(clean_kept, span.clean_end)
        size = max(last - first, 1)
        if first == last:
            good = int(not surplus[first] or (repaired is not None and not _stays(repaired, out_kept, span.raw_start, span.raw_end)))
        else:
            good = size - sum(bad[first:last]) - int(any(surplus[first + 1 : last]))
            edge = (surplus[first] or surplus[last]) and any(surplus_raw[span.raw_start : span.raw_end])
            good = max(good - int(bool(edge)), 0)
            if not good:
                unrestored.append((span.raw_start, span.raw_end))
        part = Tally(damaged=size, restored=good)
        lost = {bisect_left(clean_kept, m) for m in span.missing}
        part.present = size - len(lost)
        part.restored_present = min(good, sum(1 for i in range(first, max(last, first + 1)) if i not in lost and not bad[i])) if last > first else good
        if repaired is not None:
            part.proposed = sum(1 for i in range(first, last) if not bad[i] and of_clean[i] >= 0 and uncertain[out_kept[of_clean[i]]])
            part.flagged = size if _marked(repaired, marked, span.raw_start, span.raw_end) else 0
        by_kind.setdefault(span.kind, Tally()).add(part)
        if not kind or span.kind == kind:
            whole.add(part)
            if good < size and len(failures) < 4:
                failures.append(_failure(damaged, out, clean, of_clean, first, last, span.raw_start, span.raw_end, name, span.kind))

    if repaired is not None:
        _judge_steps(damaged, repaired, found, origin, uncertain, out_kept, unrestored, whole, failures, name, kind)
    return Judgement(whole, by_kind, tuple(failures))


def _matches(found: Sequence[Fault], out: int, clean: int) -> list[int]:
    """For each character of the truth the repaired one aligned with it, -1 where there is none."""
    matched = [-1] * (clean + 1)
    at_out = at_clean = 0
    for fault in [*found, Fault(out, out, clean, clean, 0, 0)]:
        for i in range(fault.first - at_clean):
            matched[at_clean + i] = at_out + i
        at_out, at_clean = fault.high, fault.last
    matched[clean] = out
    return matched


def _stays(repaired: RepairedText, kept: Sequence[int], start: int, end: int) -> bool:
    """True if a character of ``raw[start:end]`` is still in the repaired text (layout apart)."""
    low, high = bisect_left(repaired.raw_starts, start), bisect_left(repaired.raw_starts, end)
    return any(
        repaired.raw_ends[i] > repaired.raw_starts[i]
        for i in kept[bisect_left(kept, low) : bisect_left(kept, high)]
    )


def _marked(repaired: RepairedText, marked: bytearray, start: int, end: int) -> bool:
    low = bisect_left(repaired.raw_starts, start)
    high = bisect_left(repaired.raw_starts, max(end, start + 1))
    # A stretch replaced as a whole is mapped to its beginning, which may lie before the place.
    return any(marked[max(low - 1, 0) : max(high, low + 1)])


def _failure(
    damaged: Damaged, out: str, clean: str, of_clean: Sequence[int], first: int, last: int,
    start: int, end: int, name: str, kind: str,
) -> Failure:  # fmt: skip
    low, high = max(first - 10, 0), min(last + 10, len(clean))
    before = next((of_clean[i] for i in range(low, -1, -1) if of_clean[i] >= 0), 0)
    after = next((of_clean[i] for i in range(high, len(of_clean)) if of_clean[i] >= 0), len(out))
    return Failure(
        name, kind, damaged.raw[max(start - 10, 0) : end + 10][:160], out[before:after][:160], clean[low:high][:160],
        "not restored",
    )  # fmt: skip


def _judge_steps(
    damaged: Damaged, repaired: RepairedText, found: Sequence[Fault], origin: Callable[[Fault], tuple[int, int]],
    uncertain: bytearray, kept: Sequence[int], unrestored: Sequence[tuple[int, int]],
    whole: Tally, failures: list[Failure], name: str, kind: str,
) -> None:  # fmt: skip
    """Lay every fault to a step, and count steps and edited places right or wrong."""
    steps = repaired.steps
    order = sorted(range(len(steps)), key=lambda i: (steps[i].round, steps[i].raw_start - steps[i].raw_end))
    cover = [-1] * (len(damaged.raw) + 1)
    points: dict[int, int] = {}
    for i in order:
        low, high = steps[i].raw_start, steps[i].raw_end
        if high > low:
            cover[low:high] = [i] * (high - low)
        else:
            points[low] = i
    added = bytearray(len(damaged.raw) + 1)
    for span in damaged.spans:
        if span.clean_start == span.clean_end:
            added[span.raw_start : span.raw_end] = b"\1" * (span.raw_end - span.raw_start)
    wrong: dict[int, Fault | None] = {}
    for fault in found:
        around = range(fault.low, fault.high) if fault.high > fault.low else (fault.low - 1, fault.low)
        flags = [bool(uncertain[kept[i]]) for i in around if 0 <= i < len(kept)]
        is_proposal = bool(flags) and (all(flags) if fault.high > fault.low else any(flags))
        low, high = origin(fault)
        if high > low:
            blamed = set(cover[low:high])
        else:
            inside = cover[low] if low and cover[low - 1] == cover[low] else -1
            blamed = {points.get(low, inside)}
        for i in blamed - {-1}:
            if fault.high > fault.low and not steps[i].after:
                continue  # what was taken out cannot be what is left over
            if fault.first == fault.last and all(added[steps[i].raw_start : steps[i].raw_end]):
                continue  # made within what should have gone altogether: not this step's fault
            # What is marked uncertain is no claim; only a proposal may be wrong for it.
            if steps[i].certainty == "uncertain" or not is_proposal:
                wrong.setdefault(i, fault)
    for low, high in unrestored:
        for i in set(cover[low:high]) - {-1}:
            if low <= steps[i].raw_start and steps[i].raw_end <= high:
                wrong.setdefault(i, None)
    for i, step in enumerate(steps):
        whole.steps[step.certainty.value] += 1
        whole.wrong_steps[step.certainty.value] += i in wrong

    starts = [span.raw_start for span in damaged.spans]
    longest = max((span.raw_end - span.raw_start for span in damaged.spans), default=0)
    group: list[int] = []
    group_end = -1

    def close() -> None:
        if not group:
            return
        low = min(steps[i].raw_start for i in group)
        is_wrong = any(i in wrong for i in group)
        if all(steps[i].certainty == "uncertain" for i in group):
            whole.proposals += 1
            whole.wrong_proposals += is_wrong
            return
        whole.places += 1
        whole.wrong_places += is_wrong
        if not is_wrong:
            return
        near = range(bisect_left(starts, low - longest), bisect_right(starts, group_end))
        touches = any(damaged.spans[k].raw_end >= low for k in near)
        if not touches:
            whole.false_alarms += 1
            whole.grave_alarms += any(meaning_edits(steps[i].before, steps[i].after) for i in group)
        if (not touches or not kind) and len(failures) < 8:
            step = next(steps[i] for i in group if i in wrong)
            failures.append(
                Failure(
                    name, kind or "mixed", damaged.raw[max(low - 10, 0) : group_end + 10][:160], step.after[:80],
                    "", f"{'wrong edit' if touches else 'false alarm'} by {step.fixer} ({step.certainty.value}): {step.before[:60]!r} → {step.after[:60]!r}",
                )
            )  # fmt: skip

    for i in sorted(range(len(steps)), key=lambda i: (steps[i].raw_start, steps[i].raw_end)):
        if group and steps[i].raw_start < group_end:
            group.append(i)
            group_end = max(group_end, steps[i].raw_end)
        else:
            close()
            group = [i]
            group_end = steps[i].raw_end
    close()


# ---------------------------------------------------------------------------------------------------------
# Figures
# ---------------------------------------------------------------------------------------------------------


def wilson(successes: int, n: int) -> dict[str, float | int | None]:
    """A share with its 95 % Wilson interval; all None but ``n`` where n is 0."""
    if not n:
        return {"value": None, "low": None, "high": None, "n": 0}
    z, p = 1.959964, successes / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return {"value": round(p, 6), "low": round(max(centre - half, 0), 6), "high": round(min(centre + half, 1), 6), "n": n}


def figures(tallies: Sequence[Tally]) -> dict[str, Any]:
    """What a cell shows, from the tallies of its texts.

    * restored: Σ restored / Σ damaged; the interval is a bootstrap over texts, for characters of one
      misread run stand or fall together.
    * restored_present: the same over characters whose bytes all survived.
    * proposed: share of the damaged that reads right but is marked uncertain.
    * flagged: share of the damaged that the result marks uncertain or names irreparable.
    * precision: right places / edited places (Wilson); proposals have their own.
    * false_alarms: wrong places that touch no damage, per million characters of the truth;
      grave_alarms: those that change a Chinese character, a digit or a letter.
    * cer_before, cer_after: Σ edit distance / Σ characters of the truth.
    * wrong_certain, wrong_likely, wrong_uncertain: wrong steps / steps of that certainty (Wilson).
    """
    total = Tally()
    for tally in tallies:
        total.add(tally)
    interval = metrics.score([(tally.restored, tally.damaged) for tally in tallies if tally.damaged])
    shown: dict[str, Any] = {
        "texts": total.texts,
        "characters": total.characters,
        "exact": total.exact,
        "damaged": total.damaged,
        "restored": {
            "value": _share(total.restored, total.damaged),
            "low": None if interval.low is None else round(interval.low, 6),
            "high": None if interval.high is None else round(interval.high, 6),
        },
        "restored_present": _share(total.restored_present, total.present),
        "proposed": _share(total.proposed, total.damaged),
        "flagged": _share(total.flagged, total.damaged),
        "precision": wilson(total.places - total.wrong_places, total.places),
        "proposals_right": wilson(total.proposals - total.wrong_proposals, total.proposals),
        "false_alarms": total.false_alarms,
        "false_alarms_per_million": _share(1_000_000 * total.false_alarms, total.characters),
        "grave_alarms_per_million": _share(1_000_000 * total.grave_alarms, total.characters),
        "cer_before": _share(total.distance_before, total.characters),
        "cer_after": _share(total.distance_after, total.characters),
    }
    for certainty in ("certain", "likely", "uncertain"):
        shown[f"wrong_{certainty}"] = wilson(total.wrong_steps[certainty], total.steps[certainty])
    return shown


def _share(part: float, whole: float) -> float | None:
    return round(part / whole, 6) if whole else None


def attempt(raw: str) -> tuple[RepairedText, str]:
    """``repair(raw)``, or the raw text itself and what went wrong.

    An engine that breaks off is a finding to be counted, not the end of the measuring.
    """
    try:
        return repair(raw), ""
    except Exception as crash:
        places = range(len(raw) + 1)
        return RepairedText(raw, (), places[:-1], places[1:]), repr(crash)[:120]


# ---------------------------------------------------------------------------------------------------------
# The parts of the benchmark
# ---------------------------------------------------------------------------------------------------------


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


def _carries_meaning(character: str) -> bool:
    return is_hanzi(character) or character.isalnum()


def meaning_edits(before: str, after: str) -> int:
    """Chinese characters, digits and letters that were put in, taken out or replaced."""
    count = 0
    for op in Levenshtein.opcodes(before, after):
        if op.tag != "equal":
            old = sum(map(_carries_meaning, before[op.src_start : op.src_end]))
            new = sum(map(_carries_meaning, after[op.dest_start : op.dest_end]))
            count += max(old, new)
    return count


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
        "meaning_edits_per_million": _share(1_000_000 * edits, characters),
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
                    "restored": _share(sum(t.restored for t in tallies), sum(t.damaged for t in tallies)),
                    "cer_after": _share(sum(t.distance_after for t in tallies), sum(t.characters for t in tallies)),
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
        print(f"  {name}: " + "  ".join(f"{rate}={_percent(cell['restored']['value'])}" for rate, cell in cells.items()), flush=True)
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
                "restored": _share(sum(t.restored for t in tallies), sum(t.damaged for t in tallies)),
            }
            for struck, tallies in sorted(cell.by_kind.items())
        }
        whole["failures"] = [failure.to_json() for failure in _various(cell.failures, 12)]
        shown[f"{rate:g}"] = whole
        print(f"  mixed {rate:g}: {_percent(whole['restored']['value'])}", flush=True)
    return shown


# ---------------------------------------------------------------------------------------------------------
# Speed
# ---------------------------------------------------------------------------------------------------------

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
    root = Path(__file__).resolve().parent.parent
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


# ---------------------------------------------------------------------------------------------------------
# Tables
# ---------------------------------------------------------------------------------------------------------


def _percent(value: float | None, digits: int = 2) -> str:
    """A share as a percentage; never rounded up to 100 when something is wrong."""
    if value is None:
        return "-"
    shown = f"{100 * value:.{digits}f}"
    return f"<{shown}" if value < 1 and float(shown) == 100 else shown


def tables(run: dict[str, Any]) -> str:
    """The run as text: Chinese headings with English beside, a curve per kind as a row of figures."""
    blocks = [
        f"文本修复测评 repair benchmark，{run['date']}\n提交 commit {run['commit'][:12]}{'（有未提交的改动 dirty）' if run['dirty'] else ''}\n机器 machine {run['machine']}"
        f"\n文本 texts：{run['texts']} 篇未参与训练 held out，每篇至多 at most {LENGTH} 字符"
    ]
    if "speed" in run:
        blocks.append(_goals_table(run))
    if "chengdu" in run:
        found = run["chengdu"]
        blocks.append(
            "成都文件 the Chengdu file\n"
            f"{found['characters']} 字符 characters，{found['steps']} 步 steps，{found['seconds']:.3f} s；"
            f"已知语句 known sentences {found['found']}/{found['sentences']}\n"
            + "\n".join(f"  {name}: {count}" for name, count in found["by_fixer"].items())
            + f"\n存疑 uncertain {len(found['uncertain'])}：" + "；".join(map(repr, found["uncertain"][:10]))
            + "".join(f"\n  未见 missing: {text}" for text in found["missing"][:10])
        )  # fmt: skip
    for key, title in (("clean_statutes", "完好的法规 clean statutes"), ("clean_policies", "政策原页（自带损坏）policies as saved")):
        if key in run:
            blocks.append(_clean_table(title, run[key]))
    if run.get("damaged"):
        blocks += _damage_tables(run["damaged"])
    if run.get("mixed"):
        blocks += _mixed_tables(run["mixed"])
    if run.get("damaged"):
        blocks.append(_comparison_table(run["damaged"], run.get("mixed", {})))
        blocks.append(_failure_table(run["damaged"], run.get("mixed", {})))
    if "speed" in run:
        blocks.append(_speed_table(run["speed"]))
    return "\n\n".join(blocks) + "\n"


def _goals_table(run: dict[str, Any]) -> str:
    """What was asked of the repair, and what was measured."""
    cells = run["mixed"].values()

    def restored(group: str) -> float | None:
        parts = [cell["groups"][group] for cell in cells if group in cell["groups"]]
        return _share(sum(p["restored"]["value"] * p["damaged"] for p in parts), sum(p["damaged"] for p in parts))

    places = sum(cell["precision"]["n"] for cell in cells)
    right = sum((cell["precision"]["value"] or 0) * cell["precision"]["n"] for cell in cells)
    statutes_untouched = run["clean_statutes"]["texts_untouched"]["value"]
    edits = run["clean_statutes"]["meaning_edits_per_million"]
    speed = run["speed"]
    # Growth from the second longest input to the longest, where it takes long enough to be timed well.
    growth: list[tuple[float, str]] = []
    for name, cell in speed["adversarial"].items():
        *_, half, full = [math.nan, *(cell[length] for length in sorted(cell, key=int))]
        if isinstance(full, str):
            growth.append((math.inf, f"{name}: {full} s"))
        elif isinstance(half, float) and full > 0.5 and not math.isnan(half):
            growth.append((full / half, f"×{full / half:.1f} ({name}, {full} s)"))
    steepest = max(growth, default=(0.0, "-"))
    goals: tuple[tuple[str, str, str, bool], ...] = (
        ("字节可证，混合 byte-provable, mixed", "≥ 99.5 %", _percent(restored("bytes")), (restored("bytes") or 0) >= 0.995),
        ("语言判定，混合 language-decided, mixed", "≥ 97 %", _percent(restored("language")), (restored("language") or 0) >= 0.97),
        ("改动正确，混合 precision, mixed", "≥ 99.9 %", _percent(_share(right, places)), right >= 0.999 * places),
        ("法规误改/百万 meaning edits per million, statutes", "≤ 1", f"{edits:.2f}", edits <= 1),
        ("法规未动 statutes untouched", "≥ 99.9 %", _percent(statutes_untouched), statutes_untouched >= 0.999),
        ("完好文本速度 characters/s, clean", "≥ 2,000,000", f"{speed['clean']['characters_per_second']:,}", speed["clean"]["characters_per_second"] >= 2e6),
        ("损坏文本速度 characters/s, mixed 5 %", "≥ 200,000", f"{speed['mixed 0.05']['characters_per_second']:,}", speed["mixed 0.05"]["characters_per_second"] >= 2e5),
        ("刁难输入长度加倍 adversarial input twice as long", "≤ ×2.5", steepest[1], steepest[0] <= 2.5),
    )
    rows = [["目标 goals", "要求 asked", "实测 measured", "达到 met"]]
    rows += ([title, asked, measured, "是 yes" if met else "否 no"] for title, asked, measured, met in goals)
    return align(rows, left=1)


def _clean_table(title: str, part: dict[str, Any]) -> str:
    untouched = part["texts_untouched"]
    lines = [
        title,
        f"{part['texts']} 篇 texts，{part['characters']} 字符 characters；改动汉字、数字、字母 edits of characters that carry meaning "
        f"{part['meaning_edits']}（每百万 per million {part['meaning_edits_per_million']:.2f}）；其他步骤 other steps {part['other_edits']}",
        f"未动 untouched {_percent(untouched['value'])}%（{_percent(untouched['low'])}–{_percent(untouched['high'])}），"
        f"有改动 edited {part['texts_edited']}；" + "，".join(f"{name} {count}" for name, count in part["by_fixer"].items()),
    ]
    lines += (f"  中断 crash: {crash}" for crash in part["crashes"][:10])
    for row in part["offenders"]:
        lines.append(
            f"  {row['name']} [{row['fixer']}, {row['certainty']}] {row['before']!r} → {row['after']!r}  在 in {row['context']!r}"
        )
    return "\n".join(lines)


def _curve(cells: dict[str, Any], of: Callable[[dict[str, Any]], str]) -> list[str]:
    return [of(cells[f"{rate:g}"]) if f"{rate:g}" in cells else "" for rate in (*RATES, 1.0)]


def _damage_tables(part: dict[str, Any]) -> list[str]:
    heads = [*(f"{100 * rate:g}%" for rate in RATES), "全篇 whole"]
    measures: tuple[tuple[str, Callable[[dict[str, Any]], str]], ...] = (
        ("还原 restored, %", lambda c: _percent(c["restored"]["value"])),
        ("改动正确 precision of edits, %（存疑另计 proposals apart）", lambda c: _percent(c["precision"]["value"])),
        ("字错率 CER 前→后 before→after, %", lambda c: f"{_percent(c['cer_before'])}→{_percent(c['cer_after'])}"),
    )
    blocks = []
    for title, of in measures:
        rows = [[title, "kind", *heads]]
        for group, chinese in GROUP_NAMES.items():
            rows.append([f"—— {chinese}", group, *[""] * len(heads)])
            rows += (
                [kind["title"], name, *_curve(kind["rates"], of)]
                for name, kind in part.items()
                if kind["group"] == group
            )
        blocks.append(align(rows, left=2))
    rows = [["各类合计 all rates together", "kind", "损坏 damaged", "还原 %", "95%", "字节俱在 present %", "存疑 proposed %", "标明 flagged %", "误报/百万 false alarms/M", "伤及文字 grave", "错误的 wrong certain %", "wrong likely %", "wrong uncertain %"]]
    for name, kind in part.items():
        cells = list(kind["rates"].values())

        def pooled(key: str, cells: list[dict[str, Any]] = cells) -> str:
            n = sum(cell[key]["n"] for cell in cells)
            return _percent(sum((cell[key]["value"] or 0) * cell[key]["n"] for cell in cells) / n) if n else "-"

        def weighted(key: str, cells: list[dict[str, Any]] = cells) -> str:
            n = sum(cell["damaged"] for cell in cells if cell[key] is not None)
            return _percent(sum((cell[key] or 0) * cell["damaged"] for cell in cells) / n) if n else "-"

        damaged = sum(cell["damaged"] for cell in cells)
        restored = sum((cell["restored"]["value"] or 0) * cell["damaged"] for cell in cells)
        largest = max(cells, key=lambda cell: int(cell["damaged"]))["restored"]
        characters = max(sum(cell["characters"] for cell in cells), 1)
        alarms = sum(cell["false_alarms"] for cell in cells) / characters
        grave = sum((cell["grave_alarms_per_million"] or 0) * cell["characters"] for cell in cells) / characters
        rows.append([
            kind["title"], name, str(damaged), _percent(_share(restored, damaged)),
            f"{_percent(largest['low'])}–{_percent(largest['high'])}", weighted("restored_present"), weighted("proposed"),
            weighted("flagged") if kind["group"] == "lost" else "", f"{1_000_000 * alarms:.1f}", f"{grave:.1f}", pooled("wrong_certain"), pooled("wrong_likely"), pooled("wrong_uncertain"),
        ])  # fmt: skip
    note = "95%：损坏最多的一档，按篇自助法 bootstrap over the texts of the cell with most damage"
    crashes = {name: sum(cell["crashes"] for cell in kind["rates"].values()) for name, kind in part.items()}
    note += "\n中断 crashes：" + ("，".join(f"{name} {count}" for name, count in crashes.items() if count) or "无 none")
    blocks.append(f"{align(rows, left=2)}\n{note}")
    return blocks


def _mixed_tables(part: dict[str, Any]) -> list[str]:
    rows = [["混合损坏 all kinds mixed", "篇 texts", "损坏 damaged", "还原 restored %", "字节可证 bytes %", "语言判定 language %", "已失 lost（标明 flagged）%", "改动正确 precision %", "误报/百万", "伤及文字 grave", "CER 前→后 %", "wrong certain %", "wrong likely %"]]
    for rate, cell in part.items():
        groups = cell["groups"]
        rows.append([
            f"{100 * float(rate):g}%", str(cell["texts"]), str(cell["damaged"]), _percent(cell["restored"]["value"]),
            *(_percent(groups[g]["restored"]["value"]) if g in groups else "-" for g in ("bytes", "language")),
            _percent(groups["lost"]["flagged"]) if "lost" in groups else "-",
            _percent(cell["precision"]["value"]), f"{cell['false_alarms_per_million'] or 0:.1f}", f"{cell['grave_alarms_per_million'] or 0:.1f}",
            f"{_percent(cell['cer_before'])}→{_percent(cell['cer_after'])}",
            _percent(cell["wrong_certain"]["value"]), _percent(cell["wrong_likely"]["value"]),
        ])  # fmt: skip
    rates = list(part)
    names = sorted({name for cell in part.values() for name in cell["kinds"]})
    kinds = [["混合中各类的还原 restored by kind, mixed, %", "group", *(f"{100 * float(rate):g}%" for rate in rates)]]
    for name in names:
        shares = [part[rate]["kinds"].get(name, {}).get("restored") for rate in rates]
        kinds.append([f"{KINDS[name].title} {name}", KINDS[name].group, *map(_percent, shares)])
    return [align(rows, left=1), align(kinds, left=2)]


def _comparison_table(part: dict[str, Any], mixed: dict[str, Any]) -> str:
    tools = ("ftfy", "ftfy_spared", "opencc", "nothing")
    rows = [["对照 side by side（还原% / 字错率%）restored / CER", "rate", "本库 ours", *tools]]
    cells = [(f"{kind['title']} {name}", rate, cell) for name, kind in part.items() for rate, cell in kind["rates"].items()]
    cells += [("混合 mixed", rate, cell) for rate, cell in mixed.items()]
    for title, rate, cell in cells:
        if "others" in cell:
            ours = f"{_percent(cell['restored']['value'], 1)} / {_percent(cell['cer_after'])}"
            others = (f"{_percent(cell['others'][t]['restored'], 1)} / {_percent(cell['others'][t]['cer_after'])}" for t in tools)
            rows.append([title, f"{100 * float(rate):g}%", ours, *others])
    note = "ftfy_spared：关掉 ftfy 对引号、全半角的改写 with its rewriting of quotes and widths off"
    return f"{align(rows, left=1)}\n{note}"


def _failure_table(part: dict[str, Any], mixed: dict[str, Any]) -> str:
    lines = ["未还原与误改举例 failures, a few of each kind"]
    groups = [(name, kind["failures"][:3]) for name, kind in part.items()]
    groups += [(f"mixed {rate}", cell["failures"][:6]) for rate, cell in mixed.items()]
    for name, failures in groups:
        lines += (
            f"  {name}｜{f['name']}｜{f['kind']}｜{f['why']}\n    原 raw   {f['raw']!r}\n    得 got   {f['got']!r}\n    应 truth {f['truth']!r}"
            for f in failures
        )
    return "\n".join(lines)


def _speed_table(part: dict[str, Any]) -> str:
    rows = [["速度 speed（单核 one core）", "字符 characters", "秒 s", "字符/秒 characters per second", "中断 crashes"]]
    rows += (
        [name, str(cell["characters"]), f"{cell['seconds']:.3f}", f"{cell['characters_per_second']:,}", str(cell["crashes"])]
        for name, cell in part.items()
        if name != "adversarial"
    )
    lengths = sorted({length for cell in part["adversarial"].values() for length in cell}, key=int)
    hard = [["刁难输入 adversarial input, s", *lengths]]
    hard += ([name, *(str(cell.get(length, "")) for length in lengths)] for name, cell in part["adversarial"].items())
    return f"{align(rows, left=1)}\n\n{align(hard, left=1)}"


def run_benchmark(*, quick: bool, number: int, kinds: Sequence[str] = ()) -> dict[str, Any]:
    """Run all parts, or with ``kinds`` only the damage of these kinds; see ``main`` for the arguments."""
    started = time.perf_counter()
    texts = held_out_texts(24 if quick else TEXTS, 1200 if quick else LENGTH)
    commit, dirty = _commit()
    run: dict[str, Any] = {
        "date": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "commit": commit, "dirty": dirty, "machine": _machine(),
        "quick": quick, "texts": len(texts), "texts_per_cell": number,
    }  # fmt: skip
    repair("發(fā)展")  # what is loaded on first use is no part of any time
    if not kinds:
        print("chengdu, clean …", flush=True)
        run["chengdu"] = chengdu_check()
        run["clean_statutes"] = clean_check(list(statutes())[: 60 if quick else None])
        run["clean_policies"] = clean_check(list(policies()))
    print("damaged …", flush=True)
    measured = [name for name, kind in KINDS.items() if kind.rates and (not kinds or name in kinds)]
    run["damaged"] = damaged_check(texts, measured, (0.05,) if quick else None, number)
    if not kinds or "mixed" in kinds:
        run["mixed"] = mixed_check(texts, (0.05,) if quick else RATES)
    if not kinds:
        print("speed …", flush=True)
        run["speed"] = speed_check(texts, quick=quick)
    run["seconds"] = round(time.perf_counter() - started, 1)
    return run


def main(arguments: Sequence[str] | None = None) -> None:
    """Run, print the tables and write both files."""
    parser = argparse.ArgumentParser(description="文本修复测评 measure corpus.repair on damage of known truth")
    parser.add_argument("--quick", action="store_true", help="一分钟内 a sample in under a minute")
    parser.add_argument("--texts", type=int, help="每格文本数 texts per kind and rate (40; quick: 4)")
    parser.add_argument("--only", default="", help="只测这些类别 only these kinds, separated by commas; mixed is one too")
    parser.add_argument("--out", type=Path, help="结果目录 folder of the results (eval/results; none written for --quick or --only)")
    options = parser.parse_args(arguments)
    kinds = [name for name in options.only.split(",") if name]
    unknown = set(kinds) - {*KINDS, "mixed"}
    if unknown:
        parser.error(f"没有这种损坏 no such kind: {'、'.join(sorted(unknown))}")
    run = run_benchmark(quick=options.quick, number=options.texts or (4 if options.quick else 40), kinds=kinds)
    shown = tables(run)
    print(shown)
    print(f"用时 {run['seconds']} s")
    out = options.out or (None if options.quick or kinds else RESULTS)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        (out / "repair.json").write_text(json.dumps(run, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        (out / "repair.txt").write_text(shown, encoding="utf-8")


if __name__ == "__main__":
    main()
