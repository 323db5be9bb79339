"""What a document says of itself (题): title, 发文字号, issuers, dates, 效力级别, its page's mark of status.

The document's own words outrank the page around it: a number on a line of its own before a label of the page, the bodies
in the title and the signature before a label that names whoever posted it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from corpus.doc_numbers import FoundNumber, canonical_number, own_number
from corpus.header_fields import Field, first, read_fields
from corpus.numerals import find_dates
from corpus.organisations import is_name, issuers_of_title, split_names
from corpus.policy import Contradiction, Span
from corpus.signatures import Signatures, find_signatures
from corpus.titles import Title, find_title

_LONGEST_HEAD = 8000  # characters of header data and page furniture above the text
_TAIL = 2500  # characters at the end where some pages print their header data
_REPOSTED = re.compile(r"网站?$|报社?$|微信|公众号|官网|客户端|新华社|转载")
_COMPACT_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the document and its header data say; None or "" where they say nothing.

    Attributes:
        written: 成文 or signature. issued: printed or published by the issuer. printed: the 印发 note alone.
        effective, expires: from the header data, where the text may say otherwise.
        status: the page's mark (有效, 已废止), "" if none; ``status_span`` is where it stands with its label.
        effective_field, expires_field: the header data as printed, for reporting contradictions.
        contradictions: statements about number and dates that cannot both hold.
    """

    title: str
    doc_number: str = ""
    issuers: tuple[str, ...] = ()
    written: date | None = None
    issued: date | None = None
    printed: date | None = None
    effective: date | None = None
    expires: date | None = None
    level: str = ""
    status: str = ""
    status_span: Span | None = None
    effective_field: str = ""
    expires_field: str = ""
    contradictions: tuple[Contradiction, ...] = ()


def read_metadata(text: str, fallback_title: str) -> Metadata:
    """Read the whole repaired ``text``; ``fallback_title`` is used where it prints no title."""
    head_end = _end_of_head(text)
    fields = read_fields(text, 0, head_end)
    fields += read_fields(text, max(head_end, len(text) - _TAIL), len(text)) if not fields else ()
    title = find_title(text, fields, fallback_title)
    by_title = issuers_of_title(title.text) or _framing_issuers(text, title)
    signatures = find_signatures(text, by_title)
    signed = signatures.signed
    number, number_clash = _number(text, fields)
    issuers, reposted = _issuers(fields, by_title, signed.names if signed else (), text, title)
    ordered = re.match(r"(?:中华人民共和国)?([\u4e00-\u9fff ]{2,40})(?:令|公告)", number)
    issuers = issuers or (split_names(ordered[1]) if ordered else ())
    effective, expires = first(fields, "effective"), first(fields, "expires")
    level = first(fields, "level")
    status = _status(text, fields)
    mark = Span(status.start, status.end) if status else _mark_by_title(text, title)
    written, written_clash = _written(text, fields, signatures)
    return Metadata(
        title=title.text,
        doc_number=number,
        issuers=issuers,
        written=written,
        issued=_issued(fields, signatures, reposted, written),
        printed=signatures.printed.day if signatures.printed else None,
        effective=_day(effective),
        expires=_day(expires),
        level=level.value if level else "",
        status=status.value if status else mark.of(text) if mark else "",
        status_span=mark,
        effective_field=_printed(text, effective),
        expires_field=_printed(text, expires),
        contradictions=(*number_clash, *written_clash),
    )


def _end_of_head(text: str) -> int:
    stop = text.find("。")
    return min(len(text) if stop < 0 else stop, _LONGEST_HEAD)


def _framing_issuers(text: str, title: Title) -> tuple[str, ...]:
    """The issuers of a frame that is not part of the title: A、B印发 before 《title》; 内江…指挥部通告."""
    if not title.end:
        return ()
    line = re.sub(r"\s+", " ", text[title.start : title.end]).strip()
    framed = issuers_of_title(line)
    if framed:
        return framed
    order = re.match(r"(?P<name>[\u4e00-\u9fff]{4,40}?)(?:通告|公告|令|决定)(?:[（(]|$)", title.text)
    return (order["name"],) if order and is_name(order["name"]) else ()


def _issuers(
    fields: tuple[Field, ...], by_title: tuple[str, ...], signed: tuple[str, ...], text: str, title: Title
) -> tuple[tuple[str, ...], bool]:
    """The issuing bodies, and whether the page was posted by somebody else."""
    listed = tuple(n for f in fields if f.kind in ("issuer", "joint") for n in split_names(f.value))
    listed = tuple(dict.fromkeys(n for n in listed if 2 <= len(n) <= 40))
    if signed and "".join(signed) == "".join(by_title):
        by_title = signed
    own = by_title or signed or _line_below_title(text, title)
    if not own or not listed:
        return own or listed, False
    matching = [[name for name in listed if _same(o, name)] for o in own]
    if not any(matching):
        return own, True
    return tuple(max([o, *names], key=len) for o, names in zip(own, matching, strict=True)), False


def _same(own: str, listed: str) -> bool:
    """Whether one is the other or a shorter form of it: 成都市政府办公厅 and 市政府办公厅, 丽水市人民政府 and 市政府."""
    own, listed = own.replace("人民政府", "政府"), listed.replace("人民政府", "政府")
    return (min(len(own), len(listed)) >= 3 and (own.endswith(listed) or listed.endswith(own))) or own == listed


