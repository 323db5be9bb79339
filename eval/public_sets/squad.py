"""SQuAD-like files (CMRC 2018, DRCD): paragraphs with questions; each paragraph is a document."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import BadInput
from eval.public_sets.records import PublicSet, checked, read_json


def load_squad(path: Path) -> PublicSet:
    """Read ``{"data": [{"paragraphs": [{"context", "qas": [{"id", "question", "answers": [{"text"}]}]}]}]}``.

    The flat form of CMRC's first release (``context_text``, ``query_text``) is read too. Equal paragraphs are one
    document. A question without an answer (SQuAD 2) is left out: it has no right document.
    Raises BadInput.
    """
    data = read_json(path)
    documents: dict[str, str] = {}
    seen: dict[str, str] = {}
    questions: dict[str, str] = {}
    relevant: dict[str, tuple[str, ...]] = {}
    answers: dict[str, tuple[str, ...]] = {}
    try:
        for context, qas in _paragraphs(data):
            name = seen.setdefault(context, f"d{len(seen)}")
            documents[name] = context
            for qid, question, texts in qas:
                if texts:
                    questions[qid], relevant[qid], answers[qid] = question, (name,), texts
    except (KeyError, TypeError, AttributeError) as error:
        raise BadInput(f"{path} 不是 SQuAD 格式：缺少 {error}（not a SQuAD-like file）") from error
    return checked(PublicSet(path.stem, documents, questions, relevant, answers), path)


def _paragraphs(data: object) -> list[tuple[str, list[tuple[str, str, tuple[str, ...]]]]]:
    if isinstance(data, list):  # CMRC 2018, first release
        return [
            (row["context_text"], [(str(qa["query_id"]), qa["query_text"], tuple(dict.fromkeys(qa["answers"]))) for qa in row["qas"]])
            for row in data
        ]
    if not isinstance(data, dict):
        raise TypeError("data")
    return [
        (
            paragraph["context"],
            [(str(qa["id"]), qa["question"], tuple(dict.fromkeys(a["text"] for a in qa.get("answers") or ()))) for qa in paragraph["qas"]],
        )
        for article in data["data"]
        for paragraph in article["paragraphs"]
    ]
