"""The vocabulary of the corpus: what a policy document (政策文件) is made of.

Every other room uses these words; this file depends only on where things stand (``spans``). All records are frozen:
changing one means making a new one. Positions are characters of the repaired text, end excluded.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from corpus.spans import Heading as Heading
from corpus.spans import Span as Span
from corpus.spans import Table as Table
from corpus.spans import TableRow as TableRow

PREAMBLE = "序"
CLOSING = "尾"
HEADER = "题"
FURNITURE = "页"
_ENDS_A_DOCUMENT = ("施行", "有效", "废止", "执行", "实施", "解释", "生效")  # a closing without any of them says nothing of the validity


class Status(StrEnum):
    """Validity (效力) on a given day."""

    IN_FORCE = "in_force"
    EXPIRED = "expired"
    REPEALED = "repealed"
    NOT_YET = "not_yet"
    EVENT_BOUND = "event_bound"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Validity:
    """When a policy has force (效力), and the sentence that says so.

    Attributes:
        effective: first day in force (施行), None if not stated.
        expires: last day in force (有效期至), None if not stated.
        event: the event that ends the term (响应解除), None if the term is not bound to one.
        repealed_by: what repealed the policy, as printed, None if nothing in the file says so.
        open_ended: the text says it is in force and names no end.
        quote: the sentence the term was read from, verbatim; "" if there is none.
        span: where the quote stands.
        dated: the day it was written or issued; before it the document did not exist. None if unknown.
        repealed_on: the first day on which it is repealed, None if not stated.
        of: the title of the document that this one explains (《…》政策问答), where it is that one's validity; else "".
    """

    effective: date | None = None
    expires: date | None = None
    event: str | None = None
    repealed_by: str | None = None
    open_ended: bool = False
    quote: str = ""
    span: Span | None = None
    dated: date | None = None
    repealed_on: date | None = None
    of: str = ""

    def status(self, on: date) -> Status:
        """The status on day ``on``; a stated end outranks an event, an event outranks silence."""
        if self.repealed_by and (self.repealed_on is None or on >= self.repealed_on):
            return Status.REPEALED
        if self.expires is not None and on > self.expires:
            return Status.EXPIRED
        begins = self.effective or self.dated
        if begins is not None and on < begins:
            return Status.NOT_YET
        if self.event:
            return Status.EVENT_BOUND
        if self.expires is not None or self.open_ended or self.repealed_on is not None:
            return Status.IN_FORCE
        return Status.UNKNOWN


@dataclass(frozen=True, slots=True)
class ResponsibleUnits:
    """Who is responsible for a clause (责任单位).

    Attributes:
        lead: 牵头单位, in printed order.
        supporting: 配合单位, in printed order.
        listed: every unit in printed order, with or without a role.
        note: the note they were read from, verbatim; "" if the clause has none.
        span: where the note stands.
        rule: the document's own sentence on roles (下同) that was applied, "" if none.
        deadline: 完成时限 as printed, "" if none.
    """

    lead: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    note: str = ""
    span: Span | None = None
    rule: str = ""
    deadline: str = ""

    def __bool__(self) -> bool:
        return bool(self.listed)


class Commitment(StrEnum):
    """How firmly a measure promises (承诺强度), the firmest first."""

    GRANTS = "grants"  # 给予、享受、不再收取
    PRIORITISES = "prioritises"  # 优先
    ENCOURAGES = "encourages"  # 支持、鼓励
    EXPLORES = "explores"  # 探索、研究、试点


class Bound(StrEnum):
    """What a figure limits."""

    EXACT = "exact"
    AT_MOST = "at_most"  # 不超过、最高、以下、以内
    AT_LEAST = "at_least"  # 不低于、至少、以上
    ABOUT = "about"  # 约、左右
    RANGE = "range"  # 3—5年: number is the lower end, upper the higher


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount, a share, a term or another limit (数量), whichever numerals it is written in.

    Attributes:
        text: as printed, with the words of its bound: 不超过50万元, 每年2个百分点.
        span: where it stands in the policy's text.
        number: its value in ``unit``: 50万元 is 500000 元, 百分之六十五 is 65 %.
        unit: 元, %, 个百分点, 年, 个月, 日, 平方米, 家, 人 …; "" for a bare number.
        bound: what the number limits.
        upper: the higher end of a range, else None.
        per: what it is counted by (每年, 每人, 每平方米), "" if by nothing.
    """

    text: str
    span: Span
    number: Decimal
    unit: str
    bound: Bound = Bound.EXACT
    upper: Decimal | None = None
    per: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """One sentence or semicolon part of a clause (措施): what is retrieved, quoted, highlighted.

    Attributes:
        id: "<clause id>/3", the third measure of its clause.
        text: exactly ``policy.text[span.start:span.end]``.
        span: where the measure stands.
        commitment: how firmly it promises, None where it promises nothing (a task of a department, a fact).
        audience: who it is for, as printed (工业企业, 个人人才), in order.
        quantities: its amounts and limits, in order.
        row: the row of a table with heads that it is, or stands in; None elsewhere.
    """

    id: str
    text: str
    span: Span
    commitment: Commitment | None = None
    audience: tuple[str, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    row: TableRow | None = None

    @property
    def in_full(self) -> str:
        """Its words as they are searched and judged: of a row of a table every cell with its head and unit, tabs between."""
        return self.text if self.row is None else "\t".join(self.row.said(with_units=True))


class Addressee(StrEnum):
    """Whom a measure speaks to."""

    CLAIMANT = "claimant"  # an enterprise, a person, an organisation gets or could get something
    INTERMEDIARY = "intermediary"  # a bank, a guarantor, a landlord is to do something for them
    DEPARTMENT = "department"  # the administration tells itself what to do: nothing to claim


class Audience(StrEnum):
    """Classes of those a measure is for (适用对象)."""

    ENTERPRISE = "企业"
    SELF_EMPLOYED = "个体工商户"
    PERSON = "个人"
    ASSOCIATION = "社会组织"
    RESEARCH = "高校院所"
    PUBLIC_SERVICE = "医疗教育机构"
    FINANCE = "金融机构"
    PARK = "园区载体"
    FARM = "农业主体"
    PROJECT = "项目"


class Benefit(StrEnum):
    """What is given (支持方式)."""

    SUBSIDY = "补贴"
    INTEREST = "贴息"
    REWARD = "奖励"
    FEES = "费用减免"
    TAX = "税收"
    RENT = "租金"
    LAND = "用地"
    APPROVAL = "审批"
    FINANCING = "融资"
    GUARANTEE = "担保"
    INSURANCE = "社保"
    TALENT = "人才"
    HOUSING = "住房"
    SCENARIO = "场景"
    PROCUREMENT = "采购"
    RECOGNITION = "认定推荐"
    SERVICE = "服务"
    OTHER = "其他"


class ConditionKind(StrEnum):
    """What a condition is about."""

    PLACE = "place"
    INDUSTRY = "industry"
    SIZE = "size"
    OWNERSHIP = "ownership"
    QUALIFICATION = "qualification"  # a named status: 高新技术企业
    PROJECT = "project"
    DOING = "doing"  # what the claimant does or did
    FIGURE = "figure"  # a threshold
    TIME = "time"
    APPROVAL = "approval"  # 经认定, 经批准: the office decides
    STATE = "state"  # 受疫情影响
    UNSPECIFIED = "unspecified"  # 符合条件的: the text does not say which


@dataclass(frozen=True, slots=True)
class Condition:
    """One requirement on the claimant (条件), the smallest that is judged by itself.

    Attributes:
        text: its words, exactly ``policy.text[span.start:span.end]``.
        negated: it must not hold (…除外, 不得…).
    """

    text: str
    span: Span
    kind: ConditionKind
    negated: bool = False


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Conditions of which one is enough (或); a single one is the usual case."""

    options: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the policy in their place: ``text`` is exactly ``policy.text[span.start:span.end]``."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class SupportItem:
    """What one measure offers (支持事项), read off its sentence at ingestion.

    Attributes:
        id: the measure's id. clause_id: the clause it stands in.
        text: the measure, verbatim. span: where it stands.
        offer: the words that give: 给予30%补助.
        conditions: what the sentence asks of the claimant; all groups must hold.
        inherited: what the sentence before, the card or the document's scope asks besides.
        amounts: what is given, never thresholds.
        deadline, apply: until when, and where or how to ask for it; None where the measure does not say.
    """

    id: str
    clause_id: str
    text: str
    span: Span
    addressee: Addressee
    commitment: Commitment
    offer: Words
    audience: tuple[Audience, ...] = ()
    conditions: tuple[AnyOf, ...] = ()
    inherited: tuple[AnyOf, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    amounts: tuple[Quantity, ...] = ()
    deadline: Words | None = None
    apply: Words | None = None


class PartKind(StrEnum):
    """What a part of the document is for; the parts together cover its whole text."""

    HEADER = "header"  # 题: title and header data
    PREAMBLE = "preamble"  # 序: the introduction
    CLAUSE = "clause"  # 条款
    CLOSING = "closing"  # 尾: closing provisions
    FURNITURE = "furniture"  # 页: menus, tables of contents, running heads: kept, never cited


@dataclass(frozen=True, slots=True)
class Clause:
    """One part of a policy as the document numbers it (条款): what is cited.

    The introduction, the closing provisions and the header data are parts too, with the numbers
    序, 尾 and 题, so that they can be cited the same way.

    Attributes:
        id: "<policy id>#五" or "<policy id>#二/（三）", the same after every rebuild.
        kind: what the part is for.
        path: the markers as printed, outermost first: ("五",), ("第二章", "第八条").
        heading: the words after the number, "" if the clause starts with its text.
        text: exactly ``policy.text[span.start:span.end]``, marker and unit note included.
        span: where the part stands.
        measures: its sentences and semicolon parts, in order, without heading and unit note.
        units: who is responsible.
        leaf: False for a heading with clauses of its own below it; its text is then only what stands
            before the first of them.
    """

    id: str
    kind: PartKind
    path: tuple[str, ...]
    heading: str
    text: str
    span: Span
    measures: tuple[Measure, ...] = ()
    units: ResponsibleUnits = field(default_factory=ResponsibleUnits)
    leaf: bool = True

    @property
    def number(self) -> str:
        """The clause's own number as printed, without its stop: 五, （三）, 第八条."""
        return self.path[-1]

    @property
    def label(self) -> str:
        """Number and heading as a person writes them: 五、坚持交通先行，提升互联互通水平."""
        if self.kind is PartKind.CLOSING and not any(word in self.text for word in _ENDS_A_DOCUMENT):
            return "尾部（附注等）"
        if self.kind is not PartKind.CLAUSE:
            return {
                PREAMBLE: "序言", CLOSING: "尾部（施行与有效期）", HEADER: "题（文件信息）", FURNITURE: "页面信息",
            }[self.number]
        if not self.heading:
            return self.number
        if self.number.endswith(("）", ")")):
            return f"{self.number}{self.heading}"
        separator = " " if self.number.startswith("第") else "、"
        return f"{self.number}{separator}{self.heading}"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A stretch that the repair could only propose: what the raw file shows there, and the runners-up."""

    span: Span
    raw: str
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repeal:
    """Another document that this one ends (废止、停止执行).

    Attributes:
        title: as printed between 《 》, "" where only a number is given.
        doc_number: as displayed, "" if none is given.
        quote: the sentence, verbatim.
        span: where the sentence stands.
    """

    title: str
    doc_number: str
    quote: str
    span: Span


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two statements of one document about itself that cannot both hold (自相矛盾); reported, never resolved.

    Attributes:
        about: "effective", "expires", "doc_number", "issued" ….
        first: the one that was taken, verbatim. second: the other, verbatim.
    """

    about: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy document, one version (政策文件).

    Attributes:
        id: stable name derived from the content of the raw file.
        source: file name it came from.
        title: without the issuer's "印发" frame where the document has one of its own.
        doc_number: 发文字号 as displayed (国发〔2019〕3号), "" if the document has none.
        issuers: 发文机构, in printed order.
        written: 成文日期. issued: 印发日期 by the issuer.
        level: 效力级别 as printed, "" if not stated.
        text: the repaired text; every span points into it.
        raw_starts, raw_ends: for each repaired character, the raw characters it came from.
        parts: the whole document in order: 题, 序, clauses, 尾.
        rules: the document's rules on conflict (取高不重复) as printed.
        doubts: stretches of the text that no byte proves, proposed by the repair (存疑).
        repeals: other documents that this one ends.
        contradictions: statements of the document about itself that cannot both hold.
        pages: where each page of the file begins in the text; empty where the file has no pages.
        tables: its tables.
        support: what its measures offer, and the tasks of departments marked as such, in order.
    """

    id: str
    source: str
    title: str
    doc_number: str
    issuers: tuple[str, ...]
    written: date | None
    issued: date | None
    level: str
    text: str
    raw_starts: tuple[int, ...]
    raw_ends: tuple[int, ...]
    parts: tuple[Clause, ...]
    validity: Validity
    rules: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    repeals: tuple[Repeal, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    pages: tuple[int, ...] = ()
    tables: tuple[Table, ...] = ()
    support: tuple[SupportItem, ...] = ()

    def page_of(self, position: int) -> int | None:
        """The page, from 1, that character ``position`` of the text stands on; None where the file has no pages."""
        return bisect_right(self.pages, position) or None

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The numbered clauses alone, in order, headings with clauses below them included."""
        return tuple(part for part in self.parts if part.kind is PartKind.CLAUSE)

    @property
    def leaves(self) -> tuple[Clause, ...]:
        """The clauses that are counted as 条: those with none below them, in order."""
        return tuple(clause for clause in self.clauses if clause.leaf)

    @property
    def headings(self) -> tuple[Clause, ...]:
        """The headings (标题) that have clauses of their own below them, in order."""
        return tuple(clause for clause in self.clauses if not clause.leaf)

    def raw_span(self, span: Span) -> Span:
        """Where ``span`` of the repaired text stands in the raw file. Raises ValueError if empty."""
        if len(span) <= 0:
            raise ValueError("an empty span has no place in the raw file")
        return Span(self.raw_starts[span.start], self.raw_ends[span.end - 1])
