"""How well the checks on a model's sentences hold: ``python -m eval.sentence_checks``.

Every measure of the shared policy files is taken as a quote. In its own words it must pass; with one thing changed (a
figure, a 不, a 应当, a 鼓励, a bound, two figures swapped, a year) it must not. Written to
eval/results/sentence_checks.txt. What this does not show: how often an honest paraphrase is dropped; synonyms always are.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.verification import Ground, problems
from corpus.errors import ZhengceError
from corpus.files import write_whole
from corpus.parsing import parse_policy
from corpus.reading import read_document
from eval.texts import shared_folder

_RESULTS = Path(__file__).resolve().parent / "results"
_SHORTEST, _LONGEST = 8, 200  # characters of a measure
_MOST = 3000
Change = Callable[[str], str]


def main() -> int:
    """Measure and write. Exit codes: 0 done, 2 the shared texts are missing."""
    try:
        quotes = _quotes()
    except ZhengceError as error:
        print(error, file=sys.stderr)
        return 2
    own = [(text, why) for text, ground in quotes if (why := problems(f"{text}[1]。", (ground,)))]
    lines = [
        "# 逐句核对 Checks on a model's sentences", "",
        f"{len(quotes)} 条措施（共享政策文件）。原话照录被删：{len(own)}，其中含网址、标记的 {sum('网址' in why[0] for _, why in own)}。", "",
        "| 改一处 | 改得了的 | 漏过 | 例 |", "|---|---|---|---|",
    ]
    for name, change in CHANGES.items():
        changed = [(new, ground) for text, ground in quotes if (new := change(text)) != text]
        passed = [new for new, ground in changed if not problems(f"{new}[1]。", (ground,))]
        lines.append(f"| {name} | {len(changed)} | {len(passed)} | {passed[0][:80] if passed else ''} |")
    text = "\n".join(lines) + "\n"
    print(text)
    write_whole(_RESULTS / "sentence_checks.txt", text)
    return 0


def _quotes() -> Sequence[tuple[str, Ground]]:
    found = []
    for file in sorted((shared_folder() / "policies").glob("*.txt")):
        policy, _ = parse_policy(read_document(file))
        for clause in policy.clauses:
            units = clause.units
            for measure in clause.measures:
                text = measure.text.strip("。；; \n\u3000")
                if _SHORTEST <= len(text) <= _LONGEST and "\n" not in text and "\t" not in text:
                    found.append((text, Ground(1, text, clause.label, clause.number, units.lead, units.supporting, units.listed)))
    return random.Random(1).sample(found, min(_MOST, len(found)))


def _another_figure(text: str) -> str:
    numbers = list(re.finditer(r"\d+", text))
    if not numbers:
        return text
    number = random.Random(text).choice(numbers)
    return f"{text[: number.start()]}{int(number.group()) + random.Random(text).choice((1, 2, 10, 100))}{text[number.end() :]}"


def _swapped_figures(text: str) -> str:
    numbers = list(re.finditer(r"\d+(?:\.\d+)?", text))
    if len(numbers) < 2:
        return text
    a, b = numbers[:2]
    return text[: a.start()] + b.group() + text[a.end() : b.start()] + a.group() + text[b.end() :]


def _replaced(pattern: str, by: str) -> Change:
    return lambda text: re.sub(pattern, by, text, count=1)


CHANGES: dict[str, Change] = {
    "数字改了 another figure": _another_figure,
    "两个数字对调 two figures swapped": _swapped_figures,
    "万元改元 magnitude": _replaced(r"(\d)万元", r"\1元"),
    "年份改了 another year": lambda text: re.sub(r"20(\d\d)年", lambda m: f"20{(int(m.group(1)) + 1) % 100:02d}年", text, count=1),
    "界限去掉 bound lost": _replaced("不超过|不低于|以上|以下|最高|不少于|以内", ""),
    "界限反了 bound turned": lambda text: text.replace("不超过", "不低于", 1) if "不超过" in text else text.replace("以上", "以下", 1),
    "少了否定 negation lost": _replaced("不得|不|未|禁止|严禁|无", ""),
    "多了否定 negation added": _replaced("(给予|支持|允许|可以|应当|开展|推动|加强)", r"不\1"),
    "应当改可以 duty to permission": _replaced("应当|应", "可以"),
    "可以改应当 permission to duty": _replaced("可以", "应当"),
    "鼓励等去掉 encouragement lost": _replaced("鼓励|探索|支持|优先", ""),
    "鼓励改给予 promise made": _replaced("鼓励|支持|探索", "给予"),
}


if __name__ == "__main__":
    raise SystemExit(main())
