"""Embedders: one contract for three of them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from index_cases import make_model_directory

from corpus.errors import BadInput, ModelUnavailable
from index.embedding import (
    Embedder,
    HashingEmbedder,
    OnnxEmbedder,
    SentenceTransformerEmbedder,
    open_embedder,
)
from index.model_files import ONNX_FILE, PASSPORT_NAME
from index.readable import readable

ROOT = Path(__file__).parents[1]

METRO = "推动轨道交通站点800米范围人口和岗位覆盖面超过65%。"
UNRELATED = [
    "对首次认定的高新技术企业给予一次性20万元奖励。",
    "支持老旧厂房在符合规划的前提下加层改造，不再增收土地价款。",
    "新建公共建筑全面执行绿色建筑标准，推广装配式建造方式。",
    "完善社区养老服务设施，每个街道至少建成一处综合体。",
    "本措施自发布之日起施行，有效期至2025年12月31日。",
]
# Each with whether there is anything to read in it.
HOSTILE = {
    "empty": ("", False),
    "blanks": (" \t\r\n\u3000" * 500, False),
    "nul only": ("\0\0\0", False),
    "lone surrogates": ("\ud800\udfff", False),
    "zero-width": ("\u200b\u200d\ufeff" * 100, False),
    "undecodable": ("\ufffd" * 20, False),
    "word marks": ("▁" * 20, False),
    "private use": ("\ue000\uf8ff", False),
    "the engine's crash": ("\ufdfa" * 20, True),
    "the engine's crash, long": ("\ufdfa" * 20_000, True),
    "nul inside": ("合\0同", True),
    "surrogate inside": ("补\ud800贴", True),
    "surrogate pair": ("\ud83d\ude00", True),
    "special tokens": ("</s><pad><mask><unk><s>", True),
    "combining marks": ("e" + "\u0301" * 5_000, True),
    "one character": ("税", True),
    "marks only": ("？！", True),
    "100 kB": ("轨道交通，" * 20_000, True),
    "one long word": ("a" * 100_000, True),
}


def check_contract(embedder: Embedder, texts: list[str], has_words: list[bool]) -> None:
    """Both sides: the shape, float32, and rows of length 1 or 0 as promised."""
    for rows in (embedder.encode_query(texts), embedder.encode_document(texts)):
        assert rows.shape == (len(texts), embedder.dimension)
        assert rows.dtype == np.float32
        assert np.isfinite(rows).all()
        np.testing.assert_allclose(np.linalg.norm(rows, axis=1), np.array(has_words, dtype=float), atol=1e-5)


# --- what is worth encoding ------------------------------------------------------------------------


@pytest.mark.parametrize("case", HOSTILE)
def test_readable_tells_text_from_nothing(case: str) -> None:
    """A text with nothing to read becomes empty; any other stays, within the limit and encodable."""
    text, has_words = HOSTILE[case]
    clean = readable(text, 100)
    assert bool(clean) is has_words
    assert len(clean) <= 100
    clean.encode()


def test_readable_keeps_words_behind_a_screen_of_blanks() -> None:
    """Leading white space is not what the limit is spent on."""
    assert readable("\n" * 10_000 + "补贴", 10) == "补贴"


def test_readable_changes_nothing_else() -> None:
    """Folding is the tokenizer's business: full-width marks, circled numbers and case stay."""
    assert readable("（一）补贴①，ＡＢＣ　65％～70％", 100) == "（一）补贴①，ＡＢＣ 65％～70％"


# --- the hashing embedder --------------------------------------------------------------------------


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=()), max_size=60), max_size=5))
def test_hashing_embedder_keeps_the_contract_on_any_text(texts: list[str]) -> None:
    """No text raises; rows have length 1 exactly where there is something to read."""
    check_contract(HashingEmbedder(32), texts, [bool(readable(text, 8192)) for text in texts])


def test_hashing_embedder_is_the_same_function_everywhere() -> None:
    """Another process gets the same vector: nothing depends on Python's salted hash."""
    code = (
        "from index.embedding import HashingEmbedder\n"
        "print(HashingEmbedder(16).encode_query(['轨道交通站点']).round(6).tolist())"
    )
    other = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(other.stdout) == HashingEmbedder(16).encode_query(["轨道交通站点"]).round(6).tolist()


def test_hashing_embedder_prefers_the_text_that_shares_words() -> None:
    """Tests can ask whether the right clause wins."""
    embedder = HashingEmbedder()
    scores = (
        embedder.encode_document([METRO, *UNRELATED]) @ embedder.encode_query(["轨道交通站点的覆盖面"])[0]
    )
    assert scores.argmax() == 0


def test_hashing_embedder_sees_the_order_of_characters() -> None:
    """Bigrams, not characters: 上海 and 海上 are two words, and one character is still something."""
    rows = HashingEmbedder().encode_query(["上海", "海上", "海"])
    assert np.allclose(rows @ rows.T, np.eye(3))


