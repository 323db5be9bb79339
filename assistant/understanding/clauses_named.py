"""Clauses named in a question (问到的条款): 第三条, 第1、2条, 第二条第（三）项, 第34条之1, the third article, 序, 尾."""

from __future__ import annotations

import re

from corpus.numerals import NUMERAL, chinese_number

_NUM = rf"(?:[{NUMERAL}]{{1,3}}|\d{{1,3}})"
CLAUSE = re.compile(
    rf"第\s*(?P<a>{_NUM})\s*(?:条|点|项|款|部分|段|大条|章|节(?!课|日|假)|编(?!制|号)|板块|个方面|方面)|条款\s*(?P<b>{_NUM})(?![年月日\d])|"
    rf"\b(?:clause|article|section|item|point)\s*(?:no\.?\s*)?(?P<c>\d{{1,2}}|[ivx]+|one|two|three|four|five|six|seven|eight|nine|ten)\b|"
    rf"\b(?:the\s+)?(?P<d>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d{{1,2}}(?:st|nd|rd|th))\s+(?:clause|article|section|measure|point)\b|"
    rf"(?<![\d{NUMERAL}\u4e00-\u9fff])(?P<e>\d{{1,2}})\s*条(?!(?:措施|政策|意见))"
)
_SEVERAL = re.compile(rf"第\s*{_NUM}\s*条?(?:\s*(?:、|,|，|和|及|与|至|到|—|~|-)\s*第?\s*{_NUM})+\s*条")
# 第二条第（三）项, 第三部分第(二)项第1点, 五、（二）: a clause within a clause.
_WITHIN = rf"(?:\s*(?:的|中|里|下)?\s*(?:第\s*[（(]?\s*{_NUM}\s*[)）]?\s*(?:小)?(?:项|款|点|目|条|方面)|[（(]\s*{_NUM}\s*[)）]))"
NESTED = re.compile(rf"(?:第\s*{_NUM}\s*(?:条|部分|大项|大点|章|节|项|点)|(?<![\d{NUMERAL}]){_NUM}、){_WITHIN}{{1,3}}")
_PART = re.compile(rf"第\s*(?P<number>{_NUM})\s*(?:个|大)?(?P<part>章|节(?!课|日|假)|编(?!制|号)|部分|板块)")
INSERTED = re.compile(rf"第\s*(?P<a>{_NUM})\s*(?:条之\s*(?P<b>{_NUM})|[-–—]\s*(?P<c>\d{{1,2}})\s*条)")
_ENGLISH_NUMBERS = {
    w: i for words in ("one two three four five six seven eight nine ten",
                       "first second third fourth fifth sixth seventh eighth ninth tenth",
                       "i ii iii iv v vi vii viii ix x")
    for i, w in enumerate(words.split(), 1)
}


def inserted_clauses(folded: str) -> tuple[tuple[int, int], ...]:
    """The clauses named that were put in between two others, as (number, number after 之).

    >>> inserted_clauses("第34条之1和第五条之二怎么说，第六条呢")
    ((34, 1), (5, 2))
    """
    found = [(chinese_number(m["a"]), chinese_number(m["b"] or m["c"])) for m in INSERTED.finditer(folded)]
    return tuple((number, after) for number, after in found if number and after)


def nested_clauses(folded: str) -> tuple[tuple[int, ...], ...]:
    """The clauses named with the one that holds them, outermost first.

    >>> nested_clauses("第二条第（三）项给多少")
    ((2, 3),)
    """
    found = []
    for match in NESTED.finditer(folded):
        numbers = [chinese_number(n) for n in re.findall(_NUM, match.group())]
        found.append(tuple(n for n in numbers if n))
    return tuple(dict.fromkeys(path for path in found if len(path) > 1))


def without_clauses(folded: str) -> str:
    """A folded question without the clauses it names by number: 第四条 is no word of a title (第四季度).

    >>> without_clauses("第四条讲什么").strip()
    '讲什么'
    """
    return CLAUSE.sub(" ", NESTED.sub(" ", INSERTED.sub(" ", _SEVERAL.sub(" ", folded))))


def parts_named(folded: str) -> dict[int, str]:
    """The numbers of a question that are of a chapter or another part above the articles, with the word for it.

    >>> parts_named("第三章讲什么"), parts_named("第三条讲什么")
    ({3: '章'}, {})
    """
    found = [(chinese_number(match["number"]), match["part"]) for match in _PART.finditer(folded)]
    return {number: part for number, part in found if number}


def clauses_named(folded: str) -> tuple[tuple[int, ...], frozenset[int], str]:
    """The clause numbers named, those of them in figures, and 序 or 尾 if that is named."""
    folded = INSERTED.sub(" ", NESTED.sub(" ", folded))
    figures = {int(n) for match in (*_SEVERAL.finditer(folded), *CLAUSE.finditer(folded)) for n in re.findall(r"\d+", match.group())}
    numbers: list[int] = []
    for match in _SEVERAL.finditer(folded):  # 第五至第七条, 第1、2、3条
        ends = [chinese_number(n) or 0 for n in re.findall(rf"{_NUM}", match.group())]
        reaches = re.search(r"[至到—~-]", match.group()) and len(ends) == 2 and 0 < ends[1] - ends[0] < 50
        numbers += [n for n in (range(ends[0], ends[1] + 1) if reaches else ends) if n and n not in numbers]
    for match in CLAUSE.finditer(folded):
        printed = next(group for group in match.groups() if group)
        ordinal = re.match(r"\d+", printed)
        value = _ENGLISH_NUMBERS.get(printed) or (int(ordinal.group()) if ordinal else chinese_number(printed))
        if value and value not in numbers:
            numbers.append(value)
    if re.search(r"序言|引言|导语|前言|开头|第一段|preamble|introduction", folded):
        return tuple(numbers), frozenset(figures), "序"
    if re.search(r"附则|尾部|结尾|最后一段|末尾|closing (?:part|section|paragraph|clause|provisions?|remarks)|final provisions", folded):
        return tuple(numbers), frozenset(figures), "尾"
    return tuple(numbers), frozenset(figures), ""
