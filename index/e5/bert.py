"""The model: a transformers ``BertModel``, written as a sentence-transformers directory and as int8 ONNX."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.e5.packed import MAX_TOKENS, SPECIALS, E5File
from index.model_files import TOKENIZER_FILE

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer
    from transformers import BertModel

# One scale per column of a weight matrix, with 7-bit weights, so that CPUs without VNNI do not saturate: as quick on one thread
# as one scale per matrix, and closer to fp32 (of the adapted encoder, lowest cosine 0.984 against 0.955; its vectors lie farther
# apart than those it came with, so rounding tells more). Thresholds belong to one encoder: after a change here run --force,
# rebuild the index, fit thresholds again.
PER_CHANNEL = True


def build_bert(file: E5File, kept: Sequence[int]) -> BertModel:
    """The encoder as a transformers ``BertModel`` in fp32, its word embeddings cut to the kept pieces.

    Raises KeyError or ValueError when a tensor is missing or of another size.
    """
    import torch
    from transformers import BertConfig, BertModel

    hidden, inner = file.hidden, file.inner
    state = {
        "embeddings.word_embeddings.weight": file.tensor("emb.word", hidden)[list(kept)],
        "embeddings.position_embeddings.weight": file.tensor("emb.pos", hidden),
        "embeddings.token_type_embeddings.weight": file.tensor("emb.type", hidden),
        "embeddings.LayerNorm.weight": file.tensor("emb.ln.w", hidden)[0],
        "embeddings.LayerNorm.bias": file.tensor("emb.ln.b", hidden)[0],
        # Nothing reads the pooler; without it transformers reports missing weights at every load.
        "pooler.dense.weight": np.zeros((hidden, hidden), dtype=np.float32),
        "pooler.dense.bias": np.zeros(hidden, dtype=np.float32),
    }
    dense = {
        "q": ("attention.self.query", hidden, hidden),
        "k": ("attention.self.key", hidden, hidden),
        "v": ("attention.self.value", hidden, hidden),
        "ao": ("attention.output.dense", hidden, hidden),
        "fi": ("intermediate.dense", hidden, inner),
        "fo": ("output.dense", inner, hidden),
    }
    norms = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
    for layer in range(file.layers):
        prefix = f"encoder.layer.{layer}"
        for short, (name, inputs, outputs) in dense.items():
            state[f"{prefix}.{name}.weight"] = file.tensor(f"l{layer}.{short}.w", inputs)
            state[f"{prefix}.{name}.bias"] = file.tensor(f"l{layer}.{short}.b", outputs)[0]
        for short, name in norms.items():
            state[f"{prefix}.{name}.weight"] = file.tensor(f"l{layer}.{short}.w", hidden)[0]
            state[f"{prefix}.{name}.bias"] = file.tensor(f"l{layer}.{short}.b", hidden)[0]

    config = BertConfig(
        vocab_size=len(kept),
        hidden_size=hidden,
        num_hidden_layers=file.layers,
        num_attention_heads=file.heads,
        intermediate_size=inner,
        max_position_embeddings=file.positions,
        type_vocab_size=file.types,
        layer_norm_eps=file.epsilon,
        bos_token_id=SPECIALS.index("<s>"),
        pad_token_id=SPECIALS.index("<pad>"),
        eos_token_id=SPECIALS.index("</s>"),
    )
    model: BertModel = BertModel(config).train(False)
    try:
        model.load_state_dict(
            {name: torch.from_numpy(np.ascontiguousarray(array)) for name, array in state.items()}
        )
    except RuntimeError as error:  # torch's word for a wrong shape or name
        raise ValueError(str(error)) from error
    return model


def write_directory(directory: Path, model: BertModel, tokenizer: Tokenizer) -> None:
    """A sentence-transformers directory, in the layout every version of the library reads. Raises OSError."""
    model.save_pretrained(directory)
    tokenizer.save(str(directory / TOKENIZER_FILE), pretty=False)
    records: dict[str, object] = {
        "tokenizer_config.json": {
            # The generic class takes tokenizer.json as it is; a named one would be rebuilt its own way.
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": MAX_TOKENS,
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
            "clean_up_tokenization_spaces": False,
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "sentence_bert_config.json": {"max_seq_length": MAX_TOKENS, "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": model.config.hidden_size,
            "pooling_mode_cls_token": False,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_max_tokens": False,
            "pooling_mode_mean_sqrt_len_tokens": False,
        },
        "2_Normalize/config.json": {},
        "config_sentence_transformers.json": {
            "model_type": "SentenceTransformer",
            "prompts": {"query": "query: ", "document": "passage: ", "passage": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }
    for name, record in records.items():
        path = directory / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def export_onnx(model: BertModel, path: Path) -> None:
    """The fp32 encoder: ``input_ids``, ``attention_mask`` -> ``last_hidden_state``, any batch and length."""
    import torch

    class Encoder(torch.nn.Module):
        """Token vectors only, and the token types left at zero: one input less to feed."""

        def __init__(self) -> None:
            super().__init__()
            self.bert = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            found = self.bert(input_ids=input_ids, attention_mask=attention_mask, return_dict=False)
            assert isinstance(found[0], torch.Tensor)
            return found[0]

    example = torch.ones(2, 8, dtype=torch.long)
    names = ("input_ids", "attention_mask")
    torch.onnx.export(
        Encoder().eval(),
        (example, example.clone()),
        str(path),
        input_names=list(names),
        output_names=["last_hidden_state"],
        dynamic_axes={name: {0: "batch", 1: "tokens"} for name in (*names, "last_hidden_state")},
        opset_version=17,
        dynamo=False,
    )


def quantise(source: Path, target: Path, *, signed: bool = True) -> str:
    """Write the int8 model beside the fp32 one and return how it was done, in words for the passport."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        source,
        target,
        weight_type=QuantType.QInt8 if signed else QuantType.QUInt8,
        per_channel=PER_CHANNEL,
        reduce_range=PER_CHANNEL and signed,
    )
    return f"dynamic {'int8' if signed else 'uint8'} {GRAIN}"


GRAIN = "per channel" if PER_CHANNEL else "per tensor"
