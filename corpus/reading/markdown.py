"""Markdown: headings, emphasis and pipe tables become plain paragraphs, marked headings and tables."""

from __future__ import annotations

import re

from corpus.reading.document import Cell, Content, Setter

_HEADING = re.compile(r"(?P<level>#{1,6})[ \t]+(?P<words>.+?)[ \t]*#*$")
_RULE = re.compile(r"[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*$")
_ROW = re.compile(r"[ \t]*\|.*\|[ \t]*$")
_UNDERLINE = re.compile(r"[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*:?-*:?[ \t]*$")
# Emphasis around words, not a lone star in a list or a product of two numbers.
_EMPHASIS = re.compile(r"(?<![\\*A-Za-z0-9])(?P<mark>\*{1,3}|_{2})(?=\S)(?P<words>[^*_\n]+?)(?<=\S)(?P=mark)(?![*A-Za-z0-9])")
_LINK = re.compile(r"!?\[(?P<words>[^\]\n]*)\]\((?:[^()\s]|\([^()\s]*\))*\)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|-])")


def read_markdown(text: str) -> Content:
    """The text of a Markdown file with its headings and tables."""
    setter = Setter()
    lines = _COMMENT.sub("", text).split("\n")
    at = 0
    while at < len(lines):
        line = lines[at].rstrip("\r")
        if _ROW.match(line) and at + 1 < len(lines) and _UNDERLINE.match(lines[at + 1]):
            end = at + 2
            while end < len(lines) and _ROW.match(lines[end]):
                end += 1
            rows = [line, *lines[at + 2 : end]]
            setter.table([[Cell(_plain(cell)) for cell in _cells(row)] for row in rows], header_rows=1)
            at = end
            continue
        heading = _HEADING.match(line)
        if heading:
            setter.heading(_plain(heading.group("words")), len(heading.group("level")))
        elif not _RULE.match(line):
            setter.paragraph(_plain(re.sub(r"^[ \t]*(?:>[ \t]?)+", "", line)).rstrip())
        at += 1
    return setter.content("markdown")


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", row.strip().strip("|"))]


def _plain(line: str) -> str:
    line = _LINK.sub(lambda link: link.group("words"), line)
    for _ in range(2):  # emphasis inside emphasis
        line = _EMPHASIS.sub(lambda mark: mark.group("words"), line)
    return _ESCAPED.sub(r"\1", line)
