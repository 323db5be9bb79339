"""The pages of 管理 as plain HTML: forms that work without a script. Every string of a document is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from corpus.inspection import Inspection, Severity
from ui.admin.desk import Rebuild, Waiting
from ui.render import clause_count, escape, quoted_title, token_field

_SEVERITY = {Severity.SERIOUS: "严重", Severity.WARNING: "留意", Severity.NOTE: "提示"}
_FINDINGS = 40  # shown of one document
TABS = (("", "概况"), ("documents", "文件"), ("feedback", "意见"), ("evaluation", "评测"), ("audit", "审计"))


def page(title: str, body: str, *, tab: str = "", form: str = "", note: str = "", refresh: int = 0) -> str:
    """A whole page; ``form`` is the session's token, "" for someone who is not logged in."""
    links = "".join(f'<a href="/admin/{to}"{" aria-current=page" if to == tab else ""}>{words}</a>' for to, words in TABS)
    nav = (
        f'<nav aria-label="管理">{links}<form method="post" action="/admin/logout">{token_field(form)}<button>退出</button></form></nav>' if form else ""
    )
    said = f'<p class="note" role="status">{escape(note)}</p>' if note else ""
    again = f'<meta http-equiv="refresh" content="{refresh}">' if refresh else ""
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">{again}'
        f"<title>{escape(title)} · 政策问答管理</title><link rel=\"stylesheet\" href=\"/zc/admin.css\"><link rel=\"icon\" href=\"data:,\"></head>"
        f'<body><header><a class="home" href="/">政策问答</a><span>管理</span>{nav}</header><main><h1>{escape(title)}</h1>{said}{body}</main></body></html>'
    )


def login(problem: str = "") -> str:
    """The door."""
    said = f'<p class="note bad" role="alert">{escape(problem)}</p>' if problem else ""
    return page("登录", (
        f'{said}<form class="card narrow" method="post" action="/admin/login"><label for="password">管理密码</label>'
        '<input id="password" name="password" type="password" autocomplete="current-password" required autofocus>'
        '<button class="main">登录</button></form>'
    ))  # fmt: skip


def overview(state: Mapping[str, Any], rebuild: Rebuild, form: str, note: str) -> str:
    """Library, index passport, model, sizes, how quickly it answers, and the rebuild."""
    index = state["index"]
    has = [("收录文件", f"{len(state['policies'])} 份"), ("条款", f"{sum(p['clauses'] for p in state['policies'])} 条"), ("数据目录", state["home"])]
    passport = [("状态", "可用" if index.get("ready") else index.get("reason", "不可用")), ("向量模型", state["model"])]
    passport += [(_PASSPORT.get(str(key), str(key)), _briefly(str(value))) for key, value in index.items() if key not in ("ready", "reason")]
    if rebuild.running:
        total = rebuild.total or 1
        work = f'<p>正在重建索引…</p><progress max="{total}" value="{rebuild.done}" aria-label="重建索引">{rebuild.done}/{total}</progress><p>{rebuild.done} / {rebuild.total or "…"}</p>'
    else:
        last = f'<p class="note bad">{escape(rebuild.problem)}</p>' if rebuild.problem else (f"<p>上次重建用时 {rebuild.seconds:.1f} 秒。</p>" if rebuild.seconds else "")
        work = f'{last}<form method="post" action="/admin/reindex">{token_field(form)}<button class="main">重建索引</button></form>'
    cards = (("政策库", has), ("索引护照", passport), ("占用", state.get("sizes", ())), ("用时（启动以来最近的提问）", state.get("latencies", ())))
    body = "".join(_facts(title, rows) for title, rows in cards if rows) + f'<section class="card"><h2>重建索引</h2>{work}</section>'
    return page("概况", body, form=form, note=note, refresh=2 if rebuild.running else 0)


# The index's manifest in words; a key without one is shown as it is.
_PASSPORT = {
    "format": "格式", "model": "模型", "dimension": "维数", "library": "政策库摘要", "library_digest": "政策库摘要", "passages": "检索单元", "built": "建成时间",
    "encoder": "编码器", "weights": "权重", "model_digest": "模型摘要", "segmenter": "分词", "passages_digest": "检索单元摘要", "background": "背景词频摘要",
    "digest": "索引摘要", "index_digest": "索引摘要", "clauses": "条款", "seconds": "建索引用时",
}  # fmt: skip


