"""Names of sections (部分的名称): the title that stands in front of the numbers of a document inside a file.

An annex is named behind its number (附件1 某某办法), a document below a notice behind the notice's signature, a table by
the line above it; where numbers begin again under plain headings, by the heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from corpus.policy import Span
from corpus.segmentation.edges import is_signature
from corpus.segmentation.rows import RowTable
from corpus.titles import reads_as_title

_ANNEX = re.compile(r"附[ \t\u3000]*[件表录錄][ \t\u3000]*(?:\d{1,2}|[一二三四五六七八九十]{1,3})?[ \t\u3000]*[:：.．]?")
_LISTED = re.compile(r"\d{1,2}[.．、]|[（(]")
_COLUMN = re.compile(r"类\s*别|序\s*号|项\s*目|编\s*号|指\s*标|名\s*称|备\s*注")
_LONGEST_TITLE = 80
_LONGEST_HEADING = 30
_ALIKE = 0.5
_MOST_TITLE_LINES = 3


def is_attached(text: str, begin: int, first: int, breaks: Sequence[int]) -> bool:
    """Whether the first section of a file, from ``begin`` to its first number, is printed by a notice above it.

    It stands as an annex (one of ``breaks``), or with a title of its own behind the signature of a notice that says
    something; else it is the file's own document.
    """
    if any(begin <= at < first for at in breaks):
        return True
    lines = lines_of(text, begin, first)
    words = [line.of(text).strip() for line in lines]
    signed = next((k for k in range(len(words) - 1, 2, -1) if is_signature(words[k])), 0)
    said = any(re.search(r"。$", line) for line in words[:signed])  # a notice says something before it is signed
    return said and any(reads_as_head(line) and line not in words[:signed] for line in words[signed + 1 :])


def name_of(text: str, begin: int, first: int) -> str:
    """The title of a section: behind its annex number or the signature above it, else the lines next above its text."""
    lines = lines_of(text, begin, first)
    signed = [k for k, line in enumerate(lines[:-1]) if is_signature(line.of(text))]
    words = [line.of(text).strip(" \t\u3000\xa0") for line in lines[signed[-1] + 1 if signed else 0 :]]
    annex = next((match for w in words[:1] if (match := _ANNEX.match(w))), None)
    if annex is None and not any(reads_as_head(w) for w in words[:_MOST_TITLE_LINES]):
        return _title_upwards(words)
    if annex is not None:
        words = [words[0][annex.end() :].strip(), *words[1:]]
    taken: list[str] = []
    for line in words[:12]:
        if not line:
            continue
        if re.search(r"[。；：:]$", line) or len(line) > _LONGEST_TITLE or "\t" in line or _COLUMN.fullmatch(line):
            break
        taken.append(line)
        if reads_as_head("".join(taken)) or len(taken) == _MOST_TITLE_LINES:
            break
    joined = re.sub(r"\s", "", "".join(taken))
    return joined or (re.sub(r"[\s:：.．]", "", annex.group()) if annex else "")


def second_title(text: str, begin: int, first: int) -> str:
    """The title of the first of several documents, below the title of the whole file; "" where one title stands alone."""
    words = [re.sub(r"\s", "", line.of(text)) for line in lines_of(text, begin, first)]
    titles = [k for k, line in enumerate(words) if reads_as_head(line)]
    if len(titles) < 2 or any(words[titles[-1]] in words[k] or words[k] in words[titles[-1]] for k in titles[:-1]):
        return ""
    return words[titles[-1]]


def name_of_table(text: str, table: RowTable) -> str:
    """The title of a flattened table, which has no line of its own."""
    words = re.sub(r"\s", "", table.title.of(text)) if table.flat else ""
    return _ANNEX.sub("", words, count=1) if _ANNEX.match(words) else words


def _title_upwards(words: Sequence[str]) -> str:
    """The nearest line above the text that is no sentence."""
    for line in reversed(words):
        if re.search(r"[。；：:，？！]$", line) or len(line) > _LONGEST_TITLE:
            continue
        return "" if _LISTED.match(line) or "\t" in line else re.sub(r"\s", "", line)
    return ""


def heading_alike(text: str, begin: int, first: int, others: Sequence[str]) -> str:
    """The heading right above the first number, where later ones begin again under headings of the same make.

    Args:
        text: the whole document. begin, first: of the section and of its first number.
        others: the headings of the later sections.
    """
    lines = lines_of(text, begin, first)
    heading = re.sub(r"\s", "", lines[-1].of(text)) if lines else ""
    if not 3 < len(heading) <= _LONGEST_HEADING or re.search(r"[。；：:，]$", heading):
        return ""
    return heading if any(SequenceMatcher(None, heading, other).ratio() >= _ALIKE for other in others) else ""


def lines_of(text: str, start: int, end: int) -> list[Span]:
    """The lines between two places that say something."""
    found = [Span(m.start(), m.end()) for m in re.compile(r"[^\n]+").finditer(text, start, end)]
    return [line for line in found if line.of(text).strip()]


def reads_as_head(words: str) -> bool:
    """Whether a line reads as the title of a document: not an entry of a list, not a sentence."""
    if len(words) > _LONGEST_TITLE or _LISTED.match(words) or re.search(r"[。；，：:,;]$", words):
        return False
    return reads_as_title(re.sub(r"\s", "", words))
