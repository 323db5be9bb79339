"""The edges of a part: its title and introduction before the first clause, its closing behind the last.

Also where an annex (附件) begins, which ends the numbering of what stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.policy import Span
from corpus.units import find_note

# The words that open a closing. In a text of articles every sentence belongs to an article, so only what can be none counts.
_OUTSIDE = (
    r"^(?:附件|附表|附录)[:：\d一二三四五六七八九十]?|^(?:此件|（此件|\(此件)|^抄送|"
    r"^(?:(?:19|20)\d{2}|[二一][〇○零Ｏ九][〇○零一二三四五六七八九]{2})年.{1,3}月.{1,3}日?[ \u3000]*(?:[（(]|$)|"
    r"^特此(?:公告|通知|通告|函告|函复|批复|说明|报告)|^(?:信息)?公开(?:方式|属性|类别)|^[（(【]?(?:主动|依申请)公开|^\S{4,40}[ \u3000]*\S{8,12}日印发$|^【(?:返回|关闭|打印)|"
    r"^(?:联系人|联系电话|联系方式|主办|责任编辑|来源|分享|打印|扫一扫|一图读懂|图解|政策解读|关闭|版权所有|上一篇|下一篇|相关(?:文件|链接|解读))[:：]?"
)
_CLOSING = re.compile(
    r"^(?:本|以上|上述|此前|原)(?:[\u4e00-\u9fff]{0,12})(?:自|由|有效期|从|施行|实施|执行|未尽事宜|解释|与|规定)|"
    rf"^(?:《[^》\n]{{2,40}}》)?自.{{2,30}}起(?:施行|执行|实施|，.{{2,140}}(?:废止|失效|停止执行))|{_OUTSIDE}"
)
_CLOSING_OF_ARTICLES = re.compile(_OUTSIDE)
_DATE = r"(?:(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[二一][〇○零Ｏ九][〇○零一二三四五六七八九]{2}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)"
_BODY = r"(?:人民政府|人民代表大会|委员会|办公厅|办公室|局|厅|部|委|院|银行|总署|署|中心|指挥部|领导小组|公司|协会|党组|常务委员会|处|政府|法院)"
# The signature: a body on its own line, then the date; in a file without line breaks behind the last stop.
_SIGNATURE_LINE = re.compile(rf"^(?:[\u4e00-\u9fff（）()“”、 \u3000]{{2,60}}?{_BODY}[ \t\u3000]*)+(?:[（(]?(?:印|盖章|公章|代章)[）)]?)?(?:{_DATE})?$")
_SIGNATURE_GLUED = re.compile(
    rf"(?<=[。）)〕】\]])[ \t\u3000]*(?=(?:附件[:：\d][^。]{{2,300}}?)?(?:[\u4e00-\u9fff（）()、 \u3000]{{2,80}}?{_BODY}[ \t\u3000]*(?:{_DATE})|{_DATE}[ \t\u3000]*(?:[（(]|$|\n)))"
)
_GLUED_CLOSING = re.compile(
    r"(?<=[。）)〕】\]])[ \t\u3000]*(?=(?:本(?:通知|措施|意见|办法|规定|政策|若干(?:措施|意见|政策)|方案|细则|实施\S{2}|政策措施)[^。]{0,30}?(?:自|从)[^。]{2,30}?起?(?:施行|执行|实施|有效)|《[^》\n]{2,40}》自[^。，]{2,30}起(?:施行|执行|实施)|[（(]此件|附件[:：]))"
)
_ANNEX = re.compile(r"^附[ \t\u3000]*(?:件|表|录|錄|图)[ \t\u3000]*(?:\d{1,2}|[一二三四五六七八九十]{1,3})?[ \t\u3000]*[:：.．]?[ \t\u3000]*(?P<title>[^\n]{0,80})$", re.MULTILINE)
_LIST_ENTRY = re.compile(r"^[ \t\u3000]*(?:附[ \t\u3000]*件|\d{1,2}[.．、]|[（(]?\d{1,2}[）)])")
_INTRODUCES = re.compile(r"^(?:为|根据|按照|依据|近年来|当前).{4,}(?:如下|以下|本).{0,20}[。：]$|^为.{6,}。$")
# 附件：1.甲表 and the lines 2.乙表 below it, each short and without a stop; or 附件： alone above such lines and a signature.
_LISTED = re.compile(
    r"^[ \t\u3000\xa0]*附[ \t\u3000]*件[ \t\u3000]*[:：][ \t\u3000]*(?:\d{1,2}[.．、][^\n。；]{2,80})?(?:\s*\n[ \t\u3000\xa0]*\d{1,2}[.．、][^\n。；]{2,80})+(?=\s*(?:\n|$))",
    re.MULTILINE,
)
_STOPPED = re.compile(r"[。；！？：]")
_BLANK = " \t\u3000\n\xa0"
_LONG = 400


def annexes(text: str) -> list[int]:
    """Where annexes begin: a line 附件1 (with its title or before it) that no list of annexes explains."""
    found = []
    for match in _ANNEX.finditer(text):
        title = match.group("title").strip()
        if re.match(r"\d{1,2}[.．、]|[一二三四五六七八九十][、.]", title) or title.endswith(("。", "；", "，")):
            continue
        behind = [line.strip() for line in text[match.end() : match.end() + 500].split("\n") if line.strip()][:3]
        if not behind:
            continue
        listed = any(_LIST_ENTRY.match(line) for line in behind[:1]) and title
        if listed or (title and any(re.fullmatch(_DATE, line) or _SIGNATURE_LINE.match(line) for line in behind[:2])):
            continue
        found.append(match.start())
    return found


def annex_lists(text: str) -> list[Span]:
    """Lists of annexes (附件：1.… 2.…) at the end of a document: their numbers are no clauses."""
    found = []
    for match in _LISTED.finditer(text):
        entries = re.findall(r"\d{1,2}[.．、]", match.group())
        if len(entries) > 1:
            found.append(Span(match.start(), match.end()))
    return found


def end_of_header(text: str, start: int, before: int) -> int:
    """Where the introduction begins: at the first paragraph that reads as prose."""
    for paragraph in paragraphs(text, Span(start, before)):
        line = paragraph.of(text).strip()
        indented = text[paragraph.start : paragraph.end].startswith("\u3000\u3000")
        if line and (_INTRODUCES.search(line) or (re.search(r"[。；：]$", line) and (len(line) > 30 or indented)) or len(line) > 150):
            return paragraph.start
    return before


def start_of_closing(text: str, last: Span, articles: bool = False) -> int:
    """Where the closing provisions begin, behind the last clause of a section, whose number ends at ``last.start``.

    A clause ends with its unit note, so unnumbered paragraphs behind the last note belong to the closing where
    the clause carries one; elsewhere the words decide. The first words of a clause are always its own.

    Args:
        text: the whole document.
        last: from the last number to the end of the section.
        articles: the last clause is an article (第X条).
    """
    closing = _CLOSING_OF_ARTICLES if articles else _CLOSING
    note = find_note(text, last)
    at = note.end if note is not None else last.start
    collapsed = "\n" not in text[last.start : last.end].strip()
    said = False  # more than the heading
    for i, paragraph in enumerate(p for p in paragraphs(text, last) if p.of(text).strip(_BLANK)):
        line = paragraph.of(text).strip(_BLANK)
        if i:
            if note is not None and paragraph.start >= note.end:
                return paragraph.start
            ends = bool(_CLOSING_OF_ARTICLES.match(line) or _SIGNATURE_LINE.match(line)) or _is_furniture(paragraph.of(text), line)
            ends = ends or (said and bool(closing.match(line)))
            if ends and (note is None or paragraph.start > note.start):
                return paragraph.start
        said = said or bool(i) or bool(_STOPPED.search(line))
        if note is not None and paragraph.start < note.end < paragraph.end:
            tail = text[note.end : paragraph.end].strip(" \t\u3000\n\xa0。")
            if _words(tail) and (len(paragraph) > _LONG or collapsed or _CLOSING.match(tail) or _SIGNATURE_LINE.match(tail)):
                return note.end
        if len(paragraph) > _LONG or collapsed:
            begin = max(paragraph.start, at)
            cuts = [m.end() for p in (_SIGNATURE_GLUED, _GLUED_CLOSING) for m in p.finditer(text, begin, paragraph.end)]
            if cuts:
                return min(cuts)
    return last.end


def _is_furniture(printed: str, line: str) -> bool:
    """A short line far to the right with no stop: what a portal prints below its article (        2026-08-03)."""
    return bool(re.match(r"[ \t\xa0]{6,}", printed)) and len(line) < 60 and not re.search(r"[。；：]$", line)


def is_closing(line: str) -> bool:
    """Whether a line opens the closing of a document by its words (附件：, 本办法自…起施行, 相关链接)."""
    return bool(_CLOSING.match(line))


def is_signature(line: str) -> bool:
    """Whether a line holds a signature or its date and nothing else (XX市人民政府, 2023年1月1日, （此件公开发布）)."""
    line = line.strip(" \t\u3000\xa0\n")
    return bool(re.fullmatch(_DATE, line) or _SIGNATURE_LINE.match(line) or re.fullmatch(r"[（(]此件.{2,20}[）)]", line))


def _words(text: str) -> bool:
    return len(re.sub(r"[\W_]", "", text)) > 1


def paragraphs(text: str, span: Span) -> Iterator[Span]:
    """The paragraphs of ``span``, line breaks included: its lines, and where a long line shows them its inner ones."""
    at = span.start
    while at < span.end:
        end = text.find("\n", at, span.end)
        end = span.end if end < 0 else end + 1
        if end - at <= _LONG and "\u3000\u3000" not in text[at + 2 : end].strip():
            yield Span(at, end)
        else:
            yield from _inner(text, at, end)
        at = end


def _inner(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for gap in re.compile(r"(?<=[^\s])[ ]?\u3000{2,}|(?<=[。；：）〕】\]])[ \t\u3000]+").finditer(text, start + 1, end):
        if text[at : gap.start()].strip():
            yield Span(at, gap.start())
            at = gap.start()
    yield Span(at, end)
