"""How a policy is written down in the library: JSON by field name, read back as the same frozen records.

The fields come from the records themselves, so one that is added there is stored without a word here. A
field at its default is left out, a span is [start, end], and a text that its span can cut from the
policy's text is not stored twice.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Callable, Iterable, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from corpus.policy import Clause, Condition, Measure, Policy, Quantity, Span, SupportItem, Words

_CUT_BY_SPAN: frozenset[type] = frozenset({Clause, Measure, Quantity, Condition, Words, SupportItem})  # their text is policy.text[span]
_BY_RUNS = ("raw_starts", "raw_ends")
_Reader = Callable[[Any, str], Any]
_Kind = TypeVar("_Kind")


def dump(policy: Policy) -> str:
    """The policy as one JSON document."""
    record = _plain_record(policy)
    for name in _BY_RUNS:
        record.pop(name)
    record["raw_runs"] = _runs(policy.raw_starts, policy.raw_ends)
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def load(record: str) -> Policy:
    """The policy that ``dump`` wrote. Raises ValueError, KeyError, TypeError or AttributeError if damaged."""
    stored = json.loads(record)
    starts, ends = _spread(stored.pop("raw_runs"))
    stored |= dict(zip(_BY_RUNS, (starts, ends), strict=True))
    policy = _record_reader(Policy)(stored, stored["text"])
    if not isinstance(policy, Policy):
        raise TypeError(type(policy))
    return policy


def dump_record(record: Any) -> dict[str, Any]:
    """Any frozen record as plain JSON values; spans and texts as in ``dump``."""
    return _plain_record(record)


def load_record(kind: type[_Kind], stored: Any) -> _Kind:
    """The record of type ``kind`` that ``dump_record`` wrote. Raises as ``load`` does if damaged."""
    record = _record_reader(kind)(stored, "")  # type: ignore[arg-type]
    if not isinstance(record, kind):
        raise TypeError(type(record))
    return record


def _plain(value: Any) -> Any:
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if is_dataclass(value):
        return _plain_record(value)
    return value


def _plain_record(record: Any) -> dict[str, Any]:
    plain = {}
    kind: type = type(record)
    for name, default in _stored_fields(kind):
        value = getattr(record, name)
        if default is MISSING or value != default:
            plain[name] = _plain(value)
    return plain


@cache
def _stored_fields(kind: type) -> tuple[tuple[str, Any], ...]:
    """The stored fields of a record with their defaults, MISSING where there is none."""
    cut = kind in _CUT_BY_SPAN
    return tuple((field.name, _default(field)) for field in fields(kind) if not (cut and field.name == "text"))


def _default(field: Field[Any]) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()


@cache
def _record_reader(kind: type) -> _Reader:
    hints = typing.get_type_hints(kind)
    readers = tuple((name, _reader(hints[name])) for name, _ in _stored_fields(kind))
    cut = kind in _CUT_BY_SPAN

    def read(stored: Any, text: str) -> Any:
        values = {name: reader(stored[name], text) for name, reader in readers if name in stored}
        if cut:
            values["text"] = values["span"].of(text)
        return kind(**values)

    return read


def _reader(hint: Any) -> _Reader:
    """What turns a stored value back into a value of the type ``hint``."""
    arguments = typing.get_args(hint)
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        inner = _reader(next(a for a in arguments if a is not type(None)))
        return lambda stored, text: None if stored is None else inner(stored, text)
    if typing.get_origin(hint) is tuple:
        if arguments[0] in (str, int):
            return lambda stored, text: tuple(stored)
        item = _reader(arguments[0])
        return lambda stored, text: tuple([item(one, text) for one in stored])
    if hint is Span:
        return lambda stored, text: Span(*stored)
    if hint is date:
        return lambda stored, text: date.fromisoformat(stored)
    if isinstance(hint, type) and (issubclass(hint, Enum) or hint is Decimal):
        return lambda stored, text: hint(stored)
    if is_dataclass(hint) and isinstance(hint, type):
        return _record_reader(hint)
    return lambda stored, text: stored


def _runs(starts: Sequence[int], ends: Sequence[int]) -> list[list[int]]:
    """Raw bounds as runs [start, end, length] of characters that follow each other one to one."""
    runs: list[list[int]] = []
    for start, end in zip(starts, ends, strict=True):
        last = runs[-1] if runs else None
        if last and end - start == last[1] - last[0] == 1 and start == last[0] + last[2]:
            last[2] += 1
        else:
            runs.append([start, end, 1])
    return runs


def _spread(runs: Iterable[Sequence[int]]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    starts: list[int] = []
    ends: list[int] = []
    for start, end, length in runs:
        starts.extend(range(start, start + length))
        ends.extend(range(end, end + length))
    return tuple(starts), tuple(ends)
