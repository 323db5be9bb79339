"""Finding the notes of a clause: brackets of any shape, labels on lines of their own, a closing sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.bodies import looks_like_body
from corpus.policy import Span
from corpus.units import deadlines
from corpus.units.brackets import CLOSE, OPEN, pairs
from corpus.units.names import ADMIN, clean, cut_verb
from corpus.units.note import LABEL, LEAD, PERSON, SUPPORT, UNITS_LABEL, Reading, inside_of, read
from corpus.units.rules import DocumentRule, RoleRule, find_rule

_LONGEST_NOTE = 3000  # characters of a labelled note
_GAP = re.compile(r"[ ]?\u3000{2}|[ \u3000]{3}")  # a paragraph begins behind it, in files that lost their line breaks
_LONGEST_BARE = 800  # of one without a label
_UNITS_START = re.compile(rf"\s*(?:{UNITS_LABEL})\s*(?:[:：︰﹕∶]|(?:为|是|\s+|[;；])(?=[\u4e00-\u9fff]))")
_NEXT_NOTE = re.compile(rf"[（(〔\[【](?={_UNITS_START.pattern})")
_ANY_START = re.compile(rf"\s*(?:\d[.．、])?(?:{UNITS_LABEL}|{deadlines.LABEL}|{PERSON})\s*[:：︰﹕∶]")
_DEADLINE_START = re.compile(rf"\s*{deadlines.LABEL}\s*[:：︰﹕∶]")
_ITEM = re.compile(r"[ \t\u3000]*(?:[一二三四五六七八九十百]{1,4}、|[（(][一二三四五六七八九十百\d]{1,4}[）)]|\d{1,3}[.．、](?!\d)|第\s?[一二三四五六七八九十百\d]{1,5}\s?[条章节编]|[①-⑳])")
# A label outside brackets opens a note only at the start of a line, or after a sentence or a space.
_LINE_LABEL = re.compile(
    r"(?:(?<=[\n。；;：:！）)〕\]】\s])|(?<=[—\-·•●◆■★])|(?<=\d[.．、]))"
    r"(?P<label>(?:主要|第一|共同|省级|市级|县级|区级|具体|直接|任务|工作)?(?:牵头|主责|配合|参与|协助|协同|协办|责任|负责|落实|实施)"
    r"(?:[、和与及/]?(?:责任|配合|负责|参与|牵头))?(?:责任)?(?:单位|部门|主体)(?:[（(](?:单位|部门)[）)])?|(?<=\n)(?:牵头|配合))[ \u3000]*[:：︰﹕∶]"
)
_SENTENCE_END = re.compile(r"[。！？]")
_PROSE = re.compile(r"(?:(?:此项|该项|本项|本条|此条|该条|上述|以上)(?:工作|任务|措施|政策|内容)?)?由")


@dataclass(frozen=True, slots=True)
class Note:
    """A note found in the text, and what it says before the document's rule is applied."""

    span: Span
    reading: Reading


def find_notes(text: str, span: Span, rule: DocumentRule) -> list[Note]:
    """All notes of units within ``span``, in order, none inside another."""
    bracketed = list(_bracketed(text, span, rule))
    notes = _merged(bracketed, list(_lines(text, span)))
    if not notes:
        notes = list(_prose(text, span))
    return notes


def blocks(text: str, notes: list[Note]) -> list[list[Note]]:
    """Notes that stand side by side, with nothing but space and stops between them, belong together."""
    grouped: list[list[Note]] = []
    for note in notes:
        if grouped and not text[grouped[-1][-1].span.end : note.span.start].strip(" \t\n\u3000。；;，,"):
            grouped[-1].append(note)
        else:
            grouped.append([note])
    return grouped


def _merged(bracketed: list[Note], lines: list[Note]) -> list[Note]:
    """All notes in order; a label inside a bracket that is a note already adds none."""
    merged: list[Note] = []
    for note in sorted(bracketed + lines, key=lambda note: (note.span.start, -note.span.end)):
        if not merged or note.span.start >= merged[-1].span.end:
            merged.append(note)
    return merged


# --- brackets ---------------------------------------------------------------------------------------------


