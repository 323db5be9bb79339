"""A repair beside its raw text: paragraphs aligned, changes marked, every step explained.

Pure functions, no gradio: ``compare`` lines the two texts up for terminal and page alike, and
``repair_html`` makes what the page shows. The rules of ``ui/render.py`` hold: every string of a
document is escaped, and what is returned is one line that opens with a block tag.

All work is linear in text and steps (times the logarithm for sorting them), however hostile the file.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from corpus.repair import NAMES_FOR_PEOPLE, Certainty, RepairedText, Step
from ui.render import escape

CERTAINTY_WORDS: Mapping[Certainty, str] = {
    Certainty.CERTAIN: "确证", Certainty.LIKELY: "可信", Certainty.UNCERTAIN: "存疑",
}  # fmt: skip
_DOUBT = {Certainty.CERTAIN: 0, Certainty.LIKELY: 1, Certainty.UNCERTAIN: 2}
_IRREPARABLE = {"unmapped": "无字符映射", "masked": "星号遮盖", "spun": "疑似机器改写"}

# Characters that act on a terminal or a page, or that nobody sees: controls, bidirectional marks, zero
# width, surrogates, private use, tags.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
_SPACES = str.maketrans({" ": "␣", "\u3000": "□", "\u00a0": "⍽", "\t": "⇥"})
_SHORT = 8  # characters of an edit in which each space is shown


def fixer_name(fixer: str) -> str:
    """The repair's name for people."""
    return NAMES_FOR_PEOPLE.get(fixer) or visible_edit(fixer)


def irreparable_name(kind: str) -> str:
    """The damage's name for people."""
    return _IRREPARABLE.get(kind) or visible_edit(kind)


def visible(text: str) -> str:
    r"""``text`` with its hidden characters shown; line breaks and tabs stay.

    >>> visible("甲\x1b[31m乙\u200b丙\x9b")
    '甲⟨U+001B⟩[31m乙⟨U+200B⟩丙⟨U+009B⟩'
    """
    return _HIDDEN.sub(_name, text.replace("\r\n", "\n"))


def _name(found: re.Match[str]) -> str:
    return f"⟨U+{ord(found[0]):04X}⟩"


def visible_edit(text: str) -> str:
    r"""One side of a change: line breaks too, and spaces where they are what changed.

    >>> visible_edit("\u3000\u3000"), visible_edit("甲\n乙")
    ('□□', '甲⏎乙')
    """
    shown = visible(text)
    if len(text) <= _SHORT or not text.strip():
        shown = shown.translate(_SPACES)
    return shown.replace("\n", "⏎")


def shortened(text: str, most: int) -> str:
    """The beginning of a long text."""
    return text if len(text) <= most else text[: most - 1] + "…"


def around(text: str, start: int, end: int, width: int = 12) -> tuple[str, str]:
    """The words just before and after a place, inside its line."""
    left, right = text[max(0, start - width) : start], text[end : end + width]
    return left.rpartition("\n")[2], right.partition("\n")[0]


# ---- lining the two texts up ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of raw text and what stands in its place.

    Attributes:
        raw_start, raw_end, start, end: the place in the raw and in the repaired text.
        steps: numbers of the steps that made it, in the order they were taken.
        certainty: the least certain of them.
    """

    raw_start: int
    raw_end: int
    start: int
    end: int
    steps: tuple[int, ...]
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Row:
    """Raw and repaired text between two places where both have a line break; ``line`` counts raw lines from 1."""

    line: int
    raw_start: int
    raw_end: int
    start: int
    end: int
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a row: the same on both sides, or a change."""

    raw: str
    text: str
    change: Change | None


