"""A peer as a system under evaluation: its passages become citations of our clauses, and are scored as ours are.

The rules, the same for every peer:
- a passage cites each clause that it shows something of, the one it shows most of first; a chunk that begins in 三 and
  is mostly about 四 cites 四, then 三. What it shows between clauses (menus, running heads) cites nothing.
- the quote is the stretch of the clause that is shown, so quotes are verbatim; the text is all passages.
- peers name no roles, no validity and refuse nothing: what is asked of these scores 0, as it would for a reader.
- the ranking of the search is the order of its citations: a peer is not asked for more than it would show.
- a follow-up is asked with the earlier questions in front of it.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from assistant.answer import Answer, Citation, Kind
from corpus.errors import BadInput
from corpus.policy import Clause, PartKind, Policy
from eval.peers import PEERS, Found, Passage, SharedEmbedding, Text
from eval.peers.passages import with_history
from eval.runner.citing import same_document
from eval.runner.scoring import Judging
from eval.systems.system import Opened

_PACKAGES = ("bm25s", "llama-index-core", "langchain-classic", "langchain-community", "rank_bm25", "haystack-ai")


@dataclass(frozen=True, slots=True)
class Peer:
    """One of ``eval.peers.PEERS`` over the library of ``home``.

    Attributes:
        name: of the peer.
        home: a home with a library; its index is not used. Vectors are kept under ``peers/`` there.
        policy: the policy the gold is about, as `zhengce show` names it; "" for a library.
    """

    name: str
    home: Path
    policy: str = ""

    def open(self) -> Opened:
        """Build the peer. Raises BadInput (no such peer, its packages are missing), LibraryMissing, ModelUnavailable."""
        from assistant import open_library, read_settings
        from index.embedding import open_embedder

        if self.name not in PEERS:
            raise BadInput(f"没有同类系统 {self.name}；有 {'、'.join(PEERS)}（no such peer）")
        settings = read_settings().model_copy(update={"home": self.home})
        library = open_library(settings)
        policies = library.policies()
        embedding = SharedEmbedding(open_embedder(settings.model, settings.models, settings.backend), self.home / "peers")
        try:
            searcher = PEERS[self.name]([Text(p.source, p.title, p.text) for p in policies], embedding)
        except ImportError as error:
            raise BadInput(f'缺少 {error.name}；请在单独的环境里 pip install "zhengce[peers]"（the extra peers is not installed）') from None
        shelf = Shelf(policies)
        search = lru_cache(maxsize=8)(searcher.search)  # its answer and its ranking are one search

        def ask(question: str, history: Sequence[str], as_of: date | None) -> Answer:
            asked = with_history(question, history)
            return answer_of(question, asked, search(asked), shelf)

        judging = Judging(
            clause_text=shelf.text_of, policy_id=library.find(self.policy).id if self.policy else None,
            same_document=same_document(policies),
        )
        return Opened(
            self.name, ask, judging, lambda question: answer_of(question, question, search(question), shelf).citations,
            settings={"model": settings.model, "policies": len(policies), "library": library.digest()[:16], "packages": _versions()},
        )  # fmt: skip

    def identity(self) -> str:
        """The peer, its packages, and the library's state."""
        try:
            library = hashlib.sha256((self.home / "library.sqlite3").read_bytes()).hexdigest()[:16]
        except OSError:
            library = ""
        return f"peer {self.name} {_versions()} {library} {self.policy}"


class Shelf:
    """The clauses of the policies by where they stand: what a stretch of text shows."""

    def __init__(self, policies: Sequence[Policy]) -> None:
        self._policies = {policy.source: policy for policy in policies}
        self._named = {policy.id: policy for policy in policies}

    def shown(self, passage: Passage) -> list[tuple[Policy, Clause, int, int]]:
        """(policy, clause, start, end) of what a passage shows of clauses, the most first, white space at the ends aside."""
        policy = self._policies[passage.source]
        found = []
        for part in policy.parts:
            start, end = max(part.span.start, passage.start), min(part.span.end, passage.end)
            while start < end and policy.text[start].isspace():
                start += 1
            while start < end and policy.text[end - 1].isspace():
                end -= 1
            if start < end and part.kind is not PartKind.FURNITURE:
                found.append((policy, part, start, end))
        return sorted(found, key=lambda one: (one[2] - one[3], one[2]))

    def text_of(self, cited: Citation) -> str | None:
        """The stored text of a cited clause."""
        parts = self._named[cited.policy_id].parts
        return next((part.text for part in parts if part.path == cited.path and part.span.start <= cited.start < part.span.end), None)

    def words(self, passage: Passage) -> str:
        """The passage itself."""
        return self._policies[passage.source].text[passage.start : passage.end]


def answer_of(question: str, asked: str, found: Found, shelf: Shelf) -> Answer:
    """What a peer found, as an answer by our contract."""
    citations: list[Citation] = []
    for passage in found.passages:
        for policy, part, start, end in shelf.shown(passage):
            citations.append(Citation(
                len(citations) + 1, policy.title, policy.id, policy.source, part.number, part.path, part.label, policy.text[start:end], start, end, 0, 0,
            ))  # fmt: skip
    return Answer(
        question, "\n".join(shelf.words(passage) for passage in found.passages), Kind.FACT, tuple(citations),
        resolved=asked if asked != question else "", certainty=found.certainty,
    )  # fmt: skip


def _versions() -> str:
    known = []
    for name in _PACKAGES:
        with suppress(importlib.metadata.PackageNotFoundError):
            known.append(f"{name} {importlib.metadata.version(name)}")
    return ", ".join(known)
