"""Passages: what is searched. One per measure, labels joined to what they label.

Words are looked up in heading and measure together; meaning is compared with each phrase of the
measure, because one vector for a sentence that promises five things is near to none of them. On 272
development questions the right clause came first for 0.73 with one vector a measure (heading
included), 0.77 without the heading, 0.82 with one vector a phrase (words not used; eval/ablation.py).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from corpus import Clause, PartKind, Policy
from corpus.repair.simplified import to_simplified
from corpus.spans import TableRow

# Characters of a phrase: 20–24 did best on the development questions, 14 to 28 are within a point.
_PHRASE = 24
_LABEL = 12  # characters of a label at most
_MOST_LABELS = 4
_LONGEST_OPENING = 80
_SHORTEST_TITLE = 8  # characters of a title that is known again
_AROUND = 30  # characters that may stand round a title: its number, a date, a salutation
_ENDINGS = ("。", "；", ";", "！", "？", "，")
_SAYS_NOTHING = re.compile(
    r"[（(]?[\d一二三四五六七八九十〇零年月日./ -]+[)）]?|(?:附|附件)[:：\d].*|[^，。]{0,60}[:：]|[^，。；]{0,40}(?:人民政府|办公厅|办公室|委员会|局)|特此(?:通知|公告|函告)[。]?",
    re.DOTALL,
)
_ONLY_UNITS = re.compile(r"[（(〔\[]\s*(?:责任|牵头|配合)(?:单位|部门)")
_NOT_SEARCHED = (PartKind.HEADER, PartKind.FURNITURE)


@dataclass(frozen=True, slots=True)
class Passage:
    """One searchable measure.

    ``text`` (headings and measure) is searched by words, each of ``phrases``, simplified as questions are, by
    meaning; what is quoted is the measure itself. A row of a table is searched with the table's title and the heads of its columns.
    """

    id: str  # the measure's id
    policy_id: str
    clause_id: str
    path: tuple[str, ...]
    measure: int  # position among the clause's measures, from 0
    text: str
    phrases: tuple[str, ...]
    heading: str = ""  # the headings above the measure, outermost first, joined by spaces
    first: int = -1  # position of the first measure that is searched and quoted with it; -1: itself


def passages_of(policies: Iterable[Policy]) -> tuple[Passage, ...]:
    """Every measure of every clause, introduction and closing, in document order.

    Header data is not searched: the title shares its words with every question about the policy. Menus and
    tables of contents repeat the words of clauses and are never cited.
    """
    found: list[Passage] = []
    for policy in policies:
        headings: dict[tuple[str, ...], str] = {}  # of the parts so far: numbers may start anew in an annex
        for part in policy.parts:
            headings[part.path] = part.heading
            if part.kind in _NOT_SEARCHED:
                continue
            above = [headings[part.path[:n]] for n in range(1, len(part.path) + 1) if headings.get(part.path[:n])]
            found += _of_part(policy, part, above)
    return tuple(found)


def _of_part(policy: Policy, part: Clause, above: Sequence[str]) -> list[Passage]:
    made = []
    opening = ""  # 有下列情形之一的，给予补贴： is said of every item after it
    title = _bare(policy.title)
    for first, last in _stretches(part, title):
        row = part.measures[last].row
        said = _on_one_line(policy.text[part.measures[first].span.start : part.measures[last].span.end].strip() if row is None else part.measures[last].in_full)
        heading = above
        if part.heading and _ONLY_UNITS.match(said):  # 二、展位费补贴50%。（责任单位：市商务局）: the heading is all that it says
            said, heading = f"{part.heading} {said}", above[:-1]
        context = [*heading, *([opening] if opening and len(opening) <= _LONGEST_OPENING else []), *([row.title] if row is not None and row.title else [])]
        made.append(
            Passage(
                part.measures[last].id, policy.id, part.id, part.path, last, "\n".join([*context, said]),
                phrases_of(to_simplified(said)) if row is None else tuple(map(to_simplified, phrases_of_row(row))), " ".join(above), first,
            )
        )
        if row is None and said.endswith(("：", ":")):
            opening = said
    return made


def _on_one_line(text: str) -> str:
    r"""A measure without the line breaks within it; only the headings above stand on lines of their own.

    >>> _on_one_line("最高不超过\n200万元"), _on_one_line("R&D\n2023")
    ('最高不超过200万元', 'R&D 2023')
    """
    text = re.sub(r"\s*\n\s*\t", "\t", text)  # the cells of a row
    return re.sub(r"\s*\n\s*", " ", re.sub(r"(?<=[^\x00-\x7f])\s*\n\s*|\s*\n\s*(?=[^\x00-\x7f])", "", text))


def _bare(text: str) -> str:
    return re.sub(r"[^\u3400-\u9fffA-Za-z0-9]", "", text)


def _stretches(part: Clause, title: str) -> list[tuple[int, int]]:
    """(first, last) of the measures that are searched and quoted together.

    A label (服务内容, 补贴标准：, a cell of a table) says nothing without what follows it; dates,
    salutations and the title itself, or the heading once more, say nothing at all.
    """
    found: list[tuple[int, int]] = []
    labels: list[int] = []
    for i, measure in enumerate(part.measures):
        text = measure.text.strip()
        bare = _bare(text)
        is_title = len(bare) >= _SHORTEST_TITLE and (bare in title or (title in bare and len(bare) < len(title) + _AROUND))
        if measure.row is not None:  # a row is never a label, nor says the title alone
            if labels:
                found.append((labels[0], labels[-1]))
                labels.clear()
            found.append((i, i))
            continue
        repeats_heading = bool(part.heading) and bare == _bare(part.heading) and i + 1 < len(part.measures)
        if (title and is_title) or repeats_heading or (part.kind is not PartKind.CLAUSE and _SAYS_NOTHING.fullmatch(text)):
            labels.clear()
        elif len(text) <= _LABEL and not text.endswith(_ENDINGS):
            labels.append(i)
            if len(labels) == _MOST_LABELS:
                found.append((labels[0], i))
                labels.clear()
        else:
            found.append((labels[0] if labels else i, i))
            labels.clear()
    if labels:
        found.append((labels[0], labels[-1]))
    return found


def phrases_of_row(row: TableRow) -> tuple[str, ...]:
    """A phrase for every cell: what the row is of, the head of the column, the cell.

    >>> from corpus import Span
    >>> row = TableRow("", (("类别", "重大专项"), ("额度（万元）", "200—500"), ("科室", "高新科")), ("", "万元", ""), (None, None, None), Span(0, 9))
    >>> phrases_of_row(row)
    ('重大专项，额度（万元）：200—500万元', '重大专项，科室：高新科')
    """
    said = row.said(with_units=True)
    at = next((i for i, (head, _) in enumerate(row.cells) if head), 0)
    of = " ".join(words for _, words in row.cells[: at + 1])[:_LONGEST_OPENING]
    return tuple(f"{of}，{cell}" for cell in said[at + 1 :]) or said


def phrases_of(measure: str) -> tuple[str, ...]:
    """The measure cut at commas into phrases of up to 24 characters; a longer one stays whole.

    >>> phrases_of("建立教师共享中心，推动优秀教师跨校走教、资源共享，确保优秀教师愿意去。")
    ('建立教师共享中心，推动优秀教师跨校走教、资源共享', '确保优秀教师愿意去。')
    """
    phrases: list[str] = []
    current = ""
    for part in re.split(r"[，,：:]", measure):
        if current and len(current) + len(part) >= _PHRASE:
            phrases.append(current)
            current = part
        else:
            current = f"{current}，{part}" if current else part
    return (*phrases, current) if current else tuple(phrases)


def digest_of(passages: Iterable[Passage]) -> str:
    """SHA-256 over ids and texts: the same documents cut the same way give the same digest."""
    digest = sha256()
    for passage in passages:
        digest.update(json.dumps([passage.id, passage.text, passage.phrases], ensure_ascii=False).encode("utf-8", "replace"))
    return digest.hexdigest()
