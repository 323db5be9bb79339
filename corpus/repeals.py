"""Repeals of other documents (废止): 《A》（甲〔2018〕3号）、《B》（乙〔2019〕4号）同时废止, one record for each."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.doc_numbers import canonical_number
from corpus.policy import Repeal, Span
from corpus.statements import own_names, sentences

_ENDS = r"(?:废止|停止执行|停止施行|失效|不再执行|不再施行|终止执行|廢止|停止適用|停止适用|作废)"
_CUE = re.compile(_ENDS)
# Between the last title and the verb: 等文件自本办法施行之日起同时.
_BEFORE_VERB = re.compile(
    r"(?:[（(][^（）()]{0,60}(?:[（(][^（）()]*[）)][^（）()]*)?[）)])?(?:等)?(?:[\d一二三四五六七八九十百两]{1,3}[件部个项])?(?:规范性)?(?:文件|规定|文)?[，,]?"
    r"(?:自(?:《[^《》]{2,40}》)?[^，。；《》]{0,30}?(?:起|后)|从[^，。；《》]{0,20}?起|于[^，。；《》]{0,20}?(?:起|日)?)?[，,]?"
    r"(?:同时|一并|即行|相应|予以|即时|即|均|自行|自动|随之|也|亦|现|全部|已|宣布|同步|继续|正式|一律|不再|立即)*"
    + _ENDS
)
_VERB_FIRST = re.compile(r"(?:废止|同时废止|宣布废止|停止执行|宣布失效)(?:了)?(?:以下|下列)?(?:[^，。；《》]{0,12})(?=《)")
_BETWEEN = re.compile(
    r"(?:[（(][^（）()]{0,60}(?:[（(][^（）()]*[）)][^（）()]*)?[）)])?[、，,；;和及与以或]*(?:以及)?(?:原)?"
    r"(?:[^。；《》，]{0,24}(?:印发|公布|发布|制定|下发|施行)的)?"
)
_PART_ONLY = re.compile(r"第[\d一二三四五六七八九十百]+[条款项章]|中(?:的|有关|关于|与)|有关(?:规定|条款|内容)|相关(?:规定|条款|内容)|不一致")
_NUMBER_ONLY = re.compile(
    r"(?:原|及|和|、|，|^)(?P<number>[\u4e00-\u9fff]{1,10}[〔\[（(]\d{4}[〕\]）)]\d{1,5}号)(?:文件?)?[，,]?(?:同时|即行|予以|相应|一并|自行)*" + _ENDS
)
_LIST_MARK = 40  # at most so many documents in one sentence


def read_repeals(text: str, title: str, without: Iterable[Span] = ()) -> tuple[Repeal, ...]:
    """Every other document that a sentence of ``text`` ends; the document itself, under any of its names, is none."""
    own = own_names(text, title)
    found: list[Repeal] = []
    seen: set[tuple[str, str]] = set()
    for span in sentences(text, _CUE, without):
        quote = span.of(text)
        for name, number in _ended(quote):
            key = (re.sub(r"\s", "", name), number)
            if key in seen or (key[0] in own and not number) or (key[0] in own and _names_itself(quote, name)):
                continue
            seen.add(key)
            found.append(Repeal(name, number, quote, span))
    return tuple(found)


def _names_itself(quote: str, name: str) -> bool:
    at = quote.find(name)
    return bool(re.match(r"》自[^，。]{2,30}施行", quote[at + len(name) :]))


def _ended(quote: str) -> list[tuple[str, str]]:
    """(title, number) of what the sentence ends."""
    items = _titles(quote)
    taken: list[tuple[int, int]] = []
    for i, (_, end) in enumerate(items):
        if not _closes(quote, end):
            continue
        first = i
        while first and i - first < _LIST_MARK and _adjoin(quote, items[first - 1][1], items[first][0]):
            first -= 1
        taken.extend(items[first : i + 1])
    if not taken and (verb := _VERB_FIRST.search(quote)):
        taken = [item for item in items if item[0] >= verb.end()][:1]
        position = items.index(taken[0]) if taken else 0
        while taken and position + 1 < len(items) and _adjoin(quote, items[position][1], items[position + 1][0]):
            position += 1
            taken.append(items[position])
    found = []
    for start, end in dict.fromkeys(taken):
        name = re.sub(r"\s*\n\s*", "", quote[start + 1 : end - 1]).strip()
        bracket = re.match(r"\s*[（(〔\[]?[^《》。；]{0,40}号", quote[end:])
        found.append((name, canonical_number(bracket.group()) if bracket else ""))
    if not found:
        compact = re.sub(r"\s", "", quote)
        for match in _NUMBER_ONLY.finditer(compact):
            found.append(("", canonical_number(match["number"].removeprefix("原")) or match["number"]))
        named = re.search(r"原《?(?P<t>[\u4e00-\u9fff]{4,40}(?:办法|规定|意见|通知|细则|措施))》?[（(](?P<n>[^（）()]{4,24}号)[）)]" + _BEFORE_VERB.pattern, compact)
        if named:
            found = [(named["t"], canonical_number(named["n"]))]
    return found


def _closes(quote: str, end: int) -> bool:
    behind = re.sub(r"\s", "", quote[end : end + 160])
    match = _BEFORE_VERB.match(behind)
    return match is not None and not _PART_ONLY.search(match.group())


def _adjoin(quote: str, end: int, start: int) -> bool:
    between = re.sub(r"\s", "", quote[end:start])
    return _BETWEEN.fullmatch(between) is not None and not _PART_ONLY.search(between)


def _titles(quote: str) -> list[tuple[int, int]]:
    """The outermost 《…》 of a sentence."""
    found, depth, start = [], 0, 0
    for i, character in enumerate(quote):
        if character == "《":
            if depth == 0:
                start = i
            depth += 1
        elif character == "》" and depth:
            depth -= 1
            if depth == 0:
                found.append((start, i + 1))
    return found
