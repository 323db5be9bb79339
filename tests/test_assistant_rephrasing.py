"""The optional language model: only checked sentences are shown, every fault ends in the extract."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from assistant import Answer, Citation, Kind, Settings
from assistant.answer import Mode, Refusal, RefusalCode
from assistant.rephrasing import Rephraser, check, open_rephraser

QUOTE = "对符合条件的企业融资担保费率降至1%以下，再担保费率减半收取；"


def make_answer(**changes: object) -> Answer:
    citation = Citation(1, "若干措施", "p1", "a.txt", "四", ("四",), "四、融资", QUOTE, 0, len(QUOTE), 0, len(QUOTE))
    record = {"question": "担保费率多少？", "text": f"“{QUOTE}”[1]", "kind": Kind.FACT, "citations": (citation,)}
    return Answer(**(record | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "sentence",
    [
        "担保费率降至10%以下[1]。", "担保费率降至1%以下。", "担保费率降至1%以下[2]。", "自2024年起降至1%以下[1]。",
        "文件写明“一律免收”[1]。", "详见https://example.com [1]。", "<b>降至1%</b>[1]。",
    ],
)
def test_a_sentence_that_says_more_than_its_quote_is_dropped(sentence: str) -> None:
    """Another figure, no mark, an invented mark, a false quote, a link: none is shown."""
    kept, dropped = check(sentence, make_answer().citations)
    assert kept == [] and len(dropped) == 1


def test_checked_sentences_stand_above_the_extract() -> None:
    """The right sentence is shown and labelled, the wrong one is a finding, the extract stays."""
    rephraser = Rephraser(lambda prompt: "担保费率降至1%以下[1]。再担保费率降至30%[1]。", timeout=5)
    answer = rephraser.rephrase(make_answer())
    assert answer.mode is Mode.PARTLY_VERIFIED
    assert "降至1%以下[1]" in answer.text and "30%" not in answer.text and QUOTE in answer.text
    assert any("30%" in finding for finding in answer.findings)


def test_a_refusal_never_reaches_the_model() -> None:
    """A language model cannot turn a refusal into an answer."""
    asked: list[str] = []
    refusal = make_answer(citations=(), refusal=Refusal(RefusalCode.NOT_STATED, "没有写明"))
    answer = Rephraser(lambda prompt: asked.append(prompt) or "有[1]。", timeout=5).rephrase(refusal)  # type: ignore[func-returns-value]
    assert asked == [] and answer == refusal


class _Scripted(BaseHTTPRequestHandler):
    """An OpenAI-compatible endpoint that behaves as ``server.script`` says."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        script = self.server.script  # type: ignore[attr-defined]
        if script == "hang":
            time.sleep(3)
        status = 500 if script == "error" else 200
        if script == "garbage":
            body = b"<html>not json</html>"
        elif script == "empty":
            body = json.dumps({"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": []}).encode()
        else:
            words = "费率为99%[1]。" if script == "lie" else "担保费率降至1%以下[1]。"
            message = {"role": "assistant", "content": words}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            body = json.dumps(
                {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
            ).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass  # the client gave up, as it should

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture(scope="module")
def endpoint() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Scripted)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


@pytest.mark.slow
@pytest.mark.parametrize("script", ["good", "lie", "error", "garbage", "empty", "hang", "refused"])
def test_whatever_the_endpoint_does_the_answer_comes_in_time(endpoint: ThreadingHTTPServer, script: str) -> None:
    """Good text is used; lies, errors, garbage, silence and a closed port end in the extract, in time."""
    pytest.importorskip("llama_index.llms.openai_like", reason="pip install zhengce[llm]")
    port = 9 if script == "refused" else endpoint.server_address[1]
    endpoint.script = script  # type: ignore[attr-defined]
    # The first call imports the client, which takes seconds; only the hanging endpoint is cut short.
    seconds = 1.5 if script == "hang" else 30.0
    rephraser = open_rephraser(Settings(llm_base_url=f"http://127.0.0.1:{port}/v1", llm_model="m", llm_timeout=seconds))
    assert rephraser is not None
    started = time.perf_counter()
    answer = rephraser.rephrase(make_answer())
    assert time.perf_counter() - started < seconds + 1
    assert QUOTE in answer.text
    assert (answer.mode is Mode.VERIFIED) == (script == "good")
    assert "99%" not in answer.text
    assert (answer.findings == ()) == (script == "good")


def test_no_endpoint_means_no_model() -> None:
    """Without a base URL nothing is asked of anyone."""
    assert open_rephraser(Settings()) is None
