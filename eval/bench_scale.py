"""How fast answers are over many clauses: ``python -m eval.bench_scale``.

Two libraries: the one of the settings (its development questions), and the shared statutes, about 50,000
articles. The statutes' phrases are given random vectors: what an exact search costs does not depend on
them, and encoding them would take a quarter of an hour. Questions are encoded by the real model.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from assistant import Assistant, open_assistant, read_settings
from assistant.assistant import PolicySnapshot
from assistant.wiring import embedder_of
from corpus import Library, Policy
from corpus.parsing import parse_policy
from corpus.reading import RawDocument
from eval.gold import Split, load_gold
from eval.texts import shared_folder
from index import ClauseIndex
from index.embedding import Embedder

_GOLD = Path(__file__).resolve().parent / "gold"


class RandomPassages:
    """Encodes questions by the real model, passages at random (the same for the same number of texts)."""

    def __init__(self, model: Embedder) -> None:
        self._model = model
        self._random = np.random.default_rng(7)

    @property
    def name(self) -> str:
        return self._model.name

    @property
    def weights(self) -> str:
        return self._model.weights

    @property
    def dimension(self) -> int:
        return self._model.dimension

    @property
    def digest(self) -> str:
        return "random"

    def encode_query(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Questions, by the model."""
        return self._model.encode_query(texts)

    def encode_part(self, text: str, part: str) -> NDArray[np.float32]:
        """Parts of questions, by the model."""
        return self._model.encode_part(text, part)

    def encode_document(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Passages: random unit vectors, shape (len(texts), dimension)."""
        rows = self._random.standard_normal((len(texts), self.dimension)).astype(np.float32)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def statute_policies() -> list[Policy]:
    """The shared statutes, parsed. Raises BadInput where they are not there."""
    found = []
    with (shared_folder() / "statutes" / "statutes.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            digest = sha256(row["path"].encode()).hexdigest()
            found.append(parse_policy(RawDocument(source=row["path"], digest=digest, text=row["text"], encoding="utf-8"))[0])
    return found


def seconds(assistant: Assistant, questions: Sequence[str]) -> tuple[list[float], list[float]]:
    """Wall and processor seconds of each answer, each sorted, in a process that has answered before."""
    for question in questions[:8]:
        assistant.ask(question)
    wall, busy = [], []
    for question in questions:
        started, spent = time.perf_counter(), time.process_time()
        assistant.ask(question)
        wall.append(time.perf_counter() - started)
        busy.append(time.process_time() - spent)
    return sorted(wall), sorted(busy)


def _row(name: str, policies: int, clauses: int, taken: tuple[Sequence[float], Sequence[float]]) -> str:
    figures = [f"{1000 * value:.1f}" for kind in taken for value in (statistics.median(kind), kind[int(0.95 * len(kind))])]
    return "\t".join([name, str(policies), str(clauses), *figures])


def _questions(files: Iterable[Path]) -> list[str]:
    return [item.question for file in files for item in load_gold(file) if item.split is Split.DEV and not item.history]


def main() -> None:
    """Measure and print."""
    settings = read_settings()
    questions = _questions(sorted(_GOLD.glob("library_*.jsonl")))
    print(f"机器 machine: {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}；{len(questions)} 题 questions")
    print("政策库 library\t文件 policies\t条款 clauses\tp50 ms\tp95 ms\tCPU p50\tCPU p95")
    library = open_assistant(settings)
    held = library.snapshot.policies()
    print(_row("设置所指 of the settings", len(held), sum(len(p.clauses) for p in held), seconds(library, questions)), flush=True)
    statutes = statute_policies()
    with tempfile.TemporaryDirectory() as home:
        index = ClauseIndex.build(statutes, "statutes", RandomPassages(embedder_of(settings)), Path(home))
        large = Assistant(cast(Library, PolicySnapshot(statutes)), index)
        print(_row("法规 statutes", len(statutes), sum(len(p.clauses) for p in statutes), seconds(large, questions)))


if __name__ == "__main__":
    main()
