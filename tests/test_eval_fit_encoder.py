"""What the encoder is taught: which measures a question is set against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import pytest

from eval import fit_encoder
from eval.fit_encoder import Encoder, Lesson


class FixedEncoder:
    """Texts that begin alike lie together."""

    def vectors(self, texts: Sequence[str]) -> Any:
        import torch

        return torch.eye(26)[[ord(text[0]) - ord("a") for text in texts]]


def lesson(question: str, gold: str, wrong: Sequence[str] = (), policy: str = "p") -> Lesson:
    measures = [gold, *wrong]
    right = np.array([True] + [False] * len(wrong))
    return Lesson(question, True, [(text,) for text in measures], right, right, [policy] * len(measures), measures)


def loss_of(*lessons: Lesson) -> float:
    return float(fit_encoder._loss(cast(Encoder, FixedEncoder()), lessons, np.random.default_rng(0)))


def test_a_question_that_lies_with_its_measure_costs_nothing() -> None:
    assert loss_of(lesson("a?", "a", ["b", "c"])) == pytest.approx(0.0, abs=1e-6)


def test_a_question_that_lies_with_a_wrong_candidate_costs_much() -> None:
    assert loss_of(lesson("b?", "a", ["b", "c"])) > 10


def test_measures_of_the_same_policy_that_no_one_labelled_are_left_out() -> None:
    """Another question's measure may answer this one too; of another policy it does not."""
    other = lesson("z?", "z")
    assert loss_of(lesson("z!", "a"), other) == pytest.approx(0.0, abs=1e-6)
    assert loss_of(lesson("z!", "a", policy="q"), other) > 10
