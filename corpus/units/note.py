"""Reading a note: which units it names, and who leads (牵头) and who supports (配合).

Role words win; else the document's own rule; else the units are listed without a role.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.bodies import looks_like_body
from corpus.policy import ResponsibleUnits, Span
from corpus.units import deadlines
from corpus.units.brackets import CLOSE, OPEN, pairs, within
from corpus.units.names import (
    ROLE_ONLY,
    clean,
    closes,
    cut_verb,
    is_name,
    is_nobody,
    joined,
    pieces,
)
from corpus.units.rules import DocumentRule, RoleRule, without_rule

LEAD, SUPPORT, PLAIN = "lead", "support", "plain"
_BODY = r"(?:责任)?(?:单位|部门|机构|主体|科室|处室|股室|局)"
_WHOSE = r"(?:主要|主体|第一|共同|省级|市级|县级|区级|国家|省|市|县|区|具体|直接|总|任务|工作|建议|项目)?"
# What a label calls its units; 主办 and 承办 are words of events too, and count in notes and tables alone.
ROLE = r"(?:牵头|主责|配合|参与|参加|协助|协同|协作|协办|责任|负责|落实|实施|执行|承担|主管|归口|监管|指导|监督|督办|主办|承办|组织)"
UNITS_LABEL = (
    rf"(?P<units>{_WHOSE}{ROLE}(?:[、和与及/（(]?{ROLE}[）)]?){{0,2}}{_BODY}(?:[和与及、/]{ROLE}?(?:单位|部门)|[（(](?:单位|部门|科室|牵头)[）)])?|"
    r"(?:责任|任务|工作|职责)?分工|牵头|主责|配合|协办|责任|负责|参与|主办)"
)
PERSON = r"(?:责任人员?|责任领导|牵头领导|分管领导|包[保抓联]领导|挂[牌包]领导|主管领导|市领导|县领导|负责人|责任区?长|联系人|联系电话|联系方式|电话|联络人|第一责任人)"
LABEL = re.compile(
    rf"(?:{UNITS_LABEL}|(?P<when>{deadlines.LABEL})|(?P<person>(?:及|和|、)?{PERSON})|(?P<other>(?<=[；;\s，,。])[\u4e00-\u9fff]{{2,8}}))\s*[:：︰﹕∶]\s*"
)
# （责任单位 市财政局） and （牵头单位为市财政局）: a label without its colon, only at the start of a bracket.
_LOOSE_LABEL = re.compile(rf"{UNITS_LABEL}(?:为|是|\s+|——?|[;；])(?=[\u4e00-\u9fff])")
_INNER_LABEL = re.compile(
    rf"(?<=[，,；;。])\s*(?P<units>{ROLE}(?:责任)?(?:单位|部门|机构))(?:为|是)(?=[\u4e00-\u9fff])"
)
_LEAD_WORD = re.compile(r"牵头|主责|主办|第一责任|^总")
_SUPPORT_WORD = re.compile(r"配合|参与|参加|协助|协同|协作|协办")


@dataclass(frozen=True, slots=True)
class Member:
    """One unit of a note: its name as printed, and what the note says of its role.

    Attributes:
        role: LEAD, SUPPORT, or "" where neither a label nor a verb decides.
        comma: how many commas stand before it in its list. starred: printed with *.
        strong: nothing but a body could be meant. verb: a verb of responsibility follows it.
    """

    name: str
    role: str = ""
    comma: int = 0
    starred: bool = False
    strong: bool = False
    verb: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a note says before the document's rule is applied."""

    members: tuple[Member, ...] = ()
    deadline: str = ""
    loose: bool = False  # words stand in it that are no list of units


def inside_of(note: str) -> str:
    """The words of a note without the brackets around it; brackets side by side become parts of one note."""
    parts = []
    note = note.strip()
    if not note or note[0] not in OPEN:
        return note.rstrip(CLOSE) if note.count("（") + note.count("(") < note.count("）") + note.count(")") else note
    closes = pairs(note)
    if 0 not in closes:  # its closing half is lost
        return note[1:].strip("。；; \n")
    start = 0
    for at in sorted(closes):
        if at >= start:  # else it stands within the one before
            parts.append(note[at + 1 : closes[at]])
            start = closes[at] + 1
    if start < len(note):
        parts.append(note[start:])
    return "；".join(part.strip("。；; \n") for part in parts if part.strip(" \u3000\n。；;，,"))


