"""Versions of a document and their difference, clause by clause. Pure functions; the rules of ``ui/render.py`` hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from corpus.policy import Policy
from ui.comparing import ClauseChange
from ui.library_view import link, route
from ui.render import escape, quoted_title

_WORDS = {"same": "相同", "changed": "有改动", "added": "新增", "removed": "删去"}
_ENDED = {"superseded": "已被后一版取代", "removed": "已移出"}
_MOST_CHANGES = 200
_MOST_OTHERS = 500  # documents offered to be compared with
_AROUND = 60  # unchanged characters kept on either side of a change


def versions_html(policy: Policy, versions: Sequence[Mapping[str, Any]], others: Sequence[Policy] = ()) -> str:
    """The kept versions, two of them to be put side by side, and the document beside one of the ``others``."""
    rows = "".join(
        f"<tr><th scope='row'>第 {version['version']} 版</th><td>{escape(str(version['added'])[:16].replace('T', ' '))}</td>"
        f"<td>{'现用' if version['current'] else escape(_ENDED.get(version['ended'], version['ended']))}</td>"
        f"<td>{version['clauses']} 条</td><td>{escape(version['source'])}</td></tr>"
        for version in versions
    )
    head = (
        f'<p class="zc-trail">{link("#library", "政策库")} › {link(route("policy", policy.id), quoted_title(policy.title))}</p>'
        f'<div class="zc-list-head"><h2>版本与对照</h2><p class="zc-hint">保存了 {len(versions)} 个版本</p></div>'
        f'<div class="zc-scroll"><table class="zc-table"><caption class="zc-sr">版本</caption><thead><tr><th scope="col">版本</th><th scope="col">收录时间</th>'
        f'<th scope="col">状态</th><th scope="col">条款</th><th scope="col">文件</th></tr></thead><tbody>{rows}</tbody></table></div>'
    )
    if len(versions) < 2:
        return f'<div class="zc-page">{head}<p class="zc-hint">只有一个版本，没有可以对照的内容。</p>{_others(policy, others)}</div>'

    def options(chosen: int) -> str:
        return "".join(
            f'<option value="{escape(v["policy_id"])}"{" selected" if nth == chosen else ""}>第 {v["version"]} 版</option>'
            for nth, v in enumerate(versions)
        )

    form = (
        f'<form class="zc-form zc-version-form"><input type="hidden" name="route" value="versions/{escape(policy.id)}">'
        f'<label class="zc-field"><span>旧</span><select name="old">{options(len(versions) - 2)}</select></label>'
        f'<label class="zc-field"><span>新</span><select name="new">{options(len(versions) - 1)}</select></label>'
        '<button type="submit" class="zc-press">对照</button></form>'
    )
    return f'<div class="zc-page">{head}{form}{_others(policy, others)}</div>'


def _others(policy: Policy, others: Sequence[Policy]) -> str:
    """A form that puts the document beside another one."""
    options = "".join(f'<option value="{escape(other.id)}">{escape(quoted_title(other.title))}</option>' for other in others[:_MOST_OTHERS] if other.id != policy.id)
    if not options:
        return ""
    return (
        f'<form class="zc-form zc-version-form"><input type="hidden" name="route" value="versions/{escape(policy.id)}"><input type="hidden" name="old" value="{escape(policy.id)}">'
        f'<label class="zc-field zc-wide"><span>与另一份文件逐条对照</span><select name="new">{options}</select></label><button type="submit" class="zc-press">与它对照</button></form>'
    )


def changes_html(old: Policy, new: Policy, changes: Sequence[ClauseChange]) -> str:
    """What changed, in words and by marks; clauses that stayed are counted, not repeated."""
    counts = Counter(change.kind for change in changes)
    facts = "，".join(f"{_WORDS[kind]} {counts[kind]} 条" for kind in ("changed", "added", "removed", "same") if counts[kind])
    shown = [change for change in changes if change.kind != "same"]
    blocks = "".join(
        f'<section class="zc-diff zc-diff-{change.kind}"><h3>{escape(change.label)} <span class="zc-pill">{_WORDS[change.kind]}</span></h3>'
        f"<p>{_pieces(change)}</p></section>"
        for change in shown[:_MOST_CHANGES]
    )
    more = f'<p class="zc-hint">另有 {len(shown) - _MOST_CHANGES} 条改动，见数据接口。</p>' if len(shown) > _MOST_CHANGES else ""
    none = "" if shown else '<p class="zc-hint">两个版本的条款逐字相同。</p>'
    return (
        f'<div class="zc-page"><h3>{escape(quoted_title(old.title))} → {escape(quoted_title(new.title))}</h3>'
        f'<p class="zc-hint">{facts}</p>{none}{blocks}{more}</div>'
    )


def _pieces(change: ClauseChange) -> str:
    out = []
    for nth, (kind, text) in enumerate(change.pieces):
        if kind == "removed":
            out.append(f'<del><span class="zc-sr">删去：</span>{escape(text)}</del>')
        elif kind == "added":
            out.append(f'<ins><span class="zc-sr">新增：</span>{escape(text)}</ins>')
        elif change.kind == "changed" and len(text) > 2 * _AROUND + 10:
            first, last = nth == 0, nth == len(change.pieces) - 1
            head = "" if first else escape(text[:_AROUND])
            tail = "" if last else escape(text[-_AROUND:])
            out.append(f"{head} … {tail}")
        else:
            out.append(escape(text))
    return "".join(out)
