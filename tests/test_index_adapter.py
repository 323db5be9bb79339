"""The adapter: what is changed of the encoder, and what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ModelUnavailable
from index.e5 import adapter

FILE = "adapter.npz"


def tiny_model():  # type: ignore[no-untyped-def]
    """Twelve layers, eight numbers wide."""
    from transformers import BertConfig, BertModel

    return BertModel(BertConfig(
        vocab_size=20, hidden_size=8, num_hidden_layers=12, num_attention_heads=2, intermediate_size=16, max_position_embeddings=16,
    )).train(False)


def write_adapter(path: Path, width: int = 8) -> None:
    """An adapter of rank 1 that adds 1 to every number of every matrix."""
    sizes = {"intermediate.dense": (16, width), "output.dense": (width, 16)}
    changes = {}
    for number in range(adapter.FIRST, 12):
        for name in adapter.MATRICES:
            rows, columns = sizes.get(name, (width, width))
            changes[f"{number}.{name}.A"] = np.ones((1, columns), dtype=np.float16)
            changes[f"{number}.{name}.B"] = np.ones((rows, 1), dtype=np.float16)
    np.savez(path, **changes)


def test_only_the_last_layers_are_changed(tmp_path: Path) -> None:
    """Every matrix from layer 9 on has the change added; below, none."""
    write_adapter(tmp_path / FILE)
    model = tiny_model()
    before = {name: matrix.detach().clone() for name, matrix in model.named_parameters()}
    adapter.adapt(model, tmp_path / FILE)
    changed = {name for name, matrix in model.named_parameters() if not np.allclose(matrix.detach(), before[name])}
    assert changed == {f"encoder.layer.{number}.{name}.weight" for number in (9, 10, 11) for name in adapter.MATRICES}
    name = "encoder.layer.9.attention.self.key.weight"
    assert np.allclose(model.get_parameter(name).detach() - before[name], 1.0, atol=1e-6)


def test_without_an_adapter_the_model_stays(tmp_path: Path) -> None:
    model = tiny_model()
    before = model.get_parameter("encoder.layer.11.output.dense.weight").detach().clone()
    adapter.adapt(model, tmp_path / FILE)
    assert adapter.digest(tmp_path / FILE) == "" and np.array_equal(before, model.get_parameter("encoder.layer.11.output.dense.weight").detach())


@pytest.mark.parametrize("content", [b"", b"not an archive"])
def test_a_damaged_adapter_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(ModelUnavailable, match="adapter"):
        adapter.adapt(tiny_model(), tmp_path / FILE)


def test_an_adapter_of_another_width_is_refused(tmp_path: Path) -> None:
    write_adapter(tmp_path / FILE, width=4)
    with pytest.raises(ModelUnavailable, match="does not fit"):
        adapter.adapt(tiny_model(), tmp_path / FILE)
