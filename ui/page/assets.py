"""The page's own files (styles, script, words of the other languages), joined and named by their content."""

from __future__ import annotations

import json
import re
from functools import cache
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "assets"
STYLES = ("tokens.css", "base.css", "ask.css", "begin.css", "repair.css", "library.css", "match.css", "narrow.css", "contrast.css", "print.css")
SCRIPTS = ("core.js", "words.js", "scope.js", "repair.js", "ask.js", "sheet.js", "match.js", "tabs.js", "start.js")


@cache
def stylesheet() -> bytes:
    """All styles, in the order in which they outrank each other."""
    return b"\n".join((FOLDER / name).read_bytes() for name in STYLES)


@cache
def script() -> bytes:
    """All scripts, in order, in one function of their own: nothing of them is global."""
    return b'(() => {\n"use strict";\n' + b"\n".join((FOLDER / name).read_bytes() for name in SCRIPTS) + b"\n})();\n"


@cache
def admin_stylesheet() -> bytes:
    """The styles of 管理; light or dark, and of strong contrast, as the system is, for there is no switch without a script."""
    tokens = (FOLDER / "tokens.css").read_text(encoding="utf-8")
    dark = tokens[tokens.index(".dark {") : tokens.rindex("}")].replace(".dark {", ":root {", 1)
    strong, strong_dark = re.findall(r"\{([^{}]*)\}", (FOLDER / "contrast.css").read_text(encoding="utf-8"))[:2]
    more = f"@media (prefers-contrast: more) {{ :root {{ {strong} }} }}\n@media (prefers-contrast: more) and (prefers-color-scheme: dark) {{ :root {{ {strong_dark} }} }}\n"
    return f"{tokens}\n@media (prefers-color-scheme: dark) {{ {dark} }}\n{more}".encode() + (FOLDER / "admin.css").read_bytes()


@cache
def words() -> bytes:
    """The interface's words: Chinese → {"en": …, "hant": …}; only what is written here, never a document's."""
    from opencc import OpenCC

    to_traditional = OpenCC("s2tw").convert
    english: dict[str, str] = json.loads((FOLDER / "english.json").read_text(encoding="utf-8"))
    return json.dumps({zh: {"en": en, "hant": to_traditional(zh)} for zh, en in english.items()}, ensure_ascii=False).encode()


@cache
def version() -> str:
    """Changes when any file does, so that a browser never mixes two editions."""
    return sha256(stylesheet() + script() + (FOLDER / "english.json").read_bytes()).hexdigest()[:12]
