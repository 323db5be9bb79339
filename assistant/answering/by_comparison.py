"""Questions about two or more documents or places side by side (铁岭和三明各怎么减房租).

The question is asked once of each, with the others' names taken out, and the answers stand one below
the other, each under its document, the figures of each once more in a line. Which is better is for the reader.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer, Citation, Kind, Refusal, RefusalCode
from assistant.answering import composing
from assistant.answering.desk import Desk
from assistant.understanding.question import QUESTION_FRAME, Understanding
from assistant.which_policy.directory import Meant
from corpus import Policy
from index.tokens import fold

_SIDE_BY_SIDE = re.compile(r"各|分别|相比|对比|比较|区别|不同|不一样|一样|差别|都|谁更|哪(?:个|家|地|市|里|边|份)(?:的)?(?:更|比较)?(?:高|多|少|低|长|短|大|小|好|宽|严|优惠|划算|合算|早|晚)|哪边|两(?:个|份|地|市|者|边)|有何(?:不同|区别|差异)|差异|\b(?:compare|both|versus|vs|differ\w*|each)\b")
_BETWEEN = re.compile(r"(?:和|与|跟|同|及|以及|、|，|,|；|;|比(?![例较重如率值])|还是|\bvs\b|\band\b|\bversus\b)")
_MARKERS = re.compile(r"各自|各有|分别|相比|对比|比较一下|各|都(?=是|有|过|要|能|可)")
_CALLED_BY_COUNT = re.compile(r"(?:那|的)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})条(?:措施|政策|意见)?")  # 遂宁20条
_MOST = 4  # documents side by side
_ISSUED = re.compile(r"(?:国务院|国家|全国)")  # what names a side by who issued it
_OF_TITLE = 0.25  # share of a stretch of the question that must stand in a title for it to name a document
_LEAST_ASKED = 3  # characters that a side must ask about
_MOST_FIGURES = 6  # of one side
_UNIT = (
    r"(?:[%％]|个?百分点|(?:万|亿)?元|个月|年(?!\d)|月份|天|个?工作日|周岁|岁|平方米|亩|人|名|户|倍|分)"
)
_FIGURE = re.compile(rf"\d[\d.,]*(?:\s*{_UNIT}?\s*(?:[-–~～至到]|—{{1,2}})\s*\d[\d.,]*)?\s*{_UNIT}")  # 1—3个月 is one figure

@dataclass(frozen=True, slots=True)
class Side:
    """One document or place of a comparison.

    Attributes:
        question: the question asked of this side alone.
        policy: the document, None where only a place is named.
    """

    question: str
    policy: Policy | None


def sides(desk: Desk, asked: Understanding) -> list[Side]:
    """The sides of a comparison; empty if the question compares nothing."""
    if len(desk.policies) < 2 or not _SIDE_BY_SIDE.search(asked.folded):
        return []
    anchors = _anchors(desk, asked.folded)
    if not 2 <= len(anchors) <= _MOST:
        return []
    found = []
    folded = asked.folded
    for mine in anchors:
        kept = list(folded)
        for other in anchors:
            if other is not mine:
                count = _CALLED_BY_COUNT.match(folded, other.end)
                end = count.end() if count is not None else other.end
                kept[other.start : end] = "\u3000" * (end - other.start)
        alone = _MARKERS.sub("", "".join(kept))
        alone = alone if _says_something(alone, mine, folded) else _topic_of_all(folded, mine, anchors)
        alone = re.sub(r"(?:和|与|跟|同|及|以及|、|，|,)?\u3000+(?:和|与|跟|同|及|以及|、)?", " ", alone)
        found.append(Side(" ".join(alone.split()), mine.policy))
    return found


def _says_something(alone: str, mine: _Anchor, folded: str) -> bool:
    """True if something is left to ask when the names of the sides and the words of comparing are taken out."""
    name = folded[mine.start : mine.end]
    rest = QUESTION_FRAME.sub("", _SIDE_BY_SIDE.sub("", alone.replace(name, "").replace("\u3000", "")))
    return len(re.findall(r"[\u3400-\u9fffa-z0-9]", rest)) >= _LEAST_ASKED


def _topic_of_all(folded: str, mine: _Anchor, anchors: Sequence[_Anchor]) -> str:
    """The question with the places of the other sides alone taken out, where their names hold what is asked about
    (广东省一次性创业资助和广州市的有什么区别)."""
    alone = folded
    for other in anchors:
        if other is not mine and other.place:
            alone = re.sub(rf"{other.place}(?:省|市|县|区)?(?:的)?", " ", alone)
    return _SIDE_BY_SIDE.sub("", _MARKERS.sub("", alone))


def meant_by(desk: Desk, side: Side) -> Meant:
    """The policies one side means."""
    folded = fold(side.question)
    meant = desk.directory.read(folded)
    if side.policy is None:
        return meant
    return replace(meant, named=desk.directory.copies_of(side.policy))


def beside(desk: Desk, asked: Understanding, parts: Sequence[tuple[Side, Answer]]) -> Answer:
    """The answers of the sides as one answer, their citations numbered through."""
    answered = [answer for _, answer in parts if not answer.refused]
    if not answered:
        reasons = "\n".join(dict.fromkeys(f"{_name(side)}{answer.refusal.reason}" for side, answer in parts if answer.refusal))
        nearest = tuple(c for _, a in parts if a.refusal for c in a.refusal.nearest[:1])
        nearest = tuple(replace(citation, mark=mark) for mark, citation in enumerate(nearest, 1))
        return Answer(asked.question, reasons, asked.kind, refusal=Refusal(RefusalCode.NOT_STATED, reasons, nearest))
    blocks: list[str] = []
    citations: list[Citation] = []
    for side, answer in parts:
        if answer.refusal is not None:
            quoted = [near for near in answer.refusal.nearest[:1] if "“" in answer.refusal.reason]  # what a side's refusal quotes is cited
            blocks.append(f"{_name(side)}{answer.refusal.reason}" + (f"[{len(citations) + 1}]" if quoted else ""))
            citations += [replace(citation, mark=len(citations) + 1) for citation in quoted]
            continue
        moved = len(citations)
        blocks.append(composing.moved_on(answer.text, moved))
        citations += [replace(citation, mark=citation.mark + moved) for citation in answer.citations]
    side_by_side = _figures_beside(desk, [(side, answer) for side, answer in parts if not answer.refused])
    if side_by_side:
        blocks.append(side_by_side)
    first = answered[0]
    kind = first.kind if asked.kind is Kind.SMALL_TALK else asked.kind
    return Answer(
        asked.question, "\n\n".join(blocks), kind, tuple(citations), first.units, first.validity,
        confidence=min((answer.confidence for answer in answered), key=list(type(first.confidence)).index),
    )


def _figures_beside(desk: Desk, answered: Sequence[tuple[Side, Answer]]) -> str:
    """The figures that each side's quotes give, in one line, so that differences meet the eye; "" unless every side gives some."""
    if len(answered) < 2:
        return ""
    said = []
    for side, answer in answered:
        quoted = fold(" ".join(citation.quote for citation in answer.citations))
        figures = list(dict.fromkeys(re.sub(r"\s", "", found) for found in _FIGURE.findall(quoted)))[:_MOST_FIGURES]
        policy = desk.policies[answer.citations[0].policy_id]
        places = desk.directory.places_of(policy)
        said.append((places[-1] if places and side.policy is None else f"《{policy.title}》", figures))
    if not all(figures for _, figures in said) or len({name for name, _ in said}) < len(said):
        return ""
    return "数字对照：" + "；".join(f"{name}——{'、'.join(figures)}" for name, figures in said) + "。请对照各自的原文和条件。"


