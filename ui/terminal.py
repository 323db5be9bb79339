"""What the command line prints for a person: a policy, a repair, the status."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from unicodedata import east_asian_width

from assistant.answering.validity_line import validity_view
from corpus import Policy
from corpus.repair import Certainty
from ui.repair_comparison import (
    CERTAINTY_WORDS,
    Comparison,
    Piece,
    Row,
    around,
    fixer_name,
    irreparable_name,
    other_readings,
    shortened,
    visible,
    visible_edit,
)


def policy_text(policy: Policy, on: date) -> str:
    """Header data, clauses and units of one policy."""
    view = validity_view(policy, on)
    lines = [f"《{policy.title}》" + (f"（{policy.doc_number}）" if policy.doc_number else "")]
    lines.append(f"编号 {policy.id}　来源 {policy.source}")
    if policy.issuers:
        lines.append(f"发文机关：{'、'.join(policy.issuers)}")
    if policy.level:
        lines.append(f"效力级别：{policy.level}")
    lines.append(f"效力：{view.line}")
    for clause in policy.clauses:
        indent = "  " * (len(clause.path) - 1)
        lines.append(f"{indent}{clause.label}" + (f"（{len(clause.measures)} 项措施）" if clause.measures else ""))
        if clause.units.lead or clause.units.supporting:
            lines.append(f"{indent}    牵头：{'、'.join(clause.units.lead) or '—'}")
            lines.append(f"{indent}    配合：{'、'.join(clause.units.supporting) or '—'}")
        elif clause.units:
            lines.append(f"{indent}    责任单位：{'、'.join(clause.units.listed)}")
        if clause.units.deadline:
            lines.append(f"{indent}    完成时限：{clause.units.deadline}")
    for repeal in policy.repeals:
        number = f"（{repeal.doc_number}）" if repeal.doc_number else ""
        lines.append(f"废止的文件：{f'《{repeal.title}》' if repeal.title else ''}{number}")
    lines += [f"关于冲突的规定：{rule}" for rule in policy.rules]
    lines += [f"⚠ 文件自相矛盾（{c.about}）：“{c.first}”与“{c.second}”，请核对原件" for c in policy.contradictions]
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Paint:
    """How a change is set apart: with colours, or with marks where there are none.

    A doubtful change has its marks and its word in both.
    """

    colour: bool

    def dim(self, text: str) -> str:
        """What stands around the changes."""
        return f"\x1b[2m{text}\x1b[0m" if self.colour and text else text

    def bold(self, text: str) -> str:
        """A heading."""
        return f"\x1b[1m{text}\x1b[0m" if self.colour else text

    def change(self, before: str, after: str, certainty: Certainty) -> str:
        """One change inside its line; ``before`` and ``after`` are safe to print."""
        if certainty is Certainty.UNCERTAIN:
            marked = f"【{before}→{after}（存疑）】"
            return f"\x1b[33m{marked}\x1b[0m" if self.colour else marked
        if self.colour:
            removed = f"\x1b[9;31m{before}\x1b[0m" if before else ""
            return removed + (f"\x1b[32m{after}\x1b[0m" if after else "")
        if not before or not after:
            return f"【+{after}+】" if after else f"【-{before}-】"
        return f"【{before}→{after}】"


def repair_report(name: str, comparison: Comparison, paint: Paint, *, full: bool = False) -> Iterator[str]:
    """What a repair did, line by line: the changes in their place, the counts, every doubt, what is lost.

    Args:
        name: the file, as named.
        comparison: raw and repaired text.
        paint: with or without colour.
        full: the whole repaired text in place of the changes.
    """
    name = visible_edit(name)
    if comparison.clean:
        yield f"{name}：没有发现损坏，未作改动（no damage found）"
        return
    if full:
        yield visible(comparison.repaired.text).rstrip("\n")
    else:
        yield paint.bold(f"{name}：原文与修复对照（raw and repaired）")
        if comparison.repaired.steps:
            how = "红色划去的是原文，绿色的是修复" if paint.colour else "【原文→修复】【-删去-】【+补入+】"
            yield paint.dim(f"{how}；␣ 空格，□ 全角空格，⏎ 换行，⟨U+…⟩ 不可见字符")
        yield from _changed_rows(comparison, paint)
    yield ""
    yield from repair_summary(comparison, paint)


def repair_summary(comparison: Comparison, paint: Paint) -> Iterator[str]:
    """The counts by kind and certainty, every doubt with its original, everything irreparable."""
    repaired = comparison.repaired
    yield paint.bold(f"共修复 {len(repaired.steps)} 处（repairs）" + _certainties(comparison))
    width = max((_width(fixer_name(fixer)) for fixer, _ in comparison.fixers()), default=0)
    for fixer, count in comparison.fixers():
        parts = [
            f"{word} {comparison.counts[fixer, certainty]}"
            for certainty, word in CERTAINTY_WORDS.items()
            if comparison.counts[fixer, certainty]
        ]
        label = fixer_name(fixer)
        yield f"  {label}{' ' * (width - _width(label))}  {count:>6} 处　{'、'.join(parts)}"
    if comparison.doubts:
        yield paint.bold(f"存疑 {len(comparison.doubts)} 处，请对照原件（uncertain）")
    for step, change in comparison.doubts:
        before = visible_edit(shortened(comparison.raw[change.raw_start : change.raw_end], 40))
        after = visible_edit(shortened(repaired.text[change.start : change.end], 40))
        left, right = around(repaired.text, change.start, change.end)
        others = f"，也可能是“{'、'.join(visible_edit(other) for other in other_readings(comparison, step))}”" if step.alternatives else ""
        place = f"第 {comparison.line_of(change.raw_start)} 行，原文第 {change.raw_start + 1} 字"
        yield f"  {place}：“{before or '（无）'}”拟作“{after or '（删去）'}”{others}"
        marked = paint.change(before, after, Certainty.UNCERTAIN)
        yield paint.dim(f"      …{visible_edit(left)}") + marked + paint.dim(f"{visible_edit(right)}…")
        if step.note:
            yield paint.dim(f"      {visible_edit(step.note)}")
    if repaired.irreparable:
        yield paint.bold(f"无法修复 {len(repaired.irreparable)} 处（irreparable）")
    for found in repaired.irreparable:
        line = comparison.line_of(comparison.raw_place(found.start))
        words = visible_edit(shortened(repaired.text[found.start : found.end], 40))
        yield f"  第 {line} 行，{irreparable_name(found.kind)}“{words}”：{visible_edit(found.note)}"


def repair_verdict(name: str, comparison: Comparison) -> str:
    """One line: damaged or not, and how much."""
    name = visible_edit(name)
    if comparison.clean:
        return f"{name}：没有发现损坏（no damage found）"
    lost = len(comparison.repaired.irreparable)
    beyond = f"，无法修复 {lost} 处" if lost else ""
    return f"{name}：发现损坏，可修复 {len(comparison.repaired.steps)} 处{_certainties(comparison)}{beyond}（damage found）"


def _certainties(comparison: Comparison) -> str:
    found = comparison.certainties()
    parts = [f"{word} {found[certainty]}" for certainty, word in CERTAINTY_WORDS.items() if found[certainty]]
    return f"：{'，'.join(parts)}" if parts else ""


_RUN = 6  # changed lines in a row with one and the same repair, beyond which the middle is only counted
_CONTEXT = 40  # characters of an unchanged line next to a changed one
_BETWEEN = 2  # unchanged characters between two changes that are shown as one
_CLUSTER = 24  # characters from which on no more is joined
_KEPT = 30  # characters kept on either side of a change in a long line


def _changed_rows(comparison: Comparison, paint: Paint) -> Iterator[str]:
    rows = [row for row in comparison.rows if row.changes or comparison.raw[row.raw_start : row.raw_end].strip()]
    kinds = [_one_kind(comparison, row) for row in rows]
    at, skipped = 0, 0
    while at < len(rows):
        row = rows[at]
        if not row.changes:
            beside = (at > 0 and bool(rows[at - 1].changes)) or (at + 1 < len(rows) and bool(rows[at + 1].changes))
            if beside:
                yield from _gap(skipped, paint)
                skipped = 0
                words = shortened(comparison.raw[row.raw_start : row.raw_end].strip(), _CONTEXT)
                yield paint.dim(f"{row.line:>5}  {visible_edit(words)}")
            else:
                skipped += 1
            at += 1
            continue
        yield from _gap(skipped, paint)
        skipped = 0
        end = at + 1
        while kinds[at] and end < len(rows) and kinds[end] == kinds[at]:
            end += 1
        shown = range(at, end) if end - at <= _RUN else (at, at + 1, end - 1)
        for nth in shown:
            if nth == end - 1 and end - at > _RUN:
                count = sum(len(change.steps) for other in rows[at + 2 : nth] for change in other.changes)
                yield paint.dim(f"    ⋯  接着 {nth - at - 2} 行同样是“{fixer_name(kinds[at])}”{count} 处（--json 列出全部）")
            yield f"{paint.dim(f'{rows[nth].line:>5}')}  {_row_line(comparison, rows[nth], paint)}"
        at = end
    yield from _gap(skipped, paint)


def _gap(rows: int, paint: Paint) -> Iterator[str]:
    if rows:
        yield paint.dim(f"    ⋯  {rows} 行未改动")


def _one_kind(comparison: Comparison, row: Row) -> str:
    """The one repair made in ``row``; "" where there are several, none, or a doubt."""
    if any(change.certainty is Certainty.UNCERTAIN for change in row.changes):
        return ""
    kinds = {step.fixer for change in row.changes for step in comparison.steps_of(change)}
    return kinds.pop() if len(kinds) == 1 else ""


def _row_line(comparison: Comparison, row: Row, paint: Paint) -> str:
    """A changed line with its changes marked inline; long unchanged stretches are left out."""
    pieces = _clusters(list(comparison.pieces(row)))
    out: list[str] = []
    for nth, (before, after, certainty) in enumerate(pieces):
        if certainty is not None:
            out.append(paint.change(visible_edit(before), visible_edit(after), certainty))
            continue
        kept = after.rstrip("\r\n") if nth == len(pieces) - 1 else after
        head, tail = _KEPT * (nth > 0), _KEPT * (nth < len(pieces) - 1)
        if len(kept) > head + tail + _KEPT:
            left_out = paint.dim(f"〔略{len(kept) - head - tail}字〕")
            out += (visible(kept[:head]), left_out, visible(kept[len(kept) - tail :]))
        else:
            out.append(visible(kept))
    return "".join(out).replace("\n", "⏎")


def _clusters(pieces: Sequence[Piece]) -> list[tuple[str, str, Certainty | None]]:
    """Raw text, repaired text and certainty (None: unchanged), with changes a character apart as one.

    Word for word 【進→进】“三【個→个】做【優(yōu)→优】 cannot be read; 【進“三個做優(yōu)→进“三个做优】 can.
    A doubt stays alone.
    """
    out: list[tuple[str, str, Certainty | None]] = []
    for piece in pieces:
        certainty = piece.change.certainty if piece.change is not None else None
        joined = (
            certainty is not None and len(out) > 1 and out[-1][2] is None and len(out[-1][1]) <= _BETWEEN
            and "\n" not in out[-1][1] and _joinable(out[-2]) and piece.raw and piece.text
            and certainty is not Certainty.UNCERTAIN
        )  # fmt: skip
        if joined:
            (before, after, _), (_, kept, _) = out[-2], out[-1]
            out[-2:] = [(before + kept + piece.raw, after + kept + piece.text, certainty)]
        else:
            out.append((piece.raw, piece.text, certainty))
    return out


def _joinable(cluster: tuple[str, str, Certainty | None]) -> bool:
    before, after, certainty = cluster
    return bool(before and after) and certainty in (Certainty.CERTAIN, Certainty.LIKELY) and len(after) < _CLUSTER


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def status_text(state: dict[str, Any]) -> str:
    """Policies, index and model, one line each."""
    lines = [f"已收录 {len(state['policies'])} 份文件："]
    for policy in state["policies"]:
        lines.append(f"  {policy['id']}　《{policy['title']}》　{policy['clauses']} 条　第 {policy['version']} 版　{policy['status']}")
    index = state["index"]
    if index["ready"]:
        lines.append(f"索引：可用，{index['passages']} 条措施，模型 {index['encoder']}（{index['weights']}）")
    else:
        lines.append(f"索引：不可用——{index['reason']}")
    return "\n".join(lines)
