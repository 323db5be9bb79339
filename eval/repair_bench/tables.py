"""A run as tables to read: Chinese headings with English beside."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from eval.damage import KINDS, RATES
from eval.repair_bench.figures import percent, share
from eval.repair_bench.texts import LENGTH
from eval.report.columns import align

GROUP_NAMES = {"bytes": "字节或字符可证", "language": "语言判定", "lost": "已失"}


def tables(run: dict[str, Any]) -> str:
    """The run as text: Chinese headings with English beside, a curve per kind as a row of figures."""
    blocks = [
        f"文本修复测评 repair benchmark，{run['date']}\n提交 commit {run['commit'][:12]}{'（有未提交的改动 dirty）' if run['dirty'] else ''}\n机器 machine {run['machine']}"
        f"\n文本 texts：{run['texts']} 篇未参与训练 held out，每篇至多 at most {LENGTH} 字符"
    ]
    if "speed" in run:
        blocks.append(_goals_table(run))
    if "chengdu" in run:
        found = run["chengdu"]
        blocks.append(
            "成都文件 the Chengdu file\n"
            f"{found['characters']} 字符 characters，{found['steps']} 步 steps，{found['seconds']:.3f} s；"
            f"已知语句 known sentences {found['found']}/{found['sentences']}\n"
            + "\n".join(f"  {name}: {count}" for name, count in found["by_fixer"].items())
            + f"\n存疑 uncertain {len(found['uncertain'])}：" + "；".join(map(repr, found["uncertain"][:10]))
            + "".join(f"\n  未见 missing: {text}" for text in found["missing"][:10])
        )  # fmt: skip
    for key, title in (("clean_statutes", "完好的法规 clean statutes"), ("clean_policies", "政策原页（自带损坏）policies as saved")):
        if key in run:
            blocks.append(_clean_table(title, run[key]))
    if run.get("damaged"):
        blocks += _damage_tables(run["damaged"])
    if run.get("mixed"):
        blocks += _mixed_tables(run["mixed"])
    if run.get("damaged"):
        blocks.append(_comparison_table(run["damaged"], run.get("mixed", {})))
        blocks.append(_failure_table(run["damaged"], run.get("mixed", {})))
    if "speed" in run:
        blocks.append(_speed_table(run["speed"]))
    return "\n\n".join(blocks) + "\n"


def _goals_table(run: dict[str, Any]) -> str:
    """What was asked of the repair, and what was measured."""
    cells = run["mixed"].values()

    def restored(group: str) -> float | None:
        parts = [cell["groups"][group] for cell in cells if group in cell["groups"]]
        return share(sum(p["restored"]["value"] * p["damaged"] for p in parts), sum(p["damaged"] for p in parts))

    places = sum(cell["precision"]["n"] for cell in cells)
    right = sum((cell["precision"]["value"] or 0) * cell["precision"]["n"] for cell in cells)
    statutes_untouched = run["clean_statutes"]["texts_untouched"]["value"]
    edits = run["clean_statutes"]["meaning_edits_per_million"]
    speed = run["speed"]
    # Growth from the second longest input to the longest, where it takes long enough to be timed well.
    growth: list[tuple[float, str]] = []
    for name, cell in speed["adversarial"].items():
        *_, half, full = [math.nan, *(cell[length] for length in sorted(cell, key=int))]
        if isinstance(full, str):
            growth.append((math.inf, f"{name}: {full} s"))
        elif isinstance(half, float) and full > 0.5 and not math.isnan(half):
            growth.append((full / half, f"×{full / half:.1f} ({name}, {full} s)"))
    steepest = max(growth, default=(0.0, "-"))
    goals: tuple[tuple[str, str, str, bool], ...] = (
        ("字节可证，混合 byte-provable, mixed", "≥ 99.5 %", percent(restored("bytes")), (restored("bytes") or 0) >= 0.995),
        ("语言判定，混合 language-decided, mixed", "≥ 97 %", percent(restored("language")), (restored("language") or 0) >= 0.97),
        ("改动正确，混合 precision, mixed", "≥ 99.9 %", percent(share(right, places)), right >= 0.999 * places),
        ("法规误改/百万 meaning edits per million, statutes", "≤ 1", f"{edits:.2f}", edits <= 1),
        ("法规未动 statutes untouched", "≥ 99.9 %", percent(statutes_untouched), statutes_untouched >= 0.999),
        ("完好文本速度 characters/s, clean", "≥ 2,000,000", f"{speed['clean']['characters_per_second']:,}", speed["clean"]["characters_per_second"] >= 2e6),
        ("损坏文本速度 characters/s, mixed 5 %", "≥ 200,000", f"{speed['mixed 0.05']['characters_per_second']:,}", speed["mixed 0.05"]["characters_per_second"] >= 2e5),
        ("刁难输入长度加倍 adversarial input twice as long", "≤ ×2.5", steepest[1], steepest[0] <= 2.5),
    )
    rows = [["目标 goals", "要求 asked", "实测 measured", "达到 met"]]
    rows += ([title, asked, measured, "是 yes" if met else "否 no"] for title, asked, measured, met in goals)
    return align(rows, left=1)


def _clean_table(title: str, part: dict[str, Any]) -> str:
    untouched = part["texts_untouched"]
    lines = [
        title,
        f"{part['texts']} 篇 texts，{part['characters']} 字符 characters；改动汉字、数字、字母 edits of characters that carry meaning "
        f"{part['meaning_edits']}（每百万 per million {part['meaning_edits_per_million']:.2f}）；其他步骤 other steps {part['other_edits']}",
        f"未动 untouched {percent(untouched['value'])}%（{percent(untouched['low'])}–{percent(untouched['high'])}），"
        f"有改动 edited {part['texts_edited']}；" + "，".join(f"{name} {count}" for name, count in part["by_fixer"].items()),
    ]
    lines += (f"  中断 crash: {crash}" for crash in part["crashes"][:10])
    for row in part["offenders"]:
        lines.append(
            f"  {row['name']} [{row['fixer']}, {row['certainty']}] {row['before']!r} → {row['after']!r}  在 in {row['context']!r}"
        )
    return "\n".join(lines)


def _curve(cells: dict[str, Any], of: Callable[[dict[str, Any]], str]) -> list[str]:
    return [of(cells[f"{rate:g}"]) if f"{rate:g}" in cells else "" for rate in (*RATES, 1.0)]


def _damage_tables(part: dict[str, Any]) -> list[str]:
    heads = [*(f"{100 * rate:g}%" for rate in RATES), "全篇 whole"]
    measures: tuple[tuple[str, Callable[[dict[str, Any]], str]], ...] = (
        ("还原 restored, %", lambda c: percent(c["restored"]["value"])),
        ("改动正确 precision of edits, %（存疑另计 proposals apart）", lambda c: percent(c["precision"]["value"])),
        ("字错率 CER 前→后 before→after, %", lambda c: f"{percent(c['cer_before'])}→{percent(c['cer_after'])}"),
    )
    blocks = []
    for title, of in measures:
        rows = [[title, "kind", *heads]]
        for group, chinese in GROUP_NAMES.items():
            rows.append([f"—— {chinese}", group, *[""] * len(heads)])
            rows += (
                [kind["title"], name, *_curve(kind["rates"], of)]
                for name, kind in part.items()
                if kind["group"] == group
            )
        blocks.append(align(rows, left=2))
    rows = [["各类合计 all rates together", "kind", "损坏 damaged", "还原 %", "95%", "字节俱在 present %", "存疑 proposed %", "标明 flagged %", "误报/百万 false alarms/M", "伤及文字 grave", "错误的 wrong certain %", "wrong likely %", "wrong uncertain %"]]
    for name, kind in part.items():
        cells = list(kind["rates"].values())

        def pooled(key: str, cells: list[dict[str, Any]] = cells) -> str:
            n = sum(cell[key]["n"] for cell in cells)
            return percent(sum((cell[key]["value"] or 0) * cell[key]["n"] for cell in cells) / n) if n else "-"

        def weighted(key: str, cells: list[dict[str, Any]] = cells) -> str:
            n = sum(cell["damaged"] for cell in cells if cell[key] is not None)
            return percent(sum((cell[key] or 0) * cell["damaged"] for cell in cells) / n) if n else "-"

        damaged = sum(cell["damaged"] for cell in cells)
        restored = sum((cell["restored"]["value"] or 0) * cell["damaged"] for cell in cells)
        largest = max(cells, key=lambda cell: int(cell["damaged"]))["restored"]
        characters = max(sum(cell["characters"] for cell in cells), 1)
        alarms = sum(cell["false_alarms"] for cell in cells) / characters
        grave = sum((cell["grave_alarms_per_million"] or 0) * cell["characters"] for cell in cells) / characters
        rows.append([
            kind["title"], name, str(damaged), percent(share(restored, damaged)),
            f"{percent(largest['low'])}–{percent(largest['high'])}", weighted("restored_present"), weighted("proposed"),
            weighted("flagged") if kind["group"] == "lost" else "", f"{1_000_000 * alarms:.1f}", f"{grave:.1f}", pooled("wrong_certain"), pooled("wrong_likely"), pooled("wrong_uncertain"),
        ])  # fmt: skip
    note = "95%：损坏最多的一档，按篇自助法 bootstrap over the texts of the cell with most damage"
    crashes = {name: sum(cell["crashes"] for cell in kind["rates"].values()) for name, kind in part.items()}
    note += "\n中断 crashes：" + ("，".join(f"{name} {count}" for name, count in crashes.items() if count) or "无 none")
    blocks.append(f"{align(rows, left=2)}\n{note}")
    return blocks


def _mixed_tables(part: dict[str, Any]) -> list[str]:
    rows = [["混合损坏 all kinds mixed", "篇 texts", "损坏 damaged", "还原 restored %", "字节可证 bytes %", "语言判定 language %", "已失 lost（标明 flagged）%", "改动正确 precision %", "误报/百万", "伤及文字 grave", "CER 前→后 %", "wrong certain %", "wrong likely %"]]
    for rate, cell in part.items():
        groups = cell["groups"]
        rows.append([
            f"{100 * float(rate):g}%", str(cell["texts"]), str(cell["damaged"]), percent(cell["restored"]["value"]),
            *(percent(groups[g]["restored"]["value"]) if g in groups else "-" for g in ("bytes", "language")),
            percent(groups["lost"]["flagged"]) if "lost" in groups else "-",
            percent(cell["precision"]["value"]), f"{cell['false_alarms_per_million'] or 0:.1f}", f"{cell['grave_alarms_per_million'] or 0:.1f}",
            f"{percent(cell['cer_before'])}→{percent(cell['cer_after'])}",
            percent(cell["wrong_certain"]["value"]), percent(cell["wrong_likely"]["value"]),
        ])  # fmt: skip
    rates = list(part)
    names = sorted({name for cell in part.values() for name in cell["kinds"]})
    kinds = [["混合中各类的还原 restored by kind, mixed, %", "group", *(f"{100 * float(rate):g}%" for rate in rates)]]
    for name in names:
        shares = [part[rate]["kinds"].get(name, {}).get("restored") for rate in rates]
        kinds.append([f"{KINDS[name].title} {name}", KINDS[name].group, *map(percent, shares)])
    return [align(rows, left=1), align(kinds, left=2)]


def _comparison_table(part: dict[str, Any], mixed: dict[str, Any]) -> str:
    tools = ("ftfy", "ftfy_spared", "opencc", "nothing")
    rows = [["对照 side by side（还原% / 字错率%）restored / CER", "rate", "本库 ours", *tools]]
    cells = [(f"{kind['title']} {name}", rate, cell) for name, kind in part.items() for rate, cell in kind["rates"].items()]
    cells += [("混合 mixed", rate, cell) for rate, cell in mixed.items()]
    for title, rate, cell in cells:
        if "others" in cell:
            ours = f"{percent(cell['restored']['value'], 1)} / {percent(cell['cer_after'])}"
            others = (f"{percent(cell['others'][t]['restored'], 1)} / {percent(cell['others'][t]['cer_after'])}" for t in tools)
            rows.append([title, f"{100 * float(rate):g}%", ours, *others])
    note = "ftfy_spared：关掉 ftfy 对引号、全半角的改写 with its rewriting of quotes and widths off"
    return f"{align(rows, left=1)}\n{note}"


def _failure_table(part: dict[str, Any], mixed: dict[str, Any]) -> str:
    lines = ["未还原与误改举例 failures, a few of each kind"]
    groups = [(name, kind["failures"][:3]) for name, kind in part.items()]
    groups += [(f"mixed {rate}", cell["failures"][:6]) for rate, cell in mixed.items()]
    for name, failures in groups:
        lines += (
            f"  {name}｜{f['name']}｜{f['kind']}｜{f['why']}\n    原 raw   {f['raw']!r}\n    得 got   {f['got']!r}\n    应 truth {f['truth']!r}"
            for f in failures
        )
    return "\n".join(lines)


def _speed_table(part: dict[str, Any]) -> str:
    rows = [["速度 speed（单核 one core）", "字符 characters", "秒 s", "字符/秒 characters per second", "中断 crashes"]]
    rows += (
        [name, str(cell["characters"]), f"{cell['seconds']:.3f}", f"{cell['characters_per_second']:,}", str(cell["crashes"])]
        for name, cell in part.items()
        if name != "adversarial"
    )
    lengths = sorted({length for cell in part["adversarial"].values() for length in cell}, key=int)
    hard = [["刁难输入 adversarial input, s", *lengths]]
    hard += ([name, *(str(cell.get(length, "")) for length in lengths)] for name, cell in part["adversarial"].items())
    return f"{align(rows, left=1)}\n\n{align(hard, left=1)}"
