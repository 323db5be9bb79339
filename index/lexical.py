"""Lexical search: BM25 over tokens (bm25s, Lucene's variant), and how much a token tells."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

K1 = 1.2
B = 0.6  # a little under the usual 0.75: long measures list several promises, that is no padding
_FREQUENCY = "frequency.json"


class LexicalIndex:
    """BM25 over token lists, in the order they were given."""

    def __init__(self, tokens: Sequence[Sequence[str]]) -> None:
        import bm25s

        self._size = len(tokens)
        self._frequency = Counter(token for document in tokens for token in set(document))
        self._scorer: Any = bm25s.BM25(k1=K1, b=B, method="lucene")
        self._scorer.index([list(document) for document in tokens], show_progress=False)

    def __len__(self) -> int:
        return self._size

    @classmethod
    def load(cls, directory: Path) -> LexicalIndex:
        """Read what ``save`` wrote."""
        import bm25s

        loaded = cls.__new__(cls)
        kept = json.loads((directory / _FREQUENCY).read_text(encoding="utf-8"))
        loaded._size = kept["documents"]
        loaded._frequency = Counter(kept["holding"])
        loaded._scorer = bm25s.BM25.load(str(directory))
        return loaded

    def save(self, directory: Path) -> None:
        """Write everything under ``directory``."""
        self._scorer.save(str(directory))
        kept = {"documents": self._size, "holding": dict(sorted(self._frequency.items()))}
        (directory / _FREQUENCY).write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")

    def scores(self, tokens: Sequence[str]) -> NDArray[np.float32]:
        """BM25 of every document, shape (documents,); zeros where nothing matches."""
        known = [token for token in tokens if token in self._frequency]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._scorer.get_scores(known), dtype=np.float32)

    def idf(self, token: str) -> float:
        """ln(1 + (N - n + 0.5) / (n + 0.5)), n documents of N holding ``token``; never negative."""
        held = self._frequency.get(token, 0)
        return math.log(1 + (self._size - held + 0.5) / (held + 0.5))

    def words(self) -> list[str]:
        """The distinct words of the documents, bigrams left out."""
        return [token for token in self._frequency if not token.startswith("_")]

    def knows(self, token: str) -> bool:
        """True if any document holds ``token``."""
        return token in self._frequency
