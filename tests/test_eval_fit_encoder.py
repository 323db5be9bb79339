"""What the encoder is taught: which measures a question is set against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import pytest

from eval import fit_encoder
from eval.fit_encoder import Encoder, Lesson, lessons_written
from eval.lessons import Taught, taught


class FixedEncoder:
    """Texts that begin alike lie together."""

    def vectors(self, texts: Sequence[str]) -> Any:
        import torch

        return torch.eye(26)[[ord(text[0]) - ord("a") for text in texts]]


def lesson(question: str, gold: str, wrong: Sequence[str] = (), policy: str = "p", near: Sequence[str] = ()) -> Lesson:
    measures = [gold, *wrong]
    right = np.array([True] + [False] * len(wrong))
    return Lesson(question, True, [(text,) for text in measures], right, right, [policy] * len(measures), measures, tuple(near))


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


def test_a_question_that_a_passage_does_not_answer_must_lie_farther_from_it() -> None:
    apart = [lesson("a?", "a", near=["c?"]), lesson("b?", "b", policy="q", near=["d?"])]
    together = [lesson("a?", "a", near=["a!"]), lesson("b?", "b", policy="q", near=["b!"])]
    assert loss_of(*apart) == pytest.approx(0.0, abs=1e-6)
    assert loss_of(*together) > 0.3


def test_another_question_that_the_passage_answers_does_not_count_against_it() -> None:
    assert loss_of(lesson("a?", "a", near=["c?"]), lesson("a!", "a", near=["d?"])) == pytest.approx(0.0, abs=1e-6)


def test_a_written_question_is_held_against_neighbours_of_the_same_source() -> None:
    def passage(source: str, text: str, *answers: str) -> Taught:
        return Taught(source, "", text, answers, (), of_law=True)

    made = list(lessons_written([passage("s", "补贴一万元。", "补多少？"), passage("s", "由市商务局受理。"), passage("t", "自印发之日起施行。")]))
    assert [lesson.measures for lesson in made] == [["补贴一万元。", "由市商务局受理。"]]


def test_every_passage_has_questions_and_no_question_stands_twice() -> None:
    passages = list(taught())
    questions = [question for passage in passages for question in (*passage.answers, *passage.near)]
    assert all(passage.answers and passage.text for passage in passages)
    assert len(set(questions)) == len(questions) > 10_000
