"""The ClauseIndex: search finds the right measure, an index that does not fit is refused by name."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus import Clause, IndexMissing, IndexStale, Measure, PartKind, Policy, Span, Validity
from index import ClauseIndex, Focus, SearchOptions
from index.clause_index import background_sentences
from index.embedding import HashingEmbedder
from index.fusion import min_max, weighted_sum
from index.passages import passages_of, phrases_of
from index.snapshot import current_directory
from index.tokens import bigrams, fold, tokenize

MEASURES = {
    "一": ["支持新建轨道交通站点，站点800米范围覆盖面超过65%。"],
    "二": ["对获得认定的技能大师工作室给予资金支持；", "对担保费率降至1%以下的机构给予补助。"],
    "三": ["推动优秀教师跨校走教，确保优秀教师留得住。"],
}


def make_policy(measures: dict[str, list[str]] = MEASURES, policy_id: str = "p1") -> Policy:
    text, parts = "", []
    for number, sentences in measures.items():
        start, made = len(text), []
        for i, sentence in enumerate(sentences, 1):
            made.append(Measure(f"{policy_id}#{number}/{i}", sentence, Span(len(text), len(text) + len(sentence))))
            text += sentence
        span = Span(start, len(text))
        parts.append(
            Clause(f"{policy_id}#{number}", PartKind.CLAUSE, (number,), "", span.of(text), span, tuple(made))
        )
    places = tuple(range(len(text)))
    return Policy(
        policy_id, "a.txt", "若干措施", "", (), None, date(2023, 1, 1), "", text, places,
        tuple(i + 1 for i in places), tuple(parts), Validity(),
    )


def build(tmp_path: Path, policy: Policy | None = None, digest: str = "d1") -> ClauseIndex:
    return ClauseIndex.build([policy or make_policy()], digest, HashingEmbedder(), tmp_path)


def test_the_measure_that_shares_words_with_the_question_comes_first(tmp_path: Path) -> None:
    """Each question finds its own measure, not just its own clause."""
    index = build(tmp_path)
    for question, number, measure in (("轨道交通站点覆盖面", "一", 0), ("担保费率降到多少", "二", 1), ("教师走教", "三", 0)):
        hit = index.search(question).hits[0]
        assert (hit.passage.path, hit.passage.measure) == ((number,), measure)


def test_a_stored_index_answers_like_the_one_just_built(tmp_path: Path) -> None:
    """Saving and loading changes no score and no order."""
    built = build(tmp_path)
    loaded = ClauseIndex.load([make_policy()], "d1", HashingEmbedder(), tmp_path)
    for question in ("轨道交通", "资金支持", "Who?", "完全无关的问题"):
        assert loaded.search(question) == built.search(question)


def test_equal_scores_end_in_the_order_of_the_document(tmp_path: Path) -> None:
    """Two measures with the same words come in document order, every time."""
    index = build(tmp_path, make_policy({"一": ["同一句话，给予支持。"], "二": ["同一句话，给予支持。"]}))
    assert [hit.passage.path for hit in index.search("同一句话").hits] == [("一",), ("二",)]


def test_there_is_no_index_before_one_is_built(tmp_path: Path) -> None:
    """A missing index says which command builds it."""
    with pytest.raises(IndexMissing, match="zhengce ingest"):
        ClauseIndex.load([make_policy()], "d1", HashingEmbedder(), tmp_path)


def test_an_index_of_another_model_or_other_documents_is_refused_with_all_reasons(tmp_path: Path) -> None:
    """Everything that does not fit is named at once, with the command that mends it."""
    build(tmp_path)
    with pytest.raises(IndexStale) as caught:
        ClauseIndex.load([make_policy()], "d2", HashingEmbedder(dimension=64), tmp_path)
    message = str(caught.value)
    assert "向量维数" in message and "政策库内容" in message and "zhengce ingest" in message
    assert "\n" not in message


@pytest.mark.parametrize("name", ["vectors.faiss", "measures/frequency.json", "background.npy", "manifest.json"])
@pytest.mark.parametrize("harm", ["delete", "truncate", "flip"])
def test_a_damaged_file_is_found(tmp_path: Path, name: str, harm: str) -> None:
    """A missing, cut or altered file of the snapshot is refused, never searched."""
    build(tmp_path)
    file = current_directory(tmp_path) / name
    data = file.read_bytes()
    if harm == "delete":
        file.unlink()
    elif harm == "truncate":
        file.write_bytes(data[: len(data) // 2])
    else:
        at = data.index(b"hash") if name == "manifest.json" else len(data) // 2
        file.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    with pytest.raises(IndexStale, match="zhengce ingest"):
        ClauseIndex.load([make_policy()], "d1", HashingEmbedder(), tmp_path)


def test_a_failed_build_leaves_the_old_index_in_place(tmp_path: Path) -> None:
    """When building breaks half-way, the index in use is still there and nothing half-made stays."""

    class Breaking(HashingEmbedder):
        def encode_document(self, texts):  # type: ignore[no-untyped-def]
            raise RuntimeError("power cut")

    build(tmp_path)
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(RuntimeError):
        ClauseIndex.build([make_policy()], "d2", Breaking(), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    ClauseIndex.load([make_policy()], "d1", HashingEmbedder(), tmp_path)


def test_a_new_build_replaces_the_old_snapshot(tmp_path: Path) -> None:
    """One snapshot and one pointer are left."""
    build(tmp_path)
    build(tmp_path, digest="d2")
    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == 1
    manifest = json.loads((current_directory(tmp_path) / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["library_digest"] == "d2"


def test_fusion_weighs_its_two_halves() -> None:
    """Weight 1 follows the first list, weight 0 the second; equal scores fuse to zero."""
    dense, lexical = np.array([0.9, 0.8], dtype=np.float32), np.array([1.0, 3.0], dtype=np.float32)
    assert weighted_sum([(1.0, dense), (0.0, lexical)]).argmax() == 0
    assert weighted_sum([(0.0, dense), (1.0, lexical)]).argmax() == 1
    assert min_max(np.array([2.0, 2.0], dtype=np.float32)).tolist() == [0.0, 0.0]


def test_script_width_and_case_never_decide_a_match() -> None:
    """Traditional, full-width and capital forms give the same tokens."""
    assert fold("軌道交通ＴＯＤ６５％") == "轨道交通tod65%"
    assert tokenize("軌道交通ＴＯＤ") == tokenize("轨道交通tod")
    assert bigrams("轨道交通") == ["_轨道", "_道交", "_交通"]


def test_phrases_lose_nothing_but_commas() -> None:
    """The phrases of a measure together are the measure."""
    measure = MEASURES["一"][0] + "，" + MEASURES["三"][0]
    assert "".join(phrases_of(measure)).replace("，", "") == measure.replace("，", "")


def test_headings_above_a_clause_are_searched_with_it() -> None:
    """A measure under 一→（一） is indexed with both headings."""
    policy = make_policy({"一": ["支持企业。"]})
    parent = policy.parts[0]
    child = Clause(
        "p1#一/（一）", PartKind.CLAUSE, ("一", "（一）"), "人才", parent.text, parent.span, parent.measures
    )
    outer = Clause(parent.id, parent.kind, parent.path, "总要求", parent.text, parent.span)
    from dataclasses import replace

    (passage,) = passages_of([replace(policy, parts=(outer, child))])
    assert passage.text == "总要求\n人才\n支持企业。"


def test_hostile_questions_are_searched_without_an_error(tmp_path: Path) -> None:
    """NUL, lone surrogates, pure punctuation and long text all come back as a ranking or nothing."""
    index = build(tmp_path)
    for question in ("\x00", "\ud800", "？！", "ﷺ" * 50, "支持" * 2000, "a" * 5000):
        result = index.search(question, SearchOptions(top_k=3))
        assert len(result.hits) <= 3


def test_a_rebuild_encodes_only_the_phrases_that_are_new(tmp_path: Path) -> None:
    """A library that grows by one policy costs one policy; the same rebuild costs nothing."""
    encoded: list[str] = []

    class Counting(HashingEmbedder):
        def encode_document(self, texts: Sequence[str]) -> NDArray[np.float32]:
            encoded.extend(texts)
            return super().encode_document(texts)

    first = make_policy()
    ClauseIndex.build([first], "d1", Counting(), tmp_path)
    encoded.clear()
    grown = [first, make_policy({"一": ["全新的一句话。"]}, "p2")]
    index = ClauseIndex.build(grown, "d2", Counting(), tmp_path)
    assert [text for text in encoded if text not in background_sentences()] == ["全新的一句话。"]
    assert index.search("轨道交通站点覆盖面").hits[0].passage.path == ("一",)


def test_only_the_policies_in_focus_answer_and_a_fitting_one_comes_first(tmp_path: Path) -> None:
    """The same sentence in two policies: the focus decides whose it is."""
    policies = [make_policy(policy_id="p1"), make_policy(policy_id="p2")]
    index = ClauseIndex.build(policies, "d", HashingEmbedder(), tmp_path)
    only = index.search("教师走教", focus=Focus(only={"p2"}))
    assert {hit.passage.policy_id for hit in only.hits} == {"p2"}
    assert index.search("教师走教", focus=Focus({"p2": 0.5})).hits[0].passage.policy_id == "p2"
    assert index.search("教师走教").hits[0].passage.policy_id == "p1"


def test_a_word_that_a_whole_policy_shares_does_not_tell_its_measures_apart() -> None:
    """BM25 apart: the policy's subject weighs little within it, the rare word decides."""
    from index.lexical import LexicalIndex

    documents = [["救助", "对象"], ["救助", "标准"], ["救助", "程序"], ["餐饮", "标准"]]
    index = LexicalIndex(documents)
    apart = index.scores_apart(["救助", "标准"], np.array([0, 0, 0, 1]), np.array([3, 1]))
    assert apart[1] > 2 * apart[0] > 0


def test_candidates_from_compressed_vectors_are_those_of_the_whole_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte a dimension is enough to find candidates: nearly all of the nearest are the same."""
    import faiss

    from index import clause_index

    monkeypatch.setattr(clause_index, "_COMPRESS_FROM", 100)
    rows = np.random.default_rng(1).normal(size=(500, 64)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    whole = faiss.IndexFlatIP(64)
    whole.add(rows)
    compressed = clause_index._compressed(whole)
    assert compressed is not whole
    near, exact = compressed.search(rows[:5], 50)[1], whole.search(rows[:5], 50)[1]
    assert all(len(set(a) & set(b)) >= 47 for a, b in zip(near, exact, strict=True))
