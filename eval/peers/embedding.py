"""The one embedding model that every peer uses, with the vectors of documents kept on disk."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedding import Embedder

_BATCH = 16


class SharedEmbedding:
    """``models/multilingual-e5-small`` (or what the settings name) as plain lists of floats of length 1.

    Each document text is embedded once, whichever peer asks; with ``kept``, a file per model, once for good.
    A file that cannot be read is made anew.
    """

    def __init__(self, embedder: Embedder, kept: Path | None = None) -> None:
        self._embedder = embedder
        self._file = None if kept is None else kept / f"embeddings-{hashlib.sha256(embedder.digest.encode()).hexdigest()[:16]}.npz"
        self._documents = self._read()

    def documents(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector per text."""
        keys = [_key(text) for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._documents}
        todo = list(new.items())
        for at in range(0, len(todo), _BATCH):
            batch = todo[at : at + _BATCH]
            vectors = self._embedder.encode_document([text for _, text in batch])
            self._documents.update((key, vector) for (key, _), vector in zip(batch, vectors, strict=True))
        if todo:
            self._write()
        return [self._documents[key].tolist() for key in keys]

    def query(self, text: str) -> list[float]:
        """The vector of a question."""
        vector: list[float] = self._embedder.encode_query([text])[0].tolist()
        return vector

    def _read(self) -> dict[str, NDArray[np.float32]]:
        if self._file is None or not self._file.is_file():
            return {}
        try:
            with np.load(self._file, allow_pickle=False) as kept:
                return {str(key): vector for key, vector in zip(kept["keys"], kept["vectors"], strict=True)}
        except (OSError, ValueError, KeyError, EOFError):
            return {}

    def _write(self) -> None:
        if self._file is None:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        aside = self._file.with_suffix(f".{os.getpid()}.tmp")
        with aside.open("wb") as out:
            np.savez(out, keys=np.array(list(self._documents)), vectors=np.stack(list(self._documents.values())))
        os.replace(aside, self._file)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
