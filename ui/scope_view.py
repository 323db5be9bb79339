"""What documents can be narrowed by, as a form: for a question (限定范围) and for the list of 政策库.

The rules of ``ui/render.py`` hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.catalogue import years_of
from corpus.policy import Policy, Status
from ui.render import STATUS_WORDS, escape, quoted_title

_TITLES = 300  # documents offered by title; of a larger library a title or 文号 is typed


@dataclass(frozen=True, slots=True)
class Choices:
    """The values that a library's documents have, in the order in which they are offered."""

    issuers: tuple[str, ...]
    levels: tuple[str, ...]
    years: tuple[int, ...]


def choices_of(policies: Sequence[Policy]) -> Choices:
    """What the documents can be narrowed by."""
    return Choices(
        tuple(sorted({issuer for policy in policies for issuer in policy.issuers})),
        tuple(sorted({policy.level for policy in policies if policy.level})),
        tuple(sorted({year for policy in policies for year in years_of(policy)}, reverse=True)),
    )


def select_html(name: str, label: str, options: Sequence[tuple[str, str]]) -> str:
    """One field with its options; "" stands for all."""
    items = "".join(f'<option value="{escape(value)}">{escape(words)}</option>' for value, words in options)
    return f'<label class="zc-field"><span>{label}</span><select name="{name}"><option value="">全部</option>{items}</select></label>'


def fields_html(choices: Choices) -> str:
    """发文机关, level, year, status."""
    return (
        select_html("issuer", "发文机关", [(name, name) for name in choices.issuers])
        + select_html("level", "效力级别", [(name, name) for name in choices.levels])
        + select_html("year", "年度", [(str(year), f"{year}年") for year in choices.years])
        + select_html("status", "效力", [(status.value, STATUS_WORDS[status]) for status in Status])
    )


def form_html(policies: Sequence[Policy], choices: Choices) -> str:
    """The scope of a question, folded away until it is wanted; the script shows what is set as removable tags."""
    if len(policies) < 2:
        return ""
    if len(policies) <= _TITLES:
        titles = sorted((quoted_title(policy.title), policy.id) for policy in policies)
        one = select_html("policy", "文件", [(policy_id, title) for title, policy_id in titles])
    else:
        one = '<label class="zc-field"><span>文件</span><input type="text" name="policy" maxlength="200" autocomplete="off" placeholder="标题、文号或文件名"></label>'
    return (
        '<div class="zc-scope-box"><details class="zc-scope-open"><summary>限定范围</summary>'
        f'<form class="zc-form zc-scope-form">{fields_html(choices)}{one}<button type="reset" class="zc-plain">不限范围</button></form></details>'
        f'<ul class="zc-scope-tags"><li class="zc-scope-all">全部 {len(policies)} 份文件</li></ul></div>'
    )
