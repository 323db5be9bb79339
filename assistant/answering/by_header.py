"""Questions about a document's header data: who issued it, its number, its days, its full title, each with the line that prints it.

The library's record knows more than the labelled lines of a page: a number stands alone on its line, a body and a day sign at the
end. Each field is answered with the words that show it; where the record knows a field that no line prints, the answer says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answer import Answer, RefusalCode
from assistant.answering import composing
from assistant.answering.composing import Evidence
from assistant.answering.desk import Desk, part_at
from assistant.answering.validity_line import validity_view
from assistant.understanding.header_fields import (
    EFFECTIVE,
    EXPIRES,
    ISSUED,
    ISSUER,
    LEVEL,
    NUMBER,
    TITLE,
    WRITTEN,
    HeaderField,
)
from assistant.understanding.question import Understanding
from corpus import PartKind, Policy, Span
from corpus.doc_numbers import canonical_number
from corpus.header_fields import Field, read_fields
from corpus.numerals import find_dates
from corpus.signatures import find_signatures

_HEAD, _TAIL = 8000, 2500  # characters in which a page prints its header data
_SHORT_LINE = 60  # characters of a line that is quoted whole for what stands in it
_BLANK = r"[\s\u3000\xa0]*"
_OPEN, _CLOSE = "〔[（(【﹝〈", "〕]）)】﹞〉"


@dataclass(frozen=True, slots=True)
class Shown:
    """One field of a document: what the record has, and the words that print it (None where no line does)."""

    label: str
    value: str
    evidence: Evidence | None


def answer_header(desk: Desk, asked: Understanding, fields: Sequence[HeaderField], policies: Sequence[Policy], day: date) -> Answer:
    """All the fields asked for, of the one document that is meant; ``policies`` are those it may be ([]: any)."""
    if len(policies) != 1:
        what = "、".join(field.label for field in fields)
        return desk.refuse(asked, RefusalCode.AMBIGUOUS, f"请说明要问哪一份文件的{what}：{desk.named_or_candidates(asked, policies)}。")
    (policy,) = policies
    shown = [item for field in fields for item in shown_in(policy, field, day)]
    missing = "、".join(item.label for item in shown if not item.value and item.evidence is None)
    known = [item for item in shown if item.value or item.evidence is not None]
    if not known:
        return desk.refuse(asked, RefusalCode.NOT_STATED, f"《{policy.title}》没有载明{missing}。")
    evidence = list(dict.fromkeys(item.evidence for item in known if item.evidence is not None))
    citations = tuple(composing.cite(item, mark) for mark, item in enumerate(evidence, 1))
    lines = [f"《{policy.title}》"]
    quoted: set[int] = set()
    for item in known:
        if item.evidence is None:
            lines.append(f"库中记录：{item.label}为{item.value}；文件的文本没有单独印出这一项。")
            continue
        citation = citations[evidence.index(item.evidence)]
        where = composing.name_of(item.evidence.clause)
        if citation.mark in quoted:
            lines.append(f"{item.label}：{item.value}[{citation.mark}]")
            continue
        quoted.add(citation.mark)
        lines.append((f"{item.label}：{item.value}，" if item.value else "") + f"{where}写明：")
        lines.append(f"“{composing.as_read(citation.quote)}”[{citation.mark}]")
    if missing:
        lines.append(f"文件没有载明{missing}。")
    view = validity_view(policy, day)
    text = "\n".join(lines)
    if EXPIRES not in fields:  # said already
        text = composing.with_validity(text, view, english=asked.english)
    return Answer(asked.question, text, asked.kind, citations, None, view)


def shown_in(policy: Policy, field: HeaderField, day: date) -> list[Shown]:
    """What a document says of a field; of the day it was issued, that of writing where it gives no other."""
    labelled = labelled_line(policy, field)
    find: dict[HeaderField, Callable[[], list[Shown]]] = {
        NUMBER: lambda: [Shown("文号", policy.doc_number, labelled or _number(policy))],
        ISSUER: lambda: [Shown("发文机关", "、".join(policy.issuers), labelled or _signed(policy) or _naming(policy))],
        WRITTEN: lambda: [_written(policy, labelled)],
        ISSUED: lambda: _issued(policy, labelled),
        EFFECTIVE: lambda: [_of_day("施行日期", policy, policy.validity.effective, labelled or _term(policy))],
        EXPIRES: lambda: [_expires(policy, labelled, day)],
        LEVEL: lambda: [Shown(field.label, "" if labelled else policy.level, labelled)],
        TITLE: lambda: [Shown("标题", "" if (title := _title(policy)) else policy.title, title)],
    }
    if field in find:
        return find[field]()
    return [Shown(field.label, "", labelled)]


def labelled_line(policy: Policy, field: HeaderField) -> Evidence | None:
    """The line that prints a field with its label, if its value is the one the record has."""
    for found in _fields(policy) if field.kinds else ():
        if found.kind in field.kinds and _agrees(policy, field, found) and (item := _evidence(policy, found.start, found.end)) is not None:
            return item
    header = next((part for part in policy.parts if part.kind is PartKind.HEADER), None)
    if header is None or not field.printed or field.kinds:
        return None
    match = re.search(rf"(?:{field.printed})[ \t]*[:：][ \t\u3000]*(\S[^\n]*)", header.text)
    return _evidence(policy, header.span.start + match.start(), header.span.start + match.end(1)) if match is not None else None


def _fields(policy: Policy) -> tuple[Field, ...]:
    stop = policy.text.find("。")
    end = min(len(policy.text) if stop < 0 else stop, _HEAD)
    return read_fields(policy.text, 0, end) or read_fields(policy.text, max(end, len(policy.text) - _TAIL), len(policy.text))


def _agrees(policy: Policy, field: HeaderField, found: Field) -> bool:
    days = {WRITTEN: policy.written, ISSUED: policy.issued, EFFECTIVE: policy.validity.effective, EXPIRES: policy.validity.expires}
    if field in days:
        read = find_dates(found.value)
        return days[field] is not None and bool(read) and read[0][2] == days[field]
    if field is NUMBER:
        return bool(policy.doc_number) and canonical_number(found.value) in (policy.doc_number, "")
    if field is ISSUER:  # not whoever put it on a page
        said = _plain(found.value)
        return any(_plain(name) in said or said in _plain(name) for name in policy.issuers)
    return field is not LEVEL or found.value == policy.level


def _plain(name: str) -> str:
    return re.sub(r"\s", "", name).replace("人民政府", "政府")


def _evidence(policy: Policy, start: int, end: int) -> Evidence | None:
    """A stretch of the text as evidence; None where it stands in the page's furniture or runs over two parts."""
    part = part_at(policy, Span(start, end))
    return Evidence(policy, part, Span(start, end)) if part.kind is not PartKind.FURNITURE and end <= part.span.end else None


