"""Wiring: the one place where concrete parts are chosen and put together."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from assistant.answer import Answer
from assistant.assistant import Assistant, PolicySnapshot
from assistant.rephrasing import open_rephraser
from assistant.settings import Settings
from corpus import IngestReport, Library, NotReady, Policy
from corpus.words import keep_cache_in
from index import ClauseIndex
from index.embedding import Embedder, open_embedder
from index.rerank import CrossEncoderReranker

_SCOPES_KEPT = 8  # restricted assistants that a server keeps ready: each holds a directory of its policies


def open_library(settings: Settings) -> Library:
    """The library of this home; it may not exist yet."""
    keep_cache_in(settings.home / "cache")
    return Library(settings.library_file)


def embedder_of(settings: Settings) -> Embedder:
    """The embedding model the settings name. Raises ModelUnavailable."""
    return open_embedder(settings.model, settings.models, settings.backend)


def open_assistant(settings: Settings) -> Assistant:
    """An assistant ready to answer. Raises LibraryMissing, IndexMissing, IndexStale, ModelUnavailable."""
    library = open_library(settings)
    policies = library.policies()
    index = ClauseIndex.load(policies, library.digest(), embedder_of(settings), settings.index_home)
    reranker = CrossEncoderReranker(settings.reranker) if settings.reranker is not None else None
    return Assistant(library, index, rephraser=open_rephraser(settings), reranker=reranker)


class LiveAssistant:
    """The assistant of a server that runs on while documents change.

    Each question looks whether another index has been swapped in and opens it; answers, policies and
    clauses of one question come from one snapshot.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._scoped: OrderedDict[frozenset[str], Assistant] = OrderedDict()
        self._seen = _index_in_use(settings)
        self._current = open_assistant(settings)
        self._current.warm_up()

    def ask(self, question: str, history: Sequence[str] = (), as_of: date | None = None) -> Answer:
        """As :meth:`Assistant.ask`, over the newest index."""
        return self._newest().ask(question, history, as_of)

    def stream(self, question: str, history: Sequence[str] = (), as_of: date | None = None) -> Iterator[Answer]:
        """As :meth:`Assistant.stream`, over the newest index."""
        yield from self._newest().stream(question, history, as_of)

    def within(self, policies: Collection[str]) -> Assistant:
        """As :meth:`Assistant.within`, over the newest index; the last few scopes are kept ready."""
        newest, scope = self._newest(), frozenset(policies)
        with self._lock:
            scoped = self._scoped.get(scope)
        if scoped is None or scoped.index is not newest.index:
            scoped = newest.within(scope)
            with self._lock:
                self._scoped[scope] = scoped
                while len(self._scoped) > _SCOPES_KEPT:
                    self._scoped.popitem(last=False)
        return scoped

    @property
    def rephrases(self) -> bool:
        """As :attr:`Assistant.rephrases`."""
        return self._current.rephrases

    @property
    def library(self) -> PolicySnapshot:
        """The policies the answers come from."""
        return self._newest().snapshot

    def _newest(self) -> Assistant:
        seen = _index_in_use(self._settings)
        if seen != self._seen:
            with self._lock:
                if seen != self._seen:
                    self._current = open_assistant(self._settings)
                    self._scoped.clear()
                    self._seen = seen
        return self._current


def open_live_assistant(settings: Settings) -> LiveAssistant:
    """An assistant for a server. Raises what ``open_assistant`` raises."""
    return LiveAssistant(settings)


def _index_in_use(settings: Settings) -> str:
    try:
        return (settings.index_home / "CURRENT").read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def ingest(settings: Settings, files: Sequence[Path]) -> Iterator[IngestReport]:
    """Add ``files`` to the library; call ``build_index`` afterwards."""
    yield from open_library(settings).ingest(files)


def build_index(settings: Settings, progress: Callable[[int, int], None] | None = None) -> ClauseIndex:
    """Build the index of the current library and make it current."""
    library = open_library(settings)
    return ClauseIndex.build(
        library.policies(), library.digest(), embedder_of(settings), settings.index_home, progress
    )


def system_status(settings: Settings) -> dict[str, Any]:
    """The state of library, index and model, as ``zhengce status --json`` prints it."""
    library = open_library(settings)
    today = date.today()
    policies: tuple[Policy, ...] = ()
    index: dict[str, Any] = {"ready": False, "reason": ""}
    try:
        policies = library.policies()
        loaded = ClauseIndex.load(policies, library.digest(), embedder_of(settings), settings.index_home)
        index = {"ready": True, "reason": ""} | {k: v for k, v in loaded.manifest.items() if k != "files"}
    except NotReady as error:
        index["reason"] = str(error)
    return {
        "policies": [
            {
                "id": policy.id, "source": policy.source, "title": policy.title,
                "version": library.version(policy.id), "clauses": len(policy.leaves),
                "status": policy.validity.status(today).value,
            }
            for policy in policies
        ],
        "index": index,
        "home": str(settings.home),
        "model": settings.model,
    }