def answer_sides(
    desk: Desk, asked: Understanding, found: Sequence[Side], ask_alone: Callable[[Side], Answer]
) -> Answer:
    """Each side asked alone, side by side."""
    return beside(desk, asked, [(side, ask_alone(side)) for side in found])


@dataclass(frozen=True, slots=True)
class _Anchor:
    start: int
    end: int
    policy: Policy | None
    place: str = ""


def _anchors(desk: Desk, folded: str) -> list[_Anchor]:
    """Where a question names different documents or places, in its order."""
    found: list[_Anchor] = []
    for start, end in _segments(folded):
        segment = folded[start:end]
        meant = desk.directory.read(segment, re.findall(r"《([^《》]{4,60})》", segment))
        # What is compared shares words with the texts too; a side is named by its number, its place or mostly words of its title.
        by_title = sum(map(len, meant.words)) >= _OF_TITLE * len(segment) or bool(_ISSUED.match(segment))
        clear = desk.directory.clearly_meant(meant) if by_title or meant.places or meant.named else []
        named = desk.directory.names_in(segment, clear[0]) if clear else None
        if named is not None:
            here = _Anchor(start + named[0], start + named[1], clear[0], meant.places[0] if meant.places else "")
        elif meant.places and meant.places[0] in segment:
            at = start + segment.index(meant.places[0])
            here = _Anchor(at, at + len(meant.places[0]), None, meant.places[0])
        else:
            continue
        if not any(_same(desk, here, other) for other in found):
            found.append(here)
    return found


def _same(desk: Desk, one: _Anchor, other: _Anchor) -> bool:
    if one.policy is not None and other.policy is not None:
        return desk.directory.document_of(one.policy.id) == desk.directory.document_of(other.policy.id)
    for policy, place in ((one.policy, other.place), (other.policy, one.place)):
        if policy is not None:
            return place in desk.directory.places_of(policy)
    return one.place == other.place


def _segments(folded: str) -> list[tuple[int, int]]:
    bounds = [0]
    for match in _BETWEEN.finditer(folded):
        bounds += [match.start(), match.end()]
    bounds.append(len(folded))
    return [(start, end) for start, end in zip(bounds[::2], bounds[1::2], strict=True) if end - start >= 2]


def _name(side: Side) -> str:
    return f"《{side.policy.title}》：" if side.policy is not None else f"{side.question}："
