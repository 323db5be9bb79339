"""``python -m eval.peers``: every system over the same files and questions, one table.

Builds the libraries of the comparison under ``var/`` (the shipped policy alone, and with the shared policy files; some
minutes the first time), asks every question of every system and writes eval/results/peers.txt and peers.json. Held-back questions are never asked.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from importlib import metadata
from pathlib import Path

from assistant.settings import read_settings
from corpus import Library, Policy
from corpus.errors import ZhengceError
from corpus.files import write_whole
from eval.peers import ours
from eval.peers.bm25 import Bm25
from eval.peers.embedding import SharedEmbedding
from eval.peers.haystack_hybrid import HaystackHybrid
from eval.peers.langchain_hybrid import LangChainHybrid
from eval.peers.llama_index_default import LlamaIndexDefault
from eval.peers.questions import Question, read_questions
from eval.peers.records import Given, System, Text
from eval.peers.scoring import Scores, score
from eval.peers.table import render
from eval.texts import shared_folder
from index.embedding import open_embedder

_RESULTS = Path(__file__).resolve().parent.parent / "results"
_PACKAGES = ("llama-index-core", "langchain-classic", "langchain-community", "rank_bm25", "haystack-ai", "bm25s")

Build = Callable[[Sequence[Text], SharedEmbedding], System]
PEERS: dict[str, Build] = {
    "bm25": lambda texts, _: Bm25(texts),
    "llama-index": lambda texts, embedding: LlamaIndexDefault(texts, embedding),
    "langchain": lambda texts, embedding: LangChainHybrid(texts, embedding, jieba=False),
    "langchain-jieba": lambda texts, embedding: LangChainHybrid(texts, embedding, jieba=True),
    "haystack": lambda texts, embedding: HaystackHybrid(texts, embedding),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the comparison. Exit codes: 0 done, 2 something is missing."""
    parser = argparse.ArgumentParser(prog="python -m eval.peers", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--only", nargs="*", choices=["ours", *PEERS], help="these systems only; the table is then printed, not written")
    parser.add_argument("--limit", type=int, default=0, help="every k-th question, about this many in all; printed, not written")
    options = parser.parse_args(arguments)
    try:
        text, record = _compare(options.only or ["ours", *PEERS], options.limit)
    except ZhengceError as error:
        print(error, file=sys.stderr)
        return 2
    print(text)
    if not options.only and not options.limit:
        write_whole(_RESULTS / "peers.txt", text)
        write_whole(_RESULTS / "peers.json", json.dumps(record, ensure_ascii=False) + "\n")
    return 0


@dataclasses.dataclass(frozen=True, slots=True)
class _Setting:
    """One group of questions over one library: its name, where our library lies, its policies, its questions."""

    name: str
    home: Path
    policies: Sequence[Policy]
    questions: Sequence[Question]


def _compare(names: Sequence[str], limit: int) -> tuple[str, dict[str, object]]:
    settings = read_settings()
    embedding = SharedEmbedding(open_embedder(settings.model, settings.models, settings.backend))
    groups = _settings(settings.home, settings.documents, limit)
    scores: dict[str, dict[str, Scores]] = {}
    first: dict[str, object] = {}
    for members in _by_library(groups):
        asked = [question for member in members for question in member.questions]
        given = _answers(names, members[0], asked, embedding)
        for member in members:
            own = {q.id for q in member.questions}
            scores[member.name] = {
                name: score(member.questions, [g for q, g in zip(asked, answers, strict=True) if q.id in own])
                for name, answers in given.items()
            }
            first[member.name] = _first(member.questions, asked, given)
    return render(scores, _facts(groups)), {"scores": _plain(scores), "first": first}


def _settings(home: Path, documents: Path, limit: int) -> list[_Setting]:
    shipped = sorted(documents.iterdir())
    found = []
    alone = _library(home / "peers-chengdu", shipped)
    whole = _library(home / "peers", [*shipped, shared_folder() / "policies"])
    for name, (place, policies), begin in (
        ("成都问题，库里只有成都文件 Chengdu alone", alone, "chengdu"),
        ("成都问题，成都文件混在全库中 Chengdu within the library", whole, "chengdu"),
        ("全库问题 library", whole, "library"),
    ):
        questions = [q for q in read_questions(policies) if q.id.startswith(begin)]
        found.append(_Setting(name, place, policies, questions[:: max(1, len(questions) // limit)] if limit else questions))
    return found


def _library(home: Path, files: Sequence[Path]) -> tuple[Path, Sequence[Policy]]:
    ours.build_library(home, files)
    return home, Library(home / "library.sqlite3").policies()


def _by_library(groups: Sequence[_Setting]) -> list[list[_Setting]]:
    """The settings that share a library, together: each peer is built once for them."""
    return [[group for group in groups if group.home == home] for home in dict.fromkeys(group.home for group in groups)]


def _answers(
    names: Sequence[str], library: _Setting, questions: Sequence[Question], embedding: SharedEmbedding
) -> dict[str, list[Given]]:
    texts = [Text(policy.source, policy.title, policy.text) for policy in library.policies]
    given: dict[str, list[Given]] = {}
    if "ours" in names:
        given[ours.NAME] = ours.ask_all(library.home, questions)
    for name in (name for name in names if name in PEERS):
        started = time.perf_counter()
        try:
            system = PEERS[name](texts, embedding)
        except ImportError as error:
            raise ZhengceError(f"缺少 {error.name}；请在单独的环境里 pip install \"zhengce[peers]\"（extra peers is not installed）") from None
        built = time.perf_counter()
        given[system.name] = [system.answer(q.question, q.history) for q in questions]
        print(f"{system.name}: built in {built - started:.0f} s, asked in {time.perf_counter() - built:.0f} s", file=sys.stderr, flush=True)
    return given


def _facts(groups: Sequence[_Setting]) -> list[str]:
    questions = [q for group in groups for q in group.questions]
    lost = sum(q.has_clauses and not q.places for q in questions)
    versions = []
    for name in _PACKAGES:
        with contextlib.suppress(metadata.PackageNotFoundError):
            versions.append(f"{name} {metadata.version(name)}")
    return [
        f"全库 {max(len(group.policies) for group in groups)} 份文件（成都文件与共享政策文件中已收录的），问题只用 dev。各系统用同一份修复后的文本、同一个向量模型 multilingual-e5-small (ONNX int8)。",
        f"{lost} 题的金标条款在文本中定不了位，不计入条款两列。规则见 eval/peers/scoring.py。",
        "文件、条款、单位只按可答的题计；拒答按不可答的题计。阈值列是事后以全部答案选出的、误拒不超过 5 % 时的最好情形。",
        "成都问题多不指明文件（“第五条谁牵头”），混在全库中时对任何系统都更难。",
        "; ".join(versions),
    ]


def _plain(scores: Mapping[str, Mapping[str, Scores]]) -> dict[str, object]:
    return {group: {name: dataclasses.asdict(row) for name, row in rows.items()} for group, rows in scores.items()}


def _first(own: Sequence[Question], asked: Sequence[Question], given: Mapping[str, Sequence[Given]]) -> dict[str, object]:
    """What each system put first for every question, in the order of the table, as "001:20-50" (begin of the file's
    name, characters), null where it gave nothing: enough to see which questions differ."""
    at = {question.id: i for i, question in enumerate(asked)}
    return {q.id: [_brief(answers[at[q.id]]) for answers in given.values()] for q in own}


def _brief(given: Given) -> str | None:
    return f"{given.passages[0].source[:3]}:{given.passages[0].start}-{given.passages[0].end}" if given.passages else None


if __name__ == "__main__":
    raise SystemExit(main())
