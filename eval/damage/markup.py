"""Entities and escapes left as text."""

from __future__ import annotations

import html
from html.entities import codepoint2name
from random import Random

from eval.damage.truth import Change, Damaged, by_line, lines_of, paragraphs, with_changes


def _named(character: str) -> str | None:
    """The named entity, for marks and spaces only: no page names its letters."""
    if character in ' "':
        return {" ": "&nbsp;", '"': "&quot;"}[character]
    name = codepoint2name.get(ord(character))
    return None if name is None or character.isalnum() else f"&{name};"


def entity_named(text: str, rate: float, rng: Random) -> Damaged:
    changes = [
        Change(i, i + 1, entity)
        for i, character in enumerate(text)
        if not character.isspace() and (entity := _named(character)) and rng.random() < rate
    ]
    return with_changes(text, "entity_named", changes)


def entity_numeric(text: str, rate: float, rng: Random) -> Damaged:
    form = rng.choice(("&#{0};", "&#x{0:X};", "&#x{0:x};"))
    changes = [
        Change(i, i + 1, form.format(ord(character)))
        for i, character in enumerate(text)
        if not character.isascii() and rng.random() < rate
    ]
    return with_changes(text, "entity_numeric", changes)


def entity_nbsp(text: str, rate: float, rng: Random) -> Damaged:
    """A space as &nbsp;, and paragraphs indented with four of them."""
    changes: list[Change] = []
    for start, line in lines_of(text):
        if line.strip() and rng.random() < rate:
            changes.append(Change(start, start, "&nbsp;" * rng.choice((2, 4, 4, 8))))
        changes += (
            Change(start + i, start + i + 1, "&nbsp;") for i, c in enumerate(line) if c == " " and rng.random() < rate
        )
    return with_changes(text, "entity_nbsp", changes)


def entity_double(text: str, rate: float, rng: Random) -> Damaged:
    """Entities escaped once more: &amp;nbsp;, &amp;ldquo;."""
    changes = [
        Change(i, i + 1, html.escape(entity))
        for i, character in enumerate(text)
        if (entity := _named(character)) and rng.random() < rate
    ]
    return with_changes(text, "entity_double", changes)


def json_escapes(text: str, rate: float, rng: Random) -> Damaged:
    r"""Lines of a string that was never unescaped: \n at the end, \" for quotes, \t and \u3000 for indents."""
    clean = paragraphs(text, indent="\u3000\u3000")
    escapes = {"\n": "\\n", '"': '\\"', "\t": "\\t", "\u3000": "\\u3000"}
    changes: list[Change] = []
    for start, line in lines_of(clean):
        if rng.random() < rate:
            end = min(start + len(line) + 1, len(clean))
            changes += (Change(i, i + 1, escapes[clean[i]]) for i in range(start, end) if clean[i] in escapes)
    return with_changes(clean, "json_escapes", changes)


def json_unicode(text: str, rate: float, rng: Random) -> Damaged:
    r"""Lines in which every character outside ASCII stands as \uXXXX."""
    form = rng.choice(("\\u{:04x}", "\\u{:04x}", "\\u{:04X}"))

    def make(line: str) -> Damaged:
        return with_changes(
            line, "", [Change(i, i + 1, form.format(ord(c))) for i, c in enumerate(line) if not c.isascii() and ord(c) < 0x10000]
        )

    return by_line(text, rate, rng, "json_unicode", make)
