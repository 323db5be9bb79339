"""From the question to the checked sentence: the real assistant, a scripted endpoint."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from scripted_endpoint import Handler, Server, serving

from assistant import Assistant, Settings, open_assistant
from assistant.answer import Mode
from eval.llm_end_to_end import _ask, _figures, _shown

pytestmark = pytest.mark.slow


def parrot(handler: Handler) -> None:
    """Says the first quote of its prompt and then a lie about it."""
    prompt = handler.server.requests[-1].body["messages"][-1]["content"]
    quote = re.search(r"原文：“(.+)”\n", prompt)
    assert quote
    handler.head()
    handler.piece(quote.group(1).strip("。；〔〕") + "[1]。")
    handler.piece("另给予补贴888万元[1]。")
    handler.complete()


def swapper(handler: Handler) -> None:
    """Swaps the lead and the supporting units of its prompt."""
    prompt = handler.server.requests[-1].body["messages"][-1]["content"]
    roles = re.search(r"责任分工：牵头单位：(.+?)；配合单位：(.+)", prompt)
    assert roles
    handler.head()
    handler.piece(f"牵头单位：{roles.group(2)}；配合单位：{roles.group(1)}[1]。")
    handler.complete()


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Server]:
    pytest.importorskip("llama_index.llms.openai_like", reason="pip install zhengce[llm]")
    with serving({"parrot": parrot, "swapper": swapper}) as server:
        yield server


def with_model(settings: Settings, endpoint: Server, name: str) -> Settings:
    return settings.model_copy(update={"llm_base_url": endpoint.url(name), "llm_model": "m", "llm_timeout": 30.0})


def test_the_truth_is_kept_and_the_lie_is_dropped(settings: Settings, assistant: Assistant, endpoint: Server) -> None:
    """The extract is what it is without a model; above it stands only what was checked."""
    question = "融资担保费率要降到多少？"
    plain = assistant.ask(question)
    answer = open_assistant(with_model(settings, endpoint, "parrot")).ask(question)
    assert answer.mode is Mode.PARTLY_VERIFIED
    assert answer.text.endswith(plain.text) and "888" not in answer.text
    assert any("888万元" in finding for finding in answer.findings)
    assert answer.citations == plain.citations


def test_swapped_roles_are_noticed(settings: Settings, endpoint: Server) -> None:
    """A model that swaps 牵头 and 配合 is not believed."""
    answer = open_assistant(with_model(settings, endpoint, "swapper")).ask("第五条由谁牵头？")
    assert answer.mode is Mode.NOT_VERIFIED
    assert any("牵头、配合与所引条款不符" in finding for finding in answer.findings)


def test_the_report_counts_what_came_back(settings: Settings, endpoint: Server) -> None:
    """States, sentences and reasons add up; a refusal is not sent."""
    answers = list(_ask(with_model(settings, endpoint, "parrot"), 4))
    record = _figures(answers)
    assert record["questions"] == 4 and sum(record["states"].values()) == 4
    sent = 4 - record["refusals_not_sent"]
    assert record["refusals_not_sent"] >= 1 and record["sentences"] >= 2 * sent
    assert record["dropped_for"]["数字或日期不在所引原文中"] >= sent
    assert all("888" in _shown(answer, first) for answer, first in answers if answer.rewrite)
