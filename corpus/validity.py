"""Validity (效力): from when, until when, and the sentence that says so.

Only a sentence about the document itself counts: 有效期 of a permit or of a residence card does not,
and 同时废止 repeals another document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from corpus.metadata import Metadata
from corpus.numerals import NUMERAL, add_months, chinese_number, find_dates
from corpus.policy import Clause, Span, Validity

_SELF = (
    r"本(?:政策措施|若干措施|政策|措施|办法|规定|意见|通知|细则|方案|条例|规则|决定|规划|实施意见|实施细则|实施方案|若干政策|文件|通告|公告)"
)
_ABOUT_SELF = re.compile(_SELF + r"|^(?:自|从).{0,30}(?:起施行|起实施|起执行)|^有效期|^施行期|^执行期|^政策期限|^试行期")
_START = re.compile(r"起(?:正式)?(?:施行|实施|执行|生效)")
_FROM_ISSUE = re.compile(r"自?(?:印发|发布|公布|发文|下发|颁布)之?日(?:起|后)")
_UNTIL = re.compile(r"(?:有效期(?:限)?(?:为|截至|截止到?|至|到)+|(?:施行|实施|执行)(?:期限?)?(?:至|到)|有效期?至)")
_TERM = re.compile(
    r"(?:有效期(?:限)?|施行期限?|执行期限?|试行期限?|政策期限)?(?:暂定)?(?:为)?(?:自.{0,16}?起)?(?:施行|试行|暂定|有效期)?(?:为)?"
    rf"(?P<n>\d+|[{NUMERAL}]+)\s*(?P<unit>年|个月)"
)
_TERM_CUE = re.compile(r"有效期|施行期|执行期|试行期|政策期限|暂定|试行.{0,2}年")
_EVENT = re.compile(r"(?:有效期|执行|施行|实施)(?:限)?(?:至|到)(?P<event>[^。；，\d]{2,30}?(?:解除|结束|终止|完成)(?:之日|时|为止)?)")


def read_validity(text: str, parts: Iterable[Clause], metadata: Metadata) -> Validity:
    """Read the validity from the last sentences that speak about the document itself.

    The text outranks the header data; a term of N years runs from the effective date, else from
    the date of issue, else from the date of writing.
    """
    issued = metadata.issued or metadata.written
    effective: date | None = None
    expires: date | None = None
    event: str | None = None
    quote: Span | None = None
    for part in reversed(list(parts)):
        for sentence in reversed(list(_sentences(text, part.span))):
            words = sentence.of(text)
            if not _ABOUT_SELF.search(words):
                continue
            starts, until, term_end, happening = _read(words, issued or effective)
            if not (starts or until or term_end or happening):
                continue
            effective = effective or starts
            if expires is None and (until or term_end):
                expires, quote = until or term_end, sentence
            event = event or happening
            quote = quote or sentence
        if quote and (expires or event):
            break
    return Validity(
        effective=effective or metadata.effective or None,
        expires=expires or metadata.expires,
        event=event if expires is None else None,
        open_ended=False,
        quote=quote.of(text) if quote else "",
        span=quote,
    )


def _read(words: str, issued: date | None) -> tuple[date | None, date | None, date | None, str | None]:
    """(effective, stated end, end of a stated term, event) of one sentence."""
    starts: date | None = None
    begin = _START.search(words)
    if begin:
        before = [d for s, e, d in find_dates(words) if e <= begin.start() + 1]
        starts = before[-1] if before else (issued if _FROM_ISSUE.search(words) else None)
    until = None
    for cue in _UNTIL.finditer(words):
        after = [d for s, _, d in find_dates(words) if cue.start() <= s <= cue.end() + 2]
        until = until or (after[0] if after else None)
    happening = _EVENT.search(words)
    term_end = None
    if until is None and _TERM_CUE.search(words):
        cue_at = _TERM_CUE.search(words)
        term = _TERM.search(words, cue_at.start() if cue_at else 0)
        number = chinese_number(term.group("n")) if term else None
        anchor = starts or issued
        if term and number and anchor and number < 100:
            term_end = add_months(anchor, number * (12 if term.group("unit") == "年" else 1))
    return starts, until, term_end, happening.group("event") if happening and not until else None


def _sentences(text: str, span: Span) -> Iterable[Span]:
    start = span.start
    for at in range(span.start, span.end):
        if text[at] in "。\n":
            yield from _stripped(text, start, at + 1)
            start = at + 1
    yield from _stripped(text, start, span.end)


def _stripped(text: str, start: int, end: int) -> Iterable[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield Span(start, end)
