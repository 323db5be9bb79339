"""``zhengce evaluate gold`` and ``write``: the questions themselves: written, checked, sent to review, compared."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpus.errors import BadInput

gold_app = typer.Typer(name="gold", help="问题集：检查、导入导出、两人标注的一致性。", add_completion=False, rich_markup_mode=None, no_args_is_help=True)


def write(
    folder: Annotated[Path, typer.Argument(help="正在写的问题集的文件夹；没有就新建")],
    begin: Annotated[Path | None, typer.Option("--from", help="先收进一个已有的问题集（只取开发题），供另一人复标")] = None,
    author: Annotated[str, typer.Option("--author", help="--from 中的标注记在谁名下")] = "原稿",
    known: Annotated[list[Path] | None, typer.Option("--known", help="查重时一并对照的问题集，可给多个")] = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="端口；0 表示任取")] = 7861,
) -> int:
    """在本机的网页上写题、两人标注、比对分歧、定稿并导出；只监听 127.0.0.1。"""
    from assistant import open_library, read_settings
    from eval.gold import load_gold
    from eval.gold.annotation import Annotation

    annotation = Annotation(folder)
    if begin is not None:
        count = annotation.begin_with(load_gold(begin, "dev"), annotation.enter(author))
        print(f"已收进 {count} 题，记在“{author}”名下（taken in）")
    policies = open_library(read_settings()).policies()
    # of items held back only that they exist may be told: their words are no warning to anybody
    questions = [(f"{file.name} {item.id}", item.question) for file in known or () for item in load_gold(file, "dev")]
    from ui.writing.serving import serve

    serve(annotation, policies, questions, port)
    return 0


@gold_app.command("check")
def gold_check(files: Annotated[list[Path], typer.Argument(help="问题集")]) -> int:
    """检查问题集：列出全部问题及行号。"""
    from collections import Counter

    from eval.gold import gold_digest, load_gold

    for file in files:
        items = load_gold(file)
        halves = Counter(item.split.value for item in items)
        kinds = "，".join(f"{kind} {n}" for kind, n in Counter(item.kind.value for item in items).most_common())
        print(f"✓ {file.name}：{len(items)} 题（dev {halves['dev']}，held {halves['held']}）；{kinds}；摘要 digest {gold_digest(items)[:16]}")
    return 0


@gold_app.command("import")
def gold_import(
    sheet: Annotated[Path, typer.Argument(help="CSV 或 XLSX")], out: Annotated[Path, typer.Option("--out", help="写成的问题集（JSON Lines）")]
) -> int:
    """把 CSV 或 XLSX 表读成问题集；有一处不对就全不写，并列出每一处。"""
    from eval.gold.sheets import import_sheet

    print(f"已写入 {out}：{len(import_sheet(sheet, out))} 题（written）")
    return 0


@gold_app.command("export")
def gold_export(
    gold: Annotated[Path, typer.Argument(help="问题集")],
    out: Annotated[Path, typer.Option("--out", help="审阅表：.csv 或 .xlsx")],
    held: Annotated[bool, typer.Option("--with-held", help="连同保留题；读过的保留题不能再用于报告")] = False,
) -> int:
    """把问题集写成审阅表，末两列留给复核人。"""
    from eval.gold import load_gold
    from eval.gold.sheets import export_sheet

    items = load_gold(gold, None if held else "dev")
    export_sheet(items, out)
    print(f"已写入 {out}：{len(items)} 题（written）")
    return 0


@gold_app.command("agreement")
def gold_agreement(first: Annotated[Path, typer.Argument(help="甲的标注")], second: Annotated[Path, typer.Argument(help="乙的标注")]) -> int:
    """两人标注的一致性：逐字段的相同率与 Cohen κ，以及不一致的题号。"""
    from eval.gold import load_gold
    from eval.gold.agreement import agreement
    from eval.report.columns import align, number

    found = agreement(load_gold(first), load_gold(second))
    if not found[0].items:
        raise BadInput("两份标注没有共同的题号（no id in common）")
    rows = [["字段 field", "题数", "相同 equal", "κ", "不一致 differ"]]
    rows += [[f.field, str(f.items), number(f.equal), number(f.kappa), "、".join(f.differ[:8]) + ("…" if len(f.differ) > 8 else "")] for f in found]
    print(align(rows, left=1))
    return 0


@gold_app.command("spans")
def gold_spans(gold: Annotated[Path, typer.Argument(help="问题集；就地补写")]) -> int:
    """给没有原句的题补上：要点或单位只在金标条款的一句里出现，就以那一句为原句；拿不准的不补。"""
    from assistant import open_library, read_settings
    from eval.gold.spans import fill_in

    new, all_of_them = fill_in(gold, open_library(read_settings()).policies())
    print(f"补上 {new} 题，现有原句 {all_of_them} 题（derived, and now with quotes）；问题集变了，核对后用 gate --pin 记下")
    return 0
