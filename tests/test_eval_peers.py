"""The comparison with peers: the rules are fair to systems that cut text differently, and bad systems score badly."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from corpus import Policy
from corpus.parsing import parse_policy
from corpus.reading import RawDocument
from eval.peers.bm25 import Bm25, pieces
from eval.peers.embedding import SharedEmbedding
from eval.peers.haystack_hybrid import HaystackHybrid
from eval.peers.langchain_hybrid import LangChainHybrid
from eval.peers.llama_index_default import LlamaIndexDefault
from eval.peers.questions import Question, _places, read_questions
from eval.peers.records import Given, Passage, System, Text
from eval.peers.scoring import score
from index.embedding import HashingEmbedder

CLAUSE = Passage("a.txt", 100, 120)
BODY = "关于支持企业发展的若干措施\n一、支持对象。在本市注册的企业可以申请。\n二、支持标准。给予不超过50万元补助。\n三、附则。本措施自2025年1月1日起施行。\n"


def make_question(**changes: object) -> Question:
    record: dict[str, object] = {
        "id": "q", "question": "补助多少？", "history": (), "answerable": True, "sources": frozenset({"a.txt"}),
        "places": (CLAUSE,), "has_clauses": True, "lead": None, "supporting": None,
    }  # fmt: skip
    return Question(**(record | changes))  # type: ignore[arg-type]


def make_given(*passages: Passage, text: str = "", **more: object) -> Given:
    return Given(passages, text, 0.01, **more)  # type: ignore[arg-type]


UNANSWERABLE = make_question(answerable=False, sources=frozenset(), places=(), has_clauses=False)


def test_a_whole_document_finds_the_clause_but_does_not_point_at_it() -> None:
    """A chunk with ten clauses in it is counted as found, never as cited."""
    scores = score([make_question()], [make_given(Passage("a.txt", 0, 5000))])
    assert (scores.policy.right, scores.found.right, scores.cited.right) == (1, 1, 0)


def test_a_quote_within_the_clause_is_found_and_cited() -> None:
    """One sentence of the clause is enough."""
    scores = score([make_question()], [make_given(Passage("a.txt", 105, 115))])
    assert (scores.found.right, scores.cited.right) == (1, 1)


def test_another_document_is_wrong_whatever_its_place() -> None:
    """The same characters of another file are another text."""
    scores = score([make_question()], [make_given(Passage("b.txt", 100, 120))])
    assert (scores.policy.right, scores.found.right, scores.cited.right) == (0, 0, 0)


def test_citing_is_judged_by_what_is_shown_first() -> None:
    """A right passage in second place is found, not cited."""
    scores = score([make_question()], [make_given(Passage("a.txt", 0, 50), CLAUSE)])
    assert (scores.found.right, scores.cited.right) == (1, 0)


def test_always_refusing_scores_as_it_deserves() -> None:
    """Everything is refused: all refusals right, all answers wrong."""
    scores = score([make_question(), UNANSWERABLE], [make_given(), make_given()])
    assert (scores.policy.right, scores.cited.right) == (0, 0)
    assert (str(scores.refused), str(scores.wrongly_refused)) == ("1.000 n=1", "1.000 n=1")


def test_roles_are_measured_only_of_systems_that_tell_them() -> None:
    """A peer that names the units without roles is right on units and unmeasured on roles."""
    asked = make_question(lead=("市财政局",), supporting=("市国资委",))
    peer = score([asked], [make_given(CLAUSE, text="市财政局、市国资委")])
    swapped = score([asked], [make_given(CLAUSE, text="市财政局、市国资委", lead=("市国资委",), supporting=("市财政局",))])
    assert (peer.units.right, peer.roles.of) == (1, 0)
    assert (swapped.units.right, swapped.roles.right, swapped.roles.of) == (1, 0, 1)


def test_the_best_threshold_refuses_at_most_one_in_twenty_answerable() -> None:
    """Scores that part the two kinds refuse all; scores that do not refuse none."""
    answerable = [make_given(CLAUSE, score=float(i)) for i in range(10, 30)]
    questions = [make_question() for _ in answerable]
    low, high = make_given(CLAUSE, score=1.0), make_given(CLAUSE, score=99.0)
    assert str(score([*questions, UNANSWERABLE], [*answerable, low]).refused_at_best) == "1.000 n=1"
    assert str(score([*questions, UNANSWERABLE], [*answerable, high]).refused_at_best) == "0.000 n=1"


def make_policy() -> Policy:
    return parse_policy(RawDocument("a.txt", BODY, "0" * 64, "utf-8"))[0]


def test_a_gold_clause_is_placed_by_its_path() -> None:
    """二 lies where the document has it; a part title in front of the path does not matter, an unknown one does."""
    policy = make_policy()
    (place,) = _places(policy, ("二",))
    assert "50万元" in policy.text[place.start : place.end] and "本市注册" not in policy.text[place.start : place.end]
    assert _places(policy, ("九",)) == []


def test_every_question_of_the_development_half_is_read() -> None:
    """All three gold files are asked, held-back questions never."""
    questions = read_questions([make_policy()])
    assert {q.id.split("/")[0] for q in questions} == {"chengdu", "library_a", "library_b"}
    assert len(questions) == len({q.id for q in questions}) > 800


def test_pieces_of_the_baseline_cover_the_text() -> None:
    """No character is lost or taken twice."""
    text = Text("a.txt", "", BODY * 20)
    cut = pieces(text)
    assert "".join(text.text[p.start : p.end] for p in cut) == text.text and len(cut) > 3


def _bm25(texts: Sequence[Text], embedding: SharedEmbedding) -> System:
    return Bm25(texts)


def _langchain(texts: Sequence[Text], embedding: SharedEmbedding) -> System:
    return LangChainHybrid(texts, embedding, jieba=True)


@pytest.mark.slow
@pytest.mark.parametrize("build", [_bm25, LlamaIndexDefault, HaystackHybrid, _langchain])
def test_a_passage_of_a_peer_is_where_it_says(build: Callable[[Sequence[Text], SharedEmbedding], System]) -> None:
    """Every system gives places in the text it was given, and the text shown is what stands there."""
    texts = [Text("a.txt", "甲", BODY * 9), Text("b.txt", "乙", "关于节约用水的通知。各单位应当节约用水。\n" * 40)]
    try:
        system = build(texts, SharedEmbedding(HashingEmbedder()))
    except ImportError as error:
        pytest.skip(f"pip install zhengce[peers]: {error.name}")
    given = system.answer("补助多少万元", ())
    by_source = {text.source: text.text for text in texts}
    assert given.passages
    for passage in given.passages:
        shown = by_source[passage.source][passage.start : passage.end].strip()
        assert shown and shown in given.text


def test_documents_are_embedded_once() -> None:
    """The shared embedding gives every system the same vector for the same text."""
    calls: list[int] = []

    class Counting(HashingEmbedder):
        def encode_document(self, texts: Sequence[str]) -> np.ndarray:
            calls.append(len(texts))
            return super().encode_document(texts)

    embedding = SharedEmbedding(Counting())
    first = embedding.documents(["甲", "乙", "甲"])
    assert embedding.documents(["乙", "甲"]) == [first[1], first[0]] and sum(calls) == 2
