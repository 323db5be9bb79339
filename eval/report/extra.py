"""What stands beside the runs in a report: the ladder and the perturbed questions last made."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from corpus.files import write_whole
from eval.metrics.totals import Score
from eval.report.parts import Section
from eval.robustness.dirt import Rung
from eval.robustness.perturbed import Consistency
from eval.robustness.showing import consistency_section, ladder_section

_LADDER, _PERTURBED = "ladder.json", "perturbed.json"
PUBLISHED = Path(__file__).resolve().parents[1] / "results"
"""Where the ladder and the perturbed questions lie that are committed with the project."""


def keep_ladder(rungs: Sequence[Rung], folder: Path, *, publish: bool = False) -> None:
    """Keep the ladder last climbed for the report; with ``publish`` beside the committed results too."""
    for file in (folder / "extra" / _LADDER, *([PUBLISHED / _LADDER] if publish else [])):
        _keep(file, [asdict(rung) for rung in rungs])


def keep_consistency(found: Sequence[Consistency], folder: Path, *, publish: bool = False) -> None:
    """Keep the perturbed questions last asked for the report; with ``publish`` beside the committed results too."""
    for file in (folder / "extra" / _PERTURBED, *([PUBLISHED / _PERTURBED] if publish else [])):
        _keep(file, [asdict(one) for one in found])


def kept_sections(folder: Path, published: Path = PUBLISHED) -> tuple[Section, ...]:
    """The sections there is something for: what was last measured under ``folder``, else what is published."""
    found: list[Section] = []
    if (data := _read(folder / "extra" / _LADDER) or _read(published / _LADDER)) is not None:
        rungs = [Rung(**{**row, "scores": {key: tuple(value) for key, value in row["scores"].items()}}) for row in data]
        found.append(ladder_section(rungs))
    if (data := _read(folder / "extra" / _PERTURBED) or _read(published / _PERTURBED)) is not None:
        found.append(consistency_section([_consistency(row) for row in data]))
    return tuple(found)


def _consistency(row: dict[str, Any]) -> Consistency:
    change = row["change"]
    return Consistency(
        **{**row, "consistent": Score(**row["consistent"]), "change": None if change is None else tuple(change),
           "broken": tuple((one[0], one[1], one[2]) for one in row["broken"])}
    )  # fmt: skip


def _keep(path: Path, data: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
