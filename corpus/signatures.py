"""Signatures (落款) and printing notes (印发日期): who signed and when, and when the document was printed.

A signature is a body's name followed by a date that nothing follows on its line; the first one counts,
because the notice stands before its annexes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from corpus.numerals import find_dates
from corpus.organisations import SUFFIX, is_name, split_names

_BLANK = " \t\u3000\xa0\n\r"
_BEHIND = re.compile(r"[ \t\u3000\xa0]*(?:\n|$|[（(【\[](?:此|主动|联系|公开|相关|联|依)|附件|附[:：]|抄送|分享|公开)|[ \t\u3000\xa0]+(?=[\u4e00-\u9fff【（])")
_PRINTED = re.compile(r"[ \t\u3000]*(?:印发|印制)(?![的之后给])")
_BY_PROXY = re.compile(r"[（(][^（）()\n]{0,30}(?:代章|代)[)）]$|[（(](?:盖章|章|印章)[)）]$")
_BY_A_PERSON = re.compile(r"(?:总理|主席|省长|市长|区长|县长|州长|部长|主任|局长|署长|行长|会长)[ \u3000]*[\u4e00-\u9fff][\u4e00-\u9fff \u3000]{1,6}$")
_NAMES = re.compile(
    rf"(?:^|(?<=[。；！？）)》”：:\s]))(?:[\u4e00-\u9fff]{{2,40}}?{SUFFIX}(?:[（(][^（）()\n]{{2,30}}[)）])?[\s、]*){{1,8}}$"
)
_NOTE = re.compile(r"[（(][^（）()]{6,260}?(?:通过|公布|批准|发布|施行)[^（）()]{0,60}[)）]")
_ADOPTED = re.compile(r"(?:审议|讨论|修订|表决)?(?:通过|批准)(?!的)")
_PUBLISHED = re.compile(r"(?:公布|发布|颁布|公告)")
_HEAD = 3000  # characters in which a note below the title stands


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed (() where the date stands alone), the day, where the date stands."""

    names: tuple[str, ...]
    day: date
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Signatures:
    """What a document says of its own signing, printing and adoption; None where it says nothing."""

    signed: Signature | None = None
    printed: Signature | None = None
    adopted: Signature | None = None
    published: Signature | None = None


def find_signatures(text: str, issuers: tuple[str, ...] = ()) -> Signatures:
    """The first signature (that of ``issuers`` before any other), the printing note, the note below the title."""
    named: list[Signature] = []
    alone: list[Signature] = []
    printed: Signature | None = None
    for start, end, day in find_dates(text):
        if "年" not in text[start:end]:
            continue
        before = text[max(0, start - 160) : start].rstrip(_BLANK)
        if _PRINTED.match(text, end):
            line = text[text.rfind("\n", 0, start) + 1 : start]
            if len(line.strip(_BLANK)) <= 60 and "。" not in line[-60:]:
                printed = printed or Signature((), day, start, end)
            continue
        if not _BEHIND.match(text, end):
            continue
        names = _names_before(before)
        line_start = text.rfind("\n", 0, start) + 1
        own_line = not text[line_start:start].strip(_BLANK)
        if names:
            named.append(Signature(names, day, start, end))
        elif own_line and _ends_alone(text, before, end):
            alone.append(Signature((), day, start, end))
    matching = [s for s in named if set(s.names) & set(issuers)]
    signed = next(iter(matching or named or alone), None)
    adopted, published = _below_title(text)
    return Signatures(signed, printed, adopted, published)


def _names_before(before: str) -> tuple[str, ...]:
    before = _BY_PROXY.sub("", before).rstrip(_BLANK)
    found = _NAMES.search(before[-140:])
    if not found:
        return ()
    names = split_names(found.group())
    kept: list[str] = []
    for name in reversed(names):
        if not is_name(name):
            break
        kept.insert(0, name)
    return tuple(kept)


def _ends_alone(text: str, before: str, end: int) -> bool:
    """A date on a line of its own signs what ends above it, not a row of a table."""
    behind = text[end : end + 200].strip(_BLANK)
    return _BY_A_PERSON.search(before) is not None or before.endswith(("。", "）", ")", "！", "》", "；")) or not behind or behind.startswith(("（此件", "(此件", "附件"))


def _below_title(text: str) -> tuple[Signature | None, Signature | None]:
    """(adopted, published) from a note such as （2020年3月27日…通过） near the top."""
    adopted: Signature | None = None
    published: Signature | None = None
    head = text[:_HEAD]
    spans = [(m.start(), m.end()) for m in _NOTE.finditer(head)]
    spans += [(m.start(), m.end()) for m in re.finditer(r"^[^\n。，]{8,80}(?:通过|批准|公布|发布)[ \t\u3000]*$", head, re.MULTILINE)]
    bare = re.compile(r"^[ \t\u3000]*[（(]\s*(?=[\d二一])[^（）()\n]{6,24}日\s*[)）][ \t\u3000]*$", re.MULTILINE).search(head)
    if bare:
        dates = find_dates(bare.group())
        if dates:
            adopted = Signature((), dates[0][2], bare.start() + dates[0][0], bare.start() + dates[0][1])
    for a, b in sorted(spans):
        piece = head[a:b]
        dates = find_dates(piece)
        for i, (start, end, day) in enumerate(dates):
            rest = piece[end : dates[i + 1][0] if i + 1 < len(dates) else len(piece)]
            if "《" in piece[:start] and "》" not in piece[:start]:
                continue
            if _ADOPTED.search(rest) and adopted is None:
                adopted = Signature((), day, a + start, a + end)
            if _PUBLISHED.search(rest) and published is None:
                published = Signature((), day, a + start, a + end)
    return adopted, published
