"""Responsible units (责任单位): who leads (牵头) and who supports (配合) a clause.

Notes stand in brackets of any shape, most often at the end of the clause. Role words decide; else
the document's own rule (第一个逗号前为牵头单位，下同), which holds for the whole document; else the
units are listed without a role.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from corpus.policy import ResponsibleUnits, Span

_OPEN, _CLOSE = "（(〔[【", "）)〕]】"
_LABEL = (
    r"(?P<label>牵头(?:责任)?(?:单位|部门)|责任(?:单位|部门)|配合(?:单位|部门)|参与(?:单位|部门)|协助单位|协同单位|"
    r"负责(?:单位|部门)|主责单位|主办单位|协办单位|落实单位|实施单位)"
)
_LABELLED = re.compile(_LABEL + r"\s*[:：]\s*")
_LEAD_LABEL = re.compile(r"牵头|主责|主办")
_SUPPORT_LABEL = re.compile(r"配合|参与|协助|协同|协办|落实")
_DEADLINE = re.compile(r"(?:完成时限|完成时间|时限要求|时间要求)\s*[:：]\s*(?P<when>[^；;，,。）)〕\]】\n]+)")
# （A、B负责） and （A牵头，B配合）: no label, the verb stands at the end of a list of names.
_UNLABELLED = re.compile(r"(?:负责(?:落实)?|牵头|配合|参与|按职责分工负责)\s*[。.]?$")
_BODY = re.compile(r"(?:局|委|办|部|厅|院|行|会|署|处|所|中心|政府|公司|集团|县|区|单位|部门|室|团|院校|机构|法院|检察院|海关)[）)〕\]】]?$")
# 等 and 有关部门 at a list's end stand for nobody in particular.
_NOBODY = re.compile(r"^(?:等|有关(?:部门|单位)|各?相关(?:部门|单位|责任单位)|各有关(?:部门|单位)|其他(?:有关|相关)(?:部门|单位))$")
_TAIL = re.compile(r"(?:等?(?:有关|相关)?(?:部门|单位)?(?:按照?职责分工)?(?:分别)?负责(?:落实)?|牵头(?:负责)?|配合|参与|等)$")


class RoleRule(StrEnum):
    """The document's own rule on who leads, where no role word says it."""

    NONE = ""
    FIRST_COMMA = "first_comma"  # 第一个逗号前为牵头单位
    FIRST_NAMED = "first_named"  # 列第一位者为牵头单位


@dataclass(frozen=True, slots=True)
class DocumentRule:
    """The rule and the sentence that states it (下同)."""

    rule: RoleRule = RoleRule.NONE
    sentence: str = ""


_RULES = (
    (RoleRule.FIRST_COMMA, re.compile(r"第一个?逗号(?:之)?前(?:面)?(?:的)?(?:单位|部门)?(?:均)?为(?:牵头|主责)(?:单位|部门)?[^。〕）)\]】]*")),
    (RoleRule.FIRST_NAMED, re.compile(
        r"(?:列|排|排列|排名)(?:在)?(?:第一位|首位|第一)(?:的)?(?:者|单位|部门)?(?:均)?为(?:牵头|主责)(?:单位|部门)?[^。〕）)\]】]*")),
)


def find_rule(text: str) -> DocumentRule:
    """The document's own rule on roles, if it states one.

    >>> find_rule("各区县。第一个逗号前为牵头单位，下同〕").rule
    <RoleRule.FIRST_COMMA: 'first_comma'>
    """
    for rule, pattern in _RULES:
        match = pattern.search(text)
        if match:
            return DocumentRule(rule, match.group())
    return DocumentRule()


def find_note(text: str, span: Span) -> Span | None:
    """Where the unit note of a clause stands, brackets included; the last one counts."""
    found: Span | None = None
    for start, end in _brackets(text, span):
        inside = text[start + 1 : end - 1]
        if _LABELLED.match(inside.lstrip()) or _is_unlabelled_note(inside):
            found = Span(start, end)
    return found


