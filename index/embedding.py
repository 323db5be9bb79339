"""Text to unit vectors: the seam between the search index and whatever model computes them.

Three embedders stand behind one protocol. ``OnnxEmbedder`` answers people (int8, neither torch nor
transformers is imported), ``SentenceTransformerEmbedder`` takes any local sentence-transformers model,
``HashingEmbedder`` is a pure function of the text, for tests. ``open_embedder`` picks one.

Importing this module costs numpy only; an engine is imported when the first text is encoded.

One rule holds for all three: a row has length 1, **or is all zeros when the text has nothing to read**
(empty, white space, control and zero-width characters, NUL, lone surrogates). An encoder given only its
prefix still returns a respectable vector that lies near *something*; zeros have an inner product of 0 with
every passage, so an empty question finds nothing and an empty passage is never found.
"""

from __future__ import annotations

import re
import threading
import zlib
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from corpus.errors import BadInput, ModelUnavailable
from index.model_files import (
    MEND,
    ONNX_FILE,
    TOKENIZER_FILE,
    digest_of,
    read_json,
    read_passport,
    weight_files,
)
from index.readable import readable

if TYPE_CHECKING:
    import onnxruntime
    import tokenizers
    from sentence_transformers import SentenceTransformer

Side = Literal["query", "document"]

BACKENDS = ("auto", "onnx", "sentence-transformers")
HASH_MODEL = "hash"

# Where a model names no limit of its own.
_DEFAULT_MAX_TOKENS = 512
_KEPT = 4  # texts whose tokens are kept: the parts of a question are asked for right after it
# The longest piece of the XLM-R vocabulary has 16 characters: with this many characters per token, what is
# cut off lies behind the token limit anyway, and 100 kB of text costs no more than a page.
_CHARS_PER_TOKEN = 16
_INSTALL = "请先运行 make setup 或 python -m index.e5_setup (run one of these first)"


