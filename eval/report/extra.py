"""What stands beside the runs in a report: the ladder and the perturbed questions last made."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from corpus.files import write_whole
from eval.metrics.totals import Score
from eval.report.columns import align
from eval.report.parts import Section
from eval.robustness.dirt import Rung
from eval.robustness.perturbed import Consistency
from eval.robustness.showing import consistency_rows, consistency_section, ladder_section, ladder_table

_LADDER, _PERTURBED = "ladder.json", "perturbed.json"
PUBLISHED = Path(__file__).resolve().parents[1] / "results"
"""Where the ladder and the perturbed questions lie that are committed with the project."""


def keep_ladder(rungs: Sequence[Rung], folder: Path, *, publish: bool = False) -> None:
    """Keep the ladder last climbed for the report; with ``publish`` among the committed results too, with its table."""
    _keep(folder / "extra" / _LADDER, [asdict(rung) for rung in rungs])
    if publish:
        _keep(PUBLISHED / _LADDER, [asdict(rung) for rung in rungs])
        write_whole(PUBLISHED / "ladder.txt", f"# 脏数据阶梯 dirt ladder\n{ladder_table(rungs)}\n")


def keep_consistency(found: Sequence[Consistency], folder: Path, *, publish: bool = False) -> None:
    """Keep the perturbed questions last asked for the report; with ``publish`` among the committed results too, with its table."""
    _keep(folder / "extra" / _PERTURBED, [asdict(one) for one in found])
    if publish:
        _keep(PUBLISHED / _PERTURBED, [asdict(one) for one in found])
        write_whole(PUBLISHED / "perturbed.txt", f"# 扰动提问 perturbed questions\n{align(consistency_rows(found), left=1)}\n")


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
