"""Fits ``index/e5/adapter.npz``: ``python -m eval.fit_encoder --library HOME [--half FILE]`` (dev halves only; two cores: about 40 minutes).

The encoder came from pairs of the open web; how people ask about policies it learns here. For each development question
(`eval.fit_questions`) and each question written for a passage (`eval.lessons`) the nearest phrase of the measure that bears the
answer is to lie nearer than those of other candidates and of the other questions' measures (softmax over cosines with a temperature,
InfoNCE: van den Oord et al. 2018). Measures of the same policy that no one labelled are left out of a question's others. The other
way round, a passage's own question is to lie nearer to it than one on its topic that it does not answer, and than questions on others.
Only a low-rank change to the last layers is learnt
(`index.e5.adapter`); what the layers below make of a text is computed once. With ``--half`` only half the policies are learnt,
the other half is asked (how often a right clause holds the nearest phrase, before and after), and the adapter goes to FILE:
what else is fitted needs questions that the encoder has not seen (`eval.fit_questions`). After the whole: ``python -m
index.e5_setup``, ``zhengce ingest``.
"""

from __future__ import annotations

import argparse
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional
from torch.nn.utils import parametrize

from corpus.files import write_whole
from corpus.repair.simplified import to_simplified
from eval.fit_questions import Ranked, in_first_half, is_first_half, ranked_questions, settings_of
from eval.lessons import Taught, taught
from index.e5 import adapter
from index.e5.packed import SPECIALS
from index.e5_setup import unpacked
from index.passages import phrases_of

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import BertModel

