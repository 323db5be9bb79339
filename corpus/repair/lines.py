"""Lines: indents, hard wraps, lost newlines, spaces inside words.

The page, the print or the scraper laid the text out anew; here it gets its own lines back.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from corpus.numerals import chinese_number
from corpus.repair import language
from corpus.repair.invisible import joint
from corpus.repair.marks import HAN
from corpus.repair.records import Certainty, Edit

# --- indents ---------------------------------------------------------------------------------------------

_INDENT = re.compile(rf"^[ \t]*(\?\?|\ufffd\ufffd)(?=[{HAN}“《（(〔\d])", re.MULTILINE)
_WIDE_INDENT = re.compile(r"^\u3000\u3000(?=\S)", re.MULTILINE)


def restore_indents(text: str) -> list[Edit]:
    """Turn the ``??`` that stands for two ideographic spaces at a paragraph's start back into them (段首缩进).

    Cause: an encoder that had no ideographic space. Evidence: several lines begin so, or the others are
    indented. Left alone: ``??`` where as many stand within lines, which are lost characters.

    >>> [e.after for e in restore_indents("??一、总则\\n??二、分则")]
    ['\\u3000\\u3000', '\\u3000\\u3000']
    """
    if "??" not in text and "\ufffd\ufffd" not in text:
        return []
    found = list(_INDENT.finditer(text))
    if not found:
        return []
    within = text.count("??") + text.count("\ufffd\ufffd") - len(found)
    few = len(found) < 2 and text.count("\n") > 2 and 2 * len(_WIDE_INDENT.findall(text)) < text.count("\n")
    if within > len(found) or few:
        return []
    note = "段首两个全角空格被读成 ??"
    return [Edit(*match.span(), "\u3000\u3000", Certainty.LIKELY, note) for match in found]


# --- numbering -------------------------------------------------------------------------------------------

_NUMERAL = "一二三四五六七八九十百千零〇"
_MARKER = re.compile(
    rf"第[{_NUMERAL}\d]{{1,7}}(?:[-－]\d{{1,2}})?(?P<level>[编编篇章节节條条])(?:之[{_NUMERAL}]{{1,3}})?|(?P<top>[{_NUMERAL}]{{1,4}})、|[（(](?P<second>[{_NUMERAL}]{{1,4}})[）)]|"
    r"(?<![\d.．])(?P<third>\d{1,2})(?:[.．](?!\d)|、)|[（(](?P<fourth>\d{1,2})[）)]|(?P<ring>[①-⑳])|附件[\d：:]|专栏\s?\d"
)
_STARTS = re.compile(
    rf"[ \t\u3000#]*(?:第[{_NUMERAL}\d \u3000]{{1,9}}(?:[-－]\d{{1,2}}[ \u3000]?)?[编編篇章节節条條](?:之[{_NUMERAL}]{{1,3}})?(?=[ \u3000]|$)|[{_NUMERAL}]{{1,4}}、|[（(][{_NUMERAL}\d]{{1,4}}[）)]|\d{{1,2}}(?:[.．、]|\.\d)|[①-⑳]|附件|专栏|[•·●▪■◆○★])"
)


# --- hard wraps ------------------------------------------------------------------------------------------

_CUT = re.compile(rf"\n(?<=[{HAN}，、0-9A-Za-z”》）％%·]\n)(?=[{HAN}，、。；：”》）“《（0-9A-Za-z])")
_LEAST_CUTS = 3
_CUT_SHARE = 0.12  # of all lines
_NARROWEST = 36  # columns; 18 characters
_BLOCK = 40  # lines that share a width
_ENDS = re.compile("[。；：！？…][”’）)】〕]?$")
_OPENING, _CLOSING = "（《〈“‘〔【(", "）》〉”’〕】)，。、；：！？,.;:!?"
_UNIT = re.compile(rf"[{_OPENING}]*(?:[!-~]+|.)(?:[ \u3000]+[!-~]+|[ \u3000]+.)?[{_CLOSING}]*")
_INDENT_WIDTH = 4  # columns; two characters
_SAME_CHARACTERS = 0.7  # of the cut lines that have one number of characters
_CLOSES_A_BRACKET = "）〕》"
_CLOSES_FIRST = f"、，。；{_CLOSES_A_BRACKET}"  # no line of a page begins so
_NARROW = 24  # columns; a line that is narrower than the others by more was not cut at the width
_INDENTS_LOST = 0.7  # share of the full first lines of paragraphs that end an indent short of the width
_DATE_LINE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日(?=[ \u3000]|$)")
_HANGING_SPACES = " \t\u3000"


def join_wraps(text: str) -> list[Edit]:
    """Rejoin sentences that were cut at the width of a page (硬换行).

    Cause: text copied from a PDF or an e-mail.
    Evidence: many lines end without a stop at one width, and what follows would not have fitted; where a PDF
    lost the indents of its paragraphs, their first lines end two characters short of it; nearly all of them have the
    same number of characters; a line opens with a closing mark, or goes on in a bracket that the line before left open.
    Left alone: headings, numbered items, tables, signatures, lists, short lines, indented lines.
    """
    cuts = len(_CUT.findall(text))
    if cuts < _LEAST_CUTS or cuts < _CUT_SHARE * (text.count("\n") + 1):
        return []
    lines = text.split("\n")
    bare = [line.rstrip(_HANGING_SPACES) for line in lines]
    widths = [_columns(line) for line in bare]
    repeated = {line for line, number in Counter(bare).items() if number > 2}  # labels, running heads
    blank_between = _paragraphs_apart(bare)
    indented = sum(1 for line in bare if line[:2] == "\u3000\u3000" or line[:4] == "    ")
    filled = sum(1 for line in bare if line)
    by_indent = indented >= 2 and indented * 12 > filled
    edits: list[Edit] = []
    at = 0
    width = indent = characters = 0
    for i in range(len(lines) - 1):
        if i % _BLOCK == 0:
            width = _wrap_width(bare, widths, i)
            characters = _wrap_characters(bare, i)
            indent = 0 if by_indent or not width else _lost_indent(bare, widths, i, width)
        end = at + len(lines[i])
        columns = widths[i]
        if indent and columns < width and _opens(bare, widths, i, width):
            columns = min(width, columns + indent)
        cut = width and bare[i + 1] not in repeated and _is_cut(bare[i], columns, lines[i + 1], bare[i + 1], width, blank_between or by_indent)
        if cut or _goes_on(bare[i], lines[i + 1], len(bare[i]) == characters):
            here = at + len(bare[i])
            both_latin = re.match("[A-Za-z]", bare[i][-1:]) and re.match("[A-Za-z]", bare[i + 1][:1])
            edits.append(Edit(here, end + 1, " " if both_latin else "", Certainty.LIKELY, "固定宽度的硬换行"))
        at = end + 1
    return edits


def _wrap_characters(lines: list[str], at: int) -> int:
    """Characters at which the lines around ``at`` were cut, wide ones counting as much as narrow ones, or 0."""
    low, high = max(0, at - _BLOCK // 2), min(len(lines) - 1, at + _BLOCK + _BLOCK // 2)
    cut = [len(lines[i]) for i in range(low, high) if len(lines[i]) * 2 >= _NARROWEST and lines[i + 1] and not _ENDS.search(lines[i]) and "\t" not in lines[i]]
    if len(cut) < 2 * _LEAST_CUTS:
        return 0
    most, number = Counter(cut).most_common(1)[0]
    return most if number >= _SAME_CHARACTERS * len(cut) and max(cut) == most else 0


def _goes_on(line: str, following: str, full: bool) -> bool:
    """True if a sentence goes on in the next line whatever the width: the line has as many characters as every cut one (``full``), the next opens
    with a closing mark, or closes the bracket that the line leaves open."""
    if len(line) * 2 < _NARROWEST or not following.strip() or following[:1] in " \t\u3000" or "\t" in line:
        return False
    stopped = _ENDS.search(line) is not None
    if following[0] in (_CLOSES_A_BRACKET if stopped else _CLOSES_FIRST):
        return True
    if stopped or _STARTS.match(following) or _DATE_LINE.match(following):
        return False
    return full or _left_open(line, following)


def _left_open(line: str, following: str) -> bool:
    opened = max(line.rfind(mark) for mark in "（(〔")
    closed = max(line.rfind(mark) for mark in "）)〕")
    if opened <= closed:
        return False
    closes, opens = _first(following, "）)〕"), _first(following, "（(〔")
    return closes < opens


def _first(text: str, marks: str) -> int:
    return min((at for mark in marks if (at := text.find(mark)) >= 0), default=len(text))


def _columns(line: str) -> int:
    return len(line) if line.isascii() else sum(1 if c < "\x80" else 2 for c in line)


def _paragraphs_apart(lines: list[str]) -> bool:
    """True if blank lines stand between paragraphs: nearly all lines that end with a stop have one behind."""
    ends = [i for i, line in enumerate(lines[:-1]) if line and _ENDS.search(line)]
    return len(ends) >= 2 and sum(1 for i in ends if not lines[i + 1]) * 10 >= 7 * len(ends)


def _wrap_width(lines: list[str], widths: list[int], at: int) -> int:
    """Columns at which the lines around ``at`` were cut, or 0."""
    low, high = max(0, at - _BLOCK // 2), min(len(lines) - 1, at + _BLOCK + _BLOCK // 2)
    cut = sorted(
        widths[i] for i in range(low, high) if widths[i] >= _NARROWEST and lines[i + 1] and not _ENDS.search(lines[i])
    )
    if len(cut) < _LEAST_CUTS:
        return 0
    counted = Counter(cut)
    width = max(counted, key=lambda w: (counted[w] + counted[w - 1], w))  # hanging stops reach beyond it
    within = sum(number for w, number in counted.items() if width - 10 <= w <= width + _INDENT_WIDTH)
    longer = sum(1 for i in range(low, high) if widths[i] > width + 4)
    return width if within * 10 >= 6 * len(cut) and longer * 8 <= high - low else 0


def _opens(lines: list[str], widths: list[int], i: int, width: int) -> bool:
    """True if a paragraph begins with line ``i``: a number stands there, or the line before ended, or was far from full."""
    return _STARTS.match(lines[i]) is not None or i == 0 or widths[i - 1] < width - _NARROW or _ENDS.search(lines[i - 1]) is not None


def _lost_indent(lines: list[str], widths: list[int], at: int, width: int) -> int:
    """The columns by which paragraphs around ``at`` began further right before their indents were lost: those of two characters, or 0."""
    low, high = max(0, at - _BLOCK // 2), min(len(lines) - 1, at + _BLOCK + _BLOCK // 2)
    first = [widths[i] for i in range(low, high) if lines[i + 1] and not _ENDS.search(lines[i]) and _opens(lines, widths, i, width)]
    full = [w for w in first if width - _INDENT_WIDTH - 2 <= w <= width + 4]
    short = sum(1 for w in full if w <= width - _INDENT_WIDTH + 1)
    return _INDENT_WIDTH if short >= _LEAST_CUTS and short >= _INDENTS_LOST * len(full) else 0


def _is_cut(line: str, columns: int, following: str, bare: str, width: int, apart: bool) -> bool:
    """True if ``line`` was cut at ``width`` and goes on in ``following``; ``apart``: paragraphs show otherwise."""
    if not bare or columns < width - _NARROW or columns > width + 4 or following[:1] in " \t\u3000":
        return False
    unit = _UNIT.match(bare)
    if columns + _columns(unit.group() if unit else bare) <= width:
        return False
    stopped = _ENDS.search(line)
    if stopped and not (apart and columns >= width - 4):
        return False
    if _DATE_LINE.match(bare):
        return False
    if _STARTS.match(bare):
        return apart and not stopped
    return True


# --- lost newlines ---------------------------------------------------------------------------------------

_LEAST_COLLAPSED = 150  # characters
_PER_NEWLINE = 300  # characters for each newline, from which newlines were lost
_AFTER_STOP = re.compile(r"(?<=[。；：！？])[”’）)】〕]*(?P<gap>[ \u3000]+)(?=\S)|(?P<indent> ?\u3000\u3000+ ?)(?=\S)|(?P<space> +)(?=\S)")
_SENTENCE_END = "。；：！？”）】〕)\n"
_CITED = re.compile(r"(?:之[一二三四五六七八九十]+)?(?:第|规定|所列|所称|和|或|至|及|、|的|中|款|项|（|以|，|。|；|修改|情形|》)")
_SINGLE = re.compile(rf"(?:^|[ \u3000\n])[{HAN}]$")


def split_collapsed(text: str) -> list[Edit]:
    """Give a document whose newlines became spaces, or nothing, its lines back (段落合并).

    Cause: white space collapsed, or tags dropped, when HTML was turned to text.
    Evidence: next to no newlines in a long text; spaces behind stops and before numbers; or numbers that
    run on correctly behind the end of a sentence.
    Left alone: spaces within headings (第一章 总则, 总　则), names and dates; citations.
    """
    if len(text) < _LEAST_COLLAPSED or text.count("\n") * _PER_NEWLINE > len(text):
        return []
    edits = _at_spaces(text)
    taken = {edit.start for edit in edits}
    edits += [Edit(at, at, "\n", Certainty.LIKELY, "编号前的换行丢失") for at in _before_numbers(text) if at not in taken]
    return sorted(edits, key=lambda edit: edit.start)


def _at_spaces(text: str) -> list[Edit]:
    """Newlines for the spaces behind stops, before numbers, and before an indent."""
    found: list[tuple[int, int, str]] = []
    behind_stops = 0
    for match in _AFTER_STOP.finditer(text):
        kind = match.lastgroup or ""
        start, end = match.span(kind)
        blank = match.group(kind)
        before = text[start - 1 : start]
        if kind == "space":
            if before in "第和至、及或自于从" or not _begins_line(text, end):
                continue
        elif kind == "indent":
            if _SINGLE.search(text[max(0, start - 2) : start]) and re.match(rf"[{HAN}](?:[ \u3000\n]|$)", text[end : end + 2]):
                continue
            if start == 0:
                continue
        else:
            if before == "：" and re.match("[0-9A-Za-z]", text[end]):
                continue
            behind_stops += 1
        found.append((start, end, "\n" + (blank[1:] if blank[0] == " " else blank)))
    if behind_stops * 2 < len(found) and behind_stops < 5 and sum(1 for _, _, new in found if len(new) > 2) < 3:
        return []
    if len(found) < 2:
        return []
    return [Edit(start, end, new, Certainty.LIKELY, "换行变成空格") for start, end, new in found]


def _begins_line(text: str, at: int) -> bool:
    """True if a number that is not cited, or the date of a signature, stands at ``at``."""
    marker = _MARKER.match(text, at)
    return _DATE_LINE.match(text, at) is not None if marker is None else not _CITED.match(text, marker.end())


def _before_numbers(text: str) -> Iterable[int]:
    """Places before numbers that run on correctly, behind the end of a sentence or a heading."""
    expected: dict[str, int] = {}
    for match in _MARKER.finditer(text):
        kind = match.lastgroup or "annex"
        at = match.start()
        before = text[at - 1 : at] if at else "\n"
        if kind == "annex" or before in " \u3000":  # spaces are judged by themselves
            continue
        number = (
            ord(match.group()) - ord("①") + 1 if kind == "ring"
            else chinese_number(match.group(kind) if kind != "level" else re.sub(r"[^\d一二三四五六七八九十百千零〇]", "", match.group().partition("之")[0])) or 0
        )
        level = kind if kind != "level" else match.group("level")
        last = expected.get(level, 0)
        runs_on = number in (last + 1, 1) or (kind == "level" and "之" in match.group())
        after_stop = before in "。；：:\n"
        spaced = text[match.end() : match.end() + 1] in (" ", "\u3000")
        if kind == "level":
            free = not _CITED.match(text, match.end()) and before not in "第和至、及或按照据法反《"
            good = free and ((runs_on and (spaced or before in _SENTENCE_END)) or (spaced and after_stop and number > last))
        elif kind in ("third", "fourth", "ring"):
            good = runs_on and before in _SENTENCE_END
        else:  # no sentence begins by citing （五）
            good = after_stop or (runs_on and before in _SENTENCE_END)
        if not good:
            continue
        expected[level] = number
        if before != "\n" and at:
            yield at


# --- spaces inside words ---------------------------------------------------------------------------------

_GAP = re.compile(rf" (?<=[{HAN}] )(?=[{HAN}])")
_JOINT_SPACE = 8.0  # nats by which the text must read better without the space
_JOINT_IF_MANY = 4.5
_MANY, _MANY_SHARE = 5, 3.0  # spaces inside words in a document, and to others, that show a habit
_SPACED_NUMBER = re.compile(rf"第 ?[{_NUMERAL}](?: ?[{_NUMERAL}])* ?[条章节编款项]")
_SPACED_THROUGHOUT = 0.9  # share of spaced numbers
_DATE_END = re.compile(r"月 ?\d{1,2} ?日$")
_LEAST_SPREAD, _SPREAD_SHARE = 20, 0.6  # gaps, and of the Chinese characters, in a text spaced throughout
_READABLE = -4.5  # nats for each character, above which it is prose
_HAN = re.compile(f"[{HAN}]")
_SENTENCE = re.compile("[^\n]{0,120}[。，；]")
_NEAR = 8  # characters on each side in which another blank makes a list or a layout likely


def join_words(text: str) -> list[Edit]:
    """Remove single spaces that stand inside words (词内空格).

    Cause: justified print, OCR.
    Evidence: the language: nats by which the text reads better without the space. Where a document has
    many such spaces and few others, less is asked of each.
    Left alone: spread headings (目 录), numbers of articles, names in lists, dates, table cells, figures.

    >>> [round(e.margin or 0) > 8 for e in join_words("支持发展战略新 兴产业，鼓励企业创新。")]
    [True]
    """
    if _GAP.search(text) is None:
        return []
    if (spread := _spaced_throughout(text)) is not None:
        return spread
    gaps: list[tuple[int, float]] = []
    for match in _GAP.finditer(text):
        inside, margin = joint(text, match.start(), match.end())
        if inside and not _DATE_END.search(text, max(0, match.start() - 4), match.start()):
            gaps.append((match.start(), margin))
    found = sum(1 for _, margin in gaps if margin > _JOINT_SPACE)
    many = found >= _MANY and found >= _MANY_SHARE * (len(gaps) - found)
    inside_words = {
        at: Edit(at, at + 1, "", Certainty.LIKELY, "词内空格", margin=margin)
        for at, margin in gaps
        if (margin > _JOINT_IF_MANY if many else margin > _JOINT_SPACE and _alone(text, at))
    }
    numbers = list(_SPACED_NUMBER.finditer(text)) if many else []
    if "條" in text or sum(1 for number in numbers if " " in number.group()) > _SPACED_THROUGHOUT * len(numbers):
        numbers = []  # 第 一 章: as printed
    for number in numbers:
        for at in range(*number.span()):
            if text[at] == " ":
                inside_words.setdefault(at, Edit(at, at + 1, "", Certainty.LIKELY, "编号内空格"))
    return [inside_words[at] for at in sorted(inside_words)]


def _spaced_throughout(text: str) -> list[Edit] | None:
    """The edits for a text with a space behind nearly every character, as some scanners write; else None."""
    gaps = [match.start() for match in _GAP.finditer(text)]
    if len(gaps) < _LEAST_SPREAD or len(gaps) < _SPREAD_SHARE * len(_HAN.findall(text)):
        return None
    sample = language.fold("".join(text[gaps[0] - 1 :][:800].split(" ")))
    if language.naturalness(sample) < _READABLE * len(sample):
        return None  # a list of single characters
    return [Edit(at, at + 1, "", Certainty.LIKELY, "逐字间隔的空格") for at in gaps]


def _alone(text: str, at: int) -> bool:
    """True if no other blank stands near and the line is a sentence's, not a title's."""
    if text[at - 1] in "号日" or language.bond(language.fold(text[at - 2 : at]), language.fold(text[at + 1 : at + 3])) < 0:
        return False
    if not _SENTENCE.search(text, text.rfind("\n", 0, at) + 1, at) and not _SENTENCE.match(text, at):
        return False
    line = text.rfind("\n", 0, at) + 1
    number = _STARTS.match(text, line, at)
    begin = max(at - _NEAR, number.end() + 1 if number else line)
    near = text[begin:at], text[at + 1 : at + 1 + _NEAR]
    return not (re.search(r"[ \u3000\t]", near[0].lstrip()) or re.search(r"[ \u3000\t]", near[1].partition("\n")[0].rstrip()))
