"""The gate (门槛): floors that a run must keep, and digests of the data they were set on, in ``eval/gate.toml``.

    [chengdu]
    gold = ["gold/chengdu.jsonl"]
    policy = "000_….txt"                # the file asked about, where the questions do not name one
    alone = true                        # floors hold for a library of that file alone
    digest = "…"                        # gold_digest of the questions
    documents = {"000_….txt" = "…"}     # SHA-256 of the files asked about
    [chengdu.floors]                    # of the whole set
    hit_at_1 = 0.93
    [chengdu.ceilings]                  # for measures where lower is better
    false_refusal_rate = 0.05
    [chengdu.fast]                      # how many questions the test suite asks, and how far below it may fall
    questions = 60
    slack = 0.05

Changed data asks to be pinned again (``--pin``). A floor is raised by hand or by ``--raise``; lowering one takes
``--lower-floor MEASURE=VALUE`` together with ``--i-mean-it``.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus.errors import BadInput
from corpus.files import write_whole
from eval import metrics
from eval.gold.item import GoldItem, gold_digest
from eval.gold.reading import load_gold
from eval.runner.measures import BY_KEY
from eval.runner.record import Record

EVAL = Path(__file__).resolve().parents[1]
GATE = EVAL / "gate.toml"


@dataclass(frozen=True, slots=True)
class Gate:
    """The floors of one gold set.

    Attributes:
        name: its table in the file.
        gold: gold files, relative to ``eval/``.
        digest: `gold_digest` of their items when the floors were set.
        documents: SHA-256 by file name of the documents asked about, where they ship with the project.
        floors, ceilings: least and greatest value by measure, over the whole set.
        policy: the file asked about, "" where the questions name their own.
        alone: whether the floors hold for a library of that file alone.
        fast_questions: how many questions the test suite asks; 0 for none.
        slack: how far the fast subset may stay behind, for it is small.
    """

    name: str
    gold: tuple[str, ...]
    digest: str
    documents: Mapping[str, str] = field(default_factory=dict)
    floors: Mapping[str, float] = field(default_factory=dict)
    ceilings: Mapping[str, float] = field(default_factory=dict)
    policy: str = ""
    alone: bool = False
    fast_questions: int = 0
    slack: float = 0.0

    def items(self) -> tuple[GoldItem, ...]:
        """The questions."""
        return tuple(item for file in self.gold for item in load_gold(EVAL / file))

    def fast_items(self) -> tuple[GoldItem, ...]:
        """The fast subset: drawn by the digest of the id, so that it stays while questions are added."""
        order = sorted(self.items(), key=lambda item: hashlib.sha256(item.id.encode()).digest())
        chosen = {item.id for item in order[: self.fast_questions]}
        return tuple(item for item in self.items() if item.id in chosen)


def load_gates(path: Path = GATE) -> dict[str, Gate]:
    """The gates by name. Raises BadInput: no such file, no TOML, an unknown measure, a floor that is no share."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(f"读不到门槛文件 {path}：{error.strerror}（cannot read the gate file）") from error
    except ValueError as error:
        raise BadInput(f"门槛文件 {path} 不是 TOML：{error}（not TOML）") from error
    return {name: _gate(name, table) for name, table in data.items()}


def _gate(name: str, table: object) -> Gate:
    if not isinstance(table, dict) or not set(table) <= {"gold", "digest", "policy", "alone", "documents", "floors", "ceilings", "fast"}:
        raise BadInput(f"门槛 {name} 有不认识的内容（unknown keys in the gate）")
    for group in ("floors", "ceilings"):
        for key, value in table.get(group, {}).items():
            if key not in BY_KEY or not isinstance(value, int | float) or not 0 <= value <= 1:
                raise BadInput(f"门槛 {name}.{group}.{key} = {value!r} 无效（unknown measure or no share）")
            if BY_KEY[key].lower_is_better != (group == "ceilings"):
                raise BadInput(f"门槛 {name}.{key} 应写在 {'ceilings' if BY_KEY[key].lower_is_better else 'floors'} 下（wrong table）")
    fast = table.get("fast", {})
    return Gate(
        name, tuple(table["gold"]), table.get("digest", ""), table.get("documents", {}), table.get("floors", {}),
        table.get("ceilings", {}), table.get("policy", ""), table.get("alone", False), fast.get("questions", 0), fast.get("slack", 0.0),
    )  # fmt: skip


