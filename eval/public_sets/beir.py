"""BEIR-like folders: ``corpus.jsonl``, ``queries.jsonl``, ``qrels/<split>.tsv``."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import BadInput
from eval.public_sets.records import PublicSet, checked, read_lines


def load_beir(folder: Path, split: str = "test") -> PublicSet:
    """Read a BEIR folder. Title and text of a document are joined; a relevance above 0 is relevant; questions
    without a relevant document in the split are left out. Raises BadInput."""
    try:
        documents = {str(row["_id"]): "\n".join(filter(None, (row.get("title", ""), row["text"]))) for row in read_lines(folder / "corpus.jsonl")}
        asked = {str(row["_id"]): row["text"] for row in read_lines(folder / "queries.jsonl")}
    except (KeyError, TypeError) as error:
        raise BadInput(f"{folder} 不是 BEIR 格式：缺少 {error}（not a BEIR-like folder）") from error
    relevant: dict[str, list[str]] = {}
    qrels = folder / "qrels" / f"{split}.tsv"
    try:
        lines = qrels.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise BadInput(f"读不到 {qrels}：{error.strerror}（cannot read the qrels）") from error
    for number, line in enumerate(lines, 1):
        cells = line.split("\t")
        if number == 1 and not cells[-1].strip().lstrip("-").isdigit():
            continue  # the header
        if len(cells) not in (3, 4) or not cells[-1].strip().lstrip("-").isdigit():
            raise BadInput(f"{qrels} 第 {number} 行应为 问题、文档、相关度（line {number}: query, document, relevance）")
        if int(cells[-1]) > 0:
            relevant.setdefault(cells[0], []).append(cells[-2])  # with four cells, the second is TREC's iteration
    questions = {qid: text for qid, text in asked.items() if qid in relevant}
    return checked(PublicSet(folder.name, documents, questions, {qid: tuple(docs) for qid, docs in relevant.items() if qid in questions}), folder)
