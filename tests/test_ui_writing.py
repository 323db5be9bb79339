"""The page for gold items: only this machine's forms write, hostile text stays text, words become entries in a browser."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from corpus.parsing import parse_policy
from corpus.reading import RawDocument
from eval.gold.annotation import Annotation
from ui.writing.serving import HOST, build

if TYPE_CHECKING:
    from playwright.sync_api import Browser

EVIL = "<img src=x onerror=alert(1)>"
BODY = f"关于支持{EVIL}企业的若干措施\n一、支持对象。在本市注册的{EVIL}企业。\n二、支持标准。给予不超过50万元补助。\n"
ITEM = {"question": f"补助多少{EVIL}？", "kind": "fact", "style": "formal", "split": "dev", "answerable": "是", "facts": "50万元", "chosen": "a.txt#/二"}


@pytest.fixture
def annotation(tmp_path: Path) -> Annotation:
    return Annotation(tmp_path)


@pytest.fixture
def client(annotation: Annotation) -> Iterator[TestClient]:
    policy = parse_policy(RawDocument("a.txt", BODY, "0" * 64, "utf-8"))[0]
    with TestClient(build(annotation, [policy]), base_url=f"http://{HOST}") as client:
        yield client


def token(client: TestClient) -> str:
    found = re.search(r'name="form" value="([^"]+)"', client.get("/write/").text)
    assert found
    return found[1]


def test_an_item_is_written_labelled_settled_and_exported(client: TestClient, annotation: Annotation) -> None:
    """甲 writes, 乙 labels blind and cannot change the question, the difference is settled, the set goes out."""
    form = token(client)
    assert client.post("/write/by/甲/item/q0001", data=ITEM | {"form": form, "do": "save"}).status_code == 200
    blind = client.get("/write/by/乙/item/q0001").text
    assert "补助多少" in blind and "50万元</textarea>" not in blind and "readonly" in blind
    client.post("/write/by/乙/item/q0001", data=ITEM | {"form": form, "question": "别的问题", "chosen": "a.txt#/一", "facts": "企业"})
    (other,) = annotation.items("乙")
    assert other.question == ITEM["question"] and other.clauses == ("/一",)
    assert "待定稿" in client.get("/write/compare").text
    client.post("/write/settle", data={"form": form, "first": "甲", "second": "乙", "id": "q0001", "take": "first"})
    out = client.get("/write/export?first=甲&second=乙&kind=jsonl")
    assert '"clauses": [["二"]]' in out.text and "attachment" in out.headers["content-disposition"]
    assert client.get("/write/export?first=甲&second=乙&kind=xlsx").content[:2] == b"PK"


def test_a_check_tells_what_stands_in_the_clause(client: TestClient) -> None:
    """As one types: a fact that stands there is marked, one that does not is doubted; hostile text is escaped."""
    found = client.post("/write/check?name=q0001&who=甲", data=ITEM | {"form": token(client), "facts": "50万元\n60万元"}).json()
    assert '<mark class="m-facts">50万元</mark>' in found["evidence"] and found["remarks"]["facts"].count("<li") == 2 and found["ready"]
    everything = "".join((found["evidence"], *found["remarks"].values(), client.get("/write/policy?id=" + re.findall(r'option value="([^"]{4,})"', client.get("/write/by/甲/item/q0001").text)[-1]).text))
    assert EVIL not in everything


def test_what_cannot_be_kept_is_shown_again_with_what_was_typed(client: TestClient, annotation: Annotation) -> None:
    """Nothing typed is lost, nothing bad is written."""
    again = client.post("/write/by/甲/item/q0001", data=ITEM | {"form": token(client), "quotes": "不在原文里的一句"})
    assert again.status_code == 400 and "不在原文里的一句</textarea>" in again.text and EVIL not in again.text
    assert annotation.items("甲") == ()


def test_only_forms_of_this_process_under_its_own_name_write(client: TestClient, annotation: Annotation) -> None:
    """Without the token, from another site, or by another host name: refused."""
    assert client.post("/write/by/甲/item/q0001", data=ITEM).status_code == 403
    assert client.post("/write/by/甲/item/q0001", data=ITEM | {"form": token(client)}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.get("/write/", headers={"host": "evil.example"}).status_code == 400
    assert client.get("/write/by/..%2F..%2Fx").status_code in (400, 404) and annotation.items("甲") == ()


@pytest.mark.slow
def test_selected_words_of_a_clause_become_entries(annotation: Annotation, browser: Browser) -> None:
    """In a browser: choose a clause, select words in it, add them as a quote, save by Ctrl+Enter. No script error."""
    import uvicorn

    from ui.page.serving import listening

    bound = listening(HOST, 0)
    policy = parse_policy(RawDocument("a.txt", BODY, "0" * 64, "utf-8"))[0]
    server = uvicorn.Server(uvicorn.Config(build(annotation, [policy]), log_level="error"))
    threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True).start()
    try:
        page = browser.new_page()
        problems: list[str] = []
        page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(f"http://{HOST}:{bound.getsockname()[1]}/write/by/甲/new")
        page.fill("#f-question", "补助多少？")
        page.locator(".offer", has_text="支持标准").first.locator(".take").click()
        page.wait_for_selector("#evidence article")
        page.evaluate(
            "() => { const text = document.querySelector('#evidence .text').firstChild, at = text.data.indexOf('给予'), range = document.createRange();"
            " range.setStart(text, at); range.setEnd(text, at + 10); getSelection().removeAllRanges(); getSelection().addRange(range); }"
        )
        page.locator("#chosen-words button", has_text="加为原句").click()
        page.wait_for_selector('[data-for="quotes"] .good')
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**note=saved")
        assert problems == []
        page.close()
    finally:
        server.should_exit = True
    (item,) = annotation.items("甲")
    assert item.quotes == ("给予不超过50万元补",) and item.clauses == ("/二",)