def read(inside: str, labelled: bool = True) -> Reading:
    """Read the words of one note. Without a label (``labelled`` False) every member must look like a body."""
    inside = without_rule(inside)
    members: list[Member] = []
    deadline = ""
    loose = False
    for kind, label, content in _parts(inside):
        if kind == "when":
            deadline = deadline or _first_line(content)
        elif kind in ("", "units"):
            role = _role_of_label(label)
            found, when, odd = _members(content, role, strict=not label and not labelled, first=not members)
            if kind == "units" and _SUPPORT_WORD.search(label) and members and not any(m.role for m in members):
                members = [replace(m, role=LEAD) for m in members]
            members += found
            deadline = deadline or when
            loose = loose or odd
    return Reading(tuple(members), deadline, loose)


def _first_line(content: str) -> str:
    return re.split(r"[；;。\n]", content.strip("；;，,。 \u3000\n（("), maxsplit=1)[0].strip("，, \u3000）)〕]】")


def _parts(inside: str) -> list[tuple[str, str, str]]:
    """Kind of label, label and content; ("", "", …) for what stands before the first label."""
    loose = _LOOSE_LABEL.match(inside)
    marks = sorted([*LABEL.finditer(inside), *_INNER_LABEL.finditer(inside)], key=lambda mark: mark.start())
    if loose and (not marks or marks[0].start() > 0):
        marks.insert(0, loose)
    starts = [mark.start() for mark in marks] + [len(inside)]
    parts = [("", "", inside[: starts[0]])]
    for mark, end in zip(marks, starts[1:], strict=True):
        kind = mark.lastgroup or ""
        parts.append((kind, mark.group("units") or "" if kind == "units" else "", inside[mark.end() : end]))
    return [(kind, label, content.strip("；;，,。 \n\u3000")) for kind, label, content in parts if content.strip("；;，,。 \n\u3000")]


def _role_of_label(label: str) -> str:
    lead, support = _LEAD_WORD.search(label), _SUPPORT_WORD.search(label)
    if lead and not support and not re.search(r"牵头.*责任(?:单位|部门).+|牵头[、和与及/]|[、和与及/（(]牵头", label):
        return LEAD
    return SUPPORT if support and not lead else PLAIN if label else ""


def _members(content: str, label_role: str, strict: bool, first: bool) -> tuple[list[Member], str, bool]:
    """The units of one list. A verb holds for the names before it, up to the comma before them."""
    members: list[Member] = []
    deadline = ""
    odd = False
    comma = 0
    label_role = "" if label_role == PLAIN else label_role
    for mark, group in _groups(content):
        if mark == "。" and not looks_like_body(clean(cut_verb(next(pieces(group), "")))):
            break  # a sentence after the list: 以下各项任务均涉及各县区，不再单独列出
        comma += mark in "，,"
        when = deadlines.deadline_of(group)
        if when:
            deadline = deadline or when
            continue
        opening = SUPPORT if re.match(r"\s*(?:并由|由)?(?:会同|配合|协同)", group) and (label_role or members) else ""
        run: list[Member] = []
        for piece in pieces(re.sub(r"^\s*(?:配合)(?=[\u4e00-\u9fff]{2})", "", group) if opening else group):
            for joiner, raw in joined(piece):
                name, verb, odd_here = _name_and_verb(raw, strict, first=first and not members and not run)
                odd = odd or odd_here
                if not name:
                    role = _role_of_verb(verb)
                    run = [replace(m, verb=True, role=role or m.role) if verb else m for m in run]
                    continue
                after = members[-1] if members and not run else run[-1] if run else None
                role = opening or label_role
                if joiner in ("会同", "商") and ((after and after.role == LEAD) or label_role == LEAD):
                    role = SUPPORT
                starred = bool(re.search(r"[*＊★▲△☆#]", raw))
                run.append(Member(name, role, comma, starred, looks_like_body(name) or is_nobody(name)))
                marked = _role_of_verb(verb)
                if re.search(r"[（(](?:总?牵头|主责|主办)(?:单位|部门)?[）)]", raw):
                    run[-1] = replace(run[-1], role=LEAD)
                elif verb:
                    run = [replace(m, verb=True, role=marked or m.role) if not m.verb else m for m in run]
        members += run
    return members, deadline, odd


