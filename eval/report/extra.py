"""What stands beside the runs in a report: the ladder and perturbed questions last made, and the peers' table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from corpus.files import write_whole
from eval.metrics.totals import Score
from eval.report.html import Section, table
from eval.robustness.dirt import Rung
from eval.robustness.perturbed import Consistency
from eval.robustness.showing import consistency_section, ladder_section

_LADDER, _PERTURBED = "ladder.json", "perturbed.json"
_PEERS = Path(__file__).resolve().parents[1] / "results" / "peers.json"
_SHARES = {
    "policy": "文件 policy", "found": "条款找到 found", "cited": "条款指准 cited", "units": "单位列全 units", "roles": "牵头配合 roles",
    "refused": "拒答 refused", "wrongly_refused": "误拒 wrongly refused", "refused_at_best": "事后最好阈值 at best",
}  # fmt: skip


def keep_ladder(rungs: Sequence[Rung], folder: Path) -> None:
    """Keep the ladder last climbed for the report."""
    _keep(folder / "extra" / _LADDER, [asdict(rung) for rung in rungs])


def keep_consistency(found: Sequence[Consistency], folder: Path) -> None:
    """Keep the perturbed questions last asked for the report."""
    _keep(folder / "extra" / _PERTURBED, [asdict(one) for one in found])


def kept_sections(folder: Path, peers: Path = _PEERS) -> tuple[Section, ...]:
    """The sections there is something for."""
    found: list[Section] = []
    if (data := _read(folder / "extra" / _LADDER)) is not None:
        rungs = [Rung(**{**row, "scores": {key: tuple(value) for key, value in row["scores"].items()}}) for row in data]
        found.append(ladder_section(rungs))
    if (data := _read(folder / "extra" / _PERTURBED)) is not None:
        found.append(consistency_section([_consistency(row) for row in data]))
    if (data := _read(peers)) is not None:
        found.append(_peers(data))
    return tuple(found)


def _consistency(row: dict[str, Any]) -> Consistency:
    change = row["change"]
    return Consistency(
        **{**row, "consistent": Score(**row["consistent"]), "change": None if change is None else tuple(change),
           "broken": tuple((one[0], one[1], one[2]) for one in row["broken"])}
    )  # fmt: skip


def _peers(data: dict[str, Any]) -> Section:
    """The comparison with peers, as ``python -m eval.peers`` left it."""
    blocks = []
    for group, systems in data["scores"].items():
        rows = []
        for name, row in systems.items():
            cells = [f"{row[key]['right'] / row[key]['of']:.3f} n={row[key]['of']}" if row.get(key, {}).get("of") else "–" for key in _SHARES]
            rows.append([name, *cells, f"{1000 * row['seconds']:.1f}"])
        blocks.append(table(["系统 system", *_SHARES.values(), "毫秒/题 ms"], rows, caption=group))
    return Section("同类系统 Peers", "".join(blocks))


def _keep(path: Path, data: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
