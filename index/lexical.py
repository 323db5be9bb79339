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
        postings = [self._postings(token) for token in tokens if token in self._frequency]
        return self._summed(postings)

    def scores_apart(self, tokens: Sequence[str], group_of: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.float32]:
        """BM25 with each word weighed by how well it tells the documents of one group apart, shape (documents,).

        ``group_of`` holds the group of each document, ``sizes`` how many documents each group has. A word that
        most measures of a policy hold (its subject) says which policy is meant, not which of its clauses.
        """
        counted = Counter(token for token in tokens if token in self._frequency)
        if not counted:
            return np.zeros(self._size, dtype=np.float32)
        postings = [self._postings(token) for token in counted]
        lengths = [len(documents) for documents, _ in postings]
        documents = np.concatenate([documents for documents, _ in postings])
        groups = group_of[documents] + np.repeat(np.arange(len(lengths)) * len(sizes), lengths)  # one cell for each token and group
        holding = np.bincount(groups, minlength=len(lengths) * len(sizes)).reshape(len(lengths), len(sizes))
        apart = np.log1p((sizes - holding + 0.5) / (holding + 0.5)) * np.array([[count / self.idf(token)] for token, count in counted.items()])
        scores = np.concatenate([scores for _, scores in postings]) * apart.ravel()[groups]
        return np.bincount(documents, weights=scores, minlength=self._size).astype(np.float32)

    def documents_holding(self, token: str) -> NDArray[np.int64]:
        """The documents that hold a token, which must be known (``knows``)."""
        return self._postings(token)[0]

    def _postings(self, token: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The documents that hold a token and its BM25 in each."""
        at = self._scorer.vocab_dict[token]
        first, last = self._scorer.scores["indptr"][at : at + 2]
        return self._scorer.scores["indices"][first:last], self._scorer.scores["data"][first:last]

    def _summed(self, postings: Sequence[tuple[NDArray[np.int64], NDArray[np.float32]]]) -> NDArray[np.float32]:
        if not postings:
            return np.zeros(self._size, dtype=np.float32)
        documents = np.concatenate([documents for documents, _ in postings])
        scores = np.concatenate([scores for _, scores in postings])
        return np.bincount(documents, weights=scores, minlength=self._size).astype(np.float32)

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
