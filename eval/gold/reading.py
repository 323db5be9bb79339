"""Reading a gold file loudly: every problem of the file at once, each with its line."""

from __future__ import annotations

import json
import re
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from assistant.answer import Kind
from corpus.errors import BadInput
from corpus.policy import Status
from eval.gold.item import GoldItem, GoldValidity, Split, Style, UnanswerableKind, path_name, path_of
from eval.metrics.facts import fact_found

REQUIRED = ("id", "split", "question", "kind", "style", "answerable")
OPTIONAL = (
    "history", "unanswerable_kind", "clauses", "policy", "also", "facts", "forbidden", "quotes", "lead", "supporting", "validity", "as_of", "note",
)  # fmt: skip

# A status that a later day undoes needs its day; an expiry or a repeal stays true.
_DATED = (Status.IN_FORCE, Status.NOT_YET)

# What may not stand in a clause number: it is the innermost number, without its stop.
_NOT_IN_NUMBER = re.compile(r"[\s、，,.．/#]")

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

_Enum = TypeVar("_Enum", bound=StrEnum)


def load_gold(path: str | Path, split: str | None = None) -> tuple[GoldItem, ...]:
    """Read the gold file at ``path``, in file order; with ``split`` ("dev" or "held"), only its items.

    The whole file is checked whichever split is asked for. Blank lines are passed over, a key that
    may be null may be left out, and a key that is not known is a problem (it may be a misspelt one).

    Raises:
        BadInput: the file cannot be read, holds no item (of that split), or has problems; the message
            lists them all, each with its line.
    """
    path = Path(path)
    if split is not None and split not in {member.value for member in Split}:
        raise BadInput(f"没有这个划分：{split!r}，只有 dev 和 held (no such split; use dev or held)")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise BadInput(f"读不到金标文件 {path}：{error.strerror} (cannot read the gold file)") from error
    except UnicodeDecodeError as error:
        raise BadInput(
            f"金标文件 {path} 不是 UTF-8：第 {error.start} 字节起 (not UTF-8 from byte {error.start} on)"
        ) from error

    found: list[tuple[int, GoldItem]] = []
    problems: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        reader = _LineReader(number)
        item = reader.read(line)
        problems.extend((number, problem) for problem in reader.problems)
        if item is not None:
            found.append((number, item))
    problems.extend(_clashes(found))
    if problems:
        listed = "\n".join(f"  第 {number} 行 line {number}: {what}" for number, what in sorted(problems))
        count = len(problems)
        raise BadInput(f"金标文件 {path} 有 {count} 处问题 (the gold file has {count} problems)：\n{listed}")
    items = tuple(item for _, item in found if split is None or item.split == split)
    if not items:
        what = "没有题目 (holds no question)" if split is None else f"没有 {split} 题 (no {split} question)"
        raise BadInput(f"金标文件 {path} {what}")
    return items


def read_item(data: dict[str, Any]) -> GoldItem:
    """One item from the form that ``GoldItem.to_json`` gives. Raises BadInput, naming every problem."""
    reader = _LineReader(0)
    item = reader.read(json.dumps(data, ensure_ascii=False))
    if item is None:
        raise BadInput(f"题目 {data.get('id')!r} 有问题（a gold item has problems）：" + "；".join(reader.problems))
    return item


def problems_of(data: dict[str, Any]) -> tuple[str, ...]:
    """What is wrong with an item in the form that ``GoldItem.to_json`` gives; () where nothing is."""
    reader = _LineReader(0)
    reader.read(json.dumps(data, ensure_ascii=False))
    return tuple(reader.problems)


def _clashes(found: list[tuple[int, GoldItem]]) -> list[tuple[int, str]]:
    """Ids used twice, and the same question asked twice: across splits that leaks held into dev."""
    problems: list[tuple[int, str]] = []
    ids: dict[str, int] = {}
    asked: dict[tuple[str, tuple[str, ...], date | None], int] = {}
    for number, item in found:
        if item.id in ids:
            first = ids[item.id]
            problems.append((number, f"id {item.id!r} 与第 {first} 行重复 (same id as line {first})"))
        ids.setdefault(item.id, number)
        key = ("".join(item.question.split()), item.history, item.as_of)
        if key in asked:
            first = asked[key]
            problems.append((number, f"问题与第 {first} 行相同 (same question as line {first})"))
        asked.setdefault(key, number)
    return problems