def _briefly(value: str) -> str:
    """A digest by its beginning, which is enough to tell two apart."""
    return f"{value[:16]}…" if len(value) == 64 else value


def _facts(title: str, rows: Iterable[tuple[str, object]]) -> str:
    items = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(str(value)[:300])}</dd></div>" for name, value in rows)
    return f'<section class="card"><h2>{escape(title)}</h2><dl>{items}</dl></section>'


def documents(waiting: Sequence[Waiting], form: str, note: str) -> str:
    """Hand in, and what waits with its report."""
    up = (
        f'<section class="card"><h2>上传文件</h2><form method="post" action="/admin/upload" enctype="multipart/form-data">{token_field(form)}'
        '<label for="files">选择文件（txt、md、html、docx、pdf、图片、json，一次最多 20 个、64MB）</label>'
        '<input id="files" name="files" type="file" multiple required><button class="main">上传并检查</button></form>'
        "<p class=hint>上传后先出入库前检查报告，由您决定是否收录；同名文件收录为新版本，旧版本保留。</p></section>"
    )
    return page("文件", up + "".join(_waiting(one, form) for one in waiting), tab="documents", form=form, note=note)


def _waiting(one: Waiting, form: str) -> str:
    if one.policy is None or one.inspection is None:
        report = f'<p class="note bad">{escape(one.problem)}</p>'
        choices = '<button name="choice" value="no">移除</button>'
    else:
        policy = one.policy
        units = sum(bool(part.units) for part in policy.clauses)
        report = (
            f"<p>{escape(quoted_title(policy.title))}{escape(f'（{policy.doc_number}）' if policy.doc_number else '')}"
            f"：{clause_count(policy)}，其中 {units} 条有责任单位；发文机关 {escape('、'.join(policy.issuers) or '未识别')}。</p>{findings(one.inspection)}"
        )
        choices = '<button class="main" name="choice" value="yes">收录</button><button name="choice" value="no">不收录</button>'
    return (
        f'<section class="card"><h2>{escape(one.file.name)}</h2>{report}<form method="post" action="/admin/decide">{token_field(form)}'
        f'<input type="hidden" name="key" value="{one.key}">{choices}</form></section>'
    )


def findings(inspection: Inspection) -> str:
    """The pre-ingest report, the gravest first."""
    if not inspection.findings:
        return '<p class="note good">没有发现需要留意的问题。</p>'
    counts = "，".join(f"{words} {inspection.count(severity)}" for severity, words in _SEVERITY.items() if inspection.count(severity))
    rows = "".join(
        f'<tr class="{found.severity.value}"><td>{_SEVERITY[found.severity]}</td><td>{f"第{found.line}行" if found.line else "全文"}</td>'
        f"<td>{escape(found.message)}</td><td>{escape(found.quote)}</td><td>{escape(found.advice)}</td></tr>"
        for found in inspection.findings[:_FINDINGS]
    )
    more = f"<p class=hint>另有 {len(inspection.findings) - _FINDINGS} 项。</p>" if len(inspection.findings) > _FINDINGS else ""
    return (
        f'<p>{counts}</p><div class="scroll" tabindex="0"><table><caption>入库前检查</caption><thead><tr><th scope="col">程度</th><th scope="col">位置</th>'
        f'<th scope="col">问题</th><th scope="col">原文</th><th scope="col">建议</th></tr></thead><tbody>{rows}</tbody></table></div>{more}'
    )


def audit(lines: Sequence[Mapping[str, str]], broken: int, form: str) -> str:
    """The audit log, the newest first, and whether its chain holds."""
    state = f'<p class="note bad">第 {broken} 行与前一行不衔接：日志可能被改动过。</p>' if broken else '<p class="note good">日志链完整。</p>'
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(line.get(key, ''))}</td>" for key in ("at", "who", "action", "about", "result")) + "</tr>"
        for line in reversed(lines[-300:])
    )
    body = (
        f'<section class="card">{state}<div class="scroll" tabindex="0"><table><caption>最近 300 条</caption><thead><tr><th scope="col">时间</th><th scope="col">来源</th>'
        f'<th scope="col">操作</th><th scope="col">对象</th><th scope="col">结果</th></tr></thead><tbody>{rows}</tbody></table></div></section>'
    )
    return page("审计", body, tab="audit", form=form)
