"""Reading (读取): from a file to text, or one clear reason why not."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from corpus.errors import UnreadableDocument

SUFFIXES = (".txt", ".md")
_LARGEST = 20_000_000  # bytes; the longest real policy seen is under 1 MB
# In this order: a file that is valid UTF-8 is UTF-8; GB18030 accepts nearly anything, so it is last
# but for Big5, which needs language evidence and is tried only where GB18030 reads badly.
_ENCODINGS = ("utf-8-sig", "gb18030", "big5")
_MAGIC = {b"%PDF": "PDF", b"PK\x03\x04": "Word/压缩包", b"\xd0\xcf\x11\xe0": "Word 97-2003", b"\x89PNG": "图片",
          b"\xff\xd8\xff": "图片"}


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A file as it came: its name, its text before any repair, and the digest of its bytes."""

    source: str
    text: str
    digest: str
    encoding: str


def read_document(path: Path) -> RawDocument:
    """Read one policy file.

    Raises:
        UnreadableDocument: missing, empty, too large, binary, undecodable, or not a text file.
    """
    name = path.name
    try:
        if path.is_dir():
            raise UnreadableDocument(f"{path} 是文件夹，不是文件；请指定文件（a folder, not a file）")
        size = path.stat().st_size
        if size > _LARGEST:
            raise UnreadableDocument(f"{name} 有 {size:,} 字节，超过上限 {_LARGEST:,} 字节；请拆分（too large）")
        data = path.read_bytes()
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
        try:
            return data.decode("utf-16"), "utf-16"
        except UnicodeDecodeError:
            pass
    if b"\x00" in data:
        raise UnreadableDocument(f"{name} 含有二进制内容，不是文本文件；请另存为 UTF-8 纯文本（binary）")
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        controls = sum(1 for c in text if c < " " and c not in "\t\r\n\f\v")
        if controls * 100 > len(text):
            raise UnreadableDocument(f"{name} 含有大量控制字符，不是文本文件（binary）")
        return text, encoding
    raise UnreadableDocument(f"{name} 无法按 UTF-8、GB18030 或 Big5 解码；请另存为 UTF-8（undecodable）")
