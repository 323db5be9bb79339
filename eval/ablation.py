"""Where the tuned numbers come from: ``python -m eval.ablation`` prints the curves, on the dev half only.

1. what a vector stands for (heading and measure, measure, phrase), words not used;
2. the weight of meaning against words;
3. the refusal threshold: answerable questions lost against foreign ones let through.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from assistant import Assistant, Kind, open_assistant, read_settings
from assistant.wiring import embedder_of
from eval.gold import GoldItem, Split, UnanswerableKind, load_gold
from index import SearchOptions
from index.passages import passages_of

GOLD = Path(__file__).resolve().parent / "gold" / "chengdu.jsonl"
_CONTENT = (Kind.FACT, Kind.LIST, Kind.YES_NO, Kind.ELIGIBILITY)
_FOREIGN = (UnanswerableKind.OFF_TOPIC, UnanswerableKind.OTHER_POLICY)


def content_questions(items: Sequence[GoldItem]) -> list[GoldItem]:
    """Answerable questions about content, standing alone, with a clause other than 题 to find."""
    return [
        item for item in items
        if item.answerable and not item.history and item.kind in _CONTENT and set(item.clauses) - {"题", "尾"}
    ]


def vector_units(assistant: Assistant, items: Sequence[GoldItem]) -> dict[str, float]:
    """Clause hit@1 by meaning alone, for three things a vector can stand for."""
    embedder = embedder_of(read_settings())
    passages = passages_of(assistant.library.policies())
    queries = embedder.encode_query([item.question for item in items])
    variants = {
        "标题＋措施 heading and measure": [[passage.text] for passage in passages],
        "措施 measure": [[passage.text.rsplit("\n", 1)[-1]] for passage in passages],
        "短语 phrase": [list(passage.phrases) for passage in passages],
    }
    found = {}
    for name, texts in variants.items():
        best = np.stack([(queries @ embedder.encode_document(group).T).max(axis=1) for group in texts], axis=1)
        hits = [passages[i].path[-1] in item.clauses for i, item in zip(best.argmax(axis=1), items, strict=True)]
        found[name] = sum(hits) / len(hits)
    return found


def hit_at_1(assistant: Assistant, items: Sequence[GoldItem], options: SearchOptions) -> float:
    """Share of questions whose best measure lies in a gold clause."""
    hits = 0
    for item in items:
        result = assistant.search(item.question, options)
        hits += bool(result.hits) and result.hits[0].passage.path[-1] in item.clauses
    return hits / len(items)


def refusal_curve(assistant: Assistant, items: Sequence[GoldItem]) -> list[tuple[float, float, float]]:
    """(threshold, answerable lost, foreign refused) in Chinese questions without history."""
    words = assistant.options.refusal.words
    scores: list[tuple[float, bool]] = []
    for item in items:
        foreign = item.unanswerable_kind in _FOREIGN
        if item.history or item.style == "english" or not (foreign or (item.answerable and item.kind in _CONTENT)):
            continue
        result = assistant.search(item.question)
        scores.append((result.margin + words * result.word_share, not foreign))
    own = [score for score, answerable in scores if answerable]
    others = [score for score, answerable in scores if not answerable]
    return [
        (t, sum(s < t for s in own) / len(own), sum(s < t for s in others) / len(others))
        for t in (i / 1000 for i in range(-20, 11, 3))
    ]


def main() -> None:
    """Print the three tables."""
    assistant = open_assistant(read_settings())
    items = load_gold(GOLD, Split.DEV)
    content = content_questions(items)
    print(f"开发题 development questions: {len(items)}, 内容题 about content: {len(content)}")
    print("\n向量单位 what a vector stands for\thit@1（只用语义 meaning only）")
    for name, value in vector_units(assistant, content).items():
        print(f"{name}\t{value:.3f}")
    print("\n语义权重 weight of meaning\thit@1")
    base = assistant.options.search
    for weight in (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0):
        print(f"{weight:.1f}\t{hit_at_1(assistant, content, replace(base, dense_weight=weight)):.3f}")
    print("\n阈值 threshold\t误拒 answerable lost\t拒绝题外 foreign refused")
    for threshold, lost, refused in refusal_curve(assistant, items):
        print(f"{threshold:+.3f}\t{lost:.3f}\t{refused:.3f}")


if __name__ == "__main__":
    main()
