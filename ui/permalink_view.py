"""A kept answer (存档) as the page shows it: what it is, and what has changed since. The rules of ``ui/render.py`` hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from ui.permalink import Change, Reopened
from ui.render import chinese_date, escape, quoted_title

_CHANGES: Mapping[Change, str] = {
    Change.REREAD: "已由新版程序重新解读", Change.SUPERSEDED: "已有新版本", Change.REMOVED: "已移出政策库",
}  # fmt: skip


def moment(at: str) -> str:
    """2026年11月27日 14:03 for an ISO time; the text itself where it is none."""
    try:
        when = datetime.fromisoformat(at)
    except ValueError:
        return at
    return f"{chinese_date(when.date())} {when:%H:%M}"


def then_html(kept: Reopened) -> str:
    """What stands above the answer as it was."""
    lines = [f"<strong>存档的回答</strong>　{escape(moment(kept.at))}存档，回答和依据都是当时的原样。"]
    changed = [f"{quoted_title(then.policy.title)}{_CHANGES[then.change]}" for then in kept.cited.values() if then.change in _CHANGES]
    if changed:
        lines.append(f"所引文件此后有变化：{escape('；'.join(changed))}。")
    elif kept.library_changed:
        lines.append("政策库此后有变化，所引文件没有变化。")
    else:
        lines.append("政策库此后没有变化。")
    if kept.now is None:
        lines.append(f"今天再问，没有得到回答：{escape(kept.problem)}")
    else:
        lines.append("今天再问，回答相同。" if kept.same else "今天再问，回答不同，列在下面。")
    grave = "" if kept.same and not changed else " zc-kept-changed"
    return f'<div class="zc-kept{grave}">{"".join(f"<p>{line}</p>" for line in lines)}</div>'


def now_html() -> str:
    """What stands above the answer of today, where it differs."""
    return '<div class="zc-kept"><p><strong>今天的回答</strong>　依据现在的政策库。</p></div>'


def link_html(address: str, number: int) -> str:
    """What the script copies: ``address`` is what stands behind the #."""
    return f'<div class="zc-links"><button type="button" class="zc-link-made" id="zc-link-{number}" value="{escape(address)}" hidden>链接</button></div>'
