"""Characters that were written as codes and left so (转义): HTML entities and the escapes of JSON strings."""

from __future__ import annotations

import html
import re

from corpus.repair.records import Edit

_ENTITY = re.compile(r"&(?:amp;)*(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31})(?:;|；(?<=nbsp；)|(?<=&nbsp)(?![A-Za-z0-9=]))")


def decode_entities(text: str) -> list[Edit]:
    """Turn HTML entities that were left as text into their characters (HTML 实体).

    Cause: HTML stored or sent without being unescaped, sometimes escaped twice.
    Evidence: a name of the HTML standard or a number, between ``&`` and ``;``.
    Left alone: ``&`` in names (R&D), parameters of addresses (``?a=1&copy=2``), unknown names.

    >>> from corpus.repair.records import apply_edits
    >>> apply_edits(raw := "&ldquo;R&D&rdquo;&amp;nbsp;&#20013;国 AT&T", decode_entities(raw))
    '“R&D”\\xa0中国 AT&T'
    """
    if "&" not in text:
        return []
    edits = []
    for match in _ENTITY.finditer(text):
        core = match.group().replace("amp;", "").rstrip(";；") + ";"
        if core == "&;":
            core = "&amp;"
        meant = html.unescape(core)
        if meant in (core, "\ufffd") or "\ud800" <= meant <= "\udfff":
            if (depth := match.group().count("amp;")) == 0:
                continue
            meant = match.group().replace("amp;", "", depth)  # R&amp;D; escaped, but no entity inside
        edits.append(Edit(match.start(), match.end(), meant, note="HTML 实体还原"))
    return edits


_UNICODE_ESCAPE = re.compile(r"\\u(?:[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|[0-9a-fA-F]{4})")
_ESCAPE = re.compile(
    r"[A-Za-z]:\\[^\s，。；、：]*"  # a Windows path: passed over
    rf"|(?P<unicode>{_UNICODE_ESCAPE.pattern})"
    r'|(?P<quote>\\["/])'
    r"|(?P<blank>(?:\\r)?\\[nt](?![a-z])|\\r(?![a-z]))"
    r"|(?P<back>\\\\(?=u[0-9a-fA-F]{4}|[ntr\"/](?![a-z])))"
)
_LEAST_ESCAPES = 2  # one alone may be meant
_MEANT = {"n": "\n", "t": "\t", "r": "\n", '"': '"', "/": "/", "\\": "\\"}


def decode_escapes(text: str) -> list[Edit]:
    r"""Turn the escapes of a JSON string that was never read as JSON into their characters (JSON 转义).

    Cause: the answer of an interface saved as it came.
    Evidence: several escapes in the document, or one of a Chinese character.
    Left alone: Windows paths, LaTeX (a letter follows), a single backslash.

    >>> from corpus.repair.records import apply_edits
    >>> apply_edits(raw := r"\u3000\u3000\u4e00\u3001总则\n第一条", decode_escapes(raw))
    '\u3000\u3000一、总则\n第一条'
    >>> decode_escapes(r"C:\new\test 与 \nu、\times")
    []
    """
    if "\\" not in text:
        return []
    edits = []
    weight = 0
    for match in _ESCAPE.finditer(text):
        kind, found = match.lastgroup, match.group()
        if kind == "unicode":
            units = bytes.fromhex(found.replace("\\u", ""))
            try:
                meant = units.decode("utf-16-be")
            except UnicodeDecodeError:
                continue
            weight += 2 if meant > "\u2000" else 1
        elif kind is None:
            continue
        else:
            meant = _MEANT[found[-1]]
            weight += found[-1] != "/"
        edits.append(Edit(match.start(), match.end(), meant, note="JSON 转义还原"))
    return edits if weight >= _LEAST_ESCAPES else []
