"""Marks that the page or the typist put there, not the document: blanks, escapes, stops, brackets, bullets.

Each fixer names its cause and its evidence. What the characters prove is certain; what the rest of the
document or the language decides is likely, with its margin where there is one.
"""

from __future__ import annotations

import html
import re
from collections import Counter

from corpus.repair import language
from corpus.repair.records import Certainty, Edit

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"

# --- invisible characters --------------------------------------------------------------------------------

_BLANKS = "\u00a0\u1680\u2000-\u200a\u202f\u205f"
_NOTHING = "\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb\u00ad"
_ANY_UNSEEN = "\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u034f\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2069\ufeff\ufff9-\ufffb"
_UNSEEN_RUN = re.compile(rf"[{_ANY_UNSEEN}]+\n?")
_UNSEEN = re.compile(rf"\r\n?|[\x0b\x0c\u2028\u2029]|[{_NOTHING}]+|[{_BLANKS}]+|[\x00-\x08\x0e-\x1f\x7f-\x9f]+")
_ALL_BLANKS = frozenset("\u00a0\u1680\u202f\u205f").union(map(chr, range(0x2000, 0x200B)))
# Scripts whose letters are joined or turned by such marks, and emoji joined into one.
_JOINING = re.compile("[\u0590-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\u1800-\u18af\ufb1d-\ufdff\ufe70-\ufefe\ufe0f\U0001f000-\U0001faff]")
# Letters that the bytes of UTF-8 or GBK read as Latin text; a blank among them is a byte, not a blank.
_BYTES_AS_LATIN = re.compile("[\u0080-\u009f\u00a0-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]*")
_LEAD_BYTE = re.compile("[\u00c2-\u00fe]")
_JOINT_BLANK = 2.0  # nats from which a no-break space between two characters stands inside a word


def drop_invisible(text: str) -> list[Edit]:
    r"""Remove what shows nothing and breaks every search (不可见字符).

    Cause: editors, trackers and justified print leave zero-width and direction marks, no-break and
    typographic spaces, control characters and the line ends of other systems.
    Evidence: the characters themselves. A typographic space becomes a plain one (an em wide, an
    ideographic one); between two characters of one word, where the language says so, nothing.
    Left alone: joiners in scripts that need them and in emoji; blanks and controls that are bytes of
    another encoding read as Latin letters.

    >>> from corpus.repair.records import apply_edits
    >>> apply_edits(raw := "在市\u200b委\ufeff领导下\r\n第一条\u00a0为了", drop_invisible(raw))
    '在市委领导下\n第一条 为了'
    """
    edits: list[Edit] = []
    indent: str | None = None
    for run in _UNSEEN_RUN.finditer(text):
        if _INDENT_RUN.fullmatch(run.group()) and (not run.start() or text[run.start() - 1] == "\n") and text[run.end() : run.end() + 1].strip():
            indent = _indent_of(text) if indent is None else indent
            edits.append(Edit(*run.span(), indent, Certainty.LIKELY, "不换行空格作段首缩进"))
            continue
        for match in _UNSEEN.finditer(text, *run.span()):
            edits += _unseen_edits(text, match)
    return edits


_INDENT_RUN = re.compile("[\u00a0\u2002\u2003]{1,8}")


def _indent_of(text: str) -> str:
    """How paragraphs of the document begin: with two ideographic spaces, or flush.

    A document that indents most lines with no-break spaces means the former.
    """
    wide = len(re.findall(r"^\u3000\u3000(?=\S)", text, re.MULTILINE))
    blank = len(re.findall(r"^[\u00a0\u2002\u2003]+(?=\S)", text, re.MULTILINE))
    flush = len(re.findall(r"^\S", text, re.MULTILINE))
    return "\u3000\u3000" if max(wide, blank) >= max(flush, 1) else ""