def read_units(note: str, span: Span, rule: DocumentRule) -> ResponsibleUnits:
    """Read lead and supporting units from a ``note`` (brackets included)."""
    inside = note.strip()
    if inside and inside[0] in _OPEN:
        inside = inside[1:]
        if inside and inside[-1] in _CLOSE and _unbalanced(inside):
            inside = inside[:-1]
    deadline = _DEADLINE.search(inside)
    if deadline:
        inside = (inside[: deadline.start()] + inside[deadline.end() :]).strip("；;，, ")
    inside = _without_rule(inside, rule)
    lead: list[str] = []
    supporting: list[str] = []
    listed: list[str] = []
    for label, names in _labelled_parts(inside):
        groups = _split_top(names, "，,；;")
        by_verb = [_role_of_verb(group) for group in groups]
        for i, group in enumerate(groups):
            units = _names(group)
            listed += units
            role = by_verb[i]
            if role is None and _LEAD_LABEL.search(label):
                role = "lead"
            elif (role is None and (_SUPPORT_LABEL.search(label) or (lead and label and label != "责任单位"))) or (role is None and (lead or "lead" in by_verb)):
                role = "supporting"
            if role == "lead":
                lead += units
            elif role == "supporting":
                supporting += units
    if not lead and not supporting and listed and rule.rule is not RoleRule.NONE:
        if rule.rule is RoleRule.FIRST_COMMA:
            _, names = _labelled_parts(inside)[0]
            lead = _names(_split_top(names, "，,")[0])
        else:
            lead = listed[:1]
        supporting = [unit for unit in listed if unit not in lead]
    return ResponsibleUnits(
        tuple(lead), tuple(supporting), tuple(dict.fromkeys(listed)), note, span,
        rule.sentence if lead else "", deadline.group("when").strip() if deadline else "",
    )


def _brackets(text: str, span: Span) -> list[tuple[int, int]]:
    """Outermost bracket pairs; one left open ends with its paragraph."""
    pairs: list[tuple[int, int]] = []
    depth = 0
    start = span.start
    for at in range(span.start, span.end):
        if text[at] in _OPEN:
            if depth == 0:
                start = at
            depth += 1
        elif text[at] in _CLOSE and depth:
            depth -= 1
            if depth == 0:
                pairs.append((start, at + 1))
        elif text[at] == "\n" and depth:
            pairs.append((start, at))
            depth = 0
    return pairs


def _is_unlabelled_note(inside: str) -> bool:
    first = re.split(r"[，,；;。]", inside, maxsplit=1)[0]
    if not (_UNLABELLED.search(inside.rstrip("。")) or _UNLABELLED.search(first)):
        return False
    names = _names(first)
    return bool(names) and all(_BODY.search(name) for name in names)


def _unbalanced(inside: str) -> bool:
    return sum(c in _CLOSE for c in inside) > sum(c in _OPEN for c in inside)


def _without_rule(inside: str, rule: DocumentRule) -> str:
    """Drop the sentence that states the rule; it names no unit."""
    head, *_ = inside.split("。", 1)
    if rule.sentence and rule.sentence in head:
        head = head.replace(rule.sentence, "")
    return head.strip("，,；;。 \n\u3000")


def _labelled_parts(inside: str) -> list[tuple[str, str]]:
    """Label and names, for each label in the note; ("", all) where there is none."""
    marks = list(_LABELLED.finditer(inside))
    if not marks:
        return [("", inside)]
    ends = [mark.start() for mark in marks[1:]] + [len(inside)]
    return [
        (mark.group("label"), inside[mark.end() : end].strip("；;，,。 \n\u3000"))
        for mark, end in zip(marks, ends, strict=True)
    ]


def _role_of_verb(group: str) -> str | None:
    group = group.strip("。 ")
    if group.endswith(("牵头", "牵头负责")):
        return "lead"
    if re.search(r"(?:配合|参与|负责落实|按照?职责分工负责)$", group) or group.startswith("会同"):
        return "supporting"
    return None


def _names(group: str) -> list[str]:
    names = []
    for name in _split_top(group, "、，,；; \u3000\n"):
        bare = re.sub(r"^(?:会同|由)", "", name.strip("。"))
        while (shorter := _TAIL.sub("", bare)) != bare and shorter:
            bare = shorter
        if bare and not _NOBODY.match(bare):
            names.append(bare)
    return names


def _split_top(text: str, separators: str) -> list[str]:
    """Split outside brackets: 市委组织部（市委人才办） stays whole."""
    parts: list[str] = []
    depth = 0
    current = ""
    for character in text:
        if character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            depth = max(0, depth - 1)
        if character in separators and depth == 0:
            parts.append(current)
            current = ""
        else:
            current += character
    parts.append(current)
    return [part for part in parts if part.strip()]
