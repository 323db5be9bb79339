"""``python -m eval.support [--split dev|held] [--misses] [--json FILE]``: score support items and verdicts."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from eval.support.labels import read_labels
from eval.support.measures import score_measures
from eval.support.profiles import score_profiles
from eval.support.statements import score_statements


def main() -> None:
    """Print the figures of one half or of both; single misses only of the dev half."""
    parser = argparse.ArgumentParser(prog="python -m eval.support", description=__doc__)
    parser.add_argument("--split", choices=("dev", "held", "both"), default="both")
    parser.add_argument("--misses", action="store_true", help="list what went wrong in the dev half")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    arguments = parser.parse_args()
    figures = {}
    for split in ("dev", "held") if arguments.split == "both" else (arguments.split,):
        measures, profiles = score_measures(read_labels("measures", split)), score_profiles(read_labels("profiles", split))
        statements = score_statements(read_labels("statements", split))
        figures[split] = {"measures": measures.to_json(), "profiles": profiles.to_json(), "statements": statements}
        print(json.dumps({split: figures[split]}, ensure_ascii=False, indent=1))
        if arguments.misses and split == "dev":
            print("\n".join((*measures.misses, *profiles.misses)))
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
