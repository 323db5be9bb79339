"""Document numbers (发文字号): 国发〔2019〕3号, 民政部令第83号, 公告2019年第3号; the document's own, never a cited one.

Position and context decide: a document's own number stands alone, in its title's line or bracket, or in
the header data, before the first sentence ends. A number behind 《…》, or taken up by 文件 or 精神, is cited.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.numerals import NUMERAL
from corpus.organisations import is_name

_OPEN, _CLOSE = r"[〔\[（(【﹝〈]", r"[〕\]）)】﹞〉]"
_YEARED = re.compile(
    rf"{_OPEN}[ \u3000]*(?P<year>(?:19|20)\d{{2}})[ \u3000]*年?[ \u3000]*{_CLOSE}[ \u3000]*第?[ \u3000]*(?P<no>\d{{1,5}})[ \u3000]*号"
)
_SESSION = re.compile(rf"{_OPEN}(?P<session>[{NUMERAL}]{{1,3}}届){_CLOSE}\s*第\s*(?P<no>\d{{1,4}})\s*号")
_ORDER = re.compile(
    rf"(?P<kind>令|公告|通告)[ \u3000]*\n?[ \u3000]*{_OPEN}?[ \u3000]*(?:(?P<year>(?:19|20)\d{{2}})[ \u3000]*年[ \u3000]*)?"
    rf"第[ \u3000]*(?P<no>\d{{1,5}}|[{NUMERAL}]{{1,6}})[ \u3000]*号"
    rf"|(?:(?P<year2>(?:19|20)\d{{2}})[ \u3000]*年[ \u3000]*)?第[ \u3000]*(?P<no2>\d{{1,5}}|[{NUMERAL}]{{1,6}})[ \u3000]*号[ \u3000]*(?P<kind2>令|公告|通告)"
)
_ISSUE = re.compile(r"(?P<year>(?:19|20)\d{2})[ \u3000]*年[ \u3000]*第[ \u3000]*(?P<no>\d{1,4})[ \u3000]*号")
_LONGEST_AGENCY = 24  # characters before the year's bracket
# What ends before an agency's short form where no space parts the two: a title, a form's head, an office. 经信 is an agency's own.
_BEFORE_AGENCY = re.compile(
    r"[日由被]|经(?!信)|通知|意见|办法|规定|措施|方案|细则|条例|规划|决定|批复|要点|清单|规则|指引|纲要|计划|文件|的函|关于|文号|字号|编号|"
    r"(?:局|厅|政府|委员会|办公室|办公厅|管委会)(?!公告|令|通告|办|发|函|规|[\u4e00-\u9fff]{1,3}(?:发|函|字|规|办)$)"
)
_CITING = re.compile(r"(?:根据|依据|按照|依照|(?<!意)见|以下简称|以|经|被|原|印发了?|转发|执行|及|和|与|、)$")
_TAKEN_UP = re.compile(r"[ \u3000]*[）)〕]?[ \u3000]*(?:文件|文(?!化)|精神|要求|规定|》|，以下|等)")
_LONGEST_ZONE = 8000  # characters in which a document's own number can stand


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A number as displayed, where it stands, and whether nothing but it stands on its line."""

    number: str
    start: int
    end: int
    alone: bool
    agency: str = ""
    order: bool = False  # 令第83号, 通告（第8号）: part of the words around it


def canonical_number(text: str) -> str:
    """The first number in ``text`` as displayed (国发〔2019〕3号); "" if there is none."""
    found = numbers_in(text, 0, len(text))
    return found[0].number if found else ""


def own_number(text: str) -> FoundNumber | None:
    """The document's own number by its position, None if the text before the first full stop shows none."""
    stop = text.find("。")
    zone = min(len(text) if stop < 0 else stop, _LONGEST_ZONE)
    candidates = [found for found in numbers_in(text, 0, zone) if not _cited(text, found)]
    alone = [found for found in candidates if found.alone]
    return next(iter(alone or candidates), None)


