"""The table of the comparison, for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eval.peers.scoring import Scores

_COLUMNS = (
    ("文件 policy", "policy"), ("条款找到 found", "found"), ("条款指准 cited", "cited"), ("单位列全 units", "units"), ("牵头配合 roles", "roles"),
    ("拒答 refused", "refused"), ("误拒 wrongly", "wrongly_refused"), ("事后最好阈值 at best", "refused_at_best"),
)  # fmt: skip


def render(groups: Mapping[str, Mapping[str, Scores]], facts: Sequence[str]) -> str:
    """One Markdown table per group of questions, a row per system, with the rules in short above."""
    lines = ["# 同类系统比较 Peers", "", *facts, ""]
    for group, rows in groups.items():
        heads = [head for head, _ in _COLUMNS]
        lines += [f"## {group}", "", "| 系统 system | " + " | ".join(heads) + " | 毫秒/题 ms |", "|---" * (len(heads) + 2) + "|"]
        for name, scores in rows.items():
            cells = [str(getattr(scores, key)) for _, key in _COLUMNS]
            lines.append(f"| {name} | " + " | ".join(cells) + f" | {scores.seconds * 1000:.1f} |")
        lines.append("")
    return "\n".join(lines)