_RANK, _SCALE = 16, 2.0  # of the change to a matrix: W + scale × B A
_EPOCHS = 2
_QUESTIONS, _OTHERS, _PHRASES = 32, 5, 5  # in a batch; wrong candidates of each; phrases of a measure
_RATE, _WARM, _DECAY, _DROPOUT = 5e-4, 0.1, 0.01, 0.05
_TEMPERATURE = 0.02
_BACK = 0.5  # what the way from passage to question counts
_NEIGHBOURS, _REACH = 2, 5  # passages of the same source that a written question is held against; how far they stand at most
_TOKENS = 64  # of a phrase or question
_AT_ONCE = 96  # texts in one pass
_SEED = 0


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question with its candidates: phrases of each, which are right, which policy and measure each is; questions that
    the right one does not answer."""

    question: str
    first_half: bool
    phrases: list[tuple[str, ...]]
    gold: NDArray[np.bool_]
    bears: NDArray[np.bool_]
    policies: list[str]
    measures: list[str]
    near: tuple[str, ...] = ()


def lesson_of(question: Ranked) -> Lesson:
    """What is learnt from a question."""
    passages = [hit.passage for hit in question.hits]
    return Lesson(
        f"query: {to_simplified(question.searched)}", in_first_half(question.item), [tuple(f"passage: {phrase}" for phrase in p.phrases) for p in passages],
        question.gold, question.bears, [p.policy_id for p in passages], [p.text for p in passages],
    )


def lessons_written(passages: Sequence[Taught]) -> Iterator[Lesson]:
    """What is learnt from questions written for passages, each held against some neighbours of its passage."""
    chance = np.random.default_rng(_SEED)
    phrases = [tuple(f"passage: {phrase}" for phrase in phrases_of(to_simplified(passage.text))) for passage in passages]
    for i, passage in enumerate(passages):
        beside = [
            k for k in range(max(0, i - _REACH), min(len(passages), i + _REACH + 1))
            if passages[k].source == passage.source and passages[k].text != passage.text
        ]
        near = tuple(f"query: {to_simplified(question)}" for question in passage.near)
        for question in passage.answers:
            held = [i, *chance.permutation(beside)[:_NEIGHBOURS].tolist()]
            right = np.arange(len(held)) == 0
            yield Lesson(
                f"query: {to_simplified(question)}", passage.of_law or is_first_half(passage.source), [phrases[k] for k in held], right, right,
                [passage.source] * len(held), [passages[k].text for k in held], near,
            )


class LowRank(nn.Module):
    """W + B A: the parametrisation of a matrix that is changed."""

    def __init__(self, rows: int, columns: int) -> None:
        super().__init__()
        self.a = nn.Parameter(torch.randn(_RANK, columns) / math.sqrt(columns))
        self.b = nn.Parameter(torch.zeros(rows, _RANK))

    def forward(self, weight: torch.Tensor) -> torch.Tensor:
        """The changed matrix."""
        return weight + _SCALE * (self.b @ self.a)


class Encoder:
    """The model cut in two: the layers below are run once for each text, those above learn."""

    def __init__(self, model: BertModel, tokenizer: Tokenizer) -> None:
        self.model, self.tokenizer = model.requires_grad_(False), tokenizer  # before the change joins it, which alone learns
        tokenizer.no_padding()
        tokenizer.enable_truncation(_TOKENS)
        self._states: dict[str, torch.Tensor] = {}
        self._change = {name: LowRank(*matrix.weight.shape) for name, matrix in adapter.matrices(model)}
        for name, matrix in adapter.matrices(model):
            parametrize.register_parametrization(matrix, "weight", self._change[name])

    def forget(self) -> list[nn.Parameter]:
        """Begin anew; the parameters that learn."""
        torch.manual_seed(_SEED)
        found: list[nn.Parameter] = []
        for low in self._change.values():
            low.a.data.copy_(torch.randn_like(low.a) / math.sqrt(low.a.shape[1]))
            low.b.data.zero_()
            found += [low.a, low.b]
        return found

    def learnt(self) -> dict[str, NDArray[np.float16]]:
        """The change, by name, in half precision."""
        found = {}
        for name, low in self._change.items():
            found[f"{name}.A"] = low.a.detach().numpy().astype(np.float16)
            found[f"{name}.B"] = (_SCALE * low.b).detach().numpy().astype(np.float16)
        return found

    def prepare(self, texts: Sequence[str]) -> None:
        """Run the layers below for texts not yet seen."""
        new = sorted({text for text in texts if text not in self._states}, key=len)
        for at in range(0, len(new), _AT_ONCE):
            batch = new[at : at + _AT_ONCE]
            ids = [torch.tensor(self.tokenizer.encode(text).ids) for text in batch]
            hidden = nn.utils.rnn.pad_sequence(ids, batch_first=True, padding_value=SPECIALS.index("<pad>"))
            mask = torch.arange(hidden.shape[1]) < torch.tensor([len(own) for own in ids])[:, None]
            with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
                states = self._through(self.model.embeddings(input_ids=hidden), mask, 0, adapter.FIRST)
            for text, own, state in zip(batch, ids, states, strict=True):
                self._states[text] = state[: len(own)].to(torch.bfloat16)

    def vectors(self, texts: Sequence[str]) -> torch.Tensor:
        """Unit vectors of prepared texts, shape (texts, dimension)."""
        order = sorted(range(len(texts)), key=lambda i: len(self._states[texts[i]]))
        found = []
        for at in range(0, len(order), _AT_ONCE):
            states = [self._states[texts[i]] for i in order[at : at + _AT_ONCE]]
            mask = torch.arange(len(states[-1])) < torch.tensor([len(state) for state in states])[:, None]
            with torch.autocast("cpu", torch.bfloat16):
                last = self._through(nn.utils.rnn.pad_sequence(states, batch_first=True), mask, adapter.FIRST, len(self.model.encoder.layer))
            kept = mask[..., None].float()
            found.append(functional.normalize((last.float() * kept).sum(1) / kept.sum(1), dim=1))
        return torch.cat(found)[torch.argsort(torch.tensor(order))]

    def _through(self, hidden: torch.Tensor, mask: torch.Tensor, first: int, last: int) -> torch.Tensor:
        for layer in self.model.encoder.layer[first:last]:
            given = layer(hidden, attention_mask=mask[:, None, None, :])
            hidden = given[0] if isinstance(given, tuple) else given
        return hidden


def learn(encoder: Encoder, lessons: Sequence[Lesson]) -> None:
    """Fit the encoder's change to the lessons, from nothing."""
    chance = np.random.default_rng(_SEED)
    parameters = encoder.forget()
    known = [lesson for lesson in lessons if lesson.gold.any()]
    steps = _EPOCHS * math.ceil(len(known) / _QUESTIONS)
    optimizer = torch.optim.AdamW(parameters, lr=_RATE, weight_decay=_DECAY)
    rate = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min(1.0, (step + 1) / (_WARM * steps)) * max(1e-3, 1 - step / steps))
    encoder.model.train()
    for module in encoder.model.modules():
        if isinstance(module, nn.Dropout):
            module.p = _DROPOUT
    for epoch in range(_EPOCHS):
        losses = []
        for batch in _batches(known, chance):
            optimizer.zero_grad()
            loss = _loss(encoder, batch, chance)
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            rate.step()
            losses.append(float(loss.detach()))
        print(f"  {epoch + 1}/{_EPOCHS}\t{np.mean(losses):.3f}", flush=True)
    encoder.model.train(False)


def _batches(lessons: Sequence[Lesson], chance: np.random.Generator) -> Iterator[list[Lesson]]:
    order = chance.permutation(len(lessons))
    for at in range(0, len(order), _QUESTIONS):
        yield [lessons[i] for i in order[at : at + _QUESTIONS]]


