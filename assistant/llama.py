"""The seams to llama-index: our clauses as nodes, our search as a retriever, the assistant as a query engine.

llama-index's default splitter and synthesiser cut clauses apart and answer without checking, so
they are not ours; but its users can plug these three into anything of theirs. Importing this module
imports llama_index (seconds), so nothing on the way to an answer does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llama_index.core.base.response.schema import Response
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.node_parser import NodeParser
from llama_index.core.query_engine import CustomQueryEngine
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import BaseNode, NodeWithScore, QueryBundle, TextNode
from llama_index.core.utils import get_tqdm_iterable

from assistant.answer import Citation
from assistant.assistant import Assistant
from corpus import Clause, PartKind, Policy
from corpus.parsing import parse_policy
from corpus.reading import RawDocument


class ClauseNodeParser(NodeParser):
    """Cuts a document into the clauses it numbers itself, one node each, damage repaired.

    Node metadata: policy, policy_id, clause, path, label, lead, supporting, start, end.
    """

    def _parse_nodes(self, nodes: Sequence[BaseNode], show_progress: bool = False, **_: Any) -> list[BaseNode]:
        parsed: list[BaseNode] = []
        for node in get_tqdm_iterable(nodes, show_progress, "条款切分"):
            name = str(node.metadata.get("file_name", node.node_id))
            text = node.get_content()
            policy, _repair = parse_policy(RawDocument(name, text, node.hash, "utf-8"))
            parsed += [_node(policy, part) for part in policy.parts if part.kind not in (PartKind.HEADER, PartKind.FURNITURE)]
        return parsed


class ClauseRetriever(BaseRetriever):
    """Search of the ClauseIndex as a llama-index retriever: one node per measure, best first."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        found = []
        for citation, score in self._assistant.retrieve(query_bundle.query_str):
            node = TextNode(id_=f"{citation.policy_id}:{citation.start}", text=citation.quote, metadata=_metadata(citation))
            found.append(NodeWithScore(node=node, score=score))
        return found


class AssistantQueryEngine(CustomQueryEngine):
    """The assistant as a query engine; the whole Answer is in ``response.metadata["answer"]``."""

    _assistant: Assistant = PrivateAttr()

    def __init__(self, assistant: Assistant) -> None:
        super().__init__()
        self._assistant = assistant

    def custom_query(self, query_str: str) -> Response:
        """Answer one question."""
        answer = self._assistant.ask(query_str)
        nodes = [
            NodeWithScore(node=TextNode(text=citation.quote, metadata=_metadata(citation)), score=1.0)
            for citation in answer.citations
        ]
        return Response(response=answer.text, source_nodes=nodes, metadata={"answer": answer.to_json()})


def _node(policy: Policy, part: Clause) -> TextNode:
    return TextNode(
        id_=part.id,
        text=part.text,
        metadata={
            "policy": policy.title, "policy_id": policy.id, "clause": part.number, "path": list(part.path),
            "label": part.label, "lead": list(part.units.lead), "supporting": list(part.units.supporting),
            "start": part.span.start, "end": part.span.end,
        },
    )


def _metadata(citation: Citation) -> dict[str, Any]:
    record = citation.to_json()
    del record["quote"]
    return record