def _printing(policy: Policy, words: str) -> Iterator[Evidence]:
    """Every place that prints ``words``, whatever brackets and blanks it uses; a short line whole."""
    def loose(character: str) -> str:
        return f"[{re.escape(_OPEN)}]" if character in _OPEN else f"[{re.escape(_CLOSE)}]" if character in _CLOSE else re.escape(character)

    pattern = _BLANK.join(map(loose, re.sub(r"\s", "", words)))
    for match in re.finditer(pattern, policy.text) if pattern else ():
        start, end = _line_around(policy.text, match.start(), match.end())
        item = _evidence(policy, start, end) or _evidence(policy, match.start(), match.end())
        if item is not None:
            yield item


def _line_around(text: str, start: int, end: int) -> tuple[int, int]:
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    line = text[first:last]
    if len(line.strip()) > max(_SHORT_LINE, end - start) or "。" in line:
        return start, end
    return first + len(line) - len(line.lstrip()), first + len(line.rstrip())


def _number(policy: Policy) -> Evidence | None:
    return next(_printing(policy, policy.doc_number), None)


def _title(policy: Policy) -> Evidence | None:
    return next(_printing(policy, policy.title), None)


def _naming(policy: Policy) -> Evidence | None:
    """The title, or another line outside of the clauses, that names who issued the document."""
    title = _title(policy)
    if not policy.issuers:
        return None
    if title is not None and re.sub(r"\s", "", policy.issuers[0]) in re.sub(r"\s", "", title.span.of(policy.text)):
        return title
    return next((item for item in _printing(policy, policy.issuers[0]) if item.clause.kind is not PartKind.CLAUSE), None)


