"""The document's own rule on roles (第一个逗号前为牵头单位，下同): stated once, it holds for the whole document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class RoleRule(StrEnum):
    """Who leads, where no role word says it."""

    NONE = ""
    FIRST_COMMA = "first_comma"  # 第一个逗号前为牵头单位
    FIRST_NAMED = "first_named"  # 列第一位者为牵头单位
    STARRED = "starred"  # 标*的为牵头单位


@dataclass(frozen=True, slots=True)
class DocumentRule:
    """The rule and the sentence that states it (下同)."""

    rule: RoleRule = RoleRule.NONE
    sentence: str = ""


_BODY = r"(?:责任|负责|责任主体)?(?:单位|部门|机构|主体)"
_LEAD = r"(?:总?牵头|主责|主办|主要责任|主要负责|第一责任|首要责任)"
_IS = r"(?:，|,)?(?:均|都|即|则)?(?:为|是|系|作为)(?:本项|该项|此项|本条|该条)?(?:任务|工作|措施)?(?:的)?"
_PLACE = (
    r"(?:(?:排|列|排列|排序|排名|位列|位居|位于|名列|署名|居|处)(?:在|于|为)?)?"
    r"(?:第一位?|第1位?|首位?|最前(?:面|列)?|最先|首个|第一个|第一家)(?:位)?"
)
_MARK = r"(?:标|带|加|注|划|打|有)(?:注|有|了)?(?:“|\"|‘)?[*＊★▲△☆#](?:”|\"|’)?(?:号|标)?"
_TAIL = r"[^。；;〕）)\]】\n]{0,80}"

# 第一个逗号前的单位为牵头单位, 列第一位者为牵头单位, and turned round: 牵头单位列第一位.
_RULES = (
    (RoleRule.FIRST_COMMA, re.compile(
        rf"(?:第一个?|首个|前一个)?(?:逗号|“，”|分号|“；”)(?:之|以)?前(?:面|边)?(?:的)?(?:为首的)?{_BODY}?(?:者)?{_IS}{_LEAD}{_TAIL}|"
        rf"{_LEAD}{_BODY}?(?:均|都)?(?:为|是|指|在|列|列在|排在|列于)第一个?逗号(?:之|以)?前{_TAIL}")),
    (RoleRule.FIRST_NAMED, re.compile(
        rf"(?:{_PLACE}|第一个?顿号(?:之|以)?前(?:面)?)(?:的)?(?:{_BODY}|者|地区)?{_IS}{_LEAD}{_TAIL}|"
        rf"{_LEAD}{_BODY}?(?:均|都)?(?:为|是|指)?(?:排|列|排列|排名|位列|位居|位于|名列|居)(?:在|于)?(?:第一位?|首位?|最前面?){_TAIL}")),
    (RoleRule.STARRED, re.compile(
        rf"{_MARK}(?:的|者)?(?:为|的)?{_BODY}?(?:者)?{_IS}{_LEAD}{_TAIL}|{_LEAD}{_BODY}?(?:以|用){_MARK}(?:标注|标明|标示|表示|注明){_TAIL}")),
)  # fmt: skip
# What may stand before the rule in its sentence: 责任单位中，以下 …
_LEADING_WORDS = re.compile(r"(?:(?:以下|其中|注|备注|说明|责任单位|责任部门|负责单位|名单|单位|部门)(?:中|里|内|名单)?[，,：:]?)+$")


def find_rule(text: str) -> DocumentRule:
    """The document's own rule on roles, the first it states, if it states one.

    >>> find_rule("各区县。第一个逗号前为牵头单位，下同〕").rule
    <RoleRule.FIRST_COMMA: 'first_comma'>
    >>> find_rule("（市财政局、市科技局，列首的为牵头单位，下同）").sentence
    '列首的为牵头单位，下同'
    """
    found = [(match.start(), rule, match.group()) for rule, pattern in _RULES if (match := pattern.search(text))]
    if not found:
        return DocumentRule()
    _, rule, sentence = min(found)
    return DocumentRule(rule, sentence.rstrip("，, \u3000"))


def without_rule(inside: str) -> str:
    """The note without a sentence that states a rule, and without 下同: neither names a unit."""
    for _, pattern in _RULES:
        match = pattern.search(inside)
        if match:
            before = _LEADING_WORDS.sub("", inside[max(0, match.start() - 24) : match.start()])
            after = inside[match.end() :]
            if after[:1] in "）)〕]】" and before.endswith(("（", "(", "〔", "[", "【")):  # （A、B（列首的为牵头单位））
                before, after = before[:-1], after[1:]
            inside = inside[: max(0, match.start() - 24)] + before.rstrip("，,。；; \u3000") + "；" + after
    return re.sub(r"[，,；;。]?\s*(?:以)?下同\s*(?=[，,；;。]|$)", "", inside).strip("，,；;。 \n\u3000")
