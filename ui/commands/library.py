"""The commands about the library: ingest, inspect, list, versions, remove, log."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import build_index, open_library, read_settings
from corpus import BadInput, Library, PolicyNotFound, Status, UnreadableDocument, files_in
from ui.documents import card_of
from ui.ingest_view import (
    Gate,
    confirmed,
    ingest_line,
    inspection_json,
    inspection_lines,
    progress,
    report_json,
)

if TYPE_CHECKING:
    from assistant import Assistant

_STATUS_WORDS = {
    "有效": Status.IN_FORCE, "现行有效": Status.IN_FORCE, "失效": Status.EXPIRED, "已失效": Status.EXPIRED,
    "废止": Status.REPEALED, "已废止": Status.REPEALED, "未生效": Status.NOT_YET, "尚未生效": Status.NOT_YET,
    "视事件": Status.EVENT_BOUND, "不明": Status.UNKNOWN, "未知": Status.UNKNOWN,
}


def run_ingest(paths: list[Path] | None, *, as_json: bool, yes: bool, strict: bool) -> tuple[int, dict[str, Any] | None]:
    """Add files, then rebuild the index; prints for a person, or returns the record for ``--json``.

    A person at a terminal is asked about documents with findings, unless told not to; the documents that
    ship with the project are not asked about.
    """
    settings = read_settings()
    library = open_library(settings)
    files = files_in(paths or [settings.documents])
    at_terminal = sys.stdin.isatty() and sys.stderr.isatty() and not as_json
    gate = Gate(strict=strict, ask=at_terminal and paths is not None and not yes)
    records: list[dict[str, Any]] = []
    failed = kept = 0
    with progress(len(files), sys.stderr.isatty() and not as_json) as bar:
        gate.pause, gate.resume = bar.pause, bar.resume
        bar.next(files[0].name if files else "", 0)
        for done, report in enumerate(library.ingest(files, gate), 1):
            bad = report.outcome == "refused" or (report.outcome == "declined" and strict)
            failed += bad
            kept += report.outcome not in ("refused", "declined")
            found = gate.found.pop(report.policy_id, None)
            records.append(report_json(report, found))
            if not as_json:
                print(ingest_line(report, found), file=sys.stderr if bad else sys.stdout)
            bar.next(files[done].name if done < len(files) else "", done)
    code = BadInput.exit_code if failed else 0
    if not kept:
        return code, {"files": records, "index": None} if as_json else None
    index = build_index(settings)
    if as_json:
        return code, {"files": records, "index": index.manifest}
    print(f"索引已就绪：{index.manifest['passages']} 条措施，模型 {index.manifest['encoder']}。")
    return code, None


def run_inspect(paths: list[Path], *, as_json: bool, strict: bool) -> tuple[int, dict[str, Any] | None]:
    """The pre-ingest report on files; nothing is stored. 2 where one cannot be read or, if strict, is doubtful."""
    library = open_library(read_settings())
    records: list[dict[str, Any]] = []
    code = 0
    for file in files_in(paths):
        try:
            _, inspection = library.examine(file)
        except UnreadableDocument as error:
            code = BadInput.exit_code
            records.append({"source": file.name, "refused": str(error), "findings": []})
            if not as_json:
                print(f"✗ {file.name}：{error}", file=sys.stderr)
            continue
        if strict and inspection.serious:
            code = BadInput.exit_code
        records.append(inspection_json(inspection))
        if not as_json:
            print("\n".join(inspection_lines(inspection)))
    return code, {"files": records} if as_json else None


def listed(
    search: str, *, issuer: str, level: str, year: int | None, status: str, as_of: date | None
) -> list[dict[str, Any]]:
    """The current policies that are everything asked for. Raises BadInput on an unknown status."""
    library = open_library(read_settings())
    day = as_of or date.today()
    wanted = _status(status) if status else None
    found = library.policies(issuer=issuer, level=level, year=year, status=wanted, as_of=day, search=search)
    return [card_of(policy, day) | {"version": library.version(policy.id)} for policy in found]


def scope_from(
    assistant: Assistant, issuer: str, level: str, year: int | None, status: str, policy: str, on: date | None
) -> frozenset[str]:
    """The ids of the documents within a scope. Raises BadInput where there is none, PolicyNotFound."""
    from ui.scope import Scope
    from ui.service import Service

    named = assistant.library.find(policy).id if policy else ""
    return Service(assistant).in_scope(Scope(issuer, level, year, _status(status) if status else None, named), on)


def listed_text(cards: list[dict[str, Any]]) -> str:
    """The same for a person, three lines a policy at most."""
    lines = []
    for card in cards:
        number = f"（{card['doc_number']}）" if card["doc_number"] else ""
        about = [*card["issuers"][:3], *(filter(None, (card["level"], card["issued"] or card["written"] or ""))), card["status"]]
        lines += [f"{card['id']}　《{card['title']}》{number}", f"    {'　'.join(about)}　{card['clauses']} 条　第 {card['version']} 版　{card['source']}"]
    return "\n".join([*lines, f"共 {len(cards)} 份（{len(cards)} policies）"])


def run_remove(name: str, *, purge: bool, yes: bool) -> dict[str, Any]:
    """Take a policy out of the library, or erase all its versions; the index is rebuilt."""
    settings = read_settings()
    library = open_library(settings)
    policy_id, title = _named(library, name, removed_too=purge)
    how = "彻底清除它的所有版本，不能恢复" if purge else "移出政策库，旧版本仍保留"
    confirmed(f"将把 {policy_id}《{title}》{how}。", yes)
    touched = library.remove(policy_id, purge=purge)
    if library.policies():
        build_index(settings)
    return {"removed": [asdict(version) for version in touched], "purged": purge}


def versions_of(name: str) -> list[dict[str, Any]]:
    """Every kept version of a document, named as for ``show`` or by the id of any version."""
    library = open_library(read_settings())
    return [asdict(version) for version in library.versions(_named(library, name, removed_too=True)[0])]


def log_entries(limit: int) -> list[dict[str, Any]]:
    """The last entries of the library's log, the oldest of them first."""
    return [asdict(entry) for entry in open_library(read_settings()).log()[-limit:]]


def _named(library: Library, name: str, *, removed_too: bool) -> tuple[str, str]:
    """Id and title of a policy; with ``removed_too`` also of one that only has kept versions."""
    try:
        found = library.find(name)
    except PolicyNotFound as unknown:
        if not removed_too:
            raise
        try:
            kept = [v for v in library.versions(name.strip()) if v.policy_id == name.strip()]
        except PolicyNotFound:
            raise unknown from None
        return kept[-1].policy_id, kept[-1].title
    return found.id, found.title


def _status(word: str) -> Status:
    try:
        return _STATUS_WORDS[word] if word in _STATUS_WORDS else Status(word)
    except ValueError:
        known = "、".join([*(s.value for s in Status), "有效", "失效", "废止", "未生效"])
        raise BadInput(f"--status 不认识“{word}”；可用：{known}（bad status）") from None
