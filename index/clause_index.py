"""ClauseIndex: where to look. The one door to search: build, load, search.

On disk an index is one immutable folder under ``index/``, named in ``index/CURRENT``. It is built
aside, and the name is swapped in by one rename: a crash leaves the old index or the new one, never
half of either. A folder whose manifest does not fit the model, the documents or the program is
refused with all the reasons and the command that mends them.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus import IndexMissing, IndexStale, Policy
from corpus.repair.script import to_simplified
from index import tokens
from index.embedding import Embedder
from index.fusion import weighted_sum
from index.lexical import LexicalIndex
from index.passages import Passage, digest_of, passages_of
from index.spelling import Spelling

FORMAT = 4
_MEND = "请运行 zhengce ingest 重建索引"
_BATCH = 32
_PARTS = {"vectors.faiss", "tokens.json", "background.npy", "spelling.json"}


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """How to search.

    Attributes:
        top_k: hits returned.
        dense_weight: 0 = words only, 1 = meaning only. 0.7 was best on the development questions
            (eval/ablation.py prints the curve; flat from 0.6 to 0.8).
        pool: candidates taken from each signal before they are fused.
    """

    top_k: int = 10
    dense_weight: float = 0.7
    pool: int = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage found: the fused score (0–1 within one search) and the evidence behind it."""

    passage: Passage
    score: float
    cosine: float  # of the question and the nearest phrase, as the encoder gives it
    bm25: float


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The hits of one question, best first, and how well the library covers the question.

    Attributes:
        hits: best first.
        background: the question's highest cosine with everyday questions and common services
            (background.txt). What the library is about lies nearer to it than to these.
        word_share: best BM25 over the question's idf weight, about 0–2: how much of its wording
            one measure shares.
        unknown_words: the question's words that stand nowhere in the library.
    """

    hits: tuple[Hit, ...]
    background: float
    word_share: float
    unknown_words: tuple[str, ...]

    @property
    def margin(self) -> float:
        """How much nearer the question lies to the library than to the background (cosines).

        Cohort normalisation, as in speaker verification (Reynolds 1997): the absolute cosine moves
        with style, length and language, the difference much less.
        """
        return max((hit.cosine for hit in self.hits), default=0.0) - self.background


class ClauseIndex:
    """Every measure of the library, searchable by words and by meaning."""

    def __init__(
        self, passages: Sequence[Passage], lexical: LexicalIndex, vectors: Any,
        background: NDArray[np.float32], spelling: Spelling, embedder: Embedder, manifest: dict[str, Any],
    ) -> None:
        self._passages = tuple(passages)
        self._lexical = lexical
        self._vectors = vectors
        self._background = background
        self.spelling = spelling
        self._embedder = embedder
        self.manifest = manifest
        # Phrases stand in the order of their passages: passage i owns [_first[i], _first[i + 1]).
        self._first = np.cumsum([0, *(len(passage.phrases) for passage in self._passages)])
        self._owner = np.repeat(np.arange(len(self._passages)), np.diff(self._first))

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
        """Index ``policies`` under ``home`` and make it the current index."""
        import faiss

        passages = passages_of(policies)
        if not passages:
            raise IndexMissing("政策库里没有可检索的条款；请先运行 zhengce ingest（nothing to index）")
        lexical = LexicalIndex([tokens.tokenize(passage.text) for passage in passages])
        vectors = faiss.IndexFlatIP(embedder.dimension)
        phrases = [phrase for passage in passages for phrase in passage.phrases]
        for at in range(0, len(phrases), _BATCH):
            vectors.add(embedder.encode_document(phrases[at : at + _BATCH]))
            if progress:
                progress(min(at + _BATCH, len(phrases)), len(phrases))
        background = embedder.encode_document(background_sentences())
        spelling = Spelling.of(lexical.words())
        manifest = _manifest(passages, library_digest, embedder)
        _store(home, manifest, lexical, vectors, background, spelling)
        return cls(passages, lexical, vectors, background, spelling, embedder, manifest)

    @classmethod
    def load(
        cls, policies: Sequence[Policy], library_digest: str, embedder: Embedder, home: Path
    ) -> ClauseIndex:
        """Open the current index. Raises IndexMissing or IndexStale, saying which command mends it."""
        import faiss

        directory = current_directory(home)
        manifest = _read_manifest(directory)
        passages = passages_of(policies)
        problems = _misfits(manifest, _manifest(passages, library_digest, embedder))
        problems += _damaged(directory, manifest)
        if problems:
            raise IndexStale(f"索引不能使用：{'；'.join(problems)}。{_MEND}（index does not fit）")
        vectors = faiss.read_index(str(directory / "vectors.faiss"))
        words = json.loads((directory / "tokens.json").read_text(encoding="utf-8"))
        lexical = LexicalIndex.load(directory / "bm25", words)
        phrases = sum(len(passage.phrases) for passage in passages)
        if vectors.ntotal != phrases or len(words) != len(passages):
            raise IndexStale(f"索引各部分数目不一致。{_MEND}（index parts disagree）")
        background = np.load(directory / "background.npy", allow_pickle=False)
        spelling = Spelling(json.loads((directory / "spelling.json").read_text(encoding="utf-8")))
        return cls(passages, lexical, vectors, background, spelling, embedder, manifest)

    def search(
        self, question: str, options: SearchOptions = SearchOptions(), expansions: str = ""
    ) -> SearchResult:
        """The measures that best fit ``question``; ties end in the order of the documents.

        ``expansions`` are further words for lexical search only (official words for lay ones).
        """
        words = tokens.tokenize(question)
        asked = [*words, *tokens.tokenize(expansions)]
        lexical = self._lexical.scores(asked)
        # Traditional questions lie farther from Simplified passages than their own translation does.
        query = self._embedder.encode_query([to_simplified(question)])
        pool = self._pool(query, lexical, options.pool)
        cosines = self._cosines(query, pool)
        fused = weighted_sum(cosines, lexical[pool], options.dense_weight)
        order = sorted(range(len(pool)), key=lambda i: (-float(fused[i]), int(pool[i])))
        hits = tuple(
            Hit(self._passages[pool[i]], float(fused[i]), float(cosines[i]), float(lexical[pool[i]]))
            for i in order[: options.top_k]
        )
        weight = sum(self._lexical.idf(token) for token in set(asked))
        unknown = dict.fromkeys(w for w in words if not w.startswith("_") and not self._lexical.knows(w))
        return SearchResult(
            hits,
            background=float((self._background @ query[0]).max()),
            word_share=float(lexical.max()) / weight if weight else 0.0,
            unknown_words=tuple(unknown),
        )

    def _pool(
        self, query: NDArray[np.float32], lexical: NDArray[np.float32], size: int
    ) -> NDArray[np.int64]:
        """The best passages of each signal, joined, in document order."""
        _, near = self._vectors.search(query, min(size, int(self._vectors.ntotal)))
        near_passages = self._owner[near[0][near[0] >= 0]]
        matching = np.flatnonzero(lexical)
        if matching.size > size:
            matching = matching[np.argsort(-lexical[matching], kind="stable")[:size]]
        return np.union1d(near_passages, matching).astype(np.int64)

    def _cosines(self, query: NDArray[np.float32], pool: NDArray[np.int64]) -> NDArray[np.float32]:
        """For each passage of the pool, the cosine of its nearest phrase."""
        if not pool.size:
            return np.zeros(0, dtype=np.float32)
        rows = np.concatenate([np.arange(self._first[i], self._first[i + 1]) for i in pool])
        scores = self._vectors.reconstruct_batch(rows) @ query[0]
        counts = self._first[pool + 1] - self._first[pool]
        bounds = np.concatenate([[0], np.cumsum(counts)[:-1]])
        return np.maximum.reduceat(scores, bounds).astype(np.float32)


def background_sentences() -> list[str]:
    """Everyday questions and common services, one a line of background.txt."""
    lines = (Path(__file__).parent / "background.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def current_directory(home: Path) -> Path:
    """The folder of the current index. Raises IndexMissing."""
    pointer = home / "CURRENT"
    try:
        directory = home / pointer.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        raise IndexMissing("还没有索引；请先运行 zhengce ingest（no index yet）") from None
    if not directory.is_dir():
        raise IndexMissing(f"索引文件夹 {directory.name} 不见了；{_MEND}（index folder is gone）")
    return directory


def _manifest(passages: Sequence[Passage], library_digest: str, embedder: Embedder) -> dict[str, Any]:
    return {
        "format": FORMAT, "encoder": embedder.name, "weights": embedder.weights,
        "dimension": embedder.dimension, "model_digest": embedder.digest, "segmenter": tokens.NAME,
        "library_digest": library_digest, "passages_digest": digest_of(passages), "passages": len(passages),
        "background": sha256("\n".join(background_sentences()).encode()).hexdigest(),
    }


_IN_WORDS = {
    "format": "索引格式", "encoder": "向量模型", "weights": "权重类型", "dimension": "向量维数",
    "model_digest": "模型文件", "segmenter": "分词方法", "library_digest": "政策库内容",
    "passages_digest": "条款切分", "passages": "条款数", "background": "参照问题",
}


def _misfits(stored: dict[str, Any], wanted: dict[str, Any]) -> list[str]:
    """Everything in which the stored index differs from what is wanted, in words."""
    found = []
    for key, name in _IN_WORDS.items():
        if stored.get(key) != wanted[key]:
            shown = "" if key.endswith(("digest", "background")) else f"（索引为 {stored.get(key)}，现为 {wanted[key]}）"
            found.append(f"{name}不同{shown}")
    return found


def _damaged(directory: Path, manifest: dict[str, Any]) -> list[str]:
    found = []
    listed = manifest.get("files")
    if not isinstance(listed, dict) or not set(listed) >= _PARTS:
        return ["说明文件不完整"]
    for name, digest in sorted(listed.items()):
        path = directory / name
        if not path.is_file():
            found.append(f"缺少文件 {name}")
        elif _digest(path) != digest:
            found.append(f"文件 {name} 已损坏")
    return found


def _read_manifest(directory: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise IndexStale(f"索引的说明文件 manifest.json 缺失或损坏。{_MEND}（manifest unreadable）") from None
    if not isinstance(manifest, dict):
        raise IndexStale(f"索引的说明文件 manifest.json 已损坏。{_MEND}（manifest unreadable）")
    return manifest


def _store(
    home: Path, manifest: dict[str, Any], lexical: LexicalIndex, vectors: Any, background: NDArray[np.float32],
    spelling: Spelling,
) -> None:
    import faiss

    home.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".building-", dir=home))
    try:
        try:
            faiss.write_index(vectors, str(aside / "vectors.faiss"))
        except RuntimeError:  # faiss's word for a full disk
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(home)) from None
        np.save(aside / "background.npy", background, allow_pickle=False)
        (aside / "spelling.json").write_text(json.dumps(spelling.to_json(), ensure_ascii=False), encoding="utf-8")
        lexical.save(aside / "bm25")
        (aside / "tokens.json").write_text(lexical.tokens_json(), encoding="utf-8")
        files = {
            path.relative_to(aside).as_posix(): _digest(path) for path in sorted(aside.rglob("*")) if path.is_file()
        }
        manifest["files"] = files
        written = json.dumps(manifest, ensure_ascii=False, indent=1)
        (aside / "manifest.json").write_text(written, encoding="utf-8")
        # The random ending keeps a rebuild of the same documents from touching the one in use.
        name = f"snapshot-{sha256(written.encode()).hexdigest()[:8]}-{aside.name[-8:]}"
        os.replace(aside, home / name)
        pointer = home / ".CURRENT"
        with pointer.open("w", encoding="utf-8") as out:
            out.write(name + "\n")
            out.flush()
            os.fsync(out.fileno())
        os.replace(pointer, home / "CURRENT")
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    for old in home.glob("snapshot-*"):  # nothing else in this folder is ours to remove
        if old.is_dir() and old.name != name:
            shutil.rmtree(old, ignore_errors=True)


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