def _unseen_edits(text: str, match: re.Match[str]) -> list[Edit]:
    """What to do with a run of characters of one sort."""
    start, end = match.span()
    first = match.group()[0]
    if first in "\r\u2028\u2029":
        return [Edit(start, end, "\n", note="换行符统一")]
    if first in "\x0b\x0c":
        breaks = start and text[start - 1] != "\n" and text[end : end + 1] not in ("", "\n")
        return [Edit(start, end, "\n" if breaks else "", note="分页符、分行符")]
    if "\x7f" <= first <= "\xad" and _among_bytes(text, start, end):
        return []
    if first in _ALL_BLANKS:
        return [_blank_edit(text, start, end)]
    if _JOINING.match(text[start - 1 : start]) or _JOINING.match(text[end : end + 1]):
        return []
    return [Edit(start, end, "", note="不可见字符")]


def _among_bytes(text: str, start: int, end: int) -> bool:
    """True where the stretch stands among Latin letters that are bytes of Chinese."""
    before = text[max(0, start - 3) : start]
    if _LEAD_BYTE.search(before[-3:]) and _BYTES_AS_LATIN.fullmatch(before[-1:]):
        return True
    return bool(_LEAD_BYTE.match(text[end : end + 1]) and _BYTES_AS_LATIN.match(text[end + 1 : end + 2]).end())  # type: ignore[union-attr]


def _blank_edit(text: str, start: int, end: int) -> Edit:
    """A typographic space: plain, or nothing inside a word."""
    inside, margin = joint(text, start, end)
    if inside and margin > _JOINT_BLANK:
        return Edit(start, end, "", Certainty.LIKELY, "词内的不换行空格", margin=margin)
    plain = "".join("\u3000" if c in "\u2001\u2003" else " " for c in text[start:end])
    return Edit(start, end, plain, note="不换行空格等改为普通空格")


_PIECE = 12  # characters looked at on each side for the chain of spaced single characters
_SPACED_RIGHT = re.compile(rf"[{HAN}](?:[ \u3000\u00a0]+[{HAN}])*[ \u3000\u00a0]*(?=$|[\n：:\t、])")
_NUMBER_LEFT = re.compile(r"第[一二三四五六七八九十百千零〇]+$")
_NUMBERED_LEFT = re.compile(r"第[一二三四五六七八九十百千零〇\d \u3000]{1,8}[编編篇章节節条條款目](?:之[一二三四五六七八九十]+)?$")


def joint(text: str, start: int, end: int) -> tuple[bool, float]:
    """Whether a blank may stand inside a word, and by how many nats the text reads better without it.

    Spread headings (总　则), numbers of articles and what is no Chinese are never inside a word.
    """
    left, right = text[max(0, start - _PIECE) : start], text[end : end + _PIECE]
    if not (re.match(f"[{HAN}]", left[-1:]) and re.match(f"[{HAN}]", right[:1])):
        return False, 0.0
    if _NUMBERED_LEFT.search(left) or (right[0] in "条條章节節款项" and _NUMBER_LEFT.search(left)):
        return False, 0.0
    if _SPACED_RIGHT.match(right) and _spread(left, start <= _PIECE):
        return False, 0.0
    before, after = language.fold(left[-2:]), language.fold(right[:2])
    together = language.added(before + after, len(before))
    apart = language.added(before + " " + after, len(before))
    return True, together - apart


def _spread(left: str, whole: bool) -> bool:
    """True if ``left`` ends in single characters spread from the line's start or a number."""
    at = left.rfind("\n")
    line = left[at + 1 :].strip(" \u3000\u00a0\t")
    if at < 0 and not whole and len(line) >= _PIECE - 2:
        line = re.sub(r"^.*?(?=[ \u3000\u00a0])", "", line)  # the window cut a piece
    line = _NUMBER_HEAD.sub("", line)
    return all(len(piece) == 1 for piece in re.split("[ \u3000\u00a0]+", re.split("[：、]", line)[-1].strip()))


_NUMBER_HEAD = re.compile(r"^#*\s*(?:第[一二三四五六七八九十百千零〇\d \u3000]{1,8}[编編篇章节節条條]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）])")


