"""Haystack's documented hybrid: BM25 and embedding retrieval over one in-memory store, joined by rank.

The tutorial splits by words, which in Chinese text are found nowhere: a policy would be one chunk. Its recursive
splitter with Chinese stops is used instead. The tutorial's cross-encoder needs a download and is left out; the
joiner then fuses by reciprocal ranks, as the joiner's page has it.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Sequence

from eval.peers.embedding import SharedEmbedding
from eval.peers.passages import Found, Passage, Text

_CHUNK = 500  # characters


class HaystackHybrid:
    """A pipeline of its own components; only the embedder is ours, as it is everywhere here."""

    def __init__(self, texts: Sequence[Text], embedding: SharedEmbedding) -> None:
        os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"
        from haystack import Document, Pipeline
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.preprocessors import RecursiveDocumentSplitter
        from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        splitter = RecursiveDocumentSplitter(
            split_length=_CHUNK, split_overlap=0, split_unit="char", separators=["\n\n", "\n", "。", "；"]
        )
        chunks = splitter.run([Document(content=t.text, meta={"source": t.source}) for t in texts])["documents"]
        vectors = embedding.documents([chunk.content for chunk in chunks])
        chunks = [dataclasses.replace(chunk, embedding=vector) for chunk, vector in zip(chunks, vectors, strict=True)]
        store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        store.write_documents(chunks)
        self._embedding = embedding
        self._pipeline = Pipeline()
        self._pipeline.add_component("bm25", InMemoryBM25Retriever(store))
        self._pipeline.add_component("dense", InMemoryEmbeddingRetriever(store))
        self._pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=5))
        self._pipeline.connect("bm25", "joiner")
        self._pipeline.connect("dense", "joiner")

    def search(self, question: str) -> Found:
        """The five best chunks after fusion. A fused rank is no score; the best cosine stands for one."""
        run = self._pipeline.run(
            {"bm25": {"query": question}, "dense": {"query_embedding": self._embedding.query(question)}}, include_outputs_from={"dense"}
        )
        nearest = run["dense"]["documents"]
        return Found(
            tuple(
                Passage(d.meta["source"], d.meta["split_idx_start"], d.meta["split_idx_start"] + len(d.content)) for d in run["joiner"]["documents"]
            ),
            max(0.0, float(nearest[0].score)) if nearest else None,
        )  # fmt: skip