class Comparison:
    """Raw and repaired text, row beside row."""

    def __init__(self, raw: str, repaired: RepairedText) -> None:
        self.raw = raw
        self.repaired = repaired
        self.changes = _changes(repaired, len(raw))
        self.rows = _rows(raw, repaired, self.changes)
        self.counts = Counter((step.fixer, step.certainty) for step in repaired.steps)

    @property
    def clean(self) -> bool:
        """Nothing was changed and nothing irreparable found."""
        return not self.repaired.steps and not self.repaired.irreparable

    def certainties(self) -> Counter[Certainty]:
        """How many steps of each certainty."""
        found: Counter[Certainty] = Counter()
        for (_, certainty), count in self.counts.items():
            found[certainty] += count
        return found

    def fixers(self) -> list[tuple[str, int]]:
        """How many steps of each kind, the most frequent first."""
        found: Counter[str] = Counter()
        for (fixer, _), count in self.counts.items():
            found[fixer] += count
        return sorted(found.items(), key=lambda item: (-item[1], item[0]))

    def pieces(self, row: Row) -> Iterator[Piece]:
        """The row from left to right; joined, the pieces give both of its sides."""
        raw_at, at = row.raw_start, row.start
        for change in (*row.changes, None):
            raw_to = change.raw_start if change is not None else row.raw_end
            to = change.start if change is not None else row.end
            raw_kept, kept = self.raw[raw_at:raw_to], self.repaired.text[at:to]
            if raw_kept == kept:
                if kept:
                    yield Piece(kept, kept, None)
            else:  # no step says so; never hide a difference
                yield Piece(raw_kept, kept, Change(raw_at, raw_to, at, to, (), Certainty.UNCERTAIN))
            if change is not None:
                yield Piece(
                    self.raw[change.raw_start : change.raw_end], self.repaired.text[change.start : change.end], change
                )
                raw_at, at = change.raw_end, change.end

    def steps_of(self, change: Change) -> list[Step]:
        """The steps that made ``change``."""
        return [self.repaired.steps[number] for number in change.steps]

    @cached_property
    def doubts(self) -> list[tuple[Step, Change]]:
        """Every uncertain step with its own place in both texts."""
        starts, ends = self.repaired.raw_starts, self.repaired.raw_ends
        found: list[tuple[Step, Change]] = []
        for number, step in enumerate(self.repaired.steps):
            if step.certainty is Certainty.UNCERTAIN:
                start = bisect_left(starts, step.raw_start)
                end = max(start, bisect_right(ends, step.raw_end))
                place = Change(step.raw_start, step.raw_end, start, end, (number,), Certainty.UNCERTAIN)
                found.append((step, place))
        return sorted(found, key=lambda item: item[1].raw_start)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.raw))]

    def line_of(self, raw_place: int) -> int:
        """The number of the raw line, from 1."""
        return bisect_right(self._line_starts, raw_place)

    def raw_place(self, place: int) -> int:
        """Where a character of the repaired text came from."""
        starts = self.repaired.raw_starts
        return starts[place] if place < len(starts) else len(self.raw)


def compare(raw: str, repaired: RepairedText) -> Comparison:
    """Line ``raw`` and ``repaired`` up."""
    return Comparison(raw, repaired)


def _changes(repaired: RepairedText, raw_length: int) -> list[Change]:
    """The steps as changes that do not overlap: steps on the same raw characters are one change.

    Changes that touch and are equally certain are one too: 發(fā) became 发, and is read as that.
    """
    steps, starts, ends = repaired.steps, repaired.raw_starts, repaired.raw_ends
    merged: list[tuple[int, int, Certainty, list[int]]] = []
    for number in sorted(range(len(steps)), key=lambda n: (steps[n].raw_start, steps[n].raw_end)):
        step = steps[number]
        low, high = min(step.raw_start, raw_length), min(step.raw_end, raw_length)
        if merged:
            first, last, certainty, numbers = merged[-1]
            within = low < last or low == high == last
            if within or (low == last and certainty is step.certainty):
                worse = max(certainty, step.certainty, key=_DOUBT.__getitem__)
                numbers.append(number)
                merged[-1] = (first, max(last, high), worse, numbers)
                continue
        merged.append((low, high, step.certainty, [number]))
    found: list[Change] = []
    at = 0
    for low, high, certainty, numbers in merged:
        start = max(at, bisect_left(starts, low))
        at = max(start, bisect_right(ends, high))
        found.append(Change(low, high, start, at, tuple(sorted(numbers)), certainty))
    return found