def _signed(policy: Policy) -> Evidence | None:
    """The signature of the issuers with its day."""
    signed = find_signatures(policy.text, policy.issuers).signed
    if signed is None or not signed.names or not set(signed.names) & set(policy.issuers):
        return None
    names = r"[\s\u3000、，]*".join(_BLANK.join(map(re.escape, name)) for name in signed.names)
    before = policy.text[max(0, signed.start - 400) : signed.start]
    found = None
    for found in re.finditer(names, before):  # noqa: B007  # the last one
        pass
    return _evidence(policy, signed.start - len(before) + found.start(), signed.end) if found is not None else None


def _written(policy: Policy, labelled: Evidence | None) -> Shown:
    signed = _signed(policy)
    if signed is None or policy.written not in {day for *_, day in find_dates(signed.span.of(policy.text))}:
        signed = None
    return _of_day("成文日期", policy, policy.written, labelled or signed or _dated(policy, policy.written))


def _issued(policy: Policy, labelled: Evidence | None) -> list[Shown]:
    if policy.issued is None and policy.written is not None:
        written = next(iter(shown_in(policy, WRITTEN, policy.written)))
        return [replace(written, label="成文日期（没有另外载明发布日期）")]
    issued = _of_day("发布（印发）日期", policy, policy.issued, labelled or _dated(policy, policy.issued))
    if policy.written is None or policy.written == policy.issued:
        return [issued]
    return [issued, *shown_in(policy, WRITTEN, policy.written)]


def _dated(policy: Policy, day: date | None) -> Evidence | None:
    """The first place outside of the clauses that prints a day, one that says 印发 or 公布 of it before the others."""
    found = []
    for start, end, printed in find_dates(policy.text) if day is not None else ():
        if printed == day and (item := _evidence(policy, *_line_around(policy.text, start, end)) or _evidence(policy, start, end)) is not None:
            found.append((item.clause.kind is PartKind.CLAUSE, not re.match(r"[^\n。]{0,20}(?:印发|公布|发布)", policy.text[end : end + 24]), start, item))
    best = min(found, key=lambda entry: entry[:3], default=None)
    return best[3] if best is not None and not best[0] else None


def _term(policy: Policy) -> Evidence | None:
    """The sentence that the validity was read from."""
    span = policy.validity.span
    return _evidence(policy, span.start, span.end) if span is not None else None


def _expires(policy: Policy, labelled: Evidence | None, day: date) -> Shown:
    validity = policy.validity
    told = validity.expires is not None or bool(validity.event) or bool(validity.repealed_by)
    value = validity_view(policy, day).line if told else ""
    return Shown("效力", value, (_term(policy) or labelled) if told else None)


def _of_day(label: str, policy: Policy, day: date | None, evidence: Evidence | None) -> Shown:
    """A field that is a day, as its evidence prints it where it does."""
    if day is None:
        return Shown(label, "", None)
    printed = evidence.span.of(policy.text) if evidence is not None else ""
    said = next((printed[start:end] for start, end, read in find_dates(printed) if read == day), "")
    if evidence is not None and not said:
        return Shown(label, "", evidence)
    return Shown(label, re.sub(r"\s", "", said) or f"{day.year}年{day.month}月{day.day}日", evidence)
