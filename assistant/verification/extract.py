"""Verification (核对): nothing in an answer that its cited clauses do not contain."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.answer import Answer, Citation

# Whole numbers: "10" must not be found inside "100".
_FIGURE = re.compile(r"\d+(?:\.\d+)?%?")
_UNIT_LINE = re.compile(r"^(?:牵头单位|配合单位|责任单位|Lead|Supporting)[^：:]*[:：](?P<names>.+)$", re.MULTILINE)

_VALIDITY_LINE = re.compile(r"^(?:Validity )?效力：.*$", re.MULTILINE)  # a comparison has one for each document


def findings(answer: Answer, clause_text: Callable[[Citation], str]) -> tuple[str, ...]:
    """What the answer says that its cited clauses do not: quotes, figures, unit names.

    The line on validity is checked by its own record and left out here, as are citation marks.
    """
    clauses = [clause_text(citation) for citation in answer.citations]
    found = [
        f"引文不在原文中：{citation.quote[:30]}"
        for citation, text in zip(answer.citations, clauses, strict=True)
        if citation.quote not in text
    ]
    body = _VALIDITY_LINE.sub("", answer.text)
    if answer.validity:
        body = body.replace(answer.validity.line, "")
    body = re.sub(r"\[\d+\]", "", body)
    written = {figure for text in clauses for figure in figures(text)}
    found += [f"数字不在所引条款中：{figure}" for figure in sorted(figures(body) - written)]
    joined = "".join(clauses)
    for line in _UNIT_LINE.finditer(body):
        names = re.split(r"[、；;]|配合单位：|Supporting:", line.group("names").rstrip("。. "))
        found += [f"单位不在所引条款中：{n}" for name in names if (n := name.strip()) and n not in joined]
    return tuple(dict.fromkeys(found))


def figures(text: str) -> set[str]:
    """The whole numbers, decimals and percentages written in ASCII digits.

    >>> sorted(figures("给予100%、1.5万元"))
    ['1.5', '100%']
    """
    return set(_FIGURE.findall(text.replace("％", "%")))
