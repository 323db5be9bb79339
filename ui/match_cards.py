"""惠企匹配 on the page: the form, and results grouped by verdict. Pure functions; the rules of ``ui/render.py`` hold."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from assistant.matching import Match, Matched, Profile, Question, Verdict, says_nothing
from assistant.matching.profile import KINDS
from assistant.matching.verdicts import name_of
from corpus.support.vocabulary import OWNERSHIPS, SECTIONS, SIZES
from ui.library_view import link, route
from ui.match_view import (
    FIRMNESS,
    NOTICE,
    SAYS_NOTHING,
    UNMET_TITLE,
    VERDICT_WORDS,
    caution,
    citation,
    profile_lines,
    sections,
    validity_line,
)
from ui.render import chinese_date, escape, status_class, status_words, units_html, value_of

MOST_ITEMS = 60  # of one group; the report has them all
_CLASS = {Verdict.MET: "met", Verdict.UNMET: "unmet", Verdict.UNCLEAR: "unclear"}
QUALIFICATIONS = ("高新技术企业", "科技型中小企业", "专精特新中小企业", "专精特新“小巨人”企业", "创新型中小企业", "瞪羚企业", "独角兽企业", "单项冠军企业")


def intro_html() -> str:
    """What the tab is for."""
    return (
        '<div class="zc-match-intro"><h2>惠企匹配</h2><p class="zc-hint">填写企业情况，查看哪些政策支持适用、承诺到什么程度、还差什么条件。'
        "每一项都附条款原文和责任单位；没有写明的不作推断。</p></div>"
    )


def _select(name: str, label: str, options: Sequence[tuple[str, str]]) -> str:
    items = "".join(f'<option value="{escape(value)}">{escape(words)}</option>' for value, words in options)
    return f'<label class="zc-field"><span>{label}</span><select name="{name}"><option value="">未填写</option>{items}</select></label>'


def _input(name: str, label: str, kind: str = "text", hint: str = "", wide: bool = False) -> str:
    more = ' min="0" step="any"' if kind == "number" else ' maxlength="300"'
    return (
        f'<label class="zc-field{" zc-wide" if wide else ""}"><span>{label}</span>'
        f'<input type="{kind}" name="{name}" placeholder="{escape(hint)}" autocomplete="off"{more}></label>'
    )


def form_html() -> str:
    """The fields, in the field's standard vocabularies; all of them may stay empty."""
    checks = "".join(f'<label class="zc-check"><input type="checkbox" name="资质" value="{escape(q)}"> {escape(q)}</label>' for q in QUALIFICATIONS)
    return (
        '<form class="zc-form zc-match-fields"><div class="zc-read-row"><button type="button" class="zc-read-in zc-plain">读入表单</button>'
        '<p class="zc-read-state zc-hint">把上面的话读成表格，核对、改正后再查；也可以直接查。</p></div><details open><summary>按项填写（可只填知道的）</summary><div class="zc-grid">'
        f'{_select("类型", "主体类型", [(kind, kind) for kind in KINDS])}{_input("所在地", "所在地", hint="例如 四川省成都市")}'
        f'{_select("行业", "行业门类", [(letter, f"{letter} {name}") for letter, name in SECTIONS.items()])}'
        f'{_select("规模", "企业规模", [(size, size) for size in SIZES])}'
        f'{_select("规上", "规模以上", [("是", "是"), ("否", "否")])}{_select("所有制", "所有制", [(o, o) for o in OWNERSHIPS])}'
        f'{_input("从业人员", "从业人员（人）", "number")}{_input("营业收入", "营业收入", hint="例如 3000万元")}'
        f'{_input("投资额", "项目投资额", hint="例如 1.2亿元")}{_input("贷款", "贷款金额", hint="例如 500万元")}'
        f'{_input("成立日期", "成立日期", hint="例如 2020-05-01 或 2020年5月")}{_input("事项", "已做或打算做的事", hint="例如 老厂房加层、引进人才", wide=True)}'
        f'<fieldset class="zc-checks"><legend>资质荣誉</legend>{checks}</fieldset></div></details>'
        '<div class="zc-answers"></div><div class="zc-form-foot"><button type="submit" class="zc-press">查可享支持</button><button type="reset" class="zc-plain">清空</button>'
        '<button type="button" class="zc-batch zc-plain">批量：选择 CSV 文件</button></div>'
        '<p class="zc-hint zc-small">批量文件每行一家企业，首行为字段名（企业名称、所在地、行业、规模、资质……），UTF-8 编码，最多 2MB；结果为 Excel，含免申即享候选。</p></form>'
    )


def empty_html() -> str:
    """The result before the first query."""
    return '<div class="zc-page zc-match-empty"><p class="zc-hint">查询结果显示在这里，按“满足、待确认、不满足”分组。</p></div>'


