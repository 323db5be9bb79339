"""A public retrieval set in memory, whatever its files look like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.errors import BadInput


@dataclass(frozen=True, slots=True)
class PublicSet:
    """Documents, questions, and which document answers which question.

    Attributes:
        name: of the set.
        documents: text by id.
        questions: text by id.
        relevant: ids of the right documents by question id; never empty.
        answers: accepted answer texts by question id, where the set has them.
    """

    name: str
    documents: Mapping[str, str]
    questions: Mapping[str, str]
    relevant: Mapping[str, tuple[str, ...]]
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def checked(found: PublicSet, where: Path) -> PublicSet:
    """The set, if it can be used. Raises BadInput: nothing in it, or a question whose documents are not there."""
    if not found.documents or not found.questions:
        raise BadInput(f"{where} 里没有文档或问题（no documents or no questions）")
    lost = [qid for qid in found.questions if not found.relevant.get(qid) or any(doc not in found.documents for doc in found.relevant[qid])]
    if lost:
        raise BadInput(f"{where} 有 {len(lost)} 个问题没有对应的文档，如 {lost[0]}（questions without their documents）")
    return found


def read_json(path: Path) -> Any:
    """The JSON of a file. Raises BadInput."""
    import json

    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BadInput(f"读不到 {path}：{error.strerror}（cannot read）") from error
    except ValueError as error:
        raise BadInput(f"{path} 不是 JSON：{error}（not JSON）") from error


def read_lines(path: Path) -> Iterator[Any]:
    """The objects of a JSON Lines file. Raises BadInput, naming the line."""
    import json

    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadInput(f"读不到 {path}：{error.strerror}（cannot read）") from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield json.loads(line)
            except ValueError as error:
                raise BadInput(f"{path} 第 {number} 行不是 JSON（line {number} is not JSON）：{error}") from error
