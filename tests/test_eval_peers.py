"""Peers as systems under evaluation: their passages are where they say, and cite the clauses they show."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.answer import Kind
from corpus import Policy
from corpus.parsing import parse_policy
from corpus.reading import RawDocument
from eval import GoldItem, evaluate
from eval.gold import Split, Style, UnanswerableKind
from eval.peers import PEERS, Found, Passage, SharedEmbedding, Text
from eval.peers.bm25 import pieces
from eval.runner.measures import values
from eval.systems.peer import Shelf, answer_of
from index.embedding import HashingEmbedder

BODY = "关于支持企业发展的若干措施\n一、支持对象。在本市注册的企业可以申请。\n二、支持标准。给予不超过50万元补助。\n三、附则。本措施自2025年1月1日起施行。\n"


def make_policy() -> Policy:
    return parse_policy(RawDocument("a.txt", BODY, "0" * 64, "utf-8"))[0]


def passage_of(policy: Policy, words: str, more: int = 0) -> Passage:
    at = policy.text.index(words)
    return Passage(policy.source, max(0, at - more), min(len(policy.text), at + len(words) + more))


def cited(policy: Policy, *passages: Passage) -> list[str]:
    return [c.clause for c in answer_of("问", "问", Found(passages), Shelf([policy])).citations]


def test_a_passage_cites_the_clause_it_shows_most_of_first() -> None:
    """A piece within 二 cites 二 alone; one that begins at the end of 一 cites 二, then 一."""
    policy = make_policy()
    assert cited(policy, passage_of(policy, "给予不超过50万元补助")) == ["二"]
    assert cited(policy, passage_of(policy, "可以申请。\n二、支持标准。给予不超过50万元补助")) == ["二", "一"]


def test_passages_are_cited_in_their_order() -> None:
    """What the peer puts first is cited first, however little it is."""
    policy = make_policy()
    assert cited(policy, passage_of(policy, "施行"), passage_of(policy, "二、支持标准。给予不超过50万元补助"))[-1] == "二"


def test_every_quote_of_a_peer_is_verbatim_and_in_its_place() -> None:
    """So that quote exactness never counts against a system for our way of asking it."""
    policy = make_policy()
    shelf = Shelf([policy])
    answer = answer_of("问", "问", Found((Passage("a.txt", 0, len(policy.text)),)), shelf)
    assert len(answer.citations) >= 3
    for citation in answer.citations:
        assert policy.text[citation.start : citation.end] == citation.quote
        assert citation.quote in (shelf.text_of(citation) or "")


def test_a_page_around_the_clause_is_found_but_not_precise() -> None:
    """The whole document as one passage: recall 1, precision a share, and nothing is refused."""
    policy = make_policy()
    shelf = Shelf([policy])
    asked = GoldItem("q", Split.DEV, "补助多少？", Kind.FACT, Style.FORMAL, True, clauses=("/二",), policy="a.txt", facts=("50万元",))
    beside = GoldItem("r", Split.DEV, "天气？", Kind.FACT, Style.FORMAL, False, unanswerable_kind=UnanswerableKind.OFF_TOPIC)
    whole = Found((Passage("a.txt", 0, len(policy.text)),), 0.4)
    run = evaluate(lambda q, h, day: answer_of(q, q, whole, shelf), [asked, beside], clause_text=shelf.text_of)
    found = values(run.records)
    assert found["citation_recall"] == 1.0 and 0 < (found["citation_precision"] or 0) < 0.5
    assert found["fact_accuracy"] == 1.0 and found["refusal_recall"] == 0.0


def test_pieces_of_the_baseline_cover_the_text() -> None:
    """No character is lost or taken twice."""
    text = Text("a.txt", "", BODY * 20)
    cut = pieces(text)
    assert "".join(text.text[p.start : p.end] for p in cut) == text.text and len(cut) > 3


@pytest.mark.slow
@pytest.mark.parametrize("name", ["bm25", "llama-index", "haystack", "langchain-jieba"])
def test_a_passage_of_a_peer_is_where_it_says(name: str) -> None:
    """The sentence asked for stands in the places that the peer gives."""
    texts = [Text("a.txt", "甲", BODY * 9), Text("b.txt", "乙", "关于节约用水的通知。各单位应当节约用水。\n" * 40)]
    try:
        searcher = PEERS[name](texts, SharedEmbedding(HashingEmbedder()))
    except ImportError as error:
        pytest.skip(f"pip install zhengce[peers]: {error.name}")
    found = searcher.search("支持标准给予不超过50万元补助")
    by_source = {text.source: text.text for text in texts}
    assert found.passages and found.certainty is not None and 0 <= found.certainty <= 1
    assert any("50万元" in by_source[p.source][p.start : p.end] for p in found.passages)


def test_documents_are_embedded_once_for_good(tmp_path: Path) -> None:
    """Every peer gets the same vector for the same text, and a second run computes none."""
    calls: list[int] = []

    class Counting(HashingEmbedder):
        def encode_document(self, texts: Sequence[str]) -> np.ndarray:
            calls.append(len(texts))
            return super().encode_document(texts)

    embedding = SharedEmbedding(Counting(), tmp_path)
    first = embedding.documents(["甲", "乙", "甲"])
    assert embedding.documents(["乙", "甲"]) == [first[1], first[0]] and sum(calls) == 2
    assert SharedEmbedding(Counting(), tmp_path).documents(["甲"]) == [first[0]] and sum(calls) == 2
    (kept,) = tmp_path.glob("*.npz")
    kept.write_bytes(b"broken")
    assert SharedEmbedding(Counting(), tmp_path).documents(["甲"]) == [first[0]]