# --- entities and escapes --------------------------------------------------------------------------------

_ENTITY = re.compile(r"&(?:amp;)*(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31})(?:;|；(?<=nbsp；)|(?<=&nbsp)(?![A-Za-z0-9=]))")


def decode_entities(text: str) -> list[Edit]:
    """Turn HTML entities that were left as text into their characters (HTML 实体).

    Cause: HTML stored or sent without being unescaped, sometimes escaped twice.
    Evidence: a name of the HTML standard or a number, between ``&`` and ``;``.
    Left alone: ``&`` in names (R&D), parameters of addresses (``?a=1&copy=2``), unknown names.

    >>> from corpus.repair.records import apply_edits
    >>> apply_edits(raw := "&ldquo;R&D&rdquo;&amp;nbsp;&#20013;国 AT&T", decode_entities(raw))
    '“R&D”\\xa0中国 AT&T'
    """
    if "&" not in text:
        return []
    edits = []
    for match in _ENTITY.finditer(text):
        core = match.group().replace("amp;", "").rstrip(";；") + ";"
        if core == "&;":
            core = "&amp;"
        meant = html.unescape(core)
        if meant in (core, "\ufffd") or "\ud800" <= meant <= "\udfff":
            if (depth := match.group().count("amp;")) == 0:
                continue
            meant = match.group().replace("amp;", "", depth)  # R&amp;D; escaped, but no entity inside
        edits.append(Edit(match.start(), match.end(), meant, note="HTML 实体还原"))
    return edits


_UNICODE_ESCAPE = re.compile(r"\\u(?:[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|[0-9a-fA-F]{4})")
_ESCAPE = re.compile(
    r"[A-Za-z]:\\[^\s，。；、：]*"  # a Windows path: passed over
    rf"|(?P<unicode>{_UNICODE_ESCAPE.pattern})"
    r'|(?P<quote>\\["/])'
    r"|(?P<blank>(?:\\r)?\\[nt](?![a-z])|\\r(?![a-z]))"
    r"|(?P<back>\\\\(?=u[0-9a-fA-F]{4}|[ntr\"/](?![a-z])))"
)
_LEAST_ESCAPES = 2  # one alone may be meant
_MEANT = {"n": "\n", "t": "\t", "r": "\n", '"': '"', "/": "/", "\\": "\\"}


def decode_escapes(text: str) -> list[Edit]:
    r"""Turn the escapes of a JSON string that was never read as JSON into their characters (JSON 转义).

    Cause: the answer of an interface saved as it came.
    Evidence: several escapes in the document, or one of a Chinese character.
    Left alone: Windows paths, LaTeX (a letter follows), a single backslash.

    >>> from corpus.repair.records import apply_edits
    >>> apply_edits(raw := r"\u3000\u3000\u4e00\u3001总则\n第一条", decode_escapes(raw))
    '\u3000\u3000一、总则\n第一条'
    >>> decode_escapes(r"C:\new\test 与 \nu、\times")
    []
    """
    if "\\" not in text:
        return []
    edits = []
    weight = 0
    for match in _ESCAPE.finditer(text):
        kind, found = match.lastgroup, match.group()
        if kind == "unicode":
            units = bytes.fromhex(found.replace("\\u", ""))
            try:
                meant = units.decode("utf-16-be")
            except UnicodeDecodeError:
                continue
            weight += 2 if meant > "\u2000" else 1
        elif kind is None:
            continue
        else:
            meant = _MEANT[found[-1]]
            weight += found[-1] != "/"
        edits.append(Edit(match.start(), match.end(), meant, note="JSON 转义还原"))
    return edits if weight >= _LEAST_ESCAPES else []


# --- stops -----------------------------------------------------------------------------------------------

_DOUBLED = ("。。", "，，", "、、", "；；", "：：")
_REPEATED = re.compile(r"([。，、；：])\1+")


