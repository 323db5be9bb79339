"""Lexical search: BM25 over tokens (bm25s, Lucene's variant), with the share of a question covered."""

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


class LexicalIndex:
    """BM25 over token lists, in the order they were given."""

    def __init__(self, tokens: Sequence[Sequence[str]]) -> None:
        import bm25s

        self._documents = [frozenset(document) for document in tokens]
        self._frequency = Counter(token for document in self._documents for token in document)
        self._scorer: Any = bm25s.BM25(k1=K1, b=B, method="lucene")
        self._scorer.index([list(document) for document in tokens], show_progress=False)

    @classmethod
    def load(cls, directory: Path, tokens: Sequence[Sequence[str]]) -> LexicalIndex:
        """Read what ``save`` wrote; ``tokens`` are the same documents' tokens."""
        import bm25s

        loaded = cls.__new__(cls)
        loaded._documents = [frozenset(document) for document in tokens]
        loaded._frequency = Counter(token for document in loaded._documents for token in document)
        loaded._scorer = bm25s.BM25.load(str(directory))
        return loaded

    def save(self, directory: Path) -> None:
        """Write the scorer under ``directory``."""
        self._scorer.save(str(directory))

    def tokens_json(self) -> str:
        """The distinct tokens of every document, as ``load`` wants them back."""
        return json.dumps([sorted(document) for document in self._documents], ensure_ascii=False)

    def scores(self, tokens: Sequence[str]) -> NDArray[np.float32]:
        """BM25 of every document, shape (documents,); zeros where nothing matches."""
        known = [token for token in tokens if token in self._frequency]
        if not known:
            return np.zeros(len(self._documents), dtype=np.float32)
        return np.asarray(self._scorer.get_scores(known), dtype=np.float32)

    def idf(self, token: str) -> float:
        """ln(1 + (N - n + 0.5) / (n + 0.5)), n documents of N holding ``token``; never negative."""
        held = self._frequency.get(token, 0)
        return math.log(1 + (len(self._documents) - held + 0.5) / (held + 0.5))

    def words(self) -> list[str]:
        """The distinct words of the documents, bigrams left out."""
        return [token for token in self._frequency if not token.startswith("_")]

    def knows(self, token: str) -> bool:
        """True if any document holds ``token``."""
        return token in self._frequency