def _line_below_title(text: str, title: Title) -> tuple[str, ...]:
    """A body's name on the line below the title (a book's cover)."""
    if not title.end:
        return ()
    for line in text[title.end : title.end + 120].split("\n")[:4]:
        bare = re.sub(r"\s", "", line)
        if len(bare) >= 4 and is_name(bare):
            return (bare,)
    return ()


def _number(text: str, fields: tuple[Field, ...]) -> tuple[str, tuple[Contradiction, ...]]:
    labelled = first(fields, "number")
    value = ""
    if labelled:
        value = canonical_number(labelled.value) or (labelled.value if "号" in labelled.value and len(labelled.value) <= 30 else "")
    own: FoundNumber | None = own_number(_without(text, labelled))
    if own and value and own.alone and own.number != value:
        return own.number, (Contradiction("doc_number", own.number, _printed(text, labelled)),)
    return value or (own.number if own else ""), ()


def _without(text: str, field: Field | None) -> str:
    """``text`` with a label and its value blanked out, so that they do not prove themselves."""
    if field is None:
        return text
    return text[: field.start] + " " * (field.end - field.start) + text[field.end :]


def _written(
    text: str, fields: tuple[Field, ...], signatures: Signatures
) -> tuple[date | None, tuple[Contradiction, ...]]:
    labelled = first(fields, "written")
    stated = _day(labelled)
    signed = signatures.signed
    if signed:
        if stated and stated != signed.day:
            clash = Contradiction("written", text[signed.start : signed.end], _printed(text, labelled))
            return signed.day, (clash,)
        return signed.day, ()
    return stated or (signatures.adopted.day if signatures.adopted else None), ()


def _issued(fields: tuple[Field, ...], signatures: Signatures, reposted: bool, written: date | None) -> date | None:
    """Printed or published by the issuer: the 印发 note, the note below the title, else the page's label."""
    if signatures.printed:
        return signatures.printed.day
    if signatures.published:
        return signatures.published.day
    source = first(fields, "source")
    if reposted or (source and _REPOSTED.search(source.value)):
        return None
    days = [day for f in fields if f.kind == "issued" and (day := _day(f)) and not (written and day < written)]
    return days[0] if days else None


_STATES = re.compile(
    r"(?:已(?:经)?)?(?:全文|部分|全部|现行|继续|尚未|未|不再|自动)?(?:有效|失效|废止|生效|廢止|廢|废)|已被修改|已修改|被修订|現行|廢止法規.*|废止法规.*|"
    r"是|否|有效\s*\(.*\)|(?:已|全文|现行)?(?:废止|失效|有效)[（(][^（）()\n]{2,80}[)）]"
)


def _status(text: str, fields: tuple[Field, ...]) -> Field | None:
    """The page's mark; a list of choices (不限、现行有效、已失效) in a search box is none."""
    for field in fields:
        words = field.value.split()
        if field.kind != "status" or not _STATES.fullmatch(words[0]):
            continue
        if len(words) > 1:  # the page's lines run together: the mark is the first word
            field = replace(field, value=words[0], end=text.index(words[0], field.start) + len(words[0]))
        behind = text[field.end : field.end + 40].strip()
        if not re.match(r"(?:已?失效|已?废止|现行有效|部分失效|尚未生效)(?:\s|$)", behind):
            return field
    return None


_MARK = r"[【\[（(〔]?(?:此?(?:文件|件))?(?:已)?(?:经)?(?:废止|失效|廢止|廢|废)[】\]）)〕]?"
_MARK_BEHIND = re.compile(rf"[ \t\u3000]*(?P<mark>{_MARK})?[ \t\u3000]*(?:\n\s*(?P<below>{_MARK})[ \t\u3000]*(?:\n|$))?")
_MARK_BEFORE = re.compile(rf"(?:^|\n)[ \t\u3000]*(?P<mark>{_MARK})\s*$")
_BANNER = re.compile(
    r"(?:^|[\n。])[ \t\u3000【（(\[]*(?P<mark>(?:本|该|此)(?:文件|文|件|法规|规章|政策|办法|规定|规范性文件)(?:[^。\n]{0,40}?)(?:已|被)[^。\n]{0,60}?(?:废止|失效)[^。\n]{0,20})"
)


def _mark_by_title(text: str, title: Title) -> Span | None:
    """废, 已废止 beside or below the title, or a banner (本文件已被…废止) near the top; choices of a search box are none."""
    if title.end:
        behind = _MARK_BEHIND.match(text, title.end)
        if behind:
            for name in ("mark", "below"):
                if behind[name] and not re.match(r"\s*(?:不限|现行有效|有效|全部)", text[behind.end() : behind.end() + 40]):
                    return Span(*behind.span(name))
        start = max(0, title.start - 30)
        before = _MARK_BEFORE.search(text[start : title.start])
        if before and not re.search(r"有效|不限", text[max(0, start - 30) : title.start]):
            return Span(start + before.start("mark"), start + before.end("mark"))
    banner = _BANNER.search(text, 0, min(len(text), 1500)) or _BANNER.search(text, max(0, len(text) - 400))
    return Span(*banner.span("mark")) if banner else None


def _day(field: Field | None) -> date | None:
    if field is None:
        return None
    dates = find_dates(field.value)
    if dates:
        return dates[0][2]
    compact = _COMPACT_DATE.search(field.value)
    if compact:
        try:
            return date(*map(int, compact.groups()))
        except ValueError:
            return None
    return None


def _printed(text: str, field: Field | None) -> str:
    return text[field.start : field.end].strip() if field else ""
