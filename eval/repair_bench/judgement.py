"""What a repair did to one damaged text, held against the truth: restored, wrong, alarmed, flagged."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from corpus.repair import RepairedText
from eval.damage import Damaged, is_hanzi


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
