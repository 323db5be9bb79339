"""How fast, how big: ``make bench`` prints the README's table from runs on this machine.

Not a test: machines differ, so every figure is printed with the machine's name and nothing is
asserted. Times are wall seconds of the process a user would start.
"""

from __future__ import annotations

import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from assistant import Assistant, open_assistant, read_settings
from eval.gold import load_gold

GOLD = Path(__file__).resolve().parent / "gold" / "chengdu.jsonl"
_COLD_RUNS = 7
_HEAVY = ("torch", "llama_index", "gradio", "transformers", "sentence_transformers")


def warm_seconds(assistant: Assistant, questions: Sequence[str]) -> list[float]:
    """Seconds of each answer in a process that has answered before."""
    for question in questions[:5]:
        assistant.ask(question)
    taken = []
    for question in questions:
        started = time.perf_counter()
        assistant.ask(question)
        taken.append(time.perf_counter() - started)
    return taken


def cold_seconds(question: str) -> list[float]:
    """Seconds of ``zhengce ask`` from the shell, start of the process to its end."""
    taken = []
    for _ in range(_COLD_RUNS):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "ui.cli", "ask", question], check=True, capture_output=True)
        taken.append(time.perf_counter() - started)
    return taken


def heavy_modules(question: str) -> list[str]:
    """Heavy packages that ``zhengce ask`` imported on the way to its answer; none is right."""
    program = (
        "import sys; sys.argv=['zhengce','ask',sys.argv[1]]\n"
        "from ui.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print('HEAVY', *[m for m in {_HEAVY!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program, question], check=True, capture_output=True, text=True)
    return done.stdout.rsplit("HEAVY", 1)[1].split()


def server_memory() -> float:
    """Resident memory (MB) of a server that has answered twenty questions through its page's code."""
    program = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from assistant import open_assistant, read_settings\n"
        "from eval.gold import load_gold\n"
        "from ui.chat import build_app\n"
        "assistant = open_assistant(read_settings())\n"
        "app = build_app(assistant)\n"
        "for item in load_gold(Path(sys.argv[1]))[:20]: assistant.ask(item.question)\n"
        "print('RSS', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(GOLD)], check=True, capture_output=True, text=True)
    return float(done.stdout.rsplit("RSS", 1)[1]) / 1024


def main() -> None:
    """Measure and print."""
    items = [item for item in load_gold(GOLD) if not item.history]
    assistant = open_assistant(read_settings())
    warm = sorted(warm_seconds(assistant, [item.question for item in items]))
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    question = items[0].question
    cold = cold_seconds(question)
    rows = [
        ("热回答 p50 / warm answer p50", f"{1000 * statistics.median(warm):.1f} ms"),
        ("热回答 p95 / warm answer p95", f"{1000 * warm[int(0.95 * len(warm))]:.1f} ms"),
        ("命令行首答（中位 / 最慢） / shell to answer, median / worst", f"{statistics.median(cold):.2f} s / {max(cold):.2f} s"),
        ("命令行引入的重型包 / heavy imports on the way", "、".join(heavy_modules(question)) or "无 none"),
        ("问答进程内存 / memory, assistant alone", f"{own:.0f} MB"),
        ("页面服务内存 / memory, page server", f"{server_memory():.0f} MB"),
    ]
    print(f"机器 machine: {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; {len(items)} questions")
    for name, value in rows:
        print(f"| {name} | {value} |")


if __name__ == "__main__":
    main()
