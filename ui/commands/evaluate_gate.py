"""``zhengce evaluate gate`` and ``publish``: floors kept, and the results that are committed renewed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import BadInput
from ui.commands.evaluate_running import asked, read_home, spec_of

if TYPE_CHECKING:
    from eval.runner.gate import Gate

Workers = Annotated[int, typer.Option("--workers", min=0, help="几个进程；0 表示每核一个")]


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
    settings = read_home()
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
        result = asked(spec_of(found.policy), items, workers=workers, fresh=False)
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

    library = open_library(read_home())
    sources = {policy.source for policy in library.policies()}
    wanted = {item.policy for item in found.items() if item.policy} | ({found.policy} if found.policy else set())
    lost = wanted - sources
    if lost:
        return f"此政策库缺少 {len(lost)} 份所问的文件（the library lacks documents asked about）"
    if found.alone and len(sources) > 1:
        return "此门槛只对单独收录该文件的政策库有效（for a library of that document alone）"
    return ""


def publish(
    shared: Annotated[Path, typer.Option("--shared", help="共享政策文件所在的文件夹；没有就只更新不需要它的门槛")] = Path("../shared/policies"),
    only: Annotated[list[str] | None, typer.Option("--only", help="只更新这些门槛的结果")] = None,
    pin: Annotated[bool, typer.Option("--pin", help="问题集或文件有变、已核对过：记下新的摘要")] = False,
    raise_floors: Annotated[bool, typer.Option("--raise", help="把门槛提高到所得数值（减 0.01）；从不放宽")] = False,
    workers: Workers = 0,
) -> int:
    """更新随项目提交的评测结果：建库、评测、把关，写出 eval/results 里的评测、表格和报告。低于门槛以 1 退出。"""
    from eval import publishing
    from eval.runner import gate as gates
    from eval.systems import Local

    known, settings = gates.load_gates(), read_home()
    said: list[str] = []
    results = {}  # written when all are there: a run tells whether its tree had changes
    for name in only or known:
        if name not in known:
            raise BadInput(f"没有门槛 {name}；有 {'、'.join(known)}（no such gate）")
        if not known[name].alone and not shared.is_dir():
            print(f"– {name}：没有 {shared}（no shared documents, left as it is）")
            continue
        known[name] = gates.pinned(known[name], settings.documents) if pin else known[name]
        said += gates.changed_data(known[name], settings.documents)
        own = publishing.home_for(known[name], settings, shared)
        result = asked(Local(own.home, known[name].policy), known[name].items(), workers=workers, fresh=False)
        said += gates.shortfalls(known[name], result.records)
        known[name] = gates.raised(known[name], result.records) if raise_floors else known[name]
        results[name] = result
        print(f"✓ {name}：{len(result.records)} 题，{result.wall_seconds:.0f} s，CPU {result.cpu_seconds:.0f} s")
    for name, result in results.items():
        publishing.write_results(known[name], result)
    if pin or raise_floors:
        gates.write_gates(known)
    print(f"已写入 {publishing.write_report()}（written）")
    print("\n".join(said) if said else "门槛全部守住（all gates hold）")
    return 1 if said else 0
