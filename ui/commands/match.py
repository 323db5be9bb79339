"""The command ``zhengce match``: which support applies to an enterprise, or to thousands of them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from assistant import open_library, read_settings
from assistant.matching import BatchMatcher, Profile, match, read_batch, read_file, read_text
from corpus.errors import BadInput
from corpus.policy import Policy

_LONGEST_TEXT = 4000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks for.

    Attributes:
        profile, text, batch: the enterprise, or many; one of the three.
        as_of: the day of the check. policies: only these, () for all of the library.
        everything: list unmet items too (for a person). report: where the .docx goes.
        export: where the rows of a batch go. unclear: export unclear items too.
    """

    profile: Path | None
    text: str | None
    batch: Path | None
    as_of: date
    policies: tuple[str, ...] = ()
    everything: bool = False
    report: Path | None = None
    export: Path | None = None
    unclear: bool = False


def run_match(wanted: Wanted, *, as_json: bool) -> Iterator[dict[str, Any] | str]:
    """The lines of the answer: records for ``--json``, text for a person. Raises BadInput, LibraryMissing, PolicyNotFound."""
    _check(wanted)
    if wanted.batch is not None:
        yield from _many(wanted, wanted.batch, as_json=as_json)
        return
    profile = profile_given(wanted.profile, wanted.text, wanted.as_of)
    found = match(profile, chosen_policies(wanted.policies), wanted.as_of)
    if wanted.report is not None:
        from ui.match_report import write_report

        write_report(wanted.report, profile, found)
    if as_json:
        yield from (item.to_json() for item in found.matches)
    else:
        from ui.match_view import matched_text

        yield from matched_text(profile, found, everything=wanted.everything).splitlines()


def _check(wanted: Wanted) -> None:
    if sum(given is not None for given in (wanted.profile, wanted.text, wanted.batch)) > 1:
        raise BadInput("--profile、--text、--batch 只能给一个（give one of --profile, --text, --batch）")
    if wanted.report is not None and wanted.report.suffix.lower() != ".docx":
        raise BadInput(f"报告应以 .docx 结尾：{wanted.report.name}（the report is a .docx）")
    if (wanted.export is not None and wanted.batch is None) or (wanted.report is not None and wanted.batch is not None):
        raise BadInput("--export 与 --batch 同用，--report 与单个企业同用（--export goes with --batch, --report with one enterprise）")


def _many(wanted: Wanted, file: Path, *, as_json: bool) -> Iterator[dict[str, Any] | str]:
    batch = batch_given(file, wanted.as_of)
    policies = chosen_policies(wanted.policies)
    if wanted.export is not None:
        rows = run_export(wanted.export, file, batch, policies, wanted.as_of, unclear=wanted.unclear)
        record = {"export": str(wanted.export), "enterprises": len(batch), "rows": rows}
        yield record if as_json else f"已匹配 {len(batch)} 家，写出 {rows} 行：{wanted.export}"
        return
    for line in batch_lines(batch, policies, wanted.as_of):
        if as_json:
            yield line
        elif line["status"] == "met":
            yield f"{line['id']}　{line['support']}　{line['policy']}　{line['label']}　{line['amount'] or ''}"


def profile_given(profile: Path | None, text: str | None, as_of: date) -> Profile:
    """The profile of ``--profile`` or ``--text``. Raises BadInput where neither or nothing is given."""
    if profile is not None:
        return read_file(profile, as_of)
    if text is None or not text.strip():
        raise BadInput("请说明企业情况：--text \"我们是…\"、--profile FILE 或 --batch FILE（describe the enterprise）")
    if len(text) > _LONGEST_TEXT:
        raise BadInput(f"企业情况超过 {_LONGEST_TEXT} 字，请缩短（description too long）")
    return read_text(text, as_of)


def chosen_policies(names: tuple[str, ...]) -> tuple[Policy, ...]:
    """All policies of the library, or those named. Raises LibraryMissing, PolicyNotFound."""
    library = open_library(read_settings())
    return tuple(library.find(name) for name in names) if names else library.policies()


def batch_given(path: Path, as_of: date) -> list[tuple[str, Profile]]:
    """The whole batch, checked before anything is printed. Raises BadInput."""
    batch = list(read_batch(path, as_of))
    if not batch:
        raise BadInput(f"{path.name} 里没有企业（no enterprises in the batch file）")
    return batch


def batch_lines(batch: list[tuple[Any, Profile]], policies: tuple[Policy, ...], as_of: date) -> Iterator[dict[str, Any]]:
    """The JSON lines of a batch: every item of every enterprise, in order, the id kept."""
    for name, profile in batch:
        for found in match(profile, policies, as_of).matches:
            yield {"id": name} | found.to_json()


def run_export(path: Path, batch_file: Path, batch: list[tuple[str, Profile]], policies: tuple[Policy, ...], as_of: date, *, unclear: bool) -> int:
    """Export a batch with progress on stderr; returns the number of rows."""
    from ui.match_export import export_batch

    identity = sha256(batch_file.read_bytes()).hexdigest() + "".join(policy.id for policy in policies)
    matcher = BatchMatcher(policies, as_of)

    def progress(done: int, of: int) -> None:
        if sys.stderr.isatty():
            print(f"\r已匹配 {done}/{of} 家", end="\n" if done == of else "", file=sys.stderr, flush=True)

    return export_batch(path, batch, matcher, as_of, identity, unclear=unclear, progress=progress)
