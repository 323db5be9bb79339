"""What a question expected and what came, in one line each."""

from __future__ import annotations

from collections.abc import Sequence

from eval.gold.item import GoldItem
from eval.report.columns import one_line
from eval.report.words import STATUS_NAMES, UNANSWERABLE_NAMES
from eval.runner.citing import right_clauses
from eval.runner.record import Record


def _units(lead: Sequence[str] | None, supporting: Sequence[str] | None) -> list[str]:
    roles = (("牵头", lead), ("配合", supporting))
    return [f"{role} {'、'.join(names) or '无'}" for role, names in roles if names is not None]


def expected(gold: GoldItem) -> str:
    """What a right answer holds."""
    if not gold.question:
        return "只公开分数 scores only"
    if not gold.answerable:
        why = gold.unanswerable_kind
        return "应拒答 refusal" + (f"（{UNANSWERABLE_NAMES[why]} {why}）" if why else "")
    held = f"《{gold.policy}》" if gold.policy else ""
    parts = [f"{held}条款 {'、'.join(right_clauses(gold))}"] if gold.clauses else ["应作答 an answer"]
    if gold.facts:
        parts.append(f"事实 {' 且 '.join(gold.facts)}")
    parts += _units(gold.lead, gold.supporting)
    if gold.validity:
        parts.append(f"效力 {STATUS_NAMES[gold.validity.status]}")
    return one_line("；".join(parts), 300)


def given(record: Record) -> str:
    """What the system gave."""
    if record.sealed_up:
        kept = "兑现 kept" if record.passed else "未兑现 not kept"
        return f"{'拒答 refusal' if record.refused else '作答 answered'}，{kept}（只公开分数 scores only）"
    if record.error:
        return f"出错 error：{one_line(record.error, 200)}"
    parts = ["拒答 refusal"] if record.refused else [f"条款 {'、'.join(record.clauses) or '无'}"]
    if not record.refused:
        if record.gold.lead is not None or record.gold.supporting is not None:
            parts += _units(record.lead, record.supporting)
        if record.gold.validity:
            parts.append(f"效力 {STATUS_NAMES.get(record.status or '', record.status or '无')}")
    if record.quotes and record.quotes[0] < record.quotes[1]:
        parts.append(f"逐字引文 {record.quotes[0]}/{record.quotes[1]}")
    parts.append(f"正文 {one_line(record.text, 160) or '空'}")
    return one_line("；".join(parts), 500)
