"""Passages with questions written for them, from which the encoder learns beside the gold sets (写给条款的问法).

One passage a line of ``policies.jsonl`` and ``laws.jsonl``: where it stands (``source``, ``heading``), its ``text``, three questions it
answers (``answers``: as an office asks, as people say it, by a case), two on its topic that it does not answer (``near``). Written by
hand by people who saw passages only, neighbours in printed order. No figure of the evaluation is taken on them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from corpus.errors import BadInput

FILES = ("policies.jsonl", "laws.jsonl")


@dataclass(frozen=True, slots=True)
class Taught:
    """A passage and its questions; ``of_law``: it is an article of a law, which no library of the evaluation holds."""

    source: str
    heading: str
    text: str
    answers: tuple[str, ...]
    near: tuple[str, ...]
    of_law: bool


def taught() -> Iterator[Taught]:
    """All passages, those of one source side by side in printed order. Raises BadInput naming the line."""
    for name in FILES:
        lines = resources.files("eval.lessons").joinpath(name).read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            try:
                found = json.loads(line)
                yield Taught(found["source"], found["heading"], found["text"], tuple(found["answers"]), tuple(found["near"]), name == "laws.jsonl")
            except (ValueError, KeyError, TypeError) as error:
                raise BadInput(f"{name} 第 {number} 行读不出（not a lesson）：{type(error).__name__} {error}") from None