def _groups(content: str) -> list[tuple[str, str]]:
    """The parts between commas and semicolons, each with the mark before it."""
    groups: list[tuple[str, str]] = []
    mark, rest = "；", content
    start = 0
    inside = within(rest)
    for at, character in enumerate(rest):
        if character in "，,；;。" and not inside[at]:
            groups.append((mark, rest[start:at]))
            mark, start = character, at + 1
    groups.append((mark, rest[start:]))
    return [(mark, group) for mark, group in groups if group.strip()]


_MARKED_LEAD = re.compile(r"[（(](?:总?牵头|主责|主办|配合)(?:单位|部门)?[）)]")
_BARE_VERB = re.compile(
    r"^(?:等)?(?:按照?|根据|依照?|依据)?(?:各自)?(?:的)?(?:部门|职责|职能|分工|、|和)*(?:具体|分别|共同)?(?:负责|配合|落实|参与|牵头|实施)(?:落实|实施|推进)?$"
)


def _name_and_verb(raw: str, strict: bool, first: bool) -> tuple[str, str, bool]:
    """A member's name and the verb behind it; the last value says that other words stand there.

    有关部门 behind other names is nobody in particular; as the ``first`` of a list it is who is asked.
    """
    raw = _MARKED_LEAD.sub("", raw).strip()
    raw = re.sub(r"^(?:并|(?:具体|主要|统一|分别|共同|日常工作)?由|请|以及|其中|会同)+", "", raw)
    head = cut_verb(raw)
    verb = raw[len(head) :]
    name = clean(head)
    if is_nobody(name) and first and len(name) > 3:
        return name, verb, bool(verb) and not closes(verb)
    if _BARE_VERB.match(raw):
        return "", raw, False
    if is_nobody(name) or not name:
        return "", verb, False
    if verb and not looks_like_body(name, strict=False) and not strict and not is_name(name):
        return "", verb, True
    if strict and (ROLE_ONLY.match(name) or not looks_like_body(name, strict=False)):
        return name, verb, True
    if not is_name(name):
        return "", verb, True
    return name, verb, bool(verb) and not closes(verb)


def _role_of_verb(verb: str) -> str:
    if not verb:
        return ""
    if "牵头" in verb or "主办" in verb or "主责" in verb:
        return LEAD
    return SUPPORT if re.search(r"配合|参与|参加|协助|协同|协办", verb) else ""


def resolve(readings: Sequence[Reading], rule: DocumentRule, note: str, span: Span | None) -> ResponsibleUnits:
    """Lead and supporting units of notes that belong together, by their words or by the document's ``rule``."""
    members = [member for reading in readings for member in reading.members]
    deadline = next((reading.deadline for reading in readings if reading.deadline), "")
    listed = tuple(dict.fromkeys(member.name for member in members))
    lead = [m.name for m in members if m.role == LEAD]
    supporting = [m.name for m in members if m.role == SUPPORT]
    applied = ""
    if lead:
        supporting = [name for name in listed if name not in lead]
    elif supporting:  # 责任单位：A、B；配合单位：C: the rule chooses among A and B, else both lead
        others = [m for m in members if m.name not in supporting]
        lead = _by_rule(others, rule.rule) if others and rule.rule is not RoleRule.NONE else [m.name for m in others]
        applied = rule.sentence if lead else ""
        supporting = [name for name in listed if name not in lead]
    elif listed and rule.rule is not RoleRule.NONE:
        lead = _by_rule(members, rule.rule)
        supporting = [name for name in listed if name not in lead] if lead else []
        applied = rule.sentence if lead else ""
    return ResponsibleUnits(
        tuple(dict.fromkeys(lead)), tuple(dict.fromkeys(supporting)), listed, note, span, applied, deadline
    )


def _by_rule(members: Sequence[Member], rule: RoleRule) -> list[str]:
    if rule is RoleRule.FIRST_COMMA:
        return [member.name for member in members if member.comma == members[0].comma]
    if rule is RoleRule.STARRED:
        return [member.name for member in members if member.starred]
    return [members[0].name] if rule is RoleRule.FIRST_NAMED else [member.name for member in members]
