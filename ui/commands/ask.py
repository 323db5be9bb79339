"""The command ``zhengce ask --batch``: a file of questions, one JSON object a line, and the line that answers each."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import BadInput

if TYPE_CHECKING:
    from assistant import Assistant


def batch_items(path: Path) -> Iterator[dict[str, Any]]:
    """The questions of a batch file: ``question``, and where given ``id`` and ``history`` ([{"q": …}]). Raises BadInput naming the line."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise BadInput(f"无法读取 {path}：{error.strerror}（cannot read the batch file）") from None
    except UnicodeDecodeError:
        raise BadInput(f"{path} 不是 UTF-8 文本（batch file is not UTF-8）") from None
    seen = False
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        seen = True
        try:
            item = json.loads(line)
        except (ValueError, RecursionError):
            raise BadInput(f"{path} 第 {number} 行不是 JSON（line {number} is not JSON）") from None
        if not isinstance(item, dict) or not isinstance(item.get("question"), str):
            raise BadInput(f"{path} 第 {number} 行缺少 question（line {number} has no question）")
        if isinstance(item.get("id"), float) and not math.isfinite(item["id"]):
            raise BadInput(f"{path} 第 {number} 行的 id 不是有限的数（line {number}: bad id）")
        history = item.get("history") or []
        if not isinstance(history, list) or not all(isinstance(t, dict) and isinstance(t.get("q"), str) for t in history):
            raise BadInput(f"{path} 第 {number} 行的 history 应为 [{{\"q\": …}}]（line {number}: bad history）")
        yield item
    if not seen:
        raise BadInput(f"{path} 里没有问题（no questions in the batch file）")


def answer_item(assistant: Assistant, item: dict[str, Any], day: date | None) -> dict[str, Any]:
    """One line of output; a question that cannot be used is refused in its own line."""
    history = [turn["q"] for turn in item.get("history") or []]
    head = {"id": item["id"]} if "id" in item else {}
    try:
        return head | assistant.ask(item["question"], history, day).to_json()
    except BadInput as error:
        from assistant import Answer, Kind, Refusal, RefusalCode

        refusal = Refusal(RefusalCode.NOT_A_POLICY_QUESTION, str(error))
        return head | Answer(item["question"], str(error), Kind.FACT, refusal=refusal).to_json()
