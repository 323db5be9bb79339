"""Peers (同类系统): plain BM25, llama-index, LangChain and Haystack, each a small adapter over the same texts.

``zhengce evaluate --peer NAME`` runs one of them as any other system (``eval.systems.Peer``): the same questions, the
same measures, a stored run, ``compare``, the report. Every peer gets the files as we read and repaired them and the
same embedding model. LangChain and Haystack come with the extra ``peers``, in an environment of their own.

``passages`` what a peer searches and finds, ``embedding`` the shared model with what it computed kept on disk, one
file each the systems. To add one: a class with ``search``, and a line in ``PEERS``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from eval.peers.bm25 import Bm25
from eval.peers.embedding import SharedEmbedding
from eval.peers.haystack_hybrid import HaystackHybrid
from eval.peers.langchain_hybrid import LangChainHybrid
from eval.peers.llama_index_default import LlamaIndexDefault
from eval.peers.passages import Found, Passage, Searcher, Text

Build = Callable[[Sequence[Text], SharedEmbedding], Searcher]

PEERS: Mapping[str, Build] = {
    "bm25": lambda texts, _: Bm25(texts),
    "llama-index": LlamaIndexDefault,
    "langchain": lambda texts, embedding: LangChainHybrid(texts, embedding, jieba=False),
    "langchain-jieba": lambda texts, embedding: LangChainHybrid(texts, embedding, jieba=True),
    "haystack": HaystackHybrid,
}
"""By the name that ``--peer`` takes."""

__all__ = ["PEERS", "Found", "Passage", "Searcher", "SharedEmbedding", "Text"]
