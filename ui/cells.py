"""Words of a document or a person in a file that is handed out: text, whatever they look like."""

from __future__ import annotations

import re

from ui.render import visible_text

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_000  # characters that Excel keeps in one cell, with room for the apostrophe
# What a spreadsheet runs; the full-width signs too, which Chinese and Japanese editions take for the same.
_FORMULA = re.compile(r"^\s*[=+\-@\t\r\n＝＋－＠]")
_UNPRINTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def printable(text: str) -> str:
    """``text`` as a Word or Excel file can hold it: nothing invisible, nothing that turns it around, nothing XML forbids."""
    return _UNPRINTED.sub("", visible_text(text))


def cell(text: str) -> str:
    """``text`` for a cell: without what XML cannot hold or turns text around; what looks like a formula begins with an apostrophe.

    >>> cell("=cmd|' /C calc'!A0"), cell("＝1+1"), cell("20万元")
    ("'=cmd|' /C calc'!A0", "'＝1+1", '20万元')
    """
    clean = printable(text)[:LONGEST]
    return "'" + clean if _FORMULA.match(clean) else clean
