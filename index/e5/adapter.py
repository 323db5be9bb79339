"""The adapter (适配): what the encoder learnt from questions about policies, as a low-rank change to its last layers.

W' = W + B A for every weight matrix of those layers (LoRA: Hu et al. 2021); ``python -m eval.fit_encoder`` learns it and
says what it gains. The rest of the encoder, and what it knows of other text, stays as it came.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, cast
from zipfile import BadZipFile

import numpy as np

from corpus.errors import ModelUnavailable

if TYPE_CHECKING:
    from torch import nn
    from transformers import BertModel

FILE = Path(__file__).with_name("adapter.npz")
MATRICES = (
    "attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense", "intermediate.dense", "output.dense",
)
FIRST = 9  # the first of the twelve layers that is changed


def digest(file: Path) -> str:
    """What identifies an adapter: the first 12 hex digits of its SHA-256; "" where there is none."""
    return sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else ""


def adapt(model: BertModel, file: Path) -> None:
    """Change the weights of a model as an adapter says; nothing where there is none.

    Raises ModelUnavailable when the adapter does not fit the model.
    """
    import torch

    if not file.is_file():
        return
    try:
        with np.load(file, allow_pickle=False) as learnt, torch.no_grad():
            for name, matrix in matrices(model):
                change = learnt[f"{name}.B"].astype(np.float32) @ learnt[f"{name}.A"].astype(np.float32)
                matrix.weight += torch.from_numpy(change)
    except (OSError, EOFError, BadZipFile, KeyError, ValueError, RuntimeError) as error:
        raise ModelUnavailable(
            f"适配文件 {file.name} 与模型不符（the adapter does not fit the model: {type(error).__name__}）；请恢复仓库中的原文件（restore it）"
        ) from error


def matrices(model: BertModel) -> Iterable[tuple[str, nn.Linear]]:
    """The matrices that are changed, each with its name in the file."""
    for number, layer in enumerate(model.encoder.layer[FIRST:], FIRST):
        for name in MATRICES:
            yield f"{number}.{name}", cast("nn.Linear", layer.get_submodule(name))
