"""Counts of many judgements as shares with their intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from eval import metrics
from eval.repair_bench.judgement import Tally


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
            "value": share(total.restored, total.damaged),
            "low": None if interval.low is None else round(interval.low, 6),
            "high": None if interval.high is None else round(interval.high, 6),
        },
        "restored_present": share(total.restored_present, total.present),
        "proposed": share(total.proposed, total.damaged),
        "flagged": share(total.flagged, total.damaged),
        "precision": wilson(total.places - total.wrong_places, total.places),
        "proposals_right": wilson(total.proposals - total.wrong_proposals, total.proposals),
        "false_alarms": total.false_alarms,
        "false_alarms_per_million": share(1_000_000 * total.false_alarms, total.characters),
        "grave_alarms_per_million": share(1_000_000 * total.grave_alarms, total.characters),
        "cer_before": share(total.distance_before, total.characters),
        "cer_after": share(total.distance_after, total.characters),
    }
    for certainty in ("certain", "likely", "uncertain"):
        shown[f"wrong_{certainty}"] = wilson(total.wrong_steps[certainty], total.steps[certainty])
    return shown


def share(part: float, whole: float) -> float | None:
    return round(part / whole, 6) if whole else None


def percent(value: float | None, digits: int = 2) -> str:
    """A share as a percentage; never rounded up to 100 when something is wrong."""
    if value is None:
        return "-"
    shown = f"{100 * value:.{digits}f}"
    return f"<{shown}" if value < 1 and float(shown) == 100 else shown