class Embedder(Protocol):
    """Turns text into unit vectors.

    The four properties go into the index manifest: a vector fits no other encoder.
    """

    @property
    def name(self) -> str:
        """The model, e.g. ``"multilingual-e5-small"``."""

    @property
    def weights(self) -> str:
        """The weight type: ``"onnx-int8"``, ``"fp32"`` or ``"hash"``. The same model differs between them."""

    @property
    def dimension(self) -> int:
        """Numbers per vector."""

    @property
    def digest(self) -> str:
        """What identifies the exact weights: 64 hex digits, or ``""`` where there is no file."""

    def encode_query(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Questions: shape (len(texts), dimension); rows of length 1, or zeros where nothing is to be read.

        Raises ModelUnavailable when the model cannot be loaded (at the first call); never because of a text.
        """

    def encode_part(self, text: str, part: str) -> NDArray[np.float32]:
        """A stretch of a question as it stands there, shape (dimension,); one that does not stand in ``text``, or whose context an
        encoder cannot use, as a question of its own. Errors as ``encode_query``."""

    def encode_document(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Passages: the same shape, rule and errors as ``encode_query``."""


def _checked(texts: Sequence[str]) -> Sequence[str]:
    if isinstance(texts, str):  # a str is a Sequence[str] too: it would come out as one row per character
        raise TypeError("encode takes a list of texts, not one text")
    return texts


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """The vector at length 1; zeros when it has no direction (zero, infinite or not a number)."""
    length = float(np.linalg.norm(vector.astype(np.float64)))
    if not np.isfinite(length) or length == 0.0:
        return np.zeros_like(vector)
    return (vector / length).astype(np.float32)


# --- the three embedders ----------------------------------------


class HashingEmbedder:
    """Character bigrams hashed into buckets: no model, no file, the same on every machine.

    Close texts share bigrams, so a test can ask whether the *right* clause wins. It knows no synonyms.
    """

    def __init__(self, dimension: int = 256) -> None:
        if dimension < 1:
            raise BadInput(f"维数至少为 1 (dimension must be at least 1): {dimension}")
        self._dimension = dimension

    @property
    def name(self) -> str:
        return HASH_MODEL

    @property
    def weights(self) -> str:
        return "hash"

    @property
    def dimension(self) -> int:
        return self._dimension

    @property
    def digest(self) -> str:
        return ""

    def encode_query(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Shape (len(texts), dimension); rows of length 1, or zeros where there is nothing to read."""
        return self._encode(texts)

    def encode_part(self, text: str, part: str) -> NDArray[np.float32]:
        """The part as a question of its own, shape (dimension,)."""
        return cast(NDArray[np.float32], self.encode_query([part])[0])

    def encode_document(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same function as ``encode_query``."""
        return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(_checked(texts)), self._dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            chars = re.sub(r"\s", "", readable(text, _DEFAULT_MAX_TOKENS * _CHARS_PER_TOKEN)).casefold()
            # A text of one character has no bigram; it is then its own.
            for start in range(max(len(chars) - 1, min(len(chars), 1))):
                # crc32, not hash(): Python salts hash() anew in every process. Counts only, no signs: two
                # bigrams in one bucket must not cancel out, or a text could end as zeros.
                row[zlib.crc32(chars[start : start + 2].encode()) % self._dimension] += 1.0
            row[:] = _unit(row)
        return rows


@dataclass(frozen=True, slots=True)
class _Read:
    """A text as the model read it: ``hidden`` of shape (tokens, dimension), and where each token stands."""

    text: str
    hidden: NDArray[np.float32]
    offsets: Sequence[tuple[int, int]]


class OnnxEmbedder:
    """The int8 model under onnxruntime: milliseconds per question, and no torch in the process.

    Reads a sentence-transformers directory with ``onnx/model_int8.onnx`` and a fast ``tokenizer.json``;
    prefixes come from its ``config_sentence_transformers.json``. Safe to share between threads.

    Raises ModelUnavailable when a file is missing or damaged, or the directory pools otherwise than by the
    mean.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._read_last: deque[_Read] = deque(maxlen=_KEPT)
        self._passport = read_passport(directory)
        for name in (ONNX_FILE, TOKENIZER_FILE):
            if not (directory / name).is_file():
                raise ModelUnavailable(f"模型目录 {directory} 缺少 {name} (missing)；{_INSTALL}")
        if self._passport is not None:
            self._max_tokens, self._dimension = self._passport.max_tokens, self._passport.dimension
        else:
            config = read_json(directory / "config.json")
            self._max_tokens = int(config.get("max_position_embeddings") or _DEFAULT_MAX_TOKENS)
            self._dimension = int(config.get("hidden_size") or 0)
        pooling = read_json(directory / "1_Pooling" / "config.json")
        if not (pooling.get("pooling_mode") == "mean" or pooling.get("pooling_mode_mean_tokens") is True):
            raise ModelUnavailable(
                f"模型 {directory} 不是均值池化，ONNX 方式不支持，请改用 sentence-transformers "
                "(not mean pooling: set the backend to sentence-transformers)"
            )
        prompts = read_json(directory / "config_sentence_transformers.json").get("prompts") or {}
        self._prefix: dict[Side, str] = {
            "query": prompts.get("query", ""),
            "document": prompts.get("document", prompts.get("passage", "")),
        }
        self._lock = threading.Lock()
        self._engine: tuple[tokenizers.Tokenizer, onnxruntime.InferenceSession] | None = None

    @property
    def name(self) -> str:
        return self._passport.name if self._passport else self._directory.resolve().name

    @property
    def weights(self) -> str:
        return "onnx-int8"

    @property
    def dimension(self) -> int:
        return self._dimension

    @cached_property
    def digest(self) -> str:
        """The model's and the tokenizer's digest in one: a changed vocabulary changes vectors too."""
        return digest_of(self._directory, (ONNX_FILE, TOKENIZER_FILE), self._passport)

    def encode_query(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Shape (len(texts), dimension); rows of length 1, or zeros where there is nothing to read.

        Text behind the token limit is not seen. Raises ModelUnavailable when the model does not load.
        """
        return self._encode(texts, "query")

    def encode_part(self, text: str, part: str) -> NDArray[np.float32]:
        """The mean over the part's tokens of what the whole question was encoded as (late chunking, Günther et al. 2024):
        each token has read the rest of the question, and nothing is encoded again."""
        clean = readable(text, self._max_tokens * _CHARS_PER_TOKEN)
        at = clean.find(part) if part else -1
        first = len(self._prefix["query"]) + at
        whole = self._prefix["query"] + clean
        if at >= 0:
            read = next((read for read in tuple(self._read_last) if read.text == whole), None) or self._read(whole)
            inside = [start < first + len(part) and end > first and start < end for start, end in read.offsets]
            if any(inside):
                return _unit(read.hidden[np.array(inside)].mean(axis=0))
        return cast(NDArray[np.float32], self.encode_query([part])[0])

    def encode_document(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As ``encode_query``, with the prefix for passages."""
        return self._encode(texts, "document")

    def _encode(self, texts: Sequence[str], side: Side) -> NDArray[np.float32]:
        rows = np.zeros((len(_checked(texts)), self._dimension), dtype=np.float32)
        limit = self._max_tokens * _CHARS_PER_TOKEN
        # One text per run, on purpose. Dynamic quantisation takes one scale from the whole input, so beside
        # other texts the same text gets another vector (cosine 0.996): an index would depend on what was
        # ingested together. Measured on one thread, batches of 32 save 30 % at 16 tokens, nothing from 64
        # on, and cost padding and memory (1.2 GB against 0.3).
        for row, text in zip(rows, texts, strict=True):
            clean = readable(text, limit)
            if clean:
                row[:] = self._one(self._prefix[side] + clean)
        return rows

    def _one(self, text: str) -> NDArray[np.float32]:
        # Nothing is padded, so the mean over the mask is the mean over all tokens.
        return _unit(self._read(text).hidden.mean(axis=0))

    def _read(self, text: str) -> _Read:
        tokenizer, session = self._loaded()
        # encode, not encode_batch: the latter starts a thread pool, which a fork would inherit dead.
        encoding = tokenizer.encode(text)
        ids = np.array([encoding.ids], dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        wanted = {node.name for node in session.get_inputs()}
        hidden = session.run(None, {name: value for name, value in feed.items() if name in wanted})[0]
        read = _Read(text, cast(NDArray[np.float32], hidden)[0], encoding.offsets)
        self._read_last.append(read)
        return read

    def _loaded(self) -> tuple[tokenizers.Tokenizer, onnxruntime.InferenceSession]:
        with self._lock:
            if self._engine is None:
                _ = self.digest  # a truncated file is named here, before the engine stumbles over it
                self._engine = self._load()
            return self._engine

    def _load(self) -> tuple[tokenizers.Tokenizer, onnxruntime.InferenceSession]:
        try:
            import onnxruntime
            import tokenizers

            tokenizer = tokenizers.Tokenizer.from_file(str(self._directory / TOKENIZER_FILE))
            tokenizer.no_padding()
            tokenizer.enable_truncation(self._max_tokens)
            options = onnxruntime.SessionOptions()
            # More threads spin while they wait: 3 to 80 times slower on a busy machine with two cores.
            options.intra_op_num_threads = 1
            options.inter_op_num_threads = 1
            options.log_severity_level = 3
            session = onnxruntime.InferenceSession(
                str(self._directory / ONNX_FILE), options, providers=["CPUExecutionProvider"]
            )
            # A number where the export fixed it, a name where it did not.
            width = session.get_outputs()[0].shape[-1]
        except ImportError as error:
            raise ModelUnavailable(
                f"缺少 {error.name}，无法运行 ONNX 模型，请运行 make setup ({error.name} is not installed)"
            ) from error
        except Exception as error:  # both libraries have classes of their own, or bare ones, for a bad file
            raise ModelUnavailable(
                f"模型 {self._directory} 无法加载 (cannot be loaded: {type(error).__name__})；{MEND}"
            ) from error
        if isinstance(width, int) and width != self._dimension:
            raise ModelUnavailable(
                f"模型 {self._directory} 输出 {width} 维，应为 {self._dimension} 维 (wrong width)；{MEND}"
            )
        return tokenizer, session


class SentenceTransformerEmbedder:
    """Any sentence-transformers model that is already on this machine, in fp32 on the CPU.

    ``name_or_path`` is a directory or a name in the local Hugging Face cache; nothing is downloaded and no
    code from the directory is run. The model is loaded when first needed (seconds: torch comes with it).

    Raises ModelUnavailable when there is no such model here.
    """

    def __init__(self, name_or_path: str) -> None:
        self._name = name_or_path
        self._directory = _local_directory(name_or_path)
        self._passport = read_passport(self._directory)
        self._lock = threading.Lock()
        self._model: SentenceTransformer | None = None

    @property
    def name(self) -> str:
        if self._passport:
            return self._passport.name
        return self._directory.resolve().name if Path(self._name).is_dir() else self._name

    @property
    def weights(self) -> str:
        return "fp32"

    @cached_property
    def dimension(self) -> int:
        """From the passport; a model without one is loaded and asked. Raises ModelUnavailable."""
        if self._passport:
            return self._passport.dimension
        return int(self._loaded().get_embedding_dimension() or 0)

    @cached_property
    def digest(self) -> str:
        """Over weights and tokenizer; without a passport the files are read once (1 s per gigabyte)."""
        return digest_of(self._directory, weight_files(self._directory), self._passport)

    def encode_query(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Shape (len(texts), dimension); rows of length 1, or zeros where there is nothing to read.

        Raises ModelUnavailable when the model does not load.
        """
        return self._encode(texts, "query")

    def encode_part(self, text: str, part: str) -> NDArray[np.float32]:
        """The part as a question of its own, shape (dimension,)."""
        return cast(NDArray[np.float32], self.encode_query([part])[0])

    def encode_document(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As ``encode_query``, with the model's prompt for passages."""
        return self._encode(texts, "document")

    def _encode(self, texts: Sequence[str], side: Side) -> NDArray[np.float32]:
        if not _checked(texts):
            return np.zeros((0, self.dimension), dtype=np.float32)
        model = self._loaded()
        limit = int(model.get_max_seq_length() or _DEFAULT_MAX_TOKENS) * _CHARS_PER_TOKEN
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        clean = {at: text for at, text in enumerate(readable(text, limit) for text in texts) if text}
        if clean:
            encode = model.encode_query if side == "query" else model.encode_document
            # Sorts by length and batches by itself.
            found = encode(list(clean.values()), convert_to_numpy=True, show_progress_bar=False)
            for at, vector in zip(clean, cast(NDArray[np.float32], found), strict=True):
                rows[at] = _unit(vector)
        return rows

    def _loaded(self) -> SentenceTransformer:
        with self._lock:
            if self._model is None:
                self._model = self._load()
            return self._model

    def _load(self) -> SentenceTransformer:
        try:
            from sentence_transformers import SentenceTransformer

            # float32 said aloud: transformers 5 otherwise follows the checkpoint, and half precision on a
            # CPU is slow and not what `weights` tells the manifest.
            return SentenceTransformer(
                str(self._directory),
                device="cpu",
                local_files_only=True,
                trust_remote_code=False,
                model_kwargs={"dtype": "float32"},
            )
        except ImportError as error:
            raise ModelUnavailable(
                "缺少 sentence-transformers，请运行 make setup (sentence-transformers is not installed)"
            ) from error
        except Exception as error:  # OSError, ValueError, SafetensorError: whatever is wrong there
            raise ModelUnavailable(
                f"模型 {self._name} 无法加载，不是完整的 sentence-transformers 目录 "
                f"(cannot be loaded: {type(error).__name__})"
            ) from error


def open_embedder(model: str, models_dir: Path, backend: str = "auto") -> Embedder:
    """The embedder a setting asks for; cheap, since weights are read at the first text.

    ``model``: ``"hash"``, a directory, a name under ``models_dir``, or (not for ONNX) a name in the local
    Hugging Face cache. ``backend``: ``"onnx"``, ``"sentence-transformers"``, or ``"auto"``, which takes
    ONNX int8 when the directory has it.

    Raises BadInput for an unknown backend or an empty name, ModelUnavailable when the model is not here.
    """
    if backend not in BACKENDS:
        raise BadInput(
            f"未知的向量模型运行方式 (unknown embedding backend) {backend!r}；"
            f"可选 (one of) {'、'.join(BACKENDS)}"
        )
    if not model.strip():
        raise BadInput("未指定向量模型 (no embedding model named)")
    if model == HASH_MODEL:
        return HashingEmbedder()
    inside = models_dir / model
    directory = inside if inside.is_dir() else Path(model)
    if backend == "onnx" or (backend == "auto" and (directory / ONNX_FILE).is_file()):
        if not directory.is_dir():
            raise _no_model(model, models_dir)
        return OnnxEmbedder(directory)
    try:
        return SentenceTransformerEmbedder(str(directory) if directory.is_dir() else model)
    except ModelUnavailable as error:
        if directory.is_dir():
            raise
        raise _no_model(model, models_dir) from error


# --- helpers ----------------------------------------


def _no_model(model: str, models_dir: Path) -> ModelUnavailable:
    return ModelUnavailable(f"在 {models_dir} 中没有向量模型 {model} (no such embedding model)；{_INSTALL}")


def _local_directory(name_or_path: str) -> Path:
    """Where a model lies on this machine; a bare name is looked up in the Hugging Face cache, offline.

    Raises ModelUnavailable.
    """
    path = Path(name_or_path)
    if path.is_dir():
        return path
    try:
        from huggingface_hub import snapshot_download

        # sentence-transformers' own models go by their bare name.
        repository = name_or_path if "/" in name_or_path else f"sentence-transformers/{name_or_path}"
        return Path(snapshot_download(repository, local_files_only=True))
    except Exception as error:  # not cached, or not a legal name: either way it is not here
        raise ModelUnavailable(
            f"本机没有向量模型 {name_or_path}，也不会联网下载；请给出模型目录 "
            "(this embedding model is not on this machine and nothing is downloaded: name a directory)"
        ) from error
