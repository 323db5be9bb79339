"""The tokenizer: a vocabulary cut to what a Chinese text can meet, and the package's own normalisation.

Of 250,002 pieces **every** piece made only of the characters in ``_ALPHABET`` is kept, and every piece of one
character. The first half makes it lossless on Chinese and ASCII text by construction (no piece that could
ever win there is gone); the second keeps emoji, accented or Cyrillic letters readable one by one, although
their words are gone.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.e5.packed import SPECIALS

if TYPE_CHECKING:
    from tokenizers import Tokenizer

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
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=SPECIALS.index("<unk>"), byte_fallback=False))
    # Precompiled rewrites code point by code point, as the table is meant; NFKC would be close, but it also
    # composes neighbours and turns ～ into ~.
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Precompiled(precompiled_charsmap(rewrites)), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.add_special_tokens([AddedToken(name, special=True, normalized=False) for name in SPECIALS])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", SPECIALS.index("<s>")), ("</s>", SPECIALS.index("</s>"))],
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