def changed_data(gate: Gate, documents: Path) -> list[str]:
    """What is no longer as it was when the floors were set; each line says what to do."""
    said: list[str] = []
    if gold_digest(gate.items()) != gate.digest:
        said.append(f"{gate.name}：金标已改，请核对后运行 zhengce evaluate gate --pin（the questions changed: pin them again）")
    for name, digest in gate.documents.items():
        found = file_digest(documents / name)
        if found != digest:
            said.append(f"{gate.name}：文件 {name} {'不见了' if not found else '已改'}，请核对后 --pin（the document changed）")
    return said


def shortfalls(gate: Gate, records: Sequence[Record], *, slack: float = 0.0) -> list[str]:
    """The measures that fall short, each in a line. A measure that applies to nothing falls short too."""
    said: list[str] = []
    for key, limit in (*gate.floors.items(), *gate.ceilings.items()):
        measure = BY_KEY[key]
        value = metrics.ratio(pair for pair in map(measure.pair, records) if pair is not None)
        low = measure.lower_is_better
        good = value is not None and (value <= limit + slack + 1e-9 if low else value >= limit - slack - 1e-9)
        if not good:
            given = "无 none" if value is None else f"{value:.4f}"
            said.append(f"{gate.name}：{measure.chinese} {measure.english} {given}，{'上限' if low else '下限'} {limit:g}" + (f"（容差 {slack:g}）" if slack else ""))
    return said


def file_digest(path: Path) -> str:
    """SHA-256 of a file, "" where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def pinned(gate: Gate, documents: Path) -> Gate:
    """The gate with the digests of today's data."""
    return replace(gate, digest=gold_digest(gate.items()), documents={name: file_digest(documents / name) for name in gate.documents})


def raised(gate: Gate, records: Sequence[Record], margin: float = 0.01) -> Gate:
    """The gate with every floor at the value reached, less a margin, where that is higher. Nothing is lowered."""
    def reached(key: str) -> float:
        value = metrics.ratio(pair for pair in map(BY_KEY[key].pair, records) if pair is not None)
        return -1.0 if value is None else value

    floors = {key: max(limit, round(reached(key) - margin, 3)) for key, limit in gate.floors.items()}
    ceilings = {key: min(limit, round(value + margin, 3)) if (value := reached(key)) >= 0 else limit for key, limit in gate.ceilings.items()}
    return replace(gate, floors=floors, ceilings=ceilings)


def with_limit(gate: Gate, key: str, value: float, *, meant: bool) -> Gate:
    """The gate with one limit set. Raises BadInput: the measure has none, or it would be loosened and is not meant."""
    if not 0 <= value <= 1:
        raise BadInput(f"{value:g} 不是 0 到 1 之间的数（a share lies between 0 and 1）")
    group = gate.ceilings if key in gate.ceilings else gate.floors
    if key not in group:
        raise BadInput(f"门槛 {gate.name} 没有 {key}（the gate has no such measure）")
    looser = value > group[key] if group is gate.ceilings else value < group[key]
    if looser and not meant:
        raise BadInput(f"{key} 将从 {group[key]:g} 放宽到 {value:g}；确实要放宽请再加 --i-mean-it（this loosens the gate; add --i-mean-it）")
    changed = {**group, key: value}
    return replace(gate, ceilings=changed) if group is gate.ceilings else replace(gate, floors=changed)


def write_gates(gates: Mapping[str, Gate], path: Path = GATE) -> None:
    """Write the gate file, whole."""
    blocks = ["# 门槛：见 eval/runner/gate.py。数值为全集上的下限/上限；放宽须用 --lower-floor 与 --i-mean-it 两个开关。\n"
              "# Floors and ceilings over whole gold sets; loosening one takes --lower-floor and --i-mean-it together."]
    for gate in gates.values():
        lines = [f"[{gate.name}]", "gold = [" + ", ".join(f'"{file}"' for file in gate.gold) + "]", f'digest = "{gate.digest}"']
        lines += [f'policy = "{gate.policy}"'] if gate.policy else []
        lines += ["alone = true"] if gate.alone else []
        if gate.documents:
            lines += ["", f"[{gate.name}.documents]", *(f'"{name}" = "{digest}"' for name, digest in gate.documents.items())]
        for group, limits in (("floors", gate.floors), ("ceilings", gate.ceilings)):
            if limits:
                lines += ["", f"[{gate.name}.{group}]", *(f"{key} = {value:g}" for key, value in limits.items())]
        if gate.fast_questions:
            lines += ["", f"[{gate.name}.fast]", f"questions = {gate.fast_questions}", f"slack = {gate.slack:g}"]
        blocks.append("\n".join(lines))
    write_whole(path, "\n\n".join(blocks) + "\n")
