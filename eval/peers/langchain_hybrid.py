"""LangChain's documented hybrid: ``EnsembleRetriever`` over BM25 and FAISS, weights half and half.

Its BM25 splits on white space by default, which on Chinese text is noise; the second variant hands it jieba's
words, the one setting a Chinese user would look for first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpus.words import tokenizer
from eval.peers.embedding import SharedEmbedding
from eval.peers.passages import Found, Passage, Text

_TOP = 4  # the default k of both retrievers


class LangChainHybrid:
    """Recursive splitter of 1,000 characters with 200 of overlap, as its tutorial has it."""

    def __init__(self, texts: Sequence[Text], embedding: SharedEmbedding, *, jieba: bool) -> None:
        from langchain_classic.retrievers import EnsembleRetriever
        from langchain_community.retrievers import BM25Retriever
        from langchain_community.vectorstores import FAISS
        from langchain_core.documents import Document
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200, add_start_index=True)
        chunks = splitter.split_documents([Document(page_content=t.text, metadata={"source": t.source}) for t in texts])
        words = {"preprocess_func": tokenizer().lcut} if jieba else {}
        lexical = BM25Retriever.from_documents(chunks, k=_TOP, **words)
        self._store = FAISS.from_documents(chunks, _adapter(embedding))
        self._embedding = embedding
        dense = self._store.as_retriever(search_kwargs={"k": _TOP})
        self._retriever = EnsembleRetriever(retrievers=[lexical, dense], weights=[0.5, 0.5])

    def search(self, question: str) -> Found:
        """The fused chunks, best first. Its fusion gives no score; the nearest vector's distance stands for one."""
        found = self._retriever.invoke(question)
        _, distance = self._store.similarity_search_with_score_by_vector(self._embedding.query(question), k=1)[0]
        passages = tuple(
            Passage(d.metadata["source"], d.metadata["start_index"], d.metadata["start_index"] + len(d.page_content)) for d in found
        )
        return Found(passages, 1.0 / (1.0 + float(distance)))


def _adapter(embedding: SharedEmbedding) -> Any:
    from langchain_core.embeddings import Embeddings

    class Adapter(Embeddings):  # type: ignore[misc]
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return embedding.documents(texts)

        def embed_query(self, text: str) -> list[float]:
            return embedding.query(text)

    return Adapter()
