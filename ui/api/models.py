"""What goes in and out of the HTTP interface; the OpenAPI description is made from it."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from corpus.policy import Status
from ui.scope import Scope
from ui.service import MAX_COMMENT, MAX_QUESTION, VERDICTS

Verdict = Literal["有帮助", "来源不对", "条款过期", "答非所问", "内容不全", "其他"]
assert Verdict.__args__ == VERDICTS  # type: ignore[attr-defined]


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ScopeIn(_Asked):
    """The documents a question is put to (限定范围): those that meet every condition given."""

    issuer: str = Field(default="", max_length=200, description="发文机关，全称、简称或一部分", examples=["国务院"])
    level: str = Field(default="", max_length=200, description="效力级别，或其一部分")
    year: int | None = Field(default=None, ge=1900, le=2999, description="印发、成文或文号的年份")
    status: Status | None = Field(default=None, description="效力，按 as_of 那一天判断")
    policy: str = Field(default="", max_length=200, description="一份文件：编号、文件名、文号或标题")

    def scope(self) -> Scope:
        """The scope that the service takes."""
        return Scope(self.issuer.strip(), self.level.strip(), self.year, self.status, self.policy.strip())


class AskRequest(_Asked):
    """A question, the earlier questions of the conversation, the day validity is judged for (today), and the scope (all)."""

    question: str = Field(min_length=1, max_length=MAX_QUESTION, examples=["轨道交通站点覆盖要到多少？谁牵头？"])
    history: list[str] = Field(default=[], max_length=20)
    as_of: date | None = None
    scope: ScopeIn = Field(default=ScopeIn(), examples=[{"issuer": "国务院", "year": 2024}])


class ExportRequest(_Asked):
    """The questions of a conversation in order; they are asked again, so that nothing foreign gets into the export."""

    questions: list[str] = Field(min_length=1, max_length=50)
    as_of: date | None = None
    scope: ScopeIn = Field(default=ScopeIn())


class FeedbackRequest(_Asked):
    """What a person says about an answer."""

    question: str = Field(min_length=1, max_length=MAX_QUESTION)
    answer: str = Field(default="", max_length=20_000)
    verdict: Verdict
    comment: str = Field(default="", max_length=MAX_COMMENT)


class KeptOut(BaseModel):
    """An answer was kept; ``link`` is where the page shows it again."""

    id: str
    link: str


class ReopenedOut(BaseModel):
    """A kept answer (``then``) beside the answer of today (``now``), and what became of the documents it cites."""

    kept_at: str
    question: str
    history: list[str]
    scope: dict[str, Any]
    as_of: date | None
    library_changed: bool
    same: bool
    problem: str
    cited: list[dict[str, str]]
    then: AnswerOut
    now: AnswerOut | None


class MatchRequest(_Asked):
    """An enterprise in fields (see docs/api.md) or in words; one of the two."""

    profile: dict[str, Any] = Field(default={}, examples=[{"类型": "企业", "行业": "制造业", "所在地": "成都市"}])
    text: str = Field(default="", max_length=4_000, examples=["我们是成都的工业企业，想在老厂房上加一层"])
    policies: list[str] = Field(default=[], max_length=100, description="只查这些文件；空为全部")
    as_of: date | None = None
    corrected: bool = Field(default=False, description="profile 是从 text 读出、经人核对的表单：以 profile 为准，text 只补表单没有的事项")


class DescriptionRequest(_Asked):
    """An enterprise in words."""

    text: str = Field(min_length=1, max_length=4_000, examples=["我们是成都的工业企业，规上，员工120人，想在老厂房上加一层"])
    as_of: date | None = None


class FieldReadOut(BaseModel):
    """One value of one field of the form; ``words`` are verbatim, "" with null places where it was worked out."""

    field: str
    value: str
    words: str
    start: int | None
    end: int | None


class DescriptionOut(BaseModel):
    """The fields read from a description; what they do not cover is matched from the description itself."""

    fields: list[FieldReadOut]


class RepairRequest(_Asked):
    """A text to be repaired."""

    text: str = Field(min_length=1, max_length=50_000, examples=["支持企业发(fā)展。"])


class RepairOut(BaseModel):
    """The record that ``zhengce repair --json`` prints; ``offsets`` lead from every character back to the raw text."""

    text: str
    steps: list[dict[str, Any]]
    uncertain: list[dict[str, Any]]
    irreparable: list[dict[str, Any]]
    offsets: list[int]


class CitationOut(BaseModel):
    """A verbatim quote with its place, and how it is cited in an official paper (``official``)."""

    mark: int
    policy: str
    policy_id: str
    source: str
    clause: str
    path: list[str]
    label: str
    quote: str
    start: int
    end: int
    raw_start: int
    raw_end: int
    page: int | None = None
    official: str


class RefusalOut(BaseModel):
    """Why there is no answer, and the clauses that come nearest."""

    code: str
    reason: str
    nearest: list[CitationOut]


class UnitsOut(BaseModel):
    """牵头 and 配合."""

    lead: list[str]
    supporting: list[str]


class ValidityOut(BaseModel):
    """Validity of the cited document on the day asked about, in words (``line``) too."""

    status: str
    effective: date | None
    expires: date | None
    line: str


class AnswerOut(BaseModel):
    """The record that ``zhengce ask --json`` prints, with official citations and related questions."""

    question: str
    resolved: str
    answer: str
    refused: bool
    refusal: RefusalOut | None
    kind: str
    citations: list[CitationOut]
    units: UnitsOut
    validity: ValidityOut | None
    findings: list[str]
    mode: str
    confidence: str
    rewrite: dict[str, Any] | None = None
    seconds: float
    scope: dict[str, Any]
    related: list[str]
    notice: str


class PolicyCard(BaseModel):
    """A document in one line."""

    id: str
    source: str
    title: str
    doc_number: str
    issuers: list[str]
    level: str
    status: str
    clauses: int
    headings: int
    written: date | None
    issued: date | None
    effective: date | None
    expires: date | None


class PolicyList(BaseModel):
    """Documents that are everything asked for, the newest first."""

    total: int
    policies: list[PolicyCard]


class UnitTaskOut(BaseModel):
    """One clause that a unit carries; ``role`` names the unit as printed and its role."""

    policy_id: str
    policy: str
    path: list[str]
    label: str
    role: str
    status: str


class TaskOut(BaseModel):
    """One clause with the units that carry it."""

    clause_id: str
    path: list[str]
    name: str
    heading: str
    text: str
    roles: dict[str, str]
    deadline: str


class TaskTableOut(BaseModel):
    """任务分工表."""

    policy_id: str
    title: str
    doc_number: str
    units: list[str]
    tasks: list[TaskOut]


class VersionOut(BaseModel):
    """One kept version of a document."""

    policy_id: str
    version: int
    source: str
    title: str
    clauses: int
    added: str
    current: bool
    ended: str


class ChangeOut(BaseModel):
    """One clause in both versions; ``pieces`` are ["same" | "removed" | "added", text]."""

    path: list[str]
    label: str
    kind: Literal["same", "changed", "added", "removed"]
    pieces: list[tuple[str, str]]


class ComparisonOut(BaseModel):
    """Two documents, clause beside clause."""

    old: PolicyCard
    new: PolicyCard
    changes: list[ChangeOut]


class MatchOut(BaseModel):
    """What was read of the enterprise, every support item with its verdict, and what to ask next."""

    as_of: date
    read: list[str]
    nothing: bool
    items: list[dict[str, Any]]
    questions: list[dict[str, Any]]
    notice: str


class ErrorOut(BaseModel):
    """Every error has this shape; ``message`` is for a person."""

    code: str
    message: str


class Thanks(BaseModel):
    """The feedback was kept."""

    kept: bool = True
