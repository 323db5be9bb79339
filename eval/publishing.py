"""The results that are committed with the project, renewed together: runs, tables, report, gate.

    results/runs/<gate>.json       one run for each gate, whole but for the items held back
    results/runs/<gate>-<peer>.json   scores alone, written by ``zhengce evaluate --peer … --publish … --scores-only``
    results/<gate>.txt             its tables, each gold file and half by itself
    results/report.html            all of them, with the ladder and the perturbed questions last published
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.files import write_whole
from corpus.gathering import files_in
from eval.gold.item import Split
from eval.gold.reading import load_gold
from eval.report import summary_table
from eval.report.extra import kept_sections
from eval.report.html import report_html
from eval.runner.gate import EVAL, Gate
from eval.runner.run import Run
from eval.runner.store import PUBLISHED, load_run, runs_in, write_run

if TYPE_CHECKING:
    from assistant import Settings

RESULTS = EVAL / "results"


def home_for(gate: Gate, settings: Settings, shared: Path) -> Settings:
    """The settings of the library that a gate holds for, under ``<home>/published/``: the shipped documents, and the
    shared ones unless the gate is for its document alone. Files known already are not read again; the index is built anew.

    Raises what ingesting and indexing raise.
    """
    from assistant import build_index, ingest

    own = settings.model_copy(update={"home": settings.home / "published" / gate.name})
    list(ingest(own, files_in([settings.documents] if gate.alone else [settings.documents, shared])))
    build_index(own)
    return own


def write_results(gate: Gate, run: Run) -> None:
    """The run of a gate and its tables."""
    write_run(run, PUBLISHED / f"{gate.name}.json", keep="dev")
    tables = []
    for file in gate.gold:
        ids = {item.id for item in load_gold(EVAL / file)}
        for split in Split:
            records = tuple(record for record in run.records if record.gold.id in ids and record.gold.split is split)
            if records:
                tables.append(f"==== {Path(file).stem} --split {split.value}\n{summary_table(replace(run, records=records), limit=0)}\n")
    write_whole(RESULTS / f"{gate.name}.txt", "\n".join(tables))


def write_report() -> Path:
    """The report over everything that is published: each gate's run first, then its peers'. Returns the file."""
    found = {path.stem: load_run(path) for path in runs_in(PUBLISHED)}
    ordered = sorted(found, key=lambda name: (name.split("-")[0], "-" in name, name))
    file = RESULTS / "report.html"
    write_whole(file, report_html({name: found[name] for name in ordered}, more=kept_sections(RESULTS, RESULTS)))
    return file
