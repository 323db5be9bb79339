"""Reading (读取): from a file to text and sure structure, or one clear reason why not.

The bytes decide what a file is, its name only between kinds of text.
"""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

from corpus.errors import UnreadableDocument
from corpus.reading.document import Content, RawDocument
from corpus.reading.plain import decode

__all__ = ["SUFFIXES", "RawDocument", "read_document"]

SUFFIXES = (
    ".txt", ".md", ".html", ".htm", ".json", ".docx", ".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp",
)
_LARGEST = 50_000_000  # bytes; a scanned notice of sixty pages is under 30 MB
_LARGEST_TEXT = 20_000_000  # bytes; the longest real policy seen is under 1 MB
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_MAYBE_IMAGES = (b"BM", b"RIFF")  # a text may begin so too, but holds no NUL
_REFUSED = {
    b"\xd0\xcf\x11\xe0": "是旧版 Office 文件（.doc/.xls/.wps），不能直接读取；请另存为 .docx（old Office format）",
    b"Rar!": "是压缩包；请解压后再收录（an archive）", b"7z\xbc\xaf": "是压缩包；请解压后再收录（an archive）",
    b"\x1f\x8b": "是压缩包；请解压后再收录（an archive）", b"%OFD": "是 OFD 版式文件，暂不能读取；请另存为 PDF（OFD not read）",
    b"{\\rtf": "是 RTF 文件，不能直接读取；请另存为 .docx（RTF not read）",
}


def read_document(path: Path) -> RawDocument:
    """Read one policy file: text, page, Word, PDF, picture or JSON.

    Raises:
        UnreadableDocument: missing, empty, too large, encrypted, damaged, or without text; says which.
    """
    name = path.name.encode("utf-8", "replace").decode("utf-8")  # a name that is not UTF-8 shows ?
    data = _bytes_of(path, name)
    try:
        content = _content(data, path.suffix.lower())
    except UnreadableDocument as error:
        raise UnreadableDocument(f"{name} {error}") from None
    if not content.text.strip("\ufeff\u200b \t\r\n\u3000"):
        raise UnreadableDocument(f"{name} 里没有文字（no text）")
    return RawDocument(
        name, content.text, sha256(data).hexdigest(), content.kind, content.pages, content.tables, content.headings
    )


def _bytes_of(path: Path, name: str) -> bytes:
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
    return data


def _content(data: bytes, suffix: str) -> Content:
    for magic, reason in _REFUSED.items():
        if data.startswith(magic):
            raise UnreadableDocument(reason)
    kind = _kind_of(data)
    if kind:
        from corpus.reading.confined import read_confined

        return read_confined(kind, data)
    if len(data) > _LARGEST_TEXT:
        raise UnreadableDocument(f"有 {len(data):,} 字节，超过文本上限 {_LARGEST_TEXT:,} 字节；请拆分（too large）")
    text, encoding = decode(data)
    if suffix == ".json" and re.match(r"\s*[\[{]", text):
        from corpus.reading.json_text import read_json

        return read_json(text)
    if suffix in (".html", ".htm") or (suffix != ".md" and re.match(r"\s*(?:<!doctype html|<html)", text[:200], re.I)):
        from corpus.reading.html import read_html

        return read_html(text)
    if suffix in (".md", ".markdown"):
        from corpus.reading.markdown import read_markdown

        return read_markdown(text)
    return Content(text, encoding)


def _kind_of(data: bytes) -> str:
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    if data.startswith(_IMAGES) or (data.startswith(_MAYBE_IMAGES) and b"\x00" in data[:64]):
        return "image"
    return ""