def _loss(encoder: Encoder, batch: Sequence[Lesson], chance: np.random.Generator) -> torch.Tensor:
    """How unlikely the bearing measures are to come first among all measures of the batch."""
    place: dict[str, int] = {}  # of a measure among those of the batch; copies of a text are one
    policy: list[str] = []
    texts: list[str] = []
    owner: list[int] = []
    target = []
    for lesson in batch:
        right = np.flatnonzero(lesson.bears if lesson.bears.any() else lesson.gold)
        wrong = np.flatnonzero(~lesson.gold)
        near = 1 / (2 + np.arange(len(wrong)))  # the better the search likes it, the likelier it teaches
        others = chance.choice(wrong, min(_OTHERS, len(wrong)), replace=False, p=near / near.sum()) if len(wrong) else wrong
        chosen = int(chance.choice(right))
        for i in (chosen, *others.tolist()):
            if lesson.measures[i] in place:
                continue
            place[lesson.measures[i]] = len(policy)
            phrases = lesson.phrases[i]
            picked = chance.choice(len(phrases), min(_PHRASES, len(phrases)), replace=False)
            texts += [phrases[k] for k in picked]
            owner += [len(policy)] * len(picked)
            policy.append(lesson.policies[i])
        target.append(place[lesson.measures[chosen]])
    left_out = torch.zeros(len(batch), len(policy), dtype=torch.bool)
    for row, lesson in enumerate(batch):
        wrong_here = {text for text, is_gold in zip(lesson.measures, lesson.gold, strict=True) if not is_gold}
        right_here = {text for text, is_gold in zip(lesson.measures, lesson.gold, strict=True) if is_gold}
        for text, at in place.items():
            left_out[row, at] = at != target[row] and (
                text in right_here or (policy[at] == policy[target[row]] and text not in wrong_here)
            )
    tempting = {row: str(chance.choice(lesson.near)) for row, lesson in enumerate(batch) if lesson.near}
    asked = encoder.vectors([*(lesson.question for lesson in batch), *tempting.values()])
    cosines = asked @ encoder.vectors(texts).T
    nearest = torch.full((len(asked), len(policy)), _NEVER).scatter_reduce(1, torch.tensor(owner)[None].expand(len(asked), -1), cosines, "amax")
    forth = functional.cross_entropy(nearest[: len(batch)].masked_fill(left_out, _NEVER) / _TEMPERATURE, torch.tensor(target))
    if len(tempting) < _FEWEST:
        return forth
    rows = list(tempting)
    of_same = torch.tensor([[other != row and (target[other] == target[row] or bool(left_out[other, target[row]])) for other in range(len(batch))] for row in rows])
    of_passage = nearest[:, [target[row] for row in rows]].T
    kept = of_passage.masked_fill(functional.pad(of_same, (0, len(tempting))), _NEVER)
    return forth + _BACK * functional.cross_entropy(kept / _TEMPERATURE, torch.tensor(rows))


_NEVER = -1e4  # a cosine that no softmax sees
_FEWEST = 2  # passages with tempting questions in a batch that make the way back worth a comparison


@torch.no_grad()
def nearest_right(encoder: Encoder, lessons: Sequence[Lesson]) -> float:
    """How often a right clause holds the nearest phrase among a question's candidates."""
    phrases = list({phrase: None for lesson in lessons for own in lesson.phrases for phrase in own})
    row = {phrase: i for i, phrase in enumerate(phrases)}
    known, asked = encoder.vectors(phrases), encoder.vectors([lesson.question for lesson in lessons])
    right = []
    for lesson, question in zip(lessons, asked, strict=True):
        near = [float((known[[row[phrase] for phrase in own]] @ question).max()) for own in lesson.phrases]
        right.append(bool(lesson.gold[int(np.argmax(near))]))
    return float(np.mean(right))


def learn_half(encoder: Encoder, lessons: dict[str, list[Lesson]], written: Sequence[Lesson]) -> None:
    """Learn half the policies, ask the other half."""
    asked = {name: [lesson for lesson in own if not lesson.first_half and lesson.gold.any()] for name, own in lessons.items()}
    encoder.forget()
    before = {name: nearest_right(encoder, own) for name, own in asked.items()}
    learn(encoder, [lesson for own in (*lessons.values(), written) for lesson in own if lesson.first_half])
    for name, own in asked.items():
        print(f"{name}\t最近句属正确条款 nearest phrase in a right clause {before[name]:.3f} → {nearest_right(encoder, own):.3f} (n={len(own)})")


def main() -> None:
    """Learn all, or half, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", type=Path, required=True, help="a home with the whole library ingested")
    parser.add_argument("--half", type=Path, metavar="FILE", help="learn half the policies, ask the other half, write the adapter here")
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    lessons = {name: [lesson_of(question) for question in ranked_questions(assistant, items)] for name, assistant, items in settings_of(arguments.library)}
    written = list(lessons_written(list(taught())))
    every = [lesson for own in (*lessons.values(), written) for lesson in own if len(lesson.phrases) > 1]
    _, model, tokenizer = unpacked()
    encoder = Encoder(model, tokenizer)
    encoder.prepare([text for lesson in every for own in ((lesson.question,), lesson.near, *lesson.phrases) for text in own])
    print(f"{len(every)} 题 questions", flush=True)
    if arguments.half:
        learn_half(encoder, lessons, written)
    else:
        learn(encoder, every)
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **encoder.learnt())
    write_whole(arguments.half or adapter.FILE, file.getvalue())


if __name__ == "__main__":
    main()
