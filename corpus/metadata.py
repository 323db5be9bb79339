"""Header data (题): title, 发文字号, issuers, dates, 效力级别, as the top of the file gives them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from corpus.numerals import find_dates

DOC_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,12}[〔\[（(【]\s*(?P<year>(?:19|20)\d{2})\s*[〕\]）)】]\s*第?\s*(?P<no>\d{1,5})\s*号"
)
_FIELD = re.compile(r"^[\s\u3000]*(?P<name>[\u4e00-\u9fff]{2,6})\s*[:：][ \t\u3000]*(?P<value>.*)$", re.MULTILINE)
_ISSUER_FIELDS = ("发文机构", "发文机关", "发布机构", "发布机关", "制定机关", "颁布单位", "发布单位", "发文单位")
_NUMBER_FIELDS = ("发文字号", "文号", "文件编号")
_ISSUED_FIELDS = ("颁发时间", "发布日期", "印发日期", "颁布日期", "发布时间", "公布日期")
_WRITTEN_FIELDS = ("成文日期", "成文时间")
_EFFECTIVE_FIELDS = ("实施日期", "施行日期", "生效日期")
_EXPIRES_FIELDS = ("失效日期", "废止日期")
_LEVEL_FIELDS = ("效力级别", "效力等级")
_KIND = r"(?:若干)?(?:政策措施|措施|意见|办法|规定|通知|方案|细则|条例|规划|通告|公告|决定|批复|函|要点|清单|规则|指引|纲要|计划|政策|法)"
_TITLE_END = re.compile(_KIND + r"(?:[（(](?:试行|暂行|修订|.{0,12}版)[)）])?》?$")
_FRAME = re.compile(r"^(?P<issuers>[^《》]{2,60}?)(?:关于)?(?:联合)?(?:印发|发布)\s*《(?P<title>.+)》$")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the header says; None or "" where it says nothing."""

    title: str
    doc_number: str = ""
    issuers: tuple[str, ...] = ()
    written: date | None = None
    issued: date | None = None
    effective: date | None = None
    expires: date | None = None
    level: str = ""


def read_metadata(header: str, body: str, fallback_title: str) -> Metadata:
    """Read header data from the ``header`` part; ``body`` is searched for what it lacks."""
    fields = {m.group("name"): m.group("value").strip() for m in _FIELD.finditer(header)}
    title, framed_issuers = _title(header, fallback_title)
    number = next((fields[name] for name in _NUMBER_FIELDS if fields.get(name)), "")
    found = DOC_NUMBER.search(number) or DOC_NUMBER.search(header)
    issuers = next((_names(fields[name]) for name in _ISSUER_FIELDS if fields.get(name)), ())
    signed = _signature_date(body)
    return Metadata(
        title=title,
        doc_number=_canonical_number(found) if found else number,
        issuers=issuers or framed_issuers,
        written=_date(fields, _WRITTEN_FIELDS) or signed,
        issued=_date(fields, _ISSUED_FIELDS),
        effective=_date(fields, _EFFECTIVE_FIELDS),
        expires=_date(fields, _EXPIRES_FIELDS),
        level=next((fields[name] for name in _LEVEL_FIELDS if fields.get(name)), ""),
    )


def _title(header: str, fallback: str) -> tuple[str, tuple[str, ...]]:
    lines = [line.strip(" \t\u3000") for line in header.splitlines() if line.strip(" \t\u3000")]
    lines = [line for line in lines if not _FIELD.match(line)]
    for i, line in enumerate(lines):
        joined = line
        for following in ["", *lines[i + 1 : i + 3]]:  # a long title is set on two or three lines
            joined += following
            bare = re.sub(r"\s+", "", joined)
            frame = _FRAME.match(bare)
            if frame:
                return frame.group("title"), tuple(_names(frame.group("issuers")))
            if 6 <= len(bare) <= 120 and _TITLE_END.search(bare):
                return bare, ()
    return (re.sub(r"\s+", "", lines[0]) if lines else fallback)[:120], ()


def _names(value: str) -> tuple[str, ...]:
    return tuple(name for name in re.split(r"[\s\u3000、，,；;]+", value) if name)


def _date(fields: dict[str, str], names: tuple[str, ...]) -> date | None:
    for name in names:
        dates = find_dates(fields.get(name, ""))
        if dates:
            return dates[0][2]
    return None


def _signature_date(body: str) -> date | None:
    """A date that stands alone on one of the last lines is the date of writing."""
    for line in reversed([line.strip() for line in body.splitlines() if line.strip()][-8:]):
        dates = find_dates(line)
        if dates and dates[0][0] == 0 and dates[0][1] >= len(line) - 1:
            return dates[0][2]
    return None


def _canonical_number(match: re.Match[str]) -> str:
    agency = re.match(r"[\u4e00-\u9fff]+", match.group())
    return f"{agency.group() if agency else ''}〔{match.group('year')}〕{int(match.group('no'))}号"