def numbers_in(text: str, start: int, end: int) -> list[FoundNumber]:
    """Every number with a year's bracket or of an order in ``text[start:end]``, in order, cited ones too."""
    found: list[FoundNumber] = []
    for match in _YEARED.finditer(text, start, end):
        at, agency = _agency(text, max(start, match.start() - _LONGEST_AGENCY), match.start())
        if agency:
            shown = f"{agency}〔{match['year']}〕{int(match['no'])}号"
            found.append(_placed(text, shown, at, match.end(), agency))
    for match in _SESSION.finditer(text, start, end):
        shown = f"〔{match['session']}〕第{int(match['no'])}号"
        found.append(_placed(text, shown, match.start(), match.end(), ""))
    for match in _ORDER.finditer(text, start, end):
        kind = match["kind"] or match["kind2"]
        at, agency = _agency(text, max(start, match.start() - _LONGEST_AGENCY), match.start())
        if kind == match["kind"] and (joint := _joint(text, match.start())):
            at, agency = joint
        at = at if agency else match.start()
        year = match["year"] or match["year2"]
        number = f"{year}年" if year else ""
        number += f"第{match['no'] or match['no2']}号"
        placed = _placed(text, "", at, match.end(), agency)
        shown = f"{agency}{kind}{number}" if kind == "令" or (agency and len(agency) <= 30) else number
        found.append(FoundNumber(shown, at, match.end(), placed.alone, agency, True))
    taken = [(f.start, f.end) for f in found]
    for match in _ISSUE.finditer(text, start, end):
        if not any(a <= match.start() < b for a, b in taken[-64:]):
            placed = _placed(text, f"{match['year']}年第{int(match['no'])}号", match.start(), match.end(), "")
            if placed.alone:  # 公报 and cited notices are numbered like this too
                found.append(placed)
    return sorted(found, key=lambda f: f.start)


def _agency(text: str, start: int, end: int) -> tuple[int, str]:
    """The agency's short form that ends at ``end``, at most from ``start`` on."""
    stop = end
    while stop > start and text[stop - 1] in " \u3000":
        stop -= 1
    at = stop
    while at > start and ("\u4e00" <= text[at - 1] <= "\u9fff"):
        at -= 1
    run = text[at:stop]
    cut = 0
    if at == start and at and "\u4e00" <= text[at - 1] <= "\u9fff" and not _BEFORE_AGENCY.search(run):
        return stop, ""  # the name goes on before what was looked at: no short form
    for word in _BEFORE_AGENCY.finditer(run):
        if len(run) - word.end() >= 2:
            cut = word.end()
    citing = [m.end() for m in re.finditer(r"根据|依据|按照|依照|以下简称|转发", run) if len(run) - m.end() >= 2]
    cut = max([cut, *citing])
    return at + cut, run[cut:]


def _joint(text: str, end: int) -> tuple[int, str] | None:
    """Several bodies before an order's number (财政部 税务总局公告2023年第61号) where nothing else stands on the line."""
    start = text.rfind("\n", 0, end) + 1
    names = text[start:end].split() if end - start <= 120 else []
    if len(names) < 2 or not all(is_name(name) for name in names):
        return None
    return start + len(text[start:end]) - len(text[start:end].lstrip()), " ".join(names)


def _placed(text: str, shown: str, start: int, end: int, agency: str) -> FoundNumber:
    before = text[text.rfind("\n", 0, start) + 1 : start].strip(" \t\u3000\xa0（(〔[【")
    line_end = text.find("\n", end)
    after = text[end : len(text) if line_end < 0 else line_end].strip(" \t\u3000\xa0）)〕]】")
    spaced = text[start - 1 : start].isspace() and text[end : end + 1].isspace()
    return FoundNumber(shown, start, end, (not before and not after) or spaced, agency)


def _cited(text: str, found: FoundNumber) -> bool:
    before = text[max(0, found.start - 12) : found.start].rstrip(" \u3000")
    if re.search(r"[》〉][ \u3000]*[（(〔\[]?$", before) or _CITING.search(before.rstrip("（(")):
        return True
    if _TAKEN_UP.match(text, found.end) and not found.alone:
        return True
    opened, closed = text.rfind("《", 0, found.start), text.rfind("》", 0, found.start)
    if opened > closed and found.start - opened < 120:  # inside a cited title
        return True
    bracketed = before.endswith(("（", "("))
    return bracketed and not _behind_title(before.rstrip("（( "))


def _behind_title(before: str) -> bool:
    """Whether a bracket stands where a title ends (…的通知（国发〔2019〕3号）) or opens its line."""
    return not before or before.endswith(("\n", "知", "见", "法", "定", "施", "案", "则", "例", "划", "告", "函", "令", "复"))
