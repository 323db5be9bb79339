"""What a clause and a day are called in Chinese text (条款与日期的写法): the same on the page, in an answer and in a report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from corpus.policy import CLOSING, HEADER, PREAMBLE

_LONGEST_NUMBER = 6  # characters; what is longer is the title of a part


def chinese_date(day: date) -> str:
    """2025年12月31日, without leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def clause_name(path: Sequence[str]) -> str:
    """The clause as officials cite it; chapters are left out, as the drafting rules want it.

    >>> clause_name(["五"]), clause_name(["二", "（三）"]), clause_name(["第二章", "第八条"])
    ('第五条', '第二条第（三）项', '第八条')
    >>> clause_name(["2"]), clause_name(["二", "2"])
    ('第2条', '第二条第2目')
    >>> clause_name(["申报指南汇编", "3"]), clause_name(["市级政策措施汇编", "3"])
    ('申报指南汇编第3目', '“市级政策措施汇编”第3目')
    >>> clause_name(["序"]), clause_name(["尾"]), clause_name(["题"])
    ('序言', '尾部', '文件信息')
    """
    special = {PREAMBLE: "序言", CLOSING: "尾部", HEADER: "文件信息"}
    if not path:
        return "全文"
    if len(path) == 1 and path[0] in special:
        return special[path[0]]
    kept = [step for step in path if not re.fullmatch(r"第.+[编章节]", step)] or [path[-1]]
    decimal = [at for at, step in enumerate(kept) if re.fullmatch(r"\d+(?:\.\d+)+", step)]
    kept = kept[decimal[-1] :] if decimal else kept
    if len(kept) == 1 and re.fullmatch(r"\d+[.．、]?", kept[0]):  # the only number there is stands for a clause
        return f"第{kept[0].rstrip('.．、')}条"
    return "".join(_step_name(step) for step in kept)


def _step_name(step: str) -> str:
    if step.startswith(("第", "附")):
        return step
    if re.fullmatch(r"[（(].+[）)]", step):
        return f"第{step}项"
    if re.fullmatch(r"[一二三四五六七八九十百零〇]+", step):
        return f"第{step}条"
    if re.fullmatch(r"\d+[.．、]?", step):
        return f"第{step.rstrip('.．、')}目"
    return f"“{step}”" if len(step) > _LONGEST_NUMBER and not step.startswith(("“", "《")) else step
