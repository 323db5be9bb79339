"""The shape of the house: imports go one way, heavy packages stay off the way to the first answer."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("corpus", "index", "assistant", "eval", "ui")
HEAVY = {"torch", "transformers", "sentence_transformers", "llama_index", "gradio", "onnx", "faiss", "bm25s", "jieba",
         "onnxruntime", "opencc", "pypinyin", "tokenizers"}
# Modules that exist to meet a heavy package; nothing on the way to an answer imports them.
SEAMS = {"assistant/llama.py", "index/e5_setup.py", "eval/fit_encoder.py"}


def imports(file: Path, *, top_level_only: bool) -> set[str]:
    """First names of what a file imports; under TYPE_CHECKING does not count as top level."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    nodes = tree.body if top_level_only else list(ast.walk(tree))
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module.split(".")[0])
    return names


def files(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_rooms_to_its_left(room: str) -> None:
    """corpus ◄ index ◄ assistant ◄ eval ◄ ui: no import points the other way, late imports included."""
    to_the_right = set(ROOMS[ROOMS.index(room) + 1 :])
    found = {f.name: bad for f in files(room) if (bad := imports(f, top_level_only=False) & to_the_right)}
    assert files(room)
    assert not found


def test_a_folder_of_the_assistant_imports_only_folders_to_its_left() -> None:
    """Words know no question, a question no judgement, a judgement no answer; matching stands apart."""
    order = ("vocabulary", "which_policy", "understanding", "judging", "conversation", "verification", "rephrasing", "answering")
    folders = {folder.name for folder in (ROOT / "assistant").iterdir() if (folder / "__init__.py").exists()}
    assert folders == {*order, "matching"}
    for file in files("assistant"):
        folder = file.relative_to(ROOT / "assistant").parts[0]
        found = folders & set(re.findall(r"(?:from|import) assistant\.(\w+)", file.read_text(encoding="utf-8")))
        allowed = {folder, *order[: order.index(folder)]} if folder in order else {folder}
        assert folder not in folders or found <= allowed, file


def test_heavy_packages_are_imported_late() -> None:
    """No module but the named seams imports a heavy package at its top level."""
    found = {
        str(f.relative_to(ROOT)): heavy
        for room in ROOMS
        for f in files(room)
        if (heavy := imports(f, top_level_only=True) & HEAVY) and str(f.relative_to(ROOT)) not in SEAMS
    }
    assert not found


def test_nothing_imports_the_evaluation_room_by_its_bare_name() -> None:
    """`import eval` would hide the builtin."""
    for file in ROOT.rglob("*.py"):
        if ".venv" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                assert all(alias.name not in ("eval", "index") for alias in node.names), file


def test_docstring_examples_hold() -> None:
    """Every example in a docstring of our rooms gives what it says."""
    import doctest
    import importlib

    tried = 0
    for room in ROOMS:
        for file in files(room):
            name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
            if ">>>" not in file.read_text(encoding="utf-8") or str(file.relative_to(ROOT)) in SEAMS:
                continue
            result = doctest.testmod(importlib.import_module(name))
            tried += result.attempted
            assert result.failed == 0, name
    assert tried > 20