def _rows(raw: str, repaired: RepairedText, changes: Sequence[Change]) -> list[Row]:
    rows: list[Row] = []
    line, raw_at, at, nth = 1, 0, 0, 0
    spread: _Spread | None = None
    for raw_to, to in _cuts(raw, repaired):
        inside: list[Change] = []
        last = (raw_to, to) == (len(raw), len(repaired.text))
        while nth < len(changes):
            change = changes[nth]
            if change.raw_start > raw_to or change.start > to:
                break
            if change.raw_start == raw_to and change.start == to and not last:
                break  # it begins the next row
            if raw_at <= change.raw_start and change.raw_end <= raw_to and at <= change.start and change.end <= to:
                inside.append(change)
            else:
                if spread is None or spread.change is not change:
                    spread = _Spread(change, repaired.steps)
                inside.append(spread.part(raw_at, raw_to, at, to))
            if change.raw_end > raw_to or change.end > to:
                break  # it goes on in the next row
            nth += 1
        whole = Row(line, raw_at, raw_to, at, to, tuple(inside))
        rows.extend(_without_dropped_lines(whole, raw) if inside else (whole,))
        line += raw.count("\n", raw_at, raw_to)
        raw_at, at = raw_to, to
    return rows


def _cuts(raw: str, repaired: RepairedText) -> list[tuple[int, int]]:
    """Places in raw and repaired text, after a line break, that no character of either side crosses."""
    text, starts, ends = repaired.text, repaired.raw_starts, repaired.raw_ends
    cuts: list[tuple[int, int]] = []
    raw_at = 0
    for found in re.finditer("\n", text):
        place = found.end()
        raw_to = max(raw_at, ends[place - 1])
        if place == len(text) or starts[place] >= raw_to:
            cuts.append((raw_to, place))
            raw_at = raw_to
    if not cuts or cuts[-1] != (len(raw), len(text)):
        cuts.append((len(raw), len(text)))
    return cuts


class _Spread:
    """A change that goes over several rows (a whole file read in the wrong encoding), dealt out to them.

    Its steps are dealt out too: only passes can lie on top of each other, so a row gets few.
    """

    def __init__(self, change: Change, steps: Sequence[Step]) -> None:
        self.change = change
        self._steps = steps
        self._waiting = sorted(change.steps, key=lambda number: steps[number].raw_start, reverse=True)
        self._open: list[int] = []

    def part(self, raw_start: int, raw_end: int, start: int, end: int) -> Change:
        """The part inside a row; rows are asked for in order."""
        while self._waiting and self._steps[self._waiting[-1]].raw_start < max(raw_end, raw_start + 1):
            self._open.append(self._waiting.pop())
        self._open = [number for number in self._open if self._steps[number].raw_end >= raw_start]
        here = [number for number in self._open if self._steps[number].raw_end > raw_start] or self._open
        worst = max((self._steps[number].certainty for number in here), key=_DOUBT.__getitem__, default=self.change.certainty)
        whole = self.change
        return Change(
            max(whole.raw_start, raw_start), min(whole.raw_end, raw_end), max(whole.start, start), min(whole.end, end),
            tuple(sorted(here)) or whole.steps[:1], worst,
        )  # fmt: skip


def _without_dropped_lines(row: Row, raw: str) -> Iterator[Row]:
    """Whole raw lines that were dropped at either end of the row stand in rows of their own."""
    head, tail = row.changes[0], row.changes[-1]
    if head.raw_start == row.raw_start and head.start == head.end == row.start < row.end:
        cut = raw.rfind("\n", head.raw_start, head.raw_end) + 1
        if cut:
            yield Row(row.line, row.raw_start, cut, row.start, row.start, (replace(head, raw_end=cut),))
            rest = (replace(head, raw_start=cut),) if cut < head.raw_end else ()
            line = row.line + raw.count("\n", row.raw_start, cut)
            row = Row(line, cut, row.raw_end, row.start, row.end, (*rest, *row.changes[1:]))
    if row.changes and tail.raw_end == row.raw_end and row.start < tail.start == tail.end == row.end:
        cut = raw.find("\n", tail.raw_start, tail.raw_end)
        if cut >= 0:
            yield Row(row.line, row.raw_start, tail.raw_start, row.start, row.end, row.changes[:-1])
            line = row.line + raw.count("\n", row.raw_start, tail.raw_start)
            row = Row(line, tail.raw_start, row.raw_end, row.end, row.end, (tail,))
    yield row


def other_readings(comparison: Comparison, step: Step) -> list[str]:
    """The runners-up of a step, in the script of the repaired text."""
    if any(fixer == "script" for fixer, _ in comparison.counts):
        from corpus.repair.script import to_simplified

        return list(dict.fromkeys(map(to_simplified, step.alternatives)))
    return list(step.alternatives)


# ---- the page -----------------------------------------------------------------------------------

