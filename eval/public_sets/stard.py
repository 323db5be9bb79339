"""STARD-like folders: statute articles and lay questions, each with the ids of its articles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from corpus.errors import BadInput
from eval.public_sets.records import PublicSet, checked, read_json, read_lines

_ARTICLES, _QUESTIONS = ("corpus.jsonl", "corpus.json"), ("queries.json", "queries.jsonl", "train.json", "test.json")


def load_stard(folder: Path) -> PublicSet:
    """Read ``corpus`` (``id``, ``name``, ``content``) and ``queries`` (``query_id``, ``query``, ``match_id``), each as JSON
    or JSON Lines. The name of an article (《…法》第…条) stands before its text. Raises BadInput."""
    try:
        documents = {str(row["id"]): "\n".join(filter(None, (str(row.get("name", "")), row["content"]))) for row in _rows(folder, _ARTICLES)}
        rows = _rows(folder, _QUESTIONS)
        questions = {str(row.get("query_id", row.get("id"))): row["query"] for row in rows}
        relevant = {str(row.get("query_id", row.get("id"))): tuple(map(str, row["match_id"])) for row in rows}
    except (KeyError, TypeError, AttributeError) as error:
        raise BadInput(f"{folder} 不是 STARD 格式：缺少 {error}（not a STARD-like folder）") from error
    return checked(PublicSet(folder.name, documents, questions, relevant), folder)


def _rows(folder: Path, names: tuple[str, ...]) -> list[dict[str, Any]]:
    for name in names:
        file = folder / name
        if file.is_file():
            found = list(read_lines(file)) if file.suffix == ".jsonl" else read_json(file)
            return list(found)
    raise BadInput(f"{folder} 里没有 {' 或 '.join(names)}（missing file）")
