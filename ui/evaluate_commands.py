"""``zhengce evaluate``: a gold set asked, and what belongs to it: compare, report, gate, ladder, perturb, public.

``write`` and ``gold``, about the questions themselves, are in ``ui/evaluate_gold_commands.py``.

Parse, call, print: everything that is computed is computed in ``eval``.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.errors import BadInput
from ui.evaluate_gold_commands import gold_app, write

if TYPE_CHECKING:
    from eval.gold import GoldItem
    from eval.runner import Run
    from eval.runner.gate import Gate
    from eval.systems import SystemSpec

app = typer.Typer(
    name="evaluate", help="用问题集评测、比较、把关，并写出报告。", add_completion=False, rich_markup_mode=None,
    invoke_without_command=True, pretty_exceptions_enable=False,
)
app.add_typer(gold_app)
app.command("write")(write)

Workers = Annotated[int, typer.Option("--workers", min=0, help="几个进程；0 表示每核一个")]
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

    items = _items(gold, split)
    spec = _spec(policy, endpoint, chat, chat_model, key_name, peer)
    result = _run(spec, items, workers=workers or (1 if peer else 0), fresh=fresh)  # a peer is costly to build
    print(summary_table(result, limit=None if failures else 0))
    name = "+".join(path.stem for path in gold) + (f"-{split}" if split else "")
    kept = save_run(result, _runs(), name)
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

    found = compared(load_run(find_run(before, _runs())), load_run(find_run(after, _runs())))
    print(json.dumps(comparison_json(found), ensure_ascii=False) if as_json else comparison_table(found, limit=None if every else 40))
    return 0


@app.command()
def runs() -> int:
    """列出已存的评测结果。"""
    from eval.runner.store import PUBLISHED, load_run, runs_in

    for path in (*runs_in(PUBLISHED), *runs_in(_runs())):
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

    found = {path.stem: load_run(path) for path in (find_run(name, _runs()) for name in names)}
    write_whole(out, report_html(found, more=kept_sections(_runs()) if robustness else ()))
    print(f"已写入 {out}（written）")
    return 0


@app.command()
def gate(
    only: Annotated[list[str] | None, typer.Option("--only", help="只查这些门槛")] = None,
    fast: Annotated[bool, typer.Option("--fast", help="只问快速子集，容差见门槛文件")] = False,
    pin: Annotated[bool, typer.Option("--pin", help="核对过数据之后，记下新的摘要；不评测")] = False,
    raise_floors: Annotated[bool, typer.Option("--raise", help="评测后把下限提高到所得数值（减 0.01）")] = False,
    lower_floor: Annotated[str, typer.Option("--lower-floor", help="放宽一项，写成 门槛.指标=数值；须同时给出 --i-mean-it")] = "",
    meant: Annotated[bool, typer.Option("--i-mean-it", help="确认放宽")] = False,
    workers: Workers = 0,
) -> int:
    """按 eval/gate.toml 把关：低于下限或数据有变时以 1 退出。适用于当前政策库的门槛才查。"""
    from eval.runner import gate as gates

    known = gates.load_gates()
    if lower_floor:
        return _lower(known, lower_floor, meant)
    for name in only or ():
        if name not in known:
            raise BadInput(f"没有门槛 {name}；有 {'、'.join(known)}（no such gate）")
    settings = _settings()
    if pin:
        for name in only or known:
            known[name] = gates.pinned(known[name], settings.documents)
            print(f"已记下 pinned：{name} {known[name].digest[:16]}")
        gates.write_gates(known)
        return 0
    said: list[str] = []
    passed = 0
    for name in only or known:
        found = known[name]
        why = _does_not_apply(found)
        if why and not only:
            print(f"– {name}：{why}")
            continue
        said += gates.changed_data(found, settings.documents)
        items = found.fast_items() if fast else found.items()
        result = _run(_spec(found.policy), items, workers=workers, fresh=False)
        said += gates.shortfalls(found, result.records, slack=found.slack if fast else 0.0)
        if raise_floors and not fast:
            known[name] = gates.raised(found, result.records)
        passed += 1
        print(f"✓ {name}：{len(items)} 题已查（checked），{result.wall_seconds:.0f} s")
    if raise_floors:
        gates.write_gates(known)
    print("\n".join(said) if said else f"门槛全部守住（{passed} 项 gates hold）" if passed else "没有可查的门槛（no gate applies to this library）")
    return 1 if said else 0


def _lower(known: dict[str, Gate], wanted: str, meant: bool) -> int:
    from eval.runner import gate as gates

    place, _, value = wanted.partition("=")
    name, _, key = place.partition(".")
    try:
        limit = float(value)
    except ValueError:
        raise BadInput(f"--lower-floor 应写成 门槛.指标=数值，不是 {wanted}（write gate.measure=value）") from None
    if name not in known:
        raise BadInput(f"没有门槛 {name}；有 {'、'.join(known)}（no such gate）")
    known[name] = gates.with_limit(known[name], key, limit, meant=meant)
    gates.write_gates(known)
    print(f"{name}.{key} = {limit:g}（written）")
    return 0


def _does_not_apply(found: Gate) -> str:
    from assistant import open_library

    library = open_library(_settings())
    sources = {policy.source for policy in library.policies()}
    wanted = {item.policy for item in found.items() if item.policy} | ({found.policy} if found.policy else set())
    lost = wanted - sources
    if lost:
        return f"此政策库缺少 {len(lost)} 份所问的文件（the library lacks documents asked about）"
    if found.alone and len(sources) > 1:
        return "此门槛只对单独收录该文件的政策库有效（for a library of that document alone）"
    return ""


@app.command()
def ladder(
    gold: Gold,
    policy: Policy = "",
    kinds: Annotated[list[str] | None, typer.Option("--kind", help="只做这些损坏")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="每级问多少道开发题，按固定种子抽取")] = 90,
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
    library = open_library(_settings())
    found = library.find(policy) if policy else library.policies()[0]
    chosen = drawn(_items(gold, "dev"), limit)
    with _bar(1, "阶梯 rungs") as told:
        rungs = climbed(
            found.text, found.source, chosen, kinds=tuple(kinds or LADDER), kept=_runs() / "ladder.jsonl", workers=workers or _cores(),
            progress=lambda done, total, rung: told(done, total),
        )  # fmt: skip
    from eval.report.extra import keep_ladder

    keep_ladder(rungs, _runs())
    print(ladder_table(rungs))
    return 0


@app.command()
def perturb(
    gold: Gold, policy: Policy = "",
    limit: Annotated[int, typer.Option("--limit", min=0, help="取多少道开发题，按固定种子抽取；0 表示全部")] = 0,
    workers: Workers = 0,
) -> int:
    """扰动提问：错漏字、同音字、繁体、口语改述之后，回答是否一致（只用开发题）。"""
    from eval.report.columns import align
    from eval.report.extra import keep_consistency
    from eval.robustness import PERTURBATIONS, consistency, drawn, perturbed
    from eval.robustness.showing import consistency_rows

    items = _items(gold, "dev")
    items = drawn(items, limit) if limit else items
    spec = _spec(policy)
    plain = {record.gold.id: record for record in _run(spec, items, workers=workers, fresh=False).records}
    found = []
    for kind in PERTURBATIONS:
        changed = perturbed(items, kind)
        if changed:
            found.append(consistency(kind, plain, _run(spec, changed, workers=workers, fresh=False).records))
    keep_consistency(found, _runs())
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
    open_library(_settings())  # tells where the word list keeps its cache
    with _bar(len(found.documents), "编码 documents") as told:
        ways = search_all(found, None if words_only else embedder_of(_settings()), limit=limit, progress=told)
    names = list(ways[0].scores)
    rows = [["检索 search", *names, "毫秒/题 ms"]]
    rows += [[way.name, *(f"{way.scores[name].value or 0:.3f}" for name in names), f"{1000 * way.seconds:.1f}"] for way in ways]
    print(f"{found.name}：{len(found.documents)} 篇文档 documents，{len(found.questions)} 题 questions\n{align(rows, left=1)}")
    return 0


def _items(gold: Sequence[Path], split: str) -> tuple[GoldItem, ...]:
    from eval.gold import load_gold

    if split not in ("", "dev", "held"):
        raise BadInput(f"--split 只能是 dev 或 held，不能是 {split}（bad split）")
    return tuple(item for file in gold for item in load_gold(file, split or None))


def _spec(policy: str, endpoint: str = "", chat: str = "", chat_model: str = "", key_name: str = "", peer: str = "") -> SystemSpec:
    from eval.systems import Chat, Endpoint, Local, Peer

    if sum(map(bool, (endpoint, chat, peer))) > 1:
        raise BadInput("--endpoint、--chat、--peer 只能给出一个（one of them only）")
    home = _settings().home
    if peer:
        return Peer(peer, home, policy)
    if endpoint:
        return Endpoint(endpoint, home if (home / "library.sqlite3").exists() else None, key_name)
    if chat:
        if not chat_model:
            raise BadInput("--chat 还要 --chat-model 给出模型名（name the model）")
        return Chat(chat, chat_model, home, key_name)
    return Local(home, policy)


def _run(spec: SystemSpec, items: Sequence[GoldItem], *, workers: int, fresh: bool) -> Run:
    """Run with a progress bar; what a run broken off has done is taken up, unless ``fresh``."""
    from eval.gold import gold_digest
    from eval.runner.parallel import run_system
    from eval.runner.store import Partial

    partial = Partial.of(_runs(), spec.identity(), gold_digest(items))
    if fresh:
        partial.finished()
    done = [] if fresh else list(partial.records())
    if done:
        print(f"接着上次：已有 {len(done)} 题（taken up again）", file=sys.stderr)
    few = len(items) < 100  # opening a second system costs more than it brings
    with _bar(len(items), "提问 questions") as told:
        result = run_system(
            spec, items, workers=workers or (1 if few else _cores()), done=done, keep=partial.keep,
            progress=lambda count, total, record: told(count, total),
        )  # fmt: skip
    partial.finished()
    return result


@contextmanager
def _bar(total: int, name: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda done, of: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns: list[Any] = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()]
    with Progress(*columns, console=Console(stderr=True), transient=True) as drawn:
        task = drawn.add_task(name, total=total)
        yield lambda done, of: drawn.update(task, completed=done, total=of)


def _settings() -> Any:
    from assistant import read_settings

    return read_settings()


def _runs() -> Path:
    home: Path = _settings().home
    return home / "runs"


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
