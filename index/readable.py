"""What of a text is worth encoding, before any tokenizer sees it (可读的文字)."""

from __future__ import annotations

import unicodedata

# NUL ends the text in C code; U+FFFD stands for what could not be decoded; U+2581 is SentencePiece's own
# mark for a space. The model's normaliser makes a space of the last two as well; here a text of nothing
# else counts as empty.
_NOT_TEXT: dict[int, str | None] = {0x0000: None, 0xFFFD: " ", 0x2581: " "}


def readable(text: str, limit: int) -> str:
    r"""What is worth encoding of a text: at most ``limit`` characters, or ``""`` when there is nothing to
    read.

    Surrogate pairs are joined and lone ones dropped (Rust refuses both), NUL goes, white space collapses as
    the model's own normaliser would collapse it. No other character is touched: folding is the tokenizer's
    business.

    >>> readable("  轨道\x00交通\ud800 站点\n", 100)
    '轨道交通 站点'
    >>> readable("\ud83d\ude00", 100), readable("\u200b\ufeff \ud800", 100)
    ('😀', '')
    """
    # Stripping first lets a text that opens with a screen of blanks keep its words; the generous cut then
    # bounds the work below, which walks every character.
    head = text.lstrip()[: 4 * limit]
    try:
        head.encode()
    except UnicodeEncodeError:
        head = head.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    head = " ".join(head.translate(_NOT_TEXT).split())[:limit]
    # Letters, marks, numbers, punctuation, symbols: anything but separators and "other" (controls,
    # zero-width, private use, unassigned).
    return head if any(unicodedata.category(char)[0] in "LMNPS" for char in head) else ""
