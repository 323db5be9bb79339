"""Reading (读取): from a file to text, or one clear reason why not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from corpus.errors import UnreadableDocument
from corpus.policy import Heading, Table

SUFFIXES = (".txt", ".md")
_LARGEST = 20_000_000  # bytes; the longest real policy seen is under 1 MB
# A file that is valid UTF-8 is UTF-8. GB18030 and Big5 accept nearly anything, each other's files
# too, so between those two the better Chinese decides.
_LEGACY = ("gb18030", "big5")
_SAMPLE = 400  # characters that judge a decoding
_TEXT = re.compile(r"[\s!-~\u00a0-\u024f\u2000-\u206f\u2460-\u24ff\u25a0-\u25ff\u3000-\u303f\u3105-\u312f\u3400-\u9fff\ue000-\uf8ff\uff00-\uffef]")
_LEAST_TEXT = 0.8  # share of characters that a document in Chinese or English is made of
_MAGIC = {b"%PDF": "PDF", b"PK\x03\x04": "Word/压缩包", b"\xd0\xcf\x11\xe0": "Word 97-2003", b"\x89PNG": "图片",
          b"\xff\xd8\xff": "图片"}


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A file as it came: its text before any repair, and the structure that the file itself is sure of.

    Attributes:
        source: file name. digest: SHA-256 of its bytes. encoding: of a text file, else the kind of file.
        text: its text, before any repair.
        pages: where each page begins in the text; empty where the file has no pages.
        tables: its tables, spans in ``text``. headings: what the file marks as headings, spans in ``text``.
    """

    source: str
    text: str
    digest: str
    encoding: str
    pages: tuple[int, ...] = ()
    tables: tuple[Table, ...] = ()
    headings: tuple[Heading, ...] = ()


def read_document(path: Path) -> RawDocument:
    """Read one policy file.

    Raises:
        UnreadableDocument: missing, empty, too large, binary, undecodable, or not a text file.
    """
    name = path.name.encode("utf-8", "replace").decode("utf-8")  # a name that is not UTF-8 shows ?
    try:
        if path.is_dir():
            raise UnreadableDocument(f"{path} 是文件夹，不是文件；请指定文件（a folder, not a file）")
        if path.exists() and not path.is_file():
            raise UnreadableDocument(f"{path} 不是普通文件；请指定文本文件（not a regular file）")
        size = path.stat().st_size
        if size > _LARGEST:
            raise UnreadableDocument(f"{name} 有 {size:,} 字节，超过上限 {_LARGEST:,} 字节；请拆分（too large）")
        data = path.read_bytes()
    except ValueError:  # a NUL in the path
        raise UnreadableDocument(f"文件名无效：{str(path)!r}（bad file name）") from None
    except FileNotFoundError:
        raise UnreadableDocument(f"找不到文件 {path}；请检查路径（no such file）") from None
    except OSError as error:
        raise UnreadableDocument(f"无法读取 {path}：{error.strerror}（cannot be read）") from None
    if not data.strip():
        raise UnreadableDocument(f"{name} 是空文件，没有可读的文字（empty file）")
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise UnreadableDocument(f"{name} 是{kind}文件，暂不能直接读取；请另存为 UTF-8 纯文本 .txt（{kind} not read yet）")
    text, encoding = _decode(data, name)
    if not text.strip("\ufeff\u200b \t\r\n\u3000"):
        raise UnreadableDocument(f"{name} 里没有文字（no text）")
    return RawDocument(name, text, sha256(data).hexdigest(), encoding)


def _decode(data: bytes, name: str) -> tuple[str, str]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        candidates: tuple[str, ...] = ("utf-16",)
    elif b"\x00" in data:
        raise UnreadableDocument(f"{name} 含有二进制内容，不是文本文件；请另存为 UTF-8 纯文本（binary）")
    else:
        candidates = ("utf-8-sig",)
    readings = _readings(data, candidates) or _readings(data, _LEGACY)
    if not readings:
        raise UnreadableDocument(f"{name} 无法按 UTF-8、GB18030 或 Big5 解码；请另存为 UTF-8（undecodable）")
    text, encoding = max(readings, key=lambda reading: _quality(reading[0])) if len(readings) > 1 else readings[0]
    if len(_TEXT.findall(text)) < _LEAST_TEXT * len(text) or _controls(text) * 100 > len(text):
        raise UnreadableDocument(f"{name} 的内容不像中文或英文文本，可能是二进制文件；请另存为 UTF-8 纯文本（not text）")
    return text, encoding


def _readings(data: bytes, encodings: tuple[str, ...]) -> list[tuple[str, str]]:
    found = []
    for encoding in encodings:
        try:
            found.append((data.decode(encoding), encoding))
        except UnicodeDecodeError:
            continue
    return found


def _quality(text: str) -> float:
    """How well the first Chinese characters read, per character."""
    from corpus.repair.language import bare, naturalness

    sample = bare("".join(re.findall(r"[\u3400-\u9fff，。、；：]", text))[:_SAMPLE])
    return naturalness(sample) / len(sample) if sample else float("-inf")


def _controls(text: str) -> int:
    return sum(1 for c in text if c < " " and c not in "\t\r\n\f\v")
