"""ClauseIndex: where to look. The one door to search: build, load, search.

Signals fused by measured weights (``Weights``): the meaning of a measure's nearest phrase and of the measure as a whole,
its words, those that tell the measures of its policy apart, and how well its policy fits.
A stored index whose manifest does not fit the model, the documents or the program is refused with
all the reasons and the command that mends them (``index/snapshot.py``).
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus import IndexMissing, IndexStale, Policy
from corpus.repair.simplified import to_simplified
from index import snapshot, tokens
from index.embedding import Embedder
from index.fusion import weighted_sum
from index.lexical import LexicalIndex
from index.passages import Passage, digest_of, passages_of
from index.results import Focus, Hit, Scores, SearchOptions, SearchResult
from index.spelling import Spelling

FORMAT = 5
_BATCH = 32
_BLOCK = 4096  # passages whose phrases are added up at once
_ANYWHERE = Focus()
_COMPRESS_FROM = 10_000  # phrases from which on the scan of whole vectors takes longer than the encoder
_TRAINED_ON = 10_000
_REMEMBERED = 64  # questions whose vectors are kept
_SHORT = 20  # characters of a measure that is not long
_FITS = 0.5  # a policy that fits this well has all its measures looked at


@dataclass(frozen=True, slots=True)
class _Parts:
    """What an index is made of besides its passages.

    Attributes:
        measures: BM25 over heading and measure. clauses: BM25 over whole clauses.
        vectors: FAISS, a row a phrase. headings: a row a distinct heading.
        background: a row a sentence of background.txt.
        marks: what each phrase's text was, so that a rebuild encodes only what is new.
    """

    measures: LexicalIndex
    clauses: LexicalIndex
    vectors: Any
    headings: NDArray[np.float32]
    background: NDArray[np.float32]
    spelling: Spelling
    marks: NDArray[np.uint64]


class ClauseIndex:
    """Every measure of the library, searchable by words and by meaning."""

    def __init__(
        self, passages: Sequence[Passage], parts: _Parts, embedder: Embedder, manifest: dict[str, Any]
    ) -> None:
        import faiss

        self._passages = tuple(passages)
        self._parts = parts
        self.spelling = parts.spelling
        self._embedder = embedder
        # One question is searched for more than once: in the library, then in the policy found.
        self._encoded_query = lru_cache(maxsize=_REMEMBERED)(lambda reading: embedder.encode_query([reading])[0])
        self.manifest = manifest
        # Phrases stand in the order of their passages: passage i owns [_first[i], _first[i + 1]).
        self._first = np.cumsum([0, *(len(passage.phrases) for passage in self._passages)])
        self._owner = np.repeat(np.arange(len(self._passages)), np.diff(self._first))
        rows = parts.vectors.ntotal * embedder.dimension
        self._near = _compressed(parts.vectors)
        self._rows = faiss.rev_swig_ptr(parts.vectors.get_xb(), rows).reshape(-1, embedder.dimension)
        self._spread = _spread(self._rows, self._first)
        lengths = [len(passage.text.rsplit("\n", 1)[-1]) for passage in self._passages]
        self._length = np.array([math.log(max(length, _SHORT) / _SHORT) / 5 for length in lengths], dtype=np.float32)
        clauses = _places(passage.clause_id for passage in self._passages)
        self._clause_of = np.array([clauses[passage.clause_id] for passage in self._passages], dtype=np.int64)
        headings = _places(passage.heading for passage in self._passages if passage.heading)
        self._heading_of = np.array([headings.get(passage.heading, -1) for passage in self._passages], dtype=np.int64)
        self._policies = list(_places(passage.policy_id for passage in self._passages))
        at = {policy: i for i, policy in enumerate(self._policies)}
        self._policy_of = np.array([at[passage.policy_id] for passage in self._passages], dtype=np.int64)
        self._sizes = np.bincount(self._policy_of, minlength=len(self._policies))

    def __len__(self) -> int:
        return len(self._passages)

    @property
    def policy_ids(self) -> tuple[str, ...]:
        """The policies that have something to search, in the order of the arrays over policies."""
        return tuple(self._policies)

    @property
    def policy_sizes(self) -> NDArray[np.int64]:
        """Measures of each policy, shape (policies,)."""
        return self._sizes

    def measures_holding(self, token: str) -> NDArray[np.int64] | None:
        """How many measures of each policy hold a token, shape (policies,); None if none does."""
        if not self._parts.measures.knows(token):
            return None
        holding = self._parts.measures.documents_holding(token)
        return np.bincount(self._policy_of[holding], minlength=len(self._policies)).astype(np.int64)

    @property
    def encoder(self) -> str:
        """The model and its weight type: what calibrated numbers belong to."""
        return f"{self._embedder.name}/{self._embedder.weights}"

    @property
    def digest(self) -> str:
        """Names exactly this index: model, segmenter and documents."""
        passport = {key: value for key, value in self.manifest.items() if key != "files"}
        return sha256(json.dumps(passport, sort_keys=True).encode()).hexdigest()

    @classmethod
    def build(
        cls, policies: Sequence[Policy], library_digest: str, embedder: Embedder, home: Path,
        progress: Callable[[int, int], None] | None = None,
    ) -> ClauseIndex:
        """Index ``policies`` under ``home`` and make it the current index.

        Phrases that the current index already holds, by the same model, are not encoded again.
        """
        passages = passages_of(policies)
        if not passages:
            raise IndexMissing("政策库里没有可检索的条款；请先运行 zhengce ingest（nothing to index）")
        measures = LexicalIndex([tokens.tokenize(passage.text) for passage in passages])
        whole: dict[str, list[str]] = {}
        for passage in passages:
            said = whole.setdefault(passage.clause_id, [passage.heading])
            said.append(passage.text.rsplit("\n", 1)[-1])
        clauses = LexicalIndex([tokens.tokenize("\n".join(said)) for said in whole.values()])
        phrases = [phrase for passage in passages for phrase in passage.phrases]
        marks = np.array([_mark(phrase) for phrase in phrases], dtype=np.uint64)
        vectors = _vectors(phrases, marks, embedder, _known(home, embedder), progress)
        headings = list(_places(passage.heading for passage in passages if passage.heading))
        parts = _Parts(
            measures, clauses, vectors, _encoded(list(map(to_simplified, headings)), embedder), embedder.encode_document(background_sentences()),
            Spelling.of(measures.words()), marks,
        )
        manifest = _manifest(passages, library_digest, embedder)
        snapshot.store(home, manifest, lambda aside: _write(parts, aside))
        return cls(passages, parts, embedder, manifest)

    @classmethod
    def load(
        cls, policies: Sequence[Policy], library_digest: str, embedder: Embedder, home: Path
    ) -> ClauseIndex:
        """Open the current index. Raises IndexMissing or IndexStale, saying which command mends it."""
        directory = snapshot.current_directory(home)
        manifest = snapshot.read_manifest(directory)
        passages = passages_of(policies)
        problems = snapshot.misfits(manifest, _manifest(passages, library_digest, embedder))
        problems += snapshot.damaged(directory, manifest)
        if problems:
            raise IndexStale(f"索引不能使用：{'；'.join(problems)}。{snapshot.MEND}（index does not fit）")
        parts = _read(directory)
        phrases = sum(len(passage.phrases) for passage in passages)
        if parts.vectors.ntotal != phrases or len(parts.measures) != len(passages):
            raise IndexStale(f"索引各部分数目不一致。{snapshot.MEND}（index parts disagree）")
        return cls(passages, parts, embedder, manifest)

    def search(
        self, question: str, options: SearchOptions = SearchOptions(), expansions: str = "", focus: Focus = _ANYWHERE,
        reading: str = "", within: str = "",
    ) -> SearchResult:
        """The measures that best fit ``question``; ties end in the order of the documents.

        ``expansions`` are further words for the search by words (official words for lay ones), ``reading``
        is the question once more in other words, for the search by meaning: the nearer of the two counts. ``within`` is the
        whole question that ``question`` is a part of: by meaning it is searched as it stands there.
        """
        words = tokens.tokenize(question)
        asked = [*words, *tokens.tokenize(expansions)]
        lexical = self._parts.measures.scores(asked)
        # Traditional questions lie farther from Simplified passages than their own translation does.
        readings = [to_simplified(text) for text in (question, reading) if text]
        encoded = [self._embedder.encode_part(to_simplified(within), text) if within else self._encoded_query(text) for text in readings]
        query = np.stack(encoded)
        fit = np.array([focus.fit.get(policy, 0.0) for policy in self._policies], dtype=np.float32)
        pool = self._pool(query, lexical, fit, options.pool, focus)
        weights = options.many if len(self._policies) > 1 else options.one
        nearest, whole = self._cosines(query, pool)
        apart = self._parts.measures.scores_apart(asked, self._policy_of, self._sizes)[pool]
        fused = weighted_sum([(weights.meaning, nearest), (weights.whole, whole), (weights.words, lexical[pool]), (weights.apart, apart)])
        fused += np.float32(weights.policy) * fit[self._policy_of[pool]] - np.float32(weights.length) * self._length[pool]
        best = np.argsort(-fused, kind="stable")[: options.top_k]  # the pool is in document order
        weight = sum(self.idf(token) for token in set(asked))
        most = weight or 1.0
        found = pool[best]
        heading = self._heading_cosines(query, found, nearest[best])
        clause = self._parts.clauses.scores(asked)[self._clause_of[found]]
        columns = (
            nearest[best], whole[best], heading, lexical[found] / most, apart[best] / most, clause / most, fit[self._policy_of[found]],
            self._length[found],
        )
        scores = zip(*(column.tolist() for column in columns), strict=True)
        hits = tuple(
            Hit(self._passages[at], score, own[0], word, Scores(*own))
            for at, score, word, own in zip(found.tolist(), fused[best].tolist(), lexical[found].tolist(), scores, strict=True)
        )
        return SearchResult(
            hits,
            background=float((self._parts.background @ query[0]).max()),
            word_share=float(lexical[pool].max()) / weight if weight and pool.size else 0.0,
            nearest=float(nearest.max()) if pool.size else 0.0,
        )

    def idf(self, token: str) -> float:
        """How much a token tells, in nats: 0 for one in every measure."""
        return self._parts.measures.idf(token)

    def knows(self, token: str) -> bool:
        """True if the token stands in any measure."""
        return self._parts.measures.knows(token)

    def _pool(
        self, query: NDArray[np.float32], lexical: NDArray[np.float32], fit: NDArray[np.float32], size: int, focus: Focus
    ) -> NDArray[np.int64]:
        """The best passages of each signal and all of the policies that fit, joined, in document order."""
        if focus.only is not None:
            wanted = np.array([policy in focus.only for policy in self._policies])
            return np.flatnonzero(wanted[self._policy_of]).astype(np.int64)
        _, near = self._near.search(query, min(size, int(self._near.ntotal)))
        near_passages = self._owner[near[near >= 0]]
        matching = np.flatnonzero(lexical)
        if matching.size > size:
            matching = matching[np.argpartition(-lexical[matching], size)[:size]]
        fitting = np.flatnonzero((fit >= _FITS)[self._policy_of])
        return np.union1d(np.union1d(near_passages, matching), fitting).astype(np.int64)

    def _cosines(self, query: NDArray[np.float32], pool: NDArray[np.int64]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """For each passage of the pool, the cosine of its nearest phrase and that of its phrases' mean, with the nearest reading."""
        if not pool.size:
            return np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.float32)
        counts = self._first[pool + 1] - self._first[pool]
        starts = np.cumsum(counts) - counts
        rows = np.arange(int(counts.sum())) + np.repeat(self._first[pool] - starts, counts)
        scores = self._rows[rows] @ query.T
        nearest = np.maximum.reduceat(scores, starts).max(axis=1)
        mean = np.add.reduceat(scores, starts).max(axis=1) / (counts * self._spread[pool])
        return nearest.astype(np.float32), mean.astype(np.float32)

    def _heading_cosines(
        self, query: NDArray[np.float32], found: NDArray[np.int64], nearest: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """For each passage found, the cosine of its headings; its own where it has none."""
        heading = self._heading_of[found]
        if not self._parts.headings.size:
            return nearest
        return np.where(heading >= 0, self._parts.headings[np.maximum(heading, 0)] @ query[0], nearest).astype(np.float32)


def _spread(rows: NDArray[np.float32], first: NDArray[np.int64]) -> NDArray[np.float32]:
    """The length of the mean of each passage's phrases, 0–1, shape (passages,): 1 where they all say the same."""
    found = np.ones(len(first) - 1, dtype=np.float32)
    for at in range(0, len(found), _BLOCK):
        bounds = first[at : at + _BLOCK + 1]
        counts = np.diff(bounds)
        means = np.add.reduceat(rows[bounds[0] : bounds[-1]], bounds[:-1] - bounds[0]) / counts[:, None]
        found[at : at + _BLOCK] = np.maximum(np.linalg.norm(means, axis=1), 1e-6)
    return found


def _compressed(vectors: Any) -> Any:
    """What candidates are looked up in: a byte a dimension where there are many vectors; they are compared exactly after."""
    import faiss

    if vectors.ntotal < _COMPRESS_FROM:
        return vectors
    rows = faiss.rev_swig_ptr(vectors.get_xb(), vectors.ntotal * vectors.d).reshape(-1, vectors.d)
    near = faiss.IndexScalarQuantizer(vectors.d, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
    near.train(rows[:: max(1, len(rows) // _TRAINED_ON)])
    near.add(rows)
    return near


def background_sentences() -> list[str]:
    """Everyday questions and common services, one a line of background.txt."""
    lines = (Path(__file__).parent / "background.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _places(names: Any) -> dict[str, int]:
    """Each distinct name with its place in order of appearance."""
    return {name: i for i, name in enumerate(dict.fromkeys(names))}


def _mark(phrase: str) -> int:
    return int.from_bytes(blake2b(phrase.encode("utf-8", "replace"), digest_size=8).digest(), "little")


def _encoded(texts: Sequence[str], embedder: Embedder) -> NDArray[np.float32]:
    batches = [embedder.encode_document(texts[at : at + _BATCH]) for at in range(0, len(texts), _BATCH)]
    return np.concatenate(batches) if batches else np.zeros((0, embedder.dimension), dtype=np.float32)


def _known(home: Path, embedder: Embedder) -> dict[int, NDArray[np.float32]]:
    """The phrases that the current index holds by the same model; none where it cannot be read."""
    import faiss

    try:
        directory = snapshot.current_directory(home)
        manifest = snapshot.read_manifest(directory)
        wanted = _passport(embedder)
        if manifest.get("format") != FORMAT or any(manifest.get(key) != value for key, value in wanted.items()):
            return {}
        if snapshot.damaged(directory, manifest):
            return {}
        vectors = faiss.read_index(str(directory / "vectors.faiss"))
        marks = np.load(directory / "phrases.npy", allow_pickle=False)
    except (IndexMissing, IndexStale, OSError, ValueError, RuntimeError):
        return {}
    rows = vectors.reconstruct_n(0, vectors.ntotal)
    return {int(mark): row for mark, row in zip(marks, rows, strict=True)} if len(marks) == len(rows) else {}


def _vectors(
    phrases: Sequence[str], marks: NDArray[np.uint64], embedder: Embedder, known: dict[int, NDArray[np.float32]],
    progress: Callable[[int, int], None] | None,
) -> Any:
    """A FAISS index with a row for each phrase; each distinct new phrase is encoded once.

    Batches hold phrases of like length: a batch costs what its longest member costs.
    """
    import faiss

    new = {int(mark): phrase for mark, phrase in zip(marks, phrases, strict=True) if int(mark) not in known}
    todo = sorted(new.items(), key=lambda item: (len(item[1]), item[0]))
    for at in range(0, len(todo), _BATCH):
        batch = todo[at : at + _BATCH]
        for (mark, _), row in zip(batch, embedder.encode_document([phrase for _, phrase in batch]), strict=True):
            known[mark] = row
        if progress:
            progress(min(at + _BATCH, len(todo)), len(todo))
    vectors = faiss.IndexFlatIP(embedder.dimension)
    vectors.add(np.stack([known[int(mark)] for mark in marks]).astype(np.float32))
    return vectors


def _passport(embedder: Embedder) -> dict[str, Any]:
    return {
        "encoder": embedder.name, "weights": embedder.weights, "dimension": embedder.dimension,
        "model_digest": embedder.digest,
    }


def _manifest(passages: Sequence[Passage], library_digest: str, embedder: Embedder) -> dict[str, Any]:
    return {
        "format": FORMAT, **_passport(embedder), "segmenter": tokens.NAME, "library_digest": library_digest,
        "passages_digest": digest_of(passages), "passages": len(passages),
        "background": sha256("\n".join(background_sentences()).encode()).hexdigest(),
    }


def _write(parts: _Parts, aside: Path) -> None:
    import errno
    import os

    import faiss

    try:
        faiss.write_index(parts.vectors, str(aside / "vectors.faiss"))
    except RuntimeError:  # faiss's word for a full disk
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(aside.parent)) from None
    np.save(aside / "background.npy", parts.background, allow_pickle=False)
    np.save(aside / "headings.npy", parts.headings, allow_pickle=False)
    np.save(aside / "phrases.npy", parts.marks, allow_pickle=False)
    (aside / "spelling.json").write_text(json.dumps(parts.spelling.to_json(), ensure_ascii=False), encoding="utf-8")
    parts.measures.save(aside / "measures")
    parts.clauses.save(aside / "clauses")


def _read(directory: Path) -> _Parts:
    import faiss

    return _Parts(
        LexicalIndex.load(directory / "measures"), LexicalIndex.load(directory / "clauses"),
        faiss.read_index(str(directory / "vectors.faiss")), np.load(directory / "headings.npy", allow_pickle=False),
        np.load(directory / "background.npy", allow_pickle=False),
        Spelling(json.loads((directory / "spelling.json").read_text(encoding="utf-8"))),
        np.load(directory / "phrases.npy", allow_pickle=False),
    )