def result_html(profile: Profile, matched: Matched, given: dict[str, Any], *, corrected: bool = False) -> str:
    """Everything that was found for one enterprise; ``corrected``: the form holds what was read from the text, looked over."""
    read = "".join(f"<li>{escape(line)}</li>" for line in profile_lines(profile))
    report = json.dumps({"url": "/api/v1/match.docx", "name": "惠企政策匹配报告.docx", "body": {
        "profile": {key: value for key, value in given.items() if key != "text"}, "text": given.get("text", ""), "corrected": corrected}}, ensure_ascii=False)
    if says_nothing(profile, matched.matches):
        found = f'<p class="zc-nothing">{SAYS_NOTHING}</p>'
    else:
        met, *others = (_group(title, group, matched.as_of) for title, group in sections(matched, everything=True))
        nothing = '<p class="zc-nothing">现行有效的政策中，没有一项可申请支持的条件与所述情况相符。</p>' if matched.nothing else ""
        warned = caution(profile)
        warning = f'<p class="zc-caution">{escape(warned)}</p>' if warned else ""
        found = f'{warning}{nothing}{met}{_questions(matched.questions)}{"".join(others)}<p class="zc-hint">{NOTICE}</p>'
    return (
        f'<div class="zc-page zc-matched"><div class="zc-list-head"><h2>匹配结果</h2><p class="zc-hint">核查日期：{chinese_date(matched.as_of)}</p>'
        f'<button type="button" class="zc-fetch zc-plain" value="{value_of(report)}">下载匹配报告（Word）</button></div>'
        f'<div class="zc-read"><h3>读到的情况</h3><ul>{read or "<li>没有读到可用的情况，请按项填写。</li>"}</ul><p class="zc-hint">如有不符，请在表格中改正后再查。</p></div>'
        f"{found}</div>"
    )


ASKED_FIRST, ASKED_IN_ALL = 3, 8  # questions in view, and behind a click


def _questions(questions: Sequence[Question]) -> str:
    """What would decide more, each with buttons that answer it and match again."""
    asked = [_question(question) for question in questions[:ASKED_IN_ALL]]
    if not asked:
        return ""
    more = f'<details><summary>再看 {len(asked) - ASKED_FIRST} 个问题</summary><ol start="{ASKED_FIRST + 1}">{"".join(asked[ASKED_FIRST:])}</ol></details>' if len(asked) > ASKED_FIRST else ""
    return f'<div class="zc-questions"><h3>补充以下情况，可以确定更多结果</h3><ol>{"".join(asked[:ASKED_FIRST])}</ol>{more}</div>'


def _question(question: Question) -> str:
    about = question.about
    field, value = "", ""
    if about.startswith("所在地是否在"):
        field, value = "所在地", about.removeprefix("所在地是否在")
    elif about.startswith("主体类型是否为"):
        field, value = "类型", about.removeprefix("主体类型是否为")
    if field and ((field == "类型" and value not in KINDS) or value == "发文机关辖区"):
        return f"<li>{escape(question.ask)}<span class=\"zc-hint\">（请在表格中填写）</span></li>"
    name = about.removeprefix("不是：")  # what shuts one out is asked for as it is: 是否存在…的情形
    buttons = "".join(
        f'<button type="button" class="zc-answer zc-plain" value="{value_of(json.dumps({"field": field or name, "value": answer, "ask": name}, ensure_ascii=False))}">{words}'
        f'<span class="zc-sr">：{escape(name)}</span></button>'
        for words, answer in ((("是", value),) if field else (("是", "是"), ("否", "否")))
    )
    return f'<li>{escape(question.ask)}<span class="zc-yesno">{buttons}</span></li>'


def _group(title: str, group: Sequence[Match], on: date) -> str:
    if not group:
        return ""
    items = "".join(_item(found, on) for found in group[:MOST_ITEMS])
    more = f'<p class="zc-hint">另有 {len(group) - MOST_ITEMS} 项，见匹配报告。</p>' if len(group) > MOST_ITEMS else ""
    if title == UNMET_TITLE:  # thousands of them are no news
        return f'<details class="zc-group zc-group-unmet"><summary>条件不符的支持（展开可看不符在哪里）</summary>{items}{more}</details>'
    opened = " open" if title.startswith(("条件满足", "待确认：与")) else ""
    return f'<details class="zc-group"{opened}><summary>{escape(title)}<span class="zc-n">{len(group)} 项</span></summary>{items}{more}</details>'


def _item(found: Match, on: date) -> str:
    item = found.item
    rows = [
        ("数额", "；".join(q.text for q in item.amounts)), ("测算", "；".join(found.computed)), ("待确认", "；".join(found.missing)),
        ("不符", "；".join(found.failed)), ("期限", item.deadline.text if item.deadline else ""), ("办理", item.apply.text if item.apply else ""),
        ("上位政策", "、".join(found.superior)),
    ]  # fmt: skip
    facts = "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in rows if value)
    conflict = ""
    if found.instead:
        conflict = f'<p class="zc-hint">同类支持另有更高的一项，按“{escape(found.rule)}”取高的一项，两项均列出。</p>'
    elif found.alike:
        conflict = f'<p class="zc-hint">与另外 {len(found.alike)} 项内容相近，请勿重复申领，先向责任单位确认。</p>'
    units = units_html(found.units) or '<p class="zc-hint">本条未写明责任单位，请向发文机关咨询。</p>'
    days = ""
    expires = found.policy.validity.expires
    if expires is not None and expires >= on:
        days = f'<span class="zc-when">距到期 {(expires - on).days} 天</span>'
    return (
        f'<article class="zc-item zc-v-{_CLASS[found.verdict]}"><h3>{escape(name_of(item))}</h3>'
        f'<p class="zc-card-facts"><span class="zc-verdict">{VERDICT_WORDS[found.verdict]}</span><span>{FIRMNESS[item.commitment]}</span>'
        f'<span class="zc-pill {status_class(found.validity)}">{status_words(found.validity)}</span>{days}</p>'
        f'<dl class="zc-facts">{facts}</dl><blockquote class="zc-quote">{escape(" ".join(item.text.split()))}</blockquote>'
        f'<p class="zc-card-facts">{link(route("policy", found.policy.id), citation(found))}<span>{escape(validity_line(found, on))}</span></p>'
        f"{units}{conflict}</article>"
    )
