"""The one embedding model that every system of the comparison uses, with what it computed kept for the run."""

from __future__ import annotations

from collections.abc import Sequence

from index.embedding import Embedder

_BATCH = 16


class SharedEmbedding:
    """``models/multilingual-e5-small`` as plain lists of floats, 384 long and of length 1.

    Documents are embedded once per text, whichever system asks: building times are not compared.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._documents: dict[str, list[float]] = {}

    def documents(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector per text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._documents]
        for at in range(0, len(new), _BATCH):
            batch = new[at : at + _BATCH]
            for text, vector in zip(batch, self._embedder.encode_document(batch), strict=True):
                self._documents[text] = vector.tolist()
        return [self._documents[text] for text in texts]

    def query(self, text: str) -> list[float]:
        """The vector of a question."""
        vector: list[float] = self._embedder.encode_query([text])[0].tolist()
        return vector
