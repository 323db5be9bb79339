"""Verification (核对): nothing in an answer that its cited clauses do not contain."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.answer import Answer, Citation

# Whole numbers: "10" must not be found inside "100".
_FIGURE = re.compile(r"\d+(?:\.\d+)?%?")
_NAMES = re.compile(r"《[^《》\n]*(?:《[^《》\n]*》[^《》\n]*)*》")
_FRAME = re.compile(r"^.*(?:写明|的责任分工|states)[：:]$", re.MULTILINE)  # names a clause by its printed number and heading
_NO_ROLE = re.compile(r"（文件未区分牵头与配合）")
_UNIT_LINE = re.compile(r"^(?:牵头单位|配合单位|责任单位|Lead|Supporting)[^：:]*[:：](?P<names>.+)$", re.MULTILINE)

_VALIDITY_LINE = re.compile(r"^(?:(?:Validity )?效力|库中记录)：.*$", re.MULTILINE)  # from the records; a comparison has one for each document


def findings(answer: Answer, clause_text: Callable[[Citation], str]) -> tuple[str, ...]:
    """What the answer says that its cited clauses do not: quotes, figures, unit names.

    The lines on validity and on what the library's record holds are checked by their own records and left out here, as are citation marks. Titles, labels and a
    refusal's repeat of what was asked are said as they are printed or typed; a refusal rests on its nearest clauses.
    """
    if not answer.citations and answer.refusal is None:  # made of the library's records alone
        return ()
    cited = answer.citations or (answer.refusal.nearest if answer.refusal else ())
    clauses = [clause_text(citation) for citation in cited]
    found = [
        f"引文不在原文中：{citation.quote[:30]}"
        for citation, text in zip(cited, clauses, strict=True)
        if citation.quote not in text
    ]
    body = _VALIDITY_LINE.sub("", answer.text)
    if answer.validity:
        body = body.replace(answer.validity.line, "")
    body = _NAMES.sub(_untitled([citation.policy for citation in cited], anything=answer.refused), re.sub(r"\[\d+\]", "", _FRAME.sub("", body)))
    if answer.refusal:
        body = body.replace(answer.question, " ")
        clauses += [answer.question, *(f"{citation.label} {'.'.join(citation.path)} {citation.clause}" for citation in cited)]
    written = {figure for text in clauses for figure in figures(text)}
    found += [f"数字不在所引条款中：{figure}" for figure in sorted(figures(body) - written)]
    joined = "".join(clauses)
    for line in _UNIT_LINE.finditer(body):
        names = re.split(r"[、；;]|配合单位：|Supporting:", _NO_ROLE.sub("", line.group("names")).rstrip("。. "))
        found += [f"单位不在所引条款中：{n}" for name in names if (n := name.strip()) and n not in joined]
    return tuple(dict.fromkeys(found))


def _untitled(titles: Sequence[str], *, anything: bool) -> Callable[[re.Match[str]], str]:
    """Takes a title of a cited policy out of a text; ``anything`` in 《》 where a refusal names what is not cited."""
    return lambda match: " " if anything or match.group()[1:-1] in titles else match.group()


def figures(text: str) -> set[str]:
    """The whole numbers, decimals and percentages written in ASCII digits.

    >>> sorted(figures("给予100%、1.5万元"))
    ['1.5', '100%']
    """
    return set(_FIGURE.findall(text.replace("％", "%")))
