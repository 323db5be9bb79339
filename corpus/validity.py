"""Validity (效力): from when, until when, and the sentence that says so.

Only a sentence about the document itself counts: 有效期 of a permit or of a residence card does not,
and 同时废止 repeals another document. Every sentence is read for its subject first (本办法, 以上措施, 《its own title》), part
by part; a part with a subject of its own ends what is said about the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from corpus.metadata import Metadata
from corpus.policy import Contradiction, Span, Validity
from corpus.repair.simplified import to_simplified
from corpus.statements import own_names, sentences
from corpus.terms import Term, read_term, years_start

_CUE = re.compile(
    r"有效期|有效時|施行|實施|实施期|执行期|执行时限|政策期限|试行期|期限(?:为|至)|(?:起|始)(?:正式|开始)?(?:实施|执行|生效|试行|有效)|(?:后|日)(?:实施|执行|生效|试行)|"
    r"暂定|试行[一二两三四五\d半]|自行(?:废止|失效)|自动(?:失效|废止)|[日年月](?:起)?(?:失效|废止)|解除之日|结束后|解除后|止。|止(?:执行|施行|实施|有效)|有效期限|重新(?:发布|印发|公布)"
)
_WORD = (
    r"(?:措施|政策|意见|办法|规定|通知|方案|细则|条例|规划|规则|决定|通告|公告|文件|清单|要点|计划|指南|指引|标准|目录|预案|纲要|规程|制度|章程|"
    r"规范|法|法典|修正案|命令|函|准则|批复|安排|文|方法|若干条|\d+条)"
)
_SELF = rf"(?:本[\u4e00-\u9fff]{{0,10}}?{_WORD}|本(?=自|有效期)|(?:以上|上述)[\u4e00-\u9fff]{{0,6}}?(?:措施|政策|规定|条款|意见))"
_GOES_ON = (
    r"(?:[（(][^（）()]{1,30}[）)])?(?:，|的)?(?:自|从|由|于|经|已|业|在|即|暂定|为期|至|到|待|截至|正式|现行|"
    r"(?:的?(?:政策)?(?:有效|执行|施行|实施|试行|适用)(?:期限?|时间|时限|期间))|(?:政策)?期限|(?:施行|执行|实施|试行|有效|暂行)(?!之日|后|前|过程|中|情况|期间的|以前|以后|以来|时|的|单位|细则|方案|机构)|的?支持对象|的?适用|适用)"
)
_ABOUT_SELF = re.compile(rf"{_SELF}(?={_GOES_ON})")
_PRESENTED = re.compile(r"(?:现将|现予|现)[^。；]{0,200}?(?:重新|予以)?(?:公布|印发|发布)(?=，)")
_OWN_TITLE = re.compile(r"《(?P<name>[^《》]*(?:《[^《》]*》[^《》]*)*)》(?=" + _GOES_ON + ")")
_TURNS_AWAY = re.compile(
    r"[，；,;](?=《|〈|原《|原[\u4e00-\u9fff]|此前|以前|凡|其他|其中|有关|此后|相关|具体|不含|对|逾期|期满|到期|届时|执行期间|实施期间|施行期间|[\u4e00-\u9fff]{2,12}(?:证|卡|许可|资格|资质|合同|协议)有效期)"
)
_BARE = re.compile(
    r"^(?:第[^，。]{1,6}条|[一二三四五六七八九十]+、|[（(][^（）()]{1,4}[）)]|\d{1,2}[.．、])?(?P<rest>(?:(?:政策|文件)?(?:有效期|施行期|执行期|试行期|政策期限|实施期限|执行时限)(?:限|间)?(?:暂定)?(?:为|至|到|自|\d|[一二两三四五六七八九十半]|截)|"
    r"(?:自|从)[^，。；]{2,24}(?:起|后)(?:正式)?(?:施行|实施|执行|生效|试行)(?:[，。；（(]|$)))"
)
_NOT_SELF = re.compile(r"所称|所指|核发|颁发|发放|签发|规定的|确定的|认定的|办理的")
# A unit note of the clause above, where a page's lines run together.
_NOTE_ABOVE = re.compile(rf"(?:[^。]*[（(〔\[])?[^。]*(?:责任|牵头|配合|负责|参与)[^。]*?\s+(?={_SELF})")
_EXPLAINS = re.compile(r"《(?P<of>[^《》]{4,60})》的?(?:[\u4e00-\u9fff]{0,6})(?:问答|解读|解答|答记者问|起草说明|政策说明|图解|百问百答)(?:之?[一二三四五六]|[（(].{1,12}[）)])?$")
_MANY = 3  # statements without a subject; as many belong to single items of a list
_ENDED = re.compile(r"废止|廢|^已?废$|失效|作废")
_IN_FORCE = re.compile(r"^(?:现行|全文|全部|继续|部分|是)?(?:有效|現行)|^部分(?:失效|废止)|^已?(?:被)?修[改订]|^是$|^已生效$")


@dataclass(frozen=True, slots=True)
class _Statement:
    span: Span
    term: Term
    words: str
    bare: bool


@dataclass(frozen=True, slots=True)
class ReadValidity:
    """The validity and what contradicts it."""

    validity: Validity
    contradictions: tuple[Contradiction, ...] = ()


def read_validity(text: str, furniture: Iterable[Span], metadata: Metadata) -> ReadValidity:
    """Read the validity from the sentences that speak about the document itself.

    The text outranks the header data; a term of N years runs from the effective date, else from
    the date of issue, else from the date of writing. What ``furniture`` covers is not read.
    """
    issued = _issue_day(metadata)
    skipped = tuple(furniture)
    statements = _statements(text, skipped, own_names(text, metadata.title), issued)
    explained = "" if statements else _explained(metadata.title)
    if explained:
        statements = _statements(text, skipped, frozenset({re.sub(r"\s", "", explained)}), issued)
        explained = explained if statements else ""
    ending = [s for s in statements if s.term.ends or s.term.event or s.term.stated]
    chosen = ending[-1] if ending else (statements[-1] if statements else None)
    term = chosen.term if chosen else Term()
    starting = [s for s in statements if s.term.starts]
    starts = term.starts or (starting[-1].term.starts if starting else None)
    ends = term.ends
    if chosen and starts and term.starts is None and (term.counted or (term.stated and not ends and not term.event)):
        ends = read_term(chosen.words, starts).ends  # 自…起施行。有效期三年。
    clashes = [*_against_header(chosen, starts, ends, metadata, text), *_against_each_other(ending, chosen, text)]
    mark = metadata.status
    repealed = mark if mark and _ENDED.search(mark) and (ends is None or not re.search("失效", mark)) else None
    if mark.startswith("部分"):
        repealed = None
    header_ends = None if term.event or (term.stated and ends) else metadata.expires
    says_in_force = bool(mark and _IN_FORCE.match(mark)) or any(s.term.in_force for s in statements)
    effective = starts or metadata.effective
    expires = ends or header_ends
    unreadable = bool(chosen and term.stated and not ends and not term.event)
    span = chosen.span if chosen else None
    if metadata.status_span and (repealed or not span) and (repealed or says_in_force):
        span = metadata.status_span
    return ReadValidity(
        Validity(
            effective=effective,
            expires=expires,
            event=term.event if expires is None else None,
            repealed_by=metadata.status_span.of(text).strip() if repealed and metadata.status_span else repealed,
            repealed_on=_repealed_on(mark) if repealed else None,
            dated=metadata.written or metadata.issued,
            open_ended=says_in_force and expires is None and not term.event and not unreadable,
            quote=span.of(text) if span else "",
            span=span,
            of=explained,
        ),
        tuple(clashes),
    )


def _issue_day(metadata: Metadata) -> date | None:
    """The day that 自印发之日起 means: printed, else what the header data names as the effective day, else issued."""
    if metadata.printed:
        return metadata.printed
    written, issued, stated = metadata.written, metadata.issued, metadata.effective
    if stated and (written is None or written <= stated) and (issued is None or stated <= issued):
        return stated
    return issued or written


def _repealed_on(mark: str) -> date | None:
    """The day that a mark of repeal names: 全文废止（…自2022年8月1日起废止）."""
    named = re.search(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*(?:起|予以|被|已|宣布)?\s*(?:废止|失效)", mark)
    try:
        return date(*map(int, named.groups())) if named else None
    except ValueError:
        return None


def _explained(title: str) -> str:
    """The document that an explanation is of: 《…办法》政策问答, 关于《…办法》的政策解读; "" for any other title.

    >>> _explained("《某市公积金管理办法》政策问答"), _explained("关于印发《某办法》的通知")
    ('某市公积金管理办法', '')
    """
    match = _EXPLAINS.search(title)
    return match["of"] if match else ""


def _statements(text: str, furniture: tuple[Span, ...], names: frozenset[str], issued: date | None) -> list[_Statement]:
    found: list[_Statement] = []
    bare: list[_Statement] = []
    last_end = -1
    for span in sentences(text, _CUE, furniture):
        words, continues = _words(text, span, names)
        if words is None:
            continue
        behind = continues and bool(found) and not text[last_end : span.start].strip()
        term = read_term(words, issued)
        if term.starts is None and (first_year := years_start(words)):
            term = Term(first_year, False, term.ends, term.event, True, True)
        if not term:
            continue
        above = _NOTE_ABOVE.match(span.of(text))
        span = Span(span.start + above.end(), span.end) if above else span
        statement = _Statement(span, term, words, continues and not behind)
        (bare if statement.bare else found).append(statement)
        last_end = span.end
    if found:
        return found
    return bare if len(bare) < _MANY else []


def _words(text: str, span: Span, own: frozenset[str]) -> tuple[str | None, bool]:
    """What a sentence says about the document, blanks out, and whether it names no subject; None if nothing.

    ``own`` are the titles that the document goes by.
    """
    raw = span.of(text)
    compact = re.sub(r"\s", "", raw)
    if re.search(r"[發實廢辦條為規]", compact):
        compact = to_simplified(compact)
    best: str | None = None
    for match in _ABOUT_SELF.finditer(compact):
        if not _NOT_SELF.match(compact, match.end()):
            best = compact[match.end() :]
            break
    if best is None:
        for match in _OWN_TITLE.finditer(compact):
            if match["name"] in own and not _repeals_itself(compact, match):
                best = compact[match.end() :]
                break
    if best is None and (presented := _PRESENTED.search(compact)):
        best = compact[presented.end() :]
    if best is None and (bare := _BARE.match(compact)):
        return _until_turn(bare["rest"] + compact[bare.end("rest") :]), True
    return (_until_turn(best), False) if best is not None else (None, False)


def _repeals_itself(compact: str, match: re.Match[str]) -> bool:
    return bool(re.match(r"[^。]{0,40}同时废止", compact[match.end() :])) and "起施行" not in compact[match.end() : match.end() + 40]


def _until_turn(words: str) -> str:
    turn = _TURNS_AWAY.search(words)
    return (words[: turn.start()] if turn else words).rstrip("。")


def _against_header(
    chosen: _Statement | None, starts: date | None, ends: date | None, metadata: Metadata, text: str
) -> list[Contradiction]:
    """Where the header data names another day than the text does."""
    if chosen is None:
        return []
    quote = chosen.span.of(text)
    clashes = []
    if starts and metadata.effective and starts != metadata.effective:
        clashes.append(Contradiction("effective", quote, metadata.effective_field))
    if ends and metadata.expires and abs((ends - metadata.expires).days) > 1:  # the eve or the day itself: a way of counting
        clashes.append(Contradiction("expires", quote, metadata.expires_field))
    return clashes


def _against_each_other(ending: list[_Statement], chosen: _Statement | None, text: str) -> list[Contradiction]:
    clashes = []
    for other in ending:
        if chosen and other is not chosen and other.term.ends and chosen.term.ends and other.term.ends != chosen.term.ends:
            clashes.append(Contradiction("expires", chosen.span.of(text), other.span.of(text)))
    return clashes[:8]
