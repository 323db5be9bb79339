"""What a search is asked with and what it returns."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from index.passages import Passage


@dataclass(frozen=True, slots=True)
class Weights:
    """What each signal counts (``eval/ablation.py`` prints the curves). A weight of 0 leaves a signal out.

    Attributes:
        meaning: the nearest phrase of a measure.
        whole: the mean direction of a measure's phrases: what it is about as a whole.
        words: BM25 over heading and measure.
        apart: BM25 with words weighed by how well they tell the measures of one policy apart.
        policy: how well the policy fits (given by the caller, 0–1).
        length: taken away for every e-fold of a measure's characters over 20, times a fifth: a long measure has more
            phrases, one of which lies near by chance.
    """

    meaning: float = 0.0
    whole: float = 0.0
    words: float = 0.0
    apart: float = 0.0
    policy: float = 0.0
    length: float = 0.0


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """How to search.

    Attributes:
        top_k: hits returned.
        one: the weights in an index of one policy.
        many: the weights in one of several.
        pool: candidates taken from each signal before they are fused.
    """

    top_k: int = 10
    one: Weights = Weights(meaning=0.5, whole=0.1, words=0.4)
    many: Weights = Weights(meaning=0.3, whole=0.35, words=0.05, apart=0.45, policy=0.8, length=0.3)
    pool: int = 200


@dataclass(frozen=True, slots=True)
class Focus:
    """Where in the library to look.

    Attributes:
        fit: how well each policy fits the question, 0–1, by policy id; a missing one fits 0.
        only: the policies that may answer; None for all of them.
    """

    fit: Mapping[str, float] = field(default_factory=dict)
    only: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class Scores:
    """Every signal of one passage, fused or not; those of meaning are cosines, those of words BM25.

    ``heading`` is the meaning of the headings above it, ``clause`` the words of its whole clause.

    ``words``, ``apart`` and ``clause`` are shares of what the question's words could give at most (their idf summed), about 0–2.
    """

    nearest: float = 0.0
    whole: float = 0.0
    heading: float = 0.0
    words: float = 0.0
    apart: float = 0.0
    clause: float = 0.0
    fit: float = 0.0
    length: float = 0.0


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage found: the fused score (the sum of the weights at most) and the evidence behind it."""

    passage: Passage
    score: float
    cosine: float  # of the question and the nearest phrase, as the encoder gives it
    bm25: float
    scores: Scores = Scores()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The hits of one question, best first, and how well the library covers the question.

    Attributes:
        hits: best first.
        background: the question's highest cosine with everyday questions and common services
            (background.txt). What the library is about lies nearer to it than to these.
        word_share: best BM25 over the question's idf weight, about 0–2: how much of its wording
            one measure shares.
        nearest: the highest cosine of any phrase searched.
    """

    hits: tuple[Hit, ...]
    background: float
    word_share: float
    nearest: float = 0.0

    @property
    def margin(self) -> float:
        """How much nearer the question lies to the library than to the background (cosines).

        Cohort normalisation, as in speaker verification (Reynolds 1997): the absolute cosine moves
        with style, length and language, the difference much less.
        """
        return max((hit.cosine for hit in self.hits), default=0.0) - self.background
