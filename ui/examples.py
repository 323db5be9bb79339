"""Questions to begin with (示例问题), three ways in, drawn from the documents that are loaded.

Candidates are made from titles, headings, units and support items; each one is put to the assistant before it is
offered, so that a visitor's first press never ends in a disappointment: what is offered as a question has a clear
answer, what is offered as a test of honesty is refused.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.answer import Answer, Confidence
from corpus.errors import ZhengceError
from corpus.policy import Addressee, Audience, Clause, Policy, Status
from ui.render import clause_name, quoted_title

if TYPE_CHECKING:
    from ui.service import Service

PER_ROLE = 3
MOST_SECONDS = 1.5  # of processor time, for all of them together: a server should be there soon
_LOOKED_AT = 12  # documents from which questions are drawn
_LONGEST = 40  # characters of a question on a button
_LONGEST_TOPIC = 14  # characters of a heading, or of its first part, that a question can bear
_OFF_TOPIC = "明天的天气怎么样？"
_FRAME = re.compile(r"^.{0,80}?关于(?:印发|公布|发布)(?=.{6,})|(?<=.{6})的(?:通知|公告|函|通告)$")
_STAYS_OPEN = (Status.IN_FORCE, Status.UNKNOWN, Status.EVENT_BOUND)


class Role(StrEnum):
    """Who comes to the page."""

    OFFICIAL = "official"
    ENTERPRISE = "enterprise"
    EVALUATOR = "evaluator"


@dataclass(frozen=True, slots=True)
class Example:
    """A question to begin with; ``refused`` says what the assistant is expected to do with it."""

    question: str
    refused: bool = False


Examples = dict[Role, tuple[Example, ...]]


def draw(service: Service, policies: Sequence[Policy], on: date) -> Examples:
    """Up to ``PER_ROLE`` checked questions for every role, the same for the same library."""
    chosen = _best_known(policies, on)
    found: Examples = {}
    makers = ((Role.OFFICIAL, _for_officials(chosen)), (Role.ENTERPRISE, _for_enterprises(chosen)), (Role.EVALUATOR, _for_evaluators(chosen)))
    taken: set[str] = set()
    for role, candidates in makers:
        end = time.thread_time() + MOST_SECONDS / len(makers)  # of our own work: on a busy machine no role goes without
        kept: list[Example] = []
        kinds: set[str] = set()
        for kind, example in candidates:
            if len(kept) == PER_ROLE or time.thread_time() > end:
                break
            if kind in kinds or example.question in taken or len(example.question) > _LONGEST:
                continue
            if _as_expected(service, example):
                kept.append(example)
                kinds.add(kind)
                taken.add(example.question)
        found[role] = tuple(kept)
    return found


def _as_expected(service: Service, example: Example) -> bool:
    try:
        answer: Answer = next(service.stream(example.question))  # the extract; no model is asked
    except ZhengceError:
        return False
    if example.refused:
        return answer.refused
    return not answer.refused and answer.confidence is Confidence.CLEAR and not answer.findings


def _best_known(policies: Sequence[Policy], on: date) -> list[Policy]:
    """Documents that make good examples first: in force, with units and offers, with a title one can say."""

    def rank(policy: Policy) -> tuple[bool, bool, bool, int, str]:
        bare = re.fullmatch(r"[\w.]*", policy.title, re.ASCII) is not None
        units = any(part.units.lead for part in policy.leaves)
        return bare, policy.validity.status(on) not in _STAYS_OPEN, not units, len(_name(policy, True)), policy.id

    return sorted(policies, key=rank)[:_LOOKED_AT]


def _name(policy: Policy, several: bool) -> str:
    """How a question names the document: by its own title, without the frame of the notice where nothing is lost."""
    if not several:
        return "这份文件"
    return quoted_title(_FRAME.sub("", policy.title) or policy.title)


def _mixed(makers: Sequence[Iterator[tuple[str, Example]]]) -> Iterator[tuple[str, Example]]:
    """One from each in turn, so that the examples come from several documents and kinds."""
    waiting = list(makers)
    while waiting:
        for maker in list(waiting):
            example = next(maker, None)
            if example is None:
                waiting.remove(maker)
            else:
                yield example


def _led(policy: Policy) -> list[Clause]:
    return [part for part in policy.leaves if part.units.lead]


def _for_officials(policies: Sequence[Policy]) -> Iterator[tuple[str, Example]]:
    several = len(policies) > 1
    leading = Counter(unit for policy in policies for part in _led(policy) for unit in part.units.lead)
    units = (unit for unit, count in leading.most_common(6) if 3 <= len(unit) <= 12 and count > 1)

    def of(policy: Policy) -> Iterator[tuple[str, Example]]:
        about = _name(policy, several)
        for part in _led(policy)[:2]:
            yield "who", Example(f"{about}{clause_name(part.path)}由谁负责？")
        yield "valid", Example(f"{about}现在还有效吗？")
        for part in policy.leaves[:2]:
            yield "what", Example(f"{about}{clause_name(part.path)}讲了什么？")

    return _mixed([*map(of, policies[:1]), (("unit", Example(f"{unit}牵头哪些工作？")) for unit in units), *map(of, policies[1:])])


def _for_enterprises(policies: Sequence[Policy]) -> Iterator[tuple[str, Example]]:
    several = len(policies) > 1
    for_them = (Audience.ENTERPRISE, Audience.SELF_EMPLOYED)

    def of(policy: Policy) -> Iterator[tuple[str, Example]]:
        about = _name(policy, several)
        clauses = {part.id: part for part in policy.leaves}
        offers = [item for item in policy.support if item.addressee is Addressee.CLAIMANT and set(item.audience) & set(for_them)]
        for item in offers[:6]:
            part = clauses.get(item.clause_id)
            # Only what a claimant can get or do makes a question of this form; 依法对市场主体予以补偿 does not.
            got = re.match(r"(?:给予|可?享受|可?获得|可?(?P<does>申请|申报|领取|缓缴|延期))(?P<what>[^，。；]+)", item.offer.text.strip())
            words = f"{got['does'] or '获得'}{got['what']}".strip() if got else ""
            topic = part.heading.split("，")[0] if part is not None else ""
            named = 3 <= len(topic) <= _LONGEST_TOPIC
            if item.amounts and named:
                yield f"amount {policy.id}", Example(f"{topic}，标准是多少？")
            if 6 <= len(words) <= 18:
                yield f"offer {policy.id}", Example(f"哪些企业可以{words}？")
            if named:
                yield f"heading {policy.id}", Example(f"{topic}，企业能得到什么支持？")
        if len(offers) > len(policy.support) / 3:
            yield "all", Example(f"{about}对企业有哪些支持？")
            yield "terms", Example(f"{about}申请要什么条件？")

    most_first = sorted(policies, key=lambda policy: -sum(bool(set(item.audience) & set(for_them)) for item in policy.support))
    return _mixed([of(policy) for policy in most_first])


def _for_evaluators(policies: Sequence[Policy]) -> Iterator[tuple[str, Example]]:
    from opencc import OpenCC

    several = len(policies) > 1
    for policy in policies:
        about = _name(policy, several)
        for part in policy.leaves[:2]:
            yield "not stated", Example(f"{about}{clause_name(part.path)}的联系电话是多少？", refused=True)
    yield "off topic", Example(_OFF_TOPIC, refused=True)
    for policy in policies:
        for part in _led(policy)[:2]:
            yield "traditional", Example(OpenCC("s2t").convert(f"{_name(policy, several)}{clause_name(part.path)}由谁负责？"))
