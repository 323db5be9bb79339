"""``zhengce evaluate``: a gold set asked, and what belongs to it: compare, report, gate, ladder, perturb, public.

``write`` and ``gold``, about the questions themselves, are in ``ui/commands/evaluate_gold.py``.

Parse, call, print: everything that is computed is computed in ``eval``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from corpus.errors import BadInput
from ui.commands.evaluate_gate import Workers, gate
from ui.commands.evaluate_gate import publish as publish_results
from ui.commands.evaluate_gold import gold_app, write
from ui.commands.evaluate_running import asked, bar, cores, items_of, read_home, runs_folder, spec_of

app = typer.Typer(
    name="evaluate", help="用问题集评测、比较、把关，并写出报告。", add_completion=False, rich_markup_mode=None,
    invoke_without_command=True, pretty_exceptions_enable=False,
)
app.add_typer(gold_app)
app.command("write")(write)
app.command("gate")(gate)
app.command("publish")(publish_results)

Gold = Annotated[list[Path], typer.Option("--gold", help="问题集（JSON Lines）；可给多个，合成一次评测")]
Policy = Annotated[str, typer.Option("--policy", help="问题集所问的文件；库中有多份文件时给出")]


@app.callback()
def evaluate(
    context: typer.Context,
    gold: Annotated[list[Path] | None, typer.Option("--gold", help="问题集（JSON Lines）；可给多个，合成一次评测")] = None,
    out: Annotated[Path | None, typer.Option("--json", help="把逐题结果写入此文件")] = None,
    html: Annotated[Path | None, typer.Option("--html", help="把报告写成一个 HTML 文件")] = None,
    split: Annotated[str, typer.Option("--split", help="只用 dev 或 held 一半")] = "",
    policy: Policy = "",
    failures: Annotated[bool, typer.Option("--failures", help="列出未通过的问题（保留题只计数）")] = False,
    workers: Workers = 0,
    fresh: Annotated[bool, typer.Option("--fresh", help="从头评测，不接着上次中断处")] = False,
    endpoint: Annotated[str, typer.Option("--endpoint", help="评测按本项目答复约定作答的 HTTP 地址")] = "",
    chat: Annotated[str, typer.Option("--chat", help="评测 OpenAI 兼容端点（…/v1），条款放在提示中")] = "",
    chat_model: Annotated[str, typer.Option("--chat-model", help="该端点上的模型名")] = "",
    key_name: Annotated[str, typer.Option("--key-from", help="存放端点密钥的环境变量名")] = "",
    peer: Annotated[str, typer.Option("--peer", help="评测同类系统：bm25、llama-index、langchain、langchain-jieba、haystack")] = "",
    publish: Annotated[Path | None, typer.Option("--publish", help="另写一份可公开的结果：保留题只留分数")] = None,
    scores_only: Annotated[bool, typer.Option("--scores-only", help="--publish 写出的每一题都只留分数")] = False,
) -> int:
    """用问题集评测，给出各项指标；结果另存于 var/runs，可用 compare 比较。"""
    if context.invoked_subcommand is not None:
        return 0
    if not gold:
        raise BadInput("请用 --gold 给出问题集，例如 zhengce evaluate --gold eval/gold/chengdu.jsonl（no gold set given）")
    from corpus.files import write_whole
    from eval.report import summary_table
    from eval.runner.store import save_run, write_run

    items = items_of(gold, split)
    spec = spec_of(policy, endpoint, chat, chat_model, key_name, peer)
    result = asked(spec, items, workers=workers or (1 if peer else 0), fresh=fresh)  # a peer is costly to build
    print(summary_table(result, limit=None if failures else 0))
    name = "+".join(path.stem for path in gold) + (f"-{split}" if split else "")
    kept = save_run(result, runs_folder(), name)
    print(f"\n已存 kept：{kept.name}（zhengce evaluate compare previous latest）", file=sys.stderr)
    if out is not None:
        write_whole(out, json.dumps(result.to_json(), ensure_ascii=False, indent=1) + "\n")
    if publish is not None:
        publish.parent.mkdir(parents=True, exist_ok=True)
        write_run(result, publish, keep="scores" if scores_only else "dev")
    if html is not None:
        from eval.report.html import report_html

        write_whole(html, report_html({name: result}))
    return 0


@app.command()
def compare(
    before: Annotated[str, typer.Argument(help="评测结果：文件、文件名开头、latest 或 previous")],
    after: Annotated[str, typer.Argument(help="另一个")],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON（机器可读）")] = False,
    every: Annotated[bool, typer.Option("--all", help="列出所有翻转的题，不只前 40 道")] = False,
) -> int:
    """比较两次评测：哪些题翻转了，差别是否超出偶然。"""
    from eval.runner.compare import compare as compared
    from eval.runner.compare import comparison_json, comparison_table
    from eval.runner.store import find_run, load_run

    found = compared(load_run(find_run(before, runs_folder())), load_run(find_run(after, runs_folder())))
    print(json.dumps(comparison_json(found), ensure_ascii=False) if as_json else comparison_table(found, limit=None if every else 40))
    return 0


@app.command()
def runs() -> int:
    """列出已存的评测结果。"""
    from eval.runner.store import PUBLISHED, load_run, runs_in

    for path in (*runs_in(PUBLISHED), *runs_in(runs_folder())):
        run = load_run(path)
        print(f"{path.stem}　{len(run.records)} 题　兑现 {sum(r.passed for r in run.records) / len(run.records):.3f}　{run.system}　{run.date}")
    return 0


@app.command()
def report(
    names: Annotated[list[str], typer.Argument(help="评测结果，一个或多个")],
    out: Annotated[Path, typer.Option("--html", help="报告写入此文件")],
    robustness: Annotated[bool, typer.Option("--robustness/--no-robustness", help="附上已有的脏数据阶梯与扰动提问")] = True,
) -> int:
    """把已存的评测结果写成一个 HTML 报告。"""
    from corpus.files import write_whole
    from eval.report.extra import kept_sections
    from eval.report.html import report_html
    from eval.runner.store import find_run, load_run

    found = {path.stem: load_run(path) for path in (find_run(name, runs_folder()) for name in names)}
    write_whole(out, report_html(found, more=kept_sections(runs_folder()) if robustness else ()))
    print(f"已写入 {out}（written）")
    return 0


@app.command()
def ladder(
    gold: Gold,
    policy: Policy = "",
    kinds: Annotated[list[str] | None, typer.Option("--kind", help="只做这些损坏")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="每级问多少道开发题，按固定种子抽取")] = 90,
    publish: Annotated[bool, typer.Option("--publish", help="同时写入随项目提交的结果")] = False,
    workers: Workers = 0,
) -> int:
    """脏数据阶梯：同样的问题，问受损程度逐级加重的同一份文件。各级问同一批抽出的题；可中断后接着做。"""
    from assistant import open_library
    from eval.robustness import LADDER, drawn
    from eval.robustness import ladder as climbed
    from eval.robustness.showing import ladder_table

    for kind in kinds or ():
        if kind not in LADDER:
            raise BadInput(f"没有这种损坏：{kind}；有 {'、'.join(LADDER)}（no such damage）")
    library = open_library(read_home())
    found = library.find(policy) if policy else library.policies()[0]
    chosen = drawn(items_of(gold, "dev"), limit)
    with bar(1, "阶梯 rungs") as told:
        rungs = climbed(
            found.text, found.source, chosen, kinds=tuple(kinds or LADDER), kept=runs_folder() / "ladder.jsonl", workers=workers or cores(),
            progress=lambda done, total, rung: told(done, total),
        )  # fmt: skip
    from eval.report.extra import keep_ladder

    keep_ladder(rungs, runs_folder(), publish=publish)
    print(ladder_table(rungs))
    return 0


@app.command()
def perturb(
    gold: Gold, policy: Policy = "",
    limit: Annotated[int, typer.Option("--limit", min=0, help="取多少道开发题，按固定种子抽取；0 表示全部")] = 0,
    publish: Annotated[bool, typer.Option("--publish", help="同时写入随项目提交的结果")] = False,
    workers: Workers = 0,
) -> int:
    """扰动提问：错漏字、同音字、繁体、口语改述之后，回答是否一致（只用开发题）。"""
    from eval.report.columns import align
    from eval.report.extra import keep_consistency
    from eval.robustness import PERTURBATIONS, consistency, drawn, perturbed
    from eval.robustness.showing import consistency_rows

    items = items_of(gold, "dev")
    items = drawn(items, limit) if limit else items
    spec = spec_of(policy)
    plain = {record.gold.id: record for record in asked(spec, items, workers=workers, fresh=False).records}
    found = []
    for kind in PERTURBATIONS:
        changed = perturbed(items, kind)
        if changed:
            found.append(consistency(kind, plain, asked(spec, changed, workers=workers, fresh=False).records))
    keep_consistency(found, runs_folder(), publish=publish)
    print(align(consistency_rows(found), left=1))
    return 0


@app.command()
def public(
    form: Annotated[str, typer.Argument(help="squad、beir 或 stard")],
    path: Annotated[Path, typer.Argument(help="文件（squad）或文件夹")],
    limit: Annotated[int, typer.Option("--limit", min=0, help="约取多少题；0 表示全部")] = 0,
    words_only: Annotated[bool, typer.Option("--words-only", help="只按词检索，不用向量")] = False,
) -> int:
    """在本机已有的公开检索集上测检索：CMRC2018、DRCD（squad），BEIR，STARD。"""
    from assistant.wiring import embedder_of, open_library
    from eval.public_sets import LOADERS
    from eval.public_sets.searching import search_all
    from eval.report.columns import align

    if form not in LOADERS:
        raise BadInput(f"格式只能是 {'、'.join(LOADERS)}，不是 {form}（unknown form）")
    found = LOADERS[form](path)
    open_library(read_home())  # tells where the word list keeps its cache
    with bar(len(found.documents), "编码 documents") as told:
        ways = search_all(found, None if words_only else embedder_of(read_home()), limit=limit, progress=told)
    names = list(ways[0].scores)
    rows = [["检索 search", *names, "毫秒/题 ms"]]
    rows += [[way.name, *(f"{way.scores[name].value or 0:.3f}" for name in names), f"{1000 * way.seconds:.1f}"] for way in ways]
    print(f"{found.name}：{len(found.documents)} 篇文档 documents，{len(found.questions)} 题 questions\n{align(rows, left=1)}")
    return 0
