"""What the command line prints for a person: a policy, a repair, the status."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from assistant.validity_line import validity_view
from corpus import Policy
from corpus.repair import NAMES_FOR_PEOPLE, Certainty, RepairedText

_CERTAINTY = {Certainty.CERTAIN: "确证", Certainty.LIKELY: "可信", Certainty.UNCERTAIN: "存疑"}


def policy_text(policy: Policy, on: date) -> str:
    """Header data, clauses and units of one policy."""
    view = validity_view(policy, on)
    lines = [f"《{policy.title}》" + (f"（{policy.doc_number}）" if policy.doc_number else "")]
    lines.append(f"编号 {policy.id}　来源 {policy.source}")
    if policy.issuers:
        lines.append(f"发文机构：{'、'.join(policy.issuers)}")
    if policy.level:
        lines.append(f"效力级别：{policy.level}")
    lines.append(f"效力：{view.line}")
    for clause in policy.clauses:
        indent = "  " * (len(clause.path) - 1)
        lines.append(f"{indent}{clause.label}（{len(clause.measures)} 项措施）")
        if clause.units.lead or clause.units.supporting:
            lines.append(f"{indent}    牵头：{'、'.join(clause.units.lead) or '—'}")
            lines.append(f"{indent}    配合：{'、'.join(clause.units.supporting) or '—'}")
        elif clause.units:
            lines.append(f"{indent}    责任单位：{'、'.join(clause.units.listed)}")
    return "\n".join(lines)


def repair_text(repaired: RepairedText) -> str:
    """The repaired text, the count of each kind of repair, and every doubt with its original."""
    counts = Counter((step.fixer, step.certainty) for step in repaired.steps)
    lines = [repaired.text.rstrip("\n"), "", f"—— 共修复 {len(repaired.steps)} 处 ——"]
    for (fixer, certainty), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        lines.append(f"{NAMES_FOR_PEOPLE[fixer]}（{_CERTAINTY[certainty]}）：{count} 处")
    for step in repaired.steps:
        if step.certainty is Certainty.UNCERTAIN:
            others = f"，也可能是“{'、'.join(step.alternatives)}”" if step.alternatives else ""
            lines.append(f"存疑：原文第 {step.raw_start + 1} 字处“{step.before}”拟作“{step.after}”{others}")
    return "\n".join(lines)


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
