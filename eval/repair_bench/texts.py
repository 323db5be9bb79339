"""The clean texts that damage is made on."""

from __future__ import annotations

import random
import re
import unicodedata

from eval.damage import paragraphs
from eval.texts import CleanText, is_held_out, policies, statutes

LENGTH = 3000  # characters of each text: enough for its header, its clauses and their style
TEXTS = 300


def _fit(text: str) -> bool:
    """True for a text that is clean enough to be a truth.

    Not fit: Traditional documents, pages with their menus, tables of short lines, lines that hold a
    whole document, texts with characters that are themselves marks of damage, and texts with damage of
    their own, for to repair that is no false alarm: ASCII stops between Chinese characters, brackets of
    two widths, spaces in the middle of long lines.
    """
    from opencc import OpenCC

    lines = text.split("\n")
    odd = any(unicodedata.category(c) in ("Co", "Cf", "Cc", "Cn", "Cs") and c != "\n" for c in text)
    short = sum(len(line) < 12 and not re.match(r"第|[一二三四五六七八九十]+、|（", line) for line in lines)
    if odd or len(text) < 600 or max(map(len, lines)) > 1200 or short > 0.3 * len(lines):
        return False
    if re.search(r"[?&\\*\ufffd]|\(cid", text):
        return False
    if re.search(r"[\u4e00-\u9fff][,;:!?][\u4e00-\u9fff]|（[^（）]*\)|\([^()]*）", text) or {"(", "（"} <= set(text):
        return False
    if any(len(line) > 40 and re.search(r"[\u4e00-\u9fff] +[\u4e00-\u9fff]", line[12:]) for line in lines):
        return False
    return sum(a != b for a, b in zip(text, str(OpenCC("t2s").convert(text)), strict=False)) <= 3


def held_out_texts(number: int = TEXTS, length: int = LENGTH) -> list[CleanText]:
    """At most ``number`` held-out texts, policies first, cut at the last line end within ``length``.

    Marks of Markdown are taken off, zero-width characters of the collection too; its odd spaces become
    plain ones.
    """
    chosen: list[CleanText] = []
    candidates = [text for text in statutes() if is_held_out(text.name)]
    random.Random("texts").shuffle(candidates)
    for text in [*(text for text in policies() if is_held_out(text.name)), *candidates]:
        # Some policies were saved with their newlines gone; the indents still tell the paragraphs.
        plain = re.sub("\u3000{2,}", "\n", re.sub("[\t\u00a0\u2000-\u200a]", " ", text.text).replace("\u200b", ""))
        plain = paragraphs(plain)
        if len(plain) > length:
            plain = plain[: max(plain.rfind("\n", 0, length), 0)]
        if _fit(plain):
            chosen.append(CleanText(text.name, text.kind, plain))
        if len(chosen) == number:
            break
    return chosen
