"""Run the benchmark: ``python -m eval.repair_bench``; see the package for what it measures."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus.repair import repair
from eval.damage import KINDS, RATES
from eval.repair_bench.checks import chengdu_check, clean_check, damaged_check, mixed_check
from eval.repair_bench.speed import speed_check
from eval.repair_bench.tables import tables
from eval.repair_bench.texts import LENGTH, TEXTS, held_out_texts
from eval.runner import stamp
from eval.texts import policies, statutes

RESULTS = Path(__file__).resolve().parent.parent / "results"


def run_benchmark(*, quick: bool, number: int, kinds: Sequence[str] = ()) -> dict[str, Any]:
    """Run all parts, or with ``kinds`` only the damage of these kinds; see ``main`` for the arguments."""
    started = time.perf_counter()
    texts = held_out_texts(24 if quick else TEXTS, 1200 if quick else LENGTH)
    commit, dirty = stamp.commit()
    run: dict[str, Any] = {
        "date": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "commit": commit, "dirty": dirty, "machine": stamp.machine(),
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