TRIED = "try"  # the source of a text that a visitor brought
PAGE_PARTS = 24  # paragraphs of one page,
PAGE_CHARS = 6_000  # raw characters of it,
PAGE_CHANGES = 300  # and changes: together they keep a page near 150 KB of HTML
_PART_CHARS = 1_500  # a longer paragraph is shown in parts
_PART_CHANGES = 120
_SIDE_CHARS = 1_000  # characters shown of one side of one change
_STEPS_SHOWN = 8  # steps explained of one change
_LISTED = 60  # lines in the list of a paragraph's steps
_WORDS_SHOWN = 60  # characters quoted of a step's before and after
_LOST_SHOWN = 20  # irreparable places named on the page


@dataclass(frozen=True, slots=True)
class Look:
    """What of a repair a visitor wants to see; it travels as the value of a button.

    Attributes:
        source: a policy's id, or ``TRIED``.
        page: from 1.
        fixer, certainty: only these changes; "" for all.
        everything: unchanged paragraphs too.
    """

    source: str
    page: int = 1
    fixer: str = ""
    certainty: str = ""
    everything: bool = False

    @property
    def value(self) -> str:
        """The look as a button carries it."""
        return f"{self.source}|{self.page}|{self.fixer}|{self.certainty}|{int(self.everything)}"

    def wants(self, step: Step) -> bool:
        """Whether the filters let ``step`` through."""
        return self.fixer in ("", step.fixer) and self.certainty in ("", step.certainty.value)


def parse_look(value: str) -> Look | None:
    """The look a browser sent, None if no button of ours sends such a thing.

    >>> parse_look("p12ab|2|pinyin|certain|0")
    Look(source='p12ab', page=2, fixer='pinyin', certainty='certain', everything=False)
    >>> parse_look("../etc|1|||0") is None
    True
    """
    found = re.fullmatch(r"([\w-]{1,64})\|(\d{1,6})\|(\w{0,32})\|(certain|likely|uncertain|)\|([01])", value or "")
    if found is None:
        return None
    return Look(found[1], max(1, int(found[2])), found[3], found[4], found[5] == "1")


@dataclass(frozen=True, slots=True)
class Part:
    """What the page shows as one block: a paragraph, or a part of a very long one."""

    line: int
    nth: int  # 0 where the paragraph is whole, else which part, from 1
    pieces: tuple[Piece, ...]

    @property
    def changes(self) -> list[Change]:
        """The changes in it."""
        return [piece.change for piece in self.pieces if piece.change is not None]


class RepairView:
    """A repaired document as the page leafs through it."""

    def __init__(self, title: str, raw: str, repaired: RepairedText) -> None:
        self.title = title
        self.comparison = compare(raw, repaired)
        self.parts = [part for row in self.comparison.rows for part in _parts(self.comparison, row)]

    def pages(self, look: Look) -> list[list[int]]:
        """The numbers of the parts on each page; a filter leaves only parts that it lets through."""
        steps = self.comparison.repaired.steps
        filtered = bool(look.fixer or look.certainty)
        pages: list[list[int]] = [[]]
        chars = changes = 0
        for number, part in enumerate(self.parts):
            found = part.changes
            if filtered:
                found = [change for change in found if any(look.wants(steps[step]) for step in change.steps)]
            if not found and (filtered or not look.everything):
                continue
            length = sum(max(len(piece.raw), len(piece.text)) for piece in part.pieces)
            full = len(pages[-1]) >= PAGE_PARTS or chars + length > PAGE_CHARS or changes + len(part.changes) > PAGE_CHANGES
            if pages[-1] and full:
                pages.append([])
                chars = changes = 0
            pages[-1].append(number)
            chars, changes = chars + length, changes + len(part.changes)
        return pages


def _parts(comparison: Comparison, row: Row) -> Iterator[Part]:
    pieces: list[Piece] = []
    chars = changes = nth = 0
    if not row.changes and not comparison.raw[row.raw_start : row.raw_end].strip():
        return
    for piece in _cut_kept(comparison.pieces(row)):
        if pieces and (chars + len(piece.raw) > _PART_CHARS or changes >= _PART_CHANGES):
            nth += 1
            yield Part(row.line, nth, tuple(pieces))
            pieces, chars, changes = [], 0, 0
        pieces.append(piece)
        chars += len(piece.raw)
        changes += piece.change is not None
    yield Part(row.line, nth + 1 if nth else 0, tuple(pieces))


