"""Systems behind an address are asked and judged like our own; whatever they answer, the run goes on."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from eval_cases import make_answer, make_item, make_refusal, make_unanswerable

from corpus.errors import BadInput
from eval.runner.parallel import run_system
from eval.systems import Chat, Endpoint, Local
from eval.systems.contract import answer_from_json

ITEMS = (make_item("q1"), make_unanswerable("q2"))


@contextmanager
def serving(reply: Callable[[dict[str, Any]], Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A server on loopback that answers POST; gives its address and what it was asked."""
    asked: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append(body)
            said = reply(body)
            raw = said if isinstance(said, bytes) else json.dumps(said, ensure_ascii=False).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *arguments: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


def test_an_endpoint_with_our_contract_is_scored_as_the_assistant() -> None:
    """Question, history and day go out, answers and refusals come back whole."""
    item = make_item("q1", history=("前一问",))
    with serving(lambda body: (make_answer() if "覆盖率" in body["question"] and body["history"] else make_refusal()).to_json()) as (url, asked):
        run = run_system(Endpoint(url), (item, ITEMS[1]))
    assert [record.passed for record in run.records] == [True, True]
    assert asked[0] == {"question": item.question, "history": [{"q": "前一问"}], "as_of": None}
    assert run.system == url and not run.quotes_checked


@pytest.mark.parametrize("reply", [b"not json", {"answer": 3, "refused": False}, {"answer": "x"}, [], {"answer": "x", "refused": False, "citations": [{"clause": "五"}]}])
def test_an_endpoint_that_breaks_the_contract_is_a_miss(reply: Any) -> None:
    """Each question keeps what was wrong; the run ends with its scores."""
    with serving(lambda body: reply) as (url, _):
        run = run_system(Endpoint(url), ITEMS)
    assert all(record.error and not record.passed for record in run.records)


def test_an_address_that_is_none_and_one_where_nobody_answers() -> None:
    """The first is refused before a question is asked, the second fails every question."""
    with pytest.raises(BadInput, match="端点地址"):
        run_system(Endpoint("file:///etc/passwd"), ITEMS)
    run = run_system(Endpoint("http://127.0.0.1:9", timeout=2), ITEMS)
    assert all("Error" in record.error for record in run.records)


def test_the_contract_read_back_is_the_answer() -> None:
    """What an answer prints as JSON is read into an equal one."""
    for answer in (make_answer(), make_refusal()):
        again = answer_from_json(answer.to_json())
        assert again.to_json() == answer.to_json()


def chat_of(content: str) -> dict[str, Any]:
    """A reply of an OpenAI-compatible chat."""
    return {"choices": [{"message": {"content": content}}]}


@pytest.mark.slow
def test_a_chat_with_the_documents_in_its_prompt_is_judged_by_the_same_rules(settings) -> None:  # type: ignore[no-untyped-def]
    """It sees numbered clauses; a clause it cites, a quote it bends and a refusal are what they are."""
    items = (make_item("right"), make_item("bent"), make_unanswerable("off"), make_item("made up"), make_item("prose"))

    def reply(body: dict[str, Any]) -> dict[str, Any]:
        prompt, question = body["messages"][0]["content"], body["messages"][-1]["content"]
        number = next(line for line in prompt.splitlines() if line.startswith("[") and line.endswith("》五")).split("]")[0][1:]
        quote = "轨道交通站点800米范围覆盖面超过65%"
        said = {"refused": "off" in question, "answer": quote, "citations": [{"id": int(number), "quote": quote}]}
        if "bent" in question:
            said["citations"][0]["quote"] = "轨道交通站点覆盖面要超过65%"  # type: ignore[index]
        if "made up" in question:
            said["citations"][0]["id"] = 999  # type: ignore[index]
        return chat_of("我认为是65%" if "prose" in question else "好的：" + json.dumps(said, ensure_ascii=False))

    with serving(reply) as (url, _):
        run = run_system(Chat(url, "scripted", settings.home), items)
    by_id = {record.gold.id: record for record in run.records}
    assert by_id["right"].passed and by_id["off"].passed
    assert by_id["bent"].failed == ("quote_exact",)
    assert "没有提供的条款" in by_id["made up"].error and "没有 JSON" in by_id["prose"].error


@pytest.mark.slow
def test_two_processes_give_the_run_that_one_gives(settings) -> None:  # type: ignore[no-untyped-def]
    """Order, answers and scores are the same; memory and CPU are told; what was done is not asked again."""
    from eval.gold import load_gold

    items = load_gold("eval/gold/chengdu.jsonl", "dev")[:12]
    spec = Local(settings.home)
    one = run_system(spec, items)
    kept: list[str] = []
    two = run_system(spec, items, workers=2, done=one.records[:3], keep=lambda record: kept.append(record.gold.id))
    for first, second in zip(one.records, two.records, strict=True):
        assert {**first.to_json(), "seconds": 0} == {**second.to_json(), "seconds": 0}
    assert sorted(kept) == sorted(item.id for item in items[3:])
    assert two.peak_memory > 50 and two.cpu_seconds > 0
    assert one.index_digest == two.index_digest and one.records[0].ranked
