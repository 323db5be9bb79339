"""The pre-ingest report (入库前检查): what in a parsed document a person should look at before it answers.

Nothing is mended here and nothing is a verdict: each finding says what is odd, where, and what to do.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.near_duplicates import NearDuplicate
from corpus.numbering_check import find_gaps
from corpus.numerals import find_dates
from corpus.policy import Clause, PartKind, Policy, Span
from corpus.repair import RepairedText

_QUOTED = 40  # characters of the document shown with a finding
_MOST_HAVE_UNITS = 0.6  # share of clauses with units from which one without is odd
_FEWEST_CLAUSES = 4  # fewer say nothing about what is usual
_PAIRS = {"（": "）", "〔": "〕", "【": "】", "《": "》", "“": "”", "「": "」", "『": "』"}
_SAME = str.maketrans("([)]", "（〔）〕")
_OPENED_BY = {close: mark for mark, close in _PAIRS.items()}
_NUMBERED_BY_CLOSER = re.compile(r"(?:(?:^|[^\dA-Za-z])[\dA-Za-z]{1,2}|(?:^|[\s，。；：、])[一二三四五六七八九十]{1,3})$")  # 1) and a): no bracket was opened
_DATE_LIKE = re.compile(r"(?<![\d〇○零一二三四五六七八九])(?:\d{4}|[〇○零一二三四五六七八九]{4})年\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})月\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})日")
_DATE_BLANK = re.compile(r"(?:(?:19|20)(?:\d\d|[xX×＊*_]{2})|[xX×＊*_]{4})?年[ \u3000\txX×＊*_]{1,12}月[ \u3000\txX×＊*_]{1,12}日")

_NUMBER_ALONE = re.compile(r"^[ \t\u3000]*([\u4e00-\u9fff（）()]{2,20}[ \u3000]*[〔\[（(【﹝〈][ \u3000]*(?:19|20)\d{2}[ \u3000]*年?[〕\]）)】﹞〉][ \u3000]*第?[ \u3000]*\d{1,5}[ \u3000]*号)[ \t\u3000]*$", re.MULTILINE)
_HEAD = 2000  # characters above the text in which a document's own number stands


class Severity(StrEnum):
    """How much a finding matters, the gravest first."""

    SERIOUS = "serious"  # an answer from the document may be wrong
    WARNING = "warning"  # look at it before it is needed
    NOTE = "note"  # good to know


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at.

    Attributes:
        kind: "numbering_gap", "missing_units", "unbalanced_bracket", "unparsed_date", "uncertain_repair",
            "irreparable", "contradiction", "near_duplicate", "no_clauses", "number_not_read".
        message: what is odd. advice: what to do about it.
        line: where, counted from 1 in the file's text as it came; 0 where it is about the whole document.
        page: of a file with pages, else None.
        quote: the words there, verbatim from the repaired text.
    """

    kind: str
    severity: Severity
    message: str
    advice: str
    line: int = 0
    page: int | None = None
    quote: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Inspection:
    """The findings on one document, gravest first, then in order of the text."""

    source: str
    policy_id: str
    title: str
    findings: tuple[Finding, ...]

    def count(self, severity: Severity) -> int:
        """How many findings are of this severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def serious(self) -> bool:
        """Whether anything found may make an answer wrong."""
        return self.count(Severity.SERIOUS) > 0


def inspect(
    policy: Policy, repaired: RepairedText, raw_text: str, near: Sequence[NearDuplicate] = ()
) -> Inspection:
    """Everything to look at in a parsed document, in time linear in its text."""
    place = _places(policy, raw_text)
    found = [
        *_whole_document(policy, near), *_number(policy, place), *_numbering(policy, place), *_units(policy, place), *_brackets(policy, place),
        *_dates(policy, place), *_repairs(policy, repaired, place), *_contradictions(policy, place),
    ]
    order = list(Severity)
    found.sort(key=lambda f: (order.index(f.severity), f.span.start if f.span else -1))
    return Inspection(policy.source, policy.id, policy.title, tuple(found))


_Place = Callable[[Span, str, Severity, str, str], Finding]


def _places(policy: Policy, raw_text: str) -> _Place:
    """What makes a finding out of a place in the repaired text."""
    breaks = [at.start() for at in re.finditer("\n", raw_text)]

    def make(span: Span, kind: str, severity: Severity, message: str, advice: str) -> Finding:
        line = bisect_right(breaks, policy.raw_starts[span.start] - 1) + 1 if span.start < len(policy.raw_starts) else 0
        quote = " ".join(policy.text[span.start : min(span.end, span.start + _QUOTED)].split())
        return Finding(kind, severity, message, advice, line, policy.page_of(span.start), quote, span)

    return make


def _whole_document(policy: Policy, near: Sequence[NearDuplicate]) -> Iterator[Finding]:
    if not policy.clauses:
        yield Finding(
            "no_clauses", Severity.WARNING, "没有识别出编号条款，整篇按序言检索",
            "名单、公示、无编号的文件可以收录；否则请核对原文编号是否完整（no numbered clauses）",
        )
    for other in near:
        how = "与库中文件基本相同" if other.whole else "与库中文件一方包含另一方"
        yield Finding(
            "near_duplicate", Severity.WARNING, f"{how}（{other.share:.0%}）：{other.policy_id}《{other.title}》（{other.source}）",
            "若是同一文件的另一份，请只保留一份（zhengce remove）；若是修订或汇编，可以都收录（near duplicate）",
        )


def _number(policy: Policy, place: _Place) -> Iterator[Finding]:
    """A number with a year's bracket that stands alone above the text, where no number of the document was read."""
    if policy.doc_number:
        return
    for match in _NUMBER_ALONE.finditer(policy.text, 0, min(len(policy.text), _HEAD)):
        if "。" in policy.text[: match.start()]:
            return
        yield place(
            Span(match.start(1), match.end(1)), "number_not_read", Severity.WARNING, f"“{match.group(1).strip()}”单独成行，但没有读作发文字号",
            "请核对发文字号；如确是本文件的文号，按文号提问将找不到它（number not read）",
        )
        return