def _cut_kept(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Unchanged text cut where it is longer than a part, so that no part is much too long."""
    for piece in pieces:
        if piece.change is not None or len(piece.text) <= _PART_CHARS:
            yield piece
        else:
            for at in range(0, len(piece.text), _PART_CHARS):
                yield Piece(piece.raw[at : at + _PART_CHARS], piece.text[at : at + _PART_CHARS], None)


def repair_html(view: RepairView, look: Look) -> str:
    """The view: counts and filters, what is lost, and one page of paragraphs side by side."""
    comparison = view.comparison
    head = _head(view)
    if comparison.clean:
        return f'<div class="zc-rv">{head}<p class="zc-rv-clean">没有发现损坏，未作改动。</p></div>'
    if not comparison.repaired.steps:
        look = replace(look, everything=True, fixer="", certainty="")  # only what is lost: show the text
    pages = view.pages(look)
    look = replace(look, page=min(look.page, len(pages)))
    numbers = pages[look.page - 1]
    explained = _Explained(comparison)
    rows: list[str] = []
    before = pages[look.page - 2][-1] if look.page > 1 and pages[look.page - 2] else -1
    for number in numbers:
        if number > before + 1:
            rows.append(_skipped(view.parts[before + 1 : number]))
        rows.append(_part_html(comparison, view.parts[number], look, explained))
        before = number
    if not numbers:
        rows.append('<p class="zc-rv-none">没有符合筛选条件的改动。</p>')
    elif look.page == len(pages) and before + 1 < len(view.parts):
        rows.append(_skipped(view.parts[before + 1 :]))
    pager = _pager(look, len(pages))
    return (
        f'<div class="zc-rv">{head}{_filters(comparison, look)}{_lost(comparison)}{_legend()}'
        f'<div class="zc-rv-rows"><p class="zc-rv-sides"><span>原文</span><span>修复后</span></p>{"".join(rows)}</div>'
        f"{pager}{explained.html()}</div>"
    )


def nav_html() -> str:
    """The two views of the page; chat.js shows one of them."""
    return (
        '<div class="zc-nav"><button type="button" class="zc-view" value="ask">问答</button>'
        '<button type="button" class="zc-view" value="repair">文本修复对照</button></div>'
    )


def intro_html() -> str:
    """The view before a document is chosen."""
    return (
        '<div class="zc-rv"><p class="zc-rv-none">请选择一份收录的文件，或粘贴一段文字、选择一个文本文件：'
        "原文与修复后的文字逐段并列，每处改动都说明理由和把握。</p></div>"
    )


def note_html(message: str) -> str:
    """The view where there is nothing to compare."""
    return f'<div class="zc-rv"><p class="zc-rv-none">{escape(visible_edit(message))}</p></div>'


def _head(view: RepairView) -> str:
    repaired = view.comparison.repaired
    facts = f"原文 {len(view.comparison.raw):,} 字，修复后 {len(repaired.text):,} 字，共修复 {len(repaired.steps):,} 处"
    return f'<div class="zc-rv-head"><h2>{escape(visible_edit(view.title))}</h2><p>{facts}</p></div>'


def _filters(comparison: Comparison, look: Look) -> str:
    first = replace(look, page=1)
    certainties = comparison.certainties()

    def button(to: Look, words: str, count: int, kind: str = "") -> str:
        # The sanitiser drops aria-pressed; chat.js sets it again from the class.
        on = " zc-on" if to == first else ""
        return (
            f'<button type="button" class="zc-look{kind}{on}" value="{escape(to.value)}">{escape(words)}'
            f'<span class="zc-rv-n">{count:,}</span></button>'
        )

    total = len(comparison.repaired.steps)
    sure = [button(replace(first, certainty=""), "全部", total)]
    for certainty, word in CERTAINTY_WORDS.items():
        if certainties[certainty]:
            to = replace(first, certainty=certainty.value)
            sure.append(button(to, word, certainties[certainty], f" zc-rv-{certainty.value}"))
    kinds = [button(replace(first, fixer=""), "全部", total)]
    kinds += [button(replace(first, fixer=fixer), fixer_name(fixer), count) for fixer, count in comparison.fixers()]
    return (
        '<div class="zc-rv-filters">'
        f'<div class="zc-rv-group"><span class="zc-rv-label">把握</span>{"".join(sure)}</div>'
        f'<div class="zc-rv-group zc-rv-scope"><span class="zc-rv-label">段落</span>{_scope(first)}</div>'
        f'<div class="zc-rv-group zc-rv-kinds"><span class="zc-rv-label">修复种类</span>{"".join(kinds)}</div></div>'
    )


def _scope(first: Look) -> str:
    out = []
    filtered = bool(first.fixer or first.certainty)
    for everything, words in ((False, "只看有改动的"), (True, "全部段落")):
        to = replace(first, everything=everything, fixer="", certainty="") if everything else replace(first, everything=False)
        on = " zc-on" if first.everything == everything or (filtered and not everything) else ""
        if filtered and everything:
            on = ""
        out.append(f'<button type="button" class="zc-look{on}" value="{escape(to.value)}">{words}</button>')
    return "".join(out)


def _legend() -> str:
    samples = "".join(
        f'<li><span class="zc-ch zc-rv-{certainty.value}">{word}</span>{meaning}</li>'
        for certainty, word, meaning in (
            (Certainty.CERTAIN, "确证", "字节或字符本身可以证明"),
            (Certainty.LIKELY, "可信", "有上下文的语言依据"),
            (Certainty.UNCERTAIN, "存疑", "只是建议，请对照原件"),
        )
    )
    return (
        f'<div class="zc-rv-legend"><ul>{samples}</ul>'
        "<p>指向或点选改动处可看理由，方向键移到下一处；␣ 空格　□ 全角空格　⏎ 换行</p></div>"
    )


def _lost(comparison: Comparison) -> str:
    found = comparison.repaired.irreparable
    if not found:
        return ""
    text = comparison.repaired.text
    items = "".join(
        f"<li><strong>{escape(irreparable_name(item.kind))}</strong>　第 "
        f"{comparison.line_of(comparison.raw_place(item.start))} 行"
        f"“{escape(visible_edit(shortened(text[item.start : item.end], 40)))}”：{escape(visible_edit(item.note))}</li>"
        for item in found[:_LOST_SHOWN]
    )
    more = f"<li>另有 {len(found) - _LOST_SHOWN} 处。</li>" if len(found) > _LOST_SHOWN else ""
    return f'<div class="zc-rv-lost"><h3>无法修复 {len(found)} 处，请核对原件</h3><ul>{items}{more}</ul></div>'


def _pager(look: Look, pages: int) -> str:
    if pages == 1:
        return ""

    def button(page: int, words: str, name: str) -> str:
        inside = 1 <= page <= pages
        value = replace(look, page=page).value if inside else ""
        return f'<button type="button" class="zc-look {name}" value="{escape(value)}"{"" if inside else " disabled"}>{words}</button>'

    return (
        f'<div class="zc-rv-pager">{button(look.page - 1, "上一页", "zc-rv-prev")}'
        f"<span>第 {look.page} 页，共 {pages} 页</span>{button(look.page + 1, '下一页', 'zc-rv-next')}</div>"
    )


def _skipped(parts: Sequence[Part]) -> str:
    return f'<p class="zc-rv-skipped">略去 {len(parts)} 段</p>'


class _Explained:
    """The explanations of one page, each written once however many changes share it."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self._numbers: dict[str, int] = {}

    def number(self, change: Change) -> int:
        """The number of the explanation of ``change``."""
        lines: list[str] = []
        for step in self._comparison.steps_of(change)[:_STEPS_SHOWN]:
            lines.append(self._step(step))
        if len(change.steps) > _STEPS_SHOWN:
            lines.append(f"<p>另有 {len(change.steps) - _STEPS_SHOWN} 步</p>")
        html = "".join(lines) or "<p>没有记录的改动</p>"
        return self._numbers.setdefault(html, len(self._numbers) + 1)

    def _step(self, step: Step) -> str:
        return (
            f"<p><strong>{escape(fixer_name(step.fixer))}</strong>（{CERTAINTY_WORDS[step.certainty]}）："
            f"{change_words(step)}<br>{self.reason(step)}</p>"
        )

    def reason(self, step: Step) -> str:
        """Note, margin and runners-up of a step."""
        parts = [escape(visible_edit(step.note))] if step.note else []
        if step.margin is not None and "奈特" not in step.note:
            parts.append(f"领先次选 {step.margin:.1f} 奈特")
        if step.alternatives:
            others = "、".join(visible_edit(other) for other in other_readings(self._comparison, step))
            parts.append(f"也可能是“{escape(others)}”")
        return "；".join(parts)

    def html(self) -> str:
        """All of them, hidden until asked for."""
        items = "".join(f'<div id="zc-w{number}">{html}</div>' for html, number in self._numbers.items())
        return f'<div class="zc-rv-whys" hidden>{items}</div>'


def change_words(step: Step) -> str:
    """“原”→“新” of a step, escaped."""
    before, after = (visible_edit(shortened(side, _WORDS_SHOWN)) for side in (step.before, step.after))
    if not step.after:
        return f"删去“{escape(before)}”"
    if not step.before:
        return f"补入“{escape(after)}”"
    return f"“{escape(before)}”→“{escape(after)}”"


def _part_html(comparison: Comparison, part: Part, look: Look, explained: _Explained) -> str:
    steps = comparison.repaired.steps
    old: list[str] = []
    new: list[str] = []
    for piece in part.pieces:
        change = piece.change
        if change is None:
            kept = _kept(piece.text)
            old.append(kept)
            new.append(kept)
            continue
        if change.steps and not any(look.wants(steps[number]) for number in change.steps):
            old.append(_kept(shortened(piece.raw, _SIDE_CHARS)))
            new.append(_kept(shortened(piece.text, _SIDE_CHARS)))
            continue
        names = f"zc-ch zc-rv-{change.certainty.value} zc-w{explained.number(change)}"
        old.append(_side("del", names, piece.raw))
        new.append(_side("ins", names, piece.text))
    count = sum(1 for change in part.changes for number in change.steps if look.wants(steps[number]))
    label = f"第 {part.line} 行" + (f"（第 {part.nth} 部分）" if part.nth else "")
    return (
        f'<div class="zc-rv-row"><p class="zc-rv-no">{label}{f"<span>{count} 处</span>" if count else ""}</p>'
        f'<div class="zc-rv-old"><p>{"".join(old)}</p></div><div class="zc-rv-new"><p>{"".join(new)}</p></div>'
        f"{_steps_list(comparison, part, look, explained)}</div>"
    )


def _kept(text: str) -> str:
    return "<br>".join(escape(line) for line in visible(text).strip("\n").split("\n"))


def _side(tag: str, names: str, text: str) -> str:
    """One side of a change; a side with nothing in it is a thin line that can still be pointed at."""
    if not text:
        return f'<{tag} class="{names} zc-rv-nothing"></{tag}>'
    shown = escape(visible_edit(text[:_SIDE_CHARS])).replace("⏎", "⏎<br>")
    more = f"…（略 {len(text) - _SIDE_CHARS:,} 字）" if len(text) > _SIDE_CHARS else ""
    return f'<{tag} class="{names}">{shown.removesuffix("<br>")}{more}</{tag}>'


def _steps_list(comparison: Comparison, part: Part, look: Look, explained: _Explained) -> str:
    """The steps of the part, the same ones counted together, the doubtful first."""
    found: Counter[tuple[str, str, str, str]] = Counter()
    doubt: dict[tuple[str, str, str, str], int] = {}
    for change in part.changes:
        for step in comparison.steps_of(change):
            if look.wants(step):
                key = (step.fixer, step.certainty.value, change_words(step), explained.reason(step))
                found[key] += 1
                doubt[key] = _DOUBT[step.certainty]
    if not found:
        return ""
    ordered = sorted(found.items(), key=lambda item: (-doubt[item[0]], item[0][0], -item[1]))
    items = "".join(
        f'<li><span class="zc-rv-kind">{escape(fixer_name(fixer))}</span>'
        f'<span class="zc-ch zc-rv-{certainty}">{CERTAINTY_WORDS[Certainty(certainty)]}</span>'
        f'<span class="zc-rv-words">{words}{f" ×{count}" if count > 1 else ""}</span>'
        f'<span class="zc-rv-why">{reason}</span></li>'
        for (fixer, certainty, words, reason), count in ordered[:_LISTED]
    )
    more = f"<li>另有 {len(ordered) - _LISTED} 种</li>" if len(ordered) > _LISTED else ""
    return (
        f'<details class="zc-rv-steps"><summary>修复步骤（{sum(found.values())}）</summary><ul>{items}{more}</ul></details>'
    )