def drop_doubled_stops(text: str) -> list[Edit]:
    """Drop the second of two identical stops (重复标点).

    Cause: pieces joined that each brought their stop.
    Evidence: exactly two of 。，、；：, which no sentence has.
    Left alone: three and more (an ellipsis typed with stops), dashes, ！！ and ？？.

    >>> [(e.start, e.after) for e in drop_doubled_stops("执行。。其他、、、以及……")]
    [(3, '')]
    """
    if not any(pair in text for pair in _DOUBLED):
        return []
    return [
        Edit(match.start() + 1, match.end(), "", note="重复的标点")
        for match in _REPEATED.finditer(text)
        if match.end() - match.start() == 2
    ]


_FULL = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）"}
_CHINESE = f"{HAN}“”‘’《》〈〉「」『』、。，；：？！（）〔〕【】—…％％℃㎡"
_AFTER_CHINESE = re.compile(rf"[,;:!?](?<=[{_CHINESE}].)(?=[{_CHINESE}]|\s|$)")
_FOLDABLE = re.compile(r"[,;:!?]")
_IS_CHINESE = re.compile(f"[{_CHINESE}]")
_BRACKET = re.compile(r"[()（）\n]")
_LEAST_FOLDED = 5  # fewer stops show no habit
_WHOLE = 4  # folded stops to full-width ones, from which the whole document is folded
_PARTLY = 0.08  # share of folded stops, of two kinds or more, that no typist's slips reach (see the tests)
_COMMAS = 0.15  # the same of commas alone


def unfold_stops(text: str) -> list[Edit]:
    """Give a document whose full-width stops were folded to ASCII its stops back (标点全半角).

    Cause: a scraper folded ，；：！？（） to ASCII, everywhere or here and there.
    Evidence: the whole document: folded stops between Chinese characters far outnumber full-width
    ones; or several kinds are folded beside full-width ones; or one is, and a pair of brackets has
    one half of each width.
    Left alone: a typist's habit (every colon half-width) and single slips, which genuine statutes have;
    digits, times, English, codes, addresses; (TOD), (a).
    """
    candidates = list(_AFTER_CHINESE.finditer(text)) if any(c in text for c in ",;:!?") else []
    if not candidates and "(" not in text and ")" not in text:
        return []
    pairs, broken = _bracket_pairs(text)
    edits = _broken_edits(text, broken)
    folded = Counter(match.group() for match in candidates)
    whole = {mark: text.count(_FULL[mark]) for mark in ",;:!?"} if folded else {}
    number = sum(folded[mark] for mark in ",;:")
    if number >= _LEAST_FOLDED and number > _WHOLE * sum(whole[mark] for mark in ",;:"):
        note, marks = "全角标点被折成半角（全文如此）", set(_FULL)
    else:
        marks = _partly_folded(folded, whole, len(broken), pairs, text)
        note = "全角标点被折成半角（与同文其余标点不一致）"
    if not marks:
        return edits
    for match in _FOLDABLE.finditer(text):
        at = match.start()
        if match.group() in marks and _folded_here(text, at):
            edits.append(Edit(at, at + 1, _FULL[match.group()], Certainty.LIKELY, note))
    if "(" in marks:
        for opening, closing in pairs:
            if text[opening] == "(" and text[closing] == ")":
                around = text[opening - 1 : opening] + text[opening + 1 : closing] + text[closing + 1 : closing + 2]
                if _IS_CHINESE.search(around):
                    edits += [Edit(at, at + 1, _FULL[text[at]], Certainty.LIKELY, note) for at in (opening, closing)]
    return sorted(edits, key=lambda edit: edit.start)


def _folded_here(text: str, at: int) -> bool:
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if text[at] in "?!" and (before in ("?", "!") or after in ("?", "!")):
        return False  # a lost byte, or emphasis
    if _IS_CHINESE.match(before) or (before == ")" and _IS_CHINESE.match(text[at - 2 : at - 1])):
        return True
    return bool(_IS_CHINESE.match(after)) and not before.isspace() and not (before.isascii() and before.isalpha())


