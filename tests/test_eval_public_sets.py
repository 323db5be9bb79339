"""Public sets that lie on disk: read by the form of their files, searched by our signals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import BadInput
from eval.public_sets import load_beir, load_squad, load_stard
from eval.public_sets.searching import search_all
from index.embedding import HashingEmbedder

CONTEXTS = ("成都市位于四川盆地西部。", "轨道交通站点覆盖率达到百分之六十五。", "高新技术企业给予一次性奖励。")


def put(path: Path, data: Any) -> Path:
    """A JSON file, or JSON Lines for a list where the name says so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = path.suffix == ".jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in data) if lines else json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


def squad(tmp_path: Path) -> Path:
    """A file as DRCD and CMRC 2018 have it; the last question has no answer."""
    qas = [[{"id": f"q{n}", "question": f"问题{n}{context[:6]}", "answers": [{"text": context[:2], "answer_start": 0}]}] for n, context in enumerate(CONTEXTS)]
    qas[0].append({"id": "none", "question": "没有答案？", "answers": []})
    return put(tmp_path / "drcd.json", {"data": [{"title": "t", "paragraphs": [{"context": c, "qas": q} for c, q in zip(CONTEXTS, qas, strict=True)]}]})


def test_squad_like_files_give_paragraphs_and_questions(tmp_path: Path) -> None:
    """A paragraph is a document; a question without an answer is left out; equal paragraphs are one."""
    found = load_squad(squad(tmp_path))
    assert list(found.documents.values()) == list(CONTEXTS)
    assert set(found.questions) == {"q0", "q1", "q2"} and found.relevant["q2"] == ("d2",)
    old = put(tmp_path / "cmrc.json", [{"context_text": CONTEXTS[0], "qas": [{"query_id": "a", "query_text": "在哪？", "answers": ["四川", "四川"]}]}] * 2)
    found = load_squad(old)
    assert len(found.documents) == 1 and found.answers["a"] == ("四川",)


def test_beir_folders_are_read_with_their_qrels(tmp_path: Path) -> None:
    """Title and text are joined, relevance 0 is none, questions of another split are left out."""
    put(tmp_path / "corpus.jsonl", [{"_id": str(n), "title": "标题", "text": text} for n, text in enumerate(CONTEXTS)])
    put(tmp_path / "queries.jsonl", [{"_id": "a", "text": "覆盖率"}, {"_id": "b", "text": "奖励"}])
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\na\t1\t2\na\t0\t0\n", encoding="utf-8")
    found = load_beir(tmp_path)
    assert found.documents["1"] == "标题\n" + CONTEXTS[1]
    assert found.relevant == {"a": ("1",)} and list(found.questions) == ["a"]
    (tmp_path / "qrels" / "test.tsv").write_text("a\t7\t1\n", encoding="utf-8")
    with pytest.raises(BadInput, match="没有对应的文档"):
        load_beir(tmp_path)


def test_stard_folders_give_articles_with_their_names(tmp_path: Path) -> None:
    """Ids are numbers there; an article is found by its name as well."""
    put(tmp_path / "corpus.jsonl", [{"id": n, "name": f"《某法》第{n}条", "content": text} for n, text in enumerate(CONTEXTS)])
    put(tmp_path / "queries.json", [{"query_id": 5, "query": "奖励多少", "match_id": [2]}])
    found = load_stard(tmp_path)
    assert found.relevant == {"5": ("2",)} and found.documents["2"].startswith("《某法》第2条\n")


@pytest.mark.parametrize(("name", "content", "load"), [("a.json", {"data": [{"title": "x"}]}, load_squad), ("a.json", {"data": []}, load_squad)])
def test_a_file_of_another_form_is_refused(tmp_path: Path, name: str, content: Any, load: Any) -> None:
    """One clear line, no half-read set."""
    with pytest.raises(BadInput):
        load(put(tmp_path / name, content))
    with pytest.raises(BadInput, match="读不到"):
        load_beir(tmp_path)
    with pytest.raises(BadInput, match="里没有"):
        load_stard(tmp_path)


def test_search_over_a_set_gives_every_measure_for_every_way(tmp_path: Path) -> None:
    """Words, meaning and sums; questions that repeat their paragraph find it."""
    ways = search_all(load_squad(squad(tmp_path)), HashingEmbedder(), meaning=(0.5,))
    assert [way.name for way in ways] == ["BM25", "dense", "sum 0.5"]
    assert all(way.scores["recall@1"].value == 1.0 and way.scores["nDCG@10"].n == 3 for way in ways)
    assert [way.name for way in search_all(load_squad(squad(tmp_path)), None)] == ["BM25"]
