"""The card of an answer that a language model rephrased, through the scripted endpoint: every sentence has its verdict."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from scripted_endpoint import Server, faults, saying, serving
from test_assistant_rephrasing import QUOTE, RIGHT, make_answer

from assistant import Answer, Settings
from assistant.answer import Mode
from assistant.rephrasing import open_rephraser
from ui.answer_view import answer_html

EVIL = "<img src=x onerror=alert(1)>"
LIE = "担保费率降至10%以下[1]。"
SCRIPTS = {"right": saying(RIGHT), "partly": saying(RIGHT, LIE), "lies": saying(LIE), "attacks": saying(f"{EVIL}费率降至1%以下[1]。", RIGHT)}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Server]:
    """The suite's OpenAI-compatible server on loopback."""
    pytest.importorskip("llama_index.llms.openai_like", reason="pip install zhengce[llm]")
    with serving(SCRIPTS | {"cut-off": faults(RIGHT)["cut-off"]}) as server:
        yield server


def asked(endpoint: Server, name: str) -> tuple[Answer, str]:
    """The answer through the endpoint that behaves as ``name``, and its card."""
    rephraser = open_rephraser(Settings(llm_base_url=endpoint.url(name), llm_model="m", llm_timeout=60))
    assert rephraser is not None
    answer = rephraser.rephrase(make_answer(), lambda _: None)
    return answer, answer_html(answer, turn=1, policies={}, on=date(2026, 1, 1))


def words(html: str) -> str:
    """What a person reads of it."""
    return re.sub(r"<[^>]+>", "", html)


@pytest.mark.parametrize(
    ("name", "mode", "passed", "dropped"),
    [("right", Mode.VERIFIED, 1, 0), ("partly", Mode.PARTLY_VERIFIED, 1, 1), ("lies", Mode.NOT_VERIFIED, 0, 1), ("cut-off", Mode.NOT_CHECKED, 0, 0)],
)
def test_every_sentence_bears_its_verdict_in_a_sign_and_a_word(endpoint: Server, name: str, mode: Mode, passed: int, dropped: int) -> None:
    """✓ 已核对 beside what passed, ✗ 未采用 with the reason one press away, ? 未核对 where nothing came; the extract follows, marked as 原文."""
    answer, html = asked(endpoint, name)
    assert answer.mode is mode
    assert html.count("✓</span>已核对") == passed
    gone = re.search(r'<details class="zc-dropped">(.*?)</details>', html)
    assert (gone is not None) == bool(dropped)
    if gone:
        assert "✗</span>未采用" in gone[1] and "10%以下" in gone[1] and "原因：数字或日期不在所引原文中" in words(gone[1])
        assert "10%" not in words(html.replace(gone[0], "")), "what was dropped stands nowhere else"
    assert ("?</span>未核对" in html) == (mode is Mode.NOT_CHECKED)
    extract = html[html.index("zc-extract-head") :]
    assert "原文" in words(extract) and QUOTE in words(extract) and "【大模型" not in words(html)


def test_a_models_markup_is_text_and_never_above_the_extract(endpoint: Server) -> None:
    """A sentence with markup fails its check and is shown struck through, escaped, among the dropped ones alone."""
    _, html = asked(endpoint, "attacks")
    assert EVIL not in html and html.count("&lt;img") == 1
    assert html.index('class="zc-dropped"') < html.index("&lt;img") < html.index("zc-extract-head")


def test_without_a_model_nothing_of_it_is_shown() -> None:
    """The extractive answer has neither marks nor a block of its own."""
    html = answer_html(make_answer(), turn=1, policies={}, on=date(2026, 1, 1))
    assert "zc-rewrite" not in html and "zc-s-mark" not in html
