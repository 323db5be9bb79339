"""The command line ``zhengce``: parse, call, print.

Heavy imports stay inside the commands that need them, so that the first answer comes quickly.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.errors import BadInput, NotReady, ZhengceError
from ui.commands.ask import answer_item, batch_items
from ui.commands.evaluate import app as evaluate_app

if TYPE_CHECKING:
    from assistant import Answer, Assistant

app = typer.Typer(
    name="zhengce", help="政策问答：依据政策原文回答问题，逐句引证。", add_completion=False, no_args_is_help=True,
    rich_markup_mode=None, pretty_exceptions_enable=False,
)

app.add_typer(evaluate_app, name="evaluate")

Json = Annotated[bool, typer.Option("--json", help="输出 JSON（机器可读）")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="不询问，直接进行")]
AsOf = Annotated[str, typer.Option("--as-of", help="按哪一天判断效力，例如 2025-06-01；默认今天")]


def main() -> None:
    """Run the command line; every expected error is one line on stderr and an exit code."""
    for stream in (sys.stdout, sys.stderr):  # whatever the locale; a lone surrogate shows as ?
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        result = app(standalone_mode=False)
        sys.stdout.flush()
        sys.exit(result if isinstance(result, int) else 0)
    except ZhengceError as error:
        _complain(str(error))
        sys.exit(error.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        _complain("已中止（aborted）")
        sys.exit(130)
    except BrokenPipeError:  # the reader of a pipe went away: nothing is wrong
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        where = f" {error.filename}" if error.filename else ""
        _complain(f"无法读写{where}：{error.strerror or error}；请检查权限和磁盘空间（cannot read or write）")
        sys.exit(BadInput.exit_code)
    except Exception as error:  # a usage error of typer; the class has no public name
        message = getattr(error, "format_message", None)
        if message is None:
            raise
        _complain(f"{message()}；运行 zhengce --help 查看用法（bad usage）")
        sys.exit(BadInput.exit_code)


@app.command()
def ingest(
    paths: Annotated[list[Path] | None, typer.Argument(help="文件或文件夹；默认收录随项目提供的文件")] = None,
    as_json: Json = False,
    check: Annotated[bool, typer.Option("--check", help="只作入库前检查，不收录；同 zhengce inspect")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="不收录有严重问题的文件")] = False,
    yes: Yes = False,
) -> int:
    """收录政策文件，并重建索引。中断后再运行一次即可接着收录。"""
    from ui.commands.library import run_ingest, run_inspect

    if check:
        if not paths:
            raise BadInput("--check 要检查哪些文件？请给出文件或文件夹（no files given）")
        code, record = run_inspect(paths, as_json=as_json, strict=strict)
    else:
        code, record = run_ingest(paths, as_json=as_json, yes=yes, strict=strict)
    if record is not None:
        _print_json(record)
    return code


@app.command()
def inspect(
    paths: Annotated[list[Path], typer.Argument(help="文件或文件夹")],
    as_json: Json = False,
    strict: Annotated[bool, typer.Option("--strict", help="有严重问题时以 2 退出")] = False,
) -> int:
    """入库前检查：编号缺漏、缺责任单位、括号不配对、日期、存疑修复、自相矛盾、近似重复。不收录。"""
    from ui.commands.library import run_inspect

    code, record = run_inspect(paths, as_json=as_json, strict=strict)
    if record is not None:
        _print_json(record)
    return code


@app.command("list")
def list_policies(
    search: Annotated[str, typer.Argument(help="标题、文号、文件名中的词；空格分开的词须同时出现")] = "",
    issuer: Annotated[str, typer.Option("--issuer", help="发文机关，全称、简称或一部分")] = "",
    level: Annotated[str, typer.Option("--level", help="效力级别，例如 地方规范性文件")] = "",
    year: Annotated[int | None, typer.Option("--year", help="印发、成文或文号的年份")] = None,
    status: Annotated[str, typer.Option("--status", help="效力：有效、失效、废止、未生效，或 in_force 等")] = "",
    as_of: AsOf = "",
    as_json: Json = False,
) -> int:
    """列出已收录的政策文件，可按机构、级别、年份、效力筛选。"""
    from ui.commands.library import listed, listed_text

    cards = listed(search, issuer=issuer, level=level, year=year, status=status, as_of=_day(as_of))
    _print_json({"policies": cards}) if as_json else print(listed_text(cards))
    return 0


@app.command()
def remove(
    policy: Annotated[str, typer.Argument(help="编号、文件名、文号或标题")],
    purge: Annotated[bool, typer.Option("--purge", help="彻底清除所有版本，不能恢复")] = False,
    yes: Yes = False,
    as_json: Json = False,
) -> int:
    """把一份文件移出政策库，并重建索引。旧版本仍保留，除非 --purge。"""
    from ui.commands.library import run_remove

    record = run_remove(policy, purge=purge, yes=yes)
    if as_json:
        _print_json(record)
    else:
        done = "已清除" if purge else "已移出"
        print("\n".join(f"{done} {v['policy_id']}《{_plain(v['title'])}》第 {v['version']} 版" for v in record["removed"]))
    return 0


@app.command()
def versions(policy: Annotated[str, typer.Argument(help="编号、文件名、文号或标题")], as_json: Json = False) -> int:
    """列出一份文件的所有版本，包括被取代和被移出的。"""
    from ui.commands.library import versions_of

    found = versions_of(policy)
    if as_json:
        _print_json({"versions": found})
        return 0
    words = {"": "当前", "superseded": "已被取代", "removed": "已移出"}
    for v in found:
        print(f"第 {v['version']} 版　{v['policy_id']}　{words[v['ended']]}　{v['clauses']} 条　{v['added']}　{_plain(v['source'])}")
    return 0


@app.command()
def log(
    as_json: Json = False,
    limit: Annotated[int, typer.Option("--limit", min=1, help="显示最近多少条")] = 50,
) -> int:
    """政策库的变更记录：收录、更新、移出、清除。只增不改。"""
    from ui.commands.library import log_entries

    entries = log_entries(limit)
    if as_json:
        _print_json({"log": entries})
        return 0
    for e in entries:
        print(f"{e['at']}　{e['action']}　{e['policy_id']} 第 {e['version']} 版　{_plain(e['source'])}")
    return 0


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="要问的问题")] = "",
    as_json: Json = False,
    batch: Annotated[Path | None, typer.Option("--batch", help="JSON Lines 文件，每行一个问题（id, question, history）")] = None,
    as_of: AsOf = "",
    issuer: Annotated[str, typer.Option("--issuer", help="只问这个发文机关的文件，全称、简称或一部分")] = "",
    level: Annotated[str, typer.Option("--level", help="只问这一效力级别")] = "",
    year: Annotated[int | None, typer.Option("--year", help="只问这一年的文件")] = None,
    status: Annotated[str, typer.Option("--status", help="只问这种效力的文件：有效、失效、废止、未生效")] = "",
    policy: Annotated[str, typer.Option("--policy", help="只问这一份文件：编号、文件名、文号或标题")] = "",
) -> int:
    """提问，可限定范围。回答均为政策原文摘录，带引证。"""
    day = _day(as_of)
    if batch is not None and question:
        raise BadInput("--batch 与问题不能同时给出；请二选一（either a question or --batch）")
    if batch is None and not question.strip():
        raise BadInput("问题是空的；请输入要查询的内容，例如 zhengce ask \"谁牵头第六条？\"（empty question）")
    items = list(batch_items(batch)) if batch is not None else []
    assistant = _open()
    if issuer or level or year or status or policy:
        from ui.commands.library import scope_from

        assistant = assistant.within(scope_from(assistant, issuer, level, year, status, policy, day))
    if batch is None:
        answer = assistant.ask(question, (), day)
        _print_json(answer.to_json()) if as_json else print(_for_terminal(answer))
        return 0
    for item in items:
        record = answer_item(assistant, item, day)
        if as_json:
            _print_json(record)
        else:
            print(f"问：{item['question']}\n{record['answer']}\n")
    return 0


@app.command()
def show(
    policy: Annotated[str, typer.Argument(help="编号、文件名、文号或标题")],
    as_json: Json = False,
    as_of: AsOf = "",
) -> int:
    """显示一份已收录文件的条款、责任单位与效力。"""
    from assistant import open_library, read_settings
    from corpus.parsing import policy_to_json

    day = _day(as_of) or date.today()
    found = open_library(read_settings()).find(policy)
    if as_json:
        _print_json(policy_to_json(found, day))
    else:
        from ui.terminal import policy_text

        print(policy_text(found, day))
    return 0


@app.command()
def match(
    profile: Annotated[Path | None, typer.Option("--profile", help="企业画像：JSON 文件，或写着企业情况的文本文件")] = None,
    text: Annotated[str | None, typer.Option("--text", help="用一句话说明企业情况，例如 我们是成都的小微企业…")] = None,
    batch: Annotated[Path | None, typer.Option("--batch", help="批量：JSON Lines（id 与 profile 或 text）或 CSV")] = None,
    as_json: Json = False,
    as_of: AsOf = "",
    policy: Annotated[list[str] | None, typer.Option("--policy", help="只查这份政策（编号、文件名、文号或标题），可重复")] = None,
    everything: Annotated[bool, typer.Option("--all", help="也列出不满足的事项")] = False,
    report: Annotated[Path | None, typer.Option("--report", help="写一份可打印的报告（.docx）")] = None,
    export: Annotated[Path | None, typer.Option("--export", help="把批量结果写成 .csv 或 .xlsx；中断后再运行即接着做")] = None,
    unclear: Annotated[bool, typer.Option("--unclear", help="导出时也列出待确认的事项")] = False,
) -> int:
    """惠企匹配：哪些支持适用于本企业，条件是否满足，还缺什么，找谁。"""
    from ui.commands.match import Wanted, run_match

    wanted = Wanted(profile, text, batch, _day(as_of) or date.today(), tuple(policy or ()), everything, report, export, unclear)
    with _closed_early():
        for line in run_match(wanted, as_json=as_json):
            _print_json(line) if as_json else print(_shown(str(line)))
    return 0


@app.command()
def repair(
    file: Annotated[Path, typer.Argument(help="要修复的文本文件")],
    as_json: Json = False,
    check: Annotated[bool, typer.Option("--check", help="只检查：发现损坏时以 1 退出")] = False,
    full: Annotated[bool, typer.Option("--full", help="显示修复后的全文，而不只是改动")] = False,
    output: Annotated[Path | None, typer.Option("--output", help="把修复后的文字写入此文件（UTF-8），不能是原文件")] = None,
    simplify: Annotated[bool, typer.Option("--simplify", help="一律转为简体，包括原本的繁体文件")] = False,
    keep_script: Annotated[bool, typer.Option("--keep-script", help="不作繁简转换")] = False,
    color: Annotated[bool | None, typer.Option("--color/--no-color", help="是否用颜色；默认只在终端上用")] = None,
) -> int:
    """修复受损文本，对照显示每一处改动。不修改原文件。"""
    from assistant import open_library, read_settings
    from corpus.reading import read_document
    from corpus.repair import RepairOptions, Script
    from corpus.repair import repair as mend
    from ui.repair_comparison import compare, repair_record

    if simplify and keep_script:
        raise BadInput("--simplify 与 --keep-script 不能同时给出；请二选一（either --simplify or --keep-script）")
    if output is not None:
        _refuse_output(output, file)
    open_library(read_settings())  # tells where the word list keeps its cache
    script = Script.SIMPLIFIED if simplify else Script.KEEP if keep_script else Script.AUTO
    raw = read_document(file)
    repaired = mend(raw.text, RepairOptions(script=script))
    comparison = compare(raw.text, repaired)
    if output is not None:
        from corpus.files import write_whole

        write_whole(output, repaired.text.encode("utf-8", "replace").decode("utf-8"))
    with _closed_early():
        if as_json:
            _print_json(repair_record(repaired))
            return 1 if check and not comparison.clean else 0
        from ui.terminal import Paint, repair_report, repair_summary, repair_verdict

        paint = Paint(_colours() if color is None else color)
        if output is not None:
            print(f"已写入 {_plain(str(output))}（written）")
        if check or (output is not None and comparison.clean):
            print(repair_verdict(file.name, comparison))
        elif output is not None:
            print("\n".join(repair_summary(comparison, paint)))
        else:
            for line in repair_report(file.name, comparison, paint, full=full):
                print(line)
        sys.stdout.flush()
    return 1 if check and not comparison.clean else 0


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="监听地址")] = "",
    port: Annotated[int, typer.Option(help="端口")] = 0,
) -> int:
    """打开问答页面（含 HTTP 接口 /api/v1、MCP /mcp；设过密码时含管理页 /admin）。"""
    from ui.commands.serve import run_serve

    return run_serve(host, port)


@app.command()
def password(from_stdin: Annotated[bool, typer.Option("--stdin", help="从标准输入读一行，供部署脚本使用")] = False) -> int:
    """设置管理页（/admin）的密码；没有设置就没有管理页。"""
    from ui.commands.serve import run_password

    return run_password(from_stdin=from_stdin)


@app.command()
def status(as_json: Json = False) -> int:
    """显示已收录文件、索引与模型的状态。"""
    from assistant import read_settings
    from assistant.wiring import system_status

    settings = read_settings()
    state = system_status(settings)
    if as_json:
        _print_json(state)
    else:
        from ui.terminal import status_text

        print(status_text(state))
    return 0 if state["index"]["ready"] else NotReady.exit_code


def _refuse_output(output: Path, source: Path) -> None:
    """Raise BadInput where writing to ``output`` would destroy something or cannot work."""
    try:
        if output.exists():
            if source.exists() and output.samefile(source):
                raise BadInput(f"--output 不能是原文件 {source}；请换一个文件名（would overwrite the input）")
            if not output.is_file():
                raise BadInput(f"--output {output} 不是普通文件；请换一个文件名（not a regular file）")
    except ValueError:  # a NUL in the path
        raise BadInput("--output 的文件名无效（bad file name）") from None


@contextmanager
def _closed_early() -> Iterator[None]:
    """Printing into a pipe whose reader went away (``| head``) ends in silence, and the exit code stands."""
    try:
        yield
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _colours() -> bool:
    """Colour goes to a terminal only, and not where NO_COLOR asks for none (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _open() -> Assistant:
    from assistant import open_assistant, read_settings

    return open_assistant(read_settings())


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"日期“{text}”无法识别；请写成 2025-06-01 的形式（bad date）") from None


def _for_terminal(answer: Answer) -> str:
    return (f"您问的是：{answer.resolved}\n" if answer.resolved else "") + answer.text


# What a terminal could take for a command or turn around; JSON can say all of it as \\u....
_UNPRINTED = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def _print_json(record: Any) -> None:
    text = json.dumps(record, ensure_ascii=False)
    print(_UNPRINTED.sub(lambda found: f"\\u{ord(found[0]):04x}", text), flush=True)


def _plain(text: str) -> str:
    """``text`` on one line without anything a terminal would act on."""
    return _shown(" ".join(text.split()))


def _shown(line: str) -> str:
    """``line`` with its indent, without anything a terminal would act on."""
    return re.sub("[\x00-\x1f]", "", _UNPRINTED.sub("", line))


def _complain(message: str) -> None:
    print(_plain(message), file=sys.stderr)


if __name__ == "__main__":
    main()
