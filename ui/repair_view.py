"""文本修复对照 on the page: paragraphs side by side, changes marked, every step explained.

Pure functions, no gradio. The rules of ``ui/render.py`` hold: every string of a document is escaped, and what is
returned is one line that opens with a block tag.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.repair import Certainty, RepairedText, Step
from ui.render import escape
from ui.repair_comparison import (
    CERTAINTY_WORDS,
    DOUBT,
    Change,
    Comparison,
    Piece,
    Row,
    compare,
    fixer_name,
    irreparable_name,
    other_readings,
    shortened,
    visible,
    visible_edit,
)

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
        # The sanitiser drops aria-pressed; repair.js sets it again from the class.
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
                doubt[key] = DOUBT[step.certainty]
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
