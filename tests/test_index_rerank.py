"""The optional cross-encoder: off by default, read from a folder, blended with the search's own scores."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant import read_settings
from corpus import ModelUnavailable
from index.rerank import CrossEncoderReranker, blended

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "补", "贴", "多", "少", "元", "谁", "牵", "头"]


def make_tiny_model(directory: Path) -> Path:
    """A cross-encoder of a few random numbers, in the files that sentence-transformers reads."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    directory.mkdir()
    (directory / "words.txt").write_text("\n".join(WORDS), encoding="utf-8")
    torch.manual_seed(7)
    shape = BertConfig(
        vocab_size=len(WORDS), hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8,
        max_position_embeddings=64, num_labels=1,
    )
    BertForSequenceClassification(shape).save_pretrained(directory)
    BertTokenizerFast(vocab={word: i for i, word in enumerate(WORDS)}, model_max_length=64).save_pretrained(directory)
    return directory


def test_a_model_in_a_folder_scores_each_passage(tmp_path: Path) -> None:
    """One number a passage, the same for the same passage, none for none."""
    reranker = CrossEncoderReranker(make_tiny_model(tmp_path / "tiny"))
    scores = reranker.scores("补贴多少元", ["谁牵头", "补贴元", "谁牵头"])
    assert scores.shape == (3,) and np.isfinite(scores).all()
    assert scores[0] == pytest.approx(scores[2], abs=1e-5)
    assert reranker.scores("补贴多少元", []).shape == (0,)


def test_a_folder_that_is_missing_or_holds_no_model_is_said_so(tmp_path: Path) -> None:
    """The message names the folder; nothing is downloaded in its place."""
    with pytest.raises(ModelUnavailable, match="nowhere"):
        CrossEncoderReranker(tmp_path / "nowhere")
    with pytest.raises(ModelUnavailable, match=str(tmp_path)):
        CrossEncoderReranker(tmp_path).scores("补贴", ["补贴"])


def test_the_reranker_is_off_unless_it_is_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """ZHENGCE_RERANKER names the folder."""
    monkeypatch.delenv("ZHENGCE_RERANKER", raising=False)
    assert read_settings().reranker is None
    monkeypatch.setenv("ZHENGCE_RERANKER", str(tmp_path))
    assert read_settings().reranker == tmp_path


def test_what_the_reranker_says_moves_a_hit_past_one_a_little_better() -> None:
    """A hit far ahead stays first."""
    close = blended([1.0, 0.8], np.array([0.1, 0.9], dtype=np.float32))
    far = blended([1.8, 0.8], np.array([0.1, 0.9], dtype=np.float32))
    assert close[1] > close[0] and far[0] > far[1]
