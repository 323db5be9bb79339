"""Reading the labels, and the policies they speak of."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from corpus.errors import BadInput
from corpus.parsing import parse_policy
from corpus.policy import Policy, SupportItem
from corpus.reading import read_document
from corpus.repair.simplified import to_simplified
from eval.texts import shared_folder, statutes

GOLD = Path(__file__).parent.parent / "gold" / "support"
_MEASURE_KEYS = {"id", "policy", "quote", "addressed"}
_CLAIMED_KEYS = {"commitment", "audience", "conditions", "benefit", "amounts"}


def read_labels(kind: str, split: str) -> list[dict[str, Any]]:
    """The labels of one file, checked; [] if there is no such file. Raises BadInput naming the line.

    ``kind`` is "measures", "profiles" or "statements", ``split`` "dev" or "held".
    """
    path = GOLD / f"{kind}_{split}.jsonl"
    if not path.is_file():
        return []
    labels = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            label = json.loads(line)
        except ValueError as error:
            raise BadInput(f"{path.name} 第 {number} 行不是 JSON（not JSON）：{error}") from None
        missing = _missing(kind, label)
        if missing:
            raise BadInput(f"{path.name} 第 {number} 行缺少 {'、'.join(sorted(missing))}（missing keys）")
        labels.append(label)
    return labels


def _missing(kind: str, label: dict[str, Any]) -> set[str]:
    if kind == "statements":
        return {key for key in ("id", "policy", "condition", "kind", "negated", "statements") if key not in label}
    if kind == "profiles":
        return {key for key in ("id", "policies", "expect") if key not in label} | (
            set() if "text" in label or "profile" in label else {"text"}
        )
    wanted = _MEASURE_KEYS | (_CLAIMED_KEYS if label.get("addressed") == "claimant" else set())
    return {key for key in wanted if key not in label}


@lru_cache(maxsize=256)
def policy_of(name: str) -> Policy:
    """The policy ``name``: a file that ships, one made up for these labels, a shared one, or the path of a shared statute. Raises BadInput if there is none."""
    for folder in (Path(str(resources.files("corpus").joinpath("documents"))), GOLD / "documents"):
        if (folder / name).is_file():
            return parse_policy(read_document(folder / name))[0]
    if "/" in name:
        return _statute(name)
    path = shared_folder() / "policies" / name
    if not path.is_file():
        raise BadInput(f"找不到 {name}（no such policy file）")
    return parse_policy(read_document(path))[0]


def _statute(name: str) -> Policy:
    """A law of the shared statutes, read as the Markdown file that it is."""
    text = next((law.text for law in statutes() if law.name == name), None)
    if text is None:
        raise BadInput(f"找不到 {name}（no such statute）")
    with TemporaryDirectory() as folder:
        path = Path(folder) / Path(name).name
        path.write_text(text, encoding="utf-8")
        return replace(parse_policy(read_document(path))[0], source=name)


_STOPS = str.maketrans(",;:!?()", "，；：！？（）")


def bare(text: str) -> str:
    """Without white space, in Simplified characters and with Chinese stops, as quotes are compared: a label quotes the raw file."""
    return to_simplified(re.sub(r"\s", "", text)).translate(_STOPS)


def item_for(items: Iterable[SupportItem], quote: str) -> SupportItem | None:
    """The item that a label's quote speaks of: the one with the longest shared stretch, at least most of the shorter."""
    wanted = bare(quote)
    best, shared = None, 0
    for item in items:
        words = bare(item.text)
        if wanted in words or words in wanted:
            length = min(len(words), len(wanted))
            if length > shared and (length * 2 >= len(words) or wanted in words):
                best, shared = item, length
    return best
