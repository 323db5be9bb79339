"""llama-index's default pipeline: ``VectorStoreIndex.from_documents``, its sentence splitter, ``top_k`` 2."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eval.peers.embedding import SharedEmbedding
from eval.peers.passages import Found, Passage, Text


class LlamaIndexDefault:
    """As in its first example: nothing set but the embedding model. Without an LLM, what would be put before it."""

    def __init__(self, texts: Sequence[Text], embedding: SharedEmbedding) -> None:
        from llama_index.core import Document, VectorStoreIndex

        documents = [
            Document(text=t.text, metadata={"file_name": t.source}, excluded_embed_metadata_keys=["file_name"]) for t in texts
        ]
        self._retriever = VectorStoreIndex.from_documents(documents, embed_model=_adapter(embedding)).as_retriever()

    def search(self, question: str) -> Found:
        """The two nearest chunks."""
        nodes = self._retriever.retrieve(question)
        places = [n.node.model_dump() for n in nodes]
        passages = tuple(Passage(p["metadata"]["file_name"], p["start_char_idx"], p["end_char_idx"]) for p in places)
        return Found(passages, max(0.0, float(nodes[0].score or 0.0)) if nodes else None)


def _adapter(embedding: SharedEmbedding) -> Any:
    from llama_index.core.base.embeddings.base import BaseEmbedding

    class Adapter(BaseEmbedding):
        def _get_query_embedding(self, query: str) -> list[float]:
            return embedding.query(query)

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return embedding.query(query)

        def _get_text_embedding(self, text: str) -> list[float]:
            return embedding.documents([text])[0]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return embedding.documents(texts)

    return Adapter()
