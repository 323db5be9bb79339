"""A model directory on disk: which files it holds, what its passport says of them, whether it is whole.

A directory converted by ``index.e5_setup`` carries a passport, ``zhengce.json``, with the digest of every file; a
sentence-transformers directory from elsewhere has none and is read as it is. No engine is needed for any of this:
``index.embedding`` runs the models.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from corpus.errors import ModelUnavailable

PASSPORT_NAME = "zhengce.json"
FORMAT_VERSION = 2
ONNX_FILE = "onnx/model_int8.onnx"
TOKENIZER_FILE = "tokenizer.json"
MEND = "运行 python -m index.e5_setup --force 重新转换 (convert it again with this command)"


# --- the passport of a converted model -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FileMark:
    """One file as it was when the model was converted."""

    sha256: str
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class Passport:
    """``zhengce.json``: which model a directory holds, where it came from, and the digests of its files."""

    name: str
    format_version: int
    source_package: str
    source_version: str
    quantisation: str
    adapter: str  # which change was learnt (index.e5.adapter); "" for none
    dimension: int
    max_tokens: int  # with the two special tokens
    files: Mapping[str, FileMark]  # path inside the directory, with forward slashes

    def to_json(self) -> str:
        """The file's text; ``read_passport`` reads it back."""
        record = {
            "name": self.name,
            "format_version": self.format_version,
            "source_package": self.source_package,
            "source_version": self.source_version,
            "quantisation": self.quantisation,
            "adapter": self.adapter,
            "dimension": self.dimension,
            "max_tokens": self.max_tokens,
            "files": {
                path: {"sha256": mark.sha256, "size": mark.size} for path, mark in sorted(self.files.items())
            },
        }
        return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def read_passport(directory: Path) -> Passport | None:
    """The passport of a converted model, or None where there is none (a model from elsewhere).

    Raises ModelUnavailable when it is there but cannot be read, or was written by another version.
    """
    path = directory / PASSPORT_NAME
    if not path.is_file():
        return None
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        passport = Passport(
            name=str(record["name"]),
            format_version=int(record["format_version"]),
            source_package=str(record["source_package"]),
            source_version=str(record["source_version"]),
            quantisation=str(record["quantisation"]),
            adapter=str(record.get("adapter", "")),
            dimension=int(record["dimension"]),
            max_tokens=int(record["max_tokens"]),
            files={
                str(name): FileMark(sha256=str(mark["sha256"]), size=int(mark["size"]))
                for name, mark in record["files"].items()
            },
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelUnavailable(
            f"模型目录 {directory} 的 {PASSPORT_NAME} 无法读取 (unreadable)；{MEND}"
        ) from error
    if passport.format_version != FORMAT_VERSION:
        raise ModelUnavailable(
            f"模型目录 {directory} 由另一版本写成 (format {passport.format_version}, this program reads "
            f"{FORMAT_VERSION})；{MEND}"
        )
    return passport


def verify_model(directory: Path) -> list[str]:
    """Everything wrong with a converted model, one line each, all at once; empty when it is whole.

    Reads every byte (about 0.3 s), so it is for ``status`` and set-up, not for the way to an answer.
    Never raises.
    """
    if not directory.is_dir():
        return [f"没有模型目录 {directory} (no such directory)"]
    try:
        passport = read_passport(directory)
    except ModelUnavailable as error:
        return [str(error)]
    if passport is None:
        return [f"{directory} 没有 {PASSPORT_NAME}，无法核对 (no passport, nothing to check against)"]
    problems = []
    for name, mark in sorted(passport.files.items()):
        path = directory / name
        try:
            size = path.stat().st_size
            if size != mark.size:
                problems.append(f"{name} 大小不符 (size differs): {size}，应为 (expected) {mark.size}")
            elif sha256_of(path) != mark.sha256:
                problems.append(f"{name} 内容不符 (digest differs)")
        except OSError:
            problems.append(f"{name} 缺失或无法读取 (missing or unreadable)")
    return problems


# --- any model directory, with a passport or without -----------------------------------------------


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object from a model directory. Raises ModelUnavailable."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelUnavailable(f"模型文件 {path} 缺失或无法读取 (missing or unreadable)；{MEND}") from error
    if not isinstance(record, dict):
        raise ModelUnavailable(f"模型文件 {path} 格式不对 (not a JSON object)；{MEND}")
    return record


def sha256_of(path: Path) -> str:
    """The file's SHA-256 in hex. Raises OSError."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def digest_of(directory: Path, files: Iterable[str], passport: Passport | None) -> str:
    """One digest for the files that decide a vector: SHA-256 over lines of ``digest  path``.

    With a passport only the sizes are looked at (a truncated copy is what happens; ``verify_model`` reads
    all); without one the files are read, about a second per gigabyte. Raises ModelUnavailable.
    """
    lines = []
    for name in sorted(files):
        path = directory / name
        mark = passport.files.get(name) if passport else None
        try:
            if mark is None:
                digest = sha256_of(path)
            elif path.stat().st_size == mark.size:
                digest = mark.sha256
            else:
                raise ModelUnavailable(f"模型文件 {path} 大小不符，已损坏 (damaged: size differs)；{MEND}")
        except OSError as error:
            raise ModelUnavailable(
                f"模型文件 {path} 缺失或无法读取 (missing or unreadable)；{MEND}"
            ) from error
        lines.append(f"{digest}  {name}\n")
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def weight_files(directory: Path) -> list[str]:
    """The files of a sentence-transformers directory that decide a vector, as paths inside it."""
    names = [path.relative_to(directory).as_posix() for path in directory.rglob("*") if path.is_file()]
    inside = [name for name in names if PurePosixPath(name).parts[0] not in ("onnx", "openvino")]
    wanted = [
        name for name in inside if name.endswith((".safetensors", TOKENIZER_FILE, "vocab.txt", ".model"))
    ]
    if not any(name.endswith(".safetensors") for name in wanted):
        wanted += [name for name in inside if name.endswith(".bin")]
    return wanted
