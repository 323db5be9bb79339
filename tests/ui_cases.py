"""Factories of the tests of what the page shows: a policy, a citation, an answer, and the HTML made of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from html.parser import HTMLParser
from typing import Any

from assistant.answer import (
    Answer,
    Citation,
    Kind,
)
from corpus.policy import (
    Clause,
    Measure,
    PartKind,
    Policy,
    ResponsibleUnits,
    Span,
    Validity,
)
from ui import (
    answer_view,
    evidence_view,
)

TODAY = date(2026, 11, 20)
BODY = "五、坚持交通先行，提升互联互通水平\n支持优先布局线路，推动站点覆盖面超过65%。加快建设快速路。〔责任单位：市财政局，各区〕"


def make_policy(**given: Any) -> Policy:
    """One policy with one clause (五), whose text is ``body``."""
    body: str = given.pop("body", BODY)
    spare = "第一个逗号前为牵头单位"
    note = body[body.index("〔") :] if "〔" in body else ""
    at = body.index("〔") if note else 0
    clause = Clause(
        "p#五", PartKind.CLAUSE, given.pop("path", ("五",)), given.pop("heading", "坚持交通先行，提升互联互通水平"), body,
        Span(0, len(body)),
        tuple(
            Measure(f"p#五/{nth}", found[0], Span(*found.span()))
            for nth, found in enumerate(re.finditer(r"[^。\n]+。", body), start=1)
        ),
        given.pop("units", ResponsibleUnits(
            ("市财政局",), ("各区",), ("市财政局", "各区"), note, Span(at, len(body)) if note else None, spare, "2025年底"
        )),
    )  # fmt: skip
    fields: dict[str, Any] = {
        "id": "p", "source": "原文.txt", "title": "关于重点片区建设的若干措施", "doc_number": "成办发〔2023〕1号",
        "issuers": ("市政府办公厅",), "written": None, "issued": date(2023, 2, 9), "level": "", "text": body,
        "raw_starts": tuple(range(len(body))), "raw_ends": tuple(range(1, len(body) + 1)), "parts": (clause,),
        "validity": Validity(date(2023, 2, 9), date(2025, 12, 31)),
    }  # fmt: skip
    return Policy(**{**fields, **given})


def make_citation(quote: str = "推动站点覆盖面超过65%", mark: int = 1, **given: Any) -> Citation:
    """A citation of the policy above; its place is looked up unless ``start`` is given."""
    start = given.pop("start", max(BODY.find(quote), 0))
    fields: dict[str, Any] = {
        "mark": mark, "policy": "关于重点片区建设的若干措施", "policy_id": "p", "source": "原文.txt", "clause": "五",
        "path": ("五",), "label": "五、坚持交通先行，提升互联互通水平", "quote": quote, "start": start,
        "end": start + len(quote), "raw_start": start + 100, "raw_end": start + 100 + len(quote),
    }  # fmt: skip
    return Citation(**{**fields, **given})


def make_answer(text: str = "站点覆盖面超过65%。[1]", **given: Any) -> Answer:
    """An answer with one citation."""
    fields: dict[str, Any] = {"question": "覆盖多少？", "text": text, "kind": Kind.FACT, "citations": (make_citation(),)}
    return Answer(**{**fields, **given})


def card(answer: Answer, policies: Mapping[str, Policy] | None = None, **given: Any) -> str:
    """The answer card for turn 3, with the policy above on hand."""
    return answer_view.answer_html(answer, turn=3, policies={"p": make_policy()} if policies is None else policies, on=TODAY, **given)


def panel(answer: Answer, policy: Policy | None = None, index: int = 0) -> str:
    """The evidence panel for one citation."""
    return evidence_view.evidence_html(evidence_view.Evidence(answer, 3, index, make_policy() if policy is None else policy, TODAY))


class Seen(HTMLParser):
    """The tags, attributes and words of a piece of HTML, as a browser would take them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag and its attributes."""
        self.tags.append(tag)
        self.attributes.extend((name, value or "") for name, value in attrs)
        if tag not in ("br", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Every tag is closed in order."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        self.words.append(data)

    @property
    def text(self) -> str:
        """All words, joined."""
        return "".join(self.words)


def stages(answer: Answer) -> list[str]:
    """The card as it grows."""
    words = answer_view.growing(answer_view.shown_text(answer))
    return [answer_view.answer_html(answer, turn=3, policies={}, on=TODAY, text=text) for text in words]
