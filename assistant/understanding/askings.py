"""What a question asks, taken apart (分问): 由谁担任，最少配几名？ asks two things, and both must be answered.

Each asking has its own words and the values that it asks for; words without an asking of their own (我们是工业企业，…) belong to
all of them, which is why a sentence is always weighed with the whole question as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.understanding.asked_detail import NEVER, asked_details, asks_for_conditions, asks_who
from assistant.understanding.asked_value import FIGURES, Sort, wanted
from assistant.understanding.asked_words import NUMBER_IN_ROW

_STOP = r"[，,；;。？?！!]"
_PART = re.compile(_STOP + r"|(?:以及|还有|另外|同时|并且)|(?<=[多少几谁样])(?:和|与|及)(?=[\u4e00-\u9fff])")
_ASKS = re.compile(
    r"多少|几(?![乎何])|谁|哪|什么|啥|多久|多大|多长|怎么|怎样|如何|咋|吗|能不能|是否|好多|([\u4e00-\u9fff])不\1|有没有|为何|呢$|"
    r"差别|区别|\b(?:why|how|what|who|when|which|where)\b"
)
# The same two, coarser, for the judgement: its weights are fitted on parts cut so. The finer cut differs on one question in six.
_COARSE_PART = re.compile(_STOP + r"|以及|还有")
_COARSE_ASKS = re.compile(r"[几哪谁怎啥吗么何]|多少|好多|多[大久长高]|什么|如何|[能可]不|是否|不[?？]?$|没[?？]?$|有没|还是|没得|([\u4e00-\u9fff])不\1")
_YES_OR_NO = re.compile(r"([\u4e00-\u9fff])不\1|吗|是否|[能可]否|不[?？]?$|会不会|还是")
_EACH = re.compile(r"分别|各(?:自|是|为|要|应|有|给|补|奖|占|在|(?=[多几怎什]))|每[一个]?[档类种级]")
_SIDES = re.compile(r"(?:相?差|高|多|少|低|长|短)(?:出)?(?:多少|几)|有(?:什么|何)(?:不同|区别|差别)|区别|哪个(?:更)?[多少高低长短]")
_AND = re.compile(r"、|和|与|及|跟|以及")
_DOES = re.compile(r"由[^，。；：\s]{2,24}|牵头|(?:部门|[局委厅办会院]|办公室|中心|银行|政府|领导|主任|[市县区镇乡]长)[^，。；：]{0,6}(?:负责|受理|审核|审批|会同|统筹|监督|管理|组织|核定|设在)|责任单位|[：:][^，。；]{2,20}(?:负责人|主任|[组局处校院部]长|书记|总理)")
_DAY = re.compile(r"\d{4}\s*年(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)?|\d{1,2}\s*月\s*\d{1,2}\s*日")
_SHORTEST, _MOST = 2, 5  # characters of a part; askings looked for


@dataclass(frozen=True, slots=True)
class Need:
    """A value that an asking asks for: what it looks like in a folded text.

    ``figure`` tells amounts, shares, terms, days and numbers from what is told in words; a number in a row of a table (``in_rows``) has
    its unit in the head; ``term`` is how long.
    """

    value: re.Pattern[str]
    figure: bool
    in_rows: bool = False
    term: bool = False

    def given_by(self, folded: str) -> int:
        """How many such values a folded text gives; a day is no term (自2019年3月1日起 says nothing of how long)."""
        given = len(self.value.findall(_DAY.sub(" ", folded) if self.term else folded))
        return given or int(self.in_rows and NUMBER_IN_ROW.search(folded) is not None)


@dataclass(frozen=True, slots=True)
class Asking:
    """One thing asked: its own words, folded, and the values asked for."""

    text: str
    needs: tuple[Need, ...] = ()


def asks_of_each(folded: str) -> bool:
    """True if more than one value of one kind is asked for (分别多少, 每一档多少)."""
    return bool(_EACH.search(folded))


def parts_of(folded: str) -> list[str]:
    """A folded question cut at its stops and at 以及, 还有, and between what is asked one after the other.

    >>> parts_of("有什么措施？谁负责，以及何时完成")
    ['有什么措施', '谁负责', '何时完成']
    """
    parts = [part.strip() for part in _PART.split(folded) if part and len(part.strip()) >= _SHORTEST]
    return [piece for part in parts for piece in _one_by_one(part)]


def asks(part: str) -> bool:
    """True if a part of a folded question asks something."""
    return _ASKS.search(part) is not None


def parts_judged(folded: str) -> list[str]:
    """The parts of a folded question that ask something, cut at its stops and at 以及 and 还有 alone; the whole of it if none does.

    >>> parts_judged("我们是工厂，有什么措施、谁负责？")
    ['有什么措施、谁负责']
    """
    return [part for part in _COARSE_PART.split(folded) if part and _COARSE_ASKS.search(part)] or [folded]


def asks_yes_or_no(folded: str) -> bool:
    """True for a folded question that can be answered by yes or no, whatever else it asks.

    >>> asks_yes_or_no("带不带车位"), asks_yes_or_no("租金多少")
    (True, False)
    """
    return _YES_OR_NO.search(folded) is not None


def askings(folded: str) -> tuple[Asking, ...]:
    """What a folded question asks, in its order; the whole of it where it cannot be taken apart.

    >>> [asking.text for asking in askings("村级路长由谁担任，最少配几名专管员?")]
    ['村级路长由谁担任', '最少配几名专管员']
    >>> [asking.text for asking in askings("医院自评、省级考核、国家监测分析应分别于每年几月底前完成?")]
    ['医院自评于每年几月底前完成', '省级考核于每年几月底前完成', '国家监测分析应于每年几月底前完成']
    """
    parts = parts_of(folded)
    if len(parts) == 1 and len(parts[0].split()) > 2 and re.search(r"[\u4e00-\u9fff]", folded):  # 申报书字数 截止: words in a row
        parts = [word for word in parts[0].split() if len(word) >= _SHORTEST]
        asking = [part for part in parts if needs_of(part)]
    else:
        asking = [part for part in parts if asks(part) or needs_of(part)]
    before = dict(zip(parts, ["", *parts], strict=False))
    found = [one for part in asking for one in _of_each(part, before[part])]
    if not found or len(found) > _MOST:
        return (Asking(folded, needs_of(folded)),)
    if len(found) == 1:
        return (Asking(found[0], needs_of(folded)),)
    taken: list[Asking] = []
    for one in found:
        same = taken and one.endswith("呢") and not needs_of(one)  # 五一哪天放假？清明呢？
        taken.append(Asking(one, taken[-1].needs if same else needs_of(one)))
    return tuple(taken)


def _one_by_one(part: str) -> list[str]:
    """A part in which several things are asked one after the other (按几成算、顶格多少), cut between them; else the part alone."""
    pieces: list[str] = []
    for piece in part.split("、"):
        if pieces and not asks(pieces[-1]):  # 甲、乙各多少: what does not ask belongs to what follows
            pieces[-1] += f"、{piece}"
        else:
            pieces.append(piece)
    return pieces if len(pieces) > 1 and all(map(asks, pieces)) else [part]


def _of_each(part: str, before_it: str) -> list[str]:
    """A part that asks one thing of several (甲、乙、丙分别多少; 去甲和去乙差多少), once of each; else the part alone. They may
    be named in the part before it (上甲班和乙班的，各补多少)."""
    each = _EACH.search(part) or _SIDES.search(part)
    if each is None:
        return [part]
    sides = _EACH.search(part) is None
    before, after = part[: each.start()], part[each.end() :]
    named = [name.strip() for name in _AND.split(before) if len(name.strip()) >= _SHORTEST]
    if len(named) < _SHORTEST and before_it and not sides and not asks(before_it):
        named = [name.strip() for name in _AND.split(before_it) if len(name.strip()) >= _SHORTEST]
        after = before + re.sub(r"^(?:分别|各自?)", "", part[each.start() :])
    if not 2 <= len(named) <= _MOST:
        return [part]
    tail = part[each.start() :] if sides else after
    return [name + tail for name in named]


def needs_of(folded: str) -> tuple[Need, ...]:
    """The values that a folded question, or a part of one, asks for."""
    values = wanted(folded)
    needs = [Need(value.value, value.sort in FIGURES, value.sort in (Sort.COUNT, Sort.NUMBER), value.sort is Sort.TERM) for value in values]
    if not any(need.figure for need in needs):
        needs += [Need(detail.shown, True) for detail in asked_details(folded) if detail.label.endswith("的数") or detail.asked is NEVER]
    doer = asks_who(folded)
    needs += [Need(_DOES, False)] if doer is not None else []
    conditions = asks_for_conditions(folded)
    needs += [Need(conditions.shown, False)] if conditions is not None and not needs else []
    return tuple(needs)