def _partly_folded(
    folded: Counter[str], whole: dict[str, int], broken: int, pairs: list[tuple[int, int]], text: str
) -> set[str]:
    """Marks that are folded here and there: none where slips or habits explain them."""
    mixed = {mark for mark in folded if whole[mark]}
    number = sum(folded[mark] for mark in mixed)
    total = number + sum(whole.values())
    if not number:
        return set()
    shown = (
        (len(mixed) + (broken > 0) >= 2 and number >= 3 and number >= _PARTLY * total)
        or (folded[","] >= _LEAST_FOLDED and folded[","] >= _COMMAS * (folded[","] + whole[","]))
        or (broken > 0)
    )
    if not shown:
        return set()
    half = sum(1 for opening, closing in pairs if text[opening] == "(" and text[closing] == ")")
    return mixed | ({"(", ")"} if half * 2 < len(pairs) - half else set())


def _bracket_pairs(text: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Pairs of round brackets, line by line, and those of them whose halves differ in width.

    In a line where brackets do not balance, only innermost pairs count, and none that may be the ``1)``
    of a list.
    """
    pairs: list[tuple[int, int]] = []
    if not ("(" in text or ")" in text):
        return pairs, []
    open_at: list[int] = []
    line: list[tuple[int, int]] = []
    balanced = True

    def close() -> None:
        nonlocal balanced
        if balanced and not open_at:
            pairs.extend(line)
        else:
            pairs.extend(
                (a, b) for a, b in line if b - a < 300 and b - a > 2 and not _BRACKET.search(text, a + 1, b)
                and not re.match("[0-9A-Za-z]", text[b - 1])
            )
        line.clear()
        open_at.clear()
        balanced = True

    for match in _BRACKET.finditer(text):
        mark = match.group()
        if mark == "\n":
            if line or open_at or not balanced:
                close()
        elif mark in "(（":
            open_at.append(match.start())
        elif open_at:
            line.append((open_at.pop(), match.start()))
        else:
            balanced = False
    close()
    return pairs, [(a, b) for a, b in pairs if (text[a] == "(") != (text[b] == ")")]


def _broken_edits(text: str, broken: list[tuple[int, int]]) -> list[Edit]:
    """Full-width halves for pairs that have one of each."""
    edits = [
        Edit(at, at + 1, _FULL[text[at]], Certainty.LIKELY, "括号一半全角一半半角")
        for pair in broken
        for at in pair
        if text[at] in "()"
    ]
    return sorted(edits, key=lambda edit: edit.start)


# --- width of letters and digits -------------------------------------------------------------------------

_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]+(?:[．－／＿＠＆][０-９Ａ-Ｚａ-ｚ]+)*")
_NARROW = re.compile("[0-9A-Za-z]+")
_TO_ASCII = {code + 0xFEE0: code for code in range(0x21, 0x7F)}
_WIDE_SHARE = 0.32  # of full-width runs to ASCII ones: above, full-width is how the document is typed

_LONG_NUMBER = re.compile("[０-９]{2}|[０-９][Ａ-Ｚａ-ｚ]|[Ａ-Ｚａ-ｚ][０-９]")  # no list number, no symbol
_SAME_NUMBER = re.compile("[^０-９]{0,1}[0-9][.]?[０-９]|.{0,2}?[０-９]+[.]?[0-9]")  # half of one number
_MOSTLY_NARROW = 3  # a word is meant in ASCII if it stands so this many times as often


def fold_wide(text: str) -> list[Edit]:
    """Digits and letters typed full-width in a document that otherwise has ASCII ones (全角字母数字).

    Cause: an input method left in full-width mode.
    Evidence: a few among many in ASCII, figures of several digits among them; a word of letters only if the document has it in ASCII too.
    Left alone: documents typed full-width, list numbers (１．), symbols such as Ｘ that have no other form.

    >>> [e.after for e in fold_wide("2021年至２０２３年，共12个、15个、20个、30个项目，补助100万元")]
    ['2023']
    """
    first = _WIDE.search(text)
    if first is None:
        return []
    wide = list(_WIDE.finditer(text, first.start()))
    narrow = Counter(_NARROW.findall(text))
    if len(wide) > _WIDE_SHARE * sum(narrow.values()):
        return []
    habit = any(_LONG_NUMBER.search(match.group()) for match in wide)
    forms = Counter(match.group().translate(_TO_ASCII) for match in wide)
    edits = []
    for match in wide:
        meant = match.group().translate(_TO_ASCII)
        if not habit and not _SAME_NUMBER.match(text, max(0, match.start() - 2), match.end() + 2):
            continue
        if meant.isalpha() and (len(meant) < 2 or narrow[meant] < _MOSTLY_NARROW * forms[meant]):
            continue
        if text[match.end() : match.end() + 1] in ("．", "、"):
            continue
        edits.append(Edit(match.start(), match.end(), meant, Certainty.LIKELY, "全角字母数字改为半角（同文其余为半角）"))
    return edits


# --- document numbers ------------------------------------------------------------------------------------

_YEAR = re.compile(
    rf"(?<=[{HAN}])(?:\[\d{{4}}\]|\(\d{{4}}\)|（\d{{4}}）|［\d{{4}}］|【\d{{4}}】|﹝\d{{4}}﹞|〖\d{{4}}〗|〈\d{{4}}〉)(?=(?:第)?\d{{1,4}}号(?![楼院线门台车馆厅地井闸桥仓库机码房]))"
)


def mend_year_brackets(text: str) -> list[Edit]:
    """Set the year of a document number in the brackets of GB/T 9704: 国发〔2023〕1号 (文号括号).

    Cause: 〔〕 are hard to type and are lost in folding.
    Evidence: agency code, bracketed year, number, 号.
    Left alone: brackets anywhere else, case numbers of courts （2023）京01民终1号.

    >>> [e.after for e in mend_year_brackets("国办发[2023]12号、（2023）京01民终1号、标准（2018）")]
    ['〔2023〕']
    """
    if "号" not in text:
        return []
    edits = []
    for match in _YEAR.finditer(text):
        year = match.group()[1:-1]
        if "2000" <= year <= "2100":  # the standard of 1999; older numbers were printed in any brackets
            edits.append(Edit(match.start(), match.end(), f"〔{year}〕", Certainty.LIKELY, "文号年份用六角括号（GB/T 9704）"))
    return edits


# --- bullets ---------------------------------------------------------------------------------------------

_BULLET = re.compile(r"^[ \t\u3000]*[•·●▪■◆○★\uf0b7\uf06c\uf0d8\uf09f][ \t\u3000]+(?=(\S{2,6})[：:])", re.MULTILINE)
_HEADER = re.compile(
    r"城市|地区|时间|时效|日期|期限|[发文件编索]号|字号|机[关构]|单位|部门|级别|层级|类[别型]|分类|主题|索引|效力|有效|公开|标题|名称|来源|关键|状态|废止|失效|"
    r"時間|時效|發文|機[關構]|單位|部門|級別|類[別型]|分類|主題|編號|關鍵|狀態|廢止"
)
_HEAD_OF_PAGE = 3000  # characters from the start in which header data stands
_ANY_BULLET = re.compile("[•·●▪■◆○★\uf0b7\uf06c\uf0d8\uf09f]")


def drop_bullets(text: str) -> list[Edit]:
    """Remove the bullets of the page's list of header data (题注项目符号).

    Cause: the data stood in ``<li>``. Evidence: a bullet before a label of header data and a colon, near
    the start. Left alone: bullets of the document's own lists.

    >>> [(e.start, e.end) for e in drop_bullets("  • 发文机构：市政府")]
    [(0, 4)]
    """
    head = text[:_HEAD_OF_PAGE]
    if not _ANY_BULLET.search(head):
        return []
    return [
        Edit(match.start(), match.end(), "", Certainty.LIKELY, "网页列表符号")
        for match in _BULLET.finditer(head)
        if _HEADER.search(match.group(1))
    ]
