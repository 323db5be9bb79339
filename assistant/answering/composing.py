"""Composing (组织回答): quotes, units and validity put into the words a person reads.

Every sentence is a template or a verbatim quote. Quotes stand in the document's order, in Chinese
quotation marks, with the mark of their citation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Citation, UnitsView, ValidityView
from assistant.judging.attachment import gives_value, share
from assistant.understanding.asked_value import Wanted
from assistant.understanding.words_asked import Weights
from corpus import Clause, PartKind, Policy, Span
from corpus.naming import clause_name
from corpus.spans import TableRow
from index.tokens import fold

NEAR_LEAD = "以下原文与所问相近，依据不完整，请核对。"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A stretch of one clause that answers."""

    policy: Policy
    clause: Clause
    span: Span


def cite(evidence: Evidence, mark: int) -> Citation:
    """The evidence as a citation with its place in the repaired and in the raw text."""
    policy, clause, span = evidence.policy, evidence.clause, evidence.span
    raw = policy.raw_span(span)
    return Citation(
        mark, policy.title, policy.id, policy.source, clause.number, clause.path, clause.label,
        span.of(policy.text), span.start, span.end, raw.start, raw.end,
        policy.page_of(span.start),
    )


def within(one: Evidence, other: Evidence) -> bool:
    """True if all that one quotes stands in the other."""
    return one.policy.id == other.policy.id and other.span.start <= one.span.start and one.span.end <= other.span.end