def _bracketed(text: str, span: Span, rule: DocumentRule) -> Iterator[Note]:
    closes = pairs(text, span.start, span.end)
    done = span.start
    for match in re.compile(r"[（(〔\[【]").finditer(text, span.start, span.end):
        at = match.start()
        if at < done:
            continue
        close = closes.get(at)
        labelled = _UNITS_START.match(text, at + 1, span.end) or (
            _ANY_START.match(text, at + 1, span.end) if close and close - at < _LONGEST_BARE else None
        )
        end = None
        if close is not None and not _torn(text, at, close, labelled is not None):
            end = close + 1
        elif labelled:
            end = _list_end(text, at + 1, span.end)  # its closing bracket is lost: it ends with its names
        if end is None:
            continue
        reading = _read_bracket(text, at, end, labelled is not None, rule)
        if reading is not None:
            yield Note(Span(at, end), reading)
        if reading is not None or labelled:  # what was read once is not read again from each label within
            done = end


def _torn(text: str, at: int, close: int, labelled: bool) -> bool:
    """Whether the bracket that closes at ``close`` is another's: a new item or prose stands between."""
    if close - at > (_LONGEST_NOTE if labelled else _LONGEST_BARE):
        return True
    inside = text[at + 1 : close]
    if any(_ITEM.match(inside, line.end()) for line in re.finditer(r"\n", inside)):
        return True
    for stop in _SENTENCE_END.finditer(inside):
        rest = inside[stop.end() :].strip()
        if rest and not _ANY_START.match(rest) and find_rule(rest).rule is RoleRule.NONE and (_ITEM.match(rest) or len(rest) > 40):
            return True
    return False


def _read_bracket(text: str, start: int, end: int, labelled: bool, rule: DocumentRule) -> Reading | None:
    inside = inside_of(text[start:end])
    if labelled:
        reading = read(inside)
        if reading.members:
            return reading
        return reading if reading.deadline and _DEADLINE_START.match(inside) else None
    if len(inside) > _LONGEST_BARE or not re.search(r"[\u4e00-\u9fff]{2}", inside):
        return None
    verb = re.search(r"负责|牵头|配合|参与|参加|落实|实施|推进", inside)
    bare = None if verb else _stands_alone(text, start, end)
    stated = "为" in inside and find_rule(inside).rule is not RoleRule.NONE
    if not (verb or bare or stated):
        return None
    reading = read(inside, labelled=False)
    members = reading.members
    if not members:
        return reading if reading.deadline and bare else None
    if reading.loose or not any(m.strong for m in members):
        return None
    if not all(m.strong or _named_place(m.name) for m in members):
        return None
    if verb and not stated:
        return reading if any(m.verb or m.role for m in members) else None
    if not stated and rule.rule is RoleRule.NONE and len(members) == 1 and not re.match(r"[省市县区州]|国家|各", members[0].name):
        return None
    return reading


