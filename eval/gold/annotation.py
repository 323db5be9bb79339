"""A gold set while it is written: one file per annotator in a folder, disagreements, and what was settled.

    <folder>/甲.jsonl       the items of annotator 甲, valid gold items all
    <folder>/乙.jsonl       the same questions as 乙 labelled them, without having seen 甲's labels
    <folder>/settled/<甲-乙>.jsonl   items they differed on, as settled between them

Who writes a question fixes its words; the other labels it. Items on which both agree in every compared field
(``eval.gold.agreement``) need no settling: the first one's patterns and quotes are kept.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import BadInput
from corpus.files import write_whole
from eval.gold.agreement import FIELDS, FieldAgreement, agreement
from eval.gold.item import GoldItem
from eval.gold.reading import load_gold

_NAME = re.compile(r"[\w·]{1,20}")
_NUMBER = re.compile(r"q(\d{4,})")


@dataclass(frozen=True, slots=True)
class Task:
    """One question as an annotator meets it: who wrote it, and their own labels, None where they have yet to label it."""

    question: GoldItem
    author: str
    labelled: GoldItem | None


@dataclass(frozen=True, slots=True)
class Difference:
    """An item on which two annotators differ: the fields, and what was settled, None where nothing is yet."""

    first: GoldItem
    second: GoldItem
    fields: tuple[str, ...]
    settled: GoldItem | None


class Annotation:
    """The folder of a gold set being written; safe to use from several threads of one process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.RLock()

    def annotators(self) -> tuple[str, ...]:
        """Who has a file, in the order of their names."""
        return tuple(sorted(path.stem for path in self.folder.glob("*.jsonl")))

    def enter(self, name: str) -> str:
        """The name of an annotator as it is used. Raises BadInput for one that cannot be a file's."""
        if not _NAME.fullmatch(name.strip()):
            raise BadInput(f"标注人应是 1 到 20 个汉字、字母或数字，不是 {name!r}（bad name of an annotator）")
        return name.strip()

    def items(self, who: str) -> tuple[GoldItem, ...]:
        """The items of one annotator; none where there is no file. Raises BadInput for a file with problems."""
        path = self._file(who)
        return load_gold(path) if path.is_file() and path.read_text(encoding="utf-8").strip() else ()

    def tasks(self, who: str) -> tuple[Task, ...]:
        """Every question of the set as ``who`` meets it, by id; of the others' items only the question is told."""
        own = {item.id: item for item in self.items(who)}
        found = {item.id: Task(item, who, item) for item in own.values()}
        for other in self.annotators():
            for item in self.items(other) if other != who else ():
                found[item.id] = Task(item, other, own.get(item.id)) if item.id not in found else replace(found[item.id], author=min(other, found[item.id].author))
        return tuple(found[name] for name in sorted(found))

    def new_id(self) -> str:
        """An id that no item of the set has."""
        used = [int(match[1]) for who in self.annotators() for item in self.items(who) if (match := _NUMBER.fullmatch(item.id))]
        return f"q{max(used, default=0) + 1:04}"

    def save(self, who: str, item: GoldItem) -> None:
        """Keep an item of ``who``, in place of the one of its id. Raises BadInput: another of theirs asks the same."""
        with self._lock:
            others = [one for one in self.items(who) if one.id != item.id]
            same = next((one for one in others if _asked(one) == _asked(item)), None)
            if same is not None:
                raise BadInput(f"与 {same.id} 的问题相同（the same question as {same.id}）")
            self._write(self._file(who), [*others, item])

    def drop(self, who: str, name: str) -> None:
        """Take an item of ``who`` away."""
        with self._lock:
            self._write(self._file(who), [item for item in self.items(who) if item.id != name])

    def agreement(self, first: str, second: str) -> tuple[FieldAgreement, ...]:
        """How far two annotators agree, field by field, with Cohen's κ."""
        return agreement(self.items(first), self.items(second))

    def differences(self, first: str, second: str) -> tuple[Difference, ...]:
        """The items both labelled and do not agree on, the unsettled before the settled."""
        theirs, settled = {item.id: item for item in self.items(second)}, self._settled(first, second)
        found = []
        for item in self.items(first):
            if item.id in theirs:
                fields = tuple(name for name, of in FIELDS.items() if of(item) != of(theirs[item.id]))
                if fields:
                    found.append(Difference(item, theirs[item.id], fields, settled.get(item.id)))
        return tuple(sorted(found, key=lambda one: one.settled is not None))

    def settle(self, first: str, second: str, item: GoldItem) -> None:
        """Keep an item that two annotators differed on as they settled it. Raises BadInput: they do not differ on it."""
        with self._lock:
            if item.id not in {one.first.id for one in self.differences(first, second)}:
                raise BadInput(f"{item.id} 没有分歧（there is nothing to settle）")
            kept = self._settled(first, second) | {item.id: item}
            self._write(self._settled_file(first, second), list(kept.values()))

    def final(self, first: str, second: str) -> tuple[GoldItem, ...]:
        """The items of both that are agreed on or settled, by id; those still differed on are left out."""
        theirs, settled = {item.id for item in self.items(second)}, self._settled(first, second)
        differ = {one.first.id for one in self.differences(first, second)}
        agreed = [item for item in self.items(first) if item.id in theirs and item.id not in differ]
        return tuple(sorted([*agreed, *(settled[name] for name in differ if name in settled)], key=lambda item: item.id))

    def begin_with(self, items: Sequence[GoldItem], who: str) -> int:
        """Take items of an existing set into the folder as those of ``who``; those already there stay. Returns how many."""
        known = {item.id for item in self.items(who)}
        new = [item for item in items if item.id not in known]
        for item in new:
            self.save(who, item)
        return len(new)

    def _file(self, who: str) -> Path:
        return self.folder / f"{self.enter(who)}.jsonl"

    def _settled_file(self, first: str, second: str) -> Path:
        return self.folder / "settled" / f"{'-'.join(sorted((self.enter(first), self.enter(second))))}.jsonl"

    def _settled(self, first: str, second: str) -> dict[str, GoldItem]:
        path = self._settled_file(first, second)
        return {item.id: item for item in load_gold(path)} if path.is_file() else {}

    def _write(self, path: Path, items: Sequence[GoldItem]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, "".join(json.dumps(item.to_json(), ensure_ascii=False) + "\n" for item in sorted(items, key=lambda one: one.id)))


def _asked(item: GoldItem) -> tuple[str, tuple[str, ...], object]:
    return "".join(item.question.split()), item.history, item.as_of