def in_document_order(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Clauses in the order given (best first), the measures within each in the document's order."""
    clauses = list(dict.fromkeys(item.clause.id for item in evidence))
    return sorted(evidence, key=lambda item: (clauses.index(item.clause.id), item.span.start))


def core_of(evidence: Evidence, words: Weights) -> str:
    """The stretch of whole phrases, 90 characters at most, that holds most of what is asked; verbatim.

    Of stretches that hold as much the shortest, of these the first. A single phrase that is longer is cut.
    """
    text = evidence.span.of(evidence.policy.text).strip()
    if len(text) <= _LONGEST_CORE:
        return text.rstrip("；;。，,：:")
    stretches = [(a, b) for a, b in _stretches(text) if b - a <= _LONGEST_CORE] or [(0, _LONGEST_CORE)]
    first, last = max(stretches, key=lambda ab: (round(share(words, fold(text[ab[0] : ab[1]])), 6), ab[0] - ab[1], -ab[0]))
    return text[first:last].strip().rstrip("；;。，,：:")


def cut_to_figure(evidence: Evidence, words: Weights, value: Wanted) -> Evidence:
    """A long sentence cut to the shortest stretch of whole phrases that gives every such figure of it and holds nearly all of
    the words of the question that the sentence holds; whole where that saves little, or it gives none."""
    text = evidence.span.of(evidence.policy.text)
    if len(text) <= _LONG_QUOTE:
        return evidence
    enough, values = _NEARLY_ALL * share(words, fold(text)), len(value.value.findall(fold(text)))
    for first, last in sorted(_stretches(text), key=lambda ab: (ab[1] - ab[0], ab[0])):
        said = fold(text[first:last])
        if last - first > _SAVES * len(text):
            break
        if gives_value(value, said) and len(value.value.findall(said)) == values and share(words, said) >= enough:
            kept = text[first:last]
            start = evidence.span.start + first + len(kept) - len(kept.lstrip())
            return Evidence(evidence.policy, evidence.clause, Span(start, evidence.span.start + first + len(kept.rstrip("，,、：: \n\t"))))
    return evidence


def _stretches(text: str) -> list[tuple[int, int]]:
    """(start, end) of every run of whole phrases."""
    ends = [0, *(match.end() for match in _STOP.finditer(text))]
    ends += [len(text)] if ends[-1] < len(text) else []
    return [(a, b) for i, a in enumerate(ends) for b in ends[i + 1 :]]


# A line of a page that breaks off within a sentence is long; labels and the cells of tables are short.
_WRAPPED = re.compile(r"(?:(?<=[^\n。；：;:!?！？\t]{15})|(?<=[^\n\t]{25}[^\n。；：;:!?！？\t]{2}))[ \u3000]*\n[ \u3000]*(?![（(]?[\d一二三四五六七八九十]{1,3}[)）.．、]|[ \t\n\u3000])")
# Beside a telephone number, and before the label of the next cell (保险服务：), the space parts what the page set apart.
_BESIDE_FIGURE = re.compile(r"(?<=[\u4e00-\u9fff，。、（]) +(?=\d)(?!\d{7})|(?<=[\d%])(?<!\d{7}) +(?=[\u4e00-\u9fff])(?![\u4e00-\u9fff]{1,8}[：:])")
_LONGEST_CORE = 90  # characters of a core
_MOST_ROWS_READ = 3  # rows of a table in one quote that are read under their heads
_LONGEST_CELL_READ = 40
_LONG_QUOTE = 100  # characters of a sentence that is cut where one figure is asked
_NEARLY_ALL, _SAVES = 0.95, 0.7
_STOP = re.compile(r"[，,；;。：:\n\t]")


def name_of(clause: Clause) -> str:
    """How a clause is spoken of: 第五条“坚持交通先行”, 序言, 第八条, 第四条第（一）项第4目; chapters are not named before an article."""
    if clause.kind is PartKind.PREAMBLE:
        return "序言"
    if clause.kind is PartKind.CLOSING:
        return "尾部"
    if clause.kind is PartKind.HEADER:
        return "文件信息"
    number = clause_name(clause.path)
    return f"{number}“{clause.heading}”" if clause.heading else number


def as_read(quote: str) -> str:
    r"""A quote as it is shown: without the line breaks and spaces that only the layout of a page put in; the citation keeps it as stored.

    >>> as_read("单次申领算力券金额最高不超过智能算力合同额的20%，同一企\n业累计不超过200 万元")
    '单次申领算力券金额最高不超过智能算力合同额的20%，同一企业累计不超过200万元'
    >>> as_read("支持标准\n每户1 000元；\n组长：韩正  副总理")
    '支持标准\n每户1 000元；\n组长：韩正  副总理'
    >>> as_read("银行服务：周林 88011784 保险服务：林瑞88011795")
    '银行服务：周林 88011784 保险服务：林瑞88011795'
    """
    return _BESIDE_FIGURE.sub("", _WRAPPED.sub("", quote))


def rows_quoted(evidence: Evidence) -> list[TableRow]:
    """The rows of tables with heads that a quote consists of, in order; none where it is prose, or many."""
    span = evidence.span
    quoted_of = [m for m in evidence.clause.measures if m.span.start < span.end and span.start < m.span.end]
    rows = [m.row for m in quoted_of if m.row is not None]
    return rows if len(rows) == len(quoted_of) <= _MOST_ROWS_READ else []


def added_by(row: TableRow) -> list[Span]:
    """Where the words with figures stand that reading the row under its heads adds to the quote: merged cells, heads."""
    cells = zip(row.cells, row.merged, strict=True)
    merged = [span for (_, words), span in cells if span is not None and re.search(r"\d", words)]
    return [*merged, *([row.heads] if any(re.search(r"\d", head) for head, _ in row.cells) else [])]


def reading_line(row: TableRow, marks: Mapping[Span, int], *, english: bool) -> str:
    """The row once more behind the heads of its columns, what is printed elsewhere with its mark; cells of prose are left out."""
    said = []
    for cell, (_, words), span in zip(row.said(), row.cells, row.merged, strict=True):
        if len(words) <= _LONGEST_CELL_READ:
            said.append(f"{cell}[{marks[span]}]" if span is not None and span in marks else cell)
    if len(said) < 2:
        return ""
    heads = f"；表头见[{marks[row.heads]}]" if row.heads in marks else ""
    return f"（{'Read under the heads 按表头读' if english else '按表头读'}：{'；'.join(said)}{heads}）"


def quotes(
    citations: Sequence[Citation], clauses: Sequence[Clause], *, lead: str, english: bool, name_policy: bool = False,
    readings: Sequence[str] = (),
) -> str:
    """The quotes grouped by clause, each with its mark; ``lead`` opens the answer.

    ``name_policy`` puts the title before the clause, where the library holds more than one policy; ``readings`` stand behind the quotes.
    """
    lines: list[str] = [lead] if lead else []
    current = policy = ""
    for citation, clause, reading in zip(citations, clauses, readings or [""] * len(citations), strict=True):
        if clause.id != current:
            current = clause.id
            title = f"《{citation.policy}》" if name_policy and citation.policy_id != policy else ""
            policy = citation.policy_id
            lines.append(title + (f"{clause.label} states:" if english else f"{name_of(clause)}写明："))
        lines += [f"“{as_read(citation.quote)}”[{citation.mark}]", *([reading] if reading else [])]
    return "\n".join(lines)


def doubts_line(evidence: Sequence[Evidence], *, english: bool) -> str:
    """A note on every quoted character that the repair could only propose; "" if there is none."""
    notes = []
    for item in evidence:
        for doubt in item.policy.doubts:
            if item.span.start <= doubt.span.start < item.span.end:
                around = item.policy.text[max(0, doubt.span.start - 3) : doubt.span.end]
                others = f"，也可能是“{'、'.join(doubt.alternatives)}”" if doubt.alternatives else ""
                notes.append(f"“{around}”中的“{doubt.span.of(item.policy.text)}”在原文件中已损坏，为修复建议{others}")
    if not notes:
        return ""
    head = "Note 注：" if english else "注："
    return head + "；".join(dict.fromkeys(notes)) + "，请核对原件。"


def units_line(units: UnitsView, listed: Sequence[str], *, english: bool) -> str:
    """牵头单位：…；配合单位：…。 Units without a role are listed as 责任单位."""
    if units.lead or units.supporting:
        lead = "、".join(units.lead) or "文件未写明"
        if english:
            supporting = "、".join(units.supporting) or "—"
            return f"Lead units 牵头单位：{lead}\nSupporting units 配合单位：{supporting}"
        return f"牵头单位：{lead}" + (f"\n配合单位：{'、'.join(units.supporting)}" if units.supporting else "")
    if listed:
        return f"责任单位：{'、'.join(listed)}（文件未区分牵头与配合）"
    return ""


def with_validity(text: str, validity: ValidityView, *, english: bool) -> str:
    """The answer with its validity line at the end."""
    label = "Validity 效力：" if english else "效力："
    return f"{text}\n{label}{validity.line}。"


def moved_on(text: str, by: int) -> str:
    """The text with every citation's mark moved on."""
    return re.sub(r"\[(\d{1,3})\]", lambda mark: f"[{int(mark.group(1)) + by}]", text)