class _Twice(ValueError):
    """A JSON object names a key twice; ``json`` would silently keep the last."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for key, value in pairs:
        if key in out:
            raise _Twice(key)
        out[key] = value
    return out


def _kind_of(value: object) -> str:
    return type(value).__name__


class _LineReader:
    """Reads one line; every problem met goes into ``problems``, and reading goes on."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.problems: list[str] = []

    def _say(self, chinese: str, english: str) -> None:
        self.problems.append(f"{chinese} ({english})")

    def read(self, line: str) -> GoldItem | None:
        """The item, or None where the line has a problem."""
        try:
            data = json.loads(line, object_pairs_hook=_once)
        except _Twice as error:
            self._say(f"字段 {error} 出现两次", "the key stands twice")
            return None
        except (ValueError, RecursionError) as error:
            self._say("不是合法的 JSON", f"not valid JSON: {error}")
            return None
        if not isinstance(data, dict):
            self._say("一行应当是一个 JSON 对象", f"expected an object, got {_kind_of(data)}")
            return None
        for key in REQUIRED:
            if key not in data:
                self._say(f"缺少字段 {key}", f"missing field {key}")
        for key in data:
            if key not in REQUIRED and key not in OPTIONAL:
                self._say(f"不认识的字段 {key!r}", f"unknown field {key!r}")
        item = self._item(data)
        self._agree(item)
        return None if self.problems else item

    def _item(self, data: dict[str, Any]) -> GoldItem:
        """The item as far as it can be read; what cannot is named and replaced by a harmless value."""
        answerable = data.get("answerable", True)
        if not isinstance(answerable, bool):
            self._say("answerable 应为 true 或 false", f"expected a bool, got {_kind_of(answerable)}")
            answerable = True
        why = data.get("unanswerable_kind")
        return GoldItem(
            id=self._text(data, "id"),
            split=self._one_of(data.get("split", Split.DEV.value), "split", Split, Split.DEV),
            question=self._text(data, "question"),
            kind=self._one_of(data.get("kind", Kind.FACT.value), "kind", Kind, Kind.FACT),
            style=self._one_of(data.get("style", Style.FORMAL.value), "style", Style, Style.FORMAL),
            answerable=answerable,
            history=self._history(data.get("history")),
            unanswerable_kind=None
            if why is None
            else self._one_of(why, "unanswerable_kind", UnanswerableKind, UnanswerableKind.OFF_TOPIC),
            clauses=self._clauses(data.get("clauses")),
            policy="" if data.get("policy") is None else self._text(data, "policy"),
            also=self._also(data.get("also")),
            facts=self._texts(data.get("facts"), "facts") or (),
            forbidden=self._texts(data.get("forbidden"), "forbidden") or (),
            quotes=self._texts(data.get("quotes"), "quotes") or (),
            lead=self._texts(data.get("lead"), "lead"),
            supporting=self._texts(data.get("supporting"), "supporting"),
            validity=self._validity(data.get("validity")),
            as_of=self._day(data.get("as_of"), "as_of"),
            note=self._note(data.get("note")),
        )

    def _agree(self, item: GoldItem) -> None:
        """Whether the fields agree with each other, and whether the item measures anything."""
        for number in item.clauses:
            if path_of(number) is None and _NOT_IN_NUMBER.search(number):
                self._say(
                    f"条款编号 {number!r} 应只写最内层编号，不带标点或路径",
                    f"clause {number!r}: give the innermost number alone, without stop or path",
                )
        for fact in item.facts:
            self._regex(fact, "facts")
        for pattern in item.forbidden:
            self._regex(pattern, "forbidden")
        for name in sorted(set(item.lead or ()) & set(item.supporting or ())):
            self._say(f"{name} 既是牵头又是配合", f"{name} is both lead and supporting")
        if item.answerable:
            self._answerable(item)
        else:
            self._unanswerable(item)

    def _answerable(self, item: GoldItem) -> None:
        if item.unanswerable_kind is not None:
            self._say(
                "可回答的题不应有 unanswerable_kind", "unanswerable_kind belongs to unanswerable items only"
            )
        if item.kind is not Kind.SMALL_TALK and not item.clauses:
            self._say("可回答的题至少要有一个条款", "an answerable item needs at least one clause")
        if item.kind is Kind.UNITS and item.lead is None and item.supporting is None and not item.facts:
            self._say("units 题要写 lead、supporting 或 facts", "a units item needs lead, supporting or facts")
        if item.kind is Kind.VALIDITY and item.validity is None and not item.facts:
            self._say("validity 题要写 validity 或 facts", "a validity item needs validity or facts")
        if item.validity and item.validity.status in _DATED and not (item.validity.as_of or item.as_of):
            status = item.validity.status.value
            self._say(f"{status} 会随日期改变，要写 as_of", f"{status} changes with the day; give as_of")

    def _unanswerable(self, item: GoldItem) -> None:
        if item.unanswerable_kind is None:
            self._say("不可回答的题要写 unanswerable_kind", "an unanswerable item needs unanswerable_kind")
        stated = {
            "facts": bool(item.facts),
            "quotes": bool(item.quotes),
            "lead": bool(item.lead),
            "supporting": bool(item.supporting),
            "validity": item.validity is not None,
        }
        for key in (key for key, there in stated.items() if there):
            self._say(f"不可回答的题不应有 {key}", f"an unanswerable item has no {key}")

    def _regex(self, fact: str, key: str) -> None:
        try:
            re.compile(fact)
            empty = fact_found("", fact)  # as it will be looked for, widths folded
        except re.error as error:
            self._say(f"{key} 中的正则 {fact!r} 写错了", f"bad regular expression: {error}")
            return
        if empty:
            self._say(f"{key} 中的正则 {fact!r} 连空文本都能匹配", "it matches even an empty text")

    def _text(self, data: dict[str, Any], key: str) -> str:
        if key not in data:
            return ""
        value = data[key]
        if not isinstance(value, str):
            self._say(f"{key} 应为文字", f"{key} must be a string, got {_kind_of(value)}")
            return ""
        if not value.strip():
            self._say(f"{key} 是空的", f"{key} is empty")
        return value

    def _note(self, value: object) -> str:
        if value is None or isinstance(value, str):
            return value or ""
        self._say("note 应为文字", f"note must be a string, got {_kind_of(value)}")
        return ""

    def _texts(self, value: object, key: str) -> tuple[str, ...] | None:
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            self._say(f"{key} 应为文字列表", f"{key} must be a list of strings")
            return ()
        if not all(part.strip() for part in value):
            self._say(f"{key} 中有空的一项", f"{key} has an empty entry")
        if len(set(value)) < len(value):
            self._say(f"{key} 中有重复的一项", f"{key} has an entry twice")
        return tuple(value)

    def _clauses(self, value: object) -> tuple[str, ...]:
        """Innermost numbers and whole paths, each once."""
        if value is None:
            return ()
        named: list[str] = []
        for clause in value if isinstance(value, list) else [None]:
            if isinstance(clause, str):
                named.append(clause)
            elif isinstance(clause, list) and clause and all(isinstance(n, str) and n.strip() and "/" not in n for n in clause):
                named.append(path_name(clause))
            else:
                self._say("clauses 应为编号或路径的列表", "clauses must be a list of numbers or of paths")
                return ()
        return self._texts(named, "clauses") or ()

    def _also(self, value: object) -> tuple[tuple[str, str], ...]:
        if value is None:
            return ()
        found: list[tuple[str, str]] = []
        for entry in value if isinstance(value, list) else [value]:
            if not isinstance(entry, dict) or set(entry) != {"policy", "clauses"} or not isinstance(entry["policy"], str):
                self._say('also 应为 [{"policy": …, "clauses": […]}]', "also must list policies with their clauses")
                return ()
            found += [(entry["policy"], clause) for clause in self._clauses(entry["clauses"])]
        return tuple(found)

    def _one_of(self, value: object, key: str, members: type[_Enum], default: _Enum) -> _Enum:
        known = [member.value for member in members]
        if isinstance(value, str) and value in known:
            return members(value)
        self._say(f"{key} 不能是 {value!r}", f"{key} must be one of {', '.join(known)}")
        return default

    def _history(self, value: object) -> tuple[str, ...]:
        if value is None:
            return ()
        turns: list[str] = []
        whole = isinstance(value, list)
        for turn in value if isinstance(value, list) else ():
            asked = turn["q"] if isinstance(turn, dict) and set(turn) == {"q"} else None
            if isinstance(asked, str) and asked.strip():
                turns.append(asked)
            else:
                whole = False
        if not whole:
            self._say('history 应为 [{"q": "上一问"}, …]', 'history must be a list of {"q": "…"}')
        return tuple(turns)

    def _validity(self, value: object) -> GoldValidity | None:
        if value is None:
            return None
        if not isinstance(value, dict) or "status" not in value or not set(value) <= {"status", "as_of"}:
            self._say(
                'validity 应为 {"status": …, "as_of": …} 或 null',
                "validity must hold status and as_of, or be null",
            )
            return None
        status = self._one_of(value["status"], "validity.status", Status, Status.UNKNOWN)
        return GoldValidity(status, self._day(value.get("as_of"), "validity.as_of"))

    def _day(self, value: object, key: str) -> date | None:
        if value is None:
            return None
        if isinstance(value, str) and _ISO_DATE.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        self._say(f"{key} 应为 2025-12-31 这样的日期，不是 {value!r}", f"{key} must be an ISO date")
        return None
