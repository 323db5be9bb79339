"""Where the weights of the search come from: ``python -m eval.ablation``, on the dev halves only.

Prints, for every weight, clause hit@1 of the best measure as the weight moves and the others stay:
over the Chengdu policy alone, and over the library (``--library HOME``, a home with the shared files and
the Chengdu policy ingested). A clause counts if it is the gold one, or holds it or lies within it.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from assistant import Assistant, Kind, open_assistant, read_settings
from assistant.answering.desk import AnswerOptions
from assistant.understanding.question import read, understand
from eval.gold import GoldItem, Split, load_gold, path_of
from eval.metrics import fold
from eval.runner import SameDocument, same_document
from index import SearchOptions

GOLD = Path(__file__).resolve().parent / "gold"
_CONTENT = (Kind.FACT, Kind.LIST, Kind.YES_NO, Kind.ELIGIBILITY)
_DAY = date(2026, 11, 24)
_CURVES: dict[str, tuple[float, ...]] = {
    "meaning": (0.0, 0.15, 0.3, 0.45, 0.6, 0.8),
    "whole": (0.0, 0.1, 0.2, 0.35, 0.5, 0.7),
    "words": (0.0, 0.05, 0.1, 0.2, 0.4, 0.6),
    "apart": (0.0, 0.15, 0.3, 0.45, 0.6, 0.8),
    "length": (0.0, 0.1, 0.2, 0.3, 0.4),
    "policy": (0.0, 0.2, 0.4, 0.6, 0.8, 1.0),
}


def content_questions(items: Sequence[GoldItem]) -> list[GoldItem]:
    """Answerable questions about content, standing alone, with a clause other than 题 or 尾 to find."""
    return [
        item for item in items
        if item.answerable and not item.history and item.kind in _CONTENT
        and any(clause.lstrip("/") not in ("题", "尾") for clause in item.clauses)
    ]


def hit_at_1(assistant: Assistant, items: Sequence[GoldItem], options: AnswerOptions, same: SameDocument) -> float:
    """Share of questions whose best measure lies in a gold clause."""
    desk = assistant.with_options(options).desk
    hits = 0
    for item in items:
        meant, _ = desk.spelling.correct(read(item.question))
        asked = understand(item.question, desk.units, meant)
        asked = replace(asked, meant=desk.meant_by(asked, item.as_of or _DAY))
        found = desk.find(meant if meant != read(item.question) else item.question.strip(), asked).hits
        hits += bool(found) and is_right(item, desk.policies[found[0].passage.policy_id].source, found[0].passage.path, same)
    return hits / len(items)


def is_right(item: GoldItem, source: str, path: Sequence[str], same: SameDocument) -> bool:
    """True if a cited path is a gold clause, holds one or lies within one."""
    if item.policy and not same(source, item.policy):
        return False
    given = [fold(number) for number in path]
    for clause in item.clauses:
        gold = path_of(clause)
        if gold is None:
            if fold(clause) == given[-1]:
                return True
            continue
        want = [fold(number) for number in gold if len(number) <= 6]
        have = [number for number in given if len(number) <= 6]
        if want[: len(have)] == have or have[: len(want)] == want:
            return True
    return False


def curve(assistant: Assistant, items: Sequence[GoldItem], name: str, values: Sequence[float]) -> list[float]:
    """hit@1 at each value of one weight, the others as they are."""
    same = same_document(tuple(assistant.snapshot.policies()))
    base = assistant.options
    found: list[float] = []
    for value in values:
        options = replace(base, search=_with_weight(base.search, name, value))
        found.append(hit_at_1(assistant, items, options, same))
    return found


def _with_weight(search: SearchOptions, name: str, value: float) -> SearchOptions:
    """The options with another weight, in an index of one policy and in one of several alike."""
    return replace(search, one=replace(search.one, **{name: value}), many=replace(search.many, **{name: value}))


def _report(title: str, assistant: Assistant, items: Sequence[GoldItem], names: Sequence[str]) -> None:
    print(f"\n{title}: {len(items)} 题 questions")
    for name in names:
        values = _CURVES[name]
        found = curve(assistant, items, name, values)
        print(f"{name}\t" + "\t".join(f"{value:g}: {hit:.3f}" for value, hit in zip(values, found, strict=True)), flush=True)


def main() -> None:
    """Print the curves."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", type=Path, help="a home with the whole library ingested")
    parser.add_argument("--only", nargs="*", default=list(_CURVES), help="weights to move")
    arguments = parser.parse_args()
    settings = read_settings()
    chengdu = content_questions(load_gold(GOLD / "chengdu.jsonl", Split.DEV))
    _report("成都政策 the Chengdu policy", open_assistant(settings), chengdu, arguments.only)
    if arguments.library:
        items = [item for file in sorted(GOLD.glob("library_*.jsonl")) for item in load_gold(file) if item.split is Split.DEV]
        library = open_assistant(settings.model_copy(update={"home": arguments.library}))
        _report("政策库 the library", library, content_questions(items), arguments.only)


if __name__ == "__main__":
    main()
