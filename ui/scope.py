"""A scope (限定范围): the documents a question is put to, by issuer, level, year, status, or by name."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from corpus.catalogue import Wanted
from corpus.errors import BadInput
from corpus.policy import Policy, Status
from ui.render import STATUS_WORDS, quoted_title, short_title

NAMES = {"issuer": "发文机关", "level": "效力级别", "year": "年度", "status": "效力", "policy": "文件"}
_LONGEST = 200  # characters of one condition


@dataclass(frozen=True, slots=True)
class Scope:
    """Conditions that a document must all meet; an empty one asks for nothing.

    Attributes:
        issuer, level: an issuer or a 效力级别, or a part of one. year: of issue, of writing, or of the 发文字号.
        status: on the day asked about. policy: one document, by id, file name, 发文字号 or title.
    """

    issuer: str = ""
    level: str = ""
    year: int | None = None
    status: Status | None = None
    policy: str = ""

    def __bool__(self) -> bool:
        return self != Scope()

    def wanted(self, on: date | None) -> Wanted:
        """The conditions that need no look into the library."""
        return Wanted(self.issuer, self.level, self.year, self.status, on)

    def without(self, name: str) -> Scope:
        """The scope with one condition fewer."""
        return replace(self, **{name: getattr(Scope(), name)}) if name in NAMES else self

    def tags(self, policies: Sequence[Policy] = ()) -> list[tuple[str, str]]:
        """(name of the condition, what a person reads: 年度：2024), in a fixed order; ``policies`` give a title to an id."""
        titles = {policy.id: quoted_title(short_title(policy.title)) for policy in policies}
        shown = {
            "issuer": self.issuer, "level": self.level, "year": f"{self.year}年" if self.year else "",
            "status": STATUS_WORDS[self.status] if self.status else "", "policy": titles.get(self.policy, self.policy),
        }  # fmt: skip
        return [(name, f"{NAMES[name]}：{words}") for name, words in shown.items() if words]

    def to_json(self) -> dict[str, Any]:
        """The conditions that are set."""
        given = {"issuer": self.issuer, "level": self.level, "year": self.year, "status": self.status and self.status.value, "policy": self.policy}
        return {name: value for name, value in given.items() if value}


def scope_of(given: dict[str, Any]) -> Scope:
    """A scope from a record of words, as a browser or a file has it. Raises BadInput where a condition cannot be read."""
    words = {name: str(given.get(name) or "").strip() for name in NAMES}
    if set(given) - set(NAMES) or any(len(word) > _LONGEST for word in words.values()):
        raise BadInput(f"限定范围只能写{'、'.join(NAMES)}（bad scope）")
    if words["year"] and not (words["year"].isascii() and words["year"].isdecimal() and len(words["year"]) == 4):
        raise BadInput(f"年度应写作四位数字，例如 2024，而不是“{words['year'][:20]}”（bad year）")
    if words["status"] and words["status"] not in set(Status):
        raise BadInput(f"效力“{words['status'][:20]}”无法识别；可用：{'、'.join(Status)}（bad status）")
    status = Status(words["status"]) if words["status"] else None
    return Scope(words["issuer"], words["level"], int(words["year"]) if words["year"] else None, status, words["policy"])


def parse_scope(text: str) -> Scope:
    """A scope as the page sends it: a JSON object, or nothing at all. Raises BadInput."""
    if not text.strip():
        return Scope()
    try:
        given = json.loads(text[:2_000])
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise BadInput("限定范围没有完整传到，请重新选择。")
    return scope_of(given)
