"""Reranking by a cross-encoder (optional): question and passage read together by one model.

Off unless a setting names a folder on this machine; nothing is downloaded. The model only reorders what the search found
and what it says is blended with the search's own score, so that a poor model costs little.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelUnavailable
from index.fusion import min_max
from index.readable import readable

RERANKED = 24  # hits that are read again: each costs as much as encoding question and passage together
WEIGHT = 0.6  # of the reranker's scores, 0–1 among those hits, beside the search's own
_LONGEST = 600  # characters of a passage


class Reranker(Protocol):
    """Says how well passages answer a question; higher is better, on any scale."""

    def scores(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """Shape (len(passages),)."""


class CrossEncoderReranker:
    """A sentence-transformers cross-encoder in a folder of this machine, on the CPU. Loaded when first asked (torch: seconds).

    Raises ModelUnavailable when there is no such folder, and from ``scores`` when it holds no such model.
    """

    def __init__(self, directory: Path) -> None:
        if not directory.is_dir():
            raise ModelUnavailable(f"没有重排模型 {directory}；请给出模型文件夹，或取消 ZHENGCE_RERANKER（no reranker folder there）")
        self._directory = directory
        self._lock = threading.Lock()
        self._model: Any = None

    def scores(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """Shape (len(passages),), as the model gives them. Raises ModelUnavailable."""
        if not passages:
            return np.zeros(0, dtype=np.float32)
        model = self._loaded()
        pairs = [(readable(question, _LONGEST), readable(passage, _LONGEST)) for passage in passages]
        found = np.asarray(model.predict(pairs, convert_to_numpy=True, show_progress_bar=False), dtype=np.float32)
        return found if found.ndim == 1 else found[:, -1]  # two classes: the last says yes

    def _loaded(self) -> Any:
        with self._lock:
            if self._model is None:
                try:
                    from sentence_transformers import CrossEncoder

                    self._model = CrossEncoder(str(self._directory), device="cpu", local_files_only=True, trust_remote_code=False)
                except Exception as error:  # whatever is wrong there
                    raise ModelUnavailable(
                        f"重排模型 {self._directory} 无法加载（the reranker cannot be loaded: {type(error).__name__}）"
                    ) from error
            return self._model


def blended(scores: Sequence[float], reranked: NDArray[np.float32]) -> list[float]:
    """The search's scores with the reranker's added.

    >>> [round(score, 2) for score in blended([1.0, 0.9], np.array([0.0, 3.0], dtype=np.float32))]
    [1.0, 1.5]
    """
    return [score + WEIGHT * float(more) for score, more in zip(scores, min_max(reranked), strict=True)]
