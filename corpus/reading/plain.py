"""Plain text (纯文本): any Chinese encoding, told by what it decodes to."""

from __future__ import annotations

import re

from corpus.errors import UnreadableDocument

# A file that is valid UTF-8 is UTF-8. GB18030 and Big5 accept nearly anything, each other's files
# too, so between those two the better Chinese decides.
_LEGACY = ("gb18030", "big5")
_SAMPLE = 400  # characters that judge a decoding
_TEXT = re.compile(r"[\s!-~\u00a0-\u024f\u2000-\u206f\u2460-\u24ff\u25a0-\u25ff\u3000-\u303f\u3105-\u312f\u3400-\u9fff\ue000-\uf8ff\uff00-\uffef]")
_LEAST_TEXT = 0.8  # share of characters that a document in Chinese or English is made of
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)


def decode(data: bytes) -> tuple[str, str]:
    """The text and its encoding. Raises UnreadableDocument for what is no text."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        candidates: tuple[str, ...] = ("utf-16",)
    elif b"\x00" in data:
        raise UnreadableDocument("含有二进制内容，不是文本文件；请另存为 UTF-8 纯文本（binary）")
    else:
        candidates = ("utf-8-sig",)
    readings = _readings(data, candidates) or _readings(data, _LEGACY) or _mostly(data)
    if not readings:
        raise UnreadableDocument("无法按 UTF-8、GB18030 或 Big5 解码；请另存为 UTF-8（undecodable）")
    text, encoding = max(readings, key=lambda reading: _quality(reading[0])) if len(readings) > 1 else readings[0]
    if len(_TEXT.findall(text)) < _LEAST_TEXT * len(text) or _controls(text) * 100 > len(text):
        raise UnreadableDocument("的内容不像中文或英文文本，可能是二进制文件；请另存为 UTF-8 纯文本（not text）")
    return text, encoding


def _readings(data: bytes, encodings: tuple[str, ...]) -> list[tuple[str, str]]:
    found = []
    for encoding in encodings:
        try:
            found.append((data.decode(encoding), encoding))
        except UnicodeDecodeError:
            continue
    return found


def _mostly(data: bytes) -> list[tuple[str, str]]:
    """A web page in the encoding it declares, with the odd byte that does not belong to it."""
    declared = _DECLARED.search(data[:4096])
    if declared is None:
        return []
    name = declared.group(1).decode("ascii", "replace").lower()
    name = "gb18030" if name in ("gb2312", "gbk", "gb18030") else name
    try:
        text = data.decode(name, "replace")
    except LookupError:
        return []
    return [(text, name)] if text.count("\ufffd") * 200 < len(text) else []


def _quality(text: str) -> float:
    """How well the first Chinese characters read, per character."""
    from corpus.repair.language import bare, naturalness

    sample = bare("".join(re.findall(r"[\u3400-\u9fff，。、；：]", text))[:_SAMPLE])
    return naturalness(sample) / len(sample) if sample else float("-inf")


def _controls(text: str) -> int:
    return sum(1 for c in text if c < " " and c not in "\t\r\n\f\v")