def _named_place(name: str) -> bool:
    return bool(re.search(r"[市县区州盟旗镇乡]$|公司$|集团$|院$|所$|站$|学校$|单位$|部门$|机构$|企业$|协会$", name)) and looks_like_body(name, strict=False)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a bracket closes its paragraph: after a whole sentence, before a new line or the next item."""
    before = text[max(0, start - 3) : start].rstrip(" \u3000\n")
    after = text[end : end + 12]
    return before[-1:] in ("。", "；", "！", ";") and (
        not after.strip("。；; \u3000\n") or bool(_GAP.match(after)) or after.lstrip("。；; \u3000")[:1] in ("\n", "（", "(") or bool(_ITEM.match(after.lstrip("。；;")))
    )


# --- labels outside brackets ------------------------------------------------------------------------------


def _at_start(text: str, span: Span) -> bool:
    """Whether the stretch itself begins with a label: what stands before it decides nothing."""
    return _LINE_LABEL.match("\n" + text[span.start : min(span.end, span.start + 60)].lstrip(), 1) is not None


def _lines(text: str, span: Span) -> Iterator[Note]:
    done = span.start
    if _at_start(text, span):
        head = text[span.start : min(span.end, span.start + 60)]
        start = span.start + len(head) - len(head.lstrip())
        done = _list_end(text, start, span.end)
        note = _line_note(text, start, done)
        if note:
            yield note
    for match in _LINE_LABEL.finditer(text, span.start, span.end):
        if match.start() < done:
            continue
        start = match.start("label")
        before = re.search(rf"{deadlines.LABEL}[:：][^\n。]{{1,30}}\s*$", text[max(done, start - 60) : start])
        if before:  # 完成时限：… on the line above
            start -= len(before.group())
        end = _list_end(text, start, span.end)
        note = _line_note(text, start, end)
        if note:
            yield note
        done = end


def _line_note(text: str, start: int, end: int) -> Note | None:
    reading = read(text[start:end])
    members = reading.members
    if members and not reading.loose and (members[0].strong or looks_like_body(members[0].name, strict=False)):
        return Note(Span(start, end), reading)
    return None


def _list_end(text: str, at: int, limit: int) -> int:
    """Where a list of units ends that no bracket closes: with its line, a full stop, or words that name nobody."""
    limit = min(limit, at + _LONGEST_NOTE - 2)
    end = at
    while True:
        stop = text.find("\n", at, limit)
        line_end = limit if stop < 0 else stop
        taken = _taken(text[at:line_end])
        if taken:
            end = at + taken
        if at + len(text[at:line_end].rstrip()) > at + taken or line_end >= limit:
            return end
        following = line_end
        while following < limit and text[following] in "\n \t\u3000\r":
            following += 1
        last = text[at:end].rstrip(" \u3000")
        rest = text[following : following + 120].split("\n", 1)[0]
        if following >= limit or not (_ANY_START.match(rest) or (last[-1:] in "、，,；;:：" and _names_first(rest)) or _wrapped(last, rest)):
            return end
        at = following


def _wrapped(last: str, rest: str) -> bool:
    """Whether a hard wrap cut a name in two: neither half is a body, the whole is."""
    tail = re.split(r"[、，,；;：:\s]", last)[-1]
    head = re.split(r"[、，,；;\s。）)〕\]】]", rest, maxsplit=1)[0]
    return bool(
        tail and head and not _ITEM.match(rest) and not looks_like_body(clean(tail), strict=False)
        and looks_like_body(clean(cut_verb(tail + head)))
    )


def _names_first(rest: str) -> bool:
    if _ITEM.match(rest):
        return False
    first = re.split(r"[、，,；;\s。]", rest.strip(), maxsplit=1)[0]
    return looks_like_body(clean(cut_verb(first)), strict=False)


def _taken(line: str) -> int:
    """How many characters of ``line`` belong to a list of labels and names."""
    following = _NEXT_NOTE.search(line, 1)
    if following:
        line = line[: following.start()]
    closes = pairs(line)
    ends = set(closes.values())
    depth = 0
    for at, character in enumerate(line):
        if character in OPEN:
            depth += at in closes
        elif character in CLOSE:
            if at in ends:
                depth -= 1
            elif not _runs_on(line, at):
                return at
        elif character in "。！？" and depth == 0:
            rest = line[at + 1 :]
            if find_rule(rest[:80]).rule is RoleRule.NONE and not _ANY_START.match(rest):
                return at + 1 if character == "。" else at
        elif character in " \t\u3000" and depth == 0:
            rest = line[at:].strip()
            before = line[:at].rstrip()
            if not rest or before[-1:] in ("：", ":", "、", "，", ",", "；", ";") or not before:
                continue
            if not (_ANY_START.match(rest) or LABEL.match(rest) or _names_first(rest)) or _ITEM.match(rest):
                return len(before)
    return len(line if following else line.rstrip())


_PLACE_GOES_ON = re.compile(rf"{ADMIN}{{1,2}}(?:人民政府|政府|管委会)?(?=[、，,；;。）)〕\]】\s]|$)")


def _runs_on(line: str, at: int) -> bool:
    """Whether the list goes on behind a bracket at ``at`` whose other half is lost: within a name (各区市）县), or
    behind one that another body follows (市委人才办）、市人社局)."""
    rest = line[at + 1 :]
    if rest[:1] == "、":
        return _names_first(rest[1:])
    last = re.split(r"[、，,；;：:\s]", line[:at])[-1]
    return bool(last) and bool(re.search(rf"{ADMIN}$", last)) and _PLACE_GOES_ON.match(rest) is not None


# --- sentences --------------------------------------------------------------------------------------------


def _prose(text: str, span: Span) -> Iterator[Note]:
    """A whole sentence that only says who leads and who supports: 由A牵头，B、C配合。"""
    for match in re.compile(r"[^。；\n]{6,300}").finditer(text, span.start, span.end):
        sentence = match.group().strip()
        if "牵头" not in sentence or not sentence.endswith(("配合", "参与", "参加", "落实", "负责", "实施", "牵头", "推进", "协助")):
            continue
        stated = _PROSE.match(sentence)
        reading = read(sentence[stated.end() :] if stated else sentence, labelled=False)
        roles = {member.role for member in reading.members}
        if reading.loose or LEAD not in roles or not all(member.strong for member in reading.members):
            continue
        if stated or SUPPORT in roles or len(reading.members) > 1:
            start = match.start() + match.group().index(sentence)
            yield Note(Span(start, start + len(sentence)), reading)