def _numbering(policy: Policy, place: _Place) -> Iterator[Finding]:
    for gap in find_gaps(policy.clauses):
        yield place(
            gap.span, "numbering_gap", Severity.SERIOUS if gap.grave else Severity.WARNING, gap.message,
            "请核对原文：可能漏页、漏段，或编号本身印错（numbering gap）",
        )


def _units(policy: Policy, place: _Place) -> Iterator[Finding]:
    parents = {clause.path[:depth] for clause in policy.clauses for depth in range(1, len(clause.path))}
    leaves = [clause for clause in policy.clauses if clause.leaf and clause.path not in parents and (clause.units or not _is_row(clause))]
    without = [clause for clause in leaves if not clause.units]
    if len(leaves) < _FEWEST_CLAUSES or len(leaves) - len(without) < _MOST_HAVE_UNITS * len(leaves):
        return
    for clause in without:
        yield place(
            clause.span, "missing_units", Severity.WARNING,
            f"{_named(clause)}没有责任单位，而全文 {len(leaves)} 条中 {len(leaves) - len(without)} 条有",
            "请核对原文该条是否确实未写责任单位（no responsible units）",
        )


def _is_row(clause: Clause) -> bool:
    return bool(clause.measures) and all(measure.row is not None for measure in clause.measures)


def _named(clause: Clause) -> str:
    return "/".join(element[:20] for element in clause.path)


def _brackets(policy: Policy, place: _Place) -> Iterator[Finding]:
    for part in policy.parts:
        if part.kind in (PartKind.FURNITURE, PartKind.HEADER):
            continue
        for at in _unbalanced(policy.text, part.span):
            what = "没有配对的括号或引号"
            start = max(part.span.start, at - 8)
            yield place(
                Span(start, min(part.span.end, at + 20)), "unbalanced_bracket", Severity.WARNING,
                f"{what}“{policy.text[at]}”", "请核对原文：括号里的责任单位或条件可能被截断（unbalanced bracket）",
            )


def _unbalanced(text: str, span: Span) -> Iterator[int]:
    """Places of brackets without a partner within one part; half and full width match each other."""
    opened: list[tuple[str, int]] = []
    for found in re.compile(r"[（）〔〕【】《》“”「」『』()\[\]]").finditer(text, span.start, span.end):
        mark, at = found.group().translate(_SAME), found.start()
        if mark in _PAIRS:
            opened.append((mark, at))
            continue
        if opened and opened[-1][0] == _OPENED_BY[mark]:
            opened.pop()
        elif len(opened) > 1 and opened[-2][0] == _OPENED_BY[mark]:  # the one in between was never closed
            yield opened.pop()[1]
            opened.pop()
        elif not (mark == "）" and _NUMBERED_BY_CLOSER.search(text[max(span.start, at - 5) : at])):
            yield at
    yield from (at for _, at in opened)


def _dates(policy: Policy, place: _Place) -> Iterator[Finding]:
    text = policy.text
    for match in _DATE_LIKE.finditer(text):
        if not find_dates(match.group()):
            yield place(
                Span(*match.span()), "unparsed_date", Severity.WARNING, f"“{match.group()}”不是有效日期",
                "请核对原文日期；在此之前它不参与效力判断（unparsed date）",
            )
    for match in _DATE_BLANK.finditer(text):
        yield place(
            Span(*match.span()), "unparsed_date", Severity.NOTE, "日期留空或被遮盖",
            "若是成文、施行日期，请查找正式文本（blank date）",
        )


def _repairs(policy: Policy, repaired: RepairedText, place: _Place) -> Iterator[Finding]:
    for doubt in policy.doubts:
        others = f"，也可能是“{'”“'.join(doubt.alternatives[:3])}”" if doubt.alternatives else ""
        yield place(
            doubt.span, "uncertain_repair", Severity.WARNING,
            f"存疑的修复：原文件为“{doubt.raw[:20]}”，读作“{doubt.span.of(policy.text)[:20]}”{others}",
            "请对照正式文本；引用时会标为存疑（uncertain repair）",
        )
    kinds = Counter(damage.kind for damage in repaired.irreparable)
    for damage in repaired.irreparable:
        count = kinds.pop(damage.kind, 0)  # one finding for all of a kind, at the first place
        if count:
            yield place(
                Span(damage.start, damage.end), "irreparable", Severity.SERIOUS,
                damage.note + (f"（共 {count} 处）" if count > 1 else ""), "无法修复，请换用完好的文件（irreparable）",
            )


def _contradictions(policy: Policy, place: _Place) -> Iterator[Finding]:
    for contradiction in policy.contradictions:
        at = policy.text.find(contradiction.first) if contradiction.first else -1
        yield place(
            Span(max(at, 0), max(at, 0) + len(contradiction.first)), "contradiction", Severity.SERIOUS,
            f"文件自相矛盾（{_ABOUT.get(contradiction.about, contradiction.about)}）："
            f"采用“{_short(contradiction.first)}”，另有“{_short(contradiction.second)}”",
            "请向发文单位核实以哪一处为准（contradiction）",
        )


def _short(words: str) -> str:
    """Words of the document on one line."""
    return " ".join(words[:200].split())[:_QUOTED]


_ABOUT = {
    "effective": "施行日期", "expires": "失效日期", "issued": "印发日期", "written": "成文日期", "doc_number": "发文字号",
    "title": "标题", "issuers": "发文机构", "status": "效力状态",
}