def test_no_texts_give_no_rows_and_one_text_is_not_a_list() -> None:
    """A str is a Sequence[str] to the type checker; here it is a mistake, said aloud."""
    assert HashingEmbedder().encode_query([]).shape == (0, 256)
    with pytest.raises(TypeError):
        HashingEmbedder().encode_query("轨道交通")


# --- choosing one ----------------------------------------------------------------------------------


def test_open_embedder_knows_the_hashing_one(tmp_path: Path) -> None:
    """`hash` needs no model and says so in the manifest."""
    embedder = open_embedder("hash", tmp_path)
    assert (embedder.name, embedder.weights, embedder.dimension, embedder.digest) == ("hash", "hash", 256, "")


def test_open_embedder_takes_onnx_when_it_is_there(tmp_path: Path) -> None:
    """`auto` prefers int8, by name under the models directory or by path; a setting overrules it."""
    make_model_directory(tmp_path / "some-model")
    for model in ("some-model", str(tmp_path / "some-model")):
        assert isinstance(open_embedder(model, tmp_path), OnnxEmbedder)
    chosen = open_embedder("some-model", tmp_path, "sentence-transformers")
    assert isinstance(chosen, SentenceTransformerEmbedder)
    assert chosen.name == "some-model"
    (tmp_path / "some-model" / ONNX_FILE).unlink()
    assert isinstance(open_embedder("some-model", tmp_path), SentenceTransformerEmbedder)


@pytest.mark.parametrize("backend", ["auto", "onnx", "sentence-transformers"])
@pytest.mark.parametrize("model", ["multilingual-e5-small", "nobody/nothing", "a/b/c", "../elsewhere"])
def test_a_missing_model_is_refused_in_one_line(tmp_path: Path, model: str, backend: str) -> None:
    """The message names the model and the command that mends it; nothing is downloaded."""
    with pytest.raises(ModelUnavailable) as caught:
        open_embedder(model, tmp_path, backend)
    message = str(caught.value)
    assert model in message
    assert "index.e5_setup" in message
    assert "\n" not in message


@pytest.mark.parametrize(("model", "backend"), [("hash", "torch"), ("", "auto"), (" ", "auto")])
def test_a_wrong_setting_is_bad_input(tmp_path: Path, model: str, backend: str) -> None:
    """An unknown backend or no name at all is the caller's mistake, not a missing model."""
    with pytest.raises(BadInput):
        open_embedder(model, tmp_path, backend)


