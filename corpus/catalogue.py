"""What the library tells about its policies: ingest reports, versions, the log, and who fits a search."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from corpus.bodies import core_name
from corpus.near_duplicates import NearDuplicate
from corpus.policy import Policy, Status

_YEAR = re.compile(r"[〔\[（(【]\s*((?:19|20)\d{2})\s*[〕\]）)】]")


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of one file.

    Attributes:
        source: file name.
        outcome: "added" | "new_version" | "read_anew" (by a later edition of this program) | "unchanged" |
            "refused" (cannot be read, or not let in by --strict) | "declined" (by the person asked).
        reason: why it was refused or declined, else "".
        clauses: how many 条 it has; headings: how many headings stand above them (0 where nothing was read anew).
        near: policies of the library that say nearly the same.
    """

    source: str
    outcome: str
    policy_id: str = ""
    version: int = 0
    clauses: int = 0
    repairs: int = 0
    uncertain: int = 0
    reason: str = ""
    near: tuple[NearDuplicate, ...] = ()
    headings: int = 0


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a document as the library keeps it.

    Attributes:
        added: when, local time with offset, ISO 8601. current: it is the one that answers.
        ended: why it is not: "superseded" by a later version, "removed" by a person; "" if current.
    """

    policy_id: str
    version: int
    source: str
    title: str
    clauses: int
    added: str
    current: bool
    ended: str


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of the library's log, which is only ever added to.

    Attributes:
        action: "added" | "new_version" | "read_anew" | "superseded" | "removed" | "purged" | "upgraded".
    """

    number: int
    at: str
    action: str
    policy_id: str
    version: int
    source: str
    detail: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a policy must be to be listed; an empty field asks for nothing.

    Attributes:
        issuer: an issuer, by any of its names, or a part of one. level: a part of the 效力级别.
        year: of issue, of writing, or of the 发文字号. status: on the day ``as_of``, today if None.
        search: words that all stand in title, number, file name or id.
    """

    issuer: str = ""
    level: str = ""
    year: int | None = None
    status: Status | None = None
    as_of: date | None = None
    search: str = ""

    def fits(self, policy: Policy) -> bool:
        """Whether the policy is everything that is asked for."""
        return (
            (not self.issuer or any(_same_body(self.issuer, issuer) for issuer in policy.issuers))
            and folded(self.level) in folded(policy.level)
            and (self.year is None or self.year in years_of(policy))
            and (self.status is None or policy.validity.status(self.as_of or date.today()) is self.status)
            and self._found(policy)
        )

    def _found(self, policy: Policy) -> bool:
        names = "\n".join(folded(name) for name in (policy.title, policy.doc_number, policy.source, policy.id))
        return all(folded(word) in names for word in self.search.split())


def years_of(policy: Policy) -> frozenset[int]:
    """The years a person may know the policy by: issue, else writing; and that of its number."""
    day = policy.issued or policy.written or policy.validity.effective
    number = _YEAR.search(policy.doc_number)
    return frozenset(({day.year} if day else set()) | ({int(number[1])} if number else set()))


def folded(name: str) -> str:
    """A name as it is compared: without spaces and 《》, one kind of brackets, small letters."""
    return "".join(name.split()).strip("《》").replace("(", "（").replace(")", "）").lower()


def _same_body(wanted: str, issuer: str) -> bool:
    return folded(wanted) in folded(issuer) or (len(wanted) > 2 and core_name(wanted) == core_name(issuer))