def test_importing_the_module_is_cheap() -> None:
    """No engine comes along: they are imported when the first text is encoded."""
    code = (
        "import sys, index.embedding\n"
        "print([name for name in ('torch', 'onnxruntime', 'tokenizers') if name in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


# --- a model directory -----------------------------------------------------------------------------


def test_the_digest_does_not_depend_on_having_a_passport(tmp_path: Path) -> None:
    """Read from the passport or computed from the files, it names the same weights."""
    directory = make_model_directory(tmp_path)
    with_passport = OnnxEmbedder(directory).digest
    (directory / PASSPORT_NAME).unlink()
    (directory / "config.json").write_text('{"hidden_size": 8}')
    assert OnnxEmbedder(directory).digest == with_passport


def test_a_file_that_is_no_model_is_refused_when_loaded(tmp_path: Path) -> None:
    """What the engines throw at a broken file comes out as one line."""
    embedder = OnnxEmbedder(make_model_directory(tmp_path))
    assert not embedder.encode_query([""]).any()  # nothing to read, nothing to load
    with pytest.raises(ModelUnavailable, match="e5_setup"):
        embedder.encode_query(["补贴"])


def test_a_model_that_pools_otherwise_is_not_run_wrongly(tmp_path: Path) -> None:
    """Mean pooling is what the ONNX embedder does; for another kind it names the other backend."""
    directory = make_model_directory(tmp_path)
    (directory / "1_Pooling" / "config.json").write_text('{"pooling_mode_cls_token": true}')
    with pytest.raises(ModelUnavailable, match="sentence-transformers"):
        OnnxEmbedder(directory)


# --- the real model --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def onnx(converted_model: Path) -> OnnxEmbedder:
    return OnnxEmbedder(converted_model)


@pytest.fixture(scope="module")
def reference(converted_model: Path) -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder(str(converted_model))


@pytest.mark.slow
def test_onnx_keeps_the_contract_on_hostile_texts(onnx: OnnxEmbedder) -> None:
    """Texts that crash, hang or mislead the package's own engine give unit rows, or zeros for nothing."""
    texts, has_words = zip(*HOSTILE.values(), strict=True)
    check_contract(onnx, list(texts), list(has_words))


@pytest.mark.slow
def test_sentence_transformers_keeps_the_contract_on_hostile_texts(
    reference: SentenceTransformerEmbedder,
) -> None:
    """The other road through the same directory keeps the same promises."""
    short = [case for case in HOSTILE.values() if len(case[0]) <= 100]  # fp32 takes its time over long ones
    texts, has_words = zip(*short, strict=True)
    check_contract(reference, list(texts), list(has_words))
    assert reference.encode_query([]).shape == (0, 384)


@pytest.mark.slow
def test_meaning_beats_wording(onnx: OnnxEmbedder) -> None:
    """A question that shares hardly a word with its clause still finds it."""
    passages = onnx.encode_document(["推动轨道交通站点800米范围覆盖面超过65%", *UNRELATED])
    for question in ("地铁站覆盖比例", "地铁站覆盖比例要达到多少？"):
        assert (passages @ onnx.encode_query([question])[0]).argmax() == 0


@pytest.mark.slow
def test_the_two_sides_have_their_own_prefix(onnx: OnnxEmbedder) -> None:
    """A lost prefix is silent: the vectors of the two sides must differ."""
    query, document = onnx.encode_query([METRO])[0], onnx.encode_document([METRO])[0]
    assert 0.8 < float(query @ document) < 0.999


@pytest.mark.slow
def test_a_vector_depends_on_its_text_alone(onnx: OnnxEmbedder) -> None:
    """The same bits alone, beside others, and in another order: an index is reproducible."""
    texts = [METRO, *UNRELATED, "补贴", "轨道交通" * 200]
    together = onnx.encode_document(texts)
    alone = np.concatenate([onnx.encode_document([text]) for text in texts])
    assert np.array_equal(together, alone)
    assert np.array_equal(onnx.encode_document(texts[::-1])[::-1], together)


@pytest.mark.slow
def test_a_part_of_a_question_has_read_the_rest_of_it(onnx: OnnxEmbedder, monkeypatch: pytest.MonkeyPatch) -> None:
    """到哪天结束 of free motorways lies nearer to them than alone, at no further run of the model; what does not stand in the question is encoded alone."""
    whole, part = "春节高速公路免费从哪天开始，到哪天结束", "到哪天结束"
    motorways = onnx.encode_document(["高速公路小型客车免费通行"])[0]
    vector = onnx.encode_query([whole])[0]
    monkeypatch.setattr(onnx, "_one", None)
    stands = onnx.encode_part(whole, part)
    assert np.allclose(onnx.encode_part(whole, whole), vector, atol=0.05)
    monkeypatch.undo()
    alone = onnx.encode_query([part])[0]
    assert stands.shape == alone.shape and np.isclose(np.linalg.norm(stands), 1, atol=1e-5)
    assert float(stands @ motorways) > float(alone @ motorways) + 0.02
    assert np.array_equal(onnx.encode_part(whole, "贷款贴息"), onnx.encode_query(["贷款贴息"])[0])


@pytest.mark.slow
def test_sentence_transformers_and_onnx_agree(
    onnx: OnnxEmbedder, reference: SentenceTransformerEmbedder
) -> None:
    """int8 and fp32 are one encoder, on short, long, English and mixed texts."""
    texts = [
        METRO,
        *UNRELATED,
        "谁牵头？",
        METRO * 30,
        "Enterprises may apply for the R&D subsidy.",
        "TOD、CBD 与 5G",
    ]
    for side in ("encode_query", "encode_document"):
        cosines = (getattr(onnx, side)(texts) * getattr(reference, side)(texts)).sum(axis=1)
        assert cosines.min() >= 0.97
    assert (reference.name, reference.weights, reference.dimension) == (onnx.name, "fp32", 384)
    assert reference.digest != onnx.digest


@pytest.mark.slow
def test_onnx_answers_without_torch(converted_model: Path) -> None:
    """Neither torch nor transformers nor sentence-transformers is in the process."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom index.embedding import open_embedder\n"
        f"rows = open_embedder('multilingual-e5-small', Path({str(converted_model.parent)!r})).encode_query(['地铁'])\n"
        "heavy = ('torch', 'transformers', 'sentence_transformers', 'huggingface_hub')\n"
        "print(rows.shape, [name for name in heavy if name in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "(1, 384) []"


@pytest.mark.slow
def test_one_embedder_serves_many_threads(onnx: OnnxEmbedder, converted_model: Path) -> None:
    """The page answers several people at once, on one loaded model."""
    from concurrent.futures import ThreadPoolExecutor

    fresh = OnnxEmbedder(converted_model)
    texts = [METRO, *UNRELATED] * 3
    with ThreadPoolExecutor(4) as pool:
        rows = list(pool.map(lambda text: fresh.encode_query([text])[0], texts))
    assert np.array_equal(np.array(rows), onnx.encode_query(texts))


@pytest.mark.slow
def test_a_bare_directory_needs_no_passport(
    onnx: OnnxEmbedder, converted_model: Path, tmp_path: Path
) -> None:
    """The format is the ecosystem's: a copy without our file gives the same vectors under its own name."""
    copy = tmp_path / "my-model"
    shutil.copytree(converted_model, copy, ignore=shutil.ignore_patterns("*.safetensors", PASSPORT_NAME))
    other = OnnxEmbedder(copy)
    assert (other.name, other.dimension, other.digest) == ("my-model", 384, onnx.digest)
    assert np.array_equal(other.encode_query([METRO]), onnx.encode_query([METRO]))
